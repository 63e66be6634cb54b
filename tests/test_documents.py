"""The five documents in `content/` hold every heading, table, note, goal, assignment and risk that the facit holds."""

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from test_facit import read
from vpgen.arithmetic import check_table
from vpgen.assessment import assess
from vpgen.findings import find
from vpgen.history import make_history
from vpgen.loader import load
from vpgen.model.content import FollowUp, Passage, Placed, PlacedTable
from vpgen.tables import HEADING, State

CONTENT = Path(__file__).resolve().parents[1] / "content"
UNITS = "regionstyrelsen/verksamheter"
# The documents by the facit's names: which document, and whose plan where a document holds several.
DOCUMENTS = {
    ("000", "RS"): ("regionstyrelsen", 2023, "plan"),
    ("000", "RK"): (f"{UNITS}/regionkansliet", 2023, "plan"),
    ("000", "ESI"): (f"{UNITS}/samhallsplanering-och-infrastruktur", 2023, "plan"),
    ("001", "RS"): ("regionstyrelsen", 2024, "verksamhetsberattelse"),
    ("002", "RTN"): ("regional-tillvaxtnamnd", 2024, "plan"),
    ("003", "RS"): ("regionstyrelsen", 2025, "plan"),
    ("004", "SN"): ("servicenamnden", 2023, "plan"),
}
# The printed tables of figures by the facit's names. T6 is the summary, the others that are missing here (T5, T7, T12,
# T18, T23, T24, T27, T32) are no tables of figures: indicators, internal control, and one that was an image.
TABLES = {
    "T1": ("000", "RS", "driftbudget"),
    "T2": ("000", "RS", "investeringar"),
    "T3": ("000", "RK", "driftbudget"),
    "T4": ("000", "ESI", "driftbudget"),
    "T8": ("001", "RS", "driftbudget"),
    "T9": ("001", "RS", "handlingsplan"),
    "T10": ("001", "RS", "investeringar"),
    "T11": ("001", "RS", "listade"),
    "T13": ("001", "RS", "personalkostnader"),
    "T14": ("001", "RS", "kostnadsanalys"),
    "T15": ("001", "RS", "arsarbetare"),
    "T16": ("001", "RS", "arsarbetare-exkl"),
    "T17": ("001", "RS", "sjukfranvaro"),
    "T19": ("002", "RTN", "nyckeltal"),
    "T20": ("002", "RTN", "resultatbudget"),
    "T21": ("002", "RTN", "driftbudget"),
    "T22": ("002", "RTN", "investeringar"),
    "T25": ("003", "RS", "driftbudget"),
    "T26": ("003", "RS", "investeringar"),
    "T28": ("004", "SN", "nyckeltal"),
    "T29": ("004", "SN", "resultatbudget"),
    "T30": ("004", "SN", "driftbudget"),
    "T31": ("004", "SN", "investeringar"),
    "T33": ("004", "SN", "fastighetsinvesteringar"),
    "T34": ("004", "SN", "it-investeringar"),
    "T35": ("004", "SN", "ovriga-investeringar"),
}


@cache
def register():
    return load(CONTENT)


@cache
def findings():
    return find(assess(register(), make_history(register())))


def document(dok, plan):
    """The document as it is: a plan, or the follow-up for 001."""
    key = DOCUMENTS[dok, plan]
    return next(source for source in register().documents() if source.document.key == key)


def plan_of(dok, plan):
    """The plan whose goals, sections and risks the document tells of: of 001 the plan that it answers."""
    found = document(dok, plan)
    return found.plan if isinstance(found, FollowUp) else found


def table(name):
    dok, plan, id_ = TABLES[name]
    return document(dok, plan).contents.tables[id_]


def facit_tables():
    """The facit's rows of each table: per printed row its label and its cells as (heading, figure)."""
    tables = {}
    for line in read("tabeller"):
        cells = tables.setdefault(line["tabell"], {}).setdefault((int(line["rad"]), line["radtext"]), [])
        if line["kolumn"]:
            assert int(line["kolumn"]) == len(cells) + 1, line
            cells.append((line["kolumntext"], line["tryckt"]))
    return tables


def plain(text):
    """Text on one line."""
    return re.sub(r"\s+", " ", text).strip()


def bare(heading):
    """A heading without spaces and hyphens: where it is broken over two lines, the hyphen may be the line's."""
    return re.sub(r"[\s\-–]", "", heading)


# -- headings


def section_heading(section):
    """A section's heading as printed: "Perspektiv: Process", "Prioriterat område Digitalisering"."""
    kind = section.kind[0].upper() + section.kind[1:]
    match section.kind:
        case "perspektiv" | "strategi":
            return f"{kind}: {section.name}"
        case "prioriterat område":
            return f"{kind} {section.name}"
        case _:
            return section.name


def headings(dok, plan):
    """Every heading of a document as (number, heading, kind), in the order in which the parts are placed."""
    contents, tree = document(dok, plan).contents, plan_of(dok, plan)

    def chapters(parent):
        for chapter in contents.chapters_under(parent):
            yield chapter.number or "", chapter.heading, chapter.kind
            if Placed("mål") in chapter.parts:
                yield from nodes(None)
            yield from chapters(chapter.id)

    def nodes(parent):
        for node in tree.children(parent):
            if node.id in tree.sections:
                yield node.number or "", section_heading(node), node.kind
            yield from nodes(node.id)
            yield from chapters(node.id)

    return list(chapters(None))


@pytest.mark.parametrize(("dok", "plan"), DOCUMENTS)
def test_numbered_headings_are_the_printed_ones(dok, plan):
    """Chapters and sections with a number: number, heading and level, in printed order, and no other."""
    # A focus area has the number of a goal (5.1.1), not of a chapter.
    told = [(nr, heading) for nr, heading, kind in headings(dok, plan) if nr and kind != "fokusområde"]
    expected = [row for row in read("kapitel") if (row["dok"], row["plan"]) == (dok, plan) and row["nr"]]
    assert told == [(row["nr"], row["rubrik"]) for row in expected]
    assert len(told) >= 10
    for row in expected:
        assert int(row["niva"]) == row["nr"].count(".") + 1


def test_headings_without_number_are_the_printed_ones():
    """Events and challenges of the follow-up, and the annex of servicenämnden, stand in printed order."""
    unnumbered = [row for row in read("kapitel") if not row["nr"]]
    for dok, plan, kinds in (("001", "RS", ("händelse", "utmaning")), ("004", "SN", ("bilaga",))):
        contents = document(dok, plan).contents
        for kind in kinds:
            own = [chapter for chapter in contents.chapters.values() if chapter.kind == kind]
            below = [chapter for each in own for chapter in contents.chapters_under(each.id)]
            told = [chapter.heading for chapter in [*own, *below]]
            assert told == [row["rubrik"] for row in unnumbered if (row["dok"], row["niva"]) == (dok, kind)]
    assert Counter(row["niva"] for row in unnumbered) == {"händelse": 10, "utmaning": 6, "bilaga": 4}


@pytest.mark.parametrize(("dok", "plan"), DOCUMENTS)
def test_all_headings_together_stand_in_printed_order(dok, plan):
    """Read from the top, the document meets the facit's headings one after the other."""
    told = iter([(nr, heading) for nr, heading, _ in headings(dok, plan)])
    expected = [
        (row["nr"], row["rubrik"]) for row in read("kapitel") if (row["dok"], row["plan"]) == (dok, plan)
    ]
    assert expected
    for heading in expected:
        assert heading in told, heading


@pytest.mark.parametrize(("dok", "plan"), DOCUMENTS)
def test_no_chapter_stands_where_nobody_finds_it(dok, plan):
    """Every chapter is reached from the top, and every table is placed in exactly one of them."""
    contents = document(dok, plan).contents
    reached = Counter(heading for _, heading, _ in headings(dok, plan))
    assert not Counter(chapter.heading for chapter in contents.chapters.values()) - reached
    placed = [
        part.id
        for chapter in contents.chapters.values()
        for part in chapter.parts
        if isinstance(part, PlacedTable)
    ]
    assert sorted(placed) == sorted(contents.tables)
    assert contents.chapters


# -- tables


def test_the_facit_and_the_content_have_the_same_tables():
    """Every table of figures in the content is known here, and every table of the facit is in the content."""
    here = {(dok, plan, id_) for dok, plan in DOCUMENTS for id_ in document(dok, plan).contents.tables}
    assert here == set(TABLES.values())
    assert set(facit_tables()) - {"T6"} == set(TABLES)
    assert len(TABLES) == 26


@pytest.mark.parametrize("name", TABLES)
def test_every_cell_is_as_printed(name):
    """Each row has its label, in printed order, and each cell its figure, by its place."""
    told = [
        (row.printed, [cell.text for cell in row.cells] if row.kind != HEADING else [])
        for row in table(name).rows
    ]
    expected = [
        (label, [figure for _, figure in cells]) for (_, label), cells in facit_tables()[name].items()
    ]
    assert told == expected
    assert any(cells for _, cells in told)


@pytest.mark.parametrize("name", TABLES)
def test_every_column_heading_is_as_printed(name):
    """The headings of the columns, with the heading above them, are the printed ones."""
    columns = table(name).columns
    told = [f"{column.group} / {column.heading}" if column.group else column.heading for column in columns]
    rows = [cells for cells in facit_tables()[name].values() if cells]
    for cells in rows:
        assert [bare(heading) for heading in told] == [bare(heading) for heading, _ in cells]
    assert rows


def test_a_printed_dash_is_no_value_and_an_empty_cell_is_empty():
    """The unit's dashes of 2022 are dashes, the empty investments of regional tillväxtnämnd are empty, all else is read."""
    states = Counter()
    for name in TABLES:
        for cell in table(name).cells.values():
            states[name, cell.state] += 1
    assert {name: count for (name, state), count in states.items() if state is State.DASH} == {"T1": 2}
    assert {name: count for (name, state), count in states.items() if state is State.EMPTY} == {"T22": 12}
    assert {name: count for (name, state), count in states.items() if state is State.TEXT} == {"T35": 7}
    figures = sum(count for (_, state), count in states.items() if state is State.VALUE)
    assert figures == sum(bool(line["kolumn"]) for line in read("tabeller")) - 9 - 2 - 12 - 7


def test_the_one_cell_that_cannot_be_read_is_corrected_and_kept():
    """-86.0 stands as printed, and is read as -86,0; no other cell is read as anything but itself."""
    corrected = {
        (name, cell.ref): (cell.text, cell.correction.read_as)
        for name in TABLES
        for cell in table(name).cells.values()
        if cell.correction
    }
    assert corrected == {("T14", "totalt/utfall-fg-ar"): ("-86.0", "-86,0")}


def test_every_footnote_stands_at_its_table():
    """A note with a mark is the table's, one without stands in its chapter, a mark without a note is told as such."""
    seen = Counter()
    for row in read("fotnoter"):
        if row["tabell"] == "T24":  # the notes of the styrtal stand at their styrtal
            (entry,) = [
                each.entry
                for goal in plan_of("003", "RS").goals.values()
                for each in goal.rows
                if row["text"] in each.entry.notes.values()
            ]
            assert entry.notes == {row["marke"]: row["text"]}
            seen["styrtal"] += 1
        elif not row["text"]:
            assert row["marke"] in table(row["tabell"]).unexplained()
            seen["unexplained"] += 1
        elif row["marke"]:
            assert table(row["tabell"]).note(row["marke"]) == row["text"]
            seen["note"] += 1
        else:
            assert row["text"] in chapter_text(row["tabell"]), row
            seen["text"] += 1
    assert seen == {"unexplained": 2, "note": 6, "text": 6, "styrtal": 2}
    notes = sum(len(table(name).notes) for name in TABLES)
    assert (notes, sum(len(table(name).unexplained()) for name in TABLES)) == (6, 2)


def chapter_text(name):
    """The running text of the chapter in which a table stands."""
    dok, plan, id_ = TABLES[name]
    (chapter,) = [
        chapter
        for chapter in document(dok, plan).contents.chapters.values()
        if PlacedTable(id_) in chapter.parts
    ]
    return plain(" ".join(part.text for part in chapter.parts if isinstance(part, Passage)))


def test_the_printed_summary_is_kept():
    """The follow-up's summary: how many there are of each kind, and how many of each colour."""
    printed = {}
    for line in read("tabeller"):
        if line["tabell"] == "T6":
            what, number = re.fullmatch(r"(.*) \((\d+) st\)", line["radtext"]).groups()
            counts = printed.setdefault(what, {"antal": int(number)})
            counts[line["kolumntext"].rpartition("/ ")[2]] = int(line["tryckt"])
    names = {
        "Effektmål från regionfullmäktige": "effektmål",
        "Nämndens mål": "nämndens mål",
        "Nämndens uppdrag": "uppdrag",
    }
    told = {kind: dict(counts) for kind, counts in document("001", "RS").summary.items()}
    assert told == {names[what]: counts for what, counts in printed.items()}


# -- goals, indicators, assignments, activities, strategies

PLANS = [("000", "RS"), ("000", "RK"), ("000", "ESI"), ("002", "RTN"), ("004", "SN")]
# The facit says only "mål" where the document has no other word; in the content it is whose goal it is.
GOAL_KINDS = {("RK", "mål"): "verksamhetens mål", ("RTN", "mål"): "nämndens mål"}


def goal_number(plan, goal):
    """A goal's number, or that of the focus area that it is the goal of."""
    above = plan.sections.get(goal.under)
    return goal.number or (above.number if above and above.kind == "fokusområde" else None) or ""


@pytest.mark.parametrize(("dok", "name"), PLANS)
def test_goals_are_the_printed_ones(dok, name):
    """Kind, number and text of each goal in printed order, with its indicators, assignments and activities counted."""
    plan = plan_of(dok, name)
    told, counted = [], set()
    for goal in plan.goals.values():
        # An activity of two goals is printed once, after both: the facit counts it at the first.
        activities = [each.id for each in plan.activities_under(goal.id) if each.id not in counted]
        counted.update(activities)
        told.append(
            (
                goal.kind,
                goal_number(plan, goal),
                goal.wording or goal.text,
                len(goal.rows),
                len(plan.assignments_under(goal.id)),
                len(activities),
            )
        )
    expected = [
        (
            GOAL_KINDS.get((name, row["sort"]), row["sort"]),
            row["nr"],
            row["text"],
            *(int(row[column]) for column in ("indikatorer", "uppdrag", "aktiviteter")),
        )
        for row in read("mal_2023_2024")
        if (row["dok"], row["plan"]) == (dok, name)
    ]
    assert told == expected
    assert told


@pytest.mark.parametrize(("dok", "name"), PLANS)
def test_indicators_have_the_printed_wording(dok, name):
    """Each indicator's wording, under its goal, in printed order."""
    told = [
        ((goal.wording or goal.text)[:40], str(number), row.wording)
        for goal in plan_of(dok, name).goals.values()
        for number, row in enumerate(goal.rows, 1)
    ]
    expected = [
        (row["mal"], row["lopnr"], row["lydelse"])
        for row in read("indikatorer_planer")
        if (row["dok"], row["plan"]) == (dok, name)
    ]
    assert told == expected
    assert told


def assignments(dok, name):
    """A plan's assignments as (number, text); those of the regiondirektör, and those that are not."""
    plan = plan_of(dok, name)
    chief, other = [], []
    for assignment in plan.assignments.values():
        told = assignment.number or "", assignment.wording or assignment.text
        (chief if assignment.under == ("regiondirektorens-uppdrag",) else other).append(told)
    return chief, other


@pytest.mark.parametrize(("dok", "name"), [pair for pair in PLANS if pair != ("000", "RK")])
def test_assignments_are_the_printed_ones(dok, name):
    """Number and text of each assignment, in printed order; regionkansliet's plan has none."""
    _, told = assignments(dok, name)
    expected = [
        (row["nr"], row["text"]) for row in read("uppdrag_planer") if (row["dok"], row["plan"]) == (dok, name)
    ]
    assert told == expected
    assert told
    assert assignments("000", "RK") == ([], [])


@pytest.mark.parametrize("dok", ["000", "003"])
def test_the_five_assignments_of_the_regiondirektor_are_the_printed_ones(dok):
    """They stand in their own chapter, in printed order, in both plans that have them."""
    told, _ = assignments(dok, "RS")
    expected = [
        (row["nr"], row["text"]) for row in read("uppdrag_planer") if (row["dok"], row["plan"]) == (dok, "RD")
    ]
    assert told == expected
    assert len(told) == 5


@pytest.mark.parametrize(("dok", "name"), PLANS)
def test_activities_are_the_printed_ones(dok, name):
    """Each activity's text, in printed order."""
    told = [activity.text for activity in plan_of(dok, name).activities.values()]
    expected = [row["text"] for row in read("aktiviteter_planer") if (row["dok"], row["plan"]) == (dok, name)]
    assert told == expected
    assert len(told) == {"RK": 9, "ESI": 15, "SN": 1}.get(name, 0)


@pytest.mark.parametrize(("dok", "name"), PLANS)
def test_strategies_have_the_printed_bullets(dok, name):
    """Heading, title of the list and bullets, also where they are inherited from regionfullmäktige."""
    told = [
        (section_heading(section), section.list_heading, str(number), bullet)
        for section in plan_of(dok, name).sections.values()
        for number, bullet in enumerate(section.bullets.values(), 1)
    ]
    expected = [
        (row["rubrik"], row["listrubrik"], row["lopnr"], row["punkt"])
        for row in read("strategier_planer")
        if (row["dok"], row["plan"]) == (dok, name)
    ]
    assert told == expected
    assert told


def test_the_lists_of_the_follow_up_have_their_printed_titles():
    """The strategies that the follow-up repeats have the titles of their lists, and their numbers."""
    told = [
        (section.number, section_heading(section), section.list_heading, bullet)
        for section in plan_of("001", "RS").sections.values()
        for bullet in section.bullets.values()
    ]
    assert told == [
        (row["avsnitt_nr"], f"Strategi: {row['namn']}", row["listrubrik"], row["punkt"])
        for row in read("vb2024_strategier")
    ]
    assert len(told) == 20


# -- internal control

CONTROL = [("000", "RS"), ("001", "RS"), ("002", "RTN"), ("003", "RS"), ("004", "SN")]


def printed_measures(dok):
    """The facit's rows of internal control as (area, risk, measure, organisation-wide, effect)."""
    return [
        (row["omrade"], row["risk"], row["atgard"], row["regionovergripande"] == "ja", row["effekt"])
        for row in read("internkontroll")
        if row["dok"] == dok
    ]


@pytest.mark.parametrize(("dok", "name"), CONTROL)
def test_risks_and_measures_are_the_printed_ones(dok, name):
    """Area, risk, measure, whether the measure is organisation-wide, and what the follow-up says of its effect."""
    found, plan = document(dok, name), plan_of(dok, name)
    told = []
    for risk in plan.risks.values():
        for measure in risk.measures.values():
            effect = ""
            if isinstance(found, FollowUp):
                effect = found.control.risks[risk.id].measures[measure.id].effect
            told.append(
                (
                    risk.area,
                    risk.printed,
                    measure.wording or measure.text,
                    measure.organisation_wide,
                    effect.replace("ej besvarad", "tom"),
                )
            )
    assert told == printed_measures(dok)
    assert told


def test_an_organisation_wide_risk_is_the_executive_boards():
    """What another board's plan calls organisation-wide is inherited: the text stands once, at regionstyrelsen."""
    inherited = {
        (dok, risk.id) for dok, name in CONTROL for risk in plan_of(dok, name).risks.values() if risk.giver
    }
    assert inherited == {
        ("002", "sam"),
        *(("004", id_) for id_ in ("sam", "lonehantering", "redovisning-rattvisande", "dataskydd")),
    }


# -- what does not agree

RS_2023, RS_2024, RS_2025 = (
    "regionstyrelsen/2023/plan",
    "regionstyrelsen/2024/verksamhetsberattelse",
    "regionstyrelsen/2025/plan",
)
RTN, SN = "regional-tillvaxtnamnd/2024/plan", "servicenamnden/2023/plan"
ESI = f"{UNITS}/samhallsplanering-och-infrastruktur/2023/plan"


def both(row, column):
    """The same cell in the plan of 2025 and in the follow-up of 2024, the newest first."""
    return f"{RS_2025}/{row}/{column}", f"{RS_2024}/{row}/{column}"


# Every contradiction: its code, the cells that it marks, and the two figures that its sentence sets against each other.
CONTRADICTIONS = [
    # The misprinted Summa of budget 2024; the Totalt only fits the sum that should have been printed.
    ("fel-summa", (f"{RS_2025}/driftbudget/summa/budget-2024",), ("−2 777,8", "−2 778,8")),
    ("fel-summa", (f"{RS_2025}/driftbudget/totalt/budget-2024",), ("−2 957,8", "−2 956,8")),
    # Årsarbetare: 17,1 + 2,8 + 0.
    ("fel-harledning", (f"{RS_2024}/handlingsplan/arsarbetare/handlingsplan",), ("19,3", "19,9")),
    # The unit's figures of 2022.
    *(
        (
            "skillnad",
            (
                f"{RS_2023}/driftbudget/samhallsplanering/{column}",
                f"{ESI}/driftbudget/samhallsplanering/{column}",
            ),
            ("ett streck", "−5 mnkr"),
        )
        for column in ("utfall-2022", "budget-2022")
    ),
    # The budget frame of Prognos 2022.
    (
        "fel-samband",
        (f"{SN}/driftbudget/summa/ram-2022", f"{SN}/resultatbudget/resultat/prognos-2022"),
        ("49,8", "−16,5"),
    ),
    # Six rows of budget 2024, and the investments.
    *(
        ("skillnad", both(f"driftbudget/{row}", "budget-2024"), figures)
        for row, figures in {
            "regionkansliet": ("−307,6 mnkr", "−306,8 mnkr"),
            "digitalisering": ("0,0 mnkr", "−1,1 mnkr"),
            "vardval-halsoval": ("−1 234,0 mnkr", "−1 240,0 mnkr"),
            "summa": ("−2 777,8 mnkr", "−2 778,8 mnkr"),
            "verksamhetskostnad": ("−129,0 mnkr", "−128,7 mnkr"),
            "totalt": ("−2 957,8 mnkr", "−2 957,5 mnkr"),
        }.items()
    ),
    *(
        ("skillnad", both(f"investeringar/{row}", "budget-2024"), ("13,5 mnkr", "11,5 mnkr"))
        for row in ("ovrig-utrustning", "summa")
    ),
    # Figures of the running text.
    ("fel-citat", (f"{RS_2023}/driftbudget/vardval-halsoval/budget-2023",), ("1 183 mnkr", "1 190 mnkr")),
    ("fel-citat", (f"{RS_2025}/driftbudget/vardval-halsoval/budget-2024",), ("1 240 mnkr", "1 234,0 mnkr")),
    (
        "fel-citat",
        (f"{RS_2025}/driftbudget/summa/prognos-2024", f"{RS_2025}/driftbudget/summa/budget-2024"),
        ("54 mnkr", "53 mnkr"),
    ),
    ("fel-citat", (), ("84 %", "83,4 %")),
    ("fel-citat", (f"{RS_2024}/handlingsplan/summa/handlingsplan",), ("37 mnkr", "37,5 mnkr")),
    ("fel-citat", (f"{RS_2024}/arsarbetare-exkl/summa/totalt-forandring",), ("13,8", "15,5")),
    (
        "fel-citat",
        (f"{SN}/resultatbudget/resultat/budget-2023", f"{SN}/resultatbudget/summa-intakter/budget-2023"),
        ("2 %", "−2,3 %"),
    ),
    # Indicators.
    ("olika-varden", (), ("40 %", "64 %")),
    ("olika-matt", (), ("69 %", "82 %")),
    ("olika-matt", (), ("69 %", "74 %")),
    ("annat-malvarde", (), ("”>78”", "”77–80”")),
    # Footnote marks without a footnote, and a risk that is gone.
    ("not-saknas", (), ("noten *)",)),
    ("not-saknas", (), ("noten **)",)),
    ("risk-forsvunnen", (), ("2024", "2025")),
]
BETWEEN = {f"{RS_2024}.yml", f"{RS_2025}.yml"}
INDICATORS = {
    "olika-varden": ("personkrets-undersokning", BETWEEN),
    "olika-matt": ("kariesfria", BETWEEN),
    "annat-malvarde": ("hme", {f"{RS_2024}.yml", "regionstyrelsen/2024/plan.yml"}),
}


@pytest.mark.parametrize(
    ("code", "cells", "figures"),
    CONTRADICTIONS,
    ids=[f"{code} {' '.join(figures)}" for code, _, figures in CONTRADICTIONS],
)
def test_each_contradiction_is_found(code, cells, figures):
    """The finding has its code, marks its cells, and its sentence sets the figures against each other in this order."""
    pattern = re.compile(".*".join(rf"(?<![\d,]){re.escape(figure)}(?!\d|,\d)" for figure in figures))
    found = [
        finding
        for finding in findings()
        if finding.code == code and finding.cells == cells and pattern.search(plain(finding.sentence))
    ]
    assert len(found) == 1
    assert len(set(found[0].places)) == len(found[0].places)
    assert all(re.fullmatch(r"[\w/-]+\.(yml|md)", place.file) for place in found[0].places)


def test_nothing_else_is_called_a_contradiction():
    """There are as many findings of each kind as there are contradictions, and those of indicators name them."""
    told = Counter(finding.code for finding in findings())
    assert told == Counter(code for code, _, _ in CONTRADICTIONS)
    for code, (indicator, files) in INDICATORS.items():
        for finding in findings():
            if finding.code == code:
                assert finding.indicator == indicator
                assert {place.file.removeprefix("content/") for place in finding.places} == files


def test_only_what_the_source_explains_is_explained():
    """The follow-up explains the moved investments; of the two counts of årsarbetare the tables' definitions do."""
    explained = {finding.cells[0] for finding in findings() if finding.explanation}
    assert explained == {
        f"{RS_2025}/investeringar/ovrig-utrustning/budget-2024",
        f"{RS_2025}/investeringar/summa/budget-2024",
        f"{RS_2024}/arsarbetare-exkl/summa/totalt-forandring",
    }


def test_what_is_partial_or_rounded_is_not_flagged():
    """Percentages of rounded figures, rows that are only part of another, and the annex raise no finding of sums."""
    checked = Counter()
    cells = {cell for finding in findings() for cell in finding.cells}
    sums = {
        cell
        for finding in findings()
        if finding.code in {"fel-summa", "fel-harledning"}
        for cell in finding.cells
    }
    for name, (dok, plan, id_) in TABLES.items():
        start = "/".join(map(str, DOCUMENTS[dok, plan]))
        for row in table(name).rows:
            for cell in row.cells if row.kind != HEADING else ():
                full = f"{start}/{id_}/{cell.ref}"
                if name in {"T14", "T33", "T34", "T35"}:
                    assert full not in cells
                    checked[name] += 1
                if row.kind == "varav":
                    assert full not in sums
                    checked["varav"] += 1
    assert checked == {"T14": 32, "T33": 25, "T34": 10, "T35": 14, "varav": 135}


def planted(table, ref):
    """The table with one figure changed by much more than its rounding."""
    rows = []
    for row in table.rows:
        cells = tuple(
            replace(cell, value=replace(cell.value, number=cell.value.number + 1000))
            if cell.ref == ref
            else cell
            for cell in row.cells
        )
        rows.append(replace(row, cells=cells))
    return replace(table, rows=tuple(rows))


def cells_in_sums(table):
    """The printed figures that a sum adds, and the sums: in columns where sums are sums."""
    for column in table.columns:
        if column.is_text or column.adds_up is False:
            continue
        waiting = []
        for row in table.rows:
            cell = table.cell(row.id, column.id)
            if row.kind == HEADING or cell is None or cell.value is None:
                continue
            if row.kind == "rad":
                waiting.append(cell)
            elif row.kind in {"summa", "totalt"}:
                added = [each for each in waiting if each.unit == cell.unit]
                if added or row.kind == "totalt":
                    yield from (*added, cell)
                waiting = [each for each in waiting if each.unit != cell.unit]


def test_a_change_in_any_printed_sum_is_found():
    """Whatever figure of a real table takes part in a sum: change it, and the sum no longer holds."""
    planted_figures, silent = 0, []
    for source in register().documents():
        for id_, table in source.contents.tables.items():
            before = {(each.message, each.printed) for each in check_table(table)}
            for cell in cells_in_sums(table):
                planted_figures += 1
                if {(each.message, each.printed) for each in check_table(planted(table, cell.ref))} == before:
                    silent.append((source.document.full_name, id_, cell.ref))
    assert planted_figures > 300
    assert silent == []
