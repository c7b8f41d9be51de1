"""The words of a reminder: kinds, states, urgency, who is told and how. Plain enums, no Django."""

from credtrack.kernel.words import Worded


class Kind(Worded):
    """What a reminder is about; each kind speaks of one sort of record."""

    FOLLOW_UP = "follow_up", "Follow-up due"
    FOLLOW_UP_OVERDUE = "follow_up_overdue", "Follow-up overdue"
    FOLLOW_UP_ESCALATED = "follow_up_escalated", "Follow-up escalated"
    NO_ACKNOWLEDGEMENT = "no_acknowledgement", "No acknowledgement"
    SILENCE = "silence", "Silence"
    ANSWER_DUE = "answer_due", "Answer due to the payer"
    QUOTED_OVERDUE = "quoted_overdue", "Past the turnaround the payer quoted"
    PUBLISHED_OVERDUE = "published_overdue", "Past the published turnaround"
    STATUTE_OVERDUE = "statute_overdue", "State deadline to decide"
    EFFECTIVE_COMING = "effective_coming", "Effective date coming"
    EFFECTIVE_REACHED = "effective_reached", "Effective date reached"
    EFFECTIVE_DIFFERS = "effective_differs", "Effective date differs from the one asked for"
    LOADING_CHECK = "loading_check", "Loaded by the payer?"
    RECREDENTIALING = "recredentialing", "Recredentialing"
    REVALIDATION = "revalidation", "Revalidation"
    APPEAL = "appeal", "Appeal window"
    PANEL_RECHECK = "panel_recheck", "Ask a closed panel again"
    PANEL_STATE_RECHECK = "panel_state_recheck", "Panel answer to renew"
    LICENSE = "license", "License expiry"
    DEA = "dea", "DEA or CDS expiry"
    MALPRACTICE = "malpractice", "Malpractice expiry"
    BOARD = "board", "Board certification expiry"
    CAQH = "caqh", "CAQH attestation"
    DIRECTORY = "directory", "Directory attestation"
    OTHER_CREDENTIAL = "other_credential", "Other credential expiry"
    DOCUMENT = "document", "Document expiry"
    MEDICARE_OPT_OUT = "medicare_opt_out", "Medicare opt-out ends"
    CONTRACT_NOTICE = "contract_notice", "Contract notice"
    CONTRACT_ENDS = "contract_ends", "Contract ends"
    CONTRACT_RENEGOTIATION = "contract_renegotiation", "Contract renegotiation"
    CONTRACT_HOLDER = "contract_holder", "Contract holder to verify"
    BRIDGE_REVIEW = "bridge_review", "Participation to look at again"
    EXIT_NOTICE = "exit_notice", "Notice to a platform"
    EXIT_LAST_DAY = "exit_last_day", "Last day with a platform"
    LETTER_ANSWER = "letter_answer", "Release letter to be answered"
    WRITTEN_CONFIRMATION = "written_confirmation", "Written confirmation needed"
    GROUP_MINIMUM = "group_minimum", "Group minimum reached"


class Subject(Worded):
    """Which sort of record a kind speaks of; `subject_id` is that record's number."""

    FOLLOW_UP = "follow_up", "Follow-up"
    APPLICATION = "application", "Application"
    CREDENTIAL = "credential", "Credential"
    DOCUMENT = "document", "Document"
    PANEL_STATE = "panel_state", "Panel answer"
    CONTRACT = "contract", "Contract"
    PROVIDER = "provider", "Clinician"
    PARTICIPATION = "participation", "Participation"
    EXIT_PLAN = "exit_plan", "Exit plan"
    LETTER = "letter", "Release letter"
    STATEMENT = "statement", "Statement"
    PRACTICE = "practice", "Practice"


class State(Worded):
    """What became of one planned reminder."""

    PLANNED = "planned", "Planned"
    TOLD = "told", "In a mail"
    SHOWN = "shown", "In the list only"
    SNOOZED = "snoozed", "Snoozed"
    DONE = "done", "Done"
    SUPERSEDED = "superseded", "Superseded"
    MISSED = "missed", "Missed"


class Urgency(Worded):
    """How the digest and the list group reminders, most urgent first."""

    ACT_NOW = "act_now", "Act now"
    SOON = "soon", "Soon"
    COMING = "coming", "Coming up"

    @property
    def rank(self) -> int:
        """Return 0 for the most urgent."""
        return list(Urgency).index(self)


class Audience(Worded):
    """Who is told, before anybody's own preferences."""

    ASSIGNED = "assigned", "Whoever owns the application, else the practice's coordinators"
    KEEPERS = "keepers", "The practice's coordinators, else the owners"
    LEAD = "lead", "The coordinator's lead"
    BILLERS = "billers", "The practice's billers"


class Channel(Worded):
    """How somebody wants to be told of a kind."""

    DIGEST = "digest", "In the morning's mail"
    AT_ONCE = "at_once", "By a mail of its own, at once"
    LIST = "list", "In the list only"
    OFF = "off", "Not at all"


class Counting(Worded):
    """How the days of a lead are counted."""

    CALENDAR = "calendar", "calendar days"
    BUSINESS = "business", "business days"


class Roll(Worded):
    """Where a reminder moves that would fall on a weekend or federal holiday."""

    BACKWARD = "backward", "to the business day before"
    FORWARD = "forward", "to the next business day"
