"""The page of a year: every board's economy, counted follow-up, the council's goals board by board, and its documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vpgen.economy import BUDGET, FORECAST, MEASURES, OUTCOME
from vpgen.model.content import ELEMENTS
from vpgen.pages import Found, Heading, Link, Page
from vpgen.pages.addresses import (
    assignments_address,
    body_address,
    document_address,
    goal_address,
    year_address,
)
from vpgen.pages.money import money_view
from vpgen.pages.symbols import Symbol, TallyView, symbol, tally_views, verdict_tally
from vpgen.succession import why_not_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vpgen.assessment import FollowUpResult
    from vpgen.model.content import Body, Goal, Plan, Register
    from vpgen.model.files import Scale
    from vpgen.pages.look import Look
    from vpgen.pages.money import MoneyView

NOT_FOLLOWED_UP = Symbol("Inte uppföljt", "ingen uppföljning finns här", "gra", "tom")
COLUMNS = ((BUDGET, "Budget"), (OUTCOME, "Utfall"), (FORECAST, "Prognos"), (MEASURES, "Effekt av åtgärder"))


@dataclass(frozen=True)
class BoardYearView:
    """A body's year: its documents, its economy, its newest follow-up in counts. `newest` is None without one."""

    id: str
    name: str
    address: str
    documents: tuple[Link, ...]
    money: MoneyView | None
    newest: Link | None
    period: str
    tallies: tuple[TallyView, ...]
    verdicts: TallyView | None
    own_goals: int


@dataclass(frozen=True)
class CellView:
    """How a body stands on one of the council's goals: a symbol that leads to its goal, or why there is none."""

    symbol: Symbol | None
    address: str
    text: str
    reason: str


@dataclass(frozen=True)
class ColumnView:
    """A body at the head of a column, and the follow-up that its cells are from; None without one."""

    body: Link
    source: Link | None


@dataclass(frozen=True)
class GoalRowView:
    """A goal of the council with a cell for each body."""

    label: str
    link: Link
    cells: tuple[CellView, ...]


@dataclass(frozen=True)
class YearPageView:
    """A year, all boards together. `periods` are all years as links, `missing` the boards without a plan.

    `reached` are the words that mean that a goal is reached, as they are written in a sentence.
    """

    year: int
    periods: tuple[Link, ...]
    boards: tuple[BoardYearView, ...]
    columns: tuple[tuple[str, str], ...]
    bodies: tuple[ColumnView, ...]
    goals: tuple[GoalRowView, ...]
    reached: str
    council: Link | None
    council_note: str
    missing: tuple[str, ...]
    assignments: Link


def year_page(look: Look, year: int, years: list[int]) -> Page:
    """Return the page of a year."""
    register = look.results.register
    bodies = [
        body for body in register.bodies.values() if year in body.plans and body is not register.council
    ]
    shown = [
        body
        for body in register.bodies.values()
        if body is not register.council and (year in body.plans or money_view(look, body, year))
    ]
    boards = tuple(_board(look, body, year) for body in shown)
    council = register.council.plans.get(year) if register.council else None
    view = YearPageView(
        year,
        tuple(Link(str(each), year_address(each)) for each in years),
        boards,
        tuple(
            each for each in COLUMNS if any(board.money and board.money.amount(each[0]) for board in boards)
        ),
        tuple(_column(look, body, year) for body in bodies),
        tuple(_goal_row(look, goal, council, bodies) for goal in council.goals.values()) if council else (),
        _reached(register.legend(year).assessment),
        Link(council.document.full_name, document_address(council.document)) if council else None,
        why_not_whole(register, council, (ELEMENTS,)) if council else "",
        tuple(_missing(register, year)),
        Link(f"Uppdrag {year}", assignments_address(year)),
    )
    return Page(
        address=year_address(year),
        title=f"År {year}",
        template="ar.html",
        view=view,
        description=f"Alla nämnder {year}: budget, måluppfyllelse, fullmäktiges mål och dokument.",
        headings=(
            Heading("ekonomi", "Hålls budgeten?"),
            Heading("laget", "Så gick det"),
            Heading("mal", "Målen, nämnd för nämnd"),
            Heading("dokument", "Dokument"),
        ),
        found=(
            Found(year_address(year), f"År {year}", "År", text="Budget och måluppfyllelse, alla nämnder"),
        ),
    )


def _reached(scale: Scale) -> str:
    """Return the words that mean that a goal is reached."""
    return " och ".join(f"”{word}”" for word, level in scale.levels.items() if level.reached)


def _board(look: Look, body: Body, year: int) -> BoardYearView:
    result = look.results.newest(body.path, year)
    document = result.follow_up.document if result else None
    sources = body.documents(year) if year in body.plans else ()
    goals = body.plans[year].goals.values() if year in body.plans else ()
    return BoardYearView(
        body.id,
        body.name,
        body_address(body),
        tuple(Link(source.document.name, document_address(source.document)) for source in sources),
        money_view(look, body, year),
        Link(document.name, document_address(document)) if document else None,
        result.follow_up.period.text if result else "",
        tally_views(look, result) if result else (),
        verdict_tally(result) if result else None,
        sum(goal.giver is None for goal in goals),
    )


def _missing(register: Register, year: int) -> Iterator[str]:
    """Yield the names of the boards of the year's mandate that have no plan for it."""
    for mandate, ids in register.organisation.boards.items():
        first, _, last = mandate.partition("–")
        if not (first.isdigit() and last.isdigit() and int(first) <= year <= int(last)):
            continue
        for id_ in ids:
            body = register.bodies.get(id_)
            if body and year not in body.plans:
                yield body.name


def _column(look: Look, body: Body, year: int) -> ColumnView:
    result = look.results.newest(body.path, year)
    document = result.follow_up.document if result else None
    source = Link(document.name, document_address(document)) if document else None
    return ColumnView(Link(body.name, body_address(body)), source)


def _goal_row(look: Look, goal: Goal, council: Plan, bodies: list[Body]) -> GoalRowView:
    year = council.document.year
    cells = tuple(
        _cell(look, goal, body.plans[year], look.results.newest(body.path, year)) for body in bodies
    )
    link = Link(goal.text, goal_address(council.document.path, year, goal.id))
    return GoalRowView(goal.label, link, cells)


def _cell(look: Look, goal: Goal, plan: Plan, result: FollowUpResult | None) -> CellView:
    if goal.id not in plan.goals:
        reason = why_not_whole(look.results.register, plan, (ELEMENTS,))
        return CellView(None, "", "Framgår inte" if reason else "Har inte målet", reason)
    document = plan.document
    address = goal_address(document.path, document.year, goal.id)
    shown = symbol(result.goals[goal.id].status) if result else NOT_FOLLOWED_UP
    # What is said before the year is out says when it was said.
    so_far = f" ({result.follow_up.period.text})" if result and result.follow_up.ends_early else ""
    return CellView(shown, address, "", f"{shown.meaning}{so_far}" if shown.meaning else "")
