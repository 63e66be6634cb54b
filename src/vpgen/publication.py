"""What may be published: everything but what is marked as internal, and what stands under that."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from vpgen.model.files import INTERNAL, Owned

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vpgen.model.files import FollowUpFile, GoalEntry, GoalReportEntry, PlanFile
    from vpgen.reading import Folder

Kept = TypeVar("Kept", bound=Owned)


def public(folder: Folder) -> Folder:
    """Return the folder without what is internal: documents, indicators, and the entries of documents."""
    indicators = _open(folder.indicators)
    hidden = set(folder.indicators) - set(indicators)
    plans = {key: _plan(plan, hidden) for key, plan in _open(folder.plans).items()}
    follow_ups = {
        key: _follow_up(file, plans[key[:2]], hidden)
        for key, file in _open(folder.follow_ups).items()
        if key[:2] in plans
    }
    return replace(folder, indicators=indicators, plans=plans, follow_ups=follow_ups, problems=[])


Key = TypeVar("Key")


def _open(entries: Mapping[Key, Kept]) -> dict[Key, Kept]:
    """Return the entries that are not marked as internal."""
    return {key: entry for key, entry in entries.items() if entry.publication != INTERNAL}


def _plan(plan: PlanFile, hidden: set[str]) -> PlanFile:
    """Return a plan without what is internal, nor what stands under it alone."""
    everything = {**plan.sections, **plan.goals, **plan.assignments, **plan.activities}
    gone = {id_ for id_, entry in everything.items() if entry.publication == INTERNAL}
    while under := {id_ for id_, entry in everything.items() if id_ not in gone and _only_under(entry, gone)}:
        gone |= under
    return plan.model_copy(
        update={
            "sections": _without(plan.sections, gone),
            "goals": {id_: _goal(goal, hidden) for id_, goal in _without(plan.goals, gone).items()},
            "assignments": _without(plan.assignments, gone),
            "activities": _without(plan.activities, gone),
        }
    )


def _only_under(entry: Owned, gone: set[str]) -> bool:
    """Whether everything that an entry stands under is gone."""
    under = getattr(entry, "under", None)
    places = [under] if isinstance(under, str) else list(under or ())
    return bool(places) and gone.issuperset(places)


def _goal(goal: GoalEntry, hidden: set[str]) -> GoalEntry:
    return goal.model_copy(update={"indicators": _without(_open(goal.indicators), hidden)})


def _follow_up(file: FollowUpFile, plan: PlanFile, hidden: set[str]) -> FollowUpFile:
    """Return a follow-up without what is internal, in it or in its plan."""
    goals = {
        id_: _report(report, plan.goals[id_], hidden)
        for id_, report in _open(file.goals).items()
        if id_ in plan.goals
    }
    return file.model_copy(
        update={
            "goals": goals,
            "assignments": {
                id_: each for id_, each in _open(file.assignments).items() if id_ in plan.assignments
            },
            "activities": {
                id_: each for id_, each in _open(file.activities).items() if id_ in plan.activities
            },
        }
    )


def _report(report: GoalReportEntry, goal: GoalEntry, hidden: set[str]) -> GoalReportEntry:
    rows = {
        id_: row.model_copy(update={"others": _without(_open(row.others), hidden)})
        for id_, row in _open(report.indicators).items()
        if id_ in goal.indicators
    }
    return report.model_copy(update={"indicators": rows, "others": _without(_open(report.others), hidden)})


def _without(entries: Mapping[str, Kept], gone: Iterable[str]) -> dict[str, Kept]:
    return {id_: entry for id_, entry in entries.items() if id_ not in set(gone)}
