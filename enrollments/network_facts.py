"""Which recorded facts bear on network status? Spans and attempts per clinician, plan, practice and state.

For today the cached state is read; for any other day, or as known on a day, the logs are folded.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import Any, cast

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet

from credtrack.kernel import clock
from enrollments.as_of import logs_of
from enrollments.delegation import Trouble, at_risk_words
from enrollments.enums import HolderKind, Kind, Route, Status
from enrollments.fold import Folded, as_of, fold
from enrollments.incident_reading import troubles_by_platform
from enrollments.models import Application, Participation, Transition
from enrollments.network import Attempt, Span
from payers.models import Plan, Platform

# A clinician's own standing; group applications and changes to a record do not put anybody in network.
GRANTING = frozenset(
    {
        Kind.PARTICIPATION_REQUEST,
        Kind.INITIAL_INDIVIDUAL,
        Kind.ADD_TO_GROUP,
        Kind.DELEGATED_ROSTER,
        Kind.RECREDENTIALING,
        Kind.REVALIDATION,
    }
)
# These renew a participation: their decision restarts the cycle, their own end closes nothing.
RENEWING = frozenset({Kind.RECREDENTIALING, Kind.REVALIDATION})

# A matrix reads thousands of rows: tuples of what it needs, in this order, and no model instances.
_RECORD = (
    "pk", "provider_id", "practice_id", "payer_id", "state", "kind", "route", "platform_id",
    "contract__holder_kind", "contract__verified_on", "contract__platform_id", "contract__holder_name",
)  # fmt: skip
# How an application stands: its own columns repeat what its log folds to, under the same names.
_STAND = (
    "status", "status_since", "submitted_on", "decided_on", "effective_on", "group_link_on", "ended_on",
    "recheck_on", "activated_on",
)  # fmt: skip
# The plan a row is about, and what was decided for it apart from the others.
_PLAN = ("plan_id", "outcome", "effective_on")
_PLAN_AT = len(_RECORD)
_STAND_AT = _PLAN_AT + len(_PLAN)
_stand = attrgetter(*_STAND)
_UNTOLD = Folded()

Row = tuple[Any, ...]
Key = tuple[int, int, int, str]  # provider, plan, practice, state

_STATUS: dict[str, Status] = {status.value: status for status in Status}
# Once active, an application has put the clinician in network, even when that is over.
_WAS_ACTIVE = frozenset({Status.ACTIVE, Status.ENDED})
# A renewal with one of these has been decided for us.
_RENEWED = frozenset({Status.APPROVED, Status.LOADING, Status.ACTIVE})
# A plan decided apart from its application is in network only by these.
_PLAN_GRANTED = frozenset({"", Status.ACTIVE, Status.APPROVED})


@dataclass(slots=True)
class CellFacts:
    """Everything recorded about one clinician, plan, practice and state."""

    spans: list[Span] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)


@dataclass
class _Platforms:
    """Names and incidents of platforms; most practices work with none, so they are read when one is met."""

    on: dt.date
    known_on: dt.datetime | None

    @cached_property
    def names(self) -> dict[int, str]:
        return dict(Platform.objects.order_by().values_list("pk", "name"))

    @cached_property
    def troubles(self) -> dict[int, list[Trouble]]:
        return troubles_by_platform(self.known_on)

    def holding(self, row: Row) -> int | None:
        """Return the platform that holds the participation of an application; nothing when we do."""
        route, platform, holder, _, holder_platform, _ = row[6:_PLAN_AT]
        if holder == HolderKind.PLATFORM:
            return cast("int | None", holder_platform)
        return platform if route == Route.DELEGATED else None

    def mark(self, span: Span, platform_id: int | None, payer_id: int) -> Span:
        """Name the platform on a span that depends on one, with what puts it at risk on the day."""
        if platform_id:
            span.platform = self.names.get(platform_id, "")
            lasting = self.troubles.get(platform_id)
            if lasting:
                span.at_risk = at_risk_words(lasting, platform_id, payer_id, span.platform, self.on)
        return span


def _group(holder_kind: str | None, name: str | None) -> str:
    """Return the other group that holds a contract: what it holds is rented, as from a platform."""
    return (name or "Another group") if holder_kind == HolderKind.OTHER_GROUP else ""


def cell_facts(
    on: dt.date, *, practice_ids: Iterable[int] | None = None, known_on: dt.datetime | None = None
) -> dict[Key, CellFacts]:
    """Return the recorded facts per clinician, plan, practice and state; `None` means every practice."""
    practices = None if practice_ids is None else list(practice_ids)
    facts: dict[Key, CellFacts] = defaultdict(CellFacts)
    rows = _rows(practices, known_on)
    by_log = known_on is not None or on < clock.today()
    now, then = _folded(rows, on, known_on) if by_log else (rows, rows)
    platforms = _Platforms(on, known_on)
    _add_attempts(facts, then)
    _add_spans(facts, now, platforms)
    _renew(facts, now)
    _add_participations(facts, practices, platforms)
    return dict(facts)


def _rows(practices: list[int] | None, known_on: dt.datetime | None) -> list[Row]:
    """Return one row per application and plan; an application that names no plan has its payer's default ones."""
    plans = Q() if practices is None else Q(plans__practice__in=practices)
    found = list(
        _granting(practices, known_on)
        .annotate(named=FilteredRelation("plans", condition=plans))
        .values_list(*_RECORD, *(f"named__{name}" for name in _PLAN), *_STAND)
    )
    bare = {row[3] for row in found if row[_PLAN_AT] is None}
    if not bare:
        return found
    defaults: dict[int, list[int]] = defaultdict(list)
    usual = Plan.objects.filter(payer__in=bare, is_default=True).order_by()
    for plan_id, payer_id in usual.values_list("pk", "payer_id"):
        defaults[payer_id].append(plan_id)
    named = [row for row in found if row[_PLAN_AT] is not None]
    return named + [
        (*row[:_PLAN_AT], plan_id, "", None, *row[_STAND_AT:])
        for row in found
        if row[_PLAN_AT] is None
        for plan_id in defaults[row[3]]
    ]


def _granting(practices: list[int] | None, known_on: dt.datetime | None) -> QuerySet[Application]:
    rows: QuerySet[Application] = Application.objects.filter(
        provider__isnull=False, kind__in=[kind.value for kind in GRANTING]
    )
    if practices is not None:
        rows = rows.filter(practice__in=practices)
    if known_on is not None:
        rows = rows.filter(
            Exists(Transition.objects.filter(application=OuterRef("pk"), recorded_at__lte=known_on))
        )
    # Of two that went equally far on the same day the older one is shown, not whichever came first.
    return rows.order_by("pk")


def _folded(
    rows: Sequence[Row], on: dt.date, known_on: dt.datetime | None
) -> tuple[Iterable[Row], Iterable[Row]]:
    """Return the rows as they are known now, and as they stood on `on`, by what their logs fold to."""
    logs = logs_of({row[0] for row in rows})

    def stood(on: dt.date | None) -> Iterable[Row]:
        states = {pk: fold(as_of(log, on, known_on)) for pk, log in logs.items()}
        return [(*row[:_STAND_AT], *_stand(states.get(row[0], _UNTOLD))) for row in rows]

    return stood(None), stood(on)


def _add_attempts(facts: dict[Key, CellFacts], rows: Iterable[Row]) -> None:
    for row in rows:
        status, since, submitted_on, _, effective_on, _, _, recheck_on, _ = row[_STAND_AT:]
        # Even an application that was not opened yet puts its plan into use.
        cell = facts[row[1], row[_PLAN_AT], row[2], row[4]]
        if status:
            decided = _STATUS[row[_PLAN_AT + 1] or status]
            cell.attempts.append(Attempt(decided, since, row[0], submitted_on, recheck_on, effective_on))


def _add_spans(facts: dict[Key, CellFacts], rows: Iterable[Row], platforms: _Platforms) -> None:
    for row in rows:
        if row[_STAND_AT] not in _WAS_ACTIVE or row[5] in RENEWING:
            continue
        _, _, _, decided_on, effective_on, group_link_on, ended_on, _, activated_on = row[_STAND_AT:]
        outcome, own_effective_on = row[_PLAN_AT + 1 : _STAND_AT]
        effective = own_effective_on or effective_on
        if activated_on is None or effective is None or outcome not in _PLAN_GRANTED:
            continue
        group = _group(row[8], row[_PLAN_AT - 1])
        span = Span(effective, ended_on, group_link_on, decided_on, group, row[9] is not None, row[0])
        platforms.mark(span, platforms.holding(row), row[3])
        facts[row[1], row[_PLAN_AT], row[2], row[4]].spans.append(span)


def _renew(facts: dict[Key, CellFacts], rows: Iterable[Row]) -> None:
    """Let the decision of a finished recredentialing restart the cycle of the spans it renews."""
    for row in rows:
        if row[5] not in RENEWING or row[_STAND_AT] not in _RENEWED:
            continue
        decided_on = row[_STAND_AT + 3]
        for span in facts[row[1], row[_PLAN_AT], row[2], row[4]].spans:
            if decided_on and (span.decided_on is None or span.decided_on < decided_on):
                span.decided_on = decided_on


def _add_participations(
    facts: dict[Key, CellFacts], practices: list[int] | None, platforms: _Platforms
) -> None:
    rows = Participation.objects.select_related("plan", "contract")
    known_on = platforms.known_on
    if practices is not None:
        rows = rows.filter(practice__in=practices)
    if known_on is not None:
        rows = rows.filter(recorded_at__lte=known_on)
    for row in rows:
        ended = row.ended_on
        if known_on is not None and row.end_recorded_at is not None and row.end_recorded_at > known_on:
            ended = None
        holder = row.platform_id or (row.contract.platform_id if row.contract else None)
        span = Span(
            effective_on=row.effective_on,
            ended_on=ended,
            platform=_group(row.contract.holder_kind, row.contract.holder_name) if row.contract else "",
            holder_verified=row.contract is not None and row.contract.verified_on is not None,
        )
        platforms.mark(span, holder, row.plan.payer_id)
        facts[(row.provider_id, row.plan_id, row.practice_id, row.state)].spans.append(span)
