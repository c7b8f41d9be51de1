"""Which rows does the billing board show? Approved or in network in our own name, and not billable today."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.utils.http import urlencode

from accounts.models import Membership
from credtrack.kernel.links import org_reverse
from dashboards.billing_board.holding import Hold, Share, hold
from dashboards.billing_board.pieces import SHORT
from enrollments.billing import Verdict
from enrollments.billing_reading import BillingRow, billing_rows
from enrollments.billing_reasons import ReasonCode
from enrollments.enums import Status
from enrollments.network import Standing
from payers.models import Payer
from planning import caseloads
from providers.models import Practice
from providers.visibility import visible_providers

_OWN = frozenset({Standing.IN_NETWORK, Standing.RECREDENTIALING_OVERDUE, Standing.EFFECTIVE_LATER})
_APPROVED = frozenset({Status.APPROVED, Status.LOADING})
SORTS = {"clinician": "Clinician", "payer": "Payer", "sessions": "Sessions held", "pieces": "Missing pieces"}


@dataclass(slots=True)
class Line:
    """One clinician, plan and practice with what is missing."""

    row: BillingRow
    sessions: int | None
    url: str

    @property
    def pieces(self) -> list[str]:
        """Return the missing pieces in a few words each."""
        return [SHORT[ReasonCode(one.code)] for one in self.row.readiness.reasons]

    @property
    def missing(self) -> str:
        """Return the missing pieces in one text."""
        return " ".join(reason.text for reason in self.row.readiness.reasons)


@dataclass(slots=True)
class Board:
    """All lines that fit, what they add up to, and what to choose from."""

    lines: list[Line]
    total: int
    reasons: list[tuple[ReasonCode, str, int]]
    hold: Hold
    payers: list[Payer]


def read(
    membership: Membership, on: dt.date, practices: Sequence[Practice], *, payer: str, reason: str, sort: str
) -> Board:
    """Return the board for the practices; the number of queries does not depend on rows."""
    people: Collection[int] | None = None
    if membership.limited_to_practices:
        people = list(visible_providers(membership).values_list("pk", flat=True))
    found = [row for row in billing_rows(on, practices=practices, provider_ids=people) if is_waiting(row)]
    payers = {row.network.plan.payer_id: row.network.plan.payer for row in found}
    found = [row for row in found if not payer or str(row.network.plan.payer_id) == payer]
    counted = Counter(reason.code for row in found for reason in row.readiness.reasons)
    shown = [row for row in found if not reason or reason in row.readiness.codes]
    shares = caseloads.newest(practice_ids=[practice.pk for practice in practices])
    held = {
        key: Share(share.weekly_sessions, share.direct_rate)
        for key, share in shares.items()
        # What a platform bills today is not held back.
        if share.platform_id is None
    }
    lines = [_line(row, held.get(_key(row)), on) for row in shown]
    return Board(
        lines=sorted(lines, key=_SORT_KEYS.get(sort, _by_clinician)),
        total=len(found),
        reasons=[(code, SHORT[code], counted[code]) for code in ReasonCode if counted[code]],
        hold=hold(held[key] for key in sorted({_key(row) for row in shown} & held.keys())),
        payers=sorted(payers.values(), key=lambda one: one.sort_name),
    )


def is_waiting(row: BillingRow) -> bool:
    """Say whether a row belongs on the board: ours, granted or nearly so, and not billable."""
    status = row.network.status
    granted = status.standing in _OWN or status.stage in _APPROVED
    return granted and row.readiness.verdict != Verdict.READY


def _key(row: BillingRow) -> caseloads.Key:
    network = row.network
    return network.provider.pk, network.practice.pk, network.plan.payer_id


def _line(row: BillingRow, share: Share | None, on: dt.date) -> Line:
    network = row.network
    asked: dict[str, str | int] = {
        "provider": network.provider.pk,
        "plan": network.plan.pk,
        "practice": network.practice.pk,
        "state": network.state,
        "on": on.isoformat(),
    }
    url = f"{org_reverse('enrollments:may_bill')}?{urlencode(asked)}"
    return Line(row, round(share.weekly_sessions) if share else None, url)


def _by_clinician(line: Line) -> tuple[object, ...]:
    network = line.row.network
    return network.provider.sort_name, network.plan.name, network.practice.legal_name, network.state


def _by_payer(line: Line) -> tuple[object, ...]:
    return line.row.network.plan.payer.sort_name, *_by_clinician(line)


def _by_sessions(line: Line) -> tuple[object, ...]:
    return -(line.sessions or 0), *_by_clinician(line)


def _by_pieces(line: Line) -> tuple[object, ...]:
    return len(line.row.readiness.reasons), *_by_clinician(line)


_SORT_KEYS = {"payer": _by_payer, "sessions": _by_sessions, "pieces": _by_pieces}

EXPORT_HEADER = (
    "Clinician", "NPI", "Practice", "Payer", "Plan", "State", "Verdict", "Ready from", "Reasons", "Missing",
    "Next step", "Sessions a week",
)  # fmt: skip


def export_rows(lines: Sequence[Line]) -> Iterator[tuple[object, ...]]:
    """Yield the board as a flat table."""
    for line in lines:
        network, readiness = line.row.network, line.row.readiness
        yield (
            network.provider.full_name,
            network.provider.npi,
            network.practice.legal_name,
            str(network.plan.payer),
            str(network.plan),
            network.state,
            readiness.verdict.label,
            readiness.from_,
            " ".join(readiness.codes),
            line.missing,
            " ".join(reason.next_step for reason in readiness.reasons),
            line.sessions if line.sessions is not None else "",
        )
