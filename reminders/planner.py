"""Which reminders are planned, and which are not wanted any more? Facts in, ledger rows out.

Running it twice, late, or on two workers at once changes nothing more: every row has its ledger key,
rows are inserted where the key is free, and each update names the state it expects. A crash between
two steps is mended by the next run, which reads the same facts again.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from credtrack.kernel import clock, scope
from reminders import leads, ledger, opening_renewals, quiet, recipients, settling, wording
from reminders.enums import Channel, Kind, State
from reminders.facts import Fact
from reminders.gathering import Wanted, gather
from reminders.kinds import KINDS, is_at_once, urgency_of
from reminders.ledger import Ledger
from reminders.models import Reminder, ReminderSettings
from reminders.planned import Planned
from reminders.recipients import Told
from reminders.schedule import (
    Days,
    Occurrence,
    Span,
    days_late,
    due_days,
    is_over,
    occurrences_within,
    span_of,
)

# What was recorded while the last plan ran may have been committed after it read: look back a little.
OVERLAP = dt.timedelta(hours=1)
# An organization that was never planned for: what it recorded in the last days counts as new.
FIRST_LOOK = dt.timedelta(days=7)


def plan() -> Planned:
    """Plan for the open organization as of the clock's now; the only writer of planned rows."""
    begun = clock.now()
    today = clock.today()
    settings = ReminderSettings.objects.first()
    mark = quiet.mark()
    if quiet.is_quiet(settings, mark):
        return Planned()
    in_force = leads.in_force()
    spans = spans_of(today, settings.planned_until if settings else None)
    since = settings.planned_at - OVERLAP if settings and settings.planned_at else begun - FIRST_LOOK
    days = {kind: due_days(in_force[kind], KINDS[kind], spans[kind]) for kind in KINDS}
    known = ledger.read(min(span.start for span in spans.values()))
    done = Planned()
    fresh = _fresh(_wanted(today, days, since), known, spans, in_force)
    for batch in ledger.batches(fresh):
        written = ledger.insert(batch)
        done.planned += written[State.PLANNED]
        done.missed += written[State.MISSED]
    ledger.tell_otherwise(known)
    ledger.open_again(known)
    ended = ledger.take_back(known, in_force)
    done.superseded = ended.pop(State.SUPERSEDED, 0)
    done.settled = ended.total()
    done += settling.settle(today)
    done.opened = opening_renewals.open_renewals(today)
    _mark(begun, today, mark)
    return done


def spans_of(today: dt.date, planned_until: dt.date | None) -> dict[Kind, Span]:
    """Return the days each kind is planned for."""
    return {kind: span_of(today, spec.grace, planned_until) for kind, spec in KINDS.items()}


def _wanted(today: dt.date, days: Mapping[Kind, list[Days]], since: dt.datetime) -> Wanted:
    kinds = frozenset(kind for kind, ranges in days.items() if ranges)
    return Wanted(today, days, recorded_since=since, unsent=True, kinds=kinds)


def _fresh(
    wanted: Wanted, known: Ledger, spans: Mapping[Kind, Span], in_force: Mapping[Kind, tuple[int, ...]]
) -> Iterator[Reminder]:
    """Yield the rows that the facts ask for and the ledger lacks; note in the ledger which facts stand."""
    people = recipients.read()
    told_to: dict[tuple[object, ...], list[Told]] = {}
    now = clock.now()
    for fact in gather(wanted):
        about = fact.about
        asked = (fact.kind, about.assigned_to, about.practice_id, about.provider_id)
        if asked not in told_to:
            told_to[asked] = people.of(fact)
        told = told_to[asked]
        key = (fact.kind.value, fact.subject_id, fact.due_on)
        known.standing[key] = {one.user_id for one in told}
        known.dates[fact.kind.value, fact.subject_id] = fact.due_on
        if fact.opens_on:
            known.windows[key] = (fact.due_on - fact.opens_on).days
        if not told:
            continue
        span = spans[fact.kind]
        for found in occurrences_within(
            span, fact.due_on, in_force[fact.kind], KINDS[fact.kind],
            known_on=fact.known_on, opens_on=fact.opens_on,
        ):  # fmt: skip
            yield from _rows(fact, found, told, known, span, now)


def _rows(
    fact: Fact, found: Occurrence, told: Iterable[Told], known: Ledger, span: Span, now: dt.datetime
) -> Iterator[Reminder]:
    for one in told:
        row = known.rows.get((fact.kind.value, fact.subject_id, fact.due_on, found.lead, one.user_id))
        way = _way(fact, found, one)
        if row is None or row.state == State.SUPERSEDED:
            fresh = _row(fact, found, one, span, now)
            until = known.quiet.get((fact.kind.value, fact.subject_id, fact.due_on, one.user_id))
            if until is not None and found.send_on <= until and fresh.is_open:
                _hush(fresh, until, now)
            yield fresh
        elif row.state == State.PLANNED and not row.put_off and (row.by_mail, row.at_once) != way:
            known.otherwise.setdefault(way, []).append(row.pk)
        elif ledger.was_closed(row) and not is_over(fact.due_on, span.today, KINDS[fact.kind]):
            known.back.append(row.pk)


def _way(fact: Fact, found: Occurrence, told: Told) -> tuple[bool, bool]:
    """Return whether a reminder goes by mail, and whether at once."""
    late = days_late(fact.due_on, found, KINDS[fact.kind])
    at_once = told.channel == Channel.AT_ONCE or is_at_once(fact.kind, found.lead, late)
    return told.channel != Channel.LIST, at_once


def _hush(row: Reminder, until: dt.date, now: dt.datetime) -> None:
    row.state, row.is_open, row.settled_at = State.SNOOZED.value, False, now
    row.reason, row.snoozed_until = settling.snoozed_words(until), until


def _row(fact: Fact, found: Occurrence, told: Told, span: Span, now: dt.datetime) -> Reminder:
    spec = KINDS[fact.kind]
    late = found.send_on < span.grace_from(spec.grace) or is_over(fact.due_on, span.today, spec)
    by_mail, at_once = _way(fact, found, told)
    about = fact.about
    return Reminder(
        organization_id=scope.current().organization_id,
        kind=fact.kind.value,
        subject_id=fact.subject_id,
        due_on=fact.due_on,
        lead=found.lead,
        recipient_id=told.user_id,
        base_on=fact.base_on,
        send_on=found.send_on,
        urgency=urgency_of(fact.kind, found.lead).value,
        at_once=at_once,
        by_mail=by_mail,
        application_id=about.application_id,
        provider_id=about.provider_id,
        practice_id=about.practice_id,
        payer_id=about.payer_id,
        what=wording.what(fact),
        why=wording.why(fact, found.lead, found.send_on),
        state=State.MISSED.value if late else State.PLANNED.value,
        is_open=not late,
        reason=settling.TOO_LATE if late else "",
        settled_at=now if late else None,
        planned_at=now,
    )


def _mark(begun: dt.datetime, today: dt.date, mark: str) -> None:
    """Note how far the plan reaches; a run that was overtaken by a later one leaves the later note."""
    until = span_of(today, 0).end
    settings, _ = ReminderSettings.objects.get_or_create(organization_id=scope.current().organization_id)
    rows = ReminderSettings.objects.filter(pk=settings.pk)
    rows.exclude(planned_at__gt=begun).update(planned_at=begun, planned_until=until, planned_mark=mark)
