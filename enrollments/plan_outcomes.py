"""What did the payer decide for each plan? One application may be approved for some and closed for others.

The log carries each outcome as an amendment, so that it can be voided and read as of any day.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from enrollments.enums import Status, Verb
from enrollments.fold import LogRow, in_order

# A plan follows its application unless it has one of these of its own.
OUTCOMES = (
    Status.APPROVED,
    Status.ACTIVE,
    Status.DENIED,
    Status.PANEL_CLOSED,
    Status.WITHDRAWN,
    Status.ENDED,
)
FACTS = ("plan", "plan_outcome", "plan_effective_on", "plan_payer_assigned_id")


@dataclass(frozen=True, slots=True)
class PlanOutcome:
    """What the log says about one plan; empty parts follow the application."""

    outcome: str = ""
    effective_on: dt.date | None = None
    payer_assigned_id: str = ""

    @property
    def label(self) -> str:
        """Return the outcome in words; empty when the plan follows its application."""
        return Status(self.outcome).label if self.outcome else ""


def facts_of(plan_id: int, outcome: PlanOutcome) -> dict[str, str]:
    """Return the amendment's facts for one plan's outcome; `plan_id` is the `ApplicationPlan`'s."""
    return {
        "plan": str(plan_id),
        "plan_outcome": outcome.outcome,
        "plan_effective_on": outcome.effective_on.isoformat() if outcome.effective_on else "",
        "plan_payer_assigned_id": outcome.payer_assigned_id.strip(),
    }


def outcomes(rows: Iterable[LogRow]) -> Mapping[int, PlanOutcome]:
    """Return {plan id: outcome} as the rows that count leave it; later rows win."""
    found: dict[int, PlanOutcome] = {}
    for row in in_order(rows):
        if row.verb == Verb.AMEND and row.facts.get("plan"):
            day = row.facts.get("plan_effective_on")
            found[int(row.facts["plan"])] = PlanOutcome(
                row.facts.get("plan_outcome", ""),
                dt.date.fromisoformat(day) if day else None,
                row.facts.get("plan_payer_assigned_id", ""),
            )
    return found


def refusals(outcome: PlanOutcome) -> list[str]:
    """Return why an outcome cannot be recorded."""
    found = []
    if outcome.outcome and outcome.outcome not in {status.value for status in OUTCOMES}:
        found.append("Choose what the payer decided for this plan.")
    if outcome.outcome == Status.ACTIVE and outcome.effective_on is None:
        found.append("An active plan needs its effective date.")
    if len(outcome.payer_assigned_id) > 60:
        found.append("Shorten the ID the payer assigned to 60 characters.")
    return found
