"""The content folder, made into a register or into every problem that stands in the way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vpgen.problems import ContentError
from vpgen.publication import public
from vpgen.reading import read_folder
from vpgen.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from vpgen.model.content import Register
    from vpgen.problems import Problem


@dataclass(frozen=True)
class Loaded:
    """A register (None without an organisation), what was wrong, and the text of every file by line.

    `public` is the register without what is internal; None when something was wrong.
    """

    register: Register | None
    public: Register | None
    problems: tuple[Problem, ...]
    lines: Mapping[str, tuple[str, ...]]


def load(content: Path) -> Register:
    """Return the register of a content folder; raise ContentError with every problem of every file."""
    loaded = load_all(content)
    if loaded.problems or loaded.register is None:
        raise ContentError(loaded.problems)
    return loaded.register


def load_all(content: Path) -> Loaded:
    """Return what can be made of a content folder, with every problem of every file."""
    folder = read_folder(content)
    register, problems = resolve(folder)
    every = set(with_source(folder.every_problem(problems), folder.lines))
    # What refers to something internal is not public either: that such references lead nowhere is no problem.
    opened = resolve(public(folder, register))[0] if register and not every else None
    if register and opened:
        opened = replace(opened, shortened=frozenset(_shortened(register, opened)))
    return Loaded(register, opened, tuple(sorted(every)), folder.lines)


def _shortened(whole: Register, opened: Register) -> Iterator[tuple[str, int]]:
    """Yield the plans, by body path and year, of which something is not public."""
    for body in opened.bodies.values():
        for year, plan in body.plans.items():
            every = whole.bodies[body.id].plans[year]
            if {*plan.ids()} != {*every.ids()} or set(plan.risks) != set(every.risks):
                yield body.path, year


def with_source(problems: Iterable[Problem], lines: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    """Yield each problem with the line of the file that it points at."""
    for problem in problems:
        text = lines.get(problem.place.file, ())
        inside = 0 < problem.place.line <= len(text)
        yield replace(problem, source=problem.source or (text[problem.place.line - 1] if inside else ""))
