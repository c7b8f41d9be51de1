"""The contract ledger: the list, one contract, and what is recorded, changed, verified and ended there."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from accounts.access import OrganizationRequest, can, requires
from accounts.roles import Capability
from credtrack.kernel import clock, lists
from credtrack.kernel.links import org_reverse
from enrollments import changing_contracts, contracts, ledger
from enrollments.enums import HolderKind
from enrollments.forms.ledger import EndForm, LedgerForm, VerifyForm, initial_of, offered
from enrollments.ledger_tables import CONTRACTS, LOOKS
from enrollments.models import Contract
from enrollments.views.ledger_page import answer
from enrollments.wording import day_words
from providers.visibility import practice_ids, visible_documents, visible_practices, visible_providers

_FIRST = ("payer", "plan", "practice", "provider", "platform", "holder_kind")


@requires(Capability.VIEW)
def contract_list(request: OrganizationRequest) -> HttpResponseBase:
    """List the contracts the member may see."""
    may_edit = can(request.membership, Capability.EDIT_APPLICATIONS)
    return lists.render(request, CONTRACTS, "enrollments/contracts.html", {"may_edit": may_edit})


@requires(Capability.VIEW)
def contract_detail(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Show one contract: who holds it, what proves it, what rests on it, what was done to it."""
    contract = ledger.contract_or_404(request.membership, pk)
    return render(request, "enrollments/contract_detail.html", _context(request, contract))


def _context(request: OrganizationRequest, contract: Contract) -> dict[str, Any]:
    today, member = clock.today(), request.membership
    found = ledger.portability_of(contract, today)
    return {
        "contract": contract,
        "today": today,
        "holder": contracts.holder_words(contract),
        "is_verified": contracts.is_verified(contract),
        "is_unknown": contract.holder_kind == HolderKind.UNKNOWN,
        "is_foreign": contract.holder_kind in (HolderKind.PLATFORM, HolderKind.OTHER_GROUP),
        "is_over": contract.ends_on is not None and contract.ends_on < today,
        "portable": found,
        "portable_look": LOOKS[found.badge],
        "notice_by": contracts.last_day_for_notice(contract),
        "pay_to_warning": ledger.pay_to_warning(contract),
        "also_covers": ledger.also_covers(contract, member),
        "applications": ledger.applications_under(contract, member),
        "participations": ledger.participations_under(contract, member),
        "history": ledger.history_of(contract),
        # What changed may name practices and people beyond the member's own.
        "shows_changes": practice_ids(member) is None,
        "document": visible_documents(member).filter(pk=contract.document_id or 0).first(),
        "may_edit": can(member, Capability.EDIT_APPLICATIONS),
        "sees_tax_ids": can(member, Capability.VIEW_TAX_IDS),
        "apply_url": _apply_url(contract),
    }


def _apply_url(contract: Contract) -> str:
    """Return the address that opens a direct application with what the contract tells filled in."""
    given = {"payer": contract.payer_id, "practice": contract.practice_id, "provider": contract.provider_id}
    query = "&".join(f"{name}={value}" for name, value in given.items() if value)
    return f"{org_reverse('enrollments:new')}?{query}"


def _offered(request: OrganizationRequest) -> dict[str, Any]:
    member = request.membership
    documents = visible_documents(member).filter(archived_at=None)
    return offered(visible_practices(member), visible_providers(member), documents)


@requires(Capability.EDIT_APPLICATIONS)
def contract_new(request: OrganizationRequest) -> HttpResponse:
    """Record a contract outside any application; the address may name payer, practice and so on already."""
    rows = _offered(request)
    given = {name: request.GET[name] for name in _FIRST if request.GET.get(name)}
    form = LedgerForm(request.POST or None, rows=rows, initial=given)

    @transaction.atomic
    def save() -> tuple[str, str]:
        made = contracts.record_at(
            form.cleaned_data["payer"], request.organization, form.facts(), actor=request.user
        )
        also = list(form.cleaned_data["also"])
        if also:
            changing_contracts.cover(made.pk, also, among=list(rows["also"]), actor=request.user)
        return "The contract is recorded.", org_reverse("enrollments:contract_detail", made.pk)

    return answer(
        request,
        form,
        save,
        title="Record a contract",
        lede="Who holds the agreement is what the paper says, not what a name suggests.",
        submit="Record it",
        back=org_reverse("enrollments:contracts"),
    )


@requires(Capability.EDIT_APPLICATIONS)
def contract_edit(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Change what is recorded of a contract."""
    contract = ledger.contract_or_404(request.membership, pk)
    rows = _offered(request)
    form = LedgerForm(request.POST or None, rows=rows, contract=contract, initial=initial_of(contract))

    @transaction.atomic
    def save() -> tuple[str, str]:
        data = form.cleaned_data
        changing_contracts.change(pk, form.facts(), actor=request.user, version=data["version"])
        changing_contracts.cover(pk, list(data["also"]), among=list(rows["also"]), actor=request.user)
        return "The contract is saved.", org_reverse("enrollments:contract_detail", pk)

    return _about(
        request,
        contract,
        form,
        save,
        title="Change the contract",
        lede="Another holder here is a correction of the record. No contract moves by it, and nothing is applied for.",
        submit="Save",
    )


@requires(Capability.EDIT_APPLICATIONS)
def contract_verify(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Record that somebody looked at the document that shows the holder."""
    contract = ledger.contract_or_404(request.membership, pk)
    documents = _offered(request)["document"]
    form = VerifyForm(request.POST or None, contract=contract, documents=documents)

    def save() -> tuple[str, str]:
        data = form.cleaned_data
        changing_contracts.verify(
            pk,
            looked_on=data["looked_on"],
            evidence=data["evidence"],
            document=data["document"],
            actor=request.user,
            version=data["version"],
        )
        return "Verified. The evidence stands on the contract.", org_reverse(
            "enrollments:contract_detail", pk
        )

    return _about(
        request,
        contract,
        form,
        save,
        title="Verify the holder",
        lede=f"{contracts.holder_words(contract)}: does the signature page say so?",
        submit="I looked at it",
    )


@requires(Capability.EDIT_APPLICATIONS)
def contract_end(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Record the last day of a contract."""
    contract = ledger.contract_or_404(request.membership, pk)
    form = EndForm(request.POST or None, contract=contract)

    def save() -> tuple[str, str]:
        data = form.cleaned_data
        changing_contracts.end(
            pk, ends_on=data["ends_on"], reason=data["reason"], actor=request.user, version=data["version"]
        )
        told = f"The contract ends on {day_words(data['ends_on'])}."
        return told, org_reverse("enrollments:contract_detail", pk)

    return _about(
        request,
        contract,
        form,
        save,
        title="End the contract",
        lede="Applications and participations under it stay as they are; the page lists them, so you can work through them.",
        submit="End it",
        danger=True,
    )


def _about(
    request: OrganizationRequest, contract: Contract, form: Any, save: Any, **words: Any
) -> HttpResponse:
    here = org_reverse("enrollments:contract_detail", contract.pk)
    crumbs = [(org_reverse("enrollments:contracts"), "Contracts"), (here, str(contract.payer))]

    def version_now() -> int:
        now: int = Contract.objects.get(pk=contract.pk).version
        return now

    return answer(request, form, save, version_now=version_now, back=here, crumbs=crumbs, **words)
