"""Rule and judgement: departures from an adopted rule, statuses beside verdicts, and targets that were lowered."""

from pathlib import Path

import pytest

from invented import ORGANISATION, one_goal, results_of, write
from vpgen.assessment import assess
from vpgen.build import Project, build
from vpgen.history import make_history
from vpgen.ledger import demand, is_weaker, make_ledger
from vpgen.loader import load
from vpgen.pages.ledger import ledger_page
from vpgen.pages.look import Look
from vpgen.target_kinds import describe
from vpgen.targets import parse_target

CONTENT = Path(__file__).resolve().parents[1] / "content"
MKDOCS = Path(__file__).resolve().parents[1] / "mkdocs.yml"
CONTENTMENT = {
    "indikatorer/trivsel.yml": "trivsel:\n  namn: Trivsel i parkerna\n  enhet: index\n  bra: högt\n"
}
RULED = (
    ORGANISATION
    + """
    regler:
      2024:
        beslut: Regionfullmäktige 2023-11-03 § 12
        grön: minst 80 %
        gul: minst 50 %
        röd: annars
    """.replace("\n    ", "\n    ")
)


def ledger_of(tmp_path, files):
    """The ledger of the invented region with these files."""
    return make_ledger(results_of(tmp_path, CONTENTMENT | files))


def page_of(tmp_path, files):
    """The view of the page of the invented region with these files."""
    return ledger_page(Look(results_of(tmp_path, CONTENTMENT | files), (), lambda *_: None)).view


# The board's assessment beside the rule


def ruled(outcome, assessment="grön", motivation=""):
    """A region with a rule, and a goal of one indicator that the board assesses so."""
    files = one_goal(plan="trivsel:\n  målvärde: minst 70", report=f"trivsel:\n  utfall: {outcome}")
    name = "parknamnden/2024/verksamhetsberattelse.yml"
    said = f"bedömning: {assessment}\n" + (f"    motivering: {motivation}\n" if motivation else "")
    return {"organisation.yml": RULED, name: files[name].replace("bedömning: grön\n", said)} | {
        key: text for key, text in files.items() if key != name
    }


def test_a_departure_from_the_rule_is_found_with_its_motivation(tmp_path):
    """Where the board's level is not the rule's both stand in the ledger, with the board's words or the lack of them."""
    (found,) = ledger_of(tmp_path / "a", ruled(60)).departures
    assert (found.result.status.word, found.result.proposal.word, found.motivation) == ("grön", "röd", "")
    files = ruled(60, motivation="Enkäten nådde få.")
    (found,) = ledger_of(tmp_path / "b", files).departures
    assert found.motivation == "Enkäten nådde få."
    view = page_of(tmp_path / "c", ruled(60))
    assert (view.rule, view.unmotivated) == (
        "1 mål har ett svar både från nämnden och från regeln; för 1 av dem är bedömningen en annan än regelns.",
        1,
    )
    assert view.departures[0].reason == "0 av 1 indikatorer är nådda (Regionfullmäktige 2023-11-03 § 12)"


@pytest.mark.parametrize(
    ("outcome", "assessment", "goals"),
    [
        (72, "grön", 1),
        (60, "röd", 1),
        (60, "ej bedömd\n    orsak: ingen frågade", 0),
        ("saknas\n  orsak: borta", "grön", 0),
    ],
)
def test_agreement_and_silence_are_no_departures(tmp_path, outcome, assessment, goals):
    """The same level is none, nor is a goal that the board has not assessed, or of which the rule has no answer."""
    found = ledger_of(tmp_path, ruled(outcome, assessment))
    assert (found.departures, found.goals, found.has_rule) == ((), goals, True)


# The reported status beside the verdict


@pytest.mark.parametrize(
    ("outcome", "status", "differs", "compared"),
    [
        (69, "helt", True, 1),
        (70, "helt", False, 1),
        (70, "inte alls", True, 1),
        (69, "inte alls", False, 1),
        (69, "värde saknas", False, 0),
    ],
)
def test_a_status_against_the_verdict_is_found(tmp_path, outcome, status, differs, compared):
    """The best word at a target that is not reached, or the worst at one that is; a word for no value is neither."""
    row = f"trivsel:\n  utfall: {outcome}\n  status: {status}"
    found = ledger_of(tmp_path, one_goal(plan="trivsel:\n  målvärde: minst 70", report=row))
    assert (len(found.differences), found.indicators) == (int(differs), compared)


def test_a_word_between_the_ends_is_no_difference(tmp_path):
    """Partly reached says neither that the target is reached nor that it is not."""
    middle = "            delvis:\n              betyder: nästan\n            inte alls:\n"
    organisation = ORGANISATION.replace("            inte alls:\n", middle)
    files = one_goal(plan="trivsel:\n  målvärde: minst 70", report="trivsel:\n  utfall: 60\n  status: delvis")
    found = ledger_of(tmp_path, {"organisation.yml": organisation} | files)
    assert (found.differences, found.indicators) == ((), 1)


def test_a_target_that_cannot_be_judged_is_not_compared(tmp_path):
    """Without a verdict there is nothing to set the status against."""
    files = one_goal(
        plan="trivsel:\n  målvärde: bedöms i text", report="trivsel:\n  utfall: 60\n  status: helt"
    )
    found = ledger_of(tmp_path, files)
    assert (found.differences, found.indicators) == ((), 0)


# Lowered targets


def two_plans(earlier, later, known="71", avser="2024", indicator="trivsel", more=""):
    """A board's plans of 2024 and 2026 with these targets, and the follow-up of 2024 with a known outcome."""
    report = f"{indicator}:\n  avser: {avser}\n  utfall: {known}" if known else f"{indicator}:"
    first = one_goal(2024, plan=f"{indicator}:\n  målvärde: {earlier}", report=report)
    return first | one_goal(2026, plan=f"{indicator}:\n  målvärde: {later}{more}")


def test_a_lowered_target_is_found_with_what_was_known(tmp_path):
    """A later plan that asks for less stands in the ledger, with both targets and the newest outcome that was known."""
    (found,) = ledger_of(tmp_path, two_plans("minst 70", "minst 65")).lowered
    assert (describe(found.earlier_target), describe(found.target)) == ("minst 70", "minst 65")
    assert (found.earlier_document.year, found.document.year) == (2024, 2026)
    assert (found.known.period.text, found.known.best.text) == ("2024", "71")


def test_a_target_where_low_is_good_is_lowered_by_a_higher_limit(tmp_path):
    """Which way less is asked for is the indicator's own `bra`."""
    raised = two_plans("högst 10 ton", "högst 12 ton", "11 ton", indicator="utslapp")
    (found,) = ledger_of(tmp_path / "a", raised).lowered
    assert describe(found.target) == "högst 12\u00a0ton"
    sharper = two_plans("högst 10 ton", "högst 8 ton", "11 ton", indicator="utslapp")
    assert ledger_of(tmp_path / "b", sharper).lowered == ()


@pytest.mark.parametrize(
    ("known", "avser"), [("", "2024"), ("saknas\n  orsak: borta", "2024"), ("71", "2026")]
)
def test_without_an_outcome_known_before_it_nothing_is_said(tmp_path, known, avser):
    """A target that was lowered before any outcome of an earlier time was known is no entry, but was compared."""
    files = two_plans("minst 70", "minst 65", known)
    if avser == "2026":
        files = two_plans("minst 70", "minst 65", "") | one_goal(
            2026, plan="trivsel:\n  målvärde: minst 65", report="trivsel:\n  utfall: 71"
        )
    found = ledger_of(tmp_path, files)
    assert (found.lowered, found.targets) == ((), 1)


def test_an_outcome_that_only_a_later_document_tells_was_not_known(tmp_path):
    """What the follow-up of 2026 tells of 2024 was not known when the plan of 2026 was made."""
    files = two_plans("minst 70", "minst 65", "") | one_goal(
        2026, plan="trivsel:\n  målvärde: minst 65", report="trivsel:\n  avser: 2024\n  utfall: 71"
    )
    assert ledger_of(tmp_path, files).lowered == ()


def test_what_the_plan_itself_tells_was_known(tmp_path):
    """A plan that prints an earlier outcome beside its lowered target knew it."""
    files = two_plans("minst 70", "minst 65", "", more="\n  avser: 2025\n  utfall: 68")
    (found,) = ledger_of(tmp_path, files).lowered
    assert found.known.period.text == "2025"


def test_other_scopes_and_definitions_are_other_things(tmp_path):
    """A lower target for another scope, or of another series, is not the same target lowered."""
    scope = two_plans("minst 70", "minst 65", more="\n  gäller: lanet")
    assert ledger_of(tmp_path / "a", scope).targets == 0
    series = two_plans("minst 70\n  serie: enkat", "minst 65\n  serie: intervju", "", indicator="nojdhet")
    assert ledger_of(tmp_path / "b", series).targets == 0


def test_each_plan_is_set_against_the_one_before_it(tmp_path):
    """A target that was raised again and is still under the first is not told twice."""
    files = two_plans("minst 70", "minst 65") | one_goal(2027, plan="trivsel:\n  målvärde: minst 67")
    assert [found.document.year for found in ledger_of(tmp_path, files).lowered] == [2026]


def test_groups_are_compared_one_by_one(tmp_path):
    """Where groups have targets of their own, the one that was lowered is told with its own outcome."""

    def per_group(children, adults):
        return f"\n    barn: minst {children} %\n    vuxna: minst {adults} %"

    outcome = "\n    barn: 61 %\n    vuxna: 52 %"
    files = two_plans(per_group(60, 50), per_group(60, 45), outcome, indicator="besok")
    (found,) = ledger_of(tmp_path, files).lowered
    assert (found.group, found.known.key.group, found.known.best.text) == ("vuxna", "vuxna", "52 %")


def test_a_lowered_long_term_target_is_found_where_it_is_of_the_same_year(tmp_path):
    """A long-term target is the same where it is for the same year."""
    for year, number in ((2030, 1), (2031, 0)):
        earlier = "minst 70\n  långsiktigt: minst 90\n  långsiktigt år: 2030"
        files = two_plans(earlier, f"minst 70\n  långsiktigt: minst 85\n  långsiktigt år: {year}")
        found = ledger_of(tmp_path / str(year), files)
        assert [each.long_term for each in found.lowered] == [True] * number
        assert found.targets == 1 + number


@pytest.mark.parametrize(
    ("better", "earlier", "later", "weaker"),
    [
        ("högt", "minst 70 %", "minst 69 %", True),
        ("högt", "minst 70 %", "minst 71 %", False),
        ("högt", "minst 70 %", "minst 70 %", False),
        ("högt", "över 70 %", "minst 70 %", True),
        ("högt", "minst 70 %", "över 70 %", False),
        ("högt", "minst 70,4 %", "minst 70 %", False),  # what rounding explains is not less
        ("högt", "minst 70 %", "minst 60 st", None),
        ("högt", "77–80", "75–80", True),
        ("högt", "77–80", "77–79", False),
        ("lågt", "77–80", "77–82", True),
        ("inget", "77–80", "75–80", None),
        ("högt", "minst 77", "75–80", True),
        ("högt", "högst 10", "högst 8", None),  # asks for what is worse by `bra`
        ("inget", "minst 70 %", "minst 60 %", True),
        ("lågt", "under 5 %", "högst 5 %", True),
        ("högt", "över 5 %", "positivt", True),
        ("högt", "öka", "bibehålla", True),
        ("högt", "bibehålla", "öka", False),
        ("inget", "öka", "bibehålla", None),
        ("högt", "öka 5 procentenheter", "öka 3 procentenheter", True),
        ("lågt", "minska 5 procentenheter", "minska 3 procentenheter", True),
        ("lågt", "minska 3 procentenheter", "minska 5 procentenheter", False),
        ("högt", "öka 5 procentenheter", "öka", True),
        ("högt", "öka", "öka jämfört med föregående år", None),
        ("högt", "högre än riket", "minst som riket", True),
        ("högt", "riket + 2 procentenheter", "riket + 1 procentenhet", True),
        ("högt", "högre än riket", "högre än jämförbara län", None),
        ("inget", "topp 3 av 7", "topp 5 av 7", True),
        ("lågt", "plats 5 av 21", "plats 3 av 21", False),
        ("lågt", "plats 5 av 21", "plats 8 av 22", None),
        ("högt", "minst 70 %", "bedöms i text", None),
        ("högt", "ja", "nej", None),
    ],
)
def test_which_of_two_targets_asks_for_more(better, earlier, later, weaker):
    """Each form is set against its own kind; where the kinds differ, or no number tells, it cannot be said."""
    pair = [demand(parse_target(text, better, ()), better) for text in (later, earlier)]
    assert is_weaker(*pair) is weaker


# Nothing found, and the real content


def test_nothing_found_is_said_in_sentences(tmp_path):
    """A region without rules and follow-ups has an empty ledger, that says why."""
    view = page_of(tmp_path, {"parknamnden/2024/plan.yml": "underlag: original\n"})
    assert (view.departures, view.differences, view.lowered) == ((), (), ())
    assert view.rule.startswith("Ingen antagen regel för måluppfyllelse är inskriven")
    assert view.status.startswith("Ingen indikator har både en känd status och ett omdöme")
    assert (
        view.targets == "Inget målvärde är satt för samma sak i två planer, så det finns inget att jämföra."
    )


def test_the_real_content_has_nothing_in_its_ledger():
    """By hand: no rule is adopted; the 8 words of 2024 stand at targets in words; and of the 21 targets set for the same
    thing before, 10 were only repeated and växthusgaser 2030 went from 0,734 to 0,7, while 10 changed their form."""
    register = load(CONTENT)
    found = make_ledger(assess(register, make_history(register)))
    assert (found.has_rule, found.total, found.goals, found.indicators) == (False, 0, 0, 0)
    assert (found.targets, found.untold_targets) == (11, 10)


def test_the_page_shows_each_kind_of_finding(tmp_path):
    """A departure with the board's motivation, a status against its verdict and a lowered target are all on the page."""
    files = ruled(60, motivation="Enkäten nådde få.")
    name = "parknamnden/2024/verksamhetsberattelse.yml"
    files[name] = files[name].replace("utfall: 60\n", "utfall: 60\n        status: helt\n")
    files |= one_goal(2026, plan="trivsel:\n  målvärde: minst 65")
    content = write(tmp_path, CONTENTMENT | files)
    build(Project(content, tmp_path / "site", MKDOCS, tmp_path / "cache"), lambda _step: None)
    text = (tmp_path / "site" / "regel-och-bedomning.html").read_text(encoding="utf-8")
    for words in (
        "<p>Enkäten nådde få.</p>",
        "0 av 1 indikatorer är nådda",
        "Dokumentets status:",
        "<b>minst 65</b>",
    ):
        assert words in text, words
    assert "Ingen motivering är angiven." not in text


def test_the_page_is_on_the_site(real_site):
    """The page says of each kind that nothing was found, and why; the start page and the menu lead to it."""
    text = (real_site / "regel-och-bedomning.html").read_text(encoding="utf-8")
    for words in (
        "Ingen antagen regel för måluppfyllelse är inskriven",
        "Ingen indikator har både en känd status och ett omdöme",
        "21 målvärden är satta för samma sak i en tidigare plan; inget av dem har sänkts sedan ett utfall blev känt.",
    ):
        assert words in text, words
    start = (real_site / "index.html").read_text(encoding="utf-8")
    assert '<li><a href="regel-och-bedomning.html">Regel och bedömning</a></li>' in start
