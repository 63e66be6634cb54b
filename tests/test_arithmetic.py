"""Arithmetic: what adds up within rounding is never told, and what cannot is always told."""

from decimal import ROUND_HALF_UP, Decimal
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vpgen.arithmetic import (
    calculate,
    check_figure,
    check_table,
    interval_of,
    overlap,
    render_value,
    same_rows,
)
from vpgen.expressions import SHARE, Interval, parse_expression
from vpgen.model.fields import Named
from vpgen.model.tabular import TableEntry
from vpgen.numbers import format_number, parse_quantity
from vpgen.problems import Place
from vpgen.separated import read_rows
from vpgen.source import Text, read_yaml
from vpgen.tabulating import make_table


def table_of(rows, more="", unit="mnkr", file="plan.yml"):
    """Make a table of rows with | between their cells, in which nothing is wrong in itself."""
    data, problems = read_yaml(
        f"rubrik: Driftbudget parknämnden\nenhet: '{unit}'\n{more}rader: x\n", "plan.yml"
    )
    assert problems == []
    entry = TableEntry.model_validate(Named("drift", data.place, data), context=[])
    lines = "\n".join(line.strip() for line in rows.strip().split("\n"))
    table, problems = make_table("drift", entry, read_rows(Text(lines + "\n", Place(file), plain=False)))
    assert problems == []
    return table


def told(*args, **more):
    """Return what does not add up in a table: rule, cell and sentence, with plain spaces."""
    found = check_table(table_of(*args, **more))
    return [(each.rule, f"{each.row}/{each.column}", each.message.replace("\u00a0", " ")) for each in found]


def interval(low, point, high):
    return Interval(Decimal(low), Decimal(point), Decimal(high))


HEAD = "sort | id | Belopp i mnkr | Budget 2024\n"


# Sums


def test_a_sum_is_that_of_its_rows():
    """A sum that its rows cannot give is told with what is printed and what they give."""
    rows = f"{HEAD}rad | a | Parker | -356,2\nrad | b | Lek | -2 152,3\nrad | c | Träd | -270,3\nsumma | s | Summa: | "
    assert told(f"{rows}-2 778,8") == []
    assert told(f"{rows}-2 777,8") == [
        ("summa", "s/budget-2024", "Summa är tryckt −2 777,8, men raderna ger −2 778,8")
    ]


def test_a_mismatch_carries_its_figures_and_places():
    """What is printed and what is calculated are in the unit of the cell; all cells involved have their place."""
    mismatch = next(
        check_table(table_of(f"{HEAD}rad | a | Ek | 1,0\nrad | b | Alm | 2,0\nsumma | s | Summa | 4,0"))
    )
    assert mismatch.calculated == interval("2.90", "3.0", "3.10")
    assert mismatch.printed == interval("3.95", "4.0", "4.05")
    assert [place.line for place in mismatch.places] == [5, 3, 4]
    assert mismatch.table.cell(mismatch.row, mismatch.column).text == "4,0"


@pytest.mark.parametrize(
    ("printed", "agrees"), [("6", True), ("7", True), ("8", False), ("5", True), ("4", False)]
)
def test_rounding_of_every_part_is_allowed_for(printed, agrees):
    """Three rounded rows and their rounded sum may differ by less than half a unit each, and no more."""
    rows = f"{HEAD}rad | a | A | 1\nrad | b | B | 2\nrad | c | C | 3\nsumma | s | Summa | {printed}"
    assert (told(rows) == []) is agrees


def test_counts_are_not_rounded():
    """A sum of counted things is exact."""
    rows = "sort | Vad | Utfall 2024\nrad | Ek | 12\nrad | Alm | 13\nsumma | Summa | {}"
    assert told(rows.format("25"), unit="st") == []
    assert [each[2] for each in told(rows.format("26"), unit="st")] == [
        "Summa är tryckt 26, men raderna ger 25"
    ]


def test_only_rows_are_added():
    """Parts that are varav, headings, dashes and empty cells count as nothing in a sum."""
    rows = """
        rad    | a | Parker, varav | 5,0
        varav  | b | - Lek         | 4,0
        rad    | c | Träd          | –
        rubrik |   | Övrigt        |
        rad    | d | Reserv        |
        summa  | s | Summa         | 5,0
    """
    assert told(HEAD + rows) == []


@pytest.mark.parametrize("cell", ["", "-"])
def test_a_sum_that_is_not_printed_is_not_checked(cell):
    """An empty sum says nothing, and neither does one of nothing but dashes."""
    assert told(f"{HEAD}rad | a | Ek | 1,0\nsumma | s | Summa | {cell}") == []
    assert told(f"{HEAD}rad | a | Ek | {cell}\nsumma | s | Summa | 3,0") == []


RESULT = """
    rad    | i1 | Bidrag        | 102,9
    rad    | i2 | Övrigt        | 26,8
    summa  | in | Intäkter      | 129,7
    rad    | k1 | Personal      | -147,9
    rad    | k2 | Övrigt ut     | -124,9
    summa  | ut | Kostnader     | {}
    totalt | net | Netto        | -143,1
    rad    | fin | Finansnetto  | -0,3
    totalt | res | Resultat     | {}
"""


def test_a_total_adds_sums_totals_and_rows_that_are_not_used():
    """Net costs are the sums above, and the result the net costs and the row since then."""
    assert told(HEAD + RESULT.format("-272,8", "-143,4")) == []
    assert told(HEAD + RESULT.format("-272,8", "-144,4")) == [
        ("totalt", "res/budget-2024", "Resultat är tryckt −144,4, men summorna och raderna ger −143,4")
    ]
    assert [each[:2] for each in told(HEAD + RESULT.format("-282,8", "-143,4"))] == [
        ("summa", "ut/budget-2024"),
        ("totalt", "net/budget-2024"),
    ]


def test_a_total_of_a_sum_that_is_not_printed_adds_its_rows():
    """Where a sum is left empty, the total above it is that of the rows."""
    rows = "rad | a | A | 1,0\nrad | b | B | 2,0\nsumma | s | Summa | {}\nrad | c | C | 4,0\ntotalt | t | Totalt | {}"
    for empty in ("", "-"):
        assert told(HEAD + rows.format(empty, "7,0")) == []
        assert [each[1] for each in told(HEAD + rows.format(empty, "4,0"))] == ["t/budget-2024"]


def test_parts_add_up_to_the_row_above_them():
    """The del rows under a rad give it, headings between them or not; varav rows need not."""
    rows = """
        rad    | hela | Parkkontoret  | {}
        rubrik |      | - Varav:      |
        del    | a    | - Lek         | -8
        varav  | x    | - Gungor      | -1
        del    | b    | - Träd        | -30
        rad    | c    | Annat         | -5
        del    | d    | - Bänkar      | -5
    """
    assert told(HEAD + rows.format("-38")) == []
    assert told(HEAD + rows.format("-45")) == [
        ("del", "hela/budget-2024", "Parkkontoret är tryckt −45, men delarna ger −38")
    ]


@pytest.mark.parametrize(("kind", "before"), [("summa", "S"), ("totalt", "S och T")])
def test_parts_below_a_sum_add_up_to_the_sum(kind, before):
    """The whole of del rows is the nearest rad, summa or totalt above them, never a row further up."""
    rows = f"""
        rad    | a | Parker | 10
        rad    | b | Träd   | 20
        {kind} | s | {before} | 30
        del    | c | - Lek  | {{}}
        varav  | x | - Gungor | 1
        del    | d | - Ek   | 18
    """
    assert told(HEAD + rows.format("12")) == []
    assert told(HEAD + rows.format("5")) == [
        ("del", "s/budget-2024", f"{before} är tryckt 30, men delarna ger 23")
    ]


LEVELS = """
    rad | a | A | 1,0
    summa | s1 | S1 | 1,0
    rad | b | B | 2,0
    summa | s2 | S2 | 2,0
    totalt | t1 | T1 | {t1}
    rad | c | C | 4,0
    summa | s3 | S3 | 4,0
    rad | d | D | 8,0
    summa | s4 | S4 | 8,0
    {more}totalt | t2 | T2 | {t2}
    totalt | t3 | T3 | {t3}
"""


def test_a_total_may_add_the_sums_since_the_last_total():
    """Totals of two parts and a total of both are right; so is a total of everything before it."""
    assert told(HEAD + LEVELS.format(more="", t1="3,0", t2="12,0", t3="15,0")) == []
    assert told(HEAD + LEVELS.format(more="", t1="3,0", t2="15,0", t3="15,0")) == []
    assert told(HEAD + LEVELS.format(more="rad | e | E | 16,0\n", t1="3,0", t2="28,0", t3="31,0")) == []
    wrong = {"t1": ("4,0", "12,0", "16,0"), "t2": ("3,0", "13,0", "16,0"), "t3": ("3,0", "12,0", "12,0")}
    for row, (t1, t2, t3) in wrong.items():
        found = told(HEAD + LEVELS.format(more="", t1=t1, t2=t2, t3=t3))
        assert [each[1] for each in found] == [f"{row}/budget-2024"]


def test_a_total_that_can_be_either_leaves_both_to_come():
    """Where rounding hides whether a total has added the one before, the next may add it or not."""
    small = LEVELS.replace("1,0", "0").replace("2,0", "1").replace("4,0", "4").replace("8,0", "8")
    assert told(HEAD + small.format(more="", t1="1", t2="13", t3="13")) == []
    assert told(HEAD + small.format(more="", t1="1", t2="13", t3="14")) == []
    assert len(told(HEAD + small.format(more="", t1="1", t2="13", t3="17"))) == 1


def test_a_total_that_is_not_printed_leaves_its_parts():
    """Where a total is left empty or is a dash, the next adds what it would have been."""
    for empty in ("", "–"):
        assert told(HEAD + LEVELS.format(more="", t1=empty, t2="12,0", t3="15,0")) == []
        assert [each[1] for each in told(HEAD + LEVELS.format(more="", t1=empty, t2=empty, t3="12,0"))] == [
            "t3/budget-2024"
        ]


def test_a_total_of_dashes_is_not_right_for_that():
    """A row since the last total that is a dash does not make the total of anything."""
    rows = (
        "rad | a | A | 1,0\nsumma | s | S | 1,0\ntotalt | t | T | 1,0\nrad | b | B | –\ntotalt | u | U | {}"
    )
    assert told(HEAD + rows.format("1,0")) == []
    assert [each[1] for each in told(HEAD + rows.format("9,0"))] == ["u/budget-2024"]


def test_only_rows_of_the_same_unit_are_added():
    """A sum of money leaves rows of other units to a sum of theirs; thousands and millions are added as they are."""
    rows = """
        sort  | enhet       | Vad      | Utfall 2024
        rad   | årsarbetare | Antal    | 17,1
        rad   | mnkr        | Löner    | 14,0
        rad   | tkr         | Annat    | 2 300
        summa | mnkr        | Summa    | {}
        summa | årsarbetare | Summan   | {}
    """
    assert told(rows.format("16,3", "17,1")) == []
    assert [each[1:] for each in told(rows.format("33,4", "19,0"))] == [
        ("summa/utfall-2024", "Summa är tryckt 33,4, men raderna ger 16,3"),
        ("summan/utfall-2024", "Summan är tryckt 19,0, men raderna ger 17,1"),
    ]


def test_decimals_that_are_put_back_make_sums_sharper():
    """A printed 0 beside decimals may hide a half, until decimaler says that it does not."""
    rows = f"{HEAD}rad | a | Ek | 17,1\nrad | b | Alm | 2,8\nrad | c | Bok | 0\nsumma | s | Summa | 19,5"
    assert told(rows) == []
    assert [each[2] for each in told(rows, "decimaler: 1\n")] == [
        "Summa är tryckt 19,5, men raderna ger 19,9"
    ]


def test_a_corrected_cell_is_added_as_corrected():
    """A correction is what is reckoned with, and the sentence does not call it printed."""
    more = 'rättelser:\n  s/budget-2024:\n    läs: "{}"\n    skäl: tryckt med punkt\n'
    rows = f"{HEAD}rad | a | Ek | 1,0\nrad | b | Alm | 2,0\nsumma | s | Summa | 3.0"
    assert told(rows, more.format("3,0")) == []
    assert [each[2] for each in told(rows, more.format("4,0"))] == ["Summa läses 4,0, men raderna ger 3,0"]


def test_percentages_add_up_unless_they_are_changes():
    """Shares of a whole are added; changes in per cent of different things are not."""
    rows = "sort | Vad | Andel\nrad | Ek | 1,0\nrad | Alm | 3,3\nsumma | Summa | {}"
    assert told(rows.format("4,3"), unit="%") == []
    assert told(rows.format("6,3"), unit="%") == [
        ("summa", "summa/andel", "Summa är tryckt 6,3 %, men raderna ger 4,3 %")
    ]
    assert told(rows.format("6,3"), "kolumner:\n  andel:\n    är: förändring\n", unit="%") == []


def test_changes_in_percentage_points_are_not_added():
    """The points by which shares change do not add up, no more than per cent do."""
    rows = "sort | Vad | Skillnad\nrad | Ek | 1,0\nrad | Alm | 3,3\nsumma | Summa | 2,1"
    more = "kolumner:\n  skillnad:\n    är: {}\n"
    for measure in ("förändring", "avvikelse"):
        assert told(rows, more.format(measure), unit="procentenheter") == []
    assert len(told(rows, more.format("utfall"), unit="procentenheter")) == 1
    assert len(told(rows, more.format("förändring"), unit="mnkr")) == 1


ABSENCE = "sort | Vad | Utfall 2024\nrad | Kvinnor | 8,0\nrad | Män | 4,0\ntotalt | Totalt | {}"


@pytest.mark.parametrize("kind", ["rad", "totalt"])
def test_a_column_that_does_not_add_up_is_not_added(kind):
    """Averages are right beside their groups, above or below them, where the author says that they are no sums."""
    below = ABSENCE.format("7,1")
    above = f"sort | Vad | Utfall 2024\n{kind} | Totalt | 7,1\ndel | Kvinnor | 8,0\ndel | Män | 4,0"
    column, whole = "kolumner:\n  utfall-2024:\n    summeras: nej\n", "summeras: nej\n"
    assert told(below, column, unit="%") == told(below, whole, unit="%") == told(above, whole, unit="%") == []
    assert [each[0] for each in told(below, unit="%")] == ["totalt"]


@pytest.mark.parametrize("unit", ["index", "kr/st", "HME-index", "kr per invånare"])
def test_rates_are_added_only_where_the_author_says_so(unit):
    """An index and so much for each do not add up by themselves; money does."""
    more = "kolumner:\n  utfall-2024:\n    summeras: ja\n"
    assert told(ABSENCE.format("7,1"), unit=unit) == []
    assert [each[2] for each in told(ABSENCE.format("7,1"), more, unit=unit)] == [
        "Totalt är tryckt 7,1, men raderna ger 12,0"
    ]
    assert told(ABSENCE.format("12,0"), more, unit=unit) == []
    assert len(told(ABSENCE.format("7,1"), unit="kr")) == 1


def test_a_rate_in_one_row_does_not_stop_the_sums_of_others():
    """Where rows differ in unit, the money is added and the rate is not."""
    rows = "sort | enhet | Vad | Utfall 2024\nrad | mnkr | A | 1,0\nrad | kr/st | B | 5,0\nsumma | mnkr | S | 3,0"
    assert [each[2] for each in told(rows)] == ["S är tryckt 3,0, men raderna ger 1,0"]


def test_text_is_not_added():
    """A text column has no sums, whatever numbers it holds."""
    rows = "sort | Vad | Objekt | Budget 2024\nrad | Ek | 1 | 1,0\nsumma | Summa | 9 | 1,0"
    assert told(rows, "kolumner:\n  objekt:\n    text: ja\n") == []


# Formulas

DERIVED = """kolumner:
  avvikelse:
    är: avvikelse
    formel: utfall-2024 - budget-2024
  procent:
    är: förändring
    enhet: "%"
    formel: (utfall-2024 - budget-2024) / budget-2024
"""
COLUMNS = "sort | Belopp i mnkr | Utfall 2024 | Budget 2024 | Avvikelse | Procent\n"


def test_a_derived_cell_is_what_its_formula_gives():
    """A difference that does not follow is told with its row; a share in a column of per cent is times a hundred."""
    assert told(f"{COLUMNS}rad | Ek | -314,3 | -356,2 | 41,9 | -11,8", DERIVED) == []
    assert told(f"{COLUMNS}rad | Ek | -314,3 | -356,2 | 41,5 | -12,8", DERIVED) == [
        ("formel", "ek/avvikelse", "Avvikelse för Ek är tryckt 41,5, men formeln ger 41,9"),
        ("formel", "ek/procent", "Procent för Ek är tryckt −12,8 %, men formeln ger −11,8 %"),
    ]


def test_small_figures_can_give_many_percentages():
    """Of 0,4 and 0,9 no certain percentage follows, and of 0,0 none at all."""
    rows = "rad | Ek | -0,4 | -0,9 | 0,5 | -50,4\nrad | Alm | -0,3 | -0,3 | 0,0 | 4,6\nrad | Bok | 0,1 | 0,0 | 0,1 | 77,0"
    assert told(COLUMNS + rows, DERIVED) == []
    assert [each[1] for each in told(f"{COLUMNS}rad | Ek | -0,4 | -0,9 | 0,5 | -70,0", DERIVED)] == [
        "ek/procent"
    ]


def test_rows_without_all_figures_are_skipped():
    """A heading, and a row where a figure is a dash or empty, say nothing of a formula."""
    rows = "rubrik | Träd | | | |\nrad | Ek | – | 2,0 | 9,0 | 9,0\nrad | Alm | 3,0 | | 9,0 | –\nrad | Bok | 3,0 | 2,0 | |"
    assert told(COLUMNS + rows, DERIVED) == []


def test_the_percentages_of_a_sum_are_not_added():
    """A column of quotients is checked by its formula alone; one of differences also adds up."""
    rows = "rad | Ek | 11,0 | 10,0 | 1,0 | 10,0\nrad | Alm | 10,0 | 20,0 | -10,0 | -50,0\nsumma | S | 21,0 | 30,0 | {} | -30,0"
    assert told(COLUMNS + rows.format("-9,0"), DERIVED) == []
    assert [each[:2] for each in told(COLUMNS + rows.format("-8,0"), DERIVED)] == [
        ("summa", "s/avvikelse"),
        ("formel", "s/avvikelse"),
    ]


def test_numbers_in_a_formula_are_in_the_unit_of_the_table():
    """Beside millions a 5,0 means millions; a whole number is exact."""
    more = "kolumner:\n  netto:\n    är: annat\n    formel: budget-2024 - 5,0\n"
    more += "  dubbelt:\n    är: annat\n    formel: 2 * budget-2024\n"
    rows = "Vad | Budget 2024 | Netto | Dubbelt\nEk | 7,0 | {} | {}"
    assert told(rows.format("2,0", "14,0"), more) == []
    assert [each[1] for each in told(rows.format("3,0", "15,0"), more)] == ["ek/netto", "ek/dubbelt"]


def test_a_whole_less_a_rounded_part_may_touch_the_bound():
    """100 less 12,5 is 87,5: printed 13 and 88, both rounded up from the same half."""
    more = "kolumner:\n  resten:\n    är: annat\n    formel: 100 - andel\n"
    assert told("Vad | Andel | Resten\nEk | 13 | 88", more, unit="%") == []
    assert len(told("Vad | Andel | Resten\nEk | 13 | 89", more, unit="%")) == 1


def test_a_group_is_said_with_its_column():
    """A column under a common heading is named with both."""
    more = "kolumner:\n  k:\n    rubrik: Totalt\n    grupp: Förändring *)\n    är: förändring\n    formel: a - b\n"
    assert told("Vad | a | b | k\nEk | 3 | 1 | 5", more, unit="st") == [
        ("formel", "ek/k", "Förändring, Totalt för Ek är tryckt 5, men formeln ger 2")
    ]


@pytest.mark.parametrize(
    ("text", "quantities", "point", "scale", "unit"),
    [
        ("a - b", {"a": "3,0 mnkr", "b": "1,0 mnkr"}, "2", 10**6, "kr"),
        ("a - b", {"a": "3,0 mnkr", "b": "500 tkr"}, "2500000", 1, "kr"),
        ("a / b", {"a": "3 mnkr", "b": "1 500 tkr"}, "2", 1, SHARE),
        ("a / b", {"a": "3,0 mnkr", "b": "10 st"}, "300000", 1, None),
        ("24,2 / 29,0 * 0", {}, "0", 1, SHARE),
        ("a - b", {"a": "7,0 %", "b": "5,0 %"}, "2", 1, "procentenheter"),
    ],
)
def test_a_calculation_has_a_scale_and_a_unit(text, quantities, point, scale, unit):
    """Quantities of one scale stay in it; of several they are taken in whole units."""
    read = {name: parse_quantity(quantity) for name, quantity in quantities.items()}
    figure = calculate(parse_expression(text), read)
    assert (figure.interval.point, figure.scale, figure.unit) == (Decimal(point), scale, unit)


def test_nothing_is_calculated_of_a_division_by_what_may_be_zero():
    """A divisor printed 0 gives no figure."""
    assert calculate(parse_expression("a / b"), {"a": parse_quantity("3"), "b": parse_quantity("0")}) is None


def test_bounds_that_only_touch_are_apart():
    """1,4 and 1,5 are different figures; an exact figure may lie on a bound."""
    one, other = interval_of(parse_quantity("1,4")), interval_of(parse_quantity("1,5"))
    assert not overlap(one, other)
    assert overlap(one, other, touching=True)
    assert overlap(one, interval("1.45", "1.45", "1.45"))
    assert not overlap(one, interval("1.46", "1.46", "1.46"))
    assert not overlap(interval(1, 1, 1), interval(2, 2, 2))


# The same figure in two documents


def differences(one, other, more="", more_other="", ledgers=("park/drift", "park/drift"), **units):
    tables = [
        ("plan 2025", table_of(one, more, file="a.yml", **units), ledgers[0]),
        ("berättelse 2024", table_of(other, more_other, file="b.yml"), ledgers[1]),
    ]
    return list(same_rows(tables))


def sentences(*args, **more):
    return [each.message.replace("\u00a0", " ") for each in differences(*args, **more)]


def test_the_same_figure_is_printed_alike_in_two_documents():
    """The same row, measure and period in two documents of a ledger differ: both are named, with their figures."""
    one = "id | Vad | Budget 2024 | Utfall 2024\npark | Parker | -307,6 | 1,0"
    other = "id | Belopp | Utfall 2024 | Budget 2024\npark | Parkerna | 1 | -306,8"
    assert sentences(one, other) == [
        "Budget 2024 för Parker är −307,6 mnkr i plan 2025, men −306,8 mnkr i berättelse 2024"
    ]
    found = differences(one, other)[0]
    assert (found.row, found.column, found.other_column) == ("park", "budget-2024", "budget-2024")
    assert (found.printed.point, found.other_printed.point) == (Decimal(-307600000), Decimal(-306800000))
    assert [place.file for place in found.places] == ["a.yml", "b.yml"]


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        ("-307,6", "-307,6", False),
        ("-307,6", "-308", False),
        ("-307,6", "-307", True),
        ("-307,6", "-307,7", True),
        ("-", "-5", True),
        ("0,0", "–", False),
        ("-", "–", False),
        ("", "-5", False),
        ("-5 000 tkr", "-5", False),
        ("5 st", "7", False),
    ],
)
def test_figures_differ_beyond_rounding(one, other, differs):
    """A dash differs from all but zero, an empty cell from nothing, and only the same unit is compared."""
    head = "Vad | Budget 2024\nEk | "
    assert (differences(head + one, head + other) != []) is differs


def test_a_dash_is_called_a_dash():
    """A document that prints a dash where another has a value is told so."""
    found = differences("Vad | Budget 2022\nEk | -", "Vad | Budget 2022\nEk | -5")
    assert [each.message.replace("\u00a0", " ") for each in found] == [
        "Budget 2022 för Ek är ett streck i plan 2025, men −5 mnkr i berättelse 2024"
    ]
    assert found[0].printed is None


def test_only_the_same_kind_of_figure_is_compared():
    """Another ledger, row, measure, period or version is another figure, and what is only annat is none."""
    base = "id | Vad | Budget 2024\nek | Ek | 1,0"
    other = base.replace("1,0", "9,0")
    assert len(differences(base, other)) == 1
    assert differences(base, other, ledgers=("park/drift", "park/invest")) == []
    assert differences(base, other.replace("ek |", "alm |")) == []
    assert differences(base, other.replace("Budget", "Utfall")) == []
    assert differences(base, other.replace("2024", "2023")) == []
    assert differences(base, other, "kolumner:\n  budget-2024:\n    version: per juli\n") == []
    said = "kolumner:\n  budget-2024:\n    är: annat\n"
    assert differences(base, other, said, said) == []
    assert differences(base.replace("Budget 2024", "Belopp"), other.replace("Budget 2024", "Belopp")) == []


def test_tables_of_one_document_are_not_compared():
    """Two tables of the same document may show the same figure differently."""
    tables = [
        ("plan", table_of(f"Vad | Budget 2024\nEk | {value}"), "park/drift") for value in ("1,0", "2,0")
    ]
    assert list(same_rows(tables)) == []


GROUPS = "kolumner:\n  k:\n    rubrik: Kvinnor\n    grupp: Utfall 2024\n  m:\n    rubrik: Män\n    grupp: Utfall 2024\n"


def test_columns_under_one_heading_are_compared_each_with_its_own():
    """Women are compared with women; two columns that say the same are compared by their ids."""
    assert sentences("Vad | k | m\nEk | 1 | 2", "Vad | m | k\nEk | 3 | 1", GROUPS, GROUPS) == [
        "Utfall 2024, Män för Ek är 2 mnkr i plan 2025, men 3 mnkr i berättelse 2024"
    ]
    same = "kolumner:\n  a:\n    är: utfall\n    avser: 2024\n  b:\n    är: utfall\n    avser: 2024\n"
    assert [
        each.column for each in differences("Vad | a | b\nEk | 1 | 2", "Vad | b | a\nEk | 3 | 1", same, same)
    ] == ["b"]


# Running text


def figure(text, printed, unit=None):
    """Compare a figure in a text with a printed one, in the unit that it is printed in."""
    quantity = parse_quantity(printed)
    scaled = [each / quantity.scale for each in (quantity.low, quantity.value, quantity.high)]
    names = {1: "", 10**3: "tusen ", 10**6: "miljoner ", 10**9: "miljarder "}
    said = check_figure(
        text, Interval(*scaled), names[quantity.scale] + quantity.unit if unit is None else unit
    )
    return said and said.replace("\u00a0", " ")


AGREE = [
    ("117 miljoner kronor", "116,7 mnkr"),
    ("117 mnkr", "116,7 mnkr"),
    ("35 miljoner", "34,9 mnkr"),
    ("0,1 miljarder kronor", "116,7 mnkr"),
    ("116 700 tkr", "116,7 mnkr"),
    ("116,7", "116,7 mnkr"),
    ("117", "116,7 mnkr"),
    ("-12,7", "-12,7 mnkr"),
    ("−13 miljoner kronor", "-12,7 mnkr"),
    ("0,09 procent", "0,1 %"),
    ("84 %", "83,6 %"),
    ("84", "84 %"),
    ("2 procentenheter", "2,3 procentenheter"),
    ("27 500 personer", "27 500 st"),
    ("27 500", "27 500 st"),
    ("13,8 årsarbetare", "13,8 årsarbetare"),
    ("3", "2,5 mnkr"),
    ("2", "2,5 mnkr"),
    ("4", "3,5 mnkr"),
    ("0 mnkr", "-0,3 mnkr"),
]


@pytest.mark.parametrize(("text", "printed"), AGREE)
def test_a_figure_in_a_text_may_be_rounded(text, printed):
    """A figure agrees with the value that it is, rounded, in any form of its unit or with none."""
    assert figure(text, printed) is None


DIFFER = [
    ("118 miljoner kronor", "116,7 mnkr", "texten har 118 mnkr, men värdet är 116,7 mnkr"),
    ("116 miljoner kronor", "116,7 mnkr", "texten har 116 mnkr, men värdet är 116,7 mnkr"),
    ("35 miljoner", "-34,9 mnkr", "texten har 35 miljoner, men värdet är −34,9 miljoner"),
    ("-12,7", "12,7 mnkr", "texten har −12,7, men värdet är 12,7"),
    ("3", "3,5 mnkr", "texten har 3, men värdet är 3,5"),
    ("84 %", "83,4 %", "texten har 84 %, men värdet är 83,4 %"),
    ("0,2 %", "0,1 %", "texten har 0,2 %, men värdet är 0,1 %"),
    ("0,19 %", "0,1 %", "texten har 0,19 %, men värdet är 0,1 %"),
    ("27 501", "27 500 st", "texten har 27 501, men värdet är 27 500"),
    ("2 procentenheter", "2 %", "texten har 2 procentenheter, men värdet är i %"),
    ("2 %", "2 procentenheter", "texten har 2 %, men värdet är i procentenheter"),
    ("84 %", "84 mnkr", "texten har 84 %, men värdet är i miljoner kr"),
    ("84 miljoner", "84 %", "texten har 84 miljoner, men värdet är i %"),
    ("84 kronor", "84 st", "texten har 84 kr, men värdet är i st"),
    ("1.5", "1,5 mnkr", "”1.5” har punkt som decimaltecken, och kan inte jämföras"),
    ("många", "1,5 mnkr", "”många” är inget tal, och kan inte jämföras"),
]


@pytest.mark.parametrize(("text", "printed", "reason"), DIFFER)
def test_a_figure_that_is_not_the_value_is_told(text, printed, reason):
    """Another number, another sign or another unit is told with both."""
    assert figure(text, printed) == reason


def test_a_share_is_said_in_per_cent():
    """A calculated share is compared in per cent, by its nominal value."""
    share = calculate(parse_expression("24,2 / 29,0"), {})
    assert check_figure("83 %", share.interval, share.unit) is None
    assert (
        check_figure("84 %", share.interval, share.unit) == "texten har 84\u00a0%, men värdet är 83,4\u00a0%"
    )
    assert check_figure("0,83", share.interval, share.unit) is None
    assert (
        check_figure("84 kr", share.interval, share.unit) == "texten har 84\u00a0kr, men värdet är i andelar"
    )


@pytest.mark.parametrize(
    ("text", "printed", "said"),
    [
        ("134 mnkr", "135,0 mnkr", "135,0 mnkr"),
        ("136,0 mnkr", "135,0 mnkr", "135,0 mnkr"),
        ("133,5 mnkr", "135 mnkr", "135 mnkr"),
        ("134 mnkr", "135,04 mnkr", "135,0 mnkr"),
        ("1 200 mnkr", "1 234 000 tkr", "1 234,0 mnkr"),
        ("1 200 mnkr", "1 234 mnkr", "1 234 mnkr"),
    ],
)
def test_a_value_is_said_as_it_is_printed(text, printed, said):
    """The decimals that are printed are shown, also a zero; no more than one beyond the text's, and none that are not."""
    assert figure(text, printed).endswith(f", men värdet är {said}")


def test_a_value_without_a_unit_is_compared_as_it_is():
    """Where the table names no unit, the text may."""
    assert figure("31 mnkr", "31", "") is None
    assert figure("5 tusen", "5 000", "") is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("-2 077,9", "−2 077,9 mnkr"),
        ("46", "46 mnkr"),
        ("-1,4%", "−1,4 %"),
        ("9 st *)", "9 st"),
        ("-", "–"),
        ("", ""),
        ("3.5", "3,5 mnkr"),
    ],
)
def test_a_link_without_a_text_shows_the_value(text, shown):
    """The value is shown with the decimals that were printed and its unit, a correction as corrected."""
    more = (
        'decimaler: 1\nrättelser:\n  ek/budget-2024:\n    läs: "3,5"\n    skäl: tryckt med punkt\n'
        if "." in text
        else "decimaler: 1\n"
    )
    table = table_of(f"Vad | Budget 2024\nEk | {text}", more)
    assert render_value(table.cell("ek", "budget-2024")).replace("\u00a0", " ") == shown


def test_a_text_cell_is_shown_as_its_text():
    """A link to a text column shows the text."""
    table = table_of("Vad | Objekt | Budget 2024\nEk | En bänk | 1", "kolumner:\n  objekt:\n    text: ja\n")
    assert render_value(table.cell("ek", "objekt")) == "En bänk"


# Whole tables, at random

TRUE = st.integers(-99999, 99999).map(lambda thousandths: Decimal(thousandths) / 1000)
GENERATED = """kolumner:
  ut:
    är: utfall
  bu:
    är: budget
  diff:
    är: avvikelse
    formel: ut - bu
  andel:
    är: förändring
    enhet: "%"
    formel: (ut - bu) / bu
"""


@st.composite
def structures(draw):
    """Draw rows as (kind, id, parts): a group of rows with or without parts, its sum, and a total of them all."""
    numbers = count(1)
    rows, groups, loose = [], [], []
    for _ in range(draw(st.integers(1, 3))):
        lines = []
        for _ in range(draw(st.integers(1, 4))):
            parts = [f"r{next(numbers)}" for _ in range(draw(st.integers(0, 3)))]
            line = f"r{next(numbers)}"
            rows.append(("rad", line, parts))
            rows += [("del", part, []) for part in parts]
            rows += [("varav", f"r{next(numbers)}", [])] * draw(st.integers(0, 1))
            lines.append(line)
        groups.append(f"r{next(numbers)}")
        rows.append(("summa", groups[-1], lines))
    for _ in range(draw(st.integers(0, 2))):
        loose.append(f"r{next(numbers)}")
        rows.append(("rad", loose[-1], []))
    rows.append(("totalt", f"r{next(numbers)}", groups + loose))
    return rows


@st.composite
def printed_tables(draw):
    """Draw a table that is right before rounding: its rows, and each printed number by (row, column)."""
    rows = draw(structures())
    true, printed = {}, {}
    for column in ("ut", "bu"):
        parts = {id_: parts for _, id_, parts in rows}

        def value(id_, column=column, parts=parts):
            if (id_, column) not in true:
                true[id_, column] = (
                    sum((value(part) for part in parts[id_]), Decimal(0)) if parts[id_] else draw(TRUE)
                )
            return true[id_, column]

        for id_ in parts:
            value(id_)
    for _, id_, _ in rows:
        ut, bu = true[id_, "ut"], true[id_, "bu"]
        true[id_, "diff"] = ut - bu
        true[id_, "andel"] = (ut - bu) / bu * 100 if bu else None
    for key, value in true.items():
        decimals = draw(st.integers(0, 2))
        printed[key] = value if value is None else value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return rows, printed


@st.composite
def nested_sums(draw):
    """Draw rows of sums in three levels that are right before rounding: (kind, printed number)."""
    rows, whole = [], Decimal(0)
    for _ in range(draw(st.integers(1, 3))):
        group = Decimal(0)
        for _ in range(draw(st.integers(1, 3))):
            lines = draw(st.lists(TRUE, min_size=1, max_size=3))
            rows += [("rad", line) for line in lines] + [("summa", sum(lines))]
            group += sum(lines)
        loose = draw(st.lists(TRUE, max_size=2))
        group += sum(loose)
        rows += [("rad", line) for line in loose] + [("totalt", group)]
        whole += group
    return [*rows, ("totalt", whole)]


@given(nested_sums(), st.integers(0, 2), st.data())
def test_totals_of_totals_are_never_told_when_right_and_always_when_wrong(rows, decimals, data):
    """Sums, totals of them and a total of all add up however they are rounded; a last total that is off is told."""
    step = Decimal(1).scaleb(-decimals)

    def laid(last):
        numbers = [number.quantize(step, ROUND_HALF_UP) for _, number in rows]
        numbers[-1] += last
        kinds = [kind for kind, _ in rows]
        lines = (
            f"{kind} | r{at} | x | {format_number(number)}"
            for at, (kind, number) in enumerate(zip(kinds, numbers, strict=True))
        )
        return HEAD + "\n".join(lines)

    assert told(laid(0)) == []
    # Further off than every number together, it is no sum of any of them.
    off = sum(abs(number) + 1 for _, number in rows).quantize(step) + data.draw(st.integers(1, 9))
    assert [each[1] for each in told(laid(off))] == [f"r{len(rows) - 1}/budget-2024"]


def laid_out(rows, printed):
    lines = ["sort | Vad | ut | bu | diff | andel"]
    for kind, id_, _ in rows:
        cells = (printed[id_, column] for column in ("ut", "bu", "diff", "andel"))
        lines.append(
            " | ".join([kind, id_, *("–" if cell is None else format_number(cell) for cell in cells)])
        )
    return table_of("\n".join(lines), GENERATED)


@given(printed_tables())
def test_a_table_that_is_right_is_never_told(drawn):
    """Whatever the rows, their kinds and their rounding, a table that adds up before rounding gives no mismatch."""
    assert list(check_table(laid_out(*drawn))) == []


@given(printed_tables(), st.data())
def test_a_change_beyond_rounding_is_always_told(drawn, data):
    """A cell changed by more than rounding allows makes a mismatch of every sum and difference that it is in."""
    rows, printed = drawn
    kinds = {id_: kind for kind, id_, _ in rows}
    wholes = {part: id_ for _, id_, parts in rows for part in parts}
    has_parts = {id_ for _, id_, parts in rows if parts}
    row = data.draw(st.sampled_from(sorted(kinds)))
    column = data.draw(st.sampled_from(["ut", "bu", "diff"]))
    sign = data.draw(st.sampled_from([-1, 1]))
    printed[row, column] += sign * (len(rows) + 2)
    found = {(each.rule, each.row, each.column) for each in check_table(laid_out(rows, printed))}
    expected = {("formel", row, "diff")}
    for id_ in {row if row in has_parts else None, wholes.get(row)} - {None}:
        rule = "del" if kinds[id_] == "rad" else kinds[id_]
        expected.add((rule, id_, column))
    assert expected <= found
