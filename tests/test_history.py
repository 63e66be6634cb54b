"""Series across documents: what is one point, what are two, and what each point rests on."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invented import key, one_goal, registered, values, write
from vpgen.history import make_history
from vpgen.model.content import Document
from vpgen.numbers import parse_quantity
from vpgen.periods import parse_period
from vpgen.reading import read_folder
from vpgen.resolve import resolve

PLAN = "besiktigade:\nbesok:\nutslapp:\nnojdhet:\n  serie: enkat\n"


def history_of(tmp_path, *documents):
    """The history of the invented region with these documents."""
    return make_history(
        registered(tmp_path, {name: text for files in documents for name, text in files.items()})
    )


def reported(report, year=2024, plan=PLAN, **more):
    """A year's plan of every indicator, and what its follow-up reports."""
    return one_goal(year, plan=plan, report=report, **more)


def only_point(history, of, when):
    """The one point of a series at a time."""
    (point,) = [point for point in history[of] if point.period == parse_period(when)]
    return point


# What is never joined


def test_values_of_different_scope_are_different_series(tmp_path):
    """A value for the county and one for the board are two series, whichever document tells them."""
    history = history_of(
        tmp_path,
        reported("utslapp:\n  gäller: lanet\n  utfall: 400 ton\n", 2023),
        reported("utslapp:\n  utfall: 9 ton\n", 2024),
        reported("utslapp:\n  gäller: lanet\n  utfall: 380 ton\n", 2024, body="lekplatsnamnden"),
    )
    assert values(history, key("utslapp", "lanet")) == {"2023": "400 ton", "2024": "380 ton"}
    assert values(history, key("utslapp")) == {"2024": "9 ton"}
    assert len(history) == 2


def test_values_by_different_definitions_are_different_series(tmp_path):
    """The same indicator measured in two ways gives two series."""
    report = (
        "nojdhet:\n  utfall: 71\n  andra värden:\n    nojdhet:\n      serie: intervju\n      utfall: 64\n"
    )
    history = history_of(tmp_path, reported(report))
    assert values(history, key("nojdhet", series="enkat")) == {"2024": "71"}
    assert values(history, key("nojdhet", series="intervju")) == {"2024": "64"}
    assert len(history) == 2


def test_values_of_different_groups_are_different_series(tmp_path):
    """Each group has its series, and everyone together one of their own."""
    history = history_of(
        tmp_path, reported("besok:\n  utfall:\n    barn: 40 %\n    vuxna: 50 %\n    alla: 46 %\n")
    )
    assert {of.group: values(history, of)["2024"] for of in history} == {
        "barn": "40 %",
        "vuxna": "50 %",
        None: "46 %",
    }


def test_values_of_different_times_are_different_points(tmp_path):
    """A year, its first half and its last month are three points of one series, in the order of their ends."""
    report = "utslapp:\n  utfall:\n    2024: 9 ton\n    jan–jun 2024: 4 ton\n    dec 2023: 1 ton\n"
    history = history_of(tmp_path, reported(report))
    assert list(values(history, key("utslapp"))) == ["dec 2023", "jan–jun 2024", "2024"]


# What is one point


def two_tellings(tmp_path, first, second):
    """The point of 2023 that a year's follow-up and the next year's tell."""
    history = history_of(
        tmp_path,
        reported(f"utslapp:\n  utfall: {first}\n", 2023),
        reported(f"utslapp:\n  utfall: 1 ton\n  tidigare:\n    2023:\n      utfall: {second}\n", 2024),
    )
    return only_point(history, key("utslapp"), "2023")


@pytest.mark.parametrize(
    ("first", "second"), [("1,2 tusen ton", "1 174 ton"), ("1 174 ton", "1,2 tusen ton")]
)
def test_tellings_that_agree_within_rounding_are_one_point(tmp_path, first, second):
    """Two printings of the same figure make one point, told most exactly, wherever the exact one stands."""
    point = two_tellings(tmp_path, first, second)
    assert [telling.text for telling in point.tellings] == ["1 174 ton", "1,2 tusen ton"]
    assert (point.best.text, point.conflict) == ("1 174 ton", False)
    assert [telling.role for telling in point.tellings if telling.text == second] == ["text"]


def test_tellings_that_cannot_be_the_same_figure_conflict(tmp_path):
    """69 and 70 are no roundings of each other: both are kept, and said to contradict."""
    point = two_tellings(tmp_path, "69 ton", "70 ton")
    assert point.conflict
    assert {point.best.text, *(each.text for each in point.contradicting)} == {"69 ton", "70 ton"}


def test_the_exact_value_is_the_point_and_the_printed_its_text(tmp_path):
    """Where the text gives more decimals than the table, the point has them, and what was printed is kept."""
    history = history_of(tmp_path, reported("besiktigade:\n  utfall: 69 %\n  exakt: 69,2 %\n"))
    best = only_point(history, key("besiktigade"), "2024").best
    assert (best.value, best.text) == (parse_quantity("69,2 %"), "69 %")


def test_a_value_goes_before_a_word_and_a_word_before_nothing(tmp_path):
    """Of several tellings the number is used, and that a value is missing elsewhere contradicts nothing."""
    history = history_of(
        tmp_path,
        reported("besiktigade:\n  utfall: saknas\n  orsak: ej mätt\n", 2023),
        reported("besiktigade:\n  utfall: 80 %\n  tidigare:\n    2023:\n      utfall: 75 %\n", 2024),
    )
    point = only_point(history, key("besiktigade"), "2023")
    assert (point.best.text, point.conflict, point.is_number) == ("75 %", False, True)
    word = history_of(tmp_path / "word", reported("besiktigade:\n  utfall: Helt\n"))
    assert not only_point(word, key("besiktigade"), "2024").is_number


def test_a_forecast_is_apart_from_outcomes(tmp_path):
    """What was expected is never what came to be, however exact, and does not contradict it."""
    history = history_of(
        tmp_path,
        reported("utslapp:\n  utfall: 9 ton\n  prognos: 12,25 ton\n"),
        one_goal(2025, plan="utslapp:\n  avser: per 31 juli 2024\n  prognos: 11 ton\n"),
    )
    point = only_point(history, key("utslapp"), "2024")
    assert (point.best.text, point.best.role, point.conflict) == ("9 ton", "utfall", False)
    assert [telling.role for telling in point.tellings] == ["utfall", "prognos"]
    alone = only_point(history, key("utslapp"), "per 31 juli 2024")
    assert (alone.best.role, alone.best.text) == ("prognos", "11 ton")


def test_what_a_follow_up_expects_is_of_the_whole_year(tmp_path):
    """Unless it says a time itself a forecast is of the plan's year, whatever the report and its outcome are of."""
    files = reported("utslapp:\n  avser: 2023\n  utfall: 9 ton\n  prognos: 12 ton\n")
    name = "parknamnden/2024/verksamhetsberattelse.yml"
    files["parknamnden/2024/uppfoljning-t1.yml"] = files.pop(name).replace("period: 2024", "period: T1 2024")
    history = history_of(tmp_path / "a", files)
    assert values(history, key("utslapp")) == {"2023": "9 ton", "2024": "12 ton"}
    assert only_point(history, key("utslapp"), "2024").best.role == "prognos"
    said = reported("utslapp:\n  prognos:\n    2024: 12 ton\n    2025: 11 ton\n")
    assert values(history_of(tmp_path / "b", said), key("utslapp")) == {"2024": "12 ton", "2025": "11 ton"}


# What a point rests on


def test_comparisons_are_points_of_what_they_compare_with(tmp_path):
    """A comparison belongs to the series of riket, of the same time and definition as the value beside it."""
    report = "nojdhet:\n  utfall: 71\n  avser: 2023\n  jämförelse:\n    riket: 68\n"
    history = history_of(tmp_path, reported(report))
    point = only_point(history, key("nojdhet", "riket", "enkat"), "2023")
    assert (point.best.text, point.best.role) == ("68", "jämförelse")


def test_earlier_values_carry_their_marks(tmp_path):
    """What was counted out and what is only a reading say so, with its ground; what is printed says neither."""
    report = (
        "besiktigade:\n  utfall: 80 %\n  preliminär: ja\n  tidigare:\n    2023:\n      utfall: 75 %\n"
        "      jämförelse:\n        riket: 70 %\n      räknat: ja\n"
        "    2022:\n      utfall: 74 %\n      tolkning: diagrammet läst med linjal\n"
    )
    history = history_of(tmp_path, reported(report))

    def marks(when, scope="parknamnden"):
        best = only_point(history, key("besiktigade", scope), when).best
        return best.role, best.computed, best.reading, best.preliminary

    assert marks("2024") == ("utfall", False, None, True)
    assert marks("2023") == ("text", True, None, False)
    assert marks("2023", "riket") == ("jämförelse", True, None, False)
    assert marks("2022") == ("text", False, "diagrammet läst med linjal", False)


def test_values_in_running_text_are_points_too(tmp_path):
    """Other values at a goal or at an indicator are told in text, of the document's own time and scope."""
    files = reported("besiktigade:\n  utfall: Helt\n  andra värden:\n    utslapp:\n      utfall: 9 ton\n")
    name = "parknamnden/2024/verksamhetsberattelse.yml"
    files[name] += (
        "    andra värden:\n      nojdhet:\n        serie: intervju\n        gäller: lanet\n        utfall: 64\n"
    )
    history = history_of(tmp_path, files)
    assert only_point(history, key("utslapp"), "2024").best.role == "text"
    assert only_point(history, key("nojdhet", "lanet", "intervju"), "2024").best.text == "64"


def test_a_printed_figure_that_is_something_else_becomes_a_point(tmp_path):
    """A figure in the column of targets that is an outcome, or riket's, is a point there, with its ground."""
    report = (
        "utslapp:\n  utfall: 9 ton\n  tryckt:\n    målvärde: 11 ton\n    är: utfall 2023\n"
        "    tolkning: kommentaren jämför med 2023\n"
        "besiktigade:\n  utfall: 80 %\n  tryckt:\n    målvärde: 77 %\n    är: riket 2024\n"
        "nojdhet:\n  utfall: 71\n  tryckt:\n    målvärde: 70\n"
    )
    history = history_of(tmp_path, reported(report))
    earlier = only_point(history, key("utslapp"), "2023").best
    assert (earlier.text, earlier.role, earlier.reading) == (
        "11 ton",
        "målvärde",
        "kommentaren jämför med 2023",
    )
    assert only_point(history, key("besiktigade", "riket"), "2024").best.text == "77 %"
    assert values(history, key("nojdhet", series="enkat")) == {"2024": "71"}


def test_a_plans_latest_known_outcome_is_a_point_of_its_time(tmp_path):
    """A plan tells of the year that it names, by the definition and scope of its row."""
    plan = "nojdhet:\n  serie: enkat\n  gäller: lanet\n  utfall: 70\n  avser: 2023\n"
    history = history_of(tmp_path, one_goal(plan=plan))
    point = only_point(history, key("nojdhet", "lanet", "enkat"), "2023")
    assert point.best.document.slug == "plan"
    assert point.best.place.file == "content/parknamnden/2024/plan.yml"


def test_a_target_is_no_point(tmp_path):
    """What should be is not what was: a plan with targets alone has no history."""
    assert history_of(tmp_path, one_goal(plan="besiktigade:\n  målvärde: 90 %\n  långsiktigt: 95 %\n")) == {}


# The order of reading


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Boards and years that tell of the same figures, in agreement and not."""
    documents = [
        reported(
            "utslapp:\n  gäller: lanet\n  utfall: 1,2 tusen ton\nbesok:\n  utfall:\n    barn: 40 %\n", 2023
        ),
        reported(
            "utslapp:\n  gäller: lanet\n  utfall: 1 100 ton\n  tidigare:\n    2023:\n      utfall: 1 174 ton\n"
        ),
        reported("utslapp:\n  gäller: lanet\n  utfall: 1 101 ton\n", body="lekplatsnamnden"),
        reported(
            "utslapp:\n  gäller: lanet\n  utfall: 1 102 ton\n  prognos: 1 000 ton\n", body="regionfullmaktige"
        ),
    ]
    files = {name: text for each in documents for name, text in each.items()}
    return read_folder(write(tmp_path_factory.mktemp("ordning"), files))


def told(history):
    """Everything that a history says, without the objects that it says it of."""
    return {
        of: [
            (point.period, point.conflict, [(each.text, each.role, each.place) for each in point.tellings])
            for point in points
        ]
        for of, points in history.items()
    }


def shuffled(data, mapping):
    """The mapping with its entries in any order."""
    return dict(data.draw(st.permutations(list(mapping.items()))))


@given(st.data())
def test_the_history_does_not_depend_on_the_order_of_reading(folder, data):
    """Whatever order files are read in and boards are listed in, the same points rest on the same tellings."""
    expected = told(make_history(resolve(folder)[0]))
    assert len(expected) == 2
    boards = data.draw(st.permutations(folder.organisation.boards["2023–2026"]))
    other = replace(
        folder,
        organisation=folder.organisation.model_copy(update={"boards": {"2023–2026": tuple(boards)}}),
        indicators=shuffled(data, folder.indicators),
        bodies=shuffled(data, folder.bodies),
        plans=shuffled(data, folder.plans),
        follow_ups=shuffled(data, folder.follow_ups),
        problems=[],
    )
    history = make_history(resolve(other)[0])
    assert told(history) == expected
    assert list(history) == list(expected)
    documents = [each.document for points in history.values() for point in points for each in point.tellings]
    assert all(isinstance(document, Document) for document in documents)
