"""The pages that ask the NPI registry: filling a form, and comparing a file again."""

from copy import copy
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.access import OrganizationRequest, requires
from accounts.roles import Capability
from credtrack.kernel.htmx import wants_part
from credtrack.kernel.links import org_reverse
from providers import filling_forms, registry
from providers.forms.clinicians import NewProviderForm, ProviderForm
from providers.forms.practices import PracticeForm
from providers.registry import Found, Outcome
from providers.views.clinicians import add_page, edit_page
from providers.views.practices import practice_page
from providers.visibility import practice_ids, practice_or_404, provider_or_404, visible_practices


@requires(Capability.EDIT_PROVIDERS)
@require_POST
def npi_lookup(request: OrganizationRequest) -> HttpResponse:
    """Fill the clinician's form from the registry; what was typed stays, and so does the form."""
    outcome = registry.look_up(request.POST.get("npi", ""))
    filled = filling_forms.clinician(request.POST, outcome.record)
    wanted = request.POST.get("for", "")
    context: dict[str, Any] = {"outcome": outcome, "filled": filled, "meaning": _meaning(outcome)}
    if wanted.isdigit():
        provider = provider_or_404(request.membership, int(wanted))
        form: forms.BaseForm = ProviderForm(instance=copy(provider), initial=filled.values)
        context |= {"provider": provider, "page": edit_page(provider)}
    else:
        form = NewProviderForm(
            initial=filled.values,
            practices=visible_practices(request.membership).filter(is_active=True),
            must_choose=practice_ids(request.membership) is not None,
        )
        context |= {"page": add_page()}
    return _shown(request, "clinician", {**context, "form": form})


@requires(Capability.EDIT_PROVIDERS)
@require_POST
def practice_npi_lookup(request: OrganizationRequest) -> HttpResponse:
    """Fill the practice's form from the registry."""
    outcome = registry.look_up(request.POST.get("npi", ""))
    filled = filling_forms.practice(request.POST, outcome.record)
    wanted = request.POST.get("for", "")
    practice = practice_or_404(request.membership, int(wanted)) if wanted.isdigit() else None
    form = (
        PracticeForm(instance=copy(practice), initial=filled.values)
        if practice
        else PracticeForm(initial=filled.values)
    )
    context = {"outcome": outcome, "filled": filled, "meaning": _meaning(outcome), "form": form}
    return _shown(request, "practice", {**context, "practice": practice, "page": practice_page(practice)})


def _shown(request: OrganizationRequest, what: str, context: dict[str, Any]) -> HttpResponse:
    name = f"parts/{what}_fields.html" if wants_part(request) else f"{what}_form.html"
    return render(request, f"providers/{name}", context)


def _meaning(outcome: Outcome) -> str:
    return {Found.FOUND: "good", Found.DEACTIVATED: "stopped", Found.NOT_AN_NPI: "act"}.get(
        outcome.state, "waiting"
    )


@requires(Capability.EDIT_PROVIDERS)
@require_POST
def compare_clinician(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Read the registry again for a clinician's file."""
    provider = provider_or_404(request.membership, pk)
    _tell(request, registry.look_up(provider.npi))
    return redirect(f"{org_reverse('providers:detail', pk)}#registry")


@requires(Capability.EDIT_PROVIDERS)
@require_POST
def compare_practice(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Read the registry again for a practice's file."""
    practice = practice_or_404(request.membership, pk)
    _tell(request, registry.look_up(practice.npi))
    return redirect(f"{org_reverse('providers:practice', pk)}#registry")


def _tell(request: OrganizationRequest, outcome: Outcome) -> None:
    if outcome.state == Found.FOUND:
        messages.success(request, "The file is compared with what the registry says.")
    elif outcome.state == Found.UNREACHABLE:
        messages.warning(request, "The NPI registry does not answer just now. Try again later.")
    else:
        messages.warning(request, outcome.sentence)
