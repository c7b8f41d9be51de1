"""Where did the days go? Sums per stage and per payer, split by whose clock ran. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from enrollments.enums import Clock
from forecast.enums import Stage

CLOCKS = (Clock.OURS, Clock.CLINICIAN, Clock.PAYER, Clock.PLATFORM)
SHOWN_PAYERS = 12


@dataclass(frozen=True, slots=True)
class Stretch:
    """Calendar days of one stage or payer, one number for each of `CLOCKS`."""

    label: str
    days: tuple[int, ...]
    # The payer or the stage, for the list behind the numbers.
    key: int | str

    @property
    def total(self) -> int:
        """Return the days on all clocks."""
        return sum(self.days)


@dataclass(frozen=True, slots=True)
class TimeUse:
    """Both ways to look at it; `payers_left_out` are those with fewer days than the shown ones."""

    stages: list[Stretch]
    payers: list[Stretch]
    payers_left_out: int

    @property
    def total(self) -> int:
        """Return all days."""
        return sum(stretch.total for stretch in self.stages)


def time_use(sums: Iterable[tuple[str, int, str, int]]) -> TimeUse:
    """Return the sums from (stage, payer id, clock, days); payers are named by the reader."""
    by_stage: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    by_payer: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for stage, payer, clock, days in sums:
        by_stage[stage][clock] += days
        by_payer[payer][clock] += days
    stages = [_stretch(stage.label, by_stage[stage], stage.value) for stage in Stage if stage in by_stage]
    payers = [_stretch("", days, payer) for payer, days in by_payer.items()]
    payers.sort(key=lambda one: (-one.total, one.key))
    return TimeUse(
        [one for one in stages if one.total], payers[:SHOWN_PAYERS], max(0, len(payers) - SHOWN_PAYERS)
    )


def _stretch(label: str, days: dict[str, int], key: int | str) -> Stretch:
    return Stretch(label, tuple(days.get(clock, 0) for clock in CLOCKS), key)
