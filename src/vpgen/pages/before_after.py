"""The charts that a proposal changes, each before and after on the same axes, with their rows beside each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vpgen.charts import NARROW, SvgView, conclude, draw_alike, make_chart
from vpgen.charts.views import MISSING, ChartRow, ChartView
from vpgen.pages import Link
from vpgen.pages.addresses import indicator_address
from vpgen.pages.trend import small, trend_view

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vpgen.assessment import Results
    from vpgen.history import Key, Point
    from vpgen.pages.look import Look
    from vpgen.preview import Preview
    from vpgen.verdicts import RowResult


@dataclass(frozen=True)
class SeriesRow:
    """A row of a chart's table, in both versions; empty where it is not in one."""

    period: str
    line: str
    before: str
    after: str
    target_before: str
    target_after: str

    @property
    def changed(self) -> bool:
        """Whether it is another than before."""
        return (self.before, self.target_before) != (self.after, self.target_after)


@dataclass(frozen=True)
class SeriesView:
    """A chart before and after, on the same axes, with what each shows in a sentence, and both as rows."""

    name: str
    link: Link
    before: SvgView | None
    after: SvgView | None
    said_before: str
    said_after: str
    rows: tuple[SeriesRow, ...]
    any_targets: bool


def series_views(look: Look, preview: Preview) -> Iterator[SeriesView]:
    """Yield each chart that is drawn otherwise than before; none where nothing was there to compare with."""
    if not preview.before.register.bodies:
        return
    before = type(look)(preview.before, (), look.find_source)
    for id_ in _touched(preview, look.results):
        series = {key.series: None for each in (before, look) for key in _points(each.results, id_)}
        for name in series:
            views = _view(before, id_, name), _view(look, id_, name)
            if views[0] != views[1]:
                yield _series_view(look, id_, *views)


def _touched(preview: Preview, after: Results) -> Iterator[str]:
    """Yield the indicators whose values or targets may be others than before, in the order of the content."""
    told = {
        change.element[-1]
        for change in preview.differences.changes
        if change.element[:1] == ("indikator",) and change.field not in {"kommentar", "anmärkning"}
    }
    for results, other in ((preview.before, after), (after, preview.before)):
        for key, points in results.history.items():
            if _texts(points) != _texts(other.history.get(key, ())):
                told.add(key.indicator)
    yield from (id_ for id_ in after.register.indicators if id_ in told)


def _texts(points: Sequence[Point]) -> list[tuple[object, ...]]:
    return [(point.period, *(telling.text for telling in point.tellings)) for point in points]


def _points(results: Results, indicator: str) -> dict[Key, tuple[Point, ...]]:
    return {key: points for key, points in results.history.items() if key.indicator == indicator}


def _rows(results: Results, indicator: str) -> list[RowResult]:
    """Return what documents say of an indicator, beside what it aims at."""
    reported = (
        row for each in results.follow_ups.values() for goal in each.goals.values() for row in goal.rows
    )
    planned = (row for each in results.plans.values() for rows in each.rows.values() for row in rows)
    return [row for each in (reported, planned) for row in each if row.row.indicator.id == indicator]


def _view(look: Look, indicator: str, series: str | None) -> ChartView | None:
    """Return the chart of a series in one version; None where it has no value to draw."""
    entry = look.results.register.indicators.get(indicator)
    if entry is None:
        return None
    points = [point for each in _points(look.results, indicator).values() for point in each]
    view = trend_view(look, entry, series, points, _rows(look.results, indicator))
    return view if view and view.lines else None


def _series_view(look: Look, id_: str, before: ChartView | None, after: ChartView | None) -> SeriesView:
    views = [view for view in (before, after) if view]
    drawings = iter(draw_alike([small(view) for view in views], NARROW))
    drawn = [next(drawings) if view else None for view in (before, after)]
    rows = tuple(_series_rows(before, after))
    entry = look.results.register.indicators[id_]
    title = (after or views[0]).title
    return SeriesView(
        name=entry.name if title == entry.name else f"{entry.name}: {title}",
        link=Link(entry.name, indicator_address(id_)),
        before=drawn[0],
        after=drawn[1],
        said_before=conclude(before) if before else "Inga värden.",
        said_after=conclude(after) if after else "Inga värden.",
        rows=rows,
        any_targets=any(row.target_before != row.target_after for row in rows),
    )


def _series_rows(before: ChartView | None, after: ChartView | None) -> Iterator[SeriesRow]:
    """Yield the rows of both tables in the order of time, the same row of both as one."""
    old, new = (_by_row(view) for view in (before, after))
    order = [*new, *(key for key in old if key not in new)]
    for key in sorted(order, key=lambda key: key[0][-4:]):
        was, now = old.get(key), new.get(key)
        row = now or was
        assert row is not None
        if _is_told(row, old if was is None else new if now is None else {}):
            continue
        yield SeriesRow(
            row.period,
            "" if row.line == MISSING else row.line,
            was.value if was else "",
            now.value if now else "",
            was.target if was else "",
            now.target if now else "",
        )


def _is_told(row: ChartRow, others: Mapping[tuple[str, str, str], ChartRow]) -> bool:
    """Whether a target without a value stands at another's value in the version that has no row for it."""
    is_target = row.source == MISSING
    return is_target and any(
        each.period == row.period and row.target in each.target for each in others.values()
    )


def _by_row(view: ChartView | None) -> dict[tuple[str, str, str], ChartRow]:
    rows = make_chart(view).rows if view else ()
    return {(row.period, row.line, row.source): row for row in rows}
