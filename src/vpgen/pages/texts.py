"""Pages of text: the legend, the hand-written pages, search, and what stands where a page is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vpgen.model.files import NOT_ASSESSED, UNKNOWN
from vpgen.pages import Found, Heading, Link, Origin, Page
from vpgen.pages.addresses import LEGEND, NOT_FOUND, SEARCH, START, assignments_address, text_page_address
from vpgen.pages.symbols import Symbol, scale_symbols, symbol
from vpgen.statuses import Status, StatusKind

if TYPE_CHECKING:
    from vpgen.model.content import TextPage
    from vpgen.model.files import Scale
    from vpgen.pages.look import Look


@dataclass(frozen=True)
class ScaleView:
    """A scale of the legend with its symbols, best first."""

    heading: str
    symbols: tuple[Symbol, ...]


@dataclass(frozen=True)
class LegendYear:
    """The legend from a year on."""

    start: int
    source: str
    scales: tuple[ScaleView, ...]
    origin: Origin


@dataclass(frozen=True)
class LegendView:
    """Every legend, newest first, and what always holds."""

    years: tuple[LegendYear, ...]
    always: tuple[Symbol, ...]
    rules: tuple[tuple[int, str, tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True)
class TextView:
    """A page of running text in Markdown."""

    title: str
    text: str
    origin: Origin | None
    links: tuple[Link, ...] = ()


def legend_page(look: Look) -> Page:
    """Return the page that explains the symbols."""
    register = look.results.register
    years = []
    for start in sorted(register.organisation.legends, reverse=True):
        legend = register.organisation.legends[start]
        scales = [scale for scale in (legend.assessment, legend.change, legend.indicator) if scale]
        years.append(
            LegendYear(
                start,
                legend.source or "",
                tuple(_scale(scale) for scale in scales),
                look.origin(legend.place),
            )
        )
    always = (
        Status(
            StatusKind.NOT_ASSESSED, NOT_ASSESSED, None, "har inte kunnat bedömas; orsaken står vid målet"
        ),
        Status(
            StatusKind.UNKNOWN,
            UNKNOWN,
            None,
            "framgår inte av källan: dokumentet trycker symbolen som en bild",
        ),
        Status(StatusKind.NOT_FILLED, "ej ifylld", None, "nämnden har inte fyllt i den ännu"),
    )
    rules = tuple(
        (
            year,
            rule.decision,
            tuple((word, f"minst {share} % av målets indikatorer nådda") for word, share in rule.shares),
        )
        for year, rule in sorted(register.rules.items(), reverse=True)
    )
    return Page(
        address=LEGEND,
        title="Symbolförklaring",
        template="symboler.html",
        view=LegendView(tuple(years), tuple(symbol(status) for status in always), rules),
        description="Vad färger, former, pilar och ord betyder.",
        headings=(
            *(Heading(f"fran-{year.start}", f"Från {year.start}") for year in years),
            Heading("alltid", "Alltid"),
        ),
        found=(Found(LEGEND, "Symbolförklaring", "Sida"),),
    )


def _scale(scale: Scale) -> ScaleView:
    return ScaleView(scale.heading, scale_symbols(scale))


def text_page(look: Look, page: TextPage) -> Page:
    """Return a hand-written page."""
    address = text_page_address(page.slug)
    return Page(
        address=address,
        title=page.title,
        template="sida.html",
        view=TextView(page.title, page.text, look.origin(page.place)),
        found=(Found(address, page.title, "Sida"),),
    )


def search_page(look: Look) -> Page:
    """Return the page that holds the hits of a search, with links for those who find nothing."""
    years = sorted(
        {year for body in look.results.register.bodies.values() for year in body.plans}, reverse=True
    )
    return Page(
        address=SEARCH,
        title="Sök",
        template="sok.html",
        view=TextView(
            "Sök", "", None, tuple(Link(f"Uppdrag {year}", assignments_address(year)) for year in years)
        ),
        description="Sök bland mål, indikatorer, uppdrag och dokument.",
    )


def not_found_page() -> Page:
    """Return the page that a server shows in place of a missing one."""
    return Page(
        address=NOT_FOUND,
        title="Sidan finns inte",
        template="saknas.html",
        view=TextView("Sidan finns inte", "", None, (Link("Till startsidan", START), Link("Sök", SEARCH))),
    )
