"""One demand against an outcome: a verdict in neutral words, how near it was, and the sentence that says why.

Two rules about printed precision run through the module.

A limit is exact, and an organisation is taken to print its outcomes at the precision it judges by: 95 %
meets "minst 95 %" and does not meet "över 95 %", whatever was rounded away. Only a limit that is finer than
the outcome (95 % against "minst 95,4 %") and lies inside its rounding cannot be told.

Two outcomes are both rounded: 40 % against 40 % may be a rise or a fall, so neither a change nor a place above
another figure can be told until the printed intervals lie apart. Only where a value is to be kept, and it is
enough not to be worse, do figures that agree at the printed precision count as equal. Counts of things
(unit st) are exact.

An acceptable deviation moves the limit, and what lies exactly at the moved limit is within. It is asked of missed
targets only, by the same two rules, and never changes the verdict.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never

from vpgen.comparing import (
    GOOD,
    CannotTell,
    Sign,
    Span,
    against,
    known,
    look_alike,
    moved,
    need_same_unit,
    note,
    order,
    places,
    rank_order,
    rank_than,
    sign_of,
    than,
    too_close,
    within,
)
from vpgen.limits import (
    Case,
    comparison_of,
    earlier_of,
    gap_of,
    keeps,
    loosened,
    mean_of,
    outcome_of,
    sub_goals_of,
    work_out,
)
from vpgen.numbers import Quantity, format_quantity
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
    RankTarget,
    SubGoals,
    YesNo,
    describe,
)
from vpgen.values import Range, Rank, Word, format_value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vpgen.limits import Reckoned
    from vpgen.target_kinds import Limit, Relation

VerdictKind: TypeAlias = Literal["nått", "inte nått", "kan inte avgöras"]
Leaf: TypeAlias = "Reckoned | RankTarget | YesNo"


@dataclass(frozen=True)
class Verdict:
    """Whether a target is met, and the Swedish sentence (without full stop) that says why.

    `near` says of a target that is not met whether it is missed by no more than the acceptable deviation; None
    where there is no such deviation, or it cannot be told.
    """

    kind: VerdictKind
    reason: str
    near: bool | None = None


_PASSES: dict[Relation, frozenset[Sign]] = {
    "minst": frozenset({0, 1}),
    "högre": frozenset({1}),
    "högst": frozenset({-1, 0}),
    "lägre": frozenset({-1}),
}


def weigh(target: Leaf, case: Case) -> Verdict:
    """Judge a target of one demand; raise CannotTell with the reason where that cannot be told.

    Where it is missed and there is an acceptable deviation, the verdict says whether that covers it.
    """
    verdict = _judge_leaf(target, case)
    if verdict.kind != "inte nått" or case.tolerance is None:
        return verdict
    if isinstance(target, YesNo):
        return Verdict(
            verdict.kind, f"{verdict.reason}, och för ett ord finns ingen acceptabel avvikelse", near=False
        )
    allowed = f"den acceptabla avvikelsen, {format_quantity(case.tolerance)}"
    open_ending = f"; om det är inom {allowed}, kan inte avgöras"
    try:
        near = _is_near(target, case, case.tolerance)
    except CannotTell as answer:
        return replace(verdict, reason=f"{verdict.reason}{open_ending}: {answer}")
    endings = {
        True: f", men inom {allowed}",
        False: f", och skillnaden är större än {allowed}",
        None: f"{open_ending}, så noga som värdena är tryckta",
    }
    return Verdict(verdict.kind, verdict.reason + endings[near], near)


def _is_near(target: Reckoned | RankTarget, case: Case, tolerance: Quantity) -> bool | None:
    """Tell whether the figure keeps every limit moved by the tolerance."""
    if isinstance(case.outcome, Rank) and isinstance(target, RankTarget | Keep):
        goal = target if isinstance(target, RankTarget) else earlier_of(case, target.base).figure
        assert isinstance(goal, RankTarget | Rank), "a missed rank has another one to be set against"
        return case.outcome.place - goal.place <= places(tolerance)
    assert not isinstance(target, RankTarget), "a missed place is a place"
    worked = work_out(target, case)
    return all_true(keeps(worked.figure, loosened(edge, tolerance)) for edge in worked.edges)


def all_true(answers: Iterable[bool | None]) -> bool | None:
    """Join answers: one no decides, then one that is open."""
    told = set(answers)
    return False if False in told else None if None in told else True


def _judge_leaf(target: Leaf, case: Case) -> Verdict:  # noqa: C901, PLR0911, PLR0912 - one line per kind of target
    match target:
        case AtLeast() | AtMost() | Above() | Below():
            return _judge_limit(target, outcome_of(case))
        case Between():
            return _judge_between(target, outcome_of(case), case)
        case Positive():
            return _judge_positive(outcome_of(case))
        case MeanOver():
            return _judge_mean(target, case)
        case ChangeTarget():
            return _judge_change(target, case)
        case Compared():
            return _judge_compared(target, case)
        case Keep():
            return _judge_keep(target, case)
        case GapShrinks():
            return _judge_gap(target, case)
        case GapLimit():
            return _judge_gap_limit(target, case)
        case SubGoals():
            return _judge_sub_goals(target, case)
        case RankTarget():
            return _judge_rank(target, case)
        case YesNo(yes):
            return _judge_word(case, yes=yes)
        case _:
            assert_never(target)


def is_enough(number: int, total: int, need: Quantity) -> bool:
    """Tell whether so many of a total are as many, or as large a share, as is needed."""
    return number * 100 >= need.value * total if need.unit == "%" else number >= need.value


def shown_outcome(case: Case) -> str:
    """Write the outcome with its mark; raise CannotTell where there is none."""
    value = known(case.outcome, case.name)
    if isinstance(value, Mapping):
        return f"{case.name} per grupp"
    return format_value(value) + _mark(case)


def _mark(case: Case) -> str:
    return note(case.marks.get("utfall"))


def _decided(passed: bool, reason: str) -> Verdict:  # noqa: FBT001 - the answer itself
    return Verdict("nått" if passed else "inte nått", reason)


def _relation(target: Limit) -> Relation:
    match target:
        case AtLeast():
            return "minst"
        case AtMost():
            return "högst"
        case Above():
            return "högre"
        case Below():
            return "lägre"
        case _:
            assert_never(target)


def _judge_limit(target: Limit, outcome: Span) -> Verdict:
    limit, passing = target.limit, _PASSES[_relation(target)]
    need_same_unit(outcome.unit, limit.unit)
    signs = {against(point, outcome.half, limit.value) for point in (outcome.low, outcome.high)}
    demand = describe(replace(target, by=None))
    if None in signs:
        shown = format_quantity(limit)
        raise CannotTell(f"{outcome.shown} är avrundat, och gränsen {shown} ligger inom avrundningen")
    passes = {sign in passing for sign in signs}
    if len(passes) > 1:
        raise CannotTell(f"{outcome.shown} ligger på båda sidor om gränsen i målet, {demand}")
    # The end of a range may lie on the limit itself; the other end tells on which side the range lies.
    sign = sign_of(outcome.low + outcome.high - 2 * limit.value)
    goal = "gränsen i målet" if sign == 0 else "målet"
    return _decided(passes == {True}, f"{outcome.shown} är {than(sign, outcome.unit)} {goal}, {demand}")


def _judge_between(target: Between, outcome: Span, case: Case) -> Verdict:
    need_same_unit(outcome.unit, target.low.unit)
    interval = f"intervallet {format_value(Range(target.low, target.high))}"
    from_low = {against(point, outcome.half, target.low.value) for point in (outcome.low, outcome.high)}
    from_high = {against(point, outcome.half, target.high.value) for point in (outcome.low, outcome.high)}
    if None in from_low | from_high:
        raise CannotTell(f"{outcome.shown} är avrundat, och gränsen för {interval} ligger inom avrundningen")
    if from_low == {-1}:
        return _beyond(case, -1, f"{outcome.shown} ligger under {interval}")
    if from_high == {1}:
        return _beyond(case, 1, f"{outcome.shown} ligger över {interval}")
    if -1 in from_low or 1 in from_high:
        raise CannotTell(f"{outcome.shown} ligger delvis utanför {interval}")
    return Verdict("nått", f"{outcome.shown} ligger inom {interval}")


def _beyond(case: Case, side: Sign, reason: str) -> Verdict:
    """Judge a value outside its interval: on the good side the source has to say what that is."""
    if side != GOOD[case.better]:
        return Verdict("inte nått", reason)
    match case.beyond:
        case "bättre":
            return Verdict("nått", f"{reason}, på den bättre sidan")
        case "avvikelse":
            return Verdict("inte nått", f"{reason}, och det är en avvikelse")
        case "okänt":
            raise CannotTell(f"{reason}, och källan säger inte om det är bättre eller en avvikelse")
        case _:
            assert_never(case.beyond)


def _judge_positive(outcome: Span) -> Verdict:
    signs = {sign_of(outcome.low), sign_of(outcome.high)}
    if 1 in signs and len(signs) > 1:
        raise CannotTell(f"{outcome.shown} ligger på båda sidor om noll")
    if signs == {0}:
        return Verdict("inte nått", f"{outcome.shown} är noll, inte större än noll")
    return _decided(signs == {1}, f"{outcome.shown} är {'större' if signs == {1} else 'mindre'} än noll")


def _judge_mean(target: MeanOver, case: Case) -> Verdict:
    mean, inner = mean_of(target, case), target.target
    return _judge_between(inner, mean, case) if isinstance(inner, Between) else _judge_limit(inner, mean)


def _judge_order(outcome: Span, other: Span, name: str, passing: frozenset[Sign]) -> Verdict:
    """Judge by the order of two rounded figures; `name` is the other one as the sentence names it."""
    sign = order(outcome, other)
    if sign is None:
        raise CannotTell(f"{outcome.shown} mot {name}: {too_close(outcome, other)}")
    return _decided(sign in passing, f"{outcome.shown} är {than(sign, outcome.unit)} {name}")


def _judge_change(target: ChangeTarget, case: Case) -> Verdict:
    outcome, earlier = outcome_of(case), earlier_of(case, target.base)
    base = earlier.span
    direction: Sign = 1 if target.direction == "öka" else -1
    name = f"{earlier.name}, {base.shown}"
    if target.amount is None:
        return _judge_order(outcome, base, name, frozenset({direction}))
    goal = moved(base, target.amount, direction)
    sum_text = f"{name}, {'plus' if direction > 0 else 'minus'} {format_quantity(target.amount)}"
    return _judge_order(outcome, goal, f"{goal.shown} ({sum_text})", frozenset({0, direction}))


def _judge_compared(target: Compared, case: Case) -> Verdict:
    outcome, other = outcome_of(case), comparison_of(target, case)
    name, passing = f"{target.comparison}, {other.shown}", _PASSES[target.relation]
    if target.margin is None:
        return _judge_order(outcome, other, name, passing)
    goal, size = moved(other, target.margin), replace(target.margin, number=abs(target.margin.number))
    sum_text = f"{name}, {'minus' if target.margin.number < 0 else 'plus'} {format_quantity(size)}"
    return _judge_order(outcome, goal, f"{goal.shown} ({sum_text})", passing)


def _judge_keep(target: Keep, case: Case) -> Verdict:
    earlier = earlier_of(case, target.base)
    if isinstance(case.outcome, Rank) and isinstance(earlier.figure, Rank):
        placed = rank_order(case.outcome, earlier.figure)
        shown = f"{earlier.name}, {format_value(earlier.figure)}{earlier.mark}"
        if case.unchanged and 0 < case.outcome.place - earlier.figure.place <= places(case.unchanged):
            return _unchanged(shown_outcome(case), shown, case.unchanged)
        return _decided(placed >= 0, f"{shown_outcome(case)} är {rank_than(placed)} {shown}")
    outcome, base = outcome_of(case), earlier.span
    if case.unchanged and order(outcome, base) != 0 and within(outcome, base, case.unchanged):
        return _unchanged(outcome.shown, f"{earlier.name}, {base.shown}", case.unchanged)
    if order(outcome, base) is None and look_alike(outcome, base):
        reason = f"{outcome.shown} är lika med {earlier.name}, {base.shown}, så noga som de är tryckta"
        return Verdict("nått", reason)
    good = GOOD[case.better]
    passing: frozenset[Sign] = frozenset({0, 1} if good > 0 else {-1, 0} if good < 0 else {0})
    return _judge_order(outcome, base, f"{earlier.name}, {base.shown}", passing)


def _unchanged(outcome: str, earlier: str, allowed: Quantity) -> Verdict:
    return Verdict("nått", f"{outcome} mot {earlier}: skillnaden ryms inom {format_quantity(allowed)}")


def _judge_gap(target: GapShrinks, case: Case) -> Verdict:
    now = gap_of((target.one, target.other), case.outcome, case.name)
    earlier = earlier_of(case, None)
    before = gap_of((target.one, target.other), earlier.figure, f"värdet för {earlier.name}")
    shown = f"skillnaden mellan {target.one} och {target.other}, {now.shown},"
    sign = order(now, before)
    if sign is None:
        raise CannotTell(f"{shown} mot {earlier.name}, {before.shown}: {too_close(now, before)}")
    word = {1: "större än", 0: "lika stor som", -1: "mindre än"}[sign]
    return _decided(sign < 0, f"{shown} är {word} {earlier.name}, {before.shown}{earlier.mark}")


def _judge_gap_limit(target: GapLimit, case: Case) -> Verdict:
    gap, limit = gap_of((target.one, target.other), case.outcome, case.name), target.limit
    need_same_unit(gap.unit, limit.limit.unit)
    shown = f"skillnaden mellan {target.one} och {target.other}, {gap.shown},"
    sign = against(gap.low, gap.half, limit.limit.value)
    if sign is None:
        of_limit = f"gränsen {format_quantity(limit.limit)} ligger inom avrundningen"
        raise CannotTell(f"{shown} bygger på avrundade tal, och {of_limit}")
    word = {1: "större än målet", 0: "lika med gränsen i målet", -1: "mindre än målet"}[sign]
    return _decided(sign in _PASSES[_relation(limit)], f"{shown} är {word}, {describe(limit)}")


def _judge_sub_goals(target: SubGoals, case: Case) -> Verdict:
    count, goal = sub_goals_of(case), describe(replace(target, by=None))
    reached = f"{count.reached} av {count.total} delmål har nåtts"
    if is_enough(count.reached, count.total, target.need):
        return Verdict("nått", f"{reached}, och målet är {goal}")
    if is_enough(count.reached + count.undecided, count.total, target.need):
        raise CannotTell(f"{reached} och {count.undecided} kan inte avgöras, och målet är {goal}")
    return Verdict("inte nått", f"{reached}, och målet är {goal}")


def _judge_rank(target: RankTarget, case: Case) -> Verdict:
    outcome, demand = case.outcome, describe(replace(target, by=None))
    if not isinstance(outcome, Rank):
        raise CannotTell(f"{case.name} är ingen placering: {shown_outcome(case)}")
    if outcome.of is not None and target.of is not None and outcome.of != target.of:
        raise CannotTell(
            f"{shown_outcome(case)} mot målet, {demand}: platser bland olika många går inte att jämföra"
        )
    sign = sign_of(Decimal(target.place - outcome.place))
    if outcome.top and sign < 0:
        raise CannotTell(f"{shown_outcome(case)} kan vara både bättre och sämre än målet, {demand}")
    goal = "gränsen i målet" if sign == 0 else "målet"
    return _decided(sign >= 0, f"{shown_outcome(case)} är {rank_than(sign)} {goal}, {demand}")


def _judge_word(case: Case, *, yes: bool) -> Verdict:
    outcome, wanted = case.outcome, "ja" if yes else "nej"
    if not isinstance(outcome, Word) or outcome.text.lower() not in {"ja", "nej"}:
        raise CannotTell(f"{case.name} är varken ja eller nej: {shown_outcome(case)}")
    answer = outcome.text.lower()
    if answer == wanted:
        return Verdict("nått", f"{case.name} är {answer}, som målet kräver")
    return Verdict("inte nått", f"{case.name} är {answer}, men målet är {wanted}")
