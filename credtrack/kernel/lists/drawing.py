"""How a row becomes table cells, fast: a page draws six hundred of them.

Escaping is kept by type: whatever goes into a row has passed `draw()`, which returns nothing but a
`SafeString`; mypy refuses anything else.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape as plain
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from credtrack.kernel import clock
from credtrack.kernel.chips import chip
from credtrack.kernel.lists.declaration import Cell, CellValue, Column

NOTHING = SafeString("\N{EN DASH}")
_ROW_END = SafeString("</td>")
_PICKED = (
    '<tr><td class="pick"><label><input type="checkbox" name="ids" value="{}" aria-label="Select {}"></label>'
    "</td>{}</tr>"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A drawn row: `cells` holds all its `<th>` and `<td>`; `label` names it to a screen reader."""

    id: int
    url: str
    label: str
    cells: SafeString


def row_drawer(columns: Sequence[Column], row_url: Callable[[Any], str] | None) -> Callable[[Any], Row]:
    """Return a function that draws rows of these columns; the tags are made once."""
    head, *rest = columns
    start = format_html('<th scope="row" class="{}">', f"stick {head.css}".strip())
    values = [(_opening(column, first=number == 0), column.value) for number, column in enumerate(rest)]
    end = _ROW_END if rest else SafeString("</th>")

    def draw_row(row: Any) -> Row:
        url = row_url(row) if row_url else ""
        first = head.value(row)
        shown = draw(first)
        if url and not (isinstance(first, Cell) and first.url):
            shown = _link(url, shown, first.card if isinstance(first, Cell) else "")
        pieces = [start, shown]
        for opening, value in values:
            pieces += (opening, draw(value(row)))
        pieces.append(end)
        # One join: adding safe strings one by one takes as long as drawing them.
        return Row(row.pk, url, text_of(first), SafeString("".join(pieces)))

    return draw_row


def _opening(column: Column, *, first: bool) -> SafeString:
    """Return the end of the cell before and the start of this one."""
    before = SafeString("</th>" if first else "</td>")
    return before + (format_html('<td class="{}">', column.css) if column.css else SafeString("<td>"))


def draw(value: CellValue) -> SafeString:
    """Return what stands in a cell, escaped."""
    if isinstance(value, SafeString):
        return value
    if isinstance(value, str):
        return _text(value)
    if value is None:
        return NOTHING
    if isinstance(value, Cell):
        return _draw_cell(value)
    if isinstance(value, dt.datetime):
        return _draw_day(clock.local_date(value))
    if isinstance(value, dt.date):
        return _draw_day(value)
    return escape(f"{value:,}")


@lru_cache(maxsize=16_384)
def _text(text: str) -> SafeString:
    # Names of payers, states and kinds come back on every row and page.
    return escape(text) if text else NOTHING


def _draw_cell(cell: Cell) -> SafeString:
    shown = chip(cell.chip, cell.text, cell.since) if cell.chip else _text(cell.text)
    if cell.url:
        shown = _link(cell.url, shown, cell.card)
    if cell.css or cell.title:
        shown = _spanned(shown, cell.css, cell.title)
    return shown + _note(cell.note) if cell.note else shown


def _link(url: str, shown: SafeString, card: str) -> SafeString:
    about = f' data-card="{plain(card)}"' if card else ""
    return SafeString(f'<a href="{plain(url)}"{about}>{shown}</a>')


@lru_cache(maxsize=4096)
def _note(note: str) -> SafeString:
    return format_html(' <span class="note">{}</span>', note)


@lru_cache(maxsize=4096)
def _spanned(shown: str, css: str, title: str) -> SafeString:
    return format_html('<span class="{}" title="{}">{}</span>', css, title, shown)


@lru_cache(maxsize=8192)
def _draw_day(day: dt.date) -> SafeString:
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', day.isoformat(), f"{day:%A}", day_text(day)
    )


def day_text(day: dt.date) -> str:
    """Return "12 Mar 2026"."""
    return f"{day.day} {day:%b %Y}"


def text_of(value: CellValue) -> str:
    """Return the words of a cell without markup."""
    if isinstance(value, Cell):
        return value.text
    if isinstance(value, dt.date):
        return day_text(value)
    return "" if value is None else str(value)


def table_body(rows: Sequence[Row], *, picks: bool) -> SafeString:
    """Return the drawn rows as `<tr>`s; with `picks` each starts with a box that selects it.

    Not a template loop: naming id, label and cells of fifty rows there takes longer than drawing them.
    """
    # Only the label is not drawn yet; `format_html` would look at all three of each row again.
    if picks:
        return SafeString("\n".join(_PICKED.format(row.id, plain(row.label), row.cells) for row in rows))
    return SafeString("\n".join(f"<tr>{row.cells}</tr>" for row in rows))
