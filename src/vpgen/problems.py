"""What is wrong in the content, where, and what to write instead."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Severity(StrEnum):
    """How much a problem weighs: an error stops the build, a warning is shown and the build goes on."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True)
class Place:
    """A spot in a content file: path as shown to the author, line and column counted from 1."""

    file: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that the author should look at.

    `code` is stable, lower-case ASCII words joined by hyphens (`okant-falt`). `message` is a Swedish sentence
    without its full stop, `hint` says what to write. `source` is the line of the file, for display.
    """

    place: Place
    code: str
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    source: str = ""


CONTROL_FINDINGS = ("risk-forsvunnen",)
"""The findings that are about internal control."""


@dataclass(frozen=True)
class Finding:
    """Two things that do not agree: a Swedish sentence without full stop, and where they stand.

    The first place is the one to look at first. `indicator` is set when it concerns one; `cells` are the cells of
    tables that it marks, named in full; `explanation` is the author's reason, where one is given. `about` are the cells
    and figures, named in full, whose explanation would be its; `remedy` says what may be written, beside comparing.
    """

    code: str
    sentence: str
    places: tuple[Place, ...]
    indicator: str | None = None
    cells: tuple[str, ...] = ()
    explanation: str = ""
    about: tuple[str, ...] = ()
    remedy: str = ""

    @property
    def concerns_control(self) -> bool:
        """Whether it is about internal control."""
        return self.code in CONTROL_FINDINGS


class ContentError(Exception):
    """The content cannot be built: carries every problem that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__(f"{len(self.problems)} problem")
