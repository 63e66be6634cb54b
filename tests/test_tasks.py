"""Assignments, activities and motivations as the pages of plans, goals and follow-ups show them."""

import re
from html import unescape

import pytest

from invented import write
from test_real_site import Page
from vpgen.build import Project, build

CONFIG = "site_name: Region Påhitt\ntheme:\n  name: material\n  language: sv\n  font: false\n"
PLAN = """
    underlag: original
    källa: Parkernas bok, upplaga 3
    kapitel:
      inledning:
        nr: 1
        rubrik: Inledning
      snart:
        sort: händelse
        under: inledning
        rubrik: Parken byggs om
      svart:
        sort: utmaning
        under: inledning
        rubrik: Gräset växer
      handelser:
        nr: 2
        rubrik: Det som hände
      vinter:
        sort: händelse
        under: handelser
        rubrik: Det blev vinter
      mal:
        nr: 3
        rubrik: Mål
        innehåll:
          - mål
    mål:
      grona:
        sort: målsättning
        nr: PN 1
        text: Parkerna är gröna.
        indikatorer:
          gronyta:
            målvärde: minst 10 st
      oppna:
        sort: målsättning
        nr: PN 2
        text: Parkerna är öppna.
    uppdrag:
      bankar:
        text: Ställ ut bänkar.
        under: [grona, oppna]
        beskrivning: Börja vid dammen.
      los:
        text: Räkna träden.
    aktiviteter:
      snickra:
        text: Snickra tjugo bänkar.
        under: [bankar]
        anmärkning: Virket är beställt.
      mata:
        text: Mät stammarna.
        under: [los]
      fri:
        text: Bjud på fika.
    """
REPORT = """
    underlag: original
    period: {period}
    mål:
      grona:
        bedömning: grön
        motivering: Målets skäl {period}.
    uppdrag:
      bankar:
        bedömning: gul
        motivering: Uppdragets skäl {period}.
    aktiviteter:
      snickra:
        bedömning: gul
        motivering: Aktivitetens skäl {period}.
    """
OF_PARKS = "parknamnden/2024"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site of a plan with two follow-ups."""
    root = tmp_path_factory.mktemp("uppdrag")
    files = {
        "indikatorer/park.yml": "gronyta:\n  namn: Grönytor\n  enhet: st\n  bra: högt\n",
        f"{OF_PARKS}/plan.yml": PLAN,
        f"{OF_PARKS}/delarsrapport.yml": REPORT.format(period="jan–jun 2024"),
        f"{OF_PARKS}/verksamhetsberattelse.yml": REPORT.format(period="2024"),
    }
    content = write(root, files)
    (root / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    build(Project(content, root / "site", root / "mkdocs.yml", root / "cache"), lambda _step: None)
    return root / "site"


def text_of(site, address):
    """The words of a page's own content."""
    html = (site / address).read_text(encoding="utf-8").partition("<article")[2]
    words = re.sub(r"<script.*?</script>|<[^>]+>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(words).split())


@pytest.mark.parametrize(
    "address",
    [
        f"{OF_PARKS}/plan.html",
        f"{OF_PARKS}/plan-hela.html",
        f"{OF_PARKS}/delarsrapport.html",
        f"{OF_PARKS}/verksamhetsberattelse.html",
        f"{OF_PARKS}/mal/grona.html",
        "uppdrag/2024.html",
    ],
)
def test_an_assignment_has_its_activities_and_description(site, address):
    """Wherever an assignment stands, what it says and what is done for it stand with it."""
    text = text_of(site, address)
    order = [text.find(words) for words in ("Ställ ut bänkar.", "Börja vid dammen.", "Snickra tjugo bänkar.")]
    assert -1 not in order
    assert order == sorted(order)
    assert "Virket är beställt." in text


@pytest.mark.parametrize("period", ["jan–jun 2024", "2024"])
@pytest.mark.parametrize("whose", ["Målets", "Uppdragets", "Aktivitetens"])
def test_each_follow_up_tells_its_own_motivations(site, whose, period):
    """The motivation of a goal, an assignment or an activity stands in the follow-up that gives it, not only in the newest."""
    name = "verksamhetsberattelse" if period == "2024" else "delarsrapport"
    assert f"{whose} skäl {period}." in text_of(site, f"{OF_PARKS}/{name}.html")


@pytest.mark.parametrize("name", ["plan", "plan-hela", "verksamhetsberattelse"])
def test_an_assignment_under_two_goals_is_whole_once(site, name):
    """At the second goal its text leads to the first, where its id and its activities are."""
    page = Page(site / OF_PARKS / f"{name}.html")
    text = text_of(site, f"{OF_PARKS}/{name}.html")
    assert page.ids.count("parknamnden-bankar") == 1
    assert "#parknamnden-bankar" in page.links
    assert (text.count("Ställ ut bänkar."), text.count("Snickra tjugo bänkar.")) == (2, 1)


def test_what_stands_under_nothing_is_on_the_plans_page(site):
    """An assignment without a goal has its activities, and an activity that stands alone is there too."""
    text = text_of(site, f"{OF_PARKS}/plan.html")
    assert "Mät stammarna." in text
    assert "Övriga aktiviteter" in text
    assert "Bjud på fika." in text


def test_events_and_challenges_under_one_heading_are_told_apart(site):
    """Where both stand under the same heading it says which they are; a heading of events alone needs no more words."""
    text = text_of(site, f"{OF_PARKS}/plan.html")
    told = ["Inledning: händelser (1)", "Det som hände (1)", "Inledning: utmaningar (1)"]
    assert [words for words in told if words not in text] == []
    assert "Inledning (" not in text


def test_a_goals_number_keeps_its_case(site):
    """A number of letters is written in a sentence as it is written by itself."""
    assert "Indikatorer för målsättning PN 1" in text_of(site, f"{OF_PARKS}/plan.html")


@pytest.mark.parametrize("name", ["plan", "plan-hela"])
def test_an_originals_source_is_told(site, name):
    """Also a document that is the original may say where it was found."""
    assert "Parkernas bok, upplaga 3" in text_of(site, f"{OF_PARKS}/{name}.html")
