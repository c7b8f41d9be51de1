"""Everything the dashboard shows, read with a number of queries that no row count changes."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Sum

from credtrack.kernel.dates import add_months
from credtrack.kernel.links import org_reverse
from dashboards.outlook import changes, months, overdue, pipeline, time_spent, timeline, turnaround
from dashboards.outlook.answer import Asked, sentence
from dashboards.outlook.narrowing import Narrowed
from enrollments.enums import Clock, ContractTrack, Status
from enrollments.filters import people_named
from enrollments.models import Application
from enrollments.selectors import visible_applications
from forecast.enums import Stage
from forecast.models import Outlook
from payers.models import Payer

# So many answers fit under the question; more means that the name is to be told more exactly.
ANSWERS = 6


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to "when can this clinician see this payer's patients?"."""

    words: str
    url: str
    basis: str
    # The forecast is this morning's and the application has moved since.
    moved_since: bool = False


@dataclass(frozen=True, slots=True)
class Dashboard:
    """The page; every figure is about the same applications."""

    refreshed_on: dt.date | None
    open: int
    answers: list[Answer] | None
    more_answers: bool
    timeline: timeline.Timeline
    months: list[months.Month]
    stages: list[pipeline.StageAge]
    time: time_spent.TimeUse
    paces: turnaround.Paces
    late: overdue.Late
    changes: changes.Changes


def read(wanted: Narrowed, today: dt.date, page: int) -> Dashboard:
    """Return the dashboard."""
    ages = _ages(wanted)
    answers = answers_of(wanted, today) if wanted.clinician else None
    return Dashboard(
        refreshed_on=refreshed_on(),
        open=sum(count for _, _, count in ages),
        answers=answers[:ANSWERS] if answers is not None else None,
        more_answers=len(answers or ()) > ANSWERS,
        timeline=timeline.timeline(wanted, page),
        months=expected_months(wanted, today),
        stages=pipeline.stages(ages, today),
        time=_time(wanted),
        paces=turnaround.paces(wanted, today, add_months(today, -turnaround.MONTHS_BACK)),
        late=overdue.late(wanted, today),
        changes=changes.changes(wanted, today),
    )


def refreshed_on() -> dt.date | None:
    """Return the day of the last refresh, nothing before the first; a refresh writes every row anew."""
    newest = Outlook.objects.order_by("-pk").values_list("refreshed_on", flat=True)
    return newest.first()


def _ages(wanted: Narrowed) -> list[tuple[str, dt.date, int]]:
    rows = wanted.outlooks.order_by().values_list("status", "status_since")
    # Count("*"), as counting a column would leave the index for the table.
    return list(rows.annotate(count=Count("*")))


def expected_months(wanted: Narrowed, today: dt.date) -> list[months.Month]:
    """Return the approvals expected per month; one query."""
    if wanted.clinician:
        fields = ("approval_20", "approval_50", "approval_80", "approval_95", "chance_other")
        rows = wanted.outlooks.filter(stage=Stage.DECISION, approval_50__isnull=False).order_by()
        found = [((a, b, c, d), other) for a, b, c, d, other in rows.values_list(*fields)]
        return months.months(months.summed(found, today), today)
    sums = wanted.months.order_by().values_list("month")
    return months.months(
        sums.annotate(Sum("expected"), Sum("variance"), Sum("applications")).order_by("month"), today
    )


def _time(wanted: Narrowed) -> time_spent.TimeUse:
    sums = wanted.time.order_by().values_list("stage", "payer_id", "clock").annotate(total=Sum("days"))
    found = time_spent.time_use(sums)
    names = dict(Payer.objects.filter(pk__in=[row.key for row in found.payers]).values_list("pk", "name"))
    return replace(found, payers=[replace(row, label=names[int(row.key)]) for row in found.payers])


def answers_of(wanted: Narrowed, today: dt.date) -> list[Answer]:
    """Return an answer per clinician, payer and state asked about, newest application of each; one query."""
    rows: Any = visible_applications(wanted.membership)
    rows = rows.filter(provider__in=people_named(wanted.clinician).order_by().values("pk"))
    chosen = {name: value for name, value in wanted.chosen.items() if name != "clinician"}
    rows = rows.filter(**chosen).select_related("provider", "practice", "payer", "outlook__forecast")
    newest: dict[tuple[Any, ...], Application] = {}
    for row in rows.order_by("-pk")[: ANSWERS * 20]:
        key = (row.provider_id, row.practice_id, row.payer_id, row.state)
        # An open one tells more than one that ended after it.
        if key not in newest or (row.is_open and not newest[key].is_open):
            newest[key] = row
    # What is still waited for comes before what is settled.
    return [answer_of(row, today) for row in sorted(newest.values(), key=lambda row: not row.is_open)]


def answer_of(row: Application, today: dt.date) -> Answer:
    """Return the answer for one application, with what it rests on."""
    outlook: Outlook | None = getattr(row, "outlook", None)
    asked = Asked(
        who=str(row.provider or row.practice),
        payer=row.payer.name,
        today=today,
        status=Status(row.status),
        status_since=row.status_since,
        clock=Clock(row.clock),
        contract_track=ContractTrack(row.contract_track),
        submitted_on=row.submitted_on,
        effective_on=row.effective_on,
        recheck_on=row.recheck_on,
        follow_up_on=row.follow_up_on,
        blocked_reason=row.blocked_reason,
        missing=row.missing_count,
    )
    url = org_reverse("enrollments:detail", row.pk)
    if outlook is None or not row.is_open:
        basis = "No forecast has been made of it yet." if row.is_open else "From the record."
        return Answer(sentence(asked), url, basis)
    asked = replace(
        asked,
        stage=Stage(outlook.stage),
        approval=_days(outlook, "approval"),
        billable=_days(outlook, "billable"),
    )
    moved = (outlook.status, outlook.status_since) != (row.status, row.status_since)
    words = outlook.forecast.basis_words if outlook.forecast else ""
    return Answer(sentence(asked), url, words, moved)


def _days(outlook: Outlook, what: str) -> Any:
    return tuple(getattr(outlook, f"{what}_{level}") for level in (20, 50, 80, 95))
