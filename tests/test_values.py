"""Values: quantities, ranges, ranks, words, and nothing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vpgen.numbers import NumberError, Quantity
from vpgen.values import Missing, Range, Rank, Word, format_value, parse_outcome, parse_value

# Every outcome, printed target and latest value that is a value on its own in the two sources' tables.
PRINTED = [
    ("27 483 st", Quantity),
    ("84 %", Quantity),
    ("11,0 %", Quantity),
    ("1,174 miljoner ton", Quantity),
    ("83", Quantity),
    ("48,7 %", Quantity),
    ("100%", Quantity),
    ("82,6 år", Quantity),
    ("15 849 ton", Quantity),
    ("-15 %", Quantity),
    ("45 600 KVÅ-koder", Quantity),
    ("31 mnkr", Quantity),
    ("3,8", Quantity),
    ("77–80", Range),
    ("77-80", Range),
    ("90–100 %", Range),
    ("6,3–6,1 %", Range),
    ("6,3–5,8 %", Range),
    ("7-8", Range),
    ("-5–-3", Range),
    ("Topp 3 av 7", Rank),
    ("12 av 21", Rank),
    ("plats 11 av 21", Rank),
    ("topp 3", Rank),
    ("Helt", Word),
    ("Delvis", Word),
    ("Ska öka", Word),
    ("Positiv budgetavvikelse", Word),
]


@pytest.mark.parametrize(("text", "kind"), PRINTED)
def test_printed_value_is_read_as_its_kind(text, kind):
    """Each printed form is read as the kind it is, and reads back from how it is written."""
    value = parse_value(text)
    assert isinstance(value, kind)
    assert parse_value(format_value(value)) == value


@pytest.mark.parametrize(
    "text",
    [
        "3 åringar: 95 % 6 åringar: 82 %",
        "82,6 år Män 80,7 år Kvinnor 84,6 år",
        "Betyg: personal 3,8",
        "Riket +1 %",
        ">78",
        "1.174",
        "7 -8",
        "2024-07-31",
        "90 st–100 %",
        "1-2-3",
        "Topp 8 av 7",
        "0 av 7",
    ],
)
def test_text_with_a_digit_is_never_a_word(text):
    """What holds a digit and is no value is refused, not taken for a word."""
    with pytest.raises(NumberError) as caught:
        parse_value(text)
    assert caught.value.hint


@pytest.mark.parametrize("text", ["", " ", "-", "–", "?", "saknas", "okänd"])
def test_nothing_is_no_value(text):
    """A dash, an empty text and the words for a missing value are not values."""
    with pytest.raises(NumberError):
        parse_value(text)


def test_two_years_are_not_taken_for_a_range():
    """Two bare years could be a range, so both readings are shown; with a unit they are one."""
    with pytest.raises(NumberError, match="år eller ett intervall"):
        parse_value("2026-2037")
    assert isinstance(parse_value("2026–2037 st"), Range)
    assert parse_value("2026") == Quantity(Decimal(2026))


def test_falling_range_keeps_its_printed_order():
    """A range printed from high to low has its ends in order and is written as printed."""
    value = parse_value("6,3–6,1 %")
    assert isinstance(value, Range)
    assert (value.low.number, value.high.number, value.falling) == (Decimal("6.1"), Decimal("6.3"), True)
    assert format_value(value) == "6,3–6,1\u00a0%"


def test_unit_and_scale_of_a_range_stand_last():
    """The unit after the last end goes for both."""
    value = parse_value("1,0–1,2 miljoner ton")
    assert isinstance(value, Range)
    assert (value.low.value, value.low.unit) == (1_000_000, "ton")


@pytest.mark.parametrize("kind", ["saknas", "ej bedömd", "ej redovisad", "okänd"])
def test_missing_outcome_keeps_its_kind_and_reason(kind):
    """The kinds of nothing are kept apart, each with its reason."""
    assert parse_outcome(kind.capitalize(), "ej mätt") == Missing(kind, "ej mätt")


def test_outcome_that_is_there_is_a_value():
    """An outcome that is not missing is read as any value."""
    assert parse_outcome("12 av 21") == Rank(12, 21)


@given(st.text(max_size=30))
def test_any_text_is_a_value_or_refused(text):
    """No text fails in another way than by the reader's own error, and none with a digit is a word."""
    try:
        value = parse_value(text)
    except NumberError:
        value = None
    has_digit = any(char.isdigit() for char in text)
    assert isinstance(value, Quantity | Range | Rank if has_digit else Word) or value is None
