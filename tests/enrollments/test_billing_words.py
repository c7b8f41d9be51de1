"""The documented reasons are those of the code; denial codes are read in any spelling."""

import re
from pathlib import Path

import pytest

from enrollments.billing_reasons import NEXT_STEP, ReasonCode, WarningCode
from enrollments.denial_codes import likely_cause

DOC = Path(__file__).parents[2] / "docs" / "billing-readiness.md"


def test_the_documented_table_equals_the_codes() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \|$", DOC.read_text(), re.M)

    assert rows == [(code.value, code.label, NEXT_STEP[code]) for code in (*ReasonCode, *WarningCode)]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("CO-B7", "CO-B7"),
        ("co b7", "CO-B7"),
        ("B7", "CO-B7"),
        ("COB-7", "CO-B7"),
        ("CO170", "CO-170"),
        ("CARC 109", "CO-109"),
        (" co - 29 ", "CO-29"),
        ("PR-29", "CO-29"),
    ],
)
def test_a_denial_code_in_any_spelling(typed: str, code: str) -> None:
    found = likely_cause(typed)

    assert found is not None
    assert found.code == code
    assert found.cause
    assert found.source


@pytest.mark.parametrize("typed", ["", "CO-45", "CO-1700", "CO-290", "297", "hello"])
def test_other_codes_point_nowhere(typed: str) -> None:
    assert likely_cause(typed) is None
