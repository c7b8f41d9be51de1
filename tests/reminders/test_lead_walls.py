"""The lead hears what is escalated, but nothing from behind a wall; no database."""

import datetime as dt

import pytest

from accounts.enums import Role
from reminders.enums import Kind
from reminders.facts import About, Fact
from reminders.recipients import Recipients, Seat

DAY = dt.date(2026, 3, 12)
OWNER = Seat(1, 101, Role.OWNER)
LEAD = Seat(2, 102, Role.COORDINATOR, frozenset({5}))


@pytest.mark.parametrize(("practice", "told"), [(5, 102), (6, 101)])
def test_what_the_lead_may_not_see_goes_to_the_owners(practice: int, told: int) -> None:
    fact = Fact(Kind.CONTRACT_ENDS, 1, DAY, DAY, About(practice_id=practice))

    assert [one.user_id for one in Recipients([OWNER, LEAD], lead=2).of(fact)] == [told]
