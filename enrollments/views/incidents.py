"""Delegate incidents: the list, one incident with whom it reached, recording one and recording its end."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch

from accounts.access import OrganizationRequest, can, requires
from accounts.roles import Capability
from credtrack.kernel import lists
from credtrack.kernel.links import org_reverse
from enrollments import incidents
from enrollments.forms.incident import EndForm, IncidentForm
from enrollments.incident_reading import incident_or_404, reach_of
from enrollments.incident_table import INCIDENTS
from enrollments.models import DelegateIncident
from enrollments.refusals import Refused
from enrollments.wording import count_words
from providers.visibility import practice_ids

_EVERYBODY = (
    "An incident concerns every practice of the organization, and you see only some of them. "
    "Ask an owner or a coordinator who sees all practices to record it."
)


@requires(Capability.VIEW)
def incident_list(request: OrganizationRequest) -> HttpResponseBase:
    """List the incidents that reached what the member may see."""
    context = {"may_record": _may_record(request)}
    return lists.render(request, INCIDENTS, "enrollments/incidents.html", context)


@requires(Capability.VIEW)
def incident(request: OrganizationRequest, pk: int) -> HttpResponseBase:
    """Show one incident: whom it reached, what to do, and when it was over."""
    found = incident_or_404(request.membership, pk)
    context = {
        "incident": found,
        "end": getattr(found, "ended_by", None),
        "reach": reach_of(request.membership, found),
        "money_url": _money_url(pk),
        "may_record": _may_record(request),
    }
    return render(request, "enrollments/incident.html", context)


def _money_url(pk: int) -> str:
    """The room above prices it; without it the page goes without."""
    try:
        return org_reverse("planning:incident_money", pk)
    except NoReverseMatch:
        return ""


def _may_record(request: OrganizationRequest) -> bool:
    allowed = can(request.membership, Capability.EDIT_APPLICATIONS)
    return allowed and practice_ids(request.membership) is None


@requires(Capability.EDIT_APPLICATIONS)
def incident_new(request: OrganizationRequest) -> HttpResponseBase:
    """Record what happened to a delegate; everything that depends on it is at risk from then on."""
    _for_those_who_see_all(request)
    form = IncidentForm(request.POST or None)

    def save() -> tuple[DelegateIncident, str]:
        made = incidents.record(form.told(), actor=request.user)
        reached = count_words(made.reached, "participation")
        return made, f"Recorded. {reached} through {made.platform} reached; everybody concerned gets a mail."

    words = {
        "title": "Record an incident",
        "lede": "Everything that depends on the platform stands at risk as soon as you save.",
        "submit": "Record the incident",
        "back": org_reverse("enrollments:incidents"),
    }
    return _answer(request, form, save, words)


@requires(Capability.EDIT_APPLICATIONS)
def incident_restore(request: OrganizationRequest, pk: int) -> HttpResponseBase:
    """Record that an incident is over."""
    found = incident_or_404(request.membership, pk)
    _for_those_who_see_all(request)
    form = EndForm(request.POST or None)

    def save() -> tuple[DelegateIncident, str]:
        data = form.cleaned_data
        incidents.restore(
            found,
            occurred_on=data["occurred_on"],
            said=data["said"],
            evidence=data["evidence"],
            actor=request.user,
        )
        return found, "Recorded that it is over. Everybody who was told of it gets a mail."

    words = {
        "title": "Record that it is over",
        "lede": f"{found.platform}: {found.get_kind_display().lower()}.",
        "submit": "Record the end",
        "back": org_reverse("enrollments:incident", pk),
    }
    return _answer(request, form, save, words)


def _for_those_who_see_all(request: OrganizationRequest) -> None:
    if practice_ids(request.membership) is not None:
        raise PermissionDenied(_EVERYBODY)


def _answer(
    request: OrganizationRequest,
    form: EndForm,
    save: Callable[[], tuple[DelegateIncident, str]],
    words: dict[str, Any],
) -> HttpResponseBase:
    if request.method == "POST" and form.is_valid():
        try:
            made, sentence = save()
        except Refused as refusal:
            form.refuse(refusal.reasons)
        else:
            messages.success(request, sentence)
            return redirect(org_reverse("enrollments:incident", made.pk))
    return render(request, "enrollments/incident_form.html", {"form": form, **words})
