"""Rule and judgement: where a board departs from the adopted rule, where words and figures differ, which targets were lowered."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, assert_never

from vpgen.model.content import Plan
from vpgen.numbers import Quantity, agree
from vpgen.target_kinds import (
    Above,
    AllOf,
    Ambiguous,
    AtLeast,
    AtMost,
    Bare,
    Below,
    Between,
    ByPerson,
    ChangeTarget,
    Compared,
    GapShrinks,
    Keep,
    MeanOver,
    PerGroup,
    Positive,
    RankTarget,
    YesNo,
)
from vpgen.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vpgen.assessment import GoalResult, Results, RowResult
    from vpgen.history import Point
    from vpgen.model.content import Document, FollowUp, Row
    from vpgen.model.files import Scale
    from vpgen.target_kinds import Better, Target

Pair: TypeAlias = "tuple[str | None, Target, Target]"


@dataclass(frozen=True)
class Departure:
    """A goal whose assessment is not what the adopted rule gives. `motivation` is the board's, empty where it gives none."""

    follow_up: FollowUp
    result: GoalResult
    motivation: str


@dataclass(frozen=True)
class Difference:
    """An indicator whose reported status is the best and its target is not reached, or the worst and it is."""

    follow_up: FollowUp
    result: RowResult


@dataclass(frozen=True)
class Lowered:
    """A target that asks for less than the one of an earlier plan, and the newest outcome that was known by then.

    `group` is set where groups have targets of their own; `long_term` where it is the long-term target.
    """

    row: Row
    document: Document
    target: Target
    earlier_document: Document
    earlier_target: Target
    known: Point
    group: str | None
    long_term: bool


@dataclass(frozen=True)
class Ledger:
    """What was found, and of how many it was asked.

    `goals` have both a rule's and the board's answer, `indicators` both a verdict and a status; of `targets` that two
    plans set it could be told which asks for more, of `untold_targets` not.
    """

    departures: tuple[Departure, ...]
    differences: tuple[Difference, ...]
    lowered: tuple[Lowered, ...]
    has_rule: bool
    goals: int
    indicators: int
    targets: int
    untold_targets: int

    @property
    def total(self) -> int:
        """How much was found."""
        return len(self.departures) + len(self.differences) + len(self.lowered)


def make_ledger(results: Results) -> Ledger:
    """Return where rule and judgement differ, and which targets were lowered after an outcome was known."""
    ruled = list(_ruled(results))
    judged = list(_judged(results))
    pairs = list(_pairs(results))
    compared = [(pair, is_weaker(*_demands(pair))) for pair in pairs]
    lowered = [_lowered(results, pair) for pair, weaker in compared if weaker]
    return Ledger(
        tuple(each for each in ruled if _departs(each.result)),
        tuple(each for each in judged if _differs(results, each)),
        tuple(each for each in lowered if each),
        bool(results.register.rules),
        len(ruled),
        len(judged),
        sum(weaker is not None for _, weaker in compared),
        sum(weaker is None for _, weaker in compared),
    )


# The board's assessment beside the adopted rule


def _ruled(results: Results) -> Iterator[Departure]:
    """Yield every goal of which both the rule and the board have an answer."""
    for follow_up in results.follow_ups.values():
        for goal in follow_up.goals.values():
            if goal.proposal and goal.proposal.level and goal.status.level:
                motivation = goal.report.entry.motivation if goal.report else None
                yield Departure(follow_up.follow_up, goal, motivation or "")


def _departs(goal: GoalResult) -> bool:
    return goal.proposal is not None and goal.proposal.word != goal.status.word


# The reported status beside the verdict


def _judged(results: Results) -> Iterator[Difference]:
    """Yield every indicator that has a verdict and whose status is told."""
    for follow_up in results.follow_ups.values():
        for goal in follow_up.goals.values():
            for row in goal.rows:
                level = row.status.level if row.status else None
                if level and not level.stands_for_missing and row.verdict.kind != "kan inte avgöras":
                    yield Difference(follow_up.follow_up, row)


def _differs(results: Results, each: Difference) -> bool:
    """Whether the best word stands at a target that is not reached, or the worst at one that is."""
    scale = results.register.legend(each.follow_up.document.year).indicator
    status, verdict = each.result.status, each.result.verdict.kind
    if scale is None or status is None:
        return False
    best, worst = _ends(scale)
    return (status.word, verdict) in {(best, "inte nått"), (worst, "nått")}


def _ends(scale: Scale) -> tuple[str, str | None]:
    """Return the best and the worst word of a scale, leaving out what stands for a missing value."""
    words = [word for word, level in scale.levels.items() if not level.stands_for_missing]
    return words[0], words[-1] if len(words) > 1 else None


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


def _demands(pair: _Set) -> tuple[Demand | None, Demand | None]:
    better = pair.row.indicator.better
    return demand(pair.target, better), demand(pair.earlier_target, better)


def _lowered(results: Results, pair: _Set) -> Lowered | None:
    """Return a lowered target with the newest outcome that was known when it was set; None where none was."""
    row = pair.row
    known = [
        point
        for key, points in results.history.items()
        if key[:3] == (row.indicator.id, row.scope, row.series) and pair.group in {None, key.group}
        for point in points
        if point.period.end.year < pair.document.year and _was_known(point, pair.document)
    ]
    if not known:
        return None
    # Where groups are told beside the whole, the whole is what a target without groups is of.
    newest = max(
        known, key=lambda point: (point.period, point.key.group == pair.group, point.key.group or "")
    )
    return Lowered(
        row,
        pair.document,
        pair.target,
        pair.earlier_document,
        pair.earlier_target,
        newest,
        pair.group,
        pair.long_term,
    )


def _was_known(point: Point, document: Document) -> bool:
    """Whether some document before a plan, or the plan itself, tells an outcome."""
    return any(
        telling.role != "prognos"
        and not isinstance(telling.value, Missing)
        and (telling.document.year < document.year or telling.document.key == document.key)
        for telling in point.tellings
    )


# Which of two targets asks for more


class Demand(NamedTuple):
    """How much a target asks for. Two demands can be set against each other where `of`, `side` and `unit` are the same.

    `of` is what `size` is counted in: the value itself, its change, its place …; `side` is 1 where more is asked by a
    higher size, −1 by a lower; a `unit` of None goes with any. `strict` says that the size itself is not enough.
    `printed` is the limit with its precision, where it was printed.
    """

    of: tuple[object, ...]
    side: int
    size: Decimal
    unit: object = None
    strict: bool = False
    printed: Quantity | None = None


_SIDES = {"högt": 1, "lågt": -1, "öka": 1, "minska": -1, "minst": 1, "högre": 1, "högst": -1, "lägre": -1}
NOTHING = Decimal(0)


def demand(target: Target, better: Better) -> Demand | None:
    """Return how much a target asks for; None where no number tells it, or it asks for what is worse by `bra`."""
    found = _demand(target, better)
    if found is None or (better != "inget" and found.side != _SIDES[better]):
        return None
    return found._replace(of=(*found.of, target.by))


def _demand(target: Target, better: Better) -> Demand | None:  # noqa: C901, PLR0911 - one case per kind of target
    match target:
        case AtLeast() | Above():
            return _limit(target.limit, 1, strict=isinstance(target, Above))
        case AtMost() | Below():
            return _limit(target.limit, -1, strict=isinstance(target, Below))
        case Between(low, high):
            sides = {"högt": _limit(low, 1), "lågt": _limit(high, -1), "inget": None}
            return sides[better]
        case Positive():
            return Demand(("värdet",), 1, NOTHING, strict=True)
        case ChangeTarget():
            return _change(target)
        case Keep(base):
            return None if better == "inget" else Demand(("ändringen", base), _SIDES[better], NOTHING)
        case Compared():
            return _comparison(target)
        case RankTarget(place, of):
            return Demand(("platsen", of), -1, Decimal(place))
        case MeanOver(years, inner):
            found = _demand(inner, better)
            return found and found._replace(of=("medelvärdet", years))
        case YesNo() | Bare() | ByPerson() | Ambiguous() | GapShrinks() | PerGroup() | AllOf():
            return None
        case _:
            assert_never(target)


def _limit(limit: Quantity, side: int, *, strict: bool = False) -> Demand:
    return Demand(("värdet",), side, limit.value, limit.unit, strict, limit)


def _change(target: ChangeTarget) -> Demand:
    side, amount = _SIDES[target.direction], target.amount
    of = ("ändringen", target.base)
    if amount is None:
        return Demand(of, side, NOTHING, strict=True)
    # An amount to fall by is more the further down it reaches.
    return Demand(of, side, side * amount.value, (target.relative, amount.unit), printed=amount)


def _comparison(target: Compared) -> Demand:
    margin = target.margin
    size, unit = (margin.value, margin.unit) if margin else (NOTHING, None)
    strict = target.relation in {"högre", "lägre"}
    return Demand(("skillnaden", target.comparison), _SIDES[target.relation], size, unit, strict, margin)


def is_weaker(later: Demand | None, earlier: Demand | None) -> bool | None:
    """Say whether the later of two demands asks for less; None where that cannot be told.

    What rounding can explain (0,734 beside 0,7) is not less.
    """
    if later is None or earlier is None or (later.of, later.side) != (earlier.of, earlier.side):
        return None
    if later.unit != earlier.unit and later.unit is not None and earlier.unit is not None:
        return None
    if later.size == earlier.size:
        return earlier.strict and not later.strict
    if later.printed and earlier.printed and agree(later.printed, earlier.printed):
        return False
    return (later.size - earlier.size) * later.side < 0
