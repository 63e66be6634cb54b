"""The page of rule and judgement: departures from the rule, statuses beside verdicts, and lowered targets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vpgen.ledger import make_ledger
from vpgen.pages import Found, Heading, Link, Origin, Page
from vpgen.pages.addresses import LEDGER, document_address, goal_address, indicator_address
from vpgen.pages.rows import value_text
from vpgen.pages.symbols import Symbol, symbol
from vpgen.pages.words import capital
from vpgen.periods import label
from vpgen.target_kinds import describe

if TYPE_CHECKING:
    from vpgen.ledger import Departure, Difference, Ledger, Lowered
    from vpgen.pages.look import Look


@dataclass(frozen=True)
class DepartureView:
    """A goal whose assessment is not what the rule gives: both symbols, the rule's reason, the board's motivation."""

    link: Link
    document: Link
    given: Symbol
    proposed: Symbol
    reason: str
    motivation: str
    origin: Origin


@dataclass(frozen=True)
class DifferenceView:
    """An indicator whose reported status and verdict differ."""

    link: Link
    document: Link
    status: Symbol
    verdict: str
    verdict_class: str
    reason: str
    origin: Origin


@dataclass(frozen=True)
class LoweredView:
    """A target that asks for less than an earlier plan's, and the outcome that was known."""

    link: Link
    what: str
    earlier: str
    earlier_document: Link
    target: str
    document: Link
    known: str
    known_document: Link
    origins: tuple[Origin, ...]


@dataclass(frozen=True)
class LedgerView:
    """What was found; each sentence says of how many it was asked, and that nothing was found where that is so."""

    departures: tuple[DepartureView, ...]
    unmotivated: int
    rule: str
    differences: tuple[DifferenceView, ...]
    status: str
    lowered: tuple[LoweredView, ...]
    targets: str


def ledger_page(look: Look) -> Page:
    """Return the page of rule and judgement."""
    ledger = make_ledger(look.results)
    view = LedgerView(
        tuple(_departure(look, each) for each in ledger.departures),
        sum(not each.motivation for each in ledger.departures),
        _rule_sentence(ledger),
        tuple(_difference(look, each) for each in ledger.differences),
        _status_sentence(ledger),
        tuple(_lowered(look, each) for each in ledger.lowered),
        _target_sentence(ledger),
    )
    return Page(
        address=LEDGER,
        title="Regel och bedömning",
        template="regel-och-bedomning.html",
        view=view,
        description="Var nämndernas bedömningar skiljer sig från regler, utfall och tidigare målvärden.",
        headings=(
            Heading("regel", "Bedömning och antagen regel"),
            Heading("status", "Status och målvärde"),
            Heading("sankta", "Målvärden som har sänkts"),
        ),
        found=(Found(LEDGER, "Regel och bedömning", "Sida"),),
    )


def _rule_sentence(ledger: Ledger) -> str:
    if not ledger.has_rule:
        return "Ingen antagen regel för måluppfyllelse är inskriven, så det finns inget att jämföra bedömningarna med."
    if not ledger.goals:
        return "Det finns inget mål som både nämnden och regeln har ett svar för."
    number = len(ledger.departures)
    found = f"för {number} av dem är bedömningen en annan än regelns" if number else "de är lika"
    return f"{ledger.goals} mål har ett svar både från nämnden och från regeln; {found}."


def _status_sentence(ledger: Ledger) -> str:
    if not ledger.indicators:
        return "Ingen indikator har både en känd status och ett omdöme mot sitt målvärde, så det finns inget att jämföra."
    number = len(ledger.differences)
    found = f"för {number} av dem går de inte ihop" if number else "de går ihop"
    what = "indikator har" if ledger.indicators == 1 else "indikatorer har"
    return f"{ledger.indicators} {what} både en känd status och ett omdöme mot sitt målvärde; {found}."


def _target_sentence(ledger: Ledger) -> str:
    every = ledger.targets + ledger.untold_targets
    if not every:
        return "Inget målvärde är satt för samma sak i två planer, så det finns inget att jämföra."
    number = len(ledger.lowered)
    found = f"{number} av dem har sänkts" if number else "inget av dem har sänkts"
    first = (
        f"{every} målvärden är satta för samma sak i en tidigare plan; {found} sedan ett utfall blev känt."
    )
    if not ledger.untold_targets:
        return first
    return f"{first} För {ledger.untold_targets} går det inte att avgöra, för kraven är av olika slag."


def _departure(look: Look, found: Departure) -> DepartureView:
    document, result = found.follow_up.document, found.result
    assert result.proposal, "a departure is from what the rule proposes"
    place = result.report.entry.place if result.report else document.place
    return DepartureView(
        Link(
            result.goal.wording or result.goal.text,
            goal_address(document.path, document.year, result.goal.id),
        ),
        Link(document.full_name, document_address(document)),
        symbol(result.status),
        symbol(result.proposal),
        capital(result.proposal.reason),
        found.motivation,
        look.origin(place),
    )


def _difference(look: Look, found: Difference) -> DifferenceView:
    document, result = found.follow_up.document, found.result
    assert result.status, "a difference has a status"
    return DifferenceView(
        Link(result.row.indicator.name, indicator_address(result.row.indicator.id)),
        Link(document.full_name, document_address(document)),
        symbol(result.status),
        capital(result.verdict.kind),
        "natt" if result.verdict.kind == "nått" else "inte-natt",
        capital(result.verdict.reason),
        look.origin(result.entry.place),
    )


def _lowered(look: Look, found: Lowered) -> LoweredView:
    register = look.results.register
    indicator, point = found.row.indicator, found.known
    long_term = f"långsiktigt målvärde {found.row.long_term_year or ''}".strip() if found.long_term else ""
    telling = point.best
    group = f" ({point.key.group})" if point.key.group else ""
    return LoweredView(
        Link(indicator.name, indicator_address(indicator.id)),
        ", ".join(filter(None, [register.scope_name(found.row.scope), found.group, long_term])),
        describe(found.earlier_target),
        Link(found.earlier_document.full_name, document_address(found.earlier_document)),
        describe(found.target),
        Link(found.document.full_name, document_address(found.document)),
        f"{label(point.period)}{group}: {value_text(telling.value)}",
        Link(telling.document.full_name, document_address(telling.document)),
        (look.origin(found.row.target_place), look.origin(telling.place)),
    )
