"""Internal control as authors write it: risks with measures in a plan, and what became of them in a follow-up."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field, PlainValidator

from vpgen.model.fields import Entry, Id, Ids, Keyed, Line, Name, Prose, WholeNumber, YesNo, choice, problem
from vpgen.model.owned import Owned

EFFECTS = ("ja", "delvis", "nej", "ej besvarad")
SUFFICIENT = ("tillräcklig", "delvis tillräcklig", "inte tillräcklig", "ej bedömd", "okänd")


def _grade(raw: object) -> int:
    text = str(raw).strip()
    if not re.fullmatch(r"[0-9]{1,3}", text):
        raise problem("ogiltigt-tal", f"”{text}” är ingen siffra", "skriv siffran i skalan, till exempel 3")
    return int(text)


def _steps(steps: dict[int, str]) -> dict[int, str]:
    if len(steps) < 2 or list(steps) != list(range(1, len(steps) + 1)):  # noqa: PLR2004 - one step is no scale
        message = "stegen ska vara minst två, numrerade 1, 2, 3 … med det lägsta först"
        raise problem("fel-skala", message, "skriv till exempel:\n1: Osannolik\n2: Möjlig\n3: Sannolik")
    return steps


Grade = Annotated[int, PlainValidator(_grade)]
Steps = Annotated[dict[WholeNumber, Line], AfterValidator(_steps)]
EARLIER = re.compile(r"(?:(?P<body>.+)/)?(?P<year>\d{4})/(?P<id>[^/]+)")

Effect = Annotated[str, PlainValidator(choice(*EFFECTS))]


class RiskScale(Entry):
    """How risks are graded: the steps in words, lowest first, and the product from which a measure is required."""

    probability: Steps = Field(alias="sannolikhet")
    consequence: Steps = Field(alias="konsekvens")
    cutoff: WholeNumber | None = Field(None, alias="åtgärdas från")

    def spares(self, value: int | None) -> bool:
        """Whether the value of a risk is known, and lower than that from which a measure is required."""
        return self.cutoff is not None and value is not None and value < self.cutoff


PLAIN_SCALE = RiskScale.model_construct(
    probability=dict.fromkeys(range(1, 6), ""), consequence=dict.fromkeys(range(1, 6), ""), cutoff=None
)
"""The scale where the organisation has not written one: five steps without words, and no cut-off."""


class MeasureEntry(Owned):
    """A measure against a risk; the text of an organisation-wide one is inherited where the board leaves it out."""

    text: Line | None = None
    wording: Line | None = Field(None, alias="lydelse")
    organisation_wide: YesNo = Field(default=False, alias="övergripande")
    method: Line | None = Field(None, alias="metod")
    due: Line | None = Field(None, alias="klart")


class RiskEntry(Owned):
    """A risk; an organisation-wide one is written once, at the executive board, and others name it by its id."""

    area: Line | None = Field(None, alias="område")
    text: Line | None = Field(None, alias="risk")
    wording: Line | None = Field(None, alias="lydelse")
    organisation_wide: YesNo = Field(default=False, alias="övergripande")
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
