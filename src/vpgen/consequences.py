"""What follows from a change and nobody typed: verdicts, tallies, series and contradictions that are others than before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from vpgen.changes import TARGETS
from vpgen.facts import INDICATORS
from vpgen.findings import find
from vpgen.pages.addresses import FINDINGS, document_address, goal_address, indicator_address, thread_spot
from vpgen.periods import label
from vpgen.thread import find_orphans

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vpgen.assessment import FollowUpResult, Results
    from vpgen.changes import Change
    from vpgen.facts import Fact, FactKey
    from vpgen.history import Key, Point
    from vpgen.problems import Finding
    from vpgen.verdicts import RowResult

ConsequenceWhat: TypeAlias = Literal[
    "utslag", "föreslagen status", "räkning", "serie", "avvikelse", "bruten tråd", "ärvt"
]
"""A rule's verdict, the level that the rule gives, a tally, a series, a finding, an orphan, what others inherit."""

BREAKS = {
    "enhet": "serien bryts: enheten ändras från {before} till {after}",
    "beskrivning": "serien kan vara bruten: definitionen har ändrats",
}
"""What of a definition breaks the series of its values, and what is said of it."""


@dataclass(frozen=True)
class Consequence:
    """Something derived that is another than before: of what, and as what; None where it was not, or is no longer.

    `bodies` are, for what is inherited, the names of those that it reaches.
    """

    what: ConsequenceWhat
    name: str
    before: str | None
    after: str | None
    address: str | None
    bodies: tuple[str, ...] = ()


def find_consequences(
    before: Results,
    after: Results,
    facts: tuple[Mapping[FactKey, Fact], Mapping[FactKey, Fact]],
    changes: Sequence[Change],
) -> tuple[Consequence, ...]:
    """Return what is derived otherwise in a later version; nothing where the earlier one had no content.

    `facts` are those of both versions, `changes` what differs between them.
    """
    if not before.register.bodies:
        return ()
    return (
        *_inherited(after, *facts),
        *_reread(*facts),
        *_judged(before, after),
        *_counted(before, after),
        *_series(before, after, changes),
        *_found(before, after),
        *_orphaned(before, after),
    )


# What others inherit


def _inherited(
    after: Results, old: Mapping[FactKey, Fact], new: Mapping[FactKey, Fact]
) -> Iterator[Consequence]:
    """Yield each change at a giver once, with the bodies that inherit it."""
    names = {f"{body.path}/": body.name for body in after.register.bodies.values()}
    reached: dict[FactKey, dict[str, None]] = {}
    for key, fact in new.items():
        earlier = old.get(key)
        if fact.giver is None or earlier is None or earlier.text == fact.text:
            continue
        root = _root(fact.giver, new)
        body = _body(key.owner)
        if root in old and root in new and body != _body(root.owner):
            reached.setdefault(root, {}).setdefault(names.get(f"{body}/", body))
    for root, bodies in reached.items():
        if old[root].text != new[root].text:
            name = f"{new[root].name}, {root.field}"
            yield Consequence("ärvt", name, old[root].said, new[root].said, new[root].address, tuple(bodies))


def _root(key: FactKey, book: Mapping[FactKey, Fact]) -> FactKey:
    """Return the fact that a giver's own is taken from, from as far up as is known."""
    fact = book.get(key)
    return _root(fact.giver, book) if fact and fact.giver else key


def _body(owner: str) -> str:
    """Return the path of the body whose document an owner is."""
    return owner.rpartition("/")[0].rpartition("/")[0]


def _reread(old: Mapping[FactKey, Fact], new: Mapping[FactKey, Fact]) -> Iterator[Consequence]:
    """Yield the targets that say the same, and mean another thing since their indicator is defined otherwise."""
    for key, fact in new.items():
        earlier = old.get(key)
        if key.field not in TARGETS or fact.inherited or earlier is None or earlier.text == fact.text:
            continue
        if earlier.shown == fact.shown:
            name = f"{fact.name}, {key.field} ”{fact.said}”"
            yield Consequence("ärvt", name, earlier.text, fact.text, fact.address)


# What is judged and counted


def _judged(before: Results, after: Results) -> Iterator[Consequence]:
    """Yield the verdicts and the statuses by the adopted rule that have turned."""
    for key, old, new in _pairs(before, after):
        document = new.follow_up.document
        for id_, goal in new.goals.items():
            earlier = old.goals.get(id_)
            if earlier is None:
                continue
            address = goal_address(*key[:2], id_)
            was, now = (each.proposal.word if each.proposal else None for each in (earlier, goal))
            if was != now:
                name = f"{goal.goal.label}: {goal.goal.wording or goal.goal.text}, {document.full_name}"
                yield Consequence("föreslagen status", name, was, now, address)
            rows = {row.row.indicator.id: row for row in earlier.rows}
            for row in goal.rows:
                if told := rows.get(row.row.indicator.id):
                    name = f"{row.row.indicator.name}, {document.full_name}"
                    yield from _row(name, told, row, f"{address}#indikator-{row.row.indicator.id}")


def _row(name: str, old: RowResult, new: RowResult, address: str) -> Iterator[Consequence]:
    if old.stand != new.stand:
        told = [f"{each.stand}: {each.ground}" if each.ground else each.stand for each in (old, new)]
        yield Consequence("utslag", name, told[0], told[1], address)
    was, now = (each.proposal.word if each.proposal else None for each in (old, new))
    if was != now:
        yield Consequence("föreslagen status", name, was, now, address)


def _counted(before: Results, after: Results) -> Iterator[Consequence]:
    """Yield the tallies that have moved."""
    for _, old, new in _pairs(before, after):
        document = new.follow_up.document
        for kind, tally in new.tallies.items():
            earlier = old.tallies.get(kind)
            if earlier and dict(earlier.counts) != dict(tally.counts):
                told = [_tally(each.counts) for each in (earlier, tally)]
                name = f"{kind}, {document.full_name}"
                yield Consequence("räkning", name, told[0], told[1], document_address(document))


def _tally(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{word} {number}" for word, number in counts.items() if number) or "inget"


def _pairs(
    before: Results, after: Results
) -> Iterator[tuple[tuple[str, int, str], FollowUpResult, FollowUpResult]]:
    """Yield the follow-ups that are in both versions."""
    for key, new in after.follow_ups.items():
        if (old := before.follow_ups.get(key)) is not None:
            yield key, old, new


# Series


def _series(before: Results, after: Results, changes: Sequence[Change]) -> Iterator[Consequence]:
    for key, old in before.history.items():
        if key.indicator in after.register.indicators:
            yield from _points(after, key, old, after.history.get(key, ()))
    for change in changes:
        is_definition = change.owner == INDICATORS and change.what == "ändrad"
        if is_definition and change.field in BREAKS:
            id_ = change.element[-1]
            points = sum(len(each) for key, each in before.history.items() if key.indicator == id_)
            if points > 1:
                told = BREAKS[change.field].format(before=change.before, after=change.after)
                yield Consequence("serie", change.name, f"{points} värden", told, indicator_address(id_))


def _points(after: Results, key: Key, old: Sequence[Point], new: Sequence[Point]) -> Iterator[Consequence]:
    """Yield that a series has gained or lost points, and each point that has got a conflict or got rid of one."""
    parts = [
        after.register.indicators[key.indicator].name,
        key.group or "",
        after.register.scope_name(key.scope),
        key.series or "",
    ]
    name, address = ", ".join(filter(None, parts)), indicator_address(key.indicator)
    earlier, later = ({point.period: point for point in points} for points in (old, new))
    gone = [point for period, point in earlier.items() if period not in later]
    come = [point for period, point in later.items() if period not in earlier]
    if gone or come:
        told = [
            f"{word} {', '.join(label(point.period) for point in points)}"
            for word, points in (("utan", gone), ("med", come))
            if points
        ]
        after_words = f"{len(later)} värden, {' och '.join(told)}" if later else None
        yield Consequence("serie", name, f"{len(earlier)} värden", after_words, address)
    for period, point in later.items():
        was = earlier.get(period)
        if was is not None and was.conflict != point.conflict:
            words = [
                "uppgifterna går isär" if each.conflict else "uppgifterna stämmer överens"
                for each in (was, point)
            ]
            yield Consequence("serie", f"{name}, {label(period)}", words[0], words[1], address)


# Findings and orphans


def _found(before: Results, after: Results) -> Iterator[Consequence]:
    """Yield the contradictions that are new, gone or others than before."""
    old, new = ({(each.code, each.sentence): each for each in find(results)} for results in (before, after))
    gone = [each for key, each in old.items() if key not in new]
    for key, finding in new.items():
        if key in old:
            continue
        was = next((each for each in gone if _is_alike(each, finding)), None)
        if was is not None:
            gone.remove(was)
        yield _finding(was, finding)
    for finding in gone:
        yield _finding(finding, None)


def _is_alike(one: Finding, other: Finding) -> bool:
    """Whether two findings are about the same thing."""
    about = [(each.code, each.indicator, each.cells, each.places[0].file) for each in (one, other)]
    return about[0] == about[1]


def _finding(old: Finding | None, new: Finding | None) -> Consequence:
    finding = new or old
    assert finding is not None
    address = f"{FINDINGS}#{finding.code}"
    told = [each.sentence if each else None for each in (old, new)]
    return Consequence("avvikelse", finding.code, told[0], told[1], address)


def _orphaned(before: Results, after: Results) -> Iterator[Consequence]:
    """Yield where the röda tråden breaks off and did not, or no longer does."""
    old, new = (
        {
            (each.kind, each.ref, each.indicator, each.sentence): each
            for each in find_orphans(results.register)
        }
        for results in (before, after)
    )
    for key, orphan in {**old, **new}.items():
        if key in old and key in new:
            continue
        told = [orphan.sentence if key in each else None for each in (old, new)]
        yield Consequence("bruten tråd", orphan.subject, told[0], told[1], thread_spot(orphan.ref))
