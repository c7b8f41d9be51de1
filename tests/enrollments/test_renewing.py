"""Is the next application opened? Once per cycle, with the plans, owner and route of the one before."""

import datetime as dt

import pytest

from accounts.models import AuditEntry, Organization, User
from accounts.tenancy import organization_scope
from credtrack.kernel import clock
from enrollments import renewing, transitions
from enrollments.enums import ContractTrack, Kind, Route, Source, Status
from enrollments.models import Application
from payers.models import Payer, Plan
from providers.models import Practice, Provider
from tests.accounts.racing import Meeting, both
from tests.factories.enrollments import ApplicationFactory
from tests.factories.payers import PlanFactory, PlatformFactory

DECIDED = dt.date(2024, 2, 26)
RENEWAL = Kind.RECREDENTIALING


@pytest.fixture
def active(
    in_scope: None, practice: Practice, provider: Provider, payer: Payer, plan: Plan, owner: User
) -> Application:
    """Dana's participation at Aetna through a platform, decided years ago; two plans, Olivia's."""
    second = PlanFactory(payer=payer, name="Aetna PPO", slug="aetna-ppo-test", is_default=False)
    return ApplicationFactory(  # type: ignore[no-any-return]
        practice=practice, provider=provider, payer=payer, status=Status.ACTIVE, on=DECIDED, owner=owner,
        route=Route.DELEGATED, platform=PlatformFactory(name="Headway"), plans=[plan, second],
    )  # fmt: skip


@pytest.mark.parametrize("kind", [Kind.RECREDENTIALING, Kind.REVALIDATION])
def test_the_next_one_is_a_draft_that_carries_on(active: Application, kind: Kind) -> None:
    made = renewing.open_next(active, kind)
    assert made is not None
    assert (made.kind, made.status, made.opened_on) == (kind, Status.DRAFT, clock.today())
    assert (made.owner, made.route, made.platform) == (active.owner, active.route, active.platform)
    assert (made.provider, made.practice, made.payer, made.state) == (
        active.provider, active.practice, active.payer, active.state,
    )  # fmt: skip
    assert made.contract_track == ContractTrack.NOT_NEEDED
    assert {row.plan.name for row in made.plans.all()} == {"Aetna commercial", "Aetna PPO"}
    assert made.follow_ups.filter(done_at=None).count() == 1
    first = made.transitions.get()
    assert (first.source, first.actor) == (Source.SYSTEM, None)
    assert AuditEntry.objects.filter(action="application.open", subject_id=made.pk, actor=None).exists()


def test_it_is_opened_once_per_cycle(active: Application) -> None:
    first = renewing.open_next(active, RENEWAL)
    assert first is not None
    assert renewing.open_next(active, RENEWAL) is None
    transitions.move(
        first.pk, Status.WITHDRAWN, occurred_on=clock.today(), actor=None, facts={"reason": "She leaves"}
    )
    assert renewing.open_next(active, RENEWAL) is None, "somebody decided so"


def test_one_of_an_earlier_cycle_does_not_count(active: Application, practice: Practice) -> None:
    earlier = ApplicationFactory(
        practice=practice, provider=active.provider, payer=active.payer, kind=RENEWAL,
        on=DECIDED - dt.timedelta(days=900), status=Status.WITHDRAWN,
    )  # fmt: skip
    assert earlier.opened_on < DECIDED
    assert renewing.open_next(active, RENEWAL) is not None


def test_one_that_is_open_since_before_the_decision_is_continued(active: Application) -> None:
    ApplicationFactory(
        practice=active.practice, provider=active.provider, payer=active.payer, kind=RENEWAL,
        on=DECIDED - dt.timedelta(days=90),
    )  # fmt: skip
    assert renewing.open_next(active, RENEWAL) is None


def test_without_a_decision_there_is_no_cycle(active: Application) -> None:
    active.decided_on = None
    assert renewing.open_next(active, RENEWAL) is None


def test_a_group_renews_itself(in_scope: None, practice: Practice, payer: Payer, plan: Plan) -> None:
    group = ApplicationFactory(
        practice=practice, payer=payer, kind=Kind.INITIAL_GROUP, status=Status.ACTIVE, on=DECIDED
    )
    made = renewing.open_next(group, RENEWAL)
    assert made is not None
    assert made.provider is None
    assert renewing.open_next(group, RENEWAL) is None


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_opens_it(
    maple: Organization, active: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have seen that there is none yet; the key of open applications lets one through."""
    monkeypatch.setattr(renewing, "_was_opened", Meeting().after(renewing._was_opened))

    def once(_: int) -> Application | None:
        with organization_scope(maple):
            return renewing.open_next(Application.objects.get(pk=active.pk), RENEWAL)

    found = both(once)
    assert sorted(type(one).__name__ for one in found) == ["Application", "NoneType"]
    assert Application.objects.filter(kind=RENEWAL).count() == 1
