"""Rows inserted as tuples: the same values as a saved model would have, refused by the same constraints."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Organization
from accounts.tenancy import organization_scope
from credtrack.kernel import clock
from credtrack.kernel.bulk_insert import insert_rows, reserve_ids
from exchange.models import ImportRun, NameKind, RememberedName, UploadState
from tests.factories.exchange import ImportRunFactory

AT = dt.datetime(2026, 11, 23, 17, 30, tzinfo=dt.UTC)
NAME = ("organization_id", "kind", "key", "record_id")


@pytest.mark.usefixtures("in_scope")
def test_values_come_back_as_they_were_given(maple: Organization) -> None:
    insert_rows(
        ImportRun,
        ("organization_id", "file_name", "sha256", "applied_at", "refusals"),
        [(maple.pk, "José's, \t tracker\n2.xlsx", "0" * 64, AT, [["Sheet", 2, "it's \\ odd"]])],
    )
    run = ImportRun.objects.get()
    assert (run.file_name, run.applied_at) == ("José's, \t tracker\n2.xlsx", AT)
    assert run.refusals == [["Sheet", 2, "it's \\ odd"]]
    assert (run.created, run.actor, run.upload) == (0, None, None)


@pytest.mark.usefixtures("in_scope")
def test_an_enum_member_is_stored_as_its_text(maple: Organization) -> None:
    insert_rows(RememberedName, NAME, [(maple.pk, NameKind.PAYER, UploadState.OPEN, 7)])
    assert RememberedName.objects.filter(kind="payer", key="open").count() == 1


@pytest.mark.usefixtures("in_scope")
def test_constraints_refuse_as_they_refuse_a_saved_row(maple: Organization) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(RememberedName, NAME, [(maple.pk, "payer", "aetna", 1), (maple.pk, "payer", "aetna", 2)])
    assert RememberedName.objects.count() == 0


@pytest.mark.usefixtures("in_scope")
def test_no_rows_are_no_trouble() -> None:
    insert_rows(RememberedName, NAME, [])
    assert RememberedName.objects.count() == 0


def test_reserved_ids_are_free_rising_and_not_given_again(maple: Organization) -> None:
    with organization_scope(maple), transaction.atomic():
        before = ImportRunFactory().pk
        ids = reserve_ids(ImportRun, 3)
        insert_rows(
            ImportRun,
            ("id", "organization_id", "file_name", "sha256", "applied_at"),
            [(pk, maple.pk, f"{pk}.csv", "0" * 64, clock.now()) for pk in ids],
        )
        assert ids == sorted(set(ids))
        assert min(ids) > before
        assert ImportRunFactory().pk > max(ids)
