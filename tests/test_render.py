"""Text becomes markup in one place, and nothing in it becomes script, template code or a request."""

import re
from pathlib import Path

import pytest

from vpgen.render import Renderer, relative
from vpgen.resources import template_roots
from vpgen.settings import Settings

HERE = {"adress": "a/b.html"}
"""The page that is being drawn, as the templates tell it."""
PROJECT = Path(__file__).resolve().parents[1]
RENDERER = Renderer(template_roots(PROJECT), Settings("Region Påhitts planer"), {})


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![bild](https://annan.example.org/x.png)",
        "![bild](//annan.example.org/x.png)",
        "![bild][a]\n\n[a]: https://annan.example.org/x.png",
        "[tryck](javascript:alert(1))",
        "[tryck](data:text/html,hej)",
        "{{ 7 * 7 }} {% include 'x' %}",
    ],
)
def test_running_text_is_only_text(text):
    """HTML, images, scripts in links and template code stay words; nothing is fetched or run."""
    html = str(RENDERER.markdown(HERE, text))
    assert not re.search(r"<(script|img|iframe|object|link|style)\b", html)
    assert not re.search(r"href=\"(javascript|data):", html)
    assert "49" not in html


def test_an_image_is_its_alternative_text():
    """What an image would have shown is told by the words that stand for it."""
    assert "en gunga &amp; en sandlåda" in str(
        RENDERER.markdown(HERE, "Se ![en gunga & en sandlåda](x.png).")
    )


def test_markdown_that_authors_use_is_kept():
    """Paragraphs, lists, bold text, links and tables become what they should; a table can be scrolled."""
    html = str(
        RENDERER.markdown(
            HERE,
            "**Fetstil**\n\n- ett\n- två\n\n[länk](https://exempel.org/)\n\n|a|b|\n|-|-|\n|1|2|\n",
        )
    )
    for part in (
        "<strong>Fetstil</strong>",
        "<li>två</li>",
        'href="https://exempel.org/"',
        'role="region"',
        "<td>2</td>",
    ):
        assert part in html


@pytest.mark.parametrize(
    ("here", "there", "link"),
    [
        ("index.html", "a/b.html", "a/b.html"),
        ("a/b/c.html", "index.html", "../../index.html"),
        ("a/b/c.html", "a/b/d.html#x", "d.html#x"),
        ("a/b.html", "a/b.html#x", "#x"),
        ("a/b.html", "#x", "#x"),
    ],
)
def test_links_are_relative(here, there, link):
    """A link is written as seen from its page, so that the site can lie under any folder."""
    assert relative(here, there) == link
