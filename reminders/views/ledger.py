"""Every reminder ever planned, as a list, and one of them with all that was planned of the same record."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts import audit, outbox
from accounts.access import OrganizationRequest, can, requires
from accounts.models import OutboxMessage
from accounts.roles import Capability
from credtrack.kernel import lists
from credtrack.kernel.links import org_reverse
from reminders import addresses, ledger_words, open_page
from reminders.enums import Kind, State
from reminders.kinds import KINDS
from reminders.models import Reminder
from reminders.selectors import visible_reminders
from reminders.tables import LEDGER

READS = (Capability.VIEW, Capability.VIEW_OWN_FILE)
# A loading check has thirteen tellings to a few people; nothing has many more.
MOST = 200


@require_GET
@requires(Capability.VIEW)
def ledger(request: OrganizationRequest) -> HttpResponseBase:
    """Show every reminder: why it was due, when it was sent, to whom, or why not."""
    return lists.render(request, LEDGER, "reminders/ledger.html", {"tab": "ledger"})


@require_GET
@requires(*READS)
def one(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Show one reminder, its mail, and every other that was planned of the same record."""
    reminder = _visible_or_404(request, pk)
    own = reminder.recipient_id == request.user.pk
    context = {
        "reminder": reminder,
        "kind": Kind(reminder.kind).label,
        "basis": KINDS[Kind(reminder.kind)].basis,
        "standing": ledger_words.standing(reminder),
        "lead": ledger_words.lead_of(reminder),
        "message": reminder.message,
        "mail_words": ledger_words.mail_words(reminder.message) if reminder.message else "",
        "may_retry": _may_retry(request, reminder.message),
        "record_url": addresses.record_address(reminder),
        "record_label": open_page.record_label(reminder),
        "rows": _story(request, reminder),
        "may_act": own and reminder.is_open,
        "may_reopen": own and reminder.state in (State.SNOOZED, State.DONE),
        "later_days": open_page.later_days(),
        "sees_ledger": can(request.membership, Capability.VIEW),
    }
    return render(request, "reminders/one.html", context)


def _story(request: OrganizationRequest, reminder: Reminder) -> list[dict[str, Any]]:
    rows = visible_reminders(request.membership).filter(kind=reminder.kind, subject_id=reminder.subject_id)
    if not can(request.membership, Capability.VIEW):
        rows = rows.filter(recipient=request.user)
    found = rows.select_related("recipient", "message").order_by("send_on", "pk")[:MOST]
    return [
        {"row": row, "lead": ledger_words.lead_of(row), "standing": ledger_words.standing(row)}
        for row in found
    ]


def _may_retry(request: OrganizationRequest, message: OutboxMessage | None) -> bool:
    if message is None or not can(request.membership, Capability.MANAGE_ORGANIZATION):
        return False
    return OutboxMessage.objects.filter(outbox.can_be_retried(), pk=message.pk).exists()


def _visible_or_404(request: OrganizationRequest, pk: int) -> Reminder:
    rows = visible_reminders(request.membership)
    if not can(request.membership, Capability.VIEW):
        rows = rows.filter(recipient=request.user)
    found: Reminder | None = rows.select_related("recipient", "message", "practice").filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such reminder here.")
    return found


@require_POST
@requires(Capability.MANAGE_ORGANIZATION)
@transaction.atomic
def retry(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Have the mail of a reminder tried again at once."""
    reminder = _visible_or_404(request, pk)
    if reminder.message is not None and outbox.retry(reminder.message):
        words = f"Queued the mail to {reminder.message.recipient} again"
        audit.record(request.user, "mail.retried", reminder.message, words)
        messages.success(request, "The mail will be tried again within a minute.")
    else:
        messages.warning(request, "This mail has not failed, so there is nothing to try again.")
    return redirect(org_reverse("reminders:one", pk))
