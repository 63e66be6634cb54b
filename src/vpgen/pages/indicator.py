"""The page of an indicator: definition, trend over all years and boards, every outcome and target, every judgement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from vpgen.charts import Chart, arrow_key, draw_alike, make_chart
from vpgen.model.content import FollowUp
from vpgen.numbers import format_quantity
from vpgen.pages import Found, Heading, Link, Origin, Page
from vpgen.pages.addresses import INDICATORS, document_address, goal_address, indicator_address
from vpgen.pages.rows import FindingView, RowView, finding_views, responsible_word, row_view, value_text
from vpgen.pages.side_by_side import (
    PanelsView,
    PanelView,
    against_heading,
    against_views_of,
    shared_view_of,
)
from vpgen.pages.trend import chart_views, group_order, small_multiples
from vpgen.pages.words import capital, listed, swedish_order
from vpgen.periods import label
from vpgen.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vpgen.charts import ChartView
    from vpgen.history import Point, Telling
    from vpgen.model.content import Document, Goal, Plan
    from vpgen.model.files import IndicatorEntry
    from vpgen.pages.look import Look
    from vpgen.pages.side_by_side import AgainstView, SharedView
    from vpgen.verdicts import RowResult

ROLES = {
    "utfall": "",
    "jämförelse": "jämförelse",
    "text": "ur löpande text",
    "målvärde": "tryckt i kolumnen för målvärde",
    "prognos": "prognos",
}


MOST_USES = 8
"""More documents than this would hide what stands below them: then earlier years are folded."""


class Use(NamedTuple):
    """One document's row for an indicator, with the goal that it stands under."""

    document: Document
    plan: Plan
    goal: Goal
    result: RowResult


@dataclass(frozen=True)
class TellingView:
    """One document's word for one value."""

    period: str
    scope: str
    group: str
    value: str
    exact: str
    document: Link
    note: str
    conflict: bool
    origin: Origin


@dataclass(frozen=True)
class UseView:
    """How one document uses the indicator."""

    document: Link
    is_follow_up: bool
    goal: Link
    row: RowView


@dataclass(frozen=True)
class IndicatorView:
    """An indicator as its page shows it; `panels` are small drawings in place of charts of many scopes.

    `uses` are all, or where they are many those of the newest year; `earlier` are then the others, year by year.
    """

    name: str
    description: str
    facts: tuple[tuple[str, str], ...]
    charts: tuple[tuple[str, Chart], ...]
    panels: tuple[PanelsView, ...]
    shared: SharedView | None
    against: tuple[AgainstView, ...]
    against_heading: str
    remark: str
    tellings: tuple[TellingView, ...]
    uses: tuple[UseView, ...]
    earlier: tuple[tuple[int, tuple[UseView, ...]], ...]
    findings: tuple[FindingView, ...]
    origin: Origin


@dataclass(frozen=True)
class IndexRow:
    """An indicator in the list of all."""

    link: Link
    newest: str
    period: str
    scope: str
    boards: str


@dataclass(frozen=True)
class IndexView:
    """Every indicator, in Swedish alphabetical order."""

    rows: tuple[IndexRow, ...]


def indicator_pages(look: Look) -> Iterator[Page]:
    """Yield the page of every indicator, and the list of them all."""
    uses: dict[str, list[Use]] = {}
    for use in _uses(look):
        uses.setdefault(use.result.row.indicator.id, []).append(use)
    points: dict[str, list[Point]] = {}
    for key, each in look.results.history.items():
        points.setdefault(key.indicator, []).extend(each)
    indicators = sorted(
        look.results.register.indicators.values(), key=lambda indicator: swedish_order(indicator.name)
    )
    rows = tuple(
        _index_row(look, each, points.get(each.id, []), uses.get(each.id, [])) for each in indicators
    )
    yield Page(
        address=INDICATORS,
        title="Indikatorer",
        template="indikatorer.html",
        view=IndexView(rows),
        description=f"{len(rows)} indikatorer, med senaste värde.",
        found=(Found(INDICATORS, "Indikatorer", "Sida"),),
    )
    for indicator in indicators:
        yield _page(look, indicator, points.get(indicator.id, []), uses.get(indicator.id, []))


def _uses(look: Look) -> Iterator[Use]:
    results = look.results
    for source in results.register.documents():
        document = source.document
        if isinstance(source, FollowUp):
            result = results.follow_ups[document.path, document.year, document.slug]
            for goal in result.goals.values():
                yield from (
                    Use(document, source.plan, goal.goal, row) for row in goal.rows if row.is_reported
                )
        else:
            for id_, rows in results.plans[document.path, document.year].rows.items():
                yield from (Use(document, source, source.goals[id_], row) for row in rows)


def _page(look: Look, indicator: IndicatorEntry, points: list[Point], uses: list[Use]) -> Page:
    findings = [finding for finding in look.findings if finding.indicator == indicator.id]
    charts = tuple(
        (view.title, make_chart(view))
        for view in chart_views(look, indicator, points, [use.result for use in uses])
    )
    panels = tuple(_panels(look, indicator, points, [use.result for use in uses]))
    shared = shared_view_of(look, indicator.id)
    by_group = sorted(
        points, key=lambda point: (point.key.series or "", group_order(point.key.group, indicator))
    )
    newest_first = sorted(by_group, key=lambda point: point.period, reverse=True)
    against = against_views_of(look, indicator.id)
    ordered = sorted(uses, key=_newest_first, reverse=True)
    few = len(ordered) <= MOST_USES
    recent = [use for use in ordered if few or use.document.year == ordered[0].document.year]
    view = IndicatorView(
        name=indicator.name,
        description=indicator.description or "",
        facts=tuple(_facts(look, indicator)),
        charts=charts,
        panels=panels,
        shared=replace(shared, panels=()) if shared and panels else shared,
        against=against,
        against_heading=against_heading(against),
        remark=indicator.remark or "",
        tellings=tuple(
            _telling(look, point, telling) for point in newest_first for telling in point.tellings
        ),
        uses=tuple(_use(look, use) for use in recent),
        earlier=tuple(
            (year, tuple(_use(look, use) for use in same))
            for year, same in groupby(ordered[len(recent) :], key=lambda use: use.document.year)
        ),
        findings=finding_views(look, findings),
        origin=look.origin(indicator.place),
    )
    address = indicator_address(indicator.id)
    boards = ", ".join(dict.fromkeys(use.document.body_name for use in uses))
    wordings = dict.fromkeys(use.result.row.wording for use in uses)
    headings = [
        ("utveckling", "Utveckling", charts or panels),
        ("sida-vid-sida", "Nämnderna sida vid sida", view.shared),
        ("mot-andra", view.against_heading, against),
        ("avvikelser", "Avvikelser i underlaget", findings),
        ("bedomningar", "Mål och bedömning", uses),
        ("varden", "Alla värden", points),
        ("definition", "Definition", [indicator]),
    ]
    return Page(
        address=address,
        title=indicator.name,
        template="indikator.html",
        view=view,
        description=f"{indicator.name}: utfall, mål och utveckling.",
        crumbs=(Link("Indikatorer", INDICATORS),),
        headings=tuple(Heading(id_, text) for id_, text, content in headings if content),
        found=(Found(address, indicator.name, "Indikator", boards, " ".join(wordings)),),
    )


def _panels(
    look: Look, indicator: IndicatorEntry, points: list[Point], rows: list[RowResult]
) -> Iterator[PanelsView]:
    """Yield a small drawing of each scope, on the same axes, where they are too many for one chart."""
    for views in small_multiples(look, indicator, points, rows):
        panels = (
            PanelView(view.title, _newest_values(view), drawing)
            for view, drawing in zip(views, draw_alike(views), strict=True)
        )
        yield PanelsView("", tuple(panels), arrow_key(target for view in views for target in view.targets))


def _newest_values(view: ChartView) -> str:
    """Say in words what a small drawing shows: the newest value of each line."""
    newest = ((line.name, line.points[-1]) for line in view.lines)
    told = [
        f"{name + ' ' if len(view.lines) > 1 else ''}{point.text} ({point.label})" for name, point in newest
    ]
    return capital("; ".join(told))


def _newest_first(use: Use) -> tuple[int, bool]:
    return use.document.year, use.document.slug != "plan"


def _facts(look: Look, indicator: IndicatorEntry) -> Iterator[tuple[str, str]]:
    """Yield the facts of a definition that the author has given."""
    good = {
        "högt": "Ett högt värde är bra",
        "lågt": "Ett lågt värde är bra",
        "inget": "Varken högt eller lågt är i sig bra",
    }
    facts = [
        ("Enhet", indicator.unit),
        ("Riktning", good[indicator.better]),
        (
            "Gäller",
            look.results.register.scope_name(str(indicator.scope))
            if indicator.scope
            else "anges vid varje värde",
        ),
        ("Grupper", ", ".join(indicator.groups)),
        ("Serier", "; ".join(indicator.series.values())),
        ("Acceptabel avvikelse", format_quantity(indicator.tolerance) if indicator.tolerance else ""),
        ("Oförändrat inom", format_quantity(indicator.unchanged) if indicator.unchanged else ""),
        ("Källa", indicator.source),
        ("Mäts", indicator.measured),
        (responsible_word(indicator), listed(indicator.responsible)),
        ("Lämnas av", listed(indicator.reporter)),
        ("Nästa värde", indicator.next_due),
    ]
    yield from ((name, text) for name, text in facts if text)


def _telling(look: Look, point: Point, telling: Telling) -> TellingView:
    register = look.results.register
    series = register.indicators[point.key.indicator].series.get(point.key.series or "", "")
    notes = [
        series,
        ROLES[telling.role],
        "räknat" if telling.computed else "",
        f"tolkning: {telling.reading}" if telling.reading else "",
        "preliminärt" if telling.preliminary else "",
    ]
    return TellingView(
        period=label(point.period),
        scope=register.scope_name(point.key.scope),
        group=point.key.group or "",
        value=capital(telling.text) if isinstance(telling.value, Missing) else telling.text,
        exact=_exact(telling),
        document=Link(telling.document.full_name, document_address(telling.document)),
        note=capital("; ".join(filter(None, notes))),
        conflict=point.conflict,
        origin=look.origin(telling.place),
    )


def _exact(telling: Telling) -> str:
    """Return the value where the document tells it more exactly than it prints it."""
    shown = value_text(telling.value)
    same = (
        isinstance(telling.value, Missing)
        or "".join(shown.split()).lower() == "".join(telling.text.split()).lower()
    )
    text = getattr(telling.value, "text", "")
    return "" if same or text == telling.text else shown


def _use(look: Look, use: Use) -> UseView:
    path, year = use.document.path, use.document.year
    return UseView(
        Link(use.document.full_name, document_address(use.document)),
        use.document.slug != "plan",
        Link(f"{use.goal.label}: {use.goal.text}", goal_address(path, year, use.goal.id)),
        row_view(look, use.result),
    )


def _index_row(look: Look, indicator: IndicatorEntry, points: list[Point], uses: list[Use]) -> IndexRow:
    register = look.results.register
    told = [
        point
        for point in points
        if not isinstance(point.best.value, Missing) and point.best.role != "jämförelse"
    ]
    # What is only expected is newest only where nothing else is known, and says so.
    told = [point for point in told if point.best.role != "prognos"] or told
    boards = ", ".join(dict.fromkeys(use.document.body_name for use in uses))
    link = Link(indicator.name, indicator_address(indicator.id))
    if not told:
        return IndexRow(link, "Uppgift saknas", "", "", boards)
    newest = max(told, key=lambda point: (point.period, point.key.group is None))
    same = [point for point in told if point.period == newest.period and point.key.scope == newest.key.scope]
    same.sort(key=lambda point: group_order(point.key.group, indicator))
    groups = [f"{point.key.group}: {value_text(point.best.value)}" for point in same if point.key.group]
    value = value_text(newest.best.value) if newest.key.group is None else " · ".join(groups)
    value += " (prognos)" if newest.best.role == "prognos" else ""
    return IndexRow(link, value, label(newest.period), register.scope_name(newest.key.scope), boards)
