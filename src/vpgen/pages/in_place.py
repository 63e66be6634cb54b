"""What a proposal changes, told where it stands: at each element on every page that shows it, and at the top of each document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vpgen.facts.labels import label
from vpgen.pages import Link
from vpgen.pages.addresses import CHANGES
from vpgen.pages.told import count, owner_id, owner_pages
from vpgen.pages.whereabouts import Whereabouts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vpgen.consequences import Consequence
    from vpgen.lifelines import Piece
    from vpgen.marking import Spot
    from vpgen.pages.look import Look
    from vpgen.pages.told import Item, Told
    from vpgen.review import ChangeView, ConsequenceView

FOLLOWS = {
    "utslag": "regelns utslag",
    "föreslagen status": "status enligt regeln",
    "utveckling": "utvecklingen",
}
"""What is said of what follows at the thing itself; the rest is told by its name."""


@dataclass(frozen=True)
class NoteLine:
    """One change as it is told in place: what became of it, of which field, its marked words or both values.

    `name` is what it is of, for where it does not stand at the thing itself; `is_named` where it is always said.
    """

    link: Link
    name: str
    field: str
    words: tuple[Piece, ...]
    before: str | None
    after: str | None
    alarms: tuple[str, ...] = ()
    is_named: bool = False

    @property
    def has_values(self) -> bool:
        """Whether there is anything to say of what it was or is."""
        return bool(self.words) or self.before is not None or self.after is not None


@dataclass(frozen=True)
class Note:
    """A line for a page, with the spots of which the first that is found is where it goes.

    `is_needed`: where none of them is found it goes to the top of the page.
    """

    line: NoteLine
    spots: tuple[Spot, ...]
    is_needed: bool


@dataclass(frozen=True)
class Summary:
    """What is said at the top of a document: how much of it has changed, and what is not there any longer."""

    title: str
    count: Link
    dropped: tuple[Link, ...]


@dataclass(frozen=True)
class Notes:
    """All that is said in place, by the address of the page: lines with their spots, and summaries."""

    lines: Mapping[str, tuple[Note, ...]]
    summaries: Mapping[str, tuple[Summary, ...]]


def make_notes(look: Look, told: Told) -> Notes:
    """Return what is said of a proposal in place: at each element that it changes, and at the top of each document."""
    after, before = (Whereabouts(each.register) for each in (look.results, told.preview.before))
    found: dict[str, dict[Note, None]] = {}
    for item in (item for items in told.items.values() for item in items):
        where = before if item.change.what == "borttagen" else after
        for stand in where.of_change(item.change):
            note = Note(_line(item), stand.spots, stand.is_needed)
            found.setdefault(stand.page, {})[note] = None
    for id_, follow, view in told.follows:
        for stand in after.of_consequence(follow, look.findings):
            note = Note(_follow_line(id_, follow, view), stand.spots, stand.is_needed)
            found.setdefault(stand.page, {})[note] = None
    lines = {page: tuple(notes) for page, notes in found.items()}
    return Notes(lines, _summaries(look, told))


def _line(item: Item) -> NoteLine:
    change, told = item.change, item.told
    is_cell = change.element[:1] == ("ruta",) and change.field == "värde"
    field = "" if is_cell or change.field == "under" else label(change.field)
    link = Link(f"{_became(told)} i förslaget", f"{CHANGES}#{item.id}")
    is_gone = change.what == "borttagen"
    # The name of a whole thing says what it is; that of a field is said beside it.
    return NoteLine(
        link,
        told.name if is_gone else change.name,
        field,
        told.words,
        told.before,
        told.after,
        told.alarms,
        is_gone,
    )


def _follow_line(id_: str, follow: Consequence, view: ConsequenceView) -> NoteLine:
    address = f"{CHANGES}#{id_}"
    if follow.what == "avvikelse":
        became = f"{'Ny' if follow.before is None else 'Ändrad'} avvikelse" if follow.after else "Borta"
        link = Link(f"{became} i förslaget", address)
        told = view.sentence or view.after or view.name
        return NoteLine(link, told, "", (), None, None, is_named=not follow.after)
    link = Link("Följd av förslaget", address)
    if view.sentence:
        return NoteLine(link, view.sentence, "", (), None, None, is_named=True)
    field = FOLLOWS.get(follow.what, "")
    name = view.name
    if follow.what in {"räkning", "sammanfattning"}:
        # Where it stands says of which document it is.
        name = name.partition(", ")[0]
    return NoteLine(link, name, field, (), view.before, view.after, is_named=not field)


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
