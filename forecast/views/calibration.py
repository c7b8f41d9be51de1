"""How good past forecasts were, and the list of cases behind each number."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from accounts.access import OrganizationRequest, can, requires
from accounts.roles import Capability
from credtrack.kernel import clock
from credtrack.kernel.exports import FORMATS, file_response
from credtrack.kernel.links import org_reverse
from enrollments.selectors import visible_applications
from forecast import calibration_drawing
from forecast.calibration import ENOUGH, LEVELS, RANGES, Case, Figures, Group, by_month, by_payer, group
from forecast.calibration_reading import AFTER, USUAL, Judged, judged
from providers.visibility import chosen_practice_id

_PER_PAGE = 50
_FIGURES = (
    "By", "Of", "Forecaster", "Cases", "Inside the 60 % range", "Inside the 80 % range",
    "Median error, days", "Median days later than said", "Days after sending, at least",
)  # fmt: skip
_CASES = (
    "Clinician", "Payer", "Forecast of", "10 %", "20 %", "50 %", "80 %", "90 %", "Approved on",
    "Days later than likely", "Inside 60 %", "Inside 80 %",
)  # fmt: skip


@require_GET
@requires(Capability.VIEW)
def calibration(request: OrganizationRequest) -> HttpResponseBase:
    """Show how often the truth fell inside the ranges, by payer and month, beside the published ranges."""
    found = _judged(request)
    total = group("", "All", found.cases)
    payers, months = by_payer(found.cases), by_month(found.cases)
    kind = request.GET.get("export", "")
    if kind in FORMATS:
        return _file(request, kind, "calibration", _FIGURES, _figure_rows(found, total, payers, months))
    context = {
        "found": found,
        "total": total,
        "enough": ENOUGH,
        "chart": calibration_drawing.draw(total.ours),
        "tables": [
            ("Payer", "By payer", _linked(payers, found.after, "payer")),
            ("Month", "By month of the forecast", _linked(months, found.after, "month")),
        ],
        "starts": [(days, f"?after={days}", days == found.after) for days in AFTER],
        "list_url": _list_url(found.after),
        "ranges": [
            (width, total.ours.ranges[width], _list_url(found.after, inside=width),
             _list_url(found.after, outside=width)) for width in RANGES
        ],
        "may_export": can(request.membership, Capability.EXPORT),
    }  # fmt: skip
    return render(request, "forecast/calibration.html", context)


@require_GET
@requires(Capability.VIEW)
def cases(request: OrganizationRequest) -> HttpResponseBase:
    """List the cases behind a number: forecast, truth, and whether it fell inside."""
    found = _judged(request)
    rows = _narrowed(found.cases, request.GET)
    kind = request.GET.get("export", "")
    if kind in FORMATS:
        return _file(request, kind, "calibration-cases", _CASES, map(_case_row, rows))
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "found": found,
        "rows": page.object_list,
        "count": len(rows),
        "may_export": can(request.membership, Capability.EXPORT),
        "pager": {
            "number": page.number,
            "has_previous": page.has_previous(),
            "has_next": page.has_next(),
            "previous_url": f"?{kept.urlencode()}&page={page.number - 1}",
            "next_url": f"?{kept.urlencode()}&page={page.number + 1}",
            "range_text": f"{page.start_index()}\N{EN DASH}{page.end_index()} of {len(rows)}",
        },
    }
    return render(request, "forecast/calibration_cases.html", context)


def _judged(request: OrganizationRequest) -> Judged:
    rows = visible_applications(request.membership)
    practice = chosen_practice_id(request)
    if practice is not None:
        rows = rows.filter(practice_id=practice)
    asked = request.GET.get("after", "")
    after = int(asked) if asked in {str(days) for days in AFTER} else USUAL
    return judged(rows, clock.today(), after)


def _narrowed(found: Iterable[Case], asked: QueryDict) -> list[Case]:
    widths = {str(width): width for width in RANGES}
    inside, outside = (widths.get(asked.get(name, "")) for name in ("inside", "outside"))
    by = {str(level): place for place, level in enumerate(LEVELS)}.get(asked.get("by", ""))
    payer, month, published = (asked.get(name, "") for name in ("payer", "month", "published"))
    return [
        case
        for case in found
        if (not payer or str(case.payer_id) == payer)
        and (not month or f"{case.month:%Y-%m}" == month)
        and (not published or case.published is not None)
        and (by is None or case.decided_on <= case.said[by])
        and (inside is None or case.inside(inside))
        and (outside is None or not case.inside(outside))
    ]


def _list_url(after: int, **chosen: str | int) -> str:
    return f"{org_reverse('forecast:calibration_cases')}?{urlencode({'after': after, **chosen})}"


def _linked(groups: Iterable[Group], after: int, name: str) -> list[tuple[Group, str]]:
    return [(one, _list_url(after, **{name: str(one.key)})) for one in groups]


def _file(
    request: OrganizationRequest, kind: str, name: str, header: Sequence[str], rows: Iterator[Sequence[Any]]
) -> HttpResponseBase:
    if not can(request.membership, Capability.EXPORT):
        raise PermissionDenied("Your role here does not include taking lists out as files.")
    return file_response(kind, f"{name}-{clock.today().isoformat()}", header, rows)


def _figure_rows(
    found: Judged, total: Group, payers: Iterable[Group], months: Iterable[Group]
) -> Iterator[Sequence[Any]]:
    for by, groups in (("All", [total]), ("Payer", payers), ("Month", months)):
        for one in groups:
            for name, figures in _forecasters(one):
                yield (
                    by, one.label, name, figures.cases, figures.in_60.count, figures.in_80.count,
                    figures.error, figures.bias, found.after,
                )  # fmt: skip


def _forecasters(one: Group) -> list[tuple[str, Figures]]:
    return [
        ("Ours", one.ours),
        ("Ours, where a range was published", one.beside),
        ("Published range", one.published),
    ]


def _case_row(case: Case) -> Sequence[Any]:
    inside = ["yes" if case.inside(width) else "no" for width in RANGES]
    return (case.who, case.payer, case.made_on, *case.said, case.decided_on, case.miss, *inside)
