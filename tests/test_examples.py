"""The invented organisation in examples/talldunge: sound, built, and with one of everything that there is to write."""

import importlib
import pkgutil
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from html import unescape
from pathlib import Path
from typing import get_args
from urllib.parse import unquote, urldefrag

import pytest

import vpgen.model
from test_real_site import Page
from vpgen.build import check_content
from vpgen.economy import economy_of
from vpgen.gaps import NOT_REPORTED, NOT_TOLD, STATED, find_gaps
from vpgen.judging import VerdictKind
from vpgen.ledger import make_ledger
from vpgen.lifelines import make_indicator_lines, make_lifelines
from vpgen.model import chapters, control, files, owned, rules, tabular
from vpgen.model.content import Plan
from vpgen.model.fields import Entry, Reading
from vpgen.pages.contradictions import KINDS as FINDINGS
from vpgen.reading import read_folder
from vpgen.revisions import compare_editions
from vpgen.succession import SuccessionKind, successions
from vpgen.tables import KINDS as ROWS
from vpgen.tables import State
from vpgen.target_kinds import Compared, Printed, Target
from vpgen.target_shifts import ShiftKind
from vpgen.thread import Break, find_orphans
from vpgen.values import Missing, MissingKind, Value

TALLDUNGE = Path(__file__).resolve().parents[1] / "examples" / "talldunge"
CONTENT = TALLDUNGE / "content"
ON_PURPOSE = {
    ("barn-och-utbildningsnamnden/2030/plan.yml", "skillnad"): 2,
    ("barn-och-utbildningsnamnden/2030/verksamhetsberattelse.yml", "fel-harledning"): 1,
    ("barn-och-utbildningsnamnden/2030/verksamhetsberattelse.yml", "olika-matt"): 2,
    ("kommunstyrelsen/2030/verksamhetsberattelse.yml", "sammanfattning"): 1,
    ("samhallsbyggnadsnamnden/2030/verksamhetsberattelse.yml", "fel-summa"): 2,
    ("samhallsbyggnadsnamnden/2030/verksamhetsberattelse.yml", "not-saknas"): 1,
    ("samhallsbyggnadsnamnden/2030/verksamhetsberattelse.yml", "onodig-forklaring"): 1,
    ("samhallsbyggnadsnamnden/2031/plan.yml", "risk-forsvunnen"): 1,
    ("vard-och-omsorgsnamnden/2029/verksamhetsberattelse.yml", "annat-malvarde"): 1,
    ("vard-och-omsorgsnamnden/2030/plan.yml", "fel-citat"): 1,
    ("vard-och-omsorgsnamnden/2030/verksamhetsberattelse.yml", "olika-varden"): 1,
    ("vard-och-omsorgsnamnden/2031/plan.yml", "andrat-efter-beslut"): 1,
    ("vard-och-omsorgsnamnden/2031/plan.yml", "fel-samband"): 1,
    ("vard-och-omsorgsnamnden/2031/plan.yml", "onodig-rattelse"): 1,
    ("vard-och-omsorgsnamnden/2031/verksamhetsberattelse.yml", "saknas-motivering"): 1,
}
"""Every warning of the example: in which file, which, and how many."""
NO_WORDS = {"rader", "tal", "samband", "formel", "diagram", "pilarna visar", "färg", "form", "pil"}
"""Keys whose values tell vpgen what to do, and are no words for a reader."""
NOT_SHOWN = {
    (
        "FollowUpFile",
        "förklaringar",
        "förklaringen behövs inte för siffran stämmer också det säger kontrollen till om",
    ),
    (
        "PlanFile",
        "rättelser",
        "numret är inte ändrat så den här rättelsen behövs inte den står här med flit",
    ),
}
"""Words that stand on no page: what explains or corrects nothing, and `vpgen check` tells its author so."""
EXPLAINED = re.compile(r"# .*(?:med flit|avsiktlig|det visas|visar det|ett annat mått)")
"""How a comment in the example says that what does not agree is meant."""


@pytest.fixture(scope="module")
def checked():
    return check_content(CONTENT)


@pytest.fixture(scope="module")
def results(checked):
    assert checked.results is not None, [f"{each.place.file}: {each.message}" for each in checked.errors]
    return checked.results


@pytest.fixture(scope="module")
def entries():
    """Every mapping that is written in the example's files."""
    every = [each for entry in written_files() for each in inside(entry)]
    assert every
    return every


@pytest.fixture(scope="module")
def rows(results):
    """Every indicator of every follow-up and plan, with its verdict."""
    reported = [
        row for each in results.follow_ups.values() for goal in each.goals.values() for row in goal.rows
    ]
    planned = [row for each in results.plans.values() for goal in each.rows.values() for row in goal]
    assert reported
    assert planned
    return [*reported, *planned]


@pytest.fixture
def site(example_site):
    """The example's site, as `make example` builds it."""
    return example_site


def written_files():
    """Every file of the example, and every definition of an indicator."""
    folder = read_folder(CONTENT)
    return [
        folder.organisation,
        *folder.indicators.values(),
        *folder.bodies.values(),
        *folder.plans.values(),
        *folder.editions.values(),
        *folder.follow_ups.values(),
    ]


def is_there(site, pages, address, link):
    """Whether a link on a page leads to a file of the site, and to an id on it."""
    target, spot = urldefrag(link)
    path = (site / address).parent / unquote(target.partition("?")[0]) if target else site / address
    inner = path.resolve().relative_to(site).as_posix()
    return path.is_file() and (not spot or inner not in pages or spot in pages[inner].ids)


def inside(value):
    """Every entry in a value, the value itself included."""
    if isinstance(value, Entry):
        yield value
        for name in type(value).model_fields:
            yield from inside(getattr(value, name))
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from inside(each)


def public(value):
    """Every entry in a value that is not internal, nor under something that is."""
    if getattr(value, "publication", owned.PUBLIC) == owned.INTERNAL:
        return
    if isinstance(value, Entry):
        yield value
        for name in type(value).model_fields:
            yield from public(getattr(value, name))
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from public(each)


def plain(text):
    """The words and figures of a text, and nothing else."""
    return " ".join(re.findall(r"\w+", text)).lower()


def phrases(value):
    """The pieces of a written value of more than one word, as a page would show them."""
    texts = [value] if isinstance(value, str) else value.values() if isinstance(value, dict) else value
    for text in texts if isinstance(texts, list | tuple | type({}.values())) else ():
        if isinstance(text, str) and " " in text:
            pieces = re.split(r"\[[^\]]*\]\([^)]*\)|\n", text)
            yield from (piece for piece in map(plain, pieces) if " " in piece)


def parts(value):
    """Every target in a target, the target itself included."""
    yield value
    for field in fields(value):
        inner = getattr(value, field.name)
        inner = (
            inner.values() if isinstance(inner, Mapping) else inner if isinstance(inner, tuple) else [inner]
        )
        for each in inner:
            if is_dataclass(each) and isinstance(each, Printed):
                yield from parts(each)


def entry_classes():
    """Every kind of mapping that an author can write."""
    for module in pkgutil.iter_modules(vpgen.model.__path__):
        importlib.import_module(f"vpgen.model.{module.name}")
    found, new = set(), [Entry]
    while new:
        classes = [each for cls in new for each in cls.__subclasses__()]
        found.update(classes)
        new = classes
    return found


def written(entries, cls, field):
    """The values of a field, where it is written, lists and mappings opened."""
    values = [getattr(each, field) for each in entries if isinstance(each, cls)]
    for value in values:
        yield from value if isinstance(value, tuple | dict) else [value]


def test_it_has_no_errors(checked):
    """The example is sound: nothing stops a build."""
    assert [(each.place.file, each.place.line, each.message) for each in checked.errors] == []


def test_its_warnings_are_those_that_are_meant(checked):
    """What does not agree in the example is there on purpose, and nothing else is."""
    found = Counter(
        (each.place.file.removeprefix("content/"), each.code) for each in checked.problems if each.code
    )
    assert found == ON_PURPOSE


def test_what_is_wrong_on_purpose_says_so(checked):
    """A file that a warning points into has a comment that says that it is meant."""
    assert checked.findings
    for finding in checked.findings:
        texts = [
            (TALLDUNGE / place.file).read_text(encoding="utf-8")
            for place in finding.places
            if place.file.endswith(".yml")
        ]
        assert any(EXPLAINED.search(text) for text in texts), finding.sentence


def test_every_key_is_used(entries):
    """Every key that may be written stands somewhere in the example: a new key needs an example."""
    used = defaultdict(set)
    for entry in entries:
        for cls in type(entry).__mro__:
            if issubclass(cls, Entry):
                used[cls] |= {
                    name
                    for name, field in type(entry).model_fields.items()
                    if entry.wrote(field.alias or name)
                }
    classes = entry_classes()
    assert len(classes) > len(("organisation", "plan", "follow-up"))
    unused = [
        f"{cls.__name__}: {field.alias or name}"
        for cls in classes
        for name, field in cls.model_fields.items()
        if name in cls.__annotations__ and name not in used[cls]
    ]
    assert ", ".join(sorted(unused)) == ""


@pytest.mark.parametrize(
    ("cls", "field", "words"),
    [
        (files.GoalEntry, "kind", files.GOAL_KINDS),
        (files.SectionEntry, "kind", files.SECTION_KINDS),
        (files.Level, "colour", files.COLOURS),
        (files.Level, "shape", files.SHAPES),
        (files.Level, "arrow", files.ARROWS),
        (files.Level, "missing", get_args(get_args(files.ForMissing)[0])),
        (files.ChangeScale, "arrows", get_args(get_args(files.Arrows)[0])),
        (files.IndicatorEntry, "better", get_args(get_args(files.Better)[0])),
        (files.PlannedIndicatorEntry, "beyond", get_args(get_args(files.Beyond)[0])),
        (files.DocumentFile, "order", files.ELEMENT_ORDER),
        (chapters.ChapterEntry, "kind", chapters.CHAPTER_KINDS),
        (chapters.ItemEntry, "placed", chapters.PLACED),
        (tabular.ColumnEntry, "measure", tabular.MEASURES),
        (control.MeasureReportEntry, "effect", control.EFFECTS),
        (control.ControlReportEntry, "sufficient", control.SUFFICIENT),
        (owned.Owned, "publication", (owned.PUBLIC, owned.INTERNAL)),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else None,
)
def test_every_word_of_a_list_is_used(entries, cls, field, words):
    """Where a key takes one of several words, the example has each of them."""
    assert words
    assert set(words) <= set(written(entries, cls, field))


def test_every_basis_of_a_document_is_used(entries):
    """There are originals, transcripts, and documents rebuilt from others, of which one is not whole."""
    bases = {basis.split()[0] for basis in written(entries, files.DocumentFile, "basis")}
    assert bases == {"original", "avskrift", "återskapad"}
    assert False in written(entries, files.DocumentFile, "complete")


def test_every_part_of_a_rule_is_used(entries):
    """The rules for indicators ask for every kind of thing."""
    conditions = [
        condition
        for entry in entries
        if isinstance(entry, rules.RuleEntry)
        for condition in entry.indicators.values()
    ]
    assert {condition.kind for condition in conditions} == set(get_args(rules.ConditionKind))


def test_every_kind_of_target_is_used(results):
    """Every kind of target is set by some plan, and differences with and without a margin."""
    plans = [source for source in results.register.documents() if isinstance(source, Plan)]
    targets = [
        part
        for plan in plans
        for goal in plan.goals.values()
        for row in goal.rows
        for target in (row.target, row.long_term)
        if target is not None
        for part in parts(target)
    ]
    kinds = {cls for each in get_args(Target) for cls in (get_args(each) or (each,))}
    assert {cls.__name__ for cls in kinds} <= {type(target).__name__ for target in targets}
    assert {each.margin is None for each in targets if isinstance(each, Compared)} == {True, False}


def test_every_kind_of_outcome_is_used(entries):
    """Every kind of value and of missing value is told, per group, per period, and as a whole."""
    readings = [
        reading
        for entry in entries
        if isinstance(entry, files.Earlier)
        for reading in (entry.outcome, getattr(entry, "forecast", None), *entry.comparison.values())
        if isinstance(reading, Reading)
    ]
    values = [part.value for reading in readings for part in reading.parts]
    assert {type(value) for value in values} == {*get_args(Value), Missing}
    assert {value.kind for value in values if isinstance(value, Missing)} == set(get_args(MissingKind))
    told = [part for reading in readings for part in reading.parts]
    assert any(part.group for part in told)
    assert any(part.period for part in told)


def test_every_kind_of_row_column_and_cell_is_used(results):
    """The tables have every kind of row, of column and of cell, corrections, notes, and files saved from Excel."""
    tables = [table for source in results.register.documents() for table in source.contents.tables.values()]
    lines = [row for table in tables for row in table.rows]
    assert {row.kind for row in lines} == set(ROWS)
    assert {cell.state for row in lines for cell in row.cells} == set(State)
    assert any(cell.correction for row in lines for cell in row.cells)
    assert set(tabular.MEASURES) <= {column.measure for table in tables for column in table.columns}
    assert list(CONTENT.rglob("*.csv"))
    assert list(CONTENT.rglob("20*/*.md"))


def test_every_verdict_is_reached(rows):
    """Targets are reached, missed by little and by much, and undecided; also those of forecasts."""
    assert {row.verdict.kind for row in rows} == set(get_args(VerdictKind))
    assert {row.verdict.near for row in rows} == {None, True, False}
    forecasts = {row.forecast.kind for row in rows if row.forecast}
    assert {"nått", "inte nått"} <= forecasts


@pytest.mark.parametrize("year", [2029, 2030, 2031, 2032])
def test_every_level_of_a_legend_is_given(results, year):
    """Every level of the year's scale of goals is given to some goal, and the scale is another each year."""
    words = {
        goal.status.word
        for (_, of, _), result in results.follow_ups.items()
        if of == year
        for goal in result.goals.values()
    }
    legends = results.register.organisation.legends
    assert set(legends[year].assessment.levels) <= words
    assert len({tuple(legend.assessment.levels) for legend in legends.values()}) == len(legends)


def test_the_thread_breaks_in_every_way(results):
    """The röda tråden breaks off in every way, and in some places it cannot be told."""
    orphans = find_orphans(results.register)
    assert {orphan.kind for orphan in orphans if not orphan.doubt} == set(Break)
    assert any(orphan.doubt for orphan in orphans)


def test_every_list_of_the_ledger_has_something(results):
    """Goals and indicators depart from the rule, with and without a motivation; words and figures differ; targets fall."""
    ledger = make_ledger(results)
    lists = {field.name: getattr(ledger, field.name) for field in fields(ledger)}
    lists = {name: value for name, value in lists.items() if isinstance(value, tuple)}
    assert lists
    assert [name for name, value in lists.items() if not value] == []
    assert {bool(each.motivation) for each in ledger.departures} == {True, False}


def test_every_kind_of_finding_is_there(checked):
    """Each kind of contradiction that vpgen knows is in the example once, and some are explained."""
    assert {finding.code for finding in checked.findings} == set(FINDINGS)
    assert any(finding.explanation for finding in checked.findings)


def test_every_kind_of_gap_is_there(results):
    """Everything that a body can owe or a source can lack is missing somewhere, and an outcome is late."""
    bodies = find_gaps(results)
    assert {gap.kind for body in bodies for gap in body.stated} == set(STATED)
    assert {gap.kind for body in bodies for gap in (*body.left_out, *body.not_written)} == set(NOT_REPORTED)
    assert {gap.kind for body in bodies for gap in body.unread} == set(NOT_TOLD)
    for lack in ("left_out", "not_written", "unfollowed", "late", "known", "unknown"):
        assert any(getattr(body, lack) for body in bodies), lack


def test_lives_go_every_way(results):
    """Things are renamed, split, joined, turned into other things, taken up again and ended; an indicator is redefined."""
    lines = make_lifelines(results.register).lines
    stages = [stage for line in lines for stage in line.stages]
    assert {"fortsätter", "pågår", "upphör"} <= {stage.end for stage in stages}
    assert any(len(stage.later) > 1 for stage in stages), "nothing is split"
    assert any(len(stage.earlier) > 1 for stage in stages), "nothing is joined"
    assert any(len(line.kinds) > 1 for line in lines), "nothing becomes another thing"
    assert any(earlier.ref.id != stage.thing.ref.id for stage in stages for earlier in stage.earlier), (
        "nothing is renamed"
    )
    assert any(line.breaks for line in make_indicator_lines(results.register))


def test_plans_change_from_year_to_year_and_within_one(results):
    """Things are new, dropped and reworded between years, targets raised and lowered, and one plan is revised."""
    register = results.register
    pairs = [each for body in register.bodies.values() for each in successions(register, body)]
    steps = [step for each in pairs for step in (*each.goals, *each.assignments, *each.indicators)]
    assert {step.kind for step in steps} == set(get_args(SuccessionKind))
    shifts = {step.shift.kind for each in pairs for step in each.indicators if step.shift}
    assert shifts == set(get_args(ShiftKind))
    revised = [
        compare_editions(register, earlier, body.plans[year])
        for body in register.bodies.values()
        for year, editions in body.editions.items()
        for earlier in editions
    ]
    assert {"ny", "utgår", "omformulerad", "ändrad"} <= {each.kind for found in revised for each in found}


def test_boards_tell_whether_the_budget_is_held(results):
    """Several boards tell an outcome, a forecast and what measures have given; one is within its budget and one over."""
    register = results.register
    told = [
        economy
        for body in register.bodies.values()
        for year in body.plans
        if (economy := economy_of(body, year))
    ]
    assert {role for each in told for role in each.amounts} == {
        field.alias or name for name, field in files.EconomyEntry.model_fields.items()
    }
    assert {"överskott", "underskott"} <= {each.deviation.direction for each in told if each.deviation}


def test_it_says_that_it_is_invented(site):
    """A reader of the site is told that Talldunge is no real place: on the front page's footer and the page about it."""
    assert "Talldunge kommun finns inte" in (site / "om.html").read_text(encoding="utf-8")
    assert "Talldunge kommun är påhittad" in (site / "index.html").read_text(encoding="utf-8")


def test_what_is_internal_stays_inside(site):
    """Nothing that is marked as internal is on any page."""
    pages = list(site.rglob("*.html"))
    assert pages
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "skyddade adresser" not in text
        assert "Underlag för löneförhandling" not in text


def test_its_pages_hold_together(site):
    """Every link on the example's pages leads somewhere, and every page has one h1 and no id twice."""
    pages = {path.relative_to(site).as_posix(): Page(path) for path in site.rglob("*.html")}
    links = [
        (address, link)
        for address, page in pages.items()
        for link in page.links
        if address != "404.html" and not re.match(r"[a-z]+:|//", link)
    ]
    assert links
    assert [pair for pair in links if not is_there(site, pages, *pair)] == []
    assert [address for address, page in pages.items() if page.headings.count("h1") != 1] == []
    assert [address for address, page in pages.items() if len(page.ids) != len(set(page.ids))] == []


def test_what_stands_under_two_headings_is_told_once(site):
    """An assignment under two goals is whole at the first; at the second its text leads to the first."""
    for page, spot in (
        ("samhallsbyggnadsnamnden/2031/plan.html", "samhallsbyggnadsnamnden-skyfallsplan"),
        ("barn-och-utbildningsnamnden/2031/plan-1.html", "rastvardar"),
    ):
        shown = Page(site / page)
        assert shown.ids.count(spot) == 1
        assert f"#{spot}" in shown.links


def test_pages_say_the_municipalitys_own_word(site):
    """The risks that every board has are kommunövergripande in Talldunge; no page says the word of a region."""
    texts = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    assert any("Kommunövergripande" in text for text in texts.values())
    assert [str(path) for path, text in texts.items() if "regionövergripande" in text.lower()] == []


def test_every_document_has_a_page(results, site):
    """Each plan, each replaced edition and each follow-up is on the site."""
    sources = [*results.register.documents(), *results.register.replaced()]
    assert sources
    for source in sources:
        found = list(site.rglob(f"{source.document.year}/{source.document.slug}.html"))
        found += list(site.rglob(f"{source.document.year}/index.html"))
        assert found, source.document.full_name


def test_everything_that_is_written_is_shown(site):
    """Whatever an author writes for a reader stands on some page."""
    pages = [
        re.sub(r"<script.*?</script>|<[^>]+>", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for path in site.rglob("*.html")
    ]
    shown = " ".join(plain(unescape(page)) for page in pages)
    entries = [each for file in written_files() for each in public(file)]
    assert entries
    lost = {
        (type(entry).__name__, field.alias or name, phrase)
        for entry in entries
        for name, field in type(entry).model_fields.items()
        if entry.wrote(field.alias or name) and (field.alias or name) not in NO_WORDS
        for phrase in phrases(getattr(entry, name))
        if phrase not in shown
    }
    assert lost == NOT_SHOWN
