"""What an outcome, a target or an earlier value may be: a quantity, a range, a rank, a word, or missing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, assert_never, cast, get_args

from vpgen.numbers import NumberError, Quantity, format_quantity, parse_quantity

MissingKind: TypeAlias = Literal["saknas", "ej bedömd", "ej redovisad", "okänd"]


@dataclass(frozen=True)
class Range:
    """Two quantities of the same unit; `falling` where the source prints the higher one first."""

    low: Quantity
    high: Quantity
    falling: bool = False


@dataclass(frozen=True)
class Rank:
    """A place in a ranking, 1 the best; `top` where only "among the first `place`" is said."""

    place: int
    of: int | None = None
    top: bool = False


@dataclass(frozen=True)
class Word:
    """A text without any digit, such as ”Helt” or ”Ja”."""

    text: str


@dataclass(frozen=True)
class Missing:
    """No value, and why: `reason` is a Swedish text, empty where none was given."""

    kind: MissingKind
    reason: str = ""


Value: TypeAlias = Quantity | Range | Rank | Word
Grouped: TypeAlias = Mapping[str, Value | Missing]

_RANK = re.compile(
    r"(?P<lead>topp |plats )?(?P<place>\d{1,4})(?: av (?P<of>\d{1,4}))?", re.IGNORECASE | re.ASCII
)
# A dash is a sign of a range after a digit or %, with a space on both sides or on neither.
_DASH = re.compile(r"(?<=[\d%])(?:–|-| – | - )(?=[−-]?\d)", re.ASCII)
_BARE_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_DASHES = {"-", "–", "—", "−"}


def parse_value(text: str) -> Value:
    """Read a value; raise NumberError where a text with a digit is neither quantity, range nor rank."""
    clean = re.sub(r"[\s\u00a0\u202f\u2009]+", " ", text).strip()
    if not any(char.isdigit() for char in clean):
        return _parse_word(clean)
    rank = _RANK.fullmatch(clean)
    if rank and (rank["lead"] or rank["of"]):
        return _rank(rank)
    parts = _DASH.split(clean, maxsplit=1)
    return parse_quantity(clean) if len(parts) == 1 else parse_range(*parts)


def parse_outcome(text: str, reason: str = "") -> Value | Missing:
    """Read an outcome, which may also be one of the words for a missing value, with its `reason`."""
    word = text.strip().lower()
    if word in get_args(MissingKind):
        return Missing(cast("MissingKind", word), reason)
    return parse_value(text)


def format_value(value: Value) -> str:
    """Write a value in Swedish."""
    match value:
        case Quantity():
            return format_quantity(value)
        case Range(low, high, falling):
            first, last = (high, low) if falling else (low, high)
            shared = (first.scale, first.unit) == (last.scale, last.unit)
            start = replace(first, scale=1, unit="") if shared else first
            return f"{format_quantity(start)}–{format_quantity(last)}"
        case Rank(place, of, top):
            return f"{'topp' if top else 'plats'} {place}" + ("" if of is None else f" av {of}")
        case Word(text):
            return text
        case _:
            assert_never(value)


def _parse_word(text: str) -> Word:
    if not text or text in _DASHES:
        raise NumberError(
            "ett streck eller en tom text är inget värde",
            "skriv saknas och en orsak, eller utelämna värdet tills det finns",
        )
    if text.lower() in get_args(MissingKind):
        raise NumberError(f"”{text}” är inget värde", "skriv ett tal eller ett ord, eller utelämna värdet")
    if not any(char.isalpha() for char in text):
        raise NumberError(f"”{text}” är inget värde", "skriv ett tal eller ett ord")
    return Word(text)


def _rank(found: re.Match[str]) -> Rank:
    place, of = int(found["place"]), int(found["of"]) if found["of"] else None
    if place < 1 or (of is not None and place > of):
        raise NumberError(f"”{found.group()}” är ingen placering", "skriv till exempel plats 11 av 21")
    return Rank(place, of, top=(found["lead"] or "").lower() == "topp ")


def parse_range(start: str, end: str) -> Range:
    """Read a range from its two ends as printed; a unit may stand on the last one only."""
    if _BARE_YEAR.fullmatch(start) and _BARE_YEAR.fullmatch(end):
        raise NumberError(
            f"”{start}–{end}” kan vara år eller ett intervall",
            f"skriv enheten om det är ett intervall ({start}–{end} st); år hör hemma i perioden",
        )
    first, last = parse_quantity(start), parse_quantity(end)
    if not first.unit and first.scale == 1:
        first = replace(first, unit=last.unit, scale=last.scale)
    if first.unit != last.unit:
        raise NumberError(f"”{start}–{end}” har två enheter", "skriv enheten en gång, sist: 90–100 %")
    falling = first.value > last.value
    return Range(last, first, falling=True) if falling else Range(first, last)
