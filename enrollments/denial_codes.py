"""Which enrollment problem is likely behind a denial? Pure: the code as people type it, cause and next step.

Wordings of the codes: X12 claim adjustment reason codes. That these four often come from enrollment:
FIELD, "denial-code feedback"; a likely cause is a hint and never changes a verdict.
"""

import re
from dataclasses import dataclass

SOURCE = "X12 claim adjustment reason codes"


@dataclass(frozen=True, slots=True)
class Denial:
    """A denial code, what it says, the likely cause in enrollment, and what to do."""

    code: str
    says: str
    cause: str
    next_step: str
    source: str = SOURCE


DENIALS: dict[str, Denial] = {
    "B7": Denial(
        "CO-B7",
        "The provider was not certified or eligible to be paid for this service on this date.",
        "The date of service lies before the effective date or the group link, or after an end.",
        "Compare the date of service with the confirmed effective and group-link dates.",
    ),
    "170": Denial(
        "CO-170",
        "Payment is denied when performed or billed by this type of provider.",
        "The payer has the wrong taxonomy or license type, or does not credential this license.",
        "Compare taxonomy and license on the claim with what the payer loaded.",
    ),
    "109": Denial(
        "CO-109",
        "The claim is not covered by this payer. Send it to the correct one.",
        "The claims route is not the one for our own contract: wrong payer ID, or a carve-out administers it.",
        "Compare the payer ID on the claim with the confirmed claims route.",
    ),
    "29": Denial(
        "CO-29",
        "The time limit for filing has expired.",
        "The claim was held while enrollment was pending, and the payer's filing limit ran out.",
        "Look up the filing limit in the contract and ask for an exception with the effective-date letter.",
    ),
}
_TYPED = re.compile(r"^(?:CARC)?(?:CO|PR|OA|PI)?0*(B7|170|109|29)$")


def likely_cause(typed: str) -> Denial | None:
    """Return the denial meant by "CO-B7", "co b7", "B-7", "CARC 109" and the like; nothing for other codes."""
    found = _TYPED.match(re.sub(r"[^A-Z0-9]", "", typed.upper()))
    return DENIALS[found.group(1)] if found else None
