"""Plans that are revised during their year: the edition in force, those that it replaced, and what changed between them."""

import re
from textwrap import dedent, indent

import pytest

from invented import registered, results_of, write
from vpgen.build import Project, build, check_content
from vpgen.findings import find
from vpgen.ledger import make_ledger
from vpgen.loader import load_all
from vpgen.pages.tables import csv_files
from vpgen.revisions import compare_editions, revised

CONFIG = "site_name: Region Påhitt\ntheme:\n  name: material\n  language: sv\n  font: false\n"
PLAN, FIRST, SECOND = (f"parknamnden/2024/{name}.yml" for name in ("plan", "plan-1", "plan-2"))
REPORT = "parknamnden/2024/delarsrapport.yml"

OLD = """
    underlag: original
    utgåva: 1
    beslut:
      organ: Parknämnden
      datum: 2023-11-20
    avsnitt:
      gront:
        sort: strategi
        namn: Grönare parker
        punkter:
          trad: Plantera fler träd.
    mål:
      levande-parker:
        sort: nämndens mål
        nr: 1
        under: gront
        text: Parkerna är levande och öppna.
        indikatorer:
          besiktigade:
            lydelse: Andel besiktigade lekplatser ska öka
            målvärde: minst 90 %
            utfall: 88 %
            avser: 2022
          utslapp:
            målvärde: högst 12 ton
      trygga-parker:
        sort: nämndens mål
        nr: 2
        text: Parkerna är trygga.
        indikatorer:
          nojdhet:
            serie: enkat
            målvärde: minst 70
    uppdrag:
      bankar:
        under: levande-parker
        text: Ställ ut tio bänkar i Norra parken.
        klart: juni
      stenar:
        under: levande-parker
        text: Räkna stenarna.
    aktiviteter:
      inventering:
        under: bankar
        text: Inventera alla bänkar.
    internkontroll:
      risker:
        fontaner:
          område: Säkerhet
          risk: Risken att fontänerna läcker.
          sannolikhet: 2
          konsekvens: 3
          åtgärder:
            tata:
              text: Täta fontänerna.
    kapitel:
      inledning:
        nr: 1
        rubrik: Inledning
        text: inledning-1.md
      malen:
        nr: 2
        rubrik: Mål
        innehåll:
          - mål
      ekonomi:
        nr: 3
        rubrik: Ekonomi
        innehåll:
          - text: Ramen är [50 mnkr](tabell:driftbudget/summa/budget) i år.
          - tabell: driftbudget
          - internkontroll
    tabeller:
      driftbudget:
        rubrik: Driftbudget
        enhet: mnkr
        rader: driftbudget-1.csv
    """
NEW = """
    underlag: original
    utgåva: 2
    beslut:
      organ: Parknämnden
      datum: 2024-09-12
      paragraf: § 40
    avsnitt:
      gront:
        sort: strategi
        namn: Grönare parker
        punkter:
          trad: Plantera många fler träd.
    mål:
      levande-parker:
        sort: nämndens mål
        nr: 1
        under: gront
        text: Parkerna är levande, öppna och gröna.
        indikatorer:
          besiktigade:
            lydelse: Andel besiktigade lekplatser ska öka
            målvärde: minst 85 %
            utfall: 88 %
            avser: 2022
          utslapp:
            målvärde: högst 10 ton
      roliga-parker:
        sort: nämndens mål
        nr: 3
        text: Parkerna är roliga.
        indikatorer:
          nojdhet:
            serie: enkat
            målvärde: minst 70
    uppdrag:
      bankar:
        under: levande-parker
        text: Ställ ut tjugo bänkar i Norra parken.
        klart: juni
    aktiviteter:
      inventering:
        under: bankar
        text: Inventera alla bänkar.
        klart: maj
      bygga:
        under: bankar
        text: Bygg nya bänkar.
    internkontroll:
      risker:
        fontaner:
          område: Säkerhet
          risk: Risken att fontänerna läcker.
          sannolikhet: 4
          konsekvens: 3
          åtgärder:
            tata:
              text: Täta och måla fontänerna.
    kapitel:
      inledning:
        nr: 1
        rubrik: Inledning
        text: inledning.md
      malen:
        nr: 2
        rubrik: Mål
        innehåll:
          - mål
      ekonomi:
        nr: 3
        rubrik: Ekonomi
        innehåll:
          - text: Ramen är [55 mnkr](tabell:driftbudget/summa/budget) i år.
          - tabell: driftbudget
          - internkontroll
    tabeller:
      driftbudget:
        rubrik: Driftbudget
        enhet: mnkr
        rader: driftbudget.csv
    """
ROWS = "sort;id;Belopp i mnkr;Budget\r\nrad;skotsel;Skötsel;{}\r\nrad;lek;Lek;20\r\nsumma;summa;Summa;{}\r\n"
REVISED = {
    FIRST: OLD,
    PLAN: NEW,
    "parknamnden/2024/inledning-1.md": "Parkerna är tolv.\n",
    "parknamnden/2024/inledning.md": "Parkerna är tretton.\n",
    "parknamnden/2024/driftbudget-1.csv": ROWS.format("30", "50"),
    "parknamnden/2024/driftbudget.csv": ROWS.format("35", "55"),
}
"""A plan and the edition that it replaced, each with a text and a table of its own."""
HALF_YEAR = """
    underlag: original
    period: jan–jun 2024
    mål:
      levande-parker:
        bedömning: gul
        indikatorer:
          besiktigade:
            utfall: 84 %
    """


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    """The frame is drawn once for all sites."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def site_of(tmp_path, cache):
    """Builds the site of the invented region with these files; gives every page and data file by its address."""

    def made(files, *, internal=False):
        config = tmp_path / "mkdocs.yml"
        config.write_text(CONFIG, encoding="utf-8")
        site = tmp_path / ("intern" if internal else "publik")
        build(Project(write(tmp_path, files), site, config, cache, internal), lambda _step: None)
        return {
            path.relative_to(site).as_posix(): path.read_text(encoding="utf-8").replace("\u00a0", " ")
            for path in site.rglob("*")
            if path.suffix in {".html", ".csv", ".json"}
        }

    return made


def changed(old, new, tmp_path, more=None):
    """What changed between two editions of the park board's plan."""
    register = registered(tmp_path, REVISED | {FIRST: old, PLAN: new} | (more or {}))
    body = register.bodies["parknamnden"]
    return compare_editions(register, body.editions[2024][0], body.plans[2024])


def told(revisions):
    """Revisions in short: sort, what became of it, and the last part of its key."""
    return [(each.thing.sort, each.kind, each.thing.key[-1]) for each in revisions]


def problems_of(tmp_path, files):
    """What is wrong with the invented region and these files, as (file, code)."""
    return [(each.place.file, each.code) for each in check_content(write(tmp_path, files)).problems]


# What an edition is part of


def test_the_plan_in_force_is_the_only_plan_of_its_year(tmp_path):
    """A replaced edition is kept with its body and year, and is no document among the others."""
    register = registered(tmp_path, REVISED)
    body = register.bodies["parknamnden"]
    assert body.plans[2024].document.edition == "2"
    assert [each.document.edition for each in body.editions[2024]] == ["1"]
    assert [each.document.slug for each in register.documents()] == ["plan"]
    assert [each.document.slug for each in register.replaced()] == ["plan-1"]
    assert [each.document.name for each in body.plans_of(2024)] == [
        "Verksamhetsplan 2024, utgåva 1",
        "Verksamhetsplan 2024",
    ]


def test_a_replaced_edition_adds_nothing_to_history_and_findings(tmp_path):
    """Outcomes and sums of a replaced edition are told nowhere else, not even where they contradict the plan in force."""
    old = OLD.replace("utfall: 88 %", "utfall: 12 %")
    files = REVISED | {FIRST: old, "parknamnden/2024/driftbudget-1.csv": ROWS.format("31", "50")}
    results = results_of(tmp_path, files)
    texts = [point.best.text for points in results.history.values() for point in points]
    assert texts == ["88 %"]
    assert [finding.sentence for finding in find(results)] == []


def test_editions_are_read_in_the_order_of_their_numbers(tmp_path):
    """Ten comes after nine: editions are ordered as numbers, oldest first."""
    files = {PLAN: NEW.replace("utgåva: 2", "utgåva: 11")} | {
        f"parknamnden/2024/plan-{number}.yml": NEW.replace("utgåva: 2", f"utgåva: {number}")
        for number in range(1, 11)
    }
    extra = {name: text for name, text in REVISED.items() if not name.endswith(".yml") and "-1" not in name}
    register = registered(tmp_path, files | extra)
    found = [plan.document.replaced for plan in register.replaced()]
    assert found == list(range(1, 11))


def test_a_quote_in_an_edition_is_of_its_own_table(site_of):
    """`tabell:` in a replaced edition means the table of that edition, and leads to it."""
    site = site_of(REVISED)
    first = site["parknamnden/2024/plan-1.html"]
    assert 'href="#cell-driftbudget--summa--budget" class="vp-citat">50 mnkr</a>' in first
    assert 'id="cell-driftbudget--summa--budget"' in first
    assert "55" not in re.sub(r"<[^>]+>", " ", first.partition("<article")[2].partition("driftbudget")[0])


def test_a_quote_in_an_edition_of_a_cell_that_is_not_there_is_a_problem(tmp_path):
    """References of a replaced edition lead somewhere too."""
    files = REVISED | {FIRST: OLD.replace("driftbudget/summa", "driftbudget/suma")}
    assert problems_of(tmp_path, files) == [(f"content/{FIRST}", "okand-hanvisning")]


def test_an_edition_inherits_from_the_plan_in_force(tmp_path):
    """What a replaced edition leaves out it has from the giver's plan as it is now."""
    council = """
        underlag: original
        utgåva: {}
        beslut: okänt
        mål:
          god-halsa:
            sort: effektmål
            text: {}
        """
    board = """
        underlag: original
        utgåva: {}
        beslut: okänt
        mål:
          god-halsa:
        """
    register = registered(
        tmp_path,
        {
            "regionfullmaktige/2024/plan-1.yml": council.format(1, "Hälsan är god."),
            "regionfullmaktige/2024/plan.yml": council.format(2, "Hälsan är mycket god."),
            FIRST: board.format(1),
            PLAN: board.format(2),
        },
    )
    edition = register.bodies["parknamnden"].editions[2024][0]
    assert edition.goals["god-halsa"].text == "Hälsan är mycket god."


def test_a_file_that_only_an_edition_names_is_used(tmp_path):
    """Texts and tables beside the plan are used where a replaced edition names them, and unused where none does."""
    assert problems_of(tmp_path, REVISED) == []
    without = {name: text for name, text in REVISED.items() if name != FIRST}
    unused = [
        (f"content/parknamnden/2024/{name}", "oanvand-fil")
        for name in ("driftbudget-1.csv", "inledning-1.md")
    ]
    (tmp_path / "utan").mkdir()
    assert problems_of(tmp_path / "utan", without) == unused


def test_a_broken_edition_leaves_its_files_in_peace(tmp_path):
    """Where an edition cannot be read it is not known what it names, and no gap is told."""
    files = REVISED | {FIRST: "underlag: original\n\tmål:\n"}
    codes = {code for _, code in problems_of(tmp_path, files)}
    assert codes
    assert codes.isdisjoint({"oanvand-fil", "lucka-i-utgavor"})


# What changed


def test_every_sort_of_change_is_told(tmp_path):
    """Goals, sections, indicators, assignments, activities, risks, measures, texts and cells: each change once."""
    assert told(changed(OLD, NEW, tmp_path)) == [
        ("avsnitt", "ändrad", "gront"),
        ("mål", "omformulerad", "levande-parker"),
        ("indikator", "ändrad", "besiktigade"),
        ("indikator", "ändrad", "utslapp"),
        ("mål", "ny", "roliga-parker"),
        ("indikator", "ändrad", "nojdhet"),
        ("uppdrag", "omformulerad", "bankar"),
        ("aktivitet", "ändrad", "inventering"),
        ("aktivitet", "ny", "bygga"),
        ("risk", "ändrad", "fontaner"),
        ("åtgärd", "omformulerad", "tata"),
        ("kapitel", "ändrad", "inledning"),
        ("kapitel", "ändrad", "ekonomi"),
        ("cell", "ändrad", "budget"),
        ("cell", "ändrad", "budget"),
        ("mål", "utgår", "trygga-parker"),
        ("uppdrag", "utgår", "stenar"),
    ]


def test_two_equal_editions_have_no_change(tmp_path):
    """A copy that only says another number and decision has changed nothing."""
    same = OLD.replace("utgåva: 1", "utgåva: 2").replace("2023-11-20", "2024-02-01")
    assert (
        changed(OLD, same, tmp_path, {"parknamnden/2024/inledning.md": "Parkerna är tolv.\n"} | _used()) == ()
    )


def _used():
    """The plan's own text and table, named by a follow-up, so that nothing lies unused."""
    report = """
        underlag: original
        period: 2024
        kapitel:
          text:
            rubrik: Text
            innehåll:
              - text: inledning.md
              - tabell: utfallet
        tabeller:
          utfallet:
            rubrik: Utfallet
            enhet: mnkr
            rader: driftbudget.csv
        """
    return {"parknamnden/2024/verksamhetsberattelse.yml": report}


@pytest.mark.parametrize(
    ("old", "new", "kind", "reason"),
    [
        ("minst 90 %", "minst 85 %", "sänkt", "med 5"),
        ("minst 90 %", "minst 95 %", "höjt", "med 5"),
        ("minst 90 %", "öka", "ändrat", ""),
    ],
)
def test_a_target_is_raised_lowered_or_another(tmp_path, old, new, kind, reason):
    """Of a target it is said whether it was raised or lowered, and by how much."""
    later = NEW.replace("minst 85 %", new)
    found = next(each for each in changed(OLD, later, tmp_path) if each.thing.key[-1] == "besiktigade")
    (edit,) = found.edits
    assert (edit.before, edit.after) == (old, new)
    assert edit.shift.kind == kind
    assert reason in edit.shift.reason


def test_a_target_that_was_not_there_is_new_since_the_edition_before(tmp_path):
    """The words are of editions, not of years."""
    old = OLD.replace("            målvärde: minst 90 %\n", "")
    found = next(each for each in changed(old, NEW, tmp_path) if each.thing.key[-1] == "besiktigade")
    assert found.edits[0].shift.reason == "inget målvärde i utgåvan före"


def test_an_indicator_that_moved_to_another_goal_is_the_same(tmp_path):
    """An indicator under another goal is told to have moved, not as dropped and new."""
    found = next(each for each in changed(OLD, NEW, tmp_path) if each.thing.key[-1] == "nojdhet")
    assert [(edit.what, edit.before, edit.after) for edit in found.edits] == [
        ("står under", "Parkerna är trygga.", "Parkerna är roliga.")
    ]


def test_a_renamed_heading_changes_nothing_that_stands_under_it(tmp_path):
    """That the section above has another name is told of the section alone."""
    new = OLD.replace("utgåva: 1", "utgåva: 2").replace("namn: Grönare parker", "namn: Mycket grönare parker")
    found = changed(OLD, new, tmp_path, {"parknamnden/2024/inledning.md": "Parkerna är tolv.\n"} | _used())
    assert told(found) == [("avsnitt", "omformulerad", "gront")]


def test_a_new_table_is_one_change(tmp_path):
    """Rows and cells of a table that is new, and cells of a new row, are not told for themselves."""
    more = (
        NEW
        + """
      investeringar:
        rubrik: Investeringar
        enhet: mnkr
        rader: |
          sort | Belopp i mnkr | Budget
          rad  | Gungor        | 3
    """.replace("\n    ", "\n    ")
    )
    more = more.replace(
        "- tabell: driftbudget\n", "- tabell: driftbudget\n          - tabell: investeringar\n"
    )
    rows = ROWS.replace("summa;", "rad;nya;Nya gungor;0\r\nsumma;", 1)
    found = changed(OLD, more, tmp_path, {"parknamnden/2024/driftbudget.csv": rows.format("30", "50")})
    tables = [each for each in told(found) if each[0] in {"tabell", "rad", "kolumn", "cell"}]
    assert tables == [("rad", "ny", "nya"), ("tabell", "ny", "investeringar")]


def test_what_an_edition_lacks_cannot_be_told_where_it_is_not_whole(tmp_path):
    """Nothing is called new where the edition before is not written down whole; what both have is compared."""
    old = OLD.replace("    utgåva: 1\n", "    utgåva: 1\n    fullständig: nej\n")
    found = changed(old, NEW, tmp_path)
    untold = [each for each in found if each.kind == "kan inte avgöras"]
    assert {each.thing.key[-1] for each in untold} == {"roliga-parker", "bygga"}
    assert {each.reason for each in untold} == {"utgåva 1 finns inte här i sin helhet"}
    assert ("uppdrag", "utgår", "stenar") in told(found)


def test_each_edition_is_compared_with_the_one_before_it(tmp_path):
    """The third edition replaces the second, which replaced the first, which replaced none."""
    files = REVISED | {
        SECOND: NEW,
        PLAN: NEW.replace("utgåva: 2", "utgåva: 3").replace("2024-09-12", "2024-11-01"),
    }
    body = registered(tmp_path, files).bodies["parknamnden"]
    first, second, third = body.plans_of(2024)
    assert revised(body, third) is second
    assert revised(body, second) is first
    assert revised(body, first) is None


# What is wrong with editions


@pytest.mark.parametrize(
    ("files", "code", "message"),
    [
        ({FIRST: OLD.replace("    utgåva: 1\n", "")}, "saknas-falt", "plan-1.yml säger inte vilken utgåva"),
        ({PLAN: NEW.replace("    utgåva: 2\n", "")}, "saknas-falt", "plan.yml säger inte vilken utgåva"),
        ({FIRST: OLD.replace("utgåva: 1", "utgåva: 2")}, "fel-utgava", "plan-1.yml säger utgåva 2"),
        ({PLAN: NEW.replace("utgåva: 2", "utgåva: 1")}, "dubblett-utgava", "utgåva 1 är redan plan-1.yml"),
        ({PLAN: NEW.replace("2024-09-12", "2023-01-01")}, "fel-ar", "före den som den ersätter"),
    ],
)
def test_an_edition_says_which_it_is(tmp_path, files, code, message):
    """Every edition has a number of its own that goes with its file, and was decided after the one before."""
    problems = check_content(write(tmp_path, REVISED | files)).problems
    assert {problem.code for problem in problems} == {code}
    assert any(message in problem.message for problem in problems)


def test_a_plan_without_earlier_editions_needs_no_number(tmp_path):
    """`utgåva` and `beslut` are asked for only where there is more than one edition."""
    alone = NEW.replace("    utgåva: 2\n", "")
    files = {name: text for name, text in REVISED.items() if name != FIRST and "-1." not in name}
    assert problems_of(tmp_path, files | {PLAN: alone}) == []


# Lowered targets


def test_a_target_lowered_in_a_new_edition_is_told_with_what_was_known(tmp_path):
    """The half-year report was there when the target was lowered: the ledger says so."""
    found = make_ledger(results_of(tmp_path, REVISED | {REPORT: HALF_YEAR})).lowered
    assert [(each.row.indicator.id, each.earlier_document.slug, each.document.slug) for each in found] == [
        ("besiktigade", "plan-1", "plan")
    ]
    assert found[0].known.best.text == "84 %"


def test_an_outcome_from_after_the_decision_was_not_known(tmp_path):
    """A report that was decided after the edition had nothing to do with it; what an earlier year told had."""
    late = HALF_YEAR.replace(
        "    period: jan–jun 2024\n", "    period: jan–jun 2024\n    beslut:\n      datum: 2024-10-01\n"
    )
    found = make_ledger(results_of(tmp_path, REVISED | {REPORT: late})).lowered
    assert [each.known.best.text for each in found] == ["88 %"]


def test_a_target_that_asks_for_more_is_not_lowered(tmp_path):
    """A limit that falls where low is good asks for more."""
    ledger = make_ledger(results_of(tmp_path, REVISED))
    assert "utslapp" not in {each.row.indicator.id for each in ledger.lowered}
    assert ledger.targets == 3


# What is internal


@pytest.mark.parametrize("marked", [FIRST, PLAN])
@pytest.mark.parametrize(
    ("where", "word"),
    [
        ("        text: Räkna stenarna.\n", "stenarna"),
        ("            målvärde: högst 10 ton\n", "Utsläpp från parkmaskiner"),
        ("              text: Täta fontänerna.\n", "Täta"),
        ("        rubrik: Driftbudget\n", "Driftbudget"),
        ("        sort: strategi\n", "Grönare"),
    ],
)
def test_what_is_internal_in_either_edition_leaks_through_neither(site_of, marked, where, word):
    """What an edition hides, and what the plan in force hides, is in no page of that edition and in no list of changes."""
    both = {
        FIRST: OLD,
        PLAN: NEW.replace(
            "    aktiviteter:\n", "      stenar:\n        text: Räkna stenarna.\n    aktiviteter:\n"
        ),
    }
    indent = re.match(" *", where)[0]
    line = (
        where.replace("10 ton", "12 ton")
        if marked == FIRST
        else where.replace("Täta font", "Täta och måla font")
    )
    assert both[marked].count(line) == 1
    both[marked] = both[marked].replace(line, f"{line}{indent}publicering: intern\n")
    site = site_of(REVISED | both)
    first = site["parknamnden/2024/plan-1.html"]
    if marked == FIRST:
        assert word not in _text(first)
    else:
        shown = {name: _text(site[name]) for name in site if name.startswith("parknamnden/2024/plan")}
        assert len(shown) >= 3
        assert [name for name, text in shown.items() if word in text] == []
        assert word != "Driftbudget" or not any(name.endswith(".csv") for name in site)


@pytest.mark.parametrize(
    ("where", "word"),
    [
        ("            målvärde: högst 12 ton\n", "12 ton"),
        ("        text: Ställ ut tio bänkar i Norra parken.\n", "tio"),
        ("        rubrik: Inledning\n", "tolv"),
    ],
)
def test_what_was_internal_is_not_told_as_what_it_was_before(site_of, where, word):
    """The list of changes does not say what a thing was, where the edition that said so hides it."""
    assert OLD.count(where) == 1
    hidden = OLD.replace(where, f"{where}{re.match(' *', where)[0]}publicering: intern\n")
    public, internal = site_of(REVISED | {FIRST: hidden}), site_of(REVISED | {FIRST: hidden}, internal=True)
    said = re.compile(rf"\b{word}\b")
    assert len([name for name, html in internal.items() if said.search(_text(html))]) > 1
    assert [name for name, html in public.items() if said.search(_text(html))] == []


def _text(html):
    """The words of a page's own content."""
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<article")[2]).split())


def test_an_internal_edition_is_not_shown_and_not_mentioned(site_of):
    """An edition that is internal has no page, no file and no list of changes; the one before it is compared instead."""
    second = NEW.replace("    utgåva: 2\n", "    utgåva: 2\n    publicering: intern\n").replace(
        "tjugo", "hundra"
    )
    third = NEW.replace("utgåva: 2", "utgåva: 3").replace("2024-09-12", "2024-11-01")
    site = site_of(REVISED | {SECOND: second, PLAN: third})
    assert not [name for name in site if "plan-2" in name]
    assert not [name for name, text in site.items() if "hundra" in text]
    assert "Utgåvorna mellan 1 och 3 visas inte här." in site["parknamnden/2024/plan.html"]


def test_no_edition_is_shown_where_the_plan_in_force_is_internal(site_of):
    """A plan that is internal takes its earlier editions with it."""
    new = NEW.replace("    utgåva: 2\n", "    utgåva: 2\n    publicering: intern\n")
    site = site_of(REVISED | {PLAN: new})
    assert not [name for name in site if name.startswith("parknamnden/2024/")]


HIDDEN_ROW = """
    indikatorer:
      utslapp:{mark}
        lydelse: Lydelse Grävling.
        målvärde: högst 12,75 ton
    """
HIDDEN_MEASURE = """
    åtgärder:
      olja:{mark}
        text: Åtgärd Utter.
    """
HIDDEN_TEXT = """
    mål:
      parker:{mark}
        text: Bidrag Mård.
    """
OPEN_TEXT = """
    mål:
      lekplatser:
        text: Gungorna målas.
    """
HOLDERS = {
    "mål": {"parker": "sort: delmål\ntext: Parkerna är öppna.", "lekplatser": "sort: delmål\ntext: Lek."},
    "internkontroll": {"fontaner": "område: Lek\nrisk: Läckor.", "gungor": "område: Lek\nrisk: Gnissel."},
    "bidrag": {"ena": "namn: Ena enheten", "andra": "namn: Andra enheten"},
}


def _holding(edition, inside, *, at, mark="", above=""):
    """An edition of a plan in which something stands inside one of two goals, risks or contributions."""
    decided = f"  organ: Parknämnden\n  datum: 2024-0{edition}-12"
    lines = ["underlag: original", f"utgåva: {edition}", "beslut:", decided]
    for word, holders in HOLDERS.items():
        deep = 2 if word == "internkontroll" else 0
        lines += [f"{word}:", *(["  risker:"] if deep else [])]
        for place, (id_, head) in enumerate(holders.items()):
            is_here = place == at and word in inside
            more = inside[word] if is_here else OPEN_TEXT if word == "bidrag" else ""
            text = dedent(more).strip("\n").replace("{mark}", mark)
            top = above if is_here else ""
            lines += [indent(f"{id_}:", " " * (deep + 2))]
            lines += [indent(each, " " * (deep + 4)) for each in (top, head, text) if each]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("how", [{"mark": "\n    publicering: intern"}, {"above": "publicering: intern"}])
@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ({"mål": HIDDEN_ROW}, ["Grävling", "12,75"]),
        ({"internkontroll": HIDDEN_MEASURE}, ["Utter"]),
        ({"bidrag": HIDDEN_TEXT}, ["Mård"]),
    ],
)
def test_what_is_internal_where_it_has_moved_to_was_so_where_it_stood(site_of, inside, words, how):
    """An indicator, measure or contribution that is hidden at another goal, risk or part in the plan is in no earlier edition."""
    files = {FIRST: _holding(1, inside, at=0), PLAN: _holding(2, inside, at=1, **how)}
    public, internal = site_of(files), site_of(files, internal=True)
    assert "parknamnden/2024/plan-1.html" in public
    assert [word for word in words if not any(word in text for text in internal.values())] == []
    assert [(name, word) for word in words for name, text in public.items() if word in text] == []


def test_what_is_hidden_in_an_edition_is_not_called_new(tmp_path):
    """Where an edition does not show everything, it cannot be told what the next one added."""
    hidden = OLD.replace(
        "        text: Räkna stenarna.\n", "        text: Räkna stenarna.\n        publicering: intern\n"
    )
    kept = NEW.replace(
        "    aktiviteter:\n",
        "      stenar:\n        under: levande-parker\n        text: Räkna stenarna.\n    aktiviteter:\n",
        1,
    )
    register = load_all(write(tmp_path, REVISED | {FIRST: hidden, PLAN: kept})).public
    body = register.bodies["parknamnden"]
    found = {each.thing.key[-1]: each for each in compare_editions(register, *body.plans_of(2024))}
    assert found["stenar"].kind == "kan inte avgöras"
    assert found["stenar"].reason == "allt i utgåva 1 visas inte"


def test_a_place_that_is_hidden_is_not_told_as_a_move(tmp_path):
    """That an assignment stands under something that one edition hides is no change of its own."""
    hidden = OLD.replace(
        "        text: Räkna stenarna.\n",
        "        text: Räkna stenarna.\n        publicering: intern\n",
    ).replace("        under: bankar\n", "        under:\n          - bankar\n          - stenar\n")
    register = load_all(write(tmp_path, REVISED | {FIRST: hidden})).public
    body = register.bodies["parknamnden"]
    found = {each.thing.key: each for each in compare_editions(register, *body.plans_of(2024))}
    assert [edit.what for edit in found["aktivitet", "inventering"].edits] == ["klart"]


def test_a_hidden_table_leaves_what_is_told_of_goals(tmp_path):
    """Where only a table is hidden it can still be told which goals are new."""
    hidden = OLD.replace(
        "        rubrik: Driftbudget\n", "        rubrik: Driftbudget\n        publicering: intern\n"
    )
    register = load_all(write(tmp_path, REVISED | {FIRST: hidden})).public
    body = register.bodies["parknamnden"]
    found = {each.thing.key: each.kind for each in compare_editions(register, *body.plans_of(2024))}
    assert found["mål", "roliga-parker"] == "ny"
    assert found["tabell", "driftbudget"] == "kan inte avgöras"


# Pages


def test_the_plan_page_lists_what_changed_and_leads_to_the_edition(site_of):
    """The plan says which edition it is, by which decision, what it replaced, and how much it changed."""
    site = site_of(REVISED)
    plan = " ".join(_text(site["parknamnden/2024/plan.html"]).split())
    assert "Utgåva 2, beslutad av Parknämnden, 2024-09-12, § 40; ersätter utgåva 1 : 17 ändringar" in plan
    assert "Sänkt : med 5 procentenheter" in plan
    assert 'href="plan-1.html"' in site["parknamnden/2024/plan.html"]
    assert "17 ändringar" in _text(site["parknamnden/2024/plan-hela.html"])


def test_a_plan_that_has_replaced_another_is_revised(tmp_path, site_of):
    """A decided plan with an earlier edition beside it is revised, and says so; the earlier one is replaced."""
    register = registered(tmp_path, REVISED)
    plans = register.bodies["parknamnden"].plans_of(2024)
    statuses = {plan.document.slug: plan.document.status for plan in plans}
    assert statuses == {"plan": "reviderad", "plan-1": "ersatt"}
    page = " ".join(_text(site_of(REVISED)["parknamnden/2024/plan.html"]).split())
    assert "Reviderad, beslutad av Parknämnden, 2024-09-12, § 40" in page


def test_the_page_of_an_edition_says_that_it_is_replaced(site_of):
    """A replaced edition says so before anything else, and by which edition and decision."""
    page = " ".join(_text(site_of(REVISED)["parknamnden/2024/plan-1.html"]).split())
    assert "Den här utgåvan är ersatt av utgåva 2 , beslutad av Parknämnden, 2024-09-12, § 40." in page
    assert "Ställ ut tio bänkar i Norra parken." in page
    assert "Parkerna är tolv." in page
    assert "Täta fontänerna." in page


def test_the_page_of_an_edition_leaves_nothing_out(site_of):
    """Also what is said beside a goal, a row and a risk stands on the page: who answers, deviations, risks dropped."""
    more = (
        OLD.replace(
            "        nr: 1\n        under", "        nr: 1\n        ansvarig: Parkchefen\n        under"
        )
        .replace(
            "            målvärde: minst 90 %\n",
            "            målvärde: minst 90 %\n            nästa: maj 2024\n",
        )
        .replace("      risker:\n", "      utgår:\n        2023/gungor: Gungorna är borta.\n      risker:\n")
    )
    before = """
        underlag: original
        internkontroll:
          risker:
            gungor:
              område: Säkerhet
              risk: Risken att gungorna gnisslar.
        """
    page = _text(
        site_of(REVISED | {FIRST: more, "parknamnden/2023/plan.yml": before})["parknamnden/2024/plan-1.html"]
    )
    wanted = (
        "Parkchefen",
        "maj 2024",
        "Risken att gungorna gnisslar. (2023): Gungorna är borta.",
        "Klart: juni",
    )
    assert [each for each in wanted if each not in page] == []


def test_a_plan_without_editions_says_nothing_of_them(site_of):
    """Where there is one edition there is no list of changes."""
    files = {name: text for name, text in REVISED.items() if "-1." not in name}
    site = site_of(files)
    assert "andringar" not in site["parknamnden/2024/plan.html"]


def test_an_edition_is_found_only_as_such(site_of):
    """Search knows a replaced edition by one row, marked as replaced, and nothing that stands in it."""
    index = site_of(REVISED)["statiskt/sokindex.json"]
    assert index.count("plan-1.html") == 1
    assert (
        '["parknamnden/2024/plan-1.html","Verksamhetsplan 2024, utgåva 1 (ersatt)","Tidigare utgåva"' in index
    )
    assert "stenarna" not in index


def test_every_link_of_the_editions_leads_somewhere(site_of):
    """Every link of the plan's and the edition's pages is to a page and a spot that are there."""
    site = site_of(REVISED | {SECOND: NEW, PLAN: NEW.replace("utgåva: 2", "utgåva: 3")})
    links = 0
    for name in ("plan", "plan-1", "plan-2", "plan-hela"):
        address = f"parknamnden/2024/{name}.html"
        for target in re.findall(
            r'href="([^":]*)"', site[address].partition("<article")[2].partition("</article>")[0]
        ):
            path, _, spot = target.partition("#")
            parts = [*address.split("/")[:-1], *path.split("/")] if path else address.split("/")
            while ".." in parts:
                at = parts.index("..")
                del parts[at - 1 : at + 1]
            page = "/".join(parts)
            assert page in site, (address, target)
            assert not spot or f'id="{spot}"' in site[page], (address, target)
            links += 1
    assert links > 40


def test_a_table_of_an_edition_never_has_the_address_of_another(tmp_path):
    """Table 1-x of the plan in force and table x of the edition that it replaced are two files."""
    text = (
        "underlag: original\nutgåva: {}\nbeslut:\n  organ: Parknämnden\ntabeller:\n  {}:\n"
        "    rubrik: Bänkar\n    rader: |\n      Vad | Budget 2024\n      Ek | {} st\n"
    )
    files = {PLAN: text.format(2, "1-x", 5), FIRST: text.format(1, "x", 3)}
    written = list(csv_files(registered(tmp_path, files)))
    assert len(written) == len(dict(written)) == 2


def test_a_date_for_a_number_is_one_gap(tmp_path):
    """An edition named by its date is told as one gap, however great the number."""
    plan = "underlag: original\nutgåva: 2\nbeslut:\n  datum: 2023-11-20\n"
    files = {PLAN: plan, "parknamnden/2024/plan-20231120.yml": plan.replace("2\n", "1\n", 1)}
    gaps = [each for each in load_all(write(tmp_path, files)).problems if each.code == "lucka-i-utgavor"]
    assert [each.message for each in gaps] == ["plan-20231120.yml ligger här, men inte plan-1.yml"]
