"""Which role may do what: the one table."""

from accounts.enums import Role
from credtrack.kernel.words import Worded


class Capability(Worded):
    """One thing a member may be allowed to do."""

    VIEW = "view", "Read the organization's records"
    VIEW_OWN_FILE = "view_own_file", "Read one's own file and applications"
    EDIT_PROVIDERS = "edit_providers", "Keep practices, clinicians and credentials"
    EDIT_OWN_FILE = "edit_own_file", "Add documents to one's own file and attest"
    VIEW_TAX_IDS = "view_tax_ids", "See the last digits of tax identities"
    MANAGE_PAYERS = "manage_payers", "Add payers and override rules"
    EDIT_APPLICATIONS = "edit_applications", "Open and change applications"
    MOVE_APPLICATIONS = "move_applications", "Move applications and void moves"
    LOG_CONTACTS = "log_contacts", "Log calls, e-mails and notes, set follow-ups"
    CONFIRM_BILLING = "confirm_billing", "Record what payers confirmed before claims go out"
    PLAN = "plan", "Keep exit plans, caseloads, questionnaires and statements"
    IMPORT = "import", "Bring spreadsheets in"
    EXPORT = "export", "Take lists out as files"
    SAVE_VIEWS = "save_views", "Save list views"
    MANAGE_MEMBERS = "manage_members", "Invite people and change roles"
    MANAGE_ORGANIZATION = "manage_organization", "Change the organization's settings"
    VIEW_AUDIT = "view_audit", "Read the audit trail"


C = Capability

_WORKS = frozenset(
    {
        C.VIEW,
        C.EDIT_PROVIDERS,
        C.VIEW_TAX_IDS,
        C.MANAGE_PAYERS,
        C.EDIT_APPLICATIONS,
        C.MOVE_APPLICATIONS,
        C.LOG_CONTACTS,
        C.CONFIRM_BILLING,
        C.PLAN,
        C.IMPORT,
        C.EXPORT,
        C.SAVE_VIEWS,
    }
)

TABLE: dict[Role, frozenset[Capability]] = {
    Role.OWNER: _WORKS | {C.MANAGE_MEMBERS, C.MANAGE_ORGANIZATION, C.VIEW_AUDIT},
    Role.COORDINATOR: _WORKS | {C.VIEW_AUDIT},
    Role.BILLER: frozenset(
        {C.VIEW, C.VIEW_TAX_IDS, C.LOG_CONTACTS, C.CONFIRM_BILLING, C.EXPORT, C.SAVE_VIEWS}
    ),
    Role.MANAGER: frozenset({C.VIEW, C.EXPORT, C.SAVE_VIEWS, C.VIEW_AUDIT}),
    Role.CLINICIAN: frozenset({C.VIEW_OWN_FILE, C.EDIT_OWN_FILE}),
}

# One sentence per role, for the people who hand the roles out.
WORDS: dict[Role, str] = {
    Role.OWNER: "does everything, invites people and keeps the settings",
    Role.COORDINATOR: "works the applications, files and payers, and brings spreadsheets in",
    Role.BILLER: "reads everything, logs calls, sets follow-ups and records billing confirmations",
    Role.MANAGER: "reads everything and takes lists out; changes nothing",
    Role.CLINICIAN: "sees their own file and applications, adds documents and attests",
}


def may(role: str, capability: Capability) -> bool:
    """Say whether a member with `role` may use `capability`; unknown roles may nothing."""
    try:
        return capability in TABLE[Role(role)]
    except ValueError:
        return False
