"""Rules across the content: one generator per rule, whose docstring is the rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vpgen.model.content import FollowUp, Plan
from vpgen.model.files import GOAL_KINDS, NOT_ASSESSED, UNKNOWN
from vpgen.model.spelling import nearest
from vpgen.numbers import Quantity, agree
from vpgen.problems import Problem
from vpgen.statuses import measure_scale

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vpgen.model.content import Register
    from vpgen.model.fields import Entry
    from vpgen.model.files import AssessedEntry, IndicatorEntry, Scale, ValueEntry


def check(register: Register) -> Iterator[Problem]:
    """Yield what breaks a rule."""
    for rule in RULES:
        yield from rule(register)


def an_assessment_is_in_the_legend(register: Register) -> Iterator[Problem]:
    """En bedömning är en av legendens nivåer, eller ”ej bedömd”; en avskrift får också ha ”okänd”."""
    for follow_up in _follow_ups(register):
        scale = register.legend(follow_up.document.year).assessment
        for entry in _assessed(follow_up):
            yield from _in_scale(entry, entry.assessment, scale, follow_up, "bedömning", (NOT_ASSESSED,))


def a_change_is_in_the_legend(register: Register) -> Iterator[Problem]:
    """En utveckling är en av legendens pilar; en avskrift får också ha ”okänd”."""
    for follow_up in _follow_ups(register):
        scale = register.legend(follow_up.document.year).change
        for entry in _assessed(follow_up):
            if entry.change and scale is None:
                message = "organisationens symboler har ingen utveckling"
                hint = "lägg till utveckling: under symboler i organisation.yml"
                yield Problem(entry.at("utveckling"), "okant-val", message, hint)
            elif scale is not None:
                yield from _in_scale(entry, entry.change, scale, follow_up, "utveckling")


def an_indicator_status_is_in_the_legend(register: Register) -> Iterator[Problem]:
    """En indikators status är ett av legendens ord; en avskrift får också ha ”okänd”."""
    for follow_up in _follow_ups(register):
        scale = register.legend(follow_up.document.year).indicator
        for report in follow_up.goals.values():
            for row in report.rows:
                if row.entry.status and scale is None:
                    message = "organisationens symboler har ingen status för indikatorer"
                    hint = "lägg till indikator: under symboler i organisation.yml"
                    yield Problem(row.entry.at("status"), "okant-val", message, hint)
                elif scale is not None:
                    yield from _in_scale(row.entry, row.entry.status, scale, follow_up, "status")


def a_measure_status_is_in_the_legend(register: Register) -> Iterator[Problem]:
    """En åtgärds status är ett av legendens ord; en avskrift får också ha ”okänd”."""
    for follow_up in _follow_ups(register):
        scale = measure_scale(register.legend(follow_up.document.year))
        for risk in follow_up.control.risks.values() if follow_up.control else ():
            for measure in risk.measures.values():
                yield from _in_scale(measure, measure.status, scale, follow_up, "status")


def nothing_assessed_has_a_reason(register: Register) -> Iterator[Problem]:
    """Den som inte bedömer säger varför: ”ej bedömd” har en orsak."""
    for follow_up in _follow_ups(register):
        for entry in _assessed(follow_up):
            if (entry.assessment or "").lower() == NOT_ASSESSED and not entry.reason:
                message = "”ej bedömd” saknar orsak"
                yield Problem(entry.at("bedömning"), "saknas-orsak", message, "lägg till raden orsak: …")


def a_missing_value_has_a_reason(register: Register) -> Iterator[Problem]:
    """Ett värde som saknas har en orsak; bara en avskrift får säga att värdet är okänt."""
    for source, _, entry in _values(register):
        missing = entry.outcome.missing if entry.outcome else None
        if missing is None or entry.outcome is None:
            continue
        if missing.kind == UNKNOWN and not source.document.is_transcript:
            message = "värdet är ”okänd”, men bara en avskrift av ett äldre dokument får sakna det som en gång var känt"
            yield Problem(
                entry.outcome.place, "okand-i-original", message, "skriv värdet, eller: saknas, med en orsak"
            )
        elif missing.kind != UNKNOWN and not entry.reason:
            yield Problem(
                entry.outcome.place,
                "saknas-orsak",
                f"”{missing.kind}” saknar orsak",
                "lägg till raden orsak: …",
            )


def a_plan_says_when_its_outcome_was(register: Register) -> Iterator[Problem]:
    """Ett utfall i en plan säger vilken tid det avser, för planens år har inte varit än."""
    for source in register.documents():
        rows = (
            [row for goal in source.goals.values() for row in goal.rows] if isinstance(source, Plan) else []
        )
        for row in rows:
            outcome = row.entry.outcome
            if row.period or outcome is None or outcome.missing or all(part.period for part in outcome.parts):
                continue
            hint = f"lägg till raden avser: {source.document.year - 1} (eller den tid som gäller)"
            yield Problem(
                outcome.place, "saknas-tid", "utfallet i planen säger inte vilken tid det avser", hint
            )


def a_series_is_chosen(register: Register) -> Iterator[Problem]:
    """Mäts en indikator på flera sätt säger varje värde vilket."""
    for source, series, (indicator, entry) in _series(register):
        del source
        numbers = (
            [part for part in entry.outcome.parts if isinstance(part.value, Quantity)]
            if entry.outcome
            else []
        )
        if indicator.series and series is None and numbers:
            hint = f"lägg till raden serie: {next(iter(indicator.series))} (finns: {', '.join(indicator.series)})"
            yield Problem(
                entry.place,
                "saknas-serie",
                f"indikatorn {indicator.id} mäts på flera sätt, och här står inte vilket",
                hint,
            )


def an_exact_value_rounds_to_the_printed(register: Register) -> Iterator[Problem]:
    """Det exakta värdet avrundas till det tryckta."""
    for _, _, entry in _values(register):
        if entry.exact is None or entry.outcome is None:
            continue
        value = entry.outcome.parts[0].value
        if len(entry.outcome.parts) != 1 or not isinstance(value, Quantity):
            message = "exakt: kan bara stå vid ett ensamt tal"
            hint = "ta bort exakt:, och skriv de exakta värdena under utfall:"
            yield Problem(entry.at("exakt"), "fel-typ", message, hint)
        elif not agree(value, entry.exact):
            message = f"exakt {entry.exact.text} avrundas inte till utfallet {value.text}"
            hint = "rätta den siffra som är fel; exakt: är bara till för avrundning"
            yield Problem(entry.at("exakt"), "ej-avrundning", message, hint)


def a_summary_counts_what_there_is(register: Register) -> Iterator[Problem]:
    """Sammanfattningen räknar målsorter eller uppdrag, med legendens nivåer."""
    for follow_up in _follow_ups(register):
        words = {"antal", NOT_ASSESSED, *register.legend(follow_up.document.year).assessment.levels}
        file = follow_up.document.file
        for kind, counts in follow_up.summary.items():
            if kind not in (*GOAL_KINDS, "uppdrag"):
                place = file.at_key("sammanfattning", kind)
                hint = f"skriv: {nearest(kind, (*GOAL_KINDS, 'uppdrag')) or 'uppdrag'}"
                yield Problem(place, "okant-falt", f"sammanfattningen räknar ”{kind}”, som inte finns", hint)
            for word in counts:
                if word not in words:
                    hint = f"skriv: {nearest(word, words) or ', '.join(sorted(words))}"
                    message = f"sammanfattningen har nivån ”{word}”, som inte finns i symbolerna"
                    yield Problem(file.at_key("sammanfattning", kind, word), "okant-falt", message, hint)


def a_rule_speaks_the_legends_words(register: Register) -> Iterator[Problem]:
    """En regel ger bara nivåer som finns i symbolerna."""
    for year, rule in register.rules.items():
        levels = register.legend(year).assessment.levels
        for word, _ in rule.shares:
            if word not in levels:
                suggestion = nearest(word, levels)
                hint = f"skriv: {suggestion}" if suggestion else f"välj bland: {', '.join(levels)}"
                place = register.organisation.at_key("regler", str(year), word)
                message = f"regeln från {year} ger nivån ”{word}”, som inte finns i symbolerna"
                yield Problem(place, "okant-val", message, hint)


def a_follow_up_is_of_its_year(register: Register) -> Iterator[Problem]:
    """En uppföljnings period ligger i det år vars mapp den ligger i."""
    for follow_up in _follow_ups(register):
        year, period = follow_up.document.year, follow_up.period
        if not period.start.year <= year <= period.end.year:
            message = f"perioden är {period.text}, men uppföljningen ligger i mappen {year}"
            place = follow_up.document.file.at("period")
            yield Problem(
                place, "fel-ar", message, f"rätta perioden, eller flytta filen till {period.end.year}"
            )


def a_followed_up_year_has_a_legend(register: Register) -> Iterator[Problem]:
    """Ett år som följs upp har symboler."""
    first = min(register.organisation.legends)
    for follow_up in _follow_ups(register):
        if follow_up.document.year < first:
            message = f"symbolerna gäller från {first}, men uppföljningen är av {follow_up.document.year}"
            hint = f"lägg till de symboler som gällde {follow_up.document.year} i organisation.yml"
            yield Problem(follow_up.document.place, "saknas-symboler", message, hint)


def an_outcome_is_not_of_the_future(register: Register) -> Iterator[Problem]:
    """Ett utfall i en uppföljning avser tid som har varit när uppföljningen slutar."""
    for source, _, entry in _values(register):
        if not isinstance(source, FollowUp) or entry.outcome is None:
            continue
        for part in entry.outcome.parts:
            period = part.period or entry.period
            if period and period.end > source.period.end and not entry.outcome.missing:
                message = f"utfallet avser {period.text}, men uppföljningen slutar med {source.period.text}"
                yield Problem(part.place, "fel-ar", message, "rätta tiden, eller skriv prognos: om det är en")
                break


RULES = (
    an_outcome_is_not_of_the_future,
    a_follow_up_is_of_its_year,
    a_followed_up_year_has_a_legend,
    an_assessment_is_in_the_legend,
    a_change_is_in_the_legend,
    an_indicator_status_is_in_the_legend,
    a_measure_status_is_in_the_legend,
    nothing_assessed_has_a_reason,
    a_missing_value_has_a_reason,
    a_plan_says_when_its_outcome_was,
    a_series_is_chosen,
    an_exact_value_rounds_to_the_printed,
    a_summary_counts_what_there_is,
    a_rule_speaks_the_legends_words,
)


def _in_scale(
    entry: Entry, word: str | None, scale: Scale, follow_up: FollowUp, what: str, also: tuple[str, ...] = ()
) -> Iterator[Problem]:
    """Yield a problem when a word is not in the scale, nor one of the words that may always stand."""
    if word is None or word.lower() in scale.levels or word.lower() in also:
        return
    known = [*scale.levels, *also]
    choose = "välj bland: " + ", ".join(known)
    if word.lower() == UNKNOWN:
        if not follow_up.document.is_transcript:
            message = f"”{what}: okänd” hör bara hemma i en avskrift av ett äldre dokument"
            hint = f"{choose} (med en orsak)" if also else f"{choose}, eller utelämna raden"
            yield Problem(entry.at(what), "okand-i-original", message, hint)
        return
    suggestion = nearest(word, known)
    hint = f"skriv: {suggestion}" if suggestion else choose
    yield Problem(entry.at(what), "okant-val", f"{what}en ”{word}” finns inte bland symbolerna", hint)


def _follow_ups(register: Register) -> Iterator[FollowUp]:
    return (source for source in register.documents() if isinstance(source, FollowUp))


def _assessed(follow_up: FollowUp) -> Iterator[AssessedEntry]:
    yield from (report.entry for report in follow_up.goals.values())
    yield from follow_up.assignments.values()
    yield from follow_up.activities.values()


def _series(
    register: Register,
) -> Iterator[tuple[Plan | FollowUp, str | None, tuple[IndicatorEntry, ValueEntry]]]:
    """Yield every block of values with its document, its series and its indicator."""
    for source in register.documents():
        if isinstance(source, Plan):
            for goal in source.goals.values():
                for row in goal.rows:
                    yield source, row.series, (row.indicator, row.entry)
            continue
        for report in source.goals.values():
            for reported in report.rows:
                yield source, reported.series, (reported.planned.indicator, reported.entry)
            for others in report.others.values():
                for other in others:
                    yield source, other.series, (other.indicator, other.entry)


def _values(register: Register) -> Iterable[tuple[Plan | FollowUp, IndicatorEntry, ValueEntry]]:
    return ((source, indicator, entry) for source, _, (indicator, entry) in _series(register))
