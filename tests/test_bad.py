"""Faulty content: every fault is told where it stands, in words that say what to write."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from vpgen.build import check_content
from vpgen.cli import vpgen
from vpgen.problems import Severity
from vpgen.reports import as_text

BAD = Path(__file__).parent / "bad"
GRUND = BAD / "GRUND" / "content"
CASES = sorted(path.name for path in BAD.iterdir() if path.is_dir() and path.name != "GRUND")


def lay_out(tmp_path, *overlays):
    """Copy the sound tree, and lay the files of the overlays over it."""
    content = tmp_path / "content"
    shutil.copytree(GRUND, content)
    for overlay in overlays:
        shutil.copytree(overlay, content, dirs_exist_ok=True)
    return content


def edit(content, file, old, new):
    """Exchange a text that stands once in a file."""
    path = content / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (file, old)
    path.write_text(text.replace(old, new), encoding="utf-8")


def told(content):
    """The problems of a folder as lines: file, line and column, code."""
    return [
        f"{problem.place.file}:{problem.place.line}:{problem.place.column} {problem.code}"
        for problem in check_content(content).problems
    ]


def points_inside(problem, content):
    """Whether a problem's place exists in its file; a file that is missing or empty has only its beginning."""
    path = content.parent / problem.place.file
    if not path.is_file() or not (raw := path.read_bytes()):
        return (problem.place.line, problem.place.column) == (1, 1)
    encoding = "utf-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8"
    lines = raw.decode(encoding, errors="replace").split("\n")
    line, column = problem.place.line, problem.place.column
    return 1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 1


def test_the_sound_tree_has_no_problem():
    """What the cases are laid over is itself without a fault."""
    checked = check_content(GRUND)
    assert checked.problems == ()
    assert checked.results is not None


def test_there_are_cases_of_both_kinds():
    """The folders of cases are found: those of the form of the files, and those of what they say."""
    form = set((BAD / "YAML_LEVEL.txt").read_text(encoding="utf-8").split())
    assert form <= set(CASES)
    assert len(form) >= 40
    assert len(set(CASES) - form) >= 60


@pytest.mark.parametrize("case", CASES)
def test_a_fault_is_told_as_expected(case, tmp_path, request):
    """Each case gives exactly its expected text: every problem, its place, and what to write instead."""
    content = lay_out(tmp_path, BAD / case / "content")
    problems = check_content(content).problems
    assert problems
    assert all(problem.hint for problem in problems), "every problem says what to write"
    assert all(points_inside(problem, content) for problem in problems)
    expected = BAD / case / "expected.txt"
    text = as_text(problems) + "\n"
    if request.config.getoption("--update-golden"):
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")


def test_eight_faults_in_one_tree_are_told_in_one_run(tmp_path):
    """Faults of all sorts in six files are told together, each once, and none brings others with it."""
    content = lay_out(tmp_path)
    edit(content, "organisation.yml", "färg: gul", "färg: lila")
    edit(content, "indikatorer/lek.yml", "  namn: Besök i parkerna\n", "")
    edit(content, "indikatorer/park.yml", "enhet: kvadratmeter", "enhet:kvadratmeter")
    plan = "regionfullmaktige/2024/plan.yml"
    edit(content, plan, "text: Lekplatserna är trygga.", "txt: Lekplatserna är trygga.")
    edit(content, plan, "målvärde: 95 %", "målvärde: 95 st")
    edit(content, "parknamnden/2024/plan.yml", "under: levande-parker", "under: levande-parkar")
    report = "parknamnden/2024/verksamhetsberattelse.yml"
    edit(content, report, "bedömning: gul", "bedömning: lila")
    edit(content, report, "barn: 1 200 st", "barn: 1.200 st")
    assert told(content) == [
        "content/indikatorer/lek.yml:5:1 saknas-falt",
        "content/indikatorer/park.yml:3:8 saknar-mellanslag",
        "content/organisation.yml:22:17 okant-val",
        "content/parknamnden/2024/plan.yml:20:12 okand-hanvisning",
        "content/parknamnden/2024/verksamhetsberattelse.yml:5:16 okant-val",
        "content/parknamnden/2024/verksamhetsberattelse.yml:17:17 ogiltigt-tal",
        "content/regionfullmaktige/2024/plan.yml:15:5 okant-falt",
        "content/regionfullmaktige/2024/plan.yml:18:19 fel-enhet",
    ]


def test_a_fault_in_one_place_does_not_bring_others(tmp_path):
    """A plan that others inherit from and answer to is still used when a field of it is wrong or misspelt."""
    content = lay_out(tmp_path)
    plan = "regionfullmaktige/2024/plan.yml"
    edit(content, plan, "underlag: original\n", "")
    edit(content, plan, "mål:", "mal:")
    edit(content, plan, "sort: effektmål", "sort: dröm")
    assert told(content) == [
        f"content/{plan}:1:1 saknas-falt",
        f"content/{plan}:9:1 okant-falt",
        f"content/{plan}:11:11 okant-val",
    ]


@pytest.mark.parametrize(
    ("file", "problem"),
    [
        ("organisation.yml", "content/organisation.yml:1:1 saknas-fil"),
        ("parknamnden/namnd.yml", "content/parknamnden/namnd.yml:1:1 saknas-fil"),
        ("parknamnden/2024/plan.yml", "content/parknamnden/2024/verksamhetsberattelse.yml:1:1 plan-saknas"),
    ],
)
def test_a_missing_file_is_told(tmp_path, file, problem):
    """A file that others need and that is not there is asked for."""
    content = lay_out(tmp_path)
    (content / file).unlink()
    assert problem in told(content)


def test_a_missing_folder_is_told(tmp_path):
    """Content that is not there is a problem of its own, not an empty site."""
    assert told(tmp_path / "content") == ["content:1:1 mapp-saknas"]


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("sidor/hemligt.md", "secret.md"),
        ("parknamnden/2025", "elsewhere"),
        ("parknamnden/2024/delarsrapport.yml", "missing.yml"),
    ],
)
def test_a_symbolic_link_is_not_followed(tmp_path, link, target):
    """A link out of the content, to a file, a folder or nothing, is told and never read."""
    content = lay_out(tmp_path)
    (tmp_path / "secret.md").write_text("# Hemligt\n", encoding="utf-8")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "plan.yml").write_text("hemligt: ja\n", encoding="utf-8")
    (content / link).symlink_to(tmp_path / target)
    assert told(content) == [f"content/{link}:1:1 symbolisk-lank"]
    assert "emligt" not in as_text(check_content(content).problems).replace("hemligt.md", "")


def test_a_stray_file_is_not_opened(tmp_path):
    """A picture among the content is told by its name alone, not by the bytes in it."""
    content = lay_out(tmp_path)
    (content / "parknamnden" / "bild.png").write_bytes(b"\x89PNG\x00\xff\xfe")
    assert told(content) == ["content/parknamnden/bild.png:1:1 fel-filnamn"]


def test_hidden_files_are_left_alone(tmp_path):
    """What an editor or the system hides among the content is no fault."""
    content = lay_out(tmp_path)
    (content / ".DS_Store").write_bytes(b"\x00")
    (content / ".git").mkdir()
    (content / ".git" / "config").write_text("x", encoding="utf-8")
    assert told(content) == []


def test_the_command_fails_and_lists_the_problems_for_people(tmp_path):
    """`vpgen check` ends with 1 when there are errors, and prints each with its line and a count."""
    content = lay_out(tmp_path, BAD / "okant-falt" / "content")
    result = CliRunner().invoke(vpgen, ["check", "--content", str(content)])
    assert result.exit_code == 1
    assert result.stdout == (BAD / "okant-falt" / "expected.txt").read_text(encoding="utf-8")


def test_the_command_gives_the_problems_to_programs(tmp_path):
    """`vpgen check --format json` prints one JSON object with the problems and nothing else, and ends with 1."""
    content = lay_out(tmp_path, BAD / "okant-falt" / "content")
    result = CliRunner().invoke(vpgen, ["check", "--format", "json", "--content", str(content)])
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {
        "problems": [
            {
                "file": "content/parknamnden/2025/plan.yml",
                "line": 8,
                "column": 9,
                "code": "okant-falt",
                "severity": "error",
                "message": "okänt fält ”målvrde”",
                "hint": "skriv: målvärde",
            },
        ],
    }


def test_the_command_is_content_with_sound_content():
    """`vpgen check` ends with 0 when nothing is wrong, and prints nothing to programs but an empty list."""
    result = CliRunner().invoke(vpgen, ["check", "--format", "json", "--content", str(GRUND)])
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"problems": []}


def test_a_warning_does_not_fail_the_command(tmp_path):
    """What the documents contradict each other about is told, but does not stop a build."""
    content = lay_out(tmp_path)
    file = "parknamnden/2024/verksamhetsberattelse.yml"
    edit(
        content,
        file,
        "        utfall: 91 %\n",
        "        utfall: 91 %\n        tryckt:\n          målvärde: 90 %\n",
    )
    problems = check_content(content).problems
    assert [(problem.code, problem.severity) for problem in problems] == [
        ("annat-malvarde", Severity.WARNING)
    ]
    result = CliRunner().invoke(vpgen, ["check", "--content", str(content)])
    assert result.exit_code == 0


FILES = sorted(path.relative_to(GRUND).as_posix() for path in GRUND.rglob("*.yml"))
ODD_VALUES = [
    "",
    " x",
    " 2024",
    " ja",
    " 5.10",
    " 12 34 st",
    "\n      - x",
    "\n      a: b",
    " {}",
    " []",
    " saknas",
]


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_fault_is_too_odd_to_tell(tmp_path_factory, data):
    """Whatever line is lost, and whatever stands as a value, the check ends with problems at places that exist."""
    content = lay_out(tmp_path_factory.mktemp("odd"))
    path = content / data.draw(st.sampled_from(FILES))
    lines = path.read_text(encoding="utf-8").split("\n")
    row = data.draw(st.integers(0, len(lines) - 2))
    value = data.draw(st.sampled_from([None, *ODD_VALUES]))
    key = re.match(r" *(?:- |[^:]+:)", lines[row])
    lines[row : row + 1] = [] if value is None else [f"{key[0].rstrip()}{value}"]
    path.write_text("\n".join(lines), encoding="utf-8")
    checked = check_content(content)
    assert (checked.results is None) == bool(checked.errors)
    assert all(points_inside(problem, content) for problem in checked.problems)
