"""The two journeys of the pie Health article, month by month: what every page's facts say at 0, 3, 6, 9 and 12.

Elin goes through a platform and starts over in month ten; Dario applies directly. Both begin in January
2023. The pages read the same answers that are asserted here.
"""

import datetime as dt
from collections.abc import Mapping

import pytest

from accounts.models import Organization
from accounts.tenancy import organization_scope
from credtrack.kernel import clock
from enrollments.as_of import logs_of
from enrollments.billing import Verdict
from enrollments.billing_reading import billing_rows
from enrollments.enums import Kind, Status
from enrollments.fold import as_of, fold
from enrollments.models import Application, Entry
from enrollments.network import NetworkStatus, Standing
from enrollments.network_reading import network_rows

# The fifteenth of the month, so many months after January 2023.
MONTHS = {
    0: "2023-01-15",
    3: "2023-04-15",
    6: "2023-07-15",
    9: "2023-10-15",
    10: "2023-11-20",
    12: "2024-01-15",
}
PLATFORM, PENDING, OWN, NOTHING, LATER = (
    Standing.THROUGH_PLATFORM,
    Standing.PENDING,
    Standing.IN_NETWORK,
    Standing.NOT_ENROLLED,
    Standing.EFFECTIVE_LATER,
)
# payer: standing in each month
ELIN: Mapping[int, Mapping[str, Standing]] = {
    0: {"aetna": PENDING, "cigna": PENDING, "highmark": PENDING, "keystone-first": NOTHING},
    3: {"aetna": PLATFORM, "cigna": PLATFORM, "highmark": PENDING, "keystone-first": NOTHING},
    6: {"aetna": PLATFORM, "cigna": PLATFORM, "highmark": PLATFORM, "keystone-first": NOTHING},
    9: {"aetna": PLATFORM, "cigna": PLATFORM, "highmark": PLATFORM, "keystone-first": NOTHING},
    10: {"aetna": PLATFORM, "cigna": PLATFORM, "highmark": PLATFORM, "keystone-first": PENDING},
    12: {"aetna": PENDING, "cigna": PENDING, "highmark": Standing.ENDED, "keystone-first": PENDING},
}
DARIO: Mapping[int, Mapping[str, Standing]] = {
    0: {"aetna": PENDING, "cigna": PENDING, "highmark": PENDING, "keystone-first": PENDING},
    3: {"aetna": PENDING, "cigna": PENDING, "highmark": PENDING, "keystone-first": PENDING},
    6: {"aetna": OWN, "cigna": OWN, "highmark": PENDING, "keystone-first": OWN},
    9: {"aetna": OWN, "cigna": OWN, "highmark": OWN, "keystone-first": OWN},
    12: {"aetna": OWN, "cigna": OWN, "highmark": OWN, "keystone-first": OWN},
}


def day(month: int) -> dt.date:
    return dt.date.fromisoformat(MONTHS[month])


def standing(last_name: str, on: dt.date) -> dict[str, NetworkStatus]:
    """Return what the network says of each of the four payers' default plan."""
    return {
        row.plan.payer.slug: row.status
        for row in network_rows(on)
        if row.provider.last_name == last_name and row.plan.payer.slug in ELIN[0] and row.state == "PA"
    }


def stood(application: Application, on: dt.date) -> Status | None:
    """Return the status an application had on a day."""
    return fold(as_of(logs_of({application.pk})[application.pk], on)).status


def test_the_network_of_the_delegated_path_month_by_month(demo: Organization) -> None:
    with organization_scope(demo):
        for month, expected in ELIN.items():
            found = standing("Marsh", day(month))
            assert {slug: found[slug].standing for slug in expected} == expected, f"month {month}"
            assert sum(status.own for status in found.values()) == 0, f"month {month}: nothing of her own"


def test_the_network_of_the_direct_path_month_by_month(solo: Organization) -> None:
    with organization_scope(solo):
        for month, expected in DARIO.items():
            found = standing("Lindqvist", day(month))
            assert {slug: found[slug].standing for slug in expected} == expected, f"month {month}"
            assert not any(status.through for status in found.values())


@pytest.mark.parametrize("slug", ["aetna", "cigna"])
def test_at_month_ten_she_is_a_new_applicant_with_no_carry_over(demo: Organization, slug: str) -> None:
    with organization_scope(demo):
        again = Application.objects.get(
            provider__last_name="Marsh", payer__slug=slug, kind=Kind.INITIAL_INDIVIDUAL
        )
        assert again.contract is not None
        assert again.submitted_on is not None
        assert stood(again, day(9)) in (Status.DRAFT, Status.PREPARING)
        assert stood(again, day(10)) in (Status.SUBMITTED, Status.ACKNOWLEDGED)
        # Nothing of the roster came along: its own day of sending, its own decision, another contract.
        roster = Application.objects.get(
            provider__last_name="Marsh", payer__slug=slug, kind=Kind.DELEGATED_ROSTER
        )
        assert roster.contract_id != again.contract_id
        assert again.decided_on is not None
        assert again.decided_on > day(12)
        assert again.payer_assigned_id != roster.payer_assigned_id


def test_the_payer_said_that_nothing_carries_over(demo: Organization) -> None:
    with organization_scope(demo):
        said = Entry.objects.filter(
            application__provider__last_name="Marsh",
            application__payer__slug="aetna",
            said__icontains="new applicant",
        )
        assert [entry.occurred_on for entry in said] == [day(10)]


def test_medicaid_is_reached_only_by_the_direct_path(demo: Organization, solo: Organization) -> None:
    with organization_scope(demo):
        delegated = [standing("Marsh", day(month))["keystone-first"] for month in (0, 3, 6, 9, 12)]
        rosters = Application.objects.filter(
            provider__last_name="Marsh", payer__slug="keystone-first", kind=Kind.DELEGATED_ROSTER
        )
        assert not rosters.exists()
    with organization_scope(solo):
        direct = [standing("Lindqvist", day(month))["keystone-first"] for month in (0, 3, 6, 9, 12)]

    assert not any(status.standing in (OWN, PLATFORM) for status in delegated)
    assert [status.own for status in direct] == [False, False, True, True, True]


def test_the_release_letter_blocks_and_is_no_denial(demo: Organization) -> None:
    with organization_scope(demo):
        cigna = Application.objects.get(
            provider__last_name="Marsh", payer__slug="cigna", kind=Kind.INITIAL_INDIVIDUAL
        )
        at_twelve = fold(as_of(logs_of({cigna.pk})[cigna.pk], day(12)))

        assert at_twelve.blocked_reason.startswith("Release letter")
        assert at_twelve.status == Status.SUBMITTED
        assert cigna.status == Status.ACTIVE
        assert clock.today() > day(12)


def verdicts(last_name: str, on: dt.date) -> dict[str, tuple[Verdict, tuple[str, ...]]]:
    """Return what may be billed in their own name on a day, with the codes of what stands against it."""
    return {
        row.network.plan.payer.slug: (row.readiness.verdict, row.readiness.codes)
        for row in billing_rows(on)
        if row.network.provider.last_name == last_name and row.network.state == "PA"
    }


def test_on_the_delegated_path_nothing_is_ever_hers_to_bill_in_the_first_year(demo: Organization) -> None:
    with organization_scope(demo):
        for month in ELIN:
            found = verdicts("Marsh", day(month))
            assert {verdict for verdict, _ in found.values()} <= {Verdict.NOT_READY, Verdict.READY_FROM}
            for slug, expected in ELIN[month].items():
                if expected is PLATFORM:
                    assert found[slug][0] is not Verdict.READY, f"month {month}, {slug}"


def test_on_the_direct_path_a_claim_waits_for_its_day_and_its_four_confirmations(solo: Organization) -> None:
    with organization_scope(solo):
        early, late = verdicts("Lindqvist", day(3)), verdicts("Lindqvist", day(12))
        answers = {slug: standing("Lindqvist", day(12))[slug] for slug in DARIO[12]}

    assert all(verdict is not Verdict.READY for verdict, _ in early.values())
    ready = {slug for slug in DARIO[12] if late[slug][0] is Verdict.READY}
    assert ready
    assert all(answers[slug].own for slug in ready)
    for slug in set(DARIO[12]) - ready:
        assert any(code.endswith("_unconfirmed") for code in late[slug][1]), slug
