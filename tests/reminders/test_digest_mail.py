"""What stands in a mail: the same entries in text and HTML, whole addresses, no numbers, the way out."""

import datetime as dt
import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership, Organization, OutboxMessage, User
from accounts.tenancy import organization_scope
from reminders import unsubscribing
from reminders.enums import Kind, Urgency
from reminders.models import Reminder
from tests.factories.enrollments import ApplicationFactory
from tests.factories.providers import (
    AffiliationFactory,
    PracticeFactory,
    PracticeGrantFactory,
    ProviderFactory,
)
from tests.page_check import faults_of
from tests.reminders.due import FRIDAY, SATURDAY, THURSDAY, mails, row, send_at

pytestmark = pytest.mark.django_db
SITE = "https://credtrack.example"


@pytest.fixture
def rows(maple: Organization, coordinator: User) -> list[Reminder]:
    """Six reminders of two practices, two of them about one application."""
    with organization_scope(maple):
        birch, willow = PracticeFactory(dba="Birch <Health>"), PracticeFactory(dba="Willow Therapy")
        provider = ProviderFactory()
        AffiliationFactory(provider=provider, practice=willow)
        application = ApplicationFactory(practice=birch)
    common = {"application": application, "practice": birch, "provider": application.provider}
    return [
        row(maple, coordinator, kind=Kind.ANSWER_DUE, urgency=Urgency.ACT_NOW, what="Dana, Aetna & Co, PA: answer the payer", **common),
        row(maple, coordinator, kind=Kind.SILENCE, what="Dana, Aetna & Co, PA: nothing heard", **common),
        row(maple, coordinator, provider=provider, due_on=dt.date(2026, 3, 10), urgency=Urgency.ACT_NOW),
        row(maple, coordinator, practice=willow, kind=Kind.DOCUMENT),
        row(maple, coordinator, practice=willow, kind=Kind.CONTRACT_ENDS, urgency=Urgency.COMING),
        row(maple, coordinator, kind=Kind.PANEL_STATE_RECHECK, what="Aetna, PA: ask about LPC PC012345"),
    ]  # fmt: skip


@pytest.fixture
def mail(maple: Organization, rows: list[Reminder]) -> OutboxMessage:
    """Carla's digest of them."""
    send_at(maple)
    (found,) = mails(maple)
    return found


def words_of(html: str) -> str:
    """Return what a reader of the HTML sees, in one line."""
    body = html.split("<body>")[1]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_the_subject_counts_entries_not_rows(mail: OutboxMessage) -> None:
    assert mail.subject == "2 to act on now, 2 soon, 1 coming up: Maple Street Counseling"


def test_text_and_html_tell_the_same_entries_in_the_same_order(mail: OutboxMessage) -> None:
    told = re.findall(r"^\* (.+)\n  (.+)$", mail.body, re.MULTILINE)
    seen = words_of(mail.html)
    places = []
    for what, when in told:
        who, _, todo = what.partition(": ")
        places.append(seen.index(f"{who} {todo[0].upper()}{todo[1:]} {when}"))

    assert len(told) == mail.html.count('<div class="entry ') == 5
    assert places == sorted(places)


def test_links_are_whole_and_the_same_in_both_parts(mail: OutboxMessage) -> None:
    in_text = set(re.findall(r"https?://\S+", mail.body))
    in_html = {unescape(address) for address in re.findall(r'href="([^"]+)"', mail.html)}

    assert in_text == in_html
    assert all(address.startswith(f"{SITE}/") for address in in_text)


def test_entries_stand_under_urgency_and_practice(mail: OutboxMessage) -> None:
    headings = re.findall(
        r"^(ACT NOW|SOON|COMING UP|Birch.*|Willow.*|No practice.*)$", mail.body, re.MULTILINE
    )

    assert headings == [
        "ACT NOW", "Birch <Health>", "Willow Therapy", "SOON", "No practice in particular", "Willow Therapy",
        "COMING UP", "Willow Therapy",
    ]  # fmt: skip
    assert "Birch &lt;Health&gt;" in mail.html


def test_what_else_concerns_an_application_stands_in_its_entry(mail: OutboxMessage) -> None:
    assert "  Also: nothing heard. Sat 11 Apr 2026, in 30 days\n" in mail.body
    assert "2 days overdue (Tue 10 Mar 2026)" in mail.body


def test_numbers_are_left_out(mail: OutboxMessage) -> None:
    assert "PC012345" not in mail.body + mail.html + mail.subject
    assert "ask about LPC (number in CredTrack)" in mail.body


def test_the_html_is_a_plain_page_for_phones(mail: OutboxMessage) -> None:
    markup = re.sub(r"<style>[^<]*</style>", "", mail.html)

    assert faults_of(markup) == []
    assert not re.search(r"<(img|table|script|link|iframe|form)\b|url\(|@import", mail.html)
    assert 'name="viewport" content="width=device-width, initial-scale=1"' in mail.html
    assert "@media (prefers-color-scheme: dark)" in mail.html


def test_the_headers_offer_the_way_out(mail: OutboxMessage, coordinator: User) -> None:
    seat = Membership.objects.get(user=coordinator)

    assert mail.headers["List-Unsubscribe"] == f"<{SITE}{unsubscribing.address(seat.pk)}>"
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.headers["Auto-Submitted"] == "auto-generated"
    assert unsubscribing.address(seat.pk) in mail.body


def test_a_mail_at_once_says_one_thing(maple: Organization, coordinator: User) -> None:
    row(maple, coordinator, SATURDAY, at_once=True, urgency=Urgency.ACT_NOW, what="Dana: PA license expires")
    send_at(maple, SATURDAY)
    (mail,) = mails(maple)

    assert mail.subject == "Dana: PA license expires"
    assert "Mon 13 Apr 2026, in 30 days" in mail.body
    assert words_of(mail.html).count("PA license expires") == 1
    assert "List-Unsubscribe" in mail.headers


def test_a_practice_that_the_reader_may_not_see_is_not_named(maple: Organization, coordinator: User) -> None:
    with organization_scope(maple):
        granted, other = PracticeFactory(dba="Birch Health"), PracticeFactory(dba="Secret Garden")
        provider = ProviderFactory()
        AffiliationFactory(provider=provider, practice=granted)
        AffiliationFactory(provider=provider, practice=other)
        PracticeGrantFactory(membership=Membership.objects.get(user=coordinator), practice=granted)
    Membership.objects.filter(user=coordinator).update(limited_to_practices=True)
    row(maple, coordinator, provider=provider)
    send_at(maple)

    (mail,) = mails(maple)
    assert "\nBirch Health\n" in mail.body
    assert "Secret Garden" not in mail.body + mail.html


def test_a_long_digest_ends_with_the_rest_in_words(maple: Organization, coordinator: User) -> None:
    for _ in range(103):
        row(maple, coordinator)
    assert send_at(maple, THURSDAY).told == 103

    (mail,) = mails(maple)
    assert mail.body.count("\n* ") == 100
    assert "And 3 more in the list.\n" in mail.body
    assert "And 3 more in the list</a>" in mail.html


def queries_for(organization: Organization, person: User, rows: int, at: dt.datetime) -> int:
    for _ in range(rows):
        row(organization, person, at)
    with CaptureQueriesContext(connection) as queries:
        assert send_at(organization, at).told == rows
    return len(queries)


def test_the_number_of_queries_does_not_grow_with_the_rows(maple: Organization, coordinator: User) -> None:
    few = queries_for(maple, coordinator, 3, THURSDAY)
    with organization_scope(maple):
        OutboxMessage.objects.update(state="sent", sent_at=THURSDAY)

    assert queries_for(maple, coordinator, 60, FRIDAY) == few
