"""Two printed figures set against each other: which is higher, what rounding hides, how a value moved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never

from vpgen.numbers import Quantity, difference_unit, format_quantity
from vpgen.values import Grouped, Missing, Range, Rank, Value, Word, format_value

if TYPE_CHECKING:
    from vpgen.target_kinds import Better

Sign: TypeAlias = Literal[-1, 0, 1]
Figure: TypeAlias = Value | Missing | Grouped
ChangeKind: TypeAlias = Literal[
    "förbättrad", "oförändrad", "försämrad", "ökat", "minskat", "kan inte avgöras"
]

GOOD: dict[Better, int] = {"högt": 1, "lågt": -1, "inget": 0}

# Amounts are more or less, things fewer or more, figures lower or higher.
_AMOUNTS = frozenset({"ton", "kg", "g", "kr", "kWh", "MWh", "GWh", "TWh", "km", "mil", "liter", "m²", "m³"})
_FIGURES = frozenset({"", "%", "procentenheter", "år", "index", "poäng", "grader"})
_TIMES = frozenset({"sekunder", "minuter", "timmar", "dagar", "dygn", "veckor", "månader"})
_PER_TIME = frozenset({"s", "sekund", "minut", "h", "timme", "dag", "dygn", "vecka", "månad", "år"})
_PER = re.compile("/| per ")
_PERCENT = 100


NO_EARLIER = "det finns inget tidigare värde för samma slags period att jämföra med"


class CannotTell(Exception):  # noqa: N818 - an answer, not an error
    """A comparison has no answer; the text is the Swedish reason."""


@dataclass(frozen=True)
class Change:
    """How a value has moved, valued where the indicator says which way is good, and why."""

    kind: ChangeKind
    reason: str


@dataclass(frozen=True)
class Span:
    """A value in whole units: two equal ends, or the ends of a range, each rounded by up to `half`.

    `sample` is a printed quantity, in whose manner what is computed from the value is shown.
    """

    low: Decimal
    high: Decimal
    half: Decimal
    sample: Quantity
    shown: str

    @property
    def unit(self) -> str:
        """The unit of the value."""
        return self.sample.unit

    @property
    def is_point(self) -> bool:
        """Whether this is one value, not a range."""
        return self.low == self.high


def known(figure: Figure | None, name: str) -> Value | Grouped:
    """Return a value that is there; raise CannotTell with the reason why there is none otherwise."""
    if figure is None:
        raise CannotTell(f"{name} saknas")
    if isinstance(figure, Missing):
        raise CannotTell(_why_missing(figure, name))
    return figure


def of_name(name: str, participle: str) -> str:
    """Bend a participle that agrees with *utfallet* to the name of a figure: *prognosen* is of the other gender."""
    return f"{participle.removesuffix('t')}d" if name.startswith("prognosen") else participle


def _why_missing(missing: Missing, name: str) -> str:
    match missing.kind:
        case "saknas":
            text = f"{name} saknas"
        case "ej bedömd":
            text = f"{name} är inte {of_name(name, 'bedömt')}"
        case "ej redovisad":
            text = f"{name} redovisas inte i dokumentet"
        case "okänd":
            text = f"{name} framgår inte av källan"
        case _:
            assert_never(missing.kind)
    return f"{text}: {missing.reason}" if missing.reason else text


def span(figure: Figure | None, name: str, mark: str = "") -> Span:
    """Return a figure as something to reckon with; raise CannotTell, under its `name`, where it is not.

    `mark` is added to the figure wherever it is shown.
    """
    value = known(figure, name)
    match value:
        case Quantity():
            return Span(value.value, value.value, value.half, value, format_quantity(value) + mark)
        case Range(low, high):
            return Span(low.value, high.value, max(low.half, high.half), high, format_value(value) + mark)
        case Rank():
            raise CannotTell(f"{name} är en placering, {format_value(value)}, inget värde att räkna på")
        case Word(text):
            raise CannotTell(f"{name} är ett ord, ”{text}”, inget värde att räkna på")
        case _:
            raise CannotTell(f"{name} är {of_name(name, 'redovisat')} per grupp")


def show(sample: Quantity, value: Decimal, decimals: int | None = None) -> str:
    """Write a computed value with the unit and scale of a sample: exactly, or rounded to `decimals` more."""
    printed = -int(sample.number.as_tuple().exponent)
    number = (value / sample.scale).normalize()
    places = max(printed, -int(number.as_tuple().exponent)) if decimals is None else printed + decimals
    exact = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return format_quantity(replace(sample, number=exact))


def moved(base: Span, amount: Quantity, direction: Sign = 1) -> Span:
    """Move a value by an amount: a share of it where the amount is in %, else in the unit of a difference."""
    if amount.unit == "%":
        factor = 1 + direction * amount.number / _PERCENT
        if base.unit == "%":
            shown = format_quantity(amount)
            raise CannotTell(f"{shown} av ett värde i procent kan betyda procent eller procentenheter")
        if base.low <= 0:
            raise CannotTell(f"en förändring i procent går inte att räkna från {base.shown}")
        ends = sorted((base.low * factor, base.high * factor))
        half = base.half * abs(factor)
    else:
        need_same_unit(amount.unit, difference_unit(base.unit))
        ends = [end + direction * amount.value for end in (base.low, base.high)]
        half = base.half
    shown = "–".join(show(base.sample, end) for end in dict.fromkeys(ends))
    return Span(ends[0], ends[1], half, base.sample, shown)


def need_same_unit(one: str, other: str) -> None:
    """Raise CannotTell unless the units are the same."""
    if one != other:
        names = [f"”{unit}”" if unit else "ingen enhet" for unit in (one, other)]
        raise CannotTell(f"olika enheter: {names[0]} mot {names[1]}")


def sign_of(number: Decimal) -> Sign:
    """Give the sign of a number."""
    return 0 if number == 0 else 1 if number > 0 else -1


def against(point: Decimal, half: Decimal, limit: Decimal) -> Sign | None:
    """Place a rounded value against an exact limit; None where the limit lies inside the rounding."""
    distance = point - limit
    return None if 0 < abs(distance) < half else sign_of(distance)


def order(one: Span, other: Span) -> Sign | None:
    """Place a rounded value against another; None where the rounding leaves it open."""
    need_same_unit(one.unit, other.unit)
    rounding = one.half + other.half
    if one.low > other.high and one.low - other.high >= rounding:
        return 1
    if one.high < other.low and other.low - one.high >= rounding:
        return -1
    exact = rounding == 0 and one.low == one.high == other.low == other.high
    return 0 if exact else None


def look_alike(one: Span, other: Span) -> bool:
    """Tell whether two figures whose order is open count as equal: two values, or the same range twice."""
    return (one.is_point and other.is_point) or (one.low, one.high) == (other.low, other.high)


def rank_order(one: Rank, other: Rank) -> Sign:
    """Place a rank against another, 1 the better; raise CannotTell where they are not comparable."""
    if one == other:
        return 0
    texts = f"{format_value(one)} mot {format_value(other)}"
    if one.of is not None and other.of is not None and one.of != other.of:
        raise CannotTell(f"{texts}: platser bland olika många går inte att jämföra")
    if one.top or other.top:
        raise CannotTell(f"{texts}: den exakta placeringen framgår inte")
    return sign_of(Decimal(other.place - one.place))


def places(amount: Quantity) -> int:
    """Return how many places in a ranking an amount such as `1 plats` is; raise CannotTell where it is none."""
    if amount.unit not in {"plats", "platser"} or amount.number != int(amount.number):
        raise CannotTell(f"{format_quantity(amount)} är inget antal platser")
    return int(amount.number)


def than(sign: Sign, unit: str) -> str:
    """Say how two figures of a unit relate, up to the second one."""
    if sign == 0:
        return "lika med"
    if unit in _AMOUNTS:
        return "mer än" if sign > 0 else "mindre än"
    if unit in _FIGURES or " " in unit or "/" in unit:
        return "högre än" if sign > 0 else "lägre än"
    return "fler än" if sign > 0 else "färre än"


def is_amount(unit: str) -> bool:
    """Tell whether figures of a unit are counts or sums, which grow as the year goes, also where shared out (kr/invånare).

    Shares, indices, times, and what is told per day or another time do not grow.
    """
    counted, *per = _PER.split(unit)
    if any(each in _PER_TIME for each in per):
        return False
    return counted not in _FIGURES | _TIMES and " " not in counted


def rank_than(sign: Sign) -> str:
    """Say how two ranks relate, up to the second one."""
    return {1: "bättre än", 0: "lika med", -1: "sämre än"}[sign]


def too_close(one: Span, other: Span) -> str:
    """Say why the order of two figures is open."""
    if one.is_point and other.is_point:
        return "skillnaden är mindre än den tryckta noggrannheten"
    return "intervallen går inte att skilja åt"


def note(mark: str | None) -> str:
    """Write the mark of a figure, such as *räknat*, as it follows the figure in a sentence."""
    return f" ({mark})" if mark else ""


@dataclass(frozen=True)
class _Manner:
    """How a change is valued and shown: which way is good, what is no change, the figures' notes and the earlier's name."""

    better: Better
    tolerance: Quantity | None
    now: str
    before: str
    name: str


def change(
    current: Figure | None,
    previous: Figure | None,
    better: Better,
    tolerance: Quantity | None = None,
    marks: tuple[str, str] = ("", ""),
    name: str = "föregående värde",
) -> Change:
    """Say how a value has moved since the one before; what cannot be told gives its reason, never an error.

    Only what is exactly equal (counts, ranks, words), or within `tolerance`, is *oförändrad*; a difference
    below the printed precision cannot be told. The tolerance is in the unit of the difference, or in % of the
    earlier value where the values themselves are no percentages, or in places. Where neither way is good the kinds are
    *ökat* and *minskat*; a rank is always better the lower it is. Groups must all have moved alike. `marks`
    are what the sentence says of `current` and `previous`, such as *räknat*, and `name` what it calls `previous`.
    """
    return _change_or_why(current, previous, _Manner(better, tolerance, note(marks[0]), note(marks[1]), name))


def _change_or_why(current: Figure | None, previous: Figure | None, manner: _Manner) -> Change:
    try:
        return _change(current, previous, manner)
    except CannotTell as answer:
        return Change("kan inte avgöras", str(answer))


def _change(current: Figure | None, previous: Figure | None, manner: _Manner) -> Change:
    now = known(current, "utfallet")
    if previous is None:
        raise CannotTell(NO_EARLIER)
    before = known(previous, manner.name)
    if isinstance(now, Mapping) or isinstance(before, Mapping):
        return _change_of_groups(now, before, manner)
    if isinstance(now, Rank) and isinstance(before, Rank):
        return _change_of_ranks(now, before, manner)
    if isinstance(now, Word) and isinstance(before, Word) and now.text.lower() == before.text.lower():
        return Change("oförändrad", _sentence(now, "lika med", before, manner))
    return _change_of_numbers(now, before, manner)


def _sentence(now: Value, relation: str, before: Value, manner: _Manner) -> str:
    earlier = f"{manner.name}, {format_value(before)}{manner.before}"
    return f"{format_value(now)}{manner.now} är {relation} {earlier}"


def _change_of_ranks(now: Rank, before: Rank, manner: _Manner) -> Change:
    placed = rank_order(now, before)
    if manner.tolerance is not None and abs(now.place - before.place) <= places(manner.tolerance):
        near = f"{format_value(now)}{manner.now} mot {manner.name}, {format_value(before)}{manner.before}"
        return Change("oförändrad", f"{near}: skillnaden ryms inom {format_quantity(manner.tolerance)}")
    return Change(_kind(placed, "högt"), _sentence(now, rank_than(placed), before, manner))


def _change_of_groups(now: Value | Grouped, before: Value | Grouped, manner: _Manner) -> Change:
    if not isinstance(now, Mapping) or not isinstance(before, Mapping) or not now:
        raise CannotTell("bara det ena värdet är redovisat per grupp")
    parts = {group: _change_or_why(figure, before.get(group), manner) for group, figure in now.items()}
    kinds = {part.kind for part in parts.values()}
    if len(kinds) > 1:
        listed = ", ".join(f"{group} {part.kind}" for group, part in parts.items())
        raise CannotTell(f"grupperna har inte ändrats på samma sätt: {listed}")
    return Change(kinds.pop(), "; ".join(f"{group}: {part.reason}" for group, part in parts.items()))


def _change_of_numbers(current: Value, previous: Value, manner: _Manner) -> Change:
    now, before = span(current, "utfallet", manner.now), span(previous, manner.name, manner.before)
    sign, earlier = order(now, before), f"{manner.name}, {before.shown}"
    if manner.tolerance is not None and within(now, before, manner.tolerance):
        allowed = format_quantity(manner.tolerance)
        return Change("oförändrad", f"{now.shown} mot {earlier}: skillnaden ryms inom {allowed}")
    if sign is None:
        raise CannotTell(f"{now.shown} mot {earlier}: {too_close(now, before)}")
    return Change(_kind(sign, manner.better), f"{now.shown} är {than(sign, now.unit)} {earlier}")


def within(now: Span, before: Span, tolerance: Quantity) -> bool:
    """Tell whether two printed figures differ by no more than a tolerance; none is a share of nothing or less."""
    if tolerance.unit == "%" and before.unit != "%" and before.low <= 0:
        return False
    upper, lower = moved(before, tolerance), moved(before, tolerance, -1)
    return lower.low <= now.low <= upper.low and lower.high <= now.high <= upper.high


def _kind(sign: Sign, better: Better) -> ChangeKind:
    if sign == 0:
        return "oförändrad"
    if better == "inget":
        return "ökat" if sign > 0 else "minskat"
    return "förbättrad" if sign == GOOD[better] else "försämrad"
