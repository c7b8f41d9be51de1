"""Which moves are legal, and which facts each needs: the whole table, written a second time."""

import pytest

from enrollments.enums import Clock, ContractTrack, Kind, Route, Status
from enrollments.states import (
    ARROWS,
    CLOCK,
    DATE_FACTS,
    ENTERING,
    FACT_LABELS,
    OPEN,
    is_legal,
    lacking,
    track_for,
)

# One line per status, as a coordinator would say it: from here, to there.
LEGAL = {
    "draft": "preparing ready submitted panel_closed withdrawn declined_by_us",
    "preparing": "ready submitted panel_closed withdrawn declined_by_us",
    "ready": "preparing submitted panel_closed withdrawn declined_by_us",
    "submitted": ("acknowledged in_review info_requested approved returned denied panel_closed withdrawn"),
    "acknowledged": "in_review info_requested approved returned denied panel_closed withdrawn",
    "in_review": "info_requested approved returned denied panel_closed withdrawn",
    "info_requested": "acknowledged in_review approved returned denied panel_closed withdrawn",
    "approved": "loading active withdrawn declined_by_us ended",
    "loading": "active withdrawn declined_by_us ended",
    "active": "ended",
    "returned": "preparing ready submitted withdrawn declined_by_us",
    "denied": "in_review",
    "panel_closed": "preparing ready submitted withdrawn declined_by_us",
    "withdrawn": "",
    "declined_by_us": "",
    "ended": "",
}
PAIRS = [(source, target) for source in Status for target in Status]


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_each_arrow_is_legal_exactly_when_the_table_says_so(source: Status, target: Status) -> None:
    assert is_legal(source, target) is (target.value in LEGAL[source].split())


@pytest.mark.parametrize("status", ["withdrawn", "declined_by_us", "ended"])
def test_a_terminal_status_leads_nowhere(status: str) -> None:
    assert ARROWS[Status(status)] == ()
    assert status not in OPEN


@pytest.mark.parametrize("status", list(Status))
def test_an_empty_log_may_open_anywhere(status: Status) -> None:
    assert is_legal(None, status)


def test_every_status_has_arrows_a_clock_and_facts() -> None:
    assert set(ARROWS) == set(CLOCK) == set(ENTERING) == set(Status)


def test_every_status_but_the_first_can_be_reached_from_a_draft() -> None:
    reached, edge = {Status.DRAFT}, [Status.DRAFT]
    while edge:
        fresh = set(ARROWS[edge.pop()]) - reached
        reached |= fresh
        edge += fresh
    assert reached == set(Status)


def test_every_fact_has_words() -> None:
    named = {name for entering in ENTERING.values() for name in (*entering.needs, *entering.offers)}
    assert named <= set(FACT_LABELS)
    assert set(FACT_LABELS) >= DATE_FACTS


@pytest.mark.parametrize(
    ("target", "needs"),
    [
        ("submitted", {"method"}),
        ("info_requested", {"answer_due_on", "reason"}),
        ("active", {"effective_on", "payer_assigned_id"}),
        ("returned", {"reason"}),
        ("denied", {"reason"}),
        ("panel_closed", {"recheck_on"}),
        ("withdrawn", {"reason"}),
        ("declined_by_us", {"reason"}),
        ("ended", {"reason"}),
        ("approved", set()),
        ("draft", set()),
    ],
)
def test_a_status_lacks_exactly_what_it_needs(target: str, needs: set[str]) -> None:
    assert set(lacking(Status(target), {})) == needs
    assert lacking(Status(target), dict.fromkeys(needs, "given")) == ()


def test_only_loading_and_active_need_an_executed_contract() -> None:
    assert {status.value for status in Status if ENTERING[status].needs_contract} == {"loading", "active"}


@pytest.mark.parametrize(
    ("status", "clock"),
    [
        ("draft", "ours"),
        ("preparing", "ours"),
        ("ready", "ours"),
        ("submitted", "payer"),
        ("acknowledged", "payer"),
        ("in_review", "payer"),
        ("info_requested", "ours"),
        ("approved", "payer"),
        ("loading", "payer"),
        ("active", "none"),
        ("returned", "ours"),
        ("denied", "none"),
        ("panel_closed", "none"),
        ("withdrawn", "none"),
        ("declined_by_us", "none"),
        ("ended", "none"),
    ],
)
def test_each_status_runs_on_one_clock(status: str, clock: str) -> None:
    assert CLOCK[Status(status)] is Clock(clock)


@pytest.mark.parametrize(
    ("kind", "route", "track"),
    [
        (Kind.INITIAL_INDIVIDUAL, Route.DIRECT, ContractTrack.NOT_STARTED),
        (Kind.ADD_TO_GROUP, Route.DIRECT, ContractTrack.NOT_STARTED),
        (Kind.RECREDENTIALING, Route.DIRECT, ContractTrack.NOT_NEEDED),
        (Kind.DELEGATED_ROSTER, Route.DIRECT, ContractTrack.NOT_NEEDED),
        (Kind.INITIAL_INDIVIDUAL, Route.DELEGATED, ContractTrack.NOT_NEEDED),
    ],
)
def test_a_change_or_a_delegated_application_never_waits_for_a_contract(
    kind: Kind, route: Route, track: ContractTrack
) -> None:
    assert track_for(kind, route) is track
