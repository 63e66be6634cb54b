"""The page of a goal in a body's year: what it says, how it went, what belongs to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vpgen.lifelines import GOAL
from vpgen.model.content import Ref, Section
from vpgen.pages import Found, Heading, Link, Origin, Page
from vpgen.pages.addresses import document_address, goal_address, thread_spot
from vpgen.pages.links import document_crumbs, lifeline_link, newest_document, node_link, ref_link
from vpgen.pages.rows import OtherView, RowView, other_view, ownership, remarks, row_view
from vpgen.pages.symbols import Symbol, symbol
from vpgen.pages.tasks import ActivityView, AssignmentView, activity_view, assignment_view
from vpgen.pages.words import capital

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vpgen.assessment import FollowUpResult
    from vpgen.model.content import Goal, Plan
    from vpgen.pages.look import Look


@dataclass(frozen=True)
class GoalView:
    """A goal as its page shows it.

    `contributions` are the parts of the organisation, each with what it does and its challenges.
    `where` is whose it is and of which year, `sections` what it stands under, `carried_by` the boards' goals
    that it is the giver of.
    """

    label: str
    where: str
    sections: tuple[str, ...]
    text: str
    wording: str
    plan: Link
    follow_up: Link | None
    status: Symbol | None
    change: Symbol | None
    proposal: Symbol | None
    comment: str
    motivation: str
    remark: str
    ownership: tuple[tuple[str, str], ...]
    description: str
    thread: tuple[Link, ...]
    whole_thread: Link
    carried_by: tuple[Link, ...]
    below: tuple[Link, ...]
    continues: tuple[Link, ...]
    continued_by: tuple[Link, ...]
    lifeline: Link | None
    rows: tuple[RowView, ...]
    others: tuple[OtherView, ...]
    assignments: tuple[AssignmentView, ...]
    activities: tuple[ActivityView, ...]
    contributions: tuple[tuple[str, str, str], ...]
    origins: tuple[Origin, ...]


def goal_pages(look: Look, plan: Plan) -> Iterator[Page]:
    """Yield the page of each goal of a plan."""
    result = look.results.newest(plan.document.path, plan.document.year)
    for goal in plan.goals.values():
        yield _page(look, plan, goal, result)


def make_goal(look: Look, plan: Plan, goal: Goal, result: FollowUpResult | None) -> GoalView:
    """Return a goal with everything that belongs to it."""
    path, year = plan.document.path, plan.document.year
    assessed = result.goals.get(goal.id) if result else None
    report = assessed.report if assessed else None
    planned = look.results.plans[path, year].rows[goal.id]
    reported = {row.row.indicator.id: row for row in assessed.rows} if assessed else {}
    rows = [row_view(look, reported.get(row.row.indicator.id, row), assessed) for row in planned]
    ref = Ref(path, year, goal.id)
    origins = [goal.place, *([report.entry.place] if report else [])]
    return GoalView(
        label=goal.label,
        where=f"{plan.document.body_name} {plan.document.year}",
        sections=tuple(node.name for node in plan.ancestors(goal.under) if isinstance(node, Section)),
        text=goal.text,
        wording=goal.wording or "",
        plan=Link(plan.document.full_name, document_address(plan.document)),
        follow_up=Link(result.follow_up.document.full_name, document_address(result.follow_up.document))
        if result
        else None,
        status=symbol(assessed.status) if assessed else None,
        change=symbol(assessed.change) if assessed and assessed.change else None,
        proposal=symbol(assessed.proposal) if assessed and assessed.proposal else None,
        comment=(report.entry.comment if report else None) or "",
        motivation=(report.entry.motivation if report else None) or "",
        remark=remarks(*([report.entry] if report else []), goal.entry),
        ownership=ownership(goal.entry, *([report.entry] if report else [])),
        description=goal.description or "",
        thread=_thread(look, plan, goal),
        whole_thread=Link(f"Röd tråd {year}", thread_spot(ref)),
        carried_by=tuple(_carried_by(look, ref)),
        below=tuple(node_link(plan, node) for node in plan.children(goal.id)),
        continues=tuple(ref_link(look, earlier) for earlier in look.results.register.continues.get(ref, ())),
        continued_by=tuple(
            ref_link(look, later) for later, refs in look.results.register.continues.items() if ref in refs
        ),
        lifeline=lifeline_link(look, GOAL, ref),
        rows=tuple(rows),
        others=tuple(other_view(look, other) for other in report.others.get(None, ())) if report else (),
        assignments=tuple(
            assignment_view(look, plan, each, result) for each in plan.assignments_under(goal.id)
        ),
        activities=tuple(activity_view(look, each, result) for each in plan.activities_under(goal.id)),
        contributions=tuple(
            (each.name, text.text.text if text.text else "", text.challenges.text if text.challenges else "")
            for each in plan.contributions.values()
            if (text := each.goals.get(goal.id))
        ),
        origins=tuple(look.origin(place) for place in origins),
    )


def _thread(look: Look, plan: Plan, goal: Goal) -> tuple[Link, ...]:
    """Return the way from the council's goal down to this one: the goal it is, or the headings it stands under."""
    links = [node_link(plan, node) for node in plan.ancestors(goal.under)]
    if goal.giver:
        links.insert(0, ref_link(look, goal.giver))
    return tuple(links)


def _carried_by(look: Look, giver: Ref) -> Iterator[Link]:
    """Yield the goals of other plans that a goal has given rise to."""
    for (path, year), result in look.results.plans.items():
        goals = result.plan.goals.values()
        yield from (ref_link(look, Ref(path, year, goal.id)) for goal in goals if goal.giver == giver)


def _page(look: Look, plan: Plan, goal: Goal, result: FollowUpResult | None) -> Page:
    document = plan.document
    view = make_goal(look, plan, goal, result)
    headings = [
        ("indikatorer", "Indikatorer", view.rows),
        ("andra-varden", "Andra värden i texten", view.others),
        ("uppdrag", "Uppdrag", view.assignments),
        ("aktiviteter", "Aktiviteter", view.activities),
        ("under", "Mål och avsnitt under", view.below),
        ("rod-trad", "Röd tråd", [goal]),
    ]
    address = goal_address(document.path, document.year, goal.id)
    where = f"{document.body_name} {document.year}"
    status = f" Bedömning: {view.status.word}." if view.status else ""
    return Page(
        address=address,
        title=f"{goal.label}: {goal.text}, {where}",
        template="mal.html",
        view=view,
        description=f"{where}. {capital(goal.label)}.{status}",
        crumbs=document_crumbs(look, newest_document(look, document.path, document.year)),
        headings=tuple(Heading(id_, text) for id_, text, content in headings if content),
        found=(Found(address, goal.text, goal.label, where, goal.wording or ""),),
    )
