"""The mail of an organization: where each message stands, what it says, and whether mail leaves at all."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts import audit, job_runs, mail_health, mail_message, outbox
from accounts.access import OrganizationRequest, requires
from accounts.enums import MessageState
from accounts.mail_failures import Cause
from accounts.mail_tables import MAIL, MEANINGS
from accounts.models import JobRun, OutboxMessage
from accounts.roles import Capability
from credtrack.kernel import clock, lists
from credtrack.kernel.links import org_reverse

# A mail is somebody else's page: it runs nothing, loads nothing and belongs to no origin.
_MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; sandbox"
)


def _folder() -> str:
    """Return where mail lies as files, or nothing where it is really sent."""
    is_files = settings.EMAIL_BACKEND.endswith(".filebased.EmailBackend")
    return str(getattr(settings, "EMAIL_FILE_PATH", "")) if is_files else ""


@requires(Capability.MANAGE_ORGANIZATION)
def mail(request: OrganizationRequest) -> HttpResponseBase:
    """Show the mail of the organization and where each message stands."""
    return lists.render(request, MAIL, "accounts/mail.html", {"tab": "mail", "folder": _folder()})


@requires(Capability.MANAGE_ORGANIZATION)
@require_safe
def mail_message_page(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Show one message: standing, attempts, the server's answer, headers and text."""
    message = get_object_or_404(OutboxMessage, pk=pk)
    context = {
        "tab": "mail",
        "message": message,
        "meaning": MEANINGS[MessageState(message.state)],
        "kind": message.kind.replace("_", " ").capitalize(),
        "folder": _folder(),
        "cause": Cause(message.failure).words if message.failure else "",
        "message_id": mail_message.message_id(message.organization_id, message.key),
        "may_retry": OutboxMessage.objects.filter(outbox.can_be_retried(), pk=pk).exists(),
        "waits": message.state == MessageState.QUEUED,
    }
    return render(request, "accounts/mail_message.html", context)


@requires(Capability.MANAGE_ORGANIZATION)
@require_safe
def mail_html(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Show a message's HTML as its reader sees it, confined so that it can do nothing here."""
    message = get_object_or_404(OutboxMessage, pk=pk)
    if message.is_secret or not message.html:
        raise Http404("This message has no HTML to show.")
    answer = HttpResponse(message.html)
    answer["Content-Security-Policy"] = _MAIL_POLICY
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@requires(Capability.MANAGE_ORGANIZATION)
@require_POST
@transaction.atomic
def mail_retry(request: OrganizationRequest) -> HttpResponse:
    """Queue the selected messages again that failed or wait after a failure."""
    ids = [int(value) for value in request.POST.getlist("ids") if value.isdigit()]
    queued = [message for message in OutboxMessage.objects.filter(pk__in=ids) if outbox.retry(message)]
    for message in queued:
        audit.record(request.user, "mail.retried", message, f"Queued the mail to {message.recipient} again")
    if queued:
        count = f"{len(queued)} message{'' if len(queued) == 1 else 's'}"
        messages.success(request, f"{count} will be tried again within a minute.")
    else:
        messages.warning(request, "None of these has failed, so there is nothing to try again.")
    return redirect(org_reverse("accounts:mail"))


@dataclass(frozen=True, slots=True)
class ShownJob:
    """One row of the health page: a job, how it stands, and what its last good run counted."""

    run: JobRun
    title: str
    meaning: str
    said: str
    counted: str


_TITLES = {
    "deliver_outbox": "Send mail",
    "tidy_outbox": "Remove old texts of mail",
    "plan_reminders": "Plan reminders",
    "send_digests": "Write digests",
}


def _words(seconds: float) -> str:
    """Return an age such as "12 seconds ago", "3 minutes ago", "2 days ago"."""
    for size, unit in ((86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {unit}{'' if count == 1 else 's'} ago"
    return "just now"


def _shown(run: JobRun) -> ShownJob:
    age = (clock.now() - run.finished_at).total_seconds() if run.finished_at else None
    failing = mail_health.is_failing(run)
    if failing:
        said = "Failed" if age is None else f"Failed; last ended well {_words(age)}"
    else:
        said = "Is running for the first time" if age is None else f"Ended well {_words(age)}"
    counted = ", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in run.counts.items())
    title = _TITLES.get(run.name, run.name.replace("_", " ").capitalize())
    meaning = "act" if failing else "good" if run.finished_at else "waiting"
    return ShownJob(run, title, meaning, said, counted)


@requires(Capability.VIEW_AUDIT)
@require_safe
def health(request: OrganizationRequest) -> HttpResponse:
    """Show whether the worker's jobs run and whether this organization's mail leaves."""
    context: dict[str, Any] = {
        "tab": "health",
        "jobs": [_shown(run) for run in job_runs.read()],
        "queue": mail_health.read_queue(),
        "stuck": mail_health.stuck().defer("body", "html").order_by("due_at", "id")[:10],
        "failed": mail_health.failed_lately().defer("body", "html").order_by("-failed_at")[:10],
        "folder": _folder(),
    }
    return render(request, "accounts/health.html", context)
