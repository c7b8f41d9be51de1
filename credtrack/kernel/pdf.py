"""How does a page of text and tables become a PDF? A small wrapper: one font, heads repeated, pages numbered."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from fpdf import FPDF
from fpdf.fonts import FontFace

CONTENT_TYPE = "application/pdf"
_FONT = "Helvetica"
_MARGIN_MM = 14
_BODY_PT, _SMALL_PT, _HEAD_PT, _TITLE_PT = 10, 8, 12, 16
_LINE_MM = 5.0
_TABLE_LINE_MM = 4.4
_HEAD_FILL = (238, 241, 244)
# The built-in font knows Latin-1 only; these are the signs beyond it that our words use.
_PLAIN = str.maketrans(
    {
        "\N{EN DASH}": "-", "\N{EM DASH}": "-", "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'", "\N{LEFT DOUBLE QUOTATION MARK}": '"',
        "\N{RIGHT DOUBLE QUOTATION MARK}": '"', "\N{HORIZONTAL ELLIPSIS}": "...", "\N{BULLET}": "-",
        "\N{GREATER-THAN OR EQUAL TO}": ">=", "\N{LESS-THAN OR EQUAL TO}": "<=",
    }
)  # fmt: skip


def plain(text: object) -> str:
    """Return text that the built-in font can draw: known signs are spelled, others become a question mark."""
    return str(text).translate(_PLAIN).encode("latin-1", "replace").decode("latin-1")


class _Paper(FPDF):
    """A page with its number at the foot."""

    def footer(self) -> None:
        """Write which page it is."""
        self.set_y(-12)
        self.set_font(_FONT, size=_SMALL_PT)
        self.cell(0, 6, f"{self.title} - page {self.page_no()} of {{nb}}", align="C")


class Document:
    """A PDF that is written from top to bottom; `landscape` is for wide tables. `made_on` dates the file."""

    def __init__(self, title: str, *, landscape: bool = False, made_on: dt.date | None = None) -> None:
        self._paper = _Paper(orientation="L" if landscape else "P", format="letter")
        self._paper.set_title(plain(title))
        self._paper.set_lang("en-US")
        self._paper.set_margin(_MARGIN_MM)
        self._paper.set_auto_page_break(True, margin=_MARGIN_MM + 4)
        if made_on is not None:
            self._paper.set_creation_date(dt.datetime.combine(made_on, dt.time(12), dt.UTC))
        self._paper.add_page()

    def title(self, text: str) -> None:
        """Write the title of the document."""
        self._write(text, _TITLE_PT, "B", after=1)

    def heading(self, text: str) -> None:
        """Write the heading of a part."""
        self._paper.ln(2)
        self._write(text, _HEAD_PT, "B", after=1)

    def paragraph(self, text: str, *, small: bool = False) -> None:
        """Write a paragraph; line ends in it stay."""
        self._write(text, _SMALL_PT if small else _BODY_PT, "", after=2)

    def table(
        self, header: Sequence[str], rows: Iterable[Sequence[object]], widths: Sequence[int] | None = None
    ) -> None:
        """Write a table whose head is repeated on each page; `widths` are shares of the page's width."""
        self._paper.set_font(_FONT, size=_SMALL_PT)
        style = FontFace(emphasis="BOLD", fill_color=_HEAD_FILL)
        options: dict[str, Any] = {"col_widths": tuple(widths)} if widths else {}
        with self._paper.table(
            line_height=_TABLE_LINE_MM, headings_style=style, text_align="LEFT", **options
        ) as table:
            for cells in ([*header], *rows):
                row = table.row()
                for cell in cells:
                    row.cell(plain("" if cell is None else cell))
        self._paper.ln(2)

    def as_bytes(self) -> bytes:
        """Return the finished file."""
        return bytes(self._paper.output())

    def response(self, name: str) -> HttpResponse:
        """Return a download; `name` has no suffix."""
        answer = HttpResponse(self.as_bytes(), content_type=CONTENT_TYPE)
        answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
        return answer

    def _write(self, text: str, size: int, style: str, *, after: float) -> None:
        self._paper.set_font(_FONT, style=style, size=size)
        self._paper.multi_cell(
            0, _LINE_MM * max(size, 10) / 10, plain(text), new_x="LMARGIN", new_y="NEXT", align="L"
        )
        self._paper.ln(after)
