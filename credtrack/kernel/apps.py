"""Registers the kernel: template tags, commands, plain words in forms, and triggers after every migrate."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class KernelConfig(AppConfig):
    name = "credtrack.kernel"
    label = "kernel"

    def ready(self) -> None:
        """SQLite loses triggers when a migration rebuilds a table, so they follow every migrate."""
        from credtrack.kernel.append_only import protect_after_migrate
        from credtrack.kernel.form_words import speak_plainly

        speak_plainly()

        # Sent once per app; repeating it costs a few statements and changes nothing.
        post_migrate.connect(protect_after_migrate, dispatch_uid="credtrack-append-only")
