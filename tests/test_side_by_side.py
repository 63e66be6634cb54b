"""Boards side by side: who can be set against whom, how far apart with rounding, and what the pages say of it."""

import re
from decimal import ROUND_HALF_UP, Decimal
from html import unescape
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invented import ORGANISATION, one_goal, results_of, write
from vpgen.assessment import assess
from vpgen.build import check_content
from vpgen.charts import ChartLine, ChartPoint, ChartTarget, ChartView, draw_alike
from vpgen.history import make_history
from vpgen.loader import load
from vpgen.numbers import Quantity, format_quantity
from vpgen.pages.boards import start_page
from vpgen.pages.look import Look
from vpgen.pages.side_by_side import side_by_side_page
from vpgen.pages.site_map import make_pages, make_site_tree
from vpgen.reading import read_folder
from vpgen.side_by_side import DEMANDS, distance, find_against, find_shared
from vpgen.target_kinds import Target
from vpgen.values import parse_value

CONTENT = Path(__file__).resolve().parents[1] / "content"
PARKS, PLAYGROUNDS = "parknamnden", "lekplatsnamnden"
BATHS = "badnamnden"
THREE = {
    "organisation.yml": ORGANISATION.replace(f"- {PLAYGROUNDS}\n", f"- {PLAYGROUNDS}\n        - {BATHS}\n"),
    f"{BATHS}/namnd.yml": "namn: Badnämnden",
}


def boards(parks=None, playgrounds=None, plan="besiktigade:\n  målvärde: minst 80 %", year=2024):
    """Both boards' plans with the same row, and their follow-ups where these lines are given."""
    return one_goal(year, plan, parks) | one_goal(year, plan, playgrounds, PLAYGROUNDS)


def outcome(value, indicator="besiktigade", *more):
    """A row of a follow-up."""
    return "\n".join([f"{indicator}:", f"  utfall: {value}", *(f"  {line}" for line in more)])


def shared_of(tmp_path, files, indicator="besiktigade"):
    """An indicator as the boards of these files share it; None where they do not."""
    found = find_shared(results_of(tmp_path, files))
    return next((each for each in found if each.indicator.id == indicator), None)


def look_of(results):
    return Look(results, (), lambda _file, _line: None)


def view_of(tmp_path, files):
    """The page of these files, as a view."""
    page = side_by_side_page(look_of(results_of(tmp_path, files)))
    assert page is not None
    return page.view


def line_of(tmp_path, files):
    """The only line of the page of these files."""
    (group,) = view_of(tmp_path, files).groups
    ((_, answer),) = group.lines
    return spaced(answer)


def spaced(text):
    return text.replace("\xa0", " ")


def plain(text):
    """HTML as a reader sees it, with every space as one space."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text)).replace("\xa0", " ")).strip()


# How far apart


def far(own, other, better="högt"):
    return distance(parse_value(own), parse_value(other), "Riket", better)


@pytest.mark.parametrize(
    ("own", "other", "sentence", "ends"),
    [
        ("84 %", "87 %", "3 procentenheter lägre än Riket", "2–4"),
        ("86,4 %", "84 %", "2 procentenheter högre än Riket", "1,85–2,95"),
        ("84,6 %", "84,0 %", "0,6 procentenheter högre än Riket", "0,5–0,7"),
        ("85 %", "84 %", "1 procentenhet högre än Riket", "0–2"),
        ("5 st", "3 st", "2 st fler än Riket", None),
        ("5 st", "5 st", "lika med Riket", None),
        ("1,3 miljoner ton", "1,174 miljoner ton", "0,1 miljoner ton mer än Riket", "0,0755–0,1765"),
        ("83", "79", "4 högre än Riket", "3–5"),
    ],
)
def test_a_difference_is_no_finer_than_the_coarser_figure(own, other, sentence, ends):
    """The difference has the coarser printed precision, and its ends are what rounding leaves open."""
    found = far(own, other)
    assert spaced(found.reason) == sentence
    told = found.low and "–".join(
        spaced(format_quantity(end)).split(" ")[0] for end in (found.low, found.high)
    )
    assert told == ends


@pytest.mark.parametrize(
    ("own", "other", "reason"),
    [
        ("84,4 %", "84 %", "84,4 % mot 84 %: skillnaden är mindre än den tryckta noggrannheten"),
        ("88 %", "88 %", "88 % mot 88 %: skillnaden är mindre än den tryckta noggrannheten"),
        ("80 %", "80 st", "olika enheter: ”%” mot ”st”"),
        ("Helt", "80 %", "utfallet är ett ord, ”Helt”, inget värde att räkna på"),
        ("plats 3 av 21", "80 %", "utfallet är en placering, plats 3 av 21, inget värde att räkna på"),
    ],
)
def test_what_cannot_be_told_gives_its_reason(own, other, reason):
    """Where rounding, the unit or the kind of value leaves the difference open, there is none and a reason why."""
    found = far(own, other)
    assert (found.sign, found.amount, found.low, found.standing) == (None, None, None, "")
    assert spaced(found.reason) == reason


def test_a_range_has_a_side_but_no_size():
    """A range that lies wholly above is higher, but by how much is not made up."""
    found = far("70–80 %", "60 %")
    assert (found.sign, found.amount, found.standing) == (1, None, "bättre")
    assert spaced(found.reason) == "70–80 % är högre än 60 %"


@pytest.mark.parametrize(
    ("own", "better", "standing"),
    [
        ("90 %", "högt", "bättre"),
        ("90 %", "lågt", "sämre"),
        ("90 %", "inget", ""),
        ("70 %", "lågt", "bättre"),
    ],
)
def test_whether_it_is_better_is_the_indicators_to_say(own, better, standing):
    """Higher is better only where the definition says so; where neither is good nothing is said."""
    assert far(own, "80 %", better).standing == standing


@given(
    st.decimals(min_value=0, max_value=100, places=4),
    st.decimals(min_value=0, max_value=100, places=4),
    st.integers(0, 2),
    st.integers(0, 2),
)
def test_the_true_difference_is_within_what_is_told(one, other, fine, finer):
    """However two figures were rounded, their difference before rounding is within the ends, on the side that is told."""
    printed = [
        Quantity(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP), 1, "%")
        for value, places in ((one, fine), (other, finer))
    ]
    found, turned = distance(*printed, "x", "högt"), distance(*reversed(printed), "x", "högt")
    assert found.amount == turned.amount
    if found.sign is None:
        assert turned.sign is None
        return
    assert found.sign == -turned.sign != 0
    assert found.amount.number > 0
    assert found.low.number <= abs(one - other) <= found.high.number
    assert (one - other) * found.sign >= 0


def test_every_kind_of_target_is_a_demand_on_something():
    """No kind of target is left without a word for what it demands."""

    def kinds(union):
        for each in get_args(union):
            yield from kinds(each) if get_args(each) else (each,)

    assert set(DEMANDS) == set(kinds(Target))
    assert all(DEMANDS.values())


# Who stands beside whom


def test_the_best_comes_first_and_how_far_behind_the_other_is(tmp_path):
    """Two boards of the same time are ordered, with the difference."""
    files = boards(outcome("79 %"), outcome("82 %"))
    assert line_of(tmp_path, files) == (
        "2024: Lekplatsnämnden 82 % och Parknämnden 79 %. Lekplatsnämnden ligger 3 procentenheter högre än"
        " Parknämnden, vilket är bättre. Båda har samma målvärde: minst 80 %. Målvärdet är nått: Lekplatsnämnden"
        " (2024). Målvärdet är inte nått: Parknämnden (2024)."
    )


def test_where_low_is_good_the_lowest_is_first(tmp_path):
    """The order is that of what is good, not of size."""
    files = boards(
        outcome("12 ton", "utslapp"), outcome("9 ton", "utslapp"), "utslapp:\n  målvärde: högst 10 ton"
    )
    shared = shared_of(tmp_path, files, "utslapp")
    assert [place.body.id for place in shared.standing.places] == [PLAYGROUNDS, PARKS]
    assert "3 ton mindre än Parknämnden, vilket är bättre" in line_of(tmp_path, files)


def test_what_rounding_hides_is_no_order(tmp_path):
    """Two boards nearer than their rounding are said not to be told apart."""
    line = line_of(tmp_path, boards(outcome("82 %"), outcome("82 %")))
    assert (
        "De går inte att skilja åt: 82 % mot 82 %: skillnaden är mindre än den tryckta noggrannheten." in line
    )


def test_equal_counts_are_equal(tmp_path):
    """Counts are never rounded: the same count is the same."""
    files = boards(outcome("7 st", "bankar"), outcome("7 st", "bankar"), "bankar:\n  målvärde: minst 5 st")
    files["indikatorer/bankar.yml"] = "bankar:\n  namn: Nya bänkar\n  enhet: st\n  bra: högt\n"
    assert "De är lika." in line_of(tmp_path, files)


def test_three_bodies_stand_in_a_row(tmp_path):
    """Three are named best first, and neighbours that rounding leaves open are said to be so."""
    plan = "besiktigade:\n  målvärde: minst 80 %"
    files = boards(outcome("79 %"), outcome("82 %")) | THREE | one_goal(2024, plan, outcome("82,3 %"), BATHS)
    line = line_of(tmp_path, files)
    assert line.startswith(
        "2024, bäst först: Badnämnden 82,3 %, Lekplatsnämnden 82 % och Parknämnden 79 %;"
        " Badnämnden och Lekplatsnämnden går inte att skilja åt. Alla har samma målvärde: minst 80 %."
    )


def test_a_unit_is_no_peer_of_a_board(tmp_path):
    """A unit is told beside the boards, never in their order; alone with its board it is not ordered either."""
    row = "mål:\n  levande-parker:\n    indikatorer:\n      besiktigade:\n        "
    unit = f"{PARKS}/verksamheter/gungenheten"
    files = {
        f"{unit}/verksamhet.yml": "namn: Gungenheten",
        f"{unit}/2024/plan.yml": f"underlag: original\n{row}målvärde: minst 80 %\n",
        f"{unit}/2024/verksamhetsberattelse.yml": f"underlag: original\nperiod: 2024\n{row}utfall: 99 %\n",
    }
    line = line_of(tmp_path / "three", boards(outcome("79 %"), outcome("82 %")) | files)
    assert line.startswith("2024: Lekplatsnämnden 82 % och Parknämnden 79 %.")
    assert "Ställs inte mot de andra: Gungenheten 99 % (2024)." in line
    alone = one_goal(2024, "besiktigade:\n  målvärde: minst 80 %", outcome("79 %")) | files
    assert "(nämnd och verksamhet)" in line_of(tmp_path / "two", alone)


@pytest.mark.parametrize(
    ("parks", "playgrounds", "why"),
    [
        (
            outcome("79 %", "besiktigade", "gäller: regionen"),
            outcome("82 %"),
            "gäller annat än nämnden själv",
        ),
        (outcome("79 %", "besiktigade", "avser: 2023"), outcome("82 %"), "olika tid"),
        (
            outcome("79 %", "besiktigade", "avser: 2023", "gäller: lanet"),
            outcome("82 %"),
            "olika tid, gäller annat än nämnden själv",
        ),
    ],
)
def test_another_scope_or_time_is_never_ordered(tmp_path, parks, playgrounds, why):
    """Values of different scopes or times are told side by side with the reason, without an order."""
    files = boards(parks, playgrounds)
    assert shared_of(tmp_path, files).standing is None
    line = line_of(tmp_path, files)
    assert line.startswith(f"Utfallen ställs inte mot varandra ({why}): Parknämnden 79 % (202")
    assert " ligger " not in line


def test_another_definition_is_never_ordered(tmp_path):
    """A survey and interviews are two definitions: no order, and each row says which."""
    plan = "nojdhet:\n  serie: {}\n  målvärde: minst 70"
    files = one_goal(2024, plan.format("enkat"), outcome("75", "nojdhet"))
    files |= one_goal(2024, plan.format("intervju"), outcome("71", "nojdhet"), PLAYGROUNDS)
    shared = shared_of(tmp_path, files, "nojdhet")
    assert shared.standing is None
    assert [cell.notes for cell in shared.cells] == [
        ("annan definition än i andra rader: Enkät",),
        ("annan definition än i andra rader: Intervjuer på plats",),
    ]
    assert line_of(tmp_path, files).startswith(
        "Utfallen ställs inte mot varandra (olika definition): Parknämnden 75 (2024) och Lekplatsnämnden 71 (2024)."
    )


def test_documents_that_differ_are_not_ordered(tmp_path):
    """A board whose documents tell two values has no place in an order."""
    later = one_goal(2025, "besiktigade:\n  utfall: 60 %\n  avser: 2024\n  målvärde: minst 80 %")
    shared = shared_of(tmp_path, boards(outcome("79 %"), outcome("82 %")) | later)
    assert shared.standing is None
    assert "olika uppgifter i dokumenten (2024)" in line_of(
        tmp_path, boards(outcome("79 %"), outcome("82 %")) | later
    )


def test_the_newest_time_of_two_is_told_and_the_rest_beside(tmp_path):
    """Where a third body has no value of that time it is said that it is not set against the others, or has none."""
    plan = "besiktigade:\n  målvärde: minst 80 %"
    files = boards(outcome("79 %"), outcome("82 %")) | THREE | one_goal(2024, plan, None, BATHS)
    assert "Utfall saknas för Badnämnden." in line_of(tmp_path, files)
    files |= one_goal(2024, plan, outcome("90 %", "besiktigade", "gäller: regionen"), BATHS)
    told = "Ställs inte mot de andra: Badnämnden 90 % (2024, gäller Region Påhitt)."
    assert told in line_of(tmp_path, files)


def test_an_outcome_stands_beside_the_target_of_its_own_year(tmp_path):
    """What is aimed at the year after is told by itself, after the outcome with its target and its verdict."""
    files = boards(outcome("79 %"), outcome("82 %"))
    files |= boards(plan="besiktigade:\n  målvärde: minst 85 %", year=2025)
    (group,) = view_of(tmp_path, files).groups
    assert spaced(group.shared[0].conclusion).endswith(
        "Mål för 2024: båda minst 80 %. Målvärdet är nått: Lekplatsnämnden (2024)."
        " Målvärdet är inte nått: Parknämnden (2024). Mål för 2025: båda minst 85 %."
    )
    texts = [spaced(panel.text) for panels in group.shared[0].panels for panel in panels.panels]
    assert "79 % (2024); mål för 2024: minst 80 %; mål för 2025: minst 85 %" in texts


def test_a_forecast_of_the_year_after_is_told_with_its_own_target(tmp_path):
    """Only an outcome moves the sentence to a newer year: a forecast stands with the target that it is of."""
    files = boards(outcome("79 %"), outcome("82 %"))
    files |= one_goal(2025, "besiktigade:\n  målvärde: minst 85 %", "besiktigade:\n  prognos: 86 %")
    report = files.pop(f"{PARKS}/2025/verksamhetsberattelse.yml").replace("period: 2025", "period: T1 2025")
    files[f"{PARKS}/2025/delarsrapport-t1.yml"] = report
    line = line_of(tmp_path, files)
    assert line.endswith(
        "Målvärdet är inte nått: Parknämnden (2024). Mål för 2025: Parknämnden minst 85 %."
        " Målvärdet nås enligt prognos: Parknämnden (2025)."
    )


def test_a_verdict_on_an_older_outcome_names_its_time(tmp_path):
    """Where a report answers a year's target with the outcome of the year before, the verdict says so."""
    files = boards(outcome("79 %", "besiktigade", "avser: 2023"), None)
    assert "Målvärdet är inte nått: Parknämnden (2024, utfall för 2023)." in line_of(tmp_path, files)


def test_a_row_says_what_it_is_of_where_that_is_not_the_board(tmp_path):
    """A row whose outcome is of something else than its target says both."""
    shared = shared_of(tmp_path, boards(outcome("79 %", "besiktigade", "gäller: regionen"), outcome("82 %")))
    assert [cell.notes for cell in shared.cells] == [
        ("målvärdet gäller Parknämnden, utfallet Region Påhitt",),
        (),
    ]


def test_other_words_and_other_demands_are_said_in_the_row(tmp_path):
    """An increase against an interval, in other words, is told at each row; a full stop is no difference in words."""
    files = one_goal(2024, "besiktigade:\n  lydelse: Lekplatser besiktigas.\n  målvärde: 77–80 %")
    files |= one_goal(2024, "besiktigade:\n  lydelse: Fler besiktigade.\n  målvärde: öka", None, PLAYGROUNDS)
    files |= one_goal(2023, "besiktigade:\n  lydelse: Fler besiktigade\n  målvärde: öka", None, PLAYGROUNDS)
    shared = shared_of(tmp_path, files)
    assert [(cell.year, cell.wording, cell.demand) for cell in shared.cells] == [
        (2024, 0, "ett intervall"),
        (2024, 1, "en förändring"),
        (2023, 1, "en förändring"),
    ]
    assert len(shared.wordings) == 2
    assert "Mål för 2024: Parknämnden 77–80 % och Lekplatsnämnden öka." in line_of(tmp_path, files)


def test_why_there_is_no_outcome_is_said(tmp_path):
    """A year without follow-up, and a follow-up without the row, are told apart."""
    files = boards(None, "utslapp:\n  utfall: 9 ton", "besiktigade:\n  målvärde: minst 80 %\nutslapp:")
    cells = shared_of(tmp_path, files).cells
    assert [cell.why for cell in cells] == [
        "ingen uppföljning av 2024 finns här",
        "uppföljningen tar inte upp indikatorn",
    ]
    assert not any(cell.reported for cell in cells)


def test_an_earlier_forecast_does_not_outlive_the_years_report(tmp_path):
    """What was expected in May is not shown once the year's report has come, also where that leaves the indicator out."""
    files = boards(
        "utslapp:\n  utfall: 9 ton", outcome("82 %"), "besiktigade:\n  målvärde: minst 80 %\nutslapp:"
    )
    may = (
        "underlag: original\nperiod: T1 2024\nmål:\n  levande-parker:\n    indikatorer:\n      besiktigade:\n"
    )
    files["parknamnden/2024/delarsrapport.yml"] = f"{may}        prognos: 96 %\n"
    cell = shared_of(tmp_path, files).cells[0]
    assert (cell.body.id, cell.why) == ("parknamnden", "uppföljningen tar inte upp indikatorn")
    assert (cell.result.forecast, cell.reported) == (None, False)


def test_a_reason_for_a_missing_outcome_stands_in_the_row(tmp_path):
    """A follow-up that says why there is no value has its own words shown."""
    files = boards("besiktigade:\n  utfall: saknas\n  orsak: besiktningsmannen är sjuk", outcome("82 %"))
    (group,) = view_of(tmp_path, files).groups
    assert group.shared[0].cells[0].row.no_value == "Saknas: besiktningsmannen är sjuk"
    assert group.shared[0].cells[0].why == ""


def test_one_value_that_several_boards_aim_at_is_told_once(tmp_path):
    """Where every row is of the same thing there is one value, no order between boards, and no small drawings."""
    plan = "besiktigade:\n  gäller: lanet\n  målvärde: {}"
    files = one_goal(2024, plan.format("minst 80 %"), outcome("82 %"))
    files |= one_goal(2024, plan.format("minst 90 %"), None, PLAYGROUNDS)
    (group,) = view_of(tmp_path, files).groups
    assert group.name == "Gemensamma mått"
    assert spaced(group.shared[0].conclusion) == (
        "Ett gemensamt värde för Påhitts län: 82 % (2024). Mål för 2024: Parknämnden minst 80 % och"
        " Lekplatsnämnden minst 90 %. Målvärdet är nått: Parknämnden (2024)."
    )
    assert group.shared[0].panels == ()


def test_what_one_board_tells_of_another_stands_beside_it(tmp_path):
    """A value of a board that only another's document tells makes them two, and is said to be that document's."""
    files = one_goal(
        2024,
        "besiktigade:\n  målvärde: minst 80 %",
        outcome("79 %", "besiktigade", "jämförelse:", f"  {PLAYGROUNDS}: 85 %"),
    )
    (group,) = view_of(tmp_path, files).groups
    ((name, value, document),) = group.shared[0].told
    assert (name, spaced(value), document.text) == (
        "Lekplatsnämnden",
        "85 % (2024)",
        "Verksamhetsberättelse 2024, Parknämnden",
    )
    assert spaced(group.shared[0].conclusion).startswith("2024: Lekplatsnämnden 85 % och Parknämnden 79 %.")


def test_groups_are_told_group_by_group(tmp_path):
    """Where there is no whole, the newest value is that of each group."""
    plan = "besok:\n  målvärde:\n    barn: 50 %\n    vuxna: 40 %"
    report = "besok:\n  utfall:\n    barn: 52 %\n    vuxna: 41 %"
    line = line_of(tmp_path, boards(report, None, plan))
    assert line.startswith("Bara ett utfall är känt: Parknämnden barn 52 % · vuxna 41 % (2024).")
    assert "(redovisas per grupp)" in line_of(tmp_path, boards(report, report, plan))


def test_a_board_alone_has_nothing_beside_it(tmp_path):
    """An indicator of one board is not shared, and without any there is no page and no link to one."""
    results = results_of(tmp_path, one_goal(2024, "besiktigade:\n  målvärde: minst 80 %", outcome("79 %")))
    look = look_of(results)
    assert find_shared(results) == find_against(results) == ()
    assert side_by_side_page(look) is None
    assert "jamfor.html" not in {page.address for page in make_pages(look)}
    assert "jamfor.html" not in str(start_page(look).view)


def test_the_council_that_gives_a_goal_stands_beside_nobody(tmp_path):
    """A row of the council's plan, which it follows up nowhere, makes no second body."""
    row = "mål:\n  levande-parker:\n    indikatorer:\n      besiktigade:\n        "
    goal = "mål:\n  levande-parker:\n    sort: effektmål\n    text: Parkerna är levande.\n    indikatorer:\n      besiktigade:\n"
    files = {
        "regionfullmaktige/2024/plan.yml": f"underlag: original\n{goal}        målvärde: minst 80 %\n",
        f"{PARKS}/2024/plan.yml": f"underlag: original\n{row}målvärde: minst 80 %\n",
    }
    assert shared_of(tmp_path / "one", files) is None
    files[f"{PLAYGROUNDS}/2024/plan.yml"] = f"underlag: original\n{row}målvärde: minst 90 %\n"
    assert [body.id for body in shared_of(tmp_path / "two", files).bodies] == [PARKS, PLAYGROUNDS]


def test_rows_without_target_and_outcome_are_listed_apart(tmp_path):
    """An indicator of which nobody has set or told anything is named, and not compared."""
    view = view_of(tmp_path, boards(plan="besiktigade:"))
    assert view.groups == ()
    assert [(link.text, whose) for link, whose in view.empty] == [
        ("Andel besiktigade lekplatser", "Parknämnden och Lekplatsnämnden")
    ]


# Against others


RIKET = ("jämförelse:", "  riket: 87 %")


def test_the_distance_to_the_nation_is_told(tmp_path):
    """An outcome beside the nation's gives a sentence, a drawing and a row with what rounding leaves open."""
    files = one_goal(2024, "besiktigade:\n  målvärde: högre än riket", outcome("84 %", "besiktigade", *RIKET))
    (group,) = view_of(tmp_path, files).groups
    (against,) = group.against
    assert group.name == "Mot Riket"
    assert spaced(against.conclusion) == (
        "2024: Parknämnden 84 %, 3 procentenheter lägre än Riket (87 %), vilket är sämre."
    )
    (pair,) = against.pairs
    assert spaced(pair.distance.rounding) == "Talen är avrundade: skillnaden kan vara 2–4 procentenheter."
    assert [mark.css for mark in against.drawing.marks] == ["vp-punkt vp-linje-1", "vp-punkt vp-jamforelse"]


def test_each_board_has_its_own_distance_to_the_nation(tmp_path):
    """Two boards with the same nation beside them: each row says how far that board is."""
    files = boards(outcome("84 %", "besiktigade", *RIKET), outcome("90 %", "besiktigade", *RIKET))
    cells = shared_of(tmp_path, files).cells
    assert [spaced(cell.distances["riket"].reason) for cell in cells] == [
        "3 procentenheter lägre än Riket",
        "3 procentenheter högre än Riket",
    ]
    assert [against.own for against in find_against(results_of(tmp_path, files))] == [PARKS, PLAYGROUNDS]
    names = [link.text for link, _ in view_of(tmp_path, files).groups[1].lines]
    assert names == [
        "Andel besiktigade lekplatser, Parknämnden",
        "Andel besiktigade lekplatser, Lekplatsnämnden",
    ]


def test_only_the_same_time_and_group_are_set_against_the_nation(tmp_path):
    """A year and a group that the nation has no value of have no distance; the missing side is shown as missing."""
    report = """
        besok:
          utfall:
            barn: 52 %
            vuxna: 41 %
          jämförelse:
            riket:
              barn: 50 %
          tidigare:
            2022:
              utfall:
                barn: 40 %
        """
    results = results_of(tmp_path, one_goal(2024, "besok:", report))
    (against,) = find_against(results)
    told = [
        (pair.period.text, (pair.own or pair.other).key.group, pair.distance and spaced(pair.distance.reason))
        for pair in against.pairs
    ]
    assert told == [
        ("2024", "barn", "2 procentenheter högre än Riket"),
        ("2024", "vuxna", None),
        ("2022", "barn", None),
    ]


def test_a_target_that_names_the_nation_without_its_value_says_so(tmp_path):
    """Where a target stands against the nation and no value of it is written in, that is what is said."""
    files = one_goal(2024, "besiktigade:\n  målvärde: riket + 1 procentenhet", outcome("84 %"))
    (group,) = view_of(tmp_path, files).groups
    assert spaced(group.against[0].conclusion) == (
        "Målvärdet är satt mot Riket (”riket + 1 procentenhet”), men inget värde för Riket finns här."
        " Parknämnden 84 % (2024)."
    )
    assert group.against[0].drawing is None


# Drawings


def chart(name, *values, low=None):
    """A view of one line with these values from 2023 on, and a target from `low` if one is given."""
    points = tuple(
        ChartPoint(2023.5 + number, str(2023 + number), Decimal(value), str(value))
        for number, value in enumerate(values)
    )
    targets = (
        (ChartTarget("linje", f"minst {low}", 2024.0, 2025.0, Decimal(low), None, "upp"),) if low else ()
    )
    return ChartView(name, name, "procent", (ChartLine(name, points),), targets, (2023, 2024))


def test_drawings_side_by_side_share_their_axes():
    """The same value stands at the same height in every drawing, and the axes say the same."""
    one, other, empty = draw_alike([chart("a", 20, 80), chart("b", 80, 81), chart("c", low=95)])
    assert one.marks[1].y == other.marks[0].y
    assert one.marks[0].x == other.marks[0].x
    axes = [[text.rows for text in drawing.texts if text.css == "vp-svag"] for drawing in (one, other, empty)]
    assert axes[0] == axes[1] == axes[2]
    assert one.plot == other.plot == empty.plot
    assert empty.marks == ()


def test_a_body_without_outcome_has_its_target_drawn(tmp_path):
    """Each body has a drawing, also one that has only a target, and words that say so."""
    (group,) = view_of(tmp_path, boards(outcome("79 %"), None)).groups
    ((_, panels),) = [(each.name, each.panels) for each in group.shared[0].panels]
    assert [(panel.name, spaced(panel.text)) for panel in panels] == [
        ("Parknämnden", "79 % (2024); mål för 2024: minst 80 %"),
        ("Lekplatsnämnden", "Inget utfall; mål för 2024: minst 80 %"),
    ]
    assert [len(panel.drawing.marks) for panel in panels] == [1, 0]


# The site


def test_what_is_internal_is_not_compared(tmp_path):
    """A goal or an indicator that is internal stands beside nothing in what is public."""
    files = boards(outcome("79 %", "besiktigade", *RIKET), outcome("82 %"))
    hidden = files[f"{PLAYGROUNDS}/2024/plan.yml"].replace("    text:", "    publicering: intern\n    text:")
    content = write(tmp_path, files | {f"{PLAYGROUNDS}/2024/plan.yml": hidden})
    whole, public = (check_content(content, internal=internal).results for internal in (True, False))
    assert len(find_shared(whole)) == 1
    assert find_shared(public) == ()
    assert len(find_against(public)) == 1


def test_the_page_is_found_and_its_address_is_taken(tmp_path):
    """The page is linked from the start page and the menu, and no hand-written page can take its place."""
    files = boards(outcome("79 %"), outcome("82 %"))
    look = look_of(results_of(tmp_path, files))
    assert "Link(text='Jämför nämnderna', address='jamfor.html')" in str(start_page(look).view)
    assert "jamfor.html" in str(make_site_tree(look))
    folder = read_folder(write(tmp_path, files | {"sidor/jamfor.md": "# Jämför\n"}))
    assert [problem.code for problem in folder.problems] == ["upptagen-adress"]


@pytest.fixture(scope="module")
def real():
    """The real content, assessed."""
    register = load(CONTENT)
    return assess(register, make_history(register))


def test_the_real_boards_share_their_staff_indicators(real):
    """The indicators of staff are there for the three boards, with each year's target and why there is no outcome."""
    shared = {each.indicator.id: each for each in find_shared(real)}
    for id_ in ("hme", "frisktal", "jamix", "personalomsattning"):
        assert [body.id for body in shared[id_].bodies] == [
            "regionstyrelsen",
            "regional-tillvaxtnamnd",
            "servicenamnden",
        ]
        cells = {(cell.body.id, cell.year): cell for cell in shared[id_].cells}
        assert cells["regionstyrelsen", 2024].reported
        assert cells["regional-tillvaxtnamnd", 2024].why == "ingen uppföljning av 2024 finns här"
        assert cells["servicenamnden", 2023].result.row.target is not None
        assert shared[id_].standing is None
    told = {(cell.body.id, cell.year): cell.demand for cell in shared["hme"].cells}
    assert told["servicenamnden", 2023] == "en förändring"
    assert told["regional-tillvaxtnamnd", 2024] == "ett intervall"
    assert shared["vaxthusgaser-lanet"].common == "lanet"


def test_the_real_distance_to_the_nation(real):
    """Where the nation's value is told the distance is; where only a target names it, there is none."""
    found = {(each.indicator.id, each.scope): each for each in find_against(real)}
    told = [spaced(pair.distance.reason) for pair in found["tillgang-till-vard", "riket"].pairs]
    assert told == ["3 procentenheter lägre än Riket", "2 procentenheter högre än Riket"]
    named = {"fortroende-halso-vardcentraler", "fortroende-vardcentraler", "vantetider-vardcentral"}
    assert {(id_, "riket") for id_ in named} <= found.keys()
    assert all(not pair.distance for id_ in named for pair in found[id_, "riket"].pairs)
    assert {scope for _, scope in found} == {"riket"}


def test_the_real_page_and_indicator_page_say_the_same(real_site):
    """The page of all and the indicator's own have the same line, rows and links; the start page leads there."""
    page = (real_site / "jamfor.html").read_text(encoding="utf-8")
    own = (real_site / "indikatorer" / "hme.html").read_text(encoding="utf-8")
    line = "Bara ett utfall är känt: Regionstyrelsen 83 (2024, gäller Regionkansliet)."
    assert line in plain(page)
    assert line in plain(own)
    assert '<h2 id="sida-vid-sida">Nämnderna sida vid sida</h2>' in own
    assert "Målvärdet gäller Regionstyrelsen, utfallet Regionkansliet" in plain(own)
    against = (real_site / "indikatorer" / "tillgang-till-vard.html").read_text(encoding="utf-8")
    assert "3 procentenheter lägre än Riket (87 %), vilket är sämre" in plain(against)
    assert 'href="jamfor.html"' in (real_site / "index.html").read_text(encoding="utf-8")
    assert "data-figur" not in page


@pytest.mark.parametrize("width", [390, 1366])
def test_the_page_fits_and_answers_first(real_address, open_page, width):
    """On a phone nothing runs out of the page, every name leads to its answer, and the rows are folded under it."""
    page = open_page(real_address + "jamfor.html", width)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    links = page.locator(".vp-svar a")
    assert links.count() > 10
    missing = page.evaluate(
        "[...document.querySelectorAll('.vp-svar a')].filter(a => !document.querySelector(a.hash)).length"
    )
    assert missing == 0
    folds = page.locator("main details")
    assert folds.count() > 10
    assert page.locator("main details[open]").count() == 0
    page.evaluate("document.querySelectorAll('main details').forEach(fold => { fold.open = true; })")
    tops = [page.locator(css).first.bounding_box()["y"] for css in (".vp-svar", ".vp-rutor", ".vp-tabell")]
    assert tops == sorted(tops)
