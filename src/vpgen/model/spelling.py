"""What an author may have meant: the nearest known word, and an id made of a word that is none."""

from __future__ import annotations

import difflib
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

CLOSE_ENOUGH = 0.7


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that the author most likely meant, or None when none is near."""
    folded = {_fold(candidate): candidate for candidate in known}
    matches = difflib.get_close_matches(_fold(word), folded, n=1, cutoff=CLOSE_ENOUGH)
    return folded[matches[0]] if matches else None


def as_id(word: str) -> str:
    """Return the id that an author would write for a word; empty when it has no letter or digit."""
    return re.sub(r"[^a-z0-9]+", "-", _bare(word)).strip("-")


def _fold(word: str) -> str:
    return _bare(word).replace("_", " ").replace("-", " ")


def _bare(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.lower())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
