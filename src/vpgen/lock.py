"""The decision lock: what a document says fixed when it is decided, and what has been changed since, here or at a giver."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, cast

from vpgen.changes import Change, find_changes
from vpgen.facts import INDICATORS, ORGANISATION, Fact, FactKey, document_facts, owner_of
from vpgen.facts.elements import above
from vpgen.figures import quotable_figures
from vpgen.grounds import SCOPE, SYMBOL, grounds
from vpgen.lifelines import NEW, STRUCK
from vpgen.model.content import FollowUp
from vpgen.model.files import DRAFT, PROPOSAL
from vpgen.model.lock import ENDING, Lock, LockedFact, LockKey, lock_text
from vpgen.model.spelling import nearest
from vpgen.problems import Finding
from vpgen.quoting import QUOTE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from vpgen.facts import Element, FactKind
    from vpgen.figures import Quotable
    from vpgen.model.content import Document, DocumentKey, Plan, Register
    from vpgen.problems import Place

    Givers = Mapping[LockKey, str]

CHANGED, NEEDLESS = "andrat-efter-beslut", "onodig-rattelse"
NOT_DECIDED = {"förklaring"}
"""Things that are the editor's, and not the document's."""
DECIDED_FORM = {"titel", "tal"}
"""Fields of form that the document says too: its title, and the figures that its texts quote."""
RESTS_ON = {"definition", SCOPE, SYMBOL}
"""Things that a document only rests on: they come and go with what it says."""
_NODES = ("mål", "avsnitt", "uppdrag", "kapitel")
_NAMING = {"text", "lydelse", "namn", "rubrik", "risk"}
"""Fields that say in words what a thing is, and may be a part of its name."""
_OF_INDICATORS = {"indikator": 2, "annat värde": 3, "definition": 1}
"""Things about an indicator, and which of their steps is its id."""
_SENTENCES, _WORDS = re.compile(r"(?<=[.!?])\s+|\n+"), re.compile(r"[^\W\d_]+")
_TELLING = 4
"""A sentence of so many words is known again wherever it stands."""
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
    public = _public_facts(opened, source.document.key)
    facts = [
        LockedFact(
            LockKey(key.element, key.field),
            fact.text,
            fact.kind,
            fact.name,
            order,
            fact.shown,
            fact.giver.owner if fact.giver else "",
            internal=not _is_same(fact, public.get(key)),
        )
        for order, (key, fact) in enumerate(_decided(register, source).items())
    ]
    lock = Lock(owner, decision.told, {fact.key: fact for fact in facts}, source.document.file.place)
    return lock_text(lock)


def _decided(register: Register, source: Plan | FollowUp) -> dict[FactKey, Fact]:
    """Return what a decision adopts: what the document says and rests on, but not how its file is put together or who decided.

    Figures that a text leaves to vpgen are filled in, as `_filled` does.
    """
    whole = document_facts(register, source)
    book = {key: fact for key, fact in whole.items() if _is_decided(key, fact)}
    book |= grounds(register, source, whole)
    quoting = any("[](" in fact.text for fact in book.values())
    figures = quotable_figures(register) if quoting else {}
    owner = owner_of(source)
    return {key: _filled(fact, owner, figures) if "](" in fact.text else fact for key, fact in book.items()}


def _is_decided(key: FactKey, fact: Fact) -> bool:
    root = key.field.partition("/")[0]
    if root == "anmärkning" or key.element[:1] in {(word,) for word in NOT_DECIDED}:
        return False
    return fact.kind != "struktur" or root in DECIDED_FORM


def _filled(fact: Fact, owner: str, figures: Mapping[str, Quotable]) -> Fact:
    """Return a fact with the figures that its text leaves to vpgen filled in, as readers meet it.

    What it says holds those of other documents, which no fact of this one tells of. Figures of the document itself are
    named without it: an edition is kept by another name.
    """

    def told(quote: re.Match[str]) -> str:
        figure = figures.get(quote["target"])
        said = figure.text if figure else ""
        return quote["text"] or (said.lstrip("−-") if quote["minus"] else said)

    def meant(quote: re.Match[str]) -> str:
        figure = figures.get(quote["target"])
        is_others = figure is not None and any(not cell.startswith(f"{owner}/") for cell in figure.cells)
        text = told(quote) if is_others else quote["text"]
        return f"[{text}]({quote['kind']}:{quote['minus']}{quote['target'].removeprefix(f'{owner}/')})"

    shown = QUOTE.sub(told, fact.text) if "[](" in fact.text else fact.shown
    return replace(fact, text=QUOTE.sub(meant, fact.text), shown=shown)


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
    now = {key: replace(fact, giver=None) for key, fact in present.items()}
    changes = find_changes(_as_facts(lock, owner), now, {owner: source.document.full_name})
    answered = owner_of(source.plan) if isinstance(source, FollowUp) else ""
    return tuple(_departures(lock, owner, present, changes, answered))


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
    lock: Lock, owner: str, present: Mapping[FactKey, Fact], changes: tuple[Change, ...], answered: str
) -> Iterator[Departure]:
    """Yield what is said otherwise; `answered` is the plan that a follow-up answers."""
    changed = {(each.element, each.field): each for each in changes}
    then = {key: fact.giver for key, fact in lock.facts.items()}
    now = {LockKey(*key[1:]): fact.giver.owner if fact.giver else "" for key, fact in present.items()}
    for change in changes:
        if _came_with_another(change, (then, now), answered):
            continue
        fact = present.get(FactKey(owner, change.element, change.field))
        if fact and (told := _told_as(fact, owner)) and told != (change.element, change.field):
            other = changed.get(told)
            if other and (other.before, other.after) == (change.before, change.after):
                continue  # one change, told where it was made
        was = lock.facts.get(LockKey(change.element, change.field))
        giver = fact.giver.owner if fact and fact.giver else was.giver if was and fact is None else ""
        giver = "" if giver in {owner, lock.document} else giver
        departure = Departure(change, giver, "", fact.giver if fact and giver else None)
        yield replace(departure, reason=lock.corrections.get(departure.path, ""))


def _came_with_another(change: Change, sides: tuple[Givers, Givers], answered: str) -> bool:
    """Whether something came or went with what rests on it, or with what is said of it, which is told.

    `sides` are the facts then and now, each with whose it is.
    """
    if change.element and change.element[0] in RESTS_ON:
        return any(change.element not in {key.element for key in side} for side in sides)
    key = LockKey(change.element, change.field)
    if not answered or answered not in {side.get(key) for side in sides}:
        return False
    about = [
        {each for part, giver in side.items() if giver != answered for each in _with_above(part.element)}
        for side in sides
    ]
    return any(change.element not in each for each in about)


def _with_above(element: Element) -> tuple[Element, ...]:
    """Return a thing of a document, and what it is a part of."""
    return (element, *above("", element))


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
    if giver == ORGANISATION:
        return "i organisation.yml"
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
        hidden = veil.hidden(lock, sources[key])
        facts = {each: fact for each, fact in lock.facts.items() if each not in hidden}
        silent = frozenset(each for each in hidden if not veil.is_new(lock, sources[key], each))
        part = replace(lock, facts=facts, hidden=silent, corrections={})
        there = departures(replace(opened, locks={key: part}), sources[key])
        seen = {each.path for each in there} - {each.path for each in hidden}
        reasons = {path: reason for path, reason in lock.corrections.items() if path in seen}
        shown[key] = replace(part, corrections=reasons)
    return shown


@dataclass(frozen=True)
class _Books:
    """What a document says, all of it and what is shown, and the things of it that are not shown."""

    whole: Mapping[FactKey, Fact]
    public: Mapping[FactKey, Fact]
    internal: frozenset[Element]


class _Veil:
    """What of a lock may not be shown, by what is internal now and what was when it was written."""

    def __init__(self, register: Register, opened: Register) -> None:
        self.register = register
        self.opened = opened
        self.books: dict[str, _Books] = {}
        self.documents = {owner_of(source): source for source in _documents(register)}
        self.indicators = set(register.indicators) - set(opened.indicators)

    def hidden(self, lock: Lock, source: Plan | FollowUp) -> frozenset[LockKey]:
        """Return the facts of a lock that may not be shown: rather too many than too few."""
        owner = owner_of(source)
        hidden = {key for key in lock.facts if self._hides(lock, owner, key)}
        hidden.update(self._may_be_renamed(lock, owner))
        return frozenset({*hidden, *self._named(lock, owner, hidden)})

    def is_new(self, lock: Lock, source: Plan | FollowUp, key: LockKey) -> bool:
        """Whether what is said in place of a fact is open, and nothing that the lock held."""
        books, place = self._books(owner_of(source)), FactKey(owner_of(source), *key)
        now = books.whole.get(place)
        if now is None or lock.facts[key].internal:
            return False
        return _is_same(now, books.public.get(place)) and now.text != lock.facts[key].text

    def _hides(self, lock: Lock, owner: str, key: LockKey) -> bool:
        """Whether a fact was internal, or is, or is gone while what it was a part of is internal."""
        fact = lock.facts[key]
        if fact.internal:
            return True
        books = self._books(owner)
        now = books.whole.get(FactKey(owner, *key))
        if now is not None:
            return not _is_same(now, books.public.get(FactKey(owner, *key)))
        return any(
            self._is_internal(each, element)
            for element in _around(lock, owner, key.element)
            for each in self._owners(fact, owner)
        )

    def _owners(self, fact: LockedFact, owner: str) -> tuple[str, ...]:
        """Return the documents that what a fact is about may stand in: its own, the plan of it, and whose it was."""
        plan = f"{owner.rpartition('/')[0]}/plan"
        return tuple(each for each in dict.fromkeys([owner, plan, fact.giver]) if each in self.documents)

    def _is_internal(self, owner: str, element: Element) -> bool:
        """Whether a thing is there, but not for everybody."""
        indicator = _indicator(element)
        return indicator in self.indicators or element in self._books(owner).internal

    def _may_be_renamed(self, lock: Lock, owner: str) -> Iterator[LockKey]:
        """Yield the facts of things that are gone while something internal has come, which may be these by another name."""
        here = {key.element for key in self._books(owner).whole}
        known = {key.element for key in lock.facts}
        is_defined = bool(self.indicators - {_indicator(each) for each in known})
        for key, fact in lock.facts.items():
            if key.element in here:
                continue
            indicator = _indicator(key.element)
            is_undefined = indicator != "" and indicator not in self.register.indicators
            has_come = any(self._has_come(each, known) for each in self._owners(fact, owner))
            if has_come or (is_undefined and is_defined):
                yield key

    def _has_come(self, owner: str, known: set[Element]) -> bool:
        """Whether a document has something internal that is not known, nor was in its own lock."""
        lock = self.register.locks.get(self.documents[owner].document.key)
        own = {key.element for key in lock.facts} if lock else set()
        return bool(self._books(owner).internal - known - own)

    def _named(self, lock: Lock, owner: str, hidden: set[LockKey]) -> Iterator[LockKey]:
        """Yield the facts that say in words, or by its id, what is hidden."""
        books = self._books(owner)
        told = {fact.name for fact in books.public.values()} | set(_words(books.public.items()))
        secret = {*_words(books.whole.items()), *_words((key, lock.facts[key]) for key in hidden)} - told
        ids = {key.element[-1] for key in hidden if key.element} | {each[-1] for each in books.internal}
        ids -= {key.element[-1] for key in books.public if key.element}
        for key, fact in lock.facts.items():
            words = {fact.name[found.end() :] for found in re.finditer("^|: ", fact.name)}
            words |= set(_words([(key, fact)]))
            under = set(fact.text.split(", ")) if key.field == "under" else set()
            if words & secret or under & ids:
                yield key

    def _books(self, owner: str) -> _Books:
        """Return what a document says, all of it and what is shown."""
        if owner not in self.books:
            source = self.documents.get(owner)
            whole = _decided(self.register, source) if source else {}
            public = _public_facts(self.opened, source.document.key) if source else {}
            internal = {key.element for key in whole} - {key.element for key in public}
            self.books[owner] = _Books(whole, public, frozenset(internal))
        return self.books[owner]


def _words(facts: Iterable[tuple[FactKey | LockKey, Fact | LockedFact]]) -> Iterator[str]:
    """Yield the words that things are known by: what names them, and each sentence that is long enough."""
    for key, fact in facts:
        if key.field in _NAMING:
            yield fact.text
        sentences = _SENTENCES.split(fact.text)
        yield from (each for each in sentences if len(_WORDS.findall(each)) >= _TELLING)


def _indicator(element: Element) -> str:
    """Return the id of the indicator that a thing is about; empty where it is about none."""
    step = _OF_INDICATORS.get(element[0]) if element else None
    return element[step] if step is not None else ""


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
    return _decided(opened, source) if source else {}


def _is_same(fact: Fact, public: Fact | None) -> bool:
    return public is not None and (public.text, public.said) == (fact.text, fact.said)
