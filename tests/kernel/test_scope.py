"""For whom code runs: nothing is open by default, blocks nest, and threads do not see each other's."""

import threading

import pytest

from credtrack.kernel import scope
from credtrack.kernel.scope import Scope, ScopeMissing, Unscoped

MAPLE = Scope(1, "maple", "America/New_York")
HARBOR = Scope(2, "harbor", "America/Los_Angeles")


def test_nothing_is_open_by_default() -> None:
    assert scope.active() is None
    with pytest.raises(ScopeMissing, match="organization_scope"):
        scope.current()


def test_the_inner_block_counts_and_the_outer_returns() -> None:
    with scope.opened(MAPLE):
        with scope.opened(HARBOR) as inner:
            assert scope.current() is inner is HARBOR
        assert scope.current() is MAPLE
    assert scope.active() is None


def test_a_failure_inside_closes_the_scope() -> None:
    with pytest.raises(KeyError), scope.opened(MAPLE):
        raise KeyError
    assert scope.active() is None


def test_an_escape_names_its_reason_and_is_no_organization() -> None:
    with scope.opened(MAPLE), scope.unscoped("loading the catalogue"):
        assert scope.active() == Unscoped("loading the catalogue")
        with pytest.raises(ScopeMissing):
            scope.current()


def test_an_escape_ends_with_its_block() -> None:
    with scope.opened(MAPLE):
        with scope.unscoped("loading the catalogue"):
            pass
        assert scope.current() is MAPLE


def test_another_thread_starts_with_nothing_open() -> None:
    seen: list[object] = []
    with scope.opened(MAPLE):
        thread = threading.Thread(target=lambda: seen.append(scope.active()))
        thread.start()
        thread.join()

    assert seen == [None]


def test_a_scope_cannot_be_changed_after_it_was_opened() -> None:
    with pytest.raises(AttributeError):
        MAPLE.organization_id = 2  # type: ignore[misc]
