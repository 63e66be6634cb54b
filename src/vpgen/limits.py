"""What a target comes to in one case: the figure that it is about, and the limits of that figure, worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never

from vpgen.comparing import (
    GOOD,
    NO_EARLIER,
    CannotTell,
    Figure,
    Sign,
    Span,
    against,
    known,
    moved,
    need_same_unit,
    note,
    of_name,
    order,
    show,
    span,
)
from vpgen.numbers import Quantity, difference, format_quantity
from vpgen.periods import Period, is_whole_year, label, years_apart
from vpgen.target_kinds import (
    Above,
    AtLeast,
    AtMost,
    Below,
    Between,
    ChangeTarget,
    Compared,
    GapLimit,
    GapShrinks,
    Keep,
    MeanOver,
    Positive,
    SubGoals,
)

if TYPE_CHECKING:
    from vpgen.target_kinds import Base, Better, Limit

Beyond: TypeAlias = Literal["bättre", "avvikelse", "okänt"]
NOT_ALL_SHOWN = "allt visas inte"
"""Why nothing is counted where something that is internal is left out."""

EXPECTED = "prognosen"
"""What sentences call an outcome that is only expected."""


@dataclass(frozen=True)
class SubGoalCount:
    """How many of the goals directly under a goal are reached, how many cannot be told, and how many there are.

    `whole` is False where something internal is left out, so that the count says nothing.
    """

    reached: int
    undecided: int
    total: int
    whole: bool = True


@dataclass(frozen=True)
class Case:
    """What a target is judged against; every value is of the same indicator, scope and definition.

    `outcome` is None until it is filled in. `history` holds earlier periods, for base years and means;
    `comparisons` the same period elsewhere, such as riket. `beyond` says what it is to lie outside an
    interval on the good side. `marks` holds what the sentence says of a value that is not simply printed,
    such as *räknat* or *tolkning*, by `utfall`, `föregående`, a comparison or a period of the history.
    `tolerance` is the acceptable deviation from a target, `unchanged` the difference that counts as none: both
    in the unit of a difference, or in % of the limit where the values are no percentages, or in places (`1 plats`).
    `sub_goals` is the count of the goals directly under the target's own. `name` is what sentences call the outcome:
    *utfallet* or *prognosen*. `groups` are those that the indicator is divided into, also where the outcome lacks some.
    """

    outcome: Figure | None
    better: Better
    outcome_period: Period | None = None
    previous: Figure | None = None
    previous_period: Period | None = None
    history: Mapping[Period, Figure] = field(default_factory=dict)
    comparisons: Mapping[str, Figure] = field(default_factory=dict)
    beyond: Beyond = "okänt"
    marks: Mapping[str | Period, str] = field(default_factory=dict)
    tolerance: Quantity | None = None
    unchanged: Quantity | None = None
    sub_goals: SubGoalCount | None = None
    name: str = "utfallet"
    groups: tuple[str, ...] = ()


Reckoned: TypeAlias = "Limit | Between | Positive | MeanOver | ChangeTarget | Compared | Keep | GapShrinks | GapLimit | SubGoals"


@dataclass(frozen=True)
class Edge:
    """A limit worked out: the figure is to lie on its `side` (1 above, −1 below) or, unless `strict`, on it.

    `exact` where the limit was written as a limit; another printed figure is rounded, and so is what is worked
    out from it.
    """

    limit: Span
    side: Sign
    exact: bool = False
    strict: bool = False


@dataclass(frozen=True)
class Worked:
    """The figure that a target is about, which may be a mean, a difference or a count, and its limits."""

    figure: Span
    edges: tuple[Edge, ...]


def work_out(target: Reckoned, case: Case) -> Worked:  # noqa: C901, PLR0911 - one line per kind of target
    """Return the figure and the limits of a target that compares numbers; raise CannotTell where there are none."""
    match target:
        case AtLeast() | AtMost() | Above() | Below():
            return Worked(outcome_of(case), (_written(target),))
        case Between(low, high):
            return Worked(outcome_of(case), (_written(AtLeast(low)), _written(AtMost(high))))
        case Positive():
            figure = outcome_of(case)
            return Worked(figure, (_written(Above(replace(figure.sample, number=Decimal(0)))),))
        case MeanOver():
            return replace(work_out(target.target, case), figure=mean_of(target, case))
        case ChangeTarget(direction, amount, base=base):
            return Worked(outcome_of(case), (_changed(direction, amount, earlier_of(case, base).span),))
        case Compared():
            return Worked(outcome_of(case), (_relative(target, comparison_of(target, case)),))
        case Keep(base):
            return Worked(outcome_of(case), _kept(case, earlier_of(case, base).span))
        case GapShrinks(one, other):
            before = earlier_of(case, None)
            limit = gap_of((one, other), before.figure, f"värdet för {before.name}")
            return Worked(gap_of((one, other), case.outcome, case.name), (Edge(limit, -1, strict=True),))
        case GapLimit(one, other, limit):
            return Worked(gap_of((one, other), case.outcome, case.name), (_written(limit),))
        case SubGoals(need):
            return Worked(_share_of(need, sub_goals_of(case)), (_written(AtLeast(need)),))
        case _:
            assert_never(target)


def _written(target: Limit) -> Edge:
    value, side = target.limit, _side(target)
    limit = Span(value.value, value.value, Decimal(0), value, format_quantity(value))
    return Edge(limit, side, exact=True, strict=isinstance(target, Above | Below))


def _side(target: Limit) -> Sign:
    return 1 if isinstance(target, AtLeast | Above) else -1


def _changed(direction: str, amount: Quantity | None, base: Span) -> Edge:
    side: Sign = 1 if direction == "öka" else -1
    return Edge(base, side, strict=True) if amount is None else Edge(moved(base, amount, side), side)


def _relative(target: Compared, other: Span) -> Edge:
    limit = other if target.margin is None else moved(other, target.margin)
    return Edge(
        limit,
        1 if target.relation in {"minst", "högre"} else -1,
        strict=target.relation in {"högre", "lägre"},
    )


def _kept(case: Case, base: Span) -> tuple[Edge, ...]:
    sides: tuple[Sign, ...] = (1, -1)
    return tuple(Edge(base, side) for side in sides if GOOD[case.better] in {0, side})


def loosened(edge: Edge, tolerance: Quantity) -> Edge:
    """Return a limit moved by an acceptable deviation; exactly at the new limit is within."""
    away: Sign = -1 if edge.side > 0 else 1
    return replace(edge, limit=moved(edge.limit, tolerance, away), strict=False)


def keeps(figure: Span, edge: Edge) -> bool | None:
    """Tell whether a figure keeps a limit; None where the rounding, or a range around the limit, leaves it open.

    Two rounded figures that are printed alike keep each other.
    """
    need_same_unit(figure.unit, edge.limit.unit)
    if edge.exact:
        signs = {against(point, figure.half, edge.limit.low) for point in (figure.low, figure.high)}
    elif (figure.low, figure.high) == (edge.limit.low, edge.limit.high):
        signs = {0}
    else:
        signs = {order(figure, edge.limit)}
    passing = {edge.side} if edge.strict else {0, edge.side}
    answers = {None if sign is None else sign in passing for sign in signs}
    return answers.pop() if len(answers) == 1 else None


def outcome_of(case: Case) -> Span:
    """Return the outcome as something to reckon with."""
    return span(case.outcome, case.name, note(case.marks.get("utfall")))


def mean_of(target: MeanOver, case: Case) -> Span:
    """Return the mean of the outcome and the years before it; every year must be known."""
    now = case.outcome_period
    if now is None:
        raise CannotTell("utfallets period framgår inte, så medelvärdet kan inte räknas")
    spans = [outcome_of(case)]
    for ago in range(1, target.years):
        year = now.end.year - ago
        period = next((past for past in _past(case) if years_apart(past, now) == ago), None)
        spans.append(
            span(_past(case)[period] if period else None, f"värdet för {year}", _past_mark(case, period))
        )
        need_same_unit(spans[0].unit, spans[-1].unit)
    return _mean(spans, now)


def _mean(spans: list[Span], now: Period) -> Span:
    ends = ((each.low, each.high, each.half) for each in spans)
    low, high, half = (sum(column, Decimal(0)) / len(spans) for column in zip(*ends, strict=True))
    sample, last = spans[0].sample, now.end.year
    # One decimal more than printed tells a mean of up to ten values from every printed limit.
    shown = "–".join(show(sample, end, decimals=1) for end in dict.fromkeys((low, high)))
    return Span(low, high, half, sample, f"medelvärdet {last - len(spans) + 1}–{last} (räknat), {shown},")


def _past(case: Case) -> dict[Period, Figure]:
    """Gather every earlier value whose period is known."""
    past = dict(case.history)
    if case.previous is not None and case.previous_period is not None:
        past.setdefault(case.previous_period, case.previous)
    return past


def _past_mark(case: Case, period: Period | None) -> str:
    of_period = case.marks.get(period) if period is not None else None
    return note(case.marks.get("föregående", of_period) if period == case.previous_period else of_period)


@dataclass(frozen=True)
class Earlier:
    """An earlier figure, the name of its time, and its mark."""

    figure: Figure | None
    name: str
    mark: str

    @property
    def span(self) -> Span:
        """The figure as something to reckon with."""
        return span(self.figure, f"värdet för {self.name}", self.mark)


def earlier_of(case: Case, base: Base) -> Earlier:
    """Return the value that a change is counted from."""
    match base:
        case "föregående år":
            return _year_before(case)
        case "föregående mätning" | None:
            if case.previous is None:
                raise CannotTell(NO_EARLIER)
            name = _previous_name(case.previous_period, case.outcome_period)
            return Earlier(case.previous, name, _past_mark(case, case.previous_period))
        case Period():
            _need_earlier(case, base)
            return Earlier(_past(case).get(base), label(base), _past_mark(case, base))
        case _:
            assert_never(base)


def _need_earlier(case: Case, base: Period) -> None:
    """Raise CannotTell unless the time that a change is counted from is over when the outcome's begins."""
    now = case.outcome_period
    if now is not None and now.start <= base.end:
        shown = f"{case.name} avser {label(now)}"
        raise CannotTell(f"målet jämför med {label(base)}, och {shown}, som inte är en senare period")


def _year_before(case: Case) -> Earlier:
    now, then = case.outcome_period, case.previous_period
    if now is None or then is None:
        if case.previous is None:
            raise CannotTell(NO_EARLIER)
        return Earlier(case.previous, "föregående år", _past_mark(case, then))
    past = _past(case)
    period = next((period for period in past if years_apart(period, now) == 1), None)
    if period is None:
        raise CannotTell(f"värdet för föregående år saknas, det senaste avser {label(then)}")
    return Earlier(past[period], _previous_name(period, now), _past_mark(case, period))


def _previous_name(then: Period | None, now: Period | None) -> str:
    """Name the measurement before: a part of a year by its own time, for the year before is another figure."""
    if then is None:
        return "föregående mätning"
    is_year_before = now is not None and years_apart(then, now) == 1 and is_whole_year(then)
    return "föregående år" if is_year_before else label(then)


def comparison_of(target: Compared, case: Case) -> Span:
    """Return the figure elsewhere that a target compares with, whatever the case of its name."""
    key = target.comparison.lower()
    figure = next((figure for name, figure in case.comparisons.items() if name.lower() == key), None)
    mark = next(
        (mark for name, mark in case.marks.items() if isinstance(name, str) and name.lower() == key), None
    )
    return span(figure, f"jämförelsevärdet för {target.comparison}", note(mark))


def gap_of(pair: tuple[str, str], figure: Figure | None, name: str) -> Span:
    """Measure the distance between two groups; the rounding of both adds up."""
    groups = known(figure, name)
    if not isinstance(groups, Mapping):
        raise CannotTell(f"{name} är inte {of_name(name, 'redovisat')} per grupp")
    one, other = (known(groups.get(group), f"{name} för {group}") for group in pair)
    if not isinstance(one, Quantity) or not isinstance(other, Quantity):
        raise CannotTell(f"{name} för {pair[0]} och {pair[1]} är inte två tal")
    need_same_unit(one.unit, other.unit)
    gap = difference(one, other)
    assert gap is not None, "the units are the same"
    size = replace(gap, number=abs(gap.number))
    return Span(size.value, size.value, one.half + other.half, size, format_quantity(size))


def sub_goals_of(case: Case) -> SubGoalCount:
    """Return the count of sub-goals; raise CannotTell where there are none to count, or not all are shown."""
    if case.sub_goals and not case.sub_goals.whole:
        raise CannotTell(NOT_ALL_SHOWN)
    if case.name == EXPECTED:
        raise CannotTell("delmål har ingen prognos")
    if case.sub_goals is None or case.sub_goals.total == 0:
        raise CannotTell("målet har inga delmål att räkna")
    return case.sub_goals


def _share_of(need: Quantity, count: SubGoalCount) -> Span:
    """Return how many sub-goals are reached, or their share, as a range where some cannot be told."""
    counts = [count.reached, count.reached + count.undecided]
    ends = [Decimal(100 * each) / count.total if need.unit == "%" else Decimal(each) for each in counts]
    return Span(ends[0], ends[1], Decimal(0), need, f"{count.reached} av {count.total} delmål")
