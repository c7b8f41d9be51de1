"""What the tests of imports share: the shipped payer catalogue, a fixed today, and the import itself."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine

from accounts.models import Organization, User
from accounts.tenancy import organization_scope
from credtrack.kernel import scope
from exchange.applying import Source, apply_import
from exchange.matching import PayerNames
from exchange.models import ImportRun
from exchange.planning import Plan
from exchange.reading import read_tracker
from payers import loading
from providers.models import Practice
from tests.exchange.sheets import TODAY, TRACKERS, Rows, xlsx

Import = Callable[..., tuple[ImportRun, Plan]]


@pytest.fixture
def catalogue(db: None) -> None:
    """The payers that everybody shares."""
    with scope.unscoped("load the catalogue for a test"):
        loading.load()


@pytest.fixture
def monday() -> Iterator[None]:
    """Monday, 23 November 2026, noon in New York."""
    with time_machine.travel(dt.datetime(2026, 11, 23, 17, 0, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def opened(maple: Organization, catalogue: None, monday: None) -> Iterator[Organization]:
    """Maple Street Counseling, with its scope open and the catalogue loaded."""
    with organization_scope(maple):
        yield maple


@pytest.fixture
def bring(opened: Organization) -> Import:
    """Return the import of one of the five trackers by name, or of rows of one sheet."""

    def brought(
        what: str | Rows, *, actor: User | None = None, practice: Practice | None = None, **options: Any
    ) -> tuple[ImportRun, Plan]:
        data = (TRACKERS / what).read_bytes() if isinstance(what, str) else xlsx({"Tracker": what})
        name = what if isinstance(what, str) else "tracker.xlsx"
        payers = PayerNames()
        reading = read_tracker(
            data,
            name,
            today=TODAY,
            payer_key_of=payers.key,
            default_practice=practice.legal_name if practice else None,
        )
        return apply_import(
            reading, payers, Source(name, "0" * 64), actor=actor, practice=practice, **options
        )

    return brought
