"""The package as an organisation installs it: a wheel, a folder with content/ and mkdocs.yml, nothing else."""

import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]


def run(*command, cwd, **values):
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, capture_output=True, text=True, check=False, **values
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """An environment of its own that holds the wheel; what vpgen depends on is lent to it from this one."""
    root = tmp_path_factory.mktemp("annanstans")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "-q")
    run(*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", root / "hjul", PROJECT, cwd=root)
    (wheel,) = (root / "hjul").glob("vpgen-*.whl")
    run(sys.executable, "-m", "venv", "--without-pip", root / "venv", cwd=root)
    python = root / "venv" / "bin" / "python"
    run(*pip, "--python", python, "install", "--no-deps", "--no-index", wheel, cwd=root)
    here = Path(sysconfig.get_paths()["purelib"])
    there = Path(
        run(python, "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])", cwd=root).strip()
    )
    for package in here.iterdir():
        # Everything but the link to this project's source: only the wheel's vpgen may be found.
        if "vpgen" not in package.name and not (there / package.name).exists() and package.suffix != ".pth":
            (there / package.name).symlink_to(package)
    return root


def test_the_wheel_builds_a_site_from_content_and_mkdocs_yml_alone(installed):
    """Installed elsewhere, vpgen finds its templates in the package and builds a site."""
    folder = installed / "region"
    folder.mkdir()
    (folder / "mkdocs.yml").write_bytes((PROJECT / "mkdocs.yml").read_bytes())
    base = PROJECT / "tests" / "bad" / "GRUND" / "content"
    for path in base.rglob("*"):
        if path.is_file():
            target = folder / "content" / path.relative_to(base)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    bin_ = installed / "venv" / "bin"
    found = run(bin_ / "python", "-c", "import vpgen; print(vpgen.__file__)", cwd=folder)
    assert str(installed / "venv") in found
    run(bin_ / "vpgen", "build", cwd=folder)
    site = folder / "site"
    assert "Region Påhitt" in (site / "index.html").read_text(encoding="utf-8")
    for file in (
        "statiskt/vpgen.css",
        "statiskt/diagram.js",
        "statiskt/vendor/plotly-basic.min.js",
        "sok.html",
    ):
        assert (site / file).is_file(), file


def test_the_wheel_holds_the_licences_of_what_it_brings_along(installed):
    """The files of others lie in the package with their licences."""
    names = {path.name for path in (installed / "venv").rglob("vendor/*")}
    assert {"plotly-basic.min.js", "minisearch.js"} <= names
    assert len([name for name in names if "LICENSE" in name.upper()]) >= 2


def test_the_wheel_holds_nothing_of_the_pipelines(installed):
    """What runs in a pipeline is copied from the repository; the package has no part of it."""
    (record,) = (installed / "venv").rglob("vpgen-*.dist-info/RECORD")
    files = [line.partition(",")[0] for line in record.read_text(encoding="utf-8").splitlines()]
    assert len(files) > 50
    own = {"vpgen", next(file for file in files if file.endswith("RECORD")).partition("/")[0]}
    assert [file for file in files if file.partition("/")[0] not in own and not file.startswith("../")] == []
    assert [file for file in files if "forge.py" in file or "/ci/" in file] == []
