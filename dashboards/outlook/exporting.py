"""Which figures leave the dashboard as a file, and how does its PDF read? Each with its basis."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from credtrack.kernel.dates import day_words
from credtrack.kernel.pdf import Document
from dashboards.outlook import months, pipeline, time_spent, turnaround
from dashboards.outlook.reading import Dashboard
from dashboards.outlook.timeline import who
from enrollments.enums import Status
from forecast.enums import Risk
from forecast.models import Outlook
from planning.revenue import INDUSTRY_SOURCE, Total, rounded

HEADER = ("Figure", "Of", "What", "Value", "Basis")
# The PDF lists so many applications; the spreadsheet has them all.
LISTED = 200
_PACE_BASIS = "Calendar days from sending to decision, own decisions"


def money_figures(found: Total) -> Iterator[Sequence[Any]]:
    """Yield the revenue at risk of all open waits, rounded as it is shown; nothing without a basis."""
    if not found.priced:
        return
    basis = f"Own sessions and amounts, or the industry figure where chosen; {found.priced} waits priced"
    if found.industry:
        basis = f"{basis}, {found.industry} of them by the industry figure. {INDUSTRY_SOURCE}"
    told = [
        ("A week of delay", found.per_week),
        ("Until billable, low", found.low),
        ("Until billable, likely", found.likely),
        ("Until billable, high", found.high),
    ]
    for what, amount in told:
        yield "Revenue at risk", "All open applications you see", f"{what}, dollars", rounded(amount), basis


def figures(board: Dashboard) -> Iterator[Sequence[Any]]:
    """Yield the figures of the dashboard, one a line."""
    for month in board.months:
        for what, value in (("Expected", month.expected), ("Band from", month.low), ("Band to", month.high)):
            yield "Approvals per month", f"{month.first:%Y-%m}", what, round(value, 1), months.BASIS
    for stage in board.stages:
        yield from _stage_figures(stage)
    for kind, rows in (("Time per stage", board.time.stages), ("Time per payer", board.time.payers)):
        for row in rows:
            for clock, days in zip(time_spent.CLOCKS, row.days, strict=True):
                yield kind, row.label, f"Days, {clock.label.lower()}", days, "Calendar days, open and closed"
    for pace in board.paces.rows:
        yield from _pace_figures(pace)
    basis = "Rule book; outlook of the last refresh"
    yield "Past the state's deadline", "All", "Applications", board.late.count, basis
    since = f"Since {day_words(board.changes.since)}"
    for change in board.changes.kinds:
        yield "Since last week", change.title, "Applications", change.count, since


def _stage_figures(stage: pipeline.StageAge) -> Iterator[Sequence[Any]]:
    over = [(f"Over {limit} days", count) for limit, count in zip(pipeline.AGES, stage.older, strict=True)]
    told = [
        ("Applications", stage.count),
        ("Median days", stage.median),
        ("Oldest, days", stage.oldest),
        *over,
    ]
    for what, value in told:
        yield (
            "Pipeline",
            stage.status.label,
            what,
            value,
            "Open applications now; calendar days in the status",
        )


def _pace_figures(pace: turnaround.Pace) -> Iterator[Sequence[Any]]:
    told = [("Decisions", pace.count), ("Median days", pace.median)]
    ends = [("10 % within, days", pace.low), ("90 % within, days", pace.high)]
    for what, value in [*told, *ends]:
        yield "Turnaround", pace.payer, what, value, _PACE_BASIS
    yield "Turnaround", pace.payer, "Published", pace.published.words, pace.published.basis
    for state, law in pace.deadlines:
        yield "Turnaround", pace.payer, f"Deadline in {state}", law.words, law.basis


def paper(board: Dashboard, rows: Sequence[Outlook], about: str, today: dt.date) -> Document:
    """Return the dashboard as a PDF: figures first, then the applications, worst risk first."""
    made = Document("Forecast", landscape=True, made_on=today)
    made.title(f"Forecast, {day_words(today)}")
    made.paragraph(about)
    made.heading("Approvals expected per month")
    made.paragraph(months.BASIS, small=True)
    made.table(
        ("Month", "Expected, 8 in 10"), [(f"{one.first:%B %Y}", one.words) for one in board.months], (1, 3)
    )
    made.heading("Pipeline: where the open applications stand, and for how many calendar days")
    made.table(
        ("Stage", "Applications", "Median days", "Oldest", "Over 30", "Over 60", "Over 90"),
        [(one.status.label, one.count, one.median, one.oldest, *one.older) for one in board.stages],
    )
    _time(made, board)
    _paces(made, board.paces)
    _late(made, board)
    made.heading("Since last week")
    made.table(("What", "Applications"), [(one.title, one.count) for one in board.changes.kinds], (4, 1))
    made.heading("Open applications, worst risk first")
    if board.open > len(rows):
        made.paragraph(f"The first {len(rows)} of {board.open:,}; the spreadsheet has them all.", small=True)
    made.table(
        ("Clinician", "Payer", "Stage", "Standing", "Approval likely by", "20 % to 80 %", "Rests on"),
        [_line(row) for row in rows],
        (4, 4, 3, 4, 3, 5, 8),
    )
    return made


def _time(made: Document, board: Dashboard) -> None:
    clocks = tuple(clock.label for clock in time_spent.CLOCKS)
    made.heading("Where time goes: calendar days, open and closed applications")
    for label, rows in (("Stage", board.time.stages), ("Payer", board.time.payers)):
        made.table((label, *clocks, "Together"), [(row.label, *row.days, row.total) for row in rows])


def _paces(made: Document, paces: turnaround.Paces) -> None:
    made.heading(f"Turnaround per payer, decisions since {day_words(paces.since)}")
    made.table(
        ("Payer", "Decisions", "Median days", "10 to 90 %", "Published", "State's deadline"),
        [
            (
                one.payer, one.count, one.median,
                f"{one.low} to {one.high}" if one.low is not None else f"fewer than {turnaround.ENOUGH}",
                f"{one.published.words} ({one.published.basis})" if one.published.words else "none on file",
                "; ".join(f"{state}: {law.words} ({law.basis})" for state, law in one.deadlines) or "none on file",
            )
            for one in paces.rows
        ],
        (4, 2, 2, 2, 6, 6),
    )  # fmt: skip


def _late(made: Document, board: Dashboard) -> None:
    made.heading(f"Past the state's deadline: {board.late.count}{' or more' if board.late.more else ''}")
    made.table(
        ("Clinician", "Payer", "State", "Last day", "Days over", "Law"),
        [
            (who(row), row.payer, row.state, day_words(row.statute_on), days, row.statute_citation)
            for row, days in board.late.rows
            if row.statute_on
        ],
        (4, 4, 1, 2, 2, 6),
    )


def _line(row: Outlook) -> tuple[object, ...]:
    low, middle, high = row.approval_20, row.approval_50, row.approval_80
    dated = low is not None and middle is not None and high is not None
    return (
        who(row), row.payer.name, Status(row.status).label, Risk(row.risk).label,
        day_words(middle) if middle and dated else "no date",
        f"{day_words(low)} to {day_words(high)}" if low and high and dated else "",
        row.forecast.basis_words if row.forecast else "",
    )  # fmt: skip
