"""Notes set into a drawn page, each at the element with its id, where HTML lets a line of text stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_ELEMENT = re.compile(r'<(?P<name>[a-z][a-z0-9]*)(?:\s[^<>]*?)?\sid="(?P<id>[^"<>]+)"[^<>]*>')
_AFTER = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
"""Elements that a note follows."""
_LAST = frozenset({"td", "th", "p", "caption", "dd", "dt"})
"""Elements that a note ends: none of them can hold another of its name."""
_FIRST = frozenset({"li", "article", "section", "div", "aside", "nav", "span", "b", "a"})
"""Elements that a note begins; it stands before every other."""


@dataclass(frozen=True)
class Marked:
    """A page with its notes; `missed` are the ids that are not on it, whose notes are not there."""

    html: str
    missed: tuple[str, ...]


def mark(html: str, notes: Mapping[str, str]) -> Marked:
    """Set each note, as HTML of words and links alone, at the element with its id.

    `html` is what our own templates have drawn: attributes in double quotes, their text escaped.
    """
    elements = {found["id"]: found for found in _ELEMENT.finditer(html)}
    placed = [(_place(html, elements[id_]), note) for id_, note in notes.items() if id_ in elements]
    pieces, end = [], 0
    for at, note in sorted(placed, key=lambda each: each[0]):
        pieces += [html[end:at], note]
        end = at
    return Marked("".join([*pieces, html[end:]]), tuple(id_ for id_ in notes if id_ not in elements))


def ids_of(html: str) -> frozenset[str]:
    """Return the ids of the elements of a page."""
    return frozenset(found["id"] for found in _ELEMENT.finditer(html))


def _place(html: str, element: re.Match[str]) -> int:
    """Return where the note of an element goes."""
    name = element["name"]
    close = f"</{name}>"
    if name in _AFTER:
        return html.index(close, element.end()) + len(close)
    if name in _LAST:
        return html.index(close, element.end())
    if name == "tr":
        cell = re.compile(r"</t[dh]>").search(html, element.end())
        return cell.start() if cell else element.end()
    return element.end() if name in _FIRST else element.start()
