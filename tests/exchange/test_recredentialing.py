"""A recredentialing date in a spreadsheet is chased in time: once, on a business day, as long as it can come."""

import datetime as dt
from typing import Any

import pytest

from accounts.models import User
from enrollments import contacts, follow_up_planning, transitions
from enrollments.contacts import Contact
from enrollments.enums import Channel, Source, Status
from enrollments.models import Application, Entry, FollowUp
from exchange.models import ImportRun
from tests.exchange.conftest import Import
from tests.exchange.sheets import HEADINGS, npi

TODAY = dt.date(2026, 11, 23)
ACTIVE = ("Aetna", "Jane Doe, LPC", npi(), "PA", "Active", "01/05/2026", "03/02/2026", "03/15/2026", "done")
SENT = ("Aetna", "Jane Doe, LPC", npi(), "PA", "Submitted", "09/03/2026", None, None, "sent by portal")


def sheet(row: tuple[object, ...], due: object, heading: str = "Recred Due Date") -> list[Any]:
    return [(*HEADINGS, heading), (*row, due)]


def chases() -> list[tuple[str, str]]:
    """Return day and words of the open follow-ups about recredentialing."""
    rows = FollowUp.objects.filter(done_at=None, what__startswith="Recredentialing").order_by("pk")
    return [(str(row.due_on), row.what) for row in rows]


def counts(run: ImportRun) -> tuple[int, int, int]:
    return run.created, run.updated, run.unchanged


def words(day: str) -> str:
    return f"Recredentialing is due by {day}, says the spreadsheet"


@pytest.mark.parametrize("heading", ["Recred Due Date", "Revalidation Due", "Next Credentialing Date"])
def test_it_is_begun_half_a_year_ahead_and_kept_as_a_note(bring: Import, heading: str) -> None:
    bring(sheet(ACTIVE, "03/02/2029", heading))

    # 3 September 2028 is a Sunday, and the Monday after it Labor Day.
    assert chases() == [("2028-09-05", words("2 Mar 2029"))]
    follow_up = FollowUp.objects.get()
    assert (follow_up.source, follow_up.basis) == (
        Source.IMPORT,
        "The recredentialing date in the spreadsheet.",
    )
    assert Application.objects.get().follow_up_on == dt.date(2028, 9, 5)
    assert Entry.objects.filter(said__contains="Recredentialing date in the spreadsheet: 03/02/2029").exists()


@pytest.mark.parametrize(
    ("due", "day"),
    [
        ("05/22/2027", "2026-11-23"),  # 180 days before is today
        ("05/21/2027", "2026-11-24"),  # yesterday: the next business day
        ("11/01/2026", "2026-11-24"),  # long past
    ],
)
def test_what_should_have_begun_begins_on_the_next_business_day(bring: Import, due: str, day: str) -> None:
    bring(sheet(ACTIVE, due))

    assert [begin for begin, _ in chases()] == [day]


def test_the_same_row_twice_changes_nothing(bring: Import) -> None:
    bring(sheet(ACTIVE, "03/02/2029"))
    before = FollowUp.objects.count(), Entry.objects.count()
    run, _ = bring(sheet(ACTIVE, "03/02/2029"))

    assert counts(run) == (0, 0, 1)
    assert (FollowUp.objects.count(), Entry.objects.count()) == before


def test_new_notes_leave_the_chase_alone(bring: Import) -> None:
    bring(sheet(ACTIVE, "03/02/2029"))
    run, _ = bring(sheet((*ACTIVE[:-1], "11/20/2026 SW Pat, all fine"), "03/02/2029"))

    assert counts(run) == (0, 1, 0)
    assert chases() == [("2028-09-05", words("2 Mar 2029"))]
    assert FollowUp.objects.count() == 1


def test_a_new_date_takes_the_place_of_the_old_one(bring: Import) -> None:
    bring(sheet(ACTIVE, "03/02/2029"))
    run, plan = bring(sheet(ACTIVE, "03/01/2030"))

    assert counts(run) == (0, 1, 0)
    (change,) = plan.rows[0].verdict.changes
    assert (change.field, change.before, change.after) == ("recred_on", "2 Mar 2029", "1 Mar 2030")
    assert chases() == [("2029-09-04", words("1 Mar 2030"))]
    assert Application.objects.get().follow_up_on == dt.date(2029, 9, 4)
    assert list(Entry.objects.order_by("-pk").values_list("said", flat=True)[:1]) == [
        "Recredentialing date in the spreadsheet: 03/01/2030"
    ]


def test_a_date_that_people_have_done_with_does_not_come_back(bring: Import, owner: User) -> None:
    bring(sheet(ACTIVE, "03/02/2029"))
    follow_up_planning.finish(FollowUp.objects.get().pk, actor=owner)
    bring(sheet((*ACTIVE[:-1], "other words"), "03/02/2029"))

    assert chases() == []


@pytest.mark.parametrize("status", ["Denied", "Withdrawn"])
def test_what_was_stopped_is_not_recredentialed(bring: Import, status: str) -> None:
    bring(sheet((*SENT[:4], status, *SENT[5:]), "03/02/2029"))

    assert Application.objects.count() == 1
    assert chases() == []


def test_it_stands_beside_the_next_chase_and_the_earlier_day_counts(bring: Import) -> None:
    bring(sheet(SENT, "03/02/2029"))

    asked = FollowUp.objects.exclude(what__startswith="Recredentialing").get()
    assert chases() == [("2028-09-05", words("2 Mar 2029"))]
    assert Application.objects.get().follow_up_on == asked.due_on


def test_it_outlives_the_moves_to_active_and_ends_with_the_application(bring: Import, owner: User) -> None:
    bring(sheet((*ACTIVE[:4], "Loading", *ACTIVE[5:]), "03/02/2029"))
    bring(sheet(ACTIVE, "03/02/2029"))
    application = Application.objects.get()
    assert (application.status, len(chases())) == (Status.ACTIVE, 1)
    facts = {"reason": "Left the group."}
    transitions.move(application.pk, Status.ENDED, occurred_on=TODAY, actor=owner, facts=facts)

    assert chases() == []


def test_a_row_that_ends_it_ends_the_chase(bring: Import) -> None:
    bring(sheet(ACTIVE, "03/02/2029"))
    bring(sheet((*ACTIVE[:4], "Termed", *ACTIVE[5:]), "03/02/2029"))

    assert Application.objects.get().status == Status.ENDED
    assert chases() == []


def test_an_open_application_is_still_chased_after_a_call(bring: Import, owner: User) -> None:
    bring(sheet(SENT, "03/02/2029"))
    asked = FollowUp.objects.exclude(what__startswith="Recredentialing").get()
    follow_up_planning.finish(asked.pk, actor=owner)
    application = Application.objects.get()

    assert len(chases()) == 1
    assert application.follow_up_on is not None
    assert application.follow_up_on < dt.date(2027, 1, 1)


def test_a_call_does_not_settle_what_is_years_ahead(bring: Import, owner: User) -> None:
    bring(sheet(SENT, "03/02/2029"))
    contacts.log_contact(
        [Application.objects.get()], Contact(Channel.CALL, TODAY, said="Under review."), actor=owner
    )

    assert len(chases()) == 1


def test_an_application_that_people_opened_gets_it_once(bring: Import) -> None:
    bring([HEADINGS, ACTIVE])
    for outcome in ((0, 1, 0), (0, 0, 1)):
        run, _ = bring(sheet(ACTIVE, "03/02/2029"))
        assert counts(run) == outcome

    assert len(chases()) == 1
