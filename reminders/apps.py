"""Registers the room, its count beside the rail's entry, and what the health page asks of it."""

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "reminders"

    def ready(self) -> None:
        """Tell accounts and the kernel what only this room knows; models exist only from here on."""
        from accounts import rail_counts
        from credtrack.kernel import health
        from reminders import selectors, watching

        rail_counts.register("reminders", lambda membership: selectors.open_now(selectors.mine(membership)))
        health.register(watching.check)
