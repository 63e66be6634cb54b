"""The facts of what a document holds beside its goals: chapters, tables with their cells, figures, and what must agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vpgen.facts.meaning import cell as cell_meaning
from vpgen.facts.thing import Thing
from vpgen.model.content import Passage, Placed, PlacedTable
from vpgen.pages.addresses import cell_address, document_address, tables_address, whole_address
from vpgen.tables import HEADING, State, title_of

if TYPE_CHECKING:
    from vpgen.facts.fact import Fact, FactKey, FactKind
    from vpgen.model.content import Chapter, Contents, Document
    from vpgen.tables import Cell, Table

TOLD_OF_CHAPTER = {"rubrik", "nr", "under", "text", "innehåll", "sort"}
TOLD_OF_TABLE = {"rubrik", "enhet", "summeras", "kolumner", "rader", "rättelser", "noter", "diagram"}
DOCUMENT = {
    "kapitel",
    "tabeller",
    "ekonomi",
    "tal",
    "samband",
    "förklaringar",
    "gäller",
    "ordning",
    "status",
}
"""What is told of a document thing by thing."""


def tell_document(book: dict[FactKey, Fact], document: Document, owner: str, told: set[str]) -> Thing:
    """Tell what the head of a document says, but for what is `told` elsewhere; return the document as a thing."""
    file = document.file
    thing = Thing(book, owner, (), document.name, document_address(document), "struktur", document.place)
    own: FactKind = "plan" if document.is_plan else "uppföljning"
    Thing(book, owner, (), document.name, thing.address, own, document.place).exists()
    thing.say_rest(file, {*DOCUMENT, *told})
    if file.status and document.status != document.implied_status:
        thing.say("status", file.status, file.at("status"))
    if file.order != type(file).model_fields["order"].default:
        thing.say("ordning", " ".join(file.order), file.at("ordning"))
    return thing


def tell_contents(
    book: dict[FactKey, Fact], document: Document, owner: str, contents: Contents, base: FactKind
) -> None:
    """Tell the chapters, tables, figures, equations and explanations of a document."""
    for chapter in contents.chapters.values():
        _tell_chapter(book, document, owner, chapter)
    for table in contents.tables.values():
        _tell_table(book, document, owner, table, base)
    file, address = document.file, tables_address(document)
    for id_, raw in file.figures.items():
        figure = Thing(book, owner, ("tal", id_), f"talet {id_}", address, "struktur", raw.place)
        figure.exists()
        figure.say("tal", str(raw), raw.place)
    for equation in contents.equations:
        Thing(
            book, owner, ("samband", equation.text), equation.text, address, "struktur", equation.place
        ).exists()
    for key, text in file.explanations.items():
        place = file.at("förklaringar", key)
        Thing(book, owner, ("förklaring", key), key, address, "text", place).say("förklaring", text)
    if file.economy:
        economy = Thing(book, owner, ("ekonomi",), "Ekonomi", address, "struktur", file.economy.place)
        economy.say_rest(file.economy)


def _tell_chapter(book: dict[FactKey, Fact], document: Document, owner: str, chapter: Chapter) -> None:
    name = f"{chapter.number or ''} {chapter.heading}".strip()
    address = f"{whole_address(document)}#{chapter.id}"
    thing = Thing(book, owner, ("kapitel", chapter.id), name, address, "text", chapter.place)
    entry = chapter.entry
    thing.exists()
    thing.say("rubrik", chapter.heading, entry.at("rubrik"))
    thing.say("nr", chapter.number, entry.at("nr"))
    thing.say("sort", chapter.kind if chapter.kind != "kapitel" else "", entry.at("sort"))
    thing.say("under", chapter.under, entry.at("under"))
    passages = [part for part in chapter.parts if isinstance(part, Passage)]
    thing.say(
        "text",
        "\n\n".join(passage.text for passage in passages),
        passages[0].place if passages else None,
    )
    shown = [part.word for part in chapter.parts if isinstance(part, Placed)]
    shown += [f"tabell {part.id}" for part in chapter.parts if isinstance(part, PlacedTable)]
    headings = {f"tabell {id_}": f"tabellen {table.heading}" for id_, table in document.file.tables.items()}
    named = ", ".join(headings.get(each, each) for each in shown)
    thing.say("innehåll", tuple(shown), entry.at("innehåll"), shown=named or None)
    thing.say_rest(entry, TOLD_OF_CHAPTER)


def _tell_table(
    book: dict[FactKey, Fact], document: Document, owner: str, table: Table, base: FactKind
) -> None:
    entry = document.file.tables[table.id]
    address = f"{tables_address(document)}#tabell-{table.id}"
    thing = Thing(book, owner, ("tabell", table.id), table.heading, address, base, table.place)
    thing.exists()
    thing.say("rubrik", table.heading, entry.at("rubrik"))
    thing.say("enhet", table.unit, entry.at("enhet"))
    thing.say("radernas rubrik", table.label_heading)
    headings = [row.printed for row in table.rows if row.kind == HEADING]
    thing.say("rubriker i tabellen", "\n\n".join(headings))
    thing.say("diagram", " ".join(table.chart), entry.at("diagram"))
    for mark, note in table.notes:
        thing.say(f"noter/{mark}", note, entry.at("noter", mark))
    thing.say_rest(entry, TOLD_OF_TABLE)
    _tell_columns(book, owner, table, base, address, document)
    for row in table.rows:
        if row.kind == HEADING:
            continue
        line = Thing(
            book, owner, ("rad", table.id, row.id), f"{table.heading}: {row.name}", address, base, row.place
        )
        line.exists()
        line.say("rubrik", row.printed)
        line.say("sort", row.kind)
        line.say("enhet", row.unit)
        for cell in row.cells:
            _tell_cell(book, document, owner, table, row.name, cell, base)


def _tell_columns(
    book: dict[FactKey, Fact], owner: str, table: Table, base: FactKind, address: str, document: Document
) -> None:
    entry = document.file.tables[table.id]
    for column in table.columns:
        name = f"{table.heading}: {title_of(column)}"
        thing = Thing(book, owner, ("kolumn", table.id, column.id), name, address, base, column.place)
        said = entry.columns.get(column.id)
        thing.exists()
        thing.say("rubrik", column.heading)
        thing.say("grupp", column.group)
        thing.say("är", column.measure, kind=base)
        thing.say("avser", column.period, kind=base)
        thing.say("version", column.version)
        thing.say("enhet", column.unit)
        thing.say("formel", str(said.formula) if said and said.formula is not None else None)
        thing.say("summeras", column.adds_up)
        thing.say("text", column.is_text or None, kind="struktur")


def _tell_cell(
    book: dict[FactKey, Fact],
    document: Document,
    owner: str,
    table: Table,
    row: str,
    cell: Cell,
    base: FactKind,
) -> None:
    if cell.state is State.EMPTY and not cell.correction:
        return
    column = table.column(cell.column)
    name = f"{table.heading}: {row}, {title_of(column)}" if column else f"{table.heading}: {row}"
    element = ("ruta", table.id, cell.row, cell.column)
    address = cell_address(document, f"{table.id}/{cell.ref}")
    thing = Thing(book, owner, element, name, address, base, cell.place)
    is_text = column is not None and column.is_text
    thing.say("värde", cell.text if is_text else cell_meaning(cell.text), shown=cell.text)
    if cell.correction:
        place = document.file.tables[table.id].at("rättelser", cell.ref)
        thing.say("rättelse/läs", cell_meaning(cell.correction.read_as), place)
        thing.say("rättelse/skäl", cell.correction.reason, place)
