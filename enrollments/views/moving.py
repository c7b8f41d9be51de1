"""Moving an application, correcting its facts, blocking it, and what was decided for one plan."""

from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase

from accounts.access import OrganizationRequest, requires
from accounts.roles import Capability
from credtrack.kernel.links import org_reverse
from enrollments import transitions
from enrollments.enums import Clock, Status
from enrollments.forms.moving import AmendForm, BlockForm, MoveForm, PlanOutcomeForm, UnblockForm
from enrollments.models import Application, ApplicationPlan, Transition
from enrollments.selectors import application_or_404
from enrollments.states import ARROWS, ENTERING
from enrollments.views.answering import answer, form_page
from enrollments.wording import day_words


def _target(text: str) -> Status | None:
    try:
        return Status(text)
    except ValueError:
        return None


@requires(Capability.MOVE_APPLICATIONS)
def move(request: OrganizationRequest, pk: int) -> HttpResponseBase:
    """Choose where it goes, then give only what that step needs; an earlier day is accepted."""
    # Fewer relations than the page shows: planning that many joins takes longer than the move, which
    # reads them again once it holds the lock. A form that is shown reads the names it needs.
    application = application_or_404(request.membership, pk, alone=True)
    to = _target(request.POST.get("to", "") or request.GET.get("to", ""))
    url = org_reverse("enrollments:move", pk)
    words: dict[str, Any] = {"title": "Move the application", "url": url, "submit": "", "to": to}
    if to is None:
        words["choices"] = [
            (status, f"{url}?to={status.value}") for status in ARROWS[Status(application.status)]
        ]
        return form_page(request, application, None, **words)
    form = MoveForm(request.POST or None, to=to, application=application)
    words |= {
        "title": to.label,
        "submit": f"Move to {to.label.lower()}",
        "needs_contract": _lacks_contract(application, to),
    }

    def change() -> Application:
        return transitions.move(pk, to, facts=form.facts, **_given(request, form, "note"))

    def told(_: Application) -> str:
        return f"Moved to {to.label.lower()} as of {day_words(form.cleaned_data['occurred_on'])}."

    return answer(request, application, form, change, told, undo=_undo_url, **words)


def _given(request: OrganizationRequest, form: Any, *names: str) -> dict[str, Any]:
    """Return what every change of the log is told: day, person, the version seen, and the named fields."""
    data = form.cleaned_data
    return {"actor": request.user, **{name: data[name] for name in ("occurred_on", "version", *names)}}


def _lacks_contract(application: Application, to: Status) -> bool:
    return ENTERING[to].needs_contract and application.contract_track not in ("executed", "not_needed")


def _undo_url(application: Application) -> str:
    last = Transition.objects.filter(application=application).latest("id")
    return (
        org_reverse("enrollments:void", application.pk, last.pk) + "?note=Undone+right+after+it+was+recorded"
    )


@requires(Capability.EDIT_APPLICATIONS)
def amend(request: OrganizationRequest, pk: int) -> HttpResponseBase:
    """Add or correct facts without moving."""
    application = application_or_404(request.membership, pk)
    form = AmendForm(request.POST or None, application=application)
    return answer(
        request,
        application,
        form,
        lambda: transitions.amend(pk, facts=form.changes, **_given(request, form, "note")),
        "Facts saved.",
        title="Add or correct facts",
        submit="Save",
        lede="Only what you change is recorded; the earlier value stays on the timeline.",
        url=org_reverse("enrollments:amend", pk),
    )


@requires(Capability.MOVE_APPLICATIONS)
def block(request: OrganizationRequest, pk: int) -> HttpResponseBase:
    """Flag what stands in the way, and who can lift it."""
    application = application_or_404(request.membership, pk)
    form = BlockForm(request.POST or None, version=application.version)

    def change() -> Application:
        blocked_by = Clock(form.cleaned_data["blocked_by"])
        return transitions.block(pk, blocked_by=blocked_by, **_given(request, form, "reason"))

    return answer(
        request,
        application,
        form,
        change,
        "Blocked. The days until it is lifted are not the payer's.",
        title="Block",
        submit="Block",
        url=org_reverse("enrollments:block", pk),
    )


@requires(Capability.MOVE_APPLICATIONS)
def unblock(request: OrganizationRequest, pk: int) -> HttpResponseBase:
    """Lift the block."""
    application = application_or_404(request.membership, pk)
    form = UnblockForm(request.POST or None, version=application.version)
    return answer(
        request,
        application,
        form,
        lambda: transitions.unblock(pk, **_given(request, form, "note")),
        "The block is lifted.",
        title="Lift the block",
        submit="Lift the block",
        lede=application.blocked_reason,
        url=org_reverse("enrollments:unblock", pk),
    )


@requires(Capability.EDIT_APPLICATIONS)
def plan_outcome(request: OrganizationRequest, pk: int, plan: int) -> HttpResponseBase:
    """Record what the payer decided for one plan."""
    application = application_or_404(request.membership, pk)
    found = ApplicationPlan.objects.select_related("plan").filter(application=application, pk=plan).first()
    if found is None:
        raise Http404("There is no such plan here.")
    initial = {
        "outcome": found.outcome,
        "effective_on": found.effective_on,
        "payer_assigned_id": found.payer_assigned_id,
    }
    form = PlanOutcomeForm(request.POST or None, version=application.version, initial=initial)
    return answer(
        request,
        application,
        form,
        lambda: transitions.record_plan_outcome(found, form.told(), **_given(request, form)),
        f"Outcome for {found.plan} saved.",
        title=f"Outcome for {found.plan}",
        submit="Save",
        lede="A batch may be approved for some plans and closed for others.",
        url=org_reverse("enrollments:plan_outcome", pk, plan),
    )
