"""Registers the room, and tells accounts who is limited to which practices."""

from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    name = "providers"

    def ready(self) -> None:
        """Answer what accounts asks about practices and clinicians; models exist only from here on."""
        from accounts import limits
        from providers import member_limits

        limits.register(member_limits.ANSWERS)
