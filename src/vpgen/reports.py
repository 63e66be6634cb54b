"""Problems as text for people, and in the forms that other programs and forges read."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

import click

from vpgen.problems import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vpgen.problems import Problem

_WORDS = {Severity.ERROR: ("fel", "fel", "red"), Severity.WARNING: ("varning", "varningar", "yellow")}
_MARGIN = " " * 7
_WIDEST = 110  # characters of a source line that are shown
_BEFORE = 60  # of these, at most so many before the caret in a line that is cut


def as_text(problems: Iterable[Problem], *, colour: bool = False) -> str:
    """Show each problem with its line, a caret and what to write instead, in the order of the files; a count.

    Gives the empty string for no problems. `colour` adds ANSI codes.
    """
    ordered = sorted(problems)
    if not ordered:
        return ""
    return "\n\n".join([*(_one_text(problem, colour=colour) for problem in ordered), _count(ordered)])


def _one_text(problem: Problem, *, colour: bool) -> str:
    def paint(text: str, name: str) -> str:
        return click.style(text, fg=name, bold=True) if colour else text

    word, _, shade = _WORDS[problem.severity]
    place = problem.place
    where = paint(f"{visible(place.file)}:{place.line}:{place.column}", "bright_white")
    lines = [f"{where}: {paint(f'{word}:', shade)} {visible(problem.message)} [{problem.code}]"]
    if problem.source:
        source, before = _excerpt(problem.source, place.column - 1)
        lines.append(f"{paint(f'{place.line:>6} |', 'blue')} {source}".rstrip())
        lines.append(f"{paint(f'{_MARGIN}|', 'blue')} {_blank(before)}{paint('^', shade)}")
    for number, line in enumerate(problem.hint.split("\n") if problem.hint else ()):
        lines.append(f"{_MARGIN}{paint('=', 'blue') if number == 0 else ' '} {visible(line)}".rstrip())
    return "\n".join(lines)


def _excerpt(source: str, column: int) -> tuple[str, str]:
    """Cut a long line around the caret; return what is shown, and the part of it before the caret."""
    source = source.rstrip()
    start = max(0, min(column - _BEFORE, len(source) - _WIDEST)) if len(source) > _WIDEST else 0
    head, tail = "…" if start else "", "…" if start + _WIDEST < len(source) else ""
    shown = f"{head}{visible(source[start : start + _WIDEST])}{tail}"
    return shown, shown[: column - start + len(head)]


def visible(text: str) -> str:
    """Show control characters, and those that hide or turn text around, as a replacement character."""
    return "".join("\ufffd" if unicodedata.category(c) in {"Cc", "Cf"} and c != "\t" else c for c in text)


def _blank(text: str) -> str:
    """Give as many columns of blanks as the text fills on a screen; a tab stays a tab."""
    return "".join("\t" if character == "\t" else " " * _width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def _count(problems: list[Problem]) -> str:
    """Say how many problems there are in how many files: `3 fel och 1 varning i 2 filer`."""
    tally = Counter(problem.severity for problem in problems)
    parts = [
        f"{tally[kind]} {one if tally[kind] == 1 else many}"
        for kind, (one, many, _) in _WORDS.items()
        if tally[kind]
    ]
    files = len({problem.place.file for problem in problems})
    return f"{' och '.join(parts)} i {files} {'fil' if files == 1 else 'filer'}"


def as_json(problems: Iterable[Problem]) -> str:
    """Give a JSON object with the list `problems`, in the order of the files."""
    rows = [as_row(problem) for problem in sorted(problems)]
    return json.dumps({"problems": rows}, ensure_ascii=False, indent=2)


def as_row(problem: Problem) -> dict[str, str | int]:
    """Give a problem as JSON has it."""
    return {
        "file": problem.place.file,
        "line": problem.place.line,
        "column": problem.place.column,
        "code": problem.code,
        "severity": problem.severity.value,
        "message": problem.message,
        "hint": problem.hint,
    }


def as_github(problems: Iterable[Problem]) -> str:
    """Give GitHub workflow commands, one per problem, which it shows beside the lines of a pull request."""
    return "\n".join(
        f"::{problem.severity.value} file={_property(problem.place.file)},line={problem.place.line},"
        f"col={problem.place.column},title={_property(problem.code)}::"
        + _command_data("\n".join(part for part in (problem.message, problem.hint) if part))
        for problem in sorted(problems)
    )


def _command_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _command_data(text).replace(":", "%3A").replace(",", "%2C")


def as_azure(problems: Iterable[Problem]) -> str:
    """Give Azure Pipelines logging commands, one per problem, which it lists with their files and lines."""
    return "\n".join(
        f"##vso[task.logissue type={problem.severity.value};sourcepath={_azure_property(problem.place.file)};"
        f"linenumber={problem.place.line};columnnumber={problem.place.column};code={_azure_property(problem.code)};]"
        + _azure_data(". ".join(part for part in (problem.message, problem.hint) if part))
        for problem in sorted(problems)
    )


def _azure_data(text: str) -> str:
    return text.replace("%", "%AZP25").replace("\r", "%0D").replace("\n", "%0A")


def _azure_property(text: str) -> str:
    return _azure_data(text).replace(";", "%3B").replace("]", "%5D")


def as_gitlab(problems: Iterable[Problem]) -> str:
    """Give a GitLab Code Quality report; a fingerprint stays the same when its line moves in the file."""
    seen: Counter[str] = Counter()
    rows = []
    for problem in sorted(problems):
        identity = _identity(problem)
        seen[identity] += 1
        rows.append(
            {
                "description": ". ".join(part for part in (problem.message, problem.hint) if part),
                "check_name": problem.code,
                "fingerprint": hashlib.sha256(f"{identity}\n{seen[identity]}".encode()).hexdigest(),
                "severity": "major" if problem.severity is Severity.ERROR else "minor",
                "location": {"path": problem.place.file, "lines": {"begin": problem.place.line}},
            },
        )
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _identity(problem: Problem) -> str:
    """Tell problems apart without their line numbers, also those that the message mentions."""
    message = re.sub(r"\brad(erna)? \d+( och \d+)?", "rad", problem.message)
    return f"{problem.place.file}\n{problem.code}\n{message}\n{problem.source.strip()}"
