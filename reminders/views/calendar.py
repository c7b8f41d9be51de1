"""The page on which a member makes, replaces and revokes their calendar address."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import OrganizationRequest, requires
from accounts.roles import Capability
from credtrack.kernel import clock
from credtrack.kernel.links import org_reverse
from reminders import calendar_events, calendar_feeds
from reminders.models import CalendarFeed


@requires(Capability.VIEW, Capability.VIEW_OWN_FILE)
@require_safe
def calendar(request: OrganizationRequest) -> HttpResponse:
    """Show whether there is an address, when it was read, and how to add it to a calendar."""
    return _page(request, calendar_feeds.in_force(request.membership))


@requires(Capability.VIEW, Capability.VIEW_OWN_FILE)
@require_POST
@never_cache
def make(request: OrganizationRequest) -> HttpResponse:
    """Make an address and show it, this once: no redirect, as only its hash is kept."""
    feed, token = calendar_feeds.make(request.membership, actor=request.user)
    return _page(request, feed, calendar_feeds.address_of(token))


@requires(Capability.VIEW, Capability.VIEW_OWN_FILE)
@require_POST
def revoke(request: OrganizationRequest) -> HttpResponse:
    """End the address."""
    if calendar_feeds.revoke(request.membership, actor=request.user):
        messages.success(
            request, "The address is revoked. Calendars that used it get nothing any more: remove it there."
        )
    else:
        messages.warning(request, "You have no calendar address, so there is nothing to revoke.")
    return redirect(org_reverse("reminders:calendar"))


def _page(request: OrganizationRequest, feed: CalendarFeed | None, address: str = "") -> HttpResponse:
    return render(
        request,
        "reminders/calendar.html",
        {
            "feed": feed,
            "address": address,
            "subscription": calendar_feeds.subscription_of(address) if address else "",
            # In words here: templates would put the instant on the server's clock.
            "read_at": f"{clock.local_time(feed.last_read_at):%H:%M}" if feed and feed.last_read_at else "",
            "back": calendar_events.BACK,
            "ahead": calendar_events.AHEAD,
        },
    )
