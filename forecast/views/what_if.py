"""A new clinician and some payers: when is each likely billable, when half of them, when all?"""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import OrganizationRequest, requires
from accounts.roles import Capability
from forecast.forms import WhatIfForm
from forecast.what_if_reading import answer


@require_GET
@requires(Capability.VIEW)
def what_if(request: OrganizationRequest) -> HttpResponse:
    """Show the form, and the answer once something was asked; nothing is stored."""
    asked = bool(request.GET)
    form = WhatIfForm(request.GET if asked else None, membership=request.membership)
    found = answer(form.question()) if asked and form.is_valid() else None
    return render(request, "forecast/what_if.html", {"form": form, "found": found})
