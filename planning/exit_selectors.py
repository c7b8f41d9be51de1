"""Which plans and caseloads may this member see? Those of practices within their walls; others do not exist: 404."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Membership
from planning.models import CaseloadShare, ExitPlan
from providers.visibility import get_or_404, practice_ids, visible_practices


def visible_exits(membership: Membership) -> QuerySet[ExitPlan]:
    """Return the exit plans of practices the member may see."""
    rows: QuerySet[ExitPlan] = ExitPlan.objects.select_related("platform", "practice")
    if practice_ids(membership) is not None:
        rows = rows.filter(practice__in=visible_practices(membership).values("pk"))
    return rows


def exit_or_404(membership: Membership, pk: int) -> ExitPlan:
    """Return a visible exit plan; raises `Http404`."""
    found: ExitPlan = get_or_404(visible_exits(membership), pk, "exit plan")
    return found


def visible_caseloads(membership: Membership) -> QuerySet[CaseloadShare]:
    """Return the newest numbers of each clinician, practice and payer at practices the member may see."""
    newer = CaseloadShare.objects.filter(
        provider=OuterRef("provider"), practice=OuterRef("practice"), payer=OuterRef("payer")
    ).filter(Q(as_of__gt=OuterRef("as_of")) | Q(as_of=OuterRef("as_of"), pk__gt=OuterRef("pk")))
    rows: QuerySet[CaseloadShare] = CaseloadShare.objects.filter(~Exists(newer))
    if practice_ids(membership) is not None:
        rows = rows.filter(practice__in=visible_practices(membership).values("pk"))
    return rows.select_related("provider", "practice", "payer", "platform")
