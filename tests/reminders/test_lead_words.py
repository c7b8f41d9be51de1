"""Leads as people write them: what is read, what is refused and in which words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reminders import lead_words
from reminders.enums import Kind
from reminders.kinds import KINDS
from reminders.lead_words import LATEST, SOONEST, Unreadable, read, when, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("120, 90, 60, 30", (120, 90, 60, 30)),
        ("30,90", (90, 30)),
        (" 7 ; 1 ; 0 ; -1 ", (7, 1, 0, -1)),
        ("7 \N{MINUS SIGN}14", (7, -14)),
        ("+5", (5,)),
        ("400, -90", (400, -90)),
        ("never", ()),
        ("  Never ", ()),
    ],
)
def test_what_people_write_is_read(text: str, expected: tuple[int, ...]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", 'or "never"'),
        (" , ", 'or "never"'),
        ("seven", '"seven" is no whole number'),
        ("7.5", "no whole number"),
        ("1e3", "no whole number"),
        ("\N{ARABIC-INDIC DIGIT SEVEN}", "no whole number"),
        ("401", "401 is out of reach"),
        ("-91", "-91 is out of reach"),
        ("30, 30", "30 stands there twice"),
        ("0, -0", "0 stands there twice"),
        ("9999999", "no whole number"),
    ],
)
def test_the_rest_is_refused_in_words(text: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read(text)


@given(st.lists(st.integers(LATEST, SOONEST), unique=True))
def test_what_is_written_is_what_is_read(leads: list[int]) -> None:
    assert read(words(leads)) == tuple(sorted(leads, reverse=True))


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = read(text)
    except Unreadable:
        return
    assert all(LATEST <= lead <= SOONEST for lead in found)
    assert len(set(found)) == len(found)


@pytest.mark.parametrize(
    ("lead", "unit", "expected"),
    [
        (30, "day", "30 days before"),
        (1, "day", "1 day before"),
        (0, "day", "on the day"),
        (-1, "business day", "1 business day after"),
        (-14, "day", "14 days after"),
    ],
)
def test_a_lead_is_told_in_words(lead: int, unit: str, expected: str) -> None:
    assert when(lead, unit) == expected


@pytest.mark.parametrize("kind", list(Kind))
def test_every_default_may_be_typed(kind: Kind) -> None:
    assert set(read(words(KINDS[kind].leads))) == set(KINDS[kind].leads)


def test_no_leads_are_never() -> None:
    assert words(()) == lead_words.NEVER
