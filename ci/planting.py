"""Plants known changes in a copy of the content, and tells whether `vpgen diff` shows each of them and nothing else.

    planting.py FOLDER    where FOLDER/content is the copy, which is changed, and FOLDER becomes a git repository

What files are called and what they hold is handled as names and bytes alone: no shell, no pattern and no option is made
of it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

PLANTED = "sjalvtest-planterad"
FILE = Path("content/indikatorer/sjalvtest.yml")
ADDED = f"{PLANTED}:\n  namn: Planterad före\n  enhet: st\n  bra: högt\n"
RENAMED = f"{PLANTED}:\n  namn: Planterad efter\n  enhet: st\n  bra: högt\n"
REWRITTEN = f'# Samma sak, skrivet om.\n{PLANTED}:\n  bra: "högt"\n  enhet: st\n\n  namn: Planterad efter\n'
OUTCOME = re.compile(rb"^ +utfall: ([1-9][0-9]{0,2})(?: %)?\r?$", re.MULTILINE)
MOST_TRIED = 10
ALONE = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_ATTR_NOSYSTEM": "1"}
SETTINGS = (
    "user.name=vpgen",
    "user.email=vpgen@example.org",
    f"core.attributesFile={os.devnull}",
    f"core.hooksPath={os.devnull}",
    "core.autocrlf=false",
    "core.quotePath=true",
)

Change = dict[str, Any]


class BlindError(Exception):
    """The comparison is not to be trusted; the text says in Swedish why."""


class Outcome(NamedTuple):
    """An outcome in a file that is a whole number: where its digits are, and on which line."""

    path: Path
    start: int
    end: int
    line: int

    def plant(self) -> tuple[str, str]:
        """Write one more in the file; give the number before and after."""
        raw = self.path.read_bytes()
        before = raw[self.start : self.end].decode()
        after = str(int(before) + 1)
        self.path.write_bytes(raw[: self.start] + after.encode() + raw[self.end :])
        return before, after


class Comparison:
    """The program vpgen, asked about the versions that are kept in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git, self.vpgen = _program("git"), _program("vpgen")
        # An outcome that is planted may be internal.
        self.options = ["--intern"] if "--intern" in self.run(self.vpgen, "diff", "--help").stdout else []
        self.do_git("init", "--quiet", ".")

    def run(self, program: str, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 - no shell, and no words but our own
            [program, *words],
            cwd=self.folder,
            env=os.environ | ALONE,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )

    def do_git(self, *words: str) -> None:
        """Run git; raise BlindError where it says no."""
        done = self.run(self.git, *(part for each in SETTINGS for part in ("-c", each)), *words)
        if done.returncode:
            raise BlindError(f"git {words[0]} gick inte att köra: {done.stderr.strip()}")

    def keep(self, name: str) -> None:
        """Keep the content as it lies as a version of this name."""
        self.do_git("add", "--all", "--force", ".")
        self.do_git("commit", "--quiet", "--allow-empty", "-m", name)
        self.do_git("tag", "--force", name)

    def ask(self, before: str, after: str) -> tuple[list[Change] | None, str]:
        """Give what differs between two versions; None, and why, where it cannot be told."""
        done = self.run(self.vpgen, "diff", before, after, "--format", "json", *self.options)
        if done.returncode:
            return None, done.stderr + done.stdout
        try:
            return list(json.loads(done.stdout)["changes"]), ""
        except (ValueError, KeyError, TypeError) as error:
            raise BlindError(f"vpgen diff {before} {after} svarade inte med JSON: {error}") from error

    def changes(self, before: str, after: str) -> list[Change]:
        """Give what differs between two versions; raise BlindError where it cannot be told."""
        found, why = self.ask(before, after)
        if found is None:
            raise BlindError(f"vpgen diff {before} {after} gick inte att köra\n{why}")
        return found


def plant_indicator(comparison: Comparison, folder: Path) -> None:
    """Add an indicator that no content has, rename it, write it another way; each must be seen as what it is."""
    path = folder / FILE
    if path.exists():
        raise BlindError(f"{FILE} finns redan")
    comparison.keep("fore")
    path.parent.mkdir(exist_ok=True)
    for name, text in (("tillagd", ADDED), ("andrad", RENAMED), ("omskriven", REWRITTEN)):
        path.write_text(text, encoding="utf-8")
        comparison.keep(name)
    path.unlink()

    def need(before: str, after: str, what: str, words: tuple[str, ...], otherwise: str) -> None:
        if not _is_just(comparison.changes(before, after), what, words):
            raise BlindError(otherwise)

    names = ("Planterad före", "Planterad efter")
    need(
        "fore", "tillagd", "tillagd", (PLANTED,), "en ny indikator syns inte i jämförelsen, eller inte ensam"
    )
    need("tillagd", "andrad", "ändrad", names, "ett ändrat namn syns inte i jämförelsen, eller inte ensamt")
    if comparison.changes("andrad", "omskriven"):
        raise BlindError("en fil som bara skrivits om visas som ändrad")
    need("omskriven", "tillagd", "ändrad", names, "åt andra hållet syns namnet inte, eller inte ensamt")
    need("tillagd", "fore", "borttagen", (PLANTED,), "en borttagen indikator syns inte, eller inte ensam")


def _is_just(changes: list[Change], what: str, words: tuple[str, ...]) -> bool:
    """Whether there is one change and no other, of this sort, that holds all the words."""
    if len(changes) != 1 or changes[0].get("what") != what:
        return False
    told = json.dumps(changes[0], ensure_ascii=False)
    return all(word in told for word in words)


def plant_outcome(comparison: Comparison, folder: Path) -> bool:
    """Change an outcome of the content, which must be seen; false where none can be without breaking a rule of the content."""
    for _, outcome in zip(range(MOST_TRIED), _outcomes(folder / "content"), strict=False):
        raw = outcome.path.read_bytes()
        before, after = outcome.plant()
        comparison.keep("utfall")
        outcome.path.write_bytes(raw)
        found, _ = comparison.ask("fore", "utfall")
        if found is not None:
            if not _is_outcome(found, before, after):
                where = f"rad {outcome.line} i {outcome.path.relative_to(folder).as_posix()}"
                text = f"utfallet på {where} ändrat från {before} till {after} syns inte i jämförelsen, eller inte ensamt"
                raise BlindError(text)
            return True
    return False


def _is_outcome(changes: list[Change], before: str, after: str) -> bool:
    if not _is_just(changes, "ändrad", ()):
        return False
    sides = ((changes[0].get("before"), before), (changes[0].get("after"), after))
    return all(re.match(rf"{number}\b", str(shown)) for shown, number in sides)


def _outcomes(content: Path) -> Iterator[Outcome]:
    """Yield the outcomes that are whole numbers, in the order of the files that vpgen reads."""
    for path in _files(content):
        raw = path.read_bytes()
        for found in OUTCOME.finditer(raw):
            yield Outcome(path, *found.span(1), raw.count(b"\n", 0, found.start()) + 1)


def _files(folder: Path) -> Iterator[Path]:
    """Yield the YAML files in a folder, sorted: nothing hidden, and through no symbolic link."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.is_symlink():
            continue
        if path.is_dir():
            yield from _files(path)
        elif path.suffix == ".yml" and path.is_file():
            yield path


def _program(name: str) -> str:
    program = shutil.which(name)
    if program is None:
        raise BlindError(f"programmet {name} finns inte här")
    return program


def main(words: list[str]) -> int:
    """Do what the words ask; 0 where the comparison sees what it should, 1 where not, 2 for words that ask nothing."""
    match words:
        case [given]:
            folder = Path(given).resolve()
            try:
                comparison = Comparison(folder)
                plant_indicator(comparison, folder)
                print("Självtest: det som planterades syns i jämförelsen, och inget annat.", file=sys.stderr)
                if plant_outcome(comparison, folder):
                    print(
                        "Självtest: ett ändrat utfall syns i jämförelsen, och inget annat.", file=sys.stderr
                    )
            except BlindError as error:
                print(f"Fel: självtest: {error}", file=sys.stderr)
                return 1
            return 0
        case _:
            print("Så här: planting.py MAPP", file=sys.stderr)
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
