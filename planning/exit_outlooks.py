"""When is each clinician billable under the own contract? Read from the network, running applications, the history.

In this order: own participation on record; a running direct application and what remains of it; an application
as if it were sent on a day; a published range of others, told as an example only.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from credtrack.kernel import clock
from credtrack.kernel.dates import day_words
from enrollments.enums import Kind, Route
from enrollments.models import Application
from enrollments.network import Standing
from enrollments.network_reading import network_rows
from enrollments.states import OPEN
from forecast import published
from forecast.billable_days import chances_of_range, daily_chances
from forecast.enums import Basis, Stage
from forecast.episodes import Cohort, Told, applications
from forecast.history import History, history
from forecast.predicting import Group, group_of, predict_groups
from forecast.what_if_reading import NEWEST, Question, cohorts_of
from payers.models import Payer
from planning.exit_gaps import OwnDay
from providers.models import Practice, Provider

EXAMPLE = (60, 180)
EXAMPLE_WORDS = (
    "Example only, no basis of your own: 60 to 180 days per payer "
    "(Verisys 2026 via Carepatron, vendor, unverified here)"
)
_JOINING = (Kind.INITIAL_INDIVIDUAL, Kind.INITIAL_GROUP, Kind.ADD_TO_GROUP)
_NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Asked:
    """A clinician and a payer; an application that is not opened yet is sent on `apply_on`."""

    provider: Provider
    payer: Payer
    apply_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is said of the own day: the day's chances, on what they rest, and the application that runs."""

    own: OwnDay | None
    basis: str
    application: Application | None = None
    in_network: bool = False
    example: bool = False
    blocked: str = ""


def outlooks(asked: Sequence[Asked], practice: Practice) -> list[Outlook]:
    """Return the outlook of each clinician and payer, in their order; queries do not grow with `asked`."""
    if not asked:
        return []
    today = clock.today()
    granted = _granted(asked, practice, today)
    running = _running(asked, practice)
    ids = {row.pk for row in running.values()}
    ids |= set(Application.objects.order_by("-pk").values_list("pk", flat=True)[:NEWEST])
    told = {one.pk: one for one in applications(today, clock.now(), among=sorted(ids))}
    cohorts = _cohorts(asked, practice, today)
    past = history(list(told.values()), published.book_of(today), today, cohorts)
    found = []
    for one, cohort in zip(asked, cohorts, strict=True):
        key = one.provider.pk, one.payer.pk
        if key in granted:
            words = (
                "Own contract, in network on record" if granted[key] <= today else "Effective date on record"
            )
            found.append(Outlook(OwnDay.known(granted[key]), words, in_network=granted[key] <= today))
        else:
            found.append(_said(one, running.get(key), told, cohort, past))
    return found


def _granted(asked: Sequence[Asked], practice: Practice, today: dt.date) -> dict[tuple[int, int], dt.date]:
    found: dict[tuple[int, int], dt.date] = {}
    rows = network_rows(today, practices=[practice], provider_ids={one.provider.pk for one in asked})
    for row in rows:
        status, key = row.status, (row.provider.pk, row.plan.payer_id)
        day = None
        if status.own and status.standing == Standing.IN_NETWORK:
            day = status.since or today
        elif status.standing == Standing.EFFECTIVE_LATER:
            day = status.effective_on
        if day is not None:
            found[key] = min(found.get(key, day), day)
    return found


def _running(asked: Sequence[Asked], practice: Practice) -> dict[tuple[int, int], Application]:
    rows = Application.objects.filter(
        practice=practice,
        provider__in={one.provider.pk for one in asked},
        payer__in={one.payer.pk for one in asked},
        status__in=[str(status) for status in OPEN],
        route=Route.DIRECT,
        kind__in=_JOINING,
    ).order_by("pk")
    return {(row.provider_id or 0, row.payer_id): row for row in rows}


def _cohorts(asked: Sequence[Asked], practice: Practice, today: dt.date) -> list[Cohort]:
    """Return the cohort of each, asked once for each type of license."""
    payers = list({one.payer.pk: one.payer for one in asked}.values())
    known: dict[tuple[str, int], Cohort] = {}
    for license_type in {one.provider.license_type or "" for one in asked}:
        question = Question(today, today, payers, practice.state, license_type, practice.pk)
        for payer, cohort in zip(payers, cohorts_of(question), strict=True):
            known[license_type, payer.pk] = cohort
    return [known[one.provider.license_type or "", one.payer.pk] for one in asked]


def _said(
    one: Asked, running: Application | None, told: dict[int, Told], cohort: Cohort, past: History
) -> Outlook:
    """Return what is said of an application that runs, or as if it were sent."""
    today = dt.date.fromordinal(past.today)
    if running is not None and running.blocked_reason:
        return Outlook(None, "", running, blocked="the application is blocked")
    present = told[running.pk].course.present if running and running.pk in told else None
    if running is not None and present is not None and present.stage != Stage.SUBMISSION:
        group, sent_on = group_of(told[running.pk].cohort, present), today
        begin = "What remains of the running application"
    else:
        group = Group(cohort, Stage.SUBMISSION, past.today, True, None)
        sent_on = max(one.apply_on or today, today)
        begin = f"As if sent on {day_words(sent_on)}"
    if present is not None and present.stage == Stage.WATCH:
        return Outlook(None, "", running, blocked="the panel is closed")
    rests = predict_groups([group], past)[group].rests
    daily = daily_chances(group, past)
    example = daily is None
    if daily is None:
        daily = chances_of_range(past, past.leaves[group.cohort], *EXAMPLE)
    words = EXAMPLE_WORDS if example or rests.basis == Basis.NONE else rests.words
    used = daily[: int(np.flatnonzero(daily > _NOTHING)[-1]) + 1]
    own = OwnDay(sent_on + dt.timedelta(days=1), used / used.sum())
    return Outlook(own, f"{begin}: {words}", running, example=example)
