"""When does an enrollment take effect, and how far may billing go back? Pure; only sourced rules move a day.

Medicare: 42 CFR 424.520(d) for the effective date, 424.521 for billing back. States: each rule's own citation.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from enrollments.enums import Kind
from payers.enums import LineOfBusiness, RuleKind
from payers.rules import Fact, basis_words

# What an effective-date confirmation says when the payer granted going back: the form offers these words.
CIRCUMSTANCES = "Back-billing granted: circumstances"
DISASTER = "Back-billing granted: declared disaster"
STATUTE = "Back-billing granted: state law"
GRANTS = (CIRCUMSTANCES, DISASTER, STATUTE)


def medicare_effective_on(filed_on: dt.date, first_service_on: dt.date) -> dt.date:
    """Return the later of filing and the first service at the location: 42 CFR 424.520(d), calendar days."""
    return max(filed_on, first_service_on)


@dataclass(frozen=True, slots=True)
class Anchors:
    """The days a rule may count from, and what kind of application it was."""

    submitted_on: dt.date | None = None
    complete_on: dt.date | None = None
    contract_on: dt.date | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Backdate:
    """Billing may go back to `to`, on that basis."""

    to: dt.date
    basis: str


def backdated(
    start: dt.date,
    rules: Iterable[Fact | None],
    anchors: Anchors,
    *,
    granted: str = "",
    floor: dt.date | None,
) -> Backdate | None:
    """Return how far before `start` billing may go, or nothing when no sourced rule applies.

    `granted` is what the effective-date confirmation says; a conditional rule counts only when it names
    the condition. Never before `floor`: the license and the location. Of several the furthest wins.
    """
    found = []
    for rule in rules:
        to = _back_to(rule, start, anchors) if rule and applies(rule, granted) else None
        if rule and to is not None:
            to = max(to, floor or to)
            if to < start:
                found.append(Backdate(to, f"{rule.text} {basis_words(rule)}".strip()))
    return min(found, key=lambda one: one.to, default=None)


def applies(rule: Fact, granted: str) -> bool:
    """Say whether a rule counts without asking, or because the payer's grant was recorded.

    An organization's own row is its own statement. Medicare's 30 days need circumstances that precluded
    earlier enrollment, its 90 a declared disaster (42 CFR 424.521). A rule for one kind of application,
    such as a physician joining a contracted group in Texas, needs the recorded grant too.
    """
    if not (rule.source or rule.is_own):
        return False
    if rule.is_own:
        return True
    words = granted.lower()
    if rule.kind == RuleKind.BACKDATING_DISASTER:
        return "disaster" in words
    if rule.line == LineOfBusiness.MEDICARE:
        return "circumstances" in words
    if rule.application_kind or (not rule.is_state_law and not rule.longest):
        return "state law" in words
    return True


def _back_to(rule: Fact, start: dt.date, anchors: Anchors) -> dt.date | None:
    """Return the day a rule leads back to; so many calendar days, or the event its clock starts from."""
    if rule.longest is not None:
        return start - dt.timedelta(days=rule.longest) if rule.longest else None
    if rule.clock_starts.startswith(("complete", "completed")):
        if rule.state == "WA" and anchors.kind != Kind.ADD_TO_GROUP:
            # RCW 48.43.757: to the contract, unless somebody is added to one that exists.
            return anchors.contract_on
        return anchors.complete_on
    return anchors.submitted_on if rule.clock_starts else None
