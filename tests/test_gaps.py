"""What is missing: what a body owes, how old its outcomes are, and what the sources themselves lack."""

from collections import Counter
from pathlib import Path

import pytest

from invented import ORGANISATION, one_goal, results_of
from vpgen.assessment import assess
from vpgen.gaps import find_gaps, years_between
from vpgen.history import make_history
from vpgen.loader import load
from vpgen.pages.gaps import gaps_page
from vpgen.pages.look import Look

CONTENT = Path(__file__).resolve().parents[1] / "content"
CONTENTMENT = {
    "indikatorer/trivsel.yml": "trivsel:\n  namn: Trivsel i parkerna\n  enhet: index\n  bra: högt\n"
}
DECIDED = "beslut:\n  organ: Parknämnden\n  datum: 2023-11-20\n"
WITHOUT_INDICATOR_SCALE = ORGANISATION.partition("        indikator:\n")[0]
PLAN = """
    underlag: original
    beslut:
      organ: Parknämnden
    mål:
      levande-parker:
        sort: nämndens mål
        text: Parkerna är levande.
        ansvarig: Parkchefen
        indikatorer:
          trivsel:
            målvärde: minst 70
            uppgiftslämnare: Enkätenheten
          utslapp:
            målvärde: högst 10 ton
      trygga-parker:
        sort: nämndens mål
        text: Parkerna är trygga.
    uppdrag:
      rakna:
        text: Räkna bänkarna.
      olja:
        text: Olja gungorna.
        ansvarig: Vaktmästaren
    aktiviteter:
      matta:
        text: Mätta änderna.
        under: levande-parker
    internkontroll:
      risker:
        halka:
          område: Drift
          risk: Risk för halka.
          ansvarig: Driftchefen
          åtgärder:
            sanda:
              text: Sanda gångarna.
            salta:
              text: Salta trappan.
    """
REPORT = """
    underlag: {}
    period: 2024
    beslut:
      organ: Parknämnden
    mål:
      levande-parker:
        indikatorer:
          trivsel:
    uppdrag:
      rakna:
    internkontroll:
      risker:
        halka:
          åtgärder:
            sanda:
    """


def gaps_of(tmp_path, files, body="parknamnden"):
    """What is missing of a body of the invented region with these files."""
    return next(each for each in find_gaps(results_of(tmp_path, CONTENTMENT | files)) if each.body.id == body)


def reported(tmp_path, report, plan=PLAN, **more):
    """What is missing where parknämnden's plan of 2024 is answered by this follow-up."""
    files = {"parknamnden/2024/plan.yml": plan, "parknamnden/2024/verksamhetsberattelse.yml": report}
    return gaps_of(tmp_path, files | more)


def told(gaps):
    """Gaps as kind, name and reason."""
    return [(gap.kind, gap.name, gap.reason) for gap in gaps]


# What a body owes


def test_what_a_follow_up_leaves_out_is_told_by_kind(tmp_path):
    """Every goal, indicator, assignment, activity and measure of the plan that is left out, or not filled in, is owed."""
    nothing = "redovisas inte i dokumentet"
    empty = "bedömningen är inte ifylld ännu"
    found = reported(tmp_path, REPORT.format("original"))
    assert told(found.unreported) == [
        ("mål", "Parkerna är levande.", empty),
        ("mål", "Parkerna är trygga.", nothing),
        ("indikator", "Trivsel i parkerna", "utfallet är inte ifyllt ännu"),
        ("indikator", "Utsläpp från parkmaskiner", nothing),
        ("uppdrag", "Räkna bänkarna.", empty),
        ("uppdrag", "Olja gungorna.", nothing),
        ("aktivitet", "Mätta änderna.", nothing),
        ("åtgärd", "Sanda gångarna.", "statusen är inte ifylld ännu"),
        ("åtgärd", "Salta trappan.", nothing),
    ]
    assert found.untold == ()


def test_what_a_transcript_does_not_tell_is_not_owed(tmp_path):
    """In a copy what is there without its symbol is the source's want; what is not there at all is still owed."""
    found = reported(tmp_path, REPORT.format("avskrift"))
    assert [(gap.kind, gap.name) for gap in found.unreported] == [
        ("mål", "Parkerna är trygga."),
        ("indikator", "Utsläpp från parkmaskiner"),
        ("uppdrag", "Olja gungorna."),
        ("aktivitet", "Mätta änderna."),
        ("åtgärd", "Salta trappan."),
    ]
    assert [(gap.kind, gap.name) for gap in found.untold] == [
        ("bedömning av mål", "Parkerna är levande."),
        ("förändringspil", "Parkerna är levande."),
        ("status för indikator", "Trivsel i parkerna"),
        ("bedömning av uppdrag", "Räkna bänkarna."),
        ("status för åtgärd", "Sanda gångarna."),
        ("värde", "Trivsel i parkerna"),
    ]


def test_what_is_owed_names_who_answers_for_it(tmp_path):
    """A value is owed by who delivers it, the rest by who answers for it, a measure also by who answers for its risk."""
    found = reported(tmp_path, REPORT.format("original"))
    owners = {
        (gap.kind, gap.name): gap.owner and (gap.owner.role, gap.owner.name) for gap in found.unreported
    }
    assert {key: owner for key, owner in owners.items() if owner} == {
        ("mål", "Parkerna är levande."): ("Ansvarig", "Parkchefen"),
        ("indikator", "Trivsel i parkerna"): ("Lämnas av", "Enkätenheten"),
        ("uppdrag", "Olja gungorna."): ("Ansvarig", "Vaktmästaren"),
        ("åtgärd", "Sanda gångarna."): ("Ansvarig", "Driftchefen"),
        ("åtgärd", "Salta trappan."): ("Ansvarig", "Driftchefen"),
    }


def test_a_follow_up_of_which_only_a_part_is_written_in_says_so(tmp_path):
    """What a part of a document leaves out may stand in the rest."""
    report = "underlag: avskrift\nfullständig: nej\nperiod: 2024\n"
    found = reported(tmp_path, report)
    assert {gap.reason for gap in found.unreported} == {
        "redovisas inte i dokumentet, men bara en del av dokumentet är inskriven"
    }
    assert ("dokument", "Verksamhetsberättelse 2024", "bara en del är inskriven") in told(found.untold)


def test_only_the_newest_follow_up_of_a_year_is_asked(tmp_path):
    """What a report of half the year leaves out is not owed once the year's report tells it."""
    plan = "underlag: original\n" + DECIDED + "uppdrag:\n  rakna:\n    text: Räkna bänkarna.\n"
    half = "underlag: original\nperiod: jan–jun 2024\n" + DECIDED
    whole = "underlag: original\nperiod: 2024\n" + DECIDED + "uppdrag:\n  rakna:\n    bedömning: grön\n"
    files = {"parknamnden/2024/plan.yml": plan, "parknamnden/2024/delarsrapport.yml": half}
    assert [gap.kind for gap in gaps_of(tmp_path / "a", files).unreported] == ["uppdrag"]
    files["parknamnden/2024/verksamhetsberattelse.yml"] = whole
    assert gaps_of(tmp_path / "b", files).is_empty


def test_a_value_that_another_board_reports_is_not_owed(tmp_path):
    """A shared measure, told for the same scope and time by another, is not missing where it is left out."""
    plan = "trivsel:\n  målvärde: minst 70\n  gäller: lanet"
    mine = one_goal(plan=plan, report="utslapp:\n  utfall: 9 ton", body="parknamnden")
    mine["parknamnden/2024/plan.yml"] += "      utslapp:\n        målvärde: högst 10 ton\n"
    theirs = one_goal(plan=plan, report="trivsel:\n  utfall: 72", body="lekplatsnamnden")
    theirs = {name: text.replace("Parkerna", "Lekplatserna") for name, text in theirs.items()}

    def owed(files):
        return [
            gap.name for gap in gaps_of(tmp_path / str(len(files)), files).unreported if gap.kind != "beslut"
        ]

    assert "Trivsel i parkerna" in owed(mine)
    assert "Trivsel i parkerna" not in owed(mine | theirs)


def test_a_plan_without_a_follow_up_is_told_once(tmp_path):
    """A plan that nothing answers is named; what it holds is not listed as owed."""
    found = gaps_of(tmp_path, {"parknamnden/2024/plan.yml": PLAN})
    assert [plan.document.name for plan in found.unfollowed] == ["Verksamhetsplan 2024"]
    assert found.unreported == ()


def test_a_forecast_without_an_outcome_is_owed(tmp_path):
    """A forecast is missing its outcome until some document tells one for the same time."""
    only = one_goal(2025, plan="utslapp:\n  målvärde: högst 10 ton\n  avser: 2024\n  prognos: 8 ton")
    (gap,) = [gap for gap in gaps_of(tmp_path / "a", only).unreported if gap.kind == "prognos"]
    assert (gap.name, gap.reason) == (
        "Utsläpp från parkmaskiner",
        "prognosen är 8 ton (2024); inget utfall är känt",
    )
    silent = one_goal(plan="trivsel:\n  målvärde: minst 70", report="trivsel:\n  utfall: 72")
    (gap,) = [gap for gap in gaps_of(tmp_path / "b", only | silent).unreported if gap.kind == "prognos"]
    assert gap.reason.endswith("inget utfall är känt, inte heller i Verksamhetsberättelse 2024")
    followed = one_goal(plan="utslapp:\n  målvärde: högst 9 ton", report="utslapp:\n  utfall: 8,5 ton")
    assert "prognos" not in {gap.kind for gap in gaps_of(tmp_path / "c", only | followed).unreported}


def test_an_unknown_decision_is_owed_or_lacking(tmp_path):
    """Whose plan is the original has not written the decision in; a copy's source does not tell it."""
    found = gaps_of(tmp_path / "a", {"parknamnden/2024/plan.yml": "underlag: original\n"})
    assert told(found.unreported) == [("beslut", "Verksamhetsplan 2024", "inget beslut är angivet")]
    found = gaps_of(tmp_path / "b", {"parknamnden/2024/plan.yml": "underlag: avskrift\nbeslut: okänt\n"})
    assert (found.unreported, told(found.untold)) == (
        (),
        [("beslut", "Verksamhetsplan 2024", "framgår inte av källan")],
    )


def test_the_council_owes_no_reports(tmp_path):
    """The council's goals are reported by the boards: its plan without a follow-up is no gap."""
    plan = PLAN.replace("organ: Parknämnden", "organ: Regionfullmäktige")
    found = gaps_of(tmp_path, {"regionfullmaktige/2024/plan.yml": plan}, "regionfullmaktige")
    assert found.is_empty
    assert found.ages == ()


def test_nothing_is_missing_where_all_is_told(tmp_path):
    """A decided plan, wholly answered, leaves nothing; the page says so in one sentence."""
    files = one_goal(plan="trivsel:\n  målvärde: minst 70", report="trivsel:\n  utfall: 72")
    files = {name: text + DECIDED for name, text in files.items()}
    results = results_of(tmp_path, CONTENTMENT | {"organisation.yml": WITHOUT_INDICATOR_SCALE} | files)
    assert [(each.body.id, each.is_empty) for each in find_gaps(results)] == [("parknamnden", True)]
    assert gaps_page(Look(results, (), lambda *_: None)).view.bodies == ()


# How old outcomes are


def age_of(tmp_path, extra="", year=2024, indicator="trivsel", **kinds):
    """The age of an indicator's newest outcome, told for `outcome` in the plan of the year or in its follow-up."""
    avser = kinds.get("avser", "2022")
    row = f"{indicator}:\n  målvärde: minst 70\n  avser: {avser}\n  utfall: 71\n{extra}"
    files = one_goal(year, plan=row)
    if kinds.get("followed"):
        files = one_goal(
            year,
            plan=f"{indicator}:\n  målvärde: minst 70\n{extra}",
            report=f"{indicator}:\n  avser: {avser}\n  utfall: 71",
        )
    (age,) = gaps_of(tmp_path, files).ages
    return age


def test_an_outcome_is_as_old_as_the_newest_document_makes_it(tmp_path):
    """Age is counted in years from the newest document's year; without `mäts` or `nästa` nothing is said of it."""
    age = age_of(tmp_path)
    assert (age.period.text, age.years, age.told, age.late) == ("2022", 2, "", False)


def test_without_an_outcome_there_is_no_age(tmp_path):
    """A forecast and a missing value are no outcomes."""
    files = one_goal(
        plan="trivsel:\n  målvärde: minst 70\n  avser: 2023\n  prognos: 71",
        report="trivsel:\n  utfall: saknas\n  orsak: ingen frågade",
    )
    (age,) = gaps_of(tmp_path, files).ages
    assert (age.period, age.years, age.told) == (None, None, "inget utfall är känt")


@pytest.mark.parametrize(
    ("measured", "avser", "followed", "late"),
    [
        ("varje år", "2022", False, False),  # a plan for 2024 is made in 2023, and can know of 2022
        ("varje år", "2021", False, True),
        ("varje år", "2024", True, False),
        ("varje år", "2023", True, True),
        ("vartannat år", "2023", True, False),
        ("vartannat år", "2022", True, True),
        ("vart fjärde år", "2021", True, False),
        ("när det behövs", "2001", True, False),
    ],
)
def test_an_outcome_is_late_by_how_often_it_is_measured(tmp_path, measured, avser, followed, late):
    """An outcome is older than expected where, by `mäts`, the newest document could have known a newer one."""
    age = age_of(tmp_path, f"  mäts: {measured}", avser=avser, followed=followed)
    assert (age.late, age.measured) == (late, measured)
    assert age.told


@pytest.mark.parametrize(
    ("following", "late", "words"),
    [
        ("2024", True, "nästa skulle komma 2024, men inget utfall från den tiden är känt"),
        ("våren 2024", False, "nästa, ”våren 2024”, går inte att läsa som en tid"),
        ("2025", False, "nästa kommer 2025"),
        ("2023", False, "det som skulle komma 2023 har kommit"),
    ],
)
def test_an_outcome_is_late_by_when_the_next_was_to_come(tmp_path, following, late, words):
    """`nästa` is set against the end of the newest document's period; what cannot be read is said, not judged."""
    age = age_of(tmp_path, f"  nästa: {following}", avser="2023", followed=True)
    assert (age.late, age.told) == (late, words)


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("varje år", 1),
        ("Årligen", 1),
        ("april och december", 1),
        ("mars, juni och oktober", 1),
        ("varje tertial", 1),
        ("månadsvis", 1),
        ("två gånger per år", 1),
        ("vartannat år", 2),
        ("vart tredje år", 3),
        ("vart femte år", 5),
        ("vid behov", None),
        ("2024", None),
    ],
)
def test_how_often_is_read_from_the_authors_words(words, years):
    """Plain ways to say how often become years; others are not guessed."""
    assert years_between(words) == years


# What sources lack


def test_missing_values_keep_their_reasons(tmp_path):
    """A value that a document says is missing is told with the document's reason, group by group."""
    plan = "besok:\n  målvärde: minst 50 %\ntrivsel:\n  målvärde: minst 70"
    report = """
        besok:
          utfall:
            barn: 60 %
            vuxna: saknas
          orsak: vuxna har inte frågats
        trivsel:
          utfall: ej redovisad
          orsak: den kom bort
        """
    found = gaps_of(tmp_path, one_goal(plan=plan, report=report))
    assert told(gap for gap in found.untold if gap.kind == "värde") == [
        ("värde", "Besök i parkerna, vuxna", "saknas: vuxna har inte frågats"),
        ("värde", "Trivsel i parkerna", "ej redovisad: den kom bort"),
    ]


def test_what_was_not_assessed_keeps_its_reason(tmp_path):
    """A goal that is not assessed is not owed: the document says why."""
    report = REPORT.format("original").replace(
        "levande-parker:\n",
        "levande-parker:\n        bedömning: ej bedömd\n        orsak: ingen har gått dit\n",
    )
    found = reported(tmp_path, report)
    assert ("ej bedömd", "Parkerna är levande.", "ingen har gått dit") in told(found.untold)
    assert "Parkerna är levande." not in {gap.name for gap in found.unreported}


def test_a_remark_about_a_picture_is_told(tmp_path):
    """A remark that names a picture in the source is told, whatever it stands at; a view of things (helhetsbild) is none."""
    plan = """
        underlag: avskrift
        kapitel:
          karta:
            nr: 1
            rubrik: Karta över parkerna
            anmärkning: Kartan är en bild i källan.
          inledning:
            nr: 2
            rubrik: Inledning
            anmärkning: Texten ger en helhetsbild.
        """
    found = gaps_of(tmp_path, {"parknamnden/2024/plan.yml": plan})
    assert told(gap for gap in found.untold if gap.kind == "bild") == [
        ("bild", "Karta över parkerna", "Kartan är en bild i källan.")
    ]


def test_a_plan_that_was_rebuilt_is_told(tmp_path):
    """A document that was rebuilt from another is not there as it was adopted."""
    found = gaps_of(
        tmp_path, {"parknamnden/2024/plan.yml": "underlag: återskapad ur minnet\nfullständig: nej\n"}
    )
    assert ("dokument", "Verksamhetsplan 2024", "återskapad ur minnet; bara en del är inskriven") in told(
        found.untold
    )


# The real content


@pytest.fixture(scope="module")
def real():
    """What is missing in the real content, by body."""
    register = load(CONTENT)
    return {each.body.id: each for each in find_gaps(assess(register, make_history(register)))}


def kinds(gaps):
    return dict(Counter(gap.kind for gap in gaps))


def test_regionstyrelsen_owes_an_outcome_for_a_forecast(real):
    """Its follow-up of 2024 leaves nothing of the plan out; the forecast of 31 mnkr has no outcome as an indicator."""
    found = real["regionstyrelsen"]
    assert kinds(found.unreported) == {"prognos": 1}
    assert [plan.document.year for plan in found.unfollowed] == [2025, 2023]


def test_the_source_of_2024_lost_its_symbols(real):
    """Counted by hand in verksamhetsberattelse.yml: 10 goals, of which 2 red and 1 not assessed; 13 assignments, of which
    1 red; 14 measures; 21 indicators, of which 10 with a word or a missing value; 3 missing values."""
    assert kinds(real["regionstyrelsen"].untold) == {
        "bedömning av mål": 7,
        "förändringspil": 10,
        "status för indikator": 11,
        "bedömning av uppdrag": 12,
        "status för åtgärd": 14,
        "värde": 3,
        "ej bedömd": 1,
        "bild": 3,
        "beslut": 4,
        "dokument": 1,
    }


def test_no_decision_is_known_of_any_document(real):
    """Every document of the content says `beslut: okänt`: ten plans and a follow-up."""
    assert sum(gap.kind == "beslut" for each in real.values() for gap in each.untold) == 11


def test_the_image_only_table_of_listed_patients_is_told(real):
    """The second table of listed patients, by age and part of the county, is a picture in the source."""
    pictures = [gap for gap in real["regionstyrelsen"].untold if gap.kind == "bild"]
    assert [gap.name for gap in pictures if "per åldersgrupp" in gap.reason] == ["Antalet listade"]


def test_the_oldest_outcomes_of_2025_are_told(real):
    """In regionstyrelsen's plan of 2025 31 indicators stand; none is late, and only the forecast has no outcome."""
    found = real["regionstyrelsen"]
    assert (len(found.ages), len(found.unknown), len(found.late)) == (31, 1, 0)
    assert found.unknown[0].row.indicator.id == "budgetavvikelse"
    fast = next(age for age in found.ages if age.row.indicator.id == "fast-lakarkontakt")
    assert (fast.measured, fast.years, fast.late) == ("april och december", 1, False)


def test_the_page_tells_what_is_owed_apart_from_what_sources_lack(real_site):
    """On the built page each board has its own part, with the reasons that the documents give."""
    text = (real_site / "saknade-uppgifter.html").read_text(encoding="utf-8")
    for words in (
        'id="regionstyrelsen"',
        "Inte redovisat av nämnden",
        "Prognoser utan utfall: 1",
        "Saknas i källan",
        "Status för åtgärder i internkontrollen: 14",
        "ännu inte kvalitetssäkrat",
        "per åldersgrupp och länsdel",
    ):
        assert words in text, words
    start = (real_site / "index.html").read_text(encoding="utf-8")
    assert '<li><a href="saknade-uppgifter.html">Saknade uppgifter</a></li>' in start


@pytest.mark.browser
def test_the_page_fits_a_phone(open_page, real_address):
    """At 390 pixels nothing is wider than the screen, also with every part unfolded."""
    page = open_page(real_address + "saknade-uppgifter.html", 390)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
