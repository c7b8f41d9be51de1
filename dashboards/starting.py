"""How far is the set-up of an organization, and what is the next step?"""

from dataclasses import dataclass

from accounts.models import Membership
from credtrack.kernel.links import org_reverse
from enrollments.models import Application
from providers.models import Credential, Practice, Provider


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the set-up with the page that does it."""

    label: str
    hint: str
    url: str
    done: bool


def steps_of(membership: Membership) -> list[Step]:
    """Return the steps in the order most practices take them; all are optional and any may come first."""
    colleagues = (
        Membership.objects.filter(organization=membership.organization_id, is_active=True).count() > 1
    )
    return [
        Step(
            "Add the practice",
            "Legal name as on the IRS letter, Type 2 NPI, tax identity",
            org_reverse("providers:practices"),
            Practice.objects.exists(),
        ),
        Step(
            "Add the clinicians",
            "Type the NPI; the registry fills the rest",
            org_reverse("providers:list"),
            Provider.objects.exists(),
        ),
        Step(
            "Enter licenses and what else expires",
            "So that nothing lapses unseen",
            org_reverse("providers:list"),
            Credential.objects.exists(),
        ),
        Step(
            "Open or import applications",
            "One per clinician, payer and state",
            org_reverse("exchange:list"),
            Application.objects.exists(),
        ),
        Step("Invite colleagues", "Each with a role", org_reverse("accounts:members"), colleagues),
    ]
