"""The content folder, made into a register or into every problem that stands in the way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vpgen.checks import check
from vpgen.lock import shown_locks
from vpgen.model.content import CONTRIBUTIONS, ELEMENTS, RISKS, ROWS, TABLES, counted, parts_of
from vpgen.problems import ContentError
from vpgen.publication import is_all_public, public
from vpgen.reading import read_folder
from vpgen.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from vpgen.model.content import DocumentKey, FollowUp, Goal, Plan, Register
    from vpgen.problems import Problem
    from vpgen.reading import Folder

    Held = dict[str, set[tuple[str, ...]]]


@dataclass(frozen=True)
class Loaded:
    """A register (None without an organisation), what was wrong, and the text of every file by line.

    `public` is the register without what is internal, the same where nothing is; None when something was wrong, or it
    was not asked for.
    """

    register: Register | None
    public: Register | None
    problems: tuple[Problem, ...]
    lines: Mapping[str, tuple[str, ...]]


def load(content: Path) -> Register:
    """Return the register of a content folder; raise ContentError with every problem of every file."""
    loaded = load_all(content, public_too=False)
    if loaded.problems or loaded.register is None:
        raise ContentError(loaded.problems)
    return loaded.register


def load_all(content: Path, *, public_too: bool = True) -> Loaded:
    """Return what can be made of a content folder, with every problem of every file.

    Its register without what is internal is made only if `public_too`.
    """
    return load_read(read_folder(content), public_too=public_too)


def load_read(folder: Folder, *, public_too: bool = True) -> Loaded:
    """Return what can be made of a folder that is read, with every problem of every file.

    Its register without what is internal is made only if `public_too`.
    """
    register, problems = resolve(folder)
    every = set(with_source(folder.every_problem(problems), folder.lines))
    opened = _opened(folder, register) if public_too and register is not None and not every else None
    return Loaded(register, opened, tuple(sorted(every)), folder.lines)


def _opened(folder: Folder, register: Register) -> Register | None:
    """Return the register of a folder without what is internal: where nothing is, the very same."""
    if is_all_public(folder):
        return register
    # What refers to something internal is not public either: that such references lead nowhere is no problem.
    opened, _ = resolve(public(folder, register))
    if opened is None:
        return None
    return replace(opened, shortened=dict(_shortened(register, opened)), locks=shown_locks(register, opened))


def errors_of(loaded: Loaded) -> tuple[Problem, ...]:
    """Return everything that stands in the way, also what the rules across files say."""
    # What stands on a line that could not be read was guessed: only that it could not is told.
    guessed = {(problem.place.file, problem.place.line) for problem in loaded.problems}
    found = check(loaded.register) if loaded.register else ()
    broken = [problem for problem in found if (problem.place.file, problem.place.line) not in guessed]
    return tuple(sorted({*loaded.problems, *with_source(broken, loaded.lines)}))


def _shortened(whole: Register, opened: Register) -> Iterator[tuple[DocumentKey, frozenset[str]]]:
    """Yield the documents, also replaced, of which something is not public, with the sorts of what is not."""
    every = dict(_contents(whole))
    for key, shown in _contents(opened):
        if sorts := frozenset(sort for sort, names in every[key].items() if names != shown.get(sort, set())):
            yield key, sorts


def _contents(register: Register) -> Iterator[tuple[DocumentKey, Held]]:
    """Yield what each plan holds, and what each follow-up answers."""
    yield from ((plan.document.key, _holds(plan)) for plan in _plans(register))
    for body in register.bodies.values():
        for follow_ups in body.follow_ups.values():
            yield from ((each.document.key, _answers(each)) for each in follow_ups)


def _plans(register: Register) -> Iterator[Plan]:
    for body in register.bodies.values():
        for year in body.plans:
            yield from body.plans_of(year)


def _holds(plan: Plan) -> Held:
    """Return the names of all that a plan holds, sort by sort."""
    goals, risks, contributions = plan.goals.values(), plan.risks.values(), plan.contributions.values()
    return {
        ELEMENTS: {(id_,) for id_, _ in plan.ids()},
        ROWS: {(row.goal, row.indicator.id) for goal in goals for row in goal.rows},
        RISKS: {(risk.id, measure) for risk in risks for measure in ("", *risk.measures)},
        TABLES: {(id_,) for id_ in plan.contents.tables},
        CONTRIBUTIONS: {(each.id, goal) for each in contributions for goal in ("", *each.goals)},
        **_counts(
            {goal.id: (goal, [row.indicator.id for row in goal.rows]) for goal in goals}, plan.assignments
        ),
    }


def _answers(follow_up: FollowUp) -> Held:
    """Return the names of all that a follow-up answers and something is counted from, sort by sort."""
    goals = {
        id_: (report.goal, [row.planned.indicator.id for row in report.rows])
        for id_, report in follow_up.goals.items()
    }
    rows: set[tuple[str, ...]] = {(id_, row) for id_, (_, rows) in goals.items() for row in rows}
    return {ROWS: rows, **_counts(goals, follow_up.assignments)}


def _counts(goals: Mapping[str, tuple[Goal, Iterable[str]]], assignments: Iterable[str]) -> Held:
    """Return the names of what summaries and goals are counted from; `goals` with the ids of their indicators."""
    found: Held = {counted("uppdrag"): {(id_,) for id_ in assignments}}
    for id_, (goal, rows) in goals.items():
        found.setdefault(counted(goal.kind), set()).add((id_,))
        found.setdefault(parts_of(id_), set()).update(("", row) for row in rows)
        if goal.under:
            found.setdefault(parts_of(goal.under), set()).add((id_,))
    return found


def with_source(problems: Iterable[Problem], lines: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    """Yield each problem with the line of the file that it points at."""
    for problem in problems:
        text = lines.get(problem.place.file, ())
        inside = 0 < problem.place.line <= len(text)
        yield replace(problem, source=problem.source or (text[problem.place.line - 1] if inside else ""))
