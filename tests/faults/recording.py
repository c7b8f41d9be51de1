"""Records a delegate incident, or its end, in a process that kills itself at a named step.

`python -m tests.faults.recording seed|record|restore|count [STEP]`; `count` prints what there is as JSON.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django

PEOPLE = 40
# What a step is called, and the function after which the process dies in it.
STEPS = {
    "incident": ("enrollments.incidents", "_written"),
    "reach": ("enrollments.incidents", "_keep"),
    "audit": ("accounts.audit", "record"),
    "mails": ("accounts.outbox", "enqueue_many"),
}


def main() -> None:
    """Do one thing, dying in the middle of it when a step is named."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "credtrack.settings.local")
    django.setup()
    from accounts.models import Organization
    from accounts.tenancy import organization_scope

    verb, *step = sys.argv[1:]
    if verb == "seed":
        _seed()
        return
    if step:
        _trap(*STEPS[step[0]])
    with organization_scope(Organization.objects.get(slug="storm")):
        found = {"record": _record, "restore": _restore, "count": count}[verb]()
    json.dump(found, sys.stdout)


def _trap(module: str, name: str) -> None:
    """Let the process die by SIGKILL as soon as the function has done its work."""
    from importlib import import_module

    home = import_module(module)
    work: Callable[..., Any] = getattr(home, name)

    def deadly(*args: Any, **kwargs: Any) -> None:
        work(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(home, name, deadly)


def count() -> dict[str, int]:
    """Return how many rows each table of an incident has, and how many participations are at risk."""
    from accounts.models import AuditEntry, OutboxMessage
    from credtrack.kernel import clock
    from enrollments.models import DelegateIncident, IncidentReach
    from enrollments.network import Standing
    from enrollments.network_reading import network_rows

    standings = [row.status.standing for row in network_rows(clock.today())]
    return {
        "incidents": DelegateIncident.objects.count(),
        "reach": IncidentReach.objects.count(),
        "audit": AuditEntry.objects.filter(action__startswith="incident.").count(),
        "mails": OutboxMessage.objects.filter(kind="delegate_incident").count(),
        "at_risk": standings.count(Standing.AT_RISK),
    }


def _record() -> dict[str, int]:
    from credtrack.kernel import clock
    from enrollments import incidents
    from enrollments.enums import IncidentKind
    from payers.models import Platform

    platform = Platform.objects.get(slug="storm-platform")
    told = incidents.Told(platform, IncidentKind.SUSPENDED, clock.today(), "Suspended.")
    return {"incident": incidents.record(told, actor=None).pk}


def _restore() -> dict[str, int]:
    from credtrack.kernel import clock
    from enrollments import incidents
    from enrollments.models import DelegateIncident

    incident = DelegateIncident.objects.get(ends=None)
    return {"end": incidents.restore(incident, occurred_on=clock.today(), said="Over.", actor=None).pk}


def _seed() -> None:
    """Make one organization with an owner and so many participations through one platform."""
    from accounts.enums import Role
    from accounts.models import Membership, Organization, User
    from tests.factories.enrollments import ParticipationFactory
    from tests.factories.payers import PlanFactory, PlatformFactory
    from tests.factories.providers import PracticeFactory, ProviderFactory

    organization = Organization.objects.create(slug="storm", name="Storm", timezone="America/New_York")
    user = User.objects.create_user("owner@storm.example", None, name="Owner")
    Membership.objects.create(organization=organization, user=user, role=Role.OWNER)
    platform, plan = PlatformFactory(slug="storm-platform"), PlanFactory()
    practice = PracticeFactory(organization=organization)
    for _ in range(PEOPLE):
        ParticipationFactory(
            organization=organization,
            provider=ProviderFactory(organization=organization),
            practice=practice,
            plan=plan,
            platform=platform,
        )


if __name__ == "__main__":
    main()
