"""May we bill for a service on that day, and if not, why? One pure verdict with every reason.

A confirmation is evidence about a fact: adding one never makes a verdict worse, except that a later
effective or group-link date than the one known is new knowledge and moves the first billable day.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from credtrack.kernel.words import Worded
from enrollments.billing_dates import FirstDay, differing, first_day
from enrollments.billing_facts import Facts
from enrollments.billing_reasons import MANDATORY, OPTIONAL, ReasonCode, Said, WarningCode, said, since
from enrollments.enums import Confirmed, HolderKind
from enrollments.network import Standing
from enrollments.wording import day_words

R = ReasonCode
W = WarningCode
OWN_HOLDERS = frozenset({HolderKind.PRACTICE, HolderKind.CLINICIAN})


class Verdict(Worded):
    """The answer."""

    READY = "ready", "Ready to bill"
    READY_FROM = "ready_from", "Ready from a later day"
    NOT_READY = "not_ready", "Not ready to bill"


@dataclass(frozen=True, slots=True)
class Readiness:
    """The verdict; `from_` is the first billable day of a verdict that has one, `earliest` the best we know."""

    verdict: Verdict
    from_: dt.date | None
    reasons: tuple[Said, ...]
    warnings: tuple[Said, ...]
    earliest: FirstDay | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of the reasons, in their fixed order."""
        return tuple(reason.code.value for reason in self.reasons)


def billing_readiness(facts: Facts, on: dt.date) -> Readiness:
    """Return whether a service on the calendar day `on` may be billed in our own name.

    Where the first billable day is ahead, everything that runs out is looked at on that day too: nothing is
    promised for a day that the license or the contract does not reach.
    """
    confirmed = facts.proofs.get(Confirmed.EFFECTIVE_DATE)
    granted = confirmed.value if confirmed else ""
    earliest = first_day(facts.begins, facts.rules, facts.anchors, granted)
    found = {one.code: one for one in _lasting(facts, on)}
    days = {on, max(on, earliest.on)} if earliest else {on}
    for day in sorted(days):
        for reason in _running_out(facts, day):
            found.setdefault(reason.code, reason)
    blocked = bool(found)
    ahead = earliest is not None and earliest.on > on
    if earliest and ahead:
        detail = f"It is {day_words(earliest.on)}, decided by {earliest.decided_by}."
        found[R.DAY_AHEAD] = said(R.DAY_AHEAD, detail)
    verdict = Verdict.NOT_READY if blocked else Verdict.READY_FROM if ahead else Verdict.READY
    reasons = tuple(found[code] for code in ReasonCode if code in found)
    day_ready = earliest.on if earliest and not blocked else None
    return Readiness(verdict, day_ready, reasons, tuple(_warnings(facts, on, earliest)), earliest)


def _lasting(facts: Facts, on: dt.date) -> Iterator[Said]:
    """Yield the reasons that no day by itself cures."""
    for kind, code in MANDATORY.items():
        if kind not in facts.proofs:
            yield said(code)
    yield from _standing(facts, on)
    yield from _contract(facts)
    for name in facts.missing_prerequisites:
        yield said(R.PREREQUISITE_MISSING, f"{name}.")
        return


def _standing(facts: Facts, on: dt.date) -> Iterator[Said]:
    """Yield why the clinician does not participate in our own name, as the network matrix says it."""
    if facts.span is not None or _will_start(facts):
        return
    network = facts.network
    if facts.government_line and facts.through:
        yield said(R.GOVERNMENT_LINE_DELEGATED, f"Recorded through {', '.join(facts.through)}.")
    elif facts.through and facts.contract and facts.contract.holder == HolderKind.OTHER_GROUP:
        pass  # `_contract` says that another group holds it.
    elif facts.through:
        yield said(R.PLATFORM_ONLY, f"It is {', '.join(facts.through)}.")
        if facts.at_risk:
            yield said(R.DELEGATE_SUSPENDED, facts.at_risk)
    if facts.pending is not None:
        yield said(R.APPLICATION_PENDING, f"Stage: {facts.pending.label.lower()}.")
    elif network.standing == Standing.PANEL_CLOSED:
        yield said(R.PANEL_CLOSED, since(network.recheck_on, "Ask again on"))
    elif network.standing == Standing.ENDED:
        yield said(R.PARTICIPATION_ENDED, since(network.ended_on, "It ended on"))
    elif not facts.through:
        yield said(R.NOT_ENROLLED, network.note)


def _will_start(facts: Facts) -> bool:
    """Say whether an executed contract with a date ahead stands at loading: a promise, not yet a participation."""
    return facts.network.standing == Standing.EFFECTIVE_LATER


def _contract(facts: Facts) -> Iterator[Said]:
    contract = facts.contract
    if facts.contract_not_needed:
        return
    if contract is None:
        # Without a participation of our own, what is missing is the enrollment, not a paper.
        if facts.span is not None or _will_start(facts):
            yield said(R.CONTRACT_MISSING)
        return
    if contract.holder == HolderKind.UNKNOWN:
        yield said(R.HOLDER_UNKNOWN)
    elif contract.holder == HolderKind.PLATFORM:
        yield said(
            R.PLATFORM_ONLY, f"The contract on file is held by {contract.holder_name or 'a platform'}."
        )
    elif contract.holder not in OWN_HOLDERS or not contract.covers:
        yield said(R.CONTRACT_NOT_OWN, f"Held by {contract.holder_name}." if contract.holder_name else "")
    if contract.executed_on is None:
        yield said(R.CONTRACT_NOT_EXECUTED)


def _running_out(facts: Facts, on: dt.date) -> Iterator[Said]:
    """Yield what had run out, or had not begun, on a day."""
    contract, span = facts.contract, facts.span
    if contract and not facts.contract_not_needed and contract.ends_on and contract.ends_on < on:
        yield said(R.CONTRACT_ENDED, since(contract.ends_on, "Its last day was"))
    if span and span.ended_on and span.ended_on < on:
        yield said(R.PARTICIPATION_ENDED, since(span.ended_on, "It ended on"))
    due = facts.recredentialing_due_on
    if span and due and due < on:
        yield said(R.RECREDENTIALING_LAPSED, since(due, "It was due on"))
    yield from _license(facts, on)
    if facts.affiliations and all((one.expires_on or on) < on for one in facts.affiliations):
        yield said(R.NOT_AFFILIATED)


def _license(facts: Facts, on: dt.date) -> Iterator[Said]:
    lapsed = [one.expires_on for one in facts.licenses if one.expires_on and one.expires_on < on]
    if lapsed and not any(one.holds(on) for one in facts.licenses):
        yield said(R.LICENSE_LAPSED, since(max(lapsed), "It was valid until"))


def _warnings(facts: Facts, on: dt.date, earliest: FirstDay | None) -> Iterator[Said]:
    for kind, code in OPTIONAL.items():
        if kind not in facts.proofs and not (code == W.PAYER_NOT_LOADED and facts.loaded_on):
            yield said(code)
    begins = facts.begins
    if facts.group_contract and not (begins.group_link_on or begins.confirmed_link_on):
        yield said(W.GROUP_LINK_UNCONFIRMED)
    for what, recorded, confirmed in differing(begins):
        detail = f"The {what}: {day_words(recorded)} recorded, {day_words(confirmed)} confirmed."
        yield said(W.DATE_DIFFERS, detail)
    if facts.span is not None and facts.through:
        yield said(W.BOTH_WOULD_BILL, f"Also through {', '.join(facts.through)}.")
    if not facts.licenses:
        yield said(W.LICENSE_UNRECORDED)
    if facts.contract and not facts.contract.verified and not facts.contract_not_needed:
        yield said(W.HOLDER_UNVERIFIED)
    if facts.span is None and _will_start(facts):
        yield said(W.STILL_LOADING)
    if earliest and earliest.backdate:
        yield said(W.BACKDATED, earliest.backdate.basis)
