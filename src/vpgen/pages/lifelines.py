"""The pages of what lives through several years: one for each goal, assignment, point, heading and risk, and a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vpgen.lifelines import (
    ASSIGNMENT,
    GOAL,
    KEPT,
    KINDS,
    NEW,
    POINT,
    RISK,
    SECTION,
    STRUCK,
    Piece,
    compare_words,
)
from vpgen.pages import Found, Heading, Link, Page, shorten
from vpgen.pages.addresses import LIFELINES, anchor, indicator_address, lifeline_address, risk_address
from vpgen.pages.control import measure_counts
from vpgen.pages.links import ref_link
from vpgen.pages.outcomes import OutcomeView, outcome_views
from vpgen.pages.rows import row_view
from vpgen.pages.symbols import Symbol, change_symbol, symbol
from vpgen.pages.words import capital, first_paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vpgen.lifelines import Break, IndicatorLine, Lifeline, Occurrence, Stage
    from vpgen.pages.look import Look
    from vpgen.pages.rows import RowView

TITLE = "Genom åren"
PLURALS = {
    GOAL: "Mål",
    ASSIGNMENT: "Uppdrag",
    POINT: "Strategiernas punkter",
    SECTION: "Perspektiv, strategier och andra avsnitt",
    RISK: "Risker",
}
NAMES = {GOAL: "mål", ASSIGNMENT: "uppdrag", POINT: "punkt i en strategi", SECTION: "avsnitt", RISK: "risk"}
JUDGED = {GOAL: "Bedömning", ASSIGNMENT: "Status", RISK: "Åtgärdernas status"}
LENGTH = 100


@dataclass(frozen=True)
class BearerView:
    """A body's plan that has the thing: `words` are its own where they depart from the giver's.

    `judged` is what a follow-up says of it; empty where none does. `statuses` are those judgements with how many
    of them there are; empty where nothing was followed up. `comment` begins what the follow-up tells of it.
    """

    link: Link
    words: tuple[Piece, ...]
    judged: str
    statuses: tuple[tuple[Symbol, int], ...]
    change: Symbol | None
    comment: str


@dataclass(frozen=True)
class StageView:
    """A thing of one year: what it is and whose, its words with what changed, what it comes from and goes on as.

    `note` says that nothing changed, or that it is another kind of thing than before.
    """

    id: str
    year: int
    label: str
    board: str
    link: Link
    words: tuple[Piece, ...]
    note: str
    merged: tuple[Link, ...]
    split: tuple[Link, ...]
    bearers: tuple[BearerView, ...]
    absences: tuple[tuple[int, str], ...]
    end: str


@dataclass(frozen=True)
class BreakView:
    """What changed of an indicator between two years."""

    what: str
    words: tuple[Piece, ...]


@dataclass(frozen=True)
class IndicatorCell:
    """An indicator in a year's newest document; `outcome` is the year's where only another document tells it."""

    row: RowView
    outcome: OutcomeView | None


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator of a body's goal through the years: None for a year that has it not."""

    link: Link
    cells: tuple[IndicatorCell | None, ...]
    breaks: tuple[BreakView, ...]


@dataclass(frozen=True)
class IndicatorsView:
    """The indicators of a body's goals through the years."""

    id: str
    board: str
    years: tuple[int, ...]
    rows: tuple[IndicatorRow, ...]


@dataclass(frozen=True)
class LifelineView:
    """The life of one thing."""

    kinds: str
    years: str
    text: str
    stages: tuple[StageView, ...]
    indicators: tuple[IndicatorsView, ...]
    index: Link


@dataclass(frozen=True)
class IndexRow:
    """A lifeline in the list: `course` says what it has been, `fate` how it goes on."""

    link: Link
    board: str
    years: str
    course: str
    fate: str


@dataclass(frozen=True)
class IndicatorIndexRow:
    """An indicator in the list, or several that are one through the years, with what changed."""

    id: str
    links: tuple[Link, ...]
    years: str
    breaks: tuple[BreakView, ...]


@dataclass(frozen=True)
class IndexView:
    """All lifelines, by kind, and the indicators that several years' documents tell of."""

    groups: tuple[tuple[str, str, tuple[IndexRow, ...]], ...]
    indicators: tuple[IndicatorIndexRow, ...]


def lifeline_pages(look: Look) -> Iterator[Page]:
    """Yield the page of everything that is in the plans of at least two years, and the list of them."""
    if not any_lifelines(look):
        return
    yield _index(look)
    for line in _lines(look):
        yield _page(look, line)


def any_lifelines(look: Look) -> bool:
    """Whether anything is in the plans of more than one year."""
    return bool(_lines(look))


def _lines(look: Look) -> list[Lifeline]:
    return [line for line in look.lifelines.lines if len(line.years) > 1]


def _address(line: Lifeline) -> str:
    return lifeline_address(*line.stages[0].thing)


def _years(years: Iterable[int]) -> str:
    """Return years as text: 2023–2025 where none is missing, else each."""
    every = sorted(years)
    whole = every == list(range(every[0], every[-1] + 1))
    return f"{every[0]}–{every[-1]}" if whole and len(every) > 1 else ", ".join(map(str, every))


def _page(look: Look, line: Lifeline) -> Page:
    stages = tuple(_stage(look, line, stage) for stage in line.stages)
    indicators = tuple(_indicators(look, line))
    text = line.newest.text
    view = LifelineView(_course(line), _years(line.years), text, stages, indicators, Link(TITLE, LIFELINES))
    headings = [Heading(stage.id, f"{stage.year}: {stage.label}") for stage in reversed(stages)]
    headings += [Heading(each.id, f"Indikatorer hos {each.board}") for each in indicators]
    return Page(
        address=_address(line),
        title=f"{shorten(text, LENGTH)}, {_years(line.years)}",
        template="livslinje.html",
        view=view,
        description=f"{capital(_course(line))} genom åren {_years(line.years)}: lydelse, mål, utfall och bedömning.",
        crumbs=(Link(TITLE, LIFELINES),),
        headings=tuple(headings),
        found=(Found(_address(line), text, TITLE, _years(line.years), _other_words(line)),),
    )


def _other_words(line: Lifeline) -> str:
    """Return what the thing was called other years, to be found by."""
    words = dict.fromkeys(each.text for stage in line.stages for each in stage.occurrences)
    return " ".join(text for text in words if text != line.newest.text)


def _course(line: Lifeline) -> str:
    return ", sedan ".join(NAMES[kind] for kind in line.kinds)


def _stage(look: Look, line: Lifeline, stage: Stage) -> StageView:
    before = [line.stage(thing) for thing in stage.earlier]
    first, *others = stage.occurrences
    return StageView(
        id=_anchor(stage),
        year=stage.year,
        label=_label(first),
        board=first.plan.document.body_name,
        link=_link(look, first),
        words=compare_words(before[0].text, stage.text) if len(before) == 1 else _plain(stage.text),
        note=_note(stage, before),
        merged=tuple(_spot(each) for each in before) if len(before) > 1 else (),
        split=tuple(_spot(line.stage(thing)) for thing in stage.later) if len(stage.later) > 1 else (),
        bearers=tuple(_bearer(look, stage, each, before) for each in (first, *others)),
        absences=tuple((each.year, each.sentence) for each in stage.absences),
        end=stage.end,
    )


def _plain(text: str) -> tuple[Piece, ...]:
    return (Piece(KEPT, text),)


def _anchor(stage: Stage) -> str:
    kind, ref = stage.thing
    return anchor(f"ar-{ref.year}", kind.replace("å", "a"), ref.body, ref.id)


def _spot(stage: Stage) -> Link:
    return Link(f"{stage.year}: {stage.text}", f"#{_anchor(stage)}")


def _note(stage: Stage, before: list[Stage]) -> str:
    """Say what is another kind of thing than before, or that the words are the same."""
    if len(before) != 1:
        return ""
    was, now = before[0].thing.kind, stage.thing.kind
    same = before[0].text.split() == stage.text.split()
    kind = f"Var {NAMES[was]} {before[0].year}, är {NAMES[now]} {stage.year}." if was != now else ""
    words = f"Samma ord som {before[0].year}." if same else ""
    return " ".join(filter(None, [kind, words]))


def _label(occurrence: Occurrence) -> str:
    plan, (kind, ref) = occurrence.plan, occurrence.thing
    if kind == GOAL:
        return plan.goals[ref.id].label
    if kind == ASSIGNMENT and (number := plan.assignments[ref.id].number):
        return f"Uppdrag nr {number}"
    if kind == SECTION:
        return capital(plan.sections[ref.id].kind)
    return capital(NAMES[kind])


def _link(look: Look, occurrence: Occurrence) -> Link:
    """Return a link to a thing in its plan, named by whose and which year."""
    document, (kind, ref) = occurrence.plan.document, occurrence.thing
    address = risk_address(document, ref.id) if kind == RISK else ref_link(look, ref).address
    return Link(f"{document.body_name} {document.year}", address)


def _bearer(look: Look, stage: Stage, occurrence: Occurrence, before: list[Stage]) -> BearerView:
    plan, (kind, ref) = occurrence.plan, occurrence.thing
    result = look.results.newest(ref.body, ref.year)
    statuses: tuple[tuple[Symbol, int], ...] = ()
    change = None
    comment: str | None = None
    if kind == RISK:
        statuses = measure_counts(look, plan, plan.risks[ref.id])
    elif result and kind == ASSIGNMENT:
        statuses = ((symbol(result.assignments[ref.id]), 1),)
        told = result.follow_up.assignments.get(ref.id)
        comment = told.comment if told else None
    elif result and kind == GOAL:
        goal = result.goals[ref.id]
        statuses = ((symbol(goal.status), 1),)
        legend = look.results.register.legend(ref.year)
        change = change_symbol(goal.change, legend) if goal.change else None
        comment = goal.report.entry.comment if goal.report else None
    own = [each for earlier in before for each in earlier.occurrences if each.thing.ref.body == ref.body]
    old = own[0].text if own else stage.text
    words = compare_words(old, occurrence.text) if occurrence.departs else ()
    judged = "" if ref.body == look.results.register.organisation.council else JUDGED.get(kind, "")
    return BearerView(_link(look, occurrence), words, judged, statuses, change, first_paragraph(comment))


def _indicators(look: Look, line: Lifeline) -> Iterator[IndicatorsView]:
    """Yield for each body the indicators of its goals in the line, year by year."""
    rows: dict[str, dict[str, dict[int, IndicatorCell]]] = {}
    names: dict[str, str] = {}
    for stage in line.stages:
        for each in stage.occurrences:
            path = each.thing.ref.body
            for cell in _cells(look, each):
                names[path] = each.plan.document.body_name
                rows.setdefault(path, {}).setdefault(cell.row.id, {})[stage.year] = cell
    breaks = {id_: found for each in look.indicator_lines for id_, found in each.breaks.items()}
    for path, indicators in rows.items():
        years = tuple(sorted({year for shown in indicators.values() for year in shown}))
        body = path.rpartition("/")[2]
        yield IndicatorsView(
            anchor("indikatorer", path),
            names[path],
            years,
            tuple(
                IndicatorRow(
                    Link(next(iter(shown.values())).row.name, indicator_address(id_)),
                    tuple(shown.get(year) for year in years),
                    tuple(
                        _break(each)
                        for each in breaks.get(id_, ())
                        if each.body == body and {each.earlier, each.later} <= set(shown)
                    ),
                )
                for id_, shown in indicators.items()
            ),
        )


def _cells(look: Look, occurrence: Occurrence) -> Iterator[IndicatorCell]:
    kind, ref = occurrence.thing
    if kind != GOAL:
        return
    result = look.results.newest(ref.body, ref.year)
    reported = {row.row.indicator.id: row for row in result.goals[ref.id].rows} if result else {}
    for planned in look.results.plans[ref.body, ref.year].rows[ref.id]:
        row = reported.get(planned.row.indicator.id, planned)
        (told,) = outcome_views(look, row, (ref.year,))
        yield IndicatorCell(row_view(look, row), told if row.reading is None and told.values else None)


def _break(each: Break, board: str = "") -> BreakView:
    """Return a change in words: wordings word by word, all else as a whole; `board` where it must be said whose."""
    what = f"{capital(each.what)}, {board} {each.earlier} till {each.later}".replace("  ", " ")
    if each.what == "lydelse":
        return BreakView(what, compare_words(each.before, each.after))
    nothing = "inget angivet"
    return BreakView(what, (Piece(STRUCK, each.before or nothing), Piece(NEW, each.after or nothing)))


def _index(look: Look) -> Page:
    lines = _lines(look)
    groups = []
    for kind in KINDS:
        rows = tuple(_index_row(line) for line in lines if line.newest.thing.kind == kind)
        if rows:
            groups.append((kind.replace("å", "a"), PLURALS[kind], rows))
    indicators = tuple(_indicator_row(look, each) for each in look.indicator_lines)
    return Page(
        address=LIFELINES,
        title="Mål, uppdrag och risker genom åren",
        template="livslinjer.html",
        view=IndexView(tuple(groups), indicators),
        description=f"{len(lines)} mål, uppdrag, strategier och risker som finns i flera års planer.",
        headings=(
            *(Heading(id_, name) for id_, name, _ in groups),
            *([Heading("indikatorer", "Indikatorer")] if indicators else []),
        ),
        found=(Found(LIFELINES, "Mål, uppdrag och risker genom åren", "Sida"),),
    )


FATES = {
    "pågår": "Finns i den nyaste planen",
    "upphör": "Fortsätter inte",
    "kan inte avgöras": "Kan inte avgöras om det fortsätter",
}


def _index_row(line: Lifeline) -> IndexRow:
    ends = dict.fromkeys(FATES[stage.end] for stage in line.stages if not stage.later)
    turns = [
        "delas" if any(len(stage.later) > 1 for stage in line.stages) else "",
        "slås samman" if any(len(stage.earlier) > 1 for stage in line.stages) else "",
    ]
    return IndexRow(
        Link(line.newest.text, _address(line)),
        line.newest.occurrences[0].plan.document.body_name,
        _years(line.years),
        capital(", ".join(filter(None, [_course(line), *turns]))),
        "; ".join(ends),
    )


def _indicator_row(look: Look, line: IndicatorLine) -> IndicatorIndexRow:
    register = look.results.register
    return IndicatorIndexRow(
        f"indikator-{line.ids[0]}",
        tuple(
            Link(f"{register.indicators[id_].name} ({_years(line.told[id_])})", indicator_address(id_))
            for id_ in line.ids
            if line.told[id_]
        ),
        _years(line.years),
        tuple(
            _break(each, register.bodies[each.body].name) for found in line.breaks.values() for each in found
        ),
    )
