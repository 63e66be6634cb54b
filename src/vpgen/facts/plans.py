"""The facts of a plan: what it adopts, and what it takes over from those above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vpgen.facts.contents import tell_contents, tell_document
from vpgen.facts.fact import INDICATORS, Fact, FactKey
from vpgen.facts.meaning import printed_target
from vpgen.facts.thing import Thing
from vpgen.model.content import Ref
from vpgen.pages.addresses import (
    assignment_address,
    document_address,
    goal_address,
    risk_address,
    whole_address,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vpgen.model.content import (
        Assignment,
        Contribution,
        Document,
        Goal,
        Measure,
        Passage,
        Plan,
        Register,
        Risk,
        Row,
        Section,
    )
    from vpgen.model.fields import Entry
    from vpgen.model.files import IndicatorEntry
    from vpgen.problems import Place
    from vpgen.target_kinds import Target

FLOWING = {"gäller", "avser", "mottagare"}
"""What is written once of many things, and told of each of them."""
PARTS = {"avsnitt", "mål", "uppdrag", "aktiviteter", "bidrag", "internkontroll"}
TOLD_OF_NODE = {
    "sort",
    "nr",
    "under",
    "text",
    "namn",
    "lydelse",
    "listrubrik",
    "punkter",
    "agenda 2030",
    "regel",
    "indikatorer",
    "gäller",
    "avser",
    "beskrivning",
}
TOLD_OF_ROW = {
    "lydelse",
    "målvärde",
    "långsiktigt",
    "långsiktigt år",
    "gäller",
    "avser",
    "serie",
    "acceptabel avvikelse",
}
TOLD_OF_TASK = {"nr", "text", "lydelse", "under", "givare", "mottagare"}
TOLD_OF_RISK = {"område", "risk", "lydelse", "övergripande", "åtgärder"}


def owner_of_plan(ref: Ref) -> str:
    """Return the owner of the facts of the plan in force that an element stands in."""
    return f"{ref.body}/{ref.year}/plan"


class PlanTeller:
    """Tells the facts of one plan, in force or replaced, into a book."""

    def __init__(
        self, register: Register, plan: Plan, book: dict[FactKey, Fact], owners: Mapping[str, str]
    ) -> None:
        """Begin with a plan; `owners` are those of the plans in force, by file."""
        self.register = register
        self.plan = plan
        self.book = book
        self.document: Document = plan.document
        self.owner = "/".join(map(str, plan.document.key))
        self.owners = owners

    def tell(self) -> None:
        """Tell everything that the plan says."""
        document = tell_document(self.book, self.document, self.owner, FLOWING | PARTS)
        control = self.plan.control
        for key, reason in control.dropped.items() if control else ():
            place = control.at("utgår", key) if control else None
            document.say(f"internkontroll/utgår/{key}", reason, place, kind="plan")
        for section in self.plan.sections.values():
            self.section(section)
        for goal in self.plan.goals.values():
            self.goal(goal)
        for assignment in self.plan.assignments.values():
            self.assignment(assignment)
        self.activities()
        for risk in self.plan.risks.values():
            self.risk(risk)
        for contribution in self.plan.contributions.values():
            self.contribution(contribution)
        tell_contents(self.book, self.document, self.owner, self.plan.contents, "plan")
        indicators = {
            row.indicator.id: row.indicator for goal in self.plan.goals.values() for row in goal.rows
        }
        tell_definitions(self.book, self.owner, indicators, self.document)

    def thing(self, element: tuple[str, ...], name: str, address: str, entry: Entry) -> Thing:
        """Return a thing of the plan."""
        return Thing(self.book, self.owner, element, name, address, "plan", entry.place)

    def from_giver(self, element: tuple[str, ...], field: str, giver: Ref | None) -> FactKey | None:
        """Return the fact of a giver's plan, if there is a giver."""
        return FactKey(owner_of_plan(giver), element, field) if giver else None

    # Headings and goals

    def section(self, section: Section) -> None:
        """Tell a heading; one that the plan does not list is its giver's whole."""
        document, entry = self.document, section.entry
        own = entry.place.file == document.place.file
        element = ("avsnitt", section.id)
        name = section.wording or section.name
        thing = self.thing(element, name, f"{document_address(document)}#{section.id}", entry)
        owner = owner_of_plan(section.giver) if section.giver else ""
        if not own:
            owner = self.owners.get(entry.place.file, owner)

        def giver(field: str, *, written: bool) -> FactKey | None:
            return FactKey(owner, element, field) if owner and not (own and written) else None

        thing.exists(giver("", written=True))
        thing.say("sort", section.kind, entry.at("sort"), giver=giver("sort", written=entry.kind is not None))
        thing.say("namn", section.name, entry.at("namn"), giver=giver("namn", written=entry.name is not None))
        thing.say("nr", section.number, entry.at("nr"), giver=giver("nr", written=True))
        thing.say("lydelse", section.wording, entry.at("lydelse"), giver=giver("lydelse", written=True))
        thing.say(
            "under", section.under, entry.at("under"), giver=giver("under", written=entry.under is not None)
        )
        thing.say(
            "listrubrik",
            section.list_heading,
            entry.at("listrubrik"),
            giver=giver("listrubrik", written=entry.list_heading is not None),
        )
        thing.say(
            "beskrivning",
            section.description,
            entry.at("beskrivning"),
            giver=giver("beskrivning", written=True),
        )
        thing.say(
            "agenda 2030",
            section.agenda,
            entry.at("agenda 2030"),
            giver=giver("agenda 2030", written=bool(entry.agenda)),
        )
        for id_, text in section.bullets.items():
            key = None if own and entry.bullets else FactKey(owner, ("punkt", section.id, id_), "")
            bullet = Thing(
                self.book,
                self.owner,
                ("punkt", section.id, id_),
                text,
                thing.address,
                "plan",
                entry.at("punkter", id_),
            )
            bullet.exists(key)
            bullet.say("text", text, giver=key._replace(field="text") if key else None)
        if own:
            thing.say_rest(entry, TOLD_OF_NODE)

    def goal(self, goal: Goal) -> None:
        """Tell a goal and its indicators."""
        document, entry, element = self.document, goal.entry, ("mål", goal.id)
        address = (
            f"{document_address(document)}#{goal.id}"
            if document.replaced
            else goal_address(document.path, document.year, goal.id)
        )
        thing = self.thing(element, f"{goal.label}: {goal.wording or goal.text}", address, entry)

        def say(field: str, value: object, *, written: bool) -> None:
            giver = None if written else self.from_giver(element, field, goal.giver)
            thing.say(field, value, entry.at(field), giver=giver)

        thing.exists()
        say("sort", goal.kind, written=entry.kind is not None)
        say("nr", goal.number, written=entry.number is not None)
        say("text", goal.text, written=entry.text is not None)
        say("lydelse", goal.wording, written=True)
        say("under", goal.under, written=entry.under is not None)
        say("beskrivning", goal.description, written=True)
        say("agenda 2030", goal.agenda, written=bool(entry.agenda))
        say("regel", goal.rule.shares if goal.rule else None, written=bool(entry.rule))
        thing.say_rest(entry, TOLD_OF_NODE)
        for row in goal.rows:
            self.row(goal, row, address)

    def row(self, goal: Goal, row: Row, address: str) -> None:
        """Tell an indicator under a goal: what it takes over is the giver's row's, or the definition's."""
        entry, indicator = row.entry, row.indicator
        element = ("indikator", goal.id, indicator.id)
        spot = f"{address.partition('#')[0]}#indikator-{indicator.id}"
        thing = self.thing(element, indicator.name, spot, entry)
        above = self._row_above(goal, indicator.id)

        def giver(field: str, *, written: bool, defined: str = "") -> FactKey | None:
            if written:
                return None
            if above is not None:
                return self.from_giver(element, field, goal.giver)
            return FactKey(INDICATORS, ("indikator", indicator.id), defined) if defined else None

        thing.exists()
        wording = giver("lydelse", written=entry.wording is not None, defined="namn")
        thing.say("lydelse", row.wording, entry.at("lydelse"), giver=wording)
        for field, target, written in (
            ("målvärde", row.target, entry.target is not None),
            ("långsiktigt", row.long_term, entry.long_term is not None),
        ):
            place = entry.at(field) if written else row.target_place
            say_target(thing, field, target, place, giver(field, written=written))
        year = giver("långsiktigt år", written=entry.long_term_year is not None)
        thing.say("långsiktigt år", row.long_term_year, entry.at("långsiktigt år"), giver=year)
        tolerance = giver(
            "acceptabel avvikelse", written=entry.tolerance is not None, defined="acceptabel avvikelse"
        )
        thing.say("acceptabel avvikelse", row.tolerance, entry.at("acceptabel avvikelse"), giver=tolerance)
        own_series = giver("serie", written=entry.series is not None)
        thing.say(
            "serie", row.series, entry.at("serie"), giver=own_series, shown=series_name(indicator, row.series)
        )
        thing.say("avser", row.period, entry.at("avser"))
        say_scope(
            thing, self.register, row.scope, entry.at("gäller"), indicator, (entry.scope, goal.entry.scope)
        )
        thing.say_rest(entry, TOLD_OF_ROW)

    def _row_above(self, goal: Goal, indicator: str) -> Row | None:
        """Return the giver's row that one takes over from."""
        if goal.giver is None:
            return None
        body = self.register.bodies[goal.giver.body.rpartition("/")[2]]
        rows = body.plans[goal.giver.year].goals[goal.id].rows
        return next((row for row in rows if row.indicator.id == indicator), None)

    # Assignments and activities

    def assignment(self, assignment: Assignment) -> None:
        """Tell an assignment."""
        entry, element = assignment.entry, ("uppdrag", assignment.id)
        label = f"Uppdrag {assignment.number}: " if assignment.number else ""
        thing = self.thing(
            element,
            f"{label}{assignment.wording or assignment.text}",
            self._task_address(assignment.id),
            entry,
        )

        def say(field: str, value: object, *, written: bool, shown: str | None = None) -> None:
            giver = None if written else self.from_giver(element, field, assignment.inherited)
            thing.say(field, value, entry.at(field), giver=giver, shown=shown)

        thing.exists()
        say("nr", assignment.number, written=entry.number is not None)
        say("text", assignment.text, written=entry.text is not None)
        say("lydelse", assignment.wording, written=True)
        say("under", assignment.under, written=bool(entry.under))
        shown = self.register.scope_name(assignment.giver)
        say("givare", assignment.giver, written=entry.giver is not None, shown=shown)
        shown = ", ".join(self.register.scope_name(str(each)) for each in assignment.receivers)
        say("mottagare", assignment.receivers, written=bool(entry.receivers), shown=shown)
        thing.say_rest(entry, TOLD_OF_TASK)

    def _task_address(self, id_: str) -> str:
        document = self.document
        spot = assignment_address(Ref(document.path, document.year, id_))
        if document.replaced:
            return f"{document_address(document)}#{id_}"
        if document.path == self.register.organisation.council:
            return f"{document_address(document)}#{spot.partition('#')[2]}"
        return spot

    def activities(self) -> None:
        """Tell the activities."""
        for activity in self.plan.activities.values():
            element = ("aktivitet", activity.id)
            address = document_address(self.document)
            goal = next((id_ for id_ in activity.under if id_ in self.plan.goals), None)
            if goal and not self.document.replaced:
                address = f"{goal_address(self.document.path, self.document.year, goal)}#aktiviteter"
            thing = self.thing(element, activity.text, address, activity)
            thing.exists()
            thing.say("under", activity.under, activity.at("under"))
            thing.say_rest(activity, {"under"})

    # Internal control

    def risk(self, risk: Risk) -> None:
        """Tell a risk and its measures."""
        entry, element = risk.entry, ("risk", risk.id)
        document = self.document
        address = (
            f"{document_address(document)}#risk-{risk.id}"
            if document.replaced
            else risk_address(document, risk.id)
        )
        thing = self.thing(element, risk.printed, address, entry)

        def say(field: str, value: object, *, written: bool) -> None:
            thing.say(
                field,
                value,
                entry.at(field),
                giver=None if written else self.from_giver(element, field, risk.giver),
            )

        thing.exists()
        say("område", risk.area, written=entry.area is not None)
        say("risk", risk.text, written=entry.text is not None)
        say("lydelse", risk.wording, written=True)
        say("övergripande", risk.organisation_wide or None, written=entry.organisation_wide)
        thing.say_rest(entry, TOLD_OF_RISK)
        for measure in risk.measures.values():
            self.measure(risk, measure, address)

    def measure(self, risk: Risk, measure: Measure, address: str) -> None:
        """Tell a measure; one that the plan does not list is the giver's whole."""
        entry, element = measure.entry, ("åtgärd", risk.id, measure.id)
        own = entry.place.file == self.document.place.file
        thing = self.thing(element, measure.wording or measure.text, address, entry)
        whose = risk.giver or Ref(self.register.organisation.executive or "", self.document.year, risk.id)

        def giver(field: str, *, written: bool) -> FactKey | None:
            return None if own and written else self.from_giver(element, field, whose)

        thing.exists(giver("", written=True))
        thing.say("text", measure.text, entry.at("text"), giver=giver("text", written=not measure.inherited))
        thing.say("lydelse", measure.wording, entry.at("lydelse"), giver=giver("lydelse", written=True))
        wide = giver("övergripande", written=entry.organisation_wide)
        thing.say("övergripande", measure.organisation_wide or None, entry.at("övergripande"), giver=wide)
        if own:
            thing.say_rest(entry, {"text", "lydelse", "övergripande"})

    # Contributions

    def contribution(self, contribution: Contribution) -> None:
        """Tell what a part of the organisation contributes."""
        entry = contribution.entry
        address = f"{whole_address(self.document)}#bidrag-{contribution.id}"
        thing = Thing(
            self.book,
            self.owner,
            ("bidrag", contribution.id),
            contribution.name,
            address,
            "text",
            entry.place,
        )
        thing.exists()
        _say_passage(thing, "text", contribution.text)
        _say_passage(thing, "övrigt", contribution.other)
        thing.say_rest(entry, {"text", "övrigt", "mål"})
        for text in contribution.goals.values():
            goal = self.plan.goals.get(text.goal)
            about = f": {goal.wording or goal.text}" if goal else ""
            element = ("bidrag", contribution.id, text.goal)
            each = Thing(
                self.book,
                self.owner,
                element,
                f"{contribution.name}{about}",
                address,
                "text",
                text.entry.place,
            )
            each.exists()
            _say_passage(each, "text", text.text)
            _say_passage(each, "utmaningar", text.challenges)
            each.say_rest(text.entry, {"text", "utmaningar"})


def _say_passage(thing: Thing, field: str, passage: Passage | None) -> None:
    if passage:
        thing.say(field, passage.text, passage.place)


def say_target(thing: Thing, field: str, target: Target | None, place: Place, giver: FactKey | None) -> None:
    """Tell a target: its meaning, and as it was printed."""
    if target is not None:
        thing.say(field, target, place, giver=giver, shown=printed_target(target), kind="plan")


def say_scope(
    thing: Thing,
    register: Register,
    scope: str,
    place: Place,
    indicator: IndicatorEntry,
    written: tuple[object, ...],
) -> None:
    """Tell what a value holds for: by its id, shown by its name; the definition's where no document says it."""
    is_defined = indicator.scope == scope and not any(written)
    giver = FactKey(INDICATORS, ("indikator", indicator.id), "gäller") if is_defined else None
    thing.say("gäller", str(scope), place, giver=giver, shown=register.scope_name(scope))


def series_name(indicator: IndicatorEntry, series: str | None) -> str | None:
    """Return the name of a series of an indicator."""
    return indicator.series.get(series) if series else None


def tell_definitions(
    book: dict[FactKey, Fact], owner: str, indicators: Mapping[str, IndicatorEntry], document: Document
) -> None:
    """Tell what the definitions of a document's indicators say: it rests on them."""
    for id_, entry in indicators.items():
        found: dict[FactKey, Fact] = {}
        element = ("definition", id_)
        thing = Thing(
            found, owner, element, entry.name, document_address(document), "definition", entry.place
        )
        thing.say_rest(entry, {"anmärkning", "publicering"})
        for key, fact in found.items():
            giver = FactKey(INDICATORS, ("indikator", id_), key.field)
            book[key] = Fact(fact.text, fact.place, fact.kind, fact.name, fact.address, giver, fact.shown)
