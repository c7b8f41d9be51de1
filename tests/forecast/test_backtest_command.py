"""`manage.py backtest_forecasts` as somebody uses it: a file in, figures and single forecasts out."""

import csv
import datetime as dt
import io
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from forecast.episodes_file import Episodes
from tests.forecast.simulator import FIRST_DAY, Setting, simulate, stationary

WORDS = ("", "approved", "denied")
FIGURES = {"cases", "coverage", "pinball", "median_absolute_error_days", "brier"}
HEADING = ["group", "subgroup", "submitted_on", "ended_on", "outcome"]


def iso(day: int) -> str:
    return dt.date.fromordinal(day).isoformat()


def write(path: Path, told: Episodes) -> Path:
    """Write episodes as a file; the open ones get no end."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADING)
        for place in range(len(told)):
            kind = int(told.outcome[place])
            end = iso(int(told.end[place])) if kind else ""
            group, subgroup = told.paths[told.path[place]]
            writer.writerow([group, subgroup, iso(int(told.start[place])), end, WORDS[kind]])
    return path


def run(*arguments: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("backtest_forecasts", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.fixture(scope="module")
def told() -> Episodes:
    return simulate(Setting(900, 700, 4, 2, stationary), seed=3)


@pytest.fixture(scope="module")
def judged(told: Episodes, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], list[Any]]:
    """The figures and the single forecasts of one run."""
    folder = tmp_path_factory.mktemp("judged")
    source, target = write(folder / "in.csv", told), folder / "out.csv"
    out, _ = run("--episodes", str(source), "--every", "60", "--predictions", str(target), "--format", "json")
    with target.open(encoding="utf-8", newline="") as stream:
        return json.loads(out), list(csv.DictReader(stream))


def test_the_figures_have_the_agreed_shape(judged: tuple[dict[str, Any], list[Any]]) -> None:
    found, _ = judged
    assert set(found) == {"model", "baselines", "seconds"}
    assert set(found["baselines"]) == {
        "overall_median", "group_median", "group_finished_quantiles", "group_kaplan_meier",
    }  # fmt: skip
    for figures in (found["model"], *found["baselines"].values()):
        assert set(figures) == FIGURES
        assert set(figures["coverage"]) == {"60", "80"}
        assert set(figures["pinball"]) == {"10", "20", "50", "80", "90", "mean"}
        assert set(figures["brier"]) == {"30", "90", "180"}
        assert figures["cases"] == found["model"]["cases"] > 100


def test_every_open_case_and_cut_off_has_one_line(
    told: Episodes, judged: tuple[dict[str, Any], list[Any]]
) -> None:
    _, lines = judged
    assert list(lines[0]) == ["row", "cut_off", "q10", "q20", "q50", "q80", "q90", "p_other"]
    asked = defaultdict(set)
    for line in lines:
        asked[line["cut_off"]].add(int(line["row"]))
    assert sum(len(rows) for rows in asked.values()) == len(lines)
    for cut_off, rows in asked.items():
        day = dt.date.fromisoformat(cut_off).toordinal()
        still_open = (told.start <= day) & ((told.outcome == 0) | (told.end > day))
        assert rows == set(told.row[still_open].tolist())
        assert (day - FIRST_DAY) >= 0


def test_the_lines_give_the_figures_again(told: Episodes, judged: tuple[dict[str, Any], list[Any]]) -> None:
    found, lines = judged
    approved = [line for line in lines if told.outcome[int(line["row"]) - 1] == 1]
    place = np.array([int(line["row"]) - 1 for line in approved])
    waited = (told.end - told.start)[place]
    low, middle, high = (np.array([float(line[key]) for line in approved]) for key in ("q10", "q50", "q90"))
    assert len(approved) == found["model"]["cases"]
    assert ((low <= waited) & (waited <= high)).mean() == pytest.approx(
        found["model"]["coverage"]["80"], abs=0.002
    )
    assert (np.abs(middle - waited).mean() / 2) == pytest.approx(found["model"]["pinball"]["50"], abs=0.002)


def test_every_line_lies_after_the_cut_off_and_in_order(
    told: Episodes, judged: tuple[dict[str, Any], list[Any]]
) -> None:
    for line in judged[1]:
        age = dt.date.fromisoformat(line["cut_off"]).toordinal() - told.start[int(line["row"]) - 1]
        days = [float(line[key]) for key in ("q10", "q20", "q50", "q80", "q90")]
        assert days[0] > age
        assert days == sorted(days)
        assert 0 <= float(line["p_other"]) <= 1


def test_people_get_a_table_with_counts(told: Episodes, tmp_path: Path) -> None:
    out, _ = run("--episodes", str(write(tmp_path / "in.csv", told)), "--every", "200")
    lines = out.splitlines()
    assert lines[0].split() == ["forecasts", "60", "%", "80", "%", "loss", "error", "B30", "B90", "B180"]
    assert lines[1].startswith("our forecast")
    assert any(line.startswith("Kaplan-Meier of the group") for line in lines)
    assert "pinball loss in days" in out


def test_bad_rows_are_named_and_the_others_used(told: Episodes, tmp_path: Path) -> None:
    path = write(tmp_path / "in.csv", told)
    with path.open("a", encoding="utf-8") as stream:
        stream.write("A,B,2024-13-01,,\n" * 21)
    out, err = run("--episodes", str(path), "--every", "200", "--format", "json")
    assert json.loads(out)["model"]["cases"] > 0
    assert "row 901, column submitted_on: '2024-13-01' is not a date" in err
    assert "row 920," in err
    assert "row 921," not in err
    assert "21 rows were left out" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "one of the arguments --organization --episodes is required"),
        (["--episodes", "none.csv"], "cannot be read: No such file"),
        (["--episodes", "none.csv", "--every", "0"], "at least 1 day"),
        (["--episodes", "none.csv", "--organization", "x"], "not allowed with"),
    ],
)
def test_what_cannot_be_judged_is_refused(arguments: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        run(*arguments)


def test_too_few_ends_are_refused_with_their_number(tmp_path: Path) -> None:
    path = write(tmp_path / "in.csv", simulate(Setting(60, 200, 2, 1, stationary), seed=1))
    with pytest.raises(CommandError, match=r"day after the 100th end.*There are \d\d ends"):
        run("--episodes", str(path))


def test_cut_offs_at_which_nothing_is_open_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    rows = ["A,B,2024-01-01,2024-01-02,approved", "A,B,2026-01-01,2026-01-02,approved"]
    path.write_text("\n".join([",".join(HEADING), *(row for row in rows for _ in range(100)), ""]))
    with pytest.raises(CommandError, match="no case was open"):
        run("--episodes", str(path))


def test_a_target_that_cannot_be_written_is_refused(told: Episodes, tmp_path: Path) -> None:
    path = write(tmp_path / "in.csv", told)
    with pytest.raises(CommandError, match="cannot be written"):
        run("--episodes", str(path), "--every", "200", "--predictions", str(tmp_path / "no" / "out.csv"))
