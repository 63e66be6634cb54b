"""What stands in another order than before: things beside each other in a document, and what a field lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from vpgen.facts import FactKey
from vpgen.facts.elements import above

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from vpgen.facts import Element, Fact

    Book: TypeAlias = Mapping[FactKey, Fact]
    Things: TypeAlias = dict[Element, Fact]
    Group: TypeAlias = tuple[str, Element, str]

ORDERS = {
    "mål": "målens ordning",
    "avsnitt": "avsnittens ordning",
    "punkt": "punkternas ordning",
    "uppdrag": "uppdragens ordning",
    "aktivitet": "aktiviteternas ordning",
    "indikator": "indikatorernas ordning",
    "risk": "riskernas ordning",
    "åtgärd": "åtgärdernas ordning",
    "kapitel": "kapitlens ordning",
    "tabell": "tabellernas ordning",
    "rad": "radernas ordning",
    "kolumn": "kolumnernas ordning",
}
"""The things of a document that a reader meets in the order in which they are written, and what that is called."""
OF_FOLLOW_UP = frozenset({"kapitel", "tabell", "rad", "kolumn"})
"""Those that a follow-up has an order of its own of: what it answers stands as in the plan."""
_NODES = ("mål", "avsnitt", "kapitel", "uppdrag")
"""What things may stand under, where they say so themselves."""


@dataclass(frozen=True)
class Reordered:
    """Things under one, or what one field lists, in another order than before, from the first to the last that is moved.

    `key` is of the thing that they stand under, or of the field, and `name` what the former is called. `facts` are of
    the first that stood there and of the first that stands there.
    """

    key: FactKey
    name: str
    before: str
    after: str
    facts: tuple[Fact, Fact]


def find_reordered(
    before: Book, after: Book, moved: Collection[tuple[str, Element]]
) -> tuple[Reordered, ...]:
    """Return what is in both versions, in another order; `moved` are the things that are told to stand elsewhere.

    The things of the version before have their present names. What is taken from a giver is told there.
    """
    return *_things(before, after, moved), *_lists(before, after)


def _things(before: Book, after: Book, moved: Collection[tuple[str, Element]]) -> Iterator[Reordered]:
    old, new = _groups(before), _groups(after)
    for group, things in new.items():
        owner, whole, field = group
        told = old.get(group, {})
        was, now = (
            [each for each in one if each in other and (owner, each) not in moved]
            for one, other in ((told, things), (things, told))
        )
        if was == now:
            continue
        start = next(at for at, (one, other) in enumerate(zip(was, now, strict=True)) if one != other)
        end = next(at for at in range(len(was), start, -1) if was[at - 1] != now[at - 1])
        names_before = "; ".join(_name(before, owner, each, told[each]) for each in was[start:end])
        names_now = "; ".join(_name(after, owner, each, things[each]) for each in now[start:end])
        facts = told[was[start]], things[now[start]]
        top = after.get(FactKey(owner, whole, ""), facts[1])
        yield Reordered(FactKey(owner, whole, field), top.name, names_before, names_now, facts)


def _groups(book: Book) -> dict[Group, Things]:
    """Return the things of documents beside each other, each with a fact of it."""
    groups: dict[Group, Things] = {}
    for key, fact in book.items():
        owner, element, _ = key
        if not element or element[0] not in _sorts(owner):
            continue
        there = book.get(FactKey(owner, element, ""), fact)
        if not there.inherited:
            for whole in _wholes(book, owner, element):
                groups.setdefault((owner, whole, ORDERS[element[0]]), {}).setdefault(element, there)
    return groups


def _sorts(owner: str) -> Collection[str]:
    """Return the things of an owner that stand in an order."""
    slug = owner.rpartition("/")[2]
    return () if slug == owner else ORDERS if "plan" in slug else OF_FOLLOW_UP


def _wholes(book: Book, owner: str, element: Element) -> Iterator[Element]:
    """Yield what a thing is a part of, or says that it stands under; the document for what stands on its top."""
    under = book.get(FactKey(owner, element, "under"))
    if under is None:
        yield above(owner, element)[0]
        return
    for id_ in under.text.split(", "):
        wholes = ((sort, id_) for sort in _NODES)
        yield next((each for each in wholes if FactKey(owner, each, "") in book), ("", id_))


def _name(book: Book, owner: str, element: Element, fact: Fact) -> str:
    """Return what a thing is called among others of its kind: a row by its heading alone."""
    heading = book.get(FactKey(owner, element, "rubrik")) if element[0] in {"rad", "kolumn"} else None
    return heading.said if heading else fact.name


def _lists(before: Book, after: Book) -> Iterator[Reordered]:
    """Yield the fields that list the same in another order."""
    for key, new in after.items():
        old = before.get(key)
        if old is None or old.text != new.text or old.said == new.said or (old.inherited and new.inherited):
            continue
        if ", " in new.said and sorted(old.said.split(", ")) == sorted(new.said.split(", ")):
            yield Reordered(key, new.name, old.said, new.said, (old, new))
