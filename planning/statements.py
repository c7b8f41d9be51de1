"""How is recorded what a payer, platform or partner said? As a claim beside the facts; a later one may replace it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from accounts import audit
from accounts.models import User
from credtrack.kernel import clock
from enrollments import guards
from enrollments.enums import Channel
from enrollments.refusals import Refused
from payers.models import Payer, Platform
from planning.conflicts import SHARED, Said, conflicts, contradict, only_said, plain_position
from planning.enums import About, Form, Speaker
from planning.models import Statement
from providers.models import Document, Practice, Provider

CONFLICT = "Another statement says otherwise."
ONLY_SAID = "It was only said; nothing in writing says the same."


@dataclass(frozen=True, slots=True)
class Claim:
    """What was said, by whom, about whom. `said_on` is a calendar date, today or earlier."""

    speaker: Speaker
    about: About
    content: str
    channel: Channel
    form: Form
    said_on: dt.date
    position: str = ""
    person: str = ""
    platform: Platform | None = None
    payer: Payer | None = None
    practice: Practice | None = None
    provider: Provider | None = None
    document: Document | None = None
    replaces: Statement | None = None


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """A statement to be had in writing: why, and which others contradict it."""

    statement: Statement
    why: str
    against: tuple[Statement, ...]


def refusals(claim: Claim) -> list[str]:
    """Return what keeps a claim from being recorded, in words."""
    found = list(guards.about_the_day(claim.said_on, clock.today()))
    if claim.speaker == Speaker.PAYER and claim.payer is None:
        found.append("Choose the payer that said it.")
    if claim.speaker == Speaker.PLATFORM and claim.platform is None:
        found.append("Choose the platform that said it.")
    if claim.speaker == Speaker.PARTNER and not claim.person.strip():
        found.append("Write who at the credentialing partner said it.")
    if not claim.content.strip():
        found.append("Write down what was said.")
    if claim.form == Form.WRITTEN and claim.channel == Channel.CALL:
        found.append("A call is not in writing. Choose the letter, e-mail or portal message.")
    if claim.replaces is not None and claim.replaces.about != claim.about:
        found.append(
            "A statement replaces one about the same thing. Choose the same subject, or record it apart."
        )
    return found


@transaction.atomic
def record(claim: Claim, *, actor: User | None) -> Statement:
    """Write down a claim; raises `Refused` with the reasons, also when it was replaced by somebody first."""
    reasons = refusals(claim)
    if claim.replaces is not None:
        # Two people who settle one statement wait for each other here.
        Statement.objects.select_for_update().get(pk=claim.replaces.pk)
        if Statement.objects.filter(replaces=claim.replaces).exists():
            reasons.append("Somebody replaced that statement just now. Look at the newer one first.")
    if reasons:
        raise Refused(reasons)
    parts = {name: getattr(claim, name) for name in claim.__slots__}
    parts |= {
        "position": plain_position(claim.position),
        "content": claim.content.strip(),
        "person": claim.person.strip(),
    }
    row = Statement(recorded_by=actor, recorded_at=clock.now(), **parts)
    row.save(force_insert=True)
    verb = "replace" if claim.replaces else "record"
    what = f"{Form(claim.form).label}, about {About(claim.about).label.lower()}"
    audit.record(actor, f"statement.{verb}", row, what)
    return row


def with_flags(rows: QuerySet[Statement]) -> QuerySet[Statement]:
    """Mark each row `is_replaced` and `in_conflict`; the same rule as `conflicts.contradict`, in SQL."""
    later = Statement.objects.filter(replaces=OuterRef("pk"))
    others = Statement.objects.filter(about=OuterRef("about")).exclude(about=About.OTHER)
    others = others.exclude(pk=OuterRef("pk")).exclude(position="").exclude(position=OuterRef("position"))
    others = others.filter(~Exists(Statement.objects.filter(replaces=OuterRef("pk"))))
    theirs: dict[str, Any] = {
        f"their_{name}": ExpressionWrapper(OuterRef(f"{name}_id"), output_field=BigIntegerField())
        for name in _SCOPE
    }
    others = others.annotate(**theirs)
    shared = Q()
    for name in _SCOPE:
        here, there = Q(**{f"{name}_id__isnull": True}), Q(**{f"their_{name}__isnull": True})
        others = others.filter(here | there | Q(**{f"{name}_id": F(f"their_{name}")}))
        if name in SHARED:
            shared |= Q(**{f"{name}_id": F(f"their_{name}")})
    rows = rows.annotate(is_replaced=Exists(later))
    return rows.annotate(in_conflict=Q(is_replaced=False) & ~Q(position="") & Exists(others.filter(shared)))


_SCOPE = ("payer", "platform", "practice", "provider")


def said_of(row: Statement, *, replaced: bool = False) -> Said:
    """Return a statement as the pure rule reads it."""
    ids = {name: getattr(row, f"{name}_id") for name in _SCOPE}
    return Said(row.pk, row.about, row.position, row.form, replaced=replaced, **ids)


def standing(about: Iterable[str] | None = None) -> QuerySet[Statement]:
    """Return the statements that nothing replaced, with whom they name; all subjects, or those of `about`."""
    later = Statement.objects.filter(replaces=OuterRef("pk"))
    rows: QuerySet[Statement] = Statement.objects.filter(~Exists(later))
    if about is not None:
        rows = rows.filter(about__in=list(about))
    return rows.select_related("platform", "payer", "practice", "provider")


def against(row: Statement) -> list[Statement]:
    """Return the statements that contradict this one, written ones first; empty when it was replaced."""
    if Statement.objects.filter(replaces=row).exists():
        return []
    me = said_of(row)
    found = [other for other in standing([row.about]) if contradict(me, said_of(other))]
    return sorted(
        found, key=lambda other: (other.form != Form.WRITTEN, -other.said_on.toordinal(), -other.pk)
    )


def needing_confirmation() -> list[Unconfirmed]:
    """Return what should be had in writing: statements in conflict, and important ones that were only said.

    Of the open organization, newest first; each with its reason in words. One query.
    """
    rows = list(standing())
    said = {row.pk: said_of(row) for row in rows}
    by_id = {row.pk: row for row in rows}
    foes: dict[int, list[Statement]] = {}
    for pair in conflicts(list(said.values())):
        foes.setdefault(pair.one, []).append(by_id[pair.other])
        foes.setdefault(pair.other, []).append(by_id[pair.one])
    by_about: dict[str, list[Said]] = {}
    for one in said.values():
        by_about.setdefault(one.about, []).append(one)
    found = []
    for row in rows:
        if row.pk in foes:
            found.append(Unconfirmed(row, CONFLICT, tuple(foes[row.pk])))
        elif only_said(said[row.pk], by_about[row.about]):
            found.append(Unconfirmed(row, ONLY_SAID, ()))
    return found


def why_unconfirmed(row: Statement, foes: list[Statement]) -> str:
    """Return why this one should be had in writing, or nothing."""
    if Statement.objects.filter(replaces=row).exists():
        return ""
    if foes:
        return CONFLICT
    return ONLY_SAID if only_said(said_of(row), [said_of(other) for other in standing([row.about])]) else ""
