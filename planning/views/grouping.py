"""Group contract or individual contracts: each practice with a row a payer, considering, deciding."""

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import OrganizationRequest, can, requires
from accounts.roles import Capability
from accounts.stale import Stale
from credtrack.kernel.links import org_reverse
from enrollments.refusals import Refused
from payers.models import Payer
from planning import deciding
from planning.enums import GroupRoute
from planning.forms.grouping import ConsiderForm, DecideForm
from planning.grouping import EFFORT, SOURCE
from planning.grouping_reading import GroupingRow, grouping_rows
from planning.models import GroupConsideration
from providers.models import Practice
from providers.visibility import chosen_practice_id, practice_or_404, visible_practices

# What the page may be narrowed to: key, label.
SHOWN = (
    ("", "All payers"),
    ("minimum", "With a minimum"),
    ("reached", "Minimum met, no group contract"),
    ("below", "Below the minimum"),
    ("add", "Somebody can be added"),
)


@requires(Capability.VIEW)
def grouping(request: OrganizationRequest) -> HttpResponseBase:
    """Show one practice with a row a payer; `?practice=` chooses it, `?show=` narrows the payers."""
    practices = list(visible_practices(request.membership).filter(is_active=True))
    practice = _practice(request, practices)
    show = request.GET.get("show", "")
    rows = [row for row in grouping_rows([practice]) if _is_shown(row, show)] if practice else []
    context = {
        "practices": practices,
        "practice": practice,
        "rows": rows,
        "shown": SHOWN,
        "show": show,
        "considered": GroupConsideration.objects.filter(practice=practice).first() if practice else None,
        "may_plan": can(request.membership, Capability.PLAN),
        "may_open": can(request.membership, Capability.EDIT_APPLICATIONS),
        "effort": EFFORT,
        "source": SOURCE,
    }
    return render(request, "planning/grouping.html", context)


def _practice(request: OrganizationRequest, practices: list[Practice]) -> Practice | None:
    """Return the practice the address names, else the one of the switcher, else the first."""
    asked = request.GET.get("practice", "")
    if asked:
        found = next((row for row in practices if str(row.pk) == asked), None)
        if found is None:
            raise Http404("There is no such practice here.")
        return found
    chosen = chosen_practice_id(request)
    return next((row for row in practices if row.pk == chosen), practices[0] if practices else None)


def _is_shown(row: GroupingRow, show: str) -> bool:
    situation, advice = row.situation, row.advice
    wanted = {
        "minimum": situation.minimum is not None,
        "reached": advice.at_minimum and not situation.has_group_contract,
        "below": bool(advice.group_disabled),
        "add": bool(advice.can_add),
    }
    return wanted.get(show, True)


@requires(Capability.PLAN)
def consider(request: OrganizationRequest, practice: int) -> HttpResponseBase:
    """Ask for the three considerations of one practice."""
    found = practice_or_404(request.membership, practice)
    before = GroupConsideration.objects.filter(practice=found).first()
    initial = {
        name: getattr(before, name, "" if name != "version" else 0)
        for name in ("growth", "billing", "capacity", "version")
    }
    form = ConsiderForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            deciding.consider(found, form.told(), version=form.cleaned_data["version"], actor=request.user)
        except Stale as stale:
            form.add_error(None, str(stale))
            form.with_version(before.version if before else 0)
        else:
            messages.success(request, "Saved. The suggestions follow from it.")
            return redirect(f"{org_reverse('planning:grouping')}?practice={found.pk}")
    context = {"practice": found, "form": form, "source": SOURCE}
    return render(request, "planning/consider.html", context)


@requires(Capability.PLAN)
def decide(request: OrganizationRequest, practice: int, payer: int) -> HttpResponseBase:
    """Show the suggestion with its reasons and record what the person decides."""
    found = practice_or_404(request.membership, practice)
    at = get_object_or_404(Payer, pk=payer)
    row = deciding.row_of(found, at)
    if row is None:
        raise Http404("This practice has nothing to do with this payer yet.")
    initial = {"route": row.decision.route if row.decision else row.advice.suggested}
    form = DecideForm(request.POST or None, initial=initial, group_open=not row.advice.group_disabled)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = deciding.decide(
                found, at, GroupRoute(data["route"]), note=data["note"], actor=request.user
            )
        except Refused as refusal:
            for reason in refusal.reasons:
                form.add_error(None, reason)
        else:
            messages.success(request, f"Decided for {at.name}: {made.get_route_display().lower()}.")
            return redirect(f"{org_reverse('planning:grouping')}?practice={found.pk}")
    return render(request, "planning/decide.html", {"row": row, "form": form, "effort": EFFORT})
