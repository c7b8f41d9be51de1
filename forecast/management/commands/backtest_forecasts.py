"""Judges the forecasts on a file or an organization: walk forward, forecast what was open, score what came."""

import csv
import time
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from accounts.commands import OrganizationCommand
from forecast import backtest_words
from forecast.backtest import ENDS_BEFORE_FIRST, Published, Step, cut_offs, walk
from forecast.baselines import BASELINES
from forecast.cases import OPEN
from forecast.episodes_file import Episodes, UnusableFile, read_episodes
from forecast.predicting_cases import model
from forecast.predictions_file import PREDICTION_COLUMNS, prediction_rows
from forecast.scoring import score

COMPLAINTS_SHOWN = 20


class Command(OrganizationCommand):
    """`manage.py backtest_forecasts --episodes FILE.csv` or `--organization SLUG`; writes nothing but OUT.csv."""

    help = "Forecast every case that was open at past cut-offs from what was known then, and score it."
    needs_organization = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to judge on, how often, and where the single forecasts go."""
        super().add_arguments(parser)
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument("--organization", metavar="SLUG", help="Judge on its own applications.")
        source.add_argument(
            "--episodes",
            metavar="FILE.csv",
            type=Path,
            help="Judge on a file with the columns group,subgroup,submitted_on,ended_on,outcome.",
        )
        parser.add_argument(
            "--every", type=int, default=30, metavar="DAYS", help="Days between cut-offs (30)."
        )
        parser.add_argument(
            "--predictions", type=Path, metavar="OUT.csv", help="One line per open case and cut-off."
        )

    def answer(self, **options: Any) -> dict[str, Any]:
        """Return the scores of the model and of the baselines, with the seconds it took."""
        began = time.perf_counter()
        if options["every"] < 1:
            raise CommandError("--every must be at least 1 day.")
        episodes, published = self._episodes(options)
        if not cut_offs(episodes, options["every"]):
            raise CommandError(
                f"There is no day to judge at: the first is the day after the {ENDS_BEFORE_FIRST}th end, the "
                "last comes before the last quarter or the last year. "
                f"There are {int((episodes.outcome != OPEN).sum()):,} ends."
            )
        steps = walk(episodes, options["every"], {"model": model, **BASELINES}, published)
        if options["predictions"] is not None:
            steps = self._written(options["predictions"], steps, episodes)
        tallies = {name: tally.summary() for name, tally in score(steps, episodes.last_day).items()}
        if not tallies:
            raise CommandError("There is nothing to judge: no case was open at any of the cut-offs.")
        return {
            "model": tallies.pop("model"),
            "baselines": tallies,
            "seconds": round(time.perf_counter() - began, 2),
        }

    def as_text(self, found: Any) -> str:
        """Return a table for people."""
        return backtest_words.table(found)

    def _episodes(self, options: dict[str, Any]) -> tuple[Episodes, Published]:
        try:
            if options["organization"] is not None:
                from forecast.organization_episodes import organization_episodes  # a file needs no timelines

                with self.organization_scope(options["organization"]):
                    return organization_episodes()
            reading = read_episodes(options["episodes"])
        except UnusableFile as refusal:
            raise CommandError(str(refusal)) from refusal
        if reading.complaints:
            shown = reading.complaints[:COMPLAINTS_SHOWN]
            self.stderr.write(backtest_words.complaints(shown, len(reading.complaints)))
        return reading.episodes, Published()

    def _written(self, path: Path, steps: Iterable[Step], episodes: Episodes) -> Iterator[Step]:
        """Pass the steps on and write the model's answers of each to `path`."""
        try:
            with path.open("w", encoding="utf-8", newline="") as stream:
                writer = csv.writer(stream)
                writer.writerow(PREDICTION_COLUMNS)
                for step in steps:
                    writer.writerows(prediction_rows(step, episodes))
                    yield step
        except OSError as failure:
            raise CommandError(f"{path} cannot be written: {failure.strerror}.") from failure
