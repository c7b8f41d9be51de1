"""The forecast of one application: as a part of its page, and as a page of its own."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import OrganizationRequest, requires
from accounts.roles import Capability
from credtrack.kernel import clock
from credtrack.kernel.htmx import wants_part
from enrollments.selectors import application_or_404
from forecast.selectors import forecast_of


@requires(Capability.VIEW, Capability.VIEW_OWN_FILE)
def panel(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Show when it will be approved and billable, on what that rests, and what was said before."""
    application = application_or_404(request.membership, pk)
    shown = forecast_of(application, clock.today())
    template = "forecast/parts/panel.html" if wants_part(request) else "forecast/panel.html"
    return render(request, template, {"application": application, "shown": shown})
