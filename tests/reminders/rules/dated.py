"""Facts, applications and sourced rules as the pure rules of reminders take them; no database."""

import datetime as dt
from dataclasses import replace
from functools import lru_cache
from typing import Any

from enrollments.enums import Kind as Applied
from enrollments.enums import Status
from payers import catalogue
from payers.enums import LineOfBusiness
from payers.rules import Fact as Rule
from reminders.enums import Kind
from reminders.facts import About, ApplicationRow, ApplicationRules, Fact, of_application
from reminders.kinds import KINDS
from reminders.schedule import occurrences

DAY = dt.date(2026, 3, 2)  # a Monday
DANA = About(
    application_id=1, provider_id=2, practice_id=3, payer_id=4, assigned_to=5,
    who="Dana Whitfield", payer="Aetna", state="PA",
)  # fmt: skip


def row(status: Status, **given: Any) -> ApplicationRow:
    """Return an application of Dana's; everything not given is as a draft has it."""
    known: dict[str, Any] = {"kind": Applied.INITIAL_INDIVIDUAL.value, "status_since": DAY, "about": DANA}
    return ApplicationRow(id=1, status=status, **{**known, **given})


def facts(application: ApplicationRow, **rules: Any) -> dict[Kind, Fact]:
    """Return {kind: fact} of an application under the rules given."""
    return {fact.kind: fact for fact in of_application(application, ApplicationRules(**rules))}


def fact(kind: Kind, due_on: dt.date = DAY, **given: Any) -> Fact:
    """Return a bare fact of a kind."""
    return replace(Fact(kind, 1, due_on, due_on, DANA), **given)


@lru_cache
def shipped(key: str) -> Rule:
    """Return one rule of the shipped catalogue (`payers/data/rules_*.csv`) by its key."""
    found = next(row for row in catalogue.read().rules if row["key"] == key)
    return Rule(
        id=1, kind=found["kind"], line=found["line"], state=found["state"],
        value_min=catalogue.number(found["value_min"]), value_max=catalogue.number(found["value_max"]),
        unit=found["unit"], text=found["text"], clock_starts=found["clock_starts"],
        citation=found["citation"], source=found["source"], source_quality=found["source_quality"],
        quoted_on=catalogue.day(found["quoted_on"]),
    )  # fmt: skip


def told_on(kind: Kind, due_on: dt.date, **given: Any) -> dict[int, dt.date]:
    """Return {lead: day} of a date under the kind's own leads."""
    spec = KINDS[kind]
    return {one.lead: one.send_on for one in occurrences(due_on, spec.leads, spec, **given)}


MEDICARE, MEDICAID = LineOfBusiness.MEDICARE.value, LineOfBusiness.MEDICAID.value
