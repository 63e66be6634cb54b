"""Two versions of the content compared: each change found by its name, nothing else, what follows, and what to stop at."""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import revised
from revised import MUTATIONS, OLD_REPORT, PLAN, REPORT, changed, reformatted, region, written
from vpgen.assessment import assess
from vpgen.checks import check
from vpgen.diff import compare
from vpgen.history import make_history
from vpgen.loader import load_read
from vpgen.reading import read_stored, together

FEW = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


def results(texts):
    """The content of these texts, assessed; nothing is wrong in it."""
    stored = {name: text.encode() for name, text in texts.items()}
    return assessed(together("content", read_stored("content", stored, {})))


def assessed(folder):
    loaded = load_read(folder)
    assert [(each.place, each.message) for each in loaded.problems] == []
    assert list(check(loaded.register)) == []
    return assess(loaded.register, make_history(loaded.register))


@pytest.fixture(scope="module")
def before():
    return results(written(region()))


def told(differences):
    return {(each.what, each.kind, each.owner, each.element, each.field) for each in differences.changes}


def compared(before, *names, number=3):
    return compare(before, results(written(changed(names, number))))


@pytest.mark.parametrize("name", MUTATIONS)
def test_each_change_is_found_by_its_name(before, name):
    """One change of the content is one change in the diff, of its class, and nothing else is."""
    found = compared(before, name)
    assert told(found) == {MUTATIONS[name].told}
    assert len(found.changes) == 1
    change = found.changes[0]
    assert change.name
    assert change.title
    assert change.place.file.startswith("content/")
    assert change.before != change.after or change.parts


def test_what_was_read_once_is_compared_alike():
    """Documents that rest on files that are the same in both versions are passed over, and no change is lost by that."""
    first = {name: text.encode() for name, text in written(region()).items()}
    parts = read_stored("content", first, {})
    old = assessed(together("content", parts))
    for name, expected in MUTATIONS.items():
        texts = {path: text.encode() for path, text in written(changed([name])).items()}
        same = {path: part for path, part in parts.items() if texts.get(path) == first[path]}
        assert same
        found = compare(old, assessed(together("content", read_stored("content", texts, same))))
        assert told(found) == {expected.told}
        assert found == compared(ALL, name)


def together_possible(names):
    """Leave out changes that touch what another one touches."""
    kept, touched = [], set()
    for name in names:
        if touched.isdisjoint(MUTATIONS[name].touches):
            kept.append(name)
            touched |= MUTATIONS[name].touches
    return kept


@FEW
@given(
    names=st.lists(st.sampled_from(sorted(MUTATIONS)), min_size=1, max_size=12, unique=True),
    number=st.integers(min_value=3, max_value=70).filter(lambda number: number not in {10, 80}),
)
def test_many_changes_are_each_found_and_nothing_else(names, number):
    """Whatever is changed together, each change is in the diff, and the diff has no other."""
    names = together_possible(names)
    found = compared(ALL, *names, number=number)
    assert told(found) == {MUTATIONS[name].told for name in names}
    assert len(found.changes) == len(names)


@FEW
@given(
    names=st.lists(st.sampled_from(sorted(MUTATIONS)), min_size=1, max_size=6, unique=True),
    number=st.integers(min_value=3, max_value=70),
)
def test_changes_are_the_same_backwards(names, number):
    """What was added one way was dropped the other way; before and after change places."""
    after = results(written(changed(together_possible(names), number)))
    there, back = compare(ALL, after), compare(after, ALL)
    turned = {"tillagd": "borttagen", "borttagen": "tillagd"}
    assert sorted(
        (turned.get(each.what, each.what), each.owner, str(each.before), str(each.after))
        for each in there.changes
    ) == sorted((each.what, each.owner, str(each.after), str(each.before)) for each in back.changes)


@FEW
@given(seed=st.integers(min_value=0, max_value=10**9))
def test_writing_the_same_otherwise_changes_nothing(seed):
    """Order of keys, quotes, line breaks, comments, files, and where a value that flows down is written are no change."""
    found = compare(ALL, results(reformatted(region(), Random(seed))))
    assert found.changes == ()
    assert found.consequences == ()
    assert not found


ALL = results(written(region()))


def test_the_same_is_no_difference(before):
    """A version compared with itself, or with one that says the same, is not different."""
    assert not compare(before, before)
    assert not compare(before, results(written(region())))


def test_a_long_text_is_compared_word_by_word(before):
    """A wording that is changed shows what is kept, struck and new."""
    change = compared(before, "councils_wording").changes[0]
    assert [piece.kind for piece in change.words]
    assert {piece.kind for piece in change.words} >= {"kvar", "ny", "struken"} or len(change.words) > 1
    assert change.before == "Alla har nära till en vårdad park i sin vardag"


def test_a_dropped_goal_carries_all_that_stood_under_it(before):
    """What is dropped is one change, with what it said and what stood under it as its parts."""
    change = compared(before, "drop_goal").changes[0]
    said = {(part.element, part.field): part.text for part in change.parts}
    assert said[("mål", "trygga-parker"), "text"] == "Parkerna är trygga"
    assert said[("indikator", "trygga-parker", "svar"), "målvärde"] == "högst 5 dagar"


def test_a_new_document_is_one_change(before):
    """A follow-up that is added is one change with everything in it, and no consequence of the documents that were there."""
    files = region()
    del files["parknamnden/2024/verksamhetsberattelse.yml"]
    found = compare(results(written(files)), before)
    assert told(found) == {("tillagd", "uppföljning", REPORT, (), "")}
    assert ("utfall", "83") in {(part.field, part.text) for part in found.changes[0].parts}
    assert found.alarms == ()


def test_a_new_id_tells_both_ids(before):
    """A renamed goal is told by its ids, once, though its indicators and its follow-up have the new id too."""
    change = compared(before, "rename_goal").changes[0]
    assert (change.before, change.after) == ("lugna-parker", "stilla-parker")


def test_a_move_tells_what_it_stood_under(before):
    """A goal that stands under another heading, and an indicator under another goal, are told by those names."""
    goal = compared(before, "move_goal").changes[0]
    assert (goal.before, goal.after) == ("Natur", "Kultur")
    indicator = compared(before, "move_indicator").changes[0]
    assert (indicator.before, indicator.after) == (
        "Nämndens mål: Parkerna är trygga",
        "Nämndens mål: Parkerna är rena",
    )


def test_a_move_and_a_change_are_two_changes(before):
    """An indicator that is moved and gets another target is told as moved, and its target as changed."""
    files = changed(["move_indicator"])
    files["parknamnden/2024/plan.yml"]["mål"]["rena-parker"]["indikatorer"]["svar"]["målvärde"] = (
        "högst 7 dagar"
    )
    found = compare(before, results(written(files)))
    assert [(each.what, each.field, each.before, each.after) for each in found.changes] == [
        ("flyttad", "", "Nämndens mål: Parkerna är trygga", "Nämndens mål: Parkerna är rena"),
        ("ändrad", "målvärde", "högst 5 dagar", "högst 7 dagar"),
    ]


def test_a_quote_of_another_cell_is_a_change(before):
    """A text that quotes another figure in the same words says another thing."""
    files = region()
    chapter = files["parknamnden/2024/plan.yml"]["kapitel"]["ekonomi"]
    chapter["text"] = chapter["text"].replace("summa/budget", "lek/budget")
    found = compare(before, results(written(files)))
    assert told(found) == {("ändrad", "text", PLAN, ("kapitel", "ekonomi"), "text")}
    assert found.changes[0].before != found.changes[0].after


def test_values_are_compared_at_their_printed_precision(before):
    """`83` and `83,0` are not the same printed value, `3 000 st` and `3000 stycken` are."""
    files = region()
    row = files["parknamnden/2024/plan.yml"]["mål"]["levande-parker"]["indikatorer"]["besok"]
    row["målvärde"] = {"vuxna": "≥ 4000 stycken", "barn": "minst 3000 st"}
    assert not compare(before, results(written(files)))
    files = region()
    files["parknamnden/2024/verksamhetsberattelse.yml"]["mål"]["levande-parker"]["indikatorer"]["nojdhet"][
        "utfall"
    ] = "83,0"
    assert told(compare(before, results(written(files)))) == {MUTATIONS["outcome"].told}


# What follows


def what(found):
    return {each.what for each in found.consequences}


def test_a_verdict_that_turns_is_a_consequence(before):
    """An outcome that reaches its target turns the verdict, and the level that the adopted rule gives the goal."""
    files = region()
    row = files["parknamnden/2024/verksamhetsberattelse.yml"]["mål"]["lugna-parker"]["indikatorer"]["utslapp"]
    row.update({"utfall": "29 ton", "exakt": "29,1 ton"})
    found = compare(before, results(written(files)))
    turned = {each.what: (each.before.split(":")[0], each.after.split(":")[0]) for each in found.consequences}
    assert turned["utslag"] == ("inte nått", "nått")
    assert turned["föreslagen status"] == ("röd", "grön")


def test_a_tally_that_moves_is_a_consequence(before):
    """An assessment that is changed moves the tally of its kind, and the printed summary no longer agrees."""
    found = compared(before, "assessment")
    tallies = [each for each in found.consequences if each.what == "räkning"]
    assert [(each.before, each.after) for each in tallies] == [
        ("grön 2, gul 1, ej ifylld 1", "grön 1, gul 1, röd 1, ej ifylld 1")
    ]
    assert "avvikelse" in what(found)


def test_a_series_that_gains_or_loses_a_point_is_a_consequence(before):
    """A series is told to have one value more, or fewer, and to be broken when its unit is another."""
    files = region()
    del files["parknamnden/2023/verksamhetsberattelse.yml"]
    found = compare(before, results(written(files)))
    lost = next(each for each in found.consequences if each.what == "serie")
    assert "utan 2023" in lost.after
    back = compare(results(written(files)), before)
    assert "med 2023" in next(each for each in back.consequences if each.what == "serie").after


def test_a_definition_that_is_changed_breaks_its_series(before):
    """Another unit breaks the series of an indicator; another description may."""
    files = region()
    files["indikatorer/park.yml"]["nojdhet"]["enhet"] = "poäng"
    found = compare(before, results(written(files)))
    assert any(
        each.after == "serien bryts: enheten ändras från index till poäng" for each in found.consequences
    )
    assert any(
        "kan vara bruten" in (each.after or "") for each in compared(before, "definition").consequences
    )


def test_a_sum_that_no_longer_holds_is_a_consequence_and_one_that_holds_again(before):
    """A cell that is changed breaks the sum below it; mended, the contradiction is gone."""
    files = changed(["budget_cell"], 40)
    broken = results(written(files))
    found = compare(before, broken)
    new = [each for each in found.consequences if each.what == "avvikelse"]
    assert [each.name for each in new if each.name == "fel-summa"]
    assert all(each.before is None for each in new)
    back = [each for each in compare(broken, before).consequences if each.what == "avvikelse"]
    assert all(each.after is None for each in back)
    assert back


def test_what_others_inherit_is_one_consequence_with_their_names(before):
    """A goal that the council words otherwise is told once, with the boards that have it."""
    found = compared(before, "councils_wording")
    inherited = [each for each in found.consequences if each.what == "ärvt"]
    assert [each.bodies for each in inherited] == [("Parknämnden", "Lekplatsnämnden")]
    found = compared(before, "councils_target")
    inherited = [each for each in found.consequences if each.what == "ärvt"]
    assert [each.bodies for each in inherited] == [("Lekplatsnämnden",)]


def test_a_target_that_is_read_otherwise_is_a_consequence(before):
    """A bare target means another thing when the indicator is to be low: the plan has not changed, its meaning has."""
    files = region()
    files["indikatorer/park.yml"]["nojdhet"]["bra"] = "lågt"
    found = compare(before, results(written(files)))
    assert told(found) == {("ändrad", "definition", "indikatorer", ("indikator", "nojdhet"), "bra")}
    reread = [
        (each.before, each.after)
        for each in found.consequences
        if each.what == "ärvt" and "”80”" in each.name
    ]
    assert reread == [("minst 80", "högst 80")]


def test_a_thread_that_breaks_is_a_consequence(before):
    """An indicator that loses its target breaks the röda tråden there."""
    files = region()
    del files["parknamnden/2024/plan.yml"]["mål"]["lugna-parker"]["indikatorer"]["utslapp"]["målvärde"]
    found = compare(before, results(written(files)))
    assert [(each.before, each.name) for each in found.consequences if each.what == "bruten tråd"] == [
        (None, "Utsläpp från parkmaskiner")
    ]


def test_content_where_there_was_none_has_no_consequences(before):
    """Against nothing every document is a change, and nothing follows from it."""
    files = {name: each for name, each in region().items() if "/20" not in name}
    found = compare(results(written(files)), before)
    assert {each.owner for each in found.changes} == {
        PLAN,
        REPORT,
        OLD_REPORT,
        "parknamnden/2023/plan",
        revised.COUNCIL,
        "lekplatsnamnden/2024/plan",
    }
    assert all(each.what == "tillagd" for each in found.changes)


# What to stop at


def alarms(found):
    return [(each.what, each.change.element, each.change.field) for each in found.alarms]


LOWERED = "målvärdet sänktes när utfallet var känt"
DECIDED = "beslutad plan ändrad utan ny utgåva"
CLOSED = "utfall för ett avslutat år ändrat"


def with_plan(**changes):
    files = region()
    files["parknamnden/2024/plan.yml"].update(changes)
    return files


def with_target(value, files=None):
    files = files or region()
    files["parknamnden/2024/plan.yml"]["mål"]["levande-parker"]["indikatorer"]["nojdhet"]["målvärde"] = value
    return files


@pytest.mark.parametrize(("target", "rings"), [("79", True), ("80,5", False), ("minst 70", True)])
def test_a_target_lowered_when_the_outcome_is_known_rings(before, target, rings):
    """A target that asks for less is stopped at when the year's outcome stands in a follow-up; a higher one is not."""
    found = compare(before, results(written(with_target(target))))
    assert (LOWERED in [name for name, _, _ in alarms(found)]) is rings


def test_a_target_that_is_taken_away_when_the_outcome_is_known_rings(before):
    """No target asks for less than any."""
    files = region()
    del files["parknamnden/2024/plan.yml"]["mål"]["levande-parker"]["indikatorer"]["nojdhet"]["målvärde"]
    found = compare(before, results(written(files)))
    assert LOWERED in [name for name, _, _ in alarms(found)]


def test_a_lower_limit_from_above_asks_for_more(before):
    """At most 20 asks for more than at most 30: nothing is lowered; at most 40 asks for less."""
    for value, rings in (("högst 20 ton", False), ("högst 40 ton", True)):
        files = region()
        files["parknamnden/2024/plan.yml"]["mål"]["lugna-parker"]["indikatorer"]["utslapp"]["målvärde"] = (
            value
        )
        found = compare(before, results(written(files)))
        assert (LOWERED in [name for name, _, _ in alarms(found)]) is rings


def test_a_target_lowered_before_any_outcome_is_no_alarm_of_that_kind():
    """Without a follow-up of the year there is no outcome to know."""
    files = region()
    del files["parknamnden/2024/verksamhetsberattelse.yml"]
    first = results(written(files))
    found = compare(first, results(written(with_target("70", files))))
    assert [name for name, _, _ in alarms(found)] == [DECIDED]


def test_a_decided_plan_that_is_changed_rings_unless_it_is_a_new_edition(before):
    """What a decided plan adopts may change in a new edition only; its texts and outcomes are not what was adopted."""
    assert alarms(compared(before, "wording")) == [(DECIDED, ("mål", "levande-parker"), "text")]
    assert alarms(compared(before, "description")) == []
    files = changed(["wording"])
    files["parknamnden/2024/plan-1.yml"] = region()["parknamnden/2024/plan.yml"] | {"utgåva": "1"}
    files["parknamnden/2024/plan.yml"]["utgåva"] = "2"
    found = compare(before, results(written(files)))
    assert DECIDED not in [name for name, _, _ in alarms(found)]
    assert found.changes


def test_a_plan_without_a_decision_may_be_changed(before):
    """The council's plan here is not decided."""
    assert alarms(compared(before, "councils_wording")) == []


def test_an_outcome_of_a_closed_year_rings(before):
    """The outcome of a year that has a later follow-up is closed; that of the newest year is not."""
    assert alarms(compared(before, "old_outcome")) == [(CLOSED, revised.NOJDHET, "utfall")]
    assert alarms(compared(before, "outcome")) == []


def test_an_outcome_of_a_decided_follow_up_rings():
    """A decided follow-up is closed, also the newest one, and so are the outcomes in its tables."""
    first = region()
    first["parknamnden/2024/verksamhetsberattelse.yml"]["beslut"] = {
        "organ": "Parknämnden",
        "datum": "2025-02-20",
    }
    decided = results(written(first))
    for name in ("outcome", "outcome_cell", "exact"):
        files = changed([name])
        files["parknamnden/2024/verksamhetsberattelse.yml"]["beslut"] = {
            "organ": "Parknämnden",
            "datum": "2025-02-20",
        }
        found = compare(decided, results(written(files)))
        assert [alarm for alarm, _, _ in alarms(found)] == [CLOSED]
