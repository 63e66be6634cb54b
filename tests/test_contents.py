"""Chapters, texts, tables and quoted figures of a document, through the whole reader."""

import pytest

from invented import registered, write
from vpgen.build import check_content
from vpgen.figures import quotable_figures
from vpgen.loader import load_all
from vpgen.model.content import Passage, Placed, PlacedTable

PLAN = "parknamnden/2024/plan.yml"
TABLE = """
    tabeller:
      driftbudget:
        rubrik: Driftbudget
        enhet: mnkr
        rader: |
          sort  | Belopp i mnkr | Budget 2024 | Utfall 2023
          rad   | Gungor        | -5,0        | 4,0
          rad   | Bänkar        | -7,4        | -
          summa | Summa         | -12,4       | 4,0
    """


def codes(tmp_path, files):
    """The problems of the invented region with these files: file, line, code."""
    problems = check_content(write(tmp_path, files)).problems
    return [f"{each.place.file.removeprefix('content/')}:{each.place.line} {each.code}" for each in problems]


def contents(tmp_path, files):
    """What the plan of 2024 holds beside its goals."""
    return registered(tmp_path, files).bodies["parknamnden"].plans[2024].contents


# Chapters

CHAPTERS = """
    underlag: original
    mål:
      levande-parker:
        sort: nämndens mål
        text: Parkerna är levande.
    kapitel:
      inledning:
        nr: 4
        rubrik: Inledning
        innehåll:
          - mål
      gungor:
        nr: 4.3
        rubrik: Gungor
      kedjor:
        nr: 4.3.2
        rubrik: Kedjor
      rost:
        under: kedjor
        rubrik: Rost
      flyttat:
        nr: 4.9
        under: rost
        rubrik: Flyttat
      ensamt:
        nr: 7.1
        rubrik: Ensamt
      vid-malet:
        under: levande-parker
        rubrik: Vid målet
    """


def test_chapters_nest_by_number_and_by_what_they_say(tmp_path):
    """4.3 stands under 4 by its number; `under` goes before the number; a number without its chapter stands at the top."""
    made = contents(tmp_path, {PLAN: CHAPTERS})
    assert {id_: chapter.under for id_, chapter in made.chapters.items()} == {
        "inledning": None,
        "gungor": "inledning",
        "kedjor": "gungor",
        "rost": "kedjor",
        "flyttat": "rost",
        "ensamt": None,
        "vid-malet": "levande-parker",
    }
    assert [chapter.id for chapter in made.chapters_under(None)] == ["inledning", "ensamt"]


def test_what_stands_in_a_chapter_keeps_its_order(tmp_path):
    """A chapter's own text comes first, then its parts as they are listed; texts know their file and line."""
    plan = (
        """
    underlag: original
    kapitel:
      parker:
        rubrik: Parker
        text: parker.md
        innehåll:
          - tabell: driftbudget
          - text: |
              Efter tabellen.
          - mål
    """
        + TABLE
    )
    made = contents(
        tmp_path, {PLAN: plan, "parknamnden/2024/parker.md": "Parkerna är många.\n\nOch gröna.\n"}
    )
    first, table, after, goals = made.chapters["parker"].parts
    assert isinstance(first, Passage)
    assert first.text == "Parkerna är många.\n\nOch gröna."
    assert first.place.file == "content/parknamnden/2024/parker.md"
    assert table == PlacedTable("driftbudget")
    assert (after.text, after.place.line) == ("Efter tabellen.", 10)
    assert goals == Placed("mål")


def test_a_text_that_only_ends_like_a_file_is_a_text(tmp_path):
    """Only one word that ends in .md names a file; a sentence that does is a sentence."""
    plan = "underlag: original\nkapitel:\n  a:\n    rubrik: A\n    text: Läs mer i plan.md\n"
    (part,) = contents(tmp_path, {PLAN: plan}).chapters["a"].parts
    assert part.text == "Läs mer i plan.md"


def test_a_table_may_be_called_as_a_part_is(tmp_path):
    """A table whose id is a word for a part of the document is another thing than that part."""
    plan = (
        TABLE.rstrip().replace("driftbudget:", "bidrag:")
        + "\n"
        + (
            "    underlag: original\n    kapitel:\n      a:\n        rubrik: A\n        innehåll:\n"
            "          - bidrag\n          - tabell: bidrag\n"
        )
    )
    assert contents(tmp_path, {PLAN: plan}).chapters["a"].parts == (Placed("bidrag"), PlacedTable("bidrag"))


def test_a_broken_document_accuses_no_file_beside_it(tmp_path):
    """Where a line cannot be read, or the plan above is broken, nobody knows which texts are used."""
    text = {"parknamnden/2024/parker.md": "Parkerna är många.\n"}
    plan = "underlag: original\nkapitel:\n  a:\n    rubrik: A\n    text parker.md\n"
    assert codes(tmp_path / "line", text | {PLAN: plan}) == [f"{PLAN}:5 saknar-kolon"]
    council = {"regionfullmaktige/2024/plan.yml": "underlag original\n"}
    told = codes(tmp_path / "above", text | council | {PLAN: plan.replace("text parker", "text: parker")})
    assert told == ["regionfullmaktige/2024/plan.yml:1 saknar-kolon"]


@pytest.mark.parametrize("wrong", ["- måll", "- [mål]", "- visa: måll", "-   tabell:\n              a: b"])
def test_a_wrong_part_of_a_chapter_is_told_once(tmp_path, wrong):
    """What cannot stand in a chapter is told where it stands, and the rest of the chapter is still checked."""
    plan = (
        f"    underlag: original\n    kapitel:\n      a:\n        rubrik: A\n        innehåll:\n"
        f"          {wrong}\n          - tabell: driftbudget\n" + TABLE
    )
    (told,) = codes(tmp_path, {PLAN: plan})
    assert told.startswith((f"{PLAN}:6 ", f"{PLAN}:7 "))


# Tables from files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_table_is_read_from_a_file_as_excel_saves_it(tmp_path, encoding):
    """A CSV file in UTF-8 or in Windows' own encoding becomes the table's rows."""
    plan = "underlag: original\ntabeller:\n  budget:\n    rubrik: Budget\n    enhet: mnkr\n    rader: budget.csv\n"
    content = write(tmp_path, {PLAN: plan})
    csv = "Belopp;Budget 2024\r\nBänkar på höjden;5,5\r\n"
    (content / "parknamnden" / "2024" / "budget.csv").write_bytes(csv.encode(encoding))
    loaded = load_all(content)
    assert loaded.problems == ()
    table = loaded.register.bodies["parknamnden"].plans[2024].contents.tables["budget"]
    assert table.rows[0].label == "Bänkar på höjden"
    assert table.cell("bankar-pa-hojden", "budget-2024").place.file.endswith("2024/budget.csv")


# Quoted and calculated figures


def test_every_cell_and_every_calculation_can_be_quoted(tmp_path):
    """A cell is called by document, table, row and column; a calculation by its name, and a share is said in per cent."""
    plan = (
        "    underlag: original\n    tal:\n      andel: driftbudget/gungor/budget-2024 / driftbudget/summa/budget-2024\n"
        "      halv: driftbudget/summa/budget-2024 / 2\n"
        "      inget: driftbudget/bankar/utfall-2023 * 2\n" + TABLE
    )
    figures = quotable_figures(registered(tmp_path, {PLAN: plan}))
    start = "parknamnden/2024/plan"
    assert figures[f"{start}/driftbudget/gungor/budget-2024"].text == "−5,0\u00a0mnkr"
    assert figures[f"{start}/andel"].text == "40,3\u00a0%"
    assert figures[f"{start}/halv"].text == "−6,2\u00a0mnkr"
    assert figures[f"{start}/andel"].cells == (
        f"{start}/driftbudget/gungor/budget-2024",
        f"{start}/driftbudget/summa/budget-2024",
    )
    assert figures[f"{start}/inget"].interval is None
    assert len(figures) == 6 + 3


def test_quotes_are_found_wherever_text_stands(tmp_path):
    """Texts, files, goals' descriptions and comments in follow-ups quote alike; each knows its line and column."""
    plan = (
        """
    underlag: original
    kapitel:
      a:
        rubrik: A
        text: a.md
        innehåll:
          - mål
          - tabell: driftbudget
          - text: >
              Gungorna kostar,
              som alla vet,
              [5 mnkr](tabell:-driftbudget/gungor/budget-2024).
    mål:
      levande-parker:
        sort: nämndens mål
        text: Parkerna är levande.
        beskrivning: "För [12 mnkr](tabell:−driftbudget/summa/budget-2024)."
    """
        + TABLE
    )
    report = """
    underlag: original
    period: 2024
    mål:
      levande-parker:
        bedömning: grön
        kommentar: |
          Först [5](tabell:2024/plan/driftbudget/gungor/budget-2024), sedan
          [5](tabell:parknamnden/2024/plan/driftbudget/gungor/budget-2024).
    """
    register = registered(
        tmp_path,
        {
            PLAN: plan,
            "parknamnden/2024/verksamhetsberattelse.yml": report,
            "parknamnden/2024/a.md": "Rad ett.\n\nOch [5](tabell:driftbudget/gungor/budget-2024).\n",
        },
    )
    told = [(quote.place.file.rpartition("/")[2], quote.place.line) for quote in register.quotes]
    assert sorted(told) == [
        ("a.md", 3),
        ("plan.yml", 13),
        ("plan.yml", 18),
        ("verksamhetsberattelse.yml", 8),
        ("verksamhetsberattelse.yml", 9),
    ]
    for quote in register.quotes:
        lines = (tmp_path / quote.place.file).read_text(encoding="utf-8").splitlines()
        assert lines[quote.place.line - 1][quote.place.column - 1 :].startswith(f"[{quote.text}](tabell:")
    assert {quote.target.count("/") for quote in register.quotes} == {5}
    assert sorted(quote.negated for quote in register.quotes) == [False, False, False, True, True]


def test_the_same_quote_twice_has_two_places(tmp_path):
    """A figure that is quoted several times in one text is told each time where it stands."""
    quote = "[6](tabell:driftbudget/gungor/budget-2024)"
    plan = f"    underlag: original\n    beslut: okänt\n{TABLE}mål:\n      a:\n        sort: mål\n        text: A\n"
    plan += f"        beskrivning: |\n          {quote} och {quote}\n\n          och {quote}.\n"
    register = registered(tmp_path, {PLAN: plan})
    lines = (tmp_path / "content" / PLAN).read_text(encoding="utf-8").splitlines()
    spots = [(quote.place.line, quote.place.column) for quote in register.quotes]
    assert len(set(spots)) == 3
    assert all(lines[line - 1][column - 1 :].startswith(quote) for line, column in spots)


def test_among_very_many_rows_none_is_guessed(tmp_path):
    """In a table so long that comparing names would take its time, the rows are listed, and no more than a few."""
    rows = "".join(f"          Rad {number} | 1\n" for number in range(600))
    plan = TABLE.partition("          sort")[0] + "          Post | Budget 2024\n" + rows
    plan = f"    underlag: original\n    samband:\n      - driftbudget/rad-x/budget-2024 = 1\n{plan}"
    (problem,) = check_content(write(tmp_path, {PLAN: plan})).problems
    assert problem.hint.startswith("raderna i driftbudget heter: rad-0, rad-1, ")
    assert problem.hint.endswith(", …")
    assert len(problem.hint) < 200
