"""What the content contradicts itself about: shown on the site and as warnings, never mended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vpgen.periods import label
from vpgen.problems import Problem, Severity
from vpgen.targets import TargetError, describe, parse_target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vpgen.assessment import Results
    from vpgen.problems import Place


@dataclass(frozen=True)
class Finding:
    """Two things that do not agree: a Swedish sentence without full stop, and where they stand.

    `indicator` is set when it concerns one; the first place is the one to look at first.
    """

    code: str
    sentence: str
    places: tuple[Place, ...]
    indicator: str | None = None


def find(results: Results) -> tuple[Finding, ...]:
    """Return every contradiction in the content, in the order of its places."""
    every = (finding for rule in FINDERS for finding in rule(results))
    return tuple(sorted(every, key=lambda finding: finding.places[0]))


def as_warning(finding: Finding) -> Problem:
    """Return a finding as a warning that names the other place too."""
    others = [f"{place.file}, rad {place.line}" for place in finding.places[1:]]
    alone = (
        "lägg till raden motivering: …"
        if finding.code == "saknas-motivering"
        else "kontrollera mot dokumentet"
    )
    hint = f"jämför med {' och '.join(others)}" if others else alone
    return Problem(finding.places[0], finding.code, finding.sentence, hint, Severity.WARNING)


def printed_target_is_the_plans(results: Results) -> Iterator[Finding]:
    """The target that a follow-up printed is the plan's."""
    for result in results.follow_ups.values():
        for goal in result.goals.values():
            for row in goal.rows:
                printed, planned = row.entry.printed, row.row.target
                if printed is None or printed.target is None or printed.what is not None or planned is None:
                    continue
                try:
                    same = (
                        parse_target(printed.target, row.row.indicator.better, row.row.indicator.groups)
                        == planned
                    )
                except TargetError:
                    same = False
                if not same:
                    document = result.follow_up.document
                    wanted = planned.text or describe(planned)
                    sentence = (
                        f"{document.full_name} trycker målvärdet ”{printed.target}” för {row.row.indicator.name}, "
                        f"men planens målvärde är ”{wanted}”"
                    )
                    yield Finding(
                        "annat-malvarde",
                        sentence,
                        (printed.place, row.row.target_place),
                        row.row.indicator.id,
                    )


def documents_agree_on_values(results: Results) -> Iterator[Finding]:
    """Two documents give the same value for the same indicator, scope, definition, group and period."""
    for key, points in results.history.items():
        for point in points:
            if not point.conflict:
                continue
            first, other = point.best, point.contradicting[0]
            register = results.register
            group = f", {key.group}" if key.group else ""
            told = " och ".join(f"{each.text} enligt {each.document.full_name}" for each in (first, other))
            what = f"{register.indicators[key.indicator].name}{group}, {register.scope_name(key.scope)}"
            sentence = f"{what} {label(point.period)}: {told}"
            yield Finding("olika-varden", sentence, (first.place, other.place), key.indicator)


def summary_counts_what_is_known(results: Results) -> Iterator[Finding]:
    """The printed summary agrees with the statuses that are known."""
    for result in results.follow_ups.values():
        for line in result.summary:
            if line.contradiction:
                document = result.follow_up.document
                wrong = f"sammanfattningen av {line.kind} stämmer inte med bedömningarna i dokumentet"
                sentence = f"{document.full_name}: {wrong}"
                yield Finding("sammanfattning", sentence, (document.place,))


def departures_have_a_motivation(results: Results) -> Iterator[Finding]:
    """Where the board's assessment departs from the adopted rule there is a motivation."""
    for result in results.follow_ups.values():
        for goal in result.goals.values():
            entry = goal.report.entry if goal.report else None
            if (
                goal.proposal is None
                or goal.proposal.level is None
                or goal.status.level is None
                or entry is None
            ):
                continue
            if goal.proposal.word != goal.status.word and not entry.motivation:
                given = f"bedöms som {goal.status.word}, men regeln ger {goal.proposal.word}"
                sentence = f"”{goal.goal.text}” {given}, och motivering saknas"
                yield Finding("saknas-motivering", sentence, (entry.place,))


FINDERS = (
    printed_target_is_the_plans,
    documents_agree_on_values,
    summary_counts_what_is_known,
    departures_have_a_motivation,
)
