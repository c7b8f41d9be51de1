"""Brings database and reference data to the state this version needs; run once before it starts."""

import io
from typing import Any

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand

# Found by name, because the kernel may not import the rooms that own them. Each may be run again.
REFERENCE_DATA = {
    "load_catalogue": "Loading the payer catalogue ...",
    "load_taxonomy": "Loading the taxonomy codes ...",
}


class Command(BaseCommand):
    """`manage.py release`: running it again changes nothing."""

    help = "Applies migrations and loads the payer catalogue and the taxonomy codes."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("Preparing the database ...")
        call_command("migrate", interactive=False, verbosity=0)
        for name in sorted(REFERENCE_DATA.keys() & get_commands().keys()):
            self.stdout.write(REFERENCE_DATA[name])
            call_command(name, stdout=io.StringIO())
