"""What does the list of open reminders show? Grouped by urgency, then practice, as in the morning's mail.

Four queries for rows and places, whatever their number; the page shows the first and says how many
there are.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Case, Count, IntegerField, QuerySet, Value, When

from credtrack.kernel import clock
from credtrack.kernel.dates import day_words, roll_forward
from credtrack.kernel.links import org_reverse
from providers.models import Affiliation
from reminders import addresses
from reminders.enums import Kind, Urgency
from reminders.kinds import KINDS
from reminders.models import Reminder

SHOWN = 100
NOWHERE, SEVERAL = "No practice in particular", "Several practices"
_LOOK: dict[Urgency, tuple[str, str]] = {
    Urgency.ACT_NOW: ("circle-alert", "act"),
    Urgency.SOON: ("alarm-clock", "waiting"),
    Urgency.COMING: ("calendar-clock", "neutral"),
}
_RANK = Case(
    *[When(urgency=urgency.value, then=Value(urgency.rank)) for urgency in Urgency],
    output_field=IntegerField(),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One reminder of the page; `story_url` leads to all that was planned of the same record."""

    row: Reminder
    record_url: str
    story_url: str
    is_mine: bool

    @property
    def kind(self) -> str:
        """Return what it is about in a word or two."""
        return Kind(self.row.kind).label

    @property
    def picked(self) -> str:
        """Return what is sent when it is selected: number and version."""
        return f"{self.row.pk}-{self.row.version}"


@dataclass(slots=True)
class House:
    """The reminders of one practice within an urgency."""

    name: str
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Part:
    """The reminders of one urgency."""

    urgency: Urgency
    houses: list[House]
    count: int
    total: int

    @property
    def icon(self) -> str:
        """Return the icon of the part's head."""
        return _LOOK[self.urgency][0]

    @property
    def meaning(self) -> str:
        """Return which of the four meanings the part carries."""
        return _LOOK[self.urgency][1]

    @property
    def count_text(self) -> str:
        """Return how many reminders it holds, and how many of them are shown when not all are."""
        words = f"{self.total:,} reminder{'' if self.total == 1 else 's'}"
        return words if self.count == self.total else f"The first {self.count} of {words}"


@dataclass(frozen=True, slots=True)
class Later:
    """A day to which a reminder can be put off at a touch."""

    label: str
    day: dt.date


@dataclass(frozen=True, slots=True)
class OpenPage:
    """The page."""

    parts: Sequence[Part]
    total: int
    has_mine: bool

    @property
    def left_out(self) -> int:
        """Return how many reminders are not shown."""
        return self.total - sum(part.count for part in self.parts)


def read(rows: QuerySet[Reminder], user_id: int) -> OpenPage:
    """Return the page of `rows`, most urgent first."""
    totals: Mapping[str, int] = Counter(dict(_counts(rows)))
    ordered = rows.annotate(rank=_RANK).order_by("rank", "due_on", "pk")
    found = list(ordered.select_related("practice", "recipient")[:SHOWN])
    places = _places(found)
    parts: list[Part] = []
    for urgency in Urgency:
        lines = [row for row in found if row.urgency == urgency]
        if lines:
            houses = _houses(lines, places, user_id)
            parts.append(Part(urgency, houses, len(lines), totals[urgency.value]))
    return OpenPage(parts, sum(totals.values()), any(row.recipient_id == user_id for row in found))


def _counts(rows: QuerySet[Reminder]) -> list[tuple[str, int]]:
    return list(rows.order_by().values_list("urgency").annotate(count=Count("pk")))


def _houses(rows: Sequence[Reminder], places: Mapping[int, str], user_id: int) -> list[House]:
    houses: dict[str, House] = {}
    for row in rows:
        name = places[row.pk]
        line = Line(
            row,
            addresses.record_address(row),
            org_reverse("reminders:one", row.pk),
            row.recipient_id == user_id,
        )
        houses.setdefault(name, House(name)).lines.append(line)
    return sorted(
        houses.values(), key=lambda house: (house.name in (NOWHERE, SEVERAL), house.name.casefold())
    )


def _places(rows: Sequence[Reminder]) -> dict[int, str]:
    """Return under which practice each row stands; what concerns a clinician stands where they work."""
    roaming = {row.provider_id for row in rows if row.practice_id is None and row.provider_id}
    works_at: dict[int, set[str]] = {}
    if roaming:
        current = Affiliation.objects.filter(provider_id__in=roaming, ends_on=None).order_by()
        for affiliation in current.select_related("practice"):
            works_at.setdefault(affiliation.provider_id, set()).add(str(affiliation.practice))
    found = {}
    for row in rows:
        names = {str(row.practice)} if row.practice_id else works_at.get(row.provider_id or 0, set())
        found[row.pk] = NOWHERE if not names else SEVERAL if len(names) > 1 else next(iter(names))
    return found


def later_days(today: dt.date | None = None) -> list[Later]:
    """Return the days of the snooze menu: the next business day, and the one a week from now."""
    day = today or clock.today()
    tomorrow = roll_forward(day + dt.timedelta(days=1))
    week = roll_forward(day + dt.timedelta(days=7))
    first = "Tomorrow" if (tomorrow - day).days == 1 else f"{tomorrow:%A}"
    return [
        Later(f"{first}, {day_words(tomorrow)}", tomorrow),
        Later(f"Next week, {week:%a} {day_words(week)}", week),
    ]


def record_label(row: Reminder) -> str:
    """Return what the link to the record says."""
    subject = KINDS[Kind(row.kind)].subject
    if row.application_id is not None:
        return "Open the application"
    if subject in addresses.OWN_PAGES:
        return f"Open the {subject.label.lower()}"
    if row.provider_id is not None:
        return "Open the clinician's file"
    return "Open the practice" if row.practice_id is not None else "Open the payer"
