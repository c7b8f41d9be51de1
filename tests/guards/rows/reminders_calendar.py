"""The access table of the calendar address and of the page on which it is made."""

from accounts.roles import Capability
from tests.guards.rows.row import OutsideRow, Row, post

_EVERYBODY = (Capability.VIEW, Capability.VIEW_OWN_FILE)

REMINDERS_CALENDAR: dict[str, Row] = {
    "reminders:calendar": Row(_EVERYBODY),
    "reminders:calendar_make": post(*_EVERYBODY, ok=200),
    "reminders:calendar_revoke": post(*_EVERYBODY),
}
# Public: the secret in the address is what opens it, for people who are signed in as for all others.
REMINDERS_FEED: dict[str, OutsideRow] = {
    "reminders_public:feed": OutsideRow(404, 404, {"token": "made-up"}),
}
