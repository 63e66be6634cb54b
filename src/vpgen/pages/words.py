"""Words and lines about documents that several kinds of page show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vpgen.model.files import DRAFT, PROPOSAL, REVISED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vpgen.model.content import Document


def capital(text: str) -> str:
    """Return the text with a capital first letter."""
    return text[:1].upper() + text[1:]


def listed(words: Sequence[str]) -> str:
    """Return words as a Swedish list: "A, B och C"."""
    return " och ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def swedish_order(text: str) -> str:
    """Return a key that sorts å, ä and ö last, in that order."""
    return text.lower().translate(str.maketrans("åäöéü", "{|}ey"))


def decision_line(document: Document) -> str:
    """Return who decided on a document and when, that it is a draft or a proposal, or that this is not known."""
    decision = document.file.decision
    if document.status == DRAFT:
        return "Utkast"
    if document.status == PROPOSAL:
        to = (decision.body if decision else None) or document.body_name
        day = f", {decision.date}" if decision and decision.date else ""
        return f"Förslag till {to[:1].lower()}{to[1:]}{day}"
    if decision and decision.text:
        return f"Beslutad av {decision.text}"
    return "Beslutet framgår inte av källan" if document.is_transcript else "Inget beslut är angivet"


def status_line(document: Document) -> str:
    """Return how far a document has come: that it is revised, and who decided on it and when."""
    decided = decision_line(document)
    return f"Reviderad, {decided[:1].lower()}{decided[1:]}" if document.status == REVISED else decided


def basis_line(document: Document) -> str:
    """Return what a document rests on, where it is not the original."""
    basis = document.file.basis
    if basis == "original":
        return ""
    whole = "" if document.file.complete else " Bara en del av dokumentet finns här."
    if document.is_reconstructed:
        return f"Planen är {basis}: den finns inte själv bland källorna.{whole}"
    return f"Avskrift av {document.file.source or 'ett äldre dokument'}.{whole}"


def other_source(document: Document) -> str:
    """Return the source of a document, where the line of what it rests on does not name it."""
    return (document.file.source or "") if document.file.basis != "avskrift" else ""


def first_paragraph(text: str | None) -> str:
    """Return the first paragraph of running text, on one line; nothing where there is none."""
    return " ".join((text or "").strip().partition("\n\n")[0].split())
