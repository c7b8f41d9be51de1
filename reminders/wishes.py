"""What does a member want of each kind? Preferences are written here, and what is planned already follows them."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Case, F, Value, When

from accounts import audit
from accounts.models import Membership, User
from credtrack.kernel import clock
from reminders.enums import Channel, Kind, State
from reminders.kinds import KINDS
from reminders.models import Preference, Reminder
from reminders.recipients import Wish

DEFAULT = Wish(Channel.DIGEST)
SWITCHED_OFF = "They do not want to be told of this kind."


def read(membership: Membership) -> dict[Kind, Wish]:
    """Return what the member wants of every kind, defaults included; one query."""
    found = {
        Kind(kind): Wish(Channel(channel), everything)
        for kind, channel, everything in Preference.objects.filter(membership=membership).values_list(
            "kind", "channel", "everything"
        )
    }
    return {kind: found.get(kind, DEFAULT) for kind in Kind}


@transaction.atomic
def set_wishes(
    membership: Membership, wanted: Mapping[Kind, tuple[Channel, bool]], actor: User, *, by: str = ""
) -> int:
    """Write what a member wants of the kinds named, and return how many of them changed.

    `wanted` holds {kind: (channel, everything they may see)}; kinds left out stay as they are. A wish
    that equals the default is no row. Unsent reminders follow at once, the others with the next plan.
    """
    # One writer a seat: two that set the same kind at once would both insert it.
    Membership.objects.select_for_update().get(pk=membership.pk)
    before = read(membership)
    changed = {kind: Wish(*wish) for kind, wish in wanted.items() if Wish(*wish) != before[kind]}
    for kind, wish in changed.items():
        _write(membership, kind, wish)
        if wish.channel != before[kind].channel:
            _follow(membership.user_id, kind, wish.channel)
    if changed:
        summary = f"Changed how {membership.user} is told of {_kinds(len(changed))}"
        audit.record(
            actor,
            "reminder_wishes.changed",
            membership,
            f"{summary} {by}".strip(),
            {kind.value: [_words(before[kind]), _words(wish)] for kind, wish in changed.items()},
        )
    return len(changed)


def _kinds(count: int) -> str:
    return "1 kind of reminder" if count == 1 else f"{count} kinds of reminders"


def _words(wish: Wish) -> str:
    return f"{wish.channel.label}{', everything they may see' if wish.everything else ''}"


def _write(membership: Membership, kind: Kind, wish: Wish) -> None:
    rows = Preference.objects.filter(membership=membership, kind=kind)
    if wish == DEFAULT:
        rows.delete()
    elif not rows.update(channel=wish.channel, everything=wish.everything, version=F("version") + 1):
        Preference.objects.create(
            membership=membership, kind=kind, channel=wish.channel, everything=wish.everything
        )


def _follow(user_id: int, kind: Kind, channel: Channel) -> None:
    """Let the member's unsent reminders of a kind go the new way; the planner does not touch what is planned."""
    unsent = Reminder.objects.filter(recipient_id=user_id, kind=kind, state=State.PLANNED)
    if channel == Channel.OFF:
        unsent.update(
            state=State.SUPERSEDED,
            is_open=False,
            reason=SWITCHED_OFF,
            settled_at=clock.now(),
            version=F("version") + 1,
        )
        return
    threshold = KINDS[kind].at_once
    urgent = [] if threshold is None else [When(lead__lte=threshold, then=Value(True))]
    at_once = Value(True) if channel == Channel.AT_ONCE else Case(*urgent, default=Value(False))
    unsent.update(by_mail=channel != Channel.LIST, at_once=at_once, version=F("version") + 1)
