"""Charts as SVG, as Plotly data and as a sentence: trends of an indicator, with a table, and bars of a table."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from vpgen.charts.bar_plot import bar_layout_of, bar_places_of, bar_traces_of
from vpgen.charts.bars import bar_drawing_of, bar_frame_of
from vpgen.charts.drawing import draw, draw_alike, drawing_of, frame_of
from vpgen.charts.plot import figure, layout_of, traces_of
from vpgen.charts.sentence import arrow_key, conclude, conclude_bars
from vpgen.charts.table import rows_of
from vpgen.charts.views import (
    MISSING,
    NARROW,
    WIDE,
    BarChartView,
    BarSeries,
    Chart,
    ChartLine,
    ChartPoint,
    ChartRow,
    ChartTarget,
    ChartView,
    SvgView,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "NARROW",
    "WIDE",
    "BarChartView",
    "BarSeries",
    "Chart",
    "ChartLine",
    "ChartPoint",
    "ChartRow",
    "ChartTarget",
    "ChartView",
    "SvgView",
    "arrow_key",
    "conclude",
    "conclude_bars",
    "draw",
    "draw_alike",
    "figure",
    "make_bar_chart",
    "make_chart",
]


def make_chart(view: ChartView) -> Chart:
    """Both drawings, the Plotly data as JSON, the conclusion and the rows of the table of one view.

    Raises ValueError when neither a point nor a target holds a number: there is nothing to draw.
    """
    wide, narrow = frame_of(view, WIDE), frame_of(view, NARROW)
    drawings = drawing_of(wide), drawing_of(narrow)
    layouts = layout_of(wide, drawings[0]), layout_of(narrow, drawings[1])
    rows = tuple(rows_of(view))
    return Chart(
        id=view.id,
        title=view.title,
        unit=view.unit,
        conclusion=view.conclusion or conclude(view),
        wide=drawings[0],
        narrow=drawings[1],
        figure=_json(traces_of(wide), layouts),
        rows=rows,
        columns=frozenset(name for name in ("line", "target", "source", "note") if _says(rows, name)),
        key=arrow_key(view.targets),
    )


def make_bar_chart(view: BarChartView) -> Chart:
    """Both drawings, the Plotly data as JSON and the conclusion of one view; the table stands beside it.

    Raises ValueError when there is no number, other than 1–4 series, or a series of another length.
    """
    wide, narrow = bar_frame_of(view, WIDE), bar_frame_of(view, NARROW)
    drawings = bar_drawing_of(wide), bar_drawing_of(narrow)
    layouts = bar_layout_of(wide, drawings[0]), bar_layout_of(narrow, drawings[1])
    return Chart(
        id=view.id,
        title=view.title,
        unit=view.unit,
        conclusion=conclude_bars(view),
        wide=drawings[0],
        narrow=drawings[1],
        figure=_json(bar_traces_of(wide), layouts, narrow_y=bar_places_of(narrow)),
        rows=(),
        columns=frozenset(),
    )


def _json(
    traces: list[dict[str, Any]], layouts: tuple[dict[str, Any], dict[str, Any]], **more: list[list[float]]
) -> str:
    """Write what `diagram.js` draws from: the wide layout, and what the narrow drawing has otherwise.

    `narrow_y` is for traces that stand elsewhere in the narrow drawing.
    """
    wide, narrow = layouts
    other = {key: value for key, value in narrow.items() if value != wide[key]}
    plotly = {"data": traces, "layout": wide, "narrow": other} | more
    return json.dumps(plotly, ensure_ascii=False, separators=(",", ":"))


def _says(rows: Iterable[ChartRow], column: str) -> bool:
    return any(getattr(row, column) not in ("", MISSING) for row in rows)
