"""What an outcome of only a part of the year says of a target for the whole of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from vpgen.comparing import is_amount
from vpgen.judging import Verdict
from vpgen.numbers import Quantity
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
)
from vpgen.values import Range

if TYPE_CHECKING:
    from vpgen.comparing import Figure
    from vpgen.judging import Case
    from vpgen.periods import Period
    from vpgen.target_kinds import Better, Target


def before_year_end(verdict: Verdict, target: Target, case: Case, period: Period, year: int) -> Verdict:
    """Leave the target of a year open until the year is out, and say how the part of it stands.

    Counts and sums (st, kr, ton: see `is_amount`) mostly grow until the year is out, so one that is still below a
    limit from above is never said to have reached it. One that has passed a fixed limit has missed the target for
    certain if it can only grow, and one that has come up to a limit from below has reached it; whether it can only
    grow the content does not tell, so that too is left open, and the sentence says on what it hangs.
    """
    if verdict.kind == "kan inte avgöras":
        return verdict
    when, goal = label(period), f"målet gäller helåret {year}"
    so_far = f"och var redan nått {when}" if verdict.kind == "nått" else f"och var ännu inte nått {when}"
    if _has_amounts(case.outcome) and has_ceiling(target, case.better):
        if verdict.kind == "nått":
            so_far = f"och utfallet avser bara {when}, så året kan ännu sluta annorlunda"
        elif _is_fixed_ceiling(target):
            so_far = f"och gränsen var passerad redan {when}, så målet är missat om värdet bara kan växa"
    comma = "" if so_far.startswith("och var") else ","
    return Verdict("kan inte avgöras", f"{goal}{comma} {so_far}: {verdict.reason}")


def after_year_end(verdict: Verdict, target: Target, case: Case, period: Period, year: int) -> Verdict:
    """Name the part of the year that a report of the whole year has an outcome of.

    It is judged as the year's, for it may be measured once a year; but a count or a sum that stops before the year
    does has not kept a limit from above.
    """
    if verdict.kind == "kan inte avgöras":
        return verdict
    stops_early = (period.end.year, period.end.month) < (year, 12)
    if (
        verdict.kind == "nått"
        and stops_early
        and _has_amounts(case.outcome)
        and has_ceiling(target, case.better)
    ):
        reason = f"målet gäller helåret {year}, och utfallet avser bara {label(period)}: {verdict.reason}"
        return Verdict("kan inte avgöras", reason)
    return replace(verdict, reason=f"utfallet avser {label(period)}: {verdict.reason}")


def _has_amounts(outcome: Figure | None) -> bool:
    values = outcome.values() if isinstance(outcome, Mapping) else [outcome]
    units = [value.unit for value in values if isinstance(value, Quantity)]
    units += [value.high.unit for value in values if isinstance(value, Range)]
    return any(is_amount(unit) for unit in units)


def has_ceiling(target: Target, better: Better) -> bool:  # noqa: C901, PLR0911 - one line per kind of target
    """Tell whether a target, or a part of it, sets a limit from above."""
    match target:
        case AtMost() | Below() | Between() | GapShrinks():
            return True
        case ChangeTarget(direction):
            return direction == "minska"
        case Compared():
            return target.relation in {"högst", "lägre"}
        case Keep():
            return better != "högt"
        case MeanOver(target=inner) | GapLimit(limit=inner):
            return has_ceiling(inner, better)
        case PerGroup(targets):
            return any(has_ceiling(part, better) for part in targets.values())
        case AllOf(targets):
            return any(has_ceiling(part, better) for part in targets)
        case SomeOf(parts=parts):
            return has_ceiling(parts, better)
        case AtLeast() | Above() | Positive() | RankTarget() | YesNo() | SubGoals():
            return False
        case Bare() | ByPerson() | Ambiguous():
            return False
        case _:
            assert_never(target)


def _is_fixed_ceiling(target: Target) -> bool:
    """Tell whether a target is a written limit from above and nothing else: the year before is counted over as long a time."""
    match target:
        case PerGroup(targets):
            return all(_is_fixed_ceiling(part) for part in targets.values())
        case _:
            return isinstance(target, AtMost | Below)
