"""The access table of the way out of reminder mails: its signed link is the permission."""

from tests.guards.rows.row import OutsideRow

REMINDERS_MAIL_OUTSIDE: dict[str, OutsideRow] = {
    "reminders_public:unsubscribe": OutsideRow(404, 404, {"token": "made-up"}),
}
