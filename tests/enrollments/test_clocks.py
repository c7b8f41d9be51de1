"""How long it has waited, and on whose clock, in calendar days."""

import pytest

from enrollments.clocks import clock_of, days_by_clock, segments
from enrollments.enums import Clock, Status
from tests.enrollments.logs import block, day, move, unblock, void

ROWS = [
    move(1, 0, "draft"),
    move(2, 4, "preparing"),
    move(3, 10, "submitted"),
    move(4, 30, "info_requested"),
    move(5, 33, "in_review"),
]


def test_each_stretch_runs_from_one_move_to_the_next() -> None:
    found = [(part.status.value, part.days) for part in segments(ROWS, day(50))]
    assert found == [
        ("draft", 4),
        ("preparing", 6),
        ("submitted", 20),
        ("info_requested", 3),
        ("in_review", 17),
    ]


def test_the_days_add_up_to_the_age() -> None:
    totals = days_by_clock(ROWS, day(50))
    assert totals == {Clock.OURS: 13, Clock.PAYER: 37}
    assert sum(totals.values()) == 50


def test_a_change_on_the_same_day_takes_no_time() -> None:
    rows = [move(1, 0, "draft"), move(2, 0, "preparing"), move(3, 5, "submitted")]
    assert [part.status.value for part in segments(rows, day(6))] == ["preparing", "submitted"]


def test_the_last_stretch_stays_even_when_it_began_today() -> None:
    assert [part.days for part in segments(ROWS[:1], day(0))] == [0]


def test_blocked_days_are_never_the_payers() -> None:
    rows = [*ROWS, block(6, 40), unblock(7, 45)]
    assert days_by_clock(rows, day(50)) == {Clock.OURS: 13, Clock.PAYER: 32, Clock.PLATFORM: 5}


def test_closing_an_application_ends_the_block() -> None:
    rows = [*ROWS, block(6, 40), move(7, 45, "withdrawn")]
    assert days_by_clock(rows, day(50)) == {
        Clock.OURS: 13,
        Clock.PAYER: 27,
        Clock.PLATFORM: 5,
        Clock.NONE: 5,
    }


def test_a_voided_move_takes_no_time() -> None:
    rows = [*ROWS, void(6, ROWS[3], recorded=34)]
    assert [part.status.value for part in segments(rows, day(50))] == [
        "draft",
        "preparing",
        "submitted",
        "in_review",
    ]


def test_as_of_an_earlier_day_later_rows_do_not_count() -> None:
    assert days_by_clock(ROWS, day(12)) == {Clock.OURS: 10, Clock.PAYER: 2}


def test_work_begun_before_the_record_was_opened_is_counted() -> None:
    rows = [move(1, 10, "draft"), move(2, 5, "submitted")]
    assert days_by_clock(rows, day(7)) == {Clock.PAYER: 2}
    assert days_by_clock(rows, day(20)) == {Clock.PAYER: 15}


def test_before_the_first_day_there_is_nothing() -> None:
    assert segments(ROWS, day(-1)) == []


def test_a_missing_item_of_the_clinician_turns_the_preparing_clock() -> None:
    spans = [(day(5), day(8)), (day(7), day(9))]
    assert days_by_clock(ROWS, day(9), spans) == {Clock.OURS: 5, Clock.CLINICIAN: 4}


def test_a_missing_item_does_not_turn_the_payers_clock() -> None:
    assert days_by_clock(ROWS, day(30), [(day(12), None)]) == {Clock.OURS: 10, Clock.PAYER: 20}


def test_an_item_still_missing_turns_it_up_to_today() -> None:
    assert days_by_clock(ROWS[:2], day(9), [(day(6), None)]) == {Clock.OURS: 6, Clock.CLINICIAN: 3}
    assert segments(ROWS[:2], day(4), [(day(4), None)])[-1].clock is Clock.CLINICIAN


@pytest.mark.parametrize(
    ("status", "blocked_by", "waiting", "clock"),
    [
        ("in_review", "", False, "payer"),
        ("in_review", "platform", False, "platform"),
        ("preparing", "", True, "clinician"),
        ("preparing", "ours", True, "ours"),
        ("submitted", "", True, "payer"),
    ],
)
def test_whose_turn_it_is(status: str, blocked_by: str, waiting: bool, clock: str) -> None:
    found = clock_of(Status(status), blocked_by=blocked_by, waiting_on_clinician=waiting)
    assert found is Clock(clock)
