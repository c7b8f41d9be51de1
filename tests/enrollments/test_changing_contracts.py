"""The ledger's verbs: record, change, verify, end, cover; refused in words, audited, never an application."""

import datetime as dt
from dataclasses import replace

import pytest

from accounts.models import AuditEntry, Organization, User
from accounts.stale import Stale
from enrollments import changing_contracts, contracts, ledger
from enrollments.contracts import ContractFacts
from enrollments.enums import ContractScope, HolderKind, Route
from enrollments.models import Application, Contract, ContractPractice
from enrollments.refusals import Refused
from payers.models import Payer
from providers.models import Practice, Provider
from tests.factories.enrollments import ContractFactory
from tests.factories.ledger import ServiceEngagementFactory
from tests.factories.payers import PlanFactory, PlatformFactory
from tests.factories.providers import PracticeFactory, TaxIdentityFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_scope")]


@pytest.fixture
def facts(practice: Practice) -> ContractFacts:
    return ContractFacts(HolderKind.PRACTICE, practice=practice, evidence="Page 9")


@pytest.fixture
def contract(maple: Organization, payer: Payer, facts: ContractFacts, owner: User) -> Contract:
    return contracts.record_at(payer, maple, facts, actor=owner)


def audited(contract: Contract) -> list[str]:
    rows = AuditEntry.objects.filter(subject_type="enrollments.contract", subject_id=contract.pk)
    return list(rows.order_by("id").values_list("action", flat=True))


def test_a_contract_is_recorded_outside_any_application(contract: Contract) -> None:
    assert audited(contract) == ["contract.record"]
    assert not Application.objects.exists()
    assert contract.mode == Route.DIRECT


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"controlling_npi": "1234567890"}, "check digit"),
        ({"holder_kind": HolderKind.PLATFORM}, "Name the platform"),
        ({"holder_kind": HolderKind.CLINICIAN}, "Name the clinician"),
        ({"practice": None}, "Name the practice"),
        ({"holder_kind": HolderKind.OTHER_GROUP, "holder_name": "Cedar Billing Services"}, "never holds"),
        ({"holder_kind": HolderKind.OTHER_GROUP, "holder_name": " oak partners "}, "never holds"),
        ({"verified_on": dt.date(2999, 1, 1)}, "verified on 1 Jan 2999"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    maple: Organization, payer: Payer, facts: ContractFacts, changed: dict[str, object], words: str
) -> None:
    ServiceEngagementFactory(organization=maple, name="Oak Partners")
    facts = replace(facts, **changed)  # type: ignore[arg-type]

    with pytest.raises(Refused, match=words):
        contracts.record_at(payer, maple, facts, actor=None)
    assert not Contract.objects.exists()


def test_a_plan_of_another_payer_is_refused(maple: Organization, payer: Payer, facts: ContractFacts) -> None:
    with pytest.raises(Refused, match="another payer"):
        contracts.record_at(payer, maple, replace(facts, plan=PlanFactory()), actor=None)


def test_an_npi_is_kept_without_its_dashes(maple: Organization, payer: Payer, facts: ContractFacts) -> None:
    made = contracts.record_at(payer, maple, replace(facts, controlling_npi="1234-567-893"), actor=None)

    assert made.controlling_npi == "1234567893"


def test_another_holder_takes_the_verification_away_and_applies_for_nothing(
    contract: Contract, facts: ContractFacts, owner: User, today: dt.date
) -> None:
    changing_contracts.verify(contract.pk, looked_on=today, evidence="", actor=owner, version=1)
    other = replace(facts, holder_kind=HolderKind.PLATFORM, platform=PlatformFactory())

    made = changing_contracts.change(contract.pk, other, actor=owner, version=2)

    assert (made.verified_on, made.verified_by, made.mode) == (None, None, Route.DELEGATED)
    assert not Application.objects.exists()
    entry = AuditEntry.objects.filter(action="contract.changed").get()
    assert entry.changes["holder_kind"] == ["practice", "platform"]


def test_a_change_beside_the_holder_keeps_the_verification(
    contract: Contract, facts: ContractFacts, owner: User, today: dt.date
) -> None:
    changing_contracts.verify(contract.pk, looked_on=today, evidence="", actor=owner, version=1)

    made = changing_contracts.change(contract.pk, replace(facts, fee_note="$95"), actor=owner, version=2)

    assert (made.verified_on, made.verified_by, made.fee_note) == (today, owner, "$95")


def test_somebody_who_was_overtaken_writes_nothing(contract: Contract, facts: ContractFacts) -> None:
    changing_contracts.change(contract.pk, replace(facts, fee_note="first"), actor=None, version=1)

    with pytest.raises(Stale):
        changing_contracts.change(contract.pk, replace(facts, fee_note="second"), actor=None, version=1)
    assert Contract.objects.get(pk=contract.pk).fee_note == "first"


@pytest.mark.parametrize(("kind", "evidence"), [("unknown", "Page 9"), ("practice", "")])
def test_nobody_verifies_without_a_holder_and_evidence(
    maple: Organization, practice: Practice, today: dt.date, kind: str, evidence: str
) -> None:
    made = ContractFactory(organization=maple, practice=practice, holder_kind=kind)

    with pytest.raises(Refused):
        changing_contracts.verify(made.pk, looked_on=today, evidence=evidence, actor=None, version=1)


def test_the_audit_trail_never_shows_a_tax_number(
    maple: Organization, contract: Contract, facts: ContractFacts, practice: Practice
) -> None:
    tin = TaxIdentityFactory(organization=maple, practice=practice, last_four="6789")

    changing_contracts.change(contract.pk, replace(facts, pay_to_tin=tin), actor=None, version=1)

    told = str(AuditEntry.objects.filter(action="contract.changed").get().changes)
    assert "pay_to_tin" in told
    assert "6789" not in told


def test_ending_needs_a_reason_and_leaves_applications_alone(
    draft: Application, contract: Contract, today: dt.date
) -> None:
    before = Application.objects.values().get(pk=draft.pk)
    with pytest.raises(Refused, match="Say why"):
        changing_contracts.end(contract.pk, ends_on=today, reason=" ", actor=None, version=1)

    changing_contracts.end(contract.pk, ends_on=today, reason="Notice of May", actor=None, version=1)

    assert Contract.objects.get(pk=contract.pk).ends_on == today
    assert Application.objects.values().get(pk=draft.pk) == before


def test_only_an_individual_contract_covers_further_practices(
    maple: Organization, contract: Contract, facts: ContractFacts, provider: Provider
) -> None:
    other = PracticeFactory(organization=maple, legal_name="Elm Counseling")
    with pytest.raises(Refused, match="individual contract"):
        changing_contracts.cover(contract.pk, [other], among=[other], actor=None)

    own = replace(facts, holder_kind=HolderKind.CLINICIAN, provider=provider, scope=ContractScope.INDIVIDUAL)
    changing_contracts.change(contract.pk, own, actor=None, version=1)
    changing_contracts.cover(contract.pk, [other], among=[other], actor=None)
    assert ContractPractice.objects.get().practice == other

    changing_contracts.cover(contract.pk, [], among=[other], actor=None)
    assert not ContractPractice.objects.exists()


def test_unverified_means_an_unknown_holder_or_nobody_looked(
    maple: Organization, practice: Practice, today: dt.date
) -> None:
    made = {
        "fine": ContractFactory(organization=maple, holder_kind="practice", verified_on=today),
        "unseen": ContractFactory(organization=maple, holder_kind="practice"),
        "unknown": ContractFactory(organization=maple, verified_on=today),
        "over": ContractFactory(organization=maple, ends_on=today - dt.timedelta(days=1)),
    }

    assert set(ledger.unverified(today)) == {made["unseen"], made["unknown"]}


def test_paying_somebody_elses_tax_identity_warns(maple: Organization, practice: Practice) -> None:
    other = TaxIdentityFactory(organization=maple, practice=PracticeFactory(organization=maple))
    own = TaxIdentityFactory(organization=maple, practice=practice)

    warned = ContractFactory(organization=maple, practice=practice, pay_to_tin=other)
    fine = ContractFactory(organization=maple, practice=practice, pay_to_tin=own)

    assert "W-9" in ledger.pay_to_warning(warned)
    assert ledger.pay_to_warning(fine) == ""
