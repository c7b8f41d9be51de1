"""The pages of what expires and of where a clinician works: credentials, attestations, affiliations."""

from copy import copy

from django.http import HttpResponse

from accounts.access import OrganizationRequest, requires
from accounts.roles import Capability
from credtrack.kernel import clock
from credtrack.kernel.dates import day_words
from credtrack.kernel.links import org_reverse
from providers import affiliating, renewing
from providers.enums import CredentialKind
from providers.forms.clinicians import AffiliationForm, NewAffiliationForm
from providers.forms.credentials import AttestationForm, CredentialForm, RenewalForm
from providers.models import Affiliation, Credential, Provider
from providers.views.form_page import Page, answer, posted
from providers.visibility import get_or_404, provider_or_404, visible_practices, visible_providers


def _page(title: str, provider: Provider, submit: str = "Save", lede: str = "") -> Page:
    return Page(title, org_reverse("providers:detail", provider.pk), provider.full_name, submit, lede)


def _credential_or_404(request: OrganizationRequest, pk: int) -> Credential:
    rows = Credential.objects.filter(provider__in=visible_providers(request.membership))
    found: Credential = get_or_404(rows.select_related("provider"), pk, "paper")
    return found


@requires(Capability.EDIT_PROVIDERS)
def credential_add(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Add a license, registration, policy or certificate."""
    provider = provider_or_404(request.membership, pk)
    asked = {name: request.GET.get(name, "") for name in ("kind", "state")}
    form = CredentialForm(posted(request), initial={"kind": CredentialKind.LICENSE.value, **_given(asked)})

    def save() -> str:
        row = renewing.add(provider, values=form.values(), actor=request.user)
        return f"{row} is added."

    page = _page("Add a license or credential", provider, "Add it", f"For {provider.full_name}.")
    return answer(request, form, page, save)


def _given(asked: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in asked.items() if value}


@requires(Capability.EDIT_PROVIDERS)
def credential_edit(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Correct what was typed about a paper."""
    credential = _credential_or_404(request, pk)
    form = CredentialForm(posted(request), instance=copy(credential))

    def save() -> str:
        renewing.correct(credential, version=form.seen_version(), values=form.values(), actor=request.user)
        return f"{credential} is saved."

    lede = "Correct a slip here. For a new term, renew it instead: the old one stays on record."
    return answer(request, form, _page(f"Correct {credential}", credential.provider, lede=lede), save)


@requires(Capability.EDIT_PROVIDERS)
def credential_renew(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Record the next term of a paper."""
    credential = _credential_or_404(request, pk)
    form = RenewalForm(posted(request), old=credential)

    def save() -> str:
        row = renewing.renew(
            credential,
            version=form.seen_version(),
            values=form.values(),
            actor=request.user,
            seen_term=form.seen_term(),
        )
        return f"{row} is renewed; the earlier term stays on record."

    return answer(
        request, form, _page(f"Renew {credential}", credential.provider, "Record the new term"), save
    )


@requires(Capability.EDIT_PROVIDERS, Capability.EDIT_OWN_FILE)
def attest(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Record the day on which the clinician attested in CAQH or for the directories."""
    provider = provider_or_404(request.membership, pk)
    kind = request.GET.get("kind", CredentialKind.CAQH_ATTESTATION.value)
    form = AttestationForm(posted(request), initial={"attested_on": clock.today(), "kind": kind})

    def save() -> str:
        data = form.cleaned_data
        row = renewing.attest(provider, data["kind"], attested_on=data["attested_on"], actor=request.user)
        return f"Recorded. It holds until {day_words(row.expires_on or clock.today())}."

    lede = (
        "CAQH wants one every 120 days (180 for clinicians licensed only in Illinois), directories every 90."
    )
    return answer(request, form, _page("Record an attestation", provider, "Record it", lede), save)


@requires(Capability.EDIT_PROVIDERS)
def affiliation_add(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Record that a clinician works at a further practice."""
    provider = provider_or_404(request.membership, pk)
    practices = visible_practices(request.membership).filter(is_active=True)
    form = NewAffiliationForm(posted(request), practices=practices)

    def save() -> str:
        data = form.cleaned_data
        row = affiliating.affiliate(
            provider,
            data["practice"],
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            actor=request.user,
        )
        return f"{provider.full_name} works at {row.practice}."

    return answer(request, form, _page("Add a practice", provider, "Add the practice"), save)


@requires(Capability.EDIT_PROVIDERS)
def affiliation_edit(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Change the days of an affiliation."""
    rows = Affiliation.objects.filter(
        practice__in=visible_practices(request.membership), provider__in=visible_providers(request.membership)
    )
    row: Affiliation = get_or_404(rows.select_related("provider", "practice"), pk, "affiliation")
    form = AffiliationForm(posted(request), instance=copy(row))

    def save() -> str:
        data = form.cleaned_data
        affiliating.change(
            row,
            version=form.seen_version(),
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            actor=request.user,
        )
        return f"The days of {row.provider.full_name} at {row.practice} are saved."

    return answer(request, form, _page(f"{row.provider.full_name} at {row.practice}", row.provider), save)
