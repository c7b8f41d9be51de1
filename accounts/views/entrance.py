"""Where a person lands: the last organization's first room, or a page that says what to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.access import OrganizationRequest, requires
from accounts.context import first_room
from accounts.models import Membership, User
from accounts.roles import Capability
from accounts.signing_in import signed_in


def _landing(user: User) -> Membership | None:
    """Return the seat to open: in the organization last worked in, else the first by name."""
    seats = Membership.objects.filter(user=user, is_active=True).select_related("organization")
    last = seats.filter(organization=user.last_organization_id).first() if user.last_organization_id else None
    return last or seats.order_by("organization__name").first()


def home(request: HttpRequest) -> HttpResponse:
    """Send a signed-in person to their organization."""
    seat = _landing(signed_in(request))
    if seat is None:
        return render(request, "accounts/no_organization.html")
    return redirect("accounts:enter", organization=seat.organization.slug)


@requires(Capability.VIEW, Capability.VIEW_OWN_FILE)
def enter(request: OrganizationRequest) -> HttpResponse:
    """Open an organization at the first room its member may enter."""
    return redirect(first_room(request.membership))
