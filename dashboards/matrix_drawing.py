"""How the table of the network is drawn: heads, lines and totals in one join each.

A template loop over fifty lines and twenty-five columns takes longer than judging all of their cells.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from providers.models import Practice

if TYPE_CHECKING:
    from dashboards.matrix import Column, Line

_HEAD = '<th scope="col">{}<br><small class="muted">{}{}</small></th>'
_LINE = '<tr><th scope="row"><a hx-boost="false" href="{}" data-card="{}">{}</a><br><small class="muted">{} own{}</small></th>{}</tr>\n'
_OPTION = '<option value="{}"{}>{}</option>'
_SELECTED = SafeString(" selected")


def heads(columns: Iterable["Column"]) -> SafeString:
    """Return the head cell of each column: plan, line of business, state."""
    return format_html_join(
        "",
        _HEAD,
        (
            (
                column.name,
                column.plan.get_line_of_business_display(),
                f", {column.state}" if column.state else "",
            )
            for column in columns
        ),
    )


def lines(found: Iterable["Line"]) -> SafeString:
    """Return the rows of the table; own participation and that through a platform are counted apart."""
    return format_html_join(
        "",
        _LINE,
        (
            (
                line.url,
                line.card,
                line.provider.full_name,
                line.own,
                f", {line.through} through a platform" if line.through else "",
                line.cells,
            )
            for line in found
        ),
    )


def totals(texts: Iterable[str]) -> SafeString:
    """Return the cells of a foot row."""
    return format_html_join("", "<td>{}</td>", ((text,) for text in texts))


def practice_options(practices: Iterable[Practice], chosen: Practice) -> SafeString:
    """Return the options of the practice to show."""
    return format_html_join(
        "", _OPTION, ((one.pk, _SELECTED if one.pk == chosen.pk else "", str(one)) for one in practices)
    )
