"""What `mkdocs.yml` says, read with care: only what vpgen knows may stand in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import yaml

from vpgen.problems import ContentError, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path


TOP_KEYS = (
    "site_name",
    "site_url",
    "site_description",
    "copyright",
    "theme",
    "extra",
    "extra_css",
    "docs_dir",
    "site_dir",
)
THEME_KEYS = ("name", "language", "font", "logo", "favicon", "icon", "palette", "features")
EXTRA_KEYS = ("källa",)
# Those of Material's features that mean something in a stamped page.
FEATURES = ("content.tooltips", "header.autohide", "navigation.top", "navigation.tracking", "toc.follow")
# Material's primary colours that carry the header's text at 4.5:1; "custom" is the organisation's own.
PRIMARY_COLOURS = (
    "black",
    "blue-grey",
    "brown",
    "custom",
    "deep-purple",
    "grey",
    "indigo",
    "purple",
    "white",
)


@dataclass(frozen=True)
class Settings:
    """What `mkdocs.yml` says that vpgen itself needs.

    `site_url` ends in a slash; `source` is the address of a line in the organisation's repository, with
    `{fil}` and maybe `{rad}` to be filled in; both are None where the file does not have them. `files` is the
    folder whose files (logo, icon, CSS) go out with the site.
    """

    site_name: str
    site_url: str | None = None
    description: str = ""
    language: str = "sv"
    source: str | None = None
    files: Path | None = None


def source_address(settings: Settings, file: str, line: int) -> str | None:
    """Give the address where line `line` of `file` (a path in the repository) can be read, or None."""
    if settings.source is None:
        return None
    return settings.source.replace("{fil}", quote(file)).replace("{rad}", str(line))


def load_settings(config_file: Path) -> Settings:
    """Read `mkdocs.yml` with a safe loader. Raises ContentError with everything that vpgen does not take."""
    document = _read_document(config_file)
    try:
        root = yaml.compose(document.text, Loader=yaml.SafeLoader)
        yaml.safe_load(document.text)  # refuses tags, which composing lets through
    except yaml.YAMLError as error:
        raise ContentError([document.yaml_problem(error)]) from error
    problems = list(_check_settings(document, root))
    if problems:
        raise ContentError(problems)
    site_url = _text(_child(root, "site_url"))
    return Settings(
        site_name=_text(_child(root, "site_name")),
        site_url=site_url.rstrip("/") + "/" if site_url else None,
        description=_text(_child(root, "site_description")),
        language=_text(_child(_child(root, "theme"), "language")) or "sv",
        source=_text(_child(_child(root, "extra"), "källa")) or None,
        files=config_file.resolve().parent / (_text(_child(root, "docs_dir")) or "docs"),
    )


def _read_document(config_file: Path) -> _Document:
    try:
        return _Document(config_file.name, config_file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        problem = Problem(
            Place(config_file.name), "fil-saknas", "filen finns inte", "lägg den bredvid content/"
        )
    except UnicodeDecodeError:
        problem = Problem(
            Place(config_file.name), "fel-kodning", "filen är inte UTF-8", "spara om den som UTF-8"
        )
    raise ContentError([problem])


@dataclass(frozen=True)
class _Document:
    """The text of `mkdocs.yml`, for pointing into it."""

    name: str
    text: str

    def problem(self, node: yaml.Node | None, code: str, message: str, hint: str) -> Problem:
        return self._problem(node.start_mark if node else None, code, message, hint)

    def yaml_problem(self, error: yaml.YAMLError) -> Problem:
        mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
        message = "det här går inte att läsa som YAML"
        return self._problem(mark, "trasig-yaml", message, "se över indrag, kolon och citattecken på raden")

    def _problem(self, mark: yaml.Mark | None, code: str, message: str, hint: str) -> Problem:
        line, column = (mark.line, mark.column) if mark else (0, 0)
        lines = self.text.splitlines() or [""]
        source = lines[min(line, len(lines) - 1)]
        return Problem(Place(self.name, line + 1, column + 1), code, message, hint, source=source)


def _check_settings(document: _Document, root: yaml.Node | None) -> Iterator[Problem]:
    if not isinstance(root, yaml.MappingNode):
        yield document.problem(
            root, "inga-nycklar", "filen ska bestå av nycklar med värden", "site_name: Planer"
        )
        return
    yield from _check_keys(document, root, TOP_KEYS)
    yield from _check_site(document, root)
    theme, extra = _child(root, "theme"), _child(root, "extra")
    if isinstance(theme, yaml.MappingNode):
        yield from _check_keys(document, theme, THEME_KEYS)
        yield from _check_theme(document, theme)
    else:
        yield document.problem(
            theme or root, "fel-tema", "temat saknas", "theme: {name: material, font: false}"
        )
    if isinstance(extra, yaml.MappingNode):
        yield from _check_keys(document, extra, EXTRA_KEYS)
        yield from _check_source(document, extra)


def _check_keys(document: _Document, node: yaml.MappingNode, allowed: Sequence[str]) -> Iterator[Problem]:
    """Refuse keys that vpgen does not know, that occur twice or that hold nothing."""
    seen: set[str] = set()
    for key, value in node.value:
        name = _text(key)
        if name not in allowed:
            message = f"nyckeln ”{name}” tas inte emot här"
            yield document.problem(
                key, "okand-nyckel", message, f"ta bort den; här får stå: {', '.join(allowed)}"
            )
        elif name in seen:
            yield document.problem(
                key, "dubbel-nyckel", f"nyckeln ”{name}” står två gånger", "behåll en av dem"
            )
        elif value.tag == "tag:yaml.org,2002:null":
            yield document.problem(
                key, "tomt-varde", f"”{name}” saknar värde", "skriv ett värde eller ta bort raden"
            )
        seen.add(name)


def _check_site(document: _Document, root: yaml.MappingNode) -> Iterator[Problem]:
    """Ask for a name, a web address where one is given, and files of the site's own."""
    if not _text(_child(root, "site_name")):
        yield document.problem(root, "namn-saknas", "webbplatsen saknar namn", "site_name: Verksamhetsplaner")
    for key in ("site_description", "copyright", "docs_dir", "site_dir"):
        node = _child(root, key)
        if node and not isinstance(node, yaml.ScalarNode):
            yield document.problem(node, "fel-sort", f"”{key}” ska vara text", f"{key}: text")
    site_url = _child(root, "site_url")
    if site_url and not _is_web_address(_text(site_url)):
        hint = "site_url: https://intranat.example.org/planer/"
        yield document.problem(site_url, "fel-adress", "site_url är ingen webbadress", hint)
    yield from _check_own_files(document, _child(root, "extra_css"))


def _check_own_files(document: _Document, node: yaml.Node | None) -> Iterator[Problem]:
    """Refuse a file that every reader's browser would fetch from somewhere else."""
    for item in _items(node):
        if "//" in _text(item):
            message = f"”{_text(item)}” hämtas utifrån, och ingen begäran får lämna webbplatsen"
            yield document.problem(
                item, "utifran", message, "lägg filen i mappen docs_dir och skriv sökvägen därifrån"
            )


def _check_theme(document: _Document, theme: yaml.MappingNode) -> Iterator[Problem]:
    """Ask for Material with the reader's own font, features that work here and a readable colour."""
    name, font = _child(theme, "name"), _child(theme, "font")
    if _text(name) != "material":
        yield document.problem(name or theme, "fel-tema", "ramen ritas av temat Material", "name: material")
    if _text(font).lower() != "false":
        message = "typsnittet skulle hämtas från en annan webbplats"
        yield document.problem(font or theme, "typsnitt", message, "font: false")
    for key in ("logo", "favicon"):
        yield from _check_own_files(document, _child(theme, key))
    for feature in _items(_child(theme, "features")):
        if _text(feature) not in FEATURES:
            message = f"”{_text(feature)}” har ingen verkan här eller stör sidorna"
            yield document.problem(
                feature, "okand-funktion", message, f"ta bort den; de som går: {', '.join(FEATURES)}"
            )
    for palette in _items(_child(theme, "palette")):
        primary = _child(palette, "primary")
        if primary and _text(primary) not in PRIMARY_COLOURS:
            message = f"färgen ”{_text(primary)}” ger sidhuvudets text för låg kontrast"
            yield document.problem(
                primary, "lag-kontrast", message, f"skriv en av: {', '.join(PRIMARY_COLOURS)}"
            )


def _check_source(document: _Document, extra: yaml.MappingNode) -> Iterator[Problem]:
    """Ask for a web address with {fil} in `källa`, and nothing else to fill in than {fil} and {rad}."""
    node = _child(extra, "källa")
    template = _text(node)
    unknown = set(re.findall(r"\{.*?\}", template)) - {"{fil}", "{rad}"}
    if node and (unknown or "{fil}" not in template or not _is_web_address(template)):
        message = "källa ska vara en webbadress med {fil} och gärna {rad}"
        hint = "källa: https://git.example.org/region/planer/src/branch/main/{fil}#L{rad}"
        yield document.problem(node, "fel-kalla", message, hint)


def _child(node: yaml.Node | None, key: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value for name, value in pairs if name.value == key), None)


def _items(node: yaml.Node | None) -> Iterable[yaml.Node]:
    return node.value if isinstance(node, yaml.SequenceNode) else filter(None, [node])


def _text(node: yaml.Node | None) -> str:
    return node.value if isinstance(node, yaml.ScalarNode) else ""


def _is_web_address(text: str) -> bool:
    address = urlsplit(text)
    return address.scheme in ("http", "https") and bool(address.netloc)
