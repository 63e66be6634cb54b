"""Writes the content of a version out of git, byte for byte as git has it.

    content.py COMMIT FOLDER    makes the new folder FOLDER hold what is in content/ of COMMIT

So that `vpgen check` and `vpgen build` read the same bytes as `vpgen diff`: no attribute (line ends, encodings, filters),
whoever wrote it, has a say. Hidden files, which vpgen leaves out, are left out. Nothing is made that could be run, and
a symbolic link becomes one that leads nowhere, so that vpgen still tells of it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LINK, MODULE = "120000", "160000"
"""The modes that git gives symbolic links and submodules."""
ATTRIBUTES = ".gitattributes"
NOWHERE = "en-lank-som-inte-foljs"
ONLY_WHAT_IS_HERE = {"GIT_NO_REPLACE_OBJECTS": "1", "GIT_NO_LAZY_FETCH": "1"}


class CannotWriteError(Exception):
    """The content cannot be written; the text says in Swedish why."""


class Entry(NamedTuple):
    """What stands in git at a path in the content."""

    mode: str
    id: str
    path: str

    @property
    def is_hidden(self) -> bool:
        """Whether it, or a folder that it is in, is none that anybody means as content."""
        return any(part.startswith(".") for part in self.path.split("/"))


def write(commit: str, folder: Path) -> list[str]:
    """Write the content of a commit in a folder that does not exist; give what to tell of it."""
    entries = list(_entries(commit))
    for entry in entries:
        _look_at(entry)
    shown = [entry for entry in entries if not entry.is_hidden]
    folder.mkdir()
    with _texts() as text_of:
        for entry in shown:
            if entry.mode != LINK:
                path = folder / entry.path
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("xb") as stream:
                    stream.write(text_of(entry.id))
    # Last, so that nothing is written through one.
    for entry in shown:
        if entry.mode == LINK:
            (folder / entry.path).parent.mkdir(parents=True, exist_ok=True)
            (folder / entry.path).symlink_to(NOWHERE)
    return [
        f"content/{entry.path} gäller inte här: filerna läses byte för byte som de ligger i git"
        for entry in entries
        if entry.path.rpartition("/")[2].lower() == ATTRIBUTES
    ]


def _look_at(entry: Entry) -> None:
    if not {"", ".", ".."}.isdisjoint(entry.path.split("/")):
        raise CannotWriteError(f"”content/{entry.path}” är ingen sökväg i content")
    if entry.mode == MODULE:
        raise CannotWriteError(
            f"”content/{entry.path}” är en undermodul, ett annat git-arkiv, och sådana läses inte"
        )


def _entries(commit: str) -> Iterator[Entry]:
    done = subprocess.run(  # noqa: S603 - no shell, and the commit is an id
        [_git(), "ls-tree", "-r", "-z", "--full-tree", f"{commit}:content"],
        capture_output=True,
        env=os.environ | ONLY_WHAT_IS_HERE,
        check=False,
    )
    if done.returncode:
        raise CannotWriteError(f"det går inte att läsa content i versionen {commit}")
    for line in done.stdout.split(b"\0"):
        if line:
            facts, _, path = line.partition(b"\t")
            mode, _, id_ = facts.decode().split()
            yield Entry(mode, id_, os.fsdecode(path))


@contextmanager
def _texts() -> Iterator[Callable[[str], bytes]]:
    """Give what gives the bytes of an object by its id."""
    with subprocess.Popen(  # noqa: S603 - no shell, and what is asked for are ids that git gave
        [_git(), "cat-file", "--batch"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | ONLY_WHAT_IS_HERE,
    ) as git:
        asked, answers = git.stdin, git.stdout
        assert asked is not None
        assert answers is not None

        def text_of(id_: str) -> bytes:
            asked.write(f"{id_}\n".encode())
            asked.flush()
            words = answers.readline().split()
            if len(words) != 3 or words[1] != b"blob":  # noqa: PLR2004 - id, kind and size
                raise CannotWriteError(
                    "en fils innehåll finns inte i arkivet; hämta hela historiken, utan filter"
                )
            text = answers.read(int(words[2]) + 1)
            return text[:-1]

        yield text_of


def _git() -> str:
    program = shutil.which("git")
    if program is None:
        raise CannotWriteError("programmet git finns inte här")
    return program


def main(words: list[str]) -> int:
    """Do what the words ask; 0 when done, 1 where it cannot be, 2 for words that ask nothing."""
    match words:
        case [commit, folder]:
            try:
                told = write(commit, Path(folder))
            except (CannotWriteError, OSError) as error:
                print(f"Fel: {error}", file=sys.stderr)
                return 1
            for each in told:
                print(f"Obs: {each}", file=sys.stderr)
            return 0
        case _:
            print("Så här: content.py COMMIT MAPP", file=sys.stderr)
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
