"""Answers are added and never overwritten; of two people who answer at once one is told."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.models import AuditEntry, User
from accounts.stale import Stale
from credtrack.kernel.scope import Scope
from enrollments.enums import Channel
from enrollments.refusals import Refused
from planning import answer_sheet, asking
from planning.enums import Outcome, Template
from planning.models import Answer, Questionnaire
from tests.factories.payers import PlatformFactory
from tests.factories.planning import AnswerFactory, QuestionnaireFactory
from tests.factories.tenant import today

pytestmark = pytest.mark.django_db


def _reply(**given: Any) -> asking.Reply:
    start = asking.Reply("control", Outcome.ANSWERED, Channel.EMAIL, today(), "You do.", "Pat of support")
    return replace(start, **given)


@pytest.fixture
def asked(in_scope: Scope) -> Questionnaire:
    """Return six questions to a platform."""
    row: Questionnaire = QuestionnaireFactory()
    return row


def test_a_later_answer_is_a_further_version(asked: Questionnaire, owner: User) -> None:
    asking.answer(asked.pk, _reply(outcome=Outcome.REFUSED, text=""), actor=owner)
    second = asking.answer(asked.pk, _reply(seen=1), actor=owner)
    assert second.number == 2
    rows = Answer.objects.filter(questionnaire=asked).order_by("number")
    assert [(row.number, row.outcome) for row in rows] == [(1, "refused"), (2, "answered")]
    counted = asking.tally_of(asked, rows)
    assert (counted.answered, counted.red_flags, counted.not_asked) == (1, 0, 5)
    assert AuditEntry.objects.filter(action="questionnaire.answer").count() == 2


def test_the_second_of_two_people_is_told(asked: Questionnaire, owner: User) -> None:
    asking.answer(asked.pk, _reply(), actor=owner)
    with pytest.raises(Stale, match="Somebody else changed the answer to “Outside your platform"):
        asking.answer(asked.pk, _reply(text="The platform does."), actor=owner)
    assert Answer.objects.get(questionnaire=asked).text == "You do."


def test_two_saves_that_read_the_same_number_end_in_one_row(
    asked: Questionnaire, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    AnswerFactory(questionnaire=asked, question="control")
    # The first look happens before the other's row is there; the one after the clash sees it.
    looks = iter([0, 1])
    monkeypatch.setattr(asking, "_count", lambda *_: next(looks))
    with pytest.raises(Stale):
        asking.answer(asked.pk, _reply(), actor=owner)
    assert Answer.objects.filter(questionnaire=asked).count() == 1


def test_the_database_keeps_each_number_once_and_every_answer_as_it_was(asked: Questionnaire) -> None:
    row = AnswerFactory(questionnaire=asked)
    with pytest.raises(IntegrityError), transaction.atomic():
        AnswerFactory(questionnaire=asked)
    row.text = "Changed"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        row.save()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Answer.objects.filter(pk=row.pk).delete()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"question": "release_letter"}, "does not ask that question"),
        ({"text": " "}, "Write down what was answered"),
        ({"answered_on": today() + dt.timedelta(days=1)}, "in the future"),
        ({"answered_on": today() - dt.timedelta(days=1)}, "before the day you asked"),
    ],
)
def test_what_is_no_answer_is_refused(
    asked: Questionnaire, owner: User, given: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        asking.answer(asked.pk, _reply(**given), actor=owner)
    assert not Answer.objects.exists()


def test_a_closed_list_takes_no_answers_until_it_is_reopened(asked: Questionnaire, owner: User) -> None:
    asking.close(asked.pk, version=1, actor=owner)
    with pytest.raises(Refused, match="Reopen it"):
        asking.answer(asked.pk, _reply(), actor=owner)
    with pytest.raises(Stale):
        asking.close(asked.pk, version=1, actor=owner, reopen=True)
    asking.close(asked.pk, version=2, actor=owner, reopen=True)
    assert asking.answer(asked.pk, _reply(), actor=owner).number == 1


def test_a_list_goes_to_a_platform_or_to_a_named_partner(in_scope: Scope, owner: User) -> None:
    with pytest.raises(Refused, match="Say who was asked"):
        asking.begin(asking.Asked(Template.PARTNER, today()), actor=owner)
    with pytest.raises(Refused, match="Choose which one"):
        asking.begin(asking.Asked(Template.PLATFORM, today(), partner_name="Sure Cred"), actor=owner)
    row = asking.begin(asking.Asked(Template.PARTNER, today(), partner_name=" Sure Cred "), actor=owner)
    assert (asking.party_of(row), row.template_version) == ("Sure Cred", 1)
    both = asking.Asked(Template.DELEGATE, today(), platform=PlatformFactory(), partner_name="Sure Cred")
    with pytest.raises(Refused, match="not both"):
        asking.begin(both, actor=owner)


def test_the_file_holds_every_version(asked: Questionnaire, owner: User) -> None:
    asking.answer(asked.pk, _reply(outcome=Outcome.UNANSWERED, text=""), actor=owner)
    asking.answer(asked.pk, _reply(seen=1), actor=owner)
    found = [row for row in answer_sheet.rows(answer_sheet.read(asked)) if row[0] == "control"]
    assert [(row[2], row[3]) for row in found] == [(1, "No answer"), (2, "Answered")]
    assert len(list(answer_sheet.rows(answer_sheet.read(asked)))) == 7
    assert {len(row) for row in answer_sheet.rows(answer_sheet.read(asked))} == {len(answer_sheet.HEADER)}
