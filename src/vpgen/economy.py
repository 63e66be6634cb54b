"""Whether the budget is held: what documents tell of a year's budget, outcome and forecast, and how far apart they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from vpgen.numbers import Quantity, agree, difference, format_quantity
from vpgen.periods import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from vpgen.model.content import Body, Document, FollowUp, Plan
    from vpgen.periods import Period
    from vpgen.tables import Cell, Column, Table

Direction = Literal["överskott", "underskott", "jämnt", "högre", "lägre"]
OUTCOME, BUDGET, DEVIATION, FORECAST, MEASURES, RESULT = ROLES = (
    "utfall",
    "budget",
    "avvikelse",
    "prognos",
    "åtgärder",
    "resultat",
)


MOST_NAMED = 3
"""So many rows that exceed their budgets by as much are named."""


@dataclass(frozen=True)
class Amount:
    """A cell that tells of a body's economy: what it is (`role`), of which time, and where it stands."""

    role: str
    document: Document
    table: Table
    column: Column
    cell: Cell
    period: Period | None
    year: int

    @property
    def ref(self) -> str:
        """The cell's name in its document: table/row/column."""
        return f"{self.table.id}/{self.cell.ref}"


@dataclass(frozen=True)
class Deviation:
    """How far the outcome or forecast (`of`) lies from the budget of the same time.

    `size` is the difference without sign. The direction is told as surplus or deficit where the budget is a net cost
    with a minus or the document prints the deviation with its sign, else only as higher or lower. `share` is in per
    cent of the budget, None where that is nothing.
    """

    of: Amount
    budget: Amount
    size: Quantity
    direction: Direction
    share: Quantity | None
    printed: Amount | None
    agrees: bool


@dataclass(frozen=True)
class Overrun:
    """Rows that cost more, or bring in less, than their budgets, all by as much: their names, and how much, without sign."""

    rows: tuple[str, ...]
    size: Quantity


@dataclass(frozen=True)
class Aside:
    """What the answer is to be read with, and the amounts that it rests on where it has its own."""

    text: str
    of: tuple[Amount, ...] = ()


@dataclass(frozen=True)
class Economy:
    """What is told of a body's economy for a year, and the answer that it gives; None where it gives none.

    `forecast` is how far a forecast of the year lay from the budget, where the answer is an outcome; `worst` the rows of
    the answer's table that exceed their budgets by most.
    """

    year: int
    amounts: Mapping[str, Amount]
    deviation: Deviation | None
    forecast: Deviation | None = None
    worst: Overrun | None = None

    @property
    def stated(self) -> Amount | None:
        """The printed deviation, where it is all there is to answer with."""
        return None if self.deviation else self.amounts.get(DEVIATION)


def economy_of(body: Body, year: int) -> Economy | None:
    """Return what all documents of a body tell of a year's economy; None where they tell nothing.

    Where several tell the same, a follow-up comes before a plan, and a later document before an earlier.
    """
    told = [amount for source in _newest_first(body) for amount in _amounts(source) if amount.year == year]
    amounts: dict[str, Amount] = {}
    for amount in told:
        amounts.setdefault(amount.role, amount)
    if not amounts:
        return None
    deviation = _deviation(told)
    worst = _worst(body, deviation) if deviation else None
    return Economy(year, amounts, deviation, _forecast_beside(deviation, told), worst)


def _forecast_beside(answer: Deviation | None, told: list[Amount]) -> Deviation | None:
    """Return how far a forecast of the outcome's time lay from the budget: that of its own document, if it has one."""
    if answer is None or answer.of.role != OUTCOME:
        return None
    period = answer.budget.period
    forecast = next((each for each in _of(told, FORECAST) if each.period == period), None)
    if forecast is None:
        return None
    own = [each for each in _of(told, BUDGET) if each.document.key == forecast.document.key]
    budget = next(iter(_nearest(forecast, own)), answer.budget)
    return _compare(forecast, budget, ())


def economy_years(body: Body) -> list[int]:
    """Return the years of which a body's documents tell an outcome, a budget or a forecast, newest first."""
    sources = _newest_first(body)
    return sorted({amount.year for source in sources for amount in _amounts(source)}, reverse=True)


def _newest_first(body: Body) -> list[Plan | FollowUp]:
    """Return the documents of a body: follow-ups before plans, the newest of each first."""
    reports = [report for year in body.years for report in body.follow_ups.get(year, ())]
    plans = [body.plans[year] for year in body.years]
    return [*sorted(reports, key=lambda report: report.period, reverse=True), *plans]


def _amounts(source: Plan | FollowUp) -> Iterator[Amount]:
    """Yield the amounts that a document points out, and the budget beside an outcome or forecast of another year."""
    for role, reference in source.contents.economy.items():
        amount = _amount(source, role, reference)
        if amount is None:
            continue
        yield amount
        if role in {OUTCOME, FORECAST} and (beside := _budget_beside(source, amount)):
            yield beside


def _amount(source: Plan | FollowUp, role: str, reference: str) -> Amount | None:
    id_, _, ref = reference.partition("/")
    table = source.contents.tables[id_]
    cell = table.cells[ref]
    column = table.column(cell.column)
    if column is None or cell.value is None:
        return None
    period = column.period
    year = period.end.year if period else source.document.year
    return Amount(role, source.document, table, column, cell, period, year)


def _budget_beside(source: Plan | FollowUp, amount: Amount) -> Amount | None:
    """Return the budget of the same row and time; None where there is none, or several versions."""
    columns = [
        column
        for column in amount.table.columns
        if column.measure == BUDGET and column.period is not None and column.period == amount.period
        if column.unit == amount.column.unit and column.group in {None, amount.column.group}
    ]
    if len(columns) != 1:
        return None
    return _amount(source, BUDGET, f"{amount.table.id}/{amount.cell.row}/{columns[0].id}")


def _deviation(told: list[Amount]) -> Deviation | None:
    """Return the deviation of the outcome from the budget of the same time, else of the forecast."""
    pairs = [
        (amount, budget)
        for role in (OUTCOME, FORECAST)
        for amount in _of(told, role)
        for budget in _nearest(amount, _of(told, BUDGET))
    ]
    # A whole year's forecast says more than a part of the year's outcome.
    pairs.sort(key=lambda pair: not _is_whole_year(pair[0]))
    for amount, budget in pairs:
        if made := _compare(amount, budget, _of(told, DEVIATION)):
            return made
    return None


def _of(told: Iterable[Amount], role: str) -> list[Amount]:
    return [amount for amount in told if amount.role == role]


def _nearest(amount: Amount, budgets: Iterable[Amount]) -> list[Amount]:
    """Return the budgets of the same time, those of the same row and document first."""
    same = [each for each in budgets if each.period == amount.period]
    return sorted(
        same, key=lambda each: (each.document.key != amount.document.key, each.cell.row != amount.cell.row)
    )


def _is_whole_year(amount: Amount) -> bool:
    period = amount.period
    if period is None:
        return True
    return (period.start.month, period.end.month) == (1, 12) and period.start.year == period.end.year


def _compare(amount: Amount, budget: Amount, deviations: Iterable[Amount]) -> Deviation | None:
    value, limit = amount.cell.value, budget.cell.value
    if value is None or limit is None or (gap := difference(value, limit)) is None:
        return None
    printed = next((each for each in deviations if each.document.key == amount.document.key), None)
    size = Quantity(abs(gap.number), gap.scale, gap.unit)
    agrees = printed is None or printed.cell.value is None or _same_size(printed.cell.value, size)
    share = (
        Quantity((abs(gap.value) * 100 / abs(limit.value)).quantize(Decimal("0.1")), 1, "%")
        if limit.value
        else None
    )
    return Deviation(amount, budget, size, _direction(gap, value, limit, printed), share, printed, agrees)


def _worst(body: Body, deviation: Deviation) -> Overrun | None:
    """Return the rows that exceed their budgets by most, of the table that the answer stands in.

    Costs with a minus and incomes without are worse the lower they are; where the signs do not tell, no row is named.
    """
    of, budget = deviation.of, deviation.budget
    if (
        deviation.direction not in {"överskott", "underskott", "jämnt"}
        or of.document.key != budget.document.key
    ):
        return None
    sources = [source for year in body.years for source in body.documents(year)]
    table = next(each for each in sources if each.document.key == of.document.key).contents.tables[
        of.table.id
    ]
    if budget.table.id != table.id:
        return None
    found = []
    for row in table.rows:
        cells = [table.cells.get(f"{row.id}/{column.id}") for column in (of.column, budget.column)]
        values = [cell.value for cell in cells if cell and cell.value]
        if row.kind != "rad" or len(values) != len(cells):
            continue
        gap = difference(*values)
        if gap and gap.number < 0:
            found.append((gap.value, row.name, gap))
    if not found:
        return None
    most, _, gap = min(found, key=lambda each: each[0])
    names = tuple(name for size, name, _ in found if size == most)
    return Overrun(names, replace(gap, number=abs(gap.number)))


def _same_size(printed: Quantity, size: Quantity) -> bool:
    return agree(Quantity(abs(printed.number), printed.scale, printed.unit), size)


def _direction(gap: Quantity, value: Quantity, limit: Quantity, printed: Amount | None) -> Direction:
    """Tell the direction: a net cost with a minus leaves a surplus where it is higher than its budget."""
    if gap.number == 0:
        return "jämnt"
    told = printed.cell.value.number if printed and printed.cell.value else Decimal(0)
    sign = gap.number if limit.number < 0 and value.number <= 0 else told
    if sign == 0:
        return "högre" if gap.number > 0 else "lägre"
    return "överskott" if sign > 0 else "underskott"


def sentence_of(economy: Economy, *, doubted: bool = False) -> str:
    """Say in one Swedish sentence whether the budget was held, or why that cannot be told.

    `doubted`: the figures that it rests on are contradicted elsewhere in the content.
    """
    if economy.deviation is not None:
        held = _held(economy.deviation, share=not doubted)
        return f"Osäkert: {held[0].lower()}{held[1:]}" if doubted else held
    if economy.stated and economy.stated.cell.value:
        return f"Avvikelsen mot budget {economy.year} är {format_quantity(economy.stated.cell.value)} enligt dokumentet"
    budget, outcome, forecast = (economy.amounts.get(role) for role in (BUDGET, OUTCOME, FORECAST))
    if budget is None:
        lacks = "ingen budget att jämföra med är utpekad"
    elif outcome or forecast:
        lacks = "beloppen gäller olika tid eller har olika enhet"
    else:
        lacks = "ingen tabell pekar ut utfall eller prognos för året"
    size = f" på {format_quantity(budget.cell.value)}" if budget and budget.cell.value else ""
    return f"Om budgeten {economy.year}{size} hålls kan inte avgöras: {lacks}"


def asides_of(economy: Economy) -> tuple[Aside, ...]:
    """Say what else the answer is to be read with: what was forecast, and which rows exceed their budgets by most."""
    told = []
    if economy.forecast and economy.deviation:
        text = _forecast_words(economy.forecast, economy.deviation)
        told.append(Aside(text, (economy.forecast.of, economy.forecast.budget)))
    if economy.worst:
        told.append(Aside(_worst_words(economy.worst)))
    return tuple(told)


def _forecast_words(forecast: Deviation, answer: Deviation) -> str:
    """Say what was forecast, by which document where it is another, and against which budget where that is another."""
    version = forecast.of.column.version or ""
    at = f" {version}" if version.startswith("per ") else f" vid {version}" if version else ""
    size = format_quantity(forecast.size)
    is_other = forecast.budget.cell.value != answer.budget.cell.value
    limit = (
        f" {format_quantity(forecast.budget.cell.value)}" if is_other and forecast.budget.cell.value else ""
    )
    by = f", enligt {forecast.of.document.name}" if forecast.of.document.key != answer.of.document.key else ""
    match forecast.direction:
        case "jämnt":
            return f"Prognosen{at} var lika med budgeten{limit}{by}"
        case "högre" | "lägre":
            return f"Prognosen{at} var {size} {forecast.direction} än budgeten{limit}{by}"
        case _:
            against = f" mot budgeten{limit}" if limit else ""
            return f"Prognosen{at} pekade på ett {forecast.direction} på {size}{against}{by}"


def _worst_words(worst: Overrun) -> str:
    """Name the rows that exceed their budgets by most; of very many only how many they are."""
    *first, last = worst.rows
    joint = "samt" if any(" och " in name for name in worst.rows) else "och"
    names = f"{', '.join(first)} {joint} {last}" if first else last
    if len(worst.rows) > MOST_NAMED:
        names = f"{len(worst.rows)} rader"
    each = " vardera" if first else ""
    return f"Störst överskridande: {names}, {format_quantity(worst.size)}{each} över budget"


def _held(deviation: Deviation, *, share: bool) -> str:
    size = format_quantity(deviation.size)
    percent = f" ({format_quantity(deviation.share)})" if deviation.share and share else ""
    when = label(deviation.budget.period) if deviation.budget.period else str(deviation.budget.year)
    forecast = deviation.of.role == FORECAST
    match deviation.direction:
        case "jämnt":
            return f"{'Prognosen' if forecast else 'Utfallet'} är lika med budgeten {when}"
        case "högre" | "lägre":
            what = "Prognosen" if forecast else "Utfallet"
            return f"{what} är {size} {deviation.direction} än budgeten {when}{percent}"
        case _:
            start = "Prognosen pekar på ett " if forecast else ""
            text = f"{start}{deviation.direction} på {size} mot budget {when}{percent}"
            return text[0].upper() + text[1:]
