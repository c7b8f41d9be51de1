"""Reads which practices have just reached the number of clinicians a payer asks for before it contracts with a group."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from enrollments.models import Application
from enrollments.prerequisite_reading import group_contracts
from payers.enums import RuleKind
from payers.models import Payer
from payers.rules import Fact as Rule
from payers.rules import Question
from payers.selectors import rules_for
from planning.enums import GroupRoute
from planning.grouping_reading import newest_decisions, staff_of
from providers.models import Practice
from reminders.enums import Kind
from reminders.facts import About, Fact
from reminders.gathering.wanted import Wanted


def facts(wanted: Wanted) -> Iterator[Fact]:
    """Yield the day a practice reached a minimum, for payers it deals with and has no group contract with.

    Whoever decided for individual contracts is not told. Clinicians whose start is not recorded count from
    the beginning. The queries do not grow with the rows.
    """
    asked = set(Application.objects.order_by().values_list("practice_id", "payer_id").distinct())
    minimums = _minimums({payer for _, payer in asked}, wanted.today)
    asked = {pair for pair in asked if pair[1] in minimums}
    if not asked:
        return
    practices = {
        row.pk: row for row in Practice.objects.filter(pk__in={pair[0] for pair in asked}, is_active=True)
    }
    asked -= group_contracts(practices, minimums, wanted.today)
    decided = newest_decisions(practices)
    asked -= {pair for pair, row in decided.items() if row.route == GroupRoute.INDIVIDUAL}
    names = dict(Payer.objects.filter(pk__in=minimums).values_list("pk", "name"))
    staff = staff_of(practices, wanted.today)
    found: dict[tuple[int, dt.date], list[int]] = defaultdict(list)
    for practice, payer in sorted(asked):
        reached = staff[practice].reached_on(minimums[payer].shortest or 0) if practice in staff else None
        if reached:
            found[practice, reached].append(payer)
    for (practice, day), payers in found.items():
        told = ", ".join(names[payer] for payer in payers)
        only = payers[0] if len(payers) == 1 else None
        about = About(practice_id=practice, payer_id=only, who=str(practices[practice]))
        yield Fact(Kind.GROUP_MINIMUM, practice, day, day, about, day, rule=minimums[payers[0]], detail=told)


def _minimums(payer_ids: set[int], today: dt.date) -> dict[int, Rule]:
    book = rules_for(payer_ids, today, [RuleKind.GROUP_MINIMUM])
    asked = {pk: book.ask(Question(RuleKind.GROUP_MINIMUM, today, payer_id=pk)).winner for pk in payer_ids}
    return {pk: rule for pk, rule in asked.items() if rule is not None and rule.shortest}
