"""The commands that make an organization and send its mail, as a person or a script calls them."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from accounts.enums import Role
from accounts.models import AuditEntry, Membership, Organization, User
from accounts.tenancy import organization_scope
from tests.factories.accounts import OutboxMessageFactory

pytestmark = pytest.mark.django_db

OAK = ("oak", "--name", "Oak Therapy", "--owner", "Ola@Oak.example")


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def told(*arguments: str) -> Any:
    return json.loads(run(*arguments, "--format", "json"))


def test_a_new_owner_gets_an_invitation(db: None) -> None:
    answer = told("create_organization", *OAK, "--timezone", "America/Denver")

    oak = Organization.objects.get(slug="oak")
    assert (oak.name, oak.kind, oak.timezone) == ("Oak Therapy", "practice", "America/Denver")
    assert answer["owner"] == "ola@oak.example"
    assert answer["invitation"].startswith("https://credtrack.example/invitations/")
    assert told("deliver_outbox") == {"sent": 1, "retried": 0, "failed": 0, "expired": 0}
    assert mail.outbox[0].to == ["ola@oak.example"]


def test_an_owner_with_an_account_gets_the_seat(stranger: User) -> None:
    answer = told("create_organization", "oak", "--name", "Oak", "--owner", stranger.email)

    assert answer["invitation"] is None
    assert Membership.objects.get(organization__slug="oak").role == Role.OWNER
    oak = Organization.objects.get(slug="oak")
    with organization_scope(oak):
        actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert actions == {"organization.created", "member.added"}


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("maple", "--name", "X", "--owner", "a@b.example"), "slug"),
        (("not a slug", "--name", "X", "--owner", "a@b.example"), "slug"),
        (("oak", "--name", "X", "--owner", "nobody"), "name@example.com"),
        (("oak", "--name", "X", "--owner", "a@b.example", "--kind", "castle"), "kind"),
        (("oak", "--name", "X", "--owner", "a@b.example", "--timezone", "Mars/Olympus"), "no time zone"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_made(
    maple: Organization, arguments: tuple[str, ...], why: str
) -> None:
    with pytest.raises(CommandError, match=why):
        run("create_organization", *arguments)

    assert list(Organization.objects.all()) == [maple]


def test_in_words(stranger: User) -> None:
    assert "joins by http" in run("create_organization", *OAK)
    words = run("create_organization", "elm", "--name", "Elm", "--owner", stranger.email)
    assert words == "Elm is made. sam@harbor.example owns it.\n"
    assert run("deliver_outbox") == "1 sent, 0 to be tried again, 0 failed, 0 expired\n"


def test_a_run_sends_at_most_its_limit(maple: Organization) -> None:
    for _ in range(3):
        OutboxMessageFactory(organization=maple)

    assert told("deliver_outbox", "--limit", "2")["sent"] == 2
    assert told("deliver_outbox")["sent"] == 1


def test_the_worker_s_tick_sends_the_same_mail(maple: Organization) -> None:
    from accounts.tasks import deliver_outbox

    OutboxMessageFactory(organization=maple)

    deliver_outbox()

    assert len(mail.outbox) == 1
