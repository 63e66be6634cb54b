"""The content files as authors write them: one class per file and per mapping in it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator

from vpgen.model.chapters import ChapterEntry, ContributionEntry
from vpgen.model.control import ControlPlanEntry, ControlReportEntry
from vpgen.model.fields import (
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
from vpgen.model.tabular import TableEntry
from vpgen.source import Map, Seq, Text

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
SHAPES = ("cirkel", "triangel", "fyrkant", "romb", "ring", "streck")
ARROWS = ("upp", "vågrät", "ned")
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
    """One level of a scale: what it means and how its symbol looks. `stands_for_missing`: no value was reported."""

    meaning: Line = Field(alias="betyder")
    colour: Colour = Field("grå", alias="färg")
    shape: Shape = Field("cirkel", alias="form")
    arrow: Arrow | None = Field(None, alias="pil")
    stands_for_missing: YesNo = Field(default=False, alias="saknas")


class Scale(Entry):
    """The levels of a legend, best first."""

    heading: Line = Field(alias="rubrik")
    levels: Annotated[dict[Name, Level], Keyed, Some] = Field(alias="nivåer")


class Legend(Entry):
    """The symbols from a year on: of goals and assignments, of change, of indicators."""

    assessment: Scale = Field(alias="bedömning")
    change: Scale | None = Field(None, alias="utveckling")
    indicator: Scale | None = Field(None, alias="indikator")
    measure: Scale | None = Field(None, alias="åtgärd")
    source: Line | None = Field(None, alias="källa")


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
    """`organisation.yml`. `rules` are read by the loader, since their keys are the legend's own words."""

    name: Line = Field(alias="namn")
    council: Id = Field(alias="fullmäktige")
    executive: Id | None = Field(None, alias="styrelse")
    boards: Annotated[dict[Name, Ids], BeforeValidator(_per_mandate), Keyed] = Field(alias="nämnder")
    scopes: dict[Id, Line] = Field(default_factory=dict, alias="gäller")
    vision: Line | None = None
    values: Annotated[dict[Id, CoreValue], Keyed] = Field(default_factory=dict, alias="värdegrund")
    legends: Annotated[dict[WholeNumber, Legend], Keyed, Some] = Field(alias="symboler")
    rules: Annotated[dict[WholeNumber, dict[Name, Line]], Keyed] = Field(default_factory=dict, alias="regler")


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


class ReportedIndicatorEntry(ValueEntry):
    """An indicator in a follow-up: its outcome, status and comment."""

    status: Line | None = None
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
    continues: Ids = Field((), alias="fortsätter")


class GoalEntry(Owned):
    """A goal of a plan; what it leaves out it inherits from the giver's goal of the same id."""

    kind: GoalKind | None = Field(None, alias="sort")
    number: Line | None = Field(None, alias="nr")
    under: Reference | None = None
    text: Line | None = None
    wording: Line | None = Field(None, alias="lydelse")
    description: Prose | None = Field(None, alias="beskrivning")
    scope: Reference | None = Field(None, alias="gäller")
    period: When | None = Field(None, alias="avser")
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


def _decision(raw: object) -> object:
    """Take the word `okänt` as a decision of which nothing is known."""
    return Map(raw.place) if isinstance(raw, Text) and raw.strip().lower() == "okänt" else raw


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


class DocumentFile(Owned):
    """What plans and follow-ups have in common."""

    basis: Basis = Field(alias="underlag")
    title: Line | None = Field(None, alias="titel")
    source: Line | None = Field(None, alias="källa")
    pages: Line | None = Field(None, alias="sidor")
    complete: YesNo = Field(default=True, alias="fullständig")
    edition: Line | None = Field(None, alias="utgåva")
    decision: Annotated[Decision | None, BeforeValidator(_decision)] = Field(None, alias="beslut")
    scope: Reference | None = Field(None, alias="gäller")
    order: Annotated[tuple[str, ...], PlainValidator(_order)] = Field(ELEMENT_ORDER, alias="ordning")
    chapters: Annotated[dict[Id, ChapterEntry], Keyed] = Field(default_factory=dict, alias="kapitel")
    tables: Annotated[dict[Id, TableEntry], Keyed] = Field(default_factory=dict, alias="tabeller")
    economy: EconomyEntry | None = Field(None, alias="ekonomi")
    figures: Annotated[dict[Id, Reference], Keyed] = Field(default_factory=dict, alias="tal")
    equations: Ids = Field((), alias="samband")
    explanations: dict[Name, Line] = Field(default_factory=dict, alias="förklaringar")

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
