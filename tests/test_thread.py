"""The röda tråden: what hangs on what, where it breaks off, when that cannot be told, and its page."""

import re
from collections import Counter
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from invented import ORGANISATION, registered, results_of, write
from vpgen.build import check_content
from vpgen.model.content import Row
from vpgen.pages.look import Look
from vpgen.pages.thread import thread_page
from vpgen.thread import Break, find_orphans, make_thread, numbered, reach, spared_risks

CONTENT = Path(__file__).resolve().parents[1] / "content"
COUNCIL = """
    underlag: original
    mål:
      levande-parker:
        sort: effektmål
        nr: 1
        text: Länets parker är levande.
    uppdrag:
      rf-1:
        nr: 1
        under: levande-parker
        mottagare: parknamnden
        text: Att plantera ekar.
    """
BOARD = """
    underlag: original
    mål:
      levande-parker:
        indikatorer:
          besiktigade:
            målvärde: 90 %
    uppdrag:
      rf-1:
      stig:
        text: Att anlägga en stig.
        under: levande-parker
    aktiviteter:
      grava:
        text: Gräva gropar.
        under: rf-1
    """
OTHER = """
    underlag: original
    mål:
      gungor:
        sort: nämndens mål
        text: Gungorna håller.
        indikatorer:
          nojdhet:
            målvärde: 80
    """
PARTIAL = "underlag: original\n    fullständig: nej"


def tree(council=COUNCIL, board=BOARD, other=OTHER, **more):
    """An invented year in which the thread holds, with these parts in place of their own; None leaves one out."""
    plans = {"regionfullmaktige": council, "parknamnden": board, "lekplatsnamnden": other}
    return {f"{body}/2024/plan.yml": text for body, text in plans.items() if text is not None} | {
        name.replace("__", "/") + ".yml": text for name, text in more.items()
    }


def partial(plan):
    """The same plan, of which only a part is there."""
    return plan.replace("underlag: original", PARTIAL, 1)


def orphans(tmp_path, kind, files):
    """Each orphan of a kind: the ids of what it is about, and whether it cannot be told."""
    found = [each for each in find_orphans(registered(tmp_path, files)) if each.kind is kind]
    for each in found:
        assert each.sentence.startswith("kan inte avgöras: ") == bool(each.doubt)
        assert not each.sentence.endswith(".")
        assert each.places
    return [(each.ref.body, each.ref.id, bool(each.doubt)) for each in found]


def shape(strands):
    """Strands as nested tuples of body, id, and what hangs on them."""
    return [
        (
            strand.plan.document.body,
            strand.element.indicator.id if isinstance(strand.element, Row) else strand.element.id,
            shape(strand.below),
        )
        for strand in strands
    ]


# What hangs on what


def test_the_thread_runs_from_the_council_to_what_is_done(tmp_path):
    """A goal holds the council's assignments with their receivers, then each board's own with what it measures and does."""
    thread = make_thread(registered(tmp_path, tree()), 2024)
    assert shape(thread.top) == [
        (
            "regionfullmaktige",
            "levande-parker",
            [
                ("regionfullmaktige", "rf-1", [("parknamnden", "rf-1", [("parknamnden", "grava", [])])]),
                (
                    "parknamnden",
                    "levande-parker",
                    [("parknamnden", "besiktigade", []), ("parknamnden", "stig", [])],
                ),
            ],
        )
    ]
    assert {path: shape(strands) for path, strands in thread.own.items()} == {
        "lekplatsnamnden": [("lekplatsnamnden", "gungor", [("lekplatsnamnden", "nojdhet", [])])]
    }


def test_a_units_goal_hangs_on_its_boards(tmp_path):
    """The thread goes on through the board to its units, in the order of the bodies."""
    unit = """
        underlag: original
        mål:
          levande-parker:
            indikatorer:
              utslapp:
                målvärde: minska
        """
    files = tree(parknamnden__verksamheter__plantskolan__2024__plan=unit) | {
        "parknamnden/verksamheter/plantskolan/verksamhet.yml": "namn: Plantskolan"
    }
    thread = make_thread(registered(tmp_path, files), 2024)
    chains = [
        [each.plan.document.body for each in (*above, strand)]
        for strand, above in thread.strands()
        if isinstance(strand.element, Row) and strand.element.indicator.id == "utslapp"
    ]
    assert chains == [["regionfullmaktige", "parknamnden", "plantskolan", "plantskolan"]]


def test_what_a_board_has_under_a_heading_of_the_councils_hangs_on_that(tmp_path):
    """A strategy of the council's holds the boards' goals under it, and stands also where nothing hangs on it."""
    strategies = """
    avsnitt:
      gront:
        sort: strategi
        namn: Grönt
      tyst:
        sort: strategi
        namn: Tyst
    """
    board = BOARD.replace(
        "mål:\n",
        "mål:\n      trad:\n        sort: nämndens mål\n        under: gront\n        text: Träd.\n",
        1,
    ).replace("underlag: original", "underlag: original\n    avsnitt:\n      gront:", 1)
    files = tree(COUNCIL.replace("    mål:", strategies.rstrip(" ").lstrip("\n") + "    mål:", 1), board)
    top = shape(make_thread(registered(tmp_path, files), 2024).top)
    assert top[1:] == [
        ("regionfullmaktige", "gront", [("parknamnden", "gront", [("parknamnden", "trad", [])])]),
        ("regionfullmaktige", "tyst", []),
    ]


def test_without_a_council_all_is_the_bodies_own(tmp_path):
    """A year without a plan of the council's has threads of its own only."""
    thread = make_thread(registered(tmp_path, tree(council=None, board=None)), 2024)
    assert thread.top == ()
    assert list(thread.own) == ["lekplatsnamnden"]


# Where it breaks off


def test_a_whole_thread_has_no_orphans(tmp_path):
    """Where everything has a receiver, a target and a report, nothing is found and nothing left untold."""
    report = """
        underlag: original
        period: 2024
        uppdrag:
          rf-1:
            bedömning: grön
          stig:
            kommentar: Stigen är klar.
        """
    files = tree(parknamnden__2024__verksamhetsberattelse=report)
    assert find_orphans(registered(tmp_path, files)) == ()


NOBODYS = COUNCIL.replace("        mottagare: parknamnden\n", "")


@pytest.mark.parametrize(
    ("council", "board", "expected"),
    [
        (NOBODYS, BOARD, []),
        (NOBODYS, None, [("regionfullmaktige", "rf-1", False)]),
        (partial(NOBODYS), None, [("regionfullmaktige", "rf-1", True)]),
        (COUNCIL, None, []),
    ],
)
def test_what_nobody_was_given_is_found(tmp_path, council, board, expected):
    """An assignment without a receiver is an orphan, unless a board has it, or the giver's plan is not whole."""
    assert orphans(tmp_path, Break.NO_RECEIVER, tree(council, board)) == expected


WITHOUT = BOARD.replace("      rf-1:\n", "").replace("under: rf-1", "under: stig")


@pytest.mark.parametrize(
    ("council", "board", "expected"),
    [
        (COUNCIL, BOARD, []),
        (COUNCIL, WITHOUT, [("regionfullmaktige", "rf-1", False)]),
        (partial(COUNCIL), WITHOUT, [("regionfullmaktige", "rf-1", True)]),
        (COUNCIL, partial(WITHOUT), [("regionfullmaktige", "rf-1", True)]),
        (COUNCIL, None, [("regionfullmaktige", "rf-1", True)]),
    ],
)
def test_a_receiver_that_does_not_know_is_found(tmp_path, council, board, expected):
    """A receiver whose plan lacks the assignment is found, if both plans are there and whole."""
    assert orphans(tmp_path, Break.UNAWARE, tree(council, board)) == expected


def test_a_unit_that_does_not_know_is_found(tmp_path):
    """What a board gives to its unit is looked for in the unit's plan; a person who receives has none."""
    board = BOARD.replace(
        "        text: Att anlägga en stig.", "        mottagare: plantskolan\n        text: Stig."
    )
    unit = "underlag: original\nmål:\n  plantor:\n    sort: verksamhetens mål\n    text: Plantorna gror."
    files = {
        "parknamnden/verksamheter/plantskolan/verksamhet.yml": "namn: Plantskolan",
        "parknamnden/verksamheter/plantskolan/2024/plan.yml": unit,
    }
    assert orphans(tmp_path, Break.UNAWARE, tree(board=board) | files) == [("parknamnden", "stig", False)]
    person = board.replace("plantskolan", "Parkchefen")
    assert orphans(tmp_path, Break.UNAWARE, tree(board=person) | files) == []


EMPTY = OTHER.partition("        indikatorer:")[0]


@pytest.mark.parametrize(
    ("added", "whole", "expected"),
    [
        ("", True, [("lekplatsnamnden", "gungor", False)]),
        ("", False, [("lekplatsnamnden", "gungor", True)]),
        ("    uppdrag:\n      smorj:\n        under: gungor\n        text: Smörj.\n", True, []),
        ("    aktiviteter:\n      smorj:\n        under: gungor\n        text: Smörj.\n", True, []),
        (
            "      kedjor:\n        sort: delmål\n        under: gungor\n        text: Kedjorna håller.\n",
            True,
            [("lekplatsnamnden", "kedjor", False)],
        ),
    ],
)
def test_a_goal_with_nothing_under_it_is_found(tmp_path, added, whole, expected):
    """A goal needs an indicator, an assignment, an activity or a goal under it, if its plan is whole."""
    other = EMPTY + added
    files = tree(other=other if whole else partial(other))
    assert orphans(tmp_path, Break.EMPTY_GOAL, files) == expected


LONELY = COUNCIL.partition("    uppdrag:")[0]
NO_GOAL = """
    underlag: original
    mål:
      annat:
        sort: nämndens mål
        text: Något annat.
        indikatorer:
          besok:
            målvärde: bedöms i text
    """


@pytest.mark.parametrize(
    ("board", "expected"),
    [
        (BOARD.partition("    uppdrag:")[0], []),
        (NO_GOAL, [("regionfullmaktige", "levande-parker", False)]),
        (partial(NO_GOAL), [("regionfullmaktige", "levande-parker", True)]),
        (None, [("regionfullmaktige", "levande-parker", True)]),
    ],
)
def test_a_goal_that_no_board_carries_is_found(tmp_path, board, expected):
    """The council's goal is carried by a board; while a board's plan is lacking, that may be the one."""
    assert orphans(tmp_path, Break.EMPTY_GOAL, tree(LONELY, board)) == expected


UNTARGETED = OTHER.replace("            målvärde: 80\n", "            lydelse: Nöjdheten mäts.\n")


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (OTHER, []),
        (UNTARGETED, [("lekplatsnamnden", "gungor", False)]),
        (partial(UNTARGETED), [("lekplatsnamnden", "gungor", True)]),
    ],
)
def test_an_indicator_without_a_target_is_found(tmp_path, other, expected):
    """An indicator has a target for its plan's year, if the plan is whole."""
    assert orphans(tmp_path, Break.NO_TARGET, tree(other=other)) == expected


def test_a_long_term_target_is_not_the_years(tmp_path):
    """An indicator with only a long-term target is found, and said to have that."""
    other = OTHER.replace("målvärde: 80", "långsiktigt: 80")
    found = [
        each for each in find_orphans(registered(tmp_path, tree(other=other))) if each.kind is Break.NO_TARGET
    ]
    assert [each.indicator for each in found] == ["nojdhet"]
    assert "bara ett långsiktigt målvärde" in found[0].sentence


RISKY = """
    underlag: original
    internkontroll:
      risker:
        rost:
          område: Lek
          risk: Risk att gungorna rostar.
    """
MEASURED = RISKY.rstrip(" ") + "          åtgärder:\n            olja:\n              text: Olja gungorna.\n"


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (MEASURED, []),
        (RISKY, [("lekplatsnamnden", "rost", False)]),
        (partial(RISKY), [("lekplatsnamnden", "rost", True)]),
    ],
)
def test_a_risk_without_a_measure_is_found(tmp_path, other, expected):
    """A risk has a measure, if its plan is whole."""
    assert orphans(tmp_path, Break.NO_MEASURE, tree(other=other)) == expected


CUTOFF = """
        risk:
          sannolikhet:
            1: Osannolik
            2: Möjlig
            3: Sannolik
          konsekvens:
            1: Lindrig
            2: Kännbar
            3: Allvarlig
          åtgärdas från: 4
"""


@pytest.mark.parametrize(
    ("grades", "expected", "said"),
    [
        ((3, 2), [("lekplatsnamnden", "rost", False)], "fast riskvärdet 6 når gränsen 4"),
        ((2, 2), [("lekplatsnamnden", "rost", False)], "fast riskvärdet 4 når gränsen 4"),
        ((1, 3), [], ""),
        (None, [("lekplatsnamnden", "rost", True)], "det är okänt om gränsen 4 är nådd"),
    ],
)
def test_a_risk_under_the_cut_off_needs_no_measure(tmp_path, grades, expected, said):
    """From the cut-off on a risk has a measure; under it it needs none; without a grade it cannot be told."""
    organisation = ORGANISATION.replace("      2020:", f"      2020:{CUTOFF.rstrip()}", 1)
    lines = [
        f"          {name}: {grade}\n"
        for name, grade in zip(("sannolikhet", "konsekvens"), grades or (), strict=False)
    ]
    files = tree(other=RISKY.rstrip(" ") + "".join(lines)) | {"organisation.yml": organisation}
    assert orphans(tmp_path, Break.NO_MEASURE, files) == expected
    register = registered(tmp_path, files)
    sentences = [each.sentence for each in find_orphans(register) if each.kind is Break.NO_MEASURE]
    assert len(sentences) == len(expected)
    assert all(said in sentence for sentence in sentences)
    spared = [] if expected else [("lekplatsnamnden", 2024, "rost")]
    assert list(spared_risks(register, 2024)) == spared


def test_the_threads_page_says_which_risks_need_no_measure(tmp_path):
    """The page tells how many risks without a measure are under the cut-off, so that none is silently left out."""
    organisation = ORGANISATION.replace("      2020:", f"      2020:{CUTOFF.rstrip()}", 1)
    risky = RISKY.rstrip(" ") + "          sannolikhet: 1\n          konsekvens: 1\n"
    results = results_of(tmp_path, tree(other=risky) | {"organisation.yml": organisation})
    look = Look(results, (), lambda _file, _line: None, find_orphans(results.register))
    breaks = {each.id: each for each in thread_page(look, 2024).view.breaks}
    spared = "1 risk utan åtgärd är under gränsen 4 och behöver ingen."
    assert spared in breaks[Break.NO_MEASURE].note
    assert breaks[Break.NO_MEASURE].found == ()
    assert not any(spared in each.note for id_, each in breaks.items() if id_ != Break.NO_MEASURE)


def test_an_organisation_wide_risk_is_as_whole_as_its_givers_plan(tmp_path):
    """Where a board has a risk by its id, and the executive's plan is not whole, its measures may stand there."""
    risky = RISKY.replace("          område: Lek\n", "          område: Lek\n          övergripande: ja\n")
    inherits = OTHER.rstrip(" ") + "    internkontroll:\n      risker:\n        rost:\n"
    organisation = ORGANISATION.replace(
        "fullmäktige: regionfullmaktige\n", "fullmäktige: regionfullmaktige\n    styrelse: parknamnden\n"
    )
    files = tree(council=None, board=risky, other=inherits) | {"organisation.yml": organisation}
    assert orphans(tmp_path, Break.NO_MEASURE, files) == [
        ("lekplatsnamnden", "rost", False),
        ("parknamnden", "rost", False),
    ]
    files["parknamnden/2024/plan.yml"] = partial(risky)
    assert {each[2] for each in orphans(tmp_path, Break.NO_MEASURE, files)} == {True}


REPORT = """
    underlag: original
    period: 2024
    uppdrag:
      rf-1:
        bedömning: grön
    """


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        ({}, [("parknamnden", "rf-1", True), ("parknamnden", "stig", True)]),
        ({"verksamhetsberattelse": REPORT}, [("parknamnden", "stig", False)]),
        ({"verksamhetsberattelse": partial(REPORT)}, [("parknamnden", "stig", True)]),
        (
            {"delarsrapport": REPORT.replace("period: 2024", "period: jan–jul 2024")},
            [("parknamnden", "stig", True)],
        ),
        (
            {
                "verksamhetsberattelse": REPORT,
                "delarsrapport": REPORT.replace("period: 2024", "period: jan–jul 2024").replace(
                    "rf-1", "stig"
                ),
            },
            [],
        ),
        ({"verksamhetsberattelse": REPORT.rstrip(" ") + "      stig:\n"}, [("parknamnden", "stig", False)]),
    ],
)
def test_an_assignment_never_reported_on_is_found(tmp_path, reports, expected):
    """When the year's last follow-up is there, and whole, every assignment has been told of in some follow-up."""
    files = tree() | {f"parknamnden/2024/{slug}.yml": text for slug, text in reports.items()}
    assert orphans(tmp_path, Break.NOT_REPORTED, files) == expected


def test_every_orphan_says_what_and_where(tmp_path):
    """An orphan names the thing, says what is missing, and gives both places."""
    found = find_orphans(registered(tmp_path, tree(board=WITHOUT)))
    orphan = next(each for each in found if each.kind is Break.UNAWARE)
    assert orphan.subject == "Uppdrag nr 1: Att plantera ekar."
    assert orphan.sentence == "Parknämnden är mottagare, men uppdraget står inte i mottagarens plan för 2024"
    assert [place.file.split("/")[1] for place in orphan.places] == ["regionfullmaktige", "parknamnden"]


def test_nothing_is_an_orphan_only_because_something_is_hidden(tmp_path):
    """A goal whose only indicator is internal is empty on the public site, and not said to be so."""
    other = OTHER.replace(
        "            målvärde: 80\n", "            målvärde: 80\n            publicering: intern\n"
    )
    content = write(tmp_path, tree(other=other))
    for internal in (True, False):
        checked = check_content(content, internal=internal)
        goal = checked.results.register.bodies["lekplatsnamnden"].plans[2024].goals["gungor"]
        assert bool(goal.rows) == internal
        assert [each for each in checked.orphans if each.kind is Break.EMPTY_GOAL] == []


# How far the documents reach


def breaks(tmp_path, files):
    """What the page of the year says of each way of breaking off: how many, and what that leaves out."""
    results = results_of(tmp_path, files)
    look = Look(results, (), lambda *_: None, find_orphans(results.register))
    view = thread_page(look, 2024).view
    return {each.id: (each.count, each.note) for each in view.breaks}, view


def test_none_is_said_only_of_whole_plans(tmp_path):
    """Where all plans are here in full, a way of breaking off that none is found of is said to have none."""
    every, view = breaks(tmp_path, tree())
    reported = every.pop(Break.NOT_REPORTED)
    assert set(every.values()) == {("inga", "")}
    assert reported == ("kan inte avgöras", "För 2 går det inte att avgöra.")
    assert (view.partial, view.without) == ((), "")


REBUILT = COUNCIL.replace("underlag: original", "underlag: återskapad ur parknämndens plan")


@pytest.mark.parametrize("council", [partial(COUNCIL), REBUILT, None])
def test_what_may_hide_in_the_councils_plan_cannot_be_told(tmp_path, council):
    """Where the council's plan is in part, rebuilt or not here, no count that rests on it says that there are none."""
    board = BOARD if council else OTHER.replace("gungor", "parker")
    every, view = breaks(tmp_path, tree(council, board))
    for kind in (Break.NO_RECEIVER, Break.UNAWARE, Break.EMPTY_GOAL, Break.NO_TARGET, Break.NO_MEASURE):
        assert every[kind][0] == "kan inte avgöras", kind
    assert bool(view.partial) == bool(council)
    assert view.without == ("" if council else "Regionfullmäktige")


def test_a_count_is_a_least_one_where_a_plan_is_lacking(tmp_path):
    """What is found is at least so many while a board's plan is not here; the council's own count stands."""
    every, view = breaks(tmp_path, tree(NOBODYS, None, UNTARGETED))
    assert every[Break.NO_TARGET][0] == "minst 1"
    assert every[Break.NO_MEASURE] == ("kan inte avgöras", "Inga i det som finns här.")
    assert every[Break.NO_RECEIVER][0] == "1"
    assert view.without == "Parknämnden"


def test_a_board_of_another_mandate_period_lacks_no_plan(tmp_path):
    """A board is missed only in the years that it exists."""
    newer = ORGANISATION.replace(
        "        - parknamnden\n", "      2027–2030:\n        - regionfullmaktige\n        - parknamnden\n"
    )
    organisation = newer.replace("        - lekplatsnamnden\n", "").replace(
        "2023–2026:\n", "2023–2026:\n        - lekplatsnamnden\n"
    )
    register = registered(tmp_path, tree(None, None, None) | {"organisation.yml": organisation})
    missed = {year: {body.id for body in reach(register, year).without} for year in (2024, 2028, 2031)}
    assert missed == {
        2024: {"regionfullmaktige", "lekplatsnamnden"},
        2028: {"regionfullmaktige", "parknamnden"},
        2031: {"regionfullmaktige", "parknamnden", "lekplatsnamnden"},  # a period that nothing is said of
    }


def assigned(tmp_path, *numbers):
    """How many of the council's assignments are here, where they have these numbers."""
    plan = "underlag: original\nfullständig: nej\nuppdrag:\n" + "".join(
        f"  u-{index}:\n    text: Uppdrag {index}.\n" + (f"    nr: {number}\n" if number else "")
        for index, number in enumerate(numbers)
    )
    plans = registered(tmp_path, tree(plan, None)).council.plans
    return numbered(plans[2024])[0]


@pytest.mark.parametrize(
    ("numbers", "last", "absent"),
    [
        ((1, 2, 3), 3, ()),
        ((1, 2, 5, 6, 8), 8, ((3, 4), (7, 7))),
        ((3, 2), 3, ((1, 1),)),
        ((4,), 4, ((1, 3),)),
        ((5,), None, ()),  # less than a quarter: the number may be of something else
        ((101, 102, 103), None, ()),
        ((1, "2a"), None, ()),
        ((1, 1), None, ()),
        ((1, None), None, ()),
        ((), None, ()),
    ],
)
def test_running_numbers_tell_what_is_not_here(tmp_path, numbers, last, absent):
    """Whole numbers from 1 tell how many there are at least and which are lacking; other numbers tell nothing."""
    found = assigned(tmp_path, *numbers)
    assert (found.here, found.last, found.absent) == (len(numbers), last, absent)


# The real content


def test_the_orphans_of_the_real_content_are_those_of_the_documents():
    """Each was checked by hand against the printed documents; what cannot be told is apart."""
    every = check_content(CONTENT).orphans
    found = Counter(
        (each.kind, each.ref.year, each.ref.body.split("/")[-1]) for each in every if not each.doubt
    )
    assert found == {
        (Break.UNAWARE, 2023, "regionstyrelsen"): 1,
        (Break.EMPTY_GOAL, 2023, "regionstyrelsen"): 3,
        (Break.EMPTY_GOAL, 2023, "servicenamnden"): 1,
        (Break.NO_TARGET, 2023, "regionstyrelsen"): 18,
        (Break.NO_TARGET, 2023, "samhallsplanering-och-infrastruktur"): 18,
    }
    doubtful = Counter((each.kind, each.ref.year) for each in every if each.doubt)
    assert doubtful == {
        (Break.UNAWARE, 2024): 1,
        (Break.EMPTY_GOAL, 2024): 2,
        (Break.NOT_REPORTED, 2025): 41,
        (Break.NOT_REPORTED, 2024): 7,
        (Break.NOT_REPORTED, 2023): 23,
    }


def test_every_goal_of_the_real_content_hangs_in_its_years_thread():
    """Nothing of a plan is left out of its thread: goals, indicators, assignments and activities are all there."""
    register = check_content(CONTENT).results.register
    seen = 0
    for year in (2023, 2024, 2025):
        strands = {(each.ref.body, id(each.element)) for each, _ in make_thread(register, year).strands()}
        for body in register.bodies.values():
            if year in body.plans:
                plan = body.plans[year]
                rows = [row for goal in plan.goals.values() for row in goal.rows]
                for element in (
                    *plan.goals.values(),
                    *rows,
                    *plan.assignments.values(),
                    *plan.activities.values(),
                ):
                    assert (body.path, id(element)) in strands, (year, body.path, element)
                    seen += 1
    assert seen > 250


def text_of(path):
    """The words of a page's content."""
    html = path.read_text(encoding="utf-8")
    return " ".join(re.sub(r"<script.*?</script>|<[^>]*>", " ", html, flags=re.DOTALL).split())


def test_the_page_tells_what_the_thread_holds(real_site):
    """The page of 2024 has the goal, the board, an assignment with its status, an indicator with its verdict, and doubts."""
    text = text_of(real_site / "rod-trad" / "2024.html")
    assert "Effektmål 9 : Region Örebro län är en attraktiv arbetsgivare" in text
    assert "Regional tillväxtnämnd" in text
    assert "Kan inte avgöras: bara en del av Verksamhetsplan 2024, Regionstyrelsen finns här." in text
    assert re.search(
        r"Indikator : Hållbart medarbetarengagemang.{0,400}?(Nått|Inte nått|Kan inte avgöras)", text
    )
    assert re.search(r"Uppdrag : Samtliga verksamheter arbetar i enlighet", text)


def test_the_page_says_how_much_of_the_councils_plan_is_here(real_site):
    """Counted by hand in the council's plan of 2025: 26 assignments with numbers up to 58, and 8 goals up to number 9."""
    text = text_of(real_site / "rod-trad" / "2025.html")
    assignments = "26 av minst 58 uppdrag finns här; nr 8–18, 21–34, 41–46 och 52 saknas."
    assert f"Uppdrag från fullmäktige utan mottagare {assignments} kan inte avgöras" in text
    assert "8 av minst 9 målsättningar finns här; nr 3 saknas." in text
    assert re.search(
        r"Ingen plan för 2025 finns här för [^.]*Regional tillväxtnämnd och Servicenämnden\.", text
    )


@pytest.mark.browser
def test_the_thread_is_reached_from_the_start_page_and_leads_up_again(open_page, real_address):
    """Two clicks from the start page down to a board's goal, and a way up that leads to what it hangs on."""
    page = open_page(real_address + "index.html")
    page.get_by_role("article").get_by_role("link", name=re.compile("Röd tråd ?, år 2025")).click()
    page.wait_for_url("**/rod-trad/2025.html")
    page.get_by_text("Regionstyrelsen", exact=True).and_(page.locator("summary")).click()
    page.locator(".vp-rodtrad__upp a:visible").first.click()
    spot = page.url.partition("#")[2]
    assert spot.startswith("trad-")
    assert page.locator(f"#{spot}").count() == 1


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1366, "dark")])
def test_axe_finds_nothing_on_the_threads(open_page, real_address, width, scheme):
    """The pages have no accessibility fault that axe can see, and do not scroll sideways on a phone."""
    page = open_page(real_address + "rod-trad/2023.html", width, scheme)
    for year in (2023, 2024, 2025):
        page.goto(f"{real_address}rod-trad/{year}.html")
        violations = Axe().run(page).response["violations"]
        assert [(item["id"], item["nodes"][0]["html"][:120]) for item in violations] == [], year
        assert page.evaluate("document.documentElement.scrollWidth") <= width, year
