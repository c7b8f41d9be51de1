"""What did the payer say about its panel, and whom do we call there? The verbs, each with its audit row."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from accounts import audit
from accounts.models import User
from accounts.stale import Stale
from credtrack.kernel import dates
from payers.enums import PanelStatus, RuleKind, Unit
from payers.models import PanelState, Payer, PayerContact, Plan
from payers.rules import Answer, Question
from payers.selectors import rule_for


def recheck_day(payer: Payer, learnt_on: dt.date) -> tuple[dt.date | None, Answer]:
    """Return when to ask a closed panel again, with the rule that says so; nothing without a rule."""
    asked = Question(RuleKind.PANEL_RECHECK, learnt_on, payer_id=payer.pk, family=payer.family)
    found = rule_for(asked)
    if found.winner is None or found.winner.shortest is None:
        return None, found
    length = found.winner.shortest
    if found.winner.unit == Unit.MONTHS:
        return dates.roll_forward(dates.add_months(learnt_on, length)), found
    return dates.roll_forward(
        dates.add_days(learnt_on, length, business=found.winner.days_are_business)
    ), found


@dataclass(frozen=True)
class PanelAnswer:
    """What was learnt, on which day, from whom."""

    status: str
    learnt_on: dt.date
    source: str
    plan: Plan | None = None
    state: str = ""
    license_type: str = ""
    recheck_on: dt.date | None = None


@transaction.atomic
def record_panel(payer: Payer, answer: PanelAnswer, *, actor: User | None) -> PanelState:
    """Keep one answer; a closed panel without a day to ask again gets the one the rule gives."""
    again = answer.recheck_on
    if again is None and answer.status == PanelStatus.CLOSED:
        again, _ = recheck_day(payer, answer.learnt_on)
    row = PanelState(
        payer=payer,
        plan=answer.plan,
        state=answer.state,
        license_type=answer.license_type.strip(),
        status=answer.status,
        learnt_on=answer.learnt_on,
        recheck_on=again if answer.status != PanelStatus.OPEN else None,
        source=answer.source.strip(),
    )
    row.save(force_insert=True)
    place = f" in {answer.state}" if answer.state else ""
    label = PanelStatus(answer.status).label.lower()
    audit.record(actor, "payer.panel_recorded", payer, f"Panel of {payer.name}{place}: {label}")
    return row


@transaction.atomic
def add_contact(payer: Payer, values: dict[str, object], *, actor: User | None) -> PayerContact:
    """Keep somebody to call at a payer; a primary contact takes the place of the earlier one."""
    contact = PayerContact(payer=payer, **values)
    if contact.is_primary:
        PayerContact.objects.filter(payer=payer, is_primary=True).update(is_primary=False)
    contact.save(force_insert=True)
    audit.record(actor, "payer.contact_added", payer, f"Added a contact at {payer.name}: {_named(contact)}")
    return contact


@transaction.atomic
def change_contact(contact: PayerContact, values: dict[str, object], *, version: int, actor: User) -> None:
    """Change a contact; raises `Stale` when somebody saved since `version` was read."""
    before = PayerContact.objects.get(pk=contact.pk)
    changes = audit.changed_fields({name: getattr(before, name) for name in values}, values)
    if values.get("is_primary"):
        others = PayerContact.objects.filter(payer_id=before.payer_id, is_primary=True).exclude(pk=contact.pk)
        others.update(is_primary=False)
    fresh = PayerContact.objects.filter(pk=contact.pk, version=version)
    if not fresh.update(version=F("version") + 1, **values):
        raise Stale("this contact")
    if changes:
        audit.record(
            actor, "payer.contact_changed", before.payer, f"Changed a contact: {_named(before)}", changes
        )


@transaction.atomic
def drop_contact(contact: PayerContact, *, actor: User) -> None:
    """Take a contact away."""
    audit.record(actor, "payer.contact_dropped", contact.payer, f"Took a contact away: {_named(contact)}")
    contact.delete()


def _named(contact: PayerContact) -> str:
    return contact.department or contact.person or contact.phone or contact.portal or "without a name"
