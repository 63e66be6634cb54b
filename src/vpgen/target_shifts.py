"""What became of a target from one plan to the next: raised, lowered, another, and whether it asks for more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from vpgen.numbers import Quantity, agree, difference, format_quantity
from vpgen.target_kinds import (
    Above,
    AtLeast,
    AtMost,
    Bare,
    Below,
    Compared,
    MeanOver,
    PerGroup,
    RankTarget,
    describe,
)

if TYPE_CHECKING:
    from vpgen.target_kinds import Target

ShiftKind = Literal["oförändrat", "höjt", "sänkt", "ändrat", "nytt", "borttaget", "kan inte avgöras"]
HIGH, LOW = (AtLeast, Above), (AtMost, Below)


@dataclass(frozen=True)
class Shift:
    """What became of a target; `reason` says by how much, and whether it is harder or easier to reach."""

    kind: ShiftKind
    reason: str


def shift(old: Target | None, new: Target | None) -> Shift:
    """Compare a target with the one of the year before; either may be missing."""
    if old is None and new is None:
        return Shift("oförändrat", "inget målvärde något av åren")
    if old is None:
        return Shift("nytt", "inget målvärde året före")
    if new is None:
        return Shift("borttaget", "inget målvärde längre")
    if old == new:
        return Shift("oförändrat", "samma målvärde")
    if isinstance(old, PerGroup) and isinstance(new, PerGroup):
        return _of_groups(old, new)
    return _of_one(old, new)


def _of_groups(old: PerGroup, new: PerGroup) -> Shift:
    """Compare group by group: one word for all where they agree, else what became of each."""
    shared = [group for group in new.targets if group in old.targets]
    shifts = {group: shift(old.targets[group], new.targets[group]) for group in shared}
    kinds = {each.kind for each in shifts.values()} - {"oförändrat"}
    if set(old.targets) != set(new.targets):
        return Shift("ändrat", "grupperna är inte desamma")
    reason = "; ".join(f"{group}: {each.reason}" for group, each in shifts.items())
    return Shift(kinds.pop() if len(kinds) == 1 else "ändrat", reason)


def _of_one(old: Target, new: Target) -> Shift:
    if isinstance(old, MeanOver) and isinstance(new, MeanOver) and old.years == new.years:
        return shift(old.target, new.target)
    if (
        isinstance(old, RankTarget)
        and isinstance(new, RankTarget)
        and old.of == new.of
        and old.top == new.top
    ):
        harder = new.place < old.place
        kind: ShiftKind = "höjt" if harder else "sänkt"
        return Shift(kind, f"från plats {old.place} till plats {new.place}, {_word(harder=harder)}")
    one, other = _limit(old), _limit(new)
    if one is None or other is None or type(old) is not type(new):
        return Shift("ändrat", f"förut: {describe(old)}; nu: {describe(new)}")
    return _of_limits(old, new, one, other)


def _limit(target: Target) -> Quantity | None:
    match target:
        case AtLeast() | AtMost() | Above() | Below():
            return target.limit
        case Bare():
            return target.value
        case Compared():
            return target.margin
        case _:
            return None


def _of_limits(old: Target, new: Target, one: Quantity, other: Quantity) -> Shift:
    gap = difference(other, one)
    if gap is None:
        return Shift(
            "kan inte avgöras", f"enheterna {one.unit or 'utan enhet'} och {other.unit or 'utan enhet'}"
        )
    if isinstance(old, Compared) and isinstance(new, Compared):
        same = (old.comparison, old.relation) == (new.comparison, new.relation)
        if not same:
            return Shift("ändrat", f"förut: {describe(old)}; nu: {describe(new)}")
    if gap.number != 0 and agree(one, other):
        return Shift("oförändrat", "samma målvärde, avrundat olika")
    if gap.number == 0:
        return Shift("oförändrat" if old.by == new.by else "ändrat", _same_limit(old, new))
    raised = gap.number > 0
    size = format_quantity(Quantity(abs(gap.number), gap.scale, gap.unit))
    demand = (
        f", {_word(harder=raised)}" if _rises(new) else f", {_word(harder=not raised)}" if _falls(new) else ""
    )
    return Shift("höjt" if raised else "sänkt", f"med {size}{demand}")


def _same_limit(old: Target, new: Target) -> str:
    return "samma målvärde" if old.by == new.by else "samma målvärde, men till en annan tid"


def _rises(target: Target) -> bool:
    """Whether a higher limit asks for more."""
    return isinstance(target, HIGH) or (
        isinstance(target, Compared) and target.relation in {"högre", "minst"}
    )


def _falls(target: Target) -> bool:
    return isinstance(target, LOW) or (isinstance(target, Compared) and target.relation in {"lägre", "högst"})


def _word(*, harder: bool) -> str:
    return "ett strängare mål" if harder else "ett mindre strängt mål"
