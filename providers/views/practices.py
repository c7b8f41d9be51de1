"""The pages of practices: the list, one practice, its locations and tax numbers, and the switcher."""

from copy import copy

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.access import OrganizationRequest, can, requires
from accounts.roles import Capability
from accounts.stale import Stale
from credtrack.kernel import clock, lists
from credtrack.kernel.links import org_reverse
from providers import adding_practices, keeping_tax_identities, selectors
from providers.forms.practices import LocationForm, NewTaxIdentityForm, PracticeForm, TaxIdentityForm
from providers.keeping_files import Refused
from providers.models import Affiliation, Location, Practice, TaxIdentity
from providers.tables import PRACTICES
from providers.views.form_page import Page, answer, posted
from providers.visibility import (
    choose_practice,
    get_or_404,
    practice_ids,
    practice_or_404,
    visible_practices,
    visible_providers,
)


@requires(Capability.VIEW)
def practice_list(request: OrganizationRequest) -> HttpResponseBase:
    """List the practices the member may see."""
    return lists.render(request, PRACTICES, "providers/practices.html")


@requires(Capability.VIEW)
def practice_detail(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Show one practice's file."""
    practice = practice_or_404(request.membership, pk)
    locations = list(Location.objects.filter(practice=practice))
    sees_tax_ids = can(request.membership, Capability.VIEW_TAX_IDS)
    seats = Affiliation.objects.filter(practice=practice, provider__in=visible_providers(request.membership))
    context = {
        "practice": practice,
        "locations": locations,
        "sees_tax_ids": sees_tax_ids,
        # The numbers themselves are never read for a page.
        "tax_identities": TaxIdentity.objects.filter(practice=practice).defer("number")
        if sees_tax_ids
        else [],
        "affiliations": seats.select_related("provider").order_by("provider__sort_name"),
        "documents": selectors.documents_of(practice, request.membership),
        "registry": selectors.registry_view_of_practice(practice, locations),
        "today": clock.today(),
    }
    return render(request, "providers/practice.html", context)


def practice_page(practice: Practice | None) -> Page:
    """Return the words around the practice's form."""
    template = "providers/practice_form.html"
    if practice is None:
        back = org_reverse("providers:practices")
        return Page("Add a practice", back, "Practices", "Add the practice", template=template)
    back = org_reverse("providers:practice", practice.pk)
    return Page(f"Edit {practice}", back, str(practice), template=template)


@requires(Capability.EDIT_PROVIDERS)
def practice_add(request: OrganizationRequest) -> HttpResponse:
    """Add a practice."""
    form = PracticeForm(posted(request), initial={"npi": request.GET.get("npi", "")})
    if form.is_bound and form.is_valid():
        # A limited member would lose sight of it, so it is granted to them at once.
        grant_to = request.membership if practice_ids(request.membership) is not None else None
        try:
            practice = adding_practices.add(actor=request.user, values=form.values(), grant_to=grant_to)
        except (Refused, Stale) as told:
            form.add_error(None, str(told))
        else:
            messages.success(request, f"{practice} is added. Add its address and tax number next.")
            return redirect(org_reverse("providers:practice", practice.pk))
    return render(request, "providers/practice_form.html", {"form": form, "page": practice_page(None)})


@requires(Capability.EDIT_PROVIDERS)
def practice_edit(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Edit a practice's facts."""
    practice = practice_or_404(request.membership, pk)
    form = PracticeForm(posted(request), instance=copy(practice))

    def save() -> str:
        adding_practices.edit(practice, version=form.seen_version(), values=form.values(), actor=request.user)
        return f"{practice} is saved."

    return answer(request, form, practice_page(practice), save, practice=practice)


@requires(Capability.EDIT_PROVIDERS)
def location_add(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Add a location to a practice."""
    practice = practice_or_404(request.membership, pk)
    form = LocationForm(posted(request), initial={"state": practice.state})
    page = Page("Add a location", org_reverse("providers:practice", pk), str(practice), "Add the location")

    def save() -> str:
        location = adding_practices.add_location(practice, values=form.values(), actor=request.user)
        return f"{location.name} is added."

    return answer(request, form, page, save)


@requires(Capability.EDIT_PROVIDERS)
def location_edit(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Edit a location."""
    rows = Location.objects.filter(practice__in=visible_practices(request.membership))
    location: Location = get_or_404(rows.select_related("practice"), pk, "location")
    form = LocationForm(posted(request), instance=copy(location))
    back = org_reverse("providers:practice", location.practice_id)
    page = Page(f"Edit {location.name}", back, str(location.practice))

    def save() -> str:
        adding_practices.edit_location(
            location, version=form.seen_version(), values=form.values(), actor=request.user
        )
        return f"{location.name} is saved."

    return answer(request, form, page, save)


@requires(Capability.EDIT_PROVIDERS)
def tax_identity_add(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Add a tax number to a practice."""
    practice = practice_or_404(request.membership, pk)
    form = NewTaxIdentityForm(
        posted(request), initial={"legal_name": practice.legal_name, "is_primary": True}
    )
    back = org_reverse("providers:practice", pk)
    page = Page(
        "Add a tax identity", back, str(practice), "Add the number", lede="As on the IRS letter or the W-9."
    )

    def save() -> str:
        data = form.cleaned_data
        row = keeping_tax_identities.add(
            practice, actor=request.user, **{key: data[key] for key in form.field_order}
        )
        return f"The {row} is added."

    return answer(request, form, page, save)


def _tax_identity_or_404(request: OrganizationRequest, pk: int) -> TaxIdentity:
    rows = TaxIdentity.objects.filter(practice__in=visible_practices(request.membership)).defer("number")
    row: TaxIdentity = get_or_404(rows.select_related("practice"), pk, "tax identity")
    return row


@requires(Capability.EDIT_PROVIDERS)
def tax_identity_edit(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Edit the name of a tax number, or make it the primary one."""
    row = _tax_identity_or_404(request, pk)
    form = TaxIdentityForm(posted(request), instance=copy(row))
    page = Page(f"Edit the {row}", org_reverse("providers:practice", row.practice_id), str(row.practice))

    def save() -> str:
        keeping_tax_identities.change(row, version=form.seen_version(), actor=request.user, **form.values())
        return f"The {row} is saved."

    return answer(request, form, page, save)


@requires(Capability.EDIT_PROVIDERS)
@require_POST
def tax_identity_remove(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Take a tax number out of the file."""
    row = _tax_identity_or_404(request, pk)
    keeping_tax_identities.remove(row, actor=request.user)
    messages.success(request, f"The {row} is removed.")
    return redirect(org_reverse("providers:practice", row.practice_id))


@requires(Capability.VIEW, Capability.VIEW_OWN_FILE)
@require_POST
def practice_choose(request: OrganizationRequest) -> HttpResponse:
    """Choose the practice that Today and the network show; nothing chosen means all."""
    wanted = request.POST.get("practice", "")
    chosen = practice_or_404(request.membership, int(wanted)) if wanted.isdigit() else None
    choose_practice(request, chosen)
    back = request.POST.get("back", "")
    inside = back.startswith(f"/o/{request.organization.slug}/")
    safe = inside and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if safe else org_reverse("accounts:enter"))
