"""Applications and everything that is recorded about them: one noun per file."""

from enrollments.models.application import Application, ApplicationPlan
from enrollments.models.confirmation import Confirmation
from enrollments.models.contract import Contract, ContractPractice, Participation
from enrollments.models.engagement import ServiceEngagement
from enrollments.models.entry import Entry
from enrollments.models.follow_up import FollowUp, MissingItem
from enrollments.models.incident import DelegateIncident, IncidentReach
from enrollments.models.transition import Transition

__all__ = [
    "Application",
    "ApplicationPlan",
    "Confirmation",
    "Contract",
    "ContractPractice",
    "DelegateIncident",
    "Entry",
    "FollowUp",
    "IncidentReach",
    "MissingItem",
    "Participation",
    "ServiceEngagement",
    "Transition",
]
