"""The pages of questions, statements and letters: what they show, save, refuse, and keep behind walls."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Organization, User
from accounts.tenancy import organization_scope
from enrollments.enums import Channel, Status
from planning.enums import Form
from planning.models import Answer, Questionnaire, ReleaseLetter, Statement
from tests.conftest import ClientFor
from tests.factories.accounts import MembershipFactory
from tests.factories.enrollments import ApplicationFactory
from tests.factories.payers import PayerFactory, PlatformFactory
from tests.factories.planning import (
    AnswerFactory,
    QuestionnaireFactory,
    ReleaseLetterFactory,
    StatementFactory,
)
from tests.factories.providers import (
    AffiliationFactory,
    PracticeFactory,
    PracticeGrantFactory,
    ProviderFactory,
)
from tests.factories.tenant import today
from tests.kernel.test_pdf import drawn

pytestmark = pytest.mark.django_db


def _at(name: str, **kwargs: Any) -> str:
    return reverse(f"planning:{name}", kwargs={"organization": "maple", **kwargs})


def _page(client: Client, name: str, **kwargs: Any) -> str:
    answer = client.get(_at(name, **kwargs))
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.fixture
def carla(client_for: ClientFor, coordinator: User) -> Client:
    """Carla, signed in."""
    return client_for(coordinator)


def test_questions_are_begun_answered_and_counted(carla: Client, maple: Organization) -> None:
    platform = PlatformFactory(name="Headway")
    begun = {"template": "delegate", "platform": platform.pk, "state": "PA", "asked_on": today()}
    assert carla.post(_at("questionnaire_new"), begun).status_code == 302
    with organization_scope(maple):
        pk = Questionnaire.objects.get().pk
    reply = {"outcome": "refused", "channel": "email", "answered_on": today(), "seen": 0}
    assert carla.post(_at("answer", pk=pk, question="audits"), reply).status_code == 302
    page = _page(carla, "questionnaire", pk=pk)
    assert "Red flags: 1" in page
    assert "7 not asked yet, counted apart." in page
    assert "0 of 8" in _page(carla, "questionnaires")


def test_the_second_to_answer_keeps_what_was_typed(carla: Client, maple: Organization) -> None:
    asked = AnswerFactory(organization=maple, question="control", text="They do.").questionnaire
    typed = {"outcome": "answered", "text": "We do.", "channel": "call", "answered_on": today(), "seen": 0}
    answer = carla.post(_at("answer", pk=asked.pk, question="control"), typed)
    page = answer.content.decode()
    assert "Somebody else changed the answer" in page
    assert "We do." in page
    assert "They do." in page
    assert 'name="seen" value="1"' in page
    with organization_scope(maple):
        assert Answer.objects.count() == 1


def test_the_pdf_and_the_file_hold_the_answers(carla: Client, maple: Organization) -> None:
    asked = AnswerFactory(organization=maple, text="Under our group number.", answered_by="Pat").questionnaire
    paper = carla.get(_at("questionnaire_pdf", pk=asked.pk))
    drawn_text = drawn(paper.content)
    assert "1 of 6 answered, no red flag, 5 not asked yet." in drawn_text
    assert "Under our group number." in drawn_text
    assert "Answered by Pat" in drawn_text
    file = b"".join(carla.get(_at("questionnaire_csv", pk=asked.pk)).streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert len(file.splitlines()) == 7
    assert "Under our group number." in _page(carla, "questionnaire_print", pk=asked.pk)


def test_the_list_narrows_to_red_flags(carla: Client, maple: Organization) -> None:
    AnswerFactory(organization=maple, outcome="refused", text="")
    cleared = AnswerFactory(organization=maple, outcome="refused", text="").questionnaire
    AnswerFactory(organization=maple, questionnaire=cleared, number=2)
    page = carla.get(_at("questionnaires"), {"flags": "some"}).content.decode()
    assert "1 list of questions" in page


def test_conflicting_statements_stand_side_by_side(carla: Client, maple: Organization) -> None:
    with organization_scope(maple):
        payer, platform = PayerFactory(), PlatformFactory()
        pair = {"payer": payer, "platform": platform}
        StatementFactory(**pair, position="no", content="No letter from us.")
        said = StatementFactory(
            **pair,
            speaker="payer",
            position="yes",
            content="We want it.",
            form=Form.VERBAL,
            channel=Channel.CALL,
        )
        StatementFactory(position="yes", content="Elsewhere")
    page = _page(carla, "statement", pk=said.pk)
    assert "In conflict" in page
    assert "No letter from us." in page
    assert "Please tell us in writing which one does" in page
    narrowed = carla.get(_at("statements"), {"standing": "conflict"}).content.decode()
    assert "2 statements" in narrowed
    assert "Elsewhere" not in narrowed


def test_a_statement_is_noted_and_replaced(carla: Client, maple: Organization) -> None:
    old = StatementFactory(organization=maple)
    typed = {
        "speaker": "platform",
        "platform": old.platform.pk,
        "about": "release_letter",
        "content": "We do after all.",
        "form": "written",
        "channel": "email",
        "said_on": today(),
    }
    assert carla.post(_at("statement_new") + f"?replaces={old.pk}", typed).status_code == 302
    assert "A later statement of" in _page(carla, "statement", pk=old.pk)
    with organization_scope(maple):
        assert Statement.objects.get(replaces=old).content == "We do after all."
    refused = carla.post(_at("statement_new"), {**typed, "channel": "call"})
    assert "A call is not in writing" in refused.content.decode()


def test_a_letter_is_asked_for_refused_and_shown_with_its_block(carla: Client, maple: Organization) -> None:
    application = ApplicationFactory(
        organization=maple, status=Status.SUBMITTED, on=today() - dt.timedelta(days=9)
    )
    typed = {
        "platform": PlatformFactory(name="Headway").pk,
        "provider": application.provider_id,
        "practice": application.practice_id,
        "payer": application.payer_id,
        "outcome": "requested",
        "occurred_on": today() - dt.timedelta(days=5),
        "requested_from": "Support",
        "required_by": "Keystone",
        "seen": 0,
    }
    assert carla.post(_at("letter_new"), typed).status_code == 302
    assert "on record already" in carla.post(_at("letter_new"), typed).content.decode()
    with organization_scope(maple):
        pk = ReleaseLetter.objects.get().pk
    word = {"outcome": "refused", "occurred_on": today(), "escalation": "Told Lee at Keystone", "seen": 1}
    assert carla.post(_at("letter_word", pk=pk), word).status_code == 302
    page = _page(carla, "letter", pk=pk)
    assert "Release letter of Headway was refused" in page
    assert "Not denied" in page
    assert "Told Lee at Keystone" in page
    assert "Blocked" in _page(carla, "letters")


def test_a_member_limited_to_a_practice_sees_only_its_rows(
    client_for: ClientFor, maple: Organization
) -> None:
    seat = MembershipFactory(organization=maple, role=Role.COORDINATOR, limited_to_practices=True)
    with organization_scope(maple):
        mine, other = PracticeFactory(legal_name="Mine LLC"), PracticeFactory(legal_name="Other LLC")
        PracticeGrantFactory(membership=seat, practice=mine)
        provider = ProviderFactory()
        AffiliationFactory(provider=provider, practice=mine)
        seen = [
            QuestionnaireFactory(practice=mine).pk,
            QuestionnaireFactory(practice=other).pk,
            QuestionnaireFactory().pk,
        ]
        said = [
            StatementFactory(practice=mine).pk,
            StatementFactory(practice=other).pk,
            StatementFactory().pk,
        ]
        words = [
            ReleaseLetterFactory(practice=mine, provider=provider).pk,
            ReleaseLetterFactory(practice=other, provider=provider).pk,
        ]
    client = client_for(seat.user)
    for name, pks in (("questionnaire", seen), ("statement", said), ("letter", words)):
        codes = [client.get(_at(name, pk=pk)).status_code for pk in pks]
        assert codes == [200, *[404] * (len(pks) - 1)]
    for name, noun in (
        ("questionnaires", "1 list of questions"),
        ("statements", "1 statement"),
        ("letters", "1 release letter"),
    ):
        page = _page(client, name)
        assert noun in page
        assert "Other LLC" not in page
    typed = {"template": "platform", "platform": PlatformFactory().pk, "asked_on": today()}
    assert "Choose the practice it is for." in client.post(_at("questionnaire_new"), typed).content.decode()
