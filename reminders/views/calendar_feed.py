"""The answer to a calendar program that knows a secret address."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from accounts.tenancy import organization_scope
from reminders import calendar_events, calendar_feeds, calendar_text
from reminders.calendar_events import Read
from reminders.calendar_history import Gone
from reminders.models import CalendarFeed


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """Give the calendar behind an address, or 304 to whoever has it already; 404 whatever the reason."""
    found = calendar_feeds.find(token)
    if found is None:
        return _unknown()
    with organization_scope(found.organization):
        return _answer(request, found)


def _answer(request: HttpRequest, found: CalendarFeed) -> HttpResponseBase:
    try:
        read = calendar_events.read(found)
    except Gone:
        return _unknown()
    calendar_feeds.note_read(found)
    etag, changed = f'"{read.etag}"', int(read.changed_at.timestamp())
    answer = get_conditional_response(request, etag=etag, last_modified=changed) or _whole(read)
    answer["ETag"] = etag
    answer["Last-Modified"] = http_date(changed)
    # No shared cache keeps it, and no program shows an old copy without asking.
    patch_cache_control(answer, private=True, no_cache=True)
    return answer


def _unknown() -> HttpResponse:
    """Return the one refusal: in plain text, as a program reads it, and the same whatever the reason."""
    return HttpResponseNotFound("There is no calendar at this address.\n", content_type="text/plain")


def _whole(read: Read) -> HttpResponse:
    answer = HttpResponse(calendar_text.render(read.calendar), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="credtrack.ics"'
    return answer
