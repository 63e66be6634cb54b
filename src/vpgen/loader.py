"""The content folder, made into a register or into every problem that stands in the way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vpgen.model.content import CONTRIBUTIONS, ELEMENTS, RISKS, ROWS, TABLES
from vpgen.problems import ContentError
from vpgen.publication import public
from vpgen.reading import read_folder
from vpgen.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from vpgen.model.content import DocumentKey, Plan, Register
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
        opened = replace(opened, shortened=dict(_shortened(register, opened)))
    return Loaded(register, opened, tuple(sorted(every)), folder.lines)


def _shortened(whole: Register, opened: Register) -> Iterator[tuple[DocumentKey, frozenset[str]]]:
    """Yield the plans, in force and replaced, of which something is not public, with the sorts of what is not."""
    every = {plan.document.key: _holds(plan) for plan in _plans(whole)}
    for plan in _plans(opened):
        shown, there = _holds(plan), every[plan.document.key]
        if sorts := frozenset(sort for sort, names in there.items() if names != shown[sort]):
            yield plan.document.key, sorts


def _plans(register: Register) -> Iterator[Plan]:
    for body in register.bodies.values():
        for year in body.plans:
            yield from body.plans_of(year)


def _holds(plan: Plan) -> dict[str, set[tuple[str, ...]]]:
    """Return the names of all that a plan holds, sort by sort."""
    goals, risks, contributions = plan.goals.values(), plan.risks.values(), plan.contributions.values()
    return {
        ELEMENTS: {(id_,) for id_, _ in plan.ids()},
        ROWS: {(row.goal, row.indicator.id) for goal in goals for row in goal.rows},
        RISKS: {(risk.id, measure) for risk in risks for measure in ("", *risk.measures)},
        TABLES: {(id_,) for id_ in plan.contents.tables},
        CONTRIBUTIONS: {(each.id, goal) for each in contributions for goal in ("", *each.goals)},
    }


def with_source(problems: Iterable[Problem], lines: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    """Yield each problem with the line of the file that it points at."""
    for problem in problems:
        text = lines.get(problem.place.file, ())
        inside = 0 < problem.place.line <= len(text)
        yield replace(problem, source=problem.source or (text[problem.place.line - 1] if inside else ""))
