"""A board's own assessment in its legend's words, or which kind of nothing there is; and how they are counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from vpgen.model.files import NOT_ASSESSED, UNKNOWN, Level, Scale
from vpgen.values import Missing, Value, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vpgen.history import Key, Point
    from vpgen.judging import Verdict
    from vpgen.model.content import Rule
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
    missing = next(((name, level) for name, level in scale.levels.items() if level.stands_for_missing), None)
    if isinstance(outcome, Missing) and outcome.kind != UNKNOWN and missing:
        return Status(StatusKind.LEVEL, missing[0], missing[1], outcome.reason or missing[1].meaning)
    if transcript:
        return Status(StatusKind.UNKNOWN, UNKNOWN, None, "framgår inte av källan")
    return Status(StatusKind.NOT_FILLED, NOT_FILLED, None, "statusen är inte ifylld ännu")


MEASURE_SCALE = Scale.model_construct(
    heading="Åtgärder i internkontrollplanen",
    levels={
        "avslutad": Level.model_construct(
            meaning="genomförd", colour="grön", shape="cirkel", arrow=None, stands_for_missing=False
        ),
        "pågår": Level.model_construct(
            meaning="påbörjad", colour="gul", shape="triangel", arrow=None, stands_for_missing=False
        ),
        "ej genomförd": Level.model_construct(
            meaning="inte genomförd", colour="röd", shape="fyrkant", arrow=None, stands_for_missing=False
        ),
    },
)
"""How measures of internal control stand, where the organisation's legend says nothing of its own."""


def measure_scale(legend: Legend) -> Scale:
    """Return the scale of a year's measures of internal control."""
    return legend.measure or MEASURE_SCALE


def measure_status(entry: MeasureReportEntry | None, scale: Scale, *, transcript: bool) -> Status:
    """Return how a measure of internal control stands, in the legend's words."""
    word = entry.status.lower() if entry and entry.status else None
    if word in scale.levels:
        return Status(StatusKind.LEVEL, word, scale.levels[word], scale.levels[word].meaning)
    if transcript:
        return Status(StatusKind.UNKNOWN, UNKNOWN, None, "framgår inte av källan")
    return Status(StatusKind.NOT_FILLED, NOT_FILLED, None, "statusen är inte ifylld ännu")


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


def propose(rule: Rule, verdicts: Sequence[Verdict], scale: Scale) -> Status:
    """Return the status that the adopted rule gives a goal from its indicators, or why it gives none."""
    undecided = sum(verdict.kind == "kan inte avgöras" for verdict in verdicts)
    if not verdicts or undecided:
        reason = (
            f"{undecided} av {len(verdicts)} indikatorer kan inte avgöras"
            if verdicts
            else "målet har inga indikatorer"
        )
        return Status(StatusKind.NOT_ASSESSED, NOT_ASSESSED, None, reason)
    reached = sum(verdict.kind == "nått" for verdict in verdicts)
    for word, share in rule.shares:
        if reached * 100 >= share * len(verdicts):
            reason = f"{reached} av {len(verdicts)} indikatorer är nådda ({rule.decision})"
            return Status(StatusKind.LEVEL, word, scale.levels.get(word), reason)
    return Status(StatusKind.NOT_ASSESSED, NOT_ASSESSED, None, "regeln säger inget om detta fall")
