"""How is a reminder put off, finished, and taken back up? Each in one transaction, by conditional updates.

Putting off closes the row with its reason and writes a new one (`put_off`) for the chosen day, so that
the ledger keeps telling what happened. A key that was told is never told again.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from accounts import audit
from accounts.models import User
from credtrack.kernel import clock
from credtrack.kernel.dates import business_days_between, roll_forward
from credtrack.kernel.links import org_reverse
from enrollments import follow_up_planning
from enrollments.refusals import Refused as EnrollmentRefused
from enrollments.refusals import Stale as EnrollmentStale
from enrollments.wording import day_words
from reminders import settling
from reminders.enums import Counting, Kind, State, Subject
from reminders.kinds import KINDS, alike, is_at_once, urgency_of
from reminders.models import Reminder
from reminders.refusals import CHANGED, OVER, Refused

FARTHEST_DAYS = 365
TAKEN_BACK = "The snooze was taken back."
_ASKING = (State.PLANNED, State.TOLD, State.SHOWN)
_SETTLED_BY_HAND = (State.SNOOZED, State.DONE)


@dataclass(frozen=True, slots=True)
class Snoozed:
    """A reminder put off: the row for the later day, and whether that day had to be rolled forward."""

    later: Reminder
    rolled: bool

    @property
    def words(self) -> str:
        """Return what the person is told."""
        day = day_words(self.later.send_on)
        moved = " That is the next business day." if self.rolled else ""
        return f"Snoozed until {day}.{moved}"


@transaction.atomic
def snooze(reminder: Reminder, until: dt.date, *, actor: User, version: int) -> Snoozed:
    """Put a reminder off to a later business day (rolled forward), at most a year; raises `Refused`."""
    day = _later_business_day(until)
    now = clock.now()
    reason = f"{settling.snoozed_words(day)} by {actor}"[:200]
    closed = _claim(reminder, version, state=State.SNOOZED, reason=reason, snoozed_until=day, settled_at=now)
    # What would speak up before that day stays silent too, or the snooze would be none.
    sooner = _others_open(reminder).filter(send_on__lte=day)
    sooner.update(
        state=State.SNOOZED, is_open=False, reason=reason, snoozed_until=day, settled_at=now,
        version=F("version") + 1,
    )  # fmt: skip
    later = _write_later(closed, day, now)
    changes = {"send_on": [reminder.send_on.isoformat(), day.isoformat()]}
    audit.record(actor, "reminder.snoozed", closed, f"Snoozed until {day_words(day)}: {closed.what}", changes)
    return Snoozed(later, day != until)


def _later_business_day(until: dt.date) -> dt.date:
    today = clock.today()
    if until <= today:
        raise Refused("Choose a day after today: until then the reminder stays away.")
    if (until - today).days > FARTHEST_DAYS:
        raise Refused("A reminder can be put off by a year at most. Choose an earlier day.")
    return roll_forward(until)


def _claim(reminder: Reminder, version: int, **values: object) -> Reminder:
    """Close an open row if it is still what the person saw; raises `Refused`."""
    rows = Reminder.objects.filter(pk=reminder.pk, version=version, is_open=True, state__in=_ASKING)
    if not rows.update(is_open=False, version=F("version") + 1, **values):
        now = Reminder.objects.get(pk=reminder.pk)
        raise Refused(CHANGED if now.is_open else now.reason or OVER)
    claimed: Reminder = Reminder.objects.get(pk=reminder.pk)
    return claimed


def of_fact(reminder: Reminder) -> QuerySet[Reminder]:
    """Return every row about the same date of the same record, whoever is told."""
    rows: QuerySet[Reminder] = Reminder.objects.filter(
        kind=reminder.kind, subject_id=reminder.subject_id, due_on=reminder.due_on
    )
    return rows


def _one_task(reminder: Reminder) -> QuerySet[Reminder]:
    """Return the rows that tell the same person of the same thing to do: a follow-up has three kinds."""
    kinds = [kind.value for kind in alike(Kind(reminder.kind))]
    rows: QuerySet[Reminder] = Reminder.objects.filter(
        kind__in=kinds,
        subject_id=reminder.subject_id,
        due_on=reminder.due_on,
        recipient=reminder.recipient_id,
    )
    return rows


def _others_open(reminder: Reminder) -> QuerySet[Reminder]:
    return _one_task(reminder).filter(is_open=True, state__in=_ASKING).exclude(pk=reminder.pk)


def lead_of(reminder: Reminder, day: dt.date) -> int:
    """Return the lead of a telling on `day`, counted as the kind counts: calendar or business days."""
    if KINDS[Kind(reminder.kind)].counting == Counting.BUSINESS:
        return -business_days_between(reminder.due_on, day)
    return (reminder.due_on - day).days


def _write_later(closed: Reminder, day: dt.date, now: dt.datetime) -> Reminder:
    """Write the row of the later day; an untold one with that key is taken up again."""
    values: dict[str, Any] = {
        "send_on": day, "put_off": True, "base_on": closed.base_on, "by_mail": closed.by_mail,
        "application_id": closed.application_id, "provider_id": closed.provider_id, "practice_id": closed.practice_id, "payer_id": closed.payer_id,
        "what": closed.what, "why": closed.why, "state": State.PLANNED.value, "is_open": True, "reason": "",
        "planned_at": now, "settled_at": None, "snoozed_until": None,
    }  # fmt: skip
    taken = {
        row.lead: row for row in of_fact(closed).filter(recipient=closed.recipient_id).order_by().iterator()
    }
    lead = lead_of(closed, day)
    # A key that was told, or that the snoozed row itself has, is left alone: its neighbor tells instead.
    while (known := taken.get(lead)) is not None and (known.pk == closed.pk or known.message_id is not None):
        lead -= 1
    kind = Kind(closed.kind)
    values |= {"urgency": urgency_of(kind, lead).value, "at_once": closed.at_once or is_at_once(kind, lead)}
    if known is None:
        made: Reminder = Reminder.objects.create(
            organization_id=closed.organization_id, kind=closed.kind, subject_id=closed.subject_id,
            due_on=closed.due_on, lead=lead, recipient_id=closed.recipient_id, **values,
        )  # fmt: skip
        return made
    Reminder.objects.filter(pk=known.pk).update(version=F("version") + 1, **values)
    revived: Reminder = Reminder.objects.get(pk=known.pk)
    return revived


@transaction.atomic
def done(reminder: Reminder, *, actor: User, version: int, may_log: bool) -> Reminder:
    """Finish a reminder and the other open ones of the same date; raises `Refused`.

    A follow-up is finished itself, which takes the right to log contacts (`may_log`).
    """
    now = clock.now()
    reason = f"Done by {actor}"[:200]
    closed = _claim(reminder, version, state=State.DONE, reason=reason, settled_at=now)
    _others_open(reminder).update(
        state=State.DONE, is_open=False, reason=reason, settled_at=now, version=F("version") + 1
    )
    if _is_follow_up(closed):
        _finish_follow_up(closed, actor, may_log=may_log)
    audit.record(actor, "reminder.done", closed, f"Done: {closed.what}")
    return closed


def _is_follow_up(reminder: Reminder) -> bool:
    return KINDS[Kind(reminder.kind)].subject == Subject.FOLLOW_UP


def _finish_follow_up(reminder: Reminder, actor: User, *, may_log: bool) -> None:
    application = reminder.application_id
    url = org_reverse("enrollments:detail", application) if application else ""
    if not may_log:
        raise Refused("A follow-up is finished by somebody who may log contacts. Ask a coordinator.", url)
    try:
        follow_up_planning.finish(reminder.subject_id, actor=actor)
    except (EnrollmentRefused, EnrollmentStale) as refusal:
        raise Refused(str(refusal), url) from refusal


@transaction.atomic
def reopen(reminder: Reminder, *, actor: User, version: int | None = None) -> Reminder:
    """Take a snooze or a "done" back, with all it closed; raises `Refused` when it has moved on since."""
    rows = Reminder.objects.select_for_update(of=("self",)).filter(pk=reminder.pk)
    now = rows.get()
    if version is not None and now.version != version:
        raise Refused(CHANGED)
    if now.state not in _SETTLED_BY_HAND:
        raise Refused("Only a reminder that was snoozed or marked done can be taken back up.")
    alike_now = _one_task(now).filter(state=now.state)
    if now.state == State.SNOOZED:
        _drop_later(now)
        _take_up(alike_now.filter(snoozed_until=now.snoozed_until))
    else:
        if _is_follow_up(now):
            _reopen_follow_up(now, actor)
        _take_up(alike_now.filter(reason=now.reason, settled_at=now.settled_at))
    audit.record(actor, "reminder.reopened", now, f"Took back up: {now.what}")
    reopened: Reminder = Reminder.objects.get(pk=now.pk)
    return reopened


def _reopen_follow_up(reminder: Reminder, actor: User) -> None:
    try:
        follow_up_planning.take_back(reminder.subject_id, actor=actor)
    except EnrollmentRefused as refusal:
        raise Refused(str(refusal)) from refusal


def _drop_later(snoozed: Reminder) -> None:
    """Take back the row of the later day; once it has been told the snooze is over and stays."""
    until = snoozed.snoozed_until or snoozed.send_on
    later = of_fact(snoozed).filter(recipient=snoozed.recipient_id, put_off=True, send_on=until, is_open=True)
    dropped = later.filter(state=State.PLANNED).update(
        state=State.SUPERSEDED, is_open=False, put_off=False, reason=TAKEN_BACK, settled_at=clock.now(),
        version=F("version") + 1,
    )  # fmt: skip
    if not dropped:
        raise Refused(
            "Its day has come already, so the snooze is over. The later reminder stands in the list."
        )


def _take_up(rows: Iterable[Reminder]) -> None:
    today = clock.today()
    for row in rows:
        if row.message_id is not None:
            state = State.TOLD
        else:
            state = State.PLANNED if row.by_mail or row.send_on > today else State.SHOWN
        Reminder.objects.filter(pk=row.pk).update(
            state=state,
            is_open=True,
            reason="",
            settled_at=None,
            snoozed_until=None,
            version=F("version") + 1,
        )
