"""Links to goals, headings, assignments and documents, and the way down to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vpgen.pages import Link
from vpgen.pages.addresses import (
    assignment_address,
    body_address,
    document_address,
    goal_address,
    lifeline_address,
)

if TYPE_CHECKING:
    from vpgen.model.content import Body, Document, Goal, Plan, Ref
    from vpgen.pages.look import Look


def assignment_spot(look: Look, plan: Plan, ref: Ref) -> str:
    """Return where an assignment can be read: among the year's; what the council gave, in its plan."""
    address = assignment_address(ref)
    if ref.body != look.results.register.organisation.council:
        return address
    return f"{document_address(plan.document)}#{address.partition('#')[2]}"


def node_link(plan: Plan, node: object) -> Link:
    """Return a link to a goal, or to a section on the plan's page."""
    document = plan.document
    if hasattr(node, "rows"):
        goal: Goal = node  # type: ignore[assignment]
        return Link(f"{goal.label}: {goal.text}", goal_address(document.path, document.year, goal.id))
    return Link(getattr(node, "name", ""), f"{document_address(document)}#{getattr(node, 'id', '')}")


def ref_link(look: Look, ref: Ref) -> Link:
    """Return a link to an element of another plan, named with its year and whose it is."""
    body = next(body for body in look.results.register.bodies.values() if body.path == ref.body)
    plan = body.plans[ref.year]
    where = f"{body.name} {ref.year}"
    if ref.id in plan.assignments:
        return Link(f"{where}, uppdrag: {plan.assignments[ref.id].text}", assignment_spot(look, plan, ref))
    if node := plan.node(ref.id):
        link = node_link(plan, node)
        return Link(f"{where}, {link.text}", link.address)
    bullets = {id_: text for section in plan.sections.values() for id_, text in section.bullets.items()}
    return Link(
        f"{where}, strategi: {bullets.get(ref.id, ref.id)}", f"{document_address(plan.document)}#{ref.id}"
    )


def lifeline_link(look: Look, kind: str, ref: Ref) -> Link | None:
    """Return a link to the life of a thing through the years, where it is in more than one."""
    line = look.lifelines.find(kind, ref)
    if line is None:
        return None
    first = line.stages[0].thing
    return Link("Följ genom åren", lifeline_address(*first))


def board_crumbs(look: Look, body: Body) -> tuple[Link, ...]:
    """Return the way from the start page down to a body."""
    parent = [other for other in look.results.register.bodies.values() if other.path == body.parent]
    return (*(Link(other.name, body_address(other)) for other in parent), Link(body.name, body_address(body)))


def document_crumbs(look: Look, document: Document) -> tuple[Link, ...]:
    """Return the way from the start page down to a document."""
    body = next(body for body in look.results.register.bodies.values() if body.path == document.path)
    return (*board_crumbs(look, body), Link(document.name, document_address(document)))


def newest_document(look: Look, path: str, year: int) -> Document:
    """Return the document to lead to for a body's year: the last follow-up, else the plan."""
    result = look.results.newest(path, year)
    if result:
        return result.follow_up.document
    return look.results.plans[path, year].plan.document
