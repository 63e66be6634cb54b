"""Every page of the site, and the tree that leads to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vpgen.model.content import FollowUp
from vpgen.pages import Link, Page, shorten
from vpgen.pages.addresses import (
    AGENDA,
    CONTROL,
    FINDINGS,
    GAPS,
    INDICATORS,
    LEDGER,
    LEGEND,
    LIFELINES,
    SIDE_BY_SIDE,
    START,
    assignments_address,
    body_address,
    comparison_address,
    control_address,
    document_address,
    goal_address,
    indicator_address,
    statuses_address,
    tables_address,
    text_page_address,
    thread_address,
    whole_address,
    year_address,
)
from vpgen.pages.agenda import agenda_page, any_agenda
from vpgen.pages.assignments import assignments_page
from vpgen.pages.boards import body_page, start_page
from vpgen.pages.comparison import comparison_page
from vpgen.pages.contradictions import findings_page
from vpgen.pages.control import control_pages, region_control_page
from vpgen.pages.decided import decided_pages
from vpgen.pages.documents import follow_up_pages, plan_page
from vpgen.pages.editions import edition_pages
from vpgen.pages.gaps import gaps_page
from vpgen.pages.goal import goal_pages
from vpgen.pages.indicator import indicator_pages
from vpgen.pages.ledger import ledger_page
from vpgen.pages.lifelines import any_lifelines, lifeline_pages
from vpgen.pages.navigation import Branch, Tree, make_tree
from vpgen.pages.side_by_side import any_side_by_side, side_by_side_page
from vpgen.pages.standing import standing_pages
from vpgen.pages.tables import tables_pages
from vpgen.pages.texts import legend_page, not_found_page, search_page, text_page
from vpgen.pages.thread import thread_page
from vpgen.pages.whole import whole_pages
from vpgen.pages.words import swedish_order
from vpgen.pages.years import year_page
from vpgen.succession import successions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vpgen.model.content import Body, Plan, Register
    from vpgen.pages.look import Look

MENU_WIDTH = 100


def make_pages(look: Look) -> Iterator[Page]:
    """Yield every page of the site."""
    register = look.results.register
    yield start_page(look)
    for body in register.bodies.values():
        yield body_page(look, body)
        if comparison := comparison_page(look, body):
            yield comparison
        for year, plan in body.plans.items():
            yield plan_page(look, body, plan)
            yield from edition_pages(look, body, year)
            yield from decided_pages(look, body, year)
            yield from follow_up_pages(look, body, year)
            yield from whole_pages(look, body, plan)
            for source in body.documents(year):
                yield from tables_pages(look, source)
            yield from control_pages(look, body, plan)
            yield from standing_pages(look, body, year)
            yield from goal_pages(look, plan)
    yield from indicator_pages(look)
    years = assignment_years(register)
    for year in years:
        yield year_page(look, year, years)
        yield assignments_page(look, year)
        yield thread_page(look, year)
    yield from _pages_across(look)
    yield ledger_page(look)
    yield gaps_page(look)
    yield legend_page(look)
    for page in register.pages.values():
        yield text_page(look, page)
    yield search_page(look)
    yield not_found_page()


def _pages_across(look: Look) -> Iterator[Page]:
    """Yield the pages that go through all boards and years, where there is something on them."""
    if control := region_control_page(look):
        yield control
    if agenda := agenda_page(look):
        yield agenda
    yield from lifeline_pages(look)
    if comparisons := side_by_side_page(look):
        yield comparisons
    if look.findings:
        yield findings_page(look)


def assignment_years(register: Register) -> list[int]:
    """Return the years of which there are plans, newest first."""
    return sorted({year for body in register.bodies.values() for year in body.plans}, reverse=True)


def any_control(register: Register) -> bool:
    """Whether any plan has internal control."""
    return any(plan.risks for body in register.bodies.values() for plan in body.plans.values())


def make_site_tree(look: Look) -> Tree:
    """Return the tree of pages as the menu shows it."""
    register, findings = look.results.register, look.findings
    boards = [body for body in register.bodies.values() if body.parent is None]
    indicators = sorted(register.indicators.values(), key=lambda indicator: swedish_order(indicator.name))
    roots = [
        Branch("Start", START),
        *(_year_branch(year) for year in assignment_years(register)),
        *(_body_branch(register, body) for body in boards),
        Branch(
            "Indikatorer",
            INDICATORS,
            tuple(Branch(shorten(each.name, MENU_WIDTH), indicator_address(each.id)) for each in indicators),
        ),
        *([Branch("Genom åren", LIFELINES)] if any_lifelines(look) else []),
        *([Branch("Jämför nämnderna", SIDE_BY_SIDE)] if any_side_by_side(look) else []),
        *([Branch("Internkontroll", CONTROL)] if any_control(register) else []),
        *([Branch("Agenda 2030", AGENDA)] if any_agenda(register) else []),
        *([Branch("Avvikelser i underlaget", FINDINGS)] if findings else []),
        Branch("Regel och bedömning", LEDGER),
        Branch("Saknade uppgifter", GAPS),
        Branch("Symbolförklaring", LEGEND),
        *(Branch(page.title, text_page_address(page.slug)) for page in register.pages.values()),
    ]
    footer = [
        *(Link(page.title, text_page_address(page.slug)) for page in register.pages.values()),
        Link("Symbolförklaring", LEGEND),
    ]
    return make_tree(roots, footer)


def _year_branch(year: int) -> Branch:
    parts = (
        Branch(f"Röd tråd {year}", thread_address(year)),
        Branch(f"Uppdrag {year}", assignments_address(year)),
    )
    return Branch(f"År {year}", year_address(year), parts)


def _body_branch(register: Register, body: Body) -> Branch:
    units = [unit for unit in register.bodies.values() if unit.parent == body.path]
    return Branch(
        body.name,
        body_address(body),
        (
            *(branch for year in body.years for branch in _year_branches(body, year)),
            *([Branch("Jämför åren", comparison_address(body))] if successions(register, body) else []),
            *(_body_branch(register, unit) for unit in units),
        ),
    )


def _year_branches(body: Body, year: int) -> Iterator[Branch]:
    """Yield the year's follow-ups and plan; its goals stand under the newest document."""
    plan = body.plans[year]
    documents = [*(each.document for each in reversed(body.follow_ups.get(year, ()))), plan.document]
    goals = tuple(
        Branch(shorten(f"{goal.label}: {goal.text}", MENU_WIDTH), goal_address(body.path, year, goal.id))
        for goal in plan.goals.values()
    )
    sources = {source.document.slug: source for source in body.documents(year)}
    for document in documents:
        parts = tuple(_part_branches(sources[document.slug]))
        if document is plan.document:
            parts += tuple(_edition_branch(edition) for edition in reversed(body.editions.get(year, ())))
        yield Branch(
            document.name, document_address(document), (*parts, *(goals if document is documents[0] else ()))
        )
    if plan.risks:
        yield Branch(f"Internkontroll {year}", control_address(plan.document))


def _edition_branch(edition: Plan) -> Branch:
    document = edition.document
    return Branch(f"Utgåva {document.edition} (ersatt)", document_address(document))


def _part_branches(source: Plan | FollowUp) -> Iterator[Branch]:
    """Yield what else there is of a document."""
    if source.contents.chapters:
        yield Branch("Hela dokumentet", whole_address(source.document))
    if source.contents.tables:
        yield Branch("Ekonomi och tabeller", tables_address(source.document))
    if isinstance(source, FollowUp):
        yield Branch("Bedömningarna i listor", statuses_address(source.document))
