"""What an outcome of only a part of the year says of a target for the whole of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from vpgen.comparing import GOOD, is_amount
from vpgen.judging import Verdict, all_hold, judge, so_far, whole_of
from vpgen.numbers import Quantity, agree, format_quantity
from vpgen.periods import label
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
from vpgen.values import Missing, Range, format_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vpgen.comparing import Figure, Sign
    from vpgen.judging import Case
    from vpgen.periods import Period
    from vpgen.target_kinds import Better, Target

BOTH = 2


def before_year_end(verdict: Verdict, target: Target, case: Case, period: Period, year: int) -> Verdict:
    """Leave the target of a year open until the year is out, and say how the part of it stands.

    A count or a sum (st, kr, ton: see `is_amount`) of a part of the year is not set against a limit for the whole of
    it: it says neither that the limit is kept nor that it is passed.
    """
    if is_unlike(target, case.outcome):
        return _not_comparable(target, case, period)
    if verdict.kind == "kan inte avgöras":
        return verdict
    stood = so_far(target, verdict, case.name)
    return Verdict(
        "kan inte avgöras", f"målet gäller helåret {year}, och {stood} {label(period)}: {verdict.reason}"
    )


def after_year_end(verdict: Verdict, target: Target, case: Case, period: Period, year: int) -> Verdict:
    """Name the part of the year that a report of the whole year has an outcome of.

    It is judged as the year's, for it may be measured once a year; but a count or a sum that stops before the year
    does is not set against a limit for the whole of it, and has neither kept another one from above nor missed one
    from below.
    """
    stops_early = (period.end.year, period.end.month) < (year, 12)
    if stops_early and is_unlike(target, case.outcome):
        return _not_comparable(target, case, period)
    if verdict.kind == "kan inte avgöras":
        return verdict
    side: Sign = -1 if verdict.kind == "nått" else 1
    if stops_early and _has_amounts(case.outcome) and has_limit(target, case.better, side):
        reason = f"målet gäller helåret {year}, och utfallet avser bara {label(period)}: {verdict.reason}"
        return Verdict("kan inte avgöras", reason)
    return replace(verdict, reason=f"utfallet avser {label(period)}: {verdict.reason}")


def open_each(verdict: Verdict, year: int) -> Verdict:
    """Leave the target of a year open until the year is out, where every period told so far is judged."""
    if verdict.kind == "kan inte avgöras":
        return verdict
    return Verdict("kan inte avgöras", f"målet gäller helåret {year}; hittills {verdict.reason}")


def judge_each(target: Target, cases: Sequence[Case]) -> Verdict:
    """Judge every period of an outcome that is told for several, oldest first: the worst of them decides.

    The sentence names the periods that do not keep the limit, or says that all do.
    """
    told = [(label(case.outcome_period), case, judge(target, case)) for case in cases if case.outcome_period]
    joined = all_hold([(when, verdict) for when, _, verdict in told])
    missed = [(when, case) for when, case, verdict in told if verdict.kind == "inte nått"]
    shown = [f"{_shown(target, case)} ({when})" for when, case in (missed or [each[:2] for each in told])]
    if joined.kind == "kan inte avgöras" or not all(_single(target, case) for _, case, _ in told):
        return joined
    number = "båda" if len(shown) == BOTH else "alla" if shown[1:] else ""
    side = _side(target, [case for _, case in missed]) if missed else "på rätt sida om"
    goal = f"målet, {describe(replace(target, by=None))}"
    left = f" ({len(told) - len(missed)} av {len(told)} på rätt sida)" if 0 < len(missed) < len(told) else ""
    reason = f"{', '.join(shown)}: {' '.join(filter(None, [number, side]))} {goal}{left}"
    return Verdict(joined.kind, reason + _tolerated(joined, cases[-1]), joined.near)


def is_per_period(target: Target, outcome: Figure | None) -> bool:
    """Tell whether a target is a limit that holds for each of several shorter periods: a written one, and no count or sum."""
    is_limit = isinstance(target, AtLeast | AtMost | Above | Below | Between)
    return is_limit and target.by is None and not _has_amounts(outcome)


def _single(target: Target, case: Case) -> bool:
    return isinstance(whole_of(target, case).outcome, Quantity)


def _shown(target: Target, case: Case) -> str:
    outcome = whole_of(target, case).outcome
    return format_quantity(outcome) if isinstance(outcome, Quantity) else ""


def _side(target: Target, missed: Sequence[Case]) -> str:
    """Say on which side of a limit figures lie that do not keep it."""
    outcomes = [whole_of(target, case).outcome for case in missed]
    values = [outcome.value for outcome in outcomes if isinstance(outcome, Quantity)]
    match target:
        case AtLeast():
            return "under"
        case AtMost():
            return "över"
        case Above(limit):
            return "på eller under" if limit.value in values else "under"
        case Below(limit):
            return "på eller över" if limit.value in values else "över"
        case _:
            return "utanför"


def _tolerated(verdict: Verdict, case: Case) -> str:
    """Say whether what is missed is so by no more than the acceptable deviation, where there is one."""
    if verdict.kind != "inte nått" or case.tolerance is None or verdict.near is None:
        return ""
    allowed = f"den acceptabla avvikelsen, {format_quantity(case.tolerance)}"
    return f", men inom {allowed}" if verdict.near else f", och skillnaden är större än {allowed}"


def _not_comparable(target: Target, case: Case, period: Period) -> Verdict:
    outcome = whole_of(target, case).outcome
    groups = outcome if isinstance(outcome, Mapping) else {"": outcome}
    known = {group: value for group, value in groups.items() if value and not isinstance(value, Missing)}
    told = [f"{group} {format_value(value)}".strip() for group, value in known.items()]
    return Verdict("kan inte avgöras", f"{', '.join(told)} avser {label(period)}; målet gäller hela året")


def falls_short(target: Target, expected: Case, reached: Case) -> str:
    """Say that a count or a sum is expected to be less for a year than it already is; empty where it is not.

    What only has to be more than zero, and a figure below zero, is of a sum that goes both ways, such as a result.
    """
    year, part = expected.outcome_period, reached.outcome_period
    if isinstance(target, Positive) or year is None or part is None or year == part or not year.holds(part):
        return ""
    return "; ".join(
        f"{group}: {less}" if group else less
        for group, one, other in _pairs(expected.outcome, reached.outcome)
        if (less := _less(one, other))
    )


def _pairs(one: Figure | None, other: Figure | None) -> Iterator[tuple[str, object, object]]:
    """Yield the values of two figures that are of the same group, or both undivided."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        yield from ((group, value, other.get(group)) for group, value in one.items())
    else:
        yield "", one, other


def _less(expected: object, reached: object) -> str:
    if not isinstance(expected, Quantity) or not isinstance(reached, Quantity):
        return ""
    if expected.unit != reached.unit or not is_amount(expected.unit) or agree(expected, reached):
        return ""
    if not 0 <= expected.value < reached.value:
        return ""
    return f"prognosen {format_quantity(expected)} är lägre än utfallet hittills, {format_quantity(reached)}"


def is_unlike(target: Target, outcome: Figure | None) -> bool:
    """Tell whether an outcome of a part of the year is of another kind than the target: a count or a sum, and a year's limit."""
    return _has_amounts(outcome) and has_written_limit(target)


def has_written_limit(target: Target) -> bool:
    """Tell whether a target, or a part of it, is a level in figures, not one that is counted from another figure.

    More than nothing is no such level: it holds for a part of the year as for the whole.
    """
    match target:
        case PerGroup(targets):
            return any(has_written_limit(part) for part in targets.values())
        case AllOf(parts) | SomeOf(parts=AllOf(parts)):
            return any(has_written_limit(part) for part in parts)
        case SomeOf(parts=parts):
            return has_written_limit(parts)
        case _:
            return isinstance(target, AtLeast | AtMost | Above | Below | Between | Bare | MeanOver | GapLimit)


def _has_amounts(outcome: Figure | None) -> bool:
    values = outcome.values() if isinstance(outcome, Mapping) else [outcome]
    units = [value.unit for value in values if isinstance(value, Quantity)]
    units += [value.high.unit for value in values if isinstance(value, Range)]
    return any(is_amount(unit) for unit in units)


def has_limit(target: Target, better: Better, side: Sign) -> bool:  # noqa: C901, PLR0911 - one line per kind of target
    """Tell whether a target, or a part of it, sets a limit that is to be kept on a side: from below (1) or above (−1)."""
    match target:
        case AtMost() | Below() | GapShrinks():
            return side < 0
        case AtLeast() | Above() | Positive():
            return side > 0
        case Between():
            return True
        case ChangeTarget(direction):
            return (direction == "öka") == (side > 0)
        case Compared():
            return (target.relation in {"minst", "högre"}) == (side > 0)
        case Keep():
            return GOOD[better] in {0, side}
        case MeanOver(target=inner) | GapLimit(limit=inner):
            return has_limit(inner, better, side)
        case PerGroup(targets):
            return any(has_limit(part, better, side) for part in targets.values())
        case AllOf(targets):
            return any(has_limit(part, better, side) for part in targets)
        case SomeOf(parts=parts):
            return has_limit(parts, better, side)
        case RankTarget() | YesNo() | SubGoals() | Bare() | ByPerson() | Ambiguous():
            return False
        case _:
            assert_never(target)
