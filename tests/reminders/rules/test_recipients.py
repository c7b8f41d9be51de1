"""Who is told? Audiences, the walls between practices, clinicians, and each person's own wishes."""

import pytest

from accounts.enums import Role
from accounts.models import Membership, Organization, User
from credtrack.kernel.scope import Scope
from providers.models import Practice, Provider
from reminders import recipients
from reminders.enums import Channel, Kind
from reminders.facts import About
from reminders.recipients import Recipients, Seat, Wish, sees
from tests.factories.accounts import MembershipFactory
from tests.factories.providers import (
    AffiliationFactory,
    ClinicianLinkFactory,
    PracticeFactory,
    PracticeGrantFactory,
    ProviderFactory,
)
from tests.factories.reminders import PreferenceFactory, ReminderSettingsFactory
from tests.reminders.rules.dated import fact

MAPLE, OAK, DANA, THEO = 10, 20, 100, 200
OWNER = Seat(1, 1, Role.OWNER)
CARLA = Seat(2, 2, Role.COORDINATOR)
OAK_ONLY = Seat(3, 3, Role.COORDINATOR, frozenset({OAK}))
BEN = Seat(4, 4, Role.BILLER)
OAK_BILLER = Seat(5, 5, Role.BILLER, frozenset({OAK}))
HERSELF = Seat(6, 6, Role.CLINICIAN, None, DANA)
UNTIED = Seat(7, 7, Role.CLINICIAN)
EVERYBODY = [OWNER, CARLA, OAK_ONLY, BEN, OAK_BILLER, HERSELF, UNTIED]
AT_MAPLE = About(provider_id=DANA, practice_id=MAPLE, payer_id=1)


def told(kind: Kind, about: About = AT_MAPLE, seats: list[Seat] | None = None, **given: object) -> list[int]:
    works_at = {DANA: {MAPLE}, THEO: {OAK}}
    people = Recipients(EVERYBODY if seats is None else seats, works_at=works_at, **given)  # type: ignore[arg-type]
    return [one.user_id for one in people.of(fact(kind, about=about))]


def assigned(user: Seat, practice: int = MAPLE) -> About:
    return About(provider_id=DANA, practice_id=practice, payer_id=1, assigned_to=user.user_id)


@pytest.mark.parametrize(
    ("kind", "about", "expected", "why"),
    [
        (Kind.SILENCE, assigned(BEN), [4], "whoever owns it"),
        (Kind.SILENCE, AT_MAPLE, [2], "nobody owns it: the practice's coordinators"),
        (Kind.SILENCE, assigned(OAK_ONLY), [2], "its owner may not see that practice"),
        (Kind.SILENCE, assigned(UNTIED), [2], "a seat tied to nobody sees nothing"),
        (Kind.SILENCE, assigned(Seat(9, 99, Role.OWNER)), [2], "its owner has left"),
        (Kind.SILENCE, About(practice_id=OAK), [2, 3], "every coordinator who may see it"),
        (Kind.EFFECTIVE_REACHED, assigned(CARLA), [2, 4], "and the practice's billers"),
        (Kind.EFFECTIVE_REACHED, assigned(CARLA, OAK), [2, 4, 5], "billers of that practice too"),
        (Kind.FOLLOW_UP_ESCALATED, assigned(CARLA), [1], "no lead is named: the owners"),
        (Kind.LICENSE, About(provider_id=DANA), [2, 6], "keepers and the clinician in person"),
        (Kind.LICENSE, About(provider_id=THEO), [2, 3], "where the clinician works decides"),
        (Kind.DOCUMENT, About(provider_id=DANA), [2], "of documents clinicians are not told"),
        (Kind.MALPRACTICE, About(practice_id=MAPLE), [2], "no clinician, nobody in person"),
        (Kind.PANEL_STATE_RECHECK, About(payer_id=1), [2, 3], "a payer's panel is everybody's"),
    ],
)
def test_who_is_told_before_anybodys_wishes(kind: Kind, about: About, expected: list[int], why: str) -> None:
    assert told(kind, about) == expected, why


def test_without_coordinators_the_owners_are_told() -> None:
    assert told(Kind.LICENSE, About(provider_id=DANA), [OWNER, BEN]) == [1]
    assert told(Kind.LICENSE, About(provider_id=DANA), []) == []


def test_the_lead_hears_what_climbs_and_only_what_they_may_see() -> None:
    assert told(Kind.FOLLOW_UP_ESCALATED, assigned(CARLA), lead=4) == [4]
    assert told(Kind.FOLLOW_UP_ESCALATED, assigned(CARLA), lead=3) == [1]
    assert told(Kind.FOLLOW_UP_ESCALATED, assigned(CARLA, OAK), lead=3) == [3]
    assert told(Kind.APPEAL, assigned(CARLA), lead=2) == [2]


def test_everything_reaches_those_who_asked_for_it_within_their_walls() -> None:
    every = Wish(Channel.DIGEST, everything=True)
    wishes = {(seat.membership_id, Kind.SILENCE.value): every for seat in (OWNER, OAK_ONLY, HERSELF, UNTIED)}
    assert told(Kind.SILENCE, assigned(CARLA), wishes=wishes) == [1, 2, 6]
    assert told(Kind.SILENCE, assigned(CARLA, OAK), wishes=wishes) == [1, 2, 3, 6]
    assert told(Kind.PANEL_RECHECK, assigned(CARLA), wishes=wishes) == [2]


@pytest.mark.parametrize("channel", list(Channel))
def test_the_channel_is_the_persons_own(channel: Channel) -> None:
    people = Recipients([CARLA], {(2, Kind.LICENSE.value): Wish(channel)})
    found = people.of(fact(Kind.LICENSE, about=About(provider_id=DANA)))
    assert [one.channel for one in found] == ([] if channel == Channel.OFF else [channel])


@pytest.mark.parametrize(
    ("seat", "about", "seen"),
    [
        (HERSELF, About(provider_id=DANA, practice_id=OAK), True),
        (HERSELF, About(provider_id=THEO), False),
        (HERSELF, About(payer_id=1), False),
        (UNTIED, About(), False),
        (OAK_ONLY, About(practice_id=MAPLE, provider_id=THEO), False),
        (OAK_ONLY, About(practice_id=OAK, provider_id=DANA), True),
        (OAK_ONLY, About(provider_id=999), False),
        (CARLA, About(provider_id=999), True),
    ],
)
def test_the_walls_are_those_of_the_pages(seat: Seat, about: About, seen: bool) -> None:
    assert sees(seat, about, {DANA: {MAPLE}, THEO: {OAK}}) is seen


def test_reading_the_members_takes_six_queries(
    in_scope: Scope, maple: Organization, owner: User, coordinator: User, django_assert_num_queries: object
) -> None:
    oak: Practice = PracticeFactory(organization=maple)
    dana: Provider = ProviderFactory(organization=maple)
    AffiliationFactory(organization=maple, provider=dana, practice=oak)
    limited: Membership = MembershipFactory(organization=maple, limited_to_practices=True)
    PracticeGrantFactory(organization=maple, membership=limited, practice=oak)
    herself: Membership = MembershipFactory(organization=maple, role=Role.CLINICIAN)
    ClinicianLinkFactory(organization=maple, membership=herself, provider=dana)
    MembershipFactory(organization=maple, is_active=False)
    PreferenceFactory(organization=maple, membership=limited, channel=Channel.LIST, everything=True)
    ReminderSettingsFactory(organization=maple, lead=limited)
    with django_assert_num_queries(6):  # type: ignore[operator]
        people = recipients.read()
    by_id = {seat.membership_id: seat for seat in people.seats}
    assert len(by_id) == 4
    assert by_id[limited.pk].practices == frozenset({oak.pk})
    assert by_id[herself.pk].provider_id == dana.pk
    assert people.works_at == {dana.pk: {oak.pk}}
    assert people.wishes == {(limited.pk, "license"): Wish(Channel.LIST, everything=True)}
    assert people.lead == limited.pk


def test_where_nobody_is_limited_nobodys_places_are_read(
    in_scope: Scope, owner: User, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(4):  # type: ignore[operator]
        people = recipients.read()
    assert people.works_at == {}
    assert people.lead is None
