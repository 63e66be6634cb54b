"""What readers call what authors write: the keys of fields, the words in them, and what a field says unwritten."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vpgen.facts.fact import Element

_LABELS = {
    "bra": "önskad riktning",
    "sort": "slag",
    "är": "slag",
    "nr": "nummer",
    "under": "står under",
    "listrubrik": "rubrik över punkterna",
    "avser": "tid",
    "gäller": "vad värdet gäller",
    "långsiktigt": "långsiktigt målvärde",
    "långsiktigt år": "år för det långsiktiga målvärdet",
    "utanför": "utanför intervallet",
    "exakt": "exakt värde",
    "räknat": "uträknat ur andra värden",
    "preliminär": "preliminärt",
    "tidigare": "tidigare period",
    "tolkning": "så har värdet tolkats",
    "klart": "klart senast",
    "mäts": "mäts när",
    "nästa": "nästa mätning",
    "utveckling": "förändringspil",
    "övergripande": "regionövergripande",
    "utfallsår": "antal år med utfall i tabellerna",
    "fullständig": "hela dokumentet är inskrivet",
    "ordning": "ordning under målen",
    "nått": "räknas som nått",
    "saknas": "används när värdet saknas",
    "lyfts": "behöver uppmärksamhet",
    "läs": "läses som",
}
"""Keys that are no words for a reader, by what they are called instead."""
_WORDS = {
    ("bra", "högt"): "högre är bättre",
    ("bra", "lågt"): "lägre är bättre",
    ("bra", "inget"): "ingen angiven",
}
"""What the words of a field mean to a reader, where the field and the word do not say it."""
_UNWRITTEN = {
    "bra": "ingen angiven",
    "enhet": "ingen",
    "utanför": "okänt",
    "räknat": "nej",
    "preliminär": "nej",
    "övergripande": "nej",
    "fullständig": "ja",
    "publicering": "publik",
    "övergripande kallas": "regionövergripande",
    "ordning": "text uppdrag indikatorer aktiviteter",
}
"""What fields say that nobody has written, in the words of a reader, wherever they stand."""
_UNWRITTEN_OF = {
    ("kapitel", "sort"): "kapitel",
    ("symboler", "färg"): "grå",
    ("symboler", "saknas"): "nej",
    ("kolumn", "text"): "nej",
}
"""The same, of fields that say it in one sort of thing alone."""


def label(field: str) -> str:
    """Return what a reader calls a field by its key, without a capital: `bra` is "önskad riktning"."""
    return ", ".join(_LABELS.get(step, step) for step in field.split("/"))


def in_words(field: str, text: str) -> str:
    """Return what a field says, in words for a reader: `lågt` of `bra` is "lägre är bättre"."""
    return _WORDS.get((field, text), text)


def unwritten(element: Element, field: str) -> str | None:
    """Return what a field of a thing says where nobody has written it, in words; None where that is nothing."""
    last = field.rpartition("/")[2]
    return _UNWRITTEN_OF.get((element[0] if element else "", field)) or _UNWRITTEN.get(last)


def before_field(name: str) -> str:
    """Return the name of a thing as it stands before a comma: without the full stop that ends a sentence."""
    return name[:-1] if name.endswith(".") and not name.endswith("..") else name
