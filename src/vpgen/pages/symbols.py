"""Statuses as symbols, and counted symbols as bars."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vpgen.model.spelling import as_id
from vpgen.pages.addresses import (
    document_address,
    statuses_address,
)
from vpgen.pages.words import capital
from vpgen.statuses import Status, StatusKind, scale_of, tally_name

if TYPE_CHECKING:
    from vpgen.assessment import FollowUpResult
    from vpgen.model.files import Legend, Level, Scale
    from vpgen.pages.look import Look
    from vpgen.statuses import Tally
    from vpgen.summaries import SummaryLine


UNKNOWN_SHAPE = "fraga"
VALUE_ARROW = "pilen visar värdet, inte om det är bra"
MIXED = "säger inte om målet är nått: nivån används också när värdet saknas"


@dataclass(frozen=True)
class Symbol:
    """A status as text, shape and colour. `colour` and `shape` name classes of the style sheet.

    `note` is what must be said wherever the symbol stands, most often nothing; `raised` whether those that have it
    need attention, `mixed` whether it stands for a missing value too.
    """

    word: str
    meaning: str
    colour: str
    shape: str
    arrow: str | None = None
    note: str = ""
    raised: bool = False
    mixed: bool = False


@dataclass(frozen=True)
class Count:
    """How many have a symbol. `share` is the width of its part of the bar, in percent with one decimal.

    `address` is where they are listed, empty where they are not.
    """

    symbol: Symbol
    number: int
    share: str
    address: str = ""


@dataclass(frozen=True)
class TallyView:
    """A bar of counts with its heading; what was not assessed or not known is always among them.

    `printed` is the document's own count, where it printed one, with how many it left out. `note` is what must be said
    of what was counted, most often nothing.
    """

    name: str
    total: int
    counts: tuple[Count, ...]
    address: str = ""
    printed: tuple[Count, ...] = ()
    note: str = ""

    @property
    def unknown(self) -> int:
        """How many were assessed in a way that is not known."""
        return sum(count.number for count in self.counts if count.symbol.shape == UNKNOWN_SHAPE)


@dataclass(frozen=True)
class SummaryView:
    """A line of the printed summary, beside the count of what is known."""

    name: str
    number: str
    printed: tuple[Count, ...]
    known: TallyView
    sentence: str
    contradiction: bool


def symbol(status: Status) -> Symbol:
    """Return a status as a symbol."""
    level = status.level
    if level is None:
        shapes = {
            StatusKind.NOT_ASSESSED: "streck",
            StatusKind.UNKNOWN: UNKNOWN_SHAPE,
            StatusKind.NOT_FILLED: "tom",
        }
        return Symbol(capital(status.word), status.reason, "gra", shapes.get(status.kind, "streck"))
    return _level_symbol(status.word, level, status.reason)


def _level_symbol(word: str, level: Level, meaning: str) -> Symbol:
    says_more = meaning.lower() != word.lower()
    return Symbol(
        capital(word),
        meaning if says_more else "",
        _slug(level.colour),
        _slug(level.shape) or "pil",
        _slug(level.arrow) if level.arrow else None,
        MIXED if level.missing == "ibland" else "",
        bool(level.raised),
        level.missing == "ibland",
    )


def change_symbol(status: Status, legend: Legend) -> Symbol:
    """Return a change as a symbol, which says so where its arrow shows the value and not whether that is good."""
    shown = symbol(status)
    values = legend.change is not None and legend.change.arrows == "värdet"
    return replace(shown, note=VALUE_ARROW) if values and shown.arrow else shown


def scale_symbols(scale: Scale) -> tuple[Symbol, ...]:
    """Return the symbols of a scale, best first."""
    return tuple(_level_symbol(word, level, level.meaning) for word, level in scale.levels.items())


def _slug(word: str) -> str:
    return word.translate(str.maketrans("åäö ", "aao-"))


def tally_view(
    name: str,
    tally: Tally,
    scale: Scale,
    address: str = "",
    printed: tuple[Count, ...] = (),
    lists: str = "",
) -> TallyView:
    """Return a tally as a bar: every level that somebody has, and always what was not assessed or not known.

    `lists` is the page where those behind each count are listed.
    """
    total = tally.total
    counts = []
    for word, number in tally.counts.items():
        level = scale.levels.get(word)
        kind = StatusKind.LEVEL if level else StatusKind(word)
        shown = symbol(Status(kind, word, level, level.meaning if level else ""))
        listed = f"{lists}#{list_id(name, word)}" if lists and number else ""
        counts.append(Count(shown, number, f"{number * 100 / total:.1f}" if total else "0", listed))
    return TallyView(tally_name(name), total, tuple(counts), address, printed)


VERDICTS = {
    "nått": Symbol("Nått", "", "natt", "bock"),
    "inte nått": Symbol("Inte nått", "", "inte-natt", "kryss"),
    "når enligt prognos": Symbol("Når enligt prognos", "", "prognos-natt", "prognos-bock"),
    "når inte enligt prognos": Symbol("Når inte enligt prognos", "", "prognos-inte", "prognos-kryss"),
    "kan inte avgöras": Symbol("Kan inte avgöras", "", "oavgjort", "vag"),
}


def list_id(kind: str, word: str) -> str:
    """Return the id of the list of those of a kind that have a status, on the page of lists."""
    return f"{as_id(kind)}-{as_id(word)}"


VERDICT_KIND = "mot målvärdet"


def verdict_tally(result: FollowUpResult) -> TallyView | None:
    """Return how many indicators reached their target as the rules tell; None where there are none.

    Before the year is out it counts what is expected, in words that say so.
    """
    verdicts: Counter[str] = Counter(row.stand for goal in result.goals.values() for row in goal.rows)
    total = verdicts.total()
    counts = [
        Count(
            shown,
            verdicts[kind],
            f"{verdicts[kind] * 100 / total:.1f}",
            f"{statuses_address(result.follow_up.document)}#{list_id(VERDICT_KIND, kind)}"
            if verdicts[kind]
            else "",
        )
        for kind, shown in VERDICTS.items()
        if total and (verdicts[kind] or "prognos" not in kind)
    ]
    return TallyView("Mot målvärdet", total, tuple(counts), note=_older(result)) if counts else None


def _older(result: FollowUpResult) -> str:
    """Say how many of the outcomes that reached their target, or did not, are of an earlier year than the follow-up's."""
    rows = [row for goal in result.goals.values() for row in goal.rows if row.stand in {"nått", "inte nått"}]
    year = result.follow_up.document.year
    older = sum(row.period is not None and row.period.end.year < year for row in rows)
    if not older:
        return ""
    return f"{older} av de {len(rows)} utfall som kunde jämföras är från ett tidigare år än {year}."


def tally_views(look: Look, result: FollowUpResult) -> tuple[TallyView, ...]:
    """Return the tallies of a follow-up."""
    document = result.follow_up.document
    legend = look.results.register.legend(document.year)
    printed = {line.kind: _printed_with_rest(line, scale_of(line.kind, legend)) for line in result.summary}
    views = []
    for kind, tally in result.tallies.items():
        scale = scale_of(kind, legend)
        lists = statuses_address(document)
        own_counts = tuple(
            replace(count, address=f"{lists}#{as_id(kind)}") for count in printed.get(kind, ())
        )
        views.append(tally_view(kind, tally, scale, document_address(document), own_counts, lists))
    return tuple(views)


def summary_views(look: Look, result: FollowUpResult) -> tuple[SummaryView, ...]:
    """Return the printed summary beside what is known."""
    legend = look.results.register.legend(result.follow_up.document.year)
    return tuple(_summary_view(line, scale_of(line.kind, legend)) for line in result.summary)


def _summary_view(line: SummaryLine, scale: Scale) -> SummaryView:
    number = "" if line.number is None else str(line.number)
    known = tally_view(line.kind, line.known, scale)
    return SummaryView(
        tally_name(line.kind), number, _printed_counts(line, scale), known, line.sentence, line.contradiction
    )


def _printed_with_rest(line: SummaryLine, scale: Scale) -> tuple[Count, ...]:
    """Return the printed counts, and how many of the kind they leave out."""
    counts = _printed_counts(line, scale)
    rest = (line.number or line.known.total) - sum(count.number for count in counts)
    left_out = Symbol("Inte medräknad", "", "gra", "streck")
    return (*counts, Count(left_out, rest, "0")) if rest > 0 else counts


def _printed_counts(line: SummaryLine, scale: Scale) -> tuple[Count, ...]:
    return tuple(
        Count(_level_symbol(word, level, level.meaning), line.printed[word], "0")
        for word, level in scale.levels.items()
        if word in line.printed
    )
