"""The facit, a second transcription made apart from `content/`, is complete and clean in itself."""

import re
from collections import Counter
from pathlib import Path

import pytest

FACIT = Path(__file__).parent / "facit"
ROWS = {
    "vb2024_mal": 10,
    "vb2024_indikatorer": 21,
    "vb2024_uppdrag": 13,
    "vb2024_strategier": 20,
    "vb2024_status": 29,
    "vb2024_serier": 51,
    "vp2025_mal": 13,
    "vp2025_styrtal": 31,
    "vp2025_styrtal_grupper": 11,
    "vp2025_uppdrag": 36,
    "tabeller": 739,
    "fotnoter": 16,
    "internkontroll": 68,
    "kapitel": 157,
    "mal_2023_2024": 45,
    "indikatorer_planer": 102,
    "uppdrag_planer": 35,
    "aktiviteter_planer": 25,
    "strategier_planer": 77,
}
# Two lists in the comments carry points of their own, under the words that introduce them.
LISTS_IN_COMMENTS = {"andelen barn och unga utan kariesskador", "Kommunerna rangordnade efter måluppfyllelse"}


def read(name):
    """Plain split, no quoting: a stray tab in a cell shows as a row of the wrong length."""
    head, *lines = (FACIT / f"{name}.tsv").read_text(encoding="utf-8").removesuffix("\n").split("\n")
    keys = head.split("\t")
    return [dict(zip(keys, line.split("\t"), strict=True)) for line in lines]


def numbering(rows, key):
    """The running numbers of each group, groups in printed order."""
    groups = {}
    for row in rows:
        groups.setdefault(row[key], []).append(int(row["lopnr"]))
    return groups


def test_the_folder_holds_the_files_and_no_other():
    """A file that is missing, or that no test here knows, is told."""
    assert {path.name for path in FACIT.iterdir()} == {f"{name}.tsv" for name in ROWS}


@pytest.mark.parametrize(("name", "count"), ROWS.items())
def test_every_file_has_its_rows(name, count):
    """A row that is lost or typed twice changes the count or shows as a repetition."""
    rows = read(name)
    assert len(rows) == count
    assert len({tuple(row.values()) for row in rows}) == count


@pytest.mark.parametrize("name", ROWS)
def test_cells_are_clean(name):
    """No cell keeps a space too many, a soft hyphen, a hard space or a word cut at a line's end."""
    cells = [cell for row in read(name) for cell in row.values()]
    assert any(cells)
    for cell in cells:
        assert cell == cell.strip(), cell
        assert not re.search(r"  |[\r\t\xad\xa0\u2009\u202f]|</?i>", cell), cell
        # Two stars may be the mark of a footnote, **) or )**; a pair of them would set a word in bold.
        assert not re.search(r"\*\*.+\*\*", cell), cell
        assert not re.search(r"\w- (?!(och|eller)\b)", cell), cell


def test_goals_of_2024_in_printed_order():
    """Eight numbered effektmål, and the board's two own goals before the last two."""
    assert [row["nr"] for row in read("vb2024_mal")] == ["1", "2", "3", "4", "5", "8", "", "", "9", "10"]
    assert Counter(row["sort"] for row in read("vb2024_mal")) == {"effektmål": 8, "nämndens mål": 2}


def test_indicators_of_2024_are_counted_per_goal():
    """Each goal's indicators run 1, 2, 3 …, and the words and gaps of the outcome column are all there."""
    rows = read("vb2024_indikatorer")
    expected = {"1": 4, "2": 1, "3": 2, "4": 2, "5": 2, "8": 4, "9": 5, "10": 1}
    assert numbering(rows, "mal") == {goal: list(range(1, n + 1)) for goal, n in expected.items()}
    words = Counter(row["utfall"] for row in rows if not any(char.isdigit() for char in row["utfall"]))
    assert words == {"Helt": 6, "": 3, "Delvis": 1}
    assert sum(bool(row["malvarde"]) for row in rows) == 11


def test_assignments_of_2024_are_counted_per_heading():
    """Two stand under effektmål, eight under strategies, three under the board's own responsibility."""
    counts = [len(numbers) for numbers in numbering(read("vb2024_uppdrag"), "under").values()]
    assert counts == [1, 1, 1, 1, 1, 2, 1, 2, 3]


def test_strategies_of_2024_are_counted_per_section():
    """Six strategies with 5, 3, 3, 4, 3 and 2 bullets."""
    counts = {nr: len(points) for nr, points in numbering(read("vb2024_strategier"), "avsnitt_nr").items()}
    assert counts == {"3.3.1": 5, "3.3.2": 3, "3.3.3": 3, "3.3.4": 4, "3.3.5": 3, "3.3.6": 2}


def test_printed_summary_leaves_one_goal_without_colour():
    """The colours add up for the board's goals and assignments; of eight effektmål one was not assessed."""
    rows = [row for row in read("vb2024_status") if row["vad"] == "sammanfattning"]
    printed = {row["id"]: int(row["status"]) for row in rows}
    missing = {
        kind: printed[f"{kind} antal"] - sum(printed[f"{kind} {colour}"] for colour in ("grön", "gul", "röd"))
        for kind in ("effektmål", "nämndens mål", "nämndens uppdrag")
    }
    assert missing == {"effektmål": 1, "nämndens mål": 0, "nämndens uppdrag": 0}
    for row in rows:
        assert row["status"] in re.findall(r"\d+", row["grund"]), row


def test_told_statuses_point_at_something_typed():
    """The text tells the status of three effektmål and one assignment, and they are among those typed."""
    told = [
        (row["vad"], row["id"]) for row in read("vb2024_status") if row["vad"] in {"effektmål", "uppdrag"}
    ]
    assert [goal for kind, goal in told if kind == "effektmål"] == ["1", "2", "5"]
    (assignment,) = (text for kind, text in told if kind == "uppdrag")
    assert assignment in {row["text"] for row in read("vb2024_uppdrag")}


def test_points_of_series_are_unique_and_traced():
    """A point is typed once, belongs to a typed indicator or list, and names a line of the chapter."""
    rows = read("vb2024_serier")
    assert len({(row["indikator"], row["grupp"], row["ar"]) for row in rows}) == len(rows)
    labels = [row["lydelse"] for row in read("vb2024_indikatorer")]
    for row in rows:
        owners = sum(label.startswith(row["indikator"]) for label in labels)
        assert owners == (0 if row["indikator"] in LISTS_IN_COMMENTS else 1), row
        assert 335 <= int(row["kalla"].removeprefix("L")) <= 1365, row
        assert 2021 <= int(row["ar"]) <= 2024, row
        assert re.match(r"\d", row["varde"]), row
    assert Counter(row["rakna"] for row in rows) == {"": 27, "tolkning": 20, "räknat": 4}


def test_indicators_of_2025_are_counted_per_goal():
    """Thirty-one styrtal over eight goals, all with outcome and target, two without a long-term target."""
    rows = read("vp2025_styrtal")
    expected = {"1": 7, "2": 3, "4": 7, "5": 3, "6": 3, "7": 4, "8": 3, "9": 1}
    assert numbering(rows, "mal") == {goal: list(range(1, n + 1)) for goal, n in expected.items()}
    assert all(row["utfall"] and row["malvarde"] and row["senast_avser"] for row in rows)
    assert [(row["mal"], row["lopnr"]) for row in rows if not row["langsiktigt"]] == [("7", "2"), ("7", "3")]


def test_the_year_of_an_outcome_stands_in_its_label():
    """`senast_avser` repeats what the label says, never a year from elsewhere."""
    for row in read("vp2025_styrtal"):
        assert row["senast_avser"] in row["lydelse"], row


def test_a_footnote_stands_where_its_mark_stands():
    """The mark *) in a row and the text of a footnote go together."""
    marked = [row for row in read("vp2025_styrtal") if "*)" in row["lydelse"] + row["utfall"]]
    assert [(row["mal"], row["lopnr"]) for row in marked] == [("6", "3"), ("7", "4")]
    assert [row for row in read("vp2025_styrtal") if row["not"]] == marked


def test_parts_of_composite_cells_stand_in_their_cell():
    """Every part is printed in the whole cell, after the part before it."""
    whole = {(row["mal"], row["lopnr"]): row for row in read("vp2025_styrtal")}
    ends = Counter()
    for part in read("vp2025_styrtal_grupper"):
        key = part["mal"], part["lopnr"]
        for column in ("utfall", "malvarde", "langsiktigt"):
            start = whole[key][column].find(part[column], ends[key, column])
            assert start >= 0, part
            ends[key, column] = start + len(part[column])
    assert {key for key, _ in ends} == {("2", "1"), ("4", "3"), ("5", "2"), ("6", "3")}
    for (key, column), end in ends.items():
        assert end == len(whole[key][column]), (key, column)


def test_assignments_of_2025_keep_their_numbers():
    """Twenty-six come from the council, with the printed numbers in printed order; ten are the board's."""
    rows = read("vp2025_uppdrag")
    assert Counter(row["givare"] for row in rows) == {"regionfullmäktige": 26, "regionstyrelsen": 10}
    assert [int(row["nr"]) for row in rows if row["givare"] == "regionfullmäktige"] == [
        *(1, 2, 3, 4, 5, 6, 7, 19, 20, 47, 39, 40, 48, 49, 50),
        *(51, 53, 54, 36, 37, 38, 35, 55, 56, 57, 58),
    ]
    assert not any(row["nr"] for row in rows if row["givare"] == "regionstyrelsen")


def test_assignments_of_2025_stand_under_goals_and_sections_in_printed_order():
    """The headings of the assignments are the goals and sections of the plan, in the same order."""
    headings = [row["nr"] or row["text"] for row in read("vp2025_mal")]
    assert list(dict.fromkeys(row["under"] for row in read("vp2025_uppdrag"))) == headings


# -- the five documents, table by table and list by list

TABLES = {
    "000": ("T1", "T2", "T3", "T4"),
    "001": ("T6", "T8", "T9", "T10", "T11", "T13", "T14", "T15", "T16", "T17"),
    "002": ("T19", "T20", "T21", "T22"),
    "003": ("T25", "T26"),
    "004": ("T28", "T29", "T30", "T31", "T33", "T34", "T35"),
}


def per_plan(name):
    """How many rows each plan of each document has."""
    return Counter((row["dok"], row["plan"]) for row in read(name))


def test_every_printed_table_is_typed():
    """Twenty-seven tables of figures, each in one document, in printed order."""
    order = dict.fromkeys((row["dok"], row["tabell"]) for row in read("tabeller"))
    assert list(order) == [(dok, table) for dok, tables in TABLES.items() for table in tables]
    assert len(order) == 27


def test_tables_are_typed_row_by_row_with_no_cell_left_out():
    """Rows run 1, 2, 3 …; each has all columns of its table, 1, 2, 3 …, or is a heading without any."""
    rows = {}
    for row in read("tabeller"):
        rows.setdefault(row["tabell"], {}).setdefault(int(row["rad"]), []).append(row)
    for lines in rows.values():
        assert list(lines) == list(range(1, len(lines) + 1))
        headings = [[(cell["kolumn"], cell["kolumntext"]) for cell in cells] for cells in lines.values()]
        whole = [heading for heading in headings if heading != [("", "")]]
        assert whole
        assert all(heading == whole[0] for heading in whole)
        assert [number for number, _ in whole[0]] == [str(number) for number in range(1, len(whole[0]) + 1)]
        assert all(len({cell["radtext"] for cell in cells}) == 1 for cells in lines.values())


def test_figures_of_tables_are_figures():
    """Every cell is a number with decimal comma, a dash, empty, or a text of the one column of texts."""
    kinds = Counter()
    for row in read("tabeller"):
        printed = row["tryckt"]
        if row["kolumntext"] == "Objektbeskrivning" or not row["kolumn"]:
            kinds["text"] += 1
        elif printed in {"", "-"}:
            kinds["no value"] += 1
        elif re.fullmatch(r"-?\d{1,3}( \d{3})*(,\d+)?( ?%)?", printed):
            kinds["number"] += 1
        else:
            kinds[printed] += 1
    assert kinds == {"number": 700, "no value": 14, "text": 7 + 17, "-86.0": 1}


def test_footnotes_belong_to_typed_tables():
    """A note stands at a table of its document, and a mark without a text is one of the two that lack a note."""
    known = {dok: {*tables, "T24"} if dok == "003" else set(tables) for dok, tables in TABLES.items()}
    for row in read("fotnoter"):
        assert row["tabell"] in known[row["dok"]], row
        assert row["marke"] or row["text"], row
    assert [(row["tabell"], row["marke"]) for row in read("fotnoter") if not row["text"]] == [
        ("T1", "*)"),
        ("T1", "**)"),
    ]


def test_chapters_are_numbered_as_their_level_says():
    """A heading's level is how many steps its number has; events, challenges and the annex have none."""
    for row in read("kapitel"):
        level = str(row["nr"].count(".") + 1) if row["nr"] else row["niva"]
        assert row["niva"] == level, row
        assert row["nr"] or row["niva"] in {"händelse", "utmaning", "bilaga"}, row
    levels = Counter((row["dok"], row["niva"]) for row in read("kapitel"))
    assert [levels["000", level] for level in "123"] == [21, 27, 9]
    assert [levels["001", level] for level in "123"] == [7, 17, 6]


def test_goals_of_the_other_plans_are_counted():
    """Each plan's goals, and what is counted under them, agree with the lists of indicators."""
    assert per_plan("mal_2023_2024") == {
        ("000", "RS"): 15,
        ("000", "RK"): 6,
        ("000", "ESI"): 7,
        ("002", "RTN"): 9,
        ("004", "SN"): 8,
    }
    counted = Counter()
    for row in read("mal_2023_2024"):
        counted[row["dok"], row["plan"]] += int(row["indikatorer"])
    assert counted == per_plan("indikatorer_planer")


def test_indicators_of_the_other_plans_stand_under_typed_goals():
    """An indicator's goal is the beginning of a goal of its plan, and the indicators of a goal run 1, 2, 3 …"""
    goals = [
        (row["dok"], row["plan"], row["text"][:40], str(number))
        for row in read("mal_2023_2024")
        for number in range(1, int(row["indikatorer"]) + 1)
    ]
    told = [(row["dok"], row["plan"], row["mal"], row["lopnr"]) for row in read("indikatorer_planer")]
    assert told == goals
    assert len(told) == 64 + 24 + 14


def test_assignments_activities_and_bullets_are_counted():
    """The assignments, activities and bullets of each plan."""
    assert per_plan("uppdrag_planer") == {
        ("000", "RD"): 5,
        ("000", "RS"): 5,
        ("000", "ESI"): 4,
        ("002", "RTN"): 7,
        ("003", "RD"): 5,
        ("004", "SN"): 9,
    }
    assert per_plan("aktiviteter_planer") == {("000", "RK"): 9, ("000", "ESI"): 15, ("004", "SN"): 1}
    assert per_plan("strategier_planer") == {
        ("000", "RS"): 20,
        ("000", "RK"): 7,
        ("000", "ESI"): 16,
        ("002", "RTN"): 18,
        ("004", "SN"): 16,
    }


def test_bullets_run_from_one():
    """The bullets of a heading in a plan run 1, 2, 3 …, under one title."""
    lists = {}
    for row in read("strategier_planer"):
        lists.setdefault((row["dok"], row["plan"], row["rubrik"], row["listrubrik"]), []).append(row["lopnr"])
    assert len(lists) == 13 + 6 + 5
    assert len({key[:3] for key in lists}) == len(lists)
    for numbers in lists.values():
        assert numbers == [str(number) for number in range(1, len(numbers) + 1)]


def test_risks_and_measures_are_counted():
    """Areas, risks and measures of each internal-control plan, and how many measures are organisation-wide."""
    told = {}
    for dok in ("000", "001", "002", "003", "004"):
        rows = [row for row in read("internkontroll") if row["dok"] == dok]
        told[dok] = (
            len({row["omrade"] for row in rows}),
            len({row["risk"] for row in rows}),
            len(rows),
            sum(row["regionovergripande"] == "ja" for row in rows),
        )
    assert told == {
        "000": (7, 10, 16, 9),
        "001": (9, 10, 14, 3),
        "002": (2, 2, 6, 3),
        "003": (11, 19, 21, 3),
        "004": (5, 7, 11, 6),
    }
    effects = Counter(row["effekt"] for row in read("internkontroll") if row["dok"] == "001")
    assert effects == {"ja": 12, "delvis": 1, "tom": 1}
    assert not any(row["effekt"] for row in read("internkontroll") if row["dok"] != "001")
