"""Exit plans: the list, the plan with its lanes and numbers, and the forms that change it."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.access import OrganizationRequest, can, requires
from accounts.roles import Capability
from accounts.stale import Stale
from credtrack.kernel import clock, lists
from credtrack.kernel.exports import FORMATS, file_response
from credtrack.kernel.links import org_reverse
from enrollments.refusals import Refused
from planning import planning_exits
from planning.enums import ExitState
from planning.exit_costs import BASIS
from planning.exit_drawing import draw
from planning.exit_reading import ExitLook, look
from planning.exit_tables import EXITS
from planning.forms.exits import FARTHEST, ExitForm, NoticeForm, StageForm, exit_values
from planning.models import ExitPlan
from planning.views.answering import answer
from planning.walls import exit_or_404

_HEADER = (
    "Payer", "Clinician", "Sessions a week", "As of", "Last day under the platform", "Own day 20 %", "Own day 50 %",
    "Own day 80 %", "Gap 20 %, days", "Gap 50 %, days", "Gap 80 %, days", "Expected gap, days", "Dollars 20 %",
    "Dollars 50 %", "Dollars 80 %", "No date because", "Basis",
)  # fmt: skip
_STEPS = ((-28, "4 weeks earlier"), (-7, "1 week earlier"), (-1, "1 day earlier"),
          (1, "1 day later"), (7, "1 week later"), (28, "4 weeks later"))  # fmt: skip


@requires(Capability.VIEW)
def exits(request: OrganizationRequest) -> HttpResponseBase:
    """List the exit plans."""
    return lists.render(request, EXITS, "planning/exits.html", {"tab": "exits", "may_plan": _may(request)})


@require_GET
@requires(Capability.VIEW)
def exit_plan(request: OrganizationRequest, pk: int) -> HttpResponseBase:
    """Show a plan: its lanes, gaps and dollars on a day of notice, stored or tried out by `?notice=`."""
    plan = exit_or_404(request.membership, pk)
    tried = _day(request.GET.get("notice", ""))
    found = look(plan, tried)
    kind = request.GET.get("export", "")
    if kind in FORMATS:
        return _file(request, kind, found)
    context = {
        "plan": plan,
        "found": found,
        "tried": tried,
        "chart": draw(found) if found.rows else "",
        "steps": _steps(found),
        "basis": BASIS,
        "stages": plan.stages.select_related("payer"),
        "clinicians": plan.clinicians.select_related("provider"),
        "may_plan": _may(request) and plan.state in (ExitState.PLANNED, ExitState.NOTICE_GIVEN),
        "may_export": can(request.membership, Capability.EXPORT),
    }
    return render(request, "planning/exit.html", context)


@requires(Capability.PLAN)
def exit_new(request: OrganizationRequest) -> HttpResponse:
    """Make a plan."""
    form = ExitForm(request.POST or None, membership=request.membership)

    def save() -> tuple[str, str]:
        plan = planning_exits.make(form.draft(), form.cleaned_data["clinicians"], actor=request.user)
        return f"{plan.name} is made. Look at its gaps before you give notice.", org_reverse(
            "planning:exit", plan.pk
        )

    return answer(
        request, form, save, title="Plan an exit", submit="Make the plan", back=org_reverse("planning:exits"),
        back_label="Exit plans",
        lede="Which platform is left, by whom, under which clause. Nothing is sent to anybody.",
    )  # fmt: skip


@requires(Capability.PLAN)
def exit_edit(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Change a plan."""
    plan = exit_or_404(request.membership, pk)
    form = ExitForm(request.POST or None, initial=exit_values(plan), membership=request.membership)

    def save(version: int) -> str:
        planning_exits.change(
            plan, form.draft(), form.cleaned_data["clinicians"], version=version, actor=request.user
        )
        return "The plan is saved."

    return _changing(request, plan, form, save, title="Change the plan", submit="Save")


@requires(Capability.PLAN)
def exit_stage(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Give a payer days of its own."""
    plan = exit_or_404(request.membership, pk)
    start = {"version": plan.version, "payer": request.GET.get("payer", "")}
    form = StageForm(request.POST or None, initial=start, membership=request.membership)

    def save(version: int) -> str:
        stage = planning_exits.set_stage(plan, form.draft(), version=version, actor=request.user)
        return f"{stage.payer} has its own days now."

    return _changing(request, plan, form, save, title="A payer with days of its own", submit="Save the days")


@requires(Capability.PLAN)
def exit_notice(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Choose the day of notice, or record that it was given."""
    plan = exit_or_404(request.membership, pk)
    day = _day(request.GET.get("notice", "")) or plan.notice_on or clock.today()
    form = NoticeForm(
        request.POST or None, initial={"version": plan.version, "notice_on": day, "given": "plan"}
    )

    def save(version: int) -> str:
        given = form.cleaned_data["given"] == "given"
        verb = planning_exits.give_notice if given else planning_exits.choose_notice
        verb(plan, form.day(), version=version, actor=request.user)
        return "Notice is recorded." if given else "The day of notice is kept."

    return _changing(request, plan, form, save, title="Day of notice", submit="Keep this day")


@require_POST
@requires(Capability.PLAN)
def exit_close(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Mark a plan done or dropped."""
    plan = exit_or_404(request.membership, pk)
    to = ExitState.DONE if request.POST.get("to") == "done" else ExitState.DROPPED
    version = _version(request)
    return _at_once(
        request,
        plan,
        lambda: planning_exits.close(plan, to, version=version, actor=request.user),
        f"The plan is {to.label.lower()}.",
    )


@require_POST
@requires(Capability.PLAN)
def exit_follow_ups(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Turn the plan's dates into follow-ups on the running applications."""
    plan = exit_or_404(request.membership, pk)
    version = _version(request)
    return _at_once(
        request,
        plan,
        lambda: planning_exits.plan_follow_ups(look(plan), version=version, actor=request.user),
        "The running applications carry the plan's dates as follow-ups.",
    )


def _may(request: OrganizationRequest) -> bool:
    return can(request.membership, Capability.PLAN)


def _day(text: str) -> dt.date | None:
    """Return a day that can be reckoned with, or nothing: within ten years of today."""
    try:
        found = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return found if abs(found - clock.today()) <= FARTHEST else None


def _version(request: OrganizationRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _steps(found: ExitLook) -> list[tuple[str, str]]:
    return [
        (words, f"?notice={(found.notice_on + dt.timedelta(days=days)).isoformat()}")
        for days, words in _STEPS
        if found.notice_on + dt.timedelta(days=days) >= found.today
    ]


def _changing(
    request: OrganizationRequest, plan: ExitPlan, form: Any, save: Callable[[int], str], **words: str
) -> HttpResponse:
    back = org_reverse("planning:exit", plan.pk)

    def saved() -> tuple[str, str]:
        return save(form.cleaned_data["version"] or 0), back

    return answer(
        request, form, saved, carry=("version", lambda: ExitPlan.objects.get(pk=plan.pk).version), back=back,
        back_label=plan.name,
        lede=f"{plan.name}: leaving {plan.platform}.", **words,
    )  # fmt: skip


def _at_once(
    request: OrganizationRequest, plan: ExitPlan, act: Callable[[], object], told: str
) -> HttpResponse:
    try:
        act()
    except (Refused, Stale) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, told)
    return redirect(org_reverse("planning:exit", plan.pk))


def _file(request: OrganizationRequest, kind: str, found: ExitLook) -> HttpResponseBase:
    if not can(request.membership, Capability.EXPORT):
        raise PermissionDenied("Your role here does not include taking lists out as files.")
    return file_response(kind, f"exit-{found.today.isoformat()}", _HEADER, _file_rows(found))


def _file_rows(found: ExitLook) -> Iterator[Sequence[Any]]:
    none = (None, None, None)
    for row in found.rows:
        gap = (*row.gap.days, round(row.gap.expected, 1)) if row.gap else (*none, None)
        yield (
            row.share.payer.name, str(row.share.provider), row.share.weekly_sessions, row.share.as_of, row.last_day,
            *(row.own_days or none), *gap, *(row.dollars.shown if row.dollars else none), row.line.blocked,
            row.outlook.basis,
        )  # fmt: skip
