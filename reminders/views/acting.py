"""What is done to reminders on their pages: put off, finish, take back up; one or several."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import reswap, retarget

from accounts import rail_counts
from accounts.access import OrganizationRequest, can, requires
from accounts.roles import Capability
from credtrack.kernel.htmx import close_dialog, toast, wants_part
from credtrack.kernel.links import org_reverse
from reminders import snoozing
from reminders.forms import SnoozeForm
from reminders.models import Reminder
from reminders.open_page import later_days
from reminders.refusals import Refused
from reminders.selectors import mine
from reminders.views.open_list import context_of, kept

READS = (Capability.VIEW, Capability.VIEW_OWN_FILE)
# Somebody selects what they see on one page; more is no selection of a person.
MOST = 200


@require_http_methods(["GET", "POST"])
@requires(*READS)
def snooze(request: OrganizationRequest, pk: int) -> HttpResponseBase:
    """Put one reminder off: from the menu at once, or by a form for any day."""
    reminder = _mine_or_404(request, pk)
    form = SnoozeForm(request.POST or None, reminder=reminder, version=request.GET.get("version"))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            found = snoozing.snooze(reminder, data["until"], actor=request.user, version=data["version"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _said(request, found.words, [Reminder.objects.get(pk=pk)])
    return _snooze_form(request, reminder, form)


def _snooze_form(request: OrganizationRequest, reminder: Reminder, form: SnoozeForm) -> HttpResponse:
    part = wants_part(request)
    context = {
        "reminder": reminder,
        "form": form,
        "later_days": later_days(),
        "plain": not part,
        "back": request.POST.get("back", ""),
        "query": f"?{kept(request.GET).urlencode()}",
    }
    template = "reminders/parts/snooze_form.html" if part else "reminders/snooze.html"
    answer = render(request, template, context, status=422 if form.errors else 200)
    # A refusal from the row's own menu has no dialog to come back to yet.
    return retarget(answer, "#dialog-body") if part and form.errors else answer


@require_POST
@requires(*READS)
def done(request: OrganizationRequest, pk: int) -> HttpResponseBase:
    """Finish one reminder; a follow-up with it."""
    reminder = _mine_or_404(request, pk)
    return _on_each(request, [(reminder, _version(request, reminder))], _finisher(request), "Done.")


@require_POST
@requires(*READS)
def snooze_many(request: OrganizationRequest) -> HttpResponseBase:
    """Put the selected reminders off to one day."""
    until = _day(request.POST.get("until"))

    def put_off(reminder: Reminder, version: int) -> None:
        if until is None:
            raise Refused("Choose a day to put them off to.")
        snoozing.snooze(reminder, until, actor=request.user, version=version)

    return _on_each(request, _picked(request), put_off, "Snoozed.")


@require_POST
@requires(*READS)
def done_many(request: OrganizationRequest) -> HttpResponseBase:
    """Finish the selected reminders."""
    return _on_each(request, _picked(request), _finisher(request), "Done.")


@require_POST
@requires(*READS)
def reopen(request: OrganizationRequest) -> HttpResponseBase:
    """Take snoozes and "done" back; a toast's undo gets no page, as it loads the page again itself."""
    picked = _picked(request)
    refused = []
    for reminder, version in picked:
        try:
            snoozing.reopen(reminder, actor=request.user, version=version)
        except Refused as refusal:
            refused.append(str(refusal))
    if refused or not picked:
        messages.warning(request, refused[0] if refused else "There is nothing to take back up.")
    else:
        messages.success(request, "Taken back up: it stands in the list again.")
    if "back" in request.POST:
        return _back(request)
    return HttpResponse(status=409 if refused or not picked else 204)


def _finisher(request: OrganizationRequest) -> Callable[[Reminder, int], Any]:
    may_log = can(request.membership, Capability.LOG_CONTACTS)
    return lambda reminder, version: snoozing.done(
        reminder, actor=request.user, version=version, may_log=may_log
    )


def _mine_or_404(request: OrganizationRequest, pk: int) -> Reminder:
    """Return one of the member's own reminders: nobody finishes or puts off somebody else's."""
    found = mine(request.membership).filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such reminder of yours.")
    return found


def _version(request: OrganizationRequest, reminder: Reminder) -> int:
    text = request.GET.get("version") or request.POST.get("version") or ""
    return int(text) if text.isdigit() else reminder.version


def _picked(request: OrganizationRequest) -> list[tuple[Reminder, int]]:
    """Return the selected reminders of the member with the versions that were seen."""
    pairs: dict[int, int] = {}
    for text in [*request.POST.getlist("ids"), *request.GET.getlist("ids")]:
        number, _, version = text.partition("-")
        if number.isdigit() and version.isdigit():
            pairs[int(number)] = int(version)
    rows: QuerySet[Reminder] = mine(request.membership).filter(pk__in=list(pairs)[:MOST])
    return [(row, pairs[row.pk]) for row in rows.order_by("pk")]


def _on_each(
    request: OrganizationRequest,
    picked: list[tuple[Reminder, int]],
    act: Callable[[Reminder, int], Any],
    said: str,
) -> HttpResponseBase:
    """Act on each by itself: what cannot be done is told and stops nothing else."""
    changed: list[Reminder] = []
    refused: list[Refused] = []
    for reminder, version in picked:
        try:
            act(reminder, version)
        except Refused as refusal:
            refused.append(refusal)
        else:
            changed.append(reminder)
    words = said if len(picked) == 1 else f"{said.rstrip('.')}: {len(changed)} of {len(picked)}."
    if not picked:
        words = "Nothing is selected. Tick reminders first."
    elif refused:
        words = f"{words} {refused[0]}" if changed else str(refused[0])
    fresh = Reminder.objects.filter(pk__in=[row.pk for row in changed])
    return _said(request, words, fresh, meaning="good" if changed and not refused else "act")


def _said(
    request: OrganizationRequest, words: str, changed: Iterable[Reminder], *, meaning: str = "good"
) -> HttpResponseBase:
    """Show the list as it is now with a notice that can take the act back."""
    if not wants_part(request):
        (messages.success if meaning == "good" else messages.warning)(request, words)
        return _back(request)
    ids = [("ids", f"{row.pk}-{row.version}") for row in changed]
    undo = f"{org_reverse('reminders:reopen')}?{urlencode(ids)}" if ids else ""
    context = context_of(request) | {"count": rail_counts.words("reminders", request.membership)}
    answer = render(request, "reminders/parts/answer.html", context)
    answer = reswap(retarget(answer, "#reminders"), "innerHTML")
    return close_dialog(toast(answer, words, meaning, undo=undo))


def _back(request: OrganizationRequest) -> HttpResponse:
    """Go back to the reminder's own page when it came from there, else to the list."""
    back = request.POST.get("back", "")
    return redirect(
        org_reverse("reminders:one", int(back)) if back.isdigit() else org_reverse("reminders:list")
    )


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return None
