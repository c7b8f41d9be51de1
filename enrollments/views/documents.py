"""Attaching a document: filed with the clinician or practice, shown on the application's timeline."""

from typing import Any

from django.db import transaction
from django.http.response import HttpResponseBase

from accounts.access import OrganizationRequest, requires
from accounts.roles import Capability
from credtrack.kernel.links import org_reverse
from enrollments import contacts
from enrollments.enums import Channel, Visibility
from enrollments.forms.documents import AttachForm
from enrollments.models import Application
from enrollments.refusals import Refused
from enrollments.selectors import application_or_404
from enrollments.views.answering import answer
from providers import filing_documents
from providers.keeping_files import Refused as NotFiled


@requires(Capability.LOG_CONTACTS)
def attach(request: OrganizationRequest, pk: int) -> HttpResponseBase:
    """File a document and put it on the timeline."""
    application = application_or_404(request.membership, pk)
    form = AttachForm(request.POST or None, request.FILES or None)
    return answer(
        request,
        application,
        form,
        lambda: _file(request, application, form.cleaned_data),
        "Filed, and on the timeline.",
        title="Attach a document",
        submit="Attach",
        lede=f"It is filed with {application.provider or application.practice}.",
        url=org_reverse("enrollments:attach", pk),
    )


def _file(request: OrganizationRequest, application: Application, data: dict[str, Any]) -> None:
    """File and log in one transaction; a file that is refused leaves no trace."""
    try:
        with transaction.atomic():
            document = filing_documents.file(
                data["file"],
                kind=data["kind"],
                actor=request.user,
                title=data["title"],
                expires_on=data["expires_on"],
                provider=application.provider,
                practice=None if application.provider else application.practice,
            )
            contact = contacts.Contact(
                channel=Channel.DOCUMENT,
                occurred_on=data["occurred_on"],
                said=data["said"] or document.title,
                document=document,
                visibility=Visibility(data["visibility"]),
            )
            contacts.log_contact([application], contact, actor=request.user)
    except NotFiled as refusal:
        raise Refused([str(refusal)]) from refusal
