"""From rows as typed, and what the author says of them, to a table, or to what is wrong with it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from vpgen.expressions import SHARE, Expression, ExpressionError, names, parse_expression, result_unit
from vpgen.model.fields import ID, id_hint
from vpgen.model.spelling import as_id, nearest
from vpgen.numbers import NumberError, Quantity, parse_quantity
from vpgen.periods import Period, PeriodError, label, parse_period
from vpgen.problems import Place, Problem
from vpgen.separated import Rows, Typed, filled, is_number
from vpgen.tables import (
    HEADING,
    KINDS,
    LINE,
    LISTED,
    PART,
    SUM,
    TOTAL,
    WHOLES,
    Cell,
    Column,
    Correction,
    State,
    Table,
    TableRow,
    read_unit,
    units_agree,
    without_marks,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vpgen.model.tabular import TableEntry
    from vpgen.source import Text

DASHES = frozenset("-–—−")
_LEADING = ("sort", "id", "enhet")
_MEASURES = {"budget": "budget", "utfall": "utfall", "prognos": "prognos", "bokslut": "utfall"}
_SUM_LIKE = re.compile(r"(summa|totalt)\b", re.IGNORECASE)
_ALWAYS_LEADING = ("sort", "id")  # enhet can also be the heading of a printed column
_BELOW = re.compile(
    r"(källor|källa|noter|not|anmärkning|anm|obs|kommentar)\b|\*|\d{1,2}\)|[¹²³⁰⁴-⁹]|.{80}", re.IGNORECASE
)
_POINTED = re.compile(r"[-–—−+]?\d[\d ,]*\.\d+")
_FIGURE_IN_HINT = re.compile(r"(?:(?<=skriv )|(?<=eller ))(?=\d)")
_HEAD_FAULTS = ("saknas-rubrik", "dubblett-id")
_MOST_DECIMALS = 9
_MANY_POINTS = 3
_MANY_ROWS = 2
_MOST_ALIKE = 5
_SHORT = 60
_KEPT = 2**14  # values whose reading is remembered


class _Head(NamedTuple):
    leading: tuple[str, ...]  # of "sort", "id" and "enhet", those that stand before the labels
    label: Typed
    columns: tuple[Column, ...]


def make_table(id_: str, entry: TableEntry, rows: Rows) -> tuple[Table | None, list[Problem]]:
    """Make a table of what the author says of it and its rows; None where no columns can be told.

    Everything that is wrong becomes a problem; the rest of the table is read all the same.
    """
    problems = list(rows.problems)
    if not rows.lines:
        return None, problems
    head = _head(entry, rows, problems)
    if head is None:
        return None, problems
    is_clear = not any(problem.code in _HEAD_FAULTS for problem in problems)
    problems += _entry_problems(entry, head.columns)
    lines = _without_text_below(rows, head, problems)
    made = tuple(_row(entry, rows, head, line, problems) for line in lines)
    columns = tuple(_with_formula(entry, column, head.columns, problems) for column in head.columns)
    table = Table(
        id_,
        entry.heading,
        head.label.text,
        columns,
        made,
        entry.unit,
        entry.ledger,
        tuple(entry.notes.items()),
        tuple(_chart(entry, head.columns, problems)),
        entry.place,
    )
    problems += [
        *_row_problems(table),
        *(_sum_problems(table) if entry.adds_up else ()),
        *_correction_problems(entry, table),
        *_unit_problems(entry, table),
    ]
    # What a column is called follows from the headings: of those that are wrong, that alone is told.
    shown = [each for each in problems if is_clear or each.code not in {"okand-kolumn", "okand-cell"}]
    return table, _gathered(_without_points(table, rows, shown))


def _without_points(table: Table, rows: Rows, problems: list[Problem]) -> list[Problem]:
    """Tell once of a table where most decimals stand after a point, in place of once for every cell."""
    figures = {column.id for column in table.columns if not column.is_text}
    cells = [cell for cell in table.cells.values() if cell.column in figures and not cell.correction]
    pointed = [cell for cell in cells if cell.value is None and _POINTED.match(cell.text)]
    with_commas = sum(cell.value is not None and "," in cell.text for cell in cells)
    if len(pointed) < _MANY_POINTS or len(pointed) <= with_commas:
        return problems
    places = {cell.place for cell in pointed}
    first = pointed[0]
    right = _POINTED.sub(lambda found: found[0].replace(",", " ").replace(".", ","), first.text)
    is_file = rows.separator == ";"
    hint = f"{first.text} ska vara {right}" + (
        ": ställ in kommatecken som decimaltecken i Windows (Nationella inställningar), och spara om från Excel"
        if is_file
        else ": skriv kommatecken"
    )
    message = f"hela {'filen' if is_file else 'tabellen'} har punkt som decimaltecken"
    others = [each for each in problems if each.code != "ogiltigt-tal" or each.place not in places]
    return [*others, Problem(first.place, "punkt-i-talen", message, hint)]


def _gathered(problems: Sequence[Problem]) -> list[Problem]:
    """Sort problems, and tell but the first ones of a kind that the table is full of."""
    by_code: defaultdict[str, list[Problem]] = defaultdict(list)
    for problem in sorted(problems):
        by_code[problem.code].append(problem)
    told = []
    for same in by_code.values():
        told += same[:_MOST_ALIKE]
        if len(same) > _MOST_ALIKE:
            more = f"{told[-1].message} (och {len(same) - _MOST_ALIKE} till av samma slag i tabellen)"
            told[-1] = replace(told[-1], message=more)
    return sorted(told)


# Headings


def _head(entry: TableEntry, rows: Rows, problems: list[Problem]) -> _Head | None:
    """Read the first row: which leading columns there are, what stands over the labels, and the columns."""
    first = rows.lines[0]
    width = max(filled(first), default=-1) + 1
    leading = [cell.text.lower() for cell in takewhile(lambda cell: cell.text.lower() in _LEADING, first)]
    if twice := [word for word, times in Counter(leading).items() if times > 1]:
        message = f"kolumnen {twice[0]} finns två gånger"
        problems.append(Problem(first[0].place, "dubblett-id", message, "ta bort den ena"))
    fault = _head_fault(entry, rows, leading, width)
    if fault is not None:
        problems.append(fault)
        return None
    values = first[len(leading) + 1 : width]
    problems += _nameless(values, len(leading) + 1, rows.separator)
    columns = tuple(_column(entry, cell, number, problems) for number, cell in enumerate(values, 1))
    problems += _column_problems(columns)
    return _Head(tuple(leading), first[len(leading)], columns)


def _head_fault(entry: TableEntry, rows: Rows, leading: Sequence[str], width: int) -> Problem | None:
    """Return why no columns can be told from the first row, if so: what follows from that is not told."""
    first = rows.lines[0]
    if not any(line[0].text for line in rows.lines):
        hint = "ta bort den, så att texterna står längst till vänster"
        return Problem(first[0].place, "tom-kolumn", "den första kolumnen är tom", hint)
    for cell in first[len(leading) : width]:
        word = cell.text.lower()
        if word in _ALWAYS_LEADING and as_id(word) not in entry.columns:
            message = f"kolumnen {word} står inte längst till vänster"
            return Problem(cell.place, "fel-plats", message, f"flytta kolumnen {word} längst till vänster")
    values = first[len(leading) + 1 : width]
    if not values or len(rows.lines) == 1:
        message = "tabellen har inga rader" if values else "tabellen har inga kolumner med värden"
        hint = "börja med raden med kolumnernas rubriker (tabellens titel skrivs i dokumentet), sedan en rad per rad"
        return Problem(first[0].place, "tom-tabell", message, hint)
    if number := next((cell for cell in values if is_number(cell.text)), None):
        message = f"rubrikraden har talet {number.text}: den ser ut som en vanlig rad"
        hint = "lägg raden med kolumnernas rubriker överst, till exempel: Belopp i mnkr och Budget 2025"
        return Problem(number.place, "saknas-rubrikrad", message, hint)
    return _width_fault(rows, leading, width)


def _width_fault(rows: Rows, leading: Sequence[str], width: int) -> Problem | None:
    """Tell once of a row of headings that is shorter or longer than most rows."""
    sort = leading.index("sort") if "sort" in leading else None
    lines = [line for line in rows.lines[1:] if len(filled(line)) > 1]
    if sort is not None:
        lines = [
            line for line in lines if all(cell.text.lower() != HEADING for cell in line[sort : sort + 1])
        ]
    widths = [max(min(len(line), width), max(filled(line)) + 1) for line in lines]
    wrong = Counter(each for each in widths if each != width)
    if wrong.total() < _MANY_ROWS or wrong.total() * 2 <= len(widths):
        return None
    message = f"rubrikraden har {width} celler, men de flesta raderna har {wrong.most_common(1)[0][0]}"
    hint = f"skriv en cell per kolumn i rubrikraden, med {rows.separator} emellan, och ingenting bredvid tabellen"
    return Problem(rows.lines[0][0].place, "fel-antal-celler", message, hint)


def _nameless(values: Sequence[Typed], before: int, separator: str) -> Iterator[Problem]:
    """Yield once that columns have no heading: as happens to all but the first below a merged cell."""
    empty = [number for number, cell in enumerate(values, 1) if not cell.text]
    if not empty:
        return
    numbers = " och ".join(filter(None, [", ".join(map(str, empty[:-1])), str(empty[-1])]))
    in_excel = separator == ";"
    letters = f" ({', '.join(_letter(before + number) for number in empty)} i Excel)" if in_excel else ""
    hint = "skriv ett id i rubrikraden, och den tryckta rubriken under kolumner: id: rubrik: …"
    merged = "; dela upp sammanfogade celler i Excel" if in_excel else ""
    message = f"{'kolumn' if len(empty) == 1 else 'kolumnerna'} {numbers}{letters} med värden saknar rubrik"
    yield Problem(values[empty[0] - 1].place, "saknas-rubrik", message, hint + merged)


def _letter(number: int) -> str:
    """Return what Excel calls a column: A for 1, AA for 27."""
    rest, last = divmod(number - 1, 26)
    return (_letter(rest) if rest else "") + chr(ord("A") + last)


def _column(entry: TableEntry, typed: Typed, number: int, problems: list[Problem]) -> Column:
    """Make a column of its heading and what the author says beside."""
    bare = without_marks(typed.text)
    id_ = typed.text if typed.text in entry.columns else as_id(bare)
    if not id_ and bare:
        hint = "skriv ett id i rubrikraden, och den tryckta rubriken under kolumner: id: rubrik: …"
        problems.append(Problem(typed.place, "saknas-rubrik", f"”{bare}” ger inget id", hint))
    id_ = id_ or f"kolumn-{number}"
    said = entry.columns.get(id_)
    by_table = None if entry.adds_up else False
    if said is None:
        measure, period = _heading_says(bare)
        return Column(id_, typed.text, measure=measure, period=period, adds_up=by_table, place=typed.place)
    heading = said.heading or typed.text
    measure, period = _heading_says(without_marks(heading))
    if measure is None and said.group:
        measure, period = _heading_says(without_marks(said.group))
    if period and said.period and period != said.period:
        message = f"rubriken säger {label(period)}, men avser: säger {label(said.period)}"
        hint = "rätta den ena, eller ta bort avser: så gäller rubriken"
        problems.append(Problem(said.at("avser"), "fel-tid", message, hint))
    return Column(
        id_,
        heading,
        said.group,
        said.measure or measure,
        said.period or period,
        said.version,
        said.unit,
        None,
        said.is_text,
        by_table if said.adds_up is None else said.adds_up,
        typed.place,
    )


def _heading_says(heading: str) -> tuple[str | None, Period | None]:
    """Read what is measured, and when, from a heading like `Utfall jan–dec 2024`; else nothing."""
    word, _, rest = heading.partition(" ")
    measure = _MEASURES.get(word.lower())
    if measure is None:
        return None, None
    try:
        return measure, parse_period(rest)
    except PeriodError:
        return None, None


def _column_problems(columns: Sequence[Column]) -> Iterator[Problem]:
    """Yield once that columns have the same id, with what to write for each of them."""
    times: Counter[str] = Counter()
    again = []
    for column in columns:
        times[column.id] += 1
        if times[column.id] > 1:
            again.append((column, f"  {column.id}-{times[column.id]}:\n    rubrik: {column.heading}"))
    if again:
        first = again[0][0]
        message = f"två kolumner får id:t ”{first.id}”"
        hint = "skriv olika id:n i rubrikraden, och de tryckta rubrikerna under kolumner:\nkolumner:\n"
        yield Problem(first.place, "dubblett-id", message, hint + "\n".join(lines for _, lines in again))


def _entry_problems(entry: TableEntry, columns: Sequence[Column]) -> Iterator[Problem]:
    """Yield what is wrong in what the author says of the table, whatever its rows hold."""
    known = [column.id for column in columns]
    for id_, said in entry.columns.items():
        if id_ not in known:
            problem = _unknown(said.place, id_, known)
            listed = "kolumnerna heter: " + ", ".join(known)
            yield problem if problem.hint == listed else replace(problem, hint=f"{problem.hint}; {listed}")
        if said.unit is not None and read_unit(said.unit) is None:
            yield _strange_unit(said.unit, said.at("enhet"))
    if entry.unit is not None and read_unit(entry.unit) is None:
        yield _strange_unit(entry.unit, entry.at("enhet"))
    if entry.decimals is not None and entry.decimals > _MOST_DECIMALS:
        message, hint = f"{entry.decimals} decimaler är för många", f"skriv högst {_MOST_DECIMALS}"
        yield Problem(entry.at("decimaler"), "ogiltigt-tal", message, hint)


def _unknown(place: Place, id_: str, known: Sequence[str]) -> Problem:
    suggestion = nearest(id_, known)
    hint = f"skriv: {suggestion}" if suggestion else "kolumnerna heter: " + ", ".join(known)
    return Problem(place, "okand-kolumn", f"tabellen har ingen kolumn ”{id_}”", hint)


def _strange_unit(unit: str, place: Place) -> Problem:
    message = f"”{unit}” går inte att läsa som en enhet"
    return Problem(place, "okand-enhet", message, "skriv till exempel mnkr, tkr, %, st eller årsarbetare")


# Rows


def _without_text_below(rows: Rows, head: _Head, problems: list[Problem]) -> Sequence[Sequence[Typed]]:
    """Return the rows below the headings, without what stands under the table: that is told once."""
    lines = list(rows.lines[1:])
    below: list[Typed] = []
    while len(lines) > 1 and (text := _text_below(lines[-1], len(head.leading))):
        below.append(text)
        lines.pop()
    if below:
        message = f"text under tabellen: ”{_short(below[-1].text)}”"
        hint = "ta bort raden och skriv den under noter:"
        problems.append(Problem(below[-1].place, "text-under-tabell", message, hint))
    return lines


def _text_below(line: Sequence[Typed], leading: int) -> Typed | None:
    """Return what a row says if it is a text alone, and no label."""
    alone = line[filled(line)[0]] if len(filled(line)) == 1 else None
    if alone is None or filled(line)[0] > leading:
        return None
    is_label = filled(line)[0] == leading
    if is_label:
        return alone if _BELOW.match(alone.text) else None
    return None if nearest(alone.text, KINDS) or ID.fullmatch(alone.text) else alone


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[:_SHORT].rstrip()}…"


def _row(
    entry: TableEntry, rows: Rows, head: _Head, line: Sequence[Typed], problems: list[Problem]
) -> TableRow:
    said = {word: line[at] for at, word in enumerate(head.leading) if at < len(line)}
    rest = line[len(head.leading) :]
    label = rest[0] if rest else Typed("", line[0].place)
    kind = _kind(said.get("sort"), label, problems)
    bare = TableRow("", kind, label.text, place=label.place)
    values = _values(bare, head, rest[1:], rows.separator, problems)
    unit = said["enhet"].text or None if "enhet" in said else None
    if unit is not None and read_unit(unit) is None:
        problems.append(_strange_unit(unit, said["enhet"].place))
    id_ = _row_id(said.get("id"), bare, problems)
    row = TableRow(id_, kind, label.text, unit, (), label.place)
    cells = [
        _cell(entry, column, row, typed, problems) for column, typed in zip(head.columns, values, strict=True)
    ]
    return TableRow(id_, kind, label.text, unit, tuple(cells), label.place)


def _kind(typed: Typed | None, label: Typed, problems: list[Problem]) -> str:
    """Tell what a row is; one that looks like a sum or a part must say it itself."""
    word = typed.text.lower() if typed else ""
    if word in KINDS:
        return word
    if typed is not None and word:
        suggestion = nearest(word, KINDS)
        hint = f"skriv: {suggestion}" if suggestion else "välj bland: " + ", ".join(KINDS)
        problems.append(Problem(typed.place, "okant-val", f"okänd sort ”{typed.text}”", hint))
    elif LISTED.match(label.text) or _SUM_LIKE.match(label.text):
        listed = LISTED.match(label.text)
        may_be = "varav, del eller rad" if listed else "summa, totalt eller rad"
        where = "skriv i kolumnen sort" if typed else "lägg till en kolumn sort först, och skriv där"
        message = f"det framgår inte om ”{label.text}” är {may_be}"
        problems.append(Problem(label.place, "saknas-sort", message, f"{where}: {may_be}"))
    return LINE


def _row_id(typed: Typed | None, row: TableRow, problems: list[Problem]) -> str:
    if typed is not None and typed.text:
        if not ID.fullmatch(typed.text):
            message = f"”{typed.text}” är inget id"
            problems.append(Problem(typed.place, "ogiltigt-id", message, id_hint(typed.text)))
        return typed.text
    made = as_id(row.name)
    if row.kind == HEADING:
        return ""
    if not made:
        hint = "skriv en text i raden, eller ett id i en kolumn id"
        problems.append(Problem(row.place, "saknas-rubrik", "raden har varken text eller id", hint))
    return made


def _values(
    row: TableRow, head: _Head, typed: Sequence[Typed], separator: str, problems: list[Problem]
) -> list[Typed]:
    """Return one cell per column; a heading may do without them."""
    width = len(head.columns)
    while len(typed) > width and not typed[-1].text:
        typed = typed[:-1]
    if len(typed) > width or (len(typed) < width and row.kind != HEADING):
        lead = len(head.leading) + 1
        message = f"raden ”{row.printed}” har {len(typed) + lead} celler, men rubrikraden har {width + lead}"
        hint = f"skriv en cell per kolumn, med {separator} emellan också där den är tom"
        problems.append(Problem(row.place, "fel-antal-celler", message, hint))
    if row.kind == HEADING and (filled := next((cell for cell in typed if cell.text), None)):
        message = f"rubriken ”{row.printed}” har ett värde, {filled.text}"
        problems.append(
            Problem(filled.place, "rubrik-med-varde", message, "skriv rad som sort, eller ta bort värdet")
        )
    missing = [Typed("", row.place)] * (width - len(typed))
    return [*typed[:width], *missing]


def _row_problems(table: Table) -> Iterator[Problem]:
    """Yield each row whose id is taken, and each part that has no row above it."""
    seen: set[str] = set()
    has_whole = False
    for row in table.rows:
        if row.id and row.id in seen:
            hint = f"ge raden ett eget id i en kolumn id, till exempel {row.id}-2"
            yield Problem(row.place, "dubblett-id", f"två rader får id:t ”{row.id}”", hint)
        if row.kind == PART and not has_whole:
            hint = "skriv den rad som delarna ska summera till före dem, som rad"
            message = f"”{row.name}” är en del, men ingen rad står ovanför"
            yield Problem(row.place, "del-utan-rad", message, hint)
        seen.add(row.id)
        has_whole = has_whole or row.kind in WHOLES


def _sum_problems(table: Table) -> Iterator[Problem]:
    """Yield each sum and each total that has nothing to add in its unit."""
    lines: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    for row in table.rows:
        unit = (read_unit(row.unit or table.unit or "") or (1, ""))[1]
        if row.kind in {SUM, TOTAL}:
            if not lines[unit] + (sums[unit] if row.kind == TOTAL else 0):
                hint = (
                    "skriv totalt om raden lägger ihop summor, annars rad; bara rader i samma enhet summeras"
                )
                message = f"”{row.name}” har inga rader att summera"
                yield Problem(row.place, "tom-summa", message, hint)
            lines[unit], sums[unit] = 0, 1
        lines[unit] += row.kind == LINE


# Cells


def _cell(entry: TableEntry, column: Column, row: TableRow, typed: Typed, problems: list[Problem]) -> Cell:
    """Read one cell, as it is printed or as the author says it should be read."""
    scale, unit = _default_unit(entry, column, row)
    ref = f"{row.id}/{column.id}"
    said = entry.corrections.get(ref) if row.kind != HEADING else None
    text = without_marks(said.read_as if said else typed.text)
    state, value = State.TEXT, None
    if not column.is_text and (not text or text in DASHES):
        state = State.DASH if text else State.EMPTY
    elif not column.is_text:
        try:
            value = _value(text, scale, unit, entry.decimals)
            state, scale, unit = State.VALUE, value.scale, value.unit
        except NumberError as error:
            place = said.at("läs") if said else typed.place
            hint = (
                _signed(error.hint, said.read_as)
                if said
                else _unreadable_hint(error, column, ref, typed.text)
            )
            problems.append(Problem(place, "ogiltigt-tal", error.message, hint))
    correction = Correction(said.read_as, said.reason) if said else None
    return Cell(row.id, column.id, typed.text, state, value, unit, scale, correction, typed.place)


def _default_unit(entry: TableEntry, column: Column, row: TableRow) -> tuple[int, str]:
    """Give the scale and unit of a cell that has none of its own: its column's, its row's or the table's."""
    said = column.unit or row.unit or entry.unit
    return (said and read_unit(said)) or (1, "")


@lru_cache(maxsize=_KEPT)
def _value(text: str, scale: int, unit: str, decimals: int | None) -> Quantity:
    """Read the value of a cell, in its own unit or that of what it stands in; raise NumberError on anything else."""
    return _precise(_with_unit(parse_quantity(text), scale, unit), decimals)


def _with_unit(quantity: Quantity, scale: int, unit: str) -> Quantity:
    if quantity.unit:
        return quantity
    return replace(quantity, unit=unit, scale=scale if quantity.scale == 1 else quantity.scale)


def _precise(quantity: Quantity, decimals: int | None) -> Quantity:
    """Give a quantity the precision of its table, where that does not change it; a count has none."""
    is_count = quantity.unit == "st" and quantity.scale == 1
    if decimals is None or decimals > _MOST_DECIMALS or is_count:
        return quantity
    number = quantity.number.quantize(Decimal(1).scaleb(-decimals))
    return replace(quantity, number=number) if number == quantity.number else quantity


def _unreadable_hint(error: NumberError, column: Column, ref: str, text: str) -> str:
    if not any(letter.isdigit() for letter in text):
        return f"är det en kolumn med text: skriv text: ja för {column.id} under kolumner"
    kept = f"är det tryckt så: behåll det, och skriv under rättelser hur {ref} ska läsas och skälet"
    return f"{_signed(error.hint, text)}; {kept}"


def _signed(hint: str, text: str) -> str:
    """Put the minus of a text before the numbers in a hint, which is about the digits alone."""
    return _FIGURE_IN_HINT.sub(text[0] if text[0] in DASHES else "", hint)


def _correction_problems(entry: TableEntry, table: Table) -> Iterator[Problem]:
    for key in entry.corrections:
        if key not in table.cells:
            suggestion = nearest(key, table.cells)
            hint = f"skriv: {suggestion}" if suggestion else "skriv radens id, / och kolumnens id"
            place = entry.at_key("rättelser", key)
            yield Problem(place, "okand-cell", f"tabellen har ingen cell ”{key}”", hint)


# Formulas and charts


def _with_formula(
    entry: TableEntry, column: Column, columns: Sequence[Column], problems: list[Problem]
) -> Column:
    said = entry.columns.get(column.id)
    if said is None or said.formula is None:
        return column
    try:
        formula = parse_expression(str(said.formula))
    except ExpressionError as error:
        place = _inside(said.formula, error.offset)
        problems.append(Problem(place, "fel-uttryck", error.message, error.hint))
        return column
    faults = list(_formula_problems(said.formula, formula, column, columns))
    problems += faults
    return column if faults else replace(column, formula=formula)


def _formula_problems(
    text: Text, formula: Expression, column: Column, columns: Sequence[Column]
) -> Iterator[Problem]:
    """Yield each name in a formula that is no other column with figures."""
    numeric = [other.id for other in columns if not other.is_text]
    for name in names(formula):
        place = _inside(text, max(0, text.find(name)))
        if name == column.id:
            message = f"formeln för ”{name}” räknar med kolumnen själv"
            yield Problem(place, "fel-uttryck", message, "skriv id:n för de andra kolumnerna")
        elif name not in numeric:
            problem = _unknown(place, name, [id_ for id_ in numeric if id_ != column.id])
            apart = _joined_by_minus(name, numeric)
            yield replace(problem, hint=f"skriv: {apart}") if apart else problem


def _joined_by_minus(name: str, known: Sequence[str]) -> str | None:
    """Read `a-b` as `a - b` where both are columns."""
    splits = ((name[:at], name[at + 1 :]) for at, letter in enumerate(name) if letter == "-")
    return next((f"{one} - {other}" for one, other in splits if one in known and other in known), None)


def _inside(text: Text, offset: int) -> Place:
    """Return where a part of a text on one line stands."""
    return replace(text.place, column=text.place.column + offset + (not text.plain))


def _chart(entry: TableEntry, columns: Sequence[Column], problems: list[Problem]) -> Iterator[str]:
    """Yield the ids of the columns to draw."""
    if entry.chart is None:
        return
    known = [column.id for column in columns if not column.is_text]
    offset = 0
    for part in entry.chart.split(","):
        id_ = part.strip()
        if id_ in known:
            yield id_
        else:
            problems.append(
                _unknown(_inside(entry.chart, offset + len(part) - len(part.lstrip())), id_, known)
            )
        offset += len(part) + 1


def _unit_problems(entry: TableEntry, table: Table) -> Iterator[Problem]:
    """Yield each formula whose result is in another unit than its column: once, for the first row."""
    for column in table.columns:
        said = entry.columns.get(column.id)
        if column.formula is None or said is None or said.formula is None:
            continue
        wrong = _unit_fault(table, column, column.formula)
        if wrong:
            hint = f'skriv kolumnens enhet under {column.id}, till exempel enhet: "%", eller ändra formeln'
            yield Problem(_inside(said.formula, 0), "fel-enhet", wrong, hint)


def _unit_fault(table: Table, column: Column, formula: Expression) -> str | None:
    used = names(formula)
    seen: set[tuple[str, ...]] = set()
    for row in table.rows:
        result = table.cell(row.id, column.id) if row.kind != HEADING else None
        if result is None or result.value is None:
            continue
        units = tuple(cell.unit for name in used if (cell := table.cell(row.id, name)) and cell.value)
        if len(units) < len(used) or (*units, result.unit) in seen:
            continue
        if fault := _wrong_unit(formula, dict(zip(used, units, strict=True)), result):
            return fault
        seen.add((*units, result.unit))
    return None


def _wrong_unit(formula: Expression, units: Mapping[str, str], result: Cell) -> str | None:
    made = result_unit(formula, units)
    if not made or not result.unit or units_agree(made, result.unit):
        return None
    if made == SHARE and result.unit not in units.values():
        return None
    return f"formeln ger {'en andel' if made == SHARE else made}, men {result.ref} är i {result.unit}"
