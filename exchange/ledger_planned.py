"""What is known of a row of the ledger sheets once its parties are found and it is compared."""

from dataclasses import dataclass, field
from typing import Any

from enrollments.models import Confirmation, Contract, Participation
from exchange.diff import Verdict
from exchange.ledger_matching import Meant
from exchange.ledger_rows import LedgerRow
from exchange.matching import Parties, Ref
from exchange.rows import TrackerRow


@dataclass(slots=True)
class PlannedLedger:
    """A row with whom it means and what becomes of it; `record` is what it updates or leaves alone."""

    told: LedgerRow
    verdict: Verdict
    meant: Meant | None = None
    values: dict[str, Any] = field(default_factory=dict)
    record: Contract | Participation | Confirmation | None = None

    @property
    def row(self) -> TrackerRow:
        """The parties of the row as it states them."""
        return self.told.party

    @property
    def parties(self) -> Parties:
        """The parties of a row that is not refused."""
        assert self.meant is not None  # noqa: S101  # refused rows are never asked
        return self.meant.parties

    @property
    def clinician(self) -> Ref:
        """The clinician of a participation or confirmation, which always names one."""
        assert self.parties.provider is not None  # noqa: S101  # such rows are refused
        return self.parties.provider

    @property
    def writes(self) -> bool:
        """Say whether the row is written at all."""
        return self.verdict.outcome in {"create", "update"}
