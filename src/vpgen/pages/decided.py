"""What a document said when it was decided, and what is said otherwise since: on its own page, and in a line at the document."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from vpgen.facts import owner_of
from vpgen.facts.elements import above
from vpgen.grounds import SCOPE, SYMBOL
from vpgen.lifelines import shortened
from vpgen.lock import RESTS_ON, Departure, departures, giver_name
from vpgen.model.lock import LockedFact, LockKey, digest
from vpgen.model.spelling import as_id
from vpgen.numbers import NBSP
from vpgen.pages import Found, Heading, Link, Page
from vpgen.pages.addresses import anchor, decided_address, document_address
from vpgen.pages.links import document_crumbs
from vpgen.pages.revisions import EditView
from vpgen.pages.words import capital

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vpgen.facts import Element
    from vpgen.model.content import Body, Document, FollowUp, Plan
    from vpgen.model.lock import Lock
    from vpgen.pages.look import Look

GROUPS = {
    "": "Dokumentet",
    "avsnitt": "Avsnitt",
    "mål": "Mål",
    "uppdrag": "Uppdrag",
    "aktivitet": "Aktiviteter",
    "internkontroll": "Internkontroll",
    "risk": "Risker",
    "åtgärd": "Åtgärder mot risker",
    "bidrag": "Bidrag",
    "kapitel": "Kapitel",
    "tabell": "Tabeller",
    "tal": "Räknade tal i texten",
    "sammanfattning": "Sammanfattning",
    "definition": "Hur indikatorerna var definierade",
    SCOPE: "Vad värdena gällde",
    SYMBOL: "Vad symbolerna betydde",
}
"""The sorts of things that stand on their own, in the order of the page."""
TOLD_BY_HEADING = {"tabell": {"Rubrik", "Radernas rubrik"}, "kapitel": {"Rubrik", "Nr"}}
IN_TABLES = {"rad", "kolumn", "ruta"}
LEFT_OUT = (
    "Något visas inte: det som var internt vid beslutet, eller är det nu, och det som kan vara samma sak."
)
PROSE = {"text", "beskrivning", "kommentar", "motivering", "utmaningar", "övrigt", "metod"}


@dataclass(frozen=True)
class SinceView:
    """Something that is said otherwise since the decision.

    `where` says where the change was made, if not in the document itself; `reason` why a misprint was corrected.
    """

    kind: str
    link: Link
    where: str
    edits: tuple[EditView, ...]
    reason: str


@dataclass(frozen=True)
class DecidedView:
    """Whether a document is as it was decided: a sentence, the way to how it was, and what is otherwise."""

    state: str
    page: Link
    changes: tuple[SinceView, ...]


@dataclass(frozen=True)
class LineView:
    """One fact as it was: what it is called, what it said, whose it was, and whether it has changed since."""

    what: str
    text: str
    is_prose: bool
    giver: str
    has_changed: bool


@dataclass(frozen=True)
class OldTable:
    """A table as it was: its head, then its rows, the first of each being what it is called."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class ThingView:
    """A thing as it was, with what was a part of it. `giver` says whose it was, where all of it was taken over."""

    id: str
    name: str
    giver: str
    lines: tuple[LineView, ...]
    parts: tuple[ThingView, ...]
    table: OldTable | None = None
    described: tuple[ThingView, ...] = ()


@dataclass(frozen=True)
class DecidedPage:
    """A document as it was decided; where something of it is not published `left_out` says so, and `fingerprint` is empty."""

    heading: str
    body: str
    document: Link
    decision: str
    state: str
    left_out: str
    fingerprint: str
    groups: tuple[tuple[str, str, tuple[ThingView, ...]], ...]


def make_decided(look: Look, source: Plan | FollowUp) -> DecidedView | None:
    """Return whether a document is as it was decided; None where that is not kept."""
    register, document = look.results.register, source.document
    lock = register.locks.get(document.key)
    if lock is None:
        return None
    found = departures(register, source)
    page = Link(_heading(document), decided_address(document))
    return DecidedView(
        _state(lock, found), page, tuple(_since(look, document, departure) for departure in found)
    )


def _heading(document: Document) -> str:
    return f"Så såg {'planen' if document.is_plan else 'uppföljningen'} ut vid beslutet"


def _state(lock: Lock, found: tuple[Departure, ...]) -> str:
    corrected = sum(bool(each.reason) for each in found)
    changed = len(found) - corrected
    mended = f"{corrected} {'rättat' if corrected == 1 else 'rättade'} skrivfel"
    if changed:
        places = "ett ställe" if changed == 1 else f"{changed} ställen"
        return f"Ändrad sedan beslutet på {places}" + (f", och {mended}" if corrected else "")
    unchanged = (
        "Det som är publicerat är oförändrat sedan beslutet" if lock.hidden else "Oförändrad sedan beslutet"
    )
    return f"{unchanged}, utom {mended}" if corrected else unchanged


def _since(look: Look, document: Document, departure: Departure) -> SinceView:
    change = departure.change
    spot = f"{decided_address(document)}#{_spot(change.element)}"
    return SinceView(
        kind="Rättat skrivfel" if departure.reason else capital(change.what),
        link=Link(
            change.name or "Dokumentet", (change.address or spot) if change.what != "borttagen" else spot
        ),
        where=capital(giver_name(look.results.register, departure.giver)) if departure.giver else "",
        edits=_edits(departure),
        reason=departure.reason,
    )


def _edits(departure: Departure) -> tuple[EditView, ...]:
    change = departure.change
    what = {"nytt id": "Id", "flyttad": "Står under"}.get(change.what, capital(_words(change.field)))
    if change.what in {"tillagd", "borttagen"}:
        return ()
    return (EditView(what, tuple(shortened(change.words)), change.before or "", change.after or "", "", ""),)


def _words(name: str) -> str:
    return name.replace("/", ", ")


def _spot(element: Element) -> str:
    return anchor("da", *map(as_id, element)) if element else "dokumentet"


# The page


def decided_pages(look: Look, body: Body, year: int) -> Iterator[Page]:
    """Yield the page of how each document of a year was when it was decided, where that is kept."""
    locks = look.results.register.locks
    sources: list[Plan | FollowUp] = [*body.plans_of(year), *body.follow_ups.get(year, ())]
    for source in sources:
        if lock := locks.get(source.document.key):
            yield _page(look, source, lock)


def _page(look: Look, source: Plan | FollowUp, lock: Lock) -> Page:
    document = source.document
    found = departures(look.results.register, source)
    groups = tuple(_Maker(look, owner_of(source), lock, found).groups())
    heading, address = _heading(document), decided_address(document)
    is_whole = digest(lock) == lock.fingerprint
    view = DecidedPage(
        heading=heading,
        body=document.body_name,
        document=Link(f"{document.name}, som den är nu", document_address(document)),
        decision=f"Beslutad av {lock.decision_text}",
        state=_state(lock, found),
        left_out="" if is_whole else LEFT_OUT,
        fingerprint=lock.fingerprint if is_whole else "",
        groups=groups,
    )
    return Page(
        address=address,
        title=f"{document.full_name}: {heading[:1].lower()}{heading[1:]}",
        template="beslutad.html",
        view=view,
        description=f"{document.full_name}, som den beslutades av {lock.decision_text}.",
        crumbs=document_crumbs(look, document),
        headings=tuple(Heading(id_, name) for id_, name, _ in groups),
        found=(Found(address, f"{heading}: {document.name}", "Vid beslutet", document.body_name),),
    )


@dataclass(frozen=True)
class _Maker:
    """What every part of the page needs to be made."""

    look: Look
    owner: str
    lock: Lock
    found: tuple[Departure, ...]
    things: dict[Element, list[LockedFact]] = field(default_factory=dict)
    parts: dict[Element, list[Element]] = field(default_factory=dict)

    def groups(self) -> Iterator[tuple[str, str, tuple[ThingView, ...]]]:
        """Yield the things that stand on their own, sort by sort: an id, a heading, the things."""
        for fact in sorted(self.lock.facts.values(), key=lambda each: each.order):
            self.things.setdefault(fact.key.element, []).append(fact)
        sorts: dict[str, list[Element]] = {}
        for element in self.things:
            parents = [each for each in above(self.owner, element) if each and each in self.things]
            if parents:
                self.parts.setdefault(parents[0], []).append(element)
            else:
                sorts.setdefault(element[0] if element else "", []).append(element)
        for sort in dict.fromkeys([*GROUPS, *sorts]):
            things = tuple(self.thing(element) for element in sorts.get(sort, ()))
            if shown := tuple(each for each in things if each.id != "dokumentet" or each.lines):
                yield f"sort-{as_id(sort) or 'dokument'}", GROUPS.get(sort, capital(sort)), shown

    def thing(self, element: Element) -> ThingView:
        """Return a thing with its facts and its parts."""
        facts, parts = self.things[element], self.parts.get(element, [])
        is_table = element[:1] == ("tabell",)
        inner = [each for each in parts if not is_table or each[0] not in IN_TABLES]
        described = [each for each in parts if is_table and each[0] in IN_TABLES - {"ruta"}]
        name = facts[0].name
        lines = [self.line(fact) for fact in facts if fact.key.field]
        told = TOLD_BY_HEADING.get(element[0], set()) if element else set()
        lines = [line for line in lines if line.has_changed or not (line.text == name or line.what in told)]
        givers = {line.giver for line in lines}
        giver = lines[0].giver if len(givers) == 1 else ""
        if giver:
            lines = [replace(line, giver="") for line in lines]
        return ThingView(
            id=_spot(element),
            name=capital(name),
            giver="" if element and element[0] in RESTS_ON else giver,
            lines=tuple(lines),
            parts=tuple(self.thing(each) for each in inner),
            table=self.table(element) if is_table else None,
            described=tuple(self.thing(each) for each in described) if is_table else (),
        )

    def line(self, fact: LockedFact) -> LineView:
        """Return a fact."""
        register, name = self.look.results.register, fact.key.field
        own = not fact.giver or fact.giver in {self.owner, self.lock.document}
        changed = {(each.change.element, each.change.field) for each in self.found}
        return LineView(
            what=capital(_words(name)),
            text=self._names(fact.said) if name == "under" else fact.said,
            is_prose=name in PROSE,
            giver="" if own else giver_name(register, fact.giver),
            has_changed=(fact.key.element, name) in changed,
        )

    def _names(self, under: str) -> str:
        """Return the names of what something stood under."""
        return "; ".join(
            next(
                (facts[0].name for sort in GROUPS if (facts := self.things.get((sort, id_)))),
                id_,
            )
            for id_ in under.split(", ")
        )

    def table(self, element: Element) -> OldTable:
        """Return a table: its cells by rows and columns."""
        rows, columns = (
            [each for each in self.things if each[:2] == (sort, element[1])] for sort in ("rad", "kolumn")
        )
        head = (
            self._said(element, "radernas rubrik"),
            *(self._heading(each) for each in columns),
        )
        body = tuple(
            (
                self._said(row, "rubrik"),
                *(_figure(self._said(("ruta", *row[1:], column[2]), "värde")) for column in columns),
            )
            for row in rows
        )
        return OldTable(head, body)

    def _heading(self, column: Element) -> str:
        return " ".join(filter(None, [self._said(column, "grupp"), self._said(column, "rubrik")]))

    def _said(self, element: Element, name: str) -> str:
        fact = self.lock.facts.get(LockKey(element, name))
        return fact.said if fact else ""


def _figure(text: str) -> str:
    """Return a figure with a minus sign, and spaces that do not break."""
    return re.sub(r"(?<=\d) (?=\d)", NBSP, re.sub(r"^-(?=\d)", "−", text))
