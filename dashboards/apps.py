"""Registers the room, and the count of what is to act on beside Today."""

from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "dashboards"

    def ready(self) -> None:
        """Answer what accounts asks for the rail; models exist only from here on."""
        from accounts import rail_counts
        from dashboards import today

        rail_counts.register("today", today.to_act_on)
