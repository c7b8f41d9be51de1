"""Who works here and what was done: one noun per file."""

from accounts.models.audit_entry import AuditEntry
from accounts.models.job_run import JobRun
from accounts.models.membership import Invitation, Membership
from accounts.models.organization import Organization
from accounts.models.outbox_message import OutboxMessage
from accounts.models.saved_view import SavedView
from accounts.models.user import User

__all__ = [
    "AuditEntry",
    "Invitation",
    "JobRun",
    "Membership",
    "Organization",
    "OutboxMessage",
    "SavedView",
    "User",
]
