"""Facts: all that a version of the content says, one thing at a time, whatever way it is written."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, assert_never

from vpgen.facts.fact import (
    BODIES,
    INDICATORS,
    ORGANISATION,
    PAGES,
    Element,
    Fact,
    FactKey,
    FactKind,
    root_of,
)
from vpgen.facts.follow_ups import FollowUpTeller
from vpgen.facts.organisation import tell_bodies, tell_indicators, tell_organisation, tell_pages
from vpgen.facts.plans import PlanTeller
from vpgen.facts.thing import Thing
from vpgen.model.content import FollowUp, Plan
from vpgen.pages.addresses import document_address

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from vpgen.model.content import Register

__all__ = [
    "BODIES",
    "INDICATORS",
    "LOCK",
    "ORGANISATION",
    "PAGES",
    "Element",
    "Fact",
    "FactKey",
    "FactKind",
    "document_facts",
    "facts",
    "owner_of",
    "root_of",
]


LOCK = "lås"
"""The field of a document that tells that it is locked, and by which decision."""


def owner_of(source: Plan | FollowUp) -> str:
    """Return the owner of a document's facts: `regionstyrelsen/2024/plan`."""
    return "/".join(map(str, source.document.key))


def facts(register: Register, without: Collection[str] = ()) -> dict[FactKey, Fact]:
    """Return everything that the content says, owner by owner in its order, inherited facts too.

    What the documents `without` say, by their owners, is left out.
    """
    book: dict[FactKey, Fact] = {}
    tell_organisation(register, book)
    tell_bodies(register, book)
    owners = _owners(register)
    for source in chain(register.documents(), register.replaced()):
        if owner_of(source) not in without:
            _tell(register, source, book, owners)
    tell_indicators(register, book)
    tell_pages(register, book)
    return book


def document_facts(register: Register, source: Plan | FollowUp) -> dict[FactKey, Fact]:
    """Return everything that one document says, in its order, with what it inherits."""
    book: dict[FactKey, Fact] = {}
    _tell(register, source, book, _owners(register))
    return book


def _owners(register: Register) -> dict[str, str]:
    """Return the owner of each plan in force, by its file."""
    return {
        plan.document.place.file: owner_of(plan)
        for body in register.bodies.values()
        for plan in body.plans.values()
    }


def _tell(
    register: Register, source: Plan | FollowUp, book: dict[FactKey, Fact], owners: Mapping[str, str]
) -> None:
    match source:
        case Plan():
            PlanTeller(register, source, book, owners).tell()
        case FollowUp():
            FollowUpTeller(register, source, book).tell()
        case _:
            assert_never(source)
    if lock := register.locks.get(source.document.key):
        name, address = source.document.name, document_address(source.document)
        thing = Thing(book, owner_of(source), (), name, address, "struktur", lock.place)
        thing.say(LOCK, lock.fingerprint, shown=lock.decision_text)
