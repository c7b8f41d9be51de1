"""How are EIN, SSN and ITIN kept? Sealed, found by a keyed hash, shown and audited by their last four digits only."""

from django.db import transaction
from django.db.models import F

from accounts import audit
from accounts.models import User
from credtrack.kernel.encryption import blind_index
from providers import keeping_files
from providers.identifiers import Severity, check_tax_number
from providers.models import Practice, TaxIdentity


@transaction.atomic
def add(
    practice: Practice,
    *,
    kind: str,
    number: str,
    legal_name: str = "",
    is_primary: bool = False,
    actor: User | None,
) -> TaxIdentity:
    """Keep a tax number of a practice; the first one becomes the primary. Raises `Refused`."""
    finding = check_tax_number(kind, number)
    if not finding.ok or not finding.normalized:
        raise keeping_files.Refused(finding.message or "Type the nine digits of the number.")
    digits = finding.normalized
    have = TaxIdentity.objects.filter(practice=practice)
    if have.filter(number_index=blind_index(digits)).exists():
        raise keeping_files.Refused("This practice already has this number.")
    first = not have.exists()
    row = TaxIdentity(
        practice=practice,
        kind=kind,
        number=digits,
        number_index=blind_index(digits),
        last_four=digits[-4:],
        legal_name=legal_name,
        flag=finding.message if finding.severity == Severity.WARN else "",
        is_primary=first or is_primary,
    )
    keeping_files.add(row, actor=actor, action="tax_identity.added", summary=f"Added the {row} of {practice}")
    if row.is_primary:
        _only_primary(row)
    return row


@transaction.atomic
def change(row: TaxIdentity, *, version: int, legal_name: str, is_primary: bool, actor: User | None) -> None:
    """Change the name on the IRS letter, or which number is the primary one; raises `Stale`."""
    keeping_files.change(
        row,
        version=version,
        # One number is always the primary: it is passed on, not given up.
        values={"legal_name": legal_name, "is_primary": is_primary or row.is_primary},
        actor=actor,
        action="tax_identity.changed",
        what=f"the {row} of {row.practice}",
    )
    if is_primary:
        _only_primary(row)


@transaction.atomic
def remove(row: TaxIdentity, *, actor: User | None) -> None:
    """Take a number out of the file; the audit trail keeps its last four digits."""
    practice, was_primary = row.practice, row.is_primary
    audit.record(actor, "tax_identity.removed", row, f"Removed the {row} of {practice}")
    TaxIdentity.objects.filter(pk=row.pk).delete()
    heir = TaxIdentity.objects.filter(practice=practice).order_by("pk").first() if was_primary else None
    if heir is not None:
        TaxIdentity.objects.filter(pk=heir.pk).update(is_primary=True, version=F("version") + 1)


def _only_primary(row: TaxIdentity) -> None:
    others = TaxIdentity.objects.filter(practice_id=row.practice_id, is_primary=True).exclude(pk=row.pk)
    others.update(is_primary=False, version=F("version") + 1)
