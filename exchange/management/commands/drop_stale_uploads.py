"""Drops the spreadsheets that nobody applied within 14 days, as the worker does daily, and prints how many."""

from typing import Any

from credtrack.kernel.commands import JsonCommand
from exchange import abandoned


class Command(JsonCommand):
    """`manage.py drop_stale_uploads`; running it twice drops nothing twice."""

    help = "Drop the spreadsheets that were sent but not applied within 14 days, in every organization."

    def answer(self, **options: Any) -> dict[str, Any]:
        """Return how many were dropped."""
        return {"dropped": abandoned.drop_abandoned()}
