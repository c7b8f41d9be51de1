"""Which facts does the question "may we bill?" rest on? Plain records, gathered by `billing_reading.py`."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from enrollments.billing_dates import Begins
from enrollments.effective_dates import Anchors
from enrollments.enums import Confirmed, HolderKind, Status
from enrollments.network import NetworkStatus, Span
from payers.rules import Fact


@dataclass(frozen=True, slots=True)
class Proof:
    """One confirmation that holds: what was said, by whom, when, and what proves it."""

    kind: Confirmed
    confirmed_on: dt.date
    value: str = ""
    value_on: dt.date | None = None
    person: str = ""
    evidence: str = ""
    id: int | None = None


@dataclass(frozen=True, slots=True)
class GoverningContract:
    """The contract that claims would be paid under, as far as it bears on the verdict.

    `covers` says whether it names this practice or clinician; an own contract that does not is somebody else's.
    """

    holder: HolderKind = HolderKind.UNKNOWN
    covers: bool = True
    executed_on: dt.date | None = None
    effective_on: dt.date | None = None
    ends_on: dt.date | None = None
    verified: bool = False
    holder_name: str = ""

    @property
    def starts_on(self) -> dt.date | None:
        """Return the day it takes effect, or else the day it was executed."""
        return self.effective_on or self.executed_on


@dataclass(frozen=True, slots=True)
class LicenseSpan:
    """A license of the state asked about; an open end or start binds nothing."""

    issued_on: dt.date | None = None
    expires_on: dt.date | None = None

    def holds(self, on: dt.date) -> bool:
        """Say whether it was valid on the calendar day; the day it expires is the last one."""
        return (self.issued_on or on) <= on <= (self.expires_on or on)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything recorded about one clinician, plan, practice and state; `network` is the answer for the day."""

    network: NetworkStatus
    span: Span | None = None
    proofs: Mapping[Confirmed, Proof] = field(default_factory=dict)
    contract: GoverningContract | None = None
    contract_not_needed: bool = False
    begins: Begins = field(default_factory=Begins)
    licenses: tuple[LicenseSpan, ...] = ()
    affiliations: tuple[LicenseSpan, ...] = ()
    government_line: bool = False
    through: tuple[str, ...] = ()
    at_risk: str = ""
    pending: Status | None = None
    recredentialing_due_on: dt.date | None = None
    loaded_on: dt.date | None = None
    group_contract: bool = False
    missing_prerequisites: tuple[str, ...] = ()
    rules: tuple[Fact | None, ...] = ()
    anchors: Anchors = field(default_factory=Anchors)


def own_span(spans: Sequence[Span], on: dt.date) -> Span | None:
    """Return our own participation on the day, or else the next one that is known; an ended one is none.

    Of several that cover the day it is the one the network matrix speaks of: the one that began last.
    """
    own = [span for span in spans if not span.platform]
    covering = [span for span in own if span.covers(on)]
    if covering:
        return max(covering, key=lambda span: span.starts_on)
    later = [span for span in own if span.starts_on > on]
    return min(later, key=lambda span: span.starts_on, default=None)
