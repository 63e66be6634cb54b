"""Words and lines about documents that several kinds of page show."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vpgen.model.content import Document


def capital(text: str) -> str:
    """Return the text with a capital first letter."""
    return text[:1].upper() + text[1:]


PLURALS = {
    "effektmål": "Effektmål",
    "målsättning": "Målsättningar",
    "nämndens mål": "Nämndens mål",
    "verksamhetens mål": "Verksamhetens mål",
    "inriktningsmål": "Inriktningsmål",
    "resultatmål": "Resultatmål",
    "delmål": "Delmål",
    "mål": "Mål",
}


def tally_name(kind: str) -> str:
    """Return the heading of a tally."""
    return PLURALS.get(kind, capital(kind))


def decision_line(document: Document) -> str:
    """Return who decided on a document and when, or that this is not known."""
    decision = document.file.decision
    parts = (
        [decision.body, str(decision.date) if decision.date else None, decision.paragraph, decision.reference]
        if decision
        else []
    )
    known = ", ".join(filter(None, parts))
    if known:
        return f"Beslutad av {known}"
    return "Beslutet framgår inte av källan" if document.is_transcript else "Inget beslut är angivet"


def basis_line(document: Document) -> str:
    """Return what a document rests on, where it is not the original."""
    basis = document.file.basis
    if basis == "original":
        return ""
    whole = "" if document.file.complete else " Bara en del av dokumentet är inskriven."
    if document.is_reconstructed:
        return f"Planen är {basis}: den finns inte själv bland källorna.{whole}"
    return f"Avskrift av {document.file.source or 'ett äldre dokument'}.{whole}"
