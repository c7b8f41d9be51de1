"""Is the delegation of a platform in trouble on that day? Pure: incidents in, one sentence out.

An incident is open from the day it happened until the day before its end; an end that nobody had
recorded by the instant asked for is not known yet.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from enrollments.enums import IncidentKind
from enrollments.wording import day_words

# What puts participations through a platform at risk, worst first.
TROUBLE = (IncidentKind.REVOKED, IncidentKind.SUSPENDED, IncidentKind.AUDIT_FAILED)
_WORST = {kind: place for place, kind in enumerate(TROUBLE)}


@dataclass(frozen=True, slots=True)
class Trouble:
    """One incident with its end; `payer_id` empty means every payer that delegated to the platform."""

    platform_id: int
    payer_id: int | None
    kind: IncidentKind
    occurred_on: dt.date
    ended_on: dt.date | None = None

    def is_open(self, on: dt.date) -> bool:
        """Say whether it lasted on the calendar date `on`; the day it was restored is free of it."""
        return self.occurred_on <= on and (self.ended_on is None or on < self.ended_on)

    def concerns(self, platform_id: int, payer_id: int) -> bool:
        """Say whether a participation through this platform with this payer depends on it."""
        return self.platform_id == platform_id and self.payer_id in (None, payer_id)


def at_risk_words(
    troubles: Iterable[Trouble], platform_id: int, payer_id: int, platform: str, on: dt.date
) -> str:
    """Return "Delegation suspended on 3 Mar 2026 (Headway)", or nothing while all is well.

    Of several open incidents the gravest speaks, of equally grave ones the latest.
    """
    lasting = [one for one in troubles if one.concerns(platform_id, payer_id) and one.is_open(on)]
    if not lasting:
        return ""
    worst = min(lasting, key=lambda one: (_WORST[one.kind], -one.occurred_on.toordinal()))
    what = "Audit of the delegation failed" if worst.kind == IncidentKind.AUDIT_FAILED else worst.kind.label
    return f"{what} on {day_words(worst.occurred_on)} ({platform})"
