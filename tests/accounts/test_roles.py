"""Which role may do what, as the table says it."""

import pytest

from accounts.enums import Role
from accounts.roles import TABLE, WORDS, Capability, may

READERS = (Role.OWNER, Role.COORDINATOR, Role.BILLER, Role.MANAGER)


@pytest.mark.parametrize("role", READERS)
def test_everybody_but_the_clinician_reads_the_organization(role: Role) -> None:
    assert may(role, Capability.VIEW)


def test_a_clinician_reads_and_edits_only_the_own_file() -> None:
    assert TABLE[Role.CLINICIAN] == {Capability.VIEW_OWN_FILE, Capability.EDIT_OWN_FILE}


def test_a_manager_changes_nothing() -> None:
    assert TABLE[Role.MANAGER] == {
        Capability.VIEW,
        Capability.EXPORT,
        Capability.SAVE_VIEWS,
        Capability.VIEW_AUDIT,
    }


def test_a_biller_logs_calls_but_moves_no_application() -> None:
    assert may(Role.BILLER, Capability.LOG_CONTACTS)
    assert not may(Role.BILLER, Capability.MOVE_APPLICATIONS)


def test_a_coordinator_works_everything_but_hands_out_no_seats() -> None:
    assert may(Role.COORDINATOR, Capability.MOVE_APPLICATIONS)
    assert not may(Role.COORDINATOR, Capability.MANAGE_MEMBERS)
    assert not may(Role.COORDINATOR, Capability.MANAGE_ORGANIZATION)


@pytest.mark.parametrize("capability", list(Capability))
def test_every_capability_is_somebody_s(capability: Capability) -> None:
    assert any(capability in allowed for allowed in TABLE.values())


def test_an_unknown_role_may_nothing() -> None:
    assert not any(may("janitor", capability) for capability in Capability)


def test_every_role_has_words_and_a_row() -> None:
    assert set(TABLE) == set(WORDS) == set(Role)
