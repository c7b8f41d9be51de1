"""How the mail of an organization is shown as a list."""

from django.db.models import QuerySet

from accounts.access import OrganizationRequest
from accounts.enums import MessageState
from accounts.filters import MailFilters
from accounts.models import OutboxMessage
from accounts.tables import instant, titled
from credtrack.kernel.links import org_reverse
from credtrack.kernel.lists import BulkAction, Cell, Column, Empty, ListPage

MEANINGS = {
    MessageState.QUEUED: "waiting",
    MessageState.SENDING: "waiting",
    MessageState.SENT: "good",
    MessageState.FAILED: "act",
    MessageState.EXPIRED: "neutral",
}


def _rows(request: OrganizationRequest) -> QuerySet[OutboxMessage]:
    # The text of a message stays out of every list: it may hold a personal link.
    return OutboxMessage.objects.defer("body", "html", "headers")


def _next_try(row: OutboxMessage) -> Cell:
    return instant(row.due_at if row.state == MessageState.QUEUED else None)


MAIL = ListPage(
    key="mail",
    title="Mail",
    noun=("message", "messages"),
    queryset=_rows,
    row_url=lambda row: org_reverse("accounts:mail_message", row.pk),
    columns=(
        Column("subject", "Subject", lambda row: titled(row.subject)),
        Column("recipient", "To", lambda row: row.recipient),
        Column(
            "state",
            "Standing",
            lambda row: Cell(row.get_state_display(), chip=MEANINGS[MessageState(row.state)]),
        ),
        Column("answer", "Last answer", lambda row: titled(row.last_answer)),
        Column("created", "Written", lambda row: instant(row.created_at), sort=("id",)),
        Column("sent", "Sent", lambda row: instant(row.sent_at)),
        Column("next", "Next try", _next_try),
        Column("attempts", "Attempts", lambda row: row.attempts, css="num"),
        Column("kind", "Kind", lambda row: row.kind.replace("_", " "), default=False),
    ),
    sort="-created",
    filterset=MailFilters,
    empty=Empty("No mail yet", "Invitations and reminders are listed here once there are any.", icon="mail"),
    bulk=(
        BulkAction(
            "retry", "Try again", lambda request: org_reverse("accounts:mail_retry"), icon="refresh-cw"
        ),
    ),
)
