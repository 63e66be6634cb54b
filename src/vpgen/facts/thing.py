"""A thing that facts are told of, and how every field of an entry becomes one without being named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from vpgen.facts.fact import Element, Fact, FactKey, FactKind
from vpgen.facts.meaning import meaning, period, shown_prose
from vpgen.model.fields import Entry
from vpgen.periods import Period

if TYPE_CHECKING:
    from collections.abc import Collection

    from vpgen.problems import Place

ALWAYS: dict[str, FactKind] = {"publicering": "struktur", "fortsätter": "struktur", "anmärkning": "text"}
"""What a change of these fields is, whatever they stand in."""
_KINDS: dict[FactKind, tuple[str, ...]] = {
    "struktur": ("räkenskap", "decimaler", "summeras", "diagram", "samband", "ekonomi"),
    "text": ("kommentar", "beskrivning", "noter", "förklaring"),
    "uppföljning": (
        "utfall",
        "exakt",
        "jämförelse",
        "räknat",
        "tolkning",
        "avser",
        "prognos",
        "preliminär",
        "osäkert",
        "tidigare",
        "tryckt",
    ),
    "bedömning": ("bedömning", "status", "utveckling", "orsak", "motivering", "effekt"),
}
BY_FIELD: dict[str, FactKind] = {field: kind for kind, fields in _KINDS.items() for field in fields}
"""What a change of these fields is in plans and follow-ups."""
LEGEND_WORDS = frozenset({"bedömning", "status", "utveckling"})
"""Fields that hold a word of a legend, which is the same in any case."""


def kind_of(field: str, base: FactKind) -> FactKind:
    """Return what a change of a field is, in a thing of which other changes are of the kind `base`."""
    root = field.partition("/")[0]
    is_told = base in {"plan", "uppföljning"}
    return ALWAYS.get(root) or (BY_FIELD.get(root) if is_told else None) or base


@dataclass(frozen=True)
class Thing:
    """Something that facts are told of, into a book. `base` is the kind of those that are nothing else."""

    book: dict[FactKey, Fact]
    owner: str
    element: Element
    name: str
    address: str | None
    base: FactKind
    place: Place

    def exists(self, giver: FactKey | None = None, kind: FactKind | None = None) -> None:
        """Tell that the thing is there."""
        self._put("", Fact("", self.place, kind or self.base, self.name, self.address, giver))

    def say(
        self,
        field: str,
        value: object,
        place: Place | None = None,
        *,
        giver: FactKey | None = None,
        shown: str | None = None,
        kind: FactKind | None = None,
    ) -> None:
        """Tell what a field says; nothing where it says nothing."""
        text = meaning(value)
        if not text:
            return
        if field in LEGEND_WORDS:
            text = text.lower()
        if shown is None and isinstance(value, str) and "](" in value:
            shown = shown_prose(value)
        elif shown is None and isinstance(value, (tuple, list)) and field != "under":
            listed = ", ".join(meaning(each) for each in value)
            shown = listed if listed != text else None
        sort = kind or kind_of(field, self.base)
        self._put(field, Fact(text, place or self.place, sort, self.name, self.address, giver, shown))

    def say_rest(self, entry: Entry, told: Collection[str] = (), before: str = "") -> None:
        """Tell every field of an entry but those that are told already, and what they hold."""
        for name, alias, default in _fields(type(entry)):
            value = getattr(entry, name)
            if alias in told or value is None or value == default:
                continue
            if isinstance(value, Entry):
                self.say_rest(value, before=f"{before}{alias}/")
            elif isinstance(value, Mapping):
                for key, each in value.items():
                    field = f"{before}{alias}/{step(key)}"
                    if isinstance(each, Entry):
                        self.say_rest(each, before=f"{field}/")
                    else:
                        self.say(field, each, entry.at(alias, str(key)))
            else:
                self.say(f"{before}{alias}", value, entry.at(alias))

    def _put(self, field: str, fact: Fact) -> None:
        self.book[FactKey(self.owner, self.element, field)] = fact


def count_said(entry: Entry, told: Collection[str] = ()) -> int:
    """Return how many fields of an entry say something, but for those that are told elsewhere."""
    every = ((alias, getattr(entry, name), default) for name, alias, default in _fields(type(entry)))
    return sum(
        alias not in told and value is not None and value != default for alias, value, default in every
    )


def step(key: object) -> str:
    """Return a key as a step of a field."""
    return period(key) if isinstance(key, Period) else str(key)


@lru_cache(maxsize=256)
def _fields(cls: type[Entry]) -> tuple[tuple[str, str, Any], ...]:
    """Return the fields of a kind of entry: the name in the code, the author's key, and what it says unwritten."""
    return tuple(
        (name, field.alias or name, field.get_default(call_default_factory=True))
        for name, field in cls.model_fields.items()
    )
