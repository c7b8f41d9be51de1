"""What is said of a group of applications: properties that hold for any history, and what the words rest on."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enrollments.fold import Folded
from forecast import basis_words, predicting
from forecast.cases import APPROVED, OPEN, OTHER
from forecast.enums import Basis, Stage
from forecast.episodes import Cohort, Told
from forecast.history import History, history
from forecast.predicting import LEVELS, Group, Said
from forecast.waits import Course, Wait
from payers.enums import RuleKind, Unit
from payers.rules import Fact
from payers.selectors import RuleBook

TODAY = dt.date(2026, 6, 1)
NUMBER = TODAY.toordinal()
AETNA = Cohort("commercial", "direct", 1, "Aetna", "", "PA", "LCSW", "", "initial_individual")
OHIO = Cohort("commercial", "direct", 1, "Aetna", "", "OH", "LPC", "renewals", "recredentialing")
CIGNA = Cohort("commercial", "direct", 2, "Cigna", "", "PA", "LCSW", "", "initial_individual")


def told(cohort: Cohort, *waits: Wait) -> Told:
    return Told(
        1, 1, 1, cohort.payer_id, cohort.state, None, cohort.kind, cohort.route, "payer", cohort,
        Course(Folded(), waits, None),
    )  # fmt: skip


def decision(days: int, ago: int, outcome: int = APPROVED) -> Wait:
    return Wait(Stage.DECISION, NUMBER - ago - days, NUMBER - ago, outcome)


def past(*rows: Told, facts: tuple[Fact, ...] = ()) -> History:
    by_kind: dict[str, list[Fact]] = {}
    for fact in facts:
        by_kind.setdefault(fact.kind, []).append(fact)
    return history(rows, RuleBook(TODAY, by_kind, {}), TODAY, [AETNA, OHIO, CIGNA])


def asked(cohort: Cohort, age: int, stage: Stage = Stage.DECISION, *, contract: bool = True) -> Group:
    return Group(cohort, stage, NUMBER - age, contract, None)


def say(found: History, group: Group) -> Said:
    return predicting.predict_groups([group], found)[group]


lengths = st.integers(0, 400)
ended = st.builds(decision, lengths, st.integers(0, 300), st.sampled_from([APPROVED, APPROVED, OTHER, OPEN]))


@settings(max_examples=40)
@given(st.lists(ended, min_size=1, max_size=30), st.lists(lengths, max_size=12), st.integers(0, 900))
def test_dates_are_ahead_in_order_and_billable_after_approval(
    decisions: list[Wait], contracts: list[int], age: int
) -> None:
    behind = [
        Wait(stage, NUMBER - 500 - days, NUMBER - 500, APPROVED)
        for days in contracts
        for stage in (Stage.CONTRACT, Stage.EFFECTIVE, Stage.LOADING)
    ]
    one = say(past(told(AETNA, *decisions, *behind)), asked(AETNA, age))
    for dates in (one.approval, one.billable):
        known = [day for day in dates if day]
        assert len(known) in (0, len(LEVELS))
        assert known == sorted(known)
        assert all(day > TODAY for day in known)
    pairs = zip(one.billable, one.approval, strict=True)
    assert all(later >= sooner for later, sooner in pairs if later and sooner)
    assert one.months is None or 0 <= one.months.sum() <= 1 + 1e-9


def test_months_hold_the_chances_of_their_own_days() -> None:
    found = past(told(AETNA, *[decision(40, 10)] * 30))
    one = say(found, asked(AETNA, 20))
    assert one.months is not None
    # About twenty days ahead of the first of June is still June.
    assert one.months.argmax() == 0
    assert len(one.months) == predicting.MONTHS


@pytest.mark.parametrize(
    ("group", "words"),
    [
        (AETNA, "6 decisions of Aetna in Pennsylvania for LCSW since 2026, own history"),
        (OHIO, "8 decisions of Aetna since 2026, own history, 2 of them in Ohio for LPC (renewals)"),
        (CIGNA, "1 decision of Cigna since 2026, own history, filled up from 8 of other payers, commercial"),
    ],
)
def test_the_narrowest_group_with_a_handful_speaks(group: Cohort, words: str) -> None:
    found = past(
        told(AETNA, *[decision(60, 10)] * 6),
        told(OHIO, *[decision(90, 10)] * 2),
        told(CIGNA, decision(30, 9)),
    )
    assert basis_words.of_decision(found, group).words == words


def turnaround(**more: object) -> Fact:
    values: dict[str, object] = {
        "id": 1, "kind": RuleKind.TURNAROUND, "payer_id": 2, "value_min": 45, "value_max": 180,
        "unit": Unit.CALENDAR_DAYS, "source_url": "https://www.cigna.com/join", "quoted_on": dt.date(2025, 3, 1),
    }  # fmt: skip
    return Fact(**{**values, **more})  # type: ignore[arg-type]  # one per test, named by what differs


def test_a_published_range_of_another_payer_says_nothing() -> None:
    found = past(told(AETNA, decision(60, 10)), facts=(turnaround(payer_id=9),))
    rests = basis_words.of_decision(found, CIGNA)
    assert (rests.basis, rests.words) == (Basis.NONE, basis_words.NO_BASIS)
    assert say(found, asked(CIGNA, 10)).approval == predicting.NO_DATES


def test_business_days_are_stretched_to_the_calendar_and_an_upper_end_is_called_so() -> None:
    fact = turnaround(value_min=None, value_max=60, unit=Unit.BUSINESS_DAYS)
    found = past(told(AETNA, decision(60, 10)), facts=(fact,))
    quoted = found.range_of(Stage.DECISION, found.leaves[CIGNA])
    assert quoted is not None
    assert (quoted.low, quoted.high) == (28, 84)
    assert quoted.words == "up to 60 business days, cigna.com, 2025"


def test_the_whole_way_speaks_for_the_billable_day_alone() -> None:
    fact = turnaround(kind=RuleKind.END_TO_END, value_min=90, value_max=120)
    found = past(told(AETNA, decision(60, 10)), facts=(fact,))
    one = say(found, asked(CIGNA, 10))
    assert one.rests.basis == Basis.PUBLISHED
    assert one.approval == predicting.NO_DATES
    assert one.billable[2] is not None
    assert 80 <= (one.billable[2] - TODAY).days <= 110


def test_a_few_decisions_are_filled_up_from_the_published_range() -> None:
    found = past(told(CIGNA, decision(60, 10)), facts=(turnaround(),))
    assert basis_words.of_decision(found, CIGNA).words == (
        "1 decision of Cigna since 2026, own history, filled up from the published range "
        "45 to 180 calendar days, cigna.com, 2025"
    )


def test_a_known_effective_date_is_told_as_it_is() -> None:
    loadings = [Wait(Stage.LOADING, NUMBER - 50, NUMBER - 50, APPROVED)] * 6
    group = Group(AETNA, Stage.EFFECTIVE, NUMBER - 5, contract=False, known_end=NUMBER + 30)
    one = say(past(told(AETNA, *loadings)), group)
    assert one.approval == predicting.NO_DATES
    assert one.billable[0] == TODAY + dt.timedelta(days=30)


def test_behind_an_approval_nothing_is_said_without_a_history_of_what_follows() -> None:
    one = say(past(told(AETNA, decision(60, 10))), asked(AETNA, 5, Stage.CONTRACT))
    assert (one.rests.basis, one.billable) == (Basis.NONE, predicting.NO_DATES)


def test_a_settled_contract_is_no_stage() -> None:
    waits = [Wait(stage, NUMBER - 99, NUMBER - 89, APPROVED) for stage in (Stage.EFFECTIVE, Stage.LOADING)]
    found = past(told(AETNA, *[decision(60, 100)] * 6, *waits * 6))
    assert say(found, asked(AETNA, 20, contract=False)).billable[2] is not None
    assert say(found, asked(AETNA, 20, contract=True)).billable[2] is None
