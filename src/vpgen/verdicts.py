"""One indicator in a document: the rule's verdict on its outcome and on its forecast, its direction, and what they rest on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from vpgen.comparing import Change, change
from vpgen.fulfilment import Fulfilment, fulfilment
from vpgen.history import Key
from vpgen.judging import Case, SubGoalCount, Verdict, judge
from vpgen.limits import EXPECTED, NOT_ALL_SHOWN
from vpgen.model.content import ROWS
from vpgen.model.fields import WHOLE, Named
from vpgen.model.files import ReportedIndicatorEntry
from vpgen.numbers import Quantity, difference, format_quantity
from vpgen.part_of_year import (
    after_year_end,
    before_year_end,
    falls_short,
    is_per_period,
    is_unlike,
    judge_each,
    open_each,
)
from vpgen.past import mark_of
from vpgen.periods import Period, is_whole_year, label, parse_period, years_apart
from vpgen.proposals import propose_for_indicator
from vpgen.statuses import Status, indicator_status
from vpgen.values import Missing, Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vpgen.comparing import Figure
    from vpgen.model.content import Document, FollowUp, Register, ReportedRow, Row
    from vpgen.model.fields import Part, Reading
    from vpgen.model.files import ValueEntry
    from vpgen.past import Archive, Past
    from vpgen.target_kinds import Target

Told: TypeAlias = Value | Missing | dict[str, Value | Missing] | None
"""What a document tells of one time, by group where it has groups."""

Stand: TypeAlias = Literal[
    "nått", "inte nått", "når enligt prognos", "når inte enligt prognos", "kan inte avgöras"
]
"""How an indicator is counted: a forecast never as a target that is reached."""


LEFT_OUT = "uppföljningen tar inte upp indikatorn"
"""Why an indicator that a follow-up says nothing of is not judged."""


@dataclass(frozen=True)
class RowResult:
    """An indicator in a document: its outcome, the rule's verdict and the direction, each with its reason.

    `status` is the document's own word for the indicator; None in a plan, which has none. `forecast` is the verdict on
    what is expected of `forecast_period`, None where nothing is. `fulfilment` is how much of the target the outcome is,
    None where that is not asked. `proposal` is what the adopted rule gives, with its reason; None without a rule.
    `is_reported` is False where a follow-up says nothing of an indicator of its plan.
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
    stand: Stand = "kan inte avgöras"
    forecast: Verdict | None = None
    forecast_period: Period | None = None
    fulfilment: Fulfilment | None = None
    proposal: Status | None = None
    is_reported: bool = True

    @property
    def is_missed(self) -> bool:
        """Whether the target was not reached, or is not expected to be."""
        return self.stand in {"inte nått", "når inte enligt prognos"}

    @property
    def departs(self) -> bool:
        """Whether the document's status is another than the adopted rule gives."""
        if self.proposal is None or self.proposal.level is None or self.status is None:
            return False
        return self.status.is_verdict and self.status.word != self.proposal.word

    @property
    def ground(self) -> str:
        """Why it is counted as it is: by the forecast where that counts."""
        return self.forecast.reason if self.forecast and "prognos" in self.stand else self.verdict.reason


def assess_planned(row: Row, document: Document, archive: Archive) -> RowResult:
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
        _change_before(row, key, reading, period, archive),
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
    distance = _distance(row, reading, period)
    return Verdict(
        "kan inte avgöras",
        f"målvärdet gäller planens år, och senast kända utfall avser {label(period)}{distance}",
    )


def _distance(row: Row, reading: Reading, period: Period) -> str:
    """Say how far the latest known outcome is from a target that is a plain limit, of as long a time where it adds up."""
    limit = getattr(row.target, "limit", None)
    value = reading.parts[0].value if len(reading.parts) == 1 else None
    if not isinstance(limit, Quantity) or not isinstance(value, Quantity):
        return ""
    if row.target and _is_of_part(row.target, period) and is_unlike(row.target, value):
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
    reported: ReportedRow, follow_up: FollowUp, register: Register, archive: Archive, sub_goals: SubGoalCount
) -> RowResult:
    """Return an indicator in a follow-up, judged against the plan's target; `sub_goals` are those under its goal."""
    row, entry = reported.planned, reported.entry
    key = _key(row, reported.scope, reported.series)
    reading = entry.outcome
    period = _period_of(reading, entry.period or follow_up.period)
    target = _target_at(row.target, period, follow_up.document.year)
    outcome = _outcome(reading, entry.reason)
    case = _case(row, key, outcome, period, register, archive, sub_goals)
    verdict, is_open = _verdict(reported, target, case), False
    reached = fulfilment(target, case) if target and not _doubt(reported) else None
    each = [
        _case(row, key, told, when, register, archive, sub_goals)
        for when, told in _shorter(reading, follow_up.document.year)
    ]
    # A limit with neither a time of its own nor a sum to reach holds for each of the periods that are told.
    if target and reached and len(each) > 1 and is_per_period(target, outcome):
        verdict, is_open = judge_each(target, each), follow_up.ends_early
        verdict = open_each(verdict, follow_up.document.year) if is_open else verdict
        reached = replace(reached, percent=None, text="", reason="utfallet är redovisat för flera perioder")
    elif target and _is_of_part(target, period) and not _doubt(reported):
        say = before_year_end if follow_up.ends_early else after_year_end
        judged, verdict = verdict, say(verdict, target, case, period, follow_up.document.year)
        is_open = follow_up.ends_early or verdict.kind != judged.kind
    year, expected = _expected(reported, follow_up, register, archive, case)
    legend, rule = register.legend(follow_up.document.year).indicator, register.rule(follow_up.document.year)
    single = outcome if not isinstance(outcome, dict) else None
    transcript = follow_up.document.is_transcript
    return RowResult(
        row,
        follow_up.document,
        key,
        entry,
        reading,
        period,
        verdict,
        _change(case),
        indicator_status(entry.status, single, legend, transcript=transcript) if legend else None,
        _stand(verdict, expected if follow_up.ends_early else None),
        expected,
        year if expected else None,
        None if is_open else reached,
        propose_for_indicator(rule, verdict, row.tolerance, None if is_open else reached, legend)
        if rule and rule.indicators and legend
        else None,
    )


def assess_left_out(row: Row, follow_up: FollowUp, register: Register) -> RowResult:
    """Return an indicator of the plan that a follow-up says nothing of: counted, and never judged."""
    legend = register.legend(follow_up.document.year).indicator
    why = NOT_ALL_SHOWN if register.hides(follow_up, ROWS) else LEFT_OUT
    transcript = follow_up.document.is_transcript
    status = indicator_status(None, None, legend, transcript=transcript) if legend else None
    nothing = Named(row.indicator.id, row.entry.place, None)
    return RowResult(
        row,
        follow_up.document,
        _key(row, row.scope, row.series),
        ReportedIndicatorEntry.model_validate(nothing, context=[]),
        None,
        None,
        Verdict("kan inte avgöras", why),
        Change("kan inte avgöras", why),
        status if status is None or transcript else replace(status, reason=why),
        is_reported=False,
    )


def _shorter(reading: Reading | None, year: int) -> list[tuple[Period, Told]]:
    """Return what a reading tells of each part of a year, oldest first."""
    parts = reading.parts if reading else ()
    told = {part.period for part in parts if part.period and not is_whole_year(part.period)}
    return [
        (when, _figure([part for part in parts if part.period == when]))
        for when in sorted(told)
        if when.end.year == year
    ]


def _doubt(reported: ReportedRow) -> str | None:
    return reported.entry.doubt or reported.planned.entry.doubt


def _verdict(reported: ReportedRow, target: Target | None, case: Case) -> Verdict:
    if doubt := _doubt(reported):
        return Verdict("kan inte avgöras", doubt)
    if target is None:
        return Verdict("kan inte avgöras", "planen har inget målvärde för indikatorn")
    return judge(target, case)


def _target_at(target: Target | None, period: Period, year: int) -> Target | None:
    """Return a target as it holds for a period: one that is to be reached with the document's year is the year's own.

    A part of that year is then seen as a part of the target's time; a whole earlier year still comes before it.
    """
    own = parse_period(str(year))
    if target is None or target.by != own or not own.holds(period):
        return target
    return replace(target, by=None)


def _is_of_part(target: Target, period: Period) -> bool:
    """Tell whether a target is for the whole year, and an outcome's time is shorter.

    An outcome of a whole earlier year is the last of its kind, and judged; a target with a time of its own goes by it.
    """
    return target.by is None and not is_whole_year(period)


def _expected(
    reported: ReportedRow, follow_up: FollowUp, register: Register, archive: Archive, reached: Case
) -> tuple[Period, Verdict | None]:
    """Return what the forecast is of, and the verdict on it; None without a forecast. `reached` is the case so far."""
    row, reading = reported.planned, reported.entry.forecast
    year = parse_period(str(follow_up.document.year))
    if reading is None:
        return year, None
    told = {part.period or year for part in reading.parts}
    period = year if year in told else max(told)
    if reading.missing:
        kind = reading.missing.kind
        why = "prognosen saknas" if kind == "saknas" else f"prognosen är {kind}"
        return period, Verdict("kan inte avgöras", why)
    if row.target and row.target.by in {None, year} and period != year:
        why = f"målet gäller helåret {year.text}, och prognosen avser {label(period)}"
        return period, Verdict("kan inte avgöras", why)
    outcome = _figure([part for part in reading.parts if (part.period or year) == period])
    key = _key(row, reported.scope, reported.series)
    case = _case(row, key, outcome, period, register, archive, SubGoalCount(0, 0, 0))
    marks = {**case.marks, "utfall": "prognos"}
    case = replace(case, outcome=outcome, marks=marks, name=EXPECTED)
    if row.target and not _doubt(reported) and (less := falls_short(row.target, case, reached)):
        return period, Verdict("kan inte avgöras", less)
    return period, _verdict(reported, row.target, case)


def _stand(verdict: Verdict, forecast: Verdict | None) -> Stand:
    """Return how an indicator is counted: where a forecast counts, in words that say that it is one."""
    if forecast is None:
        return verdict.kind
    expected: dict[str, Stand] = {"nått": "når enligt prognos", "inte nått": "når inte enligt prognos"}
    return expected.get(forecast.kind, "kan inte avgöras")


def _key(row: Row, scope: str, series: str | None) -> Key:
    return Key(row.indicator.id, scope, series, None)


def _period_of(reading: Reading | None, default: Period) -> Period:
    """Return the newest period of a reading that holds several, else the one that it is of."""
    return (
        max((part.period for part in reading.parts if part.period), default=default) if reading else default
    )


def _outcome(reading: Reading | None, reason: str | None) -> Told:
    """Return the newest value of a reading, by group where it has groups."""
    if reading is None:
        return None
    newest = max((part.period for part in reading.parts if part.period), default=None)
    figure = _figure([part for part in reading.parts if part.period == newest])
    return Missing(figure.kind, reason or "") if isinstance(figure, Missing) else figure


def _figure(parts: Sequence[Part]) -> Value | Missing | dict[str, Value | Missing]:
    """Return the values of one time: the only one, or those of groups."""
    if len(parts) == 1 and parts[0].group is None:
        return parts[0].value
    return {part.group or WHOLE: part.value for part in parts}


def _case(
    row: Row,
    key: Key,
    outcome: Told,
    period: Period,
    register: Register,
    archive: Archive,
    sub_goals: SubGoalCount,
) -> Case:
    """Gather what an outcome is judged by."""
    groups = row.indicator.groups if isinstance(outcome, dict) else None
    past = archive.past(key, groups)
    elsewhere = {
        scope: there
        for scope in register.organisation.scopes
        if scope != key.scope
        and period in (there := archive.past(Key(key.indicator, scope, key.series, None), groups)).figures
    }
    previous, previous_period, mark = _previous(past, period)
    sharpest = _sharpest(key, period, outcome, archive)
    return Case(
        outcome=sharpest,
        outcome_period=period,
        previous=previous,
        previous_period=previous_period,
        history=past.figures,
        comparisons={scope: there.figures[period] for scope, there in elsewhere.items()},
        beyond=row.entry.beyond,
        better=row.indicator.better,
        marks={
            **past.marks,
            **{scope: there.marks[period] for scope, there in elsewhere.items()},
            "utfall": _outcome_mark(key, period, sharpest, archive),
            "föregående": mark,
        },
        tolerance=row.tolerance,
        unchanged=row.indicator.unchanged,
        sub_goals=sub_goals,
        groups=row.indicator.groups,
    )


def _outcome_mark(key: Key, period: Period, outcome: Told, archive: Archive) -> str:
    values = outcome if isinstance(outcome, dict) else {None: outcome}
    points = [(value, archive.at(Key(*key[:3], group), period)) for group, value in values.items()]
    tellings = [
        next((telling for telling in point.tellings if telling.value == value), None)
        for value, point in points
        if point
    ]
    return mark_of(telling for telling in tellings if telling)


def _sharpest(key: Key, period: Period, outcome: Told, archive: Archive) -> Told:
    """Return the outcome as exactly as any document tells it, as long as none contradicts it."""
    point = archive.at(key, period)
    if (
        isinstance(outcome, Quantity)
        and point
        and not point.conflict
        and isinstance(point.best.value, Quantity)
    ):
        return point.best.value
    return outcome


def _previous(past: Past, period: Period) -> tuple[Figure | None, Period | None, str]:
    """Return the measurement before: a year earlier if there is one, else the latest of the same kind of period."""
    when = past.before(period)
    return (past.figures[when], when, past.marks[when]) if when else (None, None, "")


def _change(case: Case) -> Change:
    """Say how an outcome has moved since the measurement before."""
    marks = (case.marks["utfall"], case.marks["föregående"])
    # Why there is no outcome is told where it stands, not again of how it has moved.
    outcome = Missing(case.outcome.kind) if isinstance(case.outcome, Missing) else case.outcome
    assert case.outcome_period is not None, "every outcome that is reported has a time"
    name = _earlier_name(case.previous_period, case.outcome_period)
    return change(outcome, case.previous, case.better, case.unchanged, marks, name)


def _change_before(
    row: Row, key: Key, reading: Reading | None, period: Period | None, archive: Archive
) -> Change:
    """Say how the latest known outcome in a plan has moved since the measurement before that."""
    if period is None:
        return Change("kan inte avgöras", "utfallet är inte redovisat")
    when = _period_of(reading, period)
    outcome = _sharpest(key, when, _outcome(reading, None), archive)
    groups = row.indicator.groups if isinstance(outcome, dict) else None
    previous, then, mark = _previous(archive.past(key, groups), when)
    marks = (_outcome_mark(key, when, outcome, archive), mark)
    better, unchanged = row.indicator.better, row.indicator.unchanged
    return change(outcome, previous, better, unchanged, marks, _earlier_name(then, when))


def _earlier_name(then: Period | None, now: Period) -> str:
    """Name the measurement before by its time, unless it is that of the whole year before."""
    if then is None or (years_apart(then, now) == 1 and is_whole_year(then)):
        return "föregående värde"
    return f"föregående värde ({label(then)})"
