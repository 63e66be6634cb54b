"""What follows from a change and nobody typed: verdicts, tallies, series and contradictions that are others than before."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from vpgen.attention import find_assessed
from vpgen.changes import TARGETS
from vpgen.facts import INDICATORS, FactKey, root_of
from vpgen.facts.elements import above
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
    from vpgen.facts import Element, Fact
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
    "sammanfattning",
    "text",
    "uppmärksamhet",
    "serie",
    "avvikelse",
    "bruten tråd",
    "ärvt",
]
"""A rule's verdict, the level that the rule gives, a direction, how a value stands beside another's, a tally, what
follows from a printed one, a text that says the old value, what the start page raises, a series, a finding, an orphan,
what others inherit."""

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
VALUES = ("utfall", *TARGETS)
"""What an indicator says in figures that the texts about it may repeat; and every cell of a table does."""
TEXTS = {"kommentar": "kommentaren", "beskrivning": "beskrivningen", "noter": "noten"}
"""The texts about a thing, and what each is called in a sentence."""
FIGURE = re.compile(r"\d+(?:\s\d{3}(?!\d))*(?:,\d+)?")
YEAR = re.compile(r"(?:19|20)\d\d")
"""A number as it is printed, and one that is no value."""


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
        *_outdated(*facts, changes),
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
        root = root_of(fact.giver, new)
        body = _body(key.owner)
        if root in old and root in new and body != _body(root.owner):
            reached.setdefault(root, {}).setdefault(names.get(f"{body}/", body))
    for root, bodies in reached.items():
        if old[root].text != new[root].text:
            name = f"{before_field(new[root].name)}, {label(root.field)}"
            told = said(old, root), said(new, root)
            yield Consequence("ärvt", name, *told, new[root].address, tuple(bodies))


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
        for kind, tally in new.tallies.items():
            earlier = old.tallies.get(kind)
            if earlier and dict(earlier.counts) != dict(tally.counts):
                told = [_tally(each.counts) for each in (earlier, tally)]
                name = f"{tally_name(kind)}, {document.full_name}"
                yield Consequence("räkning", name, told[0], told[1], document_address(document))
        yield from _summed_up(old, new)


def _summed_up(old: FollowUpResult, new: FollowUpResult) -> Iterator[Consequence]:
    """Yield what follows from a printed count and is another; one that is contradicted is told as a finding."""
    document = new.follow_up.document
    earlier = {line.kind: "" if line.contradiction else line.sentence for line in old.summary}
    for line in new.summary:
        was = earlier.get(line.kind, "")
        if not line.contradiction and was != line.sentence:
            name = f"{tally_name(line.kind)}, {document.full_name}"
            now = line.sentence or "Av sammanräkningen följer inget mer än bedömningarna."
            address = f"{document_address(document)}#sammanfattning"
            yield Consequence("sammanfattning", name, was or None, now, address)


def _tally(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{word} {number}" for word, number in counts.items() if number) or "inget"


def _pairs(
    before: Results, after: Results
) -> Iterator[tuple[tuple[str, int, str], FollowUpResult, FollowUpResult]]:
    """Yield the follow-ups that are in both versions."""
    for key, new in after.follow_ups.items():
        if (old := before.follow_ups.get(key)) is not None:
            yield key, old, new


# Texts that say what no longer is so


def _outdated(
    old: Mapping[FactKey, Fact], new: Mapping[FactKey, Fact], changes: Sequence[Change]
) -> Iterator[Consequence]:
    """Yield the texts about a thing that still have a figure that the thing itself no longer has, each figure once."""
    found: dict[tuple[FactKey, str], Consequence] = {}
    values = [each for each in changes if each.what == "ändrad" and _is_value(each)]
    texts = _texts(new) if values else {}
    for change in values:
        was, now = (_figures(text or "") for text in (change.before, change.after))
        for key in _texts_about(change, texts):
            fact = new[key]
            if fact.inherited or any(_has(fact, each) for each in now if each not in was):
                continue
            for figure in was:
                if figure not in now and _is_telling(figure) and _still_has(old.get(key), fact, figure):
                    name = f"{before_field(fact.name)}, {change.title}"
                    told = f"{TEXTS[key.field.partition('/')[0]]} säger fortfarande {figure}"
                    found.setdefault((key, figure), Consequence("text", name, None, told, fact.address))
    yield from found.values()


def _is_value(change: Change) -> bool:
    is_cell = change.element[:1] == ("ruta",) and change.field == "värde"
    return is_cell or (change.element[:1] in {("indikator",), ("annat värde",)} and change.field in VALUES)


def _texts(book: Mapping[FactKey, Fact]) -> dict[tuple[str, Element], list[FactKey]]:
    """Return the texts about each thing; of a table they are its notes."""
    found: dict[tuple[str, Element], list[FactKey]] = {}
    for key in book:
        if key.field.partition("/")[0] in TEXTS:
            found.setdefault((key.owner, key.element), []).append(key)
    return found


def _texts_about(change: Change, texts: Mapping[tuple[str, Element], Sequence[FactKey]]) -> Iterator[FactKey]:
    """Yield the texts about a thing, and about what it is a part of, in the same document; not of the document itself."""
    for element in (change.element, *above(change.owner, change.element)):
        if element:
            yield from texts.get((change.owner, element), ())


def _figures(text: str) -> list[str]:
    return [figure for figure in FIGURE.findall(text) if not YEAR.fullmatch(figure)]


def _is_telling(figure: str) -> bool:
    """Whether a figure is seldom in a text by chance."""
    return sum(character.isdigit() for character in figure) > 1


def _still_has(old: Fact | None, new: Fact, figure: str) -> bool:
    return _has(new, figure) and (old is None or _has(old, figure))


def _has(fact: Fact, figure: str) -> bool:
    """Whether a text has a figure as a number of its own, and not within a longer one or a decimal."""
    digits = r"\s?".join(map(re.escape, figure.split()))
    # Three digits after a digit and a space are the end of a number in thousands.
    ends_thousands = r"(?<!\d\s)" if re.match(r"\d{3}(?!\d)", figure) else ""
    own = rf"(?<!\w)(?<!\d[.,]){ends_thousands}{digits}(?!\d|[.,]\d|\s\d{{3}}(?!\d))"
    return re.search(own, fact.said) is not None


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
        # What was not described cannot have been described otherwise.
        is_break = change.field in BREAKS and (change.field != "beskrivning" or change.before is not None)
        if is_definition and is_break:
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
