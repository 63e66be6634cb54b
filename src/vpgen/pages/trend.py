"""From an indicator's series and targets to the views of its charts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from vpgen.charts.views import ChartLine, ChartPoint, ChartTarget, ChartView, LineKind
from vpgen.numbers import NumberError, Quantity, parse_quantity
from vpgen.periods import label, shape, short_label
from vpgen.target_kinds import (
    Above,
    AllOf,
    AtLeast,
    AtMost,
    Bare,
    Below,
    Between,
    ChangeTarget,
    PerGroup,
    Positive,
    RankTarget,
)
from vpgen.values import Missing, Range, Rank, Value, Word, format_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vpgen.assessment import RowResult
    from vpgen.history import Point, Telling
    from vpgen.model.files import IndicatorEntry
    from vpgen.pages.look import Look
    from vpgen.periods import Period
    from vpgen.target_kinds import Target

MOST_LINES = 6
"""More lines than this cannot be told apart; then only the whole is drawn, and the groups stand in the table."""


def chart_views(
    look: Look, indicator: IndicatorEntry, points: list[Point], rows: list[RowResult]
) -> Iterator[ChartView]:
    """Yield a chart for each definition (series) that has numbers, with a line for each scope and group."""
    drawable = [point for point in points if point.is_number and point.best.role != "prognos"]
    for series in dict.fromkeys(point.key.series for point in drawable):
        own = [point for point in drawable if point.key.series == series]
        lines = tuple(_lines(look, own, {row.key.scope for row in rows}, indicator))
        using = [row for row in rows if row.key.series == series]
        wanted = [target for row in using for target in _targets(look, row, indicator, len(lines) > 1)]
        targets = tuple(_once(wanted, {line.name for line in lines}))
        years = [year for point in own for year in (point.period.start.year, point.period.end.year)]
        years += [year for target in targets for year in (int(target.start), int(target.end) - 1)]
        title = indicator.series.get(series or "") or indicator.name
        unit = "" if indicator.unit == "index" else indicator.unit
        slug = "-".join(filter(None, [indicator.id, series]))
        yield ChartView(slug, title, unit, lines, targets, (min(years), max(years)))


def _once(targets: list[ChartTarget], lines: set[str]) -> Iterator[ChartTarget]:
    """Yield each target once: a plan's, for a scope that has no line, says no more than the same one at a line."""
    every = list(dict.fromkeys(targets))
    for target in every:
        twins = [other for other in every if replace(other, line=target.line) == target]
        if target.line in {"", *lines} or (
            target is twins[0] and not any(twin.line in lines for twin in twins)
        ):
            yield target


def _lines(
    look: Look, points: list[Point], own_scopes: set[str], indicator: IndicatorEntry
) -> Iterator[ChartLine]:
    keys = list(dict.fromkeys(point.key for point in points))
    if len(keys) > MOST_LINES and any(key.group is None for key in keys):
        keys = [key for key in keys if key.group is None]
    several_scopes = len({key.scope for key in keys}) > 1
    scale = unit_scale(indicator)
    for order, key in enumerate(sorted(keys, key=lambda key: group_order(key.group, indicator))):
        scope = look.results.register.scope_name(key.scope)
        name = ", ".join(filter(None, [key.group, scope if several_scopes or not key.group else ""]))
        kind: LineKind = "egen" if key.scope in own_scopes else "jämförelse"
        for part, same in _by_length([point for point in points if point.key == key]).items():
            drawn = tuple(chart_point for point in same for chart_point in _points(point, scale))
            yield ChartLine(", ".join(filter(None, [name, part])), drawn, kind, order)


def _by_length(points: list[Point]) -> dict[str, list[Point]]:
    """Return points that may be joined together: a half-year and a whole year are not on one line.

    The name of a part of the year is its own; where all periods are of one kind it needs none.
    """
    kinds: dict[tuple[int, ...], list[Point]] = {}
    for point in points:
        kinds.setdefault(shape(point.period), []).append(point)
    if len(kinds) == 1:
        return {"": points}
    named: dict[str, list[Point]] = {}
    for same in kinds.values():
        period = same[0].period
        whole = (period.start.month, period.end.month, period.end.year - period.start.year) == (1, 12, 0)
        name = "helår" if whole else short_label(period).replace(str(period.end.year), "").strip(" –/")
        named.setdefault(name, []).extend(same)
    return named


def group_order(group: str | None, indicator: IndicatorEntry) -> int:
    """Return where a group stands among the indicator's groups; the whole comes first."""
    return indicator.groups.index(group) if group in indicator.groups else -1


def unit_scale(indicator: IndicatorEntry) -> int:
    """Return the scale of the indicator's unit: 10**6 for "miljoner ton"."""
    try:
        return parse_quantity(f"1 {indicator.unit}").scale
    except NumberError:
        return 1


def _points(point: Point, scale: int) -> Iterator[ChartPoint]:
    """Yield the point, or each of its tellings where they contradict each other."""
    tellings = point.tellings if point.conflict else (point.best,)
    for telling in tellings:
        yield from _point(point.period, telling, scale, conflict=point.conflict)


def _point(period: Period, telling: Telling, scale: int, *, conflict: bool) -> Iterator[ChartPoint]:
    ends = _ends(telling.value, scale)
    if ends is None or isinstance(telling.value, Missing):
        return
    low, high = ends
    notes = [
        f"tolkning: {telling.reading}" if telling.reading else "",
        "preliminärt" if telling.preliminary else "",
    ]
    yield ChartPoint(
        x=decimal_year(period),
        label=label(period),
        value=(low + high) / 2,
        text=format_value(telling.value),
        half=telling.value.half / scale if isinstance(telling.value, Quantity) else Decimal(0),
        low=low if low != high else None,
        high=high if low != high else None,
        source=telling.document.full_name,
        computed=telling.computed,
        uncertain="; ".join(filter(None, notes)) or None,
        conflict=conflict,
    )


def _ends(value: Value | Missing, scale: int) -> tuple[Decimal, Decimal] | None:
    """Return the ends of a value in the indicator's unit; None for what cannot be drawn."""
    match value:
        case Quantity():
            return value.value / scale, value.value / scale
        case Range(low, high):
            return low.value / scale, high.value / scale
        case Rank(place):
            return Decimal(place), Decimal(place)
        case Word() | Missing():
            return None


def decimal_year(period: Period) -> float:
    """Return the middle of a period as a decimal year: 2023.5 for the year 2023."""
    middle = period.start + (period.end - period.start) / 2
    return (
        round(middle.year + (middle.timetuple().tm_yday - 0.5) / 365.25, 3)
        if period.start.year == period.end.year
        else ((period.start.year + period.end.year + 1) / 2)
    )


def _targets(look: Look, row: RowResult, indicator: IndicatorEntry, several: bool) -> Iterator[ChartTarget]:  # noqa: FBT001
    """Yield what a row aims at in its document's year, and in the long term where that has a year."""
    year = _year(look, row)
    scope = look.results.register.scope_name(row.key.scope)
    line = scope if several and not indicator.groups else ""
    if row.row.target is not None:
        yield from _target(row.row.target, year, line, unit_scale(indicator))
    if row.row.long_term is not None and row.row.long_term_year:
        yield from _target(row.row.long_term, row.row.long_term_year, line, unit_scale(indicator))


def _year(look: Look, row: RowResult) -> int:
    """Return the year that a row's target is for: that of its plan."""
    for (_, year), result in look.results.plans.items():
        if any(row.row is planned.row for rows in result.rows.values() for planned in rows):
            return year
    raise AssertionError("every row stands in a plan")


def _target(target: Target, year: int, line: str, scale: int) -> Iterator[ChartTarget]:
    """Yield a target as what is drawn; each part of a target that has several."""
    match target:
        case PerGroup(targets):
            # A field on the good side of each line would cover the others: only the limits are drawn.
            for group, each in targets.items():
                for part in _target(each, year, group, scale):
                    low = part.low if part.low is not None else part.high
                    plain = replace(part, text=f"{group} {part.text}", direction=None, low=low, high=None)
                    yield plain if part.kind == "linje" else part
        case AllOf(targets):
            for each in targets:
                yield from _target(each, year, line, scale)
        case _:
            drawn = _drawn(target, scale)
            if drawn is not None:
                yield replace(drawn, text=target.text, start=float(year), end=float(year + 1), line=line)


def _drawn(target: Target, scale: int) -> ChartTarget | None:  # noqa: PLR0911 - one line per kind of target
    """Return a target as a line, a band or an arrow, of no year yet; None for what only words can say."""
    blank = ChartTarget("linje", "", 0.0, 0.0)
    match target:
        case AtLeast(limit) | Above(limit):
            return replace(blank, low=limit.value / scale, direction="upp")
        case AtMost(limit) | Below(limit):
            return replace(blank, high=limit.value / scale, direction="ned")
        case Between(low, high):
            return replace(blank, kind="band", low=low.value / scale, high=high.value / scale)
        case Positive():
            return replace(blank, low=Decimal(0), direction="upp")
        case Bare(value):
            return replace(blank, low=value.value / scale)
        case RankTarget(place):
            return replace(blank, high=Decimal(place), direction="ned")
        case ChangeTarget(direction):
            return replace(blank, kind="pil", direction="upp" if direction == "öka" else "ned")
        case _:
            return None
