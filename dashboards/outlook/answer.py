"""When can this clinician see this payer's patients, and what is waited for? One sentence. Pure."""

import datetime as dt
from dataclasses import dataclass

from credtrack.kernel.dates import day_words
from enrollments.enums import Clock, ContractTrack, Status
from enrollments.states import OPEN
from enrollments.wording import days_words
from forecast.enums import Stage

Days = tuple[dt.date | None, dt.date | None, dt.date | None, dt.date | None]
_NONE: Days = (None, None, None, None)


@dataclass(frozen=True, slots=True)
class Asked:
    """One application, with its forecast where it has one; calendar dates, read on `today`."""

    who: str
    payer: str
    today: dt.date
    status: Status
    status_since: dt.date
    clock: Clock
    stage: Stage | None = None
    contract_track: ContractTrack = ContractTrack.NOT_STARTED
    submitted_on: dt.date | None = None
    effective_on: dt.date | None = None
    recheck_on: dt.date | None = None
    follow_up_on: dt.date | None = None
    blocked_reason: str = ""
    missing: int = 0
    # The days by which 20, 50, 80 and 95 % of those like it get there.
    approval: Days = _NONE
    billable: Days = _NONE


def sentence(at: Asked) -> str:
    """Return the answer in words; it never names a day without its range."""
    if at.status not in OPEN:
        return _closed(at)
    return f"{_when(at)} Waiting for: {waiting_for(at)}; ours to do: {to_do(at)}."


def waiting_for(at: Asked) -> str:
    """Return who has it and for how long: "Aetna's decision, for 47 days"."""
    if at.blocked_reason:
        return f"a block to be lifted ({at.blocked_reason.rstrip('.')})"
    if at.status == Status.PANEL_CLOSED:
        again = f", ask again on {day_words(at.recheck_on)}" if at.recheck_on else ""
        return f"{at.payer} to open its panel, closed for {_age(at, at.status_since)}{again}"
    if at.clock == Clock.PLATFORM:
        return f"the platform, for {_age(at, at.status_since)}"
    if at.clock == Clock.CLINICIAN:
        return f"{at.who}, for {_age(at, at.status_since)}"
    if at.clock == Clock.OURS:
        return f"us ({at.status.label.lower()}), for {_age(at, at.status_since)}"
    if at.stage == Stage.CONTRACT:
        return f"the contract ({at.contract_track.label.lower()}), for {_age(at, at.status_since)}"
    if at.stage in (Stage.EFFECTIVE, Stage.LOADING):
        what = "the effective date" if at.stage == Stage.EFFECTIVE else f"{at.payer} to load it"
        return f"{what}, for {_age(at, at.status_since)}"
    return f"{at.payer}'s decision, for {_age(at, at.submitted_on or at.status_since)}"


def to_do(at: Asked) -> str:
    """Return what is ours: the follow-up, or nothing until its day."""
    if at.missing:
        return f"{at.missing} missing item{'' if at.missing == 1 else 's'}"
    if at.follow_up_on is None:
        return f"move it on from {at.status.label.lower()}" if at.clock == Clock.OURS else "nothing"
    late = (at.today - at.follow_up_on).days
    if late > 0:
        return f"the follow-up of {day_words(at.follow_up_on)}, {days_words(late)} late"
    if late == 0:
        return "the follow-up of today"
    # What waits for us is not put off by a follow-up that is still ahead.
    if at.clock == Clock.OURS:
        return f"move it on from {at.status.label.lower()} (follow-up on {day_words(at.follow_up_on)})"
    return f"nothing until {day_words(at.follow_up_on)}"


def range_words(days: Days) -> str:
    """Return "12 Jan 2027 (20\N{EN DASH}80 %: 2 Jan 2027 to 3 Mar 2027)"; empty where a day is not known."""
    low, middle, high, _ = days
    if low is None or middle is None or high is None:
        return ""
    return f"{day_words(middle)} (20\N{EN DASH}80 %: {day_words(low)} to {day_words(high)})"


def _when(at: Asked) -> str:
    billable, approval = range_words(at.billable), range_words(at.approval)
    if billable:
        return f"{at.who} can likely see {at.payer} patients from {billable}."
    if approval:
        return f"{at.payer} likely approves {at.who} by {approval}; nothing speaks yet for the day it can be billed."
    return f"No date can be said for {at.who} at {at.payer}."


def _closed(at: Asked) -> str:
    day = day_words(at.status_since)
    if at.status != Status.ACTIVE:
        return f"{at.who} at {at.payer}: {at.status.label.lower()} on {day}; nothing is waited for."
    if at.effective_on and at.effective_on > at.today:
        return f"{at.who} can see {at.payer} patients from {day_words(at.effective_on)}, the effective date on record."
    since = day_words(at.effective_on) if at.effective_on else day
    return f"{at.who} can see {at.payer} patients: active, effective since {since}."


def _age(at: Asked, since: dt.date) -> str:
    return days_words(max(0, (at.today - since).days))
