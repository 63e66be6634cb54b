"""The start page and the page of each board or unit: newest follow-up first, then every document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vpgen.numbers import MINUS
from vpgen.pages import Found, Heading, Link, Origin, Page
from vpgen.pages.addresses import (
    AGENDA,
    CONTROL,
    FINDINGS,
    GAPS,
    INDICATORS,
    LEDGER,
    LEGEND,
    LIFELINES,
    SIDE_BY_SIDE,
    START,
    assignments_address,
    body_address,
    comparison_address,
    document_address,
    goal_address,
    indicator_address,
    risk_address,
    statuses_address,
    thread_address,
    year_address,
)
from vpgen.pages.agenda import any_agenda
from vpgen.pages.documents import part_links
from vpgen.pages.lifelines import any_lifelines
from vpgen.pages.links import board_crumbs
from vpgen.pages.money import newest_money
from vpgen.pages.rows import row_view
from vpgen.pages.side_by_side import any_side_by_side
from vpgen.pages.symbols import Symbol, TallyView, symbol, tally_views, verdict_tally
from vpgen.pages.words import capital, decision_line, first_paragraph, tally_name
from vpgen.statuses import scale_of
from vpgen.succession import successions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vpgen.assessment import FollowUpResult
    from vpgen.model.content import Body
    from vpgen.pages.look import Look
    from vpgen.pages.money import MoneyView
    from vpgen.pages.rows import RowView
    from vpgen.statuses import Status, Tally
    from vpgen.verdicts import RowResult


@dataclass(frozen=True)
class YearView:
    """A year's documents of a body; `parts` is what else there is of the newest one that has more."""

    year: int
    plan: Link
    follow_ups: tuple[Link, ...]
    parts: tuple[Link, ...]
    goals: int
    indicators: int
    assignments: int
    note: str


@dataclass(frozen=True)
class AttentionView:
    """A goal, assignment, activity, indicator or measure whose status needs attention by the scale that it has."""

    symbol: Symbol
    link: Link
    what: str
    reason: str
    comment: str


@dataclass(frozen=True)
class ChangesView:
    """How the counts of the newest follow-up differ from those of the one before: by kind, in words."""

    before: Link
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class BodyView:
    """A board or unit: its newest follow-up in counts, what most needs attention, its documents.

    `money` says whether the budget is held, `changes` how the counts differ from the follow-up before. `verdicts`
    counts how the indicators stand against their targets, and `missed` are those that did not reach them.
    `unjudged` warns of goals and assignments without a known assessment, `comparison` leads to the years compared.
    """

    id: str
    name: str
    address: str
    description: str
    money: tuple[MoneyView, ...]
    newest: Link | None
    period: str
    tallies: tuple[TallyView, ...]
    changes: ChangesView | None
    unjudged: Link | None
    attention: tuple[AttentionView, ...]
    verdicts: TallyView | None
    missed: tuple[RowView, ...]
    missed_heading: str
    years: tuple[YearView, ...]
    units: tuple[Link, ...]
    comparison: Link | None
    origin: Origin


@dataclass(frozen=True)
class WaysView:
    """Ways into the site that belong together, under a heading."""

    heading: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class StartView:
    """The organisation at a glance."""

    name: str
    vision: str
    values: tuple[tuple[str, str], ...]
    bodies: tuple[BodyView, ...]
    ways: tuple[WaysView, ...]
    origin: Origin


def start_page(look: Look) -> Page:
    """Return the start page."""
    register = look.results.register
    organisation = register.organisation
    boards = [body for body in register.bodies.values() if body.parent is None]
    view = StartView(
        name=organisation.name,
        vision=organisation.vision or "",
        values=tuple((value.name, value.text) for value in organisation.values.values()),
        bodies=tuple(make_body(look, body) for body in boards),
        ways=tuple(_ways(look)),
        origin=look.origin(organisation.place),
    )
    return Page(
        address=START,
        title=f"{organisation.name}: planer och uppföljning",
        template="start.html",
        view=view,
        description=f"Mål, indikatorer och uppdrag i {organisation.name}, nämnd för nämnd och år för år.",
    )


def _ways(look: Look) -> Iterator[WaysView]:
    """Yield the ways to what no single document shows: year by year, across years and boards, what it all rests on."""
    years = sorted(
        {year for body in look.results.register.bodies.values() for year in body.plans}, reverse=True
    )
    for year in years:
        links = (
            Link("Alla nämnder", year_address(year)),
            Link("Röd tråd", thread_address(year)),
            Link("Uppdrag", assignments_address(year)),
        )
        yield WaysView(f"År {year}", links)
    yield WaysView("Genom åren", tuple(_ways_across(look)))
    yield WaysView("Underlaget", tuple(_ways_below(look)))


def _ways_across(look: Look) -> Iterator[Link]:
    """Yield the pages that follow things through years and boards, where there is something on them."""
    bodies = look.results.register.bodies.values()
    yield Link(f"Alla {len(look.results.register.indicators)} indikatorer", INDICATORS)
    if any_lifelines(look):
        yield Link("Mål, uppdrag och risker genom åren", LIFELINES)
    if any_side_by_side(look):
        yield Link("Jämför nämnderna", SIDE_BY_SIDE)
    if any(plan.risks for body in bodies for plan in body.plans.values()):
        yield Link("Internkontroll", CONTROL)
    if any_agenda(look.results.register):
        yield Link("Agenda 2030", AGENDA)


def _ways_below(look: Look) -> Iterator[Link]:
    """Yield the pages on what all the others rest on."""
    yield Link("Regel och bedömning", LEDGER)
    yield Link("Saknade uppgifter", GAPS)
    if look.findings:
        yield Link(f"{len(look.findings)} avvikelser i underlaget", FINDINGS)
    yield Link("Symbolförklaring", LEGEND)


def body_page(look: Look, body: Body) -> Page:
    """Return the page of a board or unit."""
    view = make_body(look, body)
    address = body_address(body)
    return Page(
        address=address,
        title=body.name,
        template="namnd.html",
        view=view,
        description=f"Planer och uppföljningar för {body.name}.",
        crumbs=board_crumbs(look, body)[:-1],
        headings=tuple(Heading(f"ar-{body.id}-{year.year}", str(year.year)) for year in view.years),
        found=(Found(address, body.name, "Nämnd" if body.parent is None else "Verksamhet"),),
    )


def _missed_heading(rows: Sequence[RowResult]) -> str:
    """Name those that missed their target, or that a forecast says will."""
    who = "Den" if len(rows) == 1 else "De"
    expected = [row for row in rows if row.stand != "inte nått"]
    if not expected:
        return f"{who} som inte nådde målvärdet"
    if len(expected) == len(rows):
        return f"{who} som enligt prognosen inte når målvärdet"
    return f"{who} som inte nådde målvärdet, eller enligt prognosen inte når det"


def make_body(look: Look, body: Body) -> BodyView:
    """Return a board or unit with its newest follow-up and its documents."""
    follow_up = body.newest_follow_up
    document = follow_up.document if follow_up else None
    result = look.results.follow_ups[document.path, document.year, document.slug] if document else None
    missed = [row for goal in result.goals.values() for row in goal.rows if row.is_missed] if result else []
    units = [unit for unit in look.results.register.bodies.values() if unit.parent == body.path]
    return BodyView(
        id=body.id,
        name=body.name,
        address=body_address(body),
        description=body.file.description or "",
        money=newest_money(look, body),
        newest=Link(document.name, document_address(document)) if document else None,
        period=follow_up.period.text if follow_up else "",
        tallies=tally_views(look, result) if result else (),
        changes=_changes(look, result) if result else None,
        unjudged=_unjudged(result) if result else None,
        attention=tuple(_attention(result)) if result else (),
        verdicts=verdict_tally(result) if result else None,
        missed=tuple(row_view(look, row) for row in missed),
        missed_heading=_missed_heading(missed),
        years=tuple(_year(body, year) for year in body.years),
        units=tuple(Link(unit.name, body_address(unit)) for unit in units),
        comparison=(
            Link("Jämför åren", comparison_address(body))
            if successions(look.results.register, body)
            else None
        ),
        origin=look.origin(body.file.place),
    )


def _changes(look: Look, result: FollowUpResult) -> ChangesView | None:
    """Return how the counts differ from the body's follow-up before; None where there is none."""
    document, end = result.follow_up.document, result.follow_up.period.end
    earlier = [
        each
        for (path, _, _), each in look.results.follow_ups.items()
        if path == document.path and each.follow_up.period.end < end
    ]
    before = max(earlier, key=lambda each: each.follow_up.period.end, default=None)
    if before is None:
        return None
    lines = tuple(
        (
            tally_name(kind),
            change_line(before.tallies[kind], tally)
            if not (tally.total and before.tallies[kind].total) or _same_words(look, kind, before, result)
            else "bedömdes då med andra ord, och kan inte jämföras",
        )
        for kind, tally in result.tallies.items()
        if kind in before.tallies and (tally.total or before.tallies[kind].total)
    )
    of = before.follow_up.document
    return ChangesView(Link(of.name, document_address(of)), lines)


def _same_words(look: Look, kind: str, before: FollowUpResult, after: FollowUpResult) -> bool:
    """Whether a kind was assessed in the same words in two follow-ups."""
    years = (before.follow_up.document.year, after.follow_up.document.year)
    legends = [look.results.register.legend(year) for year in years]
    one, other = [tuple(scale_of(kind, legend).levels) for legend in legends]
    return one == other


def change_line(before: Tally, after: Tally) -> str:
    """Say how a count differs from an earlier one, word by word; with how many there were where that is another."""
    words = dict.fromkeys([*after.counts, *before.counts])
    moved = [(word, after.counts.get(word, 0) - before.counts.get(word, 0)) for word in words]
    said = [f"{word} {'+' if step > 0 else MINUS}{abs(step)}" for word, step in moved if step]
    total = "" if before.total == after.total else f" (då {before.total} st, nu {after.total} st)"
    return (", ".join(said) or "oförändrat") + total


def _unjudged(result: FollowUpResult) -> Link | None:
    """Say how many goals and assignments have no known assessment, so that nobody takes that for a good one."""
    goals = [goal.status for goal in result.goals.values()]
    without = [
        f"{sum(not each.is_verdict for each in statuses)} av {len(statuses)} {name}"
        for name, statuses in (("mål", goals), ("uppdrag", list(result.assignments.values())))
        if any(not each.is_verdict for each in statuses)
    ]
    address = statuses_address(result.follow_up.document)
    return Link(" och ".join(without), address) if without else None


def _attention(result: FollowUpResult) -> Iterator[AttentionView]:
    """Yield what has a level that needs attention; not the indicators that missed their target, which stand apart."""
    follow_up, plan, document = result.follow_up, result.follow_up.plan, result.follow_up.document
    for goal in result.goals.values():
        link = Link(goal.goal.text, goal_address(document.path, document.year, goal.goal.id))
        comment = goal.report.entry.comment if goal.report else None
        yield from _raised(goal.status, link, goal.goal.label, comment)
    for row in (row for goal in result.goals.values() for row in goal.rows):
        if row.status and not row.is_missed:
            link = Link(row.row.wording, indicator_address(row.row.indicator.id))
            yield from _raised(row.status, link, "Indikator", getattr(row.entry, "comment", None))
    for id_, status in result.assignments.items():
        address = f"{assignments_address(document.year)}#{document.path.replace('/', '-')}-{id_}"
        report = follow_up.assignments.get(id_)
        link = Link(plan.assignments[id_].text, address)
        yield from _raised(status, link, "Uppdrag", report.comment if report else None)
    for id_, status in result.activities.items():
        report = follow_up.activities.get(id_)
        link = Link(plan.activities[id_].text, document_address(document))
        yield from _raised(status, link, "Aktivitet", report.comment if report else None)
    for (risk_id, id_), status in result.measures.items():
        measure = plan.risks[risk_id].measures[id_]
        risk = follow_up.control.risks.get(risk_id) if follow_up.control else None
        told = risk.measures.get(id_) if risk else None
        link = Link(measure.wording or measure.text, risk_address(plan.document, risk_id))
        yield from _raised(status, link, "Åtgärd i internkontrollen", told.comment if told else None)


def _raised(status: Status, link: Link, what: str, comment: str | None) -> Iterator[AttentionView]:
    if status.is_raised:
        yield AttentionView(symbol(status), link, what, status.reason, first_paragraph(comment))


def _year(body: Body, year: int) -> YearView:
    plan = body.plans[year]
    follow_ups = body.follow_ups.get(year, ())
    every = (tuple(part_links(plan, each)) for each in (*reversed(follow_ups), None))
    return YearView(
        year,
        Link(plan.document.name, document_address(plan.document)),
        tuple(Link(each.document.name, document_address(each.document)) for each in follow_ups),
        next(filter(None, every), ()),
        len(plan.goals),
        sum(len(goal.rows) for goal in plan.goals.values()),
        len(plan.assignments),
        capital(plan.document.file.basis) if plan.document.is_reconstructed else decision_line(plan.document),
    )
