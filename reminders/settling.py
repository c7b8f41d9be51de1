"""When is a reminder over? Missed, overtaken by a later one, or its record says otherwise by now."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from credtrack.kernel import clock
from enrollments.wording import day_words
from reminders import holding
from reminders.enums import Kind, State
from reminders.kinds import KINDS, alike
from reminders.models import Reminder
from reminders.planned import Planned

TOO_LATE = "CredTrack was not running on its day, and by now it would come too late."
OVERTAKEN = "The next reminder of the same date told of it."
LEAD_DROPPED = "Its lead was taken out of the settings."
GONE = "It no longer applies: done, renewed, moved on or withdrawn."
TOLD = (State.TOLD, State.SHOWN)
BATCH = 5000


def reason_of(due_on: dt.date, moved_to: dt.date | None, told: Collection[int] | None) -> str:
    """Return in words why a reminder is taken back; `told` is who is told of its date now, None if it is gone."""
    if told is not None:
        return "Somebody else is told of it now." if told else "Nobody asks to be told of it now."
    if moved_to is not None and moved_to != due_on:
        return f"The date moved from {day_words(due_on)} to {day_words(moved_to)}."
    return GONE


def snoozed_words(until: dt.date) -> str:
    """Return why a reminder stays silent whose date was put off."""
    return f"Snoozed until {day_words(until)}"


def settle(today: dt.date) -> Planned:
    """Close what is over in the open organization; set-based."""
    return Planned(missed=_miss(today), settled=_overtake(today) + _close(today))


def _miss(today: dt.date) -> int:
    """Mark what could not be sent within its grace."""
    graces: dict[int, list[str]] = {}
    for kind, spec in KINDS.items():
        graces.setdefault(spec.grace, []).append(kind.value)
    late = Q(pk__in=[])
    for grace, kinds in graces.items():
        late |= Q(kind__in=kinds, send_on__lt=today - dt.timedelta(days=grace))
    for kind, spec in KINDS.items():
        if spec.until is not None:
            late |= Q(kind=kind.value, due_on__lt=today + dt.timedelta(days=spec.until))
    return end(Reminder.objects.filter(late, state=State.PLANNED), TOO_LATE, State.MISSED)


def _overtake(today: dt.date) -> int:
    """Close what a later reminder of the same date tells of: unsent as missed, told ones as no longer open.

    A follow-up that is overdue is told of by another kind with the same date.
    """
    later = Reminder.objects.filter(
        subject_id=OuterRef("subject_id"),
        due_on=OuterRef("due_on"),
        recipient=OuterRef("recipient"),
        lead__lt=OuterRef("lead"),
        send_on__lte=today,
        is_open=True,
    )
    same = later.filter(kind=OuterRef("kind"))
    follow_ups = [kind.value for kind in alike(Kind.FOLLOW_UP)]
    climbed = Q(Exists(later.filter(kind__in=follow_ups)), kind__in=follow_ups)
    rows = Reminder.objects.filter(Q(Exists(same)) | climbed, is_open=True, send_on__lt=today)
    done = end(rows.filter(state=State.PLANNED), OVERTAKEN, State.MISSED)
    return done + end(rows.filter(state__in=TOLD), OVERTAKEN)


def _close(today: dt.date) -> int:
    """Close what was told and holds no longer, one statement a kind that has anything open."""
    done = 0
    for kind in holding.open_kinds():
        rows = Reminder.objects.filter(kind=kind.value, is_open=True, state__in=TOLD)
        done += end(rows.filter(holding.over(today, [kind])), GONE)
    return done


def end(rows: QuerySet[Reminder], reason: str, state: State | None = None) -> int:
    """Close rows with the reason, in `state` or the one they have; return how many.

    Their locks are taken in one order, so that two plans at once never wait for each other.
    """
    changes: dict[str, object] = {"state": state} if state else {}
    done = 0
    with transaction.atomic():
        pks = list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(pks), BATCH):
            done += Reminder.objects.filter(pk__in=pks[start : start + BATCH]).update(
                is_open=False, reason=reason, settled_at=clock.now(), version=F("version") + 1, **changes
            )
    return done
