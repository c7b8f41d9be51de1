"""Two ways into insurance, told month by month: through a platform, and directly.

The months, payers and turns are those of the composite profiles in the pie Health article on
delegated and direct credentialing (two counselors in Pennsylvania, early 2023). Names are invented.
"""

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from dashboards.demo.telling import Beat, Contact, Story, executed
from enrollments.enums import Channel, DayUnit, Kind, Status, Verb
from enrollments.models import Contract
from payers.models import Payer, Platform
from providers.models import Practice, Provider

S = Status


def day(text: str) -> dt.date:
    """Return a calendar date from ISO text."""
    return dt.date.fromisoformat(text)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who the journey is about, and who keeps the record."""

    practice: Practice
    provider: Provider
    owner: User


def delegated_path(
    cast: Cast, payers: dict[str, Payer], headway: Platform, contracts: dict[str, Contract]
) -> list[Story]:
    """Months 0 to 12: in network under the platform's TIN by month 4, then starting over."""
    roster = [
        ("aetna", "2023-02-27", "2023-03-01"),
        ("cigna", "2023-03-20", "2023-04-01"),
        ("highmark", "2023-04-17", "2023-05-01"),
    ]
    stories = [
        Story(
            cast.practice,
            payers[slug],
            Kind.DELEGATED_ROSTER,
            [
                Beat(day("2023-01-09"), S.SUBMITTED, {"method": "Sign-up on the platform"}),
                Beat(day(decided), S.APPROVED, note="Platform roster accepted."),
                Beat(
                    day(effective),
                    S.ACTIVE,
                    {"effective_on": effective, "payer_assigned_id": "under the platform"},
                ),
            ],
            provider=cast.provider,
            state="PA",
            owner=cast.owner,
            platform=headway,
            contract=contracts[slug],
            contacts=[
                Contact(
                    day(decided),
                    "In network under Headway's TIN. The rate per session is shown, the payer's allowed amount is not.",
                    channel=Channel.EMAIL,
                )
            ],
        )
        for slug, decided, effective in roster
    ]
    return stories + _starting_over(cast, payers)


def _starting_over(cast: Cast, payers: dict[str, Payer]) -> list[Story]:
    """Months 10 to 12: Aetna, Cigna and Keystone First again, as a new applicant."""
    return [
        _aetna_again(cast, payers["aetna"]),
        _cigna_again(cast, payers["cigna"]),
        _keystone_at_last(cast, payers["keystone-first"]),
    ]


def _aetna_again(cast: Cast, payer: Payer) -> Story:
    return Story(
        cast.practice,
        payer,
        Kind.INITIAL_INDIVIDUAL,
        [
            Beat(day("2023-09-18"), S.DRAFT, note="90 days' notice given to the platform."),
            Beat(day("2023-10-02"), S.PREPARING),
            Beat(day("2023-11-06"), S.SUBMITTED, {"method": "Online request", "reference": "AET-4471902"}),
            Beat(day("2023-11-20"), S.ACKNOWLEDGED, {"reference": "AET-4471902"}),
            Beat(day("2023-12-11"), S.IN_REVIEW),
            Beat(day("2024-02-26"), S.APPROVED),
            executed(day("2024-03-18")),
            Beat(day("2024-03-25"), S.LOADING, {"effective_on": "2024-04-01"}),
            Beat(
                day("2024-04-15"),
                S.ACTIVE,
                {"effective_on": "2024-04-01", "payer_assigned_id": "7719402", "loaded_on": "2024-04-15"},
            ),
        ],
        provider=cast.provider,
        state="PA",
        owner=cast.owner,
        contacts=[
            Contact(
                day("2023-11-20"),
                "Request received. No carry-over from the platform: treated as a new applicant.",
                "Renee",
                "AET-4471902",
                quoted=(60, 90, DayUnit.CALENDAR),
                client_visible=True,
            ),
            Contact(
                day("2024-02-27"), "Committee approved yesterday; the contract comes by DocuSign.", "Marcus"
            ),
        ],
    )


def _cigna_again(cast: Cast, payer: Payer) -> Story:
    return Story(
        cast.practice,
        payer,
        Kind.INITIAL_INDIVIDUAL,
        [
            Beat(day("2023-10-02"), S.DRAFT),
            Beat(day("2023-11-13"), S.SUBMITTED, {"method": "Evernorth portal"}),
            Beat(
                day("2023-12-04"),
                verb=Verb.BLOCK,
                facts={"reason": "Release letter requested from the platform", "blocked_by": "platform"},
                note="The payer will not list the clinician twice.",
            ),
            Beat(
                day("2024-01-29"), verb=Verb.UNBLOCK, note="Depaneled by the platform; no letter was issued."
            ),
            Beat(day("2024-02-05"), S.IN_REVIEW, late=2),
            Beat(day("2024-04-22"), S.APPROVED),
            executed(day("2024-05-13")),
            Beat(
                day("2024-05-20"), S.ACTIVE, {"effective_on": "2024-06-01", "payer_assigned_id": "C4410287"}
            ),
        ],
        provider=cast.provider,
        state="PA",
        owner=cast.owner,
        contacts=[
            Contact(
                day("2023-12-04"),
                "Cannot add the clinician under her own TIN while Headway lists her; asks for a letter of authorization.",
                "Joelle",
                "CG-220418",
            ),
            Contact(
                day("2023-12-18"), "Headway support: no release letters are issued.", channel=Channel.EMAIL
            ),
        ],
    )


def _keystone_at_last(cast: Cast, payer: Payer) -> Story:
    return Story(
        cast.practice,
        payer,
        Kind.INITIAL_INDIVIDUAL,
        [
            Beat(day("2023-10-16"), S.DRAFT, note="State Medicaid enrollment came first (PROMISe)."),
            Beat(day("2023-12-04"), S.SUBMITTED, {"method": "Paper packet"}),
            Beat(day("2024-01-08"), S.RETURNED, {"reason": "W-9 named the old legal entity"}),
            Beat(day("2024-01-15"), S.SUBMITTED, {"method": "Paper packet", "reference": "KF-90233"}),
            Beat(day("2024-02-12"), S.IN_REVIEW),
            Beat(day("2024-04-08"), S.APPROVED),
            executed(day("2024-04-29")),
            Beat(
                day("2024-05-06"), S.ACTIVE, {"effective_on": "2024-05-01", "payer_assigned_id": "PA-3308812"}
            ),
        ],
        provider=cast.provider,
        state="PA",
        owner=cast.owner,
        contacts=[
            Contact(
                day("2024-01-08"),
                "Packet sent back: the W-9 does not match the CP-575.",
                channel=Channel.LETTER,
            )
        ],
    )


@dataclass(frozen=True, slots=True)
class Direct:
    """The dates of one direct application, ISO text, and what the payer assigned."""

    payer: str
    sent: str
    reviewed: str
    decided: str
    contracted: str
    effective: str
    assigned: str
    reference: str


DIRECT = (
    Direct(
        "aetna",
        "2023-01-16",
        "2023-02-13",
        "2023-04-24",
        "2023-05-08",
        "2023-05-15",
        "7702210",
        "AET-3390417",
    ),
    Direct(
        "cigna", "2023-01-16", "2023-03-06", "2023-05-22", "2023-06-05", "2023-06-15", "C4193360", "CG-118240"
    ),
    Direct(
        "keystone-first",
        "2023-01-23",
        "2023-03-20",
        "2023-06-12",
        "2023-06-26",
        "2023-07-01",
        "PA-2290431",
        "KF-71188",
    ),
    Direct(
        "highmark",
        "2023-01-23",
        "2023-04-03",
        "2023-08-14",
        "2023-09-05",
        "2023-09-15",
        "H0044129",
        "HM-553201",
    ),
)


def direct_path(cast: Cast, payers: dict[str, Payer]) -> list[Story]:
    """Months 0 to 13: four direct applications, two commercial plans and Medicaid by month six."""
    return [_direct(cast, payers[row.payer], row) for row in DIRECT]


def _direct(cast: Cast, payer: Payer, row: Direct) -> Story:
    acknowledged = day(row.sent) + dt.timedelta(days=14)
    effective = {"effective_on": row.effective}
    return Story(
        cast.practice,
        payer,
        Kind.INITIAL_INDIVIDUAL,
        [
            Beat(
                day("2023-01-03"), S.DRAFT, note="Practice opened; a credentialing firm prepares the packets."
            ),
            Beat(day("2023-01-09"), S.READY),
            Beat(day(row.sent), S.SUBMITTED, {"method": "Portal", "requested_effective_on": "2023-03-01"}),
            Beat(acknowledged, S.ACKNOWLEDGED, {"reference": row.reference}),
            Beat(day(row.reviewed), S.IN_REVIEW),
            Beat(day(row.decided), S.APPROVED),
            executed(day(row.contracted)),
            Beat(day(row.contracted), S.LOADING, effective),
            Beat(
                day(row.effective) + dt.timedelta(days=12),
                S.ACTIVE,
                {**effective, "payer_assigned_id": row.assigned},
                late=3,
            ),
        ],
        provider=cast.provider,
        state="PA",
        owner=cast.owner,
        contacts=[
            Contact(
                acknowledged,
                "Application received and complete.",
                "Tamika",
                row.reference,
                quoted=(60, 90, DayUnit.CALENDAR),
            ),
            Contact(
                day(row.decided), "Approved; contract to follow.", "Luis", row.reference, client_visible=True
            ),
        ],
    )
