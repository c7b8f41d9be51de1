"""Feeds as a calendar program reads them, and the people and papers that the tests of calendars share."""

import datetime as dt
from typing import Any

from django.test import Client

from accounts.models import Membership, Organization, User
from accounts.tenancy import organization_scope
from credtrack.kernel import clock
from providers.models import Credential, Practice, Provider
from reminders import calendar_feeds
from tests.factories.providers import AffiliationFactory, CredentialFactory, PracticeFactory, ProviderFactory
from tests.reminders.ical_check import events_of


def seat_of(user: User, organization: Organization) -> Membership:
    return Membership.objects.select_related("user").get(user=user, organization=organization)


def address_for(user: User, organization: Organization) -> str:
    """Make a member a calendar address and return its path."""
    with organization_scope(organization):
        _, token = calendar_feeds.make(seat_of(user, organization), actor=user)
    return f"/calendar/{token}.ics"


def ask(path: str, **headers: str) -> Any:
    """Send what a calendar program sends: no cookie."""
    return Client().get(path, headers=headers)


def fetch(path: str) -> dict[str, Any]:
    """Return {title: event} of an address that answers; the bytes pass the strict reader."""
    answer = ask(path)
    assert answer.status_code == 200
    return events_of(answer.content)


def standing(event: Any) -> tuple[str, int, str]:
    """Return date, sequence and status."""
    return event["DTSTART"].dt.isoformat(), int(event["SEQUENCE"]), str(event["STATUS"])


def day(number: int) -> dt.date:
    """Return the date `number` days after today in New York."""
    return clock.today("America/New_York") + dt.timedelta(days=number)


def clinician_at(
    organization: Organization, first: str = "Dana", practice: Practice | None = None
) -> Provider:
    """Return a clinician Whitfield who works at a practice."""
    provider: Provider = ProviderFactory(organization=organization, first_name=first, last_name="Whitfield")
    practice = practice or PracticeFactory(organization=organization)
    AffiliationFactory(organization=organization, provider=provider, practice=practice)
    return provider


def license_of(provider: Provider, ends_in: int, **given: Any) -> Credential:
    """Return a Pennsylvania license that ends in so many days."""
    made: Credential = CredentialFactory(
        organization=provider.organization, provider=provider, expires_on=day(ends_in), **given
    )
    return made


def practice_of(provider: Provider) -> Practice:
    """Return the one practice where a clinician works."""
    with organization_scope(provider.organization):
        found: Practice = Practice.objects.get(affiliations__provider=provider)
    return found
