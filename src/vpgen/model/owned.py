"""What any element of the content may carry: who answers for it, when, and the editor's own remark."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, PlainValidator

from vpgen.model.fields import Entry, Line, OneOrMore, Prose, choice

PUBLIC, INTERNAL = "publik", "intern"

Publication = Annotated[str, PlainValidator(choice(PUBLIC, INTERNAL))]


class Owned(Entry):
    """What any element may carry: who answers for it, when, and the editor's own remark beside the document's words."""

    responsible: OneOrMore = Field((), alias="ansvarig")
    reporter: OneOrMore = Field((), alias="uppgiftslämnare")
    measured: Line | None = Field(None, alias="mäts")
    next_due: Line | None = Field(None, alias="nästa")
    remark: Prose | None = Field(None, alias="anmärkning")
    publication: Publication = Field(PUBLIC, alias="publicering")
