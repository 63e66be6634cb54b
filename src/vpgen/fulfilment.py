"""How much of a target an outcome amounts to, in per cent, where a division says something."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING, assert_never

from vpgen.comparing import GOOD, CannotTell, Span, need_same_unit, sign_of
from vpgen.judging import judge, whole_of
from vpgen.limits import work_out
from vpgen.numbers import NBSP, format_number
from vpgen.periods import label
from vpgen.target_kinds import (
    AllOf,
    Ambiguous,
    Bare,
    ByPerson,
    Keep,
    PerGroup,
    RankTarget,
    SomeOf,
    SubGoals,
    YesNo,
)

if TYPE_CHECKING:
    from vpgen.limits import Case, Edge, Worked
    from vpgen.target_kinds import Target

_HUNDRED, _ALMOST = Decimal(100), Decimal(99)
# Holds the largest number that can be written, divided by the smallest.
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Fulfilment:
    """The degree to which a target is fulfilled, in whole per cent, and how it was counted.

    `percent` is None where there is none, and `reason` then says why; `text` is the percentage in words, empty
    where there is none.
    """

    percent: Decimal | None
    text: str
    reason: str


def fulfilment(target: Target, case: Case) -> Fulfilment:
    """Return the outcome as a percentage of the target, for display beside the verdict, never instead of it.

    It is the outcome divided by the limit where the value is to be that high, and the limit divided by the outcome
    where it is to be that low, so that more is always better and 100 % is the limit itself. The limit is the written
    one, or what another figure (the year before, riket) comes to with the change or margin that is asked for; the
    outcome may be a mean, a difference between groups, or a count of sub-goals. Inside an interval it is 100 %,
    outside it is counted from the nearest end. It is rounded half up to whole per cent, but 0 and 100 are never the
    result of rounding from below, nor 100 from above. Of a target that is reached, it is never less than 100 %: what is to
    be kept may be worse by the difference that counts as none. Of any other it is at most 99 %: at the limit itself the
    target may be to pass it, and what is as good as the limit so far as it is printed may be worse.

    There is none for ranks, words and what a person judges, for targets or outcomes of several parts (a mean of
    their percentages would be invented), for ranges, for other units than the limit's, and where the outcome or
    the limit is zero or negative. Nothing raises.
    """
    try:
        found = _as_judged(_counted(_reckoned(target, case), case), target, case)
    except CannotTell as answer:
        return Fulfilment(None, "", str(answer))
    due, now = target.by, case.outcome_period
    if due is None or (now is not None and now.end >= due.end):
        return found
    return replace(found, reason=f"{found.reason}; målvärdet gäller {label(due)}")


def _reckoned(target: Target, case: Case) -> Worked:
    """Work out a target that a division says something of; raise CannotTell for the others."""
    match target:
        case PerGroup() | AllOf() | SomeOf():
            raise CannotTell("målet har flera delar, och ett medelvärde av dem säger ingenting")
        case YesNo() | ByPerson() | Ambiguous() | Bare():
            raise CannotTell("målet är ingen gräns att räkna mot")
        case RankTarget():
            raise CannotTell("målet är en placering, inget värde att räkna på")
        case Keep() if case.better == "inget":
            raise CannotTell("det är inte sagt om ett högt eller ett lågt värde är bra")
        case SubGoals():
            return work_out(target, case)
        case _:
            if case.outcome is None:
                raise CannotTell("utfallet är inte ifyllt än")
            return work_out(target, whole_of(target, case))


def _counted(worked: Worked, case: Case) -> Fulfilment:
    figure = worked.figure
    if not all(each.is_point for each in (figure, *(edge.limit for edge in worked.edges))):
        raise CannotTell("ett intervall går inte att räkna om till procent av målvärdet")
    for edge in worked.edges:
        need_same_unit(figure.unit, edge.limit.unit)
    edges = worked.edges if len(worked.edges) == 1 else _missed(worked, case)
    if not edges:
        return _fulfilled(_HUNDRED, f"{_shown(figure)} ligger inom intervallet eller på dess bättre sida")
    return _divided(figure, edges[0])


def _missed(worked: Worked, case: Case) -> tuple[Edge, ...]:
    """Return the end of an interval that the figure lies outside; none where that is no fault."""
    missed = tuple(edge for edge in worked.edges if sign_of(worked.figure.low - edge.limit.low) == -edge.side)
    if not missed or -missed[0].side != GOOD[case.better] or case.beyond == "avvikelse":
        return missed
    if case.beyond == "bättre":
        return ()
    raise CannotTell("det är inte sagt om det är bättre eller en avvikelse att ligga utanför intervallet")


def _divided(figure: Span, edge: Edge) -> Fulfilment:
    limit, low_is_good = edge.limit, edge.side < 0
    if figure.low <= 0 or limit.low <= 0:
        raise CannotTell("värden som är noll eller mindre går inte att räkna om till procent av målvärdet")
    part, whole = (limit, figure) if low_is_good else (figure, limit)
    ground = ", eftersom värdet ska vara lågt" if low_is_good else ""
    exact = _HUNDRED * part.low / whole.low
    return _fulfilled(_rounded(exact), f"{_shown(part)} delat med {_shown(whole)}{ground}")


def _as_judged(found: Fulfilment, target: Target, case: Case) -> Fulfilment:
    """Count a target that is reached as wholly fulfilled, and no other."""
    assert found.percent is not None, "what cannot be counted is not judged"
    kind = judge(replace(target, by=None), case).kind
    if (kind == "nått") == (found.percent >= _HUNDRED):
        return found
    match kind:
        case "nått":
            return _fulfilled(_HUNDRED, f"{found.reason}, men målet är nått")
        case "inte nått":
            return _fulfilled(_ALMOST, f"{found.reason}, men målet är inte nått")
        case "kan inte avgöras":
            return _fulfilled(_ALMOST, f"{found.reason}, men det kan inte avgöras om målet är nått")
        case _:
            assert_never(kind)


def _fulfilled(percent: Decimal, reason: str) -> Fulfilment:
    return Fulfilment(percent, f"{format_number(percent)}{NBSP}% av målvärdet", reason)


def _rounded(exact: Decimal) -> Decimal:
    """Round half up to whole per cent; only what is exactly so is 0 or 100."""
    whole = exact.quantize(Decimal(1), context=_WIDE)
    if whole == _HUNDRED and exact != _HUNDRED:
        return _HUNDRED - 1 if exact < _HUNDRED else _HUNDRED + 1
    return max(whole, Decimal(1))


def _shown(value: Span) -> str:
    return value.shown.removesuffix(",")
