"""How is it recorded that a delegate failed an audit, was suspended, revoked or restored? One transaction.

Network status reads the incidents themselves, so all participations through the platform turn with the
one row. What they were is kept beside it, with the audit entry and the mails to everybody concerned.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from accounts import audit
from accounts.models import Organization, User
from credtrack.kernel import clock, scope
from credtrack.kernel.bulk_insert import insert_rows
from enrollments import incident_mails
from enrollments.dependents import Dependent, dependents
from enrollments.enums import IncidentKind
from enrollments.models import DelegateIncident, IncidentReach
from enrollments.refusals import Refused
from enrollments.wording import count_words, day_words
from payers.models import Payer, Platform
from providers.models import Document

_REACH = ("organization_id", "incident_id", "provider_id", "practice_id", "plan_id", "state")


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody was told about a delegate, and where it is written; `payer` empty means all of them."""

    platform: Platform
    kind: IncidentKind
    occurred_on: dt.date
    said: str
    payer: Payer | None = None
    evidence: str = ""
    document: Document | None = None


@transaction.atomic
def record(told: Told, *, actor: User | None) -> DelegateIncident:
    """Record an incident, whom it reached, the audit entry and the mails; raises `Refused` in plain words."""
    _one_at_a_time()
    reasons = _refusals(told)
    if reasons:
        raise Refused(reasons)
    reached = dependents(told.platform, told.payer, told.occurred_on)
    incident = _written(told, actor, len(reached), None)
    _keep(incident, reached)
    audit.record(actor, "incident.record", incident, _summary(incident, len(reached)))
    incident_mails.tell(incident, reached, actor)
    return incident


@transaction.atomic
def restore(
    incident: DelegateIncident,
    *,
    occurred_on: dt.date,
    said: str,
    evidence: str = "",
    actor: User | None,
) -> DelegateIncident:
    """Record that an incident is over, tell everybody it reached; raises `Refused` in plain words."""
    _one_at_a_time()
    reasons = _day_refusals(occurred_on)
    if incident.kind == IncidentKind.RESTORED:
        reasons.append("This row already says that an incident is over. Choose the incident itself.")
    elif DelegateIncident.objects.filter(ends=incident).exists():
        reasons.append("Somebody already recorded that this incident is over.")
    if occurred_on < incident.occurred_on:
        reasons.append(
            f"It cannot be over before it began on {day_words(incident.occurred_on)}. Check the day."
        )
    if reasons:
        raise Refused(reasons)
    names = ("provider_id", "practice_id", "plan_id", "state", "plan__payer_id")
    kept = IncidentReach.objects.filter(incident=incident).order_by().values_list(*names)
    reached = sorted(map(Dependent._make, kept))
    told = Told(
        incident.platform, IncidentKind.RESTORED, occurred_on, said, payer=incident.payer, evidence=evidence
    )
    end = _written(told, actor, len(reached), incident)
    _keep(end, reached)
    audit.record(actor, "incident.restore", end, _summary(end, len(reached)))
    incident_mails.tell(end, reached, actor)
    return end


def _one_at_a_time() -> None:
    """Let two people who record at once see each other's row: the second waits for the first."""
    Organization.objects.select_for_update(no_key=True).get(pk=scope.current().organization_id)


def _refusals(told: Told) -> list[str]:
    reasons = _day_refusals(told.occurred_on)
    if told.kind == IncidentKind.RESTORED:
        reasons.append("Open the incident that is over and restore it there.")
    same = DelegateIncident.objects.filter(
        platform=told.platform, payer=told.payer, kind=told.kind, ended_by=None
    )
    if same.exists():
        reasons.append(
            f"This is recorded already and not over: {told.kind.label.lower()}, {told.platform}. "
            "Restore that incident first, or choose another kind."
        )
    return reasons


def _day_refusals(day: dt.date) -> list[str]:
    if day > clock.today():
        return [f"{day_words(day)} has not come yet. Give the day on which it happened."]
    return []


def _written(told: Told, actor: User | None, reached: int, ends: DelegateIncident | None) -> DelegateIncident:
    row = DelegateIncident(
        organization_id=scope.current().organization_id,
        reached=reached,
        ends=ends,
        recorded_by=actor,
        recorded_at=clock.now(),
        **{name: getattr(told, name) for name in told.__slots__},
    )
    row.save(force_insert=True)
    return row


def _keep(incident: DelegateIncident, reached: list[Dependent]) -> None:
    organization = scope.current().organization_id
    insert_rows(
        IncidentReach,
        _REACH,
        (
            (organization, incident.pk, row.provider_id, row.practice_id, row.plan_id, row.state)
            for row in reached
        ),
    )


def _summary(incident: DelegateIncident, reached: int) -> str:
    kind = IncidentKind(incident.kind)
    with_whom = f" with {incident.payer}" if incident.payer else ""
    return (
        f"{kind.label} on {day_words(incident.occurred_on)}: {incident.platform}{with_whom}; "
        f"{count_words(reached, 'participation')} reached"
    )
