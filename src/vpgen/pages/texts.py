"""Pages of text: the legend, the hand-written pages, search, and what stands where a page is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vpgen.model.files import NOT_ASSESSED, UNKNOWN
from vpgen.numbers import NBSP, format_number
from vpgen.pages import Found, Heading, Link, Origin, Page
from vpgen.pages.addresses import LEGEND, NOT_FOUND, SEARCH, START, assignments_address, text_page_address
from vpgen.pages.symbols import Symbol, scale_symbols, symbol
from vpgen.pages.words import listed
from vpgen.statuses import Status, StatusKind, measure_scale

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from vpgen.model.content import TextPage
    from vpgen.model.control import RiskScale
    from vpgen.model.files import Legend, Level, Scale
    from vpgen.model.rules import Condition, RuleEntry
    from vpgen.pages.look import Look


@dataclass(frozen=True)
class ScaleView:
    """A scale of the legend: what it is for, what must be said of it, its symbols, best first, with what each leads to."""

    heading: str
    of: str
    note: str
    symbols: tuple[tuple[Symbol, str], ...]


@dataclass(frozen=True)
class LegendYear:
    """The legend from a year on. `risks` says how risks are graded; empty where the organisation has not said."""

    start: int
    source: str
    scales: tuple[ScaleView, ...]
    risks: tuple[tuple[str, str], ...]
    origin: Origin


@dataclass(frozen=True)
class RuleView:
    """An adopted rule: the levels of goals and of indicators, each with what it asks for; either may be empty."""

    start: int
    decision: str
    goals: tuple[Symbol, ...]
    indicators: tuple[Symbol, ...]


@dataclass(frozen=True)
class LegendView:
    """Every legend, newest first, and what always holds."""

    years: tuple[LegendYear, ...]
    always: tuple[Symbol, ...]
    rules: tuple[RuleView, ...]


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
        years.append(
            LegendYear(
                start,
                legend.source or "",
                tuple(_scales(legend)),
                tuple(_risks(legend.risk)) if legend.risk else (),
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
        _rule(year, rule, register.legend(year))
        for year, rule in sorted(register.organisation.rules.items(), reverse=True)
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


UPWARDS = {
    "värderingen": "En pil uppåt betyder att det har blivit bättre, en pil nedåt att det har blivit sämre.",
    "värdet": "En pil uppåt betyder att värdet har ökat, en pil nedåt att det har minskat; indikatorn säger vilket som är bra.",
}
OWN_WORDS = "Organisationen har inga egna ord för åtgärderna, så de här används."


def _scales(legend: Legend) -> Iterator[ScaleView]:
    """Yield each scale once, with everything that is assessed by it."""
    assessed = (
        ("mål", legend.assessment),
        ("uppdrag", legend.of_assignments),
        ("aktiviteter", legend.of_activities),
    )
    for scale in (legend.assessment, legend.assignment, legend.activity):
        if scale:
            yield _scale(scale, listed([kind for kind, other in assessed if other is scale]))
    if legend.change:
        symbols = tuple((shown, "") for shown in scale_symbols(legend.change))
        yield ScaleView(legend.change.heading, "utveckling", UPWARDS[legend.change.arrows], symbols)
    if legend.indicator:
        yield _scale(legend.indicator, "indikatorer")
    yield _scale(measure_scale(legend), "åtgärder i internkontrollen", "" if legend.measure else OWN_WORDS)


def _risks(scale: RiskScale) -> Iterator[tuple[str, str]]:
    """Yield how risks are graded: the steps in words, and what their product means."""
    for name, steps in (("Sannolikhet", scale.probability), ("Konsekvens", scale.consequence)):
        yield name, ", ".join(f"{number} {word.lower()}" for number, word in steps.items())
    cutoff = (
        f" Från {scale.cutoff} ska risken åtgärdas; en risk under gränsen får sakna åtgärd."
        if scale.cutoff
        else ""
    )
    yield "Riskvärde", f"Sannolikhet gånger konsekvens.{cutoff}"


def _scale(scale: Scale, of: str, note: str = "") -> ScaleView:
    done = "nått" if "mål" in of or "indikatorer" in of else "genomfört"
    levels = zip(scale_symbols(scale), scale.levels.values(), strict=True)
    symbols = tuple((shown, _leads_to(level, done)) for shown, level in levels)
    return ScaleView(scale.heading, of, note, symbols)


def _leads_to(level: Level, done: str) -> str:
    """Return what follows from a level, beside what it means."""
    told = (
        (level.reached, f"räknas som {done}"),
        (level.raised, "behöver uppmärksamhet"),
        (level.missing == "ja", "står för att värdet saknas"),
    )
    return ", ".join(words for holds, words in told if holds)


def _rule(year: int, rule: RuleEntry, legend: Legend) -> RuleView:
    goals = tuple(
        _level(word, legend.assessment, _asked(share) if share else "i annat fall")
        for word, share in rule.goals.items()
    )
    indicators = tuple(
        _level(word, legend.indicator, _condition(condition))
        for word, condition in rule.indicators.items()
        if legend.indicator
    )
    return RuleView(year, rule.decision, goals, indicators)


def _level(word: str, scale: Scale, asks: str) -> Symbol:
    return symbol(Status(StatusKind.LEVEL, word, scale.levels.get(word), asks))


def _asked(share: Decimal) -> str:
    return f"minst {format_number(share)}{NBSP}% av målets indikatorer och delmål är nådda"


def _condition(condition: Condition) -> str:
    if condition.least is not None:
        return f"utfallet är minst {format_number(condition.least)}{NBSP}% av målvärdet"
    words = {
        "nått": "målvärdet är nått",
        "inom acceptabel avvikelse": "målvärdet är nått, eller så ligger utfallet inom den acceptabla avvikelsen",
    }
    return words.get(condition.kind, "i annat fall")


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
