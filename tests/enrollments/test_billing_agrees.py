"""Ready on a day means own, in network on that day, whatever the timeline; the day itself keeps the promise."""

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from enrollments.billing import Verdict, billing_readiness
from enrollments.billing_dates import Begins
from enrollments.billing_facts import Facts, GoverningContract, LicenseSpan, Proof, own_span
from enrollments.enums import Confirmed, HolderKind
from enrollments.network import Span, Standing, network_status
from enrollments.recredentialing import due_on

START = dt.date(2026, 1, 1)
DAYS = st.integers(0, 400).map(lambda count: START + dt.timedelta(days=count))
PROOFS: dict[Confirmed, Proof] = {
    kind: Proof(kind, START) for kind in Confirmed if kind != Confirmed.GROUP_LINK
}


@st.composite
def spans(draw: st.DrawFn) -> Span:
    """Make an own or a rented participation; a cycle of a month lets recredentialing lapse now and then."""
    effective = draw(DAYS)
    length = draw(st.none() | st.integers(0, 120))
    return Span(
        effective,
        ended_on=effective + dt.timedelta(days=length) if length is not None else None,
        group_link_on=draw(st.none() | DAYS),
        decided_on=draw(st.none() | DAYS),
        platform=draw(st.sampled_from(["", "", "Headway"])),
    )


def facts_on(timeline: list[Span], on: dt.date) -> Facts:
    own = own_span(timeline, on)
    return Facts(
        network=network_status(timeline, [], on, recredentialing_months=6),
        span=own,
        proofs=PROOFS,
        contract=GoverningContract(HolderKind.PRACTICE, executed_on=START),
        begins=Begins(own.effective_on, group_link_on=own.group_link_on) if own else Begins(),
        licenses=(LicenseSpan(dt.date(2020, 1, 1)),),
        through=tuple(sorted({span.platform for span in timeline if span.platform and span.covers(on)})),
        recredentialing_due_on=due_on(own.decided_on, 6) if own else None,
    )


@given(timeline=st.lists(spans(), max_size=4))
def test_verdicts_agree_with_the_network_on_every_date_of_a_timeline(timeline: list[Span]) -> None:
    for step in range(0, 540, 9):
        on = START + dt.timedelta(days=step)
        facts = facts_on(timeline, on)
        found = billing_readiness(facts, on)
        network = facts.network
        in_network = network.own and network.standing == Standing.IN_NETWORK

        # Everything else is in order here, so the two say the same.
        assert (found.verdict == Verdict.READY) == in_network
        assert (found.verdict == Verdict.NOT_READY) == bool(set(found.codes) - {"day_ahead"})


@given(timeline=st.lists(spans(), max_size=4), on=DAYS)
def test_the_first_billable_day_is_ready_when_it_comes(timeline: list[Span], on: dt.date) -> None:
    found = billing_readiness(facts_on(timeline, on), on)
    if found.verdict != Verdict.READY_FROM:
        return

    assert found.from_ is not None
    assert found.from_ > on
    kept = facts_on(timeline, found.from_)
    assert billing_readiness(kept, found.from_).verdict == Verdict.READY


def test_a_lost_confirmation_is_told_on_every_date() -> None:
    timeline = [Span(START)]
    facts = replace(facts_on(timeline, START), proofs={})

    assert len(billing_readiness(facts, START).codes) == 4
