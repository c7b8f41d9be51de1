"""Four ways side by side: arithmetic by hand, and the page with the user's own numbers."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from planning.paths import WEEKS_A_MONTH, Numbers, paths

GIVEN = Numbers(
    weekly_sessions=10, platform_rate=80, direct_rate=100, months_to_direct=5, notice_months=3,
    depanel_months=1, credentialing_cost=1_000,
)  # fmt: skip


def test_each_way_comes_to_what_is_reckoned_by_hand() -> None:
    stay, leave, stages, direct = paths(GIVEN)
    week = 10 * WEEKS_A_MONTH
    assert stay.by_year == pytest.approx(12 * 80 * week)
    # Three months of notice, then nothing until month five.
    assert leave.by_half == pytest.approx(3 * 80 * week + 1 * 100 * week - 1_000)
    assert leave.transition_cost == pytest.approx(2 * 80 * week)
    # The platform pays until the own contract does; leaving the panel costs a month.
    assert stages.by_half == pytest.approx(5 * 80 * week - 1_000)
    assert stages.transition_cost == pytest.approx(1 * 80 * week)
    assert direct.by_half == pytest.approx(1 * 100 * week - 1_000)
    assert direct.transition_cost == 0
    assert (stay.renegotiable_month, direct.renegotiable_month) == (None, 17)


def test_leaving_now_waits_for_the_panel_even_when_the_contract_is_there() -> None:
    at_once = Numbers(10, 80, 100, months_to_direct=0, notice_months=3, depanel_months=2)
    assert paths(at_once)[1].transition_cost == pytest.approx(2 * 80 * 10 * WEEKS_A_MONTH)


@pytest.mark.django_db
def test_the_page_answers_on_own_numbers_and_labels_the_example(
    client_for: Callable[[User], Client], owner: User
) -> None:
    given = {"weekly_sessions": 10, "platform_rate": 80, "direct_rate": 100, "months_to_direct": 5}
    answer = client_for(owner).get("/o/maple/planning/paths/", given)
    assert [one.key for one in answer.context["found"]] == ["stay", "leave", "stages", "direct"]
    html = answer.content.decode()
    assert "An example from an article, not your numbers" in html
    assert "$41,600" in html or "$41600" in html
