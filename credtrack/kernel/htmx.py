"""What htmx asks for, and what a view tells it back: parts, toasts, dialogs."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django_htmx.http import trigger_client_event


def wants_part(request: HttpRequest, target: str = "") -> bool:
    """Say whether only a part is wanted; going back in history needs the whole page.

    A boosted link wants a whole page too, unless it is aimed at the element with the id `target`.
    """
    details: Any = getattr(request, "htmx", None)
    if not details or details.history_restore_request:
        return False
    return not details.boosted or (target != "" and details.target == target)


def toast(response: HttpResponse, text: str, meaning: str = "good", undo: str = "") -> HttpResponse:
    """Have the page say `text` (it is read out); `undo` is the address that takes the act back."""
    params = {"text": text, "meaning": meaning} | ({"undo": undo} if undo else {})
    trigger_client_event(response, "toast", params)
    return response


def close_dialog(response: HttpResponse) -> HttpResponse:
    """Have the page close its open dialog."""
    trigger_client_event(response, "dialog-close", {})
    return response
