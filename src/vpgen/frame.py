"""The page around every page: MkDocs Material draws it once per configuration, pages are stamped into it."""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import os
import re
import shutil
import tempfile
import warnings
from dataclasses import dataclass, field
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import yaml

from vpgen.problems import ContentError, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

# MkDocs draws one page this deep. Its relative way to the root is found nowhere else in the page, so one
# replacement makes the page fit any depth.
DEEP_PAGE = "v/p/g/e/n/r/a/m/ram"
DEEP_PREFIX = "/".join([".."] * DEEP_PAGE.count("/"))
# The heading of the page that is drawn gives the skip link its target.
MAIN_HEADING_ID = "innehall"
SLOT = re.compile(r"<!--vp:(\w+)-->")
SLOT_NAMES = (
    "meta",
    "document_title",
    "topic",
    "search",
    "banner",
    "nav",
    "toc_hidden",
    "toc",
    "path",
    "content",
    "prevnext",
    "footer",
)
NOT_FOUND_PAGE = "404.html"

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

_ADDRESS = re.compile(r"(?!.*(?:^|/)\.{1,2}(?:/|$))[A-Za-z0-9._~-]+(?:/[A-Za-z0-9._~-]+)*\Z")
_EXTERNAL_IN_HTML = re.compile(
    r"<(?:link|script|img|iframe|source)\b[^>]*?\b(?:href|src)=[\"']?((?:https?:)?//[^\"'\s>]+)",
    re.IGNORECASE,
)
_EXTERNAL_IN_CSS = re.compile(r"(?:url\(\s*[\"']?|@import\s+[\"'])((?:https?:)?//[^\"')\s]+)", re.IGNORECASE)
_REFERENCE = re.compile(r"\b(?:href|src)=\"" + re.escape(DEEP_PREFIX) + r"/([^\"#?]+)")


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


@dataclass(frozen=True)
class Frame:
    """The drawn page, split at its slots, and the files it needs.

    `parts` alternates HTML and slot names and begins and ends with HTML. `assets` maps addresses in the site
    to bytes; the files under `statiskt/` are not among them.
    """

    settings: Settings
    parts: tuple[str, ...] = field(repr=False)
    assets: Mapping[str, bytes] = field(repr=False)


@dataclass(frozen=True)
class Slots:
    """What one page puts into the frame.

    `address` is the page's posix path in the site. `title` and `description` are plain text; everything else
    is HTML that is put in as it stands, its links relative to the page (see `root_prefix`):

    - `content`: the article; its `<h1>` has the id `MAIN_HEADING_ID`, which the skip link points at;
    - `nav`: `<ul class="md-nav__list">` of the menu, where `<button data-toggle="ID">` folds the branch whose
      checkbox has that id; `toc`: a whole `<nav class="md-nav md-nav--secondary">`;
    - `path`: a whole `<nav class="md-path">`; `prevnext`: a whole `<nav class="md-footer__inner md-grid">`;
    - `search`: what stands last in the header; `footer`: links at the foot of the page;
    - `banner`: a whole landmark above the page (`<aside>`); `head`: elements for `<head>`.

    An empty slot leaves nothing behind.
    """

    address: str
    title: str
    content: str
    description: str = ""
    nav: str = ""
    toc: str = ""
    path: str = ""
    prevnext: str = ""
    search: str = ""
    footer: str = ""
    banner: str = ""
    head: str = ""


def is_address(text: str) -> bool:
    """Tell whether `text` can be the address of a file in the site: relative, plain ASCII, no way out."""
    return _ADDRESS.match(text) is not None


def root_prefix(address: str, settings: Settings) -> str:
    """Give the way from the page at `address` to the root of the site, without its last slash.

    A page that does not exist can be asked for at any depth, so the way from 404.html is absolute: the path
    of `site_url`, or the server's root.
    """
    if address == NOT_FOUND_PAGE:
        return urlsplit(settings.site_url or "").path.rstrip("/")
    return "/".join([".."] * address.count("/")) or "."


def source_address(settings: Settings, file: str, line: int) -> str | None:
    """Give the address where line `line` of `file` (a path in the repository) can be read, or None."""
    if settings.source is None:
        return None
    return settings.source.replace("{fil}", quote(file)).replace("{rad}", str(line))


def stamp(frame: Frame, slots: Slots) -> str:
    """Give the whole HTML page for `slots`."""
    if not is_address(slots.address):
        raise ValueError(f"not an address in the site: {slots.address!r}")
    prefix = root_prefix(slots.address, frame.settings)
    values = _slot_values(frame.settings, slots)
    pieces = [
        values[part] if index % 2 else part.replace(DEEP_PREFIX, prefix)
        for index, part in enumerate(frame.parts)
    ]
    return "".join(pieces)


def _slot_values(settings: Settings, slots: Slots) -> dict[str, str]:
    title = slots.title if slots.title == settings.site_name else f"{slots.title} – {settings.site_name}"
    return {
        "meta": "".join(_meta(settings, slots)),
        "document_title": escape(title),
        "topic": escape(slots.title),
        "search": slots.search,
        "banner": slots.banner,
        "nav": slots.nav,
        "toc_hidden": "" if slots.toc else "hidden",
        "toc": slots.toc,
        "path": slots.path,
        "content": slots.content,
        "prevnext": slots.prevnext,
        "footer": slots.footer,
    }


def _meta(settings: Settings, slots: Slots) -> Iterator[str]:
    """Give what `<head>` says of one page.

    No `rel="prev"` or `rel="next"`: Material binds single letters to them, and a reader who dictates or
    slips on a key would be thrown to another page (WCAG 2.1.4).
    """
    description = slots.description or settings.description
    if description:
        yield f'<meta name="description" content="{escape(description)}">'
    if slots.address == NOT_FOUND_PAGE:
        yield '<meta name="robots" content="noindex">'
    elif settings.site_url:
        yield f'<link rel="canonical" href="{escape(settings.site_url + slots.address)}">'
    yield slots.head


# ---- mkdocs.yml


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


# ---- Drawing, and remembering what was drawn


def load_frame(config_file: Path, theme_dirs: Sequence[Path], cache_dir: Path | None) -> Frame:
    """Give the frame that `config_file` (`mkdocs.yml`) describes.

    `theme_dirs` hold our overrides of the theme, the one that wins first. MkDocs is started only where
    `cache_dir` does not hold the answer already. Raises ContentError where the configuration cannot be drawn.
    """
    settings = load_settings(config_file)
    cache = cache_dir / "ram.json" if cache_dir else None
    key = _cache_key(config_file, settings, theme_dirs) if cache else ""
    drawn = _read_cache(cache, key) if cache else None
    if drawn is None:
        html, assets = _draw(config_file, settings, theme_dirs, DEEP_PAGE)
        _check_drawn(config_file, html, assets)
        drawn = _split(html), assets
        if cache:
            _write_cache(cache, key, *drawn)
    return Frame(settings, *drawn)


def _split(html: str) -> tuple[str, ...]:
    """Split the drawn page at its slots. Raises ContentError where an override of the theme lost one."""
    parts = tuple(SLOT.split(html))
    if sorted(parts[1::2]) != sorted(SLOT_NAMES):
        message = f"temat ska ha varje plats en gång, men har: {', '.join(sorted(parts[1::2]))}"
        hint = f"utgå från vpgens main.html, som har: {', '.join(sorted(SLOT_NAMES))}"
        raise ContentError([Problem(Place("templates/tema/main.html"), "fel-platser", message, hint)])
    return parts


def _check_drawn(config_file: Path, html: str, assets: Mapping[str, bytes]) -> None:
    """Everything the frame asks for goes out with the site, under an address that works everywhere."""
    place = Place(config_file.name)
    problems = []
    for address in dict.fromkeys(_REFERENCE.findall(html)):
        if address not in assets and address != "index.html" and not address.startswith("statiskt/"):
            hint = "lägg filen i mappen docs_dir, eller rätta sökvägen"
            problems.append(Problem(place, "fil-saknas", f"filen ”{address}” finns inte", hint))
    for address in assets:
        if not is_address(address):
            hint = "döp om den: bokstäverna a–z, siffror, punkt, bindestreck och understreck"
            problems.append(
                Problem(place, "fel-filnamn", f"filnamnet ”{address}” går inte att publicera", hint)
            )
    for address in _external_requests(html, assets):
        message = f"”{address}” hämtas utifrån, och ingen begäran får lämna webbplatsen"
        problems.append(Problem(place, "utifran", message, "lägg filen i mappen docs_dir"))
    if problems:
        raise ContentError(problems)


def _external_requests(html: str, assets: Mapping[str, bytes]) -> Iterator[str]:
    yield from _EXTERNAL_IN_HTML.findall(html)
    for address, data in assets.items():
        if address.endswith(".css"):
            yield from _EXTERNAL_IN_CSS.findall(data.decode("utf-8", "replace"))


def _draw(
    config_file: Path, settings: Settings, theme_dirs: Sequence[Path], page: str
) -> tuple[str, dict[str, bytes]]:
    """Let MkDocs draw one page at `page` (an address without `.html`); give HTML and the theme's files."""
    with tempfile.TemporaryDirectory() as folder:
        docs, site = Path(folder, "docs"), Path(folder, "site")
        if settings.files and settings.files.is_dir():
            shutil.copytree(settings.files, docs, ignore=shutil.ignore_patterns("*.md", ".*"))
        source = docs / f"{page}.md"
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text(f"# Sida {{#{MAIN_HEADING_ID}}}\n", encoding="utf-8")
        _run_mkdocs(config_file, settings, theme_dirs, docs, site)
        return (site / f"{page}.html").read_text(encoding="utf-8"), dict(_site_assets(site))


def _site_assets(site: Path) -> Iterator[tuple[str, bytes]]:
    """Give the files that a stamped page needs: not MkDocs's pages and sitemap, source maps or search."""
    for path in sorted(site.rglob("*")):
        address = path.relative_to(site).as_posix()
        unused = address.startswith(("assets/javascripts/lunr/", "assets/javascripts/workers/"))
        if path.is_file() and not unused and path.suffix not in (".html", ".map", ".xml", ".gz"):
            yield address, path.read_bytes()


def _run_mkdocs(
    config_file: Path, settings: Settings, theme_dirs: Sequence[Path], docs: Path, site: Path
) -> None:
    """Run MkDocs in process and in silence; what it complains of becomes one ContentError."""
    complaints = _Complaints(logging.WARNING)
    logger = logging.getLogger("mkdocs")
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(complaints)
    try:
        with warnings.catch_warnings():
            # MkDocs and its libraries are pinned: their deprecations are nothing that our user can mend.
            warnings.simplefilter("ignore", DeprecationWarning)
            _build_with_mkdocs(config_file, settings, theme_dirs, docs, site)
    finally:
        logger.removeHandler(complaints)
        logger.propagate = propagate
    if complaints.messages:
        raise ContentError([_mkdocs_problem(config_file, message) for message in complaints.messages])


class _Complaints(logging.Handler):
    """Collects what MkDocs would have printed."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def _build_with_mkdocs(
    config_file: Path, settings: Settings, theme_dirs: Sequence[Path], docs: Path, site: Path
) -> None:
    # Half a second to import, and seldom needed: only here.
    from jinja2 import TemplateError  # noqa: PLC0415
    from mkdocs.commands.build import build  # noqa: PLC0415
    from mkdocs.config import load_config  # noqa: PLC0415
    from mkdocs.exceptions import Abort, MkDocsException  # noqa: PLC0415

    try:
        config = load_config(
            str(config_file),
            docs_dir=str(docs),
            site_dir=str(site),
            site_url="",
            use_directory_urls=False,
            plugins=[],
            markdown_extensions=["attr_list"],
        )
        config.theme.dirs[:0] = map(str, theme_dirs)
        config.theme["language"] = settings.language
        # The reader's choice of light or dark is remembered for the whole site, wherever it was made.
        config.extra["scope"] = DEEP_PREFIX + "/"
        build(config)
    except Abort:
        pass  # its reasons were logged, and are among the complaints
    except (MkDocsException, TemplateError) as error:
        raise ContentError([_mkdocs_problem(config_file, str(error))]) from error


def _mkdocs_problem(config_file: Path, message: str) -> Problem:
    text = f"MkDocs kan inte rita ramen: {' '.join(message.split())}"
    return Problem(
        Place(config_file.name), "ramen-gar-inte-att-rita", text, "rätta mkdocs.yml eller mallarna"
    )


def _cache_key(config_file: Path, settings: Settings, theme_dirs: Sequence[Path]) -> str:
    """Give a key that changes with everything that the drawing depends on."""
    lines = [f"{name} {version(name)}" for name in ("mkdocs", "mkdocs-material", "jinja2")]
    lines += [_sha256(file.read_bytes()) for file in (config_file, Path(__file__))]
    for number, folder in enumerate(filter(None, (*theme_dirs, settings.files))):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                lines.append(f"{number} {path.relative_to(folder).as_posix()} {_sha256(path.read_bytes())}")
    return _sha256("\n".join(lines).encode("utf-8"))


def _read_cache(path: Path, key: str) -> tuple[tuple[str, ...], dict[str, bytes]] | None:
    """Give what `_write_cache` kept under `key`; None for anything else, which is then overwritten."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        body = stored["body"]
        if stored["key"] != key or stored["sha256"] != _sha256(body.encode("utf-8")):
            return None
        content = json.loads(body)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return tuple(content["parts"]), {name: base64.b64decode(data) for name, data in content["assets"].items()}


def _write_cache(path: Path, key: str, parts: tuple[str, ...], assets: Mapping[str, bytes]) -> None:
    encoded = {name: base64.b64encode(data).decode("ascii") for name, data in assets.items()}
    body = json.dumps({"parts": parts, "assets": encoded})
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump({"key": key, "sha256": _sha256(body.encode("utf-8")), "body": body}, file)
    Path(temporary).replace(path)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
