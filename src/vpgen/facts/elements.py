"""How things stand in each other: what a thing is a part of, and which of its steps is its own id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vpgen.facts.fact import ORGANISATION

if TYPE_CHECKING:
    from vpgen.facts.fact import Element

_UNDER = {
    "punkt": "avsnitt",
    "åtgärd": "risk",
    "rad": "tabell",
    "kolumn": "tabell",
}


def above(owner: str, element: Element) -> tuple[Element, ...]:
    """Return the things that a thing is a part of, the nearest first, its owner last."""
    if not element:
        return ()
    return (*_parents(owner, element), ())


def _parents(owner: str, element: Element) -> tuple[Element, ...]:  # noqa: PLR0911 - one case per sort of thing
    if owner == ORGANISATION:
        return tuple(element[:length] for length in range(len(element) - 1, 1, -1))
    match element:
        case ("indikator", goal, _):
            return (("mål", goal),)
        case ("annat värde", goal, "", _):
            return (("mål", goal),)
        case ("annat värde", goal, indicator, _):
            return (("indikator", goal, indicator), ("mål", goal))
        case ("ruta", table, row, column):
            return (("rad", table, row), ("kolumn", table, column), ("tabell", table))
        case ("bidrag", part, _):
            return (("bidrag", part),)
        case (sort, id_, _) if sort in _UNDER:
            return ((_UNDER[sort], id_),)
        case _:
            return ()


def step_of(part: Element, whole: Element) -> int:
    """Return which step of a part is the id of the thing that it is a part of."""
    return 3 if part[0] == "ruta" and whole[0] == "kolumn" else len(whole) - 1
