"""What a change can reach: which documents must be read to tell all that differs between two versions, and what follows."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from vpgen.model.content import EDITION
from vpgen.model.lock import ENDING
from vpgen.problems import Place
from vpgen.quoting import QUOTE
from vpgen.reading import FOLLOW_UP_NAMES, YEAR
from vpgen.source import Map, Seq, Text, read_content, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from vpgen.reading import Folder

    Steps: TypeAlias = tuple[str, ...]

OF_REPORT = frozenset(
    [
        "avsnitt",
        "aktiviteter",
        "sammanfattning",
        "internkontroll",
        "kommentar",
        "kapitel",
        "beslut",
        "status",
        "källa",
        "sidor",
    ]
)
"""What a follow-up says that no other document takes from it, nor is counted or judged by."""
OF_PLAN = frozenset({"kapitel", "källa", "sidor"})
"""The same of a plan."""
IN_PLAN = {
    "mål": frozenset({"text", "lydelse", "beskrivning", "indikatorer"}),
    "uppdrag": frozenset({"text", "lydelse", "beskrivning", "klart"}),
    "aktiviteter": frozenset({"text", "klart"}),
}
"""The fields of what a plan lists that reach its own follow-ups and the plans below, and nobody else."""
VALUES = ("indikatorer", "andra värden")
NAMED_YEAR = re.compile(rb"(?<![0-9])((?:19|20)[0-9]{2})/([a-z0-9-]+)")
"""A thing of another year, as authors name it: `2023/id`, `2023/plan/tabell/rad/kolumn`."""
BEFORE_YEAR = re.compile(rb"([a-z0-9-]+(?:/verksamheter/[a-z0-9-]+)?)/$")
"""The body that stands before it, where it is another's: `nämnd/2023/id`."""
LONGEST_BODY = 300
QUESTION = re.compile(rb"(?:^|[{\[,])\s*\?\s", re.MULTILINE)
SCOPE = re.compile("gäller[\"']?[ \t]*:\\s*[\"']?([a-z0-9-]*)".encode())
TOP = re.compile(rb"^(?=[^\s#-])", re.MULTILINE)
TITLE, PERIOD = (
    re.compile(rb"^[\"']?titel", re.MULTILINE),
    re.compile(rb"^[\"']?period[\"']?[ \t]*:(.*)$", re.MULTILINE),
)


class Spot(NamedTuple):
    """Where a file of a year lies: the path of the body, the year, and the file's name."""

    body: str
    year: str
    name: str


@dataclass(frozen=True)
class Touched:
    """What changes of a file are of, as far as others may know it: indicators, assignments, tables, and plans below it."""

    indicators: frozenset[str] = frozenset()
    assignments: frozenset[str] = frozenset()
    tables: bool = False
    heirs: bool = False


def reach(ground: Folder, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> frozenset[str] | None:
    """Return the files of years that the differences between two versions can reach; None where that may be every file.

    `ground` is what is read anyway, the same in both: the organisation, its bodies and the definitions. `after` are
    all files of the later version by their paths, `before` those that differ as they were in the earlier one.
    What is left out says the same in both versions, of things that nothing in the changes is a part of.
    """
    content = _Content(ground, before, after)
    if ground.organisation is None or not content.has_names_of_their_own:
        return None
    start: set[str] = set()
    touched: set[str] = set()
    for path, old in before.items():
        spot = spot_of(path)
        change = (
            _touched(spot, old, after[path], ground.organisation.council) if spot and path in after else None
        )
        if spot is None or change is None or (change.tables and not content.keeps_tables(spot.body)):
            return None
        touched |= change.indicators
        start |= content.folder(spot.body, spot.year) | content.newest_reports(spot.body)
        start |= content.body(spot.body) if change.tables else set()
        start |= content.below(spot) if change.heirs else set()
        start |= {each for id_ in change.assignments for each in content.naming(id_, spot.year)}
    start |= {each for id_ in touched for each in content.naming(id_)}
    start |= content.compared_in(start)
    start |= content.called_alike(start)
    return frozenset(content.with_needed(start))


def spot_of(path: str) -> Spot | None:
    """Return where a file of a year lies; None for a file of anything else."""
    *body, year, name = ("", "", *path.split("/"))
    place = "/".join(filter(None, body))
    return Spot(place, year, name) if place and YEAR.fullmatch(year) else None


# What changed in a file


def _touched(spot: Spot, old: bytes, new: bytes, council: str) -> Touched | None:
    """Return what the changes of a file are of; None where that may be anything."""
    stem, _, ending = spot.name.rpartition(".")
    if ending == "csv":
        return Touched(tables=True)
    if ending == "md":
        is_alike = QUOTE.findall(old.decode(errors="replace")) == QUOTE.findall(new.decode(errors="replace"))
        return Touched() if is_alike else None
    was, now = map(_data, _differing_parts(old, new))
    if was is None or now is None or ending != "yml" or _weighty(was) != _weighty(now):
        return None
    changed = {key for key in {**was, **now} if _plain(was.get(key)) != _plain(now.get(key))}
    if stem == "plan":
        return _of_plan(was, now, changed) if spot.body != council else None
    return _of_report(was, now, changed) if stem.split("-")[0] in FOLLOW_UP_NAMES else None


def _of_report(old: Map, new: Map, changed: set[str]) -> Touched | None:
    if changed - OF_REPORT - {"mål", "uppdrag", "tabeller"} or not _is_in_order(
        old.get("mål"), new.get("mål")
    ):
        return None
    indicators = {
        indicator
        for was, now in _pairs(old.get("mål"), new.get("mål"))
        for indicator in _indicators(was, now)
    }
    assignments = _differing(old.get("uppdrag"), new.get("uppdrag"))
    return Touched(frozenset(indicators), frozenset(assignments), "tabeller" in changed)


def _of_plan(old: Map, new: Map, changed: set[str]) -> Touched | None:
    if changed - OF_PLAN - {*IN_PLAN, "tabeller"}:
        return None
    indicators: set[str] = set()
    for name, fields in IN_PLAN.items():
        was, now = _map(old.get(name)), _map(new.get(name))
        if list(was) != list(now):
            return None
        for one, other in _pairs(was, now):
            if _differing(one, other) - fields or list(_ids(one)) != list(_ids(other)):
                return None
            indicators |= _indicators(one, other)
    return Touched(frozenset(indicators), tables="tabeller" in changed, heirs=True)


def _differing_parts(old: bytes, new: bytes) -> tuple[bytes, bytes]:
    """Return two files from the first of their outermost keys that differs to the last: most of a file is alike."""
    was, now = TOP.split(old), TOP.split(new)
    if any(each.count(mark) % 2 for each in (*was, *now) for mark in (b'"', b"'")):
        return old, new  # a text in quotation marks may go on where a key seems to begin
    start = _alike(was, now)
    end = _alike(was[start:][::-1], now[start:][::-1])
    return b"".join(was[start : len(was) - end]), b"".join(now[start : len(now) - end])


def _alike(one: list[bytes], other: list[bytes]) -> int:
    """Return how many parts two files begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _data(raw: bytes) -> Map | None:
    """Return a part of a file as plain data; None where anything is wrong with its form."""
    if not raw.strip():
        return Map(Place(""))
    text, problems = read_content(raw, "")
    data, more = read_yaml(text, "") if text is not None and not problems else (None, [])
    return data if isinstance(data, Map) and not more else None


def _plain(data: object) -> object:
    """Return data as it compares: in its order, and with what stood in quotation marks told apart."""
    match data:
        case Map():
            return tuple((key, _plain(value)) for key, value in data.items())
        case Seq():
            return [_plain(each) for each in data]
        case Text():
            return str(data), data.plain
        case _:
            return data


def _weighty(data: object, key: str = "") -> list[object]:
    """Return what texts quote, which may be needed or wrong elsewhere, and what is marked as internal."""
    match data:
        case Map():
            inner = [each for name, value in data.items() for each in _weighty(value, name)]
            return [
                *inner,
                *((key, "publicering", str(value)) for name, value in data.items() if name == "publicering"),
            ]
        case Seq():
            return [each for item in data for each in _weighty(item)]
        case _:
            return list(QUOTE.findall(data)) if isinstance(data, str) else []


def _map(data: object) -> Map | dict[str, object]:
    return data if isinstance(data, Map) else {}


def _pairs(old: object, new: object) -> Iterator[tuple[object, object]]:
    """Yield what stands under each id that is not the same in two versions."""
    yield from ((_map(old).get(key), _map(new).get(key)) for key in _differing(old, new))


def _differing(old: object, new: object) -> set[str]:
    was, now = _map(old), _map(new)
    return {key for key in {**was, **now} if _plain(was.get(key, ...)) != _plain(now.get(key, ...))}


def _indicators(old: object, new: object) -> set[str]:
    """Return the indicators of a goal of which something is not the same; all, where it is for another than before."""
    if "gäller" in _differing(old, new):
        return {each[-1] for each in chain(_ids(old), _ids(new))}
    was, now = ({each: _plain(value) for each, value in _values(goal)} for goal in (old, new))
    return {each[-1] for each in {**was, **now} if was.get(each) != now.get(each)}


def _values(goal: object) -> Iterator[tuple[Steps, object]]:
    """Yield the values of a goal, also those within others, by how they are reached."""
    for name in VALUES:
        for id_, value in _map(_map(goal).get(name)).items():
            yield (name, id_), value
            yield from (
                ((name, id_, other), each) for other, each in _map(_map(value).get(VALUES[1])).items()
            )


def _ids(goal: object) -> Iterator[Steps]:
    return (steps for steps, _ in _values(goal))


def _is_in_order(old: object, new: object) -> bool:
    """Whether goals and values that are in both versions stand in the same order: of equal tellings the first counts."""
    was, now = (
        [(id_, *each) for id_, goal in _map(goals).items() for each in _ids(goal)] for goals in (old, new)
    )
    both = set(was) & set(now)
    return [each for each in was if each in both] == [each for each in now if each in both]


# Who knows of it


@dataclass(frozen=True)
class _Content:
    """The files of a later version as bytes, beside those of an earlier one that differ."""

    ground: Folder
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]

    @cached_property
    def has_names_of_their_own(self) -> bool:
        """Whether no two bodies are called the same: documents that are get longer names in sentences."""
        names = [body.name for body in self.ground.bodies.values()]
        return len(names) == len(set(names))

    @cached_property
    def folders(self) -> dict[tuple[str, str], set[str]]:
        """The files of each body's year."""
        found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for path in self.after:
            if spot := spot_of(path):
                found[spot.body, spot.year].add(path)
        return found

    @cached_property
    def documents(self) -> dict[tuple[str, str], bytes]:
        """The documents of each body's year as one text."""
        return {
            key: b"\n".join(self.raw(path) for path in sorted(paths) if path.endswith(".yml"))
            for key, paths in self.folders.items()
        }

    def raw(self, path: str) -> bytes:
        """Return the bytes of a file, of one that differs those of both versions."""
        return b"\n".join(each[path] for each in (self.before, self.after) if path in each)

    def folder(self, body: str, year: str) -> set[str]:
        """Return the files of a body's year."""
        return self.folders.get((body, year), set())

    def body(self, path: str) -> set[str]:
        """Return the files of all years of a body."""
        return {each for (body, _), paths in self.folders.items() if body == path for each in paths}

    def below(self, spot: Spot) -> set[str]:
        """Return the files of a year of the units that inherit from a board."""
        return {
            each
            for (body, year), paths in self.folders.items()
            if year == spot.year and body.startswith(f"{spot.body}/")
            for each in paths
        }

    def newest_reports(self, path: str) -> set[str]:
        """Return the files of the last year that a body has a follow-up of: it closes those before."""
        years = [
            year
            for (body, year), paths in self.folders.items()
            if body == path and any(each.rpartition("/")[2].startswith(FOLLOW_UP_NAMES) for each in paths)
        ]
        return self.folder(path, max(years)) if years else set()

    def naming(self, id_: str, when: str = "") -> Iterator[str]:
        """Yield the files of the years of bodies, or of one year, whose documents have an id anywhere."""
        for (body, year), raw in self.documents.items():
            if (not when or year == when) and (id_.encode() in raw or _is_odd(raw)):
                yield from self.folder(body, year)

    def keeps_tables(self, path: str) -> bool:
        """Whether no other body has anything to do with the figures of a body's tables, nor the body with others'."""
        inside = self.body(path)
        own = re.compile(rb"(?<![\w/-])%b/(?!verksamheter/)" % re.escape(path.encode()))
        others = {body for body, _ in self.folders} - {path}
        for each in self.after:
            if not each.endswith((".yml", ".md")) or spot_of(each) is None:
                continue
            raw = self.raw(each)
            if each not in inside and (own.search(raw) or (path.encode() in raw and _is_odd(raw))):
                return False
            if each in inside and ("räkenskap".encode() in raw or _is_odd(raw)):
                return False
            if each in inside and any(body in others for body, _, _ in _named(raw)):
                return False
        return True

    # What the verdicts beside a changed one rest on: all of a document is counted together.

    def compared_in(self, start: Iterable[str]) -> set[str]:
        """Return the files with values that indicators in the documents of some files are compared with."""
        spots = [spot for spot in map(spot_of, start) if spot]
        within = {(spot.body, spot.year) for spot in spots}
        text = b"\n".join(self.documents[each] for each in within)
        organisation = self.ground.organisation
        assert organisation is not None
        known = {id_: entry for id_, entry in self.ground.indicators.items() if id_.encode() in text}
        common = {*organisation.scopes, *(str(each.scope) for each in known.values() if each.scope)}
        own = {body.rpartition("/")[2] for body, _ in within}
        scopes = common | own | {found.decode() for found in SCOPE.findall(text)}
        words = re.compile("|".join(rf"\b{re.escape(each)}\b" for each in sorted(scopes) if each).encode())
        outside = {key: raw for key, raw in self.documents.items() if key not in within}
        every = b"\n".join(outside.values())
        shared = {id_: bool(entry.scope) for id_, entry in known.items() if id_.encode() in every}
        return {
            path
            for (body, year), raw in outside.items()
            if self._is_compared(body, raw, shared, scopes, words)
            for path in self.folder(body, year)
        }

    @staticmethod
    def _is_compared(
        body: str, raw: bytes, shared: Mapping[str, bool], scopes: set[str], words: re.Pattern[bytes]
    ) -> bool:
        """Whether documents tell a value of one of some indicators for one of some scopes."""
        told = [id_ for id_ in shared if id_.encode() in raw]
        if _is_odd(raw):
            return True
        written = {found.decode() for found in SCOPE.findall(raw)}
        if told and ({body.rpartition("/")[2], *written} & scopes or "" in written):
            return True
        return any(shared[id_] or words.search(_blocks(id_, raw)) for id_ in told)

    def called_alike(self, start: Iterable[str]) -> set[str]:
        """Return the files of years of the same bodies whose documents may be called the same as some of these."""
        bodies = {spot.body for spot in map(spot_of, start) if spot}
        plain = {
            key: _is_plainly_called(key[1], raw) for key, raw in self.documents.items() if key[0] in bodies
        }
        odd = {body for (body, _), is_plain in plain.items() if not is_plain}
        return {path for body in odd for path in self.body(body)}

    # What cannot be read without other documents

    def with_needed(self, start: Iterable[str]) -> set[str]:
        """Return files with all that they refer to, and inherit from."""
        found: set[str] = set()
        waiting = list(start)
        while waiting:
            path = waiting.pop()
            if path in self.after and path not in found:
                found.add(path)
                spot = spot_of(path)
                assert spot is not None
                waiting += self._needed(path, spot)
        return found

    def _needed(self, path: str, spot: Spot) -> Iterator[str]:
        """Yield what a file needs beside it: its plan, its givers', what it names."""
        raw = self.raw(path)
        here = f"{spot.body}/{spot.year}"
        board, organisation = spot.body.partition("/")[0], self.ground.organisation
        assert organisation is not None
        above = [board, organisation.council, *filter(None, [organisation.executive])]
        if path.endswith(".yml"):
            yield f"{here}/plan.yml"
            yield f"{here}/{spot.name.removesuffix('.yml')}{ENDING}"
        if spot.name == "plan.yml":
            yield from (f"{body}/{spot.year}/plan.yml" for body in above)
        for beside in self.folder(spot.body, spot.year):
            name = beside.rpartition("/")[2]
            is_edition = EDITION.fullmatch(name.removesuffix(".yml")) and spot.name == "plan.yml"
            if is_edition or (name.endswith((".md", ".csv")) and name.encode() in raw):
                yield beside
        for named, year, name in _named(raw) if not path.endswith((".csv", ENDING)) else ():
            for owner in [named] if named else [spot.body, *above]:
                yield f"{owner}/{year}/plan.yml"
                yield f"{owner}/{year}/{name}.yml"


def _is_plainly_called(year: str, raw: bytes) -> bool:
    """Whether documents are called by their kind and a time of their year only, so that none of another year is called so."""
    number = year.encode()
    times = PERIOD.findall(raw)
    is_own = all(
        found.strip(b" \t\r\"'").endswith(number) and len(re.findall(rb"\d{4}", found)) == 1
        for found in times
    )
    return is_own and not TITLE.search(raw) and not _is_odd(raw)


def _is_odd(raw: bytes) -> bool:
    """Whether a key may be spelt otherwise than it reads: escapes, keys after a question mark, letters put together of two."""
    return b"\\" in raw or b"\xcc" in raw or (b"?" in raw and QUESTION.search(raw) is not None)


def _named(raw: bytes) -> Iterator[tuple[str, str, str]]:
    """Yield the things of another year that a text may name: whose (empty for its own or a giver's), the year, which."""
    for found in NAMED_YEAR.finditer(raw):
        body = BEFORE_YEAR.search(raw[max(0, found.start() - LONGEST_BODY) : found.start()])
        yield body[1].decode() if body else "", found[1].decode(), found[2].decode()


def _blocks(id_: str, raw: bytes) -> bytes:
    """Return what stands under a key in YAML; all of the text where that cannot be told by the lines."""
    blocks = []
    for found in re.finditer(rb"%b[\"']?[ \t]*:" % re.escape(id_.encode()), raw):
        start = raw.rfind(b"\n", 0, found.start()) + 1
        indent = raw[start : found.start()].rstrip(b"\"'")
        if indent[-1:].isalnum() or indent.endswith(b"-"):
            continue  # the end of a longer key
        block = re.compile(rb".*(?:\n(?:%b[ \t].*|[ \t]*))*" % re.escape(indent)).match(raw, found.end())
        assert block is not None
        if indent.strip() or block[0].count(b"{") != block[0].count(b"}"):
            return raw
        blocks.append(block[0])
    return b"\n".join(blocks)
