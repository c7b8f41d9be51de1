"""How far billing may go back: Medicare, disasters, states; nothing without a sourced rule, never before the floor."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import pytest

from enrollments.effective_dates import (
    CIRCUMSTANCES,
    DISASTER,
    STATUTE,
    Anchors,
    backdated,
    medicare_effective_on,
)
from payers.rules import Fact

START = dt.date(2026, 6, 1)
FLOOR = dt.date(2020, 1, 1)
EVENTS = Anchors(
    submitted_on=dt.date(2026, 2, 1), complete_on=dt.date(2026, 2, 10), contract_on=dt.date(2026, 5, 1)
)


def rule(**more: Any) -> Fact:
    given = {"kind": "backdating", "source": "Statute", "source_quality": "statute", **more}
    return Fact(id=1, **given)


MEDICARE = rule(line="medicare", value_max=30, unit="calendar_days")
DISASTER_RULE = rule(kind="backdating_disaster", line="medicare", value_max=90, unit="calendar_days")
KENTUCKY = rule(state="KY", clock_starts="application")
VIRGINIA = rule(state="VA", clock_starts="completed application")
WASHINGTON = rule(state="WA", clock_starts="complete application")
TEXAS = rule(state="TX", application_kind="add_to_group", clock_starts="submission of the information")


def back(rules: Iterable[Fact | None], granted: str = "", **more: Any) -> dt.date | None:
    found = backdated(
        START, rules, more.get("anchors", EVENTS), granted=granted, floor=more.get("floor", FLOOR)
    )
    return found.to if found else None


def test_medicare_takes_effect_at_the_later_of_filing_and_first_service() -> None:
    filed, served = dt.date(2026, 3, 1), dt.date(2026, 4, 1)

    assert medicare_effective_on(filed, served) == served
    assert medicare_effective_on(served, filed) == served


@pytest.mark.parametrize(
    ("granted", "expected"),
    [("", None), (CIRCUMSTANCES, "2026-05-02"), (DISASTER, "2026-03-03"), (STATUTE, None)],
)
def test_medicare_goes_back_only_as_far_as_was_granted(granted: str, expected: str | None) -> None:
    found = back([MEDICARE, DISASTER_RULE], granted)

    assert found == (dt.date.fromisoformat(expected) if expected else None)


@pytest.mark.parametrize(
    ("law", "kind", "expected"),
    [
        (KENTUCKY, "", EVENTS.submitted_on),
        (VIRGINIA, "", EVENTS.complete_on),
        (WASHINGTON, "initial_individual", EVENTS.contract_on),
        (WASHINGTON, "add_to_group", EVENTS.complete_on),
        (TEXAS, "add_to_group", None),
    ],
)
def test_state_laws_go_back_to_their_own_event(law: Fact, kind: str, expected: dt.date | None) -> None:
    anchors = Anchors(EVENTS.submitted_on, EVENTS.complete_on, EVENTS.contract_on, kind)

    assert back([law], anchors=anchors) == expected


def test_a_rule_for_one_kind_of_application_needs_the_recorded_grant() -> None:
    assert back([TEXAS], STATUTE) == EVENTS.submitted_on


@pytest.mark.parametrize("granted", ["", CIRCUMSTANCES, DISASTER, STATUTE])
def test_without_a_sourced_rule_nothing_goes_back(granted: str) -> None:
    unsourced = rule(state="KY", clock_starts="application", source="")

    assert back([], granted) is None
    assert back([None, None], granted) is None
    assert back([unsourced], granted) is None
    assert back([rule(line="commercial", value_max=0)], granted) is None


def test_never_before_the_license_or_the_location() -> None:
    assert back([MEDICARE], CIRCUMSTANCES, floor=dt.date(2026, 5, 20)) == dt.date(2026, 5, 20)
    assert back([KENTUCKY], floor=START) is None


def test_an_own_rule_counts_without_a_grant() -> None:
    own = rule(is_own=True, value_max=14, unit="calendar_days", source_quality="own")

    assert back([own]) == dt.date(2026, 5, 18)
