"""Registers the room, and tells payers how many applications are open at one of them."""

from django.apps import AppConfig


class EnrollmentsConfig(AppConfig):
    name = "enrollments"

    def ready(self) -> None:
        """Answer what payers asks about applications; models exist only from here on."""
        from enrollments import selectors
        from payers import open_counts

        open_counts.register(selectors.open_at)
