"""What does a calendar say of a fact? Less than a reminder: calendars are shared, synchronized and shown on phones.

Only names of clinicians, practices and payers, dates, and our own words. What people typed (a follow-up's
text, a payer's request, a denial's reason, a file's title) stays here, because it can hold numbers. Pure.
"""

import dataclasses
import datetime as dt
from collections.abc import Callable

from providers.enums import DocumentKind
from reminders import wording
from reminders.enums import Kind, Urgency
from reminders.facts import Fact
from reminders.kinds import urgency_of

# Events that repeat another one's date: the day a follow-up is overdue, news about an effective date.
DOUBLES = frozenset(
    {
        Kind.FOLLOW_UP_OVERDUE,
        Kind.FOLLOW_UP_ESCALATED,
        Kind.EFFECTIVE_COMING,
        Kind.EFFECTIVE_DIFFERS,
    }
)
SHOWN = frozenset(Kind) - DOUBLES

# Whoever hears of these on the day before is too late: they take a week of gathering papers.
RENEWALS = frozenset(
    {
        Kind.RECREDENTIALING,
        Kind.REVALIDATION,
        Kind.LICENSE,
        Kind.DEA,
        Kind.MALPRACTICE,
        Kind.BOARD,
        Kind.CAQH,
        Kind.DIRECTORY,
        Kind.OTHER_CREDENTIAL,
        Kind.DOCUMENT,
        Kind.MEDICARE_OPT_OUT,
        Kind.CONTRACT_NOTICE,
        Kind.CONTRACT_ENDS,
        Kind.CONTRACT_RENEGOTIATION,
        Kind.EXIT_NOTICE,
        Kind.EXIT_LAST_DAY,
    }
)
# An all-day event begins at midnight: these ring at nine in the morning, the day and the week before.
DAY_BEFORE = dt.timedelta(hours=-15)
WEEK_BEFORE = dt.timedelta(days=-7, hours=9)

# The kinds whose detail is made of our own words, not of anybody's typing.
_OWN_WORDS = frozenset({Kind.QUOTED_OVERDUE, Kind.EFFECTIVE_REACHED})
# Says where the days before a date come from; a calendar shows the date alone.
_BASIS_OF_LEADS = "Basis: CredTrack's own default."
_DOCUMENTS = frozenset(kind.label for kind in DocumentKind)
# The field holds 200 characters; names come last, so that they are what is cut.
LONGEST = 200


def _credential(fact: Fact) -> str:
    return f"{'Other credential' if fact.detail == 'Other' else fact.detail} expires"


def _document(fact: Fact) -> str:
    # The file's title is left out: people name files after numbers.
    label = fact.detail.rpartition("|")[2]
    known = label in _DOCUMENTS and label != DocumentKind.OTHER.label
    return f"{label if known else 'Document'} on file expires"


_TITLE: dict[Kind, str | Callable[[Fact], str]] = {
    Kind.FOLLOW_UP: "Follow-up due",
    Kind.NO_ACKNOWLEDGEMENT: "Acknowledgement due from the payer",
    Kind.SILENCE: "Ask the payer for news",
    Kind.ANSWER_DUE: "Answer due to the payer",
    Kind.QUOTED_OVERDUE: "Quoted turnaround ends",
    Kind.PUBLISHED_OVERDUE: "Published turnaround ends",
    Kind.STATUTE_OVERDUE: lambda fact: f"{fact.about.state} deadline to decide".strip(),
    Kind.EFFECTIVE_REACHED: "Effective date",
    Kind.LOADING_CHECK: "Check that the payer has loaded it",
    Kind.RECREDENTIALING: "Recredentialing due",
    Kind.REVALIDATION: "Revalidation due",
    Kind.APPEAL: "Appeal window closes",
    Kind.PANEL_RECHECK: "Ask whether the panel is open",
    Kind.PANEL_STATE_RECHECK: "Ask whether the panel is open",
    Kind.LICENSE: _credential,
    Kind.DEA: _credential,
    Kind.MALPRACTICE: _credential,
    Kind.BOARD: _credential,
    Kind.CAQH: "CAQH attestation due",
    Kind.DIRECTORY: "Directory attestation due",
    Kind.OTHER_CREDENTIAL: _credential,
    Kind.DOCUMENT: _document,
    Kind.MEDICARE_OPT_OUT: "Medicare opt-out ends",
    Kind.CONTRACT_NOTICE: "Last day to give contract notice",
    Kind.CONTRACT_ENDS: "Contract ends",
    Kind.CONTRACT_RENEGOTIATION: "Contract may be renegotiated",
    Kind.CONTRACT_HOLDER: "Verify who holds the contract",
    Kind.BRIDGE_REVIEW: "Look again at the participation",
    Kind.EXIT_NOTICE: "Give notice to the platform",
    Kind.EXIT_LAST_DAY: "Last day with the platform",
    Kind.LETTER_ANSWER: "Release letter to be answered",
    Kind.WRITTEN_CONFIRMATION: "Get it in writing",
    Kind.GROUP_MINIMUM: "Enough clinicians for a group contract",
}


def summary(fact: Fact) -> str:
    """Return the event's title, at most 200 characters: "PA state license expires: Dana Whitfield"."""
    title = _TITLE[fact.kind]
    said = title if isinstance(title, str) else title(fact)
    about = fact.about
    names = ", ".join(part for part in (about.who, about.payer, about.payer and about.state) if part)
    return f"{said}: {names}"[:LONGEST] if names else said[:LONGEST]


def cancelled_summary(kind: Kind) -> str:
    """Return the title of what no longer applies: no names, as the reader may see them no more."""
    return f"No longer applies: {kind.label}"


def description(fact: Fact, url: str) -> str:
    """Return why the date matters, on what it rests, and where to look it up."""
    why = wording.why(_discreet(fact), 0, fact.due_on).removesuffix(_BASIS_OF_LEADS).strip()
    parts = [why, f"Open in CredTrack: {url}" if url else ""]
    return "\n\n".join(part for part in parts if part)


def _discreet(fact: Fact) -> Fact:
    """Return the fact without what anybody typed: its detail, and the texts of the organization's own rules."""
    rule = fact.rule
    if rule is not None and rule.is_own:
        rule = dataclasses.replace(rule, text="", source="", citation="")
    detail = fact.detail if fact.kind in _OWN_WORDS else ""
    return dataclasses.replace(fact, detail=detail, rule=rule)


def category(fact: Fact, today: dt.date) -> Urgency:
    """Return how urgent the date is on `today`, in the organization's zone."""
    return urgency_of(fact.kind, (fact.due_on - today).days)


def alarms(fact: Fact, today: dt.date) -> tuple[dt.timedelta, ...]:
    """Return when to ring, relative to the event's midnight; nothing that has rung already.

    Outlook shows every alarm of the past at once when a calendar is first opened.
    """
    ahead = (fact.due_on - today).days
    found = (DAY_BEFORE,) if ahead > 1 else ()
    return (*found, WEEK_BEFORE) if ahead > 7 and fact.kind in RENEWALS else found
