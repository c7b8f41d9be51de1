"""Each room knows only rooms below it: in imports, and in model relations, which the linter cannot see."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models

pytestmark = pytest.mark.one_leg

ROOT = Path(__file__).resolve().parents[2]
# Lowest first; rooms of one height do not know each other.
HEIGHT = {
    "auth": 0,
    "contenttypes": 0,
    "kernel": 1,
    "accounts": 2,
    "providers": 3,
    "payers": 3,
    "enrollments": 4,
    "forecast": 5,
    "planning": 6,
    "exchange": 7,
    "reminders": 7,
    "dashboards": 8,
}


def relations() -> Iterator[tuple[type[models.Model], Any, type[models.Model]]]:
    """Yield every forward relation of our models, automatic link tables included."""
    for model in apps.get_models(include_auto_created=True):
        if "site-packages" in apps.get_app_config(model._meta.app_label).path:
            continue
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            if field.is_relation and field.related_model:
                yield model, field, field.related_model


def test_relations_point_downwards_or_stay_in_their_room() -> None:
    upward = [
        f"{model._meta.label}.{field.name} -> {target._meta.label}"
        for model, field, target in relations()
        if model._meta.app_label != target._meta.app_label
        and HEIGHT[model._meta.app_label] <= HEIGHT[target._meta.app_label]
    ]
    assert upward == []


def test_guard_sees_relations() -> None:
    seen = {(model._meta.app_label, target._meta.app_label) for model, _, target in relations()}
    assert ("enrollments", "payers") in seen
    assert ("providers", "accounts") in seen


def test_models_do_not_form_a_cycle_of_required_relations() -> None:
    """A circle of required foreign keys could never be filled, loaded or deleted row by row."""
    needs: dict[type[models.Model], set[type[models.Model]]] = {}
    for model, field, target in relations():
        if field.many_to_many or field.null or target is model:
            continue
        needs.setdefault(model, set()).add(target)
    settled: set[type[models.Model]] = set()

    def walk(model: type[models.Model], path: tuple[type[models.Model], ...]) -> None:
        assert model not in path, " -> ".join(found._meta.label for found in (*path, model))
        if model not in settled:
            for target in needs.get(model, ()):
                walk(target, (*path, model))
            settled.add(model)

    for model in list(needs):
        walk(model, ())


def test_imports_point_downwards() -> None:
    ended = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


def imported_rooms(path: Path) -> set[str]:
    """Return the top-level packages that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


PURE = (
    "credtrack/kernel/dates.py",
    "credtrack/kernel/message_store.py",
    "enrollments/states.py",
    "enrollments/fold.py",
    "enrollments/clocks.py",
    "providers/identifiers.py",
)


@pytest.mark.parametrize("name", PURE)
def test_pure_rules_know_neither_django_nor_celery(name: str) -> None:
    assert imported_rooms(ROOT / name).isdisjoint({"django", "celery", "kombu"})
