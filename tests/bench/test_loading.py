"""The benchmark measures real rows: lawful logs, and cached columns that equal what the logs fold to."""

import datetime as dt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from accounts.models import Organization, User
from bench import importing, loading
from bench.stories import story
from credtrack.kernel import scope
from credtrack.kernel.scope import Scope
from enrollments.enums import Status
from enrollments.fold import fold
from enrollments.models import Application, Entry, FollowUp, Transition
from enrollments.rebuilding import differences
from payers.loading import load as load_catalogue

TODAY = dt.date(2026, 3, 12)


@given(st.integers())
def test_a_story_is_a_lawful_sequence_that_ends_by_today(seed: int) -> None:
    told = story(Random(seed), TODAY)

    assert fold(told.rows, strict=True) == told.state
    assert max(row.occurred_on for row in told.rows) < TODAY
    assert all(call.day <= TODAY for call in told.calls)


def test_the_stories_end_in_every_status_that_is_weighed() -> None:
    random = Random(1)

    assert len({story(random, TODAY).state.status for _ in range(800)}) == 14


@pytest.mark.django_db
def test_the_loaded_caches_equal_their_folds(maple: Organization, owner: User, in_scope: Scope) -> None:
    with scope.unscoped("the catalogue is shared"):
        load_catalogue()

    told = loading.Loader(2_500, owner).run()

    assert told["application"] == Application.objects.count() == 2_500
    assert differences() == (2_500, [])
    assert told["transition"] == Transition.objects.count()
    assert told["entry"] == Entry.objects.count()
    assert (
        told["followup"] == FollowUp.objects.count() == Application.objects.exclude(follow_up_on=None).count()
    )


@pytest.mark.django_db
def test_loaded_rows_read_like_saved_ones(maple: Organization, owner: User, in_scope: Scope) -> None:
    with scope.unscoped("the catalogue is shared"):
        load_catalogue()
    loading.Loader(2_500, owner).run()

    row = Application.objects.filter(status=Status.ACTIVE).first()

    assert row is not None
    row.full_clean()
    assert row.contract is not None
    assert row.transitions.earliest("id").facts == {"contract_track": "executed"}


def test_the_trackers_npis_are_well_formed() -> None:
    made = [importing.npi(number) for number in range(50)]

    assert len(set(made)) == 50
    assert all(luhn.is_valid(f"80840{number}") for number in made)
