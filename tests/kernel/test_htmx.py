"""What a view tells the page through htmx headers."""

import json

from django.http import HttpResponse

from credtrack.kernel import htmx


def test_a_toast_says_what_happened_and_offers_to_take_it_back() -> None:
    response = htmx.toast(HttpResponse(), "Call logged.", undo="/undo/")

    assert json.loads(response["HX-Trigger"]) == {
        "toast": {"text": "Call logged.", "meaning": "good", "undo": "/undo/"}
    }


def test_a_toast_without_undo_offers_none() -> None:
    response = htmx.toast(HttpResponse(), "Nothing changed.", "neutral")

    assert json.loads(response["HX-Trigger"])["toast"] == {"text": "Nothing changed.", "meaning": "neutral"}


def test_one_answer_may_close_the_dialog_and_speak() -> None:
    response = htmx.close_dialog(htmx.toast(HttpResponse(), "Call logged."))

    assert set(json.loads(response["HX-Trigger"])) == {"toast", "dialog-close"}
