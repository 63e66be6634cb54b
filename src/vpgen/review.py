"""What a reviewer is told of two versions: a headline, what to stop at, and the changes document by document, in words."""

from __future__ import annotations

import posixpath
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias
from urllib.parse import quote

from vpgen.facts.labels import before_field, label
from vpgen.lifelines import KEPT, Piece, shortened
from vpgen.pages.addresses import CHANGES
from vpgen.reports import visible

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

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
    "utveckling": "Utveckling",
    "jämförelse": "Jämförelser",
    "räkning": "Räkningar",
    "sammanfattning": "Tryckt sammanfattning",
    "text": "Text som säger det gamla värdet",
    "uppmärksamhet": "Behöver uppmärksamhet",
    "serie": "Serier",
    "avvikelse": "Avvikelser i underlaget",
    "bruten tråd": "Röda tråden",
    "ärvt": "Ärvt av andra",
}
TURNS: dict[ConsequenceWhat, tuple[str, str]] = {
    "utslag": ("omdöme vänder", "omdömen vänder"),
    "föreslagen status": ("status enligt regeln blir en annan", "statusar enligt regeln blir andra"),
    "avvikelse": ("ny avvikelse", "nya avvikelser"),
    "sammanfattning": (
        "tryckt sammanfattning säger något annat om bedömningarna",
        "tryckta sammanfattningar säger något annat om bedömningarna",
    ),
    "text": ("text säger det gamla värdet", "texter säger det gamla värdet"),
    "uppmärksamhet": (
        "sak går in i eller ut ur ”Behöver uppmärksamhet”",
        "saker går in i eller ut ur ”Behöver uppmärksamhet”",
    ),
}
"""What follows and should be stopped at, one and many; of contradictions those that are new."""
NOTHING = "inget"
"""What is said for a value that is not there."""
SAME_WORDS = "samma ord, annan styckeindelning"
MOST_NAME = 100
MOST_UNDECIDED = 4
"""Of plans without a decision no more are named where it is said whether anything needs one."""
UNDER_ONE_PLACE = (("kapitel",), ("bidrag",))
"""Things whose text may stand in several files, and is told as changed in the first of them."""
SHORT_ID, HEX = 10, set("0123456789abcdef")


@dataclass(frozen=True)
class Side:
    """One of the two versions: what it was called (empty for the folder as it lies), its commit, why it does not load.

    `files` are the paths inside its folder.
    """

    revision: str
    commit: str
    problems: tuple[Problem, ...] = ()
    is_empty: bool = False
    files: Collection[str] = ()

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

    @property
    def label(self) -> str:
        """What it is counted as, in words that begin a line."""
        return _capital(CLASSES[self.klass][0])


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
class TurnView:
    """What follows and should be stopped at, of one sort: counted in words, and each."""

    count: str
    views: tuple[ConsequenceView, ...]


@dataclass(frozen=True)
class Review:
    """All that a reviewer is told, in the order of telling.

    `sides` is what the two versions are called. `failed` are those that do not load, by name, with why; then nothing
    else is told. What to stop at is the `alarms` and the `turns`; `decision` answers whether anything needs a decision.
    `classes` are those that changes are of. `rewritten` tells of files that say the same as before among others that do
    not. `everything` is the address of the page with all changes, where there is a preview. `hidden` is how many changes
    are not told, for they are of what is internal.
    """

    headline: str
    sides: tuple[str, str]
    cautions: tuple[str, ...] = ()
    failed: tuple[tuple[str, tuple[Problem, ...]], ...] = ()
    classes: tuple[ChangeClass, ...] = ()
    alarms: tuple[AlarmView, ...] = ()
    turns: tuple[TurnView, ...] = ()
    decision: str = ""
    documents: tuple[DocumentView, ...] = ()
    consequences: tuple[tuple[str, tuple[ConsequenceView, ...]], ...] = ()
    rewritten: str = ""
    everything: str | None = None
    hidden: int = 0

    @property
    def stop(self) -> str:
        """What is said where there is nothing to stop at; empty where there is, or where nothing differs."""
        is_calm = (self.documents or self.consequences) and not self.alarms and not self.turns
        calm = "Inget att stanna vid i det som visas." if self.hidden else "Inget att stanna vid."
        return calm if is_calm else ""


def make_review(
    before: Side,
    after: Side,
    differences: Differences | None,
    changed: Sequence[str],
    site: str | None = None,
) -> Review:
    """Return what to tell of two versions.

    `differences` is None where either does not load. `changed` are the files that are not the same, as paths inside the
    folder. `site` is the address of the preview, ending in a slash, where there is one.
    """
    sides = before.name, after.name
    if differences is None:
        return Review(_failed(before, after), sides, failed=_problems(before, after))
    documents = tuple(_documents(differences, site))
    told = Counter(change.klass for document in documents for change in document.changes)
    consequences = _consequences(differences.consequences, site)
    return Review(
        headline=_headline(differences, told, len(changed)),
        sides=sides,
        cautions=tuple(_cautions(before, after, differences.hidden)),
        hidden=differences.hidden,
        classes=tuple(klass for klass in CLASSES if told[klass]),
        alarms=tuple(_alarms(differences, documents)),
        turns=tuple(_turns(differences.consequences, consequences)),
        decision=_decision(differences, documents),
        documents=documents,
        consequences=tuple(_by_sort(differences.consequences, consequences)),
        rewritten=_rewritten(before, after, differences, changed),
        everything=f"{site}{CHANGES}" if site else None,
    )


def counted(counts: Mapping[ChangeClass, int]) -> str:
    """Return how many changes there are, class by class; where all are of one class it is said once."""
    total, of = sum(counts.values()), [klass for klass in CLASSES if counts.get(klass)]
    if len(of) > 1:
        parts = ", ".join(number(counts[klass], *CLASSES[klass]) for klass in of)
        return f"{number(total, 'ändring', 'ändringar')}: {parts}"
    one, many = CLASSES[of[0]]
    if one.startswith("ändring"):
        return number(total, one, many)
    return f"{number(total, 'ändring', 'ändringar')}: {one if total == 1 else many}"


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
        return "Det som publiceras är oförändrat." if differences.hidden else _unchanged(rewritten)
    parts = ["Inget som publiceras är ändrat i sak." if differences.hidden else "Inget är ändrat i sak."]
    if differences.changes:
        parts = [f"{counted(told)}."]
    if differences.alarms:
        parts.append(f"{number(len(differences.alarms), 'varning', 'varningar')}.")
    if differences.consequences:
        parts.append(f"{number(len(differences.consequences), 'följd', 'följder')}.")
    return " ".join(parts)


def _rewritten(before: Side, after: Side, differences: Differences, changed: Iterable[str]) -> str:
    """Say how many of the files that are in both versions are other than before, and say the same.

    Nothing where some of them say something else that is internal.
    """
    if not differences or differences.hidden:
        return ""
    told = {place.file.partition("/")[2] for each in differences.changes for place in each.places if place}
    # Of a chapter in several texts only the first is the place of a change.
    unsure = {
        posixpath.dirname(place.file.partition("/")[2])
        for each in differences.changes
        for place in each.places
        if place and each.element[:1] in UNDER_ONE_PLACE and each.field == "text"
    }
    same = [
        path
        for path in changed
        if path in before.files
        and path in after.files
        and path not in told
        and not (path.endswith(".md") and posixpath.dirname(path) in unsure)
    ]
    return (
        f"{number(len(same), 'fil är', 'filer är')} bara {'omskriven' if len(same) == 1 else 'omskrivna'}."
        if same
        else ""
    )


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


def _cautions(before: Side, after: Side, hidden: int) -> Iterator[str]:
    if before.is_empty:
        yield "Den tidigare versionen har inget innehåll: allt är nytt."
    elif after.is_empty:
        yield "Den nya versionen har inget innehåll: allt är borttaget."
    if hidden:
        count = number(hidden, "uppgift som är intern", "uppgifter som är interna")
        yield f"{count} ändras, och visas inte här; ta med {'den' if hidden == 1 else 'dem'} med --intern."


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
        has_values = change.before is not None or change.after is not None
        return before_field(change.name) if has_values else change.name
    return f"{before_field(change.name)}, {label(change.field)}"


def _part(change: Change, part: Part) -> PartView:
    # The things that stand under what was added are named; its own facts are not.
    names = [] if part.element == change.element else [part.name]
    field = [] if names and part.element[:1] == ("ruta",) else [label(part.field)]
    return PartView(plain(", ".join(filter(None, [*names, *field]))), plain(part.text) if part.field else "")


# Alarms, decisions and consequences


def _decision(differences: Differences, documents: Iterable[DocumentView]) -> str:
    """Say whether anything needs a decision; nothing where nothing has changed."""
    if not differences.changes:
        return ""
    renewed = {each.owner for each in differences.changes if _is_renewed(each)}
    decided = {each.title: each.counts["beslutad plan"] for each in documents if each.counts["beslutad plan"]}
    # That something has a new id decides nothing.
    plans = [(each, sum(map(_is_of_plan, each.changes))) for each in documents]
    undecided = [(each.title, count) for each, count in plans if count and each.owner not in renewed]
    anew = sum(count for each, count in plans if each.owner in renewed)
    rest = " och ".join(
        f"{number(count, 'ändring', 'ändringar')} rör {what}"
        for count, what in (
            (anew, "en ny plan eller en ny utgåva"),
            (
                sum(count for _, count in undecided),
                f"planer utan angivet beslut: {_named([title for title, _ in undecided])}",
            ),
        )
        if count
    )
    if decided:
        titles = "; ".join(decided)
        asked = f"Behöver nytt beslut: {number(sum(decided.values()), *CLASSES['beslutad plan'])} ({titles})."
        return f"{asked} {rest}." if rest else asked
    none = "Ingen ändring som visas" if differences.hidden else "Ingen ändring"
    return f"{none} rör en beslutad plan{f'; {rest}' if rest else ''}."


def _is_of_plan(change: ChangeView) -> bool:
    """Whether a change says something else in a plan without a decision, or in a new one."""
    return change.klass == "plan" and change.became != BECAME["nytt id"]


def _named(titles: Sequence[str]) -> str:
    """Name the documents, of many the first and how many more there are."""
    left = len(titles) - MOST_UNDECIDED
    return "; ".join(titles[:MOST_UNDECIDED]) + (f" och {left} till" if left > 0 else "")


def _is_renewed(change: Change) -> bool:
    """Whether a change is that a document, or its edition, is a new one."""
    return change.field == "utgåva" or (not change.element and change.what == "tillagd")


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


def _consequences(found: Iterable[Consequence], site: str | None) -> tuple[ConsequenceView, ...]:
    return tuple(_consequence(each, site) for each in found)


def _by_sort(
    found: Iterable[Consequence], views: Iterable[ConsequenceView]
) -> Iterator[tuple[str, tuple[ConsequenceView, ...]]]:
    groups: dict[str, list[ConsequenceView]] = {}
    for each, view in zip(found, views, strict=True):
        groups.setdefault(FOLLOWS[each.what], []).append(view)
    for heading, of in groups.items():
        yield heading, tuple(of)


def _turns(found: Sequence[Consequence], views: Sequence[ConsequenceView]) -> Iterator[TurnView]:
    """Yield what should be stopped at among what follows, counted."""
    for what, words in TURNS.items():
        mine = tuple(
            view
            for each, view in zip(found, views, strict=True)
            if each.what == what and (what != "avvikelse" or each.before is None)
        )
        if mine:
            yield TurnView(number(len(mine), *words), mine)


def _consequence(each: Consequence, site: str | None) -> ConsequenceView:
    before, after = (None if text is None else plain(text) for text in (each.before, each.after))
    address = link(each.address, site)
    match each.what:
        case "avvikelse":
            return _sentence(_turned("Ny", "Borta", "Ändrad", before, after), before, after, address)
        case "bruten tråd":
            turn = _turned("Bryts", "Bryts inte längre", "Bryts på annat sätt", before, after)
            return _sentence(f"{turn}: {plain(each.name)}", before, after, address)
        case "text":
            return _sentence("Kvar", None, f"{plain(each.name)}: {after}", address)
        case "serie" if before is None:
            return _sentence(plain(each.name), before, after, address)
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
