"""May this person do that here? 403 for a missing capability, 404 for what is not theirs."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.models import Membership, Organization, User
from accounts.roles import Capability, may

P = ParamSpec("P")
View = Callable[Concatenate["OrganizationRequest", P], HttpResponseBase]


class OrganizationRequest(HttpRequest):
    """A request on an organization's page, as `OrganizationMiddleware` leaves it."""

    user: User
    organization: Organization
    membership: Membership
    # Every organization the person belongs to, this one among them.
    seats: list[Membership]


def can(membership: Membership, *capabilities: Capability) -> bool:
    """Say whether the member may use at least one of `capabilities`."""
    return any(may(membership.role, capability) for capability in capabilities)


def requires(
    *capabilities: Capability,
) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]]:
    """Refuse a view with 403 unless the member has at least one of `capabilities`.

    The capabilities stay readable on the view as `required_capabilities`, for the guard test that
    demands one on every organization page.
    """

    def decorate(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            inside = cast(OrganizationRequest, request)
            if not can(inside.membership, *capabilities):
                raise PermissionDenied(
                    "Your role here does not include this: "
                    + " or ".join(capability.label.lower() for capability in capabilities)
                    + ". Ask an owner of the organization."
                )
            return view(inside, *args, **kwargs)

        guarded.required_capabilities = capabilities  # type: ignore[attr-defined]
        return cast(Callable[Concatenate[HttpRequest, P], HttpResponseBase], guarded)

    return decorate
