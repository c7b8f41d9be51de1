"""Opening an application, its contract, and work on several applications at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from accounts.access import OrganizationRequest, requires
from accounts.roles import Capability
from credtrack.kernel import clock
from credtrack.kernel.htmx import wants_part
from credtrack.kernel.links import org_reverse
from enrollments import assigning, contacts, contracts, opening, opening_blocked
from enrollments.enums import Kind, Route
from enrollments.filters import owners_here
from enrollments.forms.contact_log import LogForm
from enrollments.forms.contract import ContractForm
from enrollments.forms.moving import AssignForm
from enrollments.forms.opening import OpenForm
from enrollments.models import Application
from enrollments.refusals import Refused
from enrollments.selectors import RELATED, application_or_404, visible_applications
from enrollments.views.answering import answer
from enrollments.wording import count_words
from payers.models import Payer
from payers.prerequisites import Missing
from providers.visibility import visible_practices, visible_providers

_BULK_LIMIT = 200
_FIRST = ("practice", "provider", "payer", "state", "kind", "route", "platform", "owner")


@requires(Capability.EDIT_APPLICATIONS)
def new(request: OrganizationRequest) -> HttpResponseBase:
    """Open an application; the address may name clinician, practice, payer, state and kind already."""
    practices = visible_practices(request.membership).filter(is_active=True)
    given = {name: request.GET[name] for name in _FIRST if request.GET.get(name)}
    if practices.count() == 1:
        given.setdefault("practice", str(practices.get().pk))
    form = OpenForm(
        request.POST or None,
        practices=practices,
        providers=visible_providers(request.membership).filter(is_active=True),
        people=owners_here(request),
        payer=_chosen_payer(request),
        initial={"owner": request.user.pk, **given},
    )
    if wants_part(request) and request.method == "GET":
        return render(request, "enrollments/parts/plan_choice.html", {"form": form})
    if request.method == "POST" and form.is_valid():
        return _opened(request, form)
    return render(request, "enrollments/new.html", {"form": form, "lacking": _lacking(form, given)})


def _opened(request: OrganizationRequest, form: OpenForm) -> HttpResponseBase:
    """Open what the form asks for, or show what must come first, or which one is open already."""
    asked = form.opening()
    data = form.cleaned_data
    try:
        made = opening_blocked.open_checked(
            asked, actor=request.user, accept_block=data["accept_block"], ask_caqh=data["ask_caqh"]
        )
    except Refused as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
        context = {
            "form": form,
            "existing": opening.already_open(asked),
            "lacking": opening_blocked.missing_before(asked),
        }
        return render(request, "enrollments/new.html", context)
    if made.blocked_reason:
        messages.warning(request, f"Opened as a draft. {made.blocked_reason}.")
    else:
        messages.success(request, "Opened. The first follow-up is set.")
    return redirect(org_reverse("enrollments:detail", made.pk))


def _lacking(form: OpenForm, given: dict[str, str]) -> list[Missing]:
    """Return what must come first of what the address names already; nothing before it names enough."""
    if form.is_bound or not {"practice", "payer"} <= set(given):
        return []
    filled = OpenForm(
        {"kind": Kind.INITIAL_INDIVIDUAL, "route": Route.DIRECT, "opened_on": clock.today(), **given},
        practices=form.fields["practice"].queryset,  # type: ignore[attr-defined]
        providers=form.fields["provider"].queryset,  # type: ignore[attr-defined]
        people=form.fields["owner"].queryset,  # type: ignore[attr-defined]
    )
    return opening_blocked.missing_before(filled.opening()) if filled.is_valid() else []


def _chosen_payer(request: OrganizationRequest) -> Payer | None:
    text = request.POST.get("payer") or request.GET.get("payer") or ""
    return Payer.objects.filter(pk=int(text)).first() if text.isdigit() else None


@requires(Capability.EDIT_APPLICATIONS)
def contract(request: OrganizationRequest, pk: int) -> HttpResponseBase:
    """Move the contract track, linking or recording the contract."""
    application = application_or_404(request.membership, pk)
    form = ContractForm(request.POST or None, application=application)

    def change() -> Application:
        data = form.cleaned_data
        return contracts.record_and_move(
            pk,
            form.track,
            occurred_on=data["occurred_on"],
            actor=request.user,
            facts=form.facts(),
            contract=data["existing"],
            version=data["version"],
        )

    return answer(
        request,
        application,
        form,
        change,
        lambda _: f"The contract is now: {form.track.label.lower()}.",
        title="Contract",
        submit="Save",
        lede="Credentialing gets a clinician approved; the executed contract puts them in network.",
        url=org_reverse("enrollments:contract", pk),
        wide=True,
    )


def _chosen(request: OrganizationRequest) -> list[Application]:
    """Return the chosen applications that the member may see, in the order of the list."""
    ids = [int(text) for text in request.POST.getlist("ids") if text.isdigit()][:_BULK_LIMIT]
    rows = visible_applications(request.membership).filter(pk__in=ids).select_related(*RELATED)
    return list(rows.order_by("payer__name", "provider__sort_name", "pk"))


def _nothing_chosen(request: OrganizationRequest) -> HttpResponseBase:
    messages.warning(request, "Tick the applications first, then choose what to do with them.")
    return redirect(org_reverse("enrollments:list"))


@requires(Capability.LOG_CONTACTS)
def bulk_log(request: OrganizationRequest) -> HttpResponseBase:
    """Log one call to several applications: one entry on each, each next date by its own cadence."""
    applications = _chosen(request)
    if not applications:
        return _nothing_chosen(request)
    filled = "channel" in request.POST
    form = LogForm(request.POST if filled else None, many=True)
    if filled and form.is_valid():
        try:
            contacts.log_contact(applications, form.contact(), actor=request.user, then=form.next())
        except Refused as refusal:
            form.refuse(refusal.reasons)
        else:
            messages.success(request, f"Logged to {count_words(len(applications), 'application')}.")
            return redirect(org_reverse("enrollments:list"))
    return _bulk_page(
        request, applications, form, "Log a call", "Log it to all of them", "enrollments:bulk_log"
    )


@requires(Capability.EDIT_APPLICATIONS)
def bulk_assign(request: OrganizationRequest) -> HttpResponseBase:
    """Give several applications to one person."""
    applications = _chosen(request)
    if not applications:
        return _nothing_chosen(request)
    filled = "owner" in request.POST
    form = AssignForm(request.POST if filled else None, people=owners_here(request))
    if filled and form.is_valid():
        owner = form.cleaned_data["owner"]
        assigning.assign(applications, owner, actor=request.user)
        messages.success(
            request, f"{count_words(len(applications), 'application')} given to {owner or 'nobody'}."
        )
        return redirect(org_reverse("enrollments:list"))
    return _bulk_page(request, applications, form, "Assign owner", "Assign", "enrollments:bulk_assign")


def _bulk_page(
    request: OrganizationRequest,
    applications: list[Application],
    form: Any,
    title: str,
    submit: str,
    name: str,
) -> HttpResponse:
    context = {
        "applications": applications,
        "form": form,
        "title": title,
        "submit": submit,
        "url": org_reverse(name),
        "is_log": name.endswith("log"),
    }
    return render(request, "enrollments/bulk.html", context)
