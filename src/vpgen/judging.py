"""A typed target against an outcome: a verdict in neutral words, and the sentence that says why.

Two rules about printed precision run through the module.

A limit is exact, and an organisation is taken to print its outcomes at the precision it judges by: 95 %
meets "minst 95 %" and does not meet "över 95 %", whatever was rounded away. Only a limit that is finer than
the outcome (95 % against "minst 95,4 %") and lies inside its rounding cannot be told.

Two outcomes are both rounded: 40 % against 40 % may be a rise or a fall, so neither a change nor a place above
another figure can be told until the printed intervals lie apart. Only where a value is to be kept, and it is
enough not to be worse, do figures that agree at the printed precision count as equal. Counts of things
(unit st) are exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar, assert_never

from vpgen.comparing import (
    GOOD,
    NO_EARLIER,
    CannotTell,
    Figure,
    Sign,
    Span,
    against,
    known,
    look_alike,
    moved,
    need_same_unit,
    note,
    order,
    rank_order,
    rank_than,
    show,
    sign_of,
    span,
    than,
    too_close,
)
from vpgen.numbers import Quantity, difference, format_quantity
from vpgen.periods import Period, label, years_apart
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
    GapShrinks,
    Keep,
    MeanOver,
    PerGroup,
    Positive,
    RankTarget,
    YesNo,
    describe,
)
from vpgen.values import Missing, Range, Rank, Value, Word, format_value

if TYPE_CHECKING:
    from vpgen.target_kinds import Base, Better, Limit, Relation, Target

VerdictKind: TypeAlias = Literal["nått", "inte nått", "kan inte avgöras"]
Beyond: TypeAlias = Literal["bättre", "avvikelse", "okänt"]
_Key = TypeVar("_Key", str, Period)


@dataclass(frozen=True)
class Verdict:
    """Whether a target is met, and the Swedish sentence (without full stop) that says why."""

    kind: VerdictKind
    reason: str


@dataclass(frozen=True)
class Case:
    """What a target is judged against; every value is of the same indicator, scope and definition.

    `outcome` is None until it is filled in. `history` holds earlier periods, for base years and means;
    `comparisons` the same period elsewhere, such as riket. `beyond` says what it is to lie outside an
    interval on the good side. `marks` holds what the sentence says of a value that is not simply printed,
    such as *räknat* or *tolkning*, by `utfall`, `föregående`, a comparison or a period of the history.
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


_PASSES: dict[Relation, frozenset[Sign]] = {
    "minst": frozenset({0, 1}),
    "högre": frozenset({1}),
    "högst": frozenset({-1, 0}),
    "lägre": frozenset({-1}),
}


def judge(target: Target, case: Case) -> Verdict:
    """Say whether the outcome meets the target; whatever cannot be told gives its reason, never an error."""
    try:
        verdict = _judge(target, case)
    except CannotTell as answer:
        return Verdict("kan inte avgöras", str(answer))
    return _until_due(target, case, verdict)


def _judge(target: Target, case: Case) -> Verdict:  # noqa: C901, PLR0911, PLR0912 - one line per kind of target
    if case.outcome is None:
        raise CannotTell("utfallet är inte ifyllt än")
    known(case.outcome, "utfallet")
    match target:
        case Bare() | ByPerson() | Ambiguous():
            raise CannotTell(_why_unjudged(target, case))
        case PerGroup(targets):
            return _all_hold({group: judge(part, _of_group(case, group)) for group, part in targets.items()})
        case AllOf(targets):
            return _all_hold({describe(part): judge(part, case) for part in targets})
        case GapShrinks():
            return _judge_gap(target, case)
        case _ if isinstance(case.outcome, Mapping):
            return _all_hold({group: judge(target, _of_group(case, group)) for group in case.outcome})
        case AtLeast() | AtMost() | Above() | Below():
            return _judge_limit(target, _outcome(case))
        case Between():
            return _judge_between(target, _outcome(case), case)
        case Positive():
            return _judge_positive(_outcome(case))
        case MeanOver():
            return _judge_mean(target, case)
        case ChangeTarget():
            return _judge_change(target, case)
        case Compared():
            return _judge_compared(target, case)
        case Keep():
            return _judge_keep(target, case)
        case RankTarget():
            return _judge_rank(target, case)
        case YesNo(yes):
            return _judge_word(case, yes=yes)
        case _:
            assert_never(target)


def _until_due(target: Target, case: Case, verdict: Verdict) -> Verdict:
    """Leave a target with a time of its own open until that time."""
    due, now = target.by, case.outcome_period
    if due is None or verdict.kind == "kan inte avgöras" or (now is not None and now.end >= due.end):
        return verdict
    if now is None:
        return Verdict("kan inte avgöras", f"målet gäller {label(due)}, och utfallets period framgår inte")
    so_far = "var redan nått" if verdict.kind == "nått" else "var ännu inte nått"
    return Verdict(
        "kan inte avgöras", f"målet gäller {label(due)} och {so_far} {label(now)}: {verdict.reason}"
    )


def _why_unjudged(target: Bare | ByPerson | Ambiguous, case: Case) -> str:
    match target:
        case Bare(value):
            shown = f"{_shown(case)} mot {format_quantity(value)}"
            return f"{shown}: det är inte sagt om ett högt eller ett lågt värde är bra"
        case ByPerson():
            return "målet bedöms i text, ingen regel kan avgöra det"
        case Ambiguous(why=why, readings=readings):
            return f"målet ”{target.text}” kan betyda {' eller '.join(readings)}: {why}"
        case _:
            assert_never(target)


def _all_hold(parts: Mapping[str, Verdict]) -> Verdict:
    """Add up the verdicts of parts: one that fails decides, then one that cannot be told."""
    if not parts:
        raise CannotTell("målet eller utfallet har inga delar att bedöma")
    kinds: tuple[VerdictKind, ...] = ("inte nått", "kan inte avgöras", "nått")
    kind = next(kind for kind in kinds if any(part.kind == kind for part in parts.values()))
    return Verdict(
        kind, "; ".join(f"{name}: {part.reason}" for name, part in parts.items() if part.kind == kind)
    )


def _of_group(case: Case, group: str) -> Case:
    """Keep of a case only what is about one group."""
    if not isinstance(case.outcome, Mapping):
        raise CannotTell("utfallet är inte redovisat per grupp")

    def pick(figures: Mapping[_Key, Figure]) -> dict[_Key, Figure]:
        return {key: value for key, figure in figures.items() if (value := _part(figure, group)) is not None}

    return replace(
        case,
        outcome=case.outcome.get(group),
        previous=_part(case.previous, group),
        history=pick(case.history),
        comparisons=pick(case.comparisons),
    )


def _part(figure: Figure | None, group: str) -> Value | Missing | None:
    if isinstance(figure, Mapping):
        return figure.get(group)
    return figure if isinstance(figure, Missing) else None


def _outcome(case: Case) -> Span:
    return span(case.outcome, "utfallet", _mark(case))


def _shown(case: Case) -> str:
    value = known(case.outcome, "utfallet")
    if isinstance(value, Mapping):
        return "utfallet per grupp"
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
    """Take the mean of the outcome and the years before it; every year must be known."""
    now = case.outcome_period
    if now is None:
        raise CannotTell("utfallets period framgår inte, så medelvärdet kan inte räknas")
    spans = [_outcome(case)]
    for ago in range(1, target.years):
        year = now.end.year - ago
        period = next((past for past in _past(case) if years_apart(past, now) == ago), None)
        spans.append(
            span(_past(case)[period] if period else None, f"värdet för {year}", _past_mark(case, period))
        )
        need_same_unit(spans[0].unit, spans[-1].unit)
    mean = _mean(spans, now)
    inner = target.target
    return _judge_between(inner, mean, case) if isinstance(inner, Between) else _judge_limit(inner, mean)


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
class _Earlier:
    """An earlier figure, the name of its time, and its mark."""

    figure: Figure | None
    name: str
    mark: str

    @property
    def span(self) -> Span:
        return span(self.figure, f"värdet för {self.name}", self.mark)


def _earlier(case: Case, base: Base) -> _Earlier:
    """Find the value that a change is counted from."""
    match base:
        case "föregående år":
            return _year_before(case)
        case "föregående mätning" | None:
            if case.previous is None:
                raise CannotTell(NO_EARLIER)
            return _Earlier(case.previous, _previous_name(case), _past_mark(case, case.previous_period))
        case Period():
            return _Earlier(_past(case).get(base), label(base), _past_mark(case, base))
        case _:
            assert_never(base)


def _year_before(case: Case) -> _Earlier:
    now, then = case.outcome_period, case.previous_period
    if now is None or then is None:
        if case.previous is None:
            raise CannotTell(NO_EARLIER)
        return _Earlier(case.previous, "föregående år", _past_mark(case, then))
    past = _past(case)
    period = next((period for period in past if years_apart(period, now) == 1), None)
    if period is None:
        raise CannotTell(f"värdet för föregående år saknas, det senaste avser {label(then)}")
    return _Earlier(past[period], "föregående år", _past_mark(case, period))


def _previous_name(case: Case) -> str:
    now, then = case.outcome_period, case.previous_period
    if then is None:
        return "föregående mätning"
    return "föregående år" if now is not None and years_apart(then, now) == 1 else label(then)


def _judge_order(outcome: Span, other: Span, name: str, passing: frozenset[Sign]) -> Verdict:
    """Judge by the order of two rounded figures; `name` is the other one as the sentence names it."""
    sign = order(outcome, other)
    if sign is None:
        raise CannotTell(f"{outcome.shown} mot {name}: {too_close(outcome, other)}")
    return _decided(sign in passing, f"{outcome.shown} är {than(sign, outcome.unit)} {name}")


def _judge_change(target: ChangeTarget, case: Case) -> Verdict:
    outcome, earlier = _outcome(case), _earlier(case, target.base)
    base = earlier.span
    direction: Sign = 1 if target.direction == "öka" else -1
    name = f"{earlier.name}, {base.shown}"
    if target.amount is None:
        return _judge_order(outcome, base, name, frozenset({direction}))
    goal = moved(base, target.amount, direction)
    sum_text = f"{name}, {'plus' if direction > 0 else 'minus'} {format_quantity(target.amount)}"
    return _judge_order(outcome, goal, f"{goal.shown} ({sum_text})", frozenset({0, direction}))


def _judge_compared(target: Compared, case: Case) -> Verdict:
    outcome, key = _outcome(case), target.comparison.lower()
    figure = next((figure for name, figure in case.comparisons.items() if name.lower() == key), None)
    mark = next(
        (mark for name, mark in case.marks.items() if isinstance(name, str) and name.lower() == key), None
    )
    other = span(figure, f"jämförelsevärdet för {target.comparison}", note(mark))
    name, passing = f"{target.comparison}, {other.shown}", _PASSES[target.relation]
    if target.margin is None:
        return _judge_order(outcome, other, name, passing)
    goal, size = moved(other, target.margin), replace(target.margin, number=abs(target.margin.number))
    sum_text = f"{name}, {'minus' if target.margin.number < 0 else 'plus'} {format_quantity(size)}"
    return _judge_order(outcome, goal, f"{goal.shown} ({sum_text})", passing)


def _judge_keep(target: Keep, case: Case) -> Verdict:
    earlier = _earlier(case, target.base)
    if isinstance(case.outcome, Rank) and isinstance(earlier.figure, Rank):
        placed = rank_order(case.outcome, earlier.figure)
        shown = f"{earlier.name}, {format_value(earlier.figure)}{earlier.mark}"
        return _decided(placed >= 0, f"{_shown(case)} är {rank_than(placed)} {shown}")
    outcome, base = _outcome(case), earlier.span
    if order(outcome, base) is None and look_alike(outcome, base):
        reason = f"{outcome.shown} är lika med {earlier.name}, {base.shown}, så noga som de är tryckta"
        return Verdict("nått", reason)
    good = GOOD[case.better]
    passing: frozenset[Sign] = frozenset({0, 1} if good > 0 else {-1, 0} if good < 0 else {0})
    return _judge_order(outcome, base, f"{earlier.name}, {base.shown}", passing)


def _judge_gap(target: GapShrinks, case: Case) -> Verdict:
    now = _gap(target, case.outcome, "utfallet")
    earlier = _earlier(case, None)
    before = _gap(target, earlier.figure, f"värdet för {earlier.name}")
    shown = f"skillnaden mellan {target.one} och {target.other}, {now.shown},"
    sign = order(now, before)
    if sign is None:
        raise CannotTell(f"{shown} mot {earlier.name}, {before.shown}: {too_close(now, before)}")
    word = {1: "större än", 0: "lika stor som", -1: "mindre än"}[sign]
    return _decided(sign < 0, f"{shown} är {word} {earlier.name}, {before.shown}{earlier.mark}")


def _gap(target: GapShrinks, figure: Figure | None, name: str) -> Span:
    """Measure the distance between two groups; the rounding of both adds up."""
    groups = known(figure, name)
    if not isinstance(groups, Mapping):
        raise CannotTell(f"{name} är inte redovisat per grupp")
    one, other = (known(groups.get(group), f"{name} för {group}") for group in (target.one, target.other))
    if not isinstance(one, Quantity) or not isinstance(other, Quantity):
        raise CannotTell(f"{name} för {target.one} och {target.other} är inte två tal")
    need_same_unit(one.unit, other.unit)
    gap = difference(one, other)
    assert gap is not None, "the units are the same"
    size = replace(gap, number=abs(gap.number))
    return Span(size.value, size.value, one.half + other.half, size, format_quantity(size))


def _judge_rank(target: RankTarget, case: Case) -> Verdict:
    outcome, demand = case.outcome, describe(replace(target, by=None))
    if not isinstance(outcome, Rank):
        raise CannotTell(f"utfallet är ingen placering: {_shown(case)}")
    if outcome.of is not None and target.of is not None and outcome.of != target.of:
        raise CannotTell(
            f"{_shown(case)} mot målet, {demand}: platser bland olika många går inte att jämföra"
        )
    sign = sign_of(Decimal(target.place - outcome.place))
    if outcome.top and sign < 0:
        raise CannotTell(f"{_shown(case)} kan vara både bättre och sämre än målet, {demand}")
    goal = "gränsen i målet" if sign == 0 else "målet"
    return _decided(sign >= 0, f"{_shown(case)} är {rank_than(sign)} {goal}, {demand}")


def _judge_word(case: Case, *, yes: bool) -> Verdict:
    outcome, wanted = case.outcome, "ja" if yes else "nej"
    if not isinstance(outcome, Word) or outcome.text.lower() not in {"ja", "nej"}:
        raise CannotTell(f"utfallet är varken ja eller nej: {_shown(case)}")
    answer = outcome.text.lower()
    if answer == wanted:
        return Verdict("nått", f"utfallet är {answer}, som målet kräver")
    return Verdict("inte nått", f"utfallet är {answer}, men målet är {wanted}")
