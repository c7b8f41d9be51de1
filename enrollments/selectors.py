"""Which applications, entries and follow-ups may this member see? Reads for pages of this room and above."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import Membership
from enrollments.enums import Visibility
from enrollments.models import Application, Entry, FollowUp
from enrollments.states import OPEN
from payers.models import Payer
from providers.visibility import own_provider_id, practice_ids

# What a row of a list or the head of a page touches.
RELATED = ("provider", "practice", "payer", "platform", "owner")


def visible_applications(membership: Membership) -> QuerySet[Application]:
    """Return the applications the member may see: all, those of granted practices, or a clinician's own."""
    rows: QuerySet[Application] = Application.objects.all()
    own = own_provider_id(membership)
    if own is not None:
        rows = rows.filter(provider_id=own)
    granted = practice_ids(membership)
    if granted is not None:
        rows = rows.filter(practice_id__in=granted)
    return rows


def open_at(payer: Payer, membership: Membership) -> int:
    """Return how many open applications at the payer the member may see; one query."""
    return visible_applications(membership).filter(payer=payer, status__in=OPEN).count()


def application_or_404(membership: Membership, pk: int, *, alone: bool = False) -> Application:
    """Return a visible application with what its page shows; raises `Http404` for all others alike.

    `alone` leaves out what its page shows of other records: they are read when they are touched.
    """
    rows = visible_applications(membership)
    if not alone:
        rows = rows.select_related(*RELATED, "contract", "contract__platform", "contract__verified_by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such application here.")
    return found


def sees_internal(membership: Membership) -> bool:
    """Say whether the member reads internal entries, notes and follow-ups; a clinician does not."""
    return own_provider_id(membership) is None


def visible_entries(membership: Membership) -> QuerySet[Entry]:
    """Return the entries of visible applications; a clinician reads the client-visible ones only."""
    rows: QuerySet[Entry] = Entry.objects.filter(application__in=visible_applications(membership))
    return rows if sees_internal(membership) else rows.filter(visibility=Visibility.CLIENT)


def of_application_or_404(membership: Membership, rows: Any, pk: int, what: str) -> Any:
    """Return a follow-up, entry, item ... of a visible application; raises `Http404`."""
    found = (
        rows.filter(application__in=visible_applications(membership))
        .select_related("application")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404(f"There is no such {what} here.")
    return found


def open_follow_ups(application: Application) -> QuerySet[FollowUp]:
    """Return what is still to be done, earliest first."""
    rows: QuerySet[FollowUp] = FollowUp.objects.filter(application=application, done_at=None)
    return rows.filter(cancelled=False).select_related("assigned_to").order_by("due_on", "id")
