"""The access table of delegate incidents and revenue at risk."""

from tests.guards.rows.row import Row

INCIDENTS: dict[str, Row] = {}
