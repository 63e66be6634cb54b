"""The chart as SVG geometry, drawn when the site is built."""

from __future__ import annotations

import math
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from vpgen.charts.axes import (
    CLEAR,
    REACH,
    SHAPES,
    Frame,
    Goal,
    Look,
    Years,
    goal_ends,
    goal_field,
    goal_heights,
    goals_of,
    scale_of,
    styled,
    text_width,
    tidy,
    years_of,
)
from vpgen.charts.labels import labels_of, line_rows
from vpgen.charts.views import (
    SMALL,
    WIDE,
    Box,
    ChartLine,
    ChartView,
    Mark,
    Shape,
    Size,
    SvgView,
    Text,
    hollow,
    ordered,
    runs_of,
    short,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def draw(view: ChartView, size: Size = WIDE) -> SvgView:
    """All geometry of one chart at one size, in units of its viewBox.

    Raises ValueError when neither a point nor a target holds a number: there is nothing to draw.
    """
    return drawing_of(frame_of(view, size))


def drawing_of(frame: Frame) -> SvgView:
    """Draw what the frame holds."""
    marks = [mark for line, look in styled(frame) for mark in _marks(frame, line, look)]
    lines = [shape for line, look in styled(frame) for shape in _line_shapes(frame, line, look)]
    targets = [shape for goal in frame.goals for shape in _goal_shapes(frame, goal)]
    labels = labels_of(frame, marks, [*lines, *targets])
    return SvgView(
        width=frame.size.width,
        height=frame.size.height,
        plot=frame.plot,
        shapes=(*_grid(frame), *targets, *lines, *labels[0]),
        marks=tuple(marks),
        texts=(*_axis_texts(frame), *labels[1]),
    )


def draw_alike(views: Sequence[ChartView], size: Size = SMALL) -> tuple[SvgView, ...]:
    """All geometry of several charts on the same axes, so that heights and years can be compared across them.

    Raises ValueError when no number is in any of them.
    """
    return tuple(drawing_of(frame) for frame in _frames_of(views, size))


def frame_of(view: ChartView, size: Size) -> Frame:
    """Settle the plot area and the axes of one chart at one size."""
    return _frames_of([view], size)[0]


def _frames_of(views: Sequence[ChartView], size: Size) -> list[Frame]:
    """Settle the plot area and the axes that charts of one size share."""
    goals, lines = [goals_of(view) for view in views], [ordered(view) for view in views]
    whole = _together(views)
    years, scale = years_of(whole), scale_of(whole, [goal for each in goals for goal in each], size.ticks)
    times = [point.x for line in whole.lines for point in line.points]
    left = round(max(text_width(scale.text(tick), size) for tick in scale.ticks())) + 10
    margins = [_right_margin(each, size) for each in lines if _ends(each, years)]
    right = size.width - round(max(margins, default=size.text))
    plot = Box(left, size.text * 2, right, size.height - size.text * 2)
    ends = min([years.first + 0.05, *(x - 0.1 for x in times)]), years.end() - 0.05
    return [
        Frame(size, view.unit, plot, years, ends, scale, aims, drawn)
        for view, aims, drawn in zip(views, goals, lines, strict=True)
    ]


def _together(views: Sequence[ChartView]) -> ChartView:
    """Return one view of all that several views hold."""
    return replace(
        views[0],
        lines=tuple(line for view in views for line in view.lines),
        targets=tuple(target for view in views for target in view.targets),
        years=(min(view.years[0] for view in views), max(view.years[1] for view in views)),
    )


def _ends(lines: Sequence[ChartLine], years: Years) -> bool:
    """Whether lines reach the last year of the axis, so that their labels stand in the margin."""
    return not years.far and any(line.points[-1].x >= years.last for line in lines)


def _right_margin(lines: Sequence[ChartLine], size: Size) -> float:
    """Room for the labels at the ends of several lines; a single line's value stands above its point."""
    if len(lines) < 2:  # noqa: PLR2004
        return size.text
    return max(text_width(row, size) for line in lines for row in line_rows(line, size, 2)) + CLEAR + 2


def _grid(frame: Frame) -> Iterator[Shape]:
    plot, scale = frame.plot, frame.scale
    for value in scale.ticks():
        y = frame.py(value)
        base = value in (scale.low, Decimal(0))
        css = "vp-axel" if value == 0 or (base and scale.low >= 0) else "vp-rutnat"
        yield Shape(((plot.left, y), (plot.right, y)), css)
    if scale.broken:
        x, y = plot.left, plot.bottom
        steps = ((0, 0), (0, -3), (-4, -5.5), (4, -10.5), (0, -13), (0, -16))
        yield Shape(tuple((x + dx, y + dy) for dx, dy in steps), "vp-axel")
    for x in map(frame.across, frame.years.breaks()):
        for dx in (-2, 2):
            yield Shape(((x + dx - 2, plot.bottom + 5), (x + dx + 2, plot.bottom - 5)), "vp-axel")


def _axis_texts(frame: Frame) -> Iterator[Text]:
    plot, scale, size = frame.plot, frame.scale, frame.size
    broken = f"axeln börjar vid {scale.text(scale.low)}" if scale.broken else ""
    caption = ", ".join(part for part in (frame.unit, broken) if part)
    if caption:
        yield Text(0, size.text - 1, "start", "vp-svag", (caption,), 0)
    for value in scale.ticks():
        yield Text(
            tidy(plot.left - 6),
            tidy(frame.py(value) + size.text * 0.35),
            "end",
            "vp-svag",
            (scale.text(value),),
            0,
        )
    for x, label in x_ticks(frame):
        yield Text(tidy(x), tidy(plot.bottom + size.text * 1.4), "middle", "vp-svag", (label,), 0)


def x_ticks(frame: Frame) -> list[tuple[float, str]]:
    """Years under the axis, or periods within a year; where all have no room, the years of targets go first."""
    aimed = {year for goal in frame.goals for year in goal.years()}
    chosen = [(frame.px(year + 0.5), str(year)) for year in frame.years.far]
    marks = _near_marks(frame, aimed)
    for x in sorted(marks, key=lambda x: (math.floor(x) not in aimed, -x)):
        tick = frame.px(x), marks[x]
        if all(_apart(tick, other, frame.size) for other in chosen):
            chosen.append(tick)
    return sorted(chosen)


def _near_marks(frame: Frame, aimed: set[int]) -> dict[float, str]:
    """Return what may stand under the years side by side: a label for each place."""
    points = {point.x: point.label for line in frame.lines for point in line.points}
    years = range(frame.years.first, frame.years.last + 1)
    if len(points) < 2 or max(points) - min(points) >= 1 or frame.years.far:  # noqa: PLR2004
        return {year + 0.5: str(year) for year in years}
    told = {math.floor(x) for x in points}
    return points | {year + 0.5: str(year) for year in years if year in aimed - told}


def _apart(a: tuple[float, str], b: tuple[float, str], size: Size) -> bool:
    room = (text_width(a[1], size) + text_width(b[1], size)) / 2 + size.text * 0.6
    return abs(a[0] - b[0]) >= room


def _line_shapes(frame: Frame, line: ChartLine, look: Look) -> Iterator[Shape]:
    css = f"vp-linje {look.colour} vp-streck-{look.dash}"
    for run in runs_of(line):
        if len(run) > 1:
            yield Shape(tuple((frame.px(p.x), frame.py(p.value)) for p in run), css)
    for p in line.points:
        if p.low is not None and p.high is not None:
            x, low, high = frame.px(p.x), frame.py(p.low), frame.py(p.high)
            for ends in (((x, low), (x, high)), ((x - 4, low), (x + 4, low)), ((x - 4, high), (x + 4, high))):
                yield Shape(ends, f"vp-linje vp-spann {look.colour}")


def _marks(frame: Frame, line: ChartLine, look: Look) -> Iterator[Mark]:
    for point in line.points:
        x, y = frame.px(point.x), frame.py(point.value)
        css = f"vp-punkt {look.colour}" + (" vp-ihalig" if hollow(point, line) else "")
        yield Mark(x, y, _marker(look.shape, x, y), css)


def _marker(shape: str, x: float, y: float) -> str:
    corners = SHAPES[shape]
    if corners:
        return Shape(tuple((x + dx * REACH, y + dy * REACH) for dx, dy in corners), "", closed=True).d
    r, across = short(REACH), short(2 * REACH)
    return f"M{short(x - REACH)} {short(y)}a{r} {r} 0 1 0 {across} 0a{r} {r} 0 1 0 -{across} 0Z"


def _goal_shapes(frame: Frame, goal: Goal) -> Iterator[Shape]:
    """Tint what is good, draw its edges, and put arrows on an edge to show which way."""
    left, right = goal_ends(frame, goal)
    top, bottom = goal_field(frame, goal)
    if goal.edges() and bottom - top > 1:
        yield Shape(((left, top), (right, top), (right, bottom), (left, bottom)), "vp-malyta", closed=True)
    for edge in goal.edges():
        y = frame.py(edge)
        yield Shape(((left, y), (right, y)), "vp-mal vp-mal-fran" if goal.relative else "vp-mal")
    if goal.direction:
        yield from _arrows(frame, goal, left, right)


def _arrows(frame: Frame, goal: Goal, left: float, right: float) -> Iterator[Shape]:
    """Small arrows from the height of the target towards the good side, near both ends, clear of the point in the middle."""
    y = goal_heights(frame, goal)[0]
    up = -1 if goal.direction == "upp" else 1
    room = y - frame.plot.top if up < 0 else frame.plot.bottom - y
    if room < 8:  # noqa: PLR2004 - the good side has no room on this axis, as above 100 %
        return
    length = min(14.0, room)
    middle = min(max((left + right) / 2, frame.plot.left + 4), frame.plot.right - 4)
    for x in (left + 8, right - 8) if right - left > 24 else (middle,):  # noqa: PLR2004 - room for two
        tip, neck = y + up * length, y + up * (length - 5)
        yield Shape(((x, y), (x, neck)), "vp-mal")
        yield Shape(((x - 4, neck), (x + 4, neck), (x, tip)), "vp-malpil", closed=True)
