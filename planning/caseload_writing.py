"""How are the numbers of a caseload recorded? A further row each time; earlier ones stay readable."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from accounts import audit
from accounts.models import User
from credtrack.kernel import clock
from enrollments.refusals import Refused
from payers.models import Payer, Platform
from planning.models import CaseloadShare
from providers.models import Practice, Provider


@dataclass(frozen=True, slots=True)
class CaseloadDraft:
    """What somebody typed: sessions of an ordinary week, dollars a session, counts of clients; never a person."""

    provider: Provider
    practice: Practice
    payer: Payer
    as_of: dt.date
    weekly_sessions: Decimal
    platform: Platform | None = None
    share_percent: Decimal | None = None
    platform_rate: Decimal | None = None
    direct_rate: Decimal | None = None
    clients_brought: int | None = None
    clients_referred: int | None = None
    source: str = ""


@transaction.atomic
def record(draft: CaseloadDraft, *, actor: User | None) -> CaseloadShare:
    """Write the numbers as of a calendar day; raises `Refused` for a day to come or numbers without sense."""
    if draft.as_of > clock.today():
        raise Refused(["This day has not come yet. Give the day on which the numbers were true."])
    if draft.weekly_sessions < 0:
        raise Refused(["Sessions a week cannot be less than none."])
    values = {name: getattr(draft, name) for name in CaseloadDraft.__slots__}
    row = CaseloadShare(recorded_by=actor, recorded_at=clock.now(), **values)
    row.organization_id = draft.practice.organization_id
    row.save(force_insert=True)
    summary = f"Recorded {draft.weekly_sessions} sessions a week of {draft.provider} at {draft.payer}"
    told = {name: str(value or "") for name, value in values.items()}
    audit.record(actor, "caseload.record", row, summary, audit.changed_fields({}, told))
    return row
