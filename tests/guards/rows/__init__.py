"""One row per URL: who may open it, and what they get. One file per room; a URL without a row fails."""

from tests.guards.rows.accounts import ACCOUNTS, OUTSIDE
from tests.guards.rows.billing import BILLING
from tests.guards.rows.dashboards import DASHBOARDS
from tests.guards.rows.enrollments import ENROLLMENTS
from tests.guards.rows.exchange import EXCHANGE
from tests.guards.rows.exits import EXITS
from tests.guards.rows.forecast import FORECAST
from tests.guards.rows.grouping import GROUPING
from tests.guards.rows.incidents import INCIDENTS
from tests.guards.rows.ledger import LEDGER
from tests.guards.rows.payers import PAYERS
from tests.guards.rows.providers import PROVIDERS
from tests.guards.rows.questions import QUESTIONS
from tests.guards.rows.reminders import REMINDERS
from tests.guards.rows.reminders_calendar import REMINDERS_CALENDAR, REMINDERS_FEED
from tests.guards.rows.reminders_mail import REMINDERS_MAIL_OUTSIDE
from tests.guards.rows.row import OutsideRow, Row

ROWS: dict[str, Row] = {
    **ACCOUNTS,
    **PROVIDERS,
    **PAYERS,
    **ENROLLMENTS,
    **EXCHANGE,
    **FORECAST,
    **REMINDERS,
    **REMINDERS_CALENDAR,
    **DASHBOARDS,
    **INCIDENTS,
    **EXITS,
    **QUESTIONS,
    **GROUPING,
    **BILLING,
    **LEDGER,
}
OUTSIDE_ROWS: dict[str, OutsideRow] = {**OUTSIDE, **REMINDERS_FEED, **REMINDERS_MAIL_OUTSIDE}

__all__ = ["OUTSIDE_ROWS", "ROWS", "OutsideRow", "Row"]
