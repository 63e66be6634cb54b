"""Every class of change, every consequence and every alarm between two commits of a real git repository."""

import json
from typing import get_args

import pytest
from click.testing import CliRunner

import revised
from revised import MUTATIONS, changed, commit, region, repository, written
from test_diff import results
from vpgen.alarms import AlarmWhat
from vpgen.changes import ChangeWhat
from vpgen.cli import vpgen
from vpgen.consequences import ConsequenceWhat
from vpgen.facts import FactKind
from vpgen.lock import new_lock
from vpgen.review import CLASSES, counted

PLAN, REPORT = "parknamnden/2024/plan.yml", "parknamnden/2024/verksamhetsberattelse.yml"
DECISION = {"organ": "Parknämnden", "datum": "2025-02-20"}


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """A repository with the invented region in its first commit; and that commit."""
    folder = repository(tmp_path_factory.mktemp("granskning") / "arkiv")
    return folder, commit(folder, written(region()))


def compared(archive, after, before=None):
    """What the command says of two trees, each committed; without `before` it is the first one."""
    folder, first = archive
    if before is not None:
        first = commit(folder, written(before))
    last = commit(folder, written(after))
    words = ["diff", first, last, "--content", str(folder / "content")]
    done = CliRunner().invoke(vpgen, [*words, "--format", "json"])
    assert done.exit_code == 0
    assert done.stderr == ""
    shown = CliRunner().invoke(vpgen, [*words, "--format", "markdown"])
    return json.loads(done.stdout), shown.stdout


def with_plan(**values):
    """The region with another target, or none, in a plan that is decided."""
    files = region()
    row = files[PLAN]["mål"]["levande-parker"]["indikatorer"]["nojdhet"]
    row.update(values)
    return files


def with_report(name=None):
    """The region with a follow-up that is decided, and one change of it."""
    files = changed([name] if name else [])
    files[REPORT]["beslut"] = DECISION
    return files


def locked(files):
    """These files with the lock of the plan beside it."""
    register = results(written(files)).register
    made = new_lock(register, register, revised.PLAN)
    return {**files, made.path: made.text}


def without(path, *keys):
    """The region without a file, or without what stands there in it."""
    files = region()
    if not keys:
        del files[path]
        return files
    place = files[path]
    for key in keys[:-1]:
        place = place[key]
    del place[keys[-1]]
    return files


def reached():
    """The region with an outcome that reaches its target."""
    files = region()
    row = files[REPORT]["mål"]["lugna-parker"]["indikatorer"]["utslapp"]
    row.update({"utfall": "29 ton", "exakt": "29,1 ton"})
    return files


def summed_up():
    """The region with symbols that are lost, and follow from the printed count."""
    files = region()
    files[REPORT]["underlag"] = "avskrift"
    files[REPORT]["sammanfattning"]["nämndens mål"]["röd"] = "1"
    for goal in ("levande-parker", "rena-parker"):
        files[REPORT]["mål"][goal]["bedömning"] = "okänd"
    return files


def outdated():
    """The region with an outcome whose comment has the figure that it had."""
    files = region()
    row = files[REPORT]["mål"]["god-natur"]["indikatorer"]["besiktigade"]
    row.update({"utfall": "97 %", "kommentar": "Nästan alla, 96 procent, är besiktigade."})
    return files


FOLLOWS = {
    "utslag": (reached(), "inte nått", "nått"),
    "föreslagen status": (reached(), "röd", "grön"),
    "utveckling": (changed(["outcome"], 70), "förbättrad", "försämrad"),
    "jämförelse": (changed(["outcome"], 70), "bättre", "sämre"),
    "uppmärksamhet": (changed(["assessment"]), "lyfts inte fram", "lyfts fram: röd"),
    "räkning": (changed(["assessment"]), "grön 2", "grön 1"),
    "sammanfattning": (summed_up(), None, "exakt 1 röd och 2 grön"),
    "text": (outdated(), None, "kommentaren säger fortfarande 96"),
    "serie": (without("parknamnden/2023/verksamhetsberattelse.yml"), "3 värden", "2 värden, utan 2023"),
    "avvikelse": (changed(["budget_cell"], 40), None, "Summa är tryckt 30, men raderna ger 60"),
    "bruten tråd": (
        without(PLAN, "mål", "lugna-parker", "indikatorer", "utslapp", "målvärde"),
        None,
        "målvärde",
    ),
    "ärvt": (changed(["councils_wording"]), "Alla har nära", "Alla har 3 minuter till en park"),
}
"""Consequences: the later tree, and what is told of before and after."""

RINGS = {
    "målvärdet sänktes när utfallet var känt": (None, with_plan(målvärde="79")),
    "kravet ändrades när utfallet var känt": (None, with_plan(målvärde="öka")),
    "beslutad plan ändrad utan ny utgåva": (None, changed(["wording"])),
    "beslutade planer ändrade av den som de ärver från": (None, changed(["councils_wording"])),
    "utfall för ett avslutat år ändrat": (with_report(), with_report("outcome")),
    "låset togs bort eller byttes": (locked(region()), locked(changed(["wording"]))),
}
"""Alarms: the earlier tree (None for the first one), and the later."""


def test_every_class_of_change_has_a_tree():
    """Each way to change, each class, each consequence and each alarm that there is stands among the trees here."""
    assert {mutation.told[0] for mutation in MUTATIONS.values()} == set(get_args(ChangeWhat))
    assert {mutation.told[1] for mutation in MUTATIONS.values()} == set(get_args(FactKind))
    assert set(FOLLOWS) == set(get_args(ConsequenceWhat))
    assert set(RINGS) == set(get_args(AlarmWhat))


@pytest.mark.parametrize("name", MUTATIONS)
def test_each_change_between_two_commits_is_told(archive, name):
    """One change between two commits is one change in the command's JSON, of its class, and is in the comment."""
    told, comment = compared(archive, changed([name]))
    what, kind, owner, element, field = MUTATIONS[name].told
    assert [
        (each["what"], each["kind"], each["owner"], tuple(each["element"]), each["field"])
        for each in told["changes"]
    ] == [(what, kind, owner, element, field)]
    decided = [each for each in told["alarms"] if each["what"] == "beslutad plan ändrad utan ny utgåva"]
    klass = "beslutad plan" if decided else kind
    assert counted({klass: 1}) in comment
    assert CLASSES[klass][0] in counted({klass: 1})
    (change,) = told["changes"]
    places = [place for place in change["places"].values() if place]
    assert places
    assert all(place["file"].startswith("content/") and place["line"] >= 1 for place in places)


@pytest.mark.parametrize("what", FOLLOWS)
def test_each_consequence_between_two_commits_is_told(archive, what):
    """What follows from a change between two commits and nobody typed is told as what it was and is."""
    after, old, new = FOLLOWS[what]
    told, _ = compared(archive, after)
    found = [each for each in told["consequences"] if each["what"] == what]
    assert found
    assert any(
        (each["before"] is None if old is None else old in (each["before"] or ""))
        and new in (each["after"] or "")
        for each in found
    )


@pytest.mark.parametrize("what", RINGS)
def test_each_alarm_between_two_commits_rings(archive, what):
    """What somebody should stop at rings at the change that rings it, first in the comment."""
    before, after = RINGS[what]
    told, comment = compared(archive, after, before)
    (rung,) = [each for each in told["alarms"] if each["what"] == what]
    assert told["changes"][rung["change"]]["places"]["after"]
    assert what.capitalize() in comment
    assert comment.index(what.capitalize()) < comment.index("<details")


def test_trees_that_differ_in_form_alone_are_told_as_that(archive):
    """The same tree written twice is no change, and the command says that the versions are the same."""
    told, comment = compared(archive, region())
    assert told == {"changes": [], "consequences": [], "alarms": [], "problems": [], "internal": 0}
    assert "Ingenting är ändrat" in comment
