"""What is missing: what a body says is missing, what is not written in, how old outcomes are, what sources do not tell."""

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


def lacks(found):
    """What a body's follow-ups leave out, whether they do not mention it or it is not written in."""
    return [*found.left_out, *found.not_written]


def told(gaps):
    """Gaps as kind, name and reason."""
    return [(gap.kind, gap.name, gap.reason) for gap in gaps]


# What a body owes


def test_what_a_follow_up_leaves_out_is_told_by_kind(tmp_path):
    """What a whole follow-up does not mention of its plan is left out; what is there, but not filled in, is not written in."""
    nothing = "redovisas inte i dokumentet"
    empty = "bedömningen är inte ifylld ännu"
    found = reported(tmp_path, REPORT.format("original"))
    assert told(found.left_out) == [
        ("mål", "Parkerna är trygga.", nothing),
        ("indikator", "Utsläpp från parkmaskiner", nothing),
        ("uppdrag", "Olja gungorna.", nothing),
        ("aktivitet", "Mätta änderna.", nothing),
        ("åtgärd", "Salta trappan.", nothing),
    ]
    assert told(found.not_written) == [
        ("mål", "Parkerna är levande.", empty),
        ("indikator", "Trivsel i parkerna", "utfallet är inte ifyllt ännu"),
        ("uppdrag", "Räkna bänkarna.", empty),
        ("åtgärd", "Sanda gångarna.", "statusen är inte ifylld ännu"),
    ]
    assert (found.stated, found.unread) == ((), ())


def test_what_a_transcript_does_not_tell_is_not_owed(tmp_path):
    """In a copy what is there without its symbol cannot be read; what is not there at all is left out."""
    found = reported(tmp_path, REPORT.format("avskrift"))
    assert [(gap.kind, gap.name) for gap in lacks(found)] == [
        ("mål", "Parkerna är trygga."),
        ("indikator", "Utsläpp från parkmaskiner"),
        ("uppdrag", "Olja gungorna."),
        ("aktivitet", "Mätta änderna."),
        ("åtgärd", "Salta trappan."),
    ]
    assert [(gap.kind, gap.name) for gap in found.unread] == [
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
    assert {
        (gap.kind, gap.name): (owner.role, owner.name) for gap in lacks(found) for owner in gap.owners
    } == {
        ("mål", "Parkerna är levande."): ("Ansvarig", "Parkchefen"),
        ("indikator", "Trivsel i parkerna"): ("Lämnas av", "Enkätenheten"),
        ("uppdrag", "Olja gungorna."): ("Ansvarig", "Vaktmästaren"),
        ("åtgärd", "Sanda gångarna."): ("Ansvarig", "Driftchefen"),
        ("åtgärd", "Salta trappan."): ("Ansvarig", "Driftchefen"),
    }


def test_what_several_answer_for_stands_at_each_of_them(tmp_path):
    """A list of owners makes each an owner: the thing is owed once, and stands at each of them on the page."""
    plan = PLAN.replace(
        "ansvarig: Parkchefen", "ansvarig:\n          - Parkchefen\n          - Biologen"
    ).replace(
        "uppgiftslämnare: Enkätenheten",
        "uppgiftslämnare:\n              - Enkätenheten\n              - Statistikern",
    )
    files = CONTENTMENT | {
        "parknamnden/2024/plan.yml": plan,
        "parknamnden/2024/verksamhetsberattelse.yml": REPORT.format("original"),
    }
    results = results_of(tmp_path, files)
    found = next(each for each in find_gaps(results) if each.body.id == "parknamnden")
    owed = [*found.left_out, *found.not_written]
    goal = next(gap for gap in owed if gap.name == "Parkerna är levande.")
    assert [(owner.role, owner.name) for owner in goal.owners] == [
        ("Ansvarig", "Parkchefen"),
        ("Ansvarig", "Biologen"),
    ]
    view = next(
        each for each in gaps_page(Look(results, (), lambda _file, _line: None)).view.bodies if each.is_shared
    )
    shown = {
        owner.name: [gap.link.text for group in owner.groups for bunch in group.bunches for gap in bunch.gaps]
        for owner in view.not_written
    }
    assert shown["Ansvarig: Parkchefen"] == shown["Ansvarig: Biologen"] == ["Parkerna är levande."]
    assert shown["Lämnas av: Statistikern"] == shown["Lämnas av: Enkätenheten"] == ["Trivsel i parkerna"]
    assert (view.numbers.left_out, view.numbers.not_written) == (5, "4 uppgifter")
    age = next(each for each in view.unknown if each.link.text == "Trivsel i parkerna")
    assert age.owner == "Lämnas av: Enkätenheten och Statistikern"


def test_a_follow_up_of_which_only_a_part_is_written_in_says_so(tmp_path):
    """What a part of a document leaves out may stand in the rest."""
    report = "underlag: avskrift\nfullständig: nej\nperiod: 2024\n"
    found = reported(tmp_path, report)
    assert found.left_out == ()
    assert Counter(gap.reason for gap in found.not_written) == {
        "finns inte i den del av dokumentet som finns här": 9,
        "bara en del finns här": 1,
    }


def test_only_the_newest_follow_up_of_a_year_is_asked(tmp_path):
    """What a report of half the year leaves out is not owed once the year's report tells it."""
    plan = "underlag: original\n" + DECIDED + "uppdrag:\n  rakna:\n    text: Räkna bänkarna.\n"
    half = "underlag: original\nperiod: jan–jun 2024\n" + DECIDED
    whole = "underlag: original\nperiod: 2024\n" + DECIDED + "uppdrag:\n  rakna:\n    bedömning: grön\n"
    files = {"parknamnden/2024/plan.yml": plan, "parknamnden/2024/delarsrapport.yml": half}
    assert [gap.kind for gap in gaps_of(tmp_path / "a", files).left_out] == ["uppdrag"]
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
        return [gap.name for gap in lacks(gaps_of(tmp_path / str(len(files)), files)) if gap.kind != "beslut"]

    assert "Trivsel i parkerna" in owed(mine)
    assert "Trivsel i parkerna" not in owed(mine | theirs)


def test_a_plan_without_a_follow_up_is_told_once(tmp_path):
    """A plan that nothing answers is named; what it holds is not listed as owed."""
    found = gaps_of(tmp_path, {"parknamnden/2024/plan.yml": PLAN})
    assert [plan.document.name for plan in found.unfollowed] == ["Verksamhetsplan 2024"]
    assert lacks(found) == []


def test_a_forecast_without_an_outcome_is_owed(tmp_path):
    """A forecast is missing its outcome until some document tells one for the same time."""
    only = one_goal(2025, plan="utslapp:\n  målvärde: högst 10 ton\n  avser: 2024\n  prognos: 8 ton")
    (gap,) = [gap for gap in lacks(gaps_of(tmp_path / "a", only)) if gap.kind == "prognos"]
    assert (gap.name, gap.reason) == (
        "Utsläpp från parkmaskiner",
        "prognosen är 8 ton (2024); inget utfall är känt",
    )
    silent = one_goal(plan="trivsel:\n  målvärde: minst 70", report="trivsel:\n  utfall: 72")
    (gap,) = [gap for gap in lacks(gaps_of(tmp_path / "b", only | silent)) if gap.kind == "prognos"]
    assert gap.reason.endswith("inget utfall är känt, inte heller i Verksamhetsberättelse 2024")
    followed = one_goal(plan="utslapp:\n  målvärde: högst 9 ton", report="utslapp:\n  utfall: 8,5 ton")
    assert "prognos" not in {gap.kind for gap in lacks(gaps_of(tmp_path / "c", only | followed))}


def test_a_forecast_of_a_year_that_is_not_out_owes_nothing(tmp_path):
    """What a report of the first months expects of its year lacks no outcome yet; a report of the year does."""
    files = one_goal(plan="utslapp:\n  målvärde: högst 10 ton", report="utslapp:\n  prognos: 8 ton")
    name = "parknamnden/2024/verksamhetsberattelse.yml"
    assert "prognos" in {gap.kind for gap in every_gap(gaps_of(tmp_path / "whole", files))}
    files["parknamnden/2024/uppfoljning-t1.yml"] = files.pop(name).replace("period: 2024", "period: T1 2024")
    assert "prognos" not in {gap.kind for gap in every_gap(gaps_of(tmp_path / "part", files))}


def every_gap(found):
    """Whatever is missing of a body, whoever says so."""
    return [*found.stated, *found.left_out, *found.not_written]


def test_what_is_counted_from_sub_goals_is_not_owed(tmp_path):
    """Nobody types an outcome for a target about the goals below."""
    plan = "utslapp:\n  målvärde: alla delmål\ntrivsel:\n  målvärde: minst 70"
    found = gaps_of(tmp_path, one_goal(plan=plan, report=""))
    assert [gap.name for gap in every_gap(found) if gap.kind == "indikator"] == ["Trivsel i parkerna"]
    assert [age.row.indicator.id for age in found.ages] == ["trivsel"]


def test_an_unknown_decision_is_owed_or_lacking(tmp_path):
    """Whose plan is the original has not written the decision in; a copy's source does not tell it."""
    found = gaps_of(tmp_path / "a", {"parknamnden/2024/plan.yml": "underlag: original\n"})
    assert told(found.not_written) == [("beslut", "Verksamhetsplan 2024", "inget beslut är angivet")]
    found = gaps_of(tmp_path / "b", {"parknamnden/2024/plan.yml": "underlag: avskrift\nbeslut: okänt\n"})
    assert (lacks(found), told(found.unread)) == (
        [],
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
    assert (age.period.text, age.years, age.told, age.late) == ("2022", 2, "", None)


def test_without_an_outcome_there_is_no_age(tmp_path):
    """A forecast and a missing value are no outcomes."""
    files = one_goal(
        plan="trivsel:\n  målvärde: minst 70\n  avser: 2023\n  prognos: 71",
        report="trivsel:\n  utfall: saknas\n  orsak: ingen frågade",
    )
    (age,) = gaps_of(tmp_path, files).ages
    assert (age.period, age.years, age.told, age.late) == (None, None, "", None)


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
        ("när det behövs", "2001", True, None),
    ],
)
def test_an_outcome_is_late_by_how_often_it_is_measured(tmp_path, measured, avser, followed, late):
    """An outcome is older than expected where, by `mäts`, the newest document could have known a newer one."""
    age = age_of(tmp_path, f"  mäts: {measured}", avser=avser, followed=followed)
    assert (age.late, age.measured) == (late, measured)
    assert age.told


@pytest.mark.parametrize(
    ("period", "avser", "late"),
    [
        ("T1 2024", "2023", False),
        ("T1 2024", "2022/2023", False),
        ("T1 2024", "2022", True),
        ("2024", "2023", True),
    ],
)
def test_nothing_is_late_for_a_year_that_is_not_over(tmp_path, period, avser, late):
    """In a report of the first months the year before is the last whole one that could be known."""
    plan, report = (
        "trivsel:\n  målvärde: minst 70\n  mäts: varje år",
        f"trivsel:\n  avser: {avser}\n  utfall: 71",
    )
    files = one_goal(plan=plan, report=report)
    text = files.pop("parknamnden/2024/verksamhetsberattelse.yml")
    files["parknamnden/2024/delarsrapport.yml"] = text.replace("period: 2024", f"period: {period}")
    (age,) = gaps_of(tmp_path, files).ages
    assert age.late is late
    assert ("2024" in age.told) is (late and period == "2024")


@pytest.mark.parametrize(
    ("following", "late", "words"),
    [
        ("2024", True, "nästa skulle komma 2024, men inget utfall från den tiden är känt"),
        ("våren 2024", None, "nästa, ”våren 2024”, går inte att läsa som en tid"),
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


def late_of(tmp_path, **measured):
    """What the page says of how many outcomes are late, where each indicator is measured so."""
    targets = {"trivsel": ("minst 70", "71"), "utslapp": ("högst 9 ton", "8 ton")}
    rows = [
        f"{name}:\n  målvärde: {targets[name][0]}\n  avser: 2021\n  utfall: {targets[name][1]}\n"
        + (f"  mäts: {words}\n" if words else "")
        for name, words in measured.items()
    ]
    results = results_of(tmp_path, CONTENTMENT | one_goal(plan="".join(rows)))
    return gaps_page(Look(results, (), lambda *_: None)).view.bodies[0].late


@pytest.mark.parametrize(
    ("trivsel", "utslapp", "words"),
    [
        ("vart femte år", "vart femte år", "inget"),
        ("varje år", "varje år", "2"),
        ("vart femte år", "", "kan inte avgöras (1 av 2 har inget angivet mätintervall)"),
        ("", "", "kan inte avgöras (2 av 2 har inget angivet mätintervall)"),
        ("vid behov", "", "kan inte avgöras (2 av 2 har inget mätintervall som går att räkna med)"),
        ("varje år", "", "1; 1 av 2 kan inte avgöras (inget angivet mätintervall)"),
    ],
)
def test_none_is_late_only_where_that_can_be_told(tmp_path, trivsel, utslapp, words):
    """The page never says that no outcome is older than expected while some might be."""
    assert late_of(tmp_path, trivsel=trivsel, utslapp=utslapp) == words


# What documents say is missing, and what sources do not tell


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
    assert told(gap for gap in found.stated if gap.kind == "värde") == [
        ("värde", "Besök i parkerna, vuxna", "saknas: vuxna har inte frågats"),
        ("värde", "Trivsel i parkerna", "ej redovisad: den kom bort"),
    ]


def test_what_was_not_assessed_keeps_its_reason(tmp_path):
    """A goal that is not assessed is neither left out nor unread: the document says why."""
    report = REPORT.format("original").replace(
        "levande-parker:\n",
        "levande-parker:\n        bedömning: ej bedömd\n        orsak: ingen har gått dit\n",
    )
    found = reported(tmp_path, report)
    assert ("ej bedömd", "Parkerna är levande.", "ingen har gått dit") in told(found.stated)
    assert "Parkerna är levande." not in {gap.name for gap in (*lacks(found), *found.unread)}


def test_a_value_that_is_unknown_is_not_said_to_be_missing(tmp_path):
    """Where an author writes that the source does not tell a value, the body has not said that it lacks it."""
    report = "trivsel:\n  utfall: okänd\n  orsak: sidan är bortriven"
    found = gaps_of(
        tmp_path, one_goal(plan="trivsel:\n  målvärde: minst 70", report=report, basis="avskrift")
    )
    assert found.stated == ()
    assert ("värde", "Trivsel i parkerna", "okänd: sidan är bortriven") in told(found.unread)


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
    assert told(gap for gap in found.unread if gap.kind == "bild") == [
        ("bild", "Karta över parkerna", "Kartan är en bild i källan.")
    ]


def test_a_plan_that_was_rebuilt_is_told(tmp_path):
    """A document that was rebuilt from another is not there as it was adopted."""
    found = gaps_of(
        tmp_path, {"parknamnden/2024/plan.yml": "underlag: återskapad ur minnet\nfullständig: nej\n"}
    )
    assert ("dokument", "Verksamhetsplan 2024", "återskapad ur minnet; bara en del finns här") in told(
        found.not_written
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
    assert found.left_out == ()
    assert kinds(found.not_written) == {"prognos": 1, "dokument": 1}
    assert [plan.document.year for plan in found.unfollowed] == [2025, 2023]


def test_the_source_of_2024_lost_its_symbols(real):
    """Counted by hand in verksamhetsberattelse.yml: 10 goals, of which 2 red and 1 not assessed; 13 assignments, of which
    1 red; 14 measures; 21 indicators, of which 10 with a word or a missing value; 3 values said to be missing."""
    assert kinds(real["regionstyrelsen"].stated) == {"ej bedömd": 1, "värde": 3}
    assert kinds(real["regionstyrelsen"].unread) == {
        "bedömning av mål": 7,
        "förändringspil": 10,
        "status för indikator": 11,
        "bedömning av uppdrag": 12,
        "status för åtgärd": 14,
        "bild": 3,
        "beslut": 4,
    }


def test_no_decision_is_known_of_any_document(real):
    """Every document of the content says `beslut: okänt`: ten plans and a follow-up."""
    assert sum(gap.kind == "beslut" for each in real.values() for gap in each.unread) == 11


def test_the_image_only_table_of_listed_patients_is_told(real):
    """The second table of listed patients, by age and part of the county, is a picture in the source."""
    pictures = [gap for gap in real["regionstyrelsen"].unread if gap.kind == "bild"]
    assert [gap.name for gap in pictures if "per åldersgrupp" in gap.reason] == ["Antalet listade"]


def test_the_oldest_outcomes_of_2025_are_told(real):
    """In regionstyrelsen's plan of 2025 31 indicators stand; none is late, and only the forecast has no outcome."""
    found = real["regionstyrelsen"]
    assert (len(found.ages), len(found.unknown), len(found.late)) == (31, 1, 0)
    assert found.unknown[0].row.indicator.id == "budgetavvikelse"
    fast = next(age for age in found.ages if age.row.indicator.id == "fast-lakarkontakt")
    assert (fast.measured, fast.years, fast.late) == ("april och december", 1, False)


def test_the_page_keeps_three_kinds_of_gaps_apart(real_site):
    """On the built page what a board says is missing, what is not written in and what cannot be read stand apart."""
    text = (real_site / "saknade-uppgifter.html").read_text(encoding="utf-8")
    board = text.partition('<h2 id="regionstyrelsen"')[2].partition("<h2 ")[0]
    stated, _, rest = board.partition("<h3>Finns inte här</h3>")
    missing, _, unread = rest.partition("<h3>Oläsligt i källan</h3>")
    parts = (
        (
            stated,
            ("Nämnden uppger själv", "Ej bedömda: 1", "Utfall som saknas: 3", "ännu inte kvalitetssäkrat"),
        ),
        (missing, ("Ingen uppföljning finns här till", "Prognoser utan utfall: 1", "på annat håll")),
        (unread, ("Status för åtgärder i internkontrollen: 14", "per åldersgrupp och länsdel")),
    )
    for part, phrases in parts:
        for words in phrases:
            assert words in part, words
    assert "kan inte avgöras (29 av 30 har inget angivet mätintervall). Det äldsta avser 2021." in text
    assert "redovisat av nämnden" not in text
    start = (real_site / "index.html").read_text(encoding="utf-8")
    assert '<a href="saknade-uppgifter.html">Saknade uppgifter' in start


@pytest.mark.browser
def test_the_page_fits_a_phone(open_page, real_address):
    """At 390 pixels nothing is wider than the screen, also with every part unfolded."""
    page = open_page(real_address + "saknade-uppgifter.html", 390)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
