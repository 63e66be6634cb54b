"""What the makers of pages share: the results, the findings, and how to find a line's source."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from vpgen.lifelines import IndicatorLine, Lifelines, make_indicator_lines, make_lifelines
from vpgen.model.content import Ref
from vpgen.pages import Origin
from vpgen.side_by_side import Against, Shared, find_against, find_shared

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vpgen.assessment import Results
    from vpgen.problems import Finding, Place
    from vpgen.thread import Orphan

    FindSource = Callable[[str, int], str | None]


@dataclass(frozen=True, eq=False)
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

    @cached_property
    def continued_by(self) -> Mapping[Ref, tuple[Ref, ...]]:
        """What continues each element of a plan, worked out once for all pages."""
        found: dict[Ref, list[Ref]] = {}
        for later, earlier in self.results.register.continues.items():
            for ref in dict.fromkeys(earlier):
                found.setdefault(ref, []).append(later)
        return {ref: tuple(each) for ref, each in found.items()}

    @cached_property
    def carried_by(self) -> Mapping[Ref, tuple[Ref, ...]]:
        """The goals that each goal of another plan has given rise to, worked out once for all pages."""
        found: dict[Ref, list[Ref]] = {}
        for (path, year), result in self.results.plans.items():
            for goal in result.plan.goals.values():
                if goal.giver:
                    found.setdefault(goal.giver, []).append(Ref(path, year, goal.id))
        return {ref: tuple(each) for ref, each in found.items()}

    @cached_property
    def shared(self) -> tuple[Shared, ...]:
        """The indicators of several bodies, worked out once for all pages."""
        return find_shared(self.results)

    @cached_property
    def against(self) -> tuple[Against, ...]:
        """The indicators with a value elsewhere to compare with, worked out once for all pages."""
        return find_against(self.results)

    def origin(self, place: Place) -> Origin:
        """Return a place of the content as an origin."""
        url = self.find_source(place.file, place.line)
        return Origin(place.file, place.line, url, self._documents.get(place.file, ""))

    @cached_property
    def _documents(self) -> dict[str, str]:
        """The name of the document in each file, with what it was rebuilt from."""
        documents = (source.document for source in self.results.register.documents())
        return {
            each.place.file: each.full_name + (" (återskapad)" if each.is_reconstructed else "")
            for each in documents
        }
