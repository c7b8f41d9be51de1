"""How does a form of the ledger answer? The page after it with a notice, or the form with the reasons."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.access import OrganizationRequest
from accounts.stale import Stale
from enrollments.refusals import Refused


def answer(
    request: OrganizationRequest,
    form: Any,
    save: Callable[[], tuple[str, str]],
    *,
    version_now: Callable[[], int] = lambda: 0,
    **words: Any,
) -> HttpResponse:
    """Show the form, or save and go on with the sentence and to the address that `save` returns.

    A refused form answers 422 and keeps what was typed; after a stale write it carries `version_now()`.
    `words`: title, lede, submit, back, crumbs [(address, text)], danger.
    """
    if request.method == "POST" and form.is_valid():
        try:
            sentence, address = save()
        except Refused as refusal:
            form.refuse(refusal.reasons)
        except Stale as stale:
            form.with_version(version_now())
            form.refuse([str(stale)])
        else:
            messages.success(request, sentence)
            return redirect(address)
    context = {"form": form, "crumbs": [], "lede": "", "danger": False, **words}
    return render(request, "enrollments/ledger_form.html", context, status=422 if form.errors else 200)
