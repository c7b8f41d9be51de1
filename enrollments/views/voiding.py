"""Voiding what was recorded wrongly: a row of the log, a contact or a note, each by a further row that says why."""

from collections.abc import Callable
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase

from accounts.access import OrganizationRequest, requires
from accounts.roles import Capability
from credtrack.kernel.links import org_reverse
from enrollments import contacts, transitions
from enrollments.forms.moving import VoidForm
from enrollments.models import Application, Entry, Transition
from enrollments.selectors import application_or_404, of_application_or_404
from enrollments.views.answering import answer


@requires(Capability.MOVE_APPLICATIONS)
def void(request: OrganizationRequest, pk: int, row: int) -> HttpResponseBase:
    """Void one row of the log."""
    application = application_or_404(request.membership, pk)
    found = Transition.objects.filter(application=application, pk=row).first()
    if found is None:
        raise Http404("There is no such entry here.")
    lede = f"{found}. It stays on the timeline, struck through; what the other entries say counts again."
    url = org_reverse("enrollments:void", pk, row)
    return _answer(
        request, application, lambda note: transitions.void(row, actor=request.user, note=note), lede, url
    )


@requires(Capability.LOG_CONTACTS)
def void_entry(request: OrganizationRequest, pk: int, entry: int) -> HttpResponseBase:
    """Void a contact or note."""
    found = of_application_or_404(request.membership, Entry.objects.filter(application=pk), entry, "entry")
    lede = f"{found}. It stays on the timeline, struck through."
    url = org_reverse("enrollments:void_entry", pk, entry)
    return _answer(
        request,
        found.application,
        lambda note: contacts.void_entry(entry, actor=request.user, note=note),
        lede,
        url,
    )


def _answer(
    request: OrganizationRequest, application: Application, change: Callable[[str], Any], lede: str, url: str
) -> HttpResponseBase:
    # An undo button posts without a form; its note stands in the address.
    given = request.POST if "note" in request.POST else request.GET
    form = VoidForm(given if request.method == "POST" else None)
    return answer(
        request,
        application,
        form,
        lambda: change(form.cleaned_data["note"]),
        "Voided.",
        title="Void this entry",
        submit="Void it",
        danger=True,
        lede=lede,
        url=url,
    )
