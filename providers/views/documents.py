"""The pages of documents: filing one, reading it as a download, archiving and bringing back."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.access import OrganizationRequest, requires
from accounts.roles import Capability
from credtrack.kernel.links import org_reverse
from providers import filing_documents
from providers.forms.documents import DocumentForm
from providers.models import Document
from providers.views.form_page import Page, answer, posted
from providers.visibility import get_or_404, practice_or_404, provider_or_404, visible_documents


def _document_or_404(request: OrganizationRequest, pk: int) -> Document:
    rows = visible_documents(request.membership).select_related("provider", "practice")
    found: Document = get_or_404(rows, pk, "document")
    return found


def _back(document: Document) -> str:
    if document.provider_id:
        return org_reverse("providers:detail", document.provider_id) + "#documents"
    return org_reverse("providers:practice", document.practice_id) + "#documents"


@requires(Capability.EDIT_PROVIDERS, Capability.EDIT_OWN_FILE)
def document_add(request: OrganizationRequest, pk: int) -> HttpResponse:
    """File a document about a clinician."""
    provider = provider_or_404(request.membership, pk)
    form = _form(request)
    back = org_reverse("providers:detail", pk) + "#documents"

    def save() -> str:
        filing_documents.file(**_told(form), provider=provider, actor=request.user)
        return "The document is filed."

    return answer(request, form, Page("Add a document", back, provider.full_name, "File the document"), save)


@requires(Capability.EDIT_PROVIDERS)
def practice_document_add(request: OrganizationRequest, pk: int) -> HttpResponse:
    """File a document about a practice, such as its W-9."""
    practice = practice_or_404(request.membership, pk)
    form = _form(request)
    back = org_reverse("providers:practice", pk) + "#documents"

    def save() -> str:
        filing_documents.file(**_told(form), practice=practice, actor=request.user)
        return "The document is filed."

    return answer(request, form, Page("Add a document", back, str(practice), "File the document"), save)


def _form(request: OrganizationRequest) -> DocumentForm:
    files = request.FILES if request.method == "POST" else None
    return DocumentForm(posted(request), files, initial={"kind": request.GET.get("kind", "")})


def _told(form: DocumentForm) -> dict[str, Any]:
    data = form.cleaned_data
    return {
        "upload": data["file"],
        "kind": data["kind"],
        "title": data["title"],
        "expires_on": data["expires_on"],
    }


@requires(Capability.VIEW, Capability.VIEW_OWN_FILE)
@never_cache
def document(request: OrganizationRequest, pk: int) -> HttpResponseBase:
    """Send a document as a download; nothing that was uploaded is ever shown inside the site."""
    row = _document_or_404(request, pk)
    try:
        stored = row.file.open("rb")
    except FileNotFoundError as failure:
        raise Http404(
            "The file of this document is not in the store. Ask whoever runs CredTrack."
        ) from failure
    return FileResponse(
        stored,
        as_attachment=True,
        filename=filing_documents.download_name(row),
        content_type=row.content_type or "application/octet-stream",
    )


@requires(Capability.EDIT_PROVIDERS)
@require_POST
def document_archive(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Put a document out of sight."""
    row = _document_or_404(request, pk)
    filing_documents.archive(row, actor=request.user)
    messages.success(request, f"{row.title} is archived.")
    return redirect(_back(row))


@requires(Capability.EDIT_PROVIDERS)
@require_POST
def document_restore(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Bring an archived document back."""
    row = _document_or_404(request, pk)
    filing_documents.restore(row, actor=request.user)
    messages.success(request, f"{row.title} is back.")
    return redirect(_back(row))
