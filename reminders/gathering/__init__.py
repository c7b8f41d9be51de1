"""Reads the records that may have something to tell, and turns them into dated facts.

Each sort of record is read by one query, whatever the number of kinds; only rows are read whose
dates lie where a reminder can fall, that were recorded since the last plan, or that an unsent
reminder speaks of.
"""

from collections.abc import Iterator

from reminders.enums import Subject
from reminders.facts import Fact
from reminders.gathering import applications, contracts, files, follow_ups, groups, plans
from reminders.gathering.wanted import Wanted

__all__ = ["Wanted", "gather"]

SOURCES = {
    Subject.FOLLOW_UP: follow_ups.facts,
    Subject.APPLICATION: applications.facts,
    Subject.CREDENTIAL: files.credentials,
    Subject.DOCUMENT: files.documents,
    Subject.PANEL_STATE: files.panel_states,
    Subject.PROVIDER: files.opt_outs,
    Subject.CONTRACT: contracts.facts,
    Subject.PARTICIPATION: plans.participations,
    Subject.EXIT_PLAN: plans.exits,
    Subject.LETTER: plans.letters,
    Subject.STATEMENT: plans.statements,
    Subject.PRACTICE: groups.facts,
}


def gather(wanted: Wanted) -> Iterator[Fact]:
    """Yield the facts of the open organization that `wanted` asks for; about twenty queries in all."""
    for source in SOURCES.values():
        yield from source(wanted)
