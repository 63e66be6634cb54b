"""What the makers of pages share: the results, the findings, and how to find a line's source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vpgen.pages import Origin

if TYPE_CHECKING:
    from collections.abc import Callable

    from vpgen.assessment import Results
    from vpgen.problems import Finding, Place

    FindSource = Callable[[str, int], str | None]


@dataclass(frozen=True)
class Look:
    """What the makers of pages share: the results, the findings, and how to find a line's source."""

    results: Results
    findings: tuple[Finding, ...]
    find_source: FindSource

    def origin(self, place: Place) -> Origin:
        """Return a place of the content as an origin."""
        return Origin(place.file, place.line, self.find_source(place.file, place.line))
