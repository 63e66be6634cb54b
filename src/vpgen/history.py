"""Series of outcomes across documents, years and boards: derived from what the documents tell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from vpgen.model.content import FollowUp, Plan
from vpgen.numbers import Quantity, agree
from vpgen.periods import parse_period
from vpgen.values import Missing, Range, Rank, Value, Word, parse_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vpgen.model.content import Document, Register
    from vpgen.model.fields import Reading
    from vpgen.model.files import Earlier, ValueEntry
    from vpgen.periods import Period
    from vpgen.problems import Place


class Key(NamedTuple):
    """What makes values comparable: the same indicator, scope, definition (series) and group."""

    indicator: str
    scope: str
    series: str | None
    group: str | None


@dataclass(frozen=True)
class Telling:
    """One document's word for one point.

    `role` says where in the document it stands: utfall, jämförelse, text (told in running text), prognos, or
    målvärde (printed in the column of targets). `computed` follows by arithmetic from what is printed;
    `reading` gives the ground where only an interpretation says so. `text` is the value as printed.
    """

    value: Value | Missing
    text: str
    document: Document
    place: Place
    role: str
    computed: bool = False
    reading: str | None = None
    preliminary: bool = False

    @property
    def is_reached(self) -> bool:
        """Whether it is a value that was reached: not one that is missing, and not what was once expected."""
        return self.role != "prognos" and not isinstance(self.value, Missing)


@dataclass(frozen=True)
class Point:
    """What all documents tell of one key and period, the most precise first."""

    key: Key
    period: Period
    tellings: tuple[Telling, ...]

    @property
    def best(self) -> Telling:
        """The telling to use: a value before a word, the most precise value first."""
        return self.tellings[0]

    @cached_property
    def contradicting(self) -> tuple[Telling, ...]:
        """The tellings that cannot be the best one rounded differently; a forecast contradicts nothing."""
        told = (each for each in self.tellings[1:] if each.is_reached)
        return tuple(each for each in told if not _same(self.best.value, each.value))

    @property
    def conflict(self) -> bool:
        """Whether the documents contradict each other."""
        return bool(self.contradicting)

    @property
    def is_number(self) -> bool:
        """Whether the point can be drawn."""
        return isinstance(self.best.value, Quantity | Range | Rank)


def make_history(register: Register) -> dict[Key, tuple[Point, ...]]:
    """Return every series that the register's documents tell."""
    told: dict[Key, dict[Period, list[Telling]]] = {}
    for document in register.documents():
        for key, period, telling in tellings_of(document):
            told.setdefault(key, {}).setdefault(period, []).append(telling)
    return {
        key: tuple(
            Point(key, period, tuple(sorted(tellings, key=_by_precision)))
            for period, tellings in sorted(times.items(), key=lambda item: item[0])
        )
        for key, times in sorted(told.items(), key=lambda item: str(item[0]))
    }


def _by_precision(telling: Telling) -> tuple[object, ...]:
    return telling.role == "prognos", _coarseness(telling.value), telling.place


def tellings_of(source: Plan | FollowUp) -> Iterator[tuple[Key, Period, Telling]]:
    """Yield every value that a document tells, with what it is a value of."""
    if isinstance(source, Plan):
        for goal in source.goals.values():
            for row in goal.rows:
                teller = _Teller(source.document, row.indicator.id, row.scope, row.series)
                yield from _of_entry(teller, row.entry, row.period, "utfall")
        return
    for report in source.goals.values():
        for reported in report.rows:
            teller = _Teller(source.document, reported.planned.indicator.id, reported.scope, reported.series)
            yield from _of_entry(teller, reported.entry, source.period, "utfall", source.document.year)
        for others in report.others.values():
            for other in others:
                teller = _Teller(source.document, other.indicator.id, other.scope, other.series)
                yield from _of_entry(teller, other.entry, source.period, "text", source.document.year)


class _Teller(NamedTuple):
    document: Document
    indicator: str
    scope: str
    series: str | None


def _of_entry(
    teller: _Teller, entry: ValueEntry, period: Period | None, role: str, year: int | None = None
) -> Iterator[tuple[Key, Period, Telling]]:
    """Yield the values of a block; what a follow-up of a `year` expects is of the whole of it."""
    own = entry.period or period
    expected = parse_period(str(year)) if year else own
    yield from _of_block(teller, entry, own, role, preliminary=entry.preliminary)
    for part in entry.forecast.parts if entry.forecast else ():
        if when := part.period or expected:
            key = Key(teller.indicator, teller.scope, teller.series, part.group)
            yield key, when, Telling(part.value, part.text, teller.document, part.place, "prognos")
    for when, earlier in entry.earlier.items():
        yield from _of_block(teller, earlier, when, "text", preliminary=False)
    printed = entry.printed
    if printed and printed.what and printed.target:
        key = Key(teller.indicator, printed.what.scope or teller.scope, teller.series, None)
        value = parse_value(printed.target)
        telling = Telling(
            value, printed.target, teller.document, printed.place, "målvärde", reading=printed.reading
        )
        yield key, printed.what.period, telling


def _of_block(
    teller: _Teller, block: Earlier, period: Period | None, role: str, *, preliminary: bool
) -> Iterator[tuple[Key, Period, Telling]]:
    readings: list[tuple[str, Reading | None, Quantity | None, str]] = [
        (teller.scope, block.outcome, block.exact, role)
    ]
    readings += [(scope, reading, None, "jämförelse") for scope, reading in block.comparison.items()]
    for scope, reading, exact, where in readings:
        for part in reading.parts if reading else ():
            when = part.period or period
            if when is None:
                continue
            value = exact if exact is not None and isinstance(part.value, Quantity) else part.value
            key = Key(teller.indicator, scope, teller.series, part.group)
            yield (
                key,
                when,
                Telling(
                    value,
                    part.text,
                    teller.document,
                    part.place,
                    where,
                    block.computed,
                    block.reading,
                    preliminary,
                ),
            )


def _coarseness(value: Value | Missing) -> tuple[int, object]:
    """Order tellings: numbers before words before nothing, the finest printed precision first."""
    match value:
        case Quantity():
            return 0, value.half
        case Range() | Rank():
            return 1, 0
        case Word():
            return 2, 0
        case Missing():
            return 3, 0


def _same(one: Value | Missing, other: Value | Missing) -> bool:
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return agree(one, other)
    if isinstance(one, Word) and isinstance(other, Word):
        return one.text.lower() == other.text.lower()
    return isinstance(one, Word | Missing) or one == other
