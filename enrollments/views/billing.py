"""May we bill? The question and its answer, and the forms on which confirmations are recorded and withdrawn."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import OrganizationRequest, can, requires
from accounts.roles import Capability
from credtrack.kernel import us_states
from credtrack.kernel.links import org_reverse
from enrollments import confirming
from enrollments.billing_answer import Card, answer
from enrollments.confirmations import visible_confirmations
from enrollments.confirming import About
from enrollments.denial_codes import likely_cause
from enrollments.enums import Confirmed
from enrollments.forms.billing import ConfirmForm, MayBillForm, WithdrawForm
from enrollments.models import Confirmation
from enrollments.refusals import Refused
from payers.models import Plan
from providers.visibility import practice_or_404, provider_or_404


@require_GET
@requires(Capability.VIEW, Capability.VIEW_OWN_FILE)
def may_bill(request: OrganizationRequest) -> HttpResponse:
    """Show the form, and the answer with every reason once something was asked; nothing is stored."""
    # A link from elsewhere may name the clinician only: that fills the form in and asks nothing yet.
    asked = bool({"plan", "on"} & request.GET.keys())
    form = MayBillForm(
        request.GET if asked else None,
        membership=request.membership,
        initial=None if asked else request.GET.dict(),
    )
    card: Card | None = None
    if asked and form.is_valid():
        card = answer(form.cleaned_data, may_see_tax_ids=can(request.membership, Capability.VIEW_TAX_IDS))
    typed = request.GET.get("denial", "").strip()[:20]
    context = {
        "form": form,
        "card": card,
        "typed": typed,
        "denial": likely_cause(typed) if typed else None,
        "may_confirm": can(request.membership, Capability.CONFIRM_BILLING),
    }
    return render(request, "enrollments/may_bill.html", context)


def _kind(text: str) -> Confirmed:
    try:
        return Confirmed(text)
    except ValueError as unknown:
        raise Http404("There is no such confirmation.") from unknown


def _state(text: str) -> str:
    return text if text in dict(us_states.choices()) else ""


def _back(**asked: Any) -> str:
    return f"{org_reverse('enrollments:may_bill')}?{urlencode(asked)}"


@require_http_methods(["GET", "POST"])
@requires(Capability.CONFIRM_BILLING)
def confirm(request: OrganizationRequest, provider: int, plan: int, practice: int) -> HttpResponseBase:
    """Record what the payer confirmed, for this clinician, plan and practice."""
    person = provider_or_404(request.membership, provider)
    place = practice_or_404(request.membership, practice)
    product = get_object_or_404(Plan.objects.select_related("payer"), pk=plan)
    kind = _kind(request.GET.get("kind", Confirmed.CONTRACT))
    state = _state(request.GET.get("state", ""))
    back = _back(provider=provider, plan=plan, practice=practice, state=state, on=request.GET.get("on", ""))
    form = ConfirmForm(request.POST or None, kind=kind)
    if request.method == "POST" and form.is_valid():
        about = About(person, place, product.payer, product, state)
        try:
            confirming.confirm(about, form.told(), actor=request.user)
        except Refused as refused:
            form.add_error(None, " ".join(refused.reasons))
        else:
            messages.success(request, f"Recorded: {kind.label.lower()}.")
            return redirect(back)
    return _page(request, form, kind.label, f"{person} at {product}, {place}.", back)


@require_http_methods(["GET", "POST"])
@requires(Capability.CONFIRM_BILLING)
def withdraw(request: OrganizationRequest, pk: int) -> HttpResponseBase:
    """Withdraw a confirmation with the reason; the earlier row stays readable."""
    rows = visible_confirmations(request.membership).filter(withdraws=None)
    row: Confirmation = get_object_or_404(rows.select_related("provider", "payer", "practice"), pk=pk)
    back = org_reverse("enrollments:may_bill")
    if row.plan_id:
        back = _back(
            provider=row.provider_id, plan=row.plan_id, practice=row.practice_id, state=row.state, on=""
        )
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            confirming.withdraw(row, form.cleaned_data["reason"], actor=request.user)
        except Refused as refused:
            form.add_error(None, " ".join(refused.reasons))
        else:
            messages.success(request, f"Withdrawn: {row.get_kind_display().lower()}.")
            return redirect(back)
    title = f"Withdraw: {row.get_kind_display().lower()}"
    return _page(request, form, title, f"{row.provider} at {row.payer}, {row.practice}.", back)


def _page(request: OrganizationRequest, form: forms.Form, title: str, lede: str, back: str) -> HttpResponse:
    context = {"form": form, "title": title, "lede": lede, "back": back}
    status = 422 if form.errors else 200
    return render(request, "enrollments/billing_form.html", context, status=status)
