"""How many applications are open at a payer? Asked of the room that knows applications, which lies above.

That room registers its answer once, in its `AppConfig.ready()` (`enrollments/apps.py`).
"""

from collections.abc import Callable

from accounts.models import Membership
from payers.models import Payer

Count = Callable[[Payer, Membership], int]

_registered: list[Count] = []


def register(count: Count) -> None:
    """Take the answer of the room that knows applications; the last one counts."""
    _registered[:] = [count]


def at(payer: Payer, membership: Membership) -> int:
    """Return how many open applications at the payer the member may see; 0 while nobody knows any."""
    return _registered[0](payer, membership) if _registered else 0
