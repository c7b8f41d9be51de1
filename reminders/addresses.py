"""Where is the record that a reminder speaks of? Addresses of pages, by kind; no query."""

from typing import Protocol

from credtrack.kernel.links import org_reverse
from reminders.enums import Kind, Subject
from reminders.kinds import KINDS
from reminders.models import Reminder

LIST = "reminders:list"
WISHES = "reminders:wishes"


# What has a page of its own, whose address is its number.
OWN_PAGES: dict[Subject, str] = {
    Subject.CONTRACT: "enrollments:contract_detail",
    Subject.EXIT_PLAN: "planning:exit",
    Subject.LETTER: "planning:letter",
    Subject.STATEMENT: "planning:statement",
}


class Concerning(Protocol):
    """Whatever names records by their numbers: a row of the ledger, or what a fact is about."""

    @property
    def application_id(self) -> int | None: ...

    @property
    def provider_id(self) -> int | None: ...

    @property
    def practice_id(self) -> int | None: ...

    @property
    def payer_id(self) -> int | None: ...


def nearest_page(about: Concerning, part: str = "") -> str:
    """Return the path of the page of the nearest record, inside the scope; empty when none is named.

    `part` is the place on the page of a clinician or practice, such as "#documents".
    """
    if about.application_id:
        return org_reverse("enrollments:detail", about.application_id)
    if about.provider_id:
        return org_reverse("providers:detail", about.provider_id) + part
    if about.practice_id:
        return org_reverse("providers:practice", about.practice_id) + part
    return org_reverse("payers:detail", about.payer_id) if about.payer_id else ""


def record_address(row: Reminder) -> str:
    """Return the path of the page on which the reminder's matter is worked; the list when nothing is nearer."""
    subject = KINDS[Kind(row.kind)].subject
    if subject in OWN_PAGES and not row.application_id:
        return org_reverse(OWN_PAGES[subject], row.subject_id)
    part = "#documents" if subject == Subject.DOCUMENT else ""
    return nearest_page(row, part) or org_reverse(LIST)
