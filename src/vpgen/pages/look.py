"""What the makers of pages share: the results, the findings, and how to find a line's source."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from vpgen.lifelines import IndicatorLine, Lifelines, make_indicator_lines, make_lifelines
from vpgen.pages import Origin

if TYPE_CHECKING:
    from collections.abc import Callable

    from vpgen.assessment import Results
    from vpgen.problems import Finding, Place
    from vpgen.thread import Orphan

    FindSource = Callable[[str, int], str | None]


@dataclass(frozen=True)
class Look:
    """What the makers of pages share: the results, the findings, and how to find a line's source."""

    results: Results
    findings: tuple[Finding, ...]
    find_source: FindSource
    orphans: tuple[Orphan, ...] = ()

    @cached_property
    def lifelines(self) -> Lifelines:
        """Every lifeline, worked out once for all pages."""
        return make_lifelines(self.results.register)

    @cached_property
    def indicator_lines(self) -> tuple[IndicatorLine, ...]:
        """The indicators of several years, worked out once for all pages."""
        return make_indicator_lines(self.results.register)

    def origin(self, place: Place) -> Origin:
        """Return a place of the content as an origin."""
        return Origin(place.file, place.line, self.find_source(place.file, place.line))
