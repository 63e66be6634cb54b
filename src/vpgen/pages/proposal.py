"""The page of what a proposal changes: in a headline, what to stop at, document by document, in charts, and what follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vpgen.pages import Found, Heading, Link, Page
from vpgen.pages.addresses import CHANGES
from vpgen.pages.before_after import series_views
from vpgen.pages.told import count, owner_id, owner_pages
from vpgen.review import FOLLOWS, Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vpgen.changes import Change
    from vpgen.consequences import Consequence
    from vpgen.pages.before_after import SeriesView
    from vpgen.pages.look import Look
    from vpgen.pages.told import Item, Told
    from vpgen.preview import Preview
    from vpgen.problems import Problem
    from vpgen.review import AlarmView, ChangeView, ConsequenceView, PartView

TITLE = "Ändringar i detta förslag"
MOST_TURNS = 10
"""Of what has turned of one sort no more is listed first: all of it stands under what follows."""
MOST_PARTS = 40
"""Of what a new thing says no more is listed: it stands on its own page."""


@dataclass(frozen=True)
class ItemView:
    """A change in the list: its number, where it stands in the proposal and as published, and where its line can be seen.

    `parts` are those of the change that are listed, `more` is how many are not. `source` is empty where no forge is set.
    """

    id: str
    change: ChangeView
    link: Link | None
    published: str
    parts: tuple[PartView, ...]
    more: int
    source: str


@dataclass(frozen=True)
class OwnerView:
    """The changes of a document, or of what is in none."""

    id: str
    title: str
    link: Link | None
    count: str
    items: tuple[ItemView, ...]


@dataclass(frozen=True)
class FollowView:
    """Something derived that is another than before."""

    id: str
    link: Link | None
    consequence: ConsequenceView


@dataclass(frozen=True)
class ProposalView:
    """What a proposal changes. `unread` is why the version before cannot be compared with."""

    headline: str
    base: str
    published: str
    cautions: tuple[str, ...]
    unread: tuple[Problem, ...]
    alarms: tuple[tuple[AlarmView, tuple[Link, ...]], ...]
    turns: tuple[tuple[str, tuple[FollowView, ...], int], ...]
    stop: str
    decision: str
    owners: tuple[OwnerView, ...]
    series: tuple[SeriesView, ...]
    follows: tuple[tuple[str, tuple[FollowView, ...]], ...]
    rewritten: str


def proposal_page(
    look: Look, told: Told, ids: Mapping[str, frozenset[str]], published: frozenset[str]
) -> Page:
    """Return the page of what a proposal changes.

    `ids` are the pages of the site with the ids of their elements, `published` the pages of the published one.
    """
    preview, review = told.preview, told.review
    base = preview.base
    owners = tuple(_owners(look, told, ids, published))
    series = tuple(series_views(look, preview))
    alarms = tuple(_alarms(told))
    follows = tuple(_follows(told, ids))
    turns = tuple(_turns(told, follows))
    view = ProposalView(
        headline=review.headline,
        base=Side(base.revision, base.commit).name,
        published=preview.proposal.published,
        cautions=review.cautions,
        unread=base.problems if base.results is None else (),
        alarms=alarms,
        turns=turns,
        stop=review.stop,
        decision=review.decision,
        owners=owners,
        series=series,
        follows=follows,
        rewritten=review.rewritten,
    )
    headings = [
        *([Heading("larm", "Att stanna vid")] if owners or follows else []),
        *(Heading(owner.id, owner.title) for owner in owners),
        *([Heading("diagram", "Diagram före och efter")] if series else []),
        *([Heading("foljder", "Följder")] if follows else []),
    ]
    return Page(
        address=CHANGES,
        title=TITLE,
        template="andringar.html",
        view=view,
        description=view.headline,
        headings=tuple(headings),
        found=(Found(CHANGES, TITLE, "Sida"),),
    )


def _alarms(told: Told) -> Iterator[tuple[AlarmView, tuple[Link, ...]]]:
    """Yield what to stop at, with links to the changes that ring."""
    numbers = {id(item.told): item.id for items in told.items.values() for item in items}
    for alarm in told.review.alarms:
        links = tuple(Link(change.name, f"{CHANGES}#{numbers[id(change)]}") for change in alarm.changes)
        yield alarm, links


def _turns(
    told: Told, follows: tuple[tuple[str, tuple[FollowView, ...]], ...]
) -> Iterator[tuple[str, tuple[FollowView, ...], int]]:
    """Yield what has turned, sort by sort: counted in words, the first of it, and how many there are more."""
    numbered = {id(view.consequence): view for _, views in follows for view in views}
    for turn in told.review.turns:
        shown = tuple(numbered[id(view)] for view in turn.views[:MOST_TURNS])
        yield turn.count, shown, len(turn.views) - len(shown)


def _owners(
    look: Look, told: Told, ids: Mapping[str, frozenset[str]], published: frozenset[str]
) -> Iterator[OwnerView]:
    pages = owner_pages(look)
    for owner, items in told.items.items():
        title = items[0].told.document
        page = next(iter(pages.get(owner, ())), "")
        listed = tuple(_item(look, told.preview, item, ids, (page, published)) for item in items)
        yield OwnerView(owner_id(owner), title, _link(title, page, ids), count(items), listed)


def _item(
    look: Look,
    preview: Preview,
    item: Item,
    ids: Mapping[str, frozenset[str]],
    published: tuple[str, frozenset[str]],
) -> ItemView:
    change, told = item.change, item.told
    parts = told.parts if told.is_gone else told.parts[:MOST_PARTS]
    origin = look.origin(change.places[1]) if change.places[1] else None
    return ItemView(
        id=item.id,
        change=told,
        link=None if change.what == "borttagen" else _link(told.name, change.address, ids),
        published=_published(preview, change, *published),
        parts=parts,
        more=len(told.parts) - len(parts),
        source=(origin.url or "") if origin else "",
    )


def _link(text: str, address: str | None, ids: Mapping[str, frozenset[str]]) -> Link | None:
    """Return a link to what is there: to the spot, else to its page; None where the site has no such page."""
    page, _, spot = (address or "").partition("#")
    if page not in ids:
        return None
    return Link(text, f"{page}#{spot}" if spot in ids[page] else page)


def _published(preview: Preview, change: Change, owner: str, pages: frozenset[str]) -> str:
    """Return where something stands on the published site; of what is new there the page, else that of its owner."""
    page, _, spot = (change.address or "").partition("#")
    # What is new, or has another name or place, had no spot of its own.
    was_there = change.what in {"ändrad", "borttagen"}
    if page in pages:
        return f"{preview.proposal.published}{page}{f'#{spot}' if spot and was_there else ''}"
    return f"{preview.proposal.published}{owner}" if owner in pages else ""


def _follows(told: Told, ids: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, tuple[FollowView, ...]]]:
    """Yield what follows, sort by sort."""
    for heading, views in told.review.consequences:
        mine = tuple(
            FollowView(id_, _link(_follow_name(view, follow), follow.address, ids), view)
            for id_, follow, view in told.follows
            if FOLLOWS[follow.what] == heading
        )
        assert len(mine) == len(views)
        yield heading, mine


def _follow_name(view: ConsequenceView, follow: Consequence) -> str:
    return f"{view.name} avvikelse" if follow.what == "avvikelse" else view.name
