"""A version of the content: read straight out of git, or from the folder as it lies, with nothing checked out or run."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from vpgen.assessment import Results, assess
from vpgen.diff import Differences, compare, count_hidden
from vpgen.history import make_history
from vpgen.loader import errors_of, load_read
from vpgen.model.content import Register
from vpgen.model.files import OrganisationFile
from vpgen.problems import Place, Problem
from vpgen.reach import reach, spot_of
from vpgen.reading import read_folder, read_stored, stored_files, together
from vpgen.source import MAX_BYTES, too_large

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vpgen.reading import Folder, Stored

LINK, MODULE = "120000", "160000"
"""The modes that git gives symbolic links and submodules."""
SHA1_LENGTH = 40
NO_CONFIG = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ALLOW_PROTOCOL": "none",
    "LC_ALL": "C",
}
"""What keeps git from reading the settings of the machine, from fetching, and from showing other objects than it has."""
NOTHING_RUN = (
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    f"core.attributesFile={os.devnull}",
    # Nothing that is asked here runs or writes anything: whose folder it is does not matter.
    "safe.directory=*",
)
PASSED_ON = ("PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP")


@dataclass(frozen=True)
class Version:
    """The content of a revision, or of the working tree (`revision` and `commit` are then empty).

    `results` is None where it does not load; then `problems` says why. A revision without the folder is a version
    without content: its results are empty and `is_empty` is true. `files` are the paths inside the folder with the
    id that git has for what stands in them. `lines` is the text of every file, for display. `parts` are the files as
    they were read, each on its own. `whole` is the register with what is internal, where the results are without it and
    there is any.
    """

    revision: str
    commit: str
    results: Results | None
    problems: tuple[Problem, ...]
    files: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    is_empty: bool = False
    parts: Mapping[str, Folder] = field(default_factory=dict, repr=False)
    whole: Register | None = field(default=None, repr=False)


class RevisionError(Exception):
    """A revision cannot be read: `message` is a Swedish sentence without full stop, `hint` what to do."""

    def __init__(self, message: str, hint: str) -> None:
        self.message = message
        self.hint = hint
        super().__init__(f"{message}; {hint}")


def asked_from(content: Path) -> tuple[Path, Path]:
    """Return a folder to ask git from, and where the content is from there: `.` where that is the content's own folder.

    A folder that may be the top of a repository is asked itself; one that is not there, or is reached through a link,
    is asked for from above, so that what git has at its path is what is read.
    """
    whole, here = Path(os.path.abspath(content)), Path.cwd()  # noqa: PTH100 - links are not to be followed
    steps = (whole, *whole.parents)
    links = {each for each in steps if each.is_symlink() and (each == whole or here in each.parents)}
    asked = next(each for each in steps if each.is_dir() and links.isdisjoint((each, *each.parents)))
    if asked == whole and (whole / ".git").exists() and _Git(whole).is_submodule:
        asked = whole.parent
    return asked, whole.relative_to(asked)


def load_version(
    repository: Path,
    revision: str | None,
    content: Path,
    beside: Version | None = None,
    *,
    internal: bool = True,
) -> Version:
    """Return a version of the folder `content` of a git repository; without a revision as it lies on the disk.

    `repository` is a folder in the working tree, or a bare repository; `content` is counted from there. What is the
    same file in the version `beside` is not read again. `internal`: with what is marked as internal.
    Raises RevisionError where there is no such revision, or no git.
    """
    folder = repository / content
    name = folder.name
    if revision is None:
        if not folder.is_dir():
            read = load_read(read_folder(folder))
            return Version("", "", None, errors_of(read))
        found = stored_files(folder)
        ids = _hashed(found, beside.files if beside else {})
        return _made("", "", name, found, ids, _known(ids, beside), internal=internal)
    git = _Git(repository)
    commit = git.commit(revision)
    inside = git.inside(content)
    entries = git.entries(commit, inside)
    if entries is None:
        return Version(revision, commit, None, (_lacking(Place(name), "mappens"),))
    if not entries:
        return Version(revision, commit, no_content(), (), is_empty=True)
    ids, stored = git.stored(entries, inside, name, beside)
    known = _known(ids, beside)
    return _made(revision, commit, name, stored, ids, known, internal=internal)


def load_both(
    repository: Path, base: str, head: str | None, content: Path, *, internal: bool = True
) -> tuple[Version, Version, Differences | None]:
    """Return two versions of the folder `content` as `load_version` does, and all that differs between them.

    Documents that are the same in both and that nothing in the changes can reach are left unread in both. Everything is
    read where that cannot be told, or where what is read does not load or does not differ: that nothing differs, and
    that a version does not load, is said of the whole. The differences are None where either does not load;
    those of what is published count the changes of what is internal.
    Raises RevisionError also where neither has the folder: of nothing it cannot be said that it has not changed.
    """
    reached = _load_reached(repository, base, head, content, internal=internal)
    if reached and (found := compare_versions(*reached)):
        return *reached, found
    before = load_version(repository, base, content, internal=internal)
    after = load_version(repository, head, content, before, internal=internal)
    if before.is_empty and after.is_empty:
        message = f"det finns ingen mapp ”{_Git(repository).inside(content)}” i någon av versionerna"
        raise RevisionError(message, "kontrollera vad som står efter --content, eller kör där mappen ligger")
    return before, after, compare_versions(before, after)


def compare_versions(before: Version, after: Version) -> Differences | None:
    """Return all that differs between two versions; None where either does not load.

    Where they are without what is internal, the changes of that are counted.
    """
    if before.results is None or after.results is None:
        return None
    found = compare(before.results, after.results)
    if before.whole is None and after.whole is None:
        return found
    old, new = before.whole or before.results.register, after.whole or after.results.register
    return replace(found, hidden=count_hidden(old, new, found.changes))


def _load_reached(
    repository: Path, base: str, head: str | None, content: Path, *, internal: bool
) -> tuple[Version, Version] | None:
    """Return two versions of which only what their differences can reach is read; None where that may be everything."""
    git = _Git(repository)
    commits = [git.commit(base), git.commit(head) if head is not None else ""]
    inside = git.inside(content)
    old = git.listed(commits[0], inside)
    if head is None:
        found = stored_files(repository / content) if (repository / content).is_dir() else {}
        stored = {path: each for path, each in found.items() if isinstance(each, bytes)}
        new = _hashed(found, old) if len(found) == len(stored) else {}
    else:
        new = git.listed(commits[1], inside)
        stored = git.read(new)
    changed = {path: id_ for path, id_ in old.items() if path in new and new[path] != id_}
    # Hidden files are no content, and those on the disk are not looked for.
    if not changed or any("/." not in f"/{path}" for path in old.keys() ^ new.keys()):
        return None
    earlier = git.read(changed)
    ground = {path for path in new if spot_of(path) is None}
    if not ground.isdisjoint(changed) or len(earlier) < len(changed) or len(stored) < len(new):
        return None
    name = (repository / content).name
    parts = read_stored(name, {path: stored[path] for path in ground}, {})
    folder = together(name, parts)
    read = reach(folder, earlier, stored) if not folder.problems and not folder.syntax else None
    if read is None:
        return None
    texts: dict[str, Stored] = {path: stored[path] for path in sorted(ground | read)}
    before = _made(base, commits[0], name, {**texts, **earlier}, old, parts, internal=internal)
    same = {path: part for path, part in before.parts.items() if path not in changed}
    after = _made(head or "", commits[1], name, texts, new, same, internal=internal)
    # What hides something of a document, or is hidden with it, may stand in one that is not read.
    is_open = before.whole is None and after.whole is None
    return (before, after) if before.results and after.results and is_open else None


def file_ids(folder: Path, beside: Version) -> dict[str, str]:
    """Return the id that git would give each file of a folder as it lies, by path; nothing of them is read as content."""
    return _hashed(stored_files(folder), beside.files)


def changed_files(before: Version, after: Version) -> tuple[str, ...]:
    """Return the files that are not the same in two versions, as paths inside the folder, sorted."""
    paths = sorted({*before.files, *after.files})
    return tuple(path for path in paths if before.files.get(path) != after.files.get(path))


def _made(
    revision: str,
    commit: str,
    name: str,
    stored: Mapping[str, Stored],
    ids: Mapping[str, str],
    known: Mapping[str, Folder],
    *,
    internal: bool,
) -> Version:
    """Return the version that files make; `ids` are those of all of its files, `known` those that are read already."""
    parts = read_stored(name, stored, known)
    loaded = load_read(together(name, parts), public_too=not internal)
    problems = errors_of(loaded)
    register = loaded.register if internal else loaded.public
    results = assess(register, make_history(register)) if register and not problems else None
    whole = loaded.register if results and register is not loaded.register else None
    return Version(revision, commit, results, problems, ids, loaded.lines, parts=parts, whole=whole)


def _known(ids: Mapping[str, str], beside: Version | None) -> dict[str, Folder]:
    """Return the files that another version has with the same id, as they were read there."""
    return {
        path: beside.parts[path]
        for path, id_ in ids.items()
        if beside and beside.files.get(path) == id_ and path in beside.parts
    }


def no_content() -> Results:
    """Return the results of no content at all."""
    organisation = OrganisationFile.model_construct(
        name="",
        council="",
        executive=None,
        boards={},
        scopes={},
        vision=None,
        values={},
        legends={},
        rules={},
    )
    return assess(Register(organisation, {}, {}, {}), {})


def _hashed(stored: Mapping[str, Stored], known: Mapping[str, str]) -> dict[str, str]:
    """Return the ids that git would give files on the disk, with Unix line ends where it has them so."""
    return {path: _id(each, known.get(path, "")) for path, each in stored.items()}


def _id(stored: Stored, known: str) -> str:
    if isinstance(stored, Problem):
        return stored.code
    raw = stored.replace(b"\r\n", b"\n")
    as_known = next((id_ for each in (stored, raw) if (id_ := _object_id(each, known)) == known), None)
    return as_known or _object_id(stored, known)


def _object_id(raw: bytes, known: str) -> str:
    data = b"blob %d\0%b" % (len(raw), raw)
    is_long = len(known) > SHA1_LENGTH
    return hashlib.sha256(data).hexdigest() if is_long else hashlib.sha1(data).hexdigest()  # noqa: S324 - as git does


@dataclass(frozen=True)
class _Entry:
    """What git keeps of a file: how, by which id, of how many bytes, and where."""

    mode: str
    id: str
    size: int
    path: str


class _Git:
    """The git program, asked about the objects of a repository and nothing else."""

    def __init__(self, repository: Path) -> None:
        program = shutil.which("git")
        if program is None:
            raise RevisionError("programmet git finns inte här", "installera git, och försök igen")
        settings = [part for each in NOTHING_RUN for part in ("-c", each)]
        self.start = [program, "--no-pager", "-C", str(repository), *settings]
        self.repository = repository

    def ask(self, *words: str, given: bytes = b"") -> bytes | None:
        """Return what git answers; None where it says no."""
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ} | NO_CONFIG
        done = subprocess.run(  # noqa: S603 - no shell, and no words of anybody's but after the options
            [*self.start, *words], input=given, capture_output=True, env=environment, check=False
        )
        return done.stdout if done.returncode == 0 else None

    def commit(self, revision: str) -> str:
        """Return the id of a commit, a tag or a tree by any of its names."""
        if self.ask("rev-parse", "--git-dir") is None:
            message = f"mappen {self.repository.name or self.repository} ligger inte i något git-arkiv"
            raise RevisionError(message, "kör där arkivet ligger")
        for kind in ("commit", "tree"):
            found = self.ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{{kind}}}")
            if found is not None and not revision.startswith("-"):
                return found.decode().strip()
        hint = "kontrollera namnet; är klonen grund, hämta mer: git fetch --unshallow"
        raise RevisionError(f"det finns ingen version ”{revision}” i arkivet", hint)

    def inside(self, content: Path) -> str:
        """Return the path of the content's folder from the top of the repository."""
        top = self.ask("rev-parse", "--show-prefix")
        prefix = os.fsdecode(top.rstrip(b"\n")) if top else ""
        folder = content
        if content.is_absolute():
            try:
                folder = content.resolve().relative_to(self.repository.resolve())
            except ValueError:
                hint = "ange en mapp i samma arkiv"
                raise RevisionError(f"mappen {content.name} ligger inte i arkivet", hint) from None
        whole = PurePosixPath(os.path.normpath(f"{prefix}{folder.as_posix()}"))
        return "" if whole == PurePosixPath() else whole.as_posix()

    @property
    def is_submodule(self) -> bool:
        """Whether it is the repository of a submodule, and what it has is another repository's to tell."""
        return bool(self.ask("rev-parse", "--show-superproject-working-tree"))

    def entries(self, commit: str, inside: str) -> list[_Entry] | None:
        """Return every file under a folder of a commit, and what else stands where it should.

        Where the repository lacks any of the folders the answer is None, never the files of the others.
        """
        answer = self.ask("ls-tree", "-r", "-z", "-l", "--full-tree", commit, "--", *filter(None, [inside]))
        return None if answer is None else [_entry(line) for line in answer.split(b"\0") if line]

    def listed(self, commit: str, inside: str) -> dict[str, str]:
        """Return the id of every file under a folder of a commit; nothing where any of them may not be read."""
        entries = self.entries(commit, inside) or []
        paths = [entry.path.removeprefix(f"{inside}/") if inside else entry.path for entry in entries]
        is_plain = len(set(paths)) == len(paths) and not any(map(_refusal, entries, paths))
        return {path: entry.id for path, entry in zip(paths, entries, strict=True)} if is_plain else {}

    def read(self, ids: Mapping[str, str]) -> dict[str, bytes]:
        """Return the bytes of the files, by path, that are there."""
        texts = dict(self.texts(list(ids.values())))
        return {path: texts[id_] for path, id_ in ids.items() if id_ in texts}

    def stored(
        self, entries: Sequence[_Entry], inside: str, name: str, beside: Version | None
    ) -> tuple[dict[str, str], dict[str, Stored]]:
        """Return the id of every file, and its bytes or why it is not read; those of the version `beside` unread."""
        ids: dict[str, str] = {}
        stored: dict[str, Stored] = {}
        wanted: dict[str, _Entry] = {}
        for entry in entries:
            path = entry.path.removeprefix(f"{inside}/") if inside else entry.path
            place = Place(f"{name}/{path}" if path != inside else name)
            if path in ids:
                message = f"filen ”{path}” finns två gånger i samma mapp"
                stored[path] = Problem(place, "dubblerad-fil", message, "ta bort den ena")
                ids[path] = ""
                wanted.pop(path, None)
                continue
            ids[path] = entry.id
            refusal = _refusal(entry, path)
            stored[path] = Problem(place, *refusal) if refusal else b""
            is_known = beside is not None and beside.files.get(path) == entry.id and path in beside.parts
            if not refusal and not is_known:
                wanted[path] = entry
        texts = dict(self.texts([entry.id for entry in wanted.values()]))
        for path, entry in wanted.items():
            stored[path] = texts.get(entry.id, _lacking(Place(f"{name}/{path}"), "filens"))
        return ids, stored

    def texts(self, ids: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the bytes of each object that is there."""
        asked = list(dict.fromkeys(ids))
        given = "".join(f"{id_}\n" for id_ in asked).encode()
        answer = self.ask("cat-file", "--batch", "--buffer", given=given) if asked else None
        at = 0
        for id_ in asked if answer is not None else ():
            assert answer is not None
            end = answer.index(b"\n", at)
            words = answer[at:end].split()
            at = end + 1
            if words[-1] != b"missing":
                size = int(words[-1])
                yield id_, answer[at : at + size]
                at += size + 1


def _entry(line: bytes) -> _Entry:
    facts, _, path = line.partition(b"\t")
    mode, _, id_, size = facts.decode().split()
    return _Entry(mode, id_, int(size) if size.isdigit() else 0, path.decode(errors="replace"))


def _lacking(place: Place, whose: str) -> Problem:
    hint = "hämta hela arkivet, utan filter: git fetch --refetch"
    return Problem(place, "saknas-i-git", f"{whose} innehåll finns inte i arkivet", hint)


def _refusal(entry: _Entry, path: str) -> tuple[str, str, str] | None:
    """Say why what stands at a path may not be read, if it may not."""
    if entry.mode == LINK:
        message = f"”{path}” är en symbolisk länk, och sådana följs inte"
        return "symbolisk-lank", message, "lägg själva filen här i stället för länken"
    if entry.mode == MODULE:
        message = f"”{path}” är en undermodul, ett annat git-arkiv, och sådana läses inte"
        return "undermodul", message, "lägg själva filerna här i stället"
    return too_large(entry.size) if entry.size > MAX_BYTES else None
