"""Fill the demo workspaces `demo` and `demo-solo`, and say how to sign in to them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from accounts.models import Organization
from credtrack.kernel.commands import JsonCommand
from dashboards.demo import workspaces

SLUGS = ("demo", "demo-solo")


class Command(JsonCommand):
    help = "Create a billing service (demo) and a solo practice (demo-solo) with believable stories."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say when nothing should happen."""
        super().add_arguments(parser)
        parser.add_argument(
            "--if-empty", action="store_true", help="Do nothing when any organization exists."
        )

    def answer(self, **options: Any) -> dict[str, Any]:
        """Seed, or explain why not; return the counts of what was made and the demo sign-ins."""
        if options["if_empty"] and Organization.objects.exists():
            return {"made": None, "sign_ins": self._sign_ins()}
        if Organization.objects.filter(slug__in=SLUGS).exists():
            raise CommandError(
                "The demo workspaces exist already. Start with an empty database to make them anew."
            )
        try:
            made = workspaces.seed()
        except workspaces.CatalogueMissing as missing:
            raise CommandError(str(missing)) from missing
        return {"made": made, "sign_ins": self._sign_ins()}

    @staticmethod
    def _sign_ins() -> list[dict[str, str]]:
        """Return the demo's people, or nobody in a database that holds no demo."""
        existing = set(Organization.objects.filter(slug__in=SLUGS).values_list("slug", flat=True))
        return [
            {
                "organization": slug,
                "email": email,
                "password": workspaces.PASSWORD,
                "name": name,
                "role": role.label.lower(),
            }
            for slug, people in zip(SLUGS, (workspaces.TEAM, workspaces.SOLO), strict=True)
            if slug in existing
            for email, name, role in people
        ]

    def as_text(self, found: Any) -> str:
        """Return the counts and one line per sign-in."""
        made = found["made"]
        first = "The database holds organizations already; nothing was added."
        if made:
            first = (
                f"Made {made.organizations} workspaces, {made.clinicians} clinicians, "
                f"{made.applications} applications."
            )
        people = [
            f"  {person['email']:32} {person['password']:16} {person['name']}, {person['role']}"
            for person in found["sign_ins"]
        ]
        return "\n".join([first, *people])
