"""Reading the catalogue: the list, one payer with its rules, all rules, the platforms."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import OrganizationRequest, can, requires
from accounts.models import AuditEntry
from accounts.roles import Capability
from credtrack.kernel import clock, lists
from credtrack.kernel.htmx import wants_part
from credtrack.kernel.links import org_reverse
from payers import open_counts
from payers.forms import ContextForm
from payers.models import Payer, PayerContact, Plan, Platform, PlatformPromise, Rule
from payers.rule_cards import cards, shown
from payers.rules import Question
from payers.selectors import contacts_of, current_panel_states, fact_of, facts_of_payer
from payers.tables import PAYERS, RULES, states_words

HISTORY_SHOWN = 12


@requires(Capability.VIEW)
def payer_list(request: OrganizationRequest) -> HttpResponseBase:
    """Show the payers of the catalogue and our own."""
    return lists.render(request, PAYERS, "payers/list.html", {"tab": "payers"})


@requires(Capability.VIEW)
def rule_list(request: OrganizationRequest) -> HttpResponseBase:
    """Show every sourced rule and our own values."""
    return lists.render(request, RULES, "payers/rules.html", {"tab": "rules"})


@requires(Capability.VIEW)
def payer_detail(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Show one payer: plans, names, contacts, panel, and which rule applies for a state, line and day."""
    rows = Payer.objects.select_related("parent", "behavioral_health_administered_by")
    payer = get_object_or_404(rows, pk=pk)
    plans = list(Plan.objects.filter(payer=payer, is_active=True))
    question, form = _question(request, payer, plans)
    laid_out = cards(facts_of_payer(payer), question)
    context = {
        "payer": payer,
        "plans": plans,
        "states": states_words(payer.states_served),
        "aliases": list(payer.aliases.all()),
        "subsidiaries": list(payer.subsidiaries.filter(is_active=True)),
        "contacts": list(PayerContact.objects.filter(payer=payer)),
        "panels": current_panel_states(payer),
        "cards": laid_out,
        "general": sum(card.is_general for card in laid_out),
        "context_form": form,
        "question": question,
        "history": _history(request, payer),
    }
    return render(request, "payers/detail.html", context)


@requires(Capability.VIEW)
def card(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Show how to reach the payer beside a link to its page; opened on its own it leads to the page."""
    payer = get_object_or_404(Payer, pk=pk)
    if not wants_part(request):
        return redirect(org_reverse("payers:detail", pk))
    context = {
        "payer": payer,
        "contact": next(iter(contacts_of([pk]).get(pk, ())), None),
        "open_applications": open_counts.at(payer, request.membership),
    }
    return render(request, "payers/parts/card.html", context)


def _question(request: OrganizationRequest, payer: Payer, plans: list[Plan]) -> tuple[Question, ContextForm]:
    """Return for which state, line and day the rules are read: as asked, else as usual for the payer."""
    served = payer.states_served
    usual = {
        "state": served[0] if len(served) == 1 and served != ["all"] else "",
        "line": next((plan.line_of_business for plan in plans if plan.is_default), ""),
        "on": clock.today(),
    }
    asked: dict[str, Any] = {}
    form = ContextForm(request.GET if {"state", "line", "on"} & set(request.GET) else None, initial=usual)
    if form.is_bound and form.is_valid():
        asked = form.cleaned_data
    question = Question(
        kind="",
        on=asked.get("on") or usual["on"],  # type: ignore[arg-type]
        payer_id=payer.pk,
        family=payer.family,
        line=asked.get("line") or str(usual["line"]),
        state=str(asked["state"] if asked else usual["state"]),
    )
    return question, form


def _history(request: OrganizationRequest, payer: Payer) -> list[AuditEntry]:
    """Return the latest changes at this payer, for those who may read the audit trail."""
    if not can(request.membership, Capability.VIEW_AUDIT):
        return []
    rows = AuditEntry.objects.filter(subject_type="payers.payer", subject_id=payer.pk)
    return list(rows.select_related("actor").order_by("-pk")[:HISTORY_SHOWN])


@requires(Capability.VIEW)
def rule_detail(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Show one rule with its source, our values in its place, and what else is quoted."""
    rule = get_object_or_404(Rule.objects.select_related("payer", "plan", "overrides"), pk=pk)
    same = Rule.objects.filter(kind=rule.kind, payer=rule.payer, family=rule.family).exclude(pk=rule.pk)
    context = {
        "rule": rule,
        "shown": shown(fact_of(rule)),
        "own_values": list(rule.overridden_by.select_related("payer")),
        "others": [(row.pk, shown(fact_of(row))) for row in same.order_by("pk")[:40]],
    }
    return render(request, "payers/rule.html", context)


@requires(Capability.VIEW)
def platform_list(request: OrganizationRequest) -> HttpResponse:
    """Show the platforms with what each says about itself, and whether anybody checked."""
    promises = Prefetch("promises", PlatformPromise.objects.select_related("contradicts"))
    rows = Platform.objects.filter(is_active=True).prefetch_related(promises)
    context = {
        "platforms": list(rows),
        "tab": "platforms",
    }
    return render(request, "payers/platforms.html", context)
