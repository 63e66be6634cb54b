"""YAML text becomes plain data that knows where in the file each part of it stands."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, Self, TypeAlias

import yaml

from vpgen.problems import Place, Problem
from vpgen.syntax import (
    LIST_HINT,
    MOST_PROBLEMS,
    ODD_SPACES,
    explain,
    in_quotes,
    leave_out,
    mend,
    quote_hint,
    short,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

MAX_BYTES = 2_000_000
MAX_DEPTH = 40
_MAX_TRIES = 20  # so many times a line that the parser cannot read is left out, to see what follows

_LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_NULLS = frozenset({"", "~", "null"})
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
# A zero-width joiner inside an emoji is part of it; everywhere else these hide in a word and make it another.
_INVISIBLE = re.compile(
    "[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
    "|\u200d(?![\u2600-\u27bf\U0001f000-\U0001ffff])",
)
_CUT_NUMBER = re.compile(
    r"""(?<![^\s\[{])(?=\S)((?:[^,:\[\]{}"']|:(?!\s))*\d,\d[^,\[\]{}"']*)""",
)
_IN_BRACES = re.compile(r"\{([^\[\]{}]*)\}")
_SHOWN = 500  # characters of a line that a hint is made from
_NEAR = 20  # characters on either side of a comma in which its number is looked for
_COMMENT = re.compile(r"(?<![ \t])[ \t]+#.*$")
# What a parser may accept, but as something else than was meant: odd indentation, and `-a` among dashes.
# A literal first character, and no flag of lines, lets the search leap from line to line.
_MISTAKEN = re.compile(rf"\n *{ODD_SPACES}|\n( *)-[^\s-].*\n\1-")
_BINARY = bytes({*range(0x20), 0x7F} - {*b"\t\n\r"})
_LOST_KEY = re.compile(r"[a-zåäö][\w-]*[ :]\S")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_SNIFFED = 8000  # so many bytes tell whether a file is text
_FEW_CONTROLS = 3  # so many of the bytes may be control characters pasted into a short text


class Text(str):
    """A text of the file, as typed; `plain` when it stood there without quotes."""

    __slots__ = ("place", "plain")

    place: Place
    plain: bool

    def __new__(cls, value: str, place: Place, plain: bool) -> Self:  # noqa: FBT001  # a value, not a switch
        """Make a text that stands at this place."""
        text = str.__new__(cls, value)
        text.place = place
        text.plain = plain
        return text

    def __getnewargs__(self) -> tuple[str, Place, bool]:  # type: ignore[override]
        """Let copies and pickles keep the place."""
        return str(self), self.place, self.plain


class Map(dict[str, Any]):
    """A collection with keys, and where it, its keys and its values stand."""

    __slots__ = ("key_places", "place", "value_places")

    def __init__(self, place: Place) -> None:
        """Start empty at this place."""
        self.place = place
        self.key_places: dict[str, Place] = {}
        self.value_places: dict[str, Place] = {}


class Seq(list[Any]):
    """A list, and where it and its items stand."""

    __slots__ = ("item_places", "place")

    def __init__(self, place: Place) -> None:
        """Start empty at this place."""
        self.place = place
        self.item_places: list[Place] = []


Data: TypeAlias = Map | Seq | Text | None
_Said: TypeAlias = tuple[str, str, str]  # code, message, hint
# The parser sets every mark, anchor and value; its stubs do not know that.
_Event: TypeAlias = Any
_Mark: TypeAlias = Any


# Files


def read_content_file(path: Path, root: Path, shown: str) -> tuple[str | None, list[Problem]]:
    """Read a text file under `root`: its text, without BOM and with Unix line ends, and what is wrong.

    `shown` is the path as authors know it. The text is None where the file may not or cannot be read. A file
    in another encoding than UTF-8 is a problem, but its text is guessed so that the rest can be checked.
    """
    refusal = refuse(path, root)
    if refusal:
        return None, [Problem(Place(shown), *refusal)]
    return read_content(path.read_bytes(), shown)


def read_content(raw: bytes, shown: str) -> tuple[str | None, list[Problem]]:
    """Read the bytes of a text file as `read_content_file` does, wherever they come from."""
    if len(raw) > MAX_BYTES:
        return None, [Problem(Place(shown), *too_large(len(raw)))]
    if _is_binary(raw):
        hint = "ta bort den, eller lägg hit en textfil som är sparad som UTF-8"
        return None, [Problem(Place(shown), "inte-text", "filen är inte en textfil", hint)]
    try:
        text = raw.decode("utf-8-sig")
        problems: list[Problem] = []
    except UnicodeDecodeError as error:
        text, problem = _decode_otherwise(raw, error.start, shown)
        problems = [problem]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text, strange = _without(_CONTROL, " ", text, shown, _control_problem)
    return text, problems + strange


def refuse(path: Path, root: Path) -> _Said | None:
    """Say why a file may not be read, if it may not."""
    parts = path.relative_to(root).parts if path.is_relative_to(root) else ("..",)
    if ".." in parts:
        return "utanfor-mappen", "filen ligger utanför mappen med innehåll", "flytta filen in i mappen"
    steps = reversed([path, *path.parents[: len(parts) - 1]])
    link = next((step for step in steps if step.is_symlink()), None)
    if link is not None:
        message = f"”{link.relative_to(root).as_posix()}” är en symbolisk länk, och sådana följs inte"
        return "symbolisk-lank", message, "lägg själva filen här i stället för länken"
    if not path.is_file():
        return "ingen-fil", "filen finns inte", "kontrollera filens namn och plats"
    size = path.stat().st_size
    return too_large(size) if size > MAX_BYTES else None


def too_large(size: int) -> _Said:
    """Say that a file of so many bytes is not read."""
    message = f"filen är för stor, {_megabytes(size)} MB; gränsen är {_megabytes(MAX_BYTES)} MB"
    return "for-stor-fil", message, "dela upp den i flera filer"


def _is_binary(raw: bytes) -> bool:
    """Whether the bytes are those of a picture, an archive or the like: more than a few control characters."""
    start = raw[:_SNIFFED]
    controls = len(start) - len(start.translate(None, _BINARY))
    return not raw.startswith(_UTF_16) and controls > max(_FEW_CONTROLS, len(start) // 20)


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}".replace(".", ",")


def _decode_otherwise(raw: bytes, bad: int, shown: str) -> tuple[str, Problem]:
    """Guess the text of a file that is not UTF-8, and say at which line it goes wrong and how to save it."""
    if raw.startswith(_UTF_16):
        encoding, guess = "utf-16", "UTF-16 (”Unicode” i Anteckningar)"
    elif re.search(rb"\xc3[\xa4\xa5\xb6\x84\x85\x96]", raw):
        encoding, guess = "utf-8", ""
    else:
        encoding, guess = "latin-1", "Windows-1252 eller Latin-1 (”ANSI” i Anteckningar)"
    text = raw.decode(encoding, errors="replace")
    before = raw[:bad].decode("latin-1" if encoding == "latin-1" else "utf-8", errors="replace")
    row, column = (0, 0) if encoding == "utf-16" else _row_and_column(before, len(before))
    message = (
        f"filen är inte sparad som UTF-8, den verkar vara {guess}"
        if guess
        else "ett tecken i filen är skadat"
    )
    hint = (
        "spara filen som UTF-8: Spara som, Kodning: UTF-8"
        if guess
        else "skriv tecknet på nytt och spara filen som UTF-8"
    )
    source = text.splitlines()[row] if text else ""
    return text, Problem(Place(shown, row + 1, column + 1), "fel-teckenkodning", message, hint, source=source)


# Characters


def _row_and_column(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index), index - (text.rfind("\n", 0, index) + 1)


def _control_problem(character: str) -> _Said:
    message = f"osynligt styrtecken (U+{ord(character):04X}) i texten"
    return "styrtecken", message, "ta bort tecknet; det kan ha följt med när texten klistrades in"


def _invisible_problem(character: str) -> _Said:
    name = unicodedata.name(character, "").lower()
    message = f"osynligt tecken (U+{ord(character):04X}, {name}) i texten"
    return "osynligt-tecken", message, "ta bort tecknet; det har troligen följt med när texten klistrades in"


def _without(
    pattern: re.Pattern[str], new: str, text: str, file: str, describe: Callable[[str], _Said]
) -> tuple[str, list[Problem]]:
    """Exchange the characters that match, and report the first on each line."""
    # What either pattern matches is not printable, and that a text is takes far less to tell.
    if text.replace("\n", "").isprintable() or not pattern.search(text):
        return text, []
    problems: list[Problem] = []
    lines = text.split("\n")
    for row, line in enumerate(lines):
        if not (found := pattern.search(line)):
            continue
        if len(problems) < MOST_PROBLEMS:
            place = Place(file, row + 1, found.start() + 1)
            code, message, hint = describe(found[0])
            problems.append(Problem(place, code, message, hint, source=pattern.sub("\ufffd", line)))
        lines[row] = pattern.sub(new, line)
    return "\n".join(lines), problems


# YAML


def read_yaml(text: str, file: str) -> tuple[Data, list[Problem]]:
    """Read one YAML file: its data, as far as it can be read, and everything that is wrong with its form.

    Every scalar is text as typed (in NFC), never a number, date or truth value; an empty value, `~` and
    `null` are None. `file` is the path as authors know it. Never raises. A file with faults is mended in
    memory where it can be, so that what the rest of it says can still be checked.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text, problems = _without(_CONTROL, " ", text, file, _control_problem)
    text, invisible = _without(_INVISIBLE, "", text, file, _invisible_problem)
    problems += invisible
    lines = text.split("\n")
    result = _parse(lines, {}, lines, file)
    if isinstance(result, _Read) and not _is_mistaken(text, result.data):
        return result.data, sorted(problems + result.problems)
    mended = mend(lines, file)
    result = _parse(mended.lines, mended.shifts, lines, file)
    problems += mended.problems
    kept, tries = mended.lines, _MAX_TRIES
    while not isinstance(result, _Read) and tries:
        failure = explain(result, mended.shifts, lines, file)
        if not {problem.place.line for problem in problems} & {failure.place.line, failure.place.line - 1}:
            problems.append(failure)
        kept, tries = leave_out(kept, failure.place.line - 1), tries - 1
        result = _parse(kept, mended.shifts, lines, file)
    if not isinstance(result, _Read):
        return None, sorted(problems)
    # A file with nothing but faults is not called empty as well.
    found = [problem for problem in result.problems if problem.code != "tom-fil" or not problems]
    return result.data, sorted(problems + found)


def _is_mistaken(text: str, data: Data) -> bool:
    """Whether the parser read something else than was meant, such as a lone `key value` as a text."""
    return bool(
        _MISTAKEN.search(f"\n{text}") or (isinstance(data, Text) and data.plain and _LOST_KEY.match(data))
    )


class _Read(NamedTuple):
    data: Data
    problems: list[Problem]


def _parse(
    lines: Sequence[str], shifts: dict[int, int], original: Sequence[str], file: str
) -> _Read | yaml.YAMLError:
    """Parse the lines, which may have been mended; places are told as in the original."""
    builder = _Builder(lines, shifts, original, file)
    try:
        builder.build(iter(_LOADER("\n".join(lines)).get_event, None))
    except yaml.YAMLError as error:
        return error
    return _Read(builder.data, builder.problems)


_KEY_HINT = "skriv ett namn före kolonet, inom citattecken om det har ovanliga tecken"
_DROPPED = object()  # stands for a key that is refused: its value is read and thrown away
_NO_KEY = object()  # the next thing in this map is a key
_ITEM = object()  # the next thing in this list is an item
_CUT = (" #", "\t#")


class _Stop(Exception):  # noqa: N818  # not an error
    """Nothing more of the file is read."""


class _Builder:
    """Turns parser events into data, with a stack of its own of the open collections."""

    def __init__(
        self, lines: Sequence[str], shifts: dict[int, int], original: Sequence[str], file: str
    ) -> None:
        self.shifts = shifts
        self.is_mended = lines is not original
        self.original = [*original, ""]  # the parser may point just after the last line
        self.lines = [*lines, ""] if self.is_mended else self.original
        self.file = file
        self.data: Data = None
        self.problems: list[Problem] = []
        self.open: list[Map | Seq] = []
        self.keys: list[object] = []  # beside `open`: the key that waits for its value, or what comes next
        self.columns = [-1]  # beside `open`: where its lines begin; in braces, where those of the block do
        self.flow = 0
        self.documents = 0
        self.latest = Place(file)
        self.braces_at: int | None = None  # collections open around a `{{ … }}` that was meant as text
        self.muted_at: int | None = None  # collections open around a refused key, which is told once

    def build(self, events: Iterable[_Event]) -> None:
        """Take in the events of one file."""
        try:
            for event in events:
                kind = type(event)
                if kind is yaml.ScalarEvent:
                    self.scalar(event)
                elif kind is yaml.MappingStartEvent:
                    self.start(event, Map(self.place(event.start_mark)))
                elif kind is yaml.SequenceStartEvent:
                    self.start(event, Seq(self.place(event.start_mark)))
                elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                    self.end()
                elif kind is yaml.AliasEvent:
                    self.alias(event)
                elif kind is yaml.DocumentStartEvent:
                    self.document(event)
        except _Stop:
            return
        if self.data is None and not self.problems:
            self.report(Place(self.file), "tom-fil", "filen är tom", "fyll i filen eller ta bort den")

    # Places and problems

    def place(self, mark: _Mark) -> Place:
        """Say where a mark of the parser stands in the file as typed."""
        line, column = mark.line + 1, mark.column + 1
        if self.is_mended:
            column = min(max(column - self.shifts.get(line - 1, 0), 1), len(self.original[line - 1]) + 1)
        latest = self.latest
        if line == latest.line and column == latest.column:
            return latest  # a table begins where its first key does
        self.latest = place = Place(self.file, line, column)
        return place

    def report(self, place: Place, code: str, message: str, hint: str) -> None:
        if self.muted_at is not None:
            return
        self.problems.append(Problem(place, code, message, hint, source=self.original[place.line - 1]))
        if len(self.problems) >= MOST_PROBLEMS:
            self.data = None
            raise _Stop

    # Data

    def add(self, value: Data, place: Place) -> None:
        """Put a value where it belongs: as the whole document, an item, or the value of a key."""
        if not self.open:
            self.data = value
            return
        top, key = self.open[-1], self.keys[-1]
        if isinstance(top, Seq):
            top.append(value)
            top.item_places.append(place)
            return
        if isinstance(key, str):
            top[key] = value
            top.value_places[key] = place
        # A list or a table where a key should be is told when it begins, and its value left out.
        self.keys[-1] = _DROPPED if key is _NO_KEY else _NO_KEY

    def key(self, name: str, place: Place, *, plain: bool) -> object:
        """Take a key into the map that is open, or report why it may not be one."""
        top = self.open[-1]
        assert isinstance(top, Map), "nothing else waits for a key"
        if not name:
            self.report(place, "nyckel-inte-text", "en nyckel ska vara en text", _KEY_HINT)
            return _DROPPED
        if name == "<<" and plain:
            message = "”<<” fogar ihop tabeller i vanlig YAML men läses inte här"
            self.report(place, "yaml-sammanfogning", message, "skriv ut nycklarna där de gäller")
            return _DROPPED
        if "\u00a0" in name:
            name = name.replace("\u00a0", " ").strip()
            message = "nyckeln innehåller ett hårt mellanslag, som ser ut som ett vanligt"
            self.report(
                place, "hart-mellanslag", message, f"skriv om nyckeln med vanliga mellanslag: {name}:"
            )
        if name in top.key_places:
            first = top.key_places[name]
            message = f"nyckeln ”{name}” finns redan på rad {first.line}"
            hint = f"behåll en av raderna {first.line} och {place.line}, eller ge den ena ett annat namn"
            self.report(place, "dubblerad-nyckel", message, hint)
            return _DROPPED
        top.key_places[name] = place
        return name

    # Events

    def start(self, event: _Event, collection: Map | Seq) -> None:
        self.refuse_extras(event)
        if len(self.open) >= MAX_DEPTH:
            message = f"filen är nästlad i mer än {MAX_DEPTH} nivåer"
            self.report(collection.place, "for-djup", message, "skriv innehållet i färre nivåer")
            self.data = None
            raise _Stop
        if self.keys and self.keys[-1] is _NO_KEY and self.muted_at is None:
            self.refuse_key(collection.place)
            self.muted_at = len(self.open)
        self.open.append(collection)
        self.keys.append(_NO_KEY if isinstance(collection, Map) else _ITEM)
        in_flow = bool(event.flow_style)
        self.columns.append(self.columns[-1] if in_flow else event.start_mark.column)
        self.flow += in_flow or self.flow > 0

    def end(self) -> None:
        collection = self.open.pop()
        self.keys.pop()
        self.columns.pop()
        self.flow = max(self.flow - 1, 0)
        is_braces = self.braces_at == len(self.open)
        self.add(self.as_text(collection.place) if is_braces else collection, collection.place)
        if is_braces:
            self.braces_at = None
        if self.muted_at == len(self.open):
            self.muted_at = None

    def refuse_key(self, place: Place) -> None:
        """Report a list or a table where a key should be, as `{{ … }}` makes it."""
        line, at = self.original[place.line - 1], place.column - 1
        if line[max(at - 1, 0) : at + 1] == "{{":
            first = Place(place.file, place.line, place.column - 1)
            hint = "sätt texten inom citattecken, eller skriv den på egna rader efter ”|”"
            self.braces_at = len(self.open) - 1
            self.report(
                first, "nyckel-inte-text", "ett värde som börjar med {{ läses som klamrar i klamrar", hint
            )
        else:
            self.report(place, "nyckel-inte-text", "en nyckel ska vara en text", _KEY_HINT)

    def as_text(self, place: Place) -> Text:
        """Give the rest of the line as the text that it was meant to be."""
        rest = self.original[place.line - 1][place.column - 1 :]
        return Text(_COMMENT.sub("", rest).rstrip(), place, plain=True)

    def alias(self, event: _Event) -> None:
        """Report a reference to an anchor, once a line, and leave out what it stands for."""
        place = self.place(event.start_mark)
        if not self.is_told(place):
            message = f"”*{event.anchor}” är en YAML-hänvisning, och sådana läses inte"
            hint = f"skriv ut värdet; hör tecknet till en text, {self.in_quotes(place)}"
            self.report(place, "yaml-ankare", message, hint)
        if self.open and isinstance(self.open[-1], Map):
            self.keys[-1] = _DROPPED if self.keys[-1] is _NO_KEY else _NO_KEY

    def document(self, event: _Event) -> None:
        self.documents += 1
        place = self.place(event.start_mark)
        if event.version or event.tags:
            self.report(place, "yaml-direktiv", "rader som börjar med % läses inte", "ta bort raden")
        if self.documents > 1:
            message = "filen innehåller mer än ett YAML-dokument: en rad ”---” börjar ett nytt"
            self.report(
                place, "flera-dokument", message, "ta bort raden, eller dela upp innehållet i flera filer"
            )
            raise _Stop

    def refuse_extras(self, event: _Event) -> None:
        """Report an anchor or a tag, once a line in braces; neither does anything here."""
        anchor, tag = event.anchor, getattr(event, "tag", None)
        if anchor is None and tag is None:
            return
        place = self.place(event.start_mark)
        if self.is_told(place):
            return
        word = re.compile(r"\S*").match(self.original[place.line - 1], place.column - 1)
        typed = word[0] if word else ""
        hint = f"ta bort ”{typed}”; hör tecknet till en text, {self.in_quotes(place)}"
        if anchor is not None:
            self.report(place, "yaml-ankare", f"”{typed}” är ett YAML-ankare, och sådana läses inte", hint)
        else:
            self.report(place, "yaml-tagg", f"”{typed}” är en YAML-tagg, och sådana läses inte", hint)

    def is_told(self, place: Place) -> bool:
        """Whether a fault on this line of what stands in braces or brackets has just been told."""
        return bool(self.flow and self.problems and self.problems[-1].place.line == place.line)

    def in_quotes(self, place: Place) -> str:
        """Say how the line is written with all that follows this place in quotes."""
        if self.muted_at is not None or self.flow:
            return "sätt den inom citattecken"
        line, at = self.original[place.line - 1], place.column - 1
        return quote_hint(line[:at], _COMMENT.sub("", line[at : at + _SHOWN]).rstrip())

    def scalar(self, event: _Event) -> None:
        """Take in a key, a text or an empty value."""
        if event.anchor is not None or event.tag is not None:
            self.refuse_extras(event)
        value, style = event.value, event.style
        place = self.place(event.start_mark)
        if not value.isascii():
            value = unicodedata.normalize("NFC", value)
        if style == '"' and (found := _CONTROL.search(value)):
            self.report(place, *_control_problem(found[0]))
            value = _CONTROL.sub(" ", value)
        if style:
            self.check_marked(event, place)
            is_null = style in "|>" and not value
        else:
            is_null = value in _NULLS
            if self.check_plain(event, value, place):
                return
        if self.keys and self.keys[-1] is _NO_KEY:
            self.keys[-1] = self.key("" if is_null else value, place, plain=not style)
        else:
            self.add(None if is_null else Text(value, place, not style), place)

    # What parses, but not as the author meant it

    def check_plain(self, event: _Event, value: str, place: Place) -> bool:
        """Report unquoted text that was cut or glued together; True if the value has been taken care of."""
        mark, end = event.start_mark, event.end_mark
        if self.lines[end.line].startswith(_CUT, end.column):
            self.report_cut(end)
        if mark.line != end.line:
            self.check_list_in_text(mark.line + 1, end.line)
        if self.flow:
            return self.check_in_flow(event, value, place)
        if not value and self.open and isinstance(self.open[-1], Seq):
            message = "strecket har inget värde efter sig"
            dash = Place(self.file, place.line, max(place.column - 1, 1))
            self.report(dash, "tom-punkt", message, "skriv ett värde efter strecket, eller ta bort raden")
            return True
        return False

    def report_cut(self, end: _Mark) -> None:
        """Report ` #` after one space: a comment stands after two, so that no text is cut unseen."""
        line = self.lines[end.line]
        head, tail = line[: end.column], line[end.column + 1 :]
        at = self.place(end)
        key, _, value = head.strip().rpartition(": ") if ": " in head else (head.strip().rstrip(":"), "", "")
        text = short(f"{key}: {in_quotes(f'{value} {tail}'.strip())}")
        comment = f"är det en kommentar, skriv två mellanslag före #:\n{short(f'{head.strip()}  {tail}')}"
        hint = f"{comment}\nhör det till texten: {text}"
        message = "texten klipps vid #, som börjar en kommentar"
        self.report(Place(at.file, at.line, at.column + 1), "klippt-text", message, hint)

    def check_list_in_text(self, first: int, last: int) -> None:
        """Report a dash on a line that goes on with the text of the line before."""
        for row in range(first, last + 1):
            line = self.lines[row]
            text = line.lstrip(" ")
            if text.startswith("- "):
                place = Place(self.file, row + 1, len(line) - len(text) - self.shifts.get(row, 0) + 1)
                message = "listpunkten läses som en fortsättning på texten på raden ovanför"
                self.report(place, "fel-indrag", message, LIST_HINT)

    def check_marked(self, event: _Event, place: Place) -> None:
        """Report a quote that swallows the lines after it, and `>7`, which is no text block."""
        mark, end = event.start_mark, event.end_mark
        line = self.lines[mark.line]
        if event.style in {"'", '"'}:
            inner = self.lines[mark.line + 1 : end.line + 1]
            if not self.flow and any(row.strip() and _indent(row) <= self.columns[-1] for row in inner):
                hint = f"sätt ett {event.style} till där texten slutar, eller dra in textens rader"
                self.report(place, "oavslutat-citat", "citattecknet avslutas inte före nästa nyckel", hint)
        elif not event.value and re.match(r"[|>][+-]?\d", line[mark.column :]):
            value = line[mark.column :].strip()
            head = line[: mark.column].strip()
            hint = f"skriv: {head} över {value[1:]}\neller, ordagrant som tryckt: {head} {in_quotes(value)}"
            self.report(place, "storre-an", "ett värde som börjar med > tas för ett textstycke", hint)

    def check_in_flow(self, event: _Event, value: str, place: Place) -> bool:
        """Report a number that braces or brackets cut at its comma, and a key in braces that has no value."""
        mark, top, key = event.start_mark, self.open[-1], self.keys[-1]
        line, column = self.lines[mark.line], mark.column
        if self.muted_at is not None:
            return False
        if column > 1 and line[column - 1] == "," and line[column - 2].isdigit() and value[:1].isdigit():
            return self.cut_number(top, value, place)
        if isinstance(top, Map) and isinstance(key, str) and not value:
            self.valueless(key, top.key_places[key])
            del top.key_places[key]
            self.keys[-1] = _DROPPED
        return False

    def valueless(self, key: str, place: Place) -> None:
        """Report a key in braces that has no value: what a comma cut off, or a text that needs no braces."""
        if self.is_told(place):
            return
        line, at = self.original[place.line - 1], place.column - 1
        if line[:at].rstrip().endswith(","):
            message = f"”{key}” har inget värde: ett komma inom klamrar avslutar värdet före det"
            hint = "skriv varje nyckel på egen rad utan klamrar, eller sätt hela texten inom citattecken"
            self.report(place, "komma-i-klammer", message, hint)
            return
        message = f"inom klamrar blir ”{key}” en nyckel utan värde, inte en text"
        plain = short(_IN_BRACES.sub(lambda found: found[1].strip(), line.strip()[:_SHOWN]))
        self.report(place, "text-i-klammer", message, f"skriv utan klamrar: {plain}")

    def cut_number(self, top: Map | Seq, value: str, place: Place) -> bool:
        """Report a decimal comma in braces or brackets, and put the number together again."""
        line, at = self.original[place.line - 1], place.column - 1
        quoted = short(_CUT_NUMBER.sub(r'"\1"', line.strip()[:_SHOWN]))
        before = re.findall(r"\d+", line[max(at - _NEAR, 0) : at])[-1]
        after = re.findall(r"\d+", line[at : at + _NEAR])[0]
        cut = f"så {before},{after} blir {before} och {after}"
        message = f"kommat delar talet: inom klamrar skiljer komma värden åt, {cut}"
        hint = f"skriv värdet på egen rad utan klamrar\neller inom citattecken: {quoted}"
        self.report(Place(self.file, place.line, at), "decimalkomma-i-klammer", message, hint)
        if isinstance(top, Seq) and top and isinstance(top[-1], Text):
            top[-1] = Text(f"{top[-1]},{value}", top[-1].place, plain=True)
            return True
        if isinstance(top, Map) and self.keys[-1] is _NO_KEY and top:
            last = next(reversed(top))
            if isinstance(top[last], Text):
                top[last] = Text(f"{top[last]},{value}", top[last].place, plain=True)
            self.keys[-1] = _DROPPED
            return True
        return False


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


# Where things stand


def value_at(data: Data, loc: Sequence[str | int]) -> Place:
    """Give the place of the value at a path of keys and indexes, pydantic's `loc`, as far as it exists.

    Steps that are not in the data, such as the names of union members or a missing field, are passed over.
    No data at all has no place: the file is then the empty string.
    """
    return _walk(data, loc)[0]


def key_at(data: Data, loc: Sequence[str | int]) -> Place:
    """Give the place of the key (of the item, in a list) at such a path, as far as it exists."""
    return _walk(data, loc)[1]


def _written_as(name: str, data: Map) -> str | None:
    """Return a key as the author wrote it: levels are known by their words in lower case."""
    if name in data.value_places:
        return name
    return next((key for key in data.value_places if key.lower() == name.lower()), None)


def _walk(data: Data, loc: Sequence[str | int]) -> tuple[Place, Place]:
    value = key = data.place if data is not None else Place("")
    for step in loc:
        name = _written_as(str(step), data) if isinstance(data, Map) else None
        if isinstance(data, Map) and name is not None:
            value, key, data = data.value_places[name], data.key_places[name], data[name]
        elif isinstance(data, Seq) and isinstance(step, int) and 0 <= step < len(data):
            value = key = data.item_places[step]
            data = data[step]
    return value, key


# What other tools would read

_LONGEST_NUMBER = 40


def _spellings(*words: str) -> list[str]:
    return [form for word in words for form in (word, word.capitalize(), word.upper())]


_WORDS = {
    **dict.fromkeys(_spellings("y", "yes", "true", "on"), "sant (true)"),
    **dict.fromkeys(_spellings("n", "no", "false", "off"), "falskt (false)"),
    **dict.fromkeys(_spellings("null"), "ingenting (null)"),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), "inget tal (NaN)"),
    **dict.fromkeys(
        (f"{sign}.{inf}" for sign in ("", "+", "-") for inf in _spellings("inf")), "ett oändligt tal"
    ),
}
_BASES = (("0x", 16), ("0o", 8), ("0b", 2))
_SEXAGESIMAL = re.compile(r"[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+")
_DECIMAL = re.compile(r"[-+]?(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][-+]?\d+)?")
_DATE = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)")
_DOUBLE_DIGITS = 15  # more than these are lost in the floating-point numbers that JavaScript reads


def misread(text: Text) -> str | None:
    """Say what a YAML 1.1 or 1.2 reader would take an unquoted text for, where that is not what it says.

    None when it is harmless: quoted, a text to everyone, or a number or date that reads back the same.
    """
    typed = str(text)
    if not text.plain or len(typed) > _LONGEST_NUMBER:
        return None
    if typed in _WORDS:
        return _WORDS[typed]
    if typed[:1] not in "+-." and not typed[:1].isdecimal():
        return None  # as most texts: every number and date begins so
    if date := _DATE.fullmatch(typed):
        iso = f"{date[1]}-{date[2]:0>2}-{date[3]:0>2}"
        return None if iso == typed else f"datumet {iso}"
    number = _number(typed)
    return None if number in {None, typed} else f"talet {number}".replace(".", ",")


def _number(typed: str) -> str | None:
    """Write the number that some YAML reader takes the text for, as short as it goes."""
    for prefix, base in _BASES:
        if typed.startswith(prefix):
            digits = typed[2:].replace("_", "")
            return (
                str(int(digits, base))
                if re.fullmatch(r"[0-9a-fA-F]+", digits) and _fits(digits, base)
                else None
            )
    if re.fullmatch(r"[-+]?0[0-7_]+", typed):
        return str(int(typed.replace("_", ""), 8))
    if _SEXAGESIMAL.fullmatch(typed):
        sign, total = (-1 if typed[0] == "-" else 1), 0
        for part in typed.lstrip("+-").replace("_", "").split(":"):
            total = total * 60 + int(part)
        return str(sign * total)
    if not _DECIMAL.fullmatch(typed):
        return None
    number = Decimal(typed.replace("_", ""))
    if len(number.as_tuple().digits) > _DOUBLE_DIGITS or abs(number.adjusted()) > _DOUBLE_DIGITS:
        return f"{float(number):.15g}"
    return f"{number.normalize():f}"


def _fits(digits: str, base: int) -> bool:
    return all(int(digit, 16) < base for digit in digits)
