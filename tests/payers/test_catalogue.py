"""The data files: complete, unambiguous, each row with a source and a date."""

import collections

import pytest

from credtrack.kernel.us_states import FIFTY_AND_DC
from payers import catalogue
from payers.catalogue import day
from payers.enums import LineOfBusiness, Mode, RuleKind, SourceQuality, Standing, Unit

CATALOGUE = catalogue.read()
SLUGS = {row["slug"]: row for row in CATALOGUE.payers}
RULES = {row["key"]: row for row in CATALOGUE.rules}


def test_the_files_contradict_themselves_nowhere() -> None:
    assert catalogue.problems(CATALOGUE) == []


def test_there_are_many_more_payers_than_the_sixty_promised() -> None:
    assert len(CATALOGUE.payers) >= 400


@pytest.mark.parametrize("state", FIFTY_AND_DC)
def test_every_state_has_its_medicaid_a_blue_plan_and_a_medicare_contractor(state: str) -> None:
    families = {row["family"] for row in CATALOGUE.payers if state in row["states"].split()}
    assert "medicaid" in families
    assert families & {"bcbs", "anthem"}
    assert "tricare" in families


def test_the_named_payers_are_there() -> None:
    wanted = (
        "aetna cigna evernorth uhc uhc-community-plan optum humana kaiser molina magellan carelon oscar medicare "
        "tricare-east tricare-west highmark independence keystone-first ambetter wellpoint champva selecthealth "
        "pehp dmba emi uuhp oklahoma-complete abh-ok hhh-ok priority-partners jh-ehp compsych lyra"
    )
    assert [slug for slug in wanted.split() if slug not in SLUGS] == []


def test_each_state_but_those_of_two_contractors_has_exactly_one_medicare_contractor() -> None:
    served = collections.Counter(
        state
        for row in CATALOGUE.payers
        if row["parent"] == "medicare" and row["states"] != "all" and "dmepos" not in row["slug"]
        for state in row["states"].split()
    )
    assert {state: served[state] for state in FIFTY_AND_DC if served[state] != 1} == {}


def test_behavioral_health_is_pointed_to_its_administrator() -> None:
    assert SLUGS["uhc"]["bh_by"] == "optum"
    assert SLUGS["cigna"]["bh_by"] == "evernorth"
    assert SLUGS["anthem-ga"]["bh_by"] == "carelon"


def test_the_words_in_the_files_are_ours() -> None:
    for row in CATALOGUE.rules:
        RuleKind(row["kind"])
        Standing(row["standing"])
        SourceQuality(row["source_quality"])
        assert not row["unit"] or Unit(row["unit"])
        assert not row["line"] or LineOfBusiness(row["line"])
        assert not row["mode"] or Mode(row["mode"])
        assert day(row["quoted_on"])
        assert row["value_min"] or row["value_max"] or row["text"]


def test_cigna_and_optum_group_minimums_are_kept_apart_from_the_older_ten() -> None:
    minimums = {
        (row["payer"], row["value_min"]): row["standing"]
        for row in CATALOGUE.rules
        if row["kind"] == RuleKind.GROUP_MINIMUM
    }
    assert minimums["cigna", "4"] == Standing.IN_FORCE
    assert minimums["cigna", "10"] == Standing.SUPERSEDED
    assert minimums["optum", "6"] == Standing.IN_FORCE


def test_the_pennsylvania_bill_is_kept_but_not_in_force() -> None:
    assert RULES["law-pa-decision-deadline"]["standing"] == Standing.PROPOSED


def test_missouri_counts_business_days() -> None:
    assert RULES["law-mo-decision-deadline"]["unit"] == Unit.BUSINESS_DAYS
    assert RULES["law-mo-decision-deadline"]["value_max"] == "60"


def test_every_status_that_waits_has_a_cadence() -> None:
    waiting = {
        "submitted",
        "acknowledged",
        "in_review",
        "info_requested",
        "approved",
        "loading",
        "returned",
        "ready",
    }
    assert waiting <= {row["status"] for row in CATALOGUE.rules if row["kind"] == RuleKind.FOLLOW_UP}


def test_a_plan_is_made_of_each_line_and_the_starred_ones_are_default() -> None:
    plans = {plan.slug: plan for plan in catalogue.plans_of(SLUGS["aetna"])}
    assert plans["commercial"].is_default
    assert not plans["medicare-advantage"].is_default
    assert plans["medicare-advantage"].name == "Aetna Medicare Advantage"
    assert catalogue.plans_of(SLUGS["medicare"])[0].name == "Medicare"


def test_problems_are_found_where_there_are_some() -> None:
    broken = catalogue.read()
    broken.payers.append({**broken.payers[0], "name": "Aetna again", "parent": "nobody", "source": ""})
    broken.payers.append({**broken.payers[0], "slug": "copy", "lines": "commercial"})
    broken.rules.append({**broken.rules[0], "source": "", "payer": "nobody"})
    found = " / ".join(catalogue.problems(broken))
    for part in (
        "stands twice",
        "is not a payer",
        "no source",
        "no default plan",
        "means both",
        "lacks source",
    ):
        assert part in found
