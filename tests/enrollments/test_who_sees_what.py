"""Which role reads and does what on the pages of applications."""

import datetime as dt

import pytest
from django.test import Client

from accounts.models import Organization, User
from credtrack.kernel import clock
from enrollments.enums import Channel, Visibility
from enrollments.models import Application
from tests.conftest import ClientFor
from tests.enrollments.asking import text_of, url
from tests.factories.enrollments import ApplicationFactory, EntryFactory, FollowUpFactory


def test_a_clinician_reads_their_own_and_what_is_meant_for_them(
    client_for: ClientFor, dana_signed_in: User, submitted: Application, in_scope: None
) -> None:
    EntryFactory(application=submitted, said="Seen by all", visibility=Visibility.CLIENT)
    EntryFactory(
        application=submitted, said="Kept inside", visibility=Visibility.INTERNAL, channel=Channel.NOTE
    )
    FollowUpFactory(application=submitted, what="Inside work")
    other = ApplicationFactory(practice=submitted.practice)
    client = client_for(dana_signed_in)
    said = text_of(client.get(url("detail", submitted.pk)))
    assert "Seen by all" in said
    assert "Kept inside" not in said
    assert "Inside work" not in said
    assert "Log a contact" not in said
    assert client.get(url("detail", other.pk)).status_code == 404
    assert len(client.get(url("list")).context["list"].rows) == 1


def test_a_manager_reads_and_changes_nothing(
    client_for: ClientFor, manager: User, submitted: Application
) -> None:
    client = client_for(manager)
    said = text_of(client.get(url("detail", submitted.pk)))
    assert url("move", submitted.pk) not in said
    assert "Log a contact" not in said
    assert client.get(url("move", submitted.pk)).status_code == 403
    assert client.post(url("log", submitted.pk), {}).status_code == 403


@pytest.mark.parametrize(
    "name", ["detail", "move", "amend", "block", "contract", "log", "attach", "missing_ask"]
)
def test_another_organizations_application_does_not_exist(
    page: Client, harbor_application: Application, name: str
) -> None:
    assert page.get(url(name, harbor_application.pk)).status_code == 404


def test_today_at_maple_is_its_own(today: dt.date, maple: Organization) -> None:
    assert today == clock.today(maple.timezone)
