"""Inheritance and references worked out: from files, each on its own, to a register."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from vpgen.model.content import (
    Assignment,
    Body,
    Document,
    FollowUp,
    Goal,
    GoalReport,
    OtherValue,
    Plan,
    Ref,
    Register,
    ReportedRow,
    Row,
    Rule,
    Section,
)
from vpgen.model.fields import NOWHERE, Reading
from vpgen.model.spelling import nearest
from vpgen.numbers import NumberError, Quantity, parse_quantity
from vpgen.problems import Place, Problem
from vpgen.targets import TargetError, parse_target
from vpgen.values import Range

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from vpgen.loader import Folder
    from vpgen.model.files import (
        AssignmentEntry,
        GoalEntry,
        GoalReportEntry,
        IndicatorEntry,
        OrganisationFile,
        PlanFile,
        PlannedIndicatorEntry,
        SectionEntry,
        ValueEntry,
    )
    from vpgen.source import Map, Text
    from vpgen.targets import Target


def resolve(folder: Folder) -> tuple[Register | None, list[Problem]]:
    """Return the register that the folder's files make together, and every reference that leads nowhere."""
    assert folder.organisation is not None
    work = _Work(folder, folder.organisation)
    bodies = {path: body for path in work.order() if (body := work.body(path)) is not None}
    rules = {year: rule for year, words in folder.organisation.rules.items() if (rule := work.rule(year, words))}
    register = Register(
        folder.organisation,
        dict(sorted(folder.indicators.items())),
        {body.id: body for body in bodies.values()},
        rules,
        folder.pages,
    )
    continues = dict(work.continuations(register))
    return Register(**{**vars(register), "continues": continues}), work.problems


@dataclass
class _Work:
    """The files being resolved, the plans that are done, and the problems found on the way."""

    folder: Folder
    organisation: OrganisationFile
    plans: dict[tuple[str, int], Plan] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def report(self, place: Place, code: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(place, code, message, hint))

    def refers_to(self, reference: Text, known: Collection[str], what: str) -> bool:
        """Say whether a reference leads somewhere; report it when it does not."""
        if reference in known:
            return True
        suggestion = nearest(reference, known)
        hint = f"skriv: {suggestion}" if suggestion else f"finns: {', '.join(sorted(known))}" if known else "inget finns ännu"
        self.report(reference.place, "okand-hanvisning", f"det finns {what} ”{reference}”", hint)
        return False

    # -- bodies

    def order(self) -> list[str]:
        """Return the paths of the bodies as they are to be shown: as listed, each board followed by its units."""
        listed = [board for boards in self.organisation.boards.values() for board in boards]
        for board in listed:
            self.refers_to(board, [path for path in self.folder.bodies if "/" not in path], "ingen nämnd med id")
        council = self.organisation.council
        if council not in self.folder.bodies:
            place = Place(self.organisation.place.file)
            self.report(place, "okand-hanvisning", f"det finns ingen nämnd med id ”{council}”", f"lägg till {council}/namnd.yml")
        boards = dict.fromkeys([council, *listed, *sorted(path for path in self.folder.bodies if "/" not in path)])
        documented = {body for body, *_ in (*self.folder.plans, *self.folder.follow_ups)}
        for path in sorted(documented - set(self.folder.bodies)):
            name = "verksamhet.yml" if "/" in path else "namnd.yml"
            self.report(
                Place(f"{self.organisation.place.file.rpartition('/')[0]}/{path}/{name}"),
                "saknas-fil",
                f"filen {path}/{name} saknas",
                "lägg till den, med raden namn: …",
            )
        return [path for board in boards for path in self._with_units(board)]

    def _with_units(self, board: str) -> list[str]:
        units = sorted(path for path in self.folder.bodies if path.startswith(f"{board}/"))
        return [path for path in (board, *units) if path in self.folder.bodies]

    def body(self, path: str) -> Body:
        """Resolve a body with its plans and follow-ups."""
        years = sorted(year for body, year in self.folder.plans if body == path)
        plans = {year: self.plan(path, year) for year in years}
        follow_ups: dict[int, list[FollowUp]] = {}
        for (body, year, slug), file in sorted(self.folder.follow_ups.items(), key=lambda item: item[0]):
            if body == path and (plan := self._plan_for(path, year, slug, file.place)):
                follow_ups.setdefault(year, []).append(self.follow_up(plan, slug))
        return Body(
            path.rpartition("/")[2],
            path,
            self.folder.bodies[path],
            path.partition("/")[0] if "/" in path else None,
            plans,
            {year: tuple(sorted(each, key=lambda item: (item.period.end, item.document.slug))) for year, each in follow_ups.items()},
        )

    def _plan_for(self, path: str, year: int, slug: str, place: Place) -> Plan | None:
        if (path, year) not in self.plans:
            readable = f"{place.file.rpartition('/')[0]}/plan.yml" in self.folder.lines
            if not readable:
                message = f"uppföljningen ”{slug}” har ingen plan att svara på"
                self.report(place, "plan-saknas", message, f"lägg till {path}/{year}/plan.yml")
            return None
        return self.plans[path, year]

    def document(self, path: str, year: int, slug: str) -> Document:
        file = self.folder.plans[path, year] if slug == "plan" else self.folder.follow_ups[path, year, slug]
        return Document(path.rpartition("/")[2], path, self.folder.bodies[path].name, year, slug, file, file.place)

    # -- plans

    def givers(self, path: str, year: int) -> list[Plan]:
        """Return the plans of the year that this body inherits from, nearest first: its board's, the council's."""
        above = [path.partition("/")[0]] if "/" in path else []
        if path != self.organisation.council:
            above.append(self.organisation.council)
        return [self.plans[giver, year] for giver in above if (giver, year) in self.plans]

    def plan(self, path: str, year: int) -> Plan:
        """Resolve a plan: its own entries with what they inherit, and the headings that these stand under."""
        file = self.folder.plans[path, year]
        givers = self.givers(path, year)
        document = self.document(path, year, "plan")
        sections = {id_: section for id_, entry in file.sections.items() if (section := self.section(id_, entry, givers))}
        goals = {id_: goal for id_, entry in file.goals.items() if (goal := self.goal(id_, entry, givers, document))}
        assignments = {
            id_: assignment
            for id_, entry in file.assignments.items()
            if (assignment := self.assignment(id_, entry, givers, path, file))
        }
        sections |= _headings_above(givers, {**sections, **goals}, assignments.values(), {**sections, **goals})
        plan = Plan(document, sections, goals, assignments, file.activities)
        self.plans[path, year] = plan
        self._check_tree(plan, file)
        return plan

    def _check_tree(self, plan: Plan, file: PlanFile) -> None:
        """Report ids that occur twice, and `under` that leads nowhere or round in a circle."""
        seen: dict[str, Place] = {}
        for id_, place in plan.ids():
            if id_ in seen:
                message = f"id:t ”{id_}” används redan på rad {seen[id_].line} i samma plan"
                self.report(place, "dubblett-id", message, "ge den ena ett annat id")
            seen.setdefault(id_, place)
        places = {*file.sections, *file.goals, *plan.sections, *plan.goals}
        for entry in (*file.sections.values(), *file.goals.values()):
            if entry.under is not None and self.refers_to(entry.under, places, "inget mål eller avsnitt med id"):
                self._check_circle(plan, entry)
        for assignment in file.assignments.values():
            for reference in assignment.under:
                self.refers_to(reference, places, "inget mål eller avsnitt med id")
        for activity in file.activities.values():
            for reference in activity.under:
                self.refers_to(reference, {*places, *file.assignments}, "inget mål, avsnitt eller uppdrag med id")

    def _check_circle(self, plan: Plan, entry: SectionEntry | GoalEntry) -> None:
        seen = {entry.id}
        above = entry.under
        while above is not None and (node := plan.node(above)) is not None:
            if above in seen:
                assert entry.under is not None
                message = f"”{entry.id}” står under sig självt, genom ”{entry.under}”"
                self.report(entry.under.place, "cirkel", message, "ändra under: så att kedjan slutar överst")
                return
            seen.add(above)
            above = node.under  # type: ignore[assignment]

    def section(self, id_: str, entry: SectionEntry, givers: Sequence[Plan]) -> Section | None:
        given = next((plan for plan in givers if id_ in plan.sections), None)
        inherited = given.sections[id_] if given else None
        if inherited is None and (entry.name is None or entry.kind is None):
            self._not_given(id_, entry.place, "avsnittet", "sort: och namn:", [id_ for plan in givers for id_ in plan.sections])
            return None
        if inherited is not None and entry.name is not None:
            self._given_twice(entry.place, "avsnittet", given, "namn")
        return Section(
            id_,
            entry.kind or (inherited.kind if inherited else ""),
            entry.number or (inherited.number if inherited else None),
            inherited.name if inherited else (entry.name or ""),
            entry.wording,
            entry.under or (inherited.under if inherited else None),
            entry.bullets or (inherited.bullets if inherited else {}),
            entry.description,
            _ref(given, id_),
            entry,
            entry.place,
        )

    def goal(self, id_: str, entry: GoalEntry, givers: Sequence[Plan], document: Document) -> Goal | None:
        given = next((plan for plan in givers if id_ in plan.goals), None)
        inherited = given.goals[id_] if given else None
        if inherited is None and (entry.text is None or entry.kind is None):
            self._not_given(id_, entry.place, "målet", "sort: och text:", [id_ for plan in givers for id_ in plan.goals])
            return None
        if inherited is not None and entry.text is not None:
            self._given_twice(entry.place, "målet", given, "text")
        rows_above = {row.indicator.id: row for row in inherited.rows} if inherited else {}
        return Goal(
            id_,
            entry.kind or (inherited.kind if inherited else ""),
            entry.number or (inherited.number if inherited else None),
            inherited.text if inherited else (entry.text or ""),
            entry.wording,
            entry.under or (inherited.under if inherited else None),
            entry.description,
            tuple(
                row
                for name, planned in entry.indicators.items()
                if (row := self.row(name, planned, entry, document, rows_above.get(name)))
            ),
            _ref(given, id_),
            entry,
            entry.place,
        )

    def assignment(  # noqa: PLR0913 - what an assignment is made of
        self, id_: str, entry: AssignmentEntry, givers: Sequence[Plan], path: str, file: PlanFile
    ) -> Assignment | None:
        given = next((plan for plan in givers if id_ in plan.assignments), None)
        inherited = given.assignments[id_] if given else None
        if inherited is None and entry.text is None:
            self._not_given(id_, entry.place, "uppdraget", "text:", [id_ for plan in givers for id_ in plan.assignments])
            return None
        if inherited is not None and entry.text is not None:
            self._given_twice(entry.place, "uppdraget", given, "text")
        known = {*self.folder.bodies, *(body.rpartition("/")[2] for body in self.folder.bodies)}
        if entry.giver is not None:
            self.refers_to(entry.giver, known, "ingen nämnd eller verksamhet med id")
        if path == self.organisation.council:
            for receiver in (*entry.receivers, *file.receivers):
                self.refers_to(receiver, known, "ingen nämnd eller verksamhet med id")
        return Assignment(
            id_,
            entry.number or (inherited.number if inherited else None),
            inherited.text if inherited else (entry.text or ""),
            entry.wording,
            tuple(entry.under) or (inherited.under if inherited else ()),
            str(entry.giver) if entry.giver else (inherited.giver if inherited else path.rpartition("/")[2]),
            tuple(entry.receivers) or (inherited.receivers if inherited else tuple(file.receivers)),
            _ref(given, id_),
            entry,
            entry.place,
        )

    def _not_given(self, id_: str, place: Place, what: str, fields: str, known: Collection[str]) -> None:
        suggestion = nearest(id_, known)
        message = f"{what} ”{id_}” finns inte i någon plan att ärva från, och saknar {fields.replace(':', '')}"
        hint = f"skriv {fields} om det är nytt" + (f", eller id:t {suggestion}" if suggestion else "")
        self.report(place, "saknas-falt", message, hint)

    def _given_twice(self, place: Place, what: str, given: Plan | None, field_name: str) -> None:
        assert given is not None
        message = f"{what} finns redan i {given.document.full_name.lower()}, och {field_name} ärvs därifrån"
        self.report(place, "redan-given", message, f"ta bort {field_name}:, eller skriv lydelse: om nämndens ord avviker")

    # -- indicators

    def indicator(self, id_: str, place: Place) -> IndicatorEntry | None:
        known = self.folder.indicators
        if id_ in known:
            return known[id_]
        suggestion = nearest(id_, known)
        hint = f"skriv: {suggestion}" if suggestion else "lägg till definitionen i mappen indikatorer"
        self.report(place, "okant-id", f"det finns ingen indikator med id ”{id_}”", hint)
        return None

    def row(
        self, id_: str, entry: PlannedIndicatorEntry, goal: GoalEntry, document: Document, above: Row | None
    ) -> Row | None:
        indicator = self.indicator(id_, entry.place)
        if indicator is None:
            return None
        self.check_values(indicator, entry)
        target = self.target(indicator, entry.target)
        long_term = self.target(indicator, entry.long_term)
        return Row(
            indicator,
            goal.id,
            entry.wording or (above.wording if above else indicator.name),
            target or (above.target if above else None),
            entry.target.place if entry.target is not None else (above.target_place if above else entry.place),
            long_term or (above.long_term if above else None),
            entry.long_term_year or (above.long_term_year if above else None),
            self.scope((entry.scope, goal.scope, indicator.scope, document.file.scope), document.body),
            entry.period or goal.period or self.folder.plans[document.path, document.year].period,
            self.series(indicator, entry.series) or (above.series if above else None),
            entry,
        )

    def target(self, indicator: IndicatorEntry, raw: Text | Map | None) -> Target | None:
        if raw is None:
            return None
        try:
            return parse_target(raw, indicator.better, indicator.groups)
        except TargetError as error:
            self.report(raw.place, "ogiltigt-malvarde", error.message, error.hint)
            return None

    def scope(self, written: Iterable[Text | None], body: str) -> str:
        """Return the first scope that is written, from the value outwards; the body itself when none is."""
        first = next((scope for scope in written if scope is not None), None)
        if first is None:
            return body
        self.refers_to(first, self.scopes(), "inget att gälla med id")
        return str(first)

    def scopes(self) -> set[str]:
        return {*self.organisation.scopes, *(path.rpartition("/")[2] for path in self.folder.bodies)}

    def series(self, indicator: IndicatorEntry, written: Text | None) -> str | None:
        if written is None or not self.refers_to(written, indicator.series, f"ingen serie i indikatorn {indicator.id} med id"):
            return None
        return str(written)

    def check_values(self, indicator: IndicatorEntry, entry: ValueEntry) -> None:
        """Report groups, scopes and units that the indicator's definition does not have."""
        readings = [entry.outcome, entry.forecast, *entry.comparison.values()]
        for earlier in entry.earlier.values():
            readings += [earlier.outcome, *earlier.comparison.values()]
        for reading in filter(None, readings):
            self._check_reading(indicator, reading)
        for scope in [*entry.comparison, *(scope for earlier in entry.earlier.values() for scope in earlier.comparison)]:
            if scope not in self.scopes():
                hint = f"finns: {', '.join(sorted(self.scopes()))}"
                self.report(entry.place, "okand-hanvisning", f"det finns inget att jämföra med som har id ”{scope}”", hint)

    def _check_reading(self, indicator: IndicatorEntry, reading: Reading) -> None:
        for part in reading.parts:
            if part.group is not None and part.group not in indicator.groups:
                suggestion = nearest(part.group, indicator.groups)
                hint = f"skriv: {suggestion}" if suggestion else f"lägg till den under grupper: i indikatorn {indicator.id}"
                message = f"indikatorn {indicator.id} har ingen grupp ”{part.group}”"
                self.report(part.place, "okand-grupp", message, hint)
            quantity = part.value.low if isinstance(part.value, Range) else part.value
            if isinstance(quantity, Quantity) and not _same_unit(quantity, indicator.unit):
                message = f"enheten ”{quantity.unit}” stämmer inte med indikatorns enhet, {indicator.unit}"
                self.report(part.place, "fel-enhet", message, f"skriv värdet i {indicator.unit}, eller ändra definitionen")

    # -- follow-ups

    def follow_up(self, plan: Plan, slug: str) -> FollowUp:
        """Resolve a follow-up against the plan that it answers."""
        document = self.document(plan.document.path, plan.document.year, slug)
        file = self.folder.follow_ups[plan.document.path, plan.document.year, slug]
        self._answers(file.goals, plan.goals, "inget mål med id")
        self._answers(file.sections, {**plan.sections, **plan.goals}, "inget avsnitt med id")
        self._answers(file.assignments, plan.assignments, "inget uppdrag med id")
        self._answers(file.activities, plan.activities, "ingen aktivitet med id")
        goals = {id_: self.goal_report(goal, file.goals[id_], document) for id_, goal in plan.goals.items() if id_ in file.goals}
        return FollowUp(
            document, plan, file.period, file.comment, goals, file.sections, file.assignments, file.activities, file.summary
        )

    def _answers(self, entries: Mapping[str, object], planned: Mapping[str, object], what: str) -> None:
        for id_, entry in entries.items():
            if id_ not in planned:
                place = getattr(entry, "place", NOWHERE)
                suggestion = nearest(id_, planned)
                hint = f"skriv: {suggestion}" if suggestion else "lägg till det i årets plan.yml, eller ta bort det här"
                self.report(place, "okant-id", f"i årets plan finns {what} ”{id_}”", hint)

    def goal_report(self, goal: Goal, entry: GoalReportEntry, document: Document) -> GoalReport:
        planned = {row.indicator.id: row for row in goal.rows}
        self._answers(entry.indicators, planned, f"under målet {goal.id} ingen indikator med id")
        rows = []
        others: dict[str | None, tuple[OtherValue, ...]] = {None: self.others(entry.others, entry, document)}
        for id_, row in planned.items():
            if (reported := entry.indicators.get(id_)) is None:
                continue
            self.check_values(row.indicator, reported)
            written = (reported.scope, entry.scope, row.entry.scope, goal.entry.scope, row.indicator.scope, document.file.scope)
            series = self.series(row.indicator, reported.series) or row.series
            rows.append(ReportedRow(row, self.scope(written, document.body), series, reported))
            others[id_] = self.others(reported.others, entry, document)
        return GoalReport(goal, entry, tuple(rows), {key: each for key, each in others.items() if each})

    def others(
        self, entries: Mapping[str, ValueEntry], goal: GoalReportEntry, document: Document
    ) -> tuple[OtherValue, ...]:
        found = []
        for id_, entry in entries.items():
            if (indicator := self.indicator(id_, entry.place)) is None:
                continue
            self.check_values(indicator, entry)
            scope = self.scope((entry.scope, goal.scope, indicator.scope, document.file.scope), document.body)
            found.append(OtherValue(indicator, scope, self.series(indicator, entry.series), entry))
        return tuple(found)

    # -- rules and continuations

    def rule(self, year: int, words: Mapping[str, str]) -> Rule | None:
        """Read an adopted rule: the share of indicators reached that each level asks for."""
        place = self.organisation.place
        shares = []
        for level, condition in words.items():
            if level == "beslut":
                continue
            try:
                share = Decimal(0) if condition == "annars" else parse_quantity(condition.removeprefix("minst ")).number
            except NumberError as error:
                self.report(place, "ogiltigt-tal", error.message, "skriv till exempel: minst 80 %, eller: annars")
                return None
            shares.append((level, share))
        if "beslut" not in words:
            message = f"regeln från {year} säger inte vilket beslut den vilar på"
            self.report(place, "saknas-falt", message, "lägg till raden beslut: …")
            return None
        return Rule(words["beslut"], tuple(shares))

    def continuations(self, register: Register) -> Iterable[tuple[Ref, tuple[Ref, ...]]]:
        """Yield what each element says that it continues, from an earlier year, as references that exist."""
        known = {
            (body.path, year): {id_ for id_, _ in plan.ids()} for body in register.bodies.values() for year, plan in body.plans.items()
        }
        for body in register.bodies.values():
            for year, plan in body.plans.items():
                for element in (*plan.sections.values(), *plan.goals.values(), *plan.assignments.values()):
                    found = [self._earlier(body, year, reference, known) for reference in element.entry.continues]
                    if refs := tuple(ref for ref in found if ref):
                        yield Ref(body.path, year, element.id), refs

    def _earlier(
        self, body: Body, year: int, reference: Text, known: Mapping[tuple[str, int], set[str]]
    ) -> Ref | None:
        """Find the element `år/id` or `nämnd/år/id` of an earlier year, in the body itself or those above it."""
        *path, when, id_ = ("", *reference.split("/"))
        above = ["/".join(path).strip("/")] if any(path) else [body.path, *filter(None, [body.parent]), self.organisation.council]
        for owner in above:
            if when.isdigit() and int(when) < year and id_ in known.get((owner, int(when)), ()):
                return Ref(owner, int(when), id_)
        hint = "skriv år/id, till exempel 2023/levande-parker, eller nämnd/år/id"
        self.report(reference.place, "okand-hanvisning", f"”{reference}” finns inte i någon tidigare plan", hint)
        return None


def _ref(plan: Plan | None, id_: str) -> Ref | None:
    return Ref(plan.document.path, plan.document.year, id_) if plan else None


def _headings_above(
    givers: Sequence[Plan],
    nodes: Mapping[str, Section | Goal],
    assignments: Iterable[Assignment],
    own: Mapping[str, Section | Goal],
) -> dict[str, Section]:
    """Return the headings that inherited things stand under and that the plan does not list, in the giver's order."""
    wanted = [node.under for node in nodes.values()] + [id_ for assignment in assignments for id_ in assignment.under]
    above: set[str] = set()
    for id_ in filter(None, wanted):
        for giver in givers:
            above |= {node.id for node in giver.ancestors(id_)}
    return {
        section.id: section
        for giver in givers
        for section in giver.sections.values()
        if section.id in above and section.id not in own
    }


def _same_unit(quantity: Quantity, unit: str) -> bool:
    """Whether a value's unit is the indicator's; a bare number is taken to be in it."""
    if not quantity.unit:
        return True
    try:
        return parse_quantity(f"1 {unit}").unit == quantity.unit
    except NumberError:
        return unit == quantity.unit
