"""No row without its organization: managers refuse, escapes are listed, indexes start with it."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from accounts.models import Organization
from accounts.tenancy import SharedTenantManager, SharedTenantModel, TenantManager, TenantModel
from credtrack.kernel.scope import ScopeMissing
from tests.guards.test_house_rules import name_of, source

Model = type[models.Model]

OURS = [model for model in apps.get_models() if model.__module__.split(".")[0] not in ("django", "allauth")]
TENANT = [model for model in OURS if issubclass(model, TenantModel | SharedTenantModel)]

# Models that point at an organization without being confined to it, and why that is right.
POINTS_WITHOUT_CONFINEMENT = {
    "accounts.membership": "read across organizations at sign-in, before any scope is open",
    "accounts.user": "only remembers which organization to open next",
}

# Every use of `scope.unscoped(`: file, then the reason it gives.
ESCAPES: dict[str, set[str]] = {
    "accounts/invitations.py": {"an invitation link is opened by somebody who is no member yet"},
    "accounts/mail_health.py": {"the health page counts the mail of all organizations"},
    "accounts/mail_retention.py": {"old mail of all organizations is tidied at once"},
    "accounts/outbox.py": {"the outbox is delivered for all organizations at once"},
    "enrollments/management/commands/rebuild_timelines.py": {
        "timelines of all organizations are compared in one run"
    },
    "payers/loading.py": {"load the shared payer catalogue"},
    "reminders/calendar_feeds.py": {"a calendar address is opened by a program that is not signed in"},
}

# Tenant models whose rows are only ever reached through a parent, which is what their index starts with.
REACHED_THROUGH_A_PARENT: dict[str, str] = {
    "providers.practicegrant": "read by membership, a handful of rows each",
    "providers.clinicianlink": "read by membership, one row each",
    "payers.platformpromise": "read by platform, a handful of rows each",
    "reminders.remindersettings": "one row an organization",
    "planning.planningsettings": "one row an organization",
    "enrollments.applicationplan": "read by application, one row per plan asked for",
}


def label(model: Model) -> str:
    return model._meta.label_lower


def test_what_points_at_an_organization_is_confined_to_it() -> None:
    loose = {
        label(model)
        for model in OURS
        if model not in TENANT
        and any(field.remote_field and field.related_model is Organization for field in model._meta.fields)
    }

    assert loose == set(POINTS_WITHOUT_CONFINEMENT)


@pytest.mark.parametrize("model", TENANT, ids=label)
def test_every_manager_of_a_tenant_model_is_confined(model: Model) -> None:
    wanted = TenantManager if issubclass(model, TenantModel) else SharedTenantManager

    assert model._meta.managers
    assert all(isinstance(manager, wanted) for manager in model._meta.managers)


@pytest.mark.parametrize("model", TENANT, ids=label)
def test_a_query_without_a_scope_raises(model: Model) -> None:
    with pytest.raises(ScopeMissing):
        model._default_manager.all()


def leading_columns(model: Model) -> list[list[str]]:
    """Return the columns of each composite index and unique constraint."""
    found = [[name.lstrip("-") for name, _ in index.fields_orders] for index in model._meta.indexes]
    unique = (item for item in model._meta.constraints if isinstance(item, models.UniqueConstraint))
    return found + [list(constraint.fields) for constraint in unique]


@pytest.mark.parametrize("model", TENANT, ids=label)
def test_every_tenant_model_can_be_searched_within_its_organization(model: Model) -> None:
    has_index = any(columns[:1] == ["organization"] and columns[1:] for columns in leading_columns(model))

    assert has_index != (label(model) in REACHED_THROUGH_A_PARENT)


def test_no_exemption_is_stale() -> None:
    known = {label(model) for model in TENANT}

    assert set(REACHED_THROUGH_A_PARENT) <= known


def escapes_in(path: Path) -> set[str]:
    """Return the reasons given to `unscoped` in one file; a reason that is no plain text is a fault."""
    calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    found = set()
    for call in calls:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name == "unscoped":
            (reason,) = call.args
            assert isinstance(reason, ast.Constant), f"{path}: the reason must be a plain text"
            found.add(str(reason.value))
    return found


def test_every_escape_from_the_scope_is_listed_with_its_reason() -> None:
    found = {name_of(path): reasons for path in source() if (reasons := escapes_in(path))}

    assert found == ESCAPES


def test_the_search_for_escapes_sees_one(tmp_path: Path) -> None:
    sample = tmp_path / "sample.py"
    sample.write_text('with scope.unscoped("why"):\n    pass\n')

    assert escapes_in(sample) == {"why"}


def test_nothing_in_the_source_goes_round_the_managers() -> None:
    ways_round = ("_base_manager", "unscoped_objects", ".raw(")

    assert [(name_of(path), way) for path in source() for way in ways_round if way in path.read_text()] == []
