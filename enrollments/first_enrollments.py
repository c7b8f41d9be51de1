"""Which other enrollments have to come first for these rows? The one place where readiness asks for prerequisites."""

import datetime as dt
from collections.abc import Sequence

from enrollments.network_reading import NetworkRow
from enrollments.prerequisite_reading import Asked, missing_in_bulk
from payers.enums import LineOfBusiness
from providers.models import Provider

# provider, plan, practice, state
Key = tuple[int, int, int, str]

# A plan of any other line asks for no other enrollment once its application was sent.
_ASKING = frozenset(
    {LineOfBusiness.MEDICARE, LineOfBusiness.MEDICARE_ADVANTAGE, LineOfBusiness.MEDICAID_MANAGED_CARE}
)


def missing_first(rows: Sequence[NetworkRow], on: dt.date) -> dict[Key, tuple[str, ...]]:
    """Return what is missing on the calendar date `on`, in words, per clinician, plan, practice and state.

    CAQH is left out: it matters before sending only. The queries do not grow with the rows.
    """
    wanted = [row for row in rows if row.plan.line_of_business in _ASKING]
    if not wanted:
        return {}
    people = Provider.objects.in_bulk({row.provider.pk for row in wanted})
    asked = [
        Asked(
            row.practice.pk,
            row.plan.payer,
            (row.plan.line_of_business,),
            people[row.provider.pk],
            row.state,
            submitting=False,
        )
        for row in wanted
    ]
    found = missing_in_bulk(asked, on)
    return {
        (row.provider.pk, row.plan.pk, row.practice.pk, row.state): tuple(
            one.text.rstrip(".") for one in missing
        )
        for row, missing in zip(wanted, found, strict=True)
        if missing
    }
