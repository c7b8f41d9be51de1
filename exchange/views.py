"""The files pages: bring a spreadsheet, see how it was understood, row by row, apply it, look back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.access import OrganizationRequest, requires
from accounts.roles import Capability
from accounts.stale import Stale
from credtrack.kernel import lists
from credtrack.kernel.links import org_reverse
from exchange import abandoned, uploads
from exchange.forms import FIELD_CHOICES, STATUS_CHOICES, RestForm, UploadForm, mapping_from
from exchange.ledger_sheets import LedgerSheet
from exchange.ledger_template import FILE_NAME
from exchange.ledger_template import template as template_bytes
from exchange.lists import RUNS, WRITTEN
from exchange.models import ImportUpload, UploadState
from exchange.paging import page_of
from exchange.planning import TooStrange
from exchange.previewing import OUTCOMES
from exchange.tables import Unreadable
from exchange.visibility import run_or_404, upload_or_404, visible_uploads
from providers.visibility import visible_practices

REFUSALS_SHOWN = 200
LEDGER_NAMES = {sheet.value: sheet.value.capitalize() for sheet in LedgerSheet}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires(Capability.IMPORT)
def run_list(request: OrganizationRequest) -> HttpResponseBase:
    """Show what was imported, and the uploads that wait to be applied."""
    waiting = visible_uploads(request.membership).filter(state=UploadState.OPEN).defer("cells", "preview")
    context = {"waiting": [(row, abandoned.kept_until(row)) for row in waiting[:10]]}
    return lists.render(request, RUNS, "exchange/list.html", context)


@requires(Capability.IMPORT)
def upload(request: OrganizationRequest) -> HttpResponse:
    """Take a file and read it; what cannot be read is told, and the choices made stay."""
    form = UploadForm(
        request.POST or None, request.FILES or None, practices=visible_practices(request.membership)
    )
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            made = uploads.receive(sent.read(), sent.name, form.understanding({}), member=request.membership)
        except (Unreadable, TooStrange) as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect(org_reverse("exchange:preview", made.pk))
    return render(request, "exchange/upload.html", {"form": form})


@requires(Capability.IMPORT)
def template(request: OrganizationRequest) -> HttpResponse:
    """Send the workbook that shows how each sheet is headed, with an example row."""
    response = HttpResponse(template_bytes(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response


def _open_upload(request: OrganizationRequest, pk: int) -> ImportUpload | HttpResponse:
    found = upload_or_404(request.membership, pk)
    if found.state == UploadState.OPEN:
        return found
    messages.info(request, f"{found.file_name} was {found.get_state_display().lower()} already.")
    run = getattr(found, "run", None)
    return redirect(org_reverse("exchange:run", run.pk) if run else org_reverse("exchange:list"))


@requires(Capability.IMPORT)
def understood(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Show how sheets, headings and columns were understood, and take corrections."""
    found = _open_upload(request, pk)
    if isinstance(found, HttpResponse):
        return found
    told = uploads.preview(found)
    initial = {
        "practice": found.practice,
        "practice_name": found.practice_name,
        "default_state": found.default_state,
    }
    form = RestForm(request.POST or None, initial=initial, practices=visible_practices(request.membership))
    if request.method == "POST" and form.is_valid():
        mapping = mapping_from(request.POST, told["sheets"], told["unknown_words"], found.mapping)
        try:
            uploads.correct(
                found, form.understanding(mapping), version=_version(request), member=request.membership
            )
        except (Stale, TooStrange) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Read again with your corrections.")
            return redirect(org_reverse("exchange:preview", pk))
    context = {
        "upload": found,
        "told": told,
        "form": form,
        "field_choices": FIELD_CHOICES,
        "status_choices": STATUS_CHOICES,
    }
    return render(request, "exchange/understood.html", context)


def _version(request: OrganizationRequest) -> int:
    sent = request.POST.get("version", "")
    return int(sent) if sent.isdigit() else 0


@requires(Capability.IMPORT)
def preview(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Show row by row what would be created, updated, left alone or refused, and why."""
    found = _open_upload(request, pk)
    if isinstance(found, HttpResponse):
        return found
    told = uploads.preview(found)
    outcome = request.GET.get("outcome", "")
    rows = [row for row in told["rows"] if not outcome or row["outcome"] == outcome]
    page, shown = page_of(rows, request.GET)
    counts: dict[str, Any] = dict.fromkeys(OUTCOMES, 0)
    for row in told["rows"]:
        counts[row["outcome"]] += 1
    tabs = [("", "All rows", len(told["rows"])), *[(name, OUTCOMES[name], counts[name]) for name in OUTCOMES]]
    context = {
        "upload": found,
        "told": told,
        "rows": shown,
        "page": page,
        "outcome": outcome,
        "tabs": tabs,
        "counts": counts,
        "outcomes": OUTCOMES,
        "to_write": counts["create"] + counts["update"],
        "kept_until": abandoned.kept_until(found),
    }
    return render(request, "exchange/preview.html", context)


@requires(Capability.IMPORT)
@require_POST
def apply_upload(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Write what the upload says, all of it or nothing."""
    found = _open_upload(request, pk)
    if isinstance(found, HttpResponse):
        return found
    try:
        run = uploads.apply_upload(found, version=_version(request), member=request.membership)
    except (Stale, TooStrange) as refusal:
        messages.warning(request, str(refusal))
        return redirect(org_reverse("exchange:preview", pk))
    return redirect(org_reverse("exchange:run", run.pk))


@requires(Capability.IMPORT)
@require_POST
def drop_upload(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Put an upload away without applying it."""
    found = _open_upload(request, pk)
    if isinstance(found, HttpResponse):
        return found
    try:
        uploads.drop(found, version=_version(request), actor=request.user)
    except Stale as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"{found.file_name} is dropped. Nothing of it was saved.")
    return redirect(org_reverse("exchange:list"))


@requires(Capability.IMPORT)
def run_detail(request: OrganizationRequest, pk: int) -> HttpResponseBase:
    """Show what one import did: numbers, refused rows, and the applications it wrote."""
    run = run_or_404(request.membership, pk)
    context = {
        "run": run,
        "refusals": run.refusals[:REFUSALS_SHOWN],
        "more_refusals": max(0, run.refused - REFUSALS_SHOWN),
        "ledger": [(LEDGER_NAMES[name], run.ledger[name]) for name in LEDGER_NAMES if name in run.ledger],
    }
    return lists.render(request, WRITTEN, "exchange/run.html", context)
