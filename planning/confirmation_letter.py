"""What does the letter say that asks for a statement in writing? Facts from the record only, in plain text. Pure."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from credtrack.kernel.dates import day_words


@dataclass(frozen=True, slots=True)
class Heard:
    """One statement as the letter tells it."""

    speaker: str
    person: str
    form: str
    said_on: dt.date
    content: str


@dataclass(frozen=True, slots=True)
class Asking:
    """To whom the letter goes, about what and whom, and who signs."""

    addressee: str
    subject: str
    clinician: str
    practice: str
    payer: str
    signed_by: str
    today: dt.date


def paragraphs(asking: Asking, own: Heard, others: Sequence[Heard]) -> list[str]:
    """Return the letter, a paragraph each; what is not on record is left out, never guessed."""
    about = [asking.clinician, f"at {asking.practice}" if asking.practice else "", asking.payer]
    whom = ", ".join(part for part in about if part)
    told = [
        day_words(asking.today),
        f"To: {asking.addressee}",
        f"Subject: please confirm in writing: {asking.subject.lower()}" + (f" ({whom})" if whom else ""),
        f"Our record of what we were told: {_told(own)}",
    ]
    if others:
        told.append("We have also been told otherwise:")
        told += [_told(other) for other in others]
        told.append("Both cannot hold. Please tell us in writing which one does, and from which day.")
    else:
        told.append("We have this only as it was said. Please confirm it, or correct it, in writing.")
    told.append("Please name the document, policy or contract clause that it rests on.")
    signature = "\n".join(part for part in ("Sincerely,", asking.signed_by, asking.practice) if part)
    return [*told, signature]


def _told(heard: Heard) -> str:
    who = f"{heard.speaker} ({heard.person})" if heard.person else heard.speaker
    how = "wrote" if heard.form == "written" else "said"
    return f"on {day_words(heard.said_on)} {who} {how}: “{heard.content}”"
