"""Whether whoever meets one target certainly meets another: by limits as they are printed, whatever rounding may hide."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from vpgen.periods import parse_period
from vpgen.target_kinds import (
    Above,
    AllOf,
    AtLeast,
    AtMost,
    Bare,
    Below,
    Between,
    ByPerson,
    Compared,
    GapLimit,
    MeanOver,
    PerGroup,
    SomeOf,
)
from vpgen.target_shifts import demand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vpgen.target_kinds import Target
    from vpgen.target_shifts import Demand

_DECEMBER, _LAST = 12, 31


def implies(one: Target, other: Target, year: int) -> bool:  # noqa: PLR0911 - one case per kind of target
    """Whether whoever meets one target certainly meets another, in a plan of a year. What they explain is not weighed."""
    if _plain(one) == _plain(other):
        return True
    match one, other:
        case _, Between() | AllOf():
            return all(implies(one, part, year) for part in _parts(other))
        case Between() | AllOf(), _:
            return any(implies(part, other, year) for part in _parts(one))
        case PerGroup(), PerGroup():
            mine, others = _groups(one), _groups(other)
            return all(group in mine and implies(mine[group], each, year) for group, each in others.items())
        case SomeOf(), SomeOf():
            return _is_in_time(one, other, year) and _some(one, other, year)
        case _, SomeOf(need, AllOf() as parts) if not need.unit and need.value == 1:
            return any(implies(one, part, year) for part in _parts(replace(parts, by=parts.by or other.by)))
        case MeanOver(years, inner), MeanOver(others, asked):
            return _is_in_time(one, other, year) and years == others and implies(inner, asked, year)
        case _:
            return _is_in_time(one, other, year) and _asks_as_much(one, other)


def explanations(target: Target) -> frozenset[str]:
    """Return what stands in parentheses after a target and its parts, in any case and spacing."""
    match target:
        case AllOf(parts):
            inner = parts
        case PerGroup(targets):
            inner = tuple(targets.values())
        case SomeOf(_, some):
            inner = (some,)
        case MeanOver(_, limit) | GapLimit(limit=limit):
            inner = (limit,)
        case _:
            inner = ()
    own = {_words(target.explanation)} if target.explanation else set()
    return frozenset(own.union(*map(explanations, inner)))


def _plain(target: Target) -> Target:
    """Return a target without what explains it, and in one case where case says nothing."""
    plain = replace(target, explanation="")
    match plain:
        case Compared(comparison=name):
            return replace(plain, comparison=_words(name))
        case ByPerson(demand=words):
            return replace(plain, demand=_words(words))
        case _:
            return plain


def _words(text: str) -> str:
    return " ".join(text.casefold().split())


def _parts(whole: Target) -> tuple[Target, ...]:
    """Return the targets that are all to be met, each with the time of the whole where it has none of its own."""
    match whole:
        case Between(low, high):
            return AtLeast(low, by=whole.by), AtMost(high, by=whole.by)
        case AllOf(parts):
            return tuple(replace(part, by=part.by or whole.by) for part in parts)
        case _:
            return (whole,)


def _groups(whole: PerGroup) -> dict[str, Target]:
    return {group: replace(each, by=each.by or whole.by) for group, each in whole.targets.items()}


def _some(one: SomeOf, other: SomeOf, year: int) -> bool:
    """Whether as many parts are asked for, and each of them asks for as much as one of the other's."""
    need, asked = one.need, other.need
    if need.unit != asked.unit or need.value < asked.value:
        return False
    match one.parts, other.parts:
        case PerGroup() as mine, PerGroup() as others:
            are_same = mine.targets.keys() == others.targets.keys()
            return are_same and implies(mine, others, year)
        case AllOf(parts), AllOf(every):
            return (not need.unit or len(parts) == len(every)) and _matched(parts, every, year)
        case _:
            return False


def _matched(parts: Sequence[Target], every: Sequence[Target], year: int) -> bool:
    """Whether each part is certainly as much as one of the others, and none of these is counted twice."""
    left = list(every)
    for part in parts:
        found = next((each for each in left if implies(part, each, year)), None)
        if found is None:
            return False
        left.remove(found)
    return True


def _is_in_time(one: Target, other: Target, year: int) -> bool:
    """Whether a target is to be reached when the other is, or before that, and not before the plan's year is over."""
    last, own = date(year, _DECEMBER, _LAST), parse_period(str(year))
    mine, its = (None if each.by == own else each.by for each in (one, other))
    return mine == its or last <= (mine.end if mine else last) < (its.end if its else last)


def _asks_as_much(one: Target, other: Target) -> bool:
    """Whether a target that is no list of others asks for as much as another, apart from their times."""
    one, other = replace(_plain(one), by=None), replace(_plain(other), by=None)
    if one == other:
        return True
    match one, other:
        case AtLeast(limit) | AtMost(limit) | Above(limit) | Below(limit), Bare(value):
            # A bare number judges nobody until the indicator says what is good.
            return (limit.value, limit.unit) == (value.value, value.unit)
        case _:
            mine, its = demand(one, "inget"), demand(other, "inget")
            return mine is not None and its is not None and _reaches(mine, its)


def _reaches(one: Demand, other: Demand) -> bool:
    if (one.of, one.side) != (other.of, other.side):
        return False
    if one.unit != other.unit and one.size and other.unit:
        return False
    further = (one.size - other.size) * one.side
    return further > 0 or (further == 0 and (one.strict or not other.strict))
