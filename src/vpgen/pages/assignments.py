"""The page of a year's assignments, with filters on giver, goal and status."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vpgen.model.content import Ref
from vpgen.pages import Found, Heading, Page
from vpgen.pages.addresses import assignment_address, assignments_address
from vpgen.pages.rows import owner_words
from vpgen.pages.symbols import TallyView, tally_views
from vpgen.pages.tasks import AssignmentView, assignment_view
from vpgen.pages.words import capital
from vpgen.statuses import tally_name

if TYPE_CHECKING:
    from vpgen.pages.look import Look


NOTHING = "Ingen uppföljning"
"""What is chosen to see what nothing was reported on yet."""


@dataclass(frozen=True)
class Choice:
    """One choice of a filter, and how many it leaves."""

    value: str
    text: str
    number: int


@dataclass(frozen=True)
class BoardAssignments:
    """A body's assignments of the year, with its counted statuses where they were reported."""

    id: str
    name: str
    tallies: tuple[TallyView, ...]
    assignments: tuple[AssignmentView, ...]


@dataclass(frozen=True)
class AssignmentsView:
    """All assignments of a year."""

    year: int
    total: int
    givers: tuple[Choice, ...]
    places: tuple[Choice, ...]
    statuses: tuple[Choice, ...]
    boards: tuple[BoardAssignments, ...]


def assignments_page(look: Look, year: int) -> Page:
    """Return the page of a year's assignments; what a board was given stands at the board, not at the giver too."""
    boards = []
    found = []
    for body in look.results.register.bodies.values():
        plan = body.plans.get(year)
        if plan is None or not plan.assignments or body is look.results.register.council:
            continue
        result = look.results.newest(body.path, year)
        views = tuple(assignment_view(look, plan, each, result) for each in plan.assignments.values())
        tallies = tally_views(look, result) if result else ()
        own = tuple(tally for tally in tallies if tally.name == tally_name("uppdrag"))
        boards.append(BoardAssignments(body.id, body.name, own, views))
        for each in views:
            ref = Ref(body.path, year, each.id)
            kind = f"Uppdrag nr {each.number}" if each.number else "Uppdrag"
            words = " ".join(filter(None, [each.wording, owner_words(each.ownership)]))
            found.append(Found(assignment_address(ref), each.text, kind, f"{body.name} {year}", words))
    every = [view for board in boards for view in board.assignments]
    view = AssignmentsView(
        year,
        len(every),
        _choices([(each.giver_id, each.giver) for each in every]),
        _choices([(place.address, place.text) for each in every for place in each.places]),
        _statuses(look, year, [each.status.word if each.status else NOTHING for each in every]),
        tuple(boards),
    )
    return Page(
        address=assignments_address(year),
        title=f"Uppdrag {year}",
        template="uppdrag.html",
        view=view,
        description=f"{len(every)} uppdrag {year}, med givare, mål och status.",
        headings=tuple(Heading(board.id, board.name) for board in boards),
        found=tuple(found),
    )


def _choices(pairs: list[tuple[str, str]]) -> tuple[Choice, ...]:
    counted: dict[tuple[str, str], int] = {}
    for pair in pairs:
        counted[pair] = counted.get(pair, 0) + 1
    return tuple(Choice(value, text, number) for (value, text), number in counted.items())


def _statuses(look: Look, year: int, words: list[str]) -> tuple[Choice, ...]:
    """Return the statuses that there are, in the order of the scale of assignments, what is no level last.

    Where nothing at all was followed up there is nothing to choose between.
    """
    if set(words) <= {NOTHING}:
        return ()
    order = [capital(word) for word in look.results.register.legend(year).of_assignments.levels]
    known = [word for word in order if word in words]
    known += [word for word in words if word not in (*known, NOTHING)]
    return _choices([(word, word) for word in sorted(words, key=[*known, NOTHING].index)])
