"""How are the expected approvals per month drawn? A column each with its band, the numbers in text."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from dashboards.outlook.months import Month
from dashboards.outlook.narrowing import Narrowed

_HEIGHT, _TOP, _BOTTOM = 200, 26, 168
_STEP, _BAR = 50, 28
_SVG = (
    '<svg class="chart month-chart" viewBox="0 0 {} {}" role="group" aria-labelledby="mo-title mo-desc">'
    '<title id="mo-title">Approvals expected per month</title><desc id="mo-desc">{}</desc>{}'
    '<line class="base" x1="0" x2="{}" y1="{}" y2="{}"/></svg>'
)
_MONTH = (
    '<a href="{}"><title>{}</title><rect class="hit" x="{}" y="0" width="{}" height="{}"/>'
    '<rect class="likely" x="{}" y="{}" width="{}" height="{}"/>'
    '<path class="whisker" d="M{} {}V{}M{} {}H{}M{} {}H{}"/>'
    '<text class="month-number" x="{}" y="{}">{}</text><text class="month-name" x="{}" y="{}">{}</text></a>'
)


def draw(months: Sequence[Month], wanted: Narrowed) -> SafeString:
    """Return the drawing; each column leads to the applications likely approved in that month."""
    width = max(len(months), 6) * _STEP
    most = max([month.high for month in months], default=1.0) or 1.0
    columns = format_html_join(
        "", _MONTH, (_column(month, place, most, wanted) for place, month in enumerate(months))
    )
    return format_html(_SVG, width, _HEIGHT, description(months), columns, width, _BOTTOM, _BOTTOM)


def description(months: Sequence[Month]) -> str:
    """Return the drawing in words."""
    return "; ".join(f"{month.first:%B %Y}: {month.words}" for month in months) or "No approval is expected."


def _column(month: Month, place: int, most: float, wanted: Narrowed) -> tuple[object, ...]:
    def y(number: float) -> float:
        return round(_BOTTOM - (_BOTTOM - _TOP) * number / most, 1)

    left = place * _STEP
    middle, top, low, high = left + _STEP / 2, y(month.expected), y(month.low), y(month.high)
    name = f"{month.first:%b}" if place and month.first.month != 1 else f"{month.first:%b %y}"
    return (
        wanted.open_list(month=month.key), f"{month.first:%B %Y}: {month.words}", left, _STEP, _HEIGHT,
        middle - _BAR / 2, top, _BAR, round(_BOTTOM - top, 1),
        middle, high, low, middle - 6, high, middle + 6, middle - 6, low, middle + 6,
        middle, high - 7, round(month.expected), middle, _BOTTOM + 20, name,
    )  # fmt: skip
