"""The words of an application: kinds, statuses, contract track, entries. Plain enums, no Django."""

from credtrack.kernel.words import Worded


class Kind(Worded):
    """What is asked of the payer."""

    PARTICIPATION_REQUEST = "participation_request", "Participation request"
    INITIAL_INDIVIDUAL = "initial_individual", "Initial, individual"
    INITIAL_GROUP = "initial_group", "Initial, group"
    ADD_TO_GROUP = "add_to_group", "Add to group"
    DELEGATED_ROSTER = "delegated_roster", "Delegated roster"
    ADD_LOCATION = "add_location", "Add location"
    CHANGE = "change", "Change of address, TIN or name"
    RECREDENTIALING = "recredentialing", "Recredentialing"
    REVALIDATION = "revalidation", "Revalidation"
    TERMINATION = "termination", "Termination"
    APPEAL = "appeal", "Appeal"


class Status(Worded):
    """Where an application stands."""

    DRAFT = "draft", "Draft"
    PREPARING = "preparing", "Preparing"
    READY = "ready", "Ready to send"
    SUBMITTED = "submitted", "Submitted"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    IN_REVIEW = "in_review", "In review"
    INFO_REQUESTED = "info_requested", "Info requested"
    APPROVED = "approved", "Approved"
    LOADING = "loading", "Loading"
    ACTIVE = "active", "Active"
    RETURNED = "returned", "Returned"
    DENIED = "denied", "Denied"
    PANEL_CLOSED = "panel_closed", "Panel closed"
    WITHDRAWN = "withdrawn", "Withdrawn"
    DECLINED_BY_US = "declined_by_us", "Declined by us"
    ENDED = "ended", "Ended"


class ContractTrack(Worded):
    """Where the contract stands: a track beside the status, not a stage of it."""

    NOT_NEEDED = "not_needed", "Not needed"
    NOT_STARTED = "not_started", "Not started"
    REQUESTED = "requested", "Requested"
    RECEIVED = "received", "Received"
    IN_NEGOTIATION = "in_negotiation", "In negotiation"
    SIGNED = "signed", "Signed by us"
    EXECUTED = "executed", "Executed"
    ENDED = "ended", "Ended"


class Clock(Worded):
    """Whose turn it is."""

    OURS = "ours", "Ours"
    CLINICIAN = "clinician", "The clinician's"
    PAYER = "payer", "The payer's"
    PLATFORM = "platform", "The platform's"
    NONE = "none", "Nobody's"


class Verb(Worded):
    """What a row of the transition log does."""

    MOVE = "move", "moved"
    AMEND = "amend", "amended"
    VOID = "void", "voided"
    BLOCK = "block", "blocked"
    UNBLOCK = "unblock", "unblocked"
    CONTRACT = "contract", "moved the contract"


class Source(Worded):
    """How a row came into the log."""

    PERSON = "person", "Entered by a person"
    IMPORT = "import", "Read from a spreadsheet"
    SYSTEM = "system", "Written by CredTrack"


class Channel(Worded):
    """What kind of contact or note an entry records."""

    CALL = "call", "Call"
    EMAIL = "email", "E-mail"
    PORTAL = "portal", "Portal check"
    LETTER = "letter", "Letter"
    FAX = "fax", "Fax"
    NOTE = "note", "Note"
    DOCUMENT = "document", "Document"


class Visibility(Worded):
    """Who may read an entry."""

    INTERNAL = "internal", "Internal"
    CLIENT = "client", "Client-visible"


class DayUnit(Worded):
    """How days are counted."""

    CALENDAR = "calendar", "calendar days"
    BUSINESS = "business", "business days"


class Route(Worded):
    """How the clinician is credentialed: by the payer itself, or by a delegate."""

    DIRECT = "direct", "Direct"
    DELEGATED = "delegated", "Delegated, through a platform"


class HolderKind(Worded):
    """Who is the contracting party. A billing service or agent can never be one."""

    PRACTICE = "practice", "The practice"
    CLINICIAN = "clinician", "The clinician in person"
    PLATFORM = "platform", "A platform"
    OTHER_GROUP = "other_group", "Another group"
    UNKNOWN = "unknown", "Not recorded"


class ContractScope(Worded):
    """Whether a contract names a person or a group."""

    INDIVIDUAL = "individual", "Individual"
    GROUP = "group", "Group"


class RateVisibility(Worded):
    """How much of what the payer pays is shown to the practice."""

    FULL = "full", "Full: we see the payer's allowed amounts"
    LIMITED = "limited", "Limited: only our own rate is shown"
    UNKNOWN = "unknown", "Not recorded"


class Purpose(Worded):
    """What a participation through a platform is for."""

    BRIDGE = "bridge", "A bridge until our own contract"
    LONG_TERM = "long_term", "Kept for good"
    UNDECIDED = "undecided", "Not decided"


class Confirmed(Worded):
    """What somebody confirmed before claims go out; the first four are mandatory."""

    CONTRACT = "contract", "Executed contract in our own name"
    EFFECTIVE_DATE = "effective_date", "Effective date"
    PROVIDER_ID = "provider_id", "Provider ID assigned by the payer"
    CLAIMS_ROUTE = "claims_route", "Claims route"
    GROUP_LINK = "group_link", "Linked to the group"
    PAYER_LOADED = "payer_loaded", "Loaded in the payer's system"
    ERA = "era", "Remittance advice (ERA) set up"
    EFT = "eft", "Payment by transfer (EFT) set up"
    TEST_CLAIM = "test_claim", "Test claim accepted"


class IncidentKind(Worded):
    """What happened to a delegate; `restored` ends what the others began."""

    AUDIT_FAILED = "audit_failed", "Audit failed"
    SUSPENDED = "suspended", "Delegation suspended"
    REVOKED = "revoked", "Delegation revoked"
    RESTORED = "restored", "Restored"


class EngagementKind(Worded):
    """What somebody does for the practice. None of them but a platform can hold a contract."""

    BILLING_AGENT = "billing_agent", "Billing service, as agent under our number"
    CREDENTIALING_AGENT = "credentialing_agent", "Credentialing service, as agent"
    SOFTWARE = "software", "Practice software"
    PLATFORM = "platform", "Platform"


class FeeKind(Worded):
    """How somebody who works for the practice is paid."""

    PERCENT = "percent", "Share of collections"
    FLAT = "flat", "Flat fee a clinician and month"
    MEMBERSHIP = "membership", "Membership fee a month"
    SPREAD = "spread", "Spread between the payer's rate and ours"
    UNKNOWN = "unknown", "Not recorded"
