"""What one cell of the network matrix says and links to; a page draws more than a thousand of them."""

import datetime as dt
from collections.abc import Callable
from functools import lru_cache
from operator import attrgetter

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from credtrack.kernel.chips import LOOKS, days_text, meaning_of
from credtrack.kernel.icons import icon
from credtrack.kernel.links import org_pattern
from credtrack.kernel.templatetags.credtrack import day_text
from enrollments.enums import Status
from enrollments.network import NetworkStatus, Standing
from enrollments.network_reading import NetworkRow
from providers.models import Practice

SHORT: dict[Standing, str] = {
    Standing.IN_NETWORK: "In network",
    Standing.THROUGH_PLATFORM: "Via platform",
    Standing.RECREDENTIALING_OVERDUE: "Recred overdue",
    Standing.AT_RISK: "At risk",
    Standing.EFFECTIVE_LATER: "Effective later",
    Standing.PENDING: "Pending",
    Standing.PANEL_CLOSED: "Panel closed",
    Standing.ENDED: "Ended",
    Standing.NOT_ENROLLED: "Not enrolled",
}
# The date, count or name that a cell's small line tells, and how it tells it; see `_small`.
_TOLD: dict[Standing, Callable[[NetworkStatus], dt.date | int | str | None]] = {
    Standing.IN_NETWORK: attrgetter("effective_on"),
    Standing.THROUGH_PLATFORM: attrgetter("through"),
    Standing.RECREDENTIALING_OVERDUE: attrgetter("effective_on"),
    Standing.AT_RISK: attrgetter("through"),
    Standing.EFFECTIVE_LATER: attrgetter("effective_on"),
    Standing.PENDING: attrgetter("age_days"),
    Standing.PANEL_CLOSED: attrgetter("recheck_on"),
    Standing.ENDED: attrgetter("ended_on"),
    Standing.NOT_ENROLLED: attrgetter("since"),
}
_BEFORE: dict[Standing, str] = {
    Standing.IN_NETWORK: "since ",
    Standing.RECREDENTIALING_OVERDUE: "since ",
    Standing.EFFECTIVE_LATER: "from ",
    Standing.PENDING: "pending, ",
    Standing.PANEL_CLOSED: "ask ",
}
# Where a clinician has no answer for a column.
EMPTY = SafeString("<td></td>")


def cell_drawer(practice: Practice, on: dt.date) -> Callable[[NetworkRow], SafeString]:
    """Return a function that draws the cells of one practice on one day, as HTML.

    A cell is a link to its explanation, with icon, word and hint; its title is the whole sentence.
    The table says where the explanation opens (`hx-boost` in the template), so cells need not.
    """
    pattern = escape(org_pattern("dashboards:network_cell", 3))
    at = practice.id
    names: dict[int, str] = {}
    plans: dict[tuple[int, Standing], str] = {}
    places: dict[str, str] = {}

    def draw(row: NetworkRow) -> SafeString:
        status, provider, plan, state = row.status, row.provider.id, row.plan.id, row.state
        standing = status.standing
        if provider not in names:
            names[provider] = escape(row.provider)
        if (plan, standing) not in plans:
            plans[plan, standing] = escape(f"{row.plan}: {standing.label}")
        if state not in places:
            places[state] = format_html("?state={}&amp;on={}", state, on.isoformat())
        face = _face(standing, status.stage, _TOLD[standing](status))
        # Each piece was escaped where it was made; escaping a thousand joined ones again takes longer than this.
        return SafeString(
            f'<td><a class="cell {_CLASS[standing]}" href="{pattern % (provider, plan, at)}{places[state]}"'
            f' title="{names[provider]} and {plans[plan, standing]}">{face}</a></td>'
        )

    return draw


_CLASS: dict[Standing, str] = {
    standing: meaning_of(standing) + (" through" if standing == Standing.THROUGH_PLATFORM else "")
    for standing in Standing
}


@lru_cache(maxsize=8192)
def _face(standing: Standing, stage: Status | None, told: dt.date | int | str | None) -> SafeString:
    """Return what a cell shows: the same for every clinician who stands the same since the same day."""
    word = stage.label if standing == Standing.PENDING and stage else SHORT[standing]
    small = _small(standing, told)
    return format_html("{}<b>{}</b><small>{}</small>", icon(LOOKS[standing][1]), word, small)


def _small(standing: Standing, told: dt.date | int | str | None) -> str:
    """Return the small line of a cell: the date that matters, or for how long it has been pending."""
    if told is None:
        return ""
    if isinstance(told, dt.date):
        told = day_text(told)
    elif isinstance(told, int):
        told = days_text(told)
    return _BEFORE.get(standing, "") + told
