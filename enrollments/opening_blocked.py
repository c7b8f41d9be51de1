"""How is an application opened whose prerequisites are missing? As a draft with the block, never as payer delay."""

import datetime as dt

from django.db import transaction

from accounts.models import User
from credtrack.kernel import clock
from enrollments import missing as missing_list
from enrollments import transitions
from enrollments.enums import Clock, Kind, Route
from enrollments.models import Application
from enrollments.opening import Opening, open_application
from enrollments.prerequisite_reading import BLOCK_PREFIX, FIRST_KINDS, Asked, missing_in_bulk
from enrollments.refusals import Refused
from payers.models import Plan
from payers.prerequisites import ATTESTATION_LABEL, AUTHORIZATION_LABEL, Code, Missing

NOT_YET = "Something else must come first. Open that one, or say that this one is to wait as a blocked draft."
_LABELS = {Code.CAQH_ATTESTED: ATTESTATION_LABEL, Code.CAQH_AUTHORIZED: AUTHORIZATION_LABEL}


def missing_before(asked: Opening, on: dt.date | None = None) -> list[Missing]:
    """Return what must come before `asked` and is not there on `on` (today when not given)."""
    if asked.kind not in FIRST_KINDS:
        return []
    plans = asked.plans or list(Plan.objects.filter(payer=asked.payer, is_default=True))
    question = Asked(
        practice_id=asked.practice.pk,
        payer=asked.payer,
        lines=tuple(plan.line_of_business for plan in plans),
        provider=asked.provider,
        state=asked.state,
        adds_to_group=asked.kind == Kind.ADD_TO_GROUP,
        delegated=asked.route == Route.DELEGATED,
    )
    return missing_in_bulk([question], on or clock.today())[0]


@transaction.atomic
def open_checked(
    asked: Opening, *, actor: User | None, accept_block: bool = False, ask_caqh: bool = False
) -> Application:
    """Open a draft; raises `Refused` when something must come first and nobody accepted the block.

    `accept_block` opens it all the same, blocked from the day it was opened. `ask_caqh` puts what CAQH
    lacks on the list of what is missing.
    """
    lacking = missing_before(asked)
    blocking = [item for item in lacking if item.blocks]
    if blocking and not accept_block:
        raise Refused([NOT_YET])
    made = open_application(asked, actor=actor)
    if blocking:
        made = transitions.block(
            made.pk,
            occurred_on=asked.opened_on,
            actor=actor,
            reason=block_reason(blocking),
            blocked_by=Clock.OURS,
        )
    papers = [item for item in lacking if not item.blocks]
    if ask_caqh and papers:
        missing_list.ask_for(
            made,
            [_LABELS[item.code] for item in papers],
            waiting_on=Clock.CLINICIAN,
            asked_on=asked.opened_on,
            actor=actor,
        )
    return made


def block_reason(blocking: list[Missing]) -> str:
    """Return the reason as the timeline keeps it: "Prerequisite missing: Medicare enrollment first"."""
    return f"{BLOCK_PREFIX} {'; '.join(item.code.label for item in blocking)}"[:300]
