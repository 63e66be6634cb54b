"""The risk matrix, and what a risk's grade means in words: in the organisation's scale, against its cut-off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vpgen.pages import Link

if TYPE_CHECKING:
    from vpgen.model.content import Plan, Risk
    from vpgen.model.control import RiskScale
    from vpgen.model.files import Legend

MIDDLE, HIGH = 4, 9
"""The values from which a risk is called middling and high where the organisation has no scale of its own."""


@dataclass(frozen=True)
class StepView:
    """A step of a risk scale, and its word where the organisation has one."""

    number: int
    word: str


@dataclass(frozen=True)
class CellView:
    """A cell of the risk matrix: the product, what that means in words, a class of the style sheet, and its risks."""

    value: int
    word: str
    shade: str
    risks: tuple[Link, ...]


@dataclass(frozen=True)
class MatrixView:
    """Probability (rows, highest first) against consequence (columns), each cell with its risks and their product.

    `legend` tells which risk each short name stands for, and its value; `cutoff` what is required from which value.
    """

    columns: tuple[StepView, ...]
    rows: tuple[tuple[StepView, tuple[CellView, ...]], ...]
    legend: tuple[tuple[Link, str], ...]
    cutoff: str


def make_matrix(plan: Plan, legend: Legend) -> MatrixView | None:
    """Return the risk matrix of a plan; None where no risk has both probability and consequence."""
    placed = [risk for risk in plan.risks.values() if risk.value is not None]
    if not placed:
        return None
    scale = legend.of_risks
    names = {risk.id: f"R{number}" for number, risk in enumerate(placed, 1)}
    spots: dict[tuple[int | None, int | None], list[Link]] = {}
    for risk in placed:
        spot = spots.setdefault((risk.entry.probability, risk.entry.consequence), [])
        spot.append(Link(names[risk.id], f"#risk-{risk.id}"))
    columns = tuple(StepView(*step) for step in scale.consequence.items())
    rows = tuple(
        (
            StepView(row, word),
            tuple(
                CellView(
                    row * each.number,
                    *_meaning(row * each.number, legend),
                    tuple(spots.get((row, each.number), ())),
                )
                for each in columns
            ),
        )
        for row, word in reversed(scale.probability.items())
    )
    told = tuple(
        (Link(f"{names[risk.id]}. {risk.printed}", f"#risk-{risk.id}"), value_line(risk, scale))
        for risk in placed
    )
    cutoff = f"En risk med riskvärdet {scale.cutoff} eller mer ska åtgärdas." if scale.cutoff else ""
    return MatrixView(columns, rows, told, cutoff)


def _meaning(value: int, legend: Legend) -> tuple[str, str]:
    """Return what a value means in a word, and a class of the style sheet; without a scale of their own, in our words."""
    if legend.of_risks.cutoff is not None:
        return ("under gränsen", "lag") if legend.of_risks.spares(value) else ("ska åtgärdas", "hog")
    if legend.risk is not None:
        return "", "lag"
    return ("hög", "hog") if value >= HIGH else ("medel", "medel") if value >= MIDDLE else ("låg", "lag")


def grade_line(risk: Risk, scale: RiskScale) -> str:
    """Return a risk's probability and consequence, with their words where the scale has them; empty without a grade."""
    if risk.value is None:
        return ""
    grades = (
        ("Sannolikhet", risk.entry.probability, scale.probability),
        ("konsekvens", risk.entry.consequence, scale.consequence),
    )
    words = ((name, number, steps.get(number or 0, "").lower()) for name, number, steps in grades)
    return " × ".join(f"{name} {number}" + (f" ({word})" if word else "") for name, number, word in words)


def against_cutoff(risk: Risk, scale: RiskScale) -> str:
    """Say how a risk's value stands against the cut-off; empty where there is none, or no value."""
    if scale.cutoff is None or risk.value is None:
        return ""
    if scale.spares(risk.value):
        return f"under gränsen {scale.cutoff}"
    return f"når gränsen {scale.cutoff}, ska åtgärdas"


def value_line(risk: Risk, scale: RiskScale) -> str:
    """Return a risk's value and how it stands against the cut-off, as far as there are such."""
    value = "" if risk.value is None else f"Riskvärde {risk.value}"
    return ", ".join(filter(None, [value, against_cutoff(risk, scale)]))


def no_measure(risk: Risk, scale: RiskScale) -> str:
    """Say that a risk has no measure, and where that is as it should be, why."""
    if scale.spares(risk.value):
        return f"Ingen åtgärd: riskvärdet {risk.value} är under gränsen {scale.cutoff}."
    return "Ingen åtgärd är angiven."
