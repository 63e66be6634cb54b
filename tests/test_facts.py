"""What a version of the content says, fact by fact: nothing is left out, and one meaning has one text."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

import vpgen.reading
from invented import one_goal, registered
from vpgen.facts import document_facts, facts, owner_of
from vpgen.facts.labels import _LABELS, label, unwritten
from vpgen.facts.meaning import cell, meaning, period, prose
from vpgen.facts.meaning import target as target_meaning
from vpgen.loader import load
from vpgen.model.fields import Entry
from vpgen.numbers import parse_quantity
from vpgen.periods import parse_period
from vpgen.reading import read_folder, read_stored, stored_files, together
from vpgen.resolve import resolve
from vpgen.source import Text
from vpgen.targets import parse_target

CONTENT = Path(__file__).resolve().parents[1] / "examples" / "talldunge" / "content"
MOST_OF_A_FIELD = 2
"""So many values of each key are tried."""


@pytest.fixture(scope="module")
def register():
    return load(CONTENT)


def leaves(value, path=()):
    """Every text in the data of a file, with the keys that lead to it."""
    if isinstance(value, Text):
        yield path, value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from leaves(each, (*path, key))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from leaves(each, (*path, number))


def fields_of(entry, path=()):
    """Every written field of an entry and of those in it: the kind of entry, the author's key, the keys that lead to it."""
    for name, field in type(entry).model_fields.items():
        alias = field.alias or name
        value = getattr(entry, name)
        if not entry.wrote(alias):
            continue
        here = (*path, alias)
        if isinstance(value, Entry):
            yield from fields_of(value, here)
        elif isinstance(value, Mapping) and any(isinstance(each, Entry) for each in value.values()):
            raw = entry._raw[alias]
            keys = range(len(raw)) if isinstance(raw, list) else raw
            for key, each in zip(keys, value.values(), strict=True):
                if isinstance(raw[key], Text):
                    yield type(each).__name__, "", (*here, key)
                else:
                    yield from fields_of(each, (*here, key))
        else:
            yield type(entry).__name__, alias, here


def inside(data, path):
    for step in path:
        if isinstance(data, list):
            data = data[int(step)]
        elif isinstance(data, Mapping) and step in data:
            data = data[step]
        else:
            return None
    return data


def written_fields():
    """The fields that are written in the example: by kind of entry and key, in which files and where."""
    folder = read_folder(CONTENT)
    files = [folder.organisation, *folder.bodies.values(), *folder.plans.values()]
    files += [*folder.editions.values(), *folder.follow_ups.values()]
    found = defaultdict(list)
    for entry in files:
        for cls, alias, path in fields_of(entry):
            found[cls, alias].append((entry.place.file, path))
    for id_, entry in folder.indicators.items():
        for cls, alias, path in fields_of(entry):
            found[cls, alias].append((entry.place.file, (id_, *path)))
    return found


@dataclass
class Trial:
    """A written value that is exchanged, with what may stand in its place; `is_told` when some fact was another then."""

    name: tuple
    file: str
    path: tuple
    text: str
    others: list
    is_told: bool = False
    is_sound: bool = False


class Changer:
    """Reads the example again with texts exchanged, at most one in each file."""

    def __init__(self, monkeypatch):
        self.stored = stored_files(CONTENT)
        self.parts = read_stored("content", self.stored, {})
        self.told = self.texts(self.parts)[0]
        self.read_yaml = vpgen.reading.read_yaml
        self.trials = {}
        monkeypatch.setattr(vpgen.reading, "read_yaml", self.read)

    def read(self, text, shown):
        data, problems = self.read_yaml(text, shown)
        if trial := self.trials.get(shown):
            exchange(data, trial.path, trial.others.pop(0))
        return data, problems

    def run(self, trials):
        """Make one trial of each file, those of documents apart from those that documents rest on; return what is left."""
        left = []
        for is_document in (True, False):
            some = [each for each in trials if is_dated(each.file) is is_document]
            self.trials = {each.file: each for each in reversed(some)}
            names = {each.file.partition("/")[2] for each in self.trials.values()}
            stored = {name: each for name, each in self.stored.items() if is_document or not is_dated(name)}
            known = {name: part for name, part in self.parts.items() if name in stored and name not in names}
            told, wrong = self.texts(read_stored("content", stored, known))
            for trial in self.trials.values():
                trial.is_sound = trial.file not in wrong
                # Of values that are all wrong, one is enough: a broken "ja" may mean what was left out.
                is_told = told.get(trial.file) != self.told[trial.file]
                trial.is_told = is_told or (trial.is_told and not trial.is_sound)
            left += [
                each
                for each in some
                if each not in self.trials.values() or (each.others and not each.is_sound)
            ]
        return left

    @staticmethod
    def texts(parts):
        """What each file says of its own, and the files with something wrong."""
        folder = together("content", parts)
        register, problems = resolve(folder)
        told = defaultdict(dict)
        for key, fact in facts(register).items() if register else ():
            if not fact.inherited:
                document = f"content/{key.owner}.yml"
                told[document if is_dated(document) else fact.place.file][key] = fact.text
        return told, {problem.place.file for problem in (*problems, *folder.problems)}


def is_dated(file):
    """Whether a file is a document of a year, or stands beside one."""
    return re.search(r"/20\d\d/", f"/{file}") is not None


def exchange(data, path, new):
    parent = inside(data, path[:-1])
    old = parent[path[-1]]
    parent[path[-1]] = Text(new, old.place, old.plain)


def alternatives(text, others):
    """What may stand in the place of a text, and say another thing: what stands elsewhere first, then what is near."""
    if text == "beslutad":
        yield "förslag"  # the other word alone would be the date's own
    if not text.replace("ja", "").replace("nej", "").strip():
        yield "nej" if text.strip() == "ja" else "ja"
    digits = [at for at, letter in enumerate(text) if letter.isdigit()]
    for at in (digits[-1:] + digits[:1]) if digits else ():
        yield text[:at] + str((int(text[at]) + 1) % 10 or 1) + text[at + 1 :]
    yield text + " xy"
    yield from (other for other in dict.fromkeys(others) if " ".join(other.split()) != " ".join(text.split()))


def test_every_leaf_that_is_written_is_a_fact(monkeypatch):
    """Whatever value of the example is another, some fact is another: nothing that an author writes is left out."""
    changer = Changer(monkeypatch)
    trials = []
    data = {}
    for name, places in written_fields().items():
        found = []
        for file, path in places:
            if file not in data:
                data[file] = changer.read_yaml(changer.stored[file.partition("/")[2]].decode("utf-8"), file)[
                    0
                ]
            found += [(file, leaf, str(text)) for leaf, text in leaves(inside(data[file], path), path)]
        others = [text for _, _, text in found]
        for file, path, text in found[:MOST_OF_A_FIELD]:
            trials.append(Trial(name, file, path, text, list(alternatives(text, others))[:8]))
    left = trials
    while left:
        left = changer.run(left)
    assert len(trials) > 300
    assert [(each.name, each.file, each.path) for each in trials if not each.is_told] == []
    # Where no other value is sound, the fact of the value that is wrong is at least no longer there.
    assert sum(not each.is_sound for each in trials) < len(trials) / 5


def test_what_is_taken_over_leads_to_a_giver_that_says_it(register):
    """Every inherited fact names a fact that is there, and says the same."""
    told = facts(register)
    inherited = [(key, fact) for key, fact in told.items() if fact.inherited]
    assert len(inherited) > 1000
    assert [key for key, fact in inherited if fact.giver not in told] == []
    wrong = [
        (key, fact.text, told[fact.giver].text)
        for key, fact in inherited
        if key.field and told[fact.giver].text != fact.text
    ]
    assert wrong == []


def test_every_document_has_its_facts(register):
    """The facts of one document are those that it has among all."""
    told = facts(register)
    documents = [*register.documents(), *register.replaced()]
    assert documents
    for source in documents:
        own = {key: fact for key, fact in told.items() if key.owner == owner_of(source)}
        assert own
        assert document_facts(register, source) == own


def test_every_fact_has_a_place_and_a_name(register):
    """A fact stands somewhere in a file, and is about something with a name."""
    for key, fact in facts(register).items():
        assert fact.place.file.startswith("content/"), key
        assert fact.name, key


def test_two_targets_with_one_text_are_one_target(register):
    """No two targets of the example that demand different things have the same text."""
    rows = [
        row
        for source in register.documents()
        for goal in getattr(source, "goals", {}).values()
        for row in getattr(goal, "rows", ())
        if hasattr(row, "target")
    ]
    found = defaultdict(list)
    for target in [each for row in rows for each in (row.target, row.long_term) if each]:
        if target not in found[target_meaning(target)]:
            found[target_meaning(target)].append(target)
    assert len(found) > 20
    assert [text for text, targets in found.items() if len(targets) > 1] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("minst 95 %", "≥ 95 %"),
        ("95 %", "minst 95 %"),
        ("77–80", "77-80"),
        ("öka", "Öka"),
    ],
)
def test_a_target_has_one_text_however_it_is_spelt(one, other):
    """Two spellings of the same demand are the same text."""
    texts_of = [
        target_meaning(parse_target(Text(each, place=None, plain=True), "högt", ())) for each in (one, other)
    ]
    assert texts_of[0] == texts_of[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("27 483 st", "27483 stycken"),
        ("−2 077,9", "-2077,9"),
        ("11 procent", "11 %"),
        ("1,2 miljoner ton", "1,2 milj. ton"),
    ],
)
def test_a_number_has_one_text_however_it_is_spelt(one, other):
    """Two spellings of the same quantity at the same precision are the same text, also in a table."""
    assert meaning(parse_quantity(one)) == meaning(parse_quantity(other))
    assert cell(one) == cell(other)


def test_precision_and_footnote_marks_are_meaning():
    """83 and 83,0 are two printed values, and so is a value with a footnote."""
    assert len({cell(text) for text in ("83", "83,0", "83 *", "83 **", "–")}) == 5
    assert cell("-") == cell("–")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("T1 2024", "jan–apr 2024"),
        ("helår 2024", "2024"),
        ("2024-03", "mars 2024"),
        ("21 juli 2024", "per 2024-07-21"),
    ],
)
def test_a_period_has_one_text_however_it_is_spelt(one, other):
    """Two names of the same days are the same text."""
    assert period(parse_period(one)) == period(parse_period(other))
    assert period(parse_period(one)) != period(parse_period("2023"))


def test_prose_is_the_same_wherever_its_lines_break():
    """Line breaks in a paragraph say nothing; those between paragraphs, and in lists, tables and code, do."""
    assert prose("Ett ord\noch ett  till.\n\nNytt\nstycke.") == "Ett ord och ett till.\n\nNytt stycke."
    assert prose("- ett\n- två") == "- ett\n- två"
    assert prose("- ett\n  och mer\n- två") == "- ett och mer\n- två"
    assert prose("# Rubrik\nText\nmer") == "# Rubrik\nText mer"
    assert prose("| a | b |\n| - | - |\n| 1 | 2 |").count("\n") == 2
    assert prose("```\na\n\n  b\n```") == "```\na\n\n  b\n```"
    assert prose("rad ett\\\nrad två") != prose("rad ett rad två")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("- ett\n\n  - två", "- ett\n\n- två"),
        ("- ett\n\n  Mer.", "- ett\n\nMer."),
        ("Så här:\n\n    ett\n    två", "Så här:\n\nett\ntvå"),
        ("Så här:\n\n    ett\n    två", "Så här:\n\n    ett två"),
        ("ett | två\n--- | ---\n1 | 2", "ett | två --- | --- 1 | 2"),
        ("Rubrik\n--", "Rubrik --"),
        ("Ett.  \nTvå.", "Ett.\nTvå."),
        ("[a]: https://example.org\nText.", "[a]: https://example.org Text."),
    ],
)
def test_what_makes_another_page_is_another_text(one, other):
    """Two texts that are laid out otherwise are not the same, though they have the same words."""
    assert prose(one) != prose(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("- ett\n\n  Ett stycke\n  i listan.", "- ett\n\n  Ett stycke i\n  listan.\n"),
        ("- ett\n  - två\n    och mer", "- ett\n  - två och\n    mer"),
        ("(Ett\nord.)", "(Ett ord.)"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "|  a | b |\n|---|---|\n|  1 |  2 |"),
    ],
)
def test_what_makes_the_same_page_is_the_same_text(one, other):
    """Where lines break within a paragraph says nothing, also in lists and tables."""
    assert prose(one) == prose(other)


def test_where_a_value_that_flows_down_is_written_is_no_fact(tmp_path):
    """What the values hold for is told of each value, whether it is written at the document, the goal or the row."""
    row = "nojdhet:\n  serie: enkat\n  utfall: 83"
    files = one_goal(plan="nojdhet:\n  serie: enkat\n  målvärde: 80", report=row)
    name = "parknamnden/2024/verksamhetsberattelse.yml"
    below = files | {
        name: files[name].replace("        serie: enkat", "        gäller: regionen\n        serie: enkat")
    }
    above = files | {name: "gäller: regionen\n" + files[name]}
    told = [facts(registered(tmp_path / str(at), each)) for at, each in enumerate((below, above, files))]
    said = [{key: fact.text for key, fact in each.items()} for each in told]
    assert said[0] == said[1]
    assert said[0] != said[2]


def test_what_the_reader_meets_is_the_name(tmp_path):
    """A scope is told by its id, and shown by its name; a target is shown as it is printed."""
    plan = "besiktigade:\n  målvärde: 95 %\n  gäller: regionen"
    told = facts(registered(tmp_path, one_goal(plan=plan)))
    element = ("indikator", "levande-parker", "besiktigade")
    fact = told["parknamnden/2024/plan", element, "gäller"]
    assert (fact.text, fact.said) == ("regionen", "Region Påhitt")
    fact = told["parknamnden/2024/plan", element, "målvärde"]
    assert (fact.text, fact.said) == ("minst 95\u00a0%", "95 %")
    assert fact.address == "parknamnden/2024/mal/levande-parker.html#indikator-besiktigade"


SHOWN_BY_THE_SCALE = {"form"}
"""Defaults that the loader fills in before anybody says them."""


def entries(cls=Entry):
    for sub in cls.__subclasses__():
        yield sub
        yield from entries(sub)


def test_what_goes_without_saying_has_words():
    """Every field that means something unwritten is told by that, in words, where another version says another thing."""
    known = {
        alias for cls in entries() for alias in (f.alias or name for name, f in cls.model_fields.items())
    }
    meant = {
        (cls.__name__, field.alias or name): field.default
        for cls in entries()
        for name, field in cls.model_fields.items()
        if not field.is_required() and field.default_factory is None and field.default not in {None, ()}
    }
    assert len(meant) > 10
    sorts = {"Level": "symboler", "ChapterEntry": "kapitel", "ColumnEntry": "kolumn"}
    told_always = {("ChangeScale", "pilarna visar"), ("TableEntry", "summeras")}
    silent = [
        (cls, alias)
        for cls, alias in meant
        if alias not in SHOWN_BY_THE_SCALE
        and (cls, alias) not in told_always
        and unwritten((sorts.get(cls, ""), "x"), alias) is None
    ]
    assert silent == []
    assert label("tidigare/2022/exakt") == "tidigare period, 2022, exakt värde"
    assert label("bra") == "önskad riktning"
    assert set(_LABELS) <= known
