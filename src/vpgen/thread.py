"""The röda tråden of a year, from the council's goals down to what is done and measured; and where it breaks off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from vpgen.model.content import Assignment, Goal, Ref, Row, Section
from vpgen.model.files import ActivityEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from vpgen.model.content import Body, Document, FollowUp, Plan, Register, Risk
    from vpgen.problems import Place

Element: TypeAlias = Section | Goal | Row | Assignment | ActivityEntry


# The thread


@dataclass(frozen=True)
class Strand:
    """An element of a plan, and what hangs on it, in its own plan and in those of other bodies.

    `carries` is the giver's element that it takes over: it then hangs on that, and not where its own plan has it.
    """

    plan: Plan
    element: Element
    carries: Ref | None
    below: tuple[Strand, ...]

    @property
    def ref(self) -> Ref:
        """The element; of an indicator, the goal that it stands under."""
        document = self.plan.document
        id_ = self.element.goal if isinstance(self.element, Row) else self.element.id
        return Ref(document.path, document.year, id_)


@dataclass(frozen=True)
class Thread:
    """A year's thread: what hangs on the council's plan, and, by the path of the body, what hangs on nothing there."""

    year: int
    top: tuple[Strand, ...]
    own: Mapping[str, tuple[Strand, ...]]

    def strands(self) -> Iterator[tuple[Strand, tuple[Strand, ...]]]:
        """Yield every strand with those above it, from the top."""
        for root in (*self.top, *(strand for strands in self.own.values() for strand in strands)):
            yield from _walk(root, ())


def _walk(strand: Strand, above: tuple[Strand, ...]) -> Iterator[tuple[Strand, tuple[Strand, ...]]]:
    yield strand, above
    for each in strand.below:
        yield from _walk(each, (*above, strand))


def make_thread(register: Register, year: int) -> Thread:
    """Return the thread of a year: every goal, indicator, assignment and activity of its plans hangs in it."""
    plans = tuple(body.plans[year] for body in register.bodies.values() if year in body.plans)
    top = register.council.plans.get(year) if register.council else None
    weaver = _Weaver(plans, top)
    own = {plan.document.path: _with_something(weaver.roots(plan)) for plan in plans if plan is not top}
    return Thread(
        year, weaver.roots(top) if top else (), {path: strands for path, strands in own.items() if strands}
    )


def _with_something(strands: Iterable[Strand]) -> tuple[Strand, ...]:
    """Return the strands without the headings that nothing hangs on."""
    return tuple(strand for strand in strands if strand.below or not isinstance(strand.element, Section))


@dataclass(frozen=True)
class _Weaver:
    """A year's plans as they hang on each other; `top` is the council's."""

    plans: tuple[Plan, ...]
    top: Plan | None

    def roots(self, plan: Plan) -> tuple[Strand, ...]:
        """Return what hangs on nothing above it, in its own plan or a giver's."""
        placed = {*plan.sections, *plan.goals, *plan.assignments}
        loose: list[Element] = [*plan.children(None)]
        loose += [each for each in plan.assignments.values() if placed.isdisjoint(each.under)]
        loose += [each for each in plan.activities.values() if placed.isdisjoint(each.under)]
        return tuple(self.strand(plan, each) for each in loose if self.given(plan, each) is None)

    def strand(self, plan: Plan, element: Element) -> Strand:
        """Return an element with all that hangs on it; the council's headings stand also where nothing does."""
        own = tuple(
            self.strand(plan, each) for each in _below(plan, element) if self.given(plan, each) is None
        )
        below = (*(own if plan is self.top else _with_something(own)), *self.carriers(plan, element))
        return Strand(plan, element, self.given(plan, element), below)

    def carriers(self, plan: Plan, element: Element) -> tuple[Strand, ...]:
        """Return the strands of those who have taken an element over."""
        if isinstance(element, Row | ActivityEntry):
            return ()
        ref = Ref(plan.document.path, plan.document.year, element.id)
        if self.given(plan, element) is not None and plan.document.place.file != element.place.file:
            return ()  # a heading that the plan does not list is the giver's: others hang on it there
        taken = (
            (other, mine)
            for other in self.plans
            if other is not plan and (mine := _same_kind(other, element)) and self.given(other, mine) == ref
        )
        return _with_something(self.strand(other, mine) for other, mine in taken)

    def given(self, plan: Plan, element: Element) -> Ref | None:
        """Return the giver's element that one of a plan takes over."""
        match element:
            case Assignment():
                return element.inherited
            case Goal():
                return element.giver
            case Section():
                if element.place.file == plan.document.place.file:
                    return element.giver
                owner = next(each for each in self.plans if each.document.place.file == element.place.file)
                return Ref(owner.document.path, owner.document.year, element.id)
            case Row() | ActivityEntry():
                return None


def _same_kind(plan: Plan, element: Section | Goal | Assignment) -> Section | Goal | Assignment | None:
    match element:
        case Section():
            return plan.sections.get(element.id)
        case Goal():
            return plan.goals.get(element.id)
        case Assignment():
            return plan.assignments.get(element.id)


def _below(plan: Plan, element: Element) -> tuple[Element, ...]:
    """Return what stands under an element in its own plan."""
    match element:
        case Section() | Goal():
            return (
                *(element.rows if isinstance(element, Goal) else ()),
                *plan.assignments_under(element.id),
                *plan.activities_under(element.id),
                *plan.children(element.id),
            )
        case Assignment():
            return plan.activities_under(element.id)
        case Row() | ActivityEntry():
            return ()


# Where it breaks off


class Break(StrEnum):
    """The ways in which the thread breaks off."""

    NO_RECEIVER = "uppdrag-utan-mottagare"
    UNAWARE = "mottagare-utan-uppdrag"
    EMPTY_GOAL = "mal-utan-innehall"
    NO_TARGET = "indikator-utan-malvarde"
    NO_MEASURE = "risk-utan-atgard"
    NOT_REPORTED = "uppdrag-utan-uppfoljning"


@dataclass(frozen=True)
class Reach:
    """How far a year's plans reach: those that are not here as they were adopted, and bodies that have none."""

    partial: tuple[Plan, ...]
    without: tuple[Body, ...]


def reach(register: Register, year: int) -> Reach:
    """Return how far the plans of a year reach: a break may always hide in what is not here."""
    plans = [body.plans[year] for body in register.bodies.values() if year in body.plans]
    return Reach(
        tuple(plan for plan in plans if plan.document.is_reconstructed or not plan.document.file.complete),
        tuple(
            body
            for body in register.bodies.values()
            if year not in body.plans and _is_of_the_year(register, body, year)
        ),
    )


def _is_of_the_year(register: Register, body: Body, year: int) -> bool:
    """Whether a body, or the board that it is under, exists in a year, as far as the mandate periods tell."""
    if body is register.council:
        return True
    known = False
    for mandate, ids in register.organisation.boards.items():
        first, _, last = mandate.partition("–")
        if first.isdecimal() and last.isdecimal() and int(first) <= year <= int(last):
            known = True
            if (body.parent or body.id) in ids:
                return True
    return not known


def reach_of(register: Register, year: int, kind: Break) -> Reach:
    """Return the part of a year's reach that a kind of break rests on: the council's plan, the others', or all."""
    every, council = reach(register, year), register.council
    is_councils = kind is Break.NO_RECEIVER
    if kind not in (Break.NO_RECEIVER, Break.NOT_REPORTED):
        return every
    path = council.path if council else ""
    return Reach(
        tuple(plan for plan in every.partial if (plan.document.path == path) == is_councils),
        tuple(body for body in every.without if (body is council) == is_councils),
    )


@dataclass(frozen=True)
class Numbered:
    """The numbered assignments of a plan, or its goals of a kind: how many are here, and which numbers are not.

    `last` is the highest number, so at least so many exist; None where the numbers are not running ones. `absent` are
    the numbers below it that are not here, as first and last of each run.
    """

    kind: str
    here: int
    last: int | None
    absent: tuple[tuple[int, int], ...]


def numbered(plan: Plan) -> tuple[Numbered, ...]:
    """Return the assignments of a plan, and the goals of each kind that has numbers, by their numbers."""
    goals: dict[str, list[str | None]] = {}
    for goal in plan.goals.values():
        goals.setdefault(goal.kind, []).append(goal.number)
    found = [_numbered("uppdrag", [each.number for each in plan.assignments.values()])]
    found += [_numbered(kind, numbers) for kind, numbers in goals.items() if any(numbers)]
    return tuple(found)


def _numbered(kind: str, numbers: list[str | None]) -> Numbered:
    """Take numbers to run from 1 where each is a whole one, none stands twice, and a quarter of them are here.

    Other numbers are of cases or chapters, and tell nothing of how many there are.
    """
    whole = {int(number) for number in numbers if number and number.isdecimal()}
    last = max(whole, default=0)
    if not whole or len(whole) != len(numbers) or 4 * len(whole) < last:
        return Numbered(kind, len(numbers), None, ())
    runs: list[tuple[int, int]] = []
    for number in sorted(set(range(1, last)) - whole):
        first = runs.pop()[0] if runs and runs[-1][1] == number - 1 else number
        runs.append((first, number))
    return Numbered(kind, len(whole), last, tuple(runs))


@dataclass(frozen=True)
class Orphan:
    """Something that the thread does not reach, or that may be so.

    `subject` names it and `sentence` says what is missing, in Swedish without full stop. Where a document that would
    tell is not there in full, `doubt` says which, and the sentence that it cannot be told. `ref` is the element
    (an indicator's goal), `indicator` the indicator's id. The first place is the one to look at first.
    """

    kind: Break
    ref: Ref
    subject: str
    sentence: str
    places: tuple[Place, ...]
    indicator: str | None = None
    doubt: str = ""


def find_orphans(register: Register) -> tuple[Orphan, ...]:
    """Return every place where the thread breaks off, or where it cannot be told, kind by kind, newest year first."""
    every = [orphan for rule in RULES for orphan in rule(register)]
    kinds = list(Break)
    return tuple(sorted(every, key=lambda each: (kinds.index(each.kind), -each.ref.year, each.places)))


def assignments_have_receivers(register: Register) -> Iterator[Orphan]:
    """What the council has given names a receiver, or somebody has taken it up."""
    for plan in register.council.plans.values() if register.council else ():
        for assignment in plan.assignments.values():
            ref = _ref(plan, assignment.id)
            if assignment.receivers or any(_takers(register, ref)):
                continue
            missing = (
                f"{plan.document.full_name} nämner ingen mottagare, och ingen plan här tar upp uppdraget"
            )
            yield _orphan(
                Break.NO_RECEIVER, ref, _named(assignment), missing, (assignment.place,), _unsure(plan)
            )


def receivers_know(register: Register) -> Iterator[Orphan]:
    """Who was given an assignment has it in its plan of the year."""
    for body, plan in _plans(register):
        for assignment in plan.assignments.values():
            receivers = [register.bodies.get(name) for name in assignment.receivers]
            for receiver in receivers if assignment.inherited is None else ():
                if receiver is not None and receiver is not body:
                    yield from _unaware(plan, assignment, receiver)


def _unaware(plan: Plan, assignment: Assignment, receiver: Body) -> Iterator[Orphan]:
    year = plan.document.year
    theirs = receiver.plans.get(year)
    if theirs is not None and assignment.id in theirs.assignments:
        return
    places = (assignment.place, *([theirs.document.place] if theirs else []))
    missing = f"{receiver.name} är mottagare, men uppdraget står inte i mottagarens plan för {year}"
    doubt = _unsure(plan) or (_unsure(theirs) if theirs else _no_plan(receiver, year))
    ref = _ref(plan, assignment.id)
    yield _orphan(Break.UNAWARE, ref, _named(assignment), missing, places, doubt)


def goals_hold_something(register: Register) -> Iterator[Orphan]:
    """A goal has an indicator, an assignment or an activity, or a goal under it, in its own plan or another's."""
    for body, plan in _plans(register):
        for goal in plan.goals.values():
            ref = _ref(plan, goal.id)
            if _holds(plan, goal) or any(
                each.goals[goal.id].giver == ref for each in _others(register, plan) if goal.id in each.goals
            ):
                continue
            missing = (
                f"målet i {plan.document.full_name} har ingen indikator, inget uppdrag och ingen aktivitet"
            )
            doubt = _unsure(plan) or _heirs_doubt(register, body, plan.document.year)
            yield _orphan(
                Break.EMPTY_GOAL,
                ref,
                f"{goal.label}: {goal.wording or goal.text}",
                missing,
                (goal.place,),
                doubt,
            )


def _holds(plan: Plan, node: Section | Goal) -> bool:
    """Whether something stands under a heading or goal of a plan, however far down."""
    if isinstance(node, Goal) and node.rows:
        return True
    chapters = [chapter.id for chapter in plan.contents.chapters_under(node.id)]
    if any(plan.assignments_under(id_) or plan.activities_under(id_) for id_ in (node.id, *chapters)):
        return True
    return any(isinstance(child, Goal) or _holds(plan, child) for child in plan.children(node.id))


def _heirs_doubt(register: Register, body: Body, year: int) -> str:
    """Say which plans that may carry a body's goals are not there in full: boards' the council's, units' their board's."""
    parent = None if body is register.council else body.path
    heirs = [each for each in register.bodies.values() if each.parent == parent and each is not body]
    lacking = (_unsure(each.plans[year]) if year in each.plans else _no_plan(each, year) for each in heirs)
    return next(filter(None, lacking), "")


def indicators_have_targets(register: Register) -> Iterator[Orphan]:
    """An indicator in a plan has a target for the plan's year."""
    for _, plan in _plans(register):
        for goal in plan.goals.values():
            for row in goal.rows:
                if row.target is not None:
                    continue
                long_term = "bara ett långsiktigt målvärde" if row.long_term else "inget målvärde"
                missing = f"indikatorn har {long_term} i {plan.document.full_name}"
                yield Orphan(
                    Break.NO_TARGET,
                    _ref(plan, goal.id),
                    row.indicator.name,
                    _said(missing, _unsure(plan)),
                    (row.entry.place,),
                    row.indicator.id,
                    _unsure(plan),
                )


def risks_have_measures(register: Register) -> Iterator[Orphan]:
    """A risk has a measure, or its value is under the cut-off that the organisation has set."""
    plans = {_ref(plan, ""): plan for _, plan in _plans(register)}
    for plan in plans.values():
        scale = register.legend(plan.document.year).of_risks
        for risk in plan.risks.values():
            if not risk.measures and not scale.spares(risk.value):
                giver = plans.get(risk.giver._replace(id="")) if risk.giver else None
                cutoff = scale.cutoff
                doubt = _unsure(plan) or (_unsure(giver) if giver else "") or _ungraded(risk, cutoff)
                reached = f", fast riskvärdet {risk.value} når gränsen {cutoff}" if cutoff else ""
                missing = f"risken har ingen åtgärd i {plan.document.full_name}{reached}"
                yield _orphan(
                    Break.NO_MEASURE, _ref(plan, risk.id), _risk_name(risk), missing, (risk.place,), doubt
                )


def _ungraded(risk: Risk, cutoff: int | None) -> str:
    if cutoff is None or risk.value is not None:
        return ""
    return f"riskvärdet är inte angivet, så det är okänt om gränsen {cutoff} är nådd"


def spared_risks(register: Register, year: int) -> tuple[Ref, ...]:
    """Return the risks of a year without a measure, of which none is required: their value is under the cut-off."""
    scale = register.legend(year).of_risks
    plans = [plan for _, plan in _plans(register) if plan.document.year == year]
    return tuple(
        _ref(plan, risk.id)
        for plan in plans
        for risk in plan.risks.values()
        if not risk.measures and scale.spares(risk.value)
    )


def assignments_are_reported_on(register: Register) -> Iterator[Orphan]:
    """A board's assignment is reported on in a follow-up, at the latest in the one at the end of the year."""
    for body, plan in _plans(register):
        for assignment in plan.assignments.values() if body is not register.council else ():
            year, ref = plan.document.year, _ref(plan, assignment.id)
            takers = [plan, *(_takers(register, ref))]
            if any(_is_reported(register, each, assignment.id) for each in takers):
                continue
            last = _at_the_end(body, year)
            doubt = (
                f"det finns ingen uppföljning här av hela {year} för {body.name}"
                if last is None
                else ""
                if last.document.file.complete
                else _not_whole(last.document)
            )
            missing = f"uppdraget nämns inte i {last.document.full_name}" if last else ""
            places = (assignment.place, *([last.document.place] if last else []))
            yield _orphan(Break.NOT_REPORTED, ref, _named(assignment), missing, places, doubt)


def _is_reported(register: Register, plan: Plan, id_: str) -> bool:
    """Whether any follow-up of a plan says something of an assignment."""
    body = next(body for body in register.bodies.values() if body.path == plan.document.path)
    reports = (each.assignments.get(id_) for each in body.follow_ups.get(plan.document.year, ()))
    return any(each and (each.assessment or each.reason or each.comment) for each in reports)


def _at_the_end(body: Body, year: int) -> FollowUp | None:
    """Return the follow-up of the whole year."""
    end = date(year, 12, 31)
    return next((each for each in body.follow_ups.get(year, ()) if each.period.end >= end), None)


RULES = (
    assignments_have_receivers,
    receivers_know,
    goals_hold_something,
    indicators_have_targets,
    risks_have_measures,
    assignments_are_reported_on,
)


def _orphan(
    kind: Break, ref: Ref, subject: str, missing: str, places: tuple[Place, ...], doubt: str
) -> Orphan:
    return Orphan(kind, ref, subject, _said(missing, doubt), places, doubt=doubt)


def _said(missing: str, doubt: str) -> str:
    return f"kan inte avgöras: {doubt}" if doubt else missing


def _named(assignment: Assignment) -> str:
    number = f" nr {assignment.number}" if assignment.number else ""
    return f"Uppdrag{number}: {assignment.text}"


def _risk_name(risk: Risk) -> str:
    return f"{risk.area}: {risk.printed}"


def _unsure(plan: Plan) -> str:
    return "" if plan.document.file.complete else _not_whole(plan.document)


def _not_whole(document: Document) -> str:
    return f"bara en del av {document.full_name} finns här"


def _no_plan(body: Body, year: int) -> str:
    return f"det finns ingen plan här för {body.name} {year}"


def _ref(plan: Plan, id_: str) -> Ref:
    return Ref(plan.document.path, plan.document.year, id_)


def _plans(register: Register) -> Iterator[tuple[Body, Plan]]:
    for body in register.bodies.values():
        yield from ((body, plan) for plan in body.plans.values())


def _others(register: Register, plan: Plan) -> Iterator[Plan]:
    """Yield the other plans of a plan's year."""
    year = plan.document.year
    for body in register.bodies.values():
        if year in body.plans and body.plans[year] is not plan:
            yield body.plans[year]


def _takers(register: Register, ref: Ref) -> Iterator[Plan]:
    """Yield the plans that have taken an assignment over from another."""
    for _, plan in _plans(register):
        taken = plan.assignments.get(ref.id)
        if taken is not None and taken.inherited == ref:
            yield plan
