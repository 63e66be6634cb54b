"""The page of what is missing: what each body says is missing, what is not written in, what sources do not tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vpgen.gaps import NOT_REPORTED, NOT_TOLD, STATED, find_gaps
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
from vpgen.pages.words import capital, listed
from vpgen.periods import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vpgen.gaps import Age, BodyGaps, Gap
    from vpgen.model.content import Body, Plan
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
    "bild": "Bilder som inte finns här",
    "dokument": "Dokument som inte finns hela",
}
"""The headings of the kinds of gaps."""


@dataclass(frozen=True)
class GapView:
    """Something that is missing."""

    link: Link
    origin: Origin


@dataclass(frozen=True)
class BunchView:
    """Gaps of one document and for one reason; `document` is empty where the gaps are themselves documents.

    `is_remark` says that the reason is the editor's own, with Markdown.
    """

    document: str
    reason: str
    is_remark: bool
    gaps: tuple[GapView, ...]


@dataclass(frozen=True)
class GroupView:
    """Gaps of one kind."""

    name: str
    bunches: tuple[BunchView, ...]

    @property
    def number(self) -> int:
        """How many gaps there are."""
        return sum(len(bunch.gaps) for bunch in self.bunches)


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
class Numbers:
    """How many things of a body are missing, in each of the four ways; what is not written in, in words."""

    stated: int
    left_out: int
    not_written: str
    unread: int


@dataclass(frozen=True)
class BodyGapsView:
    """What is missing of a body; the numbers are of the table at the top.

    `who` is what the body is called in its headings. `late` says how many outcomes are older than expected, or that
    it cannot be told. `is_shared` says that several answer for one and the same thing, which then stands at each of them.
    """

    id: str
    who: str
    link: Link
    newest: Link
    stated: tuple[GroupView, ...]
    left_out: tuple[OwnerView, ...]
    not_written: tuple[OwnerView, ...]
    unread: tuple[GroupView, ...]
    numbers: Numbers
    unfollowed: tuple[UnfollowedView, ...]
    ages: tuple[AgeView, ...]
    unknown: tuple[AgeView, ...]
    late: str
    oldest: str
    is_shared: bool


@dataclass(frozen=True)
class GapsView:
    """What is missing, body by body. Bodies of which nothing is missing are named alone."""

    bodies: tuple[BodyGapsView, ...]
    whole: tuple[Link, ...]
    any_owner: bool

    @property
    def any_left_out(self) -> bool:
        """Whether some document that is here in full leaves something out."""
        return any(body.left_out for body in self.bodies)


def gaps_page(look: Look) -> Page:
    """Return the page of what is missing."""
    found = find_gaps(look.results)
    bodies = tuple(_body(look, each) for each in found if not each.is_empty)
    view = GapsView(
        bodies,
        tuple(Link(each.body.name, body_address(each.body)) for each in found if each.is_empty),
        any(owner.name for each in bodies for owner in each.left_out + each.not_written),
    )
    return Page(
        address=GAPS,
        title="Saknade uppgifter",
        template="saknade-uppgifter.html",
        view=view,
        description="Vad varje nämnd själv uppger saknas, vad som inte finns här och vad källan inte visar.",
        headings=tuple(Heading(each.id, each.link.text) for each in bodies),
        found=(
            Found(
                GAPS, "Saknade uppgifter", "Sida", text="Ansvarig och uppgiftslämnare: vem ansvarar för vad"
            ),
        ),
    )


def _body(look: Look, found: BodyGaps) -> BodyGapsView:
    body = found.body
    told = sorted(found.known, key=lambda age: (not age.late, -(age.years or 0)))
    periods = [age.period for age in told if age.period]
    return BodyGapsView(
        id=anchor(body.path),
        who=_who(look, body),
        link=Link(body.name, body_address(body)),
        newest=Link(found.newest.name, document_address(found.newest)),
        stated=_groups(look, found.stated, STATED),
        left_out=tuple(_owners(look, found.left_out)),
        not_written=tuple(_owners(look, found.not_written)),
        unread=_groups(look, found.unread, NOT_TOLD),
        numbers=Numbers(len(found.stated), len(found.left_out), _not_written(found), len(found.unread)),
        unfollowed=tuple(_unfollowed(plan) for plan in found.unfollowed),
        ages=tuple(_age(look, age) for age in told),
        unknown=tuple(_age(look, age) for age in found.unknown),
        late=_late(found),
        oldest=label(min(periods)) if periods else "",
        is_shared=any(len(gap.owners) > 1 for gap in (*found.left_out, *found.not_written)),
    )


def _who(look: Look, body: Body) -> str:
    if body is look.results.register.council:
        return "Fullmäktige"
    return "Verksamheten" if body.parent else "Nämnden"


def _late(found: BodyGaps) -> str:
    """Say how many outcomes are older than expected; "inget" only where that can be told of every one."""
    number, every = len(found.late), len(found.known)
    untold = [age for age in found.known if age.late is None]
    if not untold:
        return str(number) if number else "inget" if every else ""
    lack = "inget mätintervall som går att räkna med"
    if not any(age.measured or age.next_due for age in untold):
        lack = "inget angivet mätintervall"
    if number:
        return f"{number}; {len(untold)} av {every} kan inte avgöras ({lack})"
    return f"kan inte avgöras ({len(untold)} av {every} har {lack})"


def _not_written(found: BodyGaps) -> str:
    """Say how many things, and follow-ups of plans, are not written in."""
    things, reports = len(found.not_written), len(found.unfollowed)
    words = [
        f"{things} {'uppgift' if things == 1 else 'uppgifter'}" if things else "",
        f"{reports} {'uppföljning' if reports == 1 else 'uppföljningar'}" if reports else "",
    ]
    return listed([each for each in words if each])


def _owners(look: Look, gaps: Iterable[Gap]) -> Iterator[OwnerView]:
    """Yield what each named owner answers for, in the order of their names, and last what nobody is named for.

    What several answer for stands at each of them.
    """
    owned: dict[str, list[Gap]] = {}
    for gap in gaps:
        for name in [f"{owner.role}: {owner.name}" for owner in gap.owners] or [""]:
            owned.setdefault(name, []).append(gap)
    for name in sorted(owned, key=lambda name: (not name, name)):
        yield OwnerView(name, _groups(look, owned[name], NOT_REPORTED))


def _groups(look: Look, gaps: Iterable[Gap], kinds: Iterable[str]) -> tuple[GroupView, ...]:
    every = list(gaps)
    groups = (
        GroupView(NAMES[kind], tuple(_bunches(look, [gap for gap in every if gap.kind == kind])))
        for kind in kinds
    )
    return tuple(group for group in groups if group.bunches)


def _bunches(look: Look, gaps: Iterable[Gap]) -> Iterator[BunchView]:
    """Yield the gaps by document and reason, so that neither is said once for each."""
    bunches: dict[tuple[str, str, bool], list[GapView]] = {}
    for gap in gaps:
        is_remark, is_document = gap.kind == "bild", gap.kind in ("beslut", "dokument")
        name, document = (gap.document.full_name, "") if is_document else (gap.name, gap.document.full_name)
        key = (document, gap.reason if is_remark else capital(gap.reason), is_remark)
        view = GapView(Link(name, _address(look, gap)), look.origin(gap.place))
        bunches.setdefault(key, []).append(view)
    for (document, reason, is_remark), views in bunches.items():
        yield BunchView(document, reason, is_remark, tuple(views))


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
    owner = f"{age.owners[0].role}: {listed([each.name for each in age.owners])}" if age.owners else ""
    return AgeView(
        Link(indicator.name, indicator_address(indicator.id)),
        look.results.register.scope_name(age.scope),
        label(age.period) if age.period else "",
        _years(age.years),
        capital(age.told),
        bool(age.late),
        owner,
    )


def _years(years: int | None) -> str:
    """Say how many years before the document's year an outcome is of."""
    if years is None:
        return ""
    if years == 0:
        return "samma år"
    return f"{abs(years)} år {'före' if years > 0 else 'efter'}"
