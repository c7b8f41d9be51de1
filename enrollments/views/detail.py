"""The list of applications, one application's page (now or as of a day), and one clinician's panel."""

from django.http.response import HttpResponseBase
from django.shortcuts import render

from accounts.access import OrganizationRequest, can, requires
from accounts.roles import Capability
from credtrack.kernel import lists
from enrollments.reading import Reading
from enrollments.selectors import RELATED, application_or_404, sees_internal, visible_applications
from enrollments.states import OPEN
from enrollments.tables import APPLICATIONS, OWN_APPLICATIONS
from enrollments.views.showing import moment_from, page_context
from providers.visibility import provider_or_404

READS = (Capability.VIEW, Capability.VIEW_OWN_FILE)


@requires(*READS)
def application_list(request: OrganizationRequest) -> HttpResponseBase:
    """List the applications the member may see."""
    page = APPLICATIONS if sees_internal(request.membership) else OWN_APPLICATIONS
    may_open = can(request.membership, Capability.EDIT_APPLICATIONS)
    return lists.render(request, page, "enrollments/list.html", {"may_open": may_open})


@requires(*READS)
def detail(request: OrganizationRequest, pk: int) -> HttpResponseBase:
    """Show one application; `?on=` and `?known_on=` read it as of an earlier day, `?show=` filters."""
    application = application_or_404(request.membership, pk)
    moment, notes = moment_from(request)
    reading = Reading(application, request.membership, moment)
    if not reading.existed:
        context = {"application": application, "moment": moment, "day": moment.day, "notes": notes}
        return render(request, "enrollments/not_yet.html", context)
    return render(request, "enrollments/detail.html", {**page_context(request, reading), "notes": notes})


@requires(*READS)
def provider_panel(request: OrganizationRequest, provider: int) -> HttpResponseBase:
    """Return one clinician's applications as a fragment for the clinician's page."""
    found = provider_or_404(request.membership, provider)
    rows = visible_applications(request.membership).filter(provider=found)
    applications = list(rows.select_related(*RELATED).order_by("payer__name", "-id")[:200])
    return render(
        request,
        "enrollments/parts/provider_panel.html",
        {
            "provider": found,
            "applications": applications,
            "open_count": sum(1 for application in applications if application.status in OPEN),
            "internal": sees_internal(request.membership),
            "may_open": can(request.membership, Capability.EDIT_APPLICATIONS),
        },
    )
