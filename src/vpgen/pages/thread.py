"""The page of a year's röda tråd: from the council's goals down to what is done, up again, and where it breaks off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vpgen.model.content import Assignment, Goal, Ref, Row, Section
from vpgen.model.files import ActivityEntry
from vpgen.pages import Found, Heading, Link, Origin, Page
from vpgen.pages.addresses import (
    anchor,
    document_address,
    goal_address,
    indicator_address,
    risk_address,
    thread_address,
    thread_spot,
)
from vpgen.pages.links import assignment_spot, node_link
from vpgen.pages.rows import RowView, row_view
from vpgen.pages.symbols import Symbol, symbol
from vpgen.pages.words import capital, listed
from vpgen.statuses import tally_name
from vpgen.thread import Break, make_thread, numbered, reach, reach_of, spared_risks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from vpgen.model.content import Plan
    from vpgen.pages.look import Look
    from vpgen.statuses import Status
    from vpgen.thread import Element, Numbered, Orphan, Strand, Thread

KINDS = {
    Break.NO_RECEIVER: "Uppdrag från fullmäktige utan mottagare",
    Break.UNAWARE: "Mottagare som inte har uppdraget i sin plan",
    Break.EMPTY_GOAL: "Mål utan indikator, uppdrag eller aktivitet",
    Break.NO_TARGET: "Indikatorer utan målvärde för året",
    Break.NO_MEASURE: "Risker utan åtgärd",
    Break.NOT_REPORTED: "Uppdrag som aldrig har följts upp",
}
"""How the page calls each way of breaking off, in its order."""


@dataclass(frozen=True)
class StrandView:
    """An element in the thread, and what hangs on it.

    `kind` is a class of the style sheet; `id` is empty where the element stands higher up on the page already.
    Where a body takes over what stands above, `link` is its name. `row` is set for an indicator.
    """

    kind: str
    id: str
    label: str
    link: Link
    wording: str
    status: Symbol | None
    row: RowView | None
    below: tuple[StrandView, ...]


@dataclass(frozen=True)
class RootView:
    """Where a thread begins: an element of the council's plan, or all that a body has of its own."""

    id: str
    title: str
    strands: tuple[StrandView, ...]


@dataclass(frozen=True)
class WayUp:
    """A goal or assignment of a body, and what it hangs on, nearest first, to the top."""

    label: str
    link: Link
    above: tuple[Link, ...]


@dataclass(frozen=True)
class BodyUp:
    """All ways up from a body's plan."""

    name: str
    ways: tuple[WayUp, ...]


@dataclass(frozen=True)
class SourceView:
    """The documents of a body that the thread rests on; `note` says what is not there."""

    plan: Link
    follow_up: Link | None
    note: str


@dataclass(frozen=True)
class OrphanView:
    """A place where the thread breaks off."""

    link: Link
    where: str
    sentence: str
    origins: tuple[Origin, ...]


@dataclass(frozen=True)
class DoubtView:
    """What cannot be told for one and the same reason."""

    sentence: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class BreakView:
    """One way of breaking off: what was found, and what cannot be told.

    `count` is how many were found, in words where it is none or where that cannot be told. `note` says what the count
    leaves out, and why.
    """

    id: str
    name: str
    count: str
    found: tuple[OrphanView, ...]
    doubts: tuple[DoubtView, ...]
    note: str = ""


@dataclass(frozen=True)
class PartialView:
    """A plan that is not here as it was adopted: why, and how much of it is here."""

    plan: Link
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class ThreadView:
    """A year's thread. `partial` and `without` are the plans that are not here in full, and bodies that have none."""

    year: int
    partial: tuple[PartialView, ...]
    without: str
    sources: tuple[SourceView, ...]
    breaks: tuple[BreakView, ...]
    roots: tuple[RootView, ...]
    own: tuple[RootView, ...]
    up: tuple[BodyUp, ...]


def thread_page(look: Look, year: int) -> Page:
    """Return the page of a year's thread."""
    thread = make_thread(look.results.register, year)
    views = _Views(look, _spots(thread))
    plans = [body.plans[year] for body in look.results.register.bodies.values() if year in body.plans]
    ground = reach(look.results.register, year)
    view = ThreadView(
        year,
        tuple(_partial(look, plan) for plan in ground.partial),
        listed([body.name for body in ground.without]),
        tuple(_source(look, plan) for plan in plans),
        tuple(_breaks(look, year)),
        tuple(_root(views, strand) for strand in thread.top),
        tuple(_own(look, views, path, strands) for path, strands in thread.own.items()),
        tuple(_up(look, thread, year)),
    )
    headings = [
        ("brister", "Där tråden brister", True),
        ("ned", "Från fullmäktige och ned", view.roots),
        ("eget", "Utan koppling till fullmäktige", view.own),
        ("upp", "Från nämnden och upp", view.up),
    ]
    address, title = thread_address(year), f"Röd tråd {year}"
    return Page(
        address=address,
        title=title,
        template="rod-trad.html",
        view=view,
        description=f"Från fullmäktiges mål och uppdrag {year} ned till indikatorer, uppdrag och aktiviteter, och upp igen.",
        headings=tuple(Heading(id_, text) for id_, text, content in headings if content),
        found=(Found(address, title, "Sida"),),
    )


def _source(look: Look, plan: Plan) -> SourceView:
    document = plan.document
    result = look.results.newest(document.path, document.year)
    last = result.follow_up.document if result else None
    notes = [
        "" if document.file.complete else "bara en del av planen finns här",
        "" if last is None or last.file.complete else "bara en del av uppföljningen finns här",
    ]
    return SourceView(
        Link(document.full_name, document_address(document)),
        Link(last.name, document_address(last)) if last else None,
        "; ".join(filter(None, notes)),
    )


def _partial(look: Look, plan: Plan) -> PartialView:
    document = plan.document
    sentences = [capital(document.file.basis)] if document.is_reconstructed else []
    sentences += [] if document.file.complete else ["Bara en del finns här"]
    council = look.results.register.council
    if council and document.path == council.path:
        sentences += [_how_many(each) for each in numbered(plan)]
    return PartialView(Link(document.full_name, document_address(document)), tuple(sentences))


def _how_many(found: Numbered) -> str:
    """Say how many of a plan's assignments or goals are here, of at least how many, and which are not."""
    name = tally_name(found.kind).lower()
    if not found.here:
        return f"Inga {name} finns här"
    if found.last is None:
        return f"{found.here} {name} finns här; hur många de är framgår inte"
    if not found.absent:
        return f"{name.capitalize()} 1–{found.last} finns här; om de är fler framgår inte"
    runs = [
        str(first) if first == last else f"{first} och {last}" if last == first + 1 else f"{first}–{last}"
        for first, last in found.absent
    ]
    return f"{found.here} av minst {found.last} {name} finns här; nr {listed(runs)} saknas"


# Down


def _spots(thread: Thread) -> dict[int, str]:
    """Return the id of each strand that is the first of its element on the page."""
    seen: dict[str, int] = {}
    for strand, _ in thread.strands():
        if not isinstance(strand.element, Row | ActivityEntry):
            seen.setdefault(thread_spot(strand.ref).partition("#")[2], id(strand))
    return {strand: spot for spot, strand in seen.items()}


@dataclass(frozen=True)
class _Views:
    """Makes views of strands; `spots` are their ids on the page."""

    look: Look
    spots: Mapping[int, str]

    def of(self, strand: Strand) -> StrandView:
        element = strand.element
        return StrandView(
            _kind(strand),
            self.spots.get(id(strand), ""),
            _label(self.look, strand),
            _link(self.look, strand),
            (element.wording or "") if isinstance(element, Goal | Assignment) else "",
            self._status(strand),
            self._row(strand) if isinstance(element, Row) else None,
            tuple(self.of(each) for each in strand.below),
        )

    def _status(self, strand: Strand) -> Symbol | None:
        result = self.look.results.newest(strand.ref.body, strand.ref.year)
        if result is None:
            return None
        found: Status | None = None
        match strand.element:
            case Goal() as goal:
                found = result.goals[goal.id].status
            case Assignment() as assignment:
                found = result.assignments[assignment.id]
            case ActivityEntry() as activity:
                found = result.activities[activity.id]
            case Section() | Row():
                pass
        return symbol(found) if found else None

    def _row(self, strand: Strand) -> RowView:
        """Return an indicator as the newest follow-up judges it, else as the plan has it."""
        results, ref = self.look.results, strand.ref
        result = results.newest(ref.body, ref.year)
        rows = [
            *(result.goals[ref.id].rows if result else ()),
            *results.plans[ref.body, ref.year].rows[ref.id],
        ]
        return row_view(self.look, next(row for row in rows if row.row is strand.element))


def _kind(strand: Strand) -> str:
    match strand.element:
        case Section():
            return "avsnitt"
        case Goal():
            return "mal"
        case Assignment():
            return "uppdrag"
        case Row():
            return "indikator"
        case ActivityEntry():
            return "aktivitet"


def _label(look: Look, strand: Strand) -> str:
    if strand.carries:
        body = next(each for each in look.results.register.bodies.values() if each.path == strand.ref.body)
        return "Verksamhet" if body.parent else "Nämnd"
    return _own_label(strand.element)


def _own_label(element: Element) -> str:
    match element:
        case Section() as section:
            return capital(section.kind)
        case Goal() as goal:
            return goal.label
        case Assignment() as assignment:
            return f"Uppdrag nr {assignment.number}" if assignment.number else "Uppdrag"
        case Row():
            return "Indikator"
        case ActivityEntry():
            return "Aktivitet"


def _link(look: Look, strand: Strand) -> Link:
    """Return the way to an element's own page, in its own words, or in its body's name where it takes something over."""
    address = _address(look, strand.plan, strand.element)
    if strand.carries:
        return Link(strand.plan.document.body_name, address)
    match strand.element:
        case Section() as section:
            return Link(section.name, address)
        case Row() as row:
            return Link(row.wording, address)
        case Goal() | Assignment() | ActivityEntry() as written:
            return Link(written.text, address)


def _address(look: Look, plan: Plan, element: Element) -> str:
    document = plan.document
    match element:
        case Section() | Goal():
            return node_link(plan, element).address
        case Assignment():
            return assignment_spot(look, plan, Ref(document.path, document.year, element.id))
        case Row():
            return indicator_address(element.indicator.id)
        case ActivityEntry():
            above = [plan.goals[id_] for id_ in element.under if id_ in plan.goals]
            return node_link(plan, above[0]).address if above else document_address(document)


def _root(views: _Views, strand: Strand) -> RootView:
    view = views.of(strand)
    return RootView(view.id, f"{view.label}: {view.link.text}", (view,))


def _own(look: Look, views: _Views, path: str, strands: Iterable[Strand]) -> RootView:
    name = next(body.name for body in look.results.register.bodies.values() if body.path == path)
    return RootView(anchor("eget", path), name, tuple(views.of(strand) for strand in strands))


# Up


def _up(look: Look, thread: Thread, year: int) -> Iterator[BodyUp]:
    """Yield the ways up from the goals and assignments of each body but the council."""
    register = look.results.register
    every = list(thread.strands())
    for body in register.bodies.values():
        if body is register.council or year not in body.plans:
            continue
        ways = tuple(
            WayUp(
                _own_label(strand.element),
                Link(strand.element.text, _address(look, strand.plan, strand.element)),
                tuple(_up_link(look, each) for each in reversed(above)),
            )
            for strand, above in every
            if strand.ref.body == body.path and isinstance(strand.element, Goal | Assignment)
        )
        if ways:
            yield BodyUp(body.name, ways)


def _up_link(look: Look, strand: Strand) -> Link:
    """Return the way to a strand higher up on the page."""
    own, link = _own_label(strand.element), _link(look, strand)
    text = f"{own} hos {link.text}" if strand.carries else f"{own}: {link.text}"
    return Link(text, thread_spot(strand.ref))


# Where it breaks off


def _breaks(look: Look, year: int) -> Iterator[BreakView]:
    for kind, name in KINDS.items():
        every = [orphan for orphan in look.orphans if orphan.kind is kind and orphan.ref.year == year]
        doubts: dict[str, list[Link]] = {}
        for orphan in every:
            if orphan.doubt:
                doubts.setdefault(capital(orphan.sentence), []).append(_orphan_link(look, orphan))
        found = tuple(_orphan(look, orphan) for orphan in every if not orphan.doubt)
        doubtful = len(every) - len(found)
        yield BreakView(
            kind.value,
            name,
            _count(look, year, kind, len(found), doubtful),
            found,
            tuple(DoubtView(sentence, tuple(links)) for sentence, links in doubts.items()),
            _note(look, year, kind, len(found), doubtful),
        )


def _count(look: Look, year: int, kind: Break, found: int, doubtful: int) -> str:
    """Say how many were found: none only where every plan that could hold one is here in full."""
    ground = reach_of(look.results.register, year, kind)
    if found:
        return f"minst {found}" if ground.partial or ground.without else str(found)
    return "kan inte avgöras" if doubtful or ground.partial or ground.without else "inga"


def _note(look: Look, year: int, kind: Break, found: int, doubtful: int) -> str:
    """Say what a count leaves out: what cannot be told, the council's assignments that are not here, spared risks."""
    ground = reach_of(look.results.register, year, kind)
    sentences = [f"För {doubtful} går det inte att avgöra." if doubtful else ""]
    if kind is Break.NO_RECEIVER:
        sentences += [f"{_how_many(numbered(plan)[0])}." for plan in ground.partial]
    elif not (found or doubtful) and (ground.partial or ground.without):
        sentences.append("Inga i det som finns här.")
    if kind is Break.NO_MEASURE:
        sentences.append(_spared(look, year))
    return " ".join(filter(None, sentences))


def _spared(look: Look, year: int) -> str:
    """Say how many risks need no measure, where the organisation has a cut-off for that."""
    number = len(spared_risks(look.results.register, year))
    cutoff = look.results.register.legend(year).of_risks.cutoff
    if not number:
        return ""
    risks = "1 risk utan åtgärd är" if number == 1 else f"{number} risker utan åtgärd är"
    return f"{risks} under gränsen {cutoff} och behöver ingen."


def _orphan(look: Look, orphan: Orphan) -> OrphanView:
    plan = look.results.plans[orphan.ref.body, orphan.ref.year].plan
    return OrphanView(
        _orphan_link(look, orphan),
        plan.document.body_name,
        capital(orphan.sentence),
        tuple(look.origin(place) for place in orphan.places),
    )


def _orphan_link(look: Look, orphan: Orphan) -> Link:
    plan, ref = look.results.plans[orphan.ref.body, orphan.ref.year].plan, orphan.ref
    match orphan.kind:
        case Break.NO_RECEIVER | Break.UNAWARE | Break.NOT_REPORTED:
            address = assignment_spot(look, plan, ref)
        case Break.EMPTY_GOAL:
            address = goal_address(ref.body, ref.year, ref.id)
        case Break.NO_TARGET:
            address = f"{goal_address(ref.body, ref.year, ref.id)}#indikator-{orphan.indicator}"
        case Break.NO_MEASURE:
            address = risk_address(plan.document, ref.id)
    return Link(orphan.subject, address)
