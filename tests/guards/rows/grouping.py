"""The access table of group or individual, and prerequisites."""

from tests.guards.rows.row import Row

GROUPING: dict[str, Row] = {}
