"""Where do the demo's applications stand? One arc per clinician and payer, counted back from today."""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass

from accounts.models import User
from credtrack.kernel.dates import roll_backward, roll_forward
from dashboards.demo.telling import Beat, Contact, Story, executed
from enrollments.enums import Channel, DayUnit, Kind, Status, Verb
from enrollments.models import Contract
from payers.models import Payer
from providers.models import Practice, Provider

S = Status
REPS = ("Tanya", "Andre", "Renee", "Marcus", "Joelle", "Mr. Okun", "Latrice", "Devon", "Ms. Pryor", "Hector")


@dataclass(slots=True)
class Telling:
    """What an arc needs to know, with the tools it tells its story with."""

    practice: Practice
    provider: Provider
    payer: Payer
    owner: User
    today: dt.date
    chance: random.Random
    contract: Contract
    # No two files take equally long: each story is stretched or squeezed as a whole.
    pace: float = 1.0

    def ago(self, days: int) -> dt.date:
        """Return the business day at or before `days` calendar days ago."""
        return roll_backward(self.today - dt.timedelta(days=round(days * self.pace)))

    def ahead(self, days: int) -> dt.date:
        """Return the business day at or after `days` calendar days from now."""
        return roll_forward(self.today + dt.timedelta(days=round(days * self.pace)))

    def reference(self) -> str:
        """Return a call reference of the payer's kind."""
        return f"{self.payer.name[:2].upper()}-{self.chance.randint(1_000_000, 9_999_999)}"

    def rep(self) -> str:
        """Return whom one spoke to."""
        return self.chance.choice(REPS)

    def story(self, beats: list[Beat], **more: object) -> Story:
        """Return the story with this clinician, payer and owner filled in."""
        return Story(
            self.practice,
            self.payer,
            Kind.ADD_TO_GROUP,
            beats,
            provider=self.provider,
            state=self.practice.state,
            owner=self.owner,
            contract=self.contract,
            **more,  # type: ignore[arg-type]
        )

    def sent(self, days_ago: int) -> list[Beat]:
        """Return the beats up to submission, that many days ago."""
        return [
            Beat(self.ago(days_ago + 21), S.DRAFT),
            Beat(self.ago(days_ago + 14), S.PREPARING),
            Beat(self.ago(days_ago + 2), S.READY),
            Beat(
                self.ago(days_ago),
                S.SUBMITTED,
                {"method": self.chance.choice(("Availity", "Portal", "CAQH"))},
            ),
        ]

    def received(self, days_ago: int, quoted: tuple[int, int, DayUnit] | None = None) -> Contact:
        """Return the first call: received, with the turnaround the payer quotes."""
        return Contact(
            self.ago(days_ago),
            "Application received and complete; waits for primary source verification.",
            self.rep(),
            self.reference(),
            quoted=quoted or (60, 90, DayUnit.CALENDAR),
        )


def active(telling: Telling) -> Story:
    """In network for a while; the cycle counts from the decision."""
    sent = telling.chance.randint(260, 900)
    decided, effective = sent - telling.chance.randint(48, 112), sent - 130
    return telling.story(
        [
            *telling.sent(sent),
            Beat(telling.ago(sent - 12), S.ACKNOWLEDGED),
            Beat(telling.ago(sent - 20), S.IN_REVIEW),
            Beat(telling.ago(decided), S.APPROVED),
            executed(telling.ago(decided)),
            Beat(telling.ago(decided - 8), S.LOADING, {"effective_on": telling.ago(effective).isoformat()}),
            Beat(
                telling.ago(effective - 9),
                S.ACTIVE,
                {
                    "effective_on": telling.ago(effective).isoformat(),
                    "payer_assigned_id": str(telling.chance.randint(1_000_000, 9_999_999)),
                    "loaded_on": telling.ago(effective - 9).isoformat(),
                },
            ),
        ],
        contacts=[telling.received(sent - 12)],
    )


def effective_later(telling: Telling) -> Story:
    """Approved and contracted; the effective date is still ahead."""
    return telling.story(
        [
            *telling.sent(96),
            Beat(telling.ago(80), S.IN_REVIEW),
            Beat(telling.ago(12), S.APPROVED),
            executed(telling.ago(6)),
            Beat(telling.ago(5), S.LOADING, {"effective_on": telling.ahead(17).isoformat()}),
        ],
        contacts=[
            telling.received(84),
            Contact(
                telling.ago(5), "Welcome letter mailed; hold claims until the effective date.", telling.rep()
            ),
        ],
        follow_up=(telling.ahead(3), "Ask whether the payer's system shows the clinician"),
    )


def contract_pending(telling: Telling) -> Story:
    """Credentialed, but the contract is not countersigned: not in network."""
    return telling.story(
        [
            *telling.sent(118),
            Beat(telling.ago(96), S.IN_REVIEW),
            Beat(telling.ago(19), S.APPROVED),
            Beat(telling.ago(15), verb=Verb.CONTRACT, facts={"contract_track": "signed"}, late=1),
        ],
        contacts=[
            Contact(telling.ago(19), "Approved at committee; agreement sent by DocuSign.", telling.rep())
        ],
        follow_up=(telling.ago(1), "Ask for the countersigned copy"),
    )


def in_review(telling: Telling) -> Story:
    """With the payer, within what it quotes."""
    sent = telling.chance.randint(24, 62)
    return telling.story(
        [
            *telling.sent(sent),
            Beat(telling.ago(sent - 11), S.ACKNOWLEDGED),
            Beat(telling.ago(sent - 16), S.IN_REVIEW),
        ],
        contacts=[
            telling.received(sent - 11),
            Contact(
                telling.ago(9), "Still in verification, nothing needed.", telling.rep(), telling.reference()
            ),
        ],
        follow_up=(telling.ahead(telling.chance.randint(0, 6)), "Ask for the status"),
    )


def overdue_review(telling: Telling) -> Story:
    """With the payer well past what it quoted."""
    return telling.story(
        [*telling.sent(134), Beat(telling.ago(120), S.ACKNOWLEDGED), Beat(telling.ago(109), S.IN_REVIEW)],
        contacts=[
            telling.received(120, (30, 45, DayUnit.BUSINESS)),
            Contact(
                telling.ago(13),
                "Waits for the committee; no date can be given. Escalated to provider relations.",
                telling.rep(),
                telling.reference(),
                client_visible=True,
            ),
        ],
        follow_up=(telling.ago(2), "Escalate: past the quoted 45 business days"),
    )


def silent(telling: Telling) -> Story:
    """Sent, never acknowledged, nobody has called for over a month."""
    return telling.story(
        telling.sent(44),
        contacts=[
            Contact(
                telling.ago(43),
                "Packet e-mailed to provider relations, no auto reply.",
                channel=Channel.EMAIL,
            )
        ],
    )


def info_requested(telling: Telling) -> Story:
    """The payer waits for us, with a day the answer is due."""
    return telling.story(
        [
            *telling.sent(58),
            Beat(telling.ago(47), S.IN_REVIEW),
            Beat(
                telling.ago(8),
                S.INFO_REQUESTED,
                {"answer_due_on": telling.ahead(4).isoformat(), "reason": "Malpractice face sheet expired"},
                late=2,
            ),
        ],
        contacts=[
            telling.received(47),
            Contact(
                telling.ago(8),
                "Needs the renewed malpractice face sheet within 15 days, or the file is closed.",
                telling.rep(),
                telling.reference(),
                client_visible=True,
            ),
        ],
        missing=("Renewed malpractice face sheet",),
        follow_up=(telling.ahead(1), "Upload the face sheet and confirm receipt"),
    )


def preparing(telling: Telling) -> Story:
    """Still gathering; the list says what is missing and from whom."""
    return telling.story(
        [Beat(telling.ago(16), S.DRAFT), Beat(telling.ago(11), S.PREPARING)],
        contacts=[
            Contact(telling.ago(4), "Asked for the signature page and the CV again.", channel=Channel.EMAIL)
        ],
        missing=("Signature page", "CV without gaps", "W-9"),
        follow_up=(telling.ahead(2), "Remind the clinician"),
    )


def panel_closed(telling: Telling) -> Story:
    """Not accepting; watched, and kept out of approval rates."""
    return telling.story(
        [
            *telling.sent(75),
            Beat(
                telling.ago(52),
                S.PANEL_CLOSED,
                {
                    "recheck_on": telling.ahead(120).isoformat(),
                    "reason": "Sufficient number of similarly qualified providers in the ZIP code",
                },
            ),
        ],
        contacts=[
            Contact(
                telling.ago(52), "Panel closed in this ZIP code, may ask again in six months.", telling.rep()
            )
        ],
    )


def returned(telling: Telling) -> Story:
    """Sent back as incomplete: it starts over under the same record."""
    return telling.story(
        [*telling.sent(31), Beat(telling.ago(6), S.RETURNED, {"reason": "Taxonomy does not match NPPES"})],
        contacts=[Contact(telling.ago(6), "Returned; must be submitted again as new.", telling.rep())],
        follow_up=(telling.ahead(0), "Correct the taxonomy in NPPES and send again"),
    )


def blocked(telling: Telling) -> Story:
    """Waits for something that is neither ours nor the payer's to do."""
    return telling.story(
        [
            Beat(telling.ago(40), S.DRAFT),
            Beat(telling.ago(33), S.PREPARING),
            Beat(
                telling.ago(20),
                verb=Verb.BLOCK,
                facts={
                    "reason": "Release letter requested from the former platform",
                    "blocked_by": "platform",
                },
            ),
        ],
        contacts=[
            Contact(telling.ago(20), "Asked the platform for a release letter.", channel=Channel.EMAIL)
        ],
        follow_up=(telling.ago(4), "Ask the platform again for the release letter"),
    )


def denied(telling: Telling) -> Story:
    """A decision against us, with its appeal window."""
    return telling.story(
        [
            *telling.sent(150),
            Beat(telling.ago(120), S.IN_REVIEW),
            Beat(
                telling.ago(22),
                S.DENIED,
                {
                    "reason": "Supervised experience not documented",
                    "appeal_until": telling.ahead(8).isoformat(),
                },
            ),
        ],
        contacts=[Contact(telling.ago(22), "Denied; written appeal within 30 days.", channel=Channel.LETTER)],
    )


def draft(telling: Telling) -> Story:
    """Opened the other day."""
    return telling.story([Beat(telling.ago(3), S.DRAFT)], follow_up=(telling.ahead(4), "Gather the file"))


Arc = Callable[[Telling], Story]
# How often each arc occurs in a caseload of a hundred.
WEIGHTS: dict[Arc, int] = {
    active: 40,
    in_review: 16,
    overdue_review: 6,
    silent: 5,
    contract_pending: 6,
    effective_later: 5,
    info_requested: 5,
    preparing: 6,
    panel_closed: 4,
    returned: 3,
    blocked: 1,
    denied: 1,
    draft: 3,
}


def choose(chance: random.Random) -> Arc:
    """Return an arc with its weight."""
    return chance.choices(list(WEIGHTS), weights=list(WEIGHTS.values()))[0]
