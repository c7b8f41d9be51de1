"""What a line of a spreadsheet states, told as a log: legal, in order, never ahead of today."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrollments.enums import ContractTrack, Kind, Status, Verb
from enrollments.fold import Folded, LogRow, fold
from enrollments.states import OPEN
from enrollments.stories import STAND_IN, UNTOLD, Stated, Told, amendment, continuation, story

TODAY = dt.date(2026, 11, 23)
SENT, APPROVED, EFFECTIVE = dt.date(2026, 1, 5), dt.date(2026, 3, 2), dt.date(2026, 4, 1)
Path = list[tuple[str, str]]

days = st.none() | st.dates(dt.date(1980, 1, 1), dt.date(2030, 12, 31))
statements = st.builds(
    Stated,
    status=st.sampled_from(list(Status)),
    kind=st.sampled_from(list(Kind)),
    submitted_on=days,
    approved_on=days,
    effective_on=days,
    ended_on=days,
    status_on=days,
    learnt_on=days,
    recheck_on=days,
    reason=st.sampled_from(["", "no license"]),
    blocked=st.sampled_from(["", "waits for the ID"]),
    method=st.sampled_from(["", "Portal"]),
)


def path(told: list[Told]) -> Path:
    return [(one.row.to_status, one.row.occurred_on.isoformat()) for one in told if one.row.verb == Verb.MOVE]


def folded(told: list[Told]) -> Folded:
    return fold([one.row for one in told], strict=True)


@given(statements)
def test_every_story_is_legal_and_ends_where_it_was_stated(stated: Stated) -> None:
    told = story(stated, TODAY)
    state = folded(told)
    assert state.status is stated.status
    occurred = [one.row.occurred_on for one in told]
    assert occurred == sorted(occurred)
    assert occurred[-1] <= TODAY
    assert [one.row.opens for one in told] == [True] + [False] * (len(told) - 1)


@given(statements)
def test_every_story_satisfies_what_the_database_demands(stated: Stated) -> None:
    state = folded(story(stated, TODAY))
    if state.status is Status.APPROVED:
        assert state.decided_on is not None
    if state.status is Status.ACTIVE:
        assert state.effective_on == stated.effective_on
    if state.status in {
        Status.DENIED,
        Status.RETURNED,
        Status.WITHDRAWN,
        Status.DECLINED_BY_US,
        Status.ENDED,
    }:
        assert state.status_reason
    assert bool(state.blocked_reason) is (bool(stated.blocked) and stated.status in OPEN)
    assert bool(state.blocked_reason) is (state.blocked_since is not None)


@given(statements, statements)
def test_a_continuation_is_legal_or_none(before: Stated, after: Stated) -> None:
    log = [one.row for one in story(before, TODAY)]
    more = continuation(log, after, TODAY)
    if more is not None:
        state = fold([*log, *(one.row for one in more)], strict=True)
        assert state.status is after.status


def test_dates_become_steps_of_their_own_days() -> None:
    stated = Stated(
        Status.ACTIVE,
        Kind.ADD_TO_GROUP,
        SENT,
        APPROVED,
        EFFECTIVE,
        method="Portal",
        reference="R-7",
        payer_assigned_id="P1",
    )
    told = story(stated, TODAY)
    assert path(told) == [("submitted", "2026-01-05"), ("approved", "2026-03-02"), ("active", "2026-04-01")]
    state = folded(told)
    assert (state.submitted_on, state.decided_on, state.effective_on) == (SENT, APPROVED, EFFECTIVE)
    assert (state.method, state.reference, state.payer_assigned_id) == ("Portal", "R-7", "P1")
    assert state.contract_track is ContractTrack.EXECUTED


def test_what_ended_was_active_before() -> None:
    stated = Stated(Status.ENDED, Kind.ADD_TO_GROUP, SENT, APPROVED, EFFECTIVE, ended_on=dt.date(2026, 6, 30))
    assert path(story(stated, TODAY)) == [
        ("submitted", "2026-01-05"), ("approved", "2026-03-02"), ("active", "2026-04-01"), ("ended", "2026-06-30"),
    ]  # fmt: skip
    assert folded(story(stated, TODAY)).contract_track is ContractTrack.ENDED


def test_an_effective_date_alone_opens_there() -> None:
    told = story(Stated(Status.ACTIVE, Kind.ADD_TO_GROUP, effective_on=EFFECTIVE), TODAY)
    assert path(told) == [("active", "2026-04-01")]
    assert folded(told).decided_on is None


def test_a_retroactive_effective_date_does_not_move_the_approval() -> None:
    back = dt.date(2025, 12, 1)
    told = story(Stated(Status.ACTIVE, Kind.ADD_TO_GROUP, SENT, APPROVED, back), TODAY)
    assert path(told)[-1] == ("active", "2026-03-02")
    assert folded(told).effective_on == back


def test_an_effective_date_ahead_is_kept_and_the_step_is_taken_today() -> None:
    ahead = dt.date(2027, 1, 1)
    told = story(Stated(Status.ACTIVE, Kind.ADD_TO_GROUP, effective_on=ahead), TODAY)
    assert path(told) == [("active", "2026-11-23")]
    assert folded(told).effective_on == ahead


def test_days_that_are_not_stated_stay_unknown() -> None:
    assert folded(story(Stated(Status.SUBMITTED, Kind.ADD_TO_GROUP), TODAY)).submitted_on is None
    assert folded(story(Stated(Status.IN_REVIEW, Kind.ADD_TO_GROUP, SENT), TODAY)).complete_on is None
    assert folded(story(Stated(Status.DENIED, Kind.ADD_TO_GROUP, SENT), TODAY)).decided_on is None
    skipped = folded(story(Stated(Status.LOADING, Kind.ADD_TO_GROUP, SENT), TODAY))
    assert (skipped.submitted_on, skipped.decided_on) == (SENT, None)


def test_an_approval_without_a_day_takes_the_best_known_one_and_says_so() -> None:
    told = story(Stated(Status.APPROVED, Kind.ADD_TO_GROUP, learnt_on=APPROVED), TODAY)
    assert (folded(told).decided_on, told[-1].note) == (APPROVED, STAND_IN)


def test_review_without_a_day_lasts_since_it_was_sent() -> None:
    assert folded(story(Stated(Status.IN_REVIEW, Kind.ADD_TO_GROUP, SENT), TODAY)).status_since == SENT


@pytest.mark.parametrize(
    "status", [Status.DENIED, Status.RETURNED, Status.WITHDRAWN, Status.ENDED, Status.INFO_REQUESTED]
)
def test_a_reason_is_always_given(status: Status) -> None:
    assert folded(story(Stated(status, Kind.ADD_TO_GROUP), TODAY)).status_reason == UNTOLD
    assert (
        folded(story(Stated(status, Kind.ADD_TO_GROUP, reason=" no  W-9 "), TODAY)).status_reason == "no W-9"
    )


def test_a_closed_panel_keeps_the_day_to_ask_again_if_it_lies_ahead() -> None:
    soon = dt.date(2026, 12, 1)
    stated = Stated(Status.PANEL_CLOSED, Kind.ADD_TO_GROUP, status_on=SENT, recheck_on=soon)
    assert folded(story(stated, TODAY)).recheck_on == soon
    late = Stated(Status.PANEL_CLOSED, Kind.ADD_TO_GROUP, status_on=APPROVED, recheck_on=SENT)
    assert folded(story(late, TODAY)).recheck_on is None


def test_changes_need_no_contract() -> None:
    assert (
        folded(story(Stated(Status.APPROVED, Kind.CHANGE), TODAY)).contract_track is ContractTrack.NOT_NEEDED
    )
    assert (
        folded(story(Stated(Status.IN_REVIEW, Kind.ADD_TO_GROUP), TODAY)).contract_track
        is ContractTrack.NOT_STARTED
    )


def log_of(status: Status, day: dt.date = SENT) -> list[LogRow]:
    return [LogRow(7, Verb.MOVE, day, status, opens=True)]


def test_a_continuation_walks_over_skipped_steps() -> None:
    more = continuation(
        log_of(Status.READY), Stated(Status.ACTIVE, Kind.ADD_TO_GROUP, SENT, APPROVED, EFFECTIVE), TODAY
    )
    assert more is not None
    assert path(more) == [("submitted", "2026-01-05"), ("approved", "2026-03-02"), ("active", "2026-04-01")]
    assert [one.row.sequence for one in more] == [8, 9, 10]


def test_a_continuation_never_comes_before_what_is_recorded() -> None:
    more = continuation(
        log_of(Status.SUBMITTED, APPROVED), Stated(Status.DENIED, Kind.ADD_TO_GROUP, status_on=SENT), TODAY
    )
    assert more is not None
    assert path(more) == [("denied", "2026-03-02")]


@pytest.mark.parametrize(
    ("now", "stated"),
    [
        (Status.ACTIVE, Status.SUBMITTED),
        (Status.DENIED, Status.SUBMITTED),
        (Status.IN_REVIEW, Status.DRAFT),
        (Status.ENDED, Status.ACTIVE),
    ],
)
def test_there_is_no_way_back(now: Status, stated: Status) -> None:
    assert continuation(log_of(now), Stated(stated, Kind.ADD_TO_GROUP), TODAY) is None


def test_the_same_status_needs_no_step() -> None:
    assert continuation(log_of(Status.SUBMITTED), Stated(Status.SUBMITTED, Kind.ADD_TO_GROUP), TODAY) == []


def test_amendments_are_facts_given_otherwise() -> None:
    state = fold(log_of(Status.SUBMITTED))
    stated = Stated(Status.SUBMITTED, Kind.ADD_TO_GROUP, SENT, APPROVED, reference="R-8", method="Portal")
    assert amendment(state, stated) == {"reference": "R-8", "method": "Portal"}
