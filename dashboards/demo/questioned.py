"""What did the demo's practice ask the platform before leaving, and what came back? Two of six not answered."""

import datetime as dt

from accounts.models import User
from credtrack.kernel import clock
from enrollments.enums import Channel
from payers.models import Platform
from planning import asking
from planning.enums import Outcome, Template
from providers.models import Practice

# question, outcome, what was answered, days before the demo's day
_ANSWERS = (
    ("credentialed_directly", Outcome.ANSWERED,
     "Clinicians join under our contracts; payers list them with our group.", 34),
    ("bill_outside", Outcome.ANSWERED,
     "Other agreements are the clinician's own affair; clients we referred stay with us.", 34),
    ("claims_route", Outcome.ANSWERED, "All claims go through our systems.", 34),
    ("what_remains", Outcome.REFUSED, "", 20),
    ("restrictions", Outcome.UNANSWERED, "", 20),
)  # fmt: skip


def question(practice: Practice, platform: Platform, actor: User) -> None:
    """Put the six questions to the platform and keep what was answered."""
    day = clock.today()
    asked = asking.Asked(
        template=Template.PLATFORM,
        asked_on=day - dt.timedelta(days=41),
        platform=platform,
        practice=practice,
        state="PA",
    )
    sheet = asking.begin(asked, actor=actor)
    for key, outcome, text, days in _ANSWERS:
        reply = asking.Reply(
            question=key,
            outcome=outcome,
            channel=Channel.EMAIL,
            answered_on=day - dt.timedelta(days=days),
            text=text,
            answered_by="Support" if text else "",
        )
        asking.answer(sheet.pk, reply, actor=actor)
