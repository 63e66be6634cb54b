"""Changes of what a document tells of an outcome: the figure, and all that says what it is a figure of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vpgen.model.content import FollowUp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vpgen.changes import Change
    from vpgen.model.content import Plan

OUTCOME = "utfall"
_VALUES = {OUTCOME, "exakt", "tidigare"}
"""Fields of an indicator that hold outcomes."""
_ABOUT = {"avser", "gäller", "serie", "osäkert"}
"""Fields that say of what, of when and by which definition an outcome is, and that it is not to be relied on."""
_OF_COLUMNS = {"avser", "enhet", "formel", "text"}
_TOLD = {"uppföljning", "bedömning"}
"""What a change of an outcome may be: one that is a word may be a status too."""


def rewrites_outcome(change: Change, sources: Iterable[Plan | FollowUp | None]) -> bool:
    """Whether a change is of what a document tells of an outcome; `sources` are the document in the two versions.

    In a plan, the latest known outcomes of its indicators are meant: what else it says is what it adopts.
    """
    versions = [each for each in sources if each]
    if not all(isinstance(each, FollowUp) for each in versions):
        return change.kind == "uppföljning" and _is_of_indicator(change)
    if change.parts or not change.field:
        return not change.element or any(_is_outcome(part.kind, part.field) for part in change.parts)
    return _rewrites(change, versions)


def is_filled_in(change: Change) -> bool:
    """Whether nothing was told before, and an outcome is: an old follow-up may still be filled in."""
    is_value = _root(change.field) in {*_VALUES, "värde"}
    return change.what == "tillagd" or (change.before is None and is_value)


def _is_outcome(kind: str, field: str) -> bool:
    return kind in _TOLD and _root(field) in {*_VALUES, "värde"}


def _root(field: str) -> str:
    return field.partition("/")[0]


def _is_of_indicator(change: Change) -> bool:
    return (
        change.element[:1] in {("indikator",), ("annat värde",)} and _root(change.field) in _VALUES | _ABOUT
    )


def _rewrites(change: Change, sources: Iterable[Plan | FollowUp]) -> bool:
    """Whether a field of what a follow-up tells is of an outcome."""
    match change.element:
        case ():
            return change.field == "period"
        case ("ekonomi",):
            return change.field == OUTCOME
        case ("tabell" | "rad", table, *_):
            return change.field == "enhet" and _has_outcomes(sources, table, None)
        case ("kolumn", table, column):
            is_about = change.field in _OF_COLUMNS and _has_outcomes(sources, table, column)
            return is_about or (change.field == "är" and OUTCOME in {change.before, change.after})
        case ("ruta", table, _, column):
            return change.field in {"värde", "rättelse/läs"} and _has_outcomes(sources, table, column)
        case _:
            return _is_of_indicator(change)


def _has_outcomes(sources: Iterable[Plan | FollowUp], table: str, column: str | None) -> bool:
    """Whether a column of a table, or any of them, is of outcomes in either version."""
    tables = (source.contents.tables.get(table) for source in sources)
    return any(
        each.measure == OUTCOME and column in {None, each.id}
        for found in tables
        if found
        for each in found.columns
    )
