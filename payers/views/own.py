"""What an organization adds itself: payers, plans, names, platforms."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.access import OrganizationRequest, requires
from accounts.roles import Capability
from credtrack.kernel.links import org_reverse
from payers import own_payers
from payers.forms import AliasForm, NewPayerForm, PayerForm, PlanForm, PlatformForm
from payers.models import Payer, PayerAlias, Plan
from payers.views.forms_page import answer


@requires(Capability.MANAGE_PAYERS)
def payer_new(request: OrganizationRequest) -> HttpResponse:
    """Add a payer that the catalogue lacks."""
    form = NewPayerForm(request.POST or None, initial={"name": request.GET.get("name", "")})

    def save() -> tuple[str, str]:
        payer = own_payers.add_payer(form.draft(), actor=request.user)
        told = f"{payer.name} is added. Now you can open applications there."
        return told, org_reverse("payers:detail", payer.pk)

    return answer(
        request,
        form,
        save,
        title="Add a payer",
        lede="For a payer that the catalog lacks. Only your organization sees it.",
        submit="Add the payer",
        back=org_reverse("payers:list"),
    )


@requires(Capability.MANAGE_PAYERS)
def payer_edit(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Change a payer of our own."""
    payer = get_object_or_404(Payer, pk=pk, organization=request.organization)
    form = PayerForm(request.POST or None, initial=own_payers.draft_of(payer))
    back = org_reverse("payers:detail", pk)

    def save() -> tuple[str, str]:
        version = form.cleaned_data["version"] or 0
        own_payers.change_payer(payer, form.draft(), version=version, actor=request.user)
        return f"{form.cleaned_data['name']} is saved.", back

    return answer(
        request,
        form,
        save,
        version_now=lambda: Payer.objects.get(pk=pk).version,
        title=f"Change {payer.name}",
        lede="A payer that your organization keeps itself.",
        submit="Save",
        back=back,
    )


@requires(Capability.MANAGE_PAYERS)
def plan_new(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Add a plan of our own to a payer."""
    payer = get_object_or_404(Payer, pk=pk)
    form = PlanForm(request.POST or None)
    back = org_reverse("payers:detail", pk)

    def save() -> tuple[str, str]:
        plan = own_payers.add_plan(payer, actor=request.user, **form.cleaned_data)
        return f"The plan {plan.name} is added.", back

    return answer(
        request,
        form,
        save,
        title=f"Add a plan of {payer.name}",
        lede="A product or network that has its own outcome, effective date or provider ID.",
        submit="Add the plan",
        back=back,
    )


@requires(Capability.MANAGE_PAYERS)
@require_POST
def plan_drop(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Switch a plan of our own off."""
    plan = get_object_or_404(Plan.objects.select_related("payer"), pk=pk, organization=request.organization)
    own_payers.drop_plan(plan, actor=request.user)
    messages.success(request, f"The plan {plan.name} is switched off. Applications that name it keep it.")
    return redirect(org_reverse("payers:detail", plan.payer_id))


@requires(Capability.MANAGE_PAYERS)
def alias_new(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Add one more name for a payer."""
    payer = get_object_or_404(Payer, pk=pk)
    form = AliasForm(request.POST or None, initial={"text": request.GET.get("text", "")})
    back = org_reverse("payers:detail", pk)

    def save() -> tuple[str, str]:
        alias = own_payers.add_alias(payer, form.cleaned_data["text"], actor=request.user)
        return f"From now on “{alias.text}” means {payer.name} here.", back

    return answer(
        request,
        form,
        save,
        title=f"Another name for {payer.name}",
        lede="Imports and search find the payer under it. It counts only in your organization.",
        submit="Add the name",
        back=back,
    )


@requires(Capability.MANAGE_PAYERS)
@require_POST
def alias_drop(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Take a name of our own away."""
    rows = PayerAlias.objects.select_related("payer")
    alias = get_object_or_404(rows, pk=pk, organization=request.organization)
    own_payers.drop_alias(alias, actor=request.user)
    messages.success(request, f"“{alias.text}” no longer means {alias.payer.name} here.")
    return redirect(org_reverse("payers:detail", alias.payer_id))


@requires(Capability.MANAGE_PAYERS)
def platform_new(request: OrganizationRequest) -> HttpResponse:
    """Add a platform or group that holds contracts in our place."""
    form = PlatformForm(request.POST or None)
    back = org_reverse("payers:platforms")

    def save() -> tuple[str, str]:
        platform = own_payers.add_platform(actor=request.user, **form.cleaned_data)
        return f"{platform.name} is added.", back

    return answer(
        request,
        form,
        save,
        title="Add a platform",
        lede="Somebody else who holds the contract with the payer: a platform, group, MSO or IPA.",
        submit="Add the platform",
        back=back,
    )
