"""How are a payer's rules laid out for reading? One card per kind: what applies, why, what else is quoted."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from credtrack.kernel.us_states import NAMES
from payers.enums import LineOfBusiness, Mode, RuleKind, SourceQuality, Standing
from payers.rules import Answer, Fact, Question, answers, value_words

# Which badge a source wears: only statutes, payers and the organization itself count as good.
_MEANINGS = {
    SourceQuality.OWN: "info",
    SourceQuality.STATUTE: "good",
    SourceQuality.OFFICIAL: "good",
    SourceQuality.CONSULTANT: "neutral",
    SourceQuality.VENDOR: "neutral",
    SourceQuality.WEAK: "waiting",
}
# In this order a person looks for them; other kinds follow.
_FIRST = (
    RuleKind.TURNAROUND,
    RuleKind.PARTICIPATION_DECISION,
    RuleKind.DECISION_DEADLINE,
    RuleKind.LOADING,
    RuleKind.GROUP_MINIMUM,
    RuleKind.RECREDENTIALING,
    RuleKind.BACKDATING,
    RuleKind.FOLLOW_UP,
)


@dataclass(frozen=True, slots=True)
class ShownFact:
    """One quoted row in words."""

    fact: Fact
    value: str
    applies_to: str
    quality: str
    meaning: str
    standing: str

    @property
    def clock(self) -> str:
        """Return from when the value counts, in words: "from the signed contract"."""
        start = self.fact.clock_starts
        return f"from the {start}" if start and not start.startswith("before") else start

    @property
    def as_of(self) -> object:
        """Return the day the source said so, or was last checked."""
        return self.fact.verified_on or self.fact.quoted_on


@dataclass(frozen=True, slots=True)
class RuleCard:
    """One kind of rule at a payer."""

    kind: str
    label: str
    applies: ShownFact | None
    also: tuple[ShownFact, ...]

    @property
    def override_of(self) -> int | None:
        """Return the shared row that our own value would stand in place of, or already does."""
        if self.applies is None:
            return None
        return self.applies.fact.overrides_id or (None if self.applies.fact.is_own else self.applies.fact.id)

    @property
    def is_general(self) -> bool:
        """Say whether what applies is quoted of payers at large, not of this one, its state or line."""
        if self.applies is None:
            return False
        fact = self.applies.fact
        return not (fact.is_own or fact.payer_id or fact.plan_id or fact.family or fact.state or fact.line)

    @property
    def own_row(self) -> int | None:
        """Return our own row, when it is the one that applies."""
        return self.applies.fact.id if self.applies and self.applies.fact.is_own else None


def scope_words(fact: Fact) -> str:
    """Return to what a row applies besides the payer: "Texas; PECOS; submitted", or "" for everything."""
    parts = [
        LineOfBusiness(fact.line).label if fact.line else "",
        NAMES.get(fact.state, fact.state),
        Mode(fact.mode).label if fact.mode else "",
        fact.application_kind.replace("_", " "),
        fact.status.replace("_", " "),
    ]
    return "; ".join(part for part in parts if part)


def shown(fact: Fact) -> ShownFact:
    """Return a row in words."""
    quality = SourceQuality(fact.source_quality)
    standing = "" if fact.standing == Standing.IN_FORCE else Standing(fact.standing).label
    return ShownFact(fact, value_words(fact), scope_words(fact), quality.label, _MEANINGS[quality], standing)


def cards(facts: Iterable[Fact], question: Question) -> list[RuleCard]:
    """Return a card per kind that is quoted for the payer, the most asked-for kinds first."""
    found = answers(facts, replace(question, kind=""))
    order = [*(str(kind) for kind in _FIRST), *(str(kind) for kind in RuleKind if kind not in _FIRST)]
    return [_card(kind, found[kind]) for kind in order if kind in found]


def _card(kind: str, answer: Answer) -> RuleCard:
    return RuleCard(
        kind=kind,
        label=RuleKind(kind).label,
        applies=shown(answer.winner) if answer.winner else None,
        also=tuple(shown(fact) for fact in answer.also_quoted),
    )
