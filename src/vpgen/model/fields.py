"""Field types of the content files: how one written value becomes a typed one, or a problem with a remedy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainValidator, model_validator
from pydantic_core import PydanticCustomError

from vpgen.agenda import fault
from vpgen.model.spelling import as_id, nearest
from vpgen.numbers import NumberError, Quantity, parse_quantity
from vpgen.periods import Period, PeriodError, parse_period
from vpgen.problems import Place, Problem
from vpgen.source import Map, Seq, Text, key_at, misread, value_at
from vpgen.values import Missing, Value, parse_outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pydantic import ModelWrapValidatorHandler, ValidationInfo

NOWHERE = Place("")
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
QUOTE = re.compile(r"\]\((tabell|tal):[^()\s]+\)")
WHOLE = "alla"
"""The group name that means everyone together."""


class Entry(BaseModel):
    """A mapping in a content file: frozen, located, and without unknown keys.

    An unknown key is reported to the list in the validation context. It is read as the field that it resembles,
    else left out, so that the rest is still checked.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    # What the author wrote; of an entry that nobody wrote it is this. Each entry has its own in its `__dict__`, which
    # copies take along: attributes that pydantic keeps private cost four times as much to make as the rest of an entry.
    _raw: ClassVar[Map] = Map(NOWHERE)

    @property
    def place(self) -> Place:
        """Where the entry begins: at its id when it has one."""
        return self._raw.place

    @property
    def id(self) -> str:
        """The id under which the author wrote the entry; empty for an entry without one."""
        return self._raw.id if isinstance(self._raw, Named) else ""

    def at(self, *path: str) -> Place:
        """Return where the value of a field stands, or of one further in; the entry's own place if none is written."""
        return value_at(self._raw, path) if path[0] in self._raw else self.place

    def at_key(self, *path: str) -> Place:
        """Return where a field, or one further in, begins; the entry's own place if none is written."""
        return key_at(self._raw, path) if path[0] in self._raw else self.place

    def wrote(self, name: str) -> bool:
        """Whether the author wrote a field, also one that could not be read."""
        return name in self._raw.key_places

    @model_validator(mode="wrap")
    @classmethod
    def _located(cls, data: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:  # noqa: ANN401 - raw input
        if not isinstance(data, Map):
            hint = "skriv varje fält på en egen rad under, indragen två mellanslag: fält: värde"
            raise problem("fel-typ", "här ska det stå fält under varandra, ett per rad", hint)
        assert isinstance(info.context, list), "the loader collects unknown keys"
        names = _names(cls)
        if not data.keys() <= names.keys():
            info.context.extend(_unknown(data, names))
        entry = handler({key: value for key, value in data.items() if value is not None and key in names})
        entry.__dict__["_raw"] = data
        return entry


@cache
def _names(cls: type[Entry]) -> Mapping[str, None]:
    """Return the fields as authors know them: in their order, and quick to look in."""
    return dict.fromkeys(field.alias or name for name, field in cls.model_fields.items())


def _unknown(data: Map, names: Mapping[str, None]) -> Iterator[Problem]:
    """Report the keys that are no fields, and read them as those that they resemble."""
    for key in [key for key in data if key not in names]:
        suggestion = nearest(key, names)
        hint = f"skriv: {suggestion}" if suggestion else "fälten här heter: " + ", ".join(names)
        yield Problem(data.key_places[key], "okant-falt", f"okänt fält ”{key}”", hint)
        if suggestion and suggestion not in data:
            _rename(data, key, suggestion)


def _rename(data: Map, key: str, name: str) -> None:
    data[name] = data.pop(key)
    for places in (data.key_places, data.value_places):
        places[name] = places.pop(key)


def problem(code: str, message: str, hint: str = "", place: Place | None = None) -> PydanticCustomError:
    """Make the error that the loader turns into a problem, at the value's place if no nearer one is given."""
    # Pydantic formats templates with braces; an author's braces must pass through untouched.
    return PydanticCustomError(code, "{message}", {"message": message, "hint": hint, "place": place})


def _place_of(raw: Any) -> Place | None:  # noqa: ANN401 - raw input
    return raw.place if isinstance(raw, Text | Map | Seq) else None


def _typed(raw: Any) -> str:  # noqa: ANN401 - raw input
    """A text as typed, also one that is a key and so does not know its place."""
    if not isinstance(raw, str):
        raise problem(
            "fel-typ",
            "här ska det stå en text",
            "skriv texten efter kolonet, eller efter | på egna rader",
            _place_of(raw),
        )
    return raw


def _text(raw: Any) -> Text:  # noqa: ANN401 - raw input
    return raw if isinstance(raw, Text) else Text(_typed(raw), NOWHERE, plain=False)


def _line(raw: Any) -> str:  # noqa: ANN401 - raw input
    text = _text(raw)
    if (read := misread(text)) is not None:
        raise problem(
            "tal-i-text",
            f"”{text}” läses av andra program som {read}, men här menas en text",
            f'skriv inom citattecken: "{text}"',
            _place_of(raw),
        )
    joined = " ".join(text.split())
    if not joined:
        raise problem("tom-text", "texten är tom", "skriv texten, eller ta bort fältet", _place_of(raw))
    if link := QUOTE.search(text):
        # A block after | begins on the line below it.
        further = text.count("\n", 0, link.start()) + (not text.plain and "\n" in text)
        message = "siffror kan bara hänvisas till i löpande text"
        place = Place(text.place.file, text.place.line + further, text.place.column if not further else 1)
        raise problem("ogiltig-lank", message, "skriv siffran utan länk", place)
    return joined


def _prose(raw: Any) -> str:  # noqa: ANN401 - raw input
    text = _typed(raw).strip()
    if not text:
        raise problem("tom-text", "texten är tom", "skriv texten, eller ta bort fältet")
    return text


def _day(raw: Any) -> date:  # noqa: ANN401 - raw input
    text = _typed(raw).strip()
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise problem(
            "ogiltigt-datum", f"”{text}” är inget datum", "skriv år-månad-dag, till exempel 2024-11-20"
        )
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise problem("ogiltigt-datum", f"dagen {text} finns inte", "kontrollera månad och dag") from None


def _whole_number(raw: Any) -> int:  # noqa: ANN401 - raw input
    text = _typed(raw).strip()
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise problem("ogiltigt-tal", f"”{text}” är inget heltal", "skriv ett heltal, till exempel 8")
    return int(text)


def _yes_no(raw: Any) -> bool:  # noqa: ANN401 - raw input
    text = _typed(raw).strip().lower()
    if text not in {"ja", "nej"}:
        raise problem("okant-val", f"”{raw}” är varken ja eller nej", "skriv: ja eller nej")
    return text == "ja"


def _period(raw: Any) -> Period:  # noqa: ANN401 - raw input
    try:
        return parse_period(str(_typed(raw)))
    except PeriodError as error:
        raise problem("ogiltig-tid", error.message, error.hint) from None


def _ids(raw: Any) -> tuple[Text, ...]:  # noqa: ANN401 - raw input
    """One id, or a list of ids."""
    items = raw if isinstance(raw, Seq) else [raw]
    return tuple(_text(item) for item in items)


def _lines(raw: Any) -> tuple[str, ...]:  # noqa: ANN401 - raw input
    if not isinstance(raw, Seq):
        raise problem(
            "fel-typ", "här ska det stå en lista", "skriv varje del på en egen rad efter ett bindestreck"
        )
    return tuple(_line(item) for item in raw)


def _one_or_more(raw: Any) -> tuple[str, ...]:  # noqa: ANN401 - raw input
    """Read one line, or a list of them, each once."""
    return tuple(dict.fromkeys(_line(item) for item in (raw if isinstance(raw, Seq) else [raw])))


def _agenda(raw: Any) -> tuple[str, ...]:  # noqa: ANN401 - raw input
    """Read one goal or sub-goal of Agenda 2030, or a list of them."""
    items = raw if isinstance(raw, Seq) else [raw]
    claims = [_line(item).lower() for item in items]
    for item, claim in zip(items, claims, strict=True):
        if wrong := fault(claim):
            raise problem("okant-agendamal", *wrong, _place_of(item))
    return tuple(dict.fromkeys(claims))


class Named(Map):
    """A mapping that stands under an id, and counts as standing where its id stands."""

    __slots__ = ("id",)

    def __init__(self, id_: str, place: Place, fields: Map | None) -> None:
        super().__init__(place)
        self.id = id_
        if fields is not None:
            self.update(fields)
            self.key_places, self.value_places = fields.key_places, fields.value_places


def _keyed(raw: Any) -> Map:  # noqa: ANN401 - raw input
    """A mapping from id to entry, of which an empty one becomes one without fields."""
    if not isinstance(raw, Map):
        raise problem(
            "fel-typ",
            "här ska det stå ett eller flera id:n, med sina fält indragna under",
            "skriv till exempel:\nid:\n  fält: värde",
        )
    for key, value in raw.items():
        if value is None or isinstance(value, Map):
            raw[key] = Named(key, raw.key_places[key], value)
    return raw


def _id(raw: Any) -> str:  # noqa: ANN401 - raw input
    text = str(_typed(raw))
    if not ID.fullmatch(text):
        raise problem("ogiltigt-id", f"”{text}” är inget id", id_hint(text))
    return text


def id_hint(text: str) -> str:
    """Say how an id is written, with the text as an example when it can be made into one."""
    example = f": {made}" if (made := as_id(text)) else ""
    return f"skriv med små bokstäver a–z, siffror och bindestreck{example}"


def choice(*words: str) -> Callable[[Any], str]:
    """Make a validator that takes one of the words, in any case."""

    def choose(raw: Any) -> str:  # noqa: ANN401 - raw input
        text = " ".join(_typed(raw).split()).lower()
        if text in words:
            return text
        suggestion = nearest(text, words)
        hint = f"skriv: {suggestion}" if suggestion else "välj bland: " + ", ".join(words)
        raise problem("okant-val", f"okänt värde ”{raw}”", hint)

    return choose


@dataclass(frozen=True)
class Part:
    """One value of a reading: of a period and a group, where the author says so."""

    value: Value | Missing
    text: str
    place: Place
    period: Period | None = None
    group: str | None = None


@dataclass(frozen=True)
class Reading:
    """What an author wrote as an outcome: one value, or values per group, per period, or both."""

    parts: tuple[Part, ...]
    text: str
    place: Place

    @property
    def missing(self) -> Missing | None:
        """The reason why there is no value, when the whole reading says that there is none."""
        only = self.parts[0].value if len(self.parts) == 1 else None
        return only if isinstance(only, Missing) else None


def _reading(raw: Any) -> Reading:  # noqa: ANN401 - raw input
    parts = tuple(_parts(raw))
    text = (
        str(raw)
        if isinstance(raw, str)
        else " · ".join(f"{_heading(part)} {part.text}".strip() for part in parts)
    )
    return Reading(parts, " ".join(text.split()), raw.place if isinstance(raw, Map | Text) else NOWHERE)


def _heading(part: Part) -> str:
    return " ".join(filter(None, [part.period.text if part.period else "", part.group or ""]))


def _parts(raw: Any, period: Period | None = None, group: str | None = None) -> list[Part]:  # noqa: ANN401 - raw input
    if isinstance(raw, str):
        return [_part(_text(raw), period, group)]
    if not isinstance(raw, Map) or not raw:
        raise problem(
            "fel-typ",
            "här ska det stå ett värde",
            "skriv värdet, till exempel 84 %, eller ett värde per grupp",
            _place_of(raw),
        )
    parts = []
    for key, value in raw.items():
        if value is None:
            raise problem(
                "saknas-varde",
                f"värdet för ”{key}” är inte ifyllt",
                "skriv ett värde, eller: saknas",
                raw.key_places[key],
            )
        if group is None and period is None and (when := _as_period(key)):
            parts += _parts(value, when, None)
        elif group is None:
            parts += _parts(value, period, None if key == WHOLE else key)
        else:
            message = "ett värde kan delas upp på tid och grupp, inte mer"
            raise problem("fel-typ", message, "ta bort en nivå", raw.key_places[key])
    return parts


def _as_period(key: str) -> Period | None:
    try:
        return parse_period(key)
    except PeriodError:
        return None


def _part(text: Text, period: Period | None, group: str | None) -> Part:
    joined = " ".join(text.split())
    place = getattr(text, "place", NOWHERE)
    try:
        return Part(parse_outcome(joined), joined, place, period, group)
    except NumberError as error:
        raise problem("ogiltigt-tal", error.message, error.hint, _place_of(text)) from None


def _quantity(raw: Any) -> Quantity:  # noqa: ANN401 - raw input
    try:
        return parse_quantity(" ".join(_typed(raw).split()))
    except NumberError as error:
        raise problem("ogiltigt-tal", error.message, error.hint) from None


def _target(raw: Any) -> Text | Map:  # noqa: ANN401 - raw input
    """Keep a target as written: its meaning depends on the indicator, which another file defines."""
    if isinstance(raw, Map | Text):
        return raw
    hint = "skriv till exempel minst 95 %; flera krav skrivs som en lista under alla:"
    raise problem("fel-typ", "här ska det stå ett målvärde", hint)


@dataclass(frozen=True)
class PrintedAs:
    """What a figure in the printed target column really is: the outcome of a period, for a scope."""

    scope: str | None
    period: Period


def _printed_as(raw: Any) -> PrintedAs:  # noqa: ANN401 - raw input
    words = _typed(raw).split(maxsplit=1)
    if len(words) == 2:  # noqa: PLR2004 - a word and a period
        what, when = words
        return PrintedAs(None if what == "utfall" else what, _period(when))
    raise problem(
        "ogiltig-tid",
        f"”{raw}” säger inte vad siffran är",
        "skriv till exempel: utfall 2023, eller: riket 2024",
    )


Line = Annotated[str, PlainValidator(_line)]
Prose = Annotated[str, PlainValidator(_prose)]
Day = Annotated[date, PlainValidator(_day)]
WholeNumber = Annotated[int, PlainValidator(_whole_number)]
YesNo = Annotated[bool, PlainValidator(_yes_no)]
When = Annotated[Period, PlainValidator(_period)]
Ids = Annotated[tuple[Text, ...], PlainValidator(_ids)]
Lines = Annotated[tuple[str, ...], PlainValidator(_lines)]
OneOrMore = Annotated[tuple[str, ...], PlainValidator(_one_or_more)]
Agenda = Annotated[tuple[str, ...], PlainValidator(_agenda)]
Id = Annotated[str, PlainValidator(_id)]
Name = Annotated[str, PlainValidator(_line)]
Outcome = Annotated[Reading, PlainValidator(_reading)]
Exact = Annotated[Quantity, PlainValidator(_quantity)]
RawTarget = Annotated[Text | Map, PlainValidator(_target)]
Printed = Annotated[PrintedAs, PlainValidator(_printed_as)]
Reference = Annotated[Text, PlainValidator(_text)]
Keyed = BeforeValidator(_keyed)
