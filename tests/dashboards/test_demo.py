"""The demo tells stories that could have happened, and every cached state is what its log folds to."""

import datetime as dt
import json

import pytest
from django.core.management import CommandError, call_command

from accounts.enums import Role
from accounts.models import Membership, Organization
from accounts.tenancy import organization_scope
from credtrack.kernel import clock, scope
from dashboards import today
from dashboards.demo import workspaces
from dashboards.today import Show, Whose
from dashboards.worklist import Section
from enrollments.enums import Kind, Status
from enrollments.models import Application
from enrollments.network import Standing
from enrollments.network_reading import network_rows
from enrollments.rebuilding import differences
from providers.enums import DocumentKind, TaxIdKind
from providers.models import Document, Practice, TaxIdentity


def test_both_workspaces_exist_with_a_member_of_every_role(demo: Organization, solo: Organization) -> None:
    roles = set(Membership.objects.filter(organization=demo).values_list("role", flat=True))

    assert roles == {role.value for role in Role}
    assert Membership.objects.filter(organization=solo, role=Role.OWNER).count() == 1


def test_every_cached_state_is_what_its_log_folds_to(demo: Organization) -> None:
    with scope.unscoped("the check spans organizations"):
        compared, found = differences()

    assert found == []
    assert compared > 100


def test_a_wrong_cache_is_found(demo: Organization) -> None:
    with scope.unscoped("the check spans organizations"):
        one = Application.objects.filter(status=Status.IN_REVIEW).earliest("pk")
        Application.objects.filter(pk=one.pk).update(submitted_on=dt.date(2001, 1, 1))
        _, found = differences()

    assert [difference.application_id for difference in found] == [one.pk]


def test_the_direct_path_is_told_with_the_articles_months(solo: Organization) -> None:
    with organization_scope(solo):
        rows = Application.objects.filter(kind=Kind.INITIAL_INDIVIDUAL, payer__slug="aetna")
        aetna = rows.get()

    assert aetna.status == Status.ACTIVE
    assert (aetna.submitted_on, aetna.decided_on) == (dt.date(2023, 1, 16), dt.date(2023, 4, 24))


def test_the_delegated_path_ends_with_the_platform_and_starts_over(demo: Organization) -> None:
    with organization_scope(demo):
        mine = Application.objects.filter(provider__last_name="Marsh", payer__slug="aetna")
        roster = mine.get(kind=Kind.DELEGATED_ROSTER)
        direct = mine.get(kind=Kind.INITIAL_INDIVIDUAL)

    assert (roster.status, roster.ended_on) == (Status.ENDED, dt.date(2023, 12, 17))
    assert (direct.status, direct.effective_on) == (Status.ACTIVE, dt.date(2024, 4, 1))


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2023-01-31", Standing.PENDING),
        ("2023-06-01", Standing.THROUGH_PLATFORM),
        ("2024-01-15", Standing.PENDING),
        ("2024-04-01", Standing.IN_NETWORK),
    ],
)
def test_the_gap_after_leaving_the_platform_is_visible(
    demo: Organization, on: str, expected: Standing
) -> None:
    with organization_scope(demo):
        rows = network_rows(dt.date.fromisoformat(on))
        found = [
            row.status.standing
            for row in rows
            if row.provider.last_name == "Marsh" and row.plan.payer.slug == "aetna"
        ]

    assert expected in found


def test_the_day_has_something_in_each_section(demo: Organization) -> None:
    membership = Membership.objects.get(
        organization=demo, role=Role.COORDINATOR, user__name__startswith="Mateo"
    )
    with organization_scope(demo):
        page = today.read(today.applications_of(membership, Whose.EVERYONE, None), Show.ALL)

    assert [part.section for part in page.parts][:3] == [
        Section.ACT_NOW,
        Section.WAITING,
        Section.COMING_UP,
    ]
    assert page.counts[Show.SILENT] > 0


def test_seeding_twice_is_refused_in_words(demo: Organization) -> None:
    with pytest.raises(CommandError, match="exist already"):
        call_command("seed_demo")


def test_seeding_only_an_empty_database(demo: Organization, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("seed_demo", "--if-empty")

    assert "nothing was added" in capsys.readouterr().out


def test_the_demo_needs_the_catalogue(db: None) -> None:
    with pytest.raises(workspaces.CatalogueMissing, match="load_catalogue"):
        workspaces.seed(months=0)

    assert not Organization.objects.exists()


def test_the_commands_print_objects(demo: Organization, capsys: pytest.CaptureFixture[str]) -> None:
    with organization_scope(demo):
        on = clock.today().isoformat()
    call_command("list_applications", "--organization", "demo", "--format", "json")
    applications = json.loads(capsys.readouterr().out)
    call_command("network_status", "--organization", "demo", "--on", on, "--format", "json")
    network = json.loads(capsys.readouterr().out)

    assert {"provider", "npi", "payer", "status", "submitted_on", "follow_up_on"} <= set(applications[0])
    assert {"provider", "plan", "practice", "state", "status", "own", "through"} <= set(network[0])


def test_applications_are_listed_as_of_an_earlier_day(
    demo: Organization, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("list_applications", "--organization", "demo", "--on", "2023-02-15", "--format", "json")
    rows = json.loads(capsys.readouterr().out)

    # Theo has been in Medicare since 2022: the demo's revalidation counts from then.
    assert {(row["provider"], row["status"]) for row in rows} == {
        ("Elin Marsh", "submitted"),
        ("Theo Brandvold", "active"),
    }
    assert len(rows) == 4


def test_every_practice_has_a_tax_number_by_its_last_four_digits_and_most_a_readable_w9(
    demo: Organization,
) -> None:
    with organization_scope(demo):
        numbers = list(TaxIdentity.objects.all())
        forms = list(Document.objects.filter(kind=DocumentKind.W9))
        practices = Practice.objects.count()

        assert len(numbers) == practices
        assert {(row.kind, row.flag, row.is_primary) for row in numbers} == {(TaxIdKind.EIN, "", True)}
        assert len({row.last_four for row in numbers}) == practices
        assert len(forms) == practices - 1
        for form in forms:
            with form.file.open() as file:
                page = file.read()
            start = int(page.rsplit(b"startxref\n", 1)[1].split()[0])
            assert page[start:].startswith(b"xref")
            assert str(form.practice.legal_name).encode() in page
