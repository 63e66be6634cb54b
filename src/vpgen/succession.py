"""What changed between a body's plans of two years: what is new, dropped, renamed, and what became of the targets."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Literal

from vpgen.model.content import ELEMENTS, RISKS, ROWS, Assignment, Goal, Ref
from vpgen.target_shifts import Shift, shift

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vpgen.model.content import Body, Plan, Register, Row

SuccessionKind = Literal["ny", "utgår", "omformulerad", "oförändrad", "fortsätter", "kan inte avgöras"]
Thing = Goal | Assignment


@dataclass(frozen=True)
class Step:
    """A goal or assignment from one plan to the next.

    `before` and `after` are what it was and is, None where it is not in that plan; `refs` what it continues from, or is
    continued by, where that is of another kind or id. `reason` says why it cannot be told what became of it.
    """

    kind: SuccessionKind
    before: Thing | None
    after: Thing | None
    refs: tuple[Ref, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class IndicatorStep:
    """An indicator from one plan to the next: its rows there, and what became of its target where it is in both."""

    kind: SuccessionKind
    id: str
    before: Row | None
    after: Row | None
    shift: Shift | None
    reason: str = ""


@dataclass(frozen=True)
class Succession:
    """Two plans of a body that follow each other, compared."""

    before: Plan
    after: Plan
    goals: tuple[Step, ...]
    assignments: tuple[Step, ...]
    indicators: tuple[IndicatorStep, ...]


def successions(register: Register, body: Body) -> list[Succession]:
    """Return each plan of a body compared with the one of the year before, newest first."""
    pairs = pairwise(sorted(body.plans))
    return [
        compare_plans(register, body.plans[earlier], body.plans[later])
        for earlier, later in pairs
        if later - earlier == 1
    ][::-1]


def compare_plans(register: Register, before: Plan, after: Plan) -> Succession:
    """Compare two plans of a body, element by element."""
    forward = _continued_by(register, before, after)
    return Succession(
        before,
        after,
        tuple(_steps(register, before, after, before.goals, after.goals, forward)),
        tuple(_steps(register, before, after, before.assignments, after.assignments, forward)),
        tuple(_indicator_steps(register, before, after)),
    )


def _continued_by(register: Register, before: Plan, after: Plan) -> dict[str, tuple[Ref, ...]]:
    """Return by which elements of the later plan (or of its givers, that it has) an element is continued."""
    found: dict[str, tuple[Ref, ...]] = {}
    year = before.document.year
    for later, earlier in register.continues.items():
        if later.year != after.document.year or later.id not in _ids(after):
            continue
        for ref in earlier:
            if ref.year == year and ref.id in _ids(before):
                found[ref.id] = (*found.get(ref.id, ()), later)
    return found


def _ids(plan: Plan) -> set[str]:
    bullets = chain.from_iterable(section.bullets for section in plan.sections.values())
    return {*plan.goals, *plan.assignments, *plan.sections, *bullets}


def _steps(
    register: Register,
    before: Plan,
    after: Plan,
    old: Mapping[str, Thing],
    new: Mapping[str, Thing],
    forward: Mapping[str, tuple[Ref, ...]],
) -> Iterator[Step]:
    year = before.document.year
    continued: set[str] = set()
    for id_, thing in new.items():
        refs = _continues(register, after, thing, year)
        same = [ref.id for ref in refs if ref.id in old] or ([id_] if id_ in old else [])
        continued.update(same)
        if same:
            earlier = old[same[0]]
            kind: SuccessionKind = "oförändrad" if _words(earlier) == _words(thing) else "omformulerad"
            yield Step(kind, earlier, thing, tuple(ref for ref in refs if ref.id not in old))
        elif refs:
            yield Step("fortsätter", None, thing, tuple(refs))
        else:
            reason = why_not_whole(register, before)
            yield Step("kan inte avgöras" if reason else "ny", None, thing, reason=reason)
    for id_, thing in old.items():
        if id_ in continued:
            continue
        if later := forward.get(id_, ()):
            yield Step("fortsätter", thing, None, later)
        else:
            reason = why_not_whole(register, after)
            yield Step("kan inte avgöras" if reason else "utgår", thing, None, reason=reason)


def _continues(register: Register, plan: Plan, thing: Thing, year: int) -> list[Ref]:
    """Return what an element says that it continues from that year, itself or at the giver it is inherited from."""
    given = thing.giver if isinstance(thing, Goal) else thing.inherited
    own = Ref(plan.document.path, plan.document.year, thing.id)
    refs = [*register.continues.get(own, ()), *(register.continues.get(given, ()) if given else ())]
    return [ref for ref in dict.fromkeys(refs) if ref.year == year]


def _words(thing: Thing) -> str:
    return " ".join((thing.wording or thing.text).split())


def why_not_whole(register: Register, plan: Plan, what: tuple[str, ...] = (ELEMENTS, ROWS, RISKS)) -> str:
    """Say why what a plan lacks cannot be told to be missing from it; empty where the plan has all of those sorts."""
    document = plan.document
    if not document.file.complete:
        return f"planen för {document.year} finns inte här i sin helhet"
    return f"allt i planen för {document.year} visas inte" if register.hides(plan, *what) else ""


def _indicator_steps(register: Register, before: Plan, after: Plan) -> Iterator[IndicatorStep]:
    """Yield every indicator of the two plans; one that stands under several goals, once for each in both."""
    old, new = _rows(before), _rows(after)
    for id_, rows in new.items():
        if id_ not in old:
            reason = why_not_whole(register, before)
            yield IndicatorStep("kan inte avgöras" if reason else "ny", id_, None, rows[0], None, reason)
            continue
        for row in rows:
            earlier = next((each for each in old[id_] if _same_place(each, row)), old[id_][0])
            kind: SuccessionKind = "oförändrad" if earlier.wording == row.wording else "omformulerad"
            yield IndicatorStep(kind, id_, earlier, row, _shift(earlier, row))
    for id_, rows in old.items():
        if id_ not in new:
            reason = why_not_whole(register, after)
            yield IndicatorStep("kan inte avgöras" if reason else "utgår", id_, rows[0], None, None, reason)


def _rows(plan: Plan) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in chain.from_iterable(goal.rows for goal in plan.goals.values()):
        found.setdefault(row.indicator.id, []).append(row)
    return found


def _same_place(one: Row, other: Row) -> bool:
    return (one.goal, one.scope, one.series) == (other.goal, other.scope, other.series)


def _shift(earlier: Row, row: Row) -> Shift:
    """Compare the targets, unless they are set for different things."""
    if (earlier.scope, earlier.series) != (row.scope, row.series):
        return Shift("kan inte avgöras", "målvärdena gäller inte samma omfattning eller serie")
    return shift(earlier.target, row.target)
