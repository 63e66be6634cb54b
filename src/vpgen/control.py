"""Internal control worked out: risks with their measures, organisation-wide ones inherited, and the answers to them."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

from vpgen.model.content import Measure, Ref, Risk
from vpgen.model.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from vpgen.model.content import Document, Plan
    from vpgen.model.control import ControlPlanEntry, ControlReportEntry, MeasureEntry, RiskEntry
    from vpgen.model.fields import Entry
    from vpgen.references import References


def make_risks(refs: References, document: Document, entry: ControlPlanEntry | None) -> dict[str, Risk]:
    """Return the risks of a plan; one without a text of its own is the executive board's of the year."""
    if entry is None:
        return {}
    given = refs.organisation_wide_risks(document.path, document.year)
    made = (_risk(refs, each, given, document) for each in entry.risks.values())
    return {risk.id: risk for risk in made if risk is not None}


def _risk(refs: References, entry: RiskEntry, given: Mapping[str, Risk], document: Document) -> Risk | None:
    inherited = given.get(entry.id)
    lacking = {"område": entry.area, "risk": entry.text}
    missing = [name for name, value in lacking.items() if value is None]
    if missing and inherited is None:
        _not_given(refs, entry, "risken", missing, given)
        return None
    _check_grades(refs, entry, document.year)
    # A board that writes the whole risk itself has its own.
    source = inherited if inherited and entry.text is None else None
    measures = {
        id_: measure
        for id_, each in entry.measures.items()
        if (measure := _measure(refs, each, inherited)) is not None
    }
    if source and "measures" not in entry.model_fields_set:
        measures = {id_: each for id_, each in source.measures.items() if each.organisation_wide}
    return Risk(
        entry.id,
        entry.area or (inherited.area if inherited else ""),
        source.text if source else (entry.text or ""),
        entry.wording,
        entry.organisation_wide or (source.organisation_wide if source else False),
        measures,
        Ref(refs.executive_path(), document.year, entry.id) if source else None,
        entry,
        entry.place,
    )


def _check_grades(refs: References, entry: RiskEntry, year: int) -> None:
    """Report a grade outside the year's scale, and half a grade: a probability without a consequence places no risk."""
    legend = refs.organisation.legend(year)
    if legend.wrote("risk") and legend.risk is None:
        return  # why nothing could be made of the scale is told there
    scale = legend.of_risks
    steps = {
        "sannolikhet": (entry.probability, scale.probability),
        "konsekvens": (entry.consequence, scale.consequence),
    }
    for name, (grade, known) in steps.items():
        if grade is not None and grade not in known:
            message = f"”{grade}” är ingen siffra mellan 1 och {len(known)}"
            words = "; ".join(f"{step} {word}" for step, word in known.items() if word)
            hint = f"stegen är: {words}" if words else f"skriv en siffra 1–{len(known)}"
            refs.report(entry.at(name), "ogiltigt-tal", message, hint)
    for name, other in permutations(steps):
        if entry.wrote(name) and not entry.wrote(other):
            hint = f"lägg till raden {other}: 1–{len(steps[other][1])}, eller ta bort raden {name}"
            refs.report(entry.at(name), "saknas-falt", f"här står {name} utan {other}", hint)


def _measure(refs: References, entry: MeasureEntry, inherited: Risk | None) -> Measure | None:
    above = inherited.measures.get(entry.id) if inherited else None
    if entry.text is None and above is None:
        _not_given(refs, entry, "åtgärden", ["text"], inherited.measures if inherited else ())
        return None
    return Measure(
        entry.id,
        entry.text or (above.text if above else ""),
        entry.wording,
        entry.organisation_wide or (above.organisation_wide if above and entry.text is None else False),
        entry.text is None,
        entry,
        entry.place,
    )


def _not_given(
    refs: References, entry: Entry, what: str, lacking: Collection[str], known: Collection[str]
) -> None:
    suggestion = nearest(entry.id, known)
    fields = " och ".join(f"{name}: …" for name in lacking)
    hint = f"lägg till {fields}" + (f"; är den övergripande, skriv id:t: {suggestion}" if suggestion else "")
    message = f"{what} ”{entry.id}” finns inte hos styrelsen att ärva, och saknar {' och '.join(lacking)}"
    refs.report(entry.place, "saknas-falt", message, hint)


def check_control(
    refs: References, plan: Plan, entry: ControlReportEntry | None
) -> ControlReportEntry | None:
    """Return the follow-up of internal control; what it answers must be in the year's plan."""
    written = plan.control.risks if plan.control else {}
    for id_, risk in entry.risks.items() if entry else ():
        if id_ not in plan.risks and id_ not in written:
            _answers_nothing(refs, risk, "ingen risk", plan.risks)
            continue
        measures = plan.risks[id_].measures if id_ in plan.risks else {}
        for measure_id, measure in risk.measures.items():
            if id_ in plan.risks and measure_id not in {*measures, *written[id_].measures}:
                _answers_nothing(refs, measure, f"under risken {id_} ingen åtgärd", measures)
    return entry


def _answers_nothing(refs: References, entry: Entry, what: str, known: Collection[str]) -> None:
    suggestion = nearest(entry.id, known)
    hint = f"skriv: {suggestion}" if suggestion else "lägg till den i årets plan.yml, eller ta bort den här"
    refs.report(entry.place, "okant-id", f"i årets plan finns {what} med id ”{entry.id}”", hint)
