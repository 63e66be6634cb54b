"""Notes set into a drawn page, each where the thing that it is about stands, and HTML lets a line of text stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ELEMENT = re.compile(r'<(?P<name>[a-z][a-z0-9]*)(?:\s[^<>]*?)?\sid="(?P<id>[^"<>]+)"[^<>]*>')
_BOX = re.compile(
    r'<(?P<name>tr|td|th|li|article|section(?= class="vp-rakning")|div(?= class="vp-avvikelse))\b[^<>]*>'
)
"""Elements that are of one thing: a row, a cell, an item, a card, a bar of counts, a contradiction."""
_ROW, _CELL = re.compile(r"<tr\b[^<>]*>"), re.compile(r"<(?P<name>t[dh])\b[^<>]*>")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
"""Elements that a note follows, and that hold what stands until the next one with an id."""
_LAST = frozenset({"td", "th", "p", "caption", "dd", "dt"})
"""Elements that a note ends: none of them can hold another of its name."""
_FIRST = frozenset({"li", "article", "section", "div", "aside", "nav", "span", "b", "a"})
"""Elements that a note begins; it stands before every other."""
MOST_BOXES = 4
"""So many boxes back one is looked for that is still open where the words stand."""


@dataclass(frozen=True)
class Spot:
    """Where on a page something stands.

    With an `id` alone it is the element that has it. With `links` or a `text` it is each row, item or card that holds
    all of the links, or the text as the whole of a name; with an id too, only in what stands under that. `cell` is a row
    and a cell of the table at the id, both counted from 0.
    """

    id: str = ""
    links: tuple[str, ...] = ()
    text: str = ""
    cell: tuple[int, int] | None = None


@dataclass(frozen=True, eq=False)
class Drawn:
    """A page that is drawn: `html` is what our own templates have made, attributes in double quotes, their text escaped."""

    html: str

    @cached_property
    def ids(self) -> Mapping[str, re.Match[str]]:
        """The elements that have an id, by it."""
        return {found["id"]: found for found in _ELEMENT.finditer(self.html)}

    def places(self, spot: Spot) -> tuple[int, ...]:
        """Return where the notes of a spot go, as positions in the page; none where it is not there.

        The links and the text of the spot are as they stand in the page.
        """
        element = self.ids.get(spot.id)
        if spot.id and element is None:
            return ()
        if element and spot.cell:
            return tuple(self._cell(element, *spot.cell))
        if element and not spot.links and not spot.text:
            return (_place(self.html, element),)
        start, end = self._under(element) if element else (0, len(self.html))
        boxes = {box.start(): box for box in self._boxes_of(spot, start, end)}
        return tuple(_place(self.html, box) for box in boxes.values())

    def noted(self, notes: Mapping[int, str]) -> str:
        """Return the page with notes at positions, each of them HTML of words and links alone."""
        pieces, end = [], 0
        for at, note in sorted(notes.items()):
            pieces += [self.html[end:at], note]
            end = at
        return "".join([*pieces, self.html[end:]])

    @cached_property
    def _headings(self) -> list[int]:
        return [found.start() for found in self.ids.values() if found["name"] in _HEADINGS]

    @cached_property
    def _boxes(self) -> list[re.Match[str]]:
        return list(_BOX.finditer(self.html))

    @cached_property
    def _starts(self) -> list[int]:
        return [box.start() for box in self._boxes]

    def _under(self, element: re.Match[str]) -> tuple[int, int]:
        """Return from where to where what stands under an element does: to the next heading with an id, or to its end."""
        start = element.end()
        if element["name"] in _HEADINGS:
            return start, next((at for at in self._headings if at > start), len(self.html))
        end = self.html.find(f"</{element['name']}>", start)
        return start, end if end >= 0 else len(self.html)

    def _boxes_of(self, spot: Spot, start: int, end: int) -> Iterator[re.Match[str]]:
        first = (
            rf'href="{re.escape(spot.links[0])}"'
            if spot.links
            else rf"(?<=[>\s]){re.escape(spot.text)}(?=\s*<)"
        )
        for found in re.compile(first).finditer(self.html, start, end):
            box = self._around(found.start(), start)
            if box is None:
                continue
            close = self.html.find(f"</{box['name']}>", found.end())
            if all(f'href="{link}"' in self.html[box.end() : close] for link in spot.links[1:]):
                yield box

    def _around(self, at: int, start: int) -> re.Match[str] | None:
        """Return the nearest box that is open at a position, and begins after another."""
        before = bisect_left(self._starts, at)
        for box in reversed(self._boxes[max(0, before - MOST_BOXES) : before]):
            if box.start() >= start and self.html.find(f"</{box['name']}>", box.end(), at) < 0:
                return box
        return None

    def _cell(self, element: re.Match[str], row: int, column: int) -> Iterator[int]:
        start, end = self._under(element)
        body = self.html.find("<tbody>", start, end)
        rows = [found.end() for found in _ROW.finditer(self.html, body, end)] if body >= 0 else []
        if row < len(rows):
            last = self.html.find("</tr>", rows[row])
            cells = list(_CELL.finditer(self.html, rows[row], last))
            yield from (_place(self.html, cell) for cell in cells[column : column + 1])


def _place(html: str, element: re.Match[str]) -> int:
    """Return where the note of an element goes."""
    name = element["name"]
    close = f"</{name}>"
    if name in _HEADINGS:
        return html.index(close, element.end()) + len(close)
    if name in _LAST:
        return html.index(close, element.end())
    if name == "tr":
        cell = re.compile(r"</t[dh]>").search(html, element.end())
        return cell.start() if cell else element.end()
    return element.end() if name in _FIRST else element.start()
