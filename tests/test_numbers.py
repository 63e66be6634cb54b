"""Swedish numbers: what is read, what is refused, and what is written back."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vpgen.numbers import (
    NumberError,
    Quantity,
    agree,
    difference,
    difference_unit,
    format_number,
    format_quantity,
    parse_quantity,
)

READ = [
    ("3,8", "3.8", 1, ""),
    ("0", "0", 1, ""),
    ("50%", "50", 1, "%"),
    ("50 %", "50", 1, "%"),
    ("60 procent", "60", 1, "%"),
    ("48,7 %", "48.7", 1, "%"),
    ("27 483 st", "27483", 1, "st"),
    ("27\u00a0483\u00a0st", "27483", 1, "st"),
    ("27\u202f483 st", "27483", 1, "st"),
    ("15 849 ton", "15849", 1, "ton"),
    ("1 174 000 ton", "1174000", 1, "ton"),
    ("1,174 miljoner ton", "1.174", 10**6, "ton"),
    ("82,6 år", "82.6", 1, "år"),
    ("31 mnkr", "31", 10**6, "kr"),
    ("31 miljoner kronor", "31", 10**6, "kr"),
    ("450 tkr", "450", 10**3, "kr"),
    ("1,2 miljarder kronor", "1.2", 10**9, "kr"),
    ("5 tusen", "5", 10**3, ""),
    ("45 600 KVÅ-koder", "45600", 1, "KVÅ-koder"),
    ("1 procentenhet", "1", 1, "procentenheter"),
    ("+2 procentenheter", "2", 1, "procentenheter"),
    ("\u22122 077,9", "-2077.9", 1, ""),
    ("-2 077,9", "-2077.9", 1, ""),
    ("–5", "-5", 1, ""),
    ("-15 %", "-15", 1, "%"),
    ("12,5 kr/invånare", "12.5", 1, "kr/invånare"),
    ("3 m²", "3", 1, "m²"),
]


@pytest.mark.parametrize(("text", "number", "scale", "unit"), READ)
def test_quantity_is_read(text, number, scale, unit):
    """A printed quantity gives its number, scale and canonical unit, with the printed precision kept."""
    quantity = parse_quantity(text)
    assert (str(quantity.number), quantity.scale, quantity.unit) == (number, scale, unit)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("45 600 KVÅ-koder*)", "*)"),
        ("12 st **)", "**)"),
        ("50 %¹⁾", "¹⁾"),
        ("50 % ²⁾", "²⁾"),
        ("12 1)", "1)"),
        ("7 st*", "*"),
        ("7 st", ""),
    ],
)
def test_footnote_mark_is_split_off(text, note):
    """A footnote mark after the value is kept apart from number and unit."""
    quantity = parse_quantity(text)
    assert quantity.note == note
    plain = parse_quantity(text[: len(text) - len(note)])
    assert (quantity.number, quantity.unit) == (plain.number, plain.unit)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("1.174", ["1,174", "1 174"]),
        ("12 34", ["1 234", "12 och 34"]),
        ("86.0", ["86,0"]),
        ("12st", ["12 st"]),
    ],
)
def test_ambiguous_number_shows_its_readings(text, readings):
    """What can be read in two ways is refused with the ways to write it."""
    with pytest.raises(NumberError) as caught:
        parse_quantity(text)
    said = f"{caught.value.message} {caught.value.hint}"
    assert all(reading in said for reading in readings), said


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "–",
        "Helt",
        "1,174,5",
        "1 174 5",
        "1234 567",
        "12  345",
        "0 123",
        "007",
        ",5",
        "5,",
        "1.174,5",
        "− 5",
        "--5",
        "7 -8",
        "1e5",
        "12²",
        "\u0663",
        "121)",
        "12 av 21",
        "95 % av invånarna",
        "5 till 7 st",
        "82,6 år Män 80,7 år",
        "ca 12",
        "1" * 16,
        "1 " * 200,
    ],
)
def test_unreadable_number_is_refused(text):
    """Nothing but exactly one number with a unit is read as one, and the refusal says what to write."""
    with pytest.raises(NumberError) as caught:
        parse_quantity(text)
    assert caught.value.message
    assert caught.value.hint


def test_value_and_interval_follow_scale():
    """Value and precision interval are in whole units."""
    quantity = parse_quantity("1,2 miljoner ton")
    assert (quantity.value, quantity.low, quantity.high) == (1_200_000, 1_150_000, 1_250_000)


def test_count_is_exact():
    """A count of things is not rounded; the same figure in another unit is."""
    assert parse_quantity("12 st").half == 0
    assert parse_quantity("12 ton").half == Decimal("0.5")
    assert parse_quantity("1,2 tusen st").half == 50


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("1,2 miljoner ton", "1,174 miljoner ton", True),
        ("1,2 miljoner ton", "1 174 000 ton", True),
        ("88 %", "87,53 %", True),
        ("88 %", "87,5 %", True),
        ("88 %", "87,49 %", False),
        ("69", "69,2", True),
        ("69", "70", False),
        ("69,2 %", "69 procent", True),
        ("12 st", "12 st", True),
        ("12 st", "13 st", False),
        ("12 st", "12 %", False),
    ],
)
def test_agreement_is_overlap_of_printed_intervals(one, other, expected):
    """Two figures agree when they can be one figure rounded differently, whichever comes first."""
    assert agree(parse_quantity(one), parse_quantity(other)) is expected
    assert agree(parse_quantity(other), parse_quantity(one)) is expected


@pytest.mark.parametrize(
    ("later", "earlier", "expected"),
    [
        ("86 %", "84 %", "2 procentenheter"),
        ("84 %", "85 %", "\u22121 procentenhet"),
        ("1,2 miljoner ton", "1 174 000 ton", "26 000 ton"),
        ("69,2", "69", "0,2"),
    ],
)
def test_difference_has_the_unit_of_a_difference(later, earlier, expected):
    """Percentages differ in percentage points; scales are brought together."""
    result = difference(parse_quantity(later), parse_quantity(earlier))
    assert format_quantity(result).replace("\u00a0", " ") == expected


def test_difference_of_units_is_none():
    """Figures of different units have no difference."""
    assert difference(parse_quantity("1 st"), parse_quantity("1 ton")) is None
    assert difference_unit("ton") == "ton"


@pytest.mark.parametrize(
    ("number", "decimals", "expected"),
    [
        ("-2077.9", None, "\u22122\u00a0077,9"),
        ("2.45", 1, "2,5"),
        ("-2.45", 1, "\u22122,5"),
        ("-0.04", 1, "0,0"),
        ("-0.0", None, "0,0"),
        ("1000", None, "1\u00a0000"),
        ("1E+3", None, "1\u00a0000"),
        ("11.0", None, "11,0"),
        ("999.95", 1, "1\u00a0000,0"),
    ],
)
def test_number_is_written_in_swedish(number, decimals, expected):
    """Numbers are grouped, rounded half up, with a real minus sign and no negative zero."""
    assert format_number(Decimal(number), decimals) == expected


@pytest.mark.parametrize(
    "text", ["1 miljon", "2 miljoner ton", "31 mnkr", "450 tkr", "1 miljard ton", "7 mdkr", "1 procentenhet"]
)
def test_scale_and_unit_are_written_as_words(text):
    """Scale words and money units come back as an author writes them."""
    assert format_quantity(parse_quantity(text)) == text.replace(" ", "\u00a0")


QUANTITIES = st.builds(
    lambda digits, places, scale, unit: Quantity(Decimal(digits).scaleb(-places), scale, unit),
    st.integers(-(10**9), 10**9),
    st.integers(0, 4),
    st.sampled_from([1, 10**3, 10**6, 10**9]),
    st.sampled_from(["", "%", "st", "kr", "ton", "år", "procentenheter", "KVÅ-koder", "besök per dag"]),
).filter(lambda quantity: quantity.scale == 1 or quantity.unit != "%")


@given(QUANTITIES)
def test_written_quantity_reads_back(quantity):
    """Whatever is written is read back as the same quantity, with the same precision."""
    again = parse_quantity(format_quantity(quantity))
    assert again == quantity
    assert again.number.as_tuple().exponent == quantity.number.as_tuple().exponent


@given(st.text(alphabet="0123456789 ,.%-–−+*)¹⁾stonkr\u00a0", max_size=20))
def test_any_text_is_read_or_refused_in_swedish(text):
    """No text makes the reader fail in another way than by its own error."""
    try:
        quantity = parse_quantity(text)
    except NumberError:
        return
    assert parse_quantity(format_quantity(quantity)).value == quantity.value
