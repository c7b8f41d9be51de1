"""How is a missing piece named in a table? In a few words; the whole sentence stands on the page behind it."""

from enrollments.billing_reasons import ReasonCode as R

SHORT: dict[R, str] = {
    R.CONTRACT_UNCONFIRMED: "Executed contract to confirm",
    R.EFFECTIVE_DATE_UNCONFIRMED: "Effective date to confirm",
    R.PROVIDER_ID_UNCONFIRMED: "Provider ID to confirm",
    R.CLAIMS_ROUTE_UNCONFIRMED: "Claims route to confirm",
    R.PLATFORM_ONLY: "Through a platform only",
    R.GOVERNMENT_LINE_DELEGATED: "Own government enrollment",
    R.DELEGATE_SUSPENDED: "Delegate suspended",
    R.CONTRACT_MISSING: "No contract on file",
    R.HOLDER_UNKNOWN: "Holder not recorded",
    R.CONTRACT_NOT_OWN: "Contract held by another",
    R.CONTRACT_NOT_EXECUTED: "Contract not executed",
    R.CONTRACT_ENDED: "Contract ended",
    R.APPLICATION_PENDING: "Application not finished",
    R.PANEL_CLOSED: "Panel closed",
    R.PARTICIPATION_ENDED: "Participation ended",
    R.NOT_ENROLLED: "Not enrolled",
    R.RECREDENTIALING_LAPSED: "Recredentialing lapsed",
    R.LICENSE_LAPSED: "License lapsed",
    R.NOT_AFFILIATED: "Not at this practice then",
    R.PREREQUISITE_MISSING: "Another enrollment first",
    R.DAY_AHEAD: "First day still ahead",
}
