"""A review as one HTML file that needs no other: to read, to print and to send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vpgen.render import Renderer
from vpgen.review import NOTHING
from vpgen.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from vpgen.review import Review

TEMPLATE = "granskning.html"


def as_html(review: Review, roots: Sequence[Path]) -> str:
    """Return a review as a whole page; `roots` are the folders of templates, the one that wins first."""
    environment = Renderer(tuple(roots), Settings(""), {}).environment
    return environment.get_template(TEMPLATE).render(vy=review, inget=NOTHING)
