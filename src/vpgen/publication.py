"""What may be published: everything but what is marked as internal, and what stands under that."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from vpgen.expressions import names
from vpgen.model.content import Assignment
from vpgen.model.control import earlier_risk
from vpgen.model.fields import Entry
from vpgen.model.owned import INTERNAL, Owned
from vpgen.quoting import QUOTE, complete_target

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from vpgen.expressions import Expression
    from vpgen.model.chapters import ChapterEntry, ContributionEntry
    from vpgen.model.content import Body, DocumentKey, FollowUp, Goal, Plan, Quote, Register, Section
    from vpgen.model.control import ControlPlanEntry, ControlReportEntry, RiskEntry, RiskReportEntry
    from vpgen.model.files import (
        ActivityEntry,
        AssignmentEntry,
        DocumentFile,
        EconomyEntry,
        FollowUpFile,
        GoalEntry,
        GoalReportEntry,
        IndicatorEntry,
        PlanFile,
        SectionEntry,
    )
    from vpgen.reading import Folder
    from vpgen.source import Text

Key = TypeVar("Key")
Kept = TypeVar("Kept", bound=Owned)
Written = TypeVar("Written", bound=Entry)
File = TypeVar("File", bound="DocumentFile")
Task = TypeVar("Task", "AssignmentEntry", "ActivityEntry")
PlanKey: TypeAlias = tuple[str, int]
Standing: TypeAlias = tuple[str, "Collection[str]"]

# What is hidden of a document is one set of names: ids of headings, goals, assignments, activities and chapters as
# they are, and these, which no id can be.
GOALS, CONTROL, JUDGEMENT, CONTRIBUTIONS, SUMMARY = (
    f"visa/{word}" for word in ("mål", "internkontroll", "isk-bedömning", "bidrag", "sammanfattning")
)


ROW, MEASURE, CONTRIBUTION = "indikator", "åtgärd", "bidrag"
Held: TypeAlias = dict[tuple[str, str, str], bool]


def _table(id_: str) -> str:
    return f"tabell/{id_}"


def _risk(id_: str) -> str:
    return f"risk/{id_}"


def _measure(risk: str, id_: str) -> str:
    return f"{_risk(risk)}/{id_}"


def is_all_public(folder: Folder) -> bool:
    """Tell whether `public` would leave everything as it is: nothing is internal, or was when it was decided.

    Corrections too are told only where they are of something that is shown.
    """
    documents = (*folder.plans.values(), *folder.editions.values(), *folder.follow_ups.values())
    facts = (fact for lock in folder.locks.values() for fact in lock.facts.values())
    if any(each.corrections for each in documents) or any(fact.internal for fact in facts):
        return False
    waiting: list[object] = [*folder.indicators.values(), *documents]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, tuple | list):
            waiting += value
        elif isinstance(value, Entry):
            if getattr(value, "publication", None) == INTERNAL:
                return False
            # Most fields are empty, and nothing stands in them.
            waiting += filter(None, vars(value).values())
    return True


def public(folder: Folder, register: Register) -> Folder:
    """Return the folder without what is internal: documents, indicators, and the entries of documents.

    `register` is what the folder means: what stands where, and what is inherited from whom.
    """
    indicators = _open(folder.indicators)
    unknown = set(folder.indicators) - set(indicators)
    indicators = {
        id_: _continuing(each, [earlier for earlier in each.continues if earlier not in unknown])
        for id_, each in indicators.items()
    }
    gone = _gone_from_plans(register)
    sources = {source.document.key: source for source in chain(register.documents(), register.replaced())}
    made = {(body.path, year): plan for body in register.bodies.values() for year, plan in body.plans.items()}
    plans = {key: _plan(file, made[key], gone[key], unknown) for key, file in _open(folder.plans).items()}
    editions = dict(_editions(folder, register, plans, gone, unknown))
    follow_ups = {
        key: _follow_up(file, made[key[:2]], plans[key[:2]], gone[key[:2]], unknown)
        for key, file in _open(folder.follow_ups).items()
        if key[:2] in plans
    }
    documents: dict[DocumentKey, DocumentFile] = {(*key, "plan"): file for key, file in plans.items()}
    documents |= follow_ups
    documents |= editions
    tables = {"/".join([*map(str, key), id_]) for key, file in documents.items() for id_ in file.tables}
    shown = {file.place.file for file in documents.values()}
    earlier = _Earlier(register, _shown_ids(register, gone, plans))
    every = {
        file.place.file
        for files in (folder.plans, folder.editions, folder.follow_ups)
        for file in files.values()
    }
    return replace(
        folder,
        indicators=indicators,
        plans={
            key: earlier.shown(
                _without_gone_risks(_agreeing(file, sources[*key, "plan"], tables), key[0], plans), key[0]
            )
            for key, file in plans.items()
        },
        editions={
            key: earlier.shown(
                _without_gone_risks(_agreeing(file, sources[key], tables), key[0], plans), key[0]
            )
            for key, file in editions.items()
        },
        follow_ups={key: _agreeing(file, sources[key], tables) for key, file in follow_ups.items()},
        quotes=_quotes(folder.quotes, documents.values()),
        # A plan that is not shown is as if it were not there: nothing is inherited from it, and nothing waits for it.
        files=folder.files - (every - shown),
        problems=[],
    )


# What is hidden


def _gone_from_plans(register: Register) -> dict[PlanKey, set[str]]:
    """Return what is hidden of each plan, also of those that are internal themselves, since others inherit from them."""
    gone: dict[PlanKey, set[str]] = {}
    # The register has those that others inherit from first.
    for body in register.bodies.values():
        for year, plan in body.plans.items():
            gone[body.path, year] = _gone_from(register, body, plan, gone)
    return gone


def _gone_from(register: Register, body: Body, plan: Plan, gone: Mapping[PlanKey, set[str]]) -> set[str]:
    """Return what is hidden of a plan, in force or replaced; `gone` is what is of the plans that it inherits from."""
    council, executive = register.organisation.council, register.organisation.executive
    year = plan.document.year
    givers = [gone.get((giver, year), set()) for giver in (body.parent, council) if giver]
    risks = gone.get((executive, year), set()) if executive else set()
    marked = {*_marked(plan, set().union(*givers), risks), *_marked_contents(plan.document.file)}
    return _gone(marked, list(_standing(plan, plan.document.file)))


def _editions(
    folder: Folder,
    register: Register,
    plans: Collection[PlanKey],
    gone: Mapping[PlanKey, set[str]],
    unknown: set[str],
) -> Iterator[tuple[DocumentKey, PlanFile]]:
    """Yield the replaced plans that are shown, each without what it or a later edition of it hides."""
    for body in register.bodies.values():
        for year in body.editions:
            later = [folder.plans[body.path, year]]
            hidden = set(gone[body.path, year])
            held = [_held(body.plans[year], later[0], hidden)]
            for plan in reversed(body.editions[year]):
                file = folder.editions[plan.document.key]
                moved = {key for each in held for key in _moved(_held(plan, file, hidden), each)}
                measures = {_measure(risk, id_) for sort, risk, id_ in moved if sort == MEASURE}
                marked = hidden | measures | _gone_from(register, body, plan, gone)
                hidden = _gone(marked, list(_standing(plan, file)))
                closed = _without_moved(reduce(_closed, later, file), moved)
                if file.publication != INTERNAL and (body.path, year) in plans:
                    yield plan.document.key, _plan(closed, plan, hidden, unknown)
                later.append(file)
                held.append({**_held(plan, file, hidden), **dict.fromkeys(moved, True)})


def _held(plan: Plan, file: PlanFile, gone: Collection[str]) -> Held:
    """Return what stands inside a goal, a risk or a contribution of a plan: by sort, holder and id, whether it is hidden."""
    rows = (row for goal in plan.goals.values() for row in goal.rows)
    held = {
        (ROW, row.goal, row.indicator.id): row.goal in gone or row.entry.publication == INTERNAL
        for row in rows
    }
    held |= {
        (MEASURE, risk.id, id_): _measure(risk.id, id_) in gone
        for risk in plan.risks.values()
        for id_ in risk.measures
    }
    for each in file.contributions.values():
        for goal, text in each.goals.items():
            held[CONTRIBUTION, each.id, goal] = INTERNAL in {each.publication, text.publication}
    return held


def _moved(earlier: Held, later: Held) -> set[tuple[str, str, str]]:
    """Return what is hidden in a later edition and stood somewhere else before: its id is hidden there too."""
    hidden = {(sort, id_) for (sort, _, id_), is_hidden in later.items() if is_hidden}
    return {key for key in earlier if (key[0], key[2]) in hidden and later.get(key, True)}


def _without_moved(file: PlanFile, moved: Collection[tuple[str, str, str]]) -> PlanFile:
    """Return a plan's file without the indicators and contributions that have moved and are hidden where they are now."""
    goals = {
        id_: _less(goal, "indicators", {row for sort, holder, row in moved if (sort, holder) == (ROW, id_)})
        for id_, goal in file.goals.items()
    }
    contributions = {
        id_: _less(
            each, "goals", {goal for sort, holder, goal in moved if (sort, holder) == (CONTRIBUTION, id_)}
        )
        for id_, each in file.contributions.items()
    }
    return file.model_copy(update={"goals": goals, "contributions": contributions}) if moved else file


def _less(entry: Closed, name: str, moved: Collection[str]) -> Closed:
    """Return an entry without some of what it holds under a name."""
    return entry.model_copy(update={name: _without(getattr(entry, name), moved)}) if moved else entry


Closed = TypeVar("Closed", bound=Entry)


def _closed(entry: Closed, later: Entry) -> Closed:
    """Return an entry in which all that is internal in a later edition of it is so too."""
    changed: dict[str, object] = {}
    for name in type(entry).model_fields:
        value, other = getattr(entry, name), getattr(later, name, None)
        closed = value
        if isinstance(value, Entry) and isinstance(other, Entry):
            closed = _closed(value, other)
        elif isinstance(value, dict) and isinstance(other, dict):
            made = {key: _closed_at(each, other.get(key)) for key, each in value.items()}
            closed = made if any(made[key] is not each for key, each in value.items()) else value
        if closed is not value:
            changed[name] = closed
    # What is not written is inherited: nothing may seem to be.
    return entry.model_copy(update=changed) if changed else entry


def _closed_at(entry: object, later: object) -> object:
    if not isinstance(entry, Entry) or not isinstance(later, Entry):
        return entry
    closed = _closed(entry, later)
    is_internal = getattr(later, "publication", None) == INTERNAL
    return closed.model_copy(update={"publication": INTERNAL}) if is_internal else closed


def _gone(marked: set[str], standing: Collection[Standing]) -> set[str]:
    """Return what is marked, and whatever stands under nothing but that, however far down."""
    gone = set(marked)
    while under := {
        name for name, places in standing if name not in gone and places and gone.issuperset(places)
    }:
        gone |= under
    return gone


def _marked(plan: Plan, given: Collection[str], risks: Collection[str]) -> Iterator[str]:
    """Yield what is marked in a plan or inherited from what is hidden: `given` of the givers, `risks` of the executive."""
    is_internal = plan.document.file.publication == INTERNAL
    elements: list[Section | Goal | Assignment]
    elements = [*plan.sections.values(), *plan.goals.values(), *plan.assignments.values()]
    for each in elements:
        above = each.id in given if _is_inherited(each, plan) else is_internal
        if above or each.entry.publication == INTERNAL:
            yield each.id
    yield from (id_ for id_, each in plan.activities.items() if each.publication == INTERNAL)
    for risk in plan.risks.values():
        above = _risk(risk.id) in risks if risk.giver else is_internal
        if above or risk.entry.publication == INTERNAL:
            yield _risk(risk.id)
        for measure in risk.measures.values():
            name = _measure(risk.id, measure.id)
            if measure.entry.publication == INTERNAL or (measure.inherited and name in risks):
                yield name


def _is_inherited(element: Section | Goal | Assignment, plan: Plan) -> bool:
    """Whether an element is a giver's: listed by its id, or a heading that the plan does not list."""
    giver = element.inherited if isinstance(element, Assignment) else element.giver
    return giver is not None or element.place.file != plan.document.place.file


def _marked_contents(file: DocumentFile) -> Iterator[str]:
    """Yield the chapters and tables of a document that are marked."""
    yield from (id_ for id_, chapter in file.chapters.items() if chapter.publication == INTERNAL)
    yield from (_table(id_) for id_, table in file.tables.items() if table.publication == INTERNAL)


def _marked_reports(file: FollowUpFile) -> Iterator[str]:
    """Yield what is marked of what a follow-up says of its plan."""
    answers = (*file.goals.items(), *file.assignments.items(), *file.activities.items())
    yield from (id_ for id_, each in answers if each.publication == INTERNAL)
    for risk_id, risk in file.control.risks.items() if file.control else ():
        if risk.publication == INTERNAL:
            yield _risk(risk_id)
        yield from (
            _measure(risk_id, id_) for id_, each in risk.measures.items() if each.publication == INTERNAL
        )


def _standing(plan: Plan, file: DocumentFile) -> Iterator[Standing]:
    """Yield each thing of a plan, or of a follow-up that answers it, with what it stands under."""
    yield from ((id_, (section.under or GOALS,)) for id_, section in plan.sections.items())
    yield from ((id_, (goal.under or GOALS,)) for id_, goal in plan.goals.items())
    yield from ((id_, assignment.under) for id_, assignment in plan.assignments.items())
    yield from ((id_, activity.under) for id_, activity in plan.activities.items())
    for risk in plan.risks.values():
        yield _risk(risk.id), (CONTROL,)
        yield from ((_measure(risk.id, id_), (_risk(risk.id),)) for id_ in risk.measures)
    placed: set[str] = set()
    for chapter in file.chapters.values():
        if above := file.above(chapter):
            yield chapter.id, (above,)
        for item in chapter.items.values():
            if item.table or item.placed:
                name = _table(item.table) if item.table else f"visa/{item.placed}"
                placed.add(name)
                yield name, (chapter.id,)
    if JUDGEMENT not in placed:
        yield JUDGEMENT, (CONTROL,)


# What is left of a document


def _open(entries: Mapping[Key, Kept]) -> dict[Key, Kept]:
    """Return the entries that are not marked as internal."""
    return {key: entry for key, entry in entries.items() if entry.publication != INTERNAL}


def _without(entries: Mapping[str, Written], gone: Collection[str]) -> dict[str, Written]:
    return {id_: entry for id_, entry in entries.items() if id_ not in gone}


def _plan(file: PlanFile, plan: Plan, gone: set[str], unknown: set[str]) -> PlanFile:
    """Return a plan's file without what is gone; `unknown` are the indicators that are internal."""
    return file.model_copy(
        update={
            "sections": _without(file.sections, gone),
            "goals": {id_: _goal(goal, unknown) for id_, goal in _without(file.goals, gone).items()},
            "assignments": {
                id_: _placed(each, plan.assignments[id_].under, gone)
                for id_, each in _without(file.assignments, gone).items()
            },
            "activities": {
                id_: _placed(each, each.under, gone) for id_, each in _without(file.activities, gone).items()
            },
            "contributions": {} if CONTRIBUTIONS in gone else _contributions(file, gone),
            "control": None if CONTROL in gone else _control(file.control, gone),
            **_contents(file, gone),
        }
    )


def _goal(goal: GoalEntry, unknown: set[str]) -> GoalEntry:
    return goal.model_copy(update={"indicators": _without(_open(goal.indicators), unknown)})


def _placed(task: Task, under: Collection[str], gone: set[str]) -> Task:
    """Return an assignment or activity that no longer names the hidden ones of the places that it stands under."""
    left = tuple(id_ for id_ in under if id_ not in gone)
    return task if len(left) == len(under) else task.model_copy(update={"under": left})


def _contributions(plan: PlanFile, gone: set[str]) -> dict[str, ContributionEntry]:
    return {
        id_: each.model_copy(update={"goals": _without(_open(each.goals), gone)})
        for id_, each in _open(plan.contributions).items()
    }


def _control(control: ControlPlanEntry | None, gone: set[str]) -> ControlPlanEntry | None:
    if control is None:
        return None
    risks = {id_: _planned_risk(risk, gone) for id_, risk in control.risks.items() if _risk(id_) not in gone}
    return control.model_copy(update={"risks": risks})


def _planned_risk(risk: RiskEntry, gone: set[str]) -> RiskEntry:
    """Return a risk without its hidden measures."""
    left = {id_: each for id_, each in risk.measures.items() if _measure(risk.id, id_) not in gone}
    if len(left) == len(risk.measures):
        return risk  # one that names no measures inherits them, and must still name none
    # What made it organisation-wide may be hidden; the boards that have it by its id have it still.
    organisation_wide = risk.organisation_wide or any(
        each.organisation_wide for each in risk.measures.values()
    )
    return risk.model_copy(update={"measures": left, "organisation_wide": organisation_wide})


def _follow_up(
    file: FollowUpFile, written: Plan, plan: PlanFile, gone_from_plan: set[str], unknown: set[str]
) -> FollowUpFile:
    """Return a follow-up without what is internal, in it or in the plan that it answers, of which `plan` is shown."""
    # Chapters and tables are each document's own.
    own = {*written.contents.chapters, *map(_table, written.contents.tables)}
    marked = {*(gone_from_plan - own), *_marked_contents(file), *_marked_reports(file)}
    gone = _gone(marked, list(_standing(written, file)))
    return file.model_copy(
        update={
            "goals": {
                id_: _report(each, plan.goals[id_], unknown)
                for id_, each in _without(file.goals, gone).items()
            },
            "sections": {} if GOALS in gone else _without(file.sections, gone),
            "assignments": _without(file.assignments, gone),
            "activities": _without(file.activities, gone),
            "summary": {} if SUMMARY in gone else file.summary,
            "control": _control_report(file.control, gone),
            **_contents(file, gone),
        }
    )


def _report(report: GoalReportEntry, goal: GoalEntry, unknown: set[str]) -> GoalReportEntry:
    rows = {
        id_: row.model_copy(update={"others": _without(_open(row.others), unknown)})
        for id_, row in _open(report.indicators).items()
        if id_ in goal.indicators
    }
    return report.model_copy(update={"indicators": rows, "others": _without(_open(report.others), unknown)})


def _control_report(control: ControlReportEntry | None, gone: set[str]) -> ControlReportEntry | None:
    if control is None or gone.issuperset({CONTROL, JUDGEMENT}):
        return None
    risks = {
        id_: _risk_report(risk, gone)
        for id_, risk in control.risks.items()
        if not gone.intersection({CONTROL, _risk(id_)})
    }
    judged = {"sufficient": None, "motivation": None} if JUDGEMENT in gone else {}
    return control.model_copy(update={"risks": risks, **judged})


def _risk_report(report: RiskReportEntry, gone: set[str]) -> RiskReportEntry:
    left = {id_: each for id_, each in report.measures.items() if _measure(report.id, id_) not in gone}
    return report.model_copy(update={"measures": left})


def _contents(file: DocumentFile, gone: set[str]) -> dict[str, object]:
    """Return the chapters and tables of a document that are not gone."""
    return {
        "chapters": {id_: _placing(each, gone) for id_, each in _without(file.chapters, gone).items()},
        "tables": {id_: table for id_, table in file.tables.items() if _table(id_) not in gone},
    }


def _placing(chapter: ChapterEntry, gone: set[str]) -> ChapterEntry:
    """Return a chapter that places no table that is gone."""
    items = chapter.items
    left = {key: item for key, item in items.items() if item.table is None or _table(item.table) not in gone}
    return chapter if len(left) == len(items) else chapter.model_copy(update={"items": left})


# What refers to what is hidden


def _agreeing(file: File, source: Plan | FollowUp, tables: Collection[str]) -> File:
    """Return a document without the calculations, equations, answers and explanations that are of tables not shown.

    Without its corrections too.
    """
    contents = source.contents

    def is_shown(*expressions: Expression) -> bool:
        return all(is_there(name) for each in expressions for name in names(each))

    def is_there(cell: str) -> bool:
        return complete_target("tabell", cell, source.document.key).rsplit("/", 2)[0] in tables

    figures = {id_: raw for id_, raw in file.figures.items() if is_shown(contents.figures[id_].expression)}
    equations = tuple(
        raw
        for raw, each in zip(file.equations, contents.equations, strict=True)
        if is_shown(each.left, each.right)
    )
    known = {*figures, *file.tables}
    explanations = {key: each for key, each in file.explanations.items() if key.partition("/")[0] in known}
    return file.model_copy(
        update={
            "figures": figures,
            "equations": equations,
            "explanations": explanations,
            "economy": _economy(file.economy, is_there),
            "corrections": {},  # what they are of may be hidden: those that are shown stand in the lock
        }
    )


def _economy(economy: EconomyEntry | None, is_there: Callable[[str], bool]) -> EconomyEntry | None:
    """Return which cells answer whether the budget is held, without those that are not shown."""
    if economy is None:
        return None
    fields = {name: getattr(economy, name) for name in type(economy).model_fields}
    gone = {name: None for name, cell in fields.items() if cell is not None and not is_there(cell)}
    return economy.model_copy(update=gone) if gone else economy


Continuing = TypeVar(
    "Continuing",
    "IndicatorEntry",
    "SectionEntry",
    "GoalEntry",
    "AssignmentEntry",
    "ActivityEntry",
    "RiskEntry",
)


def _continuing(entry: Continuing, left: Sequence[Text]) -> Continuing:
    """Return an entry that continues no more than what is left."""
    return entry if len(left) == len(entry.continues) else entry.model_copy(update={"continues": tuple(left)})


def _shown_ids(
    register: Register, gone: Mapping[PlanKey, set[str]], plans: Collection[PlanKey]
) -> dict[PlanKey, dict[str, bool]]:
    """Return the ids of each plan, each with whether what has it is shown."""
    shown: dict[PlanKey, dict[str, bool]] = {}
    for body in register.bodies.values():
        for year, plan in body.plans.items():
            key = body.path, year
            under = {id_: each.id for each in plan.sections.values() for id_ in each.bullets}
            every = {*(id_ for id_, _ in plan.ids()), *plan.risks}
            shown[key] = {
                id_: key in plans and gone[key].isdisjoint({id_, _risk(id_), under.get(id_, id_)})
                for id_ in every
            }
    return shown


@dataclass(frozen=True)
class _Earlier:
    """What the elements of plans may say that they continue: the ids of earlier plans, each with whether it is shown."""

    register: Register
    shown_ids: Mapping[PlanKey, Mapping[str, bool]]

    def shown(self, plan: PlanFile, path: str) -> PlanFile:
        """Return a body's plan whose elements continue nothing that is not shown."""

        def left(entries: Mapping[str, Continuing]) -> dict[str, Continuing]:
            return {
                id_: _continuing(each, [one for one in each.continues if self._is_shown(one, path)])
                for id_, each in entries.items()
            }

        control = plan.control
        return plan.model_copy(
            update={
                "sections": left(plan.sections),
                "goals": left(plan.goals),
                "assignments": left(plan.assignments),
                "activities": left(plan.activities),
                "control": control and control.model_copy(update={"risks": left(control.risks)}),
            }
        )

    def _is_shown(self, reference: str, path: str) -> bool:
        """Whether what is named as `år/id`, or `nämnd/år/id`, is shown, or is not known."""
        place, _, id_ = reference.rpartition("/")
        named, _, year = place.rpartition("/")
        owners = [named] if named else [path, path.partition("/")[0], self.register.organisation.council]
        plans = (self.shown_ids.get((owner, int(year) if year.isdigit() else 0), {}) for owner in owners)
        return next((ids[id_] for ids in plans if id_ in ids), True)


def _without_gone_risks(plan: PlanFile, path: str, plans: Mapping[PlanKey, PlanFile]) -> PlanFile:
    """Return a plan that says nothing of why a risk was dropped, where that risk is not shown."""
    if plan.control is None or not plan.control.dropped:
        return plan
    dropped = {
        key: reason
        for key, reason in plan.control.dropped.items()
        if (found := earlier_risk(key, path)) and _has_risk(plans, *found)
    }
    return plan.model_copy(update={"control": plan.control.model_copy(update={"dropped": dropped})})


def _has_risk(plans: Mapping[PlanKey, PlanFile], path: str, year: int, id_: str) -> bool:
    plan = plans.get((path, year))
    return plan is not None and plan.control is not None and id_ in plan.control.risks


def _quotes(quotes: Iterable[Quote], documents: Iterable[DocumentFile]) -> list[Quote]:
    """Return the quotes that stand in what is shown of the documents; those of texts in files are found with them."""
    said = {
        (document.place.file, match["kind"], match["target"], bool(match["minus"]), _joined(match["text"]))
        for document in documents
        for text in _texts(document)
        for match in QUOTE.finditer(text)
    }
    return [
        quote
        for quote in quotes
        if (quote.place.file, quote.kind, quote.target, quote.negated, _joined(quote.text)) in said
    ]


def _joined(text: str) -> str:
    """Return a text as it is when lines are joined."""
    return " ".join(text.split())


def _texts(entry: Entry) -> Iterator[str]:
    """Yield the texts of an entry and of all that is under it."""
    for name in type(entry).model_fields:
        value = getattr(entry, name)
        for each in value.values() if isinstance(value, dict) else (value,):
            if isinstance(each, Entry):
                yield from _texts(each)
            elif isinstance(each, str):
                yield each
