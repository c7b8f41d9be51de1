"""How is it recorded what a practice considered, and what it decided about a payer?"""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts import audit
from accounts.models import User
from accounts.stale import Stale
from credtrack.kernel import clock, scope
from enrollments.refusals import Refused
from payers.models import Payer
from planning.enums import GroupRoute
from planning.grouping_reading import GroupingRow, grouping_rows
from planning.models import GroupConsideration, GroupDecision
from providers.models import Practice

_WHAT = "what this practice considered"


@dataclass(frozen=True, slots=True)
class Considerations:
    """The three answers; "" leaves one open."""

    growth: str = ""
    billing: str = ""
    capacity: str = ""


@transaction.atomic
def consider(
    practice: Practice, told: Considerations, *, version: int, actor: User | None
) -> GroupConsideration:
    """Keep the three considerations of a practice; raises `Stale` when somebody saved since `version` (0: none)."""
    values = {"growth": told.growth, "billing": told.billing, "capacity": told.capacity}
    before = GroupConsideration.objects.filter(practice=practice).first()
    if (before.version if before else 0) != version:
        raise Stale(_WHAT)
    changes = audit.changed_fields({name: getattr(before, name, "") for name in values}, values)
    stamp = {"answered_on": clock.today(), "answered_by": actor}
    if before is None:
        row = GroupConsideration(
            organization_id=scope.current().organization_id, practice=practice, **values, **stamp
        )
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as clash:
            raise Stale(_WHAT) from clash
    else:
        fresh = GroupConsideration.objects.filter(pk=before.pk, version=version)
        if not fresh.update(version=F("version") + 1, **values, **stamp):
            raise Stale(_WHAT)
        row = GroupConsideration.objects.get(pk=before.pk)
    audit.record(
        actor, "grouping.consider", practice, f"Considered group or individual for {practice}", changes
    )
    return row


def row_of(practice: Practice, payer: Payer) -> GroupingRow | None:
    """Return where the practice stands with one payer; None when they have nothing to do with each other."""
    found = grouping_rows([practice], payer_ids=[payer.pk])
    return found[0] if found else None


@transaction.atomic
def decide(
    practice: Practice, payer: Payer, route: GroupRoute, *, note: str = "", actor: User | None
) -> GroupDecision:
    """Write one further decision beside what was suggested; raises `Refused` while the group route is closed."""
    row = row_of(practice, payer)
    if row is None:
        raise Refused([f"{practice} has nothing to do with {payer.name} yet. Open an application first."])
    if route == GroupRoute.GROUP and row.advice.group_disabled:
        raise Refused([row.advice.group_disabled])
    reasons = " ".join([*row.advice.reasons, note.strip()]).strip()
    made = GroupDecision(
        organization_id=scope.current().organization_id,
        practice=practice,
        payer=payer,
        route=route,
        suggested=row.advice.suggested,
        reasons=reasons[:600],
        decided_on=clock.today(),
        decided_by=actor,
        recorded_at=clock.now(),
    )
    made.save(force_insert=True)
    audit.record(
        actor,
        "grouping.decide",
        practice,
        f"{payer.name}: {route.label.lower()} (suggested: {row.advice.suggested.label.lower()})"[:400],
    )
    return made
