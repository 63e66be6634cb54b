"""Where figures do not agree: sums, two documents, stated equations, what running text quotes, notes without a text."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, assert_never

from vpgen.arithmetic import check_figure, check_table, overlap, render_value, same_rows
from vpgen.expressions import Interval, Name, Negative, Number, Operation, names
from vpgen.facts import owner_of
from vpgen.figures import every_table, find_cell, quotable_figures, work_out
from vpgen.numbers import NumberError, format_number, format_quantity, parse_quantity
from vpgen.problems import Finding
from vpgen.quoting import OWN_CELL, complete_target, split_target
from vpgen.tables import title_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from vpgen.expressions import Expression
    from vpgen.figures import Quotable, Tables
    from vpgen.model.content import Document, DocumentKey, Equation, FollowUp, Plan, Quote, Register
    from vpgen.tables import Column, Table, TableRow

MOST_PLACES = 3
"""A sum of more cells is looked at where it stands; a few are all named."""
MOST_NAMES = 6
"""A calculation of more figures is named, and not written out."""
ONLY_FIGURES = "låt bara talet och enheten stå inom hakparenteserna, och skriv andra ord utanför"


def disagreements(register: Register, *, but: frozenset[str] = frozenset()) -> Iterator[Finding]:
    """Yield every figure that does not agree with another, with the author's reason where there is one.

    What depends on one document alone is not looked for in the documents `but`, given by their owners.
    """
    sources = {source.document.key: source for source in register.documents()}
    # Whether an explanation is needed follows from all that its document says, and others of it.
    passed = {
        key for key, each in sources.items() if owner_of(each) in but and not each.contents.explanations
    }
    found = [finding for rule in RULES for finding in rule(register, passed)]
    for finding in found:
        yield _with_reason(finding, sources)
    yield from _needless(register, {name for finding in found for name in finding.about})


def document_names(register: Register) -> dict[DocumentKey, str]:
    """Return the name of every document with its body's; those that would be called the same have their time too."""
    documents = [source.document for source in register.documents()]
    names = {each.key: each.full_name for each in documents}
    for with_more in (_with_time, _with_file):
        times = Counter(names.values())
        twice = [each for each in documents if times[names[each.key]] > 1]
        names |= {each.key: with_more(each) for each in twice}
    return names


def _with_time(document: Document) -> str:
    period = None if document.is_plan else getattr(document.file, "period", None)
    return f"{document.full_name} ({period.text if period else document.year})"


def _with_file(document: Document) -> str:
    return f"{_with_time(document)[:-1]}, {document.slug}.yml)"


def _full(document: DocumentKey, ref: str) -> str:
    return "/".join([*map(str, document), ref])


def _with_reason(finding: Finding, sources: Mapping[DocumentKey, Plan | FollowUp]) -> Finding:
    """Add the reason that a document gives for one of its figures, else how one is given."""
    named = [found for name in finding.about if (found := split_target(name)) and found[0] in sources]
    for document, ref in named:
        if reason := sources[document].contents.explanations.get(ref):
            return replace(finding, explanation=reason)
    if not named:
        return finding
    document, ref = named[0]
    file = sources[document].document.place.file
    where = "" if file == finding.places[0].file else f" i {file}"
    how = f"är det så i källan: skriv under förklaringar{where}: {ref}: skälet"
    return replace(finding, remedy="; ".join(filter(None, [finding.remedy, how])))


def _needless(register: Register, needed: Collection[str]) -> Iterator[Finding]:
    """A reason is given only for what does not agree."""
    for source in register.documents():
        document = source.document
        for key in source.contents.explanations:
            name = _full(document.key, key)
            if name not in needed:
                sentence = f"{document.full_name}: {cell_words(register, name, key)} förklaras, men inget skiljer sig där"
                place = document.file.at_key("förklaringar", key)
                yield Finding("onodig-forklaring", sentence, (place,))


def _within(register: Register, passed: Collection[DocumentKey]) -> Iterator[Plan | FollowUp]:
    """Yield the documents in which their own contradictions are looked for."""
    return (source for source in register.documents() if source.document.key not in passed)


def _is_within(names: Iterable[str], document: DocumentKey) -> bool:
    """Whether figures, named in full, are all of one document."""
    start = _full(document, "")
    return all(name.startswith(start) for name in names)


def _sums(register: Register, passed: Collection[DocumentKey]) -> Iterator[Finding]:
    """Every sum and every derived cell follows from the printed figures that it is made of."""
    for source in _within(register, passed):
        document = source.document
        for id_, table in source.contents.tables.items():
            for mismatch in check_table(table):
                cell = _full(document.key, f"{id_}/{mismatch.row}/{mismatch.column}")
                column = table.column(mismatch.column)
                is_sum = mismatch.rule != "formel"
                when = f", {title_of(column)}" if column and is_sum else ""
                yield Finding(
                    "fel-summa" if is_sum else "fel-harledning",
                    f"{document.full_name}, {table.heading}{when}: {mismatch.message}",
                    mismatch.places if len(mismatch.places) <= MOST_PLACES else mismatch.places[:1],
                    cells=(cell,),
                    about=(cell,),
                )


def _equations(register: Register, passed: Collection[DocumentKey]) -> Iterator[Finding]:
    """What a document states to be equal can be equal."""
    tables = every_table(register)
    for source in register.documents():
        key = source.document.key
        for equation in source.contents.equations:
            if key not in passed or not _is_within(_used(equation, key), key):
                yield from _unequal(register, source, equation, tables)


def _used(equation: Equation, document: DocumentKey) -> list[str]:
    """Return the cells of an equation, named in full, in the order they are written."""
    sides = equation.left, equation.right
    return [complete_target("tabell", name, document) for side in sides for name in names(side)]


def _unequal(
    register: Register, source: Plan | FollowUp, equation: Equation, tables: Tables
) -> Iterator[Finding]:
    document = source.document
    left, right = (work_out(side, document.key, tables) for side in (equation.left, equation.right))
    if left is None or right is None:
        return
    scaled = [
        Interval(*(each * figure.scale for each in (interval.low, interval.point, interval.high)))
        for figure, interval in ((left, left.interval), (right, right.interval))
    ]
    if overlap(*scaled, touching=True):
        return
    used = _used(equation, document.key)
    places = [cell.place for name in used if (cell := find_cell(tables, name))]
    written = equation.text.split("=")
    one, other = (
        f"{_words(register, document.key, side, text)} är {format_number(figure.interval.point.normalize())}"
        for side, text, figure in zip((equation.left, equation.right), written, (left, right), strict=True)
    )
    yield Finding(
        "fel-samband",
        f"{document.full_name}: {one}, men {other}, och de ska vara lika",
        tuple(dict.fromkeys(places)),
        cells=tuple(used),
        about=tuple(used),
    )


def _words(register: Register, document: DocumentKey, side: Expression, written: str) -> str:
    """Name a side of an equation: the cell that it is, or the calculation with its rows, else as written."""
    inner = side.of if isinstance(side, Negative) else side
    if not isinstance(inner, Name):
        return _formula(register, document, side) or written.strip()
    minus = "minus " if inner is not side else ""
    return minus + cell_words(register, complete_target("tabell", inner.id, document))


def _calculation(register: Register, figure: Quotable) -> str:
    """Say how a named figure is worked out; of one of many cells only how many they are."""
    document = figure.document
    sources = chain(register.documents(), register.replaced())
    source = next(each for each in sources if each.document is document)
    named = source.contents.figures[figure.name.rpartition("/")[2]]
    formula = _formula(register, document.key, named.expression)
    return f"räknat som {formula}" if formula else f"räknat på {len(figure.cells)} tal i dokumentets tabeller"


def _formula(register: Register, document: DocumentKey, expression: Expression) -> str:
    """Write a calculation with the names of rows and the figures in them; empty where they are too many to read."""
    found = {name: _cell(register, complete_target("tabell", name, document)) for name in names(expression)}
    cells = {name: cell for name, cell in found.items() if cell}
    if len(cells) > MOST_NAMES or len(cells) < len(found):
        return ""
    tables = dict.fromkeys(table.heading for table, _, _ in cells.values())
    columns = dict.fromkeys(title_of(column) for _, _, column in cells.values())
    said = {}
    for name, (table, row, column) in cells.items():
        where = [table.heading] if len(tables) > 1 else []
        where += [title_of(column)] if len(columns) > 1 else []
        cell = table.cell(row.id, column.id)
        value = render_value(cell) if cell else ""
        said[name] = f"”{row.name}” ({': '.join(filter(None, [', '.join(where), value]))})"
    common = [
        next(iter(columns)) if len(columns) == 1 else "",
        f"i {next(iter(tables))}" if len(tables) == 1 else "",
    ]
    return ", ".join(filter(None, [_written(expression, said), *common]))


def _written(expression: Expression, said: Mapping[str, str]) -> str:
    match expression:
        case Name(id_):
            return said[id_]
        case Number(quantity):
            return format_quantity(quantity)
        case Negative(of):
            return f"−{_part(of, said)}"
        case Operation(operator, left, right):
            sign = {"-": "−", "*": "·"}.get(operator, operator)
            tight = operator in "*/"
            one = _part(left, said) if tight else _written(left, said)
            other = _part(right, said) if tight or operator == "-" else _written(right, said)
            return f"{one} {sign} {other}"
        case _:
            assert_never(expression)


def _part(expression: Expression, said: Mapping[str, str]) -> str:
    """Write a calculation within another: in parentheses where it is more than a figure."""
    written = _written(expression, said)
    return f"({written})" if isinstance(expression, Operation) else written


def _cell(register: Register, name: str) -> tuple[Table, TableRow, Column] | None:
    """Return the table, row and column of a cell's full name; None where there is none."""
    found = split_target(name)
    sources = chain(register.documents(), register.replaced())
    source = next((each for each in sources if found and each.document.key == found[0]), None)
    steps = found[1].split("/") if found else []
    table = source.contents.tables.get(steps[0]) if source and len(steps) > OWN_CELL else None
    row, column = (table.row(steps[1]), table.column(steps[2])) if table else (None, None)
    return (table, row, column) if table and row and column else None


def cell_words(register: Register, name: str, otherwise: str = "") -> str:
    """Say which cell a full name is: its row, column and table; what is none is called otherwise."""
    found = _cell(register, name)
    if found is None:
        return otherwise or name
    table, row, column = found
    return f"”{row.name}”, {title_of(column)}, i {table.heading}"


def _differences(register: Register, _passed: Collection[DocumentKey]) -> Iterator[Finding]:
    """The same figure is the same in two documents; where it is not it may be another version."""
    names = document_names(register)
    sources = {
        names[source.document.key]: source for source in sorted(register.documents(), key=_newest_first)
    }
    tables = [
        (name, table, table.ledger or f"{source.document.path}/{id_}")
        for name, source in sources.items()
        for id_, table in source.contents.tables.items()
    ]
    for each in same_rows(tables):
        one, other = sources[each.label].document.key, sources[each.other_label].document.key
        cells = (
            _full(one, f"{each.table.id}/{each.row}/{each.column}"),
            _full(other, f"{each.other_table.id}/{each.row}/{each.other_column}"),
        )
        yield Finding("skillnad", each.message, each.places, cells=cells, about=cells)


def _newest_first(source: Plan | FollowUp) -> tuple[int, int]:
    """Order documents by year, and in a year follow-ups before the plan, the latest first."""
    period = getattr(source, "period", None)
    return -source.document.year, -period.end.toordinal() if period else 0


def _misquoted(register: Register, passed: Collection[DocumentKey]) -> Iterator[Finding]:
    """A figure in running text is the figure that it refers to, rounded."""
    figures = quotable_figures(register)
    sources = {source.document.key: source for source in register.documents()}
    for quote in register.quotes:
        figure = figures.get(quote.target)  # None where what is quoted is not shown
        if figure and quote.document in passed:
            figure = None if _is_within((figure.name, *figure.cells), quote.document) else figure
        reason = _misquote(quote, figure) if figure else None
        if figure is None or reason is None:
            continue
        document = sources[quote.document].document
        is_cell = figure.cells == (figure.name,)
        what = f" ({cell_words(register, figure.name)})" if is_cell else f", {_calculation(register, figure)}"
        has_words = not _is_figure(quote.text)
        yield Finding(
            "fel-citat",
            f"{document.full_name}: {reason}{what}",
            (quote.place, figure.place),
            cells=figure.cells,
            about=() if has_words else (quote.target, *figure.cells),
            remedy=ONLY_FIGURES if has_words else _other_sign(quote, figure),
        )


def _other_sign(quote: Quote, figure: Quotable) -> str:
    """Say how the sign of a figure is turned, where that would make a quote right."""
    if _misquote(replace(quote, negated=not quote.negated), figure):
        return ""
    what = "tabellens id" if quote.kind == "tabell" else "talets namn"
    return f"eller {'ta bort' if quote.negated else 'sätt'} - före {what}"


def _is_figure(text: str) -> bool:
    try:
        parse_quantity(text)
    except NumberError:
        return False
    return True


def _misquote(quote: Quote, figure: Quotable) -> str | None:
    """Say in what a quoted figure is wrong; nothing where it is rendered, and so cannot be."""
    if not quote.text:
        return None
    if figure.interval is None:
        return f"texten har {quote.text}, men rutan i tabellen har inget värde"
    interval = figure.interval
    if quote.negated:
        interval = Interval(-interval.high, -interval.point, -interval.low)
    return check_figure(quote.text, interval, figure.unit)


def _notes(register: Register, passed: Collection[DocumentKey]) -> Iterator[Finding]:
    """A footnote mark has a footnote."""
    for source in _within(register, passed):
        for table in source.contents.tables.values():
            for mark, place in table.unexplained().items():
                sentence = f"{source.document.full_name}, {table.heading}: noten {mark} har ingen text"
                yield Finding("not-saknas", sentence, (place,))


RULES = (_sums, _equations, _differences, _misquoted, _notes)
