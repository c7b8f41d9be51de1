"""What does a reminder say? One sentence of what and one of why, from the fact alone; plain text, pure.

The sentence of what starts with whom it is about and names the date's meaning, never the day count: a
list shows the days beside it and they change every day.
"""

import datetime as dt
from collections.abc import Callable

from credtrack.kernel.dates import add_business_days
from enrollments.wording import count_words, day_words
from payers.rules import basis_words, value_words
from reminders.enums import Counting, Kind
from reminders.facts import Fact
from reminders.kinds import KINDS, alike


def what(fact: Fact) -> str:
    """Return what is to be known or done, at most 200 characters: "Dana Whitfield, Aetna: ..."."""
    about = fact.about
    payer = f"{about.payer}, {about.state}" if about.payer and about.state else about.payer
    head = ", ".join(part for part in (about.who, payer) if part)
    return cut(f"{head}: {_WHAT[fact.kind](fact)}", 200)


def why(fact: Fact, lead: int, send_on: dt.date) -> str:
    """Return why it is told on `send_on` and what follows from it, with its basis, at most 500 characters.

    What is too long is cut before the basis: a citation stays whole.
    """
    said = _WHY[fact.kind](fact) if fact.kind in _WHY else ""
    rest = cut(" ".join(part for part in (_when(fact, lead, send_on), _basis(fact)) if part), 499)
    return f"{cut(said, 499 - len(rest))} {rest}".strip()


def cut(text: str, most: int) -> str:
    """Return the text, or as many whole words of it as fit in `most` characters with the mark of a cut."""
    if len(text) <= most:
        return text
    whole = text[: max(most - 1, 0)].rsplit(" ", 1)[0]
    return f"{whole}…"[:most]


def _basis(fact: Fact) -> str:
    if fact.kind in alike(Kind.FOLLOW_UP):
        # A planned follow-up brings its own basis.
        return f"Basis: {_ended(_part(fact, 1) or KINDS[fact.kind].basis)}"
    if fact.rule is None:
        return f"Basis: {KINDS[fact.kind].basis}."
    cited = (
        f" ({fact.rule.citation})" if fact.rule.citation and fact.rule.citation != fact.rule.source else ""
    )
    value = value_words(fact.rule)
    return f"Basis: {f'{value}. ' if value else ''}{basis_words(fact.rule)}{cited}."


def _when(fact: Fact, lead: int, send_on: dt.date) -> str:
    spec = KINDS[fact.kind]
    if spec.when_known:
        return ""
    business = spec.counting == Counting.BUSINESS and add_business_days(fact.due_on, -lead) == send_on
    left = lead if business else (fact.due_on - send_on).days
    if left == 0:
        return ""
    unit = "business day" if business else "day"
    return f"Told {count_words(abs(left), unit)} {'before' if left > 0 else 'after'} {_DATE.get(fact.kind, 'the date')}."


# What the days are counted to or from, where "the date" would leave it open.
_DATE: dict[Kind, str] = {
    Kind.FOLLOW_UP_OVERDUE: "its day",
    Kind.FOLLOW_UP_ESCALATED: "its day",
    Kind.LOADING_CHECK: "the first check",
}


def _part(fact: Fact, place: int) -> str:
    # The first part is what people typed, and may hold the mark itself.
    parts = fact.detail.rsplit("|", 1)
    return parts[place] if place < len(parts) else ""


def _ended(text: str) -> str:
    """Return a text that people typed as a sentence, with one full stop."""
    return f"{text.rstrip(' .')}."


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


_WHAT: dict[Kind, Callable[[Fact], str]] = {
    Kind.FOLLOW_UP: lambda fact: _lower(_part(fact, 0)),
    Kind.FOLLOW_UP_OVERDUE: lambda fact: f"overdue, {_lower(_part(fact, 0))}",
    Kind.FOLLOW_UP_ESCALATED: lambda fact: f"nobody has followed up, {_lower(_part(fact, 0))}",
    Kind.NO_ACKNOWLEDGEMENT: lambda fact: "the payer has not confirmed that it has the application",
    Kind.SILENCE: lambda fact: "nothing heard for too long",
    Kind.ANSWER_DUE: lambda fact: "answer the payer's request for information",
    Kind.QUOTED_OVERDUE: lambda fact: "the turnaround the payer quoted has run out",
    Kind.PUBLISHED_OVERDUE: lambda fact: "the published turnaround has run out",
    Kind.STATUTE_OVERDUE: lambda fact: f"{fact.about.state}'s deadline to decide",
    Kind.EFFECTIVE_COMING: lambda fact: "the effective date is coming",
    Kind.EFFECTIVE_REACHED: lambda fact: (
        "effective, but not everything is confirmed" if fact.detail else "effective, and may be billed"
    ),
    Kind.EFFECTIVE_DIFFERS: lambda fact: "the effective date is not the one asked for",
    Kind.LOADING_CHECK: lambda fact: "check that the payer has loaded the clinician",
    Kind.RECREDENTIALING: lambda fact: "recredentialing is due",
    Kind.REVALIDATION: lambda fact: "revalidation is due",
    Kind.APPEAL: lambda fact: "the window to appeal the denial closes",
    Kind.PANEL_RECHECK: lambda fact: "ask whether the panel is open again",
    Kind.PANEL_STATE_RECHECK: lambda fact: f"ask again whether the panel of {_part(fact, 0)} is open",
    Kind.LICENSE: lambda fact: f"{_lower(fact.detail)} expires",
    Kind.DEA: lambda fact: f"{_lower(fact.detail)} expires",
    Kind.MALPRACTICE: lambda fact: f"{_lower(fact.detail)} expires",
    Kind.BOARD: lambda fact: f"{_lower(fact.detail)} expires",
    Kind.CAQH: lambda fact: "attest the CAQH profile again",
    Kind.DIRECTORY: lambda fact: "attest the directory data again",
    Kind.OTHER_CREDENTIAL: lambda fact: f"{_lower(fact.detail)} expires",
    Kind.DOCUMENT: lambda fact: f"{_lower(_part(fact, 1))} expires ({_part(fact, 0)})",
    Kind.MEDICARE_OPT_OUT: lambda fact: "the Medicare opt-out renews itself unless it is cancelled",
    Kind.CONTRACT_NOTICE: lambda fact: "the last day to give notice on the contract",
    Kind.CONTRACT_ENDS: lambda fact: "the contract ends",
    Kind.CONTRACT_RENEGOTIATION: lambda fact: "the contract's terms may be reopened",
    Kind.CONTRACT_HOLDER: lambda fact: "verify who holds the contract",
    Kind.BRIDGE_REVIEW: lambda fact: f"look again at the participation{_through(fact)}",
    Kind.EXIT_NOTICE: lambda fact: f"give notice to {fact.detail}",
    Kind.EXIT_LAST_DAY: lambda fact: f"the last day with {fact.detail}",
    Kind.LETTER_ANSWER: lambda fact: f"{fact.detail} is to answer about the release letter",
    Kind.WRITTEN_CONFIRMATION: lambda fact: "statements contradict each other; get it in writing",
    Kind.GROUP_MINIMUM: lambda fact: f"enough clinicians for a group contract with {fact.detail}",
}


def _through(fact: Fact) -> str:
    return f" through {fact.detail}" if fact.detail else ""


def _answer(fact: Fact) -> str:
    asked = f"Asked for: {_ended(fact.detail)} " if fact.detail else ""
    follows = fact.rule.text if fact.rule else ""
    return f"{asked}{follows}".strip()


def _statute(fact: Fact) -> str:
    text = fact.rule.text if fact.rule else ""
    return f"The clock started on {day_words(fact.base_on)}. {text}".strip()


def _differs(fact: Fact) -> str:
    asked = dt.date.fromisoformat(fact.detail)
    return f"Asked for {day_words(asked)}, granted from {day_words(fact.base_on)}. Claims before it may be denied."


def _renewal(fact: Fact) -> str:
    opens = f" It is accepted from {day_words(fact.opens_on)} on." if fact.opens_on else ""
    late = "that payments stop" if fact.kind == Kind.REVALIDATION else "out of network"
    return f"Counted from the decision of {day_words(fact.base_on)}.{opens} Late means {late}."


_WHY: dict[Kind, Callable[[Fact], str]] = {
    Kind.FOLLOW_UP_ESCALATED: lambda fact: f"It was due on {day_words(fact.due_on)} and is still open.",
    Kind.NO_ACKNOWLEDGEMENT: lambda fact: f"Sent on {day_words(fact.base_on)}. Ask for proof of receipt.",
    Kind.SILENCE: lambda fact: f"Last heard of on {day_words(fact.base_on)}.",
    Kind.ANSWER_DUE: _answer,
    Kind.QUOTED_OVERDUE: lambda fact: f"On {day_words(fact.base_on)} the payer quoted {fact.detail}.",
    Kind.PUBLISHED_OVERDUE: lambda fact: f"Sent on {day_words(fact.base_on)}.",
    Kind.STATUTE_OVERDUE: _statute,
    Kind.EFFECTIVE_COMING: lambda fact: f"Before billing: {fact.detail}." if fact.detail else "",
    Kind.EFFECTIVE_REACHED: lambda fact: (
        f"Hold claims: {fact.detail}." if fact.detail else "Claims for services from that day on may go out."
    ),
    Kind.EFFECTIVE_DIFFERS: _differs,
    Kind.LOADING_CHECK: lambda fact: "Look in the portal and the directory for clinician, location and TIN.",
    Kind.RECREDENTIALING: _renewal,
    Kind.REVALIDATION: _renewal,
    Kind.APPEAL: lambda fact: f"Denied: {_ended(fact.detail)}" if fact.detail else "",
    Kind.LICENSE: lambda fact: "A lapsed license ends participation, and claims from then on are denied.",
    Kind.MALPRACTICE: lambda fact: "Payers and CAQH need a face sheet in force.",
    Kind.CAQH: lambda fact: "Payers cannot read a profile that is not attested; applications stop.",
    Kind.DIRECTORY: lambda fact: "Data not verified are taken out of the directory.",
    Kind.MEDICARE_OPT_OUT: lambda fact: "A cancellation must reach the contractor 30 days before the end.",
    Kind.CONTRACT_HOLDER: lambda fact: (
        "Until somebody has looked at evidence, it counts as unverified and nothing may rest on it."
    ),
    Kind.BRIDGE_REVIEW: lambda fact: "Decide whether it still serves as a bridge, stays for good, or ends.",
    Kind.EXIT_NOTICE: lambda fact: "Each day later moves the last day with the platform.",
    Kind.EXIT_LAST_DAY: lambda fact: f"Counted from the notice of {day_words(fact.base_on)}.",
    Kind.LETTER_ANSWER: lambda fact: "The payer waits for the letter; without an answer, escalate.",
    Kind.WRITTEN_CONFIRMATION: lambda fact: "What was only said cannot be relied on.",
    Kind.GROUP_MINIMUM: lambda fact: "The group route is open now; compare it with individual contracts.",
    Kind.CONTRACT_NOTICE: lambda fact: f"After that day it runs on from {day_words(fact.base_on)}.",
}
