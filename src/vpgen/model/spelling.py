"""The nearest known word to a misspelt one, å, ä and ö left out or not."""

from __future__ import annotations

import difflib
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


def _fold(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.lower())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return bare.replace("_", " ").replace("-", " ")
