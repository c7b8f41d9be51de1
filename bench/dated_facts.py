"""Fills an empty database with a million dated facts, one in a hundred of them due: what planning reads.

Run in a process of its own: `python -m bench.dated_facts --facts 1000000`. Ten billing services, each
with credentials (seven in ten facts), follow-ups (two) and applications waiting for a decision (one).
"""

import argparse
import datetime as dt
import json
import os
import sys
from collections.abc import Iterator
from random import Random
from typing import Any

import django

ORGANIZATIONS = 10
CREDENTIALS_EACH = 7
PRACTICE_SIZE = 50
PAYERS = 40
# One fact in so many is due when the plan is made; the others lie where no reminder falls.
ONE_DUE_IN = 100
DUE_LEAD = 30


def main() -> None:
    """Load, and print what was loaded as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--facts", type=int, default=1_000_000)
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from bench.dated_facts import load

    json.dump(load(asked.facts), sys.stdout)


def load(facts: int) -> dict[str, int]:
    """Write everything; return how many rows of each kind."""
    from django.db import connection, transaction

    from accounts.enums import OrganizationKind, Role
    from accounts.models import Membership, Organization, User
    from accounts.tenancy import organization_scope
    from credtrack.kernel import scope
    from payers.loading import load as load_catalogue

    with scope.unscoped("loading the catalogue"):
        load_catalogue()
    told: dict[str, int] = {}
    for number in range(ORGANIZATIONS):
        organization = Organization.objects.create(
            slug=f"dated-{number}",
            name=f"Dated Billing {number}",
            kind=OrganizationKind.BILLING_SERVICE,
            timezone="America/New_York",
        )
        for role in (Role.OWNER, Role.COORDINATOR):
            person = User.objects.create_user(f"{role.value}{number}@example.com", None, name=role.label)
            Membership.objects.create(organization=organization, user=person, role=role)
        with organization_scope(organization), transaction.atomic():
            for name, count in Loader(number, facts // ORGANIZATIONS, person).run().items():
                told[name] = told.get(name, 0) + count
            _audit(number + 1, organization)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return told


def _audit(identity: int, organization: Any) -> None:
    """Leave the audit row an import leaves; long ago, so that nothing can be in flight any more."""
    from accounts import audit
    from accounts.models import AuditEntry
    from bench import bulk
    from credtrack.kernel import clock

    made = audit.entry(None, "import.applied", organization, "Loaded the dated facts")
    at = clock.now() - dt.timedelta(hours=2)
    bulk.insert(AuditEntry, [bulk.writer(AuditEntry, made, ["id", "at"])(identity, at)])


class Loader:
    """Writes the rows of one organization, in whose scope it runs; ids go on where the last one ended."""

    def __init__(self, place: int, facts: int, coordinator: Any) -> None:
        from credtrack.kernel import clock, scope

        self.random = Random(20261125 + place)  # the same rows every time, nothing secret
        self.coordinator = coordinator
        self.credentials = facts * 7 // 10
        self.clinicians = self.credentials // CREDENTIALS_EACH
        self.applications = facts // 10
        self.follow_ups = facts - self.credentials - self.applications
        self.practices = -(-self.clinicians // PRACTICE_SIZE)
        self.place = place
        self.organization_id = scope.current().organization_id
        self.today = clock.today()
        self.long_ago = clock.now() - dt.timedelta(days=400)

    def run(self) -> dict[str, int]:
        """Write the tables in the order in which they point to one another."""
        from bench import bulk
        from enrollments.models import Application, FollowUp
        from payers.models import Payer
        from providers.models import Credential, Practice, Provider

        self.payers = list(Payer.objects.order_by("pk").values_list("pk", flat=True)[:PAYERS])
        return {
            model._meta.model_name or "": bulk.insert(model, rows)
            for model, rows in (
                (Practice, self._practices()),
                (Provider, self._providers()),
                (Credential, self._credentials()),
                (Application, self._applications()),
                (FollowUp, self._follow_ups()),
            )
        }

    def _day(self, number: int, lead: int) -> dt.date:
        """Return a date `lead` days ahead for the facts that are due, and a distant one for the others."""
        if number % ONE_DUE_IN == 0:
            return self.today + dt.timedelta(days=lead)
        return self.today + dt.timedelta(days=self.random.randint(200, 900))

    def _practices(self) -> Iterator[list[Any]]:
        from bench.bulk import writer
        from providers.models import Practice

        made = Practice(organization_id=self.organization_id, state="PA", created_at=self.long_ago)
        make = writer(Practice, made, ["id", "legal_name"])
        first = self.place * self.practices
        return (make(first + number, f"Practice {number}") for number in range(1, self.practices + 1))

    def _providers(self) -> Iterator[list[Any]]:
        from bench.bulk import writer
        from bench.loading import FIRST, LAST
        from providers.models import Provider

        made = Provider(organization_id=self.organization_id, created_at=self.long_ago)
        make = writer(Provider, made, ["id", "first_name", "last_name", "sort_name"])
        for number in range(1, self.clinicians + 1):
            first, last = self.random.choice(FIRST), f"{self.random.choice(LAST)}{number}"
            yield make(
                self.place * self.clinicians + number, first, last, Provider.sort_name_for(first, last)
            )

    def _credentials(self) -> Iterator[list[Any]]:
        from bench.bulk import writer
        from providers.enums import CredentialKind
        from providers.models import Credential

        kinds = (
            "license",
            "dea",
            "malpractice",
            "board",
            "caqh_attestation",
            "directory_attestation",
            "other",
        )
        assert all(CredentialKind(kind) for kind in kinds)  # noqa: S101  # a renamed kind must stop the run
        made = Credential(organization_id=self.organization_id, state="PA", created_at=self.long_ago)
        make = writer(Credential, made, ["id", "provider_id", "kind", "number", "expires_on", "changed_at"])
        first = self.place * self.credentials
        for number in range(1, self.credentials + 1):
            clinician = self.place * self.clinicians + (number - 1) // CREDENTIALS_EACH + 1
            kind = kinds[number % CREDENTIALS_EACH]
            lead = 10 if kind == "caqh_attestation" else 7 if kind == "directory_attestation" else DUE_LEAD
            yield make(first + number, clinician, kind, f"N{number}", self._day(number, lead), self.long_ago)

    def _applications(self) -> Iterator[list[Any]]:
        from bench.bulk import writer
        from enrollments.enums import Kind, Status
        from enrollments.models import Application

        made = Application(
            organization_id=self.organization_id, state="PA", kind=Kind.INITIAL_INDIVIDUAL.value,
            owner=self.coordinator, created_at=self.long_ago, status=Status.INFO_REQUESTED.value,
            status_since=self.today - dt.timedelta(days=20), opened_on=self.today - dt.timedelta(days=90),
            submitted_on=self.today - dt.timedelta(days=60), status_reason="W-9", clock="ours",
        )  # fmt: skip
        make = writer(Application, made, ["id", "provider_id", "practice_id", "payer_id", "answer_due_on"])
        first = self.place * self.applications
        for number in range(1, self.applications + 1):
            clinician = (number - 1) % self.clinicians
            practice = self.place * self.practices + clinician // PRACTICE_SIZE + 1
            payer = self.payers[(number - 1) // self.clinicians % PAYERS]
            yield make(
                first + number,
                self.place * self.clinicians + clinician + 1,
                practice,
                payer,
                self._day(number, 7),
            )

    def _follow_ups(self) -> Iterator[list[Any]]:
        from bench.bulk import writer
        from enrollments.models import FollowUp

        made = FollowUp(
            organization_id=self.organization_id, created_by=self.coordinator, created_at=self.long_ago,
            basis="7 calendar days after the last contact.",
        )  # fmt: skip
        make = writer(FollowUp, made, ["id", "application_id", "due_on"])
        first = self.place * self.follow_ups
        for number in range(1, self.follow_ups + 1):
            application = self.place * self.applications + (number - 1) % self.applications + 1
            yield make(first + number, application, self._day(number, 0))


if __name__ == "__main__":
    main()
