"""What changed from one edition of a plan to the next: everything that it says, thing by thing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, TypeAlias

from vpgen.model.content import (
    CONTRIBUTIONS,
    ELEMENTS,
    RISKS,
    ROWS,
    TABLES,
    Passage,
    Placed,
    PlacedTable,
)
from vpgen.model.fields import Entry, Reading
from vpgen.numbers import Quantity
from vpgen.periods import Period
from vpgen.quoting import without_quotes
from vpgen.tables import HEADING, title_of
from vpgen.target_kinds import PerGroup, describe
from vpgen.target_shifts import Shift, shift

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from vpgen.model.content import Body, Goal, Plan, Register, Row, Section
    from vpgen.target_kinds import Target

Sort = Literal[
    "dokument",
    "avsnitt",
    "mål",
    "indikator",
    "uppdrag",
    "aktivitet",
    "risk",
    "åtgärd",
    "bidrag",
    "kapitel",
    "tabell",
    "kolumn",
    "rad",
    "cell",
]
RevisionKind = Literal["ny", "utgår", "omformulerad", "ändrad", "kan inte avgöras"]
ThingKey: TypeAlias = tuple[str, ...]
WORDING = "lydelse"
PLACE = "står under"
DROPPED = "risker som utgår"
TARGET, LONG_TERM = "målvärde", "långsiktigt målvärde"
TARGETS = {"målvärde", "långsiktigt", "långsiktigt år"}
CUT = {PLACE, "innehåll", DROPPED}
"""What names other things, which may not be shown."""
HIDDEN_AS: dict[Sort, tuple[str, ...]] = {
    "dokument": (),
    "avsnitt": (ELEMENTS,),
    "mål": (ELEMENTS,),
    "indikator": (ELEMENTS, ROWS),
    "uppdrag": (ELEMENTS,),
    "aktivitet": (ELEMENTS,),
    "risk": (RISKS,),
    "åtgärd": (RISKS,),
    "bidrag": (ELEMENTS, CONTRIBUTIONS),
    "kapitel": (ELEMENTS,),
    "tabell": (TABLES,),
    "kolumn": (TABLES,),
    "rad": (TABLES,),
    "cell": (TABLES,),
}
"""Among what a thing of each sort may be missing from an edition because it is internal."""
BESIDE = {"publicering", "anmärkning", "fortsätter"}
"""What an entry carries beside the document's own words, and leads to others."""


@dataclass(frozen=True)
class Thing:
    """Something that a plan says: what it is, and what is said of it, by the author's own names.

    `key` tells it from every other of its plan; `above` are the things without which it is not told for itself.
    `places` is what it stands under, by id: that those are renamed is no change of the thing itself.
    """

    sort: Sort
    key: ThingKey
    name: str
    facts: Mapping[str, str]
    targets: Mapping[str, Target | None] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    above: tuple[ThingKey, ...] = ()


@dataclass(frozen=True)
class Edit:
    """What is said of a thing before and after; empty where nothing is. `shift` is what became of a target."""

    what: str
    before: str
    after: str
    shift: Shift | None = None


@dataclass(frozen=True)
class Revision:
    """A thing that is not the same in two editions; `reason` says why it cannot be told what became of it."""

    kind: RevisionKind
    before: Thing | None
    after: Thing | None
    edits: tuple[Edit, ...] = ()
    reason: str = ""

    @property
    def thing(self) -> Thing:
        """The thing as it is, or as it last was."""
        found = self.after or self.before
        assert found is not None
        return found


def revised(body: Body, plan: Plan) -> Plan | None:
    """Return the edition that a plan, in force or replaced itself, has replaced; None for a first one."""
    editions = body.plans_of(plan.document.year)
    return next((earlier for earlier, later in pairwise(editions) if later is plan), None)


def compare_editions(register: Register, before: Plan, after: Plan) -> tuple[Revision, ...]:
    """Compare two editions of a plan: what the later one says first, in its order, then what it has dropped."""
    old, new = ({thing.key: thing for thing in _things(plan)} for plan in (before, after))
    matched = _matched(old, new)
    left = {key: thing for key, thing in old.items() if key not in matched.values()}
    is_cut = any(plan.document.key in register.shortened for plan in (before, after))
    return (
        *_later(new, old, matched, partial(_not_whole, register, before), is_cut=is_cut),
        *_dropped(left, new, partial(_not_whole, register, after)),
    )


def _matched(old: Mapping[ThingKey, Thing], new: Mapping[ThingKey, Thing]) -> dict[ThingKey, ThingKey]:
    """Return by what key each thing of the later edition was called; an indicator may have moved to another goal."""
    matched = {key: key for key in new if key in old}
    left = [key for key, thing in old.items() if thing.sort == "indikator" and key not in new]
    for key, thing in new.items():
        moved = (
            next((each for each in left if each[2] == key[2]), None) if thing.sort == "indikator" else None
        )
        if key not in matched and moved:
            matched[key] = moved
            left.remove(moved)
    return matched


def _later(
    new: Mapping[ThingKey, Thing],
    old: Mapping[ThingKey, Thing],
    matched: Mapping[ThingKey, ThingKey],
    why: Callable[[Sort], str],
    *,
    is_cut: bool,
) -> Iterator[Revision]:
    for key, thing in new.items():
        if key in matched:
            earlier = old[matched[key]]
            # What a thing stands under or holds may seem to change only because something is not shown.
            edits = [edit for edit in _edits(earlier, thing) if not (is_cut and edit.what in CUT)]
            if edits:
                reworded = any(edit.what == WORDING for edit in edits)
                yield Revision("omformulerad" if reworded else "ändrad", earlier, thing, tuple(edits))
        elif all(above in old for above in thing.above):
            reason = why(thing.sort)
            yield Revision("kan inte avgöras" if reason else "ny", None, thing, reason=reason)


def _dropped(
    left: Mapping[ThingKey, Thing], new: Mapping[ThingKey, Thing], why: Callable[[Sort], str]
) -> Iterator[Revision]:
    for thing in left.values():
        if all(above in new for above in thing.above):
            reason = why(thing.sort)
            yield Revision("kan inte avgöras" if reason else "utgår", thing, None, reason=reason)


def _not_whole(register: Register, plan: Plan, sort: Sort) -> str:
    """Say why what an edition lacks of a sort cannot be told to be missing from it; empty where it is whole."""
    document = plan.document
    if not document.file.complete:
        return f"utgåva {document.edition} finns inte här i sin helhet"
    return f"allt i utgåva {document.edition} visas inte" if register.hides(plan, *HIDDEN_AS[sort]) else ""


def _edits(before: Thing, after: Thing) -> Iterator[Edit]:
    for what in dict.fromkeys([*after.facts, *before.facts]):
        old, new = before.facts.get(what, ""), after.facts.get(what, "")
        if old != new:
            yield Edit(what, old, new)
    for what in dict.fromkeys([*after.targets, *before.targets]):
        yield from _target_edit(what, before.targets.get(what), after.targets.get(what))
    if tuple(before.places) != tuple(after.places):
        old, new = (", ".join(thing.places.values()) or "överst" for thing in (before, after))
        yield Edit(PLACE, old, new)


def _target_edit(what: str, before: Target | None, after: Target | None) -> Iterator[Edit]:
    old, new = target_text(before), target_text(after)
    moved = shift(before, after)
    if moved.kind == "nytt":
        moved = replace(moved, reason="inget målvärde i utgåvan före")
    if moved.kind != "oförändrat":
        yield Edit(what, old, new, moved)
    elif old != new:
        yield Edit(what, old, new)


def target_text(target: Target | None) -> str:
    """Return a target as printed, group by group; empty where there is none."""
    match target:
        case None:
            return ""
        case PerGroup(targets):
            return "; ".join(f"{group}: {target_text(each)}" for group, each in targets.items())
        case _:
            return target.text or describe(target)


# What a plan says


def _things(plan: Plan) -> Iterator[Thing]:
    """Yield everything that a plan says, in its order."""
    file = plan.document.file
    dropped = plan.control.dropped if plan.control else {}
    yield Thing(
        "dokument",
        ("dokument",),
        plan.document.file.title or "",
        {
            "titel": file.title or "",
            DROPPED: _said(dropped),
        },
    )
    for section in plan.sections.values():
        yield _section(plan, section)
    for goal in plan.goals.values():
        yield _goal(plan, goal)
        yield from (_row(goal, row) for row in goal.rows)
    yield from _tasks(plan)
    yield from _control(plan)
    yield from _contributions(plan)
    yield from _chapters(plan)
    yield from _tables(plan)


def _section(plan: Plan, section: Section) -> Thing:
    name = section.wording or section.name
    facts = {
        WORDING: _said(name),
        "sort": section.kind,
        "nr": section.number or "",
        "listrubrik": section.list_heading or "",
        "punkter": "\n\n".join(_said(text) for text in section.bullets.values()),
        "beskrivning": _said(section.description),
    }
    rest = other_facts(section.entry, {*facts, "namn", "under"})
    return Thing("avsnitt", ("avsnitt", section.id), name, facts | rest, places=_places(plan, section.under))


def _goal(plan: Plan, goal: Goal) -> Thing:
    name = goal.wording or goal.text
    facts = {
        WORDING: _said(name),
        "sort": goal.kind,
        "nr": goal.number or "",
        "beskrivning": _said(goal.description),
    }
    rest = other_facts(goal.entry, {*facts, "text", "under", "indikatorer"})
    return Thing("mål", ("mål", goal.id), name, facts | rest, places=_places(plan, goal.under))


def _row(goal: Goal, row: Row) -> Thing:
    facts = {
        WORDING: _said(row.wording),
        "gäller": row.scope,
        "serie": row.indicator.series.get(row.series or "", ""),
        "avser": _said(row.period),
        "långsiktigt år": _said(row.long_term_year),
    }
    rest = other_facts(row.entry, {*facts, *TARGETS})
    targets = {TARGET: row.target, LONG_TERM: row.long_term}
    key = ("indikator", goal.id, row.indicator.id)
    return Thing("indikator", key, row.wording, facts | rest, targets, {goal.id: goal.wording or goal.text})


def _tasks(plan: Plan) -> Iterator[Thing]:
    for task in plan.assignments.values():
        name = task.wording or task.text
        facts = {
            WORDING: _said(name),
            "nr": task.number or "",
            "givare": task.giver,
            "mottagare": _said(task.receivers),
        }
        rest = other_facts(task.entry, {*facts, "text", "under"})
        yield Thing("uppdrag", ("uppdrag", task.id), name, facts | rest, places=_places(plan, *task.under))
    for activity in plan.activities.values():
        facts = {WORDING: _said(activity.text), **other_facts(activity, {"text", "under"})}
        places = _places(plan, *activity.under)
        yield Thing("aktivitet", ("aktivitet", activity.id), activity.text, facts, places=places)


def _control(plan: Plan) -> Iterator[Thing]:
    for risk in plan.risks.values():
        facts = {
            WORDING: _said(risk.printed),
            "område": risk.area,
            **other_facts(risk.entry, {"risk", "lydelse", "område", "åtgärder"}),
        }
        yield Thing("risk", ("risk", risk.id), risk.printed, facts)
        for measure in risk.measures.values():
            name = measure.wording or measure.text
            facts = {WORDING: _said(name), **other_facts(measure.entry, {"text", "lydelse"})}
            places = {risk.id: risk.printed}
            yield Thing("åtgärd", ("åtgärd", risk.id, measure.id), name, facts, places=places)


def _contributions(plan: Plan) -> Iterator[Thing]:
    for each in plan.contributions.values():
        key = ("bidrag", each.id)
        facts = {"namn": each.name, "text": _passage(each.text), "övrigt": _passage(each.other)}
        yield Thing("bidrag", key, each.name, facts)
        for text in each.goals.values():
            goal = plan.goals.get(text.goal)
            name = f"{each.name}: {goal.wording or goal.text}" if goal else each.name
            told = {"text": _passage(text.text), "utmaningar": _passage(text.challenges)}
            yield Thing("bidrag", (*key, text.goal), name, told, above=(key,))


def _chapters(plan: Plan) -> Iterator[Thing]:
    for chapter in plan.contents.chapters.values():
        placed = [part.word for part in chapter.parts if isinstance(part, Placed)]
        placed += [f"tabell {part.id}" for part in chapter.parts if isinstance(part, PlacedTable)]
        texts = [_passage(part) for part in chapter.parts if isinstance(part, Passage)]
        facts = {
            "rubrik": _said(chapter.heading),
            "nr": chapter.number or "",
            "text": "\n\n".join(texts),
            "innehåll": ", ".join(placed),
        }
        name = f"{chapter.number or ''} {chapter.heading}".strip()
        rest = other_facts(chapter.entry, {*facts, "under"})
        places = _places(plan, chapter.under)
        yield Thing("kapitel", ("kapitel", chapter.id), name, facts | rest, places=places)


def _tables(plan: Plan) -> Iterator[Thing]:
    for table in plan.contents.tables.values():
        key = ("tabell", table.id)
        headings = [row.label for row in table.rows if row.kind == HEADING]
        facts = {
            "rubrik": _said(table.heading),
            "enhet": table.unit or "",
            "rubriker i tabellen": ", ".join(headings),
            "noter": _said(dict(table.notes)),
        }
        yield Thing("tabell", key, table.heading, facts)
        for column in table.columns:
            name = title_of(column)
            said = {
                "rubrik": name,
                "är": column.measure or "",
                "avser": _said(column.period),
                "version": column.version or "",
                "enhet": column.unit or "",
            }
            yield Thing("kolumn", ("kolumn", table.id, column.id), name, said, above=(key,))
        for row in table.rows:
            if row.kind == HEADING:
                continue
            said = {"rubrik": _said(row.label), "sort": row.kind, "enhet": row.unit or ""}
            yield Thing("rad", ("rad", table.id, row.id), row.name, said, above=(key,))
            for cell in row.cells:
                found = table.column(cell.column)
                name = f"{row.name}, {title_of(found)}" if found else row.name
                above = (key, ("rad", table.id, row.id), ("kolumn", table.id, cell.column))
                yield Thing(
                    "cell",
                    ("cell", table.id, *cell.ref.split("/")),
                    name,
                    {"värde": _said(cell.text)},
                    above=above,
                )


def _places(plan: Plan, *ids: str | None) -> dict[str, str]:
    """Return what a thing stands under, by id, as it is called."""
    names: dict[str, str] = {id_: each.heading for id_, each in plan.contents.chapters.items()}
    names |= {id_: each.wording or each.text for id_, each in plan.assignments.items()}
    names |= {id_: each.wording or each.name for id_, each in plan.sections.items()}
    names |= {id_: each.wording or each.text for id_, each in plan.goals.items()}
    return {id_: names.get(id_, id_) for id_ in ids if id_}


def _passage(passage: Passage | None) -> str:
    return _said(passage.text) if passage else ""


def other_facts(entry: Entry, told: Collection[str]) -> dict[str, str]:
    """Return what else an entry says, by the names that its author writes."""
    fields = {field.alias or name: getattr(entry, name) for name, field in type(entry).model_fields.items()}
    return {
        name: text
        for name, value in fields.items()
        if name not in {*told, *BESIDE} and (text := _said(value))
    }


def _said(value: object) -> str:  # noqa: PLR0911 - one case per kind of value
    """Return a value as text, paragraph by paragraph; what is not said is empty."""
    match value:
        case None | False:
            return ""
        case True:
            return "ja"
        case Quantity() | Period() | Reading():
            return value.text
        case Decimal():
            return f"minst {value} %" if value else "annars"
        case Entry():
            return "; ".join(f"{name}: {text}" for name, text in other_facts(value, set()).items())
        case Mapping():
            return "; ".join(f"{name}: {text}" for name, each in value.items() if (text := _said(each)))
        case tuple() | list():
            return ", ".join(_said(each) for each in value)
        case _:
            paragraphs = without_quotes(str(value)).strip().split("\n\n")
            return "\n\n".join(" ".join(each.split()) for each in paragraphs)
