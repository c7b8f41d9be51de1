"""Which practices and which clinician a member is limited to: asked of the room that knows them.

Accounts knows no practice and no clinician, and may not import the room that does. That room
registers its answers once, in its `AppConfig.ready()` (`providers/member_limits.py`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from accounts.access import OrganizationRequest
from accounts.models import Membership

Choices = list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a member sees: the ids of their practices, and of the clinician they are."""

    practice_ids: tuple[int, ...] = ()
    provider_id: int | None = None


NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Answers:
    """What the room of practices and clinicians tells accounts; always asked inside a scope.

    `practices()` and `clinicians()` list (id, name) of the open organization. `read(membership)` gives
    one member's limits, `words(memberships)` one sentence per membership id that has any.
    `apply(membership, limits)` replaces them, ignoring ids that are not of this organization.
    `switcher(request)` gives the practices the top bar offers to the member, and the chosen one's id.
    """

    practices: Callable[[], Choices]
    clinicians: Callable[[], Choices]
    read: Callable[[Membership], Limits]
    words: Callable[[Iterable[Membership]], Mapping[int, str]]
    apply: Callable[[Membership, Limits], None]
    switcher: Callable[[OrganizationRequest], tuple[Choices, int | None]]


def _no_limits(membership: Membership, limits: Limits) -> None:
    """Do nothing: without a room of practices there is nothing to be limited to."""


NOBODY = Answers(
    practices=list,
    clinicians=list,
    read=lambda membership: NO_LIMITS,
    words=lambda memberships: {},
    apply=_no_limits,
    switcher=lambda request: ([], None),
)

_registered: list[Answers] = []


def register(answers: Answers) -> None:
    """Take the answers of the room that knows practices and clinicians; the last one counts."""
    _registered[:] = [answers]


def answers() -> Answers:
    """Return what was registered, or answers that know of no practice."""
    return _registered[0] if _registered else NOBODY
