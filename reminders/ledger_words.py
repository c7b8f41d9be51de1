"""What became of one planned reminder? In words and with its meaning, from the row and its mail; no query."""

import datetime as dt
from dataclasses import dataclass

from accounts.enums import MessageState
from accounts.models import OutboxMessage
from credtrack.kernel import clock
from credtrack.kernel.dates import day_words
from reminders import lead_words
from reminders.enums import Counting, Kind, State
from reminders.kinds import KINDS
from reminders.models import Reminder

_SHORT: dict[State, tuple[str, str]] = {
    State.PLANNED: ("Not yet sent", "upcoming"),
    State.SHOWN: ("In the list only", "good"),
    State.SNOOZED: ("Snoozed", "waiting"),
    State.DONE: ("Done", "done"),
    State.SUPERSEDED: ("Superseded", "neutral"),
    State.MISSED: ("Missed", "stopped"),
}
_MAIL: dict[MessageState, tuple[str, str]] = {
    MessageState.QUEUED: ("Waiting to leave", "waiting"),
    MessageState.SENDING: ("Being sent", "waiting"),
    MessageState.SENT: ("Sent", "good"),
    MessageState.FAILED: ("Failed", "act"),
    MessageState.EXPIRED: ("Not sent", "stopped"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """`label` and `chip` as a chip, `words` as the sentence behind it."""

    label: str
    chip: str
    words: str


def standing(row: Reminder) -> Standing:
    """Return where a row stands; a mail's own answer comes before what happened afterwards."""
    state = State(row.state)
    if state == State.TOLD and row.message is not None:
        label, chip = _MAIL[MessageState(row.message.state)]
        return Standing(label, chip, _with(mail_words(row.message), row.reason))
    label, chip = _SHORT.get(state, _SHORT[State.PLANNED])
    if row.message is not None:
        return Standing(label, chip, _with(row.reason, mail_words(row.message)))
    return Standing(label, chip, row.reason or _unsent(row, state))


def _unsent(row: Reminder, state: State) -> str:
    if state == State.SHOWN:
        return "Wanted in the list only, without mail"
    if row.send_on > clock.today():
        return f"Planned for {day_words(row.send_on)}"
    return "Goes with the next mail" if row.by_mail else "Goes into the list with the next run"


def _with(first: str, second: str) -> str:
    return ". ".join(part.rstrip(".") for part in (first, second) if part)


def mail_words(message: OutboxMessage) -> str:
    """Return what the mail server said of a mail, with the organization's local time."""
    state = MessageState(message.state)
    answer = f": {message.last_answer}" if message.last_answer else ""
    if state == MessageState.SENT and message.sent_at is not None:
        return f"Sent {instant_words(message.sent_at)}"
    if state == MessageState.FAILED:
        return f"Failed{answer or ' without an answer'}"
    if state == MessageState.EXPIRED:
        return f"Not sent{answer}"
    tried = (
        f", tried {message.attempts} time{'' if message.attempts == 1 else 's'}" if message.attempts else ""
    )
    return f"In a mail that has not left yet{tried}{answer}"


def instant_words(at: dt.datetime) -> str:
    """Return "12 Mar 2026 07:02" on the organization's clock."""
    local = clock.local_time(at)
    return f"{day_words(local.date())} {local:%H:%M}"


def lead_of(row: Reminder) -> str:
    """Return when it is told: "30 days before", "the day somebody chose"."""
    spec = KINDS[Kind(row.kind)]
    if row.put_off:
        return "on the day it was put off to"
    if spec.when_known:
        return "when it was learnt"
    return lead_words.when(row.lead, "business day" if spec.counting == Counting.BUSINESS else "day")
