"""How is reliability drawn? What was said against what came, with chance's range, beside the diagonal."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from forecast.calibration import Figures

_LEFT, _TOP, _SIDE = 52, 26, 260
_SVG = (
    '<svg class="chart reliability" viewBox="0 0 420 336" role="img" aria-labelledby="rel-title rel-desc">'
    '<title id="rel-title">Said against came</title><desc id="rel-desc">{}</desc>'
    '<rect class="frame" x="{}" y="{}" width="{}" height="{}"/>'
    '<line class="diagonal" x1="{}" y1="{}" x2="{}" y2="{}"/>{}{}'
    '<text x="{}" y="328">said, in 100</text><text x="{}" y="14">came, in 100</text></svg>'
)
_TICK = '<text class="end" x="{}" y="{}">{}</text><text class="middle" x="{}" y="{}">{}</text>'
_POINT = (
    '<g><path class="whisker" d="M{} {}V{}"/><circle class="point" cx="{}" cy="{}" r="5"/>'
    '<text x="{}" y="{}">{}</text></g>'
)


def draw(figures: Figures) -> SafeString:
    """Return the drawing of our forecasts; the table beside it holds the same numbers."""
    bottom, right = _TOP + _SIDE, _LEFT + _SIDE
    ticks = format_html_join(
        "", _TICK, ((_LEFT - 6, _y(n) + 4, n, _x(n), bottom + 18, n) for n in (0, 50, 100))
    )
    points = format_html_join("", _POINT, (_point(figures, level) for level in figures.by_level))
    words = description(figures)
    return format_html(
        _SVG, words, _LEFT, _TOP, _SIDE, _SIDE, _LEFT, bottom, right, _TOP, ticks, points, _LEFT + 80, _LEFT
    )


def description(figures: Figures) -> str:
    """Return the drawing in words."""
    return "; ".join(
        f"by the day said for {level} in 100, {share.words} were approved"
        for level, share in figures.by_level.items()
    )


def _point(figures: Figures, level: int) -> tuple[object, ...]:
    share = figures.by_level[level]
    low, high = share.bounds
    x, y = _x(level), _y(share.percent or 0)
    return x, _y(high * 100), _y(low * 100), x, y, x + 9, y + 4, share.words


def _x(percent: float) -> float:
    return round(_LEFT + _SIDE * percent / 100, 1)


def _y(percent: float) -> float:
    return round(_TOP + _SIDE * (1 - percent / 100), 1)
