"""The audit trail is read by those who may, narrowed by person, record and day."""

import datetime as dt

import pytest
import time_machine

from accounts.models import Organization, User
from tests.conftest import ClientFor
from tests.factories.accounts import AuditEntryFactory

pytestmark = pytest.mark.django_db

AUDIT = "/o/maple/settings/audit/"


def test_the_newest_line_comes_first(client_for: ClientFor, maple: Organization, owner: User) -> None:
    for summary in ("Opened the first", "Opened the second"):
        AuditEntryFactory(organization=maple, actor=owner, summary=summary)

    page = client_for(owner).get(AUDIT).content.decode()

    assert page.index("Opened the second") < page.index("Opened the first")


def test_what_changed_is_told_from_old_to_new(
    client_for: ClientFor, maple: Organization, owner: User
) -> None:
    AuditEntryFactory(organization=maple, actor=None, changes={"home_state": ["", "PA"], "rows": 5})

    page = client_for(owner).get(AUDIT).content.decode()

    assert "home state: nothing → PA" in page
    assert "CredTrack itself" in page


def test_another_organization_s_lines_stay_away(
    client_for: ClientFor, harbor: Organization, owner: User
) -> None:
    AuditEntryFactory(organization=harbor, summary="Harbor changed a password")

    assert "Harbor changed" not in client_for(owner).get(AUDIT).content.decode()


def test_it_narrows_by_person_and_kind_of_record(
    client_for: ClientFor, maple: Organization, owner: User, biller: User
) -> None:
    AuditEntryFactory(organization=maple, actor=owner, summary="By Olivia", subject_type="providers.provider")
    AuditEntryFactory(organization=maple, actor=biller, summary="By Ben", subject_type="providers.practice")
    client = client_for(owner)

    by_person = client.get(AUDIT, {"actor": biller.pk}).content.decode()
    by_kind = client.get(AUDIT, {"subject_type": "providers.provider"}).content.decode()

    assert "By Ben" in by_person
    assert "By Olivia" not in by_person
    assert "By Olivia" in by_kind
    assert "By Ben" not in by_kind


def test_a_stranger_is_no_choice_of_person(client_for: ClientFor, owner: User, stranger: User) -> None:
    answer = client_for(owner).get(AUDIT, {"actor": stranger.pk}).content.decode()

    assert "Sam Porter" not in answer


def test_days_are_those_of_the_organization(client_for: ClientFor, maple: Organization, owner: User) -> None:
    # 02:30 UTC on the fifth is still the evening of the fourth in New York.
    with time_machine.travel(dt.datetime(2026, 3, 5, 2, 30, tzinfo=dt.UTC), tick=False):
        AuditEntryFactory(organization=maple, actor=owner, summary="Late in the evening")
    client = client_for(owner)

    on_the_fourth = client.get(AUDIT, {"since": "2026-03-04", "until": "2026-03-04"}).content.decode()
    on_the_fifth = client.get(AUDIT, {"since": "2026-03-05"}).content.decode()

    assert "Late in the evening" in on_the_fourth
    assert "21:30" in on_the_fourth
    assert "Late in the evening" not in on_the_fifth


def test_a_manager_may_take_it_out_as_a_file(
    client_for: ClientFor, maple: Organization, manager: User
) -> None:
    AuditEntryFactory(organization=maple, summary="Opened the first")

    answer = client_for(manager).get(AUDIT, {"export": "csv"})

    assert answer.status_code == 200
    assert b"Opened the first" in b"".join(answer)
