"""How the ledger is shown as a list: every reminder ever planned, and what became of it."""

from typing import Any

from django.db.models import QuerySet

from accounts.access import OrganizationRequest, can
from accounts.roles import Capability
from accounts.saved_views import offered, save_view_url
from credtrack.kernel.links import org_reverse
from credtrack.kernel.lists import Cell, Column, Empty, ListPage, NamedView
from reminders import ledger_words
from reminders.enums import Kind
from reminders.filters import LedgerFilters
from reminders.models import Reminder
from reminders.selectors import visible_reminders

_KIND = dict(Kind.choices())
_READS = (
    "kind", "due_on", "lead", "send_on", "by_mail", "put_off", "what", "state", "is_open", "reason", "planned_at",
    "recipient__name", "recipient__email", "message__state", "message__sent_at", "message__last_answer",
    "message__attempts",
)  # fmt: skip


def _rows(request: OrganizationRequest) -> QuerySet[Reminder]:
    return visible_reminders(request.membership).select_related("recipient", "message")


def _standing(row: Reminder) -> Cell:
    found = ledger_words.standing(row)
    return Cell(found.label, chip=found.chip)


def _outcome(row: Reminder) -> Cell:
    words = ledger_words.standing(row).words
    return Cell(words, title=words)


def _instant(value: Any) -> Cell:
    words = ledger_words.instant_words(value)
    day, _, time = words.rpartition(" ")
    return Cell(day, note=time, css="nowrap")


LEDGER = ListPage(
    key="reminders",
    title="Every reminder",
    noun=("reminder", "reminders"),
    queryset=_rows,
    reads=_READS,
    columns=(
        Column("what", "What", lambda row: Cell(row.what, title=row.what), css="ledger-what"),
        Column("state", "State", _standing),
        Column("outcome", "What became of it", _outcome, css="wrap"),
        Column("to", "To", lambda row: str(row.recipient)),
        Column("planned", "Planned for", lambda row: row.send_on, sort=("send_on",), css="nowrap"),
        Column("due", "Due", lambda row: row.due_on, css="nowrap"),
        Column("kind", "Kind", lambda row: _KIND.get(row.kind, row.kind)),
        Column("lead", "Told", ledger_words.lead_of, default=False),
        Column(
            "written", "Planned at", lambda row: _instant(row.planned_at), sort=("id",),
            export=lambda row: row.planned_at,
        ),
    ),
    sort="-planned",
    filterset=LedgerFilters,
    row_url=lambda row: org_reverse("reminders:one", row.pk),
    empty=Empty(
        "Nothing was ever planned",
        "As soon as a date is recorded that somebody has to know of, its reminders stand here.",
        icon="history",
    ),
    named_views=(
        NamedView("Not yet sent", "state=planned&sort=planned"),
        NamedView("Failed mail", "state=failed"),
        NamedView("Missed", "state=missed"),
        NamedView("Snoozed", "state=snoozed"),
    ),
    may_export=lambda request: can(request.membership, Capability.EXPORT),
    saved_views=offered,
    save_view_url=lambda request, key, query: (
        save_view_url(request, key, query) if can(request.membership, Capability.SAVE_VIEWS) else ""
    ),
)  # fmt: skip
