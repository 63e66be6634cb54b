"""Assignments and activities as pages show them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vpgen.lifelines import ASSIGNMENT
from vpgen.model.content import Ref
from vpgen.pages.addresses import (
    assignment_address,
)
from vpgen.pages.links import assignment_spot, lifeline_link, node_link, ref_link
from vpgen.pages.rows import no_owner, ownership, remarks
from vpgen.pages.symbols import Symbol, symbol

if TYPE_CHECKING:
    from vpgen.assessment import FollowUpResult
    from vpgen.model.content import Assignment, Plan
    from vpgen.model.files import ActivityEntry
    from vpgen.pages import Link, Origin
    from vpgen.pages.look import Look


@dataclass(frozen=True)
class AssignmentView:
    """An assignment with its status, comment and activities. `status` is None where nothing was to be reported yet.

    `no_owner` says that nobody is named who answers for it; `repeated` that the page has told all of it before.
    """

    id: str
    anchor: str
    address: str
    number: str
    text: str
    wording: str
    giver: str
    giver_id: str
    receivers: tuple[str, ...]
    board: str
    places: tuple[Link, ...]
    place_ids: str
    description: str
    status: Symbol | None
    motivation: str
    comment: str
    remark: str
    due: str
    ownership: tuple[tuple[str, str], ...]
    no_owner: str
    activities: tuple[ActivityView, ...]
    continues: tuple[Link, ...]
    continued_by: tuple[Link, ...]
    lifeline: Link | None
    origins: tuple[Origin, ...]
    repeated: bool = False


@dataclass(frozen=True)
class ActivityView:
    """An activity with its status."""

    text: str
    due: str
    ownership: tuple[tuple[str, str], ...]
    status: Symbol | None
    motivation: str
    comment: str
    remark: str
    origins: tuple[Origin, ...]


def assignment_view(
    look: Look, plan: Plan, assignment: Assignment, result: FollowUpResult | None
) -> AssignmentView:
    """Return an assignment as the body's year shows it."""
    register = look.results.register
    ref = Ref(plan.document.path, plan.document.year, assignment.id)
    report = result.follow_up.assignments.get(assignment.id) if result else None
    places = [node for id_ in assignment.under if (node := plan.node(id_))]
    giver = register.bodies.get(assignment.giver)
    origins = [assignment.place, *([report.place] if report else [])]
    owners = ownership(assignment.entry, *([report] if report else []))
    if assignment.inherited and (given := _plan_of(register.bodies.values(), assignment.inherited)):
        origins.append(given.assignments[assignment.id].place)
    return AssignmentView(
        id=assignment.id,
        anchor=assignment_address(ref).partition("#")[2],
        address=assignment_spot(look, plan, ref),
        number=assignment.number or "",
        text=assignment.text,
        wording=assignment.wording or "",
        giver=giver.name if giver else assignment.giver,
        giver_id=assignment.giver,
        receivers=tuple(_receiver(look, name) for name in assignment.receivers),
        board=plan.document.body_name,
        places=tuple(node_link(plan, node) for node in places),
        place_ids=" ".join(assignment.under),
        description=assignment.entry.description or "",
        status=symbol(result.assignments[assignment.id]) if result else None,
        motivation=(report.motivation if report else None) or "",
        comment=(report.comment if report else None) or "",
        remark=remarks(*([report] if report else []), assignment.entry),
        due=assignment.entry.due or "",
        ownership=owners,
        no_owner=no_owner(plan.document, owners),
        activities=tuple(activity_view(look, each, result) for each in plan.activities_under(assignment.id)),
        continues=tuple(ref_link(look, earlier) for earlier in register.continues.get(ref, ())),
        continued_by=tuple(ref_link(look, later) for later in look.continued_by.get(ref, ())),
        lifeline=lifeline_link(look, ASSIGNMENT, ref),
        origins=tuple(look.origin(place) for place in origins),
    )


def tell_once(assignments: tuple[AssignmentView, ...], told: set[str]) -> tuple[AssignmentView, ...]:
    """Return the assignments, marked where they are among those that the page has told, and add the rest to those."""
    views = tuple(replace(each, repeated=each.id in told) for each in assignments)
    told.update(each.id for each in assignments)
    return views


def _receiver(look: Look, name: str) -> str:
    body = look.results.register.bodies.get(name)
    return body.name if body else name


def _plan_of(bodies: object, ref: Ref) -> Plan | None:
    return next((body.plans.get(ref.year) for body in bodies if body.path == ref.body), None)  # type: ignore[attr-defined]


def activity_view(look: Look, activity: ActivityEntry, result: FollowUpResult | None) -> ActivityView:
    """Return an activity."""
    report = result.follow_up.activities.get(activity.id) if result else None
    origins = [activity.place, *([report.place] if report else [])]
    return ActivityView(
        activity.text,
        activity.due or "",
        ownership(activity, *([report] if report else [])),
        symbol(result.activities[activity.id]) if result else None,
        (report.motivation if report else None) or "",
        (report.comment if report else None) or "",
        remarks(*([report] if report else []), activity),
        tuple(look.origin(place) for place in origins),
    )
