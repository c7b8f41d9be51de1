"""The page behind the link at the end of each mail of reminders: stop them, without signing in."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.tenancy import organization_scope
from credtrack.kernel.links import org_reverse
from reminders import addresses, unsubscribing


# A mail program's own button posts here without cookies (RFC 8058): the signed link is the permission.
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once whether the mails shall stop, and stop them when that is sent."""
    membership = unsubscribing.find(token)
    if membership is None:
        raise Http404("This link is not complete. Copy the whole link from the mail.")
    with organization_scope(membership.organization):
        stopped = request.method == "POST"
        if stopped:
            unsubscribing.stop_mails(membership, membership.user)
        context = {
            "membership": membership,
            "stopped": stopped,
            "list_url": org_reverse(addresses.LIST),
            "wishes_url": org_reverse(addresses.WISHES),
        }
        return render(request, "reminders/unsubscribe.html", context)
