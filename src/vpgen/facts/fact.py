"""What a fact is: the key that finds it again in another version, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vpgen.problems import Place

FactKind: TypeAlias = Literal["uppföljning", "bedömning", "plan", "definition", "text", "struktur"]
"""What a change of it is: of what is followed up, of an assessment, of what is decided, of a definition, of words, of form."""

Element: TypeAlias = tuple[str, ...]
"""The steps to a thing by ids, its sort first: `("indikator", "god-halsa", "hme")`; empty for the owner itself."""

INDICATORS, ORGANISATION, BODIES, PAGES = ("indikatorer", "organisation", "nämnder", "sidor")
"""The owners that are not documents."""


class FactKey(NamedTuple):
    """What tells a fact from every other: whose it is, the thing that it is about, and the author's key.

    `owner` is a document (`regionstyrelsen/2024/plan`) or one of `INDICATORS`, `ORGANISATION`, `BODIES`, `PAGES`.
    `field` is empty for the fact that the thing is there; steps within a field are parted by `/`: `jämförelse/riket`.
    """

    owner: str
    element: Element
    field: str


@dataclass(frozen=True)
class Fact:
    """One thing that a version of the content says.

    `text` is the meaning, the same for every way to write it; `shown` how a reader meets it where that is another
    (a name for an id, a text without the addresses of its quotes). `name` is what the site calls the thing, `address`
    the page (with #spot) that shows it. `giver` is the fact that it is taken from, where its own author did not write it.
    """

    text: str
    place: Place
    kind: FactKind
    name: str
    address: str | None = None
    giver: FactKey | None = None
    shown: str | None = None

    @property
    def inherited(self) -> bool:
        """Whether it is taken from a giver or a definition."""
        return self.giver is not None

    @property
    def said(self) -> str:
        """The fact as a reader meets it."""
        return self.text if self.shown is None else self.shown


def root_of(key: FactKey, book: Mapping[FactKey, Fact]) -> FactKey:
    """Return the fact that a giver's own is taken from, from as far up as is known."""
    fact = book.get(key)
    return root_of(fact.giver, book) if fact and fact.giver else key
