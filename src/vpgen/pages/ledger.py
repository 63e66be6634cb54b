"""The page of rule and judgement: departures from the rule, statuses beside verdicts, and lowered targets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vpgen.ledger import make_ledger
from vpgen.pages import Found, Heading, Link, Origin, Page
from vpgen.pages.addresses import LEDGER, document_address, goal_address, indicator_address
from vpgen.pages.rows import RowView, row_view, value_text
from vpgen.pages.symbols import Symbol, symbol
from vpgen.pages.words import capital
from vpgen.periods import label
from vpgen.target_kinds import describe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vpgen.history import Point
    from vpgen.ledger import ComparedTarget, Departure, Difference, Ledger, RowDeparture
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
class RowDepartureView:
    """An indicator whose status is not what the rule gives, with the verdict that the rule goes by."""

    link: Link
    document: Link
    given: Symbol
    proposed: Symbol
    reason: str
    motivation: str
    row: RowView
    origin: Origin


@dataclass(frozen=True)
class DifferenceView:
    """An indicator whose reported status and verdict differ."""

    link: Link
    document: Link
    status: Symbol
    row: RowView
    origin: Origin


@dataclass(frozen=True)
class TargetView:
    """A target beside an earlier plan's: whether it was lowered and why, and the outcome that was known, if any."""

    link: Link
    what: str
    earlier: str
    earlier_document: Link
    target: str
    document: Link
    verdict: str
    reason: str
    known: str
    known_document: Link | None
    origins: tuple[Origin, ...]


@dataclass(frozen=True)
class TargetsView:
    """Compared targets of one verdict; `is_long` where they are so many that they are folded."""

    heading: str
    targets: tuple[TargetView, ...]
    is_long: bool


@dataclass(frozen=True)
class LedgerView:
    """What was found; each sentence says of how many it was asked, and that nothing was found where that is so.

    The sentence of what there was nothing to ask of is empty: they stand together in `nothing`. `compared` is every
    target that was compared, those of which nothing can be told first.
    """

    departures: tuple[DepartureView, ...]
    rule: str
    row_departures: tuple[RowDepartureView, ...]
    row_rule: str
    differences: tuple[DifferenceView, ...]
    status: str
    lowered: tuple[TargetView, ...]
    targets: str
    compared: tuple[TargetsView, ...]
    nothing: str


FEW = 5
"""So many targets are shown at once; more are folded."""


def ledger_page(look: Look) -> Page:
    """Return the page of rule and judgement."""
    ledger = make_ledger(look.results)
    view = LedgerView(
        tuple(_departure(look, each) for each in ledger.departures),
        _rule_sentence(ledger) + _unmotivated([each.motivation for each in ledger.departures])
        if ledger.goals
        else "",
        tuple(_row_departure(look, each) for each in ledger.row_departures),
        _row_rule_sentence(ledger) + _unmotivated([each.motivation for each in ledger.row_departures])
        if ledger.rows
        else "",
        tuple(_difference(look, each) for each in ledger.differences),
        _status_sentence(ledger) if ledger.indicators else "",
        tuple(_target(look, each) for each in ledger.lowered),
        _target_sentence(ledger) if ledger.compared else "",
        tuple(_compared(look, ledger)),
        " ".join(_nothing(ledger)),
    )
    headings = (
        ("regel", "Målens bedömning och antagen regel", view.rule),
        ("indikatorregel", "Indikatorernas status och antagen regel", view.row_rule),
        ("status", "Status och målvärde", view.status),
        ("sankta", "Målvärden som har sänkts", view.targets),
    )
    return Page(
        address=LEDGER,
        title="Regel och bedömning",
        template="regel-och-bedomning.html",
        view=view,
        description="Var nämndernas bedömningar skiljer sig från regler, utfall och tidigare målvärden.",
        headings=tuple(Heading(id_, text) for id_, text, sentence in headings if sentence),
        found=(Found(LEDGER, "Regel och bedömning", "Sida", text="Sänkta målvärden, avsteg från regeln"),),
    )


def _nothing(ledger: Ledger) -> Iterator[str]:
    """Yield why there was nothing to compare, for each kind of which that is so."""
    if not ledger.has_rule and not ledger.has_row_rule:
        what = "för måluppfyllelse eller för indikatorernas status"
        yield f"Ingen antagen regel {what} finns här, så det finns inget att jämföra bedömningarna med."
    elif not ledger.has_rule:
        yield "Ingen antagen regel för måluppfyllelse finns här."
    elif not ledger.goals:
        yield "Det finns inget mål som både nämnden och regeln har ett svar för."
    if ledger.has_rule and not ledger.has_row_rule:
        yield "Ingen antagen regel för indikatorernas status finns här."
    elif ledger.has_row_rule and not ledger.rows:
        yield "Det finns ingen indikator som både dokumentet och regeln har ett svar för."
    if not ledger.indicators and ledger.rows:
        yield "Där regeln ger en status är det den som jämförs; ingen annan indikator har både status och omdöme."
    elif not ledger.indicators:
        yield "Ingen indikator har både en känd status och ett omdöme mot sitt målvärde, så det finns inget att jämföra."
    if not ledger.compared:
        yield "Inget målvärde är satt för samma sak i två planer, så det finns inget att jämföra."


def _rule_sentence(ledger: Ledger) -> str:
    number = len(ledger.departures)
    found = f"för {number} av dem är bedömningen en annan än regelns" if number else "de är lika"
    return f"{ledger.goals} mål har ett svar både från nämnden och från regeln; {found}."


def _row_rule_sentence(ledger: Ledger) -> str:
    number = len(ledger.row_departures)
    found = f"för {number} av dem är statusen en annan än regelns" if number else "de är lika"
    what = "indikator har" if ledger.rows == 1 else "indikatorer har"
    return f"{ledger.rows} {what} ett svar både från dokumentet och från regeln; {found}."


def _unmotivated(motivations: Sequence[str]) -> str:
    """Say how many of what departs has no motivation; empty where nothing departs."""
    lacking = sum(not motivation for motivation in motivations)
    if not motivations:
        return ""
    return f" För {lacking} är ingen motivering skriven." if lacking else " Alla har en motivering."


def _status_sentence(ledger: Ledger) -> str:
    number = len(ledger.differences)
    found = f"för {number} av dem går de inte ihop" if number else "de går ihop"
    what = "indikator har" if ledger.indicators == 1 else "indikatorer har"
    return f"{ledger.indicators} {what} både en känd status och ett omdöme mot sitt målvärde; {found}."


def _target_sentence(ledger: Ledger) -> str:
    every = len(ledger.compared)
    number = len(ledger.lowered)
    found = f"{number} av dem har sänkts" if number else "inget av dem har sänkts"
    first = f"{every} målvärden är satta för samma sak i en tidigare plan eller utgåva; {found} sedan ett utfall blev känt."
    if not ledger.untold_targets:
        return first
    return (
        f"{first} För {ledger.untold_targets} går det inte att avgöra. Alla {every} står nedan, med skälen."
    )


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


def _row_departure(look: Look, found: RowDeparture) -> RowDepartureView:
    document, result = found.follow_up.document, found.result
    assert result.proposal, "a departure is from what the rule proposes"
    assert result.status, "a departure has a status"
    return RowDepartureView(
        Link(result.row.indicator.name, indicator_address(result.row.indicator.id)),
        Link(document.full_name, document_address(document)),
        symbol(result.status),
        symbol(result.proposal),
        capital(result.proposal.reason),
        found.motivation,
        row_view(look, result),
        look.origin(result.entry.place),
    )


def _difference(look: Look, found: Difference) -> DifferenceView:
    document, result = found.follow_up.document, found.result
    assert result.status, "a difference has a status"
    return DifferenceView(
        Link(result.row.indicator.name, indicator_address(result.row.indicator.id)),
        Link(document.full_name, document_address(document)),
        symbol(result.status),
        row_view(look, result),
        look.origin(result.entry.place),
    )


VERDICTS = {None: "Kan inte avgöras", True: "Sänkt", False: "Inte sänkt"}
HEADINGS = {
    None: "Går inte att avgöra om de har sänkts",
    True: "Sänkta innan något utfall var känt",
    False: "Inte sänkta",
}


def _compared(look: Look, ledger: Ledger) -> Iterator[TargetsView]:
    """Yield every compared target that is not among the lowered, by verdict."""
    for weaker, heading in HEADINGS.items():
        found = [each for each in ledger.compared if each.weaker is weaker and not (weaker and each.known)]
        if found:
            yield TargetsView(heading, tuple(_target(look, each) for each in found), len(found) > FEW)


def _target(look: Look, found: ComparedTarget) -> TargetView:
    register = look.results.register
    indicator, point = found.row.indicator, found.known
    long_term = f"långsiktigt målvärde {found.row.long_term_year or ''}".strip() if found.long_term else ""
    telling = point.best if point else None
    return TargetView(
        Link(indicator.name, indicator_address(indicator.id)),
        ", ".join(filter(None, [register.scope_name(found.row.scope), found.group, long_term])),
        describe(found.earlier_target),
        Link(found.earlier_document.full_name, document_address(found.earlier_document)),
        describe(found.target),
        Link(found.document.full_name, document_address(found.document)),
        VERDICTS[found.weaker],
        capital(found.reason),
        _known(point) if point else "",
        Link(telling.document.full_name, document_address(telling.document)) if telling else None,
        tuple(
            look.origin(place) for place in (found.row.target_place, *([telling.place] if telling else []))
        ),
    )


def _known(point: Point) -> str:
    group = f" ({point.key.group})" if point.key.group else ""
    return f"{label(point.period)}{group}: {value_text(point.best.value)}"
