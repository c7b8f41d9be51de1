"""Who holds the contract, and what is still missing from whom."""

import dataclasses
import datetime as dt
from typing import Any

import pytest

from accounts.enums import OrganizationKind
from accounts.models import User
from credtrack.kernel import clock
from enrollments import contracts, missing, transitions
from enrollments.contracts import ContractFacts
from enrollments.enums import Clock, ContractTrack, HolderKind, Route, Status
from enrollments.models import Application, Contract, MissingItem
from enrollments.refusals import Refused, Stale
from tests.factories.enrollments import ApplicationFactory, ContractFactory
from tests.factories.payers import PlatformFactory

OWN = ContractFacts(HolderKind.PRACTICE, evidence="Countersigned copy")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"holder_kind": HolderKind.PLATFORM}, "Name the platform"),
        ({"holder_kind": HolderKind.CLINICIAN}, "Name the clinician"),
        ({"holder_kind": HolderKind.OTHER_GROUP}, "Name the group"),
        ({"holder_name": "Swift Billing Services LLC"}, "never holds the contract"),
        ({"holder_name": "Credentialing agent of record"}, "never holds the contract"),
        ({"holder_name": "Acme RCM"}, "never holds the contract"),
        ({"effective_on": dt.date(2026, 2, 1), "ends_on": dt.date(2026, 1, 1)}, "cannot end before"),
        ({"executed_on": dt.date(2999, 1, 1)}, "cannot have been executed on 1 Jan 2999"),
        ({"verified_on": dt.date(2999, 1, 1)}, "cannot have been verified on"),
    ],
)
def test_what_cannot_be_recorded_is_said(
    submitted: Application, owner: User, changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        contracts.record(submitted, dataclasses.replace(OWN, **changes), actor=owner)
    assert not Contract.objects.exists()


def test_a_billing_service_is_never_the_holder_under_its_own_name(
    submitted: Application, owner: User
) -> None:
    submitted.organization.kind = OrganizationKind.BILLING_SERVICE
    named = ContractFacts(HolderKind.OTHER_GROUP, holder_name="maple street counseling")
    with pytest.raises(Refused, match="never holds the contract"):
        contracts.record(submitted, named, actor=owner)


def test_an_own_contract_is_direct_and_unverified_until_somebody_looked(
    submitted: Application, owner: User
) -> None:
    facts = dataclasses.replace(OWN, practice=submitted.practice)
    made = contracts.record(submitted, facts, actor=owner)
    assert (made.mode, contracts.is_verified(made), made.verified_by) == (Route.DIRECT, False, None)
    assert contracts.holder_words(made) == "Maple Street Counseling LLC (the practice)"
    seen = contracts.record(submitted, dataclasses.replace(facts, verified_on=clock.today()), actor=owner)
    assert (contracts.is_verified(seen), seen.verified_by) == (True, owner)


def test_a_look_without_evidence_verifies_nothing(submitted: Application, owner: User) -> None:
    facts = dataclasses.replace(OWN, evidence="", verified_on=clock.today())
    assert not contracts.is_verified(contracts.record(submitted, facts, actor=owner))


def test_a_contract_of_a_platform_is_delegated(submitted: Application, owner: User) -> None:
    platform = PlatformFactory(name="Headway")
    made = contracts.record(submitted, ContractFacts(HolderKind.PLATFORM, platform=platform), actor=owner)
    assert made.mode == Route.DELEGATED
    assert contracts.holder_words(made) == "Headway (a platform)"


def test_an_unrecorded_holder_is_called_that(submitted: Application) -> None:
    assert contracts.holder_words(ContractFactory(payer=submitted.payer)) == "Holder not recorded"


def test_only_contracts_of_this_payer_and_practice_or_clinician_are_offered(submitted: Application) -> None:
    mine = ContractFactory(payer=submitted.payer, practice=submitted.practice)
    theirs = ContractFactory(payer=submitted.payer, provider=submitted.provider)
    ContractFactory(payer=submitted.payer)
    ContractFactory(practice=submitted.practice)
    assert set(contracts.linkable(submitted)) == {mine, theirs}


def test_recording_and_moving_happen_together_or_not_at_all(submitted: Application, owner: User) -> None:
    facts = dataclasses.replace(OWN, practice=submitted.practice)
    with pytest.raises(Refused, match="Executed means countersigned"):
        contracts.record_and_move(
            submitted.pk, ContractTrack.EXECUTED, occurred_on=clock.today(), actor=owner, facts=facts
        )
    assert not Contract.objects.exists()
    with pytest.raises(Stale):
        contracts.record_and_move(
            submitted.pk,
            ContractTrack.SIGNED,
            occurred_on=clock.today(),
            actor=owner,
            facts=facts,
            version=submitted.version + 1,
        )
    assert not Contract.objects.exists()


def test_a_track_moves_without_any_contract(submitted: Application, owner: User) -> None:
    moved = contracts.record_and_move(
        submitted.pk, ContractTrack.REQUESTED, occurred_on=clock.today(), actor=owner
    )
    assert (moved.contract_track, moved.contract) == (ContractTrack.REQUESTED, None)


def ask(application: Application, *labels: str, of: Clock = Clock.CLINICIAN) -> list[MissingItem]:
    """Ask for items today."""
    return missing.ask_for(application, labels, waiting_on=of, asked_on=clock.today(), actor=None)


def fresh(application: Application) -> Application:
    """Return the row as the database holds it."""
    found: Application = Application.objects.get(pk=application.pk)
    return found


def test_a_clinicians_item_turns_the_clock_while_preparing(draft: Application, owner: User) -> None:
    transitions.move(draft.pk, Status.PREPARING, occurred_on=clock.today(), actor=owner)
    (item,) = ask(draft, "W-9")
    assert fresh(draft).clock == Clock.CLINICIAN
    missing.receive(item.pk, received_on=clock.today(), actor=owner)
    assert (fresh(draft).clock, fresh(draft).missing_count) == (Clock.OURS, 0)


def test_our_own_item_leaves_the_clock_with_us(draft: Application, owner: User) -> None:
    transitions.move(draft.pk, Status.PREPARING, occurred_on=clock.today(), actor=owner)
    ask(draft, "W-9", of=Clock.OURS)
    assert (fresh(draft).clock, fresh(draft).missing_count) == (Clock.OURS, 1)


def test_moving_on_takes_the_clock_along(draft: Application, owner: User) -> None:
    ask(draft, "W-9")
    transitions.move(draft.pk, Status.PREPARING, occurred_on=clock.today(), actor=owner)
    assert fresh(draft).clock == Clock.CLINICIAN
    transitions.move(
        draft.pk, Status.SUBMITTED, occurred_on=clock.today(), actor=owner, facts={"method": "Fax"}
    )
    assert fresh(draft).clock == Clock.PAYER


def test_what_is_missing_holds_back_ready(draft: Application, owner: User) -> None:
    (item,) = ask(draft, "W-9")
    with pytest.raises(Refused, match="Still missing: W-9"):
        transitions.move(draft.pk, Status.READY, occurred_on=clock.today(), actor=owner)
    missing.receive(item.pk, received_on=clock.today(), actor=owner, not_needed=True)
    assert transitions.move(draft.pk, Status.READY, occurred_on=clock.today(), actor=owner).status == "ready"


def test_doubled_and_empty_items_are_refused(draft: Application) -> None:
    ask(draft, "W-9", "W-9 ", "")
    assert MissingItem.objects.count() == 1
    with pytest.raises(Refused, match="Already on the list: w-9"):
        ask(draft, "w-9")
    with pytest.raises(Refused, match="Name what is missing"):
        ask(draft, " ")


def test_an_item_is_ticked_off_once_and_by_who_saw_it_last(draft: Application, owner: User) -> None:
    (item,) = ask(draft, "W-9")
    with pytest.raises(Stale):
        missing.receive(item.pk, received_on=clock.today(), actor=owner, version=item.version + 1)
    missing.receive(item.pk, received_on=clock.today(), actor=owner, version=item.version)
    with pytest.raises(Refused, match="already ticked off"):
        missing.receive(item.pk, received_on=clock.today(), actor=owner)


def test_recounting_many_serves_bulk_writers(draft: Application) -> None:
    other = ApplicationFactory(practice=draft.practice, payer=draft.payer)
    ask(draft, "W-9", "CV")
    ask(other, "License", of=Clock.OURS)
    Application.objects.update(missing_count=9, missing_from_clinician=9)
    missing.refresh_missing([draft.pk, other.pk])
    assert [(row.missing_count, row.missing_from_clinician) for row in (fresh(draft), fresh(other))] == [
        (2, 2),
        (1, 0),
    ]
