"""The life of goals, assignments, points of strategies, headings and risks through the years, and of indicators."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from vpgen.model.content import ELEMENTS, RISKS, Plan, Ref
from vpgen.model.control import earlier_risk
from vpgen.target_kinds import PerGroup, describe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from vpgen.model.content import Assignment, Body, Goal, Register, Risk, Row, Section
    from vpgen.model.files import IndicatorEntry
    from vpgen.target_kinds import Target

GOAL, ASSIGNMENT, POINT, SECTION, RISK = KINDS = ("mål", "uppdrag", "strategi", "avsnitt", "risk")

KEPT, NEW, STRUCK = "lika", "ny", "struken"


class Thing(NamedTuple):
    """A goal, assignment, point, heading or risk of a body's year."""

    kind: str
    ref: Ref


@dataclass(frozen=True)
class Occurrence:
    """A thing as a plan has it, in that body's words; `departs` where they are not those of the giver."""

    thing: Thing
    plan: Plan
    text: str
    departs: bool


@dataclass(frozen=True)
class Absence:
    """A later plan in which a thing is not: for certain, or as far as the plan is known."""

    year: int
    certain: bool
    sentence: str


@dataclass(frozen=True)
class Stage:
    """A thing of one year with what it comes from and goes on as. The occurrences begin with the giver's.

    `absences` are the plans between it and what it goes on as, or all later ones.
    """

    thing: Thing
    occurrences: tuple[Occurrence, ...]
    earlier: tuple[Thing, ...]
    later: tuple[Thing, ...]
    absences: tuple[Absence, ...]

    @property
    def year(self) -> int:
        """The year of the plan."""
        return self.thing.ref.year

    @property
    def text(self) -> str:
        """What it says, in the giver's words."""
        return self.occurrences[0].text

    @property
    def end(self) -> str:
        """How it goes on: `fortsätter`, `pågår` in the newest plan, `upphör`, or `kan inte avgöras`."""
        if self.later:
            return "fortsätter"
        if not self.absences:
            return "pågår"
        return "upphör" if any(each.certain for each in self.absences) else "kan inte avgöras"


@dataclass(frozen=True)
class Lifeline:
    """Everything that is one thing through the years, oldest first; it may split and merge on the way."""

    stages: tuple[Stage, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """The years that it is in a plan."""
        return tuple(sorted({stage.year for stage in self.stages}))

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that it has been, in order."""
        return tuple(dict.fromkeys(stage.thing.kind for stage in self.stages))

    @property
    def newest(self) -> Stage:
        """The first of the newest stages."""
        return next(stage for stage in self.stages if stage.year == self.years[-1])

    def stage(self, thing: Thing) -> Stage:
        """Return the stage of a thing in it."""
        return next(stage for stage in self.stages if stage.thing == thing)


@dataclass(frozen=True)
class Lifelines:
    """Every lifeline, and which one a thing of any body belongs to."""

    lines: tuple[Lifeline, ...]
    of: Mapping[Thing, Lifeline]

    def find(self, kind: str, ref: Ref) -> Lifeline | None:
        """Return the lifeline of a body's thing, if it is in more than one year's plans."""
        line = self.of.get(Thing(kind, ref))
        return line if line and len(line.years) > 1 else None


def make_lifelines(register: Register) -> Lifelines:
    """Return every lifeline of the register, also of what is in one year's plans alone.

    The same body, kind and id in two years is the same thing; `fortsätter` links across ids and kinds. What is inherited
    belongs to the giver's thing.
    """
    found = {each.thing: each for each in _occurrences(register)}
    roots = {thing: _root(thing, found) for thing in found}
    earlier = _reduced(_earlier(register, found, roots))
    later: dict[Thing, list[Thing]] = {}
    for thing, sources in earlier.items():
        for source in sources:
            later.setdefault(source, []).append(thing)
    members: dict[Thing, list[Occurrence]] = {}
    for thing in sorted(found, key=lambda each: found[each].plan.document.year):
        members.setdefault(roots[thing], []).append(found[thing])
    stages = {
        thing: Stage(
            thing,
            # The giver's own comes first, whatever the order of the bodies.
            (found[thing], *(each for each in occurrences if each.thing != thing)),
            tuple(earlier[thing]),
            tuple(later.get(thing, ())),
            tuple(_absences(register, thing, found[thing].plan, later.get(thing, ()))),
        )
        for thing, occurrences in members.items()
    }
    lines = tuple(Lifeline(tuple(stages[thing] for thing in each)) for each in _joined(stages, earlier))
    by_root = {stage.thing: line for line in lines for stage in line.stages}
    return Lifelines(lines, {thing: by_root[root] for thing, root in roots.items()})


def _occurrences(register: Register) -> Iterator[Occurrence]:
    """Yield what every plan lists itself: a heading that only stands above something inherited is the giver's."""
    for body in register.bodies.values():
        for plan in body.plans.values():
            for kind, id_, given, own in _told(register, plan):
                thing = Thing(kind, Ref(body.path, plan.document.year, id_))
                yield Occurrence(thing, plan, own or given, departs=bool(own) and own != given)


def _told(register: Register, plan: Plan) -> Iterator[tuple[str, str, str, str | None]]:
    """Yield kind, id, the giver's words and the plan's own, of everything that a plan lists."""
    for section in plan.sections.values():
        if section.place.file == plan.document.place.file:
            yield SECTION, section.id, section.name, section.wording
            given = _given_points(register, section)
            yield from ((POINT, id_, given.get(id_, text), text) for id_, text in section.bullets.items())
    yield from ((GOAL, goal.id, goal.text, goal.wording) for goal in plan.goals.values())
    yield from ((ASSIGNMENT, each.id, each.text, each.wording) for each in plan.assignments.values())
    yield from ((RISK, risk.id, risk.text, risk.wording) for risk in plan.risks.values())


def _given_points(register: Register, section: Section) -> Mapping[str, str]:
    plan = _plan(register, section.giver) if section.giver else None
    return plan.sections[section.giver.id].bullets if plan and section.giver else {}


def _plan(register: Register, ref: Ref) -> Plan | None:
    return next(
        (body.plans.get(ref.year) for body in register.bodies.values() if body.path == ref.body), None
    )


def _root(thing: Thing, found: Mapping[Thing, Occurrence]) -> Thing:
    """Return the giver's thing that one is inherited from, from as far up as is known; itself if it is its own."""
    giver = _giver(thing, found[thing].plan)
    above = Thing(thing.kind, giver) if giver else None
    return _root(above, found) if above is not None and above in found else thing


def _giver(thing: Thing, plan: Plan) -> Ref | None:
    id_ = thing.ref.id
    match thing.kind:
        case "mål":
            return plan.goals[id_].giver
        case "uppdrag":
            return plan.assignments[id_].inherited
        case "risk":
            return plan.risks[id_].giver
        case "avsnitt":
            return plan.sections[id_].giver
    giver = next(section.giver for section in plan.sections.values() if id_ in section.bullets)
    return giver._replace(id=id_) if giver else None


def _earlier(
    register: Register, found: Mapping[Thing, Occurrence], roots: Mapping[Thing, Thing]
) -> dict[Thing, list[Thing]]:
    """Return what each thing comes from: the nearest earlier one of its body, kind and id, and what it says."""
    years: dict[tuple[str, str, str], list[int]] = {}
    for kind, ref in found:
        years.setdefault((kind, ref.body, ref.id), []).append(ref.year)
    earlier: dict[Thing, list[Thing]] = {root: [] for root in dict.fromkeys(roots.values())}
    for thing, occurrence in found.items():
        kind, ref = thing
        past = [year for year in years[kind, ref.body, ref.id] if year < ref.year]
        sources = [Thing(kind, ref._replace(year=max(past)))] if past else []
        if _says_so(thing, occurrence.plan):
            said = (_meant(kind, each, found) for each in register.continues.get(ref, ()))
            sources += [each for each in said if each]
        known = earlier[roots[thing]]
        known += [root for root in dict.fromkeys(roots[each] for each in sources) if root not in known]
    return earlier


def _says_so(thing: Thing, plan: Plan) -> bool:
    """Whether the author wrote `fortsätter` at the thing itself, and not at a risk or a heading with the same id."""
    id_ = thing.ref.id
    elements: Mapping[str, Mapping[str, Goal | Assignment | Section | Risk]] = {
        GOAL: plan.goals,
        ASSIGNMENT: plan.assignments,
        SECTION: plan.sections,
        RISK: plan.risks,
    }
    return thing.kind in elements and bool(elements[thing.kind][id_].entry.continues)


def _meant(kind: str, ref: Ref, found: Mapping[Thing, Occurrence]) -> Thing | None:
    """Return the thing of an id: for a risk a risk, for others another, where the plan has both."""
    others = [RISK, *(each for each in KINDS if each != RISK)] if kind == RISK else KINDS
    return next((Thing(each, ref) for each in others if Thing(each, ref) in found), None)


def _reduced(earlier: Mapping[Thing, list[Thing]]) -> dict[Thing, list[Thing]]:
    """Leave out what a thing comes from only by way of another that it comes from."""

    def before(thing: Thing) -> set[Thing]:
        return {each for source in earlier[thing] for each in (source, *before(source))}

    return {
        thing: [each for each in sources if not any(each in before(other) for other in sources)]
        for thing, sources in earlier.items()
    }


def _joined(things: Iterable[Thing], earlier: Mapping[Thing, list[Thing]]) -> Iterator[list[Thing]]:
    """Yield the things that hang together, each group in the order given."""
    group = {thing: [thing] for thing in things}
    for thing, sources in earlier.items():
        for source in sources:
            if group[source] is not group[thing]:
                group[source] += group[thing]
                for each in group[thing]:
                    group[each] = group[source]
    order = {thing: at for at, thing in enumerate(group)}
    for thing in order:
        if min(group[thing], key=order.__getitem__) == thing:
            yield sorted(group[thing], key=order.__getitem__)


def _absences(register: Register, thing: Thing, plan: Plan, later: Iterable[Thing]) -> Iterator[Absence]:
    """Yield the later plans of the thing's body before what it goes on as, and what each says of it."""
    body = next(body for body in register.bodies.values() if body.path == plan.document.path)
    until = min((each.ref.year for each in later), default=None)
    for year in sorted(body.plans):
        if year > thing.ref.year and (until is None or year < until):
            yield _absence(register, thing, body, year)


def _absence(register: Register, thing: Thing, body: Body, year: int) -> Absence:
    plan = body.plans[year]
    name = f"{plan.document.name} ({body.name})"
    if thing.kind == RISK:
        reasons = plan.control.dropped.items() if plan.control else ()
        reason = next((why for key, why in reasons if earlier_risk(key, body.path) == tuple(thing.ref)), None)
        if reason:
            return Absence(year, certain=True, sentence=f"Utgår enligt {name}: {reason.rstrip('.')}.")
        if plan.control is None:
            return Absence(year, certain=False, sentence=f"{name} har ingen internkontrollplan här.")
    if not plan.document.file.complete or register.hides(plan, ELEMENTS, RISKS):
        return Absence(year, certain=False, sentence=f"{name} är inte återgiven i sin helhet.")
    what = "Ingen risk" if thing.kind == RISK else "Inget mål, uppdrag eller avsnitt"
    return Absence(year, certain=True, sentence=f"{what} i {name} fortsätter härifrån.")


class Piece(NamedTuple):
    """Words of a text that were kept, are new, or were struck."""

    kind: str
    text: str


MOST_KEPT, AROUND = 30, 10
"""More unchanged words than the first are shortened, to the second on each side of what changed."""


def shortened(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the pieces of a text, of long unchanged ones only the ends."""
    for at, piece in enumerate(pieces):
        words = piece.text.split()
        if piece.kind != KEPT or len(words) <= MOST_KEPT:
            yield piece
            continue
        start = words[:AROUND] if at else []
        end = words[-AROUND:] if at < len(pieces) - 1 else []
        yield Piece(KEPT, " ".join([*start, "[…]", *end]))


def compare_words(old: str, new: str) -> tuple[Piece, ...]:
    """Return two texts as one, word by word: kept and new words make the new text, kept and struck ones the old."""
    before, after = old.split(), new.split()
    pieces = []
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(KEPT, " ".join(after[new_from:new_to])))
            continue
        pieces += [
            Piece(kind, " ".join(words))
            for kind, words in ((STRUCK, before[old_from:old_to]), (NEW, after[new_from:new_to]))
            if words
        ]
    return tuple(pieces)


@dataclass(frozen=True)
class Break:
    """What changed of an indicator between two years of a body: `what` it was, and the words before and after."""

    body: str
    earlier: int
    later: int
    what: str
    before: str
    after: str


@dataclass(frozen=True)
class IndicatorLine:
    """Indicators that are one through the years: one, or several where a definition continues, splits or merges.

    `told` is by indicator the years of the documents that tell of it; `breaks` is by indicator too.
    """

    ids: tuple[str, ...]
    told: Mapping[str, tuple[int, ...]]
    breaks: Mapping[str, tuple[Break, ...]]

    @property
    def years(self) -> tuple[int, ...]:
        """The years of the documents that tell of any of them."""
        return tuple(sorted({year for years in self.told.values() for year in years}))


class _Use(NamedTuple):
    """An indicator in a body's year: its row in the plan, if it has one, and what its values hold for."""

    body: str
    year: int
    row: Row | None
    facts: Mapping[str, str]


def make_indicator_lines(register: Register) -> tuple[IndicatorLine, ...]:
    """Return the indicators that documents of at least two years tell of, those that continue each other together."""
    uses: dict[str, list[_Use]] = {id_: [] for id_ in register.indicators}
    for body in register.bodies.values():
        for year in sorted(body.plans):
            for id_, use in _uses(register, body, year).items():
                uses[id_].append(use)
    lines = (
        IndicatorLine(
            tuple(group),
            {id_: tuple(sorted({use.year for use in uses[id_]})) for id_ in group},
            {id_: (*_redefined(register, id_, uses), *_breaks(uses[id_])) for id_ in group},
        )
        for group in _indicator_groups(register)
    )
    return tuple(line for line in lines if len(line.years) > 1)


def _indicator_groups(register: Register) -> Iterator[list[str]]:
    """Yield the indicators that continue each other, what is continued first."""
    near: dict[str, set[str]] = {id_: {id_} for id_ in register.indicators}
    for id_, indicator in register.indicators.items():
        for earlier in indicator.continues:
            if earlier in near and near[earlier] is not near[id_]:
                near[earlier] |= near[id_]
                for each in near[id_]:
                    near[each] = near[earlier]
    seen: set[str] = set()
    for id_ in register.indicators:
        if id_ not in seen:
            seen |= near[id_]
            yield sorted(near[id_], key=lambda each: (bool(register.indicators[each].continues), each))


def _uses(register: Register, body: Body, year: int) -> dict[str, _Use]:
    """Return the indicators of a body's year: those of the plan's goals, and those that only texts tell of."""
    plan = body.plans[year]
    reports = [report for source in body.follow_ups.get(year, ()) for report in source.goals.values()]
    told = [other for report in reports for others in report.others.values() for other in others]
    found = {
        other.indicator.id: _Use(
            body.id, year, None, _facts(register, None, other.scope, other.series, other.indicator)
        )
        for other in told
    }
    shown = {row.planned.indicator.id: row for report in reports for row in report.rows}
    # Where several goals have it, the first of them counts.
    for row in [row for goal in reversed(list(plan.goals.values())) for row in goal.rows]:
        values = shown.get(row.indicator.id, row)
        facts = _facts(register, row, values.scope, values.series, row.indicator)
        found[row.indicator.id] = _Use(body.id, year, row, facts)
    return found


def _facts(
    register: Register, row: Row | None, scope: str, series: str | None, indicator: IndicatorEntry
) -> dict[str, str]:
    facts = {"gäller": register.scope_name(scope), "serie": indicator.series.get(series or "", "")}
    if row is not None:
        facts |= {
            "målvärde": target_text(row.target),
            "långsiktigt målvärde": target_text(row.long_term),
            "lydelse": row.wording,
        }
    return facts


def _breaks(uses: Sequence[_Use]) -> Iterator[Break]:
    """Yield what changed between one year of a body and the next that tells of the indicator."""
    for earlier, later in pairwise(uses):
        if earlier.body == later.body:
            for what in (what for what in earlier.facts if what in later.facts):
                before, after = earlier.facts[what], later.facts[what]
                if before.split() != after.split():
                    yield Break(later.body, earlier.year, later.year, what, before, after)


def _redefined(register: Register, id_: str, uses: Mapping[str, Sequence[_Use]]) -> Iterator[Break]:
    """Yield what an indicator continues under another definition: each from its last row to the first here."""
    planned = [use for use in uses[id_] if use.row]
    if not planned:
        return
    first = min(planned, key=lambda use: use.year)
    for earlier in register.indicators[id_].continues:
        before = [use for use in uses.get(earlier, ()) if use.row and use.year < first.year]
        if before:
            # The body's own last row, else anybody's.
            last = max(before, key=lambda use: (use.body == first.body, use.year))
            names = [register.indicators[each].name for each in (str(earlier), id_)]
            yield Break(first.body, last.year, first.year, "definition", *names)


def target_text(target: Target | None) -> str:
    """Return a target on one line as printed, group by group; empty for none."""
    match target:
        case None:
            return ""
        case PerGroup(targets):
            return ", ".join(f"{group}: {each.text or describe(each)}" for group, each in targets.items())
        case _:
            return target.text or describe(target)
