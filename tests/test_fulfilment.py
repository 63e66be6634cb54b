"""How much of a target an outcome amounts to: the division of each kind, and why there is none."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from vpgen.fulfilment import fulfilment
from vpgen.judging import Case, SubGoalCount, judge
from vpgen.numbers import Quantity, parse_quantity
from vpgen.periods import parse_period
from vpgen.targets import parse_target
from vpgen.values import parse_outcome, parse_value

GROUPS = ("kvinnor", "män")
NOW, BEFORE = parse_period("2024"), parse_period("2023")
GAP = "skillnaden mellan kvinnor och män"


def figure(raw):
    """Read a figure from a text, or one per group from a mapping; a figure stays what it is."""
    if isinstance(raw, dict):
        return {group: figure(part) for group, part in raw.items()}
    return parse_outcome(raw) if isinstance(raw, str) else raw


def case(outcome, previous=None, better="högt", **more):
    """Make a case of 2024 with 2023 before it."""
    return replace(Case(figure(outcome), better, NOW, figure(previous), BEFORE), **more)


def degree(target, of_case):
    """The whole per cent and the reason, with plain spaces, of a target as written."""
    found = fulfilment(parse_target(target, of_case.better, GROUPS), of_case)
    percent = None if found.percent is None else int(found.percent)
    assert found.percent == percent
    assert found.text.replace("\u00a0", " ") == ("" if percent is None else f"{percent} % av målvärdet")
    return percent, found.reason.replace("\u00a0", " ")


COUNTED = [
    ("minst 95 %", "91 %", None, "högt", 96, "91 % delat med 95 %"),
    ("minst 95 %", "95 %", None, "högt", 100, "95 % delat med 95 %"),
    ("minst 95 %", "96 %", None, "högt", 101, "96 % delat med 95 %"),
    ("över 78", "78", None, "högt", 99, "78 delat med 78, men målet är inte nått"),
    (
        "under 5 %",
        "5 %",
        None,
        "lågt",
        99,
        "5 % delat med 5 %, eftersom värdet ska vara lågt, men målet är inte nått",
    ),
    ("öka", "40 %", "40 %", "högt", 99, "40 % delat med 40 %, men det kan inte avgöras om målet är nått"),
    ("minst 40,4 %", "41 %", None, "högt", 101, "41 % delat med 40,4 %"),
    (
        "minst 39,6 %",
        "40 %",
        None,
        "högt",
        99,
        "40 % delat med 39,6 %, men det kan inte avgöras om målet är nått",
    ),
    (
        "över 78 till 2030",
        "78",
        None,
        "högt",
        99,
        "78 delat med 78, men målet är inte nått; målvärdet gäller 2030",
    ),
    ("högst 5 %", "6 %", None, "lågt", 83, "5 % delat med 6 %, eftersom värdet ska vara lågt"),
    ("under 5 %", "4 %", None, "lågt", 125, "5 % delat med 4 %, eftersom värdet ska vara lågt"),
    ("minst 1 miljon ton", "500 000 ton", None, "högt", 50, "500 000 ton delat med 1 miljon ton"),
    ("77–80", "77", None, "högt", 100, "77 ligger inom intervallet eller på dess bättre sida"),
    ("77–80", "76", None, "högt", 99, "76 delat med 77"),
    ("77–80", "100", None, "lågt", 80, "80 delat med 100, eftersom värdet ska vara lågt"),
    ("öka", "44 %", "40 %", "högt", 110, "44 % delat med 40 %"),
    ("minska", "44 %", "40 %", "högt", 91, "40 % delat med 44 %, eftersom värdet ska vara lågt"),
    ("öka 5 procentenheter", "44 %", "40 %", "högt", 98, "44 % delat med 45 %"),
    ("minska 50 %", "60 st", "100 st", "lågt", 83, "50 st delat med 60 st, eftersom värdet ska vara lågt"),
    ("bibehålla", "36 %", "40 %", "högt", 90, "36 % delat med 40 %"),
    ("bibehålla", "44 %", "40 %", "lågt", 91, "40 % delat med 44 %, eftersom värdet ska vara lågt"),
    ("riket +1 procentenhet", "44 %", None, "högt", 88, "44 % delat med 50 %"),
    ("lägre än riket", "50 %", None, "lågt", 98, "49 % delat med 50 %, eftersom värdet ska vara lågt"),
    (
        "medelvärde över 2 år minst 50 %",
        "44 %",
        "40 %",
        "högt",
        84,
        "medelvärdet 2023–2024 (räknat), 42,0 % delat med 50 %",
    ),
]


@pytest.mark.parametrize(("target", "outcome", "previous", "better", "percent", "reason"), COUNTED)
def test_degree_of_a_limit(target, outcome, previous, better, percent, reason):
    """The outcome is divided by the limit, or the limit by the outcome where the value is to be low."""
    of_case = case(outcome, previous, better, comparisons={"riket": parse_value("49 %")})
    assert degree(target, of_case) == (percent, reason)


def test_degree_of_a_difference_and_of_sub_goals():
    """A difference between groups is to be low; sub-goals are counted as a number or a share."""
    groups = case({"kvinnor": "80 %", "män": "72 %"}, {"kvinnor": "80 %", "män": "74 %"})
    assert degree(f"{GAP} högst 4 procentenheter", groups)[0] == 50
    assert degree(f"{GAP} minskar", groups)[0] == 75
    counted = case(None, sub_goals=SubGoalCount(2, 0, 4))
    assert degree("minst 75 % av delmålen", counted) == (67, "2 av 4 delmål delat med 75 %")
    assert degree("minst 3 delmål", counted)[0] == 67
    assert degree("alla delmål", case(None, sub_goals=SubGoalCount(7, 0, 7)))[0] == 100


NONE = [
    ("minst 95 %", None, None, "högt", "utfallet är inte ifyllt än"),
    ("minst 95 %", "saknas", None, "högt", "utfallet saknas"),
    ("minst 95 %", "95 st", None, "högt", "olika enheter: ”st” mot ”%”"),
    ("minst 95 %", "0 %", None, "högt", "noll eller mindre"),
    ("minst 0 %", "5 %", None, "högt", "noll eller mindre"),
    ("minst −5 %", "−4 %", None, "högt", "noll eller mindre"),
    ("högst 5 %", "0 %", None, "lågt", "noll eller mindre"),
    ("Positiv budgetavvikelse", "5 mnkr", None, "högt", "noll eller mindre"),
    ("minst 95 %", "90–96 %", None, "högt", "ett intervall"),
    ("minst 95 %", "Helt", None, "högt", "utfallet är ett ord"),
    ("minst 95 %", {"kvinnor": "95 %", "män": "90 %"}, None, "högt", "utfallet är redovisat per grupp"),
    ("topp 3 av 7", "4 av 7", None, "högt", "en placering"),
    ("bibehålla", "4 av 7", "3 av 7", "högt", "en placering"),
    ("bibehålla", "40 %", "41 %", "inget", "det är inte sagt"),
    ("öka", "40 %", None, "högt", "det finns inget tidigare värde"),
    ("högre än riket", "40 %", None, "högt", "jämförelsevärdet för riket saknas"),
    ("6 %", "6 %", None, "inget", "ingen gräns"),
    ("ja", "ja", None, "högt", "ingen gräns"),
    ("bedöms i text", "40 %", None, "högt", "ingen gräns"),
    ("riket +1 %", "40 %", None, "högt", "ingen gräns"),
    ({"kvinnor": "90 %"}, {"kvinnor": "95 %"}, None, "högt", "flera delar"),
    ({"alla": ["minst 90 %"]}, "95 %", None, "högt", "flera delar"),
    ({"minst": 1, "av": ["minst 90 %"]}, "95 %", None, "högt", "flera delar"),
    ("alla delmål", None, None, "högt", "inga delmål"),
]


@pytest.mark.parametrize(("target", "outcome", "previous", "better", "said"), NONE)
def test_no_degree_is_explained(target, outcome, previous, better, said):
    """Where a division would say nothing there is no percentage, but a reason."""
    percent, reason = degree(target, case(outcome, previous, better))
    assert (percent, said in reason) == (None, True), reason


@pytest.mark.parametrize(
    ("target", "more"), [("bibehålla", ""), ("bibehålla till 2030", "; målvärdet gäller 2030")]
)
def test_a_reached_target_is_never_less_than_whole(target, more):
    """What is kept within the difference that counts as none is fulfilled; beyond it the division stands."""
    within, beyond = (
        case(outcome, "62 %", unchanged=parse_quantity("1 procentenhet")) for outcome in ("61,5 %", "60,5 %")
    )
    assert degree(target, within) == (100, f"61,5 % delat med 62 %, men målet är nått{more}")
    assert degree(target, beyond)[0] == 98


def test_sub_goals_that_cannot_be_told_leave_no_degree():
    """An interval of reached sub-goals is no percentage."""
    assert degree("alla delmål", case(None, sub_goals=SubGoalCount(2, 1, 4)))[0] is None


def test_outside_an_interval_on_the_good_side():
    """Above an interval is fulfilled, a deviation counted from its upper end, or not told, as the source says."""
    percents = {
        beyond: degree("77–80", case("100", beyond=beyond))[0] for beyond in ("bättre", "avvikelse", "okänt")
    }
    assert percents == {"bättre": 100, "avvikelse": 80, "okänt": None}


def test_the_largest_number_against_the_smallest():
    """A quotient of many digits is a percentage like any other."""
    target = parse_target("minst 0,00000000000001 ton", "högt")
    found = fulfilment(target, case("999 999 999 999 999 miljarder ton"))
    assert found.percent == 999_999_999_999_999 * 10**9 * 10**14 * 100


def test_target_of_a_later_year_says_so():
    """The degree of a target for a later year is so far, and the reason gives the year."""
    assert degree("minst 80 % till 2030", case("40 %")) == (50, "40 % delat med 80 %; målvärdet gäller 2030")
    assert degree("minst 80 % till 2024", case("40 %"))[1] == "40 % delat med 80 %"


NUMBERS = st.builds(
    lambda digits, places: Quantity(Decimal(digits).scaleb(-places), 1, "%"),
    st.integers(1, 30_000),
    st.integers(0, 2),
)


@given(NUMBERS, NUMBERS, st.sampled_from(["minst", "högst"]))
def test_a_hundred_per_cent_is_exact(outcome, limit, word):
    """Rounding never makes a missed target whole, nor a whole one more than it is."""
    target = parse_target(f"{word} {limit.number} %".replace(".", ","), "inget")
    of_case = case(outcome)
    found, verdict = fulfilment(target, of_case), judge(target, of_case)
    assert found.percent >= 1
    assert (found.percent == 100) is (outcome.value == limit.value)
    if verdict.kind != "kan inte avgöras":
        assert (verdict.kind == "nått") is (found.percent >= 100)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_more_is_never_less(one, other, limit):
    """Where high is good and no limit lies inside the rounding, a higher outcome never gives a lower degree."""
    target = parse_target(f"minst {limit.number} %".replace(".", ","), "högt")
    assume(all(judge(target, case(each)).kind != "kan inte avgöras" for each in (one, other)))
    low, high = sorted((one, other), key=lambda quantity: quantity.value)
    assert fulfilment(target, case(low)).percent <= fulfilment(target, case(high)).percent
