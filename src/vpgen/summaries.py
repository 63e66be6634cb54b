"""The summary that a document printed, beside what is known of each thing in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vpgen.statuses import Status, StatusKind, Tally

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vpgen.history import Key, Point

    History = Mapping[Key, tuple[Point, ...]]


@dataclass(frozen=True)
class SummaryLine:
    """A line of the printed summary beside the count of what is known, and what follows from both.

    `wrong` are the words of the counts that contradict the statuses, with what they are by the statuses; `antal` for
    the total. It may be empty where only the counts of those that are unknown do not add up.
    """

    kind: str
    number: int | None
    printed: Mapping[str, int]
    known: Tally
    sentence: str
    contradiction: bool
    wrong: Mapping[str, int] = field(default_factory=dict)


def reconcile(
    kind: str, printed: Mapping[str, int], named: Sequence[tuple[str | None, Status]], known: Tally
) -> SummaryLine:
    """Lay the printed counts beside what is known of each, and say what follows from both.

    `named` is each thing's number (or None) and status. `printed` may hold `antal`, the printed total.
    """
    counts = {word: number for word, number in printed.items() if word != "antal"}
    unknown = [number for number, status in named if status.kind is StatusKind.UNKNOWN]
    left = {word: number - known.counts.get(word, 0) for word, number in counts.items()}
    # Those that are unknown may have any level, so that a count may be higher than is known, but not lower.
    wrong = {
        word: known.counts.get(word, 0) for word in counts if left[word] < 0 or (left[word] and not unknown)
    }
    if printed.get("antal", len(named)) != len(named):
        wrong["antal"] = len(named)
    if wrong or sum(left.values()) != len(unknown):
        sentence = "Den tryckta sammanfattningen stämmer inte med det som framgår av dokumentets text."
        return SummaryLine(
            kind, printed.get("antal"), counts, known, sentence, contradiction=True, wrong=wrong
        )
    return SummaryLine(
        kind, printed.get("antal"), counts, known, _follows(kind, unknown, left), contradiction=False
    )


def _follows(kind: str, unknown: Sequence[str | None], left: Mapping[str, int]) -> str:
    """Say what the printed counts tell of those whose symbol is lost."""
    if not unknown:
        return ""
    which = (
        f"{kind} {_listed([number for number in unknown if number])}"
        if all(unknown)
        else f"de {len(unknown)} {kind} vars symbol är okänd"
    )
    some = sorted((number, word) for word, number in left.items() if number)
    if len(unknown) == 1:
        which = which if all(unknown) else f"det {kind} vars symbol är okänd"
        return f"Av sammanräkningen följer att {which} bedömdes som {some[0][1]}."
    if len(some) == 1:
        return f"Av sammanräkningen följer att {which} alla bedömdes som {some[0][1]}."
    shares = _listed([f"{number} {word}" for number, word in some])
    subject = which[0].upper() + which[1:]
    return f"{subject}: enligt dokumentets sammanräkning var exakt {shares}. Vilka framgår inte av källan."


def _listed(words: Sequence[str]) -> str:
    return " och ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
