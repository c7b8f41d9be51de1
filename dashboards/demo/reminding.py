"""What were people reminded of before the demo was opened? The real plan and mails, run on the days before.

Each day stands the clock at a moment past the morning's mail; what is queued then counts as delivered a
little later. The site was down for a while in between, so that the ledger also tells of what was missed.
Today is planned and not yet sent: the running site does that.
"""

import datetime as dt
from collections.abc import Callable, Iterator

from accounts.enums import MessageState, Role
from accounts.mail_failures import Cause
from accounts.models import Membership, OutboxMessage, User
from credtrack.kernel import clock, scope
from credtrack.kernel.dates import is_business_day, roll_forward
from dashboards.demo.renewals import revalidation_opened_on
from enrollments import follow_up_planning
from reminders import digests, planner, selectors, snoozing, wishes
from reminders.enums import Channel, Kind, State
from reminders.models import Reminder

DAYS = 5
_MINUTES = dt.timedelta(minutes=2)
_REFUSED = "550 5.1.1 The mailbox of this address is full or does not exist"
# Not FOLLOW_UP: finishing one would change the worklist's own story.
_BY_HAND = (Kind.CAQH, Kind.LICENSE, Kind.MALPRACTICE, Kind.SILENCE, Kind.PUBLISHED_OVERDUE)


def remind(person: User) -> None:
    """Tell the days before in the open organization; `person` puts one off and finishes another."""
    membership = Membership.objects.get(user=person, organization=scope.current().organization_id)
    days = list(_mornings(clock.today()))
    listed = False
    for place, morning in enumerate(days):
        with clock.standing_at(morning):
            planner.plan()
            listed = listed or (place >= len(days) - 4 and _list_only(membership))
            digests.send()
            _deliver(morning)
            if place == len(days) - 2:
                _handle(membership)
    _refuse_one()
    planner.plan()


def _mornings(today: dt.date) -> Iterator[dt.datetime]:
    """Yield the mornings that are told: the one a window opened on, and the last business days."""
    first = roll_forward(revalidation_opened_on(today))
    recent = [today - dt.timedelta(days=back) for back in range(DAYS + 3, 0, -1)]
    for day in dict.fromkeys([first, *[one for one in recent if is_business_day(one)][-DAYS:]]):
        if day < today:
            yield clock.start_of_day(day) + dt.timedelta(hours=7, minutes=4)


def _deliver(morning: dt.datetime) -> None:
    """Let what was queued this morning have left a little later."""
    queued = OutboxMessage.objects.filter(state=MessageState.QUEUED, kind__startswith="reminder")
    queued.update(state=MessageState.SENT, sent_at=morning + _MINUTES, created_at=morning, due_at=morning)


def _handle(membership: Membership) -> None:
    """Have the person finish one reminder, snooze another, and move the date behind a third."""
    rows = selectors.open_now(selectors.mine(membership)).filter(kind__in=[kind.value for kind in _BY_HAND])
    acts: list[Callable[[Reminder], object]] = [
        lambda row: snoozing.snooze(
            row, clock.today() + dt.timedelta(days=9), actor=membership.user, version=row.version
        ),
        lambda row: snoozing.done(row, actor=membership.user, version=row.version, may_log=True),
    ]
    for act, row in zip(acts, rows.order_by("due_on", "pk"), strict=False):
        act(row)
    ahead = selectors.mine(membership).filter(
        kind=Kind.FOLLOW_UP, state=State.PLANNED, send_on__gt=clock.today()
    )
    moved = ahead.order_by("-send_on", "pk").first()
    if moved is not None:
        later = moved.due_on + dt.timedelta(days=7)
        follow_up_planning.put_off(moved.subject_id, later, actor=membership.user)


def _list_only(membership: Membership) -> bool:
    """Let the person want a kind that is due this morning in the list only: loading checks, or another.

    Which kinds fall due on a morning depends on the weekday and the holidays before the demo's day.
    Returns whether one was.
    """
    due = selectors.mine(membership).filter(state=State.PLANNED, send_on__lte=clock.today())
    kinds = [Kind(kind) for kind in due.order_by("due_on", "pk").values_list("kind", flat=True)]
    likely = [kind for kind in kinds if kind is not Kind.FOLLOW_UP]
    if not likely:
        return False
    chosen = Kind.LOADING_CHECK if Kind.LOADING_CHECK in likely else likely[0]
    wishes.set_wishes(membership, {chosen: (Channel.LIST, False)}, membership.user)
    return True


def _refuse_one() -> None:
    """Have one person's newest mail refused for good, as happens."""
    rows = Reminder.objects.filter(
        state=State.TOLD, is_open=True, recipient__memberships__role=Role.CLINICIAN
    )
    told = rows.order_by("-told_at").values_list("message_id", flat=True).first()
    OutboxMessage.objects.filter(pk=told).update(
        state=MessageState.FAILED, sent_at=None, failed_at=clock.now(), attempts=1, last_answer=_REFUSED,
        failure=Cause.PERMANENT,
    )  # fmt: skip
