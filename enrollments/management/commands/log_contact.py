"""Logs one contact to one or more applications from the command line."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from accounts.commands import OrganizationCommand
from credtrack.kernel import clock
from credtrack.kernel.commands import iso_date
from enrollments import contacts
from enrollments.contacts import Contact, Next
from enrollments.enums import Channel, DayUnit, Visibility
from enrollments.management.commands.move_application import actor_of
from enrollments.models import Application
from enrollments.refusals import Refused


class Command(OrganizationCommand):
    """Prints one object per application: the entry written and the next follow-up."""

    help = 'Log a contact: log_contact ID [ID ...] --said "In process" --reference C-1'

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what was said, by whom, with which number and which promise."""
        super().add_arguments(parser)
        parser.add_argument("applications", type=int, nargs="+", metavar="ID")
        parser.add_argument("--channel", choices=[item.value for item in Channel], default=Channel.CALL.value)
        parser.add_argument("--on", type=iso_date, help="The day of the contact; today when left out.")
        parser.add_argument("--said", default="")
        parser.add_argument("--person", default="")
        parser.add_argument("--reference", default="")
        parser.add_argument(
            "--quoted", type=int, nargs="+", metavar="DAYS", help="One number, or from and to."
        )
        parser.add_argument("--unit", choices=[item.value for item in DayUnit])
        parser.add_argument("--client-visible", action="store_true")
        parser.add_argument(
            "--next-on", type=iso_date, help="The next follow-up; the cadence's day when left out."
        )
        parser.add_argument("--actor", metavar="EMAIL")

    def answer(self, **options: Any) -> Any:
        """Log it to all of them or to none."""
        ids = sorted(set(options["applications"]))
        rows = list(Application.objects.filter(pk__in=ids))
        unknown = sorted(set(ids) - {row.pk for row in rows})
        if unknown:
            raise CommandError(f"No application in this organization: {', '.join(map(str, unknown))}.")
        try:
            logged = contacts.log_contact(
                rows,
                contact_of(options),
                actor=actor_of(options["actor"]),
                then=Next(on=options["next_on"]),
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        return [
            {
                "application": entry.application_id,
                "entry": entry.pk,
                "occurred_on": entry.occurred_on,
                "next_follow_up_on": logged.next_on.get(entry.application_id),
            }
            for entry in logged.entries
        ]


def contact_of(options: dict[str, Any]) -> Contact:
    """Return the contact that the arguments describe."""
    quoted = options["quoted"] or []
    if len(quoted) > 2:
        raise CommandError("A quoted turnaround is one number, or from and to.")
    return Contact(
        channel=Channel(options["channel"]),
        occurred_on=options["on"] or clock.today(),
        said=options["said"],
        person=options["person"],
        reference=options["reference"],
        quoted_min=quoted[0] if len(quoted) == 2 else None,
        quoted_max=quoted[-1] if quoted else None,
        quoted_unit=DayUnit(options["unit"]) if options["unit"] else None,
        visibility=Visibility.CLIENT if options["client_visible"] else Visibility.INTERNAL,
    )
