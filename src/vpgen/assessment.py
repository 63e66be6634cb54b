"""Every document assessed: statuses, verdicts with reasons, directions, tallies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vpgen.comparing import Change, change
from vpgen.history import Key, Point, Telling
from vpgen.judging import Case, Verdict, judge
from vpgen.model.content import FollowUp, Plan
from vpgen.numbers import Quantity, difference, format_quantity
from vpgen.periods import label, years_apart
from vpgen.statuses import (
    Status,
    Tally,
    assessed,
    change_status,
    indicator_status,
    measure_scale,
    measure_status,
    propose,
    tally,
)
from vpgen.summaries import SummaryLine, reconcile
from vpgen.values import Missing, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from vpgen.model.content import Document, Goal, GoalReport, Register, ReportedRow, Row
    from vpgen.model.fields import Reading
    from vpgen.model.files import Legend, ValueEntry
    from vpgen.periods import Period

    History = Mapping[Key, tuple[Point, ...]]


@dataclass(frozen=True)
class RowResult:
    """An indicator in a document: its outcome, the rule's verdict and the direction, each with its reason.

    `status` is the document's own word for the indicator; None in a plan, which has none.
    """

    row: Row
    document: Document
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
class FollowUpResult:
    """Everything that a follow-up says, assessed. `measures` is by risk and measure of its internal control.

    `tallies` is by kind of goal, and `uppdrag`, `aktiviteter`, `indikatorer`, `åtgärder`.
    """

    follow_up: FollowUp
    goals: Mapping[str, GoalResult]
    assignments: Mapping[str, Status]
    activities: Mapping[str, Status]
    measures: Mapping[tuple[str, str], Status]
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
                id_: tuple(assess_planned(row, document, history) for row in goal.rows)
                for id_, goal in source.goals.items()
            }
            plans[document.path, document.year] = PlanResult(source, rows)
        else:
            follow_ups[document.path, document.year, document.slug] = assess_follow_up(
                source, register, history
            )
    return Results(register, history, plans, follow_ups)


def assess_planned(row: Row, document: Document, history: History) -> RowResult:
    """Return an indicator in a plan: the year has not been yet, so nothing is reached or not."""
    key = _key(row, row.scope, row.series)
    reading, period = row.entry.outcome, row.period
    return RowResult(
        row,
        document,
        key,
        row.entry,
        reading,
        period,
        _before(row, document, reading, period),
        _change(row, key, reading, period, history),
        None,
    )


def _before(row: Row, document: Document, reading: Reading | None, period: Period | None) -> Verdict:
    """Say where the latest known outcome stands, without a verdict."""
    if row.target is None:
        return Verdict("kan inte avgöras", "inget målvärde är satt")
    if row.entry.doubt:
        return Verdict("kan inte avgöras", row.entry.doubt)
    if row.entry.forecast:
        return Verdict("kan inte avgöras", "målvärdet gäller planens år, och det senast kända är en prognos")
    if reading is None or period is None:
        told = "planens senast kända utfall framgår inte av källan"
        return Verdict(
            "kan inte avgöras", told if document.is_reconstructed else "planen anger inget tidigare utfall"
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
        row,
        follow_up.document,
        key,
        entry,
        reading,
        period,
        verdict,
        _change(row, key, reading, period, history),
        status,
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
    told = {point.period: point for point in history.get(key, ()) if _told(point)}
    elsewhere = {
        scope: point
        for scope in register.organisation.scopes
        if (point := _at(key._replace(scope=scope), period, history)) and scope != key.scope and _told(point)
    }
    sharpest = _sharpest(key, period, outcome, history)
    case = Case(
        outcome=sharpest,
        outcome_period=period,
        previous=previous[0],
        previous_period=previous[1],
        history={when: _settled(point) for when, point in told.items()},
        comparisons={scope: _settled(point) for scope, point in elsewhere.items()},
        beyond=row.entry.beyond,
        better=row.indicator.better,
        marks={
            **{when: _mark([point.best]) for when, point in told.items()},
            **{scope: _mark([point.best]) for scope, point in elsewhere.items()},
            "utfall": _outcome_mark(key, period, sharpest, history),
            "föregående": previous[2],
        },
    )
    return judge(row.target, case)


def _told(point: Point) -> bool:
    """Whether a point is a value to compare with; what was once expected is not."""
    return point.best.role != "prognos" and not isinstance(point.best.value, Missing)


def _mark(tellings: Iterable[Telling]) -> str:
    """Say what a value rests on that is not simply printed; empty where it is."""
    told = list(tellings)
    words = {"räknat": any(each.computed for each in told), "tolkning": any(each.reading for each in told)}
    return ", ".join(word for word, holds in words.items() if holds)


def _outcome_mark(
    key: Key,
    period: Period,
    outcome: Value | Missing | dict[str, Value | Missing] | None,
    history: History,
) -> str:
    values = outcome if isinstance(outcome, dict) else {None: outcome}
    points = [(value, _at(key._replace(group=group), period, history)) for group, value in values.items()]
    tellings = [
        next((telling for telling in point.tellings if telling.value == value), None)
        for value, point in points
        if point
    ]
    return _mark(telling for telling in tellings if telling)


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
) -> tuple[Value | Missing | dict[str, Value | Missing] | None, Period | None, str]:
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
        return None, None, ""
    when = earlier[-1]
    points = {
        each.group or "alla": point for each in keys if (point := _at(each, when, history)) and _told(point)
    }
    mark = _mark(point.best for point in points.values())
    if isinstance(outcome, dict):
        return {group: _settled(point) for group, point in points.items()}, when, mark
    return _settled(points["alla"]), when, mark


def _settled(point: Point) -> Value | Missing:
    """Return the value of a point, or that there is none to rely on where documents contradict each other."""
    if point.conflict:
        return Missing("okänd", f"dokumenten ger olika uppgifter för {label(point.period)}")
    return point.best.value


def _change(row: Row, key: Key, reading: Reading | None, period: Period | None, history: History) -> Change:
    if period is None:
        return Change("kan inte avgöras", "utfallet är inte redovisat")
    when = _period_of(reading, period)
    outcome = _sharpest(key, when, _outcome(reading, None), history)
    previous, _, mark = _previous(key, when, history, outcome)
    marks = (_outcome_mark(key, when, outcome, history), mark)
    return change(outcome, previous, row.indicator.better, marks=marks)


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
    measures = _measures(follow_up, legend)
    if measures:
        tallies["åtgärder"] = tally(measures.values(), measure_scale(legend))
    summary = tuple(_summary(follow_up, goals.values(), assignments, tallies))
    return FollowUpResult(follow_up, goals, assignments, activities, measures, tallies, summary)


def _measures(follow_up: FollowUp, legend: Legend) -> dict[tuple[str, str], Status]:
    """Return how every measure of the plan's internal control stands; none where the follow-up leaves control out."""
    if follow_up.control is None:
        return {}
    reported = {
        (risk_id, id_): measure
        for risk_id, risk in follow_up.control.risks.items()
        for id_, measure in risk.measures.items()
    }
    transcript = follow_up.document.is_transcript
    return {
        (risk.id, id_): measure_status(
            reported.get((risk.id, id_)), measure_scale(legend), transcript=transcript
        )
        for risk in follow_up.plan.risks.values()
        for id_ in risk.measures
    }


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
        change_status(entry, legend.change, transcript=transcript) if legend.change else None,
        rows,
        propose(rule, [row.verdict for row in rows], legend.assessment) if rule else None,
    )


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
