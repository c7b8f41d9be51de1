"""By what is the dashboard narrowed? Read once from the address, applied alike to every figure."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.http import QueryDict

from accounts.models import Membership
from credtrack.kernel import us_states
from credtrack.kernel.dates import add_months
from credtrack.kernel.links import org_reverse
from credtrack.kernel.words import Worded
from enrollments.filters import people_named
from enrollments.models import Application
from enrollments.selectors import visible_applications
from forecast.models import MonthOutlook, Outlook, TimeSpent
from providers.visibility import practice_ids

M = TypeVar("M", bound=Model)
# The sums are kept by these; by clinician they are not.
SLICE = ("practice", "payer", "state", "owner")


class Grouped(Worded):
    """In which order the bars of the timeline stand."""

    RISK = "risk", "Worst risk first"
    CLINICIAN = "clinician", "By clinician"
    PAYER = "payer", "By payer"


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the address asks for, confined to the practices the member may see; empty means all."""

    membership: Membership
    practice: int | None = None
    payer: int | None = None
    state: str = ""
    owner: int | None = None
    # Words of a clinician's name, or an NPI.
    clinician: str = ""
    # The first day of the month whose likely approvals the timeline is confined to.
    month: dt.date | None = None
    grouped: Grouped = Grouped.RISK

    @property
    def chosen(self) -> dict[str, Any]:
        """Return what is chosen, as parameters of an address."""
        values = {name: getattr(self, name) for name in (*SLICE, "clinician")}
        return {name: value for name, value in values.items() if value}

    def query(self, **changes: Any) -> str:
        """Return a query string that keeps the choices and adds `changes`; empty values leave one out."""
        wanted = {**self.chosen, **changes}
        kept = {name: value for name, value in wanted.items() if value not in (None, "")}
        return f"?{urlencode(kept, doseq=True)}" if kept else ""

    def page(self, **changes: Any) -> str:
        """Return the address of the dashboard itself."""
        return org_reverse("dashboards:forecast") + self.query(**changes)

    def open_list(self, **changes: Any) -> str:
        """Return the address of the list of open applications behind a number."""
        return org_reverse("dashboards:forecast_list") + self.query(**changes)

    def applications(self, **changes: Any) -> str:
        """Return the address of the list of all applications, open and closed, behind a number."""
        return org_reverse("enrollments:list") + self.query(**changes, q=self.clinician, clinician=None)

    @property
    def outlooks(self) -> QuerySet[Outlook]:
        """Return the open applications it is about."""
        return self._people(self._slice(Outlook.objects.all()))

    @property
    def every(self) -> QuerySet[Application]:
        """Return all applications it is about, open and closed."""
        return self._people(self._slice(visible_applications(self.membership)))

    @property
    def months(self) -> QuerySet[MonthOutlook]:
        """Return the sums per month; they know no clinician."""
        return self._slice(MonthOutlook.objects.all())

    @property
    def time(self) -> QuerySet[TimeSpent]:
        """Return the sums of days; they know no clinician."""
        return self._slice(TimeSpent.objects.all())

    def _slice(self, rows: QuerySet[M]) -> QuerySet[M]:
        granted = practice_ids(self.membership)
        if granted is not None:
            rows = rows.filter(practice_id__in=granted)
        wanted = {name: getattr(self, name) for name in SLICE if getattr(self, name)}
        return rows.filter(**wanted) if wanted else rows

    def _people(self, rows: QuerySet[M]) -> QuerySet[M]:
        if not self.clinician:
            return rows
        return rows.filter(provider__in=people_named(self.clinician).order_by().values("pk"))


def narrowed_by(query: QueryDict, membership: Membership, practice: int | None = None) -> Narrowed:
    """Return what the address asks for; what cannot be read is left out. `practice` is the switcher's."""
    state = query.get("state", "").strip().upper()
    try:
        grouped = Grouped(query.get("group", ""))
    except ValueError:
        grouped = Grouped.RISK
    return Narrowed(
        membership,
        practice=number(query.get("practice")) if "practice" in query else practice,
        payer=number(query.get("payer")),
        state=state if state in us_states.NAMES else "",
        owner=number(query.get("owner")),
        clinician=" ".join(query.get("clinician", "").split())[:80],
        month=month_of(query.get("month", "")),
        grouped=grouped,
    )


def number(text: str | None) -> int | None:
    """Return a key from an address, or nothing."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else None


def month_of(text: str) -> dt.date | None:
    """Return the first day of a month written "2027-01", or nothing."""
    try:
        return dt.date.fromisoformat(f"{text}-01") if len(text) == 7 else None
    except ValueError:
        return None


def in_month(rows: QuerySet[Outlook], month: dt.date) -> QuerySet[Outlook]:
    """Keep the applications whose likely approval falls into the month."""
    return rows.filter(approval_50__gte=month, approval_50__lt=add_months(month, 1))
