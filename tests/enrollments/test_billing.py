"""Decision tables of billing readiness: every combination has one verdict and the complete list of reasons.

The oracle below is written from the specification: four mandatory confirmations, an own executed contract in
force, the latest of the dates, license, delegate. It shares no code with `enrollments/billing.py`.
"""

import datetime as dt
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrollments.billing import Readiness, Verdict, billing_readiness
from enrollments.billing_dates import Begins
from enrollments.billing_facts import Facts, GoverningContract, LicenseSpan, Proof
from enrollments.enums import Confirmed, HolderKind
from enrollments.network import Span, network_status

ON = dt.date(2026, 6, 1)
FOUR = ("contract", "effective_date", "provider_id", "claims_route")
HOLDERS = ("practice", "clinician", "platform", "other_group", "unknown")
# What lies ahead of the date of service, in days; the day itself is not ahead.
AHEAD = {"covered": 0, "later": 30}


def proof(kind: Confirmed, value_on: dt.date | None = None) -> Proof:
    return Proof(kind, dt.date(2026, 1, 5), "60054", value_on, "Ann at Aetna", "Letter")


def facts(
    confirmed: tuple[str, ...], holder: str, effective: dt.date, suspended: bool, lapsed: bool
) -> Facts:
    platform = "Headway" if holder == "platform" else ""
    at_risk = "Suspended on 1 May 2026." if suspended else ""
    own = Span(effective, decided_on=dt.date(2026, 1, 1))
    rented = Span(dt.date(2025, 1, 1), platform="Headway", at_risk=at_risk)
    spans = [rented] if platform else [own, rented]
    return Facts(
        network=network_status(spans, [], ON),
        span=None if platform else own,
        proofs={Confirmed(kind): proof(Confirmed(kind)) for kind in confirmed},
        contract=GoverningContract(HolderKind(holder), executed_on=dt.date(2025, 12, 1)),
        begins=Begins(effective_on=None if platform else effective, license_on=dt.date(2020, 1, 1)),
        licenses=(LicenseSpan(dt.date(2020, 1, 1), ON - dt.timedelta(days=1) if lapsed else None),),
        through=("Headway",),
        at_risk=at_risk,
        recredentialing_due_on=None if platform else dt.date(2029, 1, 1),
    )


def expected(
    confirmed: tuple[str, ...], holder: str, ahead: int, suspended: bool, lapsed: bool
) -> tuple[str, set[str]]:
    """Say what the specification says."""
    reasons = {f"{kind}_unconfirmed" for kind in FOUR if kind not in confirmed}
    if holder == "platform":
        reasons.add("platform_only")
        if suspended:
            reasons.add("delegate_suspended")
    if holder == "other_group":
        reasons.add("contract_not_own")
    if holder == "unknown":
        reasons.add("holder_unknown")
    if lapsed:
        reasons.add("license_lapsed")
    blocked = bool(reasons)
    if ahead and holder != "platform":
        reasons.add("day_ahead")
    if blocked:
        return "not_ready", reasons
    return ("ready_from" if ahead else "ready"), reasons


SUBSETS = [
    tuple(kind for kind, taken in zip(FOUR, picks, strict=True) if taken)
    for picks in product((True, False), repeat=4)
]


@pytest.mark.parametrize("holder", HOLDERS)
@pytest.mark.parametrize("dates", AHEAD)
@pytest.mark.parametrize("suspended", [False, True])
@pytest.mark.parametrize("lapsed", [False, True])
def test_every_combination_has_one_verdict_and_all_its_reasons(
    holder: str, dates: str, suspended: bool, lapsed: bool
) -> None:
    for confirmed in SUBSETS:
        effective = ON + dt.timedelta(days=AHEAD[dates])
        found = billing_readiness(facts(confirmed, holder, effective, suspended, lapsed), ON)

        verdict, reasons = expected(confirmed, holder, AHEAD[dates], suspended, lapsed)
        assert (found.verdict.value, set(found.codes)) == (verdict, reasons), confirmed
        assert len(found.codes) == len(set(found.codes))
        assert all(reason.text and reason.next_step for reason in found.reasons)


READY = facts(FOUR, "practice", dt.date(2026, 1, 1), suspended=False, lapsed=False)


def with_begins(**more: dt.date) -> Readiness:
    return billing_readiness(replace(READY, begins=replace(READY.begins, **more)), ON)


@pytest.mark.parametrize(
    "name",
    ["effective_on", "group_link_on", "confirmed_link_on", "contract_on", "license_on", "affiliated_on", "location_on"],
)  # fmt: skip
def test_the_latest_of_the_dates_is_the_first_billable_day(name: str) -> None:
    later = with_begins(**{name: dt.date(2026, 7, 1)})

    assert (later.verdict, later.from_) == (Verdict.READY_FROM, dt.date(2026, 7, 1))
    assert with_begins(**{name: ON}).verdict == Verdict.READY


def test_nothing_is_promised_for_a_day_that_the_license_does_not_reach() -> None:
    short = (LicenseSpan(dt.date(2020, 1, 1), dt.date(2026, 6, 15)),)
    begins = replace(READY.begins, effective_on=dt.date(2026, 7, 1))

    found = billing_readiness(replace(READY, licenses=short, begins=begins), ON)

    assert (found.verdict, found.codes) == (Verdict.NOT_READY, ("license_lapsed", "day_ahead"))


def test_a_confirmed_date_that_differs_is_a_warning_and_the_later_one_counts() -> None:
    found = with_begins(confirmed_effective_on=dt.date(2025, 12, 1))

    assert (found.verdict, found.from_) == (Verdict.READY, dt.date(2026, 1, 1))
    assert "date_differs" in {warning.code.value for warning in found.warnings}


def test_warnings_never_change_the_verdict() -> None:
    assert {warning.code.value for warning in billing_readiness(READY, ON).warnings} == {
        "payer_not_loaded", "era_unconfirmed", "eft_unconfirmed", "test_claim_missing", "both_would_bill",
        "holder_unverified",
    }  # fmt: skip
    assert billing_readiness(READY, ON).verdict == Verdict.READY


_RANK = {Verdict.NOT_READY: 0, Verdict.READY_FROM: 1, Verdict.READY: 2}


@given(
    held=st.sets(st.sampled_from(list(Confirmed))),
    added=st.sampled_from(list(Confirmed)),
    holder=st.sampled_from(HOLDERS),
    ahead=st.integers(-40, 40),
    lapsed=st.booleans(),
)
def test_adding_a_confirmation_never_worsens_a_verdict(
    held: set[Confirmed], added: Confirmed, holder: str, ahead: int, lapsed: bool
) -> None:
    before = facts((), holder, ON + dt.timedelta(days=ahead), suspended=False, lapsed=lapsed)
    before = replace(before, proofs={kind: proof(kind) for kind in held})
    after = replace(before, proofs={**before.proofs, added: proof(added)})

    old, new = billing_readiness(before, ON), billing_readiness(after, ON)

    assert _RANK[new.verdict] >= _RANK[old.verdict]
    assert set(new.codes) <= set(old.codes)


def test_a_license_that_is_not_on_file_is_a_warning_and_a_lapsed_one_a_reason() -> None:
    nothing = billing_readiness(replace(READY, licenses=()), ON)
    lapsed = billing_readiness(
        replace(READY, licenses=(LicenseSpan(dt.date(2020, 1, 1), ON - dt.timedelta(days=1)),)), ON
    )

    assert (nothing.verdict, nothing.codes) == (Verdict.READY, ())
    assert "license_unrecorded" in [one.code.value for one in nothing.warnings]
    assert (lapsed.verdict, lapsed.codes) == (Verdict.NOT_READY, ("license_lapsed",))
    assert "license_unrecorded" not in [one.code.value for one in lapsed.warnings]
