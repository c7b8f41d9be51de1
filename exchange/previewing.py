"""What does the preview of an import hold? Plain data: the sheets as understood, and every row with its outcome."""

from collections import Counter
from typing import Any

from enrollments.enums import Kind, Status
from exchange.ledger_planned import PlannedLedger
from exchange.ledger_sheets import LedgerSheet
from exchange.matching import TO_BE_ASSIGNED
from exchange.planning import Plan, PlannedRow
from exchange.reporting import sheet_objects
from exchange.rows import Reason
from exchange.status_words import status_key
from exchange.tables import Sheet, Workbook, as_text

OUTCOMES = {
    "create": "Create",
    "update": "Update",
    "same": "Leave alone",
    "refuse": "Refuse",
    "none": "No application",
}
_BANNER = {"provider": "clinician", "npi": "NPI", "practice": "practice", "payer": "payer", "state": "state"}
_SHAPES = {
    "table": "a table", "groups of columns": "groups of columns", "grid": "a grid",
    **{sheet.value: sheet.value for sheet in LedgerSheet},
}  # fmt: skip
_LEDGER_KINDS = {
    LedgerSheet.CONTRACTS: "Contract",
    LedgerSheet.PARTICIPATION: "Participation",
    LedgerSheet.CONFIRMATIONS: "Confirmation",
}
_EXAMPLES = 3
_LONGEST_EXAMPLE = 48


def preview_of(plan: Plan, workbook: Workbook) -> dict[str, Any]:
    """Return the preview of a plan; nothing in it needs the database to be shown."""
    reading = plan.reading
    sheets = sheet_objects(reading)
    for told, sheet in zip(sheets, workbook.sheets, strict=True):
        _add_examples(told, sheet)
    words = Counter(
        refused.text
        for refused in reading.rejected
        if refused.reason is Reason.UNKNOWN_STATUS and refused.text
    )
    return {
        "sheets": sheets,
        "rows": _rows(plan),
        "file_remarks": reading.file_remarks,
        "without_practice": sum(one.parties.practice.name == TO_BE_ASSIGNED for one in plan.rows),
        "unknown_payers": [[ref.name, suggestions] for ref, suggestions in plan.unknown_payers],
        "unknown_words": [[status_key(text), text, count] for text, count in words.most_common(30)],
    }


def _add_examples(told: dict[str, Any], sheet: Sheet) -> None:
    told["banner_words"] = [[_BANNER[name], value] for name, value in told["banner"].items()]
    told["shape_words"] = _SHAPES.get(told["shape"] or "", "")
    first = max(told["header_last_row"] or 0, told["header_row"] or 0)
    after = [cells for number, cells in sheet.rows if number > first][:40]
    for column in told["columns"]:
        at = _index(column["column"])
        found = [as_text(cells[at]) for cells in after if at < len(cells) and cells[at] is not None]
        column["examples"] = [text[:_LONGEST_EXAMPLE] for text in dict.fromkeys(found)][:_EXAMPLES]


def _index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def _rows(plan: Plan) -> list[dict[str, Any]]:
    order = {sheet.name: place for place, sheet in enumerate(plan.reading.sheets)}
    announced: set[str] = set()
    rows = [_planned(planned, announced) for planned in plan.rows]
    rows += [_ledger(one, announced) for one in plan.ledger]
    rows += [
        {
            "sheet": one.sheet,
            "row": one.row,
            "cell": one.cell,
            "outcome": "refuse",
            "words": [one.detail],
            "about": one.about,
        }
        for one in plan.reading.rejected
    ]
    rows += [
        {"sheet": one.sheet, "row": one.row, "cell": one.cell, "outcome": "none", "words": [one.why]}
        for one in plan.reading.no_application
    ]
    return sorted(rows, key=lambda row: (order.get(row["sheet"], 0), row["row"]))


def _planned(planned: PlannedRow, announced: set[str]) -> dict[str, Any]:
    """Return one row; what it adds is said where it is added first, and a missing practice once for all."""
    row, parties, verdict = planned.row, planned.parties, planned.verdict
    doubt = "" if parties.practice.name == TO_BE_ASSIGNED else parties.doubt
    words = [verdict.words, doubt, *row.warnings]
    new = _added(planned, announced)
    return {
        "sheet": row.sheet,
        "row": row.row,
        "cell": row.cell,
        "outcome": verdict.outcome,
        "who": row.provider or parties.practice.name,
        "practice": parties.practice.name,
        "payer": parties.payer.name,
        "state": row.state,
        "kind": Kind(row.kind).label,
        "status": row.status.value,
        "status_label": Status(row.status).label,
        "changes": [[change.field, change.before, change.after] for change in verdict.changes],
        "new": new,
        "application": verdict.application_id,
        "words": [text for text in words if text],
    }


def _ledger(one: PlannedLedger, announced: set[str]) -> dict[str, Any]:
    """Return one row of the sheets beside the applications, in the same form."""
    row, verdict = one.row, one.verdict
    told: dict[str, Any] = {
        "sheet": row.sheet, "row": row.row, "cell": "", "outcome": verdict.outcome, "words": [verdict.words],
        "about": one.told.about,
    }  # fmt: skip
    if one.meant is None:
        return told
    parties = one.parties
    return told | {
        "who": parties.provider.name if parties.provider else parties.practice.name,
        "practice": parties.practice.name,
        "payer": parties.payer.name,
        "state": row.state,
        "kind": _LEDGER_KINDS[one.told.kind],
        "changes": [[change.field, change.before, change.after] for change in verdict.changes],
        "new": _added(one, announced),
        "words": [text for text in (verdict.words, parties.doubt) if text],
    }


def _added(planned: PlannedRow | PlannedLedger, announced: set[str]) -> list[str]:
    parties = planned.parties
    refs = (("payer", parties.payer), ("practice", parties.practice), ("clinician", parties.provider))
    found: list[str] = []
    for label, ref in refs:
        if (
            ref is not None
            and ref.id is None
            and ref.key not in announced
            and planned.verdict.outcome != "refuse"
        ):
            announced.add(ref.key)
            found.append(label)
    return found
