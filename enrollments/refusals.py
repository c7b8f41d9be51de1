"""What is said when a change is not made: refused by a rule, or overtaken by somebody else's change."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enrollments.models import Application


class Refused(Exception):
    """The change may not be made; `reasons` say in words why and what to do."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons))


class Stale(Exception):
    """Somebody else changed the application in the meantime."""

    def __init__(self, application: "Application") -> None:
        self.application = application
        super().__init__(
            "Somebody changed this application while you were working on it. "
            "What you typed is still here: look at what changed, then save again."
        )
