"""The page around every page, which MkDocs Material draws once per configuration."""

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
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from vpgen.problems import ContentError, Place, Problem
from vpgen.settings import Settings, load_settings
from vpgen.stamping import DEEP_PAGE, DEEP_PREFIX, MAIN_HEADING_ID, Frame, is_address

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


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
_EXTERNAL_IN_HTML = re.compile(
    r"<(?:link|script|img|iframe|source)\b[^>]*?\b(?:href|src)=[\"']?((?:https?:)?//[^\"'\s>]+)",
    re.IGNORECASE,
)
_EXTERNAL_IN_CSS = re.compile(r"(?:url\(\s*[\"']?|@import\s+[\"'])((?:https?:)?//[^\"')\s]+)", re.IGNORECASE)
_REFERENCE = re.compile(r"\b(?:href|src)=\"" + re.escape(DEEP_PREFIX) + r"/([^\"#?]+)")


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
