"""Bodies side by side: what several of them measure alike, and how far an outcome is from the nation's or another's."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from vpgen.comparing import GOOD, CannotTell, order, span, than, too_close
from vpgen.numbers import Quantity, difference_unit, format_quantity
from vpgen.target_kinds import (
    Above,
    AllOf,
    Ambiguous,
    AtLeast,
    AtMost,
    Bare,
    Below,
    Between,
    ByPerson,
    ChangeTarget,
    Compared,
    GapLimit,
    GapShrinks,
    Keep,
    MeanOver,
    PerGroup,
    Positive,
    RankTarget,
    SomeOf,
    SubGoals,
    YesNo,
    describe,
)
from vpgen.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from vpgen.assessment import Results
    from vpgen.comparing import Sign, Span
    from vpgen.history import Point
    from vpgen.model.content import Body, Register, Row
    from vpgen.model.files import IndicatorEntry
    from vpgen.periods import Period
    from vpgen.target_kinds import Better, Target
    from vpgen.values import Value
    from vpgen.verdicts import RowResult

DEMANDS: dict[type, str] = {
    **dict.fromkeys((AtLeast, AtMost, Above, Below, Positive, Bare), "en nivå"),
    Between: "ett intervall",
    **dict.fromkeys((ChangeTarget, Keep), "en förändring"),
    **dict.fromkeys((GapLimit, GapShrinks), "en skillnad mellan grupper"),
    Compared: "en nivå mot någon annans",
    RankTarget: "en placering",
    YesNo: "ja eller nej",
    ByPerson: "något som bedöms i text",
    Ambiguous: "något som kan läsas på flera sätt",
    MeanOver: "ett medelvärde över flera år",
    PerGroup: "ett krav för varje grupp",
    AllOf: "flera krav på en gång",
    SomeOf: "så många av flera krav",
    SubGoals: "så många nådda delmål",
}
"""What each kind of target is a demand on: targets of different kinds are not more or less than each other."""


@dataclass(frozen=True)
class Distance:
    """How far a figure is from the same figure elsewhere.

    `amount` has no sign, and the coarser printed precision of the two; None where it cannot be told. `low` and `high`
    are what the difference may be before rounding, None where nothing was rounded. `better` is that of the indicator.
    """

    sign: Sign | None
    amount: Quantity | None
    low: Quantity | None
    high: Quantity | None
    reason: str
    better: Better

    @property
    def standing(self) -> Literal["bättre", "sämre", ""]:
        """Whether the figure is better or worse than the other; empty where neither, or where it cannot be told."""
        good = 0 if self.sign is None else self.sign * GOOD[self.better]
        return "bättre" if good > 0 else "sämre" if good < 0 else ""


@dataclass(frozen=True)
class Cell:
    """An indicator of a body's year: the newest follow-up's word where one has it, else the plan's.

    `why` says why no follow-up tells an outcome; empty where one has the indicator. `notes` are what makes the row
    another than its neighbours, and `demand` what its target is a demand on where those of others are on something else.
    `wording` is the place of its wording among the `Shared.wordings`. `distances` are to the same period elsewhere, by
    scope.
    """

    body: Body
    year: int
    result: RowResult
    why: str
    wording: int = 0
    notes: tuple[str, ...] = ()
    demand: str = ""
    distances: Mapping[str, Distance] | None = None

    @property
    def reported(self) -> bool:
        """Whether a follow-up has the indicator."""
        return not self.why


@dataclass(frozen=True)
class Place:
    """A body's value among others of the same time and definition."""

    body: Body
    point: Point


@dataclass(frozen=True)
class Standing:
    """The newest time of which at least two bodies have a value of their own: the best first, or else the highest.

    `open` are neighbours whose order the rounding leaves open; `ordered` is False where the values cannot be ordered.
    """

    period: Period
    places: tuple[Place, ...]
    ordered: bool
    open: tuple[tuple[Place, Place], ...]


@dataclass(frozen=True)
class Shared:
    """An indicator of several bodies, newest year first and bodies in their order.

    `points` are the numbers and words by the body that they are told for, oldest first. `told` are the values that
    other bodies' documents tell of a body. `common` is what every row is of where that is one and the same.
    """

    indicator: IndicatorEntry
    bodies: tuple[Body, ...]
    cells: tuple[Cell, ...]
    points: Mapping[str, tuple[Point, ...]]
    told: tuple[Place, ...]
    wordings: tuple[str, ...]
    common: str | None
    standing: Standing | None

    @property
    def is_empty(self) -> bool:
        """Whether there is neither a target nor a value to show."""
        return not any(self.points.values()) and not any(cell.result.row.target for cell in self.cells)


@dataclass(frozen=True)
class Pair:
    """The same period, definition and group here and elsewhere. One of them may be missing, and then no distance is told."""

    period: Period
    own: Point | None
    other: Point | None
    distance: Distance | None


@dataclass(frozen=True)
class Against:
    """An indicator beside the same figure of another scope (the nation, another region), the newest pairs first.

    `own` is what our values are of, `rows` are those of that, newest first, and `naming` those whose targets name the
    other scope.
    """

    indicator: IndicatorEntry
    own: str
    scope: str
    pairs: tuple[Pair, ...]
    rows: tuple[RowResult, ...]
    naming: tuple[RowResult, ...]


# How far apart


def distance(own: Value | Missing, other: Value | Missing, name: str, better: Better) -> Distance:
    """Set a figure against the same one elsewhere, called `name`; what cannot be told gives its reason."""
    try:
        one, two = span(own, "utfallet"), span(other, f"värdet för {name}")
        sign = order(one, two)
    except CannotTell as answer:
        return Distance(None, None, None, None, str(answer), better)
    if sign is None:
        reason = f"{one.shown} mot {two.shown}: {too_close(one, two)}"
        return Distance(None, None, None, None, reason, better)
    if not one.is_point or not two.is_point:
        return Distance(sign, None, None, None, f"{one.shown} är {than(sign, one.unit)} {two.shown}", better)
    low, high = _bounds(one, two)
    amount = _apart(one, two)
    size = f"{format_quantity(amount)} " if sign else ""
    return Distance(sign, amount, low, high, f"{size}{than(sign, one.unit)} {name}", better)


def _apart(one: Span, two: Span) -> Quantity:
    """Return the difference without its sign, rounded as the coarser of the two is."""
    sample = max(one, two, key=lambda each: each.half).sample
    places = int(sample.number.as_tuple().exponent)
    number = (abs(one.low - two.low) / sample.scale).quantize(Decimal(1).scaleb(places), ROUND_HALF_UP)
    return Quantity(number, sample.scale, difference_unit(sample.unit))


def _bounds(one: Span, two: Span) -> tuple[Quantity, Quantity] | tuple[None, None]:
    """Return between what the difference before rounding lies."""
    rounding, apart = one.half + two.half, abs(one.low - two.low)
    if not rounding:
        return None, None
    sample = max(one, two, key=lambda each: each.half).sample
    ends = [((apart + turn * rounding) / sample.scale).normalize() for turn in (-1, 1)]
    low, high = (
        Quantity(
            end.quantize(Decimal(1)) if end == end.to_integral() else end,
            sample.scale,
            difference_unit(sample.unit),
        )
        for end in ends
    )
    return low, high


# Side by side


def find_shared(results: Results) -> tuple[Shared, ...]:
    """Return the indicators that at least two bodies have in their plans or are told a value of, as they are defined."""
    made = (_shared(results, *each) for each in _gathered(results))
    return tuple(shared for shared in made if shared)


def _gathered(results: Results) -> Iterator[tuple[IndicatorEntry, list[Cell], list[Point]]]:
    """Yield every indicator with its rows and its values."""
    cells: dict[str, list[Cell]] = {}
    for cell in _cells(results):
        cells.setdefault(cell.result.row.indicator.id, []).append(cell)
    points: dict[str, list[Point]] = {}
    for key, each in results.history.items():
        points.setdefault(key.indicator, []).extend(point for point in each if point.best.is_reached)
    for id_, indicator in results.register.indicators.items():
        yield indicator, cells.get(id_, []), points.get(id_, [])


def _cells(results: Results) -> Iterator[Cell]:
    """Yield every row of every plan, with what the newest follow-up says of it."""
    for body in results.register.bodies.values():
        for year in body.plans:
            for goal, rows in results.plans[body.path, year].rows.items():
                yield from (_cell(results, body, year, goal, row) for row in rows)


def _cell(results: Results, body: Body, year: int, goal: str, planned: RowResult) -> Cell:
    newest = results.newest(body.path, year)
    if newest is None:
        return Cell(body, year, planned, f"ingen uppföljning av {year} finns här")
    # What an earlier report of the year expected is no longer what is expected.
    row = next(row for row in newest.goals[goal].rows if row.row is planned.row)
    return Cell(body, year, row, "") if row.is_reported else Cell(body, year, planned, row.verdict.reason)


def _shared(
    results: Results, indicator: IndicatorEntry, cells: list[Cell], points: list[Point]
) -> Shared | None:
    register = results.register
    council = register.organisation.council
    # The council gives goals; where it follows nothing up itself it does not stand beside those that do.
    cells = [cell for cell in cells if cell.body.path != council or cell.body.follow_ups]
    told = [point for point in points if _is_told_of(point, points, register)]
    having = {cell.body.id for cell in cells} | {point.key.scope for point in told}
    bodies = tuple(body for body in register.bodies.values() if body.id in having)
    if len(bodies) < 2:  # noqa: PLR2004 - one has nothing beside it
        return None
    by_body = {body.id: tuple(_points_of(body, cells, points)) for body in bodies}
    scopes = {scope for cell in cells for scope in (cell.result.key.scope, cell.result.row.scope)}
    common = scopes.pop() if len(scopes) == 1 and not told else None
    wordings = _wordings(cells)
    ordered = sorted(cells, key=lambda cell: -cell.year)
    return Shared(
        indicator,
        bodies,
        tuple(_noted(cell, cells, wordings, common, results, points) for cell in ordered),
        by_body,
        tuple(Place(register.bodies[point.key.scope], point) for point in told),
        tuple(wordings.values()),
        common,
        None if common else _standing(bodies, by_body, indicator.better),
    )


def _is_told_of(point: Point, points: Iterable[Point], register: Register) -> bool:
    """Whether a value is of a body, but only beside another's: no row has it as its outcome."""
    key = point.key
    return key.scope in register.bodies and not any(
        telling.role == "utfall" for other in points if other.key[:3] == key[:3] for telling in other.tellings
    )


def _points_of(body: Body, cells: Iterable[Cell], points: Iterable[Point]) -> list[Point]:
    """Return what is told for a body: of what its rows are of, and of itself."""
    own = {cell.result.key[:3] for cell in cells if cell.body.id == body.id}
    mine = [point for point in points if point.key[:3] in own or point.key.scope == body.id]
    return sorted(mine, key=lambda point: point.period)


def _wordings(cells: Iterable[Cell]) -> dict[str, str]:
    """Return the different wordings, in the order of the cells, by what makes them different."""
    found: dict[str, str] = {}
    for cell in cells:
        found.setdefault(_plain(cell.result.row.wording), " ".join(cell.result.row.wording.split()))
    return found


def _plain(wording: str) -> str:
    """Return a wording without what is no difference in words: spaces, capitals, dashes, the full stop."""
    return re.sub(r"\s*[-–]\s*", "-", " ".join(wording.split())).casefold().rstrip(" .")


def _noted(
    cell: Cell,
    cells: Iterable[Cell],
    wordings: Mapping[str, str],
    common: str | None,
    results: Results,
    points: Iterable[Point],
) -> Cell:
    """Return a cell with what makes it another than the rest, and how far it is from others' values."""
    return replace(
        cell,
        wording=list(wordings).index(_plain(cell.result.row.wording)),
        notes=tuple(_notes(cell, cells, common, results.register)),
        demand=_differing_demand(cell, cells),
        distances=_distances(cell, cells, points, results.register),
    )


def _notes(cell: Cell, cells: Iterable[Cell], common: str | None, register: Register) -> Iterator[str]:
    """Yield how the row's scope, definition and demand depart from those of the others."""
    aimed, measured = cell.result.row.scope, cell.result.key.scope
    if aimed != measured:
        yield f"målvärdet gäller {register.scope_name(aimed)}, utfallet {register.scope_name(measured)}"
    elif measured != cell.body.id and not common:
        yield f"gäller {register.scope_name(measured)}, inte {cell.body.name}"
    if len({each.result.key.series for each in cells}) > 1:
        series = cell.result.row.indicator.series.get(cell.result.key.series or "", "utan angiven serie")
        yield f"annan definition än i andra rader: {series}"


def _differing_demand(cell: Cell, cells: Iterable[Cell]) -> str:
    """Say what the row's target demands where others demand something else; empty where all demand the same."""
    demands = {_demand_of(each.result.row) for each in cells} - {""}
    return _demand_of(cell.result.row) if len(demands) > 1 else ""


def _demand_of(row: Row) -> str:
    """Say what the target of a row is a demand on; empty where it has none."""
    target: Target | None = row.target
    return DEMANDS[type(target)] if target is not None else ""


def _distances(
    cell: Cell, cells: Iterable[Cell], points: Iterable[Point], register: Register
) -> dict[str, Distance]:
    """Return how far the cell's outcome is from the same period's elsewhere, where it is a single value."""
    key, period = cell.result.key, cell.result.period
    same = [point for point in points if point.period == period and point.key[2:] == key[2:]]
    own = next((point for point in same if point.key == key), None)
    elsewhere = _elsewhere(cells, points, register)
    if own is None or cell.result.reading is None:
        return {}
    return {
        point.key.scope: distance(
            _settled(own),
            _settled(point),
            register.scope_name(point.key.scope),
            cell.result.row.indicator.better,
        )
        for point in same
        if point.key.scope in elsewhere
    }


def _elsewhere(cells: Iterable[Cell], points: Iterable[Point], register: Register) -> list[str]:
    """Return the scopes of values that were told to be compared with: no body's own, and no row's."""
    own = {scope for cell in cells for scope in (cell.result.key.scope, cell.result.row.scope)}
    told = {
        point.key.scope: None
        for point in points
        if any(telling.role in {"jämförelse", "målvärde"} for telling in point.tellings)
    }
    return [scope for scope in told if scope not in own and scope not in register.bodies]


def _standing(
    bodies: Iterable[Body], points: Mapping[str, tuple[Point, ...]], better: Better
) -> Standing | None:
    """Order the values that bodies have of themselves, of one time and one definition; a unit is no peer of a board."""
    found: dict[tuple[Period, str | None, str | None], list[Place]] = {}
    for body in bodies:
        for point in points[body.id]:
            if point.key.scope == body.id and point.key.group is None and not point.conflict:
                found.setdefault((point.period, point.key.series, body.parent), []).append(Place(body, point))
    several = {when: places for when, places in found.items() if len(places) > 1}
    if not several:
        return None
    when = max(several, key=lambda each: (each[0].end, each[0], each[2] is None, len(several[each])))
    return _ordered(when[0], several[when], better)


def _ordered(period: Period, places: list[Place], better: Better) -> Standing:
    turn = 1 if better == "lågt" else -1
    try:
        spans = {place.body.id: span(place.point.best.value, "utfallet") for place in places}
        line = sorted(places, key=lambda place: turn * (spans[place.body.id].low + spans[place.body.id].high))
        orders = [order(spans[one.body.id], spans[other.body.id]) for one, other in pairwise(line)]
    except CannotTell:
        return Standing(period, tuple(places), ordered=False, open=())
    unsure = [pair for pair, sign in zip(pairwise(line), orders, strict=True) if sign is None]
    return Standing(period, tuple(line), ordered=True, open=tuple(unsure))


# Against others


def find_against(results: Results) -> tuple[Against, ...]:
    """Return every indicator that has a value of another scope to compare with, or a target that names one."""
    return tuple(against for each in _gathered(results) for against in _againsts(*each, results.register))


def _againsts(
    indicator: IndicatorEntry, cells: list[Cell], points: list[Point], register: Register
) -> Iterator[Against]:
    """Yield one comparison for each of our scopes and each other scope."""
    newest = sorted(cells, key=lambda cell: -cell.year)
    others = _elsewhere(cells, points, register)
    others += [scope for cell in newest for scope in _named(cell.result.row, register)]
    for own in dict.fromkeys(cell.result.key.scope for cell in newest):
        for scope in dict.fromkeys(others):
            pairs = tuple(_pairs(indicator, own, scope, points, register))
            rows = tuple(cell.result for cell in newest if cell.result.key.scope == own)
            naming = tuple(each for each in rows if scope in _named(each.row, register))
            if naming or any(pair.own and pair.other for pair in pairs):
                yield Against(indicator, own, scope, pairs, rows, naming)


def _named(row: Row, register: Register) -> list[str]:
    """Return the other scopes that a row's targets name, such as riket in ”riket + 1 %”."""
    targets = [target for target in (row.target, row.long_term) if target is not None]
    words = " ".join(f"{target.text} {target.explanation} {describe(target)}" for target in targets)
    found = re.findall(r"\w+", words.casefold())
    return [scope for scope in register.organisation.scopes if scope in found and scope != row.scope]


def _pairs(
    indicator: IndicatorEntry, own: str, scope: str, points: Iterable[Point], register: Register
) -> Iterator[Pair]:
    here: dict[tuple[Period, str | None, str | None], Point] = {}
    there: dict[tuple[Period, str | None, str | None], Point] = {}
    for point in points:
        for side, of in ((here, own), (there, scope)):
            if point.key.scope == of:
                side[point.period, point.key.series, point.key.group] = point
    groups = [None, *indicator.groups]

    def newest_first(when: tuple[Period, str | None, str | None]) -> tuple[int, str, int]:
        period, series, group = when
        return -period.end.toordinal(), series or "", groups.index(group) if group in groups else len(groups)

    for when in sorted({*here, *there}, key=newest_first):
        one, other = here.get(when), there.get(when)
        name = register.scope_name(scope)
        far = distance(_settled(one), _settled(other), name, indicator.better) if one and other else None
        yield Pair(when[0], one, other, far)


def _settled(point: Point) -> Value | Missing:
    """Return a point's value, or that the documents contradict each other."""
    return Missing("okänd", "dokumenten ger olika uppgifter") if point.conflict else point.best.value
