"""The decision lock: what a document says fixed when it is decided, and what has been changed since, here or at a giver."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, cast

from vpgen.changes import Change, find_changes
from vpgen.facts import INDICATORS, Fact, FactKey, document_facts, owner_of
from vpgen.facts.elements import above
from vpgen.figures import quotable_figures
from vpgen.lifelines import NEW, STRUCK
from vpgen.model.files import DRAFT, PROPOSAL
from vpgen.model.lock import ENDING, Lock, LockedFact, LockKey, lock_text
from vpgen.model.spelling import nearest
from vpgen.problems import Finding
from vpgen.quoting import QUOTE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vpgen.facts import Element, FactKind
    from vpgen.figures import Quotable
    from vpgen.model.content import Document, DocumentKey, FollowUp, Plan, Register
    from vpgen.problems import Place

CHANGED, NEEDLESS = "andrat-efter-beslut", "onodig-rattelse"
NOT_DECIDED = {"förklaring"}
"""Things that are the editor's, and not the document's."""
DECIDED_FORM = {"titel", "tal"}
"""Fields of form that the document says too: its title, and the figures that its texts quote."""
_NODES = ("mål", "avsnitt", "uppdrag", "kapitel")
_OF_INDICATORS = {"indikator": 2, "annat värde": 3, "definition": 1}
"""Things about an indicator, and which of their steps is its id."""
_LONG = 70


@dataclass(frozen=True)
class Departure:
    """Something that a document says otherwise than when it was decided.

    `giver` is whose it is where the document takes it over: another document, or the definitions; empty for its own.
    `taken_from` is the fact there, where it is there still.
    `reason` is why a misprint was corrected, where that is written; empty for a change that nobody has accounted for.
    """

    change: Change
    giver: str
    reason: str
    taken_from: FactKey | None = None

    @property
    def path(self) -> str:
        """What changed, as authors name it in `rättelser`."""
        return LockKey(self.change.element, self.change.field).path


def _documents(register: Register) -> Iterator[Plan | FollowUp]:
    """Return every document, also plans that have been replaced."""
    return chain(register.documents(), register.replaced())


class LockError(Exception):
    """A document cannot be locked: `message` is a Swedish sentence without full stop, `hint` what to do."""

    def __init__(self, message: str, hint: str) -> None:
        self.message = message
        self.hint = hint
        super().__init__(f"{message}; {hint}")


@dataclass(frozen=True)
class NewLock:
    """A lock that is to be written: its path in the content folder, its text, and a git tag to propose with it.

    `text` is empty where the document has its lock already, and says what it did.
    """

    path: str
    text: str
    tag: str
    decision: str


# What is locked


def new_lock(register: Register, opened: Register, name: str) -> NewLock:
    """Return the lock to write for a document, named as `nämnd/år/dokument`; `opened` is without what is internal.

    Raises LockError where there is no such document, no decision, or a lock that it has departed from.
    """
    sources = {owner_of(source): source for source in _documents(register)}
    source = sources.get(name)
    if source is None:
        suggestion = nearest(name, sources)
        hint = f"skriv: {suggestion}" if suggestion else f"dokumenten heter så här: {next(iter(sources), '')}"
        raise LockError(f"det finns inget dokument ”{name}”", hint)
    document = source.document
    decision = document.file.decision
    _need_decision(document)
    assert decision is not None
    if any(not each.reason for each in departures(register, source)):
        message = f"{document.full_name} är redan låst, och är ändrad sedan beslutet"
        raise LockError(message, "se vad med vpgen check; ett lås skrivs aldrig över")
    is_locked = document.key in register.locks
    tag = f"beslut/{name}/{decision.date}"
    text = "" if is_locked else make_lock(register, opened, source)
    return NewLock(f"{name}{ENDING}", text, tag, f"{document.full_name}: {decision.text}")


def _need_decision(document: Document) -> None:
    file = document.file
    if file.status in {DRAFT, PROPOSAL}:
        message = f"{document.full_name} säger status: {file.status}"
        raise LockError(message, f"skriv status: beslutad i {document.place.file} när beslutet är fattat")
    told = file.decision.told if file.decision else {}
    examples = {"organ": document.body_name, "datum": f"{document.year - 1}-11-20", "paragraf": "§ 84"}
    missing = [key for key in examples if key not in told]
    if missing:
        lines = [f"  {key}: {told.get(key) or example}" for key, example in examples.items()]
        hint = "\n".join([f"skriv i {document.place.file}, till exempel:", "beslut:", *lines])
        raise LockError(f"{document.full_name} saknar {', '.join(missing)} under beslut", hint)


def make_lock(register: Register, opened: Register, source: Plan | FollowUp) -> str:
    """Return the text of a document's lock; `opened` is the register without what is internal.

    The document must have a decision.
    """
    owner, decision = owner_of(source), source.document.file.decision
    assert decision is not None
    figures = quotable_figures(register)
    public = _public_facts(opened, source.document.key)
    facts = [
        LockedFact(
            LockKey(key.element, key.field),
            _own_quotes(fact.text, owner),
            fact.kind,
            fact.name,
            order,
            _shown(fact, figures),
            fact.giver.owner if fact.giver else "",
            internal=not _is_same(fact, public.get(key)),
        )
        for order, (key, fact) in enumerate(_decided(register, source).items())
    ]
    lock = Lock(owner, decision.told, {fact.key: fact for fact in facts}, source.document.file.place)
    return lock_text(lock)


def _decided(register: Register, source: Plan | FollowUp) -> dict[FactKey, Fact]:
    """Return what a decision adopts: what the document says, but not how its file is put together or who decided."""
    return {key: fact for key, fact in document_facts(register, source).items() if _is_decided(key, fact)}


def _is_decided(key: FactKey, fact: Fact) -> bool:
    root = key.field.partition("/")[0]
    if root == "anmärkning" or key.element[:1] in {(word,) for word in NOT_DECIDED}:
        return False
    return fact.kind != "struktur" or root in DECIDED_FORM


def _own_quotes(text: str, owner: str) -> str:
    """Return a text in which figures of the document itself are named without it: an edition is kept by another name."""
    if "](" not in text:
        return text
    return re.sub(rf"\]\((tabell|tal):(-?){re.escape(owner)}/", r"](\1:\2", text)


def _shown(fact: Fact, figures: Mapping[str, Quotable]) -> str | None:
    """Return a fact as readers meet it, with the figures that its text leaves to vpgen filled in."""
    if "[](" not in fact.text:
        return fact.shown

    def fill(quote: re.Match[str]) -> str:
        figure = figures.get(quote["target"])
        told = figure.text if figure else ""
        return quote["text"] or (told.lstrip("−-") if quote["minus"] else told)

    return QUOTE.sub(fill, fact.text)


# What has changed since


def departures(register: Register, source: Plan | FollowUp) -> tuple[Departure, ...]:
    """Return what a document says otherwise than when it was decided, in its order; nothing where it has no lock."""
    lock = register.locks.get(source.document.key)
    if lock is None:
        return ()
    owner = owner_of(source)
    present = {
        key: fact
        for key, fact in _decided(register, source).items()
        if LockKey(key.element, key.field) not in lock.hidden
    }
    now = {
        key: replace(fact, giver=None, text=_own_quotes(fact.text, owner)) for key, fact in present.items()
    }
    changes = find_changes(_as_facts(lock, owner), now, {owner: source.document.full_name})
    return tuple(_departures(lock, owner, present, changes))


def _as_facts(lock: Lock, owner: str) -> dict[FactKey, Fact]:
    """Return what a lock holds as facts of the document's own, in the order of the document."""
    return {
        FactKey(owner, *fact.key): Fact(
            fact.text,
            lock.place,
            cast("FactKind", fact.kind),  # one of the kinds, or the lock had not been read
            fact.name,
            shown=fact.shown,
        )
        for fact in sorted(lock.facts.values(), key=lambda each: each.order)
    }


def _departures(
    lock: Lock, owner: str, present: Mapping[FactKey, Fact], changes: tuple[Change, ...]
) -> Iterator[Departure]:
    changed = {(each.element, each.field): each for each in changes}
    things = {key.element for key in present}, {key.element for key in lock.facts}
    for change in changes:
        fact = present.get(FactKey(owner, change.element, change.field))
        if change.element[:1] == ("definition",) and any(change.element not in each for each in things):
            continue  # it came or went with its indicator, which is told
        if fact and (told := _told_as(fact, owner)) and told != (change.element, change.field):
            other = changed.get(told)
            if other and (other.before, other.after) == (change.before, change.after):
                continue  # one change, told where it was made
        was = lock.facts.get(LockKey(change.element, change.field))
        giver = fact.giver.owner if fact and fact.giver else was.giver if was and fact is None else ""
        giver = "" if giver in {owner, lock.document} else giver
        departure = Departure(change, giver, "", fact.giver if fact and giver else None)
        yield replace(departure, reason=lock.corrections.get(departure.path, ""))


def _told_as(fact: Fact, owner: str) -> tuple[Element, str] | None:
    """Return where in the same document that is told which a fact is taken from."""
    giver = fact.giver
    if giver is None or (giver.owner not in {owner, INDICATORS}):
        return None
    element = ("definition", giver.element[1]) if giver.owner == INDICATORS else giver.element
    return element, giver.field


def needless(register: Register, source: Plan | FollowUp) -> tuple[str, ...]:
    """Return the corrections of a document that are of nothing that has changed."""
    written = source.document.file.corrections
    if not written:
        return ()
    needed = {each.path for each in departures(register, source)}
    return tuple(path for path in written if path not in needed)


# What is told of it


def lock_findings(register: Register) -> Iterator[Finding]:
    """Yield what documents say otherwise than when they were decided, and corrections of what has not changed."""
    for source in _documents(register):
        for departure in departures(register, source):
            if not departure.reason:
                yield _finding(register, source.document, departure)
        for path in needless(register, source):
            sentence = (
                f"{source.document.full_name} har en rättelse av något som inte är ändrat sedan beslutet"
            )
            place = source.document.file.at_key("rättelser", path)
            yield Finding(NEEDLESS, sentence, (place,))


def _finding(register: Register, document: Document, departure: Departure) -> Finding:
    change = departure.change
    places = [change.places[1] or document.place, *_giver_place(register, departure)]
    places += [] if any(each.file == document.place.file for each in places) else [document.place]
    where = f", {giver_name(register, departure.giver)}" if departure.giver else ""
    name = _cut(change.name) or document.name
    sentence = f"{document.full_name}: ”{name}” är ändrat sedan beslutet{where}: {said(change)}"
    remedy = (
        "återställ, gör en ny utgåva, eller, är det ett rättat skrivfel, skriv under rättelser: "
        f"{departure.path}: och skälet"
    )
    return Finding(CHANGED, sentence, tuple(dict.fromkeys(places)), remedy=remedy)


def _giver_place(register: Register, departure: Departure) -> Iterator[Place]:
    """Yield where a fact that is taken over stands, at its giver."""
    key = departure.taken_from
    if key is None:
        return
    if key.owner == INDICATORS:
        entry = register.indicators[key.element[1]]
        yield entry.at(*key.field.split("/")) if key.field else entry.place
        return
    giver = next((each for each in _documents(register) if owner_of(each) == key.owner), None)
    fact = document_facts(register, giver).get(key) if giver else None
    if fact:
        yield fact.place


def giver_name(register: Register, giver: str) -> str:
    """Say where a change was made that a document takes over."""
    if giver == INDICATORS:
        return "i indikatorns definition"
    names = {owner_of(source): source.document.full_name for source in _documents(register)}
    return f"i {names[giver]}" if giver in names else "hos den som det är ärvt av"


def said(change: Change) -> str:
    """Say what became of something, in a few words."""
    match change.what:
        case "tillagd":
            return "finns nu, men fanns inte då"
        case "borttagen":
            return "fanns då, men finns inte nu"
        case "nytt id":
            return f"hade id {change.before}, har nu {change.after}"
        case "flyttad":
            return f"stod under {change.before}, står nu under {change.after}"
        case _:
            return f"{change.field}: var {_quoted(change, new=False)}, är nu {_quoted(change, new=True)}"


def _quoted(change: Change, *, new: bool) -> str:
    """Return what was or is said; of a long text only what became of it."""
    text = change.after if new else change.before
    if text is None:
        return "inte skrivet"
    if change.words and len(text) > _LONG:
        kind = NEW if new else STRUCK
        text = " … ".join(piece.text for piece in change.words if piece.kind == kind) or "…"
    return f"”{_cut(text)}”"


def _cut(text: str) -> str:
    joined = " ".join(text.split())
    return joined if len(joined) <= _LONG else f"{joined[:_LONG].rstrip()} …"


# What may be shown


def shown_locks(register: Register, opened: Register) -> dict[DocumentKey, Lock]:
    """Return the locks of the documents that are shown, without what was or is internal.

    `opened` is the register without what is internal.
    """
    sources = {source.document.key: source for source in _documents(opened)}
    shown: dict[DocumentKey, Lock] = {}
    veil = _Veil(register, opened)
    for key, lock in register.locks.items():
        if key not in sources:
            continue
        hidden = frozenset(each for each in lock.facts if veil.hides(lock, sources[key], each))
        facts = {each: fact for each, fact in lock.facts.items() if each not in hidden}
        part = replace(lock, facts=facts, hidden=hidden, corrections={})
        there = departures(replace(opened, locks={key: part}), sources[key])
        seen = {each.path for each in there}
        reasons = {path: reason for path, reason in lock.corrections.items() if path in seen}
        shown[key] = replace(part, corrections=reasons)
    return shown


class _Veil:
    """What of a lock may not be shown, by what is internal now and what was when it was written."""

    def __init__(self, register: Register, opened: Register) -> None:
        self.register = register
        self.opened = opened
        self.books: dict[str, tuple[dict[FactKey, Fact], dict[FactKey, Fact]]] = {}
        self.documents = {owner_of(source): source for source in _documents(register)}

    def hides(self, lock: Lock, source: Plan | FollowUp, key: LockKey) -> bool:
        """Whether a fact was internal, or is, or is gone while what it was a part of is internal."""
        fact, owner = lock.facts[key], owner_of(source)
        if fact.internal:
            return True
        whole, public = self._books(owner)
        now = whole.get(FactKey(owner, *key))
        if now is not None:
            return not _is_same(now, public.get(FactKey(owner, *key)))
        plan = f"{owner.rpartition('/')[0]}/plan"
        owners = dict.fromkeys([owner, plan, *([fact.giver] if fact.giver in self.documents else [])])
        return any(
            self._is_internal(each, element)
            for element in _around(lock, owner, key.element)
            for each in owners
        )

    def _is_internal(self, owner: str, element: Element) -> bool:
        """Whether a thing is there, but not for everybody."""
        step = _OF_INDICATORS.get(element[0]) if element else None
        if step is not None and element[step] in set(self.register.indicators) - set(self.opened.indicators):
            return True
        whole, public = ({key.element for key in book} for book in self._books(owner))
        return bool(element) and element in whole and element not in public

    def _books(self, owner: str) -> tuple[dict[FactKey, Fact], dict[FactKey, Fact]]:
        """Return what a document says, all of it and what is shown."""
        if owner not in self.books:
            source = self.documents.get(owner)
            whole = document_facts(self.register, source) if source else {}
            public = _public_facts(self.opened, source.document.key) if source else {}
            self.books[owner] = whole, public
        return self.books[owner]


def _around(lock: Lock, owner: str, element: Element) -> Iterator[Element]:
    """Yield a thing, what it is a part of, and what they stood under when they were decided."""
    waiting, seen = [element], set()
    while waiting:
        thing = waiting.pop()
        if thing in seen:
            continue
        seen.add(thing)
        yield thing
        waiting += above(owner, thing)
        under = lock.facts.get(LockKey(thing, "under"))
        ids = under.text.split(", ") if under else []
        waiting += [(sort, id_) for id_ in ids for sort in _NODES]


def _public_facts(opened: Register, key: DocumentKey) -> dict[FactKey, Fact]:
    sources = _documents(opened)
    source = next((each for each in sources if each.document.key == key), None)
    return document_facts(opened, source) if source else {}


def _is_same(fact: Fact, public: Fact | None) -> bool:
    return public is not None and (public.text, public.said) == (fact.text, fact.said)
