"""Tables: columns that say what they are, rows of every kind, cells as printed, and every error explained."""

import csv
import io
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vpgen.expressions import Name, Operation
from vpgen.model.fields import Named
from vpgen.model.tabular import TableEntry
from vpgen.periods import parse_period
from vpgen.problems import Place
from vpgen.separated import csv_name, read_csv, read_rows
from vpgen.source import Text, read_yaml
from vpgen.tables import State, is_rate, marks_in, title_of, without_marks
from vpgen.tabulating import make_table

HEAD = "rubrik: Driftbudget parknämnden\nenhet: mnkr\n"


def entry_of(source):
    """Read what an author says of a table, with `rader` among it."""
    data, problems = read_yaml(source, "plan.yml")
    assert problems == []
    return TableEntry.model_validate(Named("drift", data.place, data), context=[])


def made(rows, more="", head=HEAD):
    """Make a table of rows written in YAML, with what more the author says: the table and its problems."""
    block = "".join(f"  {line.strip()}\n" for line in rows.strip().split("\n"))
    entry = entry_of(f"{head}{more}rader: |\n{block}")
    return make_table("drift", entry, read_rows(entry.rows))


def table_of(rows, more="", head=HEAD):
    """Make a table in which nothing is wrong."""
    table, problems = made(rows, more, head)
    assert problems == []
    return table


def told(rows, more="", head=HEAD):
    """Return what is wrong with a table: code, message and hint."""
    return [(each.code, each.message, each.hint) for each in made(rows, more, head)[1]]


PARKS = """
    sort   | id     | Belopp i mnkr           | Utfall 2024 | Budget 2024
    rad    | parker | Parker, varav           | -314,3      | -356,2
    varav  |        | - Lekparker *)          | -274,4      | –
    rad    |        | Träd                    | -2 077,9    | -2 152,3
    summa  |        | Summa:                  | -2 392,2    | -2 508,5
    rubrik |        | Övrigt inom parkerna:
    rad    |        | Reserv                  | 0,0         |
    totalt |        | Totalt parknämnden      | -2 392,2    | -2 508,5
"""


def test_a_table_has_columns_rows_and_cells():
    """Rows written with | become columns with ids, rows with kinds and ids, and cells that can be looked up."""
    table = table_of(PARKS)
    assert (table.id, table.heading, table.unit, table.label_heading) == (
        "drift",
        "Driftbudget parknämnden",
        "mnkr",
        "Belopp i mnkr",
    )
    assert [column.id for column in table.columns] == ["utfall-2024", "budget-2024"]
    assert [(row.id, row.kind) for row in table.rows] == [
        ("parker", "rad"),
        ("lekparker", "varav"),
        ("trad", "rad"),
        ("summa", "summa"),
        ("", "rubrik"),
        ("reserv", "rad"),
        ("totalt-parknamnden", "totalt"),
    ]
    cell = table.cell("trad", "utfall-2024")
    assert (cell.ref, cell.text, cell.state) == ("trad/utfall-2024", "-2 077,9", State.VALUE)
    assert (cell.value.value, cell.unit, cell.scale) == (Decimal("-2077.9e6"), "kr", 10**6)
    assert table.row("trad").cells[0] == cell
    assert table.column("budget-2024").heading == "Budget 2024"
    assert table.cell("trad", "budget") is None
    assert table.row("skog") is None
    assert table.column("budget") is None
    assert len(table.cells) == 12


def test_a_dash_is_no_value_and_not_empty():
    """A printed dash and an empty cell are told apart, and neither is a number; both keep their unit."""
    table = table_of(PARKS)
    dash, empty = table.cell("lekparker", "budget-2024"), table.cell("reserv", "budget-2024")
    assert (dash.state, dash.value, dash.text, dash.unit) == (State.DASH, None, "–", "kr")
    assert (empty.state, empty.value, empty.text, empty.unit) == (State.EMPTY, None, "", "kr")


@pytest.mark.parametrize("dash", ["-", "–", "—", "−"])
def test_every_dash_is_a_dash(dash):
    """A cell with one dash of any kind says that there is no value."""
    table = table_of(f"Belopp | Budget 2024\nTräd | {dash}")
    assert table.cell("trad", "budget-2024").state is State.DASH


def test_places_are_those_of_the_file():
    """Rows, columns, cells and problems stand at the line and the column where they are written."""
    source = f"{HEAD}rader: |\n  Belopp   | Budget 2024\n\n  Träd     |  12,5\n"
    entry = entry_of(source)
    table, problems = make_table("drift", entry, read_rows(entry.rows))
    assert problems == []
    lines = source.split("\n")
    expected = {
        "Budget": table.columns[0].place,
        "Träd": table.rows[0].place,
        "12,5": table.rows[0].cells[0].place,
    }
    for text, place in expected.items():
        line = next(at for at, line in enumerate(lines) if text in line)
        assert place == Place("plan.yml", line + 1, lines[line].index(text) + 1)


def test_rows_may_have_a_bar_at_both_ends_and_a_line_below_the_headings():
    """A table written as in Markdown is the same table."""
    plain = table_of("Belopp | Budget 2024\nTräd | 12,5\nHäck |")
    framed = table_of("| Belopp | Budget 2024 |\n|---|---:|\n| Träd | 12,5 |\n| Häck | |")
    assert framed == plain


def test_an_empty_heading_over_the_labels_is_kept():
    """What stands over the labels may be nothing, when columns stand before it."""
    table = table_of("id | | Budget 2024\nek | Ek | 2,0")
    assert (table.label_heading, table.rows[0].id) == ("", "ek")


# Columns

SAID = [
    ("Budget 2025", "budget", "2025"),
    ("Utfall 2024", "utfall", "2024"),
    ("Prognos 2026", "prognos", "2026"),
    ("Utfall jan–dec 2024", "utfall", "2024"),
    ("Utfall jan - dec 2024", "utfall", "2024"),
    ("Bokslut 2024", "utfall", "2024"),
    ("BUDGET T1 2024", "budget", "T1 2024"),
    ("Budget 2024 *)", "budget", "2024"),
    ("Budget", None, None),
    ("Utfall, mnkr", None, None),
    ("Budgetavvikelse 2024", None, None),
]


@pytest.mark.parametrize(("heading", "measure", "period"), SAID)
def test_a_heading_says_what_and_when(heading, measure, period):
    """Utfall, budget, prognos or bokslut and a period are read from the heading; else nothing is guessed."""
    column = table_of(f"Belopp | {heading}\nTräd | 1,0").columns[0]
    assert (column.measure, column.period) == (measure, period and parse_period(period))


def test_the_author_says_what_the_heading_does_not():
    """What stands under kolumner wins over the heading; a heading in the rows may be an id that is named there."""
    more = (
        "kolumner:\n  k:\n    rubrik: Kvinnor\n    grupp: Utfall 2024\n    enhet: st\n"
        "  ramen:\n    är: annat\n    avser: 2022\n    version: per juli 2022\n"
    )
    table = table_of("Belopp | k | Ramen\nTräd | 3 | 4,0", more)
    women, budget = table.columns
    assert (women.id, women.heading, women.group, women.unit) == ("k", "Kvinnor", "Utfall 2024", "st")
    assert (women.measure, women.period) == ("utfall", parse_period("2024"))
    assert (budget.heading, budget.measure, budget.period) == ("Ramen", "annat", parse_period("2022"))
    assert budget.version == "per juli 2022"


def test_a_heading_and_the_author_may_not_name_two_years():
    """Last year's avser left under this year's heading is a problem, not a silent choice."""
    _, problems = made("Belopp | Budget 2024\nTräd | 3", "kolumner:\n  budget-2024:\n    avser: 2023\n")
    assert [(each.code, each.message, each.place.line) for each in problems] == [
        ("fel-tid", "rubriken säger 2024, men avser: säger 2023", 5)
    ]


def test_a_forgotten_heading_row_is_one_problem():
    """A first row of figures is told as what it is, and nothing is published of it."""
    table, problems = made("Träd | 3,5\nBuskar | 4,0", "")
    assert table is None
    assert [(each.code, each.message) for each in problems] == [
        ("saknas-rubrikrad", "rubrikraden har talet 3,5: den ser ut som en vanlig rad")
    ]


def test_two_columns_with_one_id_must_be_named():
    """Two headings that give the same id are a problem, which says how to name them."""
    assert told("Belopp | Totalt | Totalt\nTräd | 3 | 4") == [
        (
            "dubblett-id",
            "två kolumner får id:t ”totalt”",
            "skriv olika id:n i rubrikraden, och de tryckta rubrikerna under kolumner:\n\
kolumner:\n  totalt-2:\n    rubrik: Totalt",
        )
    ]


def test_a_column_that_is_not_there_is_told_with_the_nearest():
    """A key under kolumner that is no column is a problem at that key."""
    table, problems = made("Belopp | Budget 2024\nTräd | 3", "kolumner:\n  budget-2042:\n    är: budget\n")
    assert [(each.message, each.hint, each.place.line) for each in problems] == [
        ("tabellen har ingen kolumn ”budget-2042”", "skriv: budget-2024; kolumnerna heter: budget-2024", 4)
    ]
    assert table.cell("trad", "budget-2024").value.number == 3
    assert told("Belopp | Budget 2024\nTräd | 3", "kolumner:\n  xyz:\n    är: budget\n")[0][2] == (
        "kolumnerna heter: budget-2024"
    )


def test_a_column_needs_a_heading():
    """A column with values and nothing above is a problem; the table is read all the same."""
    table, problems = made("Belopp | Budget 2024 | | Utfall 2024\nTräd | 3 | 4 | 5\n")
    assert [each.message for each in problems] == ["kolumn 2 med värden saknar rubrik"]
    assert table.cell("trad", "utfall-2024").value.number == 5
    assert [each[1] for each in told("Belopp | Budget 2024 | ?\nTräd | 3 | 4")] == ["”?” ger inget id"]


def test_several_columns_without_a_heading_are_one_problem():
    """Columns below a merged cell are told once; what names them under kolumner is not told as well."""
    more = "kolumner:\n  man:\n    är: utfall\n"
    assert told("Belopp | Utfall | | Budget | | x\nTräd | 3 | 4 | 5 | 6 | 7", more) == [
        (
            "saknas-rubrik",
            "kolumnerna 2 och 4 med värden saknar rubrik",
            "skriv ett id i rubrikraden, och den tryckta rubriken under kolumner: id: rubrik: …",
        )
    ]


def test_several_columns_with_one_id_are_one_problem():
    """Headings that come again are told once, with what to write for each of them."""
    (problem,) = made("Vad | Kvinnor | Män | Kvinnor | Män | Kvinnor\nEk | 1 | 2 | 3 | 4 | 5")[1]
    assert problem.message == "två kolumner får id:t ”kvinnor”"
    assert problem.hint.endswith(
        "kolumner:\n  kvinnor-2:\n    rubrik: Kvinnor\n  man-2:\n    rubrik: Män\n"
        "  kvinnor-3:\n    rubrik: Kvinnor"
    )


@pytest.mark.parametrize(
    "rows",
    [
        "Driftbudget parknämnden\nsort | Vad | Budget 2024\nrad | Träd | 3",
        "Driftbudget parknämnden | |\n2025 | |\nsort | Vad | Budget 2024\nrad | Träd | 3",
        "Driftbudget parknämnden\n| sort | Vad | Budget 2024 |\n|---|---|---|\n| rad | Träd | 3 |",
    ],
)
def test_a_title_above_the_headings_is_one_problem(rows):
    """A title in a row of its own is told, and the table below it is read."""
    table, problems = made(rows)
    assert [(each.code, each.message, each.hint) for each in problems] == [
        (
            "titel-i-tabellen",
            "ovanför rubrikraden står ”Driftbudget parknämnden”",
            "ta bort raden: tabellens titel skrivs i dokumentet, efter rubrik:",
        )
    ]
    assert table.cell("trad", "budget-2024").value.number == 3


def test_two_rows_of_headings_are_one_problem():
    """Headings above the headings are told with where the upper ones are written."""
    rows = "Vad | Utfall 2024 | | Budget 2024 |\n | Kvinnor | Män | Kvinnor | Män\nTräd | 3 | 4 | 5 | 6"
    assert told(rows) == [
        (
            "tva-rubrikrader",
            "tabellen har två rubrikrader",
            "skriv en rad med rubriker: den övre rubriken skrivs under kolumner: id: grupp: …",
        )
    ]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            "Vad | Budget 2024\nEk | 3 | 4\nAlm | 5 | 6",
            "rubrikraden har 2 celler, men de flesta raderna har 3",
        ),
        (
            "sort | Vad | a | b\nrubrik | Träd\nrad | Ek | 3\nrad | Alm | 5",
            "rubrikraden har 4 celler, men de flesta raderna har 3",
        ),
    ],
)
def test_a_row_of_headings_that_fits_no_row_is_one_problem(rows, message):
    """Where most rows have another width than the headings, the headings are told and not each row."""
    assert [each[:2] for each in told(rows)] == [("fel-antal-celler", message)]


@pytest.mark.parametrize(
    "rows", ["Vad | Sort | Budget 2024\nEk | rad | 3", "Vad | Budget 2024 | sort\nEk | 3 | rad"]
)
def test_the_kinds_of_rows_stand_first(rows):
    """A column sort that stands elsewhere is one problem, wherever it is."""
    assert told(rows) == [
        (
            "fel-plats",
            "kolumnen sort står inte längst till vänster",
            "flytta kolumnen sort längst till vänster",
        )
    ]
    assert told("Vad | Id | Budget 2024\nEk | 7b | 3", "kolumner:\n  id:\n    text: ja\n") == []


@pytest.mark.parametrize(
    "below",
    [
        "Källa: Parkregistret",
        "| Källa: Parkregistret |",
        "Källa: Parkregistret | |\n*) Preliminärt",
    ],
)
def test_text_below_the_table_is_told(below):
    """What stands alone in the last rows is no row of the table."""
    table, problems = made(f"sort | Vad | Budget 2024\nrad | Ek | 3\n{below}")
    assert [(each.code, each.message, each.hint, each.place.line) for each in problems] == [
        (
            "text-under-tabell",
            "text under tabellen: ”Källa: Parkregistret”",
            "ta bort raden och skriv den under noter:",
            6,
        )
    ]
    assert [row.id for row in table.rows] == ["ek"]


def test_a_last_row_without_figures_may_be_a_row():
    """A label alone is a row or a heading, unless it reads like a note or a source."""
    assert told("Vad | Budget 2024\nEk | 3\nAlm |") == []
    assert told("sort | Vad | Budget 2024\nrad | Ek | 3\nrubrik | Källa:") == []
    assert [each[0] for each in told("Vad | Budget 2024\nEk | 3\nNot: preliminärt")] == ["text-under-tabell"]
    long = "En mening som är mycket längre än någon rad i en tabell brukar vara, och som därför inte är någon rad"
    (problem,) = told(f"Vad | Budget 2024\nEk | 3\n{long}")
    assert problem[1] == f"text under tabellen: ”{long[:60].rstrip()}…”"


def test_the_leading_columns_are_known_in_any_case_and_order():
    """Sort, id and enhet stand before the labels, in any case and order."""
    rows = "ENHET | Id | Sort | Vad | Budget 2024\nst | ek | rad | Ekar | 3"
    table = table_of(rows, head="rubrik: Träd\n")
    assert (table.rows[0].id, table.rows[0].unit, table.rows[0].kind) == ("ek", "st", "rad")
    assert told("id | id | Vad | Budget 2024\na | b | Ekar | 3")[0][1] == "kolumnen id finns två gånger"


# Rows


@pytest.mark.parametrize(
    ("label", "may_be"),
    [
        ("Summa:", "summa, totalt eller rad"),
        ("SUMMA träd", "summa, totalt eller rad"),
        ("Totalt", "summa, totalt eller rad"),
        ("- Ekar", "varav, del eller rad"),
        ("– Ekar", "varav, del eller rad"),
    ],
)
def test_a_row_that_looks_like_a_sum_or_a_part_says_what_it_is(label, may_be):
    """Without its kind such a row is a problem; with it, or in a row of another label, it is not."""
    message = f"det framgår inte om ”{label}” är {may_be}"
    without = told(f"Belopp | Budget 2024\nTräd | 3\n{label} | 3")
    assert without == [("saknas-sort", message, f"lägg till en kolumn sort först, och skriv där: {may_be}")]
    empty = told(f"sort | Belopp | Budget 2024\nrad | Träd | 3\n | {label} | 3")
    assert empty == [("saknas-sort", message, f"skriv i kolumnen sort: {may_be}")]
    assert told(f"sort | Belopp | Budget 2024\nrad | Träd | 3\nrad | {label} | 3") == []
    assert told("Belopp | Budget 2024\nTräd | 3\nSummering av ekar | 3") == []


def test_an_unknown_kind_is_told_with_the_nearest():
    """A word that is no kind of row is a problem with what may have been meant."""
    assert told("sort | Belopp | Budget 2024\nsuma | Träd | 3") == [
        ("okant-val", "okänd sort ”suma”", "skriv: summa")
    ]
    assert told("sort | Belopp | Budget 2024\nqq | Träd | 3")[0][2].startswith("välj bland: rad, varav, del")


def test_labels_are_kept_as_printed_and_shown_without_their_dash():
    """A part is indented one step; its label is shown without the dash, and said without marks and colon."""
    row = table_of(PARKS).row("lekparker")
    assert (row.printed, row.label, row.name, row.level) == ("- Lekparker *)", "Lekparker *)", "Lekparker", 1)
    total = table_of(PARKS).row("summa")
    assert (total.printed, total.name, total.level) == ("Summa:", "Summa", 0)


def test_every_part_is_indented():
    """Varav, del and a label with a dash are one step in; a number below zero is no dash."""
    rows = "sort | Vad | Budget 2024\nrad | Träd | 3\nvarav | Ek | 1\ndel | Alm | 3\nrad | - Bok | 1\nrad | -5 grader | 1"
    assert [row.level for row in table_of(rows).rows] == [0, 1, 1, 1, 0]


def test_a_row_id_is_needed_where_labels_are_the_same():
    """Two rows with one id are a problem; headings need none."""
    rows = "sort | Vad | Budget 2024\nrubrik | Ek\nrad | Ek | 3\nrubrik | Ek\nrad | Ek | 4"
    assert told(rows) == [
        ("dubblett-id", "två rader får id:t ”ek”", "ge raden ett eget id i en kolumn id, till exempel ek-2")
    ]
    with_ids = (
        "sort | id | Vad | Budget 2024\nrubrik | | Ek\nrad | | Ek | 3\nrubrik | | Ek\nrad | ek-2 | Ek | 4"
    )
    assert table_of(with_ids).cell("ek-2", "budget-2024").value.number == 4


def test_a_row_id_is_an_id():
    """An id with capitals or spaces is a problem, and so is a row with neither label nor id."""
    assert told("id | Vad | Budget 2024\nEn ek | Ek | 3") == [
        (
            "ogiltigt-id",
            "”En ek” är inget id",
            "skriv med små bokstäver a–z, siffror och bindestreck: en-ek",
        )
    ]
    assert told("Vad | Budget 2024\n | 3")[0][1] == "raden har varken text eller id"


def test_a_row_has_a_cell_for_every_column():
    """A row with too few or too many cells is a problem; empty ones at the end do not count, and a heading may be short."""
    head = "sort | Vad | Budget 2024 | Utfall 2024\n"
    assert told(f"{head}rad | Ek | 3") == [
        (
            "fel-antal-celler",
            "raden ”Ek” har 3 celler, men rubrikraden har 4",
            "skriv en cell per kolumn, med | emellan också där den är tom",
        )
    ]
    assert told(f"{head}rad | Ek | 3 | 4 | 5")[0][1] == "raden ”Ek” har 5 celler, men rubrikraden har 4"
    assert told(f"{head}rad | Ek | 3 | 4 | |\nrubrik | Övrigt\nrad | Alm | |") == []


def test_a_heading_has_no_figures():
    """A row that is a heading and has a value is a problem."""
    assert told("sort | Vad | Budget 2024\nrubrik | Träd | 3\nrad | Ek | 3") == [
        ("rubrik-med-varde", "rubriken ”Träd” har ett värde, 3", "skriv rad som sort, eller ta bort värdet")
    ]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("summa | Summa | 3", "”Summa” har inga rader att summera"),
        ("rad | Ek | 3\nsumma | S | 3\nsumma | T | 3", "”T” har inga rader att summera"),
        ("varav | Ek | 3\ntotalt | Totalt | 3", "”Totalt” har inga rader att summera"),
        ("del | Ek | 3\nrad | Alm | 3", "”Ek” är en del, men ingen rad står ovanför"),
        ("rubrik | Träd\ndel | Ek | 3", "”Ek” är en del, men ingen rad står ovanför"),
    ],
)
def test_a_sum_has_something_to_add_and_a_part_a_whole(rows, message):
    """A sum of no rows, or a part of nothing, is a problem."""
    assert message in [each[1] for each in told(f"sort | Vad | Budget 2024\n{rows}")]


def test_sums_of_sums_are_in_order():
    """A total adds sums, totals and rows; a sum after a total starts anew."""
    rows = "rad | A | 1\nsumma | B | 1\nsumma-rad | x | 1"
    assert told(f"sort | Vad | Budget 2024\n{rows}")[0][1] == "okänd sort ”summa-rad”"
    good = (
        "rad | A | 1\nsumma | B | 1\ntotalt | C | 1\nrad | D | 1\ntotalt | E | 2\nrad | F | 1\nsumma | G | 1"
    )
    assert told(f"sort | Vad | Budget 2024\n{good}") == []


# Cells


UNITS = [
    ("-1,4%", "-1.4", "%", 1),
    ("7,20 %", "7.20", "%", 1),
    ("1 234,5", "1234.5", "kr", 10**6),
    ("27\u00a0483 st", "27483", "st", 1),
    ("450 tkr", "450", "kr", 10**3),
    ("2 miljarder", "2", "kr", 10**9),
    ("12,5 *)", "12.5", "kr", 10**6),
    ("12,5 1)", "12.5", "kr", 10**6),
    ("+0,4", "0.4", "kr", 10**6),
]


@pytest.mark.parametrize(("text", "number", "unit", "scale"), UNITS)
def test_a_cell_has_its_own_unit_or_that_of_the_table(text, number, unit, scale):
    """A number keeps its printed precision, and takes the unit of the table where it has none."""
    value = table_of(f"Belopp | Budget 2024\nTräd | {text}").cell("trad", "budget-2024").value
    assert (str(value.number), value.unit, value.scale) == (number, unit, scale)


def test_the_nearest_unit_counts():
    """A cell's own unit comes before the column's, that before the row's, and that before the table's."""
    more = 'kolumner:\n  andel:\n    enhet: "%"\n'
    rows = "enhet | Vad | Andel | Budget 2024\nst | Ek | 5 | 6\n | Alm | 7 tkr | 8"
    cells = table_of(rows, more).cells
    assert {ref: (cell.unit, cell.scale) for ref, cell in cells.items()} == {
        "ek/andel": ("%", 1),
        "ek/budget-2024": ("st", 1),
        "alm/andel": ("kr", 1000),
        "alm/budget-2024": ("kr", 10**6),
    }


def test_a_strange_unit_is_told_where_it_stands():
    """A unit that cannot be read is a problem at the table, the column or the row."""
    rows = "enhet | Vad | Andel\n++ | Ek | 5"
    said = made(rows, 'kolumner:\n  andel:\n    enhet: "%%"\n', "rubrik: Träd\nenhet: 5 av 6\n")[1]
    assert sorted(each.message for each in said) == [
        "”%%” går inte att läsa som en enhet",
        "”++” går inte att läsa som en enhet",
        "”5 av 6” går inte att läsa som en enhet",
    ]
    assert {each.place.line for each in said} == {2, 5, 8}


def test_an_unreadable_cell_is_told_with_what_to_do():
    """A number with a point is a problem, whose hint names the cell for rättelser."""
    assert told("Belopp | Budget 2024\nTräd | -86.0") == [
        (
            "ogiltigt-tal",
            "”86.0” har punkt som decimaltecken",
            "skriv -86,0; är det tryckt så: behåll det, och skriv under rättelser hur trad/budget-2024 ska läsas och skälet",
        )
    ]
    assert told("Belopp | Budget 2024\nTräd | många")[0][2] == (
        "är det en kolumn med text: skriv text: ja för budget-2024 under kolumner"
    )


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("-51.9", "skriv -51,9;"),
        ("−51.9", "skriv −51,9;"),
        ("-1.234", "skriv -1,234 (decimaler) eller -1 234 (tusental);"),
        ("1.234", "skriv 1,234 (decimaler) eller 1 234 (tusental);"),
    ],
)
def test_the_hint_of_an_unreadable_number_keeps_its_minus(text, hint):
    """What to write in place of a negative number is negative."""
    assert told(f"Vad | Budget 2024\nEk | {text}")[0][2].startswith(hint)


POINTS = "Vad | Budget 2024 | Utfall 2024\nEk | -51.9 | 1,234.5\nAlm | 7 | 3.0\nBok | {} | 12.25 %"


def test_a_table_with_points_for_commas_is_one_problem():
    """Where most decimals stand after a point, that is told once; a few points are told one by one."""
    assert told(POINTS.format("8")) == [
        (
            "punkt-i-talen",
            "hela tabellen har punkt som decimaltecken",
            "-51.9 ska vara -51,9: skriv kommatecken",
        )
    ]
    assert [each[0] for each in told(POINTS.format("fel"))] == ["punkt-i-talen", "ogiltigt-tal"]
    few = "Vad | Budget 2024\nEk | 5.0\nAlm | 6.0\nBok | 7,0"
    assert [each[0] for each in told(few)] == ["ogiltigt-tal", "ogiltigt-tal"]
    mostly_commas = "Vad | a | b\nEk | 5.0 | 1,0\nAlm | 6.0 | 2,0\nBok | 7.0 | 3,0"
    assert [each[0] for each in told(mostly_commas)] == ["ogiltigt-tal"] * 3


def test_a_kind_of_problem_is_told_a_few_times():
    """Of a table full of the same problem the first ones are told, and how many more there are."""
    rows = "\n".join(f"rad {number} | ord" for number in range(30))
    found = told(f"Vad | Budget 2024\n{rows}")
    assert [each[1] for each in found] == [
        *["”ord” är inget tal"] * 4,
        "”ord” är inget tal (och 25 till av samma slag i tabellen)",
    ]


@pytest.mark.parametrize(
    "sign", ["#NAMN?", "#REFERENS!", "#VÄRDEFEL!", "#DIVISION/0!", "#SAKNAS!", "#N/A", "#REF!"]
)
@pytest.mark.parametrize(
    "rows", ["{} | Budget 2024\nEk | 3", "Vad | {}\nEk | 3", "Vad | a\n{} | 3", "Vad | a\nEk | {}"]
)
def test_what_excel_could_not_work_out_is_told(sign, rows):
    """An error that Excel wrote in any cell or label is told as such, with what often is behind it."""
    assert told(rows.format(sign)) == [
        (
            "fel-i-excel",
            f"Excel kunde inte räkna ut cellen: {sign}",
            "en text som börjar med - blir en formel i Excel: skriv en apostrof före, '- Gungor, och spara om",
        )
    ]


def test_a_column_that_is_too_narrow_in_excel_is_told_once():
    """Signs in place of figures are told with what to do in Excel."""
    assert told("Vad | a | b\nEk | ##### | 3\nAlm | #### | 3") == [
        (
            "fel-i-excel",
            "cellen visar ##### (och 1 till): kolumnen är för smal i Excel",
            "bredda den och spara om",
        )
    ]


def test_both_things_that_excel_spoils_are_told():
    """A label that became a formula does not hide a column that is too narrow, and each is told once."""
    table, problems = made("Vad | a\n#NAMN? | 3\n#NAMN? | ####")
    assert table is None
    assert [each.message for each in problems] == [
        "cellen visar ####: kolumnen är för smal i Excel",
        "Excel kunde inte räkna ut cellen: #NAMN? (och 1 till)",
    ]


def test_a_table_that_begins_in_the_second_column_is_one_problem():
    """An empty first column is told alone, and not each of the rows without a label."""
    assert told("  | Vad | a\n | Ek | 3\n | Alm | 4") == [
        ("tom-kolumn", "den första kolumnen är tom", "ta bort den, så att texterna står längst till vänster")
    ]


def test_a_table_that_is_too_large_is_one_problem():
    """More rows than a document can show are refused before they are read."""
    rows = "\n".join(f"rad {number} | {number}" for number in range(5001))
    assert told(f"Vad | Budget 2024\n{rows}") == [
        (
            "for-stor-tabell",
            "för stor tabell: den har 5001 rader, men får ha högst 5000",
            "dela den i flera tabeller, eller ta bara med de rader som dokumentet visar",
        )
    ]
    assert len(table_of("Vad | Budget 2024\n" + rows.rpartition("\n")[0]).rows) == 5000


def test_what_adds_up_is_what_the_author_says():
    """A column says that its sums are not checked, or the table does for all that say nothing else."""
    more = "kolumner:\n  a:\n    summeras: nej\n  b:\n    summeras: ja\n"
    rows = "Vad | a | b | c\nEk | 1 | 2 | 3"
    assert [column.adds_up for column in table_of(rows, more).columns] == [False, True, None]
    assert [column.adds_up for column in table_of(rows, f"summeras: nej\n{more}").columns] == [
        False,
        True,
        False,
    ]
    alone = "sort | Vad | Snitt\ntotalt | Alla | 7,1\nrad | Ek | 8,0"
    assert told(alone, "summeras: nej\n") == []
    assert [each[0] for each in told(alone)] == ["tom-summa"]


@pytest.mark.parametrize(
    ("unit", "rate"),
    [
        ("kr/st", True),
        ("index", True),
        ("HME-index", True),
        ("kr per invånare", True),
        ("kr", False),
        ("personer", False),
    ],
)
def test_a_rate_is_told_from_an_amount(unit, rate):
    """So much for each, and an index, are rates."""
    assert is_rate(unit) is rate


def test_a_column_is_called_by_its_group_and_heading():
    """The title of a column has the heading above it, and no footnote marks."""
    more = "kolumner:\n  k:\n    rubrik: Omsättning *)\n    grupp: Budget 2024 ¹⁾\n"
    assert [title_of(each) for each in table_of("Vad | k | Utfall 2023 *\nEk | 1 | 2", more).columns] == [
        "Budget 2024, Omsättning",
        "Utfall 2023",
    ]


CORRECTED = 'rättelser:\n  trad/budget-2024:\n    läs: "{}"\n    skäl: tryckt med punkt\n'


def test_a_correction_is_kept_beside_what_is_printed():
    """A corrected cell has the value of the correction, the printed text, and the reason."""
    cell = table_of("Belopp | Budget 2024\nTräd | -86.0", CORRECTED.format("-86,0")).cell(
        "trad", "budget-2024"
    )
    assert (cell.text, str(cell.value.number), cell.state) == ("-86.0", "-86.0", State.VALUE)
    assert (cell.correction.read_as, cell.correction.reason) == ("-86,0", "tryckt med punkt")
    dash = table_of("Belopp | Budget 2024\nTräd | 86", CORRECTED.format("–")).cell("trad", "budget-2024")
    assert (dash.state, dash.value, dash.text) == (State.DASH, None, "86")


def test_a_correction_must_be_readable_and_of_a_cell():
    """What a cell is to be read as is a number, and its key is the id of a row and a column."""
    table, problems = made("Belopp | Budget 2024\nTräd | -86.0", CORRECTED.format("86.1"))
    assert [(each.message, each.hint, each.place.line) for each in problems] == [
        ("”86.1” har punkt som decimaltecken", "skriv 86,1", 5)
    ]
    assert table is not None
    wrong = CORRECTED.format("86").replace("trad/", "tradet/")
    table, problems = made("Belopp | Budget 2024\nTräd | 86", wrong)
    assert [(each.message, each.hint, each.place.line) for each in problems] == [
        ("tabellen har ingen cell ”tradet/budget-2024”", "skriv: trad/budget-2024", 4)
    ]
    assert told("Belopp | Budget 2024\nTräd | 86", CORRECTED.replace("trad/budget-2024", "q").format("8"))[0][
        2
    ] == ("skriv radens id, / och kolumnens id")


def test_the_hint_of_an_unreadable_correction_keeps_its_minus():
    """What to write in place of a negative correction is negative."""
    assert told("Belopp | Budget 2024\nTräd | -86.0", CORRECTED.format("-86.1"))[0][2] == "skriv -86,1"


def test_a_text_column_holds_text():
    """Cells of a text column are kept as they are, whatever they hold."""
    more = "kolumner:\n  objekt:\n    text: ja\n"
    cells = table_of("Vad | Objekt | Budget 2024\nEk | 5 - 6 träd | 3\nAlm | - | 4", more).cells
    assert [(cell.state, cell.text, cell.value) for ref, cell in cells.items() if "objekt" in ref] == [
        (State.TEXT, "5 - 6 träd", None),
        (State.TEXT, "-", None),
    ]


def test_decimals_left_out_are_put_back_for_arithmetic():
    """With decimaler: 1 a printed 46 is 46,0, while its text stays; a count and a finer number stay as they are."""
    rows = "Vad | Budget 2024\nEk | 46\nAlm | 56,8\nBok | 7,25\nAsk | 7,20\nGran | 9 st"
    cells = table_of(rows, "decimaler: 1\n").cells
    assert [(cell.text, str(cell.value.number)) for cell in cells.values()] == [
        ("46", "46.0"),
        ("56,8", "56.8"),
        ("7,25", "7.25"),
        ("7,20", "7.2"),
        ("9 st", "9"),
    ]
    assert told(rows, "decimaler: 99\n") == [("ogiltigt-tal", "99 decimaler är för många", "skriv högst 9")]


# Formulas, charts and notes


def formula(text):
    return f"kolumner:\n  skillnad:\n    är: avvikelse\n    formel: {text}\n"


FORMULA_ROWS = "Vad | Utfall 2024 | Budget 2024 | Skillnad\nEk | 3,0 | 2,0 | 1,0"


def test_a_formula_is_over_other_columns():
    """A formula is read, and its names are columns of the table."""
    column = table_of(FORMULA_ROWS, formula("utfall-2024 - budget-2024")).column("skillnad")
    assert column.formula == Operation("-", Name("utfall-2024"), Name("budget-2024"))


@pytest.mark.parametrize(
    ("text", "message", "hint", "column"),
    [
        (
            "utfall-2024 +",
            "det saknas ett id eller ett tal efter +",
            "skriv till exempel: utfall-2024 - budget-2024",
            26,
        ),
        ("utfall - 2,0", "tabellen har ingen kolumn ”utfall”", "skriv: utfall-2024", 13),
        ("1,0 + xx", "tabellen har ingen kolumn ”xx”", "kolumnerna heter: utfall-2024, budget-2024", 19),
        (
            "utfall-2024-budget-2024",
            "tabellen har ingen kolumn ”utfall-2024-budget-2024”",
            "skriv: utfall-2024 - budget-2024",
            13,
        ),
        (
            "utfall-2024 - skillnad",
            "formeln för ”skillnad” räknar med kolumnen själv",
            "skriv id:n för de andra kolumnerna",
            27,
        ),
    ],
)
def test_a_formula_that_cannot_be_worked_out_is_explained(text, message, hint, column):
    """What is wrong in a formula is told at its spot, with what to write; the column has no formula then."""
    table, problems = made(FORMULA_ROWS, formula(text))
    assert [(each.message, each.hint, each.place.line, each.place.column) for each in problems] == [
        (message, hint, 6, column)
    ]
    assert table.column("skillnad").formula is None


def test_a_formula_gives_the_unit_of_its_column():
    """A share in a column of money, or a sum of money and per cent, is a problem at the formula."""
    share = formula("(utfall-2024 - budget-2024) / budget-2024")
    assert told(FORMULA_ROWS, share) == [
        (
            "fel-enhet",
            "formeln ger en andel, men ek/skillnad är i kr",
            'skriv kolumnens enhet under skillnad, till exempel enhet: "%", eller ändra formeln',
        )
    ]
    assert told(FORMULA_ROWS, share + '    enhet: "%"\n') == []
    assert told(FORMULA_ROWS, formula("utfall-2024 - budget-2024") + '    enhet: "%"\n')[0][1] == (
        "formeln ger kr, men ek/skillnad är i %"
    )


def test_the_columns_to_draw_are_columns_with_figures():
    """Diagram names columns with a comma between; one that is not there is told at its spot."""
    assert table_of(PARKS, "diagram: utfall-2024, budget-2024\n").chart == ("utfall-2024", "budget-2024")
    table, problems = made(PARKS, "diagram: utfall-2024, budget-2023\n")
    assert [(each.message, each.hint, each.place) for each in problems] == [
        ("tabellen har ingen kolumn ”budget-2023”", "skriv: budget-2024", Place("plan.yml", 3, 23))
    ]
    assert table.chart == ("utfall-2024",)


@pytest.mark.parametrize(
    ("text", "marks", "rest"),
    [
        ("Lekparker *", ("*",), "Lekparker"),
        ("Avtal (LOV *))", ("*)",), "Avtal (LOV)"),
        ("Avtal (LOV *)", ("*",), "Avtal (LOV)"),
        ("Avtal (LOU, LOV)**", ("**",), "Avtal (LOU, LOV)"),
        ("Avtal (LOU, LOV ²⁾)", ("²⁾",), "Avtal (LOU, LOV)"),
        ("Beslut **) och *)", ("**)", "*)"), "Beslut och"),
        ("Region ¹⁾", ("¹⁾",), "Region"),
        ("Region 1)", ("1)",), "Region"),
        ("Yta i m² (se 3)", (), "Yta i m² (se 3)"),
        ("1) Region", (), "1) Region"),
        ("****", (), "****"),
    ],
)
def test_footnote_marks_are_found(text, marks, rest):
    """Marks of every printed form are found, also inside parentheses; what only looks like one is not."""
    assert (marks_in(text), without_marks(text)) == (marks, rest)


def test_marks_without_a_note_are_told():
    """Marks come from headings, labels and cells; each is looked up whatever form it is printed in."""
    rows = "Vad *) | Budget 2024 ¹⁾\nEk **) | 3 *)\nAlm | – 2)"
    table = table_of(rows, 'noter:\n  "1)": Enligt beslut\n  "*": Preliminärt\n')
    assert tuple(table.marks()) == ("*)", "¹⁾", "**)", "2)")
    assert tuple(table.unexplained()) == ("**)", "2)")
    assert (table.note("¹⁾"), table.note("*)"), table.note("2)")) == ("Enligt beslut", "Preliminärt", None)
    assert table.cell("alm", "budget-2024").state is State.DASH


# What cannot be read at all


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Belopp; Budget 2024\n  Ek; 3", "här står semikolon mellan cellerna, men de ska skiljas åt med |"),
        ("Belopp\tBudget 2024\n  Ek\t3", "här står tabbar mellan cellerna, men de ska skiljas åt med |"),
        ("Belopp\n  Ek", "tabellen har bara en kolumn, men de ska skiljas åt med |"),
    ],
)
def test_cells_set_apart_by_something_else_are_told(text, message):
    """Rows with tabs or semicolons in YAML are one kind problem."""
    table, problems = made(text)
    assert table is None
    assert [(each.code, each.message) for each in problems] == [("fel-separator", message)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Belopp | Budget 2024", "tabellen har inga rader"),
        ("sort | Belopp\nrad | Ek", "tabellen har inga kolumner med värden"),
    ],
)
def test_a_table_has_rows_and_columns(text, message):
    """A heading without rows, or labels without values, is no table."""
    table, problems = made(text)
    assert table is None
    assert [each.message for each in problems] == [message]


def test_nothing_is_no_table():
    """An empty text is a problem at its place."""
    place = Place("plan.yml", 3, 8)
    rows = read_rows(Text("", place, plain=False))
    assert [(each.place, each.message) for each in rows.problems] == [(place, "tabellen är tom")]
    assert [each.message for each in read_csv("\n;;\n", "t.csv").problems] == ["tabellen är tom"]


def test_rows_may_be_the_name_of_a_csv_file():
    """One line that ends in .csv is a file beside the document; anything else is rows."""
    place = Place("plan.yml")
    assert csv_name(Text(" drift.csv\n", place, plain=True)) == "drift.csv"
    assert csv_name(Text("a | b.csv", place, plain=True)) is None
    assert csv_name(Text("Belopp | Budget\nEk | x.csv", place, plain=False)) is None


# CSV files


def csv_table(text, more=""):
    entry = entry_of(f"{HEAD}{more}rader: drift.csv\n")
    return make_table("drift", entry, read_csv(text, "drift.csv"))


EXCEL = (
    "\ufeffsort;Belopp i mnkr;Utfall 2024;Budget 2024;;\r\n"
    'rad;"Parker; och\r\nlekplatser";-2\u00a0077,9;12,5;;\r\n'
    'rad;"Träd ""ek""";-;;;\r\n'
    ";;;;;\r\n"
    'summa;Summa;"-2 077,9";12,5;;\r\n'
    ";;;;;\r\n"
)


def test_a_file_from_excel_is_read():
    """Quotes, line breaks in cells, NBSP, CRLF, a BOM and empty columns and rows at the end are all as Excel writes them."""
    table, problems = csv_table(EXCEL)
    assert problems == []
    assert [row.printed for row in table.rows] == ["Parker; och lekplatser", 'Träd "ek"', "Summa"]
    assert [cell.text for row in table.rows for cell in row.cells] == [
        "-2 077,9",
        "12,5",
        "-",
        "",
        "-2 077,9",
        "12,5",
    ]
    assert csv_table(EXCEL.removeprefix("\ufeff").replace("\r\n", "\n"))[0] == table
    assert csv_table("sep=;\n" + EXCEL.removeprefix("\ufeff"))[0] == table


def test_places_in_a_csv_file_are_its_own():
    """A cell after a quoted line break stands at its own line and column."""
    table, _ = csv_table(EXCEL)
    lines = EXCEL.removeprefix("\ufeff").split("\r\n")
    places = [row.cells[0].place for row in table.rows]
    expected = [(2, lines[2].index("-2") + 1), (3, lines[3].index(";-") + 2), (5, lines[5].index('"-') + 1)]
    assert places == [Place("drift.csv", line + 1, column) for line, column in expected]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Belopp\tBudget 2024\nEk\t3\n", "här står tabbar mellan cellerna"),
        ("Belopp,Budget 2024\nEk,3\n", "här står kommatecken mellan cellerna"),
        ("Belopp\nEk\n", "tabellen har bara en kolumn"),
    ],
)
def test_a_file_with_other_separators_is_told(text, found):
    """A file with tabs or commas is one problem, which says how to save it."""
    table, problems = csv_table(text)
    assert table is None
    assert [(each.place, each.message) for each in problems] == [
        (Place("drift.csv"), f"{found}, men de ska skiljas åt med ;")
    ]
    assert problems[0].hint.startswith("spara från Excel som CSV")
    assert problems[0].hint.endswith("i Windows: Nationella inställningar, Listavgränsare ;")


@pytest.mark.parametrize("text", ['Belopp;Budget\nEk;"3\nAlm;4\n', 'Belopp;Budget\n"Ek"x;3\n'])
def test_quotes_that_do_not_match_are_told(text):
    """A quote that is not closed, or closed too early, is a problem at the row where it begins."""
    table, problems = csv_table(text)
    assert table is None
    assert [(each.place, each.code) for each in problems] == [(Place("drift.csv", 2), "fel-citattecken")]


def test_a_quote_inside_a_cell_is_a_letter():
    """A quotation mark in the middle of an unquoted cell is itself, and places are right after it."""
    table, problems = csv_table('Belopp;Budget 2024;Utfall 2024\n3" rör;1,0;2,0\n')
    assert problems == []
    assert (table.rows[0].printed, table.rows[0].cells[1].place) == ('3" rör', Place("drift.csv", 2, 12))


def test_an_apostrophe_that_excel_needs_is_no_part_of_the_text():
    """Before a number or a dash it is left out; before a word or an abbreviated year it stays."""
    table, problems = csv_table(
        "Vad;Budget 2024;Utfall 2024\n'- Gungor i '90-talets park;'-12,3;'1 234,5\n'n roll;'-;'12 %\n"
    )
    assert [each.code for each in problems] == ["saknas-sort"]
    assert [row.printed for row in table.rows] == ["- Gungor i '90-talets park", "'n roll"]
    assert [cell.text for cell in table.cells.values()] == ["-12,3", "1 234,5", "-", "12 %"]
    assert table.rows[0].cells[0].value.number == Decimal("-12.3")


def test_a_column_of_a_csv_file_is_named_by_its_letter():
    """Columns without a heading are told with the letters that Excel shows."""
    assert [each.message for each in csv_table("sort;Vad;a;b;;d\nrad;Ek;1;2;3;4\n")[1]] == [
        "kolumn 3 (E i Excel) med värden saknar rubrik"
    ]
    heads = ";".join(["Vad", *(f"c{number}" for number in range(25)), "", "slut"])
    cells = ";".join(["Ek", *["1"] * 27])
    assert [each.message for each in csv_table(f"{heads}\n{cells}\n")[1]] == [
        "kolumn 26 (AA i Excel) med värden saknar rubrik"
    ]


def test_a_file_with_points_says_what_to_set_in_windows():
    """A file where points are commas is one problem, which says where to change that."""
    table, problems = csv_table("Vad;a;b\nEk;-51.9;1.0\nAlm;2.5;3.5\n")
    assert table is not None
    assert [(each.place, each.message, each.hint) for each in problems] == [
        (
            Place("drift.csv", 2, 4),
            "hela filen har punkt som decimaltecken",
            "-51.9 ska vara -51,9: ställ in kommatecken som decimaltecken i Windows (Nationella inställningar), \
och spara om från Excel",
        )
    ]


def test_a_title_and_a_source_in_a_csv_file_are_told():
    """A file with a title above and a source below is read, and both are told where they stand."""
    table, problems = csv_table("Parkbudget;;\n;;\nVad;a;b\nEk;1;2\n;;\nKälla: Parkregistret;;\n")
    assert [(each.code, each.place.line) for each in problems] == [
        ("titel-i-tabellen", 1),
        ("text-under-tabell", 6),
    ]
    assert [row.id for row in table.rows] == ["ek"]


WORDS = st.text(alphabet="abcåäö ;\"'.,–", min_size=1, max_size=12).map(lambda text: " ".join(text.split()))
LABELS = WORDS.filter(lambda text: re.search("[a-zåäö]", text) and text[0] not in "–\"'")
VALUES = st.sampled_from(["", "-", "–", "12,5", "-2 077,9", "46", "7,2 %", "0", "3 st *)", "x"])


@given(st.data())
def test_a_csv_file_and_rows_in_yaml_give_the_same_table(data):
    """Whatever the labels and cells, the same table comes of a file from Excel and of rows with |."""
    labels = data.draw(st.lists(LABELS, min_size=1, max_size=4))
    kinds = data.draw(st.lists(st.sampled_from(["rad", "varav", "summa", "totalt"]), min_size=4, max_size=4))
    rows = [["sort", "id", "Belopp", "Budget 2024", "Utfall 2024"]]
    rows += [
        [kind, f"r{at}", label, data.draw(VALUES), data.draw(VALUES)]
        for at, (kind, label) in enumerate(zip(["rad", *kinds], labels, strict=False))
    ]
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator=data.draw(st.sampled_from(["\n", "\r\n"])))
    breaks = data.draw(st.booleans())
    writer.writerows(
        [
            [cell.replace(" ", "\n") if breaks and at == 2 else cell for at, cell in enumerate(row)]
            for row in rows
        ]
    )
    entry = entry_of(f"{HEAD}rader: drift.csv\n")
    text = Text("".join(" | ".join(row) + "\n" for row in rows), Place("plan.yml"), plain=False)
    one, problems = make_table("drift", entry, read_rows(text))
    other, others = make_table("drift", entry, read_csv(file.getvalue(), "drift.csv"))
    assert one is not None
    assert one == other
    assert [(each.code, each.message) for each in problems] == [(each.code, each.message) for each in others]


@given(st.text(alphabet='ab|;"\n\t,-*1) .%:', max_size=60))
def test_any_text_is_a_table_or_problems(text):
    """Whatever is typed, a table comes of it or at least one problem; nothing is lost in silence."""
    entry = entry_of(f"{HEAD}rader: drift.csv\n")
    for rows in (read_rows(Text(text, Place("plan.yml"), plain=False)), read_csv(text, "drift.csv")):
        table, problems = make_table("drift", entry, rows)
        assert table is not None or problems


def test_tables_are_the_same_wherever_they_stand():
    """Two tables with the same contents are equal whatever file they come from."""
    table = table_of(PARKS)
    assert replace(table, place=Place("annan.yml", 9)) == table
