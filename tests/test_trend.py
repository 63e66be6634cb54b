"""From series to charts: what may be joined by a line, and what may not."""

from invented import results_of
from vpgen.pages.look import Look
from vpgen.pages.trend import chart_views

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
