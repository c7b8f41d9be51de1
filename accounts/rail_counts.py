"""How much waits behind an entry of the rail: asked of the room that knows, once per whole page.

Accounts lies below those rooms and may not import them. Each registers its count in its
`AppConfig.ready()`; a count stops at `CAP`, because nobody acts on the difference beyond it and a
LIMIT ends the counting early.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from accounts.models import Membership

CAP = 99

Rows = Callable[[Membership], QuerySet[Any]]

_registered: dict[str, Rows] = {}


def register(key: str, rows: Rows) -> None:
    """Take what counts for the rail's entry `key`; the last one counts. Asked inside the scope."""
    _registered[key] = rows


def words(key: str, membership: Membership) -> str | None:
    """Return the number beside an entry, "99+" beyond the cap, "" for none; at most one COUNT.

    None where nothing is counted at all.
    """
    rows = _registered.get(key)
    if rows is None:
        return None
    found = rows(membership).order_by().values("pk")[: CAP + 1].count()
    if not found:
        return ""
    return f"{CAP}+" if found > CAP else str(found)
