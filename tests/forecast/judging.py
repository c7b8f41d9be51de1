"""Small episodes written by hand, and how a setting of the simulator is walked and scored."""

from collections.abc import Iterable

import numpy as np

from forecast.episodes_file import Episodes

DAY = 738_000
Row = tuple[str, str, int, int | None, str]
OUTCOME = {"": 0, "approved": 1, "denied": 2, "withdrawn": 2}


def episodes(rows: Iterable[Row]) -> Episodes:
    """Return episodes from (group, subgroup, day sent, day ended or None, outcome), days from DAY on."""
    listed = list(rows)
    names = list(dict.fromkeys(row[:2] for row in listed))
    last = max(max(row[2], row[3] or 0) for row in listed)
    return Episodes(
        paths=tuple(names),
        path=np.array([names.index(row[:2]) for row in listed], dtype=np.int64),
        start=np.array([DAY + row[2] for row in listed], dtype=np.int64),
        end=np.array([DAY + (last if row[3] is None else row[3]) for row in listed], dtype=np.int64),
        outcome=np.array([OUTCOME[row[4]] for row in listed], dtype=np.int8),
        row=np.arange(1, len(listed) + 1),
        last_day=DAY + last,
    )
