"""Opens the organization of an `/o/<slug>/` page: 404 for strangers, the scope for members."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from accounts.access import OrganizationRequest
from accounts.models import Membership, User
from credtrack.kernel import scope
from credtrack.kernel.scope import Scope


def seats_of(user: User) -> list[Membership]:
    """Return the signed-in person's active memberships with their organizations, by name.

    One query serves both the door and the switcher in the frame.
    """
    rows = Membership.objects.filter(user=user, is_active=True)
    return list(rows.select_related("organization").order_by("organization__name", "pk"))


class OrganizationMiddleware:
    """The slug is taken out of the view's arguments: views read `request.organization`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        slug = self._slug(request)
        user = request.user
        if slug is None or not isinstance(user, User):
            return self.get_response(request)
        seats = seats_of(user)
        membership = next((seat for seat in seats if seat.organization.slug == slug), None)
        if membership is None:
            return self.get_response(request)
        membership.user = user
        organization = membership.organization
        request.organization = organization  # type: ignore[attr-defined]
        request.membership = membership  # type: ignore[attr-defined]
        request.seats = seats  # type: ignore[attr-defined]
        _remember(membership)
        # The scope must outlive the view: lazy template responses query while they render.
        with scope.opened(Scope(organization.pk, organization.slug, organization.timezone)):
            return self.get_response(request)

    @staticmethod
    def _slug(request: HttpRequest) -> str | None:
        parts = request.path_info.split("/", 3)
        return parts[2] if len(parts) == 4 and parts[1] == "o" else None

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> None:
        """Take the slug away from the view, and turn strangers away before it runs."""
        if kwargs.pop("organization", None) is None:
            return
        # A stranger cannot tell a foreign slug from a wrong one.
        if not hasattr(request, "organization"):
            raise Http404("There is no such organization, or you are not a member of it.")


def _remember(membership: Membership) -> None:
    """Keep the organization that the next sign-in opens; it costs a query only when it changes."""
    if membership.user.last_organization_id != membership.organization_id:
        User.objects.filter(pk=membership.user_id).update(last_organization=membership.organization_id)


def inside(request: HttpRequest) -> OrganizationRequest | None:
    """Return the request with its organization, or nothing on pages outside any organization."""
    return request if hasattr(request, "organization") else None  # type: ignore[return-value]
