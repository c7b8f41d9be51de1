"""How is a form of planning shown, and a refusal put beside what was typed?"""

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
    carry: tuple[str, Callable[[], int]] | None = None,
    **words: Any,
) -> HttpResponse:
    """Show the form, or save and go on with the sentence and to the address that `save` returns.

    After somebody else was first, the hidden field named in `carry` takes what is there now, so that
    saving again means it.
    `words` are title, lede, submit, back and back_label, and whatever else the page shows.
    """
    if request.method == "POST" and form.is_valid():
        try:
            sentence, address = save()
        except (Refused, Stale) as refusal:
            refuse(form, refusal)
            if isinstance(refusal, Stale) and carry is not None:
                name, now = carry
                typed: Any = form.data
                kept = typed.copy()
                kept[name] = str(now())
                form.data = kept
        else:
            messages.success(request, sentence)
            return redirect(address)
    return render(request, "planning/due_form.html", {"form": form, **words})
