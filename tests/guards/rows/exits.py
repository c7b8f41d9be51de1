"""The access table of exit plans, caseloads and paths."""

from tests.guards.rows.row import Row

EXITS: dict[str, Row] = {}
