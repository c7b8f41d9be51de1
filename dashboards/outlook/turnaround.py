"""How long does each payer take, against what it publishes and what its state allows? Own decisions counted."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count

from dashboards.outlook.narrowing import Narrowed
from dashboards.outlook.pipeline import quantile
from enrollments.enums import Route
from payers.enums import LineOfBusiness, RuleKind
from payers.models import Payer, Plan
from payers.rules import Fact, Question, basis_words, value_words
from payers.selectors import RuleBook, rules_for

SHOWN_PAYERS = 12
# Older decisions tell little of how a payer works now.
MONTHS_BACK = 24
# From so many decisions on, the ends of the range are told; with fewer, the median alone.
ENOUGH = 5


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sourced number: its value and its basis in words; both empty where nothing is published."""

    words: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Pace:
    """One payer: calendar days from sending to decision, among `count` decisions."""

    payer_id: int
    payer: str
    count: int
    median: int
    low: int | None
    high: int | None
    published: Quoted
    deadlines: list[tuple[str, Quoted]]


@dataclass(frozen=True, slots=True)
class Paces:
    """The payers with the most decisions since `since`, and how many more there are."""

    since: dt.date
    rows: list[Pace]
    left_out: int


def paces(wanted: Narrowed, today: dt.date, since: dt.date) -> Paces:
    """Return the payers' paces; six queries, whatever their number."""
    decided = wanted.every.filter(decided_on__gte=since, submitted_on__isnull=False).order_by()
    counted = list(decided.values_list("payer_id").annotate(cases=Count("*")))
    counted.sort(key=lambda one: (-one[1], one[0]))
    shown = [payer for payer, _ in counted[:SHOWN_PAYERS]]
    days: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    states: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    spans = decided.filter(payer__in=shown).values_list("payer_id", "state", "submitted_on", "decided_on")
    for payer, state, sent, done, count in spans.annotate(cases=Count("*")):
        days[payer][max(0, (done - sent).days)] += count
        states[payer][state] += count
    book = rules_for(shown, today, [RuleKind.TURNAROUND, RuleKind.DECISION_DEADLINE])
    lines = dict(
        Plan.objects.filter(is_default=True, payer__in=shown)
        .order_by("-pk")
        .values_list("payer_id", "line_of_business")
    )
    names = dict(Payer.objects.filter(pk__in=shown).values_list("pk", "name"))
    rows = [_pace(book, lines, payer, names[payer], days[payer], states[payer]) for payer in shown]
    return Paces(since, rows, max(0, len(counted) - SHOWN_PAYERS))


def _pace(
    book: RuleBook, lines: dict[int, str], payer: int, name: str, days: dict[int, int], states: dict[str, int]
) -> Pace:
    count = sum(days.values())
    line = lines.get(payer, LineOfBusiness.COMMERCIAL.value)
    ask = Question(RuleKind.TURNAROUND, book.on, payer_id=payer, line=line, mode=Route.DIRECT.value)
    deadlines = []
    for state in sorted(states, key=lambda one: (-states[one], one))[:3]:
        law = Question(RuleKind.DECISION_DEADLINE, book.on, payer_id=payer, line=line, state=state)
        found = book.ask(law).winner
        if found is not None and state:
            deadlines.append((state, Quoted(value_words(found), found.citation or found.source)))
    return Pace(
        payer, name, count, quantile(days, 0.5),
        quantile(days, 0.1) if count >= ENOUGH else None,
        quantile(days, 0.9) if count >= ENOUGH else None,
        _quoted(book.ask(ask).winner), deadlines,
    )  # fmt: skip


def _quoted(fact: Fact | None) -> Quoted:
    return Quoted(value_words(fact), basis_words(fact)) if fact is not None else Quoted()
