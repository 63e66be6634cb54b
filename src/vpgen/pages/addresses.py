"""Where each thing stands on the site: stable, readable, flat."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vpgen.model.content import Body, Document, Ref

START = "index.html"
INDICATORS = "indikatorer/index.html"
LEGEND = "symboler.html"
SEARCH = "sok.html"
NOT_FOUND = "404.html"
CONTROL = "internkontroll.html"
FINDINGS = "avvikelser.html"
GAPS = "saknade-uppgifter.html"
AGENDA = "agenda-2030.html"
LEDGER = "regel-och-bedomning.html"
LIFELINES = "livslinjer/index.html"
SIDE_BY_SIDE = "jamfor.html"
CHANGES = "andringar.html"


def body_address(body: Body) -> str:
    """Return the address of a board's or unit's page."""
    return f"{body.path}/index.html"


def document_address(document: Document) -> str:
    """Return the address of a plan or follow-up."""
    return f"{document.path}/{document.year}/{document.slug}.html"


def whole_address(document: Document) -> str:
    """Return the address of a document as one page, in its printed order; a replaced plan has no other."""
    if document.replaced:
        return document_address(document)
    return f"{document.path}/{document.year}/{document.slug}-hela.html"


def decided_address(document: Document) -> str:
    """Return the address of a document as it was when it was decided."""
    return f"{document.path}/{document.year}/{document.slug}-beslutad.html"


def statuses_address(document: Document) -> str:
    """Return the address of the lists behind a follow-up's counts."""
    return f"{document.path}/{document.year}/{document.slug}-bedomningar.html"


def year_address(year: int) -> str:
    """Return the address of a year, all boards together."""
    return f"ar/{year}.html"


def comparison_address(body: Body) -> str:
    """Return the address of a body's plans, compared year by year."""
    return f"{body.path}/jamforelse.html"


def tables_address(document: Document) -> str:
    """Return the address of a document's tables, which stand on the one page of a replaced plan."""
    if document.replaced:
        return document_address(document)
    return f"{document.path}/{document.year}/{document.slug}-tabeller.html"


def csv_address(document: Document, table: str) -> str:
    """Return the address of a table as a file for a spreadsheet.

    No id has two hyphens beside each other, so table 1-x of plan.yml is not table x of plan-1.yml.
    """
    return f"{document.path}/{document.year}/{document.slug}--{table}.csv"


def cell_address(document: Document, ref: str) -> str:
    """Return the address of a cell, of table/row/column."""
    return f"{tables_address(document)}#{cell_anchor(ref)}"


def cell_anchor(ref: str) -> str:
    """Return the id of a cell on the page of its table."""
    return f"cell-{ref.replace('/', '--')}"


def control_address(document: Document) -> str:
    """Return the address of the internal control of a body's year."""
    return f"{document.path}/{document.year}/internkontroll.html"


def risk_address(document: Document, id_: str) -> str:
    """Return the address of a risk on the page of its plan."""
    return f"{control_address(document)}#risk-{id_}"


def goal_address(path: str, year: int, id_: str) -> str:
    """Return the address of a goal of a body's year."""
    return f"{path}/{year}/mal/{id_}.html"


def indicator_address(id_: str) -> str:
    """Return the address of an indicator."""
    return f"indikatorer/{id_}.html"


def assignments_address(year: int) -> str:
    """Return the address of the year's assignments."""
    return f"uppdrag/{year}.html"


def assignment_address(ref: Ref) -> str:
    """Return the address of an assignment among the year's assignments."""
    return f"{assignments_address(ref.year)}#{anchor(ref.body, ref.id)}"


def thread_address(year: int) -> str:
    """Return the address of a year's röda tråd."""
    return f"rod-trad/{year}.html"


def thread_spot(ref: Ref) -> str:
    """Return where an element hangs in its year's röda tråd."""
    return f"{thread_address(ref.year)}#{anchor('trad', ref.body, ref.id)}"


def lifeline_address(kind: str, first: Ref) -> str:
    """Return the address of a lifeline, by the kind and place of what it begins with: so it stays as years are added."""
    return f"livslinjer/{anchor(kind.replace('å', 'a'), first.body, first.id)}.html"


def text_page_address(slug: str) -> str:
    """Return the address of a hand-written page."""
    return f"{slug}.html"


def anchor(*parts: str) -> str:
    """Return an id for a spot on a page."""
    return "-".join(part.replace("/", "-") for part in parts)
