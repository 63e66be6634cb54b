"""Small calculations over named figures: read from text, and worked out with the bounds that rounding leaves."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal, Inexact
from fractions import Fraction
from functools import lru_cache, partial
from itertools import product
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, assert_never

from vpgen.model.spelling import as_id
from vpgen.numbers import NumberError, Quantity, difference_unit, parse_quantity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

SHARE = "andel"
"""The unit of one figure divided by another of the same unit."""

_MINUS = "-−–"
_OPERATORS = {"+": "+", **dict.fromkeys(_MINUS, "-"), "*": "*", "/": "/"}
_GROUPED = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:,\d+)?(?![^\s()])")
_WORD = re.compile(r"[()]|[^\s()]+")
_NAME = re.compile(r"(?=[0-9/-]*[a-z])[a-z0-9]+(?:[-/][a-z0-9]+)*")
_NAME_LIKE = re.compile(r"(?=.*[^\W\d_])[\w/-]+")
_GLUED = re.compile(r"[+*/−–-]")
_MOST_TOKENS = 300
_MOST_CORNERED = 4  # so many repeated names give at most 16 combinations
_MOST_OCCURRENCES = (
    16  # of names in an expression whose corners are tried: more would take long for every row
)
_EXAMPLE = "skriv till exempel: utfall-2024 - budget-2024"
_LITERAL = "·"  # stands for the unit of a number that the author wrote, which has none
_KEPT = 1024  # texts whose reading is remembered: tables of many years have the same formulas
_DIGITS = 50
_EXACT = Context(prec=_DIGITS, traps=[Inexact])

_ZERO, _ONE = Fraction(0), Fraction(1)

_Span: TypeAlias = tuple[Fraction, Fraction]
_Bounds: TypeAlias = "Callable[[Mapping[str, _Span]], _Span | None]"


class ExpressionError(ValueError):
    """A text is no expression: `message` is a Swedish sentence, `hint` what to write, `offset` where, from 0."""

    def __init__(self, message: str, hint: str, offset: int = 0) -> None:
        self.message = message
        self.hint = hint
        self.offset = offset
        super().__init__(f"{message}; {hint}")


class Interval(NamedTuple):
    """A figure as far as it is known: its nominal value, and the bounds that rounding leaves."""

    low: Decimal
    point: Decimal
    high: Decimal


@dataclass(frozen=True)
class Name:
    """A figure that is called by its id, as `utfall-2024` or `driftbudget/summa/utfall-2024`."""

    id: str


@dataclass(frozen=True)
class Number:
    """A number that the author wrote: exact if it is whole, else rounded in its last decimal."""

    quantity: Quantity


@dataclass(frozen=True)
class Negative:
    """An expression with the sign changed."""

    of: Expression


@dataclass(frozen=True)
class Operation:
    """Two expressions joined by +, -, * or /."""

    operator: str
    left: Expression
    right: Expression


Expression: TypeAlias = Name | Number | Negative | Operation


# Reading


@lru_cache(maxsize=_KEPT)
def parse_expression(text: str) -> Expression:
    """Read an expression over ids and Swedish numbers; raise ExpressionError on anything else."""
    tokens = list(_tokens(text))
    if not tokens:
        raise ExpressionError("uttrycket är tomt", _EXAMPLE, len(text))
    if len(tokens) > _MOST_TOKENS:
        message = f"uttrycket är för långt, {len(tokens)} delar"
        raise ExpressionError(message, f"skriv högst {_MOST_TOKENS} delar", tokens[_MOST_TOKENS].offset)
    reader = _Reader(tokens, len(text.rstrip()))
    expression = reader.sum()
    reader.end()
    return expression


def parse_equation(text: str) -> tuple[Expression, Expression]:
    """Read `A = B` as its two sides; raise ExpressionError, with its offset in the whole text."""
    left, *rest = text.split("=")
    if len(rest) != 1:
        message = "här ska det stå två uttryck med ett likhetstecken emellan"
        hint = "skriv till exempel: driftbudget/summa/budget-2024 = resultatbudget/resultat/budget-2024"
        raise ExpressionError(message, hint, 0 if not rest else len(left) + 1 + len(rest[0]))
    # Spaces in place of the left side keep the offsets.
    return parse_expression(left), parse_expression(" " * (len(left) + 1) + rest[0])


class _Token(NamedTuple):
    kind: str  # an operator, a parenthesis, "name" or "number"
    text: str
    offset: int


def _tokens(text: str) -> Iterator[_Token]:
    """Yield the parts of an expression; a minus is a sign where a figure is expected, else an operator."""
    position, expects_figure = 0, True
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        token = _token(text, position, expects_figure=expects_figure)
        yield token
        position += len(token.text)
        expects_figure = token.kind in {"+", "-", "*", "/", "("}


def _token(text: str, at: int, *, expects_figure: bool) -> _Token:
    if found := _GROUPED.match(text, at):
        return _Token("number", found[0], at)
    if text[at] in _MINUS and expects_figure:
        return _Token("-", text[at], at)
    found = _WORD.match(text, at)
    assert found is not None, "what is no space and no parenthesis is a word"
    word = found[0]
    if word in "()":
        return _Token(word, word, at)
    if word in _OPERATORS:
        around = text[max(0, at - 1) : at + 2]
        if len(around.split()) > 1 or not (around[0].isspace() or expects_figure) or around.endswith("("):
            raise _glued(word, at)
        return _Token(_OPERATORS[word], word, at)
    if _NAME.fullmatch(word):
        return _Token("name", word, at)
    if re.fullmatch(r"[0-9][0-9.,]*", word):
        return _Token("number", word, at)
    raise _strange(word, at)


def _glued(word: str, at: int) -> ExpressionError:
    apart = " ".join(_GLUED.sub(lambda found: f" {found[0]} ", word).split())
    message = "ett räknetecken ska ha mellanslag före och efter"
    return ExpressionError(message, f"skriv: {apart}" if len(apart) > 1 else f"skriv: a {apart} b", at)


def _strange(word: str, at: int) -> ExpressionError:
    """Say what a word is that is neither a name, a number nor an operator."""
    if word == "=":
        return ExpressionError("här får inget likhetstecken stå", _EXAMPLE, at)
    if word in {"×", "·", "÷", ":", "x"}:
        sign = "*" if word in "×·x" else "/"
        return ExpressionError(f"”{word}” är inget räknetecken här", f"skriv: {sign}", at)
    if _NAME_LIKE.fullmatch(word) and not word.startswith(("/", "-")) and not word.endswith(("/", "-")):
        made = "/".join(as_id(part) for part in word.split("/"))
        return ExpressionError(f"”{word}” är inget id", f"skriv: {made}" if made else _EXAMPLE, at)
    if _GLUED.search(word):
        return _glued(word, at)
    message = f"”{word}” hör inte hemma i ett uttryck"
    return ExpressionError(message, "skriv id:n, tal utan enhet, parenteser och + - * /", at)


class _Reader:
    """Reads tokens from left to right; each method reads one kind of expression."""

    def __init__(self, tokens: list[_Token], end: int) -> None:
        self.tokens = tokens
        self.position = 0
        self.last = _Token("end", "", end)

    def peek(self) -> _Token:
        return self.tokens[self.position] if self.position < len(self.tokens) else self.last

    def take(self) -> _Token:
        token = self.peek()
        self.position += 1
        return token

    def sum(self) -> Expression:
        return self.chain("+-", self.product)

    def product(self) -> Expression:
        return self.chain("*/", self.figure)

    def chain(self, operators: str, part: Callable[[], Expression]) -> Expression:
        expression = part()
        while self.peek().kind in operators:
            operator = self.take().kind
            expression = Operation(operator, expression, part())
        return expression

    def figure(self) -> Expression:
        token = self.take()
        if token.kind == "-":
            return Negative(self.figure())
        if token.kind == "(":
            inner = self.sum()
            if self.take().kind != ")":
                raise ExpressionError("parentesen stängs inte", "skriv ) där den slutar", token.offset)
            return inner
        if token.kind == "name":
            return Name(token.text)
        if token.kind == "number":
            return Number(_number(token))
        before = self.tokens[self.position - 2].text if self.position > 1 else ""
        where = f"efter {before}" if before else "först i uttrycket"
        raise ExpressionError(f"det saknas ett id eller ett tal {where}", _EXAMPLE, token.offset)

    def end(self) -> None:
        """Refuse what stands after a whole expression."""
        token = self.peek()
        if token is self.last:
            return
        if token.kind == ")":
            raise ExpressionError(
                "parentesen ) har ingen (", "ta bort den, eller skriv ( där den börjar", token.offset
            )
        before = self.tokens[self.position - 1].text
        message = f"det saknas ett räknetecken mellan {before} och {token.text}"
        raise ExpressionError(message, f"skriv till exempel: {before} - {token.text}", token.offset)


def _number(token: _Token) -> Quantity:
    try:
        return parse_quantity(token.text)
    except NumberError as error:
        raise ExpressionError(error.message, error.hint, token.offset) from None


# What is in it


def names(expression: Expression) -> tuple[str, ...]:
    """Return the ids of an expression, each once, in the order they are written."""
    return tuple(dict.fromkeys(_occurrences(expression)))


def has_division(expression: Expression) -> bool:
    """Whether something is divided in the expression."""
    return any(True for _ in _divisors(expression))


def result_unit(expression: Expression, units: Mapping[str, str]) -> str | None:
    """Return the unit of the result, where `units` has that of each name; None where units are mixed.

    A figure divided by another of the same unit is a share (`SHARE`); percentages differ in percentage points.
    """
    unit = _unit(expression, units)
    return "" if unit == _LITERAL else unit


def _unit(expression: Expression, units: Mapping[str, str]) -> str | None:
    match expression:
        case Name(id_):
            return units[id_]
        case Number():
            return _LITERAL
        case Negative(inner):
            return _unit(inner, units)
        case Operation(operator, left, right):
            return _joined_unit(operator, _unit(left, units), _unit(right, units))
        case _:
            assert_never(expression)


def _joined_unit(operator: str, left: str | None, right: str | None) -> str | None:
    if left is None or right is None:
        return None
    if operator == "/":
        return SHARE if left == right else left if right in {_LITERAL, SHARE} else None
    if left == right and operator != "*":
        return difference_unit(left) if operator == "-" else left
    if _LITERAL in {left, right}:
        return right if left == _LITERAL else left
    if operator == "*" and SHARE in {left, right}:
        return right if left == SHARE else left
    return "%" if {left, right} == {"%", difference_unit("%")} else None


def _occurrences(expression: Expression) -> Iterator[str]:
    match expression:
        case Name(id_):
            yield id_
        case Number():
            return
        case Negative(inner):
            yield from _occurrences(inner)
        case Operation(_, left, right):
            yield from _occurrences(left)
            yield from _occurrences(right)
        case _:
            assert_never(expression)


def _divisors(expression: Expression) -> Iterator[Expression]:
    match expression:
        case Name() | Number():
            return
        case Negative(inner):
            yield from _divisors(inner)
        case Operation(operator, left, right):
            yield from _divisors(left)
            yield from _divisors(right)
            if operator == "/":
                yield right
        case _:
            assert_never(expression)


# Working out


def prepare(expression: Expression) -> Callable[[Mapping[str, Interval]], Interval | None]:
    """Return a function that works out an expression, with bounds that hold whatever the figures were unrounded.

    The bounds are exact where the expression is linear, where each name occurs once, and in a short one where the
    result only rises or only falls with each name that occurs more often; else they may be too wide, never too
    narrow. The function returns None where something is divided by a figure that may be zero, and raises KeyError
    for a name without a value.
    """
    linear = _linear(expression)
    in_decimals = _in_decimals(linear, names(expression)) if linear else None
    if in_decimals is None:
        return _in_fractions(expression)

    def work_out(values: Mapping[str, Interval]) -> Interval | None:
        try:
            return in_decimals(values)
        except Inexact:
            return _in_fractions(expression)(values)

    return work_out


def _in_decimals(linear: _Linear, used: Sequence[str]) -> Callable[[Mapping[str, Interval]], Interval] | None:
    """Prepare what only adds, in decimal numbers: ten times as fast as fractions; None where a weight is no decimal.

    The function raises Inexact where a result has more digits than are kept.
    """
    try:
        low, point, high = (_exact(end) for end in (linear.constant[0], linear.point, linear.constant[1]))
        weights = [(name, _exact(linear.weights.get(name, _ZERO))) for name in used]
    except Inexact:
        return None

    def work_out(values: Mapping[str, Interval]) -> Interval:
        ends = [low, point, high]
        for name, weight in weights:
            value = values[name]
            turned = value if weight > 0 else value[::-1]
            ends = [_EXACT.fma(weight, end, sum_) for end, sum_ in zip(turned, ends, strict=True)]
        return Interval(*ends)

    return work_out


def _exact(number: Fraction) -> Decimal:
    return _EXACT.divide(Decimal(number.numerator), Decimal(number.denominator))


def _in_fractions(expression: Expression) -> Callable[[Mapping[str, Interval]], Interval | None]:
    used, bounds, point = names(expression), _bounding(expression), _pointing(expression)
    # Step by step, each division looks at its own divisor; at the corners nobody sees what is between them.
    divisors = [_bounding(divisor) for divisor in _divisors(expression)] if _cornered(expression) else []

    def work_out(values: Mapping[str, Interval]) -> Interval | None:
        box = {name: (Fraction(values[name].low), Fraction(values[name].high)) for name in used}
        if any(span is None or span[0] <= 0 <= span[1] for span in (divisor(box) for divisor in divisors)):
            return None
        span = bounds(box)
        middle = point({name: (Fraction(values[name].point),) * 2 for name in used})
        if span is None or middle is None:
            return None
        low, high = _decimal(span[0], ROUND_FLOOR), _decimal(span[1], ROUND_CEILING)
        return Interval(low, _decimal(middle[0], ROUND_HALF_EVEN), high)

    return work_out


def _decimal(number: Fraction, rounding: str) -> Decimal:
    context = Context(prec=_DIGITS, rounding=rounding)
    return context.divide(Decimal(number.numerator), Decimal(number.denominator))


def _bounding(expression: Expression) -> _Bounds:
    """Prepare the bounds of an expression; where corners are tried, none of its divisors may reach zero in the box."""
    linear = _linear(expression)
    if linear is not None:
        return linear.span
    repeated = _cornered(expression)
    return partial(_corners, expression, repeated) if repeated else partial(_span, expression)


def _pointing(expression: Expression) -> _Bounds:
    """Prepare the nominal value, as a span of one point; a number in the expression is what it says."""
    linear = _linear(expression)
    exact = partial(_span, expression, exact=True)
    return exact if linear is None else replace(linear, constant=(linear.point, linear.point)).span


def _cornered(expression: Expression) -> tuple[str, ...]:
    """Return the names to hold at their bounds: those that occur more often, in an expression that is short enough."""
    times = Counter(_occurrences(expression))
    repeated = tuple(name for name, number in times.items() if number > 1)
    too_much = len(repeated) > _MOST_CORNERED or times.total() > _MOST_OCCURRENCES
    if too_much or _linear(expression) or not all(_is_monotone(expression, name) for name in repeated):
        return ()
    return repeated


def _corners(expression: Expression, repeated: tuple[str, ...], box: Mapping[str, _Span]) -> _Span | None:
    """Give the bounds with some names held at theirs: what is left occurs once, and intervals lose nothing."""
    ends = ([(end, end) for end in box[name]] for name in repeated)
    corners = [
        _span(expression, {**box, **dict(zip(repeated, corner, strict=True))}) for corner in product(*ends)
    ]
    spans = [span for span in corners if span is not None]
    if len(spans) < len(corners):
        return None
    return min(span[0] for span in spans), max(span[1] for span in spans)


@dataclass(frozen=True)
class _Linear:
    """An expression that only adds: each name times its weight, and a constant with its bounds and nominal value."""

    weights: Mapping[str, Fraction]
    constant: _Span = (_ZERO, _ZERO)
    point: Fraction = _ZERO

    def span(self, box: Mapping[str, _Span]) -> _Span:
        low, high = self.constant
        for name, weight in self.weights.items():
            ends = box[name] if weight > 0 else box[name][::-1]
            low, high = low + weight * ends[0], high + weight * ends[1]
        return low, high

    def times(self, factor: Fraction) -> _Linear:
        ends = sorted(end * factor for end in self.constant)
        weights = {name: weight * factor for name, weight in self.weights.items()}
        return _Linear(weights, (ends[0], ends[1]), self.point * factor)

    def plus(self, other: _Linear) -> _Linear:
        weights = dict(self.weights)
        for name, weight in other.weights.items():
            weights[name] = weights[name] + weight if name in weights else weight
        (low, high), (other_low, other_high) = self.constant, other.constant
        return _Linear(weights, (low + other_low, high + other_high), self.point + other.point)

    def factor(self) -> Fraction | None:
        """Return the number that it is, if it is one and exact."""
        return None if any(self.weights.values()) or self.constant[0] < self.constant[1] else self.point


def _linear(expression: Expression) -> _Linear | None:
    """Collect the weight of each name in an expression that only adds and takes away; None for another."""
    match expression:
        case Name(id_):
            return _Linear({id_: _ONE})
        case Number(quantity):
            return _Linear({}, _number_span(quantity), Fraction(quantity.value))
        case Negative(inner):
            negated = _linear(inner)
            return negated and negated.times(Fraction(-1))
        case Operation(operator, left, right):
            one, other = _linear(left), _linear(right)
            return None if one is None or other is None else _joined_linear(operator, one, other)
        case _:
            assert_never(expression)


def _joined_linear(operator: str, one: _Linear, other: _Linear) -> _Linear | None:
    if operator in {"+", "-"}:
        return one.plus(other if operator == "+" else other.times(Fraction(-1)))
    factor = other.factor()
    if operator == "/":
        return one.times(1 / factor) if factor else None
    if factor is not None:
        return one.times(factor)
    factor = one.factor()
    return None if factor is None else other.times(factor)


def _is_monotone(expression: Expression, name: str) -> bool:
    """Whether the result is (ax + b) / (cx + d) in this name, and so only rises or only falls with it."""
    return max(_degrees(expression, name)) <= 1


def _degrees(expression: Expression, name: str) -> tuple[int, int]:
    """Return at most how often the name is multiplied by itself over and under the fraction bar."""
    match expression:
        case Name(id_):
            return int(id_ == name), 0
        case Number():
            return 0, 0
        case Negative(inner):
            return _degrees(inner, name)
        case Operation(operator, left, right):
            over, under = _degrees(left, name)
            other_over, other_under = _degrees(right, name)
            if operator == "*":
                return over + other_over, under + other_under
            if operator == "/":
                return over + other_under, under + other_over
            return max(over + other_under, other_over + under), under + other_under
        case _:
            assert_never(expression)


def _span(expression: Expression, box: Mapping[str, _Span], *, exact: bool = False) -> _Span | None:
    """Work out step by step, each step on its own; `exact` takes the numbers without their rounding."""
    match expression:
        case Name(id_):
            return box[id_]
        case Number(quantity):
            return (Fraction(quantity.value),) * 2 if exact else _number_span(quantity)
        case Negative(inner):
            span = _span(inner, box, exact=exact)
            return None if span is None else (-span[1], -span[0])
        case Operation(operator, left, right):
            one, other = _span(left, box, exact=exact), _span(right, box, exact=exact)
            return None if one is None or other is None else _joined(operator, one, other)
        case _:
            assert_never(expression)


def _number_span(quantity: Quantity) -> _Span:
    value = Fraction(quantity.value)
    half = Fraction(0) if quantity.number == int(quantity.number) else Fraction(quantity.half)
    return value - half, value + half


def _joined(operator: str, one: _Span, other: _Span) -> _Span | None:
    if operator == "+":
        return one[0] + other[0], one[1] + other[1]
    if operator == "-":
        return one[0] - other[1], one[1] - other[0]
    if operator == "/":
        if other[0] <= 0 <= other[1]:
            return None
        other = 1 / other[1], 1 / other[0]
    products = [left * right for left in one for right in other]
    return min(products), max(products)
