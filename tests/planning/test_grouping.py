"""Group or individual: the meter, the suggestion and its reasons, without a database."""

import dataclasses
from typing import Any

import pytest

from planning.enums import GroupRoute
from planning.grouping import (
    CLOSED_ADD,
    ONLY_WAY,
    Considered,
    Minimum,
    Situation,
    advise,
    approval_rate,
    is_just_reached,
    reached,
)

CIGNA = Minimum(4, "Consultant: TherAssist, as of 1 Oct 2026")
GROWING = Considered("growing", "practice", "enough")
THREE = Situation(payer="Cigna", practice="Maple Street", clinicians=3, minimum=CIGNA, considered=GROWING)


def with_(**changes: Any) -> Situation:
    """Return the practice of three with so much changed."""
    return dataclasses.replace(THREE, **changes)


def test_rule_9_minimum_4_with_3_clinicians_disables_the_group_route_with_the_reason() -> None:
    advice = advise(THREE)
    assert advice.meter == "3 of 4 clinicians for a Cigna group contract"
    assert "asks for 4 clinicians; Maple Street has 3, 1 too few" in advice.group_disabled
    assert ONLY_WAY in advice.group_disabled
    assert advice.suggested == GroupRoute.INDIVIDUAL
    assert advice.basis == CIGNA.basis
    assert not reached(THREE)


def test_rule_9_the_fourth_clinician_is_the_moment_to_be_told() -> None:
    four = with_(clinicians=4)
    assert reached(four)
    assert is_just_reached(four, before=3)
    assert not is_just_reached(with_(clinicians=5), before=4)
    assert not reached(with_(clinicians=4, has_group_contract=True))
    assert advise(four).group_disabled == ""


def test_at_the_minimum_whoever_is_individual_could_be_converted() -> None:
    names = ("Dana Whitfield", "Owen Park")
    assert advise(with_(clinicians=4, individuals=names)).convertible == names
    assert advise(with_(individuals=names)).convertible == ()


def test_rule_11_a_closed_panel_is_in_no_approval_rate() -> None:
    assert approval_rate(["approved", "active", "denied", "panel_closed", "panel_closed"]) == (2, 3)
    assert approval_rate(["panel_closed", "in_review", "withdrawn", "returned"]) == (0, 0)


def test_rule_11_add_to_group_is_offered_while_the_panel_is_closed() -> None:
    closed = with_(has_group_contract=True, panel_closed=True, outside=("Owen Park",))
    advice = advise(closed)
    assert advice.can_add == ("Owen Park",)
    assert advice.add_note == CLOSED_ADD
    assert advise(with_(panel_closed=True, outside=("Owen Park",))).can_add == ()


@pytest.mark.parametrize(
    ("changes", "route"),
    [
        ({"considered": GROWING}, GroupRoute.GROUP),
        ({"considered": Considered("solo", "practice", "enough")}, GroupRoute.INDIVIDUAL),
        ({"considered": Considered("same_size", "practice", "enough")}, GroupRoute.INDIVIDUAL),
        ({"considered": Considered("growing", "each", "enough")}, GroupRoute.INDIVIDUAL),
        ({"considered": Considered("growing", "practice", "little")}, GroupRoute.INDIVIDUAL),
        ({"considered": Considered("growing", "", "")}, GroupRoute.UNDECIDED),
        ({"considered": Considered()}, GroupRoute.UNDECIDED),
        ({"considered": Considered(), "has_group_contract": True}, GroupRoute.GROUP),
        ({"considered": Considered(), "clinicians": 1, "minimum": None}, GroupRoute.INDIVIDUAL),
    ],
)
def test_the_suggestion_follows_from_the_three_considerations(
    changes: dict[str, Any], route: GroupRoute
) -> None:
    advice = advise(with_(**{"clinicians": 4, **changes}))
    assert advice.suggested == route
    assert advice.reasons


def test_a_contract_that_exists_beats_the_minimum() -> None:
    """A practice that shrank keeps its contract: the minimum is asked before one is made."""
    assert advise(with_(has_group_contract=True)).group_disabled == ""


def test_without_a_quoted_minimum_nothing_is_disabled_and_the_page_says_so() -> None:
    advice = advise(with_(minimum=None))
    assert advice.meter == "3 clinicians at Maple Street; Cigna quotes no minimum"
    assert advice.basis.startswith("No basis")
    assert advice.group_disabled == ""
    assert not reached(with_(minimum=None, clinicians=40))


def test_a_doubtful_source_is_flagged_beside_the_figure() -> None:
    doubtful = Minimum(4, "Vendor: a blog", "A vendor's figure, for illustration.")
    assert advise(with_(minimum=doubtful)).basis.endswith("A vendor's figure, for illustration.")
