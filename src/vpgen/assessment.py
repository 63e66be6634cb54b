"""Statuses with reasons, verdicts, tallies: what the follow-ups say, and what follows from their figures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from vpgen.history import Key, Point
from vpgen.judging import Case, Change, Verdict, change, judge
from vpgen.model.content import FollowUp, Plan
from vpgen.model.files import NOT_ASSESSED, UNKNOWN
from vpgen.numbers import Quantity, difference, format_quantity
from vpgen.periods import label, years_apart
from vpgen.values import Missing, Value, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from vpgen.model.content import Goal, GoalReport, Register, ReportedRow, Row, Rule
    from vpgen.model.fields import Reading
    from vpgen.model.files import AssessedEntry, Level, Scale, ValueEntry
    from vpgen.periods import Period

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


@dataclass(frozen=True)
class RowResult:
    """An indicator in a document: its outcome, the rule's verdict and the direction, each with its reason.

    `status` is the document's own word for the indicator; None in a plan, which has none.
    """

    row: Row
    key: Key
    entry: ValueEntry
    reading: Reading | None
    period: Period | None
    verdict: Verdict
    change: Change
    status: Status | None


@dataclass(frozen=True)
class GoalResult:
    """A goal in a follow-up. `proposal` is what the adopted rule gives, with its reason; None without a rule."""

    goal: Goal
    report: GoalReport | None
    status: Status
    change: Status | None
    rows: tuple[RowResult, ...]
    proposal: Status | None


@dataclass(frozen=True)
class SummaryLine:
    """A line of the printed summary beside the count of what is known, and what follows from both."""

    kind: str
    number: int | None
    printed: Mapping[str, int]
    known: Tally
    sentence: str
    contradiction: bool


@dataclass(frozen=True)
class FollowUpResult:
    """Everything that a follow-up says, assessed. `tallies` is by kind of goal, and `uppdrag`, `indikatorer`."""

    follow_up: FollowUp
    goals: Mapping[str, GoalResult]
    assignments: Mapping[str, Status]
    activities: Mapping[str, Status]
    tallies: Mapping[str, Tally]
    summary: tuple[SummaryLine, ...]


@dataclass(frozen=True)
class PlanResult:
    """A plan's indicators by goal: where the latest known outcome stands against the targets."""

    plan: Plan
    rows: Mapping[str, tuple[RowResult, ...]]


@dataclass(frozen=True)
class Results:
    """All that is derived from the register, keyed by the path of the body and the year (and the document)."""

    register: Register
    history: History
    plans: Mapping[tuple[str, int], PlanResult]
    follow_ups: Mapping[tuple[str, int, str], FollowUpResult]

    def newest(self, path: str, year: int) -> FollowUpResult | None:
        """Return the last follow-up of the body's year."""
        found = [
            result for (body, when, _), result in self.follow_ups.items() if (body, when) == (path, year)
        ]
        return max(found, key=lambda result: result.follow_up.period.end, default=None)


def assess(register: Register, history: History) -> Results:
    """Return every document of the register, assessed."""
    plans = {}
    follow_ups = {}
    for source in register.documents():
        document = source.document
        if isinstance(source, Plan):
            rows = {
                id_: tuple(assess_planned(row, history) for row in goal.rows)
                for id_, goal in source.goals.items()
            }
            plans[document.path, document.year] = PlanResult(source, rows)
        else:
            follow_ups[document.path, document.year, document.slug] = assess_follow_up(
                source, register, history
            )
    return Results(register, history, plans, follow_ups)


# -- statuses


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


def tally(statuses: Iterable[Status], scale: Scale) -> Tally:
    """Count statuses by word, in the order of the scale, with what was not assessed and not known."""
    counted = Counter(status.word for status in statuses)
    words = dict.fromkeys([*scale.levels, *ALWAYS_COUNTED, *counted])
    return Tally({word: counted[word] for word in words})


# -- indicators


def assess_planned(row: Row, history: History) -> RowResult:
    """Return an indicator in a plan: the year has not been yet, so nothing is reached or not."""
    key = _key(row, row.scope, row.series)
    reading, period = row.entry.outcome, row.period
    return RowResult(
        row,
        key,
        row.entry,
        reading,
        period,
        _before(row, reading, period),
        _change(row, key, reading, period, history),
        None,
    )


def _before(row: Row, reading: Reading | None, period: Period | None) -> Verdict:
    """Say where the latest known outcome stands, without a verdict."""
    if row.target is None:
        return Verdict("kan inte avgöras", "inget målvärde är satt")
    if row.entry.doubt:
        return Verdict("kan inte avgöras", row.entry.doubt)
    if reading is None or period is None:
        return Verdict(
            "kan inte avgöras", "planen anger inget tidigare utfall; målvärdet följs upp efter årets slut"
        )
    distance = _distance(row, reading)
    return Verdict(
        "kan inte avgöras",
        f"målvärdet gäller planens år, och senast kända utfall avser {label(period)}{distance}",
    )


def _distance(row: Row, reading: Reading) -> str:
    """Say how far the latest known outcome is from a target that is a plain limit."""
    limit = getattr(row.target, "limit", None)
    value = reading.parts[0].value if len(reading.parts) == 1 else None
    if not isinstance(limit, Quantity) or not isinstance(value, Quantity):
        return ""
    gap = difference(value, limit)
    if gap is None:
        return ""
    if gap.number == 0:
        return ", då det låg på samma nivå"
    side = "över" if gap.number > 0 else "under"
    size = Quantity(abs(gap.number), gap.scale, gap.unit)
    return f", då det låg {format_quantity(size)} {side}"


def assess_reported(
    reported: ReportedRow, follow_up: FollowUp, register: Register, history: History
) -> RowResult:
    """Return an indicator in a follow-up, judged against the plan's target."""
    row, entry = reported.planned, reported.entry
    key = _key(row, reported.scope, reported.series)
    reading = entry.outcome
    period = _period_of(reading, entry.period or follow_up.period)
    outcome = _outcome(reading, entry.reason)
    legend = register.legend(follow_up.document.year)
    single = outcome if not isinstance(outcome, dict) else None
    status = (
        indicator_status(entry.status, single, legend.indicator, transcript=follow_up.document.is_transcript)
        if legend.indicator
        else None
    )
    doubt = entry.doubt or row.entry.doubt
    verdict = (
        Verdict("kan inte avgöras", doubt)
        if doubt
        else _verdict(row, key, outcome, period, register, history)
    )
    return RowResult(
        row, key, entry, reading, period, verdict, _change(row, key, reading, period, history), status
    )


def _key(row: Row, scope: str, series: str | None) -> Key:
    return Key(row.indicator.id, scope, series, None)


def _period_of(reading: Reading | None, default: Period) -> Period:
    """Return the newest period of a reading that holds several, else the one that it is of."""
    return (
        max((part.period for part in reading.parts if part.period), default=default) if reading else default
    )


def _outcome(
    reading: Reading | None, reason: str | None
) -> Value | Missing | dict[str, Value | Missing] | None:
    """Return the newest value of a reading, by group where it has groups."""
    if reading is None:
        return None
    newest = max((part.period for part in reading.parts if part.period), default=None)
    parts = [part for part in reading.parts if part.period == newest]
    if len(parts) == 1 and parts[0].group is None:
        value = parts[0].value
        return Missing(value.kind, reason or "") if isinstance(value, Missing) else value
    return {part.group or "alla": part.value for part in parts}


def _verdict(
    row: Row,
    key: Key,
    outcome: Value | Missing | dict[str, Value | Missing] | None,
    period: Period,
    register: Register,
    history: History,
) -> Verdict:
    if row.target is None:
        return Verdict("kan inte avgöras", "planen har inget målvärde för indikatorn")
    previous = _previous(key, period, history, outcome)
    case = Case(
        outcome=_sharpest(key, period, outcome, history),
        outcome_period=period,
        previous=previous[0],
        previous_period=previous[1],
        history={point.period: point.best.value for point in history.get(key, ()) if _told(point)},
        comparisons={
            scope: point.best.value
            for scope in register.organisation.scopes
            if (point := _at(key._replace(scope=scope), period, history))
            and scope != key.scope
            and _told(point)
        },
        beyond=row.entry.beyond,
        better=row.indicator.better,
        computed=previous[2],
    )
    return judge(row.target, case)


def _told(point: Point) -> bool:
    """Whether a point is a value to compare with; what was once expected is not."""
    return point.best.role != "prognos" and not isinstance(point.best.value, Missing)


def _at(key: Key, period: Period, history: History) -> Point | None:
    return next((point for point in history.get(key, ()) if point.period == period), None)


def _sharpest(
    key: Key, period: Period, outcome: Value | Missing | dict[str, Value | Missing] | None, history: History
) -> Value | Missing | dict[str, Value | Missing] | None:
    """Return the outcome as exactly as any document tells it, as long as none contradicts it."""
    point = _at(key, period, history)
    if (
        isinstance(outcome, Quantity)
        and point
        and not point.conflict
        and isinstance(point.best.value, Quantity)
    ):
        return point.best.value
    return outcome


def _previous(
    key: Key, period: Period, history: History, outcome: object
) -> tuple[Value | Missing | dict[str, Value | Missing] | None, Period | None, frozenset[str | Period]]:
    """Return the measurement before: a year earlier if there is one, else the latest of the same kind of period."""
    keys = [each for each in history if each[:3] == key[:3]] if isinstance(outcome, dict) else [key]
    earlier = sorted(
        {
            point.period
            for each in keys
            for point in history.get(each, ())
            if (years_apart(point.period, period) or 0) > 0 and _told(point)
        }
    )
    if not earlier:
        return None, None, frozenset()
    when = earlier[-1]
    points = {
        each.group or "alla": point for each in keys if (point := _at(each, when, history)) and _told(point)
    }
    computed: frozenset[str | Period] = frozenset(
        {"föregående"} if any(point.best.computed for point in points.values()) else ()
    )
    if isinstance(outcome, dict):
        return {group: point.best.value for group, point in points.items()}, when, computed
    return points["alla"].best.value, when, computed


def _change(row: Row, key: Key, reading: Reading | None, period: Period | None, history: History) -> Change:
    if period is None:
        return Change("kan inte avgöras", "utfallet är inte redovisat")
    outcome = _sharpest(key, _period_of(reading, period), _outcome(reading, None), history)
    previous, _, _ = _previous(key, _period_of(reading, period), history, outcome)
    return change(outcome, previous, row.indicator.better)


# -- follow-ups


def assess_follow_up(follow_up: FollowUp, register: Register, history: History) -> FollowUpResult:
    """Return a follow-up with every goal, assignment and activity of its plan, reported on or not."""
    legend = register.legend(follow_up.document.year)
    transcript = follow_up.document.is_transcript
    plan = follow_up.plan
    goals = {goal.id: _goal_result(goal, follow_up, register, history) for goal in plan.goals.values()}
    assignments = {
        id_: assessed(follow_up.assignments.get(id_), legend.assessment, transcript=transcript)
        for id_ in plan.assignments
    }
    activities = {
        id_: assessed(follow_up.activities.get(id_), legend.assessment, transcript=transcript)
        for id_ in plan.activities
    }
    tallies = {
        kind: tally((goal.status for goal in goals.values() if goal.goal.kind == kind), legend.assessment)
        for kind in dict.fromkeys(goal.goal.kind for goal in goals.values())
    }
    tallies["uppdrag"] = tally(assignments.values(), legend.assessment)
    if activities:
        tallies["aktiviteter"] = tally(activities.values(), legend.assessment)
    if legend.indicator:
        rows = [row.status for goal in goals.values() for row in goal.rows if row.status]
        tallies["indikatorer"] = tally(rows, legend.indicator)
    summary = tuple(_summary(follow_up, goals.values(), assignments, tallies))
    return FollowUpResult(follow_up, goals, assignments, activities, tallies, summary)


def _goal_result(goal: Goal, follow_up: FollowUp, register: Register, history: History) -> GoalResult:
    legend = register.legend(follow_up.document.year)
    transcript = follow_up.document.is_transcript
    report = follow_up.goals.get(goal.id)
    rows = tuple(assess_reported(row, follow_up, register, history) for row in report.rows) if report else ()
    entry = report.entry if report else None
    rule = register.rule(follow_up.document.year)
    return GoalResult(
        goal,
        report,
        assessed(entry, legend.assessment, transcript=transcript),
        _change_status(entry, legend.change, transcript=transcript) if legend.change else None,
        rows,
        propose(rule, [row.verdict for row in rows], legend.assessment) if rule else None,
    )


def _change_status(entry: AssessedEntry | None, scale: Scale, *, transcript: bool) -> Status:
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


# -- the printed summary


def _summary(
    follow_up: FollowUp,
    goals: Iterable[GoalResult],
    assignments: Mapping[str, Status],
    tallies: Mapping[str, Tally],
) -> Iterator[SummaryLine]:
    named: dict[str, list[tuple[str | None, Status]]] = {}
    for goal in goals:
        named.setdefault(goal.goal.kind, []).append((goal.goal.number, goal.status))
    named["uppdrag"] = [(None, status) for status in assignments.values()]
    for kind, printed in follow_up.summary.items():
        if kind in named:
            yield reconcile(kind, printed, named[kind], tallies[kind])


def reconcile(
    kind: str, printed: Mapping[str, int], named: Sequence[tuple[str | None, Status]], known: Tally
) -> SummaryLine:
    """Lay the printed counts beside what is known of each, and say what follows from both.

    `named` is each thing's number (or None) and status. `printed` may hold `antal`, the printed total.
    """
    counts = {word: number for word, number in printed.items() if word != "antal"}
    unknown = [number for number, status in named if status.kind is StatusKind.UNKNOWN]
    left = {word: number - known.counts.get(word, 0) for word, number in counts.items()}
    wrong_total = printed.get("antal", len(named)) != len(named)
    if min(left.values(), default=0) < 0 or sum(left.values()) != len(unknown) or wrong_total:
        sentence = "Den tryckta sammanfattningen stämmer inte med det som framgår av dokumentets text."
        return SummaryLine(kind, printed.get("antal"), counts, known, sentence, contradiction=True)
    return SummaryLine(
        kind, printed.get("antal"), counts, known, _follows(kind, unknown, left), contradiction=False
    )


def _follows(kind: str, unknown: Sequence[str | None], left: Mapping[str, int]) -> str:
    """Say what the printed counts tell of those whose symbol is lost."""
    if not unknown:
        return ""
    which = (
        f"{kind} {_listed([number for number in unknown if number])}"
        if all(unknown)
        else f"de {len(unknown)} {kind} vars symbol är okänd"
    )
    some = sorted((number, word) for word, number in left.items() if number)
    if len(unknown) == 1:
        which = which if all(unknown) else f"det {kind} vars symbol är okänd"
        return f"Av sammanräkningen följer att {which} bedömdes som {some[0][1]}."
    if len(some) == 1:
        return f"Av sammanräkningen följer att {which} alla bedömdes som {some[0][1]}."
    shares = _listed([f"{number} som {word}" for number, word in some])
    return f"Av {which} bedömdes enligt sammanräkningen exakt {shares}; vilka framgår inte av källan."


def _listed(words: Sequence[str]) -> str:
    return " och ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
