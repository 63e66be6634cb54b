"""Bar charts of tables: scale, zero line, gaps, looks, labels, sentences and the Plotly figure."""

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

from vpgen.charts import NARROW, WIDE, BarChartView, BarSeries, conclude_bars, make_bar_chart
from vpgen.charts.axes import text_width
from vpgen.charts.labels import whole_rows

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden" / "diagram"
STATIC = ROOT / "templates" / "statiskt"
NBSP = "\u00a0"
LONG = "Lekplatsförvaltningsnämndens gungställningsunderhållsentreprenadsupphandling i norra delen"


def series(name, *values):
    return BarSeries(name, tuple(None if value is None else Decimal(value) for value in values))


def bars(*all_series, rows=("Gungor", "Rutschkanor", "Sandlådor"), unit="mnkr", name="prov"):
    return BarChartView(name, "Driftbudget parknämnden", unit, tuple(rows), all_series)


def case_costs():
    """Costs with parts, long labels with footnote marks, a zero and a row that only the newest plan has."""
    return bars(
        series("Utfall 2024", "-314.3", "-274.4", "0.0", "-2077.9"),
        series("Budget 2024", "-356.2", "-307.6", None, "-2152.3"),
        series("Utfall 2023", "-313.9", "-271.0", None, "-1998.0"),
        rows=(
            "Parknämnden och parkkontoret, varav",
            "- Parkkontoret",
            "- Digital lekutveckling inom lekplatsförvaltningens gemensamma verksamheter *)",
            "Lekvalsenheten",
        ),
    )


def case_mixed():
    """Values on both sides of zero in four series, so that every look is drawn."""
    return bars(
        series("Utfall 2024", "-41.2", "12.7", "-28.5"),
        series("Budget 2024", "-51.9", "9.0", "18.4"),
        series("Utfall 2023", "-30.5", None, "9.8"),
        series("Prognos 2025", "-44.5", "11.0", "12.0"),
        rows=("Nettokostnader", "Finansnetto", "Resultat"),
    )


def case_staff():
    """Two series of people, with the decimals that each value has."""
    return bars(series("Kvinnor", "46", "56.8", "3"), series("Män", "12", "14.5", "0"), unit="årsarbetare")


CASES = {"kostnader": case_costs, "bada-sidor": case_mixed, "personal": case_staff}


def template():
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    return environment.get_template("delar/diagram.html").module


def html(view):
    return str(template().diagram(make_bar_chart(view)))


def drawings(view):
    made = make_bar_chart(view)
    return made.wide, made.narrow


def drawn_bars(svg):
    """The bars of a drawing without the samples in its legend, series by series."""
    every = [shape for shape in svg.shapes if "vp-stapel" in shape.css.split()]
    return [shape for shape in every if min(y for _, y in shape.points) >= svg.plot.top]


def length(shape):
    """How far a bar goes, negative to the left."""
    return shape.points[1][0] - shape.points[0][0]


def texts(svg, css):
    return [text for text in svg.texts if text.css == css]


def written(svg):
    return [text.rows[0] for text in texts(svg, "vp-varde")]


@pytest.mark.parametrize("name", CASES)
def test_a_bar_drawing_equals_its_golden_file(name, pytestconfig):
    """The drawings of invented cases change only when someone means them to."""
    for svg, width in zip(drawings(CASES[name]()), ("bred", "smal"), strict=True):
        path = GOLDEN / f"staplar-{name}-{width}.svg"
        drawn = str(template().ritning(svg, f"vp-{width}")) + "\n"
        if pytestconfig.getoption("--update-golden"):
            path.write_text(drawn, encoding="utf-8")
        assert drawn == path.read_text(encoding="utf-8")


def test_no_golden_file_of_bars_is_left_over():
    """Every golden drawing of bars belongs to a case."""
    names = {path.stem.rsplit("-", 1)[0] for path in GOLDEN.glob("staplar-*")}
    assert names == {f"staplar-{name}" for name in CASES}


numbers = st.decimals(min_value=-(10**7), max_value=10**7, places=2, allow_nan=False)
labels = st.text("abcdefghijklmnopqrstuvwxyzåäö -/0123456789", min_size=1, max_size=120)


@st.composite
def views(draw):
    rows = draw(st.lists(labels, min_size=1, max_size=14))
    values = st.lists(st.none() | numbers, min_size=len(rows), max_size=len(rows)).map(tuple)
    columns = draw(st.lists(st.builds(BarSeries, labels, values), min_size=1, max_size=4))
    known = BarSeries(columns[0].name, (draw(numbers), *columns[0].values[1:]))
    return bars(known, *columns[1:], rows=rows)


def extent(text, size):
    """The box of a text: left, top, right, bottom."""
    wide = max(text_width(row, size) for row in text.rows)
    left = text.x - wide if text.anchor == "end" else text.x
    return left, text.y - size.text, left + wide, text.y + (len(text.rows) - 1) * text.step


@given(views())
def test_no_text_of_bars_leaves_the_drawing(view):
    """Every text lies inside the viewBox, and every bar inside the plot area, whatever the table."""
    for svg, size in zip(drawings(view), (WIDE, NARROW), strict=True):
        assert len(texts(svg, "vp-varde")) == len(view.series) * len(view.categories)
        for text in svg.texts:
            left, top, right, bottom = extent(text, size)
            assert left >= -0.2
            assert top >= -1
            assert right <= svg.width + 0.2
            assert bottom <= svg.height
        for x, y in (spot for shape in drawn_bars(svg) for spot in shape.points):
            assert svg.plot.left - 0.2 <= x <= svg.plot.right + 0.2
            assert svg.plot.top <= y <= svg.plot.bottom


@given(views())
def test_bars_are_as_long_as_their_values(view):
    """All bars share one scale from zero, to the left where signs differ, and only a zero has none."""
    values = [value for each in view.series for value in each.values if value]
    signs = -1 if all(value < 0 for value in values) else 1
    for svg in drawings(view):
        lengths = [length(shape) for shape in drawn_bars(svg)]
        assert len(lengths) == len(values)
        longest = max(map(abs, lengths), default=0)
        for value, drawn in zip(values, lengths, strict=True):
            share = float(value) * signs / max(abs(float(other)) for other in values)
            assert drawn == pytest.approx(share * longest, abs=0.2)


@given(views())
def test_texts_of_bars_do_not_cover_each_other(view):
    """No label, name or value stands upon another, in either drawing."""
    for svg, size in zip(drawings(view), (WIDE, NARROW), strict=True):
        boxes = sorted((extent(text, size) for text in svg.texts), key=lambda box: box[1])
        for i, one in enumerate(boxes):
            for other in boxes[i + 1 :]:
                apart = one[2] <= other[0] + 0.2 or other[2] <= one[0] + 0.2
                assert apart or one[3] <= other[1] + 1.2


@given(labels, st.sampled_from([WIDE, NARROW]), st.integers(60, 360))
def test_a_label_is_broken_but_never_cut(label, size, width):
    """The rows of a label hold all its letters and none is wider than its room."""
    rows = whole_rows(label, size, width)
    assert re.sub(r"[\s-]", "", "".join(rows)) == re.sub(r"[\s-]", "", label)
    assert all(text_width(row, size) <= width for row in rows)


def test_a_word_too_long_for_its_row_is_divided_with_a_hyphen():
    """Even the longest Swedish compound is written out, over several rows."""
    svg = drawings(bars(series("Utfall", 5), rows=[LONG]))[1]
    (label,) = [text for text in texts(svg, "vp-namn") if text.x == 0]
    assert len(label.rows) > 1
    assert "…" not in "".join(label.rows)
    assert "".join(label.rows).replace("-", "").replace(" ", "") == LONG.replace(" ", "")


def test_costs_go_to_the_right_and_the_axis_says_so():
    """Where no value is positive, bars show sizes to the right, and the caption tells of the missing signs."""
    for svg in drawings(case_costs()):
        assert all(length(shape) > 0 for shape in drawn_bars(svg))
        caption = " ".join(texts(svg, "vp-svag")[0].rows)
        assert caption == "Driftbudget parknämnden, mnkr; negativa tal visas utan minus"
        assert written(svg)[:4] == ["314,3", "274,4", "0,0", f"2{NBSP}077,9"]


def test_values_on_both_sides_have_a_zero_line_and_their_signs():
    """Bars start from one zero line, negative ones to the left with their value before them."""
    for svg in drawings(case_mixed()):
        assert {shape.points[0][0] for shape in drawn_bars(svg)} == {
            x for shape in svg.shapes if shape.css == "vp-axel" for x, _ in shape.points
        }
        assert [length(shape) > 0 for shape in drawn_bars(svg)[:3]] == [False, True, False]
        first = texts(svg, "vp-varde")[0]
        assert (first.rows, first.anchor) == (("−41,2",), "end")
        assert "utan minus" not in " ".join(texts(svg, "vp-svag")[0].rows)


def test_a_missing_value_is_a_dash_without_a_bar():
    """None leaves its lane empty but for a dash; a zero is written, without a bar."""
    svg = drawings(bars(series("Utfall", 4, None, 0), series("Budget", 2, 3, None)))[0]
    assert written(svg) == ["4", "–", "0", "2", "3", "–"]
    assert len(drawn_bars(svg)) == 3


@pytest.mark.parametrize("value", ["7.5", "-7.5"])
def test_equal_values_have_equal_bars(value):
    """Values that are all the same fill the room alike."""
    for svg in drawings(bars(series("Utfall", value, value, value))):
        assert len({length(shape) for shape in drawn_bars(svg)}) == 1
        assert length(drawn_bars(svg)[0]) > svg.width / 3


def test_all_zero_has_values_and_no_bars():
    """A table of zeros is drawn as such, and nothing is said of minus."""
    for svg in drawings(bars(series("Utfall", "0.0", "0.0", "0.0"), series("Budget", "0.0", None, "0.0"))):
        assert drawn_bars(svg) == []
        assert set(written(svg)) == {"0,0", "–"}
        assert "minus" not in " ".join(texts(svg, "vp-svag")[0].rows)


def test_one_category_is_drawn_alone():
    """A single row with a single series is one bar with its name, label and value."""
    for svg in drawings(bars(series("Utfall 2024", 12), rows=["Gungor"])):
        assert len(drawn_bars(svg)) == 1
        assert [" ".join(text.rows) for text in texts(svg, "vp-namn")] == ["Utfall 2024", "Gungor"]


def test_labels_stand_beside_wide_bars_and_above_narrow_ones():
    """On a phone the bars have the whole width, as labels stand above them."""
    wide, narrow = drawings(case_mixed())
    assert wide.plot.left > 60
    assert narrow.plot.left < 2
    label = texts(narrow, "vp-namn")[4]
    assert label.rows == ("Nettokostnader",)
    assert label.y < drawn_bars(narrow)[0].points[0][1]


def test_series_differ_in_more_than_colour():
    """Filled, hollow, striped and with a core: no two series look alike on grey paper."""
    css = (STATIC / "diagram.css").read_text(encoding="utf-8")
    assert re.search(r"\.vp-stapel \{\s+fill: var\(--vp-bakgrund\)", css)
    assert re.search(r"\.vp-stapel-1 \{\s+fill: currentcolor", css)
    assert re.search(r"\.vp-fyllning-3 \{[^}]+stroke-dasharray", css)
    assert re.search(r"\.vp-fyllning-4 \{\s+stroke-width: 4px;\s+\}", css)
    svg = drawings(case_mixed())[0]
    inside = [shape.css.split()[0] for shape in svg.shapes if shape.css.startswith("vp-fyllning")]
    assert {css: inside.count(css) for css in inside} == {"vp-fyllning-3": 3, "vp-fyllning-4": 4}


def test_the_legend_names_the_series_in_order_above_the_bars():
    """Every series has a sample and its whole name, first to last, even where names are long."""
    names = ["Utfall 2024", LONG, "Utfall 2023", "Prognos"]
    for svg in drawings(bars(*(series(name, 1, 2, 3) for name in names))):
        legend = texts(svg, "vp-namn")[:4]
        assert ["".join(text.rows)[:7] for text in legend] == [name[:7] for name in names]
        assert all(text.y < svg.plot.top for text in legend)
        assert all((a.y, a.x) < (b.y, b.x) for a, b in pairwise(legend))
        samples = [s for s in svg.shapes if "vp-stapel" in s.css and s.points[0][1] < svg.plot.top]
        assert [shape.css.split()[1] for shape in samples] == [f"vp-stapel-{i}" for i in range(1, 5)]


SENTENCES = [
    (
        case_costs(),
        "Störst skillnad mellan Utfall 2024 och Budget 2024: Lekvalsenheten, 74,4 mnkr under budget.",
    ),
    (
        bars(series("A", "4.5", "6", "1"), series("B", "2.5", "8", "1"), unit="%"),
        "Störst skillnad mellan A och B: Gungor och Rutschkanor, 2,0 procentenheter vardera.",
    ),
    (
        bars(series("A", 1, 2, 3), series("B", -1, 0, 1)),
        (
            "Noll i B men inte i A: Rutschkanor 2 mnkr. Störst skillnad mellan A och B bland poster som finns i båda: "
            "Gungor och Sandlådor, 2 mnkr vardera högre i A."
        ),
    ),
    (
        bars(series("A", 2, 3, 4, 5), series("B", 1, 2, 3, 4), rows=("a", "b", "c", "d"), unit=""),
        "Störst skillnad mellan A och B: 4 rader, 1 vardera högre i A.",
    ),
    (
        bars(
            series("A", -1, -9),
            series("B", -2, -3),
            rows=("Gungor", "- Parknämnden och parkkontoret **), varav"),
        ),
        "Störst skillnad mellan A och B: Parknämnden och parkkontoret, 6 mnkr högre i A.",
    ),
    (
        bars(series("Budget 2025", "380", "12", None), series("Prognos 2024", "0", "10", "99")),
        (
            "Nya poster i Budget 2025: Gungor 380 mnkr. Störst skillnad mellan Budget 2025 och Prognos 2024 bland "
            "poster som finns båda åren: Rutschkanor, 2 mnkr högre i Budget 2025."
        ),
    ),
    (
        bars(series("Budget 2025", "-380", "-12", "0"), series("Prognos 2024", "0", "-12", "-9")),
        (
            "Nya poster i Budget 2025: Gungor 380 mnkr. Poster bara i Prognos 2024: Sandlådor 9 mnkr. "
            "Övriga poster är lika i Budget 2025 och Prognos 2024."
        ),
    ),
    (
        bars(
            series("Budget 2025", 1, 2, 3, 4, 9),
            series("Utfall 2024", 0, 0, 0, 0, 8),
            rows=("a", "b", "c", "d", "e"),
        ),
        (
            "Nya poster i Budget 2025: 4 rader. Störst skillnad mellan Budget 2025 och Utfall 2024 bland poster som "
            "finns båda åren: e, 1 mnkr högre i Budget 2025."
        ),
    ),
    (
        bars(series("Budget 2025", "380"), series("Prognos 2024", "0"), rows=["Gungor"]),
        "Störst skillnad mellan Budget 2025 och Prognos 2024: Gungor, 380 mnkr högre i Budget 2025.",
    ),
    (
        bars(series("Maj, Totalt", 3), series("Juni, Totalt", 5), rows=["Gungor"], unit="st"),
        "Störst skillnad mellan Maj, Totalt och Juni, Totalt: Gungor, 2 st färre i Maj.",
    ),
    (
        bars(series("Utfall 2024", "-5"), series("Budget 2024", "-3"), rows=["Gungor"]),
        "Störst skillnad mellan Utfall 2024 och Budget 2024: Gungor, 2 mnkr över budget.",
    ),
    (
        bars(series("A", 1, 2, None), series("B", 1, 2, 3)),
        "A och B är lika på varje rad som har värde för båda.",
    ),
    (bars(series("A", 1, None, None), series("B", None, 2, 3)), "Ingen rad har värde för både A och B."),
    (
        bars(series("Utfall 2024", "-4.1", None, "1.9")),
        "Utfall 2024: från −4,1 mnkr (Gungor) till 1,9 mnkr (Sandlådor).",
    ),
    (bars(series("Utfall 2024", 5, 5, None)), "Utfall 2024: 5 mnkr (Gungor och Rutschkanor)."),
    (bars(series("Utfall 2024", 5), rows=["Gungor"]), "Utfall 2024: 5 mnkr (Gungor)."),
]


@pytest.mark.parametrize(("view", "sentence"), SENTENCES)
def test_the_conclusion_of_bars_is_a_sentence(view, sentence):
    """The largest difference of the first two series is said with its direction, or what a single one spans."""
    assert conclude_bars(view).replace(NBSP, " ") == sentence
    assert make_bar_chart(view).conclusion == conclude_bars(view)


@pytest.mark.parametrize(
    ("view", "message"),
    [
        (bars(), "has 0 series"),
        (bars(*(series(str(i), 1, 2, 3) for i in range(5))), "has 5 series"),
        (bars(series("A", 1, 2)), "not as long as its categories"),
        (bars(series("A", None, None, None)), "holds no number"),
    ],
)
def test_what_cannot_be_drawn_as_bars_is_refused(view, message):
    """A chart that would be empty, unreadable or wrong is an error of the caller."""
    with pytest.raises(ValueError, match=message):
        make_bar_chart(view)


@pytest.mark.parametrize("name", CASES)
def test_the_figure_of_bars_is_a_valid_plotly_figure(name):
    """Plotly accepts every property, and the narrow layout has a place for every bar."""
    view = CASES[name]()
    made = json.loads(make_bar_chart(view).figure)
    for layout in (made["layout"], made["layout"] | made["narrow"]):
        assert len(go.Figure({"data": made["data"], "layout": layout}).data) == len(view.series)
    assert [len(places) for places in made["narrow_y"]] == [len(view.categories)] * len(view.series)


def test_hovering_shows_row_column_and_the_value_with_its_sign():
    """Also where bars are drawn without minus, the hover text has the value as the table does."""
    trace = json.loads(make_bar_chart(case_costs()).figure)["data"][1]
    assert trace["hovertext"][3] == f"Lekvalsenheten<br>Budget 2024<br><b>−2{NBSP}152,3{NBSP}mnkr</b>"
    assert trace["text"][3] == f"2{NBSP}152,3"
    assert trace["x"][2:] == [None, 2152.3]


HOSTILE = "</script><img src=x onerror=alert(1)>\"'&"


def test_hostile_names_of_bars_stay_text():
    """Names from a table become neither markup of the page nor of Plotly."""
    view = replace(bars(series(HOSTILE, 1), rows=[HOSTILE], unit=HOSTILE), title=HOSTILE)
    page = html(view)
    assert "<img" not in page
    assert "<script" not in page
    assert "<img" not in ET.fromstring(page).attrib["data-figur"]


def test_the_page_holds_the_sentence_and_hidden_drawings_and_no_second_table():
    """Screen readers get the sentence; the table that the bars show stands beside them on the page."""
    page = ET.fromstring(html(case_costs()))
    assert page.find("figcaption").text.startswith("Störst skillnad")
    assert [drawing.attrib["aria-hidden"] for drawing in page.findall(".//svg")] == ["true", "true"]
    assert page.find("details") is None
    assert page.find(".//table") is None


def test_colours_of_bars_are_defined():
    """The style sheet has every custom property that figures of bars name."""
    css = (STATIC / "diagram.css").read_text(encoding="utf-8")
    used = set(re.findall(r"var\(--([\w-]+)\)", make_bar_chart(case_mixed()).figure))
    assert len(used) >= 7
    assert all(css.count(f"--{name}: #") == 2 for name in used)


def test_the_same_bars_give_the_same_bytes():
    """A chart is made of its view alone."""
    assert html(case_mixed()) == html(case_mixed())


@pytest.fixture(params=[390, 1366])
def bar_page(tmp_path, browser, request):
    """A page with a chart of bars, on a phone and on a desk."""
    for name in ("diagram.js", "diagram.css", "vendor/plotly-basic.min.js"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(STATIC / name, tmp_path / name)
    (tmp_path / "sida.html").write_text(
        '<!doctype html><html lang="sv"><meta charset="utf-8"><link rel="stylesheet" href="diagram.css">'
        f'<body data-md-color-scheme="default">{html(case_mixed())}<script src="diagram.js"></script>',
        encoding="utf-8",
    )
    page = browser.new_page(viewport={"width": request.param, "height": 800})
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto((tmp_path / "sida.html").as_uri())
    yield page
    page.close()


BOXES = """css => [...document.querySelectorAll(css)].map((one) => one.getBoundingClientRect())
    .filter((box) => box.width > 0).map((box) => [box.left, box.right, box.top + box.height / 2].map(Math.round))"""


@pytest.mark.browser
def test_plotly_draws_the_bars_where_the_drawing_has_them(bar_page):
    """When Plotly takes over every bar keeps its place, in the wide and in the narrow drawing."""
    page = bar_page
    css = next(c for c in (".vp-bred", ".vp-smal") if page.locator(c).is_visible())
    before = page.evaluate(BOXES, f"{css} .vp-stapel")[4:]
    page.hover(".vp-diagram__yta")
    page.wait_for_selector(".vp-diagram--ritad")
    after = page.evaluate(BOXES, ".vp-diagram__plotly .bars .point path")
    assert len(before) == 11
    for drawn, taken_over in zip(before, after, strict=True):
        assert taken_over == pytest.approx(drawn, abs=2)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not page.complaints
