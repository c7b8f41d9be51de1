"""What is still missing, and from whom? Asking and receiving; a clinician's item turns the clock to theirs."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Count, Q

from accounts import audit
from accounts.models import User
from credtrack.kernel import clock
from credtrack.kernel.dates import DateRange
from enrollments import guards
from enrollments.clocks import clock_of
from enrollments.enums import Clock, Status
from enrollments.models import Application, MissingItem
from enrollments.refusals import Refused, Stale
from enrollments.wording import listed
from providers.models import Document

WAITING_ON = (Clock.OURS, Clock.CLINICIAN, Clock.PAYER, Clock.PLATFORM)


@transaction.atomic
def ask_for(
    application: Application,
    labels: Sequence[str],
    *,
    waiting_on: Clock,
    asked_on: dt.date,
    actor: User | None,
) -> list[MissingItem]:
    """Put items on the list; raises `Refused` for items already there, empty labels and days ahead."""
    wanted = list(dict.fromkeys(label.strip()[:160] for label in labels if label.strip()))
    reasons = guards.about_the_day(asked_on, clock.today())
    if not wanted:
        reasons.append("Name what is missing, for example “CAQH attestation”.")
    there = {item.label.lower() for item in _open_items(application)}
    doubled = [label for label in wanted if label.lower() in there]
    if doubled:
        reasons.append(f"Already on the list: {listed(doubled)}.")
    if reasons:
        raise Refused(reasons)
    items = MissingItem.objects.bulk_create(
        MissingItem(
            organization_id=application.organization_id,
            application=application,
            label=label,
            waiting_on=waiting_on,
            asked_on=asked_on,
        )
        for label in wanted
    )
    refresh_missing([application.pk])
    audit.record(
        actor, "missing.ask", application, f"Asked for {listed(wanted)} ({waiting_on.label.lower()})"[:400]
    )
    return list(items)


@transaction.atomic
def receive(
    item_id: int,
    *,
    received_on: dt.date,
    actor: User | None,
    document: Document | None = None,
    not_needed: bool = False,
    version: int | None = None,
) -> MissingItem:
    """Tick an item off: it arrived, or (`not_needed`) it was not needed after all."""
    item: MissingItem = (
        MissingItem.objects.select_related("application").select_for_update(of=("self",)).get(pk=item_id)
    )
    # Whoever comes second to an item that is off the list has nothing to look at and save again.
    if item.received_on is None and version is not None and item.version != version:
        raise Stale(item.application)
    reasons = guards.about_the_day(received_on, clock.today())
    if item.received_on is not None:
        reasons.append(f"{item.label} is already ticked off.")
    if reasons:
        raise Refused(reasons)
    item.received_on, item.document, item.not_needed = received_on, document, not_needed
    item.version += 1
    item.save(update_fields=["received_on", "document", "not_needed", "version"])
    refresh_missing([item.application_id])
    said = "Not needed" if not_needed else "Received"
    audit.record(actor, "missing.receive", item.application, f"{said}: {item.label}")
    return item


def refresh_missing(application_ids: Iterable[int]) -> None:
    """Recount what is missing and turn the clocks: for this file and for bulk writers."""
    still = Q(missing_items__received_on=None, missing_items__isnull=False)
    rows = list(
        Application.objects.filter(pk__in=list(application_ids)).annotate(
            missing=Count("missing_items", filter=still),
            theirs=Count("missing_items", filter=still & Q(missing_items__waiting_on=Clock.CLINICIAN)),
        )
    )
    for application in rows:
        application.missing_count = application.missing
        application.missing_from_clinician = application.theirs
        application.clock = clock_of(
            Status(application.status),
            blocked_by=application.blocked_by,
            waiting_on_clinician=application.missing_from_clinician > 0,
        )
    Application.objects.bulk_update(
        rows, ["missing_count", "missing_from_clinician", "clock"], batch_size=500
    )


def clinician_spans(items: Iterable[MissingItem]) -> list[DateRange]:
    """Return the days on which something was missing from the clinician, for `clocks.segments`."""
    return [(item.asked_on, item.received_on) for item in items if item.waiting_on == Clock.CLINICIAN]


def _open_items(application: Application) -> list[MissingItem]:
    return list(MissingItem.objects.filter(application=application, received_on=None))
