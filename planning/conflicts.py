"""Which statements contradict each other, and which need to be had in writing? Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from planning.enums import About, Form

# What a plan, a contract or a claim hangs on. "Something else" is no one thing, so it contradicts nothing.
IMPORTANT = frozenset(about for about in About if about != About.OTHER)
SCOPE = ("payer", "platform", "practice", "provider")
# A statement of one payer says nothing against that of another: they must name one of these alike.
SHARED = ("payer", "platform")


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as the rule reads it; the parts of its scope are ids, None where it names nobody."""

    key: int
    about: str
    position: str
    form: str
    payer: int | None = None
    platform: int | None = None
    practice: int | None = None
    provider: int | None = None
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two statements that cannot both hold; `stronger` is the written one where the other was only said."""

    one: int
    other: int
    stronger: int | None


def plain_position(text: str) -> str:
    """Return a position as it is compared: without outer blanks, in lower case."""
    return " ".join(text.split()).lower()


def same_thing(one: Said, other: Said) -> bool:
    """Say whether both speak of one thing: same subject, a payer or platform both name, nobody different."""
    if one.about != other.about or one.about == About.OTHER:
        return False
    pairs = {name: (getattr(one, name), getattr(other, name)) for name in SCOPE}
    if any(a is not None and b is not None and a != b for a, b in pairs.values()):
        return False
    return any(pairs[name][0] is not None and pairs[name][0] == pairs[name][1] for name in SHARED)


def contradict(one: Said, other: Said) -> bool:
    """Say whether two statements conflict: neither is replaced, and their positions on one thing differ."""
    if one.key == other.key or one.replaced or other.replaced or not same_thing(one, other):
        return False
    here, there = plain_position(one.position), plain_position(other.position)
    return bool(here and there and here != there)


def stronger(one: Said, other: Said) -> int | None:
    """Return the key of the written one where the other is verbal; None where both are alike."""
    if one.form == other.form:
        return None
    return one.key if one.form == Form.WRITTEN else other.key


def conflicts(rows: Sequence[Said]) -> list[Conflict]:
    """Return every pair of `rows` that contradict each other, both of them, whatever outweighs."""
    groups: dict[str, list[Said]] = {}
    for row in rows:
        if not row.replaced and row.position:
            groups.setdefault(row.about, []).append(row)
    return [
        Conflict(one.key, other.key, stronger(one, other))
        for group in groups.values()
        for one, other in combinations(group, 2)
        if contradict(one, other)
    ]


def only_said(row: Said, others: Iterable[Said]) -> bool:
    """Say whether an important statement rests on words alone: verbal, and nothing in writing says the same."""
    if row.replaced or row.form != Form.VERBAL or row.about not in IMPORTANT:
        return False
    return not any(_confirms(other, row) for other in others)


def _confirms(written: Said, row: Said) -> bool:
    return (
        written.form == Form.WRITTEN
        and not written.replaced
        and same_thing(written, row)
        and plain_position(written.position) == plain_position(row.position) != ""
    )
