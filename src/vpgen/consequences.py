"""What follows from a change and nobody typed: verdicts, tallies, series and contradictions that are others than before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from vpgen.attention import find_assessed
from vpgen.changes import TARGETS
from vpgen.facts import INDICATORS
from vpgen.facts.labels import before_field, label
from vpgen.facts.wording import said
from vpgen.findings import find
from vpgen.pages.addresses import FINDINGS, document_address, goal_address, indicator_address, thread_spot
from vpgen.periods import label as time_of
from vpgen.side_by_side import find_against, find_shared
from vpgen.statuses import tally_name
from vpgen.thread import find_orphans

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from vpgen.assessment import FollowUpResult, Results
    from vpgen.changes import Change
    from vpgen.comparing import ChangeKind
    from vpgen.facts import Fact, FactKey
    from vpgen.history import Key, Point
    from vpgen.problems import Finding
    from vpgen.side_by_side import Against, Distance, Pair, Shared
    from vpgen.verdicts import RowResult

ConsequenceWhat: TypeAlias = Literal[
    "utslag",
    "föreslagen status",
    "utveckling",
    "jämförelse",
    "räkning",
    "uppmärksamhet",
    "serie",
    "avvikelse",
    "bruten tråd",
    "ärvt",
]
"""A rule's verdict, the level that the rule gives, a direction, how a value stands beside another's, a tally or what
follows from a printed one, what the start page raises, a series, a finding, an orphan, what others inherit."""

BREAKS = {
    "enhet": "serien bryts: enheten ändras från {before} till {after}",
    "beskrivning": "serien kan vara bruten: definitionen har ändrats",
}
"""What of a definition breaks the series of its values, and what is said of it."""
MOVES: dict[ChangeKind, str] = {
    "förbättrad": "förbättrad",
    "oförändrad": "oförändrad",
    "försämrad": "försämrad",
    "ökat": "har ökat (om det är bra sägs inte)",
    "minskat": "har minskat (om det är bra sägs inte)",
    "kan inte avgöras": "går inte att avgöra",
}
"""How a value has moved, in words."""


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
    alike: frozenset[str] = frozenset(),
) -> tuple[Consequence, ...]:
    """Return what is derived otherwise in a later version; nothing where the earlier one had no content.

    `facts` are those of both versions, `changes` what differs between them, `alike` the owners of the documents that
    say the same in both.
    """
    if not before.register.bodies:
        return ()
    return (
        *_inherited(after, *facts),
        *_reread(*facts),
        *_judged(before, after),
        *_moved(before, after),
        *_compared(before, after),
        *_counted(before, after),
        *_raised(before, after),
        *_series(before, after, changes),
        *_found(before, after, alike),
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
            name = f"{before_field(new[root].name)}, {label(root.field)}"
            told = said(old, root), said(new, root)
            yield Consequence("ärvt", name, *told, new[root].address, tuple(bodies))


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
            name = f"{before_field(fact.name)}, {label(key.field)} ”{fact.said}”"
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
                text = before_field(goal.goal.wording or goal.goal.text)
                name = f"{goal.goal.label}: {text}, {document.full_name}"
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
    """Yield the tallies that have moved, and what follows from a printed one where that is another."""
    for _, old, new in _pairs(before, after):
        document = new.follow_up.document
        address = document_address(document)
        for kind, tally in new.tallies.items():
            earlier = old.tallies.get(kind)
            if earlier and dict(earlier.counts) != dict(tally.counts):
                told = [_tally(each.counts) for each in (earlier, tally)]
                name = f"{tally_name(kind)}, {document.full_name}"
                yield Consequence("räkning", name, told[0], told[1], address)
        # A printed count that is contradicted is told as a finding.
        follows = [
            {line.kind: "" if line.contradiction else line.sentence for line in each.summary}
            for each in (old, new)
        ]
        contradicted = {line.kind for line in new.summary if line.contradiction}
        for kind, sentence in follows[1].items():
            was = follows[0].get(kind, "")
            if was != sentence and kind not in contradicted:
                name = f"{tally_name(kind)}, dokumentets sammanräkning, {document.full_name}"
                now = sentence or "Av sammanräkningen följer inget mer än bedömningarna."
                yield Consequence("räkning", name, was or None, now, address)


def _tally(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{word} {number}" for word, number in counts.items() if number) or "inget"


def _pairs(
    before: Results, after: Results
) -> Iterator[tuple[tuple[str, int, str], FollowUpResult, FollowUpResult]]:
    """Yield the follow-ups that are in both versions."""
    for key, new in after.follow_ups.items():
        if (old := before.follow_ups.get(key)) is not None:
            yield key, old, new


# What has moved, and what is raised


def _moved(before: Results, after: Results) -> Iterator[Consequence]:
    """Yield the directions that have turned, each once: in the follow-up that tells the value, else in the plan."""
    earlier = {_row_key(row): row for _, row in _all_rows(before)}
    told: set[tuple[object, ...]] = set()
    for address, row in _all_rows(after):
        old = earlier.get(_row_key(row))
        if old is None or old.change.kind == row.change.kind:
            continue
        turned = (row.key, row.period, old.change.kind, row.change.kind)
        if turned not in told:
            told.add(turned)
            name = f"{before_field(row.row.indicator.name)}, {row.document.full_name}"
            yield Consequence("utveckling", name, MOVES[old.change.kind], MOVES[row.change.kind], address)


def _row_key(row: RowResult) -> tuple[object, ...]:
    return (row.document.key, row.row.goal, row.row.indicator.id)


def _all_rows(results: Results) -> Iterator[tuple[str, RowResult]]:
    """Yield every indicator of every document with where it stands, those of follow-ups first."""
    for (path, year, _), follow_up in results.follow_ups.items():
        for id_, goal in follow_up.goals.items():
            for row in goal.rows:
                yield f"{goal_address(path, year, id_)}#indikator-{row.row.indicator.id}", row
    for (path, year), plan in results.plans.items():
        for id_, rows in plan.rows.items():
            for row in rows:
                yield f"{goal_address(path, year, id_)}#indikator-{row.row.indicator.id}", row


def _raised(before: Results, after: Results) -> Iterator[Consequence]:
    """Yield what the newest follow-up of a body raises on the start page and did not, or no longer does."""
    newest = [
        {
            body.newest_follow_up.document.key
            for body in each.register.bodies.values()
            if body.newest_follow_up
        }
        for each in (before, after)
    ]
    for key, old, new in _pairs(before, after):
        if key not in newest[0] or key not in newest[1]:
            continue
        # What has a new id is the same by its name.
        was = {(each.kind, by): each.status for each in find_assessed(old) for by in (each.name, each.id)}
        for each in find_assessed(new):
            status = was.get((each.kind, each.id)) or was.get((each.kind, each.name))
            # An indicator that stood apart before is told by its verdict.
            is_apart = status is None and each.row is not None
            if is_apart or (status is not None and status.is_raised) == each.status.is_raised:
                continue
            name = f"{before_field(each.name)}, {new.follow_up.document.full_name}"
            told = [
                f"lyfts fram: {one.word}" if one and one.is_raised else "lyfts inte fram"
                for one in (status, each.status)
            ]
            yield Consequence("uppmärksamhet", name, told[0], told[1], each.address)


# Beside others


def _compared(before: Results, after: Results) -> Iterator[Consequence]:
    """Yield where an indicator stands otherwise beside the nation, another scope or another body than it did."""
    touched = set(_touched(before, after))
    if not touched:
        return
    before, after = _only(before, touched), _only(after, touched)
    old = {(each.indicator.id, each.own, each.scope): each for each in find_against(before)}
    for against in find_against(after):
        earlier = old.get((against.indicator.id, against.own, against.scope))
        if earlier:
            yield from _beside(after, earlier, against)
    shared = {each.indicator.id: each for each in find_shared(before)}
    for each in find_shared(after):
        if each.indicator.id in shared:
            yield from _placed(shared[each.indicator.id], each)


def _only(results: Results, ids: Collection[str]) -> Results:
    """Return the results of some indicators alone."""
    indicators = {id_: each for id_, each in results.register.indicators.items() if id_ in ids}
    history = {key: points for key, points in results.history.items() if key.indicator in ids}
    return replace(results, register=replace(results.register, indicators=indicators), history=history)


def _touched(before: Results, after: Results) -> Iterator[str]:
    """Yield the indicators whose definition or values are others than before."""
    for id_, entry in after.register.indicators.items():
        old = before.register.indicators.get(id_)
        if old and (old.better, old.scope) != (entry.better, entry.scope):
            yield id_
    for key, points in after.history.items():
        earlier = before.history.get(key, ())
        told = [
            [(each.period, each.best.value, each.conflict) for each in side] for side in (points, earlier)
        ]
        if told[0] != told[1]:
            yield key.indicator


def _beside(after: Results, old: Against, new: Against) -> Iterator[Consequence]:
    """Yield that a value stands otherwise beside another scope's: the newest, with how many earlier ones do too."""
    was = {_pair_key(pair): pair.distance for pair in old.pairs}
    turned = [
        (pair, told)
        for pair in new.pairs
        if (told := [_stands(each) for each in (was.get(_pair_key(pair)), pair.distance)])
        and None not in told
        and told[0] != told[1]
    ]
    if turned:
        pair, told = turned[0]
        assert pair.own is not None
        scopes = [after.register.scope_name(each) for each in (new.own, new.scope)]
        more = f" och {len(turned) - 1} till" if turned[1:] else ""
        parts = [before_field(new.indicator.name), pair.own.key.group or ""]
        name = f"{', '.join(filter(None, parts))}, {scopes[0]} mot {scopes[1]} {time_of(pair.period)}{more}"
        yield Consequence("jämförelse", name, told[0], told[1], indicator_address(new.indicator.id))


def _pair_key(pair: Pair) -> tuple[object, ...]:
    key = pair.own.key if pair.own else None
    return (pair.period, key.series if key else None, key.group if key else None)


def _stands(distance: Distance | None) -> str | None:
    """Say how a value stands beside another's; None where one of them is missing."""
    if distance is None:
        return None
    if distance.sign is None:
        return "går inte att avgöra"
    if distance.sign == 0:
        return "lika"
    return distance.standing or f"{'högre' if distance.sign > 0 else 'lägre'} (om det är bra sägs inte)"


def _placed(old: Shared, new: Shared) -> Iterator[Consequence]:
    """Yield that the bodies that have the same indicator stand in another order, of the same time."""
    one, other = old.standing, new.standing
    if one is None or other is None or one.period != other.period or not (one.ordered and other.ordered):
        return
    names = [[place.body.name for place in each.places] for each in (one, other)]
    if names[0] != names[1] and set(names[0]) == set(names[1]):
        first = "högst" if new.indicator.better == "inget" else "bäst"
        name = f"{before_field(new.indicator.name)}, nämnderna {time_of(other.period)}, {first} först"
        told = [", ".join(each) for each in names]
        yield Consequence("jämförelse", name, told[0], told[1], indicator_address(new.indicator.id))


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
                yield Consequence("serie", before_field(change.name), None, told, indicator_address(id_))


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
            f"{word} {', '.join(time_of(point.period) for point in points)}"
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
            yield Consequence("serie", f"{name}, {time_of(period)}", words[0], words[1], address)


# Findings and orphans


def _found(before: Results, after: Results, alike: frozenset[str]) -> Iterator[Consequence]:
    """Yield the contradictions that are new, gone or others than before; what documents have in both is neither."""
    old, new = (
        {(each.code, each.sentence): each for each in find(results, but=alike)} for results in (before, after)
    )
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
        yield Consequence(
            "bruten tråd", before_field(orphan.subject), told[0], told[1], thread_spot(orphan.ref)
        )
