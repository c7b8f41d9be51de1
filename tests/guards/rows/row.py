"""What a row of the access table says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from accounts.models import Membership, Organization
from accounts.roles import Capability

# Makes the object a URL speaks of, in the organization whose scope is open, and returns the URL's
# keyword arguments. `own` is the seat of the clinician, to whom rows of an own file are tied; it is
# None when the object is to belong to the other organization.
Build = Callable[[Organization, Membership | None], Mapping[str, Any]]


@dataclass(frozen=True)
class Row:
    """A page of an organization: any of `needs` opens it, everybody else gets 403.

    `method` and `data` are what is sent; `ok` is what the allowed get. `build` is needed for URLs with
    arguments besides the organization; the same URL with another organization's object must be 404.
    `clinician` is what a clinician gets where having the capability is not the whole story.
    `by_practice` says that a member limited to other practices must get 404 for the object.
    """

    needs: tuple[Capability, ...]
    ok: int = 200
    method: str = "get"
    data: Mapping[str, Any] = field(default_factory=dict)
    build: Build | None = None
    clinician: int | None = None
    by_practice: bool = False
    # A fragment that other pages load: opened on its own it only sends the reader to the whole page.
    htmx: bool = False
    # Why another organization's object is not 404 here; empty nearly everywhere.
    shared_because: str = ""


@dataclass(frozen=True)
class OutsideRow:
    """A page outside every organization: what a signed-out and a signed-in person get."""

    anonymous: int
    signed_in: int
    kwargs: Mapping[str, Any] = field(default_factory=dict)


def post(*needs: Capability, ok: int = 302, **options: Any) -> Row:
    """Return the row of a URL that writes; sent without data it may answer 200 with the form again."""
    return Row(needs, ok=ok, method="post", **options)
