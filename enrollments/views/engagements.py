"""Who works for us: the list, one engagement with its checklist, a new one, another agent, the last day."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from accounts.access import OrganizationRequest, can, requires
from accounts.roles import Capability
from credtrack.kernel import clock, lists
from credtrack.kernel.links import org_reverse
from enrollments import engagements
from enrollments.engagement_tables import ENGAGEMENTS
from enrollments.forms.engagement import ChecklistForm, LastDayForm, TermsForm
from enrollments.models import ServiceEngagement
from enrollments.views.ledger_page import answer
from enrollments.wording import day_words
from providers.visibility import visible_practices


@requires(Capability.VIEW)
def engagement_list(request: OrganizationRequest) -> HttpResponseBase:
    """List who works for the practices the member may see."""
    may_edit = can(request.membership, Capability.EDIT_APPLICATIONS)
    return lists.render(request, ENGAGEMENTS, "enrollments/engagements.html", {"may_edit": may_edit})


@requires(Capability.VIEW)
def engagement(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Show one engagement: the terms, and what was moved over to it."""
    row = engagements.engagement_or_404(request.membership, pk)
    today = clock.today()
    context = {
        "row": row,
        "fee": engagements.fee_words(row),
        "checklist": [(label, getattr(row, name)) for name, label in engagements.CHECKLIST],
        "is_agent": row.kind in engagements.AGENTS,
        "is_over": row.ends_on is not None and row.ends_on < today,
        "followed_by": list(engagements.visible_engagements(request.membership).filter(replaces=row)),
        "may_edit": can(request.membership, Capability.EDIT_APPLICATIONS),
    }
    return render(request, "enrollments/engagement.html", context)


@requires(Capability.EDIT_APPLICATIONS)
def engagement_new(request: OrganizationRequest) -> HttpResponse:
    """Record that somebody works for a practice."""
    practices = visible_practices(request.membership).filter(is_active=True)
    form = TermsForm(request.POST or None, practices=practices)

    def save() -> tuple[str, str]:
        made = engagements.engage(form.cleaned_data["practice"], form.terms(), actor=request.user)
        return f"{made.name} is recorded.", org_reverse("enrollments:engagement", made.pk)

    return answer(
        request,
        form,
        save,
        title="Record who works for us",
        lede="A billing or credentialing service acts under the practice's number and never holds its contracts.",
        submit="Record it",
        back=org_reverse("enrollments:engagements"),
    )


@requires(Capability.EDIT_APPLICATIONS)
def engagement_change(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Put another agent in the place of one: claims route, ERA and EFT move, no contract does."""
    row = engagements.engagement_or_404(request.membership, pk)
    form = TermsForm(request.POST or None, replaces=row)

    def save() -> tuple[str, str]:
        version = form.cleaned_data["version"]
        made = engagements.change_agent(pk, form.terms(), actor=request.user, version=version)
        told = f"{made.name} takes over on {day_words(made.starts_on)}. Contracts and applications stay as they are."
        return told, org_reverse("enrollments:engagement_checklist", made.pk)

    return _about(
        request,
        row,
        form,
        save,
        title=f"Another agent in place of {row.name}",
        lede="Nothing is applied for again: the contracts stay with whoever holds them. What moves is claims route, ERA and EFT.",
        submit="Change the agent",
    )


@requires(Capability.EDIT_APPLICATIONS)
def engagement_checklist(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Record what was moved over to an agent."""
    row = engagements.engagement_or_404(request.membership, pk)
    form = ChecklistForm(request.POST or None, engagement=row)

    def save() -> tuple[str, str]:
        engagements.tick(pk, form.days(), actor=request.user, version=form.cleaned_data["version"])
        return "The checklist is saved.", org_reverse("enrollments:engagement", pk)

    return _about(
        request,
        row,
        form,
        save,
        title=f"Moving over to {row.name}",
        lede="Leave a day empty until that part has really been moved.",
        submit="Save",
    )


@requires(Capability.EDIT_APPLICATIONS)
def engagement_end(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Record the last day of an engagement."""
    row = engagements.engagement_or_404(request.membership, pk)
    form = LastDayForm(request.POST or None, engagement=row)

    def save() -> tuple[str, str]:
        data = form.cleaned_data
        engagements.end(pk, ends_on=data["ends_on"], actor=request.user, version=data["version"])
        return f"{row.name} works until {day_words(data['ends_on'])}.", org_reverse(
            "enrollments:engagement", pk
        )

    return _about(
        request,
        row,
        form,
        save,
        title=f"End the work of {row.name}",
        lede="Contracts and applications stay as they are.",
        submit="End it",
        danger=True,
    )


def _about(
    request: OrganizationRequest, row: ServiceEngagement, form: Any, save: Any, **words: Any
) -> HttpResponse:
    here = org_reverse("enrollments:engagement", row.pk)
    crumbs = [(org_reverse("enrollments:engagements"), "Who works for us"), (here, row.name)]

    def version_now() -> int:
        now: int = ServiceEngagement.objects.get(pk=row.pk).version
        return now

    return answer(request, form, save, version_now=version_now, back=here, crumbs=crumbs, **words)
