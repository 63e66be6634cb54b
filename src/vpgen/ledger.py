"""Rule and judgement: where a board departs from the adopted rule, where words and figures differ, which targets were lowered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, pairwise
from typing import TYPE_CHECKING, TypeAlias

from vpgen.model.content import Plan
from vpgen.model.files import FollowUpFile
from vpgen.target_kinds import PerGroup
from vpgen.target_shifts import weigh

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vpgen.assessment import GoalResult, Results
    from vpgen.history import Key, Point, Telling
    from vpgen.model.content import Document, FollowUp, Register, Row
    from vpgen.periods import Period
    from vpgen.target_kinds import Target
    from vpgen.verdicts import RowResult

Pair: TypeAlias = "tuple[str | None, Target, Target]"
Told: TypeAlias = "dict[tuple[str, str, str | None], list[tuple[Key, Point]]]"
"""What is told of each indicator, by what it holds for and its series."""


@dataclass(frozen=True)
class Departure:
    """A goal whose assessment is not what the adopted rule gives. `motivation` is the board's, empty where it gives none."""

    follow_up: FollowUp
    result: GoalResult
    motivation: str


@dataclass(frozen=True)
class RowDeparture:
    """An indicator whose status is not what the adopted rule gives. `motivation` is empty where the document gives none."""

    follow_up: FollowUp
    result: RowResult
    motivation: str


@dataclass(frozen=True)
class Difference:
    """An indicator whose reported status says reached and its target is not, or the other way round."""

    follow_up: FollowUp
    result: RowResult


@dataclass(frozen=True)
class ComparedTarget:
    """A target beside the one of an earlier plan or edition for the same thing.

    `weaker` says whether it asks for less, None where that cannot be told, and `reason` why. `known` is the newest
    outcome that was known when it was set, None where none was. `group` is set where groups have targets of their own;
    `long_term` where it is the long-term target.
    """

    row: Row
    document: Document
    target: Target
    earlier_document: Document
    earlier_target: Target
    group: str | None
    long_term: bool
    weaker: bool | None
    reason: str
    known: Point | None


@dataclass(frozen=True)
class Ledger:
    """What was found, and of how many it was asked.

    `goals` have both a rule's and the board's answer, `rows` both a rule's and the document's; `indicators`, to which no
    rule gives a status, both a verdict and a status; `compared` is every target that two plans or editions set.
    """

    departures: tuple[Departure, ...]
    row_departures: tuple[RowDeparture, ...]
    differences: tuple[Difference, ...]
    compared: tuple[ComparedTarget, ...]
    has_rule: bool
    has_row_rule: bool
    goals: int
    rows: int
    indicators: int

    @property
    def lowered(self) -> tuple[ComparedTarget, ...]:
        """The targets that were lowered after an outcome was known."""
        return tuple(each for each in self.compared if each.weaker and each.known)

    @property
    def targets(self) -> int:
        """Of how many targets it could be told which asks for more."""
        return sum(each.weaker is not None for each in self.compared)

    @property
    def untold_targets(self) -> int:
        """Of how many targets it could not."""
        return len(self.compared) - self.targets

    @property
    def total(self) -> int:
        """How much was found."""
        return sum(map(len, (self.departures, self.row_departures, self.differences, self.lowered)))


def make_ledger(results: Results) -> Ledger:
    """Return where rule and judgement differ, and which targets were lowered after an outcome was known."""
    ruled, ruled_rows = list(_ruled(results)), list(_ruled_rows(results))
    judged = list(_judged(results))
    pairs = [*_pairs(results), *_revised_pairs(results)]
    told: Told = {}
    for key, points in results.history.items():
        told.setdefault(key[:3], []).extend((key, point) for point in points)
    return Ledger(
        tuple(each for each in ruled if _departs(each.result)),
        tuple(each for each in ruled_rows if each.result.departs),
        tuple(each for each in judged if _differs(results, each)),
        tuple(_compared(told, pair) for pair in pairs),
        _has_rule(results.register),
        any(rule.indicators for rule in results.register.organisation.rules.values()),
        len(ruled),
        len(ruled_rows),
        len(judged),
    )


# The board's assessment beside the adopted rule


def _ruled(results: Results) -> Iterator[Departure]:
    """Yield every goal of which both the rule and the board have an answer."""
    for follow_up in results.follow_ups.values():
        for goal in follow_up.goals.values():
            if goal.proposal and goal.proposal.level and goal.status.is_verdict:
                motivation = goal.report.entry.motivation if goal.report else None
                yield Departure(follow_up.follow_up, goal, motivation or "")


def _ruled_rows(results: Results) -> Iterator[RowDeparture]:
    """Yield every indicator of which both the rule and the document have an answer."""
    for follow_up in results.follow_ups.values():
        for row in (row for goal in follow_up.goals.values() for row in goal.rows):
            if _has_proposal(row) and row.status and row.status.is_verdict:
                motivation = getattr(row.entry, "motivation", None)
                yield RowDeparture(follow_up.follow_up, row, motivation or "")


def _departs(goal: GoalResult) -> bool:
    return goal.proposal is not None and goal.proposal.word != goal.status.word


def _has_proposal(row: RowResult) -> bool:
    return row.proposal is not None and row.proposal.level is not None


def _has_rule(register: Register) -> bool:
    """Whether there is a rule for goals: the organisation's, or one of a goal's own."""
    plans = (source for source in register.documents() if isinstance(source, Plan))
    own = any(goal.rule for plan in plans for goal in plan.goals.values())
    return own or any(rule.goals for rule in register.organisation.rules.values())


# The reported status beside the verdict


def _judged(results: Results) -> Iterator[Difference]:
    """Yield every indicator that has a verdict and whose status is told; where a rule gives a status, that is asked."""
    for follow_up in results.follow_ups.values():
        for goal in follow_up.goals.values():
            for row in goal.rows:
                level = row.status.level if row.status else None
                has_both = level and level.is_verdict and row.verdict.kind != "kan inte avgöras"
                if has_both and not _has_proposal(row):
                    yield Difference(follow_up.follow_up, row)


def _differs(results: Results, each: Difference) -> bool:
    """Whether a word that means reached stands at a target that is not, or the worst, or one marked so, at one that is."""
    scale = results.register.legend(each.follow_up.document.year).indicator
    status, verdict = each.result.status, each.result.verdict.kind
    if scale is None or status is None:
        return False
    answer = scale.reached(status.word)
    worst = scale.verdicts[-1:] == (status.word,) and not answer
    denied = bool(status.level and status.level.wrote("nått")) and answer is False
    return (answer is True and verdict == "inte nått") or ((worst or denied) and verdict == "nått")


# Targets of one thing in two plans


@dataclass(frozen=True)
class _Set:
    """A target as a plan sets it, beside the one that was set before."""

    row: Row
    document: Document
    target: Target
    earlier_document: Document
    earlier_target: Target
    group: str | None
    long_term: bool


def _pairs(results: Results) -> Iterator[_Set]:
    """Yield each target with that of the nearest earlier plan for the same indicator, scope and definition.

    A plan of the same body goes before others of its year; long-term targets are of the same thing where they are for
    the same year.
    """
    told: dict[tuple[str, str, str | None], list[tuple[Row, Document]]] = {}
    for source in results.register.documents():
        for goal in source.goals.values() if isinstance(source, Plan) else ():
            for row in goal.rows:
                told.setdefault((row.indicator.id, row.scope, row.series), []).append((row, source.document))
    for rows in told.values():
        for row, document in rows:
            for long_term in (False, True):
                before = [
                    each
                    for each in rows
                    if each[1].year < document.year
                    and _target(each[0], long_term=long_term)
                    and (not long_term or each[0].long_term_year == row.long_term_year)
                ]
                nearest = max(
                    before, key=lambda each: (each[1].year, each[1].path == document.path), default=None
                )
                if nearest:
                    yield from _with_groups(row, document, *nearest, long_term=long_term)


def _revised_pairs(results: Results) -> Iterator[_Set]:
    """Yield each target of an edition with that of the edition that it replaced."""
    for body in results.register.bodies.values():
        for earlier, later in chain.from_iterable(pairwise(body.plans_of(year)) for year in body.editions):
            before = [row for goal in earlier.goals.values() for row in goal.rows]
            for row in chain.from_iterable(goal.rows for goal in later.goals.values()):
                same = [each for each in before if _of(each) == _of(row)]
                nearest = max(same, key=lambda each, row=row: each.goal == row.goal, default=None)  # type: ignore[misc]
                for long_term in (False, True):
                    if nearest and not (long_term and nearest.long_term_year != row.long_term_year):
                        found = (row, later.document, nearest, earlier.document)
                        yield from _with_groups(*found, long_term=long_term)


def _of(row: Row) -> tuple[str, str, str | None]:
    return row.indicator.id, row.scope, row.series


def _target(row: Row, *, long_term: bool) -> Target | None:
    return row.long_term if long_term else row.target


def _with_groups(
    row: Row, document: Document, earlier_row: Row, earlier_document: Document, *, long_term: bool
) -> Iterator[_Set]:
    target, earlier = _target(row, long_term=long_term), _target(earlier_row, long_term=long_term)
    if target is None or earlier is None:
        return
    pairs: list[Pair] = [(None, target, earlier)]
    if isinstance(target, PerGroup) and isinstance(earlier, PerGroup):
        pairs = [
            (group, each, earlier.targets[group])
            for group, each in target.targets.items()
            if group in earlier.targets
        ]
    for group, one, other in pairs:
        yield _Set(row, document, one, earlier_document, other, group, long_term)


def _compared(told: Told, pair: _Set) -> ComparedTarget:
    weighed = weigh(pair.target, pair.earlier_target, pair.row.indicator.better)
    return ComparedTarget(
        pair.row,
        pair.document,
        pair.target,
        pair.earlier_document,
        pair.earlier_target,
        pair.group,
        pair.long_term,
        weighed.weaker,
        weighed.reason,
        _known(told, pair),
    )


def _known(told: Told, pair: _Set) -> Point | None:
    """Return the newest outcome that was known when a target was set, as it then was told; None where none was."""
    row = pair.row
    known = [
        replace(point, tellings=then)
        for key, point in told.get((row.indicator.id, row.scope, row.series), ())
        if pair.group in {None, key.group} and _was_over(point.period, pair)
        if (then := tuple(_told_then(point, pair.document)))
    ]
    # Where groups are told beside the whole, the whole is what a target without groups is of.
    return max(
        known,
        key=lambda point: (point.period, point.key.group == pair.group, point.key.group or ""),
        default=None,
    )


def _was_over(period: Period, pair: _Set) -> bool:
    """Whether a time was over when a target was set: before its year, or before an edition was decided during it."""
    is_revised = pair.document.year == pair.earlier_document.year
    decided = _decided(pair.document) if is_revised else None
    return period.end.year < pair.document.year or (decided is not None and period.end < decided)


def _told_then(point: Point, document: Document) -> Iterator[Telling]:
    """Yield what the documents before a plan, and the plan itself, tell of an outcome."""
    for telling in point.tellings:
        is_outcome = telling.is_reached
        if is_outcome and (telling.document.key == document.key or _was_told(telling.document, document)):
            yield telling


def _was_told(telling: Document, plan: Document) -> bool:
    """Whether a document was there before a plan was decided.

    Where no day is known a plan is from the year before its own, and so before that year's last follow-up.
    """
    told = _decided(telling) or (telling.file.period.end if isinstance(telling.file, FollowUpFile) else None)
    decided = _decided(plan) or date(plan.year - 1, 12, 31)
    return telling.year < plan.year if told is None else told < decided


def _decided(document: Document) -> date | None:
    return document.file.decision.date if document.file.decision else None
