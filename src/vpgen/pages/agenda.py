"""The page of Agenda 2030: for each of its goals, which goals and headings of which board and year claim it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vpgen.agenda import NAMES, goal_of
from vpgen.model.content import Goal, Ref
from vpgen.pages import Found, Heading, Link, Page
from vpgen.pages.addresses import AGENDA, anchor
from vpgen.pages.links import node_link
from vpgen.pages.words import capital, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vpgen.model.content import Plan, Register, Section
    from vpgen.pages.look import Look

MOST_YEARS = 4
"""So many years are counted beside each other, so that a phone has room for them."""


@dataclass(frozen=True)
class ClaimView:
    """A goal of Agenda 2030 that something says that it contributes to.

    `sub_goals` are those that it names, in words, `through` the heading or goal above that says so; both may be empty.
    """

    goal: Link
    sub_goals: str
    through: str


@dataclass(frozen=True)
class ClaimantView:
    """A goal or heading that claims, in its own words, and where it stands: at its giver first, then at those below."""

    kind: str
    text: str
    sub_goals: str
    places: tuple[Link, ...]


@dataclass(frozen=True)
class WorldGoalView:
    """A goal of Agenda 2030, and those who claim it, newest year first."""

    id: str
    number: int
    name: str
    years: tuple[tuple[int, tuple[ClaimantView, ...]], ...]

    def in_year(self, year: int) -> int:
        """Return how many goals and headings of a year claim it."""
        return len(dict(self.years).get(year, ()))


@dataclass(frozen=True)
class AgendaView:
    """The goals of Agenda 2030 that somebody claims, and those that nobody does.

    `counts` is by goal how many claim it in each of `years`, the newest ones.
    """

    years: tuple[int, ...]
    goals: tuple[WorldGoalView, ...]
    counts: tuple[tuple[int, ...], ...]
    unclaimed: tuple[str, ...]


def any_agenda(register: Register) -> bool:
    """Whether anything in any plan claims a goal of Agenda 2030."""
    return any(True for _ in _claimants(register))


def agenda_page(look: Look) -> Page | None:
    """Return the page of Agenda 2030; None where nothing claims any of its goals."""
    register = look.results.register
    claimants = list(_claimants(register))
    goals = tuple(filter(None, (_world_goal(register, number, claimants) for number in NAMES)))
    if not goals:
        return None
    claimed = {goal.number for goal in goals}
    years = sorted({plan.document.year for plan, _ in claimants}, reverse=True)[:MOST_YEARS]
    view = AgendaView(
        tuple(years),
        goals,
        tuple(tuple(goal.in_year(year) for year in years) for goal in goals),
        tuple(f"{number} {name}" for number, name in NAMES.items() if number not in claimed),
    )
    return Page(
        address=AGENDA,
        title="Agenda 2030",
        template="agenda-2030.html",
        view=view,
        description="Vilka mål i planerna som bidrar till vart och ett av de globala målen i Agenda 2030.",
        headings=tuple(Heading(goal.id, f"{goal.number}. {goal.name}") for goal in goals),
        found=(
            Found(AGENDA, "Agenda 2030", "Sida"),
            *(Found(f"{AGENDA}#{goal.id}", f"{goal.number}. {goal.name}", "Agenda 2030") for goal in goals),
        ),
    )


def _claimants(register: Register) -> Iterator[tuple[Plan, Goal | Section]]:
    """Yield the goals and headings that claim something, each in the plan that lists it."""
    for body in register.bodies.values():
        for plan in body.plans.values():
            nodes: list[Goal | Section] = [*plan.sections.values(), *plan.goals.values()]
            for node in nodes:
                # A heading that the plan does not list is the giver's, and told there.
                if node.agenda and node.place.file == plan.document.place.file:
                    yield plan, node


def _world_goal(
    register: Register, number: int, claimants: Iterable[tuple[Plan, Goal | Section]]
) -> WorldGoalView | None:
    """Return a goal of Agenda 2030 with its claimants; what a board has from its giver stands with the giver's."""
    found: dict[int, dict[tuple[Ref, str], list[tuple[Plan, Goal | Section]]]] = {}
    for plan, node in claimants:
        if any(goal_of(claim) == number for claim in node.agenda):
            year = plan.document.year
            key = (_first(register, plan, node), _sub_goals(node.agenda, number))
            found.setdefault(year, {}).setdefault(key, []).append((plan, node))
    if not found:
        return None
    years = tuple(
        (year, tuple(_claimant(same, sub_goals) for (_, sub_goals), same in found[year].items()))
        for year in sorted(found, reverse=True)
    )
    return WorldGoalView(anchor("mal", str(number)), number, NAMES[number], years)


def _first(register: Register, plan: Plan, node: Goal | Section) -> Ref:
    """Return the element that one is inherited from, at the very beginning; itself where it is not."""
    if node.giver is None:
        return Ref(plan.document.path, plan.document.year, node.id)
    above = next(body for body in register.bodies.values() if body.path == node.giver.body).plans
    given = above[node.giver.year].node(node.giver.id)
    return _first(register, above[node.giver.year], given) if given else node.giver


def _claimant(same: list[tuple[Plan, Goal | Section]], sub_goals: str) -> ClaimantView:
    _, node = same[0]
    return ClaimantView(
        node.label if isinstance(node, Goal) else capital(node.kind),
        node.text if isinstance(node, Goal) else node.name,
        sub_goals,
        tuple(Link(plan.document.body_name, node_link(plan, each).address) for plan, each in same),
    )


def _sub_goals(claims: Iterable[str], number: int) -> str:
    """Return the sub-goals of a goal that are claimed, in words; empty where only the whole goal is."""
    subs = [claim for claim in claims if goal_of(claim) == number and "." in claim]
    return f"delmål {listed(subs)}" if subs else ""


def claims_of(node: Goal | Section, through: str = "") -> Iterator[ClaimView]:
    """Yield the goals of Agenda 2030 that a goal or heading claims, each with its sub-goals."""
    for number in sorted({goal_of(claim) for claim in node.agenda}):
        link = Link(f"{number} {NAMES[number]}", f"{AGENDA}#{anchor('mal', str(number))}")
        yield ClaimView(link, _sub_goals(node.agenda, number), through)


def claims_above(plan: Plan, goal: Goal) -> Iterator[ClaimView]:
    """Yield what the headings and goals that a goal stands under claim, nearest first."""
    for node in reversed(plan.ancestors(goal.under)):
        name = node.text if isinstance(node, Goal) else node.name
        kind = node.label if isinstance(node, Goal) else capital(node.kind)
        yield from claims_of(node, f"{kind}: {name}")
