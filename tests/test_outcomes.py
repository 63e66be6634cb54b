"""Outcomes of several years beside an indicator: which years, which value of each, and why there is none."""

import re

import pytest

from conftest import serving
from invented import one_goal, results_of, write
from vpgen.build import Project, build
from vpgen.pages.goal import make_goal
from vpgen.pages.look import Look
from vpgen.pages.outcomes import outcome_years

CONFIG = "site_name: Region Påhitt\ntheme:\n  name: material\n  language: sv\n  font: false\n"


def year(when, plan, report=None, head="", plan_head=""):
    """A year's plan and follow-up of the parknämnd with these indicators, with these lines at the top of each."""
    files = one_goal(when, plan, report)
    return {name: (plan_head if name.endswith("plan.yml") else head) + text for name, text in files.items()}


def rows(tmp_path, files, when=2024):
    """The indicators of the goal's page of a year, by id."""
    results = results_of(tmp_path, files)
    plan = results.register.bodies["parknamnden"].plans[when]
    look = Look(results, (), lambda _file, _line: None)
    goal = make_goal(look, plan, plan.goals["levande-parker"], results.newest("parknamnden", when))
    return {row.id: row for row in goal.rows}


def told(row):
    """The years of a row, each with its values and what is said of them."""
    return [
        (
            each.year,
            ", ".join(f"{group} {value}".strip() for group, value in each.values),
            each.period,
            each.note,
        )
        for each in row.outcomes
    ]


SHARE = "besiktigade:\n  målvärde: minst 95 %"


@pytest.mark.parametrize(
    ("number", "plan_years", "report_years"),
    [(None, (), ()), (1, (2023,), ()), (3, (2021, 2022, 2023), (2022, 2023))],
)
def test_a_document_says_how_many_years_it_shows(tmp_path, number, plan_years, report_years):
    """A follow-up's own outcome is the last of them; a plan shows the years before its own; without the key there are none."""
    head = f"utfallsår: {number}\n" if number else ""
    files = year(2024, SHARE, "besiktigade:\n  utfall: 92 %", head, head)
    body = results_of(tmp_path, files).register.bodies["parknamnden"]
    assert outcome_years(body.plans[2024]) == plan_years
    assert outcome_years(body.follow_ups[2024][0]) == report_years


def test_earlier_years_come_from_the_documents_that_tell_them(tmp_path):
    """Each year has the outcome that its document tells, with that document as its source; nothing is typed again."""
    files = year(2022, SHARE, "besiktigade:\n  utfall: 88 %") | year(
        2023, SHARE, "besiktigade:\n  utfall: 90,5 %"
    )
    files |= year(2024, SHARE, "besiktigade:\n  utfall: 92 %", "utfallsår: 3\n")
    row = rows(tmp_path, files)["besiktigade"]
    assert told(row) == [(2022, "88\u00a0%", "", ""), (2023, "90,5\u00a0%", "", "")]
    assert [each.source.text for each in row.outcomes] == [
        "Verksamhetsberättelse 2022, Parknämnden",
        "Verksamhetsberättelse 2023, Parknämnden",
    ]


def test_a_plan_shows_what_is_known_of_the_years_before_it(tmp_path):
    """Also a forecast, which says that it is one."""
    files = year(2023, SHARE, "besiktigade:\n  utfall: 90 %")
    files |= year(2024, SHARE, "besiktigade:\n  avser: 2024\n  prognos: 93 %")
    files |= year(2025, SHARE, plan_head="utfallsår: 2\n")
    assert told(rows(tmp_path, files, 2025)["besiktigade"]) == [
        (2023, "90\u00a0%", "", ""),
        (2024, "93\u00a0%", "", "prognos"),
    ]


def test_a_value_says_what_it_is(tmp_path):
    """Preliminary, computed, told in running text, of another time than the year: each stands at the value."""
    report = """
        besiktigade:
          utfall: 92 %
          tidigare:
            2022:
              utfall: 81 %
              räknat: ja
            dec 2021:
              utfall: 79 %
        """
    before = "besiktigade:\n  utfall: 90 %\n  preliminär: ja"
    files = year(2023, SHARE, before) | year(2024, SHARE, report, "utfallsår: 4\n")
    assert told(rows(tmp_path, files)["besiktigade"]) == [
        (2021, "79\u00a0%", "dec 2021", "ur löpande text"),
        (2022, "81\u00a0%", "", "ur löpande text, räknat"),
        (2023, "90\u00a0%", "", "preliminärt"),
    ]


def test_documents_that_contradict_each_other_are_told(tmp_path):
    """Where two documents give a year different outcomes, the one that is shown says so."""
    again = "besiktigade:\n  utfall: 92 %\n  tidigare:\n    2023:\n      utfall: 80 %"
    files = year(2023, SHARE, "besiktigade:\n  utfall: 90 %") | year(2024, SHARE, again, "utfallsår: 2\n")
    ((_, _, _, note),) = told(rows(tmp_path, files)["besiktigade"])
    assert "uppgifterna skiljer sig" in note


def test_every_group_has_its_value(tmp_path):
    """An outcome per group is shown per group."""
    before = "besok:\n  utfall:\n    barn: 40 %\n    vuxna: 50 %"
    now = "besok:\n  utfall:\n    barn: 45 %\n    vuxna: 55 %"
    plan = "besok:\n  målvärde: öka"
    files = year(2023, plan, before) | year(2024, plan, now, "utfallsår: 2\n")
    assert told(rows(tmp_path, files)["besok"]) == [(2023, "barn 40\u00a0%, vuxna 50\u00a0%", "", "")]


def test_a_part_of_a_year_is_set_beside_the_same_part(tmp_path):
    """In a half-year report the half-year before stands there, not the whole year that is told too."""
    half = {
        f"parknamnden/{when}/delarsrapport.yml": f"underlag: original\nperiod: jan–jun {when}\n{head}"
        "mål:\n  levande-parker:\n    bedömning: grön\n    indikatorer:\n      besiktigade:\n"
        f"        utfall: {value} %\n"
        for when, value, head in ((2023, 41, ""), (2024, 44, "utfallsår: 2\n"))
    }
    files = year(2023, SHARE, "besiktigade:\n  utfall: 90 %") | year(2024, SHARE) | half
    assert told(rows(tmp_path, files)["besiktigade"]) == [(2023, "41\u00a0%", "jan–jun 2023", "")]


@pytest.mark.parametrize(
    ("before", "note"),
    [
        ("nojdhet:\n  serie: enkat\n  utfall: saknas\n  orsak: enkäten gick inte ut", "saknas"),
        ("nojdhet:\n  serie: intervju\n  utfall: 71", "mätt på annat sätt"),
        ("nojdhet:\n  serie: enkat\n  gäller: lanet\n  utfall: 71", "bara för Påhitts län"),
        ("besiktigade:\n  utfall: 90 %", "ej redovisat"),
        (None, "finns inte här"),
    ],
)
def test_a_year_without_a_value_says_why(tmp_path, before, note):
    """What is measured in another way or for something else is never taken for it; each kind of nothing has its word."""
    serie = "intervju" if before and "intervju" in before else "enkat"
    plan = f"{SHARE}\nnojdhet:\n  serie: {serie}\n  målvärde: 70–75"
    now = f"{SHARE}\nnojdhet:\n  serie: enkat\n  målvärde: 70–75"
    files = year(2023, plan, before) | year(
        2024, now, "nojdhet:\n  serie: enkat\n  utfall: 73", "utfallsår: 2\n"
    )
    assert told(rows(tmp_path, files)["nojdhet"]) == [(2023, "", "", note)]


# The built site


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site of three years, of which the last shows the outcomes of them all, and a plan of the next."""
    folder = tmp_path_factory.mktemp("utfall")
    (folder / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    files = year(2023, SHARE, "besiktigade:\n  utfall: 90 %")
    files |= year(2024, SHARE, "besiktigade:\n  utfall: 92 %", "utfallsår: 3\n")
    files |= year(2025, SHARE, plan_head="utfallsår: 5\n")
    build(
        Project(write(folder, files), folder / "site", folder / "mkdocs.yml", folder / "cache"),
        lambda _step: None,
    )
    return folder / "site"


def test_the_documents_table_has_a_column_for_each_year(site):
    """The years stand before the document's own outcome, oldest first, and a year without one says why."""
    html = (site / "parknamnden/2024/verksamhetsberattelse.html").read_text(encoding="utf-8")
    table = re.search(r'<table class="[^"]*vp-tabell--ar".*?</table>', html, re.DOTALL)[0]
    heads = [re.sub(r"<[^>]+>", "", each) for each in re.findall(r"<th scope=\"col\".*?</th>", table)]
    assert [head.split(" hämtat")[0] for head in heads[:4]] == [
        "Indikator",
        "Utfall 2022",
        "Utfall 2023",
        "Utfall",
    ]
    assert re.search(r"finns inte här.*90\u00a0%.*92\u00a0%", table, re.DOTALL)
    plain = (site / "parknamnden/2023/verksamhetsberattelse.html").read_text(encoding="utf-8")
    assert "vp-tabell--ar" not in plain
    goal = (site / "parknamnden/2024/mal/levande-parker.html").read_text(encoding="utf-8")
    assert re.search(
        r'<th scope="row">2023</th>.*?verksamhetsberattelse\.html">Verksamhetsberättelse 2023', goal
    )


@pytest.mark.browser
@pytest.mark.parametrize("path", ["parknamnden/2024/verksamhetsberattelse", "parknamnden/2025/plan"])
def test_the_columns_fit_a_phone(open_page, site, path):
    """At 390 pixels every year is a line of its own with its name, and nothing is wider than the screen."""
    with serving(site) as address:
        page = open_page(f"{address}{path}.html", 390)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        cell = page.locator(".vp-tabell--ar td").first
        assert page.evaluate(
            "cell => getComputedStyle(cell, '::before').content", cell.element_handle()
        ).startswith('"Utfall 20')
        assert cell.bounding_box()["width"] > 250
