"""Periods: what authors write, the days it means, and the names shown."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vpgen.periods import Period, PeriodError, label, parse_period, short_label, years_apart

READ = [
    ("2023", "2023-01-01", "2023-12-31", "2023", "2023"),
    ("helår 2023", "2023-01-01", "2023-12-31", "2023", "2023"),
    ("dec 2023", "2023-12-01", "2023-12-31", "dec 2023", "dec 2023"),
    ("December 2023", "2023-12-01", "2023-12-31", "december 2023", "dec 2023"),
    ("2019-08", "2019-08-01", "2019-08-31", "aug 2019", "aug 2019"),
    ("feb 2024", "2024-02-01", "2024-02-29", "feb 2024", "feb 2024"),
    ("31 juli 2024", "2024-01-01", "2024-07-31", "31 juli 2024", "jan–jul 2024"),
    ("per 31 juli 2024", "2024-01-01", "2024-07-31", "per 31 juli 2024", "jan–jul 2024"),
    ("2024-10-15", "2024-01-01", "2024-10-15", "15 oktober 2024", "15 okt 2024"),
    ("jan–jul 2024", "2024-01-01", "2024-07-31", "jan–jul 2024", "jan–jul 2024"),
    ("januari-juli 2024", "2024-01-01", "2024-07-31", "januari–juli 2024", "jan–jul 2024"),
    ("aug 2023 – jul 2024", "2023-08-01", "2024-07-31", "aug 2023–jul 2024", "aug 2023–jul 2024"),
    ("T1 2024", "2024-01-01", "2024-04-30", "T1 2024", "jan–apr 2024"),
    ("tertial 3 2024", "2024-09-01", "2024-12-31", "tertial 3 2024", "sep–dec 2024"),
    ("K1 2024", "2024-01-01", "2024-03-31", "K1 2024", "jan–mar 2024"),
    ("kvartal 4 2024", "2024-10-01", "2024-12-31", "kvartal 4 2024", "okt–dec 2024"),
    ("halvår 2 2024", "2024-07-01", "2024-12-31", "halvår 2 2024", "jul–dec 2024"),
    ("första halvåret 2024", "2024-01-01", "2024-06-30", "halvår 1 2024", "jan–jun 2024"),
    ("2021/2022", "2021-07-01", "2022-06-30", "2021/2022", "2021/2022"),
    ("läsåret 2021/22", "2021-07-01", "2022-06-30", "läsåret 2021/2022", "2021/2022"),
    ("2021–2023", "2021-01-01", "2023-12-31", "2021–2023", "2021–2023"),
    ("2021-2023", "2021-01-01", "2023-12-31", "2021–2023", "2021–2023"),
]


@pytest.mark.parametrize(("text", "start", "end", "long", "short"), READ)
def test_period_is_read_and_named(text, start, end, long, short):
    """Each form gives its first and last day, a name for text and a name for an axis."""
    period = parse_period(text)
    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)
    assert (label(period), short_label(period)) == (long, short)


@pytest.mark.parametrize("text", [row[0] for row in READ])
def test_name_reads_back(text):
    """Both names of a period are read back as the same period."""
    period = parse_period(text)
    assert parse_period(label(period)) == period
    assert parse_period(short_label(period)) == period


@pytest.mark.parametrize(
    "text",
    [
        "",
        "24",
        "1899",
        "2101",
        "30 feb 2024",
        "31 april 2024",
        "2024-13",
        "2021-22",
        "2024-02-30",
        "T0 2024",
        "T4 2024",
        "K5 2024",
        "halvår 3 2024",
        "fjärde tertialet 2024",
        "dec–jan 2024",
        "2021/2023",
        "2021/20",
        "2023–2021",
        "2023–2023",
        "juli",
        "snart",
        "\u0662\u0660\u0662\u0664",
    ],
)
def test_impossible_period_is_refused(text):
    """A date that does not exist, or no date at all, is refused with a form to write."""
    with pytest.raises(PeriodError) as caught:
        parse_period(text)
    assert caught.value.message
    assert caught.value.hint


def test_two_digit_month_that_is_none_suggests_a_school_year():
    """A school year written with a hyphen is told how to be written."""
    with pytest.raises(PeriodError, match="2021/2022"):
        parse_period("2021-22")


def test_equal_days_are_equal_periods():
    """A tertial and the months it holds are one period, also as a key."""
    assert {parse_period("T1 2024"): 1}[parse_period("jan–apr 2024")] == 1


def test_periods_sort_by_end_then_start():
    """Earlier ends come first; among equal ends the longer period does."""
    texts = ["2024", "dec 2024", "T1 2024", "2023", "2021–2023"]
    assert [label(each) for each in sorted(map(parse_period, texts))] == [
        "2021–2023",
        "2023",
        "T1 2024",
        "2024",
        "dec 2024",
    ]
    assert parse_period("2024") >= parse_period("2023")


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        ("2022", "2024", 2),
        ("2024", "2022", -2),
        ("feb 2023", "feb 2024", 1),
        ("jan–jul 2023", "per 31 juli 2024", 1),
        ("2021/2022", "2022/2023", 1),
        ("2023", "dec 2024", None),
        ("dec 2023", "nov 2024", None),
        ("2020–2021", "2023", None),
    ],
)
def test_years_are_counted_between_periods_of_one_shape(earlier, later, expected):
    """Only periods of the same shape are whole years apart."""
    assert years_apart(parse_period(earlier), parse_period(later)) == expected


@given(st.dates(date(1901, 1, 1), date(2099, 12, 31)), st.integers(0, 700))
def test_period_without_words_is_named_from_its_days(start, days):
    """A period made from two days has a name of its own."""
    period = Period(start, start + timedelta(days))
    assert label(period) == short_label(period) != ""
