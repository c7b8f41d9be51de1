"""How is a form about questions, statements or letters shown, and a refusal put beside what was typed?"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.access import OrganizationRequest
from accounts.stale import Stale
from enrollments.refusals import Refused
from planning.forms.choices import refuse


def answer(
    request: OrganizationRequest,
    form: forms.Form,
    save: Callable[[], tuple[str, str]],
    *,
    seen_now: Callable[[], int] | None = None,
    **words: Any,
) -> HttpResponse:
    """Show the form, or save and go on with the sentence and to the address that `save` returns.

    After somebody else was first, the form carries `seen_now()`, so that saving again adds to theirs.
    `words` are title, lede, submit, back and back_label, and whatever else the page shows.
    """
    if request.method == "POST" and form.is_valid():
        try:
            sentence, address = save()
        except (Refused, Stale) as refusal:
            refuse(form, refusal)
            if isinstance(refusal, Stale) and seen_now is not None:
                form.with_seen(seen_now())  # type: ignore[attr-defined]
        else:
            messages.success(request, sentence)
            return redirect(address)
    return render(request, "planning/due_form.html", {"form": form, **words})
