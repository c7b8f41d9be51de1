"""Audit entries to list, and the folder of templates that only these tests use."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from accounts.models import AuditEntry, Organization, User
from credtrack.kernel.scope import Scope
from tests.factories.accounts import AuditEntryFactory


@pytest.fixture
def page_template(settings: Any) -> Iterator[None]:
    """Let `audit_page.html` be found."""
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [*templates[0]["DIRS"], Path(__file__).parent / "templates"]
    with override_settings(TEMPLATES=templates):
        yield


@pytest.fixture
def twelve(maple: Organization, owner: User, in_scope: Scope, page_template: None) -> list[AuditEntry]:
    """Twelve entries, Practice 01 to Practice 12; the last two invited members and have no actor."""
    return [
        AuditEntryFactory(
            subject_label=f"Practice {number:02}",
            subject_id=None if number == 3 else number % 4,
            actor=None if number > 10 else owner,
            action="member.invited" if number > 10 else "practice.changed",
        )
        for number in range(1, 13)
    ]
