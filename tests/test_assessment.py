"""Statuses, tallies, verdicts and proposals: what is said, what follows, and what is left unsaid."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invented import ORGANISATION, one_goal, results_of
from vpgen.findings import as_warning, find
from vpgen.judging import Verdict
from vpgen.model.content import Rule
from vpgen.model.files import AssessedEntry, Scale
from vpgen.problems import Severity
from vpgen.source import read_yaml
from vpgen.statuses import (
    ALWAYS_COUNTED,
    NOT_FILLED,
    Status,
    StatusKind,
    Tally,
    assessed,
    indicator_status,
    propose,
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

RULE = Rule(
    "Regionfullmäktige 2029-11-03 § 12", (("grön", Decimal(80)), ("gul", Decimal(50)), ("röd", Decimal(0)))
)
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
    proposal = propose(RULE, verdicts, SCALE)
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
        ([], "målet har inga indikatorer"),
    ],
)
def test_the_rule_gives_nothing_when_something_cannot_be_judged(verdicts, reason):
    """One open verdict, or none at all, and no level is proposed."""
    assert shown(propose(RULE, verdicts, SCALE)) == (StatusKind.NOT_ASSESSED, "ej bedömd", reason)


def test_the_rule_gives_nothing_where_it_says_nothing():
    """A rule without a last resort leaves what it does not cover."""
    partial = Rule("§ 1", (("grön", Decimal(80)),))
    assert propose(partial, [NOT_MET], SCALE).level is None


@given(st.lists(st.sampled_from([MET, NOT_MET, OPEN]), min_size=1))
def test_what_cannot_be_judged_is_never_counted_as_reached(verdicts):
    """A proposal comes only of verdicts that are all decided, and never improves when one is lost."""
    proposal = propose(RULE, verdicts, SCALE)
    assert (proposal.level is None) == (OPEN in verdicts)
    worse = propose(RULE, [NOT_MET, *verdicts[1:]], SCALE)
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
        "stämmer inte med bedömningarna i dokumentet"
    )


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
