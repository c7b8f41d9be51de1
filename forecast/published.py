"""Which published range speaks for a cohort, in calendar days? Read from the rule book; one answer per group."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlsplit

from enrollments.enums import Kind
from forecast.enums import Stage
from forecast.episodes import Cohort
from payers.enums import RuleKind, Unit
from payers.rules import Fact, Question, value_words
from payers.selectors import RuleBook, rules_for

# Which rules speak of a stage, the first that answers counts.
KINDS: dict[Stage, tuple[RuleKind, ...]] = {
    Stage.DECISION: (RuleKind.TURNAROUND,),
    Stage.LOADING: (RuleKind.LOADING,),
}
_REQUEST = (RuleKind.PARTICIPATION_DECISION, RuleKind.TURNAROUND)
# A range with one end only says "up to": the other end is taken at a third of it.
_SHORTEST_SHARE = 3


@dataclass(frozen=True, slots=True)
class Range:
    """A published range in calendar days, with the row it comes from."""

    low: int
    high: int
    fact: Fact

    @property
    def words(self) -> str:
        """Return "45 to 180 calendar days, aetna.com, 2025"."""
        told = self.fact.verified_on or self.fact.quoted_on
        host = urlsplit(self.fact.source_url).hostname or ""
        source = host.removeprefix("www.") or self.fact.source
        up_to = "up to " if self.fact.value_min is None else ""
        parts = (up_to + value_words(self.fact), source, f"{told:%Y}" if told else "")
        return ", ".join(part for part in parts if part)


def book_of(on: dt.date) -> RuleBook:
    """Return every rule that may speak of a stage, of the whole way or of a state's deadline; two queries."""
    kinds = (
        RuleKind.TURNAROUND,
        RuleKind.PARTICIPATION_DECISION,
        RuleKind.END_TO_END,
        RuleKind.LOADING,
        RuleKind.DECISION_DEADLINE,
    )
    return rules_for(None, on, kinds)


def of_payer(book: RuleBook, cohort: Cohort, stage: Stage) -> Range | None:
    """Return the range that the payer names for all its states and requests."""
    return _first(book, KINDS.get(stage, ()), cohort, narrow=False)


def of_leaf(book: RuleBook, cohort: Cohort, stage: Stage) -> Range | None:
    """Return the range for this state and this kind of request."""
    request = stage == Stage.DECISION and cohort.kind == Kind.PARTICIPATION_REQUEST
    return _first(book, _REQUEST if request else KINDS.get(stage, ()), cohort, narrow=True)


def whole_way(book: RuleBook, cohort: Cohort) -> Range | None:
    """Return the range for everything from the request to the contract."""
    return _first(book, (RuleKind.END_TO_END,), cohort, narrow=True)


def law(book: RuleBook, cohort: Cohort) -> Fact | None:
    """Return the state's deadline to decide, if one binds this payer."""
    return book.ask(_question(book, RuleKind.DECISION_DEADLINE, cohort, narrow=True)).winner


def _first(book: RuleBook, kinds: tuple[RuleKind, ...], cohort: Cohort, *, narrow: bool) -> Range | None:
    for kind in kinds:
        fact = book.ask(_question(book, kind, cohort, narrow=narrow)).winner
        found = _range(fact) if fact else None
        if found is not None:
            return found
    return None


def _question(book: RuleBook, kind: RuleKind, cohort: Cohort, *, narrow: bool) -> Question:
    return Question(
        kind,
        book.on,
        payer_id=cohort.payer_id,
        family=cohort.family,
        line=cohort.line,
        state=cohort.state if narrow else "",
        mode=cohort.route,
        application_kind=cohort.kind if narrow else "",
    )


def _range(fact: Fact) -> Range | None:
    if not fact.longest or fact.unit not in (Unit.CALENDAR_DAYS, Unit.BUSINESS_DAYS):
        return None
    low = fact.value_min if fact.value_min is not None else fact.longest // _SHORTEST_SHARE
    high = fact.longest
    if fact.days_are_business:
        low, high = -(-low * 7 // 5), -(-high * 7 // 5)
    return Range(low, max(low, high), fact)
