"""Values as canonical text: one text for one meaning, however it is spelt, at the printed precision."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from vpgen.model.fields import PrintedAs, Reading
from vpgen.model.rules import Condition
from vpgen.numbers import NumberError, Quantity, format_quantity, parse_quantity
from vpgen.periods import Period, PeriodError, parse_period, short_label
from vpgen.quoting import without_quotes
from vpgen.target_kinds import AllOf, Ambiguous, ByPerson, MeanOver, PerGroup, Printed, SomeOf, describe
from vpgen.values import Missing, Range, Rank, Word, format_value

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

    from vpgen.target_kinds import Target

_NEW_LINE = re.compile(r"\s*(?:[-*+]\s|\d+[.)]\s|#{1,6}\s|>|\||[-=*_]{3,}\s*$)")
"""What begins a line of its own in Markdown, where other lines go on with the paragraph."""
_CLOSED = re.compile(r"\s*(?:#{1,6}\s|\||[-=*_]{3,}\s*$)|.*(?:  |\\)$")
"""The lines that no other goes on with: headings, rows of tables, rules, and what ends in a hard break."""
_FENCE = re.compile(r"\s*(?:```|~~~)")
_PLAIN = re.compile(r"(?:(?:(?:[-*+]|#{1,6}) )?[^\W_][^|\\]*(?<!  )|\|[^\\]*(?<!  ))?")
"""The lines that nothing but paragraphs, headings, flat lists and framed tables are made of."""
_CODE = re.compile(r"(<pre>.*?</pre>)", re.DOTALL)


def meaning(value: object) -> str:  # noqa: C901, PLR0911, PLR0912 - one case per kind of value
    """Return a written value as its canonical text; empty for what says nothing.

    Lists are put in order: the order of elements is no fact. Raises TypeError for what no author can write.
    """
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nej"
        case str():
            return prose(value)
        case Quantity():
            return _quantity(value)
        case Period():
            return period(value)
        case Reading():
            return _reading(value)
        case Printed():
            return target(value)  # type: ignore[arg-type]
        case int() | date():
            return str(value)
        case Decimal():
            return f"minst {format_quantity(Quantity(value.normalize(), unit='%'))}" if value else "annars"
        case Condition(kind, least):
            return kind if least is None else f"{meaning(least)} av målvärdet"
        case PrintedAs(scope, when):
            return f"{scope or 'utfall'} {period(when)}"
        case tuple() | list():
            return ", ".join(sorted(meaning(each) for each in value))
        case Mapping():
            return "; ".join(sorted(f"{key}: {meaning(each)}" for key, each in value.items()))
        case _:
            raise TypeError(type(value).__name__)


def prose(text: str) -> str:
    """Return a text with the line breaks within its paragraphs joined, and those of lists, tables and code kept.

    What is returned makes the same of a page as the text: lines keep their indents and their breaks where that takes it.
    """
    if "\n" not in text:
        return " ".join(text.split())
    is_plain = all(_PLAIN.fullmatch(line) for line in text.split("\n"))
    return _joined(text, indented=False) if is_plain else _alike(text)


@lru_cache(maxsize=4096)
def _alike(text: str) -> str:
    """Return the shortest way to write a text that makes the same of a page; at worst the text itself."""
    html = _html(text)
    ways = (_joined(text, indented=each) for each in (False, True))
    return next((each for each in ways if _html(each) == html), text.strip("\n"))


def _html(text: str) -> list[str]:
    """Return what the structure of a text makes of a page; white space counts only in code."""
    parts = _CODE.split(_markdown().render(text))
    return [part if part.startswith("<pre>") else " ".join(part.split()) for part in parts]


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    """Return what reads texts as the pages do."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - most of what is compared needs none of it

    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def _joined(text: str, *, indented: bool) -> str:
    """Return a text paragraph by paragraph; `indented` with the indent that each begins with."""
    blocks = _blocks(text.strip("\n") if indented else text.strip())
    return "\n\n".join(filter(None, (_block(each, indented=indented) for each in blocks)))


def _blocks(text: str) -> list[list[str]]:
    """Return the lines of a text, paragraph by paragraph; code between fences is one."""
    blocks: list[list[str]] = [[]]
    in_code = False
    for line in text.split("\n"):
        if _FENCE.match(line):
            in_code = not in_code
        if line.strip() or in_code:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return blocks


def _block(lines: list[str], *, indented: bool) -> str:
    if any(_FENCE.match(line) for line in lines):
        return "\n".join(line.rstrip() for line in lines)
    told: list[str] = []
    is_closed = True
    for line in lines:
        words = " ".join(line.split())
        is_new = _NEW_LINE.match(line) is not None
        if is_closed or is_new:
            is_within = indented or (is_new and told)
            told.append(line[: len(line) - len(line.lstrip())] + words if is_within else words)
        else:
            told[-1] = f"{told[-1]} {words}"
        is_closed = _CLOSED.match(line) is not None
    return "\n".join(told)


def shown_prose(text: str) -> str | None:
    """Return a text as a reader meets it, without the addresses of its quotes; None where it has none."""
    plain = without_quotes(text)
    return None if plain == text else prose(plain)


def period(value: Period) -> str:
    """Return the name of a period by its dates: the same for `T1 2024` and `jan–apr 2024`."""
    return _period(value.start, value.end)


@lru_cache(maxsize=4096)
def _period(start: date, end: date) -> str:
    label = short_label(Period(start, end))
    try:
        read = parse_period(label)
    except PeriodError:
        return f"{start}–{end}"
    return label if (read.start, read.end) == (start, end) else f"{start}–{end}"


def _quantity(value: Quantity) -> str:
    """Return a number with its unit and its footnote mark, which counts."""
    text = format_quantity(value)
    return f"{text} {value.note}" if value.note else text


def _value(value: Quantity | Range | Rank | Word | Missing) -> str:
    match value:
        case Quantity():
            return _quantity(value)
        case Range(low, high) if low.note or high.note:
            return f"{format_value(value)} {low.note}{high.note}"
        case Missing(kind, reason):
            return f"{kind}: {reason}" if reason else kind
        case _:
            return format_value(value)


def _reading(reading: Reading) -> str:
    parts = [
        (period(part.period) if part.period else "", part.group or "", _value(part.value))
        for part in reading.parts
    ]
    return " · ".join(" ".join(filter(None, part)) for part in sorted(parts))


def target(value: Target) -> str:
    """Return what a target demands, with what stood in parentheses after it and the time when it is to be reached."""
    due = f" till {period(value.by)}" if value.by else ""
    why = f" ({value.explanation})" if value.explanation else ""
    return f"{_demand(value)}{due}{why}"


def _demand(value: Target) -> str:  # noqa: PLR0911 - one case per kind of target
    match value:
        case PerGroup(targets):
            return "; ".join(sorted(f"{group}: {target(each)}" for group, each in targets.items()))
        case AllOf(parts):
            return " och ".join(target(each) for each in parts)
        case SomeOf(need, parts):
            return f"minst {_quantity(need)} av: {target(parts)}"
        case MeanOver(years, inner):
            return f"{target(inner)} i medelvärde över {years} år"
        case ByPerson(demand):
            return meaning(demand)
        case Ambiguous():
            return meaning(value.text)
        case _:
            return describe(replace(value, by=None))


def printed_target(value: Target) -> str:
    """Return a target as printed, group by group."""
    match value:
        case PerGroup(targets):
            return "; ".join(f"{group}: {printed_target(each)}" for group, each in targets.items())
        case _:
            return meaning(value.text) or target(value)


@lru_cache(maxsize=65536)
def cell(text: str) -> str:
    """Return a printed cell: a number as it is read, a dash as a dash, and what cannot be read as it stands."""
    words = " ".join(text.split())
    if words in {"-", "–", "—", "−"}:
        return "–"
    try:
        return _quantity(parse_quantity(words))
    except NumberError:
        return words
