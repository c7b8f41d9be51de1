"""A reminder about a contract, an exit, a letter or a statement leads to that record's own page."""

import datetime as dt

import pytest

from accounts.models import Organization
from accounts.tenancy import organization_scope
from reminders import addresses
from reminders.enums import Kind
from reminders.open_page import record_label
from tests.factories.enrollments import ContractFactory
from tests.factories.planning import ExitPlanFactory, ReleaseLetterFactory, StatementFactory
from tests.factories.reminders import ReminderFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "factory", "path", "label"),
    [
        (Kind.CONTRACT_NOTICE, ContractFactory, "contracts/{}/", "Open the contract"),
        (Kind.EXIT_NOTICE, ExitPlanFactory, "planning/exits/{}/", "Open the exit plan"),
        (Kind.LETTER_ANSWER, ReleaseLetterFactory, "planning/letters/{}/", "Open the release letter"),
        (Kind.WRITTEN_CONFIRMATION, StatementFactory, "planning/statements/{}/", "Open the statement"),
    ],
)
def test_a_record_with_a_page_of_its_own_is_opened(
    maple: Organization, kind: Kind, factory: type, path: str, label: str
) -> None:
    with organization_scope(maple):
        record = factory()
        row = ReminderFactory(kind=kind, subject_id=record.pk, application=None, due_on=dt.date(2026, 12, 1))

        assert addresses.record_address(row) == f"/o/maple/{path.format(record.pk)}"
        assert record_label(row) == label
