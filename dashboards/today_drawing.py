"""How the lines of the day's page are drawn: one application each, some 240 of them on a full page.

A template names twenty things for each line, which takes longer than finding all of them in the database.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from credtrack.kernel.chips import chip
from credtrack.kernel.links import org_reverse
from credtrack.kernel.templatetags.credtrack import day_text
from enrollments.enums import Status

if TYPE_CHECKING:
    from dashboards.today import Call, Item

_LINE = """<div class="call-item">
{}
<span><a class="strong" href="{}"{}>{}</a><br><small class="muted">{}</small></span>
<span>{}</span>
<span class="small"><span class="strong">{}</span>{}{}{}</span>
<span class="small muted nowrap">{}</span>
</div>"""
_PICK = '<input type="checkbox" name="ids" value="{}" id="pick-{}-{}" aria-label="Include {} in the call" checked>'
_NO_PICK = SafeString("<span></span>")
_NOTHING = SafeString("")
# What a payer said is told to this length; the application's page has all of it.
_SAID = 110


def draw(calls: Iterable["Call"], *, may_log: bool) -> None:
    """Draw the lines of each call; a member who may log calls gets a box that picks the line."""
    for call in calls:
        call.lines = format_html_join(
            "\n", _LINE, (_pieces(item, call.key if may_log else "") for item in call.items)
        )


def _pieces(item: "Item", key: str) -> tuple[object, ...]:
    application, who = item.application, item.who
    return (
        format_html(_PICK, application.pk, key, application.pk, who) if key else _NO_PICK,
        org_reverse("enrollments:detail", application.pk),
        _card(application.provider_id),
        who,
        item.what,
        chip(application.status, Status(application.status).label, application.status_since),
        item.place.reason,
        format_html('<span class="muted"> ({})</span>', item.basis) if item.basis else _NOTHING,
        f" · {application.reference}" if application.reference else "",
        _said(item) if application.last_said else _NOTHING,
        application.owner or "Nobody's",
    )


def _card(provider_id: int | None) -> SafeString:
    """Return where the hover card of a clinician is fetched; a practice has none."""
    if provider_id is None:
        return _NOTHING
    return format_html(' data-card="{}"', org_reverse("providers:card", provider_id))


def _said(item: "Item") -> SafeString:
    said, day = item.application.last_said, item.application.last_contact_on
    if len(said) > _SAID:
        said = Truncator(said).chars(_SAID)
    return format_html('<br><span class="muted">{}: {}</span>', day_text(day), said)
