"""Registers the room, and tells the health page how mail and jobs are."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        """Add mail and jobs to `/healthz`; models exist only from here on."""
        from accounts import mail_health
        from credtrack.kernel import health

        health.register(mail_health.check)
