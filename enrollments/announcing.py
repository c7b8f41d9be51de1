"""Who is told of a change? The audit trail always, and the owner by mail when somebody else moved it."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from accounts import audit, outbox
from accounts.models import User
from credtrack.kernel.links import absolute, org_reverse
from enrollments.enums import Status, Verb
from enrollments.fold import Folded
from enrollments.models import Application, Transition

if TYPE_CHECKING:
    from enrollments.transitions import Step

# Told by mail to the person who owns the application when somebody else records it.
WORTH_TELLING = frozenset(
    {
        Status.INFO_REQUESTED,
        Status.APPROVED,
        Status.RETURNED,
        Status.DENIED,
        Status.PANEL_CLOSED,
        Status.ENDED,
    }
)


def write_audit(
    application: Application, step: "Step", before: Folded, after: Folded, actor: User | None
) -> None:
    """Write the audit row of one recorded step, with every cached field it changed."""
    target = f" to {step.to.label}" if step.to else ""
    audit.record(
        actor,
        f"application.{step.verb}",
        application,
        f"{step.verb.label.capitalize()}{target} as of {step.occurred_on:%d %b %Y}",
        audit.changed_fields(asdict(before), asdict(after)),
    )


def tell_owner(application: Application, step: "Step", written: Transition, actor: User | None) -> None:
    """Queue a mail to the owner for the moves that ask something of them."""
    owner = application.owner
    if owner is None or owner == actor or step.to not in WORTH_TELLING or step.verb != Verb.MOVE:
        return
    assert step.to is not None  # noqa: S101  # WORTH_TELLING holds statuses only
    outbox.enqueue(
        key=f"application-moved:{written.pk}:{owner.pk}",
        kind="application_moved",
        recipient=owner.email,
        subject=f"{step.to.label}: {application.provider or application.practice}, {application.payer}",
        body=(
            f"{actor or 'CredTrack'} recorded {step.to.label} for {application} "
            f"as of {step.occurred_on:%d %b %Y}.\n\n{absolute(org_reverse('enrollments:detail', application.pk))}\n"
        ),
    )
