"""What deserves a reminder? Records in, dated facts out: one pure function per sort of record.

A fact says which date, on which record, known since when. Who is told and on which day stands
elsewhere (`kinds.py`, `schedule.py`, `recipients.py`); the words are made only for what is new
(`wording.py`). Calendar dates in the organization's zone.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from credtrack.kernel.dates import add_days
from enrollments.enums import ContractTrack, Status
from enrollments.enums import Kind as Applied
from enrollments.recredentialing import DEFAULT_MONTHS, next_renewal
from payers import deadlines
from payers.deadlines import counted
from payers.enums import LineOfBusiness, Unit
from payers.rules import Fact as Rule
from providers.enums import CredentialKind
from reminders.enums import Kind


@dataclass(frozen=True, slots=True)
class About:
    """Whom and what a record concerns; ids are None and names empty where it concerns none."""

    application_id: int | None = None
    provider_id: int | None = None
    practice_id: int | None = None
    payer_id: int | None = None
    assigned_to: int | None = None
    who: str = ""
    payer: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One date that somebody has to know of.

    `base_on` is the date in the record it was worked out from, `known_on` the day that was recorded,
    `opens_on` the first day on which anything can be done. `rule` is the sourced row behind it, and
    `detail` what only this record can say.
    """

    kind: Kind
    subject_id: int
    due_on: dt.date
    base_on: dt.date
    about: About
    known_on: dt.date | None = None
    opens_on: dt.date | None = None
    rule: Rule | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ApplicationRules:
    """The sourced rows that apply to one application; a missing one means that nothing is told of it."""

    acknowledgement: Rule | None = None
    silence: Rule | None = None
    published: Rule | None = None
    statute: Rule | None = None
    loading_check: Rule | None = None
    cycle: Rule | None = None
    answer: Rule | None = None
    line: str = LineOfBusiness.COMMERCIAL


@dataclass(frozen=True, slots=True)
class Quoted:
    """What the payer promised in the newest contact: so many days, counted from the day of the contact."""

    on: dt.date
    days: int
    business: bool
    known_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """What the facts of an application rest on: the cached columns of the same names."""

    id: int
    kind: str
    status: Status
    status_since: dt.date
    about: About
    contract_track: str = ContractTrack.NOT_STARTED
    submitted_on: dt.date | None = None
    acknowledged_on: dt.date | None = None
    complete_on: dt.date | None = None
    decided_on: dt.date | None = None
    effective_on: dt.date | None = None
    group_link_on: dt.date | None = None
    requested_effective_on: dt.date | None = None
    loaded_on: dt.date | None = None
    answer_due_on: dt.date | None = None
    recheck_on: dt.date | None = None
    appeal_until: dt.date | None = None
    last_contact_on: dt.date | None = None
    payer_assigned_id: str = ""
    status_reason: str = ""
    blocked: bool = False
    # The clinician still works here, and the practice is in business.
    works: bool = True
    # No later renewal of the same enrollment was decided or is under way.
    is_newest: bool = True
    quoted: Quoted | None = None
    known_on: dt.date | None = None


S = Status
WAITS_FOR_DECISION = frozenset({S.SUBMITTED, S.ACKNOWLEDGED, S.IN_REVIEW})
WITH_PAYER = WAITS_FOR_DECISION | {S.APPROVED, S.LOADING}
GRANTED = frozenset({S.APPROVED, S.LOADING, S.ACTIVE})
# The kinds that begin a participation, and those that renew one. A change or a new location does neither.
BEGINS = frozenset(
    {
        Applied.PARTICIPATION_REQUEST,
        Applied.INITIAL_INDIVIDUAL,
        Applied.INITIAL_GROUP,
        Applied.ADD_TO_GROUP,
        Applied.DELEGATED_ROSTER,
    }
)
RENEWS = frozenset({Applied.RECREDENTIALING, Applied.REVALIDATION})
_CREDENTIALS: dict[str, Kind] = {
    CredentialKind.LICENSE: Kind.LICENSE,
    CredentialKind.DEA: Kind.DEA,
    CredentialKind.CDS: Kind.DEA,
    CredentialKind.MALPRACTICE: Kind.MALPRACTICE,
    CredentialKind.BOARD: Kind.BOARD,
    CredentialKind.CAQH_ATTESTATION: Kind.CAQH,
    CredentialKind.DIRECTORY_ATTESTATION: Kind.DIRECTORY,
}


def of_application(row: ApplicationRow, rules: ApplicationRules) -> Iterator[Fact]:
    """Yield the facts of one application; a blocked one is not late on the payer's clock."""
    yield from _waiting(row, rules)
    yield from _deadlines(row, rules)
    yield from _granted(row, rules)


def _fact(row: ApplicationRow, kind: Kind, due: dt.date, base: dt.date, **more: object) -> Fact:
    return Fact(kind, row.id, due, base, row.about, row.known_on, **more)  # type: ignore[arg-type]


def _waiting(row: ApplicationRow, rules: ApplicationRules) -> Iterator[Fact]:
    if row.blocked:
        return
    if row.status == S.SUBMITTED and row.submitted_on and rules.acknowledgement:
        due = counted(row.submitted_on, rules.acknowledgement)
        if due:
            yield _fact(row, Kind.NO_ACKNOWLEDGEMENT, due, row.submitted_on, rule=rules.acknowledgement)
    heard = row.last_contact_on or row.submitted_on or row.status_since
    if row.status in WITH_PAYER and rules.silence:
        due = counted(heard, rules.silence)
        if due:
            yield _fact(row, Kind.SILENCE, due, heard, rule=rules.silence)
    if row.status in WAITS_FOR_DECISION:
        yield from _late(row, rules)


def _late(row: ApplicationRow, rules: ApplicationRules) -> Iterator[Fact]:
    if row.quoted is not None:
        due = add_days(row.quoted.on, row.quoted.days, business=row.quoted.business)
        unit = "business" if row.quoted.business else "calendar"
        known = max((day for day in (row.known_on, row.quoted.known_on) if day), default=None)
        detail = f"{row.quoted.days} {unit} day{'' if row.quoted.days == 1 else 's'}"
        yield Fact(Kind.QUOTED_OVERDUE, row.id, due, row.quoted.on, row.about, known, detail=detail)
    if row.submitted_on and rules.published:
        due_or_none = counted(row.submitted_on, rules.published)
        if due_or_none:
            yield _fact(row, Kind.PUBLISHED_OVERDUE, due_or_none, row.submitted_on, rule=rules.published)
    start = statute_starts(row, rules.statute)
    if start and rules.statute:
        due_or_none = counted(start, rules.statute)
        if due_or_none:
            yield _fact(row, Kind.STATUTE_OVERDUE, due_or_none, start, rule=rules.statute)


def statute_starts(row: ApplicationRow, statute: Rule | None) -> dt.date | None:
    """Return the day a statute's clock starts: at the complete application, or at receipt where it says so."""
    if statute is None:
        return None
    return deadlines.statute_starts(
        statute,
        submitted_on=row.submitted_on,
        acknowledged_on=row.acknowledged_on,
        complete_on=row.complete_on,
    )


def _deadlines(row: ApplicationRow, rules: ApplicationRules) -> Iterator[Fact]:
    if row.status == S.INFO_REQUESTED and row.answer_due_on:
        due = row.answer_due_on
        yield _fact(row, Kind.ANSWER_DUE, due, due, rule=rules.answer, detail=row.status_reason)
    if row.status == S.DENIED and row.appeal_until:
        yield _fact(row, Kind.APPEAL, row.appeal_until, row.appeal_until, detail=row.status_reason)
    if row.status == S.PANEL_CLOSED and row.recheck_on:
        yield _fact(row, Kind.PANEL_RECHECK, row.recheck_on, row.recheck_on)


def _granted(row: ApplicationRow, rules: ApplicationRules) -> Iterator[Fact]:
    if row.status not in GRANTED or not row.works:
        return
    if row.effective_on and row.kind in BEGINS:
        missing = "; ".join(unconfirmed(row))
        yield _fact(row, Kind.EFFECTIVE_COMING, row.effective_on, row.effective_on, detail=missing)
        yield _fact(row, Kind.EFFECTIVE_REACHED, row.effective_on, row.effective_on, detail=missing)
        asked = row.requested_effective_on
        if asked and asked != row.effective_on:
            day = row.effective_on
            yield _fact(row, Kind.EFFECTIVE_DIFFERS, day, day, detail=asked.isoformat())
    base = row.decided_on or row.status_since
    if row.kind in BEGINS and row.loaded_on is None and rules.loading_check:
        due = counted(base, rules.loading_check)
        if due:
            yield _fact(row, Kind.LOADING_CHECK, due, base, rule=rules.loading_check)
    if row.kind in BEGINS | RENEWS and row.status == S.ACTIVE and row.decided_on and row.is_newest:
        yield _renewal(row, row.decided_on, rules)


def _renewal(row: ApplicationRow, decided_on: dt.date, rules: ApplicationRules) -> Fact:
    in_months = rules.cycle is not None and rules.cycle.unit == Unit.MONTHS
    months = (rules.cycle.longest if rules.cycle and in_months else None) or DEFAULT_MONTHS
    found = next_renewal(decided_on, months, rules.line)
    kind = Kind(found.kind.value)
    return _fact(row, kind, found.due_on, decided_on, rule=rules.cycle, opens_on=found.opens_on)


def unconfirmed(row: ApplicationRow) -> list[str]:
    """Return what still stands between an effective date and a claim, in words."""
    settled = (ContractTrack.EXECUTED, ContractTrack.NOT_NEEDED)
    lacking = [
        (row.contract_track not in settled, "the contract is not executed"),
        (not row.payer_assigned_id, "the payer's ID is not known"),
        (row.loaded_on is None, "the payer has not shown the clinician in its system"),
    ]
    return [words for lacks, words in lacking if lacks]


@dataclass(frozen=True, slots=True)
class DatedRow:
    """Any other record with one date: a follow-up, a credential, a document, a panel's answer, an opt-out."""

    id: int
    due_on: dt.date
    about: About
    known_on: dt.date | None = None
    detail: str = ""
    kind: str = ""


def of_follow_up(row: DatedRow) -> Iterator[Fact]:
    """Yield what an open follow-up asks for: when due, when overdue, when it climbs."""
    for kind in (Kind.FOLLOW_UP, Kind.FOLLOW_UP_OVERDUE, Kind.FOLLOW_UP_ESCALATED):
        yield Fact(kind, row.id, row.due_on, row.due_on, row.about, row.known_on, detail=row.detail)


def of_credential(row: DatedRow) -> Iterator[Fact]:
    """Yield the end of a license, registration, policy, certificate or attestation; good through that day."""
    kind = _CREDENTIALS.get(row.kind, Kind.OTHER_CREDENTIAL)
    yield Fact(kind, row.id, row.due_on, row.due_on, row.about, row.known_on, detail=row.detail)


def of_one_kind(kind: Kind, row: DatedRow) -> Iterator[Fact]:
    """Yield the only fact of a record whose sort has one kind."""
    yield Fact(kind, row.id, row.due_on, row.due_on, row.about, row.known_on, detail=row.detail)


@dataclass(frozen=True, slots=True)
class ContractRow:
    """The dates of a contract: its end or renewal, the notice it asks for, and when it may be renegotiated."""

    id: int
    about: About
    ends_on: dt.date | None = None
    renews_on: dt.date | None = None
    notice_days: int | None = None
    renegotiable_from: dt.date | None = None
    known_on: dt.date | None = None
    detail: str = field(default="")
    # Nobody has looked at evidence of who holds it, or the holder is not recorded.
    to_verify: bool = False


# CredTrack's own default, calendar days: a contract is verified within a week of being recorded.
VERIFY_WITHIN_DAYS = 7


def of_contract(row: ContractRow) -> Iterator[Fact]:
    """Yield the last day to give notice, the end, the holder to verify, and the first day to renegotiate."""
    turn = row.renews_on or row.ends_on
    if turn and row.notice_days:
        last = turn - dt.timedelta(days=row.notice_days)
        yield Fact(Kind.CONTRACT_NOTICE, row.id, last, turn, row.about, row.known_on, detail=row.detail)
    if row.ends_on:
        yield Fact(
            Kind.CONTRACT_ENDS, row.id, row.ends_on, row.ends_on, row.about, row.known_on, detail=row.detail
        )
    if row.to_verify and row.known_on:
        due = row.known_on + dt.timedelta(days=VERIFY_WITHIN_DAYS)
        yield Fact(Kind.CONTRACT_HOLDER, row.id, due, row.known_on, row.about, row.known_on)
    if row.renegotiable_from:
        day = row.renegotiable_from
        yield Fact(Kind.CONTRACT_RENEGOTIATION, row.id, day, day, row.about, row.known_on, detail=row.detail)
