"""The documents that go with the code say what the code does."""

import re
from pathlib import Path
from textwrap import dedent

import pytest
import yaml

from vpgen.assessment import assess
from vpgen.findings import find
from vpgen.history import make_history
from vpgen.loader import load, load_all
from vpgen.model import chapters, control, files, owned, rules, tabular
from vpgen.pages.contradictions import KINDS

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "docs" / "innehall.md"
ELEMENTS = {
    "organisation.yml": files.OrganisationFile,
    "symboler": files.Legend,
    "bedömning, uppdrag, aktivitet, indikator, åtgärd": files.Scale,
    "utveckling": files.ChangeScale,
    "nivå": files.Level,
    "risk (skala)": control.RiskScale,
    "regel": rules.RuleEntry,
    "värdegrund": files.CoreValue,
    "namnd.yml, verksamhet.yml": files.BodyFile,
    "indikator (definition)": files.IndicatorEntry,
    "plan.yml": files.PlanFile,
    "uppföljning": files.FollowUpFile,
    "beslut": files.Decision,
    "ekonomi": files.EconomyEntry,
    "avsnitt i plan": files.SectionEntry,
    "avsnitt i uppföljning": files.SectionReportEntry,
    "mål i plan": files.GoalEntry,
    "mål i uppföljning": files.GoalReportEntry,
    "indikator i plan": files.PlannedIndicatorEntry,
    "indikator i uppföljning": files.ReportedIndicatorEntry,
    "andra värden": files.ValueEntry,
    "tidigare": files.Earlier,
    "tryckt": files.PrintedCell,
    "uppdrag i plan": files.AssignmentEntry,
    "uppdrag och aktivitet i uppföljning": files.AssessedEntry,
    "aktivitet i plan": files.ActivityEntry,
    "kapitel": chapters.ChapterEntry,
    "innehåll i kapitel": chapters.ItemEntry,
    "bidrag": chapters.ContributionEntry,
    "bidrag till ett mål": chapters.ContributionTextEntry,
    "tabell": tabular.TableEntry,
    "kolumn": tabular.ColumnEntry,
    "rättelse": tabular.CorrectionEntry,
    "internkontroll i plan": control.ControlPlanEntry,
    "risk i plan": control.RiskEntry,
    "åtgärd i plan": control.MeasureEntry,
    "internkontroll i uppföljning": control.ControlReportEntry,
    "risk i uppföljning": control.RiskReportEntry,
    "åtgärd i uppföljning": control.MeasureReportEntry,
}
EVERYWHERE = {field.alias for field in owned.Owned.model_fields.values()}
NAMES = {
    "regionfullmaktige": "Regionfullmäktige",
    "regionstyrelsen": "Regionstyrelsen",
    "parknamnden": "Parknämnden",
}
PARTS = (
    "Kapitel och löpande text",
    "Områdenas bidrag",
    "Tabeller",
    "Siffror i löpande text",
    "Intern kontroll",
)
RECIPE = "Så lägger du in nästa års tabell från Excel"
DROPPED = """underlag: original
internkontroll:
  risker:
    fontaner:
      område: Säkerhet
      risk: Risken att fontänerna läcker.
"""
"""The plan of the year before, which has the risk that the guide's plan drops."""
PLAN, NEXT_PLAN = "parknamnden/2025/plan.yml", "parknamnden/2026/plan.yml"


def guide():
    return GUIDE.read_text(encoding="utf-8")


def section(name):
    """The guide's text under a heading of the second rank."""
    return re.search(rf"^## {name}\n(.*?)(?=^## |\Z)", guide(), re.MULTILINE | re.DOTALL)[1]


def examples(text, language):
    """The examples in a language, in the order they are shown."""
    found = re.findall(rf"^ *```{language}\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)
    return [dedent(example) for example in found]


def csv_files(text):
    """The CSV files that a part of the guide shows, each after its path, as (path, text)."""
    form = r"`([\w/-]+\.csv)`[^`]*?\n\n *```csv\n(.*?)^ *```"
    return [(path, dedent(rows)) for path, rows in re.findall(form, text, re.MULTILINE | re.DOTALL)]


def yaml_files(text):
    """The files that a part of the guide shows piece by piece, each piece after its path, joined key by key."""
    joined = {}
    for example in examples(text, "yaml"):
        first, _, rest = example.partition("\n")
        path = re.fullmatch(r"# ([\w/-]+\.yml)", first)
        for piece in re.split(r"^(?=\w)", rest, flags=re.MULTILINE)[1:] if path else ():
            key, _, below = piece.partition("\n")
            keys = joined.setdefault(path[1], {})
            keys[key] = keys.get(key, "") + below
    return {path: "".join(f"{key}\n{below}" for key, below in keys.items()) for path, keys in joined.items()}


def as_excel_saves_it(text):
    """A CSV file as Swedish Excel saves one as UTF-8."""
    return b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()


def region(tmp_path, more):
    """The content folder of the guide's own organisation, with its boards and these files."""
    organisation = next(each for each in examples(guide(), "yaml") if each.startswith("namn: Region Påhitt"))
    boards = {f"{board}/namnd.yml": f"namn: {name}\n" for board, name in NAMES.items()}
    for path, text in ({"organisation.yml": organisation} | boards | more).items():
        target = tmp_path / "content" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())
    return tmp_path / "content"


def findings(content):
    register = load(content)
    return find(assess(register, make_history(register)))


def placing_every_table(plan):
    """A plan with one more chapter, in which the tables stand that no other chapter has."""
    read = yaml.load(plan, Loader=yaml.BaseLoader)
    items = [item for each in read["kapitel"].values() for item in each.get("innehåll", [])]
    placed = {item["tabell"] for item in items if "tabell" in item}
    rest = [f"      - tabell: {id_}\n" for id_ in read["tabeller"] if id_ not in placed]
    assert len(rest) > 5
    more = "".join(["  ovriga-tabeller:\n    rubrik: Övriga tabeller\n    innehåll:\n", *rest])
    return plan.replace("kapitel:\n", f"kapitel:\n{more}")


def keys(entry):
    """The keys of an entry as authors write them, those that must be there in bold."""
    for name, field in entry.model_fields.items():
        key = field.alias or name
        if key not in EVERYWHERE:
            yield f"**`{key}`**" if field.is_required() else f"`{key}`"


def key_table():
    rows = [f"| {name} | {', '.join(keys(entry))} |" for name, entry in ELEMENTS.items()]
    return "\n".join(["| var | nycklar (de feta måste finnas) |", "|---|---|", *rows])


def test_the_guide_lists_every_key(pytestconfig):
    """The table of keys in the author's guide is that of the model."""
    text = guide()
    pattern = re.compile(r"(<!-- nycklar -->\n).*?(<!-- /nycklar -->)", re.DOTALL)
    if pytestconfig.getoption("--update-golden"):
        GUIDE.write_text(pattern.sub(lambda m: f"{m[1]}{key_table()}\n{m[2]}", text), encoding="utf-8")
        text = guide()
    assert pattern.search(text)[0] == f"<!-- nycklar -->\n{key_table()}\n<!-- /nycklar -->"


def test_every_entry_is_in_the_table():
    """An entry that authors write is in the guide's table of keys."""
    entries = {
        cls
        for module in (files, chapters, tabular, control, owned)
        for cls in vars(module).values()
        if isinstance(cls, type) and issubclass(cls, files.Entry) and cls.__module__ == module.__name__
    }
    assert entries - set(ELEMENTS.values()) == {owned.Owned, files.DocumentFile}


def test_the_guide_explains_every_warning():
    """The guide's table of warnings has every kind of finding, in the order of the site's page."""
    table = re.search(r"<!-- varningar -->(.*?)<!-- /varningar -->", guide(), re.DOTALL)[1]
    rows = re.findall(r"^\| `([a-z-]+)` \| [^|]+ \| [^|]+ \|$", table, re.MULTILINE)
    assert rows == list(KINDS)


def test_the_guides_links_lead_to_its_headings():
    """A link within the guide leads to one of its headings."""
    prose = re.sub(r"```.*?```", "", guide(), flags=re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", prose, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    links = re.findall(r"\]\(#([^)]+)\)", prose)
    assert len(links) > 3
    assert set(links) - anchors == set()


def test_the_guides_examples_are_content(tmp_path):
    """Every whole example in the guide is YAML, and those of whole files are read without unknown keys."""
    shown = examples(guide(), "yaml")
    assert len(shown) > 10
    for example in shown:
        # The one that shows two forms of the same key is two examples in one.
        yaml.load(example, Loader=yaml.BaseLoader)
    plan = next(each for each in shown if each.startswith("underlag: original") and "avsnitt:" in each)
    report = next(each for each in shown if each.startswith("underlag: original") and "period:" in each)
    content = region(
        tmp_path,
        {
            "parknamnden/2024/plan.yml": plan,
            "parknamnden/2024/verksamhetsberattelse.yml": report,
            "indikatorer/personal.yml": next(each for each in shown if "serier:" in each and "mäts:" in each),
        },
    )
    shape = {
        "okant-falt",
        "fel-typ",
        "okant-val",
        "ogiltigt-id",
        "ogiltigt-tal",
        "ogiltig-tid",
        "tal-i-text",
        "ogiltigt-malvarde",
    }
    assert [problem for problem in load_all(content).problems if problem.code in shape] == []


def test_the_guides_pieces_are_whole_documents(tmp_path):
    """What the guide shows piece by piece loads as documents, in which nothing is wrong but what it explains."""
    shown = "".join(map(section, PARTS))
    written = yaml_files(shown)
    assert sorted(written) == [
        PLAN,
        "parknamnden/2025/verksamhetsberattelse.yml",
        "regionstyrelsen/2025/plan.yml",
    ]
    path, rows = csv_files(shown)[-1]
    more = {
        PLAN: placing_every_table(written[PLAN]),
        "parknamnden/2024/plan.yml": DROPPED,
        "parknamnden/2025/ansvar.md": "Nämnden ansvarar för parkerna.\n",
        path: as_excel_saves_it(rows),
    }
    content = region(tmp_path, written | more)
    assert load_all(content).problems == ()
    assert [each.code for each in findings(content) if not each.explanation] == []
    assert [each.code for each in findings(content) if each.explanation] == ["fel-summa"]


@pytest.mark.parametrize("kind", ["without a sum", "with a sum"])
def test_the_guides_csv_files_are_tables(tmp_path, kind):
    """Each CSV file of the guide is a table without problems, saved as Excel does and named in a plan."""
    path, rows = csv_files(section("Tabeller"))[kind == "with a sum"]
    named = next(each for each in examples(section("Tabeller"), "yaml") if "rader: driftbudget.csv" in each)
    content = region(tmp_path, {path: as_excel_saves_it(rows), PLAN: f"underlag: original\n{named}"})
    assert load_all(content).problems == ()
    table = load(content).bodies["parknamnden"].plans[2025].contents.tables["driftbudget"]
    assert [row.kind for row in table.rows] == ["rad"] * 3 + ["summa"] * (kind == "with a sum")
    assert table.cell("trad-och-planteringar", "budget-2025").value.text == "-8,3"


def test_the_guides_recipe_adds_next_years_table(tmp_path):
    """The recipe's CSV file and lines are a table without problems, that agrees with that of the year before."""
    before, after = csv_files(section("Tabeller"))[-1], csv_files(section(RECIPE))[0]
    plan = yaml_files(section(RECIPE))[NEXT_PLAN]
    content = region(
        tmp_path,
        {path: as_excel_saves_it(rows) for path, rows in (before, after)}
        | {PLAN: f"underlag: original\n{plan}", NEXT_PLAN: f"underlag: original\n{plan}"},
    )
    assert load_all(content).problems == ()
    assert len(load(content).bodies["parknamnden"].plans[2026].contents.tables) == 1
    assert findings(content) == ()


@pytest.mark.parametrize(
    ("right", "wrong", "code"),
    [("Summa;-25,7;", "Summa;-52,7;", "fel-summa"), ("-13,0;-12,4", "-13,0;-12,3", "skillnad")],
)
def test_the_guides_recipe_finds_a_wrong_figure(tmp_path, right, wrong, code):
    """A figure that is changed in the recipe's CSV file is found, by its sum or by last year's plan."""
    before, (path, rows) = csv_files(section("Tabeller"))[-1], csv_files(section(RECIPE))[0]
    plan = f"underlag: original\n{yaml_files(section(RECIPE))[NEXT_PLAN]}"
    assert right in rows
    changed = as_excel_saves_it(rows.replace(right, wrong))
    content = region(
        tmp_path, {before[0]: as_excel_saves_it(before[1]), PLAN: plan, path: changed, NEXT_PLAN: plan}
    )
    found = {each.code: each.sentence for each in findings(content)}
    assert code in found
    if code == "fel-summa":
        promised = re.search(r"till exempel \*(Summa är tryckt [^*]+)\*", section(RECIPE))[1]
        assert found[code].endswith(promised)
