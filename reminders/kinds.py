"""How is each kind of reminder told: how long before, counted how, to whom, how urgently? One table; pure.

A lead is the number of days before the date; a negative one lies after it. An organization may edit
the leads (`models/settings.py`); everything else is the kind's nature.
"""

from dataclasses import dataclass

from reminders.enums import Audience, Counting, Kind, Roll, Subject, Urgency

A = Audience
S = Subject

# Recredentialing and everything that expires (product's own series: a payer's invitation comes up to six
# months ahead, boards take months to renew a license; FACTS section 7 quotes 120 and 90 as seen in practice).
RENEWAL_LEADS = (180, 120, 90, 60, 30, 14, 7, 1, 0, -1, -30)
EXPIRY_LEADS = (120, 90, 60, 30, 14, 7, 1, 0, -1, -30)


@dataclass(frozen=True, slots=True)
class KindSpec:
    """The nature of a kind.

    `leads` are counted as `counting` says. A reminder falls on a business day: before its date it
    rolls as `roll` says, after it always forward. `act_now` and `soon` are the largest leads of those
    two urgencies; leads up to `at_once` are mailed at once instead of with the next morning's digest.
    `grace` is for how many calendar days a reminder that could not be sent is still worth sending.
    `when_known` kinds are told on the day they are learnt, wherever their date lies. `until` is the last
    day, as a lead in calendar days, on which telling is of any use; what is learnt or sent later than that
    is not told (None: always of use). `window` is how many calendar days before the date a day can lie on
    which something may first be done (fewest, most).
    """

    subject: Subject
    leads: tuple[int, ...]
    audience: tuple[Audience, ...]
    basis: str
    counting: Counting = Counting.CALENDAR
    roll: Roll = Roll.BACKWARD
    act_now: int = 0
    soon: int = 14
    at_once: int | None = None
    grace: int = 7
    tells_clinician: bool = False
    when_known: bool = False
    until: int | None = None
    window: tuple[int, int] | None = None


_OWN = "CredTrack's own default"
_CHOSEN = "the day that was chosen for it"

KINDS: dict[Kind, KindSpec] = {
    # Day 7 after sending, then weekly, or as the payer's rule says: the follow-up itself carries its day
    # (`enrollments/followups.py`); here is only when it is told, and when it climbs.
    Kind.FOLLOW_UP: KindSpec(S.FOLLOW_UP, (0,), (A.ASSIGNED,), _CHOSEN, roll=Roll.FORWARD),
    Kind.FOLLOW_UP_OVERDUE: KindSpec(
        S.FOLLOW_UP, (-2,), (A.ASSIGNED,), _CHOSEN, counting=Counting.BUSINESS, roll=Roll.FORWARD
    ),
    Kind.FOLLOW_UP_ESCALATED: KindSpec(
        S.FOLLOW_UP, (-5,), (A.LEAD,), _CHOSEN, counting=Counting.BUSINESS, roll=Roll.FORWARD
    ),
    Kind.NO_ACKNOWLEDGEMENT: KindSpec(
        S.APPLICATION, (0, -7), (A.ASSIGNED,), "The payer's rule on silence after sending", roll=Roll.FORWARD
    ),
    Kind.SILENCE: KindSpec(
        S.APPLICATION, (0, -14, -30), (A.ASSIGNED,), "The payer's rule on silence", roll=Roll.FORWARD
    ),
    Kind.ANSWER_DUE: KindSpec(
        S.APPLICATION,
        (14, 7, 3, 1, 0, -1),
        (A.ASSIGNED,),
        "The payer's window to answer, 30 days in Medicare (First Coast, life cycle of an application)",
        act_now=3,
        at_once=1,
    ),
    Kind.QUOTED_OVERDUE: KindSpec(
        S.APPLICATION, (-1, -14), (A.ASSIGNED,), "What the payer said in a contact", roll=Roll.FORWARD
    ),
    Kind.PUBLISHED_OVERDUE: KindSpec(
        S.APPLICATION, (-1, -30), (A.ASSIGNED,), "The published turnaround", roll=Roll.FORWARD
    ),
    Kind.STATUTE_OVERDUE: KindSpec(
        S.APPLICATION,
        (7, -1, -14),
        (A.ASSIGNED,),
        "The state's statute, counted from the complete application",
    ),
    Kind.EFFECTIVE_COMING: KindSpec(S.APPLICATION, (14, 3), (A.ASSIGNED, A.BILLERS), _OWN, until=1),
    # Half a year: claims are accepted that long, and what an import tells of earlier years is no news.
    Kind.EFFECTIVE_REACHED: KindSpec(
        S.APPLICATION, (0,), (A.ASSIGNED, A.BILLERS), _OWN, roll=Roll.FORWARD, until=-180
    ),
    Kind.EFFECTIVE_DIFFERS: KindSpec(
        S.APPLICATION, (0,), (A.ASSIGNED,), _OWN, roll=Roll.FORWARD, at_once=0, when_known=True
    ),
    Kind.LOADING_CHECK: KindSpec(
        S.APPLICATION,
        tuple(-7 * week for week in range(13)),
        (A.ASSIGNED,),
        "The payer's rule on checking that we are loaded",
        roll=Roll.FORWARD,
        act_now=-21,
        soon=0,
        grace=6,
        # The last week's check and its grace; a spreadsheet's active applications of years ago ask for none.
        until=-90,
    ),
    Kind.RECREDENTIALING: KindSpec(
        S.APPLICATION,
        RENEWAL_LEADS,
        (A.ASSIGNED,),
        "The payer's cycle, 36 months from the decision by default (NCQA)",
        act_now=30,
        soon=90,
        at_once=0,
    ),
    # Medicare takes a revalidation at most seven months ahead (42 CFR 424.515; the contractor's list names the
    # last day of a month, which lies 212 to 215 days after that day). The opening of that window is told as a
    # lead of its own.
    Kind.REVALIDATION: KindSpec(
        S.APPLICATION,
        RENEWAL_LEADS,
        (A.ASSIGNED,),
        "Medicare every five years (42 CFR 424.515), Medicaid every five years (42 CFR 455.414)",
        act_now=30,
        soon=90,
        at_once=0,
        window=(212, 215),
    ),
    Kind.APPEAL: KindSpec(
        S.APPLICATION,
        (14, 7, 3, 1, 0),
        (A.ASSIGNED, A.LEAD),
        "The denial letter",
        act_now=7,
        at_once=3,
        until=0,
    ),
    Kind.PANEL_RECHECK: KindSpec(
        S.APPLICATION, (0, -14), (A.ASSIGNED,), "The day noted at the closed panel", roll=Roll.FORWARD
    ),
    Kind.PANEL_STATE_RECHECK: KindSpec(
        S.PANEL_STATE, (0,), (A.KEEPERS,), "The day noted with the payer's answer", roll=Roll.FORWARD
    ),
    Kind.LICENSE: KindSpec(
        S.CREDENTIAL, EXPIRY_LEADS, (A.KEEPERS,), _OWN, act_now=14, soon=60, at_once=0, tells_clinician=True
    ),
    Kind.DEA: KindSpec(
        S.CREDENTIAL, EXPIRY_LEADS, (A.KEEPERS,), _OWN, act_now=14, soon=60, at_once=0, tells_clinician=True
    ),
    Kind.MALPRACTICE: KindSpec(
        S.CREDENTIAL, EXPIRY_LEADS, (A.KEEPERS,), _OWN, act_now=14, soon=60, at_once=0, tells_clinician=True
    ),
    Kind.BOARD: KindSpec(
        S.CREDENTIAL, EXPIRY_LEADS, (A.KEEPERS,), _OWN, act_now=14, soon=60, tells_clinician=True
    ),
    # CAQH writes 15, 10 and 5 days before, and 1, 14, 28 and 42 days after (caqh.org, provider resources).
    Kind.CAQH: KindSpec(
        S.CREDENTIAL,
        (15, 10, 5, 1, 0, -1, -14, -28, -42),
        (A.KEEPERS,),
        "CAQH's cycle of 120 days, 180 in Illinois (caqh.org)",
        act_now=5,
        soon=15,
        at_once=-1,
        tells_clinician=True,
    ),
    Kind.DIRECTORY: KindSpec(
        S.CREDENTIAL,
        (14, 7, 1, 0, -1, -14),
        (A.KEEPERS,),
        "Directory data every 90 days (No Surprises Act, section 116)",
        act_now=1,
        tells_clinician=True,
    ),
    Kind.OTHER_CREDENTIAL: KindSpec(S.CREDENTIAL, EXPIRY_LEADS, (A.KEEPERS,), _OWN, act_now=7, soon=30),
    Kind.DOCUMENT: KindSpec(S.DOCUMENT, EXPIRY_LEADS, (A.KEEPERS,), _OWN, act_now=7, soon=30),
    # A cancellation must reach the contractor 30 days before the two years end (Noridian, opt-out).
    Kind.MEDICARE_OPT_OUT: KindSpec(
        S.PROVIDER,
        (120, 90, 60, 45, 31),
        (A.KEEPERS,),
        "Noridian, opt-out of Medicare",
        act_now=45,
        soon=90,
        until=30,
    ),
    Kind.CONTRACT_NOTICE: KindSpec(
        S.CONTRACT, (90, 60, 30, 14, 7, 1), (A.LEAD,), "The contract's notice clause", act_now=14, soon=60
    ),
    Kind.CONTRACT_ENDS: KindSpec(
        S.CONTRACT, (120, 60, 30, 7, 1, 0), (A.LEAD,), "The contract", act_now=30, soon=60, until=-30
    ),
    Kind.CONTRACT_RENEGOTIATION: KindSpec(S.CONTRACT, (60, 30, 0), (A.LEAD,), "The contract", soon=60),
    # Carepatron, "Group NPI vs Your Own NPI": verify who holds the contract before you rely on it.
    Kind.CONTRACT_HOLDER: KindSpec(
        S.CONTRACT, (0, -14, -30), (A.KEEPERS,), "A week after it was recorded", roll=Roll.FORWARD
    ),
    Kind.BRIDGE_REVIEW: KindSpec(
        S.PARTICIPATION, (30, 7, 0, -14), (A.KEEPERS,), "The review date of the participation"
    ),
    Kind.EXIT_NOTICE: KindSpec(
        S.EXIT_PLAN, (30, 14, 7, 1, 0, -1), (A.LEAD,), "The exit plan", act_now=7, soon=30, at_once=0
    ),
    Kind.EXIT_LAST_DAY: KindSpec(
        S.EXIT_PLAN, (60, 30, 14, 7, 1, 0), (A.LEAD,), "The notice clause", act_now=14, soon=60, until=-30
    ),
    Kind.LETTER_ANSWER: KindSpec(S.LETTER, (3, 0, -7, -14), (A.KEEPERS,), "The day asked for in the request"),
    Kind.WRITTEN_CONFIRMATION: KindSpec(
        S.STATEMENT, (0, -14), (A.KEEPERS,), "Statements that contradict each other", roll=Roll.FORWARD
    ),
    Kind.GROUP_MINIMUM: KindSpec(
        S.PRACTICE, (0,), (A.LEAD,), "The payer's rule on group contracts", roll=Roll.FORWARD, until=-90
    ),
}


_FOLLOW_UPS = (Kind.FOLLOW_UP, Kind.FOLLOW_UP_OVERDUE, Kind.FOLLOW_UP_ESCALATED)


def alike(kind: Kind) -> tuple[Kind, ...]:
    """Return the kinds that speak of one thing to do: a follow-up's own three, otherwise the kind alone."""
    return _FOLLOW_UPS if kind in _FOLLOW_UPS else (kind,)


def urgency_of(kind: Kind, lead: int) -> Urgency:
    """Return how urgent a reminder of `kind` is that is told `lead` days before its date."""
    spec = KINDS[kind]
    if lead <= spec.act_now:
        return Urgency.ACT_NOW
    return Urgency.SOON if lead <= spec.soon else Urgency.COMING


# What is learnt later than this after its own day can wait for the morning, in calendar days: an import of
# papers long expired makes one mail, not hundreds.
NEWS_DAYS = 7


def is_at_once(kind: Kind, lead: int, days_late: int = 0) -> bool:
    """Say whether a reminder of `kind` with this lead is mailed at once rather than with the digest.

    `days_late` is by how many calendar days it is told after its own day, because it was learnt late.
    """
    spec = KINDS[kind]
    recent = days_late <= NEWS_DAYS or spec.when_known
    return spec.at_once is not None and lead <= spec.at_once and recent
