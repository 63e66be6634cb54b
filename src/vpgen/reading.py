"""The content folder, read file by file: the only reader of content."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from vpgen.model.content import TextPage
from vpgen.model.fields import ID, Entry, Named
from vpgen.model.files import BodyFile, FollowUpFile, IndicatorEntry, OrganisationFile, PlanFile
from vpgen.model.spelling import nearest
from vpgen.problems import Place, Problem
from vpgen.source import Map, key_at, read_content_file, read_yaml, value_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FOLLOW_UP_NAMES = ("verksamhetsberattelse", "delarsrapport", "uppfoljning")
YEAR = re.compile(r"(19|20)\d\d")
LAYOUT = "så ligger filerna: organisation.yml, indikatorer/ämne.yml, nämnd/namnd.yml, nämnd/år/plan.yml, sidor/namn.md"

E = TypeVar("E", bound=Entry)


@dataclass
class Folder:
    """What was found and read, file by file, before anything refers to anything else."""

    organisation: OrganisationFile | None = None
    indicators: dict[str, IndicatorEntry] = field(default_factory=dict)
    bodies: dict[str, BodyFile] = field(default_factory=dict)
    plans: dict[tuple[str, int], PlanFile] = field(default_factory=dict)
    follow_ups: dict[tuple[str, int, str], FollowUpFile] = field(default_factory=dict)
    pages: dict[str, TextPage] = field(default_factory=dict)
    lines: dict[str, tuple[str, ...]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_folder(content: Path) -> Folder:
    """Read every file of the folder, each on its own."""
    folder = Folder()
    if not content.is_dir():
        hint = "ange mappen med --content, eller kör där den ligger"
        folder.problems.append(
            Problem(Place(content.name), "mapp-saknas", f"mappen {content.name} finns inte", hint)
        )
        return folder
    for path in _files(content, content, folder):
        inside = PurePosixPath(path.relative_to(content).as_posix())
        shown = f"{content.name}/{inside}"
        text, problems = read_content_file(path, content, shown)
        folder.problems += problems
        if text is not None:
            folder.lines[shown] = tuple(text.splitlines())
            _read_file(folder, inside, shown, text)
    if folder.organisation is None and f"{content.name}/organisation.yml" not in folder.lines:
        place = Place(f"{content.name}/organisation.yml")
        hint = "lägg den överst i innehållet, med namn, fullmäktige, nämnder och symboler"
        folder.problems.append(Problem(place, "saknas-fil", "filen organisation.yml saknas", hint))
    return folder


def _files(folder: Path, root: Path, found: Folder) -> Iterator[Path]:
    """Yield the files in the folder, sorted; a symbolic link to a folder is reported and not followed."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _files(path, root, found)
        else:
            yield path


def _read_file(folder: Folder, inside: PurePosixPath, shown: str, text: str) -> None:
    """Read one file according to where it lies."""
    match inside.parts:
        case ("organisation.yml",):
            folder.organisation = _entry(OrganisationFile, folder, shown, text)
        case ("indikatorer", name) if _stem(name, ".yml"):
            _read_indicators(folder, shown, text)
        case ("sidor", name) if _stem(name, ".md"):
            _read_page(folder, shown, name.removesuffix(".md"), text)
        case (body, "namnd.yml") if ID.fullmatch(body):
            _keep(folder.bodies, body, _entry(BodyFile, folder, shown, text))
        case (board, "verksamheter", unit, "verksamhet.yml") if ID.fullmatch(board) and ID.fullmatch(unit):
            _keep(folder.bodies, f"{board}/verksamheter/{unit}", _entry(BodyFile, folder, shown, text))
        case (*body, year, name) if _is_body(body) and YEAR.fullmatch(year):
            _read_document(folder, "/".join(body), int(year), name, shown, text)
        case _:
            folder.problems.append(Problem(Place(shown), "fel-filnamn", *_misplaced(inside)))


def _is_body(parts: list[str]) -> bool:
    is_board = len(parts) == 1
    is_unit = len(parts) == 3 and parts[1] == "verksamheter"  # noqa: PLR2004 - board/verksamheter/unit
    return (is_board or is_unit) and all(ID.fullmatch(part) for part in parts)


def _stem(name: str, ending: str) -> bool:
    return name.endswith(ending) and ID.fullmatch(name.removesuffix(ending)) is not None


def _misplaced(inside: PurePosixPath) -> tuple[str, str]:
    """Say what is wrong with a file's name or place, and what would be right."""
    if inside.suffix == ".yaml":
        return f"filen heter {inside.name}, men ändelsen ska vara .yml", f"döp om till {inside.stem}.yml"
    known = (
        "organisation.yml",
        "namnd.yml",
        "verksamhet.yml",
        "plan.yml",
        *(f"{name}.yml" for name in FOLLOW_UP_NAMES),
    )
    wrong = [part for part in (*inside.parts[:-1], inside.stem) if not ID.fullmatch(part)]
    if wrong:
        return (
            f"”{wrong[0]}” kan inte vara namn på en fil eller mapp här",
            "använd små bokstäver a–z, siffror och bindestreck",
        )
    suggestion = nearest(inside.name, known)
    if suggestion and suggestion != inside.name:
        return f"filen heter {inside.name}, och läses inte", f"döp om till {suggestion}"
    return f"filen {inside.name} hör inte hemma här, och läses inte", LAYOUT


def _read_indicators(folder: Folder, shown: str, text: str) -> None:
    """Read a file of indicator definitions, each on its own so that one mistake does not hide the next."""
    data = _mapping(folder, shown, text)
    for key, value in data.items() if data else ():
        assert data is not None
        place = data.key_places[key]
        if not ID.fullmatch(key):
            hint = "skriv med små bokstäver a–z, siffror och bindestreck"
            folder.problems.append(Problem(place, "ogiltigt-id", f"”{key}” är inget id", hint))
        elif key in folder.indicators:
            other = folder.indicators[key].place
            message = f"indikatorn ”{key}” är redan definierad i {other.file}, rad {other.line}"
            folder.problems.append(
                Problem(place, "dubblett-id", message, "ta bort den ena, eller ge den ett eget id")
            )
        else:
            entry = Named(key, place, value) if value is None or isinstance(value, Map) else value
            _keep(folder.indicators, key, _validate(IndicatorEntry, folder, entry))


def _read_page(folder: Folder, shown: str, slug: str, text: str) -> None:
    """Read a hand-written page: its first heading is its title."""
    heading, _, rest = text.lstrip("\ufeff\n\r ").partition("\n")
    if heading.startswith("# ") and heading[2:].strip():
        folder.pages[slug] = TextPage(slug, heading[2:].strip(), rest.strip(), Place(shown))
    else:
        hint = "börja filen med # och sidans rubrik"
        folder.problems.append(Problem(Place(shown), "saknas-rubrik", "sidan har ingen rubrik överst", hint))


def _read_document(folder: Folder, body: str, year: int, name: str, shown: str, text: str) -> None:
    """Read a plan or follow-up; Markdown beside it is running text that the document places."""
    stem = PurePosixPath(name).stem
    if name == "plan.yml":
        _keep(folder.plans, (body, year), _entry(PlanFile, folder, shown, text))
    elif _stem(name, ".yml") and stem.split("-")[0] in FOLLOW_UP_NAMES:
        _keep(folder.follow_ups, (body, year, stem), _entry(FollowUpFile, folder, shown, text))
    else:
        folder.problems.append(Problem(Place(shown), "fel-filnamn", *_misplaced(PurePosixPath(name))))


K = TypeVar("K")
V = TypeVar("V")


def _keep(kept: dict[K, V], key: K, value: V | None) -> None:
    if value is not None:
        kept[key] = value


def _mapping(folder: Folder, shown: str, text: str) -> Map | None:
    data, problems = read_yaml(text, shown)
    folder.problems += problems
    if isinstance(data, Map):
        return data
    if data is not None:
        hint = "skriv fälten under varandra, ett per rad"
        folder.problems.append(Problem(Place(shown), "fel-typ", "filen innehåller inga fält", hint))
    return None


def _entry(cls: type[E], folder: Folder, shown: str, text: str) -> E | None:
    data = _mapping(folder, shown, text)
    if data is None:
        return None
    data.place = Place(shown)
    return _validate(cls, folder, data)


def _validate(cls: type[E], folder: Folder, data: Map) -> E | None:
    """Validate one mapping; what is wrong becomes problems, and then there is no entry."""
    unknown: list[Problem] = []
    try:
        return cls.model_validate(data, context=unknown)
    except ValidationError as error:
        folder.problems += [_problem(data, detail) for detail in error.errors(include_url=False)]
        return None
    finally:
        folder.problems += unknown


def _problem(data: Map, detail: Mapping[str, object]) -> Problem:
    """Turn one of pydantic's errors into a problem at the place that the author wrote."""
    loc = [part for part in detail["loc"] if part != "[key]"]  # type: ignore[attr-defined]
    at_key = detail["loc"] and detail["loc"][-1] == "[key]"  # type: ignore[index]
    context = detail.get("ctx") or {}
    if detail["type"] == "missing":
        place = key_at(data, loc[:-1]) if len(loc) > 1 else data.place
        return Problem(place, "saknas-falt", f"fältet ”{loc[-1]}” saknas", f"lägg till raden {loc[-1]}: …")
    place = key_at(data, loc) if at_key else value_at(data, loc)
    if "message" in context:  # type: ignore[operator]
        return Problem(place, str(detail["type"]), context["message"], context["hint"])  # type: ignore[index]
    # What is left are pydantic's own complaints about the shape: a mapping where a text should be, or the reverse.
    return Problem(
        place, "fel-typ", "här står fel sorts värde", "jämför med exemplen i anvisningen för innehållet"
    )
