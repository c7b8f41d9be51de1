"""The access table of billing readiness."""

from tests.guards.rows.row import Row

BILLING: dict[str, Row] = {}
