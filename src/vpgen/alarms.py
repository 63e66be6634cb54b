"""Changes that somebody should stop at: targets lowered too late, plans changed past their decision, closed years rewritten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from vpgen.facts import INDICATORS, LOCK, FactKey, owner_of, root_of
from vpgen.facts.elements import above
from vpgen.lowered import find_lowered
from vpgen.model.content import FollowUp, Plan
from vpgen.model.files import DECIDED, REPLACED, REVISED
from vpgen.rewritten import is_filled_in, rewrites_outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from vpgen.assessment import Results
    from vpgen.changes import Change
    from vpgen.facts import Element, Fact
    from vpgen.model.content import Document, Register
    from vpgen.model.files import Decision

    Book = Mapping[FactKey, Fact]

AlarmWhat: TypeAlias = Literal[
    "målvärdet sänktes när utfallet var känt",
    "kravet ändrades när utfallet var känt",
    "beslutad plan ändrad utan ny utgåva",
    "beslutade planer ändrade av den som de ärver från",
    "utfall för ett avslutat år ändrat",
    "låset togs bort eller byttes",
]
_DECIDED = frozenset({DECIDED, REVISED, REPLACED})
_TARGETS = {"målvärde", "långsiktigt"}


@dataclass(frozen=True)
class Alarm:
    """What to stop at, the change that rings, and a sentence with why, without full stop."""

    what: AlarmWhat
    change: Change
    sentence: str


def find_alarms(
    before: Results, after: Results, books: tuple[Book, Book], changes: tuple[Change, ...]
) -> tuple[Alarm, ...]:
    """Return what to stop at among the changes between two versions, change by change.

    `books` are the facts of the versions; those of documents that say the same in both may be left out.
    """
    versions = _Versions.of(before.register, after.register)
    rules = (_past_decision, _closed, _unlocked)
    found = [alarm for change in changes for rule in rules for alarm in rule(change, versions)]
    found += _lowered(before, after, changes)
    found += _passed_on(versions, books, changes)
    order = {id(change): number for number, change in enumerate(changes)}
    kinds = get_args(AlarmWhat)
    return tuple(sorted(found, key=lambda alarm: (order[id(alarm.change)], kinds.index(alarm.what))))


@dataclass(frozen=True)
class _Versions:
    """The registers of two versions, and their documents by owner."""

    before: Register
    after: Register
    old: Mapping[str, Plan | FollowUp]
    new: Mapping[str, Plan | FollowUp]

    @classmethod
    def of(cls, before: Register, after: Register) -> _Versions:
        """Return two versions with their documents."""
        return cls(before, after, _documents(before), _documents(after))

    def renewed(self, owner: str) -> bool:
        """Whether a document is another edition than before, or rests on another decision; its own word for it is none."""
        old, new = self.old.get(owner), self.new.get(owner)
        if old is None or new is None:
            return False
        if _is_later(new.document.file.decision, old.document.file.decision):
            return True
        # The edition that was in force stands beside the new one, with the decision that it had.
        year, body = old.document.year, self.after.bodies.get(old.document.body)
        replaced = body.editions.get(year, ()) if body and old.document.slug == "plan" else ()
        return any(
            owner_of(edition) not in self.old and _is_same(edition.document.file.decision, old.document)
            for edition in replaced
        )


def _documents(register: Register) -> dict[str, Plan | FollowUp]:
    """Return every document by the owner of its facts."""
    return {owner_of(source): source for source in (*register.documents(), *register.replaced())}


def _identity(decision: Decision | None) -> tuple[object, str]:
    """Return the date and the paragraph of a decision, however the paragraph is spaced."""
    return (decision.date, "".join((decision.paragraph or "").split())) if decision else (None, "")


def _is_later(new: Decision | None, old: Decision | None) -> bool:
    """Whether a decision is another than the old one: of a later day, or another of the same day."""
    (day, paragraph), (old_day, old_paragraph) = _identity(new), _identity(old)
    if new is None or new.date is None or old is None or old.date is None:
        return bool(day or paragraph) and not old_day and (day, paragraph) != (old_day, old_paragraph)
    return new.date > old.date or (new.date == old.date and paragraph not in {"", old_paragraph})


def _is_same(decision: Decision | None, document: Document) -> bool:
    return _identity(decision) == _identity(document.file.decision)


def _is_decided(source: Plan | FollowUp) -> bool:
    return source.document.status in _DECIDED


def _decided(document: Document) -> str:
    """Say that a document is decided, and by which decision."""
    decision = document.file.decision
    return f"{document.full_name} är beslutad{f' ({decision.text})' if decision else ''}"


# Targets


def _lowered(before: Results, after: Results, changes: tuple[Change, ...]) -> Iterator[Alarm]:
    """A plan asks for less of an indicator, or may do so, when its outcome is known."""
    for each in find_lowered(before, after, changes):
        what: AlarmWhat = (
            "målvärdet sänktes när utfallet var känt"
            if each.is_target
            else "kravet ändrades när utfallet var känt"
        )
        yield Alarm(what, each.change, each.sentence)


# Decisions


def _past_decision(change: Change, versions: _Versions) -> Iterator[Alarm]:
    """What a plan adopts is changed after its decision, or the decision is taken away, and it is the same edition."""
    old, new = versions.old.get(change.owner), versions.new.get(change.owner)
    if not isinstance(old, Plan) or not _is_decided(old) or versions.renewed(change.owner):
        return
    is_open = new is not None and not _is_decided(new)
    is_status = not change.element and change.field.partition("/")[0] in {"status", "beslut"}
    if change.kind == "plan" or (is_open and is_status):
        yield Alarm("beslutad plan ändrad utan ny utgåva", change, _decided(old.document))


def _unlocked(change: Change, versions: _Versions) -> Iterator[Alarm]:
    """The lock of a document is gone, or another than before, and so is neither its edition nor its decision."""
    is_dropped = change.what == "borttagen" and any(part.field == LOCK for part in change.parts)
    is_changed = not change.element and change.field == LOCK and change.before is not None
    if (is_dropped or is_changed) and not versions.renewed(change.owner):
        old = versions.old[change.owner]
        yield Alarm(
            "låset togs bort eller byttes", change, f"{old.document.full_name} var låst av sitt beslut"
        )


def _passed_on(versions: _Versions, books: tuple[Book, Book], changes: tuple[Change, ...]) -> Iterator[Alarm]:
    """What decided plans take over from another is changed there."""
    known = {(change.owner, change.element, change.field): change for change in changes}
    reached: dict[int, tuple[Change, dict[str, str]]] = {}
    for owner, cause in _taken_over(books, known):
        plan = versions.old.get(owner)
        if isinstance(plan, Plan) and _is_decided(plan) and not versions.renewed(owner):
            _, plans = reached.setdefault(id(cause), (cause, {}))
            plans[owner] = plan.document.full_name
    for change, plans in reached.values():
        many = "beslutad plan" if len(plans) == 1 else "beslutade planer"
        sentence = f"ändrar också {len(plans)} {many}: {'; '.join(plans.values())}"
        yield Alarm("beslutade planer ändrade av den som de ärver från", change, sentence)


def _taken_over(
    books: tuple[Book, Book], changes: Mapping[tuple[str, Element, str], Change]
) -> Iterator[tuple[str, Change]]:
    """Yield each owner that says something otherwise because another does, with the change there."""
    old, new = books
    for key in {**old, **new} if changes else ():
        earlier, later = old.get(key), new.get(key)
        if earlier and later and earlier.text == later.text:
            continue
        fact = later or earlier
        assert fact
        if fact.kind != "plan" or key.element[:1] == ("definition",):
            continue
        cause = _cause(key, earlier, later, books, changes)
        if cause and cause.owner != key.owner:
            yield key.owner, cause


def _cause(
    key: FactKey,
    earlier: Fact | None,
    later: Fact | None,
    books: tuple[Book, Book],
    changes: Mapping[tuple[str, Element, str], Change],
) -> Change | None:
    """Return the change at a giver that makes a fact another; None where it is the document's own."""
    told = [each for each in (earlier, later) if each]
    if not all(each.inherited for each in told):
        # A target in the same words means another thing by a changed definition.
        is_reread = len(told) > 1 and key.field in _TARGETS and len({each.shown for each in told}) == 1
        return changes.get((INDICATORS, ("indikator", key.element[-1]), "bra")) if is_reread else None
    root = root_of(key, books[1] if later else books[0])
    own = changes.get((root.owner, root.element, root.field))
    if own or len(told) > 1:
        return own
    became = "tillagd" if later else "borttagen"
    above_it = (root.element, *above(root.owner, root.element))
    found = (changes.get((root.owner, element, "")) for element in above_it)
    return next((each for each in found if each and each.what == became), None)


# Closed years


def _closed(change: Change, versions: _Versions) -> Iterator[Alarm]:
    """An outcome is changed in what is decided, or in a follow-up of a year before the body's newest."""
    old, new = versions.old.get(change.owner), versions.new.get(change.owner)
    if old is None or not rewrites_outcome(change, (old, new)):
        return
    document = old.document
    if _is_decided(old):
        if isinstance(old, FollowUp) or not versions.renewed(change.owner):
            yield Alarm("utfall för ett avslutat år ändrat", change, _decided(document))
    elif isinstance(old, FollowUp) and not is_filled_in(change):
        every = (*_years(versions.before, document.body), *_years(versions.after, document.body))
        if (newest := max(every)) > document.year:
            sentence = f"{document.body_name} har redan en uppföljning av {newest}"
            yield Alarm("utfall för ett avslutat år ändrat", change, sentence)


def _years(register: Register, body: str) -> Iterable[int]:
    return register.bodies[body].follow_ups if body in register.bodies else ()
