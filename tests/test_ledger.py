"""Rule and judgement: departures from an adopted rule, statuses beside verdicts, and targets that were lowered."""

from pathlib import Path

import pytest

from invented import ORGANISATION, one_goal, results_of, write
from vpgen.assessment import assess
from vpgen.build import Project, build
from vpgen.history import make_history
from vpgen.ledger import make_ledger
from vpgen.loader import load
from vpgen.pages.ledger import ledger_page
from vpgen.pages.look import Look
from vpgen.target_kinds import describe
from vpgen.target_shifts import demand, is_weaker
from vpgen.targets import parse_target

CONTENT = Path(__file__).resolve().parents[1] / "content"
MKDOCS = Path(__file__).resolve().parents[1] / "mkdocs.yml"
GROUPS = ("barn", "vuxna")
GAP = "skillnaden mellan barn och vuxna"
CONTENTMENT = {
    "indikatorer/trivsel.yml": "trivsel:\n  namn: Trivsel i parkerna\n  enhet: index\n  bra: högt\n"
}
RULED = (
    ORGANISATION
    + """
    regler:
      2024:
        beslut: Regionfullmäktige 2023-11-03 § 12
        mål:
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
    assert view.rule == (
        "1 mål har ett svar både från nämnden och från regeln; för 1 av dem är bedömningen en annan än regelns. "
        "För 1 är ingen motivering skriven."
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


# The reported status beside the rule

RULED_ROWS = (
    ORGANISATION.replace(
        "            inte alls:\n",
        "            delvis:\n              betyder: nästan\n            inte alls:\n",
    )
    + """
    regler:
      2024:
        beslut: Regionfullmäktige 2023-11-03 § 12
        indikatorer:
          helt: nått
          delvis: inom acceptabel avvikelse
          inte alls: annars
    """.replace("\n    ", "\n    ")
)


def ruled_row(outcome, status, more=""):
    """A region with a rule for indicators, and an indicator to which the board gives this status."""
    plan = "trivsel:\n  målvärde: minst 70\n  acceptabel avvikelse: 3"
    report = f"trivsel:\n  utfall: {outcome}\n  status: {status}{more}"
    return {"organisation.yml": RULED_ROWS} | one_goal(plan=plan, report=report)


@pytest.mark.parametrize(
    ("outcome", "status", "ruled_as"),
    [
        (70, "helt", None),
        (67, "delvis", None),
        (67, "helt", "delvis"),
        (70, "delvis", "helt"),
        (66, "delvis", "inte alls"),
        (66, "inte alls", None),
    ],
)
def test_a_status_that_is_not_the_rules_is_found(tmp_path, outcome, status, ruled_as):
    """Where a rule gives indicators a status, that is what theirs is set against, and not the verdict alone."""
    found = ledger_of(tmp_path, ruled_row(outcome, status))
    assert [each.result.proposal.word for each in found.row_departures] == ([ruled_as] if ruled_as else [])
    assert (found.rows, found.indicators, found.differences) == (1, 0, ())
    assert (found.has_rule, found.has_row_rule, found.total) == (False, True, int(bool(ruled_as)))


def test_the_page_says_whether_a_departing_status_has_a_motivation(tmp_path):
    """The words of the document, or that there are none."""
    view = page_of(tmp_path / "a", ruled_row(67, "helt"))
    assert view.row_rule == (
        "1 indikator har ett svar både från dokumentet och från regeln; för 1 av dem är statusen en annan än regelns. "
        "För 1 är ingen motivering skriven."
    )
    (found,) = view.row_departures
    assert (found.given.word, found.proposed.word, found.motivation) == ("Helt", "Delvis", "")
    assert found.reason == (
        "Målet är inte nått, men inom den acceptabla avvikelsen (Regionfullmäktige 2023-11-03 § 12)"
    )
    view = page_of(tmp_path / "b", ruled_row(67, "helt", "\n  motivering: Få svarade."))
    assert [each.motivation for each in view.row_departures] == ["Få svarade."]
    assert view.row_rule.endswith("Alla har en motivering.")


def test_before_the_year_is_out_no_rule_and_no_verdict_contradicts_a_status(tmp_path):
    """A status of the first months is set against nothing, for nothing is reached or missed yet."""
    files = ruled_row(40, "helt")
    name = "parknamnden/2024/verksamhetsberattelse.yml"
    files["parknamnden/2024/uppfoljning-t1.yml"] = files.pop(name).replace("period: 2024", "period: T1 2024")
    found = ledger_of(tmp_path, files)
    assert (found.total, found.rows, found.indicators) == (0, 0, 0)


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


def known_then(tmp_path, follow_up="", plan=""):
    """The outcome that was known to a plan of 2025 with a lowered target, after the follow-up of 2024: or None."""
    files = two_plans("minst 70", "minst 65")
    files["parknamnden/2025/plan.yml"] = files.pop("parknamnden/2026/plan.yml").replace("2026", "2025") + plan
    files["parknamnden/2024/verksamhetsberattelse.yml"] += follow_up
    (found,) = ledger_of(tmp_path, files).compared
    return found.known and found.known.best.text


def test_the_last_follow_up_of_the_year_before_was_not_known(tmp_path):
    """A plan is decided the year before its own, before that year's annual report; what the days say goes before."""
    assert known_then(tmp_path / "a") is None
    late = "beslut:\n  datum: 2025-03-01\n"
    assert known_then(tmp_path / "b", plan=late) == "71"
    assert known_then(tmp_path / "c", late, late) is None
    assert known_then(tmp_path / "d", "beslut:\n  datum: 2025-02-10\n", late) == "71"


@pytest.mark.parametrize(
    ("earlier", "later", "verdict", "reason"),
    [
        ("minst 70", "minst 65", "Sänkt", "Det kräver mindre än förut"),
        ("minst 65", "minst 70", "Inte sänkt", "Det kräver mer än förut"),
        ("minst 70", "minst 70", "Inte sänkt", "Kravet är detsamma"),
        ("minst 70,4", "minst 70", "Inte sänkt", "Kravet är detsamma, så långt avrundningen låter se"),
        ("öka", "minst 70", "Kan inte avgöras", "Förut krävdes en förändring, nu ett visst värde"),
        (
            "bedöms i text",
            "minst 70",
            "Kan inte avgöras",
            "Målet bedöms i ord, så inget tal säger hur mycket som krävs",
        ),
        ("högst 70", "minst 70", "Kan inte avgöras", "”högst 70” kräver det som enligt indikatorn är sämre"),
        ("ja", "minst 70", "Kan inte avgöras", "”ja” säger inte med ett enda tal hur mycket som krävs"),
        (
            "öka",
            "öka jämfört med föregående år",
            "Kan inte avgöras",
            "Kraven räknas från eller mot olika saker, eller till olika tid",
        ),
    ],
)
def test_every_compared_target_stands_on_the_page_with_its_reason(tmp_path, earlier, later, verdict, reason):
    """Whoever reads that nothing was lowered can see of which targets that was asked, and why it could not be told."""
    (group,) = page_of(tmp_path, two_plans(earlier, later, known="")).compared
    (target,) = group.targets
    assert (target.verdict, target.reason) == (verdict, reason)
    assert (target.earlier_document.text, target.document.text) == (
        "Verksamhetsplan 2024, Parknämnden",
        "Verksamhetsplan 2026, Parknämnden",
    )
    assert (target.known, target.known_document, group.is_long) == ("", None, False)


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
        ("högt", "topp 3 av 7", "plats 5 av 7", True),  # a low place is good, whatever `bra` is
        ("högt", "minst 70 %", "bedöms i text", None),
        ("högt", "ja", "nej", None),
        ("högt", f"{GAP} högst 5 st", f"{GAP} högst 6 st", True),  # and so is a small difference
        ("högt", f"{GAP} högst 5 st", f"{GAP} under 5 st", False),
        ("inget", "skillnaden mellan vuxna och barn under 5 st", f"{GAP} högst 5 st", True),
        ("högt", f"{GAP} högst 5 st", f"{GAP} minskar", None),
        ("lågt", "minst 75 % av delmålen", "minst 50 % av delmålen", True),
        ("högt", "minst 3 delmål", "minst 4 delmål", False),
        ("högt", "minst 3 delmål", "minst 75 % av delmålen", None),
        ("lågt", {"minst": 2, "av": ["öka", "ja"]}, {"minst": 1, "av": ["öka", "ja"]}, True),
        ("högt", {"minst": 1, "av": ["öka", "ja"]}, {"minst": 2, "av": ["öka", "ja"]}, False),
        ("högt", {"minst": 2, "av": ["öka", "ja"]}, {"minst": 1, "av": ["öka", "nej"]}, None),
        ("högt", {"minst": 1, "av": {"barn": "öka"}}, {"minst": 1, "av": ["öka"]}, None),
    ],
)
def test_which_of_two_targets_asks_for_more(better, earlier, later, weaker):
    """Each form is set against its own kind; where the kinds differ, or no number tells, it cannot be said."""
    pair = [demand(parse_target(raw, better, GROUPS), better) for raw in (later, earlier)]
    assert is_weaker(*pair) is weaker


# Nothing found, and the real content


def test_nothing_found_is_said_in_sentences(tmp_path):
    """A region without rules and follow-ups has an empty ledger, that says why."""
    view = page_of(tmp_path, {"parknamnden/2024/plan.yml": "underlag: original\n"})
    assert (view.departures, view.differences, view.lowered) == ((), (), ())
    assert (view.rule, view.row_rule, view.status, view.targets, view.compared) == ("", "", "", "", ())
    assert view.nothing == (
        "Ingen antagen regel för måluppfyllelse eller för indikatorernas status finns här, så det finns inget att "
        "jämföra bedömningarna med. Ingen indikator har både en känd status och ett omdöme mot sitt målvärde, så det "
        "finns inget att jämföra. Inget målvärde är satt för samma sak i två planer, så det finns inget att jämföra."
    )


def test_what_was_compared_leaves_only_the_rest_to_be_said(tmp_path):
    """Where there is a rule and a target of two plans, the page says only of what there was nothing to compare."""
    view = page_of(tmp_path, ruled(60) | one_goal(2026, plan="trivsel:\n  målvärde: minst 75"))
    assert view.nothing == (
        "Ingen antagen regel för indikatorernas status finns här. Ingen indikator har både en känd status och ett "
        "omdöme mot sitt målvärde, så det finns inget att jämföra."
    )
    assert view.rule
    assert view.targets


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
    assert "Ingen motivering är skriven." not in text


def test_the_page_is_on_the_site(real_site):
    """The page says of each kind that nothing was found, and why; the start page and the menu lead to it."""
    text = (real_site / "regel-och-bedomning.html").read_text(encoding="utf-8")
    for words in (
        "Ingen antagen regel för måluppfyllelse eller för indikatorernas status finns här",
        "Går inte att avgöra om de har sänkts: 10 st",
        "Inte sänkta: 11 st",
        "Förut krävdes en förändring, nu ett visst värde.",
        "Ingen indikator har både en känd status och ett omdöme",
        "21 målvärden är satta för samma sak i en tidigare plan eller utgåva; inget av dem har sänkts sedan ett utfall blev känt",
    ):
        assert words in text, words
    start = (real_site / "index.html").read_text(encoding="utf-8")
    assert '<a href="regel-och-bedomning.html">Regel och bedömning' in start
