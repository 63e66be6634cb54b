"""The pages of a preview: each with the banner of a draft, and what the proposal changes told where it stands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vpgen.marking import ids_of, mark
from vpgen.pages.addresses import CHANGES, NOT_FOUND
from vpgen.pages.in_place import make_notes
from vpgen.pages.navigation import Branch, make_tree
from vpgen.pages.proposal import TITLE, proposal_page
from vpgen.pages.site_map import make_pages, make_site_tree
from vpgen.pages.told import tell
from vpgen.stamping import MAIN_HEADING_ID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vpgen.pages import Page
    from vpgen.pages.in_place import Notes
    from vpgen.pages.look import Look
    from vpgen.pages.navigation import Tree
    from vpgen.preview import Preview
    from vpgen.render import Renderer
    from vpgen.stamping import Slots


def draw_preview(look: Look, preview: Preview, renderer: Renderer) -> Iterator[tuple[Page, Slots]]:
    """Yield every page of a preview, drawn, the page of all changes last.

    There is no page for what is missing: it would have to know the folder that the preview is put in.
    """
    told = tell(preview)
    notes = make_notes(look, told)
    tree = make_preview_tree(look)
    linked = {address.partition("#")[0] for address in _addresses(preview)}
    ids: dict[str, frozenset[str]] = {}
    for page in make_pages(look):
        if page.address != NOT_FOUND:
            slots = renderer.slots(page, tree, tree.neighbours(page.address))
            ids[page.address] = ids_of(slots.content) if page.address in linked else frozenset()
            content = _with_notes(slots.content, page, notes, renderer)
            yield page, _as_draft(replace(slots, content=content), page, preview, renderer)
    page = proposal_page(look, told, ids)
    slots = renderer.slots(page, tree, tree.neighbours(page.address))
    yield page, _as_draft(slots, page, preview, renderer)


def make_preview_tree(look: Look) -> Tree:
    """Return the tree of pages with the page of all changes first."""
    tree = make_site_tree(look)
    return make_tree((Branch(TITLE, CHANGES), *tree.roots), tree.footer)


def _addresses(preview: Preview) -> Iterator[str]:
    differences = preview.differences
    yield from (change.address for change in differences.changes if change.address)
    yield from (each.address for each in differences.consequences if each.address)


def _with_notes(html: str, page: Page, notes: Notes, renderer: Renderer) -> str:
    """Set what is said in place on a page; what has no element of its own there stands under its heading."""
    lines = dict(notes.lines.get(page.address, {}))
    whole = lines.pop("", ())
    placed = {
        spot: renderer.part("markning", page, rader=each, sammandragen=()) for spot, each in lines.items()
    }
    marked = mark(html, placed)
    whole = (*whole, *(line for spot in marked.missed for line in lines[spot]))
    summaries = notes.summaries.get(page.address, ())
    if not whole and not summaries:
        return marked.html
    top = renderer.part("markning", page, rader=whole, sammandragen=summaries)
    return mark(marked.html, {MAIN_HEADING_ID: top}).html


def _as_draft(slots: Slots, page: Page, preview: Preview, renderer: Renderer) -> Slots:
    """Return a page with the banner, and with what keeps it out of search engines."""
    return replace(
        slots,
        banner=renderer.part("utkast", page, forslag=preview.proposal),
        head=renderer.part("utkast-huvud", page),
    )
