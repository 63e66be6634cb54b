"""The pages of internal control: of a body's year, and of the whole organisation through the years."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from vpgen.lifelines import RISK, Thing
from vpgen.model.content import Ref
from vpgen.model.control import earlier_risk
from vpgen.model.files import UNKNOWN
from vpgen.pages import Found, Heading, Link, Page
from vpgen.pages.addresses import CONTROL, anchor, control_address, document_address, risk_address
from vpgen.pages.links import board_crumbs, document_crumbs, lifeline_link
from vpgen.pages.risk_matrix import (
    MatrixView,
    against_cutoff,
    grade_line,
    make_matrix,
    no_measure,
    value_line,
)
from vpgen.pages.rows import FindingView, finding_views, ownership, remarks
from vpgen.pages.symbols import Symbol, TallyView, symbol, tally_view
from vpgen.pages.words import capital
from vpgen.statuses import measure_scale, tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from vpgen.assessment import FollowUpResult
    from vpgen.model.content import Body, Document, Measure, Plan, Risk
    from vpgen.model.control import ControlReportEntry, MeasureReportEntry
    from vpgen.model.fields import Entry
    from vpgen.pages import Origin
    from vpgen.pages.look import Look


@dataclass(frozen=True)
class MeasureView:
    """A measure against a risk: what was to be done, how it stands, and whether it helped.

    `organisation_wide` is the organisation's word for that, empty where it is one board's own.
    """

    text: str
    wording: str
    organisation_wide: str
    status: Symbol | None
    effect: str
    comment: str
    remark: str
    method: str
    due: str
    ownership: tuple[tuple[str, str], ...]
    origins: tuple[Origin, ...]


@dataclass(frozen=True)
class RiskView:
    """A risk with its measures. `elsewhere` are the same risk's other years and boards.

    `grade` is its probability and consequence in words, `value` their product, `cutoff` how that stands against the
    value from which a measure is required; `no_measure` says why there is none, where there is none.
    `organisation_wide` is the organisation's word for that, empty where it is one board's own.
    """

    id: str
    area: str
    text: str
    given: str
    organisation_wide: str
    grade: str
    value: int | None
    cutoff: str
    measures: tuple[MeasureView, ...]
    no_measure: str
    elsewhere: tuple[Link, ...]
    lifeline: Link | None
    comment: str
    remark: str
    ownership: tuple[tuple[str, str], ...]
    origins: tuple[Origin, ...]


@dataclass(frozen=True)
class AreaView:
    """The risks of an area."""

    id: str
    name: str
    risks: tuple[RiskView, ...]


@dataclass(frozen=True)
class ControlView:
    """The internal control of a body's year, planned and, where there is a follow-up, followed up."""

    body: Link
    year: int
    plan: Link
    follow_up: Link | None
    sufficient: str
    motivation: str
    tally: TallyView | None
    effects: tuple[tuple[str, int], ...]
    raised: tuple[RiskView, ...]
    raised_words: str
    areas: tuple[AreaView, ...]
    matrix: MatrixView | None
    dropped: tuple[tuple[str, str], ...]
    findings: tuple[FindingView, ...]
    address: str
    region: str


@dataclass(frozen=True)
class OccurrenceView:
    """A risk in one plan: whose and of which year, its words where they are not the newest, how its measures stand.

    `value` is its value, and how that stands against the cut-off, in words. `raised`: it reaches the cut-off, or a measure
    stands at a level that needs attention.
    """

    link: Link
    year: int
    board: str
    wording: str
    value: str
    measures: int
    organisation_wide: bool
    statuses: tuple[tuple[Symbol, int], ...]
    raised: bool


@dataclass(frozen=True)
class LineageView:
    """A risk through years, wordings and boards; `text` is its newest wording.

    `organisation_wide` is the organisation's word for that, empty where it is one board's own.
    """

    id: str
    area: str
    text: str
    organisation_wide: str
    raised: bool
    occurrences: tuple[OccurrenceView, ...]


@dataclass(frozen=True)
class RegionControlView:
    """All risks: those that need attention first, then the organisation-wide, then the rest by area."""

    years: tuple[int, ...]
    tally: tuple[TallyView, ...]
    raised: tuple[LineageView, ...]
    raised_words: str
    organisation_wide: tuple[LineageView, ...]
    organisation_wide_heading: str
    areas: tuple[tuple[str, tuple[LineageView, ...]], ...]
    plans: tuple[Link, ...]
    findings: tuple[FindingView, ...]


def control_pages(look: Look, body: Body, plan: Plan) -> Iterator[Page]:
    """Yield the page of a plan's internal control, if it has any."""
    if not plan.risks:
        return
    document = plan.document
    view = make_control(look, body, plan, _followed_up(look, plan))
    address = control_address(document)
    title = f"Internkontroll {document.year}, {body.name}"
    yield Page(
        address=address,
        title=title,
        template="internkontroll.html",
        view=view,
        description=f"{title}: {len(plan.risks)} risker med åtgärder.",
        crumbs=document_crumbs(look, document),
        headings=tuple(Heading(area.id, area.name) for area in view.areas),
        found=(
            Found(address, title, "Internkontroll", body.name),
            *(
                Found(
                    f"{address}#risk-{risk.id}",
                    risk.printed,
                    "Risk",
                    f"{body.name} {document.year}",
                    risk.area,
                )
                for risk in plan.risks.values()
            ),
        ),
    )


def make_control(look: Look, body: Body, plan: Plan, result: FollowUpResult | None) -> ControlView:
    """Return the internal control of a plan with what a follow-up says of it."""
    document = plan.document
    report = result.follow_up.control if result else None
    risks = [_risk_view(look, plan, risk, result) for risk in plan.risks.values()]
    scale = measure_scale(look.results.register.legend(document.year))
    counted = tally(result.measures.values(), scale) if result and result.measures else None
    findings = [item for item in look.findings if item.concerns_control and _is_of(item.places, document)]
    return ControlView(
        body=board_crumbs(look, body)[-1],
        year=document.year,
        plan=Link(document.name, document_address(document)),
        follow_up=Link(result.follow_up.document.name, document_address(result.follow_up.document))
        if result
        else None,
        sufficient=(report.sufficient if report else None) or "",
        motivation=(report.motivation if report else None) or "",
        tally=tally_view("åtgärder", counted, scale) if counted else None,
        effects=tuple(_effects(plan, report)) if report else (),
        raised=tuple(
            risk for risk in risks if any(each.status and each.status.raised for each in risk.measures)
        ),
        raised_words=_raised_words(each.status for risk in risks for each in risk.measures),
        areas=tuple(_areas(risks)),
        matrix=make_matrix(plan, look.results.register.legend(document.year)),
        dropped=tuple(dropped_risks(look, plan)),
        findings=finding_views(look, findings),
        address=control_address(document),
        region=CONTROL,
    )


def _raised_words(symbols: Iterable[Symbol | None]) -> str:
    """Return the words of those symbols that ask for attention, as they are written in a sentence."""
    words = dict.fromkeys(each.word.lower() for each in symbols if each and each.raised)
    return " eller ".join(f"”{word}”" for word in words)


def dropped_risks(look: Look, plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield the risks of earlier years that the plan leaves out, in words, and why."""
    plans = {
        (body.path, year): each
        for body in look.results.register.bodies.values()
        for year, each in body.plans.items()
    }
    for key, reason in plan.control.dropped.items() if plan.control else ():
        named = earlier_risk(key, plan.document.path)
        earlier = plans.get(named[:2]) if named else None
        risk = earlier.risks.get(named[2]) if earlier and named else None
        yield (f"{risk.printed} ({earlier.document.year})" if risk and earlier else key), reason


def _followed_up(look: Look, plan: Plan) -> FollowUpResult | None:
    """Return the newest follow-up of the year that tells of internal control."""
    path, year = plan.document.path, plan.document.year
    found = [
        result
        for (body, when, _), result in look.results.follow_ups.items()
        if (body, when) == (path, year) and result.follow_up.control
    ]
    return max(found, key=lambda result: result.follow_up.period.end, default=None)


def _is_of(places: Iterable[object], document: Document) -> bool:
    return any(getattr(place, "file", "") == document.place.file for place in places)


def _risk_view(look: Look, plan: Plan, risk: Risk, result: FollowUpResult | None) -> RiskView:
    report = result.follow_up.control.risks.get(risk.id) if result and result.follow_up.control else None
    here = Ref(plan.document.path, plan.document.year, risk.id)
    graded = look.results.register.legend(plan.document.year).of_risks
    others = [each for each in lineage(look, here) if each != here]
    reported: Mapping[str, MeasureReportEntry] = report.measures if report else {}
    measures = [
        _measure_view(look, measure, reported.get(measure.id), result, risk.id)
        for measure in risk.measures.values()
    ]
    return RiskView(
        id=risk.id,
        area=risk.area,
        text=risk.printed,
        given=risk.text if risk.wording else "",
        organisation_wide=_wide(look, risk.organisation_wide),
        grade=grade_line(risk, graded),
        value=risk.value,
        cutoff=against_cutoff(risk, graded),
        measures=tuple(measures),
        no_measure="" if measures else no_measure(risk, graded),
        elsewhere=tuple(_risk_link(look, each) for each in others),
        lifeline=lifeline_link(look, RISK, here),
        comment=(report.comment if report else None) or "",
        remark=remarks(*([report] if report else []), risk.entry),
        ownership=ownership(risk.entry),
        origins=tuple(look.origin(each.place) for each in _known(risk, report)),
    )


def _measure_view(
    look: Look,
    measure: Measure,
    report: MeasureReportEntry | None,
    result: FollowUpResult | None,
    risk: str,
) -> MeasureView:
    status = result.measures.get((risk, measure.id)) if result else None
    return MeasureView(
        text=measure.wording or measure.text,
        wording=measure.text if measure.wording else "",
        organisation_wide=_wide(look, measure.organisation_wide),
        status=symbol(status) if status else None,
        effect=(report.effect if report else None) or (UNKNOWN if result else ""),
        comment=(report.comment if report else None) or "",
        remark=remarks(*([report] if report else []), measure.entry),
        method=measure.entry.method or "",
        due=measure.entry.due or "",
        ownership=ownership(measure.entry, *([report] if report else [])),
        origins=tuple(look.origin(each.place) for each in _known(measure, report)),
    )


def _wide(look: Look, is_wide: bool) -> str:  # noqa: FBT001 - the question that is answered
    """Return the organisation's word for what holds in all of it; empty where it does not."""
    return capital(look.results.register.organisation.organisation_wide) if is_wide else ""


def _known(*each: Risk | Measure | Entry | None) -> list[Risk | Measure | Entry]:
    return [element for element in each if element is not None]


def _effects(plan: Plan, report: ControlReportEntry) -> Iterator[tuple[str, int]]:
    """Yield how many measures had the effect that was meant, by answer; one without an answer is not answered."""
    answers = []
    for risk in plan.risks.values():
        reported = report.risks.get(risk.id)
        for id_ in risk.measures:
            measure = reported.measures.get(id_) if reported else None
            answers.append((measure.effect if measure else None) or "ej besvarad")
    yield from (
        (word, answers.count(word)) for word in ("ja", "delvis", "nej", "ej besvarad") if word in answers
    )


def _areas(risks: Iterable[RiskView]) -> Iterator[AreaView]:
    ordered: dict[str, list[RiskView]] = {}
    for risk in risks:
        ordered.setdefault(risk.area, []).append(risk)
    for number, (name, each) in enumerate(ordered.items(), 1):
        yield AreaView(f"omrade-{number}", name, tuple(each))


def lineage(look: Look, ref: Ref) -> list[Ref]:
    """Return the same risk in every plan, newest first."""
    line = look.lifelines.of[Thing(RISK, ref)]
    refs = [each.thing.ref for stage in line.stages for each in stage.occurrences if each.thing.kind == RISK]
    order = [body.path for body in look.results.register.bodies.values()]
    return sorted(refs, key=lambda each: (-each.year, order.index(each.body)))


def _risk_link(look: Look, ref: Ref) -> Link:
    body = next(body for body in look.results.register.bodies.values() if body.path == ref.body)
    return Link(f"{body.name} {ref.year}", risk_address(body.plans[ref.year].document, ref.id))


def region_control_page(look: Look) -> Page | None:
    """Return the page of all internal control of the organisation; None where nobody has any."""
    register = look.results.register
    plans = [
        plan
        for body in register.bodies.values()
        for _, plan in sorted(body.plans.items(), reverse=True)
        if plan.risks
    ]
    if not plans:
        return None
    lineages = list(_lineages(look, plans))
    rest = sorted(
        (each for each in lineages if not each.raised and not each.organisation_wide),
        key=lambda each: each.area,
    )
    wide_heading = f"{capital(register.organisation.organisation_wide)} risker"
    findings = [item for item in look.findings if item.concerns_control]
    view = RegionControlView(
        years=tuple(sorted({plan.document.year for plan in plans}, reverse=True)),
        tally=tuple(_tallies(look, plans)),
        raised=tuple(each for each in lineages if each.raised),
        raised_words=_raised_words(
            shown for line in lineages for each in line.occurrences for shown, _ in each.statuses
        ),
        organisation_wide=tuple(each for each in lineages if each.organisation_wide and not each.raised),
        organisation_wide_heading=wide_heading,
        areas=tuple((area, tuple(each)) for area, each in groupby(rest, key=lambda each: each.area)),
        plans=tuple(
            Link(f"{plan.document.body_name} {plan.document.year}", control_address(plan.document))
            for plan in plans
        ),
        findings=finding_views(look, findings),
    )
    return Page(
        address=CONTROL,
        title="Internkontroll",
        template="internkontroll-regionen.html",
        view=view,
        description="Risker och åtgärder i nämndernas internkontrollplaner, år för år.",
        headings=(
            *([Heading("uppmarksamhet", "Behöver uppmärksamhet")] if view.raised else []),
            *([Heading("overgripande", wide_heading)] if view.organisation_wide else []),
            *([Heading("egna", "Nämndernas egna risker")] if view.areas else []),
            Heading("planer", "Internkontrollplaner"),
        ),
        found=(Found(CONTROL, "Internkontroll", "Sida"),),
    )


def _tallies(look: Look, plans: Iterable[Plan]) -> Iterator[TallyView]:
    """Yield a bar for each plan that has been followed up."""
    for plan in plans:
        result = _followed_up(look, plan)
        if result and result.measures:
            document = plan.document
            scale = measure_scale(look.results.register.legend(document.year))
            name = f"{document.body_name} {document.year}"
            yield tally_view(name, tally(result.measures.values(), scale), scale, control_address(document))


def _lineages(look: Look, plans: Iterable[Plan]) -> Iterator[LineageView]:
    by_ref = {
        Ref(plan.document.path, plan.document.year, risk.id): (plan, risk)
        for plan in plans
        for risk in plan.risks.values()
    }
    seen: set[Ref] = set()
    for ref in by_ref:
        if ref in seen:
            continue
        every = [each for each in lineage(look, ref) if each in by_ref]
        seen |= set(every)
        latest = max(each.year for each in every)
        newest = by_ref[every[0]][1]
        occurrences = tuple(_occurrence(look, *by_ref[each], newest.printed) for each in every)
        yield LineageView(
            id=anchor(every[0].body, every[0].id),
            area=newest.area,
            text=newest.printed,
            organisation_wide=_wide(look, any(each.organisation_wide for each in occurrences)),
            raised=any(each.raised for each in occurrences if each.year == latest),
            occurrences=occurrences,
        )


def _occurrence(look: Look, plan: Plan, risk: Risk, newest: str) -> OccurrenceView:
    document = plan.document
    scale = look.results.register.legend(document.year).of_risks
    statuses = measure_counts(look, plan, risk)
    to_be_met = risk.value is not None and scale.cutoff is not None and not scale.spares(risk.value)
    return OccurrenceView(
        link=_risk_link(look, Ref(document.path, document.year, risk.id)),
        year=document.year,
        board=document.body_name,
        wording=risk.printed if risk.printed != newest else "",
        value=value_line(risk, scale),
        measures=len(risk.measures),
        organisation_wide=risk.organisation_wide
        or any(each.organisation_wide for each in risk.measures.values()),
        statuses=statuses,
        raised=to_be_met or any(shown.raised for shown, _ in statuses),
    )


def measure_counts(look: Look, plan: Plan, risk: Risk) -> tuple[tuple[Symbol, int], ...]:
    """Return the statuses of a risk's measures, each with how many have it; none where nothing was followed up."""
    result = _followed_up(look, plan)
    statuses = [result.measures[risk.id, id_] for id_ in risk.measures] if result else []
    counted = {status.word: status for status in statuses}
    return tuple(
        (symbol(status), sum(each.word == word for each in statuses)) for word, status in counted.items()
    )
