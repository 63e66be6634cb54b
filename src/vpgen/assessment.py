"""Every document assessed: statuses, verdicts with reasons, directions, tallies."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from vpgen.judging import SubGoalCount
from vpgen.model.content import FollowUp, Plan, ReportedRow, counted, parts_of
from vpgen.model.fields import Named
from vpgen.model.files import ReportedIndicatorEntry
from vpgen.past import Archive
from vpgen.proposals import propose_for_goal
from vpgen.statuses import (
    Status,
    Tally,
    assessed,
    change_status,
    measure_scale,
    measure_status,
    tally,
)
from vpgen.summaries import SummaryLine, reconcile
from vpgen.target_kinds import SubGoals
from vpgen.verdicts import RowResult, assess_left_out, assess_planned, assess_reported

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from vpgen.history import Key, Point
    from vpgen.model.content import Goal, GoalReport, Register
    from vpgen.model.files import Legend

    History = Mapping[Key, tuple[Point, ...]]


@dataclass(frozen=True)
class GoalResult:
    """A goal in a follow-up. `proposal` is what the adopted rule gives, with its reason; None without a rule."""

    goal: Goal
    report: GoalReport | None
    status: Status
    change: Status | None
    rows: tuple[RowResult, ...]
    proposal: Status | None


@dataclass(frozen=True)
class FollowUpResult:
    """Everything that a follow-up says, assessed. `measures` is by risk and measure of its internal control.

    `tallies` is by kind of goal, and `uppdrag`, `aktiviteter`, `indikatorer`, `åtgärder`.
    """

    follow_up: FollowUp
    goals: Mapping[str, GoalResult]
    assignments: Mapping[str, Status]
    activities: Mapping[str, Status]
    measures: Mapping[tuple[str, str], Status]
    tallies: Mapping[str, Tally]
    summary: tuple[SummaryLine, ...]


@dataclass(frozen=True)
class PlanResult:
    """A plan's indicators by goal: where the latest known outcome stands against the targets."""

    plan: Plan
    rows: Mapping[str, tuple[RowResult, ...]]


@dataclass(frozen=True)
class Results:
    """All that is derived from the register, keyed by the path of the body and the year (and the document)."""

    register: Register
    history: History
    plans: Mapping[tuple[str, int], PlanResult]
    follow_ups: Mapping[tuple[str, int, str], FollowUpResult]

    def newest(self, path: str, year: int) -> FollowUpResult | None:
        """Return the last follow-up of the body's year."""
        return self._newest.get((path, year))

    @cached_property
    def _newest(self) -> dict[tuple[str, int], FollowUpResult]:
        found: dict[tuple[str, int], FollowUpResult] = {}
        for (path, year, _), result in self.follow_ups.items():
            last = found.setdefault((path, year), result)
            if result.follow_up.period.end > last.follow_up.period.end:
                found[path, year] = result
        return found


def assess(register: Register, history: History) -> Results:
    """Return every document of the register, assessed."""
    archive = Archive(history)
    plans = {}
    follow_ups = {}
    for source in register.documents():
        document = source.document
        if isinstance(source, Plan):
            rows = {
                id_: tuple(assess_planned(row, document, archive) for row in goal.rows)
                for id_, goal in source.goals.items()
            }
            plans[document.path, document.year] = PlanResult(source, rows)
        else:
            follow_ups[document.path, document.year, document.slug] = assess_follow_up(
                source, register, archive
            )
    return Results(register, history, plans, follow_ups)


def assess_follow_up(follow_up: FollowUp, register: Register, archive: Archive) -> FollowUpResult:
    """Return a follow-up with every goal, assignment and activity of its plan, reported on or not."""
    legend = register.legend(follow_up.document.year)
    transcript = follow_up.document.is_transcript
    plan = follow_up.plan
    statuses = {
        id_: assessed(report.entry if report else None, legend.assessment, transcript=transcript)
        for id_ in plan.goals
        for report in [follow_up.goals.get(id_)]
    }
    goals = {
        goal.id: _goal_result(goal, follow_up, register, archive, statuses) for goal in plan.goals.values()
    }
    assignments = {
        id_: assessed(follow_up.assignments.get(id_), legend.of_assignments, transcript=transcript)
        for id_ in plan.assignments
    }
    activities = {
        id_: assessed(follow_up.activities.get(id_), legend.of_activities, transcript=transcript)
        for id_ in plan.activities
    }
    tallies = {
        kind: tally((goal.status for goal in goals.values() if goal.goal.kind == kind), legend.assessment)
        for kind in dict.fromkeys(goal.goal.kind for goal in goals.values())
    }
    tallies["uppdrag"] = tally(assignments.values(), legend.of_assignments)
    if activities:
        tallies["aktiviteter"] = tally(activities.values(), legend.of_activities)
    if legend.indicator:
        rows = [row.status for goal in goals.values() for row in goal.rows if row.status]
        tallies["indikatorer"] = tally(rows, legend.indicator)
    measures = _measures(follow_up, legend)
    if measures:
        tallies["åtgärder"] = tally(measures.values(), measure_scale(legend))
    summary = tuple(_summary(follow_up, register, goals.values(), assignments, tallies))
    return FollowUpResult(follow_up, goals, assignments, activities, measures, tallies, summary)


def _measures(follow_up: FollowUp, legend: Legend) -> dict[tuple[str, str], Status]:
    """Return how every measure of the plan's internal control stands; none where the follow-up leaves control out."""
    if follow_up.control is None:
        return {}
    reported = {
        (risk_id, id_): measure
        for risk_id, risk in follow_up.control.risks.items()
        for id_, measure in risk.measures.items()
    }
    transcript = follow_up.document.is_transcript
    return {
        (risk.id, id_): measure_status(
            reported.get((risk.id, id_)), measure_scale(legend), transcript=transcript
        )
        for risk in follow_up.plan.risks.values()
        for id_ in risk.measures
    }


def _goal_result(
    goal: Goal, follow_up: FollowUp, register: Register, archive: Archive, statuses: Mapping[str, Status]
) -> GoalResult:
    year = follow_up.document.year
    legend, rule = register.legend(year), register.goal_rule(goal, year)
    report = follow_up.goals.get(goal.id)
    below = [statuses[each.id] for each in follow_up.plan.goals.values() if each.under == goal.id]
    what = parts_of(goal.id)
    is_whole = not any(register.hides(source, what) for source in (follow_up.plan, follow_up))
    sub_goals = replace(_count(below), whole=is_whole)
    rows = tuple(_rows(goal, follow_up, register, archive, sub_goals))
    return GoalResult(
        goal,
        report,
        statuses[goal.id],
        change_status(
            report.entry if report else None, legend.change, transcript=follow_up.document.is_transcript
        )
        if legend.change
        else None,
        rows,
        propose_for_goal(rule, [row.verdict for row in rows], sub_goals, legend.assessment) if rule else None,
    )


def _count(goals: Sequence[Status]) -> SubGoalCount:
    """Count the goals that are reached by their own assessments; what says nothing of that is undecided."""
    told = [each.level.reached for each in goals if each.level and each.is_verdict]
    return SubGoalCount(sum(map(bool, told)), len(goals) - len(told), len(goals))


def _rows(
    goal: Goal, follow_up: FollowUp, register: Register, archive: Archive, sub_goals: SubGoalCount
) -> Iterator[RowResult]:
    """Yield every indicator of a goal, in the plan's order; nobody types those that are counted from the goals below."""
    report = follow_up.goals.get(goal.id)
    reported = {row.planned.indicator.id: row for row in report.rows} if report else {}
    for row in goal.rows:
        answer = reported.get(row.indicator.id)
        if answer is None and isinstance(row.target, SubGoals):
            nothing = Named(row.indicator.id, row.entry.place, None)
            entry = ReportedIndicatorEntry.model_validate(nothing, context=[])
            answer = ReportedRow(row, row.scope, row.series, entry)
        if answer:
            yield assess_reported(answer, follow_up, register, archive, sub_goals)
        else:
            yield assess_left_out(row, follow_up, register)


def _summary(
    follow_up: FollowUp,
    register: Register,
    goals: Iterable[GoalResult],
    assignments: Mapping[str, Status],
    tallies: Mapping[str, Tally],
) -> Iterator[SummaryLine]:
    """Yield the printed counts beside what is known; of a kind of which not all is shown they would only seem wrong."""
    named: dict[str, list[tuple[str | None, Status]]] = {}
    for goal in goals:
        named.setdefault(goal.goal.kind, []).append((goal.goal.number, goal.status))
    named["uppdrag"] = [(None, status) for status in assignments.values()]
    for kind, printed in follow_up.summary.items():
        is_cut = any(register.hides(source, counted(kind)) for source in (follow_up.plan, follow_up))
        if kind in named and not is_cut:
            yield reconcile(kind, printed, named[kind], tallies[kind])
