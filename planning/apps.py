"""Registers the room that says what to do: leave a platform, apply as a group or alone, price a delay."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "planning"
