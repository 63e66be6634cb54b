"""The lock of a document: what it said when it was decided, as a file keeps it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from vpgen.problems import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION = 2
ENDING = ".beslut.json"
DECISION = ("organ", "datum", "paragraf", "diarienummer")
KINDS = ("uppföljning", "bedömning", "plan", "definition", "text", "struktur")
_FILE = {"version", "dokument", "beslut", "sha256", "fakta"}
_WRITTEN = {"vad", "fält", "text", "slag", "namn", "plats"}
_SOMETIMES = {"visas", "ur", "intern"}


class LockKey(NamedTuple):
    """What tells a fact of a document from its others: the thing that it is about, and the author's key."""

    element: tuple[str, ...]
    field: str

    @property
    def path(self) -> str:
        """The fact as authors name it: `mål/god-halsa/text`."""
        return "/".join([*self.element, *filter(None, [self.field])])


@dataclass(frozen=True)
class LockedFact:
    """A fact when its document was decided.

    `shown` is how a reader met it, where that is another than `text`; `giver` whose it was, where it was taken over:
    a document, or the definitions. `internal`: it was not published. `order` is its place in the document.
    """

    key: LockKey
    text: str
    kind: str
    name: str
    order: int
    shown: str | None = None
    giver: str = ""
    internal: bool = False

    @property
    def said(self) -> str:
        """The fact as a reader met it."""
        return self.text if self.shown is None else self.shown


@dataclass(frozen=True)
class Lock:
    """What a document said when it was decided, and the decision, field by field.

    `document` is the owner of its facts. `corrections` are what its file says of misprints that were mended since, by
    the facts' paths. `hidden` are the facts that are left out because they are not published. `fingerprint` is that of
    the whole file, also where facts are left out; empty where it was not read from one.
    """

    document: str
    decision: Mapping[str, str]
    facts: Mapping[LockKey, LockedFact]
    place: Place
    corrections: Mapping[str, str] = field(default_factory=dict)
    hidden: frozenset[LockKey] = frozenset()
    fingerprint: str = ""

    @property
    def decision_text(self) -> str:
        """The decision in a line."""
        return ", ".join(self.decision.values())


Data: TypeAlias = "dict[str, object]"


def lock_text(lock: Lock) -> str:
    """Return a lock as its file: JSON with one fact a line, sorted, the same for the same facts."""
    facts = [_dump(row) for row in _rows(lock)]
    head: Data = {
        "version": VERSION,
        "dokument": lock.document,
        "beslut": dict(lock.decision),
        "sha256": digest(lock),
    }
    lines = [f"{_dump(name)}: {_dump(value)}," for name, value in head.items()]
    return "\n".join(["{", *lines, '"fakta": [', ",\n".join(facts), "]", "}", ""])


def digest(lock: Lock) -> str:
    """Return the fingerprint of all that a lock holds: SHA-256 over its document, its decision and its facts."""
    whole = [VERSION, lock.document, dict(lock.decision), _rows(lock)]
    return hashlib.sha256(json.dumps(whole, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _rows(lock: Lock) -> list[Data]:
    return [_row(fact) for _, fact in sorted(lock.facts.items())]


def _row(fact: LockedFact) -> Data:
    row: Data = {"vad": list(fact.key.element), "fält": fact.key.field, "text": fact.text}
    if fact.shown is not None:
        row["visas"] = fact.shown
    row |= {"slag": fact.kind, "namn": fact.name}
    if fact.giver:
        row["ur"] = fact.giver
    if fact.internal:
        row["intern"] = True
    return {**row, "plats": fact.order}


class _BrokenError(Exception):
    """The text is no lock."""


class _OtherVersionError(Exception):
    """The text is a lock of another version."""

    def __init__(self, version: int) -> None:
        self.version = version
        super().__init__(version)


def read_lock(text: str, shown: str, document: str) -> Lock | Problem:
    """Return the lock that a file holds, or what is wrong with it.

    `shown` is the file's path as authors know it, `document` the owner of the facts of the document beside it.
    """
    place = Place(shown)
    try:
        data = json.loads(text, object_pairs_hook=_object, parse_float=_refuse, parse_constant=_refuse)
        lock, claimed = _lock(data, place)
        is_as_written = digest(lock) == claimed
    except json.JSONDecodeError as error:
        return _broken(Place(shown, error.lineno, error.colno))
    except _OtherVersionError as error:
        message = (
            f"låset är av version {error.version}, men den här versionen av vpgen läser version {VERSION}"
        )
        relock = (
            f"ta fram innehållet i git som det var vid beslutet, ta bort låset, kör vpgen beslut {document}"
        )
        hint = relock if error.version < VERSION else "uppdatera vpgen, eller hämta tillbaka filen ur git"
        return Problem(place, "trasigt-las", message, hint)
    except (_BrokenError, ValueError, RecursionError):
        # Numbers of thousands of digits, brackets without end and half characters are not what was written.
        return _broken(place)
    if not is_as_written:
        return Problem(place, "andrat-las", "låset är ändrat sedan det skrevs", _remedy(shown))
    if lock.document != document:
        message = f"låset är av ett annat dokument, {lock.document}"
        hint = "flytta det tillbaka: ett lås ligger bredvid sitt dokument och heter som det"
        return Problem(place, "fel-las", message, hint)
    return lock


def _remedy(shown: str) -> str:
    return (
        f"ett lås skrivs bara av vpgen beslut: hämta tillbaka filen ur git som den var, se git log -- {shown}"
    )


def _broken(place: Place) -> Problem:
    message = "låset går inte att läsa: filen är avbruten eller ändrad"
    return Problem(place, "trasigt-las", message, _remedy(place.file))


def _object(pairs: list[tuple[str, object]]) -> Data:
    if len({key for key, _ in pairs}) < len(pairs):
        raise _BrokenError
    return dict(pairs)


def _refuse(_text: str) -> object:
    raise _BrokenError


def _lock(data: object, place: Place) -> tuple[Lock, str]:
    """Return a lock, and the fingerprint that it claims to have."""
    if not isinstance(data, dict) or type(data.get("version")) is not int:
        raise _BrokenError
    if data["version"] != VERSION:
        raise _OtherVersionError(data["version"])
    if set(data) != _FILE:
        raise _BrokenError
    decision, rows = data["beslut"], data["fakta"]
    if not isinstance(decision, dict) or not set(decision) <= set(DECISION) or not isinstance(rows, list):
        raise _BrokenError
    facts = [_fact(row) for row in rows]
    found = {fact.key: fact for fact in facts}
    if len(found) < len(facts):
        raise _BrokenError
    told = {name: _text(value) for name, value in decision.items()}
    claimed = _text(data["sha256"])
    return Lock(_text(data["dokument"]), told, found, place, fingerprint=claimed), claimed


def _fact(row: object) -> LockedFact:
    if not isinstance(row, dict) or not _WRITTEN <= set(row) <= _WRITTEN | _SOMETIMES:
        raise _BrokenError
    element, kind, order = row["vad"], row["slag"], row["plats"]
    if not isinstance(element, list) or kind not in KINDS or type(order) is not int:
        raise _BrokenError
    if row.get("intern", True) is not True:
        raise _BrokenError
    return LockedFact(
        LockKey(tuple(_text(step) for step in element), _text(row["fält"])),
        _text(row["text"]),
        _text(kind),
        _text(row["namn"]),
        order,
        _text(row["visas"]) if "visas" in row else None,
        _text(row.get("ur", "")),
        "intern" in row,
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _BrokenError
    return value
