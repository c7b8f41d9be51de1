"""The pages that look across all rooms: today's work, the network, search, the first steps."""

import datetime as dt
from typing import TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods
from django_htmx.http import retarget

from accounts.access import OrganizationRequest, can, requires
from accounts.roles import Capability
from credtrack.kernel import clock
from credtrack.kernel.exports import file_response
from credtrack.kernel.htmx import toast, wants_part
from credtrack.kernel.links import org_reverse
from credtrack.kernel.words import Worded
from dashboards import matrix, matrix_drawing, searching, today_drawing
from dashboards import today as day
from dashboards.calling import CallForm, log_for_payer
from dashboards.starting import steps_of
from dashboards.today import Show, Whose
from enrollments.models import Application
from enrollments.network_reading import network_rows
from enrollments.refusals import Refused
from enrollments.selectors import visible_applications
from payers.models import Payer, Plan
from providers.models import Practice
from providers.visibility import chosen_practice_id, visible_practices, visible_providers

W = TypeVar("W", bound=Worded)


@require_GET
@requires(Capability.VIEW)
def today(request: OrganizationRequest) -> HttpResponseBase:
    """Show what is to be done, grouped by payer call."""
    if not Application.objects.exists():
        return HttpResponseRedirect(org_reverse("dashboards:start"))
    return render(request, _today_template(request), _today_context(request))


def _today_template(request: HttpRequest) -> str:
    return "dashboards/parts/worklist.html" if wants_part(request, "worklist") else "dashboards/today.html"


def _today_context(request: OrganizationRequest) -> dict[str, object]:
    whose = _choice(Whose, request.GET.get("whose"), Whose.EVERYONE)
    show = _choice(Show, request.GET.get("show"), Show.ALL)
    chosen = chosen_practice_id(request)
    may_log = can(request.membership, Capability.LOG_CONTACTS)
    page = day.read(day.applications_of(request.membership, whose, chosen), show)
    today_drawing.draw(page.calls, may_log=may_log)
    return {
        "every_practice": whose == Whose.PRACTICE and chosen is None,
        "today": clock.today(),
        "page": page,
        "whose": whose,
        "show": show,
        "whose_choices": list(Whose),
        "show_choices": list(Show),
        "may_log": may_log,
    }


@require_http_methods(["GET", "POST"])
@requires(Capability.LOG_CONTACTS)
def log_call(request: OrganizationRequest, payer_pk: int) -> HttpResponseBase:
    """Log one call to several applications of a payer; from the day's page it never leaves it."""
    payer = get_object_or_404(Payer, pk=payer_pk)
    key = request.GET.get("key", "call")[:60]
    if request.method == "GET":
        return _call_form(request, payer, CallForm(auto_id=f"{key}-%s"), key)
    form = CallForm(request.POST, auto_id=f"{key}-%s")
    logged = _log(request, form)
    if not logged:
        # What was typed stays: the same form comes back with the reason beside the field.
        refused: HttpResponse = retarget(_call_form(request, payer, form, key), f"#form-{key}")
        return refused
    said = f"Logged on {logged} application{'' if logged == 1 else 's'}."
    if not wants_part(request):
        messages.success(request, said)
        return HttpResponseRedirect(org_reverse("dashboards:today"))
    return toast(render(request, "dashboards/parts/worklist.html", _today_context(request)), said)


def _call_form(request: OrganizationRequest, payer: Payer, form: CallForm, key: str) -> HttpResponse:
    if wants_part(request):
        return render(request, "dashboards/parts/call_form.html", {"form": form})
    rows = visible_applications(request.membership).filter(payer=payer, status__in=day.OPEN_STATUSES)
    context = {
        "form": form,
        "payer": payer,
        "applications": rows.select_related("provider", "practice").order_by("follow_up_on", "pk")[:100],
        "ticked": request.POST.getlist("ids"),
    }
    return render(request, "dashboards/log_call.html", context)


def _log(request: OrganizationRequest, form: CallForm) -> int:
    """Return on how many applications the call was logged; none when the form says why not."""
    if not form.is_valid():
        return 0
    try:
        return log_for_payer(request, form, request.POST.getlist("ids"))
    except Refused as refused:
        form.add_error(None, " ".join(refused.reasons))
        return 0


@require_GET
@requires(Capability.VIEW)
def network(request: OrganizationRequest) -> HttpResponseBase:
    """Show the matrix of one practice, or hand it out as a file."""
    practices = list(visible_practices(request.membership).filter(is_active=True))
    practice = _practice(request, practices)
    if practice is None:
        return render(request, "dashboards/network.html", {"practice": None})
    on = _date(request.GET.get("on")) or clock.today()
    state = request.GET.get("state", "").strip().upper()[:2]
    shown = visible_providers(request.membership).values_list("pk", flat=True)
    built = matrix.build(
        practice, state, on, None if not request.membership.limited_to_practices else list(shown)
    )
    export = request.GET.get("export")
    if export in ("csv", "xlsx") and can(request.membership, Capability.EXPORT):
        rows = matrix.export_rows(built.rows)
        return file_response(export, f"network-{practice.pk}-{on.isoformat()}", matrix.EXPORT_HEADER, rows)
    context = {
        "practice": practice,
        "practice_options": matrix_drawing.practice_options(practices, practice),
        "on": on,
        "today": clock.today(),
        "state": state,
        "states": matrix.states_in_use(practice, built, state),
        "matrix": built,
        "may_export": can(request.membership, Capability.EXPORT),
    }
    return render(request, "dashboards/network.html", context)


@require_GET
@requires(Capability.VIEW)
def network_cell(
    request: OrganizationRequest, provider_pk: int, plan_pk: int, practice_pk: int
) -> HttpResponseBase:
    """Explain one cell of the matrix: what it rests on, and the way to the record."""
    provider = get_object_or_404(visible_providers(request.membership), pk=provider_pk)
    practice = get_object_or_404(visible_practices(request.membership), pk=practice_pk)
    plan = get_object_or_404(Plan.objects.select_related("payer"), pk=plan_pk)
    on = _date(request.GET.get("on")) or clock.today()
    state = request.GET.get("state", "").strip().upper()[:2]
    rows = network_rows(on, practices=[practice], provider_ids=[provider.pk], state=state)
    row = next((row for row in rows if row.plan.pk == plan.pk and row.state in ("", state)), None)
    if row is None:
        raise Http404("This plan is not in use at the practice.")
    part = wants_part(request, "dialog-body")
    template = "dashboards/parts/network_card.html" if part else "dashboards/network_cell.html"
    return render(request, template, {"row": row, "status": row.status, "on": on})


@require_GET
@requires(Capability.VIEW, Capability.VIEW_OWN_FILE)
def search(request: OrganizationRequest) -> HttpResponseBase:
    """Find clinicians, payers, applications, reference numbers and NPIs."""
    text = request.GET.get("q", "")[:80]
    context = {"groups": searching.search(request.membership, text), "query": text.strip()}
    template = "parts/search_results.html" if wants_part(request) else "dashboards/search.html"
    return render(request, template, context)


@require_GET
@requires(Capability.VIEW)
def start(request: OrganizationRequest) -> HttpResponseBase:
    """Offer the ways in to an empty organization, and show how far set-up is."""
    return render(request, "dashboards/start.html", {"steps": steps_of(request.membership)})


def _choice(kind: type[W], value: str | None, default: W) -> W:
    """Return the member named by `value`; anything else means the default."""
    try:
        return kind(value or "")
    except ValueError:
        return default


def _date(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return None


def _practice(request: OrganizationRequest, practices: list[Practice]) -> Practice | None:
    wanted = request.GET.get("practice") or chosen_practice_id(request)
    chosen = [practice for practice in practices if str(practice.pk) == str(wanted)]
    return next(iter([*chosen, *practices]), None)
