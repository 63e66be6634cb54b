"""Figures that do not agree: sums, equations, two documents, running text, notes; and what the author says of it."""

from textwrap import dedent

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from invented import results_of, write
from vpgen.build import check_content
from vpgen.findings import as_warning, find

PLAN = "parknamnden/2024/plan.yml"
ROWS = """
          sort  | Belopp i mnkr | Budget 2024 | Utfall 2023
          rad   | Gungor        | -5,0        | 4,0
          rad   | Bänkar        | -7,4        | -
          summa | Summa         | -12,4       | 4,0
    """


def plan(rows=ROWS, head="", text="", rest=""):
    """A plan with a table of these rows, a text, and more at its top, in the table, or both."""
    return (
        "underlag: original\n"
        + dedent(head).lstrip("\n")
        + (
            f"kapitel:\n  a:\n    rubrik: A\n    text: |\n      {text}\n    innehåll:\n      - tabell: driftbudget\n"
            if text
            else ""
        )
        + "tabeller:\n  driftbudget:\n    rubrik: Driftbudget\n    enhet: mnkr\n"
        + rest
        + "    rader: |\n"
        + "".join(f"      {line.strip()}\n" for line in rows.strip().split("\n"))
    )


def found(tmp_path, files):
    """The findings of the invented region with these files."""
    return find(results_of(tmp_path, files))


def quoted(tmp_path, quote, **more):
    """What is found of a text that quotes, in a plan."""
    return [each.sentence.partition(": ")[2] for each in found(tmp_path, {PLAN: plan(text=quote, **more)})]


# Running text


@pytest.mark.parametrize(
    "text",
    [
        "[-12,4 mnkr](tabell:driftbudget/summa/budget-2024)",
        "[−12 miljoner kronor](tabell:driftbudget/summa/budget-2024)",
        "[12,4 miljoner kronor](tabell:-driftbudget/summa/budget-2024)",
        "[12,4](tabell:−driftbudget/summa/budget-2024)",
        "[12 400 tkr](tabell:-driftbudget/summa/budget-2024)",
        "[](tabell:driftbudget/bankar/utfall-2023)",
        "[40 %](tal:andel)",
        "[40,3 %](tal:andel)",
        "[0,4](tal:andel)",
    ],
)
def test_a_figure_of_the_text_that_is_the_tables_is_no_finding(tmp_path, text):
    """Rounded to what the text says, in another scale, with the minus left out where that is said: it is the same."""
    head = "tal:\n  andel: driftbudget/gungor/budget-2024 / driftbudget/summa/budget-2024\n"
    assert quoted(tmp_path, text, head=head) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "[13 mnkr](tabell:-driftbudget/summa/budget-2024)",
            "texten har 13\u00a0mnkr, men värdet är 12,4\u00a0mnkr",
        ),
        (
            "[12,4 mnkr](tabell:driftbudget/summa/budget-2024)",
            "texten har 12,4\u00a0mnkr, men värdet är −12,4\u00a0mnkr",
        ),
        (
            "[12,4 tkr](tabell:-driftbudget/summa/budget-2024)",
            "texten har 12,4\u00a0tkr, men värdet är 12\u00a0400\u00a0tkr",
        ),
        (
            "[12,4 %](tabell:-driftbudget/summa/budget-2024)",
            "texten har 12,4\u00a0%, men värdet är i miljoner kr",
        ),
        ("[3](tabell:driftbudget/bankar/utfall-2023)", "texten har 3, men rutan i tabellen har inget värde"),
        (
            "[42 %](tal:andel)",
            "texten har 42\u00a0%, men värdet är 40,3\u00a0%, räknat som ”",
        ),
    ],
)
def test_a_figure_of_the_text_that_is_not_the_tables_is_found(tmp_path, text, reason):
    """Another number, sign or unit is found, with what the table has and which cell that is."""
    head = "tal:\n  andel: driftbudget/gungor/budget-2024 / driftbudget/summa/budget-2024\n"
    (sentence,) = quoted(tmp_path, text, head=head)
    assert sentence.startswith(reason)


@pytest.mark.parametrize(
    ("calculation", "words"),
    [
        (
            "driftbudget/gungor/budget-2024 / driftbudget/summa/budget-2024",
            "räknat som ”Gungor” (−5,0 mnkr) / ”Summa” (−12,4 mnkr), Budget 2024, i Driftbudget",
        ),
        (
            "(driftbudget/gungor/budget-2024 - driftbudget/gungor/utfall-2023) * 2",
            "räknat som (”Gungor” (Budget 2024: −5,0 mnkr) − ”Gungor” (Utfall 2023: ",
        ),
        ("1 / 4", "räknat som 1 / 4"),
    ],
)
def test_a_misquoted_calculation_is_written_with_its_rows(tmp_path, calculation, words):
    """A reader sees the rows and figures that a calculation is of, and the column once where it is the same."""
    (sentence,) = quoted(tmp_path, "[42 %](tal:andel)", head=f"tal:\n  andel: {calculation}\n")
    assert words in sentence.replace("\u00a0", " ")


def test_a_calculation_of_many_figures_is_only_counted(tmp_path):
    """Nobody reads a sum of seven rows: how many they are is said."""
    rows = [f"rad | Rad {number} | 1,0 | 1,0" for number in range(7)]
    calculation = " + ".join(f"driftbudget/rad-{number}/budget-2024" for number in range(7))
    text = plan(
        ROWS.rstrip() + "\n" + "\n".join(rows), f"tal:\n  alla: {calculation}\n", "[42 mnkr](tal:alla)"
    )
    told = [each.sentence for each in found(tmp_path, {PLAN: text}) if each.code == "fel-citat"]
    assert [each.endswith("räknat på 7 tal i dokumentets tabeller") for each in told] == [True]


def test_a_wrong_figure_is_found_in_other_documents_and_boards(tmp_path):
    """A comment in a follow-up and a plan of another board quote the table alike, and point at text and table."""
    files = {
        PLAN: plan(),
        "parknamnden/2024/verksamhetsberattelse.yml": (
            "underlag: original\nperiod: 2024\nkommentar: |\n"
            "  Det blev [13](tabell:2024/plan/driftbudget/gungor/utfall-2023).\n"
        ),
        "lekplatsnamnden/2025/plan.yml": (
            "underlag: original\nkapitel:\n  a:\n    rubrik: A\n    text: a.md\n"
        ),
        "lekplatsnamnden/2025/a.md": "\nSom [9](tabell:parknamnden/2024/plan/driftbudget/gungor/utfall-2023).\n",
    }
    told = found(tmp_path, files)
    assert [each.code for each in told] == ["fel-citat"] * 2
    assert [(each.places[0].file.rpartition("/")[2], each.places[0].line) for each in told] == [
        ("a.md", 2),
        ("verksamhetsberattelse.yml", 4),
    ]
    assert {each.places[1].file for each in told} == {f"content/{PLAN}"}
    assert {each.cells for each in told} == {("parknamnden/2024/plan/driftbudget/gungor/utfall-2023",)}


def warned(tmp_path, files):
    """What the author is told to do about what is found, by code."""
    return [(each.code, as_warning(each).hint) for each in found(tmp_path, files)]


def test_emphasis_is_no_part_of_a_figure(tmp_path):
    """A figure may be set in bold or italics within its brackets."""
    assert quoted(tmp_path, "[**12,4 mnkr**](tabell:-driftbudget/summa/budget-2024)") == []
    (sentence,) = quoted(tmp_path, "[_13_](tabell:-driftbudget/summa/budget-2024)")
    assert sentence.startswith("texten har 13, men")


def test_words_beside_a_figure_are_moved_out(tmp_path):
    """Brackets that hold more than number and unit cannot be compared, and that is what the author is told."""
    text = "[cirka 12 mnkr](tabell:-driftbudget/summa/budget-2024)"
    ((code, hint),) = warned(tmp_path, {PLAN: plan(text=text)})
    assert code == "fel-citat"
    assert hint.endswith("; låt bara talet och enheten stå inom hakparenteserna, och skriv andra ord utanför")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("[12,4](tabell:driftbudget/summa/budget-2024)", "eller sätt - före tabellens id"),
        ("[4](tabell:-driftbudget/summa/utfall-2023)", "eller ta bort - före tabellens id"),
        ("[12](tal:allt)", "eller sätt - före talets namn"),
    ],
)
def test_a_quote_with_the_wrong_sign_says_how_it_is_turned(tmp_path, text, hint):
    """Where only the sign differs the author may have meant the other one."""
    head = "tal:\n  allt: driftbudget/summa/budget-2024 * 1\n"
    ((code, told),) = warned(tmp_path, {PLAN: plan(text=text, head=head)})
    assert code == "fel-citat"
    assert f"; {hint}; är det så i källan: " in told


# What must be equal


def equation(tmp_path, written):
    """What is found of a statement that must hold."""
    return [each.code for each in found(tmp_path, {PLAN: plan(head=f"samband:\n  - {written}\n")})]


def test_what_is_stated_to_be_equal_is_compared(tmp_path):
    """A statement that rounding can explain is none, one that it cannot is found, and one without values says nothing."""
    budget = "driftbudget/{}/budget-2024"
    sum_, swings = budget.format("summa"), budget.format("gungor")
    assert equation(tmp_path / "a", f"{sum_} = {swings} + {budget.format('bankar')}") == []
    assert equation(tmp_path / "b", f"{sum_} = {swings}") == ["fel-samband"]
    assert equation(tmp_path / "c", f"{swings} = driftbudget/bankar/utfall-2023") == []


# The same figure in two documents


def both(tmp_path, one, other, file="lekplatsnamnden/2024/plan.yml", **more):
    """What is found of two documents' tables of the same ledger, of one row each."""

    def rows(value):
        return f"Belopp | Budget 2024\nGungor | {value}"

    rest = "    räkenskap: parknamnden/driftbudget\n"
    return found(tmp_path, {PLAN: plan(rows(one)), file: plan(rows(other), rest=rest, **more)})


@pytest.mark.parametrize(
    ("one", "other"), [("5,0", "5"), ("5,4", "5"), ("5,0", "5,0"), ("0,0", "-"), ("", "5")]
)
def test_the_same_figure_may_be_rounded_otherwise(tmp_path, one, other):
    """Two roundings of one figure, nothing printed, and a dash for naught do not contradict each other."""
    assert both(tmp_path, one, other) == ()


@pytest.mark.parametrize(("one", "other"), [("5,0", "6"), ("5,0", "-5,0"), ("5,0", "-")])
def test_the_same_figure_printed_differently_is_found(tmp_path, one, other):
    """Another number, another sign, and a dash against a value are told with both places."""
    (finding,) = both(tmp_path, one, other)
    assert finding.code == "skillnad"
    assert "Verksamhetsplan 2024, Parknämnden" in finding.sentence
    assert "Verksamhetsplan 2024, Lekplatsnämnden" in finding.sentence
    assert len({place.file for place in finding.places}) == len(finding.cells) == 2


def test_the_newest_document_is_looked_at_first(tmp_path):
    """Of two documents that differ the later one is named first, and its place and cell come first."""
    (finding,) = both(tmp_path, "5,0", "6", file="parknamnden/2025/plan.yml")
    assert "är 6 mnkr i Verksamhetsplan 2025, Parknämnden, men" in finding.sentence.replace("\u00a0", " ")
    assert [place.file.split("/")[2] for place in finding.places] == ["2025", "2024"]
    assert [cell.split("/")[1] for cell in finding.cells] == ["2025", "2024"]


def test_a_follow_up_is_newer_than_its_plan(tmp_path):
    """Of the documents of one year the follow-up is looked at first."""
    head = "period: 2024\n"
    (finding,) = both(tmp_path, "5,0", "6", file="parknamnden/2024/verksamhetsberattelse.yml", head=head)
    assert finding.places[0].file.endswith("verksamhetsberattelse.yml")


def test_documents_that_are_called_the_same_are_told_apart(tmp_path):
    """Two documents with one title are named with their time, so that the sentence says which is which."""
    rest = "    räkenskap: parknamnden/driftbudget\n"
    rows = "Belopp | Budget 2024\nGungor | {}"
    files = {
        PLAN: plan(rows.format(5), rest=rest, head="titel: Planen\n"),
        "parknamnden/2024/uppfoljning.yml": plan(rows.format(6), head="titel: Planen\nperiod: T1 2024\n"),
    }
    (finding,) = found(tmp_path, files)
    assert "i Planen, Parknämnden (T1 2024), men" in finding.sentence
    assert finding.sentence.endswith("i Planen, Parknämnden (2024)")


def test_another_version_of_a_budget_is_another_figure(tmp_path):
    """A budget that says of which version it is is not compared with one that does not."""
    rest = "    räkenskap: parknamnden/driftbudget\n    kolumner:\n      budget-2024:\n        version: per juli\n"
    rows = "Belopp | Budget 2024\nGungor | {}"
    files = {PLAN: plan(rows.format(5)), "lekplatsnamnden/2024/plan.yml": plan(rows.format(9), rest=rest)}
    assert found(tmp_path, files) == ()


def test_documents_that_are_called_the_same_are_compared(tmp_path):
    """Two documents with one title are two documents, each compared with the others and with each other."""
    rest = "    räkenskap: parknamnden/driftbudget\n"
    rows = "Belopp | Budget 2024\nGungor | {}"
    files = {
        f"parknamnden/2024/{name}.yml": plan(rows.format(value), rest=rest, head=f"titel: Planen\n{more}")
        for name, value, more in (
            ("plan", 5, ""),
            ("uppfoljning", 6, "period: T1 2024\n"),
            ("delarsrapport", 7, "period: T2 2024\n"),
        )
    }
    assert [each.code for each in found(tmp_path, files)] == ["skillnad"] * 3


def test_a_document_is_not_compared_with_itself(tmp_path):
    """Two tables of one document may say the same of different things; only documents are compared."""
    rows = "Belopp | Budget 2024\nGungor | {}"
    two = plan(rows.format(5)) + plan(
        rows.format(9), rest="    räkenskap: parknamnden/driftbudget\n"
    ).partition("tabeller:\n")[2].replace("driftbudget:\n", "andra:\n", 1)
    assert found(tmp_path, {PLAN: two}) == ()


# Reasons


def test_a_reason_is_shown_with_what_it_explains_and_only_there(tmp_path):
    """A reason for a cell stands with the sum and the quote of that cell, and with no other finding."""
    rows = ROWS.replace("-12,4       | 4,0", "-12,9       | 9,0")
    head = "förklaringar:\n  driftbudget/summa/budget-2024: En post är hemlig.\n"
    text = "[12 mnkr](tabell:-driftbudget/summa/budget-2024) och [8](tabell:driftbudget/summa/utfall-2023)"
    told = found(tmp_path, {PLAN: plan(rows, head, text)})
    explained = {(each.code, each.cells[0].rpartition("/")[2], each.explanation) for each in told}
    assert explained == {
        ("fel-summa", "budget-2024", "En post är hemlig."),
        ("fel-citat", "budget-2024", "En post är hemlig."),
        ("fel-summa", "utfall-2023", ""),
        ("fel-citat", "utfall-2023", ""),
    }


def test_a_reason_of_either_document_explains_a_difference(tmp_path):
    """Where two documents differ, the reason that one of them gives is the reason."""
    head = "förklaringar:\n  driftbudget/gungor/budget-2024: Budgeten sänktes i maj.\n"
    (finding,) = both(tmp_path, "5", "7", head=head)
    assert finding.explanation == "Budgeten sänktes i maj."


def test_what_is_not_explained_says_how_it_is(tmp_path):
    """Each figure that disagrees gives the line to write; where that is in another file, which."""
    rows = ROWS.replace("-12,4       | 4,0", "-12,9       | 4,0")
    files = {
        PLAN: plan(rows, "samband:\n  - driftbudget/gungor/budget-2024 = 7\n", "a.md"),
        "parknamnden/2024/a.md": "[13,4](tabell:-driftbudget/summa/budget-2024) mnkr.\n",
    }
    how = "är det så i källan: skriv under förklaringar"
    ends = {code: hint.rpartition("; ")[2] for code, hint in warned(tmp_path, files)}
    assert ends == {
        "fel-summa": f"{how}: driftbudget/summa/budget-2024: skälet",
        "fel-samband": f"{how}: driftbudget/gungor/budget-2024: skälet",
        "fel-citat": f"{how} i content/{PLAN}: driftbudget/summa/budget-2024: skälet",
    }


def test_a_reason_for_what_agrees_is_told(tmp_path):
    """An explanation of a cell or a calculation with which nothing is wrong is not needed."""
    head = (
        "förklaringar:\n  driftbudget/summa/budget-2024: avrundning\n  allt: avrundning\n"
        "tal:\n  allt: driftbudget/summa/budget-2024 * 1\n"
    )
    told = found(tmp_path, {PLAN: plan(head=head)})
    assert [(each.code, each.places[0].line) for each in told] == [
        ("onodig-forklaring", 3),
        ("onodig-forklaring", 4),
    ]
    assert "”Summa”, Budget 2024, i Driftbudget förklaras" in told[0].sentence
    assert "allt förklaras" in told[1].sentence


def test_a_sum_names_its_column_with_the_heading_above(tmp_path):
    """Of two columns with the same heading it is the one under its group that is wrong."""
    columns = "".join(
        f"      {id_}:\n        rubrik: Budget 2024\n        grupp: {group}\n"
        for id_, group in (("ute", "Utomhus"), ("inne", "Inomhus"))
    )
    rows = "sort | Belopp | ute | inne\nrad | Gungor | 5 | 5\nsumma | Summa | 5 | 7"
    (finding,) = found(tmp_path, {PLAN: plan(rows, rest=f"    kolumner:\n{columns}")})
    assert "Driftbudget, Inomhus, Budget 2024: Summa" in finding.sentence


def test_a_mark_without_a_note_is_found(tmp_path):
    """A footnote mark that is printed without a note is told; one with a note is not."""
    rows = "Belopp | Budget 2024\nGungor *) | 5\nBänkar **) | 5"
    (finding,) = found(tmp_path, {PLAN: plan(rows, rest='    noter:\n      "*)": Nya.\n')})
    assert finding.code == "not-saknas"
    assert "**)" in finding.sentence
    (place,) = finding.places
    assert "Bänkar **)" in plan(rows, rest='    noter:\n      "*)": Nya.\n').split("\n")[place.line - 1]


def test_figures_of_the_same_row_are_not_named_twice(tmp_path):
    """A derived figure is compared with those of its own row: the warning says so, and names no line at all."""
    rows = "Belopp | a | b | kvar\nGungor | 5,0 | 2,0 | 4,0"
    columns = "    kolumner:\n      kvar:\n        rubrik: Kvar\n        formel: a - b\n"
    (finding,) = found(tmp_path, {PLAN: plan(rows, rest=columns)})
    assert finding.code == "fel-harledning"
    assert len(finding.places) == 3
    assert as_warning(finding).hint.startswith("jämför talen på raden;")


# Any table


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_changed_figure_in_a_sum_is_always_told(tmp_path_factory, data):
    """Whatever the table, a row or sum that is changed by more than rounding hides gives a warning at that sum."""
    figures = data.draw(st.lists(st.integers(-9999, 9999), min_size=1, max_size=6))
    halves = data.draw(st.integers(1, len(figures)))
    parts = [figures[:halves], figures[halves:]]
    lines = []
    for number, part in enumerate(filter(None, parts)):
        lines += [["rad", f"r{number}-{at}", figure] for at, figure in enumerate(part)]
        lines.append(["summa", f"summa-{number}", sum(part)])
    lines.append(["totalt", "totalt", sum(figures)])
    sums = {"totalt", *(id_ for kind, id_, _ in lines if kind == "summa")}

    def told():
        rows = "\n".join(
            ["sort | id | Belopp | Budget 2024"]
            + [
                f"{kind} | {id_} | Post {id_} | {f'{figure / 10:.1f}'.replace('.', ',')}"
                for kind, id_, figure in lines
            ]
        )
        content = write(tmp_path_factory.mktemp("summor"), {PLAN: plan(rows)})
        found = check_content(content)
        assert found.errors == ()
        return {finding.cells[0].split("/")[-2] for finding in found.findings if finding.code == "fel-summa"}

    assert told() == set()
    changed = data.draw(st.sampled_from(range(len(lines))))
    # Each of n figures may be off by half a tenth, and the sum too.
    lines[changed][2] += data.draw(st.sampled_from([-1, 1])) * data.draw(st.integers(len(figures) + 2, 500))
    kind, id_, _ = lines[changed]
    expected = {id_} if kind != "rad" else {f"summa-{id_[1]}"}
    assert told() & sums >= expected
