"""The start page and the page of each board or unit: newest follow-up first, then every document."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vpgen.attention import find_assessed
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
    indicator_address,
    statuses_address,
    thread_address,
    year_address,
)
from vpgen.pages.agenda import any_agenda
from vpgen.pages.documents import part_links
from vpgen.pages.lifelines import any_lifelines
from vpgen.pages.links import board_crumbs
from vpgen.pages.money import newest_money
from vpgen.pages.side_by_side import any_side_by_side
from vpgen.pages.symbols import Count, Symbol, TallyView, symbol, tally_views, verdict_tally
from vpgen.pages.words import capital, first_paragraph, listed, status_line
from vpgen.periods import label
from vpgen.statuses import scale_of, tally_name
from vpgen.succession import successions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vpgen.assessment import FollowUpResult
    from vpgen.attention import Assessed
    from vpgen.model.content import Body
    from vpgen.model.files import AssessedEntry
    from vpgen.pages.look import Look
    from vpgen.pages.money import MoneyView
    from vpgen.statuses import Status, Tally
    from vpgen.verdicts import RowResult

    Told = tuple[tuple[str, str], Status, Link, str, tuple[str | None, ...], str]
    """By kind and id: a status, where it stands, what it is of, what is said of it, and what its figures say."""

MOST_RAISED = 5
"""So many that need attention stand on the start page."""
WORST_FIRST = ("rod", "orange", "gul")


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
    """A goal, assignment, activity, indicator or measure whose status needs attention by the scale that it has.

    `since` says that it stood so in the follow-up before, too. `comment` is what the document says of it, else `reason` what
    the figures say.
    """

    symbol: Symbol
    link: Link
    what: str
    since: str
    comment: str
    reason: str


@dataclass(frozen=True)
class MissedView:
    """An indicator that missed its target, and why; `of` is what its value is of, where not the follow-up's year and body."""

    link: Link
    ground: str
    of: str


@dataclass(frozen=True)
class ChangesView:
    """How the counts of the newest follow-up differ from those of the one before: by kind, in words.

    `unlike` names the kinds that were assessed in other words then, and cannot be compared.
    """

    before: Link
    lines: tuple[tuple[str, str], ...]
    unlike: str


@dataclass(frozen=True)
class BodyView:
    """A board or unit: its newest follow-up in counts, what most needs attention, its documents.

    `money` says whether the budget is held, `changes` how the counts differ from the follow-up before. `verdicts`
    counts how the indicators stand against their targets, and `missed` are those that did not reach them.
    `unjudged` warns of goals and assignments without a known assessment, `comparison` leads to the years compared. `more`
    leads to what is left out of `attention`, `worst` counts the worst symbol of it all, and `calm` says why there is none.
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
    more: Link | None
    worst: Count | None
    calm: str
    verdicts: TallyView | None
    missed: tuple[MissedView, ...]
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
    # What has been followed up comes first.
    boards.sort(key=lambda body: body.newest_follow_up is None)
    view = StartView(
        name=organisation.name,
        vision=organisation.vision or "",
        values=tuple((value.name, value.text) for value in organisation.values.values()),
        bodies=tuple(make_body(look, body, MOST_RAISED) for body in boards),
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


def make_body(look: Look, body: Body, most: int | None = None) -> BodyView:
    """Return a board or unit with its newest follow-up, at `most` so many that need attention, and its documents."""
    follow_up = body.newest_follow_up
    document = follow_up.document if follow_up else None
    result = look.results.follow_ups[document.path, document.year, document.slug] if document else None
    missed = [row for goal in result.goals.values() for row in goal.rows if row.is_missed] if result else []
    units = [unit for unit in look.results.register.bodies.values() if unit.parent == body.path]
    raised = tuple(_attention(look, result)) if result else ()
    left = raised[most:] if most else ()
    unjudged = _unjudged(result) if result else None
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
        unjudged=unjudged,
        attention=raised[:most],
        more=Link(f"och {len(left)} till", statuses_address(document)) if left and document else None,
        worst=_worst(raised),
        calm="" if raised else _calm(unjudged) if result else "ingen uppföljning",
        verdicts=verdict_tally(result) if result else None,
        missed=tuple(_missed(look, row) for row in missed),
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


def _missed(look: Look, row: RowResult) -> MissedView:
    """Return an indicator that missed its target, with the year and scope of its value where they are others."""
    document = row.document
    period = row.forecast_period if "prognos" in row.stand else row.period
    of = [
        f"avser {label(period)}" if period and period.end.year != document.year else "",
        f"gäller {look.results.register.scope_name(row.key.scope)}" if row.key.scope != document.path else "",
    ]
    link = Link(row.row.indicator.name, indicator_address(row.row.indicator.id))
    return MissedView(link, capital(row.ground), ", ".join(filter(None, of)))


def _worst(raised: Sequence[AttentionView]) -> Count | None:
    """Count the worst symbol of those that need attention; None where nothing does."""
    counted = Counter(each.symbol.word for each in raised)
    symbols = {each.symbol.word: each.symbol for each in raised}
    found = min(symbols.values(), key=lambda each: (_severity(each), -counted[each.word]), default=None)
    return Count(found, counted[found.word], "0") if found else None


def _severity(shown: Symbol) -> int:
    return WORST_FIRST.index(shown.colour) if shown.colour in WORST_FIRST else len(WORST_FIRST)


def _calm(unjudged: Link | None) -> str:
    """Say that nothing is raised, and that this need not be a good sign where much is not assessed."""
    return "inget lyfts fram" + (f"; {unjudged.text} utan känd bedömning" if unjudged else "")


def _follow_up_before(look: Look, result: FollowUpResult) -> FollowUpResult | None:
    """Return the body's follow-up before; None where there is none."""
    document, end = result.follow_up.document, result.follow_up.period.end
    earlier = [
        each
        for (path, _, _), each in look.results.follow_ups.items()
        if path == document.path and each.follow_up.period.end < end
    ]
    return max(earlier, key=lambda each: each.follow_up.period.end, default=None)


def _changes(look: Look, result: FollowUpResult) -> ChangesView | None:
    """Return how the counts differ from the body's follow-up before; None where there is none."""
    before = _follow_up_before(look, result)
    if before is None:
        return None
    kinds = [
        kind
        for kind, tally in result.tallies.items()
        if kind in before.tallies and (tally.total or before.tallies[kind].total)
    ]
    unlike = [
        kind
        for kind in kinds
        if result.tallies[kind].total
        and before.tallies[kind].total
        and not _same_words(look, kind, before, result)
    ]
    lines = tuple(
        (tally_name(kind), change_line(before.tallies[kind], result.tallies[kind]))
        for kind in kinds
        if kind not in unlike
    )
    of = before.follow_up.document
    names = listed([tally_name(kind).lower() for kind in unlike])
    return ChangesView(Link(of.name, document_address(of)), lines, capital(names))


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


def _attention(look: Look, result: FollowUpResult) -> Iterator[AttentionView]:
    """Yield what has a level that needs attention; not the indicators that missed their target, which stand apart."""
    before = _follow_up_before(look, result)
    told = _statuses(before) if before else {}
    for key, status, link, what, said, reason in _assessed(result):
        if not status.is_raised:
            continue
        is_same = key in told and told[key].word == status.word
        since = (
            f"även {before.follow_up.period.text}"
            if before and is_same and _same_words(look, key[0], before, result)
            else ""
        )
        comment = next((text for each in said if (text := first_paragraph(each))), "")
        yield AttentionView(symbol(status), link, what, since, comment, "" if comment else reason)


def _statuses(result: FollowUpResult) -> dict[tuple[str, str], Status]:
    """Return every status of a follow-up by kind and id."""
    return {key: status for key, status, *_ in _assessed(result)}


def _assessed(result: FollowUpResult) -> Iterator[Told]:
    """Yield all that a follow-up assesses, with what it says of it, best first, and what its figures say."""
    for each in find_assessed(result):
        yield (each.kind, each.id), each.status, Link(each.name, each.address), *_told(result, each)


def _told(result: FollowUpResult, each: Assessed) -> tuple[str, tuple[str | None, ...], str]:
    """Return what something assessed is, what is said of it, and what its figures say."""
    follow_up = result.follow_up
    match each.kind:
        case "mål":
            goal = result.goals[each.id]
            grounds = "; ".join(f"{row.row.wording}: {row.ground}" for row in goal.rows if row.is_missed)
            return goal.goal.label, _words_of(goal.report.entry if goal.report else None), grounds
        case "uppdrag":
            return "Uppdrag", _words_of(follow_up.assignments.get(each.id)), ""
        case "aktiviteter":
            return "Aktivitet", _words_of(follow_up.activities.get(each.id)), ""
        case "åtgärder":
            risk_id, _, id_ = each.id.partition("/")
            risk = follow_up.control.risks.get(risk_id) if follow_up.control else None
            measure = risk.measures.get(id_) if risk else None
            return "Åtgärd i internkontrollen", (measure.comment if measure else None,), ""
        case _:
            assert each.row is not None, "what is left are indicators"
            entry = each.row.entry
            said = (getattr(entry, "comment", None), getattr(entry, "motivation", None))
            return "Indikator", said, capital(each.row.ground)


def _words_of(entry: AssessedEntry | None) -> tuple[str | None, ...]:
    return (entry.comment, entry.motivation, entry.reason) if entry else ()


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
        capital(plan.document.file.basis) if plan.document.is_reconstructed else status_line(plan.document),
    )
