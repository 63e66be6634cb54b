"""The pages of plans and follow-ups: the tree of headings and goals, each with what belongs to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vpgen.model.content import Goal
from vpgen.pages import Found, Heading, Link, Origin, Page
from vpgen.pages.addresses import assignments_address, document_address, goal_address
from vpgen.pages.goal import GoalView, make_goal
from vpgen.pages.links import board_crumbs
from vpgen.pages.rows import FindingView, finding_views
from vpgen.pages.symbols import SummaryView, TallyView, summary_views, tally_views
from vpgen.pages.tasks import ActivityView, AssignmentView, activity_view, assignment_view
from vpgen.pages.words import basis_line, capital, decision_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vpgen.assessment import FollowUpResult
    from vpgen.model.content import Body, Document, Plan, Section
    from vpgen.pages.look import Look


@dataclass(frozen=True)
class NodeView:
    """A goal or section in the tree. `level` is the rank of its heading, 2 at the top."""

    id: str
    level: int
    kind: str
    title: str
    address: str
    goal: GoalView | None
    description: str
    comment: str
    bullets: tuple[tuple[str, str], ...]
    assignments: tuple[AssignmentView, ...]
    activities: tuple[ActivityView, ...]
    origins: tuple[Origin, ...]


@dataclass(frozen=True)
class DocumentView:
    """A plan or follow-up as its page shows it; `nodes` is the tree, flattened in reading order."""

    kind: str
    name: str
    body: Link
    year: int
    period: str
    decision: str
    basis: str
    comment: str
    other: tuple[Link, ...]
    tallies: tuple[TallyView, ...]
    summary: tuple[SummaryView, ...]
    order: tuple[str, ...]
    nodes: tuple[NodeView, ...]
    loose: tuple[AssignmentView, ...]
    findings: tuple[FindingView, ...]
    assignments: Link | None
    origin: Origin


def plan_page(look: Look, body: Body, plan: Plan) -> Page:
    """Return the page of a plan: what is to be done, without what became of it."""
    return _page(look, body, plan, None, plan.document)


def follow_up_pages(look: Look, body: Body, year: int) -> Iterator[Page]:
    """Yield the page of each follow-up of a year."""
    for (path, when, _), result in look.results.follow_ups.items():
        if (path, when) == (body.path, year):
            yield _page(look, body, result.follow_up.plan, result, result.follow_up.document)


def _page(look: Look, body: Body, plan: Plan, result: FollowUpResult | None, document: Document) -> Page:
    nodes = tuple(_nodes(look, plan, result, None, 2))
    shown = {
        assignment.id
        for node in nodes
        for assignment in (*node.assignments, *(node.goal.assignments if node.goal else ()))
    }
    loose = [each for each in plan.assignments.values() if each.id not in shown]
    findings = [
        item for item in look.findings if any(place.file == document.place.file for place in item.places)
    ]
    view = DocumentView(
        kind="uppföljning" if result else "plan",
        name=document.name,
        body=board_crumbs(look, body)[-1],
        year=document.year,
        period=result.follow_up.period.text if result else str(document.year),
        decision=decision_line(document),
        basis=basis_line(document),
        comment=(result.follow_up.comment if result else None) or "",
        other=tuple(_others(look, body, document)),
        tallies=tally_views(look, result) if result else (),
        summary=summary_views(look, result) if result else (),
        order=document.file.order,
        nodes=nodes,
        loose=tuple(assignment_view(look, plan, each, result) for each in loose),
        findings=finding_views(look, findings),
        assignments=Link(f"Alla uppdrag {document.year}", assignments_address(document.year))
        if plan.assignments
        else None,
        origin=look.origin(document.place),
    )
    address = document_address(document)
    top = [Heading(node.id, node.title) for node in nodes if node.level <= 3]  # noqa: PLR2004 - two levels in the contents
    before = [Heading("sammanfattning", "Sammanfattning")] if result else []
    return Page(
        address=address,
        title=document.full_name,
        template="dokument.html",
        view=view,
        description=f"{document.full_name}: {len(plan.goals)} mål och {len(plan.assignments)} uppdrag.",
        crumbs=board_crumbs(look, body),
        headings=(*before, *top),
        found=(Found(address, document.full_name, capital(view.kind), document.body_name),),
    )


def _others(look: Look, body: Body, document: Document) -> Iterator[Link]:
    """Yield links to the same body's other documents of the year."""
    plan = body.plans[document.year]
    documents = [plan.document, *(each.document for each in body.follow_ups.get(document.year, ()))]
    yield from (Link(each.name, document_address(each)) for each in documents if each.slug != document.slug)
    del look


def _nodes(
    look: Look, plan: Plan, result: FollowUpResult | None, parent: str | None, level: int
) -> Iterator[NodeView]:
    for node in plan.children(parent):
        if isinstance(node, Goal):
            yield _goal_node(look, plan, result, node, level)
        else:
            yield _section_node(look, plan, result, node, level)
        yield from _nodes(look, plan, result, node.id, min(level + 1, 5))


def _goal_node(look: Look, plan: Plan, result: FollowUpResult | None, goal: Goal, level: int) -> NodeView:
    view = make_goal(look, plan, goal, result)
    address = goal_address(plan.document.path, plan.document.year, goal.id)
    return NodeView(
        goal.id,
        level,
        goal.label,
        goal.text,
        address,
        view,
        view.description,
        view.comment,
        (),
        (),
        (),
        view.origins,
    )


def _section_node(
    look: Look, plan: Plan, result: FollowUpResult | None, section: Section, level: int
) -> NodeView:
    report = result.follow_up.sections.get(section.id) if result else None
    return NodeView(
        section.id,
        level,
        " ".join(filter(None, [capital(section.kind) if section.kind != "avsnitt" else "", section.number])),
        section.wording or section.name,
        "",
        None,
        section.description or "",
        (report.comment if report else None) or "",
        tuple(section.bullets.items()),
        tuple(assignment_view(look, plan, each, result) for each in plan.assignments_under(section.id)),
        tuple(activity_view(look, each, result) for each in plan.activities_under(section.id)),
        tuple(look.origin(place) for place in (section.place, *([report.place] if report else []))),
    )
