"""Reads the open follow-ups whose day is near, or that were planned since the last look."""

from collections.abc import Iterator

from django.db.models import Q

from credtrack.kernel import clock
from enrollments.models import FollowUp
from reminders.enums import Subject
from reminders.facts import DatedRow, Fact, of_follow_up
from reminders.gathering.people import APPLICATION_COLUMNS, about_application
from reminders.gathering.wanted import Wanted, any_of, in_days, kinds_about, unsent_subjects

KINDS = kinds_about(Subject.FOLLOW_UP)


def facts(wanted: Wanted) -> Iterator[Fact]:
    """Yield the facts of open follow-ups; one query."""
    still_open = Q(done_at=None, cancelled=False)
    near = [in_days("due_on", wanted.of(KINDS)) & still_open]
    if wanted.recorded_since:
        near.append(Q(created_at__gte=wanted.recorded_since) & still_open)
    if wanted.unsent:
        near.append(Q(pk__in=unsent_subjects(KINDS)))
    rows = FollowUp.objects.filter(any_of(FollowUp, *near), still_open).order_by()
    columns = [f"application__{name}" for name in APPLICATION_COLUMNS]
    read = rows.values_list(
        "pk", "due_on", "created_at", "what", "basis", "assigned_to_id", "application_id", *columns
    )
    for pk, due_on, created_at, what, basis, assigned, application_id, *named in read.iterator(2000):
        about = about_application(application_id, named, assigned)
        detail = f"{what}|{basis}"
        yield from of_follow_up(DatedRow(pk, due_on, about, clock.local_date(created_at), detail))
