"""Which other enrollments have to come first for these rows? The one place that asks for prerequisites."""

from collections.abc import Sequence

from enrollments.network_reading import NetworkRow

# provider, plan, practice, state
Key = tuple[int, int, int, str]


def missing_first(rows: Sequence[NetworkRow]) -> dict[Key, tuple[str, ...]]:
    """Return the names of the enrollments that are missing, per clinician, plan, practice and state.

    No sourced prerequisite is stored yet, so nothing is missing anywhere.
    """
    return {}
