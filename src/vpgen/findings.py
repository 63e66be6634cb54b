"""What the content contradicts itself about: shown on the site and as warnings, never mended."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from vpgen.agreement import disagreements, document_names
from vpgen.lock import CHANGED, NEEDLESS, lock_findings
from vpgen.model.content import Ref
from vpgen.model.control import earlier_risk
from vpgen.numbers import Quantity, agree
from vpgen.periods import label
from vpgen.problems import Finding, Problem, Severity
from vpgen.targets import TargetError, describe, parse_target
from vpgen.thread import find_orphans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vpgen.assessment import GoalResult, Results
    from vpgen.history import Telling
    from vpgen.model.content import Plan, Risk
    from vpgen.summaries import SummaryLine
    from vpgen.thread import Orphan


ALONE = {
    "saknas-motivering": "lägg till raden motivering: …",
    "not-saknas": "lägg till noten under noter:, om dokumentet har den",
    "onodig-forklaring": "ta bort raden, eller rätta nyckeln om den gäller något annat",
    CHANGED: "jämför med det beslutade dokumentet",
    NEEDLESS: "ta bort raden, eller rätta nyckeln om den gäller något annat",
}
"""What to do about a finding that has one place only."""


def find(results: Results, *, but: frozenset[str] = frozenset()) -> tuple[Finding, ...]:
    """Return every contradiction in the content, in the order of its places.

    Figures that do not agree within one document are not looked for in the documents `but`, given by their owners.
    """
    every = [finding for rule in FINDERS for finding in rule(results)]
    every += disagreements(results.register, but=but)
    every += lock_findings(results.register)
    return tuple(sorted(every, key=lambda finding: finding.places[0]))


def find_shown(results: Results, whole: Results | None) -> tuple[tuple[Finding, ...], tuple[Orphan, ...]]:
    """Return every contradiction, and every place where the röda tråden breaks off.

    `whole` is with what `results` are without, where anything is hidden: what does not agree only because of that is
    no contradiction.
    """
    findings, orphans = find(results), find_orphans(results.register)
    if whole is None:
        return findings, orphans
    known, broken = set(find(whole)), set(find_orphans(whole.register))
    return tuple(each for each in findings if each in known), tuple(
        each for each in orphans if each in broken
    )


def as_warning(finding: Finding) -> Problem:
    """Return a finding as a warning that names the other place too."""
    if finding.explanation:
        return Problem(
            finding.places[0],
            finding.code,
            finding.sentence,
            f"förklaras: {finding.explanation}",
            Severity.WARNING,
        )
    first, *rest = finding.places
    others = dict.fromkeys((place.file, place.line) for place in rest)
    same_line = others.pop((first.file, first.line), ()) is None
    named = [f"{file}, rad {line}" for file, line in others]
    alone = ALONE.get(finding.code, "kontrollera mot dokumentet")
    compare = (
        f"jämför med {' och '.join(named)}" if named else "jämför talen på raden" if same_line else alone
    )
    hint = f"{compare}; {finding.remedy}" if finding.remedy else compare
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
    names = document_names(results.register)
    for key, points in results.history.items():
        for point in points:
            if not point.conflict:
                continue
            first, other = point.best, point.contradicting[0]
            register = results.register
            group = f", {key.group}" if key.group else ""
            told = " och ".join(f"{each.text} enligt {names[each.document.key]}" for each in (first, other))
            what = f"{register.indicators[key.indicator].name}{group}, {register.scope_name(key.scope)}"
            sentence = f"{what} {label(point.period)}: {told}"
            yield Finding("olika-varden", sentence, (first.place, other.place), key.indicator)


def definitions_are_told_apart(results: Results) -> Iterator[Finding]:
    """Values of different series of one indicator may differ; that documents use different ones is told."""
    names = document_names(results.register)
    told: dict[tuple[object, ...], list[tuple[str | None, Telling]]] = {}
    for key, points in results.history.items():
        for point in points:
            same = (key.indicator, key.scope, key.group, point.period)
            if point.best.role != "prognos":
                told.setdefault(same, []).append((key.series, point.best))
    for (indicator_id, scope, group, period), values in told.items():
        for (series, one), (other_series, other) in combinations(values, 2):
            if series == other_series or one.document == other.document or not _differ(one, other):
                continue
            indicator = results.register.indicators[str(indicator_id)]
            parts = [
                f"{each.text} enligt {names[each.document.key]} ({indicator.series.get(name or '', 'utan serie')})"
                for name, each in ((series, one), (other_series, other))
            ]
            what = ", ".join(
                filter(None, [indicator.name, str(group or ""), results.register.scope_name(str(scope))])
            )
            sentence = f"{what} {label(period)}: {' och '.join(parts)}; det kan vara olika sätt att mäta"  # type: ignore[arg-type]
            yield Finding("olika-matt", sentence, (one.place, other.place), indicator.id)


def _differ(one: Telling, other: Telling) -> bool:
    values = (one.value, other.value)
    if not all(isinstance(value, Quantity) for value in values):
        return False
    return not agree(*values)  # type: ignore[arg-type]


def summary_counts_what_is_known(results: Results) -> Iterator[Finding]:
    """The printed summary agrees with the statuses that are known."""
    for result in results.follow_ups.values():
        for line in result.summary:
            if line.contradiction:
                document = result.follow_up.document
                place = document.file.at_key("sammanfattning", line.kind, *list(line.wrong)[:1])
                wrong = f"sammanfattningen av {line.kind} stämmer inte med bedömningarna i dokumentet"
                sentence = f"{document.full_name}: {wrong}: {_differing(line)}"
                yield Finding("sammanfattning", sentence, (place,))


def _differing(line: SummaryLine) -> str:
    """Say which printed counts differ from the statuses, and what those give."""
    printed = {**line.printed, **({} if line.number is None else {"antal": line.number})}
    if line.wrong:
        givers = {word: "dokumentet har" if word == "antal" else "bedömningarna ger" for word in line.wrong}
        return "; ".join(
            f"{word} är {printed[word]}, men {givers[word]} {number}" for word, number in line.wrong.items()
        )
    total = sum(line.known.counts.values())
    return f"nivåerna är tillsammans {sum(line.printed.values())}, men dokumentet har {total}"


def departures_have_a_motivation(results: Results) -> Iterator[Finding]:
    """Where an assessment of a goal or a status of an indicator departs from the adopted rule there is a motivation."""
    for result in results.follow_ups.values():
        for goal in result.goals.values():
            yield from _unmotivated_rows(goal)
            entry = goal.report.entry if goal.report else None
            if (
                goal.proposal is None
                or goal.proposal.level is None
                or not goal.status.is_verdict
                or entry is None
            ):
                continue
            if goal.proposal.word != goal.status.word and not entry.motivation:
                given = f"bedöms som {goal.status.word}, men regeln ger {goal.proposal.word}"
                sentence = f"”{goal.goal.text}” {given}, och motivering saknas"
                yield Finding("saknas-motivering", sentence, (entry.place,))


def _unmotivated_rows(goal: GoalResult) -> Iterator[Finding]:
    for row in goal.rows:
        proposal, status = row.proposal, row.status
        if row.departs and proposal and status and not getattr(row.entry, "motivation", None):
            given = f"har status {status.word}, men regeln ger {proposal.word}"
            sentence = f"{row.row.indicator.name} {given}, och motivering saknas"
            yield Finding("saknas-motivering", sentence, (row.entry.place,))


def risks_do_not_disappear_silently(results: Results) -> Iterator[Finding]:
    """A risk of one year's plan is in the next, or the next says why it is gone."""
    for body in results.register.bodies.values():
        years = [year for year in sorted(body.plans) if body.plans[year].risks]
        for earlier, later in pairwise(years):
            old, new = body.plans[earlier], body.plans[later]
            if not new.document.file.complete or new.control is None:
                continue
            kept = {*new.risks, *_continued(results, new)}
            for risk in old.risks.values():
                if risk.id not in kept and not _is_dropped(new.control.dropped, body.path, risk):
                    sentence = (
                        f"risken ”{risk.printed}” fanns i {body.name}s internkontrollplan {earlier}, "
                        f"men inte {later}, och planen säger inte varför"
                    )
                    key = f"{earlier}/{risk.id}"
                    remedy = (
                        f"är den kvar: skriv fortsätter: {key} vid den, annars under internkontroll:\n"
                        f"utgår:\n  {key}: skälet"
                    )
                    yield Finding("risk-forsvunnen", sentence, (new.control.place, risk.place), remedy=remedy)


def _is_dropped(reasons: Iterable[str], body: str, risk: Risk) -> bool:
    """Whether one of the keys of `utgår` names a body's risk, as its own or as that of the plan it was inherited from."""
    owners = {body, risk.giver.body if risk.giver else body}
    named = filter(None, (earlier_risk(key, body) for key in reasons))
    return any(owner in owners and id_ == risk.id for owner, _, id_ in named)


def _continued(results: Results, plan: Plan) -> Iterator[str]:
    """Yield the ids of earlier risks that a plan's risks continue."""
    for risk in plan.risks.values():
        ref = Ref(plan.document.path, plan.document.year, risk.id)
        yield from (earlier.id for earlier in results.register.continues.get(ref, ()))


FINDERS = (
    printed_target_is_the_plans,
    documents_agree_on_values,
    definitions_are_told_apart,
    summary_counts_what_is_known,
    departures_have_a_motivation,
    risks_do_not_disappear_silently,
)
