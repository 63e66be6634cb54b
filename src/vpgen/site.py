"""The only writer: pages and files go into the site folder, or, where something fails, nothing does."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from vpgen.stamping import NOT_FOUND_PAGE, is_address

if TYPE_CHECKING:
    from collections.abc import Iterator

MANIFEST = ".vpgen-manifest.json"

Content = str | bytes | Path
"""What a file of the site holds: text (written as UTF-8), bytes, or the file to copy."""


class NotOurFolder(Exception):  # noqa: N818 (it names what is the matter)
    """The site folder, or a file in it, was not written by vpgen; the text says so in Swedish."""


@dataclass(frozen=True)
class WriteReport:
    """What `write_site` did: the addresses it wrote, left as they were, and deleted, each in order."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    deleted: tuple[str, ...]


def write_site(files: Mapping[str, Content] | Iterable[tuple[str, Content]], site_dir: Path) -> WriteReport:
    """Make `site_dir` hold exactly `files`, an address each, beside what others put there.

    `files` may be lazy: nothing in `site_dir` changes before the last of them is there, so an error on the
    way leaves the last good site. Files that are already right are not touched. Raises NotOurFolder where the
    folder or a file in the way is someone else's, ValueError where an address is unfit or meets another.
    """
    old = _read_manifest(site_dir)
    site_dir.parent.mkdir(parents=True, exist_ok=True)
    pairs = files.items() if isinstance(files, Mapping) else files
    with tempfile.TemporaryDirectory(dir=site_dir.parent, prefix=f".{site_dir.name}-") as staging:
        new, staged = _stage(pairs, old, site_dir, Path(staging))
        return _move(new, staged, old, site_dir)


def _stage(
    pairs: Iterable[tuple[str, Content]], old: Mapping[str, str], site_dir: Path, staging: Path
) -> tuple[dict[str, str], dict[str, Path]]:
    """Produce every file. Give the new manifest, and where those files wait that differ from the site's."""
    new: dict[str, str] = {}
    staged: dict[str, Path] = {}
    taken = _Taken()
    for address, content in pairs:
        taken.add(address)
        data = _bytes(content)
        new[address] = hashlib.sha256(data).hexdigest()
        if address not in old or not _holds(site_dir / address, data):
            staged[address] = staging / str(len(staged))
            staged[address].write_bytes(data)
    return new, staged


class _Taken:
    """The addresses that are taken, as a file system sees them that does not tell A from a."""

    def __init__(self) -> None:
        self._files: dict[str, str] = {MANIFEST: MANIFEST}
        self._folders: dict[str, str] = {}

    def add(self, address: str) -> None:
        """Take `address`. Raises ValueError where it is unfit, taken, or both a file and a folder."""
        if not is_address(address):
            raise ValueError(f"not an address in the site: {address!r}")
        folded = address.casefold()
        parents = list(_parents(folded))
        clashes = [self._files.get(name) for name in (folded, *parents)] + [self._folders.get(folded)]
        for other in filter(None, clashes):
            raise ValueError(f"two files for one place in the site: {other!r} and {address!r}")
        self._files[folded] = address
        self._folders.update(dict.fromkeys(parents, address))


def _parents(address: str) -> Iterator[str]:
    """Give the folders above `address`, the nearest first."""
    while "/" in address:
        address = address.rpartition("/")[0]
        yield address


def _bytes(content: Content) -> bytes:
    match content:
        case str():
            return content.encode("utf-8")
        case bytes():
            return content
        case _:
            return content.read_bytes()


def _holds(path: Path, data: bytes) -> bool:
    """Tell whether `path` holds `data`; the manifest is not asked, for the file may have changed since."""
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _move(
    new: Mapping[str, str], staged: Mapping[str, Path], old: Mapping[str, str], site_dir: Path
) -> WriteReport:
    """Put the staged files in their places, take away what is stale, and write the manifest last."""
    for path in _foreign_files(staged, old, site_dir):
        raise NotOurFolder(
            f"{path} finns redan och är inte skriven av vpgen. Flytta eller ta bort filen och bygg igen."
        )
    stale = sorted(old.keys() - new.keys())
    in_the_way = _in_the_way(stale, new)
    site_dir.mkdir(exist_ok=True)
    if new.keys() - old.keys():
        # An interrupted move must not leave files that the next build takes for someone else's.
        _write_manifest(site_dir, {**old, **new})
    _delete(in_the_way, site_dir)
    for address, path in staged.items():
        target = site_dir / address
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)
    _delete([address for address in stale if address not in in_the_way], site_dir)
    if new != old or not (site_dir / MANIFEST).exists():
        _write_manifest(site_dir, new)
    return WriteReport(tuple(sorted(staged)), tuple(sorted(new.keys() - staged.keys())), tuple(stale))


def _foreign_files(staged: Iterable[str], old: Iterable[str], site_dir: Path) -> Iterator[Path]:
    """Give the files in `site_dir` that stand where a new address wants to be, and that no manifest names."""
    ours = {address.casefold() for address in old}
    for address in staged:
        if address.casefold() in ours:
            continue
        inside = (site_dir / address).rglob("*") if (site_dir / address).is_dir() else ()
        for path in (site_dir / address, *(site_dir / name for name in _parents(address)), *inside):
            is_file = path.is_symlink() or path.is_file()
            if is_file and path.relative_to(site_dir).as_posix().casefold() not in ours:
                yield path


def _in_the_way(stale: Iterable[str], new: Iterable[str]) -> set[str]:
    """Give the stale files that must go before the new ones come: a file for a folder, A.html for a.html."""
    files = {address.casefold() for address in new}
    places = files | {parent for address in files for parent in _parents(address)}
    return {
        address
        for address in stale
        if address.casefold() in places or not files.isdisjoint(_parents(address.casefold()))
    }


def _delete(addresses: Iterable[str], site_dir: Path) -> None:
    """Delete files and the folders that they leave empty."""
    for address in addresses:
        with suppress(FileNotFoundError, NotADirectoryError):
            (site_dir / address).unlink()
        for parent in _parents(address):
            try:
                (site_dir / parent).rmdir()
            except OSError:
                break  # not empty, or gone


def _read_manifest(site_dir: Path) -> dict[str, str]:
    """Give what the last build wrote: nothing where the folder is missing or empty."""
    if not site_dir.exists() or (site_dir.is_dir() and not any(site_dir.iterdir())):
        return {}
    advice = "Välj en annan mapp, eller töm den och bygg igen."
    if not (site_dir / MANIFEST).is_file():
        raise NotOurFolder(f"{site_dir} innehåller något som inte är skrivet av vpgen. {advice}")
    try:
        manifest = json.loads((site_dir / MANIFEST).read_text(encoding="utf-8"))
    except ValueError:
        manifest = None
    if not isinstance(manifest, dict) or not all(map(is_address, manifest)):
        raise NotOurFolder(f"{site_dir / MANIFEST} går inte att läsa. {advice}")
    return manifest


def _write_manifest(site_dir: Path, manifest: Mapping[str, str]) -> None:
    temporary = site_dir / f"{MANIFEST}.ny"
    temporary.write_text(json.dumps(manifest, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    temporary.replace(site_dir / MANIFEST)


def make_sitemap(addresses: Iterable[str], site_url: str) -> str:
    """Give `sitemap.xml` for the pages among `addresses`; `site_url` ends in a slash."""
    pages = sorted(a for a in addresses if a.endswith(".html") and a != NOT_FOUND_PAGE)
    urls = [f"  <url><loc>{escape(site_url + page)}</loc></url>" for page in pages]
    head = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ]
    return "\n".join([*head, *urls, "</urlset>", ""])
