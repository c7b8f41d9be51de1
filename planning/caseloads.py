"""What hangs on a payer now? The newest numbers of each clinician, practice and payer."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from planning.models import CaseloadShare

# provider, practice, payer
Key = tuple[int, int, int]


def newest_only(rows: QuerySet[CaseloadShare]) -> QuerySet[CaseloadShare]:
    """Keep the newest row of each clinician, practice and payer: the latest day, of one day the one recorded last."""
    same = {name: OuterRef(name) for name in ("provider", "practice", "payer")}
    later = Q(as_of__gt=OuterRef("as_of")) | Q(as_of=OuterRef("as_of"), pk__gt=OuterRef("pk"))
    return rows.filter(~Exists(CaseloadShare.objects.filter(later, **same)))


def newest(
    *,
    practice_ids: Collection[int] | None = None,
    provider_ids: Collection[int] | None = None,
    payer_ids: Collection[int] | None = None,
) -> dict[Key, CaseloadShare]:
    """Return the newest row of each clinician, practice and payer; `None` narrows nothing; one query."""
    rows = newest_only(CaseloadShare.objects.select_related("provider", "payer", "platform"))
    for name, wanted in (("practice", practice_ids), ("provider", provider_ids), ("payer", payer_ids)):
        if wanted is not None:
            rows = rows.filter(**{f"{name}__in": list(wanted)})
    return {(row.provider_id, row.practice_id, row.payer_id): row for row in rows.order_by("pk")}
