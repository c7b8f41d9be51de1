"""Why may we not bill yet? Every reason and warning: a stable code, one sentence, and the next step."""

import datetime as dt
from dataclasses import dataclass

from credtrack.kernel.words import Worded
from enrollments.enums import Confirmed
from enrollments.wording import day_words


class ReasonCode(Worded):
    """What stands between a clinician and a claim; the order is that of the answer."""

    CONTRACT_UNCONFIRMED = (
        "contract_unconfirmed",
        "Nobody has confirmed the executed contract in our own name.",
    )
    EFFECTIVE_DATE_UNCONFIRMED = "effective_date_unconfirmed", "Nobody has confirmed the effective date."
    PROVIDER_ID_UNCONFIRMED = (
        "provider_id_unconfirmed",
        "Nobody has confirmed the provider ID that the payer assigned.",
    )
    CLAIMS_ROUTE_UNCONFIRMED = "claims_route_unconfirmed", "Nobody has confirmed which route claims take."
    PLATFORM_ONLY = "platform_only", "In network only through a platform; its contract is not ours."
    GOVERNMENT_LINE_DELEGATED = (
        "government_line_delegated",
        "Medicare, Medicaid and TRICARE need their own enrollment; a platform's participation does not count.",
    )
    DELEGATE_SUSPENDED = "delegate_suspended", "The platform's delegation is suspended or in doubt."
    CONTRACT_MISSING = "contract_missing", "No contract with this payer is on file."
    HOLDER_UNKNOWN = "holder_unknown", "The contract on file does not say who holds it."
    CONTRACT_NOT_OWN = "contract_not_own", "The contract is held by somebody else."
    CONTRACT_NOT_EXECUTED = "contract_not_executed", "The contract is not executed by the payer."
    CONTRACT_ENDED = "contract_ended", "The contract has ended."
    APPLICATION_PENDING = "application_pending", "The application is not finished."
    PANEL_CLOSED = "panel_closed", "The payer's panel was closed when we applied."
    PARTICIPATION_ENDED = "participation_ended", "The participation has ended."
    NOT_ENROLLED = "not_enrolled", "The clinician is not enrolled with this plan."
    RECREDENTIALING_LAPSED = "recredentialing_lapsed", "Recredentialing was not finished in time."
    LICENSE_LAPSED = "license_lapsed", "The license was not valid on that day."
    NOT_AFFILIATED = "not_affiliated", "The clinician does not work at this practice on that day."
    PREREQUISITE_MISSING = "prerequisite_missing", "Another enrollment has to come first."
    DAY_AHEAD = "day_ahead", "The first billable day is still ahead."


class WarningCode(Worded):
    """What may delay or reject a claim and never changes the verdict."""

    PAYER_NOT_LOADED = "payer_not_loaded", "The payer has not shown that it loaded the clinician."
    ERA_UNCONFIRMED = "era_unconfirmed", "Remittance advice (ERA) is not confirmed."
    EFT_UNCONFIRMED = "eft_unconfirmed", "Payment by transfer (EFT) is not confirmed."
    TEST_CLAIM_MISSING = "test_claim_missing", "No test claim has been accepted."
    GROUP_LINK_UNCONFIRMED = (
        "group_link_unconfirmed",
        "The link to the group is neither recorded nor confirmed.",
    )
    DATE_DIFFERS = "date_differs", "A confirmed date differs from the record; the later one counts."
    BOTH_WOULD_BILL = "both_would_bill", "The clinician also participates through a platform."
    LICENSE_UNRECORDED = "license_unrecorded", "No license for this state is on file, so none was checked."
    HOLDER_UNVERIFIED = "holder_unverified", "Nobody has looked at evidence of who holds the contract."
    STILL_LOADING = "still_loading", "The application still stands at loading."
    BACKDATED = "backdated", "The day rests on a rule that lets billing go back."


NEXT_STEP: dict[Worded, str] = {
    ReasonCode.CONTRACT_UNCONFIRMED: "Look at the countersigned copy and record the confirmation.",
    ReasonCode.EFFECTIVE_DATE_UNCONFIRMED: "Read it from the payer's letter or ask the payer, then record it.",
    ReasonCode.PROVIDER_ID_UNCONFIRMED: "Read it from the welcome letter or portal, then record it.",
    ReasonCode.CLAIMS_ROUTE_UNCONFIRMED: "Ask for the payer ID and clearinghouse for our own TIN, then record it.",
    ReasonCode.PLATFORM_ONLY: "Let the platform bill, or apply directly to the payer.",
    ReasonCode.GOVERNMENT_LINE_DELEGATED: "Enroll the clinician directly in this program.",
    ReasonCode.DELEGATE_SUSPENDED: "Hold the claims and ask the payer and the platform in writing.",
    ReasonCode.CONTRACT_MISSING: "Record the contract, with who holds it and its evidence.",
    ReasonCode.HOLDER_UNKNOWN: "Read the signature page and record who holds the contract.",
    ReasonCode.CONTRACT_NOT_OWN: "Ask the payer for an agreement in our own name.",
    ReasonCode.CONTRACT_NOT_EXECUTED: "Ask the payer for the countersigned copy.",
    ReasonCode.CONTRACT_ENDED: "Ask the payer for a new agreement before billing again.",
    ReasonCode.APPLICATION_PENDING: "Follow the application up until it is active.",
    ReasonCode.PANEL_CLOSED: "Ask again, or ask to be added to a group that has a contract.",
    ReasonCode.PARTICIPATION_ENDED: "Apply anew, or bill only for days before the end.",
    ReasonCode.NOT_ENROLLED: "Open an application to this payer.",
    ReasonCode.RECREDENTIALING_LAPSED: "Ask the payer whether the clinician is still active and finish the renewal.",
    ReasonCode.LICENSE_LAPSED: "Record the renewal, or hold the claims of that time.",
    ReasonCode.NOT_AFFILIATED: "Correct the days of the affiliation, or ask about the right practice.",
    ReasonCode.PREREQUISITE_MISSING: "Finish that enrollment first.",
    ReasonCode.DAY_AHEAD: "Hold claims for services before that day.",
    WarningCode.PAYER_NOT_LOADED: "Look the clinician up in the payer's portal before the first claim.",
    WarningCode.ERA_UNCONFIRMED: "Enroll for ERA at the clearinghouse.",
    WarningCode.EFT_UNCONFIRMED: "Enroll for EFT with the payer.",
    WarningCode.TEST_CLAIM_MISSING: "Send one claim and wait for it before sending the rest.",
    WarningCode.GROUP_LINK_UNCONFIRMED: "Ask the payer from which day the clinician is linked to the group.",
    WarningCode.DATE_DIFFERS: "Compare the payer's letter with the record and correct the wrong one.",
    WarningCode.BOTH_WOULD_BILL: "Agree which contract bills which client, so that no session is billed twice.",
    WarningCode.LICENSE_UNRECORDED: "Add the license to the clinician's file.",
    WarningCode.HOLDER_UNVERIFIED: "Look at the signature page and note it as verified.",
    WarningCode.STILL_LOADING: "Move the application to active once the payer has loaded it.",
    WarningCode.BACKDATED: "Keep the payer's agreement or the cited text with the claims.",
}

# The four that must be confirmed, each with who, when and evidence (GetPaneled; DESIGN, billing readiness).
MANDATORY: dict[Confirmed, ReasonCode] = {
    Confirmed.CONTRACT: ReasonCode.CONTRACT_UNCONFIRMED,
    Confirmed.EFFECTIVE_DATE: ReasonCode.EFFECTIVE_DATE_UNCONFIRMED,
    Confirmed.PROVIDER_ID: ReasonCode.PROVIDER_ID_UNCONFIRMED,
    Confirmed.CLAIMS_ROUTE: ReasonCode.CLAIMS_ROUTE_UNCONFIRMED,
}
# Worth having before the first claim; without them a claim may still be paid.
OPTIONAL: dict[Confirmed, WarningCode] = {
    Confirmed.PAYER_LOADED: WarningCode.PAYER_NOT_LOADED,
    Confirmed.ERA: WarningCode.ERA_UNCONFIRMED,
    Confirmed.EFT: WarningCode.EFT_UNCONFIRMED,
    Confirmed.TEST_CLAIM: WarningCode.TEST_CLAIM_MISSING,
}


@dataclass(frozen=True, slots=True)
class Said:
    """A reason or a warning as it is told."""

    code: Worded
    text: str
    next_step: str


def said(code: Worded, detail: str = "") -> Said:
    """Return a reason or warning in words; `detail` is a further sentence about this case."""
    return Said(code, f"{code.label} {detail}".strip(), NEXT_STEP[code])


def since(day: dt.date | None, words: str) -> str:
    """Return "It ended on 3 Mar 2026." for `words` "It ended on", or nothing without a day."""
    return f"{words} {day_words(day)}." if day else ""
