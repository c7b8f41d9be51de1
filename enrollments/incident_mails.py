"""Who is told of a delegate incident, and with which numbers? Counts only, within each reader's walls.

Owners, coordinators and billers are told of what their practices have; who is limited to practices that it
did not reach is told nothing. A clinician is told of their own participations and of nobody else.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from accounts import outbox
from accounts.enums import Role
from accounts.models import Membership, User
from accounts.outbox import Mail
from credtrack.kernel import scope
from credtrack.kernel.links import absolute, org_reverse
from enrollments.dependents import Dependent
from enrollments.enums import IncidentKind
from enrollments.models import DelegateIncident
from enrollments.wording import count_words, day_words
from providers.models import ClinicianLink, PracticeGrant

_OFFICE = (Role.OWNER, Role.COORDINATOR, Role.BILLER)
KIND = "delegate_incident"
HOLD = (
    "Hold claims that go through the platform until it says in writing which of them the payer will take. "
    "Claims under your own contracts are not concerned."
)
RESUME = (
    "Before claims go out again, have the platform confirm from which date of service on the payer takes them, "
    "and what becomes of those in between."
)


@dataclass(frozen=True, slots=True)
class Seat:
    """One reader: whose mail, limited to which practices (None: all), and which clinician they are."""

    user: User
    is_clinician: bool
    practices: frozenset[int] | None = None
    provider_id: int | None = None

    def own(self, reached: Iterable[Dependent]) -> list[Dependent]:
        """Return what of it this reader may know."""
        rows = [row for row in reached if self.practices is None or row.practice_id in self.practices]
        return [row for row in rows if row.provider_id == self.provider_id] if self.is_clinician else rows


def tell(incident: DelegateIncident, reached: Sequence[Dependent], actor: User | None) -> int:
    """Queue the mails in the caller's transaction and return how many."""
    mails = []
    for seat in _seats():
        own = seat.own(reached)
        # Whoever sees all practices hears of it even when nothing depended on the platform.
        if own or (seat.practices is None and not seat.is_clinician):
            mails.append(_mail(incident, seat, own, actor))
    return outbox.enqueue_many(mails)


def _seats() -> Iterator[Seat]:
    """Yield everybody who may be concerned: three queries."""
    rows = Membership.objects.filter(
        organization_id=scope.current().organization_id,
        is_active=True,
        role__in=[role.value for role in (*_OFFICE, Role.CLINICIAN)],
    )
    grants: dict[int, set[int]] = {}
    for membership, practice in PracticeGrant.objects.values_list("membership_id", "practice_id"):
        grants.setdefault(membership, set()).add(practice)
    links: Mapping[int, int] = dict(ClinicianLink.objects.values_list("membership_id", "provider_id"))
    for row in rows.select_related("user").order_by("pk"):
        limited = frozenset(grants.get(row.pk, ())) if row.limited_to_practices else None
        yield Seat(row.user, row.role == Role.CLINICIAN, limited, links.get(row.pk))


def _mail(incident: DelegateIncident, seat: Seat, own: Sequence[Dependent], actor: User | None) -> Mail:
    over = incident.kind == IncidentKind.RESTORED
    with_whom = f" with {incident.payer}" if incident.payer else ""
    kind, day = incident.get_kind_display().lower(), day_words(incident.occurred_on)
    lines = [
        f"{actor or 'CredTrack'} recorded on {incident.platform}{with_whom}: {kind} on {day}.",
        f"What was said: {incident.said}" if not seat.is_clinician else "",
        _counts(own, seat.is_clinician, over),
        RESUME if over else HOLD,
        _address(incident, seat),
    ]
    return Mail(
        key=f"incident:{incident.pk}:{seat.user.pk}",
        kind=KIND,
        recipient=seat.user.email,
        subject=f"{incident.platform}: {kind} on {day}",
        body="\n\n".join(line for line in lines if line) + "\n",
    )


def _counts(own: Sequence[Dependent], is_clinician: bool, over: bool) -> str:
    state = "no longer at risk for that reason" if over else "at risk"
    spans = count_words(len(own), "participation")
    verb = "is" if len(own) == 1 else "are"
    payers = count_words(len({row.payer_id for row in own}), "payer")
    if is_clinician:
        return f"{spans} of yours with {payers} {verb} {state}."
    clinicians = count_words(len({row.provider_id for row in own}), "clinician")
    return f"{spans} of {clinicians} with {payers} {verb} {state}."


def _address(incident: DelegateIncident, seat: Seat) -> str:
    if seat.is_clinician:
        return ""
    first = incident.ends_id or incident.pk
    return absolute(org_reverse("enrollments:incident", first))
