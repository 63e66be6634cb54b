"""What a proposal changes, told where it stands: at each element, and at the top of each document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vpgen.pages import Link
from vpgen.pages.addresses import CHANGES
from vpgen.pages.told import count, owner_id, owner_pages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vpgen.lifelines import Piece
    from vpgen.pages.look import Look
    from vpgen.pages.told import Item, Told
    from vpgen.review import ChangeView

IN_PLACE = {"utslag": "regelns utslag", "föreslagen status": "status enligt regeln"}
"""Consequences that are told where they stand; the others have no line of their own on a page."""


@dataclass(frozen=True)
class NoteLine:
    """One change as it is told in place: what became of it, of which field, its marked words or both values."""

    link: Link
    field: str
    words: tuple[Piece, ...]
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Summary:
    """What is said at the top of a document: how much of it has changed, and what is not there any longer."""

    title: str
    count: Link
    dropped: tuple[Link, ...]


@dataclass(frozen=True)
class Notes:
    """All that is said in place, by the address of the page: lines by the id of their element, and summaries.

    Lines without an id are of the page.
    """

    lines: Mapping[str, Mapping[str, tuple[NoteLine, ...]]]
    summaries: Mapping[str, tuple[Summary, ...]]


def make_notes(look: Look, told: Told) -> Notes:
    """Return what is said of a proposal in place: at each element that it changes, and at the top of each document."""
    lines: dict[str, dict[str, tuple[NoteLine, ...]]] = {}
    for item in (item for items in told.items.values() for item in items):
        if item.change.what != "borttagen" and item.change.address:
            _add(lines, item.change.address, _line(item))
    for id_, follow, view in told.follows:
        if follow.what in IN_PLACE and follow.address:
            link = Link("Följd av förslaget", f"{CHANGES}#{id_}")
            line = NoteLine(link, IN_PLACE[follow.what], (), view.before, view.after)
            _add(lines, follow.address, line)
    return Notes(lines, _summaries(look, told))


def _add(lines: dict[str, dict[str, tuple[NoteLine, ...]]], address: str, line: NoteLine) -> None:
    page, _, spot = address.partition("#")
    on_page = lines.setdefault(page, {})
    on_page[spot] = (*on_page.get(spot, ()), line)


def _line(item: Item) -> NoteLine:
    change, told = item.change, item.told
    is_cell = change.element[:1] == ("ruta",) and change.field == "värde"
    field = "" if is_cell or change.field == "under" else change.field.replace("/", ", ")
    link = Link(f"{_became(told)} i förslaget", f"{CHANGES}#{item.id}")
    return NoteLine(link, field, told.words, told.before, told.after)


def _became(told: ChangeView) -> str:
    """Return what became of a thing, or of what it says that it did not, or does not any longer."""
    if told.became:
        return told.became
    if told.before is None:
        return "Nytt"
    return "Borttaget" if told.after is None else "Ändrat"


def _summaries(look: Look, told: Told) -> dict[str, tuple[Summary, ...]]:
    pages = owner_pages(look)
    found: dict[str, tuple[Summary, ...]] = {}
    for owner, items in told.items.items():
        if not items[0].change.element and items[0].told.became:
            continue  # The document itself is new or gone: that is all there is to say.
        dropped = tuple(
            Link(item.told.name, f"{CHANGES}#{item.id}") for item in items if item.change.what == "borttagen"
        )
        counted = Link(count(items), f"{CHANGES}#{owner_id(owner)}")
        for page in pages.get(owner, ()):
            found[page] = (*found.get(page, ()), Summary(items[0].told.document, counted, dropped))
    return found
