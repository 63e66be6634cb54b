"""Agenda 2030: which goals and headings of the plans claim its goals, and the page that says so."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from conftest import serving
from invented import registered, results_of, write
from vpgen.agenda import NAMES, fault, goal_of
from vpgen.assessment import assess
from vpgen.build import Project, build, check_content
from vpgen.history import make_history
from vpgen.loader import load_all
from vpgen.pages.agenda import agenda_page, any_agenda
from vpgen.pages.look import Look
from vpgen.pages.site_map import make_pages

CONFIG = "site_name: Region Påhitt\ntheme:\n  name: material\n  language: sv\n  font: false\n"
COUNCIL = """
    underlag: original
    avsnitt:
      barn:
        sort: fokusområde
        namn: Barnens lek
        agenda 2030: 4
    mål:
      levande-parker:
        sort: effektmål
        nr: 1
        text: Länets parker är levande.
        agenda 2030:
          - 15
          - 3.4
          - 3.d
      lek:
        sort: effektmål
        nr: 2
        under: barn
        text: Alla barn leker.
    """
BOARD = """
    underlag: original
    mål:
      levande-parker:
      gungor:
        sort: nämndens mål
        text: Gungorna håller.
        agenda 2030: 3
    """
OTHER = """
    underlag: original
    mål:
      levande-parker:
        agenda 2030: 13
      hemligt:
        sort: nämndens mål
        text: Ingen får veta.
        publicering: intern
        agenda 2030: 1
    """
PLANS = {
    "regionfullmaktige/2024/plan.yml": COUNCIL,
    "parknamnden/2024/plan.yml": BOARD,
    "lekplatsnamnden/2024/plan.yml": OTHER,
    "parknamnden/2023/plan.yml": BOARD.replace("      levande-parker:\n", "", 1),
}


def look(results):
    return Look(results, (), lambda _file, _line: None)


def claims(page):
    """What a page says: the number of the goal, the year, the claimant, its sub-goals, and where it stands."""
    return [
        (goal.number, year, each.text, each.sub_goals, [place.text for place in each.places])
        for goal in page.view.goals
        for year, claimants in goal.years
        for each in claimants
    ]


# What there is to claim


def test_there_are_seventeen_goals_with_169_sub_goals():
    """Agenda 2030 has 17 goals and 169 sub-goals: 126 with a number, 43 with a letter."""
    assert list(NAMES) == list(range(1, 18))
    subs = [f"{goal}.{sub}" for goal in range(1, 18) for sub in [*map(str, range(1, 30)), *"abcdefgh"]]
    known = [sub for sub in subs if fault(sub) is None]
    assert (len(known), sum(sub[-1].isdigit() for sub in known)) == (169, 126)
    assert {goal_of(sub) for sub in known} == set(NAMES)


@pytest.mark.parametrize(
    "text", ["0", "18", "3.10", "3.0", "3.e", "17.a", "3.", "mål 3", "3, 5", "03", "3.4.1", ""]
)
def test_what_is_no_goal_is_told_with_what_to_write(text):
    """A number outside 1–17, a sub-goal that its goal does not have, or another form: each with what would be right."""
    message, hint = fault(text)
    assert text in message or text in {"0", "18"}
    assert hint.startswith(("skriv ", "delmålen är "))


def test_one_or_several_are_read(tmp_path):
    """A goal claims one, or a list; a letter may be large, and the same one twice is one."""
    many = BOARD.replace("agenda 2030: 3", "agenda 2030:\n          - 3.D\n          - 3.d\n          - 5")
    for plan, expected in ((BOARD, ("3",)), (many, ("3.d", "5"))):
        files = PLANS | {"parknamnden/2024/plan.yml": plan}
        register = registered(tmp_path, files)
        assert register.bodies["parknamnden"].plans[2024].goals["gungor"].agenda == expected


def test_a_sub_goal_that_other_readers_would_shorten_is_quoted(tmp_path):
    """`8.10` without quotes is 8.1 to other programs, so it is an error that says how to write it."""
    plan = BOARD.replace("agenda 2030: 3", "agenda 2030: 8.10")
    (problem,) = check_content(write(tmp_path, PLANS | {"parknamnden/2024/plan.yml": plan})).problems
    assert (problem.code, problem.hint) == ("tal-i-text", 'skriv inom citattecken: "8.10"')


# What is claimed


def test_a_board_claims_what_its_goal_has_from_the_council(tmp_path):
    """A goal that is taken over has the council's claims, unless the board has written its own."""
    bodies = registered(tmp_path, PLANS).bodies
    assert bodies["parknamnden"].plans[2024].goals["levande-parker"].agenda == ("15", "3.4", "3.d")
    assert bodies["lekplatsnamnden"].plans[2024].goals["levande-parker"].agenda == ("13",)


def test_the_page_lists_who_claims_each_goal(tmp_path):
    """Goal by goal, newest year first; who has a claim from the council stands with it; a heading claims too."""
    page = agenda_page(look(results_of(tmp_path, PLANS)))
    parks = "Länets parker är levande."
    assert claims(page) == [
        (1, 2024, "Ingen får veta.", "", ["Lekplatsnämnden"]),
        (3, 2024, parks, "delmål 3.4 och 3.d", ["Regionfullmäktige", "Parknämnden"]),
        (3, 2024, "Gungorna håller.", "", ["Parknämnden"]),
        (3, 2023, "Gungorna håller.", "", ["Parknämnden"]),
        (4, 2024, "Barnens lek", "", ["Regionfullmäktige"]),
        (13, 2024, parks, "", ["Lekplatsnämnden"]),
        (15, 2024, parks, "", ["Regionfullmäktige", "Parknämnden"]),
    ]
    assert "2 Ingen hunger" in page.view.unclaimed
    assert len(page.view.unclaimed) + len(page.view.goals) == 17


def test_what_is_internal_is_not_on_the_public_page(tmp_path):
    """A goal that is internal claims nothing in public, and its goal of Agenda 2030 is then not there."""
    loaded = load_all(write(tmp_path, PLANS))
    assert loaded.problems == ()
    assert loaded.public is not None
    assert any_agenda(loaded.public)
    page = agenda_page(look(assess(loaded.public, make_history(loaded.public))))
    assert 1 not in {goal.number for goal in page.view.goals}
    assert "Ingen får veta." not in {text for _, _, text, _, _ in claims(page)}


def test_there_is_no_page_where_nothing_is_claimed(tmp_path):
    """Without a claim there is no page, and the start page does not lead to one."""
    plain = {
        "parknamnden/2024/plan.yml": BOARD.replace("agenda 2030: 3", "nr: 1").replace(
            "levande-parker:", "", 1
        )
    }
    results = results_of(tmp_path, plain)
    assert not any_agenda(results.register)
    addresses = [page.address for page in make_pages(look(results))]
    assert len(addresses) > 10
    assert "agenda-2030.html" not in addresses


def test_the_name_of_the_page_is_taken(tmp_path):
    """A hand-written page cannot take the page's address."""
    content = write(tmp_path, PLANS | {"sidor/agenda-2030.md": "# Våra globala mål\n"})
    assert [problem.code for problem in check_content(content).problems] == ["upptagen-adress"]


# The built site


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site of the invented region with its plans."""
    folder = tmp_path_factory.mktemp("agenda")
    (folder / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    content, config = write(folder, PLANS), folder / "mkdocs.yml"
    build(Project(content, folder / "site", config, folder / "cache"), lambda _step: None)
    return folder / "site"


def test_the_page_is_reached_from_the_start_page_and_leads_on(site):
    """The start page leads to the page, the page to the goals, and a goal's page back to its part of the page."""
    start = (site / "index.html").read_text(encoding="utf-8").partition("<article")[2]
    assert '<a href="agenda-2030.html">Agenda 2030' in start
    page = (site / "agenda-2030.html").read_text(encoding="utf-8")
    assert 'href="parknamnden/2024/mal/levande-parker.html"' in page
    assert 'href="regionfullmaktige/2024/plan.html#barn"' in page
    assert "Ingen får veta" not in page
    goal = (site / "regionfullmaktige/2024/mal/levande-parker.html").read_text(encoding="utf-8")
    assert re.search(
        r'<a href="\.\./\.\./\.\./agenda-2030\.html#mal-3">3 God hälsa och välbefinnande</a>, delmål 3\.4 och 3\.d',
        goal,
    )
    under = (site / "regionfullmaktige/2024/mal/lek.html").read_text(encoding="utf-8")
    assert "4 God utbildning för alla</a> (genom Fokusområde: Barnens lek)" in under


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1366, "dark")])
def test_axe_finds_nothing_on_the_page(open_page, site, width, scheme):
    """The page is accessible, and nothing on it is wider than the screen."""
    with serving(site) as address:
        page = open_page(f"{address}agenda-2030.html", width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert Axe().run(page).response["violations"] == []
