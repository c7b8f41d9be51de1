"""What every template may write without loading it: icons, chips, dates, links, callouts and dialogs."""

import datetime as dt
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import NoReverseMatch
from django.utils.html import format_html
from django.utils.safestring import SafeString

from credtrack.kernel import chips, clock, icons, links
from credtrack.kernel.scope import ScopeMissing

register = template.Library()

NOTHING = "\N{EN DASH}"


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon: `{% icon "phone" %}`, or `{% icon "phone" "Call" %}` when no word stands beside it."""
    return icons.icon(name, label)


@register.simple_tag
def icon_sprite() -> SafeString:
    """Put the shapes of all icons into the page; `base.html` does it once."""
    return icons.sprite()


@register.simple_tag
def chip(status: str, label: str, since: dt.date | int | None = None) -> SafeString:
    """Draw a status chip: `{% chip application.status application.get_status_display since %}`."""
    return chips.chip(status, label, since)


@register.simple_tag
def badge(meaning: str, label: str, icon_name: str = "") -> SafeString:
    """Draw a badge: `{% badge "good" "Client-visible" "eye" %}`."""
    return chips.badge(meaning, label, icon_name)


@register.filter
def meaning(status: str) -> str:
    """Return the meaning of a status word, for a class: `class="cell {{ status|meaning }}"`."""
    return chips.meaning_of(status)


def _as_day(value: dt.date | dt.datetime) -> dt.date:
    return clock.local_date(value) if isinstance(value, dt.datetime) else value


@register.filter
def day_text(value: dt.date | dt.datetime | None) -> str:
    """Return "12 Mar 2026" as plain text, an en dash for nothing; instants fall on the organization's day."""
    if not value:
        return NOTHING
    day = _as_day(value)
    return f"{day.day} {day:%b %Y}"


@register.filter
def day(value: dt.date | dt.datetime | None) -> str:
    """Return "12 Mar 2026" in a `<time>` whose title tells the weekday."""
    if not value:
        return NOTHING
    when = _as_day(value)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', when.isoformat(), f"{when:%A}", day_text(when)
    )


@register.filter
def moment(value: dt.datetime | None) -> str:
    """Return "12 Mar 2026, 09:30" on the organization's clock in a `<time>`, an en dash for nothing."""
    if not value:
        return NOTHING
    local = clock.local_time(value)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(timespec="seconds"),
        f"{local:%A}",
        f"{local.day} {local:%b %Y, %H:%M}",
    )


def _distance(value: dt.date | dt.datetime, today: dt.date | None) -> int:
    return (_as_day(value) - (today or clock.today())).days


@register.filter
def ago(value: dt.date | dt.datetime | None, today: dt.date | None = None) -> str:
    """Return "3 days ago", "today", "in 9 days": calendar days from the organization's today or the given one."""
    if not value:
        return ""
    count = _distance(value, today)
    if count == 0:
        return "today"
    if abs(count) == 1:
        return "tomorrow" if count > 0 else "yesterday"
    return f"in {chips.days_text(count)}" if count > 0 else f"{chips.days_text(-count)} ago"


@register.filter
def until(value: dt.date | dt.datetime | None, today: dt.date | None = None) -> str:
    """Return how near a due date is: "in 9 days", "today", "4 days late" (calendar days)."""
    if not value:
        return ""
    count = _distance(value, today)
    return f"{chips.days_text(-count)} late" if count < 0 else ago(value, today)


@register.filter
def days(value: int | None, kind: str = "") -> str:
    """Return a duration with unit and kind: `{{ 23|days:"business" }}` gives "23 business days"."""
    return NOTHING if value is None else chips.days_text(int(value), kind)


@register.simple_tag
def org_url(name: str, *args: object, **kwargs: object) -> str:
    """Return the address of a page of the open organization: `{% org_url "providers:detail" pk %}`."""
    return links.org_reverse(name, *args, **kwargs)


@register.simple_tag
def org_url_if(name: str, *args: object) -> str:
    """Return the address like `org_url`, or nothing where no such page or no open organization is."""
    try:
        return links.org_reverse(name, *args)
    except (NoReverseMatch, ScopeMissing):
        return ""


@register.simple_tag(takes_context=True)
def query_with(context: template.Context, **changes: object) -> str:
    """Return the page's query string with keys set, or removed by None: `{% query_with page=2 %}`."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        if value is None or value == "":
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}"


@register.simple_block_tag
def callout(content: str, meaning: str, title: str) -> str:
    """Box a reason and the next step: `{% callout "act" "Ask for the copy" %}why{% endcallout %}`."""
    return render_to_string("parts/callout.html", {"meaning": meaning, "title": title, "body": content})


@register.simple_block_tag
def dialog(content: str, identifier: str, title: str, **options: Any) -> str:
    """Hold a short decision: `{% dialog "log-call" "Log a call" %}form{% enddialog %}`; `size="wide"` widens."""
    return render_to_string(
        "parts/dialog.html", {"id": identifier, "title": title, "body": content, "size": options.get("size")}
    )
