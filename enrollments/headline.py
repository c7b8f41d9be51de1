"""Which sentence matters about an application? Who has it, for how long, against what, and what is ours. Pure."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from credtrack.kernel.dates import add_days, business_days_between
from enrollments.enums import Clock, ContractTrack, Status
from enrollments.states import CONTRACT_SETTLED
from enrollments.wording import count_words, day_words, days_words, listed

_WITH_THE_PAYER = frozenset({Status.SUBMITTED, Status.ACKNOWLEDGED, Status.IN_REVIEW})
_CLINICIAN_FIRST = 3


@dataclass(frozen=True, slots=True)
class Quoted:
    """A turnaround that somebody quoted: how many days, of which kind, and in whose words."""

    days: int
    business: bool
    by_payer: bool

    @property
    def words(self) -> str:
        """Return "the 45 calendar days it quotes"."""
        told = "it quotes" if self.by_payer else "quoted for it"
        return f"the {days_words(self.days, 'business' if self.business else 'calendar')} {told}"


@dataclass(frozen=True, slots=True)
class Standpoint:
    """What the sentence is made of. Calendar dates; `today` is the day the page is read as of."""

    payer: str
    clinician: str
    status: Status
    status_since: dt.date
    today: dt.date
    clock: Clock
    submitted_on: dt.date | None = None
    answer_due_on: dt.date | None = None
    recheck_on: dt.date | None = None
    appeal_until: dt.date | None = None
    effective_on: dt.date | None = None
    payer_assigned_id: str = ""
    reason: str = ""
    blocked_reason: str = ""
    blocked_since: dt.date | None = None
    contract_track: ContractTrack = ContractTrack.NOT_STARTED
    quoted: Quoted | None = None
    missing: Sequence[str] = ()
    missing_from_clinician: Sequence[str] = ()
    next_on: dt.date | None = None
    next_what: str = ""
    # A clinician reads where it stands, not what the office has to do.
    tells_to_do: bool = True


def headline(at: Standpoint) -> str:
    """Return one sentence that ends with a full stop."""
    if at.blocked_reason:
        parts = _blocked(at)
    elif at.status in _WITH_THE_PAYER:
        parts = _with_the_payer(at)
    elif at.status in (Status.APPROVED, Status.LOADING):
        parts = _after_the_decision(at)
    elif at.status == Status.INFO_REQUESTED:
        parts = _asked(at)
    elif at.clock == Clock.CLINICIAN:
        parts = _on_the_clinician(at)
    elif at.clock == Clock.OURS:
        parts = _ours(at)
    else:
        parts = _at_rest(at)
    return "; ".join(part for part in parts if part) + "."


def to_do(at: Standpoint) -> str:
    """Return what is ours: "yours to do: ask for the status, 3 days late"."""
    if not at.tells_to_do:
        return ""
    if at.next_on is None:
        return "yours to do: plan the next follow-up"
    late = (at.today - at.next_on).days
    if late < 0:
        return f"yours to do: nothing until {day_words(at.next_on)}"
    what = at.next_what[:1].lower() + at.next_what[1:]
    return f"yours to do: {what}, {'due today' if late == 0 else days_words(late) + ' late'}"


def against_the_quote(quoted: Quoted | None, since: dt.date, today: dt.date) -> str:
    """Return how the wait stands against what was quoted, in the quote's own kind of days."""
    if quoted is None:
        return ""
    end = add_days(since, quoted.days, business=quoted.business)
    kind = "business" if quoted.business else ""
    if today > end:
        over = business_days_between(end, today) if quoted.business else (today - end).days
        return f"{days_words(over, kind)} past {quoted.words}"
    left = business_days_between(today, end) if quoted.business else (end - today).days
    return f"{days_words(left, kind)} left of {quoted.words}"


def _with_the_payer(at: Standpoint) -> list[str]:
    since = at.submitted_on or at.status_since
    had = f"{at.payer} has had it for {days_words((at.today - since).days)}"
    return [had, against_the_quote(at.quoted, since, at.today), to_do(at)]


def _blocked(at: Standpoint) -> list[str]:
    since = f" for {days_words((at.today - at.blocked_since).days)}" if at.blocked_since else ""
    whose = {
        Clock.OURS: "yours to lift",
        Clock.CLINICIAN: f"{at.clinician} can lift it",
        Clock.PLATFORM: "the platform can lift it",
    }.get(at.clock, "")
    return [f"Blocked{since}: {at.blocked_reason.rstrip('.')}", whose, to_do(at)]


def _after_the_decision(at: Standpoint) -> list[str]:
    if at.contract_track not in CONTRACT_SETTLED:
        return [
            f"Credentialed, contract pending ({at.contract_track.label.lower()})",
            "not in network until the contract is executed",
            to_do(at),
        ]
    lacking = [
        word
        for word, known in (("the effective date", at.effective_on), ("the payer's ID", at.payer_assigned_id))
        if not known
    ]
    first = "Approved" if at.status == Status.APPROVED else f"{at.payer} is loading it"
    since = f"{first} for {days_words((at.today - at.status_since).days)}"
    return [since, f"still to come: {listed(lacking)}" if lacking else "", to_do(at)]


def _asked(at: Standpoint) -> list[str]:
    said = f"{at.payer} waits for your answer"
    if at.answer_due_on:
        left = (at.answer_due_on - at.today).days
        when = f"in {days_words(left)}" if left > 0 else "today" if left == 0 else f"{days_words(-left)} late"
        said += f" until {day_words(at.answer_due_on)} ({when})"
    return [said, f"asked for: {at.reason.rstrip('.')}" if at.reason else "", to_do(at)]


def _on_the_clinician(at: Standpoint) -> list[str]:
    named = list(at.missing_from_clinician[:_CLINICIAN_FIRST])
    more = len(at.missing_from_clinician) - len(named)
    items = listed(named) + (f" and {more} more" if more > 0 else "")
    return [f"Waiting on {at.clinician} for {items}", to_do(at)]


def _ours(at: Standpoint) -> list[str]:
    age = days_words((at.today - at.status_since).days)
    if at.status == Status.RETURNED:
        return [f"{at.payer} sent it back {age} ago: {at.reason.rstrip('.') or 'no reason noted'}", to_do(at)]
    if at.status == Status.READY:
        return [f"Ready to send for {age}", to_do(at)]
    if at.missing:
        return [
            f"Still missing {count_words(len(at.missing), 'item')}: {listed(list(at.missing)[:4])}",
            to_do(at),
        ]
    return [f"In your hands for {age}, nothing sent yet", to_do(at)]


def _at_rest(at: Standpoint) -> list[str]:
    day = day_words(at.status_since)
    reason = f": {at.reason.rstrip('.')}" if at.reason else ""
    if at.status == Status.ACTIVE:
        effective = f", effective {day_words(at.effective_on)}" if at.effective_on else ""
        known = f"ID {at.payer_assigned_id}" if at.payer_assigned_id else "the payer's ID is not on file"
        return [f"Active since {day}{effective}", known]
    if at.status == Status.PANEL_CLOSED:
        again = f"ask again on {day_words(at.recheck_on)}" if at.recheck_on else "no day to ask again is set"
        return [f"{at.payer}'s panel was found closed on {day}{reason}", again]
    if at.status == Status.DENIED:
        open_until = at.appeal_until and at.appeal_until >= at.today
        appeal = f"an appeal is open until {day_words(at.appeal_until)}" if at.appeal_until else ""
        return [f"Denied on {day}{reason}", appeal if open_until else "no appeal window is open"]
    return [f"{at.status.label} on {day}{reason}", "nothing is left to do"]
