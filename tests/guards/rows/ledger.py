"""The access table of contracts, the ownership sheet and engagements."""

from tests.guards.rows.row import Row

LEDGER: dict[str, Row] = {}
