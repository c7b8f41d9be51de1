"""Fills the database of a fault test: people, and for each day something that each of them must hear.

Run as `python -m tests.faults.seeding --people 12 --days 10 --start 2026-03-02`. Prints JSON.
"""

import argparse
import datetime as dt
import json
import os
import sys
from typing import Any

import django


def main() -> None:
    """Seed and print the organization's slug with the number of dated facts."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=12)
    parser.add_argument("--days", type=int, default=10)
    parser.add_argument("--start", type=dt.date.fromisoformat, required=True)
    parser.add_argument("--zone", default="America/New_York")
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "credtrack.settings.local")
    django.setup()
    from tests.faults.seeding import seed

    json.dump(seed(asked.people, asked.days, asked.start, asked.zone), sys.stdout)


def seed(people: int, days: int, start: dt.date, zone: str) -> dict[str, object]:
    """Make one organization; every person owns an application a day, with a follow-up and an answer due."""
    from accounts.enums import Role
    from accounts.models import Membership, Organization, User
    from accounts.tenancy import organization_scope

    organization = Organization.objects.create(slug="storm", name="Storm Street Counseling", timezone=zone)
    users = []
    for number in range(people):
        user = User.objects.create_user(f"person{number}@storm.example", None, name=f"Person {number}")
        Membership.objects.create(organization=organization, user=user, role=Role.COORDINATOR)
        users.append(user)
    with organization_scope(organization):
        facts = _records(users, days, start)
    return {"slug": organization.slug, "facts": facts}


def _records(users: "list[Any]", days: int, start: dt.date) -> int:
    from credtrack.kernel import scope
    from enrollments.enums import Kind, Status
    from enrollments.models import Application, FollowUp
    from payers.models import Payer
    from providers.models import Practice, Provider

    organization_id = scope.current().organization_id
    practice = Practice.objects.create(organization_id=organization_id, legal_name="Storm Street")
    payer = Payer.objects.create(organization_id=organization_id, name="Tidewater Health", slug="tidewater")
    recorded = dt.datetime.combine(start - dt.timedelta(days=30), dt.time(12), dt.UTC)
    facts = 0
    for place, user in enumerate(users):
        for day in range(days):
            due = start + dt.timedelta(days=day)
            provider = Provider.objects.create(
                organization_id=organization_id, first_name=f"P{place}", last_name=f"Day{day}"
            )
            application = Application.objects.create(
                organization_id=organization_id, practice=practice, provider=provider, payer=payer,
                kind=Kind.INITIAL_INDIVIDUAL, owner=user, opened_on=start, status=Status.INFO_REQUESTED,
                status_since=start, status_reason="W-9", answer_due_on=due + dt.timedelta(days=1),
            )  # fmt: skip
            FollowUp.objects.create(
                organization_id=organization_id, application=application, due_on=due, created_at=recorded
            )
            facts += 2
    return facts


if __name__ == "__main__":
    main()
