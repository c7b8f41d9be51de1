"""How is the time on each clock drawn? Stacked bars told apart by pattern, not by color alone."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from dashboards.outlook.time_spent import CLOCKS, Stretch

WIDTH = 600
_LEFT, _RIGHT, _ROW = 165, 510, 28
_NAME = 22
_SVG = (
    '<svg class="chart time-chart" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-title {}-desc">'
    '<title id="{}-title">{}</title><desc id="{}-desc">{}</desc><defs>{}</defs>{}</svg>'
)
_PATTERN = (
    '<pattern id="{}-{}" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<rect class="fill-{}" width="8" height="8"/><path class="pattern-line" d="{}"/></pattern>'
)
# Plain, slanted lines, dots, upright lines.
_SHAPES = ("", "M-2 10L10 -2M-2 2L2 -2M6 10L10 6", "M2 2h2v2h-2zM6 6h2v2h-2z", "M2 0V8M6 0V8")
_PIECE = '<rect x="{}" y="{}" width="{}" height="18" fill="url(#{}-{})"/>'
_LINE = '<text class="bar-name" x="0" y="{}">{}</text>{}<text class="bar-day" x="{}" y="{}">{} days</text>'


def draw(rows: Sequence[Stretch], key: str, title: str) -> SafeString:
    """Return the bars of one way to look at it; `key` keeps its ids apart from the other drawing's."""
    most = max([row.total for row in rows], default=1) or 1
    patterns = format_html_join(
        "",
        _PATTERN,
        ((key, clock.value, clock.value, shape) for clock, shape in zip(CLOCKS, _SHAPES, strict=True)),
    )
    lines = format_html_join(
        "", _LINE, (_line(row, place * _ROW, most, key) for place, row in enumerate(rows))
    )
    height = len(rows) * _ROW + 4
    return format_html(
        _SVG, WIDTH, height, key, key, key, title, key, "; ".join(words(row) for row in rows), patterns, lines
    )


def words(row: Stretch) -> str:
    """Return one bar in words."""
    parts = [f"{clock.label.lower()} {days:,}" for clock, days in zip(CLOCKS, row.days, strict=True) if days]
    return f"{row.label}: {', '.join(parts)} days"


def legend() -> SafeString:
    """Return a swatch of each clock, with its word."""
    return format_html_join(
        "",
        '<li><svg class="swatch" width="22" height="14" aria-hidden="true">'
        '<rect width="22" height="14" fill="url(#stage-{})"/></svg>{}</li>',
        ((clock.value, clock.label) for clock in CLOCKS),
    )


def _line(row: Stretch, y: int, most: int, key: str) -> tuple[object, ...]:
    pieces, x = [], float(_LEFT)
    for clock, days in zip(CLOCKS, row.days, strict=True):
        width = (_RIGHT - _LEFT) * days / most
        if width:
            pieces.append((round(x, 1), y + 4, max(round(width, 1), 0.5), key, clock.value))
        x += width
    name = Truncator(row.label).chars(_NAME)
    return y + 18, name, format_html_join("", _PIECE, pieces), round(x) + 8, y + 18, f"{row.total:,}"
