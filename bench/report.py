"""The table: median and 95th percentile from one and from eight clients, beside the floor and the aims."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from bench.importing import Imported


@dataclass(frozen=True, slots=True)
class Line:
    """One measured page; times in milliseconds."""

    title: str
    one: Sequence[float]
    eight: Sequence[float]
    floor: Sequence[float] | None = None
    aims: tuple[int, int] | None = None


def p95(times: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


def table(lines: Sequence[Line]) -> str:
    """Return the pages as a Markdown table."""
    head = [
        "| page | median, 1 client | 95 %, 1 client | aim | median, 8 clients | 95 %, 8 clients | aim | bare SQL, median / 95 % |",
        "|---|---|---|---|---|---|---|---|",
    ]
    return "\n".join([*head, *(_row(line) for line in lines)])


def _row(line: Line) -> str:
    floor = f"{statistics.median(line.floor):.2f} / {p95(line.floor):.2f}" if line.floor else ""
    aims = [str(aim) for aim in line.aims] if line.aims else ["", ""]
    cells = [
        line.title,
        f"{statistics.median(line.one):.1f}", f"{p95(line.one):.1f}", aims[0],
        f"{statistics.median(line.eight):.1f}", f"{p95(line.eight):.1f}", aims[1],
        floor,
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"


def verdicts(lines: dict[str, Line]) -> list[str]:
    """Return one sentence per aim that compares two figures."""
    told = []
    if "list" in lines and lines["list"].floor:
        page, floor = statistics.median(lines["list"].one), statistics.median(lines["list"].floor)
        allowed = floor * 1.5 + 15
        told.append(
            f"List page: median {page:.1f} ms; 1.5 x bare SQL + 15 ms = {allowed:.1f} ms: {_met(page <= allowed)}."
        )
    if "list" in lines and "admin_list" in lines:
        times = statistics.median(lines["admin_list"].one) / statistics.median(lines["list"].one)
        told.append(
            f"List page: {times:.1f} times faster than the admin changelist (aim 3): {_met(times >= 3)}."
        )
    return told


def _met(good: bool) -> str:
    return "met" if good else "missed"


def import_line(label: str, told: Imported) -> str:
    """Return what an import took, in one sentence."""
    return (
        f"{label}: import of {told.created:,} rows in {told.seconds:.1f} s with {told.megabytes:.0f} MB at most "
        f"(aim 30 s, 300 MB); the same file again {told.again_seconds:.1f} s, {told.again_changed} changes."
    )
