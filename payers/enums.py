"""The words of a payer: lines of business, kinds of rules, units, quality of sources. Plain enums, no Django."""

from credtrack.kernel.words import Worded


class LineOfBusiness(Worded):
    """Which market a plan serves."""

    COMMERCIAL = "commercial", "Commercial"
    EAP = "eap", "EAP"
    MEDICARE = "medicare", "Medicare"
    MEDICARE_ADVANTAGE = "medicare_advantage", "Medicare Advantage"
    MEDICAID = "medicaid", "Medicaid"
    MEDICAID_MANAGED_CARE = "medicaid_managed_care", "Medicaid managed care"
    TRICARE = "tricare", "TRICARE and VA"
    MARKETPLACE = "marketplace", "Marketplace"


# A commercial participation through a platform never satisfies these: they need their own enrollment.
GOVERNMENT_LINES = frozenset({LineOfBusiness.MEDICARE, LineOfBusiness.MEDICAID, LineOfBusiness.TRICARE})
# State insurance law binds the carriers it regulates; federal and state programs follow their own rules.
OUTSIDE_STATE_LAW = GOVERNMENT_LINES | {
    LineOfBusiness.MEDICARE_ADVANTAGE,
    LineOfBusiness.MEDICAID_MANAGED_CARE,
}


class RuleKind(Worded):
    """What a sourced rule is about."""

    TURNAROUND = "turnaround", "Credentialing turnaround"
    PARTICIPATION_DECISION = "participation_decision", "Answer to a participation request"
    END_TO_END = "end_to_end", "Whole way, from request to contract"
    LOADING = "loading", "Loading after approval"
    TAIL = "tail", "Slowest cases seen"
    DECISION_DEADLINE = "decision_deadline", "State deadline to decide"
    RECEIPT_NOTICE = "receipt_notice", "State deadline to confirm receipt"
    INCOMPLETE_NOTICE = "incomplete_notice", "State deadline to say what is missing"
    INQUIRY_ANSWER = "inquiry_answer", "State deadline to answer about the status"
    PROVISIONAL = "provisional", "Provisional or deemed participation"
    DECISION_NOTICE = "decision_notice", "Telling the decision"
    RECREDENTIALING = "recredentialing", "Recredentialing or revalidation"
    RECREDENTIALING_NOTICE = "recredentialing_notice", "Notice before recredentialing"
    RECREDENTIALING_START = "recredentialing_start", "When to start recredentialing"
    RECREDENTIALING_GRACE = "recredentialing_grace", "Grace after the recredentialing date"
    VERIFICATION_AGE = "verification_age", "How old a verification may be"
    GROUP_MINIMUM = "group_minimum", "Clinicians needed for a group contract"
    FOLLOW_UP = "follow_up", "When to chase next"
    STATUS_CALLS_FROM = "status_calls_from", "Status calls are taken from"
    ACKNOWLEDGEMENT_SILENCE = "acknowledgement_silence", "Silence after sending"
    SILENCE = "silence", "Silence while waiting"
    LOADING_CHECK = "loading_check", "Checking that we are loaded"
    PANEL_RECHECK = "panel_recheck", "Asking again at a closed panel"
    PANEL_NOTE = "panel_note", "Note on the panel"
    INFO_REQUEST_WINDOW = "info_request_window", "Time to answer a request for information"
    CAQH_ATTESTATION = "caqh_attestation", "CAQH attestation"
    DIRECTORY_ATTESTATION = "directory_attestation", "Directory verification"
    BACKDATING = "backdating", "How far back billing may go"
    BACKDATING_DISASTER = "backdating_disaster", "How far back in a declared disaster"
    EARLIEST_SUBMIT = "earliest_submit", "Earliest day to send"
    APPEAL_WINDOW = "appeal_window", "Time to appeal a denial"
    REAPPLY_AFTER_DENIAL = "reapply_after_denial", "New application after a denial"
    REPORT_CHANGES = "report_changes", "Time to report a change"
    OPT_OUT_PERIOD = "opt_out_period", "Medicare opt-out"
    MALPRACTICE_MINIMUM = "malpractice_minimum", "Malpractice cover asked for"
    HOSPITAL_PRIVILEGING = "hospital_privileging", "Hospital privileges"


class Unit(Worded):
    """What a rule's value counts."""

    CALENDAR_DAYS = "calendar_days", "calendar days"
    BUSINESS_DAYS = "business_days", "business days"
    MONTHS = "months", "months"
    PROVIDERS = "providers", "clinicians"


class Mode(Worded):
    """By which route or channel the application travels."""

    DIRECT = "direct", "Direct, with the payer itself"
    DELEGATED = "delegated", "Delegated, through a platform"
    ONLINE = "online", "Online (PECOS)"
    ONLINE_DEVELOPMENT = "online_development", "Online, with development or a site visit"
    PAPER = "paper", "Paper"
    PAPER_DEVELOPMENT = "paper_development", "Paper, with development or a site visit"


class SourceQuality(Worded):
    """How far a source can be trusted, best first."""

    OWN = "own", "Our own"
    STATUTE = "statute", "Statute"
    OFFICIAL = "official", "Official"
    CONSULTANT = "consultant", "Consultant"
    VENDOR = "vendor", "Vendor"
    WEAK = "weak", "Weak"

    @property
    def rank(self) -> int:
        """Return 0 for the best source and higher for weaker ones."""
        return list(SourceQuality).index(self)


class Standing(Worded):
    """Whether a quoted rule counts today."""

    IN_FORCE = "in_force", "In force"
    PROPOSED = "proposed", "Proposed, not law"
    SUPERSEDED = "superseded", "Older text, superseded"


class PanelStatus(Worded):
    """Whether the payer takes new clinicians."""

    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    UNKNOWN = "unknown", "Unknown"


class PlatformKind(Worded):
    """What sort of contract holder stands between clinician and payer."""

    PLATFORM = "platform", "Platform"
    GROUP = "group", "Group practice"
    MSO = "mso", "Management services organization"
    IPA = "ipa", "Independent practice association"


class PlatformTopic(Worded):
    """What a platform's statement is about."""

    TURNAROUND = "turnaround", "Time to credential"
    CONTROLLING_NPI = "controlling_npi", "Whose NPI holds the contract"
    RELEASE_LETTER = "release_letter", "Release letter"
    NOTICE = "notice", "Notice to leave"
    DEPANELING = "depaneling", "Leaving the panel"
    CLIENTS = "clients", "Whose clients they are"
    TRANSFER = "transfer", "Moving an account"
    FEE = "fee", "Fee"
    SUPERVISED = "supervised", "Supervised clinicians"
