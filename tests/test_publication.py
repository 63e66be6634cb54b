"""What the public site leaves out: what is internal, what stands under it, and what is inherited from it."""

import re

import pytest

from invented import ORGANISATION, one_goal, write
from vpgen.build import Project, build, check_content
from vpgen.facts import facts
from vpgen.ledger import make_ledger
from vpgen.loader import load_all
from vpgen.model.content import Ref
from vpgen.publication import public
from vpgen.reading import read_folder
from vpgen.resolve import resolve

CONFIG = "site_name: Region Påhitt\ntheme:\n  name: material\n  language: sv\n  font: false\n"
WITH_EXECUTIVE = ORGANISATION.replace(
    "fullmäktige: regionfullmaktige\n", "fullmäktige: regionfullmaktige\n    styrelse: parknamnden\n"
)
SEARCH = {"statiskt/sokindex.js", "statiskt/sokindex.json"}
UNIT = "parknamnden/verksamheter/gungenheten"
PLAN, REPORT = "parknamnden/2024/plan.yml", "parknamnden/2024/verksamhetsberattelse.yml"


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    """The frame is drawn once for all sites."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def site_of(tmp_path, cache):
    """Builds the site of the invented region with these files; gives every file made of the content, by its address."""

    def made(files, *, internal=False):
        content = write(tmp_path, {"organisation.yml": WITH_EXECUTIVE} | files)
        config = tmp_path / "mkdocs.yml"
        config.write_text(CONFIG, encoding="utf-8")
        site = tmp_path / ("intern" if internal else "publik")
        build(Project(content, site, config, cache, internal), lambda _step: None)
        texts = {
            path.relative_to(site).as_posix(): path.read_text(encoding="utf-8").replace("\u00a0", " ")
            for path in site.rglob("*")
            if path.suffix in {".html", ".csv", ".js", ".json"}
        }
        programs = {name for name in texts if name.startswith(("assets/", "statiskt/"))}
        return {name: text for name, text in texts.items() if name in SEARCH or name not in programs}

    return made


def where(site, word):
    """The files of a site that hold a word, or are named by it."""
    return [name for name, text in site.items() if word.lower() in f"{name} {text}".lower()]


def assert_hidden(site_of, files, words):
    """Every word is somewhere on the internal site and nowhere on the public one; returns the public one."""
    public, internal = site_of(files), site_of(files, internal=True)
    assert any(name.endswith(".html") for name in public)
    assert public.keys() >= SEARCH
    assert words
    assert [word for word in words if not where(internal, word)] == []
    assert {word: found for word in words if (found := where(public, word))} == {}
    return public


def shown(tmp_path, files):
    """The public register of the invented region with these files."""
    checked = check_content(write(tmp_path, {"organisation.yml": WITH_EXECUTIVE} | files), internal=False)
    assert checked.results is not None
    return checked.results.register


# One plan

CHAIN = {
    PLAN: """
        underlag: original
        avsnitt:
          dolda-grepp:
            sort: strategi
            namn: Strategi Bäver
            publicering: intern
        kapitel:
          mal:
            nr: 1
            rubrik: Mål
            innehåll:
              - mål
          vid-strategin:
            under: dolda-grepp
            rubrik: Kapitel Grävling
          djupare:
            under: vid-strategin
            rubrik: Kapitel Utter
            innehåll:
              - tabell: illertabell
        tabeller:
          illertabell:
            rubrik: Tabell Iller
            enhet: mnkr
            rader: |
              sort  | Belopp i mnkr | Budget 2024
              rad   | Rad Hermelin  | 5
              summa | Summa Vessla  | 61
        mål:
          oppna-parker:
            sort: nämndens mål
            text: Parkerna är öppna.
        uppdrag:
          i-kapitlet:
            under: djupare
            text: Uppdrag Mård.
          delat:
            under:
              - djupare
              - oppna-parker
            text: Räkna bänkarna.
        aktiviteter:
          for-uppdraget:
            under:
              - i-kapitlet
              - djupare
            text: Aktivitet Järv.
        """,
    REPORT: """
        underlag: original
        period: 2024
        kapitel:
          djupare:
            rubrik: Uppföljningens eget kapitel
        uppdrag:
          i-kapitlet:
            bedömning: grön
            kommentar: Kommentar Lodjur.
          delat:
            bedömning: grön
            kommentar: Bänkarna är räknade.
        aktiviteter:
          for-uppdraget:
            bedömning: grön
            kommentar: Kommentar Varg.
        """,
}


def test_what_stands_below_is_hidden_through_every_kind(site_of):
    """A hidden section takes its chapter, that chapter's table, assignment and activity, and what is said of them."""
    words = ["Bäver", "Grävling", "Utter", "Iller", "Hermelin", "Vessla", "Mård", "Järv", "Lodjur", "Varg"]
    public = assert_hidden(site_of, CHAIN, words)
    report = public["parknamnden/2024/verksamhetsberattelse.html"]
    assert "Räkna bänkarna." in report
    assert "Bänkarna är räknade." in report
    assert "Uppföljningens eget kapitel" in public["parknamnden/2024/verksamhetsberattelse-hela.html"]


def test_goals_go_with_the_chapter_that_places_them(site_of):
    """Where the chapter of the goals is internal so are the goals, the chapters at them, and their assignments."""
    files = {
        PLAN: """
        underlag: original
        kapitel:
          inledning:
            nr: 1
            rubrik: Inledning
          malkapitel:
            nr: 2
            rubrik: Kapitel Bäver
            publicering: intern
            innehåll:
              - mål
          vid-malet:
            under: oppna-parker
            rubrik: Kapitel Utter
        mål:
          oppna-parker:
            sort: nämndens mål
            text: Mål Iller.
        uppdrag:
          vid-kapitlet:
            under: vid-malet
            text: Uppdrag Mård.
        """
    }
    assert (
        "Inledning"
        in assert_hidden(site_of, files, ["Bäver", "Utter", "Iller", "Mård"])[
            "parknamnden/2024/plan-hela.html"
        ]
    )


def test_a_follow_up_may_hide_what_its_plan_shows(site_of):
    """Internal goals and chapters of a follow-up take their comments along; the plan shows what was planned."""
    files = {
        PLAN: """
        underlag: original
        kapitel:
          mal:
            nr: 1
            rubrik: Mål
            innehåll:
              - mål
        mål:
          oppna-parker:
            sort: nämndens mål
            text: Parkerna är öppna.
        uppdrag:
          rakna:
            under: oppna-parker
            text: Räkna bänkarna.
        """,
        REPORT: """
        underlag: original
        period: 2024
        kapitel:
          mal:
            nr: 1
            rubrik: Mål
            innehåll:
              - mål
          vid-malet:
            under: oppna-parker
            rubrik: Kapitel Utter
        mål:
          oppna-parker:
            publicering: intern
            bedömning: röd
            kommentar: Kommentar Iller.
        uppdrag:
          rakna:
            bedömning: grön
            kommentar: Kommentar Mård.
        """,
    }
    plan = assert_hidden(site_of, files, ["Utter", "Iller", "Mård"])["parknamnden/2024/plan.html"]
    assert "Parkerna är öppna." in plan
    assert "Räkna bänkarna." in plan


# What is inherited

COUNCIL = """
    underlag: original
    avsnitt:
      lugn:
        sort: perspektiv
        namn: Perspektivet lugn
      tyst:
        sort: perspektiv
        namn: Perspektiv Bäver
        publicering: intern
      tystare:
        sort: fokusområde
        namn: Fokus Grävling
        under: tyst
    mål:
      lugnt-mal:
        sort: effektmål
        nr: 1
        text: Lugnet råder.
        under: lugn
      tyst-mal:
        sort: effektmål
        nr: 2
        text: Mål Utter.
        under: tystare
      illermal:
        sort: effektmål
        nr: 3
        text: Mål Iller.
        publicering: intern
    uppdrag:
      tyst-uppdrag:
        under: tyst-mal
        text: Uppdrag Mård.
      delat-uppdrag:
        under:
          - illermal
          - lugnt-mal
        text: Räkna bänkarna.
    """
HEIR = """
    underlag: original
    kapitel:
      mal:
        nr: 1
        rubrik: Mål
        innehåll:
          - mål
      vid-tyst:
        under: tyst
        rubrik: Kapitel Järv-{0}
        text: Text Lodjur-{0}.
        innehåll:
          - tabell: vargtabell-{1}
      vid-illermal:
        under: illermal
        rubrik: Kapitel Björn-{0}
    tabeller:
      vargtabell-{1}:
        rubrik: Tabell Varg-{0}
        enhet: mnkr
        rader: |
          sort  | Belopp i mnkr     | Budget 2024
          rad   | Rad Hermelin-{0}  | 5
          summa | Summa Vessla-{0}  | 61
    avsnitt:
      tyst:
    mål:
      lugnt-mal:
      tyst-mal:
      illermal:
        lydelse: Lydelse Minken-{0}.
    uppdrag:
      tyst-uppdrag:
      delat-uppdrag:
      eget-{1}:
        under: vid-tyst
        text: Uppdrag Räv-{0}.
      eget-vid-malet-{1}:
        under: tyst-mal
        text: Uppdrag Hare-{0}.
      oppet-{1}:
        under: lugnt-mal
        text: Olja gungorna.
    """
HEIR_REPORT = """
    underlag: original
    period: 2024
    kapitel:
      mal:
        nr: 1
        rubrik: Mål
        innehåll:
          - mål
      vid-tyst-mal:
        under: tyst-mal
        rubrik: Kapitel Ekorre-{0}
    avsnitt:
      tyst:
        kommentar: Kommentar Sork-{0}.
    mål:
      lugnt-mal:
        bedömning: grön
        kommentar: Det är lugnt.
      tyst-mal:
        bedömning: grön
        kommentar: Kommentar Lämmel-{0}.
    uppdrag:
      tyst-uppdrag:
        bedömning: grön
        kommentar: Kommentar Igelkott-{0}.
      delat-uppdrag:
        bedömning: grön
        kommentar: Bänkarna är räknade.
      eget-{1}:
        bedömning: grön
        kommentar: Kommentar Näbbmus-{0}.
    """
HEIRS = {"lekplatsnamnden": "lek", "parknamnden": "park", UNIT: "gung"}
INHERITED = {
    "regionfullmaktige/2024/plan.yml": COUNCIL,
    f"{UNIT}/verksamhet.yml": "namn: Gungenheten",
    **{f"{path}/2024/plan.yml": HEIR.format(name.title(), name) for path, name in HEIRS.items()},
    **{
        f"{path}/2024/verksamhetsberattelse.yml": HEIR_REPORT.format(name.title(), name)
        for path, name in HEIRS.items()
    },
}
OF_EACH_HEIR = [
    *("Järv", "Lodjur", "Varg", "Vargtabell", "Björn", "Hermelin", "Vessla", "Minken"),
    *("Räv", "Hare", "Ekorre", "Sork", "Lämmel", "Igelkott", "Näbbmus"),
]


def test_what_is_hidden_above_is_hidden_below(site_of):
    """The council's internal sections and goals hide what stands under them at boards and units that list their ids."""
    words = [f"{word}-{name}" for word in OF_EACH_HEIR for name in HEIRS.values()]
    public = assert_hidden(site_of, INHERITED, [*words, *["Bäver", "Grävling", "Utter", "Iller", "Mård"]])
    for path in HEIRS:
        report = public[f"{path}/2024/verksamhetsberattelse.html"]
        for kept in ("Lugnet råder.", "Det är lugnt.", "Bänkarna är räknade.", "Olja gungorna."):
            assert kept in report, path
    # What does not add up in a hidden table is on no page of findings.
    assert "avvikelser.html" not in public


def test_what_a_board_hides_is_hidden_at_its_units_alone(tmp_path):
    """A board that marks what it has from the council hides it at itself and its units; the other boards show it."""
    open_council = COUNCIL.replace("        publicering: intern\n", "")
    heir = HEIR.replace("      lugnt-mal:\n", "      lugnt-mal:\n        publicering: intern\n", 1)
    files = INHERITED | {
        "regionfullmaktige/2024/plan.yml": open_council,
        PLAN: heir.format("Park", "park"),
    }
    bodies = shown(tmp_path, files).bodies
    goals = {id_: "lugnt-mal" in body.plans[2024].goals for id_, body in bodies.items()}
    assert goals == {
        "regionfullmaktige": True,
        "parknamnden": False,
        "gungenheten": False,
        "lekplatsnamnden": True,
    }
    under_it = {"oppet-lek", "oppet-park", "oppet-gung"}
    assert {id_: sorted(under_it & set(body.plans[2024].assignments)) for id_, body in bodies.items()} == {
        "regionfullmaktige": [],
        "parknamnden": [],
        "gungenheten": [],
        "lekplatsnamnden": ["oppet-lek"],
    }


def test_a_plan_of_which_nothing_is_shown_hides_what_others_have_from_it(tmp_path):
    """Where the council's whole plan is internal, what boards inherit goes with all below it; their own is shown."""
    files = INHERITED | {
        "regionfullmaktige/2024/plan.yml": COUNCIL.replace(
            "underlag: original\n", "underlag: original\n    publicering: intern\n"
        ),
        PLAN: HEIR.format("Park", "park") + "  fritt:\n        text: Måla bänkarna.\n",
    }
    plan = shown(tmp_path, files).bodies["parknamnden"].plans[2024]
    assert (list(plan.sections), list(plan.goals), list(plan.assignments)) == ([], [], ["fritt"])
    assert list(plan.contents.chapters) == ["mal"]
    assert list(plan.contents.tables) == []


def test_a_boards_own_chapter_is_not_the_councils_section(tmp_path):
    """That an id is hidden at the council hides nothing that a board has by the same id and did not inherit."""
    plan = """
        underlag: original
        kapitel:
          tyst:
            nr: 1
            rubrik: Tystnaden i parken
          djupare:
            under: tyst
            rubrik: Tystnaden i buskarna
        uppdrag:
          rakna:
            under: djupare
            text: Räkna duvorna.
        """
    files = {"regionfullmaktige/2024/plan.yml": COUNCIL, PLAN: plan}
    made = shown(tmp_path, files).bodies["parknamnden"].plans[2024]
    assert (list(made.contents.chapters), list(made.assignments)) == (["tyst", "djupare"], ["rakna"])


# Internal control

RISKS = {
    "parknamnden/2023/plan.yml": """
        underlag: original
        internkontroll:
          risker:
            viskning:
              område: Drift
              risk: Risk Bäver.
              övergripande: ja
              publicering: intern
            halka:
              område: Drift
              risk: Risk för halka.
              åtgärder:
                grusa:
                  text: Åtgärd Grävling.
                  övergripande: ja
                  publicering: intern
        """,
    "lekplatsnamnden/2023/plan.yml": """
        underlag: original
        internkontroll:
          risker:
            viskning:
              lydelse: Lydelse Utter.
              åtgärder:
                tiga:
                  text: Åtgärd Iller.
            halka:
              åtgärder:
                grusa:
                  lydelse: Lydelse Mård.
                mattor:
                  text: Lägg ut mattor.
        """,
    "lekplatsnamnden/2023/verksamhetsberattelse.yml": """
        underlag: original
        period: 2023
        internkontroll:
          risker:
            viskning:
              kommentar: Kommentar Järv.
              åtgärder:
                tiga:
                  status: pågår
                  kommentar: Kommentar Varg.
            halka:
              åtgärder:
                grusa:
                  status: pågår
                  kommentar: Kommentar Räv.
                mattor:
                  status: avslutad
                  kommentar: Mattorna ligger.
        """,
    "lekplatsnamnden/2024/plan.yml": """
        underlag: original
        internkontroll:
          utgår:
            2023/viskning: Skälet Hare.
            parknamnden/2023/viskning: Skälet Björn.
            2023/halka: Marken är uppvärmd.
          risker:
            vind:
              område: Lek
              risk: Risk för vind.
        """,
}


def test_risks_hidden_at_the_executive_board_are_hidden_at_all(site_of):
    """An inherited risk or measure is as internal as where it comes from, with its reports and why it was dropped."""
    words = ["Bäver", "Grävling", "Utter", "Iller", "Mård", "Järv", "Varg", "Räv", "Hare", "Björn"]
    public = assert_hidden(site_of, RISKS, words)
    before = public["lekplatsnamnden/2023/internkontroll.html"]
    for kept in ("Risk för halka.", "Lägg ut mattor.", "Mattorna ligger."):
        assert kept in before
    assert "Marken är uppvärmd." in public["lekplatsnamnden/2024/internkontroll.html"]


def test_reports_of_hidden_measures_are_not_in_the_public_register(tmp_path):
    """What a follow-up says of an inherited measure that is hidden goes with it; the others keep their reports."""
    (report,) = shown(tmp_path, RISKS).bodies["lekplatsnamnden"].follow_ups[2023]
    assert {id_: list(risk.measures) for id_, risk in report.control.risks.items()} == {"halka": ["mattor"]}


INTERNAL_CONTROL = """
        kapitel:
          kontroll:
            rubrik: Kontroll
            publicering: intern
            innehåll:
              - internkontroll
        """


@pytest.mark.parametrize(
    ("control", "kept"),
    [
        ("", True),
        ("        internkontroll:\n          risker:\n", True),
        (INTERNAL_CONTROL, False),
    ],
    ids=["no control planned", "no risks planned", "control is internal"],
)
def test_the_judgement_of_internal_control_is_the_follow_ups_own(tmp_path, control, kept):
    """Whether control was sufficient is shown though the plan has none, but not where the plan's is internal."""
    files = {
        PLAN: f"        underlag: original\n{control}",
        REPORT: """
        underlag: original
        period: 2024
        internkontroll:
          bedömning: tillräcklig
          motivering: Allt är väl.
        """,
    }
    (report,) = shown(tmp_path, files).bodies["parknamnden"].follow_ups[2024]
    judged = (report.control.sufficient, report.control.motivation) if report.control else None
    assert judged == (("tillräcklig", "Allt är väl.") if kept else None)


# What refers to what is hidden

REFERRING = {
    PLAN: """
        underlag: original
        samband:
          - driftbudget/summa/budget-2024 = bavertabell/summa/budget-2024
          - driftbudget/summa/budget-2024 = driftbudget/gungor/budget-2024
        tal:
          gravlingstal: bavertabell/summa/budget-2024 / 2
          halva: driftbudget/summa/budget-2024 / 2
        förklaringar:
          bavertabell/summa/budget-2024: Skälet Utter.
          gravlingstal: Skälet Iller.
          driftbudget/summa/budget-2024: Bänkarna kom senare.
        kapitel:
          inledning:
            nr: 1
            rubrik: Inledning
            text: >
              Det kostar [12 mnkr](tabell:driftbudget/summa/budget-2024), gömt
              [61 mnkr](tabell:bavertabell/summa/budget-2024),
              ritat [](tabell:bavertabell/summa/budget-2024) och
              [](tal:gravlingstal), fel [99 mnkr](tabell:driftbudget/gungor/budget-2024).
            innehåll:
              - tabell: driftbudget
              - tabell: bavertabell
          hemligt: {rubrik: Kapitel Mård, publicering: intern, text: "Alltså [73 mnkr](tabell:driftbudget/summa/budget-2024)."}
        tabeller:
          driftbudget:
            rubrik: Driftbudget
            enhet: mnkr
            rader: |
              sort  | Belopp i mnkr | Budget 2024
              rad   | Gungor        | 5
              rad   | Bänkar        | 7
              summa | Summa         | 12
          bavertabell:
            rubrik: Tabell Bäver
            publicering: intern
            enhet: mnkr
            rader: |
              sort  | Belopp i mnkr | Budget 2024
              rad   | Rad Lodjur    | 55,25
              summa | Summa         | 61,75
        """,
    REPORT: """
        underlag: original
        period: 2024
        tal:
          vargtal: parknamnden/2024/plan/bavertabell/summa/budget-2024 * 2
        kapitel:
          inledning:
            nr: 1
            rubrik: Inledning
            text: Sedan [](tabell:2024/plan/bavertabell/summa/budget-2024) och [](tal:vargtal).
        """,
}


def test_figures_over_what_is_hidden_are_nowhere(site_of):
    """A public text keeps its words about a hidden table; the table's figures, and all that is made of them, are hidden."""
    words = ["Bavertabell", "Bäver", "Mård", "Utter", "Lodjur", "61,75", "55,25", "30,9", "123,5", "73 mnkr"]
    public = assert_hidden(site_of, REFERRING, words)
    whole = re.sub(r"</?span>", "", public["parknamnden/2024/plan-hela.html"])
    assert re.search(
        r"gömt 61 mnkr, ritat \(siffran visas inte\) och \(siffran visas inte\), fel <a [^>]*>99 mnkr</a>",
        whole,
    )
    again = re.sub(r"</?span>", "", public["parknamnden/2024/verksamhetsberattelse-hela.html"])
    assert "Sedan (siffran visas inte) och (siffran visas inte)." in again
    # What is wrong in what is shown is still told, also on a line of a text that was joined.
    assert "99 mnkr" in public["avvikelser.html"]
    assert "Bänkarna kom senare." in public["avvikelser.html"]


def test_what_is_calculated_from_hidden_cells_is_not_in_the_public_register(tmp_path):
    """Equations, calculations and explanations of hidden tables are left out; the others are kept, in their order."""
    register = shown(tmp_path, REFERRING)
    plan = register.bodies["parknamnden"].plans[2024].contents
    assert [each.text for each in plan.equations] == [
        "driftbudget/summa/budget-2024 = driftbudget/gungor/budget-2024"
    ]
    assert list(plan.figures) == ["halva"]
    assert dict(plan.explanations) == {"driftbudget/summa/budget-2024": "Bänkarna kom senare."}
    (report,) = register.bodies["parknamnden"].follow_ups[2024]
    assert dict(report.contents.figures) == {}
    assert "73 mnkr" not in {quote.text for quote in register.quotes}


NAMING = {
    "indikatorer/park.yml": """
        dold-bjorn:
          namn: Dolt
          publicering: intern
        oppen:
          namn: Öppet
          fortsätter:
            - dold-bjorn
            - oppen-forut
        oppen-forut:
          namn: Öppet förut
        """,
    "parknamnden/2023/plan.yml": """
        underlag: original
        avsnitt:
          dold-varg:
            sort: strategi
            namn: Dolt
            publicering: intern
            punkter:
              dold-punkt: Dolt
          oppet-avsnitt:
            sort: strategi
            namn: Öppet
        mål:
          dold-utter:
            sort: nämndens mål
            text: Dolt
            publicering: intern
          oppet-mal:
            sort: nämndens mål
            text: Öppet
        internkontroll:
          risker:
            dold-lo:
              område: Dolt
              risk: Dolt
              publicering: intern
        """,
    PLAN: """
        underlag: original
        ekonomi:
          utfall: dold-tabell/alla/utfall-2024
          budget: oppen-tabell/alla/budget-2024
        kapitel:
          allt:
            rubrik: Allt
            innehåll:
              - tabell: dold-tabell
              - tabell: oppen-tabell
              - mål
              - internkontroll
        avsnitt:
          nytt-avsnitt:
            sort: strategi
            namn: Nytt
            fortsätter:
              - 2023/dold-varg
              - 2023/oppet-avsnitt
        mål:
          nytt-mal:
            sort: nämndens mål
            text: Nytt
            fortsätter:
              - parknamnden/2023/dold-utter
              - 2023/oppet-mal
            indikatorer:
              oppen:
                målvärde: 5
        uppdrag:
          nytt-uppdrag:
            text: Nytt
            under: nytt-mal
            fortsätter:
              - 2023/dold-punkt
              - 2023/dold-utter
        internkontroll:
          risker:
            ny-risk:
              område: Nytt
              risk: Nytt
              fortsätter:
                - 2023/dold-lo
        tabeller:
          dold-tabell:
            rubrik: Dolt
            publicering: intern
            enhet: mnkr
            rader: |
              sort  | Belopp | Utfall 2024
              rad   | Alla   | 61
          oppen-tabell:
            rubrik: Öppet
            enhet: mnkr
            rader: |
              sort  | Belopp | Budget 2024
              rad   | Alla   | 62
        """,
}


def test_no_fact_of_what_is_shown_names_what_is_hidden(tmp_path):
    """References to hidden indicators, elements of earlier plans and cells are dropped; those to what is shown are kept."""
    register = shown(tmp_path, NAMING)
    book = facts(register)
    assert [
        (key, fact.text) for key, fact in book.items() if "dold-" in f"{key} {fact.text} {fact.said}"
    ] == []
    told = {key.element[-1]: fact.text for key, fact in book.items() if key.field == "fortsätter"}
    assert told == {
        "oppen": "oppen-forut",
        "nytt-avsnitt": "2023/oppet-avsnitt",
        "nytt-mal": "2023/oppet-mal",
    }
    assert book["parknamnden/2024/plan", ("ekonomi",), "budget"].text == "oppen-tabell/alla/budget-2024"
    assert register.continues == {
        Ref("parknamnden", 2024, id_): (Ref("parknamnden", 2023, earlier),)
        for id_, earlier in (("nytt-avsnitt", "oppet-avsnitt"), ("nytt-mal", "oppet-mal"))
    }


# Indicators

INDICATORS = """
    besiktigade:
      namn: Andel besiktigade lekplatser
      enhet: procent
      bra: högt
    balar:
      namn: Indikator Bäver
      enhet: procent
      bra: högt
      publicering: intern
    """


def test_an_internal_indicator_is_hidden_with_all_that_is_said_of_it(site_of):
    """Its row, target, outcome, remark and comment, and its values told beside another indicator, are on no page."""
    files = {
        "indikatorer/park.yml": INDICATORS,
        PLAN: """
        underlag: original
        mål:
          oppna-parker:
            sort: nämndens mål
            text: Parkerna är öppna.
            indikatorer:
              besiktigade:
                målvärde: minst 90 %
              balar:
                lydelse: Lydelse Grävling.
                målvärde: minst 37,5 %
                anmärkning: Anmärkning Utter.
        """,
        REPORT: """
        underlag: original
        period: 2024
        mål:
          oppna-parker:
            bedömning: grön
            indikatorer:
              besiktigade:
                utfall: 91 %
                anmärkning: Räknat i maj.
                andra värden:
                  balar:
                    utfall: 38,75 %
              balar:
                utfall: 39,25 %
                kommentar: Kommentar Iller.
                anmärkning: Anmärkning Mård.
        """,
    }
    words = ["Bäver", "Grävling", "Utter", "Iller", "Mård", "37,5", "38,75", "39,25", "balar.html"]
    public = assert_hidden(site_of, files, words)
    assert "Räknat i maj." in public["parknamnden/2024/verksamhetsberattelse.html"]


# What is counted from what is hidden

RULED = (
    WITH_EXECUTIVE.rstrip()
    + """
    regler:
      2020:
        beslut: § 12
        mål:
          grön: minst 80 %
          röd: annars
    """
)
COUNTED = """
    underlag: original
    mål:
      parker:
        sort: nämndens mål
        text: Parkerna är öppna.
        indikatorer:
          besiktigade:
            målvärde: {target}
          balar:
            målvärde: minst 90 %{row}
      bankar:
        sort: delmål
        under: parker
        text: Bänkarna är hela.
      stigar:
        sort: delmål
        under: parker
        text: Stigarna är torra.{goal}
    """
ASSESSED = """
    underlag: original
    period: 2024
    sammanfattning:
      nämndens mål:
        antal: 1
        röd: 1
      delmål:
        antal: 2
        grön: 1
        röd: 1
    mål:
      parker:
        bedömning: röd
        indikatorer:
          besiktigade:
            {outcome}
          balar:
            utfall: 12 %{reported}
      bankar:
        bedömning: grön
      stigar:
        bedömning: röd{answer}
    """
MARK = "\n{}publicering: intern"


def counted(tmp_path, target="alla delmål", outcome="kommentar: Räknat.", **marked):
    """The public results of a plan whose goal is counted from its parts, with some of them hidden."""
    spaces = {"row": 12, "goal": 8, "reported": 12, "answer": 8}
    marks = {name: MARK.format(" " * each) if marked.get(name) else "" for name, each in spaces.items()}
    files = {
        "organisation.yml": RULED,
        "indikatorer/park.yml": INDICATORS.replace("      publicering: intern\n", ""),
        PLAN: COUNTED.replace("{target}", target).format(**marks),
        REPORT: ASSESSED.replace("{outcome}", outcome).format(**marks),
    }
    checked = check_content(write(tmp_path, files), internal=False)
    assert checked.results is not None
    return checked.results


def test_where_all_is_shown_a_goal_is_counted_from_its_parts(tmp_path):
    """One of two sub-goals is not all of them, and the rule has no answer but red."""
    results = counted(tmp_path)
    result = results.newest("parknamnden", 2024)
    assert [row.verdict.kind for row in result.goals["parker"].rows] == ["inte nått", "inte nått"]
    assert result.goals["parker"].proposal.word == "röd"
    assert [(line.kind, line.contradiction) for line in result.summary] == [
        ("nämndens mål", False),
        ("delmål", False),
    ]


@pytest.mark.parametrize("marked", ["goal", "answer"])
def test_hidden_sub_goals_are_not_counted_as_if_they_were_not_there(tmp_path, marked):
    """A share of sub-goals of which one is hidden cannot be told, and neither can what the rule gives."""
    results = counted(tmp_path, **{marked: True})
    row, _ = results.newest("parknamnden", 2024).goals["parker"].rows
    assert (row.verdict.kind, row.verdict.reason) == ("kan inte avgöras", "allt visas inte")


@pytest.mark.parametrize("marked", ["goal", "answer", "row", "reported"])
def test_the_rule_gives_nothing_where_parts_are_hidden(tmp_path, marked):
    """The rule gives no better level for what is hidden, and the board is not said to depart from it."""
    results = counted(tmp_path, "minst 90 %", "utfall: 95 %", **{marked: True})
    proposal = results.newest("parknamnden", 2024).goals["parker"].proposal
    assert (proposal.level, proposal.reason) == (None, "allt visas inte")
    assert make_ledger(results).departures == ()


@pytest.mark.parametrize("marked", ["goal", "answer"])
def test_printed_counts_of_what_is_hidden_are_not_shown(tmp_path, marked):
    """A printed count of goals of which one is hidden would seem wrong and tell of it; other kinds keep theirs."""
    result = counted(tmp_path, **{marked: True}).newest("parknamnden", 2024)
    assert [(line.kind, line.contradiction) for line in result.summary] == [("nämndens mål", False)]


def test_an_outcome_that_is_hidden_is_not_said_to_be_left_out(tmp_path):
    """Where the report says something that is internal, it is not said to say nothing."""
    result = counted(tmp_path, reported=True).newest("parknamnden", 2024)
    _, row = result.goals["parker"].rows
    assert (row.is_reported, row.verdict.reason) == (False, "allt visas inte")


# Where nothing is hidden

OPEN = re.compile(r"\n *publicering: intern(?=\n)")


def opened(files, kept=None):
    """The files without their marks, but for the one of this number; and how many they have."""
    numbers = iter(range(1000))
    made = {
        name: OPEN.sub(lambda mark: mark[0] if next(numbers) == kept else "", text)
        for name, text in files.items()
    }
    return made, next(numbers)


@pytest.mark.parametrize("files", [CHAIN, INHERITED, RISKS], ids=["chain", "inherited", "risks"])
def test_where_nothing_is_internal_the_public_register_is_the_whole(tmp_path, files):
    """Nothing is resolved anew to be published whole, and it would have come to the same."""
    content = write(tmp_path, {"organisation.yml": WITH_EXECUTIVE} | opened(files)[0])
    loaded, folder = load_all(content), read_folder(content)
    assert loaded.problems == ()
    assert loaded.public is loaded.register
    assert resolve(public(folder, loaded.register)) == (loaded.register, [])


@pytest.mark.parametrize("files", [CHAIN, INHERITED, RISKS], ids=["chain", "inherited", "risks"])
def test_a_single_mark_is_enough(tmp_path, files):
    """Whatever alone is marked, the public register is another than the whole."""
    _, marks = opened(files)
    assert marks > 0
    for number in range(marks):
        content = write(tmp_path, {"organisation.yml": WITH_EXECUTIVE} | opened(files, number)[0])
        loaded = load_all(content)
        assert loaded.problems == ()
        assert loaded.public != loaded.register


def test_a_mark_inside_a_report_is_enough(tmp_path):
    """What is marked far down in a follow-up is found too."""
    plan = "besiktigade:\n  målvärde: minst 90 %\n"
    report = "besiktigade:\n  utfall: 95 %\n  andra värden:\n    utslapp:\n      utfall: 4 ton\n"
    marked = one_goal(plan=plan, report=f"{report}      publicering: intern\n")
    assert load_all(write(tmp_path, one_goal(plan=plan, report=report))).public is not None
    loaded = load_all(write(tmp_path, marked))
    (row,) = loaded.public.bodies["parknamnden"].follow_ups[2024][0].goals["levande-parker"].rows
    assert list(row.entry.others) == []
