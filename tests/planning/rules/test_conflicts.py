"""Which statements contradict each other, and which rest on words alone."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from planning.conflicts import Said, conflicts, contradict, only_said, stronger
from planning.enums import About, Form

IDS = st.sampled_from([None, 1, 2])
SAID = st.builds(
    Said,
    key=st.integers(1, 4),
    about=st.sampled_from([About.NOTICE.value, About.RATE.value, About.OTHER.value]),
    position=st.sampled_from(["", "yes", "No", "no "]),
    form=st.sampled_from([form.value for form in Form]),
    payer=IDS,
    platform=IDS,
    practice=IDS,
    provider=IDS,
    replaced=st.booleans(),
)
YES = Said(1, About.RELEASE_LETTER, "yes", Form.VERBAL, payer=7)
NO = Said(2, About.RELEASE_LETTER, "no", Form.WRITTEN, payer=7, platform=3)


@given(SAID, SAID)
def test_a_conflict_is_mutual(one: Said, other: Said) -> None:
    assert contradict(one, other) == contradict(other, one)
    assert stronger(one, other) == stronger(other, one) or one.key == other.key


@given(SAID, SAID)
def test_a_replaced_statement_never_conflicts(one: Said, other: Said) -> None:
    assert not contradict(replace(one, replaced=True), other)
    assert not contradict(one, replace(other, replaced=True))


@given(SAID, SAID)
def test_what_conflicts_speaks_of_one_thing_and_differs(one: Said, other: Said) -> None:
    if contradict(one, other):
        assert one.about == other.about != About.OTHER
        assert one.position.strip().lower() != other.position.strip().lower()
        for name in ("payer", "platform", "practice", "provider"):
            here, there = getattr(one, name), getattr(other, name)
            assert here is None or there is None or here == there


@given(st.lists(SAID, max_size=6, unique_by=lambda said: said.key))
def test_conflicts_are_the_pairs_that_contradict(rows: list[Said]) -> None:
    expected = {frozenset((a.key, b.key)) for a in rows for b in rows if contradict(a, b)}
    found = conflicts(rows)
    assert {frozenset((pair.one, pair.other)) for pair in found} == expected
    assert len(found) == len(expected)


def test_payer_and_platform_contradict_and_the_written_one_outweighs() -> None:
    assert [(pair.one, pair.other, pair.stronger) for pair in conflicts([YES, NO])] == [(1, 2, 2)]
    assert stronger(YES, replace(NO, form=Form.VERBAL)) is None


def test_statements_of_two_payers_do_not_conflict() -> None:
    assert not contradict(YES, replace(NO, payer=8))
    assert not contradict(replace(YES, payer=None, platform=3), replace(NO, platform=None))


def test_only_said_needs_writing_until_something_written_says_the_same() -> None:
    assert only_said(YES, [])
    assert only_said(YES, [NO])
    assert not only_said(YES, [replace(NO, position=" YES ")])
    assert not only_said(replace(YES, form=Form.WRITTEN), [])
    assert not only_said(replace(YES, about=About.OTHER), [])
    assert not only_said(replace(YES, replaced=True), [])
