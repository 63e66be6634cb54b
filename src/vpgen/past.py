"""What an outcome is compared with: what documents tell of its series at each time, and the measurement before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vpgen.model.fields import WHOLE
from vpgen.periods import label, shape
from vpgen.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vpgen.comparing import Figure
    from vpgen.history import Key, Point, Telling
    from vpgen.periods import Period
    from vpgen.values import Value

    History = Mapping[Key, tuple[Point, ...]]


@dataclass(frozen=True)
class Past:
    """What is told of a series: the figure of each time, by group where it has groups, and its mark.

    Times of which nothing but a forecast, or that a value is missing, is told are left out. `alike` are the others by
    their shape, oldest first.
    """

    figures: Mapping[Period, Figure]
    marks: Mapping[str | Period, str]
    alike: Mapping[tuple[int, ...], Sequence[Period]]

    def before(self, period: Period) -> Period | None:
        """Return the newest time of the same kind in an earlier year."""
        earlier = [when for when in self.alike.get(shape(period), ()) if when.end.year < period.end.year]
        return earlier[-1] if earlier else None


class Archive:
    """A history in which points are found by their time; what is told of a series is gathered once, for all who ask."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._points = {(key, point.period): point for key, points in history.items() for point in points}
        self._pasts: dict[tuple[Key, tuple[str, ...] | None], Past] = {}

    def at(self, key: Key, period: Period) -> Point | None:
        """Return what is told of a series, or of one group of it, at a time."""
        return self._points.get((key, period))

    def past(self, key: Key, groups: tuple[str, ...] | None) -> Past:
        """Return what is told of an undivided series or, with `groups`, of those and of them all together."""
        past = self._pasts.get((key, groups))
        if past is None:
            past = self._pasts[key, groups] = self._gathered(key, groups)
        return past

    def _gathered(self, key: Key, groups: tuple[str, ...] | None) -> Past:
        told: dict[Period, dict[str, Point]] = {}
        for group in (None, *(groups or ())):
            for point in self._history.get(key._replace(group=group), ()):
                if point.best.is_reached:
                    told.setdefault(point.period, {})[group or WHOLE] = point
        figures: dict[Period, Figure] = {}
        alike: dict[tuple[int, ...], list[Period]] = {}
        for when, points in sorted(told.items()):
            settled = {group: _settled(point) for group, point in points.items()}
            figures[when] = settled[WHOLE] if groups is None else settled
            alike.setdefault(shape(when), []).append(when)
        marks: dict[str | Period, str] = {
            when: mark_of(point.best for point in points.values()) for when, points in told.items()
        }
        return Past(figures, marks, alike)


def mark_of(tellings: Iterable[Telling]) -> str:
    """Say what a value rests on that is not simply printed; empty where it is."""
    told = list(tellings)
    words = {"räknat": any(each.computed for each in told), "tolkning": any(each.reading for each in told)}
    return ", ".join(word for word, holds in words.items() if holds)


def _settled(point: Point) -> Value | Missing:
    """Return the value of a point, or that there is none to rely on where documents contradict each other."""
    if point.conflict:
        return Missing("okänd", f"dokumenten ger olika uppgifter för {label(point.period)}")
    return point.best.value
