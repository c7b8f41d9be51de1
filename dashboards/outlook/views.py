"""The manager's pages: the dashboard, the list behind its numbers, the letter about a passed deadline."""

import datetime as dt
from itertools import chain
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import OrganizationRequest, can, requires
from accounts.roles import Capability
from credtrack.kernel import clock, lists, us_states
from credtrack.kernel.dates import day_words
from credtrack.kernel.exports import FORMATS, file_response
from credtrack.kernel.htmx import wants_part
from credtrack.kernel.pdf import Document
from dashboards.outlook import (
    exporting,
    letter,
    month_drawing,
    months,
    overdue,
    pipeline,
    time_drawing,
    time_spent,
    timeline,
    timeline_drawing,
    turnaround,
)
from dashboards.outlook.form_drawing import options
from dashboards.outlook.narrowing import Grouped, Narrowed, narrowed_by, number
from dashboards.outlook.open_list import OPEN_LIST
from dashboards.outlook.reading import Dashboard, read
from enrollments.filters import owners_here, payers_in_use
from planning.revenue_reading import total_here
from providers.visibility import chosen_practice_id, visible_practices

# Nobody leafs further through bars; the list pages on.
_MOST_PAGES = 400


@require_GET
@requires(Capability.VIEW)
def forecast(request: OrganizationRequest) -> HttpResponseBase:
    """Show when approvals are expected and what is waited for, or hand the figures out as a file."""
    wanted = narrowed_by(request.GET, request.membership, chosen_practice_id(request))
    today = clock.today()
    page = min(max(number(request.GET.get("page")) or 1, 1), _MOST_PAGES)
    if wants_part(request, "timeline"):
        return render(request, "dashboards/parts/forecast_timeline.html", _bars(wanted, today, page))
    board = read(wanted, today, page)
    kind = request.GET.get("export", "")
    if kind in ("pdf", *FORMATS):
        return _file(request, wanted, board, kind, today)
    template = "dashboards/forecast.html" if board.refreshed_on else "dashboards/forecast_empty.html"
    return render(request, template, _context(request, wanted, board, today))


def _context(
    request: OrganizationRequest, wanted: Narrowed, board: Dashboard, today: dt.date
) -> dict[str, Any]:
    return {
        "board": board,
        "today": today,
        **_choices(request, wanted),
        "month_chart": month_drawing.draw(board.months, wanted),
        "month_basis": months.BASIS,
        "month_rows": [(one, wanted.open_list(month=one.key)) for one in board.months],
        "stage_rows": _stages(wanted, board),
        "ages": pipeline.AGES,
        "clocks": time_spent.CLOCKS,
        "stage_time": time_drawing.draw(board.time.stages, "stage", "Days per stage, by whose clock ran"),
        "payer_time": time_drawing.draw(board.time.payers, "payer", "Days per payer, by whose clock ran"),
        "time_legend": time_drawing.legend(),
        "stage_time_rows": [(row, wanted.open_list(stage=row.key)) for row in board.time.stages],
        "payer_time_rows": [(row, wanted.applications(payer=row.key)) for row in board.time.payers],
        "pace_rows": _paces(wanted, board),
        "enough": turnaround.ENOUGH,
        "late_url": wanted.open_list(law="passed"),
        "list_url": wanted.open_list(),
        "may_export": can(request.membership, Capability.EXPORT),
        **_shown(wanted, board.timeline, today),
    }


def _choices(request: OrganizationRequest, wanted: Narrowed) -> dict[str, Any]:
    practices = ((one.pk, str(one)) for one in visible_practices(request.membership))
    return {
        "payer_options": options(payers_in_use(request).values_list("pk", "name"), wanted.payer),
        "practice_options": options(practices, wanted.practice),
        "owner_options": options(((one.pk, str(one)) for one in owners_here(request)), wanted.owner),
        "state_options": options(us_states.choices(), wanted.state),
    }


def _bars(wanted: Narrowed, today: dt.date, page: int) -> dict[str, Any]:
    return _shown(wanted, timeline.timeline(wanted, page), today)


def _shown(wanted: Narrowed, found: timeline.Timeline, today: dt.date) -> dict[str, Any]:
    kept = {"month": f"{wanted.month:%Y-%m}" if wanted.month else "", "group": wanted.grouped}
    first = (found.number - 1) * timeline.PER_PAGE + 1
    return {
        "wanted": wanted,
        "timeline": found,
        "chart": timeline_drawing.draw(found, wanted, today),
        "groups": [(one, wanted.page(**{**kept, "group": one}), one == wanted.grouped) for one in Grouped],
        "all_months_url": wanted.page(group=wanted.grouped),
        "pager": {
            "number": found.number,
            "has_previous": found.number > 1,
            "has_next": found.has_next and found.number < _MOST_PAGES,
            "previous_url": wanted.page(**kept, page=found.number - 1),
            "next_url": wanted.page(**kept, page=found.number + 1),
            "range_text": f"{first}\N{EN DASH}{first + len(found.rows) - 1}" if found.rows else "",
        },
        "month_list_url": wanted.open_list(month=kept["month"]),
    }


def _stages(wanted: Narrowed, board: Dashboard) -> list[tuple[Any, str, list[tuple[int, str]]]]:
    return [
        (
            stage,
            wanted.applications(status=stage.status),
            [
                (count, wanted.open_list(status=stage.status, older=limit))
                for limit, count in zip(pipeline.AGES, stage.older, strict=True)
            ],
        )
        for stage in board.stages
    ]


def _paces(wanted: Narrowed, board: Dashboard) -> list[tuple[turnaround.Pace, str]]:
    since = board.paces.since.isoformat()
    return [
        (pace, wanted.applications(payer=pace.payer_id, decided_after=since)) for pace in board.paces.rows
    ]


def _file(
    request: OrganizationRequest, wanted: Narrowed, board: Dashboard, kind: str, today: dt.date
) -> HttpResponseBase:
    if not can(request.membership, Capability.EXPORT):
        raise PermissionDenied("Your role here does not include taking lists out as files.")
    name = f"forecast-{today.isoformat()}"
    if kind != "pdf":
        money = exporting.money_figures(total_here(request.membership))
        return file_response(kind, name, exporting.HEADER, chain(exporting.figures(board), money))
    rows = timeline.confined(wanted).select_related("provider", "practice", "payer", "forecast")
    listed = list(rows.order_by(*timeline.risk_first())[: exporting.LISTED])
    about = f"{request.organization.name}. Open applications: {board.open:,}. " + (
        f"Forecasts of {day_words(board.refreshed_on)}."
        if board.refreshed_on
        else "No forecast has been made yet."
    )
    return exporting.paper(board, listed, about, today).response(name)


@require_GET
@requires(Capability.VIEW)
def forecast_list(request: OrganizationRequest) -> HttpResponseBase:
    """List the open applications with their forecasts: what stands behind the dashboard's numbers."""
    return lists.render(request, OPEN_LIST, "dashboards/forecast_list.html")


@require_GET
@requires(Capability.VIEW)
def forecast_letter(request: OrganizationRequest, pk: int) -> HttpResponseBase:
    """Show the letter about a passed legal deadline, to copy, to print or as a PDF."""
    today = clock.today()
    facts = overdue.overdue_facts(request.membership, pk, today, str(request.user))
    written = letter.paragraphs(facts)
    if request.GET.get("export") == "pdf":
        made = Document("Overdue decision", made_on=today)
        for paragraph in written:
            made.paragraph(paragraph)
        return made.response(f"letter-{pk}-{today.isoformat()}")
    context = {"facts": facts, "pk": pk, "letter": "\n\n".join(written), "today": today}
    return render(request, "dashboards/forecast_letter.html", context)
