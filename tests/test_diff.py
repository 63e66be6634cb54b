"""Two versions of the content compared: each change found by its name, nothing else, what follows, and what to stop at."""

from collections import Counter
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import revised
from revised import MUTATIONS, OLD_REPORT, PLAN, REPORT, changed, plan, reformatted, region, report, written
from vpgen import agreement
from vpgen.arithmetic import check_table
from vpgen.assessment import assess
from vpgen.changes import find_changes
from vpgen.checks import check
from vpgen.diff import compare
from vpgen.facts import facts
from vpgen.findings import find
from vpgen.history import make_history
from vpgen.loader import load_read
from vpgen.reading import read_stored, together
from vpgen.review import Side, make_review

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
    assert change.name == "Nämndens mål: Parkerna är trygga"
    assert said[("indikator", "trygga-parker", "svar"), "målvärde"] == "högst 5 dagar"
    assert not [field for element, field in said if element == ("mål", "trygga-parker")]


def test_what_was_added_does_not_say_its_name_twice(before):
    """A new goal has its kind, number and text in its name, and of its parts none; what it stands under is told by name."""
    files = region()
    plan(files)["mål"]["nya-parker"] = {
        "sort": "nämndens mål",
        "nr": "7",
        "text": "Det finns nya parker",
        "under": "natur",
        "beskrivning": "Tre stycken.",
    }
    plan(files)["kapitel"]["slut"] = {"rubrik": "Slutord", "nr": "3", "text": "Tack."}
    goal, chapter = compare(before, results(written(files))).changes
    assert goal.name == "Nämndens mål 7: Det finns nya parker"
    assert {part.field: part.text for part in goal.parts} == {"under": "Natur", "beskrivning": "Tre stycken."}
    assert chapter.name == "3 Slutord"
    assert {part.field: part.text for part in chapter.parts} == {"text": "Tack."}


def test_what_a_follow_up_no_longer_answers_is_one_change(before):
    """An assignment, and a goal with its outcome, that a follow-up drops are each one change with all that it said."""
    change = compared(before, "drop_answer").changes[0]
    assert [(part.field, part.text) for part in change.parts] == [
        ("bedömning", "grön"),
        ("kommentar", "Skyltarna är uppsatta."),
    ]
    files = region()
    del report(files)["mål"]["lugna-parker"]
    found = compare(before, results(written(files)))
    assert told(found) == {("borttagen", "bedömning", REPORT, ("mål", "lugna-parker"), "")}
    assert ("utfall", "31\u00a0ton") in {(part.field, part.text) for part in found.changes[0].parts}


def test_the_first_word_on_a_goal_is_no_new_goal(before):
    """One assessment of what the plan has is told as that, with what the site said before."""
    files = region()
    report(files)["mål"]["trygga-parker"] = {"bedömning": "gul"}
    (change,) = compare(before, results(written(files))).changes
    assert (change.what, change.field, change.before, change.after) == (
        "ändrad",
        "bedömning",
        "ej ifylld",
        "gul",
    )
    first, second = region(), region()
    for each in (first, second):
        report(each)["underlag"] = "avskrift"
    report(second)["mål"]["trygga-parker"] = {"bedömning": "gul"}
    (change,) = compare(results(written(first)), results(written(second))).changes
    assert (change.before, change.after) == ("okänd", "gul")


def test_facts_that_are_kept_without_what_is_there_are_no_change(before):
    """What was kept of a follow-up before its answers were told to be there says the same as now."""
    now = facts(before.register)
    answers = {
        key
        for key in now
        if key.owner == REPORT and not key.field and key.element[:1] in {("mål",), ("uppdrag",)}
    }
    assert len(answers) > 2
    kept = {key: fact for key, fact in now.items() if key not in answers}
    assert find_changes(kept, now, {}) == ()
    assert find_changes(now, kept, {}) == ()


def test_what_goes_without_saying_is_said_beside_what_does_not(before):
    """A field that nobody wrote is told by what it meant, in words; to write that out is no change."""
    files = region()
    del files["indikatorer/park.yml"]["besok"]["bra"]
    first = results(written(files))
    (change,) = compare(first, before).changes
    assert (change.before, change.after) == ("ingen angiven", "högre är bättre")
    files["indikatorer/park.yml"]["besok"]["bra"] = "inget"
    plan(files)["fullständig"] = "ja"
    assert not compare(first, results(written(files)))


def test_a_status_that_the_decision_tells_is_not_told_again(before):
    """A plan with a decision is decided whether it says so or not; that it was a draft is a change."""
    assert not compare(before, results(written(with_plan(status="beslutad"))))
    decision = {"organ": "Parknämnden", "datum": "2023-11-20"}
    proposed, decided = with_plan(status="förslag", beslut=decision), with_plan(beslut=decision)
    (change,) = compare(results(written(proposed)), results(written(decided))).changes
    assert (change.field, change.before, change.after) == ("status", "förslag", "beslutad")


def test_a_figure_of_a_table_is_said_with_its_unit(before):
    """A cell has the unit of its table; a row may have another."""
    cell = compared(before, "budget_cell", number=15).changes[0]
    assert (cell.before, cell.after) == ("10\u00a0mnkr", "15,4\u00a0mnkr")
    row = compared(before, "add_row").changes[0]
    assert [(part.field, part.text) for part in row.parts if part.element[0] == "ruta"] == [
        ("värde", "3\u00a0mnkr"),
        ("värde", "–"),
    ]


def test_an_outcome_that_is_a_word_of_the_legend_is_an_assessment():
    """Where outcomes are the words of a scale, another word is another assessment; a figure is an outcome."""
    levels = {word: {"betyder": word, "färg": "grå"} for word in ("helt", "delvis")}
    first, second = region(), region()
    for files, word in ((first, "Helt"), (second, "Delvis")):
        files["organisation.yml"]["symboler"]["2020"]["indikator"] = {"rubrik": "Status", "nivåer": levels}
        report(files)["mål"]["lugna-parker"]["indikatorer"]["utslapp"] = {"utfall": word}
    found = compare(results(written(first)), results(written(second)))
    assert told(found) == {
        ("ändrad", "bedömning", REPORT, ("indikator", "lugna-parker", "utslapp"), "utfall")
    }
    report(second)["mål"]["levande-parker"]["indikatorer"]["nojdhet"]["utfall"] = "84"
    found = compare(results(written(first)), results(written(second)))
    assert ("uppföljning", "84") in {(each.kind, each.after) for each in found.changes}


def renamed(old, new):
    """What is told of an activity that has another id and another text, beside one that is kept."""
    files = [region(), region()]
    for each, id_, text in zip(files, ("mata", "mata-faglar"), (old, new), strict=True):
        plan(each)["aktiviteter"][id_] = {"text": text, "under": ["rena-parker"]}
    found = compare(*(results(written(each)) for each in files))
    return [(each.what, each.field, each.before, each.after) for each in found.changes]


def test_a_new_id_in_nearly_the_same_words_is_the_same_thing():
    """One word more and a new id is a new id and another text; with fewer words in common it is another thing."""
    old, new = "Mata fåglarna i parken varje vinter", "Mata fåglarna i parken varje kall vinter"
    assert renamed(old, new) == [("nytt id", "", "mata", "mata-faglar"), ("ändrad", "text", old, new)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Mata fåglarna i parken varje vinter", "Räkna fåglarna i skogen varje vinter"),
        ("Mata alla fåglar", "Mata alla fåglar nu"),
        ("Mata fåglarna i park 1 varje vinter", "Mata fåglarna i park 2 varje vinter"),
        ("varje vinter i parken mata fåglarna", "Mata fåglarna i parken varje vinter"),
    ],
)
def test_a_new_id_in_other_words_is_another_thing(old, new):
    """Few words, words in another order, too many others or another figure: what is new is new."""
    assert [what for what, *_ in renamed(old, new)] == ["tillagd", "borttagen"]


def test_a_new_id_is_no_change_of_scopes_that_happen_to_have_its_word():
    """The name of a scope is a sentence, and a scope's id is not an indicator's: neither follows a renamed indicator."""
    files = [region(), changed(["rename_indicator"])]
    for each in files:
        each["organisation.yml"]["gäller"]["svar"] = "Orter, svar, i länet"
        report(each)["mål"]["levande-parker"]["indikatorer"]["nojdhet"]["gäller"] = "svar"
    found = compare(*(results(written(each)) for each in files))
    assert [(each.what, each.before, each.after) for each in found.changes] == [
        ("nytt id", "svar", "svarstid")
    ]


def test_a_new_id_with_two_as_near_is_not_guessed(before):
    """Where two new texts are as near to the old one neither is taken for it."""
    files = region()
    tasks = plan(files)["uppdrag"]
    del tasks["skyltar"]
    tasks["skyltar-a"] = {"text": "Sätt upp skyltar i varje liten park", "under": ["levande-parker"]}
    tasks["skyltar-b"] = {"text": "Sätt upp skyltar i varje stor park", "under": ["levande-parker"]}
    del report(files)["uppdrag"]["skyltar"]
    found = compare(before, results(written(files)))
    assert [each.what for each in found.changes if each.owner == PLAN] == ["tillagd", "tillagd", "borttagen"]


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


def turned(mapping, first, second):
    """A mapping in which two entries have changed places."""
    keys = [{first: second, second: first}.get(key, key) for key in mapping]
    return {key: mapping[key] for key in keys}


def of_goals(files):
    plan(files)["mål"] = turned(plan(files)["mål"], "lugna-parker", "rena-parker")


def of_indicators(files):
    goal = plan(files)["mål"]["levande-parker"]
    goal["indikatorer"] = turned(goal["indikatorer"], "nojdhet", "besok")


def of_chapters(files):
    plan(files)["kapitel"] = turned(plan(files)["kapitel"], "inledning", "ekonomi")


def of_rows(files):
    rows = plan(files)["tabeller"]["driftbudget"]["rader"]
    rows[1], rows[2] = rows[2], rows[1]


def of_groups(files):
    files["indikatorer/park.yml"]["besok"]["grupper"] = ["vuxna", "barn"]


def of_contents(files):
    shown = plan(files)["kapitel"]["ekonomi"]["innehåll"]
    shown[1], shown[2] = shown[2], shown[1]


LUGNA, RENA = "Nämndens mål: Parkerna är lugna", "Nämndens mål: Parkerna är rena"
SHOWN = "tabellen Driftbudget"


@pytest.mark.parametrize(
    ("order", "owner", "element", "field", "was", "now"),
    [
        (of_goals, PLAN, (), "målens ordning", f"{LUGNA}; {RENA}", f"{RENA}; {LUGNA}"),
        (
            of_indicators,
            PLAN,
            ("mål", "levande-parker"),
            "indikatorernas ordning",
            "Nöjdhet med parkerna; Besök i parkerna",
            "Besök i parkerna; Nöjdhet med parkerna",
        ),
        (of_chapters, PLAN, (), "kapitlens ordning", "1 Inledning; 2 Ekonomi", "2 Ekonomi; 1 Inledning"),
        (of_rows, PLAN, ("tabell", "driftbudget"), "radernas ordning", "Skötsel; Lek", "Lek; Skötsel"),
        (of_groups, "indikatorer", ("indikator", "besok"), "grupper", "barn, vuxna", "vuxna, barn"),
        (
            of_contents,
            PLAN,
            ("kapitel", "ekonomi"),
            "innehåll",
            f"mål, internkontroll, {SHOWN}",
            f"internkontroll, mål, {SHOWN}",
        ),
    ],
)
def test_another_order_is_one_change(before, order, owner, element, field, was, now):
    """What a reader meets in another order is told once for all that stands beside each other, and nothing else is."""
    files = region()
    order(files)
    (change,) = compare(before, results(written(files))).changes
    assert (change.what, change.kind, change.owner, change.element) == ("ändrad", "struktur", owner, element)
    assert (change.field, change.before, change.after) == (field, was, now)


def test_what_is_added_dropped_or_moved_changes_no_order(before):
    """Only things that stand beside each other in both versions can change places."""
    files = changed(["move_goal", "drop_goal"])
    goals = {
        "forsta": {"sort": "nämndens mål", "text": "Det första målet är helt nytt"},
        **plan(files)["mål"],
    }
    plan(files)["mål"] = turned(goals, "levande-parker", "god-natur")
    found = compare(before, results(written(files))).changes
    assert sorted(each.what for each in found) == ["borttagen", "flyttad", "tillagd"]


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
    broken = "serien bryts: enheten ändras från index till poäng"
    assert [each.before for each in found.consequences if each.after == broken] == [None]
    maybe = [each for each in compared(before, "definition").consequences if each.what == "serie"]
    assert [(each.before, "kan vara bruten" in each.after) for each in maybe] == [(None, True)]


def test_a_first_description_breaks_no_series(before):
    """An indicator that nobody had described may be described: its values are what they were."""
    files = region()
    del files["indikatorer/park.yml"]["nojdhet"]["beskrivning"]
    found = compare(results(written(files)), before)
    assert [each.field for each in found.changes] == ["beskrivning"]
    assert follows(found, "serie") == []


def follows(found, what):
    return [(each.name, each.before, each.after) for each in found.consequences if each.what == what]


STORY = "Verksamhetsberättelse 2024, Parknämnden"


def test_a_direction_that_turns_is_a_consequence(before):
    """A lower outcome turns the direction, once, and so does a definition that no longer says which way is good."""
    name = f"Nöjdhet med parkerna, {STORY}"
    assert follows(compared(before, "outcome", number=70), "utveckling") == [
        (name, "förbättrad", "försämrad")
    ]
    files = region()
    del files["indikatorer/park.yml"]["nojdhet"]["bra"]
    found = compare(before, results(written(files)))
    assert follows(found, "utveckling") == [(name, "förbättrad", "har ökat (om det är bra sägs inte)")]
    assert follows(compared(before, "outcome", number=84), "utveckling") == []


def test_a_comparison_that_turns_is_a_consequence(before):
    """An outcome that falls below the nation's is told as that; one that stays above it is not."""
    name = "Nöjdhet med parkerna, Parknämnden mot Riket 2024"
    assert follows(compared(before, "outcome", number=70), "jämförelse") == [(name, "bättre", "sämre")]
    assert follows(compared(before, "outcome", number=84), "jämförelse") == []
    files = region()
    files["indikatorer/park.yml"]["nojdhet"]["bra"] = "lågt"
    found = compare(before, results(written(files)))
    assert follows(found, "jämförelse") == [(name, "bättre", "sämre")]


def test_bodies_that_change_places_are_a_consequence():
    """Where two boards have the same indicator, another order between them is told, with the best first."""
    first, second = region(), region()
    for files, outcome in ((first, "82 %"), (second, "97 %")):
        row = {"utfall": outcome, "gäller": "lekplatsnamnden"}
        files["lekplatsnamnden/2024/verksamhetsberattelse.yml"] = {
            "underlag": "original",
            "period": "2024",
            "mål": {"god-natur": {"indikatorer": {"besiktigade": row}}},
        }
    found = compare(results(written(first)), results(written(second)))
    assert follows(found, "jämförelse") == [
        (
            "Besiktigade lekplatser, nämnderna 2024, bäst först",
            "Parknämnden, Lekplatsnämnden",
            "Lekplatsnämnden, Parknämnden",
        )
    ]


def test_what_is_raised_on_the_start_page_is_a_consequence(before):
    """A worst assessment brings its goal onto the start page, and a better one takes it away; a new id does neither."""
    worse = changed(["assessment"])
    name = f"Parkerna är levande, {STORY}"
    there = compare(before, results(written(worse)))
    assert follows(there, "uppmärksamhet") == [(name, "lyfts inte fram", "lyfts fram: röd")]
    back = compare(results(written(worse)), before)
    assert follows(back, "uppmärksamhet") == [(name, "lyfts fram: röd", "lyfts inte fram")]
    assert follows(compared(before, "assessment", number=4), "uppmärksamhet") == []
    files = [region(), changed(["rename_goal"])]
    for each, id_ in zip(files, ("lugna-parker", "stilla-parker"), strict=True):
        report(each)["mål"][id_]["bedömning"] = "röd"
    found = compare(*(results(written(each)) for each in files))
    assert [each.what for each in found.changes] == ["nytt id"]
    assert follows(found, "uppmärksamhet") == []


def test_what_follows_from_a_printed_count_is_a_consequence_until_it_is_contradicted():
    """What the printed counts tell of lost symbols turns when one is found; a contradiction is told as that alone."""
    first = region()
    told_ = report(first)
    told_.update(
        {"underlag": "avskrift", "sammanfattning": {"nämndens mål": {"grön": "2", "gul": "1", "röd": "1"}}}
    )
    for id_ in ("levande-parker", "rena-parker"):
        told_["mål"][id_]["bedömning"] = "okänd"
    old = results(written(first))
    told_["mål"]["rena-parker"]["bedömning"] = "grön"
    ((name, was, now),) = follows(compare(old, results(written(first))), "sammanfattning")
    assert name == f"Nämndens mål, {STORY}"
    assert "exakt 1 röd och 2 grön" in was
    assert "exakt 1 grön och 1 röd" in now
    told_["mål"]["rena-parker"]["bedömning"] = "gul"
    found = compare(old, results(written(first)))
    assert [name for name, _, _ in follows(found, "räkning")] == [f"Nämndens mål, {STORY}"]
    assert follows(found, "sammanfattning") == []
    assert "sammanfattning" in {name for name, _, _ in follows(found, "avvikelse")}


def outdated(old, new, text):
    """What is told of the comment of an indicator, which is the same while the outcome becomes another."""
    files = [region(), region()]
    for each, value in zip(files, (old, new), strict=True):
        report(each)["mål"]["levande-parker"]["indikatorer"]["nojdhet"].update(
            {"utfall": value, "kommentar": text}
        )
    found = follows(compare(*(results(written(each)) for each in files)), "text")
    return [(name, now) for name, _, now in found]


@pytest.mark.parametrize(
    ("old", "new", "text", "figure"),
    [
        ("84", "88", "Nöjdheten blev 84, vilket är bra.", "84"),
        ("8,4", "8,8", "Nöjdheten blev 8,4.", "8,4"),
        ("27 483", "27 500", "Det var 27 483 svar.", "27 483"),
        ("483", "500", "Det var 27 483 svar.", None),
        ("84", "88", "Nöjdheten gick från 84 till 88.", None),
        ("84", "88", "Av 184 svar var 84,5 och 3,84 procent nöjda, av 84 000.", None),
        ("8", "9", "Vi frågade 8 gånger.", None),
        ("84", "88", "Nöjdheten ökade.", None),
    ],
)
def test_a_comment_that_says_the_old_value_is_a_consequence(old, new, text, figure):
    """The old figure as a number of its own is told; not a part of another, one digit, or beside the new one."""
    told_ = (f"Nöjdhet med parkerna, {STORY}", f"kommentaren säger fortfarande {figure}")
    assert outdated(old, new, text) == ([told_] if figure else [])


def test_a_text_about_what_a_value_is_a_part_of_says_the_old_value_once():
    """A goal's description says the target of its indicator; a text that was rewritten to tell of it does not say it still."""
    files = [region(), with_plan_target("75")]
    for each in files:
        plan(each)["mål"]["levande-parker"]["beskrivning"] = "Minst 80 ska vara nöjda, minst 80."
    found = compare(*(results(written(each)) for each in files))
    name = "Nämndens mål 2: Parkerna är levande, Verksamhetsplan 2024, Parknämnden"
    assert follows(found, "text") == [(name, None, "beskrivningen säger fortfarande 80")]
    plan(files[0])["mål"]["levande-parker"]["beskrivning"] = "Många ska vara nöjda."
    assert follows(compare(*(results(written(each)) for each in files)), "text") == []


def test_a_note_below_a_table_that_says_the_old_value_of_a_cell_is_a_consequence():
    """A cell is a part of its table, and the notes of the table may say what the cell said."""
    files = [region(), changed(["outcome_cell"], 12)]
    for each in files:
        table = report(each)["tabeller"]["utfall"]
        table["noter"] = {"1": "Av det var 10 mnkr till gungor."}
        table["rader"][2][0] = "Lek 1)"
    found = compare(*(results(written(each)) for each in files))
    assert [(each.before, each.after) for each in found.changes] == [("10\u00a0mnkr", "12,4\u00a0mnkr")]
    assert follows(found, "text") == [(f"Utfall, {STORY}", None, "noten säger fortfarande 10")]


def with_plan_target(value):
    """The region with another target for how content people are."""
    files = region()
    plan(files)["mål"]["levande-parker"]["indikatorer"]["nojdhet"]["målvärde"] = value
    return files


def test_a_name_that_ends_in_a_full_stop_has_none_before_a_comma():
    """What is inherited of a goal whose text is a sentence is told without a stop in the middle."""
    files = [region(), region()]
    for each, text in zip(files, ("Alla har nära.", "Alla har mycket nära."), strict=True):
        each["regionfullmaktige/2024/plan.yml"]["mål"]["god-natur"]["text"] = text
    found = compare(*(results(written(each)) for each in files))
    assert [name for name, _, _ in follows(found, "ärvt")] == ["Effektmål 1: Alla har mycket nära, text"]


def test_a_name_that_ends_in_a_full_stop_has_none_before_its_values():
    """A goal whose text is a sentence is named without its stop where what it was and is follows a colon."""
    files = [region(), changed(["rename_goal"])]
    for each, id_ in zip(files, ("lugna-parker", "stilla-parker"), strict=True):
        plan(each)["mål"][id_]["text"] = "Parkerna är lugna."
    found = compare(*(results(written(each)) for each in files))
    review = make_review(Side("main", ""), Side("", ""), found, ())
    names = [change.name for document in review.documents for change in document.changes]
    assert names == ["Nämndens mål: Parkerna är lugna"]


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


def contradicting():
    """The region where the council's plan contradicts itself, and other plans also the park board's report."""
    files = region()
    council, plan, playgrounds = (
        files[f"{body}/2024/plan.yml"] for body in ("regionfullmaktige", "parknamnden", "lekplatsnamnden")
    )
    wrong = [
        ["sort", "id", "Belopp", "Budget"],
        ["rad", "gras", "Gräs", "1 *"],
        ["summa", "alla", "Summa", "4"],
    ]
    council["tabeller"] = {"stod": {"rubrik": "Stöd", "enhet": "mnkr", "rader": wrong}}
    council["samband"] = ["stod/gras/budget = stod/alla/budget"]
    council["tal"] = {"halva": "stod/alla/budget / 2"}
    quoted = "Stödet är [9 mnkr](tabell:stod/alla/budget), hälften är [8 mnkr](tal:halva)."
    council["mål"]["god-natur"]["beskrivning"] = quoted
    report = "2024/verksamhetsberattelse/utfall"
    plan["samband"] = [f"driftbudget/lek/budget = {report}/lek/utfall-2024"]
    plan["tal"] = {"dubbelt": f"{report}/lek/utfall-2024 * 2"}
    plan["kapitel"]["inledning"]["text"] = (
        f"Det blev [10 mnkr](tabell:{report}/lek/utfall-2024), dubbelt är [20 mnkr](tal:dubbelt)."
    )
    files["parknamnden/2024/verksamhetsberattelse.yml"]["tabeller"]["utfall"]["räkenskap"] = "parker"
    rows = [["sort", "id", "Belopp", "Utfall 2024"], ["rad", "skotsel", "Skötsel", "21"]]
    rows += [["rad", "lek", "Lek", "12"], ["summa", "alla", "Summa", "40"]]
    playgrounds["tabeller"] = {
        "drift": {"rubrik": "Drift", "enhet": "mnkr", "räkenskap": "parker", "rader": rows}
    }
    playgrounds["förklaringar"] = {
        "drift/lek/utfall-2024": "Nämnderna räknar olika.",
        "drift/alla/utfall-2024": "Tryckfel.",
    }
    return files


def read_once(first, second):
    """Two versions, of which the files that are the same were read once."""
    stored = {name: text.encode() for name, text in written(first).items()}
    parts = read_stored("content", stored, {})
    texts = {name: text.encode() for name, text in written(second).items()}
    same = {path: part for path, part in parts.items() if texts.get(path) == stored[path]}
    assert same
    return assessed(together("content", parts)), assessed(
        together("content", read_stored("content", texts, same))
    )


def with_outcome(value):
    files = contradicting()
    files["parknamnden/2024/verksamhetsberattelse.yml"]["tabeller"]["utfall"]["rader"][2][1] = value
    return files


def codes_of(found):
    return Counter(each.name for each in found.consequences if each.what == "avvikelse")


def test_what_another_document_makes_of_an_unchanged_one_is_found():
    """A changed cell breaks the quotes and equations of documents that are the same, and makes an explanation needless."""
    versions = contradicting(), with_outcome("12")
    old, new = read_once(*versions)
    found = compare(old, new)
    assert codes_of(found) == {"fel-citat": 2, "fel-samband": 1, "skillnad": 1, "onodig-forklaring": 1}
    gone = {each.name for each in found.consequences if each.after is None and each.what == "avvikelse"}
    assert gone == {"skillnad"}
    assert compare(new, old).consequences
    assert found == compare(*map(results, map(written, versions)))


@pytest.mark.parametrize("name", MUTATIONS)
def test_what_was_read_once_has_the_same_consequences(name):
    """Where documents contradict themselves and each other, nothing is told otherwise because files were read once."""
    second = contradicting()
    MUTATIONS[name].apply(second, 3)
    expected = compare(*(results(written(files)) for files in (contradicting(), second)))
    assert compare(*read_once(contradicting(), second)) == expected


def test_only_the_tables_of_changed_documents_are_added_up(monkeypatch):
    """A comparison passes over the sums of documents that are the same, unless they give an explanation."""
    old, new = read_once(contradicting(), with_outcome("12"))
    added = []
    monkeypatch.setattr(agreement, "check_table", lambda table: added.append(table.id) or check_table(table))
    compare(old, new)
    assert added == ["utfall", "drift"] * 2
    every = codes(find(old))
    assert added == ["utfall", "drift"] * 2 + ["stod", "driftbudget", "utfall", "drift"]
    passed = every - codes(find(old, but=frozenset({revised.COUNCIL, PLAN, "lekplatsnamnden/2024/plan"})))
    assert passed == {"fel-summa": 1, "fel-samband": 1, "fel-citat": 2, "not-saknas": 1}


def codes(findings):
    return Counter(each.code for each in findings)


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


def test_a_target_is_known_by_the_outcome_that_it_is_judged_by():
    """An outcome of an earlier year that the follow-up judges by the target is known; that of another row is not."""
    files = region()
    rows = report(files)["mål"]["lugna-parker"]["indikatorer"]
    rows["utslapp"] = {"avser": "2023", "utfall": "31 ton"}
    first = results(written(files))
    plan(files)["mål"]["lugna-parker"]["indikatorer"]["utslapp"]["målvärde"] = "högst 40 ton"
    found = compare(first, results(written(files)))
    (rung,) = [each for each in found.alarms if each.what == LOWERED]
    assert "utfallet 31 ton för 2023 står redan i Verksamhetsberättelse 2024" in rung.sentence
    rows["utslapp"] = {"utfall": "saknas", "orsak": "mätaren gick sönder"}
    first = results(written(files))
    plan(files)["mål"]["lugna-parker"]["indikatorer"]["utslapp"]["målvärde"] = "högst 50 ton"
    found = compare(first, results(written(files)))
    assert LOWERED not in [name for name, _, _ in alarms(found)]


def test_a_target_that_is_taken_over_is_known_by_whoever_is_judged_by_it():
    """The council's target is lowered when a board that has taken it over tells an outcome, of whatever year."""
    files = region()
    files["lekplatsnamnden/2024/verksamhetsberattelse.yml"] = {
        "underlag": "original",
        "period": "2024",
        "mål": {"god-natur": {"indikatorer": {"besiktigade": {"avser": "2023", "utfall": "88 %"}}}},
    }
    del report(files)["mål"]["god-natur"]
    first = results(written(files))
    row = files["regionfullmaktige/2024/plan.yml"]["mål"]["god-natur"]["indikatorer"]["besiktigade"]
    row["målvärde"] = "minst 85 %"
    found = compare(first, results(written(files)))
    assert LOWERED in [name for name, _, _ in alarms(found)]


def test_a_goal_with_an_outcome_that_is_dropped_from_a_decided_follow_up_rings():
    """An outcome that goes with its goal is an outcome that is changed."""
    files = region()
    report(files)["beslut"] = {"organ": "Parknämnden", "datum": "2025-02-20"}
    first = results(written(files))
    del report(files)["mål"]["lugna-parker"]
    found = compare(first, results(written(files)))
    assert [name for name, _, _ in alarms(found)] == [CLOSED]


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
    """The council's plan here is not decided: what rings is that the park board's takes over from it."""
    inherited = "beslutade planer ändrade av den som de ärver från"
    assert alarms(compared(before, "councils_wording")) == [(inherited, ("mål", "god-natur"), "text")]


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
