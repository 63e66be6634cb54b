"""A review as a Markdown comment on a pull request: folded, cut to size, and nobody's words made markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vpgen.lifelines import KEPT, NEW, STRUCK, Piece
from vpgen.review import BECAME, NOTHING, cut, cut_words, number, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vpgen.problems import Problem
    from vpgen.review import (
        AlarmView,
        ChangeClass,
        ChangeView,
        ConsequenceView,
        DocumentView,
        PartView,
        Review,
        TurnView,
    )

MOST = 60_000
"""Characters of a comment; no forge takes fewer than 65,536."""
FOR_ALARMS, FOR_TURNS, FOR_TABLE, FOR_CONSEQUENCES, FOR_PROBLEMS = 10_000, 4_000, 6_000, 8_000, 50_000
FOREMOST, MOST_VALUE, MOST_LINE = 8, 80, 700
"""So many changes are told at once, each on a line that is no longer than this, with so much of each value."""
WEIGHTS: tuple[ChangeClass, ...] = (
    "beslutad plan",
    "uppföljning",
    "bedömning",
    "plan",
    "definition",
    "text",
    "struktur",
)
"""The classes of changes in the order that a reader should meet them; what rings goes before."""
MOST_TEXT, MOST_WORDS, MOST_PARTS, MOST_CHANGES = 300, 900, 8, 10
"""Of a text, of a text with its words marked, of what was added, and of what an alarm or a turn holds, no more is shown."""
MOST_ITEM, BRIEF = 2_500, 60
"""What grows longer than this when it is escaped is told by so many characters of its name: nothing can hide by its length."""
MOST_LINK = 300
MOST_PART, MOST_PLACE, MOST_HEADING, BRIEF_HEADING = 150, 200, 400, 15
LEAST_ITEM, LEAST_DOCUMENT = 100, 3_500
"""No change takes less room; where all do not fit, no more documents are shown than have this each."""
BESIDE = 3
"""Of a text on one line so many words are shown beside those that are new or struck."""
TAIL = 400
"""Room for saying what was left out."""

BREAK = "\u200b"
"""A space of no width: forges look for mentions and references in the text as shown, where escaping is undone."""
NAMES = re.compile(
    r"(?<=[@#!$%&~^*:{\[])(?=[^\s,.;:)])|(?<=[A-Za-z][A-Za-z0-9])(?=-\d)|(?<=www)(?=\.)", re.IGNORECASE
)
"""After `@`, `#` and so on a forge may see a person, a number, a label or a picture; `GH-123` is a case, `www.` an address."""
COMMIT = re.compile(r"[0-9a-fA-F]{7,}")
SPECIAL = {character: f"&#{ord(character)};" for character in "\\`*_[]{}|~!#@^=+"} | {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
    # What forges set as mathematics is not looked for in code.
    "$": "<code>&#36;</code>",
}
SPECIALS = re.compile("|".join(map(re.escape, SPECIAL)))
PIECES = {KEPT: "{}", STRUCK: "~~{}~~", NEW: "**{}**"}


def as_markdown(review: Review) -> str:
    """Tell of a review in at most 60,000 characters: headline, what to stop at, what matters most, each document folded.

    What does not fit is counted, and all of it is on the page of changes where there is a preview.
    """
    head = [
        f"### {escape(review.headline)}",
        " ".join([f"Från {code(review.sides[0])} till {code(review.sides[1])}.", *review.cautions]),
    ]
    if review.everything and len(review.everything) <= MOST_LINK:
        head.append(f"[Alla ändringar, med sidorna där de står]({review.everything})")
    blocks = [
        *head,
        *_failed(review),
        *_stop(review),
        *_foremost(review),
        *_table(review),
    ]
    follows = [*_follows(review), *filter(None, [review.rewritten])]
    room = MOST - TAIL - sum(len(block) + 2 for block in [*blocks, *follows])
    return "\n\n".join([*blocks, *_documents(review, room), *follows]) + "\n"


def escape(text: str) -> str:
    """Return a text that stays text in Markdown and in HTML: no markup, mention, reference, address or picture of it."""
    broken = NAMES.sub(BREAK, COMMIT.sub(_broken, plain(text)))
    return SPECIALS.sub(lambda found: SPECIAL[found[0]], broken)


def _broken(commit: re.Match[str]) -> str:
    """Return what may be a commit's id in pieces that are not."""
    return BREAK.join(re.findall(".{1,5}", commit[0]))


def code(text: str) -> str:
    """Return a text as code, whatever it holds."""
    shown = cut(plain(text), MOST_PLACE)
    fence = "`" * (max((len(run) for run in re.findall("`+", shown)), default=0) + 1)
    gap = " " if shown[:1] in {"`", " ", ""} or shown[-1:] in {"`", " "} else ""
    return f"{fence}{gap}{shown}{gap}{fence}"


# What fits


def _fitting(items: Iterable[str], room: int) -> tuple[list[str], int]:
    """Return the first items that fit in so many characters, and how many are left out."""
    listed = list(items)
    kept: list[str] = []
    for item in listed:
        room -= len(item) + 1
        if room < 0:
            break
        kept.append(item)
    return kept, len(listed) - len(kept)


def _section(heading: str, items: Iterable[str], room: int, words: tuple[str, str]) -> Iterator[str]:
    """Yield a heading and its list; nothing without items."""
    kept, left = _fitting(items, room)
    if kept or left:
        more = [f"- … och {number(left, *words)} till"] if left else []
        yield heading
        yield "\n".join([*kept, *more])


def _shares(sizes: Sequence[int], room: int) -> list[int]:
    """Share out room: each gets what it asks for, as far as those that ask for more leave it."""
    shares = [0] * len(sizes)
    for rank, at in enumerate(sorted(range(len(sizes)), key=sizes.__getitem__)):
        shares[at] = min(sizes[at], room // (len(sizes) - rank))
        room -= shares[at]
    return shares


# What does not load, what to stop at, what matters most, the table


def _failed(review: Review) -> Iterator[str]:
    for name, problems in review.failed:
        room = FOR_PROBLEMS // len(review.failed)
        items = (_problem(problem) for problem in sorted(problems))
        yield from _section(f"#### Fel i {escape(name)}", items, room, ("fel", "fel"))


def _problem(problem: Problem) -> str:
    place = code(f"{problem.place.file}:{problem.place.line}:{problem.place.column}")
    told = [problem.message, problem.hint] if problem.hint else [problem.message]
    return f"- {place} **{'. '.join(_text(text) for text in told)}**"


def _alarm(alarm: AlarmView) -> str:
    lines = [f"- **{escape(alarm.what)}.** {_text(alarm.sentence)}."]
    lines += [f"  - {_title(change)}{_visit(change.link)}" for change in alarm.changes[:MOST_CHANGES]]
    if len(alarm.changes) > MOST_CHANGES:
        left = len(alarm.changes) - MOST_CHANGES
        lines.append(f"  - … och {number(left, 'ändring', 'ändringar')} till")
    whole = "\n".join(lines)
    if len(whole) <= MOST_ITEM:
        return whole
    count = number(len(alarm.changes), "ändring", "ändringar")
    return f"- **{escape(alarm.what)}.** {_text(alarm.sentence, BRIEF)}. Det gäller {count}."


def _stop(review: Review) -> Iterator[str]:
    """Yield what to stop at, and whether anything needs a decision."""
    if review.alarms or review.turns:
        yield "#### Att stanna vid"
        alarms, left = _fitting(map(_alarm, review.alarms), FOR_ALARMS)
        more = [f"- … och {number(left, 'varning', 'varningar')} till"] if left else []
        turns, _ = _fitting(map(_turned, review.turns), FOR_TURNS * len(review.turns))
        yield "\n".join([*alarms, *more, *turns])
    yield from (f"**{each}**" for each in (review.stop, review.decision and escape(review.decision)) if each)


def _turned(turn: TurnView) -> str:
    """Return what has turned of one sort, as many as there is room for."""
    items = [f"  - {_told(view)}{_visit(view.link)}" for view in turn.views[:MOST_CHANGES]]
    kept, _ = _fitting((each for each in items if len(each) <= MOST_ITEM), FOR_TURNS - TAIL)
    left = len(turn.views) - len(kept)
    more = [f"  - … och {number(left, 'följd', 'följder')} till"] if left else []
    return "\n".join([f"- **{escape(turn.count)}:**", *kept, *more])


def _told(view: ConsequenceView) -> str:
    if view.sentence:
        return _text(view.sentence)
    return f"{_text(view.name)}: {_turn(view.before, view.after)}"


def _foremost(review: Review) -> Iterator[str]:
    """Yield the changes that matter most, each on a line."""
    changes = [change for document in review.documents for change in document.changes]
    # A new id is nothing that a reader meets.
    changes.sort(
        key=lambda change: (
            change.became == BECAME["nytt id"],
            not change.alarms,
            WEIGHTS.index(change.klass),
        )
    )
    if not changes:
        return
    count = f"De {FOREMOST} viktigaste av {number(len(changes), 'ändring', 'ändringar')}"
    yield f"#### {'Ändringarna i korthet' if len(changes) <= FOREMOST else count}"
    yield "\n".join(_in_brief(change) for change in changes[:FOREMOST])


def _in_brief(change: ChangeView) -> str:
    old, new = (None if text is None else cut(text, MOST_VALUE) for text in (change.before, change.after))
    if change.words:
        told = f": {' '.join(_piece(piece) for piece in _around(change.words))}"
    else:
        told = f": {_turn(old, new)}" if change.has_values else ""
    line = f"- {_title(change)}{told}{_visit(change.link)}"
    return line if len(line) <= MOST_LINE else f"- {_title(change, BRIEF)}{_visit(change.link)}"


def _around(words: Sequence[Piece]) -> Iterator[Piece]:
    """Yield what is struck and new of a text, and of what is kept the words beside them."""
    for at, piece in enumerate(words):
        if piece.kind != KEPT:
            yield Piece(piece.kind, cut(piece.text, MOST_VALUE))
        else:
            said = piece.text.split()
            first = said[:BESIDE] if at else []
            last = said[-BESIDE:] if at + 1 < len(words) else []
            whole = len(said) <= len(first) + len(last)
            yield Piece(KEPT, piece.text if whole else " ".join([*first, "…", *last]))


def _table(review: Review) -> Iterator[str]:
    """Yield how many changes of each class each document has, where there is more than one to count."""
    if len(review.documents) < 2 and len(review.classes) < 2:  # noqa: PLR2004 - one figure is in the headline
        return
    names = [klass.capitalize() for klass in review.classes]
    head = ["Dokument", *names, *(["Varningar"] if review.alarms else [])]
    rows = [_row(document, review) for document in review.documents]
    kept, left = _fitting(rows, FOR_TABLE)
    lines = [f"| {' | '.join(head)} |", f"| --- |{' ---: |' * (len(head) - 1)}", *kept]
    yield "\n".join(lines)
    if left:
        yield f"… och {number(left, 'dokument', 'dokument')} till i tabellen."


def _row(document: DocumentView, review: Review) -> str:
    counts = document.counts
    figures = [counts[klass] for klass in review.classes] + ([document.alarms] if review.alarms else [])
    cells = [_text(document.title), *(str(figure or "") for figure in figures)]
    return f"| {' | '.join(cells)} |"


# Documents


def _documents(review: Review, room: int) -> Iterator[str]:
    """Yield each document folded, with as many of its changes as there is room for."""
    listed = [(each, _changes(each, room)) for each in review.documents[: max(room, 0) // LEAST_ITEM]]
    sizes = [len(_section_of(*each)) + 2 for each in listed]
    if sum(sizes) > room:
        listed = listed[: max(1, room // LEAST_DOCUMENT)]
    left = len(review.documents) - len(listed)
    hidden = sum(len(document.changes) for document in review.documents[len(listed) :])
    for (document, items), share in zip(listed, _shares(sizes[: len(listed)], room), strict=True):
        whole = _section_of(document, items)
        if len(whole) + 2 <= share and len(items) == len(document.changes):
            yield whole
            continue
        kept, _ = _fitting(items, share - len(_section_of(document, ())) - TAIL)
        dropped = len(document.changes) - len(kept)
        if kept:
            more = f"- … och {number(dropped, 'ändring', 'ändringar')} till{_elsewhere(review)}"
            yield _section_of(document, (*kept, more))
        else:
            left, hidden = left + 1, hidden + dropped
    if hidden:
        documents = number(left, "dokument", "dokument")
        yield f"… och {number(hidden, 'ändring', 'ändringar')} till i {documents}{_elsewhere(review)}."


def _changes(document: DocumentView, room: int) -> list[str]:
    return [_change(change) for change in document.changes[: room // LEAST_ITEM]]


def _section_of(document: DocumentView, items: Sequence[str]) -> str:
    heading = _text(document.heading)
    return _fold(heading if len(heading) <= MOST_HEADING else _text(document.heading, BRIEF_HEADING), items)


def _fold(summary: str, items: Sequence[str]) -> str:
    """Return a list that is folded; without the empty lines a forge would not read it as Markdown."""
    listed = "\n".join(items)
    return f"<details>\n<summary>{summary}</summary>\n\n{listed}\n\n</details>"


def _elsewhere(review: Review) -> str:
    if review.everything and len(review.everything) <= MOST_LINK:
        return f", se [sidan med alla ändringar]({review.everything})"
    return "; alla visas av `vpgen diff`"


def _change(change: ChangeView) -> str:
    values = _values(change)
    whole = "\n".join(
        [_first(change, f"{': ' if values else ''}{values}", MOST_TEXT), *_parts(change.parts, MOST_PARTS)]
    )
    if len(whole) <= MOST_ITEM:
        return whole
    told = ": för lång för att visas här" if values else ""
    return "\n".join([_first(change, told, BRIEF), *_parts(change.parts, 0)])


def _parts(parts: Sequence[PartView], most: int) -> Iterator[str]:
    yield from (_part(part) for part in parts[:most])
    if len(parts) > most:
        yield f"  - … och {number(len(parts) - most, 'uppgift', 'uppgifter')} till"


def _first(change: ChangeView, values: str, most: int) -> str:
    """Return the line of a change: of which class, what, the values, and last, for those who edit, where."""
    mark = "⚠ varning. " if change.alarms else ""
    place = f"{'stod i ' if change.is_gone else ''}{code(change.place)}"
    return f"- {mark}{change.label}: {_title(change, most)}{values}{_visit(change.link)} · {place}"


def _title(change: ChangeView, most: int = MOST_TEXT) -> str:
    became = f"{change.became}: " if change.became else ""
    return f"**{became}{_text(change.name, most)}**"


def _text(text: str, most: int = MOST_TEXT) -> str:
    return escape(cut(plain(text), most)) or "(tomt)"


def _values(change: ChangeView) -> str:
    if change.words:
        told = " ".join(_piece(piece) for piece in cut_words(change.words, MOST_WORDS))
        return f"{told} ({change.note})" if change.note else told
    return _turn(change.before, change.after) if change.has_values else ""


def _turn(before: str | None, after: str | None) -> str:
    old, new = (
        _piece(Piece(kind, cut(text, MOST_TEXT))) if text else NOTHING
        for kind, text in ((STRUCK, before), (NEW, after))
    )
    return f"{old} → {new}"


def _piece(piece: Piece) -> str:
    return PIECES[piece.kind].format(escape(piece.text))


def _part(part: PartView) -> str:
    text = f": {_text(part.text, MOST_PART)}" if part.text else ""
    return f"  - **{_text(part.label, MOST_PART)}**{text}"


def _visit(link: str | None) -> str:
    return f" ([visa]({link}))" if link and len(link) <= MOST_LINK else ""


# What follows


def _follows(review: Review) -> Iterator[str]:
    if not review.consequences:
        return
    items = (_consequence(heading, view) for heading, views in review.consequences for view in views)
    kept, left = _fitting(items, FOR_CONSEQUENCES)
    more = [f"- … och {number(left, 'följd', 'följder')} till{_elsewhere(review)}"] if left else []
    count = sum(len(views) for _, views in review.consequences)
    yield _fold(f"Vad som följer av ändringarna: {number(count, 'följd', 'följder')}", (*kept, *more))


def _consequence(heading: str, view: ConsequenceView) -> str:
    told = _text(view.sentence) if view.sentence else _turn(view.before, view.after)
    whole = f"- **{heading}.** {_text(view.name)}: {told}{_visit(view.link)}"
    brief = f"- **{heading}.** {_text(view.name, BRIEF)}: för långt för att visas här{_visit(view.link)}"
    return whole if len(whole) <= MOST_ITEM else brief
