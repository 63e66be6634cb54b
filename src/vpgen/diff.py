"""Two versions of the content, compared as models: what changed in substance, what follows, and what to stop at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vpgen.alarms import Alarm, find_alarms
from vpgen.changes import Change, Part, find_changes
from vpgen.consequences import Consequence, find_consequences
from vpgen.facts import BODIES, INDICATORS, ORGANISATION, PAGES, facts, owner_of
from vpgen.model.content import Plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from vpgen.assessment import Results
    from vpgen.model.content import FollowUp, Register

__all__ = ["Alarm", "Change", "Consequence", "Differences", "Part", "compare"]

TITLES = {
    INDICATORS: "Indikatorernas definitioner",
    ORGANISATION: "Organisationen",
    BODIES: "Nämnder och verksamheter",
    PAGES: "Egna sidor",
}


@dataclass(frozen=True)
class Differences:
    """All that is different between two versions; nothing at all where the content says the same.

    `hidden` is how many changes there are besides, of what is internal and is not compared.
    """

    changes: tuple[Change, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    hidden: int = 0

    def __bool__(self) -> bool:
        """Whether anything is different."""
        return bool(self.changes or self.consequences)


def compare(before: Results, after: Results) -> Differences:
    """Compare two versions: changes in the order of the documents, consequences, and alarms."""
    if before is after:
        return Differences()
    alike = _alike(before.register, after.register)
    old, new = facts(before.register, alike), facts(after.register, alike)
    titles = dict((*_titles(before.register), *_titles(after.register)))
    changes = find_changes(old, new, titles, ordered=True)
    return Differences(
        changes,
        find_consequences(before, after, (old, new), changes, alike),
        find_alarms(before, after, (old, new), changes),
    )


def count_hidden(before: Register, after: Register, told: Iterable[Change]) -> int:
    """Return how many changes there are between two whole registers beside those that are told of what is published."""
    alike = _alike(before, after)
    every = find_changes(facts(before, alike), facts(after, alike), {})
    known = {_what(each) for each in told}
    # What becomes internal, or is so no longer, is told as dropped or new.
    opened = {(each.owner, each.element) for each in told if each.what in {"tillagd", "borttagen"}}
    return sum(
        _what(each) not in known
        and not (each.field == "publicering" and (each.owner, each.element) in opened)
        for each in every
    )


def _what(change: Change) -> tuple[object, ...]:
    """Return what a change is of, and all that it says."""
    parts = tuple((part.element, part.field, part.text) for part in change.parts)
    return change.what, change.owner, change.element, change.field, change.before, change.after, parts


def _alike(before: Register, after: Register) -> frozenset[str]:
    """Return the owners of the documents that rest on files that were read once for both versions, and so say the same."""
    if before.organisation is not after.organisation or not _are_same(before.indicators, after.indicators):
        return frozenset()
    if not _are_same(_bodies(before), _bodies(after)):
        return frozenset()
    plans = _plans(before), _plans(after)
    others = {key for key in {**plans[0], **plans[1]} if plans[0].get(key) is not plans[1].get(key)}
    old = {owner_of(source): source for source in (*before.documents(), *before.replaced())}
    top = after.organisation.council, after.organisation.executive
    return frozenset(
        owner
        for source in (*after.documents(), *after.replaced())
        if (owner := owner_of(source)) in old
        and old[owner].document.file is source.document.file
        and old[owner].contents == source.contents
        and before.locks.get(source.document.key) == after.locks.get(source.document.key)
        and _contributions(old[owner]) == _contributions(source)
        and all((path, source.document.year) not in others for path in (*_above(source), *top))
    )


def _are_same(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    return one.keys() == other.keys() and all(one[key] is other[key] for key in one)


def _bodies(register: Register) -> dict[str, object]:
    return {body.path: body.file for body in register.bodies.values()}


def _plans(register: Register) -> dict[tuple[str, int], object]:
    """Return the files of the plans in force, by body and year."""
    return {
        (plan.document.path, year): plan.document.file
        for body in register.bodies.values()
        for year, plan in body.plans.items()
    }


def _contributions(source: Plan | FollowUp) -> object:
    return source.contributions if isinstance(source, Plan) else None


def _above(source: Plan | FollowUp) -> tuple[str, str]:
    """Return the bodies whose plans a document may take from: its own, which a follow-up answers, and its board's."""
    path = source.document.path
    return path, path.partition("/")[0]


def _titles(register: Register) -> Iterator[tuple[str, str]]:
    """Yield what each owner of facts is called."""
    yield from TITLES.items()
    for source in (*register.documents(), *register.replaced()):
        yield owner_of(source), source.document.full_name
