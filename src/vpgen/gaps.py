"""What is missing: what a body says is missing, what is not written in, how old outcomes are, what sources do not tell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from vpgen.model.fields import Entry
from vpgen.model.owned import Owned
from vpgen.periods import Period, PeriodError, label, parse_period
from vpgen.statuses import Status, StatusKind
from vpgen.target_kinds import SubGoals
from vpgen.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vpgen.assessment import FollowUpResult, Results
    from vpgen.model.content import Assignment, Body, Document, FollowUp, Goal, Plan, Risk, Row
    from vpgen.model.fields import Part
    from vpgen.model.files import ActivityEntry
    from vpgen.problems import Place
    from vpgen.verdicts import RowResult

Series: TypeAlias = tuple[str, str, str | None]
"""Indicator, scope and definition: what the groups of a value have in common."""
Known: TypeAlias = Mapping[Series, tuple[Period, ...]]
"""The periods of which some document tells an outcome, by series."""
About: TypeAlias = "Goal | Row | Assignment | Risk | ActivityEntry | None"

STATED = ("ej bedömd", "värde")
"""What a body may say that it cannot report, in the order of the page."""
NOT_REPORTED = ("mål", "indikator", "uppdrag", "aktivitet", "åtgärd", "prognos", "beslut", "dokument")
"""What may be left out of a document, or not be written in, in the order of the page."""
NOT_TOLD = (
    "bedömning av mål",
    "förändringspil",
    "status för indikator",
    "bedömning av uppdrag",
    "bedömning av aktivitet",
    "status för åtgärd",
    "värde",
    "bild",
    "beslut",
)
"""What a source may not tell, in the order of the page."""
LEFT_OUT = "redovisas inte i dokumentet"
"""What is said of a thing that a document does not mention, though the whole of it is written in."""
PICTURE = re.compile(r"\bbild(?:en|er|erna)?\b", re.IGNORECASE)
"""How an editor's remark says that something in the source was a picture."""
_ORDINALS = {"annat": 2, "tredje": 3, "fjärde": 4, "femte": 5}
_MONTHS = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
_EVERY_YEAR = re.compile(
    r"(?:varje|vart|per|en gång per|två gånger per|tre gånger per|fyra gånger per) år|årlig(?:en|t)?"
    r"|(?:varje|per) (?:dag|vecka|månad|kvartal|tertial|halvår|delår)|(?:dag|vecko|månads|kvartals|tertial|halvårs)vis"
    rf"|(?:(?:{_MONTHS})(?:, | och )?)+"
)
_EVERY_OTHER = re.compile(r"vart (?P<word>annat|tredje|fjärde|femte) år|vartannat år")


@dataclass(frozen=True)
class Owner:
    """Who answers for something: the role as authors write it (Ansvarig, Lämnas av), and the name."""

    role: str
    name: str


@dataclass(frozen=True)
class Gap:
    """Something that is not there: what kind, its name, why, and the document in which it would stand.

    `kind` is a word of `STATED`, `NOT_REPORTED` or `NOT_TOLD`; `about` the element that it concerns, None for a document's own.
    `owners` are those who answer for it, each for the whole of it.
    """

    kind: str
    name: str
    reason: str
    document: Document
    place: Place
    about: About = None
    owners: tuple[Owner, ...] = ()


@dataclass(frozen=True)
class Age:
    """How old the newest known outcome of an indicator is, counted from the body's newest document.

    `period` is None where no outcome is known; `years` how many years before the document's it ends. `measured` and
    `next_due` are the author's words (`mäts`, `nästa`), `told` what can be said against them; `late` whether by these
    words a newer outcome could have been known, None where they do not tell.
    """

    row: Row
    scope: str
    period: Period | None
    years: int | None
    measured: str
    next_due: str
    told: str
    late: bool | None
    owners: tuple[Owner, ...]


@dataclass(frozen=True)
class BodyGaps:
    """What is missing of a body. `newest` is the document that ages are counted from.

    `stated` is what its documents themselves say is missing, `left_out` what follow-ups that are here in full do not
    mention, `not_written` what is not written in here and may be elsewhere, `unfollowed` its plans without a
    follow-up, `unread` what cannot be read out of the sources.
    """

    body: Body
    newest: Document
    stated: tuple[Gap, ...]
    left_out: tuple[Gap, ...]
    not_written: tuple[Gap, ...]
    unfollowed: tuple[Plan, ...]
    ages: tuple[Age, ...]
    unread: tuple[Gap, ...]

    @property
    def late(self) -> tuple[Age, ...]:
        """The outcomes that are older than the author's own words say."""
        return tuple(age for age in self.ages if age.late)

    @property
    def known(self) -> tuple[Age, ...]:
        """The indicators of which an outcome is known."""
        return tuple(age for age in self.ages if age.period is not None)

    @property
    def unknown(self) -> tuple[Age, ...]:
        """The indicators of which no outcome is known."""
        return tuple(age for age in self.ages if age.period is None)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is missing."""
        lacks = (self.stated, self.left_out, self.not_written, self.unfollowed, self.late, self.unknown)
        return not (any(lacks) or self.unread)


def find_gaps(results: Results) -> tuple[BodyGaps, ...]:
    """Return what is missing, body by body, for every body that has a plan.

    The council owes nothing but its decisions: its goals and assignments are reported by those that it gave them to.
    """
    register = results.register
    known = _known(results)
    return tuple(
        _of_body(results, known, body, is_council=body is register.council)
        for body in register.bodies.values()
        if body.plans
    )


def _of_body(results: Results, known: Known, body: Body, *, is_council: bool) -> BodyGaps:
    years = sorted(body.plans, reverse=True)
    newest = results.newest(body.path, years[0])
    document = newest.follow_up.document if newest else body.plans[years[0]].document
    unreported: list[Gap] = []
    if not is_council:
        for year in years:
            if result := results.newest(body.path, year):
                unreported += _unreported(known, result)
        unreported += _forecasts(results, body)
    unreported += [*_undecided(body, transcripts=False), *_parts_of_documents(body)]
    stated = [*_not_assessed(results, body), *_missing_values(results, body)]
    unread = [*_symbols(results, body), *_unread_values(results, body)]
    unread += [*_pictures(results, body), *_undecided(body, transcripts=True)]
    return BodyGaps(
        body,
        document,
        _ordered(stated, STATED),
        _ordered([gap for gap in unreported if gap.reason == LEFT_OUT], NOT_REPORTED),
        _ordered([gap for gap in unreported if gap.reason != LEFT_OUT], NOT_REPORTED),
        () if is_council else tuple(body.plans[year] for year in years if not body.follow_ups.get(year)),
        () if is_council else tuple(_ages(known, body.plans[years[0]], newest)),
        _ordered(unread, NOT_TOLD),
    )


def _ordered(gaps: list[Gap], kinds: tuple[str, ...]) -> tuple[Gap, ...]:
    return tuple(sorted(gaps, key=lambda gap: kinds.index(gap.kind)))


def _owners(*entries: Owned | None, of_value: bool = False) -> tuple[Owner, ...]:
    """Return who answer for something, as the nearest of the entries says; of a value first who deliver it."""
    for entry in entries:
        if entry is None:
            continue
        named = [("Ansvarig", entry.responsible), ("Lämnas av", entry.reporter)]
        for role, names in reversed(named) if of_value else named:
            if names:
                return tuple(Owner(role, name) for name in names)
    return ()


# What a body has not yet reported


def _unreported(known: Known, result: FollowUpResult) -> Iterator[Gap]:
    """Yield what a follow-up leaves out of what its plan holds."""
    follow_up = result.follow_up
    document = follow_up.document
    nothing = LEFT_OUT if document.file.complete else "finns inte i den del av dokumentet som finns här"
    for id_, goal_result in result.goals.items():
        goal, report = goal_result.goal, goal_result.report
        if reason := _lacks(report is not None, goal_result.status, nothing):
            place = report.entry.place if report else document.place
            owners = _owners(report.entry if report else None, goal.entry)
            yield Gap("mål", goal.wording or goal.text, reason, document, place, goal, owners)
        reported = {row.row.indicator.id: row for row in goal_result.rows if row.is_reported}
        for row in follow_up.plan.goals[id_].rows:
            yield from _unreported_row(known, follow_up, row, reported.get(row.indicator.id), nothing)
    for id_, assignment in follow_up.plan.assignments.items():
        entry = follow_up.assignments.get(id_)
        if reason := _lacks(entry is not None, result.assignments[id_], nothing):
            owners = _owners(entry, assignment.entry)
            place = entry.place if entry else document.place
            text = assignment.wording or assignment.text
            yield Gap("uppdrag", text, reason, document, place, assignment, owners)
    for id_, activity in follow_up.plan.activities.items():
        entry = follow_up.activities.get(id_)
        if reason := _lacks(entry is not None, result.activities[id_], nothing):
            place = entry.place if entry else document.place
            owners = _owners(entry, activity)
            yield Gap("aktivitet", activity.text, reason, document, place, activity, owners)
    yield from _unreported_measures(result, nothing)


def _lacks(is_there: bool, status: Status | None, nothing: str) -> str:  # noqa: FBT001 - read with its name at once
    """Say what is not reported of something; empty where it is, or where only the source does not tell."""
    if not is_there:
        return nothing
    return status.reason if status and status.kind is StatusKind.NOT_FILLED else ""


def _unreported_row(
    known: Known, follow_up: FollowUp, row: Row, reported: RowResult | None, nothing: str
) -> Iterator[Gap]:
    document = follow_up.document
    if isinstance(row.target, SubGoals):
        return  # It is counted from the goals below, and nobody types it.
    reason = _lacks(reported is not None, reported.status if reported else None, nothing)
    if reported is None and follow_up.period in known.get((row.indicator.id, row.scope, row.series), ()):
        return  # Shared measures are reported by one body and shown at others.
    if reported and reported.reading is None and not document.is_transcript:
        # A forecast alone is told among the forecasts.
        reason = "" if reported.entry.forecast else "utfallet är inte ifyllt ännu"
    if reason:
        entry = reported.entry if reported else None
        owners = _owners(entry, row.entry, row.indicator, of_value=True)
        place = entry.place if entry else document.place
        yield Gap("indikator", row.indicator.name, reason, document, place, row, owners)


def _unreported_measures(result: FollowUpResult, nothing: str) -> Iterator[Gap]:
    follow_up = result.follow_up
    document, control = follow_up.document, follow_up.control
    for risk in follow_up.plan.risks.values():
        report = control.risks.get(risk.id) if control else None
        for id_, measure in risk.measures.items():
            entry = report.measures.get(id_) if report else None
            if reason := _lacks(entry is not None, result.measures.get((risk.id, id_)), nothing):
                place = entry.place if entry else document.place
                owners = _owners(entry, measure.entry, risk.entry)
                text = measure.wording or measure.text
                yield Gap("åtgärd", text, reason, document, place, risk, owners)


def _forecasts(results: Results, body: Body) -> Iterator[Gap]:
    """Yield each forecast of the body's documents for a time of which no outcome is known."""
    rows = {row.indicator.id: row for plan in body.plans.values() for row in _rows(plan)}
    for key, points in results.history.items():
        for point in points:
            telling = point.best
            row = rows.get(key.indicator)
            if row is None or telling.document.path != body.path or telling.role != "prognos":
                continue
            since = body.newest_follow_up
            is_ahead = since is None or since.period.end < point.period.end
            if is_ahead and telling.document.slug != "plan":
                continue  # What a follow-up expects of the rest of its year lacks nothing yet.
            reason = f"prognosen är {telling.text} ({label(point.period)}); inget utfall är känt"
            if since and since.period.end >= point.period.end:
                reason += f", inte heller i {since.document.name}"
            name = ", ".join(filter(None, [row.indicator.name, key.group]))
            owners = _owners(row.entry, row.indicator, of_value=True)
            yield Gap("prognos", name, reason, telling.document, telling.place, row, owners)


def _undecided(body: Body, *, transcripts: bool) -> Iterator[Gap]:
    """Yield the documents of which no decision is known: in a transcript the source's want, else the body's."""
    for source in _sources(body):
        document = source.document
        decision = document.file.decision
        known = decision and any((decision.body, decision.date, decision.paragraph, decision.reference))
        if not known and document.is_transcript == transcripts:
            reason = "framgår inte av källan" if transcripts else "inget beslut är angivet"
            yield Gap(
                "beslut", document.name, reason, document, document.place, owners=_owners(document.file)
            )


def _sources(body: Body) -> Iterator[Plan | FollowUp]:
    for year in sorted(body.plans, reverse=True):
        yield from body.documents(year)


def _rows(plan: Plan) -> Iterator[Row]:
    for goal in plan.goals.values():
        yield from goal.rows


# How old outcomes are


def _ages(known: Known, plan: Plan, newest: FollowUpResult | None) -> Iterator[Age]:
    """Yield the age of the newest outcome of every indicator of the body's newest document."""
    horizon = newest.follow_up.period.end if newest else date(plan.document.year - 2, 12, 31)
    answered = {
        (id_, row.row.indicator.id): row
        for id_, goal in (newest.goals.items() if newest else ())
        for row in goal.rows
        if row.is_reported
    }
    seen = set()
    for row in _rows(plan):
        if isinstance(row.target, SubGoals):
            continue
        answer = answered.get((row.goal, row.indicator.id))
        key = answer.key[:3] if answer else (row.indicator.id, row.scope, row.series)
        if key not in seen:
            seen.add(key)
            yield _age(row, answer, max(known.get(key, ()), default=None), (plan.document.year, horizon))


def _age(row: Row, answer: RowResult | None, period: Period | None, counted_from: tuple[int, date]) -> Age:
    """Say how old an outcome is, from the year of the body's newest document and the last day that it could tell of.

    A plan is made the year before its own, so the last whole year that it could know of is two years back.
    """
    year, horizon = counted_from
    entries = [*([answer.entry] if answer else []), row.entry, row.indicator]
    measured = next((entry.measured for entry in entries if entry.measured), "")
    next_due = next((entry.next_due for entry in entries if entry.next_due), "")
    said = [_by_next(next_due, period, horizon), _by_rate(measured, period, horizon)]
    told = "; ".join(text for text, _ in said if text)
    return Age(
        row,
        answer.key.scope if answer else row.scope,
        period,
        None if period is None else year - period.end.year,
        measured,
        next_due,
        told,
        _either(*(late for _, late in said)),
        _owners(*entries, of_value=True),
    )


def _either(*late: bool | None) -> bool | None:
    """Return whether any says that an outcome is late; None where none can tell."""
    told = [each for each in late if each is not None]
    return any(told) if told else None


def _by_rate(measured: str, period: Period | None, horizon: date) -> tuple[str, bool | None]:
    """Say how an outcome stands against how often it is measured, and whether a newer one could have been known.

    Only whole years that are over on the last day that counts: in April nothing is late for the year that has begun.
    """
    if not measured:
        return "", None
    every = years_between(measured)
    if every is None:
        return f"”{measured}” går inte att räkna med", None
    if period is None:
        return f"mäts {measured}, men inget utfall är känt", None
    following = period.end.year + every
    if date(following, 12, 31) <= horizon:
        return f"mäts {measured}, så ett utfall för {following} kunde ha varit känt", True
    return f"mäts {measured}: inget nyare kunde vara känt", False


def _by_next(next_due: str, period: Period | None, horizon: date) -> tuple[str, bool | None]:
    """Say whether the outcome that was to come next has come."""
    if not next_due:
        return "", None
    try:
        due = parse_period(next_due)
    except PeriodError:
        return f"nästa, ”{next_due}”, går inte att läsa som en tid", None
    if period and period.end >= due.end:
        return f"det som skulle komma {label(due)} har kommit", False
    if due.end <= horizon:
        return f"nästa skulle komma {label(due)}, men inget utfall från den tiden är känt", True
    return f"nästa kommer {label(due)}", False


def years_between(measured: str) -> int | None:
    """Return how many years apart measurements are at most, as an author says it; None where that cannot be told."""
    text = " ".join(measured.lower().split()).rstrip(".")
    if _EVERY_YEAR.fullmatch(text):
        return 1
    found = _EVERY_OTHER.fullmatch(text)
    return _ORDINALS[found["word"] or "annat"] if found else None


def _known(results: Results) -> Known:
    """Return the periods of which some outcome is told, of whichever group; a forecast is none."""
    found: dict[Series, set[Period]] = {}
    for key, points in results.history.items():
        told = {each.period for each in points if each.best.is_reached}
        found.setdefault(key[:3], set()).update(told)
    return {series: tuple(sorted(periods)) for series, periods in found.items()}


# What the documents say is missing, and what cannot be read out of them


def _results_of(results: Results, body: Body) -> Iterator[FollowUpResult]:
    found = [result for (path, _, _), result in results.follow_ups.items() if path == body.path]
    yield from sorted(found, key=lambda result: result.follow_up.period.end, reverse=True)


def _symbols(results: Results, body: Body) -> Iterator[Gap]:
    """Yield the symbols that a transcript shows but does not tell."""
    for result in _results_of(results, body):
        follow_up = result.follow_up
        for goal in result.goals.values():
            if goal.report is None:
                continue
            place = goal.report.entry.place
            statuses = [("bedömning av mål", goal.status), ("förändringspil", goal.change)]
            for kind, status in statuses:
                yield from _lost(
                    kind, goal.goal.wording or goal.goal.text, status, follow_up, place, goal.goal
                )
            for row in (row for row in goal.rows if row.is_reported):
                name, kind = row.row.indicator.name, "status för indikator"
                yield from _lost(kind, name, row.status, follow_up, row.entry.place, row.row)
        yield from _lost_tasks(result)


def _lost_tasks(result: FollowUpResult) -> Iterator[Gap]:
    follow_up = result.follow_up
    plan = follow_up.plan
    for id_, assignment in plan.assignments.items():
        if entry := follow_up.assignments.get(id_):
            text, status = assignment.wording or assignment.text, result.assignments[id_]
            yield from _lost("bedömning av uppdrag", text, status, follow_up, entry.place, assignment)
    for id_, activity in plan.activities.items():
        if entry := follow_up.activities.get(id_):
            text, status = activity.text, result.activities[id_]
            yield from _lost("bedömning av aktivitet", text, status, follow_up, entry.place, activity)
    for risk_id, report in (follow_up.control.risks if follow_up.control else {}).items():
        risk = plan.risks.get(risk_id)
        for id_, measured in report.measures.items():
            if risk and (measure := risk.measures.get(id_)):
                text, status = measure.wording or measure.text, result.measures[risk_id, id_]
                yield from _lost("status för åtgärd", text, status, follow_up, measured.place, risk)


def _lost(
    kind: str, name: str, status: Status | None, follow_up: FollowUp, place: Place, about: About
) -> Iterator[Gap]:
    if status and status.kind is StatusKind.UNKNOWN:
        yield Gap(kind, name, status.reason, follow_up.document, place, about)


def _missing_values(results: Results, body: Body) -> Iterator[Gap]:
    """Yield the values that a document itself says are missing, with its reason."""
    for row in _value_rows(results, body):
        for part in row.reading.parts if row.reading else ():
            if isinstance(part.value, Missing) and part.value.kind != "okänd":
                yield _of_part(row, part, part.value)


def _unread_values(results: Results, body: Body) -> Iterator[Gap]:
    """Yield the values that a transcript does not tell, and those that are said to be unknown."""
    for row in _value_rows(results, body):
        if row.reading is None and row.document.is_transcript and not row.entry.forecast:
            reason = "utfallet framgår inte av källan"
            yield Gap("värde", row.row.indicator.name, reason, row.document, row.entry.place, row.row)
        for part in row.reading.parts if row.reading else ():
            if isinstance(part.value, Missing) and part.value.kind == "okänd":
                yield _of_part(row, part, part.value)


def _value_rows(results: Results, body: Body) -> Iterator[RowResult]:
    """Yield the rows of a body that may tell an outcome: all of its follow-ups, and those of its plans that do."""
    for result in _results_of(results, body):
        for goal in result.goals.values():
            yield from (row for row in goal.rows if row.is_reported)
    for year in sorted(body.plans, reverse=True):
        for rows in results.plans[body.path, year].rows.values():
            yield from (row for row in rows if row.reading)


def _of_part(row: RowResult, part: Part, value: Missing) -> Gap:
    when = label(part.period) if part.period else ""
    name = ", ".join(filter(None, [row.row.indicator.name, part.group, when]))
    reason = ": ".join(filter(None, [value.kind, value.reason or row.entry.reason]))
    return Gap("värde", name, reason, row.document, part.place, row.row)


def _not_assessed(results: Results, body: Body) -> Iterator[Gap]:
    """Yield what a document says was not assessed, with its reason."""
    for result in _results_of(results, body):
        follow_up = result.follow_up
        plan, document = follow_up.plan, follow_up.document
        told: list[tuple[str, Status, Owned | None, About]] = [
            (
                goal.goal.wording or goal.goal.text,
                goal.status,
                goal.report.entry if goal.report else None,
                goal.goal,
            )
            for goal in result.goals.values()
        ]
        told += [
            (each.wording or each.text, result.assignments[id_], follow_up.assignments.get(id_), each)
            for id_, each in plan.assignments.items()
        ]
        told += [
            (each.text, result.activities[id_], follow_up.activities.get(id_), each)
            for id_, each in plan.activities.items()
        ]
        for name, status, entry, about in told:
            if entry and status.kind is StatusKind.NOT_ASSESSED:
                reason = status.reason or "inget skäl är angivet"
                yield Gap("ej bedömd", name, reason, document, entry.place, about)


def _pictures(results: Results, body: Body) -> Iterator[Gap]:
    """Yield the editor's remarks that tell of a picture in the source: what it showed is not written in."""
    for source in _sources(body):
        for entry in _owned(source.document.file):
            if entry.remark and PICTURE.search(entry.remark):
                name = _name(results, entry)
                yield Gap("bild", name, entry.remark, source.document, entry.place)


def _owned(entry: Entry) -> Iterator[Owned]:
    """Yield every element of a file that may carry a remark, in the order of the fields."""
    if isinstance(entry, Owned):
        yield entry
    for field in type(entry).model_fields:
        value = getattr(entry, field)
        for each in value.values() if isinstance(value, Mapping) else (value,):
            if isinstance(each, Entry):
                yield from _owned(each)


def _name(results: Results, entry: Owned) -> str:
    """Return what an element is called: its heading, name or text, else the indicator's of its id, else the id."""
    indicator = results.register.indicators.get(entry.id)
    words = (getattr(entry, field, None) for field in ("heading", "name", "text", "title"))
    return next(filter(None, words), None) or (indicator.name if indicator else entry.id)


def _parts_of_documents(body: Body) -> Iterator[Gap]:
    """Yield the documents that are not there as they were adopted: rebuilt from another, or written in only in part."""
    for source in _sources(body):
        document = source.document
        reasons = [
            f"{document.file.basis}" if document.is_reconstructed else "",
            "" if document.file.complete else "bara en del finns här",
        ]
        if any(reasons):
            yield Gap("dokument", document.name, "; ".join(filter(None, reasons)), document, document.place)
