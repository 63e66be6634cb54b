"""Printed tables: columns that say what they are, rows of cells, and the marks of their footnotes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from vpgen.expressions import SHARE, Expression
from vpgen.numbers import NumberError, Quantity, parse_quantity
from vpgen.problems import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vpgen.periods import Period

LINE, WHEREOF, PART, SUM, TOTAL, HEADING = KINDS = ("rad", "varav", "del", "summa", "totalt", "rubrik")
"""What a row is: see docs/innehall.md for what each adds up."""
WHOLES = frozenset({LINE, SUM, TOTAL})
"""The rows that can be made up of parts (`del`) below them."""
LISTED = re.compile(r"[-–—−]\s+")
_MARK = re.compile(r"(?<!\*)\*{1,3}(?!\*)\)?|[¹²³⁰⁴-⁹]{1,2}⁾|(?<=\s)[0-9]{1,2}\)")
_SIGNS_OF_MARKS = ("*", ")", "⁾")  # every mark has one of them, and few cells have any
_RATE = re.compile(r"/|\bper\b|index", re.IGNORECASE)
_MOST_UNITS = 1024
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


class State(StrEnum):
    """What a cell holds: a value, a printed dash, nothing, or text."""

    VALUE = "värde"
    DASH = "streck"
    EMPTY = "tom"
    TEXT = "text"


@dataclass(frozen=True)
class Correction:
    """What a cell that is printed wrongly is read as, and why."""

    read_as: str
    reason: str


@dataclass(frozen=True)
class Column:
    """A column of values or of text. `heading` and `group` (the heading above it) are as printed.

    `adds_up` is what the author says of its sums, None where nothing is said.
    """

    id: str
    heading: str
    group: str | None = None
    measure: str | None = None
    period: Period | None = None
    version: str | None = None
    unit: str | None = None
    formula: Expression | None = None
    is_text: bool = False
    adds_up: bool | None = None
    place: Place = field(default=Place(""), compare=False)

    @property
    def name(self) -> str:
        """The heading without footnote marks."""
        return without_marks(self.heading)


@dataclass(frozen=True)
class Cell:
    """One cell: `text` as printed, `value` as it is reckoned with: corrected, in its unit, with its precision.

    `unit` and `scale` are those that the value has, or would have.
    """

    row: str
    column: str
    text: str
    state: State
    value: Quantity | None = None
    unit: str = ""
    scale: int = 1
    correction: Correction | None = None
    place: Place = field(default=Place(""), compare=False)

    @property
    def ref(self) -> str:
        """How the cell is called within its table: `row/column`."""
        return f"{self.row}/{self.column}"


@dataclass(frozen=True)
class TableRow:
    """One row; `kind` is one of `KINDS`, `printed` its label with all that was printed in it."""

    id: str
    kind: str
    printed: str
    unit: str | None = None
    cells: tuple[Cell, ...] = ()
    place: Place = field(default=Place(""), compare=False)

    @property
    def level(self) -> int:
        """How far the row is indented: 1 for a part of another, else 0."""
        return int(self.kind in {WHEREOF, PART} or LISTED.match(self.printed) is not None)

    @property
    def label(self) -> str:
        """The label without the dash of a list, with its footnote marks."""
        listed = LISTED.match(self.printed)
        return self.printed[listed.end() :] if listed else self.printed

    @property
    def name(self) -> str:
        """The label as it is said in a sentence: without dash, footnote marks and final colon."""
        return without_marks(self.label).removesuffix(":").strip()


@dataclass(frozen=True)
class Table:
    """A printed table. `label_heading` stands over the labels; `notes` are footnotes as (mark, text)."""

    id: str
    heading: str
    label_heading: str
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    unit: str | None = None
    ledger: str | None = None
    notes: tuple[tuple[str, str], ...] = ()
    chart: tuple[str, ...] = ()
    place: Place = field(default=Place(""), compare=False)

    @cached_property
    def cells(self) -> dict[str, Cell]:
        """Every cell of a row with figures, by its reference `row/column`."""
        return {cell.ref: cell for row in self.rows if row.kind != HEADING for cell in row.cells}

    def cell(self, row: str, column: str) -> Cell | None:
        """Look a cell up by the ids of its row and column."""
        return self.cells.get(f"{row}/{column}")

    def row(self, id_: str) -> TableRow | None:
        """Look a row up by its id."""
        return next((row for row in self.rows if row.id == id_ and row.kind != HEADING), None)

    def column(self, id_: str) -> Column | None:
        """Look a column up by its id."""
        return next((column for column in self.columns if column.id == id_), None)

    def marks(self) -> dict[str, Place]:
        """Return the footnote marks that are printed in the table, each once, in the order they come, and where."""
        texts = [(self.heading, self.place), (self.label_heading, self.place)]
        for column in self.columns:
            texts += [(column.group or "", column.place), (column.heading, column.place)]
        for row in self.rows:
            texts += [(row.printed, row.place), *((cell.text, cell.place) for cell in row.cells)]
        first: dict[str, tuple[str, Place]] = {}
        for text, place in texts:
            for mark in marks_in(text):
                first.setdefault(_same_mark(mark), (mark, place))
        return dict(first.values())

    def note(self, mark: str) -> str | None:
        """Return the footnote of a mark: `¹⁾`, `1)` and `1` are the same mark."""
        return next((text for key, text in self.notes if _same_mark(key) == _same_mark(mark)), None)

    def unexplained(self) -> dict[str, Place]:
        """Return the marks that have no footnote, and where they are printed."""
        return {mark: place for mark, place in self.marks().items() if self.note(mark) is None}


def title_of(column: Column) -> str:
    """Return what a column is called in a sentence: with the heading above it, if it has one, and without marks."""
    return f"{without_marks(column.group)}, {column.name}" if column.group else column.name


# Footnote marks


def marks_in(text: str) -> tuple[str, ...]:
    """Return the footnote marks in a printed text: `*`, `**)`, `¹⁾` or, after a space, `1)`."""
    return tuple(text[start:end] for start, end in _mark_spans(text)) if _may_have_marks(text) else ()


def without_marks(text: str) -> str:
    """Return a printed text without its footnote marks."""
    if not _may_have_marks(text):
        return text.strip()
    for start, end in reversed(list(_mark_spans(text))):
        text = text[:start].rstrip() + text[end:]
    return text.strip()


def _may_have_marks(text: str) -> bool:
    one, other, raised = _SIGNS_OF_MARKS
    return one in text or other in text or raised in text


def _mark_spans(text: str) -> Iterator[tuple[int, int]]:
    for found in _MARK.finditer(text):
        start, end = found.span()
        still_open = text[:start].count("(") - text[:start].count(")")
        # `(LOV *)` ends a parenthesis, `(LOV *))` has a mark with one of its own.
        closes = found[0].endswith(")") and 0 < still_open > text[end:].count(")")
        if not closes:
            yield start, end
        elif found[0].startswith("*"):
            yield start, end - 1


def _same_mark(mark: str) -> str:
    return mark.strip("()⁾ ").translate(_RAISED)


# Units


@lru_cache(maxsize=_MOST_UNITS)
def is_rate(unit: str) -> bool:
    """Whether a unit is an index, or so much of one thing for each of another (`kr/st`): neither is added."""
    return _RATE.search(unit) is not None


def read_unit(unit: str) -> tuple[int, str] | None:
    """Give the scale and the canonical name of a unit: `mnkr` is millions of `kr`."""
    try:
        one = parse_quantity(f"1 {unit}")
    except NumberError:
        return None
    return one.scale, one.unit


def units_agree(one: str, other: str) -> bool:
    """Whether figures in two units can be compared: the same, a share and per cent, or per cent and its points."""
    percentages = {"%", "procentenheter", SHARE}
    return one == other or {one, other} <= percentages
