"""The command line: what it prints, and how it ends."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
BASE = PROJECT / "tests" / "bad" / "GRUND" / "content"


def vpgen(*words, cwd):
    """Run the command as a person would; nothing in it depends on where the project lies."""
    command = [sys.executable, "-m", "vpgen", *map(str, words)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture
def folder(tmp_path):
    """A folder with a small valid content/ and mkdocs.yml."""
    shutil.copytree(BASE, tmp_path / "content")
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: Region Påhitt\ntheme:\n  name: material\n  language: sv\n  font: false\n"
    )
    return tmp_path


def test_good_content_ends_with_0(folder):
    """`check` ends with 0 and says that there is nothing wrong."""
    done = vpgen("check", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "")
    assert "Inga fel" in done.stderr


def test_problems_end_with_1_and_json_is_json_alone(folder):
    """`check --format json` prints one JSON document and nothing else, with every field of every problem."""
    path = folder / "content" / "indikatorer" / "park.yml"
    path.write_text(path.read_text(encoding="utf-8") + "lekplatser:\n  nman: Lekplatser\n", encoding="utf-8")
    done = vpgen("check", "--format", "json", cwd=folder)
    assert done.returncode == 1
    assert done.stderr == ""
    problems = json.loads(done.stdout)["problems"]
    assert [problem["code"] for problem in problems] == ["okant-falt"]
    for problem in problems:
        assert list(problem) == ["file", "line", "column", "code", "severity", "message", "hint"]
        assert problem["file"] == "content/indikatorer/park.yml"
    assert vpgen("check", cwd=folder).returncode == 1
    assert vpgen("check", "--format", "github", cwd=folder).stdout.startswith(
        "::error file=content/indikatorer/park.yml,"
    )
    assert isinstance(json.loads(vpgen("check", "--format", "gitlab", cwd=folder).stdout), list)


def test_good_content_is_an_empty_list_in_json(folder):
    """A pipeline reads the same form when nothing is wrong."""
    done = vpgen("check", "--format", "json", cwd=folder)
    assert (done.returncode, json.loads(done.stdout)) == (0, {"problems": []})


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("chek",), "kommandot chek finns inte"),
        (("check", "--fromat", "json"), "--fromat finns inte"),
        (("check", "--format", "xml"), "text, json, github, gitlab"),
        (("check", "--content", "saknas"), "mappen saknas finns inte"),
        (("build", "extra"), "för många ord"),
    ],
)
def test_wrong_use_ends_with_2_and_says_why_in_swedish(folder, words, said):
    """A mistyped command, option or folder ends with 2 and one Swedish line."""
    done = vpgen(*words, cwd=folder)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "words", [("--help",), ("check", "--help"), ("build", "--help"), ("serve", "--help")]
)
def test_help_is_swedish(folder, words):
    """The help has no English words of the library's."""
    done = vpgen(*words, cwd=folder)
    assert done.returncode == 0
    assert "Så här:" in done.stdout
    for english in ("Usage", "Options", "Commands", "Show", "default"):
        assert english not in done.stdout


def test_build_writes_where_it_is_told_and_twice_the_same(folder):
    """`build` writes the site, and a second build of the same content touches nothing."""
    assert vpgen("build", "--site", "ut", cwd=folder).returncode == 0
    before = {path: path.stat().st_mtime_ns for path in (folder / "ut").rglob("*.html")}
    assert len(before) > 5
    done = vpgen("build", "--site", "ut", cwd=folder)
    assert " 0 filer skrivna" in done.stderr
    assert {path: path.stat().st_mtime_ns for path in (folder / "ut").rglob("*.html")} == before


def test_two_folders_with_the_same_content_give_the_same_bytes(folder, tmp_path_factory):
    """A build depends on the content alone, not on where or when it runs."""
    other = tmp_path_factory.mktemp("annan")
    shutil.copytree(folder, other, dirs_exist_ok=True)
    for place in (folder, other):
        assert vpgen("build", cwd=place).returncode == 0
    files = {
        path.relative_to(folder): path.read_bytes() for path in (folder / "site").rglob("*") if path.is_file()
    }
    assert len(files) > 20
    assert files == {
        path.relative_to(other): path.read_bytes() for path in (other / "site").rglob("*") if path.is_file()
    }


def test_a_failed_build_leaves_the_last_good_site(folder):
    """With errors in the content nothing in the site changes, and the command ends with 1."""
    assert vpgen("build", cwd=folder).returncode == 0
    before = {path: path.read_bytes() for path in (folder / "site").rglob("*") if path.is_file()}
    (folder / "content" / "parknamnden" / "2024" / "plan.yml").write_text("mål:\n  a: [\n", encoding="utf-8")
    done = vpgen("build", cwd=folder)
    assert done.returncode == 1
    assert "orört" in done.stderr
    assert {path: path.read_bytes() for path in (folder / "site").rglob("*") if path.is_file()} == before


def test_a_folder_of_someone_elses_is_not_written_to(folder):
    """`build` refuses a site folder that holds files of others, and says so."""
    (folder / "site").mkdir()
    (folder / "site" / "viktigt.txt").write_text("mitt")
    done = vpgen("build", cwd=folder)
    assert done.returncode == 2
    assert (folder / "site" / "viktigt.txt").read_text() == "mitt"
    assert [path.name for path in (folder / "site").iterdir()] == ["viktigt.txt"]


def test_what_is_internal_is_shown_only_when_asked(folder):
    """An assignment marked `publicering: intern` is on no page, and is there with --intern."""
    path = next((folder / "content").rglob("parknamnden/2024/plan.yml"))
    hidden = "uppdrag:\n  hemligt:\n    publicering: intern\n    text: Räkna duvorna i hemlighet.\n"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("uppdrag:\n", hidden) if "uppdrag:\n" in text else text + hidden, encoding="utf-8"
    )

    def shown(*words):
        assert vpgen("build", *words, cwd=folder).returncode == 0
        return [
            each.name
            for each in (folder / "site").rglob("*")
            if each.is_file() and b"duvorna" in each.read_bytes()
        ]

    assert shown() == []
    assert "2024.html" in shown("--intern")
