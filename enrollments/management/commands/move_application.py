"""Moves one application from the command line, through the same door as the pages."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from accounts.commands import OrganizationCommand
from accounts.models import User
from credtrack.kernel import clock
from credtrack.kernel.commands import iso_date
from enrollments import transitions
from enrollments.as_of import standings
from enrollments.enums import Status
from enrollments.models import Application
from enrollments.refusals import Refused, Stale
from enrollments.states import FACT_LABELS


class Command(OrganizationCommand):
    """Prints the application as it stands afterwards."""

    help = "Move an application: move_application ID --to submitted --on 2026-03-12 --fact method=Portal"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the target, the day it happened, its facts and who recorded it."""
        super().add_arguments(parser)
        parser.add_argument("application", type=int, metavar="ID")
        parser.add_argument("--to", required=True, choices=[status.value for status in Status])
        parser.add_argument("--on", type=iso_date, help="The day it happened; today when left out.")
        parser.add_argument(
            "--fact",
            action="append",
            default=[],
            metavar="NAME=VALUE",
            help=f"May be given several times. Names: {', '.join(FACT_LABELS)}.",
        )
        parser.add_argument("--note", default="")
        parser.add_argument("--actor", metavar="EMAIL", help="Who records it; nobody when left out.")
        parser.add_argument("--known-version", type=int, help="Refuse when it changed since.")

    def answer(self, **options: Any) -> Any:
        """Move it; a refusal names every reason."""
        pk = options["application"]
        if not Application.objects.filter(pk=pk).exists():
            raise CommandError(f"There is no application {pk} in this organization.")
        try:
            transitions.move(
                pk,
                Status(options["to"]),
                occurred_on=options["on"] or clock.today(),
                actor=actor_of(options["actor"]),
                facts=facts_of(options["fact"]),
                note=options["note"],
                version=options["known_version"],
            )
        except (Refused, Stale) as refusal:
            raise CommandError(str(refusal)) from refusal
        return next(standings(Application.objects.filter(pk=pk))).as_object()


def facts_of(pairs: list[str]) -> dict[str, str]:
    """Return {name: value} of "NAME=VALUE" arguments; raises `CommandError` for what is no pair."""
    found = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise CommandError(f"{pair!r} is no fact. Write it like method=Portal.")
        found[name.strip()] = value.strip()
    return found


def actor_of(email: str | None) -> User | None:
    """Return the person who records it; raises `CommandError` for an unknown address."""
    if not email:
        return None
    found: User | None = User.objects.filter(email=email.strip().lower()).first()
    if found is None:
        raise CommandError(f"Nobody signs in as {email!r}.")
    return found
