"""What hangs on a payer now? The newest numbers of each clinician, practice and payer."""

from collections.abc import Collection

from django.db.models import QuerySet

from planning.models import CaseloadShare

# provider, practice, payer
Key = tuple[int, int, int]


def newest(
    *,
    practice_ids: Collection[int] | None = None,
    provider_ids: Collection[int] | None = None,
    payer_ids: Collection[int] | None = None,
) -> dict[Key, CaseloadShare]:
    """Return the newest row of each clinician, practice and payer; `None` narrows nothing; one query.

    Of two rows with the same day the one recorded last counts.
    """
    rows: QuerySet[CaseloadShare] = CaseloadShare.objects.select_related("provider", "payer", "platform")
    for name, wanted in (("practice", practice_ids), ("provider", provider_ids), ("payer", payer_ids)):
        if wanted is not None:
            rows = rows.filter(**{f"{name}__in": list(wanted)})
    found: dict[Key, CaseloadShare] = {}
    for row in rows.order_by("as_of", "pk"):
        found[row.provider_id, row.practice_id, row.payer_id] = row
    return found
