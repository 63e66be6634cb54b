"""Tables as authors write them: a heading, what the columns are, and the rows as separated text or a CSV file."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, PlainValidator

from vpgen.model.fields import Entry, Id, Keyed, Line, Name, Reference, When, WholeNumber, YesNo, choice
from vpgen.model.owned import Owned

MEASURES = ("utfall", "budget", "prognos", "avvikelse", "förändring", "annat")

Measure = Annotated[str, PlainValidator(choice(*MEASURES))]


class ColumnEntry(Entry):
    """What a column is, where its heading does not say it all. `formula` is over the ids of other columns.

    `adds_up` says whether its sums are checked; where nothing is said they are, but not those of rates and changes.
    """

    heading: Line | None = Field(None, alias="rubrik")
    group: Line | None = Field(None, alias="grupp")
    measure: Measure | None = Field(None, alias="är")
    period: When | None = Field(None, alias="avser")
    version: Line | None = None
    unit: Line | None = Field(None, alias="enhet")
    formula: Reference | None = Field(None, alias="formel")
    adds_up: YesNo | None = Field(None, alias="summeras")
    is_text: YesNo = Field(default=False, alias="text")


class CorrectionEntry(Entry):
    """What a cell that is printed wrongly should be read as, and why."""

    read_as: Line = Field(alias="läs")
    reason: Line = Field(alias="skäl")


class TableEntry(Owned):
    """A table: `rows` is separated text, or the name of a CSV file beside the document.

    Tables of the same `ledger` are compared: the same row, measure, period and version in two documents.
    `decimals` is the precision of all cells where trailing zeros are left out; `chart` the columns to draw.
    Sums are checked in the columns of a table that `adds_up`, and in those that say so themselves.
    """

    heading: Line = Field(alias="rubrik")
    unit: Line | None = Field(None, alias="enhet")
    ledger: Line | None = Field(None, alias="räkenskap")
    decimals: WholeNumber | None = Field(None, alias="decimaler")
    adds_up: YesNo = Field(default=True, alias="summeras")
    columns: Annotated[dict[Id, ColumnEntry], Keyed] = Field(default_factory=dict, alias="kolumner")
    rows: Reference = Field(alias="rader")
    corrections: Annotated[dict[Name, CorrectionEntry], Keyed] = Field(
        default_factory=dict, alias="rättelser"
    )
    notes: dict[Name, Line] = Field(default_factory=dict, alias="noter")
    chart: Reference | None = Field(None, alias="diagram")
