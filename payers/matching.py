"""Which payer does a typed name mean? Spellings fold together, different payers never do. Pure.

A name becomes words plus states: "BCBS of Texas", "TX BCBS" and "Blue Cross & Blue Shield of Texas"
all read as `bcbs|TX`. Names such as "Medicaid" or "BCBS" stand for one payer per state.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache

from credtrack.kernel.us_states import NAMES

_STATES = sorted(
    [(name.lower(), code.lower()) for code, name in NAMES.items()]
    + [("washington d c", "dc"), ("d c", "dc")],
    key=lambda pair: -len(pair[0]),
)
_STATE_NAMES = re.compile(r"\b(" + "|".join(name for name, _ in _STATES) + r")\b")
# "as" and the Pacific territories read as words: no payer's name carries their codes.
_CODES = {code.lower() for code in NAMES} - {"as", "mp", "gu"}
# Left: how people type it. Right: one word for it. Longest first; applied after states are pulled out.
_FOLDED: tuple[tuple[str, str], ...] = (
    (r"blue\s*cross(?: and)? blue\s*shield", "bcbs"),
    (r"bc ?bs|bc and bs", "bcbs"),
    (r"blue\s*cross", "bluecross"),
    (r"blue\s*shield", "blueshield"),
    (r"united\s*health\s*care|uhc", "uhc"),
    (r"united\s*health", "uhc"),
    (r"select\s*health", "selecthealth"),
    (r"health\s*care", "healthcare"),
    (r"health\s*plans?", "healthplan"),
    (r"tri\s*care", "tricare"),
    (r"well\s*care", "wellcare"),
    (r"well\s*point", "wellpoint"),
    (r"tri\s*west", "triwest"),
    (r"care\s*first", "carefirst"),
    (r"care\s*source", "caresource"),
    (r"amerihealth\s*caritas", "ahcaritas"),
    (r"behavioural", "behavioral"),
    (r"centers?", "center"),
    (r"childrens", "children"),
)
_FOLD = tuple((re.compile(rf"\b(?:{pattern})\b"), word) for pattern, word in _FOLDED)
_COMPANY = re.compile(r"\b(insurance|life) co\b|\b(?:inc|llc|corp|corporation|ltd)\b")
_SMALL_WORDS = frozenset({"the", "of", "and", "for"})
# Dropped only from the end, and only when the shorter name still means a single payer.
_TRAILING = frozenset(
    [
        "health",
        "healthcare",
        "healthplan",
        "insurance",
        "plan",
        "plans",
        "company",
        "group",
        "network",
        "services",
        "commercial",
        "ppo",
        "hmo",
    ]
)
# Names made of these alone mean too many payers to be cut short.
_GENERAL = _TRAILING | frozenset(
    [
        "community",
        "care",
        "first",
        "central",
        "family",
        "complete",
        "total",
        "choice",
        "physicians",
        "home",
        "state",
        "american",
        "national",
        "quality",
        "premier",
        "better",
        "behavioral",
        "medical",
        "advantage",
        "priority",
        "security",
        "capital",
        "independent",
        "mutual",
        "neighborhood",
        "partners",
        "alliance",
        "united",
        "public",
        "employees",
        "federal",
        "general",
        "direct",
    ]
)
# "VA" is Virginia except where it is Veterans Affairs.
_VETERANS = re.compile(
    r"\bva (?=ccn|community care|optum|triwest)|(?<=optum )va (?=ccn)|(?<=triwest )va (?=ccn)"
)
_IN_STATE = re.compile(r"\bin (?=(?:" + "|".join(sorted(_CODES)) + r")\b)")
_PARENTHESES = re.compile(r"\([^)]*\)")


@lru_cache(maxsize=20_000)
def key(text: str) -> str:
    """Return what two spellings of one name have in common, as `words|STATES`; "" for an empty name."""
    words, states = _read(text)
    return _joined(words, states) if words or states else ""


def _joined(words: Sequence[str], states: Iterable[str]) -> str:
    return f"{' '.join(words)}|{' '.join(sorted(states))}"


@lru_cache(maxsize=20_000)
def _read(text: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the words and the state codes of a name."""
    flat = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    flat = flat.replace("&", " and ").replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "")
    flat = re.sub(r"\b(?:[a-z]\.){2,}", lambda found: found.group().replace(".", "") + " ", flat)
    flat = re.sub(r"[^a-z0-9]+", " ", flat).strip()
    flat = _COMPANY.sub(lambda found: found.group(1) or "", flat)
    flat = _VETERANS.sub("veterans ", flat)
    names = dict(_STATES)
    flat = _STATE_NAMES.sub(lambda found: names[found.group()], flat)
    flat = _IN_STATE.sub("", flat)
    tokens = flat.split()
    states = frozenset(token.upper() for token in tokens if token in _CODES and token not in {"in", "or"})
    states |= {token.upper() for token in tokens[-1:] if token in {"in", "or"}}
    rest = " ".join(token for token in tokens if token.upper() not in states)
    for pattern, word in _FOLD:
        rest = pattern.sub(word, rest)
    return tuple(word for word in rest.split() if word not in _SMALL_WORDS), states


def without_trailing(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words without general ones at the end: "molina healthcare" becomes "molina"."""
    kept = list(words)
    while len(kept) > 1 and kept[-1] in _TRAILING:
        kept.pop()
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class Named:
    """A payer as the index needs it; `own_names` are aliases the organization added itself."""

    id: int
    name: str
    names: tuple[str, ...] = ()
    own_names: tuple[str, ...] = ()
    is_own: bool = False
    family: str = ""
    states: tuple[str, ...] = ()
    parent_id: int | None = None

    def serves(self, state: str) -> bool:
        """Say whether the payer works in `state`; unknown counts as yes."""
        return not self.states or "all" in self.states or state in self.states


@dataclass
class PayerIndex:
    """Every name of every payer an organization may use; build it once, ask it often."""

    payers: list[Named]
    families: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_id = {payer.id: payer for payer in self.payers}
        self._by_key: dict[str, int] = {}
        loose: dict[str, set[int]] = defaultdict(set)
        # Own payers come last and own aliases after them, so that what an organization says wins.
        for payer in sorted(self.payers, key=lambda row: row.is_own):
            for name in (*payer.names, payer.name):
                self._by_key[key(name)] = payer.id
                words, states = _read(name)
                short = without_trailing(words)
                if not _GENERAL.issuperset(short):
                    loose[_joined(short, states)].add(payer.id)
        self._by_key |= {key(name): payer.id for payer in self.payers for name in payer.own_names}
        self._loose = {name: ids.copy().pop() for name, ids in loose.items() if len(ids) == 1}
        self._terms = {key(term): family for family, terms in self.families.items() for term in terms}
        self._by_key.pop("", None)

    def find(self, text: str, state: str = "") -> Named | None:
        """Return the payer that `text` names, or nothing when no single payer is meant.

        `state` (postal code) decides names that stand for one payer per state, such as "Medicaid".
        """
        for candidate in (text, _PARENTHESES.sub(" ", text)):
            found = self._exact(candidate, state)
            if found:
                return found
        return None

    def _exact(self, text: str, state: str) -> Named | None:
        words, states = _read(text)
        if not words and not states:
            return None
        full = _joined(words, states)
        family = self._terms.get(_joined(words, ()))
        where = next(iter(states)) if len(states) == 1 else "" if states else state.upper()
        # First the member of the state: an own payer called "Blue Cross", made for a state that has
        # none, must not take the name away from the states that do.
        member = self._member(family, where) if family and not states else None
        if member is not None:
            return member
        if full in self._by_key:
            return self._by_id[self._by_key[full]]
        if family:
            return self._member(family, where)
        short = _joined(without_trailing(words), states)
        hit = self._loose.get(full) or self._loose.get(short)
        if hit is None and states:
            hit = self._national(words, states)
        return self._by_id[hit] if hit is not None else None

    def _national(self, words: Sequence[str], states: frozenset[str]) -> int | None:
        """Return the payer of "Aetna Texas" when Aetna works in Texas and no payer has that very name."""
        plain = _joined(words, ())
        hit = self._by_key.get(plain) or self._loose.get(_joined(without_trailing(words), ()))
        if hit is None or not all(self._by_id[hit].serves(state) for state in states):
            return None
        return hit

    def _member(self, family: str, state: str) -> Named | None:
        members = [payer for payer in self.payers if payer.family == family and state and payer.serves(state)]
        parents = {payer.parent_id for payer in members}
        leaves = [payer for payer in members if payer.id not in parents]
        return leaves[0] if len(leaves) == 1 else None

    def suggest(self, text: str, state: str = "", limit: int = 5) -> list[Named]:
        """Return payers that may be meant, best first: family members of the state, then close spellings."""
        found = self.find(text, state)
        words, states = _read(text)
        rows = [found] if found else []
        family = self._terms.get(_joined(words, ()))
        if family:
            where = next(iter(states), state.upper())
            rows += [row for row in self.payers if row.family == family and (not where or row.serves(where))]
        wanted = key(text)
        head = " ".join(words)
        if head:
            close = [self._by_id[pk] for name, pk in self._by_key.items() if f" {head}" in f" {name}"]
            rows += sorted(close, key=lambda row: (not row.serves(state.upper()), len(row.name)))[: limit * 4]
        rows += [
            self._by_id[self._by_key[name]] for name in get_close_matches(wanted, self._by_key, limit, 0.7)
        ]
        return list({row.id: row for row in rows}.values())[:limit]
