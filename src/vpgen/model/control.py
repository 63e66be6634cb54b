"""Internal control as authors write it: risks with measures in a plan, and what became of them in a follow-up."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field, PlainValidator

from vpgen.model.fields import Entry, Id, Ids, Keyed, Line, Name, Prose, YesNo, choice, problem
from vpgen.model.owned import Owned

EFFECTS = ("ja", "delvis", "nej", "ej besvarad")
SUFFICIENT = ("tillräcklig", "delvis tillräcklig", "inte tillräcklig", "ej bedömd", "okänd")

GRADES = ("1", "2", "3", "4", "5")


def _grade(raw: object) -> int:
    text = str(raw).strip()
    if text not in GRADES:
        raise problem("ogiltigt-tal", f"”{text}” är ingen siffra mellan 1 och 5", "skriv 1, 2, 3, 4 eller 5")
    return int(text)


Grade = Annotated[int, PlainValidator(_grade)]
EARLIER = re.compile(r"(?:(?P<body>.+)/)?(?P<year>\d{4})/(?P<id>[^/]+)")

Effect = Annotated[str, PlainValidator(choice(*EFFECTS))]


class MeasureEntry(Owned):
    """A measure against a risk; the text of a region-wide one is inherited where the board leaves it out."""

    text: Line | None = None
    wording: Line | None = Field(None, alias="lydelse")
    region_wide: YesNo = Field(default=False, alias="regionövergripande")
    method: Line | None = Field(None, alias="metod")
    due: Line | None = Field(None, alias="klart")


class RiskEntry(Owned):
    """A risk; a region-wide one is written once, at the executive board, and others name it by its id."""

    area: Line | None = Field(None, alias="område")
    text: Line | None = Field(None, alias="risk")
    wording: Line | None = Field(None, alias="lydelse")
    region_wide: YesNo = Field(default=False, alias="regionövergripande")
    probability: Grade | None = Field(None, alias="sannolikhet")
    consequence: Grade | None = Field(None, alias="konsekvens")
    measures: Annotated[dict[Id, MeasureEntry], Keyed] = Field(default_factory=dict, alias="åtgärder")
    continues: Ids = Field((), alias="fortsätter")


class ControlPlanEntry(Entry):
    """The internal-control plan. `dropped` says of each risk of an earlier year that is gone why it is."""

    risks: Annotated[dict[Id, RiskEntry], Keyed] = Field(default_factory=dict, alias="risker")
    dropped: dict[Name, Line] = Field(default_factory=dict, alias="utgår")


class MeasureReportEntry(Owned):
    """What became of a measure: its status in the legend's words, and whether it had the effect that was meant."""

    status: Line | None = None
    effect: Effect | None = Field(None, alias="effekt")
    comment: Prose | None = Field(None, alias="kommentar")


class RiskReportEntry(Owned):
    """What became of a risk."""

    comment: Prose | None = Field(None, alias="kommentar")
    measures: Annotated[dict[Id, MeasureReportEntry], Keyed] = Field(default_factory=dict, alias="åtgärder")


class ControlReportEntry(Entry):
    """The follow-up of internal control, with the judgement (ISK-bedömning) whether it was sufficient."""

    risks: Annotated[dict[Id, RiskReportEntry], Keyed] = Field(default_factory=dict, alias="risker")
    sufficient: Annotated[str, PlainValidator(choice(*SUFFICIENT))] | None = Field(None, alias="bedömning")
    motivation: Prose | None = Field(None, alias="motivering")


def earlier_risk(key: str, body: str) -> tuple[str, int, str] | None:
    """Return whose, of which year and which risk a key of `utgår` names: `år/id` of the body's own, or `nämnd/år/id`."""
    found = EARLIER.fullmatch(key)
    return (found["body"] or body, int(found["year"]), found["id"]) if found else None
