"""A plan worked out: its own entries, what they inherit, and the headings that they stand under."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, TypeVar

from vpgen.contents import make_contents, make_contributions
from vpgen.control import make_risks
from vpgen.model.content import Assignment, Goal, GoalRule, Plan, Ref, Row, Section
from vpgen.model.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vpgen.model.content import Document
    from vpgen.model.fields import Entry
    from vpgen.model.files import AssignmentEntry, GoalEntry, PlanFile, PlannedIndicatorEntry, SectionEntry
    from vpgen.problems import Place
    from vpgen.references import References


ON_TOP = "överst"
"""What `under` of a heading or goal says where the giver's has it under something, and this plan has not."""


def make_plan(refs: References, path: str, year: int, slug: str = "plan") -> Plan:
    """Return a body's plan of a year, or the edition of that file name that a later one has replaced.

    The plans that it inherits from, those in force, are resolved already.
    """
    file = refs.folder.plan(path, year, slug)
    givers = _givers(refs, path, year)
    document = refs.document(path, year, slug)
    sections = _made(_section(refs, entry, givers) for entry in file.sections.values())
    goals = _made(_goal(refs, entry, givers, document, file) for entry in file.goals.values())
    assignments = _made(
        _assignment(refs, entry, givers, document, file) for entry in file.assignments.values()
    )
    listed: dict[str, Section | Goal] = {**sections, **goals}
    sections |= _headings_above(givers, listed, assignments.values())
    nodes: dict[str, Section | Goal] = {**sections, **goals}
    plan = Plan(
        document,
        sections,
        goals,
        assignments,
        file.activities,
        make_contents(refs, document, file, nodes),
        make_contributions(refs, document, file, goals),
        make_risks(refs, document, file.control),
        file.control,
    )
    _check_tree(refs, plan, file)
    return plan


Made = TypeVar("Made", Section, Goal, Assignment)


def _made(elements: Iterable[Made | None]) -> dict[str, Made]:
    """Return by id the elements that could be made; what stood in the way of the others is reported."""
    return {element.id: element for element in elements if element is not None}


def _givers(refs: References, path: str, year: int) -> list[Plan]:
    """Return the plans of the year that a body inherits from, nearest first: its board's, the council's."""
    return [refs.plans[giver, year] for giver in refs.givers(path) if (giver, year) in refs.plans]


def _section(refs: References, entry: SectionEntry, givers: Sequence[Plan]) -> Section | None:
    given = next((plan for plan in givers if entry.id in plan.sections), None)
    if given is None:
        if entry.name is None or entry.kind is None:
            known = [known for plan in givers for known in plan.sections]
            _not_given(refs, entry, "avsnittet", {"sort": entry.kind, "namn": entry.name}, known)
            return None
        return Section(
            entry.id,
            entry.kind,
            entry.number,
            entry.name,
            entry.wording,
            _under(entry, None),
            entry.list_heading,
            entry.bullets,
            entry.description,
            None,
            entry,
            entry.place,
            entry.agenda,
        )
    if entry.name is not None:
        _given_twice(refs, entry, "avsnittet", given, "namn")
    inherited = given.sections[entry.id]
    return Section(
        entry.id,
        entry.kind or inherited.kind,
        entry.number,  # a heading's number is the document's own
        inherited.name,
        entry.wording,
        _under(entry, inherited.under),
        entry.list_heading or inherited.list_heading,
        entry.bullets or inherited.bullets,
        entry.description,
        _ref(given, entry.id),
        entry,
        entry.place,
        entry.agenda or inherited.agenda,
    )


def _under(entry: SectionEntry | GoalEntry, inherited: str | None) -> str | None:
    """Return what a heading or goal stands under; the word `överst` takes it from where the giver has it."""
    return None if entry.under == ON_TOP else entry.under or inherited


def _goal(
    refs: References, entry: GoalEntry, givers: Sequence[Plan], document: Document, file: PlanFile
) -> Goal | None:
    given = next((plan for plan in givers if entry.id in plan.goals), None)
    inherited = given.goals[entry.id] if given else None
    if inherited is None and (entry.text is None or entry.kind is None):
        known = [known for plan in givers for known in plan.goals]
        _not_given(refs, entry, "målet", {"sort": entry.kind, "text": entry.text}, known)
        return None
    if given is not None and entry.text is not None:
        _given_twice(refs, entry, "målet", given, "text")
    refs.scope((entry.scope,), document.body)
    above = {row.indicator.id: row for row in inherited.rows} if inherited else {}
    rows = (
        _row(refs, planned, entry, document, file, above.get(id_))
        for id_, planned in entry.indicators.items()
    )
    return Goal(
        entry.id,
        entry.kind or (inherited.kind if inherited else ""),
        entry.number or (inherited.number if inherited else None),
        inherited.text if inherited else (entry.text or ""),
        entry.wording,
        _under(entry, inherited.under if inherited else None),
        entry.description,
        tuple(row for row in rows if row),
        _ref(given, entry.id),
        entry,
        entry.place,
        entry.agenda or (inherited.agenda if inherited else ()),
        _own_rule(entry, document) or (inherited.rule if inherited else None),
    )


def _own_rule(entry: GoalEntry, document: Document) -> GoalRule | None:
    """Return the rule that a goal has of its own: it rests on the plan's decision."""
    decision = document.file.decision
    told = decision.text if decision and decision.text else document.name
    return GoalRule(f"målets egen regel, {told}", entry.rule) if entry.rule else None


def _row(
    refs: References,
    entry: PlannedIndicatorEntry,
    goal: GoalEntry,
    document: Document,
    file: PlanFile,
    above: Row | None,
) -> Row | None:
    """Return an indicator's row; wording, targets and series come from the giver's row where none are written."""
    indicator = refs.indicator(entry.id, entry.place)
    if indicator is None:
        return None
    refs.check_values(indicator, entry)
    place = entry.target.place if entry.target is not None else entry.place
    target = refs.target(indicator, entry.target) or (above.target if above else None)
    name = "acceptabel avvikelse"
    refs.check_deviation(indicator, entry.tolerance, entry.at(name), name, target)
    return Row(
        indicator,
        goal.id,
        entry.wording or (above.wording if above else indicator.name),
        target,
        above.target_place if above and entry.target is None else place,
        refs.target(indicator, entry.long_term) or (above.long_term if above else None),
        entry.long_term_year or (above.long_term_year if above else None),
        refs.scope((entry.scope, goal.scope, indicator.scope, file.scope), document.body),
        entry.period or goal.period or file.period,
        refs.series(indicator, entry.series) or (above.series if above else None),
        entry,
        entry.tolerance or (above.tolerance if above else indicator.tolerance),
    )


def _assignment(
    refs: References, entry: AssignmentEntry, givers: Sequence[Plan], document: Document, file: PlanFile
) -> Assignment | None:
    given = next((plan for plan in givers if entry.id in plan.assignments), None)
    inherited = given.assignments[entry.id] if given else None
    if inherited is None and entry.text is None:
        known = [known for plan in givers for known in plan.assignments]
        _not_given(refs, entry, "uppdraget", {"text": entry.text}, known)
        return None
    if given is not None and entry.text is not None:
        _given_twice(refs, entry, "uppdraget", given, "text")
    if entry.giver is not None:
        refs.leads(entry.giver, refs.bodies, "ingen nämnd eller verksamhet med id")
    if document.path == refs.organisation.council:
        # The council gives to boards; a board may give to a person, whose role is text.
        for receiver in entry.receivers or file.receivers:
            refs.leads(receiver, refs.bodies, "ingen nämnd eller verksamhet med id")
    return Assignment(
        entry.id,
        entry.number or (inherited.number if inherited else None),
        inherited.text if inherited else (entry.text or ""),
        entry.wording,
        tuple(entry.under) or (inherited.under if inherited else ()),
        str(entry.giver or (inherited.giver if inherited else document.body)),
        tuple(entry.receivers) or (inherited.receivers if inherited else tuple(file.receivers)),
        _ref(given, entry.id),
        entry,
        entry.place,
    )


def _not_given(
    refs: References, entry: Entry, what: str, needed: Mapping[str, str | None], known: Iterable[str]
) -> None:
    lacking = [name for name, value in needed.items() if value is None]
    suggestion = nearest(entry.id, known)
    message = f"{what} ”{entry.id}” finns inte i någon plan att ärva från, och saknar {' och '.join(lacking)}"
    fields = " och ".join(f"{name}: …" for name in lacking)
    hint = f"är det nytt, lägg till {fields}" + (f"; annars skriv id:t: {suggestion}" if suggestion else "")
    refs.report(entry.place, "saknas-falt", message, hint)


def _given_twice(refs: References, entry: Entry, what: str, given: Plan, name: str) -> None:
    message = f"{what} finns redan i {given.document.full_name}, och {name} ärvs därifrån"
    hint = f"ta bort raden {name}:, eller skriv lydelse: i stället om nämndens ord avviker"
    refs.report(entry.at(name), "redan-given", message, hint)


def _ref(plan: Plan | None, id_: str) -> Ref | None:
    return Ref(plan.document.path, plan.document.year, id_) if plan else None


def _headings_above(
    givers: Sequence[Plan], listed: Mapping[str, Section | Goal], assignments: Iterable[Assignment]
) -> dict[str, Section]:
    """Return the headings that inherited things stand under and that the plan does not list, in the giver's order."""
    wanted = [node.under for node in listed.values()]
    wanted += [id_ for assignment in assignments for id_ in assignment.under]
    chains = [reversed(giver.ancestors(id_)) for id_ in wanted if id_ for giver in givers]
    # What is listed has a place of its own, and has told what it stands under.
    above = {node.id for chain in chains for node in takewhile(lambda node: node.id not in listed, chain)}
    return {
        section.id: section
        for giver in givers
        for section in giver.sections.values()
        if section.id in above and section.id not in listed
    }


def _check_tree(refs: References, plan: Plan, file: PlanFile) -> None:
    """Report ids that occur twice, and `under` that leads nowhere or round in a circle."""
    seen: dict[str, Place] = {}
    for id_, place in plan.ids():
        if id_ in seen:
            message = f"id:t ”{id_}” används redan på rad {seen[id_].line} i samma plan"
            refs.report(place, "dubblett-id", message, "ge den ena ett annat id")
        seen.setdefault(id_, place)
    # What is broken itself is still there to refer to: its own problem is told once.
    nodes = {*file.sections, *file.goals, *plan.sections, *plan.goals}
    placed: list[SectionEntry | GoalEntry] = [*file.sections.values(), *file.goals.values()]
    for entry in placed:
        if (
            entry.under is not None
            and entry.under != ON_TOP
            and refs.leads(entry.under, _places(entry.under, nodes), "inget mål eller avsnitt med id")
        ):
            _check_circle(refs, plan, entry)
    for assignment in file.assignments.values():
        for reference in assignment.under:
            refs.leads(reference, {*nodes, *file.chapters}, "inget mål, avsnitt eller kapitel med id")
    for activity in file.activities.values():
        for reference in activity.under:
            known = {*nodes, *file.assignments, *file.chapters}
            refs.leads(reference, known, "inget mål, avsnitt, uppdrag eller kapitel med id")


def _places(written: str, nodes: set[str]) -> set[str]:
    """Return what there is to stand under; the top is offered only to one who seems to mean it."""
    if written in nodes or nearest(written, {*nodes, ON_TOP}) != ON_TOP:
        return nodes
    return {*nodes, ON_TOP}


def _check_circle(refs: References, plan: Plan, entry: SectionEntry | GoalEntry) -> None:
    assert entry.under is not None
    seen: set[str] = {entry.id}
    above: str | None = entry.under
    while above is not None and (node := plan.node(above)) is not None:
        if above in seen:
            message = f"”{entry.id}” står under sig självt, genom ”{entry.under}”"
            refs.report(entry.under.place, "cirkel", message, "ändra under: så att kedjan slutar överst")
            return
        seen.add(above)
        above = node.under
