"""The tree of pages: the menu, and what comes before and after each page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vpgen.pages import Link

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MOST_SIBLINGS = 100


@dataclass(frozen=True)
class Branch:
    """A page in the tree, with the pages under it. `address` is empty for a heading without a page."""

    title: str
    address: str
    children: tuple[Branch, ...] = ()


@dataclass(frozen=True)
class MenuItem:
    """A line of the menu as one page shows it: only the branches that lead to it are open."""

    title: str
    address: str
    current: bool
    open: bool
    children: tuple[MenuItem, ...]


@dataclass(frozen=True)
class Neighbours:
    """The pages before and after one, in the order of the tree."""

    previous: Link | None
    following: Link | None


@dataclass(frozen=True)
class Tree:
    """The whole tree, and the links of every page's foot."""

    roots: tuple[Branch, ...]
    footer: tuple[Link, ...]
    order: tuple[Link, ...] = field(default=())
    parents: Mapping[str, tuple[Branch, ...]] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)

    def branches(self, address: str) -> tuple[MenuItem, ...]:
        """Return the menu as seen from a page."""
        way = {id(branch) for branch in self.parents.get(address, ())}
        return tuple(_item(branch, address, way) for branch in self.roots)

    def neighbours(self, address: str) -> Neighbours:
        """Return the pages before and after one; none for a page outside the tree."""
        at = self.places.get(address)
        if at is None:
            return Neighbours(None, None)
        before = self.order[at - 1] if at else None
        return Neighbours(before, self.order[at + 1] if at + 1 < len(self.order) else None)


def make_tree(roots: Sequence[Branch], footer: Sequence[Link]) -> Tree:
    """Return the tree with its order worked out once."""
    every = list(_walk(roots, ()))
    order = tuple(Link(branch.title, branch.address) for branch, _ in every if branch.address)
    parents = {branch.address: (*above, branch) for branch, above in every if branch.address}
    places = {link.address: at for at, link in enumerate(order)}
    return Tree(tuple(roots), tuple(footer), order, parents, places)


def _walk(
    branches: Sequence[Branch], above: tuple[Branch, ...]
) -> Iterator[tuple[Branch, tuple[Branch, ...]]]:
    for branch in branches:
        yield branch, above
        yield from _walk(branch.children, (*above, branch))


def _item(branch: Branch, address: str, way: set[int]) -> MenuItem:
    is_open = id(branch) in way
    shown = branch.children if is_open else ()
    if len(shown) > MOST_SIBLINGS:
        # So many stand in a page of their own; repeated on every page they would outgrow the pages themselves.
        shown = tuple(child for child in shown if id(child) in way)
    children = tuple(_item(child, address, way) for child in shown)
    return MenuItem(branch.title, branch.address, branch.address == address, is_open, children)
