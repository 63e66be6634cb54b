"""The arithmetic of printed figures: sums, derived columns, and the same figure in two places."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from vpgen.expressions import SHARE, Expression, Interval, Name, has_division, names, prepare, result_unit
from vpgen.model.spelling import as_id
from vpgen.numbers import NBSP, NumberError, Quantity, agree, format_number, format_quantity, parse_quantity
from vpgen.tables import (
    HEADING,
    LINE,
    PART,
    SUM,
    TOTAL,
    WHOLES,
    State,
    is_rate,
    read_unit,
    title_of,
    units_agree,
    without_marks,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from vpgen.problems import Place
    from vpgen.tables import Cell, Column, Table, TableRow

FORMULA = "formel"
_MOST_READINGS = 8
_PERCENT = ("%", "procentenheter")
_EXACT = Context(prec=100)
_HALF_UP, _HALF_EVEN = (Context(prec=100, rounding=rounding) for rounding in (ROUND_HALF_UP, ROUND_HALF_EVEN))


@dataclass(frozen=True)
class Mismatch:
    """A printed figure that does not follow from those it is made of.

    `row` and `column` are the ids of the cell to look at, `rule` is summa, totalt, del or formel, `message` a
    Swedish sentence without its full stop. `calculated` and `printed` are in the unit of the cell.
    """

    table: Table
    row: str
    column: str
    rule: str
    message: str
    calculated: Interval
    printed: Interval
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Difference:
    """The same figure, printed differently in two documents: the cell of the first, and that of the other.

    `label` and `other_label` are the documents', `message` is a Swedish sentence without its full stop;
    `printed` and `other_printed` are in whole units, None for a printed dash.
    """

    label: str
    table: Table
    row: str
    column: str
    other_label: str
    other_table: Table
    other_column: str
    message: str
    printed: Interval | None
    other_printed: Interval | None
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Figure:
    """The result of a calculation: times `scale` in `unit`, which is None where units were mixed."""

    interval: Interval
    scale: int
    unit: str | None


# Intervals


def interval_of(quantity: Quantity) -> Interval:
    """Return a printed quantity as an interval, in whole units."""
    value, half = quantity.value, quantity.half
    return Interval(value - half, value, value + half)


def _printed_in(scale: int, quantity: Quantity) -> Interval:
    """Return a printed quantity as an interval in thousands, millions …, mostly those that it is printed in."""
    if quantity.scale != scale:
        return _in_scale(interval_of(quantity), scale)
    number, half = quantity.number, quantity.half / scale
    return Interval(number - half, number, number + half)


def overlap(one: Interval, other: Interval, *, touching: bool = False) -> bool:
    """Tell whether two figures can be the same.

    Rounded figures whose bounds only touch cannot, unless `touching` allows it; an exact figure can lie on a bound.
    """
    if touching or one.low == one.high or other.low == other.high:
        return one.low <= other.high and other.low <= one.high
    return one.low < other.high and other.low < one.high


def _times(interval: Interval, factor: Decimal) -> Interval:
    return Interval(*(_EXACT.multiply(end, factor) for end in interval))


def _in_scale(interval: Interval, scale: int) -> Interval:
    """Give an interval of whole units in thousands, millions …; a scale is a power of ten, so this is exact."""
    if scale == 1:
        return interval
    return _times(interval, Decimal(1).scaleb(1 - len(str(scale))))


def calculate(expression: Expression, quantities: Mapping[str, Quantity]) -> Figure | None:
    """Work out an expression once; see `calculator`."""
    return calculator(expression)(quantities)


def calculator(expression: Expression) -> Callable[[Mapping[str, Quantity]], Figure | None]:
    """Return a function that works out an expression over printed quantities.

    It returns None where something is divided by what may be zero, and raises KeyError for a name without a
    quantity. Quantities of the same scale are taken as they are printed, so that `- 5,0` beside millions means
    millions.
    """
    used, work_out = names(expression), prepare(expression)
    units: dict[tuple[str, ...], str | None] = {}  # of the result, by those of the names

    def figure(quantities: Mapping[str, Quantity]) -> Figure | None:
        found = tuple(quantities[name].unit for name in used)
        if found not in units:
            units[found] = result_unit(expression, dict(zip(used, found, strict=True)))
        unit = units[found]
        scales = {quantities[name].scale for name in used}
        scale = scales.pop() if len(scales) == 1 and unit is not None else 1
        interval = work_out({name: _printed_in(scale, quantities[name]) for name in used})
        return None if interval is None else Figure(interval, 1 if unit == SHARE else scale, unit)

    return figure


# Within a table


def check_table(table: Table) -> Iterator[Mismatch]:
    """Yield every sum and every derived cell that cannot come of the printed figures, whatever rounding hides."""
    for column in table.columns:
        if column.is_text:
            continue
        added = list(_cells_to_add(table, column))
        yield from _check_sums(table, added)
        yield from _check_parts(table, added)
        if column.formula is not None:
            yield from _check_formula(table, column, column.formula)


def _cells_to_add(table: Table, column: Column) -> Iterator[tuple[TableRow, Cell]]:
    """Yield the cells of a column whose sums are to be checked: not rates, or percentages of different things."""
    is_change = column.measure in {"förändring", "avvikelse"}
    is_share = column.formula is not None and has_division(column.formula)
    for row in table.rows:
        cell = table.cell(row.id, column.id) if row.kind != HEADING else None
        if cell is None:
            continue
        by_default = not (is_share or is_rate(cell.unit) or (is_change and cell.unit in _PERCENT))
        if by_default if column.adds_up is None else column.adds_up:
            yield row, cell


@dataclass(frozen=True)
class _Parts:
    """Cells to add, and what they come to; None where none of them has a value."""

    cells: tuple[Cell, ...] = ()
    total: Interval | None = None

    def and_(self, other: _Parts) -> _Parts:
        """Return these and the others: of two totals the sum, end by end."""
        one, more = self.total, other.total
        if one is None or more is None:
            return _Parts(self.cells + other.cells, one or more)
        total = Interval(one.low + more.low, one.point + more.point, one.high + more.high)
        return _Parts(self.cells + other.cells, total)


def _parts(cells: Sequence[Cell]) -> _Parts:
    """Add cells, end by end; one by one in `and_`, a long column would take long."""
    values = [cell.value for cell in cells if cell.value]
    if not values:
        return _Parts(tuple(cells))
    ends = zip(*map(interval_of, values), strict=True)
    return _Parts(tuple(cells), Interval(*(sum(same, start=Decimal(0)) for same in ends)))


class _Unused(NamedTuple):
    """The sums that no `totalt` has added: those before the last `totalt`, with itself, and those after it."""

    earlier: _Parts = _Parts()
    since: _Parts = _Parts()


def _check_sums(table: Table, added: Iterable[tuple[TableRow, Cell]]) -> Iterator[Mismatch]:
    """A `summa` adds the `rad` rows since the last sum of its unit; a `totalt` adds such rows, and sums."""
    lines: defaultdict[str, list[Cell]] = defaultdict(list)
    # A total may add all unused sums or only the last, so where both can be right, both are kept in mind.
    readings: defaultdict[str, list[_Unused]] = defaultdict(lambda: [_Unused()])
    for row, cell in added:
        unit = cell.unit
        if row.kind == LINE:
            lines[unit].append(cell)
        elif row.kind in {SUM, TOTAL}:
            rows = _parts(lines.pop(unit, []))
            check = _check_sum if row.kind == SUM else _check_total
            mismatch, readings[unit] = check(table, row, cell, rows, readings[unit])
            if mismatch:
                yield mismatch


def _check_sum(
    table: Table, row: TableRow, cell: Cell, rows: _Parts, readings: Sequence[_Unused]
) -> tuple[Mismatch | None, list[_Unused]]:
    """Compare a `summa` with its rows; return what is wrong, and the unused sums after it."""
    made = _made(cell, rows)
    after = [_Unused(unused.earlier, unused.since.and_(made)) for unused in readings]
    return _mismatch(table, row, cell, rows, (SUM, "raderna")), after


def _check_total(
    table: Table, row: TableRow, cell: Cell, rows: _Parts, readings: Sequence[_Unused]
) -> tuple[Mismatch | None, list[_Unused]]:
    """Compare a `totalt` with all unused sums, then with those since the last `totalt`; likewise."""
    tried: list[tuple[Mismatch | None, _Unused]] = []
    for earlier, since in readings:
        for kept, sums in ((_Parts(), earlier.and_(since)), (earlier, since)):
            parts = sums.and_(rows)
            if tried and parts.total is None:
                continue
            what = "raderna" if not sums.cells else "summorna och raderna" if rows.cells else "summorna"
            after = _Unused(kept.and_(_made(cell, parts)))
            tried.append((_mismatch(table, row, cell, parts, (TOTAL, what)), after))
    right = [after for mismatch, after in tried if mismatch is None]
    known: list[_Unused] = []
    for after in right or [after for _, after in tried]:
        if after not in known:
            known.append(after)
    return None if right else tried[0][0], known[:_MOST_READINGS]


def _made(cell: Cell, parts: _Parts) -> _Parts:
    """Return what a sum leaves to be added: itself, or its parts where it is not printed."""
    return _parts([cell]) if cell.value is not None else parts


def _check_parts(table: Table, added: Iterable[tuple[TableRow, Cell]]) -> Iterator[Mismatch]:
    """The `del` rows under a `rad`, a `summa` or a `totalt` add up to it."""
    whole: tuple[TableRow, Cell] | None = None
    parts: list[Cell] = []
    for row, cell in (*added, (None, None)):
        if row is not None and cell is not None and row.kind == PART:
            parts.append(cell)
        elif row is None or row.kind in WHOLES:
            if whole is not None and parts:
                same = _parts([part for part in parts if part.unit == whole[1].unit])
                if mismatch := _mismatch(table, *whole, same, (PART, "delarna")):
                    yield mismatch
            whole = (row, cell) if row is not None and cell is not None else None
            parts = []


def _mismatch(
    table: Table, row: TableRow, cell: Cell, parts: _Parts, said: tuple[str, str]
) -> Mismatch | None:
    """Compare a printed sum with its parts, by a rule and what it calls them; cells without a value are nothing."""
    if cell.value is None or parts.total is None:
        return None
    whole = interval_of(cell.value)
    if overlap(parts.total, whole):
        return None
    calculated, printed = _in_scale(parts.total, cell.scale), _in_scale(whole, cell.scale)
    rule, what = said
    message = f"{row.name} {_printed(cell)}, men {what} ger {_number(calculated.point, cell)}"
    places = (cell.place, *(part.place for part in parts.cells if part.value is not None))
    return Mismatch(table, row.id, cell.column, rule, message, calculated, printed, places)


def _check_formula(table: Table, column: Column, formula: Expression) -> Iterator[Mismatch]:
    """Each cell of a derived column is what the formula gives for its row, where all its figures are printed."""
    used, work_out = names(formula), calculator(formula)
    for row in table.rows:
        result = table.cell(row.id, column.id)
        if result is None or result.value is None:
            continue
        operands = [table.cell(row.id, name) for name in used]
        quantities = {cell.column: cell.value for cell in operands if cell and cell.value is not None}
        if len(quantities) < len(operands):
            continue
        figure = work_out(quantities)
        calculated = None if figure is None else _in_unit_of(result, figure)
        printed = _printed_in(result.scale, result.value)
        if calculated is None or overlap(calculated, printed, touching=not isinstance(formula, Name)):
            continue
        message = f"{title_of(column)} för {row.name} {_printed(result)}, men formeln ger {_number(calculated.point, result)}"
        places = (result.place, *(cell.place for cell in operands if cell))
        yield Mismatch(table, row.id, column.id, FORMULA, message, calculated, printed, places)


def _in_unit_of(cell: Cell, figure: Figure) -> Interval | None:
    """Give a calculated figure in the unit of a cell; None where they cannot be compared."""
    if figure.unit == SHARE:
        return _times(figure.interval, Decimal(100)) if cell.unit == "%" else figure.interval
    if figure.unit is None:
        return _in_scale(figure.interval, cell.scale)
    if not figure.unit or not cell.unit:
        return figure.interval
    if not units_agree(figure.unit, cell.unit):
        return None
    if figure.scale == cell.scale:
        return figure.interval
    return _in_scale(_times(figure.interval, Decimal(figure.scale)), cell.scale)


def _printed(cell: Cell) -> str:
    quantity = _as_printed(cell)
    assert quantity is not None, "only values are compared"
    return f"{'läses' if cell.correction else 'är tryckt'} {_number(quantity.number, cell)}"


def _as_printed(cell: Cell) -> Quantity | None:
    """Return the value with the decimals that were printed, and no more."""
    if cell.value is None:
        return None
    text = without_marks(cell.correction.read_as if cell.correction else cell.text)
    value = cell.value
    return Quantity(parse_quantity(text).number, value.scale, value.unit, value.note, value.text)


def _number(number: Decimal, cell: Cell) -> str:
    """Write a number with the decimals and the sign for per cent of a cell, but not its other units."""
    quantity = _as_printed(cell)
    assert quantity is not None, "only values are compared"
    written = format_number(number, _decimals(quantity.number))
    return f"{written}{NBSP}{cell.unit}" if cell.unit in _PERCENT else written


def _decimals(number: Decimal) -> int:
    return max(0, -int(number.as_tuple().exponent))


def render_value(cell: Cell) -> str:
    """Return what a link without a text of its own shows: the value with its unit, a dash, the text, or nothing."""
    quantity = _as_printed(cell)
    if quantity is not None:
        return format_quantity(quantity)
    return "–" if cell.state == State.DASH else cell.text


# Between documents


class _Printed(NamedTuple):
    label: str
    table: Table
    row: TableRow
    column: Column
    cell: Cell


def same_rows(tables: Iterable[tuple[str, Table, str]]) -> Iterator[Difference]:
    """Yield figures that two documents print differently, of tables given as (document, table, ledger).

    The same figure has the same ledger, row id, measure, period, version and unit; under a heading that is shared by several
    columns, also the same heading of its own.
    """
    columns: defaultdict[tuple[object, ...], list[tuple[str, Table, Column]]] = defaultdict(list)
    for label, table, ledger in tables:
        for key, column in _columns(table):
            columns[ledger, *key].append((label, table, column))
    for group in columns.values():
        if len({label for label, _, _ in group}) > 1:
            yield from _same_columns(group)


def _columns(table: Table) -> Iterator[tuple[tuple[object, ...], Column]]:
    """Yield the columns of a table that others may have too, with what tells each of them from other columns."""
    columns = [column for column in table.columns if _is_comparable(column)]
    keys = [_column_key(column) for column in columns]
    times = Counter(keys)
    for key, column in zip(keys, columns, strict=True):
        yield (*key, column.id if times[key] > 1 else ""), column


def _same_columns(columns: Iterable[tuple[str, Table, Column]]) -> Iterator[Difference]:
    """Yield the figures of the same row that columns of several documents print differently."""
    same: defaultdict[tuple[str, str], list[_Printed]] = defaultdict(list)
    for label, table, column in columns:
        for row in table.rows:
            cell = table.cell(row.id, column.id) if row.kind != HEADING else None
            if cell is not None and (cell.state is State.VALUE or cell.state is State.DASH):
                same[row.id, cell.unit].append(_Printed(label, table, row, column, cell))
    for group in same.values():
        for one, other in combinations(group, 2):
            if one.label != other.label and _differ(one.cell, other.cell):
                yield _difference(one, other)


def _is_comparable(column: Column) -> bool:
    return not column.is_text and column.period is not None and column.measure not in {None, "annat"}


def _column_key(column: Column) -> tuple[object, ...]:
    part = as_id(column.name) if column.group else ""
    return column.measure, column.period, (column.version or "").casefold(), part


def _differ(one: Cell, other: Cell) -> bool:
    if one.value is None or other.value is None:
        return any(cell.value is not None and cell.value.number != 0 for cell in (one, other))
    return not agree(one.value, other.value)


def _difference(one: _Printed, other: _Printed) -> Difference:
    first, second = (render_value(each.cell) if each.cell.value else "ett streck" for each in (one, other))
    message = (
        f"{title_of(one.column)} för {one.row.name} är {first} i {one.label}, men {second} i {other.label}"
    )
    return Difference(
        one.label,
        one.table,
        one.row.id,
        one.column.id,
        other.label,
        other.table,
        other.column.id,
        message,
        interval_of(one.cell.value) if one.cell.value else None,
        interval_of(other.cell.value) if other.cell.value else None,
        (one.cell.place, other.cell.place),
    )


# In running text


def check_figure(text: str, target: Interval, unit: str) -> str | None:
    """Return None where a figure in running text agrees with a value in a unit like mnkr, %, st or `SHARE`.

    Else return why not, as a Swedish sentence without its full stop. The value is rounded to the precision of the
    text; where the text is the more precise of the two, it is rounded to that of the printed value.
    """
    try:
        figure = parse_quantity(text)
    except NumberError as error:
        return f"{error.message}, och kan inte jämföras"
    factor = _factor(figure, unit)
    if factor is None:
        return f"texten har {format_quantity(figure)}, men värdet är i {_said_unit(unit)}"
    value = _times(target, factor)
    if _rounds_to(figure.number, value):
        return None
    decimals = _decimals(figure.number)
    finer = value.point.quantize(Decimal(1).scaleb(-decimals - 1), context=_HALF_UP)
    exponent = _printed_exponent(value)
    # As many decimals as are printed, but no more than tell the two apart; of what is worked out only those that count.
    least = Decimal(1).scaleb(min(0, max(exponent, -decimals - 1)) if exponent is not None else 0)
    number = max(finer.normalize(), finer.quantize(least, context=_HALF_UP), key=_decimals)
    return f"texten har {format_quantity(figure)}, men värdet är {format_quantity(replace(figure, number=number))}"


def _factor(figure: Quantity, unit: str) -> Decimal | None:
    """Return what a value is to be multiplied by to stand in the unit of a figure; None where they differ in kind."""
    scale, kind = read_unit(unit) or (1, unit)
    is_count = kind == "st" and figure.unit not in {"kr", *_PERCENT}
    if (not figure.unit and figure.scale == 1) or (figure.unit and not kind and scale == 1):
        return Decimal(1)
    if kind == SHARE and figure.unit == "%":
        return Decimal(100)
    if not kind or figure.unit == kind or is_count or (not figure.unit and kind not in {SHARE, *_PERCENT}):
        return Decimal(scale) * Decimal(1).scaleb(1 - len(str(figure.scale)))
    return None


def _said_unit(unit: str) -> str:
    return "andelar" if unit == SHARE else unit


def _rounds_to(number: Decimal, value: Interval) -> bool:
    """Whether the coarser of a number and a printed value is the other, rounded; a value between two may go to either."""
    exponent = int(number.as_tuple().exponent)
    coarser = _printed_exponent(value)
    if coarser is not None and coarser > exponent:
        return value.point in _roundings(number, coarser)
    return number in _roundings(value.point, exponent)


def _printed_exponent(value: Interval) -> int | None:
    """Return the last printed place of a value; None where it is worked out, or exact."""
    width = (value.high - value.low).normalize()
    is_printed = width.as_tuple().digits == (1,) and value.high - value.point == value.point - value.low
    return int(width.as_tuple().exponent) if is_printed else None


def _roundings(number: Decimal, exponent: int) -> set[Decimal]:
    step = Decimal(1).scaleb(exponent)
    return {number.quantize(step, context=context) for context in (_HALF_UP, _HALF_EVEN)}
