"""Reads the contracts with a date ahead or a holder to verify: few rows, so all that have not ended long ago."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q

from credtrack.kernel import clock
from enrollments.ledger import UNVERIFIED
from enrollments.models import Contract
from reminders.facts import About, ContractRow, Fact, of_contract
from reminders.gathering.wanted import Wanted

_COLUMNS = (
    "pk", "ends_on", "renews_on", "notice_days", "renegotiable_from", "recorded_at", "payer_id", "payer__name",
    "practice_id", "practice__dba", "practice__legal_name", "provider_id", "provider__first_name",
    "provider__last_name", "platform__name", "holder_name", "waits",
)  # fmt: skip


def facts(wanted: Wanted) -> Iterator[Fact]:
    """Yield the dates of contracts; one query."""
    dated = Q(ends_on__isnull=False) | Q(renews_on__isnull=False) | Q(renegotiable_from__isnull=False)
    past = wanted.today - dt.timedelta(days=365)
    running = Q(ends_on=None) | Q(ends_on__gte=wanted.today)
    rows = Contract.objects.filter(dated | UNVERIFIED).exclude(ends_on__lt=past).order_by()
    rows = rows.annotate(waits=UNVERIFIED & running)
    for found in rows.values_list(*_COLUMNS):
        pk, ends, renews, notice, renegotiable, recorded, payer_id, payer, practice_id, dba, legal = found[
            :11
        ]
        provider_id, first, last, platform, holder, waits = found[11:]
        clinician = " ".join(part for part in (first, last) if part)
        who = platform or dba or legal or clinician or holder
        about = About(
            payer_id=payer_id, practice_id=practice_id, provider_id=provider_id, who=who, payer=payer
        )
        yield from of_contract(
            ContractRow(
                pk,
                about,
                ends,
                renews,
                notice,
                renegotiable,
                clock.local_date(recorded),
                to_verify=waits,
            )
        )
