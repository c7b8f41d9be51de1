"""What waiting costs: the list, its panel on the forecast, the price of an incident, and the settings."""

from django.contrib import messages
from django.http import QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from accounts.access import OrganizationRequest, can, requires
from accounts.roles import Capability
from accounts.stale import Stale
from credtrack.kernel import lists
from credtrack.kernel.htmx import wants_part
from credtrack.kernel.links import org_reverse
from enrollments.incident_reading import incident_or_404
from planning import keeping_settings
from planning.forms.settings import SettingsForm
from planning.revenue import INDUSTRY_SOURCE, money_words
from planning.revenue_reading import incident_money, settings_here, total_here
from planning.revenue_table import REVENUE
from planning.total_words import told


@requires(Capability.VIEW)
def revenue(request: OrganizationRequest) -> HttpResponseBase:
    """List the open applications with the price of their wait, and what they come to together."""
    context = {
        "total": told(total_here(request.membership)),
        "industry": INDUSTRY_SOURCE,
        "may_plan": can(request.membership, Capability.PLAN),
    }
    return lists.render(request, REVENUE, "planning/revenue.html", context)


@requires(Capability.VIEW)
def revenue_panel(request: OrganizationRequest) -> HttpResponseBase:
    """Return the sums as a part of the manager's forecast; on its own it leads to the list."""
    if not wants_part(request):
        return redirect(org_reverse("planning:revenue"))
    context = {"total": told(total_here(request.membership)), "industry": INDUSTRY_SOURCE}
    return render(request, "planning/parts/revenue_panel.html", context)


@requires(Capability.VIEW)
def money_of_incident(request: OrganizationRequest, pk: int) -> HttpResponseBase:
    """Return the sessions and dollars that an incident reached, as a part or as a page."""
    found = incident_or_404(request.membership, pk)
    money = incident_money(request.membership, found)
    context = {"incident": found, "money": money, "dollars": money_words(money.dollars or None)}
    part = wants_part(request)
    template = "planning/parts/incident_money.html" if part else "planning/incident_money.html"
    return render(request, template, context)


@requires(Capability.PLAN)
def settings(request: OrganizationRequest) -> HttpResponseBase:
    """Choose whether the industry figure may stand in, and when a payer is a concentration."""
    now = settings_here()
    names = ("use_industry_figure", "concentration_percent", "version")
    form = SettingsForm(request.POST or None, initial={name: getattr(now, name) for name in names})
    if request.method == "POST" and form.is_valid():
        try:
            keeping_settings.keep(**form.cleaned_data, actor=request.user)
        except Stale as refusal:
            form.add_error(None, str(refusal))
            if isinstance(form.data, QueryDict):
                typed = form.data.copy()
                typed["version"] = str(settings_here().version)
                form.data = typed
        else:
            messages.success(request, "The planning settings are saved.")
            return redirect(org_reverse("planning:revenue"))
    return render(request, "planning/settings.html", {"form": form, "back": org_reverse("planning:revenue")})
