"""Figures by their full names: every cell of every table, and what is calculated from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain
from typing import TYPE_CHECKING

from vpgen.arithmetic import calculate, interval_of, render_value
from vpgen.expressions import SHARE, Interval, names
from vpgen.numbers import Quantity, format_quantity
from vpgen.quoting import complete_target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vpgen.arithmetic import Figure
    from vpgen.expressions import Expression
    from vpgen.model.content import Document, DocumentKey, NamedFigure, Register
    from vpgen.problems import Place
    from vpgen.tables import Cell, Table

    Tables = Mapping[str, tuple[Document, Table]]

_SCALES = {1: "", 10**3: "tusen ", 10**6: "miljoner ", 10**9: "miljarder "}


@dataclass(frozen=True)
class Quotable:
    """A figure that text can quote, by its full name.

    `interval` is in `unit` (as `miljoner kr`), None where there is no value; `text` is how it is said. `cells` are the
    full names of the cells that it is or comes from.
    """

    name: str
    document: Document
    interval: Interval | None
    unit: str
    text: str
    place: Place
    cells: tuple[str, ...]


def every_table(register: Register) -> Tables:
    """Return every table by its full name, with its document, also of plans that have been replaced."""
    return {
        f"{'/'.join(map(str, source.document.key))}/{id_}": (source.document, table)
        for source in chain(register.documents(), register.replaced())
        for id_, table in source.contents.tables.items()
    }


def find_cell(tables: Tables, name: str) -> Cell | None:
    """Look a cell up by its full name among all tables; None where there is none."""
    row_name, _, column = name.rpartition("/")
    table, _, row = row_name.rpartition("/")
    return tables[table][1].cell(row, column) if table in tables else None


def quotable_figures(register: Register) -> Mapping[str, Quotable]:
    """Return every figure that text can quote by its full name: the cells, and what is calculated from them."""
    return _Quotables(register)


class _Quotables(Mapping[str, Quotable]):
    """Figures that are worked out when they are asked for: few of all cells are ever quoted."""

    def __init__(self, register: Register) -> None:
        self.tables = every_table(register)
        self.calculated = {
            "/".join([*map(str, source.document.key), each.id]): (source.document, each)
            for source in chain(register.documents(), register.replaced())
            for each in source.contents.figures.values()
            # What comes from something that is not shown is not shown either.
            if all(find_cell(self.tables, name) for name in _cells_of(each.expression, source.document))
        }

    def __getitem__(self, name: str) -> Quotable:
        if name in self.calculated:
            return _calculated(name, *self.calculated[name], self.tables)
        if (cell := find_cell(self.tables, name)) is None:
            raise KeyError(name)
        document, _ = self.tables[name.rsplit("/", 2)[0]]
        return _of_cell(name, document, cell)

    def __iter__(self) -> Iterator[str]:
        for name, (_, table) in self.tables.items():
            yield from (f"{name}/{ref}" for ref in table.cells)
        yield from self.calculated

    def __len__(self) -> int:
        return sum(len(table.cells) for _, table in self.tables.values()) + len(self.calculated)


def _of_cell(name: str, document: Document, cell: Cell) -> Quotable:
    value = cell.value
    interval = None
    if value is not None:
        whole, scale = interval_of(value), Decimal(value.scale)
        interval = Interval(whole.low / scale, whole.point / scale, whole.high / scale)
    unit = _SCALES.get(cell.scale, "") + cell.unit
    return Quotable(name, document, interval, unit, render_value(cell), cell.place, (name,))


def _calculated(name: str, document: Document, figure: NamedFigure, tables: Tables) -> Quotable:
    interval, unit, text = None, "", ""
    if made := work_out(figure.expression, document.key, tables):
        interval, unit = made.interval, _SCALES.get(made.scale, "") + (made.unit or "")
        text = _said(made)
    of = _cells_of(figure.expression, document)
    return Quotable(name, document, interval, unit, text, figure.place, of)


def _cells_of(expression: Expression, document: Document) -> tuple[str, ...]:
    return tuple(complete_target("tabell", used, document.key) for used in names(expression))


def work_out(expression: Expression, document: DocumentKey, tables: Tables) -> Figure | None:
    """Work out an expression of a document; None where a cell in it has no value, or is divided by what may be zero."""
    found = {name: find_cell(tables, complete_target("tabell", name, document)) for name in names(expression)}
    quantities = {name: cell.value for name, cell in found.items() if cell and cell.value}
    return calculate(expression, quantities) if len(quantities) == len(found) else None


def _said(figure: Figure) -> str:
    """Say a calculated figure with one decimal, a share in per cent."""
    if figure.unit == SHARE:
        return format_quantity(
            Quantity((figure.interval.point * 100).quantize(Decimal("0.1"), ROUND_HALF_UP), 1, "%")
        )
    number = figure.interval.point.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return format_quantity(Quantity(number, figure.scale, figure.unit or ""))
