"""How does somebody stop their reminder mails without signing in? The link is the permission; it never runs out."""

from django.core import signing
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership, User
from reminders import wishes
from reminders.enums import Channel
from reminders.recipients import kinds_of

_SIGNER = signing.Signer(salt="reminders.unsubscribe", sep=".")
_MAILED = (Channel.DIGEST, Channel.AT_ONCE)


def token(membership_id: int) -> str:
    """Return the signed number of a membership: the same in every mail to it."""
    return _SIGNER.sign(str(membership_id))


def address(membership_id: int) -> str:
    """Return the path behind `List-Unsubscribe`."""
    return reverse("reminders_public:unsubscribe", args=[token(membership_id)])


def find(text: str) -> Membership | None:
    """Return the active membership a token was made for; None for anything else."""
    try:
        number = int(_SIGNER.unsign(text))
    except (signing.BadSignature, ValueError):
        return None
    seats = Membership.objects.filter(is_active=True, user__is_active=True)
    return seats.select_related("user", "organization").filter(pk=number).first()


def stop_mails(membership: Membership, actor: User) -> int:
    """Leave every kind that would be mailed in the list only; return how many kinds changed.

    Runs inside the membership's organization. What was switched off stays off, and doing it twice
    changes nothing more.
    """
    now = wishes.read(membership)
    mailed = [kind for kind in kinds_of(Role(membership.role)) if now[kind].channel in _MAILED]
    quiet = {kind: (Channel.LIST, now[kind].everything) for kind in mailed}
    return wishes.set_wishes(membership, quiet, actor, by="by the link in a mail")
