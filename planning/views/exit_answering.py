"""How a form of exit planning is shown, and how a refusal is put back beside what was typed."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from accounts.access import OrganizationRequest
from accounts.stale import Stale
from planning.exit_refusals import Refused


def answer(
    request: OrganizationRequest,
    form: BaseForm,
    save: Callable[[], tuple[str, str]],
    *,
    version_now: Callable[[], int | None] = lambda: None,
    **words: str,
) -> HttpResponse:
    """Show the form, or save and go on with the sentence and to the address that `save` returns.

    `words` are title, lede, submit and back. After a stale write the form carries `version_now()`.
    """
    if request.method == "POST" and form.is_valid():
        try:
            sentence, address = save()
        except (Refused, Stale) as refusal:
            form.add_error(None, str(refusal))
            if isinstance(refusal, Stale) and isinstance(form.data, QueryDict):
                typed = form.data.copy()
                typed["version"] = str(version_now() or "")
                form.data = typed
        else:
            messages.success(request, sentence)
            return redirect(address)
    return render(request, "planning/exit_form.html", {"form": form, **words})
