"""An adopted rule as authors write it: each level of a scale, and what it asks for."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal, TypeAlias, TypeVar

from pydantic import AfterValidator, Field, PlainValidator

from vpgen.model.fields import Entry, Line, Name, problem
from vpgen.numbers import NumberError, Quantity, parse_quantity

ConditionKind: TypeAlias = Literal["nått", "inom acceptabel avvikelse", "av målvärdet", "annars"]

Asked = TypeVar("Asked", Decimal, "Condition")

OTHERWISE = "annars"
OF_TARGET = " av målvärdet"
WHOLE = Decimal(100)


@dataclass(frozen=True)
class Condition:
    """What an indicator's level asks for. `least` is the percentage of the target, only where that is what is asked."""

    kind: ConditionKind
    least: Decimal | None = None

    def covers(self, other: Condition) -> bool:
        """Whether whatever meets another condition meets this one too."""
        if self.least is not None and other.least is not None:
            return self.least <= other.least
        kinds = (self.kind, other.kind)
        return self.kind == "annars" or kinds == ("inom acceptabel avvikelse", "nått") or self == other


def _percentage(text: str) -> Decimal | None:
    """Read `minst 80 %`; None where it is anything else."""
    if not text.startswith("minst "):
        return None
    try:
        share: Quantity = parse_quantity(text.removeprefix("minst "))
    except NumberError:
        return None
    return share.number if share.unit == "%" and share.number > 0 else None


def _words(raw: object) -> str:
    return " ".join(str(raw).split()).lower() if isinstance(raw, str) else ""


def _share(raw: object) -> Decimal:
    """Read the share of a goal's parts that a level asks for: `minst 80 %`, or `annars`, which is 0."""
    text = _words(raw)
    if text == OTHERWISE:
        return Decimal(0)
    share = _percentage(text)
    if share is None or share > WHOLE:
        message = f"”{raw}” säger inte hur stor andel av indikatorerna och delmålen som ska vara nådda"
        raise problem("ogiltigt-tal", message, "skriv till exempel: minst 80 %, eller: annars")
    return share


def _condition(raw: object) -> Condition:
    text = _words(raw)
    match text:
        case "nått" | "inom acceptabel avvikelse" | "annars":
            return Condition(text)
    least = _percentage(text.removesuffix(OF_TARGET)) if text.endswith(OF_TARGET) else None
    if least is None:
        message = f"”{raw}” säger inte vad indikatorn ska ha nått"
        hint = "skriv: nått, inom acceptabel avvikelse, minst 90 % av målvärdet, eller: annars"
        raise problem("okant-val", message, hint)
    return Condition("av målvärdet", least)


def _by_level(levels: dict[str, Asked]) -> dict[str, Asked]:
    """Return what each level asks for, by its word in lower case, as the levels of a scale are known."""
    found: dict[str, Asked] = {}
    for word, asked in levels.items():
        if word.lower() in found:
            message = f"nivån ”{word}” finns redan i regeln: stora och små bokstäver skiljer inte nivåer åt"
            raise problem("dubblett-niva", message, "ta bort den ena")
        found[word.lower()] = asked
    return found


Shares = Annotated[dict[Name, Annotated[Decimal, PlainValidator(_share)]], AfterValidator(_by_level)]
Conditions = Annotated[
    dict[Name, Annotated[Condition, PlainValidator(_condition)]], AfterValidator(_by_level)
]


class RuleEntry(Entry):
    """The rule from a year on. `goals` asks for a share of a goal's indicators and sub-goals; either part may be empty."""

    decision: Line = Field(alias="beslut")
    goals: Shares = Field(default_factory=dict, alias="mål")
    indicators: Conditions = Field(default_factory=dict, alias="indikatorer")
