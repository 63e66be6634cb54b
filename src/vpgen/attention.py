"""What a follow-up assesses and where each stands: what of it needs attention is shown on the start page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vpgen.model.content import Ref
from vpgen.pages.addresses import (
    assignment_address,
    document_address,
    goal_address,
    indicator_address,
    risk_address,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vpgen.assessment import FollowUpResult
    from vpgen.statuses import Status
    from vpgen.verdicts import RowResult


@dataclass(frozen=True)
class Assessed:
    """Something assessed, by kind and id: its name, the page of it, its status. `row` is that of an indicator.

    What has a status that `is_raised` needs attention.
    """

    kind: str
    id: str
    name: str
    address: str
    status: Status
    row: RowResult | None = None


def find_assessed(result: FollowUpResult) -> Iterator[Assessed]:
    """Yield all that a follow-up assesses, but for the indicators that missed their target, which stand apart."""
    plan, document = result.follow_up.plan, result.follow_up.document
    for id_, goal in result.goals.items():
        address = goal_address(document.path, document.year, id_)
        yield Assessed("mål", id_, goal.goal.text, address, goal.status)
    for row in (row for goal in result.goals.values() for row in goal.rows):
        if row.status and not row.is_missed:
            indicator = row.row.indicator.id
            key, address = f"{row.key.scope}/{indicator}", indicator_address(indicator)
            yield Assessed("indikatorer", key, row.row.wording, address, row.status, row)
    for id_, status in result.assignments.items():
        address = assignment_address(Ref(document.path, document.year, id_))
        yield Assessed("uppdrag", id_, plan.assignments[id_].text, address, status)
    for id_, status in result.activities.items():
        yield Assessed("aktiviteter", id_, plan.activities[id_].text, document_address(document), status)
    for (risk, id_), status in result.measures.items():
        measure = plan.risks[risk].measures[id_]
        address = risk_address(plan.document, risk)
        yield Assessed("åtgärder", f"{risk}/{id_}", measure.wording or measure.text, address, status)
