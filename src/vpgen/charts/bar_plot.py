"""The bar chart as a Plotly figure, laid out as the drawing is."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from vpgen.charts.bars import THICK, BarFrame
from vpgen.charts.plot import AXIS, annotation, layout_around, paper_paths
from vpgen.charts.views import MISSING, NBSP, Shape, SvgView, Text
from vpgen.numbers import format_number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

# The lines along bars of the third and fourth look, as in `diagram.css`; Plotly's patterns start anywhere.
CORES: dict[str, dict[str, Any]] = {
    "vp-fyllning-3": {"width": 9, "dash": "2px,4px"},
    "vp-fyllning-4": {"width": 4},
}


def bar_traces_of(frame: BarFrame) -> list[dict[str, Any]]:
    """Return a Plotly trace for each series; y counts units of the drawing."""
    return [_trace_of(frame, i) for i in range(len(frame.view.series))]


def bar_places_of(frame: BarFrame) -> list[list[float]]:
    """Return where the bars of each series lie, in units of the drawing."""
    return [
        [frame.middle(i, j) for j in range(len(frame.view.categories))] for i in range(len(frame.view.series))
    ]


def _trace_of(frame: BarFrame, index: int) -> dict[str, Any]:
    series, colour = frame.view.series[index], f"var(--vp-linje-{index + 1})"
    return {
        "type": "bar",
        "orientation": "h",
        "name": escape(series.name, quote=False),
        "x": [float(frame.drawn(value)) if value else None for value in series.values],
        "y": bar_places_of(frame)[index],
        "width": THICK,
        "marker": {"color": _fill(colour), "line": {"color": colour, "width": 1.5}},
        "text": [frame.text(value) if value else "" for value in series.values],
        "textposition": "outside",
        "textangle": 0,
        "constraintext": "none",
        "cliponaxis": False,
        "hoverinfo": "text",
        "hovertext": [_hover(frame, index, j, value) for j, value in enumerate(series.values)],
    }


def _fill(colour: str) -> str:
    return colour if colour == "var(--vp-linje-1)" else "var(--vp-bakgrund)"


def _hover(frame: BarFrame, series: int, category: int, value: Decimal | None) -> str:
    """Name row and column, and write the value as the table does, with its sign."""
    if not value:
        return ""
    view = frame.view
    number = format_number(value) + (NBSP + view.unit if view.unit else "")
    row, column, number = (
        escape(text, quote=False) for text in (view.categories[category], view.series[series].name, number)
    )
    return f"{row}<br>{column}<br><b>{number}</b>"


def bar_layout_of(frame: BarFrame, svg: SvgView) -> dict[str, Any]:
    """Return the Plotly layout that looks like the drawing: zero line, legend and labels in the same places."""
    plot = frame.plot
    ends = [(x - frame.zero) / frame.scale for x in (plot.left, plot.right)]
    axis = AXIS | {"showticklabels": False}
    return layout_around(svg, frame.size) | {
        "barmode": "overlay",
        "xaxis": axis | {"range": ends},
        "yaxis": axis | {"range": [plot.bottom, plot.top]},
        "shapes": [{"path": path} | _look(css) for css, path in paper_paths(_repeated(svg), plot).items()],
        "annotations": [_annotation(text, frame, svg) for text in svg.texts if _kept(text)],
    }


def _repeated(svg: SvgView) -> Iterator[Shape]:
    """Yield all but the bars, which Plotly draws itself: the zero line, the legend and the lines along bars."""
    for shape in svg.shapes:
        if not shape.closed or all(y < svg.plot.top for _, y in shape.points):
            yield shape


def _look(css: str) -> dict[str, Any]:
    kind, *more = css.split()
    if kind == "vp-axel":
        return {"line": {"width": 1, "color": "var(--vp-svag)"}}
    colour = f"var(--{more[-1]})"
    if kind == "vp-stapel":
        return {"line": {"width": 1.5, "color": colour}, "fillcolor": _fill(colour)}
    return {"line": CORES[kind] | {"color": colour}, "layer": "above"}


def _kept(text: Text) -> bool:
    """Tell names, zeros and missing values from the values that Plotly writes at their bars itself."""
    return text.css != "vp-varde" or not text.rows[0].strip(f"0,{MISSING}")


def _annotation(text: Text, frame: BarFrame, svg: SvgView) -> dict[str, Any]:
    colour = "vp-svag" if text.css == "vp-svag" else "vp-text"
    return annotation(text, svg, frame.size, colour=colour)
