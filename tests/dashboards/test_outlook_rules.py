"""The rules of the dashboard without a database: ages, months, time, the answer, the letter."""

import datetime as dt
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.outlook.answer import Asked, sentence
from dashboards.outlook.letter import Overdue, paragraphs
from dashboards.outlook.months import Z_80, months, summed
from dashboards.outlook.pipeline import quantile, stages
from dashboards.outlook.time_spent import time_use
from enrollments.enums import Clock, ContractTrack, Status
from forecast.enums import Stage

TODAY = dt.date(2026, 11, 26)


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def ahead(days: int) -> dt.date:
    return TODAY + dt.timedelta(days=days)


def test_a_stage_tells_how_many_and_how_old() -> None:
    rows = [
        ("in_review", ago(10), 2),
        ("in_review", ago(31), 1),
        ("in_review", ago(95), 2),
        ("draft", TODAY, 3),
    ]

    draft, review = stages(rows, TODAY)

    assert (draft.status, draft.count, draft.oldest, draft.older) == (Status.DRAFT, 3, 0, (0, 0, 0))
    assert (review.count, review.median, review.oldest, review.older) == (5, 31, 95, (3, 2, 2))


def test_an_age_of_exactly_thirty_days_is_not_over_thirty() -> None:
    assert stages([("ready", ago(30), 1)], TODAY)[0].older == (0, 0, 0)


@given(st.lists(st.integers(0, 400), min_size=1, max_size=60), st.sampled_from([0.1, 0.5, 0.9]))
def test_a_quantile_is_the_first_day_that_holds_the_share(ages: list[int], share: float) -> None:
    counted = {age: ages.count(age) for age in ages}

    found = quantile(counted, share)

    assert sum(age <= found for age in ages) >= share * len(ages) - 1e-6
    assert sum(age < found for age in ages) < share * len(ages)


def test_the_band_of_a_month_is_that_of_a_normal_distribution() -> None:
    first = TODAY.replace(day=1)

    month = months([(first, 20.0, 9.0, 60)], TODAY)[0]

    assert month.expected == 20
    assert (month.low, month.high) == pytest.approx((20 - 3 * Z_80, 20 + 3 * Z_80))
    assert month.words == "about 20, from 16 to 24"


def test_a_band_ends_at_none_and_at_all() -> None:
    first = TODAY.replace(day=1)

    month = months([(first, 1.0, 4.0, 2)], TODAY)[0]

    assert (month.low, month.high) == (0, 2)


def test_months_between_are_shown_and_empty_ones_at_the_end_are_not() -> None:
    shown = months([(dt.date(2026, 11, 1), 1.0, 0.5, 2), (dt.date(2027, 1, 1), 1.0, 0.5, 2)], TODAY)

    assert [month.key for month in shown] == ["2026-11", "2026-12", "2027-01"]
    assert shown[1].expected == 0


@given(st.lists(st.integers(1, 200), min_size=4, max_size=4), st.floats(0, 1))
def test_the_chances_read_off_a_range_add_up_to_its_end(gaps: list[int], other: float) -> None:
    days = [TODAY + dt.timedelta(days=sum(gaps[: place + 1])) for place in range(4)]

    found = summed([((days[0], days[1], days[2], days[3]), other)], TODAY)

    assert math.isclose(sum(row[1] for row in found), 0.95 * (1 - other), abs_tol=1e-9)
    assert all(row[1] >= 0 and row[3] == 1 for row in found)


def test_time_is_split_by_clock_per_stage_and_per_payer() -> None:
    found = time_use(
        [("decision", 7, "payer", 90), ("decision", 8, "ours", 10), ("submission", 7, "clinician", 5)]
    )

    assert [(row.label, row.days) for row in found.stages] == [
        ("To be sent", (0, 5, 0, 0)),
        ("Decision", (10, 0, 90, 0)),
    ]
    assert [(row.key, row.total) for row in found.payers] == [(7, 95), (8, 10)]


WAITING = Asked(
    who="Dana Whitfield",
    payer="Aetna",
    today=TODAY,
    status=Status.IN_REVIEW,
    status_since=ago(20),
    clock=Clock.PAYER,
    stage=Stage.DECISION,
    submitted_on=ago(47),
    follow_up_on=ahead(7),
    approval=(ahead(10), ahead(20), ahead(50), ahead(90)),
    billable=(ahead(37), ahead(47), ahead(97), ahead(140)),
)


def test_the_answer_says_when_with_its_range_and_what_is_waited_for() -> None:
    assert sentence(WAITING) == (
        "Dana Whitfield can likely see Aetna patients from 12 Jan 2027 (20\N{EN DASH}80 %: 2 Jan 2027 to 3 Mar 2027). "
        "Waiting for: Aetna's decision, for 47 days; ours to do: nothing until 3 Dec 2026."
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"billable": (None,) * 4}, "Aetna likely approves Dana Whitfield by 16 Dec 2026 (20"),
        ({"billable": (None,) * 4, "approval": (None,) * 4}, "No date can be said"),
        (
            {"blocked_reason": "Release letter refused."},
            "Waiting for: a block to be lifted (Release letter refused);",
        ),
        (
            {"clock": Clock.CLINICIAN, "missing": 2},
            "Waiting for: Dana Whitfield, for 20 days; ours to do: 2 missing",
        ),
        (
            {"clock": Clock.OURS, "status": Status.READY, "follow_up_on": None},
            "ours to do: move it on from ready",
        ),
        (
            {"clock": Clock.OURS, "status": Status.DRAFT, "follow_up_on": ahead(7)},
            "ours to do: move it on from draft (follow-up on 3 Dec 2026)",
        ),
        ({"follow_up_on": ago(3)}, "ours to do: the follow-up of 23 Nov 2026, 3 days late"),
        (
            {"stage": Stage.CONTRACT, "status": Status.APPROVED, "contract_track": ContractTrack.SIGNED},
            "Waiting for: the contract (signed by us), for 20 days",
        ),
        ({"status": Status.PANEL_CLOSED, "recheck_on": ahead(9)}, "ask again on 5 Dec 2026"),
        (
            {"status": Status.ACTIVE, "effective_on": ago(30)},
            "can see Aetna patients: active, effective since 27 Oct",
        ),
        ({"status": Status.ACTIVE, "effective_on": ahead(30)}, "can see Aetna patients from 26 Dec 2026"),
        ({"status": Status.DENIED}, "Dana Whitfield at Aetna: denied on 6 Nov 2026; nothing is waited for."),
    ],
)
def test_every_standing_has_its_words(change: dict[str, object], told: str) -> None:
    assert told in sentence(replace(WAITING, **change))  # type: ignore[arg-type]


LATE = Overdue(
    payer="Aetna",
    practice="Maple Street Counseling",
    clinician="Dana Whitfield, LPC",
    npi="1234567893",
    state="PA",
    kind="Initial, individual",
    reference="R-77",
    submitted_on=ago(100),
    acknowledged_on=None,
    complete_on=ago(80),
    deadline=ago(20),
    citation="40 P.S. 991.2121",
    today=TODAY,
    signed_by="Olga Owner",
)


def test_the_letter_states_the_record_and_the_law() -> None:
    text = "\n".join(paragraphs(LATE))

    assert "sent on 18 Aug 2026; recorded as complete on 7 Sep 2026; your reference R-77" in text
    assert (
        "By our reading of 40 P.S. 991.2121, the time to decide ended on 6 Nov 2026. Today is 20 days after"
        in text
    )
    assert "receipt confirmed" not in text


def test_the_letter_leaves_out_what_is_not_on_record() -> None:
    bare = replace(LATE, npi="", reference="", submitted_on=None, complete_on=None)

    text = "\n".join(paragraphs(bare))

    assert "Our record:" not in text
    assert "NPI" not in text
