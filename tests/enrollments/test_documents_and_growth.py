"""Documents on the timeline, and pages whose cost does not grow with what happened."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from enrollments import transitions
from enrollments.enums import Channel, Status
from enrollments.models import Application, Entry
from providers.models import Document
from tests.enrollments.asking import text_of, url
from tests.factories.enrollments import EntryFactory, FollowUpFactory, MissingItemFactory
from tests.factories.providers import DocumentFactory


def pdf(name: str = "letter.pdf") -> SimpleUploadedFile:
    """Return a small file that is what its name says."""
    return SimpleUploadedFile(name, b"%PDF-1.4\n%%EOF\n", content_type="application/pdf")


def attach_data(today: dt.date, **changes: Any) -> dict[str, Any]:
    """Return a filled-in form."""
    return {
        "file": pdf(),
        "kind": "payer_letter",
        "occurred_on": today,
        "visibility": "client",
        "said": "Welcome letter",
        **changes,
    }


def test_a_document_is_filed_and_stands_on_the_timeline(
    page: Client, submitted: Application, today: dt.date
) -> None:
    assert page.post(url("attach", submitted.pk), attach_data(today)).status_code == 302
    document = Document.objects.get()
    assert document.provider == submitted.provider
    said = text_of(page.get(url("detail", submitted.pk) + "?show=documents"))
    assert "Welcome letter" in said
    assert f"/documents/{document.pk}/" in said


def test_a_file_that_is_none_is_refused_and_nothing_kept(
    page: Client, submitted: Application, today: dt.date
) -> None:
    fake = SimpleUploadedFile("letter.pdf", b"MZ this is a program", content_type="application/pdf")
    said = text_of(page.post(url("attach", submitted.pk), attach_data(today, file=fake)))
    assert "not a file of a kind" in said
    assert not Document.objects.exists()
    assert not Entry.objects.exists()


def test_a_document_whose_entry_is_refused_is_not_kept(
    page: Client, submitted: Application, today: dt.date
) -> None:
    ahead = today + dt.timedelta(days=3)
    said = text_of(page.post(url("attach", submitted.pk), attach_data(today, occurred_on=ahead)))
    assert "in the future" in said
    assert not Document.objects.exists()


def test_the_same_file_twice_is_told(page: Client, submitted: Application, today: dt.date) -> None:
    page.post(url("attach", submitted.pk), attach_data(today))
    assert "was filed on" in text_of(page.post(url("attach", submitted.pk), attach_data(today)))
    assert Entry.objects.filter(channel=Channel.DOCUMENT).count() == 1


def queries(page: Client, address: str) -> int:
    """Return how many queries a page costs."""
    with CaptureQueriesContext(connection) as captured:
        assert page.get(address).status_code == 200
    return len(captured)


def happen(application: Application, count: int, user: User) -> None:
    """Let `count` of everything happen."""
    for _ in range(count):
        document = DocumentFactory(provider=application.provider)
        EntryFactory(application=application, document=document, author=user)
        FollowUpFactory(application=application, assigned_to=user)
        MissingItemFactory(application=application)
        transitions.amend(
            application.pk,
            occurred_on=application.opened_on,
            actor=user,
            facts={"reference": str(document.pk)},
        )


@pytest.mark.parametrize("query", ["", "?on={on}"])
def test_the_page_costs_the_same_however_much_happened(
    page: Client, submitted: Application, owner: User, today: dt.date, query: str
) -> None:
    address = url("detail", submitted.pk) + query.format(on=today)
    happen(submitted, 2, owner)
    # The first page of a visit also remembers the organization.
    page.get(address)
    few = queries(page, address)
    happen(submitted, 8, owner)
    assert queries(page, address) == few


def test_a_move_costs_a_fixed_number_of_queries(draft: Application, owner: User) -> None:
    def cost(to: Status, **facts: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            transitions.move(
                draft.pk, to, occurred_on=draft.opened_on, actor=owner, facts={"method": "Fax", **facts}
            )
        return len(captured)

    first = cost(Status.SUBMITTED)
    happen(draft, 5, owner)
    # Sending alone also asks for what the payer must be able to read first: one query.
    assert cost(Status.ACKNOWLEDGED) == first - 1
