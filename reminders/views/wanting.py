"""What an organization and each member want of reminders: two forms."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.access import OrganizationRequest, requires
from accounts.forms import take_version
from accounts.roles import Capability
from accounts.stale import Stale
from credtrack.kernel.links import org_reverse
from reminders import keeping_settings, wishes
from reminders.enums import Kind
from reminders.forms import SettingsForm, WishesForm


@requires(Capability.MANAGE_ORGANIZATION)
def settings(request: OrganizationRequest) -> HttpResponse:
    """Change the time of the morning's mail, who hears what climbs, and how early each kind is told."""
    row = keeping_settings.current()
    form = SettingsForm(request.POST or None, settings=row, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            taken = keeping_settings.save(
                digest_at=data["digest_at"],
                lead=data["lead"],
                own=form.leads(_reset(request)),
                actor=request.user,
                version=data["version"],
            )
        except Stale as refusal:
            form.add_error(None, str(refusal))
            take_version(form, keeping_settings.current().version)
        else:
            messages.success(
                request, f"Saved; it counts from the next plan on, within minutes.{_taken(taken)}"
            )
            return redirect(org_reverse("reminders:settings"))
    return render(request, "reminders/settings.html", {"form": form, "tab": "settings"})


def _reset(request: OrganizationRequest) -> Kind | None:
    name = request.POST.get("reset", "")
    return next((kind for kind in Kind if kind.value == name), None)


def _taken(count: int) -> str:
    if not count:
        return ""
    return f" {count:,} unsent reminder{' was' if count == 1 else 's were'} taken back."


@requires(Capability.VIEW, Capability.VIEW_OWN_FILE)
def my_wishes(request: OrganizationRequest) -> HttpResponse:
    """Choose for each kind how to be told of it, and whether of everything one may see."""
    form = WishesForm(request.POST or None, membership=request.membership)
    if request.method == "POST" and form.is_valid():
        changed = wishes.set_wishes(request.membership, form.wanted(), request.user)
        messages.success(request, "Saved." if changed else "Nothing was changed.")
        return redirect(org_reverse("reminders:wishes"))
    return render(request, "reminders/wishes.html", {"form": form, "tab": "wishes"})
