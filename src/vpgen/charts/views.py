"""What a chart is made from and what it becomes, and which points of a line belong together."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Literal, NamedTuple

NBSP = "\u00a0"
MISSING = "–"

LineKind = Literal["egen", "jämförelse"]
TargetKind = Literal["linje", "band", "pil"]
Direction = Literal["upp", "ned"]


# One year and a little: two values this far apart stand beside each other, more means that one is missing.
LONGEST_STEP = 1.05


@dataclass(frozen=True)
class ChartPoint:
    """One value: `x` is the middle of its period as a decimal year (2023.5 for the year 2023).

    `label` is the period as written ("2023", "aug 2019", "T1 2024"), `text` the value as printed, `low` and
    `high` the ends of a range outcome, `source` the short name of the document. `uncertain` is a note such as
    "tolkning: …". `conflict` marks one of several values that documents give for the same period. `half` is
    half a unit in the last printed place: values that lie nearer than their rounding are not told apart.
    """

    x: float
    label: str
    value: Decimal
    text: str
    low: Decimal | None = None
    high: Decimal | None = None
    source: str = ""
    computed: bool = False
    uncertain: str | None = None
    conflict: bool = False
    half: Decimal = Decimal(0)


@dataclass(frozen=True)
class ChartLine:
    """The values of one scope, definition or group; lines are never joined with each other.

    `step` is the longest time, in years, between values that stand beside each other.
    """

    name: str
    points: tuple[ChartPoint, ...]
    kind: LineKind = "egen"
    order: int = 0
    step: float = LONGEST_STEP


@dataclass(frozen=True)
class ChartTarget:
    """What was aimed at from `start` to `end` (decimal years; 2024.0 to 2025.0 for the year 2024).

    "linje": at least (`low`, "upp"), at most (`high`, "ned") or exactly (no direction). "band": `low` to
    `high`. "pil": more or less than before; `low` is the level it starts from, or else last year's value
    where that is one; without either it is drawn as a direction alone. `text` is the target as printed,
    without the word "mål" and the year. `line` names the line that the target holds for; empty means every
    line of the kind "egen".
    """

    kind: TargetKind
    text: str
    start: float
    end: float
    low: Decimal | None = None
    high: Decimal | None = None
    direction: Direction | None = None
    line: str = ""


@dataclass(frozen=True)
class ChartView:
    """Everything a chart shows. `id` is an ASCII slug, unique on the page; `years` the first and last year.

    `conclusion` is the sentence under the heading; empty means the one that `conclude` makes.
    """

    id: str
    title: str
    unit: str
    lines: tuple[ChartLine, ...]
    targets: tuple[ChartTarget, ...]
    years: tuple[int, int]
    conclusion: str = ""


@dataclass(frozen=True)
class BarSeries:
    """One column of a table: a value for each category, None where the table has none."""

    name: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class BarChartView:
    """The columns of a table as bars, one group for each category (row), the series in order in each group.

    `id` is an ASCII slug, unique on the page. Values are written with the decimals they have; `unit` is that
    of every value.
    """

    id: str
    title: str
    unit: str
    categories: tuple[str, ...]
    series: tuple[BarSeries, ...]


class Size(NamedTuple):
    """Width, height and text size of a drawing, in units of its viewBox, and how many y ticks it holds."""

    width: int
    height: int
    text: int
    ticks: int


WIDE = Size(640, 300, 13, 4)
NARROW = Size(360, 270, 13, 4)
SMALL = Size(270, 205, 13, 3)


class Box(NamedTuple):
    """A rectangle; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Shape:
    """A straight-edged path through `points`, with the CSS classes that give it its look."""

    points: tuple[tuple[float, float], ...]
    css: str
    closed: bool = False

    @property
    def d(self) -> str:
        """The path data of SVG."""
        return "M" + "L".join(f"{short(x)} {short(y)}" for x, y in self.points) + ("Z" if self.closed else "")


@dataclass(frozen=True)
class Mark:
    """The marker of one point: its centre, path data and CSS classes."""

    x: float
    y: float
    d: str
    css: str


@dataclass(frozen=True)
class Text:
    """Rows of text from the baseline of the first; `anchor` is SVG's start, middle or end."""

    x: float
    y: float
    anchor: str
    css: str
    rows: tuple[str, ...]
    step: float


@dataclass(frozen=True)
class SvgView:
    """A finished drawing: the template prints shapes, marks and texts in this order."""

    width: int
    height: int
    plot: Box
    shapes: tuple[Shape, ...]
    marks: tuple[Mark, ...]
    texts: tuple[Text, ...]


@dataclass(frozen=True)
class ChartRow:
    """A row of the data table."""

    period: str
    line: str
    value: str
    target: str
    source: str
    note: str


@dataclass(frozen=True)
class Chart:
    """What the template `delar/diagram.html` prints; `columns` names the columns that hold something.

    A chart without rows has no table of its own: it shows one that stands beside it on the page. `key` says what marks
    without a label mean.
    """

    id: str
    title: str
    unit: str
    conclusion: str
    wide: SvgView
    narrow: SvgView
    figure: str
    rows: tuple[ChartRow, ...]
    columns: frozenset[str]
    key: str = ""


def short(value: float) -> str:
    """Write a coordinate with at most one decimal."""
    return f"{round(value, 1) + 0:g}"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def ordered(view: ChartView) -> list[ChartLine]:
    """Lines that hold points, in order, comparisons last, the points of each in the order of time."""
    drawn = [
        replace(line, points=tuple(sorted(line.points, key=_when))) for line in view.lines if line.points
    ]
    return sorted(drawn, key=lambda line: (line.kind == "jämförelse", line.order))


def _when(point: ChartPoint) -> tuple[float, Decimal]:
    return point.x, point.value


def contested_times(line: ChartLine) -> set[float]:
    """Return the times for which the line holds several values, or one that is marked as contested."""
    times = Counter(point.x for point in line.points)
    return {point.x for point in line.points if point.conflict or times[point.x] > 1}


def runs_of(line: ChartLine) -> list[list[ChartPoint]]:
    """Return the stretches of a line that may be joined: broken at a missing year and a contested value."""
    contested = contested_times(line)
    runs: list[list[ChartPoint]] = []
    for before, point in pairwise([None, *line.points]):
        assert point is not None
        alone = before is None or before.x in contested or point.x in contested
        if alone or before is None or point.x - before.x > line.step:
            runs.append([])
        runs[-1].append(point)
    return runs


def hollow(point: ChartPoint, line: ChartLine) -> bool:
    return point.computed or point.x in contested_times(line)


def notes_of(point: ChartPoint) -> list[str]:
    return [*(["räknat"] if point.computed else []), *([point.uncertain] if point.uncertain else [])]


def disagreement(point: ChartPoint, line: ChartLine) -> list[str]:
    return ["dokumenten ger olika uppgifter"] if point.x in contested_times(line) else []


def holds_for(target: ChartTarget, line: ChartLine) -> bool:
    return target.line == line.name if target.line else line.kind == "egen"


def years_text(start: float, end: float) -> str:
    first, last = math.floor(start), math.ceil(end) - 1
    return str(first) if last <= first else f"{first}–{last}"
