"""How long is each plan's recredentialing cycle? Its sourced rule, or 36 months."""

import datetime as dt
from collections.abc import Iterable

from enrollments.recredentialing import DEFAULT_MONTHS
from payers.enums import RuleKind, Unit
from payers.models import Plan
from payers.rules import Question
from payers.selectors import rules_for


def cycles_of(plans: Iterable[Plan], on: dt.date) -> dict[int, int]:
    """Return {plan id: months} by the rule in force on the calendar date `on`; one query for all.

    The plans come with their payers, whose families some rules name.
    """
    rows = list(plans)
    families = {plan.payer_id: plan.payer.family for plan in rows}
    book = rules_for(families.keys(), on, [RuleKind.RECREDENTIALING], families=families)
    cycles = {}
    for plan in rows:
        question = Question(
            RuleKind.RECREDENTIALING,
            on,
            payer_id=plan.payer_id,
            plan_id=plan.pk,
            line=plan.line_of_business,
        )
        winner = book.ask(question).winner
        in_months = winner is not None and winner.unit == Unit.MONTHS
        cycles[plan.pk] = (winner.longest if winner and in_months else None) or DEFAULT_MONTHS
    return cycles
