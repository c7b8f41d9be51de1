"""The access table of questionnaires, statements and release letters."""

from collections.abc import Mapping
from typing import Any

from accounts.models import Membership, Organization
from accounts.roles import Capability
from tests.factories.planning import QuestionnaireFactory, ReleaseLetterFactory, StatementFactory
from tests.guards.rows.providers import made_practice
from tests.guards.rows.row import Row, post

C = Capability
Kwargs = Mapping[str, Any]


def _questionnaire(organization: Organization, own: Membership | None) -> Kwargs:
    row = QuestionnaireFactory(organization=organization, practice=made_practice(organization))
    return {"pk": row.pk}


def _question(organization: Organization, own: Membership | None) -> Kwargs:
    return {**_questionnaire(organization, own), "question": "control"}


def _statement(organization: Organization, own: Membership | None) -> Kwargs:
    return {"pk": StatementFactory(organization=organization, practice=made_practice(organization)).pk}


def _letter(organization: Organization, own: Membership | None) -> Kwargs:
    return {"pk": ReleaseLetterFactory(organization=organization).pk}


def _one(build: Any, *needs: Capability) -> Row:
    return Row(needs or (C.VIEW,), build=build, by_practice=True)


QUESTIONS: dict[str, Row] = {
    "planning:questionnaires": Row((C.VIEW,)),
    "planning:questionnaire_new": Row((C.PLAN,)),
    "planning:questionnaire": _one(_questionnaire),
    "planning:questionnaire_close": post(C.PLAN, build=_questionnaire, by_practice=True),
    "planning:questionnaire_print": _one(_questionnaire),
    "planning:questionnaire_pdf": _one(_questionnaire),
    "planning:questionnaire_csv": _one(_questionnaire, C.EXPORT),
    "planning:answer": _one(_question, C.PLAN),
    "planning:statements": Row((C.VIEW,)),
    "planning:statement_new": Row((C.PLAN,)),
    "planning:statement": _one(_statement),
    "planning:letters": Row((C.VIEW,)),
    "planning:letter_new": Row((C.PLAN,)),
    "planning:letter": _one(_letter),
    "planning:letter_word": _one(_letter, C.PLAN),
    "planning:letter_apply": post(C.PLAN, build=_letter, by_practice=True),
}
