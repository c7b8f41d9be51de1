"""When to chase next? A day, what to do and why, from the status and the sourced cadence. Pure.

Never on a weekend or federal holiday: a chase rolls forward, an answer that is due rolls backward.
"""

import datetime as dt
from dataclasses import dataclass

from credtrack.kernel.dates import add_days, add_months, roll_backward, roll_forward
from enrollments.enums import Status
from enrollments.states import OPEN
from enrollments.wording import day_words, days_words
from payers.rules import Fact, basis_words

# Without any recorded rule: weekly, and half a year for a closed panel. Said as our own default.
DEFAULT_DAYS = 7
DEFAULT_PANEL_MONTHS = 6
# Statuses in which a payer that takes status calls only from a certain day is left alone until then.
_WAITING_ON_DECISION = frozenset({Status.ACKNOWLEDGED, Status.IN_REVIEW})

WHAT: dict[Status, str] = {
    Status.DRAFT: "Gather what the application needs",
    Status.PREPARING: "Chase what is missing",
    Status.READY: "Send the application",
    Status.SUBMITTED: "Ask whether the payer has it",
    Status.ACKNOWLEDGED: "Ask for the status",
    Status.IN_REVIEW: "Ask for the status and the committee date",
    Status.INFO_REQUESTED: "Answer the payer",
    Status.APPROVED: "Ask for the contract and the effective date",
    Status.LOADING: "Check that the payer has loaded it",
    Status.RETURNED: "Mend it and send it again",
    Status.PANEL_CLOSED: "Ask whether the panel is open again",
    Status.DENIED: "Decide whether to appeal",
}
WHAT_BLOCKED = "See whether the block can be lifted"

# Half a year, in calendar days: payers want the packet months ahead, and a returned one must still fit in.
RECREDENTIALING_LEAD_DAYS = 180
# The basis is how a chase for recredentialing is known among others.
BY_RECREDENTIALING = "The recredentialing date in the spreadsheet."
# Where a recredentialing can still come; what has been stopped has none.
RECREDENTIALED: frozenset[Status] = OPEN | {Status.ACTIVE}


@dataclass(frozen=True, slots=True)
class Situation:
    """Where an application stands. Calendar dates; `today` is the organization's."""

    status: Status
    status_since: dt.date
    today: dt.date
    last_contact_on: dt.date | None = None
    complete_on: dt.date | None = None
    answer_due_on: dt.date | None = None
    recheck_on: dt.date | None = None
    appeal_until: dt.date | None = None
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Cadence:
    """The sourced rows that apply: how often, from which day calls are taken, when to ask a closed panel."""

    every: Fact | None = None
    calls_from: Fact | None = None
    panel: Fact | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A business day, what to do on it, and why in words with the source."""

    due_on: dt.date
    what: str
    basis: str


def suggest(situation: Situation, cadence: Cadence) -> Suggestion | None:
    """Return the next follow-up, or nothing where nobody has to chase (closed, or no appeal window)."""
    status = situation.status
    if status not in WHAT:
        return None
    if situation.blocked:
        return _regular(situation, cadence, WHAT_BLOCKED)
    if status == Status.INFO_REQUESTED and situation.answer_due_on:
        return _before_the_answer(situation, situation.answer_due_on, cadence)
    if status == Status.PANEL_CLOSED:
        return _recheck(situation, cadence)
    if status == Status.DENIED:
        return _appeal(situation)
    return _regular(situation, cadence, WHAT[status])


def before_recredentialing(due_on: dt.date, today: dt.date) -> dt.date:
    """Return the business day on which to begin: 180 calendar days ahead, the next one if that is past."""
    begin = due_on - dt.timedelta(days=RECREDENTIALING_LEAD_DAYS)
    return roll_forward(begin if begin >= today else today + dt.timedelta(days=1))


def recredentialing_words(due_on: dt.date) -> str:
    """Return what such a chase is about."""
    return f"Recredentialing is due by {day_words(due_on)}, says the spreadsheet"


def _not_before_today(due: dt.date, situation: Situation) -> dt.date:
    return roll_forward(max(due, situation.today))


def _base(situation: Situation) -> tuple[dt.date, str]:
    contact = situation.last_contact_on
    if contact and contact >= situation.status_since:
        return contact, "the last contact"
    if situation.status == Status.SUBMITTED:
        return situation.status_since, "sending"
    return situation.status_since, "the last move"


def _interval(every: Fact | None) -> tuple[int, bool, str]:
    days = every.shortest if every else None
    if every is None or days is None:
        return DEFAULT_DAYS, False, "CredTrack's own default, as no rule is recorded"
    return days, every.days_are_business, basis_words(every)


def _regular(situation: Situation, cadence: Cadence, what: str) -> Suggestion:
    base, after = _base(situation)
    count, business, source = _interval(cadence.every)
    due = add_days(base, count, business=business)
    basis = f"{days_words(count, 'business' if business else 'calendar')} after {after}. {source}"
    first = cadence.calls_from
    wait = first.longest if first else None
    if first and wait and situation.complete_on and situation.status in _WAITING_ON_DECISION:
        from_day = add_days(situation.complete_on, wait, business=first.days_are_business)
        if from_day > due:
            due = from_day
            basis = f"The payer takes status calls only from day {wait}. {basis_words(first)}"
    return Suggestion(_not_before_today(due, situation), what, basis[:300])


def _before_the_answer(situation: Situation, answer_due: dt.date, cadence: Cadence) -> Suggestion:
    regular = _regular(situation, cadence, WHAT[Status.INFO_REQUESTED])
    # A business day in hand, and never after the day itself.
    latest = roll_backward(answer_due - dt.timedelta(days=1))
    if regular.due_on <= latest:
        return regular
    due = _not_before_today(latest, situation)
    return Suggestion(
        due,
        regular.what,
        f"The payer waits for the answer until {day_words(answer_due)}; a business day before.",
    )


def _recheck(situation: Situation, cadence: Cadence) -> Suggestion:
    what = WHAT[Status.PANEL_CLOSED]
    if situation.recheck_on:
        due = _not_before_today(situation.recheck_on, situation)
        return Suggestion(
            due, what, f"The day noted when the panel was found closed: {day_words(situation.recheck_on)}."
        )
    months = cadence.panel.shortest if cadence.panel else None
    source = basis_words(cadence.panel) if cadence.panel and months else "CredTrack's own default"
    count = months or DEFAULT_PANEL_MONTHS
    due = _not_before_today(add_months(situation.status_since, count), situation)
    return Suggestion(due, what, f"{count} months after the panel was found closed. {source}"[:300])


def _appeal(situation: Situation) -> Suggestion | None:
    until = situation.appeal_until
    if until is None or until < situation.today:
        return None
    due = roll_backward(min(until, situation.status_since + dt.timedelta(days=DEFAULT_DAYS)))
    due = due if due >= situation.today else min(roll_forward(situation.today), until)
    return Suggestion(due, WHAT[Status.DENIED], f"The appeal window closes on {day_words(until)}.")
