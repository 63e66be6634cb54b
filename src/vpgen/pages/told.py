"""A proposal in words, with numbers: what the list of all changes and the notes in place both lead to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vpgen.facts import BODIES, INDICATORS, ORGANISATION, PAGES, owner_of
from vpgen.pages.addresses import INDICATORS as INDICATORS_PAGE
from vpgen.pages.addresses import START, anchor, document_address, whole_address
from vpgen.review import Side, counted, make_review

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vpgen.changes import Change
    from vpgen.consequences import Consequence
    from vpgen.pages.look import Look
    from vpgen.preview import Preview
    from vpgen.review import ChangeView, ConsequenceView, Review

OWNER_PAGES = {INDICATORS: INDICATORS_PAGE, ORGANISATION: START, BODIES: START, PAGES: START}
"""Where it is told what has changed of that which is in no document."""


@dataclass(frozen=True)
class Item:
    """A change under its number in the list, as it is and as it is told."""

    id: str
    change: Change
    told: ChangeView


@dataclass(frozen=True)
class Told:
    """A comparison in words, with numbers: the changes owner by owner, and what follows sort by sort."""

    preview: Preview
    review: Review
    items: Mapping[str, tuple[Item, ...]]
    follows: tuple[tuple[str, Consequence, ConsequenceView], ...]


def tell(preview: Preview) -> Told:
    """Return what is told of a proposal, numbered as in the list of all."""
    base, differences = preview.base, preview.differences
    before = Side(base.revision, base.commit, is_empty=base.is_empty, files=base.files)
    after = Side(preview.proposal.label, "", files=preview.files)
    review = make_review(before, after, differences, preview.changed)
    items: dict[str, tuple[Item, ...]] = {}
    at = 0
    for document in review.documents:
        changes = [change for change in differences.changes if change.owner == document.owner]
        pairs = list(zip(changes, document.changes, strict=True))
        items[document.owner] = tuple(
            Item(f"andring-{each}", change, told) for each, (change, told) in enumerate(pairs, at + 1)
        )
        at += len(pairs)
    sorts = dict.fromkeys(each.what for each in differences.consequences)
    found = [each for sort in sorts for each in differences.consequences if each.what == sort]
    views = [view for _, group in review.consequences for view in group]
    follows = tuple(
        (f"foljd-{each}", one, view) for each, (one, view) in enumerate(zip(found, views, strict=True), 1)
    )
    return Told(preview, review, items, follows)


def owner_pages(look: Look) -> dict[str, tuple[str, ...]]:
    """Return the pages of each owner that has any: those of a document are its own and the one of the whole of it."""
    pages: dict[str, tuple[str, ...]] = {owner: (page,) for owner, page in OWNER_PAGES.items()}
    register = look.results.register
    for source in (*register.documents(), *register.replaced()):
        both = dict.fromkeys((document_address(source.document), whole_address(source.document)))
        pages[owner_of(source)] = tuple(both)
    return pages


def owner_id(owner: str) -> str:
    """Return the id of the changes of an owner in the list of all."""
    return anchor("dokument", owner.replace("ä", "a"))


def count(items: Sequence[Item]) -> str:
    """Return how many changes there are, class by class."""
    return counted(Counter(item.told.klass for item in items))
