"""Tables as pages show them, the page of a document's tables, and each table as a file for a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from vpgen.charts import make_bar_chart
from vpgen.charts.views import BarChartView, BarSeries
from vpgen.figures import quotable_figures
from vpgen.numbers import Quantity
from vpgen.pages import Found, Heading, Link, Page
from vpgen.pages.addresses import (
    FINDINGS,
    cell_address,
    cell_anchor,
    csv_address,
    document_address,
    tables_address,
    whole_address,
)
from vpgen.pages.links import document_crumbs
from vpgen.pages.rows import FindingView, finding_views, remarks
from vpgen.quoting import split_target
from vpgen.tables import HEADING, LINE, State, title_of, without_marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from vpgen.charts import Chart
    from vpgen.model.content import FollowUp, Plan, Register
    from vpgen.pages import Origin
    from vpgen.pages.look import Look
    from vpgen.problems import Finding
    from vpgen.tables import Cell, Column, Table, TableRow

BOM = "\ufeff"
DASH = "–"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class CellView:
    """A cell as printed. `marks` are the numbers of the table's findings that it is part of, `correction` how it is read.

    `line` is where it is written.
    """

    anchor: str
    line: int
    text: str
    is_text: bool
    is_dash: bool
    marks: tuple[int, ...]
    explained: bool
    correction: str


@dataclass(frozen=True)
class TableRowView:
    """A row: `kind` is a class of the style sheet, `label` what was printed."""

    kind: str
    level: int
    label: str
    unit: str
    cells: tuple[CellView, ...]


@dataclass(frozen=True)
class TableView:
    """A table.

    `groups` are the headings above the columns with how many columns each spans; empty where there are none. A column is
    its heading, its version where the heading does not tell it, and whether it holds text.
    """

    id: str
    heading: str
    label_heading: str
    unit: str
    groups: tuple[tuple[str, int], ...]
    columns: tuple[tuple[str, str, bool], ...]
    rows: tuple[TableRowView, ...]
    notes: tuple[tuple[str, str], ...]
    unexplained: tuple[str, ...]
    csv: str
    page: str
    remark: str
    findings: tuple[FindingView, ...]
    chart: Chart | None
    origin: Origin


@dataclass(frozen=True)
class TablesView:
    """All tables of a document."""

    body: str
    name: str
    document: Link
    whole: Link | None
    tables: tuple[TableView, ...]
    overview: str


def tables_pages(look: Look, source: Plan | FollowUp) -> Iterator[Page]:
    """Yield the page of a document's tables, if it has any."""
    document, contents = source.document, source.contents
    if not contents.tables:
        return
    address = tables_address(document)
    title = f"Ekonomi och tabeller, {document.full_name}"
    tables = tuple(table_view(look, source, table, chart=True) for table in contents.tables.values())
    yield Page(
        address=address,
        title=title,
        template="tabeller.html",
        view=TablesView(
            body=document.body_name,
            name=document.name,
            document=Link(document.full_name, document_address(document)),
            whole=Link("Hela dokumentet", whole_address(document)) if contents.chapters else None,
            tables=tables,
            overview=FINDINGS,
        ),
        description=f"{title}: {len(tables)} tabeller.",
        crumbs=document_crumbs(look, document),
        headings=tuple(Heading(f"tabell-{table.id}", table.heading) for table in tables),
        found=tuple(
            Found(
                f"{address}#tabell-{table.id}",
                table.heading,
                "Tabell",
                document.full_name,
                "; ".join(row.name for row in table.rows),
            )
            for table in contents.tables.values()
        ),
    )


def table_view(look: Look, source: Plan | FollowUp, table: Table, *, chart: bool = False) -> TableView:
    """Return a table of a document, its cells marked where something does not agree with them."""
    document = source.document
    entry = document.file.tables[table.id]
    start = "/".join(map(str, document.key))
    marked = _marked(look, f"{start}/{table.id}/")
    findings = list(dict.fromkeys(item for items in marked.values() for item in items))
    numbers = {finding: number for number, finding in enumerate(findings, 1)}
    return TableView(
        id=table.id,
        heading=table.heading,
        label_heading=table.label_heading,
        unit=table.unit or "",
        groups=tuple(_groups(table.columns)),
        columns=tuple((column.heading, _version(column), column.is_text) for column in table.columns),
        rows=tuple(_row_view(table, row, marked, numbers) for row in table.rows),
        notes=table.notes,
        unexplained=tuple(table.unexplained()),
        csv=csv_address(document, table.id),
        page=f"{tables_address(document)}#tabell-{table.id}",
        remark=remarks(entry),
        findings=finding_views(look, findings),
        chart=_chart(table) if chart else None,
        origin=look.origin(table.place),
    )


def _version(column: Column) -> str:
    """Return the version of a column's figures, where its own heading and the one above do not tell it."""
    version = column.version or ""
    return "" if version.lower() in f"{column.group} {column.heading}".lower() else version


def _marked(look: Look, start: str) -> dict[str, list[Finding]]:
    """Return what does not agree with the cells of a table, by row/column."""
    marked: dict[str, list[Finding]] = {}
    for finding in look.findings:
        for cell in finding.cells:
            if cell.startswith(start):
                marked.setdefault(cell.removeprefix(start), []).append(finding)
    return marked


def _groups(columns: tuple[Column, ...]) -> Iterator[tuple[str, int]]:
    """Yield the headings above the columns with how many each spans; nothing where no column has any."""
    if not any(column.group for column in columns):
        return
    above: list[list[str]] = []
    for column in columns:
        if above and column.group and above[-1][0] == column.group:
            above[-1].append(column.id)
        else:
            above.append([column.group or "", column.id])
    yield from ((group[0], len(group) - 1) for group in above)


def _row_view(
    table: Table, row: TableRow, marked: Mapping[str, list[Finding]], numbers: Mapping[Finding, int]
) -> TableRowView:
    return TableRowView(
        kind=row.kind,
        level=row.level,
        label=row.label,
        unit=(row.unit or "") if row.unit != table.unit else "",
        cells=tuple(_cell_view(table, cell, marked.get(cell.ref, []), numbers) for cell in row.cells)
        if row.kind != HEADING
        else (),
    )


def _cell_view(table: Table, cell: Cell, findings: list[Finding], numbers: Mapping[Finding, int]) -> CellView:
    correction = cell.correction
    return CellView(
        anchor=cell_anchor(f"{table.id}/{cell.ref}"),
        line=cell.place.line,
        text=cell.text,
        is_text=cell.state is State.TEXT,
        is_dash=cell.state is State.DASH,
        marks=tuple(sorted(numbers[finding] for finding in findings)),
        explained=bool(findings) and all(finding.explanation for finding in findings),
        correction=f"läses {correction.read_as}: {correction.reason}" if correction else "",
    )


WITH_PARTS = re.compile(r",? varav:?$")
"""What announces a row's parts, which the chart does not have."""


def _chart(table: Table) -> Chart | None:
    """Draw the columns that the author chose, for the rows that are neither sums nor parts of others."""
    lines = [row for row in table.rows if row.kind == LINE]
    # Rows of another unit than the first would not fit the same axis.
    rows = [row for row in lines if row.unit == lines[0].unit]
    columns = [column for id_ in table.chart if (column := table.column(id_))]
    series = tuple(
        BarSeries(title_of(column), tuple(_drawn(table, row, column) for row in rows)) for column in columns
    )
    if not rows or not any(value is not None for each in series for value in each.values):
        return None
    view = BarChartView(
        f"diagram-{table.id}",
        table.heading,
        rows[0].unit or table.unit or "",
        tuple(WITH_PARTS.sub("", row.name) for row in rows),
        series,
    )
    return make_bar_chart(view)


def _drawn(table: Table, row: TableRow, column: Column) -> Decimal | None:
    cell = table.cell(row.id, column.id)
    return cell.value.number if cell and cell.value else None


def quoted_figures(register: Register) -> dict[str, Link]:
    """Return what running text may quote, by its full name: as printed, and where it stands."""
    sources = chain(register.documents(), register.replaced())
    documents = {source.document.key: source.document for source in sources}
    links = {}
    for name, figure in quotable_figures(register).items():
        # A calculated figure leads to the first cell that it comes from, if it comes from any.
        found = split_target(figure.cells[0]) if figure.cells else None
        address = cell_address(documents[found[0]], found[1]) if found else FINDINGS
        links[name] = Link(figure.text, address)
    return links


def csv_files(register: Register) -> Iterator[tuple[str, bytes]]:
    """Yield every table as a CSV file that Swedish Excel opens right: its address and content."""
    for source in chain(register.documents(), register.replaced()):
        for id_, table in source.contents.tables.items():
            yield csv_address(source.document, id_), as_csv(table)


def as_csv(table: Table) -> bytes:
    """Return a table as semicolon-separated text with a byte-order mark, numbers with decimal comma and no spaces.

    Row kinds and ids stand first, so that the file can be filled in and named as next year's `rader`.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    unit = f" ({table.unit})" if table.unit and table.unit not in table.label_heading else ""
    headings = [" ".join(filter(None, [column.group, column.heading])) for column in table.columns]
    writer.writerow(
        [_plain(cell) for cell in ("sort", "id", (table.label_heading or table.heading) + unit, *headings)]
    )
    for row in table.rows:
        cells = [_csv_cell(cell) for cell in row.cells] if row.kind != HEADING else [""] * len(table.columns)
        writer.writerow([row.kind, row.id, _plain(row.label), *cells])
    return (BOM + text.getvalue()).encode()


def _csv_cell(cell: Cell) -> str:
    """Return a number as a spreadsheet reads it in Swedish, as printed; anything else as text."""
    if cell.state is not State.VALUE or cell.correction:
        return DASH if cell.state is State.DASH else _plain(cell.text)
    assert isinstance(cell.value, Quantity)
    digits = "".join(letter for letter in without_marks(cell.text) if letter.isdigit() or letter in ",-−–+%")
    return digits.replace("−", "-").replace("–", "-")


def _plain(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
