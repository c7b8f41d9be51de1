"""When is the next renewal due, and from when is it accepted? FACTS sections 4 and 5."""

from datetime import date

import pytest

from enrollments.enums import Kind
from enrollments.recredentialing import DEFAULT_MONTHS, due_on, is_overdue, month_end, next_renewal
from payers.enums import LineOfBusiness

COMMERCIAL, MEDICARE, MEDICAID = (
    LineOfBusiness.COMMERCIAL.value,
    LineOfBusiness.MEDICARE.value,
    LineOfBusiness.MEDICAID.value,
)


@pytest.mark.parametrize(
    ("decided", "months", "due", "why"),
    [
        (date(2023, 8, 31), 36, date(2026, 8, 31), "NCQA: 36 months from the decision, same day"),
        (date(2023, 8, 31), 30, date(2026, 2, 28), "the month is shorter: its last day"),
        (date(2024, 2, 29), 36, date(2027, 2, 28), "29 February in a common year"),
        (date(2024, 2, 29), 48, date(2028, 2, 29), "29 February in a leap year"),
        (date(2023, 1, 31), 1, date(2023, 2, 28), "FACTS 11: add-months must clamp"),
        (date(2023, 12, 31), 36, date(2026, 12, 31), "across the year's edge"),
    ],
)
def test_the_cycle_counts_months_from_the_decision(decided: date, months: int, due: date, why: str) -> None:
    assert due_on(decided, months) == due, why
    assert next_renewal(decided, months, COMMERCIAL).due_on == due
    assert next_renewal(decided, months, COMMERCIAL).opens_on is None


def test_without_a_decision_nothing_is_due() -> None:
    assert due_on(None) is None
    assert not is_overdue(None, date(2026, 11, 17))


def test_it_lapses_the_day_after_the_last_one() -> None:
    assert DEFAULT_MONTHS == 36
    assert not is_overdue(date(2023, 11, 17), date(2026, 11, 17))
    assert is_overdue(date(2023, 11, 17), date(2026, 11, 18))


@pytest.mark.parametrize(
    ("decided", "due", "opens"),
    [
        (date(2021, 8, 3), date(2026, 8, 31), date(2026, 1, 31)),
        (date(2021, 8, 31), date(2026, 8, 31), date(2026, 1, 31)),
        (date(2023, 2, 10), date(2028, 2, 29), date(2027, 7, 29)),
        (date(2021, 9, 15), date(2026, 9, 30), date(2026, 2, 28)),
    ],
)
def test_medicare_is_due_on_the_last_day_of_a_month_and_opens_seven_months_before(
    decided: date, due: date, opens: date
) -> None:
    """42 CFR 424.515, five years; Noridian: no earlier than seven months ahead (rc-medicare-window)."""
    found = next_renewal(decided, 60, MEDICARE)
    assert (found.kind, found.due_on, found.opens_on) == (Kind.REVALIDATION, due, opens)


def test_medicaid_is_revalidated_to_the_day_and_at_any_time() -> None:
    """42 CFR 455.414: at least every five years."""
    found = next_renewal(date(2021, 8, 3), 60, MEDICAID)
    assert (found.kind, found.due_on, found.opens_on) == (Kind.REVALIDATION, date(2026, 8, 3), None)


@pytest.mark.parametrize("line", [LineOfBusiness.COMMERCIAL, LineOfBusiness.MEDICARE_ADVANTAGE])
def test_plans_recredential_even_where_medicare_pays(line: LineOfBusiness) -> None:
    assert next_renewal(date(2023, 8, 3), 36, line.value).kind == Kind.RECREDENTIALING


def test_the_end_of_a_month() -> None:
    assert month_end(date(2028, 2, 1)) == date(2028, 2, 29)
    assert month_end(date(2026, 12, 31)) == date(2026, 12, 31)
