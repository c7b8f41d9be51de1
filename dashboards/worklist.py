"""What is to be done today, in what order, and why? Pure: one application in, its place and reason out."""

import datetime as dt
from dataclasses import dataclass

from credtrack.kernel.words import Worded
from enrollments.enums import Clock, Status

# Silence that deserves a call even where no follow-up was set.
SILENT_AFTER_DAYS = 30
COMING_UP_DAYS = 7
# An answer that is due this soon is work for today.
ANSWER_SOON_DAYS = 3


class Section(Worded):
    """The meanings of the day's page, most pressing first."""

    ACT_NOW = "act_now", "Act now"
    WAITING = "waiting", "Waiting too long"
    COMING_UP = "coming_up", "Coming up"
    UNDATED = "undated", "Ours, without a next date"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the place of an application is judged by; calendar dates of the organization's zone.

    `late_since` is the day the payer's quoted or published turnaround ran out, when it did.
    """

    status: Status
    clock: Clock
    today: dt.date
    follow_up_on: dt.date | None = None
    answer_due_on: dt.date | None = None
    last_contact_on: dt.date | None = None
    submitted_on: dt.date | None = None
    status_since: dt.date | None = None
    late_since: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where it stands on the page, the sentence that says why, and what it sorts by (earliest first)."""

    section: Section
    reason: str
    urgency: dt.date


def heard_on(facts: Facts) -> dt.date | None:
    """Return the day anybody last heard of it: a contact, or failing that the submission."""
    return facts.last_contact_on or facts.submitted_on or facts.status_since


def silent_days(facts: Facts) -> int | None:
    """Return the calendar days of silence while the payer has it, when they are too many."""
    heard = heard_on(facts)
    if facts.clock != Clock.PAYER or heard is None:
        return None
    days = (facts.today - heard).days
    return days if days > SILENT_AFTER_DAYS else None


def place(facts: Facts) -> Place | None:
    """Return where on the day's page the application belongs; nothing when it can rest."""
    return _act_now(facts) or _waiting(facts) or _coming_up(facts) or _undated(facts)


def _act_now(facts: Facts) -> Place | None:
    due = facts.answer_due_on
    if due is not None and (due - facts.today).days <= ANSWER_SOON_DAYS:
        return Place(Section.ACT_NOW, f"Answer {_when(due, facts.today)}", due)
    follow_up = facts.follow_up_on
    if follow_up is not None and follow_up <= facts.today:
        return Place(Section.ACT_NOW, f"Follow-up {_when(follow_up, facts.today)}", follow_up)
    return None


def _waiting(facts: Facts) -> Place | None:
    if facts.late_since is not None and facts.clock == Clock.PAYER:
        days = (facts.today - facts.late_since).days
        return Place(Section.WAITING, f"{_days(days)} past the payer's turnaround", facts.late_since)
    silence = silent_days(facts)
    if silence is not None:
        heard = heard_on(facts) or facts.today
        return Place(Section.WAITING, f"Nothing heard for {_days(silence)}", heard)
    return None


def _coming_up(facts: Facts) -> Place | None:
    days = [day for day in (facts.follow_up_on, facts.answer_due_on) if day is not None]
    if not days or (min(days) - facts.today).days > COMING_UP_DAYS:
        return None
    first = min(days)
    what = "Answer" if first == facts.answer_due_on else "Follow-up"
    return Place(Section.COMING_UP, f"{what} {_when(first, facts.today)}", first)


def _undated(facts: Facts) -> Place | None:
    if facts.clock not in (Clock.OURS, Clock.CLINICIAN) or facts.follow_up_on is not None:
        return None
    since = facts.status_since or facts.today
    whose = "the clinician" if facts.clock == Clock.CLINICIAN else "us"
    return Place(Section.UNDATED, f"Waiting on {whose} for {_days((facts.today - since).days)}", since)


def _when(day: dt.date, today: dt.date) -> str:
    ahead = (day - today).days
    if ahead == 0:
        return "due today"
    return f"due in {_days(ahead)}" if ahead > 0 else f"{_days(-ahead)} overdue"


def _days(count: int) -> str:
    return f"{count} {'day' if count == 1 else 'days'}"
