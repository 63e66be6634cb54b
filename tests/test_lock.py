"""The decision lock: what breaks it and what does not, how it is written and read, and what of it is shown."""

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from invented import write
from revised import git, repository
from test_publication import CONFIG, where
from vpgen.build import Project, build, check_content
from vpgen.cli import vpgen
from vpgen.facts import document_facts
from vpgen.loader import errors_of, load, load_all
from vpgen.lock import departures, new_lock
from vpgen.model.lock import ENDING, Lock, digest, lock_text, read_lock
from vpgen.problems import Problem
from vpgen.versions import load_both

COUNCIL, PLAN = "regionfullmaktige/2024/plan.yml", "parknamnden/2024/plan.yml"
REPORT = "parknamnden/2024/verksamhetsberattelse.yml"
OWNER = "parknamnden/2024/plan"
DECISION = """\
beslut:
  organ: Parknämnden
  datum: 2023-11-20
  paragraf: § 84
"""
FILES = {
    COUNCIL: """\
        underlag: original
        avsnitt:
          kvalitet:
            sort: strategi
            namn: Kvalitet
        mål:
          trygga-lekplatser:
            sort: effektmål
            nr: 1
            under: kvalitet
            text: Lekplatserna är trygga.
            indikatorer:
              besiktigade:
                målvärde: minst 95 %
        uppdrag:
          gungor:
            under: kvalitet
            mottagare: parknamnden
            text: Att se över gungorna.
        """,
    PLAN: f"""\
underlag: original
{DECISION}mål:
  trygga-lekplatser:
    indikatorer:
      besiktigade:
  levande-parker:
    sort: nämndens mål
    under: kvalitet
    text: Parkerna är levande.
    beskrivning: |
      Fontänerna kostar [12,5 mnkr](tabell:budget/summa/budget-2024) om året,
      av vilka [](tabell:budget/lek/budget-2024) går till lek.
    indikatorer:
      nojdhet:
        serie: enkat
        målvärde: 70–75
uppdrag:
  gungor:
aktiviteter:
  inventering:
    under: gungor
    text: Räkna alla gungor.
    klart: maj 2024
tabeller:
  budget:
    rubrik: Budget
    enhet: mnkr
    rader: |
      sort  | id  | Belopp   | Budget 2024
      rad   | lek | Lek      | 7,5
      rad   | tra | Träd     | 5,0
      summa |     | Summa    | 12,5
internkontroll:
  risker:
    kemikalier:
      område: Miljö
      risk: Risken att kemikalier läcker.
      åtgärder:
        rakna:
          text: Räkna flaskorna.
""",
}
CHANGES = [
    (PLAN, "Parkerna är levande.", "Parkerna är döda.", "mål/levande-parker/text"),
    (PLAN, "målvärde: 70–75", "målvärde: 60–75", "indikator/levande-parker/nojdhet/målvärde"),
    (PLAN, "serie: enkat", "serie: intervju", "indikator/levande-parker/nojdhet/serie"),
    (
        PLAN,
        "  gungor:\naktiviteter",
        "  gungor:\n    lydelse: Att byta gungor.\naktiviteter",
        "uppdrag/gungor/lydelse",
    ),
    (PLAN, "Träd     | 5,0", "Träd     | 5,1", "ruta/budget/tra/budget-2024/värde"),
    (PLAN, "klart: maj 2024", "klart: juni 2024", "aktivitet/inventering/klart"),
    (PLAN, "om året", "om dagen", "mål/levande-parker/beskrivning"),
    (PLAN, "Räkna flaskorna.", "Göm flaskorna.", "åtgärd/kemikalier/rakna/text"),
    (PLAN, "underlag: original", "underlag: original\ntitel: En annan plan", "titel"),
    (COUNCIL, "Lekplatserna är trygga.", "Lekplatserna finns.", "mål/trygga-lekplatser/text"),
    (COUNCIL, "minst 95 %", "minst 90 %", "indikator/trygga-lekplatser/besiktigade/målvärde"),
    (COUNCIL, "namn: Kvalitet", "namn: Kvantitet", "avsnitt/kvalitet/namn"),
    (COUNCIL, "se över gungorna", "måla gungorna", "uppdrag/gungor/text"),
    ("indikatorer/park.yml", "enhet: index", "enhet: betyg", "definition/nojdhet/enhet"),
    ("indikatorer/park.yml", "namn: Nöjdhet med parkerna", "namn: Nöjdhet", "definition/nojdhet/namn"),
]


def edit(content, file, old, new):
    path = content / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (file, old)
    path.write_text(text.replace(old, new), encoding="utf-8")


def lock(content, name=OWNER):
    """Lock a document, as the command does."""
    loaded = load_all(content)
    assert errors_of(loaded) == ()
    made = new_lock(loaded.register, loaded.public, name)
    (content / made.path).write_text(made.text, encoding="utf-8")
    return content / made.path


def plan_of(register, year=2024):
    return register.bodies["parknamnden"].plans[year]


def changed(content):
    """What the plan says otherwise than when it was decided, by its paths."""
    register = load(content)
    return {each.path: each for each in departures(register, plan_of(register))}


def warnings(content, *codes):
    checked = check_content(content)
    assert checked.errors == ()
    return [problem for problem in checked.problems if problem.code in codes]


def run(content, *words):
    return CliRunner().invoke(vpgen, [*words, "--content", str(content)])


@pytest.fixture
def content(tmp_path):
    """The invented region with a decided plan, not locked."""
    return write(tmp_path, FILES)


@pytest.fixture
def locked(content):
    """The same with its lock."""
    lock(content)
    return content


# What breaks a lock


def test_a_plan_is_unchanged_when_it_has_just_been_locked(locked):
    """A lock that is just written differs from its document in nothing, and is no problem."""
    assert changed(locked) == {}
    assert check_content(locked).problems == ()


@pytest.mark.parametrize(("file", "old", "new", "path"), CHANGES)
def test_a_change_is_told_wherever_it_is_made(locked, file, old, new, path):
    """What the plan says itself, takes over or rests on breaks the lock when it is changed, and is told once."""
    edit(locked, file, old, new)
    assert path in changed(locked)
    found = warnings(locked, "andrat-efter-beslut")
    assert len(found) == len(changed(locked))
    assert any(f"{path}:" in problem.hint for problem in found)
    assert all("rättelser" in problem.hint for problem in found)


def test_a_change_at_the_giver_says_whose_it_is_and_where(locked):
    """A goal that the council reworded is told at the board's plan, with both wordings and the council's line."""
    edit(locked, COUNCIL, "Lekplatserna är trygga.", "Lekplatserna finns.")
    (problem,) = warnings(locked, "andrat-efter-beslut")
    assert "i Verksamhetsplan 2024, Regionfullmäktige" in problem.message
    assert "”Lekplatserna är trygga.”, är nu ”Lekplatserna finns.”" in problem.message
    assert f"content/{COUNCIL}, rad 11" in problem.hint
    assert changed(locked)["mål/trygga-lekplatser/text"].giver == "regionfullmaktige/2024/plan"


def test_a_definition_is_told_once_though_it_is_said_in_two_places(locked):
    """The name of an indicator is also the wording of its row: that it changed is one change, in the definition."""
    edit(locked, "indikatorer/park.yml", "namn: Nöjdhet med parkerna", "namn: Nöjdhet")
    (problem,) = warnings(locked, "andrat-efter-beslut")
    assert "i indikatorns definition" in problem.message


def test_what_came_and_what_went_are_one_change_each(locked):
    """A goal that is new, with its indicator, is one change, and an activity that is gone another."""
    edit(
        locked,
        PLAN,
        "uppdrag:\n",
        "  nytt-mal:\n    sort: nämndens mål\n    text: Något nytt.\n    indikatorer:\n      utslapp:\n"
        "        målvärde: minska\nuppdrag:\n",
    )
    edit(locked, PLAN, "aktiviteter:\n  inventering:\n    under: gungor\n    text: Räkna alla gungor.\n", "")
    edit(locked, PLAN, "    klart: maj 2024\n", "")
    assert {path: each.change.what for path, each in changed(locked).items()} == {
        "mål/nytt-mal": "tillagd",
        "aktivitet/inventering": "borttagen",
    }


def test_the_editors_own_work_breaks_no_lock(locked):
    """Remarks, publication, what a goal continues, the source and the edition are not what was decided."""
    edit(
        locked,
        PLAN,
        "underlag: original\n",
        "underlag: avskrift\nutgåva: 1\nkälla: Pärmen\nstatus: beslutad\nanmärkning: Se pärmen.\n",
    )
    edit(locked, PLAN, "    sort: nämndens mål\n", "    sort: nämndens mål\n    publicering: intern\n")
    assert changed(locked) == {}


def test_an_edition_takes_its_lock_with_it(locked):
    """A plan that is replaced keeps its lock under its new name, also where its texts quote its own tables."""
    year = locked / "parknamnden" / "2024"
    shutil.copy(year / "plan.yml", year / "plan-1.yml")
    (year / f"plan{ENDING}").rename(year / f"plan-1{ENDING}")
    edit(locked, "parknamnden/2024/plan-1.yml", "underlag: original", "underlag: original\nutgåva: 1")
    edit(locked, PLAN, "underlag: original", "underlag: original\nutgåva: 2")
    edit(locked, PLAN, "2023-11-20", "2024-04-16")
    edit(locked, PLAN, "Parkerna är levande.", "Parkerna är gröna.")
    assert warnings(locked, "andrat-efter-beslut") == []
    lock(locked)
    assert warnings(locked, "andrat-efter-beslut") == []
    assert (year / f"plan{ENDING}").read_text() != (year / f"plan-1{ENDING}").read_text()


def test_a_follow_up_is_locked_as_well(content):
    """An outcome that is changed after the decision on a follow-up is told."""
    goal = (
        "mål:\n  levande-parker:\n    bedömning: grön\n    indikatorer:\n      nojdhet:\n        utfall: 71\n"
    )
    text = f"underlag: original\nperiod: 2024\n{DECISION}{goal}"
    (content / REPORT).write_text(text, encoding="utf-8")
    lock(content, REPORT.removesuffix(".yml"))
    edit(content, REPORT, "utfall: 71", "utfall: 74")
    (problem,) = warnings(content, "andrat-efter-beslut")
    assert "utfall: var ”71”, är nu ”74”" in problem.message


# What a document rests on


ANSWERS = f"""\
underlag: original
period: 2024
{DECISION}mål:
  levande-parker:
    gäller: regionen
    bedömning: grön
    indikatorer:
      nojdhet:
        utfall: 71
        jämförelse:
          riket: 70
uppdrag:
  gungor:
    bedömning: gul
aktiviteter:
  inventering:
    bedömning: grön
internkontroll:
  risker:
    kemikalier:
      åtgärder:
        rakna:
          kommentar: Flaskorna är räknade.
"""


@pytest.fixture
def reported(content):
    """The region with a decided and locked follow-up."""
    (content / REPORT).write_text(ANSWERS, encoding="utf-8")
    lock(content, REPORT.removesuffix(".yml"))
    assert reported_changes(content) == {}
    return content


def reported_changes(content):
    register = load(content)
    (source,) = register.bodies["parknamnden"].follow_ups[2024]
    return {each.path: each for each in departures(register, source)}


@pytest.mark.parametrize(
    ("file", "old", "new", "path", "giver"),
    [
        (
            "organisation.yml",
            "regionen: Region Påhitt",
            "regionen: Hela regionen",
            "gäller/regionen/namn",
            None,
        ),
        ("organisation.yml", "riket: Riket", "riket: Sverige", "gäller/riket/namn", None),
        ("organisation.yml", "uppnått", "nästan uppnått", "symboler/bedömning/grön/betyder", None),
        ("organisation.yml", "mindre avvikelse", "liten avvikelse", "symboler/bedömning/gul/betyder", None),
        ("organisation.yml", "uppnått", "uppnått\nfärg: gul", "symboler/bedömning/grön/färg", None),
        (PLAN, "Räkna alla gungor.", "Måla alla gungor.", "aktivitet/inventering/text", OWNER),
        (PLAN, "Räkna flaskorna.", "Göm flaskorna.", "åtgärd/kemikalier/rakna/text", OWNER),
        (PLAN, "kemikalier läcker", "kemikalier ryker", "risk/kemikalier/risk", OWNER),
        (COUNCIL, "se över gungorna", "måla gungorna", "uppdrag/gungor/text", OWNER),
    ],
)
def test_what_a_follow_up_rests_on_is_locked_too(reported, file, old, new, path, giver):
    """Names of scopes, the levels that it gives, and the words that it answers: another of these is one change, told once."""
    indent = re.search(rf"(?m)^ *(?=.*{old})", (reported / file).read_text(encoding="utf-8"))
    edit(reported, file, old, new.replace("\n", f"\n{indent[0]}"))
    found = reported_changes(reported)
    assert list(found) == [path]
    assert found[path].giver == (giver or "organisation")
    (problem,) = warnings(reported, "andrat-efter-beslut")
    assert f"content/{file}" in f"{problem.place.file} {problem.hint}" or file == COUNCIL


def test_a_level_that_is_not_given_is_not_locked(reported):
    """What a symbol means that the follow-up has not used is nothing that it said."""
    edit(reported, "organisation.yml", "större avvikelse", "stor avvikelse")
    assert reported_changes(reported) == {}


def test_what_a_follow_up_no_longer_answers_is_told_once(reported):
    """With another assessment the level's meaning is another, and with none the plan's words go: neither is told beside it."""
    edit(reported, REPORT, "bedömning: gul", "bedömning: röd")
    edit(reported, REPORT, "aktiviteter:\n  inventering:\n    bedömning: grön\n", "")
    assert set(reported_changes(reported)) == {"uppdrag/gungor/bedömning", "aktivitet/inventering/bedömning"}


FOREIGN = "tabell:regionfullmaktige/2024/plan/ram/parker/budget-2024"


FRAME = """\
tabeller:
  ram:
    rubrik: Ramar
    enhet: mnkr
    rader: |
      sort  | Nämnd  | Budget 2024
      rad   | Parker | 25,0
"""


def with_frame(content):
    """The region with a table of the council's, which the plan quotes and calculates with."""
    with (content / COUNCIL).open("a", encoding="utf-8") as file:
        file.write(FRAME)
    edit(content, PLAN, "går till lek.", f"går till lek, av ramen []({FOREIGN}), [](tal:andel).")
    with (content / PLAN).open("a", encoding="utf-8") as file:
        file.write(f"tal:\n  andel: budget/lek/budget-2024 / {FOREIGN.removeprefix('tabell:')}\n")
    return content


def test_a_figure_of_another_document_that_a_text_quotes_is_locked(content):
    """The council's figure that the plan's text leaves to vpgen is told where it is another, with both; so is what it gives."""
    lock(with_frame(content))
    assert changed(content) == {}
    edit(content, COUNCIL, "25,0", "20,0")
    (departure,) = changed(content).values()
    assert departure.path == "mål/levande-parker/beskrivning"
    before, after = (
        each.replace("\u00a0", " ") for each in (departure.change.before, departure.change.after)
    )
    assert "av ramen 25,0 mnkr, 30,0 %" in before
    assert "av ramen 20,0 mnkr, 37,5 %" in after


def test_a_figure_of_its_own_is_told_at_its_cell_alone(locked):
    """A cell of the plan's own that its text quotes is one change."""
    edit(locked, PLAN, "Lek      | 7,5", "Lek      | 7,6")
    assert list(changed(locked)) == ["ruta/budget/lek/budget-2024/värde"]


# Form does not matter


def rewritten(data, draw):
    """The same data with its keys in another order."""
    if isinstance(data, dict):
        return {key: rewritten(data[key], draw) for key in draw(st.permutations(list(data)))}
    return data


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_writing_the_same_otherwise_never_breaks_a_lock(tmp_path_factory, data):
    """Whatever order, quotes, widths and blocks the files are written in, nothing is told to have changed."""
    content = write(tmp_path_factory.mktemp("omskriven"), FILES)
    lock(content)
    style = data.draw(st.sampled_from([None, '"', "'", "|"]))
    for file in (PLAN, COUNCIL, "indikatorer/park.yml"):
        path = content / file
        read = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        # The order of the rows of a table is its own, and of values nothing is said by it.
        again = rewritten(read, data.draw)
        text = yaml.dump(
            again,
            allow_unicode=True,
            sort_keys=False,
            default_style=style,
            width=data.draw(st.sampled_from([60, 1000])),
            indent=data.draw(st.sampled_from([2, 4])),
        )
        path.write_text(
            re.sub(r"(?m)^(\s*)(['\"]?[\w åäöÅÄÖ-]+['\"]?): ['\"]{2}$", r"\1\2:", text), encoding="utf-8"
        )
    loaded = load_all(content)
    assert errors_of(loaded) == ()
    assert departures(loaded.register, plan_of(loaded.register)) == ()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_other_fact_breaks_a_lock(tmp_path_factory, data):
    """Whichever fact of a lock had said something else, the change is told, and no other than that."""
    content = write(tmp_path_factory.mktemp("andrad"), FILES)
    path = lock(content)
    made = read_lock(path.read_text(encoding="utf-8"), "x", OWNER)
    assert isinstance(made, Lock)
    key = data.draw(st.sampled_from([key for key in made.facts if key.field not in {"", "under"}]))
    was = f"{made.facts[key].text} förut"
    fact = type(made.facts[key])(**{**vars(made.facts[key]), "text": was, "shown": None})
    path.write_text(
        lock_text(Lock(OWNER, made.decision, {**made.facts, key: fact}, made.place)), encoding="utf-8"
    )
    found = changed(content)
    assert list(found) == [key.path]
    assert found[key.path].change.before == was


# Corrections


def test_a_corrected_misprint_is_no_warning_but_stays(locked):
    """What `rättelser` accounts for is not warned of, and is still listed with its reason."""
    edit(locked, PLAN, "Parkerna är levande.", "Parkerna är levande och öppna.")
    with (locked / PLAN).open("a", encoding="utf-8") as file:
        file.write("rättelser:\n  mål/levande-parker/text: Två ord föll bort.\n")
    assert warnings(locked, "andrat-efter-beslut", "onodig-rattelse") == []
    assert [each.reason for each in changed(locked).values()] == ["Två ord föll bort."]


def test_a_correction_of_nothing_is_needless(locked):
    """A correction whose fact has not changed is told, at its line."""
    with (locked / PLAN).open("a", encoding="utf-8") as file:
        file.write("rättelser:\n  mål/levande-parker/text: Inget.\n")
    (problem,) = warnings(locked, "onodig-rattelse")
    assert problem.place.line == len((locked / PLAN).read_text(encoding="utf-8").splitlines())


# The file


def test_a_lock_is_one_fact_a_line_and_sorted(locked):
    """The file is JSON, the same each time, each fact on a line of its own in the order of its name."""
    path = locked / f"{OWNER}{ENDING}"
    text = path.read_text(encoding="utf-8")
    data = json.loads(text)
    names = [(row["vad"], row["fält"]) for row in data["fakta"]]
    assert names == sorted(names)
    assert len([line for line in text.splitlines() if line.startswith('{"vad"')]) == len(names)
    path.unlink()
    assert lock(locked).read_text(encoding="utf-8") == text
    facts = document_facts(load(locked), plan_of(load(locked)))
    assert len(names) > len(facts) * 0.8


def test_a_lock_is_read_as_it_was_written(locked):
    """Reading and writing a lock gives the same text and the same fingerprint."""
    text = (locked / f"{OWNER}{ENDING}").read_text(encoding="utf-8")
    made = read_lock(text, "x", OWNER)
    assert isinstance(made, Lock)
    assert lock_text(made) == text
    assert f'"sha256": "{digest(made)}"' in text


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_lock_is_never_taken_for_a_lock(tmp_path_factory, data):
    """A lock that is cut, or in which a character is another, is a problem with a remedy, and never a crash."""
    content = write(tmp_path_factory.mktemp("skadat"), FILES)
    text = lock(content).read_text(encoding="utf-8")
    at = data.draw(st.integers(0, len(text) - 3))
    character = data.draw(st.characters(codec="utf-8"))
    damaged = data.draw(st.sampled_from([text[:at], text[:at] + character + text[at + 1 :]]))
    read = read_lock(damaged, "content/x.json", OWNER)
    same = isinstance(read, Lock) and lock_text(read) == text
    assert same or (isinstance(read, Problem) and "git" in read.hint)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "[" * 100_000,
        '{"version": 1e5}',
        '{"version": NaN}',
        '{"version": ' + "9" * 5000 + "}",
        '{"version": 2, "version": 1}',
        '{"version": 2, "dokument": "\\ud800", "beslut": {}, "sha256": "", "fakta": []}',
        '{"version": 2, "dokument": 7, "beslut": {}, "sha256": "", "fakta": []}',
    ],
)
def test_what_is_no_lock_is_told(text):
    """Text that is no lock at all, however odd, is a problem."""
    assert isinstance(read_lock(text, "x", OWNER), Problem)


# Between two versions


@pytest.mark.parametrize("what", ["borttaget", "tillagt", "ersatt", "ändrat"])
def test_a_lock_that_comes_goes_or_is_another_is_a_change(content, tmp_path, what):
    """That a plan is locked, is not any more, or is locked anew is told of the plan, whatever else is the same."""
    folder = repository(tmp_path / "arkiv")
    path = lock(content)
    first, text = path, path.read_text(encoding="utf-8")
    if what == "tillagt":
        first.unlink()
    shutil.copytree(content, folder / "content")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "x")
    path = folder / "content" / path.relative_to(content)
    if what == "borttaget":
        path.unlink()
    elif what == "tillagt":
        path.write_text(text, encoding="utf-8")
    elif what == "ersatt":
        path.unlink()
        edit(folder / "content", PLAN, "Parkerna är levande.", "Parkerna är döda.")
        lock(folder / "content")
    else:
        made = read_lock(text, "x", OWNER)
        key = next(key for key in made.facts if key.path == "mål/levande-parker/text")
        fact = replace(made.facts[key], text="Parkerna är döda.")
        path.write_text(lock_text(replace(made, facts={**made.facts, key: fact})), encoding="utf-8")
    _, _, found = load_both(folder, "HEAD", None, Path("content"))
    (change,) = (each for each in found.changes if each.field == "lås")
    assert (change.owner, change.kind, change.element) == (OWNER, "struktur", ())
    decision = "Parknämnden, 2023-11-20, § 84"
    told = {
        "borttaget": (decision, None),
        "tillagt": (None, decision),
        "ersatt": (decision, f"{decision}, skrivet på nytt"),
        "ändrat": (decision, f"{decision}, skrivet på nytt"),
    }
    assert (change.before, change.after) == told[what]
    assert (len(found.changes) == 1) == (what != "ersatt")


# The command


def test_the_command_writes_the_lock_and_proposes_a_tag(content):
    """`vpgen beslut` writes one file, says which, and what to type for a tag, which it does not make."""
    done = run(content, "beslut", OWNER)
    assert done.exit_code == 0, done.output
    assert (content / f"{OWNER}{ENDING}").is_file()
    assert "git tag -a beslut/parknamnden/2024/plan/2023-11-20 -m " in done.stdout
    assert not (content.parent / ".git").exists()


def test_the_command_never_writes_over_a_lock(locked):
    """A document that is locked stays locked as it was: unchanged it is said, changed it is refused."""
    path = locked / f"{OWNER}{ENDING}"
    before = path.read_bytes()
    assert run(locked, "beslut", f"content/{OWNER}.yml").exit_code == 0
    edit(locked, PLAN, "Parkerna är levande.", "Parkerna är döda.")
    done = run(locked, "beslut", OWNER)
    assert (done.exit_code, path.read_bytes()) == (1, before)
    assert "ändrad sedan beslutet" in done.stderr


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  paragraf: § 84\n", "", "  organ: Parknämnden\n  datum: 2023-11-20\n  paragraf: § 84"),
        (DECISION, "", "saknar organ, datum, paragraf"),
        (DECISION, "status: utkast\n", "skriv status: beslutad"),
        ("underlag: original\n", "underlag: original\nsort: x\n", "rätta felen först"),
    ],
)
def test_the_command_says_what_a_decision_lacks(content, old, new, said):
    """Without a whole decision, or with errors in the content, nothing is written, and what to write is said."""
    edit(content, PLAN, old, new)
    done = run(content, "beslut", OWNER)
    assert done.exit_code == 1
    assert said in done.stderr
    assert not (content / f"{OWNER}{ENDING}").exists()


def test_the_command_knows_a_misspelt_document(content):
    """A document that is not there is asked for by the name that was meant."""
    done = run(content, "beslut", "parknamden/2024/plan")
    assert done.exit_code == 1
    assert f"skriv: {OWNER}" in done.stderr


# The pages


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    """The frame is drawn once for all sites."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def site_of(tmp_path, cache):
    """Builds the site of a folder; gives every file made of the content, by its address."""

    def made(content, *, internal=False):
        config = tmp_path / "mkdocs.yml"
        config.write_text(CONFIG, encoding="utf-8")
        site = tmp_path / f"site-{internal}"
        build(Project(content, site, config, cache, internal), lambda _step: None)
        every = [path for path in site.rglob("*") if path.suffix in {".html", ".csv", ".js", ".json"}]
        return {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in every}

    return made


def test_the_pages_say_that_nothing_has_changed(locked, site_of):
    """An unchanged plan says so, and leads to a page of how it was, with its fingerprint; the lock is not published."""
    site = site_of(locked)
    page, old = site[f"{OWNER}.html"], site[f"{OWNER}-beslutad.html"]
    assert "Oförändrad sedan beslutet" in page
    assert 'href="plan-beslutad.html"' in page
    assert digest(read_lock((locked / f"{OWNER}{ENDING}").read_text(), "x", OWNER)) in old
    assert "Lekplatserna är trygga." in old
    assert "av vilka 7,5 går till lek" in old.replace("\u00a0", " ").replace(" mnkr", "")
    assert not any(ENDING in name for name in site)


def test_the_pages_tell_what_was_and_what_is(locked, site_of):
    """The plan's page lists each change, before and after; the page of the decision keeps what was decided."""
    edit(locked, PLAN, "målvärde: 70–75", "målvärde: 60–75")
    edit(locked, COUNCIL, "Lekplatserna är trygga.", "Lekplatserna finns.")
    site = site_of(locked)
    page, old = site[f"{OWNER}.html"], site[f"{OWNER}-beslutad.html"]
    assert "Ändrad sedan beslutet på 2 ställen" in page
    assert "I Verksamhetsplan 2024, Regionfullmäktige" in page
    assert "70–75" in page
    assert "70–75" in old
    assert "60–75" not in old
    assert "Lekplatserna finns." not in old


@pytest.mark.parametrize("status", ["utkast", "förslag"])
def test_a_document_says_that_it_is_not_decided(content, site_of, status):
    """A draft says that it is one; a proposal to whom, and when they decide."""
    edit(content, PLAN, "  paragraf: § 84\n", f"status: {status}\n")
    said = {"utkast": "Utkast", "förslag": "Förslag till parknämnden, 2023-11-20"}
    assert said[status] in site_of(content)[f"{OWNER}.html"]


HIDDEN = "Hemliga Uttern"


@pytest.mark.parametrize(
    "when", ["då", "nu", "då och borta nu", "nu, och borta", "nu, med nytt id", "nu, och id:t är ett annats"]
)
def test_what_is_internal_is_not_shown_through_the_lock(content, site_of, when):
    """What was internal when the lock was written, or is so now, is on no public page, changed, corrected or gone."""
    goal = (
        f"  uttern:\n    sort: nämndens mål\n    text: {HIDDEN} trivs.\n    indikatorer:\n      utslapp:\n"
        f"        lydelse: {HIDDEN} släpper inte ut.\n        målvärde: minska\n"
    )
    secret = "    publicering: intern\n    text:"
    edit(content, PLAN, "uppdrag:\n", f"{goal}uppdrag:\n")
    if when.startswith("då"):
        edit(content, PLAN, f"    text: {HIDDEN}", f"{secret} {HIDDEN}")
    lock(content)
    if when == "nu":
        edit(content, PLAN, f"    text: {HIDDEN}", f"{secret} Nya {HIDDEN}")
    if when == "då":
        edit(content, PLAN, f"text: {HIDDEN} trivs", f"text: Nya {HIDDEN} trivs")
    if when == "då och borta nu":
        edit(content, PLAN, goal.replace("    text:", secret), "")
    if when == "nu, och borta":
        edit(content, PLAN, f"        lydelse: {HIDDEN} släpper inte ut.\n        målvärde: minska\n", "")
        edit(content, PLAN, "    indikatorer:\n      utslapp:\n", "")
        edit(content, PLAN, f"    text: {HIDDEN}", f"{secret} {HIDDEN}")
    if when == "nu, med nytt id":
        edit(content, PLAN, "  uttern:\n", "  annat-id:\n")
        edit(content, PLAN, f"    text: {HIDDEN}", f"{secret} {HIDDEN}")
    if when == "nu, och id:t är ett annats":
        edit(content, PLAN, goal, goal.replace("uttern:", "annat-id:").replace("    text:", secret))
        edit(content, PLAN, "uppdrag:\n", "  uttern:\n    sort: nämndens mål\n    text: Öppet.\nuppdrag:\n")
    with (content / PLAN).open("a", encoding="utf-8") as file:
        file.write(f"rättelser:\n  mål/uttern/text: {HIDDEN} hade stavats fel.\n")
    public = site_of(content)
    assert where(public, HIDDEN) == []
    assert where(public, "uttern/text") == [] or when.endswith("annats")
    page, old = public[f"{OWNER}.html"], public[f"{OWNER}-beslutad.html"]
    assert ("Det som är publicerat är oförändrat sedan beslutet" in page) != when.endswith("annats")
    assert "Något visas inte: det som var internt vid beslutet" in old
    assert "Fingeravtryck" not in old
    assert where(site_of(content, internal=True), HIDDEN)


def test_the_id_of_what_is_internal_is_not_shown_through_what_stood_under_it(content, site_of):
    """An assignment that stood under a goal that is internal now, and stands elsewhere, does not name it."""
    goal = "  dolda-uttern:\n    sort: nämndens mål\n    text: Dolt.\n"
    edit(
        content, PLAN, "uppdrag:\n", f"{goal}uppdrag:\n  rakna:\n    under: dolda-uttern\n    text: Räkna.\n"
    )
    lock(content)
    edit(content, PLAN, goal, f"{goal}    publicering: intern\n")
    edit(content, PLAN, "under: dolda-uttern", "under: levande-parker")
    assert where(site_of(content), "dolda-uttern") == []


def test_an_internal_indicator_by_another_id_is_not_shown_through_the_lock(content, site_of):
    """A definition that is internal now under a new id is not on the page of the decision, nor what the plan said of it."""
    edit(content, "indikatorer/park.yml", "namn: Nöjdhet med parkerna", f"namn: {HIDDEN}")
    lock(content)
    edit(content, "indikatorer/park.yml", "nojdhet:\n", "annat-id:\n  publicering: intern\n")
    edit(
        content, PLAN, "    indikatorer:\n      nojdhet:\n        serie: enkat\n        målvärde: 70–75\n", ""
    )
    assert where(site_of(content), HIDDEN) == []


PROSE = f"{HIDDEN} bor i ån varje dag."


@pytest.mark.parametrize("now", ["", "    beskrivning: Annat.\n"], ids=["borta", "annat"])
def test_words_that_are_internal_now_are_not_shown_where_they_stood(content, site_of, now):
    """A sentence that has moved from a goal that is shown to one that is internal is on no page."""
    said = f"    beskrivning: Först detta. {PROSE}\n"
    goal = "  oppet:\n    sort: nämndens mål\n    text: Öppet.\n"
    edit(content, PLAN, "uppdrag:\n", f"{goal}{said}uppdrag:\n")
    lock(content)
    secret = f"  dolt:\n    publicering: intern\n    sort: nämndens mål\n    text: Dolt.\n    beskrivning: {PROSE}\n"
    edit(content, PLAN, said, f"{now}{secret}")
    public = site_of(content)
    assert where(public, HIDDEN) == []
    assert "Något visas inte" in public[f"{OWNER}-beslutad.html"]
    assert ("Annat." in public[f"{OWNER}.html"]) == bool(now)


def test_what_was_the_givers_and_is_internal_there_by_another_id_is_not_shown(content, site_of):
    """A goal that the plan took over and has dropped is not on its pages where the council has it for itself."""
    goal = f"  uttern:\n    sort: effektmål\n    under: kvalitet\n    text: {HIDDEN}.\n"
    edit(content, COUNCIL, "uppdrag:\n", f"{goal}uppdrag:\n")
    edit(content, PLAN, "uppdrag:\n", "  uttern:\nuppdrag:\n")
    lock(content)
    edit(content, COUNCIL, "  uttern:\n", "  annat-id:\n    publicering: intern\n")
    edit(content, PLAN, "  uttern:\n", "")
    public = site_of(content)
    assert (where(public, HIDDEN), where(public, "uttern")) == ([], [])
    assert "Något visas inte" in public[f"{OWNER}-beslutad.html"]


def test_what_a_follow_up_answered_is_not_shown_where_the_plan_has_it_internally(content, site_of):
    """An assessment of a goal that is internal in the plan under a new id, and is not answered, is on no page."""
    goal = f"  uttern:\n    sort: nämndens mål\n    text: {HIDDEN}.\n"
    edit(content, PLAN, "uppdrag:\n", f"{goal}uppdrag:\n")
    answer = "  uttern:\n    bedömning: grön\n"
    (content / REPORT).write_text(ANSWERS.replace("uppdrag:\n", f"{answer}uppdrag:\n"), encoding="utf-8")
    lock(content, REPORT.removesuffix(".yml"))
    edit(content, PLAN, "  uttern:\n", "  annat-id:\n    publicering: intern\n")
    edit(content, REPORT, answer, "")
    public = site_of(content)
    assert (where(public, HIDDEN), where(public, "uttern")) == ([], [])


def test_what_is_gone_is_shown_where_nothing_internal_has_come(content, site_of):
    """A goal that was dropped is told as dropped, also where something else was internal already at the decision."""
    goal = "  uttern:\n    sort: nämndens mål\n    text: Uttern trivs.\n"
    secret = "  dolt:\n    publicering: intern\n    sort: nämndens mål\n    text: Dolt.\n"
    edit(content, PLAN, "uppdrag:\n", f"{goal}{secret}uppdrag:\n")
    lock(content)
    edit(content, PLAN, goal, "")
    site = site_of(content)
    assert "Ändrad sedan beslutet på ett ställe" in site[f"{OWNER}.html"]
    assert "Uttern trivs." in site[f"{OWNER}-beslutad.html"]


def test_what_is_opened_since_is_no_change(content, site_of):
    """What was internal at the decision, and is published unchanged now, is not told as new."""
    edit(
        content,
        PLAN,
        "    text: Parkerna är levande.",
        "    publicering: intern\n    text: Parkerna är levande.",
    )
    lock(content)
    edit(content, PLAN, "    publicering: intern\n", "")
    assert "Det som är publicerat är oförändrat sedan beslutet" in site_of(content)[f"{OWNER}.html"]


def test_the_example_shows_a_lock():
    """The example has a locked plan with one change and one corrected misprint."""
    folder = Path(__file__).resolve().parents[1] / "examples" / "talldunge" / "content"
    register = load(folder)
    plan = register.bodies["vard-och-omsorgsnamnden"].plans[2031]
    assert [bool(each.reason) for each in departures(register, plan)] == [True, False]
