"""The page of one application: what it says, what it asks, what it refuses in words."""

import datetime as dt

from django.test import Client

from accounts.models import User
from credtrack.kernel.dates import day_words
from enrollments.enums import Status
from enrollments.models import Application, Entry, FollowUp, MissingItem, Transition
from tests.conftest import ClientFor
from tests.enrollments.asking import HTMX, log_data, text_of, url


def test_the_page_says_the_sentence_that_matters(page: Client, submitted: Application) -> None:
    answer = page.get(url("detail", submitted.pk))
    assert "Aetna has had it for 47 days" in text_of(answer)
    assert "No basis" in text_of(answer)
    assert "Log a contact" in text_of(answer)


def test_a_move_asks_only_for_what_it_needs(page: Client, draft: Application) -> None:
    choices = text_of(page.get(url("move", draft.pk)))
    assert "Submitted" in choices
    assert "Approved" not in choices
    form = page.get(url("move", draft.pk) + "?to=submitted").context["form"]
    assert set(form.fields) == {
        "version",
        "occurred_on",
        "method",
        "reference",
        "requested_effective_on",
        "note",
    }
    assert form.fields["method"].required


def test_a_move_is_recorded_and_the_page_returns(page: Client, draft: Application, today: dt.date) -> None:
    data = {"to": "submitted", "occurred_on": today, "method": "Portal", "version": draft.version}
    answer = page.post(url("move", draft.pk), data)
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert (draft.status, draft.submitted_on) == (Status.SUBMITTED, today)


def test_a_move_by_htmx_swaps_the_body_and_closes_the_dialog(
    page: Client, draft: Application, today: dt.date
) -> None:
    data = {"to": "preparing", "occurred_on": today, "version": draft.version}
    answer = page.post(url("move", draft.pk), data, headers=HTMX)
    assert answer["HX-Retarget"] == "#application"
    assert "dialog-close" in answer["HX-Trigger"]
    assert "<html" not in text_of(answer)


def test_a_refused_move_says_why_and_keeps_what_was_typed(
    page: Client, submitted: Application, today: dt.date
) -> None:
    data = {
        "to": "info_requested",
        "occurred_on": today,
        "answer_due_on": today - dt.timedelta(days=3),
        "reason": "They want the CV again",
        "version": submitted.version,
    }
    answer = page.post(url("move", submitted.pk), data, headers=HTMX)
    assert answer.status_code == 422
    assert "cannot be due before the payer asked" in text_of(answer)
    assert "They want the CV again" in text_of(answer)


def test_a_stale_version_tells_what_changed_and_keeps_what_was_typed(
    page: Client, client_for: ClientFor, owner: User, draft: Application, today: dt.date
) -> None:
    data = {"to": "submitted", "occurred_on": today, "method": "By pigeon", "version": draft.version}
    other = {"to": "preparing", "occurred_on": today, "version": draft.version}
    assert client_for(owner).post(url("move", draft.pk), other).status_code == 302
    answer = page.post(url("move", draft.pk), data)
    said = text_of(answer)
    assert "Somebody changed this application" in said
    assert "Olivia Grant: Moved to Preparing" in said
    assert "By pigeon" in said
    again = dict(data, version=answer.context["form"]["version"].value())
    assert page.post(url("move", draft.pk), again).status_code == 302
    draft.refresh_from_db()
    assert draft.method == "By pigeon"


def test_facts_are_corrected(page: Client, submitted: Application, today: dt.date) -> None:
    data = {"reference": "A-1", "method": "Portal", "occurred_on": today, "version": submitted.version}
    assert page.post(url("amend", submitted.pk), data).status_code == 302
    submitted.refresh_from_db()
    assert submitted.reference == "A-1"


def test_nothing_changed_is_told(page: Client, submitted: Application, today: dt.date) -> None:
    data = {"method": "Portal", "occurred_on": today, "version": submitted.version}
    assert "Nothing was filled in" in text_of(page.post(url("amend", submitted.pk), data))


def test_block_and_unblock(page: Client, submitted: Application, today: dt.date) -> None:
    data = {
        "reason": "Release letter refused",
        "blocked_by": "platform",
        "occurred_on": today,
        "version": submitted.version,
    }
    page.post(url("block", submitted.pk), data)
    assert "Release letter refused" in text_of(page.get(url("detail", submitted.pk)))
    submitted.refresh_from_db()
    page.post(url("unblock", submitted.pk), {"occurred_on": today, "version": submitted.version})
    submitted.refresh_from_db()
    assert submitted.blocked_reason == ""


def test_a_move_is_voided_and_struck_through(page: Client, submitted: Application) -> None:
    row = Transition.objects.filter(application=submitted).latest("id")
    assert "stays on the timeline" in text_of(page.get(url("void", submitted.pk, row.pk)))
    page.post(url("void", submitted.pk, row.pk), {"note": "Wrong clinician"})
    said = text_of(page.get(url("detail", submitted.pk)))
    assert "<del" in said
    assert "Wrong clinician" in said
    assert "Carla Reyes" in said


def test_what_is_to_be_voided_is_named_in_words(page: Client, submitted: Application) -> None:
    row = Transition.objects.filter(application=submitted, to_status="submitted").get()
    told = text_of(page.get(url("void", submitted.pk, row.pk)))

    assert f"Moved to submitted on {day_words(row.occurred_on)}." in told
    assert row.occurred_on.isoformat() not in told


def test_the_undo_button_voids_without_a_form(page: Client, submitted: Application) -> None:
    row = Transition.objects.filter(application=submitted).latest("id")
    page.post(url("void", submitted.pk, row.pk) + "?note=Undone")
    submitted.refresh_from_db()
    assert submitted.status == Status.DRAFT


def test_a_call_is_logged_and_the_next_day_set(page: Client, submitted: Application, today: dt.date) -> None:
    due = FollowUp.objects.get(application=submitted, done_at=None)
    answer = page.post(url("log", submitted.pk), log_data(today, answers=[due.pk]), headers=HTMX)
    assert "Next follow-up on" in answer["HX-Trigger"]
    submitted.refresh_from_db()
    assert (submitted.last_contact_on, submitted.last_said, submitted.last_reference) == (
        today,
        "With the analyst",
        "C-9",
    )
    due.refresh_from_db()
    assert due.done_at is not None
    assert submitted.follow_up_on is not None
    assert submitted.follow_up_on > today


def test_a_log_without_words_is_refused_beside_the_form(
    page: Client, submitted: Application, today: dt.date
) -> None:
    data = log_data(today, said="", reference="", quoted_max=30)
    answer = page.post(url("log", submitted.pk), data, headers=HTMX)
    assert answer.status_code == 422
    assert answer["HX-Retarget"] == "#log-card"
    assert "calendar or business days" in text_of(answer)
    assert "Pat" in text_of(answer)
    assert not Entry.objects.exists()


def test_an_entry_is_voided(page: Client, submitted: Application, today: dt.date) -> None:
    page.post(url("log", submitted.pk), log_data(today))
    entry = Entry.objects.get()
    page.post(url("void_entry", submitted.pk, entry.pk), {"note": "Other clinic"})
    submitted.refresh_from_db()
    assert submitted.last_contact_on is None
    assert "Other clinic" in text_of(page.get(url("detail", submitted.pk)))


def test_follow_ups_are_added_put_off_and_done(page: Client, submitted: Application, today: dt.date) -> None:
    data = {"what": "Fax the W-9", "due_on": today + dt.timedelta(days=3)}
    page.post(url("follow_up_add", submitted.pk), data)
    added = FollowUp.objects.get(what="Fax the W-9")
    later = {"to": today + dt.timedelta(days=10), "version": added.version}
    page.post(url("follow_up_put_off", submitted.pk, added.pk), later)
    fresh = FollowUp.objects.get(what="Fax the W-9", done_at=None)
    page.post(url("follow_up_done", submitted.pk, fresh.pk))
    fresh.refresh_from_db()
    assert fresh.done_at is not None
    assert "already closed" in text_of(
        page.post(url("follow_up_put_off", submitted.pk, fresh.pk), {**later, "version": fresh.version})
    )


def test_what_somebody_else_put_off_is_closed_for_the_second(
    page: Client, submitted: Application, today: dt.date
) -> None:
    page.post(url("follow_up_add", submitted.pk), {"what": "Fax the W-9", "due_on": today})
    added = FollowUp.objects.get(what="Fax the W-9")
    seen = {"to": today + dt.timedelta(days=10), "version": added.version}
    page.post(url("follow_up_put_off", submitted.pk, added.pk), seen)
    second = page.post(url("follow_up_put_off", submitted.pk, added.pk), seen)

    assert second.status_code == 422
    assert "already closed" in text_of(second)


def test_what_somebody_else_ticked_off_is_so_for_the_second(
    page: Client, draft: Application, today: dt.date
) -> None:
    page.post(url("missing_ask", draft.pk), {"labels": "W-9", "waiting_on": "clinician", "asked_on": today})
    item = MissingItem.objects.get()
    seen = {"received_on": today, "version": item.version}
    page.post(url("missing_receive", draft.pk, item.pk), seen)
    second = page.post(url("missing_receive", draft.pk, item.pk), seen)

    assert second.status_code == 422
    assert "W-9 is already ticked off." in text_of(second)


def test_what_changed_under_a_follow_up_form_is_shown(
    page: Client, submitted: Application, today: dt.date
) -> None:
    page.post(url("follow_up_add", submitted.pk), {"what": "Fax the W-9", "due_on": today})
    added = FollowUp.objects.get(what="Fax the W-9")
    sent = {"to": today + dt.timedelta(days=10), "version": added.version + 1}
    told = page.post(url("follow_up_put_off", submitted.pk, added.pk), sent)

    assert told.status_code == 422
    assert "Somebody changed this application" in text_of(told)


def test_what_is_missing_is_asked_for_and_received(page: Client, draft: Application, today: dt.date) -> None:
    data = {"labels": "W-9\nCAQH attestation", "waiting_on": "clinician", "asked_on": today}
    page.post(url("missing_ask", draft.pk), data)
    draft.refresh_from_db()
    assert (draft.missing_count, draft.missing_from_clinician) == (2, 2)
    assert "Already on the list: W-9" in text_of(
        page.post(url("missing_ask", draft.pk), dict(data, labels="W-9"))
    )
    item = MissingItem.objects.get(label="W-9")
    page.post(url("missing_receive", draft.pk, item.pk), {"received_on": today, "version": item.version})
    draft.refresh_from_db()
    assert draft.missing_count == 1


def test_a_contract_is_recorded_and_an_agent_refused(
    page: Client, submitted: Application, today: dt.date
) -> None:
    data = {
        "to": "executed",
        "occurred_on": today,
        "holder_kind": "other_group",
        "holder_name": "Bright Billing Services",
        "scope": "group",
        "executed_on": today,
        "version": submitted.version,
    }
    assert "never holds the contract" in text_of(page.post(url("contract", submitted.pk), data))
    data |= {"holder_kind": "practice", "holder_name": ""}
    assert page.post(url("contract", submitted.pk), data).status_code == 302
    said = text_of(page.get(url("detail", submitted.pk)))
    assert "Maple Street Counseling LLC (the practice)" in said
    assert "Unverified" in said


def test_an_outcome_of_one_plan_is_recorded(page: Client, submitted: Application, today: dt.date) -> None:
    plan = submitted.plans.get()
    data = {"outcome": "panel_closed", "occurred_on": today, "version": submitted.version}
    assert page.post(url("plan_outcome", submitted.pk, plan.pk), data).status_code == 302
    plan.refresh_from_db()
    assert plan.outcome == "panel_closed"
