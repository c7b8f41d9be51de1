"""Which columns, order and views the list of applications has."""

import datetime as dt
from typing import cast

from django.db.models import QuerySet
from django.http import HttpRequest

from accounts import saved_views
from accounts.access import OrganizationRequest, can
from accounts.roles import Capability
from credtrack.kernel import clock
from credtrack.kernel.links import org_reverse
from credtrack.kernel.lists import BulkAction, Cell, Column, Empty, ListPage, NamedView
from enrollments.enums import Clock, Kind, Status
from enrollments.filters import ApplicationFilter
from enrollments.models import Application
from enrollments.selectors import RELATED, visible_applications
from enrollments.wording import day_words, days_words

_STATUS = {status.value: status.label for status in Status}
_KIND = {kind.value: kind.label for kind in Kind}
_CLOCK = {item.value: item.label for item in Clock}


def _who(row: Application) -> str | Cell:
    if row.provider is None:
        return Cell(str(row.practice), note="group")
    # Not `row.provider.pk`: a light row holds the key itself.
    return Cell(row.provider.name_with_degree, card=org_reverse("providers:card", row.provider_id))


def _payer(row: Application) -> Cell:
    pk = row.payer_id
    return Cell(row.payer.name, url=org_reverse("payers:detail", pk), card=org_reverse("payers:card", pk))


def _who_words(first: str | None, last: str | None, practice: str) -> str:
    return f"{last}, {first}" if last else practice


def _status(row: Application) -> Cell:
    if row.blocked_reason:
        title = (
            f"Blocked since {day_words(row.blocked_since)}: {row.blocked_reason}" if row.blocked_since else ""
        )
        return Cell(_STATUS[row.status], chip=row.status, since=row.status_since, note="blocked", title=title)
    return Cell(_STATUS[row.status], chip=row.status, since=row.status_since)


def _follow_up(row: Application) -> dt.date | Cell | None:
    due = row.follow_up_on
    if due is None:
        return None
    late = (clock.today() - due).days
    if late > 0:
        return Cell(day_words(due), chip="overdue", note=f"{days_words(late)} late")
    return Cell(day_words(due), note="today") if late == 0 else due


def _last_contact(row: Application) -> Cell | None:
    if row.last_contact_on is None:
        return None
    return Cell(day_words(row.last_contact_on), title=row.last_said)


def _rows(request: OrganizationRequest) -> QuerySet[Application]:
    return visible_applications(request.membership).select_related(*RELATED)


def _may_log(request: HttpRequest) -> bool:
    return can(cast(OrganizationRequest, request).membership, Capability.LOG_CONTACTS)


def _may_edit(request: HttpRequest) -> bool:
    return can(cast(OrganizationRequest, request).membership, Capability.EDIT_APPLICATIONS)


_CLINICIAN = Column(
    "clinician",
    "Clinician",
    _who,
    sort=("provider__sort_name", "practice__legal_name"),
    export=_who_words,
    export_from=("provider__first_name", "provider__last_name", "practice__legal_name"),
)
_PAYER = Column("payer", "Payer", _payer, sort=("payer__name",), export_from=("payer__name",))
_STATE = Column("state", "State", lambda row: row.state, sort=("state",), export_from=("state",))
_KIND_COLUMN = Column(
    "kind",
    "Kind",
    lambda row: _KIND[row.kind],
    sort=("kind",),
    export=lambda kind: _KIND[kind],
    export_from=("kind",),
    css="wrap",
)
_STATUS_COLUMN = Column(
    "status",
    "Status",
    _status,
    sort=("status", "status_since"),
    export=lambda status: _STATUS[status],
    export_from=("status",),
)
_CLOCK_COLUMN = Column(
    "clock",
    "Whose turn",
    lambda row: _CLOCK[row.clock],
    sort=("clock",),
    export=lambda value: _CLOCK[value],
    export_from=("clock",),
)
_SUBMITTED = Column(
    "submitted",
    "Submitted",
    lambda row: row.submitted_on,
    sort=("submitted_on",),
    export_from=("submitted_on",),
)
_EFFECTIVE = Column(
    "effective",
    "Effective",
    lambda row: row.effective_on,
    sort=("effective_on",),
    export_from=("effective_on",),
)
_REFERENCE = Column(
    "reference", "Reference", lambda row: row.reference, sort=("reference",), export_from=("reference",)
)
OWNER = Column(
    "owner",
    "Owner",
    lambda row: str(row.owner) if row.owner else None,
    sort=("owner__name",),
    export=lambda name, email: name or email,
    export_from=("owner__name", "owner__email"),
)
_PRACTICE = Column(
    "practice",
    "Practice",
    lambda row: str(row.practice),
    sort=("practice__legal_name",),
    export_from=("practice__legal_name",),
    css="wrap",
)

# What the columns below touch; a column that reads more adds it here, or costs a query per row.
_READS = (
    "state", "kind", "status", "status_since", "clock", "blocked_reason", "blocked_since", "follow_up_on",
    "submitted_on", "effective_on", "decided_on", "reference", "last_contact_on", "last_said", "payer_assigned_id",
    "provider__first_name", "provider__last_name", "provider__suffix", "provider__degree",
    "practice__legal_name", "practice__dba", "payer__name", "owner__name", "owner__email",
)  # fmt: skip

APPLICATIONS = ListPage(
    key="enrollments.applications",
    title="Applications",
    noun=("application", "applications"),
    queryset=_rows,
    reads=_READS,
    filterset=ApplicationFilter,
    row_url=lambda row: org_reverse("enrollments:detail", row.pk),
    columns=(
        _CLINICIAN,
        _PAYER,
        _STATUS_COLUMN,
        _STATE,
        _CLOCK_COLUMN,
        Column(
            "follow_up",
            "Follow-up",
            _follow_up,
            sort=("follow_up_on",),
            export_from=("follow_up_on",),
        ),
        _SUBMITTED,
        _EFFECTIVE,
        _REFERENCE,
        Column(
            "last_contact",
            "Last contact",
            _last_contact,
            sort=("last_contact_on",),
            export_from=("last_contact_on",),
        ),
        OWNER,
        _KIND_COLUMN,
        _PRACTICE,
        Column(
            "last_said",
            "Last said",
            lambda row: row.last_said,
            default=False,
            css="wrap",
            export_from=("last_said",),
        ),
        Column(
            "decided",
            "Decided",
            lambda row: row.decided_on,
            sort=("decided_on",),
            default=False,
            export_from=("decided_on",),
        ),
        Column(
            "payer_id",
            "Payer's ID",
            lambda row: row.payer_assigned_id,
            default=False,
            export_from=("payer_assigned_id",),
        ),
    ),
    sort="follow_up",
    empty=Empty(
        "No applications yet",
        "Open the first one, or bring the spreadsheet you keep today.",
        icon="file-text",
        action_label="Open an application",
        action_url=lambda request: org_reverse("enrollments:new"),
    ),
    may_export=lambda request: can(request.membership, Capability.EXPORT),
    named_views=(
        NamedView("Open", "open=true"),
        NamedView("Overdue", "overdue=true"),
        NamedView("Waiting on us", "clock=ours"),
        NamedView("Credentialed, contract pending", "status=approved&contract=pending"),
        NamedView("Silent 30 days", "silent=30"),
        NamedView("Blocked", "blocked=true"),
    ),
    saved_views=saved_views.offered,
    save_view_url=saved_views.save_view_url,
    bulk=(
        BulkAction(
            "log",
            "Log a call",
            url=lambda request: org_reverse("enrollments:bulk_log"),
            icon="phone-call",
            may=_may_log,
        ),
        BulkAction(
            "assign",
            "Assign owner",
            url=lambda request: org_reverse("enrollments:bulk_assign"),
            icon="user-check",
            may=_may_edit,
        ),
    ),
)


OWN_APPLICATIONS = ListPage(
    key="enrollments.own_applications",
    title="Your applications",
    noun=("application", "applications"),
    queryset=_rows,
    row_url=lambda row: org_reverse("enrollments:detail", row.pk),
    columns=(
        Column("payer", "Payer", lambda row: row.payer.name, sort=("payer__name",)),
        _STATE,
        Column(
            "status",
            "Status",
            lambda row: Cell(_STATUS[row.status], chip=row.status, since=row.status_since),
            sort=("status", "status_since"),
        ),
        _CLOCK_COLUMN,
        _SUBMITTED,
        _EFFECTIVE,
        _KIND_COLUMN,
        _PRACTICE,
    ),
    sort="payer",
    empty=Empty(
        "No applications for you yet",
        "When your practice applies to a payer for you, you can follow it here.",
        icon="file-text",
    ),
)
