"""Any page of an application reads as of an earlier day; voided and later-recorded rows say so."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, User
from credtrack.kernel import clock
from enrollments import contacts, follow_up_planning, missing, transitions
from enrollments.contacts import Contact
from enrollments.enums import Channel, Clock, ContractTrack, Status
from enrollments.models import Application, FollowUp, Transition
from enrollments.reading import Moment, Reading
from enrollments.timeline import FILTERS, shown, timeline
from tests.conftest import ClientFor
from tests.factories.enrollments import execute_contract

NOON = dt.time(17)


def on(day: str) -> Any:
    """Return a traveller to noon of `day` at Maple Street."""
    return time_machine.travel(
        dt.datetime.combine(dt.date.fromisoformat(day), NOON, tzinfo=dt.UTC), tick=True
    )


@pytest.fixture
def told(
    maple: Any, practice: Any, provider: Any, payer: Any, plan: Any, owner: User, in_scope: None
) -> Iterator[Application]:
    """An application told over two months: opened, sent, called about, in review, a call written down late."""
    from tests.factories.enrollments import ApplicationFactory

    with on("2026-03-02"):
        made = ApplicationFactory(
            practice=practice, provider=provider, payer=payer, on=clock.today(), actor=owner, owner=owner
        )
        missing.ask_for(made, ["W-9"], waiting_on=Clock.CLINICIAN, asked_on=clock.today(), actor=owner)
    with on("2026-03-09"):
        transitions.move(
            made.pk, Status.SUBMITTED, occurred_on=clock.today(), actor=owner, facts={"method": "Portal"}
        )
        item = made.missing_items.get()
        missing.receive(item.pk, received_on=clock.today(), actor=owner)
    with on("2026-03-20"):
        contacts.log_contact(
            [made], Contact(Channel.CALL, dt.date(2026, 3, 17), said="They have it"), actor=owner
        )
    with on("2026-04-01"):
        transitions.move(made.pk, Status.IN_REVIEW, occurred_on=dt.date(2026, 3, 25), actor=owner)
    with on("2026-05-04"):
        yield made


def reading(application: Application, user: User, moment: Moment | None = None) -> Reading:
    """Return what Olivia reads."""
    seat = Membership.objects.get(user=user, organization=application.organization_id)
    return Reading(Application.objects.get(pk=application.pk), seat, moment or Moment())


DAY = dt.date


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        (Moment(), "in_review"),
        (Moment(on=DAY(2026, 3, 5)), "draft"),
        (Moment(on=DAY(2026, 3, 26)), "in_review"),
        (Moment(on=DAY(2026, 3, 26), known_on=DAY(2026, 3, 26)), "submitted"),
        (Moment(known_on=DAY(2026, 3, 31)), "submitted"),
        (Moment(known_on=DAY(2026, 4, 1)), "in_review"),
    ],
)
def test_each_moment_has_its_status(told: Application, owner: User, moment: Moment, status: str) -> None:
    assert reading(told, owner, moment).status == status


def test_before_it_was_opened_there_is_nothing(told: Application, owner: User) -> None:
    assert not reading(told, owner, Moment(on=DAY(2026, 3, 1))).existed


def test_as_of_today_equals_now(told: Application, owner: User) -> None:
    now, today = reading(told, owner), reading(told, owner, Moment(on=clock.today()))
    assert now.state == today.state
    assert timeline(now) == timeline(today)
    assert [row.pk for row in now.follow_ups] == [row.pk for row in today.follow_ups]
    assert (now.days_by_clock, now.clock) == (today.days_by_clock, today.clock)


def test_what_was_missing_then_is_missing_then(told: Application, owner: User) -> None:
    then = reading(told, owner, Moment(on=DAY(2026, 3, 5)))
    assert [item.label for item in then.missing] == ["W-9"]
    assert reading(told, owner).missing == []


def test_days_are_counted_to_the_day_read(told: Application, owner: User) -> None:
    then = reading(told, owner, Moment(on=DAY(2026, 3, 19)))
    assert then.days_by_clock == {Clock.OURS: 7, Clock.PAYER: 10}


def test_a_follow_up_that_was_open_then_is_open_then(told: Application, owner: User) -> None:
    then = reading(told, owner, Moment(on=DAY(2026, 3, 12)))
    assert [row.due_on for row in then.follow_ups] == [DAY(2026, 3, 16)]
    follow_up_planning.put_off(
        FollowUp.objects.get(application=told, done_at=None).pk, DAY(2026, 6, 1), actor=owner
    )
    yesterday = reading(told, owner, Moment(on=DAY(2026, 5, 3)))
    assert [row.due_on for row in yesterday.follow_ups] != [DAY(2026, 6, 1)]
    assert len(yesterday.follow_ups) == 1


def test_the_timeline_is_in_order_of_occurrence(told: Application, owner: User) -> None:
    items = timeline(reading(told, owner))
    assert [item.day for item in items] == sorted((item.day for item in items), reverse=True)
    assert [item.sentence for item in items if item.category in ("move", "contact")] == [
        "In review",
        "Call",
        "Submitted",
        "Opened as draft",
    ]


def test_rows_recorded_at_one_instant_keep_their_order(told: Application, owner: User) -> None:
    with time_machine.travel(dt.datetime(2026, 5, 4, 18, tzinfo=dt.UTC), tick=False):
        transitions.move(told.pk, Status.APPROVED, occurred_on=clock.today(), actor=owner)
        transitions.move(
            told.pk, Status.ENDED, occurred_on=clock.today(), actor=owner, facts={"reason": "Left"}
        )
    assert [item.sentence for item in timeline(reading(told, owner))][:2] == ["Ended", "Approved"]


def test_what_was_written_down_later_says_so(told: Application, owner: User) -> None:
    items = {item.sentence: item.recorded_on for item in timeline(reading(told, owner))}
    assert items["Call"] == DAY(2026, 3, 20)
    assert items["In review"] == DAY(2026, 4, 1)
    assert items["Submitted"] is None


def test_known_on_hides_the_call_that_was_written_down_later(told: Application, owner: User) -> None:
    then = reading(told, owner, Moment(on=DAY(2026, 3, 18), known_on=DAY(2026, 3, 18)))
    assert "Call" not in {item.sentence for item in timeline(then)}
    later = reading(told, owner, Moment(on=DAY(2026, 3, 18)))
    assert "Call" in {item.sentence for item in timeline(later)}


def test_a_voided_move_is_struck_through_with_who_and_why(told: Application, owner: User) -> None:
    row = Transition.objects.filter(application=told).latest("id")
    transitions.void(row.pk, actor=owner, note="Wrong letter")
    item = next(item for item in timeline(reading(told, owner)) if item.sentence == "In review")
    assert item.voided
    assert item.void_reason == "Olivia Grant, 4 May 2026: Wrong letter"
    before = reading(told, owner, Moment(known_on=DAY(2026, 5, 3)))
    assert not next(item for item in timeline(before) if item.sentence == "In review").voided


@pytest.mark.parametrize(
    ("key", "sentences"),
    [
        ("calls", {"Call"}),
        ("moves", {"In review", "Submitted", "Opened as draft"}),
        ("documents", set()),
        ("client", {"In review", "Submitted", "Opened as draft"}),
    ],
)
def test_the_timeline_filters(told: Application, owner: User, key: str, sentences: set[str]) -> None:
    assert {item.sentence for item in shown(timeline(reading(told, owner)), key)} == sentences


def test_an_unknown_filter_shows_everything(told: Application, owner: User) -> None:
    items = timeline(reading(told, owner))
    assert shown(items, "nonsense") == items
    assert "" in FILTERS


def test_the_contract_of_then_is_the_contract_shown(told: Application, owner: User) -> None:
    execute_contract(told, on=clock.today(), actor=owner)
    assert reading(told, owner).contract is not None
    then = reading(told, owner, Moment(on=DAY(2026, 4, 30)))
    assert then.contract is None
    assert then.state.contract_track == ContractTrack.NOT_STARTED


def test_a_voided_contract_row_unlinks_the_contract(told: Application, owner: User) -> None:
    linked = execute_contract(told, on=clock.today(), actor=owner)
    row = Transition.objects.filter(application=linked).latest("id")
    assert transitions.void(row.pk, actor=owner, note="Other practice").contract_id is None


@pytest.fixture
def page(client_for: ClientFor, owner: User) -> Client:
    """Return Olivia's browser."""
    return client_for(owner)


def address(application: Application, query: str = "") -> str:
    """Return the application's page with a query."""
    return reverse("enrollments:detail", args=["maple", application.pk]) + query


def test_the_page_as_of_a_day_is_marked_and_offers_nothing_to_write(told: Application, page: Client) -> None:
    said = page.get(address(told, "?on=2026-03-12")).content.decode()
    assert "Nothing can be changed here" in said
    assert "Aetna has had it for 3 days" in said
    assert "Log a contact" not in said
    assert reverse("enrollments:move", args=["maple", told.pk]) not in said
    assert 'hx-post="' not in said


def test_the_page_before_the_opening_says_so(told: Application, page: Client) -> None:
    assert "did not exist yet" in page.get(address(told, "?on=2026-01-12")).content.decode()


@pytest.mark.parametrize(
    ("query", "words"), [("?on=soon", "is not a day"), ("?on=2999-01-01", "cannot be read yet")]
)
def test_a_day_that_cannot_be_read_is_told(told: Application, page: Client, query: str, words: str) -> None:
    said = page.get(address(told, query)).content.decode()
    assert words in said
    assert "Log a contact" in said
