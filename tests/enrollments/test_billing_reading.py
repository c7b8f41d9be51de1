"""Billing readiness on records: rules 1, 2, 3, 4 and 7 of the field, and the agreement with the network matrix."""

import datetime as dt

import pytest

from accounts.models import User
from enrollments import confirming
from enrollments.billing import Verdict
from enrollments.billing_reading import BillingRow, billing_rows
from enrollments.confirming import About, Told
from enrollments.enums import Confirmed, HolderKind, Status
from enrollments.models import Application, Contract
from enrollments.network_reading import network_rows
from enrollments.refusals import Refused
from payers.enums import LineOfBusiness
from payers.models import Payer, Plan
from providers.models import Practice, Provider
from tests.factories.enrollments import ApplicationFactory, ContractFactory, ParticipationFactory
from tests.factories.payers import PayerFactory, PlanFactory, PlatformFactory
from tests.factories.providers import AffiliationFactory, CredentialFactory, PracticeFactory, ProviderFactory

FOUR = (Confirmed.CONTRACT, Confirmed.EFFECTIVE_DATE, Confirmed.PROVIDER_ID, Confirmed.CLAIMS_ROUTE)
EFFECTIVE = dt.date(2026, 1, 1)  # what the factory's active application has


def confirm(active: Application, kind: Confirmed, on: dt.date | None = None) -> None:
    assert active.provider
    about = About(active.provider, active.practice, active.payer)
    told = Told(kind, EFFECTIVE, "Welcome letter", value="60054", value_on=on or EFFECTIVE)
    confirming.confirm(about, told, actor=None)


def one(on: dt.date) -> BillingRow:
    rows = billing_rows(on)
    assert len(rows) == 1
    return rows[0]


@pytest.fixture
def active(
    in_scope: None, practice: Practice, provider: Provider, payer: Payer, plan: Plan, owner: User
) -> Application:
    """Dana, active at Aetna under the practice's own contract, licensed."""
    CredentialFactory(provider=provider)
    made: Application = ApplicationFactory(
        practice=practice,
        provider=provider,
        payer=payer,
        status=Status.ACTIVE,
        on=dt.date(2025, 12, 20),
        actor=owner,
    )
    return made


def test_all_four_confirmed_on_a_covered_day_is_ready(active: Application) -> None:
    for kind in FOUR:
        confirm(active, kind)

    found = one(dt.date(2026, 3, 1)).readiness

    assert (found.verdict, found.from_, found.codes) == (Verdict.READY, EFFECTIVE, ())


@pytest.mark.parametrize("missing", FOUR)
def test_rule_2_four_confirmations_missing_one_is_not_ready_and_names_it(
    active: Application, missing: Confirmed
) -> None:
    for kind in FOUR:
        if kind != missing:
            confirm(active, kind)

    found = one(dt.date(2026, 3, 1)).readiness

    assert (found.verdict, found.codes) == (Verdict.NOT_READY, (f"{missing.value}_unconfirmed",))


def test_rule_1_a_platform_participation_and_no_own_contract_is_not_ready(
    in_scope: None, practice: Practice, provider: Provider, plan: Plan
) -> None:
    CredentialFactory(provider=provider)
    headway = PlatformFactory(name="Headway")
    ParticipationFactory(provider=provider, practice=practice, plan=plan, state="PA", platform=headway)

    row = one(dt.date(2026, 3, 1))

    assert row.network.status.through == "Headway"
    assert not row.network.status.own
    assert row.readiness.verdict == Verdict.NOT_READY
    assert "platform_only" in row.readiness.codes


def test_rule_3_an_effective_date_ahead_is_ready_from_that_day(active: Application) -> None:
    for kind in FOUR:
        confirm(active, kind)

    before, first = one(dt.date(2025, 12, 31)).readiness, one(EFFECTIVE).readiness

    assert (before.verdict, before.from_, before.codes) == (Verdict.READY_FROM, EFFECTIVE, ("day_ahead",))
    assert first.verdict == Verdict.READY


def test_rule_4_a_later_group_link_is_the_first_billable_day(active: Application) -> None:
    for kind in FOUR:
        confirm(active, kind)
    confirm(active, Confirmed.GROUP_LINK, dt.date(2026, 2, 15))

    before = one(dt.date(2026, 2, 14)).readiness

    assert (before.verdict, before.from_) == (Verdict.READY_FROM, dt.date(2026, 2, 15))
    assert one(dt.date(2026, 2, 15)).readiness.verdict == Verdict.READY


def test_rule_7_a_government_line_through_a_platform_is_not_enrolled(
    in_scope: None, practice: Practice, provider: Provider, payer: Payer
) -> None:
    CredentialFactory(provider=provider)
    medicare = PlanFactory(payer=payer, slug="medicare", line_of_business=LineOfBusiness.MEDICARE)
    ParticipationFactory(
        provider=provider, practice=practice, plan=medicare, state="PA", platform=PlatformFactory()
    )

    row = one(dt.date(2026, 3, 1))

    assert row.network.status.standing.value == "not_enrolled"
    assert "government_line_delegated" in row.readiness.codes
    assert "platform_only" not in row.readiness.codes


@pytest.mark.parametrize(
    ("holder", "code"),
    [(HolderKind.UNKNOWN, "holder_unknown"), (HolderKind.OTHER_GROUP, "contract_not_own")],
)
def test_a_contract_that_is_not_ours_is_not_ready(active: Application, holder: HolderKind, code: str) -> None:
    for kind in FOUR:
        confirm(active, kind)
    Contract.objects.update(holder_kind=holder, holder_name="Elm Group")

    found = one(dt.date(2026, 3, 1)).readiness

    assert (found.verdict, found.codes) == (Verdict.NOT_READY, (code,))


def test_a_contract_that_ended_the_day_before_is_not_ready(active: Application) -> None:
    for kind in FOUR:
        confirm(active, kind)
    Contract.objects.update(ends_on=dt.date(2026, 2, 28))

    assert one(dt.date(2026, 2, 28)).readiness.verdict == Verdict.READY
    assert one(dt.date(2026, 3, 1)).readiness.codes == ("contract_ended",)


def test_ready_is_own_in_network_on_every_date(active: Application) -> None:
    for kind in FOUR:
        confirm(active, kind)
    days = [dt.date(2025, 12, 1) + dt.timedelta(days=step) for step in range(0, 1500, 29)]
    seen = set()
    for day in days:
        status, found = network_rows(day)[0].status, one(day).readiness
        seen.add(found.verdict)
        assert (found.verdict == Verdict.READY) <= (status.own and status.standing.value == "in_network")
        assert (found.verdict == Verdict.READY_FROM) <= (found.from_ is not None and found.from_ > day)

    assert seen == set(Verdict)


def test_a_withdrawn_confirmation_holds_no_more(active: Application, owner: User) -> None:
    for kind in FOUR:
        confirm(active, kind)
    row = one(dt.date(2026, 3, 1)).proofs[Confirmed.CLAIMS_ROUTE]

    confirming.withdraw(row, "The clearinghouse was another one.", actor=owner)

    assert one(dt.date(2026, 3, 1)).readiness.codes == ("claims_route_unconfirmed",)
    with pytest.raises(Refused, match="withdrawn it already"):
        confirming.withdraw(row, "Again", actor=owner)


def test_the_number_of_queries_does_not_depend_on_rows(
    active: Application, practice: Practice, payer: Payer, django_assert_max_num_queries: object
) -> None:
    for _ in range(5):
        ApplicationFactory(practice=practice, payer=payer, status=Status.SUBMITTED)
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        assert len(billing_rows(dt.date(2027, 3, 1))) == 6


def test_what_another_group_holds_is_never_counted_as_our_own(active: Application) -> None:
    """Rented is not owned, whoever rents it out: the matrix names the group, and both tallies stay apart."""
    Contract.objects.update(holder_kind=HolderKind.OTHER_GROUP, holder_name="Elm Group")

    [row] = network_rows(dt.date(2026, 3, 1))

    assert not row.status.own
    assert (row.status.standing.value, row.status.through) == ("in_network_through_platform", "Elm Group")


def test_a_recorded_span_under_another_group_s_contract_is_theirs(in_scope: None) -> None:
    contract = ContractFactory(
        holder_kind=HolderKind.OTHER_GROUP, holder_name="Elm Group", payer=PayerFactory()
    )
    practice, provider = PracticeFactory(), ProviderFactory()
    AffiliationFactory(provider=provider, practice=practice)
    plan = PlanFactory(payer=contract.payer)
    ParticipationFactory(provider=provider, practice=practice, plan=plan, state="PA", contract=contract)

    [row] = network_rows(dt.date(2026, 3, 1))

    assert (row.status.own, row.status.through) == (False, "Elm Group")
