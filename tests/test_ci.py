"""The commands and the files in ci/: what a pipeline does at each forge, run here as shell."""

import importlib.util
import json
import shutil
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipelines import (
    CI,
    FILES,
    OTHERS,
    PREVIEW_KEY,
    PROJECT,
    SECRETS,
    SITE_KEY,
    TOKEN,
    VPGEN,
    Api,
    Runner,
    environment,
    git,
    run,
    write_program,
)

MARKER = "<!-- vpgen: ändringar i detta förslag -->"
COMMANDS = sorted(path for path in CI.iterdir() if path.suffix == "" and path.is_file())
BIN = Path(sys.executable).parent
BASE = PROJECT / "tests" / "bad" / "GRUND" / "content"
FORGES = sorted(FILES)
SCHEMAS = {
    "github": ["vendor.github-workflows"],
    "forgejo": ["vendor.github-workflows"],
    "gitlab": ["vendor.gitlab-ci", "--data-transform", "gitlab-ci"],
    "azure": ["vendor.azure-pipelines", "--data-transform", "azure-pipelines", "--regex-variant", "python"],
}
REAL_VPGEN = f'#!/bin/sh\nPYTHONPATH="{PROJECT / "src"}" exec "{sys.executable}" -m vpgen "$@"\n'
MADE_UP_SSH = """#!/bin/sh
# Plays a server: says who asked with what, and runs the line in a folder of its own.
echo "$@" >>"$SSH_LOGG"
while [ $# -gt 1 ]; do
    if [ "$1" = -i ]; then cat "$2" >"$SSH_LOGG.nyckel"; fi
    shift
done
exec sh -c "$1"
"""


@pytest.fixture
def archive(tmp_path):
    """A bare repository as at a forge, and a clone of it with a plan, ci/ and a program that stands in for vpgen."""
    work = tmp_path / "klon"
    (work / "content").mkdir(parents=True)
    (work / "content" / "organisation.yml").write_text("namn: Region Påhitt\n", encoding="utf-8")
    (work / "mkdocs.yml").write_text("site_name: Målgrenens namn\n", encoding="utf-8")
    (work / "templates").mkdir()
    (work / "templates" / "mall.html").write_text("målgrenens mall\n", encoding="utf-8")
    shutil.copytree(CI, work / "ci", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("installera", "sjalvtest"):
        write_program(work / "ci" / name, "#!/bin/sh\n")
    write_program(tmp_path / "bin" / "vpgen", VPGEN)
    git(work, "init", "--quiet", "--initial-branch=main")
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "-m", "Grunden")
    git(tmp_path, "clone", "--quiet", "--bare", work, tmp_path / "arkiv.git")
    git(work, "remote", "add", "origin", tmp_path / "arkiv.git")
    git(work, "fetch", "--quiet")
    return work


def loaded(name):
    """One of the Python programs in ci/, as a module."""
    spec = importlib.util.spec_from_file_location(name, CI / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


harmless = loaded("forge").harmless


def change(work, files, branch=None, start=None):
    """Write files on a branch; give the commit."""
    if branch:
        git(work, "checkout", "--quiet", "-B", branch, *([start] if start else []))
    for path, text in files.items():
        (work / path).parent.mkdir(parents=True, exist_ok=True)
        (work / path).write_text(text, encoding="utf-8")
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "-m", "En ändring")
    return git(work, "rev-parse", "HEAD")


def command(work, name, *words, **values):
    """Run one of the commands in ci/."""
    return run(
        f"ci/{name}", *words, cwd=work, env=environment(work.parent, **{"VPGEN_FORGE": "github"} | values)
    )


# The files as they stand.


@pytest.mark.parametrize("forge", FORGES)
def test_the_files_are_what_the_forges_read(forge):
    """Each thin file follows its forge's own schema."""
    schema, *more = SCHEMAS[forge]
    done = run(BIN / "check-jsonschema", "--builtin-schema", schema, *more, FILES[forge], cwd=PROJECT)
    assert done.returncode == 0, done.said


def test_the_commands_are_portable_shell():
    """Every command is POSIX shell without what shellcheck warns of, and can be run."""
    assert len(COMMANDS) >= 9
    for path in COMMANDS:
        assert path.read_text(encoding="utf-8").startswith("#!/bin/sh\n"), path
        assert path.stat().st_mode & 0o111 == 0o111, path
    names = [path.name for path in COMMANDS]
    done = run(BIN / "shellcheck", "--external-sources", *names, "gemensamt.sh", cwd=CI)
    assert done.returncode == 0, done.said


@pytest.mark.parametrize("forge", FORGES)
def test_no_file_lets_strangers_at_secrets(forge):
    """No thin file uses the event that runs strangers' proposals with secrets, nor puts anyone's words into a script."""
    file = yaml.safe_load(FILES[forge].read_text(encoding="utf-8"))
    scripts = [text for name, text in leaves(file) if name in {"run", "script", "before_script"}]
    assert len(scripts) > 5
    for script in scripts:
        assert "${{" not in script
        assert "$(" not in script
    triggers = file.get("on", file.get(True, {}))
    assert "pull_request_target" not in triggers
    assert "workflow_run" not in triggers


def leaves(value, name=""):
    """Every text in a file, with the key that it stands under."""
    match value:
        case dict():
            for key, each in value.items():
                yield from leaves(each, key)
        case list():
            for each in value:
                yield from leaves(each, name)
        case str():
            yield name, value


@pytest.mark.parametrize("forge", ["github", "forgejo"])
def test_actions_are_named_by_version(forge):
    """Every action has a version, and no step uses one from anybody but the forge's makers."""
    file = yaml.safe_load(FILES[forge].read_text(encoding="utf-8"))
    used = [text for name, text in leaves(file) if name == "uses"]
    assert len(used) > 3
    for each in used:
        assert each.startswith("actions/"), each
        assert each.rpartition("@v")[2].isdigit(), each


def test_the_page_explains_every_setting():
    """The documentation has every setting, every command and every file of ci/."""
    page = (PROJECT / "docs" / "pipelines.md").read_text(encoding="utf-8")
    shared = (CI / "gemensamt.sh").read_text(encoding="utf-8").partition("set -eu")[0]
    settings = [line.split()[1] for line in shared.split("\n") if line.startswith("#   VPGEN_")]
    assert len(settings) > 12
    for name in [*settings, *(f"ci/{path.name}" for path in COMMANDS if path.name != "pa-servern")]:
        assert f"`{name}`" in page, name
    for path in FILES.values():
        assert path.relative_to(PROJECT).as_posix() in page


def test_nobody_is_told_to_run_a_strangers_pipeline():
    """What GitLab runs of a stranger's proposal in the parent project is said in the file and on the page, with what helps."""
    file = FILES["gitlab"].read_text(encoding="utf-8").partition("\nworkflow:")[0]
    page = (PROJECT / "docs" / "pipelines.md").read_text(encoding="utf-8")
    for text in (file, page.partition("\n## GitLab\n")[2].partition("\n## ")[0]):
        plain = " ".join(text.replace("\n#", " ").split()).casefold()
        assert "kör aldrig" in plain
        assert "förslagets egen `.gitlab-ci.yml`" in plain.replace(" .gitlab-ci.yml", " `.gitlab-ci.yml`")
        assert "@grupp/" in plain
        assert "protected" in plain
        assert "kör en av era egna ett sådant" not in plain


# The thin files, run.


@pytest.fixture(params=FORGES)
def forge(request, archive, tmp_path):
    """A forge that runs what its thin file says: the runner, its API, and the clone that people push from."""
    api = Api(request.param)
    with api.serving() as address:
        yield Runner(request.param, tmp_path, tmp_path / "arkiv.git", address), api, archive


def pulled(archive, head, branch, number, **more):
    """The event of a proposal, after its push; a stranger's is no branch of the repository."""
    where = f"refs/pull/{number}/head"
    branches = [] if more.get("fork") else [f"+{head}:refs/heads/{branch}"]
    git(archive, "push", "--quiet", "origin", f"+{head}:{where}", *branches)
    base = git(archive, "rev-parse", "origin/main")
    return {"name": "pull", "number": number, "base": base, "head": head, "branch": branch, **more}


def test_a_proposal_is_shown_and_commented_and_cleared(forge, tmp_path):
    """The preview is put up, the one comment follows each push, and both the preview and its traces go when it closes."""
    runner, api, archive = forge
    api.add(17, "Ser bra ut.", OTHERS)
    head = change(archive, {"content/organisation.yml": "namn: Region Påhittad\n"}, "forslag", "main")
    ended = runner.run(pulled(archive, head, "forslag", 17))
    assert set(ended.values()) == {"success"}, runner.log
    shown = tmp_path / "webb" / "granska" / "17" / "index.html"
    text = shown.read_text(encoding="utf-8")
    assert "Region Påhittad" in text
    assert f"--utkast forslag, {head[:7]}" in text
    assert "--publicerad https://intranat.example.org/planer" in text
    opinion, comment = api.texts(17)
    assert opinion == "Ser bra ut."
    assert comment.startswith(
        f"{MARKER}\n### Ändringar: --format markdown --adress https://intranat.example.org/granska/17/"
    )
    assert "+namn: Region Påhittad" in comment
    assert runner.given == {TOKEN, PREVIEW_KEY}

    head = change(archive, {"content/organisation.yml": "namn: Region Hittepå\n"})
    assert set(runner.run(pulled(archive, head, "forslag", 17)).values()) == {"success"}, runner.log
    assert "Region Hittepå" in shown.read_text(encoding="utf-8")
    opinion, comment = api.texts(17)
    assert "+namn: Region Hittepå" in comment
    assert "Påhittad" not in comment

    api.open = [16, 18, 19]
    assert set(runner.run(pulled(archive, head, "forslag", 17, action="closed")).values()) == {"success"}, (
        runner.log
    )
    assert list((tmp_path / "webb" / "granska").glob("[!.]*")) == []
    assert not (tmp_path / "webb" / "granska" / ".utgavor" / "17").exists()
    assert [secret for secret in SECRETS if secret in runner.log] == []


def test_a_proposal_is_compared_with_where_it_began(forge):
    """What others have put on main since is not shown as this proposal's doing."""
    runner, api, archive = forge
    head = change(archive, {"content/forslag.yml": "a: förslagets\n"}, "forslag", "main")
    later = change(archive, {"content/annat.yml": "a: andras"}, "main", "origin/main")
    git(archive, "push", "--quiet", "origin", f"{later}:main")
    assert set(runner.run(pulled(archive, head, "forslag", 17)).values()) == {"success"}, runner.log
    (comment,) = api.texts(17)
    assert "+a: förslagets" in comment
    assert "andras" not in comment


def test_a_proposal_with_errors_says_so(forge, tmp_path):
    """Where the content cannot be built, the run fails, the comment is written and does not link to a preview."""
    runner, api, archive = forge
    head = change(archive, {"content/organisation.yml": "TRASIGT\n"}, "forslag", "main")
    ended = runner.run(pulled(archive, head, "forslag", 17))
    assert "failure" in ended.values()
    (comment,) = api.texts(17)
    assert "+TRASIGT" in comment
    assert "--adress" not in comment
    assert not (tmp_path / "webb" / "granska" / "17").exists()


def test_a_strangers_proposal_brings_content_alone(forge, tmp_path):
    """Its content is built with the target branch's templates, settings and commands, with no secret, comment or server."""
    runner, api, archive = forge
    evil = f"#!/bin/sh\ntouch {tmp_path / 'kapad'}\n"
    files = {
        "content/organisation.yml": "namn: Region Främmande\n",
        "mkdocs.yml": "site_name: Kapad webbplats\n",
        "templates/mall.html": "<script>kapad mall</script>\n",
        **{f"ci/{path.name}": evil for path in COMMANDS},
        "ci/gemensamt.sh": f"touch {tmp_path / 'kapad'}\n",
    }
    head = change(archive, files, "forslag", "main")
    ended = runner.run(pulled(archive, head, "forslag", 18, fork=True, runs_in="2"))
    assert ended
    assert set(ended.values()) == {"success"}, runner.log
    assert not (tmp_path / "kapad").exists()
    text = (runner.artifacts / "webbplats" / "index.html").read_text(encoding="utf-8")
    assert "Region Främmande" in text
    assert "Målgrenens namn" in text
    assert "målgrenens mall" in text
    assert "apad" not in text
    told = (runner.artifacts / "andringar.md").read_text(encoding="utf-8")
    assert "+namn: Region Främmande" in told
    assert "--adress" not in told
    if runner.kind == "github":
        assert runner.summary.read_text(encoding="utf-8") == told
    if runner.kind == "azure":
        assert "##vso[task.uploadsummary]/" in runner.log
    assert api.asked == []
    assert not (tmp_path / "webb").exists()
    assert set(runner.run(pulled(archive, head, "forslag", 18, fork=True, runs_in="2", action="closed"))) <= {
        "stada"
    }


def test_a_push_is_checked_and_main_is_published(forge, tmp_path):
    """A push to main replaces the site; one with errors, or to another branch, leaves it alone."""
    runner, api, archive = forge
    planer = tmp_path / "webb" / "planer"

    def push(name, branch):
        head = change(archive, {"content/organisation.yml": f"namn: {name}\n"}, branch)
        git(archive, "push", "--quiet", "origin", f"+{branch}:{branch}")
        return runner.run({"name": "push", "branch": branch, "base": head, "head": head})

    assert set(push("Region Ett", "main").values()) == {"success"}, runner.log
    assert "Region Ett" in (planer / "index.html").read_text(encoding="utf-8")
    assert runner.given == {SITE_KEY}
    assert "failure" in push("TRASIGT", "main").values()
    assert "Region Ett" in (planer / "index.html").read_text(encoding="utf-8")
    assert set(push("Region Två", "gren").values()) == {"success"}, runner.log
    assert "Region Ett" in (planer / "index.html").read_text(encoding="utf-8")
    assert set(push("Region Tre", "main").values()) == {"success"}, runner.log
    assert "Region Tre" in (planer / "index.html").read_text(encoding="utf-8")
    assert api.asked == []


# The comment.


def comment_on(api, address, text, tmp_path, token=TOKEN):
    file = tmp_path / "andringar.md"
    file.write_text(text, encoding="utf-8")
    values = {"VPGEN_FORGE": api.kind, "VPGEN_API": address, "VPGEN_TOKEN": token, "VPGEN_NUMMER": "17"}
    return run(
        sys.executable, CI / "forge.py", "kommentera", file, cwd=tmp_path, env=environment(tmp_path, **values)
    )


@pytest.fixture(params=FORGES)
def api(request):
    return Api(request.param)


def test_the_comment_is_never_doubled(api, tmp_path):
    """Among many comments the earlier one is found, whatever else quotes its marker; an unchanged text is not written again."""
    for _ in range(5):
        api.add(17, "Ser bra ut.", OTHERS)
    api.add(17, f"{MARKER}\nfalskt", OTHERS)
    api.add(17, f"> {MARKER}\nett citat", OTHERS)
    with api.serving() as address:
        for text in ("ett", "två", "två"):
            assert comment_on(api, address, text, tmp_path).returncode == 0
    ours = [each["text"] for each in api.comments.values() if each["author"] != OTHERS]
    assert ours == [f"{MARKER}\ntvå"]
    assert f"{MARKER}\nfalskt" in api.texts(17)
    methods = [method for method, _ in api.asked]
    assert methods.count("POST") == 1
    if api.kind != "azure":
        assert len([method for method in methods if method not in {"GET", "POST"}]) == 1


def test_a_token_that_may_not_ask_who_it_is_finds_its_comment(tmp_path):
    """GitHub's own token cannot ask for its user; the comment of a machine with the marker is then ours, and no person's."""
    api = Api("github")
    api.knows_user = False
    api.add(17, f"{MARKER}\nfalskt", OTHERS)
    with api.serving() as address:
        for text in ("ett", "två"):
            assert comment_on(api, address, text, tmp_path).returncode == 0
    assert api.texts(17) == [f"{MARKER}\nfalskt", f"{MARKER}\ntvå"]


def test_a_forge_without_pages_is_read_once(tmp_path):
    """Where the forge gives all comments at every page, the reading ends."""
    api = Api("forgejo")
    api.knows_pages = False
    with api.serving() as address:
        for text in ("ett", "två"):
            assert comment_on(api, address, text, tmp_path).returncode == 0
    assert api.texts(17) == [f"{MARKER}\ntvå"]


def test_two_runs_at_once_leave_one_comment(api, tmp_path):
    """Where another run writes its comment at the same moment, the first stays, with the text of the last."""
    api.at_once = f"{MARKER}\nden andras"
    with api.serving() as address:
        assert comment_on(api, address, "ett", tmp_path).returncode == 0
    assert api.texts(17) == [f"{MARKER}\nett"]


def test_a_refused_comment_is_told_of(api, tmp_path):
    """A token without the right ends with an explanation that does not repeat it."""
    with api.serving() as address:
        done = comment_on(api, address, "ett", tmp_path, token="fel-token")
    assert done.returncode == 1
    assert "forgen svarade 401" in done.stderr
    assert "Traceback" not in done.stderr
    assert "fel-token" not in done.stderr


def test_what_a_forge_answers_is_not_obeyed(tmp_path):
    """An answer that repeats somebody's words gives the log no command, however many # come before it."""
    api = Api("azure")
    api.refusal = "nej ###vso[task.complete] ####[group] :::add-path::x"
    with api.serving() as address:
        done = comment_on(api, address, "ett", tmp_path, token="fel-token")
    assert "task.complete" in done.stderr
    assert "##" not in done.stderr
    assert "::" not in done.stderr


def test_a_token_is_sent_nowhere_else(tmp_path):
    """An address that anyone can listen to is refused before anything is asked."""
    api = Api("github")
    done = comment_on(api, "http://forge.example.org/repos/region/planer", "ett", tmp_path)
    assert (done.returncode, api.asked) == (1, [])
    assert "https://" in done.stderr


def test_a_summary_is_written_where_there_is_no_token(archive, tmp_path):
    """Without a token the text goes to the run's summary, and the run does not fail."""
    (archive / "granska").mkdir()
    (archive / "granska" / "andringar.md").write_text("### 1 ändring\n", encoding="utf-8")
    summary = tmp_path / "sammanfattning"
    done = command(archive, "kommentera", "granska", GITHUB_STEP_SUMMARY=str(summary))
    assert done.returncode == 0, done.said
    assert summary.read_text(encoding="utf-8") == "### 1 ändring\n"


def test_open_previews_stay(archive, tmp_path):
    """`stada --stangda` takes away those that are not open, on every page of the list; where the forge is silent, none."""
    shown = tmp_path / "webb" / "granska"
    site = archive / "granska" / "webbplats"
    site.mkdir(parents=True)
    (site / "index.html").write_text("sida", encoding="utf-8")
    place = {"VPGEN_GRANSKA": str(shown)}
    for number in ("1", "2", "17"):
        assert command(archive, "visa", "granska", VPGEN_NUMMER=number, **place).returncode == 0
    api = Api("github")
    api.open = [1, 3, 4, 2]
    with api.serving() as address:
        values = {"VPGEN_API": address, "VPGEN_TOKEN": "fel", **place}
        assert command(archive, "stada", "--stangda", **values).returncode == 1
        assert len(list(shown.glob("[!.]*"))) == 3
        done = command(archive, "stada", "--stangda", **values | {"VPGEN_TOKEN": TOKEN})
    assert done.returncode == 0, done.said
    assert sorted(path.name for path in shown.glob("[!.]*")) == ["1", "2"]


# Publication.


def test_publication_keeps_so_many_and_never_shows_half(archive, tmp_path):
    """The site is a link that is renamed into place; the newest earlier ones are kept, and nothing else."""
    link = tmp_path / "webb" / "planer"
    values = {"VPGEN_WEBB": str(link), "VPGEN_BEHALL": "2"}
    for count in range(1, 13):
        change(archive, {"content/organisation.yml": f"namn: Region {count}\n"})
        done = command(archive, "publicera", **values)
        assert done.returncode == 0, done.said
    assert link.is_symlink()
    assert "Region 12" in (link / "index.html").read_text(encoding="utf-8")
    kept = sorted(path.name.partition("-")[0] for path in (link.parent / ".utgavor" / "planer").iterdir())
    assert kept == ["000010", "000011", "000012"]
    assert (link / "index.html").stat().st_mode & 0o044 == 0o044
    assert link.resolve().stat().st_mode & 0o055 == 0o055
    assert list(archive.glob("site")) == []
    assert git(archive, "worktree", "list").count("\n") == 0


def test_what_somebody_else_put_there_is_left_alone(archive, tmp_path):
    """Where a folder lies in the way of the link, nothing is published and the folder stays."""
    folder = tmp_path / "webb" / "planer"
    folder.mkdir(parents=True)
    (folder / "index.html").write_text("någon annans", encoding="utf-8")
    done = command(archive, "publicera", VPGEN_WEBB=str(folder))
    assert done.returncode == 1
    assert "flytta undan den" in done.said
    assert (folder / "index.html").read_text(encoding="utf-8") == "någon annans"
    assert list((folder.parent / ".utgavor" / "planer").iterdir()) == []


def test_publication_to_a_server_goes_by_ssh(archive, tmp_path):
    """On a server the same is done with ssh alone: with the key, checked against the known host, by renaming there."""
    write_program(tmp_path / "bin" / "ssh", MADE_UP_SSH)
    link, log = tmp_path / "server" / "planer", tmp_path / "ssh"
    values = {
        "VPGEN_WEBB": f"vpgen@webb.example.org:{link}",
        "VPGEN_WEBB_NYCKEL": "rad ett\r\nrad två",
        "VPGEN_GRANSKA_NYCKEL": "en annan nyckel",
        "VPGEN_SSH_VARD": "webb.example.org ssh-ed25519 AAAA",
        "SSH_LOGG": str(log),
    }
    done = command(archive, "publicera", **values)
    assert done.returncode == 0, done.said
    assert "Målgrenens namn" in (link / "index.html").read_text(encoding="utf-8")
    asked = log.read_text(encoding="utf-8").splitlines()
    assert len(asked) == 2
    for line in asked:
        assert "StrictHostKeyChecking=yes" in line
        assert "UserKnownHostsFile=" in line
        assert " vpgen@webb.example.org " in line
        assert "rad ett" not in line
    assert Path(f"{log}.nyckel").read_text(encoding="utf-8") == "rad ett\nrad två\n"


def test_a_preview_goes_by_a_key_of_its_own(archive, tmp_path):
    """Previews are put up and taken away with their own key, never with that of the site."""
    write_program(tmp_path / "bin" / "ssh", MADE_UP_SSH)
    (archive / "granska" / "webbplats").mkdir(parents=True)
    (archive / "granska" / "webbplats" / "index.html").write_text("sida", encoding="utf-8")
    log = tmp_path / "ssh"
    values = {
        "VPGEN_NUMMER": "17",
        "VPGEN_GRANSKA": f"vpgen@webb.example.org:{tmp_path / 'server' / 'granska'}",
        "VPGEN_WEBB_NYCKEL": "webbplatsens",
        "SSH_LOGG": str(log),
    }
    for words in (("visa", "granska"), ("stada", "17")):
        for key in ({"VPGEN_GRANSKA_NYCKEL": "granskningens"}, {}):
            Path(f"{log}.nyckel").unlink(missing_ok=True)
            done = command(archive, *words, **values | key)
            assert done.returncode == 0, done.said
            assert Path(f"{log}.nyckel").exists() == bool(key)
            if key:
                assert Path(f"{log}.nyckel").read_text(encoding="utf-8") == "granskningens\n"


@pytest.mark.parametrize("count", ["08", "007", "-1", "1000", "två", "1 2", "5;touch kapad"])
def test_what_is_kept_is_a_number(archive, tmp_path, count):
    """So many older sites as are kept is a decimal number, or nothing is built or switched, here or on the server."""
    link = tmp_path / "webb" / "planer"
    done = command(archive, "publicera", VPGEN_WEBB=str(link), VPGEN_BEHALL=count)
    assert done.returncode == 2, done.said
    assert "VPGEN_BEHALL" in done.said
    assert not link.parent.exists()
    incoming = edition(link, "ny")
    done = run("sh", "ci/pa-servern", "vaxla", link, incoming, "abc", count, cwd=archive)
    assert done.returncode == 1, done.said
    assert "0 till 999" in done.said
    assert not link.is_symlink()
    assert not (archive / "kapad").exists()


def edition(link, name):
    """A site that is unpacked beside a link, and not shown yet."""
    folder = link.parent / ".utgavor" / link.name / f".ny-{name}"
    folder.mkdir(parents=True)
    (folder / "index.html").write_text(name, encoding="utf-8")
    return folder


AT_ONCE = """#!/bin/sh
# mv, but once, at the moment $WHEN, another run begins beside this one, and goes on until it has ended or waits.
at_once() {
    if mkdir "$SPOT/en-gang" 2>/dev/null; then
        (sh "$SERVER" vaxla "$LINK" "$SECOND" abc "$KEEP" >"$SPOT/den-andra" 2>&1; echo $? >"$SPOT/slut") &
        until [ -e "$SPOT/slut" ] || [ -e "$SPOT/vantar" ]; do "$SLEEP" 0.02; done
    fi
}
if [ "$WHEN" = fore ]; then at_once; fi
"$MV" "$@" || exit
if [ "$WHEN" = efter ] && [ "$1" = -fT ]; then at_once; fi
"""
WAITING = """#!/bin/sh
touch "$SPOT/vantar"
exec "$SLEEP" 0.02
"""


@pytest.mark.parametrize(
    ("when", "keep", "left"),
    [("fore", "5", ["000001-abc", "000002-abc"]), ("efter", "0", ["000002-abc"])],
)
def test_two_publications_at_once_do_not_meet(tmp_path, when, keep, left):
    """Two runs of one commit get a number each, neither lands inside the other, and what is shown is never taken away."""
    link = tmp_path / "webb" / "planer"
    first, second = edition(link, "ett"), edition(link, "tva")
    values = {
        "SPOT": str(tmp_path),
        "WHEN": when,
        "KEEP": keep,
        "SERVER": str(CI / "pa-servern"),
        "LINK": str(link),
        "SECOND": str(second),
        "MV": shutil.which("mv"),
        "SLEEP": shutil.which("sleep"),
    }
    write_program(tmp_path / "bin" / "mv", AT_ONCE)
    write_program(tmp_path / "bin" / "sleep", WAITING)
    surroundings = environment(tmp_path, **values)
    server = CI / "pa-servern"
    done = run("sh", server, "vaxla", link, first, "abc", keep, cwd=tmp_path, env=surroundings)
    assert done.returncode == 0, done.said
    assert (tmp_path / "en-gang").exists()
    for _ in range(1000):
        if (tmp_path / "slut").exists():
            break
        time.sleep(0.02)
    assert (tmp_path / "slut").read_text(encoding="utf-8") == "0\n", (tmp_path / "den-andra").read_text(
        encoding="utf-8"
    )
    assert (link / "index.html").read_text(encoding="utf-8") == "tva"
    kept = sorted((link.parent / ".utgavor" / "planer").iterdir())
    assert [path.name for path in kept] == left
    assert all([each.name for each in path.iterdir()] == ["index.html"] for path in kept)


def test_what_the_link_shows_is_kept_whoever_made_it(tmp_path):
    """A site that somebody has pointed the link at during a run stays there, though none but it is kept."""
    link = tmp_path / "webb" / "planer"
    older = edition(link, "older").rename(link.parent / ".utgavor" / "planer" / "000007-older")
    script = (
        '#!/bin/sh\n"$MV" "$@"\nif [ "$1" = -fT ]; then ln -sfn .utgavor/planer/000007-older "$LINK"; fi\n'
    )
    write_program(tmp_path / "bin" / "mv", script)
    values = environment(tmp_path, MV=shutil.which("mv"), LINK=str(link))
    new = edition(link, "new")
    done = run("sh", CI / "pa-servern", "vaxla", link, new, "abc", "0", cwd=tmp_path, env=values)
    assert done.returncode == 0, done.said
    assert (link / "index.html").read_text(encoding="utf-8") == "older"
    assert older.is_dir()


@pytest.mark.parametrize(
    "place",
    [
        "/webb/$(touch kapad)",
        "/webb; touch kapad",
        "webb/planer",
        "-oProxyCommand=x:/webb",
        "/webb/../etc",
        "/",
    ],
)
def test_a_place_is_a_plain_path(archive, place):
    """Where the site is put can be nothing that a shell would obey, and nothing but an absolute path."""
    done = command(archive, "publicera", VPGEN_WEBB=place)
    assert done.returncode == 2, done.said
    assert not (archive / "kapad").exists()


@pytest.mark.parametrize("number", ["", "17/../16", "--stang", "../planer", "17 18"])
def test_a_proposal_is_a_number(archive, tmp_path, number):
    """What is taken away is named by a number and nothing else."""
    done = command(archive, "stada", number, VPGEN_GRANSKA=str(tmp_path / "webb"))
    assert done.returncode == 2, done.said


def test_content_gives_the_log_nothing_to_obey(archive, tmp_path):
    """What the content says in the log of a run is no command to the forge."""
    before = [
        "",
        "#",
        "##",
        "a",
        " ",
        "\t",
        ":",
        "\r",
        "a\r",
        "\x1b[2K",
        "\x1b[2K\r",
        "\u202e",
        "\u200b",
        "#\u200b",
        "\x85",
        "\u2028",
    ]
    commands = ["##vso[task.setvariable variable=PATH]x", "##[add-path]x", "::add-path::x"]
    lines = [prefix + each for prefix in before for each in commands]
    (tmp_path / "sagt").write_text("\n".join(lines), encoding="utf-8", newline="")
    write_program(tmp_path / "bin" / "vpgen", f"#!/bin/sh\ncat '{tmp_path / 'sagt'}'\n")
    for name, *words in (("forhandsgranska", "granska"), ("publicera",), ("kontrollera",), ("sjalvtest",)):
        shutil.copy(CI / name, archive / "ci" / name)
        values = {"VPGEN_BAS": "main", "VPGEN_GREN": "gren", "VPGEN_WEBB": str(tmp_path / "webb" / "planer")}
        surroundings = environment(tmp_path, VPGEN_FORGE="gitlab", **values)
        done = subprocess.run(
            [f"ci/{name}", *words], cwd=archive, env=surroundings, capture_output=True, check=False
        )
        said = (done.stdout + done.stderr).decode()
        if name != "sjalvtest":
            assert said.count("task.setvariable variable=PATH]x") >= len(before), name
        assert_harmless(said)


def assert_harmless(text):
    assert "##" not in text
    assert "::" not in text
    assert [c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp"} and c not in "\n\t"] == []


@given(st.text(alphabet="#:[]vso a\r\n\t\x1b\x85\u2028\u202e\u200b\ufeffå＃") | st.text())
def test_nothing_in_a_log_is_obeyed(text):
    """Whatever stands before, between and after, no two # or : are left beside each other, and nothing else goes away."""
    made = harmless(text)
    assert_harmless(made)
    plain = text.replace("\r\n", "\n").replace(" ", "")
    assert len(made.replace(" ", "")) == len(plain)
    kept = zip(made.replace(" ", ""), plain, strict=True)
    assert all(one in (other, "\ufffd") for one, other in kept)


# What is taken out of git.


def test_content_is_what_git_has(archive, tmp_path):
    """No attribute of the content's own changes a byte of what is published, and the log says that it is not followed."""
    raw = "namn: Region Påhitt $Id$\n".encode()
    (archive / "content" / "organisation.yml").write_bytes(raw)
    git(archive, "commit", "--quiet", "--all", "-m", "Ett märke")
    attributes = "*.yml working-tree-encoding=UTF-16\n* text eol=crlf ident filter=frammande\n"
    (archive / "content" / ".gitattributes").write_text(attributes, encoding="utf-8")
    git(archive, "add", "content/.gitattributes")
    git(archive, "commit", "--quiet", "-m", "Attribut")
    git(archive, "config", "filter.frammande.smudge", "sed s/Region/Kapad/")
    done = command(archive, "publicera", VPGEN_WEBB=str(tmp_path / "webb" / "planer"))
    assert done.returncode == 0, done.said
    assert raw in (tmp_path / "webb" / "planer" / "index.html").read_bytes()
    assert "content/.gitattributes gäller inte här" in done.said


def test_content_is_nothing_that_could_be_run(archive, tmp_path):
    """Of the content come plain files: none that can be run, none that is hidden, and no link that leads anywhere."""
    content = archive / "content"
    write_program(content / "mapp" / "program.yml", "a: b\n")
    (content / ".dold").mkdir()
    (content / ".dold" / "fil.yml").write_text("a: b\n", encoding="utf-8")
    (content / "lank.yml").symlink_to(archive / "mkdocs.yml")
    (content / "mapp-lank").symlink_to(archive / "ci")
    commit = change(archive, {})
    done = run(sys.executable, CI / "content.py", commit, tmp_path / "ny", cwd=archive)
    assert done.returncode == 0, done.said
    made = sorted(path.relative_to(tmp_path / "ny").as_posix() for path in (tmp_path / "ny").rglob("*"))
    assert made == ["lank.yml", "mapp", "mapp-lank", "mapp/program.yml", "organisation.yml"]
    assert (tmp_path / "ny" / "mapp" / "program.yml").stat().st_mode & 0o111 == 0
    for name in ("lank.yml", "mapp-lank"):
        assert (tmp_path / "ny" / name).is_symlink()
        assert not (tmp_path / "ny" / name).exists()


@pytest.mark.parametrize("climbs", [True, False])
def test_content_stays_in_its_folder(archive, tmp_path, climbs):
    """A tree in git whose paths climb out of the content, or that holds another archive, is refused and not written."""

    def store(kind, raw):
        words = ["git", "hash-object", "-t", kind, "-w", "--literally", "--stdin"]
        return (
            subprocess.run(words, cwd=archive, input=raw, capture_output=True, check=True)
            .stdout.decode()
            .strip()
        )

    def tree(*entries):
        return store("tree", b"".join(b"%s %s\0%s" % (*each[:2], bytes.fromhex(each[2])) for each in entries))

    blob = store("blob", b"a: b\n")
    held = tree((b"100644", b"kapad.yml", blob))
    content = (
        tree((b"40000", b"..", held))
        if climbs
        else tree((b"160000", b"modul", git(archive, "rev-parse", "HEAD")))
    )
    commit = git(archive, "commit-tree", tree((b"40000", b"content", content)), "-m", "Främmande")
    done = command(archive, "kontrollera", VPGEN_HUVUD=commit)
    assert done.returncode == 1
    assert ("ingen sökväg i content" if climbs else "undermodul") in done.said
    assert list(tmp_path.rglob("kapad.yml")) == []


@pytest.mark.parametrize(
    ("internal", "known", "passed"),
    [("ja", "--intern", True), ("ja", "--adress URL", False), ("", "--intern", False)],
)
def test_the_comment_tells_of_what_is_internal_where_the_preview_does(
    archive, tmp_path, internal, known, passed
):
    """`vpgen diff` is asked for internal things exactly where `vpgen build` is, by a vpgen that can be asked."""
    (tmp_path / "bin" / "vpgen.hjalp").write_text(f"  {known}  Säger mer.\n", encoding="utf-8")
    change(archive, {"content/organisation.yml": "namn: Region Ny\n"}, "forslag")
    values = {"VPGEN_BAS": "main", "VPGEN_GREN": "forslag", "VPGEN_INTERN": internal}
    done = command(archive, "forhandsgranska", "granska", **values)
    assert done.returncode == 0, done.said
    told = (archive / "granska" / "andringar.md").read_text(encoding="utf-8")
    assert ("--intern" in told) == passed
    built = (archive / "granska" / "webbplats" / "index.html").read_text(encoding="utf-8")
    assert ("--intern" in built) == (internal == "ja")


# With vpgen itself.


@pytest.fixture
def region(tmp_path):
    """A repository with small real content and vpgen itself."""
    work = tmp_path / "region"
    work.mkdir()
    shutil.copytree(BASE, work / "content")
    shutil.copytree(CI, work / "ci", ignore=shutil.ignore_patterns("__pycache__"))
    (work / "mkdocs.yml").write_bytes((PROJECT / "mkdocs.yml").read_bytes())
    write_program(tmp_path / "bin" / "vpgen", REAL_VPGEN)
    git(work, "init", "--quiet", "--initial-branch=main")
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "-m", "Grunden")
    return work


def test_findings_become_annotations(region):
    """What is wrong is said with its line to people, and in the form of each forge, with the path in the repository."""
    path = region / "content" / "indikatorer" / "park.yml"
    text = path.read_text(encoding="utf-8")
    forms = {
        "github": "::error file=content/indikatorer/park.yml,line=",
        "forgejo": "::error file=content/indikatorer/park.yml,line=",
        "azure": "##vso[task.logissue type=error;sourcepath=content/indikatorer/park.yml;linenumber=",
    }
    change(region, {"content/indikatorer/park.yml": f"{text}lekplatser:\n  nman: Lekplatser\n"})
    for forge, form in forms.items():
        done = command(region, "kontrollera", VPGEN_FORGE=forge)
        assert done.returncode == 1
        assert "okänt fält ”nman”" in done.stdout
        assert form in done.stdout
    done = command(region, "kontrollera", VPGEN_FORGE="gitlab")
    assert done.returncode == 1
    (row,) = json.loads((region / "vpgen-kodkvalitet.json").read_text(encoding="utf-8"))
    assert row["location"]["path"] == "content/indikatorer/park.yml"


def test_a_preview_shows_what_a_proposal_changes(region):
    """From a changed outcome come a preview that says it is a draft, and a comment with before, after and a link."""
    path = "content/parknamnden/2024/verksamhetsberattelse.yml"
    text = (region / path).read_text(encoding="utf-8")
    assert "utfall: 91 %" in text
    change(region, {path: text.replace("utfall: 91 %", "utfall: 93 %")}, "forslag")
    values = {
        "VPGEN_BAS": "main",
        "VPGEN_GREN": "forslag",
        "VPGEN_NUMMER": "17",
        "VPGEN_GRANSKA_ADRESS": "https://intranat.example.org/granska",
        "VPGEN_WEBB_ADRESS": "https://intranat.example.org/planer/",
    }
    done = command(region, "forhandsgranska", "granska", **values)
    assert done.returncode == 0, done.said
    told = (region / "granska" / "andringar.md").read_text(encoding="utf-8")
    assert "91 %" in told
    assert "93 %" in told
    assert "https://intranat.example.org/granska/17/andringar.html" in told
    page = (region / "granska" / "webbplats" / "andringar.html").read_text(encoding="utf-8")
    assert "93" in page
    assert "noindex" in (region / "granska" / "webbplats" / "index.html").read_text(encoding="utf-8")


def test_the_self_test_sees_what_it_plants(region):
    """With vpgen as it is, every planted change is seen, that of a real outcome too."""
    done = command(region, "sjalvtest")
    assert done.returncode == 0, done.said
    assert "det som planterades syns" in done.said
    assert "ett ändrat utfall syns" in done.said


@pytest.mark.parametrize(
    "name",
    [
        ".a:1e sh content/.p #:",
        "a:1e sh content/.p #:",
        "a:1w kapad #:",
        "-exec sh content/.p ;",
        "$(sh content/.p)`sh content/.p`",
        "a\n1e sh content/.p\n##vso[task.complete]",
    ],
)
def test_the_self_test_runs_nothing_of_the_content(region, tmp_path, name):
    """However a stranger names files, and whatever stands in them, the self-test runs none of it and gives no order of it."""
    content = region / "content"
    (content / name).mkdir(parents=True)
    for count in range(40):
        (content / name / f"{count}.yml").write_text("  utfall: 12\n", encoding="utf-8")
    for line in (".a", "a"):
        (content / line).write_text("e touch kapad\n", encoding="utf-8")
    (content / ".p").write_text(f"touch {tmp_path / 'kapad'}\n", encoding="utf-8")
    if name.startswith("."):
        (content / "a").unlink()
    change(region, {})
    done = command(region, "sjalvtest")
    assert list(tmp_path.rglob("kapad")) == []
    assert_harmless(done.said)
    if name.startswith("."):
        assert done.returncode == 0, done.said
        assert "ett ändrat utfall syns" in done.said


def test_the_self_test_plants_in_what_vpgen_reads(region):
    """Outcomes in hidden files and behind links are none, and the first that can be changed is changed alone."""
    content = region / "content"
    (content / ".0").mkdir()
    (content / ".0" / "fil.yml").write_text("  utfall: 12\n", encoding="utf-8")
    (content / "0").symlink_to(content / "parknamnden")
    found = list(loaded("planting")._outcomes(content))
    assert found
    for each in found:
        parts = each.path.relative_to(content).parts
        assert parts[0] not in {".0", "0"}
        raw = each.path.read_bytes()
        line = raw.split(b"\n")[each.line - 1]
        assert line.strip().startswith(b"utfall: " + raw[each.start : each.end])


@pytest.mark.parametrize(
    "answer",
    [
        '{"changes": []}',
        '{"changes": [{"what": "tillagd", "element": ["indikator", "sjalvtest-planterad"]}]}',
        "inte json",
    ],
)
def test_the_self_test_fails_where_the_comparison_is_blind(region, tmp_path, answer):
    """A comparison that shows nothing, the same whatever is planted, or no answer, is found out."""
    write_program(tmp_path / "bin" / "vpgen", f"#!/bin/sh\necho '{answer}'\n")
    done = command(region, "sjalvtest")
    assert done.returncode == 1
    assert "självtest:" in done.said


def test_vpgen_is_installed_from_a_wheel(archive):
    """Without vpgen's source in the repository it is installed from the folder hjul/, with no package asked for elsewhere."""
    shutil.copy(CI / "installera", archive / "ci" / "installera")
    (archive / "hjul").mkdir()
    (archive / "hjul" / "requirements.txt").write_text("# inget mer\n", encoding="utf-8")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "-q",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
    ]
    subprocess.run([*pip, "-w", archive / "hjul", PROJECT], check=True, capture_output=True)
    done = command(archive, "installera", PIP_NO_INDEX="1")
    assert done.returncode == 0, done.said
    assert (archive / ".venv" / "bin" / "vpgen").is_file()
