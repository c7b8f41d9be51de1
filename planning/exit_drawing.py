"""How is an exit plan drawn? One SVG, two lanes a payer (platform, own contract) on one axis, the gap shaded."""

import datetime as dt

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from credtrack.kernel.dates import day_words
from forecast.interval_drawing import WIDTH as UNITS
from forecast.interval_drawing import Axis
from planning.exit_reading import ExitLook, ExitRow

WIDTH = 1000
_LEFT, _RIGHT = 250, 985
_HEAD, _ROW, _FOOT = 34, 52, 8
_MOST_AHEAD = dt.timedelta(days=730)
_LABEL_EVERY_PX = 52
_SVG = (
    '<svg class="chart timeline-chart exit-chart" viewBox="0 0 {} {}" role="img" aria-labelledby="ex-title ex-desc">'
    '<title id="ex-title">Platform and own contract</title><desc id="ex-desc">{}</desc>{}{}{}</svg>'
)
_NOTHING = SafeString("")


def draw(found: ExitLook) -> SafeString:
    """Return the drawing; the table under it says the same in words."""
    axis = axis_of(found)
    height = _HEAD + _ROW * len(found.rows) + _FOOT
    body = SafeString("".join(_row(row, axis, _HEAD + _ROW * at) for at, row in enumerate(found.rows)))
    marks = [_line(axis, found.today, height, "today"), _line(axis, found.notice_on, height, "notice")]
    return format_html(
        _SVG, WIDTH, height, _description(found), _months(axis, height), body, SafeString("".join(marks))
    )


def axis_of(found: ExitLook) -> Axis:
    """Return an axis from the week before today to behind the last day of all lanes, two years at most."""
    days = [found.notice_on, *(row.last_day for row in found.rows)]
    days += [row.own_days[2] for row in found.rows if row.own_days]
    last = min(max(*days, found.today + dt.timedelta(days=60)), found.today + _MOST_AHEAD)
    first = min(found.today, max(found.notice_on, found.today - dt.timedelta(days=180)))
    margin = dt.timedelta(days=max(7, (last - first).days // 25))
    return Axis(first - margin, last + margin, found.today)


def _description(found: ExitLook) -> str:
    return (
        f"{len(found.rows)} payers. The upper lane of each runs to the last day under the platform, the lower one "
        "begins where 5 in 10 are billable under the own contract, with a thin line from 2 in 10 to 8 in 10. "
        f"The shaded stretch between is the gap. Notice on {day_words(found.notice_on)}."
    )


def _px(axis: Axis, day: dt.date) -> float:
    return round(_LEFT + axis.x(day) * (_RIGHT - _LEFT) / UNITS, 1)


def _months(axis: Axis, height: float) -> SafeString:
    marks = axis.months
    step = max(1, -(-_LABEL_EVERY_PX * len(marks) // (_RIGHT - _LEFT)))
    parts = []
    for place, (units, first) in enumerate(marks):
        x = round(_LEFT + units * (_RIGHT - _LEFT) / UNITS, 1)
        parts.append(format_html('<line class="month" x1="{0}" x2="{0}" y1="20" y2="{1}"/>', x, height))
        if place % step == 0:
            name = f"{first:%b %y}"
            parts.append(format_html('<text class="month-name" x="{}" y="28">{}</text>', x + 3, name))
    return SafeString("".join(parts))


def _line(axis: Axis, day: dt.date, height: float, word: str) -> SafeString:
    if word == "notice" and day == axis.today:
        return _NOTHING
    x = _px(axis, day)
    return format_html(
        '<line class="today" x1="{0}" x2="{0}" y1="16" y2="{1}"/><text class="today-word" x="{0}" y="12">{2}</text>',
        x, height, word,
    )  # fmt: skip


def _row(row: ExitRow, axis: Axis, y: float) -> SafeString:
    names = format_html(
        '<text class="bar-name" x="4" y="{}">{}</text><text class="bar-day" x="4" y="{}">{}</text>',
        y + 19, Truncator(row.share.payer.name).chars(34), y + 37,
        Truncator(str(row.share.provider)).chars(34),
    )  # fmt: skip
    left, last = _px(axis, axis.first), _px(axis, row.last_day)
    lane = '<rect class="{}" x="{}" y="{}" width="{}" height="12"/>'
    platform = format_html(lane, "lane-platform", left, y + 8, round(max(last - left, 0.0), 1))
    days = row.own_days
    if days is None:
        return format_html(
            '<g class="bar-row">{}{}<text class="bar-day" x="{}" y="{}">no date</text></g>',
            names, platform, min(last + 6, _RIGHT - 60), y + 37,
        )  # fmt: skip
    begins, right = _px(axis, days[1]), _px(axis, axis.last)
    own = format_html(lane, "likely", begins, y + 26, round(max(right - begins, 0.0), 1))
    thin = format_html(
        '<line class="tick" x1="{}" x2="{}" y1="{}" y2="{}"/>', _px(axis, days[0]), _px(axis, days[2]), y + 43,
        y + 43,
    )  # fmt: skip
    return format_html('<g class="bar-row">{}{}{}{}{}</g>', names, _gap(row, axis, y), platform, own, thin)


def _gap(row: ExitRow, axis: Axis, y: float) -> SafeString:
    """Return the shaded stretch: the gap that 5 in 10 stay within, from the last day under the platform."""
    if row.gap is None or row.gap.days[1] == 0:
        return _NOTHING
    begins, ends = _px(axis, row.last_day), _px(axis, row.last_day + dt.timedelta(days=row.gap.days[1]))
    return format_html(
        '<rect class="gap" x="{}" y="{}" width="{}" height="36"/>',
        begins,
        y + 5,
        round(max(ends - begins, 1.0), 1),
    )
