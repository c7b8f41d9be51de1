"""An audit row says who did what to which record, in the organization where it happened."""

import pytest

from accounts import audit
from accounts.audit import changed_fields
from accounts.models import AuditEntry, Organization, User
from credtrack.kernel.scope import Scope, ScopeMissing


@pytest.mark.django_db
def test_a_row_keeps_actor_subject_and_words(maple: Organization, owner: User, in_scope: Scope) -> None:
    audit.record(owner, "organization.changed", maple, "Changed the name", {"name": ["A", "B"]})

    row = AuditEntry.objects.get()
    assert (row.actor, row.action, row.subject_type) == (
        owner,
        "organization.changed",
        "accounts.organization",
    )
    assert (row.subject_id, row.subject_label) == (maple.pk, "Maple Street Counseling")
    assert row.changes == {"name": ["A", "B"]}
    assert row.organization == maple


@pytest.mark.django_db
def test_nothing_is_recorded_outside_an_organization(maple: Organization, owner: User) -> None:
    with pytest.raises(ScopeMissing):
        audit.record(owner, "organization.changed", maple, "Changed the name")


@pytest.mark.django_db
def test_long_words_are_cut_to_fit(maple: Organization, in_scope: Scope) -> None:
    audit.record(None, "organization.changed", maple, "x" * 500)

    assert len(AuditEntry.objects.get().summary) == 400


def test_only_fields_that_differ_are_told() -> None:
    assert changed_fields({"name": "A", "state": "PA"}, {"name": "B", "state": "PA"}) == {"name": ["A", "B"]}


def test_nothing_and_an_empty_text_are_the_same() -> None:
    assert changed_fields({"dba": None}, {"dba": ""}) == {}


def test_zero_and_false_are_values() -> None:
    assert changed_fields({"count": 0, "on": True}, {"count": 5, "on": False}) == {
        "count": ["0", "5"],
        "on": ["True", "False"],
    }
