"""Who works for the practice, and what happens when that changes? An agent's change touches no contract."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts import audit
from accounts.models import Membership, User
from accounts.stale import Stale
from credtrack.kernel import clock, scope
from enrollments.contracts import told_changes
from enrollments.enums import EngagementKind, FeeKind
from enrollments.models import ServiceEngagement
from enrollments.refusals import Refused
from enrollments.wording import day_words
from payers.models import Platform
from providers.models import Practice
from providers.visibility import get_or_404, practice_ids

# What is switched over when an agent changes, in this order; nothing about contracts or applications.
CHECKLIST: tuple[tuple[str, str], ...] = (
    ("claims_moved_on", "Claims route moved"),
    ("era_moved_on", "Remittance advice (ERA) moved"),
    ("eft_moved_on", "Payment by transfer (EFT) checked"),
)
AGENTS = frozenset(
    {EngagementKind.BILLING_AGENT, EngagementKind.CREDENTIALING_AGENT, EngagementKind.SOFTWARE}
)


@dataclass(frozen=True, slots=True)
class Terms:
    """Who, from when, and how they are paid: a percentage of collections or dollars, as the agreement says."""

    kind: EngagementKind
    name: str
    starts_on: dt.date
    platform: Platform | None = None
    fee_kind: FeeKind = FeeKind.UNKNOWN
    fee: Decimal | None = None
    fee_source: str = ""
    note: str = ""


def refusals(terms: Terms) -> list[str]:
    """Return what is wrong with an engagement, in words."""
    found = []
    if not terms.name.strip():
        found.append("Name who works for the practice.")
    if terms.kind == EngagementKind.PLATFORM and terms.platform is None:
        found.append("Choose which platform it is.")
    if terms.fee is not None and terms.fee_kind == FeeKind.UNKNOWN:
        found.append("Say what the fee is: a share of collections, a flat fee, a membership or a spread.")
    if terms.fee is not None and not terms.fee_source.strip():
        found.append("Say where the fee stands, for example: agreement of 3 Mar 2026, page 2.")
    if terms.fee_kind in (FeeKind.PERCENT, FeeKind.SPREAD) and terms.fee is not None and terms.fee > 100:
        found.append("A share cannot be more than 100 percent.")
    return found


def fee_words(row: ServiceEngagement) -> str:
    """Return the fee as recorded, no finer than it is: "3.9% of collections", "$120 a clinician and month"."""
    kind = FeeKind(row.fee_kind)
    if row.fee is None:
        return kind.label
    number = f"{row.fee.normalize():f}"
    return {
        FeeKind.PERCENT: f"{number}% of collections",
        FeeKind.FLAT: f"${number} a clinician and month",
        FeeKind.MEMBERSHIP: f"${number} a month",
        FeeKind.SPREAD: f"{number}% spread between the payer's rate and ours",
        FeeKind.UNKNOWN: number,
    }[kind]


def visible_engagements(membership: Membership) -> QuerySet[ServiceEngagement]:
    """Return the engagements of the practices the member may see."""
    rows: QuerySet[ServiceEngagement] = ServiceEngagement.objects.all()
    granted = practice_ids(membership)
    return rows if granted is None else rows.filter(practice_id__in=granted)


def engagement_or_404(membership: Membership, pk: int) -> ServiceEngagement:
    """Return a visible engagement; raises `Http404`."""
    rows = visible_engagements(membership).select_related("practice", "platform", "replaces", "recorded_by")
    found: ServiceEngagement = get_or_404(rows, pk, "engagement")
    return found


def going_on(rows: QuerySet[ServiceEngagement], on: dt.date) -> QuerySet[ServiceEngagement]:
    """Return the engagements that have not ended before `on`."""
    return rows.filter(Q(ends_on=None) | Q(ends_on__gte=on))


def locked(engagement_id: int, version: int) -> ServiceEngagement:
    """Return the engagement, locked; raises `Stale` when somebody saved since `version`."""
    found: ServiceEngagement = ServiceEngagement.objects.select_for_update(of=("self",)).get(pk=engagement_id)
    if found.version != version:
        raise Stale("this engagement")
    return found


@transaction.atomic
def engage(practice: Practice, terms: Terms, *, actor: User | None) -> ServiceEngagement:
    """Record that somebody works for the practice; raises `Refused` with the reasons."""
    return _begun(practice, terms, None, actor)


def _begun(
    practice: Practice, terms: Terms, replaces: ServiceEngagement | None, actor: User | None
) -> ServiceEngagement:
    reasons = refusals(terms)
    if reasons:
        raise Refused(reasons)
    facts = {name: getattr(terms, name) for name in terms.__slots__}
    row = ServiceEngagement(
        organization_id=scope.current().organization_id,
        practice=practice,
        replaces=replaces,
        recorded_by=actor,
        recorded_at=clock.now(),
        **{**facts, "name": terms.name.strip()},
    )
    row.save(force_insert=True)
    summary = f"{row.name} works for {practice} from {day_words(row.starts_on)}"
    audit.record(actor, "engagement.begun", row, summary, told_changes({}, facts))
    return row


@transaction.atomic
def end(engagement_id: int, *, ends_on: dt.date, actor: User | None, version: int) -> ServiceEngagement:
    """Record the last day of an engagement."""
    row = locked(engagement_id, version)
    if ends_on < row.starts_on:
        raise Refused([f"It began on {day_words(row.starts_on)}; choose that day or a later one."])
    before, row.ends_on = row.ends_on, ends_on
    return _saved(
        row, "engagement.ended", f"{row.name} works until {day_words(ends_on)}", {"ends_on": before}, actor
    )


@transaction.atomic
def change_agent(engagement_id: int, terms: Terms, *, actor: User | None, version: int) -> ServiceEngagement:
    """End an agent's engagement the day before the new one begins; returns the new one with its checklist.

    The contracts stay with whoever holds them, so no application is opened and none is needed
    (Carepatron, "Group NPI vs Your Own NPI": switching the agent does not trigger re-credentialing).
    """
    old = locked(engagement_id, version)
    reasons = []
    if old.kind not in AGENTS or terms.kind not in AGENTS:
        reasons.append(
            "Leaving or joining a platform is no change of agent: its contracts stay with it. "
            "Apply directly and plan the exit."
        )
    if old.ends_on is not None and old.ends_on < terms.starts_on:
        reasons.append(
            "It has ended before that day already. Record the new one as an engagement of its own."
        )
    if terms.starts_on <= old.starts_on:
        reasons.append(f"{old.name} began on {day_words(old.starts_on)}; the new one must begin later.")
    if reasons:
        raise Refused(reasons)
    end(
        engagement_id,
        ends_on=terms.starts_on - dt.timedelta(days=1),
        actor=actor,
        version=version,
    )
    return _begun(old.practice, terms, old, actor)


@transaction.atomic
def tick(
    engagement_id: int, days: dict[str, dt.date | None], *, actor: User | None, version: int
) -> ServiceEngagement:
    """Record when claims route, ERA and EFT were moved; None takes a day back."""
    row = locked(engagement_id, version)
    today = clock.today()
    names = [name for name, _ in CHECKLIST]
    ahead = [day for name, day in days.items() if name in names and day and day > today]
    if ahead:
        raise Refused([f"{day_words(ahead[0])} is still to come. Leave it empty until it has happened."])
    before = {name: getattr(row, name) for name in names}
    for name in names:
        setattr(row, name, days.get(name))
    return _saved(row, "engagement.checklist", f"Moved over to {row.name}", before, actor)


def _saved(
    row: ServiceEngagement, action: str, summary: str, before: dict[str, object], actor: User | None
) -> ServiceEngagement:
    row.version += 1
    row.save()
    audit.record(
        actor, action, row, summary, told_changes(before, {name: getattr(row, name) for name in before})
    )
    return row
