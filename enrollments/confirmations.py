"""Which confirmations hold, as known on an instant? Read in bulk; a withdrawn one holds no more."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet

from accounts.models import Membership
from enrollments.billing_facts import Proof
from enrollments.enums import Confirmed
from enrollments.models import Confirmation
from providers.visibility import own_provider_id, practice_ids

Key = tuple[int, int, int]  # provider, practice, payer


def visible_confirmations(membership: Membership) -> QuerySet[Confirmation]:
    """Return the confirmations of the practices and the clinician the member sees."""
    rows: QuerySet[Confirmation] = Confirmation.objects.all()
    granted, own = practice_ids(membership), own_provider_id(membership)
    if granted is not None:
        rows = rows.filter(practice__in=granted)
    return rows if own is None else rows.filter(provider=own)


def active(
    *,
    provider_ids: Collection[int] | None = None,
    practice_ids: Collection[int] | None = None,
    known_on: dt.datetime | None = None,
) -> dict[Key, list[Confirmation]]:
    """Return what holds per clinician, practice and payer, oldest first; one query.

    A row counts from the instant it was recorded, a withdrawal from the instant it was.
    """
    rows = Confirmation.objects.filter(withdraws=None).select_related("recorded_by", "document", "contract")
    for name, wanted in (("provider", provider_ids), ("practice", practice_ids)):
        if wanted is not None:
            rows = rows.filter(**{f"{name}__in": list(wanted)})
    if known_on is None:
        rows = rows.filter(withdrawn_by=None)
    else:
        later = Q(withdrawn_by=None) | Q(withdrawn_by__recorded_at__gt=known_on)
        rows = rows.filter(later, recorded_at__lte=known_on)
    found: dict[Key, list[Confirmation]] = defaultdict(list)
    for row in rows.order_by("confirmed_on", "pk"):
        found[row.provider_id, row.practice_id, row.payer_id].append(row)
    return dict(found)


def holding_for(rows: Iterable[Confirmation], plan_id: int, state: str) -> dict[Confirmed, Confirmation]:
    """Return the newest of each kind that speaks of the plan and state; an empty plan or state means all."""
    return {
        Confirmed(row.kind): row
        for row in rows
        if row.plan_id in (None, plan_id) and (not row.state or not state or row.state == state)
    }


def proof_of(row: Confirmation) -> Proof:
    """Return the pure form of a row."""
    evidence = row.evidence or (str(row.document) if row.document else "")
    return Proof(Confirmed(row.kind), row.confirmed_on, row.value, row.value_on, row.person, evidence, row.pk)
