"""From an indicator's series and targets to the views of its charts."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from vpgen.charts.views import LONGEST_STEP, ChartLine, ChartPoint, ChartTarget, ChartView, LineKind
from vpgen.comparing import is_amount
from vpgen.numbers import NumberError, Quantity, parse_quantity
from vpgen.part_of_year import has_written_limit
from vpgen.periods import is_whole_year, label, shape, short_label
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
    SomeOf,
)
from vpgen.values import Missing, Range, Rank, Value, Word, format_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from vpgen.history import Point, Telling
    from vpgen.model.files import IndicatorEntry
    from vpgen.pages.look import Look
    from vpgen.periods import Period
    from vpgen.target_kinds import Target
    from vpgen.verdicts import RowResult

MOST_LINES = 5
"""More lines than this cannot be told apart; then only the whole is drawn, and the groups stand in the table."""

FEW_LINES = 1
"""As many lines as a small drawing has room for."""

MOST_SCOPES = 2
"""More boards and other scopes than this get a small drawing each, as their names would cover the lines."""


WHOLE_YEAR = (1, 1, 12, 0, 0)
WHOLE = "helår"
"""What the line of whole years is called beside lines of parts of years."""

MONTH = (0,)
MONTH_STEP = 0.13
"""A month and a half as a part of a year."""


def chart_views(
    look: Look, indicator: IndicatorEntry, points: list[Point], rows: list[RowResult]
) -> Iterator[ChartView]:
    """Yield a chart for each definition (series) that has numbers, with a line for each scope and group.

    Those of more than `MOST_SCOPES` scopes are left to `small_multiples`.
    """
    for series in dict.fromkeys(point.key.series for point in points if drawable(point)):
        view = trend_view(look, indicator, series, points, rows)
        if view and len(_scopes(points, series)) <= MOST_SCOPES:
            yield view


def small_multiples(
    look: Look, indicator: IndicatorEntry, points: list[Point], rows: list[RowResult]
) -> Iterator[tuple[ChartView, ...]]:
    """Yield, for each definition of many scopes, a chart for each scope, titled by its name."""
    for series in dict.fromkeys(point.key.series for point in points if drawable(point)):
        bodies = list(look.results.register.bodies)
        scopes = sorted(_scopes(points, series), key=[*bodies, *_scopes(points, series)].index)
        if len(scopes) > MOST_SCOPES:
            found = [
                trend_view(
                    look,
                    indicator,
                    series,
                    [point for point in points if point.key.scope == scope],
                    [row for row in rows if row.key.scope == scope],
                    FEW_LINES,
                )
                for scope in scopes
            ]
            names = map(look.results.register.scope_name, scopes)
            yield tuple(
                replace(small(view), title=name) for name, view in zip(names, found, strict=True) if view
            )


def small(view: ChartView) -> ChartView:
    """Return a chart with what a small drawing has room for: targets of its lines and near years, in few words.

    Which way is enough of a target that is a direction; the rest stands in the text and the table.
    """
    names = {"", *(line.name for line in view.lines)}
    newest = max((point.x for line in view.lines for point in line.points), default=None)
    near = [
        target
        for target in view.targets
        if target.line in names and (newest is None or target.start <= newest + 1)
    ]
    words = {"upp": "öka", "ned": "minska"}
    shown = tuple(
        replace(each, text=words[each.direction]) if each.kind == "pil" and each.direction else each
        for each in near
    )
    years = [year for target in shown for year in (int(target.start), int(target.end) - 1)]
    years += [int(point.x) for line in view.lines for point in line.points]
    return replace(view, targets=shown, years=(min(years), max(years)) if years else view.years)


def _scopes(points: list[Point], series: str | None) -> dict[str, None]:
    """Return what the points of a definition that can be drawn are of."""
    return {point.key.scope: None for point in points if drawable(point) and point.key.series == series}


def trend_view(
    look: Look,
    indicator: IndicatorEntry,
    series: str | None,
    points: list[Point],
    rows: list[RowResult],
    most: int = MOST_LINES,
) -> ChartView | None:
    """Return the chart of one definition (series); None where neither its points nor its targets can be drawn.

    Where it would have more than `most` lines, only wholes are drawn, and then only one kind of period.
    """
    own = [point for point in points if drawable(point) and point.key.series == series]
    own = _calm(own, most)
    lines = tuple(_lines(look, own, {row.key.scope for row in rows}, indicator))
    using = [row for row in rows if row.key.series == series]
    yearly = _yearly(own, lines, indicator)
    wanted = [target for row in using for target in _targets(look, row, indicator, len(lines) > 1, yearly)]
    if yearly is not None:
        # Beside the months of a year alone, its limit would look like theirs.
        parts = {point.period.end.year for point in own}
        parts -= {point.period.end.year for point in own if is_whole_year(point.period)}
        wanted = [target for target in wanted if target.kind == "pil" or int(target.start) not in parts]
    targets = tuple(_once(wanted, {line.name for line in lines}))
    years = [year for point in own for year in (point.period.start.year, point.period.end.year)]
    years += [year for target in targets for year in (int(target.start), int(target.end) - 1)]
    if not years:
        return None
    title = indicator.series.get(series or "") or indicator.name
    unit = "" if indicator.unit == "index" else indicator.unit
    slug = "-".join(filter(None, [indicator.id, series]))
    return ChartView(slug, title, unit, lines, targets, (min(years), max(years)))


def drawable(point: Point) -> bool:
    """Whether a point is a number that was reached, not one that was expected."""
    return point.is_number and point.best.role != "prognos"


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
    several_scopes = len({key.scope for key in keys}) > 1
    scale = unit_scale(indicator)
    for order, key in enumerate(sorted(keys, key=lambda key: group_order(key.group, indicator))):
        scope = look.results.register.scope_name(key.scope)
        name = ", ".join(filter(None, [key.group, scope if several_scopes or not key.group else ""]))
        kind: LineKind = "egen" if key.scope in own_scopes else "jämförelse"
        for part, same in _by_length([point for point in points if point.key == key]).items():
            drawn = tuple(chart_point for point in same for chart_point in _points(point, scale))
            monthly = all(_kind(point.period) == MONTH for point in same)
            step = (
                MONTH_STEP if monthly and len({shape(point.period) for point in same}) > 1 else LONGEST_STEP
            )
            yield ChartLine(", ".join(filter(None, [name, part])), drawn, kind, order, step)


def _calm(points: list[Point], most: int) -> list[Point]:
    """Return the points that there is room for lines of: all, else the wholes, else those of one kind of period."""
    if _count(points) > most and any(point.key.group is None for point in points):
        points = [point for point in points if point.key.group is None]
    if _count(points) > most:
        kinds = Counter(_kind(point.period) for point in points)
        main = WHOLE_YEAR if WHOLE_YEAR in kinds else kinds.most_common(1)[0][0]
        points = [point for point in points if _kind(point.period) == main]
    return points


def _count(points: list[Point]) -> int:
    """Return how many lines the points would be."""
    return len({(point.key, _kind(point.period)) for point in points})


def _kind(period: Period) -> tuple[int, ...]:
    """Return what periods have in common that may be on one line: months follow on each other."""
    is_month = period.start.day == 1 and period.end == period.start.replace(
        day=monthrange(period.start.year, period.start.month)[1]
    )
    return MONTH if is_month else shape(period)


def _by_length(points: list[Point]) -> dict[str, list[Point]]:
    """Return points that may be joined together: a half-year and a whole year are not on one line.

    The name of a part of the year is its own; where all periods are of one kind it needs none.
    """
    kinds: dict[tuple[int, ...], list[Point]] = {}
    for point in points:
        kinds.setdefault(_kind(point.period), []).append(point)
    if len(kinds) == 1:
        return {"": points}
    named: dict[str, list[Point]] = {}
    for same in kinds.values():
        period = same[0].period
        whole = (period.start.month, period.end.month, period.end.year - period.start.year) == (1, 12, 0)
        name = WHOLE if whole else short_label(period).replace(str(period.end.year), "").strip(" –/")
        if len({shape(point.period) for point in same}) > 1:
            name = "månad för månad"
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


def _yearly(
    points: list[Point], lines: Iterable[ChartLine], indicator: IndicatorEntry
) -> Mapping[str, str] | None:
    """Return the line of whole years for each name that a limit for a year may be given; None where any line will do.

    A count or a sum of a month is no more or less than the limit of a year: it is drawn at whole years alone.
    """
    try:
        unit = parse_quantity(f"1 {indicator.unit}").unit
    except NumberError:
        unit = indicator.unit
    if not points or not is_amount(unit) or all(is_whole_year(point.period) for point in points):
        return None
    if not any(is_whole_year(point.period) for point in points):
        return {}
    whole = [line.name for line in lines if line.name.endswith(WHOLE) and line.kind == "egen"]
    return {name.removesuffix(WHOLE).rstrip(", "): name for name in whole} | (
        {"": whole[0]} if len(whole) == 1 else {}
    )


def _targets(
    look: Look,
    row: RowResult,
    indicator: IndicatorEntry,
    several: bool,  # noqa: FBT001
    yearly: Mapping[str, str] | None,
) -> Iterator[ChartTarget]:
    """Yield what a row aims at in its document's year, and in the long term where that has a year."""
    scope = look.results.register.scope_name(row.key.scope)
    line = scope if several and not indicator.groups else ""
    # A document says what is aimed at in its own year.
    aims = [(row.row.target, row.document.year), (row.row.long_term, row.row.long_term_year)]
    for aim, year in aims:
        if aim is None or not year:
            continue
        for target in _target(aim, year, line, unit_scale(indicator)):
            if yearly is None or not has_written_limit(aim):
                yield target
            elif target.line in yearly:
                yield replace(target, line=yearly[target.line])


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
        case SomeOf(parts=parts):
            yield from _target(parts, year, line, scale)
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
