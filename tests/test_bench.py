"""The generator of invented regions, at its smallest size."""

import importlib.util
import sys

import pytest

from conftest import PROJECT
from vpgen.build import Project, build


@pytest.fixture(scope="module")
def bench():
    """The generator, which is a script and no part of the package."""
    spec = importlib.util.spec_from_file_location("generate", PROJECT / "bench" / "generate.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def texts(folder):
    """Every file of a folder, by path."""
    found = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert found
    return found


def test_the_same_seed_gives_the_same_bytes_and_another_seed_gives_others(bench, tmp_path):
    """What is generated follows from size and seed alone."""
    for name, seed in (("one", 1), ("same", 1), ("other", 2)):
        bench.generate(bench.SIZES["XS"], tmp_path / name, seed)
    assert texts(tmp_path / "one") == texts(tmp_path / "same")
    assert texts(tmp_path / "one") != texts(tmp_path / "other")


def test_an_invented_region_has_no_errors_and_becomes_a_site(bench, tmp_path):
    """The generator writes content as an author should: it is built, with a page for each board and hardly a warning."""
    bench.generate(bench.SIZES["XS"], tmp_path, 1)
    project = Project(tmp_path / "content", tmp_path / "site", tmp_path / "mkdocs.yml", tmp_path / "cache")
    built = build(project, lambda _step: None)
    assert len(built.warnings) <= 2
    assert built.pages > 200
    assert (tmp_path / "site" / "trafiknamnden" / "2032" / "verksamhetsberattelse-hela.html").is_file()


def test_one_outcome_is_changed_in_one_file(bench, tmp_path):
    """A change is one line of one follow-up, another at another seed, and still content without errors."""
    bench.generate(bench.SIZES["XS"], tmp_path, 1)
    before = texts(tmp_path)
    path = bench.change_one_outcome(tmp_path, 5)
    after = texts(tmp_path)
    assert [name for name in before if before[name] != after[name]] == [path.relative_to(tmp_path)]
    lines = zip(before[path.relative_to(tmp_path)].splitlines(), path.read_bytes().splitlines(), strict=True)
    changed = [(old.decode(), new.decode()) for old, new in lines if old != new]
    assert len(changed) == 1
    assert changed[0][0].lstrip().startswith("utfall: ")
    assert changed[0][0] != changed[0][1]
