"""Parts that several kinds of page show: symbols, tallies, indicators, assignments."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vpgen.assessment import Status, StatusKind
from vpgen.model.content import Ref
from vpgen.numbers import NBSP, format_quantity
from vpgen.pages import Link, Origin
from vpgen.pages.addresses import (
    assignment_address,
    body_address,
    document_address,
    goal_address,
    indicator_address,
)
from vpgen.periods import label
from vpgen.target_kinds import PerGroup, describe
from vpgen.values import Missing, Value, Word, format_value

if TYPE_CHECKING:
    from collections.abc import Callable

    from vpgen.assessment import FollowUpResult, GoalResult, Results, RowResult, SummaryLine, Tally
    from vpgen.findings import Finding
    from vpgen.model.content import Assignment, Body, Document, Goal, OtherValue, Plan
    from vpgen.model.fields import Reading
    from vpgen.model.files import ActivityEntry, Earlier, Level, Owned, Scale, ValueEntry
    from vpgen.problems import Place
    from vpgen.target_kinds import Target

    FindSource = Callable[[str, int], str | None]


UNKNOWN_SHAPE = "fraga"


@dataclass(frozen=True)
class Symbol:
    """A status as text, shape and colour. `colour` and `shape` name classes of the style sheet."""

    word: str
    meaning: str
    colour: str
    shape: str
    arrow: str | None = None


@dataclass(frozen=True)
class Count:
    """How many have a symbol. `share` is the width of its part of the bar, in percent with one decimal."""

    symbol: Symbol
    number: int
    share: str


@dataclass(frozen=True)
class TallyView:
    """A bar of counts with its heading; what was not assessed or not known is always among them.

    `printed` is the document's own count, where it printed one, with how many it left out.
    """

    name: str
    total: int
    counts: tuple[Count, ...]
    address: str = ""
    printed: tuple[Count, ...] = ()

    @property
    def unknown(self) -> int:
        """How many were assessed in a way that is not known."""
        return sum(count.number for count in self.counts if count.symbol.shape == UNKNOWN_SHAPE)


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


@dataclass(frozen=True)
class RowView:
    """An indicator in a document."""

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
    others: tuple[OtherView, ...]
    notes: tuple[tuple[str, str], ...]
    findings: tuple[FindingView, ...]
    origins: tuple[Origin, ...]


@dataclass(frozen=True)
class AssignmentView:
    """An assignment with its status and comment. `status` is None where nothing was to be reported yet."""

    id: str
    anchor: str
    address: str
    number: str
    text: str
    wording: str
    giver: str
    giver_id: str
    receivers: tuple[str, ...]
    board: str
    places: tuple[Link, ...]
    place_ids: str
    status: Symbol | None
    comment: str
    remark: str
    due: str
    responsible: str
    continues: tuple[Link, ...]
    continued_by: tuple[Link, ...]
    origins: tuple[Origin, ...]


@dataclass(frozen=True)
class ActivityView:
    """An activity with its status."""

    text: str
    due: str
    responsible: str
    status: Symbol | None
    comment: str
    origins: tuple[Origin, ...]


@dataclass(frozen=True)
class SummaryView:
    """A line of the printed summary, beside the count of what is known."""

    name: str
    number: str
    printed: tuple[Count, ...]
    known: TallyView
    sentence: str
    contradiction: bool


@dataclass(frozen=True)
class Look:
    """What the makers of pages share: the results, the findings, and how to find a line's source."""

    results: Results
    findings: tuple[Finding, ...]
    find_source: FindSource

    def origin(self, place: Place) -> Origin:
        """Return a place of the content as an origin."""
        return Origin(place.file, place.line, self.find_source(place.file, place.line))


UNBREAKABLE = re.compile(r"(?<=\d) (?=\d|%|\w+$)")

# -- words


def capital(text: str) -> str:
    """Return the text with a capital first letter."""
    return text[:1].upper() + text[1:]


PLURALS = {
    "effektmål": "Effektmål",
    "målsättning": "Målsättningar",
    "nämndens mål": "Nämndens mål",
    "verksamhetens mål": "Verksamhetens mål",
    "inriktningsmål": "Inriktningsmål",
    "resultatmål": "Resultatmål",
    "delmål": "Delmål",
    "mål": "Mål",
}


def tally_name(kind: str) -> str:
    """Return the heading of a tally."""
    return PLURALS.get(kind, capital(kind))


def decision_line(document: Document) -> str:
    """Return who decided on a document and when, or that this is not known."""
    decision = document.file.decision
    parts = (
        [decision.body, str(decision.date) if decision.date else None, decision.paragraph, decision.reference]
        if decision
        else []
    )
    known = ", ".join(filter(None, parts))
    if known:
        return f"Beslutad av {known}"
    return "Beslutet framgår inte av källan" if document.is_transcript else "Inget beslut är angivet"


def basis_line(document: Document) -> str:
    """Return what a document rests on, where it is not the original."""
    basis = document.file.basis
    if basis == "original":
        return ""
    whole = "" if document.file.complete else " Bara en del av dokumentet är inskriven."
    if document.is_reconstructed:
        return f"Planen är {basis}: den finns inte själv bland källorna.{whole}"
    return f"Avskrift av {document.file.source or 'ett äldre dokument'}.{whole}"


# -- symbols


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
        _slug(level.shape),
        _slug(level.arrow) if level.arrow else None,
    )


def scale_symbols(scale: Scale) -> tuple[Symbol, ...]:
    """Return the symbols of a scale, best first."""
    return tuple(_level_symbol(word, level, level.meaning) for word, level in scale.levels.items())


def _slug(word: str) -> str:
    return word.translate(str.maketrans("åäö", "aao"))


def tally_view(
    name: str, tally: Tally, scale: Scale, address: str = "", printed: tuple[Count, ...] = ()
) -> TallyView:
    """Return a tally as a bar: every level that somebody has, and always what was not assessed or not known."""
    total = tally.total
    counts = []
    for word, number in tally.counts.items():
        level = scale.levels.get(word)
        kind = StatusKind.LEVEL if level else StatusKind(word)
        shown = symbol(Status(kind, word, level, level.meaning if level else ""))
        counts.append(Count(shown, number, f"{number * 100 / total:.1f}" if total else "0"))
    return TallyView(tally_name(name), total, tuple(counts), address, printed)


VERDICTS = {
    "nått": Symbol("Nått", "", "natt", "bock"),
    "inte nått": Symbol("Inte nått", "", "inte-natt", "kryss"),
    "kan inte avgöras": Symbol("Kan inte avgöras", "", "oavgjort", "vag"),
}
"""The rule's verdicts as symbols of their own, never the board's."""


def verdict_tally(result: FollowUpResult) -> TallyView | None:
    """Return how many indicators reached their target as the rules tell; None where there are none."""
    verdicts: Counter[str] = Counter(row.verdict.kind for goal in result.goals.values() for row in goal.rows)
    total = verdicts.total()
    counts = [
        Count(shown, verdicts[kind], f"{verdicts[kind] * 100 / total:.1f}")
        for kind, shown in VERDICTS.items()
        if total
    ]
    return TallyView("Mot målvärdet", total, tuple(counts)) if counts else None


def tally_views(look: Look, result: FollowUpResult) -> tuple[TallyView, ...]:
    """Return the tallies of a follow-up."""
    document = result.follow_up.document
    legend = look.results.register.legend(document.year)
    printed = {line.kind: _printed_with_rest(line, legend.assessment) for line in result.summary}
    views = []
    for kind, tally in result.tallies.items():
        scale = legend.indicator if kind == "indikatorer" else legend.assessment
        assert scale is not None
        views.append(tally_view(kind, tally, scale, document_address(document), printed.get(kind, ())))
    return tuple(views)


def summary_views(look: Look, result: FollowUpResult) -> tuple[SummaryView, ...]:
    """Return the printed summary beside what is known."""
    scale = look.results.register.legend(result.follow_up.document.year).assessment
    return tuple(_summary_view(line, scale) for line in result.summary)


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


# -- indicators


def row_view(look: Look, result: RowResult, goal_result: GoalResult | None = None) -> RowView:
    """Return an indicator as its document shows it."""
    row, entry = result.row, result.entry
    register = look.results.register
    missing = result.reading.missing if result.reading else None
    no_value = _no_value(missing, entry.reason) if missing or result.reading is None else ""
    if result.reading is None and entry is row.entry:
        no_value = "Anges inte i planen"
    others = goal_result.report.others.get(row.indicator.id, ()) if goal_result and goal_result.report else ()
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
        change=capital(result.change.kind),
        change_reason=_change_reason(result),
        status=symbol(result.status) if result.status else None,
        comment=getattr(entry, "comment", None) or "",
        remark=remarks(entry, row.entry),
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
    )


def _change_reason(result: RowResult) -> str:
    """Return the ground for the direction; nothing where the verdict has just given the same one."""
    same = result.change.reason.replace("föregående värde", "föregående år")
    return "" if result.verdict.reason.startswith(same) else result.change.reason


def remarks(*entries: Owned) -> str:
    """Return the editor's remarks, each once."""
    return "\n\n".join(dict.fromkeys(entry.remark for entry in entries if entry.remark))


def _concerns(finding: Finding, result: RowResult) -> bool:
    return any(place.file == result.entry.place.file for place in finding.places)


def finding_views(look: Look, findings: list[Finding]) -> tuple[FindingView, ...]:
    """Return findings with the places that they stand in."""
    return tuple(
        FindingView(capital(each.sentence) + ".", tuple(look.origin(place) for place in each.places))
        for each in findings
    )


def _values(result: RowResult) -> tuple[ValueView, ...]:
    """Return the outcome, and the forecast beside it or alone."""
    entry = result.entry
    outcome = reading_views(result.reading, format_quantity(entry.exact) if entry.exact else "")
    return (
        *outcome,
        *(
            replace(view, group=" ".join(filter(None, ["prognos", view.group])))
            for view in reading_views(entry.forecast)
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
    for part in reading.parts:
        where = [
            label(part.period) if part.period else "",
            part.group or ("alla" if len(reading.parts) > 1 else ""),
        ]
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
            return tuple(ValueView(group, each.text or describe(each)) for group, each in targets.items())
        case _:
            return (ValueView("", target.text or describe(target)),)


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
    return "" if target.text.lower() in same else meaning


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
    return OtherView(
        Link(other.indicator.name, indicator_address(other.indicator.id)),
        register.scope_name(other.scope),
        tuple(when or "Perioden" for when in columns),
        tuple(
            (group, tuple(column.get(group, "uppgift saknas") for column in columns.values()))
            for group in groups
        ),
        " ".join(filter(None, [series, other.entry.reading])),
    )


# -- assignments and activities


def assignment_view(
    look: Look, plan: Plan, assignment: Assignment, result: FollowUpResult | None
) -> AssignmentView:
    """Return an assignment as the body's year shows it."""
    register = look.results.register
    ref = Ref(plan.document.path, plan.document.year, assignment.id)
    report = result.follow_up.assignments.get(assignment.id) if result else None
    places = [node for id_ in assignment.under if (node := plan.node(id_))]
    giver = register.bodies.get(assignment.giver)
    origins = [assignment.place, *([report.place] if report else [])]
    if assignment.inherited and (given := _plan_of(register.bodies.values(), assignment.inherited)):
        origins.append(given.assignments[assignment.id].place)
    return AssignmentView(
        id=assignment.id,
        anchor=assignment_address(ref).partition("#")[2],
        address=assignment_spot(look, plan, ref),
        number=assignment.number or "",
        text=assignment.text,
        wording=assignment.wording or "",
        giver=giver.name if giver else assignment.giver,
        giver_id=assignment.giver,
        receivers=tuple(_receiver(look, name) for name in assignment.receivers),
        board=plan.document.body_name,
        places=tuple(node_link(plan, node) for node in places),
        place_ids=" ".join(assignment.under),
        status=symbol(result.assignments[assignment.id]) if result else None,
        comment=(report.comment if report else None) or "",
        remark=remarks(*([report] if report else []), assignment.entry),
        due=assignment.entry.due or "",
        responsible=assignment.entry.responsible or "",
        continues=tuple(ref_link(look, earlier) for earlier in register.continues.get(ref, ())),
        continued_by=tuple(
            ref_link(look, later) for later, earlier in register.continues.items() if ref in earlier
        ),
        origins=tuple(look.origin(place) for place in origins),
    )


def assignment_spot(look: Look, plan: Plan, ref: Ref) -> str:
    """Return where an assignment can be read: among the year's; what the council gave, in its plan."""
    address = assignment_address(ref)
    if ref.body != look.results.register.organisation.council:
        return address
    return f"{document_address(plan.document)}#{address.partition('#')[2]}"


def _receiver(look: Look, name: str) -> str:
    body = look.results.register.bodies.get(name)
    return body.name if body else name


def _plan_of(bodies: object, ref: Ref) -> Plan | None:
    return next((body.plans.get(ref.year) for body in bodies if body.path == ref.body), None)  # type: ignore[attr-defined]


def activity_view(look: Look, activity: ActivityEntry, result: FollowUpResult | None) -> ActivityView:
    """Return an activity."""
    report = result.follow_up.activities.get(activity.id) if result else None
    origins = [activity.place, *([report.place] if report else [])]
    return ActivityView(
        activity.text,
        activity.due or "",
        activity.responsible or "",
        symbol(result.activities[activity.id]) if result else None,
        (report.comment if report else None) or "",
        tuple(look.origin(place) for place in origins),
    )


# -- links


def node_link(plan: Plan, node: object) -> Link:
    """Return a link to a goal, or to a section on the plan's page."""
    document = plan.document
    if hasattr(node, "rows"):
        goal: Goal = node  # type: ignore[assignment]
        return Link(f"{goal.label}: {goal.text}", goal_address(document.path, document.year, goal.id))
    return Link(getattr(node, "name", ""), f"{document_address(document)}#{getattr(node, 'id', '')}")


def ref_link(look: Look, ref: Ref) -> Link:
    """Return a link to an element of another plan, named with its year and whose it is."""
    body = next(body for body in look.results.register.bodies.values() if body.path == ref.body)
    plan = body.plans[ref.year]
    where = f"{body.name} {ref.year}"
    if ref.id in plan.assignments:
        return Link(f"{where}, uppdrag: {plan.assignments[ref.id].text}", assignment_spot(look, plan, ref))
    if node := plan.node(ref.id):
        link = node_link(plan, node)
        return Link(f"{where}, {link.text}", link.address)
    bullets = {id_: text for section in plan.sections.values() for id_, text in section.bullets.items()}
    return Link(
        f"{where}, strategi: {bullets.get(ref.id, ref.id)}", f"{document_address(plan.document)}#{ref.id}"
    )


def board_crumbs(look: Look, body: Body) -> tuple[Link, ...]:
    """Return the way from the start page down to a body."""
    parent = [other for other in look.results.register.bodies.values() if other.path == body.parent]
    return (*(Link(other.name, body_address(other)) for other in parent), Link(body.name, body_address(body)))


def document_crumbs(look: Look, document: Document) -> tuple[Link, ...]:
    """Return the way from the start page down to a document."""
    body = next(body for body in look.results.register.bodies.values() if body.path == document.path)
    return (*board_crumbs(look, body), Link(document.name, document_address(document)))


def newest_document(look: Look, path: str, year: int) -> Document:
    """Return the document to lead to for a body's year: the last follow-up, else the plan."""
    result = look.results.newest(path, year)
    if result:
        return result.follow_up.document
    return look.results.plans[path, year].plan.document
