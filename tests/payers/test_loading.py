"""The loader: idempotent, quick, and blind to what organizations keep for themselves."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Organization
from accounts.tenancy import organization_scope
from credtrack.kernel import scope
from payers import catalogue, loading
from payers.models import Payer, PayerAlias, Plan, Platform, Rule, SharedRowReadOnly
from tests.factories.payers import PayerFactory, RuleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def small() -> catalogue.Catalogue:
    """The shipped catalogue cut to what these tests look at."""
    whole = catalogue.read()
    whole.payers[:] = [row for row in whole.payers if row["slug"] != "nobody"]
    return whole


def test_a_second_run_changes_nothing() -> None:
    first, second = loading.load(), loading.load()
    assert first.created["payers"] == len(catalogue.read().payers)
    assert second.changes == 0


def test_a_changed_row_is_brought_in_line(small: catalogue.Catalogue) -> None:
    loading.load(small)
    aetna = next(row for row in small.payers if row["slug"] == "aetna")
    aetna["name"], aetna["aliases"] = "Aetna (renamed)", "Aetna Old Name"
    told = loading.load(small)
    assert told.updated["payers"] == 1
    assert told.created["payer aliases"] == 1
    assert told.removed["payer aliases"] > 1


def test_a_payer_that_left_the_files_is_switched_off_and_comes_back(small: catalogue.Catalogue) -> None:
    loading.load(small)
    gone = next(row for row in small.payers if row["slug"] == "pehp")
    small.payers.remove(gone)
    small.rules[:] = [row for row in small.rules if row["payer"] != "pehp"]
    loading.load(small)
    with scope.unscoped("read the shared rows"):
        assert not Payer.objects.get(slug="pehp").is_active
        assert not Plan.objects.filter(payer__slug="pehp", is_active=True).exists()
    small.payers.append(gone)
    loading.load(small)
    with scope.unscoped("read the shared rows"):
        assert Payer.objects.get(slug="pehp").is_active


def test_what_an_organization_keeps_is_left_alone(maple: Organization) -> None:
    PayerFactory(organization=maple, slug="aetna", name="Our Aetna")
    own = RuleFactory(organization=maple, key="td-aetna-credentialing", value_max=10)
    loading.load()
    loading.load()
    with organization_scope(maple):
        assert Payer.objects.filter(slug="aetna").count() == 2
        assert Rule.objects.get(pk=own.pk).value_max == 10


def test_links_point_to_parent_and_behavioral_administrator() -> None:
    loading.load()
    with scope.unscoped("read the shared rows"):
        uhc = Payer.objects.get(slug="uhc")
        assert uhc.behavioral_health_administered_by == Payer.objects.get(slug="optum")
        assert Payer.objects.get(slug="keystone-first").parent == Payer.objects.get(
            slug="amerihealth-caritas"
        )
        assert Platform.objects.get(slug="headway").promises.filter(contradicts__isnull=False).count() == 2


def test_faulty_files_load_nothing(small: catalogue.Catalogue) -> None:
    small.rules[0]["source"] = ""
    with pytest.raises(loading.CatalogueFaulty, match="lacks source"):
        loading.load(small)
    with scope.unscoped("read the shared rows"):
        assert not Payer.objects.exists()


def test_the_command_prints_json() -> None:
    out = StringIO()
    call_command("load_catalogue", "--format", "json", stdout=out)
    assert json.loads(out.getvalue())["created"]["payers"] >= 60
    out = StringIO()
    call_command("load_catalogue", stdout=out)
    assert "payers: 0 new, 0 changed" in out.getvalue()


def test_the_command_refuses_faulty_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("payers.catalogue.problems", lambda _: ["payer x stands twice"])
    with pytest.raises(CommandError, match="stands twice"):
        call_command("load_catalogue")


def test_an_organization_cannot_write_a_shared_row(maple: Organization, harbor: Organization) -> None:
    shared = PayerFactory(name="Shared")
    foreign = PayerFactory(organization=harbor)
    with organization_scope(maple):
        for row in (shared, foreign):
            with pytest.raises(SharedRowReadOnly):
                row.save()
            with pytest.raises(SharedRowReadOnly):
                row.delete()


def test_nobody_writes_outside_a_scope() -> None:
    with pytest.raises(scope.ScopeMissing):
        Payer(slug="x", name="X").save()


def test_another_organizations_payers_are_unreachable(maple: Organization, harbor: Organization) -> None:
    PayerFactory(organization=harbor, name="Theirs")
    shared = PayerFactory(name="Everybody's")
    with organization_scope(maple):
        assert list(Payer.objects.all()) == [shared]
        assert not PayerAlias.objects.exists()
