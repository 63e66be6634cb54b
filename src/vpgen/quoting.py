"""Figures that running text quotes: `[117 miljoner kronor](tabell:driftbudget/summa/avvikelse)`, found and named in full."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vpgen.model.content import Quote
from vpgen.model.spelling import as_id
from vpgen.problems import Place, Problem
from vpgen.source import Map, Seq, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vpgen.model.content import DocumentKey

QUOTE = re.compile(r"\[(?P<text>[^\[\]]*)\]\((?P<kind>tabell|tal):(?P<minus>[-−]?)(?P<target>[^()\s]+)\)")
_LINK = re.compile(r"(?:\[[^\[\]]*)?\]\((?P<address>[^()\n]*)\)")
_MEANT = re.compile(r"\s*(?:tabell|tal)\s*:|\s*[-−]?[\w-]+(?:/[\w-]+){2,}\s*$", re.IGNORECASE)
"""Addresses of links that are meant to quote: with the word of a quote, or of three steps as a cell has."""
OWN_CELL, OWN_FIGURE, SAME_BODY = 2, 0, 4
"""How many slashes a target has: table/row/column; a named figure; year/document before the cell."""


def quotes_in(
    text: str, document: DocumentKey, place: Place, lines: Sequence[str]
) -> tuple[str, list[Quote], list[Problem]]:
    """Return a text with every quoted target named in full, the quotes, and the links that only resemble one.

    `place` is where the text begins, in a file of these lines.
    """
    quotes: list[Quote] = []
    problems: list[Problem] = []
    end = place

    def complete(match: re.Match[str]) -> str:
        nonlocal end
        quote = QUOTE.fullmatch(match[0])
        if quote is None and not _MEANT.match(match["address"]):
            return match[0]
        spot, end = _spot(f"]({match['address']})", end, lines)
        if quote is None:
            problems.append(_misspelt(match["address"], spot))
            return match[0]
        target = complete_target(quote["kind"], quote["target"], document)
        negated = bool(quote["minus"])
        # Emphasis is how the figure looks, not what it says.
        said = quote["text"].strip(" \n*_")
        quotes.append(Quote(document, quote["kind"], target, negated, said, spot))
        return f"[{quote['text']}]({quote['kind']}:{'-' if negated else ''}{target})"

    return _LINK.sub(complete, text), quotes, problems


def _misspelt(address: str, place: Place) -> Problem:
    """Say how a link is written that seems to quote a figure, and does not."""
    before, colon, after = address.rpartition(":")
    kind = "tal" if colon and before.strip().lower() == "tal" else "tabell"
    steps = after.strip()
    minus = "-" if steps.startswith(("-", "−")) else ""
    meant = f"{kind}:{minus}{'/'.join(as_id(step) for step in steps.split('/'))}"
    hint = f"länken ska vara ({meant}), utan mellanslag"
    if meant == address:
        hint = f"skriv siffran ensam inom ett par hakparenteser: [5]({meant})"
    return Problem(place, "ogiltig-lank", f"länken ”{address}” kan inte läsas", hint)


def _spot(link: str, after: Place, lines: Sequence[str]) -> tuple[Place, Place]:
    """Return where a link begins and ends, the first one after a place; lines may have been joined since they were written."""
    for number in range(after.line, len(lines) + 1):
        line = lines[number - 1]
        at = line.find(link, after.column - 1 if number == after.line else 0)
        if at >= 0:
            begins = max(0, line.rfind("[", 0, at)) + 1
            return Place(after.file, number, begins), Place(after.file, number, at + len(link) + 1)
    return after, after


def complete_target(kind: str, target: str, document: DocumentKey) -> str:
    """Name a target in full: body path, year, document, and the cell or figure in it."""
    path, year, slug = document
    slashes = target.count("/")
    if slashes == (OWN_CELL if kind == "tabell" else OWN_FIGURE):
        return f"{path}/{year}/{slug}/{target}"
    own_year = SAME_BODY if kind == "tabell" else SAME_BODY - OWN_CELL
    return f"{path}/{target}" if slashes == own_year else target


def complete_quotes(
    data: Map, document: DocumentKey, lines: Sequence[str], quotes: list[Quote], problems: list[Problem]
) -> None:
    """Name every quoted target in a document's texts in full, in place; add the quotes and problems to those found."""
    for key, value in data.items():
        if key != "rader":  # a cell is a figure, and quotes none
            data[key] = _completed(value, document, lines, quotes, problems)


def _completed(
    value: object, document: DocumentKey, lines: Sequence[str], quotes: list[Quote], problems: list[Problem]
) -> object:
    if isinstance(value, Map):
        complete_quotes(value, document, lines, quotes, problems)
    elif isinstance(value, Seq):
        value[:] = [_completed(item, document, lines, quotes, problems) for item in value]
    elif isinstance(value, Text) and "](" in value:
        text, found, wrong = quotes_in(value, document, value.place, lines)
        quotes += found
        problems += wrong
        return Text(text, value.place, value.plain)
    return value


def has_quote(text: str) -> bool:
    """Whether a text refers to a figure, or seems to."""
    return any(QUOTE.fullmatch(link[0]) or _MEANT.match(link["address"]) for link in _LINK.finditer(text))


def without_quotes(text: str) -> str:
    """Return a text with the words of its quotes, but not what they refer to."""
    return QUOTE.sub(lambda quote: quote["text"], text)


def split_target(target: str) -> tuple[DocumentKey, str] | None:
    """Return the document and what is quoted from it; None where the target is not complete."""
    found = re.fullmatch(r"(?P<path>.+)/(?P<year>\d{4})/(?P<slug>[a-z0-9-]+)/(?P<rest>.+)", target)
    return ((found["path"], int(found["year"]), found["slug"]), found["rest"]) if found else None
