"""Which sourced rule applies to payer x plan x line x state x mode x kind on a date? Pure, no database.

An organization's own row beats every shared one that matches. Among the rest the most specific row
wins; where several are equally specific, the better source wins, then the later quotation. The
others are kept as "also quoted", never averaged.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from payers.enums import OUTSIDE_STATE_LAW, LineOfBusiness, Mode, RuleKind, SourceQuality, Standing, Unit

# How much each selector narrows a rule: a plan says more than its payer, a payer more than all below.
WEIGHTS: tuple[tuple[str, int], ...] = (
    ("plan_id", 256),
    ("payer_id", 128),
    ("status", 64),
    ("application_kind", 32),
    ("mode", 16),
    ("family", 8),
    ("state", 4),
    ("line", 2),
)
# What a question may leave open: rows that differ only there are quoted beside the winner.
OPTIONAL = frozenset({"mode", "application_kind", "status"})


@dataclass(frozen=True, slots=True)
class Fact:
    """One sourced row, as `selectors.fact_of` reads it; empty selectors apply to all."""

    id: int
    kind: str
    is_own: bool = False
    payer_id: int | None = None
    plan_id: int | None = None
    family: str = ""
    line: str = ""
    state: str = ""
    mode: str = ""
    application_kind: str = ""
    status: str = ""
    value_min: int | None = None
    value_max: int | None = None
    unit: str = ""
    text: str = ""
    clock_starts: str = ""
    citation: str = ""
    standing: str = Standing.IN_FORCE
    in_force_from: dt.date | None = None
    in_force_to: dt.date | None = None
    source: str = ""
    source_url: str = ""
    source_quality: str = SourceQuality.WEAK
    quoted_on: dt.date | None = None
    verified_on: dt.date | None = None
    overrides_id: int | None = None

    @property
    def specificity(self) -> int:
        """Return how narrow the row is; higher is narrower."""
        return sum(weight for name, weight in WEIGHTS if getattr(self, name))

    @property
    def is_state_law(self) -> bool:
        """Say whether the row is a state's insurance law, which binds only carriers it regulates."""
        return bool(self.state) and self.source_quality == SourceQuality.STATUTE and not self.line

    @property
    def days_are_business(self) -> bool:
        """Say whether the value counts business days."""
        return self.unit == Unit.BUSINESS_DAYS

    @property
    def shortest(self) -> int | None:
        """Return the smaller value, or the only one."""
        return self.value_min if self.value_min is not None else self.value_max

    @property
    def longest(self) -> int | None:
        """Return the larger value, or the only one."""
        return self.value_max if self.value_max is not None else self.value_min


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: which rule of `kind` applies to this payer, plan, state and so on, on the day `on`."""

    kind: str
    on: dt.date
    payer_id: int | None = None
    plan_id: int | None = None
    family: str = ""
    line: str = ""
    state: str = ""
    mode: str = ""
    application_kind: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The row that applies, and what else is quoted; both may be missing, which means "no basis"."""

    winner: Fact | None = None
    also_quoted: tuple[Fact, ...] = field(default=())

    @property
    def basis(self) -> str:
        """Return why this value is shown, in words: "Official: First Coast, as of 10 Apr 2024"."""
        return basis_words(self.winner) if self.winner else "No basis: nothing is quoted for this."


def in_force(fact: Fact, on: dt.date) -> bool:
    """Say whether `fact` counts on the day `on`; bills and superseded texts never do."""
    if fact.standing != Standing.IN_FORCE:
        return False
    return (fact.in_force_from is None or fact.in_force_from <= on) and (
        fact.in_force_to is None or on <= fact.in_force_to
    )


def answer(facts: Iterable[Fact], question: Question) -> Answer:
    """Return the row that answers `question`, and the others that are quoted for it."""
    asked = with_usual_mode(question)
    of_kind = [fact for fact in facts if fact.kind == asked.kind and _bound(fact, asked)]
    near = [fact for fact in of_kind if _agrees(fact, asked, strict=False)]
    exact = [fact for fact in near if _agrees(fact, asked, strict=True) and in_force(fact, asked.on)]
    ranked = sorted(exact, key=_precedence)
    winner = ranked[0] if ranked else None
    others = ranked[1:] + sorted((fact for fact in near if fact not in exact), key=_precedence)
    return Answer(winner, tuple(others))


def answers(facts: Iterable[Fact], question: Question, kinds: Iterable[str] = RuleKind) -> dict[str, Answer]:
    """Return {kind: answer} for every kind that has anything to say; `question.kind` is ignored."""
    rows = list(facts)
    found = {str(kind): answer(rows, replace(question, kind=str(kind))) for kind in kinds}
    return {kind: reply for kind, reply in found.items() if reply.winner or reply.also_quoted}


def with_usual_mode(question: Question) -> Question:
    """Return the question with PECOS assumed for Medicare when no channel is named: it is the usual way."""
    if question.line == LineOfBusiness.MEDICARE and not question.mode:
        return replace(question, mode=Mode.ONLINE)
    return question


def value_words(fact: Fact) -> str:
    """Return the value with its unit: "45 to 180 calendar days", "4 clinicians", or "" without a number."""
    low, high = fact.value_min, fact.value_max
    if low is None and high is None:
        return ""
    unit = Unit(fact.unit).label if fact.unit else ""
    if low is not None and high is not None and low != high:
        number = f"{low} to {high}"
    else:
        number = str(low if low is not None else high)
        unit = unit[:-1] if number == "1" else unit
    return f"{number} {unit}".strip()


def basis_words(fact: Fact) -> str:
    """Return where a value comes from: quality, source and day, in one line."""
    quality = SourceQuality(fact.source_quality).label
    told = fact.verified_on or fact.quoted_on
    day = f", as of {told.day} {told:%b %Y}" if told else ""
    return f"{quality}: {fact.source}{day}" if fact.source else f"{quality}{day}"


def _bound(fact: Fact, question: Question) -> bool:
    return not (fact.is_state_law and question.line in OUTSIDE_STATE_LAW)


def _agrees(fact: Fact, question: Question, *, strict: bool) -> bool:
    for name, _ in WEIGHTS:
        wanted, asked = getattr(fact, name), getattr(question, name)
        if not wanted or wanted == asked:
            continue
        if strict or name not in OPTIONAL or asked:
            return False
    return True


def _precedence(fact: Fact) -> tuple[int, bool, int, int, int, int]:
    """Sort key, best first: own rows, rows in force, narrower rows, better sources, later quotations."""
    quality = SourceQuality(fact.source_quality).rank
    quoted = fact.verified_on or fact.quoted_on
    return (
        0 if fact.is_own else 1,
        fact.standing != Standing.IN_FORCE,
        -fact.specificity,
        quality,
        -(quoted.toordinal() if quoted else 0),
        fact.id,
    )
