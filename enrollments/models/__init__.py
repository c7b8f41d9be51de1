"""Applications and everything that is recorded about them: one noun per file."""

from enrollments.models.application import Application, ApplicationPlan
from enrollments.models.contract import Contract, Participation
from enrollments.models.entry import Entry
from enrollments.models.follow_up import FollowUp, MissingItem
from enrollments.models.transition import Transition

__all__ = [
    "Application",
    "ApplicationPlan",
    "Contract",
    "Entry",
    "FollowUp",
    "MissingItem",
    "Participation",
    "Transition",
]
