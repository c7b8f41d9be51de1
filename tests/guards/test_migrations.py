"""Models and migrations agree, and a number is used once per app."""

import io
from collections import Counter

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

ROOMS = (
    "kernel",
    "accounts",
    "providers",
    "payers",
    "enrollments",
    "forecast",
    "planning",
    "reminders",
    "exchange",
    "dashboards",
)


@pytest.mark.django_db
def test_no_model_changed_without_a_migration() -> None:
    output = io.StringIO()
    try:
        call_command("makemigrations", "--check", "--dry-run", stdout=output)
    except SystemExit:
        pytest.fail(f"Run `manage.py makemigrations`:\n{output.getvalue()}")


@pytest.mark.django_db
def test_every_migration_was_applied() -> None:
    loader = MigrationLoader(connection)
    assert set(loader.disk_migrations) - set(loader.applied_migrations) == set()


@pytest.mark.django_db
def test_migration_numbers_are_used_once_per_app() -> None:
    found = MigrationLoader(connection).disk_migrations
    numbers = Counter((app, name[:4]) for app, name in found if app in ROOMS)
    assert [key for key, count in numbers.items() if count > 1] == []


def test_guard_knows_every_room() -> None:
    local = {config.label for config in apps.get_app_configs() if "site-packages" not in config.path}
    assert local == set(ROOMS)
