"""Is the next recredentialing opened? Once per cycle, by the open application's unique key."""

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from credtrack.kernel import clock
from enrollments.enums import Kind, Route, Source
from enrollments.models import Application
from enrollments.opening import Opening, open_application
from enrollments.refusals import Refused


def open_next(application: Application, kind: Kind) -> Application | None:
    """Open the renewal that follows `application`, a draft of `kind`; None when this cycle has one already.

    One that was opened and stopped again since the last decision is not opened a second time: somebody
    decided so. Safe to call twice and from two workers; of two callers at once one opens it.
    """
    if application.decided_on is None or _was_opened(application, kind):
        return None
    opening = Opening(
        practice=application.practice,
        payer=application.payer,
        kind=kind,
        opened_on=clock.today(),
        provider=application.provider,
        state=application.state,
        route=Route(application.route),
        platform=application.platform,
        owner=application.owner,
        plans=[row.plan for row in application.plans.select_related("plan")],
    )
    try:
        with transaction.atomic():
            return open_application(opening, actor=None, source=Source.SYSTEM)
    except Refused:
        return None


def without_a_next(kind: Kind) -> QuerySet[Application]:
    """Return the applications of whose cycle no renewal of `kind` was opened yet; a subquery, nothing is read."""
    # A group's own applications name no clinician, and nothing equals NULL.
    opened = Application.objects.annotate(whose=Coalesce("provider_id", 0)).filter(
        whose=Coalesce(OuterRef("provider_id"), 0),
        practice=OuterRef("practice"),
        payer=OuterRef("payer"),
        state=OuterRef("state"),
        kind=kind.value,
        opened_on__gte=OuterRef("decided_on"),
    )
    rows: QuerySet[Application] = Application.objects.filter(~Exists(opened.exclude(pk=OuterRef("pk"))))
    return rows


def _was_opened(application: Application, kind: Kind) -> bool:
    return not without_a_next(kind).filter(pk=application.pk).exists()
