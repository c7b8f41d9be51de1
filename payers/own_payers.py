"""How does an organization add a payer, plan, name or platform of its own? The verbs, each with its audit row."""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F
from django.utils.text import slugify

from accounts import audit
from accounts.models import User
from accounts.stale import Stale
from credtrack.kernel import clock, scope
from payers.enums import LineOfBusiness, SourceQuality
from payers.matching import key
from payers.models import Payer, PayerAlias, Plan, Platform
from payers.models.payer import pack_states
from payers.selectors import payer_index


class NameTaken(ValueError):
    """The name already means something here; the message says what, and what to do."""


@dataclass(frozen=True)
class PayerDraft:
    """What somebody typed about a payer; `states` are postal codes, empty when not known."""

    name: str
    lines: list[str] = field(default_factory=lambda: [str(LineOfBusiness.COMMERCIAL)])
    states: list[str] = field(default_factory=list)
    parent: Payer | None = None
    behavioral_health_administered_by: Payer | None = None
    website: str = ""
    portal_url: str = ""


def _free_slug(model: type[Payer] | type[Platform], name: str) -> str:
    base = slugify(name)[:50] or "payer"
    taken = set(model.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(
        slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken
    )


@transaction.atomic
def add_payer(draft: PayerDraft, *, actor: User | None) -> Payer:
    """Keep a payer that the catalogue lacks, with one default plan per line of business.

    Raises `NameTaken` when the name already means a payer here.
    """
    known = payer_index().find(draft.name)
    if known is not None:
        raise NameTaken(f"“{draft.name}” already means {known.name}. Use that payer, or choose another name.")
    payer = Payer(
        organization_id=scope.current().organization_id,
        slug=_free_slug(Payer, draft.name),
        name=draft.name.strip(),
        source="Added by your organization",
        source_quality=SourceQuality.OWN,
        quoted_on=clock.today(),
        **_columns(draft),
    )
    payer.save(force_insert=True)
    for line in draft.lines:
        _insert_plan(payer, f"{payer.name} {LineOfBusiness(line).label}", line, is_default=True)
    audit.record(actor, "payer.added", payer, f"Added the payer {payer.name}")
    return payer


def _columns(draft: PayerDraft) -> dict[str, object]:
    return {
        "states": pack_states(draft.states),
        "parent": draft.parent,
        "behavioral_health_administered_by": draft.behavioral_health_administered_by,
        "website": draft.website,
        "portal_url": draft.portal_url,
    }


@transaction.atomic
def change_payer(payer: Payer, draft: PayerDraft, *, version: int, actor: User) -> None:
    """Change a payer of our own; raises `Stale` when somebody saved since `version`, `NameTaken` for a taken name."""
    known = payer_index().find(draft.name)
    if known is not None and known.id != payer.pk:
        raise NameTaken(f"“{draft.name}” already means {known.name}. Choose another name.")
    after = {"name": draft.name.strip(), **_columns(draft)}
    before = Payer.objects.get(pk=payer.pk)
    changes = audit.changed_fields({name: getattr(before, name) for name in after}, after)
    own = Payer.objects.filter(organization_id=scope.current().organization_id)
    if not own.filter(pk=payer.pk, version=version).update(
        version=F("version") + 1, sort_name=draft.name.strip().lower(), **after
    ):
        raise Stale("this payer")
    if changes:
        audit.record(actor, "payer.changed", payer, f"Changed the payer {after['name']}", changes)


@transaction.atomic
def add_plan(payer: Payer, *, name: str, line: str, is_default: bool, actor: User) -> Plan:
    """Keep a plan of our own at a payer, shared or own; raises `NameTaken` when the payer has one of that name."""
    if Plan.objects.filter(payer=payer, name__iexact=name.strip(), is_active=True).exists():
        raise NameTaken(f"{payer.name} already has a plan called “{name.strip()}”.")
    plan = _insert_plan(payer, name.strip(), line, is_default=is_default)
    audit.record(actor, "payer.plan_added", payer, f"Added the plan {plan.name}")
    return plan


def _insert_plan(payer: Payer, name: str, line: str, *, is_default: bool) -> Plan:
    base = slugify(name)[:90] or line
    taken = set(Plan.objects.filter(payer=payer).values_list("slug", flat=True))
    slug = next(name for name in (base, *(f"{base}-{n}" for n in range(2, 99))) if name not in taken)
    plan = Plan(
        organization_id=scope.current().organization_id,
        payer=payer,
        name=name,
        slug=slug,
        line_of_business=line,
        is_default=is_default,
        states=payer.states,
    )
    plan.save(force_insert=True)
    return plan


@transaction.atomic
def drop_plan(plan: Plan, *, actor: User) -> None:
    """Switch a plan of our own off; applications that name it keep it."""
    plan.is_active = plan.is_default = False
    plan.version += 1
    plan.save()
    audit.record(actor, "payer.plan_dropped", plan.payer, f"Switched off the plan {plan.name}")


@transaction.atomic
def add_alias(payer: Payer, text: str, *, actor: User | None) -> PayerAlias:
    """Let `text` mean `payer` in this organization, whatever the shared catalogue says.

    Raises `NameTaken` when it is one of the organization's own names already, or has no letters.
    """
    text = text.strip()
    normalized = key(text)
    if not normalized.strip("|"):
        raise NameTaken("A name needs letters or digits.")
    held = PayerAlias.objects.filter(organization_id=scope.current().organization_id, normalized=normalized)
    taken = held.select_related("payer").first()
    if taken is not None:
        raise NameTaken(f"“{taken.text}” already means {taken.payer.name} here. Take that name away first.")
    alias = PayerAlias(
        organization_id=scope.current().organization_id, payer=payer, text=text, normalized=normalized
    )
    alias.save(force_insert=True)
    audit.record(actor, "payer.alias_added", payer, f"“{text}” now means {payer.name}")
    return alias


@transaction.atomic
def drop_alias(alias: PayerAlias, *, actor: User) -> None:
    """Take a name of our own away."""
    audit.record(actor, "payer.alias_dropped", alias.payer, f"“{alias.text}” no longer means {alias.payer}")
    alias.delete()


@transaction.atomic
def add_platform(*, name: str, kind: str, website: str, actor: User | None) -> Platform:
    """Keep a platform or group that holds contracts; raises `NameTaken` when there is one of that name."""
    name = name.strip()
    for known in Platform.objects.all():
        if key(name) in {key(text) for text in (known.name, *known.aliases.split("|")) if text}:
            raise NameTaken(f"“{name}” already means {known.name}. Use that one.")
    platform = Platform(
        organization_id=scope.current().organization_id,
        slug=_free_slug(Platform, name),
        name=name,
        kind=kind,
        website=website,
        source="Added by your organization",
        source_quality=SourceQuality.OWN,
        quoted_on=clock.today(),
    )
    platform.save(force_insert=True)
    audit.record(actor, "platform.added", platform, f"Added {name}")
    return platform


def draft_of(payer: Payer) -> dict[str, object]:
    """Return what a form about `payer` starts with."""
    return {
        "version": payer.version,
        "name": payer.name,
        "states": payer.states_served,
        "parent": payer.parent_id,
        "behavioral_health_administered_by": payer.behavioral_health_administered_by_id,
        "website": payer.website,
        "portal_url": payer.portal_url,
    }
