"""How every form page of this room behaves: asks, saves, goes back; refusals keep what was typed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.access import OrganizationRequest
from accounts.stale import Stale
from providers.forms.fields import FileForm
from providers.keeping_files import Refused


@dataclass(frozen=True, slots=True)
class Page:
    """The words around a form; `back` is where cancel and success lead, `parent` names it."""

    title: str
    back: str
    parent: str
    submit: str = "Save"
    lede: str = ""
    template: str = "providers/form.html"


def posted(request: OrganizationRequest) -> Any:
    """Return what was sent, or None on the first look at a form."""
    return request.POST if request.method == "POST" else None


def answer(
    request: OrganizationRequest,
    form: forms.BaseForm,
    page: Page,
    save: Callable[[], str],
    **context: Any,
) -> HttpResponse:
    """Show the form, or save and go back with the sentence `save` returned.

    A `Refused` or `Stale` raised by `save` is told above the form, which still holds what was typed.
    """
    if form.is_bound and form.is_valid():
        try:
            sentence = save()
        except (Refused, Stale) as told:
            form.add_error(None, str(told))
            if isinstance(told, Stale) and isinstance(form, FileForm):
                # One box for all that differs: a box per field pushes the form out of sight.
                differs = " ".join(form.take_stored_version())
                if differs:
                    form.add_error(None, differs)
        else:
            messages.success(request, sentence)
            return redirect(page.back)
    return render(request, page.template, {"form": form, "page": page, **context})
