"""What became of a target from one plan to the next: raised, lowered, another, and whether it asks for more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple, assert_never

from vpgen.numbers import Quantity, agree, difference, format_quantity
from vpgen.target_kinds import (
    Above,
    AllOf,
    Ambiguous,
    AtLeast,
    AtMost,
    Bare,
    Below,
    Between,
    ByPerson,
    ChangeTarget,
    Compared,
    GapLimit,
    GapShrinks,
    Keep,
    MeanOver,
    PerGroup,
    Positive,
    RankTarget,
    SomeOf,
    SubGoals,
    YesNo,
    describe,
)

if TYPE_CHECKING:
    from vpgen.target_kinds import Better, Limit, Target

ShiftKind = Literal["oförändrat", "höjt", "sänkt", "ändrat", "nytt", "borttaget", "kan inte avgöras"]


@dataclass(frozen=True)
class Shift:
    """What became of a target; `reason` says by how much, and whether it is harder or easier to reach."""

    kind: ShiftKind
    reason: str


def shift(old: Target | None, new: Target | None) -> Shift:
    """Compare a target with the one of the year before; either may be missing."""
    if old is None or new is None:
        return _of_none(old, new)
    # What stands in parentheses explains a target, and asks for nothing.
    same = replace(old, explanation=new.explanation)
    return Shift("oförändrat", "samma målvärde") if same == new else _of_two(same, new)


def _of_none(old: Target | None, new: Target | None) -> Shift:
    if new is not None:
        return Shift("nytt", "inget målvärde året före")
    if old is not None:
        return Shift("borttaget", "inget målvärde längre")
    return Shift("oförändrat", "inget målvärde något av åren")


def _of_two(old: Target, new: Target) -> Shift:
    if isinstance(old, PerGroup) and isinstance(new, PerGroup):
        return _of_groups(old, new)
    if replace(old, by=new.by) == new:
        return Shift("ändrat", "samma målvärde, men till en annan tid")
    if isinstance(old, ByPerson) and isinstance(new, ByPerson):
        return Shift("ändrat", "målet bedöms i text, och texten är en annan")
    if isinstance(old, Bare) and isinstance(new, Bare):
        return _moved(old.value, new.value, "")
    return _of_demands(old, new)


def _of_groups(old: PerGroup, new: PerGroup) -> Shift:
    """Compare group by group: one word for all where they agree, else what became of each."""
    shared = [group for group in new.targets if group in old.targets]
    shifts = {group: shift(old.targets[group], new.targets[group]) for group in shared}
    kinds = {each.kind for each in shifts.values()} - {"oförändrat"}
    if set(old.targets) != set(new.targets):
        return Shift("ändrat", "grupperna är inte desamma")
    if not kinds:
        return Shift("oförändrat", "samma målvärden")
    reason = "; ".join(f"{group}: {each.reason}" for group, each in shifts.items())
    return Shift(kinds.pop() if len(kinds) == 1 else "ändrat", reason)


def _of_demands(old: Target, new: Target) -> Shift:
    earlier, later = demand(old, "inget"), demand(new, "inget")
    both = f"förut: {describe(old)}; nu: {describe(new)}"
    if earlier is None or later is None or not _are_alike(later, earlier):
        return Shift("ändrat", both)
    easier, harder = is_weaker(later, earlier), is_weaker(earlier, later)
    word = ", ett mindre strängt mål" if easier else ", ett strängare mål" if harder else ""
    if isinstance(old, RankTarget) and isinstance(new, RankTarget) and word:
        return Shift("sänkt" if easier else "höjt", f"från plats {old.place} till plats {new.place}{word}")
    if earlier.strict != later.strict or not earlier.printed or not later.printed:
        return Shift("ändrat", both + word)
    return _moved(earlier.printed, later.printed, word)


def _moved(old: Quantity, new: Quantity, word: str) -> Shift:
    """Say which way a printed number has moved; `word` says whether that asks for more."""
    gap = difference(new, old)
    if gap is None:
        return Shift(
            "kan inte avgöras", f"enheterna {old.unit or 'utan enhet'} och {new.unit or 'utan enhet'}"
        )
    if agree(old, new):
        alike = "samma målvärde" if gap.number == 0 else "samma målvärde, avrundat olika"
        return Shift("oförändrat", alike)
    size = format_quantity(replace(gap, number=abs(gap.number)))
    return Shift("höjt" if gap.number > 0 else "sänkt", f"med {size}{word}")


# Which of two targets asks for more


class Demand(NamedTuple):
    """How much a target asks for. Two demands can be set against each other where `of`, `side` and `unit` are the same.

    `of` is what `size` is counted in: the value itself, its change, its place …; `side` is 1 where more is asked by a
    higher size, −1 by a lower; a `unit` of None goes with any. `strict` says that the size itself is not enough.
    `printed` is the limit with its precision, where it was printed.
    """

    of: tuple[object, ...]
    side: int
    size: Decimal
    unit: object = None
    strict: bool = False
    printed: Quantity | None = None


_SIDES = {"högt": 1, "lågt": -1, "öka": 1, "minska": -1, "minst": 1, "högre": 1, "högst": -1, "lägre": -1}
_NOTHING = Decimal(0)
# What is good of these does not follow from what is a good value.
_OF_ITSELF = {"platsen", "gapet", "delmålen", "delarna"}


def demand(target: Target, better: Better) -> Demand | None:
    """Return how much a target asks for; None where no number tells it, or it asks for what is worse by `bra`."""
    found = _demand(target, better)
    if found is None:
        return None
    if better != "inget" and found.of[0] not in _OF_ITSELF and found.side != _SIDES[better]:
        return None
    return found._replace(of=(*found.of, target.by))


def _demand(target: Target, better: Better) -> Demand | None:  # noqa: C901, PLR0911, PLR0912 - one case per kind of target
    match target:
        case AtLeast() | Above() | AtMost() | Below():
            return _limit(("värdet",), target)
        case Between(low, high):
            sides: dict[Better, Limit] = {"högt": AtLeast(low), "lågt": AtMost(high)}
            return None if better == "inget" else _limit(("värdet",), sides[better])
        case Positive():
            return Demand(("värdet",), 1, _NOTHING, strict=True)
        case ChangeTarget():
            return _change(target)
        case Keep(base):
            return None if better == "inget" else Demand(("ändringen", base), _SIDES[better], _NOTHING)
        case Compared():
            return _comparison(target)
        case GapLimit(one, other, limit):
            return _limit(("gapet", frozenset({one, other})), limit)
        case RankTarget(place, of):
            return Demand(("platsen", of), -1, Decimal(place))
        case MeanOver(years, inner):
            found = _demand(inner, better)
            return found and found._replace(of=("medelvärdet", years))
        case SubGoals(need):
            return _limit(("delmålen",), AtLeast(need))
        case SomeOf(need, parts):
            return _limit(("delarna", parts), AtLeast(need))
        case YesNo() | Bare() | ByPerson() | Ambiguous() | GapShrinks() | PerGroup() | AllOf():
            return None
        case _:
            assert_never(target)


def _limit(of: tuple[object, ...], target: Limit) -> Demand:
    limit, side = target.limit, 1 if isinstance(target, AtLeast | Above) else -1
    return Demand(of, side, limit.value, limit.unit, isinstance(target, Above | Below), limit)


def _change(target: ChangeTarget) -> Demand:
    side, amount = _SIDES[target.direction], target.amount
    of = ("ändringen", target.base)
    if amount is None:
        return Demand(of, side, _NOTHING, strict=True)
    # An amount to fall by is more the further down it reaches.
    return Demand(of, side, side * amount.value, (target.relative, amount.unit), printed=amount)


def _comparison(target: Compared) -> Demand:
    margin = target.margin
    size, unit = (margin.value, margin.unit) if margin else (_NOTHING, None)
    strict = target.relation in {"högre", "lägre"}
    return Demand(("skillnaden", target.comparison), _SIDES[target.relation], size, unit, strict, margin)


def _are_alike(one: Demand, other: Demand) -> bool:
    return (one.of, one.side) == (other.of, other.side)


def is_weaker(later: Demand | None, earlier: Demand | None) -> bool | None:
    """Say whether the later of two demands asks for less; None where that cannot be told.

    What rounding can explain (0,734 beside 0,7) is not less.
    """
    if later is None or earlier is None or not _are_alike(later, earlier):
        return None
    if later.unit != earlier.unit and later.unit is not None and earlier.unit is not None:
        return None
    if later.size == earlier.size:
        return earlier.strict and not later.strict
    if later.printed and earlier.printed and agree(later.printed, earlier.printed):
        return False
    return (later.size - earlier.size) * later.side < 0


class Weighed(NamedTuple):
    """Whether the later of two targets asks for less, None where that cannot be told, and why."""

    weaker: bool | None
    reason: str


# What a demand is made in, as it is said of the plan before and of this one.
_ASKED = {
    "värdet": "ett visst värde",
    "ändringen": "en förändring",
    "skillnaden": "ett läge jämfört med andra",
    "gapet": "en skillnad mellan grupper",
    "platsen": "en plats i en rangordning",
    "medelvärdet": "ett medelvärde",
    "delmålen": "nådda delmål",
    "delarna": "nådda delar",
}


def weigh(later: Target, earlier: Target, better: Better) -> Weighed:
    """Say whether the later of two targets asks for less than the earlier, and why, or why it cannot be told."""
    new, old = demand(later, better), demand(earlier, better)
    weaker = is_weaker(new, old)
    if weaker is None:
        reason = _untold(later, earlier, better)
    elif weaker:
        reason = "det kräver mindre än förut"
    elif is_weaker(old, new):
        reason = "det kräver mer än förut"
    else:
        reason = "kravet är detsamma" + ("" if new == old else ", så långt avrundningen låter se")
    return Weighed(weaker, reason)


def _untold(later: Target, earlier: Target, better: Better) -> str:
    """Say why it cannot be told which of two targets asks for more."""
    for target in (earlier, later):
        if demand(target, better) is None:
            return _no_demand(target, better)
    new, old = demand(later, better), demand(earlier, better)
    assert new, "a target without a demand has been told of"
    assert old, "a target without a demand has been told of"
    if new.of[0] != old.of[0]:
        return f"förut krävdes {_ASKED[str(old.of[0])]}, nu {_ASKED[str(new.of[0])]}"
    if new.side != old.side:
        return "det ena kräver mer och det andra mindre av samma sak"
    if new.of != old.of:
        return "kraven räknas från eller mot olika saker, eller till olika tid"
    return "kraven har olika enhet"


def _no_demand(target: Target, better: Better) -> str:
    """Say why a target has no demand that another can be set against."""
    if isinstance(target, ByPerson):
        return "målet bedöms i ord, så inget tal säger hur mycket som krävs"
    if _demand(target, "högt") is None:
        return f"”{target.text or describe(target)}” säger inte med ett enda tal hur mycket som krävs"
    if better == "inget":
        return "indikatorn säger inte om höga eller låga värden är bra"
    return f"”{target.text or describe(target)}” kräver det som enligt indikatorn är sämre"
