"""Bring the shared payer catalogue in line with the data files shipped in `payers/data`."""

from typing import Any

from django.core.management.base import CommandError

from credtrack.kernel.commands import JsonCommand
from payers.loading import CatalogueFaulty, Loaded, load


class Command(JsonCommand):
    help = "Load the shipped payers, plans, aliases, rules and platforms. A second run changes nothing."

    def answer(self, **options: Any) -> dict[str, dict[str, int]]:
        """Return the counts of rows created, updated, left alone and removed."""
        try:
            return load().as_dict()
        except CatalogueFaulty as failure:
            raise CommandError(f"The data files contradict themselves: {failure}") from failure

    def as_text(self, found: Any) -> str:
        """Return one line per kind of row."""
        told = Loaded(**found)
        return "\n".join(
            f"{label}: {told.created[label]} new, {told.updated[label]} changed, "
            f"{told.unchanged[label]} as they were, {told.removed[label]} removed"
            for label in told.created
        )
