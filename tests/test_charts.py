"""Trend charts: geometry, gaps, targets, sentences, tables and the Plotly figure."""

import json
import re
import shutil
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from vpgen.charts import (
    NARROW,
    WIDE,
    ChartLine,
    ChartPoint,
    ChartTarget,
    ChartView,
    arrow_key,
    conclude,
    draw,
    figure,
    make_chart,
)

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden" / "diagram"
CSS = (ROOT / "templates" / "statiskt" / "diagram.css").read_text(encoding="utf-8")
JS = (ROOT / "templates" / "statiskt" / "diagram.js").read_text(encoding="utf-8")
NBSP = "\u00a0"


def point(year, value, unit="", **more):
    value = Decimal(str(value))
    text = f"{value:,}".replace(",", NBSP).replace(".", ",").replace("-", "−") + (unit and NBSP + unit)
    known = {"x": year + 0.5, "label": str(year), "value": value, "text": text, "source": f"VB {year}"}
    return ChartPoint(**known | more)


def line(name, values, unit="", **more):
    return ChartLine(name, tuple(point(year, value, unit) for year, value in values.items()), **more)


def target(kind, text, year, *, low=None, high=None, **more):
    low, high = (None if end is None else Decimal(str(end)) for end in (low, high))
    return ChartTarget(kind, text, float(year), float(year + 1), low, high, **more)


def chart(*lines, targets=(), unit="st", years=(2020, 2024), name="prov"):
    return ChartView(name, "Lekande barn i parken", unit, lines, tuple(targets), years)


def case_arrow():
    """Two values and a target without a number."""
    return chart(
        line("parknämnden", {2023: 38213, 2024: 27483}, "st"),
        targets=[target("pil", "öka", 2024, direction="upp")],
        years=(2023, 2024),
    )


def case_scopes():
    """Two scopes that are not joined, and an interval that holds for two years."""
    return chart(
        line("lekkontoret", {2024: 83}),
        line("hela Region Påhitt", {2018: "76.2", 2019: 76, 2021: 77}, order=1),
        targets=[target("band", "77–80", year, low=77, high=80) for year in (2023, 2024)],
        unit="index",
        years=(2018, 2024),
    )


def case_gap():
    """A missing year, a computed value, and a target far ahead."""
    values = line("parkkontoret", {2019: 61, 2020: 57, 2022: 69, 2023: 69, 2024: 72}, "%")
    values = replace(
        values, points=(*values.points[:3], replace(values.points[3], computed=True), values.points[4])
    )
    return chart(
        values,
        targets=[
            target("linje", f"minst 75{NBSP}%", 2024, low=75, direction="upp"),
            target("linje", f"minst 90{NBSP}%", 2040, low=90, direction="upp"),
        ],
        unit="%",
    )


def case_comparison():
    """Groups whose labels would collide, and a comparison."""
    return chart(
        line("kvinnor", {2020: 81, 2021: 83, 2022: 82, 2023: 85, 2024: 86}, "%"),
        line("män", {2020: 78, 2021: 80, 2022: 83, 2023: 84, 2024: 85}, "%", order=1),
        line("riket", {2020: 80, 2021: 80, 2022: 81, 2023: 81, 2024: 85}, "%", kind="jämförelse"),
        targets=[target("linje", f"minst 85{NBSP}%", 2024, low=85, direction="upp")],
        unit="%",
    )


def case_contested():
    """Two documents that give different values, a range, and an upper limit."""
    values = line("lekplatsnämnden", {2020: 410, 2021: 455, 2022: 470, 2023: 498}, "st")
    other = point(2022, 520, "st", source="ÅR 2022")
    spread = point(2024, 505, text=f"495–515{NBSP}st", low=Decimal(495), high=Decimal(515))
    return chart(
        replace(values, points=(*values.points, other, spread)),
        targets=[target("linje", f"högst 480{NBSP}st", 2024, high=480, direction="ned")],
    )


def case_below_zero():
    """Values on both sides of zero."""
    return chart(
        line("Region Påhitt", {2021: "231.5", 2022: 104, 2023: "-640.2", 2024: "-2077.9"}), unit="mnkr"
    )


def case_breaks():
    """A direction long after the last value, a target the year after it, and two far ahead."""
    return chart(
        line("", {2021: "0.86", 2022: "0.81"}),
        targets=[
            target("pil", "minska", 2024, direction="ned"),
            target("linje", "högst 0,7", 2025, high="0.7", direction="ned"),
            target("linje", "högst 0,5", 2030, high="0.5", direction="ned"),
            target("linje", "0", 2045, high=0, direction="ned"),
        ],
        unit="Mton",
        years=(2021, 2025),
    )


CASES = {
    "pil": case_arrow,
    "omfattning": case_scopes,
    "lucka": case_gap,
    "jamforelse": case_comparison,
    "olika-uppgifter": case_contested,
    "under-noll": case_below_zero,
    "brytningar": case_breaks,
}


def template():
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    return environment.get_template("delar/diagram.html").module


def html(view, **more):
    return str(template().diagram(make_chart(view), **more))


def shapes(svg, css):
    return [shape for shape in svg.shapes if css in shape.css.split()]


def lines_of(svg):
    return [shape for shape in shapes(svg, "vp-linje") if "vp-spann" not in shape.css]


@pytest.mark.parametrize("name", CASES)
def test_a_drawing_equals_its_golden_file(name, pytestconfig):
    """The drawings of invented cases change only when someone means them to."""
    made = make_chart(CASES[name]())
    for svg, width in ((made.wide, "bred"), (made.narrow, "smal")):
        path = GOLDEN / f"{name}-{width}.svg"
        drawn = str(template().ritning(svg, f"vp-{width}")) + "\n"
        if pytestconfig.getoption("--update-golden"):
            path.write_text(drawn, encoding="utf-8")
        assert drawn == path.read_text(encoding="utf-8")


def test_no_golden_file_is_left_over():
    """Every golden drawing of a trend belongs to a case."""
    trends = [path for path in GOLDEN.iterdir() if not path.name.startswith("staplar-")]
    assert {path.stem.rsplit("-", 1)[0] for path in trends} == set(CASES)


numbers = st.decimals(min_value=-(10**7), max_value=10**7, places=2, allow_nan=False)
series = st.dictionaries(st.integers(2005, 2030), numbers, min_size=1, max_size=10)
aims = st.builds(
    lambda kind, year, low, span, way: ChartTarget(
        kind,
        "mål",
        float(year),
        year + 1.0,
        None if kind == "pil" else low,
        None if kind == "pil" else low + span,
        way,
    ),
    st.sampled_from(["linje", "band", "pil"]),
    st.integers(2005, 2060),
    numbers,
    st.decimals(min_value=0, max_value=1000, places=1),
    st.sampled_from(["upp", "ned", None]),
)


@given(st.lists(series, min_size=1, max_size=7), st.lists(aims, max_size=4), st.sampled_from([WIDE, NARROW]))
def test_everything_drawn_stays_inside(values, targets, size):
    """Points and targets lie in the plot area, and labels on the drawing, whatever the series."""
    own = [line(f"nämnd {i}", each, order=i) for i, each in enumerate(values)]
    svg = draw(chart(*own, targets=targets, years=(2005, 2030)), size)
    box = svg.plot
    places = [(mark.x, mark.y) for mark in svg.marks]
    places += [
        spot for css in ("vp-mal", "vp-malyta", "vp-malpil") for s in shapes(svg, css) for spot in s.points
    ]
    assert len(svg.marks) == sum(map(len, values))
    for x, y in places:
        assert box.left - 0.1 <= x <= box.right + 4.1
        assert box.top - 0.1 <= y <= box.bottom + 0.1
    for text in svg.texts:
        assert -1 <= text.x <= svg.width + 1
        assert 0 <= text.y <= svg.height + 1


@given(series)
def test_lines_join_only_neighbouring_years(values):
    """A line has as many joints as there are pairs of consecutive years."""
    svg = draw(chart(line("parknämnden", values), years=(2005, 2030)))
    joints = sum(len(shape.points) - 1 for shape in lines_of(svg))
    assert joints == sum(year + 1 in values for year in values)


@given(st.lists(series, min_size=2, max_size=5))
def test_labels_in_the_margin_do_not_cover_each_other(values):
    """Labels of lines that all end in the last year stand below each other without touching."""
    own = [
        line(f"nämnd {i}", {2029: 1, 2030: next(iter(each.values()))}, order=i)
        for i, each in enumerate(values)
    ]
    labels = sorted(
        (text.y, len(text.rows) * text.step)
        for text in draw(chart(*own, years=(2029, 2030))).texts
        if "vp-text" in text.css
    )
    assert len(labels) == len(values)
    assert all(above + tall <= below + 0.2 for (above, tall), (below, _) in pairwise(labels))


def test_a_missing_year_is_a_gap():
    """The line stops before a year without a value and goes on after it."""
    svg = draw(case_gap())
    assert [len(shape.points) for shape in lines_of(svg)] == [2, 3]


def test_lines_of_different_scope_are_not_joined():
    """A value alone in its scope is a marker without a line, also beside another scope's line."""
    svg = draw(case_scopes())
    assert len(svg.marks) == 4
    assert [len(shape.points) for shape in lines_of(svg)] == [2]


def test_contested_values_are_hollow_and_off_the_line():
    """Where two documents differ both values are shown hollow and the line passes neither."""
    svg = draw(case_contested())
    hollow = [(mark.x, mark.y) for mark in svg.marks if "vp-ihalig" in mark.css]
    assert len(hollow) == 2
    assert not {spot for shape in lines_of(svg) for spot in shape.points} & set(hollow)
    assert [len(shape.points) for shape in lines_of(svg)] == [2, 2]


def test_a_computed_value_is_hollow_on_the_line():
    """A value that vpgen has computed is told from a printed one, but belongs to the line."""
    svg = draw(case_gap())
    hollow = [(mark.x, mark.y) for mark in svg.marks if "vp-ihalig" in mark.css]
    assert len(hollow) == 1
    assert hollow[0] in lines_of(svg)[1].points


def test_lines_differ_in_marker_dash_and_colour():
    """No two of the first five lines share a marker, a dash or a colour, so that paper in grey will do."""
    own = [line(f"nämnd {i}", {2023: i, 2024: i + 1}, order=i) for i in range(5)]
    traces = figure(chart(*own))["data"]
    for read in (
        lambda trace: trace["marker"]["symbol"],
        lambda trace: trace["line"]["dash"],
        lambda trace: trace["line"]["color"],
    ):
        assert len({read(trace) for trace in traces}) == 5


def test_at_least_is_a_line_with_its_good_side_tinted_upwards():
    """The tint of a lower limit goes from the limit to the top of the plot, and arrows point up."""
    svg = draw(case_comparison())
    (edge,) = [shape for shape in shapes(svg, "vp-mal") if shape.points[0][1] == shape.points[1][1]]
    (tint,) = shapes(svg, "vp-malyta")
    assert {y for _, y in tint.points} == {svg.plot.top, edge.points[0][1]}
    tips = [shape.points[2] for shape in shapes(svg, "vp-malpil")]
    assert len(tips) == 2
    assert all(y < edge.points[0][1] for _, y in tips)


def test_at_most_points_down():
    """The arrows of an upper limit point below it."""
    svg = draw(case_contested())
    tips = [shape.points[2][1] for shape in shapes(svg, "vp-malpil")]
    assert tips
    assert min(tips) > min(y for shape in shapes(svg, "vp-mal") for _, y in shape.points)


def test_an_interval_is_a_band_with_two_edges():
    """The same interval in two consecutive years is one band, labelled once, without arrows."""
    svg = draw(case_scopes())
    assert len(shapes(svg, "vp-malyta")) == 1
    assert len(shapes(svg, "vp-mal")) == 2
    assert not shapes(svg, "vp-malpil")
    labels = [" ".join(text.rows) for text in svg.texts if "vp-maltext" in text.css]
    assert labels == ["Mål 2023–2024: 77–80"]


def test_a_target_without_a_number_starts_from_the_value_before():
    """An increase is drawn from last year's level, dotted, as no number was adopted."""
    svg = draw(case_arrow())
    edge = next(shape for shape in shapes(svg, "vp-mal-fran"))
    assert edge.points[0][1] == svg.marks[0].y


def test_a_target_without_a_number_claims_no_level_that_is_in_doubt():
    """With two scopes, an old value or contested values no edge and no tint are drawn, arrows alone."""
    aim = target("pil", "öka", 2024, direction="upp")
    for lines in ([*two_scopes()], [line("parken", {2021: 5, 2024: 7})], [doubtful_line()]):
        svg = draw(chart(*lines, targets=[aim]))
        assert shapes(svg, "vp-malpil")
        assert not shapes(svg, "vp-mal-fran")
        assert not shapes(svg, "vp-malyta")


def two_scopes():
    return line("parken", {2023: 5, 2024: 7}), line("hela Region Påhitt", {2023: 9, 2024: 9}, order=1)


def doubtful_line():
    values = two_scopes()[0]
    return replace(values, points=(*values.points, point(2023, 6)))


def feet(svg):
    """The heights from which a direction's arrows start, each beside its tip."""
    stems = [shape.points for shape in shapes(svg, "vp-mal") if shape.points[0][0] == shape.points[1][0]]
    return [(stem[0][1], tip.points[2][1]) for stem, tip in zip(stems, shapes(svg, "vp-malpil"), strict=True)]


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_a_direction_starts_from_the_nearest_earlier_value(size):
    """Arrows without a value the year before start level with the last value that is known."""
    view = replace(case_breaks(), targets=case_breaks().targets[:1])
    svg = draw(view, size)
    arrows = feet(svg)
    assert arrows
    assert all(foot == svg.marks[1].y and tip > foot for foot, tip in arrows)
    assert [" ".join(text.rows) for text in svg.texts if "vp-maltext" in text.css] == ["Mål 2024: minska"]


@pytest.mark.parametrize(("way", "edge"), [("upp", 1), ("ned", 3)])
def test_a_direction_without_an_earlier_value_stands_at_the_edge(way, edge):
    """Without a sure value to start from the arrows keep to the edge of the plot that they point at."""
    aim = target("pil", "ändra", 2024, direction=way)
    for lines in (two_scopes(), [doubtful_line()], [line("parken", {2024: 7})]):
        svg = draw(chart(*lines, targets=[aim]))
        arrows = feet(svg)
        assert arrows
        assert all(abs(foot - svg.plot[edge]) <= 16 for foot, _ in arrows)
        assert all(abs(tip - svg.plot[edge]) < abs(foot - svg.plot[edge]) for foot, tip in arrows)


def test_a_target_far_ahead_stands_after_a_break():
    """Data keep their room on the axis when a target lies decades ahead, and the year is still written."""
    svg = draw(case_gap())
    years = [text.rows[0] for text in svg.texts if re.fullmatch(r"20\d\d", text.rows[0])]
    assert years == ["2019", "2020", "2021", "2022", "2023", "2024", "2040"]
    assert max(mark.x for mark in svg.marks) > svg.plot.left + 0.6 * (svg.plot.right - svg.plot.left)


def years_under(svg):
    """The places of the years under the x axis."""
    return {t.rows[0]: t.x for t in svg.texts if re.fullmatch(r"20\d\d", t.rows[0]) and t.y > svg.plot.bottom}


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_the_axis_breaks_where_years_are_left_out_and_nowhere_else(size):
    """Breaks stand before each target year that was moved, never between consecutive years."""
    svg = draw(case_breaks(), size)
    strokes = [s.points for s in shapes(svg, "vp-axel") if s.points[0][1] == svg.plot.bottom + 5]
    middles = [(a[0][0] + b[1][0]) / 2 for a, b in zip(strokes[::2], strokes[1::2], strict=True)]
    at = years_under(svg)
    assert at.keys() >= {"2024", "2025", "2030", "2045"}
    assert len(middles) == 2
    assert at["2025"] < middles[0] < at["2030"] < middles[1] < at["2045"]


def test_consecutive_years_far_ahead_stand_beside_each_other():
    """Of two neighbouring years decades ahead only the first has a break before it."""
    aims = [target("linje", "minst 90", year, low=90 + year % 2, direction="upp") for year in (2040, 2041)]
    svg = draw(chart(line("", {2023: 70, 2024: 72}), targets=aims, years=(2023, 2024)))
    strokes = [s for s in shapes(svg, "vp-axel") if s.points[0][1] == svg.plot.bottom + 5]
    at = years_under(svg)
    assert len(strokes) == 2
    assert at["2041"] - at["2040"] == pytest.approx(at["2024"] - at["2023"], abs=0.2)


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_the_year_of_a_target_is_written_under_the_axis(size):
    """Also beside values that all lie within one year, and where not all years have room."""
    parts = (point(2024, 5, x=2024.29, label="jan–jul 2024"), point(2024, 9))
    aim = target("linje", "minst 8", 2025, low=8, direction="upp")
    assert years_under(draw(chart(ChartLine("", parts), targets=[aim], years=(2024, 2025)), size)).keys() == {
        "2024",
        "2025",
    }
    many = line("", {year: year for year in range(1990, 2025)})
    aims = [target("linje", "minst 8", year, low=8, direction="upp") for year in (2001, 2010, 2019)]
    assert years_under(draw(chart(many, targets=aims, years=(1990, 2024)), size)).keys() >= {
        "2001",
        "2010",
        "2019",
    }


def test_a_fitted_axis_says_where_it_starts():
    """An axis that does not start at zero says so, and shows at least a fifth of the largest value."""
    svg = draw(chart(line("", {2023: "95.1", 2024: "95.4"}), unit="%", years=(2023, 2024)))
    assert svg.texts[0].rows == ("%, axeln börjar vid 80",)
    assert abs(svg.marks[0].y - svg.marks[1].y) < 5


def test_a_large_change_starts_at_zero():
    """Where the change shows well enough, the axis starts at zero and has Swedish numbers."""
    svg = draw(case_arrow())
    numbers_shown = [text.rows[0] for text in svg.texts if text.anchor == "end" and text.css == "vp-svag"]
    assert numbers_shown == [f"{'' if i == 0 else f'{i}0{NBSP}00'}0" for i in range(6)]


def test_a_percentage_axis_ends_at_a_hundred():
    """No axis shows more than 100 % when no value does."""
    view = chart(
        line("", {2023: 97, 2024: 99}),
        unit="%",
        targets=[target("linje", "100 %", 2024, low=100, direction="upp")],
    )
    assert max(figure(view)["layout"]["yaxis"]["tickvals"]) == 100


def test_a_chart_without_numbers_is_refused():
    """There is nothing to draw without a value or a numbered target."""
    with pytest.raises(ValueError, match="prov holds no number"):
        draw(chart(targets=[target("pil", "öka", 2024, direction="upp")]))


SENTENCES = [
    (
        case_arrow(),
        "målet var en ökning",
        "Minskade från 38 213 st 2023 till 27 483 st 2024; målet var en ökning.",
    ),
    (
        chart(line("lekkontoret", {2024: 83})),
        "",
        "83 (2024) för lekkontoret; ett värde, ingen trend än.",
    ),
    (case_below_zero(), "", "Minskade varje år från 231,5 (2021) till −2 077,9 (2024)."),
    (case_gap(), "", "Ökade från 69 % 2023 (räknat) till 72 % 2024, högre än 61 % 2019."),
    (
        case_comparison(),
        "",
        (
            "Kvinnor ökade från 85 % 2023 till 86 % 2024, högre än 81 % 2020; "
            "män ökade varje år från 78 % 2020 till 85 % 2024; "
            "riket ökade från 81 % 2023 till 85 % 2024, högre än 80 % 2020."
        ),
    ),
    (
        case_contested(),
        "",
        "Ökade från 410 st 2020 till 495–515 st 2024 (dokumenten ger olika uppgifter för 2022).",
    ),
    (
        chart(line("", {2022: 70, 2023: 60, 2024: 65}, "%")),
        "",
        "Ökade från 60 % 2023 till 65 % 2024, men lägre än 70 % 2022.",
    ),
    (chart(line("", {2023: 88, 2024: 88}, "%")), "", "Låg oförändrat på 88 % 2023–2024."),
    (
        chart(line("flickor", {2023: 95}, "%"), line("pojkar", {2023: 82}, "%")),
        "",
        "Flickor 95 % 2023, pojkar 82 % 2023; ett värde var, ingen trend än.",
    ),
    (
        chart(
            ChartLine(
                "",
                (
                    ChartPoint(2022.5, "2022", Decimal(88), "88 %", half=Decimal("0.5")),
                    ChartPoint(2023.5, "2023", Decimal("87.53"), "87,53 %", half=Decimal("0.005")),
                ),
            )
        ),
        "",
        "Gick från 88 % 2022 till 87,53 % 2023, en skillnad som är mindre än den tryckta noggrannheten.",
    ),
    (
        chart(
            ChartLine(
                "",
                (point(2019, 77, x=2019.62, label="aug 2019"), point(2020, 79, x=2020.62, label="aug 2020")),
            )
        ),
        "",
        "Ökade från 77 (aug 2019) till 79 (aug 2020).",
    ),
    (chart(targets=[target("linje", "minst 12 st", 2024, low=12, direction="upp")]), "", "Inget utfall än."),
]


@pytest.mark.parametrize(("view", "verdict", "sentence"), SENTENCES)
def test_the_conclusion_is_a_sentence(view, verdict, sentence):
    """What the chart shows is said in one Swedish sentence with the values as printed."""
    assert conclude(view, verdict).replace(NBSP, " ") == sentence


def test_the_conclusion_has_at_most_three_clauses_and_the_comparison_last():
    """With many lines the sentence names two of the organisation's own and the comparison."""
    own = [line(f"nämnd {i}", {2024: i}, order=i) for i in range(5)]
    sentence = conclude(chart(line("riket", {2024: 9}, kind="jämförelse"), *own))
    assert re.findall(r"nämnd \d|riket", sentence.lower()) == ["nämnd 0", "nämnd 1", "riket"]
    assert "nämnd 2" not in sentence
    assert sentence.endswith(" (3 av 6 linjer).")


def test_the_conclusion_says_how_many_lines_it_leaves_out():
    """The count closes what is said of the lines, before the verdict, and is missing when all are named."""
    own = [line(f"nämnd {i}", {2023: i, 2024: i + 1}, order=i) for i in range(5)]
    assert conclude(chart(*own)).endswith("till 3 (2024) (3 av 5 linjer).")
    assert conclude(chart(*own), "målet nåddes").endswith(" (3 av 5 linjer); målet nåddes.")
    assert "linjer" not in conclude(chart(*own[:3]))


@pytest.mark.parametrize("name", CASES)
def test_the_figure_is_a_valid_plotly_figure(name):
    """Plotly accepts every property of the figure, also in the narrow layout."""
    for size in (WIDE, NARROW):
        assert len(go.Figure(figure(CASES[name](), size)).data) == len(CASES[name]().lines)


def test_the_figure_has_gaps_and_swedish_separators():
    """A missing year is None, and axes write decimal comma and thousands with a no-break space."""
    made = figure(case_gap())
    trace, layout = made["data"][0], made["layout"]
    assert trace["y"] == [61, 57, None, 69, 69, 72]
    assert trace["connectgaps"] is False
    assert layout["separators"] == "," + NBSP
    assert layout["yaxis"]["exponentformat"] == "none"
    assert layout["yaxis"]["separatethousands"] is True


def test_hovering_shows_the_printed_value_and_its_document():
    """The hover text holds the value as printed, the document and the notes."""
    texts = figure(case_contested())["data"][0]["hovertext"]
    rows = ["Lekplatsnämnden, 2022", f"<b>470{NBSP}st</b>", "VB 2022", "Dokumenten ger olika uppgifter"]
    assert texts[2:4] == ["", "<br>".join(rows)]


HOSTILE = "</script><img src=x onerror=alert(1)>\"'&"


def test_hostile_names_stay_text():
    """Names from the content become neither markup of the page nor of Plotly."""
    view = replace(
        chart(
            line(HOSTILE, {2023: 1, 2024: 2}),
            ChartLine("b", (point(2024, 3, text=HOSTILE, source=HOSTILE, uncertain=HOSTILE),)),
            targets=[target("linje", HOSTILE, 2024, low=1, direction="upp")],
        ),
        title=HOSTILE,
        unit=HOSTILE,
    )
    page = html(view)
    assert "<img" not in page
    assert "<script" not in page
    data = ET.fromstring(page).attrib["data-figur"]
    assert "<img" not in data
    assert HOSTILE.replace("<", "&lt;").replace(">", "&gt;")[:20] in json.loads(data)["data"][0]["name"]


def test_the_page_holds_a_sentence_a_hidden_drawing_and_a_table():
    """Screen readers get the sentence and a table with caption and headers, not the drawing."""
    page = ET.fromstring(html(case_contested()))
    assert page.find("figcaption").text.startswith("Ökade från")
    drawings = page.findall(".//svg")
    assert len(drawings) == 2
    assert all(drawing.attrib["aria-hidden"] == "true" for drawing in drawings)
    table = page.find("details//table")
    assert table.find("caption").text == "Lekande barn i parken, st"
    assert [cell.text for cell in table.findall("thead//th")] == [
        "Period",
        "Gäller",
        "Värde",
        "Mål",
        "Dokument",
        "Anmärkning",
    ]
    cells = ["".join(cell.itertext()) for cell in table.findall("tbody//*") if cell.tag in ("td", "th")]
    assert len(cells) == 36
    assert all(cells)
    assert page.attrib["data-figur"].startswith('{"data":')
    assert "<details" not in html(case_contested(), table=False)


def test_the_table_shows_targets_that_have_no_value():
    """A target for a year without an outcome has a row, and a comparison has no target."""
    rows = make_chart(case_gap()).rows
    assert (rows[-1].period, rows[-1].value, rows[-1].target) == ("2040", "inget värde", f"minst 90{NBSP}%")
    compared = [row for row in make_chart(case_comparison()).rows if row.line == "Riket"]
    assert len(compared) == 5
    assert {row.target for row in compared} == {"–"}


def test_a_target_of_one_line_is_not_put_beside_another():
    """A target that holds for one scope stands only at that scope's values."""
    aim = target("linje", "minst 90", 2024, low=90, direction="upp", line="män")
    rows = make_chart(chart(line("kvinnor", {2024: 80}), line("män", {2024: 85}), targets=[aim])).rows
    assert [row.target for row in rows] == ["–", "minst 90"]


def colours(block):
    return dict(re.findall(r"--(vp-[\w-]+): (#[0-9a-f]{6})", block))


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [":root {", '[data-md-color-scheme="slate"] {'])
def test_colours_have_contrast_in_both_schemes(scheme):
    """Text has 4.5:1 and lines have 3:1 against the page; a line's colour is also its label's."""
    palette = colours(CSS[CSS.index(scheme) :].partition("}")[0])
    paper = palette.pop("vp-bakgrund")
    palette.pop("vp-rutnat")  # the grid is decoration: the axis has its numbers
    assert len(palette) == 10
    for name, colour in palette.items():
        light, dark = sorted((luminance(colour), luminance(paper)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= (3 if name == "vp-mal" else 4.5), name


def test_every_colour_of_a_figure_is_defined():
    """The style sheet defines each custom property that figures name, in both schemes."""
    own = [line(f"nämnd {i}", {2023: i, 2024: i + 1}, order=i) for i in range(6)]
    views = [case() for case in CASES.values()] + [chart(*own)]
    used = {name for view in views for name in re.findall(r"var\(--([\w-]+)\)", json.dumps(figure(view)))}
    assert len(used) > 8
    light, slate = (
        CSS[CSS.index(s) :].partition("}")[0] for s in (":root {", '[data-md-color-scheme="slate"] {')
    )
    assert used <= set(colours(light))
    assert set(colours(light)) == set(colours(slate))


def test_plotly_is_told_to_share_nothing():
    """The script turns off Plotly's share button, its server and its toolbar, and names no host."""
    assert "showSendToCloud: false" in JS
    assert 'plotlyServerURL: ""' in JS
    assert "displayModeBar: false" in JS
    assert "://" not in JS


def test_the_same_view_gives_the_same_bytes():
    """A chart is made of its view alone."""
    assert html(case_comparison()) == html(case_comparison())


@pytest.fixture
def browser_page(tmp_path, browser):
    """A page with two charts in a browser that records what it asks for and complains of."""
    for name in ("diagram.js", "diagram.css", "vendor/plotly-basic.min.js"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / "templates" / "statiskt" / name, tmp_path / name)
    charts = html(case_gap()) + html(replace(case_comparison(), id="andra"))
    (tmp_path / "sida.html").write_text(
        '<!doctype html><html lang="sv"><meta charset="utf-8"><link rel="stylesheet" href="diagram.css">'
        f'<body data-md-color-scheme="default">{charts}<script src="diagram.js"></script></body></html>',
        encoding="utf-8",
    )
    page = browser.new_page()
    page.complaints, page.asked = [], []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("request", lambda request: page.asked.append(request.url))
    page.goto((tmp_path / "sida.html").as_uri())
    yield page
    page.close()


@pytest.mark.browser
def test_plotly_comes_when_the_reader_turns_to_a_chart(browser_page):
    """Nothing is loaded with the page; then Plotly draws over the SVG, moves nothing and adds no tab stop."""
    page, surface = browser_page, "#diagram-prov .vp-diagram__yta"
    assert [url.rpartition("/")[2] for url in page.asked] == ["sida.html", "diagram.css", "diagram.js"]
    before = page.locator(".vp-diagram").evaluate_all("all => all.map((one) => one.clientHeight)")
    page.hover(surface)
    page.wait_for_selector("#diagram-prov.vp-diagram--ritad")
    assert [url.rpartition("/")[2] for url in page.asked[3:]] == ["plotly-basic.min.js"]
    assert all(url.startswith("file:") for url in page.asked)
    assert page.locator(".vp-diagram").evaluate_all("all => all.map((one) => one.clientHeight)") == before
    assert page.locator(f"{surface} :is(a[href], button, [tabindex])").count() == 0
    assert page.locator("#diagram-andra.vp-diagram--ritad").count() == 0
    assert not page.complaints


@pytest.mark.browser
def test_plotly_follows_the_colour_scheme_and_leaves_paper_alone(browser_page):
    """A drawn chart takes the new scheme's colours; print shows the SVG."""
    page = browser_page
    page.locator("#diagram-prov summary").focus()
    page.wait_for_selector("#diagram-prov.vp-diagram--ritad")
    line_colour = "() => getComputedStyle(document.querySelector('#diagram-prov .js-line')).stroke"
    light = page.evaluate(line_colour)
    page.evaluate("() => { document.body.dataset.mdColorScheme = 'slate' }")
    page.wait_for_function(f"before => ({line_colour})() !== before", arg=light)
    page.emulate_media(media="print")
    assert not page.locator("#diagram-prov .vp-diagram__plotly").is_visible()
    assert page.locator("#diagram-prov .vp-bred").is_visible()


@pytest.mark.browser
def test_the_drawing_stays_when_plotly_cannot_be_loaded(browser_page, tmp_path):
    """A missing library costs the reader nothing but the interaction."""
    page = browser_page
    (tmp_path / "vendor" / "plotly-basic.min.js").unlink()
    page.evaluate("() => { window.addEventListener('error', () => { window.failed = true }, true) }")
    page.locator("#diagram-prov summary").focus()
    page.wait_for_function("() => window.failed")
    assert page.locator("#diagram-prov .vp-bred").is_visible()
    assert page.locator(".vp-diagram--ritad, .vp-diagram__plotly").count() == 0


def test_what_arrows_mean_is_said():
    """Arrows are explained, with the years of targets that are a direction alone; without arrows nothing is said."""
    up = ChartTarget("pil", "öka", 2023, 2024, direction="upp")
    least = ChartTarget("linje", "minst 5", 2024, 2025, low=Decimal(5), direction="upp")
    band = ChartTarget("band", "77–80", 2024, 2025, low=Decimal(77), high=Decimal(80))
    assert arrow_key([band]) == ""
    assert arrow_key([band, least]) == "Pilarna visar åt vilket håll målet är."
    down = replace(up, text="minska", start=2025, end=2026, direction="ned")
    assert arrow_key([least, replace(up, start=2024, end=2025), up, down]) == (
        "Pilarna visar åt vilket håll målet är. "
        "Utan tal är målet 2023 och 2024 högre än förut och 2025 lägre än förut."
    )


MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


def month(when, value):
    year, number = divmod(when, 100)
    label = f"{MONTHS[number - 1]} {year}"
    return point(year, value, "%", x=year + (number - 0.5) / 12, label=label)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (
            {202911: "8.2", 203011: "8.9", 203202: "8.1", 203203: "7.2"},
            "Minskade från 8,1 % (feb 2032) till 7,2 % (mar 2032).",
        ),
        (
            {203003: "6.0", 203103: "6.5", 203111: "9.0", 203202: "8.1", 203203: "7.2"},
            "Minskade från 8,1 % (feb 2032) till 7,2 % (mar 2032), högre än 6,5 % (mar 2031).",
        ),
        ({203003: "6.0", 203111: "9.0", 203203: "5.2"}, "5,2 % (mar 2032), lägre än 6,0 % (mar 2030)."),
        (
            {203010: "6.0", 203111: "9.0", 203203: "5.2"},
            "5,2 % (mar 2032), inget värde för samma tid ett tidigare år.",
        ),
        ({203003: "6.0", 203103: "6.5", 203203: "7.2"}, "Ökade från 6,0 % (mar 2030) till 7,2 % (mar 2032)."),
    ],
)
def test_a_month_is_set_against_the_one_before_and_the_same_month_only(told, sentence):
    """A line of months says the last step between neighbours, and the same month of the latest year that has it."""
    months = ChartLine("", tuple(month(when, value) for when, value in told.items()), step=0.13)
    assert conclude(chart(months, unit="%")).replace("\u00a0", " ") == sentence
