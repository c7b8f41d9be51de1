"""Keeping a list as it stands, and taking a kept view away."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts import saved_views
from accounts.access import OrganizationRequest, requires
from accounts.forms import SavedViewForm
from accounts.models import SavedView
from accounts.roles import Capability
from credtrack.kernel.links import org_reverse


def _own_path(request: OrganizationRequest, path: str) -> str:
    """Return `path` when it is a page of this organization, else the list of kept views."""
    inside = path.startswith(f"/o/{request.organization.slug}/")
    if inside and url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return path
    return org_reverse("accounts:saved_views")


@requires(Capability.SAVE_VIEWS)
def saved_view_list(request: OrganizationRequest) -> HttpResponse:
    """Show the views a person keeps."""
    rows = SavedView.objects.filter(owner=request.user).order_by("list_key", "name")
    return render(request, "accounts/saved_views.html", {"rows": rows, "tab": "views"})


@requires(Capability.SAVE_VIEWS)
def saved_view_new(request: OrganizationRequest) -> HttpResponse:
    """Ask for a name, keep the list, and go back to it."""
    asked = {name: request.GET.get(name, "") for name in ("list", "query", "back")}
    form = SavedViewForm(request.POST or None, initial=asked)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        view = saved_views.save(
            owner=request.user,
            list_key=data["list"],
            name=data["name"],
            query=data["query"],
            shared=data["shared"],
        )
        messages.success(request, f"The view {view.name} is a tab above the list now.")
        return redirect(f"{_own_path(request, data['back'])}?{view.query}")
    back = _own_path(request, request.POST.get("back") or asked["back"])
    return render(request, "accounts/saved_view_new.html", {"form": form, "back": back})


@requires(Capability.SAVE_VIEWS)
@require_POST
def saved_view_delete(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Take one's own view away."""
    view = SavedView.objects.filter(pk=pk, owner=request.user).first()
    if view is None:
        raise Http404("There is no such view of yours.")
    saved_views.delete(view, actor=request.user)
    messages.success(request, f"The view {view.name} is gone.")
    return redirect(org_reverse("accounts:saved_views"))
