"""Runs planning and digests over all organizations: one that fails is logged and counted, and stops no other."""

import datetime as dt
import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass
from typing import Any, Generic, Protocol, Self, TypeVar

from accounts import job_runs
from accounts.models import Organization
from accounts.tasks import deliver_outbox
from accounts.tenancy import organization_scope
from credtrack.kernel import clock
from credtrack.kernel.tasks import nudge
from reminders import digests, planner
from reminders.models import ReminderSettings
from reminders.planned import Planned
from reminders.sending import Sent

logger = logging.getLogger(__name__)

PLAN = "plan_reminders"
SEND = "send_digests"
# Plans are made every five minutes; what is older was left by a site that was down.
STALE = dt.timedelta(minutes=20)


class Counts(Protocol):
    """What a run counts, to be added up."""

    def __add__(self, other: Self) -> Self: ...


T = TypeVar("T", bound=Counts)


class NoSuchOrganization(LookupError):
    """No organization has this slug; the text names those there are."""


@dataclass(frozen=True, slots=True)
class Ran(Generic[T]):
    """A run over organizations: how many, the slugs of those that failed, and what was counted in all."""

    organizations: int
    failed: list[str]
    done: T

    def as_counts(self) -> dict[str, Any]:
        """Return the run as flat numbers, without names: the health page is public."""
        counted: dict[str, Any] = asdict(self.done)  # type: ignore[call-overload]  # both are dataclasses
        return counted | {"organizations": self.organizations, "failed_organizations": len(self.failed)}


def plan(slug: str = "", *, record: bool = True) -> Ran[Planned]:
    """Plan for every organization, or the one named; raises `NoSuchOrganization`.

    `record` notes the run for the health page, as only whole runs of today should.
    """
    return _recorded(PLAN, lambda: _over(slug, lambda slug: planner.plan(), Planned()), record)


def send(slug: str = "", *, record: bool = True) -> Ran[Sent]:
    """Make the mails that are due in every organization, or the one named, and let them be delivered.

    Where no recent plan stands, one is made first: after an outage it tells what is still worth sending.
    Raises `NoSuchOrganization`.
    """
    ran = _recorded(SEND, lambda: _over(slug, _planned_and_sent, Sent()), record)
    if ran.done.digests or ran.done.at_once:
        nudge(deliver_outbox)
    return ran


def _planned_and_sent(slug: str) -> Sent:
    failed = 0
    made_at = ReminderSettings.objects.values_list("planned_at", flat=True).first()
    if made_at is None or abs(clock.now() - made_at) > STALE:
        try:
            planner.plan()
        except Exception:
            # What was planned before is still worth sending.
            failed = 1
            logger.exception("The reminders of %s could not be planned before sending", slug)
    return digests.send() + Sent(failed=failed)


def _recorded(name: str, run: Callable[[], Ran[T]], record: bool) -> Ran[T]:
    note: AbstractContextManager[dict[str, Any]] = job_runs.recorded(name) if record else nullcontext({})
    with note as counts:
        ran = run()
        counts.update(ran.as_counts())
    return ran


def _over(slug: str, work: Callable[[str], T], nothing: T) -> Ran[T]:
    """Do `work` inside each organization; its return values add up."""
    organizations = list(Organization.objects.order_by("slug"))
    chosen = [one for one in organizations if not slug or one.slug == slug]
    if slug and not chosen:
        known = ", ".join(one.slug for one in organizations[:20])
        raise NoSuchOrganization(
            f"There is no organization with the slug {slug!r}. Known: {known or 'none yet'}."
        )
    done, failed = nothing, []
    for organization in chosen:
        try:
            with organization_scope(organization):
                counted = work(organization.slug)
        except Exception:
            failed.append(organization.slug)
            logger.exception("Reminders failed for the organization %s", organization.slug)
            continue
        done = done + counted
        if getattr(counted, "failed", 0):
            failed.append(organization.slug)
    return Ran(len(chosen), failed, done)
