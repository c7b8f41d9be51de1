"""What does a platform promise, and is that verified? Unverified and contradicted words drive nothing. Pure."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from credtrack.kernel.words import Worded
from payers.enums import PlatformTopic, SourceQuality, Unit


class Trust(Worded):
    """How far a statement can be relied on."""

    RELIED_ON = "relied_on", "Verified"
    CONTRADICTED = "contradicted", "Contradicted"
    UNVERIFIED = "unverified", "Unverified"


@dataclass(frozen=True, slots=True)
class Promise:
    """One sourced statement about a platform; `contradicts` is the id of the statement it denies."""

    id: int
    topic: str
    statement: str
    value_min: int | None = None
    value_max: int | None = None
    unit: str = ""
    is_verified: bool = False
    contradicts: int | None = None
    source: str = ""
    source_url: str = ""
    source_quality: str = SourceQuality.WEAK
    quoted_on: dt.date | None = None

    @property
    def value_words(self) -> str:
        """Return the number with its unit: "30 to 60 calendar days", or "" without one."""
        low = self.value_min if self.value_min is not None else self.value_max
        high = self.value_max if self.value_max is not None else self.value_min
        if low is None:
            return ""
        unit = Unit(self.unit).label if self.unit else ""
        return f"{low} {unit}".strip() if low == high else f"{low} to {high} {unit}".strip()


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement with how far it can be relied on, and what speaks against it."""

    promise: Promise
    trust: Trust
    against: tuple[str, ...]

    @property
    def quality(self) -> str:
        """Return how good the source is, in words."""
        return SourceQuality(self.promise.source_quality).label


@dataclass(frozen=True, slots=True)
class Topic:
    """Everything said about one subject."""

    key: PlatformTopic
    said: tuple[Judged, ...]

    @property
    def is_contradicted(self) -> bool:
        """Say whether two statements deny each other."""
        return any(row.against for row in self.said)


def by_topic(promises: Iterable[Promise]) -> list[Topic]:
    """Return the statements by subject, verified first; a contradiction is marked on both sides."""
    rows = list(promises)
    against = _against(rows)
    found = []
    for topic in PlatformTopic:
        said = [_judged(row, against) for row in rows if row.topic == topic]
        if said:
            said.sort(key=lambda row: (list(Trust).index(row.trust), row.promise.id))
            found.append(Topic(topic, tuple(said)))
    return found


def relied_on(promises: Iterable[Promise], topic: PlatformTopic) -> list[Promise]:
    """Return the only statements a calculation or a reminder may rest on: verified and not contradicted."""
    return [
        row.promise
        for found in by_topic(promises)
        if found.key == topic
        for row in found.said
        if row.trust == Trust.RELIED_ON
    ]


def _against(rows: list[Promise]) -> Mapping[int, list[str]]:
    """Return for each statement what is said against it; one side naming the other is enough."""
    named = {row.id: row for row in rows}
    pairs = {
        frozenset((row.id, row.contradicts))
        for row in rows
        if row.contradicts is not None and row.contradicts in named and row.contradicts != row.id
    }
    found: dict[int, list[str]] = {row.id: [] for row in rows}
    for pair in pairs:
        one, other = sorted(pair)
        found[one].append(named[other].statement)
        found[other].append(named[one].statement)
    return {key: sorted(texts) for key, texts in found.items()}


def _judged(row: Promise, against: Mapping[int, list[str]]) -> Judged:
    denied = tuple(against[row.id])
    checked = Trust.RELIED_ON if row.is_verified else Trust.UNVERIFIED
    return Judged(row, Trust.CONTRADICTED if denied else checked, denied)
