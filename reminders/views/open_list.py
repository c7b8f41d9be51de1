"""The list of what asks for something: the page, and the part that answers htmx."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from accounts.access import OrganizationRequest, can, requires
from accounts.roles import Capability
from credtrack.kernel.htmx import wants_part
from credtrack.kernel.links import org_reverse
from credtrack.kernel.words import Worded
from reminders import filters, open_page
from reminders.selectors import mine, open_now, visible_reminders

PART = "reminders/parts/open.html"
TARGET = "reminders"


class Whose(Worded):
    """Whose reminders the list shows."""

    MINE = "mine", "Mine"
    EVERYONE = "everyone", "Everyone's"


@require_GET
@requires(Capability.VIEW, Capability.VIEW_OWN_FILE)
def reminder_list(request: OrganizationRequest) -> HttpResponseBase:
    """Show the open reminders; htmx gets the list alone, or the fields of the filter panel."""
    context = context_of(request)
    if wants_part(request, TARGET) and context["filters_open"]:
        return _answer(request, "parts/list_fields.html", {"list": context["panel"]})
    return _answer(request, PART if wants_part(request, TARGET) else "reminders/list.html", context)


def _answer(request: OrganizationRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def context_of(request: OrganizationRequest) -> dict[str, Any]:
    """Return what the list shows for the request's address: whose, filters, rows."""
    may_see_all = can(request.membership, Capability.VIEW)
    everyone = may_see_all and request.GET.get("whose") == Whose.EVERYONE
    rows = visible_reminders(request.membership) if everyone else mine(request.membership)
    bound = filters.OpenFilters(request.GET, queryset=open_now(rows), request=request)
    chips = filters.chips(bound, request.GET)
    query = kept(request.GET)
    if not everyone:
        query.pop("whose", None)
    return {
        "page": open_page.read(bound.qs, request.user.pk),
        "whose": Whose.EVERYONE if everyone else Whose.MINE,
        "whose_choices": list(Whose) if may_see_all else [],
        "chips": chips,
        "filters_open": request.GET.get("filters") == "open",
        "filters_url": f"?{_with(query, filters='open')}",
        "panel": {
            "filter_fields": list(bound.form),
            "clear_url": f"?whose={Whose.EVERYONE}" if everyone else org_reverse("reminders:list"),
        },
        "query": query.urlencode(),
        "later_days": open_page.later_days(),
        "tab": "list",
    }


def kept(query: QueryDict) -> QueryDict:
    """Return the part of an address that stays when something is done in the list."""
    found = query.copy()
    for name in [name for name in found if name in ("filters", "version", "ids") or not found[name]]:
        found.pop(name)
    return found


def _with(query: QueryDict, **changes: str) -> str:
    changed = query.copy()
    changed.update(changes)
    return changed.urlencode()
