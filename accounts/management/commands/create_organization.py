"""Makes an organization and gives its first owner a seat, or an invitation when they have no account."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from accounts import audit, invitations, organizations
from accounts.enums import OrganizationKind, Role
from accounts.forms import US_ZONES, timezone_choices
from accounts.invitations import Seat
from accounts.models import Membership, Organization, User
from accounts.tenancy import organization_scope


class Command(BaseCommand):
    """`manage.py create_organization SLUG --name NAME --owner EMAIL`."""

    help = "Makes an organization; its owner gets a seat, or an invitation by mail when new."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="short name in addresses, such as maple-street")
        parser.add_argument("--name", required=True)
        parser.add_argument(
            "--kind", default=OrganizationKind.PRACTICE.value, help="practice, billing_service"
        )
        parser.add_argument("--timezone", default=US_ZONES[0], help="such as America/Chicago")
        parser.add_argument("--owner", required=True, metavar="EMAIL")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        zones = {zone for _, group in timezone_choices() for zone, _ in group}
        if options["timezone"] not in zones:
            raise CommandError(f"{options['timezone']} is no time zone; take one such as America/Chicago.")
        try:
            validate_email(options["owner"])
            with transaction.atomic():
                told = self.made(options)
        except ValidationError as refusal:
            raise CommandError("; ".join(_sentences(refusal))) from refusal
        if options["format"] == "json":
            self.stdout.write(json.dumps(told))
        elif told["invitation"]:
            self.stdout.write(f"{told['name']} is made. {told['owner']} joins by {told['invitation']}")
        else:
            self.stdout.write(f"{told['name']} is made. {told['owner']} owns it.")

    def made(self, options: dict[str, Any]) -> dict[str, Any]:
        """Make organization and seat, and return what was made."""
        email = options["owner"].strip().lower()
        organization = organizations.create(
            slug=options["slug"],
            name=options["name"],
            kind=options["kind"],
            timezone=options["timezone"],
        )
        told = {"slug": organization.slug, "name": organization.name, "owner": email, "invitation": None}
        with organization_scope(organization):
            owner = User.objects.filter(email=email).first()
            if owner is not None:
                _seat(organization, owner)
            else:
                _, told["invitation"] = invitations.invite(
                    Seat(email, Role.OWNER), actor=None, base_url=settings.SITE_URL
                )
        return told


def _seat(organization: Organization, owner: User) -> None:
    membership = Membership.objects.create(organization=organization, user=owner, role=Role.OWNER)
    audit.record(None, "member.added", membership, f"Made {owner} the owner")


def _sentences(refusal: ValidationError) -> list[str]:
    if not hasattr(refusal, "error_dict"):
        return list(refusal.messages)
    return [f"{name}: {text}" for name, texts in refusal.message_dict.items() for text in texts]
