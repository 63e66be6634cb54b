"""The content folder, read file by file: the only reader of content."""

from __future__ import annotations

import gc
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from pydantic import ValidationError

from vpgen.model.content import EDITION, TextPage
from vpgen.model.fields import ID, Entry, Named, id_hint
from vpgen.model.files import BodyFile, FollowUpFile, IndicatorEntry, OrganisationFile, PlanFile
from vpgen.model.lock import ENDING, Lock, read_lock
from vpgen.model.spelling import as_id, nearest
from vpgen.problems import Place, Problem
from vpgen.quoting import complete_quotes
from vpgen.source import Map, Seq, Text, key_at, read_content, read_content_file, read_yaml, refuse, value_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vpgen.model.content import DocumentKey, Quote

FOLLOW_UP_NAMES = ("verksamhetsberattelse", "delarsrapport", "uppfoljning")
YEAR = re.compile(r"(19|20)[0-9][0-9]")
NUMBER = re.compile(r"0|[1-9][0-9]*")
MEANT_EDITION = re.compile(
    r"plan\W*(?:utg[aå]va|utg|v|version)?\W*0*([1-9][0-9]{0,1}(?![0-9]))", re.IGNORECASE
)
"""A file name that seems to mean an earlier edition of a plan, by its number."""
STAND_INS = {
    "namn": "namnet saknas",
    "text": "texten saknas",
    "betyder": "betydelsen saknas",
    "rubrik": "rubriken saknas",
    "underlag": "avskrift",
    "period": "2000",
}
"""What is taken for a text that is missing or wrong, so that the rest is checked; nothing is built of it."""
LAYOUT = (
    "så ligger filerna: organisation.yml, indikatorer/ämne.yml, nämnd/namnd.yml, nämnd/år/plan.yml "
    "(tidigare utgåvor: plan-1.yml, plan-2.yml), "
    "nämnd/år/verksamhetsberattelse.yml (eller delarsrapport.yml, uppfoljning.yml), nämnd/år/text.md, "
    "nämnd/år/tabell.csv, sidor/namn.md; bredvid ett beslutat dokument dess lås, plan.beslut.json"
)
LEFT_BEHIND = ("~", ".bak", ".swp", ".tmp", "Thumbs.db", "desktop.ini")
"""What editors and systems leave in folders, and nobody means as content."""
SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".ods")
TWO_ENDINGS = re.compile(r".+\.(yml|md|csv)\.(txt|yml|md|csv)")
"""What a system that hides the endings of files makes of a name."""
TAKEN_PAGES = (
    "index",
    "sok",
    "symboler",
    "404",
    "internkontroll",
    "avvikelser",
    "saknade-uppgifter",
    "agenda-2030",
    "regel-och-bedomning",
    "jamfor",
    "andringar",
)
"""Addresses of pages that the site has anyway."""

MISSING_HINTS = {
    "underlag": "original (eller avskrift, eller återskapad ur … och dokumentets namn)",
    "period": "2024 (eller jan–jul 2024, T1 2024)",
}

E = TypeVar("E", bound=Entry)

Stored: TypeAlias = bytes | Problem
"""What is kept of a file: its bytes, or why it may not be read."""


@dataclass
class Folder:
    """What was found and read, file by file, before anything refers to anything else."""

    root: Path
    stored: Mapping[str, Stored] | None = None
    """The files by their paths in the folder, where they do not lie on the disk."""
    organisation: OrganisationFile | None = None
    indicators: dict[str, IndicatorEntry] = field(default_factory=dict)
    bodies: dict[str, BodyFile] = field(default_factory=dict)
    plans: dict[tuple[str, int], PlanFile] = field(default_factory=dict)
    editions: dict[DocumentKey, PlanFile] = field(default_factory=dict)
    """The editions of plans that later ones have replaced."""
    follow_ups: dict[tuple[str, int, str], FollowUpFile] = field(default_factory=dict)
    pages: dict[str, TextPage] = field(default_factory=dict)
    texts: dict[tuple[str, int, str], str] = field(default_factory=dict)
    csvs: dict[tuple[str, int, str], str] = field(default_factory=dict)
    quotes: list[Quote] = field(default_factory=list)
    locks: dict[DocumentKey, Lock] = field(default_factory=dict)
    written: dict[DocumentKey, frozenset[str]] = field(default_factory=dict)
    """The tables and named figures of each document, also those that nothing could be made of."""
    files: set[str] = field(default_factory=set)
    lines: dict[str, tuple[str, ...]] = field(default_factory=dict)
    syntax: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def take(self, part: Folder) -> None:
        """Take in what was read of another file; an indicator that is defined already is reported."""
        for key, entry in part.indicators.items():
            if key in self.indicators:
                other = self.indicators[key].place
                message = f"indikatorn ”{key}” är redan definierad i {other.file}, rad {other.line}"
                hint = "ta bort den ena, eller ge den ett eget id"
                self.problems.append(Problem(entry.place, "dubblett-id", message, hint))
            self.indicators.setdefault(key, entry)
        self.organisation = self.organisation or part.organisation
        for name in (
            "bodies",
            "plans",
            "editions",
            "follow_ups",
            "pages",
            "texts",
            "csvs",
            "locks",
            "written",
            "lines",
        ):
            getattr(self, name).update(getattr(part, name))
        self.files |= part.files
        for name in ("quotes", "syntax", "problems"):
            getattr(self, name).extend(getattr(part, name))

    def every_problem(self, resolved: list[Problem]) -> Iterator[Problem]:
        """Yield all problems; where YAML was broken, a value was guessed, and what follows from that is not told."""
        yield from self.syntax
        lines = {(problem.place.file, problem.place.line) for problem in self.syntax}
        for problem in (*self.problems, *resolved):
            if problem.code == "okant-falt" or (problem.place.file, problem.place.line) not in lines:
                yield problem

    def shown(self, *inside: str | int) -> str:
        """Return the path of a file in the folder as authors know it."""
        return "/".join([self.root.name, *map(str, inside)])

    def plan(self, path: str, year: int, slug: str) -> PlanFile:
        """Return a plan, in force or replaced."""
        return self.plans[path, year] if slug == "plan" else self.editions[path, year, slug]

    def has_file(self, *inside: str | int) -> bool:
        """Whether a file is there; if nothing could be made of it, why is told already."""
        return self.shown(*inside) in self.files


def read_folder(content: Path) -> Folder:
    """Read every file of the folder, each on its own."""
    folder = Folder(content)
    if not content.is_dir():
        hint = "ange mappen med --content, eller kör där den ligger"
        folder.problems.append(
            Problem(Place(content.name), "mapp-saknas", f"mappen {content.name} finns inte", hint)
        )
        return folder
    with without_collecting():
        for path in _files(content):
            inside = path.relative_to(content).as_posix()
            part = Folder(content, files={folder.shown(inside)})
            if path.is_symlink():
                part.problems += read_content_file(path, content, folder.shown(inside))[1]
            else:
                _read_file(part, PurePosixPath(inside))
            folder.take(part)
    _need_organisation(folder)
    return folder


def read_stored(name: str, files: Mapping[str, Stored], known: Mapping[str, Folder]) -> dict[str, Folder]:
    """Read files that do not lie on the disk, each on its own, in a folder of this name.

    `known` are those that are read already. Put them together with `together`.
    """
    wanted = {inside: stored for inside, stored in sorted(files.items()) if not _is_left_out(inside)}
    with without_collecting():
        return {
            inside: known.get(inside) or _stored_file(name, inside, stored, files)
            for inside, stored in wanted.items()
        }


def _stored_file(name: str, inside: str, stored: Stored, files: Mapping[str, Stored]) -> Folder:
    part = Folder(Path(name), stored=files)
    part.files = {part.shown(inside)}
    if isinstance(stored, Problem):
        part.problems.append(stored)
    else:
        _read_file(part, PurePosixPath(inside))
    return part


@contextmanager
def without_collecting() -> Iterator[None]:
    """Keep Python from looking for garbage meanwhile: all that is read is kept, hundreds of thousands of small parts.

    To walk through them again and again as they grew took a quarter of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def together(name: str, parts: Mapping[str, Folder]) -> Folder:
    """Return the folder that files, each read on its own, make."""
    folder = Folder(Path(name))
    for part in parts.values():
        folder.take(part)
    _need_organisation(folder)
    return folder


def _need_organisation(folder: Folder) -> None:
    if folder.organisation is None and not folder.has_file("organisation.yml"):
        place = Place(folder.shown("organisation.yml"))
        hint = "lägg den överst i innehållet, med namn, fullmäktige, nämnder och symboler"
        folder.problems.append(Problem(place, "saknas-fil", "filen organisation.yml saknas", hint))


def stored_files(content: Path) -> dict[str, Stored]:
    """Return the files of a folder on the disk as they lie there, by their paths in it."""
    stored: dict[str, Stored] = {}
    for path in _files(content):
        inside = path.relative_to(content).as_posix()
        refusal = refuse(path, content)
        place = Place(f"{content.name}/{inside}")
        stored[inside] = Problem(place, *refusal) if refusal else path.read_bytes()
    return stored


def _is_left_out(inside: str) -> bool:
    """Whether a file, or a folder that it is in, is none that anybody means as content."""
    # A name that climbs out of the folder is none of the hidden ones: it is told.
    return any(
        (part.startswith(".") and part != "..") or part.endswith(LEFT_BEHIND) for part in inside.split("/")
    )


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files in the folder, sorted, and symbolic links, which are not followed."""
    for path in sorted(folder.iterdir()):
        if _is_left_out(path.name):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _files(path)
        else:
            yield path


def _read_file(folder: Folder, inside: PurePosixPath) -> None:
    """Read one file according to where it lies; one that lies wrong is not opened."""
    shown = folder.shown(inside.as_posix())
    match inside.parts:
        case ("organisation.yml",):
            folder.organisation = _entry(OrganisationFile, folder, shown)
        case ("indikatorer", "namnd.yml"):
            message = "mappen indikatorer är till för definitioner, och kan inte vara en nämnd"
            folder.problems.append(
                Problem(Place(shown), "fel-filnamn", message, "ge nämnden en mapp med annat namn")
            )
        case ("indikatorer", name) if _stem(name, ".yml"):
            _read_indicators(folder, shown)
        case ("sidor", name) if _stem(name, ".md"):
            _read_page(folder, shown, name.removesuffix(".md"))
        case (body, "namnd.yml") if ID.fullmatch(body):
            _keep(folder.bodies, body, _entry(BodyFile, folder, shown))
        case (board, "verksamheter", unit, "verksamhet.yml") if ID.fullmatch(board) and ID.fullmatch(unit):
            _keep(folder.bodies, f"{board}/verksamheter/{unit}", _entry(BodyFile, folder, shown))
        case (*body, year, name) if _is_body(body) and YEAR.fullmatch(year) and _is_in_a_year(name):
            _read_in_a_year(folder, "/".join(body), int(year), name)
        case _:
            folder.problems.append(Problem(Place(shown), "fel-filnamn", *_misplaced(inside)))


def _read_in_a_year(folder: Folder, body: str, year: int, name: str) -> None:
    """Read a document of a year, or a text or table that stands beside it."""
    shown = folder.shown(body, year, name)
    stem, _, ending = name.rpartition(".")
    if ending == "csv":
        _keep(folder.csvs, (body, year, name), _separated(folder, shown))
    elif ending == "md":
        _keep(folder.texts, (body, year, name), _text(folder, shown))
    elif ending == "json":
        key = (body, year, name.removesuffix(ENDING))
        _keep(folder.locks, key, _lock(folder, shown, key))
    elif stem == "plan":
        _keep(folder.plans, (body, year), _document(PlanFile, folder, shown, (body, year, stem)))
    elif EDITION.fullmatch(stem):
        _keep(folder.editions, (body, year, stem), _document(PlanFile, folder, shown, (body, year, stem)))
    else:
        key = (body, year, stem)
        _keep(folder.follow_ups, key, _document(FollowUpFile, folder, shown, key))


def _is_in_a_year(name: str) -> bool:
    document = f"{name.removesuffix(ENDING)}.yml" if _stem(name, ENDING) else name
    is_plan = document == "plan.yml" or (
        _stem(document, ".yml") and EDITION.fullmatch(document.removesuffix(".yml"))
    )
    return bool(is_plan) or _is_follow_up(document) or _stem(name, ".md") or _stem(name, ".csv")


def _lock(folder: Folder, shown: str, key: DocumentKey) -> Lock | None:
    """Return what is kept of a document's decision; an edition that was replaced has it as the plan that it was."""
    if (text := _text(folder, shown)) is None:
        return None
    path, year, slug = key
    lock = read_lock(text, shown, f"{path}/{year}/{'plan' if EDITION.fullmatch(slug) else slug}")
    if isinstance(lock, Problem):
        folder.problems.append(lock)
        return None
    return lock


def _separated(folder: Folder, shown: str) -> str | None:
    """Return a CSV file's text, also as Excel saves it in Windows' own encoding."""
    text, problems = _content(folder, shown)
    if [problem.code for problem in problems] == ["fel-teckenkodning"] and b"\0" not in _raw(folder, shown):
        text, problems = _raw(folder, shown).decode("cp1252", errors="replace").replace("\r\n", "\n"), []
    folder.problems += problems
    if text is not None:
        folder.lines[shown] = tuple(text.splitlines())
    return text


def _text(folder: Folder, shown: str) -> str | None:
    """Return the text of a file, and keep its lines for display."""
    text, problems = _content(folder, shown)
    folder.problems += problems
    if text is not None:
        folder.lines[shown] = tuple(text.splitlines())
    return text


def _content(folder: Folder, shown: str) -> tuple[str | None, list[Problem]]:
    if folder.stored is not None:
        return read_content(_raw(folder, shown), shown)
    return read_content_file(folder.root / shown.partition("/")[2], folder.root, shown)


def _raw(folder: Folder, shown: str) -> bytes:
    """Return the bytes of a file that may be read."""
    inside = shown.partition("/")[2]
    if folder.stored is None:
        return (folder.root / inside).read_bytes()
    stored = folder.stored[inside]
    assert isinstance(stored, bytes), "what may not be read is not opened"
    return stored


def _is_body(parts: list[str]) -> bool:
    is_board = len(parts) == 1
    is_unit = len(parts) == 3 and parts[1] == "verksamheter"  # noqa: PLR2004 - board/verksamheter/unit
    return (is_board or is_unit) and all(ID.fullmatch(part) for part in parts)


def _stem(name: str, ending: str) -> bool:
    return name.endswith(ending) and ID.fullmatch(name.removesuffix(ending)) is not None


def _is_follow_up(name: str) -> bool:
    return _stem(name, ".yml") and name.removesuffix(".yml").split("-")[0] in FOLLOW_UP_NAMES


def _wrong_ending(inside: PurePosixPath) -> tuple[str, str] | None:
    """Say what is wrong with the ending of a file's name, if that is what is wrong."""
    if inside.suffix == ".yaml":
        return f"filen heter {inside.name}, men ändelsen ska vara .yml", f"döp om till {inside.stem}.yml"
    if inside.suffix in SPREADSHEETS:
        made = f"{as_id(inside.stem)}.csv"
        return f"filen {inside.name} är ett kalkylark, och läses inte", f"spara den som CSV UTF-8: {made}"
    if TWO_ENDINGS.fullmatch(inside.name):
        stem, _, ending = inside.stem.rpartition(".")
        return f"filen {inside.name} har två ändelser", f"döp om till {as_id(stem)}.{ending}"
    return None


def _misplaced(inside: PurePosixPath) -> tuple[str, str]:
    """Say what is wrong with a file's name or place, and what would be right."""
    if ending := _wrong_ending(inside):
        return ending
    wrong = next((part for part in (*inside.parts[:-1], inside.stem) if not ID.fullmatch(part)), None)
    if wrong is not None:
        message = f"”{wrong}” kan inte vara namn på en fil eller mapp här"
        made = as_id(wrong)
        hint = f"döp om till {made}" if made else "använd små bokstäver a–z, siffror och bindestreck"
        return message, f"{hint}{inside.suffix}" if made and wrong == inside.stem else hint
    if len(inside.parts) > 1 and inside.parts[-2].isdigit() and not YEAR.fullmatch(inside.parts[-2]):
        return f"mappen {inside.parts[-2]} är inget år", "skriv året med fyra siffror, till exempel 2024"
    documents = ["plan.yml", *(f"{name}.yml" for name in FOLLOW_UP_NAMES)]
    in_year = len(inside.parts) > 1 and YEAR.fullmatch(inside.parts[-2])
    known = documents if in_year else ["organisation.yml", "namnd.yml", "verksamhet.yml"]
    suggestion = "plan.yml" if in_year and inside.stem.endswith("plan") else nearest(inside.name, known)
    if in_year and inside.suffix == ".yml" and (meant := MEANT_EDITION.fullmatch(inside.stem)):
        hint = f"är det en tidigare utgåva av planen, döp om till plan-{meant[1]}.yml"
        return f"filen heter {inside.name}, och läses inte", hint
    if suggestion and suggestion != inside.name:
        return f"filen heter {inside.name}, och läses inte", f"döp om till {suggestion}"
    beside = "lägg den bredvid dokumentet, i mappen nämnd/år"
    hints = {".csv": beside, ".md": f"{beside}, eller i mappen sidor om den är en egen sida"}
    return f"filen {inside.name} hör inte hemma här, och läses inte", hints.get(inside.suffix, LAYOUT)


def _read_indicators(folder: Folder, shown: str) -> None:
    """Read a file of indicator definitions, each on its own so that one mistake does not hide the next."""
    data = _mapping(folder, shown)
    for key, value in data.items() if data else ():
        assert data is not None
        place = data.key_places[key]
        if not ID.fullmatch(key):
            folder.problems.append(Problem(place, "ogiltigt-id", f"”{key}” är inget id", id_hint(key)))
        elif key == "index":
            message = "id:t ”index” är upptaget av sidan med alla indikatorer"
            folder.problems.append(Problem(place, "upptagen-adress", message, "välj ett annat id"))
        else:
            entry = Named(key, place, value) if value is None or isinstance(value, Map) else value
            _keep(folder.indicators, key, _validate(IndicatorEntry, folder, entry))


def _read_page(folder: Folder, shown: str, slug: str) -> None:
    """Read a hand-written page: its first heading is its title."""
    if (text := _text(folder, shown)) is None:
        return
    if slug in TAKEN_PAGES:
        message = f"namnet {slug} är upptaget av en sida som webbplatsen alltid har"
        folder.problems.append(Problem(Place(shown), "upptagen-adress", message, "döp om filen"))
        return
    heading, _, rest = text.lstrip("\ufeff\n\r ").partition("\n")
    if heading.startswith("# ") and heading[2:].strip():
        folder.pages[slug] = TextPage(slug, heading[2:].strip(), rest.strip(), Place(shown))
    else:
        hint = "börja filen med # och sidans rubrik"
        folder.problems.append(Problem(Place(shown), "saknas-rubrik", "sidan har ingen rubrik överst", hint))


K = TypeVar("K")
V = TypeVar("V")


def _keep(kept: dict[K, V], key: K, value: V | None) -> None:
    if value is not None:
        kept[key] = value


def _mapping(folder: Folder, shown: str) -> Map | None:
    if (text := _text(folder, shown)) is None:
        return None
    data, problems = read_yaml(text, shown)
    folder.syntax += problems
    if isinstance(data, Map):
        return data
    if data is not None:
        hint = "skriv fälten under varandra, ett per rad"
        folder.problems.append(Problem(Place(shown), "fel-typ", "filen innehåller inga fält", hint))
    return None


def _entry(cls: type[E], folder: Folder, shown: str) -> E | None:
    data = _mapping(folder, shown)
    if data is None:
        return None
    data.place = Place(shown)
    return _validate(cls, folder, data)


def _document(cls: type[E], folder: Folder, shown: str, key: DocumentKey) -> E | None:
    """Read a plan or follow-up; what its texts quote from tables is found, and named in full."""
    data = _mapping(folder, shown)
    if data is None:
        return None
    data.place = Place(shown)
    complete_quotes(data, key, folder.lines[shown], folder.quotes, folder.problems)
    entry = _validate(cls, folder, data)
    # What is wrong has been taken out by now, but its key is remembered.
    blocks = [block for name in ("tabeller", "tal") if isinstance(block := data.get(name), Map)]
    folder.written[key] = frozenset(id_ for block in blocks for id_ in block.key_places)
    return entry


def _validate(cls: type[E], folder: Folder, data: Map) -> E | None:
    """Validate one mapping; what is wrong becomes problems and is left out, so that the rest can be checked."""
    unknown: list[Problem] = []
    try:
        return cls.model_validate(data, context=unknown)
    except ValidationError as error:
        faults = error.errors(include_url=False)
        folder.problems += [_problem(data, fault) for fault in faults]
    finally:
        folder.problems += unknown
    while all(_leave_out(data, fault["type"] == "missing", fault["loc"]) for fault in faults):
        before = faults
        try:
            return cls.model_validate(data, context=[])
        except ValidationError as error:
            faults = error.errors(include_url=False)
        if faults == before:
            break  # nothing could be left out
    return None


def _leave_out(data: Map, missing: bool, loc: tuple[int | str, ...]) -> bool:  # noqa: FBT001 - a fact of the fault
    """Take a wrong value out of the data, or what cannot be without a missing one; say whether that was possible."""
    path = [str(part) for part in loc if part != "[key]"]
    stand_in = {**STAND_INS, "sort": path[0]}.get(path[-1]) if path else None
    if missing and stand_in is None:
        path.pop()
    if not path:
        return False
    parent: object = data
    for depth, step in enumerate(path[:-1], 1):
        inner = _inside(parent, step)
        if isinstance(parent, Seq) and not isinstance(inner, Map):
            path = path[:depth]  # a word in a list goes whole
            break
        parent = inner
    if isinstance(parent, Seq):
        parent[int(path[-1])] = None
        return True
    if not isinstance(parent, Map):
        return True  # left out already, with what it stood in
    if stand_in is None or parent.get(path[-1]) == stand_in:
        parent.pop(path[-1], None)
    else:
        parent[path[-1]] = Text(stand_in, data.place, plain=False)
    return True


def _inside(parent: object, step: str) -> object:
    """Return what stands under a key, or at a number in a list."""
    if isinstance(parent, Map):
        return parent.get(step)
    return parent[int(step)] if isinstance(parent, Seq) and NUMBER.fullmatch(step) else None


def _problem(data: Map, detail: Mapping[str, object]) -> Problem:
    """Turn one of pydantic's errors into a problem at the place that the author wrote."""
    # The items of a list are numbered by their keys.
    loc = [
        int(part) if isinstance(part, str) and NUMBER.fullmatch(part) else part
        for part in detail["loc"]  # type: ignore[attr-defined]
        if part != "[key]"
    ]
    at_key = detail["loc"] and detail["loc"][-1] == "[key]"  # type: ignore[index]
    context = detail.get("ctx") or {}
    if detail["type"] == "missing":
        place = key_at(data, loc[:-1]) if len(loc) > 1 else data.place
        wanted = MISSING_HINTS.get(str(loc[-1]), "…")
        return Problem(
            place, "saknas-falt", f"fältet ”{loc[-1]}” saknas", f"lägg till raden {loc[-1]}: {wanted}"
        )
    place = key_at(data, loc) if at_key else value_at(data, loc)
    if "message" in context:  # type: ignore[operator]
        place = context["place"] or place  # type: ignore[index]
        return Problem(place, str(detail["type"]), context["message"], context["hint"])  # type: ignore[index]
    # What is left is pydantic's own complaint about something else where a mapping of texts should be.
    hint = "skriv varje del på en egen rad under, indragen två mellanslag: namn: värde"
    return Problem(place, "fel-typ", "här ska det stå flera delar under varandra, var och en med namn", hint)
