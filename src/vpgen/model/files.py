"""The content files as authors write them: one class per file and per mapping in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator

from vpgen.model.chapters import ChapterEntry, ContributionEntry
from vpgen.model.control import PLAIN_SCALE, ControlPlanEntry, ControlReportEntry, RiskScale
from vpgen.model.fields import (
    Agenda,
    Day,
    Entry,
    Exact,
    Id,
    Ids,
    Keyed,
    Line,
    Lines,
    Name,
    Outcome,
    Printed,
    Prose,
    RawTarget,
    Reference,
    When,
    WholeNumber,
    YesNo,
    choice,
    problem,
)
from vpgen.model.owned import Owned
from vpgen.model.rules import RuleEntry, Shares
from vpgen.model.tabular import TableEntry
from vpgen.source import Map, Seq, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

# Pydantic names the parts of a field's path by its alias, which is what the author wrote.

GOAL_KINDS = (
    "effektmål",
    "målsättning",
    "nämndens mål",
    "verksamhetens mål",
    "inriktningsmål",
    "resultatmål",
    "delmål",
    "mål",
)
SECTION_KINDS = ("perspektiv", "strategi", "fokusområde", "målområde", "prioriterat område", "avsnitt")
COLOURS = ("grön", "ljusgrön", "gul", "orange", "röd", "blå", "grå")
SHAPES = (
    "cirkel",
    "romb",
    "triangel",
    "fyrkant",
    "omvänd triangel",
    "halvcirkel",
    "stjärna",
    "ring",
    "streck",
)
ARROWS = ("upp", "snett upp", "vågrät", "snett ned", "ned")
NOT_ASSESSED = "ej bedömd"
UNKNOWN = "okänd"
ELEMENT_ORDER = ("text", "uppdrag", "indikatorer", "aktiviteter")

GoalKind = Annotated[str, PlainValidator(choice(*GOAL_KINDS))]
SectionKind = Annotated[str, PlainValidator(choice(*SECTION_KINDS))]
Better = Annotated[Literal["högt", "lågt", "inget"], PlainValidator(choice("högt", "lågt", "inget"))]
Beyond = Annotated[
    Literal["bättre", "avvikelse", "okänt"], PlainValidator(choice("bättre", "avvikelse", "okänt"))
]
Colour = Annotated[str, PlainValidator(choice(*COLOURS))]
Shape = Annotated[str, PlainValidator(choice(*SHAPES))]
Arrow = Annotated[str, PlainValidator(choice(*ARROWS))]
ForMissing = Annotated[Literal["ja", "nej", "ibland"], PlainValidator(choice("ja", "nej", "ibland"))]
Arrows = Annotated[Literal["värdet", "värderingen"], PlainValidator(choice("värdet", "värderingen"))]


def _basis(raw: object) -> str:
    text = " ".join(str(raw).split())
    if text in {"original", "avskrift"} or text.startswith("återskapad ur "):
        return text
    raise problem(
        "okant-val",
        f"okänt underlag ”{text}”",
        "skriv: original, avskrift, eller återskapad ur och dokumentets namn",
    )


Basis = Annotated[str, PlainValidator(_basis)]


def _some(entries: object) -> object:
    if not entries:
        raise problem(
            "saknas-falt", "här saknas innehåll", "lägg till minst en del, med sina fält indragna under"
        )
    return entries


Some = AfterValidator(_some)


class Level(Entry):
    """One level of a scale: what it means, how its symbol looks, and what follows from it.

    `missing` is `ja` where no value was reported, `ibland` where the level is used for that too and so says nothing of
    how it went. `reached` is whether what was meant was reached, None where the level does not tell; `raised` whether
    those that have it need attention. What the author leaves out of `shape`, `reached` and `raised` the scale fills in.
    """

    meaning: Line = Field(alias="betyder")
    colour: Colour = Field("grå", alias="färg")
    shape: Shape = Field("", alias="form")
    arrow: Arrow | None = Field(None, alias="pil")
    reached: YesNo | None = Field(None, alias="nått")
    missing: ForMissing = Field("nej", alias="saknas")
    raised: YesNo | None = Field(None, alias="lyfts")

    @property
    def is_verdict(self) -> bool:
        """Whether the level always says how it went."""
        return self.missing == "nej"


def complete(levels: Mapping[str, Level]) -> dict[str, Level]:
    """Return the levels of a scale, best first, by their words in lower case, with what the author left out.

    A level that is marked so means reached, and so does every better one, which cannot say that it does not; where none
    is marked, only the best. Only the last needs attention, unless some are marked so; a level that stands for a missing
    value is neither, and does not tell whether anything was reached. A shape is one that no other has.
    """
    told = [word for word, level in levels.items() if level.is_verdict]
    last = [word for word, level in levels.items() if level.missing != "ja"][-1:]
    best = _reached(levels, told)
    worst = [word for word, level in levels.items() if level.raised]
    marked = bool(worst) or any(level.raised is not None for word, level in levels.items() if word in last)
    raised = worst if marked else [word for word in last if word not in best]
    free = [shape for shape in SHAPES if shape not in {level.shape for level in levels.values()}]
    done: dict[str, Level] = {}
    for word, level in levels.items():
        if word.lower() in done:
            message = f"nivån ”{word}” finns redan i skalan: stora och små bokstäver skiljer inte nivåer åt"
            raise problem("dubblett-niva", message, "ge den ena ett annat namn", level.place)
        shape = level.shape
        if not shape and not level.arrow:
            shape = "ring" if level.missing == "ja" and "ring" in free else next(iter(free), SHAPES[0])
            free = [each for each in free if each != shape]
        known = {"shape": shape, "reached": word in best if word in told else None, "raised": word in raised}
        done[word.lower()] = level.model_copy(update=known)
    return done


def _reached(levels: Mapping[str, Level], told: list[str]) -> list[str]:
    """Return which of the words that tell how it went mean reached: down to the last that is marked so."""
    marked = [word for word in told if levels[word].reached]
    best = told[: told.index(marked[-1]) + 1 if marked else 1]
    for word in best if marked else ():
        if levels[word].reached is False:
            message = f"nivån ”{word}” har nått: nej, men den sämre nivån ”{marked[-1]}” har nått: ja"
            hint = "skriv nivåerna med den bästa först, eller ta bort raden nått vid den ena"
            raise problem("oforenliga-falt", message, hint, levels[word].at("nått"))
    return best


class Scale(Entry):
    """The levels of a legend, best first, by their words in lower case."""

    heading: Line = Field(alias="rubrik")
    levels: Annotated[dict[Name, Level], Keyed, Some, AfterValidator(complete)] = Field(alias="nivåer")

    @property
    def verdicts(self) -> tuple[str, ...]:
        """The words that always say how it went, best first."""
        return tuple(word for word, level in self.levels.items() if level.is_verdict)

    @property
    def for_missing(self) -> str | None:
        """The word that stands for a missing value; None where there is none."""
        return next((word for word, level in self.levels.items() if level.missing == "ja"), None)

    def reached(self, word: str) -> bool | None:
        """Say whether a level means reached; None where it cannot be told from the word."""
        level = self.levels.get(word)
        return level.reached if level else None


class ChangeScale(Scale):
    """The levels of change. `arrows`: whether an arrow upwards means a higher value, or a better one."""

    arrows: Arrows = Field("värderingen", alias="pilarna visar")


class Legend(Entry):
    """The symbols from a year on: of goals, assignments, activities, change, indicators and measures.

    What has no scale of its own has that of what stands above it: assignments that of goals, activities that of
    assignments. Ask `of_assignments` and `of_activities`.
    """

    assessment: Scale = Field(alias="bedömning")
    assignment: Scale | None = Field(None, alias="uppdrag")
    activity: Scale | None = Field(None, alias="aktivitet")
    change: ChangeScale | None = Field(None, alias="utveckling")
    indicator: Scale | None = Field(None, alias="indikator")
    measure: Scale | None = Field(None, alias="åtgärd")
    risk: RiskScale | None = None
    source: Line | None = Field(None, alias="källa")

    @property
    def scales(self) -> tuple[Scale, ...]:
        """The scales that are written."""
        every = (self.assessment, self.assignment, self.activity, self.change, self.indicator, self.measure)
        return tuple(scale for scale in every if scale)

    @property
    def of_assignments(self) -> Scale:
        """The scale that assignments are assessed by."""
        return self.assignment or self.assessment

    @property
    def of_activities(self) -> Scale:
        """The scale that activities are assessed by."""
        return self.activity or self.of_assignments

    @property
    def of_risks(self) -> RiskScale:
        """The scale that risks are graded by."""
        return self.risk or PLAIN_SCALE


class CoreValue(Entry):
    """A word of the organisation's värdegrund."""

    name: Line = Field(alias="namn")
    text: Line


def _per_mandate(raw: object) -> object:
    """Ask for the mandate period that a plain list of boards lacks."""
    if isinstance(raw, Map) and all(isinstance(ids, Seq | Text) for ids in raw.values()):
        return raw
    hint = "skriv mandatperioden först:\n2023–2026:\n  - regionfullmaktige"
    raise problem("fel-typ", "nämnderna ska stå per mandatperiod", hint)


class OrganisationFile(Entry):
    """`organisation.yml`."""

    name: Line = Field(alias="namn")
    council: Id = Field(alias="fullmäktige")
    executive: Id | None = Field(None, alias="styrelse")
    boards: Annotated[dict[Name, Ids], BeforeValidator(_per_mandate), Keyed] = Field(alias="nämnder")
    scopes: dict[Id, Line] = Field(default_factory=dict, alias="gäller")
    organisation_wide: Line = Field("regionövergripande", alias="övergripande kallas")
    vision: Line | None = None
    values: Annotated[dict[Id, CoreValue], Keyed] = Field(default_factory=dict, alias="värdegrund")
    legends: Annotated[dict[WholeNumber, Legend], Keyed, Some] = Field(alias="symboler")
    rules: Annotated[dict[WholeNumber, RuleEntry], Keyed] = Field(default_factory=dict, alias="regler")

    def legend(self, year: int) -> Legend:
        """Return the legend in force a year: the newest from that year or before, else the oldest."""
        started = [start for start in self.legends if start <= year]
        return self.legends[max(started) if started else min(self.legends)]


class BodyFile(Entry):
    """`namnd.yml` or `verksamhet.yml`."""

    name: Line = Field(alias="namn")
    description: Prose | None = Field(None, alias="beskrivning")


class IndicatorEntry(Owned):
    """An indicator: what is measured, never when."""

    name: Line = Field(alias="namn")
    unit: Line = Field("", alias="enhet")
    better: Better = Field("inget", alias="bra")
    scope: Reference | None = Field(None, alias="gäller")
    description: Prose | None = Field(None, alias="beskrivning")
    source: Line | None = Field(None, alias="källa")
    groups: Lines = Field((), alias="grupper")
    series: dict[Id, Line] = Field(default_factory=dict, alias="serier")
    tolerance: Exact | None = Field(None, alias="acceptabel avvikelse")
    unchanged: Exact | None = Field(None, alias="oförändrat inom")
    continues: Ids = Field((), alias="fortsätter")


class Earlier(Entry):
    """Values of an earlier period that a document tells."""

    outcome: Outcome | None = Field(None, alias="utfall")
    exact: Exact | None = Field(None, alias="exakt")
    comparison: dict[Id, Outcome] = Field(default_factory=dict, alias="jämförelse")
    computed: YesNo = Field(default=False, alias="räknat")
    reading: Line | None = Field(None, alias="tolkning")


class PrintedCell(Entry):
    """What the document printed as target, and what that figure really is."""

    target: Line | None = Field(None, alias="målvärde")
    what: Printed | None = Field(None, alias="är")
    reading: Line | None = Field(None, alias="tolkning")


class ValueEntry(Earlier, Owned):
    """An outcome with its scope, period and definition, and what stands around it."""

    period: When | None = Field(None, alias="avser")
    scope: Reference | None = Field(None, alias="gäller")
    series: Reference | None = Field(None, alias="serie")
    reason: Line | None = Field(None, alias="orsak")
    forecast: Outcome | None = Field(None, alias="prognos")
    preliminary: YesNo = Field(default=False, alias="preliminär")
    doubt: Line | None = Field(None, alias="osäkert")
    earlier: Annotated[dict[When, Earlier], Keyed] = Field(default_factory=dict, alias="tidigare")
    printed: PrintedCell | None = Field(None, alias="tryckt")
    notes: dict[Name, Line] = Field(default_factory=dict, alias="noter")


class PlannedIndicatorEntry(ValueEntry):
    """An indicator in a plan: its wording and targets; its outcome is the latest known."""

    wording: Line | None = Field(None, alias="lydelse")
    target: RawTarget | None = Field(None, alias="målvärde")
    long_term: RawTarget | None = Field(None, alias="långsiktigt")
    long_term_year: WholeNumber | None = Field(None, alias="långsiktigt år")
    beyond: Beyond = Field("okänt", alias="utanför")
    tolerance: Exact | None = Field(None, alias="acceptabel avvikelse")


class ReportedIndicatorEntry(ValueEntry):
    """An indicator in a follow-up: its outcome, status and comment."""

    status: Line | None = None
    motivation: Prose | None = Field(None, alias="motivering")
    comment: Prose | None = Field(None, alias="kommentar")
    others: Annotated[dict[Id, ValueEntry], Keyed] = Field(default_factory=dict, alias="andra värden")


class SectionEntry(Owned):
    """A heading of a plan; what it leaves out it inherits from the giver's section of the same id."""

    kind: SectionKind | None = Field(None, alias="sort")
    name: Line | None = Field(None, alias="namn")
    wording: Line | None = Field(None, alias="lydelse")
    number: Line | None = Field(None, alias="nr")
    under: Reference | None = None
    list_heading: Line | None = Field(None, alias="listrubrik")
    bullets: dict[Id, Line] = Field(default_factory=dict, alias="punkter")
    description: Prose | None = Field(None, alias="beskrivning")
    agenda: Agenda = Field((), alias="agenda 2030")
    continues: Ids = Field((), alias="fortsätter")


class GoalEntry(Owned):
    """A goal of a plan; what it leaves out it inherits from the giver's goal of the same id."""

    kind: GoalKind | None = Field(None, alias="sort")
    number: Line | None = Field(None, alias="nr")
    under: Reference | None = None
    text: Line | None = None
    wording: Line | None = Field(None, alias="lydelse")
    description: Prose | None = Field(None, alias="beskrivning")
    agenda: Agenda = Field((), alias="agenda 2030")
    scope: Reference | None = Field(None, alias="gäller")
    period: When | None = Field(None, alias="avser")
    rule: Shares = Field(default_factory=dict, alias="regel")
    indicators: Annotated[dict[Id, PlannedIndicatorEntry], Keyed] = Field(
        default_factory=dict, alias="indikatorer"
    )
    continues: Ids = Field((), alias="fortsätter")


class AssignmentEntry(Owned):
    """An assignment: from the council, numbered, or the board's own."""

    number: Line | None = Field(None, alias="nr")
    text: Line | None = None
    wording: Line | None = Field(None, alias="lydelse")
    under: Ids = ()
    giver: Reference | None = Field(None, alias="givare")
    receivers: Ids = Field((), alias="mottagare")
    description: Prose | None = Field(None, alias="beskrivning")
    due: Line | None = Field(None, alias="klart")
    continues: Ids = Field((), alias="fortsätter")


class ActivityEntry(Owned):
    """An activity under a goal or an assignment."""

    text: Line
    under: Ids = ()
    due: Line | None = Field(None, alias="klart")
    continues: Ids = Field((), alias="fortsätter")


class Decision(Entry):
    """Who decided on a document, and when."""

    body: Line | None = Field(None, alias="organ")
    date: Day | None = Field(None, alias="datum")
    paragraph: Line | None = Field(None, alias="paragraf")
    reference: Line | None = Field(None, alias="diarienummer")

    @property
    def told(self) -> dict[str, str]:
        """What is known of the decision, by the author's keys."""
        day = str(self.date) if self.date else None
        every = {
            "organ": self.body,
            "datum": day,
            "paragraf": self.paragraph,
            "diarienummer": self.reference,
        }
        return {name: text for name, text in every.items() if text}

    @property
    def text(self) -> str:
        """Everything that is known of the decision; empty where nothing is."""
        return ", ".join(self.told.values())


def _decision(raw: object) -> object:
    """Take the word `okänt` as a decision of which nothing is known."""
    return Map(raw.place) if isinstance(raw, Text) and raw.strip().lower() == "okänt" else raw


DRAFT, PROPOSAL, DECIDED, REVISED, REPLACED = ("utkast", "förslag", "beslutad", "reviderad", "ersatt")
Status = Annotated[str, PlainValidator(choice(DRAFT, PROPOSAL, DECIDED, REVISED, REPLACED))]


class EconomyEntry(Entry):
    """Which cells of the document's own tables (table/row/column) answer whether the budget is held."""

    outcome: Reference | None = Field(None, alias="utfall")
    budget: Reference | None = None
    deviation: Reference | None = Field(None, alias="avvikelse")
    forecast: Reference | None = Field(None, alias="prognos")
    measures: Reference | None = Field(None, alias="åtgärder")
    result: Reference | None = Field(None, alias="resultat")

    def references(self) -> dict[str, Text]:
        """Return the references that are written, by the field's name as authors write it."""
        fields = type(self).model_fields
        values = {field.alias or name: getattr(self, name) for name, field in fields.items()}
        return {name: reference for name, reference in values.items() if reference is not None}


def _order(raw: object) -> tuple[str, ...]:
    choose = choice(*ELEMENT_ORDER)
    return tuple(choose(item) for item in raw) if isinstance(raw, list) else (choose(raw),)


def _outcome_years(raw: object) -> int:
    text = str(raw).strip()
    if not re.fullmatch(r"[0-9]{1,2}", text) or not 1 <= int(text) <= MOST_OUTCOME_YEARS:
        message = f"”{text}” är inget antal år mellan 1 och {MOST_OUTCOME_YEARS}"
        hint = "skriv hur många års utfall tabellerna ska visa, till exempel 3"
        raise problem("ogiltigt-tal", message, hint)
    return int(text)


MOST_OUTCOME_YEARS = 6
"""More years than this do not fit beside each other."""
OutcomeYears = Annotated[int, PlainValidator(_outcome_years)]


class DocumentFile(Owned):
    """What plans and follow-ups have in common."""

    basis: Basis = Field(alias="underlag")
    title: Line | None = Field(None, alias="titel")
    source: Line | None = Field(None, alias="källa")
    pages: Line | None = Field(None, alias="sidor")
    complete: YesNo = Field(default=True, alias="fullständig")
    edition: Line | None = Field(None, alias="utgåva")
    status: Status | None = None
    decision: Annotated[Decision | None, BeforeValidator(_decision)] = Field(None, alias="beslut")
    scope: Reference | None = Field(None, alias="gäller")
    outcome_years: OutcomeYears | None = Field(None, alias="utfallsår")
    order: Annotated[tuple[str, ...], PlainValidator(_order)] = Field(ELEMENT_ORDER, alias="ordning")
    chapters: Annotated[dict[Id, ChapterEntry], Keyed] = Field(default_factory=dict, alias="kapitel")
    tables: Annotated[dict[Id, TableEntry], Keyed] = Field(default_factory=dict, alias="tabeller")
    economy: EconomyEntry | None = Field(None, alias="ekonomi")
    figures: Annotated[dict[Id, Reference], Keyed] = Field(default_factory=dict, alias="tal")
    equations: Ids = Field((), alias="samband")
    explanations: dict[Name, Line] = Field(default_factory=dict, alias="förklaringar")
    corrections: dict[Name, Line] = Field(default_factory=dict, alias="rättelser")

    def above(self, chapter: ChapterEntry) -> str | None:
        """Return what a chapter stands under: what it says, else the chapter whose number begins its own (4 for 4.3)."""
        if chapter.under is not None:
            return str(chapter.under)
        start = (chapter.number or "").rpartition(".")[0]
        return next((id_ for id_, other in self.chapters.items() if start and other.number == start), None)


class PlanFile(DocumentFile):
    """`plan.yml`. Where nothing else is said, `period` is that of its latest known outcomes, `receivers` get its assignments."""

    period: When | None = Field(None, alias="avser")
    receivers: Ids = Field((), alias="mottagare")
    sections: Annotated[dict[Id, SectionEntry], Keyed] = Field(default_factory=dict, alias="avsnitt")
    goals: Annotated[dict[Id, GoalEntry], Keyed] = Field(default_factory=dict, alias="mål")
    assignments: Annotated[dict[Id, AssignmentEntry], Keyed] = Field(default_factory=dict, alias="uppdrag")
    activities: Annotated[dict[Id, ActivityEntry], Keyed] = Field(default_factory=dict, alias="aktiviteter")
    contributions: Annotated[dict[Id, ContributionEntry], Keyed] = Field(default_factory=dict, alias="bidrag")
    control: ControlPlanEntry | None = Field(None, alias="internkontroll")


class AssessedEntry(Owned):
    """A board's own assessment of a goal, an assignment or an activity."""

    assessment: Line | None = Field(None, alias="bedömning")
    reason: Line | None = Field(None, alias="orsak")
    change: Line | None = Field(None, alias="utveckling")
    motivation: Prose | None = Field(None, alias="motivering")
    comment: Prose | None = Field(None, alias="kommentar")


class GoalReportEntry(AssessedEntry):
    """A goal in a follow-up."""

    scope: Reference | None = Field(None, alias="gäller")
    indicators: Annotated[dict[Id, ReportedIndicatorEntry], Keyed] = Field(
        default_factory=dict, alias="indikatorer"
    )
    others: Annotated[dict[Id, ValueEntry], Keyed] = Field(default_factory=dict, alias="andra värden")


class SectionReportEntry(Entry):
    """A section in a follow-up: what happened within it."""

    comment: Prose | None = Field(None, alias="kommentar")


class FollowUpFile(DocumentFile):
    """`verksamhetsberattelse.yml`, `delarsrapport….yml`, `uppfoljning….yml`."""

    period: When
    comment: Prose | None = Field(None, alias="kommentar")
    sections: Annotated[dict[Id, SectionReportEntry], Keyed] = Field(default_factory=dict, alias="avsnitt")
    goals: Annotated[dict[Id, GoalReportEntry], Keyed] = Field(default_factory=dict, alias="mål")
    assignments: Annotated[dict[Id, AssessedEntry], Keyed] = Field(default_factory=dict, alias="uppdrag")
    activities: Annotated[dict[Id, AssessedEntry], Keyed] = Field(default_factory=dict, alias="aktiviteter")
    summary: dict[Name, dict[Name, WholeNumber]] = Field(default_factory=dict, alias="sammanfattning")
    control: ControlReportEntry | None = Field(None, alias="internkontroll")
