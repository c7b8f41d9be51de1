"""How much of the week hangs on what is not billed yet? Numbers that somebody entered for some clinicians."""

from decimal import Decimal

from accounts.models import Organization, User
from credtrack.kernel import clock
from enrollments.enums import HolderKind, Status
from enrollments.models import Application
from planning.models import CaseloadShare

# Sessions a week and dollars a session, in turn; every third application has no numbers yet.
_TURNS = ((4, 96), (6, 104), None, (3, 88), (7, 112), None)
_WAITING = (Status.ACTIVE, Status.LOADING, Status.APPROVED, Status.IN_REVIEW)


def enter(organization: Organization, actor: User) -> int:
    """Enter weekly numbers for applications that are granted or under review; returns how many."""
    rows = Application.objects.filter(status__in=_WAITING, provider__isnull=False)
    rows = rows.exclude(contract__holder_kind=HolderKind.PLATFORM).select_related("provider")
    told = set(CaseloadShare.objects.values_list("provider_id", "practice_id", "payer_id"))
    made: dict[tuple[int, int, int], CaseloadShare] = {}
    for place, one in enumerate(rows.order_by("pk")):
        turn, key = _TURNS[place % len(_TURNS)], (one.provider.pk, one.practice_id, one.payer_id)
        if turn is None or key in told:
            continue
        made[key] = CaseloadShare(
            organization=organization,
            provider=one.provider,
            practice_id=one.practice_id,
            payer_id=one.payer_id,
            as_of=clock.today(),
            weekly_sessions=Decimal(turn[0]),
            direct_rate=Decimal(turn[1]),
            source="Calendar of an ordinary week; the payer's fee schedule",
            recorded_by=actor,
            recorded_at=clock.now(),
        )
    CaseloadShare.objects.bulk_create(made.values())
    return len(made)
