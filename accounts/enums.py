"""The words of the accounts room: roles, organization kinds, message states. Plain enums, no Django."""

from credtrack.kernel.words import Worded


class OrganizationKind(Worded):
    """What the tenant is."""

    PRACTICE = "practice", "Practice"
    BILLING_SERVICE = "billing_service", "Billing service"


class Role(Worded):
    """What a member is here for; `roles.py` says what each may do."""

    OWNER = "owner", "Owner"
    COORDINATOR = "coordinator", "Coordinator"
    BILLER = "biller", "Biller"
    MANAGER = "manager", "Manager"
    CLINICIAN = "clinician", "Clinician"


class MessageState(Worded):
    """Where a message of the outbox stands."""

    QUEUED = "queued", "Queued"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"
    EXPIRED = "expired", "Expired"
