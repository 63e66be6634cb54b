"""The conclusion of a chart as one Swedish sentence."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from vpgen.charts.views import (
    NBSP,
    BarChartView,
    BarSeries,
    ChartLine,
    ChartPoint,
    ChartTarget,
    ChartView,
    capital,
    contested_times,
    notes_of,
    ordered,
    runs_of,
    years_text,
)
from vpgen.numbers import difference_unit, format_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

MOST_CLAUSES = 3
MOST_VALUES = 5
SAME_PART = 0.02
"""Values nearer than this to whole years apart are of the same part of the year; a month is 0.08."""
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def conclude(view: ChartView, verdict: str = "") -> str:
    """Say in one Swedish sentence what the chart shows: a clause per line, comparisons last, the verdict.

    Where lines are left out the sentence says how many of them it names.

    `verdict` is what the rule says of the target, as a clause without full stop ("målet var en ökning").
    """
    lines = ordered(view)
    own = [line for line in lines if line.kind == "egen"]
    others = [line for line in lines if line.kind == "jämförelse"]
    room = MOST_CLAUSES - min(len(others), 1) if own else 0
    shown = (own[:room] + others)[:MOST_CLAUSES]
    clauses = [_clause(line, named=len(lines) > 1) for line in shown]
    if not clauses:
        clauses = ["inget utfall än"]
    elif len(lines) > 1 and all(len(line.points) == 1 for line in lines):
        shown = lines if len(lines) <= MOST_VALUES else shown
        values = ", ".join(f"{line.name} {_at(line.points[0])}" for line in shown)
        clauses = [values, "ett värde var, ingen trend än"]
    if len(shown) < len(lines):
        clauses[-1] += f" ({len(shown)} av {len(lines)} linjer)"
    return capital("; ".join([*clauses, *([verdict] if verdict else [])])) + "."


def arrow_key(targets: Iterable[ChartTarget]) -> str:
    """Say what the arrows of targets mean, and what each asks for that is a direction alone; empty where there is none."""
    aimed = [target for target in targets if target.direction]
    ways: dict[str, list[str]] = {}
    for target in sorted(aimed, key=lambda target: target.start):
        if target.kind == "pil" and target.low is None and target.high is None:
            way = "högre" if target.direction == "upp" else "lägre"
            ways.setdefault(way, []).append(years_text(target.start, target.end))
    told = [f"{_joined(list(dict.fromkeys(years)))} {way} än förut" for way, years in ways.items()]
    alone = f" Utan tal är målet {_joined(told)}." if told else ""
    return f"Pilarna visar åt vilket håll målet är.{alone}" if aimed else ""


def _clause(line: ChartLine, *, named: bool) -> str:
    newest = [point for point in line.points if point.x == line.points[-1].x]
    contested = contested_times(line)
    sure = [point for point in line.points if point.x not in contested]
    if newest[0].x in contested:
        texts = " och ".join(dict.fromkeys(point.text for point in newest))
        return f"dokumenten ger olika uppgifter för {newest[0].label}{_for(line)}: {texts}"
    if len(sure) == 1:
        more = "ett värde, ingen trend än" if len(line.points) == 1 else "tidigare uppgifter går isär"
        return f"{_at(sure[0])}{_for(line)}{',' if named else ';'} {more}"
    name = f"{line.name} " if named and line.name else ""
    return name + _change(sure, line) + _differing(line, contested)


def _differing(line: ChartLine, contested: set[float]) -> str:
    """Say for which periods the documents differ, as the line leaves those values out."""
    periods = dict.fromkeys(point.label for point in line.points if point.x in contested)
    return f" (dokumenten ger olika uppgifter för {', '.join(periods)})" if periods else ""


def _for(line: ChartLine) -> str:
    return f" för {line.name}" if line.name else ""


def _change(points: Sequence[ChartPoint], line: ChartLine) -> str:
    """Tell how a line went: all the way if one way, else the last step and how it stands to the first."""
    if not all(_same_part(point, points[-1]) for point in points):
        return _change_of_parts(points, line)
    steps = [_sign(a, b) for a, b in pairwise(points)]
    first, before, last = points[0], points[-2], points[-1]
    if not any(steps) and first.text == last.text:
        return f"låg oförändrat på {last.text} {first.label}–{last.label}"
    if not any(steps):
        return (
            f"gick från {_at(first)} till {_at(last)}, en skillnad som är mindre än den tryckta noggrannheten"
        )
    if len(set(steps)) == 1:
        whole = len(steps) > 1 and len(runs_of(line)) == 1 and all(point.label.isdigit() for point in points)
        return f"{_verb(steps[0])} {'varje år ' if whole else ''}från {_at(first)} till {_at(last)}"
    overall = _sign(first, last)
    step = _step(before, last)
    but = "men " if overall * steps[-1] < 0 else ""
    standing = {1: "högre än", -1: "lägre än", 0: "lika med"}[overall]
    return f"{step}, {but}{standing} {_at(first)}"


def _same_part(one: ChartPoint, other: ChartPoint) -> bool:
    """Tell whether two values are of the same part of the year, such as March of two years."""
    apart = abs(one.x - other.x)
    return abs(apart - round(apart)) < SAME_PART


def _change_of_parts(points: Sequence[ChartPoint], line: ChartLine) -> str:
    """Tell the last step from the month before, and how the month stands to the same one the latest year that has it.

    Months of different names are not set against each other across a gap: seasons differ.
    """
    *earlier, last = points
    beside = [point for point in runs_of(line)[-1] if point in earlier]
    alike = [point for point in earlier if _same_part(point, last)]
    told = [_step(beside[-1], last)] if beside else []
    if alike:
        words = {1: "högre än", -1: "lägre än", 0: "lika med"}
        told.append(f"{'' if told else f'{_at(last)}, '}{words[_sign(alike[-1], last)]} {_at(alike[-1])}")
    return ", ".join(told) or f"{_at(last)}, inget värde för samma tid ett tidigare år"


def _step(before: ChartPoint, last: ChartPoint) -> str:
    sign = _sign(before, last)
    return f"{_verb(sign)} från {_at(before)} till {_at(last)}" if sign else f"låg kvar på {_at(last)}"


def _sign(a: ChartPoint, b: ChartPoint) -> int:
    """−1, 0 or 1; values whose rounding overlaps are alike, as nothing finer can be told."""
    apart = abs(b.value - a.value) >= a.half + b.half
    return (b.value > a.value) - (b.value < a.value) if apart else 0


def _verb(sign: int) -> str:
    return "ökade" if sign > 0 else "minskade"


def _at(point: ChartPoint) -> str:
    """Write a value with its period: "27 483 st 2024", "77 (2024)" since "77 år 2024" could be an age."""
    plain = point.label.isdigit() and not point.text[-1:].isdigit()
    note = "; ".join(note.split(":")[0] for note in notes_of(point))
    return f"{point.text} {point.label if plain else f'({point.label})'}{f' ({note})' if note else ''}"


def conclude_bars(view: BarChartView) -> str:
    """Say in Swedish where the first two series differ most, and which way; of a single one, what it spans.

    Rows with a zero in one of them, new or gone, are told apart where others have figures in both.
    """
    first, *others = view.series
    if not others:
        return _span(first, view)
    second = others[0]
    both = f"{first.name} och {second.name}"
    pairs = zip(view.categories, first.values, second.values, strict=True)
    told = [(row, a, b) for row, a, b in pairs if a is not None and b is not None]
    if not told:
        return f"Ingen rad har värde för både {both}."
    apart = [each for each in told if each[1] and each[2]]
    alone = [each for each in told if bool(each[1]) != bool(each[2])] if apart else []
    apart = apart or told
    largest = max(abs(a - b) for _, a, b in apart)
    if alone and not largest:
        return f"{_alone(alone, view)} Övriga poster är lika i {both}."
    if not largest:
        return f"{both} är lika på varje rad som har värde för båda."
    most = [(row, a, b) for row, a, b in apart if abs(a - b) == largest]
    size = _with_unit(largest, difference_unit(view.unit)) + (" vardera" if len(most) > 1 else "")
    ways = {_way(a, b, view) for _, a, b in most}
    way = f" {ways.pop()}" if len(ways) == 1 else ""
    among = (f" bland poster som finns {_in_both(view)}" if alone else "") + ": "
    found = (
        f"Störst skillnad mellan {both}{among}{_listed([_plain(row) for row, _, _ in most])}, {size}{way}."
    )
    return f"{_alone(alone, view)} {found}" if alone else found


def _alone(rows: Sequence[tuple[str, Decimal, Decimal]], view: BarChartView) -> str:
    """Tell the rows that are zero in one of the first two series, with what they are in the other."""
    first, second, *_ = view.series
    said = []
    for has, lacks, told in (
        (first, second, [(row, a) for row, a, _ in rows if a]),
        (second, first, [(row, b) for row, _, b in rows if b]),
    ):
        figures = [f"{_plain(row)} {_with_unit(abs(value), view.unit)}" for row, value in told]
        if len(figures) > MOST_CLAUSES:
            figures = [f"{len(figures)} rader"]
        if figures:
            said.append(f"{_who_has(has.name, lacks.name)}: {_joined(figures)}.")
    return " ".join(said)


def _who_has(has: str, lacks: str) -> str:
    """Name rows by the one series that has them: new or gone where the series are of different years."""
    one, other = (int(years[-1]) if (years := YEAR.findall(name)) else 0 for name in (has, lacks))
    if not one or not other or one == other:
        return f"Noll i {lacks} men inte i {has}"
    return f"Nya poster i {has}" if one > other else f"Poster bara i {has}"


def _in_both(view: BarChartView) -> str:
    years = [tuple(YEAR.findall(series.name)[-1:]) for series in view.series[:2]]
    return "båda åren" if all(years) and years[0] != years[1] else "i båda"


def _way(a: Decimal, b: Decimal, view: BarChartView) -> str:
    """Say which of the first two series is the larger on a row; costs with a minus by their size."""
    is_more = abs(a) > abs(b) if max(a, b) <= 0 else a > b
    first, second, *_ = (series.name for series in view.series)
    if second.lower().startswith("budget") and not first.lower().startswith("budget"):
        return "över budget" if is_more else "under budget"
    words = ("fler", "färre") if view.unit == "st" else ("högre", "lägre")
    return f"{words[not is_more]} i {_own_name(first, second)}"


def _own_name(name: str, other: str) -> str:
    """Return a series' name without the last part that it shares with another: "Utfall 2024, Totalt"."""
    head, comma, tail = name.rpartition(", ")
    return head if comma and other.endswith(f", {tail}") else name


def _span(series: BarSeries, view: BarChartView) -> str:
    """Tell the highest and the lowest value of a series, as signs have it."""
    known = [(a, row) for row, a in zip(view.categories, series.values, strict=True) if a is not None]
    (low, *_), (high, *_) = min(known), max(known)
    ends = [
        f"{_with_unit(end, view.unit)} ({_listed([_plain(row) for value, row in known if value == end])})"
        for end in dict.fromkeys((low, high))
    ]
    if len(ends) > 1:
        return f"{series.name}: från {' till '.join(ends)}."
    return f"{series.name}: {ends[0]}."


def _listed(rows: Sequence[str]) -> str:
    """Name up to three rows, or how many they are."""
    if len(rows) > MOST_CLAUSES:
        return f"{len(rows)} rader"
    return _joined(rows)


def _joined(words: Sequence[str]) -> str:
    return " och ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _with_unit(value: Decimal, unit: str) -> str:
    return format_number(value) + (NBSP + unit if unit else "")


# What a row's label has for the sake of its table: a dash before parts, "varav" before them, footnote marks.
ONLY_IN_A_TABLE = re.compile(r"^[-–] |(?:,? varav|:| ?\*+\)?| ?[¹²³⁴-⁹]⁾?)+$")


def _plain(label: str) -> str:
    """Return a row's label as it is written within a sentence."""
    return ONLY_IN_A_TABLE.sub("", label)
