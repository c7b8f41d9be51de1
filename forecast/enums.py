"""What a forecast waits for, and what it rests on."""

from credtrack.kernel.words import Worded


class Stage(Worded):
    """What an open application waits for next; the later ones follow in this order."""

    SUBMISSION = "submission", "To be sent"
    DECISION = "decision", "Decision"
    CONTRACT = "contract", "Contract"
    EFFECTIVE = "effective", "Effective date"
    LOADING = "loading", "Loading by the payer"
    WATCH = "watch", "Panel closed"


class Basis(Worded):
    """What the numbers rest on; where nothing speaks for any date, none is shown."""

    OWN = "own", "Own history"
    PUBLISHED = "published", "Published range"
    NONE = "none", "No basis"


class Risk(Worded):
    """Why an application stands where it stands in the list, worst first."""

    STATUTE = "statute", "Past the state's deadline"
    OVERDUE = "overdue", "Later than nine in ten like it"
    BLOCKED = "blocked", "Blocked"
    OURS = "ours", "Waiting for us"
    LATE = "late", "Later than the published range"
    UNKNOWN = "unknown", "No basis for a date"
    ON_COURSE = "on_course", "On course"
