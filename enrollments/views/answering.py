"""How does a view answer a change? The page again with a notice, or the form with the reasons beside it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django_htmx.http import reswap, retarget

from accounts.access import OrganizationRequest
from accounts.models import AuditEntry
from credtrack.kernel.htmx import close_dialog, toast, wants_part
from credtrack.kernel.links import org_reverse
from enrollments.models import Application
from enrollments.refusals import Refused, Stale
from enrollments.selectors import application_or_404
from enrollments.views.showing import show

# The two places a form of an application's page may stand in: the shared dialog, or a page of its own.
DIALOG = "enrollments/parts/action.html"
PAGE = "enrollments/action.html"


def saved(
    request: OrganizationRequest, application_id: int, text: str, *, undo: str = ""
) -> HttpResponseBase:
    """Show the application as it is now, with a notice; htmx gets the body of the page only."""
    if not wants_part(request):
        messages.success(request, text)
        return redirect(org_reverse("enrollments:detail", application_id))
    application = application_or_404(request.membership, application_id)
    answer = show(request, application, template="enrollments/parts/application.html")
    answer = reswap(retarget(answer, "#application"), "outerHTML")
    return close_dialog(toast(answer, text, "good", undo=undo))


def form_page(
    request: OrganizationRequest, application: Application, form: forms.Form | None, **words: Any
) -> HttpResponse:
    """Draw a form in the dialog or on its own page; `words`: title, submit, lede, and what else it shows.

    A form that was refused answers 422: it is swapped in all the same, and a script can tell.
    """
    context = {"application": application, "form": form, "choices": None, **words}
    status = 422 if form is not None and form.errors else 200
    return render(request, DIALOG if wants_part(request) else PAGE, context, status=status)


def answer(
    request: OrganizationRequest,
    application: Application,
    form: Any,
    change: Callable[[], Any],
    told: str | Callable[[Any], str],
    *,
    undo: Callable[[Any], str] | None = None,
    **words: Any,
) -> HttpResponseBase:
    """Show a form, or make the change it asks for and show the application with the notice `told`.

    `told` and `undo` (the address that takes it back) are asked with what `change` returned; `words` are
    those of `form_page`.
    """
    if request.method == "POST" and form.is_valid():
        done, made = attempt(form, change, words, application)
        if done:
            text = told if isinstance(told, str) else told(made)
            return saved(
                request, application.pk, text, undo=undo(made) if undo and wants_part(request) else ""
            )
    return form_page(request, words.pop("application", application), form, **words)


def attempt(
    form: Any, change: Callable[[], Any], context: dict[str, Any], application: Application
) -> tuple[bool, Any]:
    """Try a change; what is refused stands above the form, and what was typed stays.

    After a stale version the form carries the current one, so that saving again means it.
    """
    try:
        return True, change()
    except Refused as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
    except Stale as stale:
        typed = int(form.data.get("version") or 0)
        form.add_error(None, str(stale))
        context["changed"] = changes_since(stale.application, typed)
        context["application"] = stale.application
        if hasattr(form, "with_version"):
            form.with_version(stale.application.version)
    return False, None


def changes_since(application: Application, version: int) -> list[AuditEntry]:
    """Return what was done to the application since `version`, newest first, for the second person."""
    count = max(1, min(application.version - version, 10))
    rows = AuditEntry.objects.filter(
        subject_type=application._meta.label_lower,
        subject_id=application.pk,
        action__startswith="application.",
    )
    return list(rows.select_related("actor").order_by("-id")[:count])
