"""The pages of clinicians: the list, one file, adding, editing."""

from copy import copy

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from accounts.access import OrganizationRequest, requires
from accounts.roles import Capability
from accounts.stale import Stale
from credtrack.kernel import clock, lists
from credtrack.kernel.htmx import wants_part
from credtrack.kernel.links import org_reverse
from providers import adding_clinicians, selectors
from providers.forms.clinicians import NewProviderForm, ProviderForm
from providers.keeping_files import Refused
from providers.models import Credential, Practice, Provider
from providers.nppes_records import Record
from providers.readiness import readiness
from providers.registry import kept
from providers.tables import CLINICIANS
from providers.views.form_page import Page, answer, posted
from providers.visibility import (
    chosen_practice_id,
    practice_ids,
    provider_or_404,
    visible_practices,
)


@requires(Capability.VIEW, Capability.VIEW_OWN_FILE)
def clinician_list(request: OrganizationRequest) -> HttpResponseBase:
    """List the clinicians the member may see."""
    return lists.render(request, CLINICIANS, "providers/list.html")


@requires(Capability.VIEW, Capability.VIEW_OWN_FILE)
def detail(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Show one clinician's file."""
    provider = provider_or_404(request.membership, pk)
    today = clock.today()
    credentials = selectors.credentials_of(provider)
    current, past = selectors.papers(credentials, today)
    affiliations = selectors.affiliations_of(provider, request.membership)
    practices = [row.practice for row in affiliations]
    context = {
        "provider": provider,
        "taxonomy_name": selectors.taxonomy_name(provider.taxonomy),
        "papers": current,
        "past_papers": past,
        "affiliations": affiliations,
        "working_at": selectors.lasting(affiliations, today),
        "documents": selectors.documents_of(provider, request.membership),
        "registry": selectors.registry_view_of_provider(provider, credentials, practices),
        "today": today,
        **_readiness(request, provider, credentials, practices),
    }
    return render(request, "providers/detail.html", context)


@requires(Capability.VIEW, Capability.VIEW_OWN_FILE)
def card(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Show who the clinician is beside a link to their file; opened on its own it leads to the file."""
    provider = provider_or_404(request.membership, pk)
    if not wants_part(request):
        return redirect(org_reverse("providers:detail", pk))
    today = clock.today()
    context = {
        "provider": provider,
        "practices": selectors.practices_now(provider, request.membership, today),
        "licenses": selectors.licenses_of(provider, today),
    }
    return render(request, "providers/parts/card.html", context)


@requires(Capability.VIEW, Capability.VIEW_OWN_FILE)
def readiness_panel(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Show whether the file is complete for a practice and state; alone for htmx, else the whole file."""
    if not wants_part(request):
        return redirect(f"{org_reverse('providers:detail', pk)}?{request.GET.urlencode()}")
    provider = provider_or_404(request.membership, pk)
    practices = [row.practice for row in selectors.affiliations_of(provider, request.membership)]
    context = _readiness(request, provider, selectors.credentials_of(provider), practices)
    return render(request, "providers/parts/readiness.html", {"provider": provider, **context})


def _readiness(
    request: OrganizationRequest, provider: Provider, credentials: list[Credential], practices: list[Practice]
) -> dict[str, object]:
    """Judge the file for the practice and state asked for, else for the likeliest ones."""
    wanted = request.GET.get("practice", "") or str(chosen_practice_id(request) or "")
    practice = next((row for row in practices if str(row.pk) == wanted), next(iter(practices), None))
    licensed = sorted({row.state for row in credentials if row.kind == "license" and row.state})
    home = practice.state if practice else ""
    state = request.GET.get("state", "").upper() or home or next(iter(licensed), "")
    states = sorted({*licensed, home, state} - {""})
    return {
        "readiness": readiness(selectors.facts_of(provider, practice, credentials), state, clock.today()),
        "readiness_practice": practice,
        "readiness_practices": list({row.pk: row for row in practices}.values()),
        "readiness_state": state,
        "readiness_states": states,
    }


@requires(Capability.EDIT_PROVIDERS)
def add(request: OrganizationRequest) -> HttpResponse:
    """Add a clinician, by hand or filled from the registry."""
    practices = visible_practices(request.membership).filter(is_active=True)
    form = NewProviderForm(
        posted(request),
        practices=practices,
        must_choose=practice_ids(request.membership) is not None,
        initial={
            "practice": request.GET.get("practice") or chosen_practice_id(request),
            "npi": request.GET.get("npi", ""),
        },
    )
    if form.is_bound and form.is_valid():
        try:
            provider = _added(request, form)
        except (Refused, Stale) as told:
            form.add_error(None, str(told))
        else:
            messages.success(request, f"{provider.full_name} is added. Add the licenses and papers next.")
            return redirect(org_reverse("providers:detail", provider.pk))
    return render(request, "providers/clinician_form.html", {"form": form, "page": add_page()})


def add_page() -> Page:
    back = org_reverse("providers:list")
    return Page("Add a clinician", back, "Clinicians", "Add the clinician")


def _added(request: OrganizationRequest, form: NewProviderForm) -> Provider:
    data = form.cleaned_data
    provider = adding_clinicians.add(
        actor=request.user, values=form.values(), practice=data["practice"], starts_on=data["starts_on"]
    )
    row = kept(provider.npi) if data["take_licenses"] else None
    if row is not None:
        adding_clinicians.add_registry_licenses(provider, Record.from_json(row.data), actor=request.user)
    return provider


@requires(Capability.EDIT_PROVIDERS)
def edit(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Edit a clinician's facts."""
    provider = provider_or_404(request.membership, pk)
    form = ProviderForm(posted(request), instance=copy(provider))

    def save() -> str:
        adding_clinicians.edit(
            provider, version=form.seen_version(), values=form.values(), actor=request.user
        )
        return f"The file of {provider.full_name} is saved."

    return answer(request, form, edit_page(provider), save, provider=provider)


def edit_page(provider: Provider) -> Page:
    return Page(
        f"Edit {provider.full_name}",
        org_reverse("providers:detail", provider.pk),
        provider.full_name,
        template="providers/clinician_form.html",
    )
