"""Registers the room that says when an application will be approved, and when it can be billed."""

from django.apps import AppConfig


class ForecastConfig(AppConfig):
    name = "forecast"

    def ready(self) -> None:
        """Tell the health page what only this room knows; models exist only from here on."""
        from credtrack.kernel import health
        from forecast import watching

        health.register(watching.check)
