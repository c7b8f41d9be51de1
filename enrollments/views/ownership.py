"""The contract ownership sheet of a clinician, on the screen and as a PDF; clinicians read their own."""

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import OrganizationRequest, requires
from accounts.roles import Capability
from credtrack.kernel import clock
from enrollments.ledger_tables import LOOKS
from enrollments.ownership_paper import GOVERNMENT, NOTHING, paper
from enrollments.ownership_reading import Sheet, sheets, sources_for
from enrollments.selectors import sees_internal
from providers.visibility import provider_or_404

READS = (Capability.VIEW, Capability.VIEW_OWN_FILE)


def _day(request: OrganizationRequest) -> tuple[dt.date, str]:
    """Return the day that the address asks for, and what was wrong with it in words."""
    today, text = clock.today(), request.GET.get("on", "").strip()
    if not text:
        return today, ""
    try:
        on = dt.date.fromisoformat(text)
    except ValueError:
        return today, f"{text!r} is not a day like 2026-03-12, so the sheet shows today."
    return (on, "") if on <= today else (today, "A day ahead cannot be read yet, so the sheet shows today.")


def _sheet(request: OrganizationRequest, pk: int, on: dt.date) -> Sheet:
    provider = provider_or_404(request.membership, pk)
    return sheets([provider], on, sources_for(request.membership))[0]


@requires(*READS)
def ownership(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Show the sheet; `?on=` reads it as of an earlier day."""
    on, note = _day(request)
    sheet = _sheet(request, pk, on)
    context = {
        "sheet": sheet,
        "lines": [(line, LOOKS[line.badge]) for line in sheet.lines],
        "on": on,
        "today": clock.today(),
        "note": note,
        "internal": sees_internal(request.membership),
        "nothing": NOTHING,
        "government_words": GOVERNMENT,
    }
    return render(request, "enrollments/ownership.html", context)


@requires(*READS)
def ownership_pdf(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Return the sheet as a PDF."""
    return paper(_sheet(request, pk, _day(request)[0]))
