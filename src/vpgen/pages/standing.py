"""The lists behind a follow-up's counts: every goal, assignment, indicator and measure under the status that it has."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vpgen.model.content import Ref
from vpgen.model.spelling import as_id
from vpgen.pages import Heading, Link, Page
from vpgen.pages.addresses import (
    document_address,
    goal_address,
    indicator_address,
    risk_address,
    statuses_address,
)
from vpgen.pages.links import assignment_spot, document_crumbs
from vpgen.pages.symbols import VERDICT_KIND, VERDICTS, Symbol, list_id, symbol
from vpgen.pages.words import capital
from vpgen.statuses import tally_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vpgen.assessment import FollowUpResult
    from vpgen.model.content import Body
    from vpgen.pages import Origin
    from vpgen.pages.look import Look
    from vpgen.statuses import Status
    from vpgen.summaries import SummaryLine


@dataclass(frozen=True)
class ListedView:
    """A thing in a list, with what its status rests on or why it has none."""

    link: Link
    reason: str


@dataclass(frozen=True)
class StatusListView:
    """Those of a kind that have the same status."""

    id: str
    symbol: Symbol
    things: tuple[ListedView, ...]


@dataclass(frozen=True)
class KindView:
    """All of a kind, by status in the order of the scale.

    `printed` is the document's own count of them, with what follows from it and `origin` where it stands; empty where it
    printed none.
    """

    id: str
    name: str
    total: int
    computed: bool
    lists: tuple[StatusListView, ...]
    printed: str = ""
    follows: str = ""
    origin: Origin | None = None


@dataclass(frozen=True)
class StandingView:
    """A follow-up's counts with the lists behind them."""

    body: str
    document: Link
    kinds: tuple[KindView, ...]


def standing_pages(look: Look, body: Body, year: int) -> Iterator[Page]:
    """Yield, for each follow-up of a year, the page with the lists behind its counts."""
    for (path, when, _), result in look.results.follow_ups.items():
        if (path, when) == (body.path, year):
            yield _page(look, result)


def _page(look: Look, result: FollowUpResult) -> Page:
    document = result.follow_up.document
    kinds = tuple(_kinds(look, result))
    view = StandingView(document.body_name, Link(document.name, document_address(document)), kinds)
    return Page(
        address=statuses_address(document),
        title=f"Bedömningarna i {document.name}",
        template="bedomningar.html",
        view=view,
        description=f"Vilka mål, uppdrag och indikatorer som har vilken bedömning i {document.full_name}.",
        crumbs=document_crumbs(look, document),
        headings=tuple(Heading(kind.id, kind.name) for kind in kinds),
    )


def _kinds(look: Look, result: FollowUpResult) -> Iterator[KindView]:
    # What is said before the year is out says when it was said.
    note = f"enligt {result.follow_up.document.name}" if result.follow_up.ends_early else ""
    for kind, tally in result.tallies.items():
        things = list(_things(look, result, kind))
        if things:
            listed = _kind(kind, things, list(tally.counts), note)
            line = next((line for line in result.summary if line.kind == kind), None)
            yield _with_printed(look, result, listed, line) if line else listed
    rows = [row for goal in result.goals.values() for row in goal.rows]
    lists = []
    for word, shown in VERDICTS.items():
        found = tuple(
            ListedView(Link(row.row.wording, indicator_address(row.row.indicator.id)), capital(row.ground))
            for row in rows
            if row.stand == word
        )
        lists.append(StatusListView(list_id(VERDICT_KIND, word), replace(shown, note=note), found))
    if rows:
        name = "Indikatorerna mot målvärdet"
        yield KindView(as_id(VERDICT_KIND), name, len(rows), computed=True, lists=_filled(lists))


def _kind(kind: str, things: list[tuple[Link, Status]], words: list[str], note: str) -> KindView:
    lists = []
    for word in words:
        found = [(link, status) for link, status in things if status.word == word]
        if not found:
            continue
        shown = symbol(found[0][1])
        shown = replace(shown, note=note) if note and not shown.note else shown
        listed = tuple(ListedView(link, _reason(status)) for link, status in found)
        lists.append(StatusListView(list_id(kind, word), shown, listed))
    return KindView(as_id(kind), tally_name(kind), len(things), computed=False, lists=_filled(lists))


def _with_printed(look: Look, result: FollowUpResult, kind: KindView, line: SummaryLine) -> KindView:
    """Add the document's own count, which may tell of more than is known of each."""
    counts = ", ".join(f"{word} {number}" for word, number in line.printed.items())
    origin = look.origin(result.follow_up.document.file.at_key("sammanfattning", line.kind))
    return replace(kind, printed=counts, follows=line.sentence, origin=origin)


def _filled(lists: Iterable[StatusListView]) -> tuple[StatusListView, ...]:
    return tuple(each for each in lists if each.things)


def _reason(status: Status) -> str:
    """Return why there is no status, or a reason of its own; not what the level always means."""
    if status.level is None or status.reason != status.level.meaning:
        return capital(status.reason)
    return ""


def _things(look: Look, result: FollowUpResult, kind: str) -> Iterator[tuple[Link, Status]]:
    """Yield those of a kind, each with where it stands."""
    match kind:
        case "uppdrag":
            yield from _assignments(look, result)
        case "aktiviteter":
            address = document_address(result.follow_up.document)
            for id_, status in result.activities.items():
                yield Link(result.follow_up.plan.activities[id_].text, address), status
        case "indikatorer":
            for row in (row for goal in result.goals.values() for row in goal.rows):
                if row.status:
                    yield Link(row.row.wording, indicator_address(row.row.indicator.id)), row.status
        case "åtgärder":
            yield from _measures(result)
        case _:
            yield from _goals(result, kind)


def _assignments(look: Look, result: FollowUpResult) -> Iterator[tuple[Link, Status]]:
    plan = result.follow_up.plan
    for id_, status in result.assignments.items():
        ref = Ref(plan.document.path, plan.document.year, id_)
        yield Link(plan.assignments[id_].text, assignment_spot(look, plan, ref)), status


def _measures(result: FollowUpResult) -> Iterator[tuple[Link, Status]]:
    plan = result.follow_up.plan
    for (risk, id_), status in result.measures.items():
        measure = plan.risks[risk].measures[id_]
        yield Link(measure.wording or measure.text, risk_address(plan.document, risk)), status


def _goals(result: FollowUpResult, kind: str) -> Iterator[tuple[Link, Status]]:
    document = result.follow_up.document
    for each in result.goals.values():
        if each.goal.kind == kind:
            address = goal_address(document.path, document.year, each.goal.id)
            yield Link(f"{each.goal.label}: {each.goal.text}", address), each.status
