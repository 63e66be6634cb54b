"""Trend charts: the series of an indicator as SVG, as Plotly data, as a sentence and as a table."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from vpgen.charts.drawing import draw, drawing_of, frame_of
from vpgen.charts.plot import figure, layout_of, traces_of
from vpgen.charts.sentence import conclude
from vpgen.charts.table import rows_of
from vpgen.charts.views import (
    MISSING,
    NARROW,
    WIDE,
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
    "Chart",
    "ChartLine",
    "ChartPoint",
    "ChartRow",
    "ChartTarget",
    "ChartView",
    "SvgView",
    "conclude",
    "draw",
    "figure",
    "make_chart",
]

# What `diagram.js` takes from the narrow layout where the narrow drawing is the one that is shown.
NARROW_KEYS = ("width", "height", "margin", "annotations", "shapes", "xaxis")


def make_chart(view: ChartView) -> Chart:
    """Both drawings, the Plotly data as JSON, the conclusion and the rows of the table of one view.

    Raises ValueError when neither a point nor a target holds a number: there is nothing to draw.
    """
    wide, narrow = frame_of(view, WIDE), frame_of(view, NARROW)
    drawings = drawing_of(wide), drawing_of(narrow)
    slim = layout_of(narrow, drawings[1])
    plotly = {
        "data": traces_of(wide),
        "layout": layout_of(wide, drawings[0]),
        "narrow": {key: slim[key] for key in NARROW_KEYS},
    }
    rows = tuple(rows_of(view))
    return Chart(
        id=view.id,
        title=view.title,
        unit=view.unit,
        conclusion=view.conclusion or conclude(view),
        wide=drawings[0],
        narrow=drawings[1],
        figure=json.dumps(plotly, ensure_ascii=False, separators=(",", ":")),
        rows=rows,
        columns=frozenset(name for name in ("line", "target", "source", "note") if _says(rows, name)),
    )


def _says(rows: Iterable[ChartRow], column: str) -> bool:
    return any(getattr(row, column) not in ("", MISSING) for row in rows)
