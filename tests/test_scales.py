"""Scales of any kind: what a level leads to, which scale is used for what, and how the symbols are told apart."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invented import ORGANISATION, results_of, write
from test_frame import contrast
from vpgen.checks import check
from vpgen.ledger import make_ledger
from vpgen.loader import load
from vpgen.model.files import ARROWS, COLOURS, SHAPES, Legend, Scale
from vpgen.pages.assignments import assignments_page
from vpgen.pages.boards import make_body
from vpgen.pages.control import region_control_page
from vpgen.pages.goal import make_goal
from vpgen.pages.look import Look
from vpgen.pages.rows import row_view
from vpgen.pages.standing import standing_pages
from vpgen.pages.symbols import MIXED, scale_symbols
from vpgen.pages.texts import legend_page
from vpgen.pages.years import year_page
from vpgen.source import read_yaml
from vpgen.statuses import MEASURE_SCALE, scale_of

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
KEYS = ("nått", "saknas", "lyfts", "färg", "form", "pil")


def level(written):
    """A level from `word`, or `word nått=ja färg=röd`."""
    word, *fields = re.split(rf" (?=(?:{'|'.join(KEYS)})=)", written)
    lines = "".join(f"    {field.replace('=', ': ')}\n" for field in fields)
    return f"  {word}:\n    betyder: det betyder {word.lower()}\n{lines}"


def scale_text(*levels, heading="Läge"):
    """A scale as an author writes it."""
    return f"rubrik: {heading}\nnivåer:\n" + "".join(level(each) for each in levels)


def scale(*levels):
    """A scale of these levels."""
    return Scale.model_validate(read_yaml(scale_text(*levels), "organisation.yml")[0], context=[])


def under(key, text):
    """A scale under its key in the legend of 2024, at the depth that the organisation's file has it."""
    return f"    {key}:\n" + "".join(f"      {line}\n" for line in text.splitlines())


FIVE = scale_text(
    "Mycket god nått=ja färg=grön",
    "god nått=ja färg=ljusgrön",
    "blandad saknas=ibland",
    "bristfällig färg=orange",
    "mycket bristfällig färg=röd",
    heading="Fem steg",
)
ACTIONS = scale_text(
    "avslutad",
    "pågår form=halvcirkel",
    "ej påbörjad form=ring",
    "försenad lyfts=ja",
    "inställd lyfts=ja",
    heading="Uppdragens läge",
)
YES_NO = scale_text("ja", "nej", heading="Aktiviteter")
DONE = scale_text("genomförd", "delvis genomförd", "ej gjord", heading="Åtgärder")
WORDS = scale_text("helt", "delvis eller ej mätbar saknas=ibland", "inte alls", "tomt saknas=ja")
ARROWED = scale_text("upp pil=upp", "ned pil=ned", heading="Pilar").replace(
    "nivåer:", "pilarna visar: värdet\nnivåer:"
)


def organisation(**scales):
    """The invented organisation with a legend of 2024 of these scales."""
    head = "\n".join(line[4:] for line in ORGANISATION.split("\n"))
    return head.rstrip() + "\n  2024:\n" + "".join(under(key, text) for key, text in scales.items())


ALL = {
    "bedömning": FIVE,
    "uppdrag": ACTIONS,
    "aktivitet": YES_NO,
    "utveckling": ARROWED,
    "indikator": WORDS,
    "åtgärd": DONE,
}
PLAN = """
    underlag: original
    mål:
      trygga:
        sort: nämndens mål
        text: Lekplatserna är trygga.
        indikatorer:
          besiktigade:
            målvärde: minst 95 %
          utslapp:
            målvärde: högst 40 ton
      roliga:
        sort: nämndens mål
        text: Lekplatserna är roliga.
      fina:
        sort: nämndens mål
        text: Lekplatserna är fina.
    uppdrag:
      rita:
        text: Rita lekplatser.
      bygg:
        text: Bygg lekplatser.
      mala:
        text: Måla lekplatser.
    aktiviteter:
      kopa:
        text: Köp färg.
    internkontroll:
      risker:
        gunga:
          område: Säkerhet
          risk: Risken att gungan brister.
          åtgärder:
            smorj:
              text: Smörj gungan.
            byt:
              text: Byt kedjan.
    """
REPORT = """
    underlag: original
    period: 2024
    mål:
      trygga:
        bedömning: Blandad
        utveckling: upp
        indikatorer:
          besiktigade:
            utfall: 90 %
            status: delvis eller ej mätbar
          utslapp:
            utfall: 30 ton
            status: inte alls
      roliga:
        bedömning: mycket god
        utveckling: ned
      fina:
        bedömning: mycket bristfällig
        utveckling: ned
    uppdrag:
      rita:
        bedömning: inställd
      bygg:
        bedömning: pågår
      mala:
        bedömning: ej bedömd
        orsak: ingen har sett efter
    aktiviteter:
      kopa:
        bedömning: nej
    internkontroll:
      risker:
        gunga:
          åtgärder:
            smorj:
              status: ej gjord
            byt:
              status: genomförd
    """
BEFORE = """
    underlag: original
    period: 2023
    mål:
      trygga:
        bedömning: gul
        indikatorer:
          besiktigade:
            utfall: 85 %
          utslapp:
            utfall: 50 ton
    """
OLD_PLAN = PLAN.partition("      roliga:")[0]
FILES = {
    "organisation.yml": organisation(**ALL),
    "parknamnden/2023/plan.yml": OLD_PLAN,
    "parknamnden/2023/verksamhetsberattelse.yml": BEFORE,
    "parknamnden/2024/plan.yml": PLAN,
    "parknamnden/2024/verksamhetsberattelse.yml": REPORT,
}


@pytest.fixture
def look(tmp_path):
    """The invented region whose every kind has a scale of its own."""
    return Look(results_of(tmp_path, FILES), (), lambda _file, _line: "", ())


def park(look, year=2024):
    """The follow-up of the parknämnd's year."""
    return look.results.newest("parknamnden", year)


# What a level leads to


@pytest.mark.parametrize(
    ("levels", "reached", "raised"),
    [
        (["ja", "nej"], {"ja"}, {"nej"}),
        (["grön", "gul", "röd"], {"grön"}, {"röd"}),
        (["a", "b", "c", "d"], {"a"}, {"d"}),
        (["a", "b", "c", "d", "e", "f", "g"], {"a"}, {"g"}),
        (["a nått=ja", "b nått=ja", "c", "d", "e"], {"a", "b"}, {"e"}),
        (["avslutad nått=ja", "pågår", "ej påbörjad", "försenad lyfts=ja", "inställd lyfts=ja"], {"avslutad"},
         {"försenad", "inställd"}),
        (["a", "b nått=ja", "c"], {"a", "b"}, {"c"}),
        (["a", "blandad saknas=ibland", "b nått=ja", "c nått=nej"], {"a", "b"}, {"c"}),
        (["a", "b", "c lyfts=nej"], {"a"}, set()),
        (["a", "b lyfts=ja", "c lyfts=nej"], {"a"}, {"b"}),
        (["a", "b", "tomt saknas=ja"], {"a"}, {"b"}),
        (["a", "b", "blandad saknas=ibland"], {"a"}, {"blandad"}),
        (["blandad saknas=ibland", "a", "b"], {"a"}, {"b"}),
        (["a"], {"a"}, set()),
        (["a", "tomt saknas=ja"], {"a"}, set()),
        (["tomt saknas=ja"], set(), set()),
        (["Grön", "RÖD"], {"grön"}, {"röd"}),
    ],
)  # fmt: skip
def test_what_is_reached_and_raised_is_marked_or_follows_from_the_order(levels, reached, raised):
    """Two to seven levels: the best is reached, or down to the last that is marked; the last needs attention, or those marked."""
    made = scale(*levels)
    assert {word for word, each in made.levels.items() if each.reached} == reached
    assert {word for word, each in made.levels.items() if each.raised} == raised


def test_a_level_for_missing_values_never_says_how_it_went():
    """A level that is used for a missing value, always or at times, tells neither reached nor not reached."""
    made = scale("helt", "delvis eller ej mätbar saknas=ibland", "inte alls", "tomt saknas=ja")
    answers = {word: made.reached(word) for word in made.levels}
    assert answers == {"helt": True, "delvis eller ej mätbar": None, "inte alls": False, "tomt": None}
    assert made.reached("okänd") is None
    assert made.verdicts == ("helt", "inte alls")
    assert made.for_missing == "tomt"


@given(st.lists(st.sampled_from([None, *SHAPES]), min_size=1, max_size=len(SHAPES)))
def test_levels_without_a_shape_are_given_one_that_no_other_has(shapes):
    """Whatever shapes are written, those left out are filled with free ones."""
    made = scale(*[f"nivå{at}" + (f" form={shape}" if shape else "") for at, shape in enumerate(shapes)])
    filled = [each.shape for each, written in zip(made.levels.values(), shapes, strict=True) if not written]
    assert all(filled)
    assert len(set(filled)) == len(filled)
    assert not set(filled) & {shape for shape in shapes if shape}


def test_a_level_for_missing_values_is_a_ring_where_nothing_else_is_said():
    """The symbol of a missing value is hollow, so that nobody takes it for a judgement."""
    assert scale("a", "tomt saknas=ja").levels["tomt"].shape == "ring"
    assert scale("a form=ring", "tomt saknas=ja").levels["tomt"].shape == "cirkel"


def test_the_built_in_scale_of_measures_follows_the_same_rules():
    """Avslutad means done, ej genomförd needs attention."""
    assert [(each.reached, each.raised) for each in MEASURE_SCALE.levels.values()] == [
        (True, False), (False, False), (False, True),
    ]  # fmt: skip


# Which scale is used for what


def legend(**scales):
    """A legend of these scales."""
    text = "".join(
        f"{key}:\n" + "".join(f"  {line}\n" for line in of.splitlines()) for key, of in scales.items()
    )
    return Legend.model_validate(read_yaml(text, "organisation.yml")[0], context=[])


@pytest.mark.parametrize(
    ("scales", "headings"),
    [
        ({"bedömning": FIVE}, ("Fem steg", "Fem steg", "Fem steg")),
        ({"bedömning": FIVE, "uppdrag": ACTIONS}, ("Fem steg", "Uppdragens läge", "Uppdragens läge")),
        ({"bedömning": FIVE, "aktivitet": YES_NO}, ("Fem steg", "Fem steg", "Aktiviteter")),
        ({"bedömning": FIVE, "uppdrag": ACTIONS, "aktivitet": YES_NO},
         ("Fem steg", "Uppdragens läge", "Aktiviteter")),
    ],
)  # fmt: skip
def test_what_has_no_scale_of_its_own_has_the_one_above(scales, headings):
    """Assignments without a scale are assessed as goals, activities without one as assignments."""
    made = legend(**scales)
    kinds = ("nämndens mål", "uppdrag", "aktiviteter")
    assert tuple(scale_of(kind, made).heading for kind in kinds) == headings


def test_every_kind_is_assessed_and_counted_in_its_own_words(look):
    """Goals, assignments, activities, indicators and measures each have the words of their scale, in its order."""
    result = park(look)
    assert result.goals["trygga"].status.word == "blandad"
    assert result.assignments["rita"].level.meaning == "det betyder inställd"
    assert result.activities["kopa"].level.raised
    counted = {
        kind: {word: number for word, number in each.counts.items() if number}
        for kind, each in result.tallies.items()
    }
    assert counted == {
        "nämndens mål": {"mycket god": 1, "blandad": 1, "mycket bristfällig": 1},
        "uppdrag": {"pågår": 1, "inställd": 1, "ej bedömd": 1},
        "aktiviteter": {"nej": 1},
        "indikatorer": {"delvis eller ej mätbar": 1, "inte alls": 1},
        "åtgärder": {"genomförd": 1, "ej gjord": 1},
    }
    assert list(result.tallies["uppdrag"].counts)[:5] == [
        "avslutad", "pågår", "ej påbörjad", "försenad", "inställd",
    ]  # fmt: skip


def problems(tmp_path, files):
    """What the rules say of the invented region with these files, as code and message."""
    register = load(write(tmp_path, FILES | files))
    return [(each.code, each.message, each.hint) for each in check(register)]


def test_a_printed_summary_of_assignments_counts_in_their_words(tmp_path):
    """The summary's words for assignments are those of their scale, not those of goals."""
    summary = "sammanfattning:\n  uppdrag:\n    antal: 3\n    pågår: 1\n    inställd: 1\n    god: 1\n"
    report = "\n".join(line[4:] for line in REPORT.split("\n")) + summary
    told = problems(tmp_path, {"parknamnden/2024/verksamhetsberattelse.yml": report})
    assert [(code, message) for code, message, _ in told] == [
        ("okant-falt", "sammanfattningen har nivån ”god”, som inte finns i symbolerna")
    ]


# What the pages say


def test_what_needs_attention_is_of_every_kind_and_marked_by_its_scale(look):
    """The raised levels of goals, assignments, activities, indicators and measures, and no mixed level, are lifted."""
    body = make_body(look, look.results.register.bodies["parknamnden"])
    assert [(each.what, each.symbol.word) for each in body.attention] == [
        ("Nämndens mål", "Mycket bristfällig"),
        ("Indikator", "Inte alls"),
        ("Uppdrag", "Inställd"),
        ("Aktivitet", "Nej"),
        ("Åtgärd i internkontrollen", "Ej gjord"),
    ]
    assert body.unjudged.text == "1 av 3 mål och 1 av 3 uppdrag"


def test_a_mixed_level_is_shown_as_such_and_is_no_verdict(look):
    """Its symbol says that it tells nothing of the target, and the ledger sets no verdict against it."""
    rows = {row.row.indicator.id: row for row in park(look).goals["trygga"].rows}
    assert rows["besiktigade"].verdict.kind == "inte nått"
    shown = row_view(look, rows["besiktigade"]).status
    assert (shown.note, shown.mixed) == (MIXED, True)
    assert not rows["besiktigade"].status.is_verdict
    assert [each.result.row.indicator.id for each in make_ledger(look.results).differences] == ["utslapp"]


@pytest.mark.parametrize(
    ("status", "outcome", "differs"),
    [("helt", "50 %", True), ("nästan", "50 %", True), ("delvis", "97 %", False), ("nej", "97 %", True),
     ("inget", "97 %", True), ("helt", "97 %", False), ("inget", "50 %", False)],
)  # fmt: skip
def test_the_ledger_knows_which_levels_mean_reached(tmp_path, status, outcome, differs):
    """Every level that is marked as reached differs from a missed target; the worst and those marked not from a reached."""
    words = scale_text("helt nått=ja", "nästan nått=ja", "delvis", "nej nått=nej", "inget")
    row = f"          besiktigade:\n            utfall: {outcome}\n            status: {status}\n"
    goal = "      trygga:\n        bedömning: god\n        indikatorer:\n"
    report = f"    underlag: original\n    period: 2024\n    mål:\n{goal}{row}"
    files = {
        "organisation.yml": organisation(**(ALL | {"indikator": words})),
        "parknamnden/2024/verksamhetsberattelse.yml": report,
    }
    results = results_of(tmp_path, FILES | files)
    assert bool(make_ledger(results).differences) is differs


def test_counts_in_different_words_are_not_compared(look):
    """A follow-up before with another scale is named, but no word is said to be more or fewer."""
    changes = make_body(look, look.results.register.bodies["parknamnden"]).changes
    assert changes.unlike == "Nämndens mål och indikatorer"
    assert "Nämndens mål" not in dict(changes.lines)


def test_assignments_are_filtered_by_the_words_of_their_scale(look):
    """The choices are in the order of the scale, what is no level last, and each is what the assignments carry."""
    view = assignments_page(look, 2024).view
    assert [(each.value, each.number) for each in view.statuses] == [
        ("Pågår", 1), ("Inställd", 1), ("Ej bedömd", 1),
    ]  # fmt: skip
    carried = {each.status.word for board in view.boards for each in board.assignments}
    assert carried == {each.value for each in view.statuses}


def test_risks_whose_measures_need_attention_come_first_in_any_words(look):
    """The organisation's own words for a measure that is not done lift its risk."""
    view = region_control_page(look).view
    assert [each.text for each in view.raised] == ["Risken att gungan brister."]
    assert view.raised_words == "”ej gjord”"


def test_the_lists_behind_the_counts_have_every_word_once(look):
    """Every word that somebody has is a list of its own, with an id that no other has."""
    body = look.results.register.bodies["parknamnden"]
    (view,) = [page.view for page in standing_pages(look, body, 2024)]
    ids = [each.id for kind in view.kinds for each in kind.lists]
    assert len(ids) == len(set(ids)) >= 9
    assert "uppdrag-installd" in ids


def test_the_year_says_which_words_mean_that_a_goal_is_reached(look):
    """The matrix of goals explains itself in the words of the scale."""
    assert year_page(look, 2024, [2024]).view.reached == "”mycket god” och ”god”"


def test_the_legend_explains_every_scale_and_level(look):
    """Each scale once, with what it is for and what its levels lead to."""
    newest = legend_page(look).view.years[0]
    assert [(each.heading, each.of) for each in newest.scales] == [
        ("Fem steg", "mål"),
        ("Uppdragens läge", "uppdrag"),
        ("Aktiviteter", "aktiviteter"),
        ("Pilar", "utveckling"),
        ("Läge", "indikatorer"),
        ("Åtgärder", "åtgärder i internkontrollen"),
    ]
    five, actions, _, arrows, words, _ = newest.scales
    assert [leads for _, leads in five.symbols] == [
        "räknas som nått", "räknas som nått", "", "", "behöver uppmärksamhet",
    ]  # fmt: skip
    assert five.symbols[2][0].note == MIXED
    assert actions.symbols[0][1] == "räknas som genomfört"
    assert words.symbols[-1][1] == "står för att värdet saknas"
    assert "värdet har ökat" in arrows.note


# What an arrow means


@pytest.mark.parametrize(
    ("indicator", "before", "now", "words"),
    [
        ("besiktigade", "85 %", "90 %", "Ökat, vilket är en förbättring"),
        ("besiktigade", "95 %", "90 %", "Minskat, vilket är en försämring"),
        ("utslapp", "50 ton", "30 ton", "Minskat, vilket är en förbättring"),
        ("utslapp", "20 ton", "30 ton", "Ökat, vilket är en försämring"),
        ("bankar", "20 st", "30 st", "Ökat (indikatorn säger inte om det är bra)"),
        ("utslapp", "plats 9 av 21", "plats 4 av 21", "Förbättrad"),
        ("bankar", "20 st", "20 st", "Oförändrad"),
    ],
)
def test_where_arrows_show_values_the_computed_change_does_too(tmp_path, indicator, before, now, words):
    """Which way the value went, and in words whether that is good; a place in a ranking is better or worse only."""
    head = "mål:\n  trygga:\n"
    rows = f"    indikatorer:\n      {indicator}:\n"
    plan = f"underlag: original\n{head}    sort: nämndens mål\n    text: Trygga.\n{rows}"
    report = f"{head}    bedömning: {{word}}\n{rows}        utfall: {{value}}\n"
    files = {
        "organisation.yml": organisation(**ALL),
        "indikatorer/fler.yml": "bankar:\n  namn: Parkbänkar\n  enhet: st\n",
    }
    for year, word, value in ((2023, "gul", before), (2024, "god", now)):
        files[f"parknamnden/{year}/plan.yml"] = plan
        told = f"underlag: original\nperiod: {year}\n" + report.format(word=word, value=value)
        files[f"parknamnden/{year}/verksamhetsberattelse.yml"] = told
    look = Look(results_of(tmp_path, files), (), lambda _file, _line: "", ())
    (row,) = park(look).goals["trygga"].rows
    assert row_view(look, row).change == words
    (row,) = park(look, 2023).goals["trygga"].rows
    assert row_view(look, row).change == "Kan inte avgöras"


def test_a_boards_own_arrow_says_that_it_shows_the_value(look):
    """At a goal whose arrow shows the value it is said that this is not whether it is good."""
    plan = look.results.register.bodies["parknamnden"].plans[2024]
    shown = make_goal(look, plan, plan.goals["roliga"], park(look)).change
    assert (shown.arrow, shown.note) == ("ned", "pilen visar värdet, inte om det är bra")


def test_arrows_show_the_valuation_where_nothing_is_said(tmp_path):
    """The default: up is better, and computed changes are valued as they always were."""
    plain = ARROWED.replace("pilarna visar: värdet\n", "")
    files = FILES | {"organisation.yml": organisation(**(ALL | {"utveckling": plain}))}
    look = Look(results_of(tmp_path, files), (), lambda _file, _line: "", ())
    rows = park(look).goals["trygga"].rows
    assert [row_view(look, row).change for row in rows] == ["Förbättrad", "Förbättrad"]


# How symbols are told apart


def drawings():
    """What draws each shape and arrow, as the template has it."""
    macro = (TEMPLATES / "delar" / "makron.html").read_text(encoding="utf-8").partition("endmacro")[0]
    return dict(re.findall(r"s\.(?:shape|arrow) == '([a-z-]+)' %}(.*)", macro))


def test_every_shape_and_arrow_has_a_drawing_of_its_own():
    """No two shapes that an author may choose are drawn alike, nor like those of what is not assessed."""
    known = drawings()
    symbols = scale_symbols(scale(*[f"n{at} form={shape}" for at, shape in enumerate(SHAPES)]))
    arrows = scale_symbols(scale(*[f"n{at} pil={arrow}" for at, arrow in enumerate(ARROWS)]))
    names = [*(each.shape for each in symbols), *(each.arrow for each in arrows)]
    assert len(names) == len(SHAPES) + len(ARROWS) > 12
    assert set(names) <= set(known)
    assert len(set(known.values())) == len(known)


def tones():
    """The tones that the pages' own style sheet adds to the frame's, light and dark, and what they lie on."""
    pages = (TEMPLATES / "statiskt" / "sidor.css").read_text(encoding="utf-8")
    frame = (TEMPLATES / "statiskt" / "vpgen.css").read_text(encoding="utf-8")
    light, dark = (
        dict(re.findall(r"--vp-([a-z-]+): (#[0-9a-f]{6})", part)) for part in pages.split("@media screen", 1)
    )
    grounds = [
        dict(re.findall(r"--vp-(page|text): (#[0-9a-f]{6})", part)) for part in frame.split('="slate"] {', 1)
    ]
    return [light | grounds[0], dark | grounds[1]]


@pytest.mark.parametrize("at", [0, 1])
@pytest.mark.parametrize("tone", ["lightgreen", "orange"])
def test_the_tones_of_more_levels_are_readable_too(at, tone):
    """Text in or upon ljusgrön and orange has 4.5:1 on the page and on their tint, and their fill 3:1 on the page."""
    colour = tones()[at]
    assert contrast(colour[f"on-{tone}"], colour[tone]) >= 4.5
    assert contrast(colour[tone], colour["page"]) >= 3
    for ground in (colour["page"], colour[f"{tone}-tint"]):
        assert contrast(colour[f"{tone}-text"], ground) >= 4.5
        assert contrast(colour["text"], ground) >= 7


def test_every_colour_and_shape_has_a_style():
    """What an author may choose is known to the style sheet."""
    css = (TEMPLATES / "statiskt" / "sidor.css").read_text(encoding="utf-8")
    symbols = scale_symbols(scale(*[f"n{at} färg={colour}" for at, colour in enumerate(COLOURS)]))
    assert len(symbols) == len(COLOURS)
    for each in symbols:
        assert f".vp-symbol--{each.colour} {{" in css
