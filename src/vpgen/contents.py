"""What a document holds beside its goals: chapters in the printed order, tables, contributions, and what must agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vpgen.expressions import ExpressionError, names, parse_equation, parse_expression
from vpgen.model.content import (
    Chapter,
    Contents,
    Contribution,
    ContributionText,
    Equation,
    NamedFigure,
    Passage,
    Placed,
    PlacedTable,
)
from vpgen.model.fields import ID
from vpgen.model.spelling import as_id, nearest
from vpgen.problems import Place
from vpgen.quoting import OWN_CELL, has_quote, quotes_in
from vpgen.reading import SPREADSHEETS
from vpgen.references import cell_hint
from vpgen.separated import csv_name, read_csv, read_rows
from vpgen.source import Text
from vpgen.tabulating import make_table

MEASURES = frozenset({"utfall", "budget", "avvikelse", "prognos"})
"""What a column of a table says that its figures are, and a cell that answers whether the budget is held must be."""
TAKEN = ("innehall", "innehallsforteckning")
TAKEN_STARTS = ("tabell-", "avvik-", "bidrag-", "risk-", "cell-")
"""Ids that the page of a document has for itself, and what those of its tables, risks and so on begin with."""

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from vpgen.expressions import Expression
    from vpgen.model.chapters import ChapterEntry, ItemEntry
    from vpgen.model.content import ChapterPart, Document, Goal, Section
    from vpgen.model.files import FollowUpFile, PlanFile
    from vpgen.model.tabular import TableEntry
    from vpgen.references import References
    from vpgen.separated import Rows
    from vpgen.tables import Table


def make_contents(
    refs: References, document: Document, file: PlanFile | FollowUpFile, nodes: Mapping[str, Section | Goal]
) -> Contents:
    """Return the chapters and tables of a document; `nodes` are the sections and goals that chapters may stand under."""
    tables = {id_: table for id_, entry in file.tables.items() if (table := _table(refs, document, entry))}
    chapters = {id_: _chapter(refs, document, file, entry, nodes) for id_, entry in file.chapters.items()}
    _check_chapters(refs, file, chapters, nodes)
    unread = refs.unread(document.key, tables)
    figures = {
        id_: NamedFigure(id_, expression, raw.place)
        for id_, raw in file.figures.items()
        if (expression := _expression(refs, tables, unread, raw))
    }
    equations = tuple(_equations(refs, tables, unread, file.equations))
    _check_explanations(refs, file, tables, unread)
    economy = dict(_economy(refs, file, tables, unread))
    return Contents(chapters, tables, figures, equations, file.explanations, economy)


def make_contributions(
    refs: References, document: Document, file: PlanFile, goals: Mapping[str, Goal]
) -> dict[str, Contribution]:
    """Return what the parts of the organisation contribute to the goals of a plan."""
    made = {}
    for id_, entry in file.contributions.items():
        texts = {}
        for goal, each in entry.goals.items():
            known = {*goals, *file.goals}
            if refs.leads(Text(goal, each.place, plain=True), known, "inget mål i planen med id"):
                texts[goal] = ContributionText(
                    goal,
                    _passage(refs, document, each.text),
                    _passage(refs, document, each.challenges),
                    each,
                )
        text, other = (_passage(refs, document, each) for each in (entry.text, entry.other))
        made[id_] = Contribution(id_, entry.name, text, texts, other, entry)
    return made


def _chapter(
    refs: References,
    document: Document,
    file: PlanFile | FollowUpFile,
    entry: ChapterEntry,
    nodes: Mapping[str, Section | Goal],
) -> Chapter:
    parts: list[ChapterPart] = []
    if passage := _passage(refs, document, entry.text):
        parts.append(passage)
    for item in entry.items.values():
        parts += _part(refs, document, file, item)
    if entry.under is not None:
        known = {*file.chapters, *nodes, *getattr(file, "sections", ()), *getattr(file, "goals", ())}
        refs.leads(entry.under, known, "inget kapitel, avsnitt eller mål med id")
    above = file.above(entry)
    return Chapter(entry.id, entry.kind, entry.number, entry.heading, above, tuple(parts), entry, entry.place)


def _part(
    refs: References, document: Document, file: PlanFile | FollowUpFile, item: ItemEntry
) -> Iterator[Passage | Placed | PlacedTable]:
    kinds = {"text": item.text, "tabell": item.table, "visa": item.placed}
    said = [kind for kind, value in kinds.items() if value is not None]
    if len(said) > 1:
        message = f"här står {' och '.join(said)}, men varje del av ett kapitel är en sak"
        hint = "skriv en sak efter varje bindestreck: - text: …, - tabell: id, eller ett ord som - mål"
        refs.report(item.place, "fel-typ", message, hint)
    elif item.table is not None:
        known = {**file.tables, **dict.fromkeys(refs.unread(document.key, file.figures))}
        if refs.leads(item.table, known, "ingen tabell i dokumentet med id"):
            yield PlacedTable(str(item.table))
    elif item.placed is not None:
        yield Placed(item.placed)
    elif passage := _passage(refs, document, item.text):
        yield passage


def _passage(refs: References, document: Document, raw: Text | None) -> Passage | None:
    """Return a text, from the Markdown file that it names if it is one word that ends in .md."""
    if raw is None:
        return None
    text = str(raw).strip()
    if text.endswith(".md") and len(text.split()) == 1:
        found = refs.folder.texts.get((document.path, document.year, text))
        if found is None:
            _no_file(refs, document, raw, text, refs.folder.texts)
            return None
        refs.used.add((document.path, document.year, text))
        place = Place(refs.folder.shown(document.path, document.year, text))
        whole, quotes, problems = quotes_in(
            found.rstrip(), document.key, place, refs.folder.lines[place.file]
        )
        refs.quotes += quotes
        refs.problems += problems
        return Passage(whole, place)
    # A block after | begins on the line below it.
    line = raw.place.line + (1 if "\n" in raw else 0)
    return Passage(text, Place(raw.place.file, line))


def _no_file(
    refs: References, document: Document, raw: Text, name: str, known: Collection[tuple[str, int, str]]
) -> None:
    if refs.folder.has_file(document.path, document.year, name):
        return  # why nothing could be made of it is told already
    beside = [other for path, year, other in known if (path, year) == (document.path, document.year)]
    suggestion = nearest(name, beside)
    hint = (
        f"skriv: {suggestion}"
        if suggestion
        else f"lägg filen {name} i mappen {document.path}/{document.year}"
    )
    refs.report(raw.place, "saknas-fil", f"filen {name} finns inte bredvid dokumentet", hint)


def _check_chapters(
    refs: References,
    file: PlanFile | FollowUpFile,
    chapters: Mapping[str, Chapter],
    nodes: Collection[str],
) -> None:
    """Report numbers used twice, ids of the page's own, chapters under themselves, and what is placed twice or never."""
    numbers: dict[str, Chapter] = {}
    for chapter in chapters.values():
        if chapter.number and chapter.number in numbers:
            message = f"kapitlet {chapter.number} finns redan på rad {numbers[chapter.number].place.line}"
            refs.report(chapter.entry.at("nr"), "dubblett-id", message, "ge kapitlet ett eget nummer")
        if chapter.number:
            numbers.setdefault(chapter.number, chapter)
        if chapter.id in TAKEN or chapter.id.startswith(TAKEN_STARTS):
            message = f"id:t ”{chapter.id}” är upptaget på dokumentets sida"
            hint = f"välj ett annat id, till exempel kapitel-{chapter.id}"
            refs.report(chapter.place, "upptagen-adress", message, hint)
        _check_circle(refs, chapter, chapters)
    seen = _placed(refs, file)
    if file.chapters and not _report_unplaced(refs, file, seen) and ("del", "mål") not in seen:
        _check_goals_above(refs, file, chapters.values(), nodes)


def _placed(refs: References, file: PlanFile | FollowUpFile) -> Collection[tuple[str, str]]:
    """Return the tables and parts that stand in a chapter; report what stands in two places."""
    seen: dict[tuple[str, str], ChapterEntry] = {}
    for chapter in file.chapters.values():
        for item in chapter.items.values():
            for what in filter(
                lambda each: each[1], (("tabell", item.table or ""), ("del", item.placed or ""))
            ):
                if what in seen:
                    message = f"”{what[1]}” står redan i kapitlet ”{seen[what].heading}”"
                    place = item.table.place if item.table is not None else item.place
                    refs.report(place, "dubblett-id", message, "låt det stå på ett ställe")
                seen.setdefault(what, chapter)
    return seen


def _report_unplaced(
    refs: References, file: PlanFile | FollowUpFile, seen: Collection[tuple[str, str]]
) -> bool:
    """Report what stands in no chapter; say whether the goals are among that."""
    for id_, table in file.tables.items():
        if ("tabell", id_) not in seen:
            hint = f"lägg till - tabell: {id_} under kapitlets innehåll:"
            refs.report(table.place, "ej-placerad", f"tabellen ”{id_}” står inte i något kapitel", hint)
    told = False
    for words, what, place in _parts(file):
        if not any(("del", word) in seen for word in words):
            told = told or words == ("mål",)
            hint = f"lägg till - {words[0]} under innehåll: i det kapitel där det ska stå"
            refs.report(place, "ej-placerad", f"{what} står inte i något kapitel", hint)
    return told


def _parts(file: PlanFile | FollowUpFile) -> Iterator[tuple[tuple[str, ...], str, Place]]:
    """Yield what a document holds that a chapter must place: the words that do it, how it is called, where it is."""
    if file.goals:
        yield ("mål",), "målen", file.at_key("mål")
    if getattr(file, "contributions", None):
        yield ("bidrag",), "bidragen", file.at_key("bidrag")
    control = file.control
    if control is not None and control.risks:
        yield ("internkontroll",), "den interna kontrollen", file.at_key("internkontroll")
    elif getattr(control, "sufficient", None) or getattr(control, "motivation", None):
        yield ("isk-bedömning", "internkontroll"), "ISK-bedömningen", file.at_key("internkontroll")


def _check_goals_above(
    refs: References, file: PlanFile | FollowUpFile, chapters: Iterable[Chapter], nodes: Collection[str]
) -> None:
    """Report chapters under sections and goals, which stand nowhere themselves."""
    known = {*nodes, *file.goals, *file.sections}
    for each in chapters:
        if each.entry.under in known:
            message = f"kapitlet ”{each.id}” står under ”{each.under}”, men målen står inte i något kapitel"
            hint = "lägg till - mål under innehåll: i det kapitel där målen står"
            refs.report(each.entry.at("under"), "ej-placerad", message, hint)


def _check_circle(refs: References, chapter: Chapter, chapters: Mapping[str, Chapter]) -> None:
    """Report a chapter that stands under itself, at what it says that it stands under."""
    seen: set[str] = set()
    above = chapter.under
    while above is not None and above not in seen and above in chapters:
        seen.add(above)
        above = chapters[above].under
    if chapter.id in seen and chapter.entry.under is not None:
        message = f"kapitlet ”{chapter.id}” står under sig självt"
        hint = "ändra under: så att kedjan slutar överst"
        refs.report(chapter.entry.under.place, "cirkel", message, hint)


def _table(refs: References, document: Document, entry: TableEntry) -> Table | None:
    rows = _rows(refs, document, entry.rows)
    if rows is None:
        return None
    table, problems = make_table(entry.id, entry, rows)
    # Hardly any cell has a link, and to look for the form of one takes longer.
    links = {cell.place for line in rows.lines for cell in line if "](" in cell.text and has_quote(cell.text)}
    refs.problems += [problem for problem in problems if problem.place not in links]
    for place in links:
        message = "siffror kan bara hänvisas till i löpande text"
        refs.report(place, "ogiltig-lank", message, "skriv siffran i cellen, utan länk")
    return table


def _rows(refs: References, document: Document, raw: Text) -> Rows | None:
    name = csv_name(raw)
    if name is None and raw.strip().endswith(SPREADSHEETS) and len(raw.split()) == 1:
        message = f"{raw.strip()} är ett kalkylark, och läses inte"
        made = f"{as_id(raw.strip().rpartition('.')[0])}.csv"
        hint = f"spara det som CSV UTF-8, och skriv rader: {made}"
        refs.report(raw.place, "fel-filnamn", message, hint)
        return None
    if name is None:
        return read_rows(raw)
    text = refs.folder.csvs.get((document.path, document.year, name))
    if text is None:
        _no_file(refs, document, raw, name, refs.folder.csvs)
        return None
    refs.used.add((document.path, document.year, name))
    return read_csv(text, refs.folder.shown(document.path, document.year, name))


def _expression(
    refs: References, tables: Mapping[str, Table], unread: Collection[str], raw: Text
) -> Expression | None:
    try:
        expression = parse_expression(str(raw).strip())
    except ExpressionError as error:
        _not_read(refs, unread, raw, error)
        return None
    _check_names(refs, tables, unread, expression, raw)
    return expression


def _equations(
    refs: References, tables: Mapping[str, Table], unread: Collection[str], written: Iterable[Text]
) -> Iterator[Equation]:
    for raw in written:
        try:
            left, right = parse_equation(str(raw).strip())
        except ExpressionError as error:
            _not_read(refs, unread, raw, error)
            continue
        for side in (left, right):
            _check_names(refs, tables, unread, side, raw)
        yield Equation(" ".join(raw.split()), left, right, raw.place)


def _not_read(refs: References, unread: Collection[str], raw: Text, error: ExpressionError) -> None:
    """Report what is no expression, unless that is the fault of a table's id, which is told there."""
    if not any(f"{id_}/" in raw for id_ in unread if not ID.fullmatch(id_)):
        refs.report(raw.place, "ogiltig-formel", error.message, error.hint)


def _check_names(
    refs: References,
    tables: Mapping[str, Table],
    unread: Collection[str],
    expression: Expression,
    raw: Text,
) -> None:
    """Report cells of the document's own tables that there are not; those of others are looked up when all are read."""
    for name in names(expression):
        id_, _, ref = name.partition("/")
        is_there = id_ in tables and ref in tables[id_].cells
        if name.count("/") <= OWN_CELL and id_ not in unread and not is_there:
            refs.no_cell(_inside(raw, name), name, cell_hint(name, tables))


def _economy(
    refs: References, file: PlanFile | FollowUpFile, tables: Mapping[str, Table], unread: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Yield the cells that answer whether the budget is held; report those that there are not, or that are something else."""
    for what, raw in file.economy.references().items() if file.economy else ():
        id_, _, ref = raw.partition("/")
        cell = tables[id_].cells.get(ref) if id_ in tables else None
        if cell is None:
            if id_ not in unread:
                refs.no_cell(raw.place, raw, cell_hint(raw, tables))
            continue
        column = tables[id_].column(cell.column)
        measure = column.measure if column else None
        if what in MEASURES and measure in MEASURES and measure != what:
            message = f"kolumnen {cell.column} är {measure}, men här ska {what} stå"
            hint = f"skriv en cell i en kolumn med {what}, eller flytta raden till {measure}:"
            refs.report(raw.place, "fel-kolumn", message, hint)
            continue
        yield what, str(raw)


def _inside(raw: Text, name: str) -> Place:
    """Return where a name stands in an expression, if that was written on one line."""
    offset = 0 if "\n" in raw else max(0, raw.find(name)) + (not raw.plain)
    return Place(raw.place.file, raw.place.line, raw.place.column + offset)


def _check_explanations(
    refs: References, file: PlanFile | FollowUpFile, tables: Mapping[str, Table], unread: Collection[str]
) -> None:
    """Report explanations of what there is not: a key is a cell (table/row/column) or a named figure."""
    for key in file.explanations:
        id_, _, ref = key.partition("/")
        if key in file.figures or id_ in unread or (id_ in tables and ref in tables[id_].cells):
            continue
        figure = nearest(key, file.figures)
        hint = f"skriv: {figure}" if figure else "skriv tabell/rad/kolumn, eller namnet under tal:"
        if ref and tables:
            hint = cell_hint(key, tables)
        place = file.at_key("förklaringar", key)
        refs.report(place, "okand-hanvisning", f"det finns inget ”{key}” att förklara", hint)
