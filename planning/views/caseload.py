"""Caseloads: the newest numbers as a list, and the form that adds further ones; four ways side by side."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import OrganizationRequest, can, requires
from accounts.roles import Capability
from credtrack.kernel import lists
from credtrack.kernel.links import org_reverse
from planning import caseload_writing
from planning.caseload_sums import sums_of
from planning.concentration import concentrations
from planning.exit_tables import CASELOAD
from planning.forms.exits import CaseloadForm
from planning.forms.paths import PathsForm
from planning.models import PlanningSettings
from planning.paths import EXAMPLE, EXAMPLE_SOURCE, paths
from planning.views.answering import answer
from planning.walls import visible_caseloads


@requires(Capability.VIEW)
def caseload(request: OrganizationRequest) -> HttpResponseBase:
    """List what hangs on each payer, with a warning where one payer carries too much."""
    settings = PlanningSettings.objects.first() or PlanningSettings()
    sums = sums_of(visible_caseloads(request.membership))
    context = {
        "tab": "caseload",
        "concentrations": concentrations(sums.by_payer, settings.concentration_percent),
        "may_plan": can(request.membership, Capability.PLAN),
    }
    return lists.render(request, CASELOAD, "planning/caseload.html", context)


@requires(Capability.PLAN)
def caseload_new(request: OrganizationRequest) -> HttpResponse:
    """Record further numbers; earlier ones stay."""
    form = CaseloadForm(request.POST or None, membership=request.membership)

    def save() -> tuple[str, str]:
        row = caseload_writing.record(form.draft(), actor=request.user)
        return f"The numbers of {row.provider} at {row.payer} are recorded.", org_reverse("planning:caseload")

    return answer(
        request, form, save, title="Record a caseload", submit="Record", back=org_reverse("planning:caseload"), back_label="Caseload",
        lede="Counts and dollars of an ordinary week. Never write down who a client is.",
    )  # fmt: skip


@require_GET
@requires(Capability.VIEW)
def two_paths(request: OrganizationRequest) -> HttpResponse:
    """Hold staying, leaving at once, leaving in stages and going direct side by side; nothing is stored."""
    asked = bool(request.GET)
    sums = sums_of(visible_caseloads(request.membership))
    form = PathsForm(request.GET if asked else None, initial=sums.as_numbers())
    found = paths(form.numbers()) if asked and form.is_valid() else None
    context = {
        "form": form,
        "found": found,
        "sums": sums,
        "example": EXAMPLE,
        "source": EXAMPLE_SOURCE,
        "tab": "paths",
    }
    return render(request, "planning/paths.html", context)
