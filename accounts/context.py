"""What the frame around every page shows: organization, rail, person. Rooms above add counts lazily."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString

from accounts import limits, rail_counts
from accounts.access import OrganizationRequest, can
from accounts.enums import Role
from accounts.middleware import inside
from accounts.models import Membership, Organization
from accounts.roles import Capability
from credtrack.kernel.links import org_reverse

_CURRENT = SafeString(' aria-current="true"')


@dataclass(frozen=True, slots=True)
class RailItem:
    """One entry of the left rail."""

    key: str
    label: str
    icon: str
    url: str
    current: bool
    # How much waits there, as it is written: "7", "99+", "" for none; None where nothing is counted.
    count: str | None = None


# key, label, icon, URL name, capabilities of which one is needed
RAIL: tuple[tuple[str, str, str, str, tuple[Capability, ...]], ...] = (
    ("today", "Today", "calendar-check", "dashboards:today", (Capability.VIEW,)),
    (
        "applications",
        "Applications",
        "file-text",
        "enrollments:list",
        (Capability.VIEW, Capability.VIEW_OWN_FILE),
    ),
    ("forecast", "Forecast", "chart-gantt", "dashboards:forecast", (Capability.VIEW,)),
    ("network", "Network", "grid-3x3", "dashboards:network", (Capability.VIEW,)),
    ("billing", "Billing", "receipt-text", "dashboards:billing", (Capability.VIEW,)),
    ("contracts", "Contracts", "signature", "enrollments:contracts", (Capability.VIEW,)),
    ("planning", "Planning", "route", "planning:overview", (Capability.VIEW,)),
    (
        "clinicians",
        "Clinicians",
        "stethoscope",
        "providers:list",
        (Capability.VIEW, Capability.VIEW_OWN_FILE),
    ),
    ("practices", "Practices", "building-2", "providers:practices", (Capability.VIEW,)),
    ("payers", "Payers", "landmark", "payers:list", (Capability.VIEW,)),
    (
        "reminders",
        "Reminders",
        "alarm-clock",
        "reminders:list",
        (Capability.VIEW, Capability.VIEW_OWN_FILE),
    ),
    ("files", "Files", "folder-up", "exchange:list", (Capability.IMPORT,)),
    ("settings", "Settings", "settings", "accounts:settings", (Capability.VIEW, Capability.VIEW_OWN_FILE)),
)

# Where the day begins for a role; for the others in the first room of the rail.
START: dict[str, str] = {Role.MANAGER: "forecast"}


@dataclass(frozen=True, slots=True)
class Place:
    """An organization as the switcher shows it."""

    name: str
    slug: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A practice as the switcher shows it."""

    pk: int
    name: str
    current: bool


@dataclass
class Frame:
    """Lazy on purpose: fragments for htmx never pay for the rail."""

    request: OrganizationRequest

    @cached_property
    def practices(self) -> list[Choice]:
        """The practices to choose from; nothing when there is nothing to choose."""
        offered, chosen = limits.answers().switcher(self.request)
        return [Choice(key, name, key == chosen) for key, name in offered] if len(offered) > 1 else []

    @cached_property
    def practice_buttons(self) -> SafeString:
        """The practices as the switcher's buttons: every page draws them all, and a template took 1 ms."""
        return SafeString(
            "".join(
                f'<button name="practice" value="{one.pk}"{_CURRENT if one.current else ""}>{escape(one.name)}</button>'
                for one in self.practices
            )
        )

    @property
    def practice(self) -> Choice | None:
        """The chosen practice; None means all of them."""
        return next((practice for practice in self.practices if practice.current), None)

    @cached_property
    def organization(self) -> Place:
        """The open organization."""
        return _place(self.request.organization, self.request.organization.pk)

    @cached_property
    def organizations(self) -> list[Place]:
        """Every organization the person may switch to, by name."""
        here = self.request.organization.pk
        return [_place(seat.organization, here) for seat in self.request.seats]

    @cached_property
    def rail(self) -> list[RailItem]:
        """The rooms this member may enter, in the order of the day's work."""
        path = self.request.path
        return [
            RailItem(
                key, label, icon, url, path.startswith(url), rail_counts.words(key, self.request.membership)
            )
            for key, label, icon, url in rooms_of(self.request.membership)
        ]

    def may(self) -> dict[str, bool]:
        """Return {capability: allowed}, for `{% if may.move_applications %}` in templates."""
        return {item.value: can(self.request.membership, item) for item in Capability}


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give templates `frame` and `may` on organization pages; nothing elsewhere."""
    here = inside(request)
    if here is None or not here.user.is_authenticated:
        return {}
    built = Frame(here)
    return {"frame": built, "may": built.may()}


def _place(organization: Organization, current: int) -> Place:
    url = reverse("accounts:enter", args=[organization.slug])
    return Place(organization.name, organization.slug, url, organization.pk == current)


def rooms_of(membership: Membership) -> Iterator[tuple[str, str, str, str]]:
    """Yield key, label, icon and address of each room a member may enter; inside the scope."""
    for key, label, icon, name, needed in RAIL:
        if can(membership, *needed):
            try:
                yield key, label, icon, org_reverse(name)
            except NoReverseMatch:
                continue


def first_room(membership: Membership) -> str:
    """Return the address at which a member starts: their role's room, else the first open to them."""
    rooms = {key: address for key, _, _, address in rooms_of(membership)}
    return rooms.get(START.get(membership.role, ""), next(iter(rooms.values())))
