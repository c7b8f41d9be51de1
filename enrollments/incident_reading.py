"""Which delegate incidents are known, and which may this member read, with which counts?"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet

from accounts.models import Membership
from enrollments.delegation import Trouble
from enrollments.enums import IncidentKind
from enrollments.models import DelegateIncident, IncidentReach
from payers.models import Payer
from providers.visibility import get_or_404, practice_ids


def troubles_by_platform(known_on: dt.datetime | None = None) -> dict[int, list[Trouble]]:
    """Return every incident with its end per platform, as known on an instant (`None`: now); one query."""
    rows = DelegateIncident.objects.order_by()
    if known_on is not None:
        rows = rows.filter(recorded_at__lte=known_on)
    names = ("pk", "platform_id", "payer_id", "kind", "occurred_on", "ends_id")
    found = list(rows.values_list(*names))
    ended = {ends: occurred for _, _, _, _, occurred, ends in found if ends is not None}
    troubles: dict[int, list[Trouble]] = defaultdict(list)
    for pk, platform, payer, kind, occurred, ends in found:
        if ends is None:
            troubles[platform].append(Trouble(platform, payer, IncidentKind(kind), occurred, ended.get(pk)))
    return dict(troubles)


def visible_incidents(membership: Membership) -> QuerySet[DelegateIncident]:
    """Return the incidents, without the rows that end them; a limited member sees what reached theirs."""
    rows: QuerySet[DelegateIncident] = DelegateIncident.objects.filter(ends=None)
    granted = practice_ids(membership)
    if granted is not None:
        theirs = IncidentReach.objects.filter(incident=OuterRef("pk"), practice__in=granted)
        rows = rows.filter(Exists(theirs))
    return rows


def visible_reach(membership: Membership, incident: DelegateIncident) -> QuerySet[IncidentReach]:
    """Return whom of the member's practices an incident reached."""
    rows: QuerySet[IncidentReach] = IncidentReach.objects.filter(incident=incident)
    granted = practice_ids(membership)
    return rows if granted is None else rows.filter(practice__in=granted)


def incident_or_404(membership: Membership, pk: int) -> DelegateIncident:
    """Return a visible incident; raises `Http404`."""
    rows = visible_incidents(membership).select_related("platform", "payer", "recorded_by", "ended_by")
    found: DelegateIncident = get_or_404(rows, pk, "incident")
    return found


@dataclass(frozen=True, slots=True)
class PayerReach:
    """How much of a payer hangs on the platform."""

    payer: str
    clinicians: int
    participations: int


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom an incident reached, in numbers."""

    participations: int
    clinicians: int
    payers: list[PayerReach]


def reach_of(membership: Membership, incident: DelegateIncident) -> Reach:
    """Return the numbers of one incident within the member's walls; three queries."""
    rows = visible_reach(membership, incident).order_by()
    by_payer = rows.values_list("plan__payer").annotate(
        people=Count("provider", distinct=True), spans=Count("pk")
    )
    found = list(by_payer)
    names = dict(Payer.objects.filter(pk__in=[row[0] for row in found]).values_list("pk", "name"))
    payers = [PayerReach(names[payer], people, spans) for payer, people, spans in found]
    return Reach(
        participations=sum(row.participations for row in payers),
        clinicians=rows.values("provider").distinct().count(),
        payers=sorted(payers, key=lambda row: (-row.participations, row.payer)),
    )
