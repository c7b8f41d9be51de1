"""The access table of questionnaires, statements and release letters."""

from tests.guards.rows.row import Row

QUESTIONS: dict[str, Row] = {}
