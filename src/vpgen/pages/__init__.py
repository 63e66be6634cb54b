"""Page views: what a reader sees, computed; templates only print them. One module per kind of page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Link:
    """A link within the site: `address` counts from the site's root, and may end in `#id`."""

    text: str
    address: str


@dataclass(frozen=True)
class Origin:
    """The line of the content that something was written on, and where it can be seen, if a forge is set.

    `document` is the plan or follow-up that the line is of, and whether it was rebuilt from another; empty for other files.
    """

    file: str
    line: int
    url: str | None
    document: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading in a page's table of contents."""

    id: str
    text: str


@dataclass(frozen=True)
class Found:
    """What search knows of a page or of a spot on it: `kind` is the word shown beside the hit."""

    address: str
    title: str
    kind: str
    where: str = ""
    text: str = ""


@dataclass(frozen=True)
class Page:
    """A page of the site: `template` draws `view`; `crumbs` lead to it from the start page."""

    address: str
    title: str
    template: str
    view: object
    description: str = ""
    crumbs: tuple[Link, ...] = ()
    headings: tuple[Heading, ...] = ()
    found: tuple[Found, ...] = field(default=())


def shorten(text: str, length: int) -> str:
    """Return the text cut at a word, with an ellipsis when something was left out."""
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,.;:") + "\u00a0…"


LONG_NAME = re.compile(r"\w{14,}")
LAST_MEMBER = re.compile(
    r"(?<=\w{6})(?=(?:byggnads)?(?:nämnd|styrelse|utskott|kansli|kontor|förvaltning|verksamhet)\w{0,4}$)"
)
SOFT_HYPHEN = "\u00ad"


def divisible(text: str) -> str:
    """Return a text whose long names of boards may be divided before their last members, where a column is narrow."""
    return LONG_NAME.sub(lambda name: LAST_MEMBER.sub(SOFT_HYPHEN, name[0]), text)
