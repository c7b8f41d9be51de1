"""Organizations, people, memberships and what the accounts room writes about them."""

import datetime as dt
from typing import Any

import factory

from accounts.enums import OrganizationKind, Role
from accounts.models import (
    AuditEntry,
    Invitation,
    Membership,
    Organization,
    OutboxMessage,
    SavedView,
    User,
)
from credtrack.kernel import clock
from tests.factories.tenant import TenantFactory

PASSWORD = "correct horse battery"


class OrganizationFactory(factory.django.DjangoModelFactory):  # type: ignore[misc]
    class Meta:
        model = Organization
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"organization-{n}")
    name = factory.Sequence(lambda n: f"Organization {n}")
    kind = OrganizationKind.PRACTICE
    timezone = "America/New_York"


class UserFactory(factory.django.DjangoModelFactory):  # type: ignore[misc]
    """A person who can sign in with `PASSWORD`."""

    class Meta:
        model = User
        django_get_or_create = ("email",)

    email = factory.Sequence(lambda n: f"person{n}@example.com")
    name = factory.Sequence(lambda n: f"Person {n}")

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        password = kwargs.pop("password", PASSWORD)
        found = User.objects.filter(email=kwargs["email"]).first()
        return found or User.objects.create_user(password=password, **kwargs)


class MembershipFactory(factory.django.DjangoModelFactory):  # type: ignore[misc]
    class Meta:
        model = Membership

    organization = factory.SubFactory(OrganizationFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.COORDINATOR


class InvitationFactory(TenantFactory):
    class Meta:
        model = Invitation

    email = factory.Sequence(lambda n: f"invited{n}@example.com")
    name = factory.Sequence(lambda n: f"Invited {n}")
    role = Role.COORDINATOR
    token_hash = factory.Sequence(lambda n: f"{n:064x}")
    expires_at = factory.LazyFunction(lambda: clock.now() + dt.timedelta(days=14))


class SavedViewFactory(TenantFactory):
    class Meta:
        model = SavedView

    owner = factory.SubFactory(UserFactory)
    list_key = "applications"
    name = factory.Sequence(lambda n: f"View {n}")
    query = "status=submitted"


class AuditEntryFactory(TenantFactory):
    class Meta:
        model = AuditEntry

    actor = factory.SubFactory(UserFactory)
    action = "practice.changed"
    subject_type = "providers.practice"
    subject_id = factory.Sequence(lambda n: n)
    subject_label = factory.Sequence(lambda n: f"Practice {n}")
    summary = factory.Sequence(lambda n: f"Changed the phone number of practice {n}")


class OutboxMessageFactory(TenantFactory):
    class Meta:
        model = OutboxMessage

    key = factory.Sequence(lambda n: f"message-{n}")
    kind = "invitation"
    recipient = factory.Sequence(lambda n: f"reader{n}@example.com")
    subject = "You are invited"
    body = "Open the link."
    due_at = factory.LazyFunction(clock.now)
