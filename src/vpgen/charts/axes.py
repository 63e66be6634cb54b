"""The axes of a chart: years across, a scale upwards, and the targets that must fit between them."""

from __future__ import annotations

import math
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, assert_never

from vpgen.charts.views import (
    LONGEST_STEP,
    Box,
    ChartLine,
    ChartPoint,
    ChartTarget,
    ChartView,
    Direction,
    Size,
    contested_times,
    holds_for,
    ordered,
)
from vpgen.numbers import format_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Goal(NamedTuple):
    """A target ready to draw: good from `low` up to `high`, where None has no end.

    `level` is where the arrows of a target without ends may start: at the nearest earlier value.
    """

    name: str
    start: float
    end: float
    low: Decimal | None
    high: Decimal | None
    direction: Direction | None
    relative: bool
    line: str
    level: Decimal | None = None

    def edges(self) -> list[Decimal]:
        return [value for value in dict.fromkeys((self.low, self.high)) if value is not None]

    def heights(self) -> list[Decimal]:
        """Return the values at which arrows and label stand; none if the target is a direction alone."""
        return self.edges() or ([] if self.level is None else [self.level])

    def years(self) -> tuple[int, int]:
        """Return the first and the last year that the target holds for."""
        first = math.floor(self.start)
        return first, max(first, math.ceil(self.end) - 1)


def goals_of(view: ChartView) -> list[Goal]:
    """Targets in the order of time; the same target in consecutive years becomes one."""
    goals: list[Goal] = []
    for target in sorted(view.targets, key=lambda target: (target.line, target.start, target.end)):
        goal = _goal(target, view)
        if goals and _continues(goal, goals[-1]):
            goals[-1] = goals[-1]._replace(end=goal.end)
        else:
            goals.append(goal)
    return sorted(goals, key=lambda goal: (goal.end, goal.start))


def _continues(goal: Goal, before: Goal) -> bool:
    alike = goal._replace(start=before.start, end=before.end) == before
    return alike and not goal.relative and math.isclose(before.end, goal.start)


def _goal(target: ChartTarget, view: ChartView) -> Goal:
    low, high = target.low, target.high
    level = low if low is not None else high
    before = None
    match target.kind:
        case "band":
            pass
        case "linje":
            low, high = _open(level, target.direction)
        case "pil":
            before = _earlier(target, view)
            base = before.value if before and target.start - before.x <= LONGEST_STEP else None
            low, high = _open(level if level is not None else base, target.direction)
        case unknown:
            assert_never(unknown)
    relative = target.kind == "pil"
    times = target.start, target.end
    start = before.value if before else None
    return Goal(target.text, *times, low, high, target.direction, relative, target.line, start)


def _open(level: Decimal | None, direction: Direction | None) -> tuple[Decimal | None, Decimal | None]:
    """Return the ends of what is good: upwards, downwards or the level alone."""
    return (None if direction == "ned" else level), (None if direction == "upp" else level)


def _earlier(target: ChartTarget, view: ChartView) -> ChartPoint | None:
    """Return the value before the target of the only line it holds for, unless documents differ on it."""
    lines = [line for line in ordered(view) if holds_for(target, line)]
    points = [point for line in lines for point in line.points if point.x < target.start]
    if len(lines) != 1 or not points or points[-1].x in contested_times(lines[0]):
        return None
    return points[-1]


# A fitted axis shows at least this share of the largest value, so that a small change looks small.
LEAST_SPAN = Decimal("0.2")
# From this share on, the change is seen well enough on an axis that starts at zero.
ZERO_FROM = Decimal("0.25")
# The space before a target year that is moved nearer, as a share of that year's width.
BREAK = 0.5


class Scale(NamedTuple):
    low: Decimal
    high: Decimal
    step: Decimal

    @property
    def broken(self) -> bool:
        return self.low > 0 or self.high < 0

    def ticks(self) -> list[Decimal]:
        return [self.low + self.step * i for i in range(int((self.high - self.low) / self.step) + 1)]

    def text(self, value: Decimal) -> str:
        """Write the value as Swedes do, with the decimals of the step."""
        exponent = self.step.normalize().as_tuple().exponent
        decimals = max(0, -exponent) if isinstance(exponent, int) else 0
        return format_number(value, decimals)


def scale_of(view: ChartView, goals: Sequence[Goal], intervals: int) -> Scale:
    """Make the y axis: from zero where the change shows well so, else fitted, with room beside targets."""
    numbers = [
        n for line in view.lines for p in line.points for n in (p.value, p.low, p.high) if n is not None
    ]
    numbers += [edge for goal in goals for edge in goal.edges()]
    if not numbers:
        raise ValueError(f"chart {view.id} holds no number")
    full = Decimal(100) if "%" in view.unit and max(numbers) <= 100 else None  # noqa: PLR2004
    low, high = _fit(min(numbers), max(numbers), full)
    step = _nice((high - low) / intervals)
    low, high = math.floor(low / step) * step, math.ceil(high / step) * step
    if high < (full or high + 1) and _crowded(goals, "upp", high, high - low):
        high += step
    if low != 0 and _crowded(goals, "ned", low, high - low):
        low -= step
    return Scale(low, high, step)


def _fit(low: Decimal, high: Decimal, full: Decimal | None) -> tuple[Decimal, Decimal]:
    """Return the interval that the axis must hold, before it is rounded outwards to whole steps."""
    largest = max(abs(low), abs(high)) or Decimal(1)
    if low == high or high - low >= largest * ZERO_FROM or low < 0 < high:
        return min(low, Decimal(0)), max(high, Decimal(0)) if high or low else Decimal(1)
    missing = largest * LEAST_SPAN - (high - low)
    if missing > 0:
        top = min(high + missing / 2, full) if full else high + missing / 2
        low, high = min(low, top - largest * LEAST_SPAN), top
    return low, high


def _nice(step: Decimal) -> Decimal:
    """Return the smallest of 1, 2, 5 and 10 times a power of ten that is not below `step`; 25 and up too."""
    power = Decimal(1).scaleb(step.adjusted())
    round_ones = (1, 2, Decimal("2.5"), 5, 10) if power >= 10 else (1, 2, 5, 10)  # noqa: PLR2004
    return next(power * times for times in round_ones if power * times >= step)


def _crowded(goals: Iterable[Goal], side: Direction, end: Decimal, span: Decimal) -> bool:
    """Tell whether a target, good towards `side`, lies too near that end of the axis to show."""
    return any(goal.direction == side and abs(end - e) < span / 6 for goal in goals for e in goal.heights())


class Years(NamedTuple):
    """The x axis: whole years side by side, then years of long-term targets moved nearer, after breaks."""

    first: int
    last: int
    far: tuple[int, ...]

    def at(self, x: float) -> float:
        """Where a decimal year stands, in years of the axis."""
        year = math.floor(x)
        if year in self.far:
            return self.last + 1 + self.slot() * (self._offset(self.far.index(year)) + (x - year))
        return min(x, self.last + 1)

    def slot(self) -> float:
        """Return the width of a moved year: room for its label, however many years stand before."""
        return max(1, (self.last + 1 - self.first) / max(4, 9.5 - self._extent()))

    def breaks(self) -> list[float]:
        """Where years are left out, in years of the axis."""
        middles = (self._offset(i) - BREAK / 2 for i, gap in enumerate(self._gaps()) if gap)
        return [self.last + 1 + self.slot() * middle for middle in middles]

    def end(self) -> float:
        return self.last + 1 + self.slot() * self._extent()

    def _gaps(self) -> list[bool]:
        """Tell for each moved year whether years are left out before it."""
        return [year - before > 1 for before, year in pairwise((self.last, *self.far))]

    def _offset(self, index: int) -> float:
        """Where a moved year begins, counted in slots from the end of the years side by side."""
        return index + BREAK * sum(self._gaps()[: index + 1])

    def _extent(self) -> float:
        return self._offset(len(self.far) - 1) + 1 if self.far else 0


def years_of(view: ChartView) -> Years:
    """Find the years to show; a target much later than the year shown before it is moved nearer."""
    known = [math.floor(point.x) for line in view.lines for point in line.points] or list(view.years)
    first, last = min([*known, view.years[0]]), max(known)
    limit = last + max(2, last - first)
    last = max(last, view.years[1] if view.years[1] <= limit else last)
    starts = sorted({math.floor(target.start) for target in view.targets})
    far: list[int] = []
    for year in starts:
        if year > limit and (far or year > last + 1):
            far.append(year)
        else:
            last = max(last, year)
    return Years(min([first, *starts]), last, tuple(far))


INSET = 0.1  # a year's target stops this share of a year short of the year's ends
ROW = 1.25  # line height, in text sizes
ADVANCE = 0.56  # width of a character, in text sizes; on the wide side, as fonts differ
REACH = 5.0  # half the width of a marker
CLEAR = 10.0  # from a point to its label
LOOKS = 5  # own colours, and as many dashes
SHAPES: dict[str, tuple[tuple[float, float], ...]] = {
    "circle": (),
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "triangle-up": ((0, -1.15), (1.1, 0.85), (-1.1, 0.85)),
    "diamond": ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
    "triangle-down": ((0, 1.15), (-1.1, -0.85), (1.1, -0.85)),
    "star-diamond": (
        (0, -1.3),
        (0.45, -0.45),
        (1.3, 0),
        (0.45, 0.45),
        (0, 1.3),
        (-0.45, 0.45),
        (-1.3, 0),
        (-0.45, -0.45),
    ),
}
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")


class Look(NamedTuple):
    colour: str
    dash: int
    shape: str


def looks(lines: Sequence[ChartLine]) -> Iterator[Look]:
    """Colour, dash and marker per line, so that no two neighbours differ in colour alone."""
    for i, line in enumerate(lines):
        own = line.kind == "egen"
        colour = f"vp-linje-{i % LOOKS + 1}" if own else "vp-jamforelse"
        yield Look(colour, i % LOOKS if own or i else 1, list(SHAPES)[i % len(SHAPES)])


class Frame(NamedTuple):
    """The plot area with its two axes; `px` and `py` turn data into units of the viewBox."""

    size: Size
    unit: str
    plot: Box
    years: Years
    ends: tuple[float, float]
    scale: Scale
    goals: list[Goal]
    lines: list[ChartLine]

    def px(self, x: float) -> float:
        return self.across(self.years.at(x))

    def across(self, x: float) -> float:
        """Turn years of the axis into units of the viewBox."""
        share = (x - self.ends[0]) / (self.ends[1] - self.ends[0])
        return round(self.plot.left + share * (self.plot.right - self.plot.left), 1)

    def py(self, value: Decimal) -> float:
        share = float((value - self.scale.low) / (self.scale.high - self.scale.low))
        return round(self.plot.bottom - share * (self.plot.bottom - self.plot.top), 1)


def text_width(text: str, size: Size) -> float:
    return len(text) * size.text * ADVANCE


def tidy(value: float) -> float:
    return round(value, 1)


def styled(frame: Frame) -> list[tuple[ChartLine, Look]]:
    return list(zip(frame.lines, looks(frame.lines), strict=True))


def goal_ends(frame: Frame, goal: Goal) -> tuple[float, float]:
    """Where a target's time begins and ends across the drawing, a little inside its years."""
    inset = min(INSET, (goal.end - goal.start) / 4)
    years, (first_year, last_year) = frame.years, goal.years()
    start = years.at(goal.start)
    moved = next((year for year in (last_year, first_year) if year in years.far), None)
    end = years.at(goal.end - inset) if moved is None else years.at(moved) + years.slot() - inset
    ends = (start + inset, end)
    left, right = (min(max(x, frame.ends[0]), frame.ends[1]) for x in ends)
    scale = (frame.plot.right - frame.plot.left) / (frame.ends[1] - frame.ends[0])
    first, last = ((x - frame.ends[0]) * scale + frame.plot.left for x in (left, right))
    return tidy(first), tidy(max(last, first + 4))


def goal_field(frame: Frame, goal: Goal) -> tuple[float, float]:
    """Return the top and the bottom of what is good, counted downwards."""
    top = frame.plot.top if goal.high is None else frame.py(goal.high)
    return top, frame.plot.bottom if goal.low is None else frame.py(goal.low)


STRIP = 16.0  # from the edge of the plot to the foot of an arrow that says a direction alone


def goal_heights(frame: Frame, goal: Goal) -> list[float]:
    """Where a target's arrows and label stand, counted downwards; a direction alone stands at the plot's edge."""
    edge = frame.plot.bottom - STRIP if goal.direction == "ned" else frame.plot.top + STRIP
    return [frame.py(value) for value in goal.heights()] or [edge]
