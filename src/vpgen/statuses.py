"""A board's own assessment in its legend's words, or which kind of nothing there is; and how they are counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from vpgen.model.files import NOT_ASSESSED, UNKNOWN, Level, Scale, complete
from vpgen.values import Missing, Value, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vpgen.history import Key, Point
    from vpgen.model.control import MeasureReportEntry
    from vpgen.model.files import AssessedEntry, Legend

    History = Mapping[Key, tuple[Point, ...]]


NOT_FILLED = "ej ifylld"
ALWAYS_COUNTED = (NOT_ASSESSED, UNKNOWN)
"""Tallied and shown even when nobody has them: no reader may take a missing judgement for a good one."""


class StatusKind(StrEnum):
    """Whether something was assessed, and if not, which kind of nothing it is."""

    LEVEL = "nivå"
    NOT_ASSESSED = NOT_ASSESSED
    UNKNOWN = UNKNOWN
    NOT_FILLED = NOT_FILLED


@dataclass(frozen=True)
class Status:
    """An assessment in the legend's own word, or why there is none."""

    kind: StatusKind
    word: str
    level: Level | None
    reason: str

    @property
    def is_verdict(self) -> bool:
        """Whether it says how it went."""
        return self.level is not None and self.level.is_verdict

    @property
    def is_raised(self) -> bool:
        """Whether those that have it need attention."""
        return self.level is not None and bool(self.level.raised)


@dataclass(frozen=True)
class Tally:
    """How many have each word, in the order of the scale. Tallies add up."""

    counts: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: Tally) -> Tally:
        """Add word by word."""
        words = dict.fromkeys([*self.counts, *other.counts])
        return Tally({word: self.counts.get(word, 0) + other.counts.get(word, 0) for word in words})

    @property
    def total(self) -> int:
        """How many were counted."""
        return sum(self.counts.values())


def assessed(entry: AssessedEntry | None, scale: Scale, *, transcript: bool) -> Status:
    """Return the board's own assessment in the legend's words."""
    word = entry.assessment.lower() if entry and entry.assessment else None
    if entry and word in scale.levels:
        return Status(StatusKind.LEVEL, word, scale.levels[word], entry.reason or scale.levels[word].meaning)
    if entry and word == NOT_ASSESSED:
        return Status(StatusKind.NOT_ASSESSED, NOT_ASSESSED, None, entry.reason or "")
    if transcript:
        return Status(StatusKind.UNKNOWN, UNKNOWN, None, "framgår inte av källan")
    return Status(StatusKind.NOT_FILLED, NOT_FILLED, None, "bedömningen är inte ifylld ännu")


def indicator_status(
    word: str | None, outcome: Value | Missing | None, scale: Scale, *, transcript: bool
) -> Status:
    """Return an indicator's status: the document's word, else what the legend says of the outcome's word."""
    if word is None and isinstance(outcome, Word):
        word = outcome.text
    if word is not None and word.lower() in scale.levels:
        level = scale.levels[word.lower()]
        return Status(StatusKind.LEVEL, word.lower(), level, level.meaning)
    missing = scale.for_missing
    if isinstance(outcome, Missing) and outcome.kind != UNKNOWN and missing:
        level = scale.levels[missing]
        return Status(StatusKind.LEVEL, missing, level, outcome.reason or level.meaning)
    if transcript:
        return Status(StatusKind.UNKNOWN, UNKNOWN, None, "framgår inte av källan")
    return Status(StatusKind.NOT_FILLED, NOT_FILLED, None, "statusen är inte ifylld ännu")


MEASURE_SCALE = Scale.model_construct(
    heading="Åtgärder i internkontrollplanen",
    levels=complete(
        {
            "avslutad": Level.model_construct(meaning="genomförd", colour="grön", shape="cirkel"),
            "pågår": Level.model_construct(meaning="påbörjad", colour="gul", shape="triangel"),
            "ej genomförd": Level.model_construct(meaning="inte genomförd", colour="röd", shape="fyrkant"),
        }
    ),
)
"""How measures of internal control stand, where the organisation's legend says nothing of its own."""


def measure_scale(legend: Legend) -> Scale:
    """Return the scale of a year's measures of internal control."""
    return legend.measure or MEASURE_SCALE


def scale_of(kind: str, legend: Legend) -> Scale:
    """Return the scale of what a tally counts; a kind of goal where it is no other kind.

    Raises AssertionError for indicators without a scale of their own, of which there are no statuses.
    """
    match kind:
        case "uppdrag":
            return legend.of_assignments
        case "aktiviteter":
            return legend.of_activities
        case "indikatorer":
            assert legend.indicator is not None, "indicators without a scale are not counted"
            return legend.indicator
        case "åtgärder":
            return measure_scale(legend)
        case _:
            return legend.assessment


def measure_status(entry: MeasureReportEntry | None, scale: Scale, *, transcript: bool) -> Status:
    """Return how a measure of internal control stands, in the legend's words."""
    word = entry.status.lower() if entry and entry.status else None
    if word in scale.levels:
        return Status(StatusKind.LEVEL, word, scale.levels[word], scale.levels[word].meaning)
    if transcript:
        return Status(StatusKind.UNKNOWN, UNKNOWN, None, "framgår inte av källan")
    return Status(StatusKind.NOT_FILLED, NOT_FILLED, None, "statusen är inte ifylld ännu")


def tally_name(kind: str) -> str:
    """Return the heading of a tally: what is counted in it."""
    return "Målsättningar" if kind == "målsättning" else kind[:1].upper() + kind[1:]


def tally(statuses: Iterable[Status], scale: Scale) -> Tally:
    """Count statuses by word, in the order of the scale, with what was not assessed and not known."""
    counted = Counter(status.word for status in statuses)
    words = dict.fromkeys([*scale.levels, *ALWAYS_COUNTED, *counted])
    return Tally({word: counted[word] for word in words})


def change_status(entry: AssessedEntry | None, scale: Scale, *, transcript: bool) -> Status:
    word = entry.change.lower() if entry and entry.change else None
    if word in scale.levels:
        return Status(StatusKind.LEVEL, word, scale.levels[word], scale.levels[word].meaning)
    kind, reason = (
        (StatusKind.UNKNOWN, "framgår inte av källan")
        if transcript
        else (StatusKind.NOT_FILLED, "inte ifylld ännu")
    )
    return Status(kind, str(kind), None, reason)
