"""The page that compares a board's plans year by year: what is new, dropped, renamed, and what became of the targets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vpgen.model.content import Goal, Ref
from vpgen.pages import Found, Heading, Link, Page
from vpgen.pages.addresses import comparison_address, document_address, goal_address, indicator_address
from vpgen.pages.links import assignment_spot, board_crumbs, ref_link
from vpgen.pages.rows import target_views
from vpgen.pages.words import capital
from vpgen.succession import successions, why_not_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vpgen.model.content import Body
    from vpgen.pages.look import Look
    from vpgen.pages.rows import ValueView
    from vpgen.succession import IndicatorStep, Step, Succession

ONLY_AFTER, ONLY_BEFORE = "bara efter", "bara före"
ORDER = ("ny", ONLY_AFTER, "fortsätter", "omformulerad", "utgår", ONLY_BEFORE, "oförändrad")
HEADINGS = {
    "ny": "nya",
    ONLY_AFTER: "finns {after}, om de fanns {before} framgår inte",
    "fortsätter": "fortsätter i annan form",
    "omformulerad": "omformulerade",
    "utgår": "finns inte i planen {after}",
    ONLY_BEFORE: "fanns {before}, om de finns {after} framgår inte",
    "oförändrad": "oförändrade",
}
"""What became of things, in the order of the page; what cannot be told stands where it may belong."""

MOVED = ("höjt", "sänkt", "ändrat", "nytt", "borttaget", "kan inte avgöras")


@dataclass(frozen=True)
class StepView:
    """What became of a goal, assignment or indicator. `old` is its wording before where that is another."""

    label: str
    link: Link
    old: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class StepsView:
    """Those of a kind that the same became of."""

    kind: str
    heading: str
    steps: tuple[StepView, ...]


@dataclass(frozen=True)
class KindOfStepsView:
    """What became of all goals, all assignments or all indicators; `summary` counts it in words."""

    id: str
    name: str
    summary: str
    groups: tuple[StepsView, ...]


@dataclass(frozen=True)
class ShiftView:
    """A target before and after, both as written, with what became of it."""

    link: Link
    before: tuple[ValueView, ...]
    after: tuple[ValueView, ...]
    kind: str
    reason: str


@dataclass(frozen=True)
class SuccessionView:
    """Two years compared; `cautions` say which of the plans is not whole."""

    id: str
    before: Link
    after: Link
    years: str
    cautions: tuple[str, ...]
    kinds: tuple[KindOfStepsView, ...]
    shifts: tuple[ShiftView, ...]
    unmoved: int


@dataclass(frozen=True)
class ComparisonView:
    """A body's plans compared year by year, newest first."""

    body: str
    pairs: tuple[SuccessionView, ...]


def comparison_page(look: Look, body: Body) -> Page | None:
    """Return the page that compares a body's plans; None where no two of them follow each other."""
    pairs = tuple(_pair(look, each) for each in successions(look.results.register, body))
    if not pairs:
        return None
    return Page(
        address=comparison_address(body),
        title=f"Jämför åren: {body.name}",
        template="jamforelse.html",
        view=ComparisonView(body.name, pairs),
        description=f"Vad som är nytt, utgår eller har ändrats mellan årens planer för {body.name}.",
        crumbs=board_crumbs(look, body),
        headings=tuple(Heading(pair.id, pair.years) for pair in pairs),
        found=(
            Found(
                comparison_address(body),
                f"Jämför åren: {body.name}",
                "Sida",
                text="Nya mål, mål som utgår, höjda och sänkta målvärden",
            ),
        ),
    )


def _pair(look: Look, pair: Succession) -> SuccessionView:
    before, after = pair.before.document, pair.after.document
    years = f"{before.year}–{after.year}"
    register = look.results.register
    cautions = tuple(filter(None, (why_not_whole(register, plan) for plan in (pair.before, pair.after))))
    moved = [step for step in pair.indicators if step.shift and step.shift.kind in MOVED]
    shared = [step for step in pair.indicators if step.shift]
    named = (("mal", "Mål", pair.goals), ("uppdrag", "Uppdrag", pair.assignments))
    kinds = [
        _kind(pair, (f"{id_}-{after.year}", name), _step_views(look, pair, steps))
        for id_, name, steps in named
    ]
    kinds.append(_kind(pair, (f"indikatorer-{after.year}", "Indikatorer"), _indicator_views(pair.indicators)))
    return SuccessionView(
        f"ar-{after.year}",
        Link(before.name, document_address(before)),
        Link(after.name, document_address(after)),
        years,
        tuple(capital(caution) for caution in cautions),
        tuple(kind for kind in kinds if kind.groups),
        tuple(_shift_view(step) for step in sorted(moved, key=_by_kind)),
        len(shared) - len(moved),
    )


def _by_kind(step: IndicatorStep) -> int:
    assert step.shift is not None
    return MOVED.index(step.shift.kind)


def _kind(pair: Succession, name: tuple[str, str], views: Iterable[tuple[str, StepView]]) -> KindOfStepsView:
    made = list(views)
    years = {"before": pair.before.document.year, "after": pair.after.document.year}
    groups = tuple(
        StepsView(kind, HEADINGS[kind].format(**years), steps)
        for kind in ORDER
        if (steps := tuple(view for each, view in made if each == kind))
    )
    summary = "; ".join(f"{len(group.steps)} {group.heading}" for group in groups)
    return KindOfStepsView(*name, summary, groups)


def _group(step: Step | IndicatorStep) -> str:
    """Return the group that a step is shown in: one whose plan beside is not whole stands by itself."""
    if step.kind != "kan inte avgöras":
        return step.kind
    return ONLY_AFTER if step.after else ONLY_BEFORE


def _step_views(look: Look, pair: Succession, steps: Iterable[Step]) -> Iterator[tuple[str, StepView]]:
    for step in steps:
        thing, plan = (step.after, pair.after) if step.after else (step.before, pair.before)
        assert thing is not None
        words = thing.wording or thing.text
        old = (step.before.wording or step.before.text) if step.before and step.after else ""
        if isinstance(thing, Goal):
            link = Link(words, goal_address(plan.document.path, plan.document.year, thing.id))
            label = thing.label
        else:
            ref = Ref(plan.document.path, plan.document.year, thing.id)
            link = Link(words, assignment_spot(look, plan, ref))
            label = f"Nr {thing.number}" if thing.number else ""
        links = tuple(ref_link(look, ref) for ref in step.refs)
        yield _group(step), StepView(label, link, old if step.kind == "omformulerad" else "", links)


def _indicator_views(steps: Iterable[IndicatorStep]) -> Iterator[tuple[str, StepView]]:
    for step in steps:
        row = step.after or step.before
        assert row is not None
        old = step.before.wording if step.before and step.kind == "omformulerad" else ""
        yield _group(step), StepView("", Link(row.wording, indicator_address(step.id)), old, ())


def _shift_view(step: IndicatorStep) -> ShiftView:
    assert step.after is not None
    assert step.before is not None
    assert step.shift is not None
    return ShiftView(
        Link(step.after.wording, indicator_address(step.id)),
        target_views(step.before.target),
        target_views(step.after.target),
        capital(step.shift.kind),
        step.shift.reason,
    )
