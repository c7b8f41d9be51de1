"""How is the timeline drawn? One SVG: months on top, a bar per application, today's line, days in text."""

import datetime as dt

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from credtrack.kernel.dates import day_words
from credtrack.kernel.links import org_reverse
from dashboards.outlook.narrowing import Grouped, Narrowed
from dashboards.outlook.open_list import LATE
from dashboards.outlook.timeline import Timeline, last_day, who
from forecast.enums import Risk
from forecast.interval_drawing import WIDTH as UNITS
from forecast.interval_drawing import Axis, Bar, bar
from forecast.models import Outlook

WIDTH = 1000
_LEFT, _RIGHT = 250, 885
_HEAD, _ROW, _FOOT = 34, 28, 8
_NAME = 35
# The axis never runs further ahead than this; what lies beyond ends in an arrow and stands in words.
MOST_AHEAD = dt.timedelta(days=550)
_LABEL_EVERY_PX = 46
_SVG = (
    '<svg class="chart timeline-chart" viewBox="0 0 {} {}" role="group" aria-labelledby="tl-title tl-desc">'
    '<title id="tl-title">Expected approvals</title><desc id="tl-desc">{}</desc>{}{}{}</svg>'
)
_ROW_SVG = (
    '<g class="bar-row{}"><a href="{}"><title>{}</title>'
    '<text class="bar-name" x="4" y="{}">{}</text></a>{}'
    '<text class="bar-day" x="{}" y="{}">{}</text></g>'
)
_BAR = (
    '<line class="faint" x1="{}" x2="{}" y1="{}" y2="{}"/><rect class="likely" x="{}" y="{}" width="{}" height="12"/>'
    "{}{}"
)
_TICK = '<line class="tick" x1="{}" x2="{}" y1="{}" y2="{}"/>'
_ARROW = '<text class="bar-on" x="{}" y="{}">\N{RIGHTWARDS ARROW}</text>'
_GROUP = '<text class="bar-group" x="0" y="{}">{}</text>'
_NOTHING = SafeString("")


def draw(found: Timeline, wanted: Narrowed, today: dt.date) -> SafeString:
    """Return the drawing of one page of bars; the list under it says the same in words."""
    axis = axis_of(found.rows, today)
    parts, y, group = [], float(_HEAD), ""
    for row in found.rows:
        head = found.group_of(row)
        if head != group:
            parts.append(format_html(_GROUP, y + 18, head))
            y, group = y + _ROW, head
        parts.append(_row(row, axis, y, found.grouped))
        y += _ROW
    height = y + _FOOT
    body = SafeString("".join(parts))
    months = _months(axis, wanted, height)
    line = _px(axis, today)
    mark = format_html(
        '<line class="today" x1="{}" x2="{}" y1="{}" y2="{}"/><text class="today-word" x="{}" y="12">today</text>',
        line, line, 16, height, line,
    )  # fmt: skip
    return format_html(_SVG, WIDTH, round(height), description(found, today), months, body, mark)


def axis_of(rows: list[Outlook], today: dt.date) -> Axis:
    """Return an axis from the week before today to behind the last day of most bars of the page."""
    last = max(last_day(rows, today, MOST_AHEAD), today + dt.timedelta(days=60))
    margin = dt.timedelta(days=max(7, (last - today).days // 25))
    return Axis(today - margin, last + margin, today)


def description(found: Timeline, today: dt.date) -> str:
    """Return what the drawing shows, in words."""
    late = sum(row.risk in LATE for row in found.rows)
    return (
        f"{len(found.rows)} open applications, {late} of them late and drawn as an outline. Each bar runs from the day "
        "by which 2 in 10 like it are approved to the day by which 8 in 10 are, with a tick at 5 in 10 and a "
        f"thin line on to 19 in 20. Today is {day_words(today)}."
    )


def sentence(row: Outlook) -> str:
    """Return one bar in words."""
    if (
        row.approval_20 is None
        or row.approval_50 is None
        or row.approval_80 is None
        or row.approval_95 is None
    ):
        return f"{who(row)} at {row.payer.name}: no date can be said"
    return (
        f"{who(row)} at {row.payer.name}: likely by {day_words(row.approval_50)}, from {day_words(row.approval_20)} "
        f"to {day_words(row.approval_80)}, by {day_words(row.approval_95)} in 19 of 20. {Risk(row.risk).label}."
    )


def _px(axis: Axis, day: dt.date) -> float:
    return _scaled(axis.x(day))


def _scaled(units: float) -> float:
    return round(_LEFT + units * (_RIGHT - _LEFT) / UNITS, 1)


def _months(axis: Axis, wanted: Narrowed, height: float) -> SafeString:
    """Return the months' lines and names; a name leads to the page confined to that month."""
    marks = axis.months
    # Names would run into one another on a long axis: every second or third is written.
    step = max(1, -(-_LABEL_EVERY_PX * len(marks) // (_RIGHT - _LEFT)))
    names, year = [], 0
    for place, (x, first) in enumerate(marks):
        name = f"{first:%b}" if first.year == year else f"{first:%b %y}"
        year = first.year if place % step == 0 else year
        shown = _month_name(_scaled(x), first, name, wanted) if place % step == 0 else _NOTHING
        names.append((_scaled(x), height, shown))
    return format_html_join("", '<line class="month" x1="{0}" x2="{0}" y1="20" y2="{1}"/>{2}', names)


def _month_name(x: float, first: dt.date, name: str, wanted: Narrowed) -> SafeString:
    return format_html(
        '<a href="{}#list"><title>Approvals likely in {}</title><text class="month-name" x="{}" y="28">{}</text></a>',
        wanted.page(month=f"{first:%Y-%m}", group=wanted.grouped), f"{first:%B %Y}", x + 3,
        name,
    )  # fmt: skip


def _row(row: Outlook, axis: Axis, y: float, grouped: Grouped) -> SafeString:
    late = row.risk in LATE
    drawn = bar(axis, (row.approval_20, row.approval_50, row.approval_80, row.approval_95), late=late)
    name = {
        Grouped.RISK: f"{who(row)} at {row.payer.name}",
        Grouped.CLINICIAN: row.payer.name,
        Grouped.PAYER: who(row),
    }[grouped]
    return format_html(
        _ROW_SVG,
        " late" if late else "",
        org_reverse("enrollments:detail", row.application_id),
        sentence(row),
        y + 18,
        Truncator(name).chars(_NAME),
        _bar(drawn, axis, row.approval_20, row.approval_50, y)
        if drawn and row.approval_20 and row.approval_50
        else _NOTHING,
        _RIGHT + 18,
        y + 18,
        day_words(row.approval_50) if row.approval_50 else "no date",
    )


def _bar(drawn: Bar, axis: Axis, first_day: dt.date, middle_day: dt.date, y: float) -> SafeString:
    left = _scaled(drawn.left)
    arrow = format_html(_ARROW, _RIGHT + 1, y + 18) if drawn.runs_on else _NOTHING
    if axis.x(first_day) >= UNITS:
        # All of it lies beyond the edge: only the arrow and the day in words stand there.
        return arrow
    tick = _scaled(drawn.tick)
    mark = format_html(_TICK, tick, tick, y + 4, y + 22) if middle_day <= axis.last else _NOTHING
    return format_html(
        _BAR,
        _scaled(drawn.faint_left),
        _scaled(drawn.faint_left + drawn.faint_width),
        y + 13,
        y + 13,
        left,
        y + 7,
        round(_scaled(drawn.left + drawn.width) - left, 1),
        mark,
        arrow,
    )
