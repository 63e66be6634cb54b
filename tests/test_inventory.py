"""Every count of the inventory of the five documents, line by line, counted again in `content/`."""

import re
from collections import Counter

import pytest

from test_documents import TABLES, document, headings, plain, plan_of, table
from vpgen.model.content import Passage, Placed
from vpgen.tables import HEADING, LINE, SUM, TOTAL, WHEREOF

RS_2023, RK, ESI = ("000", "RS"), ("000", "RK"), ("000", "ESI")
REPORT, RTN, RS_2025, SN = ("001", "RS"), ("002", "RTN"), ("003", "RS"), ("004", "SN")
ALL_2023 = (RS_2023, RK, ESI)
CHIEF = "regiondirektorens-uppdrag"


# -- how the things are counted; each takes documents as (number, whose plan)


def chapters(*documents):
    """Numbered headings of level 1, 2 and 3; a focus area has the number of a goal, not of a chapter."""
    levels = Counter(
        nr.count(".") for pair in documents for nr, _, kind in headings(*pair) if nr and kind != "fokusområde"
    )
    return tuple(levels[depth] for depth in range(3))


def sections(kind, *documents):
    return sum(section.kind == kind for pair in documents for section in plan_of(*pair).sections.values())


def strategies(*documents):
    """Headings with strategy bullets, and their bullets."""
    lists = [
        section.bullets
        for pair in documents
        for section in plan_of(*pair).sections.values()
        if section.bullets
    ]
    return len(lists), sum(len(bullets) for bullets in lists)


def goals(pair, kind):
    return [goal for goal in plan_of(*pair).goals.values() if goal.kind == kind]


def numbers(pair, kind="effektmål"):
    """The numbers of the goals of a kind, in printed order."""
    return [int(goal.number) for goal in goals(pair, kind)]


def own_goals(*documents):
    return tuple(
        sum(goal.kind in {"nämndens mål", "verksamhetens mål"} for goal in plan_of(*pair).goals.values())
        for pair in documents
    )


def indicators(*documents):
    return tuple(sum(len(goal.rows) for goal in plan_of(*pair).goals.values()) for pair in documents)


def indicators_per_goal(pair):
    """Counts of indicators, goal by goal, of the goals that have a label in the inventory."""
    return [len(goal.rows) for goal in plan_of(*pair).goals.values()]


def assignments(pair):
    """The assignments without those of the regiondirektör."""
    return [each for each in plan_of(*pair).assignments.values() if each.under != (CHIEF,)]


def chief_assignments(pair):
    return [each for each in plan_of(*pair).assignments.values() if each.under == (CHIEF,)]


def assignments_under(pair, kinds):
    """How many assignments stand under goals or sections of the kinds."""
    plan = plan_of(*pair)
    return sum(plan.node(id_).kind in kinds for each in assignments(pair) for id_ in each.under)


def assignments_per_heading(pair, given):
    """Counts per goal and then per section, of those with or without a number from regionfullmäktige."""
    plan = plan_of(*pair)
    return [
        sum(bool(each.number) == given for each in plan.assignments_under(id_))
        for id_ in (*plan.goals, *plan.sections)
    ]


def activities(*documents):
    return tuple(len(plan_of(*pair).activities) for pair in documents)


def activities_per_list(pair):
    """How many activities each printed list has: a list may stand under two goals."""
    return list(Counter(each.under for each in plan_of(*pair).activities.values()).values())


def outcomes():
    """The outcomes of the follow-up: numbers with a printed target, words, and those that are missing."""
    kinds = Counter()
    for goal in document(*REPORT).goals.values():
        for row in goal.rows:
            printed = row.entry.printed
            has_target = printed is not None and bool(printed.target)
            word = row.entry.outcome.text
            kinds["number and target" if has_target else word] += 1
    return dict(kinds)


def styrtal(has):
    return sum(has(row.entry) for goal in plan_of(*RS_2025).goals.values() for row in goal.rows)


def comments():
    """The comments of the follow-up: of effektmål, indicators, own goals, assignments and measures."""
    report = document(*REPORT)
    told = [goal for goal in report.goals.values() if goal.entry.comment]
    # An outcome that is missing for a reason has the printed comment as its reason.
    rows = [row.entry for goal in report.goals.values() for row in goal.rows]
    measures = [measure for risk in report.control.risks.values() for measure in risk.measures.values()]
    return (
        sum(each.goal.kind == "effektmål" for each in told),
        sum(bool(row.comment or row.reason) for row in rows),
        sum(each.goal.kind == "nämndens mål" for each in told),
        sum(bool(each.comment) for each in report.assignments.values()),
        sum(bool(each.comment) for each in measures),
    )


def bullets_and_headings(pair, chapter, kind):
    """The bullets in the text of a chapter, and the headings of a kind under it."""
    contents = document(*pair).contents
    text = "\n".join(part.text for part in contents.chapters[chapter].parts if isinstance(part, Passage))
    below = [each for each in contents.chapters_under(chapter) if each.kind == kind]
    return len(re.findall(r"^- ", text, re.MULTILINE)), len(below)


def summary():
    """The printed summary: green, yellow and red of each kind, and how many there are."""
    return {
        kind: (*(counts[colour] for colour in ("grön", "gul", "röd")), counts["antal"])
        for kind, counts in document(*REPORT).summary.items()
    }


def control(pair):
    """Areas, risks, measures, and organisation-wide measures."""
    risks = plan_of(*pair).risks.values()
    measures = [measure for risk in risks for measure in risk.measures.values()]
    return (
        len({risk.area for risk in risks}),
        len(risks),
        len(measures),
        sum(m.organisation_wide for m in measures),
    )


def control_answers(field):
    """What the follow-up says of the measures."""
    told = Counter(
        getattr(measure, field)
        for risk in document(*REPORT).control.risks.values()
        for measure in risk.measures.values()
    )
    return dict(told)


def contributions(field):
    """Per part of the organisation, how many goals it has a text of the field for."""
    return [
        sum(getattr(each, field) is not None for each in part.goals.values())
        for part in plan_of(*RTN).contributions.values()
    ]


def kinds(name, *wanted):
    """How many rows of a printed table are of each kind wanted."""
    found = Counter(row.kind for row in table(name).rows)
    return tuple(found[kind] for kind in wanted)


def annex():
    """Groups and project rows of the three tables of the annex."""
    buildings, it, other = (
        kinds("T33", LINE, WHEREOF),
        kinds("T34", HEADING, LINE),
        kinds("T35", HEADING, LINE),
    )
    return tuple(map(sum, zip(buildings, it, other, strict=True))), (buildings, it, other)


def in_text(pair, id_, pattern):
    """How often a pattern begins a line of a section's description."""
    return len(re.findall(pattern, plan_of(*pair).sections[id_].description, re.MULTILINE))


# -- §1: the counts N01–N62, in the inventory's order; counts that it gives in one line are one tuple

COUNTS = [
    ("N01", "000: chapters of level 1", 21, lambda: chapters(*ALL_2023)[0]),
    ("N01", "of them RS, RK, ESI", [6, 8, 7], lambda: [chapters(pair)[0] for pair in ALL_2023]),
    ("N02", "000: chapters of level 2", 27, lambda: chapters(*ALL_2023)[1]),
    ("N02", "of them RS, RK, ESI", [11, 12, 4], lambda: [chapters(pair)[1] for pair in ALL_2023]),
    ("N03", "000: chapters of level 3", 9, lambda: chapters(*ALL_2023)[2]),
    ("N04", "001: chapters of level 1, 2, 3", (7, 17, 6), lambda: chapters(REPORT)),
    ("N05", "002: chapters of level 1, 2", (7, 10, 0), lambda: chapters(RTN)),
    # The printed list of contents of 003 (six lines with page numbers) is not typed: the site makes its own.
    ("N06", "003: chapters of level 1, 2", (6, 9, 0), lambda: chapters(RS_2025)),
    ("N07", "004: chapters of level 1, 2", (9, 9, 0), lambda: chapters(SN)),
    ("N07", "004: annex", 1, lambda: sum(kind == "bilaga" for _, _, kind in headings(*SN))),
    (
        "N08",
        "000: perspektiv, RS and ESI",
        [3, 3],
        lambda: [sections("perspektiv", p) for p in (RS_2023, ESI)],
    ),
    ("N08", "000: perspektiv, printed in RK", 0, lambda: sum(k == "perspektiv" for _, _, k in headings(*RK))),
    ("N09", "001: perspektiv", 3, lambda: sections("perspektiv", REPORT)),
    ("N09", "001: 3.4, outside", None, lambda: plan_of(*REPORT).sections["samhallsplanering"].under),
    ("N10", "002: perspektiv", 3, lambda: sections("perspektiv", RTN)),
    ("N11", "003: perspektiv", 0, lambda: sections("perspektiv", RS_2025)),
    ("N12", "004: perspektiv", 3, lambda: sections("perspektiv", SN)),
    ("N12", "004: goals under the first", (), lambda: plan_of(*SN).children("invanare-och-samhalle")),
    # The inventory says 42 bullets, of them 15 in ESI: it gives Hållbar utveckling there three bullets. It has four
    # (the second is printed in two lines), so there are 43, of them 16 in ESI.
    ("N13", "000: strategies, bullets", (13, 43), lambda: strategies(*ALL_2023)),
    ("N13", "of them RS, RK, ESI", [(6, 20), (2, 7), (5, 16)], lambda: [strategies(p) for p in ALL_2023]),
    ("N14", "001: strategies, bullets", (6, 20), lambda: strategies(REPORT)),
    ("N15", "002: strategies, bullets", (6, 18), lambda: strategies(RTN)),
    ("N16", "003: strategies, bullets", (0, 0), lambda: strategies(RS_2025)),
    ("N17", "004: strategies, bullets", (5, 16), lambda: strategies(SN)),
    ("N17", "004: no Beredskap", False, lambda: "beredskap-och-sakerhet" in plan_of(*SN).sections),
    ("N18", "000: effektmål, RS", [1, 2, 3, 4, 5, 8, 9, 10], lambda: numbers(RS_2023)),
    ("N18", "000: effektmål, ESI", [5, 8, 10], lambda: numbers(ESI)),
    ("N18", "000: effektmål, RK", [], lambda: numbers(RK)),
    ("N19", "001: effektmål", [1, 2, 3, 4, 5, 8, 9, 10], lambda: numbers(REPORT)),
    ("N20", "002: effektmål", [5, 8, 9, 10], lambda: numbers(RTN)),
    ("N21", "004: effektmål", [9, 10], lambda: numbers(SN)),
    ("N22", "003: målsättningar", [1, 2, 4, 5, 6, 7, 8, 9], lambda: numbers(RS_2025, "målsättning")),
    ("N23", "003: sections without number", 5, lambda: len(plan_of(*RS_2025).sections)),
    ("N24", "000: own goals of RS, RK, ESI", (7, 6, 4), lambda: own_goals(*ALL_2023)),
    ("N24", "ESI's stand in RS too", True, lambda: own_texts(ESI) <= own_texts(RS_2023)),
    ("N25", "001: own goals", (2,), lambda: own_goals(REPORT)),
    ("N26", "002: own goals", (5,), lambda: own_goals(RTN)),
    ("N27", "004: own goals", (6,), lambda: own_goals(SN)),
    (
        "N28",
        "002: focus areas, named",
        3,
        lambda: in_text(RTN, "invanare-och-samhalle", r"^- Fokusområde 5\."),
    ),
    ("N28", "002: focus areas, headings", 4, lambda: sections("fokusområde", RTN)),
    ("N29", "002: contributions, by part and goal", [4, 4, 3, 4], lambda: contributions("text")),
    ("N30", "002: challenges, by part", [4, 4, 3, 0], lambda: contributions("challenges")),
    ("N31", "000: indicators of RS, RK, ESI", (40, 3, 21), lambda: indicators(*ALL_2023)),
    ("N32", "001: indicators", (21,), lambda: indicators(REPORT)),
    (
        "N32",
        "001: what their outcomes are",
        {"number and target": 11, "Delvis": 1, "Helt": 6, "saknas": 3},
        outcomes,
    ),
    ("N33", "002: indicators", (24,), lambda: indicators(RTN)),
    # Effektmål 5 has none of its own; then 5.1.1, 5.1.2, 5.2, 5.3, effektmål 8, the strategy's goal, effektmål 9, 10.
    ("N33", "002: by goal", [0, 4, 2, 4, 3, 2, 3, 5, 1], lambda: indicators_per_goal(RTN)),
    ("N34", "004: indicators", (14,), lambda: indicators(SN)),
    # Four goals under strategies, effektmål 9 and its goal, effektmål 10 and its goal.
    ("N34", "004: by goal", [2, 4, 1, 0, 5, 0, 1, 1], lambda: indicators_per_goal(SN)),
    # N35 counts the glyph of a bullet: 27, of which three are the focus areas and the rest the indicators of N33.
    ("N35", "002: bullets less focus areas", (27 - 3,), lambda: indicators(RTN)),
    ("N36", "003: styrtal by goal", [7, 3, 7, 3, 3, 4, 3, 1], lambda: indicators_per_goal(RS_2025)),
    ("N36", "003: with outcome", 31, lambda: styrtal(lambda entry: bool(entry.outcome or entry.forecast))),
    ("N36", "003: with a target of the year", 31, lambda: styrtal(lambda entry: bool(entry.target))),
    ("N36", "003: with a long-term target", 29, lambda: styrtal(lambda entry: bool(entry.long_term))),
    ("N37", "003: without", 2, lambda: styrtal(lambda entry: not entry.long_term)),
    # N38 counts printed header rows: ten, for eight tables of which two are broken by a page. The tables are the goals'.
    ("N38", "003: tables of styrtal", 10 - 2, lambda: sum(map(bool, indicators_per_goal(RS_2025)))),
    ("N39", "000: assignments of RS, ESI", [5, 4], lambda: [len(assignments(p)) for p in (RS_2023, ESI)]),
    ("N39", "ESI's that are RS's too", 3, lambda: len(assignment_texts(ESI) & assignment_texts(RS_2023))),
    ("N40", "001: assignments", 13, lambda: len(assignments(REPORT))),
    ("N40", "001: under strategies", 8, lambda: assignments_under(REPORT, {"strategi"})),
    ("N40", "001: under effektmål", 2, lambda: assignments_under(REPORT, {"effektmål"})),
    ("N40", "001: under section 3.4", 3, lambda: assignments_under(REPORT, {"avsnitt"})),
    # Six with the label "Uppdrag:", and one without it, after the sixth.
    ("N41", "002: assignments", 6 + 1, lambda: len(assignments(RTN))),
    ("N42", "004: assignments", [*"123456789"], lambda: [each.number for each in assignments(SN)]),
    (
        "N43",
        "003: assignments from RF",
        [
            *(1, 2, 3, 4, 5, 6, 7, 19, 20, 47, 39, 40, 48, 49, 50),
            *(51, 53, 54, 36, 37, 38, 35, 55, 56, 57, 58),
        ],
        lambda: [int(each.number) for each in assignments(RS_2025) if each.number],
    ),
    (
        "N44",
        "003: own assignments, by heading",
        [1, 1, 2, 0, 0, 0, 0, 0, 0, 1, 2, 2, 1],
        lambda: assignments_per_heading(RS_2025, given=False),
    ),
    ("N45", "000: the regiondirektör's", 5, lambda: len(chief_assignments(RS_2023))),
    ("N46", "003: the regiondirektör's", 5, lambda: len(chief_assignments(RS_2025))),
    ("N46", "003: the same five", True, lambda: chief_texts(RS_2023) == chief_texts(RS_2025)),
    ("N47", "000: activities of RS, RK, ESI", (0, 9, 15), lambda: activities(*ALL_2023)),
    ("N47", "000: RK's lists", [1, 5, 3], lambda: activities_per_list(RK)),
    ("N47", "000: ESI's lists", [2, 4, 6, 1, 2], lambda: activities_per_list(ESI)),
    ("N48", "001: activities", (0,), lambda: activities(REPORT)),
    ("N49", "002: activities", (0,), lambda: activities(RTN)),
    ("N50", "004: activities", (1,), lambda: activities(SN)),
    # 57 with the heading "Kommentar", and the text of effektmål 2, which lacks it: 7 + 1 of effektmål.
    ("N51", "001: comments, by kind", (7 + 1, 21, 2, 13, 14), comments),
    ("N51", "001: comments in all", 57 + 1, lambda: sum(comments())),
    ("N52", "001: events", (6, 10), lambda: bullets_and_headings(REPORT, "vasentliga-handelser", "händelse")),
    (
        "N53",
        "001: challenges",
        (6, 6),
        lambda: bullets_and_headings(REPORT, "framtida-utmaningar", "utmaning"),
    ),
    (
        "N54",
        "001: summary",
        {"effektmål": (4, 1, 2, 8), "nämndens mål": (1, 1, 0, 2), "uppdrag": (7, 5, 1, 13)},
        summary,
    ),
    ("N55", "000: areas, risks, measures, organisation-wide", (7, 10, 16, 9), lambda: control(RS_2023)),
    ("N56", "001: areas, risks, measures, organisation-wide", (9, 10, 14, 3), lambda: control(REPORT)),
    ("N56", "001: status symbols, lost", {"okänd": 14}, lambda: control_answers("status")),
    ("N56", "001: effect", {"ja": 12, "delvis": 1, "ej besvarad": 1}, lambda: control_answers("effect")),
    ("N57", "002: areas, risks, measures, organisation-wide", (2, 2, 6, 3), lambda: control(RTN)),
    ("N58", "003: areas, risks, measures, organisation-wide", (11, 19, 21, 3), lambda: control(RS_2025)),
    ("N59", "004: areas, risks, measures, organisation-wide", (5, 7, 11, 6), lambda: control(SN)),
    ("N60", "001: ISK-bedömning", "tillräcklig", lambda: document(*REPORT).control.sufficient),
    ("N60", "001: placed in its chapter", 1, lambda: placed(REPORT, "isk-bedömning")),
    ("N61", "004: annex, groups and rows", ((14, 32), ((7, 17), (4, 9), (3, 6))), annex),
    ("N61", "004: annex, tables", 3, lambda: sum(name in TABLES for name in ("T33", "T34", "T35"))),
    ("N62", "004: områden", 6, lambda: text_of(SN, "organisation").count("- Område ")),
    ("N62", "004: rows of the driftbudget", (7, 1), lambda: kinds("T30", LINE, SUM)),
]


def own_texts(pair):
    return {goal.wording or goal.text for goal in goals(pair, "nämndens mål")}


def assignment_texts(pair):
    return {each.wording or each.text for each in assignments(pair)}


def chief_texts(pair):
    return [each.text for each in chief_assignments(pair)]


def placed(pair, word):
    return sum(Placed(word) in chapter.parts for chapter in document(*pair).contents.chapters.values())


def text_of(pair, id_):
    parts = document(*pair).contents.chapters[id_].parts
    return " ".join(part.text for part in parts if isinstance(part, Passage))


@pytest.mark.parametrize(("id_", "what", "expected", "count"), COUNTS, ids=[f"{c[0]} {c[1]}" for c in COUNTS])
def test_the_count_is_that_of_the_inventory(id_, what, expected, count):
    """Counted in the content, it is as many as the inventory counted in the printed documents."""
    assert count() == expected, f"{id_}: {what}"


def test_every_line_of_the_inventory_is_counted():
    """N01 to N62, each at least once, in order."""
    assert list(dict.fromkeys(count[0] for count in COUNTS)) == [f"N{number:02}" for number in range(1, 63)]


# -- §6: the tables T1–T35: value columns; rows with figures (sums among them) and headings

FIGURES = [
    ("T1", "000 4.3 Driftbudget regionstyrelsen", ["Budget 2023", "Utfall 2022", "Budget 2022"], 19, 1),
    ("T2", "000 4.4 Investeringsbudget", ["Budget 2023", "Utfall 2022", "Budget 2022"], 2 + 1, 0),
    ("T3", "000 RK 5.1 Fördelning driftbudget", ["Budget 2023", "Utfall 2022", "Budget 2022"], 1 + 10, 1),
    ("T4", "000 ESI 5.1 Driftsbudget", ["Budget 2023", "Utfall 2022", "Budget 2022"], 1, 0),
    (
        "T8",
        "001 4.1 Resultatrapport",
        ["Utfall 2024", "Budget 2024", "Utfall 2023", "Budget-avvikelse", "Förändring utfall 2024-2023"],
        18,
        1,
    ),
    # Two sections with different units: their titles are headings.
    (
        "T9",
        "001 4.2 Uppföljning av handlingsplan",
        ["Handlingsplan", "Utfall 2024", "Prognos 2025", "Prognos 2026"],
        1 + 2 + 1,
        2,
    ),
    ("T10", "001 4.3 Investeringar brutto", ["Utfall 2024", "Budget 2024", "Utfall 2023"], 2 + 1, 0),
    (
        "T11",
        "001 4.4 Antalet listade",
        [
            "Antal listade december 2023",
            "Antal listade december 2024",
            "Differens i antal",
            "Differens i % per åldersgrupp",
        ],
        4 + 1,
        0,
    ),
    (
        "T13",
        "001 5.1 Personalkostnader",
        ["Utfall, mnkr", "Utfall fg år, mnkr", "Ökningstakt (%)", "Ökningstakt (%) fg år"],
        1,
        0,
    ),
    (
        "T14",
        "001 5.2 Kostnadsanalys",
        ["Utfall, mnkr", "Utfall fg år, mnkr", "Förändring, mnkr", "Förändring %"],
        7 + 1,
        0,
    ),
    ("T15", "001 5.3 Årsarbetare tillsvidare", ["Kvinnor", "Män", "Totalt"] * 3, 6 + 1, 0),
    ("T16", "001 5.4 Årsarbetare exkl tjänstlediga", ["Tillsvidare", "Visstid", "Totalt"] * 3, 6 + 1, 0),
    ("T17", "001 5.5 Sjukfrånvaro", ["Kvinnor", "Män", "Totalt"] * 3, 2 + 1, 0),
    ("T19", "002 4.3 Ekonomiska nyckeltal", ["Budget 2024", "Prognos 2023", "Budget 2023"], 1, 0),
    ("T20", "002 4.4 Resultatbudget", ["Budget 2024", "Prognos 2023", "Budget 2023"], 11, 2),
    ("T21", "002 4.5 Driftbudget", ["Omsättning", "Varav budgetram"] * 2, 7 + 1, 0),
    ("T22", "002 4.6 Investeringsbudget", ["Budget 2024", "Prognos 2023", "Budget 2023"], 5 + 1, 0),
    ("T25", "003 4.3 Driftbudget", ["Budget 2025", "Prognos 2024", "Budget 2024"], 20, 1),
    ("T26", "003 4.4 Investeringsbudget", ["Budget 2025", "Prognos 2024", "Budget 2024"], 1 + 1, 0),
    ("T28", "004 6.2 Ekonomiska nyckeltal", ["Budget 2023", "Prognos 2022", "Budget 2022"], 1, 0),
    ("T29", "004 6.3 Resultatbudget", ["Budget 2023", "Prognos 2022", "Budget 2022"], 11, 2),
    ("T30", "004 6.4 Driftbudget", ["Omsättning", "Varav budgetram"] * 2, 7 + 1, 0),
    ("T31", "004 6.5 Investeringsbudget", ["Budget 2023", "Prognos 2022", "Budget 2022"], 5 + 1, 0),
    # Seven groups with their totals, seventeen projects.
    ("T33", "004 Bilaga fastighetsinvesteringar", ["Belopp, mnkr"], 7 + 17 + 1, 0),
    # Four groups without totals: headings.
    ("T34", "004 Bilaga IT-investeringar", ["Belopp, mnkr"], 9 + 1, 4),
    ("T35", "004 Bilaga övriga investeringar", ["Objektbeskrivning", "Belopp, mnkr"], 6 + 1, 3),
]


@pytest.mark.parametrize(("name", "title", "columns", "rows", "above"), FIGURES, ids=[f[0] for f in FIGURES])
def test_the_table_is_that_of_the_inventory(name, title, columns, rows, above):
    """Its columns, in order, its rows with figures and its headings without."""
    found = Counter(row.kind == HEADING for row in table(name).rows)
    assert [column.heading for column in table(name).columns] == columns, title
    assert (found[False], found[True]) == (rows, above), title


# Tables that are not tables of figures in the content, but what they are tables of.
OTHERS = [
    ("T5", "000 6.1 Internkontrollplan: risks", 10, lambda: control(RS_2023)[1]),
    ("T6", "001 3.1 Sammanfattning: rows", 3, lambda: len(summary())),
    ("T7", "001 indicator tables: rows", 21, lambda: indicators(REPORT)[0]),
    # T12, listed per age group and part of the county, is an image in the printed document: the text announces it, and
    # the chapter says that it is not there.
    ("T12", "001: told to be missing", True, lambda: "bild" in (chapter_remark(REPORT, "antalet-listade"))),
    ("T18", "001 7.2 Internkontrollplan: measures", 14, lambda: control(REPORT)[2]),
    ("T23", "002 7.1 Internkontrollplan: risks", 2, lambda: control(RTN)[1]),
    ("T24", "003 styrtal tables: rows", 31, lambda: indicators(RS_2025)[0]),
    ("T24", "003 styrtal tables: footnotes", 2, lambda: styrtal(lambda entry: bool(entry.notes))),
    ("T27", "003 6.1 Internkontrollplan: measures", 21, lambda: control(RS_2025)[2]),
    ("T32", "004 9.1 Internkontrollplan: risks", 7, lambda: control(SN)[1]),
]


def chapter_remark(pair, id_):
    return plain(document(*pair).contents.chapters[id_].entry.remark or "")


@pytest.mark.parametrize(("id_", "what", "expected", "count"), OTHERS, ids=[f"{o[0]} {o[1]}" for o in OTHERS])
def test_the_other_tables_are_those_of_the_inventory(id_, what, expected, count):
    """Indicators, internal control, the summary and the lost image are where they belong, in number."""
    assert count() == expected, f"{id_}: {what}"


def test_every_table_of_the_inventory_is_counted():
    """T1 to T35, each once among the tables of figures or among the others."""
    counted = {row[0] for row in FIGURES} | {row[0] for row in OTHERS}
    assert counted == {f"T{number}" for number in range(1, 36)}
    assert {row[0] for row in FIGURES} == set(TABLES)
    assert not {row[0] for row in FIGURES} & {row[0] for row in OTHERS}


# What the inventory says of the structure of the tables: parts that do not exhaust, sums, rows without values.
STRUCTURE = [
    ("T1", "groups, parts, sums", (7, 10, 1, 1), lambda: kinds("T1", LINE, WHEREOF, SUM, TOTAL)),
    ("T2", "rows, sum", (2, 1), lambda: kinds("T2", LINE, SUM)),
    ("T3", "total above its parts", ("rad", ["del"] * 10), lambda: whole_and_parts("T3")),
    ("T8", "groups, parts, sums", (5, 11, 1, 1), lambda: kinds("T8", LINE, WHEREOF, SUM, TOTAL)),
    ("T8", "derived columns", 2, lambda: derived("T8")),
    ("T9", "units", {"årsarbetare", "mnkr"}, lambda: {row.unit for row in table("T9").rows if row.unit}),
    ("T14", "derived columns", 2, lambda: derived("T14")),
    ("T15", "headings above the columns", 3, lambda: len({column.group for column in table("T15").columns})),
    ("T16", "headings above the columns", 3, lambda: len({column.group for column in table("T16").columns})),
    ("T17", "headings above the columns", 3, lambda: len({column.group for column in table("T17").columns})),
    ("T20", "subtotals, running results", (2, 2), lambda: kinds("T20", SUM, TOTAL)),
    # Two rows are marked "- " and add to the sum all the same: they are rows, not parts.
    (
        "T21",
        "rows marked with a dash",
        2,
        lambda: sum(row.printed.startswith("- ") for row in table("T21").rows),
    ),
    ("T21", "rows, parts, sum", (7, 0, 1), lambda: kinds("T21", LINE, WHEREOF, SUM)),
    ("T21", "headings above the columns", 2, lambda: len({column.group for column in table("T21").columns})),
    (
        "T22",
        "empty rows",
        4,
        lambda: sum(not any(cell.text for cell in row.cells) for row in table("T22").rows),
    ),
    ("T25", "groups, parts, sums", (7, 11, 1, 1), lambda: kinds("T25", LINE, WHEREOF, SUM, TOTAL)),
    ("T29", "subtotals, running results", (2, 2), lambda: kinds("T29", SUM, TOTAL)),
    ("T30", "headings above the columns", 2, lambda: len({column.group for column in table("T30").columns})),
    ("T33", "groups, projects, sum", (7, 17, 1), lambda: kinds("T33", LINE, WHEREOF, SUM)),
]


def whole_and_parts(name):
    first, *rest = [row.kind for row in table(name).rows if row.kind != HEADING]
    return first, rest


def derived(name):
    return sum(column.formula is not None for column in table(name).columns)


@pytest.mark.parametrize(
    ("name", "what", "expected", "count"), STRUCTURE, ids=[f"{s[0]} {s[1]}" for s in STRUCTURE]
)
def test_the_structure_is_that_of_the_inventory(name, what, expected, count):
    """What adds up to what in a table is typed as the inventory found it."""
    assert count() == expected, f"{name}: {what}"
