"""What a reviewer is told of two versions: a headline, what to stop at, and the changes document by document, in words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias
from urllib.parse import quote

from vpgen.lifelines import KEPT, Piece, shortened
from vpgen.pages.addresses import CHANGES
from vpgen.reports import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from vpgen.alarms import AlarmWhat
    from vpgen.changes import Change, ChangeWhat, Part
    from vpgen.consequences import Consequence, ConsequenceWhat
    from vpgen.diff import Differences
    from vpgen.facts import FactKind
    from vpgen.problems import Problem

ChangeClass: TypeAlias = "FactKind | Literal['beslutad plan']"

CLASSES: dict[ChangeClass, tuple[str, str]] = {
    "uppföljning": ("uppföljningsvärde", "uppföljningsvärden"),
    "bedömning": ("bedömning", "bedömningar"),
    "beslutad plan": ("ändring av beslutad plan", "ändringar av beslutad plan"),
    "plan": ("ändring av plan", "ändringar av plan"),
    "definition": ("definition", "definitioner"),
    "text": ("text", "texter"),
    "struktur": ("uppgift om ett dokument eller en nämnd", "uppgifter om dokument och nämnder"),
}
"""What changes are counted as, one and many. A plan is decided where a change of it asks for a new edition."""
DECIDED: AlarmWhat = "beslutad plan ändrad utan ny utgåva"

BECAME: dict[ChangeWhat, str] = {
    "ändrad": "",
    "tillagd": "Nytt",
    "borttagen": "Borttaget",
    "flyttad": "Flyttat",
    "nytt id": "Nytt id",
}
FOLLOWS: dict[ConsequenceWhat, str] = {
    "utslag": "Regelns utslag",
    "föreslagen status": "Status enligt regeln",
    "räkning": "Räkningar",
    "serie": "Serier",
    "avvikelse": "Avvikelser i underlaget",
    "bruten tråd": "Röda tråden",
    "ärvt": "Ärvt av andra",
}
NOTHING = "inget"
"""What is said for a value that is not there."""
SAME_WORDS = "samma ord, annan styckeindelning"
MOST_NAME = 100
SHORT_ID, HEX = 10, set("0123456789abcdef")


@dataclass(frozen=True)
class Side:
    """One of the two versions: what it was called (empty for the folder as it lies), its commit, why it does not load."""

    revision: str
    commit: str
    problems: tuple[Problem, ...] = ()
    is_empty: bool = False

    @property
    def name(self) -> str:
        """What the version is called in a sentence."""
        commit = self.commit[:SHORT_ID]
        if not self.revision:
            return "arbetskopian"
        is_id = len(self.revision) >= SHORT_ID and set(self.revision) <= HEX
        if not commit:
            return plain(self.revision)
        return commit if is_id else f"{cut(plain(self.revision), MOST_NAME)} ({commit})"


@dataclass(frozen=True)
class PartView:
    """One fact of what was added or dropped: of what, and what it says; empty where it is only there."""

    label: str
    text: str


@dataclass(frozen=True)
class ChangeView:
    """One change: how it became (empty for another value), of what, and what it was and is, each on one line.

    `words` is a long text with what is kept, new and struck, `note` what else there is to say of it. `link` leads to the
    page of the preview that shows it; `is_gone` where it is no longer there, and `place` is where it stood.
    """

    document: str
    klass: ChangeClass
    became: str
    name: str
    before: str | None
    after: str | None
    words: tuple[Piece, ...]
    note: str
    place: str
    is_gone: bool
    link: str | None
    parts: tuple[PartView, ...]
    alarms: tuple[str, ...]

    @property
    def has_values(self) -> bool:
        """Whether there is a value before or after to show."""
        return self.before is not None or self.after is not None


@dataclass(frozen=True)
class DocumentView:
    """What changed in one document, or of the definitions, the organisation and so on."""

    owner: str
    title: str
    changes: tuple[ChangeView, ...]

    @property
    def counts(self) -> Counter[ChangeClass]:
        """How many changes there are of each class."""
        return Counter(change.klass for change in self.changes)

    @property
    def alarms(self) -> int:
        """How many alarms the changes ring."""
        return sum(len(change.alarms) for change in self.changes)

    @property
    def heading(self) -> str:
        """The document, with how many changes there are."""
        return f"{self.title}: {number(len(self.changes), 'ändring', 'ändringar')}"


@dataclass(frozen=True)
class AlarmView:
    """What to stop at and why, with the changes that ring."""

    what: str
    sentence: str
    changes: tuple[ChangeView, ...]


@dataclass(frozen=True)
class ConsequenceView:
    """Something that follows: of what, as what before and after, whom it reaches; `sentence` instead of the values."""

    name: str
    before: str | None
    after: str | None
    sentence: str
    link: str | None


@dataclass(frozen=True)
class Review:
    """All that a reviewer is told, in the order of telling.

    `sides` is what the two versions are called. `failed` are those that do not load, by name, with why; then nothing
    else is told. `classes` are those that changes are of. `everything` is the address of the page with all changes, where
    there is a preview.
    """

    headline: str
    sides: tuple[str, str]
    cautions: tuple[str, ...]
    failed: tuple[tuple[str, tuple[Problem, ...]], ...]
    classes: tuple[ChangeClass, ...]
    alarms: tuple[AlarmView, ...]
    documents: tuple[DocumentView, ...]
    consequences: tuple[tuple[str, tuple[ConsequenceView, ...]], ...]
    everything: str | None


def make_review(
    before: Side, after: Side, differences: Differences | None, rewritten: int, site: str | None = None
) -> Review:
    """Return what to tell of two versions.

    `differences` is None where either does not load. `rewritten` is how many files are not the same. `site` is the
    address of the preview, ending in a slash, where there is one.
    """
    sides = before.name, after.name
    if differences is None:
        return Review(_failed(before, after), sides, (), _problems(before, after), (), (), (), (), None)
    documents = tuple(_documents(differences, site))
    told = Counter(change.klass for document in documents for change in document.changes)
    return Review(
        headline=_headline(differences, told, rewritten),
        sides=sides,
        cautions=tuple(_cautions(before, after)),
        failed=(),
        classes=tuple(klass for klass in CLASSES if told[klass]),
        alarms=tuple(_alarms(differences, documents)),
        documents=documents,
        consequences=tuple(_consequences(differences.consequences, site)),
        everything=f"{site}{CHANGES}" if site else None,
    )


def plain(text: str) -> str:
    """Return a text on one line, with what cannot be seen made visible."""
    return visible(" ".join(text.split()))


def number(count: int, one: str, many: str) -> str:
    """Return a count with its word: "1 ändring", "3 000 ändringar"."""
    return f"{count:,} {one if count == 1 else many}".replace(",", "\u00a0")


def cut(text: str, most: int) -> str:
    """Return a text, of a long one the beginning and how much more there is."""
    if len(text) <= most:
        return text
    return f"{text[:most].rstrip()} … ({number(len(text) - most, 'tecken', 'tecken')} till)"


def cut_words(words: Iterable[Piece], most: int) -> Iterator[Piece]:
    """Yield the pieces of a text until they are too long together; what is left out is told."""
    left, dropped = most, 0
    for piece in words:
        shown = piece.text[:left].rstrip() if len(piece.text) > left else piece.text
        if shown:
            yield Piece(piece.kind, shown)
        dropped += len(piece.text) - len(shown)
        left -= len(shown)
    if dropped:
        yield Piece(KEPT, f"… ({number(dropped, 'tecken', 'tecken')} till)")


def link(address: str | None, site: str | None) -> str | None:
    """Return where a page of the preview can be read; None where there is no page, or no preview."""
    return f"{site}{quote(address, safe='/#')}" if address and site else None


# The headline


def _headline(differences: Differences, told: Mapping[ChangeClass, int], rewritten: int) -> str:
    if not differences:
        return _unchanged(rewritten)
    parts = ["Inget är ändrat i sak."]
    if differences.changes:
        counts = ", ".join(number(told[klass], *CLASSES[klass]) for klass in CLASSES if told[klass])
        parts = [f"{number(len(differences.changes), 'ändring', 'ändringar')}: {counts}."]
    if differences.alarms:
        parts.append(f"{number(len(differences.alarms), 'varning', 'varningar')}.")
    if differences.consequences:
        parts.append(f"{number(len(differences.consequences), 'följd', 'följder')}.")
    return " ".join(parts)


def _unchanged(rewritten: int) -> str:
    if not rewritten:
        return "Ingenting är ändrat: versionerna är lika."
    files = number(rewritten, "fil är omskriven", "filer är omskrivna")
    return f"Inget i sak har ändrats: {files}, men säger detsamma."


def _failed(before: Side, after: Side) -> str:
    verdict = {
        (True, True): "Ingen av versionerna går att läsa",
        (True, False): "Den tidigare versionen går inte att läsa",
        (False, True): "Den nya versionen går inte att läsa",
    }[bool(before.problems), bool(after.problems)]
    count = number(len(before.problems) + len(after.problems), "fel", "fel")
    return f"{verdict}: {count}. Vad som har ändrats går därför inte att säga."


def _problems(*sides: Side) -> tuple[tuple[str, tuple[Problem, ...]], ...]:
    return tuple((side.name, side.problems) for side in sides if side.problems)


def _cautions(before: Side, after: Side) -> Iterator[str]:
    if before.is_empty and after.is_empty:
        yield "Ingen av versionerna har något innehåll."
    elif before.is_empty:
        yield "Den tidigare versionen har inget innehåll: allt är nytt."
    elif after.is_empty:
        yield "Den nya versionen har inget innehåll: allt är borttaget."


# Changes


def _decided(differences: Differences) -> set[int]:
    """Return the changes, by identity, that are past the decision of a plan."""
    return {id(alarm.change) for alarm in differences.alarms if alarm.what == DECIDED}


def _class(change: Change, decided: set[int]) -> ChangeClass:
    return "beslutad plan" if id(change) in decided else change.kind


def _documents(differences: Differences, site: str | None) -> Iterator[DocumentView]:
    decided = _decided(differences)
    rung: dict[int, list[str]] = {}
    for alarm in differences.alarms:
        rung.setdefault(id(alarm.change), []).append(_capital(alarm.what))
    owners: dict[str, list[ChangeView]] = {}
    for change in differences.changes:
        view = _change(change, _class(change, decided), tuple(rung.get(id(change), ())), site)
        owners.setdefault(change.owner, []).append(view)
    for owner, changes in owners.items():
        yield DocumentView(owner, changes[0].document, tuple(changes))


def _change(change: Change, klass: ChangeClass, alarms: tuple[str, ...], site: str | None) -> ChangeView:
    words = tuple(shortened([Piece(piece.kind, plain(piece.text)) for piece in change.words]))
    is_gone = change.places[1] is None
    return ChangeView(
        document=plain(change.title),
        klass=klass,
        became=BECAME[change.what],
        name=plain(_name(change)),
        before=None if change.before is None else plain(change.before),
        after=None if change.after is None else plain(change.after),
        words=words,
        note=SAME_WORDS if words and all(piece.kind == KEPT for piece in words) else "",
        place=plain(f"{change.place.file}:{change.place.line}"),
        is_gone=is_gone,
        link=None if is_gone else link(change.address, site),
        parts=tuple(_part(change, part) for part in change.parts),
        alarms=alarms,
    )


def _name(change: Change) -> str:
    """Return what changed: the thing and the author's key; of a cell, and of a move, the thing says it all."""
    if not change.field or change.field == "under" or change.element[:1] == ("ruta",):
        return change.name
    return f"{change.name}, {_field(change.field)}"


def _part(change: Change, part: Part) -> PartView:
    # The things that stand under what was added are named; its own facts are not.
    names = [] if part.element == change.element else [part.name]
    field = [] if names and part.element[:1] == ("ruta",) else [_field(part.field)]
    return PartView(plain(", ".join(filter(None, [*names, *field]))), plain(part.text) if part.field else "")


def _field(field: str) -> str:
    return field.replace("/", ", ")


# Alarms and consequences


def _alarms(differences: Differences, documents: Sequence[DocumentView]) -> Iterator[AlarmView]:
    """Yield the alarms, those for the same reason together."""
    told = {document.owner: iter(document.changes) for document in documents}
    views = {id(change): next(told[change.owner]) for change in differences.changes}
    reasons: dict[tuple[str, str], list[ChangeView]] = {}
    for alarm in differences.alarms:
        key = (_capital(alarm.what), _capital(plain(alarm.sentence)))
        reasons.setdefault(key, []).append(views[id(alarm.change)])
    for (what, sentence), changes in reasons.items():
        yield AlarmView(what, sentence, tuple(changes))


def _consequences(
    found: Iterable[Consequence], site: str | None
) -> Iterator[tuple[str, tuple[ConsequenceView, ...]]]:
    groups: dict[str, list[ConsequenceView]] = {}
    for each in found:
        groups.setdefault(FOLLOWS[each.what], []).append(_consequence(each, site))
    for heading, views in groups.items():
        yield heading, tuple(views)


def _consequence(each: Consequence, site: str | None) -> ConsequenceView:
    before, after = (None if text is None else plain(text) for text in (each.before, each.after))
    address = link(each.address, site)
    match each.what:
        case "avvikelse":
            return _sentence(_turned("Ny", "Borta", "Ändrad", before, after), before, after, address)
        case "bruten tråd":
            turn = _turned("Bryts", "Bryts inte längre", "Bryts på annat sätt", before, after)
            return _sentence(f"{turn}: {plain(each.name)}", before, after, address)
        case _:
            reached = f" (gäller {', '.join(plain(body) for body in each.bodies)})" if each.bodies else ""
            return ConsequenceView(f"{plain(each.name)}{reached}", before, after, "", address)


def _turned(new: str, gone: str, other: str, before: str | None, after: str | None) -> str:
    return new if before is None else gone if after is None else other


def _sentence(name: str, before: str | None, after: str | None, link: str | None) -> ConsequenceView:
    """Tell of something that is said in a sentence; both where one has become another."""
    is_other = before is not None and after is not None
    return ConsequenceView(name, before, after, "" if is_other else after or before or "", link)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
