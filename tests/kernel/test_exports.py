"""What leaves as a file: filtered rows of all pages, chosen columns, nothing a spreadsheet would run."""

import csv
import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, Organization
from credtrack.kernel import exports
from credtrack.kernel.exports import file_response, guarded
from tests.factories.accounts import AuditEntryFactory
from tests.kernel.audit_list import answer, declared

# A response that is closed tells the database so.
pytestmark = pytest.mark.django_db


def _bytes(response: Any) -> bytes:
    try:
        return b"".join(response.streaming_content)
    finally:
        response.close()


def _csv(response: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(_bytes(response).decode("utf-8-sig"))))


def _sheet(response: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(_bytes(response))).active


def test_an_export_holds_the_rows_of_all_pages(twelve: list[AuditEntry]) -> None:
    lines = _csv(answer("export=csv&sort=-subject&page=2"))

    assert lines[0] == ["Subject", "Number", "Who", "What happened"]
    assert [line[0] for line in lines[1:3]] == ["Practice 12", "Practice 11"]
    assert len(lines) == 13


def test_an_export_follows_filters_and_chosen_columns(twelve: list[AuditEntry]) -> None:
    lines = _csv(answer("export=csv&q=practice+07&columns=what,subject"))

    assert lines == [["Subject", "What happened"], ["Practice 07", "PRACTICE.CHANGED"]]


def test_a_column_without_fields_of_its_own_exports_what_it_shows(twelve: list[AuditEntry]) -> None:
    lines = _csv(answer("export=csv&q=practice+07&columns=what,at"))

    assert lines[1][0:2] == ["Practice 07", "PRACTICE.CHANGED"] or lines[1][0] == "Practice 07"
    assert dt.datetime.fromisoformat(lines[1][2]).tzinfo is not None


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_reads_bare_fields_in_one_query(twelve: list[AuditEntry], kind: str) -> None:
    with CaptureQueriesContext(connection) as seen:
        answer(f"export={kind}").close()

    assert len(seen) == 1
    assert "summary" not in seen[0]["sql"]


def test_an_export_stays_inside_the_organization(twelve: list[AuditEntry], harbor: Organization) -> None:
    AuditEntryFactory(organization=harbor, subject_label="Practice of somebody else")

    assert "somebody else" not in _bytes(answer("export=csv")).decode()


@pytest.mark.parametrize("allowed", [None, lambda request: False])
def test_who_may_not_export_is_refused_and_sees_no_link(
    twelve: list[AuditEntry], allowed: Callable[[Any], bool] | None
) -> None:
    page = declared(may_export=allowed)

    with pytest.raises(PermissionDenied):
        answer("export=csv", page)
    assert b"export=csv" not in answer("", page).content  # type: ignore[attr-defined]


def test_the_file_is_named_after_the_list(twelve: list[AuditEntry]) -> None:
    response = answer("export=xlsx")

    assert response["Content-Disposition"] == 'attachment; filename="audit-trail.xlsx"'
    assert int(response["Content-Length"]) == len(_bytes(response))


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", " =1+1", "\t=1", "\r=1", "\n=1", '=HYPERLINK("http://example.com")'],
)
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Aetna", "a=b", "1-2", "12 Mar 2026", "'=1"])
def test_other_text_is_left_alone(text: str) -> None:
    assert guarded(text) == text


def test_a_csv_file_guards_text_but_not_numbers_or_dates() -> None:
    row = ["=1+1", -5, dt.date(2026, 3, 12), None, "Zoë"]

    lines = _csv(file_response("csv", "x", ["+h", "b", "c", "d", "e"], iter([row])))

    assert lines == [["'+h", "b", "c", "d", "e"], ["'=1+1", "-5", "2026-03-12", "", "Zoë"]]


def test_an_xlsx_file_holds_text_as_text_and_dates_as_dates() -> None:
    row = ["=1+1", -5, dt.date(2026, 3, 12), dt.datetime(2026, 3, 12, 9, tzinfo=dt.UTC), "a\x00b\x1f", "@x"]

    sheet = _sheet(file_response("xlsx", "x", list("abcdef"), iter([row])))
    cells = list(sheet[2])

    assert [cell.data_type for cell in cells] == ["s", "n", "d", "d", "s", "s"]
    assert cells[0].value == "=1+1"
    assert cells[2].value.date() == dt.date(2026, 3, 12)
    assert cells[4].value == "ab"
    assert sheet["A1"].font.bold


def test_a_cell_longer_than_a_sheet_allows_is_cut() -> None:
    sheet = _sheet(file_response("xlsx", "x", ["a"], iter([["y" * 40_000]])))

    assert len(sheet["A2"].value) == 32_767


def test_more_rows_than_a_sheet_holds_go_to_a_further_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "XLSX_ROWS", 3)

    response = file_response("xlsx", "x", ["a"], iter([[number] for number in range(5)]))
    book = openpyxl.load_workbook(io.BytesIO(_bytes(response)))

    assert book.sheetnames == ["x", "x 2", "x 3"]
    assert [[row[0] for row in sheet.values] for sheet in book] == [["a", 0, 1], ["a", 2, 3], ["a", 4]]


def test_a_title_with_letters_that_sheets_refuse_is_mended() -> None:
    assert _sheet(file_response("xlsx", "a/b:c" * 10, ["a"], iter([]))).title == ("a b c" * 10)[:24]
