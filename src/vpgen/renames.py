"""Things that are the same by another name: a new id, also in slightly other words, another goal, another heading of a row."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, TypeAlias

from vpgen.facts import INDICATORS, FactKey
from vpgen.facts.elements import above, step_of
from vpgen.model.spelling import as_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vpgen.facts import Element, Fact

    Book: TypeAlias = Mapping[FactKey, Fact]
    Things: TypeAlias = dict[Element, dict[str, Fact]]
    Said: TypeAlias = tuple[Element, str, str]

REFERENCES = frozenset({"under", "givare", "fortsätter", "innehåll"})
"""Fields that name things of documents by their ids."""
PRINTED = frozenset({"rad", "kolumn"})
"""Things whose id may be made of their heading."""
WORDED: dict[str, tuple[str, ...]] = {
    "mål": ("text", "lydelse"),
    "uppdrag": ("text", "lydelse"),
    "aktivitet": ("text",),
    "risk": ("risk", "lydelse"),
    "åtgärd": ("text", "lydelse"),
    "kapitel": ("rubrik", "text"),
    "rad": ("rubrik",),
}
"""Things that may be known again by their words alone, and the fields that hold these."""
ANSWERS = frozenset({"mål", "uppdrag", "aktivitet", "risk", "åtgärd"})
"""Things that a follow-up names by the ids of its plan."""
FEWEST_WORDS, LEAST_KEPT = 4, 0.8
"""So many words a text must have, and so large a share of them be kept in order, to be the same in other words."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Rename:
    """A thing by its element before and now. `is_told`: the author gave it the name, and so it is a change."""

    owner: str
    old: Element
    new: Element
    before: Fact
    is_told: bool = True
    before_name: str = ""
    after_name: str = ""

    @property
    def is_move(self) -> bool:
        """Whether it has its id still, but stands under another thing."""
        return self.old[-1] == self.new[-1]


@dataclass(frozen=True)
class Renames:
    """The things that have other names than before, by owner."""

    by_owner: Mapping[str, tuple[Rename, ...]] = field(default_factory=dict)

    @property
    def told(self) -> tuple[Rename, ...]:
        """Those that are changes."""
        return tuple(each for renames in self.by_owner.values() for each in renames if each.is_told)

    def applied(self, book: Book) -> Book:
        """Return the facts of the version before, by the present names of their things."""
        if not self.by_owner:
            return book
        return dict(self._applied(key, fact) for key, fact in book.items())

    def _applied(self, key: FactKey, fact: Fact) -> tuple[FactKey, Fact]:
        renames = self._of(key.owner)
        for rename in renames:
            key = key._replace(element=renamed(rename, key))
        if key.field in REFERENCES:
            fact = replace(fact, text=self._reference(renames, fact.text))
        return key, fact

    def _of(self, owner: str) -> tuple[Rename, ...]:
        """Return the renames that reach an owner: its own, those of the plan that it answers, of indicators."""
        plan = f"{owner.rpartition('/')[0]}/plan"
        own = self.by_owner.get(owner, ())
        answered = self.by_owner.get(plan, ()) if _is_follow_up(owner) else ()
        defined = self.by_owner.get(INDICATORS, ()) if owner != INDICATORS else ()
        return (*own, *answered, *defined)

    def _reference(self, renames: tuple[Rename, ...], text: str) -> str:
        """Return ids by their present names; a thing of another year is named with the year."""
        known = {rename.old[-1]: rename.new[-1] for rename in renames if not rename.is_move}
        known |= {f"tabell {old}": f"tabell {new}" for old, new in known.items()}
        for owner, others in self.by_owner.items():
            path, _, slug = owner.rpartition("/")
            body, _, year = path.rpartition("/")
            if slug == "plan":
                for rename in others:
                    known[f"{year}/{rename.old[-1]}"] = f"{year}/{rename.new[-1]}"
                    known[f"{body}/{year}/{rename.old[-1]}"] = f"{body}/{year}/{rename.new[-1]}"
        named = text.split(", ")
        # A text in which none of them is named may be a sentence with commas.
        return (
            text
            if known.keys().isdisjoint(named)
            else ", ".join(sorted(known.get(each, each) for each in named))
        )


def _is_follow_up(owner: str) -> bool:
    """Whether an owner is a document that answers a plan."""
    return "/" in owner and "plan" not in owner.rpartition("/")[2]


def renamed(rename: Rename, key: FactKey) -> Element:
    """Return the present element of a fact of the version before."""
    element, old, new = key.element, rename.old, rename.new
    if rename.owner == INDICATORS and key.owner != INDICATORS:
        is_its = element and element[0] in {"indikator", "annat värde", "definition"}
        if not is_its:
            return element
        return (element[0], *(new[-1] if step == old[-1] and at else step for at, step in _steps(element)))
    if element == old:
        return new
    if old not in above(key.owner, element):
        return element
    if rename.is_move:
        return (element[0], new[1], *element[2:])
    at = step_of(element, old)
    return (*element[:at], new[-1], *element[at + 1 :])


def _steps(element: Element) -> Iterator[tuple[bool, str]]:
    """Yield the steps after the sort, each with whether it is the id of an indicator."""
    goal = 1 if element[0] in {"indikator", "annat värde"} else 0
    yield from ((at >= goal, step) for at, step in enumerate(element[1:]))


def find_renames(before: Book, after: Book) -> Renames:
    """Return the things that say the same under another name in two versions."""
    gone = _lost(before, after)
    come = _lost(after, before)
    found: dict[str, tuple[Rename, ...]] = {}
    # Definitions come first, then plans: what follows them has the same names.
    for owner in sorted(gone, key=lambda owner: (owner != INDICATORS, not owner.endswith("/plan"), owner)):
        if owner not in come:
            continue
        renames = Renames(found)
        old = _things(renames.applied({key: before[key] for key in _keys(before, owner)}))
        new = _things({key: after[key] for key in _keys(after, owner)})
        renames_here = tuple(_of_owner(owner, old, new))
        if renames_here:
            found[owner] = renames_here
    return Renames(found)


def _lost(book: Book, other: Book) -> set[str]:
    """Return the owners that have lost things of their own."""
    return {
        key.owner for key, fact in book.items() if not key.field and not fact.inherited and key not in other
    }


def _keys(book: Book, owner: str) -> Iterator[FactKey]:
    return (key for key in book if key.owner == owner)


def _things(book: Book) -> Things:
    things: Things = {}
    for key, fact in book.items():
        things.setdefault(key.element, {})[key.field] = fact
    return things


def _of_owner(owner: str, old: Things, new: Things) -> Iterator[Rename]:
    gone, come = _own(owner, old, new), _own(owner, new, old)
    lost = set(gone)
    said_before, said_now = _signatures(owner, gone, old), _signatures(owner, come, new)
    free: dict[tuple[Element, frozenset[Said]], list[Element]] = {}
    for element in come:
        free.setdefault((element[:-1], said_now[element]), []).append(element)
    taken: dict[Element, Element] = {}
    for element in gone:
        said = said_before[element]
        matches = free.get((element[:-1], said), [])
        if said and matches and lost.isdisjoint(above(owner, element)):
            match = matches.pop(0)
            taken[match] = element
            is_told = not _is_printed(element, match, old, new)
            yield Rename(owner, element, match, old[element][""], is_told)
    unmatched = [each for each in gone if each not in taken.values()]
    unknown = [each for each in come if each not in taken]
    for element, match in _in_other_words(owner, unmatched, unknown, old, new):
        taken[match] = element
        yield Rename(owner, element, match, old[element][""], not _is_printed(element, match, old, new))
    # What stands under a thing by another name is not moved.
    left = [
        [each for each in side if not {each, *above(owner, each)} & set(names)]
        for side, names in ((come, taken), (gone, taken.values()))
    ]
    yield from _moves(owner, old, new, *left)


def _in_other_words(
    owner: str, gone: list[Element], come: list[Element], old: Things, new: Things
) -> Iterator[tuple[Element, Element]]:
    """Yield the things that have new ids and nearly the same words, where none is as near to either as the other."""
    sides: list[dict[Element, tuple[tuple[object, ...], list[str]]]] = []
    for elements, things in ((gone, old), (come, new)):
        lost = set(elements)
        sides.append(
            {
                each: (_place_of(each, things[each]), words)
                for each in elements
                if lost.isdisjoint(above(owner, each))
                and len(words := _words(each, things[each])) >= FEWEST_WORDS
            }
        )
    near: dict[Element, list[tuple[float, Element]]] = {}
    for element, (place, words) in sides[0].items():
        for other, (there, others) in sides[1].items():
            if place == there and (share := _kept(words, others)) >= LEAST_KEPT:
                near.setdefault(element, []).append((share, other))
                near.setdefault(other, []).append((share, element))
    best = {element: _only_best(found) for element, found in near.items()}
    for element in sides[0]:
        match = best.get(element)
        if match is not None and match != element and best[match] == element:
            yield element, match


def _place_of(element: Element, facts: Mapping[str, Fact]) -> tuple[object, ...]:
    """Return what a thing must have in common with one that it may be: its sort, and what it stands under."""
    return element[:-1], facts["under"].text if "under" in facts else ""


def _words(element: Element, facts: Mapping[str, Fact]) -> list[str]:
    """Return the words that a thing is known by; none for those that are not known by words."""
    texts = (facts[name].text for name in WORDED.get(element[0], ()) if name in facts)
    return [word.casefold() for text in texts for word in _WORD.findall(text)]


def _kept(old: list[str], new: list[str]) -> float:
    """Return how large a share of the longer text is kept, in order; none where a figure is another."""
    longer = max(len(old), len(new))
    figures = ([word for word in words if any(map(str.isdigit, word))] for words in (old, new))
    if next(figures) != next(figures) or (Counter(old) & Counter(new)).total() < LEAST_KEPT * longer:
        return 0
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / longer


def _only_best(found: list[tuple[float, Element]]) -> Element | None:
    """Return the nearest; None where two are as near."""
    share, best = max(found)
    return best if [each for each, _ in found].count(share) == 1 else None


def _moves(
    owner: str, old: Things, new: Things, come: list[Element], gone: list[Element]
) -> Iterator[Rename]:
    """Yield the indicators that stand under another goal than before."""
    rows = [each for each in gone if each[0] == "indikator" and len(each) == len(("sort", "goal", "id"))]
    for element in come:
        if element[0] != "indikator" or len(element) != len(("sort", "goal", "id")):
            continue
        match = next((each for each in rows if each[2] == element[2]), None)
        if match is None:
            continue
        goals = ("mål", match[1]), ("mål", element[1])
        if goals[0] in gone and goals[1] in come:
            continue
        rows.remove(match)
        names = [
            next(iter(things.get(goal, {}).values()), None)
            for things, goal in zip((old, new), goals, strict=True)
        ]
        yield Rename(
            owner,
            match,
            element,
            old[match][""],
            True,  # noqa: FBT003 - it is told
            names[0].name if names[0] else match[1],
            names[1].name if names[1] else element[1],
        )


def _own(owner: str, things: Things, others: Things) -> list[Element]:
    """Return the things of an author's own that are only in the one version; in a follow-up, those that it names itself."""
    named = ANSWERS if _is_follow_up(owner) else frozenset()
    return [
        element
        for element, facts in things.items()
        if element and "" in facts and not facts[""].inherited and "" not in others.get(element, {})
        if element[0] not in named
    ]


def _signatures(owner: str, elements: list[Element], things: Things) -> dict[Element, frozenset[Said]]:
    """Return all that is said of things and their parts, without their ids, and without a heading that makes one."""
    said: dict[Element, set[Said]] = {element: set() for element in elements}
    for each, facts in things.items():
        for element in (each, *above(owner, each)) if elements else ():
            if element not in said:
                continue
            at = step_of(each, element)
            relative = (*each[:at], "", *each[at + 1 :])
            is_printed = each == element and element[0] in PRINTED
            said[element].update(
                (relative, name, fact.text)
                for name, fact in facts.items()
                if name and not (is_printed and name == "rubrik")
            )
    return {element: frozenset(each) for element, each in said.items()}


def _is_printed(old: Element, new: Element, before: Things, after: Things) -> bool:
    """Whether the ids are but made of the headings, which are told to be other ones."""
    if old[0] not in PRINTED:
        return False
    headings = [
        things[element]["rubrik"].text
        for things, element in ((before, old), (after, new))
        if "rubrik" in things[element]
    ]
    return len(set(headings)) > 1 or any(
        as_id(text) == element[-1] for text, element in zip(headings, (old, new), strict=False)
    )
