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
