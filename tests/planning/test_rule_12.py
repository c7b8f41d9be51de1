"""Rule 12: every number shown carries its source and date; what a vendor says or an example shows is flagged."""

import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from payers.enums import SourceQuality
from planning import exit_outlooks, paths
from planning.grouping import Considered, Minimum, Situation, advise
from planning.revenue import INDUSTRY_SOURCE, Caseload, Wait, price

DATA = Path(__file__).resolve().parents[2] / "payers" / "data"
NUMBERED = [*sorted(path.name for path in DATA.glob("rules_*.csv")), "platform_promises.csv"]
TODAY = dt.date(2026, 11, 26)
WAIT = Wait(TODAY + dt.timedelta(days=20), TODAY + dt.timedelta(days=40), TODAY + dt.timedelta(days=70))


def bare(rows: list[dict[str, str]]) -> list[str]:
    """Return the keys of rows that do not say who told them, how good that is, and when."""
    return [row["key"] for row in rows if not (row["source"] and row["source_quality"] and row["quoted_on"])]


@pytest.mark.parametrize("name", NUMBERED)
def test_rule_12_every_shipped_number_has_its_source_quality_and_day(name: str) -> None:
    with (DATA / name).open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    assert rows
    assert bare(rows) == []
    assert {row["source_quality"] for row in rows} <= {quality.value for quality in SourceQuality}


@pytest.mark.parametrize("lacking", ["source", "source_quality", "quoted_on"])
def test_rule_12_a_row_that_lacks_one_is_seen(lacking: str) -> None:
    row = {"key": "x", "source": "A page", "source_quality": "vendor", "quoted_on": "2026-01-01"}

    assert bare([row]) == []
    assert bare([{**row, lacking: ""}]) == ["x"]


def test_rule_12_the_industry_figure_says_whose_it_is_and_our_own_number_its_day() -> None:
    own = price(Caseload(Decimal(7), Decimal(100), None, TODAY), WAIT, TODAY, industry=True)
    industry = price(None, WAIT, TODAY, industry=True)

    assert own is not None
    assert "26 Nov 2026" in own.words
    assert "HealthLeaders" not in own.words
    assert industry is not None
    assert industry.words == INDUSTRY_SOURCE
    assert "vendor" in INDUSTRY_SOURCE
    assert "2023" in INDUSTRY_SOURCE
    assert price(None, WAIT, TODAY, industry=False) is None


def test_rule_12_examples_are_called_examples() -> None:
    assert exit_outlooks.EXAMPLE_WORDS.startswith("Example only")
    assert "vendor" in exit_outlooks.EXAMPLE_WORDS
    assert "illustrative" in paths.EXAMPLE_SOURCE


def test_rule_12_a_minimum_shows_who_quotes_it_and_how_far_to_trust_that() -> None:
    minimum = Minimum(4, "Consultant: TherAssist, as of 1 Oct 2026", "Ask the payer before relying on it.")
    found = advise(Situation("Cigna", "Maple", 3, minimum, considered=Considered()))

    assert "as of 1 Oct 2026" in found.basis
    assert "Ask the payer" in found.basis
