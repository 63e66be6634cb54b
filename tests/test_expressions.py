"""Expressions over named figures: what is read, what is refused, and bounds that hold."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vpgen.expressions import (
    SHARE,
    ExpressionError,
    Interval,
    Name,
    Negative,
    Number,
    Operation,
    has_division,
    names,
    parse_equation,
    parse_expression,
    prepare,
    result_unit,
)
from vpgen.numbers import parse_quantity


def evaluate(expression, values):
    """Work out an expression once."""
    return prepare(expression)(values)


def interval(low, point, high):
    return Interval(Decimal(low), Decimal(point), Decimal(high))


def rounded(text):
    """The interval of a printed number."""
    quantity = parse_quantity(text)
    return Interval(quantity.low, quantity.value, quantity.high)


def worked_out(text, **values):
    return evaluate(parse_expression(text), {name: rounded(value) for name, value in values.items()})


def number(text):
    return Number(parse_quantity(text))


READ = [
    ("utfall-2024", Name("utfall-2024")),
    ("utfall - budget", Operation("-", Name("utfall"), Name("budget"))),
    ("utfall − budget", Operation("-", Name("utfall"), Name("budget"))),
    ("utfall – budget", Operation("-", Name("utfall"), Name("budget"))),
    ("a - b - c", Operation("-", Operation("-", Name("a"), Name("b")), Name("c"))),
    ("a + b * c", Operation("+", Name("a"), Operation("*", Name("b"), Name("c")))),
    ("(a - b) / b", Operation("/", Operation("-", Name("a"), Name("b")), Name("b"))),
    ("-a / b", Operation("/", Negative(Name("a")), Name("b"))),
    ("−a", Negative(Name("a"))),
    ("a * -b", Operation("*", Name("a"), Negative(Name("b")))),
    ("24,2 / 29,0", Operation("/", number("24,2"), number("29,0"))),
    ("1 234,5 - a", Operation("-", number("1 234,5"), Name("a"))),
    ("1\u00a0234 * 5", Operation("*", number("1 234"), number("5"))),
    ("-2 077,9", Negative(number("2 077,9"))),
    ("parker/summa/budget-2024", Name("parker/summa/budget-2024")),
    (
        "2024/plan/parker/summa/budget-2024 * 2",
        Operation("*", Name("2024/plan/parker/summa/budget-2024"), number("2")),
    ),
    ("  ( a )  ", Name("a")),
]


@pytest.mark.parametrize(("text", "expression"), READ)
def test_an_expression_is_read_with_the_usual_precedence(text, expression):
    """Names, Swedish numbers, the four operators, a leading minus and parentheses are read."""
    assert parse_expression(text) == expression


REFUSED = [
    ("", "uttrycket är tomt", "skriv till exempel: utfall-2024 - budget-2024", 0),
    ("   ", "uttrycket är tomt", "skriv till exempel: utfall-2024 - budget-2024", 3),
    ("a+b", "ett räknetecken ska ha mellanslag före och efter", "skriv: a + b", 0),
    ("a *b", "ett räknetecken ska ha mellanslag före och efter", "skriv: * b", 2),
    ("a -b", "ett räknetecken ska ha mellanslag före och efter", "skriv: - b", 2),
    ("a- b", "ett räknetecken ska ha mellanslag före och efter", "skriv: a -", 0),
    ("(a - b)/ c", "ett räknetecken ska ha mellanslag före och efter", "skriv: a / b", 7),
    ("a /(b)", "ett räknetecken ska ha mellanslag före och efter", "skriv: a / b", 2),
    ("24,2/29,0", "ett räknetecken ska ha mellanslag före och efter", "skriv: 24,2 / 29,0", 0),
    ("2024-2023", "ett räknetecken ska ha mellanslag före och efter", "skriv: 2024 - 2023", 0),
    ("a b", "det saknas ett räknetecken mellan a och b", "skriv till exempel: a - b", 2),
    ("a +", "det saknas ett id eller ett tal efter +", "skriv till exempel: utfall-2024 - budget-2024", 3),
    (
        "/ a",
        "det saknas ett id eller ett tal först i uttrycket",
        "skriv till exempel: utfall-2024 - budget-2024",
        0,
    ),
    ("()", "det saknas ett id eller ett tal efter (", "skriv till exempel: utfall-2024 - budget-2024", 1),
    ("a / (b", "parentesen stängs inte", "skriv ) där den slutar", 4),
    ("a / b)", "parentesen ) har ingen (", "ta bort den, eller skriv ( där den börjar", 5),
    ("x - 1.5", "”1.5” har punkt som decimaltecken", "skriv 1,5", 4),
    ("Utfall-2024 - x", "”Utfall-2024” är inget id", "skriv: utfall-2024", 0),
    ("x - Träd/Summa", "”Träd/Summa” är inget id", "skriv: trad/summa", 4),
    ("10 %", "”%” hör inte hemma i ett uttryck", "skriv id:n, tal utan enhet, parenteser och + - * /", 3),
    ("a × b", "”×” är inget räknetecken här", "skriv: *", 2),
    ("a ÷ b", "”÷” är inget räknetecken här", "skriv: /", 2),
    ("a = b", "här får inget likhetstecken stå", "skriv till exempel: utfall-2024 - budget-2024", 2),
]


@pytest.mark.parametrize(("text", "message", "hint", "offset"), REFUSED)
def test_what_is_no_expression_is_explained(text, message, hint, offset):
    """Each error says what is wrong, what to write, and at which character."""
    with pytest.raises(ExpressionError) as error:
        parse_expression(text)
    assert (error.value.message, error.value.hint, error.value.offset) == (message, hint, offset)


def test_a_very_long_expression_is_refused_before_it_is_read():
    """However much is nested or added, reading it ends with an error and not with a crash."""
    for text in ("(" * 5000 + "a" + ")" * 5000, " + ".join(["a"] * 5000), "-" * 5000 + "a"):
        with pytest.raises(ExpressionError, match="för långt"):
            parse_expression(text)


def test_the_longest_expression_can_be_worked_out():
    """Expressions just below the limit are read and worked out, however they are built."""
    sums = parse_expression(" + ".join(["a"] * 150))
    nested = parse_expression("(" * 140 + "a" + ")" * 140)
    signs = parse_expression("-" * 298 + "a")
    values = {"a": interval(1, 1, 1)}
    assert [evaluate(each, values).point for each in (sums, nested, signs)] == [150, 1, 1]


def test_an_equation_is_its_two_sides():
    """`A = B` gives both sides, and an error in either tells where in the whole text."""
    assert parse_equation("a - b = c") == (Operation("-", Name("a"), Name("b")), Name("c"))
    with pytest.raises(ExpressionError) as error:
        parse_equation("a = b + Å")
    assert error.value.offset == 8


@pytest.mark.parametrize(("text", "offset"), [("a - b", 0), ("a = b = c", 6), ("a = ", 4), (" = b", 1)])
def test_an_equation_has_two_sides_and_one_equals_sign(text, offset):
    """None or several equals signs, or an empty side, is an error at the spot."""
    with pytest.raises(ExpressionError) as error:
        parse_equation(text)
    assert error.value.offset == offset


def test_names_are_told_once_in_order():
    """The names of an expression come in the order they are written, each once."""
    assert names(parse_expression("(b - a) / b + 2,5 * -c")) == ("b", "a", "c")


def test_division_is_seen_anywhere():
    """An expression that divides somewhere is told from one that only adds and multiplies."""
    assert has_division(parse_expression("a - -(b / c)"))
    assert not has_division(parse_expression("a - b * 2"))


UNITS = [
    ("a - b", "kr"),
    ("-a", "kr"),
    ("a / b", SHARE),
    ("(a - b) / b", SHARE),
    ("1 - a / b", SHARE),
    ("a / b * 2", SHARE),
    ("a * (b / a)", "kr"),
    ("24,2 / 29,0", SHARE),
    ("24,2 + 29,0", ""),
    ("a / 12", "kr"),
    ("0,5 * a", "kr"),
    ("p - q", "procentenheter"),
    ("p - q + p", "%"),
    ("p + q", "%"),
    ("a - p", None),
    ("a / s", None),
    ("a * s + a", None),
    ("a * b", None),
]


@pytest.mark.parametrize(("text", "unit"), UNITS)
def test_the_unit_of_a_result_follows_from_the_units_in_it(text, unit):
    """Sums keep their unit, a quotient of the same unit is a share, and mixed units give none."""
    units = {"a": "kr", "b": "kr", "p": "%", "q": "%", "s": "st"}
    assert result_unit(parse_expression(text), units) == unit


def test_a_sum_is_exact_and_as_wide_as_its_parts():
    """The bounds of a sum are the sums of the bounds, however many cells it has."""
    values = {f"c{at}": interval("0.95", "1.0", "1.05") for at in range(100)}
    result = evaluate(parse_expression(" + ".join(values)), values)
    assert result == interval("95", "100", "105")


def test_a_repeated_name_is_the_same_figure_each_time():
    """(a - b) / b is a / b - 1: its bounds come of the corners, not of three figures on their own."""
    result = worked_out("(a - b) / b", a="0,4", b="0,9")
    assert float(result.low) == pytest.approx(0.35 / 0.95 - 1)
    assert float(result.high) == pytest.approx(0.45 / 0.85 - 1)
    assert worked_out("a - a", a="5,0") == interval(0, 0, 0)
    assert worked_out("a / a", a="5,0") == interval(1, 1, 1)


def test_an_expression_is_prepared_once_for_many_rows():
    """A prepared expression gives for each row of values what it gives when it is worked out alone."""
    for text in ("a - b", "(a - b) / b", "a * b"):
        expression = parse_expression(text)
        work_out = prepare(expression)
        rows = [
            {"a": rounded(one), "b": rounded(other)}
            for one, other in (("1,0", "2,0"), ("3,5", "0,0"), ("-4", "7"))
        ]
        assert [work_out(row) for row in rows] == [evaluate(expression, row) for row in rows]


@pytest.mark.parametrize(
    ("text", "low", "point", "high"),
    [
        ("a - b + a - b + a", "-1.25", "-1.0", "-0.75"),
        ("a - (b - a)", "-0.15", "0.0", "0.15"),
        ("2 * (a + b) - a * 2", "3.9", "4.0", "4.1"),
        ("(a + b) / 2 - b / 2", "0.475", "0.5", "0.525"),
        ("a + 1,5 - a", "1.45", "1.5", "1.55"),
        ("a * (3 - 1)", "1.9", "2.0", "2.1"),
    ],
)
def test_bounds_of_sums_are_exact_whatever_is_repeated(text, low, point, high):
    """A name that is added and taken away counts as often as it remains, times exact numbers."""
    assert worked_out(text, a="1,0", b="2,0") == interval(low, point, high)


def test_long_expressions_have_bounds_that_are_wide():
    """Of many repeated names under a fraction bar the corners are not tried: the bounds hold, and are wider."""
    sums = " + ".join("abcde")
    values = dict.fromkeys("abcde", rounded("5,0"))
    result = evaluate(parse_expression(f"({sums}) / ({sums})"), values)
    assert result.low < 1 < result.high
    four, long = " + ".join("abcd"), " + ".join("abcdabcda")
    assert evaluate(parse_expression(f"({four}) / ({four})"), values) == interval(1, 1, 1)
    assert evaluate(parse_expression(f"({long}) / ({long})"), values).low < 1


def test_an_expression_that_turns_is_not_trusted_to_its_corners():
    """Between its ends a * (1 - a) is higher than at them; the bounds hold it all the same."""
    result = evaluate(parse_expression("a * (1 - a)"), {"a": interval("0", "0.5", "1")})
    assert result.low <= 0
    assert result.high >= Decimal("0.25")


def test_a_whole_number_is_exact_and_one_with_decimals_is_rounded():
    """A constant like 100 is exact; 24,2 copied from a text is as rounded as it was printed."""
    assert worked_out("100 - a", a="12,5") == interval("87.45", "87.5", "87.55")
    assert worked_out("24,2") == interval("24.15", "24.2", "24.25")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a / b", {"a": "5,0", "b": "0,0"}),
        ("a / b", {"a": "0,0", "b": "0,0"}),
        ("a / (b - c)", {"a": "5,0", "b": "1,0", "c": "1,0"}),
        ("a / (b - b)", {"a": "5,0", "b": "1,0"}),
        ("1 / (a / b)", {"a": "0,0", "b": "2,0"}),
        ("1 + 2 / (1 - a / b)", {"a": "2,0", "b": "2,0"}),
        ("1 / 0", {}),
    ],
)
def test_division_by_what_may_be_zero_gives_no_value(text, values):
    """Where a divisor may be zero nothing is known, and nothing is told."""
    assert worked_out(text, **values) is None


def test_a_divisor_that_cannot_be_zero_is_no_hindrance():
    """b / (a + b) occurs with b twice, and its divisor stays above zero."""
    result = worked_out("b / (a + b)", a="1,0", b="3,0")
    assert result.point == Decimal("0.75")
    assert float(result.low) == pytest.approx(2.95 / 4.0)


def test_bounds_are_rounded_outwards():
    """A third cannot be written in full: the bounds hold it between them."""
    result = worked_out("a / b", a="1 st", b="3 st")
    assert Fraction(result.low) < Fraction(1, 3) < Fraction(result.high)


def test_a_missing_value_is_the_callers_mistake():
    """A name without a value is refused, not taken for nothing."""
    with pytest.raises(KeyError):
        evaluate(parse_expression("a - b"), {"a": interval(1, 1, 1)})


NUMBERS = st.integers(-40, 40).map(lambda number: Decimal(number) / 10)
INTERVALS = st.tuples(NUMBERS, NUMBERS, NUMBERS).map(lambda ends: Interval(*sorted(ends)))
LEAVES = st.sampled_from([*map(Name, "abcd"), number("2"), number("1,5")])
TREES = st.recursive(
    LEAVES,
    lambda inner: st.builds(Negative, inner) | st.builds(Operation, st.sampled_from("+-*/"), inner, inner),
    max_leaves=8,
)


def exact(expression, values):
    """Work out an expression with exact values; None where it divides by zero."""
    match expression:
        case Name(id_):
            return values[id_]
        case Number(quantity):
            return Fraction(quantity.value)
        case Negative(inner):
            value = exact(inner, values)
            return None if value is None else -value
    left, right = exact(expression.left, values), exact(expression.right, values)
    if left is None or right is None or (expression.operator == "/" and right == 0):
        return None
    return {
        "+": lambda: left + right,
        "-": lambda: left - right,
        "*": lambda: left * right,
        "/": lambda: left / right,
    }[expression.operator]()


@given(
    TREES,
    st.fixed_dictionaries(dict.fromkeys("abcd", INTERVALS)),
    st.lists(st.integers(0, 10), min_size=4, max_size=4),
)
def test_bounds_hold_wherever_the_figures_lie(expression, values, steps):
    """Any figures within their bounds give a result within the bounds of the result."""
    result = evaluate(expression, values)
    inside = {
        name: Fraction(each.low) + (Fraction(each.high) - Fraction(each.low)) * step / 10
        for (name, each), step in zip(values.items(), steps, strict=True)
    }
    if result is not None:
        value = exact(expression, inside)
        assert value is not None
        assert Fraction(result.low) <= value <= Fraction(result.high)
        assert result.low <= result.point <= result.high


@given(INTERVALS, INTERVALS)
def test_bounds_of_a_change_in_per_cent_are_reached(one, other):
    """Where each name only raises or only lowers the result, no bound is wider than some corner gives."""
    result = evaluate(parse_expression("(a - b) / b"), {"a": one, "b": other})
    if other.low <= 0 <= other.high:
        assert result is None
        return
    corners = [
        (Fraction(a) - Fraction(b)) / Fraction(b)
        for a in (one.low, one.high)
        for b in (other.low, other.high)
    ]
    assert float(result.low) == pytest.approx(float(min(corners)))
    assert float(result.high) == pytest.approx(float(max(corners)))


@given(st.text(alphabet="ab1, -+*/()=%Å\u00a0\n", max_size=20))
def test_any_text_is_read_or_explained(text):
    """Whatever is typed gives an expression or an error inside the text."""
    said = None
    try:
        parse_expression(text)
    except ExpressionError as error:
        said = error
    assert said is None or (said.message and said.hint and 0 <= said.offset <= len(text))
