"""Changes that somebody should stop at: targets lowered too late, plans changed past their decision, closed years rewritten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from vpgen.facts import owner_of
from vpgen.model.content import FollowUp, Plan
from vpgen.target_kinds import AllOf, Between, PerGroup
from vpgen.target_shifts import demand, is_weaker
from vpgen.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vpgen.assessment import Results
    from vpgen.changes import Change
    from vpgen.history import Point
    from vpgen.model.content import Register, Row
    from vpgen.target_kinds import Better, Target

AlarmWhat: TypeAlias = Literal[
    "målvärdet sänktes när utfallet var känt",
    "beslutad plan ändrad utan ny utgåva",
    "utfall för ett avslutat år ändrat",
]
OUTCOMES = {"utfall", "exakt"}
DECIDED = ("beslutad", "ersatt")


@dataclass(frozen=True)
class Alarm:
    """What to stop at, the change that rings, and a sentence with why, without full stop."""

    what: AlarmWhat
    change: Change
    sentence: str


def find_alarms(before: Results, after: Results, changes: Iterable[Change]) -> tuple[Alarm, ...]:
    """Return what to stop at among the changes between two versions, change by change."""
    old, new = _documents(before.register), _documents(after.register)
    cases = (_Case(before, after, old, new, change) for change in changes)
    return tuple(
        alarm for case in cases for rule in (_lowered, _past_decision, _closed) for alarm in rule(case)
    )


def _documents(register: Register) -> dict[str, Plan | FollowUp]:
    """Return every document by the owner of its facts."""
    return {owner_of(source): source for source in (*register.documents(), *register.replaced())}


@dataclass(frozen=True)
class _Case:
    """A change, in the versions that it is between; `old` and `new` are their documents by owner."""

    before: Results
    after: Results
    old: dict[str, Plan | FollowUp]
    new: dict[str, Plan | FollowUp]
    change: Change


# Targets


def _lowered(case: _Case) -> Iterator[Alarm]:
    """A target asks for less, or is gone, when an outcome of the plan's year is known."""
    change, old, new = case.change, case.old.get(case.change.owner), case.new.get(case.change.owner)
    is_target = change.element[:1] == ("indikator",) and change.field in {"målvärde", "långsiktigt"}
    if not is_target or not isinstance(old, Plan) or not isinstance(new, Plan):
        return
    _, goal, id_ = change.element
    earlier, later = _row(old, goal, id_), _row(new, goal, id_)
    if earlier is None or later is None:
        return
    pairs = {"målvärde": (earlier.target, later.target), "långsiktigt": (earlier.long_term, later.long_term)}
    one, other = pairs[change.field]
    if one is None or not _asks_less(one, other, later.indicator.better):
        return
    known = _known(case.after, id_, new.document.year)
    if known is not None:
        told = known.best
        became = (
            f"från {change.before} till {change.after}" if change.after else f"{change.before}, togs bort"
        )
        sentence = (
            f"{change.field} {became}, men utfallet {told.text} för {new.document.year} står redan i "
            f"{told.document.full_name}"
        )
        yield Alarm("målvärdet sänktes när utfallet var känt", change, sentence)


def _row(plan: Plan, goal: str, indicator: str) -> Row | None:
    """Return an indicator's row, under the goal or, where it has been moved, under another."""
    rows = [row for each in plan.goals.values() for row in each.rows if row.indicator.id == indicator]
    return next((row for row in rows if row.goal == goal), rows[0] if rows else None)


def _asks_less(old: Target, new: Target | None, better: Better) -> bool:
    """Whether a target asks for less than before: of any group, where it is by groups."""
    if new is None:
        return True
    if isinstance(old, PerGroup) and isinstance(new, PerGroup):
        return any(_asks_less(each, new.targets.get(group), better) for group, each in old.targets.items())
    if better == "inget" and isinstance(old, Between) and isinstance(new, Between):
        return new.low.value <= old.low.value and new.high.value >= old.high.value and new != old
    if isinstance(old, AllOf) and isinstance(new, AllOf):
        pairs = zip(old.targets, new.targets, strict=False)
        return len(new.targets) < len(old.targets) or any(_asks_less(*pair, better) for pair in pairs)
    return bool(is_weaker(demand(new, better), demand(old, better)))


def _known(results: Results, indicator: str, year: int) -> Point | None:
    """Return an outcome of an indicator that a follow-up of a year tells, if there is one."""
    for key, points in results.history.items():
        for point in points if key.indicator == indicator else ():
            told = point.best
            is_outcome = told.role == "utfall" and not isinstance(told.value, Missing)
            if is_outcome and not told.document.is_plan and point.period.end.year == year:
                return point
    return None


# Decisions


def _past_decision(case: _Case) -> Iterator[Alarm]:
    """What a plan adopts is changed after its decision, and it is the same edition."""
    change, old, new = case.change, case.old.get(case.change.owner), case.new.get(case.change.owner)
    if change.kind != "plan" or not isinstance(old, Plan):
        return
    decision = old.document.file.decision
    if decision is None or old.document.status not in DECIDED:
        return
    if new is None or new.document.edition == old.document.edition:
        sentence = f"{old.document.full_name} är beslutad ({decision.text})"
        yield Alarm("beslutad plan ändrad utan ny utgåva", change, sentence)


# Closed years


def _closed(case: _Case) -> Iterator[Alarm]:
    """An outcome is changed in a follow-up that is decided, or of a year before the body's newest."""
    change, old = case.change, case.old.get(case.change.owner)
    if not isinstance(old, FollowUp) or not _touches_outcome(case):
        return
    document = old.document
    decision = document.file.decision
    newest = max((*_years(case.before.register, document.body), *_years(case.after.register, document.body)))
    if decision is not None and document.status in DECIDED:
        sentence = f"{document.full_name} är beslutad ({decision.text})"
    elif newest > document.year and not _is_new(change):
        sentence = f"{document.body_name} har redan en uppföljning av {newest}"
    else:
        return
    yield Alarm("utfall för ett avslutat år ändrat", change, sentence)


def _is_new(change: Change) -> bool:
    """Whether nothing was told before: an old follow-up may still be filled in."""
    return change.what == "tillagd" or change.before is None


def _touches_outcome(case: _Case) -> bool:
    change = case.change
    if change.kind != "uppföljning":
        return False
    sort = change.element[:1]
    if change.parts or not change.field:
        return not change.element or any(
            part.field in OUTCOMES or part.field == "värde" for part in change.parts
        )
    if sort == ("ruta",):
        return change.field == "värde" and _is_outcome(case)
    return change.field in OUTCOMES


def _is_outcome(case: _Case) -> bool:
    """Whether a cell stands in a column of outcomes."""
    _, table, _, column = case.change.element
    for sources in (case.new, case.old):
        source = sources.get(case.change.owner)
        found = source.contents.tables.get(table) if source else None
        if found and (known := found.column(column)):
            return known.measure == "utfall"
    return False


def _years(register: Register, body: str) -> Iterable[int]:
    return register.bodies[body].follow_ups if body in register.bodies else ()
