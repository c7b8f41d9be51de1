"""Settings of an organization: its facts, what each role may do, who did what."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from accounts import organizations
from accounts.access import OrganizationRequest, requires
from accounts.enums import Role
from accounts.forms import OrganizationForm, take_version
from accounts.models import Organization
from accounts.roles import TABLE, WORDS, Capability
from accounts.stale import Stale
from accounts.tables import AUDIT
from credtrack.kernel import lists
from credtrack.kernel.links import org_reverse


@requires(Capability.VIEW, Capability.VIEW_OWN_FILE)
def overview(request: OrganizationRequest) -> HttpResponse:
    """Show the organization's facts and the reader's own seat."""
    return render(
        request,
        "accounts/settings.html",
        {"tab": "organization", "role_words": WORDS[Role(request.membership.role)]},
    )


@requires(Capability.MANAGE_ORGANIZATION)
def organization_edit(request: OrganizationRequest) -> HttpResponse:
    """Change name, kind and time zone."""
    now = request.organization
    initial = {"version": now.version, "name": now.name, "kind": now.kind, "timezone": now.timezone}
    form = OrganizationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            organizations.change(now, actor=request.user, **form.cleaned_data)
        except Stale as refusal:
            form.add_error(None, str(refusal))
            take_version(form, Organization.objects.get(pk=now.pk).version)
        else:
            messages.success(request, "The organization's settings are saved.")
            return redirect(org_reverse("accounts:settings"))
    return render(request, "accounts/organization_edit.html", {"form": form})


@requires(Capability.VIEW, Capability.VIEW_OWN_FILE)
def roles(request: OrganizationRequest) -> HttpResponse:
    """Show the table of roles and what each may do."""
    table = [(capability.label, [capability in TABLE[role] for role in Role]) for capability in Capability]
    words = [(role.label, WORDS[role]) for role in Role]
    return render(request, "accounts/roles.html", {"tab": "roles", "table": table, "roles": words})


@requires(Capability.VIEW_AUDIT)
def audit_trail(request: OrganizationRequest) -> HttpResponseBase:
    """Show who did what, newest first."""
    return lists.render(request, AUDIT, "accounts/audit.html", {"tab": "audit"})
