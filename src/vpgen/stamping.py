"""Pages put into the drawn frame: relative links at any depth, each slot filled."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vpgen.settings import Settings


# MkDocs draws one page this deep. Its relative way to the root is found nowhere else in the page, so one
# replacement makes the page fit any depth.
DEEP_PAGE = "v/p/g/e/n/r/a/m/ram"
DEEP_PREFIX = "/".join([".."] * DEEP_PAGE.count("/"))
# The heading of the page that is drawn gives the skip link its target.
MAIN_HEADING_ID = "innehall"
NOT_FOUND_PAGE = "404.html"
_ADDRESS = re.compile(r"(?!.*(?:^|/)\.{1,2}(?:/|$))[A-Za-z0-9._~-]+(?:/[A-Za-z0-9._~-]+)*\Z")


@dataclass(frozen=True)
class Frame:
    """The drawn page, split at its slots, and the files it needs.

    `parts` alternates HTML and slot names and begins and ends with HTML. `assets` maps addresses in the site
    to bytes; the files under `statiskt/` are not among them.
    """

    settings: Settings
    parts: tuple[str, ...] = field(repr=False)
    assets: Mapping[str, bytes] = field(repr=False)


@dataclass(frozen=True)
class Slots:
    """What one page puts into the frame.

    `address` is the page's posix path in the site. `title` and `description` are plain text; everything else
    is HTML that is put in as it stands, its links relative to the page (see `root_prefix`):

    - `content`: the article; its `<h1>` has the id `MAIN_HEADING_ID`, which the skip link points at;
    - `nav`: `<ul class="md-nav__list">` of the menu, where `<button data-toggle="ID">` folds the branch whose
      checkbox has that id; `toc`: a whole `<nav class="md-nav md-nav--secondary">`;
    - `path`: a whole `<nav class="md-path">`; `prevnext`: a whole `<nav class="md-footer__inner md-grid">`;
    - `search`: what stands last in the header; `footer`: links at the foot of the page;
    - `banner`: a whole landmark above the page (`<aside>`); `head`: elements for `<head>`.

    An empty slot leaves nothing behind.
    """

    address: str
    title: str
    content: str
    description: str = ""
    nav: str = ""
    toc: str = ""
    path: str = ""
    prevnext: str = ""
    search: str = ""
    footer: str = ""
    banner: str = ""
    head: str = ""


def is_address(text: str) -> bool:
    """Tell whether `text` can be the address of a file in the site: relative, plain ASCII, no way out."""
    return _ADDRESS.match(text) is not None


def root_prefix(address: str, settings: Settings) -> str:
    """Give the way from the page at `address` to the root of the site, without its last slash.

    A page that does not exist can be asked for at any depth, so the way from 404.html is absolute: the path
    of `site_url`, or the server's root.
    """
    if address == NOT_FOUND_PAGE:
        return urlsplit(settings.site_url or "").path.rstrip("/")
    return "/".join([".."] * address.count("/")) or "."


def stamp(frame: Frame, slots: Slots) -> str:
    """Give the whole HTML page for `slots`."""
    if not is_address(slots.address):
        raise ValueError(f"not an address in the site: {slots.address!r}")
    prefix = root_prefix(slots.address, frame.settings)
    values = _slot_values(frame.settings, slots)
    pieces = [
        values[part] if index % 2 else part.replace(DEEP_PREFIX, prefix)
        for index, part in enumerate(frame.parts)
    ]
    return "".join(pieces)


def _slot_values(settings: Settings, slots: Slots) -> dict[str, str]:
    title = slots.title if slots.title == settings.site_name else f"{slots.title} – {settings.site_name}"
    return {
        "meta": "".join(_meta(settings, slots)),
        "document_title": escape(title),
        "topic": escape(slots.title),
        "search": slots.search,
        "banner": slots.banner,
        "nav": slots.nav,
        "toc_hidden": "" if slots.toc else "hidden",
        "toc": slots.toc,
        "path": slots.path,
        "content": slots.content,
        "prevnext": slots.prevnext,
        "footer": slots.footer,
    }


def _meta(settings: Settings, slots: Slots) -> Iterator[str]:
    """Give what `<head>` says of one page.

    No `rel="prev"` or `rel="next"`: Material binds single letters to them, and a reader who dictates or
    slips on a key would be thrown to another page (WCAG 2.1.4).
    """
    description = slots.description or settings.description
    if description:
        yield f'<meta name="description" content="{escape(description)}">'
    if slots.address == NOT_FOUND_PAGE:
        yield '<meta name="robots" content="noindex">'
    elif settings.site_url:
        yield f'<link rel="canonical" href="{escape(settings.site_url + slots.address)}">'
    yield slots.head
