"""Which dates follow from an exit plan? Notice, last day under the platform, end of the depaneling window."""

import datetime as dt
from dataclasses import dataclass

from planning.models import ExitPlan


@dataclass(frozen=True, slots=True)
class ExitDate:
    """One calendar date: `kind` is notice, last_day or depanel_end; `payer_id` only for a stage of its own."""

    kind: str
    on: dt.date
    words: str
    payer_id: int | None = None


def dates_of(plan: ExitPlan) -> list[ExitDate]:
    """Return the dates of a plan whose day of notice is chosen, and of each stage with a day of its own, in order."""
    found = _following(plan, plan.notice_on, "", None)
    for stage in plan.stages.select_related("payer"):
        found += _following(plan, stage.notice_on, f" of {stage.payer}", stage.payer_id)
    return sorted(found, key=lambda one: (one.on, one.kind, one.payer_id or 0))


def _following(plan: ExitPlan, notice_on: dt.date | None, whose: str, payer_id: int | None) -> list[ExitDate]:
    if notice_on is None:
        return []
    last = notice_on + dt.timedelta(days=plan.notice_days)
    found = [
        ExitDate("notice", notice_on, f"Notice to {plan.platform}{whose}", payer_id),
        ExitDate("last_day", last, f"Last day under {plan.platform}{whose}", payer_id),
    ]
    if plan.depanel_max_days:
        end = last + dt.timedelta(days=plan.depanel_max_days)
        found.append(ExitDate("depanel_end", end, f"Depaneling{whose} over at the latest", payer_id))
    return found
