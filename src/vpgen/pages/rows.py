"""An indicator as a document shows it: values, targets, verdict, comment, contradictions."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vpgen.numbers import NBSP, format_quantity
from vpgen.pages import Link, Origin
from vpgen.pages.addresses import (
    indicator_address,
)
from vpgen.pages.symbols import Symbol, symbol
from vpgen.pages.words import capital, listed
from vpgen.periods import label
from vpgen.target_kinds import PerGroup, SubGoals, describe
from vpgen.values import Missing, Rank, Value, Word, format_value
from vpgen.verdicts import LEFT_OUT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vpgen.assessment import GoalResult
    from vpgen.fulfilment import Fulfilment
    from vpgen.model.content import Document, OtherValue
    from vpgen.model.fields import Reading
    from vpgen.model.files import Earlier, ValueEntry
    from vpgen.model.owned import Owned
    from vpgen.pages.look import Look
    from vpgen.pages.outcomes import OutcomeView
    from vpgen.problems import Finding
    from vpgen.target_kinds import Target
    from vpgen.verdicts import RowResult


@dataclass(frozen=True)
class ValueView:
    """A value with its group, if any, and what must be said of it."""

    group: str
    text: str
    exact: str = ""


@dataclass(frozen=True)
class OtherView:
    """Values told in running text of an indicator without a row of its own there."""

    link: Link
    scope: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    note: str


@dataclass(frozen=True)
class FindingView:
    """A contradiction that the tool found, with the places that it stands in."""

    sentence: str
    origins: tuple[Origin, ...]
    explanation: str = ""


@dataclass(frozen=True)
class ForecastView:
    """What is expected, and whether it reaches the target, in words of its own."""

    name: str
    values: tuple[ValueView, ...]
    verdict: str
    reason: str


@dataclass(frozen=True)
class RowView:
    """An indicator in a document.

    `ground` is why it is counted as it is: its forecast before the year is out. `departs` says that `proposal`, what the
    adopted rule gives, is another status than the document's; `unmotivated` that no motivation is written for that.
    """

    id: str
    name: str
    wording: str
    address: str
    values: tuple[ValueView, ...]
    no_value: str
    period: str
    scope: str
    series: str
    targets: tuple[ValueView, ...]
    target_meaning: str
    long_term: tuple[ValueView, ...]
    long_term_year: str
    printed: str
    printed_note: str
    verdict: str
    verdict_class: str
    reason: str
    change: str
    change_reason: str
    status: Symbol | None
    comment: str
    remark: str
    ownership: tuple[tuple[str, str], ...]
    others: tuple[OtherView, ...]
    notes: tuple[tuple[str, str], ...]
    findings: tuple[FindingView, ...]
    origins: tuple[Origin, ...]
    outcomes: tuple[OutcomeView, ...] = ()
    ground: str = ""
    fulfilment: str = ""
    fulfilment_reason: str = ""
    tolerance: str = ""
    forecast: ForecastView | None = None
    proposal: Symbol | None = None
    departs: bool = False
    motivation: str = ""
    unmotivated: bool = False


UNBREAKABLE = re.compile(r"(?<=\d) (?=\d|%|\w+$)")


def row_view(look: Look, result: RowResult, goal_result: GoalResult | None = None) -> RowView:
    """Return an indicator as its document shows it, or as one that its document leaves out."""
    if not result.is_reported:
        return _left_out_view(look, result, goal_result)
    row, entry = result.row, result.entry
    register = look.results.register
    missing = result.reading.missing if result.reading else None
    no_value = _no_value(missing, entry.reason) if missing or result.reading is None else ""
    if result.reading is None and entry is row.entry:
        no_value = "Framgår inte av källan" if result.document.is_reconstructed else "Anges inte i planen"
    if isinstance(row.target, SubGoals) and result.reading is None:
        no_value = "Räknas ur delmålens bedömningar"
    others = goal_result.report.others.get(row.indicator.id, ()) if goal_result and goal_result.report else ()
    motivation = getattr(entry, "motivation", None) or ""
    reached = _fulfilment(result)
    return RowView(
        id=row.indicator.id,
        name=row.indicator.name,
        wording=row.wording,
        address=indicator_address(row.indicator.id),
        values=() if missing else _values(result),
        no_value=no_value,
        period=label(result.period) if result.period else "",
        scope=register.scope_name(result.key.scope),
        series=row.indicator.series.get(result.key.series or "", ""),
        targets=target_views(row.target),
        target_meaning=_meaning(row.target),
        long_term=target_views(row.long_term),
        long_term_year=str(row.long_term_year or ""),
        printed=printed(entry.printed.target) if entry.printed and entry.printed.target else "",
        printed_note=_printed_note(look, result),
        verdict=capital(result.verdict.kind),
        verdict_class={"nått": "natt", "inte nått": "inte-natt"}.get(result.verdict.kind, "oavgjort"),
        # Why the outcome is missing stands at the outcome.
        reason="Utfallet saknas" if missing and entry.reason else capital(result.verdict.reason),
        change=_change(look, result),
        change_reason=_change_reason(result),
        status=symbol(result.status) if result.status else None,
        comment=getattr(entry, "comment", None) or "",
        remark=remarks(entry, row.entry),
        ownership=ownership(row.indicator, row.entry, entry),
        others=tuple(other_view(look, other) for other in others),
        notes=tuple(entry.notes.items()),
        findings=finding_views(
            look,
            [
                item
                for item in look.findings
                if item.indicator == row.indicator.id and _concerns(item, result)
            ],
        ),
        origins=tuple(look.origin(place) for place in dict.fromkeys([entry.place, row.entry.place])),
        ground=capital(result.ground),
        fulfilment=reached.text if reached else "",
        fulfilment_reason=reached.reason if reached else "",
        tolerance=format_quantity(row.tolerance) if row.tolerance else "",
        forecast=_forecast(result),
        proposal=symbol(result.proposal) if result.proposal and result.proposal.level else None,
        departs=result.departs,
        motivation=motivation,
        unmotivated=result.departs and not motivation,
    )


def _left_out_view(look: Look, result: RowResult, goal_result: GoalResult | None) -> RowView:
    """Return an indicator of the plan that a follow-up leaves out: its target, and nothing of what the plan knew before."""
    why = result.verdict.reason
    shown = row_view(look, replace(result, is_reported=True), goal_result)
    return replace(shown, no_value="Tas inte upp i uppföljningen" if why == LEFT_OUT else capital(why))


def _fulfilment(result: RowResult) -> Fulfilment | None:
    """Return how much of the target is reached, where that can be counted and it is told whether it is."""
    reached = result.fulfilment
    decided = result.verdict.kind != "kan inte avgöras"
    return reached if reached and reached.percent is not None and decided else None


FORECASTS = {"nått": "Når målet enligt prognosen", "inte nått": "Når inte målet enligt prognosen"}


def _forecast(result: RowResult) -> ForecastView | None:
    if result.forecast is None or result.forecast_period is None:
        return None
    return ForecastView(
        f"Prognos för {label(result.forecast_period)}",
        reading_views(result.entry.forecast),
        FORECASTS.get(result.forecast.kind, "Kan inte avgöras"),
        capital(result.forecast.reason),
    )


def _change(look: Look, result: RowResult) -> str:
    """Return how the value moved; where the legend's arrows show values, which way, and whether that is good."""
    kind, better = result.change.kind, result.row.indicator.better
    scale = look.results.register.legend(result.document.year).change
    parts = result.reading.parts if result.reading else ()
    # A place in a ranking is better the lower it is, and has no way up.
    if scale is None or scale.arrows == "värderingen" or any(isinstance(part.value, Rank) for part in parts):
        return capital(kind)
    match kind:
        case "ökat" | "minskat":
            return f"{capital(kind)} (indikatorn säger inte om det är bra)"
        case "förbättrad":
            return f"{'Ökat' if better == 'högt' else 'Minskat'}, vilket är en förbättring"
        case "försämrad":
            return f"{'Minskat' if better == 'högt' else 'Ökat'}, vilket är en försämring"
        case _:
            return capital(kind)


def _change_reason(result: RowResult) -> str:
    """Return the ground for the direction; nothing where the verdict has just given the same one."""
    named = re.sub(r"föregående värde \((.+?)\)", r"\1", result.change.reason)
    same = named.replace("föregående värde", "föregående år")
    return "" if result.verdict.reason.startswith(same) else result.change.reason


def ownership(*entries: Owned) -> tuple[tuple[str, str], ...]:
    """Return who answers for something and when it comes, as the last of the entries that says so has it."""
    facts: dict[str, tuple[str, str]] = {}
    for entry in entries:
        told = {
            "ansvarig": (responsible_word(entry), listed(entry.responsible)),
            "uppgiftslämnare": ("Lämnas av", listed(entry.reporter)),
            "mäts": ("Mäts", entry.measured or ""),
            "nästa": ("Nästa", entry.next_due or ""),
        }
        facts |= {key: fact for key, fact in told.items() if fact[1]}
    return tuple(facts.values())


def responsible_word(entry: Owned) -> str:
    """Return what those who answer for something are called: one or several."""
    return "Ansvariga" if len(entry.responsible) > 1 else "Ansvarig"


def no_owner(document: Document, *facts: Iterable[tuple[str, str]]) -> str:
    """Say that nothing of what is told names who answers for something; empty where something does."""
    if any(name.startswith("Ansvarig") for told in facts for name, _ in told):
        return ""
    return "framgår inte av källan" if document.is_transcript else "inte angiven"


def owner_words(*facts: Iterable[tuple[str, str]]) -> str:
    """Return who answers for something as words to search for, each once."""
    told = (f"{name}: {who}" for each in facts for name, who in each if name.startswith("Ansvarig"))
    return "; ".join(dict.fromkeys(told))


def remarks(*entries: Owned) -> str:
    """Return the editor's remarks, each once."""
    return "\n\n".join(dict.fromkeys(entry.remark for entry in entries if entry.remark))


def _concerns(finding: Finding, result: RowResult) -> bool:
    return any(place.file == result.entry.place.file for place in finding.places)


def finding_views(look: Look, findings: list[Finding]) -> tuple[FindingView, ...]:
    """Return findings with the places that they stand in."""
    return tuple(finding_view(look, each) for each in findings)


def finding_view(look: Look, finding: Finding) -> FindingView:
    """Return a finding with the places that it stands in."""
    origins = tuple(look.origin(place) for place in finding.places)
    return FindingView(capital(finding.sentence) + ".", origins, finding.explanation)


def _values(result: RowResult) -> tuple[ValueView, ...]:
    """Return the outcome; a plan's forecast beside it or alone, while a follow-up's is judged and stands apart."""
    entry = result.entry
    outcome = reading_views(result.reading, format_quantity(entry.exact) if entry.exact else "")
    return (
        *outcome,
        *(
            replace(view, group=" ".join(filter(None, ["prognos", view.group])))
            for view in reading_views(None if result.forecast else entry.forecast)
        ),
    )


def _no_value(missing: Missing | None, reason: str | None) -> str:
    if missing is None:
        return "Ej ifyllt"
    return capital(missing.kind) + (f": {reason}" if reason else "")


def reading_views(reading: Reading | None, exact: str = "") -> tuple[ValueView, ...]:
    """Return an outcome as values, each with its period and group where it has them."""
    if reading is None:
        return ()
    views = []
    whole = "alla" if any(part.group for part in reading.parts) else ""
    for part in reading.parts:
        where = [label(part.period) if part.period else "", part.group or whole]
        views.append(ValueView(" ".join(filter(None, where)), printed(part.text), exact))
    return tuple(views)


def printed(text: str) -> str:
    """Return a value as it is printed, its numbers and units held together."""
    return UNBREAKABLE.sub(NBSP, capital(text))


def value_text(value: Value | Missing) -> str:
    """Return a value as text, with unbreakable spaces in numbers."""
    match value:
        case Missing(kind, reason):
            return kind + (f": {reason}" if reason else "")
        case Word(text):
            return capital(text)
        case _:
            return format_value(value)


def target_views(target: Target | None) -> tuple[ValueView, ...]:
    """Return a target as printed, per group where it has groups."""
    match target:
        case None:
            return ()
        case PerGroup(targets):
            return tuple(ValueView(group, _target_text(each)) for group, each in targets.items())
        case _:
            return (ValueView("", _target_text(target)),)


def _target_text(target: Target) -> str:
    """Return a target as printed, its numbers and units held together."""
    return UNBREAKABLE.sub(NBSP, target.text or describe(target))


def _meaning(target: Target | None) -> str:
    """Return what a target demands in words, when the printed words do not say it themselves."""
    match target:
        case None:
            return ""
        case PerGroup(targets):
            words = {_demand_word(each) for each in targets.values()}
            return f"{words.pop()} för varje grupp" if len(words) == 1 and all(words) else ""
    meaning = describe(target)
    wanted = meaning.lower().replace(NBSP, " ")
    # "ökar jämfört med föregående år" says no more than the printed "öka jämfört med föregående år".
    same = {"", wanted, f"{wanted} ".replace("r ", " ", 1).strip(), wanted.removeprefix("inom ")}
    return "" if target.text.lower() in same or _words(target.text) == _words(meaning) else meaning


def _words(text: str) -> list[str]:
    """Return the words of a target without what joins several demands: "öka; ja" as "öka och ja"."""
    return [word for word in re.findall(r"[^\s:;,]+", text.lower()) if word != "och"]


def _demand_word(target: Target) -> str:
    """Return what a group's target demands beyond the printed words: "minst" for the printed "96 %"."""
    printed = target.text.lower()
    return describe(target).lower().replace(NBSP, " ").removesuffix(printed).strip()


def _printed_note(look: Look, result: RowResult) -> str:
    """Say what the figure in the printed target column really is."""
    printed = result.entry.printed
    if printed is None or printed.what is None:
        return ""
    ground = f" (tolkning: {printed.reading})" if printed.reading else ""
    what = look.results.register.scope_name(printed.what.scope) if printed.what.scope else "utfallet"
    return f"Det som trycktes i kolumnen för målvärde är {what} {label(printed.what.period)}{ground}."


def other_view(look: Look, other: OtherValue) -> OtherView:
    """Return values told in running text as a small table: groups down, periods across."""
    register = look.results.register
    columns: dict[str, dict[str, str]] = {}
    when = label(other.entry.period) if other.entry.period else ""
    blocks: list[tuple[str, ValueEntry | Earlier]] = [(when, other.entry)]
    blocks += [(label(period), earlier) for period, earlier in other.entry.earlier.items()]
    for when, block in blocks:
        for part in block.outcome.parts if block.outcome else ():
            column = columns.setdefault(label(part.period) if part.period else when, {})
            column[part.group or "alla"] = value_text(part.value) + (" (räknat)" if block.computed else "")
    groups = dict.fromkeys(group for column in columns.values() for group in column)
    series = other.indicator.series.get(other.series or "", "")
    doubt = f"Osäkert: {other.entry.doubt}" if other.entry.doubt else ""
    return OtherView(
        Link(other.indicator.name, indicator_address(other.indicator.id)),
        register.scope_name(other.scope),
        tuple(when or "Perioden" for when in columns),
        tuple(
            (group, tuple(column.get(group, "uppgift saknas") for column in columns.values()))
            for group in groups
        ),
        ". ".join(filter(None, [series, other.entry.reading, doubt])),
    )
