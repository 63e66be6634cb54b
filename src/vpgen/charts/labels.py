"""Direct labels at the ends of lines and at targets, placed so that they cover nothing."""

from __future__ import annotations

import math
import re
import textwrap
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from vpgen.charts.axes import (
    ADVANCE,
    CLEAR,
    REACH,
    ROW,
    Frame,
    Goal,
    Look,
    goal_ends,
    goal_field,
    goal_heights,
    styled,
    text_width,
    tidy,
)
from vpgen.charts.views import SMALL, Box, ChartLine, Mark, Shape, Size, Text, capital, years_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GAP = 3.0  # between labels in the margin
FIELD_COST = 0.2  # of writing on another target's field, as a share of that of covering something


def labels_of(frame: Frame, marks: Sequence[Mark], shapes: Sequence[Shape]) -> tuple[list[Shape], list[Text]]:
    """Direct labels at the ends of lines and at the newest targets, and thin leaders to labels that moved."""
    taken = [Box(m.x - REACH - 1, m.y - REACH - 1, m.x + REACH + 1, m.y + REACH + 1) for m in marks]
    taken += [box for shape in shapes if "vp-malyta" not in shape.css for box in _trace(shape)]
    leaders, texts = _line_labels(frame, taken)
    for goal in _labelled(frame):
        others = [_field(frame, other) for other in frame.goals if other.edges() and other != goal]
        text, box = _place(_goal_spots(frame, goal), "vp-text vp-maltext", taken, frame, others)
        taken.append(box)
        texts.append(text)
    return leaders, texts


def _field(frame: Frame, goal: Goal) -> Box:
    """Return the field of a target, which is no place for the label of another."""
    (left, right), (top, bottom) = goal_ends(frame, goal), goal_field(frame, goal)
    return Box(left, top, right, bottom)


def _labelled(frame: Frame) -> list[Goal]:
    """Return the newest target, later ones and those of the same time; older ones stand in the table.

    A small drawing has room for the last alone.
    """
    if frame.size == SMALL:
        last = max((goal.end for goal in frame.goals), default=0)
        return [goal for goal in frame.goals if goal.end == last]
    now = max((point.x for line in frame.lines for point in line.points), default=0)
    current = [goal for goal in frame.goals if goal.start <= now]
    newest = max((goal.end for goal in current), default=0)
    return [goal for goal in frame.goals if goal.end >= newest]


def _line_labels(frame: Frame, taken: list[Box]) -> tuple[list[Shape], list[Text]]:
    """Lines that reach the last year get their labels in the margin, others beside their last point."""
    leaders: list[Shape] = []
    texts: list[Text] = []
    named = len(frame.lines) > 1
    last = max((p.x for line in frame.lines for p in line.points), default=0)
    margin = named and not frame.years.far and last >= frame.years.last
    late = [pair for pair in styled(frame) if margin and last - pair[0].points[-1].x < 1]
    early = [pair for pair in styled(frame) if pair not in late]
    if late:
        leaders, texts = _margin_labels(frame, late)
        taken += [
            _extent(_Spot(text.rows, text.x, text.y - frame.size.text, text.anchor), frame.size)
            for text in texts
        ]
    for line, look in early:
        rows = line_rows(line, frame.size, 2 if named else 0)
        spots = _spots(frame.px(line.points[-1].x), frame.py(line.points[-1].value), rows, frame.size)
        text, box = _place(spots, f"vp-text {look.colour}", taken, frame)
        texts.append(text)
        taken.append(box)
    return leaders, texts


def _margin_labels(frame: Frame, late: Sequence[tuple[ChartLine, Look]]) -> tuple[list[Shape], list[Text]]:
    size, plot = frame.size, frame.plot
    late = sorted(late, key=lambda pair: -pair[0].points[-1].value)
    rows = _fitting_rows([line for line, _ in late], size, plot.bottom - plot.top)
    heights = [len(label) * size.text * ROW + GAP for label in rows]
    wanted = [frame.py(line.points[-1].value) for line, _ in late]
    x, leaders, texts = plot.right + CLEAR, [], []
    for (line, look), label, y, middle in zip(
        late, rows, wanted, _spread(wanted, heights, plot), strict=True
    ):
        first = middle - len(label) * size.text * ROW / 2 + size.text
        texts.append(Text(tidy(x), tidy(first), "start", f"vp-text {look.colour}", label, size.text * ROW))
        if abs(middle - y) > size.text * 0.6 or frame.px(line.points[-1].x) < plot.right - 20:
            start = frame.px(line.points[-1].x) + REACH + 2
            ends = ((start, y), (max(start, plot.right - 8), y), (tidy(x - 2), tidy(middle)))
            leaders.append(Shape(ends, f"vp-visare {look.colour}"))
    return leaders, texts


def _spread(wanted: Sequence[float], heights: Sequence[float], plot: Box) -> list[float]:
    """Return the middles of stacked labels, as near to the wanted ones as they can be without overlapping.

    Labels that would touch are joined to a block, which stands where its labels want to be on average.
    """
    blocks: list[tuple[list[float], list[float]]] = []  # wanted tops counted from the block's top; heights
    for middle, height in zip(wanted, heights, strict=True):
        blocks.append(([middle - height / 2], [height]))
        while len(blocks) > 1 and _top(blocks[-2], plot) + math.fsum(blocks[-2][1]) > _top(blocks[-1], plot):
            tops, tall = blocks.pop()
            above = math.fsum(blocks[-1][1])
            blocks[-1] = ([*blocks[-1][0], *(top - above for top in tops)], [*blocks[-1][1], *tall])
    middles = []
    for block in blocks:
        top = _top(block, plot)
        for height in block[1]:
            middles.append(top + height / 2)
            top += height
    return middles


def _top(block: tuple[list[float], list[float]], plot: Box) -> float:
    wanted, heights = block  # summed exactly: sum() rounds differently from one Python to the next
    return max(plot.top - 6, min(math.fsum(wanted) / len(wanted), plot.bottom + 6 - math.fsum(heights)))


def _fitting_rows(lines: Sequence[ChartLine], size: Size, room: float) -> list[tuple[str, ...]]:
    """Return labels for all lines, with as much of the names as there is room for above each other."""
    for names in (2, 1):
        labels = [line_rows(line, size, names) for line in lines]
        if sum(len(label) * size.text * ROW + GAP for label in labels) <= room:
            return labels
    return [_wrap(f"{_newest(line)} {capital(line.name)}", size, 1, _margin(size)) for line in lines]


def line_rows(line: ChartLine, size: Size, names: int) -> tuple[str, ...]:
    """Return the newest value and under it the name, in at most `names` rows."""
    return (_newest(line), *(_wrap(capital(line.name), size, names, _margin(size)) if names else ()))


def _margin(size: Size) -> float:
    return size.width * 0.28


def _newest(line: ChartLine) -> str:
    """Return the newest value as printed; both where documents differ."""
    last = line.points[-1].x
    return " / ".join(point.text for point in line.points if point.x == last)


def _goal_rows(goal: Goal, size: Size) -> list[tuple[str, ...]]:
    """Return the ways to write a target: in one row, if it is short, and in two or three."""
    heading = f"Mål {years_text(goal.start, goal.end)}:"
    one = _wrap(f"{heading} {goal.name}", size, 1, size.width * 0.42)
    more = (heading, *_wrap(goal.name, size, 2, size.width * 0.3))
    return [more] if one[0].endswith("…") else [one, more]


class _Spot(NamedTuple):
    """A place for a label: its rows, the x of its anchor, its top, and the price of standing there."""

    rows: tuple[str, ...]
    x: float
    top: float
    anchor: str
    cost: float = 0


def _spots(x: float, y: float, rows: tuple[str, ...], size: Size) -> list[_Spot]:
    """Where a label may stand beside a point, best first."""
    tall = len(rows) * size.text * ROW
    beside, above, below = y - tall / 2, y - CLEAR - tall + 2, y + CLEAR - 2
    places = [
        (x, above, "middle"),
        (x, below, "middle"),
        (x + CLEAR, beside, "start"),
        (x - CLEAR, beside, "end"),
        (x, above - 12, "middle"),
        (x, below + 12, "middle"),
    ]
    return [_Spot(rows, *place, cost=2 * i) for i, place in enumerate(places)]


def _goal_spots(frame: Frame, goal: Goal) -> list[_Spot]:
    """Above or below an edge within the target's time, else beside it; in one row rather than in more."""
    left, right = goal_ends(frame, goal)
    across = ((right, "end"), ((left + right) / 2, "middle"), (left, "start"))
    spots = []
    for price, rows in enumerate(_goal_rows(goal, frame.size)):
        tall = len(rows) * frame.size.text * ROW
        for y in sorted(goal_heights(frame, goal), reverse=goal.direction == "ned"):
            for gap in (3, 18, 36):
                for x, anchor in across:
                    tops = (y - tall - gap, y + gap)
                    spots += [_Spot(rows, x, top, anchor, 10 * price + gap) for top in tops]
            for x, anchor in ((left - 6, "end"), (right + 6, "start")):
                spots.append(_Spot(rows, x, y - tall / 2, anchor, 10 * price + 6))
    return spots


def _place(
    spots: Sequence[_Spot], css: str, taken: Sequence[Box], frame: Frame, fields: Sequence[Box] = ()
) -> tuple[Text, Box]:
    """Put the label at the spot that covers the least of what is already there and stays on the drawing.

    `fields` can be written on, but had better not be.
    """
    size, best, lowest = frame.size, spots[0], math.inf
    for spot in spots:
        box = _extent(spot, size)
        cost = spot.cost + _outside(box, frame)
        if cost < lowest:
            cost += sum(_overlap(box, other) for other in taken)
            cost += sum(FIELD_COST * _overlap(box, other) for other in fields)
        if cost < lowest:
            best, lowest = spot, cost
    text = Text(tidy(best.x), tidy(best.top + size.text), best.anchor, css, best.rows, size.text * ROW)
    return text, _extent(best, size)


def _outside(box: Box, frame: Frame) -> float:
    """Price the leaving of the drawing at the sides or the plot at top and bottom."""
    beside = max(0, frame.plot.left - box.left) + max(0, box.right - frame.plot.right)
    over = max(0, -box.left) + max(0, box.right - frame.size.width)
    return beside + 100 * (
        over + max(0, frame.plot.top - 8 - box.top) + max(0, box.bottom - frame.plot.bottom)
    )


def _overlap(a: Box, b: Box) -> float:
    if a.left >= b.right or b.left >= a.right or a.top >= b.bottom or b.top >= a.bottom:
        return 0
    wide, tall = min(a.right, b.right) - max(a.left, b.left), min(a.bottom, b.bottom) - max(a.top, b.top)
    return 15 + wide * tall


def _trace(shape: Shape) -> Iterator[Box]:
    """Small boxes along a path, for labels to keep clear of."""
    for (x1, y1), (x2, y2) in pairwise(shape.points):
        steps = max(1, int(math.hypot(x2 - x1, y2 - y1) / 10))
        for i in range(steps + 1):
            x, y = x1 + (x2 - x1) * i / steps, y1 + (y2 - y1) * i / steps
            yield Box(x - 2, y - 2, x + 2, y + 2)


def _extent(spot: _Spot, size: Size) -> Box:
    width = max(text_width(row, size) for row in spot.rows)
    left = spot.x - width * {"start": 0, "middle": 0.5, "end": 1}[spot.anchor]
    return Box(left, spot.top, left + width, spot.top + len(spot.rows) * size.text * ROW)


def _wrap(text: str, size: Size, rows: int, width: float) -> tuple[str, ...]:
    """Break the text into at most `rows` rows of `width`, the rest replaced by an ellipsis."""
    room = int(width / (size.text * ADVANCE))
    wrapped = [""]
    for word in [
        part for whole in text.split(" ") for part in (_parts(whole, room) if rows > 1 else [whole])
    ]:
        longer = f"{wrapped[-1]} {word}".strip()
        if len(longer) <= room or not wrapped[-1]:
            wrapped[-1] = longer
        else:
            wrapped.append(word)
    kept = wrapped[:rows]
    if len(wrapped) > rows:
        kept[-1] += " " + wrapped[rows]
    return tuple(row if len(row) <= room else row[: room - 1].rstrip(" ,;:-") + "…" for row in kept)


def whole_rows(text: str, size: Size, width: float) -> tuple[str, ...]:
    """Break the text into rows of `width`, as many as it takes; a word too long for a row is divided."""
    room = int(width / (size.text * ADVANCE))
    parts = (part for word in text.split(" ") for part in _parts(word, room))
    pieces = (piece for part in parts for piece in _pieces(part, room))
    return tuple(textwrap.wrap(" ".join(pieces), room)) or ("",)


def _pieces(word: str, room: int) -> list[str]:
    """Divide a word that has no hyphen to break at where the row ends."""
    if all(len(part) < room for part in word.split("-")):
        return [word]
    *heads, last = textwrap.wrap(word, room - 1, break_on_hyphens=False)
    return [*(f"{head}-" for head in heads), last]


# Where the long names of boards and offices may be divided.
HEADS = re.compile(r"(?<=\w{4})(?=(?:nämnd|styrelse|utskott|kansli|kontor|förvaltning|verksamhet)\w{0,3}$)")


def _parts(word: str, room: int) -> list[str]:
    """Divide a word too long for its row before its last member, where that is a known one."""
    first, *rest = HEADS.split(word, maxsplit=1) if len(word) > room else [word]
    return [f"{first}-", *rest] if rest else [first]
