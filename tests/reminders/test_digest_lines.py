"""How due reminders become the entries and the subject of a mail; no database."""

import datetime as dt
from dataclasses import replace

import pytest

from reminders.digest_lines import Digest, Line, digest_of, merged, subject, when_words, without_numbers
from reminders.enums import Kind, Urgency

TODAY = dt.date(2026, 3, 3)
MAPLE = "Maple Street Counseling"
LINE = Line(
    kind=Kind.LICENSE,
    subject_id=1,
    record="credential:1",
    urgency=Urgency.SOON,
    due_on=dt.date(2026, 3, 12),
    what="Dana Whitfield: PA state license expires",
    why="A lapsed license ends participation.",
    practice=MAPLE,
    address="https://credtrack.example/o/maple/clinicians/1/",
)


def lines(*urgencies: Urgency) -> list[Line]:
    return [replace(LINE, record=f"credential:{n}", urgency=one) for n, one in enumerate(urgencies)]


@pytest.mark.parametrize(
    ("due_on", "kind", "words"),
    [
        ("2026-03-12", Kind.LICENSE, "Thu 12 Mar 2026, in 9 days"),
        ("2026-03-04", Kind.LICENSE, "Wed 4 Mar 2026, tomorrow"),
        ("2026-03-03", Kind.LICENSE, "Tue 3 Mar 2026, today"),
        ("2026-03-02", Kind.LICENSE, "1 day overdue (Mon 2 Mar 2026)"),
        ("2026-02-28", Kind.LICENSE, "3 days overdue (Sat 28 Feb 2026)"),
        ("2026-03-02", Kind.EFFECTIVE_REACHED, "Mon 2 Mar 2026, 1 day ago"),
        ("2023-03-03", Kind.LICENSE, "1,096 days overdue (Fri 3 Mar 2023)"),
    ],
)
def test_a_date_is_told_as_one_acts_on_it(due_on: str, kind: Kind, words: str) -> None:
    assert when_words(dt.date.fromisoformat(due_on), TODAY, kind) == words


def test_entries_stand_by_urgency_then_practice_then_date() -> None:
    found = digest_of(
        [
            replace(LINE, record="a", urgency=Urgency.COMING),
            replace(LINE, record="b", urgency=Urgency.ACT_NOW, practice="Willow"),
            replace(LINE, record="c", urgency=Urgency.ACT_NOW, practice="birch", due_on=dt.date(2026, 3, 9)),
            replace(LINE, record="d", urgency=Urgency.ACT_NOW, practice="birch", due_on=dt.date(2026, 3, 4)),
        ],
        TODAY,
    )

    told = [
        (section.urgency, practice.name, [entry.when[:5] for entry in practice.entries])
        for section in found.sections
        for practice in section.practices
    ]
    assert told == [
        (Urgency.ACT_NOW, "birch", ["Wed 4", "Mon 9"]),
        (Urgency.ACT_NOW, "Willow", ["Thu 1"]),
        (Urgency.COMING, MAPLE, ["Thu 1"]),
    ]


def test_what_concerns_one_application_is_one_entry_headed_by_the_most_urgent() -> None:
    silence = replace(
        LINE, kind=Kind.SILENCE, record="application:5", subject_id=5, what="Dana, Aetna, PA: nothing heard"
    )
    answer = replace(
        silence, kind=Kind.ANSWER_DUE, urgency=Urgency.ACT_NOW, what="Dana, Aetna, PA: answer the payer"
    )

    (entry,) = merged([silence, answer], TODAY)

    assert entry.what == "Dana, Aetna, PA: answer the payer"
    assert entry.urgency == Urgency.ACT_NOW
    assert entry.also == ("nothing heard. Thu 12 Mar 2026, in 9 days",)


def test_a_follow_up_that_is_due_and_overdue_is_told_once() -> None:
    due = replace(LINE, kind=Kind.FOLLOW_UP, record="application:5", what="Dana: call")
    overdue = replace(due, kind=Kind.FOLLOW_UP_OVERDUE, urgency=Urgency.ACT_NOW, what="Dana: overdue, call")

    (entry,) = merged([due, overdue], TODAY)

    assert (entry.what, entry.also) == ("Dana: overdue, call", ())


def test_two_leads_of_one_date_are_told_once() -> None:
    (entry,) = merged([LINE, replace(LINE, urgency=Urgency.ACT_NOW)], TODAY)

    assert (entry.urgency, entry.also) == (Urgency.ACT_NOW, ())


@pytest.mark.parametrize(
    ("urgencies", "words"),
    [
        ((Urgency.ACT_NOW,) * 3 + (Urgency.SOON,) * 5, f"3 to act on now, 5 soon: {MAPLE}"),
        ((Urgency.SOON, Urgency.COMING, Urgency.COMING), f"1 soon, 2 coming up: {MAPLE}"),
        ((Urgency.SOON,), "Dana Whitfield: PA state license expires"),
    ],
)
def test_the_subject_counts_the_entries_or_says_the_only_one(
    urgencies: tuple[Urgency, ...], words: str
) -> None:
    assert subject(digest_of(lines(*urgencies), TODAY), MAPLE) == words


def test_the_subject_is_one_line_whatever_people_typed() -> None:
    found = digest_of([replace(LINE, what="Dana: call\r\nBcc: everybody@example.com")], TODAY)

    assert subject(found, MAPLE) == "Dana: call Bcc: everybody@example.com"
    assert "\n" not in subject(digest_of(lines(Urgency.SOON, Urgency.SOON), TODAY), "Maple\nStreet")


def test_a_long_mail_shows_the_most_urgent_hundred_and_counts_the_others() -> None:
    urgencies = [Urgency.COMING] * 1_950 + [Urgency.ACT_NOW] * 50

    found: Digest = digest_of(lines(*urgencies), TODAY)

    assert (len(found.entries), found.more) == (100, "And 1,900 more in the list")
    assert sum(entry.urgency == Urgency.ACT_NOW for entry in found.entries) == 50
    assert subject(found, MAPLE) == f"50 to act on now, 1,950 coming up: {MAPLE}"


def test_a_hundred_entries_leave_nothing_out() -> None:
    assert digest_of(lines(*[Urgency.SOON] * 100), TODAY).more == ""


@pytest.mark.parametrize(
    "secret",
    ["1234567893", "PC012345", "LPC-0123456", "AB1234563", "23-4567890", "123-45-6789", "13000001"],
)
def test_numbers_that_identify_somebody_stay_in_the_application(secret: str) -> None:
    said = without_numbers(f"Ask about {secret}, please")

    assert said == "Ask about (number in CredTrack), please"


@pytest.mark.parametrize(
    "text",
    [
        "Call 800-555-0199, option 2",
        "Due on 12 Mar 2026, quoted 45 business days",
        "42 CFR 424.515; 40 P.S. § 991.2166; N.J.S.A. 26:2S-10; 215 ILCS 5/368d",
    ],
)
def test_telephone_numbers_dates_and_citations_stay(text: str) -> None:
    assert without_numbers(text) == text


def test_a_number_in_what_people_typed_is_not_mailed() -> None:
    (entry,) = merged(
        [replace(LINE, what="Dana: send W-9 with 23-4567890", why="NPI 1234567893 was asked for")], TODAY
    )

    assert entry.what == "Dana: send W-9 with (number in CredTrack)"
    assert entry.why == "NPI (number in CredTrack) was asked for"
