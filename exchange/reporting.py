"""How is an import told as plain data, for the command line and for packed previews?"""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from exchange.ledger_planned import PlannedLedger
from exchange.planning import Plan, PlannedRow
from exchange.rows import Reading


def application_object(planned: PlannedRow) -> dict[str, Any]:
    """Return one application as the command line prints it: ISO dates, None where nothing is known."""
    row, parties = planned.row, planned.parties
    return {
        "sheet": row.sheet,
        "row": row.row,
        "cell": row.cell or None,
        "provider": row.provider or None,
        "npi": row.npi or None,
        "payer": parties.payer.name,
        "payer_text": row.payer_text,
        "state": row.state or None,
        "practice_or_group": row.practice_or_group or parties.practice.name,
        "kind": row.kind.value,
        "status": row.status.value,
        "submitted_on": _iso(row.submitted_on),
        "approved_on": _iso(row.approved_on),
        "effective_on": _iso(row.effective_on),
        "follow_up_on": _iso(row.follow_up_on),
        "reference": row.reference or None,
        "outcome": planned.verdict.outcome,
        "changes": {change.field: [change.before, change.after] for change in planned.verdict.changes},
        "warnings": [*row.warnings, *([parties.doubt] if parties.doubt else [])],
    }


def ledger_object(one: PlannedLedger) -> dict[str, Any]:
    """Return one row of the sheets Contracts, Participation or Confirmations as the command line prints it."""
    parties = one.meant.parties if one.meant else None
    return {
        "sheet": one.row.sheet,
        "row": one.row.row,
        "holds": one.told.kind.value,
        "about": one.told.about,
        "payer": parties.payer.name if parties else one.row.payer_text,
        "practice": parties.practice.name if parties else one.row.practice_or_group or None,
        "outcome": one.verdict.outcome,
        "reason": one.verdict.reason or None,
        "detail": one.verdict.words or None,
        "changes": {change.field: [change.before, change.after] for change in one.verdict.changes},
    }


def report(plan: Plan) -> dict[str, Any]:
    """Return the whole import as the command line prints it; the applications are made one by one."""
    reading = plan.reading
    refused = plan.refused()
    counts = plan.counts()
    return {
        "sheets": sheet_objects(reading),
        "applications": (application_object(one) for one in plan.rows if one.verdict.outcome != "refuse"),
        "rejected": [
            {
                "sheet": one.sheet,
                "row": one.row,
                "cell": one.cell or None,
                "reason": one.reason.value,
                "detail": one.detail,
            }
            for one in reading.rejected
        ]
        + [
            {
                "sheet": one.row.sheet,
                "row": one.row.row,
                "cell": one.row.cell or None,
                "reason": one.verdict.reason,
                "detail": one.verdict.words,
            }
            for one in refused
        ],
        "no_application": [
            {"sheet": one.sheet, "row": one.row, "cell": one.cell or None, "why": one.why}
            for one in reading.no_application
        ],
        "ignored_columns": reading.ignored_columns,
        "unknown_payers": [
            {"name": ref.name, "may_mean": suggestions} for ref, suggestions in plan.unknown_payers
        ],
        "warnings": [
            {"sheet": one.sheet, "row": one.row, "code": one.code, "detail": one.words}
            for one in reading.remarks
        ],
        "file_warnings": reading.file_remarks,
        "ledger": [ledger_object(one) for one in plan.ledger],
        **counts,
    }


def json_pieces(told: dict[str, Any]) -> Iterator[str]:
    """Yield the report as JSON, piece by piece: a list of fifty thousand applications is never held whole."""
    yield "{"
    for place, (name, value) in enumerate(told.items()):
        yield f"{', ' if place else ''}{json.dumps(name)}: "
        if isinstance(value, Iterator):
            yield "["
            for number, one in enumerate(value):
                yield f"{', ' if number else ''}{json.dumps(one, ensure_ascii=False)}"
            yield "]"
        else:
            yield json.dumps(value, ensure_ascii=False)
    yield "}"


def sheet_objects(reading: Reading) -> list[dict[str, Any]]:
    """Return how each sheet was understood."""
    return [
        {
            "name": sheet.name,
            "is_tracker": sheet.is_tracker,
            "shape": sheet.shape or None,
            "why_not": sheet.why or None,
            "header_row": sheet.header_row or None,
            "header_last_row": sheet.header_last_row or None,
            "rows_read": sheet.rows_read,
            "banner": sheet.banner,
            "columns": [
                {
                    "column": column.letter,
                    "heading": column.heading,
                    "field": column.field.value,
                    "why_ignored": column.why or None,
                    "refused": column.refused,
                }
                for column in sheet.columns
            ],
        }
        for sheet in reading.sheets
    ]


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
