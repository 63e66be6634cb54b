"""The page of an edition of a plan that a later one has replaced: the whole of it, as it was decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from vpgen.model.content import Goal, Passage, PlacedTable
from vpgen.pages import Found, Heading, Link, Page
from vpgen.pages.addresses import document_address, indicator_address
from vpgen.pages.control import dropped_risks
from vpgen.pages.decided import make_decided
from vpgen.pages.links import board_crumbs, document_crumbs
from vpgen.pages.revisions import edition_link, edition_name, make_revisions, uncapital
from vpgen.pages.rows import ownership, reading_views, remarks, target_views
from vpgen.pages.tables import table_view
from vpgen.pages.words import basis_line, capital, decision_line, other_source
from vpgen.periods import label
from vpgen.revisions import other_facts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from vpgen.model.content import Assignment, Body, Chapter, Measure, Plan, Risk, Row, Section
    from vpgen.model.fields import Entry
    from vpgen.model.files import ActivityEntry
    from vpgen.pages import Origin
    from vpgen.pages.decided import DecidedView
    from vpgen.pages.look import Look
    from vpgen.pages.revisions import RevisionsView
    from vpgen.pages.rows import ValueView
    from vpgen.pages.tables import TableView

SHOWN_OF_NODE = {
    "sort",
    "nr",
    "under",
    "text",
    "namn",
    "lydelse",
    "beskrivning",
    "listrubrik",
    "punkter",
    "indikatorer",
}
SHOWN_OF_ROW = {
    "lydelse",
    "målvärde",
    "långsiktigt",
    "långsiktigt år",
    "utfall",
    "avser",
    "gäller",
    "serie",
    "utanför",
}
HEADINGS = {"kapitel", "rubrik", "mål"}
DEEPEST = 6
IN_CONTENTS = 3
"""The headings of two levels below the title stand in the table of contents."""


@dataclass(frozen=True)
class PlannedRow:
    """An indicator as the edition had it: its latest known outcome then, and its targets."""

    link: Link
    outcome: tuple[ValueView, ...]
    where: str
    targets: tuple[ValueView, ...]
    long_term: tuple[ValueView, ...]
    long_term_year: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TaskView:
    """An assignment, activity or measure, with who answers for it and when; a measure's `id` is empty.

    `repeated` says that the page has told all of it before.
    """

    id: str
    number: str
    text: str
    given: str
    description: str
    facts: tuple[tuple[str, str], ...]
    remark: str
    repeated: bool = False


@dataclass(frozen=True)
class EditionRisk:
    """A risk with its measures."""

    id: str
    area: str
    text: str
    given: str
    facts: tuple[tuple[str, str], ...]
    measures: tuple[TaskView, ...]
    remark: str


@dataclass(frozen=True)
class EditionNode:
    """A goal, or what else has indicators, assignments and activities; `given` is the giver's text where it is another."""

    given: str
    description: str
    list_heading: str
    bullets: tuple[tuple[str, str], ...]
    rows: tuple[PlannedRow, ...]
    assignments: tuple[TaskView, ...]
    activities: tuple[TaskView, ...]
    facts: tuple[tuple[str, str], ...] = ()
    remark: str = ""


@dataclass(frozen=True)
class EditionBlock:
    """One thing of the edition, in order: a heading (with `label` before its text), or what `kind` says."""

    kind: str
    level: int
    id: str = ""
    label: str = ""
    text: str = ""
    node: EditionNode | None = None
    table: TableView | None = None
    risks: tuple[EditionRisk, ...] = ()
    dropped: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class EditionView:
    """A replaced edition: `by` is the one that replaced it, `in_force` the plan that holds now."""

    body: Link
    name: str
    edition: str
    decision: str
    source: str
    by: Link
    by_decision: str
    in_force: Link
    basis: str
    revisions: RevisionsView | None
    decided: DecidedView | None
    order: tuple[str, ...]
    blocks: tuple[EditionBlock, ...]
    origin: Origin


def edition_pages(look: Look, body: Body, year: int) -> Iterator[Page]:
    """Yield the page of each edition that the plan of a year has replaced."""
    for plan, later in pairwise(body.plans_of(year)):
        yield _page(look, body, plan, later)


def _page(look: Look, body: Body, plan: Plan, later: Plan) -> Page:
    document, in_force = plan.document, body.plans[plan.document.year].document
    told: set[str] = set()
    blocks = tuple(_told_once(block, told) for block in _Maker(look, plan).blocks())
    by = edition_link(later.document)
    view = EditionView(
        body=board_crumbs(look, body)[-1],
        name=document.name,
        edition=edition_name(document),
        decision=decision_line(document),
        source=other_source(document),
        by=by,
        by_decision=uncapital(decision_line(later.document)),
        in_force=Link(f"{in_force.name}, den som gäller", document_address(in_force)),
        basis=basis_line(document),
        revisions=make_revisions(look, body, plan),
        decided=make_decided(look, plan),
        order=document.file.order,
        blocks=blocks,
        origin=look.origin(document.place),
    )
    address = document_address(document)
    return Page(
        address=address,
        title=f"{document.full_name} (ersatt)",
        template="utgava.html",
        view=view,
        description=f"{document.full_name}: en tidigare utgåva, ersatt av {by.text}.",
        crumbs=document_crumbs(look, in_force),
        headings=tuple(
            Heading(block.id, f"{block.label} {block.text}".strip())
            for block in blocks
            if block.kind in HEADINGS and block.id and block.level <= IN_CONTENTS
        ),
        found=(Found(address, f"{document.name} (ersatt)", "Tidigare utgåva", document.body_name),),
    )


@dataclass(frozen=True)
class _Maker:
    """What every block of an edition needs to be made."""

    look: Look
    plan: Plan

    def blocks(self) -> Iterator[EditionBlock]:
        """Yield the edition in its printed order, or, where it has no chapters, part by part."""
        if self.plan.contents.chapters:
            yield from self._chapters(None, 2)
            yield from self._loose()
            return
        yield from self._tree(None, 2)
        yield from self._loose()
        if self.plan.contributions:
            yield EditionBlock("rubrik", 2, "bidrag", text="Bidrag")
            yield from self._contributions(3)
        if self.plan.risks:
            yield EditionBlock("rubrik", 2, "internkontroll", text="Internkontroll")
            yield from self._control(3)
        if self.plan.contents.tables:
            yield EditionBlock("rubrik", 2, "tabeller", text="Ekonomi och tabeller")
            yield from (self._table(id_, 3) for id_ in self.plan.contents.tables)

    def _chapters(self, parent: str | None, level: int) -> Iterator[EditionBlock]:
        for chapter in self.plan.contents.chapters_under(parent):
            yield from self._chapter(chapter, min(level, DEEPEST))

    def _chapter(self, chapter: Chapter, level: int) -> Iterator[EditionBlock]:
        yield EditionBlock("kapitel", level, chapter.id, chapter.number or "", chapter.heading)
        below = min(level + 1, DEEPEST)
        for part in chapter.parts:
            if isinstance(part, Passage):
                yield EditionBlock("text", below, text=part.text)
            elif isinstance(part, PlacedTable):
                if part.id in self.plan.contents.tables:
                    yield self._table(part.id, below)
            elif part.word == "mål":
                yield from self._tree(None, below)
            elif part.word == "bidrag":
                yield from self._contributions(below)
            elif part.word == "internkontroll":
                yield from self._control(below)
        if tasks := self._tasks(chapter.id, below):
            yield tasks
        yield from self._chapters(chapter.id, below)

    def _tree(self, parent: str | None, level: int) -> Iterator[EditionBlock]:
        """Yield the sections and goals under one, each with what stands under it, chapters last."""
        for node in self.plan.children(parent):
            is_goal = isinstance(node, Goal)
            title = node.text if isinstance(node, Goal) else node.wording or node.name
            yield EditionBlock("mål" if is_goal else "rubrik", level, node.id, _label(node), title)
            below = min(level + 1, DEEPEST)
            yield EditionBlock("nod", below, node=self._node(node))
            yield from self._tree(node.id, below)
            yield from self._chapters(node.id, below)

    def _node(self, node: Goal | Section) -> EditionNode:
        # A heading that the plan does not list is the giver's, with what the giver says of it.
        is_own = node.place.file == self.plan.document.place.file
        tasks = self._under(node.id)
        return EditionNode(
            given=(node.wording or "") if isinstance(node, Goal) else "",
            description=node.description or "",
            list_heading="" if isinstance(node, Goal) else node.list_heading or "",
            bullets=() if isinstance(node, Goal) else tuple(node.bullets.items()),
            rows=tuple(self._row(row) for row in node.rows) if isinstance(node, Goal) else (),
            assignments=tasks[0],
            activities=tasks[1],
            facts=_facts(node.entry, SHOWN_OF_NODE) if is_own else (),
            remark=remarks(node.entry) if is_own else "",
        )

    def _tasks(self, id_: str, level: int) -> EditionBlock | None:
        """Return the assignments and activities that stand under a chapter, if there are any."""
        assignments, activities = self._under(id_)
        return _task_block(level, assignments, activities) if assignments or activities else None

    def _under(self, id_: str) -> tuple[tuple[TaskView, ...], tuple[TaskView, ...]]:
        """Return the assignments and activities under something, the activities of its assignments among them."""
        assignments = self.plan.assignments_under(id_)
        activities = [*self.plan.activities_under(id_)]
        for assignment in assignments:
            activities += self.plan.activities_under(assignment.id)
        return (
            tuple(self._assignment(each) for each in assignments),
            tuple(_activity(each) for each in {each.id: each for each in activities}.values()),
        )

    def _loose(self) -> Iterator[EditionBlock]:
        """Yield the assignments and activities that stand under nothing."""
        places = {*self.plan.goals, *self.plan.sections, *self.plan.contents.chapters}
        loose = [each for each in self.plan.assignments.values() if not places.intersection(each.under)]
        under = {*places, *(set(self.plan.assignments) - {each.id for each in loose})}
        left = [each for each in self.plan.activities.values() if not under.intersection(each.under)]
        if loose or left:
            yield EditionBlock("rubrik", 2, "ovriga-uppdrag", text="Övriga uppdrag och aktiviteter")
            tasks = tuple(self._assignment(each) for each in loose), tuple(_activity(each) for each in left)
            yield _task_block(3, *tasks)

    def _row(self, row: Row) -> PlannedRow:
        scope = self.look.results.register.scope_name(row.scope)
        series = row.indicator.series.get(row.series or "", "")
        return PlannedRow(
            link=Link(row.wording, indicator_address(row.indicator.id)),
            outcome=reading_views(row.entry.outcome),
            where=", ".join(filter(None, [label(row.period) if row.period else "", scope, series])),
            targets=target_views(row.target),
            long_term=target_views(row.long_term),
            long_term_year=str(row.long_term_year or ""),
            facts=_facts(row.entry, SHOWN_OF_ROW),
        )

    def _assignment(self, assignment: Assignment) -> TaskView:
        bodies = self.look.results.register.bodies
        giver, *receivers = (
            bodies[id_].name if id_ in bodies else id_ for id_ in (assignment.giver, *assignment.receivers)
        )
        facts = [("Givet av", giver), ("Till", ", ".join(receivers)), *ownership(assignment.entry)]
        facts.append(("Klart", assignment.entry.due or ""))
        return TaskView(
            assignment.id,
            assignment.number or "",
            assignment.text,
            assignment.wording or "",
            assignment.entry.description or "",
            tuple(fact for fact in facts if fact[1]),
            remarks(assignment.entry),
        )

    def _contributions(self, level: int) -> Iterator[EditionBlock]:
        for each in self.plan.contributions.values():
            yield EditionBlock("rubrik", level, f"bidrag-{each.id}", text=each.name)
            below = min(level + 1, DEEPEST)
            if each.text:
                yield EditionBlock("text", below, text=each.text.text)
            for said in each.goals.values():
                if goal := self.plan.goals.get(said.goal):
                    yield EditionBlock("rubrik", below, text=goal.text)
                    for passage in filter(None, (said.text, said.challenges)):
                        is_challenge = passage is said.challenges
                        yield EditionBlock(
                            "text", below, label="Utmaningar" if is_challenge else "", text=passage.text
                        )
            if each.other:
                yield EditionBlock("text", below, label="Övrigt", text=each.other.text)

    def _control(self, level: int) -> Iterator[EditionBlock]:
        """Yield the risks, and those of earlier years that the plan has dropped."""
        yield EditionBlock("risker", level, risks=tuple(_risk(each) for each in self.plan.risks.values()))
        if dropped := tuple(dropped_risks(self.look, self.plan)):
            yield EditionBlock("utgår", level, dropped=dropped)

    def _table(self, id_: str, level: int) -> EditionBlock:
        table = self.plan.contents.tables[id_]
        view = table_view(self.look, self.plan, table)
        return EditionBlock("tabell", level, f"tabell-{id_}", text=table.heading, table=view)


def _told_once(block: EditionBlock, told: set[str]) -> EditionBlock:
    """Return a block with its tasks marked where the page has told them before; `told` are their ids so far."""
    if block.node is None:
        return block
    marked = []
    for tasks in (block.node.assignments, block.node.activities):
        marked.append(tuple(replace(each, repeated=each.id in told) for each in tasks))
        told.update(each.id for each in tasks)
    return replace(block, node=replace(block.node, assignments=marked[0], activities=marked[1]))


def _label(node: Goal | Section) -> str:
    if isinstance(node, Goal):
        return node.label
    kind = capital(node.kind) if node.kind != "avsnitt" else ""
    return " ".join(filter(None, [kind, node.number]))


def _facts(entry: Entry, shown: Collection[str]) -> tuple[tuple[str, str], ...]:
    return tuple((capital(name), text) for name, text in other_facts(entry, shown).items())


def _task_block(
    level: int, assignments: tuple[TaskView, ...], activities: tuple[TaskView, ...]
) -> EditionBlock:
    return EditionBlock("nod", level, node=EditionNode("", "", "", (), (), assignments, activities))


def _activity(activity: ActivityEntry) -> TaskView:
    facts = (*ownership(activity), *([("Klart", activity.due)] if activity.due else []))
    return TaskView(activity.id, "", activity.text, "", "", facts, remarks(activity))


def _risk(risk: Risk) -> EditionRisk:
    entry = risk.entry
    graded = [("Sannolikhet", entry.probability), ("Konsekvens", entry.consequence)]
    facts = [(name, str(grade)) for name, grade in graded if grade]
    measures = tuple(_measure(each) for each in risk.measures.values())
    return EditionRisk(
        risk.id,
        risk.area,
        risk.printed,
        risk.text if risk.wording else "",
        (*facts, *ownership(entry)),
        measures,
        remarks(entry),
    )


def _measure(measure: Measure) -> TaskView:
    entry = measure.entry
    told = [("Metod", entry.method or ""), ("Klart", entry.due or "")]
    facts = (*ownership(entry), *(fact for fact in told if fact[1]))
    given = measure.text if measure.wording else ""
    return TaskView("", "", measure.wording or measure.text, given, "", facts, remarks(entry))
