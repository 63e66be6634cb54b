"""Numbers and units as Swedes write them: read exactly, with the printed precision, and written back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache, cached_property, lru_cache

NBSP = "\u00a0"
MINUS = "\u2212"

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]")
_MAX_LENGTH = 200
# Keeps every product with a scale or a share within the 28 digits that decimal arithmetic holds exactly.
_MAX_DIGITS = 15
_KEPT = 2**14  # texts whose reading is remembered: a region prints the same figures over and over
_WIDE = Context(prec=2 * _MAX_LENGTH, rounding=ROUND_HALF_UP)

_MONEY = {"tkr": 10**3, "mnkr": 10**6, "mkr": 10**6, "msek": 10**6, "mdkr": 10**9}
_MONEY_NAMES = {10**3: "tkr", 10**6: "mnkr", 10**9: "mdkr"}
_SCALES = {
    "tusen": 10**3,
    "miljon": 10**6,
    "miljoner": 10**6,
    "milj": 10**6,
    "mn": 10**6,
    "miljard": 10**9,
    "miljarder": 10**9,
    "md": 10**9,
}
_SCALE_NAMES = {10**3: ("tusen", "tusen"), 10**6: ("miljon", "miljoner"), 10**9: ("miljard", "miljarder")}
_UNITS = {
    "%": "%",
    "procent": "%",
    "st": "st",
    "styck": "st",
    "stycken": "st",
    "kr": "kr",
    "kronor": "kr",
    "krona": "kr",
    "sek": "kr",
    "procentenhet": "procentenheter",
    "procentenheter": "procentenheter",
}
# Words that join two statements; after a number they mean that more is said than one quantity.
_JOINING = {"av", "och", "eller", "till", "från", "än", "mot", "jämfört", "plus", "minus"}

_NOTE = re.compile(r"^(?P<rest>.*?) ?(?P<note>\*{1,3}\)?|[¹²³⁰⁴-⁹]{1,2}⁾|(?<![\d,.])[0-9]{1,2}\))$")
_ENDS_OF_NOTES = ("*", ")", "⁾")
_SIGN = re.compile(rf"^(?P<sign>[-+–{MINUS}]?)(?=[0-9])")
_DIGITS = re.compile(r"^[0-9][0-9 .,]*(?<![ ])")
_PLAIN = re.compile(r"^(?:0|[1-9][0-9]{0,2}(?: [0-9]{3})+|[1-9][0-9]*)(?:,[0-9]+)?$")
_UNIT_WORD = re.compile(r"^°?[^\W\d_][\w/²³₂·.-]*$")
_MAX_UNIT_WORDS = 5


class NumberError(ValueError):
    """A text is no number, or could be several: `message` is a Swedish sentence, `hint` what to write."""

    def __init__(self, message: str, hint: str) -> None:
        self.message = message
        self.hint = hint
        super().__init__(f"{message}; {hint}")


@dataclass(frozen=True)
class Quantity:
    """A printed number with its unit.

    `number` is what was printed, its exponent the printed precision; `scale` is 1, 10**3, 10**6 or 10**9;
    `unit` is canonical (`%`, `st`, `kr`, `procentenheter`) or a free word; `note` a footnote mark;
    `text` the quantity as typed, which does not count when two quantities are compared.
    """

    number: Decimal
    scale: int = 1
    unit: str = ""
    note: str = ""
    text: str = field(default="", compare=False)

    @property
    def value(self) -> Decimal:
        """The number in whole units."""
        return self.number * self.scale

    @cached_property
    def half(self) -> Decimal:
        """Half a unit in the last printed place; 0 for a count of things (`st`), which is never rounded."""
        exponent = _exponent(self.number)
        if self.unit == "st" and self.scale == 1 and exponent >= 0:
            return Decimal(0)
        return _half(exponent, self.scale)

    @property
    def low(self) -> Decimal:
        """The lowest value that prints as this quantity."""
        return self.value - self.half

    @property
    def high(self) -> Decimal:
        """The value below which everything prints as this quantity or lower."""
        return self.value + self.half


def parse_quantity(text: str) -> Quantity:
    """Read one number with an optional unit and footnote mark; raise NumberError on anything else."""
    return _read(str(text))  # what is remembered is the text alone, not where it stands in a file


@lru_cache(maxsize=_KEPT)
def _read(text: str) -> Quantity:
    clean = _SPACES.sub(" ", text).strip()
    if not any(map(str.isdigit, clean)) or len(clean) > _MAX_LENGTH:
        raise NumberError(f"”{clean[:40]}” är inget tal", "skriv till exempel 95 %, 27 483 st eller −2 077,9")
    body, note = _split_note(clean)
    sign = _SIGN.match(body)
    if sign is None:
        raise NumberError(
            f"”{clean}” börjar inte med ett tal",
            "skriv talet först, med ett minustecken tätt intill om det är negativt: −0,5",
        )
    digits = _DIGITS.match(body[sign.end() :])
    assert digits is not None, "the sign stands before a digit"
    number = _parse_digits(digits.group())
    scale, unit = _parse_unit(body[sign.end() + digits.end() :], digits.group())
    negative = sign["sign"] not in ("", "+")
    return Quantity(-number if negative else number, scale, unit, note, clean)


def _split_note(text: str) -> tuple[str, str]:
    found = _NOTE.match(text) if text.endswith(_ENDS_OF_NOTES) else None
    return (found["rest"], found["note"]) if found else (text, "")


def _parse_digits(digits: str) -> Decimal:
    if not _PLAIN.match(digits):
        raise _unclear_digits(digits)
    plain = digits.replace(" ", "")
    if len(plain.replace(",", "")) > _MAX_DIGITS:
        raise NumberError(f"”{digits}” har för många siffror", f"skriv högst {_MAX_DIGITS} siffror")
    return Decimal(plain.replace(",", "."))


def _unclear_digits(digits: str) -> NumberError:
    """Say how a run of digits, spaces, commas and dots could be read."""
    if re.fullmatch(r"[1-9][0-9]{0,2}\.[0-9]{3}", digits):
        comma, grouped = digits.replace(".", ","), digits.replace(".", " ")
        return NumberError(
            f"”{digits}” kan läsas som {comma} eller som {grouped}",
            f"skriv {comma} (decimaler) eller {grouped} (tusental)",
        )
    if re.fullmatch(r"[0-9]+\.[0-9]+", digits):
        return NumberError(f"”{digits}” har punkt som decimaltecken", f"skriv {digits.replace('.', ',')}")
    if re.fullmatch(r"[1-9][0-9]*(?: [0-9]+)+", digits):
        joined, apart = digits.replace(" ", ""), digits.replace(" ", " och ")
        grouped = format_number(Decimal(joined)).replace(NBSP, " ")
        return NumberError(
            f"”{digits}” kan läsas som talet {grouped} eller som talen {apart}",
            f"skriv {grouped} om det är ett enda tal: tusental skrivs i grupper om tre",
        )
    return NumberError(
        f"”{digits}” går inte att läsa som ett tal",
        "skriv tusental i grupper om tre med mellanslag och decimaler efter ett komma: 27 483 eller 1 174,5",
    )


def _parse_unit(rest: str, digits: str) -> tuple[int, str]:
    if not rest:
        return 1, ""
    unit = rest.strip().rstrip(".")
    if unit == "%":
        return 1, "%"
    if not rest.startswith(" "):
        raise NumberError(
            f"”{digits}{rest}” går inte att läsa som ett tal",
            f"skriv {digits} {unit} om det är en enhet"
            if unit.isalpha()
            else "skriv ett tal, ett mellanslag och en enhet: 12 st",
        )
    words = unit.split(" ") if unit else []
    if not words:
        return 1, ""
    first, others = words[0].rstrip(".").lower(), words[1:]
    if first in _MONEY and not others:
        return _MONEY[first], "kr"
    if first in _SCALES:
        return _SCALES[first], _canonical(others, digits) if others else ""
    return 1, _canonical(words, digits)


def _canonical(words: list[str], digits: str) -> str:
    known = _UNITS.get(words[0].lower())
    if known is not None and len(words) == 1:
        return known
    unit = " ".join(words)
    readable = len(words) <= _MAX_UNIT_WORDS and all(_UNIT_WORD.match(word) for word in words)
    if not readable or known == "%" or any(word.lower() in _JOINING for word in words):
        raise NumberError(
            f"”{unit}” efter talet {digits} går inte att läsa som en enhet",
            "skriv bara talet och dess enhet: 50 %, 12 st eller 1,2 miljoner ton",
        )
    return unit


def format_number(number: Decimal, decimals: int | None = None) -> str:
    """Write a number in Swedish, with the decimals it has or rounded half up to `decimals`."""
    places = max(0, -_exponent(number)) if decimals is None else decimals
    rounded = number.quantize(Decimal(1).scaleb(-places), context=_WIDE)
    digits = f"{abs(rounded):,f}".replace(",", NBSP).replace(".", ",")
    return f"{MINUS}{digits}" if rounded < 0 else digits


def format_quantity(quantity: Quantity) -> str:
    """Write a quantity in Swedish with its unit, without its footnote mark."""
    singular = str(abs(quantity.number)) == "1"
    words = [format_number(quantity.number)]
    unit = quantity.unit
    if quantity.scale != 1:
        one, many = _SCALE_NAMES[quantity.scale]
        words.append(_MONEY_NAMES[quantity.scale] if unit == "kr" else one if singular else many)
        unit = "" if unit == "kr" else unit
    if unit == "procentenheter" and singular:
        unit = "procentenhet"
    return NBSP.join([*words, unit] if unit else words)


def difference_unit(unit: str) -> str:
    """Give the unit of the difference between two values: percentages differ in percentage points."""
    return "procentenheter" if unit == "%" else unit


def difference(later: Quantity, earlier: Quantity) -> Quantity | None:
    """Subtract `earlier` from `later`, in the smaller of their scales; None where the units differ."""
    if later.unit != earlier.unit:
        return None
    scale = min(later.scale, earlier.scale)
    # Moving the point keeps the printed precision, where multiplying would add a decimal: 1 200 000,0.
    numbers = [each.number.scaleb(len(str(each.scale // scale)) - 1) for each in (later, earlier)]
    return Quantity(numbers[0] - numbers[1], scale, difference_unit(later.unit))


def agree(one: Quantity, other: Quantity) -> bool:
    """Tell whether two printed quantities can be the same underlying figure, rounded differently.

    1,2 and 1,174 miljoner ton agree, so do 88 % and 87,53 %; 69 and 70 do not, nor do different units.
    """
    if one.unit != other.unit:
        return False
    return one.value == other.value or abs(one.value - other.value) < one.half + other.half


@cache
def _half(exponent: int, scale: int) -> Decimal:
    return Decimal(1).scaleb(exponent) * scale / 2


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int), "a quantity is a finite number"
    return exponent
