"""Reads which practices have just reached the number of clinicians a payer asks for before it contracts with a group."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Q

from enrollments.enums import ContractScope
from enrollments.models import Application, Contract
from payers.enums import RuleKind
from payers.models import Payer
from payers.rules import Fact as Rule
from payers.rules import Question
from payers.selectors import rules_for
from providers.models import Affiliation
from reminders.enums import Kind
from reminders.facts import About, Fact
from reminders.gathering.wanted import Wanted


def facts(wanted: Wanted) -> Iterator[Fact]:
    """Yield the day a practice reached a minimum, for payers it deals with and has no group contract with.

    Five queries. Clinicians whose start is not recorded count from the beginning.
    """
    asked = set(Application.objects.order_by().values_list("practice_id", "payer_id").distinct())
    held = Contract.objects.filter(scope=ContractScope.GROUP, executed_on__isnull=False)
    held = held.filter(Q(ends_on=None) | Q(ends_on__gte=wanted.today)).order_by()
    asked -= set(held.values_list("practice_id", "payer_id"))
    minimums = _minimums({payer for _, payer in asked}, wanted.today)
    if not minimums:
        return
    names = dict(Payer.objects.filter(pk__in=minimums).values_list("pk", "name"))
    starts, practices = _starts(wanted.today)
    found: dict[tuple[int, dt.date], list[int]] = defaultdict(list)
    for practice, payer in sorted(asked):
        reached = _reached_on(starts[practice], minimums[payer].longest or 0) if payer in minimums else None
        if reached:
            found[practice, reached].append(payer)
    for (practice, day), payers in found.items():
        told = ", ".join(names[payer] for payer in payers)
        only = payers[0] if len(payers) == 1 else None
        about = About(practice_id=practice, payer_id=only, who=practices[practice])
        yield Fact(Kind.GROUP_MINIMUM, practice, day, day, about, day, rule=minimums[payers[0]], detail=told)


def _minimums(payer_ids: set[int], today: dt.date) -> dict[int, Rule]:
    book = rules_for(payer_ids, today, [RuleKind.GROUP_MINIMUM])
    asked = {
        pk: book.ask(
            Question(RuleKind.GROUP_MINIMUM, today, payer_id=pk, family=book.families.get(pk, ""))
        ).winner
        for pk in payer_ids
    }
    return {pk: rule for pk, rule in asked.items() if rule is not None and rule.longest}


def _starts(today: dt.date) -> tuple[dict[int, list[dt.date | None]], dict[int, str]]:
    """Return the starts of the clinicians who work at each practice, and the practices' names."""
    starts: defaultdict[int, dict[int, dt.date | None]] = defaultdict(dict)
    names: dict[int, str] = {}
    rows = Affiliation.objects.filter(Q(ends_on=None) | Q(ends_on__gt=today), provider__is_active=True)
    columns = ("practice_id", "provider_id", "starts_on", "practice__dba", "practice__legal_name")
    for practice, provider, starts_on, dba, legal in rows.filter(practice__is_active=True).values_list(
        *columns
    ):
        before = starts[practice].get(provider, starts_on)
        starts[practice][provider] = min(before, starts_on) if before and starts_on else None
        names[practice] = dba or legal
    return defaultdict(list, {pk: list(found.values()) for pk, found in starts.items()}), names


def _reached_on(starts: list[dt.date | None], least: int) -> dt.date | None:
    """Return the day the last of `least` clinicians began, None if too few work there or it is not known."""
    dated = sorted(start for start in starts if start is not None)
    place = least - (len(starts) - len(dated)) - 1
    return dated[place] if 0 <= place < len(dated) else None
