"""The billing board: what may not be billed yet, why, and what waits for it; page, filters, file."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from accounts.access import OrganizationRequest, can, requires
from accounts.roles import Capability
from credtrack.kernel import clock
from credtrack.kernel.exports import file_response
from dashboards.billing_board import reading
from enrollments.billing_reasons import ReasonCode
from providers.models import Practice
from providers.visibility import chosen_practice_id, visible_practices

PER_PAGE = 50


@require_GET
@requires(Capability.VIEW)
def billing(request: OrganizationRequest) -> HttpResponseBase:
    """Show what is in network or approved and not billable today, with the missing piece of each row."""
    practices = list(visible_practices(request.membership).filter(is_active=True))
    wanted = request.GET.get("practice", "") or str(chosen_practice_id(request) or "")
    asked = {name: request.GET.get(name, "")[:40] for name in ("payer", "reason", "sort")}
    today = clock.today()
    board = reading.read(request.membership, today, _narrowed(practices, wanted), **asked)
    may_export = can(request.membership, Capability.EXPORT)
    export = request.GET.get("export")
    if export in ("csv", "xlsx") and may_export:
        rows = reading.export_rows(board.lines)
        return file_response(export, f"billing-{today.isoformat()}", reading.EXPORT_HEADER, rows)
    page = Paginator(board.lines, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "board": board,
        "page": page,
        "pager": _pager(request, page),
        "practices": practices,
        "practice": wanted,
        "asked": asked,
        "sorts": reading.SORTS.items(),
        "codes": ReasonCode.choices(),
        "today": today,
        "may_export": may_export,
    }
    return render(request, "dashboards/billing.html", context)


def _narrowed(practices: list[Practice], wanted: str) -> list[Practice]:
    """Return the practice that was chosen, or all of them; one that is not seen narrows to nothing."""
    return [practice for practice in practices if not wanted or str(practice.pk) == wanted]


def _pager(request: OrganizationRequest, page: "Page[reading.Line]") -> dict[str, Any]:
    kept = {name: str(value) for name, value in request.GET.items() if name not in ("page", "export")}

    def url(number: int) -> str:
        return f"?{urlencode({**kept, 'page': str(number)})}"

    return {
        "number": page.number,
        "has_previous": page.has_previous(),
        "has_next": page.has_next(),
        "previous_url": url(page.number - 1),
        "next_url": url(page.number + 1),
        "range_text": f"{page.start_index()} to {page.end_index()} of {page.paginator.count:,}",
    }
