"""What a version says as a reader meets it: names for ids, figures with their unit, and what goes without saying."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vpgen.facts.fact import FactKey
from vpgen.facts.labels import in_words, unwritten
from vpgen.numbers import NBSP, NumberError, parse_quantity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vpgen.facts.fact import Element, Fact

_NODES = ("mål", "avsnitt", "uppdrag", "kapitel")
_JUDGED = {
    ("mål", "bedömning"),
    ("mål", "utveckling"),
    ("uppdrag", "bedömning"),
    ("uppdrag", "utveckling"),
    ("aktivitet", "bedömning"),
    ("aktivitet", "utveckling"),
    ("indikator", "status"),
    ("åtgärd", "status"),
}
"""What a follow-up says how it went with, and the field that says it."""
_NAMING = {"text", "lydelse", "namn", "rubrik", "risk"}


def said(book: Mapping[FactKey, Fact], key: FactKey) -> str | None:
    """Return what a field says in a version, in words for a reader; None where it says nothing."""
    fact = book.get(key)
    if key.field == "under":
        return "; ".join(_name(book, key.owner, id_) for id_ in fact.text.split(", ")) if fact else "överst"
    if fact is None:
        return _implied(book, key) or unwritten(key.element, key.field)
    if key.element[:1] == ("ruta",) and key.field == "värde":
        return _with_unit(book, key, fact.said)
    return in_words(key.field, fact.said)


def name_says(name: str, element: Element, field: str, text: str) -> bool:
    """Whether the name of a thing says already what a field of it does."""
    if field in _NAMING:
        return name == text or name.endswith(f": {text}") or (field == "rubrik" and name.endswith(f" {text}"))
    if field == "nr":
        return f" {text}:" in name or name.startswith(f"{text} ")
    return field == "sort" and element[:1] == ("mål",) and name.lower().startswith(text)


def _name(book: Mapping[FactKey, Fact], owner: str, id_: str) -> str:
    """Return the name of an element of a document, or of the plan that it answers; the id where there is none."""
    for whose in (owner, f"{owner.rpartition('/')[0]}/plan"):
        for sort in _NODES:
            if fact := book.get(FactKey(whose, (sort, id_), "")):
                return fact.name
    return id_


def _implied(book: Mapping[FactKey, Fact], key: FactKey) -> str | None:
    """Return what the rest of a document says of a field that nobody has written: how it went, or that it is decided."""
    if not key.element:
        dated = key.field == "status" and key._replace(field="beslut/datum") in book
        return "beslutad" if dated else None
    if (key.element[0], key.field) not in _JUDGED:
        return None
    outcome = book.get(key._replace(field="utfall"))
    if outcome and not (outcome.text[:1].isdigit() or outcome.text.startswith("okänd")):
        return None  # A word may be the status itself.
    basis = book.get(FactKey(key.owner, (), "underlag"))
    return None if basis is None else "ej ifylld" if basis.text == "original" else "okänd"


def _with_unit(book: Mapping[FactKey, Fact], key: FactKey, text: str) -> str:
    """Return a figure of a table with the unit of its column, its row or its table."""
    _, table, row, column = key.element
    stands_in = [
        FactKey(key.owner, each, "enhet") for each in (("kolumn", table, column), ("rad", table, row))
    ]
    unit = next(
        (
            book[each].text
            for each in (*stands_in, FactKey(key.owner, ("tabell", table), "enhet"))
            if each in book
        ),
        "",
    )
    is_text = FactKey(key.owner, ("kolumn", table, column), "text") in book
    try:
        quantity = parse_quantity(text)
    except NumberError:
        return text
    return text if is_text or quantity.unit or quantity.note or not unit else f"{text}{NBSP}{unit}"
