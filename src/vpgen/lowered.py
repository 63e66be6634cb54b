"""What a plan asks of its indicators when an outcome is known already: where it asks for less than before, or may do so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from vpgen.facts import INDICATORS, owner_of
from vpgen.facts.meaning import printed_target
from vpgen.implied_targets import explanations, implies
from vpgen.model.content import Plan
from vpgen.numbers import format_quantity
from vpgen.periods import label
from vpgen.target_kinds import AtLeast, AtMost, Between, describe
from vpgen.values import Missing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from vpgen.assessment import Results
    from vpgen.changes import Change
    from vpgen.model.content import Row
    from vpgen.target_kinds import Better, Target
    from vpgen.verdicts import RowResult

    Place = tuple[str, tuple[str, ...], str]

UNTOLD = "kan vara lägre; om det begär mindre går inte att avgöra"
_READ_BY = ("bra", "enhet")
"""Fields of a definition that targets are read by."""


@dataclass(frozen=True)
class Lowered:
    """A change by which a plan asks for less, or may do so, though an outcome is known; `sentence` says why.

    `is_target` is whether it is certain that a target was lowered or taken away.
    """

    change: Change
    is_target: bool
    sentence: str


@dataclass(frozen=True)
class _Less:
    """What is asked for in one field of a row (empty for the whole of it), and that it is less or may be so."""

    field: str
    text: str
    is_target: bool = False


def find_lowered(before: Results, after: Results, changes: Sequence[Change]) -> Iterator[Lowered]:
    """Yield where plans ask for less, or may do so, of what has an outcome in either version: once per change."""
    if not changes:
        return
    versions = _Versions(before, after, {(each.owner, each.element, each.field): each for each in changes})
    found: dict[tuple[int, bool], list[tuple[Change, str, str]]] = {}
    for pair in versions.pairs():
        for less in _asked_less(pair):
            change = versions.cause(pair, less.field)
            known = versions.known(pair) if change else ""
            if change and known:
                told = f"{less.text}, men {known}"
                found.setdefault((id(change), less.is_target), []).append((change, told, pair.name))
    for (_, is_target), rung in found.items():
        change, sentence, _ = rung[0]
        others = "; ".join(dict.fromkeys(name for *_, name in rung[1:]))
        yield Lowered(change, is_target, f"{sentence}; så är det också med {others}" if others else sentence)


# Rows in two versions


@dataclass(frozen=True)
class _Pair:
    """A row of a plan, and the same row later: None where it is gone. `goal` and `indicator` are its present names."""

    owner: str
    old_plan: Plan
    new_plan: Plan | None
    old: Row
    new: Row | None
    goal: str
    indicator: str
    lost_answer: bool = False

    @property
    def name(self) -> str:
        """The indicator and the plan that it stands in."""
        return f"{self.old.indicator.name} i {self.old_plan.document.full_name}"


@dataclass(frozen=True)
class _Versions:
    """Two versions, and the changes between them by what they are changes of."""

    before: Results
    after: Results
    changes: Mapping[Place, Change]

    def pairs(self) -> Iterator[_Pair]:
        """Yield every row of the earlier version's plans that asks for something."""
        later = {owner_of(plan): plan for plan in _plans(self.after)}
        for plan in _plans(self.before):
            owner = owner_of(plan)
            new = later.get(owner)
            rows = {(row.goal, row.indicator.id): row for row in _rows(new)} if new else {}
            named = [
                (goal := self._goal(owner, row), self._indicator(goal, row, rows), row) for row in _rows(plan)
            ]
            left = {
                key: row for key, row in rows.items() if key not in {(goal, id_) for goal, id_, _ in named}
            }
            for goal, id_, row in named:
                if row.target is None and row.long_term is None:
                    continue
                moved = next((key for key in left if key[1] == id_), None)
                found = rows.get((goal, id_)) or (left.pop(moved) if moved else None)
                pair = _Pair(owner, plan, new, row, found, goal, id_)
                yield replace(pair, lost_answer=True) if moved and self._lost_answer(pair) else pair

    @cached_property
    def _renamed(self) -> dict[tuple[str, str, str], str]:
        """Return the new ids of things, by owner, sort and old id."""
        return {
            (owner, element[0], change.before): element[-1]
            for (owner, element, _), change in self.changes.items()
            if change.what == "nytt id" and change.before and element
        }

    @cached_property
    def _continued(self) -> dict[str, str]:
        """Return the indicators that another goes on from, with that one."""
        return {old: new.id for new in self.after.register.indicators.values() for old in new.continues}

    def _goal(self, owner: str, row: Row) -> str:
        return self._renamed.get((owner, "mål", row.goal), row.goal)

    def _indicator(self, goal: str, row: Row, rows: Collection[tuple[str, str]]) -> str:
        id_ = row.indicator.id
        if renamed := self._renamed.get((INDICATORS, "indikator", id_)):
            return renamed
        return id_ if (goal, id_) in rows else self._continued.get(id_, id_)

    def _lost_answer(self, pair: _Pair) -> bool:
        """Whether a follow-up answered a row where it stood, and none does where it stands."""
        assert pair.new
        assert pair.new_plan
        was = self._answers[0].of(pair.old_plan, pair.old)
        return bool(was) and not self._answers[1].of(pair.new_plan, pair.new)

    def cause(self, pair: _Pair, field: str) -> Change | None:
        """Return the change that makes a row ask otherwise: its own, that of what it stands under, or its giver's."""
        rows = [(pair.new.goal, pair.new.indicator.id)] if pair.new else []
        rows.append((pair.goal, pair.indicator))
        places: list[Place] = []
        for owner in (pair.owner, *_givers(pair)):
            for goal, id_ in rows:
                element = ("indikator", goal, id_)
                places += [(owner, element, field), (owner, element, ""), (owner, ("mål", goal), "")]
            places.append((owner, (), ""))
        read_by = _READ_BY if field in {"målvärde", "långsiktigt", "bra"} else ()
        places += [(INDICATORS, ("indikator", pair.indicator), each) for each in (field, *read_by, "")]
        exact = next((place for place in places if place[2] and place in self.changes), None)
        return self.changes.get(
            exact or next((place for place in places if place in self.changes), ("", (), ""))
        )

    # What is known

    @cached_property
    def _answers(self) -> tuple[_Known, _Known]:
        return _Known(self.before), _Known(self.after)

    def known(self, pair: _Pair) -> str:
        """Say which outcome of a row is known, in the later version or else in the earlier; empty where none is."""
        earlier, later = self._answers
        if pair.new and pair.new_plan and (told := later.told(pair.new_plan, pair.new)):
            return f"{told[0]} står redan i {told[1]}"
        if told := later.of_year(pair.indicator, pair.old_plan.document.year):
            return f"{told[0]} står redan i {told[1]}"
        told = earlier.told(pair.old_plan, pair.old)
        return f"{told[0]} stod i {told[1]} i den tidigare versionen" if told else ""


def _plans(results: Results) -> Iterator[Plan]:
    register = results.register
    yield from (each for each in register.documents() if isinstance(each, Plan))
    yield from register.replaced()


def _rows(plan: Plan) -> Iterator[Row]:
    return (row for goal in plan.goals.values() for row in goal.rows)


def _givers(pair: _Pair) -> Iterator[str]:
    """Yield the owners of the plans that a row's goal is taken over from, in either version."""
    sides = ((pair.old_plan, pair.old), (pair.new_plan, pair.new))
    for goal in (plan.goals[row.goal] for plan, row in sides if plan and row):
        if goal.giver:
            yield f"{goal.giver.body}/{goal.giver.year}/plan"


@dataclass(frozen=True)
class _Known:
    """What a version tells of the outcomes that rows are judged by: each with the document that tells it."""

    results: Results

    def told(self, plan: Plan, row: Row) -> tuple[str, str] | None:
        """Return an outcome that is judged by the row, else one of the plan's year, sooner for the same scope."""
        indicator, year = row.indicator.id, plan.document.year
        return (
            self.of(plan, row)
            or self._year.get((indicator, year, row.scope))
            or self.of_year(indicator, year)
        )

    def of_year(self, indicator: str, year: int) -> tuple[str, str] | None:
        """Return an outcome of an indicator for a year, whatever it holds for."""
        return self._year.get((indicator, year, None))

    def of(self, plan: Plan, row: Row) -> tuple[str, str] | None:
        """Return an outcome that a follow-up judges by a row's target, or one taken over from it, of whatever time."""
        here = (plan.document.path, plan.document.year, row.goal, row.indicator.id)
        told = self._judged.get(here)
        return told or (self._taken_over.get(str(row.target_place)) if row.target else None)

    @cached_property
    def _year(self) -> dict[tuple[str, int, str | None], tuple[str, str]]:
        """Return the outcomes that follow-ups tell, by indicator, year and scope, and by None for any scope."""
        found: dict[tuple[str, int, str | None], tuple[str, str]] = {}
        for key, points in self.results.history.items():
            for point in points:
                told, year = point.best, point.period.end.year
                is_outcome = told.role == "utfall" and not isinstance(told.value, Missing)
                if is_outcome and not told.document.is_plan:
                    text = f"utfallet {told.text} för {year}", told.document.full_name
                    for scope in (key.scope, None):
                        found.setdefault((key.indicator, year, scope), text)
        return found

    @cached_property
    def _answered(self) -> list[tuple[str, int, RowResult]]:
        """Return the outcomes that follow-ups tell, with the body and the year: the newest first."""
        found = [
            (path, year, told)
            for (path, year, _), result in self.results.follow_ups.items()
            for goal in result.goals.values()
            for told in goal.rows
            if told.reading and not told.reading.missing
        ]
        return sorted(
            found, key=lambda each: each[2].period.end if each[2].period else date.min, reverse=True
        )

    @cached_property
    def _judged(self) -> dict[tuple[str, int, str, str], tuple[str, str]]:
        found: dict[tuple[str, int, str, str], tuple[str, str]] = {}
        for path, year, told in self._answered:
            found.setdefault((path, year, told.row.goal, told.row.indicator.id), _reading(told))
        return found

    @cached_property
    def _taken_over(self) -> dict[str, tuple[str, str]]:
        found: dict[str, tuple[str, str]] = {}
        for _, _, told in self._answered:
            if told.row.target:
                found.setdefault(str(told.row.target_place), _reading(told))
        return found


def _reading(told: RowResult) -> tuple[str, str]:
    assert told.reading
    of = f" för {label(told.period)}" if told.period else ""
    return f"utfallet {told.reading.text}{of}", told.document.full_name


# What is asked for


def _asked_less(pair: _Pair) -> Iterator[_Less]:
    """Yield each thing that a row asks less for than before, or may do so."""
    if pair.new is None or pair.new_plan is None:
        text = f"målvärde {_printed(pair.old.target or pair.old.long_term)} togs bort"
        yield _Less("", text, is_target=True)
        return
    targets = tuple(_targets(pair, pair.old, pair.new))
    yield from targets
    yield from _around(pair.old, pair.new)
    if pair.lost_answer:
        text = "indikatorn flyttades dit där ingen uppföljning har något utfall, och det som begärs"
        yield _Less("", f"{text} {UNTOLD}")
    was, now = pair.old.indicator.better, pair.new.indicator.better
    if was not in {"inget", now} and not targets:
        yield _Less("bra", f"vad som är bra ändrades, och det som begärs {UNTOLD}")


def _targets(pair: _Pair, old: Row, new: Row) -> Iterator[_Less]:
    year = pair.old_plan.document.year
    directions = old.indicator.better, new.indicator.better
    for field, one, other in (
        ("målvärde", old.target, new.target),
        ("långsiktigt", old.long_term, new.long_term),
    ):
        if one is None or one == other:
            continue
        if other is None:
            yield _Less(field, f"{field} {_printed(one)} togs bort", is_target=True)
        elif _is_lower(other, one, directions, year):
            yield _Less(field, f"{field} från {_both(one, other)}", is_target=True)
        elif not _is_as_much(other, one, year):
            name = "målvärdet" if field == "målvärde" else "det långsiktiga målvärdet"
            yield _Less(field, f"{name} ändrades från {_both(one, other)} och {UNTOLD}")


def _is_as_much(new: Target, old: Target, year: int) -> bool:
    """Whether a target certainly asks for at least as much as before, and explains nothing away."""
    return implies(new, old, year) and explanations(new) <= explanations(old)


def _is_lower(new: Target, old: Target, directions: tuple[Better, Better], year: int) -> bool:
    """Whether a target certainly asks for less: of an interval the good side alone tells that."""
    earlier, later = _good_side(old, directions[0]), _good_side(new, directions[1])
    return implies(earlier, later, year) and not implies(later, earlier, year)


def _good_side(target: Target, better: Better) -> Target:
    match target, better:
        case Between(low), "högt":
            return AtLeast(low, by=target.by)
        case Between(_, high), "lågt":
            return AtMost(high, by=target.by)
        case _:
            return target


def _printed(target: Target | None) -> str:
    return printed_target(target) if target else ""


def _both(old: Target, new: Target) -> str:
    """Return two targets as they are printed; as they are read, where they are printed alike."""
    texts = _printed(old), _printed(new)
    return " till ".join(texts if texts[0] != texts[1] else (describe(old), describe(new)))


def _around(old: Row, new: Row) -> Iterator[_Less]:
    """Yield what else a row asks less in: a later year, a wider tolerance, another scope or series, a doubt."""
    if old.long_term and new.long_term and old.long_term_year != new.long_term_year:
        yield from _later(old.long_term_year, new.long_term_year)
    if new.tolerance is not None and (old.tolerance is None or not _is_within(new, old)):
        was = format_quantity(old.tolerance) if old.tolerance else "ingen"
        change = f"acceptabel avvikelse ändrades från {was} till {format_quantity(new.tolerance)}"
        is_wider = old.tolerance is None or old.tolerance.unit == new.tolerance.unit
        yield _Less("acceptabel avvikelse", f"{change}{', som tillåter mer' if is_wider else ''}")
    for field, what, is_other in (
        ("gäller", "vad värdet gäller", old.scope != new.scope),
        ("serie", "serien", old.series != new.series),
        ("utanför", "vad som gäller utanför intervallet", old.entry.beyond != new.entry.beyond),
    ):
        if is_other:
            yield _Less(field, f"{what} ändrades, och det som begärs {UNTOLD}")
    if new.entry.doubt and old.entry.doubt != new.entry.doubt:
        yield _Less("osäkert", f"målvärdet sades vara osäkert, och det som begärs {UNTOLD}")


def _later(old: int | None, new: int | None) -> Iterator[_Less]:
    if new is None:
        yield _Less("långsiktigt år", f"året för det långsiktiga målvärdet, {old}, togs bort")
    elif old is not None and new > old:
        text = f"året för det långsiktiga målvärdet flyttades fram från {old} till {new}"
        yield _Less("långsiktigt år", text)


def _is_within(new: Row, old: Row) -> bool:
    """Whether a tolerance is certainly no wider than before."""
    assert new.tolerance
    assert old.tolerance
    return new.tolerance.unit == old.tolerance.unit and new.tolerance.value <= old.tolerance.value
