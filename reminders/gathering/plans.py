"""Reads what plans ask for: participations to look at again, exits, release letters, statements in conflict."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from credtrack.kernel import clock
from enrollments.models import Participation
from planning import letters as letter_words
from planning.conflicts import conflicts
from planning.enums import ExitState, LetterOutcome
from planning.models import ExitPlan, ReleaseLetter, Statement
from planning.statements import said_of, with_flags
from reminders.enums import Kind
from reminders.facts import About, DatedRow, Fact, of_one_kind
from reminders.gathering.wanted import Wanted

NOTICE_OPEN = (ExitState.PLANNED.value,)
LAST_DAY_OPEN = (ExitState.PLANNED.value, ExitState.NOTICE_GIVEN.value)


def _name(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)


def participations(wanted: Wanted) -> Iterator[Fact]:
    """Yield when a participation is to be looked at again; one query."""
    columns = (
        "pk", "review_on", "recorded_at", "provider_id", "practice_id", "plan__payer_id", "plan__payer__name", "state",
        "platform__name", "provider__first_name", "provider__last_name", "provider__suffix",
    )  # fmt: skip
    rows = Participation.objects.filter(under_way(wanted.today), review_on__isnull=False).order_by()
    for (
        pk,
        review_on,
        recorded,
        provider,
        practice,
        payer_id,
        payer,
        state,
        platform,
        *names,
    ) in rows.values_list(*columns):
        about = About(
            provider_id=provider,
            practice_id=practice,
            payer_id=payer_id,
            who=_name(*names),
            payer=payer,
            state=state,
        )
        row = DatedRow(pk, review_on, about, clock.local_date(recorded), platform or "")
        yield from of_one_kind(Kind.BRIDGE_REVIEW, row)


def under_way(today: dt.date) -> Q:
    """Return the condition that a participation has not ended."""
    return Q(ended_on=None) | Q(ended_on__gt=today)


def exits(wanted: Wanted) -> Iterator[Fact]:
    """Yield the day notice is given to a platform and the last day there, in calendar days; one query."""
    rows = ExitPlan.objects.filter(notice_on__isnull=False, state__in=LAST_DAY_OPEN).order_by()
    columns = ("pk", "state", "notice_on", "notice_days", "created_at", "practice_id", "platform__name")
    for pk, state, notice_on, days, created, practice, platform, *names in rows.values_list(
        *columns, "practice__dba", "practice__legal_name"
    ):
        about = About(practice_id=practice, who=names[0] or names[1])
        known = clock.local_date(created)
        if state in NOTICE_OPEN:
            yield Fact(Kind.EXIT_NOTICE, pk, notice_on, notice_on, about, known, detail=platform)
        last = notice_on + dt.timedelta(days=days)
        yield Fact(Kind.EXIT_LAST_DAY, pk, last, notice_on, about, known, detail=platform)


def letters(wanted: Wanted) -> Iterator[Fact]:
    """Yield the days by which platforms are to answer for a release letter; the newest word counts; one query."""
    columns = (
        "pk", "answer_by", "recorded_at", "provider_id", "practice_id", "payer_id", "payer__name", "platform__name",
        "provider__first_name", "provider__last_name", "provider__suffix",
    )  # fmt: skip
    for pk, answer_by, recorded, provider, practice, payer_id, payer, platform, *names in (
        asked_letters().order_by().values_list(*columns)
    ):
        about = About(
            provider_id=provider, practice_id=practice, payer_id=payer_id, who=_name(*names), payer=payer
        )
        row = DatedRow(pk, answer_by, about, clock.local_date(recorded), platform)
        yield from of_one_kind(Kind.LETTER_ANSWER, row)


def asked_letters() -> QuerySet[ReleaseLetter]:
    """Return the requests for a letter with a day to answer, of which nothing was heard since."""
    rows = letter_words.newest_only(ReleaseLetter.objects.all())
    return rows.filter(outcome=LetterOutcome.REQUESTED, answer_by__isnull=False)


def statements(wanted: Wanted) -> Iterator[Fact]:
    """Yield each statement that contradicts earlier ones and no later one: it asks for a word in writing; one query."""
    rows = in_conflict().select_related("payer", "platform").order_by("said_on", "pk")
    by_id = {row.pk: row for row in rows}
    place = {pk: number for number, pk in enumerate(by_id)}
    pairs = conflicts([said_of(row) for row in by_id.values()])
    earlier = {min(pair.one, pair.other, key=place.__getitem__) for pair in pairs}
    for row in by_id.values():
        if row.pk in earlier:
            continue
        about = About(
            provider_id=row.provider_id,
            practice_id=row.practice_id,
            payer_id=row.payer_id,
            who=str(row.platform or ""),
            payer=str(row.payer or ""),
        )
        known = clock.local_date(row.recorded_at)
        yield Fact(
            Kind.WRITTEN_CONFIRMATION, row.pk, row.said_on, row.said_on, about, known, detail=row.about
        )


def in_conflict() -> QuerySet[Statement]:
    """Return the statements that stand against another one, as the page of statements marks them."""
    rows: QuerySet[Any] = with_flags(Statement.objects.all())
    return rows.filter(in_conflict=True)
