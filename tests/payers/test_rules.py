"""Which sourced rule applies: a specification of `payers.rules`, without a database."""

import datetime as dt
from dataclasses import replace

import pytest

from payers.enums import LineOfBusiness, Mode, RuleKind, SourceQuality, Standing, Unit
from payers.rules import Answer, Fact, Question, answer, answers, basis_words, in_force, value_words

DAY = dt.date(2026, 11, 23)
CIGNA, OPTUM = 1, 2
GENERAL = Fact(
    1, RuleKind.RECREDENTIALING, value_max=36, unit=Unit.MONTHS, source_quality=SourceQuality.OFFICIAL
)
MEDICARE = replace(GENERAL, id=2, line=LineOfBusiness.MEDICARE, value_max=60)
OURS = replace(GENERAL, id=3, is_own=True, value_max=24, source_quality=SourceQuality.OWN)


def ask(*facts: Fact, **question: object) -> Answer:
    asked = Question(**{"kind": facts[0].kind, "on": DAY, **question})  # type: ignore[arg-type]
    return answer(facts, asked)


def test_the_general_row_answers_where_nothing_narrower_is_quoted() -> None:
    assert ask(GENERAL, MEDICARE, line=LineOfBusiness.COMMERCIAL).winner == GENERAL


def test_the_narrower_row_wins_and_the_general_one_is_also_quoted() -> None:
    found = ask(GENERAL, MEDICARE, line=LineOfBusiness.MEDICARE)
    assert found.winner == MEDICARE
    assert found.also_quoted == (GENERAL,)


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ("line", "state"),
        ("state", "family"),
        ("family", "mode"),
        ("mode", "application_kind"),
        ("application_kind", "status"),
        ("status", "payer_id"),
        ("payer_id", "plan_id"),
    ],
)
def test_selectors_rank_from_line_up_to_plan(wide: str, narrow: str) -> None:
    asked = {
        "line": "commercial",
        "state": "TX",
        "family": "bcbs",
        "mode": "direct",
        "application_kind": "initial_group",
        "status": "submitted",
        "payer_id": CIGNA,
        "plan_id": 9,
    }
    blank = Fact(0, RuleKind.TURNAROUND)
    rows = [
        replace(blank, id=place, **{name: asked[name]})  # type: ignore[arg-type]  # one selector each
        for place, name in enumerate((wide, narrow))
    ]
    assert ask(*rows, **asked).winner == rows[1]


def test_an_organizations_own_row_beats_every_shared_one_that_matches() -> None:
    assert ask(GENERAL, MEDICARE, OURS, line=LineOfBusiness.MEDICARE).winner == OURS


def test_an_own_row_for_another_payer_says_nothing_here() -> None:
    elsewhere = replace(OURS, payer_id=OPTUM)
    assert ask(GENERAL, elsewhere, payer_id=CIGNA).winner == GENERAL


def test_of_two_equally_narrow_rows_the_better_source_wins() -> None:
    blog = replace(
        GENERAL, id=9, value_max=48, source_quality=SourceQuality.VENDOR, quoted_on=dt.date(2026, 11, 1)
    )
    assert ask(blog, GENERAL).winner == GENERAL


def test_of_two_equally_good_sources_the_later_quotation_wins() -> None:
    old, new = (replace(GENERAL, id=n, quoted_on=dt.date(2020 + n, 1, 1), value_max=n) for n in (4, 5))
    assert ask(old, new).winner == new
    assert ask(new, old).winner == new


def test_conflicting_rows_are_never_merged() -> None:
    older_page = Fact(8, RuleKind.GROUP_MINIMUM, payer_id=CIGNA, value_min=10, standing=Standing.SUPERSEDED)
    article = Fact(
        7, RuleKind.GROUP_MINIMUM, payer_id=CIGNA, value_min=4, source_quality=SourceQuality.CONSULTANT
    )
    found = ask(older_page, article, payer_id=CIGNA)
    assert found.winner == article
    assert [row.value_min for row in found.also_quoted] == [10]


def test_a_bill_never_counts_but_stays_quoted() -> None:
    bill = Fact(5, RuleKind.DECISION_DEADLINE, state="PA", value_max=45, standing=Standing.PROPOSED)
    found = ask(bill, state="PA")
    assert found.winner is None
    assert found.also_quoted == (bill,)
    assert found.basis.startswith("No basis")


@pytest.mark.parametrize(
    ("on", "counts"),
    [
        (dt.date(2025, 6, 30), False),
        (dt.date(2025, 7, 1), True),
        (dt.date(2026, 6, 30), True),
        (dt.date(2026, 7, 1), False),
    ],
)
def test_a_row_counts_from_its_first_to_its_last_day(on: dt.date, counts: bool) -> None:
    row = replace(GENERAL, in_force_from=dt.date(2025, 7, 1), in_force_to=dt.date(2026, 6, 30))
    assert in_force(row, on) is counts


@pytest.mark.parametrize("line", ["medicare", "medicaid", "tricare", "medicare_advantage"])
def test_state_insurance_law_does_not_bind_government_lines(line: str) -> None:
    law = Fact(6, RuleKind.DECISION_DEADLINE, state="TX", value_max=60, source_quality=SourceQuality.STATUTE)
    assert ask(law, state="TX", line="commercial").winner == law
    assert ask(law, state="TX", line=line).winner is None


def test_a_statute_that_names_the_line_binds_it() -> None:
    law = Fact(6, RuleKind.RECREDENTIALING, state="CO", line="medicaid", source_quality=SourceQuality.STATUTE)
    assert ask(law, state="CO", line="medicaid").winner == law


def test_medicare_is_asked_about_pecos_when_no_channel_is_named() -> None:
    online = Fact(1, RuleKind.TURNAROUND, line="medicare", mode=Mode.ONLINE, value_max=50)
    paper = Fact(2, RuleKind.TURNAROUND, line="medicare", mode=Mode.PAPER, value_max=65)
    assert ask(online, paper, line="medicare").winner == online
    assert ask(online, paper, line="medicare", mode=Mode.PAPER).winner == paper


def test_what_the_question_leaves_open_is_quoted_beside_the_winner() -> None:
    delegated = Fact(1, RuleKind.TURNAROUND, mode=Mode.DELEGATED, value_max=45)
    plain = Fact(2, RuleKind.TURNAROUND, value_max=180)
    found = ask(delegated, plain)
    assert found.winner == plain
    assert found.also_quoted == (delegated,)
    assert ask(delegated, plain, mode=Mode.DIRECT).also_quoted == ()


def test_every_kind_that_has_anything_to_say_is_answered() -> None:
    silent = Fact(5, RuleKind.DECISION_DEADLINE, state="PA", standing=Standing.PROPOSED)
    found = answers([GENERAL, silent], Question(kind="", on=DAY, state="PA"))
    assert set(found) == {RuleKind.RECREDENTIALING, RuleKind.DECISION_DEADLINE}


@pytest.mark.parametrize(
    ("low", "high", "unit", "words"),
    [
        (45, 180, Unit.CALENDAR_DAYS, "45 to 180 calendar days"),
        (None, 60, Unit.BUSINESS_DAYS, "60 business days"),
        (4, None, Unit.PROVIDERS, "4 clinicians"),
        (1, 1, Unit.MONTHS, "1 month"),
        (0, 0, Unit.CALENDAR_DAYS, "0 calendar days"),
        (None, None, "", ""),
    ],
)
def test_a_value_is_told_with_its_unit(low: int | None, high: int | None, unit: str, words: str) -> None:
    assert value_words(Fact(1, RuleKind.TURNAROUND, value_min=low, value_max=high, unit=unit)) == words


def test_the_basis_names_quality_source_and_day() -> None:
    row = replace(GENERAL, source="First Coast", quoted_on=dt.date(2024, 4, 10))
    assert basis_words(row) == "Official: First Coast, as of 10 Apr 2024"


def test_shortest_and_longest_take_the_only_value_there_is() -> None:
    only_low = Fact(1, RuleKind.GROUP_MINIMUM, value_min=4)
    only_high = Fact(1, RuleKind.TURNAROUND, value_max=60, unit=Unit.BUSINESS_DAYS)
    assert (only_low.shortest, only_low.longest) == (4, 4)
    assert (only_high.shortest, only_high.longest) == (60, 60)
    assert only_high.days_are_business
