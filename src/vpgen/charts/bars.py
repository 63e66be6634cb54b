"""The figures of a table as horizontal bars: where labels, bars and values stand."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from vpgen.charts.axes import ROW, text_width, tidy
from vpgen.charts.labels import whole_rows
from vpgen.charts.views import MISSING, NBSP, BarChartView, Box, Shape, Size, SvgView, Text
from vpgen.numbers import format_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

THICK = 10.0  # of a bar
LANE = 15.0  # from one bar to the next in a group: the height of a value's digits
BETWEEN = 12.0  # from one group to the next
GAP = 4.0  # from the end of a bar to its value, nearly as Plotly has it
SAMPLE = 26.0  # the bar before a name in the legend
EDGE = 1.0  # half the outline of a bar, at the drawing's sides
BESIDE_FROM = 480  # from this width on labels stand left of the bars, in narrower drawings above them
LABEL_SHARE = 0.4  # of the width, for labels beside the bars
MARK = re.compile(r" (?=\*+\)|[¹²³⁴-⁹])")  # before a footnote mark, which stays on the row of its word
MOST_SERIES = 4  # as many looks that differ in more than colour


class Band(NamedTuple):
    """The place of one category: the rows of its label, the label's top and the top of its first bar's lane."""

    rows: tuple[str, ...]
    label: float
    bars: float


class BarFrame(NamedTuple):
    """Where everything stands, in units of the viewBox; `scale` is how far a value of 1 reaches from `zero`.

    `unsigned` tells that all values are negative or zero and drawn by their size, without minus.
    """

    size: Size
    view: BarChartView
    head: tuple[Text, ...]
    samples: tuple[Shape, ...]
    plot: Box
    zero: float
    scale: float
    unsigned: bool
    bands: list[Band]

    def drawn(self, value: Decimal) -> Decimal:
        """Return the value that the bar shows."""
        return abs(value) if self.unsigned else value

    def text(self, value: Decimal | None) -> str:
        """Write the value as it stands at the end of its bar."""
        return MISSING if value is None else format_number(self.drawn(value))

    def end(self, value: Decimal | None) -> float:
        """Where the bar of a value ends."""
        return self.zero if value is None else self.zero + float(self.drawn(value)) * self.scale

    def middle(self, series: int, category: int) -> float:
        """Return the height at which a bar lies, counted downwards."""
        return tidy(self.bands[category].bars + (series + 0.5) * LANE)


def bar_frame_of(view: BarChartView, size: Size) -> BarFrame:
    """Settle where everything of one bar chart stands at one size.

    Raises ValueError when there is no number, other than 1–4 series, or a series of another length.
    """
    numbers = _numbers(view)
    unsigned = min(numbers) < 0 and max(numbers) <= 0
    caption = _caption(view, size, unsigned=unsigned)
    samples, names, top = _legend(view, size, len(caption.rows) * size.text * ROW + 6)
    bands, bottom = _bands(view, size, top + 8)
    left = EDGE
    if _beside(size):
        left = round(max(text_width(row, size) for band in bands for row in band.rows)) + 10.0
    plot = Box(left, min(bands[0].label, bands[0].bars), size.width - EDGE, bottom)
    blank = BarFrame(size, view, (caption, *names), tuple(samples), plot, left, 1, unsigned, bands)
    zero, scale = _scaled(blank)
    return blank._replace(zero=zero, scale=scale)


def _numbers(view: BarChartView) -> list[Decimal]:
    if not 1 <= len(view.series) <= MOST_SERIES:
        raise ValueError(f"chart {view.id} has {len(view.series)} series, not 1 to {MOST_SERIES}")
    if any(len(series.values) != len(view.categories) for series in view.series):
        raise ValueError(f"chart {view.id} has a series that is not as long as its categories")
    numbers = [value for series in view.series for value in series.values if value is not None]
    if not numbers:
        raise ValueError(f"chart {view.id} holds no number")
    return numbers


def _beside(size: Size) -> bool:
    return size.width >= BESIDE_FROM


def _caption(view: BarChartView, size: Size, *, unsigned: bool) -> Text:
    """Say what is shown, in which unit, and that minus signs are left out where they are."""
    title = f"{view.title}, {view.unit}" if view.unit else view.title
    sign = "; negativa tal visas utan minus" if unsigned else ""
    rows = whole_rows(title + sign, size, size.width)
    return Text(0, size.text - 1, "start", "vp-svag", rows, size.text * ROW)


def _legend(view: BarChartView, size: Size, top: float) -> tuple[list[Shape], list[Text], float]:
    """Put a sample bar and the name of each series in order, side by side as far as they fit; and their end."""
    samples: list[Shape] = []
    names: list[Text] = []
    x, step = EDGE, size.text * ROW
    for i, series in enumerate(view.series):
        rows = whole_rows(series.name, size, size.width - SAMPLE - 8)
        width = SAMPLE + 6 + max(text_width(row, size) for row in rows)
        if names and (x + width > size.width or len(names[-1].rows) > 1):
            x, top = EDGE, top + len(names[-1].rows) * step + 2
        middle = tidy(top + step / 2)
        samples += _bar(i, x, x + SAMPLE, middle)
        names.append(Text(tidy(x + SAMPLE + 6), _baseline(middle, size), "start", "vp-namn", rows, step))
        x += width + 16
    return samples, names, top + len(names[-1].rows) * step


def _bands(view: BarChartView, size: Size, top: float) -> tuple[list[Band], float]:
    """Stack the groups of bars, each with its label beside or above; and return their end."""
    bands: list[Band] = []
    tall, width = len(view.series) * LANE, size.width * (LABEL_SHARE if _beside(size) else 1)
    for category in view.categories:
        rows = whole_rows(MARK.sub(NBSP, category), size, width)
        label = len(rows) * size.text * ROW
        if _beside(size):
            high = max(tall, label)
            bands.append(Band(rows, top + (high - label) / 2, top + (high - tall) / 2))
            top += high + BETWEEN
        else:
            bands.append(Band(rows, top, top + label + 1))
            top += label + 1 + tall + BETWEEN
    return bands, tidy(top - BETWEEN + 2)


def _scaled(frame: BarFrame) -> tuple[float, float]:
    """Find the zero and the scale with which the bars are as long as they can be with room for all values.

    On each side of zero every value claims its own length and a fixed room for its text: the scale is the
    largest with which no pair of a claim to the left and one to the right is wider than the plot.
    """
    claims: tuple[list[tuple[float, float]], list[tuple[float, float]]] = [(0, 0)], [(0, 0)]
    for value in (value for series in frame.view.series for value in series.values):
        drawn = 0 if value is None else frame.drawn(value)
        claims[drawn >= 0].append((abs(float(drawn)), GAP + text_width(frame.text(value), frame.size)))
    width = frame.plot.right - frame.plot.left
    pairs = [(a + b, width - c - d) for (a, c), (b, d) in product(*claims) if a + b > 0]
    scale = min((room / length for length, room in pairs), default=1.0)
    zero = frame.plot.left + max(length * scale + room for length, room in claims[0])
    return tidy(zero), scale


def bar_drawing_of(frame: BarFrame) -> SvgView:
    """Draw what the frame holds."""
    return SvgView(
        width=frame.size.width,
        height=round(frame.plot.bottom + 3),
        plot=frame.plot,
        shapes=(*_zero_line(frame), *frame.samples, *_bars(frame)),
        marks=(),
        texts=(*frame.head, *_labels(frame), *_values(frame)),
    )


def _zero_line(frame: BarFrame) -> Iterator[Shape]:
    """A line along all bars, or where labels stand above their bars, along each group."""
    tall = len(frame.view.series) * LANE
    spans = [(band.bars - 1, band.bars + tall + 1) for band in frame.bands]
    for top, bottom in [(frame.plot.top - 3, frame.plot.bottom)] if _beside(frame.size) else spans:
        yield Shape(((frame.zero, tidy(top)), (frame.zero, tidy(bottom))), "vp-axel")


def _bars(frame: BarFrame) -> Iterator[Shape]:
    for i, series in enumerate(frame.view.series):
        for j, value in enumerate(series.values):
            if value:
                yield from _bar(i, frame.zero, frame.end(value), frame.middle(i, j))


def _bar(series: int, start: float, end: float, middle: float) -> Iterator[Shape]:
    """One bar: filled, hollow, striped across or with a core, so that paper in grey will do."""
    look, top, bottom = series + 1, middle - THICK / 2, middle + THICK / 2
    corners = (start, top), (end, top), (end, bottom), (start, bottom)
    yield Shape(corners, f"vp-stapel vp-stapel-{look} vp-linje-{look}", closed=True)
    if look > 2:  # noqa: PLR2004 - the first is filled, the second hollow
        yield Shape(((start, middle), (end, middle)), f"vp-fyllning-{look} vp-linje-{look}")


def _labels(frame: BarFrame) -> Iterator[Text]:
    step = frame.size.text * ROW
    for band in frame.bands:
        yield Text(0, _baseline(band.label + step / 2, frame.size), "start", "vp-namn", band.rows, step)


def _values(frame: BarFrame) -> Iterator[Text]:
    for i, series in enumerate(frame.view.series):
        yield from _values_of(frame, i, series.values)


def _values_of(frame: BarFrame, series: int, values: Sequence[Decimal | None]) -> Iterator[Text]:
    for j, value in enumerate(values):
        left = value is not None and frame.drawn(value) < 0
        x = frame.end(value) + (-GAP if left else GAP)
        y = _baseline(frame.middle(series, j), frame.size)
        yield Text(tidy(x), y, "end" if left else "start", "vp-varde", (frame.text(value),), 0)


def _baseline(middle: float, size: Size) -> float:
    return tidy(middle + size.text * 0.35)
