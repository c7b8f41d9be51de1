"""How is a list of questions begun, answered and closed? Every answer is a further row that nothing overwrites."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from accounts import audit
from accounts.models import User
from accounts.stale import Stale
from credtrack.kernel import clock
from enrollments import guards
from enrollments.enums import Channel
from enrollments.refusals import Refused
from payers.models import Payer, Platform
from planning.enums import Outcome, Template
from planning.models import Answer, Questionnaire
from planning.question_lists import list_of, question_of
from planning.red_flags import Tally, newest, tally
from providers.models import Document, Practice


@dataclass(frozen=True, slots=True)
class Asked:
    """To whom a list of questions is put, and for what. `asked_on` is a calendar date, today or earlier."""

    template: Template
    asked_on: dt.date
    platform: Platform | None = None
    partner_name: str = ""
    practice: Practice | None = None
    payer: Payer | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of one question. `seen` is how many answers to it the person had been shown."""

    question: str
    outcome: Outcome
    channel: Channel
    answered_on: dt.date
    text: str = ""
    answered_by: str = ""
    document: Document | None = None
    seen: int = 0


def party_of(questionnaire: Questionnaire) -> str:
    """Return who was asked: the platform, or the partner by name."""
    return str(questionnaire.platform or questionnaire.partner_name)


def tally_of(questionnaire: Questionnaire, answers: Iterable[Answer]) -> Tally:
    """Count the questions of the list by their newest answers."""
    keys = [question.key for question in list_of(questionnaire.template).questions]
    return tally(keys, newest((row.question, row.number, row.outcome) for row in answers))


@transaction.atomic
def begin(asked: Asked, *, actor: User | None) -> Questionnaire:
    """Begin a list of questions; raises `Refused` with the reasons."""
    reasons = list(guards.about_the_day(asked.asked_on, clock.today()))
    if asked.platform is None and not asked.partner_name.strip():
        reasons.append("Say who was asked: choose a platform, or write the partner's name.")
    if asked.platform is not None and asked.partner_name.strip():
        reasons.append("Choose a platform or write a partner's name, not both.")
    if asked.template == Template.PLATFORM and asked.platform is None:
        reasons.append("These questions go to a platform. Choose which one.")
    if reasons:
        raise Refused(reasons)
    row = Questionnaire(
        template=asked.template,
        template_version=list_of(asked.template).version,
        platform=asked.platform,
        partner_name=asked.partner_name.strip(),
        practice=asked.practice,
        payer=asked.payer,
        state=asked.state,
        asked_on=asked.asked_on,
        created_by=actor,
        created_at=clock.now(),
    )
    row.save(force_insert=True)
    audit.record(actor, "questionnaire.begin", row, f"Began {len(list_of(row.template).questions)} questions")
    return row


def answer(questionnaire_id: int, reply: Reply, *, actor: User | None) -> Answer:
    """Add an answer as the next version; raises `Refused`, or `Stale` when somebody else answered first."""
    try:
        with transaction.atomic():
            return _answered(questionnaire_id, reply, actor)
    except IntegrityError as clash:
        # Both read the same number before either wrote; the database let one of them through.
        if _count(questionnaire_id, reply.question) <= reply.seen:
            raise
        raise Stale(_what(questionnaire_id, reply)) from clash


def _answered(questionnaire_id: int, reply: Reply, actor: User | None) -> Answer:
    row: Questionnaire = Questionnaire.objects.select_for_update().get(pk=questionnaire_id)
    reasons = _refusals(row, reply)
    if reasons:
        raise Refused(reasons)
    if _count(row.pk, reply.question) != reply.seen:
        raise Stale(_what(row.pk, reply))
    made = Answer(
        questionnaire=row,
        question=reply.question,
        number=reply.seen + 1,
        outcome=reply.outcome,
        text=reply.text.strip(),
        answered_by=reply.answered_by.strip(),
        channel=reply.channel,
        answered_on=reply.answered_on,
        document=reply.document,
        recorded_by=actor,
        recorded_at=clock.now(),
    )
    made.save(force_insert=True)
    audit.record(
        actor,
        "questionnaire.answer",
        row,
        f"Recorded answer {made.number} to “{reply.question}”: {Outcome(reply.outcome).label.lower()}",
    )
    return made


def _refusals(row: Questionnaire, reply: Reply) -> list[str]:
    found = list(guards.about_the_day(reply.answered_on, clock.today()))
    if question_of(row.template, reply.question) is None:
        found.append("This list does not ask that question. Open the page again and answer from there.")
    if row.closed_on is not None:
        found.append("This list is closed. Reopen it before you record another answer.")
    if reply.outcome == Outcome.ANSWERED and not reply.text.strip():
        found.append("Write down what was answered, or choose that there was no answer.")
    if reply.answered_on < row.asked_on:
        found.append("The answer cannot come before the day you asked. Check both days.")
    return found


def _count(questionnaire_id: int, question: str) -> int:
    found: int = Answer.objects.filter(questionnaire=questionnaire_id, question=question).count()
    return found


def _what(questionnaire_id: int, reply: Reply) -> str:
    row: Questionnaire = Questionnaire.objects.get(pk=questionnaire_id)
    asked = question_of(row.template, reply.question)
    return f"the answer to “{asked.text if asked else reply.question}”"


@transaction.atomic
def close(questionnaire_id: int, *, version: int, actor: User | None, reopen: bool = False) -> Questionnaire:
    """Close a list of questions today, or reopen it; raises `Refused`, or `Stale` when `version` is behind."""
    row: Questionnaire = Questionnaire.objects.select_for_update().get(pk=questionnaire_id)
    if row.version != version:
        raise Stale("this list of questions")
    if reopen == (row.closed_on is None):
        raise Refused(["It is open already." if reopen else "It is closed already."])
    before = row.closed_on
    row.closed_on = None if reopen else clock.today()
    row.version += 1
    row.save(update_fields=["closed_on", "version"])
    changes = audit.changed_fields({"closed_on": before}, {"closed_on": row.closed_on})
    verb, told = ("reopen", "Reopened") if reopen else ("close", "Closed")
    audit.record(actor, f"questionnaire.{verb}", row, f"{told} the questions", changes)
    return row
