"""Rules across the content: one generator per rule, whose docstring is the rule."""

from __future__ import annotations

from itertools import chain, pairwise
from operator import le
from typing import TYPE_CHECKING, TypeVar

from vpgen.model.content import FollowUp, Plan
from vpgen.model.files import (
    ARROWS,
    DECIDED,
    DRAFT,
    GOAL_KINDS,
    NOT_ASSESSED,
    PROPOSAL,
    REPLACED,
    REVISED,
    SHAPES,
    UNKNOWN,
)
from vpgen.model.rules import Condition
from vpgen.model.spelling import as_id, nearest
from vpgen.numbers import Quantity, agree
from vpgen.problems import Problem
from vpgen.statuses import measure_scale, scale_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from vpgen.model.content import Goal, Register
    from vpgen.model.fields import Entry
    from vpgen.model.files import AssessedEntry, IndicatorEntry, Level, Scale, ValueEntry


Asked = TypeVar("Asked")


def check(register: Register) -> Iterator[Problem]:
    """Yield what breaks a rule."""
    for rule in RULES:
        yield from rule(register)


def an_assessment_is_in_the_legend(register: Register) -> Iterator[Problem]:
    """En bedömning är en av legendens nivåer, eller ”ej bedömd”; en avskrift får också ha ”okänd”."""
    for follow_up in _follow_ups(register):
        legend = register.legend(follow_up.document.year)
        goals = [report.entry for report in follow_up.goals.values()]
        kinds: tuple[tuple[str, Iterable[AssessedEntry], Scale], ...] = (
            ("mål", goals, legend.assessment),
            ("uppdrag", follow_up.assignments.values(), legend.of_assignments),
            ("aktiviteter", follow_up.activities.values(), legend.of_activities),
        )
        for of, entries, scale in kinds:
            for entry in entries:
                word = entry.assessment
                yield from _in_scale(entry, word, scale, follow_up, "bedömning", (NOT_ASSESSED,), of)


def levels_can_be_told_apart(register: Register) -> Iterator[Problem]:
    """Två nivåer i en skala har olika form (eller pil), och olika ord också där bara a–z och siffror räknas."""
    for legend in register.organisation.legends.values():
        for scale in legend.scales:
            shapes: dict[str, tuple[str, Level]] = {}
            names: dict[str, str] = {}
            for word, level in scale.levels.items():
                before = shapes.setdefault(level.arrow or level.shape, (word, level))
                if before[0] != word:
                    yield _looks_alike(scale, *before, word, level)
                other = names.setdefault(as_id(word), word)
                if other != word or not as_id(word):
                    why = f"blir samma som ”{other}”" if other != word else "blir inget"
                    message = f"nivån ”{word}” {why} i en adress, där bara a–z och siffror får stå"
                    yield Problem(level.place, "ogiltig-niva", message, "skriv nivån med ett eget ord")


def _looks_alike(scale: Scale, other: str, one: Level, word: str, level: Level) -> Problem:
    """Say that two levels have the same shape, and which is free."""
    field, every = ("pil", ARROWS) if level.arrow else ("form", SHAPES)
    taken = {each.arrow if level.arrow else each.shape for each in scale.levels.values()}
    free = [each for each in every if each not in taken]
    only = ": bara färgen skiljer dem åt" if one.colour != level.colour else " och färg"
    message = f"nivåerna ”{other}” och ”{word}” har samma {field}{only}"
    hint = (
        f"skriv till exempel {field}: {free[0]}"
        if free
        else f"det finns {len(every)} att välja bland: slå ihop nivåer, så att de går att skilja åt i svartvitt"
    )
    return Problem(level.at(field), "samma-symbol", message, hint)


def a_level_for_missing_says_no_more(register: Register) -> Iterator[Problem]:
    """En nivå som står för att värdet saknas, alltid eller ibland, säger inte om något är nått."""
    for legend in register.organisation.legends.values():
        for scale in legend.scales:
            for word, level in scale.levels.items():
                if not level.is_verdict and level.wrote("nått"):
                    message = f"nivån ”{word}” har saknas: {level.missing}, och kan därför inte säga om något är nått"
                    yield Problem(level.at("nått"), "oforenliga-falt", message, "ta bort raden nått")


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


def the_cut_off_of_risks_can_be_reached(register: Register) -> Iterator[Problem]:
    """Gränsen för när en risk ska åtgärdas är ett riskvärde som skalan kan ge."""
    for legend in register.organisation.legends.values():
        scale = legend.risk
        highest = len(scale.probability) * len(scale.consequence) if scale else 0
        if scale and scale.cutoff is not None and not 1 <= scale.cutoff <= highest:
            message = f"inget riskvärde når gränsen {scale.cutoff}: skalan ger 1–{highest}"
            hint = f"skriv ett tal mellan 1 och {highest}, eller ta bort raden"
            yield Problem(scale.at("åtgärdas från"), "ogiltigt-tal", message, hint)


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
    for source in chain(register.documents(), register.replaced()):
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
        legend, file = register.legend(follow_up.document.year), follow_up.document.file
        for kind, counts in follow_up.summary.items():
            if kind not in (*GOAL_KINDS, "uppdrag"):
                place = file.at_key("sammanfattning", kind)
                hint = f"skriv: {nearest(kind, (*GOAL_KINDS, 'uppdrag')) or 'uppdrag'}"
                yield Problem(place, "okant-falt", f"sammanfattningen räknar ”{kind}”, som inte finns", hint)
            words = {"antal", NOT_ASSESSED, *scale_of(kind, legend).levels}
            for word in counts:
                if word not in words:
                    hint = f"skriv: {nearest(word, words) or ', '.join(sorted(words))}"
                    message = f"sammanfattningen har nivån ”{word}”, som inte finns i symbolerna"
                    yield Problem(file.at_key("sammanfattning", kind, word), "okant-falt", message, hint)


def a_rule_speaks_the_legends_words(register: Register) -> Iterator[Problem]:
    """En regel ger bara nivåer som finns i symbolerna, och inte en som står för att värdet saknas."""
    organisation = register.organisation
    for year, rule in organisation.rules.items():
        legend = register.legend(year)
        yield from _known_levels(
            rule.goals, legend.assessment, f"regeln från {year}", organisation, "regler", str(year), "mål"
        )
        if rule.indicators and legend.indicator is None:
            message = f"regeln från {year} är för indikatorer, men symbolerna har ingen status för dem"
            place = organisation.at_key("regler", str(year), "indikatorer")
            hint = "lägg till indikator: under symboler, eller ta bort den delen av regeln"
            yield Problem(place, "okant-val", message, hint)
        elif legend.indicator:
            path = ("regler", str(year), "indikatorer")
            yield from _known_levels(
                rule.indicators, legend.indicator, f"regeln från {year}", organisation, *path
            )
    for goal, year in _own_rules(register):
        scale = register.legend(year).assessment
        yield from _known_levels(goal.entry.rule, scale, "målets regel", goal.entry, "regel")


def _known_levels(
    levels: Iterable[str], scale: Scale, what: str, entry: Entry, *path: str
) -> Iterator[Problem]:
    known = scale.verdicts
    for word in levels:
        if word not in known:
            suggestion = nearest(word, known)
            choose = (
                f"välj bland: {', '.join(known)}" if known else "skalan har ingen sådan nivå: lägg till en"
            )
            hint = f"skriv: {suggestion}" if suggestion else choose
            why = "som står för att värdet saknas" if word in scale.levels else "som inte finns i symbolerna"
            message = f"{what} ger nivån ”{word}”, {why}"
            yield Problem(entry.at_key(*path, word), "okant-val", message, hint)


def _own_rules(register: Register) -> Iterator[tuple[Goal, int]]:
    """Yield the goals that have a rule written at them, with the year of their plan."""
    for source in register.documents():
        for goal in source.goals.values() if isinstance(source, Plan) else ():
            if goal.entry.rule:
                yield goal, source.document.year


def a_rule_asks_less_step_by_step(register: Register) -> Iterator[Problem]:
    """En regels nivåer står med den högsta först: varje nivå kräver mindre än den före, och ”annars” står sist."""
    organisation = register.organisation
    for year, rule in organisation.rules.items():
        if not rule.wrote("mål") and not rule.wrote("indikatorer"):
            message = f"regeln från {year} är tom"
            hint = "lägg till mål: eller indikatorer:, med en nivå per rad"
            yield Problem(organisation.at_key("regler", str(year)), "saknas-falt", message, hint)
        yield from _reached(rule.goals, le, organisation, "regler", str(year), "mål")
        yield from _reached(
            rule.indicators, Condition.covers, organisation, "regler", str(year), "indikatorer"
        )
    for goal, _ in _own_rules(register):
        yield from _reached(goal.entry.rule, le, goal.entry, "regel")


def _reached(
    levels: Mapping[str, Asked], covers: Callable[[Asked, Asked], bool], entry: Entry, *path: str
) -> Iterator[Problem]:
    """Yield a problem for each level that one before it always takes."""
    before: dict[str, Asked] = {}
    for word, asked in levels.items():
        if first := next((each for each, other in before.items() if covers(other, asked)), None):
            message = f"nivån ”{word}” kan aldrig ges: ”{first}” står före och kräver inte mer"
            hint = "skriv den nivå som kräver mest först, och annars sist"
            yield Problem(entry.at_key(*path, word), "fel-ordning", message, hint)
        before[word] = asked


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


def every_edition_says_which_it_is(register: Register) -> Iterator[Problem]:
    """Har en plan ersatt en annan säger var och en vilken utgåva den är, och ingen utgåva finns två gånger."""
    for editions in _revised(register):
        names: dict[str, str] = {}
        last = editions[-2].document.replaced or 0
        for plan in editions:
            number = plan.document.replaced or last + 1
            yield from _which_edition(plan, number, names)
            said = plan.document.file.edition
            if said and _may_be(said, number):
                names.setdefault(said, f"{plan.document.slug}.yml")


def _may_be(said: str, number: int) -> bool:
    """Whether what an edition says of itself goes with its number in the order; what is no number goes with any."""
    return not said.isdecimal() or said == str(number)


def _which_edition(plan: Plan, number: int, names: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what is wrong with how a plan says which edition it is; `names` are the files of those before it."""
    file, name = plan.document.file, f"{plan.document.slug}.yml"
    said = file.edition
    if said is None:
        if not file.wrote("utgåva"):
            message = f"{name} säger inte vilken utgåva av planen den är"
            hint = f"det finns flera i mappen: lägg till raden utgåva: {number}"
            yield Problem(plan.document.place, "saknas-falt", message, hint)
    elif said in names:
        message = f"utgåva {said} är redan {names[said]}"
        hint = f"den här är nummer {number}: skriv {number}"
        yield Problem(file.at("utgåva"), "dubblett-utgava", message, hint)
    elif not _may_be(said, number):
        message = f"{name} säger utgåva {said}, men är nummer {number} i ordningen"
        hint = f"skriv: {number}, eller döp om filerna: den äldsta utgåvan heter plan-1.yml"
        yield Problem(file.at("utgåva"), "fel-utgava", message, hint)


def every_edition_says_who_decided_it(register: Register) -> Iterator[Problem]:
    """Har en plan ersatt en annan säger var och en vem som beslutat den; i en avskrift får beslutet vara okänt."""
    for editions in _revised(register):
        for plan in editions:
            document = plan.document
            if document.file.decision is None and not document.file.wrote("beslut"):
                message = f"{document.slug}.yml säger inte vem som beslutat utgåvan"
                hint = "lägg till beslut: med organ: och datum: på egna rader under"
                if document.is_transcript:
                    hint += ", eller beslut: okänt"
                yield Problem(document.place, "saknas-falt", message, hint)


def an_edition_is_decided_after_the_one_it_replaces(register: Register) -> Iterator[Problem]:
    """En utgåva är inte beslutad före den som den ersätter."""
    for editions in _revised(register):
        for earlier, later in pairwise(editions):
            before, after = (plan.document.file.decision for plan in (earlier, later))
            if before and after and before.date and after.date and after.date < before.date:
                message = (
                    f"utgåvan är beslutad {after.date}, före den som den ersätter, "
                    f"{earlier.document.slug}.yml: {before.date}"
                )
                hint = "rätta datumet, eller låt filerna byta namn: den äldsta utgåvan heter plan-1.yml"
                yield Problem(after.at("datum"), "fel-ar", message, hint)


def a_status_goes_with_the_decision(register: Register) -> Iterator[Problem]:
    """Ett dokument som säger att det är beslutat har ett beslut, och ett som inte är det har inget."""
    for source in chain(register.documents(), register.replaced()):
        document = source.document
        file, decision = document.file, document.file.decision
        place = file.at("status")
        if document.replaced and file.status in {DRAFT, PROPOSAL}:
            message = (
                f"{document.slug}.yml är en tidigare utgåva, som är ersatt, men säger status: {file.status}"
            )
            yield Problem(place, "fel-status", message, "ta bort raden")
        elif file.status == REPLACED and not document.replaced:
            message = "dokumentet säger att det är ersatt, men inget har ersatt det"
            hint = "en plan är ersatt när den ligger som plan-1.yml bredvid den nya plan.yml; ta annars bort raden"
            yield Problem(place, "fel-status", message, hint)
        elif file.status == REVISED and document.is_plan and not (document.revises or document.is_transcript):
            message = "planen säger att den är reviderad, men den utgåva som den har ersatt finns inte här"
            hint = "lägg den plan som gällde förut bredvid, som plan-1.yml; ta annars bort raden"
            yield Problem(place, "fel-status", message, hint)
        elif (
            file.status in {DECIDED, REVISED}
            and not document.is_transcript
            and not (decision and decision.date)
        ):
            message = f"dokumentet säger att det är {file.status.removesuffix('d')}t, men inte när"
            hint = "lägg till beslut: med organ:, datum: och paragraf: på egna rader under, eller skriv status: förslag"
            yield Problem(place, "saknas-beslut", message, hint)
        elif file.status in {DRAFT, PROPOSAL} and decision and decision.date and decision.paragraph:
            message = f"status är {file.status}, men beslutet har både datum och paragraf"
            hint = "skriv: beslutad, eller ta bort paragraf: tills beslutet är fattat"
            yield Problem(place, "fel-status", message, hint)


def a_lock_is_of_the_decision_of_its_document(register: Register) -> Iterator[Problem]:
    """Ett lås är av det beslut som dokumentet anger."""
    for source in chain(register.documents(), register.replaced()):
        document = source.document
        lock, file = register.locks.get(document.key), document.file
        if lock is None:
            continue
        told = file.decision.told if file.decision else {}
        if told != lock.decision:
            written = "; ".join(f"{name}: {text}" for name, text in lock.decision.items())
            message = f"låset är av ett annat beslut: {lock.decision_text}"
            hint = f"skriv beslutet som det var ({written})"
            if document.slug == "plan":
                hint += (
                    "; är det en ny utgåva, lägg den låsta som plan-1.yml med sitt lås som plan-1.beslut.json"
                )
            yield Problem(file.at_key("beslut"), "annat-beslut", message, hint)


RULES = (
    a_status_goes_with_the_decision,
    a_lock_is_of_the_decision_of_its_document,
    every_edition_says_which_it_is,
    every_edition_says_who_decided_it,
    an_edition_is_decided_after_the_one_it_replaces,
    an_outcome_is_not_of_the_future,
    a_follow_up_is_of_its_year,
    a_followed_up_year_has_a_legend,
    levels_can_be_told_apart,
    a_level_for_missing_says_no_more,
    an_assessment_is_in_the_legend,
    a_change_is_in_the_legend,
    an_indicator_status_is_in_the_legend,
    a_measure_status_is_in_the_legend,
    the_cut_off_of_risks_can_be_reached,
    nothing_assessed_has_a_reason,
    a_missing_value_has_a_reason,
    a_plan_says_when_its_outcome_was,
    a_series_is_chosen,
    an_exact_value_rounds_to_the_printed,
    a_summary_counts_what_there_is,
    a_rule_speaks_the_legends_words,
    a_rule_asks_less_step_by_step,
)


def _in_scale(
    entry: Entry,
    word: str | None,
    scale: Scale,
    follow_up: FollowUp,
    what: str,
    also: tuple[str, ...] = (),
    of: str = "",
) -> Iterator[Problem]:
    """Yield a problem when a word is not in the scale, nor one of the words that may always stand.

    `of` is what the scale is for, where the same field has one scale or another.
    """
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
    among = f"symbolerna för {of} (”{scale.heading}”)" if of else "symbolerna"
    yield Problem(entry.at(what), "okant-val", f"{what}en ”{word}” finns inte bland {among}", hint)


def _revised(register: Register) -> Iterator[tuple[Plan, ...]]:
    """Yield the editions of every plan that has replaced another, oldest first."""
    for body in register.bodies.values():
        yield from (body.plans_of(year) for year in sorted(body.editions))


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
    for source in chain(register.documents(), register.replaced()):
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
