"""Which columns of an application repeat what its log folds to, and with which values?"""

from typing import Any

from enrollments.clocks import clock_of
from enrollments.fold import Folded
from enrollments.models import Application

FOLDED = tuple(Folded.__dataclass_fields__)
# Every column that only the log (and, for the clock, the missing items) may set.
CACHED = (*FOLDED, "clock")


def expected(application: Application, state: Folded) -> dict[str, Any]:
    """Return {column: value} as the log demands it; `rebuild_timelines --check` compares with this."""
    values: dict[str, Any] = {name: getattr(state, name) for name in FOLDED}
    if state.status is not None:
        values["clock"] = clock_of(
            state.status,
            blocked_by=state.blocked_by,
            waiting_on_clinician=application.missing_from_clinician > 0,
        )
    return values


def apply_cache(application: Application, state: Folded) -> None:
    """Copy what the log folds to onto the application, unsaved; save with `update_fields=CACHED`."""
    for name, value in expected(application, state).items():
        setattr(application, name, value)
