"""How is it kept what an organization chose for its plans? One row, compared by its version."""

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts import audit
from accounts.models import User
from accounts.stale import Stale
from credtrack.kernel import scope
from planning.models import PlanningSettings
from planning.revenue_reading import settings_here

_WHAT = "the planning settings"


@transaction.atomic
def keep(*, use_industry_figure: bool, concentration_percent: int, version: int, actor: User | None) -> None:
    """Write what was chosen, with its audit entry; raises `Stale` when somebody else saved in between."""
    before = settings_here()
    chosen = {"use_industry_figure": use_industry_figure, "concentration_percent": concentration_percent}
    if before.pk is None:
        _first(chosen, version)
    else:
        same = PlanningSettings.objects.filter(pk=before.pk, version=version)
        if not same.update(**chosen, version=F("version") + 1):
            raise Stale(_WHAT)
    row = PlanningSettings.objects.get()
    changes = audit.changed_fields({name: getattr(before, name) for name in chosen}, dict(chosen))
    audit.record(actor, "planning_settings.keep", row, "Changed the planning settings", changes)


def _first(chosen: dict[str, int], version: int) -> None:
    if version != 1:
        raise Stale(_WHAT)
    try:
        with transaction.atomic():
            PlanningSettings(organization_id=scope.current().organization_id, **chosen).save(
                force_insert=True
            )
    except IntegrityError as taken:
        raise Stale(_WHAT) from taken
