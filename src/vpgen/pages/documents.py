"""The pages of plans and follow-ups: the tree of headings and goals, each with what belongs to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vpgen.model.content import Goal, Section
from vpgen.pages import Found, Heading, Link, Origin, Page
from vpgen.pages.addresses import (
    assignments_address,
    control_address,
    document_address,
    goal_address,
    tables_address,
    whole_address,
)
from vpgen.pages.agenda import ClaimView, claims_of
from vpgen.pages.decided import make_decided
from vpgen.pages.goal import GoalView, make_goal
from vpgen.pages.links import board_crumbs
from vpgen.pages.revisions import make_revisions
from vpgen.pages.rows import FindingView, finding_views, remarks
from vpgen.pages.symbols import SummaryView, TallyView, summary_views, tally_views
from vpgen.pages.tasks import ActivityView, AssignmentView, activity_view, assignment_view, tell_once
from vpgen.pages.words import basis_line, capital, other_source, status_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vpgen.assessment import FollowUpResult
    from vpgen.model.content import Body, Chapter, Document, FollowUp, Plan
    from vpgen.pages.decided import DecidedView
    from vpgen.pages.look import Look
    from vpgen.pages.revisions import RevisionsView


KINDS_TOLD = {"händelse": "händelser", "utmaning": "utmaningar"}
"""The chapters that are told of among a document's links, in order, and what they are called."""


@dataclass(frozen=True)
class NodeView:
    """A goal or section in the tree. `level` is the rank of its heading, 2 at the top."""

    id: str
    level: int
    kind: str
    number: str
    title: str
    address: str
    agenda: tuple[ClaimView, ...]
    goal: GoalView | None
    description: str
    comment: str
    remark: str
    list_heading: str
    bullets: tuple[tuple[str, str], ...]
    assignments: tuple[AssignmentView, ...]
    activities: tuple[ActivityView, ...]
    origins: tuple[Origin, ...]


@dataclass(frozen=True)
class DocumentView:
    """A plan or follow-up as its page shows it; `nodes` is the tree, flattened in reading order.

    `loose` and `loose_activities` stand under no goal or heading, the activities under no assignment either.
    `parts` are its other pages, `told` the events and challenges that it tells of; `revisions` what a plan changed in
    the edition that it replaced; `decided` whether it is as it was decided.
    """

    kind: str
    name: str
    body: Link
    year: int
    period: str
    decision: str
    source: str
    basis: str
    comment: str
    other: tuple[Link, ...]
    parts: tuple[Link, ...]
    told: tuple[tuple[str, tuple[Link, ...]], ...]
    revisions: RevisionsView | None
    decided: DecidedView | None
    tallies: tuple[TallyView, ...]
    summary: tuple[SummaryView, ...]
    order: tuple[str, ...]
    nodes: tuple[NodeView, ...]
    loose: tuple[AssignmentView, ...]
    loose_activities: tuple[ActivityView, ...]
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
    told: set[str] = set()
    nodes = tuple(told_once(node, told) for node in _nodes(look, plan, result, None, 2))
    shown = {
        assignment.id
        for node in nodes
        for assignment in (*node.assignments, *(node.goal.assignments if node.goal else ()))
    }
    loose = [each for each in plan.assignments.values() if each.id not in shown]
    places = {*plan.sections, *plan.goals, *plan.assignments}
    left = [each for each in plan.activities.values() if places.isdisjoint(each.under)]
    findings = [
        item for item in look.findings if any(place.file == document.place.file for place in item.places)
    ]
    view = DocumentView(
        kind="uppföljning" if result else "plan",
        name=document.name,
        body=board_crumbs(look, body)[-1],
        year=document.year,
        period=result.follow_up.period.text if result else str(document.year),
        decision=status_line(document),
        source=other_source(document),
        basis=basis_line(document),
        comment=(result.follow_up.comment if result else None) or "",
        other=tuple(_others(look, body, document)),
        parts=tuple(part_links(plan, result.follow_up if result else None)),
        told=tuple(_told(result.follow_up if result else plan)),
        revisions=None if result else make_revisions(look, body, plan),
        decided=make_decided(look, result.follow_up if result else plan),
        tallies=tally_views(look, result) if result else (),
        summary=summary_views(look, result) if result else (),
        order=document.file.order,
        nodes=nodes,
        loose=tuple(assignment_view(look, plan, each, result) for each in loose),
        loose_activities=tuple(activity_view(look, each, result) for each in left),
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


def part_links(plan: Plan, follow_up: FollowUp | None) -> Iterator[Link]:
    """Yield what else there is of a plan or follow-up: the whole of it, its tables, internal control."""
    source = follow_up or plan
    if source.contents.chapters:
        yield Link("Hela dokumentet", whole_address(source.document))
    if source.contents.tables:
        yield Link("Ekonomi och tabeller", tables_address(source.document))
    if plan.risks and (follow_up is None or follow_up.control):
        yield Link("Internkontroll", control_address(plan.document))


def _told(source: Plan | FollowUp) -> Iterator[tuple[str, tuple[Link, ...]]]:
    """Yield the important events and the challenges that a document tells of, by the heading that they stand under.

    Where both stand under the same one, or under none, the heading says which they are too.
    """
    whole = whole_address(source.document)
    chapters = source.contents.chapters
    found: dict[tuple[str, str], list[Link]] = {}
    for chapter in chapters.values():
        if chapter.kind in KINDS_TOLD:
            above = chapters.get(chapter.under or "")
            key = above.heading if above else "", chapter.kind
            found.setdefault(key, []).append(Link(chapter.heading, f"{whole}#{chapter.id}"))
    headings = [heading for heading, _ in found]
    for (heading, kind), links in sorted(found.items(), key=lambda each: list(KINDS_TOLD).index(each[0][1])):
        is_clear = heading and headings.count(heading) == 1
        words = [heading] if is_clear else [*filter(None, [heading]), KINDS_TOLD[kind]]
        yield capital(": ".join(words)), tuple(links)


def _nodes(
    look: Look, plan: Plan, result: FollowUpResult | None, parent: str | None, level: int
) -> Iterator[NodeView]:
    for node in plan.children(parent):
        yield node_view(look, plan, node, result, level)
        yield from _nodes(look, plan, result, node.id, min(level + 1, 5))


def node_view(
    look: Look, plan: Plan, node: Goal | Section | Chapter, result: FollowUpResult | None, level: int
) -> NodeView:
    """Return a goal, a section, or what stands under a chapter, with its assignments and activities."""
    if isinstance(node, Goal):
        return _goal_node(look, plan, result, node, level)
    section = node if isinstance(node, Section) else None
    report = result.follow_up.sections.get(node.id) if result and section else None
    return NodeView(
        id=node.id,
        level=level,
        kind=capital(section.kind) if section and section.kind != "avsnitt" else "",
        number=node.number or "",
        title=(section.wording or section.name) if section else "",
        address="",
        agenda=tuple(claims_of(section)) if section else (),
        goal=None,
        description=(section.description if section else None) or "",
        comment=(report.comment if report else None) or "",
        remark=remarks(*([node.entry] if section else [])),
        list_heading=(section.list_heading if section else None) or "",
        bullets=tuple(section.bullets.items()) if section else (),
        assignments=tuple(
            assignment_view(look, plan, each, result) for each in plan.assignments_under(node.id)
        ),
        activities=tuple(activity_view(look, each, result) for each in plan.activities_under(node.id)),
        origins=tuple(look.origin(place) for place in (node.place, *([report.place] if report else []))),
    )


def told_once(node: NodeView, told: set[str]) -> NodeView:
    """Return a node with its assignments marked where the page has told them before; `told` are their ids so far."""
    goal = replace(node.goal, assignments=tell_once(node.goal.assignments, told)) if node.goal else None
    return replace(node, goal=goal, assignments=tell_once(node.assignments, told))


def _goal_node(look: Look, plan: Plan, result: FollowUpResult | None, goal: Goal, level: int) -> NodeView:
    view = make_goal(look, plan, goal, result)
    return NodeView(
        id=goal.id,
        level=level,
        kind=goal.label,
        number="",
        title=goal.text,
        address=goal_address(plan.document.path, plan.document.year, goal.id),
        agenda=tuple(claims_of(goal)),
        goal=view,
        description=view.description,
        comment=view.comment,
        remark=view.remark,
        list_heading="",
        bullets=(),
        assignments=(),
        activities=(),
        origins=view.origins,
    )
