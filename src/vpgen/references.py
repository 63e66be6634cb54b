"""What the files refer to: does it exist, and if not, what may have been meant."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from vpgen.model.content import Document
from vpgen.model.spelling import nearest
from vpgen.numbers import NumberError, Quantity, difference_unit, format_number, parse_quantity
from vpgen.problems import Place, Problem
from vpgen.source import Map, Seq, Text
from vpgen.tables import HEADING
from vpgen.target_kinds import (
    Above,
    AllOf,
    AtLeast,
    AtMost,
    Bare,
    Below,
    Between,
    GapLimit,
    MeanOver,
    PerGroup,
    RankTarget,
    SomeOf,
)
from vpgen.targets import TargetError, parse_target
from vpgen.values import Range, parse_value

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from vpgen.model.content import DocumentKey, Plan, Quote, Risk
    from vpgen.model.fields import Reading
    from vpgen.model.files import IndicatorEntry, OrganisationFile, PrintedCell, ValueEntry
    from vpgen.reading import Folder
    from vpgen.tables import Table
    from vpgen.targets import Target

PRINTED_UNITS = frozenset({"%", "procentenheter", "st", "ton", "kr", "år"})
"""Units that always stand beside the number; without one it may be another figure."""
_ALL = 100
MOST_COMPARED = 200
"""So many names are compared with one that is misspelt; among more, none is guessed."""
MOST_LISTED = 12
"""So many names are listed for one that is misspelt."""


@dataclass
class References:
    """The files that were read, the plans resolved so far, and the problems found on the way."""

    folder: Folder
    organisation: OrganisationFile
    plans: dict[tuple[str, int], Plan] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    used: set[tuple[str, int, str]] = field(default_factory=set)
    """The texts and CSV files that a document has named."""

    def report(self, place: Place, code: str, message: str, hint: str = "") -> None:
        """Add a problem."""
        self.problems.append(Problem(place, code, message, hint))

    def leads(self, reference: Text, known: Collection[str], what: str) -> bool:
        """Say whether a reference is among what is known; report it when it is not."""
        if reference in known:
            return True
        suggestion = nearest(reference, known)
        exists = f"finns: {', '.join(sorted(known))}" if known else "inget finns ännu"
        hint = f"skriv: {suggestion}" if suggestion else exists
        self.report(reference.place, "okand-hanvisning", f"det finns {what} ”{reference}”", hint)
        return False

    def no_cell(self, place: Place, name: str, hint: str) -> None:
        """Report that there is no cell or figure of a name."""
        self.report(place, "okand-hanvisning", f"det finns ingen siffra med namnet ”{name}”", hint)

    def unread(self, document: DocumentKey, made: Collection[str]) -> frozenset[str]:
        """Return the tables and figures that a document has but that could not be made: why is told where they stand."""
        return self.folder.written.get(document, frozenset()).difference(made)

    def knows_givers(self, path: str, year: int) -> bool:
        """Say whether the plans that a body's plan inherits from could be read; why not is told where they stand."""
        is_on_top = path in {self.organisation.council, self.executive_path()}
        above = dict.fromkeys(
            [*self.givers(path), *([] if is_on_top else filter(None, [self.executive_path()]))]
        )
        return all(
            giver in self.folder.bodies
            and ((giver, year) in self.plans or not self.folder.has_file(giver, year, "plan.yml"))
            for giver in above
        )

    def executive_path(self) -> str:
        """Return the folder of the executive board, which writes the organisation-wide risks; empty where none is named."""
        return self.organisation.executive or ""

    def organisation_wide_risks(self, path: str, year: int) -> Mapping[str, Risk]:
        """Return the risks of the executive board's plan of the year that concern more than itself."""
        plan = self.plans.get((self.executive_path(), year))
        if plan is None or path == self.executive_path():
            return {}
        return {
            id_: risk
            for id_, risk in plan.risks.items()
            if risk.organisation_wide or any(measure.organisation_wide for measure in risk.measures.values())
        }

    def givers(self, path: str) -> list[str]:
        """Return the bodies that a body inherits from, nearest first: a unit's board, the council."""
        above = [path.partition("/")[0]] if "/" in path else []
        return above + ([self.organisation.council] if path != self.organisation.council else [])

    @cached_property
    def bodies(self) -> frozenset[str]:
        """The ids of every board and unit."""
        return frozenset(path.rpartition("/")[2] for path in self.folder.bodies)

    @cached_property
    def scopes(self) -> frozenset[str]:
        """Everything that a value can hold for."""
        return frozenset((*self.organisation.scopes, *self.bodies))

    def scope(self, written: Iterable[Text | None], body: str) -> str:
        """Return the first scope that is written, from the value outwards; the body itself when none is.

        Every one that is written must exist, also one that is not used.
        """
        scopes = [scope for scope in written if scope is not None]
        for scope in scopes:
            by_name = next((id_ for id_, name in self.organisation.scopes.items() if name == scope), None)
            if by_name:
                message = f"”{scope}” är namnet, men här ska id:t stå"
                self.report(scope.place, "okand-hanvisning", message, f"skriv: {by_name}")
            else:
                self.leads(scope, self.scopes, "inget att gälla med id")
        return str(scopes[0]) if scopes else body

    def series(self, indicator: IndicatorEntry, written: Text | None) -> str | None:
        """Return the series that is written, when the indicator has it."""
        if written is not None and not indicator.series:
            hint = f"ta bort raden, eller lägg till serier: i indikatorn {indicator.id}"
            self.report(written.place, "okand-hanvisning", f"indikatorn {indicator.id} har inga serier", hint)
            return None
        what = f"ingen serie i indikatorn {indicator.id} med id"
        return str(written) if written is not None and self.leads(written, indicator.series, what) else None

    def indicator(self, id_: str, place: Place) -> IndicatorEntry | None:
        """Return the definition of an indicator."""
        known = self.folder.indicators
        if id_ not in known:
            suggestion = nearest(id_, known)
            hint = f"skriv: {suggestion}" if suggestion else "lägg till definitionen i mappen indikatorer"
            self.report(place, "okant-id", f"det finns ingen indikator med id ”{id_}”", hint)
        return known.get(id_)

    def target(self, indicator: IndicatorEntry, raw: Text | Map | None) -> Target | None:
        """Return a target as the indicator's direction and groups make it."""
        if raw is None:
            return None
        try:
            target = parse_target(raw, indicator.better, indicator.groups)
        except TargetError as error:
            self.report(_culprit(raw, indicator), "ogiltigt-malvarde", error.message, error.hint)
            return None
        wanted = difference_unit(_wanted_unit(indicator.unit))
        if not all(_same_unit(limit, wanted) for limit in _gaps(target)):
            message = f"en skillnad i indikatorn {indicator.id} räknas i {wanted or 'tal utan enhet'}"
            self.report(raw.place, "fel-enhet", message, f"skriv gränsen så: högst 5 {wanted}".rstrip())
        wrong = next((limit for limit in _limits(target) if not _same_unit(limit, indicator.unit)), None)
        if wrong is not None:
            written = str(raw) if isinstance(raw, Text) else wrong.text
            self._wrong_unit(indicator, wrong, written, raw.place)
        return target

    def check_deviation(
        self,
        indicator: IndicatorEntry,
        written: Quantity | None,
        place: Place,
        name: str,
        target: Target | None = None,
    ) -> None:
        """Report an acceptable deviation, or a difference that counts as unchanged, that is none for the indicator.

        It is in the unit of a difference, in % of the limit where the values are no percentages, or in places.
        """
        if written is None:
            return
        unit = _wanted_unit(indicator.unit)
        is_ranked = isinstance(target, RankTarget) or unit not in PRINTED_UNITS
        fits = _same_unit(written, difference_unit(unit)) or (written.unit == "%" and unit != "%")
        if written.number <= 0:
            message = f"”{written.text}” är ingen avvikelse: den är större än noll"
            self.report(place, "ogiltigt-tal", message, "skriv talet utan minustecken, eller ta bort raden")
        elif written.unit == "%" and written.number >= _ALL:
            message = f"{name} är {written.text}: då ryms nästan vilket värde som helst"
            self.report(place, "ogiltigt-tal", message, "skriv mindre än 100 %, eller ta bort raden")
        elif not fits and not (is_ranked and written.unit in {"plats", "platser"}):
            number = format_number(written.number)
            message = f"{name} är {written.text}, men värdena i {indicator.id} skiljer sig åt i {difference_unit(unit)}"
            self.report(place, "fel-enhet", message, f"skriv: {number} {difference_unit(unit)}")

    def document(self, path: str, year: int, slug: str) -> Document:
        """Return a plan or follow-up as a document."""
        is_plan = (path, year, slug) not in self.folder.follow_ups
        file = self.folder.plan(path, year, slug) if is_plan else self.folder.follow_ups[path, year, slug]
        name = self.folder.bodies[path].name
        self.scope((file.scope,), path)
        revises = slug == "plan" and (path, year) in self._revised
        return Document(path.rpartition("/")[2], path, name, year, slug, file, file.place, revises)

    @cached_property
    def _revised(self) -> set[tuple[str, int]]:
        """The body and year of every plan that has replaced an earlier edition."""
        return {(path, year) for path, year, _ in self.folder.editions}

    def check_values(self, indicator: IndicatorEntry, entry: ValueEntry) -> None:
        """Report groups, scopes and units that the indicator's definition does not have."""
        for reading in _readings(entry):
            self._check_reading(indicator, reading)
        known = self.scopes
        for block in (entry, *entry.earlier.values()):
            for scope in block.comparison:
                compared = Text(scope, block.at_key("jämförelse", scope), plain=True)
                self.leads(compared, known, "inget att jämföra med som har id")
        printed = entry.printed
        if printed and printed.what:
            self._check_printed(printed, printed.what.scope, known)

    def _check_printed(self, printed: PrintedCell, scope: str | None, known: Collection[str]) -> None:
        """Report a printed target that is said to be the value of someone, and is no value, or is nobody's."""
        if scope:
            self.leads(Text(scope, printed.at("är"), plain=True), known, "inget att gälla med id")
        try:
            parse_value(printed.target or "okänd")
        except NumberError:
            message = f"”{printed.target}” ska enligt raden är: vara ett värde, men är det inte"
            hint = "skriv bara värdet, så som det är tryckt, eller ta bort raden är: om det är ett målvärde"
            self.report(printed.at("målvärde"), "ogiltigt-varde", message, hint)

    def _check_reading(self, indicator: IndicatorEntry, reading: Reading) -> None:
        for part in reading.parts:
            if part.group is not None and part.group not in indicator.groups:
                suggestion = nearest(part.group, indicator.groups)
                add = f"lägg till den under grupper: i indikatorn {indicator.id}"
                message = f"indikatorn {indicator.id} har ingen grupp ”{part.group}”"
                self.report(part.place, "okand-grupp", message, f"skriv: {suggestion}" if suggestion else add)
            quantity = part.value.low if isinstance(part.value, Range) else part.value
            if isinstance(quantity, Quantity) and not _same_unit(quantity, indicator.unit):
                self._wrong_unit(indicator, quantity, part.text, part.place)

    def _wrong_unit(self, indicator: IndicatorEntry, quantity: Quantity, written: str, place: Place) -> None:
        """Report a quantity in another unit than the indicator's, or without the one that it needs."""
        if not quantity.unit:
            message = f"talet {quantity.text} står utan enhet, men indikatorn {indicator.id} mäts i {indicator.unit}"
            self.report(place, "fel-enhet", message, f"skriv: {written} {_wanted_unit(indicator.unit)}")
            return
        measured = f"mäts i {indicator.unit}" if indicator.unit else "har ingen enhet"
        message = f"enheten är ”{quantity.unit}”, men indikatorn {indicator.id} {measured}"
        self.report(place, "fel-enhet", message, "skriv värdet i indikatorns enhet, eller ändra definitionen")


def cell_hint(name: str, tables: Mapping[str, Table], before: str = "") -> str:
    """Say which of a document's cells was meant by table/row/column, or what may stand where the name goes astray.

    `before` is how the document is named before the table.
    """
    if not tables:
        return f"{before.removesuffix('/') or 'dokumentet'} har inga tabeller"
    first, *rest = name.split("/")
    if (id_ := _meant(first, tables)) is None:
        return f"tabellerna heter: {_some(tables)}"
    table = tables[id_]
    if len(rest) != len(("row", "column")):
        return f"skriv hela namnet: {before}{id_}/rad/kolumn"
    rows = [row.id for row in table.rows if row.kind != HEADING]
    if (row := _meant(rest[0], rows)) is None:
        return f"raderna i {id_} heter: {_some(rows)}" if rows else f"tabellen {id_} har inga rader med tal"
    columns = [column.id for column in table.columns]
    if (column := _meant(rest[1], columns)) is None:
        return f"kolumnerna i {id_} heter: {_some(columns)}"
    return f"skriv: {before}{id_}/{row}/{column}"


def _meant(step: str, known: Collection[str]) -> str | None:
    """Return the id that was meant, if any is near; another year is another thing, and no slip of the pen."""
    if step in known:
        return step
    near = nearest(step, known) if len(known) <= MOST_COMPARED else None
    return near if near and re.sub(r"\D", "", near) == re.sub(r"\D", "", step) else None


def _some(ids: Collection[str]) -> str:
    more = ", …" if len(ids) > MOST_LISTED else ""
    return ", ".join(list(ids)[:MOST_LISTED]) + more


def _readings(entry: ValueEntry) -> Iterator[Reading]:
    """Yield every reading of a block of values."""
    readings = [entry.outcome, entry.forecast, *entry.comparison.values()]
    for earlier in entry.earlier.values():
        readings += [earlier.outcome, *earlier.comparison.values()]
    yield from (reading for reading in readings if reading)


def _same_unit(quantity: Quantity, unit: str) -> bool:
    """Whether a value's unit is the indicator's; a unit that is not printed with numbers, such as index, may be left out."""
    wanted = _wanted_unit(unit)
    return quantity.unit == wanted or (not quantity.unit and wanted not in PRINTED_UNITS)


# Asked of every value, by the few units that there are.
@lru_cache(maxsize=1024)
def _wanted_unit(unit: str) -> str:
    """Return an indicator's unit as it is written after a number."""
    try:
        return parse_quantity(f"1 {unit}").unit
    except NumberError:
        return unit


def _culprit(raw: Text | Map | Seq, indicator: IndicatorEntry) -> Place:
    """Return the place of the first part of a target that cannot be read by itself, else of the whole."""
    parts = list(raw.values()) if isinstance(raw, Map) else list(raw) if isinstance(raw, Seq) else []
    for part in parts:
        if isinstance(part, Map | Seq):
            if (place := _culprit(part, indicator)) != part.place:
                return place
        elif isinstance(part, Text):
            try:
                parse_target(part, indicator.better, indicator.groups)
            except TargetError:
                return part.place
    return raw.place


def _limits(target: Target) -> Iterator[Quantity]:
    """Yield the quantities of a target that are in the indicator's own unit."""
    match target:
        case AtLeast(limit) | AtMost(limit) | Above(limit) | Below(limit):
            yield limit
        case Between(low, high):
            yield from (low, high)
        case Bare(value):
            yield value
        case MeanOver(_, inner):
            yield from _limits(inner)
        case PerGroup(targets):
            yield from (limit for each in targets.values() for limit in _limits(each))
        case AllOf(targets):
            yield from (limit for each in targets for limit in _limits(each))
        case SomeOf(_, parts):
            yield from _limits(parts)


def _gaps(target: Target) -> Iterator[Quantity]:
    """Yield the limits of differences between groups."""
    match target:
        case GapLimit(limit=limit):
            yield limit.limit
        case AllOf(targets):
            yield from (limit for each in targets for limit in _gaps(each))
        case SomeOf(_, parts):
            yield from _gaps(parts)
