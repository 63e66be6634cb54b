"""The kinds of targets a plan can set, and how each is said in Swedish."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never

from vpgen.numbers import Quantity, format_quantity
from vpgen.periods import Period, label
from vpgen.values import Range, Rank, format_value

if TYPE_CHECKING:
    from collections.abc import Mapping

Better: TypeAlias = Literal["högt", "lågt", "inget"]
Direction: TypeAlias = Literal["öka", "minska"]
Relation: TypeAlias = Literal["högre", "lägre", "minst", "högst"]
Base: TypeAlias = Literal["föregående år", "föregående mätning"] | Period | None

_ALL = 100


@dataclass(frozen=True, kw_only=True)
class Printed:
    """What every target keeps of its source.

    `text` is the target as printed, and does not count when two targets are compared; `explanation` what
    stood in parentheses after it; `by` the time when it is to be reached.
    """

    text: str = field(default="", compare=False)
    explanation: str = ""
    by: Period | None = None


@dataclass(frozen=True)
class AtLeast(Printed):
    """The value is `limit` or higher."""

    limit: Quantity


@dataclass(frozen=True)
class AtMost(Printed):
    """The value is `limit` or lower."""

    limit: Quantity


@dataclass(frozen=True)
class Above(Printed):
    """The value is higher than `limit`."""

    limit: Quantity


@dataclass(frozen=True)
class Below(Printed):
    """The value is lower than `limit`."""

    limit: Quantity


@dataclass(frozen=True)
class Between(Printed):
    """The value lies from `low` to `high`, both included."""

    low: Quantity
    high: Quantity


@dataclass(frozen=True)
class Positive(Printed):
    """The value is greater than zero."""


@dataclass(frozen=True)
class ChangeTarget(Printed):
    """The value goes up or down from `base`, by at least `amount` where one is given.

    `relative`: the amount is a share of the base. A base of None is the value before, whenever that was.
    """

    direction: Direction
    amount: Quantity | None = None
    relative: bool = False
    base: Base = None


@dataclass(frozen=True)
class Compared(Printed):
    """The value stands in `relation` to the same figure elsewhere, plus `margin`.

    A margin of unit % is a share of the compared figure, one of procentenheter is added to it.
    """

    comparison: str
    relation: Relation
    margin: Quantity | None = None


@dataclass(frozen=True)
class Keep(Printed):
    """The value is no worse than at `base`."""

    base: Base = None


@dataclass(frozen=True)
class GapShrinks(Printed):
    """The difference between two groups is smaller than before."""

    one: str
    other: str


@dataclass(frozen=True)
class RankTarget(Printed):
    """The place is `place` or better."""

    place: int
    of: int | None = None
    top: bool = False


@dataclass(frozen=True)
class YesNo(Printed):
    """The outcome is the word ja (or nej)."""

    yes: bool = True


@dataclass(frozen=True)
class Bare(Printed):
    """A number of an indicator for which neither high nor low is good: it cannot be judged."""

    value: Quantity


@dataclass(frozen=True)
class ByPerson(Printed):
    """Only a person can judge; `demand` is what the source demands."""

    demand: str


@dataclass(frozen=True)
class Ambiguous(Printed):
    """Kept as printed and not judged until an author has written one of the `readings`."""

    why: str
    readings: tuple[str, ...]


Limit: TypeAlias = AtLeast | AtMost | Above | Below


@dataclass(frozen=True)
class MeanOver(Printed):
    """The mean of the last `years` years meets `target`."""

    years: int
    target: Limit | Between


@dataclass(frozen=True)
class GapLimit(Printed):
    """The difference between two groups, whichever is higher, keeps a limit of its own."""

    one: str
    other: str
    limit: Limit


@dataclass(frozen=True)
class SubGoals(Printed):
    """So many of the goals directly under this one are reached: a number of them, or a share in %."""

    need: Quantity


@dataclass(frozen=True)
class PerGroup(Printed):
    """Each group has a target of its own."""

    targets: Mapping[str, Target]


@dataclass(frozen=True)
class AllOf(Printed):
    """Every one of several targets is to be met."""

    targets: tuple[Target, ...]


@dataclass(frozen=True)
class SomeOf(Printed):
    """At least `need` of the parts are to be met: a number of them, or a share in %."""

    need: Quantity
    parts: PerGroup | AllOf


Target: TypeAlias = (
    Limit
    | Between
    | Positive
    | ChangeTarget
    | Compared
    | Keep
    | GapShrinks
    | GapLimit
    | RankTarget
    | YesNo
    | Bare
    | ByPerson
    | Ambiguous
    | MeanOver
    | SubGoals
    | PerGroup
    | AllOf
    | SomeOf
)


def describe(target: Target) -> str:
    """Say in one Swedish phrase what a target demands, for display and for use in sentences."""
    due = "" if target.by is None else f" till {label(target.by)}"
    return _demand(target) + due


def _demand(target: Target) -> str:  # noqa: C901, PLR0911, PLR0912 - one line per kind of target
    match target:
        case AtLeast() | AtMost() | Above() | Below():
            return f"{_limit_word(target)} {format_quantity(target.limit)}"
        case Between(low, high):
            return f"inom {format_value(Range(low, high))}"
        case Positive():
            return "större än noll"
        case ChangeTarget():
            return _change_phrase(target)
        case Compared():
            return _compared_phrase(target)
        case Keep(base):
            return "bibehålls" + _base_phrase(base)
        case GapShrinks(one, other):
            return f"skillnaden mellan {one} och {other} minskar"
        case GapLimit(one, other, limit):
            return f"skillnaden mellan {one} och {other} {describe(limit)}"
        case RankTarget(place, of, top):
            return format_value(Rank(place, of, top)) + ("" if top else " eller bättre")
        case YesNo(yes):
            return "ja" if yes else "nej"
        case Bare(value):
            return format_quantity(value)
        case ByPerson():
            return "bedöms i text"
        case Ambiguous():
            return f"”{target.text}”, som kan läsas på flera sätt"
        case MeanOver(years, inner):
            return f"{describe(inner)} i medelvärde över {years} år"
        case SubGoals(need):
            return _sub_goals_phrase(need)
        case PerGroup(targets):
            return ", ".join(f"{group} {describe(part)}" for group, part in targets.items())
        case AllOf(parts):
            return " och ".join(describe(part) for part in parts)
        case SomeOf():
            return _some_phrase(target)
        case _:
            assert_never(target)


def _sub_goals_phrase(need: Quantity) -> str:
    if need.unit == "%":
        return "alla delmål" if need.number == _ALL else f"minst {format_quantity(need)} av delmålen"
    return f"minst {format_quantity(need)} delmål"


def _some_phrase(target: SomeOf) -> str:
    need = f"minst {format_quantity(target.need)} av"
    match target.parts:
        case PerGroup():
            return f"{need} grupperna: {_demand(target.parts)}"
        case AllOf(parts):
            return f"{need} följande {len(parts)}: {'; '.join(describe(part) for part in parts)}"
        case _:
            assert_never(target.parts)


def _limit_word(target: Limit) -> str:
    match target:
        case AtLeast():
            return "minst"
        case AtMost():
            return "högst"
        case Above():
            return "över"
        case Below():
            return "under"
        case _:
            assert_never(target)


def _change_phrase(target: ChangeTarget) -> str:
    amount = "" if target.amount is None else f" minst {format_quantity(target.amount)}"
    return f"{target.direction}r{amount}{_base_phrase(target.base)}"


def _base_phrase(base: Base) -> str:
    if base is None:
        return ""
    return f" jämfört med {base if isinstance(base, str) else label(base)}"


def _compared_phrase(target: Compared) -> str:
    if target.margin is None:
        phrases = {
            "högre": "högre än",
            "lägre": "lägre än",
            "minst": "minst lika högt som",
            "högst": "högst lika högt som",
        }
        return f"{phrases[target.relation]} {target.comparison}"
    below = target.margin.number < 0
    # At least one below is at most one below: the words turn with the sign.
    words = {"minst": "minst", "högst": "högst", "högre": "mer än", "lägre": "mindre än"}
    turned = {"minst": "högst", "högst": "minst", "högre": "mindre än", "lägre": "mer än"}
    word = (turned if below else words)[target.relation]
    size = format_quantity(replace(target.margin, number=abs(target.margin.number)))
    return f"{word} {size} {'under' if below else 'över'} {target.comparison}"
