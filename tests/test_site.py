"""The writer: the site is what the build said, or what it was before."""

from __future__ import annotations

import json
import os
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vpgen.site import MANIFEST, NotOurFolder, make_sitemap, write_site


def snapshot(folder):
    """Every file under a folder, as bytes."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def pages_of(folder):
    """What a reader finds in the site."""
    return {name: data for name, data in snapshot(folder).items() if name != MANIFEST}


def folds_together(addresses):
    """Whether two addresses meet where A is a, or one is a folder of another."""
    folded = [address.casefold() for address in addresses]
    return len(set(folded)) < len(folded) or any(
        other.startswith(one + "/") for one in folded for other in folded
    )


names = st.sampled_from(["a", "A", "b", "c.html", "C.html", "index.html"])
addresses = st.lists(names, min_size=1, max_size=3).map("/".join)
sites = st.dictionaries(addresses, st.binary(max_size=4), max_size=8).filter(lambda s: not folds_together(s))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(versions=st.lists(sites, min_size=1, max_size=3))
def test_the_site_becomes_exactly_the_new_mapping(tmp_path_factory, versions):
    """Whatever was built before, the site holds the new files and no others, and a foreign file stays."""
    site = tmp_path_factory.mktemp("bygge") / "site"
    write_site({}, site)
    (site / "d").mkdir()
    (site / "d" / "egen.txt").write_text("någon annans", encoding="utf-8")
    before = {}
    for files in versions:
        report = write_site(files, site)
        assert pages_of(site) == {**files, "d/egen.txt": "någon annans".encode()}
        assert set(report.written) == {a for a in files if before.get(a) != files[a]}
        assert set(report.unchanged) == files.keys() - set(report.written)
        assert set(report.deleted) == before.keys() - files.keys()
        assert [p for p in site.rglob("*") if p.is_dir() and not any(p.iterdir())] == []
        before = files
    assert list(site.parent.iterdir()) == [site]


@settings(max_examples=60, deadline=None)
@given(old=sites, new=sites, at=st.integers(min_value=0, max_value=8))
def test_a_failed_build_leaves_the_site_as_it_was(tmp_path_factory, old, new, at):
    """An error while the pages are produced changes no byte, and leaves nothing lying beside the site."""
    site = tmp_path_factory.mktemp("bygge") / "site"
    write_site(old, site)
    before = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in site.rglob("*") if p.is_file()}

    def failing():
        yield from list(new.items())[:at]
        raise RuntimeError("mallen är trasig")

    with pytest.raises(RuntimeError, match="trasig"):
        write_site(failing(), site)
    assert {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in site.rglob("*") if p.is_file()} == before
    assert list(site.parent.iterdir()) == [site]


def test_a_first_build_that_fails_makes_no_site(tmp_path):
    """Where there was no site there is none after an error."""

    def failing():
        yield "index.html", "x"
        raise RuntimeError("trasig")

    with pytest.raises(RuntimeError, match="trasig"):
        write_site(failing(), tmp_path / "ut" / "site")
    assert not (tmp_path / "ut" / "site").exists()


def test_text_bytes_and_files_can_be_written(tmp_path):
    """A page comes as text, an asset as bytes, a file as its path."""
    source = tmp_path / "logotyp.svg"
    source.write_bytes(b"\x00svg")
    write_site(
        [("index.html", "<h1>Å</h1>\n"), ("a/b.css", b"b{}"), ("logotyp.svg", source)], tmp_path / "site"
    )
    assert pages_of(tmp_path / "site") == {
        "index.html": "<h1>Å</h1>\n".encode(),
        "a/b.css": b"b{}",
        "logotyp.svg": b"\x00svg",
    }


def test_nothing_is_touched_where_nothing_changed(tmp_path):
    """A second build of the same content keeps every file's time, the manifest's too."""
    files = {"index.html": "x", "a/index.html": "y"}
    write_site(files, tmp_path / "site")
    for path in (tmp_path / "site").rglob("*"):
        os.utime(path, ns=(1, 1))
    report = write_site(files, tmp_path / "site")
    assert report.written == report.deleted == ()
    assert report.unchanged == ("a/index.html", "index.html")
    times = {p.stat().st_mtime_ns for p in (tmp_path / "site").rglob("*")}
    assert times == {1}


def test_only_what_changed_is_written(tmp_path):
    """A build that changes one page leaves the times of the others."""
    write_site({"a.html": "1", "b.html": "1"}, tmp_path / "site")
    os.utime(tmp_path / "site" / "a.html", ns=(1, 1))
    report = write_site({"a.html": "1", "b.html": "2"}, tmp_path / "site")
    assert report.written == ("b.html",)
    assert (tmp_path / "site" / "a.html").stat().st_mtime_ns == 1


def test_the_manifest_names_every_file_with_its_sum_and_is_reproducible(tmp_path):
    """The same content in any order gives the same bytes, the manifest included."""
    files = {"b.html": "2", "a.html": "1"}
    write_site(files, tmp_path / "x")
    write_site(dict(reversed(files.items())), tmp_path / "y")
    assert snapshot(tmp_path / "x") == snapshot(tmp_path / "y")
    manifest = json.loads((tmp_path / "x" / MANIFEST).read_text(encoding="utf-8"))
    assert manifest["a.html"] == "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"
    assert list(manifest) == ["a.html", "b.html"]


def test_a_page_that_somebody_changed_by_hand_is_put_right(tmp_path):
    """What lies in the site is compared, not what the manifest remembers."""
    write_site({"a.html": "rätt"}, tmp_path / "site")
    (tmp_path / "site" / "a.html").write_text("fel!", encoding="utf-8")
    assert write_site({"a.html": "rätt"}, tmp_path / "site").written == ("a.html",)
    assert pages_of(tmp_path / "site") == {"a.html": "rätt".encode()}


@pytest.mark.parametrize(
    "pair",
    [
        ("a.html", "a.html"),
        ("mal/A.html", "mal/a.html"),
        ("Mal/x.html", "mal/x.html"),
        ("a", "a/b"),
        ("a/b", "A"),
    ],
)
def test_two_pages_on_one_place_are_an_error(tmp_path, pair):
    """Two files must not meet, also where A is a, or where one would be a folder."""
    with pytest.raises(ValueError, match="two files for one place"):
        write_site([(address, "x") for address in pair], tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_folders_may_differ_in_case_only_where_no_files_meet(tmp_path):
    """Different files under folders that a file system may join are no clash."""
    write_site({"Mal/x.html": "1", "mal/y.html": "2"}, tmp_path / "site")
    assert len(pages_of(tmp_path / "site")) == 2


@pytest.mark.parametrize(
    "address",
    ["/etc/x", "../x", "a/../x", "a\\b", "å.html", "", "a/", "a//b", ".", "a b", "c:x", "x\n", MANIFEST],
)
def test_an_unfit_address_is_refused(tmp_path, address):
    """No address leads out of the site, or to its manifest."""
    with pytest.raises(ValueError, match="site"):
        write_site({address: "x"}, tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_a_folder_of_somebody_elses_is_refused(tmp_path):
    """A folder with files and no manifest is not ours to write in, which is told before pages are made."""
    (tmp_path / "minnen.txt").write_text("x", encoding="utf-8")
    asked = []
    with pytest.raises(NotOurFolder, match="inte är skrivet av vpgen"):
        write_site((asked.append(1) or ("a.html", "x") for _ in range(1)), tmp_path)
    assert asked == []
    assert snapshot(tmp_path) == {"minnen.txt": b"x"}


def test_a_file_in_the_place_of_the_site_is_refused(tmp_path):
    """The site cannot be written where a file stands."""
    (tmp_path / "site").write_text("x", encoding="utf-8")
    with pytest.raises(NotOurFolder):
        write_site({"a.html": "x"}, tmp_path / "site")


def test_an_empty_folder_is_taken(tmp_path):
    """A folder that is there but empty can become the site."""
    (tmp_path / "site").mkdir()
    assert write_site({"a.html": "x"}, tmp_path / "site").written == ("a.html",)


@pytest.mark.parametrize("manifest", ["", "[]", '{"../utanför.txt": "0"}', '{"/etc/x": "0"}'])
def test_a_manifest_that_is_not_ours_deletes_nothing(tmp_path, manifest):
    """A manifest that is broken, or that names files outside the site, is not followed."""
    (tmp_path / "utanför.txt").write_text("kvar", encoding="utf-8")
    site = tmp_path / "site"
    site.mkdir()
    (site / MANIFEST).write_text(manifest, encoding="utf-8")
    with pytest.raises(NotOurFolder, match="går inte att läsa"):
        write_site({"a.html": "x"}, site)
    assert (tmp_path / "utanför.txt").exists()


@pytest.mark.parametrize(("foreign", "address"), [("a.html", "a.html"), ("a", "a/b.html"), ("a/b.txt", "a")])
def test_somebody_elses_file_is_not_written_over(tmp_path, foreign, address):
    """A file that no manifest names is left, also where a new page wants its place."""
    site = tmp_path / "site"
    write_site({"index.html": "x"}, site)
    (site / foreign).parent.mkdir(exist_ok=True)
    (site / foreign).write_text("deras", encoding="utf-8")
    before = snapshot(site)
    with pytest.raises(NotOurFolder, match="inte skriven av vpgen"):
        write_site({"index.html": "y", address: "vår"}, site)
    assert snapshot(site) == before


def test_a_move_that_was_interrupted_is_mended_by_the_next_build(tmp_path, monkeypatch):
    """If the machine stops while files move, the next build still knows them as its own."""
    site = tmp_path / "site"
    replace = Path.replace

    def stop_at_b(self, target):
        if target.name == "b.html":
            raise KeyboardInterrupt
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", stop_at_b)
        with pytest.raises(KeyboardInterrupt):
            write_site({"a.html": "1", "b.html": "1"}, site)
    assert (site / "a.html").exists()
    assert write_site({"b.html": "2"}, site).deleted == ("a.html",)
    assert pages_of(site) == {"b.html": b"2"}


def test_the_sitemap_lists_pages_and_nothing_else():
    """The sitemap holds each page's whole address, in order, and neither the error page nor other files."""
    text = make_sitemap(["b/index.html", "404.html", "a.html", "a.css"], "https://exempel.example.org/a&b/")
    root = ET.fromstring(text)
    assert [element.text for element in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")] == [
        "https://exempel.example.org/a&b/a.html",
        "https://exempel.example.org/a&b/b/index.html",
    ]
