"""How is a word on a release letter recorded, and what does it do to the direct application? It blocks or frees it."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts import audit
from accounts.models import User
from accounts.stale import Stale
from credtrack.kernel import clock
from enrollments import guards, transitions
from enrollments.enums import Clock, Route
from enrollments.models import Application
from enrollments.refusals import Refused
from enrollments.states import OPEN
from payers.models import Payer, Platform
from planning import letter_rule
from planning.enums import LetterOutcome
from planning.models import ReleaseLetter
from providers.models import Document, Practice, Provider

LIFTED = "The release letter was issued."
NO_LONGER = "The release letter no longer holds it back."


@dataclass(frozen=True, slots=True)
class About:
    """Which letter: of one platform, for one clinician at one practice, about one payer."""

    platform: Platform
    provider: Provider
    practice: Practice
    payer: Payer


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of the letter. Days are calendar dates; only `answer_by` may lie ahead."""

    outcome: LetterOutcome
    occurred_on: dt.date
    requested_from: str = ""
    required_by: str = ""
    said: str = ""
    escalation: str = ""
    answer_by: dt.date | None = None
    document: Document | None = None


def about_of(row: ReleaseLetter) -> About:
    """Return which letter a row speaks of."""
    return About(row.platform, row.provider, row.practice, row.payer)


def words_on(about: About) -> QuerySet[ReleaseLetter]:
    """Return every word on one letter, oldest first."""
    rows: QuerySet[ReleaseLetter] = ReleaseLetter.objects.filter(
        platform=about.platform, provider=about.provider, practice=about.practice, payer=about.payer
    )
    return rows.order_by("occurred_on", "pk")


def newest_only(rows: QuerySet[ReleaseLetter]) -> QuerySet[ReleaseLetter]:
    """Keep the newest word on each letter: the latest day, of one day the one recorded last."""
    later = ReleaseLetter.objects.filter(
        Q(occurred_on__gt=OuterRef("occurred_on"))
        | Q(occurred_on=OuterRef("occurred_on"), pk__gt=OuterRef("pk")),
        platform=OuterRef("platform"),
        provider=OuterRef("provider"),
        practice=OuterRef("practice"),
        payer=OuterRef("payer"),
    )
    return rows.filter(~Exists(later))


def standing_of(about: About) -> letter_rule.Standing:
    """Return where a letter stands; there must be at least one word on it."""
    return letter_rule.standing(
        letter_rule.Word(row.pk, LetterOutcome(row.outcome), row.occurred_on, row.required_by, row.said)
        for row in words_on(about)
    )


def held_back(about: About) -> QuerySet[Application]:
    """Return the open direct applications that the letter is about."""
    rows: QuerySet[Application] = Application.objects.filter(
        provider=about.provider,
        practice=about.practice,
        payer=about.payer,
        route=Route.DIRECT,
        status__in=OPEN,
    )
    return rows.order_by("pk")


@transaction.atomic
def record(about: About, heard: Heard, *, seen: int, actor: User | None) -> ReleaseLetter:
    """Add a word on a letter, and block or free the application; `seen` is how many words were shown.

    Raises `Refused` with the reasons, or `Stale` when somebody else added a word first.
    """
    # Words are only ever added, so the clinician's row is what two people wait for.
    Provider.objects.select_for_update().get(pk=about.provider.pk)
    if words_on(about).count() != seen:
        raise Stale("this release letter")
    reasons = _refusals(heard)
    if reasons:
        raise Refused(reasons)
    parts = {name: getattr(about, name) for name in about.__slots__}
    parts |= {name: getattr(heard, name) for name in heard.__slots__}
    application = held_back(about).first()
    row = ReleaseLetter(application=application, recorded_by=actor, recorded_at=clock.now(), **parts)
    row.save(force_insert=True)
    audit.record(actor, f"release_letter.{heard.outcome}", row, LetterOutcome(heard.outcome).label)
    bring_in_line(about, actor=actor)
    return row


def _refusals(heard: Heard) -> list[str]:
    found = list(guards.about_the_day(heard.occurred_on, clock.today()))
    if heard.answer_by is not None and heard.answer_by < heard.occurred_on:
        found.append("The answer cannot be due before you asked. Check both days.")
    if heard.outcome == LetterOutcome.REQUESTED and not heard.requested_from.strip():
        found.append("Say whom at the platform you asked, a person or a department.")
    return found


def out_of_line(about: About) -> list[Application]:
    """Return the applications whose block says otherwise than the letter; blocks of other reasons stay."""
    standing = standing_of(about)
    reason = letter_rule.block_reason(str(about.platform), standing)
    return [row for row in held_back(about) if _differs(row, about, standing, reason)]


def _differs(row: Application, about: About, standing: letter_rule.Standing, reason: str) -> bool:
    if row.blocked_reason and not letter_rule.is_ours(row.blocked_reason, str(about.platform)):
        return False
    return row.blocked_reason != (reason if standing.holds_back else "")


@transaction.atomic
def bring_in_line(about: About, *, actor: User | None) -> int:
    """Block or free what the letter is about, through the one door; returns how many applications changed.

    The block is the platform's: its days are never the payer's. A block for another reason is left as it is.
    """
    standing = standing_of(about)
    rows = out_of_line(about)
    for row in rows:
        on = max(standing.since, row.blocked_since or row.opened_on)
        if row.blocked_reason:
            note = NO_LONGER if standing.holds_back or standing.outcome != LetterOutcome.ISSUED else LIFTED
            transitions.unblock(row.pk, occurred_on=on, actor=actor, note=note)
        if standing.holds_back:
            reason = letter_rule.block_reason(str(about.platform), standing)
            transitions.block(row.pk, occurred_on=on, actor=actor, reason=reason, blocked_by=Clock.PLATFORM)
    return len(rows)
