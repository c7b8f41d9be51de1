"""What do the guards need to know about one move? Read from the locked application and its list."""

import datetime as dt
from typing import TYPE_CHECKING

from credtrack.kernel import clock
from enrollments import guards
from enrollments.enums import Kind, Source, Status
from enrollments.fold import Folded
from enrollments.models import Application
from enrollments.states import OPEN
from payers.prerequisites import CAQH_LABELS

if TYPE_CHECKING:
    from enrollments.transitions import Step


def request_for(
    application: Application, state: Folded, step: "Step", source: Source = Source.PERSON
) -> guards.Request:
    """Return what the guards need to know about one move."""
    contract = application.contract
    assert step.to is not None  # noqa: S101  # only moves are judged
    facts = {
        name: value
        for name in ("effective_on", "payer_assigned_id", "method", "reference")
        if (value := _text(getattr(state, name)))
    }
    was_open = state.status is None or application.is_open
    return guards.Request(
        to=step.to,
        occurred_on=step.occurred_on,
        today=clock.today(),
        facts={**facts, **step.facts},
        kind=Kind(application.kind),
        contract_track=state.contract_track,
        contract_executed_on=contract.executed_on if contract else None,
        blocked_reason=state.blocked_reason,
        missing=missing(application) if step.to == Status.READY else (),
        needed_to_send=_needed_to_send(application) if step.to == Status.SUBMITTED else (),
        sibling_open=not was_open and sibling_open(application),
        was_open=was_open,
        source=source,
    )


def missing(application: Application) -> tuple[str, ...]:
    """Return the labels of what is still missing."""
    return tuple(application.missing_items.filter(received_on=None).values_list("label", flat=True))


def _needed_to_send(application: Application) -> tuple[str, ...]:
    return tuple(label for label in missing(application) if label in CAQH_LABELS)


def sibling_open(application: Application) -> bool:
    """Say whether another application with the same key is open."""
    rows = Application.objects.filter(
        provider=application.provider_id,
        practice=application.practice_id,
        payer=application.payer_id,
        state=application.state,
        kind=application.kind,
        status__in=[status.value for status in OPEN],
    )
    return bool(rows.exclude(pk=application.pk).exists())


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value or "")
