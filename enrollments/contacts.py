"""How is a call, e-mail, portal check or note recorded? One entry per application, never changed afterwards."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts import audit
from accounts.models import AuditEntry, User
from credtrack.kernel import clock
from credtrack.kernel.dates import roll_forward
from enrollments import follow_up_planning, guards
from enrollments.enums import Channel, DayUnit, Source, Visibility
from enrollments.models import Application, Entry, FollowUp
from enrollments.refusals import Refused
from enrollments.wording import count_words, day_words
from providers.models import Document

# Somebody at the payer was asked or heard: these end a silence. Notes and filed documents do not.
CONTACTS = frozenset({Channel.CALL, Channel.EMAIL, Channel.PORTAL, Channel.LETTER, Channel.FAX})
CACHE = ("last_contact_on", "last_said", "last_reference")


@dataclass(frozen=True, slots=True)
class Contact:
    """What was said. `occurred_on` is a calendar date, today or earlier; a turnaround needs its unit."""

    channel: Channel
    occurred_on: dt.date
    said: str = ""
    person: str = ""
    reference: str = ""
    quoted_min: int | None = None
    quoted_max: int | None = None
    quoted_unit: DayUnit | None = None
    visibility: Visibility = Visibility.INTERNAL
    document: Document | None = None
    source: Source = Source.PERSON


@dataclass(frozen=True, slots=True)
class Next:
    """What follows a contact: the day a person chose, the rule's day, or nothing (`by_rule` false)."""

    on: dt.date | None = None
    what: str = ""
    by_rule: bool = True


@dataclass(frozen=True, slots=True)
class Logged:
    """What was written: the entries, and the next follow-up per application id."""

    entries: list[Entry]
    next_on: dict[int, dt.date]


def log_contact(
    applications: Sequence[Application],
    contact: Contact,
    *,
    actor: User | None,
    then: Next | None = None,
    answers: Collection[int] | None = None,
) -> Logged:
    """Record one contact on every application, close the follow-ups it answers, set each next one.

    `answers` are ids of open follow-ups; by default a contact answers those due by today and those
    the cadence planned, a note answers none. Raises `Refused` with the reasons. The next day falls
    on a business day; several applications share one `call_id`.
    """
    then = then or Next(by_rule=contact.channel in CONTACTS)
    reasons = _reasons(contact, then)
    if not applications:
        reasons.append("Choose at least one application.")
    if reasons:
        raise Refused(reasons)
    with transaction.atomic():
        ids = sorted({application.pk for application in applications})
        rows = list(
            Application.objects.select_related("provider", "practice", "payer")
            .filter(pk__in=ids)
            .select_for_update(of=("self",))
            .order_by("pk")
        )
        now = clock.now()
        entries = _write_entries(rows, contact, actor, now)
        _settle(rows, contact, actor, answers, now)
        _update_cache(rows, contact)
        next_on = _plan(rows, then, actor)
        _audit(rows, contact, actor)
    return Logged(entries, next_on)


def void_entry(entry_id: int, *, actor: User | None, note: str) -> Entry:
    """Cancel an entry by a further row with the reason; the last contact is read again from the rest."""
    if not note.strip():
        raise Refused(["Say why the entry is wrong; the note stays beside it."])
    with transaction.atomic():
        entry: Entry = Entry.objects.select_related("application").get(pk=entry_id)
        application = Application.objects.select_for_update(of=("self",)).get(pk=entry.application_id)
        if entry.voids_id is not None or Entry.objects.filter(voids=entry).exists():
            raise Refused(["This entry is already voided."])
        voiding: Entry = Entry.objects.create(
            organization_id=entry.organization_id,
            application=application,
            channel=entry.channel,
            occurred_on=entry.occurred_on,
            recorded_at=clock.now(),
            said=note.strip(),
            visibility=entry.visibility,
            call_id=entry.call_id,
            author=actor,
            voids=entry,
        )
        refresh_last_contact(application)
        audit.record(actor, "entry.void", application, f"Voided the {entry}: {note.strip()}"[:400])
    return voiding


def refresh_last_contact(application: Application) -> None:
    """Read the last contact again from the entries that count, and save it."""
    rows = Entry.objects.filter(
        application=application, voids=None, voided_by=None, channel__in=[item.value for item in CONTACTS]
    )
    last = rows.order_by("-occurred_on", "-id").first()
    application.last_contact_on = last.occurred_on if last else None
    application.last_said = last.said[:300] if last else ""
    referring = rows.exclude(reference="").order_by("-occurred_on", "-id").first()
    application.last_reference = referring.reference if referring else ""
    application.save(update_fields=CACHE)


def _reasons(contact: Contact, then: Next) -> list[str]:
    found = guards.about_the_day(contact.occurred_on, clock.today())
    if not (contact.said.strip() or contact.reference.strip() or contact.document):
        found.append("Write down what was said, or at least the reference number.")
    low, high = contact.quoted_min, contact.quoted_max
    if low is not None and high is None:
        found.append("A quoted turnaround needs its last day too: one number goes into the second box.")
    if low is not None and high is not None and low > high:
        found.append("The quoted turnaround runs from the smaller to the larger number.")
    if high is not None and contact.quoted_unit is None:
        found.append("Say whether the payer counts calendar or business days.")
    if then.on is not None and then.on < clock.today():
        found.append(f"The next follow-up cannot lie in the past ({day_words(then.on)}).")
    return found


def _write_entries(
    rows: list[Application], contact: Contact, actor: User | None, at: dt.datetime
) -> list[Entry]:
    call_id = uuid.uuid4() if len(rows) > 1 else None
    return list(
        Entry.objects.bulk_create(
            Entry(
                organization_id=application.organization_id,
                application=application,
                channel=contact.channel,
                occurred_on=contact.occurred_on,
                recorded_at=at,
                person=contact.person.strip()[:120],
                reference=contact.reference.strip()[:80],
                said=contact.said.strip(),
                quoted_min=contact.quoted_min,
                quoted_max=contact.quoted_max,
                quoted_unit=(contact.quoted_unit or "") if contact.quoted_max is not None else "",
                visibility=contact.visibility,
                document=contact.document,
                call_id=call_id,
                author=actor,
                source=contact.source,
            )
            for application in rows
        )
    )


def _settle(
    rows: list[Application],
    contact: Contact,
    actor: User | None,
    answers: Collection[int] | None,
    at: dt.datetime,
) -> None:
    if answers is None and contact.channel not in CONTACTS:
        return
    found = FollowUp.objects.filter(application__in=rows, done_at=None, cancelled=False)
    today = clock.today()
    answered = [
        follow_up
        for follow_up in found
        if (
            follow_up.pk in answers
            if answers is not None
            else follow_up.due_on <= today or follow_up.source == Source.SYSTEM
        )
    ]
    follow_up_planning.settle(answered, actor, at=at)


def _update_cache(rows: list[Application], contact: Contact) -> None:
    """A later-dated contact wins; one that is entered afterwards for an earlier day changes nothing."""
    if contact.channel not in CONTACTS:
        return
    for application in rows:
        if application.last_contact_on and application.last_contact_on > contact.occurred_on:
            continue
        application.last_contact_on = contact.occurred_on
        application.last_said = contact.said.strip()[:300]
        application.last_reference = contact.reference.strip()[:80] or application.last_reference
    Application.objects.bulk_update(rows, CACHE)


def _plan(rows: list[Application], then: Next, actor: User | None) -> dict[int, dt.date]:
    now = clock.now()
    planned: list[FollowUp] = []
    suggestions = follow_up_planning.suggest_for(rows) if then.by_rule and then.on is None else []
    for place, application in enumerate(rows):
        suggestion = suggestions[place] if suggestions else None
        if then.on is None and suggestion is None:
            continue
        planned.append(
            FollowUp(
                organization_id=application.organization_id,
                application=application,
                due_on=roll_forward(then.on) if then.on else suggestion.due_on,  # type: ignore[union-attr]
                what=(then.what.strip() or (suggestion.what if suggestion else "Ask for the status"))[:200],
                basis="" if then.on or suggestion is None else suggestion.basis,
                assigned_to_id=application.owner_id,
                source=Source.PERSON if then.on else Source.SYSTEM,
                created_by=actor,
                created_at=now,
            )
        )
    FollowUp.objects.bulk_create(planned)
    follow_up_planning.refresh_follow_up_on(application.pk for application in rows)
    return {follow_up.application_id: follow_up.due_on for follow_up in planned}


def _audit(rows: list[Application], contact: Contact, actor: User | None) -> None:
    shared = f" with {count_words(len(rows), 'application')}" if len(rows) > 1 else ""
    summary = f"{contact.channel.label} on {day_words(contact.occurred_on)}{shared}"
    AuditEntry.objects.bulk_create(
        audit.entry(actor, "entry.log", application, summary) for application in rows
    )
