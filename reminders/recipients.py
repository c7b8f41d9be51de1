"""Who is told of a fact? The kind's audience, walls between practices, and each person's own wishes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from accounts.enums import Role
from accounts.models import Membership
from credtrack.kernel import scope
from providers.models import Affiliation, ClinicianLink, PracticeGrant
from reminders.enums import Audience, Channel, Kind
from reminders.facts import About, Fact
from reminders.kinds import KINDS
from reminders.models import Preference, ReminderSettings


@dataclass(frozen=True, slots=True)
class Seat:
    """One active member: role, the practices they are limited to (None: all), the clinician they are."""

    membership_id: int
    user_id: int
    role: Role
    practices: frozenset[int] | None = None
    provider_id: int | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """How a member wants a kind: by which channel, and of everything they may see or only what is theirs."""

    channel: Channel
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """One recipient of one fact."""

    user_id: int
    channel: Channel


@dataclass(slots=True)
class Recipients:
    """The members of the open organization, read once; asking costs nothing."""

    seats: list[Seat]
    wishes: dict[tuple[int, str], Wish] = field(default_factory=dict)
    lead: int | None = None
    # Which practices a clinician works or worked at; read only where somebody is limited.
    works_at: dict[int, set[int]] = field(default_factory=dict)

    def of(self, fact: Fact) -> list[Told]:
        """Return everybody who is told of `fact`, each once, in a steady order."""
        chosen = {seat.user_id: seat for seat in self._audience(fact)}
        for seat in self.seats:
            wish = self.wishes.get((seat.membership_id, fact.kind))
            if wish and wish.everything and sees(seat, fact.about, self.works_at):
                chosen[seat.user_id] = seat
        told = []
        for seat in sorted(chosen.values(), key=lambda seat: seat.user_id):
            wish = self.wishes.get((seat.membership_id, fact.kind), Wish(Channel.DIGEST))
            if wish.channel != Channel.OFF:
                told.append(Told(seat.user_id, wish.channel))
        return told

    def _audience(self, fact: Fact) -> Iterator[Seat]:
        spec = KINDS[fact.kind]
        for audience in spec.audience:
            yield from self._of(audience, fact)
        if spec.tells_clinician:
            yield from self._clinicians(fact.about)

    def _of(self, audience: Audience, fact: Fact) -> list[Seat]:
        about = fact.about
        if audience == Audience.ASSIGNED and about.assigned_to is not None:
            assigned = [seat for seat in self.seats if seat.user_id == about.assigned_to]
            seen = [seat for seat in assigned if sees(seat, about, self.works_at)]
            if seen:
                return seen
        if audience == Audience.LEAD:
            lead = [seat for seat in self.seats if seat.membership_id == self.lead]
            lead = [seat for seat in lead if sees(seat, about, self.works_at)]
            return lead or self._in_role(Role.OWNER, about)
        if audience == Audience.BILLERS:
            return self._in_role(Role.BILLER, about)
        return self._in_role(Role.COORDINATOR, about) or self._in_role(Role.OWNER, about)

    def _in_role(self, role: Role, about: About) -> list[Seat]:
        return [seat for seat in self.seats if seat.role == role and sees(seat, about, self.works_at)]

    def _clinicians(self, about: About) -> list[Seat]:
        if about.provider_id is None:
            return []
        return [seat for seat in self.seats if seat.provider_id == about.provider_id]


def sees(seat: Seat, about: About, works_at: dict[int, set[int]]) -> bool:
    """Say whether a member may know of a record: the same walls as on the pages (`providers/visibility.py`)."""
    if seat.role == Role.CLINICIAN:
        return seat.provider_id is not None and seat.provider_id == about.provider_id
    if seat.practices is None:
        return True
    if about.practice_id is not None:
        return about.practice_id in seat.practices
    if about.provider_id is not None:
        return bool(works_at.get(about.provider_id, set()) & seat.practices)
    # What belongs to no practice and no clinician, such as a payer's panel, is everybody's.
    return True


def read() -> Recipients:
    """Read the members of the open organization, their limits and wishes; at most six queries."""
    organization_id = scope.current().organization_id
    members = Membership.objects.filter(organization_id=organization_id, is_active=True, user__is_active=True)
    rows = list(members.order_by("user_id").values_list("pk", "user_id", "role", "limited_to_practices"))
    limited = [pk for pk, _, _, is_limited in rows if is_limited]
    granted = _grants(limited)
    own = dict(ClinicianLink.objects.values_list("membership_id", "provider_id"))
    seats = [
        Seat(pk, user_id, Role(role), frozenset(granted[pk]) if is_limited else None, own.get(pk))
        for pk, user_id, role, is_limited in rows
    ]
    wishes = {
        (membership_id, kind): Wish(Channel(channel), everything)
        for membership_id, kind, channel, everything in Preference.objects.values_list(
            "membership_id", "kind", "channel", "everything"
        )
    }
    lead = ReminderSettings.objects.values_list("lead_id", flat=True).first()
    return Recipients(seats, wishes, lead, _works_at() if limited else {})


def _grants(memberships: Iterable[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    ids = list(memberships)
    rows = PracticeGrant.objects.filter(membership__in=ids) if ids else PracticeGrant.objects.none()
    for membership_id, practice_id in rows.values_list("membership_id", "practice_id"):
        found[membership_id].add(practice_id)
    return found


def _works_at() -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for provider_id, practice_id in Affiliation.objects.order_by().values_list("provider_id", "practice_id"):
        found[provider_id].add(practice_id)
    return found


def kinds_of(role: Role) -> list[Kind]:
    """Return the kinds that a member with `role` can be told of, for their page of wishes."""
    if role == Role.CLINICIAN:
        return [kind for kind, spec in KINDS.items() if spec.tells_clinician]
    return list(KINDS)
