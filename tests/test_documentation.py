"""The documents that go with the code say what the code does."""

import re
from pathlib import Path

import yaml

from vpgen.loader import load_all
from vpgen.model import files

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "docs" / "innehall.md"
ELEMENTS = {
    "organisation.yml": files.OrganisationFile,
    "symboler": files.Legend,
    "bedömning, utveckling, indikator": files.Scale,
    "nivå": files.Level,
    "värdegrund": files.CoreValue,
    "namnd.yml, verksamhet.yml": files.BodyFile,
    "indikator (definition)": files.IndicatorEntry,
    "plan.yml": files.PlanFile,
    "uppföljning": files.FollowUpFile,
    "beslut": files.Decision,
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
}
EVERYWHERE = {field.alias for field in files.Owned.model_fields.values()}


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
    text = GUIDE.read_text(encoding="utf-8")
    pattern = re.compile(r"(<!-- nycklar -->\n).*?(<!-- /nycklar -->)", re.DOTALL)
    if pytestconfig.getoption("--update-golden"):
        GUIDE.write_text(pattern.sub(lambda m: f"{m[1]}{key_table()}\n{m[2]}", text), encoding="utf-8")
        text = GUIDE.read_text(encoding="utf-8")
    assert pattern.search(text)[0] == f"<!-- nycklar -->\n{key_table()}\n<!-- /nycklar -->"


def test_every_entry_is_in_the_table():
    """An entry that authors write is in the guide's table of keys."""
    entries = {
        cls
        for cls in vars(files).values()
        if isinstance(cls, type) and issubclass(cls, files.Entry) and cls.__module__ == files.__name__
    }
    assert entries - set(ELEMENTS.values()) == {files.Owned, files.DocumentFile}


def test_the_guides_examples_are_content(tmp_path):
    """Every whole example in the guide is YAML, and those of whole files are read without unknown keys."""
    blocks = re.findall(r"```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) > 10
    for block in blocks:
        # The block that shows two forms of the same key is two examples in one.
        yaml.load(block, Loader=yaml.BaseLoader)
    content = tmp_path / "content"
    (content / "parknamnden" / "2024").mkdir(parents=True)
    (content / "regionfullmaktige").mkdir()
    (content / "indikatorer").mkdir()
    organisation = next(block for block in blocks if block.startswith("namn: Region Påhitt"))
    plan = next(block for block in blocks if block.startswith("underlag: original") and "avsnitt:" in block)
    report = next(block for block in blocks if block.startswith("underlag: original") and "period:" in block)
    indicators = next(block for block in blocks if "serier:" in block and "mäts:" in block)
    for name, text in {
        "organisation.yml": organisation,
        "regionfullmaktige/namnd.yml": "namn: Regionfullmäktige\n",
        "parknamnden/namnd.yml": "namn: Parknämnden\n",
        "parknamnden/2024/plan.yml": plan,
        "parknamnden/2024/verksamhetsberattelse.yml": report,
        "indikatorer/personal.yml": indicators,
    }.items():
        (content / name).write_text(text, encoding="utf-8")
    problems = load_all(content).problems
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
    assert [problem for problem in problems if problem.code in shape] == []
