"""Page views to HTML: Jinja and Markdown; the only place where text becomes markup."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markupsafe import Markup

from vpgen.numbers import MINUS
from vpgen.pages import divisible, shorten
from vpgen.stamping import NOT_FOUND_PAGE, Slots, root_prefix

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from jinja2.runtime import Context
    from markdown_it.renderer import RendererHTML
    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict

    from vpgen.pages import Link, Page
    from vpgen.pages.navigation import MenuItem, Neighbours, Tree
    from vpgen.settings import Settings

SCHEME = re.compile(r"\s*[^/?#]*:")
ALLOWED = re.compile(r"(?:https?://|mailto:|tel:|tabell:|tal:)", re.IGNORECASE)
QUOTED = re.compile(r"(?:tabell|tal):(?P<minus>-?)(?P<target>.+)")
"""The address of a link that quotes a figure."""
KEPT_TEXTS = 2048
"""How many texts are kept as HTML: the pages of a body's year, drawn one after another, show many of them again."""
NOT_SHOWN = "(siffran visas inte)"
"""What stands for a figure without words of its own that is not shown."""
TABLE_START = re.compile("<table>")


@dataclass(frozen=True)
class Renderer:
    """Templates and Markdown, set up once for all pages."""

    folders: tuple[Path, ...]
    settings: Settings
    figures: Mapping[str, Link]
    """What running text may quote, by its full name: as printed, and where it stands."""

    @cached_property
    def environment(self) -> Environment:
        """Jinja, strict and escaping, with the few filters that need the page's address."""
        environment = Environment(
            loader=FileSystemLoader(self.folders),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters["till"] = self._relative
        environment.filters["menyrad"] = self._menu_line
        environment.filters["markdown"] = self.markdown
        environment.filters["kort"] = shorten
        environment.filters["delbar"] = divisible
        return environment

    @cached_property
    def _markdown(self) -> MarkdownIt:
        """CommonMark with tables; HTML is shown as text, an image as its alternative text: nothing is fetched."""
        options = {"html": False, "linkify": False, "typographer": False}
        markdown = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
        markdown.validateLink = _is_allowed  # type: ignore[assignment, method-assign]
        markdown.add_render_rule("image", _alternative_text)
        markdown.add_render_rule("link_open", _link_open)
        return markdown

    @pass_context
    def markdown(self, context: Context, text: str) -> Markup:
        """Return running text as HTML; a table gets a frame that scrolls on a narrow screen."""
        if "[" not in text and "<" not in text:
            # Without links a text is the same on every page that shows it.
            return self._unlinked(text)
        links = _Links(self.figures, lambda address: self._relative(context, address))
        return self._text(text, links)

    @cached_property
    def _unlinked(self) -> Callable[[str], Markup]:
        return lru_cache(maxsize=KEPT_TEXTS)(lambda text: self._text(text, _Links({}, str)))

    def _text(self, text: str, links: _Links) -> Markup:
        html = self._markdown.render(text, {"links": links})
        html = TABLE_START.sub(
            '<div class="vp-bred-tabell" role="region" tabindex="0" aria-label="Tabell"><table>', html
        )
        return Markup(html.replace("</table>", "</table></div>"))  # noqa: S704 - markdown-it escapes, HTML is off

    @pass_context
    def _relative(self, context: Context, address: str) -> str:
        """Return an address of the site as seen from the page that is being drawn."""
        here = str(context["adress"])
        # The page for what is missing is shown at any depth.
        return (
            f"{root_prefix(here, self.settings)}/{address}"
            if here == NOT_FOUND_PAGE
            else relative(here, address)
        )

    @pass_context
    def _menu_line(self, context: Context, line: MenuItem) -> Markup:
        """Return a line of the menu that is not open, which all pages of a folder have alike."""
        here = str(context["adress"])
        folder = here if here == NOT_FOUND_PAGE else here.rpartition("/")[0]
        key = folder, line.address, line.title
        if key not in self._lines:
            template = self.environment.get_template("delar/menyrad.html")
            self._lines[key] = Markup(template.render(rad=line, adress=here))  # noqa: S704 - drawn by a template
        return self._lines[key]

    @cached_property
    def _lines(self) -> dict[tuple[str, str, str], Markup]:
        return {}

    def content(self, page: Page) -> str:
        """Return the HTML of a page's own content."""
        return self.environment.get_template(f"sidor/{page.template}").render(
            sida=page, vy=page.view, adress=page.address
        )

    def part(self, name: str, page: Page, **values: object) -> str:
        """Return the HTML of a part that stands on a page."""
        return self.environment.get_template(f"delar/{name}.html").render(
            sida=page, adress=page.address, **values
        )

    def slots(self, page: Page, tree: Tree, neighbours: Neighbours) -> Slots:
        """Return everything that is stamped into the frame for a page."""

        def part(name: str, **values: object) -> str:
            return self.part(name, page, **values)

        return Slots(
            address=page.address,
            title=page.title,
            content=self.content(page),
            description=page.description,
            nav=part("meny", grenar=tree.branches(page.address)),
            toc=part("innehall") if page.headings else "",
            path=part("brodsmulor") if page.crumbs else "",
            prevnext=part("grannar", grannar=neighbours),
            search=part("sokruta"),
            footer=part("sidfot", lankar=tree.footer),
        )


def _turned(number: str) -> str:
    """Return a number with the other sign: a cost as running text says it."""
    return number.removeprefix(MINUS) if number.startswith(MINUS) else f"{MINUS}{number}"


@dataclass(frozen=True)
class _Links:
    """What quoted figures lead to, and how that is written on the page that is being drawn."""

    figures: Mapping[str, Link]
    relative: Callable[[str], str]


def _is_allowed(address: str) -> bool:
    """Whether a link may lead there: to the web, to a person, to a figure, or within the site."""
    return SCHEME.match(address) is None or ALLOWED.match(address) is not None


def _link_open(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    """Make a quoted figure a link to where it stands; one without words of its own is said as it is printed there.

    What is not shown cannot be led to: the words stand alone.
    """
    links: _Links = env["links"]
    opening = tokens[index]
    found = QUOTED.fullmatch(str(opening.attrGet("href") or ""))
    if found is None:
        return self.renderToken(tokens, index, options, env)
    closing = next(
        token for token in tokens[index:] if token.type == "link_close" and token.level == opening.level
    )
    is_empty = tokens[index + 1] is closing
    figure = links.figures.get(found["target"])
    if figure is None:
        opening.hidden = closing.hidden = True
        said = NOT_SHOWN
    else:
        opening.attrs = {"href": links.relative(figure.address), "class": "vp-citat"}
        said = _turned(figure.text) if found["minus"] else figure.text
    return self.renderToken(tokens, index, options, env) + (escapeHtml(said) if is_empty else "")


def _alternative_text(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    """Show an image of the content as the text that stands for it."""
    del self, options, env
    return escapeHtml(tokens[index].content)


def relative(here: str, address: str) -> str:
    """Return the relative link from one address of the site to another; `#id` alone stays on the page."""
    path, mark, spot = address.partition("#")
    if path in {"", here}:
        return f"{mark}{spot}" if mark else posixpath.basename(here)
    return _way(here.rpartition("/")[0], path) + mark + spot


@lru_cache(maxsize=1 << 16)
def _way(folder: str, path: str) -> str:
    """Return the relative path from a folder; the pages of one folder lead to much the same places."""
    return posixpath.relpath(path, folder or ".")
