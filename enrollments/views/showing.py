"""What stands on the page of one application, now or as of an earlier day."""

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import OrganizationRequest, can
from accounts.roles import Capability
from credtrack.kernel import clock
from enrollments import bases, contracts, headlines, tracks
from enrollments.enums import Clock, Status
from enrollments.follow_up_planning import suggest_for
from enrollments.forms.contact_log import LogForm
from enrollments.models import Application
from enrollments.prerequisite_reading import missing_of
from enrollments.reading import Moment, Reading
from enrollments.states import ARROWS, CONTRACT_SETTLED
from enrollments.timeline import FILTERS, shown, timeline

_TIMELINE_LIMIT = 200


def show(
    request: OrganizationRequest,
    application: Application,
    *,
    moment: Moment | None = None,
    template: str = "enrollments/detail.html",
    log_form: LogForm | None = None,
) -> HttpResponse:
    """Draw the page, or with another template a part of it."""
    reading = Reading(application, request.membership, moment or Moment())
    return render(request, template, page_context(request, reading, log_form))


def page_context(
    request: OrganizationRequest, reading: Reading, log_form: LogForm | None = None
) -> dict[str, Any]:
    """Return everything the page shows; nothing that writes is offered for another moment than now."""
    application, state = reading.application, reading.state
    now = reading.moment.is_now
    may_move = now and can(request.membership, Capability.MOVE_APPLICATIONS)
    may_log = now and can(request.membership, Capability.LOG_CONTACTS)
    items = timeline(reading, may_void=may_move)
    filter_key = request.GET.get("show", "")
    found = shown(items, filter_key)
    return {
        "application": application,
        "reading": reading,
        "state": state,
        "status": reading.status,
        "age": (reading.moment.day - state.status_since).days if state.status_since else None,
        "moment": reading.moment,
        "day": reading.moment.day,
        "headline": headlines.headline_of(reading),
        "tracks": [
            tracks.credentialing(state, reading.rows),
            tracks.contract(state, reading.rows),
        ],
        "facts": bases.facts_of(reading),
        "clocks": [(item, reading.days_by_clock.get(item, 0)) for item in Clock if item != Clock.NONE],
        "contract_holder": contracts.holder_words(reading.contract) if reading.contract else "",
        "contract_verified": bool(reading.contract and contracts.is_verified(reading.contract)),
        "notice_by": contracts.last_day_for_notice(reading.contract) if reading.contract else None,
        "contracts_on_file": now
        and reading.internal
        and state.contract_track not in CONTRACT_SETTLED
        and contracts.linkable(application).filter(executed_on__isnull=False).exists(),
        "timeline": found[:_TIMELINE_LIMIT],
        "more": max(0, len(found) - _TIMELINE_LIMIT),
        "timeline_filters": [
            (key, label, sum(1 for item in items if wanted(item)), key == filter_key)
            for key, (label, wanted) in FILTERS.items()
            if reading.internal or key != "client"
        ],
        "lacking": missing_of([application], clock.today())[0] if now and reading.internal else [],
        "may_move": may_move,
        "may_edit": now and can(request.membership, Capability.EDIT_APPLICATIONS),
        "may_log": may_log,
        "next_moves": next_moves(reading.status) if may_move else [],
        "log_form": (log_form or fresh_log_form(reading)) if may_log else None,
    }


def next_moves(status: Status) -> list[Status]:
    """Return where the application can go, in the order of the table."""
    return list(ARROWS[status])


def fresh_log_form(reading: Reading) -> LogForm:
    """Return an empty log form that already names the day the cadence would set after a contact today."""
    application = reading.application
    contact_on, application.last_contact_on = application.last_contact_on, clock.today()
    suggestion = suggest_for([application])[0]
    application.last_contact_on = contact_on
    return LogForm(suggestion=suggestion, follow_ups=reading.follow_ups)


def moment_from(request: OrganizationRequest) -> tuple[Moment, list[str]]:
    """Return the moment that the address asks for, and what was wrong with it in words."""
    days: dict[str, dt.date | None] = {}
    notes = []
    for name in ("on", "known_on"):
        text = request.GET.get(name, "").strip()
        days[name] = None
        if not text:
            continue
        try:
            days[name] = dt.date.fromisoformat(text)
        except ValueError:
            notes.append(f"{text!r} is not a day like 2026-03-12, so the page shows today.")
    today = clock.today()
    on, known_on = days["on"], days["known_on"]
    if (on and on > today) or (known_on and known_on > today):
        notes.append("A day ahead cannot be read yet, so the page shows today.")
        on = known_on = None
    return Moment(on, known_on), notes
