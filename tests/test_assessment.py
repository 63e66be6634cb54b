"""Statuses, tallies, verdicts and proposals: what is said, what follows, and what is left unsaid."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from invented import ORGANISATION, one_goal, results_of
from vpgen.findings import as_warning, find
from vpgen.fulfilment import Fulfilment
from vpgen.judging import SubGoalCount, Verdict
from vpgen.model.content import GoalRule
from vpgen.model.files import AssessedEntry, Scale
from vpgen.model.rules import RuleEntry
from vpgen.numbers import parse_quantity
from vpgen.pages.indicator import indicator_pages
from vpgen.pages.look import Look
from vpgen.pages.rows import row_view
from vpgen.pages.symbols import verdict_tally
from vpgen.problems import Severity
from vpgen.proposals import propose_for_goal, propose_for_indicator
from vpgen.source import read_yaml
from vpgen.statuses import (
    ALWAYS_COUNTED,
    NOT_FILLED,
    Status,
    StatusKind,
    Tally,
    assessed,
    indicator_status,
    tally,
)
from vpgen.summaries import reconcile
from vpgen.values import Missing, Word, parse_value

SCALE = Scale.model_validate(
    read_yaml(
        "rubrik: Läge\nnivåer:\n  grön:\n    betyder: uppnått\n  gul:\n    betyder: nästan\n"
        "  röd:\n    betyder: inte uppnått\n  värde saknas:\n    betyder: värde saknas\n    saknas: ja\n",
        "organisation.yml",
    )[0],
    context=[],
)
LEVELS = list(SCALE.levels)
NO_SYMBOL_FOR_MISSING = SCALE.model_copy(
    update={"levels": {word: SCALE.levels[word] for word in ("grön", "röd")}}
)


def entry(text):
    """An assessment as an author writes it."""
    return AssessedEntry.model_validate(read_yaml(text, "plan.yml")[0], context=[])


def shown(status):
    """What a reader meets of a status."""
    return status.kind, status.word, status.reason


def status(word):
    """A status of that word: a level of the scale, or a kind of nothing."""
    level = SCALE.levels.get(word)
    return Status(StatusKind.LEVEL if level else StatusKind(word), word, level, "")


# Kinds of nothing


@pytest.mark.parametrize(
    ("written", "transcript", "expected"),
    [
        ("bedömning: Grön", False, (StatusKind.LEVEL, "grön", "uppnått")),
        ("bedömning: gul\norsak: ett steg kvar", False, (StatusKind.LEVEL, "gul", "ett steg kvar")),
        ("bedömning: ej bedömd\norsak: ej mätt", False, (StatusKind.NOT_ASSESSED, "ej bedömd", "ej mätt")),
        ("bedömning: ej bedömd\norsak: ej mätt", True, (StatusKind.NOT_ASSESSED, "ej bedömd", "ej mätt")),
        ("bedömning: okänd", True, (StatusKind.UNKNOWN, "okänd", "framgår inte av källan")),
        ("kommentar: Bra.", True, (StatusKind.UNKNOWN, "okänd", "framgår inte av källan")),
        ("kommentar: Bra.", False, (StatusKind.NOT_FILLED, NOT_FILLED, "bedömningen är inte ifylld ännu")),
        (None, True, (StatusKind.UNKNOWN, "okänd", "framgår inte av källan")),
        (None, False, (StatusKind.NOT_FILLED, NOT_FILLED, "bedömningen är inte ifylld ännu")),
    ],
)
def test_an_assessment_is_a_level_or_one_kind_of_nothing(written, transcript, expected):
    """Not assessed, unknown and not filled in are kept apart, each with its reason."""
    assert shown(assessed(entry(written) if written else None, SCALE, transcript=transcript)) == expected


UNKNOWN_STATUS = (StatusKind.UNKNOWN, "okänd", "framgår inte av källan")
UNFILLED_STATUS = (StatusKind.NOT_FILLED, NOT_FILLED, "statusen är inte ifylld ännu")
NUMBER = parse_value("84 %")


@pytest.mark.parametrize(
    ("word", "outcome", "transcript", "expected"),
    [
        ("Grön", NUMBER, False, (StatusKind.LEVEL, "grön", "uppnått")),
        (None, Word("Gul"), False, (StatusKind.LEVEL, "gul", "nästan")),
        ("röd", Word("Gul"), False, (StatusKind.LEVEL, "röd", "inte uppnått")),
        (None, NUMBER, False, UNFILLED_STATUS),
        (None, NUMBER, True, UNKNOWN_STATUS),
        ("okänd", NUMBER, True, UNKNOWN_STATUS),
        (None, Missing("saknas", "ej mätt"), False, (StatusKind.LEVEL, "värde saknas", "ej mätt")),
        (None, Missing("ej redovisad"), True, (StatusKind.LEVEL, "värde saknas", "värde saknas")),
        (None, Missing("okänd"), True, UNKNOWN_STATUS),
        (None, None, False, UNFILLED_STATUS),
    ],
)
def test_an_indicators_status_is_the_documents_word(word, outcome, transcript, expected):
    """The word written, else the outcome's own, else the legend's for a missing value; never one from a number."""
    assert shown(indicator_status(word, outcome, SCALE, transcript=transcript)) == expected


def test_a_legend_without_a_symbol_for_missing_values_gives_none():
    """A missing value has no status where the legend has no word for it."""
    status_ = indicator_status(None, Missing("saknas", "ej mätt"), NO_SYMBOL_FOR_MISSING, transcript=False)
    assert status_.kind is StatusKind.NOT_FILLED


# Tallies

WORDS = [*LEVELS, *ALWAYS_COUNTED, NOT_FILLED]
tallies = st.dictionaries(st.sampled_from(WORDS), st.integers(0, 50)).map(Tally)
statuses = st.lists(st.sampled_from(WORDS).map(status))


def same(one, other):
    """Whether two tallies count alike, a word that nobody has being the same as none."""
    return all(one.counts.get(word, 0) == other.counts.get(word, 0) for word in WORDS)


@given(tallies, tallies, tallies)
def test_tallies_add_up_in_any_order(one, two, three):
    """Addition is associative and commutative, an empty tally adds nothing, and totals add up."""
    assert same((one + two) + three, one + (two + three))
    assert same(one + two, two + one)
    assert same(one + Tally(), one)
    assert (one + two).total == one.total + two.total


@given(st.lists(statuses))
def test_the_parts_add_up_to_the_whole(parts):
    """The tally of everything is the sum of the tallies of its parts, nobody lost and nobody counted twice."""
    whole = tally([each for part in parts for each in part], SCALE)
    assert same(whole, sum((tally(part, SCALE) for part in parts), Tally()))
    assert whole.total == sum(map(len, parts))


@given(st.lists(st.sampled_from([*ALWAYS_COUNTED, NOT_FILLED]).map(status)))
def test_nothing_is_never_counted_as_a_level(nothings):
    """What was not assessed, not known or not filled in adds to no level, least of all a good one."""
    counts = tally(nothings, SCALE).counts
    assert all(counts[level] == 0 for level in LEVELS)
    assert sum(counts.values()) == len(nothings)


def test_a_tally_shows_what_nobody_has():
    """Levels stand in the legend's order, with those not assessed and not known, also when there are none."""
    counts = tally([status("röd"), status("grön"), status("röd")], SCALE).counts
    assert list(counts.items()) == [
        ("grön", 1),
        ("gul", 0),
        ("röd", 2),
        ("värde saknas", 0),
        ("ej bedömd", 0),
        ("okänd", 0),
    ]


# The printed summary


def summary(printed, *named):
    """Lay a printed count beside statuses, given as words with their numbers."""
    pairs = [(number, status(word)) for number, word in named]
    return reconcile("effektmål", printed, pairs, tally([each for _, each in pairs], SCALE))


def test_a_summary_that_agrees_says_nothing_more():
    """Where every status is known and the printed counts are theirs, there is nothing to add."""
    line = summary({"antal": 2, "grön": 1, "röd": 1}, ("1", "grön"), ("2", "röd"))
    assert (line.number, line.sentence, line.contradiction) == (2, "", False)


def test_a_summary_tells_how_many_of_the_unknown_have_each_level():
    """What is known is taken from the printed counts; of the rest the shares follow, but not whose they are."""
    line = summary(
        {"antal": 4, "grön": 2, "röd": 2}, ("1", "grön"), ("2", "okänd"), ("3", "okänd"), ("4", "okänd")
    )
    assert line.sentence == (
        "Effektmål 2, 3 och 4: enligt dokumentets sammanräkning var exakt 1 grön och 2 röd. "
        "Vilka framgår inte av källan."
    )
    assert not line.contradiction


def test_a_summary_tells_the_level_of_all_when_only_one_is_left():
    """When all that are unknown must have the same level, that follows for each."""
    line = summary({"antal": 3, "grön": 1, "röd": 2}, ("1", "grön"), ("2", "okänd"), ("3", "okänd"))
    assert line.sentence == "Av sammanräkningen följer att effektmål 2 och 3 alla bedömdes som röd."
    unnumbered = summary({"antal": 2, "gul": 2}, (None, "okänd"), (None, "okänd"))
    assert unnumbered.sentence == (
        "Av sammanräkningen följer att de 2 effektmål vars symbol är okänd alla bedömdes som gul."
    )


def test_a_summary_tells_the_level_of_the_only_unknown():
    """A single unknown status follows from the printed counts."""
    line = summary({"antal": 2, "grön": 1, "röd": 1}, ("1", "grön"), ("2", "okänd"))
    assert line.sentence == "Av sammanräkningen följer att effektmål 2 bedömdes som röd."
    unnumbered = summary({"gul": 1}, (None, "okänd"))
    assert unnumbered.sentence == (
        "Av sammanräkningen följer att det effektmål vars symbol är okänd bedömdes som gul."
    )


@pytest.mark.parametrize(
    "printed",
    [
        {"antal": 3, "grön": 1, "röd": 1},
        {"antal": 2, "grön": 0, "röd": 2},
        {"antal": 2, "grön": 2, "röd": 1},
        {"antal": 2, "grön": 1, "röd": 0},
    ],
)
def test_a_summary_that_cannot_be_right_is_said_to_contradict(printed):
    """A wrong total, fewer of a level than are known, and too many or too few altogether are contradictions."""
    line = summary(printed, ("1", "grön"), ("2", "okänd"))
    assert line.contradiction
    assert "stämmer inte" in line.sentence


# Proposals by an adopted rule

RULE = GoalRule(
    "Regionfullmäktige 2029-11-03 § 12", {"grön": Decimal(80), "gul": Decimal(50), "röd": Decimal(0)}
)
NO_SUB_GOALS = SubGoalCount(0, 0, 0)
MET, NOT_MET, OPEN = (Verdict(kind, "") for kind in ("nått", "inte nått", "kan inte avgöras"))


@pytest.mark.parametrize(
    ("verdicts", "word"),
    [
        ([MET] * 4 + [NOT_MET], "grön"),
        ([MET] * 3 + [NOT_MET], "gul"),
        ([MET, NOT_MET], "gul"),
        ([MET, NOT_MET, NOT_MET], "röd"),
        ([NOT_MET], "röd"),
    ],
)
def test_the_adopted_rule_gives_a_level_by_the_share_reached(verdicts, word):
    """A goal gets the best level whose share of reached indicators it has, at the limit too, by whose decision."""
    proposal = propose_for_goal(RULE, verdicts, NO_SUB_GOALS, SCALE)
    reached = sum(verdict is MET for verdict in verdicts)
    assert (proposal.kind, proposal.word, proposal.level) == (StatusKind.LEVEL, word, SCALE.levels[word])
    assert proposal.reason == (
        f"{reached} av {len(verdicts)} indikatorer är nådda (Regionfullmäktige 2029-11-03 § 12)"
    )


@pytest.mark.parametrize(
    ("verdicts", "reason"),
    [
        ([MET, MET, OPEN], "1 av 3 indikatorer kan inte avgöras"),
        ([OPEN], "1 av 1 indikatorer kan inte avgöras"),
        ([], "målet har varken indikatorer eller delmål"),
    ],
)
def test_the_rule_gives_nothing_when_something_cannot_be_judged(verdicts, reason):
    """One open verdict, or none at all, and no level is proposed."""
    assert shown(propose_for_goal(RULE, verdicts, NO_SUB_GOALS, SCALE)) == (
        StatusKind.NOT_ASSESSED,
        "ej bedömd",
        reason,
    )


def test_the_rule_gives_nothing_where_it_says_nothing():
    """A rule without a last resort leaves what it does not cover."""
    partial = GoalRule("§ 1", {"grön": Decimal(80)})
    assert propose_for_goal(partial, [NOT_MET], NO_SUB_GOALS, SCALE).level is None


@given(st.lists(st.sampled_from([MET, NOT_MET, OPEN]), min_size=1))
def test_what_cannot_be_judged_is_never_counted_as_reached(verdicts):
    """A proposal comes only of verdicts that are all decided, and never improves when one is lost."""
    proposal = propose_for_goal(RULE, verdicts, NO_SUB_GOALS, SCALE)
    assert (proposal.level is None) == (OPEN in verdicts)
    worse = propose_for_goal(RULE, [NOT_MET, *verdicts[1:]], NO_SUB_GOALS, SCALE)
    if proposal.level and worse.level:
        assert LEVELS.index(worse.word) >= LEVELS.index(proposal.word)


def test_without_a_rule_nothing_is_proposed(tmp_path):
    """An organisation that has adopted no rule gets no proposal, however clear the figures."""
    files = one_goal(plan="besiktigade:\n  målvärde: 90 %\n", report="besiktigade:\n  utfall: 95 %\n")
    (goal,) = results_of(tmp_path, files).newest("parknamnden", 2024).goals.values()
    assert goal.proposal is None
    assert goal.rows[0].verdict.kind == "nått"


# Verdicts from a document's own values and from the history


def judged(tmp_path, plan, report, *others):
    """The one row of the follow-up of 2024, with other documents beside it."""
    files = one_goal(plan=plan, report=report)
    for other in others:
        files |= other
    (row,) = results_of(tmp_path, files).newest("parknamnden", 2024).goals["levande-parker"].rows
    return row


def year(when, report, **more):
    """A follow-up of another year."""
    plan = "besiktigade:\nbesok:\nnojdhet:\n  serie: enkat\n"
    return one_goal(when, plan=plan, report=report, **more)


def test_a_target_of_change_is_judged_against_the_year_before(tmp_path):
    """The earlier value may stand in another document; the newest before counts."""
    row = judged(
        tmp_path,
        "besiktigade:\n  målvärde: öka\n",
        "besiktigade:\n  utfall: 85 %\n  tidigare:\n    2021:\n      utfall: 70 %\n",
        year(2023, "besiktigade:\n  utfall: 88 %\n"),
    )
    assert (row.verdict.kind, row.change.kind) == ("inte nått", "försämrad")
    assert "88" in row.verdict.reason


def test_values_of_another_scope_are_no_measure_before(tmp_path):
    """A value for the county last year says nothing of whether the board's has risen."""
    row = judged(
        tmp_path,
        "besiktigade:\n  målvärde: öka\n",
        "besiktigade:\n  utfall: 85 %\n",
        year(2023, "besiktigade:\n  gäller: lanet\n  utfall: 80 %\n"),
    )
    assert (row.verdict.kind, row.change.kind) == ("kan inte avgöras", "kan inte avgöras")


def test_values_by_another_definition_are_no_measure_before(tmp_path):
    """Interviews last year say nothing of whether the survey's index has risen."""
    row = judged(
        tmp_path,
        "nojdhet:\n  serie: enkat\n  målvärde: öka\n",
        "nojdhet:\n  utfall: 71\n",
        year(2023, "nojdhet:\n  serie: intervju\n  utfall: 64\n"),
    )
    assert row.verdict.kind == "kan inte avgöras"


def test_a_forecast_is_no_measure_before(tmp_path):
    """What was once expected of last year is not compared with, though nothing else is known."""
    expected = one_goal(2025, plan="besiktigade:\n  avser: 2023\n  prognos: 70 %\n")
    row = judged(tmp_path, "besiktigade:\n  målvärde: öka\n", "besiktigade:\n  utfall: 85 %\n", expected)
    assert (row.verdict.kind, row.change.kind) == ("kan inte avgöras", "kan inte avgöras")


def test_a_target_may_be_set_against_another_value(tmp_path):
    """A comparison of the same time is what a target relative to riket is judged against."""
    plan = "besiktigade:\n  målvärde: högre än riket\n"
    report = "besiktigade:\n  utfall: 85 %\n  jämförelse:\n    riket: {} %\n"
    assert judged(tmp_path / "a", plan, report.format(84)).verdict.kind == "nått"
    assert judged(tmp_path / "b", plan, report.format(86)).verdict.kind == "inte nått"
    alone = judged(tmp_path / "c", plan, "besiktigade:\n  utfall: 85 %\n")
    assert (alone.verdict.kind, alone.verdict.reason) == (
        "kan inte avgöras",
        "jämförelsevärdet för riket saknas",
    )


def test_each_group_is_judged_by_its_own(tmp_path):
    """A target per group is reached when every group's is; the reason names the one that is not."""
    plan = "besok:\n  målvärde:\n    barn: 40 %\n    vuxna: 50 %\n"
    row = judged(tmp_path, plan, "besok:\n  utfall:\n    barn: 41 %\n    vuxna: 49 %\n")
    assert row.verdict.kind == "inte nått"
    assert "vuxna" in row.verdict.reason
    before = year(2023, "besok:\n  utfall:\n    barn: 39 %\n    vuxna: 48 %\n")
    risen = judged(
        tmp_path / "risen",
        "besok:\n  målvärde: öka\n",
        "besok:\n  utfall:\n    barn: 41 %\n    vuxna: 49 %\n",
        before,
    )
    assert (risen.verdict.kind, risen.change.kind) == ("nått", "förbättrad")


def test_the_most_exact_telling_is_judged(tmp_path):
    """95 % printed in the table is judged as the 94,6 % that another document tells, when they agree."""
    later = one_goal(2025, plan="besiktigade:\n  utfall: 94,6 %\n  avser: 2024\n")
    row = judged(tmp_path, "besiktigade:\n  målvärde: 95 %\n", "besiktigade:\n  utfall: 95 %\n", later)
    assert row.verdict.kind == "inte nått"
    disagreeing = one_goal(2025, plan="besiktigade:\n  utfall: 93,1 %\n  avser: 2024\n")
    row = judged(
        tmp_path / "other", "besiktigade:\n  målvärde: 95 %\n", "besiktigade:\n  utfall: 95 %\n", disagreeing
    )
    assert row.verdict.kind == "nått"


@pytest.mark.parametrize(
    ("report", "reason"),
    [
        ("besiktigade:\n", "utfallet är inte ifyllt än"),
        ("besiktigade:\n  utfall: saknas\n  orsak: ej mätt\n", "utfallet saknas: ej mätt"),
        ("besiktigade:\n  utfall: 95 %\n  osäkert: källan säger två saker\n", "källan säger två saker"),
    ],
)
def test_what_cannot_be_judged_says_why(tmp_path, report, reason):
    """A value not filled in, a missing one and a doubtful one are three reasons to decide nothing."""
    row = judged(tmp_path, "besiktigade:\n  målvärde: 90 %\n", report)
    assert (row.verdict.kind, row.verdict.reason) == ("kan inte avgöras", reason)


def test_a_plan_judges_nothing(tmp_path):
    """The year has not been yet: the latest known outcome is told with its distance, not as reached."""
    files = one_goal(plan="besiktigade:\n  utfall: 81 %\n  avser: 2023\n  målvärde: 90 %\n")
    (row,) = results_of(tmp_path, files).plans["parknamnden", 2024].rows["levande-parker"]
    assert (row.verdict.kind, row.status) == ("kan inte avgöras", None)
    assert "2023" in row.verdict.reason
    assert "9\u00a0procentenheter under" in row.verdict.reason


# What a follow-up leaves out


def test_everything_in_the_plan_is_counted_reported_on_or_not(tmp_path):
    """A goal, an assignment or an activity that the follow-up does not mention is not filled in, and is counted."""
    files = {
        "parknamnden/2024/plan.yml": """
            underlag: original
            mål:
              a:
                sort: delmål
                text: A.
              b:
                sort: delmål
                text: B.
            uppdrag:
              c:
                text: C.
            aktiviteter:
              d:
                text: D.
            """,
        "parknamnden/2024/verksamhetsberattelse.yml": """
            underlag: original
            period: 2024
            mål:
              a:
                bedömning: grön
            """,
    }
    result = results_of(tmp_path, files).newest("parknamnden", 2024)
    assert {kind: tally_.counts[NOT_FILLED] for kind, tally_ in result.tallies.items() if tally_.total} == {
        "delmål": 1,
        "uppdrag": 1,
        "aktiviteter": 1,
    }
    assert result.tallies["delmål"].counts["grön"] == 1
    assert (result.goals["a"].change.word, result.goals["b"].report) == (NOT_FILLED, None)


def test_the_newest_follow_up_is_the_one_of_the_latest_time(tmp_path):
    """Of several follow-ups of a year the last one is meant, whatever it is called."""
    files = one_goal(report="") | {
        "parknamnden/2024/uppfoljning-t1.yml": "underlag: original\nperiod: T1 2024\n",
        "parknamnden/2024/delarsrapport.yml": "underlag: original\nperiod: jan–jul 2024\n",
    }
    results = results_of(tmp_path, files)
    assert results.newest("parknamnden", 2024).follow_up.document.slug == "verksamhetsberattelse"
    assert results.newest("parknamnden", 2023) is None
    assert len(results.follow_ups) == 3


# Findings

ADOPTED = """
    regler:
      2024:
        beslut: § 12
        mål:
          grön: minst 80 %
          röd: annars
    """


def findings(tmp_path, files):
    """The findings of the invented region with these files, by code."""
    return [(finding.code, finding) for finding in find(results_of(tmp_path, files))]


def departing(motivation):
    """A goal that the board calls green where the adopted rule gives red."""
    files = one_goal(plan="besiktigade:\n  målvärde: 90 %\n", report="besiktigade:\n  utfall: 50 %\n")
    name = "parknamnden/2024/verksamhetsberattelse.yml"
    files[name] = files[name].replace("bedömning: grön\n", f"bedömning: grön\n{motivation}")
    return files | {"organisation.yml": ORGANISATION.rstrip() + ADOPTED}


def test_a_departure_from_the_rule_owes_a_motivation(tmp_path):
    """Where the board's assessment is not what the adopted rule gives, the missing motivation is found."""
    ((code, finding),) = findings(tmp_path, departing(""))
    assert code == "saknas-motivering"
    assert finding.sentence == (
        "”Parkerna är levande.” bedöms som grön, men regeln ger röd, och motivering saknas"
    )
    assert finding.places[0].file == "content/parknamnden/2024/verksamhetsberattelse.yml"
    assert as_warning(finding).severity is Severity.WARNING
    assert findings(tmp_path / "motivated", departing("    motivering: Vi ser annat.\n")) == []


def test_a_rules_levels_are_known_in_any_case(tmp_path):
    """`Grön:` and `RÖD:` in a rule are the levels of the legend, as in the legend itself."""
    files = departing("    motivering: Vi ser annat.\n")
    files["organisation.yml"] = (
        files["organisation.yml"]
        .replace("  grön: minst", "  Grön: minst")
        .replace("  röd: annars", "  RÖD: annars")
    )
    (goal,) = results_of(tmp_path, files).newest("parknamnden", 2024).goals.values()
    assert (goal.proposal.word, goal.proposal.level is not None) == ("röd", True)


def test_another_printed_target_is_found(tmp_path):
    """A target printed otherwise than in the plan is found, the same one written otherwise is not."""
    report = "besiktigade:\n  utfall: 80 %\n  tryckt:\n    målvärde: {}\n"
    plan = "besiktigade:\n  målvärde: 90 %\n"
    ((code, finding),) = findings(tmp_path, one_goal(plan=plan, report=report.format("95 %")))
    assert (code, finding.indicator) == ("annat-malvarde", "besiktigade")
    assert "”95 %”" in finding.sentence
    assert "”90 %”" in finding.sentence
    assert [place.file.rpartition("/")[2] for place in finding.places] == [
        "verksamhetsberattelse.yml",
        "plan.yml",
    ]
    assert findings(tmp_path / "same", one_goal(plan=plan, report=report.format("minst 90 %"))) == []


def test_documents_that_disagree_are_found(tmp_path):
    """The same value told differently by two documents is found, with both places; rounded differently it is not."""
    report = one_goal(plan="besiktigade:\n", report="besiktigade:\n  utfall: 80 %\n")
    later = one_goal(2025, plan="besiktigade:\n  utfall: {} %\n  avser: 2024\n")

    def next_plan(value):
        return {name: text.format(value) for name, text in later.items()}

    ((code, finding),) = findings(tmp_path, report | next_plan("82"))
    assert code == "olika-varden"
    assert "80 % enligt Verksamhetsberättelse 2024, Parknämnden" in finding.sentence
    assert "82 % enligt Verksamhetsplan 2025, Parknämnden" in finding.sentence
    assert len({place.file for place in finding.places}) == 2
    assert findings(tmp_path / "rounded", report | next_plan("80,4")) == []


def test_a_summary_that_contradicts_the_document_is_found(tmp_path):
    """Printed counts that cannot be those of the document's own assessments are found."""
    files = one_goal(report="")
    files["parknamnden/2024/verksamhetsberattelse.yml"] += (
        "sammanfattning:\n  nämndens mål:\n    antal: 1\n    röd: 1\n"
    )
    ((code, finding),) = findings(tmp_path, files)
    assert code == "sammanfattning"
    assert finding.sentence == (
        "Verksamhetsberättelse 2024, Parknämnden: sammanfattningen av nämndens mål "
        "stämmer inte med bedömningarna i dokumentet: röd är 1, men bedömningarna ger 0"
    )
    (place,) = finding.places
    assert files[place.file.removeprefix("content/")].split("\n")[place.line - 1].strip() == "röd: 1"


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("antal: 3\n    grön: 1", "antal är 3, men dokumentet har 1"),
        ("grön: 0\n    gul: 1", "grön är 0, men bedömningarna ger 1; gul är 1, men bedömningarna ger 0"),
    ],
)
def test_a_summary_says_which_counts_differ(tmp_path, printed, said):
    """Each count that contradicts the assessments is named with what they give, the total with what there is."""
    files = one_goal(report="")
    files["parknamnden/2024/verksamhetsberattelse.yml"] += (
        f"sammanfattning:\n  nämndens mål:\n    {printed}\n"
    )
    ((_, finding),) = findings(tmp_path, files)
    assert finding.sentence.endswith(f"i dokumentet: {said}")


def test_a_contested_value_decides_nothing(tmp_path):
    """Where two documents tell the year before differently, no verdict and no direction rests on it."""
    old = one_goal(2023, plan="utslapp:\n  målvärde: öka", report="utslapp:\n  utfall: 100 ton")
    told = "utslapp:\n  utfall: 150 ton\n  tidigare:\n    2023:\n      utfall: 400 ton"
    new = one_goal(2024, plan="utslapp:\n  målvärde: öka", report=told)
    result = results_of(tmp_path, old | new).follow_ups["parknamnden", 2024, "verksamhetsberattelse"]
    (row,) = [row for goal in result.goals.values() for row in goal.rows]
    assert row.verdict.kind == "kan inte avgöras"
    assert "olika uppgifter för 2023" in row.verdict.reason
    assert row.change.kind == "kan inte avgöras"


# Before the year is out


def so_far(tmp_path, plan, report, period="T1 2024", more=None):
    """The one row of a follow-up that ends before the year does."""
    files = one_goal(plan=plan, report=report)
    text = files.pop("parknamnden/2024/verksamhetsberattelse.yml")
    files["parknamnden/2024/uppfoljning-t1.yml"] = text.replace("period: 2024", f"period: {period}")
    results = results_of(tmp_path, files | (more or {}))
    (row,) = results.newest("parknamnden", 2024).goals["levande-parker"].rows
    return row


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (95, "låg på rätt sida om gränsen T1 2024: 95\u00a0%"),
        (80, "låg ännu inte på rätt sida om gränsen T1 2024: 80\u00a0%"),
    ],
)
def test_a_year_that_is_not_out_is_not_judged(tmp_path, outcome, said):
    """What an outcome of the first months is against the year's target is told, and is neither reached nor not."""
    row = so_far(tmp_path, "besiktigade:\n  målvärde: minst 90 %\n", f"besiktigade:\n  utfall: {outcome} %\n")
    assert (row.verdict.kind, row.stand) == ("kan inte avgöras", "kan inte avgöras")
    assert row.verdict.reason.startswith("målet gäller helåret 2024, och utfallet " + said)
    assert (row.fulfilment, row.forecast) == (None, None)


@pytest.mark.parametrize(
    ("period", "report", "target"),
    [
        ("T1 2024", "avser: 2023\n  utfall: 95 %", "minst 90 %"),
        ("T1 2024", "avser: 2022/2023\n  utfall: 95 %", "minst 90 %"),
        ("jan–aug 2024", "utfall: 95 %", "minst 90 % till 2023"),
        ("2024", "avser: jan–aug 2024\n  utfall: 95 %", "minst 90 %"),
    ],
)
def test_what_is_out_is_judged_as_before(tmp_path, period, report, target):
    """A whole earlier year, a target whose own time has come, and a report of the whole year are judged."""
    row = so_far(tmp_path, f"besiktigade:\n  målvärde: {target}\n", f"besiktigade:\n  {report}\n", period)
    assert (row.verdict.kind, row.stand) == ("nått", "nått")


@pytest.mark.parametrize("outcome", [11, 110])
@pytest.mark.parametrize(
    "target",
    [
        " högst 100 ton",
        " under 100 ton",
        " 50–100 ton",
        " minst 10 ton",
        "\n    alla:\n      - högst 100 ton\n      - öka",
        "\n    minst: 1\n    av:\n      - högst 100 ton\n      - minst 10 ton",
    ],
)
def test_a_sum_of_a_part_of_the_year_is_not_set_against_the_limit_of_a_year(tmp_path, target, outcome):
    """A month's tons are no more or less than a year's limit: the sentence says what each is of, and compares nothing."""
    earlier = "  tidigare:\n    aug 2023:\n      utfall: 9 ton\n"
    report = f"utslapp:\n  avser: aug 2024\n  utfall: {outcome} ton\n{earlier}"
    row = so_far(tmp_path, f"utslapp:\n  målvärde:{target}\n", report, "T2 2024")
    assert (row.verdict.kind, row.stand, row.fulfilment) == ("kan inte avgöras", "kan inte avgöras", None)
    assert row.verdict.reason == f"{outcome}\u00a0ton avser aug 2024; målet gäller hela året"


@pytest.mark.parametrize(
    ("indicator", "unit", "target", "outcome", "said"),
    [
        (
            "väntetid",
            "dagar",
            "högst 50 dagar",
            "51 dagar",
            "låg ännu inte på rätt sida om gränsen T1 2024: 51",
        ),
        (
            "avvikelse",
            "mnkr",
            "positiv budgetavvikelse",
            "0,6 mnkr",
            "låg på rätt sida om gränsen T1 2024: 0,6",
        ),
        ("tidplan", "", "ja", "Nej", "räckte ännu inte T1 2024: utfallet är nej"),
        ("andel", "procent", "40–60 %", "50 %", "låg på rätt sida om gränserna T1 2024: 50"),
    ],
)
def test_what_does_not_add_up_over_the_year_is_said_as_it_stands(
    tmp_path, indicator, unit, target, outcome, said
):
    """Times, shares, words and more than nothing say on which side they lay, never that a year's target is reached."""
    id_ = {"väntetid": "vantetid"}.get(indicator, indicator)
    entry = f"{id_}:\n  namn: Mått\n  bra: lågt\n" + (f"  enhet: {unit}\n" if unit else "")
    more = {"indikatorer/matt.yml": entry}
    row = so_far(tmp_path, f"{id_}:\n  målvärde: {target}\n", f"{id_}:\n  utfall: {outcome}\n", more=more)
    assert row.verdict.kind == "kan inte avgöras"
    assert f"målet gäller helåret 2024, och utfallet {said}" in row.verdict.reason.replace("\u00a0", " ")


MONTHS = "besiktigade:\n  utfall:\n    jan 2024: {}\n    feb 2024: {}\n    mar 2024: {}\n"


@pytest.mark.parametrize(
    ("target", "values", "kind", "said"),
    [
        (
            "under 7 %",
            ("6,9 %", "8,1 %", "7,2 %"),
            "inte nått",
            "8,1 % (feb 2024), 7,2 % (mar 2024): båda över målet, under 7 % (1 av 3 på rätt sida)",
        ),
        (
            "under 7 %",
            ("7 %", "8 %", "9 %"),
            "inte nått",
            "7 % (jan 2024), 8 % (feb 2024), 9 % (mar 2024): alla på eller över målet, under 7 %",
        ),
        (
            "minst 7 %",
            ("6 %", "8 %", "9 %"),
            "inte nått",
            "6 % (jan 2024): under målet, minst 7 % (2 av 3 på rätt sida)",
        ),
        (
            "högst 9 %",
            ("6 %", "8 %", "9 %"),
            "nått",
            "6 % (jan 2024), 8 % (feb 2024), 9 % (mar 2024): alla på rätt sida om målet, högst 9 %",
        ),
        ("högst 8,5 %", ("9 %", "8 %", "8 %"), "kan inte avgöras", "9 % är avrundat"),
    ],
)
def test_every_month_that_is_told_is_judged(tmp_path, target, values, kind, said):
    """A limit holds for each of the months that a report tells: the worst decides, and those that miss it are named."""
    if kind == "kan inte avgöras":
        values = ("6 %", "8 %", "9 %")
        target = "högst 8,6 %"
    plan = f"besiktigade:\n  målvärde: {target}\n"
    row = so_far(tmp_path / "year", plan, MONTHS.format(*values), "2024")
    assert row.verdict.kind == kind
    assert said in row.verdict.reason.replace("\u00a0", " ")
    assert row.fulfilment.percent is None
    early = so_far(tmp_path / "early", plan, MONTHS.format(*values), "T1 2024")
    assert (early.verdict.kind, early.fulfilment) == ("kan inte avgöras", None)
    assert said in early.verdict.reason.replace("\u00a0", " ")


def test_only_a_limit_is_asked_of_every_month(tmp_path):
    """A change is judged by the newest month, against the same month, and so is a target with a time of its own."""
    told = MONTHS.format("9 %", "8 %", "7 %") + "  tidigare:\n    mar 2023:\n      utfall: 6 %\n"
    told += "    nov 2023:\n      utfall: 20 %\n"
    row = so_far(tmp_path / "change", "besiktigade:\n  målvärde: öka\n", told, "2024")
    assert row.verdict.kind == "nått"
    assert (
        row.verdict.reason.replace("\u00a0", " ") == "utfallet avser mar 2024: 7 % är högre än mar 2023, 6 %"
    )
    assert row.change.reason.replace("\u00a0", " ") == "7 % är högre än föregående värde (mar 2023), 6 %"
    row = so_far(tmp_path / "due", "besiktigade:\n  målvärde: under 8 % till 2023\n", told, "2024")
    assert (row.verdict.kind, "feb" in row.verdict.reason) == ("nått", False)


def test_a_month_with_no_such_month_before_has_no_direction(tmp_path):
    """March is not set against November; a March two years back is, and named."""
    told = "besiktigade:\n  avser: mar 2024\n  utfall: 7 %\n  tidigare:\n    nov 2023:\n      utfall: 9 %\n"
    row = so_far(tmp_path / "none", "besiktigade:\n  målvärde: öka\n", told)
    assert row.change.kind == "kan inte avgöras"
    assert "inget tidigare värde för samma slags period" in row.change.reason
    told += "    mar 2022:\n      utfall: 8 %\n"
    row = so_far(tmp_path / "older", "besiktigade:\n  målvärde: öka\n", told)
    assert (row.change.kind, "(mar 2022), 8" in row.change.reason) == ("försämrad", True)


def test_a_report_of_the_year_names_the_part_that_its_outcome_is_of(tmp_path):
    """A share of some months is judged with its time named; a sum of them has not kept a year's limit from above."""
    row = so_far(
        tmp_path / "share",
        "besiktigade:\n  målvärde: minst 90 %\n",
        "besiktigade:\n  avser: jan–jul 2024\n  utfall: 95 %\n",
        "2024",
    )
    assert (row.verdict.kind, row.fulfilment.percent) == ("nått", 106)
    assert row.verdict.reason.startswith("utfallet avser jan–jul 2024: 95\u00a0% är högre än målet")
    tons = "utslapp:\n  avser: {}\n  utfall: {} ton\n"
    for when, number, kind in (
        ("jan–jul 2024", 9, "kan inte avgöras"),
        ("jan–jul 2024", 11, "kan inte avgöras"),
        ("dec 2024", 9, "nått"),
        ("2023", 9, "nått"),
    ):
        name = f"{number}-{when[:3]}"
        row = so_far(
            tmp_path / name, "utslapp:\n  målvärde: högst 10 ton\n", tons.format(when, number), "2024"
        )
        assert row.verdict.kind == kind
        assert (f"avser {when}" in row.verdict.reason or "avser bara" in row.verdict.reason) is (
            when != "2023"
        )
        assert (row.fulfilment is None) is (kind == "kan inte avgöras")


@pytest.mark.parametrize(
    ("target", "forecast", "said"),
    [
        ("minst 50 %", "Delvis", "prognosen är ett ord, ”Delvis”"),
        ("topp 3 av 7", "40 %", "prognosen är ingen placering: 40"),
        ("ja", "Delvis", "prognosen är varken ja eller nej"),
        ("\n    barn: minst 40 %", "50 %", "prognosen är inte redovisad per grupp"),
        (
            "\n    barn: minst 40 %\n    vuxna: minst 40 %",
            "\n    barn: 50 %",
            "vuxna: prognosen saknas",
        ),
        (
            "skillnaden mellan barn och vuxna högst 5 procentenheter",
            "50 %",
            "prognosen är inte redovisad per grupp",
        ),
    ],
)
def test_a_forecast_of_another_form_is_called_a_forecast(tmp_path, target, forecast, said):
    """What cannot be judged of a forecast is said of the forecast, never of the outcome."""
    row = so_far(tmp_path, f"besok:\n  målvärde: {target}\n", f"besok:\n  prognos: {forecast}\n")
    assert row.forecast.kind == "kan inte avgöras"
    assert said in row.forecast.reason.replace("\u00a0", " ")
    assert "utfallet" not in row.forecast.reason


GROUPED = "besok:\n  utfall:\n    barn: 30 %\n    vuxna: 60 %\n"


@pytest.mark.parametrize(
    ("target", "kind", "without"),
    [
        (" minst 50 %", "nått", "inte nått"),
        ("\n    alla:\n      - minst 50 %\n      - högst 70 %", "nått", "inte nått"),
        ("\n    minst: 1\n    av:\n      - minst 50 %\n      - minst 90 %", "nått", "inte nått"),
        ("\n    barn: minst 50 %", "inte nått", "inte nått"),
    ],
)
def test_a_target_that_names_no_group_is_of_the_whole(tmp_path, target, kind, without):
    """The groups are information where the whole is told; where it is not, each group must reach the target."""
    plan = f"besok:\n  målvärde:{target}\n"
    for report, wanted in ((f"{GROUPED}    alla: 50 %\n", kind), (GROUPED, without)):
        files = one_goal(plan=plan, report=report)
        (row,) = results_of(tmp_path / wanted, files).newest("parknamnden", 2024).goals["levande-parker"].rows
        assert row.verdict.kind == wanted
        assert ("barn: " in row.verdict.reason) is (wanted == "inte nått")


def test_a_forecast_with_a_whole_is_judged_by_it(tmp_path):
    """A forecast by group is judged as an outcome is, and how much of the target it is is counted from the whole."""
    expected = f"{GROUPED}    alla: 40 %\n  prognos:\n    barn: 30 %\n    alla: 50 %\n"
    row = so_far(tmp_path / "early", "besok:\n  målvärde: minst 50 %\n", expected)
    assert (row.forecast.kind, row.stand) == ("nått", "når enligt prognos")
    assert "40\u00a0% är lägre än målet" in row.verdict.reason
    row = so_far(tmp_path / "late", "besok:\n  målvärde: minst 50 %\n", f"{GROUPED}    alla: 40 %\n", "2024")
    assert row.fulfilment.text == "80\u00a0% av målvärdet"


def test_groups_are_compared_with_the_same_groups_elsewhere(tmp_path):
    """A group is set against the nation's figure of that group, the total against its total, a base year likewise."""
    told = "besok:\n  utfall:\n    barn: {}\n    vuxna: 60 %\n{}  jämförelse:\n    riket:\n"
    told += "      barn: 40 %\n      vuxna: 50 %\n      alla: 45 %\n"
    target = "besok:\n  målvärde: minst riket +5 procentenheter\n"
    for share, whole, kind in (
        ("50 %", "", "nått"),
        ("41 %", "", "inte nått"),
        ("41 %", "    alla: 55 %\n", "nått"),
        ("50 %", "    alla: 46 %\n", "inte nått"),
    ):
        files = one_goal(plan=target, report=told.format(share, whole))
        name = f"{share[:2]}{whole[-5:-3]}"
        (row,) = results_of(tmp_path / name, files).newest("parknamnden", 2024).goals["levande-parker"].rows
        assert row.verdict.kind == kind
        assert ("barn: " in row.verdict.reason) is not bool(whole)
        assert "saknas" not in row.verdict.reason
    earlier = "besok:\n  utfall:\n    barn: 50 %\n    vuxna: 60 %\n  tidigare:\n    2020:\n"
    earlier += "      utfall:\n        barn: 30 %\n        vuxna: 40 %\n"
    files = one_goal(plan="besok:\n  målvärde: öka från 2020\n", report=earlier)
    (row,) = results_of(tmp_path / "base", files).newest("parknamnden", 2024).goals["levande-parker"].rows
    assert row.verdict.kind == "nått"


@pytest.mark.parametrize(
    ("forecast", "kind", "stand"),
    [
        ("92 %", "nått", "når enligt prognos"),
        ("90 %", "nått", "når enligt prognos"),
        ("89 %", "inte nått", "når inte enligt prognos"),
        ("saknas", "kan inte avgöras", "kan inte avgöras"),
        ("\n    T2 2024: 92 %", "kan inte avgöras", "kan inte avgöras"),
        ("\n    T3 2024: 92 %", "kan inte avgöras", "kan inte avgöras"),
        ("\n    dec 2024: 92 %", "kan inte avgöras", "kan inte avgöras"),
        ("\n    2025: 92 %", "kan inte avgöras", "kan inte avgöras"),
        ("\n    2024: 89 %\n    2025: 92 %", "inte nått", "når inte enligt prognos"),
    ],
)
def test_a_forecast_is_judged_apart(tmp_path, forecast, kind, stand):
    """It is of the whole year unless it says another time, and is never counted as reached."""
    report = f"besiktigade:\n  utfall: 60 %\n  prognos: {forecast}\n"
    row = so_far(tmp_path, "besiktigade:\n  målvärde: minst 90 %\n", report)
    assert (row.forecast.kind, row.stand) == (kind, stand)
    assert (row.verdict.kind, row.reading.text) == ("kan inte avgöras", "60 %")
    assert row.forecast.reason
    if kind != "kan inte avgöras":
        assert "(prognos)" in row.forecast.reason
        assert row.forecast_period.text == "2024"


def test_when_the_year_is_out_a_forecast_counts_for_nothing(tmp_path):
    """In the report of the whole year an expected value is shown, and the indicator stays undecided."""
    report = "besiktigade:\n  utfall: saknas\n  orsak: ej mätt\n  prognos: 95 %\n"
    row = so_far(tmp_path, "besiktigade:\n  målvärde: minst 90 %\n", report, period="2024")
    assert (row.forecast.kind, row.verdict.kind, row.stand) == (
        "nått",
        "kan inte avgöras",
        "kan inte avgöras",
    )


def test_the_forecasts_of_groups_are_judged_by_group(tmp_path):
    """One group that is not expected to reach its target is enough."""
    plan = "besok:\n  målvärde:\n    barn: 40 %\n    vuxna: 50 %\n"
    row = so_far(tmp_path, plan, "besok:\n  prognos:\n    barn: 41 %\n    vuxna: 49 %\n")
    assert (row.forecast.kind, row.verdict.kind) == ("inte nått", "kan inte avgöras")
    assert "vuxna" in row.forecast.reason


@pytest.mark.parametrize("due", ["", " till 2024"])
@pytest.mark.parametrize(
    ("outcome", "forecast", "kind"),
    [
        ("8 ton", "4 ton", "kan inte avgöras"),
        ("8 ton", "8 ton", "nått"),
        ("8 ton", "8,4 ton", "nått"),
        ("8,4 ton", "8 ton", "nått"),
        ("8 ton", "11 ton", "inte nått"),
        ("8 ton", "−1 ton", "nått"),
    ],
)
def test_a_year_is_not_expected_to_be_less_than_its_months(tmp_path, outcome, forecast, kind, due):
    """A forecast of a sum that is below what has already been is not judged, and the sentence sets both side by side."""
    plan = f"utslapp:\n  målvärde: högst 10 ton{due}\n"
    row = so_far(tmp_path, plan, f"utslapp:\n  utfall: {outcome}\n  prognos: {forecast}\n", "jan–aug 2024")
    assert row.forecast.kind == kind
    if kind == "kan inte avgöras":
        assert row.stand == kind
        said = row.forecast.reason.replace("\u00a0", " ")
        assert said == "prognosen 4 ton är lägre än utfallet hittills, 8 ton"


@pytest.mark.parametrize("due", ["", " till 2024"])
def test_a_target_that_is_due_with_the_year_is_the_years(tmp_path, due):
    """A part of the year, told or expected, is no more the whole of it where the target names the year itself."""
    part = "\n    sep–dec 2024: 3 ton"
    report = f"utslapp:\n  utfall: 3 ton\n  prognos: {part}\n"
    row = so_far(tmp_path, f"utslapp:\n  målvärde: högst 5 ton{due}\n", report, "jan–aug 2024")
    assert (row.verdict.kind, row.stand, row.fulfilment) == ("kan inte avgöras", "kan inte avgöras", None)
    assert row.verdict.reason == "3\u00a0ton avser jan–aug 2024; målet gäller hela året"
    assert row.forecast.reason == "målet gäller helåret 2024, och prognosen avser sep–dec 2024"


def test_an_earlier_year_comes_before_the_year_that_a_target_is_due(tmp_path):
    """What is known of the year before is not judged as of the year that the target names."""
    report = "besiktigade:\n  avser: 2023\n  utfall: 95 %\n"
    row = so_far(tmp_path, "besiktigade:\n  målvärde: minst 90 % till 2024\n", report, "2024")
    assert row.verdict.kind == "kan inte avgöras"
    assert row.verdict.reason.startswith("målet gäller 2024, och utfallet låg på rätt sida om gränsen 2023")


@pytest.mark.parametrize(
    ("target", "outcome", "kind"),
    [
        ("minst 10 ton", 9, "kan inte avgöras"),
        ("öka från 2023", 9, "kan inte avgöras"),
        ("öka från 2023", 12, "nått"),
        ("minska från 2023", 9, "kan inte avgöras"),
        ("minska från 2023", 12, "inte nått"),
    ],
)
def test_a_sum_that_stops_before_the_year_has_not_missed_a_limit_from_below(tmp_path, target, outcome, kind):
    """In a report of the whole year too: the months that are not told may add what is lacking, or what is too much."""
    report = f"utslapp:\n  avser: jan–aug 2024\n  utfall: {outcome} ton\n  tidigare:\n    2023:\n      utfall: 10,5 ton\n"
    row = so_far(tmp_path, f"utslapp:\n  målvärde: {target}\n", report, "2024")
    assert row.verdict.kind == kind


def test_a_group_that_a_document_leaves_out_has_not_reached_the_target(tmp_path):
    """One group of two is not enough, told or expected, and the one that is lacking is named."""
    report = "besok:\n  utfall:\n    barn: 95 %\n  prognos:\n    barn: 95 %\n"
    row = so_far(tmp_path, "besok:\n  målvärde: minst 90 %\n", report, "2024")
    assert (row.verdict.kind, row.verdict.reason) == ("kan inte avgöras", "vuxna: utfallet saknas")
    assert (row.forecast.kind, row.forecast.reason) == ("kan inte avgöras", "vuxna: prognosen saknas")


@pytest.mark.parametrize("doubt", ["", "  osäkert: källan säger två saker\n"])
def test_a_forecast_without_a_target_or_in_doubt_is_not_judged(tmp_path, doubt):
    """What cannot be judged of an outcome cannot be of a forecast."""
    plan = "besiktigade:\n" + ("  målvärde: minst 90 %\n" if doubt else "")
    row = so_far(tmp_path, plan, f"besiktigade:\n  prognos: 95 %\n{doubt}")
    assert (row.forecast.kind, row.stand) == ("kan inte avgöras", "kan inte avgöras")


def counted(tmp_path, files):
    """The counts against the targets that the newest follow-up of 2024 shows, by word."""
    results = results_of(tmp_path, files)
    tally_ = verdict_tally(results.newest("parknamnden", 2024))
    return {count.symbol.word: count.number for count in tally_.counts}


def test_forecasts_are_counted_in_words_of_their_own(tmp_path):
    """Before the year is out the count against the targets is of what is expected, never among what is reached."""
    files = one_goal(
        plan="besiktigade:\n  målvärde: 90 %\nutslapp:\n  målvärde: 10 ton\nnojdhet:\n  målvärde: 70\n  serie: enkat\n",
        report="besiktigade:\n  utfall: 95 %\n  prognos: 95 %\nutslapp:\n  prognos: 11 ton\nnojdhet:\n  utfall: 80\n",
    )
    name = "parknamnden/2024/verksamhetsberattelse.yml"
    assert counted(tmp_path / "whole", files) == {"Nått": 2, "Inte nått": 0, "Kan inte avgöras": 1}
    files["parknamnden/2024/delarsrapport.yml"] = files.pop(name).replace("period: 2024", "period: T1 2024")
    assert counted(tmp_path / "part", files) == {
        "Nått": 0,
        "Inte nått": 0,
        "Når enligt prognos": 1,
        "Når inte enligt prognos": 1,
        "Kan inte avgöras": 1,
    }


@given(
    st.sampled_from(["", "utfall: 95 %", "utfall: 80 %", "utfall: saknas\n  orsak: ej mätt"]),
    st.sampled_from(["", "prognos: 95 %", "prognos: 80 %", "prognos: saknas", "prognos:\n    2025: 95 %"]),
)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_is_reached_before_the_year_is_out(tmp_path_factory, outcome, forecast):
    """Whatever is told, an indicator of a part of the year is never counted as reached, nor as missed."""
    lines = "".join(f"  {line}\n" for line in (outcome, forecast) if line)
    row = so_far(
        tmp_path_factory.mktemp("so-far"), "besiktigade:\n  målvärde: minst 90 %\n", f"besiktigade:\n{lines}"
    )
    assert row.verdict.kind == "kan inte avgöras"
    assert row.stand not in {"nått", "inte nått"}
    assert (row.stand == "når enligt prognos") == (forecast == "prognos: 95 %")


# Acceptable deviations, fulfilment and sub-goals


@pytest.mark.parametrize(("outcome", "near"), [(90, None), (88, True), (87, False)])
def test_the_rows_own_tolerance_goes_before_the_definitions(tmp_path, outcome, near):
    """Two percentage points in the plan go before five in the definition; exactly two are within."""
    definition = {"indikatorer/lek.yml": LENIENT}
    plan = "lekvarde:\n  målvärde: minst 90 %\n  acceptabel avvikelse: 2 procentenheter\n"
    files = one_goal(plan=plan, report=f"lekvarde:\n  utfall: {outcome} %\n") | definition
    (row,) = results_of(tmp_path, files).newest("parknamnden", 2024).goals["levande-parker"].rows
    assert row.verdict.near is near
    assert row.fulfilment.percent == round(Decimal(outcome) / 90 * 100)
    files = one_goal(plan="lekvarde:\n  målvärde: minst 90 %\n", report="lekvarde:\n  utfall: 85 %\n")
    (row,) = (
        results_of(tmp_path / "own", files | definition)
        .newest("parknamnden", 2024)
        .goals["levande-parker"]
        .rows
    )
    assert row.verdict.near is True


LENIENT = """
    lekvarde:
      namn: Lekvärde
      enhet: procent
      bra: högt
      acceptabel avvikelse: 5 procentenheter
      oförändrat inom: 1 procentenhet
    delmal:
      namn: Nådda delmål
      enhet: procent
      bra: högt
    """


def test_a_difference_that_counts_as_none_is_the_definitions(tmp_path):
    """A value within the definition's margin of the year before is unchanged."""
    files = one_goal(
        plan="lekvarde:\n", report="lekvarde:\n  utfall: 81 %\n  tidigare:\n    2023:\n      utfall: 80 %\n"
    )
    (row,) = (
        results_of(tmp_path, files | {"indikatorer/lek.yml": LENIENT})
        .newest("parknamnden", 2024)
        .goals["levande-parker"]
        .rows
    )
    assert row.change.kind == "oförändrad"


def branching(first, second, *, rule="", indicators="", reported=""):
    """A goal with two goals under it that the board assesses so, or, where it is empty, says nothing of."""
    plan = (
        "underlag: original\nmål:\n  lek:\n    sort: nämndens mål\n    text: Barn leker.\n"
        + rule
        + indicators
    )
    report = "underlag: original\nperiod: 2024\nmål:\n  lek:\n    bedömning: grön\n" + reported
    for id_, assessment in (("gungor", first), ("rutschkanor", second)):
        plan += f"  {id_}:\n    sort: delmål\n    under: lek\n    text: {id_}.\n"
        if assessment:
            report += f"  {id_}:\n    bedömning: {assessment}\n    orsak: så blev det\n"
    return {
        "indikatorer/lek.yml": LENIENT,
        "parknamnden/2024/plan.yml": plan,
        "parknamnden/2024/verksamhetsberattelse.yml": report,
    }


@pytest.mark.parametrize(
    ("first", "second", "target", "kind"),
    [
        ("grön", "gul", "minst 50 % av delmålen", "nått"),
        ("gul", "röd", "minst 50 % av delmålen", "inte nått"),
        ("grön", "", "minst 1 delmål", "nått"),
        ("gul", "ej bedömd", "minst 1 delmål", "kan inte avgöras"),
        ("grön", "", "alla delmål", "kan inte avgöras"),
        ("gul", "", "alla delmål", "inte nått"),
    ],
)
def test_a_share_of_sub_goals_is_counted_from_their_assessments(tmp_path, first, second, target, kind):
    """No outcome is typed; a sub-goal that nobody has assessed is not reached, and leaves open what it could decide."""
    indicators = f"    indikatorer:\n      delmal:\n        målvärde: {target}\n"
    results = results_of(tmp_path, branching(first, second, indicators=indicators))
    (row,) = results.newest("parknamnden", 2024).goals["lek"].rows
    assert row.verdict.kind == kind
    assert results.newest("parknamnden", 2024).goals["gungor"].rows == ()


# Rules for goals with sub-goals, of goals' own, and for indicators

HALF = "    regel:\n      grön: minst 50 %\n      röd: annars\n"


@pytest.mark.parametrize(
    ("first", "second", "word", "reason"),
    [
        ("grön", "gul", "grön", "1 av 2 delmål är nådda (målets egen regel, Verksamhetsplan 2024)"),
        ("gul", "röd", "röd", "0 av 2 delmål är nådda (målets egen regel, Verksamhetsplan 2024)"),
        ("grön", "", "ej bedömd", "1 av 2 delmål är inte bedömda"),
    ],
)
def test_a_goals_own_rule_counts_its_sub_goals(tmp_path, first, second, word, reason):
    """The goal's own rule goes before the organisation's; a sub-goal without an assessment leaves it open."""
    files = branching(first, second, rule=HALF) | {"organisation.yml": ORGANISATION.rstrip() + ADOPTED}
    proposal = results_of(tmp_path, files).newest("parknamnden", 2024).goals["lek"].proposal
    assert (proposal.word, proposal.reason) == (word, reason)


def test_indicators_and_sub_goals_are_parts_alike(tmp_path):
    """One indicator of one and one sub-goal of two are two parts of three; the organisation's rule cites its decision."""
    files = branching(
        "grön",
        "gul",
        indicators="    indikatorer:\n      lekvarde:\n        målvärde: minst 90 %\n",
        reported="    indikatorer:\n      lekvarde:\n        utfall: 91 %\n",
    )
    files["organisation.yml"] = ORGANISATION.rstrip() + ADOPTED.replace("80", "60")
    proposal = results_of(tmp_path, files).newest("parknamnden", 2024).goals["lek"].proposal
    assert (proposal.word, proposal.reason) == (
        "grön",
        "1 av 1 indikatorer och 1 av 2 delmål är nådda (§ 12)",
    )


def test_an_indicator_that_is_not_reported_on_leaves_the_rule_without_an_answer(tmp_path):
    """What the report leaves out is counted as a part that cannot be told, not left out of the share."""
    files = one_goal(
        plan="besiktigade:\n  målvärde: 90 %\nutslapp:\n  målvärde: 10 ton\n",
        report="besiktigade:\n  utfall: 95 %\n",
    ) | {"organisation.yml": ORGANISATION.rstrip() + ADOPTED}
    proposal = results_of(tmp_path, files).newest("parknamnden", 2024).goals["levande-parker"].proposal
    assert (proposal.level, proposal.reason) == (None, "1 av 2 indikatorer kan inte avgöras")


@pytest.mark.parametrize(
    ("basis", "word", "reason"),
    [
        ("original", NOT_FILLED, "uppföljningen tar inte upp indikatorn"),
        ("avskrift", "okänd", "framgår inte av källan"),
    ],
)
def test_an_indicator_that_is_not_reported_on_is_counted(tmp_path, basis, word, reason):
    """What the report leaves out is in every tally as one that cannot be told, and says so in its row, not the plan's value."""
    files = one_goal(
        plan="besiktigade:\n  målvärde: 90 %\n  utfall: 77 %\n  avser: 2022\nutslapp:\n  målvärde: högst 10 ton\n",
        report="utslapp:\n  utfall: 9 ton\n  status: helt\n",
        basis=basis,
    )
    result = results_of(tmp_path, files).newest("parknamnden", 2024)
    left_out, told = result.goals["levande-parker"].rows
    assert (left_out.verdict.kind, left_out.verdict.reason) == (
        "kan inte avgöras",
        "uppföljningen tar inte upp indikatorn",
    )
    assert (left_out.status.word, left_out.status.reason, told.status.word) == (word, reason, "helt")
    assert (result.tallies["indikatorer"].total, result.tallies["indikatorer"].counts[word]) == (2, 1)
    counts = {count.symbol.word: count.number for count in verdict_tally(result).counts}
    assert counts == {"Nått": 1, "Inte nått": 0, "Kan inte avgöras": 1}
    look = Look(results_of(tmp_path, files), (), lambda _file, _line: None)
    view = row_view(look, left_out, result.goals["levande-parker"])
    assert (view.values, view.no_value) == ((), "Tas inte upp i uppföljningen")
    assert (view.status.word.lower(), view.period) == (word, "")


ROW_SCALE = Scale.model_validate(
    read_yaml(
        "rubrik: Status\nnivåer:\n  helt:\n    betyder: h\n  delvis:\n    betyder: d\n"
        "  knappt:\n    betyder: k\n  inte alls:\n    betyder: i\n",
        "organisation.yml",
    )[0],
    context=[],
)
ROW_RULE = RuleEntry.model_validate(
    read_yaml(
        "beslut: § 3\nindikatorer:\n  helt: nått\n  delvis: inom acceptabel avvikelse\n"
        "  knappt: minst 90 % av målvärdet\n  inte alls: annars\n",
        "organisation.yml",
    )[0],
    context=[],
)
TWO = parse_quantity("2 procentenheter")


def of_target(percent):
    """A fulfilment of so many per cent, or of none that can be counted."""
    return (
        Fulfilment(None, "", "därför")
        if percent is None
        else Fulfilment(Decimal(percent), f"{percent} %", "")
    )


@pytest.mark.parametrize(
    ("verdict", "tolerance", "percent", "word"),
    [
        (Verdict("nått", ""), TWO, 100, "helt"),
        (Verdict("nått", ""), None, None, "helt"),
        (Verdict("inte nått", "", near=True), TWO, 98, "delvis"),
        (Verdict("inte nått", "", near=False), TWO, 90, "knappt"),
        (Verdict("inte nått", "", near=False), TWO, 89, "inte alls"),
        (Verdict("inte nått", ""), None, 95, "knappt"),
        (Verdict("inte nått", ""), TWO, 95, None),  # rounding leaves open whether it is within
        (Verdict("inte nått", "", near=False), TWO, None, None),
        (Verdict("kan inte avgöras", "ej mätt"), TWO, 100, None),
    ],
)
def test_the_rule_for_indicators_takes_the_first_that_holds(verdict, tolerance, percent, word):
    """Reached, within the deviation, a share of the target, else; what cannot be told gives no word, with the reason."""
    proposal = propose_for_indicator(ROW_RULE, verdict, tolerance, of_target(percent), ROW_SCALE)
    assert (proposal.word if proposal.level else None) == word
    assert ("§ 3" in proposal.reason) == (word is not None)


def test_a_missed_target_never_gets_the_level_of_a_whole_one():
    """A level that asks for the whole target is not given where the verdict is that it was missed."""
    rule = "beslut: § 3\nindikatorer:\n  helt: minst 100 % av målvärdet\n  knappt: minst 90 % av målvärdet\n  inte alls: annars\n"
    read = RuleEntry.model_validate(read_yaml(rule, "organisation.yml")[0], context=[])
    words = [
        propose_for_indicator(read, Verdict(kind, ""), None, of_target(100), ROW_SCALE).word
        for kind in ("nått", "inte nått")
    ]
    assert words == ["helt", "knappt"]


# On the pages


def test_what_is_expected_is_never_shown_as_reached(tmp_path):
    """The outcome cell holds no forecast, the verdict is open, and the list of indicators shows what was, not what is hoped."""
    files = one_goal(
        plan="besiktigade:\n  målvärde: minst 90 %\nutslapp:\n  målvärde: högst 10 ton\n",
        report="besiktigade:\n  utfall: 60 %\n  prognos: 96 %\nutslapp:\n  prognos: 9 ton\n",
    )
    name = "parknamnden/2024/verksamhetsberattelse.yml"
    files["parknamnden/2024/delarsrapport.yml"] = files.pop(name).replace("period: 2024", "period: T1 2024")
    look = Look(results_of(tmp_path, files), (), lambda _file, _line: None)
    goal = look.results.newest("parknamnden", 2024).goals["levande-parker"]
    told, hoped = [row_view(look, row, goal) for row in goal.rows]
    assert ([value.text for value in told.values], told.verdict_class) == (["60\u00a0%"], "oavgjort")
    assert (hoped.values, hoped.no_value, hoped.verdict_class) == ((), "Ej ifyllt", "oavgjort")
    for view in (told, hoped):
        assert (view.forecast.name, view.forecast.verdict) == (
            "Prognos för 2024",
            "Når målet enligt prognosen",
        )
        assert view.fulfilment == ""
    index, *_ = indicator_pages(look)
    shown = {row.link.text: (row.newest, row.period) for row in index.view.rows}
    assert shown["Andel besiktigade lekplatser"] == ("60\u00a0%", "T1 2024")
    assert shown["Utsläpp från parkmaskiner"] == ("9\u00a0ton (prognos)", "2024")


def test_fulfilment_and_tolerance_stand_beside_the_verdict(tmp_path):
    """A decided row tells how much of its target it is and how that was counted, and the deviation that is accepted."""
    plan = "lekvarde:\n  målvärde: minst 90 %\n"
    files = one_goal(plan=plan, report="lekvarde:\n  utfall: 81 %\n") | {"indikatorer/lek.yml": LENIENT}
    look = Look(results_of(tmp_path, files), (), lambda _file, _line: None)
    (row,) = look.results.newest("parknamnden", 2024).goals["levande-parker"].rows
    view = row_view(look, row)
    assert (view.fulfilment, view.tolerance) == ("90\u00a0% av målvärdet", "5\u00a0procentenheter")
    assert view.fulfilment_reason == "81\u00a0% delat med 90\u00a0%"


def test_a_plan_sets_a_month_of_a_sum_against_no_limit(tmp_path):
    """What a plan knows of a month says how far a share is from the limit, and nothing of the kind of a sum."""
    plan = "utslapp:\n  avser: aug 2023\n  utfall: 11 ton\n  målvärde: högst 100 ton\n"
    plan += "besiktigade:\n  avser: aug 2023\n  utfall: 80 %\n  målvärde: minst 90 %\n"
    results = results_of(tmp_path, one_goal(plan=plan))
    tons, share = results.plans["parknamnden", 2024].rows["levande-parker"]
    assert tons.verdict.reason.endswith("senast kända utfall avser aug 2023")
    assert share.verdict.reason.endswith("aug 2023, då det låg 10\u00a0procentenheter under")
