"""What an organization knows better: its own values for rules, panel answers, whom to call."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.access import OrganizationRequest, requires
from accounts.roles import Capability
from credtrack.kernel.links import org_reverse
from payers import overrides, panels
from payers.forms import ContactForm, NewRuleForm, OwnValueForm, PanelForm
from payers.models import Payer, PayerContact, Rule
from payers.rule_cards import shown
from payers.selectors import fact_of
from payers.views.forms_page import answer


def _where(request: OrganizationRequest, rule: Rule) -> Payer | None:
    """Return the payer at which a rule is overridden: its own, else the one the page came from."""
    if rule.payer is not None:
        return rule.payer
    asked = request.GET.get("payer", "")
    return get_object_or_404(Payer, pk=int(asked)) if asked.isdigit() else None


@requires(Capability.MANAGE_PAYERS)
def rule_override(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Put our own value in place of a shared rule, at one payer or at all."""
    rule = get_object_or_404(Rule.objects.select_related("payer"), pk=pk, organization=None)
    payer = _where(request, rule)
    own = overrides.own_override(rule, payer)
    start = own or rule
    initial = {
        "value_min": start.value_min,
        "value_max": start.value_max,
        "unit": start.unit,
        "text": start.text,
        "source": own.source if own else "",
        "version": own.version if own else None,
    }
    form = OwnValueForm(request.POST or None, initial=initial)

    def save() -> tuple[str, str]:
        seen = form.cleaned_data["version"]
        overrides.override(rule, payer, form.value(), version=seen, actor=request.user)
        return "Your own value is saved and answers from now on.", _after(rule, payer)

    def version_now() -> int | None:
        now = overrides.own_override(rule, payer)
        return now.version if now else None

    return answer(
        request,
        form,
        save,
        version_now=version_now,
        title=f"{rule.get_kind_display()}: your own value",
        lede=f"At {payer.name}." if payer else "At every payer the rule concerns.",
        submit="Save your value",
        back=_after(rule, payer),
        shared=shown(fact_of(rule)),
    )


def _after(rule: Rule, payer: Payer | None) -> str:
    return f"{org_reverse('payers:detail', payer.pk)}#rules" if payer else org_reverse("payers:rule", rule.pk)


@requires(Capability.MANAGE_PAYERS)
@require_POST
def rule_reset(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Take our own value away."""
    rows = Rule.objects.select_related("payer", "overrides")
    row = get_object_or_404(rows, pk=pk, organization=request.organization)
    payer, shared = row.payer, row.overrides
    overrides.reset(row, actor=request.user)
    messages.success(
        request, "Your own value is taken away. The shared rule answers again, where there is one."
    )
    if payer is not None:
        return redirect(f"{org_reverse('payers:detail', payer.pk)}#rules")
    return redirect(org_reverse("payers:rule", shared.pk) if shared else org_reverse("payers:rules"))


@requires(Capability.MANAGE_PAYERS)
def rule_new(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Keep a rule of our own at a payer where the catalogue quotes nothing."""
    payer = get_object_or_404(Payer, pk=pk)
    form = NewRuleForm(request.POST or None)

    def save() -> tuple[str, str]:
        found = form.cleaned_data
        overrides.add_rule(
            found["kind"], payer, form.value(), state=found["state"], line=found["line"], actor=request.user
        )
        return "Your rule is kept and answers from now on.", f"{org_reverse('payers:detail', pk)}#rules"

    return answer(
        request,
        form,
        save,
        title=f"Add a rule at {payer.name}",
        lede="What you know from the payer itself. It counts only in your organization.",
        submit="Add the rule",
        back=org_reverse("payers:detail", pk),
    )


@requires(Capability.MANAGE_PAYERS)
def panel_record(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Keep what a payer said about its panel."""
    payer = get_object_or_404(Payer, pk=pk)
    form = PanelForm(request.POST or None, payer=payer)
    back = org_reverse("payers:detail", pk)

    def save() -> tuple[str, str]:
        row = panels.record_panel(payer, form.answer(), actor=request.user)
        again = f" You will be told to ask again on {row.recheck_on:%d %b %Y}." if row.recheck_on else ""
        return f"The panel of {payer.name} is kept as {row.get_status_display().lower()}.{again}", back

    return answer(
        request,
        form,
        save,
        title=f"Panel of {payer.name}",
        lede="Earlier answers stay in the history; the newest counts.",
        submit="Keep the answer",
        back=back,
    )


@requires(Capability.MANAGE_PAYERS)
def contact_new(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Add somebody to call at a payer."""
    payer = get_object_or_404(Payer, pk=pk)
    form = ContactForm(request.POST or None)
    back = org_reverse("payers:detail", pk)

    def save() -> tuple[str, str]:
        panels.add_contact(payer, form.values(), actor=request.user)
        return f"The contact at {payer.name} is kept.", back

    return answer(
        request,
        form,
        save,
        title=f"Add a contact at {payer.name}",
        lede="Phone and hours stand beside every call you make there.",
        submit="Add the contact",
        back=back,
    )


@requires(Capability.MANAGE_PAYERS)
def contact_edit(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Change a contact."""
    contact = get_object_or_404(PayerContact.objects.select_related("payer"), pk=pk)
    form = ContactForm(request.POST or None, instance=contact, initial={"version": contact.version})
    back = org_reverse("payers:detail", contact.payer_id)

    def save() -> tuple[str, str]:
        seen = form.cleaned_data["version"] or 0
        panels.change_contact(contact, form.values(), version=seen, actor=request.user)
        return "The contact is saved.", back

    return answer(
        request,
        form,
        save,
        version_now=lambda: PayerContact.objects.get(pk=pk).version,
        title=f"Change a contact at {contact.payer.name}",
        lede=str(contact),
        submit="Save",
        back=back,
    )


@requires(Capability.MANAGE_PAYERS)
@require_POST
def contact_drop(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Take a contact away."""
    contact = get_object_or_404(PayerContact.objects.select_related("payer"), pk=pk)
    panels.drop_contact(contact, actor=request.user)
    messages.success(request, "The contact is taken away.")
    return redirect(org_reverse("payers:detail", contact.payer_id))
