"""What a comparison of two versions leaves unread: nothing that would have changed a word of it."""

import importlib.util
import re
import sys
from pathlib import Path
from random import Random
from textwrap import dedent

import pytest

from conftest import PROJECT
from revised import commit, repository
from vpgen.diff import compare
from vpgen.loader import load_all
from vpgen.lock import new_lock
from vpgen.review_reports import as_json
from vpgen.versions import load_both, load_version

CONTENT = Path("content")

ORGANISATION = """
    namn: Region Påhitt
    fullmäktige: regionfullmaktige
    styrelse: regionstyrelsen
    nämnder:
      2023–2026:
        - regionfullmaktige
        - regionstyrelsen
        - parknamnden
        - leknamnden
        - vattennamnden
    gäller:
      lanet: Påhitts län
      riket: Riket
    symboler:
      2020:
        bedömning:
          rubrik: Måluppfyllelse
          nivåer:
            grön:
              betyder: uppnått
              nått: ja
            gul:
              betyder: mindre avvikelse
            röd:
              betyder: större avvikelse
        indikator:
          rubrik: Indikatorer
          nivåer:
            helt:
              betyder: målvärdet är nått
            delvis:
              betyder: målvärdet är inte nått
    regler:
      2020:
        beslut: RF 2019 § 7
        mål:
          grön: minst 80 %
          gul: minst 40 %
          röd: annars
        indikatorer:
          helt: nått
          delvis: annars
    """
INDICATORS = """
    trygga:
      namn: Andel trygga
      enhet: procent
      bra: högt
      gäller: lanet
    nojda:
      namn: Andel nöjda
      enhet: procent
      bra: högt
    friska:
      namn: Frisktal
      enhet: procent
      bra: högt
    lackor:
      namn: Läckor
      enhet: st
      bra: lågt
    """


def region():
    """The files of a region whose bodies measure alike, inherit, compare themselves and quote each other."""
    files = {
        "organisation.yml": ORGANISATION,
        "indikatorer/alla.yml": INDICATORS,
        "sidor/om.md": "# Om\n\nPåhittat.\n",
        "regionfullmaktige/namnd.yml": "namn: Regionfullmäktige",
        "regionstyrelsen/namnd.yml": "namn: Regionstyrelsen",
        "parknamnden/namnd.yml": "namn: Parknämnden",
        "parknamnden/verksamheter/natur/verksamhet.yml": "namn: Naturvården",
        "leknamnden/namnd.yml": "namn: Leknämnden",
        "vattennamnden/namnd.yml": "namn: Vattennämnden",
    }
    for year in (2023, 2024):
        files |= {
            f"regionfullmaktige/{year}/plan.yml": council(),
            f"regionstyrelsen/{year}/plan.yml": plan("regionstyrelsen", year),
            f"parknamnden/{year}/plan.yml": plan("parknamnden", year),
            f"parknamnden/{year}/verksamhetsberattelse.yml": report("parknamnden", year, "bada"),
            f"parknamnden/{year}/lage.md": "Läget är gott.\n",
            f"parknamnden/{year}/driftbudget.csv": "Rad;Budget;Utfall\nParker;10;11\n=Summa;10;11\n",
            f"parknamnden/verksamheter/natur/{year}/plan.yml": unit(),
            f"parknamnden/verksamheter/natur/{year}/uppfoljning.yml": unit_report(year),
            f"leknamnden/{year}/plan.yml": plan("leknamnden", year),
            f"leknamnden/{year}/verksamhetsberattelse.yml": report("leknamnden", year, "riket"),
            f"leknamnden/{year}/lage.md": "Läget är oklart.\n",
            f"leknamnden/{year}/driftbudget.csv": "Rad;Budget;Utfall\nLek;7;7\n=Summa;7;7\n",
            f"vattennamnden/{year}/plan.yml": water(),
            f"vattennamnden/{year}/verksamhetsberattelse.yml": water_report(year),
        }
    files["parknamnden/2024/delarsrapport.yml"] = interim()
    return {name: dedent(text).lstrip("\n") for name, text in files.items()}


def council():
    return """
        underlag: original
        mål:
          god-region:
            sort: effektmål
            text: Regionen är trygg
            indikatorer:
              trygga:
                målvärde: minst 80 %
        uppdrag:
          rf-1:
            nr: 1
            text: Inventera
            mottagare: [parknamnden, leknamnden]
        """


def plan(body, year):
    continued = f"\n            fortsätter: {year - 1}/egna" if year == 2024 and body == "parknamnden" else ""
    return f"""
        underlag: original
        beslut:
          organ: Nämnden
          datum: {year - 1}-11-20
        mål:
          god-region:
            indikatorer:
              trygga:
                målvärde: minst 82 %
          egna:
            sort: nämndens mål
            text: De våra är nöjda{continued}
            under: god-region
            indikatorer:
              nojda:
                målvärde: minst 70 %
              friska:
                målvärde: högre än riket
        uppdrag:
          rf-1: {{}}
          skyltar:
            text: Sätt upp skyltar
            under: [egna]
        aktiviteter:
          stada:
            text: Städa
            under: [skyltar]
        tabeller:
          driftbudget:
            rubrik: Driftbudget
            enhet: mnkr
            kolumner:
              budget:
                är: budget
                avser: {year}
            rader: |
              Rad | Budget
              {"Parker" if body == "parknamnden" else "Lek"} | {10 if body == "parknamnden" else 7}
              = Summa | {10 if body == "parknamnden" else 7}
        """


def report(body, year, compared):
    """A follow-up; the one tells both the values of riket and of the county, the other riket's alone."""
    park = body == "parknamnden"
    return f"""
        underlag: original
        period: {year}
        beslut:
          organ: Nämnden
          datum: {year + 1}-02-10
          paragraf: § 4
        kapitel:
          lage:
            nr: 1
            rubrik: Läget
            text: lage.md
          ekonomi:
            nr: 2
            rubrik: Ekonomi
            text: |
              Utfallet var [{11 if park else 7} mnkr](tabell:driftbudget/summa/utfall).
            innehåll:
              - mål
              - tabell: driftbudget
        sammanfattning:
          nämndens mål:
            antal: 1
            grön: 1
        mål:
          god-region:
            bedömning: gul
            kommentar: Det går framåt.
            indikatorer:
              trygga:
                utfall: {81 + year - 2023 if park else 83 + year - 2023} %
                {"gäller: parknamnden" if park and year == 2023 else "status: delvis"}
          egna:
            bedömning: grön
            indikatorer:
              nojda:
                utfall: {72 if park else 68} %
                status: helt
                kommentar: Fler är nöjda.
              friska:
                utfall: {61 if park else 58} %
                {f"jämförelse: {{riket: {60 if year == 2023 else 61} %, lanet: 59 %}}" if compared == "bada" else ""}
                {f"jämförelse: {{riket: {60 + 2 * (year - 2023)} %}}" if compared == "riket" else ""}
        uppdrag:
          {"rf-1" if not park else "skyltar"}:
            bedömning: grön
        aktiviteter:
          stada:
            bedömning: grön
            kommentar: Städat.
        tabeller:
          driftbudget:
            rubrik: Driftbudget
            enhet: mnkr
            kolumner:
              budget:
                är: budget
                avser: {year}
              utfall:
                är: utfall
                avser: {year}
            rader: driftbudget.csv
        """


def interim():
    return """
        underlag: original
        period: jan–aug 2024
        mål:
          egna:
            bedömning: gul
            indikatorer:
              nojda:
                utfall: 71 %
                prognos: 73 %
        """


def unit():
    return """
        underlag: original
        mål:
          egna:
            indikatorer:
              nojda:
              lackor:
                målvärde: färre än föregående år
        uppdrag:
          rf-1: {}
          skyltar: {}
        """


def unit_report(year):
    return f"""
        underlag: original
        period: {year}
        mål:
          egna:
            bedömning: grön
            indikatorer:
              nojda:
                utfall: 75 %
                status: helt
              lackor:
                utfall: {2030 - year} st
            andra värden:
              trygga:
                gäller: parknamnden
                utfall: 80 %
        uppdrag:
          {"skyltar" if year == 2023 else "rf-1"}:
            bedömning: gul
        """


def water():
    return """
        underlag: original
        mål:
          rent:
            sort: nämndens mål
            text: Vattnet är rent
            indikatorer:
              lackor:
                målvärde: högst 4 st
        uppdrag:
          rena:
            text: Rena vattnet
        """


def water_report(year):
    return f"""
        underlag: original
        period: {year}
        mål:
          rent:
            bedömning: grön
            indikatorer:
              lackor:
                utfall: {2027 - year} st
                status: helt
        uppdrag:
          rena:
            bedömning: grön
            kommentar: Allt är renat.
        """


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A repository with the region, of which one follow-up is locked as it was decided."""
    folder = repository(tmp_path_factory.mktemp("liten"))
    texts = region()
    commit(folder, texts)
    loaded = load_all(folder / "content")
    assert [problem.message for problem in loaded.problems] == []
    lock = new_lock(loaded.register, loaded.public, "leknamnden/2024/verksamhetsberattelse")
    texts[str(lock.path)] = lock.text
    commit(folder, texts)
    return Compared(folder, texts)


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    """A repository with the example's content, which uses every key and form."""
    return committed(tmp_path_factory.mktemp("exempel"), PROJECT / "examples" / "talldunge" / "content")


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    """A repository with an invented region of the smallest size."""
    spec = importlib.util.spec_from_file_location("generate_reached", PROJECT / "bench" / "generate.py")
    bench = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = bench
    spec.loader.exec_module(bench)
    del sys.modules[spec.name]
    made = tmp_path_factory.mktemp("gjord")
    bench.generate(bench.SIZES["XS"], made, 1)
    return committed(tmp_path_factory.mktemp("arkiv"), made / "content")


def committed(folder, content):
    paths = [path for path in content.rglob("*") if path.is_file()]
    texts = {path.relative_to(content).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    commit(repository(folder), texts)
    return Compared(folder, texts)


class Compared:
    """A repository with one version, against which changes in the working tree are compared."""

    def __init__(self, folder, texts):
        self.folder = folder
        self.texts = texts
        self.before = load_version(folder, "HEAD", CONTENT)
        assert self.before.results

    def told(self, changes):
        """All that is told of changed files, when all is read; and what is told otherwise, and how many files are read.

        Where everything was read there is nothing to hold it against, and it is told once.
        """
        for name, text in changes.items():
            (self.folder / "content" / name).write_text(text, encoding="utf-8", newline="\n")
        try:
            old, new, found = load_both(self.folder, "HEAD", None, CONTENT)
            after, whole = new, found
            if len(new.parts) < len(self.texts):
                after = load_version(self.folder, None, CONTENT, self.before)
                whole = compare(self.before.results, after.results) if after.results else None
        finally:
            for name in changes:
                (self.folder / "content" / name).write_text(self.texts[name], encoding="utf-8", newline="\n")
        assert old.files == self.before.files
        assert new.files == after.files
        problems = {"before": (), "after": after.problems}
        shown = {"before": old.problems, "after": new.problems}
        return as_json(whole, problems, None), as_json(found, shown, None), len(new.parts)

    def check(self, changes):
        """Hold that changes are told alike; return whether anything was left unread."""
        whole, partly, read = self.told(changes)
        assert partly == whole, changes.keys()
        return read < len(self.texts)


def edit(texts, name, old, new):
    """One file with a text in place of another."""
    assert texts[name].count(old) >= 1, old
    return {name: texts[name].replace(old, new, 1)}


# Random changes

NUMBER = re.compile(r"(?<![\w-])\d{1,4}(?:,\d)?(?![\w-])")
WORD = re.compile(r"(?<=: )(?:grön|gul|röd|helt|delvis|inte alls|uppnått|delvis uppnått)$")
PROSE = re.compile(r"\b[a-zåäö]{5,}\b(?!:)")
IN_REPORT = re.compile(r"verksamhetsberattelse|delarsrapport|uppfoljning")


def some_change(rng, texts):
    """A file, and another text of it: mostly of follow-ups, now and then of anything."""
    names = sorted(name for name in texts if re.search(r"/20\d\d/", name) and not name.endswith(".json"))
    reports = [name for name in names if IN_REPORT.search(name)]
    plans = [name for name in names if re.search(r"plan(-\d)?\.yml$", name)]
    others = [name for name in sorted(texts) if name not in reports and not name.endswith(".json")]
    kind = rng.choices([reports, plans, others], [6, 2, 2])[0]
    name = rng.choice(kind)
    lines = texts[name].split("\n")
    for _ in range(100):
        at = rng.randrange(len(lines))
        change = rng.choice((_number, _number, _word, _word, _prose, _dropped, _twice, _swapped))
        changed = change(rng, lines, at)
        if changed is not None and changed != lines:
            return name, "\n".join(changed)
    return name, texts[name]


def _in_line(rng, lines, at, pattern, other):
    found = list(pattern.finditer(lines[at]))
    if not found:
        return None
    spot = rng.choice(found)
    line = f"{lines[at][: spot.start()]}{other(spot[0])}{lines[at][spot.end() :]}"
    return [*lines[:at], line, *lines[at + 1 :]]


def _number(rng, lines, at):
    step = rng.choice((1, -1, 7, -20))
    return _in_line(
        rng,
        lines,
        at,
        NUMBER,
        lambda told: f"{abs(int(told.partition(',')[0]) + step)}{told[-2:] if ',' in told else ''}",
    )


def _word(rng, lines, at):
    words = [found[0] for line in lines if (found := WORD.search(line))]
    return _in_line(rng, lines, at, WORD, lambda _: rng.choice(words))


def _prose(rng, lines, at):
    return _in_line(rng, lines, at, PROSE, lambda told: f"{told} numera")


def _block(lines, at):
    """The lines that stand under a key, with it."""
    indent = len(lines[at]) - len(lines[at].lstrip())
    end = at + 1
    while end < len(lines) and (
        not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip()) > indent
    ):
        end += 1
    return end


def _dropped(_, lines, at):
    return (
        [*lines[:at], *lines[_block(lines, at) :]] if lines[at].startswith(" ") and ":" in lines[at] else None
    )


def _swapped(_, lines, at):
    """Two neighbours in each other's place."""
    end = _block(lines, at)
    if not lines[at].startswith(" ") or end >= len(lines) or not lines[end].startswith(" "):
        return None
    return [*lines[:at], *lines[end : _block(lines, end)], *lines[at:end], *lines[_block(lines, end) :]]


def _twice(rng, lines, at):
    """A value moved from where it stands to where another does."""
    other = rng.randrange(len(lines))
    key, _, value = lines[at].partition(": ")
    wanted, colon, _ = lines[other].partition(": ")
    if not value or key.strip() != wanted.strip() or not colon:
        return None
    return [*lines[:other], f"{wanted}: {value}", *lines[other + 1 :]]


@pytest.mark.parametrize("seed", range(4))
def test_random_changes_of_a_small_region_are_told_alike(small, seed):
    """Whatever changes in a region whose bodies compare themselves, the same is told however little is read."""
    rng, partly = Random(seed), 0
    for _ in range(20):
        changes = dict(some_change(rng, small.texts) for _ in range(rng.choice((1, 1, 2))))
        partly += small.check(changes)
    assert partly > 3


@pytest.mark.parametrize("seed", range(2))
def test_random_changes_of_the_example_are_told_alike(example, seed):
    """In content that uses every form the same is told however little is read."""
    rng = Random(seed)
    for _ in range(5):
        example.check(dict([some_change(rng, example.texts)]))


@pytest.mark.parametrize("seed", range(2))
def test_random_changes_of_a_generated_region_are_told_alike(generated, seed):
    """In content of the shape of real content the same is told however little is read."""
    rng = Random(seed)
    for _ in range(3):
        generated.check(dict([some_change(rng, generated.texts)]))


# What reaches where


def apart():
    """The region, but for what makes its bodies tell values of each other's: only names and ids lead between them."""
    texts = region()
    texts |= edit(texts, "indikatorer/alla.yml", "  gäller: lanet\n", "")
    for year in (2023, 2024):
        name = f"parknamnden/verksamheter/natur/{year}/uppfoljning.yml"
        texts[name] = re.sub(r" +andra värden:\n(?: {6,}.*\n)+", "", texts[name])
        for body in ("parknamnden", "leknamnden"):
            report = f"{body}/{year}/verksamhetsberattelse.yml"
            texts[report] = re.sub(r" +jämförelse:.*\n", "", texts[report])
    return texts


OF_WATER = (
    "indikatorer:\n      nojda",
    "andra värden:\n      lackor: {gäller: vattennamnden, utfall: 9 st}\n    indikatorer:\n      nojda",
)
"""How a board comes to tell a value of the water board's."""


def without_lackor(texts):
    """The water board's second year, in which it measures nothing."""
    names = [f"vattennamnden/2024/{name}.yml" for name in ("plan", "verksamhetsberattelse")]
    return {name: re.sub(r" +indikatorer:\n(?: {6,}.*\n)+", "", texts[name]) for name in names}


def only_told_by_others(texts):
    """A conflict of the water board's with another, in a report called as that of a year that has no part in it."""
    water = "vattennamnden/2023/verksamhetsberattelse.yml"
    other = "leknamnden/2023/verksamhetsberattelse.yml"
    told = edit(texts, other, *OF_WATER)
    second = without_lackor(texts)
    report = "vattennamnden/2024/verksamhetsberattelse.yml"
    head = "titel: Året som gick\nperiod:"
    return {
        **told,
        **second,
        **edit(texts, water, "period:", head),
        report: second[report].replace("period:", head),
    }


def no_decision(texts):
    """The water board's first report, which closes a year because there is a later one."""
    return without_lackor(texts)


def quoted_elsewhere(texts):
    """A cell that is explained, and quoted wrongly in two other places."""
    cell = "2023/verksamhetsberattelse/driftbudget/summa/utfall"
    water = "vattennamnden/2024/verksamhetsberattelse.yml"
    report = "parknamnden/2023/verksamhetsberattelse.yml"
    return {
        report: f"{texts[report]}förklaringar:\n  driftbudget/summa/utfall: Så står det.\n",
        "parknamnden/2024/lage.md": f"Året före kostade det [12 mnkr](tabell:{cell}).\n",
        **edit(texts, water, "Allt är renat.", f"Parkerna kostade [13 mnkr](tabell:parknamnden/{cell})."),
    }


def common_ledger(texts):
    """Tables of two boards that tell the same figure."""
    names = [f"{body}/2023/verksamhetsberattelse.yml" for body in ("parknamnden", "leknamnden")]
    ledger = "rubrik: Driftbudget\n    räkenskap: regionens"
    return {
        key: text for name in names for key, text in edit(texts, name, "rubrik: Driftbudget", ledger).items()
    }


def same_names(texts):
    """A board that tells a value of another's, and a third that has no part in it but is called as the other."""
    report = "leknamnden/2023/verksamhetsberattelse.yml"
    boards = "    - vattennamnden\n"
    return {
        "skogsnamnden/namnd.yml": "namn: Vattennämnden\n",
        "skogsnamnden/2023/plan.yml": "underlag: original\n",
        "skogsnamnden/2023/verksamhetsberattelse.yml": "underlag: original\nperiod: 2023\n",
        **edit(texts, "organisation.yml", boards, f"{boards}    - skogsnamnden\n"),
        **edit(texts, report, *OF_WATER),
    }


SPECIAL = {
    "a value that others tell for the same": (
        lambda texts: edit(texts, "indikatorer/alla.yml", "namn: Läckor", "namn: Läckor\n  gäller: lanet"),
        ("vattennamnden/2024/verksamhetsberattelse.yml", "utfall: 3 st", "utfall: 6 st"),
    ),
    "a target whose outcome another body tells": (
        lambda _: {},
        ("vattennamnden/2024/plan.yml", "högst 4 st", "högst 9 st"),
    ),
    "an assignment that a unit reports on": (
        lambda _: {},
        (
            "parknamnden/2023/verksamhetsberattelse.yml",
            "uppdrag:\n  skyltar:\n    bedömning: grön\n",
            "",
        ),
    ),
    "a goal that a unit inherits": (
        lambda _: {},
        ("parknamnden/2024/plan.yml", "text: De våra är nöjda", "text: Alla är nöjda"),
    ),
    "an outcome before the newest report": (
        no_decision,
        ("vattennamnden/2023/verksamhetsberattelse.yml", "utfall: 4 st", "utfall: 3 st"),
    ),
    "a table that another body quotes": (
        quoted_elsewhere,
        ("parknamnden/2023/driftbudget.csv", "11\n=Summa;10;11", "13\n=Summa;10;13"),
    ),
    "a table of a ledger that another body has a part in": (
        common_ledger,
        ("parknamnden/2023/driftbudget.csv", "11\n=Summa;10;11", "7\n=Summa;10;7"),
    ),
    "a quote of what is explained": (
        quoted_elsewhere,
        ("parknamnden/2024/lage.md", "[12 mnkr]", "[11 mnkr]"),
    ),
    "a document that is called as another": (
        only_told_by_others,
        ("leknamnden/2023/verksamhetsberattelse.yml", "utfall: 9 st", "utfall: 8 st"),
    ),
    "bodies that are called the same": (
        same_names,
        ("leknamnden/2023/verksamhetsberattelse.yml", "utfall: 9 st", "utfall: 8 st"),
    ),
}


@pytest.mark.parametrize("case", SPECIAL)
def test_a_change_is_followed_to_all_that_it_reaches(tmp_path, case):
    """What a change makes otherwise in another document is told, though that is not changed itself."""
    make, change = SPECIAL[case]
    texts = apart()
    texts |= make(texts)
    commit(repository(tmp_path), texts)
    changed = edit(texts, *change)
    whole, partly, _ = Compared(tmp_path, texts).told(changed)
    assert partly == whole
    assert '"consequences": []' not in whole or '"alarms": []' not in whole


def test_what_a_change_cannot_reach_is_not_read(small):
    """A value that no other body tells is compared without the documents of those that measure other things."""
    name = "leknamnden/2024/verksamhetsberattelse.yml"
    whole, partly, read = small.told(edit(small.texts, name, "utfall: 68 %", "utfall: 69 %"))
    assert partly == whole
    assert '"after": "69' in partly
    assert read < len(small.texts)


def test_that_nothing_differs_is_said_of_the_whole(small):
    """A file that is only written otherwise has everything read before it is said that nothing differs."""
    name = "leknamnden/2024/verksamhetsberattelse.yml"
    whole, partly, read = small.told(edit(small.texts, name, "utfall: 68 %", "utfall:   68 %"))
    assert partly == whole
    assert read == len(small.texts)


def test_that_a_version_does_not_load_is_said_of_the_whole(small):
    """A file that is broken has everything read, so that every problem is told."""
    name = "leknamnden/2024/verksamhetsberattelse.yml"
    whole, partly, read = small.told(edit(small.texts, name, "status: helt", "status: hellt"))
    assert partly == whole
    assert "hellt" in partly
    assert read == len(small.texts)


def test_two_commits_are_compared_as_the_folder_is(small):
    """Between two versions in git as little is read, and as much told, as with the folder as it lies."""
    name = "leknamnden/2024/verksamhetsberattelse.yml"
    changed = edit(small.texts, name, "utfall: 68 %", "utfall: 69 %")
    whole, _, read = small.told(changed)
    base = commit(small.folder, small.texts)
    head = commit(small.folder, small.texts | changed)
    commit(small.folder, small.texts)
    old, new, found = load_both(small.folder, base, head, CONTENT)
    assert as_json(found, {"before": (), "after": ()}, None) == whole
    assert len(old.parts) == len(new.parts) == read
    assert (old.commit, new.commit) == (base, head)
