"""How each kind is told by default: leads, urgency, who, at once, grace; each row names its source."""

import pytest

from accounts.enums import Role
from providers import expirables
from providers.enums import CredentialKind
from reminders.enums import Audience, Counting, Kind, Roll, Subject, Urgency
from reminders.kinds import KINDS, alike, is_at_once, urgency_of
from reminders.recipients import kinds_of

RENEWAL = (180, 120, 90, 60, 30, 14, 7, 1, 0, -1, -30)
EXPIRY = RENEWAL[1:]

# kind, leads, source
LEADS = [
    (Kind.FOLLOW_UP, (0,), "own: on the day the follow-up carries"),
    (Kind.FOLLOW_UP_OVERDUE, (-2,), "own: two business days after it"),
    (Kind.FOLLOW_UP_ESCALATED, (-5,), "own: a business week after it"),
    (Kind.NO_ACKNOWLEDGEMENT, (0, -7), "si-ack: 14 days after sending"),
    (Kind.SILENCE, (0, -14, -30), "si-any: 30 days without a contact"),
    (Kind.ANSWER_DUE, (14, 7, 3, 1, 0, -1), "wi-medicare-info: 30 days or rejected, First Coast"),
    (Kind.QUOTED_OVERDUE, (-1, -14), "what the payer said"),
    (Kind.PUBLISHED_OVERDUE, (-1, -30), "rules_turnaround.csv"),
    (Kind.STATUTE_OVERDUE, (7, -1, -14), "rules_state_law.csv, decision_deadline"),
    (Kind.EFFECTIVE_COMING, (14, 3), "own"),
    (Kind.EFFECTIVE_REACHED, (0,), "own"),
    (Kind.EFFECTIVE_DIFFERS, (0,), "own: news, on the day it is learnt"),
    (Kind.LOADING_CHECK, tuple(range(0, -85, -7)), "si-load-check: every 7 days"),
    (Kind.RECREDENTIALING, RENEWAL, "FACTS 7: BCBSNC six months ahead, alerts at 120 and 90 (Waymark)"),
    (Kind.REVALIDATION, RENEWAL, "42 CFR 424.515 and 455.414; the list is posted six to seven months ahead"),
    (Kind.APPEAL, (14, 7, 3, 1, 0), "wi-appeal: 30 to 60 days, as the letter says"),
    (Kind.PANEL_RECHECK, (0, -14), "si-panel-3: six months"),
    (Kind.PANEL_STATE_RECHECK, (0,), "si-panel-3: six months"),
    (Kind.LICENSE, EXPIRY, "own: boards take months"),
    (Kind.DEA, EXPIRY, "own"),
    (Kind.MALPRACTICE, EXPIRY, "own; CAQH asks for a face sheet in force"),
    (Kind.BOARD, EXPIRY, "own"),
    (
        Kind.CAQH,
        (15, 10, 5, 1, 0, -1, -14, -28, -42),
        "FACTS 3: caqh.org writes 15, 10, 5; +1, +14, +28, +42",
    ),
    (Kind.DIRECTORY, (14, 7, 1, 0, -1, -14), "No Surprises Act, section 116"),
    (Kind.OTHER_CREDENTIAL, EXPIRY, "own"),
    (Kind.DOCUMENT, EXPIRY, "own"),
    (Kind.MEDICARE_OPT_OUT, (120, 90, 60, 45, 31), "Noridian: cancel 30 days before the two years end"),
    (Kind.CONTRACT_NOTICE, (90, 60, 30, 14, 7, 1), "the contract's notice clause"),
    (Kind.CONTRACT_ENDS, (120, 60, 30, 7, 1, 0), "the contract"),
    (Kind.CONTRACT_RENEGOTIATION, (60, 30, 0), "the contract"),
    (Kind.CONTRACT_HOLDER, (0, -14, -30), "Carepatron: verify before you rely on it; a week is our own"),
    (Kind.BRIDGE_REVIEW, (30, 7, 0, -14), "GetPaneled: a bridge is looked at again"),
    (Kind.EXIT_NOTICE, (30, 14, 7, 1, 0, -1), "pie Health: the 90-day clause"),
    (Kind.EXIT_LAST_DAY, (60, 30, 14, 7, 1, 0), "pie Health: the 90-day clause"),
    (Kind.LETTER_ANSWER, (3, 0, -7, -14), "own"),
    (Kind.WRITTEN_CONFIRMATION, (0, -14), "pie Health: verbal assurance is not bankable"),
    (Kind.GROUP_MINIMUM, (0,), "rules_group_minimum.csv"),
]


def test_the_table_speaks_of_every_kind() -> None:
    assert [kind for kind, _, _ in LEADS] == list(Kind) == list(KINDS)


@pytest.mark.parametrize(("kind", "leads", "source"), LEADS, ids=[row[0].value for row in LEADS])
def test_default_leads(kind: Kind, leads: tuple[int, ...], source: str) -> None:
    assert KINDS[kind].leads == leads, source
    assert KINDS[kind].basis


@pytest.mark.parametrize(
    ("kind", "days"),
    [(CredentialKind.CAQH_ATTESTATION, 120), (CredentialKind.DIRECTORY_ATTESTATION, 90)],
)
def test_a_series_fits_into_its_cycle(kind: CredentialKind, days: int) -> None:
    """CAQH every 120 days (180 in Illinois), directory every 90: no telling reaches into another cycle."""
    spec = KINDS[Kind.CAQH if kind == CredentialKind.CAQH_ATTESTATION else Kind.DIRECTORY]
    assert max(spec.leads) < days
    assert (expirables.CAQH_DAYS, expirables.CAQH_DAYS_ILLINOIS, expirables.DIRECTORY_DAYS) == (120, 180, 90)


URGENCIES = [
    # kind, the largest lead of "act now", the largest of "soon"
    (Kind.ANSWER_DUE, 3, 14),
    (Kind.STATUTE_OVERDUE, 0, 14),
    (Kind.LOADING_CHECK, -21, 0),
    (Kind.RECREDENTIALING, 30, 90),
    (Kind.REVALIDATION, 30, 90),
    (Kind.APPEAL, 7, 14),
    (Kind.LICENSE, 14, 60),
    (Kind.DEA, 14, 60),
    (Kind.MALPRACTICE, 14, 60),
    (Kind.BOARD, 14, 60),
    (Kind.CAQH, 5, 15),
    (Kind.DIRECTORY, 1, 14),
    (Kind.OTHER_CREDENTIAL, 7, 30),
    (Kind.DOCUMENT, 7, 30),
    (Kind.MEDICARE_OPT_OUT, 45, 90),
    (Kind.CONTRACT_NOTICE, 14, 60),
    (Kind.CONTRACT_ENDS, 30, 60),
    (Kind.CONTRACT_RENEGOTIATION, 0, 60),
    (Kind.EXIT_NOTICE, 7, 30),
    (Kind.EXIT_LAST_DAY, 14, 60),
]


@pytest.mark.parametrize(("kind", "act_now", "soon"), URGENCIES)
def test_urgency_climbs_as_the_date_comes_near(kind: Kind, act_now: int, soon: int) -> None:
    assert urgency_of(kind, act_now) == Urgency.ACT_NOW
    assert urgency_of(kind, act_now + 1) == Urgency.SOON
    assert urgency_of(kind, soon) == Urgency.SOON
    assert urgency_of(kind, soon + 1) == Urgency.COMING


def test_kinds_without_a_row_of_their_own_are_urgent_on_the_day() -> None:
    for kind in set(Kind) - {kind for kind, _, _ in URGENCIES}:
        assert urgency_of(kind, 0) == Urgency.ACT_NOW
        assert urgency_of(kind, 14) == Urgency.SOON
    assert [urgency.rank for urgency in Urgency] == [0, 1, 2]


AT_ONCE = {
    Kind.ANSWER_DUE: 1,
    Kind.EFFECTIVE_DIFFERS: 0,
    Kind.RECREDENTIALING: 0,
    Kind.REVALIDATION: 0,
    Kind.APPEAL: 3,
    Kind.LICENSE: 0,
    Kind.DEA: 0,
    Kind.MALPRACTICE: 0,
    Kind.CAQH: -1,
    Kind.EXIT_NOTICE: 0,
}


@pytest.mark.parametrize("kind", list(Kind))
def test_what_cannot_wait_is_mailed_at_once(kind: Kind) -> None:
    """What ends participation or a right, on its last days; everything else waits for the morning."""
    largest = AT_ONCE.get(kind)
    told = {lead for lead in (-42, -1, 0, 1, 2, 3, 4, 200) if is_at_once(kind, lead)}
    assert told == {lead for lead in (-42, -1, 0, 1, 2, 3, 4, 200) if largest is not None and lead <= largest}


def test_what_is_learnt_weeks_late_waits_for_the_morning() -> None:
    assert is_at_once(Kind.LICENSE, -30, days_late=7)
    assert not is_at_once(Kind.LICENSE, -30, days_late=8)
    assert is_at_once(Kind.EFFECTIVE_DIFFERS, 0, days_late=40)


@pytest.mark.parametrize(
    ("kind", "audience"),
    [
        (Kind.FOLLOW_UP, (Audience.ASSIGNED,)),
        (Kind.FOLLOW_UP_ESCALATED, (Audience.LEAD,)),
        (Kind.EFFECTIVE_REACHED, (Audience.ASSIGNED, Audience.BILLERS)),
        (Kind.EFFECTIVE_COMING, (Audience.ASSIGNED, Audience.BILLERS)),
        (Kind.APPEAL, (Audience.ASSIGNED, Audience.LEAD)),
        (Kind.LICENSE, (Audience.KEEPERS,)),
        (Kind.CONTRACT_NOTICE, (Audience.LEAD,)),
        (Kind.CONTRACT_HOLDER, (Audience.KEEPERS,)),
        (Kind.EXIT_NOTICE, (Audience.LEAD,)),
        (Kind.LETTER_ANSWER, (Audience.KEEPERS,)),
    ],
)
def test_who_is_told(kind: Kind, audience: tuple[Audience, ...]) -> None:
    assert KINDS[kind].audience == audience


def test_clinicians_hear_of_their_own_papers_only() -> None:
    own = {Kind.LICENSE, Kind.DEA, Kind.MALPRACTICE, Kind.BOARD, Kind.CAQH, Kind.DIRECTORY}
    assert set(kinds_of(Role.CLINICIAN)) == own
    assert kinds_of(Role.COORDINATOR) == list(Kind)


def test_legal_and_expiry_dates_roll_backward_and_chasing_forward() -> None:
    """FACTS 11: a deadline may not wait for Monday, a call may."""
    forward = {kind for kind, spec in KINDS.items() if spec.roll == Roll.FORWARD}
    assert forward == {
        Kind.FOLLOW_UP, Kind.FOLLOW_UP_OVERDUE, Kind.FOLLOW_UP_ESCALATED, Kind.NO_ACKNOWLEDGEMENT,
        Kind.SILENCE, Kind.QUOTED_OVERDUE, Kind.PUBLISHED_OVERDUE, Kind.EFFECTIVE_REACHED,
        Kind.EFFECTIVE_DIFFERS, Kind.LOADING_CHECK, Kind.PANEL_RECHECK, Kind.PANEL_STATE_RECHECK,
        Kind.CONTRACT_HOLDER, Kind.WRITTEN_CONFIRMATION, Kind.GROUP_MINIMUM,
    }  # fmt: skip


def test_only_climbing_follow_ups_count_business_days() -> None:
    counting = {kind for kind, spec in KINDS.items() if spec.counting == Counting.BUSINESS}
    assert counting == {Kind.FOLLOW_UP_OVERDUE, Kind.FOLLOW_UP_ESCALATED}
    assert alike(Kind.FOLLOW_UP_OVERDUE) == (
        Kind.FOLLOW_UP, Kind.FOLLOW_UP_OVERDUE, Kind.FOLLOW_UP_ESCALATED,
    )  # fmt: skip
    assert alike(Kind.LICENSE) == (Kind.LICENSE,)


def test_a_week_of_downtime_loses_nothing_that_is_still_of_use() -> None:
    """A weekly check is superseded by the next one; everything else is worth sending for a week."""
    assert {kind for kind, spec in KINDS.items() if spec.grace != 7} == {Kind.LOADING_CHECK}
    assert KINDS[Kind.LOADING_CHECK].grace == 6
    assert all(spec.grace > 3 for spec in KINDS.values())


@pytest.mark.parametrize(
    ("kind", "until", "why"),
    [
        (Kind.EFFECTIVE_COMING, 1, "on the day itself it has come"),
        (Kind.EFFECTIVE_REACHED, -180, "claims of half a year can still go out"),
        (Kind.LOADING_CHECK, -90, "the last weekly check and its grace"),
        (Kind.APPEAL, 0, "a closed window"),
        (Kind.MEDICARE_OPT_OUT, 30, "Noridian: 30 days before the end"),
        (Kind.CONTRACT_ENDS, -30, "a contract that ended long ago"),
        (Kind.EXIT_LAST_DAY, -30, "an exit that is over"),
        (Kind.GROUP_MINIMUM, -90, "a practice that has long had enough clinicians"),
    ],
)
def test_what_is_of_no_use_later(kind: Kind, until: int, why: str) -> None:
    assert KINDS[kind].until == until, why
    assert min(KINDS[kind].leads) >= until


def test_every_kind_names_the_record_it_speaks_of() -> None:
    assert {spec.subject for spec in KINDS.values()} == set(Subject)
