"""Whose dates a calendar holds, and what never leaves with it."""

import re

import pytest

from accounts.enums import Role
from accounts.models import Membership, Organization, User
from accounts.tenancy import organization_scope
from enrollments import follow_up_planning, transitions
from enrollments.enums import Kind as Applied
from enrollments.enums import Status
from payers.enums import RuleKind, Unit
from providers.enums import CredentialKind, DocumentKind
from providers.models import PracticeGrant, Provider, TaxIdentity
from reminders import calendar_words
from reminders.enums import Channel, Kind
from tests.factories.accounts import MembershipFactory
from tests.factories.enrollments import ApplicationFactory, ContractFactory
from tests.factories.payers import PayerFactory, RuleFactory
from tests.factories.providers import (
    ClinicianLinkFactory,
    CredentialFactory,
    DocumentFactory,
    PracticeGrantFactory,
    TaxIdentityFactory,
)
from tests.factories.reminders import PreferenceFactory
from tests.reminders.calendars import (
    address_for,
    ask,
    clinician_at,
    day,
    fetch,
    license_of,
    practice_of,
    seat_of,
)
from tests.reminders.ical_check import unfolded

pytestmark = pytest.mark.django_db
DANA = "PA state license expires: Dana Whitfield"
OMAR = "PA state license expires: Omar Whitfield"


@pytest.fixture
def dana(maple: Organization) -> Provider:
    """Dana, whose license ends in forty days."""
    provider = clinician_at(maple, "Dana")
    license_of(provider, 40)
    return provider


@pytest.fixture
def omar(maple: Organization) -> Provider:
    """Omar, who works at another practice of the same organization."""
    provider = clinician_at(maple, "Omar")
    license_of(provider, 50)
    return provider


def limited_to(provider: Provider) -> Membership:
    """Return a coordinator who sees only the practice where `provider` works."""
    organization = provider.organization
    practice = practice_of(provider)
    seat = MembershipFactory(organization=organization, role=Role.COORDINATOR, limited_to_practices=True)
    PracticeGrantFactory(organization=organization, membership=seat, practice=practice)
    return seat


def test_a_member_limited_to_a_practice_gets_its_dates_only(
    dana: Provider, omar: Provider, coordinator: User, maple: Organization
) -> None:
    seat = limited_to(dana)

    assert set(fetch(address_for(seat.user, maple))) == {DANA}
    assert set(fetch(address_for(coordinator, maple))) == {DANA, OMAR}


def test_whoever_loses_a_practice_reads_no_name_any_more(dana: Provider, maple: Organization) -> None:
    seat = limited_to(dana)
    path = address_for(seat.user, maple)
    assert set(fetch(path)) == {DANA}
    with organization_scope(maple):
        PracticeGrant.objects.filter(membership=seat).delete()

    answer = ask(path).content.decode()
    assert "STATUS:CANCELLED" in answer
    assert "Whitfield" not in answer


def test_a_clinician_gets_their_own_dates_only(
    dana: Provider, omar: Provider, clinician: User, maple: Organization
) -> None:
    seat = seat_of(clinician, maple)
    ClinicianLinkFactory(organization=maple, membership=seat, provider=dana)
    PreferenceFactory(organization=maple, membership=seat, kind=Kind.LICENSE, everything=True)

    assert set(fetch(address_for(clinician, maple))) == {DANA}


def test_a_clinician_tied_to_no_file_gets_nothing(
    dana: Provider, clinician: User, maple: Organization
) -> None:
    assert fetch(address_for(clinician, maple)) == {}


def test_another_organization_gets_nothing_of_ours(
    dana: Provider, coordinator: User, stranger: User, maple: Organization, harbor: Organization
) -> None:
    assert fetch(address_for(stranger, harbor)) == {}
    assert set(fetch(address_for(coordinator, maple))) == {DANA}


def test_one_person_in_two_organizations_has_two_calendars(
    dana: Provider, coordinator: User, maple: Organization, harbor: Organization
) -> None:
    MembershipFactory(organization=harbor, user=coordinator, role=Role.COORDINATOR)
    license_of(clinician_at(harbor, "Hana"), 20)

    assert set(fetch(address_for(coordinator, harbor))) == {"PA state license expires: Hana Whitfield"}
    assert set(fetch(address_for(coordinator, maple))) == {DANA}


def test_a_kind_switched_off_stays_away_and_one_asked_for_comes(
    dana: Provider, coordinator: User, manager: User, maple: Organization
) -> None:
    paths = [address_for(user, maple) for user in (coordinator, manager)]
    assert [set(fetch(path)) for path in paths] == [{DANA}, set()]
    PreferenceFactory(
        organization=maple, membership=seat_of(coordinator, maple), kind=Kind.LICENSE, channel=Channel.OFF
    )
    PreferenceFactory(
        organization=maple, membership=seat_of(manager, maple), kind=Kind.LICENSE,
        channel=Channel.LIST, everything=True,
    )  # fmt: skip

    assert set(fetch(paths[0])) == {"No longer applies: License expiry"}
    assert set(fetch(paths[1])) == {DANA}


SECRETS = {
    "number": "LIC-778812",
    "caqh": "13999123",
    "follow_up": "Ask Jane at 555-0199, ref 4471",
    "reason": "Send W-9 for TIN 23-4445556",
    "denial": "Member complaint 9981",
    "title": "scan-of-license-778812.pdf",
    "rule": "Rep said case 66123",
    "note": "Fax of case 31337",
}


def _full_house(maple: Organization, coordinator: User, dana: Provider) -> None:
    """Make records of many kinds, each with something in it that is nobody else's business."""
    payer = PayerFactory(name="Aetna")
    practice = practice_of(dana)
    dana.caqh_id = SECRETS["caqh"]
    dana.save()
    TaxIdentityFactory(organization=maple, practice=practice, number="234445556")
    for kind in CredentialKind:
        CredentialFactory(
            organization=maple, provider=dana, kind=kind, number=SECRETS["number"], expires_on=day(60)
        )
    for sort in (DocumentKind.LICENSE, DocumentKind.OTHER):
        DocumentFactory(
            organization=maple,
            provider=dana,
            practice=None,
            kind=sort,
            title=SECRETS["title"],
            expires_on=day(70),
        )
    RuleFactory(
        organization=maple, payer=payer, kind=RuleKind.TURNAROUND, value_max=90, unit=Unit.CALENDAR_DAYS,
        text=SECRETS["rule"], source=SECRETS["rule"],
    )  # fmt: skip
    given = {
        "provider": dana,
        "practice": practice,
        "payer": payer,
        "owner": coordinator,
        "actor": coordinator,
    }
    waiting = ApplicationFactory(
        kind=Applied.INITIAL_INDIVIDUAL, status=Status.SUBMITTED, on=day(-20), **given
    )
    follow_up_planning.add(waiting, due_on=day(4), what=SECRETS["follow_up"], actor=coordinator)
    asked = ApplicationFactory(kind=Applied.ADD_LOCATION, status=Status.SUBMITTED, on=day(-20), **given)
    facts = {"answer_due_on": day(9).isoformat(), "reason": SECRETS["reason"], "reference": "REF-5150"}
    transitions.move(asked.pk, Status.INFO_REQUESTED, occurred_on=day(-1), actor=coordinator, facts=facts)
    denied = ApplicationFactory(kind=Applied.CHANGE, status=Status.SUBMITTED, on=day(-20), **given)
    facts = {"reason": SECRETS["denial"], "appeal_until": day(25).isoformat()}
    transitions.move(denied.pk, Status.DENIED, occurred_on=day(-1), actor=coordinator, facts=facts)
    ContractFactory(
        organization=maple, payer=payer, practice=practice, ends_on=day(90), renegotiable_from=day(80),
        notice_days=30, evidence=SECRETS["note"],
    )  # fmt: skip


def test_no_number_and_nothing_that_anybody_typed_leaves(
    maple: Organization, owner: User, coordinator: User, dana: Provider
) -> None:
    with organization_scope(maple):
        _full_house(maple, coordinator, dana)
        numbers = {dana.npi, dana.caqh_id, practice_of(dana).npi, "4445556", "REF-5150"}
        assert TaxIdentity.objects.count() == 1
    texts = {}
    for user in (coordinator, owner):
        lines = unfolded(ask(address_for(user, maple)).content)
        # A UID is a digest: chance may put any four digits into it.
        assert all(re.fullmatch(r"UID:[0-9a-f]{40}@\S+", line) for line in lines if line.startswith("UID:"))
        texts[user.name] = "\n".join(line for line in lines if not line.startswith("UID:"))
        for secret in (*SECRETS.values(), *numbers):
            for word in re.findall(r"[\w-]*\d{4,}[\w-]*", secret):
                assert word not in texts[user.name], secret

    kinds = (
        "follow-up due|answer due|appeal window|published turnaround|on file expires|caqh|directory|dea|board"
    )
    found = {word for word in kinds.split("|") if f"summary:{word}" in texts["Carla Reyes"].lower()}
    assert len(found) >= 8, sorted(found)
    assert "Contract ends" in texts["Olivia Grant"]


def test_every_kind_has_a_title_or_repeats_another_one() -> None:
    assert set(calendar_words._TITLE) == calendar_words.SHOWN
    assert calendar_words.RENEWALS <= calendar_words.SHOWN
    assert calendar_words.DOUBLES.isdisjoint(calendar_words.SHOWN)
