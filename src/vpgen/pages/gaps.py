"""The page of what is missing: what each body owes, how old its outcomes are, and what the sources lack."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vpgen.gaps import NOT_REPORTED, NOT_TOLD, find_gaps
from vpgen.model.content import Assignment, Goal, Ref, Risk, Row
from vpgen.pages import Found, Heading, Link, Origin, Page
from vpgen.pages.addresses import (
    GAPS,
    anchor,
    body_address,
    document_address,
    goal_address,
    indicator_address,
    risk_address,
)
from vpgen.pages.links import assignment_spot
from vpgen.pages.words import capital
from vpgen.periods import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vpgen.gaps import Age, BodyGaps, Gap
    from vpgen.model.content import Plan
    from vpgen.pages.look import Look

NAMES = {
    "mål": "Mål",
    "indikator": "Indikatorer",
    "uppdrag": "Uppdrag",
    "aktivitet": "Aktiviteter",
    "åtgärd": "Åtgärder i internkontrollen",
    "prognos": "Prognoser utan utfall",
    "beslut": "Beslut",
    "bedömning av mål": "Bedömningar av mål",
    "förändringspil": "Förändringspilar",
    "status för indikator": "Status för indikatorer",
    "bedömning av uppdrag": "Bedömningar av uppdrag",
    "bedömning av aktivitet": "Bedömningar av aktiviteter",
    "status för åtgärd": "Status för åtgärder i internkontrollen",
    "värde": "Utfall som saknas",
    "ej bedömd": "Ej bedömda",
    "bild": "Bilder som inte är inskrivna",
    "dokument": "Dokument som inte finns hela",
}
"""The headings of the kinds of gaps."""


@dataclass(frozen=True)
class GapView:
    """Something that is missing. `is_remark` says that the reason is the editor's own, with Markdown."""

    link: Link
    document: Link
    reason: str
    is_remark: bool
    origin: Origin


@dataclass(frozen=True)
class GroupView:
    """Gaps of one kind."""

    name: str
    gaps: tuple[GapView, ...]


@dataclass(frozen=True)
class OwnerView:
    """What one person or function answers for; `name` is empty where nobody is named."""

    name: str
    groups: tuple[GroupView, ...]


@dataclass(frozen=True)
class UnfollowedView:
    """A plan without a follow-up, and what it holds in words."""

    link: Link
    holds: str


@dataclass(frozen=True)
class AgeView:
    """How old the newest outcome of an indicator is."""

    link: Link
    scope: str
    period: str
    age: str
    told: str
    late: bool
    owner: str


@dataclass(frozen=True)
class BodyGapsView:
    """What is missing of a body; the numbers are of the table at the top."""

    id: str
    link: Link
    newest: Link
    unreported: int
    owners: tuple[OwnerView, ...]
    unfollowed: tuple[UnfollowedView, ...]
    ages: tuple[AgeView, ...]
    unknown: tuple[AgeView, ...]
    late: int
    oldest: str
    untold: int
    sources: tuple[GroupView, ...]


@dataclass(frozen=True)
class GapsView:
    """What is missing, body by body. Bodies of which nothing is missing are named alone."""

    bodies: tuple[BodyGapsView, ...]
    whole: tuple[Link, ...]
    any_owner: bool


def gaps_page(look: Look) -> Page:
    """Return the page of what is missing."""
    found = find_gaps(look.results)
    bodies = tuple(_body(look, each) for each in found if not each.is_empty)
    view = GapsView(
        bodies,
        tuple(Link(each.body.name, body_address(each.body)) for each in found if each.is_empty),
        any(owner.name for each in bodies for owner in each.owners),
    )
    return Page(
        address=GAPS,
        title="Saknade uppgifter",
        template="saknade-uppgifter.html",
        view=view,
        description="Vad varje nämnd inte har redovisat, hur gamla utfallen är och vad källorna själva saknar.",
        headings=tuple(Heading(each.id, each.link.text) for each in bodies),
        found=(Found(GAPS, "Saknade uppgifter", "Sida"),),
    )


def _body(look: Look, found: BodyGaps) -> BodyGapsView:
    body = found.body
    told = sorted(
        (age for age in found.ages if age.period), key=lambda age: (not age.late, -(age.years or 0))
    )
    periods = [age.period for age in told if age.period]
    return BodyGapsView(
        id=anchor(body.path),
        link=Link(body.name, body_address(body)),
        newest=Link(found.newest.name, document_address(found.newest)),
        unreported=len(found.unreported),
        owners=tuple(_owners(look, found.unreported)),
        unfollowed=tuple(_unfollowed(plan) for plan in found.unfollowed),
        ages=tuple(_age(look, age) for age in told),
        unknown=tuple(_age(look, age) for age in found.unknown),
        late=len(found.late),
        oldest=label(min(periods)) if periods else "",
        untold=len(found.untold),
        sources=_groups(look, found.untold, NOT_TOLD),
    )


def _owners(look: Look, gaps: Iterable[Gap]) -> Iterator[OwnerView]:
    """Yield what each named owner answers for, in the order of their names, and last what nobody is named for."""
    owned: dict[str, list[Gap]] = {}
    for gap in gaps:
        owned.setdefault(f"{gap.owner.role}: {gap.owner.name}" if gap.owner else "", []).append(gap)
    for name in sorted(owned, key=lambda name: (not name, name)):
        yield OwnerView(name, _groups(look, owned[name], NOT_REPORTED))


def _groups(look: Look, gaps: Iterable[Gap], kinds: Iterable[str]) -> tuple[GroupView, ...]:
    every = list(gaps)
    groups = (
        GroupView(NAMES[kind], tuple(_gap(look, gap) for gap in every if gap.kind == kind)) for kind in kinds
    )
    return tuple(group for group in groups if group.gaps)


def _gap(look: Look, gap: Gap) -> GapView:
    is_remark = gap.kind == "bild"
    return GapView(
        Link(gap.name, _address(look, gap)),
        Link(gap.document.full_name, document_address(gap.document)),
        gap.reason if is_remark else capital(gap.reason),
        is_remark,
        look.origin(gap.place),
    )


def _address(look: Look, gap: Gap) -> str:
    """Return where the thing that a gap is about can be read."""
    document = gap.document
    plan = look.results.plans[document.path, document.year].plan
    match gap.about:
        case Goal(id=id_):
            return goal_address(document.path, document.year, id_)
        case Row(indicator=indicator):
            return indicator_address(indicator.id)
        case Assignment(id=id_):
            return assignment_spot(look, plan, Ref(document.path, document.year, id_))
        case Risk(id=id_):
            return risk_address(plan.document, id_)
        case _:
            return document_address(document)


def _unfollowed(plan: Plan) -> UnfollowedView:
    document = plan.document
    counts = (
        (len(plan.goals), "mål", "mål"),
        (sum(len(goal.rows) for goal in plan.goals.values()), "indikator", "indikatorer"),
        (len(plan.assignments), "uppdrag", "uppdrag"),
        (len(plan.activities), "aktivitet", "aktiviteter"),
        (
            sum(len(risk.measures) for risk in plan.risks.values()),
            "åtgärd i internkontrollen",
            "åtgärder i internkontrollen",
        ),
    )
    holds = ", ".join(f"{number} {one if number == 1 else many}" for number, one, many in counts if number)
    return UnfollowedView(Link(document.name, document_address(document)), holds)


def _age(look: Look, age: Age) -> AgeView:
    indicator = age.row.indicator
    owner = f"{age.owner.role}: {age.owner.name}" if age.owner else ""
    return AgeView(
        Link(indicator.name, indicator_address(indicator.id)),
        look.results.register.scope_name(age.scope),
        label(age.period) if age.period else "",
        _years(age.years),
        capital(age.told),
        age.late,
        owner,
    )


def _years(years: int | None) -> str:
    """Say how many years before the document's year an outcome is of."""
    if years is None:
        return ""
    if years == 0:
        return "samma år"
    return f"{abs(years)} år {'före' if years > 0 else 'efter'}"
