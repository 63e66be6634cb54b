"""From series to charts: what may be joined by a line, and what may not."""

import pytest

from invented import one_goal, results_of
from vpgen.charts.views import runs_of
from vpgen.pages.look import Look
from vpgen.pages.trend import chart_views, small_multiples

FILES = {
    "parknamnden/2024/plan.yml": """
        underlag: original
        mål:
          levande-parker:
            sort: nämndens mål
            text: Parkerna är levande.
            indikatorer:
              besok:
                målvärde: öka
        """,
    "parknamnden/2024/delarsrapport.yml": """
        underlag: original
        period: jan–jul 2024
        mål:
          levande-parker:
            bedömning: grön
            indikatorer:
              besok:
                utfall: 700 st
                tidigare:
                  jan–jul 2023:
                    utfall: 600 st
        """,
    "parknamnden/2024/verksamhetsberattelse.yml": """
        underlag: original
        period: 2024
        mål:
          levande-parker:
            bedömning: grön
            indikatorer:
              besok:
                utfall: 1 200 st
                tidigare:
                  2023:
                    utfall: 1 000 st
        """,
    "indikatorer/besok.yml": """
        besok:
          namn: Besök i parkerna
          enhet: st
          bra: högt
        """,
}


def test_a_half_year_is_never_joined_with_a_whole_year(tmp_path):
    """Values of periods of different length are lines of their own, each named."""
    files = {name: text.replace("besok", "turer") for name, text in FILES.items()}
    results = results_of(tmp_path, files)
    look = Look(results, (), lambda _file, _line: None)
    indicator = results.register.indicators["turer"]
    points = [point for key, each in results.history.items() if key.indicator == "turer" for point in each]
    (view,) = chart_views(look, indicator, points, [])
    lines = {line.name: [point.text.replace("\u00a0", " ") for point in line.points] for line in view.lines}
    assert lines == {
        "Parknämnden, helår": ["1 000 st", "1 200 st"],
        "Parknämnden, jan–jul": ["600 st", "700 st"],
    }


def drawn(tmp_path, report, maker=chart_views, target="öka", unit="st"):
    """What is drawn of an indicator whose follow-up says this."""
    files = one_goal(2024, f"turer:\n  målvärde: {target}", report)
    entry = FILES["indikatorer/besok.yml"].replace("besok", "turer")
    files["indikatorer/turer.yml"] = entry.replace("enhet: st", f"enhet: {unit}")
    results = results_of(tmp_path, files)
    points = [point for key, each in results.history.items() if key.indicator == "turer" for point in each]
    rows = [row for goals in results.plans.values() for each in goals.rows.values() for row in each]
    look = Look(results, (), lambda _file, _line: None)
    return list(maker(look, results.register.indicators["turer"], points, rows))


MONTHS = """
    turer:
      utfall:
        jan 2024: 5 st
        feb 2024: 7 st
        mar 2024: 6 st
        okt 2024: 9 st
    """


def test_months_that_follow_on_each_other_are_one_line(tmp_path):
    """Month after month is one line, broken where months are missing."""
    (view,) = drawn(tmp_path, MONTHS)
    (line,) = view.lines
    assert [[point.label for point in run] for run in runs_of(line)] == [
        ["jan 2024", "feb 2024", "mar 2024"],
        ["okt 2024"],
    ]


COUNTED = "turer:\n  utfall:\n    {}: 5 st\n    {}: 7 st\n"


@pytest.mark.parametrize(
    ("periods", "target", "lines"),
    [
        (("jan 2024", "feb 2024"), "minst 90 st", []),
        (("T1 2023", "T1 2024"), "minst 90 st", []),
        (("2023", "2024"), "minst 90 st", [""]),
        (("T1 2024", "2024"), "minst 90 st", ["Parknämnden, helår"]),
        (("2023", "T1 2024"), "minst 90 st", []),
        (("jan 2024", "feb 2024"), "öka", [""]),
    ],
)
def test_the_limit_of_a_year_is_drawn_at_whole_years(tmp_path, periods, target, lines):
    """A count of a month has no annual limit beside it; a direction has no level and is drawn as before."""
    (view,) = drawn(tmp_path, COUNTED.format(*periods), target=target)
    assert [each.line for each in view.targets] == lines


def test_a_share_of_a_month_has_its_limit_drawn(tmp_path):
    """What does not grow with the year is as high or low as the limit whenever it is measured."""
    report = COUNTED.format("jan 2024", "feb 2024").replace("st\n", "%\n")
    (view,) = drawn(tmp_path, report, target="minst 90 %", unit="procent")
    assert [each.text for each in view.targets] == ["minst 90 %"]


COMPARED = """
    turer:
      utfall: 5 st
      tidigare:
        jan–jul 2023:
          utfall: 2 st
      jämförelse:
        riket: 9 st
        lanet: 7 st
    """


def test_many_scopes_are_drawn_each_for_itself(tmp_path):
    """Three scopes are no chart of three lines but three small drawings, each with one kind of period."""
    assert drawn(tmp_path, COMPARED) == []
    (views,) = drawn(tmp_path, COMPARED, small_multiples)
    assert {view.title: [[point.text for point in line.points] for line in view.lines] for view in views} == {
        "Parknämnden": [["5\xa0st"]],
        "Riket": [["9\xa0st"]],
        "Påhitts län": [["7\xa0st"]],
    }
    assert [target.text for target in views[0].targets] == ["öka"]
