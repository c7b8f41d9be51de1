"""What a platform promises: contradictions marked on both sides, unverified words drive nothing."""

import pytest
from django.test import Client

from accounts.models import Organization, User
from credtrack.kernel import scope
from payers.enums import PlatformTopic
from payers.models import PlatformPromise
from payers.platforms import Promise, Trust, by_topic, relied_on
from tests.conftest import ClientFor
from tests.factories.payers import PlatformFactory

NPI = PlatformTopic.CONTROLLING_NPI
TYPE_1 = Promise(1, NPI, "Only Type 1.", is_verified=True, contradicts=2)
GROUP = Promise(2, NPI, "Under the group NPI.")
NOTICE = Promise(3, PlatformTopic.NOTICE, "90 days.", 90, 90, "calendar_days")
CLIENTS = Promise(4, PlatformTopic.CLIENTS, "Yours.", is_verified=True)


def test_a_contradiction_is_marked_on_both_sides_and_drives_nothing() -> None:
    (topic,) = by_topic([TYPE_1, GROUP])
    assert topic.is_contradicted
    assert [(row.promise.id, row.trust, row.against) for row in topic.said] == [
        (1, Trust.CONTRADICTED, ("Under the group NPI.",)),
        (2, Trust.CONTRADICTED, ("Only Type 1.",)),
    ]
    assert relied_on([TYPE_1, GROUP], NPI) == []


@pytest.mark.parametrize(
    ("topic", "found"), [(PlatformTopic.NOTICE, []), (PlatformTopic.CLIENTS, [CLIENTS]), (NPI, [])]
)
def test_only_what_is_verified_and_undisputed_is_relied_on(
    topic: PlatformTopic, found: list[Promise]
) -> None:
    assert relied_on([TYPE_1, GROUP, NOTICE, CLIENTS], topic) == found


def test_without_its_opponent_a_verified_statement_stands() -> None:
    assert relied_on([TYPE_1], NPI) == [TYPE_1]


def test_values_are_words() -> None:
    assert NOTICE.value_words == "90 calendar days"
    assert Promise(5, NPI, "", 30, 60, "calendar_days").value_words == "30 to 60 calendar days"
    assert CLIENTS.value_words == ""


@pytest.mark.django_db
def test_the_page_shows_source_trust_and_what_speaks_against_it(
    maple: Organization, owner: User, client_for: ClientFor
) -> None:
    with scope.unscoped("make shared rows"):
        platform = PlatformFactory(name="Headway")
        first = PlatformPromise.objects.create(
            key="p1", platform=platform, topic=NPI, statement="Only Type 1.", source="Help", is_verified=True
        )
        PlatformPromise.objects.create(
            key="p2", platform=platform, topic=NPI, statement="Group NPI.", source="Blog", contradicts=first
        )
    client: Client = client_for(owner)
    said = client.get(f"/o/{maple.slug}/payers/platforms/{platform.pk}/").content.decode()
    assert "Said against it: Group NPI." in said
    assert "Said against it: Only Type 1." in said
    assert "Contradicted" in said
