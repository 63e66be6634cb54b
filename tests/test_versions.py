"""Versions of the content out of a real git repository: read as they are, with nothing run and nothing hidden."""

import hashlib
import shutil
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from revised import PLAN, REPORT, changed, commit, git, put, reformatted, region, repository, written
from vpgen.cli import vpgen
from vpgen.diff import compare
from vpgen.loader import load
from vpgen.versions import RevisionError, asked_from, changed_files, load_both, load_version

CONTENT = Path("content")
NOTHING = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"


@pytest.fixture
def two(tmp_path):
    """A repository with two versions, of which the later has another outcome; and their commits."""
    folder = repository(tmp_path / "arkiv")
    return folder, commit(folder, written(region())), commit(folder, written(changed(["outcome"], 70)))


def codes(version):
    return {problem.code for problem in version.problems}


def test_two_commits_are_compared_by_any_name(two):
    """A version is found by branch, by commit, or counted back from one; the difference is the value that changed."""
    folder, first, last = two
    before, after = load_version(folder, "HEAD~1", CONTENT), load_version(folder, "main", CONTENT)
    assert (before.commit, after.commit) == (first, last)
    found = compare(before.results, after.results)
    assert [(each.owner, each.field, each.before, each.after) for each in found.changes] == [
        (REPORT, "utfall", "83", "70")
    ]
    assert changed_files(before, after) == ("parknamnden/2024/verksamhetsberattelse.yml",)


def test_the_working_tree_is_read_as_it_lies(two):
    """Without a revision the files on the disk are the version, committed or not."""
    folder, _, _ = two
    put(folder, written(changed(["target"], 60)))
    before, after = load_version(folder, "HEAD~1", CONTENT), load_version(folder, None, CONTENT)
    assert (after.revision, after.commit) == ("", "")
    assert [(each.owner, each.after) for each in compare(before.results, after.results).changes] == [
        (PLAN, "minst 60,5")
    ]


def test_nothing_is_checked_out(two):
    """Reading a version leaves the working tree and the index as they are."""
    folder, first, _ = two
    (folder / "content" / "organisation.yml").write_text("namn: halvskriven", encoding="utf-8")
    before = git(folder, "status", "--porcelain")
    assert load_version(folder, first, CONTENT).results
    assert git(folder, "status", "--porcelain") == before
    assert (folder / "content" / "organisation.yml").read_text(encoding="utf-8") == "namn: halvskriven"


def test_git_and_the_disk_are_read_alike(two):
    """What git has and what lies on the disk make the same content, with the same ids of the files."""
    folder, _, last = two
    there, here = load_version(folder, last, CONTENT), load_version(folder, None, CONTENT)
    assert there.files == here.files
    assert not compare(there.results, here.results)
    assert here.results.register == load(folder / "content")


def test_what_is_the_same_is_read_once(two):
    """A version beside another takes over the files that are the same, and reads but those that are not."""
    folder, first, last = two
    before = load_version(folder, first, CONTENT)
    after = load_version(folder, last, CONTENT, before)
    alone = load_version(folder, last, CONTENT)
    read = {name for name, part in after.parts.items() if part is not before.parts.get(name)}
    assert read == {"parknamnden/2024/verksamhetsberattelse.yml"}
    assert after.results.register == alone.results.register
    assert compare(before.results, after.results) == compare(before.results, alone.results)


def test_windows_line_ends_on_the_disk_are_no_change(two):
    """A file that the disk has with Windows' line ends is the file that git has."""
    folder, _, last = two
    for path in (folder / "content").rglob("*.yml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    before = load_version(folder, last, CONTENT)
    after = load_version(folder, None, CONTENT, before)
    assert changed_files(before, after) == ()
    assert not compare(before.results, after.results)


def test_content_written_otherwise_has_changed_files_and_no_differences(tmp_path):
    """A commit that writes everything in another way is told by its files, and differs in nothing."""
    folder = repository(tmp_path)
    first = commit(folder, written(region()))
    last = commit(folder, reformatted(region(), Random(7)))
    before = load_version(folder, first, CONTENT)
    after = load_version(folder, last, CONTENT, before)
    assert after.problems == ()
    assert len(changed_files(before, after)) > 5
    assert not compare(before.results, after.results)


def test_a_revision_without_the_folder_is_empty(tmp_path):
    """Before there was any content there is an empty version, in which everything is new."""
    folder = repository(tmp_path)
    git(folder, "commit", "-q", "--allow-empty", "-m", "tomt")
    commit(folder, written(region()))
    before, after = load_version(folder, "HEAD~1", CONTENT), load_version(folder, "HEAD", CONTENT)
    assert before.is_empty
    assert before.problems == ()
    found = compare(before.results, after.results)
    assert {each.what for each in found.changes} == {"tillagd"}
    assert PLAN in {each.owner for each in found.changes}
    assert found.consequences == ()
    gone = compare(after.results, before.results)
    assert {each.what for each in gone.changes} == {"borttagen"}


def test_the_empty_tree_is_a_version(two):
    """Git's own name of nothing can be compared with."""
    folder, _, _ = two
    assert load_version(folder, NOTHING, CONTENT).is_empty


def test_a_version_that_does_not_load_says_why(tmp_path):
    """Broken content is a version without results, with every problem, never one in which nothing has changed."""
    folder = repository(tmp_path)
    texts = written(region())
    name = "parknamnden/2024/verksamhetsberattelse.yml"
    broken = commit(folder, texts | {name: texts[name].replace("bedömning: grön", "bedomning: grön")})
    version = load_version(folder, broken, CONTENT)
    assert version.results is None
    assert codes(version) == {"okant-falt"}
    assert version.problems[0].place.file == f"content/{name}"
    assert "bedomning" in version.problems[0].source


def test_a_rule_that_is_broken_across_files_is_told(tmp_path):
    """What the rules across files find stands in the way of a version as it does of a build."""
    folder = repository(tmp_path)
    texts = written(region())
    wrong = commit(
        folder, texts | {"organisation.yml": texts["organisation.yml"].replace("minst 80 %", "annars", 1)}
    )
    version = load_version(folder, wrong, CONTENT)
    assert version.results is None
    assert version.problems


@pytest.mark.parametrize(
    "name", ["finns-inte", "0" * 40, "--help", "-h", "HEAD:content/organisation.yml", "", "main~99"]
)
def test_a_revision_that_is_not_there_is_an_error(two, name):
    """A name that leads to no commit is refused with a sentence, whatever it looks like."""
    folder, _, _ = two
    with pytest.raises(RevisionError) as error:
        load_version(folder, name, CONTENT)
    assert "det finns ingen version" in error.value.message
    assert error.value.hint


def test_a_folder_outside_git_is_an_error(tmp_path):
    """A revision can be asked for only where there is a repository."""
    with pytest.raises(RevisionError, match="git-arkiv"):
        load_version(tmp_path, "HEAD", CONTENT)


def test_a_missing_git_is_an_error(tmp_path, monkeypatch):
    """Without the program git that is what is said."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RevisionError, match="git finns inte"):
        load_version(tmp_path, "HEAD", CONTENT)


def test_the_folder_on_the_disk_may_be_missing(tmp_path):
    """A folder that is not there is a problem of the version on the disk."""
    assert codes(load_version(tmp_path, None, CONTENT)) == {"mapp-saknas"}


def test_content_further_down_is_found(tmp_path):
    """The content may lie anywhere in the repository, counted from the folder that is asked from."""
    folder = repository(tmp_path)
    (folder / "region" / "planer").mkdir(parents=True)
    put(folder / "region" / "planer", written(region()))
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "x")
    for asked, content in (
        (folder, Path("region/planer/content")),
        (folder / "region", Path("planer/content")),
        (folder / "region" / "planer", Path("content")),
        (folder / "region" / "planer", folder / "region" / "planer" / "content"),
    ):
        assert load_version(asked, "HEAD", content).results.register.bodies


def test_a_bare_repository_is_read(two, tmp_path):
    """A server's repository, without a working tree, has the same versions."""
    folder, first, _ = two
    git(tmp_path, "clone", "-q", "--bare", str(folder), "bar.git")
    assert load_version(tmp_path / "bar.git", first, CONTENT).results


def test_what_is_internal_is_left_out_when_asked(tmp_path):
    """A version for the public site lacks what is marked as internal."""
    folder = repository(tmp_path)
    files = region()
    files["parknamnden/2024/plan.yml"]["mål"]["rena-parker"]["publicering"] = "intern"
    commit(folder, written(files))
    whole = load_version(folder, "HEAD", CONTENT).results.register.bodies["parknamnden"].plans[2024]
    public = (
        load_version(folder, "HEAD", CONTENT, internal=False)
        .results.register.bodies["parknamnden"]
        .plans[2024]
    )
    assert set(whole.goals) - set(public.goals) == {"rena-parker"}


def with_secret(text, name=None, mark="intern"):
    """The region with a goal that is internal, or is not, in the plan; and a change of something else."""
    files = changed([name] if name else [], 70)
    goal = {"publicering": mark, "sort": "nämndens mål", "text": text}
    files["parknamnden/2024/plan.yml"]["mål"]["hemligt"] = goal
    return written(files)


def test_changes_of_what_is_internal_are_counted_beside_those_that_are_told(tmp_path):
    """Without what is internal its changes are a number; with it they are told, and nothing is hidden."""
    folder = repository(tmp_path)
    first, last = commit(folder, with_secret("Ett")), commit(folder, with_secret("Två", "outcome"))
    before, after, found = load_both(folder, first, last, CONTENT, internal=False)
    assert ([each.field for each in found.changes], found.hidden) == (["utfall"], 1)
    assert "hemligt" not in after.results.register.bodies["parknamnden"].plans[2024].goals
    assert "hemligt" in after.whole.bodies["parknamnden"].plans[2024].goals
    assert before.parts.keys() == before.files.keys()
    before, after, found = load_both(folder, first, last, CONTENT)
    assert ({each.field for each in found.changes}, found.hidden) == ({"utfall", "text"}, 0)
    assert (before.whole, after.whole) == (None, None)


def test_a_version_without_anything_internal_is_compared_with_one_that_has_it(tmp_path):
    """What becomes internal is told as dropped and counted no more; an internal thing that comes is counted alone."""
    folder = repository(tmp_path)
    first, last = commit(folder, with_secret("Ett", mark="publik")), commit(folder, with_secret("Ett"))
    _, _, found = load_both(folder, first, last, CONTENT, internal=False)
    assert [(each.what, each.element) for each in found.changes] == [("borttagen", ("mål", "hemligt"))]
    assert found.hidden == 0
    new = load_both(folder, commit(folder, written(region())), last, CONTENT, internal=False)[2]
    assert (new.changes, new.hidden) == ((), 1)


@pytest.mark.parametrize("internal", [True, False])
def test_two_versions_are_loaded_and_compared_at_once(two, internal):
    """Both versions come with what differs, each with all of its files, whatever of them is read."""
    folder, first, last = two
    before, after, found = load_both(folder, first, last, CONTENT, internal=internal)
    alone = load_version(folder, first, CONTENT), load_version(folder, last, CONTENT)
    assert found == compare(alone[0].results, alone[1].results)
    assert (before.commit, after.commit) == (first, last)
    assert (before.files, after.files) == (alone[0].files, alone[1].files)
    assert before.parts.keys() < alone[0].parts.keys()


def test_hidden_files_do_not_have_everything_read(two):
    """A file of git's own in the folder is no content, and is not missed on the disk."""
    folder, _, _ = two
    (folder / "content" / ".gitattributes").write_text("*.yml text\n", encoding="utf-8")
    git(folder, "add", "-A", "-f")
    git(folder, "commit", "-q", "-m", "x")
    put(folder, written(changed(["outcome"], 60)))
    before, _, found = load_both(folder, "HEAD", None, CONTENT)
    assert [each.after for each in found.changes] == ["60"]
    assert before.parts.keys() < before.files.keys() - {".gitattributes"}


def test_a_version_that_is_empty_or_broken_is_told_of_the_whole(tmp_path):
    """Where either version has no content, or does not load, nothing is left unread and that is what is told."""
    folder = repository(tmp_path)
    git(folder, "commit", "-q", "--allow-empty", "-m", "tomt")
    texts = written(region())
    commit(folder, texts)
    empty, after, found = load_both(folder, "HEAD~1", "HEAD", CONTENT)
    assert empty.is_empty
    assert {each.what for each in found.changes} == {"tillagd"}
    assert after.parts.keys() == texts.keys()
    put(folder, texts | {"parknamnden/2024/plan.yml": "mål: {"})
    before, broken, none = load_both(folder, "HEAD", None, CONTENT)
    assert (none, broken.results) == (None, None)
    assert broken.problems
    assert before.parts.keys() == texts.keys()
    (folder / "content").rename(folder / "annat")
    assert codes(load_both(folder, "HEAD", None, CONTENT)[1]) == {"mapp-saknas"}


# Where the content is


def diff(*words):
    """What `vpgen diff` answers, and its exit code."""
    done = CliRunner().invoke(vpgen, ["diff", *map(str, words)])
    return done.exit_code, done.output


def test_a_folder_that_no_version_has_is_not_said_to_be_unchanged(two, monkeypatch):
    """A misspelt folder is wrong use, and never two versions that are alike."""
    folder, first, last = two
    monkeypatch.chdir(folder)
    with pytest.raises(RevisionError, match="ingen mapp ”nix/contnet” i någon av versionerna"):
        load_both(folder, first, last, Path("nix/contnet"))
    code, said = diff(first, last, "--content", "contnet")
    assert (code, "ingen mapp ”contnet”" in said, "lika" in said) == (2, True, False)
    assert diff(NOTHING, last)[0] == 0


def test_content_that_is_the_top_of_a_repository_within_another_is_its_own(tmp_path, monkeypatch):
    """The folder is asked for its own versions, not the repository that it happens to lie in."""
    outer = repository(tmp_path / "yttre")
    git(outer, "commit", "-q", "--allow-empty", "-m", "tomt")
    git(outer, "commit", "-q", "--allow-empty", "-m", "tomt")
    inner = repository(outer / "content")
    for texts in (written(region()), written(changed(["outcome"], 70))):
        shutil.copytree(put(tmp_path, texts), inner, dirs_exist_ok=True)
        git(inner, "add", "-A")
        git(inner, "commit", "-q", "-m", "innehåll")
    monkeypatch.chdir(inner)
    for content in (".", inner, "../content"):
        code, said = diff("HEAD~1", "HEAD", "--content", content)
        assert (code, "83 → 70" in said) == (0, True), said
    assert "83 → 70" in diff("HEAD~1", "--content", ".")[1]


def test_content_that_is_a_submodule_is_told_as_one(two, tmp_path, monkeypatch):
    """A submodule that has been fetched is not asked in place of the repository that has the content."""
    folder, _, _ = two
    outer = repository(tmp_path / "yttre")
    git(outer, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(folder), "content")
    git(outer, "commit", "-q", "-m", "undermodul")
    monkeypatch.chdir(outer)
    assert asked_from(Path("content")) == (outer, Path("content"))
    code, said = diff("main", "main")
    assert (code, "undermodul" in said) == (1, True)


@pytest.mark.parametrize("link", ["content", "region"])
def test_a_link_to_the_content_is_not_followed_in_git(tmp_path, monkeypatch, link):
    """Where the working tree has a link for the folder, or above it, two revisions are read at the path that was asked."""
    folder = repository(tmp_path / "arkiv")
    content = folder / link if link == "content" else folder / link / "content"
    for texts in (written(region()), written(changed(["outcome"], 70))):
        put(content.parent, texts)
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "-m", "innehåll")
    (folder / link).rename(folder / "annat")
    (folder / link).symlink_to("annat", target_is_directory=True)
    monkeypatch.chdir(folder)
    code, said = diff("HEAD~1", "HEAD", "--content", content.relative_to(folder))
    assert (code, "83 → 70" in said, "allt är nytt" in said) == (0, True, False), said
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "länk")
    code, said = diff("HEAD~1", "HEAD", "--content", content.relative_to(folder))
    assert "allt är nytt" not in said
    assert (code, "symbolisk-lank" in said) == ((1, True) if link == "content" else (0, False))


def test_a_folder_that_is_not_on_the_disk_is_asked_for_from_above(two, tmp_path, monkeypatch):
    """Two revisions are compared also where nothing is checked out, as on a server."""
    folder, first, last = two
    git(tmp_path, "clone", "-q", "--bare", str(folder), "bar.git")
    monkeypatch.chdir(tmp_path / "bar.git")
    assert asked_from(Path("region/content")) == (tmp_path / "bar.git", Path("region/content"))
    assert "83 → 70" in diff(first, last)[1]


# A repository that means harm


def with_entry(folder, mode, kind, id_, path):
    """Commit one thing more to the index, of any mode, as only git's own commands can."""
    git(folder, "update-index", "--add", "--cacheinfo", f"{mode},{id_},{path}")
    git(folder, "commit", "-q", "-m", kind)


def test_nothing_that_a_repository_asks_for_is_run(two, tmp_path):
    """Hooks, a file monitor, filters, text conversion and a pager that the repository sets are never started."""
    folder, first, last = two
    trace = tmp_path / "kördes"
    script = tmp_path / "ond.sh"
    script.write_text(f"#!/bin/sh\necho $0 >> {trace}\ncat\n", encoding="utf-8")
    script.chmod(0o755)
    hooks = folder / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("post-checkout", "post-index-change", "reference-transaction", "fsmonitor-watchman"):
        (hooks / name).write_bytes(script.read_bytes())
        (hooks / name).chmod(0o755)
    for key in (
        "core.fsmonitor",
        "core.pager",
        "pager.ls-tree",
        "core.sshCommand",
        "filter.ond.smudge",
        "filter.ond.clean",
        "filter.ond.process",
        "diff.ond.textconv",
        "core.editor",
        "alias.ls-tree",
        "core.alternateRefsCommand",
    ):
        git(folder, "config", key, str(script))
    (folder / ".git" / "info").mkdir(exist_ok=True)
    (folder / ".git" / "info" / "attributes").write_text("* filter=ond diff=ond\n", encoding="utf-8")
    before = load_version(folder, first, CONTENT)
    assert load_version(folder, last, CONTENT, before).results
    assert load_version(folder, None, CONTENT, before).results
    assert not trace.exists()


def test_attributes_hide_nothing(tmp_path):
    """Files that attributes would leave out of an archive, convert or substitute are read as they are."""
    folder = repository(tmp_path)
    texts = written(region())
    attributes = (
        "* export-ignore\n*.yml ident eol=crlf working-tree-encoding=UTF-16 filter=ond\n*.md export-subst\n"
    )
    put(folder, texts)
    plain = commit(folder, texts)
    (folder / ".gitattributes").write_text(attributes, encoding="utf-8")
    (folder / "content" / ".gitattributes").write_text(attributes, encoding="utf-8")
    git(folder, "config", "filter.ond.clean", "cat")
    git(folder, "add", ".gitattributes", "content/.gitattributes")
    git(folder, "commit", "-q", "-m", "attribut")
    before, after = load_version(folder, plain, CONTENT), load_version(folder, "HEAD", CONTENT)
    assert after.problems == ()
    assert set(before.files) == set(after.files) - {".gitattributes"}
    assert not compare(before.results, after.results)


def test_replaced_objects_hide_nothing(two):
    """A commit that the repository says should be shown as another is read as itself."""
    folder, first, last = two
    git(folder, "replace", last, first)
    found = compare(load_version(folder, first, CONTENT).results, load_version(folder, last, CONTENT).results)
    assert len(found.changes) == 1


def test_a_symbolic_link_is_a_problem_and_is_not_followed(two):
    """A link in a version is told, wherever it leads, and what it leads to is not read."""
    folder, _, _ = two
    link = git(folder, "hash-object", "-w", "--stdin", given=b"../../../../etc/passwd")
    with_entry(folder, "120000", "länk", link, "content/parknamnden/2024/hemligt.md")
    version = load_version(folder, "HEAD", CONTENT)
    assert version.results is None
    assert "symbolisk-lank" in codes(version)
    assert "root:" not in "".join(line for lines in version.lines.values() for line in lines)


def test_content_that_is_a_link_or_a_submodule_is_a_problem_and_not_an_empty_version(tmp_path):
    """The folder itself may be no link and no other repository: that is told, and is not a lack of content."""
    for mode, code in (("120000", "symbolisk-lank"), ("160000", "undermodul")):
        folder = repository(tmp_path / code)
        git(folder, "commit", "-q", "--allow-empty", "-m", "x")
        id_ = (
            git(folder, "hash-object", "-w", "--stdin", given=b"annanstans")
            if mode == "120000"
            else git(folder, "rev-parse", "HEAD")
        )
        with_entry(folder, mode, code, id_, "content")
        version = load_version(folder, "HEAD", CONTENT)
        assert version.results is None
        assert not version.is_empty
        assert code in codes(version)


def test_a_submodule_is_a_problem(two):
    """A board's folder that is another repository is told, so that no board is lost unseen."""
    folder, first, _ = two
    with_entry(folder, "160000", "undermodul", first, "content/skogsnamnden")
    version = load_version(folder, "HEAD", CONTENT)
    assert version.results is None
    assert codes(version) == {"undermodul"}


def test_a_file_that_is_too_large_is_a_problem(two):
    """A huge file is told, and not read."""
    folder, _, _ = two
    large = git(folder, "hash-object", "-w", "--stdin", given=b"x" * 2_100_000)
    with_entry(folder, "100644", "stor", large, "content/sidor/stor.md")
    version = load_version(folder, "HEAD", CONTENT)
    assert codes(version) == {"for-stor-fil"}


def test_paths_that_lead_out_of_the_folder_are_problems(two):
    """A tree made by hand, with names that climb out or stand twice, is told and reads nothing outside."""
    folder, _, last = two
    blob = git(folder, "hash-object", "-w", "--stdin", given=b"namn: Ond")

    def tree(*entries):
        raw = b"".join(f"{mode} {name}".encode() + b"\0" + bytes.fromhex(id_) for mode, name, id_ in entries)
        return git(folder, "hash-object", "-t", "tree", "-w", "--literally", "--stdin", given=raw)

    content = git(folder, "rev-parse", f"{last}:content")
    up = tree(("100644", "organisation.yml", blob))
    twice = tree(("100644", "a.yml", blob), ("100644", "a.yml", blob), ("40000", "..", up))
    top = tree(("40000", "content", twice))
    made = git(folder, "commit-tree", top, "-m", "ond")
    version = load_version(folder, made, CONTENT)
    assert version.results is None
    assert {"dubblerad-fil", "fel-filnamn"} <= codes(version)
    assert content


def test_objects_that_are_missing_are_problems(two):
    """A version of which the repository lacks a file is told, and not read as if the file were not there."""
    folder, first, _ = two
    id_ = git(folder, "rev-parse", f"{first}:content/parknamnden/2024/verksamhetsberattelse.yml")
    path = folder / ".git" / "objects" / id_[:2] / id_[2:]
    path.chmod(0o644)
    path.unlink()
    version = load_version(folder, first, CONTENT)
    assert version.results is None
    assert "saknas-i-git" in codes(version)


@pytest.mark.parametrize("lost", ["content", "content/parknamnden", "content/parknamnden/2024"])
def test_folders_that_are_missing_are_problems_and_not_an_empty_version(two, lost):
    """A version of which the repository lacks a folder is told, and not read as if nothing were there."""
    folder, first, last = two
    id_ = git(folder, "rev-parse", f"{last}:{lost}")
    path = folder / ".git" / "objects" / id_[:2] / id_[2:]
    path.chmod(0o644)
    path.unlink()
    version = load_version(folder, last, CONTENT)
    assert (version.results, version.is_empty) == (None, False)
    assert codes(version) == {"saknas-i-git"}
    before, after, found = load_both(folder, first, last, CONTENT)
    assert (found, before.problems) == (None, ())
    assert codes(after) == {"saknas-i-git"}


def test_a_clone_without_its_folders_is_not_unchanged(two, tmp_path, monkeypatch):
    """A clone that has left all folders where it came from cannot tell what has changed, and says so."""
    folder, first, last = two
    git(folder, "config", "uploadpack.allowFilter", "true")
    source = folder.as_uri()
    git(tmp_path, "clone", "-q", "--filter=tree:0", "--no-checkout", source, "gles")
    monkeypatch.chdir(tmp_path / "gles")
    code, said = diff(first, last)
    assert code == 1
    assert "Ingen av versionerna går att läsa" in said
    assert "lika" not in said


def test_the_settings_of_the_machine_are_not_read(two, tmp_path, monkeypatch):
    """A user's own settings, and where the environment says that the repository is, change nothing."""
    folder, first, _ = two
    home = tmp_path / "hem"
    home.mkdir()
    (home / ".gitconfig").write_text("[core]\n\tfsmonitor = /bin/false\n[broken\n", encoding="utf-8")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "annat"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "/bin/false")
    assert load_version(folder, first, CONTENT).commit == first


def test_ids_of_files_on_the_disk_are_gits(tmp_path):
    """A file on the disk has the id that git would give it."""
    put(tmp_path, {"organisation.yml": "namn: x\n"})
    raw = b"namn: x\n"
    expected = hashlib.sha1(b"blob %d\0" % len(raw) + raw).hexdigest()
    assert load_version(tmp_path, None, CONTENT).files == {"organisation.yml": expected}
