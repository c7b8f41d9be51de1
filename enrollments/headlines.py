"""Reads the sentence that matters from one application's page: payer, clock, quote, what is ours."""

from credtrack.kernel import clock
from enrollments.bases import quoted_turnaround
from enrollments.enums import Clock
from enrollments.headline import Standpoint, headline
from enrollments.reading import Reading


def headline_of(reading: Reading) -> str:
    """Return the sentence for the moment the page is read as of."""
    application, state = reading.application, reading.state
    first = reading.follow_ups[0] if reading.follow_ups else None
    missing = reading.missing
    return headline(
        Standpoint(
            payer=str(application.payer),
            clinician=str(application.provider or application.practice),
            status=reading.status,
            status_since=state.status_since or clock.today(),
            today=reading.moment.day,
            clock=reading.clock,
            submitted_on=state.submitted_on,
            answer_due_on=state.answer_due_on,
            recheck_on=state.recheck_on,
            appeal_until=state.appeal_until,
            effective_on=state.effective_on,
            payer_assigned_id=state.payer_assigned_id,
            reason=state.status_reason,
            blocked_reason=state.blocked_reason,
            blocked_since=state.blocked_since,
            contract_track=state.contract_track,
            quoted=quoted_turnaround(reading),
            missing=[item.label for item in missing],
            missing_from_clinician=[item.label for item in missing if item.waiting_on == Clock.CLINICIAN],
            next_on=first.due_on if first else None,
            next_what=first.what if first else "",
            tells_to_do=reading.internal and (reading.moment.is_now or first is not None),
        )
    )
