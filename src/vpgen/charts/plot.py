"""The chart as a Plotly figure, laid out as the drawing is."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from vpgen.charts.axes import DASHES, Frame, Look, styled
from vpgen.charts.drawing import drawing_of, frame_of, x_ticks
from vpgen.charts.views import (
    NBSP,
    WIDE,
    Box,
    ChartLine,
    ChartPoint,
    ChartView,
    Shape,
    Size,
    SvgView,
    Text,
    capital,
    disagreement,
    hollow,
    notes_of,
    runs_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def figure(view: ChartView, size: Size = WIDE) -> dict[str, Any]:
    """Return the chart as a Plotly figure, laid out as the SVG of that size is.

    Colours are CSS custom properties, which `diagram.js` resolves. All text is escaped for Plotly's markup.
    """
    frame = frame_of(view, size)
    return {"data": traces_of(frame), "layout": layout_of(frame, drawing_of(frame))}


def traces_of(frame: Frame) -> list[dict[str, Any]]:
    """Return a Plotly trace for each line."""
    return [_trace_of(frame, line, look) for line, look in styled(frame)]


def _trace_of(frame: Frame, line: ChartLine, look: Look) -> dict[str, Any]:
    """One line, with None at every break so that Plotly leaves the gap."""
    points: list[ChartPoint | None] = []
    for run in runs_of(line):
        points += [None, *run] if points else run
    colour, paper = f"var(--{look.colour})", "var(--vp-bakgrund)"
    rings = any(hollow(point, line) for point in line.points)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": escape(capital(line.name), quote=False),
        "x": [p and frame.years.at(p.x) for p in points],
        "y": [p and float(p.value) for p in points],
        "connectgaps": False,
        "cliponaxis": False,
        "hoverinfo": "text",
        "hovertext": [_hover(p, line) if p else "" for p in points],
        "line": {"color": colour, "dash": DASHES[look.dash], "width": 2.5 if line.kind == "egen" else 1.5},
        "marker": {
            "color": [paper if p and hollow(p, line) else colour for p in points] if rings else colour,
            "line": {"color": colour, "width": 2},
            "size": 9,
            "symbol": look.shape,
        },
    } | _spread_of(points, colour)


def _spread_of(points: Sequence[ChartPoint | None], colour: str) -> dict[str, Any]:
    """Return the ends of range outcomes as error bars, where there are any."""
    if not any(p and p.low is not None and p.high is not None for p in points):
        return {}
    up = [float(p.high - p.value) if p and p.high is not None else 0 for p in points]
    down = [float(p.value - p.low) if p and p.low is not None else 0 for p in points]
    ends = {"array": up, "arrayminus": down, "symmetric": False}
    return {"error_y": {"type": "data", "color": colour, "thickness": 1.5, "width": 4} | ends}


def _hover(point: ChartPoint, line: ChartLine) -> str:
    heading = ", ".join(part for part in (capital(line.name), point.label) if part)
    notes = [*notes_of(point), *disagreement(point, line)]
    rows = [*([point.source] if point.source else []), *map(capital, notes)]
    first, value, *rest = (escape(row, quote=False) for row in (heading, point.text, *rows))
    return "<br>".join([first, f"<b>{value}</b>", *rest])


# What all shapes and texts of the layout have in common.
TEMPLATE: dict[str, Any] = {
    "layout": {
        "annotationdefaults": {
            "xref": "paper",
            "yref": "paper",
            "yanchor": "top",
            "borderpad": 0,
            "showarrow": False,
        },
        "shapedefaults": {"type": "path", "xref": "paper", "yref": "paper", "layer": "below"},
    },
}


# An axis that stands still and draws nothing but its numbers.
AXIS: dict[str, Any] = {"fixedrange": True, "zeroline": False, "showgrid": False}


def layout_of(frame: Frame, svg: SvgView) -> dict[str, Any]:
    """Return the Plotly layout that looks like the drawing: the same axes, targets and labels."""
    plot, scale, ticks = frame.plot, frame.scale, x_ticks(frame)
    years = frame.ends[0], frame.ends[1]
    per_pixel = (years[1] - years[0]) / (plot.right - plot.left)
    axis = AXIS | {"tickfont": {"color": "var(--vp-svag)"}, "ticklabelstandoff": 2}
    return layout_around(svg, frame.size) | {
        "xaxis": axis
        | {
            "range": list(years),
            "tickvals": [round(years[0] + (x - plot.left) * per_pixel, 3) for x, _ in ticks],
            "ticktext": [escape(label, quote=False) for _, label in ticks],
        },
        "yaxis": axis
        | {
            "range": [float(scale.low), float(scale.high)],
            "tickvals": [float(value) for value in scale.ticks()],
            "ticktext": [scale.text(value) for value in scale.ticks()],
            "exponentformat": "none",
            "separatethousands": True,
        },
        "shapes": _paper_shapes(svg),
        "annotations": [_annotation(text, svg, frame.size) for text in svg.texts if _kept(text)],
    }


def layout_around(svg: SvgView, size: Size) -> dict[str, Any]:
    """Return what every layout has: the drawing's size and margins, the page's font and colours."""
    plot = svg.plot
    return {
        "template": TEMPLATE,
        "width": svg.width,
        "height": svg.height,
        "margin": {
            "l": plot.left,
            "t": plot.top,
            "r": svg.width - plot.right,
            "b": svg.height - plot.bottom,
            "pad": 0,
        },
        "separators": "," + NBSP,
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "font": {"size": size.text, "color": "var(--vp-text)", "family": "inherit"},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "hoverlabel": {
            "bgcolor": "var(--vp-bakgrund)",
            "bordercolor": "var(--vp-svag)",
            "font": {"color": "var(--vp-text)"},
            "align": "left",
        },
    }


# What Plotly repeats of the drawing, and how it looks. The grid is among it, as Plotly would draw its own
# grid over the targets.
PAPER_LOOKS: dict[str, dict[str, Any]] = {
    "vp-rutnat": {"line": {"width": 1, "color": "var(--vp-rutnat)"}},
    "vp-malyta": {"line": {"width": 0}, "fillcolor": "var(--vp-mal)", "opacity": 0.13},
    "vp-mal": {"line": {"width": 2, "color": "var(--vp-mal)"}},
    "vp-malpil": {"line": {"width": 0}, "fillcolor": "var(--vp-mal)"},
    "vp-axel": {"line": {"width": 1, "color": "var(--vp-svag)"}},
    "vp-visare": {"line": {"width": 1}, "opacity": 0.7},
}


def _paper_shapes(svg: SvgView) -> list[dict[str, Any]]:
    """Grid, targets and leaders as paths over the plot area."""
    kept = (shape for shape in svg.shapes if shape.css.split()[0] in PAPER_LOOKS)
    return [{"path": path} | _paper_look(css) for css, path in paper_paths(kept, svg.plot).items()]


def paper_paths(shapes: Iterable[Shape], plot: Box) -> dict[str, str]:
    """Return the CSS classes of the shapes, and a path in Plotly's paper coordinates for all that look alike."""
    paths: dict[str, str] = {}
    for shape in shapes:
        paths[shape.css] = paths.get(shape.css, "") + _paper_path(shape, plot)
    return paths


def _paper_path(shape: Shape, plot: Box) -> str:
    wide, tall = plot.right - plot.left, plot.bottom - plot.top
    corners = [((x - plot.left) / wide, (plot.bottom - y) / tall) for x, y in shape.points]
    return (
        "M" + "L".join(f"{round(x, 4):g},{round(y, 4):g}" for x, y in corners) + ("Z" if shape.closed else "")
    )


def _paper_look(css: str) -> dict[str, Any]:
    kind, *more = css.split()
    look = PAPER_LOOKS[kind]
    if "vp-mal-fran" in more:
        return look | {"line": look["line"] | {"dash": "dot"}}
    if kind == "vp-visare":
        return look | {"line": look["line"] | {"color": f"var(--{more[0]})"}}
    return look


def _kept(text: Text) -> bool:
    """Tell labels and the y axis' caption from the axes' numbers, which Plotly writes itself."""
    return text.css != "vp-svag" or text.x == 0


def _annotation(text: Text, svg: SvgView, size: Size) -> dict[str, Any]:
    """Return a text of the drawing, its newest value in bold as there."""
    colour = text.css.split()[-1]
    return annotation(text, svg, size, colour=colour, bold=colour not in ("vp-svag", "vp-maltext"))


def annotation(text: Text, svg: SvgView, size: Size, *, colour: str, bold: bool = False) -> dict[str, Any]:
    """Return a text of the drawing where it stands there, its first row in bold if wished."""
    plot = svg.plot
    side = {"start": "left", "middle": "center", "end": "right"}[text.anchor]
    first, *rest = (escape(row, quote=False) for row in text.rows)
    place = {
        "text": "<br>".join([f"<b>{first}</b>" if bold else first, *rest]),
        "x": round((text.x - plot.left) / (plot.right - plot.left), 4),
        "y": round((plot.bottom - text.y + size.text) / (plot.bottom - plot.top), 4),
        "xanchor": side,
        "font": {"color": f"var(--{colour})"},
    }
    return place | ({"align": side} if rest else {})
