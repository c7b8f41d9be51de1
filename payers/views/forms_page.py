"""How a form of this room is shown, and how a refusal is put back beside what was typed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from accounts.access import OrganizationRequest
from accounts.stale import Stale
from payers.own_payers import NameTaken


def answer(
    request: OrganizationRequest,
    form: BaseForm,
    save: Callable[[], tuple[str, str]],
    *,
    version_now: Callable[[], int | None] = lambda: None,
    **words: Any,
) -> HttpResponse:
    """Show the form, or save and go on with the sentence and to the address that `save` returns.

    A `NameTaken` or `Stale` raised by `save` is told above the form, which still holds what was typed;
    after a stale write it carries `version_now()`. `words` are those of `show`.
    """
    if request.method == "POST" and form.is_valid():
        try:
            sentence, address = save()
        except (NameTaken, Stale) as refusal:
            refuse(form, refusal, version_now() if isinstance(refusal, Stale) else None)
        else:
            messages.success(request, sentence)
            return redirect(address)
    return show(request, form, **words)


def show(
    request: OrganizationRequest,
    form: BaseForm,
    *,
    title: str,
    lede: str,
    submit: str,
    back: str,
    **extra: Any,
) -> HttpResponse:
    """Return the page around a form; a refused form keeps what was typed."""
    context = {"form": form, "title": title, "lede": lede, "submit": submit, "back": back, **extra}
    return render(request, "payers/form.html", context)


def refuse(form: BaseForm, refusal: Exception, version: int | None = None) -> None:
    """Put a refusal into the form; after a stale write the form carries the version as it is now."""
    form.add_error(None, str(refusal))
    if isinstance(refusal, Stale) and isinstance(form.data, QueryDict):
        typed = form.data.copy()
        typed["version"] = "" if version is None else str(version)
        form.data = typed
