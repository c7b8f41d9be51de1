"""Which columns, order and views has the list of open applications with their forecasts?"""

import datetime as dt

from django.db.models import QuerySet
from django.utils.text import Truncator

from accounts.access import OrganizationRequest, can
from accounts.roles import Capability
from credtrack.kernel import clock
from credtrack.kernel.links import org_reverse
from credtrack.kernel.lists import Cell, Column, Empty, ListPage, NamedView
from dashboards.outlook.narrowing import Narrowed
from dashboards.outlook.open_filters import OpenFilter
from enrollments.enums import Clock, Status
from enrollments.tables import OWNER
from enrollments.wording import days_words
from forecast.enums import Risk, Stage
from forecast.models import Outlook

_STATUS = {status.value: status.label for status in Status}
_STAGE = {stage.value: stage.label for stage in Stage}
_RISK = {risk.value: risk.label for risk in Risk}
_CLOCK = {item.value: item.label for item in Clock}
# The whole of it stands on hover, in the file and on the application's page.
_BASIS = 48
LATE = frozenset({Risk.STATUTE.value, Risk.OVERDUE.value, Risk.LATE.value})


def _rows(request: OrganizationRequest) -> QuerySet[Outlook]:
    return Narrowed(request.membership).outlooks


def _who(row: Outlook) -> Cell:
    if row.provider is None:
        return Cell(str(row.practice), note="group")
    return Cell(row.provider.name_with_degree, card=org_reverse("providers:card", row.provider_id))


def _law(row: Outlook) -> Cell | None:
    if row.statute_on is None:
        return None
    over = (clock.today() - row.statute_on).days
    day = f"{row.statute_on.day} {row.statute_on:%b %Y}"
    if over <= 0:
        return Cell(day, title=row.statute_citation)
    letter = org_reverse("dashboards:forecast_letter", row.application_id)
    return Cell(day, note=f"{days_words(over)} over", title=row.statute_citation, url=letter)


def _basis(row: Outlook) -> Cell | None:
    words = row.forecast.basis_words if row.forecast else ""
    return Cell(Truncator(words).chars(_BASIS), title=words) if words else None


def _moved(days: int | None) -> str:
    return "" if not days else f"{days_words(abs(days))} {'later' if days > 0 else 'earlier'}"


def _day(key: str, label: str, field: str, *, default: bool = True) -> Column:
    def value(row: Outlook) -> dt.date | None:
        found: dt.date | None = getattr(row, field)
        return found

    return Column(key, label, value, sort=(field,), default=default, export_from=(field,))


def _labeled(key: str, label: str, labels: dict[str, str], *, sort: tuple[str, ...]) -> Column:
    return Column(
        key,
        label,
        lambda row: labels[getattr(row, key)],
        sort=sort,
        export=labels.__getitem__,
        export_from=(key,),
    )


_READS = (
    "application_id", "state", "status", "status_since", "clock", "stage", "risk", "approval_20", "approval_50",
    "approval_80", "approval_95", "billable_20", "billable_50", "billable_80", "billable_95", "chance_other",
    "moved_days", "statute_on", "statute_citation", "provider__first_name", "provider__last_name",
    "provider__suffix", "provider__degree", "practice__legal_name", "practice__dba", "payer__name",
    "owner__name", "owner__email", "forecast__basis_words",
)  # fmt: skip

OPEN_LIST = ListPage(
    key="dashboards.forecast",
    title="Open applications and their forecasts",
    noun=("open application", "open applications"),
    queryset=_rows,
    reads=_READS,
    filterset=OpenFilter,
    row_url=lambda row: org_reverse("enrollments:detail", row.application_id),
    columns=(
        Column(
            "clinician",
            "Clinician",
            _who,
            sort=("provider__sort_name", "practice__legal_name"),
            export=lambda first, last, practice: f"{last}, {first}" if last else practice,
            export_from=("provider__first_name", "provider__last_name", "practice__legal_name"),
        ),
        Column(
            "payer", "Payer", lambda row: row.payer.name, sort=("payer__name",), export_from=("payer__name",)
        ),
        Column("state", "State", lambda row: row.state, sort=("state",), export_from=("state",)),
        Column(
            "status",
            "Status",
            lambda row: Cell(_STATUS[row.status], chip=row.status, since=row.status_since),
            sort=("status", "status_since"),
            export=_STATUS.__getitem__,
            export_from=("status",),
        ),
        _labeled("risk", "Standing", _RISK, sort=("risk_rank", "approval_50")),
        _labeled("stage", "Waits for", _STAGE, sort=("stage",)),
        _day("likely", "Approval likely by", "approval_50"),
        _day("from", "From (2 in 10)", "approval_20"),
        _day("by", "By (8 in 10)", "approval_80"),
        _day("latest", "By (19 in 20)", "approval_95", default=False),
        _day("billable", "Billable likely by", "billable_50"),
        _day("billable_from", "Billable from (2 in 10)", "billable_20", default=False),
        _day("billable_by", "Billable by (8 in 10)", "billable_80", default=False),
        Column(
            "law",
            "State's deadline",
            _law,
            sort=("statute_on",),
            export_from=("statute_on",),
        ),
        Column(
            "moved",
            "Moved in a week",
            lambda row: _moved(row.moved_days),
            sort=("moved_days",),
            export=_moved,
            export_from=("moved_days",),
        ),
        OWNER,
        Column("basis", "Rests on", _basis, export_from=("forecast__basis_words",)),
        _labeled("clock", "Whose turn", _CLOCK, sort=("clock",)),
        Column(
            "practice",
            "Practice",
            lambda row: str(row.practice),
            sort=("practice__legal_name",),
            default=False,
            export_from=("practice__legal_name",),
            css="wrap",
        ),
    ),
    sort="risk",
    empty=Empty(
        "No forecast yet",
        "Forecasts are made every morning for the applications that are open then.",
        icon="calendar-clock",
        action_label="Applications",
        action_url=lambda request: org_reverse("enrollments:list"),
    ),
    may_export=lambda request: can(request.membership, Capability.EXPORT),
    named_views=(
        NamedView("Past the state's deadline", "law=passed"),
        NamedView("Later than nine in ten", "risk=overdue"),
        NamedView("Waiting for us", "risk=ours"),
        NamedView("Moved this week", "moved=7"),
        NamedView("No basis", "basis=none"),
    ),
)
