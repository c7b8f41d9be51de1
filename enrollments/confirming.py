"""How is a confirmation recorded, and how withdrawn? A row each, with audit; nothing is edited."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from accounts import audit
from accounts.models import User
from credtrack.kernel import clock
from enrollments.enums import Channel, Confirmed
from enrollments.models import Confirmation, Contract
from enrollments.refusals import Refused
from payers.models import Payer, Plan
from providers.models import Practice, Provider

DATED = frozenset({Confirmed.EFFECTIVE_DATE, Confirmed.GROUP_LINK})
VALUED = frozenset({Confirmed.PROVIDER_ID, Confirmed.CLAIMS_ROUTE})


@dataclass(frozen=True, slots=True)
class Told:
    """What was confirmed, by whom, on which calendar day, and what proves it."""

    kind: Confirmed
    confirmed_on: dt.date
    evidence: str
    person: str = ""
    channel: Channel = Channel.LETTER
    value: str = ""
    value_on: dt.date | None = None
    contract: Contract | None = None


@dataclass(frozen=True, slots=True)
class About:
    """Whom and what it concerns; without a plan every plan of the payer, without a state every state."""

    provider: Provider
    practice: Practice
    payer: Payer
    plan: Plan | None = None
    state: str = ""


def refusals(told: Told) -> list[str]:
    """Return what is wrong with a confirmation as entered."""
    found = []
    if told.confirmed_on > clock.today():
        found.append("Nobody can have confirmed it on a day that is still ahead. Check the day.")
    if not told.evidence.strip():
        found.append("Say what proves it: a letter, a portal page, a call with its number.")
    if told.kind in DATED and told.value_on is None:
        found.append("Give the date that was confirmed.")
    if told.kind in VALUED and not told.value.strip():
        found.append("Give what was confirmed: the ID, or the route claims take.")
    return found


@transaction.atomic
def confirm(about: About, told: Told, *, actor: User | None) -> Confirmation:
    """Record a confirmation; raises `Refused` with the reasons."""
    reasons = refusals(told)
    if reasons:
        raise Refused(reasons)
    given = {name: getattr(told, name) for name in told.__slots__}
    scope = {name: getattr(about, name) for name in about.__slots__}
    row = Confirmation(recorded_by=actor, recorded_at=clock.now(), **scope, **given)
    row.save(force_insert=True)
    changes = {name: str(value or "") for name, value in given.items() if name != "contract"}
    audit.record(
        actor,
        "billing.confirm",
        row,
        f"Recorded a confirmation: {told.kind.label.lower()}",
        audit.changed_fields({}, changes),
    )
    return row


@transaction.atomic
def withdraw(row: Confirmation, reason: str, *, actor: User | None) -> Confirmation:
    """Withdraw a confirmation by a further row; raises `Refused` when it was withdrawn already."""
    if not reason.strip():
        raise Refused(["Say why the confirmation no longer holds."])
    copied = ("provider_id", "practice_id", "payer_id", "plan_id", "state", "kind", "value_on", "value")
    further = Confirmation(
        withdraws=row,
        reason=reason.strip(),
        confirmed_on=clock.today(),
        recorded_by=actor,
        recorded_at=clock.now(),
        **{name: getattr(row, name) for name in copied},
    )
    try:
        with transaction.atomic():
            further.save(force_insert=True)
    except IntegrityError as broken:
        raise Refused(["Somebody has withdrawn it already. Load the page again."]) from broken
    audit.record(actor, "billing.withdraw", row, f"Withdrew a confirmation: {reason.strip()}"[:400])
    return further
