"""The page of everything in the content that does not agree with itself."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from vpgen.pages import Found, Heading, Link, Page
from vpgen.pages.addresses import FINDINGS, cell_address, document_address
from vpgen.pages.rows import FindingView, finding_view
from vpgen.quoting import split_target

if TYPE_CHECKING:
    from vpgen.model.content import Document
    from vpgen.pages.look import Look
    from vpgen.problems import Finding

KINDS = {
    "andrat-efter-beslut": "Beslutade dokument som har ändrats sedan beslutet",
    "fel-summa": "Summor som inte stämmer",
    "fel-harledning": "Räknade kolumner som inte stämmer",
    "fel-samband": "Uppgifter som ska vara lika",
    "fel-citat": "Siffror i texten som inte är tabellens",
    "skillnad": "Samma uppgift, olika i två dokument",
    "annat-malvarde": "Målvärden som trycks på flera sätt",
    "olika-varden": "Utfall som skiljer sig mellan dokument",
    "olika-matt": "Samma sak, mätt på olika sätt",
    "sammanfattning": "Sammanräkningar som inte stämmer",
    "saknas-motivering": "Bedömningar som avviker från regeln utan motivering",
    "risk-forsvunnen": "Risker som försvann utan förklaring",
    "not-saknas": "Noter utan text",
    "onodig-forklaring": "Förklaringar som inte behövs",
    "onodig-rattelse": "Rättelser som inte behövs",
}
"""Findings by code, in the order of the page."""


@dataclass(frozen=True)
class FindingGroup:
    """Findings of one kind: those without an explanation first."""

    id: str
    name: str
    findings: tuple[tuple[FindingView, tuple[Link, ...]], ...]


@dataclass(frozen=True)
class FindingsView:
    """Every finding, by kind, and how many the author has explained."""

    total: int
    explained: int
    groups: tuple[FindingGroup, ...]
    documents: tuple[tuple[Link, int], ...]


def findings_page(look: Look) -> Page:
    """Return the page of all findings."""
    register = look.results.register
    sources = chain(register.documents(), register.replaced())
    documents = {source.document.key: source.document for source in sources}
    groups = []
    for code in dict.fromkeys([*KINDS, *(finding.code for finding in look.findings)]):
        found = sorted(
            (each for each in look.findings if each.code == code), key=lambda each: bool(each.explanation)
        )
        if found:
            views = tuple((finding_view(look, each), _links(documents, each)) for each in found)
            groups.append(FindingGroup(code, KINDS.get(code, code), views))
    view = FindingsView(
        total=len(look.findings),
        explained=sum(bool(each.explanation) for each in look.findings),
        groups=tuple(groups),
        documents=tuple(
            (Link(document.full_name, document_address(document)), number)
            for document in documents.values()
            if (number := sum(_is_in(document, each) for each in look.findings))
        ),
    )
    return Page(
        address=FINDINGS,
        title="Avvikelser i underlaget",
        template="avvikelser.html",
        view=view,
        description="Summor, siffror och uppgifter i dokumenten som inte stämmer med varandra.",
        headings=tuple(Heading(group.id, group.name) for group in groups),
        found=(Found(FINDINGS, "Avvikelser i underlaget", "Sida"),),
    )


def _is_in(document: Document, finding: Finding) -> bool:
    return any(place.file == document.place.file for place in finding.places)


def _links(documents: dict[tuple[str, int, str], Document], finding: Finding) -> tuple[Link, ...]:
    """Return the way to each cell that a finding marks, named by its document."""
    links = []
    for cell in finding.cells:
        found = split_target(cell)
        if found and found[0] in documents:
            document = documents[found[0]]
            links.append(Link(f"Se tabellen i {document.full_name}", cell_address(document, found[1])))
    return tuple(dict.fromkeys(links))[:2]
