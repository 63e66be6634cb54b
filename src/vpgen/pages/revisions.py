"""What an edition of a plan changed in the one that it replaced, as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from vpgen.lifelines import KEPT, Piece, compare_words, shortened
from vpgen.model.content import Ref
from vpgen.pages import Link
from vpgen.pages.addresses import (
    cell_address,
    document_address,
    goal_address,
    indicator_address,
    risk_address,
    tables_address,
    whole_address,
)
from vpgen.pages.links import assignment_spot
from vpgen.pages.words import capital, decision_line
from vpgen.revisions import compare_editions, revised, target_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vpgen.model.content import Body, Document, Plan
    from vpgen.pages.look import Look
    from vpgen.revisions import Edit, Revision, Sort, Thing

NAMES: dict[Sort, str] = {
    "dokument": "Dokumentet",
    "avsnitt": "Avsnitt",
    "mål": "Mål",
    "indikator": "Indikatorer",
    "uppdrag": "Uppdrag",
    "aktivitet": "Aktiviteter",
    "risk": "Risker",
    "åtgärd": "Åtgärder mot risker",
    "bidrag": "Bidrag",
    "kapitel": "Kapitel",
    "tabell": "Tabeller",
    "kolumn": "Tabeller",
    "rad": "Tabeller",
    "cell": "Siffror i tabeller",
}
KINDS = {"ny": "Ny", "utgår": "Utgår", "omformulerad": "Omformulerad", "ändrad": "Ändrad"}
IN_TABLES = {"tabell": "tabellen", "kolumn": "kolumnen", "rad": "raden"}
RUNNING = {
    "lydelse",
    "beskrivning",
    "text",
    "rubrik",
    "punkter",
    "utmaningar",
    "övrigt",
    "titel",
    "metod",
    "noter",
}
"""What is told with its words marked; the rest is a value before and one after."""


@dataclass(frozen=True)
class EditView:
    """What is said of a thing: its `words` with what changed, or the value before and after.

    `moved` says what became of a target, `reason` by how much.
    """

    what: str
    words: tuple[Piece, ...]
    before: str
    after: str
    moved: str
    reason: str


@dataclass(frozen=True)
class RevisionView:
    """A thing that changed: what became of it, where it can be read, and what it stands under."""

    kind: str
    link: Link
    where: str
    edits: tuple[EditView, ...]
    reason: str


@dataclass(frozen=True)
class CellsView:
    """The figures of a table that changed: each with its row and column, before and after."""

    table: Link
    cells: tuple[tuple[Link, str, str], ...]


@dataclass(frozen=True)
class GroupView:
    """What changed of one sort."""

    name: str
    number: int
    revisions: tuple[RevisionView, ...]
    tables: tuple[CellsView, ...]


@dataclass(frozen=True)
class RevisionsView:
    """An edition beside the one that it replaced; `editions` are all that came before it, newest first.

    `address` is where the changes are listed.
    """

    address: str
    edition: str
    replaced: Link
    count: str
    caution: str
    groups: tuple[GroupView, ...]
    editions: tuple[Link, ...]


def make_revisions(look: Look, body: Body, plan: Plan) -> RevisionsView | None:
    """Return what a plan changed in the edition that it replaced; None for one that has replaced none."""
    before = revised(body, plan)
    if before is None:
        return None
    found = compare_editions(look.results.register, before, plan)
    document = plan.document
    earlier = [each.document for each in body.plans_of(document.year)]
    earlier = earlier[: earlier.index(document)]
    return RevisionsView(
        address=f"{document_address(document)}#andringar",
        edition=f"{edition_name(document)}, {uncapital(decision_line(document))}",
        replaced=edition_link(before.document),
        count=_count(found),
        caution=_caution(before.document, document),
        groups=tuple(_groups(look, before, plan, found)),
        editions=tuple(edition_link(each) for each in reversed(earlier)),
    )


def edition_name(document: Document) -> str:
    """Return which edition a plan is: "Utgåva 2"."""
    return f"Utgåva {document.edition}"


def edition_link(document: Document) -> Link:
    """Return a link to an edition, called by its number in a sentence."""
    return Link(f"utgåva {document.edition}", document_address(document))


def uncapital(text: str) -> str:
    """Return the text with a small first letter, to stand within a sentence."""
    return text[:1].lower() + text[1:]


def _count(found: Sequence[Revision]) -> str:
    told = sum(each.kind != "kan inte avgöras" for each in found)
    changes = "1 ändring" if told == 1 else f"{told} ändringar" if told else "inga ändringar"
    untold = len(found) - told
    return f"{changes}; om {untold} till går det inte att avgöra" if untold else changes


def _caution(before: Document, after: Document) -> str:
    """Say that there are editions between two that are compared, where some are not shown."""
    number = after.replaced or (int(after.edition) if after.edition.isdecimal() else 0)
    skipped = number > (before.replaced or 0) + 1
    return f"Utgåvorna mellan {before.edition} och {after.edition} visas inte här." if skipped else ""


def _groups(look: Look, before: Plan, after: Plan, found: Sequence[Revision]) -> Iterator[GroupView]:
    names = list(dict.fromkeys(NAMES.values()))
    ordered = sorted(found, key=lambda each: names.index(NAMES[each.thing.sort]))
    for name, group in groupby(ordered, key=lambda each: NAMES[each.thing.sort]):
        each = list(group)
        cells = [revision for revision in each if revision.thing.sort == "cell"]
        others = [_revision(look, before, after, revision) for revision in each if revision not in cells]
        yield GroupView(name, len(each), tuple(others), tuple(_cells(before, after, cells)))


def _cells(before: Plan, after: Plan, cells: Sequence[Revision]) -> Iterator[CellsView]:
    for id_, group in groupby(cells, key=lambda each: each.thing.key[1]):
        plan = after if id_ in after.contents.tables else before
        heading = plan.contents.tables[id_].heading
        rows = []
        for each in group:
            of = (after if each.after else before).document
            link = Link(each.thing.name, cell_address(of, "/".join(each.thing.key[1:])))
            old, new = (thing.facts["värde"] if thing else "" for thing in (each.before, each.after))
            rows.append((link, old, new))
        yield CellsView(Link(heading, f"{tables_address(plan.document)}#tabell-{id_}"), tuple(rows))


def _revision(look: Look, before: Plan, after: Plan, revision: Revision) -> RevisionView:
    thing = revision.thing
    named = IN_TABLES.get(thing.sort, "")
    name = f"{capital(named)} ”{thing.name}”" if named else thing.name
    edits = [_edit(edit) for edit in revision.edits]
    if not revision.edits:
        edits = [_as_told(what, target_text(target)) for what, target in thing.targets.items() if target]
    return RevisionView(
        KINDS.get(revision.kind, "Kan inte avgöras"),
        Link(name or "Dokumentet", _spot(look, after if revision.after else before, thing)),
        ", ".join(thing.places.values()) if thing.sort in {"indikator", "åtgärd"} else "",
        tuple(edits),
        capital(revision.reason),
    )


def _as_told(what: str, text: str) -> EditView:
    return EditView(capital(what), (Piece(KEPT, text),), "", "", "", "")


def _edit(edit: Edit) -> EditView:
    moved, reason = (edit.shift.kind, edit.shift.reason) if edit.shift else ("", "")
    is_running = edit.what in RUNNING
    return EditView(
        capital(edit.what),
        tuple(shortened(compare_words(edit.before, edit.after))) if is_running else (),
        "" if is_running else edit.before,
        "" if is_running else edit.after,
        moved,
        reason,
    )


def _spot(look: Look, plan: Plan, thing: Thing) -> str:  # noqa: PLR0911 - one case per sort of thing
    """Return where a thing of a plan can be read; in a replaced edition that is its one page."""
    document, id_ = plan.document, thing.key[1] if len(thing.key) > 1 else ""
    here = document_address(document)
    match thing.sort:
        case "indikator":
            return indicator_address(thing.key[2])
        case "tabell" | "rad" | "kolumn" | "cell":
            return f"{tables_address(document)}#tabell-{id_}"
        case "kapitel":
            return f"{whole_address(document)}#{id_}"
        case "mål" if not document.replaced:
            return goal_address(document.path, document.year, id_)
        case "uppdrag" if not document.replaced:
            return assignment_spot(look, plan, Ref(document.path, document.year, id_))
        case "risk" | "åtgärd":
            return f"{here}#risk-{id_}" if document.replaced else risk_address(document, id_)
        case "mål" | "avsnitt" | "uppdrag":
            return f"{here}#{id_}"
        case "bidrag":
            return f"{whole_address(document)}#bidrag-{id_}" if plan.contents.chapters else here
        case _:
            return here
