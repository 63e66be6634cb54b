"""The page of a goal in a body's year: what it says, how it went, what belongs to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from vpgen.lifelines import ASSIGNMENT, GOAL
from vpgen.model.content import Ref, Section
from vpgen.pages import Found, Heading, Link, Origin, Page, shorten
from vpgen.pages.addresses import anchor, document_address, goal_address, thread_spot
from vpgen.pages.agenda import ClaimView, claims_above, claims_of
from vpgen.pages.links import document_crumbs, lifeline_link, newest_document, node_link, ref_link
from vpgen.pages.outcomes import outcome_views, outcome_years
from vpgen.pages.rows import (
    OtherView,
    RowView,
    no_owner,
    other_view,
    owner_words,
    ownership,
    remarks,
    row_view,
)
from vpgen.pages.symbols import Symbol, change_symbol, symbol
from vpgen.pages.tasks import ActivityView, AssignmentView, activity_view, assignment_view
from vpgen.pages.words import capital

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vpgen.assessment import FollowUpResult
    from vpgen.lifelines import Occurrence, Stage
    from vpgen.model.content import DocumentKey, Goal, Plan
    from vpgen.pages.look import Look
    from vpgen.verdicts import RowResult


MOVES = {
    "förbättrad": ("förbättrad", "förbättrade"),
    "oförändrad": ("oförändrad", "oförändrade"),
    "försämrad": ("försämrad", "försämrade"),
    "ökat": ("har ökat (om det är bra sägs inte)",) * 2,
    "minskat": ("har minskat (om det är bra sägs inte)",) * 2,
    "kan inte avgöras": ("går inte att avgöra",) * 2,
}
"""How one indicator, and how several, have moved since the measurement before."""
NAME_LENGTH = 50


@dataclass(frozen=True)
class MovedView:
    """The indicators that have moved in one way since the measurement before, each with the way to its card."""

    words: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class BeforeView:
    """What a goal was assessed as when it last was in a plan: a symbol, or why there is none."""

    year: int
    link: Link
    status: Symbol | None
    note: str


@dataclass(frozen=True)
class GoalView:
    """A goal as its page shows it.

    `contributions` are the parts of the organisation, each with what it does and its challenges.
    `moved` is how its indicators have moved, empty where they are not reported; `no_owner` says that nothing on the
    page names who answers for anything.
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
    agenda: tuple[ClaimView, ...]
    status: Symbol | None
    change: Symbol | None
    proposal: Symbol | None
    moved: tuple[MovedView, ...]
    before: tuple[BeforeView, ...]
    comment: str
    motivation: str
    remark: str
    ownership: tuple[tuple[str, str], ...]
    no_owner: str
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
    path, year, _ = plan.document.key
    return _make_goal(look, path, year, goal.id, result.follow_up.document.key if result else None)


@lru_cache(maxsize=256)
def _make_goal(look: Look, path: str, year: int, id_: str, follow_up: DocumentKey | None) -> GoalView:
    """Return a goal of a plan in force; the pages of a body's year, made one after another, show it several times."""
    plan = look.results.plans[path, year].plan
    goal, result = plan.goals[id_], look.results.follow_ups[follow_up] if follow_up else None
    assessed = result.goals.get(goal.id) if result else None
    report = assessed.report if assessed else None
    newest = assessed.rows if assessed else look.results.plans[path, year].rows[goal.id]
    years = outcome_years(result.follow_up if result else plan)
    rows = [
        replace(row_view(look, row, assessed), outcomes=outcome_views(look, row, years)) for row in newest
    ]
    ref = Ref(path, year, goal.id)
    owners = ownership(goal.entry, *([report.entry] if report else []))
    assignments = tuple(assignment_view(look, plan, each, result) for each in plan.assignments_under(goal.id))
    activities = tuple(activity_view(look, each, result) for each in plan.activities_under(goal.id))
    told = [row.ownership for row in rows]
    told += [assignment.ownership for assignment in assignments]
    every = (*activities, *(each for assignment in assignments for each in assignment.activities))
    told += [activity.ownership for activity in every]
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
        agenda=(*claims_of(goal), *claims_above(plan, goal)),
        status=symbol(assessed.status) if assessed else None,
        change=change_symbol(assessed.change, look.results.register.legend(year))
        if assessed and assessed.change
        else None,
        proposal=symbol(assessed.proposal) if assessed and assessed.proposal else None,
        moved=tuple(_moved(assessed.rows, goal_address(path, year, goal.id))) if assessed else (),
        before=tuple(_before(look, ref)),
        comment=(report.entry.comment if report else None) or "",
        motivation=(report.entry.motivation if report else None) or "",
        remark=remarks(*([report.entry] if report else []), goal.entry),
        ownership=owners,
        no_owner=no_owner(plan.document, owners, *told),
        description=goal.description or "",
        thread=_thread(look, plan, goal),
        whole_thread=Link(f"Röd tråd {year}", thread_spot(ref)),
        carried_by=tuple(ref_link(look, each) for each in look.carried_by.get(ref, ())),
        below=tuple(node_link(plan, node) for node in plan.children(goal.id)),
        continues=tuple(ref_link(look, earlier) for earlier in look.results.register.continues.get(ref, ())),
        continued_by=tuple(ref_link(look, later) for later in look.continued_by.get(ref, ())),
        lifeline=lifeline_link(look, GOAL, ref),
        rows=tuple(rows),
        others=tuple(other_view(look, other) for other in report.others.get(None, ())) if report else (),
        assignments=assignments,
        activities=activities,
        contributions=tuple(
            (each.name, text.text.text if text.text else "", text.challenges.text if text.challenges else "")
            for each in plan.contributions.values()
            if (text := each.goals.get(goal.id))
        ),
        origins=tuple(look.origin(place) for place in origins),
    )


def _moved(rows: Iterable[RowResult], address: str) -> Iterator[MovedView]:
    """Yield how many indicators have moved in each way."""
    moved: dict[str, list[Link]] = {kind: [] for kind in MOVES}
    for row in rows:
        indicator = row.row.indicator
        name = shorten(indicator.name, NAME_LENGTH)
        moved[str(row.change.kind)].append(Link(name, f"{address}#{anchor('indikator', indicator.id)}"))
    for each, links in moved.items():
        if links:
            one, several = MOVES[each]
            yield MovedView(f"{len(links)} {one if len(links) == 1 else several}", tuple(links))


def _before(look: Look, ref: Ref) -> Iterator[BeforeView]:
    """Yield what a goal was assessed as in the plan that it comes from: by the same body, else by each that had it."""
    line = look.lifelines.find(GOAL, ref)
    if line is None:
        return
    here = next(each for each in line.stages if _has(each, ref))
    council = look.results.register.organisation.council
    for thing in here.earlier:
        every = [each for each in line.stage(thing).occurrences if each.thing.ref.body != council]
        own = [each for each in every if each.thing.ref.body == ref.body]
        for each in own or every:
            yield _assessed_before(look, each)


def _has(stage: Stage, ref: Ref) -> bool:
    return any(each.thing == (GOAL, ref) for each in stage.occurrences)


def _assessed_before(look: Look, occurrence: Occurrence) -> BeforeView:
    kind, ref = occurrence.thing
    result = look.results.newest(ref.body, ref.year)
    status, note = None, f"ingen uppföljning för {ref.year} finns här"
    if result:
        statuses = {id_: goal.status for id_, goal in result.goals.items()} if kind == GOAL else {}
        found = statuses.get(ref.id) or (result.assignments.get(ref.id) if kind == ASSIGNMENT else None)
        status = symbol(found) if found else None
        note = "" if status else f"bedömdes inte för sig {ref.year}"
    name = f"{occurrence.plan.document.body_name} {ref.year}"
    return BeforeView(ref.year, Link(name, ref_link(look, ref).address), status, note)


def _thread(look: Look, plan: Plan, goal: Goal) -> tuple[Link, ...]:
    """Return the way from the council's goal down to this one: the goal it is, or the headings it stands under."""
    links = [node_link(plan, node) for node in plan.ancestors(goal.under)]
    if goal.giver:
        links.insert(0, ref_link(look, goal.giver))
    return tuple(links)


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
        found=(Found(address, goal.text, goal.label, where, _words(view)),),
    )


def _words(view: GoalView) -> str:
    """Return what a goal is found by beside its text: the board's own words, and who answers for it."""
    owners = owner_words(view.ownership, *(row.ownership for row in view.rows))
    return " ".join(filter(None, [view.wording, owners]))
