"""Which plan needs which other enrollment first? A table with its sources, and what of it is missing. Pure."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from credtrack.kernel.dates import add_months, day_words
from credtrack.kernel.words import Worded
from payers.enums import GOVERNMENT_LINES, LineOfBusiness

# 42 CFR 405.400 to 405.455; Noridian: an opt-out lasts two years and renews itself unless it is canceled in time.
OPT_OUT_MONTHS = 24
# Calendar days before the period ends by which the contractor must have the cancellation letter.
CANCEL_DAYS = 30
# Stands in the list of what is missing from an application, once for each payer.
AUTHORIZATION_LABEL = "CAQH: payer authorized to read the profile"
ATTESTATION_LABEL = "CAQH: profile attested"
CAQH_LABELS = frozenset({AUTHORIZATION_LABEL, ATTESTATION_LABEL})


class Code(Worded):
    """What may be missing."""

    MEDICARE_FIRST = "medicare_first", "Medicare enrollment first"
    MEDICAID_FIRST = "medicaid_first", "State Medicaid enrollment first"
    GROUP_CONTRACT_FIRST = "group_contract_first", "Group contract first"
    CAQH_ATTESTED = "caqh_attested", "CAQH attestation"
    CAQH_AUTHORIZED = "caqh_authorized", "CAQH authorization for this payer"
    OPTED_OUT = "opted_out", "Opted out of Medicare"
    OWN_GOVERNMENT = "own_government", "Own government enrollment"


class Offered(Worded):
    """Which application would bring what is missing."""

    MEDICARE = "medicare", "Medicare"
    MEDICAID = "medicaid", "State Medicaid"
    GROUP_CONTRACT = "group_contract", "Group contract"
    DIRECT = "direct", "The same plan, applied for directly"


@dataclass(frozen=True, slots=True)
class Prerequisite:
    """One row of the table: what it is, for which lines, and who says so."""

    code: Code
    lines: frozenset[str]
    source: str
    source_url: str = ""
    offered: Offered | None = None
    # Missing papers are asked for before sending; everything else blocks the application.
    only_before_sending: bool = False


_MEDICARE = frozenset({str(LineOfBusiness.MEDICARE), str(LineOfBusiness.MEDICARE_ADVANTAGE)})
_CAQH_LINES = frozenset(
    {
        str(LineOfBusiness.COMMERCIAL),
        str(LineOfBusiness.EAP),
        str(LineOfBusiness.MARKETPLACE),
        str(LineOfBusiness.MEDICARE_ADVANTAGE),
        str(LineOfBusiness.MEDICAID_MANAGED_CARE),
    }
)
_ALL = frozenset(str(line) for line in LineOfBusiness)

TABLE: tuple[Prerequisite, ...] = (
    Prerequisite(
        Code.OPTED_OUT,
        _MEDICARE,
        "42 CFR 405.400 to 405.455 and 422.220; Noridian, opting out",
        "https://med.noridianmedicare.com",
    ),
    Prerequisite(
        Code.MEDICARE_FIRST,
        frozenset({str(LineOfBusiness.MEDICARE_ADVANTAGE)}),
        "Plans' usual requirement; federal rule asks for the preclusion list only (42 CFR 422.222)",
        offered=Offered.MEDICARE,
    ),
    Prerequisite(
        Code.MEDICAID_FIRST,
        frozenset({str(LineOfBusiness.MEDICAID_MANAGED_CARE)}),
        "42 CFR 438.602(b): network providers are enrolled with the state; White Glove Credentialing",
        offered=Offered.MEDICAID,
    ),
    Prerequisite(
        Code.OWN_GOVERNMENT,
        frozenset(str(line) for line in GOVERNMENT_LINES),
        "pie Health, delegated or direct credentialing (vendor)",
        offered=Offered.DIRECT,
    ),
    Prerequisite(
        Code.GROUP_CONTRACT_FIRST,
        _ALL,
        "TherAssist, Credentialing vs. contracting (consultant)",
        offered=Offered.GROUP_CONTRACT,
    ),
    Prerequisite(
        Code.CAQH_ATTESTED, _CAQH_LINES, "CAQH, provider data portal resources", only_before_sending=True
    ),
    Prerequisite(
        Code.CAQH_AUTHORIZED, _CAQH_LINES, "CAQH, provider data portal resources", only_before_sending=True
    ),
)


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known about one clinician (or the practice itself) and one plan, on the calendar date `on`."""

    line: str
    on: dt.date
    state: str = ""
    payer_name: str = "this payer"
    is_group: bool = False
    adds_to_group: bool = False
    delegated: bool = False
    submitting: bool = True
    medicare_enrolled: bool = False
    medicaid_enrolled: bool = False
    group_contract: bool = False
    opted_out: bool = False
    opted_out_until: dt.date | None = None
    caqh_attested: bool = False
    caqh_authorized: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """One prerequisite that is not there: why, what to do, who says so, what to open first.

    `offer` is the query of the page that opens it, filled in by the reading; "" when nothing is to be opened.
    """

    code: Code
    text: str
    next_step: str
    source: str
    source_url: str = ""
    offered: Offered | None = None
    offer: str = ""

    @property
    def blocks(self) -> bool:
        """Say whether it blocks the application; a missing paper is only asked for before sending."""
        return self.code not in (Code.CAQH_ATTESTED, Code.CAQH_AUTHORIZED)


def opt_out_ends_on(until: dt.date | None, on: dt.date) -> dt.date | None:
    """Return when the opt-out period that runs on `on` ends: it renews itself every two years.

    The day itself is still opted out. Without a recorded day the end is unknown.
    """
    if until is None:
        return None
    terms = 0
    while add_months(until, terms * OPT_OUT_MONTHS) < on:
        terms += 1
    return add_months(until, terms * OPT_OUT_MONTHS)


def missing(asked: Situation) -> list[Missing]:
    """Return what must come first and is not there, the most basic first; an empty list means go ahead."""
    return [
        Missing(row.code, *_words(row.code, asked), row.source, row.source_url, row.offered)
        for row in TABLE
        if asked.line in row.lines
        and (asked.submitting or not row.only_before_sending)
        and _lacks(row.code, asked)
    ]


def _lacks(code: Code, asked: Situation) -> bool:
    """Say whether the prerequisite applies and is not there; a delegate settles CAQH and contract itself."""
    found: Mapping[Code, bool] = {
        Code.OPTED_OUT: asked.opted_out,
        Code.MEDICARE_FIRST: not asked.medicare_enrolled and not asked.opted_out,
        Code.MEDICAID_FIRST: not asked.medicaid_enrolled,
        Code.OWN_GOVERNMENT: asked.delegated,
        Code.GROUP_CONTRACT_FIRST: asked.adds_to_group and not asked.delegated and not asked.group_contract,
        Code.CAQH_ATTESTED: not asked.is_group and not asked.delegated and not asked.caqh_attested,
        Code.CAQH_AUTHORIZED: not asked.is_group and not asked.delegated and not asked.caqh_authorized,
    }
    return found[code]


def _words(code: Code, asked: Situation) -> tuple[str, str]:
    """Return why it is missing, and what to do about it."""
    who = "the practice" if asked.is_group else "the clinician"
    where = f" in {asked.state}" if asked.state else ""
    words: dict[Code, tuple[str, str]] = {
        Code.OPTED_OUT: (f"{who.capitalize()} has opted out of Medicare{_until(asked)}.", _cancel(asked)),
        Code.MEDICARE_FIRST: (
            f"Medicare Advantage asks for Medicare first, and no Medicare enrollment of {who} is in force.",
            "Open the Medicare enrollment, then this one.",
        ),
        Code.MEDICAID_FIRST: (
            f"A Medicaid plan asks for the state's Medicaid first, and none of {who}{where} is in force.",
            "Open the state Medicaid enrollment, then this one.",
        ),
        Code.OWN_GOVERNMENT: (
            f"{LineOfBusiness(asked.line).label} is never covered by a platform's delegated contract.",
            "Apply to it directly, in your own name.",
        ),
        Code.GROUP_CONTRACT_FIRST: (
            f"No executed group contract with {asked.payer_name} is on file, so nobody can be added to it.",
            "Open the group application, or record the group contract you already have.",
        ),
        Code.CAQH_ATTESTED: (
            "The CAQH profile has no attestation in force on record.",
            "Ask the clinician to attest in CAQH, then record the attestation in their file.",
        ),
        Code.CAQH_AUTHORIZED: (
            f"Nobody has recorded that {asked.payer_name} may read the CAQH profile.",
            "Authorize the payer in CAQH, then tick it off on the application.",
        ),
    }
    return words[code]


def _until(asked: Situation) -> str:
    ends = opt_out_ends_on(asked.opted_out_until, asked.on)
    return f" until {day_words(ends)}" if ends else ""


def _cancel(asked: Situation) -> str:
    ends = opt_out_ends_on(asked.opted_out_until, asked.on)
    if ends is None:
        return "Record until when in the clinician's file. It lasts two years and renews itself."
    last = ends - dt.timedelta(days=CANCEL_DAYS)
    if last < asked.on:
        again = add_months(ends, OPT_OUT_MONTHS)
        return (
            f"It is too late to cancel this period: the letter was due by {day_words(last)}. Ask the Medicare "
            f"contractor; otherwise it renews itself until {day_words(again)}."
        )
    return (
        f"Cancel it in writing: the Medicare contractor needs the letter by {day_words(last)}, "
        "or it renews itself for two more years."
    )
