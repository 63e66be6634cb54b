"""The time a figure is about: a year, a month, a part of a year, a school year or several years."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, total_ordering
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)
_SHORT = tuple(name[:3] for name in _MONTHS)
_MONTH_NUMBER = {
    **{name: number for number, name in enumerate(_MONTHS, 1)},
    **{name: number for number, name in enumerate(_SHORT, 1)},
    "sept": 9,
}
_ORDINALS = {"första": 1, "andra": 2, "tredje": 3, "fjärde": 4}
_PARTS = {"t": 4, "tertial": 4, "k": 3, "kvartal": 3, "halvår": 6}
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
WHOLE_YEAR = 364
"""So many days at least lie between the first and the last day of a whole year."""

_DECEMBER, _JULY, _JUNE = 12, 7, 6
_KEPT = 1024
_HINT = (
    "skriv till exempel 2024, dec 2023, jan–jul 2024, 31 juli 2024, T1 2024, kvartal 2 2024 eller 2021/2022"
)

_MONTH = "|".join(sorted(_MONTH_NUMBER, key=len, reverse=True))
_YEAR = r"(?P<year>\d{4})"


class PeriodError(ValueError):
    """A text is no period: `message` is a Swedish sentence, `hint` what to write."""

    def __init__(self, message: str, hint: str = _HINT) -> None:
        self.message = message
        self.hint = hint
        super().__init__(f"{message}; {hint}")


@total_ordering
@dataclass(frozen=True)
class Period:
    """The days from `start` to `end`, both included; ordered by end, then start.

    `text` is the period in normalised words; it does not count when two periods are compared, so
    `T1 2024` and `jan–apr 2024` are the same period.
    """

    start: date
    end: date
    text: str = field(default="", compare=False)

    def __lt__(self, other: Period) -> bool:
        """Sort by end, then by start."""
        return (self.end, self.start) < (other.end, other.start)

    def holds(self, other: Period) -> bool:
        """Tell whether every day of another period is in this one."""
        return self.start <= other.start and other.end <= self.end


# The same few periods are written thousands of times over, and their shapes compared at every outcome.
@lru_cache(maxsize=_KEPT)
def parse_period(text: str) -> Period:
    """Read a period as an author writes it; raise PeriodError on anything else."""
    clean = re.sub(r"[\s\u00a0\u202f]+", " ", text).strip().lower().removeprefix("år ")
    for pattern, build in _FORMS:
        found = pattern.fullmatch(clean)
        if found:
            return build(found)
    raise PeriodError(f"”{text.strip()[:40]}” är ingen period")


def label(period: Period) -> str:
    """Name a period for display, as it was typed but with the same dashes and spaces everywhere."""
    return period.text or short_label(period)


def short_label(period: Period) -> str:
    """Name a period for an axis: from its dates alone, so that equal periods get equal names."""
    start, end = period.start, period.end
    first, last = _SHORT[start.month - 1], _SHORT[end.month - 1]
    if not _whole_months(period):
        return f"{end.day} {last} {end.year}"
    if (start.month, end.month) == (1, _DECEMBER):
        return str(end.year) if start.year == end.year else f"{start.year}–{end.year}"
    if (start.month, end.month, end.year - start.year) == (_JULY, _JUNE, 1):
        return f"{start.year}/{end.year}"
    if start.year != end.year:
        return f"{first} {start.year}–{last} {end.year}"
    return f"{last} {end.year}" if first == last else f"{first}–{last} {end.year}"


def years_apart(earlier: Period, later: Period) -> int | None:
    """Count the years from one period to a later one of the same shape; None where the shapes differ.

    December 2022 is one year before December 2023; a whole year is never a year before a month.
    """
    same_shape = shape(earlier) == shape(later)
    return later.end.year - earlier.end.year if same_shape else None


def is_whole_year(period: Period) -> bool:
    """Tell whether a period is a year or longer: a calendar year, a school year, several years."""
    return (period.end - period.start).days >= WHOLE_YEAR


@lru_cache(maxsize=_KEPT)
def shape(period: Period) -> tuple[int, ...]:
    """Return what two periods must share to be compared: where in the year they begin and end, and how long they are."""
    # The last of February is the same place in the year whether it is the 28th or the 29th.
    last_day = 0 if _is_month_end(period.end) else period.end.day
    span = period.end.year - period.start.year
    return (period.start.month, period.start.day, period.end.month, last_day, span)


def _whole_months(period: Period) -> bool:
    return period.start.day == 1 and _is_month_end(period.end)


def _is_month_end(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def _year(text: str) -> int:
    year = int(text)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise PeriodError(f"året {text} ligger utanför {_FIRST_YEAR}–{_LAST_YEAR}")
    return year


def _months(first: tuple[int, int], last: tuple[int, int], text: str) -> Period:
    """Give the period from the first day of one (year, month) to the last day of another."""
    if last < first:
        raise PeriodError(f"”{text}” slutar innan den börjar")
    end = date(*last, monthrange(*last)[1])
    return Period(date(*first, 1), end, text)


def _whole_year(found: re.Match[str]) -> Period:
    year = _year(found["year"])
    return _months((year, 1), (year, _DECEMBER), str(year))


def _month(found: re.Match[str]) -> Period:
    year, month = _year(found["year"]), _MONTH_NUMBER[found["month"]]
    return _months((year, month), (year, month), f"{found['month']} {year}")


def _iso_month(found: re.Match[str]) -> Period:
    year, month = _year(found["year"]), int(found["month"])
    if not 1 <= month <= _DECEMBER:
        raise PeriodError(
            f"”{found.group()}” har ingen månad {found['month']}",
            f"skriv {year}-01 till {year}-12, eller {year}/{year + 1} om det är två år",
        )
    return _months((year, month), (year, month), f"{_SHORT[month - 1]} {year}")


def _month_span(found: re.Match[str]) -> Period:
    last_year = _year(found["year"])
    first_year = _year(found["first_year"]) if found["first_year"] else last_year
    first, last = found["first"], found["last"]
    start = f"{first} {first_year}" if found["first_year"] else first
    return _months(
        (first_year, _MONTH_NUMBER[first]), (last_year, _MONTH_NUMBER[last]), f"{start}–{last} {last_year}"
    )


def _up_to_day(found: re.Match[str]) -> Period:
    """Read a date: the state on that day, or the sum of the year up to it."""
    year, name = _year(found["year"]), found["month"]
    month = int(name) if name.isdigit() else _MONTH_NUMBER[name]
    try:
        end = date(year, month, int(found["day"]))
    except ValueError:
        raise PeriodError(f"”{found.group()}” är inget datum", "skriv till exempel 31 juli 2024") from None
    prefix = "per " if found.group().startswith("per ") else ""
    return Period(date(year, 1, 1), end, f"{prefix}{end.day} {_MONTHS[month - 1]} {year}")


def _part_of_year(found: re.Match[str]) -> Period:
    year, kind = _year(found["year"]), found["kind"].removesuffix("et")
    length = _PARTS[kind]
    number = _ORDINALS.get(found["number"]) or int(found["number"])
    if not 1 <= number * length <= _DECEMBER:
        parts = _DECEMBER // length
        first, last = (f"{kind.upper() if len(kind) == 1 else f'{kind} '}{part}" for part in (1, parts))
        raise PeriodError(f"”{found.group()}” finns inte", f"skriv {first} {year} till {last} {year}")
    name = f"{kind.upper()}{number}" if len(kind) == 1 else f"{kind} {number}"
    return _months((year, (number - 1) * length + 1), (year, number * length), f"{name} {year}")


def _school_year(found: re.Match[str]) -> Period:
    """Read a school year, from the first of July to the last of June."""
    first = _year(found["year"])
    typed = found["last"]
    last = _year(typed if len(typed) == len(found["year"]) else found["year"][:2] + typed)
    if last != first + 1:
        raise PeriodError(f"”{found.group()}” är inte två år i följd", f"skriv {first}/{first + 1}")
    return _months((first, _JULY), (last, _JUNE), f"{found['word'] or ''}{first}/{last}")


def _years(found: re.Match[str]) -> Period:
    first, last = _year(found["year"]), _year(found["last"])
    if last <= first:
        raise PeriodError(f"”{found.group()}” slutar innan den börjar", f"skriv {last}–{first}")
    return _months((first, 1), (last, _DECEMBER), f"{first}–{last}")


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Period]], ...] = tuple(
    (re.compile(pattern, re.ASCII), build)
    for pattern, build in (
        (rf"(?:helår |helåret )?{_YEAR}", _whole_year),
        (rf"(?P<month>{_MONTH})\.? {_YEAR}", _month),
        (rf"{_YEAR}-(?P<month>\d\d)", _iso_month),
        (
            rf"(?P<first>{_MONTH})\.?(?: (?P<first_year>\d{{4}}))? ?[–-] ?(?P<last>{_MONTH})\.? {_YEAR}",
            _month_span,
        ),
        (rf"(?:per )?(?:den )?(?P<day>\d\d?) (?P<month>{_MONTH})\.? {_YEAR}", _up_to_day),
        (rf"(?:per )?{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)", _up_to_day),
        (rf"(?P<kind>[tk]) ?(?P<number>\d) {_YEAR}", _part_of_year),
        (rf"(?P<kind>tertial|kvartal|halvår) (?P<number>\d) {_YEAR}", _part_of_year),
        (
            rf"(?P<number>första|andra|tredje|fjärde) (?P<kind>tertialet|kvartalet|halvåret) {_YEAR}",
            _part_of_year,
        ),
        (rf"(?P<word>läsåret |läsår )?{_YEAR}/(?P<last>\d{{4}}|\d\d)", _school_year),
        (rf"{_YEAR} ?[–-] ?(?P<last>\d{{4}})", _years),
    )
)
