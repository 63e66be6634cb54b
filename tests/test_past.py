"""What an outcome is compared with: which times count, which is the one before, and what each rests on."""

import pytest

from invented import key, one_goal, registered
from vpgen.history import make_history
from vpgen.numbers import parse_quantity
from vpgen.past import Archive
from vpgen.periods import parse_period
from vpgen.values import Missing

PLAN = "besiktigade:\nbesok:\n"


def archive_of(tmp_path, reports, plan=PLAN):
    """The archive of the invented region, where each year's follow-up reports so."""
    files = {}
    for year, report in reports.items():
        files |= one_goal(year, plan=plan, report=report)
    return Archive(make_history(registered(tmp_path, files)))


def reports(outcomes, indicator="besiktigade"):
    """A follow-up for each year, with these outcomes in order of time."""
    return {2020 + n: f"{indicator}:\n  {outcome}\n" for n, outcome in enumerate(outcomes)}


def test_the_measurement_before_is_the_newest_of_an_earlier_year(tmp_path):
    """Of several earlier years the last is the one before; the year itself and later ones are not."""
    past = archive_of(tmp_path, reports(["utfall: 91 %", "utfall: 92 %", "utfall: 93 %"])).past(
        key("besiktigade"), None
    )
    assert past.before(parse_period("2022")) == parse_period("2021")
    assert past.before(parse_period("2020")) is None
    assert past.figures[parse_period("2021")] == parse_quantity("92 %")


@pytest.mark.parametrize("period", ["dec 2023", "jan–apr 2023", "2022–2023", "2022/2023"])
def test_a_time_of_another_shape_has_none_before_it(tmp_path, period):
    """A month, a part of a year or several years are not compared with whole years."""
    past = archive_of(tmp_path, reports(["utfall: 91 %", "utfall: 92 %"])).past(key("besiktigade"), None)
    assert past.before(parse_period(period)) is None


def test_what_is_missing_or_only_expected_is_no_measurement(tmp_path):
    """A year without a value, or with nothing but a forecast, is passed over."""
    outcomes = ["utfall: 91 %", "utfall: saknas\n  orsak: Ingen besiktning.", "prognos: 95 %"]
    past = archive_of(tmp_path, reports(outcomes)).past(key("besiktigade"), None)
    assert list(past.figures) == [parse_period("2020")]
    assert past.before(parse_period("2023")) == parse_period("2020")


def test_what_documents_contradict_each_other_about_is_unknown(tmp_path):
    """A year that two documents give different values for has no value to compare with."""
    told = reports(["utfall: 91 %", "utfall: 95 %\n  tidigare:\n    2020:\n      utfall: 80 %"])
    past = archive_of(tmp_path, told).past(key("besiktigade"), None)
    found = past.figures[parse_period("2020")]
    assert isinstance(found, Missing)
    assert (found.kind, found.reason) == ("okänd", "dokumenten ger olika uppgifter för 2020")


def test_groups_are_gathered_by_time(tmp_path):
    """A series with groups has, at each time, a figure for each that is told."""
    outcomes = ["utfall:\n    barn: 40 %\n    vuxna: 30 %", "utfall:\n    barn: 41 %"]
    past = archive_of(tmp_path, reports(outcomes, "besok")).past(key("besok"), ("barn", "vuxna"))
    assert past.figures == {
        parse_period("2020"): {"barn": parse_quantity("40 %"), "vuxna": parse_quantity("30 %")},
        parse_period("2021"): {"barn": parse_quantity("41 %")},
    }


def test_what_is_calculated_says_so(tmp_path):
    """The mark of a time says what its figure rests on; a printed one has none."""
    past = archive_of(tmp_path, reports(["utfall: 91 %\n  räknat: ja", "utfall: 92 %"])).past(
        key("besiktigade"), None
    )
    assert past.marks == {parse_period("2020"): "räknat", parse_period("2021"): ""}
