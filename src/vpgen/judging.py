"""A typed target, of one demand or several, against an outcome: the verdict, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias, TypeVar, assert_never

from vpgen.comparing import CannotTell, Figure, known, of_name
from vpgen.limits import Beyond, Case, SubGoalCount
from vpgen.model.fields import WHOLE
from vpgen.numbers import Quantity, format_quantity
from vpgen.periods import Period, label
from vpgen.target_kinds import (
    AllOf,
    Ambiguous,
    Bare,
    Between,
    ByPerson,
    GapLimit,
    GapShrinks,
    PerGroup,
    SomeOf,
    SubGoals,
    YesNo,
    describe,
)
from vpgen.values import Missing, Value
from vpgen.weighing import Verdict, VerdictKind, all_true, is_enough, shown_outcome, weigh

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vpgen.target_kinds import Target

# The cases are in limits, the verdict on one demand in weighing; what most who ask for a verdict need is here.
__all__ = [
    "Beyond",
    "Case",
    "SubGoalCount",
    "Verdict",
    "VerdictKind",
    "all_hold",
    "judge",
    "so_far",
    "whole_of",
]

_Key = TypeVar("_Key", str, Period)
_Parts: TypeAlias = "Sequence[tuple[str, Verdict]]"


def judge(target: Target, case: Case) -> Verdict:
    """Say whether the outcome meets the target; whatever cannot be told gives its reason, never an error."""
    try:
        verdict = _judge(target, case)
    except CannotTell as answer:
        return Verdict("kan inte avgöras", str(answer))
    return _until_due(target, case, verdict)


def _judge(target: Target, case: Case) -> Verdict:
    if _needs_outcome(target):
        if case.outcome is None:
            raise CannotTell(f"{case.name} är inte {of_name(case.name, 'ifyllt')} än")
        known(case.outcome, case.name)
    match target:
        case Bare() | ByPerson() | Ambiguous():
            raise CannotTell(_why_unjudged(target, case))
        case PerGroup() | AllOf():
            return all_hold(_parts(target, case))
        case SomeOf():
            return _some_hold(target, case)
        case GapShrinks() | GapLimit() | SubGoals():
            return weigh(target, case)
        case _:
            case = whole_of(target, case)
    if isinstance(case.outcome, Mapping):
        # A group that the outcome leaves out has not reached the target.
        groups = dict.fromkeys([*case.outcome, *case.groups])
        return all_hold([(group, judge(target, _of_group(case, group))) for group in groups])
    return weigh(target, case)


def whole_of(target: Target, case: Case) -> Case:
    """Keep of a case only what is about the whole, where the target names no group and the outcome has a whole."""
    match target:
        case PerGroup() | AllOf() | SomeOf() | GapShrinks() | GapLimit() | SubGoals():
            return case
        case _ if isinstance(case.outcome, Mapping) and WHOLE in case.outcome:
            return _of_group(case, WHOLE)
        case _:
            return case


def _needs_outcome(target: Target) -> bool:
    """Whether there is nothing to judge without an outcome; sub-goals are counted from assessments."""
    match target:
        case SubGoals():
            return False
        case AllOf(parts) | SomeOf(parts=AllOf(parts)):
            return all(_needs_outcome(part) for part in parts)
        case _:
            return True


def _until_due(target: Target, case: Case, verdict: Verdict) -> Verdict:
    """Leave a target with a time of its own open until that time."""
    due, now = target.by, case.outcome_period
    if due is None or verdict.kind == "kan inte avgöras" or (now is not None and now.end >= due.end):
        return verdict
    if now is None:
        return Verdict("kan inte avgöras", f"målet gäller {label(due)}, och utfallets period framgår inte")
    stood = so_far(target, verdict, case.name)
    return Verdict(
        "kan inte avgöras", f"målet gäller {label(due)}, och {stood} {label(now)}: {verdict.reason}"
    )


def so_far(target: Target, verdict: Verdict, name: str) -> str:
    """Say how a figure stood before the target's time: never that it is reached, for it may go back again."""
    yet = "" if verdict.kind == "nått" else " ännu inte"
    limits = _limits_of(target)
    if not limits:
        return f"{name} räckte{yet}"
    return f"{name} låg{yet} på rätt sida om {'gränsen' if limits == 1 else 'gränserna'}"


def _limits_of(target: Target) -> int:
    """Count the limits that a figure is to keep; none where what it is to keep is, even in part, no limit."""
    match target:
        case YesNo() | SubGoals() | SomeOf():
            return 0
        case Between():
            return 2
        case PerGroup(targets):
            counts = [_limits_of(part) for part in targets.values()]
        case AllOf(parts):
            counts = [_limits_of(part) for part in parts]
        case _:
            return 1
    return sum(counts) if all(counts) else 0


def _why_unjudged(target: Bare | ByPerson | Ambiguous, case: Case) -> str:
    match target:
        case Bare(value):
            shown = f"{shown_outcome(case)} mot {format_quantity(value)}"
            return f"{shown}: det är inte sagt om ett högt eller ett lågt värde är bra"
        case ByPerson():
            return "målet bedöms i text, ingen regel kan avgöra det"
        case Ambiguous(why=why, readings=readings):
            return f"målet ”{target.text}” kan betyda {' eller '.join(readings)}: {why}"
        case _:
            assert_never(target)


# Targets of several parts


def _parts(target: PerGroup | AllOf, case: Case) -> _Parts:
    match target:
        case PerGroup(targets):
            return [(group, judge(part, _of_group(case, group))) for group, part in targets.items()]
        case AllOf(targets):
            verdicts = [(part, judge(part, case)) for part in targets]
            return [(_name(part, verdict), verdict) for part, verdict in verdicts]
        case _:
            assert_never(target)


def _name(part: Target, verdict: Verdict) -> str:
    """Say which demand a verdict is of, unless its reason says so itself."""
    said = describe(part.limit if isinstance(part, GapLimit) else part)
    return "" if isinstance(part, PerGroup) or said in verdict.reason else describe(part)


def _listed(parts: _Parts, *kinds: VerdictKind) -> str:
    return "; ".join(
        f"{name}: {part.reason}" if name else part.reason for name, part in parts if part.kind in kinds
    )


def all_hold(parts: _Parts) -> Verdict:
    """Add up the verdicts of parts: one that fails decides, then one that cannot be told."""
    if not parts:
        raise CannotTell("målet eller utfallet har inga delar att bedöma")
    heaviest_first: tuple[VerdictKind, ...] = ("inte nått", "kan inte avgöras", "nått")
    kind = next(kind for kind in heaviest_first if any(part.kind == kind for _, part in parts))
    if kind != "inte nått":
        return Verdict(kind, _listed(parts, kind))
    near = all_true(part.near for _, part in parts if part.kind == kind)
    if near and any(part.kind == "kan inte avgöras" for _, part in parts):
        # What cannot be told may be missed by more.
        return Verdict(kind, _listed(parts, kind, "kan inte avgöras"))
    return Verdict(kind, _listed(parts, kind), near)


def _some_hold(target: SomeOf, case: Case) -> Verdict:
    """Count the parts that are met: those that cannot be told decide only where they could tip it."""
    parts, need = _parts(target.parts, case), target.need
    kinds = [part.kind for _, part in parts]
    reached, undecided = kinds.count("nått"), kinds.count("kan inte avgöras")
    what = "grupper når sitt mål" if isinstance(target.parts, PerGroup) else "krav hålls"
    left = f", {undecided} kan inte avgöras" if undecided else ""
    lead = f"{reached} av {len(parts)} {what}{left}, och det ska vara minst {format_quantity(need)}"
    if is_enough(reached, len(parts), need):
        return Verdict("nått", lead)
    if is_enough(reached + undecided, len(parts), need):
        return Verdict("kan inte avgöras", f"{lead}: {_listed(parts, 'kan inte avgöras')}")
    failed = _listed(parts, "inte nått")
    if case.tolerance is None:
        return Verdict("inte nått", f"{lead}: {failed}")
    near = _enough_near(parts, need)
    allowed = f"med den acceptabla avvikelsen, {format_quantity(case.tolerance)}"
    endings = {True: f", men {allowed}, räcker det", False: f", och också {allowed}, är det för få", None: ""}
    return Verdict("inte nått", f"{lead}{endings[near]}: {failed}", near)


def _enough_near(parts: _Parts, need: Quantity) -> bool | None:
    """Tell whether the parts that are met or nearly so are enough; None where those that are open could tip it."""
    sure = sum(part.kind == "nått" or part.near is True for _, part in parts)
    far = sum(part.near is False for _, part in parts)
    if is_enough(sure, len(parts), need):
        return True
    return None if is_enough(len(parts) - far, len(parts), need) else False


def _of_group(case: Case, group: str) -> Case:
    """Keep of a case only what is about one group; what is not divided is of all, where that is a group."""
    is_whole = group == WHOLE and WHOLE in case.groups
    if not isinstance(case.outcome, Mapping) and not is_whole:
        raise CannotTell(f"{case.name} är inte {of_name(case.name, 'redovisat')} per grupp")

    def part(figure: Figure | None) -> Value | Missing | None:
        if isinstance(figure, Mapping):
            return figure.get(group)
        return figure if is_whole or isinstance(figure, Missing) else None

    def pick(figures: Mapping[_Key, Figure]) -> dict[_Key, Figure]:
        return {key: value for key, figure in figures.items() if (value := part(figure)) is not None}

    return replace(
        case,
        outcome=part(case.outcome) or Missing("saknas"),
        previous=part(case.previous),
        history=pick(case.history),
        comparisons=pick(case.comparisons),
    )
