"""The files pages: send a spreadsheet, correct how it was understood, look at every row, apply it, look back."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.enums import OrganizationKind, Role
from accounts.models import AuditEntry, Membership, Organization, User
from accounts.tenancy import organization_scope
from enrollments.models import Application
from exchange import kept_copy
from exchange.models import ImportRun, ImportUpload, UploadState
from providers.models import PracticeGrant
from tests.conftest import ClientFor
from tests.exchange.sheets import HEADINGS, TRACKERS, Rows, npi, xlsx
from tests.factories.exchange import ImportRunFactory, ImportUploadFactory
from tests.factories.providers import PracticeFactory

BASE = "/o/maple/files/"
ROW = ("Aetna", "Jane Doe, LPC", npi(), "PA", "Submitted", "09/03/2026", None, None, "sent by portal")

pytestmark = pytest.mark.usefixtures("catalogue", "monday")


@pytest.fixture
def page(client_for: ClientFor, coordinator: User) -> Client:
    """A signed-in coordinator."""
    return client_for(coordinator)


def send(page: Client, rows: Rows | bytes, name: str = "tracker.xlsx", **extra: Any) -> Any:
    data = rows if isinstance(rows, bytes) else xlsx({"Tracker": rows})
    return page.post(f"{BASE}upload/", {"file": SimpleUploadedFile(name, data), **extra})


def upload_of(answer: Any, maple: Organization) -> ImportUpload:
    assert answer.status_code == 302, answer.content
    with organization_scope(maple):
        found: ImportUpload = ImportUpload.objects.latest("pk")
    return found


def test_a_file_leads_to_its_rows(page: Client, maple: Organization) -> None:
    answer = send(page, [HEADINGS, ROW, ("", *ROW[1:])])
    upload = upload_of(answer, maple)
    assert answer.url == f"{BASE}{upload.pk}/"
    shown = page.get(answer.url).content.decode()
    assert "Jane Doe" in shown
    assert "The row names no payer." in shown
    assert "Apply 1 row" in shown
    with organization_scope(maple):
        assert Application.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7", "This is a PDF"),
        (b"", "file is empty"),
        (b"PK\x03\x04", "damaged"),
        (b"\x00\x01\x02" * 500, "not a spreadsheet"),
    ],
)
def test_what_cannot_be_read_is_told_and_the_choices_stay(page: Client, data: bytes, words: str) -> None:
    answer = send(page, data, default_state="PA")
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert words in shown
    assert '<option value="PA" selected' in shown


def test_applying_writes_and_leads_to_the_result(page: Client, maple: Organization) -> None:
    upload = upload_of(send(page, [HEADINGS, ROW, ("", *ROW[1:])]), maple)
    answer: Any = page.post(f"{BASE}{upload.pk}/apply/", {"version": upload.version})
    with organization_scope(maple):
        run = ImportRun.objects.get()
        application = Application.objects.get()
        upload.refresh_from_db()
    assert answer.url == f"{BASE}imports/{run.pk}/"
    shown = page.get(answer.url).content.decode()
    assert f"/o/maple/applications/{application.pk}/" in shown
    assert "The row names no payer." in shown
    assert (upload.state, bytes(upload.cells), bytes(upload.preview)) == (UploadState.APPLIED, b"", b"")


def test_the_history_names_it(page: Client, maple: Organization) -> None:
    upload = upload_of(send(page, [HEADINGS, ROW], "october.xlsx"), maple)
    assert "Waiting for you" in page.get(BASE).content.decode()
    page.post(f"{BASE}{upload.pk}/apply/", {"version": upload.version})
    shown = page.get(BASE).content.decode()
    assert "october.xlsx" in shown
    assert "Waiting for you" not in shown


def test_the_second_of_two_who_apply_is_told(page: Client, maple: Organization) -> None:
    upload = upload_of(send(page, [HEADINGS, ROW]), maple)
    page.post(f"{BASE}{upload.pk}/columns/", {"version": upload.version, "use-0": "on", "header-0": "1"})
    answer = page.post(f"{BASE}{upload.pk}/apply/", {"version": upload.version}, follow=True)
    assert "Somebody else changed this upload" in answer.content.decode()
    with organization_scope(maple):
        assert ImportRun.objects.count() == 0


def test_an_applied_upload_is_not_applied_again(page: Client, maple: Organization) -> None:
    upload = upload_of(send(page, [HEADINGS, ROW]), maple)
    page.post(f"{BASE}{upload.pk}/apply/", {"version": 1})
    page.post(f"{BASE}{upload.pk}/apply/", {"version": 2})
    with organization_scope(maple):
        assert ImportRun.objects.count() == 1


def test_dropping_empties_what_was_kept(page: Client, maple: Organization) -> None:
    upload = upload_of(send(page, [HEADINGS, ROW]), maple)
    page.post(f"{BASE}{upload.pk}/drop/", {"version": 1})
    with organization_scope(maple):
        upload.refresh_from_db()
    assert (upload.state, bytes(upload.cells)) == (UploadState.DROPPED, b"")
    assert page.get(f"{BASE}{upload.pk}/").status_code == 302


def test_how_it_was_understood_is_shown(page: Client, maple: Organization) -> None:
    upload = upload_of(
        send(page, [["Do not share"], (*HEADINGS, "CAQH Password", "Color"), (*ROW, "hunter2", "teal")]),
        maple,
    )
    shown = page.get(f"{BASE}{upload.pk}/columns/").content.decode()
    assert "CAQH Password" in shown
    assert "never stored" in shown
    assert "hunter2" not in shown
    assert "teal" in shown
    assert 'name="header-0" min="1" max="60" value="2"' in shown


def test_correcting_a_column(page: Client, maple: Organization) -> None:
    upload = upload_of(
        send(
            page,
            [("Plan thing", "Provider", "Status", "Follow-up"), ("Aetna", "Jane Doe, LPC", "Pending", None)],
        ),
        maple,
    )
    assert upload.counts["created"] == 0
    url = f"{BASE}{upload.pk}/columns/"
    columns = {"A": "payer", "B": "provider", "C": "status"}
    told = {f"column-0-{letter}": field for letter, field in columns.items()}
    page.post(url, {"version": 1, "header-0": "1", "use-0": "on"})
    with organization_scope(maple):
        upload.refresh_from_db()
    page.post(url, {"version": upload.version, "header-0": "1", "use-0": "on", **told})
    with organization_scope(maple):
        upload.refresh_from_db()
    assert upload.mapping["sheets"]["Tracker"]["columns"]["A"] == "payer"
    assert upload.counts["created"] == 1


def test_explaining_a_status_word(page: Client, maple: Organization) -> None:
    upload = upload_of(send(page, [HEADINGS, (*ROW[:4], "Waiting on Dr. K")]), maple)
    assert upload.counts["refused"] == 1
    url = f"{BASE}{upload.pk}/columns/"
    assert "Waiting on Dr. K" in page.get(url).content.decode()
    page.post(url, {"version": 1, "header-0": "1", "use-0": "on", "word-0": "in_review"})
    with organization_scope(maple):
        upload.refresh_from_db()
    assert (upload.counts["refused"], upload.counts["created"]) == (0, 1)


def test_leaving_a_sheet_out(page: Client, maple: Organization) -> None:
    upload = upload_of(send(page, [HEADINGS, ROW]), maple)
    page.post(f"{BASE}{upload.pk}/columns/", {"version": 1, "header-0": "1"})
    with organization_scope(maple):
        upload.refresh_from_db()
    assert upload.counts["created"] == 0
    assert "left out by you" in page.get(f"{BASE}{upload.pk}/columns/").content.decode()


def test_rows_are_filtered_by_outcome_and_paged(page: Client, maple: Organization) -> None:
    states = (
        "AL",
        "AK",
        "AZ",
        "AR",
        "CA",
        "CO",
        "CT",
        "DE",
        "FL",
        "GA",
        "HI",
        "ID",
        "IL",
        "IN",
        "IA",
        "KS",
        "KY",
        "LA",
    )
    rows = [(payer, *ROW[1:3], state, *ROW[4:]) for payer in ("Aetna", "Cigna", "Optum") for state in states]
    upload = upload_of(send(page, [HEADINGS, *rows, ("", *ROW[1:])]), maple)
    first = page.get(f"{BASE}{upload.pk}/").content.decode()
    assert "1 to 50 of 55" in first
    assert "51 to 55 of 55" in page.get(f"{BASE}{upload.pk}/?page=99").content.decode()
    refused = page.get(f"{BASE}{upload.pk}/?outcome=refuse").content.decode()
    assert "1 to 1 of 1" in refused
    assert "No row of this kind" in page.get(f"{BASE}{upload.pk}/?outcome=update").content.decode()


def test_changes_are_shown_field_by_field(page: Client, maple: Organization) -> None:
    upload = upload_of(send(page, [HEADINGS, ROW]), maple)
    page.post(f"{BASE}{upload.pk}/apply/", {"version": 1})
    later = upload_of(send(page, [HEADINGS, (*ROW[:4], "Denied", *ROW[5:])]), maple)
    shown = page.get(f"{BASE}{later.pk}/").content.decode()
    assert "Update" in shown
    assert "Denied" in shown


def test_nothing_secret_is_kept(page: Client, maple: Organization) -> None:
    upload = upload_of(send(page, (TRACKERS / "dirty.xlsx").read_bytes()), maple)
    kept = repr(kept_copy.unpack(bytes(upload.cells)))
    for secret in (
        "Tulip!7741-pw",
        "219-09-9999",
        "gasher_lpc",
        "Grist&Grain",
        "987654322",
        "Bramble",
        "threemills_admin",
    ):
        assert secret not in kept
    assert upload.counts["created"] == 28


def test_a_limited_member_sees_only_their_own_uploads(
    maple: Organization, client_for: ClientFor, coordinator: User
) -> None:
    with organization_scope(maple):
        member = Membership.objects.get(user=coordinator, organization=maple)
        member.limited_to_practices = True
        member.save()
        PracticeGrant.objects.create(membership=member, practice=PracticeFactory(legal_name="Mine"))
        other, run = ImportUploadFactory(), ImportRunFactory()
    page = client_for(coordinator)
    assert page.get(f"{BASE}{other.pk}/").status_code == 404
    assert page.get(f"{BASE}imports/{run.pk}/").status_code == 404
    upload = upload_of(send(page, [HEADINGS, ROW]), maple)
    assert page.get(f"{BASE}{upload.pk}/").status_code == 200


def test_uploads_are_audited(page: Client, maple: Organization, coordinator: User) -> None:
    upload_of(send(page, [HEADINGS, ROW], "october.xlsx"), maple)
    with organization_scope(maple):
        entry = AuditEntry.objects.get(action="import.upload")
    assert (entry.actor, entry.summary) == (coordinator, "Sent the spreadsheet october.xlsx")


def test_managers_do_not_bring_files(client_for: ClientFor, maple: Organization, manager: User) -> None:
    assert Membership.objects.get(user=manager).role == Role.MANAGER
    assert send(client_for(manager), [HEADINGS, ROW]).status_code == 403


def test_today_is_the_organization_s(page: Client, maple: Organization) -> None:
    upload = upload_of(send(page, [HEADINGS, (*ROW[:5], dt.date(2026, 11, 24), *ROW[6:])]), maple)
    assert "a day that has not come yet" in page.get(f"{BASE}{upload.pk}/").content.decode()


def test_a_practice_that_does_not_exist_yet_may_be_named(page: Client, maple: Organization) -> None:
    Organization.objects.filter(pk=maple.pk).update(kind=OrganizationKind.BILLING_SERVICE)
    upload = upload_of(send(page, [HEADINGS, ROW]), maple)
    shown = page.get(f"{BASE}{upload.pk}/").content.decode()
    assert "1 row goes to a practice called" in shown
    told = {"version": 1, "header-0": "1", "use-0": "on", "practice_name": "Maple Street Counseling LLC"}
    page.post(f"{BASE}{upload.pk}/columns/", told)
    page.post(f"{BASE}{upload.pk}/apply/", {"version": 2})
    with organization_scope(maple):
        assert Application.objects.get().practice.legal_name == "Maple Street Counseling LLC"
