"""Uploads that nobody applies go by themselves: after 14 days, with an entry in the audit trail, and told so."""

import datetime as dt
import json
from io import StringIO

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from accounts.models import AuditEntry, Membership, Organization, User
from accounts.tenancy import organization_scope
from credtrack.kernel import scope
from exchange import abandoned, uploads
from exchange.models import ImportUpload, UploadState
from exchange.tasks import drop_stale_uploads
from tests.conftest import ClientFor
from tests.exchange.sheets import HEADINGS, npi, xlsx
from tests.factories.exchange import ImportUploadFactory

pytestmark = pytest.mark.usefixtures("catalogue", "monday")
ROW = ("Aetna", "Jane Doe, LPC", npi(), "PA", "Submitted", "09/03/2026", None, None, "sent by portal")
# Maple Street keeps New York time: the first instant that is the 9th of November there, in UTC.
LAST_DAY = dt.datetime(2026, 11, 9, 5, 0, tzinfo=dt.UTC)


@pytest.fixture
def seat(owner: User, maple: Organization) -> Membership:
    return Membership.objects.get(user=owner, organization=maple)


def sent(seat: Membership, at: dt.datetime) -> ImportUpload:
    """Send a spreadsheet at that instant."""
    with organization_scope(seat.organization):
        made = uploads.receive(
            xlsx({"T": [HEADINGS, ROW]}), "tracker.xlsx", uploads.Understanding({}), member=seat
        )
        ImportUpload.objects.filter(pk=made.pk).update(uploaded_at=at)
    return made


def now_of(upload: ImportUpload) -> ImportUpload:
    with scope.unscoped("a test looks into every organization"):
        found: ImportUpload = ImportUpload.objects.get(pk=upload.pk)
    return found


def dropped() -> int:
    out = StringIO()
    call_command("drop_stale_uploads", "--format", "json", stdout=out)
    return int(json.loads(out.getvalue())["dropped"])


def test_the_fourteenth_day_is_the_last_in_the_organizations_zone(seat: Membership) -> None:
    kept, gone = sent(seat, LAST_DAY), sent(seat, LAST_DAY - dt.timedelta(seconds=1))

    assert dropped() == 1
    assert (now_of(kept).state, now_of(gone).state) == (UploadState.OPEN, UploadState.DROPPED)


def test_nothing_of_its_cells_is_left_and_the_trail_says_why(seat: Membership, maple: Organization) -> None:
    gone = sent(seat, LAST_DAY - dt.timedelta(days=5))
    dropped()

    now = now_of(gone)
    assert (bytes(now.cells), bytes(now.preview)) == (b"", b"")
    with organization_scope(maple):
        entry = AuditEntry.objects.get(action="import.drop")
    assert (entry.actor, entry.subject_id) == (None, gone.pk)
    assert entry.summary == "Dropped the spreadsheet tracker.xlsx: not applied within 14 days"


def test_a_second_run_and_what_is_settled_change_nothing(seat: Membership, maple: Organization) -> None:
    sent(seat, LAST_DAY - dt.timedelta(days=5))
    applied = sent(seat, LAST_DAY - dt.timedelta(days=5))
    with organization_scope(maple):
        uploads.apply_upload(ImportUpload.objects.get(pk=applied.pk), version=1, member=seat)

    assert (dropped(), dropped()) == (1, 0)
    assert now_of(applied).state == UploadState.APPLIED


def test_every_organization_is_visited_and_keeps_its_own_trail(
    seat: Membership, maple: Organization, harbor: Organization
) -> None:
    for organization in (maple, harbor):
        ImportUploadFactory(organization=organization, uploaded_at=LAST_DAY - dt.timedelta(days=9))
    drop_stale_uploads()

    for organization in (maple, harbor):
        with organization_scope(organization):
            assert ImportUpload.objects.get().state == UploadState.DROPPED
            assert AuditEntry.objects.filter(action="import.drop").count() == 1


def test_what_somebody_corrects_at_that_moment_is_left(
    seat: Membership, maple: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = sent(seat, LAST_DAY - dt.timedelta(days=5))
    found = abandoned._past

    def corrected_meanwhile() -> list[ImportUpload]:
        rows = found()
        uploads.correct(
            ImportUpload.objects.get(pk=old.pk), uploads.Understanding({}), version=1, member=seat
        )
        return rows

    monkeypatch.setattr(abandoned, "_past", corrected_meanwhile)

    assert dropped() == 0
    assert now_of(old).state == UploadState.OPEN


def test_the_pages_say_until_when(client_for: ClientFor, owner: User, seat: Membership) -> None:
    upload = sent(seat, LAST_DAY)
    page: Client = client_for(owner)

    assert "dropped after 23 Nov 2026" in page.get(f"/o/maple/files/{upload.pk}/").content.decode()
    listed = page.get("/o/maple/files/").content.decode()
    assert "dropped by itself" in listed
    assert "23 Nov 2026</time>" in listed


def test_what_was_dropped_says_so_when_it_is_opened(
    client_for: ClientFor, owner: User, seat: Membership
) -> None:
    upload = sent(seat, LAST_DAY)
    with time_machine.travel(LAST_DAY + dt.timedelta(days=20), tick=False):
        assert dropped() == 1
        answer = client_for(owner).get(f"/o/maple/files/{upload.pk}/", follow=True)

    assert "tracker.xlsx was dropped already." in answer.content.decode()


def test_the_worker_is_asked_daily() -> None:
    entry = settings.CELERY_BEAT_SCHEDULE["drop-stale-uploads"]

    assert (entry["task"], entry["schedule"]) == (drop_stale_uploads.name, 86_400.0)
