"""What one version of the content says that another does not: change by change, thing by thing."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

from vpgen.facts import LOCK, FactKey
from vpgen.facts.elements import above
from vpgen.facts.wording import name_says, said
from vpgen.lifelines import KEPT, NEW, STRUCK, Piece, compare_words
from vpgen.ordering import find_reordered
from vpgen.renames import Renames, find_renames

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vpgen.facts import Element, Fact, FactKind
    from vpgen.ordering import Reordered
    from vpgen.problems import Place

ChangeWhat: TypeAlias = Literal["ändrad", "tillagd", "borttagen", "flyttad", "nytt id"]
Book: TypeAlias = "Mapping[FactKey, Fact]"

TARGETS = ("målvärde", "långsiktigt")
REWRITTEN = "skrivet på nytt"
"""What is said of a lock that is another, of the same decision."""
FEW_WORDS = 4
"""Texts of no more words than this are shown whole, before and after."""
MOST_COMPARED = 4_000_000
"""More pairs of words than this are not compared: then all is struck, and all is new."""


@dataclass(frozen=True)
class Part:
    """One fact of a thing that was added or dropped: of the thing itself or of what stands under it."""

    element: Element
    name: str
    field: str
    kind: FactKind
    text: str


@dataclass(frozen=True)
class Change:
    """One thing that is said otherwise.

    `before` and `after` are as a reader meets them, also what goes without saying; None where nothing is said. `field` is
    the author's key, empty where the thing itself was added, dropped, moved or renamed; of what was added or dropped
    `parts` are the facts that its name does not tell, of a rename `before` and `after` are the ids, of a move the names
    of what it stood and stands under.
    `words` is a long text with what is kept, new and struck; empty where it is no use. `places` are where it stood and
    where it stands. `address` is the page that shows it (of the version before, where it was dropped).
    `title` is what its owner is called: the document with the body, "Indikatorer", "Organisationen" and so on.
    """

    what: ChangeWhat
    kind: FactKind
    owner: str
    title: str
    element: Element
    name: str
    field: str
    before: str | None
    after: str | None
    places: tuple[Place | None, Place | None]
    words: tuple[Piece, ...] = ()
    address: str | None = None
    parts: tuple[Part, ...] = ()

    @property
    def place(self) -> Place:
        """Where it stands, or, where it was dropped, stood."""
        place = self.places[1] or self.places[0]
        assert place is not None
        return place


def find_changes(
    before: Book, after: Book, titles: Mapping[str, str], *, ordered: bool = False
) -> tuple[Change, ...]:
    """Return what two versions say differently, owner by owner, in the order of the later one.

    `titles` is what each owner is called. `ordered`: also what they say in another order.
    """
    renames = find_renames(before, after)
    return tuple(_Comparison(renames.applied(before), after, titles, renames, ordered).changes())


@dataclass(frozen=True)
class _Comparison:
    """Two versions; the things of the earlier one by their present names."""

    before: Book
    after: Book
    titles: Mapping[str, str]
    renames: Renames
    ordered: bool
    _parts: dict[tuple[str, Element], list[tuple[FactKey, Fact]]] = field(default_factory=dict)

    def changes(self) -> Iterator[Change]:
        """Yield every change, owner by owner."""
        keys = dict.fromkeys([*self.after, *self.before])
        owners: dict[str, list[FactKey]] = {}
        for key in keys:
            owners.setdefault(key.owner, []).append(key)
        renamed: dict[str, list[Change]] = {}
        for each in self._renamed():
            renamed.setdefault(each.owner, []).append(each)
        reordered: dict[str, list[Change]] = {}
        for each in self._reordered() if self.ordered else ():
            reordered.setdefault(each.owner, []).append(each)
        for owner, listed in owners.items():
            yield from renamed.get(owner, ())
            yield from self._of_owner(listed)
            yield from reordered.get(owner, ())

    def _renamed(self) -> Iterator[Change]:
        """Yield the things that have a new id, and those that stand under another than before."""
        for rename in self.renames.told:
            old, new = rename.before, self.after[FactKey(rename.owner, rename.new, "")]
            moved = rename.is_move
            yield Change(
                "flyttad" if moved else "nytt id",
                new.kind,
                rename.owner,
                self.titles.get(rename.owner, rename.owner),
                rename.new,
                new.name,
                "",
                rename.before_name if moved else rename.old[-1],
                rename.after_name if moved else rename.new[-1],
                (old.place, new.place),
                address=new.address,
            )

    def _reordered(self) -> Iterator[Change]:
        """Yield what stands in another order, once for all that stands beside each other."""
        moved = {(each.owner, each.new) for each in self.renames.told if each.is_move}
        for each in find_reordered(self.before, self.after, moved):
            yield self._in_order(each)

    def _in_order(self, each: Reordered) -> Change:
        old, new = each.facts
        return Change(
            "ändrad",
            "struktur",
            each.key.owner,
            self.titles.get(each.key.owner, each.key.owner),
            each.key.element,
            each.name,
            each.key.field,
            each.before,
            each.after,
            (old.place, new.place),
            address=new.address,
        )

    def _of_owner(self, keys: list[FactKey]) -> Iterator[Change]:
        gathered: dict[Element, list[tuple[FactKey, Fact]]] = {}
        found: list[tuple[FactKey, Change | None]] = []
        for key in keys:
            old, new = self.before.get(key), self.after.get(key)
            if old is not None and new is not None:
                if old.text != new.text and self._is_own(key, old, new):
                    found.append((key, self._changed(key, old, new)))
                continue
            fact = new or old
            assert fact is not None
            if fact.inherited:
                continue
            root = self._root(key, old, new)
            if root is None:
                # One that says the other's unwritten word, or that a thing is there of which more was told, is no change.
                if key.field and said(self.before, key) != said(self.after, key):
                    found.append((key, self._changed(key, old, new)))
                continue
            gathered.setdefault(root, []).append((key, fact))
            if key.field == "" and key.element == root:
                found.append((key, None))
        for key, change in found:
            yield change or self._came_or_went(key, gathered[key.element])

    @staticmethod
    def _is_own(key: FactKey, old: Fact, new: Fact) -> bool:
        """Whether the author wrote it; not where the same printed target is read otherwise by a changed definition."""
        if old.inherited and new.inherited:
            return False
        reread = key.field in TARGETS and old.shown is not None and old.shown == new.shown
        return not reread

    def _root(self, key: FactKey, old: Fact | None, new: Fact | None) -> Element | None:
        """Return the topmost thing that came or went with a fact; None where its thing is in both versions."""
        assert old is None or new is None
        here, known = (self.after, self._known[0]) if old is None else (self.before, self._known[1])
        chain = [key.element, *above(key.owner, key.element)]
        gone = [each for each in chain if _is_there(here, key.owner, each) and (key.owner, each) not in known]
        return gone[-1] if gone else None

    @cached_property
    def _known(self) -> tuple[set[tuple[str, Element]], set[tuple[str, Element]]]:
        """Return the things of which anything is told, in both versions."""
        before, after = ({(key.owner, key.element) for key in book} for book in (self.before, self.after))
        return before, after

    def _came_or_went(self, key: FactKey, facts: list[tuple[FactKey, Fact]]) -> Change:
        old, new = self.before.get(key), self.after.get(key)
        fact = new or old
        assert fact is not None
        book = self.after if new else self.before
        told = [(each, part, said(book, each) or "") for each, part in facts]
        told = [each for each in told if not name_says(each[1].name, each[0].element, each[0].field, each[2])]
        having = {each.element for each, _, _ in told if each.field}
        parts = tuple(
            Part(each.element, part.name, each.field, part.kind, text)
            for each, part, text in told
            if each.field or (each.element not in having and each.element != key.element)
        )
        return Change(
            "tillagd" if new else "borttagen",
            fact.kind,
            key.owner,
            self.titles.get(key.owner, key.owner),
            key.element,
            fact.name,
            "",
            None,
            None,
            (old.place if old else None, new.place if new else None),
            address=fact.address,
            parts=parts,
        )

    def _changed(self, key: FactKey, old: Fact | None, new: Fact | None) -> Change:
        fact = new or old
        assert fact is not None
        before, after = said(self.before, key), said(self.after, key)
        if old and new and before == after:
            # What it refers to is another, in the same words; the fingerprint of a lock tells nobody anything.
            before, after = (before, f"{after}, {REWRITTEN}") if key.field == LOCK else (old.text, new.text)
        return Change(
            "flyttad" if key.field == "under" else "ändrad",
            fact.kind,
            key.owner,
            self.titles.get(key.owner, key.owner),
            key.element,
            fact.name,
            key.field,
            before,
            after,
            (old.place if old else None, new.place if new else None),
            words_of(before, after),
            fact.address,
        )


def _is_there(book: Book, owner: str, element: Element) -> bool:
    fact = book.get(FactKey(owner, element, ""))
    return fact is not None and not fact.inherited


def words_of(before: str | None, after: str | None) -> tuple[Piece, ...]:
    """Return two long texts as one, word by word; nothing where either is missing or short."""
    if not before or not after:
        return ()
    old, new = before.split(), after.split()
    if max(len(old), len(new)) <= FEW_WORDS:
        return ()
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    if len(middle_old) * len(middle_new) > MOST_COMPARED:
        middle: tuple[Piece, ...] = (Piece(STRUCK, " ".join(middle_old)), Piece(NEW, " ".join(middle_new)))
    else:
        middle = compare_words(" ".join(middle_old), " ".join(middle_new))
    first, last = Piece(KEPT, " ".join(new[:start])), Piece(KEPT, " ".join(new[len(new) - end :]))
    return tuple(piece for piece in (first, *middle, last) if piece.text)


def _alike(one: list[str], other: list[str]) -> int:
    """Return how many words two texts begin with alike."""
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
