"""Which applications are past their state's deadline, and what does the letter about one say?"""

import datetime as dt
from dataclasses import dataclass

from django.http import Http404

from accounts.models import Membership
from dashboards.outlook.letter import Overdue
from dashboards.outlook.narrowing import Narrowed
from enrollments.enums import Status
from enrollments.selectors import application_or_404
from forecast.models import Outlook

SHOWN = 10
WAITING = frozenset({Status.SUBMITTED.value, Status.ACKNOWLEDGED.value, Status.IN_REVIEW.value})
COUNTED = 1000


@dataclass(frozen=True, slots=True)
class Late:
    """The longest overdue ones, and how many there are; `more` says the count is a lower bound."""

    rows: list[tuple[Outlook, int]]
    count: int
    more: bool


def late(wanted: Narrowed, today: dt.date) -> Late:
    """Return the applications past their state's deadline, longest first; two queries."""
    rows = wanted.outlooks.filter(statute_on__lt=today)
    count = rows.order_by().values("pk")[: COUNTED + 1].count()
    shown = rows.select_related("provider", "practice", "payer").order_by("statute_on", "pk")[:SHOWN]
    # Each with its calendar days over the last day.
    found = [(row, (today - row.statute_on).days) for row in shown if row.statute_on]
    return Late(found, min(count, COUNTED), count > COUNTED)


def overdue_facts(membership: Membership, pk: int, today: dt.date, signed_by: str) -> Overdue:
    """Return what the letter about an application states; raises `Http404` where no deadline has passed."""
    application = application_or_404(membership, pk)
    outlook = Outlook.objects.filter(application=application, statute_on__lt=today).first()
    # The outlook is this morning's; what was decided since needs no letter.
    if application.status not in WAITING or outlook is None or outlook.statute_on is None:
        raise Http404("No deadline of a state has passed for this application.")
    provider = application.provider
    return Overdue(
        payer=str(application.payer),
        practice=application.practice.legal_name,
        clinician=provider.name_with_degree if provider else application.practice.legal_name,
        npi=provider.npi if provider else "",
        state=application.state,
        kind=application.get_kind_display(),
        reference=application.reference,
        submitted_on=application.submitted_on,
        acknowledged_on=application.acknowledged_on,
        complete_on=application.complete_on,
        deadline=outlook.statute_on,
        citation=outlook.statute_citation,
        today=today,
        signed_by=signed_by,
    )
