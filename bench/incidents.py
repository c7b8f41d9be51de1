"""How long a delegate incident takes to turn 10,000 participations, and its end to turn them back.

`python -m bench.incidents [--participations 10000]`, on PostgreSQL; `--inside` is the measured child.
"""

import argparse
import datetime as dt
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import databases
from bench.measuring import run

AIM_SECONDS = 2
PLANS = 20


def main() -> None:
    """Seed, record, restore, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.incidents")
    parser.add_argument("--participations", type=int, default=10_000)
    parser.add_argument("--inside", action="store_true")
    asked = parser.parse_args()
    if asked.inside:
        json.dump(_inside(asked.participations), sys.stdout)
        return
    command = [sys.executable, "-m", "bench.incidents", "--inside"]
    with tempfile.TemporaryDirectory(prefix="credtrack-bench-") as made:
        folder = Path(made)
        size = int(asked.participations)
        with databases.postgres(size, keep=False, name="credtrack_bench_incidents") as database:
            told = run([*command, "--participations", str(size)], database, folder).told
    sys.stdout.write(f"{told}\nAim: {AIM_SECONDS} s for recording, and for its end.\n")


def _inside(size: int) -> dict[str, Any]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from accounts.tenancy import organization_scope
    from credtrack.kernel import clock
    from credtrack.kernel.links import org_reverse
    from enrollments import incidents
    from enrollments.enums import IncidentKind

    call_command("migrate", verbosity=0)
    organization, owner, platform = _seed(size)
    seconds = {}

    def timed(name: str, work: Callable[[], Any]) -> Any:
        started, busy = time.perf_counter(), time.process_time()
        found = work()
        seconds[name] = round(time.perf_counter() - started, 2)
        seconds[f"{name}_processor"] = round(time.process_time() - busy, 2)
        return found

    with organization_scope(organization):
        # A process that serves pages has read its addresses long before.
        org_reverse("enrollments:incidents")
        today = clock.today()
        told = incidents.Told(platform, IncidentKind.SUSPENDED, today, "Suspended after an audit.")
        incident = timed("record", lambda: incidents.record(told, actor=owner))
        timed(
            "restore",
            lambda: incidents.restore(incident, occurred_on=today, said="Restored.", actor=owner),
        )
    return {**seconds, "participations": incident.reached}


def _seed(size: int) -> tuple[Any, Any, Any]:
    """Make clinicians with so many participations through one platform, a seat for each tenth of them."""
    from accounts.enums import Role
    from accounts.models import Membership, Organization, User
    from accounts.tenancy import organization_scope
    from credtrack.kernel import clock, scope
    from enrollments.models import Participation
    from payers.models import Payer, Plan, Platform
    from providers.models import ClinicianLink, Practice, Provider

    organization = Organization.objects.create(slug="bench", name="Bench", timezone="America/New_York")
    count = -(-size // PLANS)
    people = User.objects.bulk_create(
        [
            User(email=f"person{number}@bench.example", name=f"Person {number}")
            for number in range(count // 10)
        ]
    )
    roles = [Role.OWNER, Role.COORDINATOR, Role.BILLER]
    seats = Membership.objects.bulk_create(
        Membership(
            organization=organization,
            user=user,
            role=roles[place] if place < len(roles) else Role.CLINICIAN,
        )
        for place, user in enumerate(people)
    )
    sourced = {"source": "bench", "quoted_on": dt.date(2026, 1, 1)}
    with scope.unscoped("make shared rows"):
        platform = Platform.objects.create(slug="bench-platform", name="Bench platform", **sourced)
        payers = [
            Payer.objects.create(slug=f"bench-{n}", name=f"Bench payer {n}", **sourced) for n in range(PLANS)
        ]
        plans = [
            Plan.objects.create(payer=payer, slug="commercial", name=payer.name, is_default=True)
            for payer in payers
        ]
    with organization_scope(organization):
        practice = Practice.objects.create(organization=organization, legal_name="Bench Practice LLC")
        clinicians = Provider.objects.bulk_create(
            Provider(
                organization=organization,
                first_name="Bench",
                last_name=f"Clinician {number}",
                npi=f"{number:010d}",
            )
            for number in range(count)
        )
        own = [seat for seat in seats if seat.role == Role.CLINICIAN]
        ClinicianLink.objects.bulk_create(
            ClinicianLink(organization=organization, membership=seat, provider=clinicians[place])
            for place, seat in enumerate(own)
        )
        Participation.objects.bulk_create(
            Participation(
                organization=organization,
                provider=clinician,
                practice=practice,
                plan=plan,
                platform=platform,
                effective_on=dt.date(2025, 1, 1),
                recorded_at=clock.now(),
            )
            for clinician in clinicians
            for plan in plans
        )
    return organization, people[0], platform


if __name__ == "__main__":
    main()
