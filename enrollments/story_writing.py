"""How are many stories from a spreadsheet written at once? In bulk, with the same fold as the one door.

The caller holds the transaction and the locks. Every cached column is what the written rows fold to.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from accounts.models import User
from credtrack.kernel import clock
from credtrack.kernel.bulk_insert import insert_rows, reserve_ids
from enrollments import follow_up_planning
from enrollments.cached_state import CACHED, apply_cache
from enrollments.contacts import CONTACTS
from enrollments.enums import Channel, DayUnit, Source, Status, Verb
from enrollments.fold import LogRow, fold
from enrollments.followups import (
    BY_RECREDENTIALING,
    RECREDENTIALED,
    WHAT,
    before_recredentialing,
    recredentialing_words,
)
from enrollments.models import (
    Application,
    ApplicationPlan,
    Entry,
    FollowUp,
    MissingItem,
    Transition,
)
from enrollments.states import OPEN
from enrollments.stories import Told
from payers.selectors import RuleBook

_BY_SPREADSHEET = "The day in the spreadsheet."
_CONTACT_CACHE = ("last_contact_on", "last_said", "last_reference", "follow_up_on", "missing_count")


@dataclass(frozen=True, slots=True)
class Said:
    """An entry of the spreadsheet's notes."""

    channel: Channel
    occurred_on: dt.date
    said: str
    person: str = ""
    reference: str = ""
    quoted_min: int | None = None
    quoted_max: int | None = None
    quoted_unit: DayUnit | None = None


@dataclass(slots=True)
class Telling:
    """What is to be written about one application: rows, entries, missing items, the next day.

    `application` is unsaved and carries its key alone, or is locked and comes with its `log`.
    """

    application: Application
    told: list[Told]
    log: list[LogRow] = field(default_factory=list)
    amended: dict[str, str] = field(default_factory=dict)
    said: Sequence[Said] = ()
    missing: Sequence[str] = ()
    follow_up_on: dt.date | None = None
    # By when it must be recredentialed, as far as that is new.
    recredentialing_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """A follow-up to be inserted once its application has an id."""

    application: Application
    due_on: dt.date
    what: str
    basis: str
    source: Source


@dataclass(frozen=True, slots=True)
class Writing:
    """What all tellings of one import share: who, when, and the rules for the next day."""

    actor: User | None
    now: dt.datetime
    today: dt.date
    book: RuleBook
    plans: Mapping[int, Sequence[int]]


def write_new(tellings: Sequence[Telling], writing: Writing) -> None:
    """Insert applications with their logs, plans, entries, follow-ups and missing items."""
    for telling in tellings:
        application = telling.application
        apply_cache(application, fold([told.row for told in telling.told]))
        _note_last_contact(application, telling.said)
        application.missing_count = len(telling.missing)
    follow_ups = [*_follow_ups(tellings, writing), *_recredentialing(tellings, writing)]
    ids = reserve_ids(Application, len(tellings))
    for telling, pk in zip(tellings, ids, strict=True):
        telling.application.pk = pk
    columns = [field.attname for field in Application._meta.concrete_fields if field.attname != "created_at"]
    insert_rows(
        Application,
        columns,
        ([getattr(telling.application, name) for name in columns] for telling in tellings),
    )
    _write_rows(tellings, writing, follow_ups)
    insert_rows(
        ApplicationPlan,
        ["organization_id", "application_id", "practice_id", "plan_id"],
        (
            (application.organization_id, application.pk, application.practice_id, plan)
            for application in (telling.application for telling in tellings)
            for plan in writing.plans.get(application.payer_id, ())
        ),
    )


def write_more(tellings: Sequence[Telling], writing: Writing) -> None:
    """Append to existing applications; their rows are locked by the caller."""
    replanned: list[Telling] = []
    for telling in tellings:
        application = telling.application
        before = application.status
        apply_cache(application, fold([*telling.log, *(told.row for told in _all_told(telling, writing))]))
        _note_last_contact(application, telling.said)
        application.missing_count += len(telling.missing)
        application.version += 1
        if telling.follow_up_on or application.status != before:
            replanned.append(telling)
    dated = [telling for telling in tellings if telling.recredentialing_on]
    _drop_planned(replanned, dated, writing)
    # What is open already, in the database, is added to the earliest day at the end.
    for telling in dated:
        telling.application.follow_up_on = None
    follow_ups = [*_follow_ups(replanned, writing), *_recredentialing(dated, writing)]
    _keep_earliest([*replanned, *dated])
    _write_rows(tellings, writing, follow_ups)
    Application.objects.bulk_update(
        [telling.application for telling in tellings],
        [*CACHED, *_CONTACT_CACHE, "version"],
        batch_size=200,
    )


def _all_told(telling: Telling, writing: Writing) -> list[Told]:
    """Return the rows of a telling, with one more for facts that change without a move."""
    if not telling.amended:
        return telling.told
    rows = [*telling.log, *(told.row for told in telling.told)]
    last = max((row.occurred_on for row in rows), default=writing.today)
    sequence = max((row.sequence for row in rows), default=0) + 1
    return [*telling.told, Told(LogRow(sequence, Verb.AMEND, last, facts=telling.amended))]


def _write_rows(tellings: Sequence[Telling], writing: Writing, follow_ups: Sequence[Planned]) -> None:
    insert_rows(
        Transition, _TRANSITION, (row for telling in tellings for row in _transitions(telling, writing))
    )
    insert_rows(
        Entry,
        _ENTRY,
        (_entry(telling.application, said, writing) for telling in tellings for said in telling.said),
    )
    insert_rows(
        MissingItem,
        ["organization_id", "application_id", "label", "asked_on"],
        (
            (telling.application.organization_id, telling.application.pk, label, writing.today)
            for telling in tellings
            for label in telling.missing
        ),
    )
    insert_rows(FollowUp, _FOLLOW_UP, (_follow_up(planned, writing) for planned in follow_ups))


_TRANSITION = (
    "organization_id", "application_id", "verb", "from_status", "to_status", "occurred_on", "recorded_at",
    "actor_id", "source", "facts", "note",
)  # fmt: skip
_ENTRY = (
    "organization_id", "application_id", "channel", "occurred_on", "recorded_at", "person", "reference", "said",
    "quoted_min", "quoted_max", "quoted_unit", "author_id", "source",
)  # fmt: skip
_FOLLOW_UP = (
    "organization_id", "application_id", "due_on", "what", "basis", "assigned_to_id", "source", "created_by_id",
    "created_at",
)  # fmt: skip


def _transitions(telling: Telling, writing: Writing) -> Iterable[tuple[object, ...]]:
    application = telling.application
    before: str = (fold(telling.log).status or "") if telling.log else ""
    actor = writing.actor.pk if writing.actor else None
    for told in _all_told(telling, writing):
        row = told.row
        yield (
            application.organization_id, application.pk, row.verb, before, row.to_status, row.occurred_on,
            writing.now, actor, Source.IMPORT, row.facts, told.note,
        )  # fmt: skip
        before = row.to_status or before


def _entry(application: Application, said: Said, writing: Writing) -> tuple[object, ...]:
    return (
        application.organization_id, application.pk, said.channel, min(said.occurred_on, writing.today),
        writing.now, said.person[:120], said.reference[:80], said.said, said.quoted_min, said.quoted_max,
        said.quoted_unit or "", writing.actor.pk if writing.actor else None, Source.IMPORT,
    )  # fmt: skip


def _note_last_contact(application: Application, said: Sequence[Said]) -> None:
    contacts = [one for one in said if one.channel in CONTACTS]
    if not contacts:
        return
    # Logs run newest first, so of one day's entries the first is the last.
    last = max(contacts, key=lambda one: one.occurred_on)
    if application.last_contact_on and application.last_contact_on > last.occurred_on:
        return
    application.last_contact_on = last.occurred_on
    application.last_said = last.said[:300]
    application.last_reference = last.reference[:80] or application.last_reference


def _follow_ups(tellings: Sequence[Telling], writing: Writing) -> list[Planned]:
    """Return the next follow-ups: the spreadsheet's day, else the rule's for what is still open."""
    unplanned = [telling for telling in tellings if telling.follow_up_on is None]
    suggestions = follow_up_planning.suggest_for([telling.application for telling in unplanned], writing.book)
    found: list[Planned] = []
    for telling, suggestion in zip(unplanned, suggestions, strict=True):
        telling.application.follow_up_on = suggestion.due_on if suggestion else None
        if suggestion:
            found.append(
                Planned(
                    telling.application, suggestion.due_on, suggestion.what, suggestion.basis, Source.SYSTEM
                )
            )
    for telling in tellings:
        if telling.follow_up_on is not None:
            application = telling.application
            application.follow_up_on = telling.follow_up_on
            what = _what(Status(application.status))
            found.append(Planned(application, telling.follow_up_on, what, _BY_SPREADSHEET, Source.IMPORT))
    return found


def _recredentialing(tellings: Sequence[Telling], writing: Writing) -> list[Planned]:
    """Return the chases that begin each stated recredentialing in time; the earliest day counts beside others."""
    found: list[Planned] = []
    for telling in tellings:
        application, due = telling.application, telling.recredentialing_on
        if due is None or application.status not in RECREDENTIALED:
            continue
        begin = before_recredentialing(due, writing.today)
        application.follow_up_on = min(application.follow_up_on or begin, begin)
        what = recredentialing_words(due)
        found.append(Planned(application, begin, what, BY_RECREDENTIALING, Source.IMPORT))
    return found


def _follow_up(planned: Planned, writing: Writing) -> tuple[object, ...]:
    application = planned.application
    return (
        application.organization_id, application.pk, planned.due_on, planned.what, planned.basis,
        application.owner_id, planned.source, writing.actor.pk if writing.actor else None, writing.now,
    )  # fmt: skip


def _what(status: Status) -> str:
    return WHAT.get(status, "Ask for the status") if status in OPEN else "Look at it again"


def _drop_planned(replanned: Sequence[Telling], dated: Sequence[Telling], writing: Writing) -> None:
    """Close what the rule or an earlier spreadsheet planned; a day that a person chose stays.

    A chase for recredentialing gives way only to another one, or to the end of the application.
    """
    applications = [telling.application for telling in replanned]
    stopped = [one.pk for one in applications if one.status not in RECREDENTIALED]
    stopped += [telling.application.pk for telling in dated]
    about = Q(basis=BY_RECREDENTIALING)
    others = ~about & Q(application__in=[one.pk for one in applications])
    FollowUp.objects.filter(
        others | (about & Q(application__in=stopped)),
        done_at=None,
        cancelled=False,
        source__in=[Source.SYSTEM, Source.IMPORT],
    ).update(done_at=writing.now, done_by=writing.actor, cancelled=True)


def _keep_earliest(tellings: Sequence[Telling]) -> None:
    own = FollowUp.objects.filter(
        application__in=[telling.application.pk for telling in tellings], done_at=None, cancelled=False
    )
    chosen: dict[int, dt.date] = {}
    for application_id, day in own.values_list("application_id", "due_on"):
        chosen[application_id] = min(day, chosen.get(application_id, day))
    for telling in tellings:
        days = [day for day in (telling.application.follow_up_on, chosen.get(telling.application.pk)) if day]
        telling.application.follow_up_on = min(days, default=None)


def writing_of(actor: User | None, book: RuleBook, plans: Mapping[int, Sequence[int]]) -> Writing:
    """Return what one import shares, with the clock of the open organization."""
    return Writing(actor, clock.now(), clock.today(), book, plans)
