"""The page that sets boards side by side, and outcomes against the nation's; and the same for one indicator's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vpgen.charts import arrow_key, draw_alike
from vpgen.charts.views import NARROW
from vpgen.numbers import format_quantity
from vpgen.pages import Found, Heading, Link, Page
from vpgen.pages.addresses import (
    SIDE_BY_SIDE,
    anchor,
    body_address,
    document_address,
    goal_address,
    indicator_address,
)
from vpgen.pages.rows import row_view, target_views, value_text
from vpgen.pages.trend import FEW_LINES, small, trend_view
from vpgen.pages.words import capital, listed, swedish_order
from vpgen.periods import label
from vpgen.side_by_side import distance
from vpgen.target_kinds import ByPerson

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vpgen.charts import ChartView, SvgView
    from vpgen.history import Point
    from vpgen.model.content import Body, Document, Register
    from vpgen.pages.look import Look
    from vpgen.pages.rows import RowView
    from vpgen.side_by_side import Against, Cell, Distance, Pair, Place, Shared, Standing
    from vpgen.target_kinds import Target

TITLE = "Jämför nämnderna"
STANDS = {
    "nått": "Målvärdet är nått",
    "inte nått": "Målvärdet är inte nått",
    "når enligt prognos": "Målvärdet nås enligt prognos",
    "når inte enligt prognos": "Målvärdet nås inte enligt prognos",
}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class DistanceView:
    """How far a value is from another: the sentence, whether that is better or worse, and what rounding leaves open."""

    name: str
    sentence: str
    rounding: str


@dataclass(frozen=True)
class CellView:
    """An indicator of a body's year. `why` says why there is no outcome; `wording` is a letter where wordings differ."""

    year: int
    body: Link
    document: Link
    row: RowView
    why: str
    wording: str
    notes: tuple[str, ...]
    demand: str
    distances: tuple[DistanceView, ...]


@dataclass(frozen=True)
class PanelView:
    """One small drawing among several on the same axes, and what it shows in words."""

    name: str
    text: str
    drawing: SvgView


@dataclass(frozen=True)
class PanelsView:
    """The small drawings of one definition; `name` is the definition where there are several, `key` what marks mean."""

    name: str
    panels: tuple[PanelView, ...]
    key: str


@dataclass(frozen=True)
class SharedView:
    """An indicator of several bodies: the answer in sentences, the drawings and the rows.

    `told` are values that another's document tells; `elsewhere` says that some row has a distance to show. `wordings`
    are by letter, each with the rows that have it.
    """

    id: str
    link: Link
    conclusion: str
    panels: tuple[PanelsView, ...]
    cells: tuple[CellView, ...]
    told: tuple[tuple[str, str, Link], ...]
    wordings: tuple[tuple[str, str], ...]
    elsewhere: bool


@dataclass(frozen=True)
class PairView:
    """The same period here and elsewhere."""

    period: str
    group: str
    own: str
    other: str
    distance: DistanceView | None
    note: str


@dataclass(frozen=True)
class AgainstView:
    """An indicator beside the same figure elsewhere; `targets` are the demands that name it, with their documents.

    `whose` says what our values are of, where others of ours are beside the same.
    """

    id: str
    link: Link
    whose: str
    conclusion: str
    own: str
    other: str
    drawing: SvgView | None
    pairs: tuple[PairView, ...]
    targets: tuple[tuple[str, Link], ...]


@dataclass(frozen=True)
class GroupView:
    """Comparisons of one sort: an answer in a line for each, with everything behind it."""

    id: str
    name: str
    intro: str
    shared: tuple[SharedView, ...] = ()
    against: tuple[AgainstView, ...] = ()

    @property
    def lines(self) -> tuple[tuple[Link, str], ...]:
        """The way to each of them on the page, and its answer."""
        named = [(each.id, each.link.text, each.conclusion) for each in self.shared]
        named += [(each.id, self.name_of(each), each.conclusion) for each in self.against]
        return tuple((Link(name, f"{SIDE_BY_SIDE}#{id_}"), answer) for id_, name, answer in named)

    def name_of(self, against: AgainstView) -> str:
        """Return the name of a comparison, told from others of the same indicator on the page."""
        several = len({each.other for each in self.against}) > 1
        other = f"mot {against.other}" if several else ""
        return ", ".join(filter(None, [against.link.text, against.whose, other]))


@dataclass(frozen=True)
class SideBySideView:
    """Every comparison; `empty` are the shared indicators without target and outcome, with whose they are."""

    groups: tuple[GroupView, ...]
    empty: tuple[tuple[Link, str], ...]


def side_by_side_page(look: Look) -> Page | None:
    """Return the page that sets the boards side by side; None where there is nothing to compare."""
    if not look.shared and not look.against:
        return None
    groups = tuple(_groups(look))
    alphabetical = sorted(look.shared, key=lambda each: swedish_order(each.indicator.name))
    empty = tuple(
        (_link(each), listed([body.name for body in each.bodies])) for each in alphabetical if each.is_empty
    )
    headings = [Heading(group.id, group.name) for group in groups]
    return Page(
        address=SIDE_BY_SIDE,
        title=TITLE,
        template="jamfor.html",
        view=SideBySideView(groups, empty),
        description="Samma indikator hos flera nämnder, och utfall mot riket och andra.",
        headings=(*headings, *([Heading("tomma", "Utan målvärde och utfall")] if empty else [])),
        found=(Found(SIDE_BY_SIDE, TITLE, "Sida"),),
    )


def any_side_by_side(look: Look) -> bool:
    """Whether there is anything to set side by side."""
    return bool(look.shared or look.against)


def _groups(look: Look) -> Iterator[GroupView]:
    """Yield the sorts of comparison, those that have an answer first in each."""

    def answered_first(shared: Shared) -> tuple[bool, bool, str]:
        return shared.standing is None, not any(shared.points.values()), swedish_order(shared.indicator.name)

    ordered = [each for each in sorted(look.shared, key=answered_first) if not each.is_empty]
    own = tuple(shared_view(look, each) for each in ordered if not each.common)
    common = tuple(shared_view(look, each) for each in ordered if each.common)
    against = tuple(
        against_view(look, each, draw=True)
        for each in sorted(
            look.against,
            key=lambda each: (
                not any(pair.distance for pair in each.pairs),
                swedish_order(each.indicator.name),
            ),
        )
    )
    if own:
        intro = "Samma indikator hos flera nämnder, var och en med ett eget utfall."
        yield GroupView("sida-vid-sida", "Nämnderna sida vid sida", intro, shared=own)
    if common:
        intro = "Flera nämnder har samma indikator för samma sak: utfallet är ett, målvärdena är deras egna."
        yield GroupView("gemensamma", "Gemensamma mått", intro, shared=common)
    if against:
        names = listed(list(dict.fromkeys(each.other for each in against)))
        intro = "Skillnaden är räknad ur de tryckta talen och aldrig noggrannare än de är."
        yield GroupView("mot", f"Mot {names}", intro, against=against)


def _link(comparison: Shared | Against) -> Link:
    return Link(comparison.indicator.name, indicator_address(comparison.indicator.id))


# Several bodies


def shared_view(look: Look, shared: Shared) -> SharedView:
    """Return an indicator of several bodies as it is shown."""
    register = look.results.register
    conclusion = " ".join([*_outcomes(shared, register), *_aims(shared)])
    several = len(shared.wordings) > 1
    cells = tuple(_cell_view(look, cell, several=several) for cell in shared.cells)
    return SharedView(
        anchor("sida-vid-sida", shared.indicator.id),
        _link(shared),
        conclusion,
        () if shared.common else tuple(_panels(look, shared)),
        cells,
        tuple(_told(place) for place in shared.told),
        tuple((LETTERS[number % len(LETTERS)], text) for number, text in enumerate(shared.wordings)),
        any(cell.distances for cell in cells),
    )


def _outcomes(shared: Shared, register: Register) -> Iterator[str]:
    """Yield how the bodies' outcomes stand to each other, or why that cannot be told."""
    standing = shared.standing
    if shared.common:
        yield _of_common(shared, register)
    elif standing:
        yield _order(standing, shared)
        places = {place.body.id for place in standing.places}
        yield from _beside([body for body in shared.bodies if body.id not in places], shared, register)
    else:
        yield _unordered(shared, register)


def _of_common(shared: Shared, register: Register) -> str:
    """Say the one value that all bodies share."""
    name = register.scope_name(shared.common or "")
    points = next(iter(shared.points.values()))
    if not points:
        return f"Ett gemensamt mått för {name}; inget utfall finns här."
    text, period, _ = _newest(points)
    return f"Ett gemensamt värde för {name}: {text} ({period})."


def _newest(points: Iterable[Point]) -> tuple[str, str, str]:
    """Return the newest value, its period and what it is of; group by group where there is no whole."""
    last = max(points, key=lambda point: (point.period.end, point.key.group is None))
    same = [point for point in points if point.period == last.period and point.key[:3] == last.key[:3]]
    groups = same if last.key.group else [last]
    texts = [f"{point.key.group} {_value(point)}" if point.key.group else _value(point) for point in groups]
    return " · ".join(texts), label(last.period), last.key.scope


def _value(point: Point) -> str:
    return "olika uppgifter i dokumenten" if point.conflict else value_text(point.best.value)


def _order(standing: Standing, shared: Shared) -> str:
    """Say in which order the bodies stand, and by how much where there are two."""
    values = listed([f"{place.body.name} {_value(place.point)}" for place in standing.places])
    when, better = label(standing.period), shared.indicator.better
    if not standing.ordered:
        return f"{when}: {values}."
    if len(standing.places) == 2:  # noqa: PLR2004 - one way to say it for two, another for more
        one, other = standing.places
        far = distance(one.point.best.value, other.point.best.value, other.body.name, better)
        return f"{when}: {values}. {_gap(one, far)}"
    lead = "högst först" if better == "inget" else "bäst först"
    unsure = [f"{one.body.name} och {other.body.name} går inte att skilja åt" for one, other in standing.open]
    return f"{when}, {'; '.join([f'{lead}: {values}', *unsure])}."


def _gap(place: Place, far: Distance) -> str:
    """Say how far a body is from the other."""
    if far.sign is None:
        return f"De går inte att skilja åt: {far.reason}."
    if far.sign == 0:
        return "De är lika."
    size = far.reason if far.amount else f"{'högre' if far.sign > 0 else 'lägre'}"
    return f"{place.body.name} ligger {size}{_worth(far)}."


def _worth(far: Distance) -> str:
    return f", vilket är {far.standing}" if far.standing else ""


def _beside(bodies: list[Body], shared: Shared, register: Register) -> Iterator[str]:
    """Yield what is known of the bodies that are left out of the order."""
    known = [_with_newest(body, shared, register) for body in bodies if shared.points[body.id]]
    unknown = [body for body in bodies if not shared.points[body.id]]
    scopes = {body.id: _scope_elsewhere(body, shared, register) for body in unknown}
    missing = [body.name for body in unknown if not scopes[body.id]]
    if known:
        yield f"Ställs inte mot de andra: {listed(known)}."
    yield from (f"{body.name} har indikatorn för {scopes[body.id]}." for body in unknown if scopes[body.id])
    if missing:
        yield f"Utfall saknas för {listed(missing)}."


def _scope_elsewhere(body: Body, shared: Shared, register: Register) -> str:
    """Say what a body's newest row is of; empty where it is of the body itself."""
    cell = _newest_cells(shared).get(body.id)
    return register.scope_name(cell.result.key.scope) if cell and cell.result.key.scope != body.id else ""


def _with_newest(body: Body, shared: Shared, register: Register) -> str:
    """Say a body's newest value, when it is from, and what it is of where that is not the body."""
    text, period, scope = _newest(shared.points[body.id])
    of = "" if scope == body.id else f", gäller {register.scope_name(scope)}"
    return f"{body.name} {text} ({period}{of})"


def _unordered(shared: Shared, register: Register) -> str:
    """Say which values there are where no two can be set against each other."""
    told = list(_each_value(shared, register))
    if not told:
        return "Ingen av dem har ett utfall." if len(shared.bodies) > 2 else "Ingen har ett utfall."  # noqa: PLR2004
    if len(told) == 1:
        return f"Bara ett utfall är känt: {told[0]}."
    return f"Utfallen ställs inte mot varandra ({', '.join(_obstacles(shared))}): {listed(told)}."


def _obstacles(shared: Shared) -> Iterator[str]:
    """Yield why the newest values cannot be ordered."""
    newest = {
        body.id: max(points, key=lambda point: (point.period.end, point.key.group is None))
        for body in shared.bodies
        if (points := shared.points[body.id])
    }
    if len({point.period for point in newest.values()}) > 1:
        yield "olika tid"
    if len({point.key.series for point in newest.values()}) > 1:
        yield "olika definition"
    if len({body.parent for body in shared.bodies if body.id in newest}) > 1:
        yield "nämnd och verksamhet"
    if any(point.key.scope != id_ for id_, point in newest.items()):
        yield "gäller annat än nämnden själv"
    if any(point.key.group for point in newest.values()):
        yield "redovisas per grupp"
    if any(point.conflict for point in newest.values()):
        yield "dokumenten är inte överens"


def _each_value(shared: Shared, register: Register) -> Iterator[str]:
    """Yield the newest value of each body; one that several share is said once."""
    sharing: dict[tuple[str, str, str], list[Body]] = {}
    for body in shared.bodies:
        if shared.points[body.id]:
            sharing.setdefault(_newest(shared.points[body.id]), []).append(body)
    for bodies in sharing.values():
        *others, last = bodies
        yield listed([*(body.name for body in others), _with_newest(last, shared, register)])


def _aims(shared: Shared) -> Iterator[str]:
    """Yield what the bodies aim at and which of them reach it, the year of their outcomes and newer years each by itself."""
    newest = _newest_cells(shared)
    targets = [newest[body.id].result.row.target if body.id in newest else None for body in shared.bodies]
    told = _told_cells(shared)
    cells = [cell for body in shared.bodies for cell in _told_and_newest(body, told, newest)]
    every = [cell.result.row.target for cell in cells]
    both = "Båda" if len(targets) == 2 else "Alla"  # noqa: PLR2004
    if not any(every):
        yield "Ingen har ett målvärde."
        return
    alike = all(target == targets[0] for target in [*targets, *every])
    if alike and isinstance(targets[0], ByPerson):
        yield f"{both} bedöms i text, utan målvärde."
    elif alike:
        yield f"{both} har samma målvärde: {target_text(targets[0])}."
    of_outcomes = {cell.year for cell in told.values()}
    for year in sorted({cell.year for cell in cells}, key=lambda year: (year not in of_outcomes, -year)):
        own = [cell for cell in cells if cell.year == year]
        if not alike:
            yield from _aims_of_year(year, own, shared)
        yield from _verdicts(own)
    without = [body.name for body, target in zip(shared.bodies, targets, strict=True) if target is None]
    if without:
        yield f"{listed(without)} har inget målvärde."


def _told_and_newest(body: Body, *rows: dict[str, Cell]) -> list[Cell]:
    """Return the row that a body's outcome is of and its newest one, once where they are the same."""
    found = [each[body.id] for each in rows if body.id in each]
    return found[:1] if len({id(cell) for cell in found}) == 1 else found


def _aims_of_year(year: int, cells: list[Cell], shared: Shared) -> Iterator[str]:
    """Yield what is aimed at in one year: the same by all, or each its own."""
    ordered = [cell for body in shared.bodies for cell in cells if cell.body.id == body.id]
    aiming = [cell for cell in ordered if cell.result.row.target]
    texts = [target_text(cell.result.row.target) for cell in aiming]
    if len(aiming) == len(shared.bodies) and len(set(texts)) == 1:
        yield f"Mål för {year}: {'båda' if len(aiming) == 2 else 'alla'} {texts[0]}."  # noqa: PLR2004
    elif aiming:
        named = [f"{cell.body.name} {text}" for cell, text in zip(aiming, texts, strict=True)]
        yield f"Mål för {year}: {listed(named)}."


def _told_cells(shared: Shared) -> dict[str, Cell]:
    """Return, by body, the row that its value in the sentences is the outcome of; none where it is of a year without a row."""
    places = {
        place.body.id: place.point.period for place in (shared.standing.places if shared.standing else ())
    }
    found: dict[str, Cell] = {}
    for body in shared.bodies:
        points = shared.points[body.id]
        if not points and body.id not in places:
            continue
        newest = max(points, key=lambda point: (point.period.end, point.key.group is None), default=None)
        period = places.get(body.id) or (newest.period if newest else None)
        reported = [cell for cell in shared.cells if cell.body.id == body.id and cell.reported]
        own = [cell for cell in reported if cell.result.reading and cell.result.period == period]
        of_year = [cell for cell in reported if period and cell.year == period.end.year]
        if own or of_year:
            found[body.id] = (own or of_year)[0]
    return found


def _newest_cells(shared: Shared) -> dict[str, Cell]:
    """Return the newest row of each body."""
    return {cell.body.id: cell for cell in reversed(shared.cells)}


def target_text(target: Target | None) -> str:
    """Return a target as printed, on one line."""
    return ", ".join(" ".join(filter(None, [view.group, view.text])) for view in target_views(target))


def _verdicts(cells: Iterable[Cell]) -> Iterator[str]:
    """Yield which rows reached their targets, or are expected to, by the newest follow-ups of their year."""
    reported = [cell for cell in cells if cell.reported]
    for stand, lead in STANDS.items():
        names = [f"{cell.body.name} ({_when(cell)})" for cell in reported if cell.result.stand == stand]
        if names:
            yield f"{lead}: {listed(names)}."


def _when(cell: Cell) -> str:
    """Say which year a verdict is of, and the time of the outcome where that is another year's."""
    period = cell.result.period
    is_other = "prognos" not in cell.result.stand and period is not None and period.end.year != cell.year
    return f"{cell.year}, utfall för {label(period)}" if is_other and period else str(cell.year)


def _cell_view(look: Look, cell: Cell, *, several: bool) -> CellView:
    document = cell.result.document
    distances = tuple(
        _distance_view(look.results.register.scope_name(scope), far)
        for scope, far in (cell.distances or {}).items()
    )
    return CellView(
        cell.year,
        Link(cell.body.name, body_address(cell.body)),
        Link(document.name, goal_address(document.path, document.year, cell.result.row.goal)),
        row_view(look, cell.result),
        cell.why,
        LETTERS[cell.wording % len(LETTERS)] if several else "",
        tuple(map(capital, cell.notes)),
        cell.demand,
        distances,
    )


def _distance_view(name: str, far: Distance) -> DistanceView:
    rounding = ""
    if far.low and far.high:
        ends = f"{format_quantity(far.low).split(chr(160))[0]}–{format_quantity(far.high)}"
        rounding = f"Talen är avrundade: skillnaden kan vara {ends}."
    return DistanceView(name, capital(f"{far.reason}{_worth(far)}"), rounding)


def _told(place: Place) -> tuple[str, str, Link]:
    telling = place.point.best
    group = f", {place.point.key.group}" if place.point.key.group else ""
    value = f"{_value(place.point)} ({label(place.point.period)}{group})"
    return place.body.name, value, Link(telling.document.full_name, document_address(telling.document))


def _panels(look: Look, shared: Shared) -> Iterator[PanelsView]:
    """Yield the drawings of each definition, where at least two bodies have something to draw and there is a number."""
    keys = [point.key.series for points in shared.points.values() for point in points]
    every = dict.fromkeys([*keys, *(cell.result.key.series for cell in shared.cells)])
    for series in every:
        views = {body.id: view for body in shared.bodies if (view := _view(look, shared, body, series))}
        if len(views) > 1 and any(map(_has_number, views.values())):
            drawings = draw_alike(list(views.values()))
            name = shared.indicator.series.get(series or "", "") if len(every) > 1 else ""
            bodies = [body for body in shared.bodies if body.id in views]
            panels = (
                PanelView(body.name, _panel_text(look, shared, body), drawing)
                for body, drawing in zip(bodies, drawings, strict=True)
            )
            key = arrow_key(target for view in views.values() for target in view.targets)
            yield PanelsView(name, tuple(panels), key)


def _view(look: Look, shared: Shared, body: Body, series: str | None) -> ChartView | None:
    rows = [cell.result for cell in shared.cells if cell.body.id == body.id]
    view = trend_view(look, shared.indicator, series, list(shared.points[body.id]), rows, FEW_LINES)
    return small(view) if view else None


def _has_number(view: ChartView) -> bool:
    edges = (end for target in view.targets for end in (target.low, target.high))
    return bool(view.lines) or any(end is not None for end in edges)


def _panel_text(look: Look, shared: Shared, body: Body) -> str:
    """Say in words what a body's drawing shows: its newest value and target."""
    cell = _newest_cells(shared).get(body.id)
    elsewhere = cell is not None and cell.result.key.scope != body.id
    outcome = "Inget utfall"
    if cell and elsewhere:
        outcome = f"Gäller {look.results.register.scope_name(cell.result.key.scope)}"
    if shared.points[body.id]:
        text, period, scope = _newest(shared.points[body.id])
        of = "" if scope == body.id else f", gäller {look.results.register.scope_name(scope)}"
        outcome = f"{text} ({period}{of})"
    cells = _told_and_newest(body, _told_cells(shared), _newest_cells(shared))
    goals = [
        f"mål för {each.year}: {target_text(each.result.row.target)}"
        for each in cells
        if each.result.row.target
    ]
    return "; ".join([outcome, *goals])


# Against others


def against_view(look: Look, against: Against, *, draw: bool) -> AgainstView:
    """Return an indicator beside the same figure elsewhere; with a drawing of its own where there is something to draw."""
    register = look.results.register
    owns = {each.own for each in look.against if each.indicator.id == against.indicator.id}
    several = len(owns) > 1
    return AgainstView(
        anchor("mot", against.scope, against.indicator.id, against.own),
        _link(against),
        register.scope_name(against.own) if several else "",
        " ".join(_against_sentences(against, register)),
        register.scope_name(against.own),
        register.scope_name(against.scope),
        _drawing(look, against) if draw else None,
        tuple(_pair_view(register, against, pair) for pair in against.pairs),
        tuple(
            (target_text(result.row.target or result.row.long_term), _document(result.document))
            for result in against.naming
        ),
    )


def _document(document: Document) -> Link:
    return Link(document.full_name, document_address(document))


def _against_sentences(against: Against, register: Register) -> Iterator[str]:
    """Yield how the newest values stand to each other, or why that cannot be told."""
    own, other = register.scope_name(against.own), register.scope_name(against.scope)
    both = [pair for pair in against.pairs if pair.own and pair.other and pair.distance]
    if both:
        newest = [pair for pair in both if pair.period == both[0].period]
        whole = [pair for pair in newest if pair.own and pair.own.key.group is None]
        yield f"{label(both[0].period)}: {'; '.join(_pair_sentence(pair, own) for pair in whole or newest)}."
        return
    demands = dict.fromkeys(
        target_text(result.row.target or result.row.long_term) for result in against.naming
    )
    if demands:
        yield f"Målvärdet är satt mot {other} (”{'”, ”'.join(demands)}”), men inget värde för {other} finns här."
    having = [pair.own for pair in against.pairs if pair.own]
    if having:
        text, period, _ = _newest(having)
        yield f"{own} {text} ({period})."


def _pair_sentence(pair: Pair, own: str) -> str:
    assert pair.own is not None
    assert pair.other is not None
    assert pair.distance is not None
    group = f" {pair.own.key.group}" if pair.own.key.group else ""
    lead = f"{own}{group} {_value(pair.own)}"
    if pair.distance.sign is None:
        return f"{lead}, men skillnaden kan inte avgöras: {pair.distance.reason}"
    return f"{lead}, {pair.distance.reason} ({_value(pair.other)}){_worth(pair.distance)}"


def _pair_view(register: Register, against: Against, pair: Pair) -> PairView:
    some = pair.own or pair.other
    assert some is not None
    marks = [
        f"{register.scope_name(point.key.scope)}: {mark}"
        for point in (pair.own, pair.other)
        if point and (mark := _mark(point))
    ]
    series = against.indicator.series.get(some.key.series or "", "")
    return PairView(
        label(pair.period),
        some.key.group or "",
        _value(pair.own) if pair.own else "",
        _value(pair.other) if pair.other else "",
        _distance_view(register.scope_name(against.scope), pair.distance) if pair.distance else None,
        "; ".join(filter(None, [series, *marks])),
    )


def _mark(point: Point) -> str:
    """Say what a value rests on that is not simply printed as an outcome."""
    telling = point.best
    marks = [
        "räknat" if telling.computed else "",
        f"tolkning: {telling.reading}" if telling.reading else "",
        "preliminärt" if telling.preliminary else "",
        "tryckt i kolumnen för målvärde" if telling.role == "målvärde" else "",
    ]
    return ", ".join(filter(None, marks))


def _drawing(look: Look, against: Against) -> SvgView | None:
    """Return the outcome and the other's as two lines in one drawing."""
    points = [point for pair in against.pairs if pair.own and pair.other for point in (pair.own, pair.other)]
    series = points[0].key.series if points else None
    view = trend_view(look, against.indicator, series, points, list(against.rows)) if points else None
    return draw_alike([view], NARROW)[0] if view and view.lines else None


# On an indicator's page


def shared_view_of(look: Look, indicator: str) -> SharedView | None:
    """Return the indicator as several bodies have it; None where they have nothing of it to show."""
    found = (each for each in look.shared if each.indicator.id == indicator and not each.is_empty)
    return next((shared_view(look, each) for each in found), None)


def against_views_of(look: Look, indicator: str) -> tuple[AgainstView, ...]:
    """Return the indicator beside others' values; the page has its chart already."""
    return tuple(
        against_view(look, each, draw=False) for each in look.against if each.indicator.id == indicator
    )


def against_heading(views: Iterable[AgainstView]) -> str:
    """Return the heading over comparisons, such as "Mot Riket"."""
    return f"Mot {listed(list(dict.fromkeys(view.other for view in views)))}"
