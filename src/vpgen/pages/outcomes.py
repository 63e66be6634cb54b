"""The outcomes of several years beside an indicator: derived from what all documents tell, never typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vpgen.model.content import FollowUp
from vpgen.pages import Link
from vpgen.pages.addresses import document_address
from vpgen.pages.rows import value_text
from vpgen.pages.words import listed
from vpgen.periods import label, shape
from vpgen.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vpgen.history import Point
    from vpgen.model.content import Plan
    from vpgen.pages.look import Look
    from vpgen.periods import Period
    from vpgen.verdicts import RowResult

KINDS = {
    "utfall": "",
    "jämförelse": "ur en jämförelse",
    "text": "ur löpande text",
    "målvärde": "tryckt i kolumnen för målvärde",
    "prognos": "prognos",
}
"""What a value is, by where it stands in its document; an outcome needs no word."""


@dataclass(frozen=True)
class OutcomeView:
    """The outcome of a year: its values by group, what they are, and the document that tells them.

    `period` is set where it is another than the whole year. Without a value, `values` is empty and `note` says why.
    """

    year: int
    values: tuple[tuple[str, str], ...]
    period: str
    note: str
    source: Link | None


def outcome_years(source: Plan | FollowUp) -> tuple[int, ...]:
    """Return the years whose outcomes a document asks to have shown beside its own, oldest first.

    Of a follow-up its own outcome is the last of as many as it asks for; of a plan they end with the year before it.
    """
    number, year = source.document.file.outcome_years or 0, source.document.year
    return tuple(range(year - number + isinstance(source, FollowUp), year))


def outcome_views(look: Look, result: RowResult, years: tuple[int, ...]) -> tuple[OutcomeView, ...]:
    """Return an indicator's outcomes of these years: of the same scope and definition, each of its own period."""
    return tuple(_outcome(look, result, year) for year in years)


def _outcome(look: Look, result: RowResult, year: int) -> OutcomeView:
    points = _points(look, result, year)
    told = [point for point in points if not isinstance(point.best.value, Missing)]
    if not told:
        return OutcomeView(year, (), "", _why_not(look, result, year, points), None)
    period = told[0].period
    whole = "alla" if any(point.key.group for point in told) else ""
    best = told[0].best
    return OutcomeView(
        year,
        tuple((point.key.group or whole, value_text(point.best.value)) for point in told),
        "" if label(period) == str(year) else label(period),
        ", ".join(dict.fromkeys(note for point in told for note in _notes(point))),
        Link(best.document.full_name, document_address(best.document)),
    )


def _points(look: Look, result: RowResult, year: int) -> list[Point]:
    """Return what is told of one period that ends that year, by group: of the row's own length if there is such."""
    groups = (None, *result.row.indicator.groups)
    keys = [result.key._replace(group=group) for group in groups]
    every = [
        point for key in keys for point in look.results.history.get(key, ()) if point.period.end.year == year
    ]
    if not every:
        return []
    chosen = min((point.period for point in every), key=lambda period: _order(period, result))
    return [point for point in every if point.period == chosen]


def _order(period: Period, result: RowResult) -> tuple[bool, bool, int]:
    """Order periods that end the same year: one like the row's own first, then the whole year, then the latest."""
    is_alike = result.period is not None and shape(period) == shape(result.period)
    return not is_alike, label(period) != str(period.end.year), -period.end.toordinal()


def _notes(point: Point) -> Iterator[str]:
    """Yield what must be said of a value, so that it is not taken for more than it is."""
    best = point.best
    notes = {
        KINDS[best.role]: True,
        "räknat": best.computed,
        "tolkning": best.reading,
        "preliminärt": best.preliminary,
        "uppgifterna skiljer sig": point.conflict,
    }
    yield from (note for note, holds in notes.items() if note and holds)


def _why_not(look: Look, result: RowResult, year: int, points: list[Point]) -> str:
    """Say why a year has no value: the document's own reason, another definition or scope, or nothing told."""
    if points:
        return value_text(points[0].best.value)
    key, register = result.key, look.results.register
    others = [
        other
        for other, told in look.results.history.items()
        if other.indicator == key.indicator
        and any(point.period.end.year == year and not isinstance(point.best.value, Missing) for point in told)
    ]
    if any(other.scope == key.scope for other in others):
        return "mätt på annat sätt"
    if scopes := list(dict.fromkeys(register.scope_name(other.scope) for other in others)):
        return f"bara för {listed(scopes)}"
    body = register.bodies[result.document.body]
    return "ej redovisat" if body.follow_ups.get(year) else "finns inte här"
