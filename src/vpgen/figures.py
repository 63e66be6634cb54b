"""Figures by their full names: every cell of every table, and what is calculated from them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain
from typing import TYPE_CHECKING

from vpgen.arithmetic import calculate, interval_of, render_value
from vpgen.expressions import SHARE, Interval, names
from vpgen.numbers import Quantity, format_quantity
from vpgen.quoting import complete_target

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vpgen.arithmetic import Figure
    from vpgen.expressions import Expression
    from vpgen.model.content import Document, DocumentKey, Register
    from vpgen.problems import Place
    from vpgen.tables import Cell

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


def every_cell(register: Register) -> dict[str, tuple[Document, Cell]]:
    """Return every cell of every table by its full name, also of plans that have been replaced."""
    return {
        f"{'/'.join(map(str, source.document.key))}/{id_}/{ref}": (source.document, cell)
        for source in chain(register.documents(), register.replaced())
        for id_, table in source.contents.tables.items()
        for ref, cell in table.cells.items()
    }


def quotable_figures(register: Register) -> dict[str, Quotable]:
    """Return every figure that text can quote by its full name: the cells, and what is calculated from them."""
    cells = every_cell(register)
    figures = {name: _of_cell(name, document, cell) for name, (document, cell) in cells.items()}
    return figures | dict(_calculated(register, {name: cell for name, (_, cell) in cells.items()}))


def _of_cell(name: str, document: Document, cell: Cell) -> Quotable:
    value = cell.value
    interval = None
    if value is not None:
        whole, scale = interval_of(value), Decimal(value.scale)
        interval = Interval(whole.low / scale, whole.point / scale, whole.high / scale)
    unit = _SCALES.get(cell.scale, "") + cell.unit
    return Quotable(name, document, interval, unit, render_value(cell), cell.place, (name,))


def _calculated(register: Register, cells: Mapping[str, Cell]) -> Iterator[tuple[str, Quotable]]:
    for source in chain(register.documents(), register.replaced()):
        key = source.document.key
        for each in source.contents.figures.values():
            name = "/".join([*map(str, key), each.id])
            figure = work_out(each.expression, key, cells)
            of = tuple(complete_target("tabell", used, key) for used in names(each.expression))
            if not cells.keys() >= set(of):
                continue  # it comes from what is not shown
            interval, unit, text = None, "", ""
            if figure:
                interval, unit = figure.interval, _SCALES.get(figure.scale, "") + (figure.unit or "")
                text = _said(figure)
            yield name, Quotable(name, source.document, interval, unit, text, each.place, of)


def work_out(expression: Expression, document: DocumentKey, cells: Mapping[str, Cell]) -> Figure | None:
    """Work out an expression of a document; None where a cell in it has no value, or is divided by what may be zero."""
    found = {name: cells.get(complete_target("tabell", name, document)) for name in names(expression)}
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
