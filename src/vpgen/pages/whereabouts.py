"""Where on the site a thing stands: every page that shows it, and the spot on each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vpgen.facts import INDICATORS, owner_of
from vpgen.marking import Spot
from vpgen.model.content import Plan, Ref
from vpgen.model.spelling import as_id
from vpgen.pages.addresses import (
    assignment_address,
    cell_anchor,
    control_address,
    document_address,
    goal_address,
    indicator_address,
    statuses_address,
    tables_address,
    whole_address,
)
from vpgen.pages.words import capital
from vpgen.quoting import split_target
from vpgen.statuses import tally_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vpgen.changes import Change
    from vpgen.consequences import Consequence
    from vpgen.model.content import Document, FollowUp, Register
    from vpgen.problems import Finding

TOP = Spot()
"""The top of a page, for what the page itself is about."""
FROM_PLAN = frozenset({"", "text", "lydelse", "målvärde", "namn"})
"""What a plan says that its follow-ups show too."""
_GOAL_PAGE = re.compile(
    r"(?P<path>.+)/(?P<year>\d{4})/mal/(?P<goal>[^/]+)\.html(?:#indikator-(?P<indicator>.+))?"
)


@dataclass(frozen=True)
class Stand:
    """A page that something stands on, with its spots there, of which the first that is found is the one.

    `is_needed`: where none of them is found, the page tells of it at its top.
    """

    page: str
    spots: tuple[Spot, ...]
    is_needed: bool = True


class Whereabouts:
    """The things of a register, found on the pages of a site that is made of it or of the next version of it."""

    def __init__(self, register: Register) -> None:
        sources = (*register.documents(), *register.replaced())
        self.sources: dict[str, Plan | FollowUp] = {owner_of(source): source for source in sources}

    def of_change(self, change: Change) -> Iterator[Stand]:  # noqa: C901 - one case per sort of thing
        """Yield where what a change is of stands, its own page first."""
        source = self.sources.get(change.owner)
        if source is None or source.document.replaced or change.what == "borttagen":
            yield from self._only(change, source)
            return
        plan = source if isinstance(source, Plan) else source.plan
        match change.element:
            case ("mål", goal):
                yield Stand(goal_address(*_at(plan), goal), (TOP,))
                yield from self._on_documents(source, change, Spot(goal))
            case ("indikator", goal, indicator):
                yield from self._of_row(source, goal, indicator, change)
            case ("aktivitet", id_):
                yield from self._of_activity(source, plan, id_, change)
            case ("uppdrag", id_):
                yield from self._of_assignment(source, plan, id_, change)
            case ("avsnitt", section):
                yield from self._on_documents(source, change, Spot(section))
            case ("punkt", section, bullet):
                yield from self._on_documents(source, change, Spot(bullet), Spot(section))
            case ("tabell", table) | ("kolumn", table, _):
                yield from _of_table(source, Spot(f"tabell-{table}"))
            case ("rad", table, row):
                yield from _of_table(source, Spot(f"tabell-{table}", cell=(_row(source, table, row), 0)))
            case ("ruta", table, row, column):
                yield from _of_cell(source.document, source, table, row, column)
            case ("risk", risk) | ("åtgärd", risk, _):
                yield from _of_risk(source, risk, change.name)
            case _:
                yield from self._only(change, source)

    def of_consequence(self, each: Consequence, findings: tuple[Finding, ...]) -> Iterator[Stand]:
        """Yield where what follows stands; nothing where it is only told in the list of all."""
        page, _, spot = (each.address or "").partition("#")
        row = _GOAL_PAGE.fullmatch(each.address or "")
        match each.what:
            case "ärvt":
                return  # What is inherited is marked where it was written.
            case "utslag" | "föreslagen status" if row:
                yield from self._of_verdict(each, row)
            case "räkning":
                yield from self._of_tally(each, page)
            case "avvikelse":
                yield Stand(page, (Spot(text=f"{capital(each.after or '')}."), Spot(spot)))
                for finding in findings:
                    if each.after and finding.sentence == each.after:
                        yield from self._of_finding(finding)
            case "serie":
                yield Stand(page, (Spot("utveckling"),))
            case _ if page:
                yield Stand(page, (Spot(spot) if spot else TOP,))

    # What stands on several pages

    def _on_documents(self, source: Plan | FollowUp, change: Change | None, *spots: Spot) -> Iterator[Stand]:
        """Yield the pages of a document; of a plan also those of its follow-ups, for what these show of it."""
        document = source.document
        yield Stand(document_address(document), spots)
        yield Stand(whole_address(document), spots, is_needed=False)
        if not isinstance(source, Plan) or change is None or change.field not in FROM_PLAN:
            return
        for other in self.sources.values():
            if not isinstance(other, Plan) and (other.document.path, other.document.year) == _at(source):
                yield Stand(document_address(other.document), spots, is_needed=False)
                yield Stand(whole_address(other.document), spots, is_needed=False)

    def _of_row(
        self, source: Plan | FollowUp, goal: str, indicator: str, change: Change | None
    ) -> Iterator[Stand]:
        plan = source if isinstance(source, Plan) else source.plan
        page, own = goal_address(*_at(plan), goal), indicator_address(indicator)
        yield Stand(page, (Spot(f"indikator-{indicator}"), Spot("indikatorer")))
        yield from self._on_documents(source, change, Spot(goal, (own,)), Spot(goal))
        card = Spot(links=(document_address(source.document), page))
        yield Stand(own, (card, Spot("bedomningar")))

    def _of_activity(self, source: Plan | FollowUp, plan: Plan, id_: str, change: Change) -> Iterator[Stand]:
        activity = plan.activities.get(id_)
        if activity is None:
            yield from self._only(change, source)
            return
        named = Spot(text=activity.text)
        for under in activity.under:
            if under in plan.goals:
                yield Stand(goal_address(*_at(plan), under), (named, Spot("aktiviteter")))
            elif under in plan.assignments:
                yield Stand(_task_page(plan, under).page, (named,), is_needed=False)
        yield from self._on_documents(source, change, named, Spot("ovriga-aktiviteter"))

    def _of_assignment(
        self, source: Plan | FollowUp, plan: Plan, id_: str, change: Change
    ) -> Iterator[Stand]:
        task = _task_page(plan, id_)
        yield task
        assignment = plan.assignments.get(id_)
        for under in assignment.under if assignment else ():
            if under in plan.goals:
                yield Stand(goal_address(*_at(plan), under), task.spots)
        yield from self._on_documents(source, change, *task.spots, Spot("ovriga-uppdrag"))

    def _only(self, change: Change, source: Plan | FollowUp | None) -> Iterator[Stand]:
        """Yield the page that shows a thing that stands on one page, or what is left of where it stood."""
        page, _, spot = (change.address or "").partition("#")
        if change.what == "borttagen" and source is not None and not source.document.replaced:
            yield from _left_behind(source, change, page, spot)
        elif change.owner == INDICATORS and change.what != "borttagen":
            yield Stand(page, (Spot("definition"),))
        elif page:
            yield Stand(page, (Spot(spot) if spot else TOP,))

    # What follows

    def _of_verdict(self, each: Consequence, row: re.Match[str]) -> Iterator[Stand]:
        at = row["path"], int(row["year"])
        told = [
            source
            for source in self.sources.values()
            if not isinstance(source, Plan)
            and (source.document.path, source.document.year) == at
            and source.document.full_name in each.name
        ]
        for source in told:
            if row["indicator"]:
                yield from self._of_row(source, row["goal"], row["indicator"], None)
            else:
                yield Stand(goal_address(*at, row["goal"]), (TOP,))
                yield from self._on_documents(source, None, Spot(row["goal"]))
        if not told:
            page, _, spot = (each.address or "").partition("#")
            yield Stand(page, (Spot(spot) if spot else TOP,))

    def _of_tally(self, each: Consequence, page: str) -> Iterator[Stand]:
        kind = each.name.partition(",")[0]
        bar = Spot(text=tally_name(kind))
        yield Stand(page, (bar, Spot("sammanfattning")))
        for source in self.sources.values():
            if document_address(source.document) == page:
                yield Stand(whole_address(source.document), (bar,), is_needed=False)
                yield Stand(statuses_address(source.document), (Spot(as_id(kind)),), is_needed=False)

    def _of_finding(self, finding: Finding) -> Iterator[Stand]:
        """Yield the cells that a contradiction marks, and every page of the documents and the indicator that tells it."""
        told = Spot(text=f"{capital(finding.sentence)}.")
        pages: dict[str, None] = {}
        if finding.indicator:
            pages[indicator_address(finding.indicator)] = None
        files = {place.file for place in finding.places}
        for source in self.sources.values():
            document = source.document
            if document.place.file in files:
                of = (document_address, whole_address, tables_address)
                pages |= dict.fromkeys(address(document) for address in of)
                plan = source if isinstance(source, Plan) else source.plan
                pages |= dict.fromkeys(goal_address(*_at(plan), goal) for goal in plan.goals)
        yield from (Stand(page, (told,), is_needed=False) for page in pages)
        for cell in finding.cells:
            found = split_target(cell)
            marked = self.sources.get("/".join(map(str, found[0]))) if found else None
            if found and marked and found[1].count("/") == 2:  # noqa: PLR2004 - table, row, column
                yield from _of_cell(marked.document, marked, *found[1].split("/"), is_needed=False)


def _at(plan: Plan) -> tuple[str, int]:
    return plan.document.path, plan.document.year


def _task_page(plan: Plan, id_: str) -> Stand:
    page, _, spot = assignment_address(Ref(*_at(plan), id_)).partition("#")
    return Stand(page, (Spot(spot),), is_needed=False)


def _row(source: Plan | FollowUp, table: str, row: str) -> int:
    """Return which row of a table it is, counted from 0."""
    found = source.contents.tables.get(table)
    return next((at for at, each in enumerate(found.rows if found else ()) if each.id == row), 0)


def _of_table(source: Plan | FollowUp, spot: Spot) -> Iterator[Stand]:
    yield Stand(tables_address(source.document), (spot, Spot(spot.id)))
    yield Stand(whole_address(source.document), (spot, Spot(spot.id)), is_needed=False)


def _of_cell(
    document: Document, source: Plan | FollowUp, table: str, row: str, column: str, *, is_needed: bool = True
) -> Iterator[Stand]:
    """Yield a cell: by its id on the page of the tables, by its row and column in the whole of the document."""
    found = source.contents.tables.get(table)
    columns = [each.id for each in found.columns] if found else []
    whole = Spot(f"tabell-{table}")
    yield Stand(
        tables_address(document), (Spot(cell_anchor(f"{table}/{row}/{column}")), whole), is_needed=is_needed
    )
    at = columns.index(column) + 1 if column in columns else 0
    cell = Spot(whole.id, cell=(_row(source, table, row), at))
    yield Stand(whole_address(document), (cell, whole), is_needed=False)


def _of_risk(source: Plan | FollowUp, risk: str, name: str) -> Iterator[Stand]:
    card = f"risk-{risk}"
    yield Stand(control_address(source.document), (Spot(card, text=name), Spot(card)))
    yield Stand(whole_address(source.document), (Spot(text=name),), is_needed=False)


def _left_behind(source: Plan | FollowUp, change: Change, page: str, spot: str) -> Iterator[Stand]:
    """Yield what is left of where a dropped thing stood: the goals, the table or the risk that it was under."""
    plan = source if isinstance(source, Plan) else source.plan
    document = source.document
    match change.element:
        case ("indikator", goal, indicator):
            yield Stand(goal_address(*_at(plan), goal), (Spot("indikatorer"),))
            yield Stand(document_address(document), (Spot(goal),), is_needed=False)
            yield Stand(whole_address(document), (Spot(goal),), is_needed=False)
            yield Stand(indicator_address(indicator), (Spot("bedomningar"),))
        case ("aktivitet" | "uppdrag" as sort, id_):
            things = plan.activities if sort == "aktivitet" else plan.assignments
            heading = Spot("aktiviteter" if sort == "aktivitet" else "uppdrag")
            for under in things[id_].under if id_ in things else ():
                if under in plan.goals:
                    yield Stand(goal_address(*_at(plan), under), (heading,))
                yield Stand(document_address(document), (Spot(under),), is_needed=False)
                yield Stand(whole_address(document), (Spot(under),), is_needed=False)
            if sort == "uppdrag":
                yield Stand(page, ())
        case ("punkt", section, _):
            yield Stand(document_address(document), (Spot(section),), is_needed=False)
            yield Stand(whole_address(document), (Spot(section),), is_needed=False)
        case ("tabell" | "rad" | "kolumn" | "ruta", table, *_):
            yield from _of_table(source, Spot(f"tabell-{table}"))
        case ("mål" | "kapitel" | "avsnitt", *_):
            return  # Told at the top of the document.
        case _:
            yield Stand(page, (Spot(spot),) if spot else ())
