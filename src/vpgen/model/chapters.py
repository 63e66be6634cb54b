"""Chapters as authors write them: headings, running text, and what stands among it, in the printed order."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, PlainValidator

from vpgen.model.fields import Entry, Id, Keyed, Line, Reference, choice, problem
from vpgen.model.owned import Owned
from vpgen.source import Map, Seq, Text

CHAPTER_KINDS = ("kapitel", "händelse", "utmaning", "bilaga")
PLACED = ("vision", "mål", "bidrag", "sammanfattning", "internkontroll", "isk-bedömning")
"""What a document has once, and a chapter places."""

ChapterKind = Annotated[str, PlainValidator(choice(*CHAPTER_KINDS))]


class ItemEntry(Entry):
    """One thing in a chapter: a text (or the name of its Markdown file), a table, or a part that is placed."""

    text: Reference | None = None
    table: Reference | None = Field(None, alias="tabell")
    placed: Annotated[str, PlainValidator(choice(*PLACED))] | None = Field(None, alias="visa")


def _items(raw: object) -> object:
    """Read a list whose items are words, or one field each: by number, so that a problem knows which."""
    if not isinstance(raw, Seq):
        hint = "skriv varje del på en egen rad efter ett bindestreck: - tabell: driftbudget, eller: - mål"
        raise problem("fel-typ", "här ska det stå en lista", hint)
    numbered = Map(raw.place)
    for number, (item, place) in enumerate(zip(raw, raw.item_places, strict=True)):
        if item is None:
            continue  # what was wrong with it is told already
        key = str(number)
        numbered.key_places[key] = numbered.value_places[key] = place
        if isinstance(item, Text):
            numbered[key] = Map(place)
            numbered[key]["visa"] = item
            numbered[key].key_places["visa"] = numbered[key].value_places["visa"] = place
        else:
            numbered[key] = item
    return numbered


Items = Annotated[dict[str, ItemEntry], BeforeValidator(_items)]


class ChapterEntry(Owned):
    """A chapter. Without `under` it stands under the chapter whose number begins its own."""

    kind: ChapterKind = Field("kapitel", alias="sort")
    number: Line | None = Field(None, alias="nr")
    heading: Line = Field(alias="rubrik")
    under: Reference | None = None
    text: Reference | None = None
    items: Items = Field(default_factory=dict, alias="innehåll")


class ContributionTextEntry(Owned):
    """What one part of the organisation does for one goal, and what makes it hard."""

    text: Reference | None = None
    challenges: Reference | None = Field(None, alias="utmaningar")


class ContributionEntry(Owned):
    """A part of the organisation, and what it contributes to each goal; `other` stands last, under the heading Övrigt."""

    name: Line = Field(alias="namn")
    text: Reference | None = None
    goals: Annotated[dict[Id, ContributionTextEntry], Keyed] = Field(alias="mål")
    other: Reference | None = Field(None, alias="övrigt")
