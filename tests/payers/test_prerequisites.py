"""Which plan needs which other enrollment first: the table, line by line."""

import dataclasses
import datetime as dt
from typing import Any

import pytest

from payers.enums import LineOfBusiness
from payers.prerequisites import TABLE, Code, Offered, Situation, missing, opt_out_ends_on

DAY = dt.date(2026, 6, 1)
# Somebody who has everything.
COMPLETE = Situation(
    line=LineOfBusiness.COMMERCIAL,
    on=DAY,
    state="PA",
    payer_name="Aetna",
    medicare_enrolled=True,
    medicaid_enrolled=True,
    group_contract=True,
    caqh_attested=True,
    caqh_authorized=True,
)


def codes(**changes: Any) -> list[Code]:
    """Return what is missing when so much differs from somebody who has everything."""
    return [item.code for item in missing(dataclasses.replace(COMPLETE, **changes))]


@pytest.mark.parametrize("line", LineOfBusiness)
@pytest.mark.parametrize("adds_to_group", [False, True])
def test_nothing_is_missing_for_somebody_who_has_everything(
    line: LineOfBusiness, adds_to_group: bool
) -> None:
    assert codes(line=line, adds_to_group=adds_to_group) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"line": "medicare_advantage", "medicare_enrolled": False}, [Code.MEDICARE_FIRST]),
        ({"line": "commercial", "medicare_enrolled": False}, []),
        ({"line": "medicare", "medicare_enrolled": False}, []),
        ({"line": "medicaid_managed_care", "medicaid_enrolled": False}, [Code.MEDICAID_FIRST]),
        ({"line": "medicaid", "medicaid_enrolled": False}, []),
        ({"adds_to_group": True, "group_contract": False}, [Code.GROUP_CONTRACT_FIRST]),
        ({"adds_to_group": False, "group_contract": False}, []),
        ({"caqh_attested": False}, [Code.CAQH_ATTESTED]),
        ({"caqh_authorized": False}, [Code.CAQH_AUTHORIZED]),
        ({"caqh_authorized": False, "submitting": False}, []),
        ({"caqh_attested": False, "caqh_authorized": False, "is_group": True}, []),
        ({"line": "medicare", "caqh_attested": False}, []),
        ({"line": "medicare", "opted_out": True}, [Code.OPTED_OUT]),
        # Whoever opted out is not sent to enroll in Medicare.
        (
            {"line": "medicare_advantage", "opted_out": True, "medicare_enrolled": False},
            [Code.OPTED_OUT],
        ),
        ({"line": "commercial", "opted_out": True}, []),
        ({"line": "medicare", "delegated": True}, [Code.OWN_GOVERNMENT]),
        ({"line": "medicaid", "delegated": True}, [Code.OWN_GOVERNMENT]),
        ({"line": "tricare", "delegated": True}, [Code.OWN_GOVERNMENT]),
        ({"line": "commercial", "delegated": True, "caqh_attested": False}, []),
    ],
)
def test_what_is_missing(changes: dict[str, Any], found: list[Code]) -> None:
    assert codes(**changes) == found


def test_every_row_names_its_source_and_every_answer_a_next_step() -> None:
    assert {row.code for row in TABLE} == set(Code)
    assert all(row.source for row in TABLE)
    bare = Situation(line=LineOfBusiness.MEDICARE_ADVANTAGE, on=DAY, adds_to_group=True)
    for item in missing(bare):
        assert item.source, item.code
        assert item.text.endswith("."), item.code
        assert item.next_step.endswith("."), item.code


def test_the_missing_one_is_offered() -> None:
    (item,) = missing(
        dataclasses.replace(COMPLETE, line=LineOfBusiness.MEDICAID_MANAGED_CARE, medicaid_enrolled=False)
    )
    assert item.offered == Offered.MEDICAID
    assert "in PA" in item.text
    assert item.blocks


def test_papers_are_asked_for_and_block_nothing() -> None:
    (item,) = missing(dataclasses.replace(COMPLETE, caqh_authorized=False))
    assert not item.blocks
    assert "Aetna" in item.text


@pytest.mark.parametrize(
    ("until", "on", "ends"),
    [
        (None, DAY, None),
        (dt.date(2026, 6, 1), DAY, dt.date(2026, 6, 1)),
        (dt.date(2026, 5, 31), DAY, dt.date(2028, 5, 31)),
        (dt.date(2021, 1, 15), DAY, dt.date(2027, 1, 15)),
        (dt.date(2024, 2, 29), dt.date(2025, 1, 1), dt.date(2026, 2, 28)),
    ],
)
def test_an_opt_out_renews_itself_every_two_years(
    until: dt.date | None, on: dt.date, ends: dt.date | None
) -> None:
    assert opt_out_ends_on(until, on) == ends


@pytest.mark.parametrize(
    ("until", "words"),
    [
        (dt.date(2026, 7, 1), "by 1 Jun 2026"),
        (dt.date(2026, 6, 30), "too late"),
        (None, "Record until when"),
    ],
)
def test_an_opt_out_names_the_last_day_to_cancel(until: dt.date | None, words: str) -> None:
    asked = dataclasses.replace(COMPLETE, line=LineOfBusiness.MEDICARE, opted_out=True, opted_out_until=until)
    (item,) = missing(asked)
    assert words in item.next_step
