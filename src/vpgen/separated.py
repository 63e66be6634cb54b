"""Rows of a table as they stand in a file: text with bars between the cells, or a CSV file that Excel saved."""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from vpgen.problems import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vpgen.source import Text

_RULE = re.compile(r":?-{3,}:?")
_LOST_INDENT = len("rader: ") - 2  # a block stands two steps in from its key, and `|` after the key
_CSV_HINT = (
    "spara från Excel som CSV UTF-8 (kommaavgränsad) med svenska inställningar, så blir det semikolon emellan; "
    "i Windows: Nationella inställningar, Listavgränsare ;"
)
MOST_ROWS = 5000
_FEW = 6  # rows to look at for headings
_FAILED = re.compile(r"#[A-ZÅÄÖ][A-ZÅÄÖ0-9_/]*[?!]|#N/A|#HÄMTAR_DATA|#SAKNAS")
_TOO_NARROW = re.compile(r"#{3,}")
_YEAR = re.compile(r"(19|20)\d\d")
_APOSTROPHE = re.compile(r"^'(?=[-−–+=]|\d[\d ,]*%?$)")


class Typed(NamedTuple):
    """The text of a cell, on one line, and where it stands."""

    text: str
    place: Place


@dataclass(frozen=True)
class Rows:
    """The cells of a table as typed, row by row, and what is wrong with how they are set apart."""

    lines: tuple[tuple[Typed, ...], ...]
    separator: str
    place: Place
    problems: tuple[Problem, ...] = ()


def csv_name(rows: Text) -> str | None:
    """Return the name of the file that `rader` points to, or None where it holds the rows themselves."""
    name = rows.strip()
    return name if name.lower().endswith(".csv") and "|" not in name and "\n" not in name else None


def read_rows(text: Text) -> Rows:
    """Read rows of cells with `|` between them, with or without one at either end."""
    is_block = not text.plain and "\n" in text
    first, indent = (1, text.place.column - _LOST_INDENT) if is_block else (0, text.place.column)
    rows = []
    for number, line in enumerate(text.split("\n"), text.place.line + first):
        parts = line.split("|")
        columns = list(accumulate((len(part) + 1 for part in parts[:-1]), initial=max(1, indent)))
        row = tuple(
            Typed(_clean(part), Place(text.place.file, number, column + len(part) - len(part.lstrip())))
            for part, column in zip(parts, columns, strict=True)
        )
        typed = [cell.text for cell in row if cell.text]
        if typed and not all(_RULE.fullmatch(cell) for cell in typed):
            rows.append(row)
    several = [row for row in rows if len(row) > 1]
    if several and all(len(row) > 2 and not row[0].text and not row[-1].text for row in several):  # noqa: PLR2004 - both ends
        rows = [row[1:-1] if len(row) > 1 else row for row in rows]
    return _apart(rows, text, "|", text.place, "skriv | mellan cellerna: Sort | Belopp i mnkr | Budget 2025")


def read_csv(text: str, shown_file: str) -> Rows:
    """Read a CSV file as Excel saves it in Swedish: semicolons, and quotes round what holds one or a line break."""
    text = unicodedata.normalize("NFC", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    place = Place(shown_file)
    source = [f"{line}\n" for line in text.split("\n")]
    reader = csv.reader(source, delimiter=";", strict=True)
    lines: list[tuple[Typed, ...]] = []
    begins = 0
    try:
        for row in reader:
            places = _csv_places("".join(source[begins : reader.line_num]), shown_file, begins + 1)
            begins = reader.line_num
            if not row:
                continue
            # An apostrophe tells Excel that a text is no formula; it is no part of the text.
            typed = (_APOSTROPHE.sub("", _clean(cell)) for cell in row)
            cells = tuple(Typed(cell, at) for cell, at in zip(typed, places, strict=True))
            if any(cell.text for cell in cells) and not (lines == [] and row[0].lower().startswith("sep=")):
                lines.append(cells)
    except csv.Error:
        message = "citattecknen går inte ihop från den här raden"
        hint = 'en cell med semikolon eller radbrytning står inom ", och ett " i den skrivs två gånger: ""'
        return Rows(
            (), ";", place, (Problem(Place(shown_file, begins + 1), "fel-citattecken", message, hint),)
        )
    return _apart(lines, text, ";", place, _CSV_HINT)


def _csv_places(record: str, file: str, line: int) -> Iterator[Place]:
    """Yield where each cell of a record begins."""
    yield Place(file, line)
    column, begins, in_quotes, is_quoted = 1, True, False, False
    for letter in record:
        column += 1
        if letter == "\n":
            line, column = line + 1, 1
        elif letter == ";" and not in_quotes:
            yield Place(file, line, column)
            begins, is_quoted = True, False
            continue
        elif letter == '"' and (begins or is_quoted):
            is_quoted, in_quotes = True, not in_quotes
        begins = False


def _clean(text: str) -> str:
    return " ".join(text.split())


def is_number(text: str) -> bool:
    """Whether a text is a figure and no heading; a bare year is one."""
    digits = text.replace(" ", "").lstrip("-−–+").removesuffix("%")
    return bool(digits) and digits.replace(",", "").replace(".", "").isdigit() and not _YEAR.fullmatch(text)


def filled(row: Sequence[Typed]) -> list[int]:
    """Return which cells of a row hold something."""
    return [at for at, cell in enumerate(row) if cell.text]


def _apart(rows: Sequence[tuple[Typed, ...]], text: str, separator: str, place: Place, hint: str) -> Rows:
    """Tell rows that can be read from those that cannot, and why."""
    if not rows:
        message = "tabellen är tom"
        problem = Problem(place, "tom-tabell", message, "skriv en rubrikrad och rader")
    elif all(len(row) == 1 for row in rows):
        problem = _wrong_separator(rows[0][0].place, text, separator, hint)
    elif len(rows) > MOST_ROWS + 1:
        message = f"för stor tabell: den har {len(rows) - 1} rader, men får ha högst {MOST_ROWS}"
        hint = "dela den i flera tabeller, eller ta bara med de rader som dokumentet visar"
        problem = Problem(rows[0][0].place, "for-stor-tabell", message, hint)
    else:
        spoilt = tuple(filter(None, (_spoilt(rows, sign) for sign in (_TOO_NARROW, _FAILED))))
        found = spoilt or tuple(filter(None, [_two_headings(rows)]))
        return (
            Rows((), separator, place, found)
            if found
            else _without_title(Rows(tuple(rows), separator, place))
        )
    return Rows((), separator, place, (problem,))


def _wrong_separator(place: Place, text: str, separator: str, hint: str) -> Problem:
    """Tell rows with something else between their cells."""
    first = text.strip().partition("\n")[0]
    signs = {"\t": "tabbar", ";": "semikolon", ",": "kommatecken", "|": "lodstreck"}
    found = next((name for sign, name in signs.items() if sign in first and sign != separator), None)
    here = f"här står {found} mellan cellerna" if found else "tabellen har bara en kolumn"
    return Problem(place, "fel-separator", f"{here}, men de ska skiljas åt med {separator}", hint)


def _spoilt(rows: Sequence[tuple[Typed, ...]], sign: re.Pattern[str]) -> Problem | None:
    """Tell what Excel wrote in place of what the cells hold: once, at the first of them."""
    cells = [cell for row in rows for cell in row if sign.fullmatch(cell.text)]
    if not cells:
        return None
    more = f" (och {len(cells) - 1} till)" if len(cells) > 1 else ""
    if sign is _TOO_NARROW:
        message = f"cellen visar {cells[0].text}{more}: kolumnen är för smal i Excel"
        return Problem(cells[0].place, "fel-i-excel", message, "bredda den och spara om")
    message = f"Excel kunde inte räkna ut cellen: {cells[0].text}{more}"
    hint = "en text som börjar med - blir en formel i Excel: skriv en apostrof före, '- Gungor, och spara om"
    return Problem(cells[0].place, "fel-i-excel", message, hint)


def _two_headings(rows: Sequence[tuple[Typed, ...]]) -> Problem | None:
    """Tell a row of headings above the row of headings: it has gaps where the one below is filled."""
    first, second, *others = [row for row in rows if filled(row) != [0]][:_FEW] + [()] * 2
    has_gap = any(at not in filled(first) for at in filled(second) if at > 1)
    is_heading = len(filled(second)) > len(filled(first)) > 1 and not _figures(second)
    if not (has_gap and is_heading and any(_figures(row) for row in others)):
        return None
    hint = "skriv en rad med rubriker: den övre rubriken skrivs under kolumner: id: grupp: …"
    return Problem(first[0].place, "tva-rubrikrader", "tabellen har två rubrikrader", hint)


def _figures(row: Sequence[Typed]) -> bool:
    return any(is_number(cell.text) for cell in row)


def _without_title(rows: Rows) -> Rows:
    """Leave out, and tell, what stands alone in a row above the row of headings."""
    lines = rows.lines
    while len(lines) > 1 and filled(lines[0]) == [0] and len(filled(lines[1])) > 0 and not _figures(lines[1]):
        lines = lines[1:]
    if len(lines) == len(rows.lines) or len(filled(lines[0])) == 1:
        return rows
    title = rows.lines[0][0]
    message = f"ovanför rubrikraden står ”{title.text}”"
    hint = "ta bort raden: tabellens titel skrivs i dokumentet, efter rubrik:"
    problem = Problem(title.place, "titel-i-tabellen", message, hint)
    return replace(rows, lines=lines, problems=(problem,))
