"""Does what a reminder told of still hold? The condition on the record, per kind, for set-based updates.

The gathering asks the same of what is unsent; this asks it of everything that is still open, with one
statement per sort of record.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any, cast

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from credtrack.kernel import clock
from enrollments import ledger
from enrollments.enums import Status
from enrollments.models import Application, Contract, FollowUp, Participation
from payers.models import PanelState
from planning.models import ExitPlan
from providers.models import Affiliation, Credential, Document, Provider
from reminders.enums import Kind, Subject
from reminders.facts import GRANTED, WAITS_FOR_DECISION, WITH_PAYER
from reminders.gathering import plans
from reminders.gathering.applications import later_renewals, promises, values
from reminders.gathering.files import in_force, newest_answer, opted_out
from reminders.gathering.wanted import kinds_about
from reminders.models import Reminder

# News is no task: it leaves the list two weeks after it was told.
NEWS_DAYS = 14
NEWS = (Kind.EFFECTIVE_REACHED, Kind.EFFECTIVE_DIFFERS, Kind.EFFECTIVE_COMING, Kind.GROUP_MINIMUM)

_BASE = OuterRef("base_on")
_UNBLOCKED = Q(blocked_reason="")


def _granted() -> Q:
    works = Q(practice__is_active=True) & (Q(provider=None) | Q(provider__is_active=True))
    return Q(status__in=values(GRANTED)) & works


def _renewed() -> Q:
    return _granted() & Q(status=Status.ACTIVE, decided_on=_BASE) & Q(~Exists(later_renewals()))


_OF_APPLICATION: dict[Kind, Callable[[], Q]] = {
    Kind.NO_ACKNOWLEDGEMENT: lambda: Q(status=Status.SUBMITTED, submitted_on=_BASE) & _UNBLOCKED,
    Kind.SILENCE: lambda: Q(status__in=values(WITH_PAYER), heard_on=_BASE) & _UNBLOCKED,
    Kind.ANSWER_DUE: lambda: Q(status=Status.INFO_REQUESTED, answer_due_on=_BASE),
    Kind.QUOTED_OVERDUE: lambda: Q(status__in=values(WAITS_FOR_DECISION), promised_on=_BASE) & _UNBLOCKED,
    Kind.PUBLISHED_OVERDUE: lambda: Q(status__in=values(WAITS_FOR_DECISION), submitted_on=_BASE) & _UNBLOCKED,
    # The clock started with one of these days; which of them is in the rule, not in the record.
    Kind.STATUTE_OVERDUE: lambda: (
        Q(status__in=values(WAITS_FOR_DECISION))
        & (Q(complete_on=_BASE) | Q(acknowledged_on=_BASE) | Q(submitted_on=_BASE))
        & _UNBLOCKED
    ),
    Kind.EFFECTIVE_COMING: lambda: _granted() & Q(effective_on=_BASE),
    Kind.EFFECTIVE_REACHED: lambda: _granted() & Q(effective_on=_BASE),
    Kind.EFFECTIVE_DIFFERS: lambda: (
        _granted()
        & Q(effective_on=_BASE, requested_effective_on__isnull=False)
        & ~Q(requested_effective_on=F("effective_on"))
    ),
    Kind.LOADING_CHECK: lambda: _granted() & Q(granted_on=_BASE, loaded_on=None),
    Kind.RECREDENTIALING: _renewed,
    Kind.REVALIDATION: _renewed,
    Kind.APPEAL: lambda: Q(status=Status.DENIED, appeal_until=_BASE),
    Kind.PANEL_RECHECK: lambda: Q(status=Status.PANEL_CLOSED, recheck_on=_BASE),
}


_OF_PLANS: dict[Kind, Callable[[], QuerySet[Any]]] = {
    Kind.CONTRACT_HOLDER: lambda: _mine(ledger.unverified(clock.today())),
    Kind.BRIDGE_REVIEW: lambda: _mine(
        Participation.objects.filter(plans.under_way(clock.today()), review_on=_BASE)
    ),
    Kind.EXIT_NOTICE: lambda: _mine(ExitPlan.objects.filter(notice_on=_BASE, state__in=plans.NOTICE_OPEN)),
    Kind.EXIT_LAST_DAY: lambda: _mine(
        ExitPlan.objects.filter(notice_on=_BASE, state__in=plans.LAST_DAY_OPEN)
    ),
    Kind.LETTER_ANSWER: lambda: _mine(plans.asked_letters().filter(answer_by=_BASE)),
    Kind.WRITTEN_CONFIRMATION: lambda: _mine(plans.in_conflict()),
    # The clinician with whom the practice reached it still works there.
    Kind.GROUP_MINIMUM: lambda: Affiliation.objects.filter(
        practice=OuterRef("subject_id"), starts_on=_BASE, ends_on=None
    ),
}


def _mine(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(pk=OuterRef("subject_id"))


def _applications(kind: Kind) -> QuerySet[Application]:
    heard = Coalesce("last_contact_on", "submitted_on", "status_since")
    rows = Application.objects.annotate(heard_on=heard, granted_on=Coalesce("decided_on", "status_since"))
    if kind == Kind.QUOTED_OVERDUE:
        newest = promises().filter(application=OuterRef("pk")).reverse().values("occurred_on")[:1]
        rows = rows.annotate(promised_on=Subquery(newest))
    return cast("QuerySet[Application]", rows.filter(_OF_APPLICATION[kind](), pk=OuterRef("subject_id")))


def still_holds(kind: Kind) -> Exists:
    """Return the condition, on a reminder of `kind`, that its record still says what it was planned for."""
    me = {"pk": OuterRef("subject_id")}
    if kind in _OF_APPLICATION:
        return Exists(_applications(kind))
    if kind in kinds_about(Subject.FOLLOW_UP):
        return Exists(FollowUp.objects.filter(due_on=_BASE, done_at=None, cancelled=False, **me))
    if kind in kinds_about(Subject.CREDENTIAL):
        return Exists(Credential.objects.filter(in_force(), expires_on=_BASE, **me))
    if kind == Kind.DOCUMENT:
        return Exists(Document.objects.filter(expires_on=_BASE, archived_at=None, **me))
    if kind == Kind.PANEL_STATE_RECHECK:
        return Exists(PanelState.objects.filter(newest_answer(), recheck_on=_BASE, **me))
    if kind == Kind.MEDICARE_OPT_OUT:
        return Exists(Provider.objects.filter(opted_out(), medicare_opt_out_until=_BASE, **me))
    if kind in _OF_PLANS:
        return Exists(_OF_PLANS[kind]())
    column = {Kind.CONTRACT_ENDS: Q(ends_on=_BASE), Kind.CONTRACT_RENEGOTIATION: Q(renegotiable_from=_BASE)}
    turn = (Q(renews_on=_BASE) | Q(renews_on=None, ends_on=_BASE)) & Q(notice_days__gt=0)
    return Exists(Contract.objects.filter(column.get(kind, turn), **me))


def over(today: dt.date, kinds: list[Kind]) -> Q:
    """Return the condition that an open reminder asks for nothing any more: news grown old, or gone facts."""
    old = Q(kind__in=[kind.value for kind in NEWS], send_on__lt=today - dt.timedelta(days=NEWS_DAYS))
    passed = Q(kind=Kind.EFFECTIVE_COMING, due_on__lte=today)
    gone = Q(pk__in=[])
    for kind in kinds:
        gone |= Q(kind=kind.value) & Q(~still_holds(kind))
    return old | passed | gone


def open_kinds() -> list[Kind]:
    """Return the kinds of which anything is open, so that no statement asks about the others; one query."""
    rows = Reminder.objects.filter(is_open=True).order_by().values_list("kind", flat=True).distinct()
    return [Kind(kind) for kind in rows]
