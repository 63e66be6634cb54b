"""A document as one page, in its printed order: chapters, texts, goals, tables, internal control."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vpgen.model.content import Passage, Placed, PlacedTable, Section
from vpgen.pages import Found, Heading, Link, Page
from vpgen.pages.addresses import document_address, goal_address, whole_address
from vpgen.pages.control import ControlView, make_control
from vpgen.pages.decided import make_decided
from vpgen.pages.documents import NodeView, node_view, told_once
from vpgen.pages.links import board_crumbs, document_crumbs
from vpgen.pages.revisions import make_revisions
from vpgen.pages.symbols import SummaryView, TallyView, summary_views, tally_views
from vpgen.pages.tables import TableView, table_view
from vpgen.pages.words import basis_line, other_source, status_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vpgen.assessment import FollowUpResult
    from vpgen.model.content import Body, Chapter, Contents, Document, Goal, Plan
    from vpgen.pages import Origin
    from vpgen.pages.decided import DecidedView
    from vpgen.pages.look import Look
    from vpgen.pages.revisions import RevisionsView

DEEPEST = 6
IN_CONTENTS = 3
"""The headings of two levels below the title stand in the table of contents."""


@dataclass(frozen=True)
class ContributionView:
    """What a part of the organisation contributes, goal by goal: the goal, the text, the challenges."""

    id: str
    name: str
    text: str
    goals: tuple[tuple[Link, str, str], ...]
    other: str


@dataclass(frozen=True)
class BlockView:
    """One thing of the document, in order: exactly one of the fields after `level` and `id` says what.

    A heading has a number (empty for none) and a text. `level` is the rank of a heading, or of the first heading that
    a part would need.
    """

    kind: str
    level: int
    id: str = ""
    number: str = ""
    text: str = ""
    remark: str = ""
    node: NodeView | None = None
    table: TableView | None = None
    control: ControlView | None = None
    contributions: tuple[ContributionView, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    tallies: tuple[TallyView, ...] = ()
    summary: tuple[SummaryView, ...] = ()


@dataclass(frozen=True)
class ContentsLine:
    """A line of the document's own table of contents."""

    level: int
    id: str
    number: str
    text: str


@dataclass(frozen=True)
class WholeView:
    """A document from its head to its last annex."""

    kind: str
    name: str
    body: str
    year: int
    period: str
    decision: str
    source: str
    edition: str
    revisions: RevisionsView | None
    decided: DecidedView | None
    basis: str
    pages: Link | None
    order: tuple[str, ...]
    contents: tuple[ContentsLine, ...]
    blocks: tuple[BlockView, ...]
    origin: Origin


def whole_pages(look: Look, body: Body, plan: Plan) -> Iterator[Page]:
    """Yield the page of each document of a body's year that has chapters."""
    if plan.contents.chapters:
        yield _page(look, body, plan, plan.contents, None)
    for follow_up in body.follow_ups.get(plan.document.year, ()):
        if follow_up.contents.chapters:
            yield _page(look, body, plan, follow_up.contents, look.results.follow_ups[follow_up.document.key])


def _page(look: Look, body: Body, plan: Plan, contents: Contents, result: FollowUpResult | None) -> Page:
    document = result.follow_up.document if result else plan.document
    maker = _Maker(look, body, plan, contents, result)
    told: set[str] = set()
    blocks = tuple(
        replace(block, node=told_once(block.node, told)) if block.node else block
        for block in maker.chapters(None, 2)
    )
    lines = tuple(
        ContentsLine(block.level, block.id, block.number, block.text)
        for block in blocks
        if block.kind == "rubrik" and block.level <= IN_CONTENTS
    )
    address = whole_address(document)
    view = WholeView(
        kind="uppföljning" if result else "plan",
        name=document.name,
        body=board_crumbs(look, body)[-1].text,
        year=document.year,
        period=result.follow_up.period.text if result else str(document.year),
        decision=status_line(document),
        source=other_source(document),
        edition=document.file.edition or "",
        revisions=None if result else make_revisions(look, body, plan),
        decided=make_decided(look, result.follow_up if result else plan),
        basis=basis_line(document),
        pages=Link("Målen en och en, med indikatorer och status", document_address(document))
        if plan.goals
        else None,
        order=document.file.order,
        contents=lines,
        blocks=blocks,
        origin=look.origin(document.place),
    )
    return Page(
        address=address,
        title=f"{document.full_name}: hela dokumentet",
        template="hela.html",
        view=view,
        description=f"{document.full_name}, hela dokumentet på en sida.",
        crumbs=document_crumbs(look, document),
        headings=tuple(Heading(line.id, f"{line.number} {line.text}".strip()) for line in lines),
        found=(
            Found(address, f"{document.full_name}: hela dokumentet", "Dokument", document.body_name),
            *_found(contents, document, address),
        ),
    )


def _found(contents: Contents, document: Document, address: str) -> Iterator[Found]:
    """Yield each chapter with its text, for search."""
    for chapter in contents.chapters.values():
        text = " ".join(part.text for part in chapter.parts if isinstance(part, Passage))
        yield Found(
            f"{address}#{chapter.id}",
            f"{chapter.number or ''} {chapter.heading}".strip(),
            "Kapitel",
            document.full_name,
            text,
        )


@dataclass(frozen=True)
class _Maker:
    """What every block of a document needs to be made."""

    look: Look
    body: Body
    plan: Plan
    contents: Contents
    result: FollowUpResult | None

    def chapters(self, parent: str | None, level: int) -> Iterator[BlockView]:
        """Yield the chapters under a chapter, section or goal, with everything in them."""
        yield from self._several(self.contents.chapters_under(parent), level)

    def _several(self, chapters: Iterable[Chapter], level: int) -> Iterator[BlockView]:
        for chapter in chapters:
            yield from self._chapter(chapter, _level(chapter.number, level))

    def _chapter(self, chapter: Chapter, level: int) -> Iterator[BlockView]:
        yield BlockView(
            "rubrik",
            level,
            chapter.id,
            chapter.number or "",
            chapter.heading,
            remark=chapter.entry.remark or "",
        )
        below = min(level + 1, DEEPEST)
        first = [each for each in self.contents.chapters_under(chapter.id) if each.number is None]
        for part in chapter.parts:
            if part == Placed("mål"):
                # Headings without number introduce the goals; numbered chapters come after them.
                yield from self._several(first, below)
                first = []
            if isinstance(part, Passage):
                yield BlockView("text", below, text=part.text)
            elif isinstance(part, PlacedTable):
                if part.id in self.contents.tables:
                    yield BlockView("tabell", below, table=self._table(part.id))
            else:
                yield from self._placed(part, below)
        yield from self._tasks(chapter, below)
        rest = self.contents.chapters_under(chapter.id)
        yield from self._several([each for each in rest if each.number is not None or each in first], below)

    def _tasks(self, chapter: Chapter, level: int) -> Iterator[BlockView]:
        """Yield the assignments and activities that stand under a chapter."""
        node = node_view(self.look, self.plan, chapter, self.result, level)
        if node.assignments or node.activities:
            yield BlockView("uppdrag", level, node=node)

    def _table(self, id_: str) -> TableView:
        source = self.result.follow_up if self.result else self.plan
        return table_view(self.look, source, self.contents.tables[id_])

    def _placed(self, part: Placed, level: int) -> Iterator[BlockView]:
        match part.word:
            case "mål":
                yield from self._tree(None, level)
            case "vision":
                organisation = self.look.results.register.organisation
                values = tuple((value.name, value.text) for value in organisation.values.values())
                yield BlockView("vision", level, text=organisation.vision or "", values=values)
            case "bidrag":
                yield BlockView("bidrag", level, contributions=contribution_views(self.plan))
            case "sammanfattning" if self.result:
                yield BlockView(
                    "sammanfattning",
                    level,
                    tallies=tally_views(self.look, self.result),
                    summary=summary_views(self.look, self.result),
                )
            case "internkontroll":
                control = make_control(self.look, self.body, self.plan, self.result)
                yield BlockView("internkontroll", level, control=control)
            case "isk-bedömning" if self.result and self.result.follow_up.control:
                report = self.result.follow_up.control
                yield BlockView("isk", level, number=report.sufficient or "", text=report.motivation or "")

    def _tree(self, parent: str | None, level: int) -> Iterator[BlockView]:
        """Yield the sections and goals under one, each with what stands under it, and chapters after its own parts."""
        for node in self.plan.children(parent):
            # Under a goal the number is of the goal's own kind, and says nothing of the chapter.
            is_chapter = isinstance(node, Section) and parent not in self.plan.goals
            at = _level(node.number if is_chapter else None, level)
            view = node_view(self.look, self.plan, node, self.result, at)
            if view.goal is None:
                yield BlockView("rubrik", at, node.id, node.number or "", _heading(view))
            yield BlockView("nod", at, node=view)
            below = min(at + 1, DEEPEST)
            yield from self._tree(node.id, below)
            yield from self.chapters(node.id, below)


def _heading(view: NodeView) -> str:
    """Return a section's heading as printed: "Perspektiv: Process"."""
    return f"{view.kind}: {view.title}" if view.kind else view.title


def _level(number: str | None, otherwise: int) -> int:
    """Return the rank of a heading: by its number, 4.3 below 4, but never deeper than its place gives."""
    by_number = number.count(".") + 2 if number else DEEPEST
    return min(by_number, otherwise, DEEPEST)


def contribution_views(plan: Plan) -> tuple[ContributionView, ...]:
    """Return what each part of the organisation contributes to the plan's goals."""
    document = plan.document
    return tuple(
        ContributionView(
            each.id,
            each.name,
            each.text.text if each.text else "",
            tuple(
                (
                    _goal_link(plan.goals[text.goal], document),
                    text.text.text if text.text else "",
                    text.challenges.text if text.challenges else "",
                )
                for text in each.goals.values()
                if text.goal in plan.goals
            ),
            each.other.text if each.other else "",
        )
        for each in plan.contributions.values()
    )


def _goal_link(goal: Goal, document: Document) -> Link:
    return Link(goal.text, goal_address(document.path, document.year, goal.id))
