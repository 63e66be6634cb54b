"""What the content means once inheritance is worked out: plans as trees, follow-ups answering them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from vpgen.model.files import DECIDED, REPLACED, REVISED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from vpgen.expressions import Expression
    from vpgen.model.chapters import ChapterEntry, ContributionEntry, ContributionTextEntry
    from vpgen.model.control import ControlPlanEntry, ControlReportEntry, MeasureEntry, RiskEntry
    from vpgen.model.files import (
        ActivityEntry,
        AssessedEntry,
        AssignmentEntry,
        BodyFile,
        DocumentFile,
        GoalEntry,
        GoalReportEntry,
        IndicatorEntry,
        Legend,
        OrganisationFile,
        PlannedIndicatorEntry,
        ReportedIndicatorEntry,
        SectionEntry,
        SectionReportEntry,
        ValueEntry,
    )
    from vpgen.model.lock import Lock
    from vpgen.model.rules import RuleEntry
    from vpgen.numbers import Quantity
    from vpgen.periods import Period
    from vpgen.problems import Place
    from vpgen.tables import Table
    from vpgen.targets import Target


EDITION = re.compile(r"plan-([1-9][0-9]*)")
"""The file name, without its ending, of an edition of a plan that a later one has replaced."""


ELEMENTS, ROWS, RISKS, TABLES, CONTRIBUTIONS = ("element", "indikatorer", "risker", "tabeller", "bidrag")
"""The sorts of things that a plan holds; elements are headings, goals, assignments, activities and chapters."""


def counted(kind: str) -> str:
    """Return the sort of what a printed summary counts: goals of a kind, or "uppdrag"."""
    return f"räknas/{kind}"


def parts_of(goal: str) -> str:
    """Return the sort of what a goal is counted from: its indicators and the goals directly under it."""
    return f"delar/{goal}"


class Ref(NamedTuple):
    """An element of a plan: whose, of which year, which id."""

    body: str
    year: int
    id: str


@dataclass(frozen=True)
class Document:
    """A plan or follow-up as a document: whose it is, of which year, and what it rests on.

    `slug` is the file's name without its ending; `path` is the folder of the body, as in the addresses. `revises`: it
    is a plan that has replaced an earlier edition.
    """

    body: str
    path: str
    body_name: str
    year: int
    slug: str
    file: DocumentFile
    place: Place
    revises: bool = False

    @property
    def key(self) -> DocumentKey:
        """What tells the document from every other."""
        return self.path, self.year, self.slug

    @property
    def is_plan(self) -> bool:
        """Whether it is a plan, in force or replaced."""
        return self.slug == "plan" or self.replaced is not None

    @property
    def replaced(self) -> int | None:
        """The number of an edition of a plan that a later one has replaced; None for a document in force."""
        return edition_number(self.slug) or None

    @property
    def status(self) -> str:
        """How far the document has come: what it says, else what its decision says; empty where neither tells."""
        written = REVISED if self.revises and self.file.status == DECIDED else self.file.status
        return self.implied_status if self.replaced else written or self.implied_status

    @property
    def implied_status(self) -> str:
        """How far the document has come by its place and its decision; empty where those do not tell."""
        if self.replaced:
            return REPLACED
        decided = REVISED if self.revises else DECIDED
        return decided if self.file.decision and self.file.decision.date else ""

    @property
    def edition(self) -> str:
        """Which edition it is, in its own words; empty where it does not say."""
        return self.file.edition or str(self.replaced or "")

    @property
    def name(self) -> str:
        """The document's name: its title, or its kind and the time that it is of; a replaced one says which it is."""
        period = None if self.is_plan else getattr(self.file, "period", None)
        time = period.text if period else self.year
        name = self.file.title or f"{DOCUMENT_NAMES[self.slug.split('-')[0]]} {time}"
        return f"{name}, utgåva {self.edition}" if self.replaced else name

    @property
    def full_name(self) -> str:
        """The document's name with the body's."""
        return f"{self.name}, {self.body_name}"

    @property
    def is_transcript(self) -> bool:
        """Whether it was copied or rebuilt from an older document, and so may lack what that lacks."""
        return self.file.basis != "original"

    @property
    def is_reconstructed(self) -> bool:
        """Whether it was rebuilt from another document."""
        return self.file.basis.startswith("återskapad")


def edition_number(slug: str) -> int:
    """Return the number of a replaced edition by its file name; 0 for any other document."""
    found = EDITION.fullmatch(slug)
    return int(found[1]) if found else 0


DOCUMENT_NAMES = {
    "plan": "Verksamhetsplan",
    "verksamhetsberattelse": "Verksamhetsberättelse",
    "delarsrapport": "Delårsrapport",
    "uppfoljning": "Uppföljning",
}


@dataclass(frozen=True)
class Section:
    """A heading in a plan's tree. `giver` is the plan it is inherited from, if any.

    `agenda` are the goals and sub-goals of Agenda 2030 that it contributes to.
    """

    id: str
    kind: str
    number: str | None
    name: str
    wording: str | None
    under: str | None
    list_heading: str | None
    bullets: Mapping[str, str]
    description: str | None
    giver: Ref | None
    entry: SectionEntry
    place: Place
    agenda: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """An indicator under a goal in a plan, with its typed targets and where its values belong.

    `period` is that of the latest known outcome, `tolerance` the acceptable deviation from the target.
    """

    indicator: IndicatorEntry
    goal: str
    wording: str
    target: Target | None
    target_place: Place
    long_term: Target | None
    long_term_year: int | None
    scope: str
    period: Period | None
    series: str | None
    entry: PlannedIndicatorEntry
    tolerance: Quantity | None = None


@dataclass(frozen=True)
class GoalRule:
    """The share of a goal's indicators and sub-goals that each level asks for, and the decision that it rests on."""

    decision: str
    shares: Mapping[str, Decimal]


@dataclass(frozen=True)
class Goal:
    """A goal in a plan's tree. `text` is the giver's, `wording` the board's own where it departs.

    `agenda` are the goals and sub-goals of Agenda 2030 that it contributes to. `rule` is the goal's own, which goes
    before the organisation's.
    """

    id: str
    kind: str
    number: str | None
    text: str
    wording: str | None
    under: str | None
    description: str | None
    rows: tuple[Row, ...]
    giver: Ref | None
    entry: GoalEntry
    place: Place
    agenda: tuple[str, ...] = ()
    rule: GoalRule | None = None

    @property
    def label(self) -> str:
        """Kind and number: "Effektmål 1"."""
        return " ".join(filter(None, [self.kind[0].upper() + self.kind[1:], self.number]))


@dataclass(frozen=True)
class Assignment:
    """An assignment. `giver` is the body that gave it; `inherited` says that the text stands in the giver's plan."""

    id: str
    number: str | None
    text: str
    wording: str | None
    under: tuple[str, ...]
    giver: str
    receivers: tuple[str, ...]
    inherited: Ref | None
    entry: AssignmentEntry
    place: Place


@dataclass(frozen=True)
class Passage:
    """Running text in Markdown, and where it begins."""

    text: str
    place: Place


@dataclass(frozen=True)
class Placed:
    """A part of the document that a chapter places: its goals, its internal control, and so on."""

    word: str


@dataclass(frozen=True)
class PlacedTable:
    """A table that a chapter places, by its id."""

    id: str


ChapterPart: TypeAlias = Passage | Placed | PlacedTable


@dataclass(frozen=True)
class Chapter:
    """A heading of the printed document and what stands under it. `under` is a chapter, section or goal, None at the top."""

    id: str
    kind: str
    number: str | None
    heading: str
    under: str | None
    parts: tuple[ChapterPart, ...]
    entry: ChapterEntry
    place: Place


@dataclass(frozen=True)
class ContributionText:
    """What a part of the organisation does for one goal, and its challenges."""

    goal: str
    text: Passage | None
    challenges: Passage | None
    entry: ContributionTextEntry


@dataclass(frozen=True)
class Contribution:
    """A part of the organisation and what it contributes, by goal."""

    id: str
    name: str
    text: Passage | None
    goals: Mapping[str, ContributionText]
    other: Passage | None
    entry: ContributionEntry


@dataclass(frozen=True)
class Equation:
    """Two expressions over cells that must be equal, as written."""

    text: str
    left: Expression
    right: Expression
    place: Place


@dataclass(frozen=True)
class NamedFigure:
    """A figure that follows from others by calculation: the running text quotes it."""

    id: str
    expression: Expression
    place: Place


@dataclass(frozen=True)
class Contents:
    """What a document holds beside goals and control: chapters, tables, and what must agree.

    `explanations` are the author's reasons for what does not agree, by cell (`table/row/column`) or figure;
    `economy` the cells that answer whether the budget is held, by what they are (`utfall`, `budget` and so on).
    """

    chapters: Mapping[str, Chapter]
    tables: Mapping[str, Table]
    figures: Mapping[str, NamedFigure]
    equations: tuple[Equation, ...]
    explanations: Mapping[str, str]
    economy: Mapping[str, str] = field(default_factory=dict)

    def chapters_under(self, parent: str | None) -> tuple[Chapter, ...]:
        """Return the chapters directly under a chapter, section or goal, in order."""
        return tuple(chapter for chapter in self.chapters.values() if chapter.under == parent)


@dataclass(frozen=True)
class Quote:
    """A figure in running text that says which cell or named figure it is.

    `target` is complete: body path, year, document, and table/row/column or the figure's id. `text` is empty where the
    figure is to be rendered; `negated` where the text leaves out the minus of a cost.
    """

    document: DocumentKey
    kind: str
    target: str
    negated: bool
    text: str
    place: Place


DocumentKey: TypeAlias = tuple[str, int, str]
"""Path of the body, year, and the document's file name without ending."""


@dataclass(frozen=True)
class Measure:
    """A measure against a risk; `inherited` when its text stands at the executive board's risk."""

    id: str
    text: str
    wording: str | None
    organisation_wide: bool
    inherited: bool
    entry: MeasureEntry
    place: Place


@dataclass(frozen=True)
class Risk:
    """A risk in an internal-control plan, with its measures. `giver` is the plan that its text is inherited from."""

    id: str
    area: str
    text: str
    wording: str | None
    organisation_wide: bool
    measures: Mapping[str, Measure]
    giver: Ref | None
    entry: RiskEntry
    place: Place

    @property
    def printed(self) -> str:
        """The risk in the board's own words."""
        return self.wording or self.text

    @property
    def value(self) -> int | None:
        """Probability times consequence, where the plan grades both."""
        probability, consequence = self.entry.probability, self.entry.consequence
        return probability * consequence if probability and consequence else None


@dataclass(frozen=True)
class Plan:
    """A plan: the tree of sections and goals, and what stands under them, in the document's order."""

    document: Document
    sections: Mapping[str, Section]
    goals: Mapping[str, Goal]
    assignments: Mapping[str, Assignment]
    activities: Mapping[str, ActivityEntry]
    contents: Contents
    contributions: Mapping[str, Contribution]
    risks: Mapping[str, Risk]
    control: ControlPlanEntry | None

    def children(self, parent: str | None) -> tuple[Section | Goal, ...]:
        """Return what stands directly under a section or goal (or at the top), goals before sections."""
        return (
            *(goal for goal in self.goals.values() if goal.under == parent),
            *(section for section in self.sections.values() if section.under == parent),
        )

    def node(self, id_: str) -> Section | Goal | None:
        """Return the section or goal of that id."""
        return self.goals.get(id_) or self.sections.get(id_)

    def ancestors(self, id_: str | None) -> tuple[Section | Goal, ...]:
        """Return the chain from the top down to the element, itself included."""
        chain: list[Section | Goal] = []
        while id_ is not None and (node := self.node(id_)) is not None:
            chain.insert(0, node)
            id_ = node.under
        return tuple(chain)

    def assignments_under(self, id_: str) -> tuple[Assignment, ...]:
        """Return the assignments that stand under a section or goal."""
        return tuple(assignment for assignment in self.assignments.values() if id_ in assignment.under)

    def activities_under(self, id_: str) -> tuple[ActivityEntry, ...]:
        """Return the activities under a goal or assignment."""
        return tuple(activity for activity in self.activities.values() if id_ in activity.under)

    def ids(self) -> Iterator[tuple[str, Place]]:
        """Yield every id of the plan with its place; strategy bullets have their section's place."""
        for section in self.sections.values():
            yield section.id, section.place
            yield from ((bullet, section.place) for bullet in section.bullets)
        elements: list[Goal | Assignment | ActivityEntry]
        elements = [*self.goals.values(), *self.assignments.values(), *self.activities.values()]
        yield from ((chapter.id, chapter.place) for chapter in self.contents.chapters.values())
        yield from ((element.id, element.place) for element in elements)


@dataclass(frozen=True)
class ReportedRow:
    """An indicator's outcome in a follow-up, beside the plan's row that it answers."""

    planned: Row
    scope: str
    series: str | None
    entry: ReportedIndicatorEntry


@dataclass(frozen=True)
class OtherValue:
    """Values that a document tells in its text, of an indicator without a row of its own there."""

    indicator: IndicatorEntry
    scope: str
    series: str | None
    entry: ValueEntry


@dataclass(frozen=True)
class GoalReport:
    """What a follow-up says of a goal. `others` by the id of the indicator they stand at, or None for the goal's own."""

    goal: Goal
    entry: GoalReportEntry
    rows: tuple[ReportedRow, ...]
    others: Mapping[str | None, tuple[OtherValue, ...]]


@dataclass(frozen=True)
class FollowUp:
    """A follow-up: answers to the plan of the same body and year."""

    document: Document
    plan: Plan
    period: Period
    comment: str | None
    goals: Mapping[str, GoalReport]
    sections: Mapping[str, SectionReportEntry]
    assignments: Mapping[str, AssessedEntry]
    activities: Mapping[str, AssessedEntry]
    summary: Mapping[str, Mapping[str, int]]
    contents: Contents
    control: ControlReportEntry | None

    @property
    def ends_early(self) -> bool:
        """Whether its period ends before the plan's year does."""
        return self.period.end < date(self.document.year, 12, 31)


@dataclass(frozen=True)
class Body:
    """The council, a board or a unit, with its plans and follow-ups by year. `path` is its folder in the content.

    `plans` are in force; `editions` those that they have replaced, oldest first, which are part of nothing else.
    """

    id: str
    path: str
    file: BodyFile
    parent: str | None
    plans: Mapping[int, Plan]
    follow_ups: Mapping[int, tuple[FollowUp, ...]]
    editions: Mapping[int, tuple[Plan, ...]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The body's name."""
        return self.file.name

    @property
    def years(self) -> tuple[int, ...]:
        """The years that have a plan, newest first."""
        return tuple(sorted(self.plans, reverse=True))

    def documents(self, year: int) -> tuple[Plan | FollowUp, ...]:
        """Return the year's plan and follow-ups."""
        return self.plans[year], *self.follow_ups.get(year, ())

    def plans_of(self, year: int) -> tuple[Plan, ...]:
        """Return every edition of a year's plan, oldest first; the last is in force."""
        return *self.editions.get(year, ()), self.plans[year]

    @property
    def newest_follow_up(self) -> FollowUp | None:
        """The follow-up with the latest period."""
        every = [follow_up for follow_ups in self.follow_ups.values() for follow_up in follow_ups]
        return max(every, key=lambda follow_up: (follow_up.period.end, follow_up.document.slug), default=None)


@dataclass(frozen=True)
class TextPage:
    """A hand-written page."""

    slug: str
    title: str
    text: str
    place: Place


@dataclass(frozen=True)
class Register:
    """Everything in `content/`, resolved. Bodies are in the order in which they are shown, units after their board."""

    organisation: OrganisationFile
    indicators: Mapping[str, IndicatorEntry]
    bodies: Mapping[str, Body]
    pages: Mapping[str, TextPage]
    continues: Mapping[Ref, tuple[Ref, ...]] = field(default_factory=dict)
    quotes: tuple[Quote, ...] = ()
    shortened: Mapping[DocumentKey, frozenset[str]] = field(default_factory=dict)
    """The documents of which something internal is left out, with the sorts of what: `ELEMENTS`, `counted(kind)` …"""
    locks: Mapping[DocumentKey, Lock] = field(default_factory=dict)
    """What documents said when they were decided, where that is kept."""

    @property
    def council(self) -> Body | None:
        """The body at the top of the röda tråden."""
        return self.bodies.get(self.organisation.council)

    def documents(self) -> Iterator[Plan | FollowUp]:
        """Yield every plan in force and every follow-up, body by body, year by year."""
        for body in self.bodies.values():
            for year in sorted(body.plans):
                yield from body.documents(year)

    def replaced(self) -> Iterator[Plan]:
        """Yield every edition of a plan that a later one has replaced."""
        for body in self.bodies.values():
            for year in sorted(body.editions):
                yield from body.editions[year]

    def legend(self, year: int) -> Legend:
        """Return the legend in force that year: the newest from that year or before, else the oldest."""
        return self.organisation.legend(year)

    def rule(self, year: int) -> RuleEntry | None:
        """Return the adopted rule in force that year: the newest from that year or before, whole."""
        rules = self.organisation.rules
        started = [start for start in rules if start <= year]
        return rules[max(started)] if started else None

    def goal_rule(self, goal: Goal, year: int) -> GoalRule | None:
        """Return the rule of a goal that year: its own, else the organisation's for goals."""
        adopted = self.rule(year)
        if goal.rule or adopted is None or not adopted.goals:
            return goal.rule
        return GoalRule(adopted.decision, adopted.goals)

    def hides(self, source: Plan | FollowUp, *what: str) -> bool:
        """Whether something of a sort is left out of a plan, or of what a follow-up says, because it is internal."""
        return not self.shortened.get(source.document.key, frozenset()).isdisjoint(what)

    def scope_name(self, scope: str) -> str:
        """Return the name of what a value holds for."""
        body = self.bodies.get(scope)
        return self.organisation.scopes.get(scope) or (body.name if body else scope)
