"""A follow-up worked out: what it says, beside the plan that it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vpgen.contents import make_contents
from vpgen.control import check_control
from vpgen.model.content import FollowUp, GoalReport, OtherValue, ReportedRow
from vpgen.model.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vpgen.model.content import Document, Goal, Plan
    from vpgen.model.fields import Entry
    from vpgen.model.files import GoalReportEntry, ValueEntry
    from vpgen.references import References


def make_follow_up(refs: References, plan: Plan, slug: str) -> FollowUp:
    """Return a follow-up; what it says of things that are not in the plan is reported."""
    document = refs.document(plan.document.path, plan.document.year, slug)
    file = refs.folder.follow_ups[plan.document.path, plan.document.year, slug]
    planned = refs.folder.plans[plan.document.path, plan.document.year]
    # A goal of the plan that is itself broken is still there to answer: its own problem is told once.
    _answers(refs, file.goals, {**planned.goals, **plan.goals}, "inget mål med id")
    _answers(refs, file.sections, {**plan.sections, **plan.goals, **planned.sections}, "inget avsnitt med id")
    _answers(refs, file.assignments, {**planned.assignments, **plan.assignments}, "inget uppdrag med id")
    _answers(refs, file.activities, plan.activities, "ingen aktivitet med id")
    for id_, chapter in file.chapters.items():
        if id_ in {**plan.sections, **plan.goals}:
            message = f"id:t ”{id_}” är redan ett avsnitt eller mål i årets plan"
            refs.report(chapter.place, "dubblett-id", message, f"ge kapitlet ett eget id: {id_}-kapitel")
    goals = {
        id_: _goal_report(refs, goal, file.goals[id_], document)
        for id_, goal in plan.goals.items()
        if id_ in file.goals
    }
    return FollowUp(
        document,
        plan,
        file.period,
        file.comment,
        goals,
        file.sections,
        file.assignments,
        file.activities,
        file.summary,
        make_contents(refs, document, file, {**plan.sections, **plan.goals}),
        check_control(refs, plan, file.control),
    )


def _answers(
    refs: References, entries: Mapping[str, Entry], planned: Mapping[str, object], what: str
) -> None:
    """Report the entries that answer nothing in the plan."""
    for id_, entry in entries.items():
        if id_ not in planned:
            suggestion = nearest(id_, planned)
            hint = (
                f"skriv: {suggestion}"
                if suggestion
                else "lägg till det i årets plan.yml, eller ta bort det här"
            )
            refs.report(entry.place, "okant-id", f"i årets plan finns {what} ”{id_}”", hint)


def _goal_report(refs: References, goal: Goal, entry: GoalReportEntry, document: Document) -> GoalReport:
    refs.scope((entry.scope,), document.body)
    planned = {row.indicator.id: row for row in goal.rows}
    written_in_plan = {**goal.entry.indicators, **planned}
    _answers(refs, entry.indicators, written_in_plan, f"under målet {goal.id} ingen indikator med id")
    rows = []
    others: dict[str | None, tuple[OtherValue, ...]] = {None: _others(refs, entry.others, entry, document)}
    for id_, row in planned.items():
        if (reported := entry.indicators.get(id_)) is None:
            continue
        refs.check_values(row.indicator, reported)
        scopes = (
            reported.scope,
            entry.scope,
            row.entry.scope,
            goal.entry.scope,
            row.indicator.scope,
            document.file.scope,
        )
        series = refs.series(row.indicator, reported.series) or row.series
        rows.append(ReportedRow(row, refs.scope(scopes, document.body), series, reported))
        others[id_] = _others(refs, reported.others, entry, document)
    return GoalReport(goal, entry, tuple(rows), {key: each for key, each in others.items() if each})


def _others(
    refs: References, entries: Mapping[str, ValueEntry], goal: GoalReportEntry, document: Document
) -> tuple[OtherValue, ...]:
    found = []
    for id_, entry in entries.items():
        if (indicator := refs.indicator(id_, entry.place)) is None:
            continue
        refs.check_values(indicator, entry)
        scope = refs.scope((entry.scope, goal.scope, indicator.scope, document.file.scope), document.body)
        found.append(OtherValue(indicator, scope, refs.series(indicator, entry.series), entry))
    return tuple(found)
