"""Which participations depend on a platform on a day? Recorded spans and active delegated applications.

The notion is that of `network_facts.py`: whose contract it is decides, else the route of the application.
"""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Q

from enrollments.enums import HolderKind, Route, Status
from enrollments.models import Application, Participation
from enrollments.network_facts import GRANTING, RENEWING
from payers.models import Payer, Plan, Platform

_ACTIVE = [Status.ACTIVE.value, Status.ENDED.value]
_PLAN_GRANTED = frozenset({"", Status.ACTIVE.value, Status.APPROVED.value})


class Dependent(NamedTuple):
    """One participation: who, where, in which plan and state, and with which payer."""

    provider_id: int
    practice_id: int
    plan_id: int
    state: str
    payer_id: int


def dependents(platform: Platform, payer: Payer | None, on: dt.date) -> list[Dependent]:
    """Return what had not ended before the calendar date `on`, each once; `None` means every payer.

    Three queries at most. A participation that takes effect later depends on the platform as well.
    """
    found = {*_recorded(platform, payer, on), *_applied(platform, payer, on)}
    return sorted(found)


def _recorded(platform: Platform, payer: Payer | None, on: dt.date) -> Iterator[Dependent]:
    held = Q(platform=platform) | Q(platform=None, contract__platform=platform)
    rows = Participation.objects.filter(held, Q(ended_on=None) | Q(ended_on__gte=on)).order_by()
    if payer is not None:
        rows = rows.filter(plan__payer=payer)
    names = ("provider_id", "practice_id", "plan_id", "state", "plan__payer_id")
    yield from map(Dependent._make, rows.values_list(*names))


def _applied(platform: Platform, payer: Payer | None, on: dt.date) -> Iterator[Dependent]:
    through_contract = Q(contract__holder_kind=HolderKind.PLATFORM, contract__platform=platform)
    by_route = Q(route=Route.DELEGATED, platform=platform) & (
        Q(contract=None) | ~Q(contract__holder_kind=HolderKind.PLATFORM)
    )
    rows = Application.objects.filter(
        through_contract | by_route,
        Q(ended_on=None) | Q(ended_on__gte=on),
        provider__isnull=False,
        status__in=_ACTIVE,
        activated_on__isnull=False,
        kind__in=[kind.value for kind in GRANTING - RENEWING],
    )
    if payer is not None:
        rows = rows.filter(payer=payer)
    names = (
        "provider_id", "practice_id", "plans__plan_id", "state", "payer_id", "plans__outcome",
        "plans__effective_on", "effective_on",
    )  # fmt: skip
    bare: list[tuple[int, int, str, int]] = []
    for provider, practice, plan, state, payer_id, outcome, own, effective in rows.order_by().values_list(
        *names
    ):
        if not (own or effective):
            continue
        if plan is None:
            bare.append((provider, practice, state, payer_id))
        elif outcome in _PLAN_GRANTED:
            yield Dependent(provider, practice, plan, state, payer_id)
    if bare:
        yield from _with_default_plans(bare)


def _with_default_plans(bare: list[tuple[int, int, str, int]]) -> Iterator[Dependent]:
    """An application that names no plan covers its payer's default ones."""
    usual = Plan.objects.filter(payer__in={row[3] for row in bare}, is_default=True).order_by()
    plans = list(usual.values_list("pk", "payer_id"))
    for provider, practice, state, payer_id in bare:
        for plan, owner in plans:
            if owner == payer_id:
                yield Dependent(provider, practice, plan, state, payer_id)
