"""Opening an application: one open per key, a first row, a first follow-up."""

import dataclasses
import datetime as dt
from typing import Any

import pytest

from accounts.models import AuditEntry, User
from credtrack.kernel import clock
from enrollments import opening, transitions
from enrollments.enums import ContractTrack, Kind, Route, Source, Status
from enrollments.models import Application, ApplicationPlan, FollowUp, Transition
from enrollments.opening import Opening
from enrollments.refusals import Refused
from payers.models import Payer, Plan
from providers.models import Practice, Provider
from tests.factories.payers import PlatformFactory


@pytest.fixture
def asked(in_scope: None, practice: Practice, provider: Provider, payer: Payer, plan: Plan) -> Opening:
    """Dana applies to Aetna in Pennsylvania."""
    return Opening(
        practice=practice,
        payer=payer,
        kind=Kind.INITIAL_INDIVIDUAL,
        opened_on=clock.today() - dt.timedelta(days=3),
        provider=provider,
        state="PA",
    )


def test_it_starts_as_a_draft_with_row_plan_follow_up_and_audit(
    asked: Opening, plan: Plan, owner: User
) -> None:
    made = opening.open_application(asked, actor=owner)
    assert (made.status, made.opened_on, made.contract_track) == (
        Status.DRAFT,
        asked.opened_on,
        ContractTrack.NOT_STARTED,
    )
    assert Transition.objects.get(application=made).from_status == ""
    row = ApplicationPlan.objects.get(application=made)
    assert (row.plan, row.practice) == (plan, made.practice)
    assert FollowUp.objects.get(application=made).due_on == Application.objects.get(pk=made.pk).follow_up_on
    assert AuditEntry.objects.filter(action="application.open").count() == 1


def test_a_second_one_with_the_same_key_is_refused(asked: Opening) -> None:
    opening.open_application(asked, actor=None)
    with pytest.raises(Refused, match="An open application like this exists"):
        opening.open_application(asked, actor=None)


def test_two_at_once_are_stopped_by_the_database(asked: Opening, monkeypatch: Any) -> None:
    opening.open_application(asked, actor=None)
    monkeypatch.setattr(opening, "already_open", lambda _: None)
    with pytest.raises(Refused, match="just now"):
        opening.open_application(asked, actor=None)
    assert Application.objects.count() == 1


def test_after_it_closed_another_one_may_be_opened(asked: Opening) -> None:
    made = opening.open_application(asked, actor=None)
    transitions.move(
        made.pk, Status.WITHDRAWN, occurred_on=clock.today(), actor=None, facts={"reason": "Moved"}
    )
    assert opening.open_application(asked, actor=None).pk != made.pk


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"opened_on": dt.date(2999, 1, 1)}, "in the future"),
        ({"provider": None}, "about one clinician"),
        ({"kind": Kind.INITIAL_GROUP}, "the practice's own"),
        ({"route": Route.DELEGATED}, "goes through a platform"),
    ],
)
def test_what_cannot_be_opened_is_said(asked: Opening, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        opening.open_application(dataclasses.replace(asked, **changes), actor=None)
    assert not Application.objects.exists()


def test_a_group_applies_as_itself(asked: Opening) -> None:
    group = dataclasses.replace(asked, kind=Kind.INITIAL_GROUP, provider=None)
    assert opening.open_application(group, actor=None).provider is None


def test_an_imported_row_may_leave_the_clinician_open(asked: Opening) -> None:
    bare = dataclasses.replace(asked, provider=None)
    assert opening.open_application(bare, actor=None, source=Source.IMPORT).provider is None


def test_a_delegated_one_never_gets_a_contract_of_its_own(asked: Opening) -> None:
    delegated = dataclasses.replace(asked, route=Route.DELEGATED, platform=PlatformFactory())
    made = opening.open_application(delegated, actor=None)
    assert made.contract_track == ContractTrack.NOT_NEEDED
    with pytest.raises(Refused, match="never gets a contract of its own"):
        transitions.move_contract(made.pk, ContractTrack.REQUESTED, occurred_on=clock.today(), actor=None)
