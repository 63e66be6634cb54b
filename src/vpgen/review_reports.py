"""A review as text for a terminal, and as JSON for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from vpgen.lifelines import KEPT, NEW, STRUCK, Piece
from vpgen.reports import as_row
from vpgen.reports import as_text as problems_as_text
from vpgen.review import NOTHING, cut, cut_words, link, number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vpgen.changes import Change, Part
    from vpgen.consequences import Consequence
    from vpgen.diff import Alarm, Differences
    from vpgen.problems import Place, Problem
    from vpgen.review import AlarmView, ChangeView, ConsequenceView, DocumentView, Review

MOST_TEXT, MOST_PARTS, MOST_TURNS = 1000, 20, 10
"""Of a text, of what was added or dropped, and of what turned, no more than this is shown on a terminal."""
MARKS = {KEPT: ("", ""), STRUCK: ("[-", "-]"), NEW: ("{+", "+}")}
SHADES = {STRUCK: "red", NEW: "green"}


def as_text(review: Review, *, colour: bool = False) -> str:
    """Tell of a review: the headline, what to stop at, each document's changes with their places, and what follows.

    `colour` adds ANSI codes.
    """
    return "\n".join(_Teller(colour=colour).lines(review))


class _Teller:
    """Writes a review line by line, with or without colour."""

    def __init__(self, *, colour: bool) -> None:
        self.colour = colour

    def paint(self, text: str, shade: str | None = None) -> str:
        return click.style(text, fg=shade, bold=True) if self.colour else text

    def lines(self, review: Review) -> Iterator[str]:
        yield self.paint(review.headline)
        yield f"Från {review.sides[0]} till {review.sides[1]}."
        yield from review.cautions
        for name, problems in review.failed:
            yield from ("", self.paint(f"Fel i {name}"), "")
            yield problems_as_text(problems, colour=self.colour)
        yield from self.stop(review)
        for document in review.documents:
            yield from self.document(document)
        for heading, views in review.consequences:
            yield from ("", f"{self.paint('Följd')}: {heading}", "")
            for view in views:
                yield from self.consequence(view)
        if review.rewritten:
            yield from ("", review.rewritten)

    def stop(self, review: Review) -> Iterator[str]:
        """Yield what to stop at, and whether anything needs a decision."""
        if review.alarms or review.turns:
            yield from ("", self.paint("ATT STANNA VID", "red"))
        for alarm in review.alarms:
            yield from self.alarm(alarm)
        for turn in review.turns:
            yield from ("", f"{self.paint('!', 'red')} {self.paint(turn.count)}")
            yield from (f"  – {view.sentence or self.told(view)}" for view in turn.views[:MOST_TURNS])
            if len(turn.views) > MOST_TURNS:
                yield f"  … och {len(turn.views) - MOST_TURNS} till, se nedan"
        if review.stop or review.decision:
            yield ""
        yield from filter(None, (review.stop, review.decision))

    def alarm(self, alarm: AlarmView) -> Iterator[str]:
        yield from ("", f"{self.paint('!', 'red')} {self.paint(alarm.what)}", f"  {alarm.sentence}.")
        for change in alarm.changes:
            yield f"  – {_title(change)} ({change.document})"

    def document(self, document: DocumentView) -> Iterator[str]:
        yield from ("", self.paint(document.heading))
        for change in document.changes:
            yield ""
            mark = f"{self.paint('!', 'red')} " if change.alarms else "  "
            yield f"{mark}{self.paint(_title(change))}{self.values(change)}"
            yield from self.parts(change)
            yield f"      {'stod i ' if change.is_gone else ''}{change.place}"
            if change.link:
                yield f"      {change.link}"

    def values(self, change: ChangeView) -> str:
        if change.words:
            pieces = " ".join(self.piece(piece) for piece in cut_words(change.words, MOST_TEXT))
            return f":\n      {pieces}" + (f" ({change.note})" if change.note else "")
        return f": {self.turn(change.before, change.after)}" if change.has_values else ""

    def turn(self, before: str | None, after: str | None) -> str:
        old, new = (
            NOTHING if text is None else self.shaded(cut(text, MOST_TEXT), kind)
            for text, kind in ((before, STRUCK), (after, NEW))
        )
        return f"{old} → {new}"

    def piece(self, piece: Piece) -> str:
        before, after = MARKS[piece.kind]
        return self.shaded(f"{before}{piece.text}{after}", piece.kind)

    def shaded(self, text: str, kind: str) -> str:
        return click.style(text, fg=SHADES[kind]) if self.colour and kind in SHADES else text

    def parts(self, change: ChangeView) -> Iterator[str]:
        for part in change.parts[:MOST_PARTS]:
            yield f"      {part.label}{': ' if part.text else ''}{cut(part.text, MOST_TEXT)}"
        if len(change.parts) > MOST_PARTS:
            rest = len(change.parts) - MOST_PARTS
            yield f"      … och {number(rest, 'uppgift', 'uppgifter')} till (alla finns med --format json)"

    def told(self, view: ConsequenceView) -> str:
        return f"{view.name}: {view.sentence or self.turn(view.before, view.after)}"

    def consequence(self, view: ConsequenceView) -> Iterator[str]:
        yield f"  {self.told(view)}"
        if view.link:
            yield f"      {view.link}"


def _title(change: ChangeView) -> str:
    return f"{change.became}: {change.name}" if change.became else change.name


def as_json(
    differences: Differences | None,
    problems: Mapping[str, tuple[Problem, ...]],
    site: str | None,
) -> str:
    """Give a JSON object with the lists `changes`, `consequences`, `alarms` and `problems`, and a number, `internal`.

    That is how many changes are not told, for they are of what is internal.
    `problems` are those of the versions `before` and `after` that do not load. `site` is the address of the preview.
    """
    changes = differences.changes if differences else ()
    at = {id(change): place for place, change in enumerate(changes)}
    document = {
        "changes": [_change(change, site) for change in changes],
        "consequences": [
            _consequence(each, site) for each in (differences.consequences if differences else ())
        ],
        "alarms": [_alarm(each, at) for each in (differences.alarms if differences else ())],
        "problems": [
            {"version": version, **as_row(each)}
            for version, found in problems.items()
            for each in sorted(found)
        ],
        "internal": 0 if differences is None else differences.hidden,
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _change(change: Change, site: str | None) -> dict[str, object]:
    before, after = change.places
    return {
        "what": change.what,
        "kind": change.kind,
        "owner": change.owner,
        "title": change.title,
        "element": list(change.element),
        "name": change.name,
        "field": change.field,
        "before": change.before,
        "after": change.after,
        "words": [piece._asdict() for piece in change.words],
        "places": {"before": _place(before), "after": _place(after)},
        "address": change.address,
        "link": link(change.address, site) if after else None,
        "parts": [_part(part) for part in change.parts],
    }


def _place(place: Place | None) -> dict[str, object] | None:
    return {"file": place.file, "line": place.line, "column": place.column} if place else None


def _part(part: Part) -> dict[str, object]:
    return {
        "element": list(part.element),
        "name": part.name,
        "field": part.field,
        "kind": part.kind,
        "text": part.text,
    }


def _consequence(each: Consequence, site: str | None) -> dict[str, object]:
    return {
        "what": each.what,
        "name": each.name,
        "before": each.before,
        "after": each.after,
        "address": each.address,
        "link": link(each.address, site),
        "bodies": list(each.bodies),
    }


def _alarm(alarm: Alarm, at: Mapping[int, int]) -> dict[str, object]:
    return {"what": alarm.what, "sentence": alarm.sentence, "change": at[id(alarm.change)]}
