"""Portability, as a decision table: only what is ours and verified with evidence can be taken along."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrollments.enums import HolderKind
from enrollments.portability import ALWAYS_KEPT, Holding, Portable, portability

ON = dt.date(2026, 6, 1)
LOOKED = dt.date(2026, 5, 4)
H, P = HolderKind, Portable


@pytest.mark.parametrize(
    ("kind", "looked", "evidence", "ends", "expected"),
    [
        (H.PRACTICE, LOOKED, True, None, P.PORTABLE),
        (H.CLINICIAN, LOOKED, True, None, P.PORTABLE),
        (H.PRACTICE, LOOKED, False, None, P.UNVERIFIED),
        (H.PRACTICE, None, True, None, P.UNVERIFIED),
        (H.CLINICIAN, None, False, None, P.UNVERIFIED),
        (H.PRACTICE, ON + dt.timedelta(days=1), True, None, P.UNVERIFIED),
        (H.PLATFORM, LOOKED, True, None, P.STAYS),
        (H.PLATFORM, None, False, None, P.STAYS),
        (H.OTHER_GROUP, LOOKED, True, None, P.STAYS),
        (H.UNKNOWN, LOOKED, True, None, P.UNKNOWN),
        (H.PRACTICE, LOOKED, True, ON, P.PORTABLE),
        (H.PRACTICE, LOOKED, True, ON - dt.timedelta(days=1), P.ENDED),
        (H.PLATFORM, LOOKED, True, ON - dt.timedelta(days=1), P.ENDED),
    ],
)
def test_the_badge(
    kind: HolderKind, looked: dt.date | None, evidence: bool, ends: dt.date | None, expected: Portable
) -> None:
    holding = Holding(kind, "Somebody", looked, evidence, LOOKED, ends)

    assert portability(holding, ON).badge == expected


def test_a_platforms_label_names_the_platform_and_a_groups_the_group() -> None:
    assert portability(Holding(H.PLATFORM), ON).label == "Stays with the platform"
    assert portability(Holding(H.OTHER_GROUP), ON).label == "Stays with the group"


def test_a_platforms_contract_keeps_npi_and_license_only() -> None:
    found = portability(Holding(H.PLATFORM, "Headway (a platform)", LOOKED, True), ON)

    assert found.kept == (ALWAYS_KEPT,)
    assert any("network status" in text for text in found.lost)
    assert any("cannot be moved into yours" in text for text in found.reasons)


def test_an_unexecuted_contract_says_so() -> None:
    found = portability(Holding(H.PRACTICE, "Maple Street", LOOKED, True), ON)

    assert any("executed is not recorded" in text for text in found.reasons)


_DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1))


@given(
    st.builds(
        Holding,
        holder_kind=st.sampled_from(list(HolderKind)),
        verified_on=st.none() | _DAYS,
        has_evidence=st.booleans(),
        ends_on=st.none() | _DAYS,
    ),
    _DAYS,
)
def test_nothing_is_portable_without_our_name_a_look_and_evidence(holding: Holding, on: dt.date) -> None:
    found = portability(holding, on)

    assert found.reasons
    assert found.kept
    assert found.lost
    if found.badge == P.PORTABLE:
        assert holding.holder_kind in (H.PRACTICE, H.CLINICIAN)
        assert holding.has_evidence
        assert holding.verified_on is not None
        assert holding.verified_on <= on
