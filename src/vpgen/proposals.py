"""What an adopted rule gives: a level for a goal from its parts that are reached, a word for an indicator from its verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from vpgen.limits import NOT_ALL_SHOWN
from vpgen.model.files import NOT_ASSESSED
from vpgen.statuses import Status, StatusKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vpgen.fulfilment import Fulfilment
    from vpgen.judging import SubGoalCount, Verdict
    from vpgen.model.content import GoalRule
    from vpgen.model.files import Scale
    from vpgen.model.rules import Condition, RuleEntry
    from vpgen.numbers import Quantity

PERCENT = 100


def _none(reason: str) -> Status:
    return Status(StatusKind.NOT_ASSESSED, NOT_ASSESSED, None, reason)


def propose_for_goal(
    rule: GoalRule, verdicts: Sequence[Verdict], sub_goals: SubGoalCount, scale: Scale
) -> Status:
    """Return the level that a rule gives a goal from its indicators and sub-goals, or why it gives none.

    One part that cannot be told is enough for none: it is never counted as reached, and never left out.
    """
    if not sub_goals.whole:
        return _none(NOT_ALL_SHOWN)
    reached = sum(verdict.kind == "nått" for verdict in verdicts)
    undecided = sum(verdict.kind == "kan inte avgöras" for verdict in verdicts)
    total = len(verdicts) + sub_goals.total
    if not total:
        return _none("målet har varken indikatorer eller delmål")
    if undecided or sub_goals.undecided:
        lacking = [
            f"{undecided} av {len(verdicts)} indikatorer kan inte avgöras" if undecided else "",
            f"{sub_goals.undecided} av {sub_goals.total} delmål är inte bedömda"
            if sub_goals.undecided
            else "",
        ]
        return _none(" och ".join(filter(None, lacking)))
    told = [
        f"{reached} av {len(verdicts)} indikatorer" if verdicts else "",
        f"{sub_goals.reached} av {sub_goals.total} delmål" if sub_goals.total else "",
    ]
    for word, share in sorted(rule.shares.items(), key=lambda item: -item[1]):
        if (reached + sub_goals.reached) * PERCENT >= share * total:
            reason = f"{' och '.join(filter(None, told))} är nådda ({rule.decision})"
            return Status(StatusKind.LEVEL, word, scale.levels.get(word), reason)
    return _none("regeln säger inget om detta fall")


def propose_for_indicator(
    rule: RuleEntry,
    verdict: Verdict,
    tolerance: Quantity | None,
    fulfilment: Fulfilment | None,
    scale: Scale,
) -> Status:
    """Return the word that a rule gives an indicator from its verdict, or why it gives none.

    The first condition that holds decides, in the order of the rule; one that cannot be told ends the search.
    """
    if verdict.kind == "kan inte avgöras":
        return _none(verdict.reason)
    for word, condition in rule.indicators.items():
        holds = _holds(condition, verdict, tolerance, fulfilment)
        if holds is None:
            return _none(_why_open(condition, verdict, fulfilment))
        if holds:
            reason = f"{_ground(condition, verdict, fulfilment)} ({rule.decision})"
            return Status(StatusKind.LEVEL, word, scale.levels.get(word), reason)
    return _none("regeln säger inget om detta fall")


def _holds(
    condition: Condition, verdict: Verdict, tolerance: Quantity | None, fulfilment: Fulfilment | None
) -> bool | None:
    """Say whether a decided verdict meets a condition; None where that cannot be told."""
    match condition.kind:
        case "nått":
            return verdict.kind == "nått"
        case "inom acceptabel avvikelse":
            # Where no deviation is decided, none is acceptable.
            within = False if tolerance is None else verdict.near
            return verdict.kind == "nått" or within
        case "av målvärdet":
            percent = fulfilment.percent if fulfilment else None
            if percent is None or condition.least is None:
                return None
            return percent >= condition.least and (verdict.kind == "nått" or condition.least < PERCENT)
        case "annars":
            return True
        case _:
            assert_never(condition.kind)


def _why_open(condition: Condition, verdict: Verdict, fulfilment: Fulfilment | None) -> str:
    if condition.kind == "av målvärdet":
        why = f": {fulfilment.reason}" if fulfilment and fulfilment.reason else ""
        return f"andelen av målvärdet kan inte räknas{why}"
    return verdict.reason


def _ground(condition: Condition, verdict: Verdict, fulfilment: Fulfilment | None) -> str:
    if condition.kind == "av målvärdet" and fulfilment:
        return f"uppfyllelsen är {fulfilment.text}"
    if verdict.kind == "nått":
        return "målet är nått"
    return f"målet är inte nått{', men inom den acceptabla avvikelsen' if verdict.near else ''}"
