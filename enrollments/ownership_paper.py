"""How does the ownership sheet stand on paper? Titles, one table a relation, government lines apart."""

from django.http import HttpResponse
from django.utils.text import slugify

from credtrack.kernel.pdf import Document
from enrollments.ownership_reading import Sheet, SheetLine
from enrollments.wording import day_words

NOTHING = "Nothing is recorded yet: no contract, participation or application names this clinician."
GOVERNMENT = (
    "Medicare, Medicaid and TRICARE need an enrollment of the clinician's own; a contract through a "
    "platform never satisfies them."
)


def paper(sheet: Sheet) -> HttpResponse:
    """Return the sheet as a PDF download."""
    who = sheet.provider.name_with_degree
    document = Document(f"Contract ownership sheet: {who}", landscape=True, made_on=sheet.on)
    document.title(f"Contract ownership sheet: {who}")
    npi = f"NPI {sheet.provider.npi}. " if sheet.provider.npi else ""
    document.paragraph(f"{npi}As of {day_words(sheet.on)}, from what is on record today about that day.")
    if not sheet.lines:
        document.paragraph(NOTHING)
    for line in sheet.lines:
        document.heading(heading_of(line))
        document.table(
            ("Question", "Answer", "Based on"),
            [
                (item.question.label, "\n".join([item.answer, *item.said]), item.basis)
                for item in line.answers
            ],
            widths=(18, 56, 26),
        )
    document.heading("Government lines")
    document.paragraph(GOVERNMENT)
    document.table(
        ("Line", "Answer", "Based on"),
        [(row.line, row.answer, row.basis) for row in sheet.government],
        widths=(18, 56, 26),
    )
    return document.response(f"ownership-{slugify(sheet.provider.full_name)}-{sheet.on.isoformat()}")


def heading_of(line: SheetLine) -> str:
    """Return the heading of a relation: payer, through whom, and the badge."""
    through = f" through {line.way.platform}" if line.way.platform else ""
    standing = f" ({'; '.join(line.way.standings)})" if line.way.standings else ""
    return f"{line.way.payer}{through}: {line.label.lower()}{standing}"
