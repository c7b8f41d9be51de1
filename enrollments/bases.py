"""On what does each figure of an application rest? Facts with value, basis, source and day."""

import datetime as dt
from dataclasses import dataclass

from credtrack.kernel.dates import add_days
from enrollments.enums import DayUnit, Kind, Status
from enrollments.headline import Quoted
from enrollments.models import Entry
from enrollments.reading import Reading
from enrollments.wording import day_words
from payers.enums import RuleKind, SourceQuality
from payers.rules import Answer, Fact, Question, basis_words, value_words

_BY_THE_PAYER = frozenset({SourceQuality.OFFICIAL, SourceQuality.OWN})
# Which rule speaks of the wait: a request to participate is answered on a clock of its own.
_WAIT_KINDS: dict[str, tuple[RuleKind, ...]] = {
    Kind.PARTICIPATION_REQUEST: (RuleKind.PARTICIPATION_DECISION, RuleKind.TURNAROUND),
}
_ANY_WAIT = (RuleKind.TURNAROUND, RuleKind.PARTICIPATION_DECISION, RuleKind.END_TO_END)


@dataclass(frozen=True, slots=True)
class ShownFact:
    """One row of the facts, as `parts/fact.html` draws it."""

    label: str
    value: str
    basis: str = ""
    source: str = ""
    source_url: str = ""
    as_of: dt.date | None = None
    quality: str = ""


def quoted_turnaround(reading: Reading) -> Quoted | None:
    """Return the turnaround to measure the wait against, most specific first.

    The organization's own value, then what the payer said about this very application, then the
    sourced rule.
    """
    fact, said = turnaround_rule(reading), last_quote(reading)
    if said is not None and said.quoted_max is not None and not (fact and fact.is_own):
        return Quoted(said.quoted_max, said.quoted_unit == DayUnit.BUSINESS, by_payer=True)
    if fact is not None and fact.longest is not None:
        return Quoted(fact.longest, fact.days_are_business, fact.source_quality in _BY_THE_PAYER)
    return None


def turnaround_rule(reading: Reading) -> Fact | None:
    """Return the sourced rule about the wait that applies, if any."""
    for answer in _waits(reading):
        if answer.winner is not None and answer.winner.longest is not None:
            return answer.winner
    return None


def last_quote(reading: Reading) -> Entry | None:
    """Return the last entry in which the payer named a turnaround, voided ones left out."""
    voided = {entry.voids_id for entry in reading.entries}
    told = [entry for entry in reading.entries if entry.quoted_max is not None and entry.pk not in voided]
    return told[-1] if told else None


def _waits(reading: Reading) -> list[Answer]:
    application = reading.application
    kinds = _WAIT_KINDS.get(application.kind, _ANY_WAIT)
    return [reading.rule_book.ask(_question(reading, kind)) for kind in kinds]


def _question(reading: Reading, kind: RuleKind) -> Question:
    application = reading.application
    return Question(
        kind=kind,
        on=reading.moment.day,
        payer_id=application.payer_id,
        line=_line(reading),
        state=application.state,
        mode=application.route,
        application_kind=application.kind,
    )


def _line(reading: Reading) -> str:
    """Return the line of business when all plans agree on one."""
    lines = {plan.plan.line_of_business for plan, _ in reading.plans}
    return lines.pop() if len(lines) == 1 else ""


def facts_of(reading: Reading) -> list[ShownFact]:
    """Return the facts beside the timeline, each with what it rests on."""
    return [fact for fact in (_turnaround(reading), _said(reading), _deadline(reading)) if fact]


def _turnaround(reading: Reading) -> ShownFact:
    fact = turnaround_rule(reading)
    if fact is None:
        return ShownFact("Turnaround", "Not known", basis="No basis: nothing is quoted for this payer.")
    sent = reading.state.submitted_on
    basis = fact.text
    if sent and fact.longest and reading.status in _WAITING:
        end = add_days(sent, fact.longest, business=fact.days_are_business)
        basis = f"Counted from sending, that is until {day_words(end)}. {basis}"
    return _from_rule("Turnaround", value_words(fact), fact, basis)


_WAITING = frozenset({Status.SUBMITTED, Status.ACKNOWLEDGED, Status.IN_REVIEW, Status.INFO_REQUESTED})


def _from_rule(label: str, value: str, fact: Fact, basis: str) -> ShownFact:
    return ShownFact(
        label,
        value,
        basis=basis.rstrip("."),
        source=fact.source or basis_words(fact),
        source_url=fact.source_url,
        as_of=fact.verified_on or fact.quoted_on,
        quality=SourceQuality(fact.source_quality).label,
    )


def _said(reading: Reading) -> ShownFact | None:
    entry = last_quote(reading)
    if entry is None or entry.quoted_max is None:
        return None
    low, high = entry.quoted_min, entry.quoted_max
    span = f"{low} to {high}" if low is not None and low != high else str(high)
    who = f" by {entry.person}" if entry.person and reading.internal else ""
    number = f", reference {entry.reference}" if entry.reference else ""
    return ShownFact(
        "Last quoted on a call" if entry.channel == "call" else "Last quoted",
        f"{span} {DayUnit(entry.quoted_unit).label}",
        basis=f"Said{who}{number}",
        as_of=entry.occurred_on,
    )


def _deadline(reading: Reading) -> ShownFact | None:
    fact = reading.rule_book.ask(_question(reading, RuleKind.DECISION_DEADLINE)).winner
    if fact is None or fact.longest is None:
        return None
    complete = reading.state.complete_on
    basis = fact.text
    if complete and reading.status in _WAITING:
        end = add_days(complete, fact.longest, business=fact.days_are_business)
        basis = f"From the complete application that is {day_words(end)}. {basis}"
    return _from_rule("State deadline to decide", value_words(fact), fact, basis)
