"""The rows of the data table behind a chart."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from vpgen.charts.views import (
    MISSING,
    ChartLine,
    ChartPoint,
    ChartRow,
    ChartTarget,
    ChartView,
    capital,
    disagreement,
    holds_for,
    notes_of,
    ordered,
    years_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def rows_of(view: ChartView) -> Iterator[ChartRow]:
    """Every value in the order of time, and every target that stands without one."""
    met: set[ChartTarget] = set()
    entries: list[tuple[float, ChartRow]] = []
    for line in ordered(view):
        for point in line.points:
            targets = [t for t in view.targets if holds_for(t, line) and t.start <= point.x < t.end]
            met.update(targets)
            entries.append((point.x, _row(line, point, targets)))
    for target in view.targets:
        if target not in met:
            period, name = years_text(target.start, target.end), capital(target.line) or MISSING
            row = ChartRow(period, name, "inget värde", target.text, MISSING, MISSING)
            entries.append((target.start, row))
    yield from (row for _, row in sorted(entries, key=itemgetter(0)))


def _row(line: ChartLine, point: ChartPoint, targets: Sequence[ChartTarget]) -> ChartRow:
    return ChartRow(
        period=point.label,
        line=capital(line.name) or MISSING,
        value=point.text,
        target="; ".join(target.text for target in targets) or MISSING,
        source=point.source or MISSING,
        note="; ".join([*notes_of(point), *disagreement(point, line)]) or MISSING,
    )
