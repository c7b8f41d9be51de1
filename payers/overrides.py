"""How does an organization put its own value in place of a sourced rule, and take it back? With an audit row."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts import audit
from accounts.models import User
from accounts.stale import Stale
from credtrack.kernel import scope
from payers.enums import RuleKind, SourceQuality
from payers.models import Payer, Rule
from payers.rules import value_words
from payers.selectors import fact_of

SELECTORS = ("plan", "family", "line_of_business", "state", "mode", "application_kind", "status")


@dataclass(frozen=True)
class OwnValue:
    """What the organization says instead, and how it knows."""

    value_min: int | None
    value_max: int | None
    unit: str
    text: str
    source: str
    quoted_on: dt.date

    def columns(self) -> dict[str, object]:
        """Return the fields of a row."""
        return {
            "value_min": self.value_min,
            "value_max": self.value_max,
            "unit": self.unit,
            "text": self.text,
            "source": self.source,
            "quoted_on": self.quoted_on,
            "verified_on": self.quoted_on,
        }


def own_override(rule: Rule, payer: Payer | None) -> Rule | None:
    """Return the organization's row in place of `rule` at `payer` (none: at every payer), if it has one."""
    own = Rule.objects.filter(organization_id=scope.current().organization_id, overrides=rule, payer=payer)
    return own.first()


@transaction.atomic
def override(rule: Rule, payer: Payer | None, value: OwnValue, *, version: int | None, actor: User) -> Rule:
    """Put our own value in place of a shared rule, at one payer or (none) at every payer it concerns.

    `version` is that of our earlier value, if the person saw one; raises `Stale` when it changed since.
    """
    before = own_override(rule, payer)
    if (before.version if before else None) != version:
        raise Stale("this rule")
    if before is None:
        row = Rule(
            organization_id=scope.current().organization_id,
            kind=rule.kind,
            payer=payer,
            overrides=rule,
            clock_starts=rule.clock_starts,
            source_quality=SourceQuality.OWN,
            **{name: getattr(rule, name) for name in SELECTORS},
            **value.columns(),
        )
        _insert(row)
    else:
        Rule.objects.filter(pk=before.pk).update(version=F("version") + 1, **value.columns())
        row = Rule.objects.get(pk=before.pk)
    _told("rule.overridden", rule, row, payer, before, actor)
    return row


def _insert(row: Rule) -> None:
    """Save a new override; of two people who save at once the second is told."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as failure:
        raise Stale("this rule") from failure


def _told(action: str, rule: Rule, row: Rule, payer: Payer | None, before: Rule | None, actor: User) -> None:
    """Record the change at the payer, or at the rule itself when it is for every payer."""
    old = value_words(fact_of(before or rule)) or (before or rule).text
    new = value_words(fact_of(row)) or row.text
    where = f" at {payer.name}" if payer else ""
    audit.record(
        actor,
        action,
        payer or rule,
        f"{RuleKind(rule.kind).label}{where}: our own value {new}",
        {"value": [old, new]},
    )


@transaction.atomic
def reset(row: Rule, *, actor: User) -> None:
    """Take our own value away, so that the shared rule answers again."""
    label = RuleKind(row.kind).label
    where = f" at {row.payer.name}" if row.payer else ""
    told = value_words(fact_of(row)) or row.text
    subject = row.payer or row.overrides or row
    audit.record(
        actor, "rule.reset", subject, f"{label}{where}: back to the shared value", {"value": [told, ""]}
    )
    row.delete()


@transaction.atomic
def add_rule(kind: str, payer: Payer, value: OwnValue, *, state: str, line: str, actor: User) -> Rule:
    """Keep a rule of our own where the catalogue quotes nothing."""
    row = Rule(
        organization_id=scope.current().organization_id,
        kind=kind,
        payer=payer,
        state=state,
        line_of_business=line,
        source_quality=SourceQuality.OWN,
        **value.columns(),
    )
    row.save(force_insert=True)
    words = value_words(fact_of(row)) or row.text
    audit.record(actor, "rule.added", payer, f"{RuleKind(kind).label} at {payer.name}: {words}")
    return row
