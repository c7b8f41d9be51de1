"""Real waits of two cities: where they come from says tests/data/permits/README.md."""

import functools
import gzip
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from forecast.backtest import walk
from forecast.baselines import BASELINES
from forecast.episodes_file import Reading, read_episodes
from forecast.predicting_cases import model
from forecast.scoring import Tally, score
from tests.forecast.reference import reference

# Arithmetic without a database: once is enough.
pytestmark = pytest.mark.one_leg

PERMITS = Path(__file__).parent.parent / "data" / "permits"
SETS = ("calgary", "san_francisco")
EVERY = 60


@functools.cache
def read(name: str) -> Reading:
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "permits.csv"
        plain.write_bytes(gzip.decompress((PERMITS / f"{name}.csv.gz").read_bytes()))
        return read_episodes(plain)


@functools.cache
def judged(name: str) -> Mapping[str, Tally]:
    told = read(name).episodes
    return score(walk(told, EVERY, {"model": model, "reference": reference, **BASELINES}), told.last_day)


@pytest.mark.parametrize(("name", "rows"), [("calgary", 5_000), ("san_francisco", 10_271)])
def test_every_row_of_the_sets_is_used(name: str, rows: int) -> None:
    assert len(read(name).episodes) == rows
    assert read(name).complaints == ()


@pytest.mark.parametrize("name", SETS)
def test_the_reference_is_not_better(name: str) -> None:
    ours, theirs = (judged(name)[who].summary() for who in ("model", "reference"))
    assert ours["cases"] == theirs["cases"] > 1_000
    assert ours["pinball"]["mean"] <= theirs["pinball"]["mean"]


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("rival", [name for name in BASELINES if name != "published_range"])
def test_no_simple_forecast_is_better_by_more_than_two_percent(name: str, rival: str) -> None:
    ours, theirs = (judged(name)[who].summary() for who in ("model", rival))
    assert ours["pinball"]["mean"] <= 1.02 * theirs["pinball"]["mean"]


@pytest.mark.parametrize("name", SETS)
def test_eight_in_ten_fall_into_the_eighty_percent_range(name: str) -> None:
    assert 0.75 <= judged(name)["model"].summary()["coverage"]["80"] <= 0.85
