"""Fills an empty database: one organization, its practices, clinicians, contracts and applications.

Run in a process of its own: `python -m bench.loading --applications 100000`.
"""

import argparse
import datetime as dt
import json
import os
import sys
import time
from collections.abc import Iterator
from random import Random
from typing import Any

import django

PRACTICE_SIZE = 50
PER_CLINICIAN = 50
PAYERS_PER_PRACTICE = 25
STORIES = 4_000
FIRST = ("Dana", "Luis", "Priya", "Marcus", "Elena", "Tom", "Aisha", "Grace", "Noah", "Mei", "Omar", "Ruth")
LAST = (
    "Whitfield", "Okafor", "Nguyen", "Santos", "Kowalski", "Brennan", "Haddad", "Lindqvist", "Moreau",
    "Castellano", "Abernathy", "Yamamoto", "Petrov", "Delgado", "Fitzgerald", "Osei", "Rahman", "Ziegler",
)  # fmt: skip
SYLLABLES = (
    "ber",
    "dal",
    "fen",
    "gar",
    "hol",
    "kin",
    "lor",
    "mar",
    "nev",
    "pol",
    "ros",
    "ster",
    "tan",
    "wick",
)


def main() -> None:
    """Load, and print what was loaded as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--applications", type=int, default=100_000)
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    django.setup()
    from django.core.management import call_command

    started = time.perf_counter()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from bench.loading import load  # the models can be imported from here on

    told = load(asked.applications)
    told["seconds"] = round(time.perf_counter() - started, 1)
    json.dump(told, sys.stdout)


def load(applications: int) -> dict[str, Any]:
    """Write everything; returns how many rows of each kind."""
    from django.db import connection, transaction

    from accounts.enums import OrganizationKind, Role
    from accounts.models import Membership, Organization, User
    from accounts.tenancy import organization_scope
    from credtrack.kernel import scope
    from payers.loading import load as load_catalogue

    with scope.unscoped("loading the catalogue"):
        load_catalogue()
    organization = Organization.objects.create(
        slug="bench", name="Bench Billing", kind=OrganizationKind.BILLING_SERVICE, timezone="America/New_York"
    )
    user = User.objects.create_superuser("bench@example.com", "bench bench bench", name="Bea Bench")
    colleague = User.objects.create_user("owner@example.com", "bench bench bench", name="Otto Owner")
    for person in (user, colleague):
        Membership.objects.create(organization=organization, user=person, role=Role.OWNER)
    with organization_scope(organization), transaction.atomic():
        told = Loader(applications, colleague).run()
    with connection.cursor() as cursor:
        # What autovacuum would do within minutes, done before the clock starts.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return told


class Loader:
    """Writes the rows of one organization, in whose scope it runs; the tables must be empty."""

    def __init__(self, applications: int, owner: Any) -> None:
        from credtrack.kernel import clock, scope

        self.random = Random(20261123)  # the same rows every time, nothing secret
        self.owner = owner
        self.total = applications
        self.clinicians = max(PRACTICE_SIZE, applications // PER_CLINICIAN)
        self.practices = -(-self.clinicians // PRACTICE_SIZE)
        self.organization_id = scope.current().organization_id
        self.today, self.now = clock.today(), clock.now()
        from bench.stories import story

        self.stories = [story(self.random, self.today) for _ in range(STORIES)]
        self.told: dict[str, Any] = {}

    def run(self) -> dict[str, Any]:
        """Write the tables in the order in which they point to one another."""
        from bench import bulk
        from enrollments.models import Application, ApplicationPlan, Contract, Entry, FollowUp, Transition
        from payers.models import Payer, Plan
        from providers.models import Affiliation, Practice, Provider

        defaults = Plan.objects.filter(is_default=True, organization=None).values_list("payer", "pk")
        self.plan_of = dict(defaults)
        payers = list(Payer.objects.filter(pk__in=self.plan_of).order_by("pk").values_list("pk", flat=True))
        # Every practice works with its own 25 of the payers.
        self.payers_of = [
            self.random.sample(payers[:120], PAYERS_PER_PRACTICE) for _ in range(self.practices)
        ]
        for model, rows in (
            (Practice, self._practices()),
            (Provider, self._providers()),
            (Affiliation, self._affiliations()),
            (Contract, self._contracts()),
            (Application, self._applications()),
            (ApplicationPlan, self._plans()),
            (Transition, self._transitions()),
            (Entry, self._entries()),
            (FollowUp, self._follow_ups()),
        ):
            self.told[model._meta.model_name or ""] = bulk.insert(model, rows)
        return self.told

    def _practices(self) -> Iterator[list[Any]]:
        from bench.bulk import writer
        from providers.models import Practice

        made = Practice(organization_id=self.organization_id, state="PA", created_at=self.now)
        make = writer(Practice, made, ["id", "legal_name"])
        return (make(number, f"Bench Practice {number}") for number in range(1, self.practices + 1))

    def _providers(self) -> Iterator[list[Any]]:
        from bench.bulk import writer
        from providers.models import Provider

        made = Provider(organization_id=self.organization_id, license_type="LCSW", created_at=self.now)
        make = writer(Provider, made, ["id", "first_name", "last_name", "degree", "npi", "sort_name"])
        for number in range(1, self.clinicians + 1):
            first = self.random.choice(FIRST)
            last = self.random.choice(LAST)
            if number % 3:
                last = (
                    f"{last[:3]}{self.random.choice(SYLLABLES)}{self.random.choice(SYLLABLES)}".capitalize()
                )
            npi = str(1_000_000_000 + number)
            yield make(number, first, last, "LCSW", npi, Provider.sort_name_for(first, last))

    def _affiliations(self) -> Iterator[list[Any]]:
        from bench.bulk import writer
        from providers.models import Affiliation

        made = Affiliation(
            organization_id=self.organization_id, starts_on=dt.date(2024, 1, 1), created_at=self.now
        )
        make = writer(Affiliation, made, ["id", "provider_id", "practice_id"])
        return (make(number, number, self._practice_of(number)) for number in range(1, self.clinicians + 1))

    def _practice_of(self, clinician: int) -> int:
        return (clinician - 1) // PRACTICE_SIZE + 1

    def _contracts(self) -> Iterator[list[Any]]:
        from bench.bulk import writer
        from enrollments.enums import HolderKind
        from enrollments.models import Contract

        made = Contract(
            organization_id=self.organization_id,
            holder_kind=HolderKind.PRACTICE,
            executed_on=dt.date(2023, 1, 1),
            effective_on=dt.date(2023, 2, 1),
            recorded_at=self.now,
        )
        make = writer(Contract, made, ["id", "payer_id", "practice_id"])
        for practice in range(1, self.practices + 1):
            for place, payer in enumerate(self.payers_of[practice - 1], start=1):
                yield make((practice - 1) * PAYERS_PER_PRACTICE + place, payer, practice)

    def _keys(self) -> Iterator[tuple[int, int, int, int, int, str]]:
        """Yield application, clinician, practice, payer, contract and kind: two kinds per payer."""
        from enrollments.enums import Kind

        kinds = (Kind.INITIAL_INDIVIDUAL.value, Kind.RECREDENTIALING.value)
        for number in range(1, self.total + 1):
            clinician = (number - 1) // PER_CLINICIAN + 1
            practice = self._practice_of(clinician)
            place, kind = divmod((number - 1) % PER_CLINICIAN, 2)
            contract = (practice - 1) * PAYERS_PER_PRACTICE + place + 1
            yield number, clinician, practice, self.payers_of[practice - 1][place], contract, kinds[kind]

    def _story(self, number: int) -> Any:
        # A prime step spreads the stories over clinicians and payers.
        return self.stories[number * 7919 % STORIES]

    def _applications(self) -> Iterator[list[Any]]:
        from bench.bulk import writer
        from enrollments.cached_state import CACHED
        from enrollments.models import Application

        made = Application(
            organization_id=self.organization_id, state="PA", owner=self.owner, created_at=self.now,
            status_since=self.today, opened_on=self.today,
        )  # fmt: skip
        keys = ["id", "provider_id", "practice_id", "payer_id", "contract_id", "kind"]
        told = ["follow_up_on", "last_contact_on", "last_said", "last_reference"]
        make = writer(Application, made, [*keys, *CACHED, *told])
        columns = [name for name in CACHED if name != "clock"]
        for number, clinician, practice, payer, contract, kind in self._keys():
            story = self._story(number)
            last = story.calls[-1] if story.calls else None
            yield make(
                number, clinician, practice, payer, contract, kind,
                *[_value(getattr(story.state, name)) for name in columns], story.clock,
                story.follow_up_on, last.day if last else None, last.text if last else "",
                last.reference if last else "",
            )  # fmt: skip

    def _plans(self) -> Iterator[list[Any]]:
        from bench.bulk import writer
        from enrollments.models import ApplicationPlan

        make = writer(
            ApplicationPlan,
            ApplicationPlan(organization_id=self.organization_id),
            ["id", "application_id", "practice_id", "plan_id"],
        )
        return (make(key[0], key[0], key[2], self.plan_of[key[3]]) for key in self._keys())

    def _transitions(self) -> Iterator[list[Any]]:
        from bench.bulk import writer
        from enrollments.models import Transition

        made = Transition(organization_id=self.organization_id, actor=self.owner, recorded_at=self.now)
        make = writer(
            Transition,
            made,
            ["id", "application_id", "from_status", "to_status", "occurred_on", "recorded_at", "facts"],
        )
        identity = 0
        for number in range(1, self.total + 1):
            before = ""
            for row in self._story(number).rows:
                identity += 1
                recorded = dt.datetime.combine(row.occurred_on, dt.time(15), dt.UTC)
                yield make(
                    identity, number, before, row.to_status, row.occurred_on, recorded, dict(row.facts)
                )
                before = row.to_status

    def _entries(self) -> Iterator[list[Any]]:
        from bench.bulk import writer
        from enrollments.enums import Channel
        from enrollments.models import Entry

        made = Entry(
            organization_id=self.organization_id,
            author=self.owner,
            recorded_at=self.now,
            channel=Channel.CALL,
        )
        make = writer(Entry, made, ["id", "application_id", "occurred_on", "said", "reference", "person"])
        identity = 0
        for number in range(1, self.total + 1):
            for call in self._story(number).calls:
                identity += 1
                yield make(identity, number, call.day, call.text, call.reference, "Provider services")

    def _follow_ups(self) -> Iterator[list[Any]]:
        from bench.bulk import writer
        from enrollments.models import FollowUp

        made = FollowUp(
            organization_id=self.organization_id,
            due_on=self.today,
            created_by=self.owner,
            created_at=self.now,
        )
        make = writer(FollowUp, made, ["id", "application_id", "due_on"])
        dated = (number for number in range(1, self.total + 1) if self._story(number).follow_up_on)
        return (
            make(identity, number, self._story(number).follow_up_on)
            for identity, number in enumerate(dated, 1)
        )


def _value(value: Any) -> Any:
    return str(value) if isinstance(value, str) else value


if __name__ == "__main__":
    main()
