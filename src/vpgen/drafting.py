"""The pages of a preview: each with the banner of a draft, and what the proposal changes told where it stands."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from markupsafe import escape

from vpgen.assessment import assess
from vpgen.findings import find_shown
from vpgen.history import make_history
from vpgen.marking import Drawn, Spot
from vpgen.pages.addresses import CHANGES, NOT_FOUND
from vpgen.pages.in_place import make_notes
from vpgen.pages.navigation import Branch, make_tree
from vpgen.pages.proposal import TITLE, proposal_page
from vpgen.pages.site_map import make_pages, make_site_tree
from vpgen.pages.tables import quoted_figures
from vpgen.pages.told import tell
from vpgen.pages.whereabouts import TOP
from vpgen.render import relative
from vpgen.stamping import MAIN_HEADING_ID

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vpgen.pages import Page
    from vpgen.pages.in_place import NoteLine, Notes
    from vpgen.pages.look import Look
    from vpgen.pages.navigation import Tree
    from vpgen.preview import Preview
    from vpgen.render import Renderer
    from vpgen.stamping import Slots

_UNSAID = re.compile(r'<p class="vp-kalla">.*?</p>|<span class="vp-kallrad">.*?</span>|<[^>]*>', re.DOTALL)
_LINE = re.compile(r"\brad \d+")
"""Where in the content something stands, which is another line when anything above it is longer."""


def draw_preview(look: Look, preview: Preview, renderer: Renderer) -> Iterator[tuple[Page, Slots]]:
    """Yield every page of a preview, drawn, the page of all changes last.

    There is no page for what is missing: it would have to know the folder that the preview is put in.
    """
    told = tell(preview)
    notes = make_notes(look, told)
    tree = make_preview_tree(look)
    before = _words_before(look, preview, notes, renderer)
    published = frozenset(before) if preview.proposal.published else frozenset()
    linked = {address.partition("#")[0] for address in _addresses(preview)}
    ids: dict[str, frozenset[str]] = {}
    for page in make_pages(look):
        if page.address != NOT_FOUND:
            slots = renderer.slots(page, tree, tree.neighbours(page.address))
            drawn = Drawn(slots.content)
            ids[page.address] = frozenset(drawn.ids) if page.address in linked else frozenset()
            content = _with_notes(drawn, page, notes, renderer)
            if content == drawn.html and before.get(page.address) not in {None, _words(content)}:
                content = _as_changed(drawn, page, renderer)
            yield page, _as_draft(replace(slots, content=content), page, preview, renderer, published)
    page = proposal_page(look, told, ids, published)
    slots = renderer.slots(page, tree, tree.neighbours(page.address))
    yield page, _as_draft(slots, page, preview, renderer, published)


def make_preview_tree(look: Look) -> Tree:
    """Return the tree of pages with the page of all changes first."""
    tree = make_site_tree(look)
    return make_tree((Branch(TITLE, CHANGES), *tree.roots), tree.footer)


def _addresses(preview: Preview) -> Iterator[str]:
    differences = preview.differences
    yield from (change.address for change in differences.changes if change.address)
    yield from (each.address for each in differences.consequences if each.address)


def _words_before(look: Look, preview: Preview, notes: Notes, renderer: Renderer) -> Mapping[str, int | None]:
    """Return the pages that there are of the version before, each with the number of its words.

    None stands for what need not be drawn, as it has a note anyhow. There are no pages where nothing is known of it.
    """
    register = preview.before.register
    if not register.bodies:
        return {}
    whole = preview.base.whole
    findings, orphans = find_shown(preview.before, assess(whole, make_history(whole)) if whole else None)
    before = replace(look, results=preview.before, findings=findings, orphans=orphans)
    drawing = replace(renderer, figures=quoted_figures(register))
    return {
        page.address: None if _is_noted(page, notes) else _words(drawing.content(page))
        for page in make_pages(before)
    }


def _is_noted(page: Page, notes: Notes) -> bool:
    """Whether something is said of a page wherever its spots are."""
    lines = notes.lines.get(page.address, ())
    return page.address in notes.summaries or any(note.is_needed for note in lines)


def _words(html: str) -> int:
    """Return a number that is the same for all that says the same, wherever in the content it stands."""
    return hash(" ".join(_LINE.sub("", _UNSAID.sub(" ", html)).split()))


def _as_changed(drawn: Drawn, page: Page, renderer: Renderer) -> str:
    """Return a page that says no more than that it is not as it was."""
    note = renderer.part("markning", page, rader=(), sammandragen=(), andras=True)
    return drawn.noted(dict.fromkeys(drawn.places(Spot(MAIN_HEADING_ID)), note))


def _with_notes(drawn: Drawn, page: Page, notes: Notes, renderer: Renderer) -> str:
    """Set what is said in place on a page; what must be told and has no place there stands under its heading."""
    placed: dict[int, list[NoteLine]] = {}
    top: list[NoteLine] = []
    for note in notes.lines.get(page.address, ()):
        spots = [_as_drawn(spot, page) for spot in note.spots]
        places = next((found for spot in spots if spot != TOP and (found := drawn.places(spot))), ())
        # At what is not the thing itself its name is said.
        is_near = bool(places) and drawn.places(spots[0]) != places
        line = replace(note.line, is_named=True) if is_near else note.line
        for place in places:
            placed.setdefault(place, []).append(line)
        if not places and note.is_needed:
            top.append(line if TOP in spots else replace(line, is_named=True))
    summaries = notes.summaries.get(page.address, ())
    drawings = {
        place: renderer.part("markning", page, rader=of, sammandragen=()) for place, of in placed.items()
    }
    if top or summaries:
        head = renderer.part("markning", page, rader=top, sammandragen=summaries)
        for place in drawn.places(Spot(MAIN_HEADING_ID)):
            drawings[place] = head + drawings.get(place, "")
    return drawn.noted(drawings)


def _as_drawn(spot: Spot, page: Page) -> Spot:
    """Return a spot with its links and its text as they are written on a page."""
    links = tuple(str(escape(relative(page.address, link))) for link in spot.links)
    return replace(spot, links=links, text=str(escape(spot.text)))


def _as_draft(
    slots: Slots, page: Page, preview: Preview, renderer: Renderer, published: frozenset[str]
) -> Slots:
    """Return a page with the banner, and with what keeps it out of search engines."""
    same = f"{preview.proposal.published}{page.address}" if page.address in published else ""
    return replace(
        slots,
        banner=renderer.part("utkast", page, forslag=preview.proposal, publicerad=same),
        head=renderer.part("utkast-huvud", page),
    )
