"""The facts of a follow-up: what it tells and how it judges, beside what the plan says that it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vpgen.facts.contents import tell_contents, tell_document
from vpgen.facts.fact import Fact, FactKey
from vpgen.facts.plans import say_scope, say_target, series_name, tell_definitions
from vpgen.facts.thing import Thing, count_said
from vpgen.model.content import Ref
from vpgen.pages.addresses import assignment_address, control_address, document_address, goal_address
from vpgen.values import Word

if TYPE_CHECKING:
    from vpgen.model.content import (
        Document,
        FollowUp,
        GoalReport,
        OtherValue,
        Register,
        ReportedRow,
    )
    from vpgen.model.fields import Entry
    from vpgen.model.files import AssessedEntry, IndicatorEntry, ValueEntry
    from vpgen.periods import Period

PARTS = {
    "avsnitt",
    "mål",
    "uppdrag",
    "aktiviteter",
    "sammanfattning",
    "internkontroll",
    "kommentar",
}
TOLD_OF_GOAL = {"gäller", "indikatorer", "andra värden"}
TOLD_OF_VALUE = {"avser", "gäller", "serie", "andra värden"}


class FollowUpTeller:
    """Tells the facts of one follow-up into a book.

    What stands in the plan is told to be there where the follow-up says more than one thing of it: the first word on a
    goal is no new goal.
    """

    def __init__(self, register: Register, follow_up: FollowUp, book: dict[FactKey, Fact]) -> None:
        """Begin with a follow-up."""
        self.register = register
        self.follow_up = follow_up
        self.book = book
        self.document: Document = follow_up.document
        self.owner = "/".join(map(str, follow_up.document.key))
        self.plan_owner = "/".join(map(str, follow_up.plan.document.key))

    def tell(self) -> None:
        """Tell everything that the follow-up says."""
        document = tell_document(self.book, self.document, self.owner, PARTS)
        document.say("kommentar", self.follow_up.comment, self.document.file.at("kommentar"), kind="text")
        for id_, section in self.follow_up.sections.items():
            node = self.follow_up.plan.node(id_)
            name = getattr(node, "name", "") or getattr(node, "text", id_)
            self.thing(("avsnitt", id_), name, f"{self.here}#{id_}", section).say_rest(section)
        for report in self.follow_up.goals.values():
            self.goal(report)
        self.tasks()
        for kind, counts in self.follow_up.summary.items():
            place = self.document.file.at("sammanfattning", kind)
            address = f"{self.here}#sammanfattning"
            summary = Thing(
                self.book, self.owner, ("sammanfattning", kind), kind, address, "bedömning", place
            )
            for word, count in counts.items():
                summary.say(
                    word, count, self.document.file.at("sammanfattning", kind, word), kind="bedömning"
                )
        self.control()
        tell_contents(self.book, self.document, self.owner, self.follow_up.contents, "uppföljning")
        told = [row.planned.indicator for report in self.follow_up.goals.values() for row in report.rows]
        told += [
            other.indicator
            for report in self.follow_up.goals.values()
            for others in report.others.values()
            for other in others
        ]
        tell_definitions(self.book, self.owner, {each.id: each for each in told}, self.document)

    @property
    def here(self) -> str:
        """The page of the follow-up."""
        return document_address(self.document)

    def thing(self, element: tuple[str, ...], name: str, address: str, entry: Entry) -> Thing:
        """Return a thing that the follow-up tells of."""
        return Thing(self.book, self.owner, element, name, address, "uppföljning", entry.place)

    def goal(self, report: GoalReport) -> None:
        """Tell the assessment of a goal, its indicators, and the values that its texts tell."""
        goal, document = report.goal, self.document
        element = ("mål", goal.id)
        address = goal_address(document.path, document.year, goal.id)
        name = f"{goal.label}: {goal.wording or goal.text}"
        thing = self.thing(element, name, address, report.entry)
        values = len(report.rows) + sum(map(len, report.others.values()))
        if count_said(report.entry, TOLD_OF_GOAL) + values > 1:
            thing.exists(kind="bedömning")
        thing.say("text", goal.text, goal.place, giver=FactKey(self.plan_owner, element, "text"))
        thing.say("lydelse", goal.wording, goal.place, giver=FactKey(self.plan_owner, element, "lydelse"))
        thing.say_rest(report.entry, TOLD_OF_GOAL)
        for row in report.rows:
            self.row(report, row, address)
        for under, others in report.others.items():
            for other in others:
                self.other(report, under or "", other, address)

    def row(self, report: GoalReport, row: ReportedRow, address: str) -> None:
        """Tell an indicator's outcome, beside the wording and targets of the plan."""
        entry, planned = row.entry, row.planned
        element = ("indikator", report.goal.id, planned.indicator.id)
        spot = f"{address}#indikator-{planned.indicator.id}"
        thing = self.thing(element, planned.indicator.name, spot, entry)
        thing.exists()
        thing.say(
            "lydelse",
            planned.wording,
            planned.entry.at("lydelse"),
            giver=FactKey(self.plan_owner, element, "lydelse"),
            kind="plan",
        )
        for field, target in (("målvärde", planned.target), ("långsiktigt", planned.long_term)):
            giver = FactKey(self.plan_owner, element, field)
            say_target(thing, field, target, planned.target_place, giver)
        self._around(
            thing,
            (entry.period, row.scope, row.series),
            planned.indicator,
            entry,
            (entry.scope, report.entry.scope, planned.entry.scope, report.goal.entry.scope),
        )
        if self.is_judged(entry):
            thing.say("utfall", entry.outcome, entry.at("utfall"), kind="bedömning")
            thing.say_rest(entry, {*TOLD_OF_VALUE, "utfall"})
        else:
            thing.say_rest(entry, TOLD_OF_VALUE)

    def is_judged(self, entry: ValueEntry) -> bool:
        """Whether an outcome is a word of the legend, and so the status of its indicator."""
        scale = self.register.legend(self.document.year).indicator
        values = [part.value for part in entry.outcome.parts] if entry.outcome else []
        return scale is not None and any(
            isinstance(value, Word) and value.text.lower() in scale.levels for value in values
        )

    def other(self, report: GoalReport, under: str, other: OtherValue, address: str) -> None:
        """Tell a value that stands in a text only."""
        entry = other.entry
        element = ("annat värde", report.goal.id, under, other.indicator.id)
        thing = self.thing(element, other.indicator.name, f"{address}#andra-varden", entry)
        thing.exists()
        written = (entry.scope, report.entry.scope)
        self._around(thing, (entry.period, other.scope, other.series), other.indicator, entry, written)
        thing.say_rest(entry, TOLD_OF_VALUE)

    def _around(
        self,
        thing: Thing,
        told: tuple[Period | None, str, str | None],
        indicator: IndicatorEntry,
        entry: ValueEntry,
        written: tuple[object, ...],
    ) -> None:
        """Tell of what time, for whom and by which definition a value is."""
        period, scope, series = told
        whole = FactKey(self.owner, (), "period") if period is None else None
        thing.say("avser", period or self.follow_up.period, entry.at("avser"), giver=whole)
        thing.say("serie", series, entry.at("serie"), shown=series_name(indicator, series))
        say_scope(thing, self.register, scope, entry.at("gäller"), indicator, written)

    def tasks(self) -> None:
        """Tell the assessments of assignments and activities."""
        plan, document = self.follow_up.plan, self.document
        for id_, entry in self.follow_up.assignments.items():
            assignment = plan.assignments.get(id_)
            label = f"Uppdrag {assignment.number}: " if assignment and assignment.number else ""
            name = f"{label}{assignment.wording or assignment.text}" if assignment else id_
            address = assignment_address(Ref(document.path, document.year, id_))
            self.task(self.thing(("uppdrag", id_), name, address, entry), entry)
        for id_, entry in self.follow_up.activities.items():
            activity = plan.activities.get(id_)
            address = self.here
            goal = next((each for each in activity.under if each in plan.goals), None) if activity else None
            if goal:
                address = f"{goal_address(document.path, document.year, goal)}#aktiviteter"
            name = activity.text if activity else id_
            self.task(self.thing(("aktivitet", id_), name, address, entry), entry)

    @staticmethod
    def task(thing: Thing, entry: AssessedEntry) -> None:
        """Tell the assessment of an assignment or an activity."""
        if count_said(entry) > 1:
            thing.exists(kind="bedömning")
        thing.say_rest(entry)

    def control(self) -> None:
        """Tell what became of risks and measures, and whether the control was sufficient."""
        control = self.follow_up.control
        if control is None:
            return
        address = control_address(self.document)
        whole = self.thing(("internkontroll",), "Internkontroll", address, control)
        whole.say_rest(control, {"risker"})
        for id_, entry in control.risks.items():
            risk = self.follow_up.plan.risks.get(id_)
            spot = f"{address}#risk-{id_}"
            answer = self.thing(("risk", id_), risk.printed if risk else id_, spot, entry)
            if count_said(entry, {"åtgärder"}) + len(entry.measures) > 1:
                answer.exists()
            answer.say_rest(entry, {"åtgärder"})
            for key, each in entry.measures.items():
                measure = risk.measures.get(key) if risk else None
                name = measure.wording or measure.text if measure else key
                thing = self.thing(("åtgärd", id_, key), name, spot, each)
                if count_said(each) > 1:
                    thing.exists()
                thing.say("status", each.status, each.at("status"), kind="uppföljning")
                thing.say_rest(each, {"status"})
