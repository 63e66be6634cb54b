"""Whether a board's budget is held, as pages say it: a sentence, the amounts behind it, and where each stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vpgen.economy import (
    BUDGET,
    DEVIATION,
    FORECAST,
    MEASURES,
    OUTCOME,
    RESULT,
    ROLES,
    asides_of,
    economy_of,
    economy_years,
    sentence_of,
)
from vpgen.numbers import format_quantity
from vpgen.pages.addresses import cell_address
from vpgen.pages.words import capital
from vpgen.periods import label
from vpgen.tables import SUM, TOTAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vpgen.economy import Amount, Deviation, Economy
    from vpgen.model.content import Body
    from vpgen.pages.look import Look

NAMES = {
    OUTCOME: "Utfall",
    BUDGET: "Budget",
    DEVIATION: "Tryckt avvikelse",
    FORECAST: "Prognos",
    MEASURES: "Effekt av beslutade åtgärder",
    RESULT: "Resultat",
}
SHAPES = {"överskott": "gott", "jämnt": "gott", "underskott": "daligt"}


@dataclass(frozen=True)
class AmountView:
    """An amount: what it is and of when, as printed with its unit, where it stands, in which document and version."""

    role: str
    name: str
    text: str
    address: str
    source: str
    version: str


@dataclass(frozen=True)
class AsideView:
    """What else the answer is to be read with, and what contradicts the amounts that it rests on."""

    text: str
    doubts: tuple[str, ...]


@dataclass(frozen=True)
class MoneyView:
    """The answer for a year.

    `lean` says which way the outcome leans (gott, daligt), else that this is a forecast (prognos) or cannot be told
    (oklart). `answer` leads to the cell that the answer rests on. `difference` is the deviation alone, with its direction.
    `doubts` are what contradicts the amounts, where they alone bear the answer; `asides` what else to read it with.
    """

    year: int
    sentence: str
    lean: str
    computed: bool
    answer: str
    difference: str
    note: str
    asides: tuple[AsideView, ...]
    doubts: tuple[str, ...]
    amounts: tuple[AmountView, ...]

    def amount(self, role: str) -> AmountView | None:
        """Return the amount of a role."""
        return next((amount for amount in self.amounts if amount.role == role), None)


def newest_money(look: Look, body: Body) -> tuple[MoneyView, ...]:
    """Return what to say of a body's economy: the newest year with an answer, and the years after it.

    An answer of an outcome comes first; one of a forecast comes after what is newer. Where no year has an answer, the
    newest stands alone.
    """
    views = [view for year in economy_years(body) if (view := money_view(look, body, year))]
    for at, view in enumerate(views):
        if view.lean in {"gott", "daligt"}:
            return (view, *views[:at])
        if view.computed:
            return tuple(views[: at + 1])
    return tuple(views[:1])


def money_view(look: Look, body: Body, year: int) -> MoneyView | None:
    """Return what is told of a body's economy for a year; None where nothing is."""
    economy = economy_of(body, year)
    if economy is None:
        return None
    deviation = economy.deviation
    foremost = economy.stated or next(iter(economy.amounts.values()))
    if deviation:
        foremost = deviation.printed or deviation.of
    # The document's own deviation, printed beside the amounts, bears the answer whatever else is contradicted.
    is_borne = deviation is None or (deviation.printed is not None and deviation.agrees)
    doubts = () if deviation is None or is_borne else _doubts(look, deviation.of, deviation.budget)
    return MoneyView(
        year,
        sentence_of(economy, doubted=bool(doubts)),
        _lean(deviation),
        deviation is not None,
        cell_address(foremost.document, foremost.ref),
        _difference(deviation) if deviation else "",
        _note(deviation),
        tuple(AsideView(aside.text, _doubts(look, *aside.of)) for aside in asides_of(economy)),
        doubts,
        tuple(_amounts(economy)),
    )


def _doubts(look: Look, *amounts: Amount) -> tuple[str, ...]:
    """Return what contradicts amounts, and the author has not explained."""
    used = {"/".join(map(str, (*each.document.key, each.ref))) for each in amounts}
    return tuple(
        capital(finding.sentence)
        for finding in look.findings
        if not finding.explanation and used & set(finding.cells)
    )


def _lean(deviation: Deviation | None) -> str:
    """Return which way the answer leans; a forecast is no verdict."""
    if deviation is None:
        return "oklart"
    return "prognos" if deviation.of.role == FORECAST else SHAPES.get(deviation.direction, "oklart")


def _difference(deviation: Deviation) -> str:
    size = format_quantity(deviation.size)
    said = "ingen skillnad" if deviation.direction == "jämnt" else f"{deviation.direction} {size}"
    return f"{said} enligt prognos" if deviation.of.role == FORECAST else said


def _note(deviation: Deviation | None) -> str:
    """Say where the printed deviation is another than the one that follows from the amounts."""
    if deviation is None or deviation.agrees or deviation.printed is None:
        return ""
    printed = deviation.printed.cell.value
    assert printed is not None
    return f"Dokumentets tryckta avvikelse är en annan: {format_quantity(printed)}"


def _amounts(economy: Economy) -> Iterator[AmountView]:
    """Yield the amounts, with those that the deviation rests on in place of others of the same role."""
    used = (
        {each.role: each for each in (economy.deviation.of, economy.deviation.budget)}
        if economy.deviation
        else {}
    )
    for role in ROLES:
        if (amount := used.get(role) or economy.amounts.get(role)) and (role != DEVIATION or economy.stated):
            yield _amount_view(amount)


def _amount_view(amount: Amount) -> AmountView:
    value = amount.cell.value
    assert value is not None
    when = label(amount.period) if amount.period else str(amount.year)
    told = ", ".join(filter(None, [amount.column.version, _whose(amount)]))
    return AmountView(
        amount.role,
        f"{NAMES[amount.role]} {when}{f' ({told})' if told else ''}",
        format_quantity(value),
        cell_address(amount.document, amount.ref),
        amount.document.name,
        amount.column.version or "",
    )


def _whose(amount: Amount) -> str:
    """Name the row of an amount that is not the body's own total, by its table where that says more."""
    row = amount.table.row(amount.cell.row)
    if row is None or row.kind in {SUM, TOTAL} or amount.document.body_name.lower() in row.name.lower():
        return ""
    heading = amount.table.heading
    return heading if heading.lower().startswith(row.name.lower()) else row.name
