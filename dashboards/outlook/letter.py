"""What does a letter about a passed legal deadline say? Facts from the record only, in plain text. Pure."""

import datetime as dt
from dataclasses import dataclass

from credtrack.kernel.dates import day_words
from enrollments.wording import days_words

_ASKED = (
    "Please tell us in writing: whether the application is complete, whether it has been decided and "
    "when, and if not, what is outstanding and by which day you will decide."
)


@dataclass(frozen=True, slots=True)
class Overdue:
    """What the record says of an application that is past its state's deadline."""

    payer: str
    practice: str
    clinician: str
    npi: str
    state: str
    kind: str
    reference: str
    submitted_on: dt.date | None
    acknowledged_on: dt.date | None
    complete_on: dt.date | None
    deadline: dt.date
    citation: str
    today: dt.date
    signed_by: str


def paragraphs(facts: Overdue) -> list[str]:
    """Return the letter, a paragraph each; what is not on record is left out, never guessed."""
    over = days_words((facts.today - facts.deadline).days)
    where = f" in {facts.state}" if facts.state else ""
    about = (
        f"We write about the application ({facts.kind.lower()}) of {facts.clinician}{_npi(facts)} "
        f"for {facts.practice}{where}."
    )
    passed = (
        f"By our reading of {facts.citation}, the time to decide ended on {day_words(facts.deadline)}. "
        f"Today is {over} after that day, and no decision is on our record."
    )
    return [
        day_words(facts.today),
        f"To: {facts.payer}, provider enrollment",
        f"From: {facts.practice}",
        f"Subject: overdue decision on an application of {facts.clinician}{_npi(facts)}",
        about,
        *_dates(facts),
        passed,
        _ASKED,
        "If you have sent a decision already, please send it again; our record does not have it.",
        f"Sincerely,\n{facts.signed_by}\n{facts.practice}",
    ]


def _npi(facts: Overdue) -> str:
    return f" (NPI {facts.npi})" if facts.npi else ""


def _dates(facts: Overdue) -> list[str]:
    told = [
        f"sent on {day_words(facts.submitted_on)}" if facts.submitted_on else "",
        f"receipt confirmed on {day_words(facts.acknowledged_on)}" if facts.acknowledged_on else "",
        f"recorded as complete on {day_words(facts.complete_on)}" if facts.complete_on else "",
        f"your reference {facts.reference}" if facts.reference else "",
    ]
    known = "; ".join(part for part in told if part)
    return [f"Our record: {known}."] if known else []
