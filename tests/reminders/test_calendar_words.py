"""What a calendar says of a fact, and when it rings; read like the table it is."""

import dataclasses
import datetime as dt

import pytest

from payers.rules import Fact as Rule
from reminders import calendar_words
from reminders.enums import Kind
from reminders.facts import About, Fact

TODAY = dt.date(2026, 11, 25)
DANA = About(provider_id=1, who="Dana Whitfield")
AT_AETNA = About(application_id=1, provider_id=1, payer_id=1, who="Dana Whitfield", payer="Aetna", state="PA")


def fact(kind: Kind, about: About = AT_AETNA, ahead: int = 30, **given: str) -> Fact:
    due = TODAY + dt.timedelta(days=ahead)
    return Fact(kind, 1, due, due, about, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "about", "detail", "title"),
    [
        (Kind.LICENSE, DANA, "PA state license", "PA state license expires: Dana Whitfield"),
        (Kind.OTHER_CREDENTIAL, DANA, "Other", "Other credential expires: Dana Whitfield"),
        (Kind.DOCUMENT, DANA, "tin 23-4445556.pdf|W-9", "W-9 on file expires: Dana Whitfield"),
        (Kind.DOCUMENT, DANA, "W-9: 778812.pdf", "Document on file expires: Dana Whitfield"),
        (Kind.DOCUMENT, DANA, "778812 x|Other", "Document on file expires: Dana Whitfield"),
        (Kind.FOLLOW_UP, AT_AETNA, "Ask for 4471|said so", "Follow-up due: Dana Whitfield, Aetna, PA"),
        (Kind.STATUTE_OVERDUE, AT_AETNA, "", "PA deadline to decide: Dana Whitfield, Aetna, PA"),
        (Kind.CONTRACT_ENDS, About(payer="Aetna", who="Maple"), "", "Contract ends: Maple, Aetna"),
        (Kind.PANEL_STATE_RECHECK, About(payer="Aetna", state="PA"), "Plan|closed",
         "Ask whether the panel is open: Aetna, PA"),
    ],
)  # fmt: skip
def test_titles(kind: Kind, about: About, detail: str, title: str) -> None:
    assert calendar_words.summary(fact(kind, about, detail=detail)) == title


@pytest.mark.parametrize("kind", sorted(calendar_words.SHOWN))
def test_every_title_ends_in_the_names_and_fits(kind: Kind) -> None:
    long = dataclasses.replace(AT_AETNA, who="W" * 300)

    assert calendar_words.summary(fact(kind)).endswith(": Dana Whitfield, Aetna, PA")
    assert len(calendar_words.summary(fact(kind, long))) == calendar_words.LONGEST


@pytest.mark.parametrize("kind", sorted(calendar_words.SHOWN - {Kind.QUOTED_OVERDUE, Kind.EFFECTIVE_REACHED}))
def test_no_detail_of_a_record_reaches_a_description(kind: Kind) -> None:
    said = calendar_words.description(fact(kind, detail="typed 4471|typed 4472"), "https://a.example/")

    assert "typed" not in said
    assert said.endswith("Open in CredTrack: https://a.example/")


def test_an_own_rule_tells_its_value_and_not_its_words() -> None:
    rule = Rule(1, "turnaround", value_max=45, unit="calendar_days", text="Rep 66123", source="Call 66123")
    told = [
        calendar_words.description(
            dataclasses.replace(fact(Kind.PUBLISHED_OVERDUE), rule=dataclasses.replace(rule, is_own=own)),
            "",
        )
        for own in (True, False)
    ]

    assert ["66123" in text for text in told] == [False, True]
    assert all("45 calendar days" in text for text in told)


def test_a_default_lead_is_no_basis_of_a_date() -> None:
    assert "own default" not in calendar_words.description(fact(Kind.LICENSE, DANA), "")
    assert "120 days" in calendar_words.description(fact(Kind.CAQH, DANA), "")


@pytest.mark.parametrize(
    ("kind", "ahead", "hours"),
    [
        (Kind.FOLLOW_UP, 30, [-15]),
        (Kind.LICENSE, 30, [-15, -159]),
        (Kind.LICENSE, 8, [-15, -159]),
        (Kind.LICENSE, 7, [-15]),
        (Kind.LICENSE, 2, [-15]),
        (Kind.LICENSE, 1, []),
        (Kind.LICENSE, 0, []),
        (Kind.LICENSE, -5, []),
    ],
)
def test_it_rings_at_nine_the_day_and_the_week_before_and_never_late(
    kind: Kind, ahead: int, hours: list[int]
) -> None:
    found = calendar_words.alarms(fact(kind, ahead=ahead), TODAY)

    assert [alarm.total_seconds() / 3600 for alarm in found] == hours


@pytest.mark.parametrize(
    ("ahead", "label"), [(61, "Coming up"), (60, "Soon"), (14, "Act now"), (-3, "Act now")]
)
def test_categories(ahead: int, label: str) -> None:
    assert calendar_words.category(fact(Kind.LICENSE, DANA, ahead=ahead), TODAY).label == label
