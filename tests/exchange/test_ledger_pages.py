"""A workbook of contracts, participation and confirmations by the pages and by the command: preview, apply, again."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from accounts.models import Organization, User
from accounts.tenancy import organization_scope
from enrollments.models import Confirmation, Contract, Participation
from exchange.models import ImportRun, ImportUpload
from tests.conftest import ClientFor
from tests.exchange.ledger_books import CONFIRMATION, CONTRACT, SPAN, C, book

BASE = "/o/maple/files/"
DATA = book([CONTRACT, CONTRACT | {C.LABEL: "Wrong", C.PAYER: "Aetnna"}], [SPAN], [CONFIRMATION])

pytestmark = pytest.mark.usefixtures("catalogue", "monday")


def test_upload_preview_and_apply(client_for: ClientFor, coordinator: User, maple: Organization) -> None:
    page: Any = client_for(coordinator)
    sent = page.post(f"{BASE}upload/", {"file": SimpleUploadedFile("book.xlsx", DATA)})
    shown = page.get(sent.url).content.decode()
    assert "Apply 3 rows" in shown
    assert "No payer here is called &#x27;Aetnna&#x27;" in shown
    assert "as contracts" in page.get(f"{sent.url}columns/").content.decode()
    with organization_scope(maple):
        upload = ImportUpload.objects.get()
        assert not Contract.objects.exists()
    done = page.post(f"{BASE}{upload.pk}/apply/", {"version": upload.version})
    told = page.get(done.url).content.decode()
    assert "Beside the applications" in told
    with organization_scope(maple):
        made = [model.objects.count() for model in (Contract, Participation, Confirmation)]
        assert made == [1, 1, 1]
        assert Contract.objects.get().verified_by == coordinator
        assert (ImportRun.objects.get().created, ImportRun.objects.get().refused) == (3, 1)


def test_the_template_downloads(client_for: ClientFor, coordinator: User) -> None:
    answer = client_for(coordinator).get(f"{BASE}template/")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="credtrack-workbook.xlsx"'
    assert answer.content.startswith(b"PK")


def test_the_command_dry_then_applied_then_again(maple: Organization, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(DATA)

    def run(*more: str) -> dict[str, Any]:
        out = io.StringIO()
        call_command(
            "import_tracker", str(path), "--organization", "maple", "--format", "json", *more, stdout=out
        )
        found: dict[str, Any] = json.loads(out.getvalue())
        return found

    dry = run()
    with organization_scope(maple):
        assert not Contract.objects.exists()
    written, again = run("--apply"), run("--apply")
    assert [one["outcome"] for one in dry["ledger"]] == ["create", "refuse", "create", "create"]
    assert [one["outcome"] for one in written["ledger"]] == ["create", "refuse", "create", "create"]
    assert [one["outcome"] for one in again["ledger"]] == ["same", "refuse", "same", "same"]
    assert [(one["row"], one["reason"]) for one in again["rejected"]] == [(3, "unknown_payer")]
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 3)
