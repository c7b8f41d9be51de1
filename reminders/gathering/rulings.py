"""Which sourced rules apply to which applications? Asked once per payer, state and sort, not per row."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from credtrack.kernel.dates import add_months
from enrollments.enums import Status
from enrollments.models import Application
from enrollments.recredentialing import DEFAULT_MONTHS
from enrollments.states import OPEN
from payers.deadlines import FROM_RECEIPT
from payers.enums import LineOfBusiness, RuleKind, Unit
from payers.models import Plan
from payers.rules import Fact as Rule
from payers.rules import Question
from payers.selectors import RuleBook, rules_for
from reminders.enums import Kind
from reminders.facts import ApplicationRules
from reminders.gathering.wanted import Wanted, in_days
from reminders.schedule import Days, merged

# Which rule each kind of reminder rests on.
RULE_OF: dict[Kind, RuleKind] = {
    Kind.NO_ACKNOWLEDGEMENT: RuleKind.ACKNOWLEDGEMENT_SILENCE,
    Kind.SILENCE: RuleKind.SILENCE,
    Kind.PUBLISHED_OVERDUE: RuleKind.TURNAROUND,
    Kind.STATUTE_OVERDUE: RuleKind.DECISION_DEADLINE,
    Kind.LOADING_CHECK: RuleKind.LOADING_CHECK,
    Kind.RECREDENTIALING: RuleKind.RECREDENTIALING,
    Kind.ANSWER_DUE: RuleKind.INFO_REQUEST_WINDOW,
    Kind.GROUP_MINIMUM: RuleKind.GROUP_MINIMUM,
}
# A cycle's end can lie a month off its months: Medicare's dates are the last day of theirs.
_MONTH = dt.timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Sort:
    """What rules can tell applications apart by."""

    payer_id: int
    state: str
    route: str
    kind: str


@dataclass(slots=True)
class Rulings:
    """The rule book of a day, with the answers already given."""

    book: RuleBook
    lines: dict[int, str]
    sorts: list[Sort]
    _rules: dict[Sort, ApplicationRules] = field(default_factory=dict)
    _answers: dict[tuple[object, ...], Rule | None] = field(default_factory=dict)
    _named: dict[str, tuple[frozenset[int | None], frozenset[str]]] = field(default_factory=dict)

    @classmethod
    def read(cls, today: dt.date) -> "Rulings":
        """Read the rules in force on `today` and the sorts of applications that exist; four queries."""
        alive = sorted(status.value for status in OPEN | {Status.ACTIVE})
        rows = Application.objects.filter(status__in=alive).order_by()
        sorts = [Sort(*row) for row in rows.values_list("payer_id", "state", "route", "kind").distinct()]
        lines = Plan.objects.filter(is_default=True, payer__in={sort.payer_id for sort in sorts})
        return cls(
            rules_for(None, today, RULE_OF.values()),
            dict(lines.order_by("-pk").values_list("payer_id", "line_of_business")),
            sorts,
        )

    def of(self, payer_id: int, state: str, route: str, kind: str) -> ApplicationRules:
        """Return every rule that applies to one application."""
        sort = Sort(payer_id, state, route, kind)
        if sort not in self._rules:
            self._rules[sort] = ApplicationRules(
                acknowledgement=self._ask(RuleKind.ACKNOWLEDGEMENT_SILENCE, sort),
                silence=self._ask(RuleKind.SILENCE, sort),
                published=self._ask(RuleKind.TURNAROUND, sort),
                statute=self._ask(RuleKind.DECISION_DEADLINE, sort),
                loading_check=self._ask(RuleKind.LOADING_CHECK, sort),
                cycle=self._ask(RuleKind.RECREDENTIALING, sort),
                answer=self._ask(RuleKind.INFO_REQUEST_WINDOW, sort),
                line=self._line(payer_id),
            )
        return self._rules[sort]

    def near(self, wanted: Wanted, kind: Kind, column: str, *, from_receipt: bool = False) -> Q:
        """Return the condition that `column` plus the rule's days lies on a wanted date."""
        ranges = wanted.of([kind])
        by_length: dict[tuple[int, bool], list[Sort]] = defaultdict(list)
        for sort in self.sorts if ranges else ():
            rule = self._ask(RULE_OF[kind], sort)
            if rule is None or not rule.longest or rule.unit == Unit.MONTHS:
                continue
            if rule.clock_starts.startswith(FROM_RECEIPT) == from_receipt or kind != Kind.STATUTE_OVERDUE:
                by_length[rule.longest, rule.days_are_business].append(sort)
        condition = Q(pk__in=[])
        for (days, business), sorts in sorted(by_length.items()):
            condition |= in_days(column, earlier(ranges, days, business=business)) & _of_sorts(sorts)
        return condition

    def near_cycles(self, wanted: Wanted, column: str) -> Q:
        """Return the condition that the cycle begun on `column` ends on a wanted date."""
        ranges = wanted.of([Kind.RECREDENTIALING, Kind.REVALIDATION])
        by_months: dict[int, list[Sort]] = defaultdict(list)
        for sort in self.sorts if ranges else ():
            rule = self._ask(RuleKind.RECREDENTIALING, sort)
            in_months = rule is not None and rule.unit == Unit.MONTHS
            by_months[(rule.longest if rule and in_months else None) or DEFAULT_MONTHS].append(sort)
        condition = Q(pk__in=[])
        for months, sorts in sorted(by_months.items()):
            begun = [(add_months(a, -months) - _MONTH, add_months(b, -months) + _MONTH) for a, b in ranges]
            condition |= in_days(column, merged(begun)) & _of_sorts(sorts)
        return condition

    def _line(self, payer_id: int) -> str:
        return self.lines.get(payer_id, LineOfBusiness.COMMERCIAL.value)

    def _ask(self, kind: RuleKind, sort: Sort) -> Rule | None:
        payers, states = self._names_of(kind)
        family = self.book.families.get(sort.payer_id, "")
        payer_id = sort.payer_id if sort.payer_id in payers else None
        state = sort.state if sort.state in states else ""
        key = (kind, payer_id, family, self._line(sort.payer_id), state, sort.route, sort.kind)
        if key not in self._answers:
            question = Question(
                kind, self.book.on, payer_id=payer_id, family=family, line=self._line(sort.payer_id),
                state=state, mode=sort.route, application_kind=sort.kind,
            )  # fmt: skip
            self._answers[key] = self.book.ask(question).winner
        return self._answers[key]

    def _names_of(self, kind: RuleKind) -> tuple[frozenset[int | None], frozenset[str]]:
        if kind not in self._named:
            facts = self.book.facts.get(kind, [])
            self._named[kind] = (
                frozenset(fact.payer_id for fact in facts),
                frozenset(fact.state for fact in facts),
            )
        return self._named[kind]


def earlier(ranges: Iterable[Days], days: int, *, business: bool) -> list[Days]:
    """Return the dates that lie `days` before the ranges; business days as generously as weekends ask."""
    most = 2 * days + 5 if business else days
    near, far = dt.timedelta(days=days), dt.timedelta(days=most)
    return merged([(first - far, last - near) for first, last in ranges])


def _of_sorts(sorts: Iterable[Sort]) -> Q:
    rows = list(sorts)
    return Q(payer__in={sort.payer_id for sort in rows}, state__in={sort.state for sort in rows})
