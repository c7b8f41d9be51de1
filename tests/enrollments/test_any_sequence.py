"""Any sequence of legal moves: fold, cache, voids, back-dating and as-of agree, whatever was done."""

import datetime as dt
import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import Organization
from accounts.tenancy import organization_scope
from credtrack.kernel import clock
from enrollments import cached_state, transitions
from enrollments.as_of import logs_of
from enrollments.enums import Status, Verb
from enrollments.fold import IllegalSequence, LogRow, as_of, fold, in_order
from enrollments.models import Application, FollowUp, Transition
from enrollments.refusals import Refused
from enrollments.states import ARROWS, ENTERING
from tests.enrollments.logs import at, day, move, void
from tests.factories.accounts import OrganizationFactory
from tests.factories.enrollments import ApplicationFactory, execute_contract, facts_for


@st.composite
def legal_logs(draw: st.DrawFn, most: int = 9) -> list[LogRow]:
    """Draw a log whose every step exists, with days that never go back."""
    rows = [move(1, 0, "draft")]
    number = 0
    for sequence in range(2, draw(st.integers(2, most + 1)) + 1):
        targets = ARROWS[Status(rows[-1].to_status)]
        if not targets:
            break
        number += draw(st.integers(0, 40))
        rows.append(move(sequence, number, draw(st.sampled_from(targets)), reason=f"step {sequence}"))
    return rows


@given(legal_logs())
def test_a_legal_log_folds_strictly_to_its_last_status(rows: list[LogRow]) -> None:
    state = fold(rows, strict=True)
    assert state.status == rows[-1].to_status
    assert state.status_since == rows[-1].occurred_on
    assert state.opened_on == rows[0].occurred_on


@given(legal_logs(), st.randoms(use_true_random=False))
def test_the_order_in_which_rows_are_read_does_not_matter(rows: list[LogRow], random: object) -> None:
    mixed = list(rows)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert fold(mixed) == fold(rows)


@given(legal_logs())
def test_voiding_the_last_move_restores_what_was_before(rows: list[LogRow]) -> None:
    if len(rows) > 1:
        voided = [*rows, void(len(rows) + 1, rows[-1], recorded=999)]
        assert fold(voided) == fold(rows[:-1])


@given(legal_logs(), st.data())
def test_voiding_any_move_leaves_a_legal_log_or_is_refused(rows: list[LogRow], data: st.DataObject) -> None:
    gone = data.draw(st.sampled_from(rows))
    rest = [row for row in rows if row is not gone]
    voided = [*rows, void(len(rows) + 1, gone, recorded=999)]
    legal = all(
        Status(after.to_status) in ARROWS[Status(before.to_status)]
        for before, after in itertools.pairwise(in_order(rest))
    )
    if legal:
        assert fold(voided, strict=True) == fold(rest)
    else:
        with pytest.raises(IllegalSequence):
            fold(voided, strict=True)


@given(legal_logs(), st.sampled_from(list(Status)), st.integers(0, 300))
def test_a_back_dated_move_is_taken_exactly_when_both_neighbors_allow_it(
    rows: list[LogRow], target: Status, number: int
) -> None:
    late = move(len(rows) + 1, number, target, recorded=999)
    before = [row for row in rows if row.opens or row.occurred_on <= late.occurred_on][-1]
    after = next((row for row in rows if not row.opens and row.occurred_on > late.occurred_on), None)
    allowed = target in ARROWS[Status(before.to_status)] and (
        after is None or Status(after.to_status) in ARROWS[target]
    )
    try:
        fold([*rows, late], strict=True)
        taken = True
    except IllegalSequence:
        taken = False
    assert taken is allowed


@given(legal_logs())
def test_as_of_the_last_day_equals_now(rows: list[LogRow]) -> None:
    last = max(row.occurred_on for row in rows)
    assert fold(as_of(rows, last)) == fold(rows)
    assert fold(as_of(rows, last, at(400 * 10))) == fold(rows)


@given(legal_logs(), st.integers(-1, 400))
def test_known_on_never_shows_what_was_recorded_later(rows: list[LogRow], number: int) -> None:
    known = as_of(rows, known_on=at(number))
    assert all(row.recorded_at and row.recorded_at <= at(number) for row in known)
    assert fold(known) == fold([row for row in rows if row.occurred_on <= day(number)])


def test_the_property_notices_a_wrong_fold() -> None:
    """Negative control: a fold that forgets the order of occurrence fails the property above."""
    rows = [move(1, 0, "draft"), move(2, 20, "submitted"), move(3, 10, "preparing")]
    by_recording = rows[-1].to_status
    assert fold(rows).status != by_recording


class AnySequenceThroughTheDoor(TestCase):
    """The same on a real database, through `transitions.move`, `void` and `amend`."""

    organization: Organization

    @classmethod
    def setUpTestData(cls) -> None:
        """Give all examples one organization."""
        cls.organization = OrganizationFactory(slug="sequence")

    def assert_cached(self, application: Application) -> None:
        """Compare every cached column with the fold of the log."""
        fresh = Application.objects.get(pk=application.pk)
        state = fold(logs_of([application.pk])[application.pk])
        for name, value in cached_state.expected(fresh, state).items():
            assert getattr(fresh, name) == value, name
        open_days = FollowUp.objects.filter(application=fresh, done_at=None).values_list("due_on", flat=True)
        assert fresh.follow_up_on == min(open_days, default=None)

    def step(self, application: Application, to: Status, on: dt.date) -> Application:
        """Make one move with whatever it needs."""
        if ENTERING[to].needs_contract and application.contract_track != "executed":
            execute_contract(application, on=on)
        return transitions.move(application.pk, to, occurred_on=on, actor=None, facts=facts_for(to, on))

    @settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.data())
    def test_what_is_cached_is_what_the_log_folds_to(self, data: st.DataObject) -> None:
        """Walk, void and back-date at random; the cache follows every time."""
        with organization_scope(self.organization):
            on = clock.today() - dt.timedelta(days=400)
            application = ApplicationFactory(on=on)
            for _ in range(data.draw(st.integers(1, 6))):
                targets = ARROWS[Status(application.status)]
                if not targets:
                    break
                on += dt.timedelta(days=data.draw(st.integers(0, 40)))
                application = self.step(application, data.draw(st.sampled_from(targets)), on)
                self.assert_cached(application)
            last = Transition.objects.filter(application=application, verb=Verb.MOVE).latest("id")
            before = Application.objects.get(pk=application.pk)
            try:
                self.assert_cached(transitions.void(last.pk, actor=None, note="Wrong"))
            except Refused:
                self.assert_cached(before)
