"""Logging a contact, follow-ups, what is missing: the daily work on one application."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django_htmx.http import reswap, retarget

from accounts.access import OrganizationRequest, requires
from accounts.roles import Capability
from credtrack.kernel.htmx import wants_part
from credtrack.kernel.links import org_reverse
from enrollments import contacts, follow_up_planning, missing
from enrollments.enums import Clock
from enrollments.filters import owners_here
from enrollments.forms.contact_log import FollowUpForm, LogForm, MissingForm, PutOffForm, ReceiveForm
from enrollments.models import FollowUp, MissingItem
from enrollments.reading import Moment, Reading
from enrollments.refusals import Refused, Stale
from enrollments.selectors import application_or_404, of_application_or_404
from enrollments.views.answering import answer, form_page, saved
from enrollments.views.showing import fresh_log_form, page_context
from enrollments.wording import day_words


@requires(Capability.LOG_CONTACTS)
def log(request: OrganizationRequest, pk: int) -> HttpResponseBase:
    """Log a call, e-mail, portal check, letter or note; the page around the form stays where it is."""
    application = application_or_404(request.membership, pk)
    reading = Reading(application, request.membership, Moment())
    suggestion = fresh_log_form(reading).suggestion
    form = LogForm(request.POST or None, suggestion=suggestion, follow_ups=reading.follow_ups)
    if request.method == "POST" and form.is_valid():
        try:
            logged = contacts.log_contact(
                [application],
                form.contact(),
                actor=request.user,
                then=form.next(),
                answers=form.answered(),
            )
        except Refused as refusal:
            form.refuse(refusal.reasons)
        else:
            undo = org_reverse("enrollments:void_entry", pk, logged.entries[0].pk) + "?note=Undone+right+away"
            next_on = logged.next_on.get(pk)
            told = f" Next follow-up on {day_words(next_on)}." if next_on else ""
            return saved(request, pk, f"Logged.{told}", undo=undo)
    if wants_part(request):
        context = {"application": application, "log_form": form, "may_log": True}
        answer = render(
            request, "enrollments/parts/log_card.html", context, status=422 if form.errors else 200
        )
        swapped: HttpResponse = reswap(retarget(answer, "#log-card"), "outerHTML")
        return swapped
    status = 422 if form.errors else 200
    return render(request, "enrollments/detail.html", page_context(request, reading, form), status=status)


@requires(Capability.LOG_CONTACTS)
def follow_up_add(request: OrganizationRequest, pk: int) -> HttpResponseBase:
    """Add something to do on a day."""
    application = application_or_404(request.membership, pk)
    form = FollowUpForm(request.POST or None, people=owners_here(request))

    def change() -> FollowUp:
        given = {name: form.cleaned_data[name] for name in ("due_on", "what", "assigned_to")}
        return follow_up_planning.add(application, actor=request.user, **given)

    return answer(
        request,
        application,
        form,
        change,
        lambda made: f"Follow-up on {day_words(made.due_on)} added.",
        title="Add a follow-up",
        submit="Add",
        url=org_reverse("enrollments:follow_up_add", pk),
    )


def _follow_up(request: OrganizationRequest, pk: int, follow_up: int) -> FollowUp:
    rows = FollowUp.objects.filter(application=pk)
    found: FollowUp = of_application_or_404(request.membership, rows, follow_up, "follow-up")
    return found


@requires(Capability.LOG_CONTACTS)
def follow_up_done(request: OrganizationRequest, pk: int, follow_up: int) -> HttpResponseBase:
    """Tick a follow-up off; the next one is planned when none is left."""
    found = _follow_up(request, pk, follow_up)
    if request.method == "POST":
        try:
            follow_up_planning.finish(follow_up, actor=request.user)
        except (Refused, Stale) as refusal:
            return saved(request, pk, str(refusal))
        return saved(request, pk, f"Done: {found.what.lower()}.")
    words = {
        "title": "Tick it off",
        "submit": "Done",
        "lede": f"{found.what}, due on {day_words(found.due_on)}.",
        "url": org_reverse("enrollments:follow_up_done", pk, follow_up),
    }
    return form_page(request, found.application, None, **words)


@requires(Capability.LOG_CONTACTS)
def follow_up_put_off(request: OrganizationRequest, pk: int, follow_up: int) -> HttpResponseBase:
    """Move a follow-up to another day."""
    found = _follow_up(request, pk, follow_up)
    form = PutOffForm(request.POST or None, follow_up=found)

    def change() -> FollowUp:
        data = form.cleaned_data
        return follow_up_planning.put_off(follow_up, data["to"], actor=request.user, version=data["version"])

    return answer(
        request,
        found.application,
        form,
        change,
        lambda made: f"Put off to {day_words(made.due_on)}.",
        title="Put off",
        submit="Put off",
        lede=f"{found.what}, due on {day_words(found.due_on)}.",
        url=org_reverse("enrollments:follow_up_put_off", pk, follow_up),
    )


@requires(Capability.EDIT_APPLICATIONS)
def missing_ask(request: OrganizationRequest, pk: int) -> HttpResponseBase:
    """Put items on the list of what is missing."""
    application = application_or_404(request.membership, pk)
    form = MissingForm(request.POST or None)

    def change() -> list[MissingItem]:
        data = form.cleaned_data
        return missing.ask_for(
            application,
            data["labels"].splitlines(),
            waiting_on=Clock(data["waiting_on"]),
            asked_on=data["asked_on"],
            actor=request.user,
        )

    return answer(
        request,
        application,
        form,
        change,
        "Added to what is missing.",
        title="Ask for what is missing",
        submit="Ask",
        url=org_reverse("enrollments:missing_ask", pk),
    )


@requires(Capability.EDIT_APPLICATIONS)
def missing_receive(request: OrganizationRequest, pk: int, item: int) -> HttpResponseBase:
    """Tick an item off the list."""
    rows = MissingItem.objects.filter(application=pk)
    found = of_application_or_404(request.membership, rows, item, "missing item")
    form = ReceiveForm(request.POST or None, initial={"version": found.version})

    def change() -> MissingItem:
        given = {name: form.cleaned_data[name] for name in ("received_on", "not_needed", "version")}
        return missing.receive(item, actor=request.user, **given)

    return answer(
        request,
        found.application,
        form,
        change,
        f"{found.label}: ticked off.",
        title=f"Received: {found.label}",
        submit="Tick it off",
        url=org_reverse("enrollments:missing_receive", pk, item),
    )
