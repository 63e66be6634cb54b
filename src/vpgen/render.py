"""Page views to HTML: Jinja and Markdown; the only place where text becomes markup."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markupsafe import Markup

from vpgen.pages import shorten
from vpgen.stamping import NOT_FOUND_PAGE, Slots, root_prefix

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from jinja2.runtime import Context
    from markdown_it.renderer import RendererHTML
    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict

    from vpgen.pages import Page
    from vpgen.pages.navigation import Neighbours, Tree
    from vpgen.settings import Settings

TABLE_START = re.compile("<table>")


@dataclass(frozen=True)
class Renderer:
    """Templates and Markdown, set up once for all pages."""

    folders: tuple[Path, ...]
    settings: Settings

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
        environment.filters["markdown"] = self.markdown
        environment.filters["kort"] = shorten
        return environment

    @cached_property
    def _markdown(self) -> MarkdownIt:
        """CommonMark with tables; HTML is shown as text, an image as its alternative text: nothing is fetched."""
        options = {"html": False, "linkify": False, "typographer": False}
        markdown = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
        markdown.add_render_rule("image", _alternative_text)
        return markdown

    def markdown(self, text: str) -> Markup:
        """Return running text as HTML; a table gets a frame that scrolls on a narrow screen."""
        html = self._markdown.render(text)
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

    def content(self, page: Page) -> str:
        """Return the HTML of a page's own content."""
        return self.environment.get_template(f"sidor/{page.template}").render(
            sida=page, vy=page.view, adress=page.address
        )

    def slots(self, page: Page, tree: Tree, neighbours: Neighbours) -> Slots:
        """Return everything that is stamped into the frame for a page."""

        def part(name: str, **values: object) -> str:
            return self.environment.get_template(f"delar/{name}.html").render(
                sida=page, adress=page.address, **values
            )

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
    return posixpath.relpath(path, posixpath.dirname(here) or ".") + mark + spot
